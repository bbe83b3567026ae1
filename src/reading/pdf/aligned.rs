//! Tables without rules: three rows or more whose cells begin in the same columns. Anything less sure is left as it stands.

use super::lines::Line;
use crate::reading::marker;

/// How exactly cells line up, in points.
const ALIGNED: f64 = 3.0;

/// The fewest rows with cells in at least two columns.
const ROWS: usize = 3;

/// A table found at the beginning of some lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Aligned {
    /// Its row of titles, where bold letters show it.
    pub header: Option<Vec<String>>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// How many lines it takes.
    pub lines: usize,
}

/// The table these lines begin with.
pub fn table(lines: &[Line]) -> Option<Aligned> {
    let first = cells(lines.first()?)?;
    let columns: Vec<f64> = first.iter().map(Line::x0).collect();
    let mut rows: Vec<(Vec<String>, bool)> = Vec::new();
    let mut full = 0;
    let mut taken = 0;
    let mut before: Option<&Line> = None;
    for line in lines {
        let chunks = line.chunks();
        let Some(places) = places(&chunks, &columns) else {
            break;
        };
        let gap = before.map_or(0.0, |before| line.y() - before.y());
        if gap > 3.2 * line.size() {
            break;
        }
        let goes_on =
            chunks.len() < columns.len() && places.first() != Some(&0) && gap <= 1.45 * line.size();
        if chunks.len() == 1 && !goes_on {
            break;
        }
        match rows.last_mut() {
            Some((row, _)) if goes_on => {
                for (chunk, place) in chunks.iter().zip(places) {
                    if let Some(cell) = row.get_mut(place) {
                        cell.push(' ');
                        cell.push_str(&chunk.text());
                    }
                }
            }
            _ => {
                let mut row = vec![String::new(); columns.len()];
                for (chunk, place) in chunks.iter().zip(places) {
                    if let Some(cell) = row.get_mut(place) {
                        *cell = chunk.text();
                    }
                }
                full += usize::from(chunks.len() >= 2);
                rows.push((row, line.is_bold()));
            }
        }
        taken += 1;
        before = Some(line);
    }
    if full < ROWS {
        return None;
    }
    let titled = rows.first().is_some_and(|row| row.1) && rows.get(1).is_some_and(|row| !row.1);
    let mut rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.0).collect();
    let header = titled.then(|| rows.remove(0));
    Some(Aligned {
        header,
        rows,
        lines: taken,
    })
}

/// The cells of a line that may begin a table: two or more, the first no marker of a list.
fn cells(line: &Line) -> Option<Vec<Line>> {
    let chunks = line.chunks();
    let first = chunks.first()?.text();
    let is_marked = marker::is_bullet(&first) || marker::is_number(&first);
    (chunks.len() >= 2 && !(is_marked && chunks.len() == 2)).then_some(chunks)
}

/// The column of each chunk; `None` where one begins in no column or reaches into the next.
fn places(chunks: &[Line], columns: &[f64]) -> Option<Vec<usize>> {
    chunks
        .iter()
        .map(|chunk| {
            let at = columns
                .iter()
                .position(|column| (column - chunk.x0()).abs() <= ALIGNED)?;
            let next = columns.get(at + 1).copied().unwrap_or(f64::INFINITY);
            (chunk.x1() < next).then_some(at)
        })
        .collect()
}
