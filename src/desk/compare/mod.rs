//! A case folder presented again, beside what was sealed: identical, altered, missing, new; and what was altered, word by word.
//!
//! Nothing is taken in and nothing is kept. Files are found and read by intake's own rules (no link is followed, only ordinary files are
//! opened, the child process reads them); a name and its bytes are judged as intake would judge them. What intake would call missing and
//! new is looked at once more: it may be one document under another name.

pub mod altered;
mod kept;
mod laid;
mod pair;
mod summary;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
};

pub use crate::reading::compare::{Change, ChangeKind, RowKind, plain::place};
pub use kept::versions;
pub use laid::Laid;
pub use pair::{Pair, Presented, Sealed};
pub use summary::{CaseCompared, Compared, FileCompared, Stands};

use super::{
    intake::{
        self, Counter, Offer, OfferError, OfferedCase, Tools,
        gather::{self, Gathered, Prepared},
        identity::{Known, Verdict},
    },
    record::Keep,
};
use crate::{
    casework::{Case, CaseNo, DocumentNo, Readable, Sha256},
    reading::{OpenText, compare::Likeness, voice::Who},
};

/// From this share on, in hundredths, a new file is a missing document under another name, altered.
const ONE_DOCUMENT: u32 = 40;

/// What is offered for a comparison: as for intake, except that `only` may name one case among the folders, or say whose the folder is.
///
/// # Errors
/// As [`intake::look`].
pub fn look(folder: &Path, only: Option<&str>, inspection: &Path) -> Result<Offer, OfferError> {
    let paths = [folder.to_path_buf()];
    let look = |only: Option<&str>| intake::look(&paths as &[PathBuf], only, inspection);
    let Some(only) = only else {
        return look(None);
    };
    let mut offer = look(None)?;
    let named = |case: &OfferedCase| case.reference.to_lowercase() == only.to_lowercase();
    if !offer.cases.iter().any(named) {
        return look(Some(only));
    }
    offer.cases.retain(named);
    offer.left_out.clear();
    Ok(offer)
}

/// Compares what is offered with what was sealed.
pub fn compare(record: &dyn Keep, offer: Offer, tools: &Tools<'_>) -> Compared {
    let counter = Counter::of(&offer);
    let mut compared = Compared {
        left_out: offer.left_out,
        ..Compared::default()
    };
    let inspection = record.inspection();
    if offer.cases.len() > 1 {
        let offered: BTreeSet<String> = offer
            .cases
            .iter()
            .map(|case| case.reference.to_lowercase())
            .collect();
        compared.not_offered = inspection
            .cases
            .values()
            .filter(|case| !offered.contains(&case.reference.to_lowercase()))
            .map(|case| case.reference.clone())
            .collect();
    }
    for offered in offer.cases {
        if tools.stop.load(Ordering::Relaxed) {
            compared.stopped = true;
            break;
        }
        let found = inspection.case_by_reference(&offered.reference);
        let Some((no, case)) = found else {
            compared.cases.push(CaseCompared::unknown(offered));
            continue;
        };
        let work = OneCase {
            record,
            no,
            case,
            tools,
            counter: &counter,
        };
        let (case, whole) = work.compare(offered);
        compared.stopped |= !whole;
        compared.cases.push(case);
    }
    compared
}

/// A file that is new by name and bytes, with the text it was read as.
struct Unknown {
    at: usize,
    text: Arc<OpenText>,
    likeness: Likeness,
}

struct OneCase<'a> {
    record: &'a dyn Keep,
    no: CaseNo,
    case: &'a Case,
    tools: &'a Tools<'a>,
    counter: &'a Counter,
}

impl OneCase<'_> {
    fn compare(&self, offered: OfferedCase) -> (CaseCompared, bool) {
        let mut told = CaseCompared {
            reference: self.case.reference.clone(),
            known: true,
            no: Some(self.no),
            remarks: offered.remarks,
            left_out: offered.left_out,
            ..CaseCompared::default()
        };
        let mut known = Known::of(&self.case.documents);
        let hashes = known.hashes();
        let mut seen = BTreeSet::new();
        let mut unknown = Vec::new();
        let mut waiting = offered.files.as_slice();
        let mut whole = true;
        while !waiting.is_empty() {
            let (batch, _) = waiting.split_at(intake::batch_length(waiting));
            let about = gather::Known {
                hashes: hashes.clone(),
                announced: None,
                who: Who::default(),
            };
            let gathered = gather::all(
                batch,
                &about,
                self.tools,
                self.counter,
                &self.case.reference,
            );
            let begun = gathered.len();
            for (file, gathered) in batch.iter().zip(gathered) {
                let Some(gathered) = gathered else {
                    whole = false;
                    continue;
                };
                // What is inside a file comes right after it.
                let mut next = vec![(file.name.clone(), gathered)];
                while let Some((name, gathered)) = next.pop() {
                    let stands = match gathered {
                        Ok(mut gathered) => {
                            let parts = std::mem::take(&mut gathered.parts);
                            let was_read = gathered.read.is_some();
                            let stands = self.judge(
                                &mut known,
                                &mut seen,
                                &name,
                                gathered,
                                &told,
                                &mut unknown,
                            );
                            if was_read && !matches!(stands, Stands::AnotherName { .. }) {
                                next.extend(parts.into_iter().rev());
                            } else {
                                see_beneath(&known, &name, &mut seen);
                            }
                            stands
                        }
                        Err(why) => Stands::NotCompared { why },
                    };
                    told.files.push(FileCompared { name, stands });
                }
            }
            waiting = waiting.get(begun..).unwrap_or_default();
            if !whole || begun == 0 {
                return (told, false);
            }
        }
        if offered.whole {
            let names = offered.files.iter().map(|file| &file.name);
            let left_out = told.left_out.iter().map(|left_out| &left_out.name);
            let names = names.chain(left_out).cloned().collect();
            let mut missing = known.missing(&seen, &names, &offered.unseen);
            self.renamed(&mut told, &unknown, &mut missing);
            told.missing = missing
                .iter()
                .filter_map(|no| self.case.documents.get(no))
                .map(intake::MissingDocument::of)
                .collect();
        }
        (told, true)
    }

    fn judge(
        &self,
        known: &mut Known,
        seen: &mut BTreeSet<DocumentNo>,
        name: &str,
        gathered: Gathered,
        told: &CaseCompared,
        unknown: &mut Vec<Unknown>,
    ) -> Stands {
        let Gathered { sha256, read, .. } = gathered;
        match known.judge(name, sha256) {
            Verdict::Identical(document) => {
                seen.insert(document);
                Stands::Identical { document }
            }
            Verdict::AsBefore(document, version) => {
                seen.insert(document);
                Stands::AsBefore { document, version }
            }
            Verdict::AnotherName(document) => {
                let of = known.first_name(document).to_owned();
                // Two new files with the same bytes: the second is no document of the case either.
                if self.case.documents.contains_key(&document) {
                    seen.insert(document);
                    Stands::AnotherName { document, of }
                } else {
                    Stands::New { of: Some(of) }
                }
            }
            Verdict::New(document) => {
                seen.insert(document);
                if let Some(Ok(text)) = read.as_ref().and_then(text_of) {
                    unknown.push(Unknown {
                        at: told.files.len(),
                        likeness: Likeness::of(text.text()),
                        text,
                    });
                }
                Stands::New { of: None }
            }
            Verdict::Altered(document, _) => {
                seen.insert(document);
                self.altered(document, name, sha256, read)
            }
        }
    }

    fn altered(
        &self,
        document: DocumentNo,
        name: &str,
        sha256: Sha256,
        read: Option<Prepared>,
    ) -> Stands {
        let new = match read {
            Some(read) => not_readable_or(read),
            // Bytes of an earlier version: what they say is kept.
            None => self.earlier(document, sha256),
        };
        match new.and_then(|new| self.pair(document, name, new)) {
            Ok(pair) => Stands::Altered {
                document,
                pair: Arc::new(pair),
            },
            Err(why) => Stands::AlteredUnread { document, why },
        }
    }

    fn earlier(&self, document: DocumentNo, sha256: Sha256) -> Result<Arc<OpenText>, String> {
        let version = self
            .case
            .documents
            .get(&document)
            .and_then(|document| document.version(sha256));
        let text = version.and_then(|version| version.text());
        match text {
            Some(text) => altered::open(self.record, self.no, text.sha256),
            None => Err("It could not be read when it was taken in.".to_owned()),
        }
    }

    fn pair(&self, document: DocumentNo, name: &str, new: Arc<OpenText>) -> Result<Pair, String> {
        let known = self
            .case
            .documents
            .get(&document)
            .ok_or("It is not known.")?;
        let version = known.latest().ok_or("It has no version.")?;
        let Some(text) = version.text() else {
            return Err(format!(
                "The sealed version could not be read. {}",
                version.not_readable().unwrap_or_default()
            ));
        };
        let old = altered::open(self.record, self.no, text.sha256)?;
        let sealed = Sealed {
            version: version.sha256,
            text: text.sha256,
            number: known.versions.len(),
        };
        let presented = Presented::File(name.to_owned());
        Ok(Pair::new(self.no, known, sealed, presented, old, new))
    }

    /// Of what is new and what is missing, those that are like each other are one document: the likest first.
    fn renamed(
        &self,
        told: &mut CaseCompared,
        unknown: &[Unknown],
        missing: &mut BTreeSet<DocumentNo>,
    ) {
        if unknown.is_empty() || missing.is_empty() {
            return;
        }
        let mut alike = Vec::new();
        let mut texts: BTreeMap<DocumentNo, Likeness> = BTreeMap::new();
        for no in missing.iter() {
            let text = self.case.documents.get(no).and_then(|known| known.text());
            let open = text.and_then(|text| altered::open(self.record, self.no, text.sha256).ok());
            if let Some(open) = open {
                texts.insert(*no, Likeness::of(open.text()));
            }
        }
        for (at, file) in unknown.iter().enumerate() {
            for (no, likeness) in &texts {
                let share = likeness.share(&file.likeness);
                if share >= ONE_DOCUMENT {
                    alike.push((std::cmp::Reverse(share), *no, at));
                }
            }
        }
        alike.sort_unstable();
        let mut taken = BTreeSet::new();
        for (std::cmp::Reverse(share), document, at) in alike {
            let Some(file) = unknown.get(at) else {
                continue;
            };
            if !missing.contains(&document) || !taken.insert(at) {
                continue;
            }
            let Some(line) = told.files.get_mut(file.at) else {
                continue;
            };
            if let Ok(pair) = self.pair(document, &line.name, Arc::clone(&file.text)) {
                missing.remove(&document);
                line.stands = Stands::Renamed {
                    document,
                    share,
                    pair: Arc::new(pair),
                };
            }
        }
    }
}

/// The text of what was read; none where it could not be read.
fn text_of(read: &Prepared) -> Option<Result<Arc<OpenText>, String>> {
    match &read.readable {
        Readable::Text(_) => Some(altered::opened(&read.text)),
        Readable::Picture { .. } | Readable::No { .. } => None,
    }
}

fn not_readable_or(read: Prepared) -> Result<Arc<OpenText>, String> {
    match read.readable {
        Readable::Text(_) => altered::opened(&read.text),
        Readable::Picture { what: why, .. } | Readable::No { why, .. } => Err(why),
    }
}

/// What is inside a document that was not read again is there as much as the document is, under whichever of its names.
fn see_beneath(known: &Known, name: &str, seen: &mut BTreeSet<DocumentNo>) {
    let names = known.named(name).map(|no| known.names(no));
    for name in names.unwrap_or_default() {
        seen.extend(known.beneath(&name).into_iter().map(|(_, no)| no));
    }
}
