//! Tables without rules: three rows or more whose cells begin in the same columns. Anything less sure is left as it stands.

use super::{flow::Type, lines::Line};
use crate::reading::{marker, styled::Styled};

/// How exactly cells line up, in points.
const ALIGNED: f64 = 3.0;

/// The fewest rows with cells in at least two columns.
const ROWS: usize = 3;

/// A table found at the beginning of some lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Aligned {
    /// Its row of titles, where bold letters show it.
    pub header: Option<Vec<Styled>>,
    /// Its rows.
    pub rows: Vec<Vec<Styled>>,
    /// How many lines it takes.
    pub lines: usize,
}

/// Rows gathered so far.
#[derive(Default)]
struct Found {
    rows: Vec<(Vec<Styled>, bool)>,
    /// Rows with cells in two columns or more.
    full: usize,
    /// Lines taken, and rows made of them, up to the last full row and what goes on with it.
    sure: (usize, usize),
}

/// The table these lines begin with.
pub fn table(lines: &[Line], kind: &Type) -> Option<Aligned> {
    let first = cells(lines.first()?)?;
    let columns: Vec<f64> = first.iter().map(Line::x0).collect();
    let mut found = Found::default();
    let mut before: Option<&Line> = None;
    let mut in_full = false;
    for (index, line) in lines.iter().enumerate() {
        let chunks = line.chunks();
        let Some(places) = places(&chunks, &columns) else {
            break;
        };
        let gap = before.map_or(0.0, |before| line.y() - before.y());
        if gap > 3.2 * line.size() || gap < 0.0 {
            break;
        }
        let goes_on =
            in_full && places.first().is_some_and(|&place| place > 0) && gap <= 1.45 * line.size();
        if !goes_on {
            // A line of one cell is a title within the table, if the table goes on after it.
            in_full = chunks.len() >= 2;
            if !in_full && places.first() != Some(&0) {
                break;
            }
            let cells = if in_full { columns.len() } else { 1 };
            found
                .rows
                .push((vec![Styled::default(); cells], line.is_bold()));
            found.full += usize::from(in_full);
        }
        if let Some((row, _)) = found.rows.last_mut() {
            for (chunk, place) in chunks.iter().zip(places) {
                if let Some(cell) = row.get_mut(place) {
                    kind.hyphens.append(cell, &kind.styled(chunk));
                }
            }
        }
        if in_full {
            found.sure = (index + 1, found.rows.len());
        }
        before = Some(line);
    }
    if found.full < ROWS {
        return None;
    }
    found.rows.truncate(found.sure.1);
    let titled =
        found.rows.first().is_some_and(|row| row.1) && found.rows.get(1).is_some_and(|row| !row.1);
    let mut rows: Vec<Vec<Styled>> = found.rows.into_iter().map(|row| row.0).collect();
    let header = titled.then(|| rows.remove(0));
    Some(Aligned {
        header,
        rows,
        lines: found.sure.0,
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
