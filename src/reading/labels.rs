//! The dates a document gives itself, each with where it was read and how sure it is.
//!
//! First what the document says in labelled lines or cells near its top; then its title and a date alone in its first lines; then its
//! file's name; last what a program wrote into the file. A date that cannot be, and a month without a day, are kept as they are written and
//! keep their place: nothing less sure is put there instead. What a program wrote is never put beside a day the document says itself: a
//! file printed out years later would look like a record written years late.

use jiff::civil::Date;

use super::{
    dates::{self, Found, Written, Years},
    inside::Inside,
    kinds::{self, find_phrase},
    text::{BlockKind, Text},
};
use crate::casework::{
    facts::{DateFact, DateFacts, Doubt, Sure},
    time::{self, DocumentDates},
};

/// How many blocks from the top are looked at for labelled dates.
const DATES_WITHIN: usize = 40;

/// How many blocks with words from the top are looked at for a date that stands alone.
const FIRST_LINES: usize = 8;

/// The most letters beside a date that still stands alone: "Northbridge, Wednesday".
const BESIDE: usize = 24;

/// The longest words of a date kept.
const WORDS_LENGTH: usize = 60;

/// The dates of a document. `kind`: what kind of document it is.
#[must_use]
pub(super) fn dates(
    text: Option<&Text>,
    name: &str,
    kind: &str,
    inside: &Inside,
) -> (DocumentDates, DateFacts) {
    let mut days = DocumentDates::default();
    let mut places = DateFacts::default();
    let years = text.map_or_else(|| Years::of(name), |text| Years::of(&top(text)));
    if let Some(text) = text {
        labelled(text, years, &mut days, &mut places);
    }
    if places.happened.is_none() {
        let found = text
            .filter(|_| kind != "chronology")
            .and_then(|text| unlabelled(text, years))
            .or_else(|| in_name(name, years));
        if let Some((day, fact)) = found {
            days.happened = day;
            places.happened = Some(fact);
        }
    }
    if let Some(day) = inside.sent.filter(|_| places.happened.is_none()) {
        days.happened = Some(day);
        places.happened = Some(DateFact {
            read_in: "mail header".to_owned(),
            sure: Sure::Said,
            words: time::day(day),
            doubt: None,
        });
    }
    let properties = [(inside.created, "made"), (inside.modified, "changed last")]
        .into_iter()
        .find_map(|(day, what)| Some((day?, what)));
    if let Some((day, what)) = properties.filter(|_| places.recorded.is_none()) {
        let alone = places.happened.is_none();
        places.recorded = Some(DateFact {
            read_in: format!("document properties ({what})"),
            sure: Sure::Guessed,
            words: time::day(day),
            doubt: (!alone).then_some(Doubt::Aside),
        });
        if alone {
            days.recorded = Some(day);
        }
    }
    (days, places)
}

/// The words near the top: the years around a date.
fn top(text: &Text) -> String {
    text.words.chars().take(20_000).collect()
}

/// Words behind or below a label.
struct Beside<'a> {
    label: &'a str,
    /// What stands in the next cell, or in the cell below a column's title.
    next: &'a str,
}

fn labelled(text: &Text, years: Years, days: &mut DocumentDates, places: &mut DateFacts) {
    let Some(rules) = kinds::rules() else { return };
    let lines = lines(text);
    let mail = is_mail(&lines);
    let find = |labels: &[String]| {
        let found = lines
            .iter()
            .flatten()
            .find_map(|line| labels.iter().find_map(|label| at_label(line, label, years)));
        let (written, read_in) = found?;
        let mut fact = fact(&written, read_in, Sure::Said);
        if mail && matches!(fact.read_in.as_str(), "Date" | "Sent") {
            "mail header".clone_into(&mut fact.read_in);
        }
        Some((written.0.day(), fact))
    };
    let happened = || find(&rules.dates.happened).or_else(|| find(&rules.dates.happened_else));
    for (day, place, found) in [
        (
            &mut days.recorded,
            &mut places.recorded,
            find(&rules.dates.recorded),
        ),
        (
            &mut days.finalised,
            &mut places.finalised,
            find(&rules.dates.finalised),
        ),
        (&mut days.happened, &mut places.happened, happened()),
    ] {
        if let Some((found, fact)) = found {
            *day = found;
            *place = Some(fact);
        }
    }
}

/// The lines and cells near the top with what stands beside them, block by block.
fn lines(text: &Text) -> Vec<Vec<Beside<'_>>> {
    let blocks: Vec<_> = text
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Page(_)))
        .take(DATES_WITHIN + 1)
        .collect();
    let mut lines = Vec::new();
    for (at, block) in blocks.iter().take(DATES_WITHIN).enumerate() {
        let BlockKind::Row {
            table,
            header,
            cells,
        } = &block.kind
        else {
            let all = text.slice(block.range());
            lines.push(
                all.split('\n')
                    .map(|label| Beside { label, next: "" })
                    .collect(),
            );
            continue;
        };
        let row = |at: usize| {
            blocks.get(at).and_then(|block| match &block.kind {
                BlockKind::Row {
                    table: other,
                    cells,
                    ..
                } if other == table => Some(cells),
                _ => None,
            })
        };
        // Below a row of titles stands what they are titles of, where that is one row and not a list.
        let below = row(at + 1).filter(|_| *header && row(at + 2).is_none());
        let cell = |&(start, end): &(usize, usize)| text.slice(start..end);
        let of_row = cells.iter().enumerate().map(|(column, label)| Beside {
            label: cell(label),
            next: match below {
                Some(below) => below.get(column).map(cell).unwrap_or_default(),
                None => cells.get(column + 1).map(cell).unwrap_or_default(),
            },
        });
        lines.push(of_row.collect());
    }
    lines
}

fn is_mail(lines: &[Vec<Beside<'_>>]) -> bool {
    let begins = |label: &str| {
        lines.iter().take(12).flatten().any(|line| {
            line.label
                .get(..label.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(label))
        })
    };
    begins("from:") && (begins("to:") || begins("subject:"))
}

/// What is written at a label: the date and the words that are kept.
type AtLabel = (Found, String);

/// The date behind a label, or in the next cell; with the label as it is written there.
fn at_label(line: &Beside<'_>, label: &str, years: Years) -> Option<(AtLabel, String)> {
    // A book in one cell is no label.
    let words: &str = line
        .label
        .char_indices()
        .nth(400)
        .and_then(|(end, _)| line.label.get(..end))
        .unwrap_or(line.label);
    let end = find_label(&words.to_ascii_lowercase(), label)?;
    let rest = words.get(end..)?.trim_start();
    let rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
    let beside = if rest.is_empty() { line.next } else { rest };
    let written = dates::at_start(beside, years)?;
    let said = words.get(end - label.len()..end)?;
    let mut letters = said.chars();
    let read_in: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    Some(((written.found, as_written(beside, &written)), read_in))
}

/// The end of a label in small letters: at the start of the words, or after another label's value; never in the middle of a longer label.
fn find_label(words: &str, label: &str) -> Option<usize> {
    let end = find_phrase(words, label)?;
    let start = end - label.len();
    let before = words.get(..start)?.trim_end();
    let rest = words.get(end..)?.trim_start();
    // "14 March 2012. Recorded 16 March 2012": without a colon only near the line's beginning, or every sentence would be one.
    let after_little = before.is_empty()
        || before.ends_with(['.', ';', ',', '|', '(', '·']) && before.split(' ').count() <= 4;
    let is_labelled = rest.starts_with(':') || (after_little && !label.contains("date"));
    let is_whole_cell = before.is_empty() && (rest.is_empty() || rest == ":");
    let opens = before.is_empty()
        || before.ends_with(['.', ';', ',', '|', '(', '·', '–', '-'])
        || !before.contains(':') && before.split(' ').count() <= 6 && label.contains(' ')
        || before.ends_with(|c: char| c.is_ascii_digit());
    (is_whole_cell || (opens && (is_labelled || before.is_empty()))).then_some(end)
}

/// A date in the title, or alone in one of the first lines.
fn unlabelled(text: &Text, years: Years) -> Option<(Option<Date>, DateFact)> {
    let first = text
        .blocks
        .iter()
        .filter(|block| block.counts())
        .take(FIRST_LINES);
    for block in first {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let words = text.slice(block.range());
        if words.len() > 200 || matches!(block.kind, BlockKind::Row { .. }) {
            continue;
        }
        let all = dates::all(words, years);
        let mut found = all
            .iter()
            .filter(|written| !is_of_the_record(words, written));
        let (Some(written), None) = (found.next(), found.next()) else {
            continue;
        };
        let letters = |words: &str| {
            words
                .chars()
                .filter(|letter| letter.is_alphanumeric())
                .count()
        };
        let of_dates = all
            .iter()
            .filter_map(|written| words.get(written.range.clone()));
        let beside = letters(words).saturating_sub(of_dates.map(letters).sum());
        let is_birth = [
            "birth", "dob", "d.o.b", "born", "next", "due", "since", "from",
        ]
        .iter()
        .any(|word| find_phrase(&words.to_ascii_lowercase(), word).is_some());
        if is_birth || !heading && beside > BESIDE {
            continue;
        }
        let read_in = if heading { "title" } else { "first lines" };
        let kept = as_written(words, written);
        return Some((
            written.found.day(),
            fact(&(written.found, kept), read_in.to_owned(), Sure::Inferred),
        ));
    }
    None
}

/// Whether what stands before a date says that it is the day of writing, which is seldom the day of what is told. What was completed or
/// approved on a day is taken to be of that day where no other stands there.
fn is_of_the_record(words: &str, written: &Written) -> bool {
    let Some(rules) = kinds::rules() else {
        return false;
    };
    let before = words.get(..written.range.start).unwrap_or_default();
    let before = before.trim_end_matches([' ', ':']).to_ascii_lowercase();
    let mut labels = rules.dates.recorded.iter();
    labels.any(|label| {
        before
            .strip_suffix(label.as_str())
            .is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    })
}

/// A date in the file's name, else in the name of the folder it lies in.
fn in_name(name: &str, years: Years) -> Option<(Option<Date>, DateFact)> {
    for (part, read_in) in name.rsplit(['/', '\\']).zip(["file name", "folder name"]) {
        let words = part.replace('_', " ");
        let found = dates::all(&words, years);
        let together = || {
            words
                .split(|c: char| !c.is_ascii_digit())
                .find_map(run_together)
        };
        let (found, kept) = match found.first() {
            Some(written) => (written.found, as_written(&words, written)),
            None => match together() {
                Some((day, run)) => (Found::Day(day), run.to_owned()),
                None => continue,
            },
        };
        // A name is often cut or counted up: what cannot be a date there was never meant as one.
        if found != Found::CannotBe {
            return Some((
                found.day(),
                fact(&(found, kept), read_in.to_owned(), Sure::Inferred),
            ));
        }
    }
    None
}

/// `20120314`.
fn run_together(run: &str) -> Option<(Date, &str)> {
    if run.len() != 8 {
        return None;
    }
    let part = |from, to| run.get(from..to)?.parse().ok();
    let day = Date::new(
        part(0, 4)?,
        i8::try_from(part(4, 6)?).ok()?,
        i8::try_from(part(6, 8)?).ok()?,
    )
    .ok()?;
    (1930..2100).contains(&day.year()).then_some((day, run))
}

fn as_written(words: &str, written: &Written) -> String {
    let kept = words.get(written.range.clone()).unwrap_or_default();
    kept.chars().take(WORDS_LENGTH).collect()
}

fn fact((found, words): &AtLabel, read_in: String, sure: Sure) -> DateFact {
    let doubt = match *found {
        Found::Day(_) | Found::Span(..) => None,
        Found::Month(year, month) => Some(Doubt::MonthOnly { year, month }),
        Found::CannotBe => Some(Doubt::CannotBe),
    };
    // The first day of a span is what it begins with, not what is said of it.
    let sure = match found {
        Found::Span(..) | Found::Month(..) => Sure::Inferred,
        _ => sure,
    };
    DateFact {
        read_in,
        sure,
        words: words.clone(),
        doubt,
    }
}

#[cfg(test)]
mod tests;
