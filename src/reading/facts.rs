//! What a document says of itself: its title, what kind of document it is, and its dates.
//!
//! The rules of the field (kinds, labels) are data: `assets/kinds.toml`. A date that is not plainly a date gives none.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    dates,
    text::{BlockKind, Text},
};
use crate::casework::time::DocumentDates;

/// How many blocks from the top are looked at for a title.
const TITLE_WITHIN: usize = 20;

/// How many blocks from the top are looked at for dates.
const DATES_WITHIN: usize = 40;

/// The longest title kept, in characters.
const TITLE_LENGTH: usize = 120;

/// What is said of a document that says nothing.
const UNKNOWN: &str = "document";

#[derive(Debug, Deserialize)]
struct Kind {
    name: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Labels {
    happened: Vec<String>,
    recorded: Vec<String>,
    finalised: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Rules {
    kind: Vec<Kind>,
    dates: Labels,
}

/// The rules carried in the program; none where they do not parse, which a test rules out.
static RULES: LazyLock<Option<Rules>> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/kinds.toml")).ok());

/// The title: the first heading near the top, else the file's name without number and extension.
#[must_use]
pub fn title(text: Option<&Text>, name: &str) -> Option<String> {
    let heading = text.and_then(first_heading);
    let title = heading.unwrap_or_else(|| from_name(name));
    let title: String = title.chars().take(TITLE_LENGTH).collect();
    (!title.is_empty()).then_some(title)
}

fn first_heading(text: &Text) -> Option<String> {
    text.blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Page(_)))
        .take(TITLE_WITHIN)
        .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
        .find_map(|block| {
            let words = text.words.get(block.start..block.end)?;
            let is_ours = words.starts_with('[');
            (!is_ours && words.chars().any(char::is_alphabetic)).then(|| words.to_owned())
        })
}

/// `03_home-visit.md` as `Home visit`.
fn from_name(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 => stem,
        _ => file,
    };
    let mut words = stem.replace('_', " ");
    if !words.contains(' ') {
        words = words.replace('-', " ");
    }
    let bare = words
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | ')'));
    let bare = if bare.is_empty() { words.trim() } else { bare };
    let mut met = super::clean::Met::default();
    let bare = super::clean::running(bare, &mut met);
    let mut letters = bare.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The kind of document its title tells, else its file's name; `document` where neither does.
#[must_use]
pub fn kind(title: Option<&str>, name: &str) -> String {
    let by = |words: &str| {
        let words = words.to_lowercase().replace('’', "'");
        let rules = RULES.as_ref()?;
        let kind = rules.kind.iter().find(|kind| {
            kind.words
                .iter()
                .any(|phrase| find_phrase(&words, phrase).is_some())
        });
        kind.map(|kind| kind.name.clone())
    };
    title
        .and_then(by)
        .or_else(|| by(&from_name(name)))
        .unwrap_or_else(|| UNKNOWN.to_owned())
}

/// The end of `phrase` in `words`, where it stands there as whole words.
fn find_phrase(words: &str, phrase: &str) -> Option<usize> {
    words.match_indices(phrase).find_map(|(start, found)| {
        let end = start + found.len();
        let before = words.get(..start)?.chars().next_back();
        let after = words.get(end..)?.chars().next();
        let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        (is_edge(before) && is_edge(after)).then_some(end)
    })
}

/// The dates a document gives itself in labelled lines or cells near its top. The first of each counts.
#[must_use]
pub fn dates(text: &Text) -> DocumentDates {
    let mut found = DocumentDates::default();
    let Some(rules) = RULES.as_ref() else {
        return found;
    };
    let blocks = text
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Page(_)));
    for block in blocks.take(DATES_WITHIN) {
        let cells = match &block.kind {
            BlockKind::Row { cells, .. } => cells.clone(),
            _ => vec![(block.start, block.end)],
        };
        let cells: Vec<String> = cells
            .iter()
            .filter_map(|&(start, end)| text.words.get(start..end))
            .flat_map(|words| words.split('\n'))
            .map(str::to_lowercase)
            .collect();
        for (place, labels) in [
            (&mut found.recorded, &rules.dates.recorded),
            (&mut found.finalised, &rules.dates.finalised),
            (&mut found.happened, &rules.dates.happened),
        ] {
            if place.is_none() {
                *place = labelled(&cells, labels);
            }
        }
    }
    found
}

/// The date after one of `labels`: behind a colon, or in the next cell.
fn labelled(cells: &[String], labels: &[String]) -> Option<jiff::civil::Date> {
    for label in labels {
        for (index, cell) in cells.iter().enumerate() {
            let Some(end) = find_label(cell, label) else {
                continue;
            };
            let rest = cell.get(end..).unwrap_or_default().trim_start();
            let rest = match rest.strip_prefix(':') {
                Some(rest) => rest.trim_start(),
                None => rest,
            };
            let date = if rest.is_empty() {
                cells
                    .get(index + 1)
                    .and_then(|next| dates::first(next.trim()))
            } else {
                dates::first(rest)
            };
            if date.is_some() {
                return date;
            }
        }
    }
    None
}

/// The end of a label: at the start of the words, or after another label's value; never in the middle of a longer label.
fn find_label(words: &str, label: &str) -> Option<usize> {
    let end = find_phrase(words, label)?;
    let start = end - label.len();
    let before = words.get(..start)?.trim_end();
    let rest = words.get(end..)?.trim_start();
    let is_labelled = rest.starts_with(':') || (before.is_empty() && !label.contains("date"));
    let is_whole_cell = before.is_empty() && (rest.is_empty() || rest == ":");
    let opens = before.is_empty()
        || before.ends_with(['.', ';', ',', '|', '(', '·', '–', '-'])
        || !before.contains(':') && before.split(' ').count() <= 6 && label.contains(' ')
        || before.ends_with(|c: char| c.is_ascii_digit());
    (is_whole_cell || (opens && (is_labelled || before.is_empty()))).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Builder;
    use jiff::civil::date;

    fn text(lines: &[&str]) -> Text {
        let mut builder = Builder::new();
        for line in lines {
            builder.paragraph(line);
        }
        builder.finish().unwrap()
    }

    #[test]
    fn the_rules_parse() {
        assert!(RULES.is_some());
    }

    #[test]
    fn a_title_is_the_first_heading_else_the_name() {
        let mut builder = Builder::new();
        builder.paragraph("Northbridge");
        builder.heading(1, "Core group minutes");
        let text = builder.finish().unwrap();
        let of = |text: Option<&Text>, name| title(text, name).unwrap();
        assert_eq!(of(Some(&text), "a.md"), "Core group minutes");
        assert_eq!(
            of(None, "case/03_home-visit.final.docx"),
            "Home-visit.final"
        );
        assert_eq!(of(None, "03-home-visit.md"), "Home visit");
        assert_eq!(
            of(None, "2012-03-06 letter to school.txt"),
            "Letter to school"
        );
        assert_eq!(of(None, "12.md"), "12");
        assert_eq!(title(None, ""), None);
    }

    #[test]
    fn kinds_come_from_whole_words_the_particular_first() {
        for (title, expected) in [
            ("Core group minutes, 14 March", "core group minutes"),
            ("Initial Child Protection Conference", "conference minutes"),
            ("Review Child Protection Conference", "conference minutes"),
            ("Child’s words", "direct work"),
            ("Section 47 enquiry", "section 47 enquiry"),
            ("Contact Record", "contact"),
            ("Home visit", "visit"),
            ("Visitors' book", "document"),
        ] {
            assert_eq!(kind(Some(title), ""), expected, "{title}");
        }
        assert_eq!(kind(Some("Ben"), "07 home visit.md"), "visit");
    }

    #[test]
    fn labelled_dates_are_found_and_told_apart() {
        let found = dates(&text(&[
            "Date of visit: Tuesday 6th March 2012",
            "Date recorded: 20/04/2012",
            "Approved: 1.5.12",
        ]));
        assert_eq!(found.happened, Some(date(2012, 3, 6)));
        assert_eq!(found.recorded, Some(date(2012, 4, 20)));
        assert_eq!(found.finalised, Some(date(2012, 5, 1)));
        let found = dates(&text(&["Contact Record Completion Date: 03/12/2019"]));
        assert_eq!(found.finalised, Some(date(2019, 12, 3)));
        assert_eq!(found.happened, None);
    }

    #[test]
    fn a_birthday_a_due_date_and_a_date_that_cannot_be_give_nothing() {
        let found = dates(&text(&[
            "Date of birth: 10/07/2012",
            "Date of next meeting: 3 May 2012",
            "Date: 31/02/2012",
            "It was recorded that she rang on 3 May 2012.",
        ]));
        assert_eq!(found, DocumentDates::default());
    }

    #[test]
    fn a_row_of_two_cells_gives_a_date() {
        let mut builder = Builder::new();
        builder.table(
            None,
            vec![vec!["Date of meeting".into(), "14 March 2012".into()]],
        );
        builder.table(None, vec![vec!["Recorded:".into(), "16 Mar 12".into()]]);
        let found = dates(&builder.finish().unwrap());
        assert_eq!(found.happened, Some(date(2012, 3, 14)));
        assert_eq!(found.recorded, Some(date(2012, 3, 16)));
    }
}
