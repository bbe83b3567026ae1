//! Changes as plain words: `Mother [-did not attend-]{+attended+} the last two sessions.`

use std::ops::Range;

use super::{Change, ChangeKind, Comparison, Row, RowKind};
use crate::reading::open_text::OpenText;

/// What the marks mean, to be said once above.
pub const LEGEND: &str =
    "[-words-] stand only in the sealed version, {+words+} only in the one presented again.";

/// Words shown around a change.
const AROUND: usize = 8;

/// A row with changes in it, in words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Said {
    /// Where it stands, for people: `page 3 ¶12`.
    pub place: String,
    /// What became of it: "changed", "taken out", "put in", "moved".
    pub what: &'static str,
    /// Where it stood before, where it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stood: Option<String>,
    /// Its words, marked.
    pub words: String,
}

/// Every row with a change in it.
#[must_use]
pub fn said(comparison: &Comparison, old: &OpenText, new: &OpenText) -> Vec<Said> {
    let mut said = Vec::new();
    let mut changes = comparison.changes.as_slice();
    while let Some(first) = changes.first() {
        let count = changes
            .iter()
            .take_while(|change| change.row == first.row)
            .count();
        let (here, rest) = changes.split_at(count);
        changes = rest;
        if let Some(row) = comparison.rows.get(first.row) {
            said.push(say(comparison, row, here, old, new));
        }
    }
    said
}

fn say(
    comparison: &Comparison,
    row: &Row,
    changes: &[Change],
    old: &OpenText,
    new: &OpenText,
) -> Said {
    let start_of = |text: &OpenText, blocks: &Range<usize>| {
        let blocks = text.text().blocks.get(blocks.clone()).unwrap_or_default();
        blocks
            .iter()
            .find(|block| block.counts())
            .map_or(0, |block| block.start)
    };
    let (what, place, stood) = match row.kind {
        RowKind::Removed => ("taken out", place(old, start_of(old, &row.old)), None),
        RowKind::Added => ("put in", place(new, start_of(new, &row.new)), None),
        RowKind::MovedHere { from } => {
            let from = comparison.rows.get(from);
            let stood = from.map(|row| place(old, start_of(old, &row.old)));
            ("moved", place(new, start_of(new, &row.new)), stood)
        }
        _ => ("changed", place(old, start_of(old, &row.old)), None),
    };
    Said {
        place,
        what,
        stood,
        words: marked(changes, old, new),
    }
}

/// `page 3 ¶12`, or `¶12` where the text has no pages.
#[must_use]
pub fn place(text: &OpenText, byte: usize) -> String {
    let paragraph = text.paragraph_number(byte);
    match text.page_at(byte) {
        0 => format!("¶{paragraph}"),
        page => format!("page {page} ¶{paragraph}"),
    }
}

/// The words of the changes of one row, with a few around them.
fn marked(changes: &[Change], old: &OpenText, new: &OpenText) -> String {
    let (old, new) = (old.text(), new.text());
    let edits: Vec<&Change> = changes
        .iter()
        .filter(|change| change.kind != ChangeKind::Moved)
        .collect();
    let Some((first, last)) = edits.first().zip(edits.last()) else {
        // Only moved.
        let moved = changes.first().map(|change| new.slice(change.new.clone()));
        return start(&one_line(moved.unwrap_or_default()), AROUND * 3);
    };
    let block = |byte: usize| new.blocks.get(new.block_at(byte));
    let mut words = String::new();
    if first.kind == ChangeKind::Words {
        let from = block(first.new.start).map_or(first.new.start, |block| block.start);
        words.push_str(&end(&one_line(new.slice(from..first.new.start)), AROUND));
    }
    let mut done = first.new.start;
    for change in &edits {
        let between = one_line(new.slice(done..change.new.start));
        if done < change.new.start {
            part(&mut words);
            words.push_str(&middle(&between));
        }
        part(&mut words);
        let (gone, come) = (
            one_line(old.slice(change.old.clone())),
            one_line(new.slice(change.new.clone())),
        );
        if !gone.is_empty() {
            words.push_str("[-");
            words.push_str(&gone);
            words.push_str("-]");
        }
        if !come.is_empty() {
            words.push_str("{+");
            words.push_str(&come);
            words.push_str("+}");
        }
        done = change.new.end;
    }
    if last.kind == ChangeKind::Words {
        let to = block(last.new.end.saturating_sub(1)).map_or(done, |block| block.end.max(done));
        let after = start(&one_line(new.slice(done..to)), AROUND);
        if !after.is_empty() {
            part(&mut words);
            words.push_str(&after);
        }
    }
    words
}

fn part(words: &mut String) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}

/// A tab between two cells is a bar, every other space one space.
fn one_line(words: &str) -> String {
    words
        .replace('\t', " | ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn start(words: &str, most: usize) -> String {
    let mut all = words.split(' ');
    let kept: Vec<_> = all.by_ref().take(most).collect();
    let more = if all.next().is_some() { " …" } else { "" };
    format!("{}{more}", kept.join(" "))
}

fn end(words: &str, most: usize) -> String {
    let all: Vec<_> = words.split(' ').collect();
    let skip = all.len().saturating_sub(most);
    let more = if skip > 0 { "… " } else { "" };
    let kept: Vec<_> = all.into_iter().skip(skip).collect();
    format!("{more}{}", kept.join(" "))
}

fn middle(words: &str) -> String {
    if words.split(' ').count() <= AROUND * 2 + 2 {
        return words.to_owned();
    }
    let before = start(words, AROUND);
    let after = end(words, AROUND);
    format!("{} {}", before, after.trim_start_matches("… "))
}
