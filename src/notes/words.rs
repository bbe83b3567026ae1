//! Every place in the notes where words stand that a person typed or a document holds, and putting what names stand for in their place.
//!
//! Each type names all its fields, those with such words and those without: a field added later does not compile until it is told
//! which of the two it is.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    identifiers::Identifiers,
    model::{
        AbsenceNotes, ActionNotes, AlteredDocument, AnswerNotes, ChildNotes, ClockNotes, Coverage,
        Dated, DocumentRef, FindingNotes, GapNotes, HappeningNotes, Header, Heard, JourneyNotes,
        NotSignedNotes, Notes, OpenedDocument, PackageTold, ParkedNotes, Person, PerspectiveNotes,
        Quote, ReferBackNotes, RegionNotes, RemarkNotes, ServiceNotes, ServiceRef, SigningNotes,
        SittingNotes, StepNotes, Term, UnreadDocument, WithdrawnNotes, WordingNotes,
    },
};

/// Unicode scalar values shown before and after a word that may be a name.
const CONTEXT_CHARS: usize = 40;

trait Words {
    fn each(&mut self, f: &mut dyn FnMut(&mut String));
}

impl Words for String {
    fn each(&mut self, f: &mut dyn FnMut(&mut String)) {
        f(self);
    }
}

impl<T: Words> Words for Vec<T> {
    fn each(&mut self, f: &mut dyn FnMut(&mut String)) {
        for item in self {
            item.each(f);
        }
    }
}

impl<T: Words> Words for Option<T> {
    fn each(&mut self, f: &mut dyn FnMut(&mut String)) {
        if let Some(item) = self {
            item.each(f);
        }
    }
}

macro_rules! words {
    ($name:ident, words: [$($words:ident),*], none: [$($none:ident),*]) => {
        impl Words for $name {
            fn each(&mut self, f: &mut dyn FnMut(&mut String)) {
                let Self { $($words,)* $($none: _,)* } = self;
                $($words.each(f);)*
            }
        }
    };
}

words!(Notes,
    words: [header, agreed, not_agreed, to_answer, parked, withdrawn, package, package_told, journey, actions, refer_backs, discussion, coverage],
    none: [record]);
words!(Header,
    words: [authority, child, people, sittings],
    none: [notices, written, framework, announced, first_day, last_day, training, with_names]);
words!(ChildNotes, words: [reference, status, category, seen], none: [age, in_sample]);
words!(Person, words: [designation], none: [no, initials, side]);
words!(SittingNotes, words: [present, signing], none: [no, opened, closed, paused, minutes, paused_minutes, seal]);
words!(SigningNotes, words: [by, not_signed], none: [signed]);
words!(NotSignedNotes, words: [reason], none: [at, on_paper]);
words!(FindingNotes,
    words: [wording, service, on_file, regions, absences, heard, waiting_for, parked, withdrawn, earlier],
    none: [no, sitting, state, about_finding, over_earlier_text]);
words!(WordingNotes, words: [words, by, answers], none: [area, polarity, relation, at, entry]);
words!(AnswerNotes, words: [by, because, own_wording], none: [at, answer]);
words!(Quote,
    words: [words, document],
    none: [words_sha256, page, paragraph, start, end, version_sha256, text_sha256, earlier_version]);
words!(RegionNotes, words: [document], none: [page, place, part, version_sha256, earlier_version]);
words!(AbsenceNotes, words: [looked_for, looked_in, document], none: []);
words!(DocumentRef, words: [title, kind, repeats], none: [no, dates]);
words!(Heard, words: [by, words], none: [no, at, kind]);
words!(ParkedNotes, words: [question, owner, by], none: [at]);
words!(WithdrawnNotes, words: [reason, by], none: [at]);
words!(ServiceRef, words: [service], none: [no]);
words!(ServiceNotes,
    words: [need, aim, service, provider, owner, start, end, planned, delivered, childs_view, familys_view, difference, review, by,
        history, on_file, regions, absences, heard],
    none: [no, also, early_help, state, findings]);
words!(StepNotes, words: [words], none: [day, stands_in]);
words!(PackageTold, words: [gaps, perspectives], none: []);
words!(GapNotes, words: [question, dismissed], none: [gap, about_service, days]);
words!(PerspectiveNotes, words: [who], none: [in_sitting, in_file, in_findings]);
words!(JourneyNotes, words: [chronology, clocks], none: [silences, silence_days, late_days, calendar]);
words!(HappeningNotes,
    words: [as_read, what, record_kind, agency, significance, childs_words, child_reported],
    none: [happened, recorded, stands_in, paragraph, days_late, since_known, once_more, repeats]);
words!(ClockNotes,
    words: [set_going_by, on_the_file],
    none: [timescale, edition, source, local, limit, convention, note, from, due_day, sum, done_day]);
words!(ActionNotes,
    words: [what, why, owner, due, measure, band, by, dropped],
    none: [no, finding, at]);
// Of an action only: the record takes any words there.
words!(Term, words: [id, title], none: []);
words!(ReferBackNotes,
    words: [concern, told_to, told_when, by, replies, closed],
    none: [no, at]);
words!(Dated, words: [words], none: [at]);
words!(RemarkNotes,
    words: [by, words, service, on_file, regions, absences],
    none: [no, depth, reply_to, sitting, at, kind, about_finding]);
words!(Coverage,
    words: [opened, never_opened, not_readable, altered, missing, services_not_discussed, questions_not_answered],
    none: []);
words!(OpenedDocument, words: [document], none: [first, sitting]);
words!(UnreadDocument, words: [document, why], none: []);
words!(AlteredDocument, words: [document], none: [versions]);

impl Notes {
    /// These notes with what listed names stand for in their place, and every word left in them that may be a name or another
    /// identifier, each with the words around one place where it stands. Doing it twice changes nothing more.
    ///
    /// The council, the reference, designations and initials are not among the unsure words: they are what the notes go by.
    #[must_use]
    pub fn without_names(&self, identifiers: &Identifiers) -> (Self, BTreeMap<String, String>) {
        let mut notes = self.clone();
        let sure = notes.sure_words();
        let mut unsure = BTreeMap::new();
        notes.each(&mut |text| {
            *text = identifiers.hide(text);
            for word in identifiers.unsure(text) {
                if !sure.contains(&word) && !unsure.contains_key(&word) {
                    let around = context(text, &word);
                    unsure.insert(word, around);
                }
            }
        });
        notes.header.with_names = false;
        (notes, unsure)
    }

    fn sure_words(&self) -> BTreeSet<String> {
        let header = &self.header;
        let people = header
            .people
            .iter()
            .flat_map(|person| [&person.designation, &person.initials]);
        people
            .chain([&header.authority, &header.child.reference])
            .flat_map(|text| super::unsure::words_of(text))
            .map(|(_, word)| word.to_owned())
            .collect()
    }
}

/// One place where `word` stands, with the words around it, on one line.
fn context(text: &str, word: &str) -> String {
    let Some((before, after)) = text.split_once(word) else {
        return String::new();
    };
    let start = before
        .char_indices()
        .rev()
        .nth(CONTEXT_CHARS - 1)
        .map_or(0, |(at, _)| at);
    let end = after
        .char_indices()
        .nth(CONTEXT_CHARS)
        .map_or(after.len(), |(at, _)| at);
    let around = format!(
        "{}{}{word}{}{}",
        if start > 0 { "…" } else { "" },
        before.get(start..).unwrap_or_default(),
        after.get(..end).unwrap_or_default(),
        if end < after.len() { "…" } else { "" },
    );
    around.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_of_a_word_is_one_line_around_it() {
        assert_eq!(
            context("She met\n  Anna there.", "Anna"),
            "She met Anna there."
        );
        let long = format!("{} Anna {}", "before ".repeat(20), "after ".repeat(20));
        let around = context(&long, "Anna");
        assert!(around.starts_with('…') && around.ends_with('…'));
        assert!(around.contains(" Anna "));
        assert_eq!(around.chars().count(), 2 + 40 + 4 + 40 - 1);
    }
}
