//! Lines of one column into headings, paragraphs, items and rows set with wide space.

use super::{aligned, hyphens::Hyphens, lines::Line};
use crate::reading::{builder::Builder, marker, styled::Styled, text::MarkKind};

/// The longest heading, in characters.
const HEADING_LENGTH: usize = 160;

/// The longest heading known by its bold letters alone.
const BOLD_LENGTH: usize = 120;

/// What is known of the whole document's type.
#[derive(Debug, Default)]
pub struct Type {
    /// The size of most letters.
    pub body: f64,
    /// The sizes of headings, the largest first.
    pub sizes: Vec<f64>,
    /// Whether bold letters are few enough to mean something.
    pub bold_counts: bool,
    /// Words known to be whole.
    pub hyphens: Hyphens,
}

impl Type {
    /// The level of a heading set in this size; `None` for a size that is none of a heading.
    fn level(&self, size: f64) -> Option<u8> {
        let at = self.sizes.iter().position(|own| (own - size).abs() < 0.3)?;
        u8::try_from(at + 1).ok().map(|level| level.min(4))
    }

    /// The words of a line, bold ones marked only where bold letters are few enough to mean something.
    pub fn styled(&self, line: &Line) -> Styled {
        let words = line.styled();
        if self.bold_counts {
            words
        } else {
            words.without(MarkKind::Bold)
        }
    }

    fn bold_level(&self) -> u8 {
        u8::try_from(self.sizes.len() + 1).unwrap_or(5).min(5)
    }
}

/// Whether a size is larger than the body's by enough to be a heading's.
pub fn is_large(size: f64, body: f64) -> bool {
    size >= body * 1.1 && size >= body + 0.7
}

#[derive(Debug)]
enum Open {
    /// Its level, its words, and whether only bold letters make it one.
    Heading(u8, Styled, bool),
    Paragraph(Styled),
    Item {
        depth: u8,
        marker: String,
        words: Styled,
        /// Where the words of the item begin.
        x: f64,
    },
}

/// What the column before ended with, for a sentence that goes on in the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// With something whole.
    #[default]
    Whole,
    /// In the middle of an item of this depth.
    Item(u8),
}

/// Puts the lines of one column into the text. `ended` says how the one before ended, and how this one did.
pub fn put(lines: &[Line], kind: &Type, ended: &mut Ended, builder: &mut Builder) {
    if lines.is_empty() {
        return;
    }
    let mut flow = Flow {
        kind,
        builder,
        ended: std::mem::take(ended),
        open: None,
        before: None,
        indents: Vec::new(),
        leading: leading(lines),
        rights: rights(lines),
        right: 0.0,
    };
    let mut at = 0;
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(table) = aligned::table(rest, kind) {
            flow.close();
            flow.builder.styled_table(table.header, table.rows);
            at += table.lines;
            continue;
        }
        if let Some(line) = rest.first() {
            // The line before decides whether there was room.
            flow.right = flow
                .rights
                .get(at.saturating_sub(1))
                .copied()
                .unwrap_or(0.0);
            flow.line(line);
        }
        at += 1;
    }
    flow.close();
    *ended = flow.ended;
}

struct Flow<'a> {
    kind: &'a Type,
    builder: &'a mut Builder,
    ended: Ended,
    open: Option<Open>,
    before: Option<&'a Line>,
    indents: Vec<f64>,
    leading: f64,
    /// For each line of the column where its stretch ends on the right.
    rights: Vec<f64>,
    right: f64,
}

impl<'a> Flow<'a> {
    fn line(&mut self, line: &'a Line) {
        let item = marked(line, self.kind);
        if item.is_none() && self.parted(line) {
            self.before = None;
            return;
        }
        let heading = self.heading(line);
        if item.is_none() && self.goes_on(line, heading) {
            if let (Some(Open::Heading(_, words, _)), None) = (&mut self.open, heading) {
                // Bold lines that end as a sentence are a paragraph in bold.
                self.open = Some(Open::Paragraph(std::mem::take(words)));
            }
            self.append(&self.styled(line));
        } else {
            self.close();
            self.open = Some(match (heading, item) {
                (Some(level), _) => {
                    self.indents.clear();
                    let by_bold = self.kind.level(line.size()).is_none();
                    Open::Heading(level, self.styled(line), by_bold)
                }
                (None, Some((marker, words, x))) => Open::Item {
                    depth: self.depth(line.x0()),
                    marker,
                    words,
                    x,
                },
                (None, None) => match self.ended {
                    // The rest of an item from the page before: an item without a marker.
                    Ended::Item(depth) if line.text().starts_with(char::is_lowercase) => {
                        Open::Item {
                            depth,
                            marker: String::new(),
                            words: self.styled(line),
                            x: line.x0(),
                        }
                    }
                    _ => Open::Paragraph(self.styled(line)),
                },
            });
            self.ended = Ended::Whole;
        }
        self.before = Some(line);
    }

    /// Parts of a line far from each other: parts that look different stand for themselves, others keep their space.
    fn parted(&mut self, line: &Line) -> bool {
        let chunks = line.chunks();
        let [first, rest @ ..] = chunks.as_slice() else {
            return false;
        };
        if rest.is_empty() {
            return false;
        }
        self.close();
        if self.heading(first).is_some() || rest.iter().any(|chunk| self.heading(chunk).is_some()) {
            for chunk in &chunks {
                match self.heading(chunk) {
                    Some(level) => {
                        let words = self.styled(chunk).without(MarkKind::Bold);
                        self.builder.heading(level, words);
                    }
                    None => self.builder.paragraph(self.styled(chunk)),
                }
            }
        } else {
            let parts: Vec<Styled> = chunks.iter().map(|chunk| self.styled(chunk)).collect();
            match parts.as_slice() {
                [label, value] if label.words().ends_with(':') => {
                    let mut words = label.clone();
                    words.push(" ", &[]);
                    words.append(value);
                    self.builder.paragraph(words);
                }
                parts => {
                    let parts: Vec<&str> = parts.iter().map(Styled::words).collect();
                    self.builder.verbatim(&parts.join("    "));
                }
            }
        }
        true
    }

    /// The words of a line; bold ones are marked only where bold means something.
    fn styled(&self, line: &Line) -> Styled {
        self.kind.styled(line)
    }

    /// The level of heading this line looks like.
    fn heading(&self, line: &Line) -> Option<u8> {
        let words = line.text();
        let length = words.chars().count();
        let begins = words.starts_with(|c: char| c.is_alphanumeric() || "“‘\"'(".contains(c));
        if !begins || !words.chars().any(char::is_alphabetic) || length > HEADING_LENGTH {
            return None;
        }
        if let Some(level) = self.kind.level(line.size()) {
            return Some(level);
        }
        let is_phrase = !words.ends_with(['.', ',', ':', ';', '?', '!']);
        (self.kind.bold_counts
            && line.is_bold()
            && is_phrase
            && length <= BOLD_LENGTH
            && line.size() >= self.kind.body - 0.5)
            .then(|| self.kind.bold_level())
    }

    /// Whether this line goes on with what is open.
    fn goes_on(&self, line: &Line, heading: Option<u8>) -> bool {
        let (Some(open), Some(before)) = (&self.open, self.before) else {
            return false;
        };
        let gap = line.y() - before.y();
        let size = line.size().max(before.size());
        if gap > self.leading.max(1.05 * size) * 1.28 || gap <= 0.0 {
            return false;
        }
        let is_full = self.is_full(before, line);
        match (open, heading) {
            (Open::Heading(level, _, by_bold), Some(own)) => {
                return *level == own
                    && (line.size() - before.size()).abs() < 0.5
                    && (is_full || !by_bold);
            }
            (Open::Heading(_, _, by_bold), None) => {
                return *by_bold && is_full && line.is_bold();
            }
            // A line of bold words within a paragraph is no heading; one after a line that ended early is.
            (_, Some(_)) if self.kind.level(line.size()).is_some() => return false,
            _ => {}
        }
        if (line.size() - before.size()).abs() > 0.12 * size || is_leader(before) || !is_full {
            return false;
        }
        match open {
            Open::Item { x, .. } => line.x0() > x - 1.2 * size,
            _ => line.x0() - before.x0() < 1.1 * size,
        }
    }

    /// Whether `before` had no room left for the first word of `line`, or plainly goes on there.
    fn is_full(&self, before: &Line, line: &Line) -> bool {
        let first = line.words.first().map_or(0.0, |word| word.x1 - word.x0);
        let size = line.size().max(before.size());
        if self.right - before.x1() <= first + 0.9 * size {
            return true;
        }
        // Not every writer fills a line: a sentence that has not ended goes on in small letters.
        let is_long = before.x1() - before.x0() >= 0.6 * (self.right - before.x0());
        let is_open = !before.text().ends_with(['.', ':', ';', '!', '?']);
        let goes_on = line.text().starts_with(char::is_lowercase);
        is_long && is_open && goes_on
    }

    fn append(&mut self, more: &Styled) {
        match &mut self.open {
            Some(
                Open::Heading(_, words, _) | Open::Paragraph(words) | Open::Item { words, .. },
            ) => self.kind.hyphens.append(words, more),
            None => {}
        }
    }

    fn close(&mut self) {
        match self.open.take() {
            // Large letters alone do not make sentences a heading.
            Some(Open::Heading(_, words, _)) if is_prose(words.words()) => {
                self.builder.paragraph(words);
            }
            Some(Open::Heading(level, words, _)) => {
                self.builder.heading(level, words.without(MarkKind::Bold));
            }
            Some(Open::Paragraph(words)) => self.builder.paragraph(words),
            Some(Open::Item {
                depth,
                marker,
                words,
                ..
            }) => {
                let is_open = !words.words().ends_with(['.', ':', ';', '!', '?']);
                self.ended = if is_open {
                    Ended::Item(depth)
                } else {
                    Ended::Whole
                };
                self.builder.item(depth, &marker, words);
            }
            None => {}
        }
    }

    fn depth(&mut self, x: f64) -> u8 {
        while self.indents.last().is_some_and(|last| last - x > 4.0) {
            self.indents.pop();
        }
        if self.indents.last().is_none_or(|last| x - last > 4.0) {
            self.indents.push(x);
        }
        u8::try_from(self.indents.len() - 1).unwrap_or(u8::MAX)
    }
}

/// Words too long for a heading, or long enough and ending as a sentence does.
fn is_prose(words: &str) -> bool {
    let length = words.chars().count();
    length > HEADING_LENGTH || length > 60 && words.ends_with('.')
}

/// A row of dots leading to a page number: each such line stands for itself.
fn is_leader(line: &Line) -> bool {
    line.text().contains(".....")
}

/// The marker a line begins with, the words after it, and where these begin.
fn marked(line: &Line, kind: &Type) -> Option<(String, Styled, f64)> {
    let (first, rest) = line.words.split_first()?;
    let second = rest.first()?;
    let is_bullet = marker::is_bullet(&first.words);
    let gap = second.x0 - first.x1;
    let is_wide = gap >= 0.45 * second.size;
    let is_dash = matches!(&*first.words, "-" | "–" | "—");
    if !(is_bullet && (is_wide || !is_dash) || marker::is_number(&first.words) && is_wide) {
        return None;
    }
    let shown = if is_bullet { "•" } else { &first.words };
    // Further gaps in the line would be columns, not an item.
    let rest = Line {
        words: rest.to_vec(),
    };
    (rest.chunks().len() == 1).then(|| (shown.to_owned(), kind.styled(&rest), second.x0))
}

/// The usual distance between lines of this column, in points.
fn leading(lines: &[Line]) -> f64 {
    let mut gaps: Vec<f64> = lines
        .windows(2)
        .filter_map(|pair| {
            let (one, two) = (pair.first()?, pair.last()?);
            let gap = two.y() - one.y();
            let size = one.size().max(two.size());
            (gap > 0.5 * size && gap < 2.2 * size && (one.size() - two.size()).abs() < 0.5)
                .then_some(gap)
        })
        .collect();
    gaps.sort_by(f64::total_cmp);
    // The lower third: where most paragraphs are one line, most gaps are between paragraphs.
    gaps.get(gaps.len() / 3).copied().unwrap_or(0.0)
}

/// For each line where the lines of its stretch end: as far as most of the column, unless the stretch has an edge of its own.
fn rights(lines: &[Line]) -> Vec<f64> {
    let ends: Vec<f64> = lines.iter().map(Line::x1).collect();
    let whole = right(&ends);
    let mut out = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(first) = lines.get(at) {
        let mut end = at + 1;
        while let (Some(one), Some(two)) = (lines.get(end - 1), lines.get(end)) {
            let gap = two.y() - one.y();
            if gap <= 0.0 || gap > 1.5 * first.size() || (one.size() - two.size()).abs() > 0.5 {
                break;
            }
            end += 1;
        }
        let stretch = ends.get(at..end).unwrap_or_default();
        let own = right(stretch);
        let near = stretch
            .iter()
            .filter(|&&x| own - x < 4.0 * first.size())
            .count();
        // Short lines of much the same length, an address say, have no edge: each ends where it ends.
        let is_wide = own - first.x0() >= 0.55 * (whole - first.x0());
        let has_edge = stretch.len() >= 4 && near * 3 >= stretch.len() * 2 && is_wide;
        out.extend(std::iter::repeat_n(
            if has_edge { own } else { whole },
            end - at,
        ));
        at = end;
    }
    out
}

/// Where these lines end, one in twenty that sticks out far aside.
fn right(ends: &[f64]) -> f64 {
    let mut ends = ends.to_vec();
    ends.sort_by(f64::total_cmp);
    let usual = ends
        .get(ends.len().saturating_sub(ends.len() / 20 + 1))
        .copied()
        .unwrap_or(0.0);
    let most = ends.last().copied().unwrap_or(0.0);
    if most - usual < 60.0 { most } else { usual }
}
