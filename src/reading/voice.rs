//! The child in a text: where the child's own words stand, and where it is said that the child was seen, alone, or not seen.
//!
//! The words it goes by are data, `assets/voice.toml`. It errs towards silence: words that deny, plan, ask or speak of somebody else never
//! count, and whom nobody names is not taken for the child. Finds places; judges nothing.

mod family;
mod heard;
mod seen;
mod words;

use std::{collections::BTreeSet, ops::Range};

use jiff::civil::Date;

use super::{
    dates::{self, Found, Years},
    text::{Block, BlockKind, Text},
};
use crate::casework::voice::{Heard, HowHeard, HowSeen, Kin, Place, Seen, Voice};
use seen::Label;
pub use words::Who;
use words::{Class, Rules, Sentence};

/// The most places kept of each, and the longest words of one, in characters.
const KEPT: usize = 4;
const WORDS_LENGTH: usize = 140;

/// The child in a text. `kind`: what kind of document it is; `around`: its own date, by which "8 March" is one of a year.
#[must_use]
pub fn voice(text: &Text, kind: &str, around: Option<Date>, who: &Who) -> Voice {
    let Some(rules) = words::rules() else {
        return Voice::default();
    };
    let own_day = words::one_of(&rules.seen.own_day, kind);
    let mut reader = Reader {
        text,
        rules,
        who: named(text, who),
        around,
        years: Years::of(&text.words.chars().take(20_000).collect::<String>()),
        own_day,
        direct_work: kind == "direct work",
        under: None,
        heading_class: None,
        waiting: None,
        heard: Vec::new(),
        seen: Vec::new(),
        family: BTreeSet::new(),
        family_under: None,
    };
    reader.read();
    reader.voice()
}

/// Who is who, with the child named in the text's own labels where the case lists no name: "Name of child: …".
fn named(text: &Text, who: &Who) -> Who {
    let mut who = who.clone();
    if !who.child.is_empty() {
        return who;
    }
    let blocks = text.blocks.iter().filter(|block| block.counts()).take(40);
    for block in blocks {
        let cells = cells(block);
        for (at, range) in cells.iter().enumerate() {
            let words = text.slice(range.clone());
            let (label, behind) = words.split_once(':').unwrap_or((words, ""));
            let label = label.trim().to_lowercase().replace('’', "'");
            let is_label = [
                "child",
                "name of child",
                "child's name",
                "young person",
                "child or young person",
                "name of young person",
            ]
            .contains(&label.as_str());
            let value = match behind.trim() {
                "" => cells
                    .get(at + 1)
                    .map_or("", |range| text.slice(range.clone())),
                behind => behind,
            };
            if is_label {
                who = Who::of([(value.trim(), "child")]);
                if !who.child.is_empty() {
                    return who;
                }
            }
        }
    }
    who
}

fn cells(block: &Block) -> Vec<Range<usize>> {
    match &block.kind {
        BlockKind::Row { cells, .. } => cells.iter().map(|&(start, end)| start..end).collect(),
        _ => vec![block.range()],
    }
}

struct Reader<'a> {
    text: &'a Text,
    rules: &'a Rules,
    who: Who,
    around: Option<Date>,
    years: Years,
    own_day: bool,
    direct_work: bool,
    /// Under a heading where the child is heard, until its first words were found.
    under: Option<bool>,
    /// Whom the last heading names.
    heading_class: Option<Class>,
    /// A label whose value stands in the next line.
    waiting: Option<Label>,
    heard: Vec<(HowHeard, Range<usize>)>,
    seen: Vec<(HowSeen, Option<Date>, Range<usize>)>,
    /// Who of the family is heard.
    family: BTreeSet<Kin>,
    /// Under a heading where one of them is heard.
    family_under: Option<Kin>,
}

/// The titles of a table's columns that ask whether the child was seen.
#[derive(Default)]
struct Columns {
    table: Option<u32>,
    labels: Vec<(usize, Label)>,
    heard: Vec<usize>,
    date: Option<usize>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut columns = Columns::default();
        let text = self.text;
        for block in text.blocks.iter().filter(|block| block.counts()) {
            match &block.kind {
                BlockKind::Heading(_) => self.heading(text.slice(block.range())),
                BlockKind::Row {
                    table,
                    header,
                    cells,
                } => {
                    if columns.table != Some(*table) {
                        columns = Columns {
                            table: Some(*table),
                            ..Columns::default()
                        };
                    }
                    let cells: Vec<_> = cells.iter().map(|&(start, end)| start..end).collect();
                    if *header {
                        self.titles(&mut columns, &cells);
                    } else {
                        self.row(&columns, &cells);
                    }
                }
                _ => self.paragraph(block),
            }
        }
    }

    fn heading(&mut self, words: &str) {
        self.waiting = seen::label(words, &self.rules.seen)
            .filter(|(_, behind)| behind.is_empty())
            .map(|(label, _)| label);
        self.under = heard::heading(words, &self.rules.heard, &self.who).then_some(false);
        self.heading_class = heard::heading_names(words, &self.who);
        self.family_under = family::heading(words, &self.rules.family, &self.rules.heard);
    }

    fn paragraph(&mut self, block: &Block) {
        let words = self.text.slice(block.range());
        // A heading that no style shows: a short line without a full stop.
        let short = words.len() <= 60
            && !words.contains(": ")
            && !words.ends_with(['.', ',', ';', ':', '"', '”']);
        if let Some((label, behind)) = seen::label(words, &self.rules.seen) {
            self.waiting = behind.is_empty().then_some(label);
            if let Some(how) = seen::value(label, behind, &self.who, self.rules, true) {
                self.note_seen(how, words, block.range());
            }
            return;
        }
        if short && heard::heading(words, &self.rules.heard, &self.who) {
            self.heading(words);
            return;
        }
        // A name alone on its line: what follows is about that person.
        if short
            && words.split_whitespace().count() <= 4
            && let Some(class) = heard::heading_names(words, &self.who)
        {
            self.heading_class = Some(class);
        }
        if let Some(label) = self.waiting.take()
            && let Some(how) = seen::value(label, words, &self.who, self.rules, true)
        {
            self.note_seen(how, words, block.range());
            return;
        }
        let (label, behind) = words.split_once(':').unwrap_or(("", ""));
        if !label.is_empty() {
            self.hear_family(label, behind);
        }
        if label.len() <= 60
            && !label.is_empty()
            && heard::heading(label, &self.rules.heard, &self.who)
        {
            if behind.trim().is_empty() {
                self.heading(label);
            } else if !heard::is_silent(behind, &self.rules.heard) {
                self.labelled(block.range());
            }
            return;
        }
        self.words(block.range(), None);
    }

    /// "Child's views: …": the child's words where marks or the label say so, else what stands under a heading.
    fn labelled(&mut self, range: Range<usize>) {
        let before = self.heard.len();
        let seen = self.seen.len();
        self.words(range.clone(), None);
        self.seen.truncate(seen);
        let own = self.heard.get(before..).unwrap_or_default();
        if !own.iter().any(|(how, _)| how.is_own_words()) {
            self.heard.truncate(before);
            self.heard.push((HowHeard::UnderHeading, range));
        }
    }

    fn titles(&mut self, columns: &mut Columns, cells: &[Range<usize>]) {
        for (column, cell) in cells.iter().enumerate() {
            let words = self.text.slice(cell.clone());
            if let Some((label, _)) = seen::label(words, &self.rules.seen) {
                columns.labels.push((column, label));
            }
            if heard::heading(words, &self.rules.heard, &self.who) {
                columns.heard.push(column);
            }
            if columns.date.is_none() && words.to_lowercase().contains("date") {
                columns.date = Some(column);
            }
        }
    }

    fn row(&mut self, columns: &Columns, cells: &[Range<usize>]) {
        let text = self.text;
        let cell = |column: usize| {
            cells
                .get(column)
                .map_or("", |range| text.slice(range.clone()))
        };
        let whole = match (cells.first(), cells.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => return,
        };
        // The day of a row: in the column for it, else in its first cell.
        let day = dates::at_start(cell(columns.date.unwrap_or(0)), self.years)
            .and_then(|written| written.found.day());
        let first = words::sentences(cell(0), &self.who);
        let names_child = first
            .iter()
            .flat_map(|sentence| &sentence.tokens)
            .any(|token| token.class == Class::Child);
        let nobody_else = columns.labels.iter().any(|(column, _)| *column == 0) || day.is_some();
        if !columns.labels.is_empty() && (names_child || nobody_else) {
            let said = columns.labels.iter().filter_map(|(column, label)| {
                seen::value(*label, cell(*column), &self.who, self.rules, true)
            });
            if let Some(how) = said.max_by_key(|how| seen::strength(*how)) {
                // "Seen: yes; alone: no" is seen, in company.
                let seen_at_all = columns.labels.iter().any(|(column, label)| {
                    *label == Label::Seen
                        && seen::value(*label, cell(*column), &self.who, self.rules, true)
                            .is_some_and(HowSeen::is_seen)
                });
                let not_alone = columns.labels.iter().any(|(column, label)| {
                    *label == Label::Alone
                        && seen::value(*label, cell(*column), &self.who, self.rules, true)
                            == Some(HowSeen::NotAlone)
                });
                let how = if seen_at_all && not_alone {
                    HowSeen::InCompany
                } else {
                    how
                };
                self.seen.push((how, day, whole.clone()));
            }
        }
        for (column, range) in cells.iter().enumerate() {
            let words = text.slice(range.clone());
            // "Was the child seen alone?" in one cell, the answer in the next.
            if let Some((label, "")) = seen::label(words, &self.rules.seen)
                && !columns.labels.iter().any(|(other, _)| *other == column)
            {
                if let Some(how) = seen::value(label, cell(column + 1), &self.who, self.rules, true)
                {
                    self.seen.push((how, day, whole.clone()));
                }
                continue;
            }
            if column > 0 {
                self.hear_family(cell(column - 1), words);
            }
            let under = columns.heard.contains(&column)
                || column > 0 && heard::heading(cell(column - 1), &self.rules.heard, &self.who);
            if under && !heard::is_silent(words, &self.rules.heard) {
                self.heard.push((HowHeard::UnderHeading, range.clone()));
                continue;
            }
            if !columns.labels.iter().any(|(other, _)| *other == column) {
                self.words(range.clone(), day);
            }
        }
    }

    /// "Mother's views: …": she is heard, unless that is all it says.
    fn hear_family(&mut self, label: &str, behind: &str) {
        if let Some(kin) = family::heading(label, &self.rules.family, &self.rules.heard)
            && !heard::is_silent(behind, &self.rules.heard)
        {
            self.family.insert(kin);
        }
    }

    /// Running words: what their sentences say.
    fn words(&mut self, range: Range<usize>, day: Option<Date>) {
        let words = self.text.slice(range.clone());
        let sentences = words::sentences(words, &self.who);
        let base = if self.direct_work && self.heading_class.is_none() {
            Some(Class::Child)
        } else {
            self.heading_class
        };
        let about = |at: Option<usize>| about(&sentences, at, base);
        let referent = |at: usize, token: usize| {
            let sentence = sentences.get(at)?;
            // The person named first before the pronoun in its sentence, else whom the sentences before are about.
            let before = (0..token).find(|at| {
                let class = sentence.class(*at);
                class.is_person() && class != Class::Pronoun
            });
            match before {
                Some(before) => Some(sentence.class(before)),
                None => about(at.checked_sub(1)),
            }
        };
        // Whose words they are is asked more strictly than who was seen: a pronoun is the child's only where no sentence before is about
        // anybody else. "Donna is 29. The children heard it. She says …" is Donna's.
        let speaks = |at: usize, token: usize| {
            let class = referent(at, token);
            let named_here = sentences.get(at).is_some_and(|sentence| {
                (0..token).any(|at| {
                    let class = sentence.class(at);
                    class.is_person() && class != Class::Pronoun
                })
            });
            if class == Some(Class::Child) && !named_here && somebody_else(&sentences, at) {
                return Some(Class::Name);
            }
            class
        };
        let shifted = |inner: &Range<usize>| range.start + inner.start..range.start + inner.end;
        for (at, sentence) in sentences.iter().enumerate() {
            let question = words
                .get(sentence.range.clone())
                .is_some_and(|all| all.trim_end().ends_with('?'));
            if question {
                continue;
            }
            let (family, rules) = (&self.rules.family, &self.rules.heard);
            family::heard(sentence, family, rules, &self.who, &mut self.family);
            let of_sentence = |token: usize| referent(at, token);
            if let Some(how) = seen::judge(sentence, self.rules, &of_sentence) {
                let on = day.or_else(|| self.day_of(words, &sentences, at));
                self.seen.push((how, on, shifted(&sentence.range)));
            }
        }
        if let Some(kin) = self.family_under.take()
            && !heard::is_silent(words, &self.rules.heard)
        {
            self.family.insert(kin);
        }
        let under = self.under.is_some();
        if self.under == Some(false) && !words.trim().is_empty() {
            self.under = Some(true);
            if !heard::is_silent(words, &self.rules.heard) {
                self.heard.push((HowHeard::UnderHeading, range.clone()));
            }
        }
        let quotes = words::quotes(words);
        let found = heard::find(
            words,
            &sentences,
            &quotes,
            &self.rules.heard,
            &speaks,
            under,
        );
        self.heard.extend(
            found
                .quoted
                .iter()
                .map(|quote| (HowHeard::Quoted, shifted(quote))),
        );
        self.heard.extend(
            found
                .told
                .iter()
                .map(|told| (HowHeard::Told, shifted(told))),
        );
    }

    fn note_seen(&mut self, how: HowSeen, words: &str, range: Range<usize>) {
        let on = dates::all(words, self.years)
            .into_iter()
            .find_map(|written| written.found.day());
        self.seen.push((how, on, range));
    }

    /// The day a sentence speaks of: its own, else that of a sentence before it that tells of a visit.
    fn day_of(&self, words: &str, sentences: &[Sentence], at: usize) -> Option<Date> {
        for back in (at.saturating_sub(4)..=at).rev() {
            let sentence = sentences.get(back)?;
            let tells_of_a_visit = sentence.tokens.iter().any(|token| {
                ["visit", "session", "seen", "saw", "met", "spoke"]
                    .iter()
                    .any(|start| token.word.starts_with(start))
            });
            let all = words.get(sentence.range.clone()).unwrap_or_default();
            if back == at || tells_of_a_visit {
                let days = days(all, self.years, self.around);
                // What is planned lies behind the document's own day.
                let done = |day: &&Date| self.around.is_none_or(|around| **day <= around);
                if let Some(day) = days.iter().rev().find(done) {
                    return Some(*day);
                }
            }
        }
        None
    }

    fn voice(mut self) -> Voice {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let heard_in_all = count(self.heard.len());
        let seen_in_all = count(self.seen.len());
        let rank = |how: HowHeard| match how {
            HowHeard::Quoted => 0,
            HowHeard::UnderHeading => 1,
            HowHeard::Told => 2,
        };
        self.heard
            .sort_by_key(|(how, range)| (rank(*how), range.start));
        // The latest day counts most, of one day what says most.
        self.seen.sort_by_key(|(how, on, range)| {
            (std::cmp::Reverse((*on, seen::strength(*how))), range.start)
        });
        let own_day = self.own_day;
        let places = Places::new(
            self.text,
            self.heard
                .iter()
                .map(|(_, range)| range)
                .chain(self.seen.iter().map(|(_, _, range)| range)),
        );
        Voice {
            own_words: self
                .heard
                .iter()
                .take(KEPT)
                .map(|(how, range)| Heard {
                    how: *how,
                    place: places.of(range),
                })
                .collect(),
            own_words_in_all: heard_in_all,
            seen: self
                .seen
                .iter()
                .take(KEPT)
                .map(|(how, on, range)| Seen {
                    how: *how,
                    on: *on,
                    own_day,
                    place: places.of(range),
                })
                .collect(),
            seen_in_all,
            family: self.family,
        }
    }
}

/// Whom the sentences up to this one are about: the first person named in the nearest that names one.
fn about(sentences: &[Sentence], at: Option<usize>, base: Option<Class>) -> Option<Class> {
    let Some(at) = at else { return base };
    for sentence in sentences.iter().take(at + 1).rev() {
        let first = sentence
            .tokens
            .iter()
            .filter(|token| !token.quoted)
            .map(|token| token.class)
            .find(|class| class.is_person());
        match first {
            Some(Class::Pronoun) | None => {}
            Some(class) => return Some(class),
        }
    }
    base
}

/// Whether a sentence before this one is about somebody else than the child: names that person first.
fn somebody_else(sentences: &[Sentence], at: usize) -> bool {
    sentences.iter().take(at).any(|sentence| {
        let first = sentence
            .tokens
            .iter()
            .filter(|token| !token.quoted)
            .map(|token| token.class)
            .find(|class| class.is_person());
        matches!(first, Some(Class::Other | Class::Name))
    })
}

/// The days of a sentence, those without a year in the year that `around` makes likeliest: the last before it.
fn days(words: &str, years: Years, around: Option<Date>) -> Vec<Date> {
    let found: Vec<_> = dates::all(words, years)
        .into_iter()
        .filter_map(|written| match written.found {
            Found::Day(day) | Found::Span(_, day) => Some(day),
            _ => None,
        })
        .collect();
    if !found.is_empty() {
        return found;
    }
    let Some(around) = around else {
        return found;
    };
    dates::days_without_year(words)
        .into_iter()
        .filter_map(|(month, day)| {
            let this_year = Date::new(around.year(), month, day).ok();
            this_year
                .filter(|date| *date <= around)
                .or_else(|| Date::new(around.year() - 1, month, day).ok())
        })
        .collect()
}

/// Paragraph and letter of places, counted once through the text.
struct Places<'a> {
    text: &'a Text,
    starts: Vec<(usize, u64, u32)>,
}

impl<'a> Places<'a> {
    fn new<'b>(text: &'a Text, ranges: impl Iterator<Item = &'b Range<usize>>) -> Self {
        let mut wanted: Vec<usize> = ranges.map(|range| range.start).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut starts = Vec::with_capacity(wanted.len());
        let (mut letters, mut done) = (0_u64, 0);
        let mut counted = 0_u32;
        let mut blocks = text.blocks.iter().peekable();
        for byte in wanted {
            let more = text.words.get(done..byte).unwrap_or_default();
            letters += u64::try_from(more.chars().count()).unwrap_or(0);
            done = byte;
            while let Some(block) = blocks.next_if(|block| block.start <= byte) {
                counted += u32::from(block.counts());
            }
            starts.push((byte, letters, counted.max(1)));
        }
        Self { text, starts }
    }

    fn of(&self, range: &Range<usize>) -> Place {
        let at = self
            .starts
            .partition_point(|(byte, _, _)| *byte < range.start);
        let (_, at, paragraph) = self.starts.get(at).copied().unwrap_or_default();
        let words = self.text.slice(range.clone()).replace(['\n', '\t'], " ");
        let mut short: String = words.trim().chars().take(WORDS_LENGTH).collect();
        if short.len() < words.trim().len() {
            short.push('…');
        }
        Place {
            paragraph,
            at,
            words: short,
        }
    }
}

#[cfg(test)]
mod tests;
