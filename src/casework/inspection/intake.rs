//! What taking documents in does to a case, and what people in the room set of a document since.

use std::sync::Arc;

use super::Case;
use crate::casework::{
    document::{AsRead, Described, Document, Version},
    event::{Entry, Event},
    facts::{DocumentFacts, Repeat},
    ids::{DocumentNo, ParticipantNo},
};

impl Case {
    pub(super) fn apply_intake(&mut self, entry: &Entry) {
        match &entry.event {
            Event::DocumentTakenIn {
                document,
                title,
                document_kind,
                dates,
                name,
                sha256,
                bytes,
                reading,
                standing,
                hints,
                part_of,
                facts,
            } => {
                let version = Version {
                    sha256: *sha256,
                    bytes: *bytes,
                    taken_in: entry.seq,
                    readings: vec![reading.clone()],
                    standing: *standing,
                    hints: hints.clone(),
                    facts: Arc::clone(facts),
                    change: None,
                };
                let taken_in = Document {
                    no: *document,
                    title: title.clone(),
                    kind: document_kind.clone(),
                    dates: *dates,
                    as_read: AsRead {
                        title: title.clone(),
                        kind: document_kind.clone(),
                        dates: *dates,
                    },
                    described: Described::default(),
                    repeats: Vec::new(),
                    names: vec![name.clone()],
                    versions: vec![version],
                    part_of: *part_of,
                };
                self.documents.insert(*document, taken_in);
                self.note_repeats(*document, facts);
            }
            Event::DocumentAlsoNamed { document, name } => {
                if let Some(known) = self.documents.get_mut(document) {
                    known.names.push(name.clone());
                }
            }
            Event::DocumentsMissing { documents } => {
                self.missing = documents.iter().copied().collect();
            }
            Event::ServicesListed { .. } => self.apply_package(entry),
            _ => self.apply_again(entry),
        }
    }

    /// A document that is there already: with other bytes, or read again.
    fn apply_again(&mut self, entry: &Entry) {
        match &entry.event {
            Event::DocumentAltered {
                document,
                sha256,
                bytes,
                dates,
                reading,
                standing,
                hints,
                change,
                facts,
            } => {
                if let Some(known) = self.documents.get_mut(document) {
                    known.as_read.dates = *dates;
                    // What somebody in the room set stands until they set it otherwise.
                    if known.described.dates.is_none() {
                        known.dates = *dates;
                    }
                    known.versions.push(Version {
                        sha256: *sha256,
                        bytes: *bytes,
                        taken_in: entry.seq,
                        readings: vec![reading.clone()],
                        standing: *standing,
                        hints: hints.clone(),
                        facts: Arc::clone(facts),
                        change: change.clone(),
                    });
                    self.missing.remove(document);
                    self.note_repeats(*document, facts);
                }
            }
            Event::DocumentReadAgain {
                document,
                sha256,
                reading,
                facts,
                as_read,
            } => {
                let Some(known) = self.documents.get_mut(document) else {
                    return;
                };
                let latest = known.latest().map(|latest| latest.sha256);
                if let Some(as_read) = as_read.as_ref().filter(|_| latest == Some(*sha256)) {
                    known.as_read = as_read.as_ref().clone();
                    // What somebody in the room set stands.
                    let AsRead { title, kind, dates } = as_read.as_ref();
                    if known.described.title.is_none() {
                        known.title.clone_from(title);
                    }
                    if known.described.kind.is_none() {
                        known.kind.clone_from(kind);
                    }
                    if known.described.dates.is_none() {
                        known.dates = *dates;
                    }
                }
                let mut versions = known.versions.iter_mut();
                if let Some(version) = versions.find(|version| version.sha256 == *sha256) {
                    version.readings.push(reading.clone());
                    if let Some(facts) = facts {
                        version.facts = Arc::clone(facts);
                        // What it shares with others is looked for when it is taken in.
                        if latest == Some(*sha256) && !facts.repeats.is_empty() {
                            self.note_repeats(*document, facts);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// What a document shares with others is said of both; what it shared before, in an older version, is not said any more.
    fn note_repeats(&mut self, document: DocumentNo, facts: &DocumentFacts) {
        for other in self.documents.values_mut() {
            other.repeats.retain(|repeat| repeat.document != document);
        }
        for repeat in &facts.repeats {
            if repeat.document == document {
                continue;
            }
            let Some(other) = self.documents.get_mut(&repeat.document) else {
                continue;
            };
            other.repeats.push(Repeat {
                document,
                share: repeat.back,
                back: repeat.share,
            });
        }
        if let Some(known) = self.documents.get_mut(&document) {
            known.repeats.clone_from(&facts.repeats);
            known.repeats.retain(|repeat| repeat.document != document);
        }
    }

    pub(super) fn apply_described(&mut self, entry: &Entry, by: ParticipantNo) {
        let Event::DocumentDescribed {
            document,
            title,
            document_kind,
            dates,
        } = &entry.event
        else {
            return;
        };
        let Some(known) = self.documents.get_mut(document) else {
            return;
        };
        if let Some(title) = title {
            known.title.clone_from(title);
            known.described.title = Some(by);
        }
        if let Some(kind) = document_kind {
            known.kind.clone_from(kind);
            known.described.kind = Some(by);
        }
        if let Some(dates) = dates {
            known.dates = *dates;
            known.described.dates = Some(by);
        }
    }
}
