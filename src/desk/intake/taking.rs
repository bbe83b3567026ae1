//! One case being taken in: what each file, and everything inside it, is to the case, and what is kept of it.
//!
//! Owns the order in which entries are made, so that an intake broken off anywhere loses nothing: bytes before the entries that name them,
//! parts before their whole. Reads no file: what reading gave comes from `gather`.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    CaseSummary, Changes, FileSummary, Ground, IntakeError, MissingDocument, OfferedCase,
    OfferedFile, Outcome,
    gather::{self, Gathered, Prepared},
    identity::{Known, Verdict},
    repeats,
};
use crate::{
    casework::{
        CaseNo, DocumentDates, DocumentFacts, DocumentNo, Event, Sha256, Standing,
        document::Readable,
    },
    desk::{
        compare::altered,
        record::{Keep, Kept},
    },
    reading::{kinds, voice::Who},
};

/// What one batch comes to: what is kept, and what is told of it.
#[derive(Default)]
pub(super) struct Taken {
    events: Vec<Event>,
    store: Vec<Kept>,
    told: Vec<FileSummary>,
}

impl Taken {
    /// Tells of a file, before what was told since `at`: a whole stands above its parts.
    fn tell(&mut self, at: usize, name: &str, outcome: Outcome, changes: Changes) {
        let summary = FileSummary {
            name: name.to_owned(),
            outcome,
            changes,
        };
        self.told.insert(at.min(self.told.len()), summary);
    }
}

/// The document another one came inside of.
#[derive(Clone, Copy)]
struct Whole {
    document: DocumentNo,
    standing: Option<Standing>,
}

/// One case being taken in.
pub(super) struct CaseIntake<'a> {
    pub record: &'a mut dyn Keep,
    pub case: CaseNo,
    pub ground: &'a Ground<'a>,
    pub known: Known,
    pub seen: BTreeSet<DocumentNo>,
}

impl CaseIntake<'_> {
    /// Who is who, as far as the case's list of names says.
    pub fn who(&self) -> Who {
        let case = self.record.inspection().cases.get(&self.case);
        let names = case.into_iter().flat_map(|case| &case.identifiers);
        Who::of(names.map(|(words, stands_for)| (words.as_str(), stands_for.as_str())))
    }

    /// Keeps one batch: bytes and texts first, then the entries. The answers name every file of it that was begun, and what is inside it.
    pub fn keep(
        &mut self,
        batch: &[OfferedFile],
        gathered: gather::Answers,
    ) -> Result<Vec<FileSummary>, IntakeError> {
        let mut taken = Taken::default();
        let mut told = Vec::new();
        for (file, gathered) in batch.iter().zip(gathered) {
            let gathered = gathered.unwrap_or_else(|| {
                Err("reading it failed inside this program; offer it again".to_owned())
            });
            self.place(&file.name, gathered, None, &mut taken);
        }
        self.keep_taken(taken, &mut told)?;
        Ok(told)
    }

    /// Keeps what was taken: bytes and texts first, then the entries.
    pub fn keep_taken(
        &mut self,
        mut taken: Taken,
        told: &mut Vec<FileSummary>,
    ) -> Result<(), IntakeError> {
        let case = self.record.inspection().case(self.case)?;
        repeats::note(&case.documents, &mut taken.events, &mut taken.told);
        self.record.keep_documents(self.case, &taken.store)?;
        self.record.append(Some(self.case), taken.events)?;
        told.extend(taken.told);
        Ok(())
    }

    /// Says what the documents inside one are that was read again.
    pub fn place_parts(
        &mut self,
        document: DocumentNo,
        standing: Option<Standing>,
        parts: Vec<(String, Result<Gathered, String>)>,
    ) -> Taken {
        let mut taken = Taken::default();
        let whole = Whole { document, standing };
        for (name, part) in parts {
            self.place(&name, part, Some(whole), &mut taken);
        }
        // What was there before was not offered now.
        taken.told.retain(|file| {
            !matches!(
                file.outcome,
                Outcome::Identical { .. } | Outcome::AsBefore { .. }
            )
        });
        taken
    }

    /// Says what a file is to the case, then what everything inside it is. The entry of a whole comes after those of its parts: whatever
    /// breaks off between them, a whole that is known has all its parts.
    fn place(
        &mut self,
        name: &str,
        gathered: Result<Gathered, String>,
        whole: Option<Whole>,
        taken: &mut Taken,
    ) {
        let mut changes = Changes::default();
        let at = taken.told.len();
        let gathered = match gathered {
            Ok(gathered) => gathered,
            Err(why) => {
                taken.tell(at, name, Outcome::NotTakenIn { why }, changes);
                return;
            }
        };
        let place = gathered.place.as_deref();
        changes.standing = whole.map_or_else(
            || self.standing(place, gathered.sha256),
            |whole| whole.standing,
        );
        let verdict = self.known.judge(name, gathered.sha256);
        let document = verdict.document();
        self.seen.insert(document);
        let mut gathered = gathered;
        let parts = std::mem::take(&mut gathered.parts);
        let inside = Whole {
            document,
            standing: changes.standing,
        };
        let was_read = gathered.read.is_some();
        match verdict {
            // Under another name nothing more is inside than under the first.
            Verdict::AnotherName(_) => self.see_beneath(document),
            _ if was_read => {
                for (name, part) in parts {
                    self.place(&name, part, Some(inside), taken);
                }
            }
            _ => {
                self.see_beneath(document);
                for (name, document) in self.beneath(document, name) {
                    let outcome = Outcome::Identical { document };
                    taken.tell(taken.told.len(), &name, outcome, Changes::default());
                }
            }
        }
        let part_of = whole.map(|whole| whole.document);
        let outcome = self.judged(name, gathered, verdict, part_of, &mut changes, taken);
        taken.tell(at, name, outcome, changes);
    }

    fn standing(&self, place: Option<&std::path::Path>, sha256: Sha256) -> Option<Standing> {
        let ground = self.ground;
        ground.arrivals.standing(place, sha256, ground.today)
    }

    /// What is inside a document that was not read again is there as much as the document is.
    fn see_beneath(&mut self, document: DocumentNo) {
        for name in self.known.names(document) {
            let beneath = self.beneath(document, &name);
            self.seen.extend(beneath.into_iter().map(|(_, no)| no));
        }
    }

    /// What came inside a document under this name. What was inside an earlier version alone is missing, and stays so.
    fn beneath(&self, whole: DocumentNo, name: &str) -> Vec<(String, DocumentNo)> {
        let missing = |no: &DocumentNo| {
            let case = self.record.inspection().cases.get(&self.case);
            case.is_some_and(|case| case.missing.contains(no))
        };
        let mut beneath = self.known.beneath(name);
        if !missing(&whole) {
            beneath.retain(|(_, no)| !missing(no));
        }
        beneath
    }

    /// Adds what is to be kept of a document to what is taken.
    fn judged(
        &mut self,
        name: &str,
        gathered: Gathered,
        verdict: Verdict,
        part_of: Option<DocumentNo>,
        changes: &mut Changes,
        taken: &mut Taken,
    ) -> Outcome {
        let Gathered {
            sha256,
            bytes: original,
            read,
            ..
        } = gathered;
        let name = name.to_owned();
        let bytes = u64::try_from(original.len()).unwrap_or(u64::MAX);
        match verdict {
            Verdict::Identical(document) => Outcome::Identical { document },
            Verdict::AsBefore(document, version) => Outcome::AsBefore { document, version },
            Verdict::AnotherName(document) => {
                taken
                    .events
                    .push(Event::DocumentAlsoNamed { document, name });
                let of = self.known.first_name(document).to_owned();
                Outcome::AnotherName { document, of }
            }
            Verdict::New(document) => {
                let read = read.unwrap_or_else(|| self.read_before(sha256));
                changes.hints.clone_from(&read.hints);
                let title = read.title.filter(|title| !title.is_empty());
                let title = title.unwrap_or_else(|| name.clone());
                let outcome = Outcome::TakenIn {
                    document,
                    title: title.clone(),
                    document_kind: read.kind.clone(),
                    dates: read.dates,
                    not_readable: not_readable(&read.readable),
                };
                taken.events.push(Event::DocumentTakenIn {
                    document,
                    title,
                    document_kind: read.kind,
                    dates: read.dates,
                    name,
                    sha256,
                    bytes,
                    reading: read.readable,
                    standing: changes.standing,
                    hints: read.hints,
                    part_of,
                    facts: Arc::new(read.facts),
                });
                taken.store.push(Kept {
                    original,
                    text: read.text,
                });
                outcome
            }
            Verdict::Altered(document, version) => {
                let read = read.unwrap_or_else(|| self.read_before(sha256));
                changes.hints.clone_from(&read.hints);
                let change =
                    altered::change(self.record, self.case, document, &read.readable, &read.text);
                let outcome = Outcome::Altered {
                    document,
                    version,
                    not_readable: not_readable(&read.readable),
                    change: change.clone(),
                };
                taken.events.push(Event::DocumentAltered {
                    document,
                    sha256,
                    bytes,
                    dates: read.dates,
                    reading: read.readable,
                    standing: changes.standing,
                    hints: read.hints,
                    change,
                    facts: Arc::new(read.facts),
                });
                taken.store.push(Kept {
                    original,
                    text: read.text,
                });
                outcome
            }
        }
    }

    /// What reading these bytes gave when they came first: bytes known to the case are not read again.
    fn read_before(&self, sha256: Sha256) -> Prepared {
        let documents = self
            .record
            .inspection()
            .cases
            .get(&self.case)
            .map(|case| &case.documents);
        let before = documents.into_iter().flatten().find_map(|(_, document)| {
            let version = document.version(sha256)?;
            Some((document, version))
        });
        match before {
            Some((document, version)) => Prepared {
                title: Some(document.title.clone()),
                kind: document.kind.clone(),
                dates: document.dates,
                readable: version.readings.last().cloned().unwrap_or_else(not_read),
                hints: version.hints.clone(),
                facts: version.facts.as_ref().clone(),
                text: Vec::new(),
            },
            None => Prepared {
                title: None,
                kind: kinds::OTHER.to_owned(),
                dates: DocumentDates::default(),
                readable: not_read(),
                hints: Vec::new(),
                facts: DocumentFacts::default(),
                text: Vec::new(),
            },
        }
    }

    /// Says which documents were not there, where the whole case folder was offered; elsewhere, that those seen are there after all.
    pub fn say_missing(
        &mut self,
        offered: &OfferedCase,
        told: &mut CaseSummary,
    ) -> Result<(), IntakeError> {
        let case = self.record.inspection().case(self.case)?;
        let names = offered
            .files
            .iter()
            .map(|file| &file.name)
            .chain(told.files.iter().map(|file| &file.name))
            .chain(told.left_out.iter().map(|left_out| &left_out.name))
            .cloned()
            .collect();
        let missing = if offered.whole {
            self.known.missing(&self.seen, &names, &offered.unseen)
        } else {
            case.missing.difference(&self.seen).copied().collect()
        };
        if offered.whole {
            told.missing = missing
                .iter()
                .filter_map(|no| case.documents.get(no))
                .map(MissingDocument::of)
                .collect();
        }
        if missing != case.missing {
            let documents = missing.into_iter().collect();
            self.record
                .append(Some(self.case), vec![Event::DocumentsMissing { documents }])?;
        }
        Ok(())
    }
}

fn not_read() -> Readable {
    Readable::No {
        why: "It was not read. Offer it again.".to_owned(),
        locked: false,
    }
}

fn not_readable(reading: &Readable) -> Option<String> {
    match reading {
        Readable::Text(_) | Readable::Picture { .. } => None,
        Readable::No { why, .. } => Some(why.clone()),
    }
}
