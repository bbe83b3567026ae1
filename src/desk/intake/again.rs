//! Reading again, from the sealed originals: documents whose reader has become better since, and those that gave no text.
//!
//! Owns which documents are read again and what is kept of it: one more text beside the old ones, never one in their place, and nothing where
//! reading gives what it gave before. What is inside a document that opens only now is taken in beneath it. No file outside the inspection is
//! looked at.

use std::{
    collections::BTreeSet,
    sync::{Arc, atomic::Ordering},
};

use super::{
    BATCH_BYTES, BATCH_FILES, BrokenOff, CaseSummary, Changes, Counter, FileSummary, IntakeError,
    Offer, OfferedCase, OfferedFile, Outcome, Source, Summary, Tools, announced,
    gather::{self, Gathered},
    ground,
    identity::Known,
    taking::CaseIntake,
};
use crate::{
    casework::{
        Case, CaseNo, Document, DocumentNo, Event, Readable, Refusal, document::AsRead,
        document::Version,
    },
    desk::record::Keep,
    reading::format,
};

/// Which documents are to be read again.
pub struct Wanted<'a> {
    /// Of this case alone.
    pub case: Option<CaseNo>,
    /// Only those that need a password.
    pub only_locked: bool,
    /// Whether a text by this reader is out of date: [`format::is_outdated`], except in a test.
    pub outdated: &'a (dyn Fn(&str) -> bool + Sync),
}

impl std::fmt::Debug for Wanted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wanted")
            .field("case", &self.case)
            .field("only_locked", &self.only_locked)
            .finish_non_exhaustive()
    }
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Self {
            case: None,
            only_locked: false,
            outdated: &format::is_outdated,
        }
    }
}

impl Wanted<'_> {
    /// The version of a document to read again, where it is to be.
    fn of<'a>(&self, document: &'a Document) -> Option<&'a Version> {
        let version = document.latest()?;
        let wanted = match version.text() {
            _ if self.only_locked => version.is_locked(),
            Some(text) => (self.outdated)(&text.reader),
            None => true,
        };
        wanted.then_some(version)
    }
}

/// Reads again what is wanted.
///
/// # Errors
/// [`BrokenOff`] when the record refuses or cannot keep something; what came before is kept.
pub fn read_again(
    record: &mut dyn Keep,
    wanted: &Wanted<'_>,
    tools: &Tools<'_>,
) -> Result<Summary, Box<BrokenOff>> {
    let mut summary = Summary::default();
    let broken = |why: IntakeError, mut kept: Summary| {
        kept.stopped = true;
        Box::new(BrokenOff { kept, why })
    };
    if record.inspection().read_only {
        return Err(broken(Refusal::ReadOnly.into(), summary));
    }
    let cases: Vec<(CaseNo, Vec<DocumentNo>)> = record
        .inspection()
        .cases
        .iter()
        .filter(|(no, _)| wanted.case.is_none_or(|only| only == **no))
        .map(|(no, case)| (*no, to_read(case, wanted)))
        .filter(|(_, documents)| !documents.is_empty())
        .collect();
    let counter = Counter::of(&offered(record, &cases));
    let ground = match ground(record, tools, counter) {
        Ok(ground) => ground,
        Err(why) => return Err(broken(why.into(), summary)),
    };
    for (case, documents) in cases {
        let mut told = CaseSummary::default();
        let mut taking = CaseIntake {
            record: &mut *record,
            case,
            ground: &ground,
            known: Known::default(),
            seen: BTreeSet::new(),
        };
        let done = one_case(&mut taking, documents, &mut told);
        summary.cases.push(told);
        match done {
            Ok(true) => {}
            Ok(false) => {
                summary.stopped = true;
                break;
            }
            Err(why) => return Err(broken(why, summary)),
        }
    }
    Ok(summary)
}

/// The documents of a case to read again.
fn to_read(case: &Case, wanted: &Wanted<'_>) -> Vec<DocumentNo> {
    case.documents
        .values()
        .filter(|document| wanted.of(document).is_some())
        .map(|document| document.no)
        .collect()
}

/// What is read, as far as progress is told of it.
fn offered(record: &dyn Keep, cases: &[(CaseNo, Vec<DocumentNo>)]) -> Offer {
    let cases = cases
        .iter()
        .filter_map(|(no, documents)| Some((record.inspection().case(*no).ok()?, documents)))
        .map(|(case, documents)| OfferedCase {
            reference: case.reference.clone(),
            files: documents
                .iter()
                .filter_map(|no| case.documents.get(no))
                .map(|document| OfferedFile {
                    name: name_of(document),
                    source: Source::Inside(&[]),
                    bytes: document.latest().map_or(0, |version| version.bytes),
                })
                .collect(),
            ..OfferedCase::default()
        })
        .collect();
    Offer {
        cases,
        ..Offer::default()
    }
}

fn name_of(document: &Document) -> String {
    document.names.first().cloned().unwrap_or_default()
}

/// One case; `false` when it was stopped before its end.
fn one_case(
    taking: &mut CaseIntake<'_>,
    documents: Vec<DocumentNo>,
    told: &mut CaseSummary,
) -> Result<bool, IntakeError> {
    let case = taking.record.inspection().case(taking.case)?;
    told.reference.clone_from(&case.reference);
    taking.known = Known::of(&case.documents);
    let mut waiting = documents;
    while !waiting.is_empty() {
        let batch = next_batch(taking, &mut waiting)?;
        let mut hashes = taking.known.hashes();
        for (_, version, _) in &batch {
            hashes.remove(&version.sha256);
        }
        let known = gather::Known {
            hashes,
            announced: announced(taking.record),
            who: taking.who(),
        };
        let files: Vec<_> = batch
            .iter()
            .map(|(_, version, name)| {
                let bytes = taking.record.original(taking.case, version.sha256)?;
                let bytes = Arc::new(bytes);
                Ok(OfferedFile {
                    name: name.clone(),
                    bytes: version.bytes,
                    source: Source::Made(Arc::new(move || bytes.to_vec())),
                })
            })
            .collect::<Result<_, IntakeError>>()?;
        let ground = taking.ground;
        let gathered = gather::all(
            &files,
            &known,
            ground.tools,
            &ground.counter,
            &told.reference,
        );
        let begun = gathered.len();
        for ((document, version, name), gathered) in batch.iter().zip(gathered) {
            let Some(Ok(gathered)) = gathered else {
                continue;
            };
            let kept = keep(taking, (*document, version, name), gathered)?;
            told.files.extend(kept);
        }
        waiting.extend(batch.iter().skip(begun).map(|(document, _, _)| *document));
        if ground.tools.stop.load(Ordering::Relaxed) && !waiting.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The documents read next, taken off those that wait: as many as are held in memory at once.
fn next_batch(
    taking: &CaseIntake<'_>,
    waiting: &mut Vec<DocumentNo>,
) -> Result<Vec<(DocumentNo, Version, String)>, IntakeError> {
    let case = taking.record.inspection().case(taking.case)?;
    let mut bytes = 0_u64;
    let mut batch = Vec::new();
    while let Some(no) = waiting.first().copied() {
        let version = case
            .documents
            .get(&no)
            .and_then(|document| Some((document.latest()?.clone(), name_of(document))));
        let Some((version, name)) = version else {
            waiting.remove(0);
            continue;
        };
        bytes = bytes.saturating_add(version.bytes);
        let full = batch.len() >= BATCH_FILES || bytes > BATCH_BYTES;
        if full && !batch.is_empty() {
            break;
        }
        waiting.remove(0);
        batch.push((no, version, name));
    }
    Ok(batch)
}

/// Keeps what reading a document again gave, where it gave anything else than before; and what was found inside it.
fn keep(
    taking: &mut CaseIntake<'_>,
    (document, before, name): (DocumentNo, &Version, &str),
    gathered: Gathered,
) -> Result<Vec<FileSummary>, IntakeError> {
    let Some(read) = gathered.read else {
        return Ok(Vec::new());
    };
    let inside = taking.place_parts(document, before.standing, gathered.parts);
    let mut told = Vec::new();
    let (reader, same_words) = match &read.readable {
        Readable::Text(text) => {
            let known = before.readings.iter().any(
                |reading| matches!(reading, Readable::Text(known) if known.sha256 == text.sha256),
            );
            (text.reader.clone(), known)
        }
        Readable::Picture { .. } => {
            if before.text().is_some() || before.readings.last() == Some(&read.readable) {
                taking.keep_taken(inside, &mut told)?;
                return Ok(told);
            }
            ("as a picture".to_owned(), false)
        }
        Readable::No { why, .. } => {
            // A text is never given up for a reason why there is none; and a reason is said once.
            let said = before.readings.last() == Some(&read.readable);
            if before.text().is_some() || said {
                told.push(FileSummary {
                    name: name.to_owned(),
                    outcome: Outcome::StillNotReadable {
                        document,
                        why: why.clone(),
                    },
                    changes: Changes::default(),
                });
                taking.keep_taken(inside, &mut told)?;
                return Ok(told);
            }
            (String::new(), false)
        }
    };
    let not_readable = match &read.readable {
        Readable::No { why, .. } => Some(why.clone()),
        Readable::Text(_) | Readable::Picture { .. } => None,
    };
    told.push(FileSummary {
        name: name.to_owned(),
        outcome: match not_readable {
            Some(why) => Outcome::StillNotReadable { document, why },
            None => Outcome::ReadAgain {
                document,
                reader,
                same_words,
            },
        },
        changes: Changes::default(),
    });
    if !read.text.is_empty() {
        taking.record.keep_one_text(taking.case, &read.text)?;
    }
    let first_text = before.text().is_none();
    let event = Event::DocumentReadAgain {
        document,
        sha256: before.sha256,
        reading: read.readable,
        facts: Some(Arc::new(read.facts)),
        as_read: first_text.then(|| {
            Box::new(AsRead {
                title: read.title.unwrap_or_else(|| name.to_owned()),
                kind: read.kind,
                dates: read.dates,
            })
        }),
    };
    taking.record.append(Some(taking.case), vec![event])?;
    taking.keep_taken(inside, &mut told)?;
    Ok(told)
}
