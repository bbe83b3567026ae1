//! Reading order: columns of running words are read one after the other, everything else from the top.

use super::lines::Line;

/// The narrowest gap between two columns, in sizes of a letter.
const GUTTER: f64 = 1.2;

/// The fewest lines each column has.
const LINES: usize = 5;

/// The fewest letters a line of a column has on average: less is a table or a form.
const LETTERS: usize = 22;

/// A page with more lines is no page of columns.
const LINES_CAP: usize = 2000;

/// How often columns are looked for within columns.
const DEPTH: usize = 3;

/// The lines in reading order: each list is one column, or one stretch of the page without columns.
pub fn regions(lines: Vec<Line>) -> Vec<Vec<Line>> {
    split(lines, DEPTH)
}

fn split(lines: Vec<Line>, depth: usize) -> Vec<Vec<Line>> {
    if depth == 0 || lines.len() < LINES || lines.len() > LINES_CAP {
        return vec![lines];
    }
    let mut out = Vec::new();
    let mut plain: Vec<Line> = Vec::new();
    let mut at = 0;
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        if let (count, Some(x)) = band(rest) {
            if !plain.is_empty() {
                out.push(std::mem::take(&mut plain));
            }
            let (left, right) = halves(rest.iter().take(count), x);
            out.extend(split(left, depth - 1));
            out.extend(split(right, depth - 1));
            at += count;
        } else {
            plain.extend(rest.first().cloned());
            at += 1;
        }
    }
    if !plain.is_empty() {
        out.push(plain);
    }
    out
}

/// How many of the first lines form columns, and where the gap between the first two is.
fn band(lines: &[Line]) -> (usize, Option<f64>) {
    let Some(first) = lines.first() else {
        return (0, None);
    };
    // Only a line with a gap can begin columns: one without belongs to what stands before them.
    let mut best = (0, None);
    for gap in gaps(first) {
        let (mut left, mut right) = gap;
        let mut count = 0;
        for line in lines {
            let Some(narrowed) = narrow(line, left, right) else {
                break;
            };
            (left, right) = narrowed;
            count += 1;
        }
        let x = f64::midpoint(left, right);
        let count = trimmed(lines, count, x);
        if count > best.0 && are_columns(lines.get(..count).unwrap_or_default(), x) {
            best = (count, Some(x));
        }
    }
    best
}

/// The gaps of a line that are wide enough to part columns.
fn gaps(line: &Line) -> Vec<(f64, f64)> {
    line.words
        .windows(2)
        .filter_map(|pair| {
            let (one, two) = (pair.first()?, pair.last()?);
            (two.x0 - one.x1 >= GUTTER * one.size.max(two.size)).then_some((one.x1, two.x0))
        })
        .collect()
}

/// What this line leaves of a gap; `None` where it closes it.
fn narrow(line: &Line, left: f64, right: f64) -> Option<(f64, f64)> {
    let (mut left, mut right) = (left, right);
    for part in line.chunks() {
        let (x0, x1) = (part.x0(), part.x1());
        if x1 <= left || x0 >= right {
            continue;
        }
        // It reaches into the gap from one side, or stands across it. One that stands within belongs to the side it is nearer to: what the
        // gap was taken from may have been a short title over a wide column.
        match (x0 < left, x1 > right) {
            (true, true) => return None,
            (true, false) => left = x1,
            (false, false) if x0 - left <= right - x1 => left = x1,
            (false, _) => right = x0,
        }
    }
    (right - left >= GUTTER * 0.8 * line.size()).then_some((left, right))
}

/// The columns end with the last line that has words on both sides, and the lines that follow it closely.
fn trimmed(lines: &[Line], count: usize, x: f64) -> usize {
    let both = |line: &Line| line.x0() < x && line.x1() > x;
    let Some(last) = lines.iter().take(count).rposition(both) else {
        return 0;
    };
    let mut end = last + 1;
    while let (Some(line), Some(next)) = (lines.get(end - 1), lines.get(end)) {
        if end >= count || next.y() - line.y() > 1.6 * line.size() {
            break;
        }
        end += 1;
    }
    end
}

fn are_columns(lines: &[Line], x: f64) -> bool {
    let (left, right) = halves(lines.iter(), x);
    [left, right].iter().all(|side| {
        let letters: usize = side.iter().map(|line| line.text().chars().count()).sum();
        let several = side.iter().filter(|line| line.words.len() >= 3).count();
        side.len() >= LINES && letters >= LETTERS * side.len() && several * 3 >= side.len() * 2
    })
}

fn halves<'a>(lines: impl Iterator<Item = &'a Line>, x: f64) -> (Vec<Line>, Vec<Line>) {
    let mut left = Vec::new();
    let mut right = Vec::new();
    for line in lines {
        let (one, two): (Vec<_>, Vec<_>) = line
            .words
            .iter()
            .cloned()
            .partition(|word| f64::midpoint(word.x0, word.x1) < x);
        for (side, words) in [(&mut left, one), (&mut right, two)] {
            if !words.is_empty() {
                side.push(Line { words });
            }
        }
    }
    (left, right)
}
