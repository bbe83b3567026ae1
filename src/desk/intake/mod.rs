//! Intake: case folders and files into the record.
//!
//! Owns the order of things: look ([`offer`]), read side by side (`gather`), judge ([`identity`], [`standing`]), keep, tell ([`summary`]). Files are
//! kept in batches: first the bytes and texts of a batch, made durable, then the entries that name them. So an intake that is interrupted
//! never leaves a document named whose bytes are not safe, and offering the same again goes on where it stopped. Knows nothing of a
//! terminal: who waits is told through [`Tools::progress`], and stops it through [`Tools::stop`].

pub mod again;
pub mod case_file;
pub mod doubt;
pub(in crate::desk) mod found;
pub(in crate::desk) mod gather;
pub mod identity;
pub mod offer;
pub mod passwords;
mod repeats;
pub mod standing;
pub mod summary;
mod taking;

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    time::Instant,
};

pub use gather::FILE_CAP;
use identity::Known;
pub use offer::{Maker, Offer, OfferError, OfferedCase, OfferedFile, Source, look};
pub use standing::Arrivals;
pub use summary::{
    CaseSummary, Changes, Counts, FileSummary, LeftOut, MissingDocument, Outcome, Summary,
};

use jiff::civil::Date;

use super::{arrive, clock, record::Keep};
use crate::{
    casework::{CaseNo, Event, Refusal, event::CaseAbout},
    ledger::LedgerError,
    reading::Reading,
};
use taking::CaseIntake;

/// The most bytes read before they are kept, and the most files: what is in memory at once.
const BATCH_BYTES: u64 = 64 << 20;
const BATCH_FILES: usize = 64;

/// What intake needs from outside.
pub struct Tools<'a> {
    /// Reads bytes under a name: the child process, or this one for words of our own.
    pub read: &'a (dyn Fn(&str, &[u8]) -> Reading + Sync),
    /// Told after every file.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Set by whoever wants it to stop: it does so between two files.
    pub stop: &'a AtomicBool,
    /// How many files are read side by side.
    pub workers: usize,
}

/// How far an intake is. Never holds a word of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read so far.
    pub files_done: usize,
    /// Files offered.
    pub files: usize,
    /// Bytes read so far, as far as is known.
    pub bytes_done: u64,
    /// Bytes offered, as far as is known.
    pub bytes: u64,
    /// The case it is at.
    pub case: String,
    /// The file read last.
    pub name: String,
    /// For how long it has been going on, in milliseconds.
    pub elapsed_ms: u64,
}

impl Progress {
    /// How far it is: `12 of 40 files · 31 of 120 MB · 8.2 MB a second · about 11 s left`.
    #[must_use]
    pub fn shown(&self) -> String {
        const MB: u64 = 1_000_000;
        let files = format!("{} of {} files", self.files_done, self.files);
        if self.bytes == 0 {
            return files;
        }
        let of = format!(
            "{} of {} MB",
            self.bytes_done.div_ceil(MB),
            self.bytes.div_ceil(MB)
        );
        // In the first moments the rate means nothing.
        if self.elapsed_ms < 1_000 || self.bytes_done == 0 {
            return format!("{files} · {of}");
        }
        // Tenths of a megabyte a second.
        let rate = self.bytes_done / 100 / self.elapsed_ms.max(1);
        let left = self.bytes.saturating_sub(self.bytes_done);
        let seconds = left.saturating_mul(self.elapsed_ms) / self.bytes_done / 1_000;
        let left = match seconds {
            0..60 => format!("about {seconds} s left"),
            _ => format!("about {} min left", seconds.div_ceil(60)),
        };
        format!(
            "{files} · {of} · {}.{} MB a second · {left}",
            rate / 10,
            rate % 10
        )
    }
}

/// Why an intake could not go on.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The record may not be added to.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The record could not keep it.
    #[error(transparent)]
    NotKept(#[from] LedgerError),
}

/// An intake that broke off: what was kept before, and why.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct BrokenOff {
    /// Everything in it is kept.
    pub kept: Summary,
    /// The reason.
    pub why: IntakeError,
}

/// What one intake goes by, the same for every case of it.
struct Ground<'a> {
    tools: &'a Tools<'a>,
    counter: Counter,
    arrivals: Arrivals,
    /// The inspection's first day.
    announced: Option<Date>,
    today: Date,
}

/// Counts what is done, from several threads.
pub(in crate::desk) struct Counter {
    files: AtomicUsize,
    bytes: AtomicU64,
    files_done: AtomicUsize,
    bytes_done: AtomicU64,
    began: Instant,
}

impl Counter {
    /// For everything that is offered.
    pub(in crate::desk) fn of(offer: &Offer) -> Self {
        let files = || offer.cases.iter().flat_map(|case| &case.files);
        Self {
            files: AtomicUsize::new(files().count()),
            bytes: AtomicU64::new(files().map(|file| file.bytes).sum()),
            files_done: AtomicUsize::new(0),
            bytes_done: AtomicU64::new(0),
            began: Instant::now(),
        }
    }

    /// More documents were found, inside one.
    fn more(&self, files: usize, bytes: u64) {
        self.files.fetch_add(files, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// One document inside another is done; it is told with its whole.
    fn part_done(&self, bytes: u64) {
        self.files_done.fetch_add(1, Ordering::Relaxed);
        self.bytes_done.fetch_add(bytes, Ordering::Relaxed);
    }

    fn one_done(&self, file: &OfferedFile, case: &str, tools: &Tools<'_>) {
        let files_done = self.files_done.fetch_add(1, Ordering::Relaxed) + 1;
        let bytes_done = self.bytes_done.fetch_add(file.bytes, Ordering::Relaxed) + file.bytes;
        (tools.progress)(Progress {
            files_done,
            files: self.files.load(Ordering::Relaxed),
            bytes_done,
            bytes: self.bytes.load(Ordering::Relaxed),
            case: case.to_owned(),
            name: file.name.clone(),
            elapsed_ms: u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
        });
    }
}

/// Takes in what is offered.
///
/// # Errors
/// [`BrokenOff`] when the record refuses or cannot keep something; the batches before it are kept.
pub fn take_in(
    record: &mut dyn Keep,
    offer: Offer,
    tools: &Tools<'_>,
) -> Result<Summary, Box<BrokenOff>> {
    let not_begun = |why: LedgerError| {
        let kept = Summary {
            stopped: true,
            ..Summary::default()
        };
        Box::new(BrokenOff {
            kept,
            why: why.into(),
        })
    };
    let counter = Counter::of(&offer);
    let ground = ground(record, tools, counter).map_err(not_begun)?;
    let mut summary = Summary {
        left_out: offer.left_out,
        ..Summary::default()
    };
    for case in offer.cases {
        if tools.stop.load(Ordering::Relaxed) {
            summary.stopped = true;
            break;
        }
        let mut told = CaseSummary::default();
        let done = one_case(record, case, &ground, &mut told);
        summary.cases.push(told);
        match done {
            Ok(whole) => summary.stopped |= !whole,
            Err(why) => {
                summary.stopped = true;
                return Err(Box::new(BrokenOff { kept: summary, why }));
            }
        }
    }
    Ok(summary)
}

/// What an intake into this record goes by.
fn ground<'a>(
    record: &dyn Keep,
    tools: &'a Tools<'a>,
    counter: Counter,
) -> Result<Ground<'a>, LedgerError> {
    Ok(Ground {
        tools,
        counter,
        arrivals: arrive::known(record)?,
        announced: announced(record),
        today: clock::now().date(),
    })
}

/// The day the inspection was announced.
fn announced(record: &dyn Keep) -> Option<Date> {
    record.inspection().known_from()
}

/// One case; `false` when it was stopped before its end.
fn one_case(
    record: &mut dyn Keep,
    mut offered: OfferedCase,
    ground: &Ground<'_>,
    told: &mut CaseSummary,
) -> Result<bool, IntakeError> {
    told.reference.clone_from(&offered.reference);
    told.remarks = std::mem::take(&mut offered.remarks);
    told.left_out = std::mem::take(&mut offered.left_out);
    let Some(case) = set_up(record, &offered, told)? else {
        told.remarks
            .push("no file was found in this folder, and no case was made of it".to_owned());
        return Ok(true);
    };
    let mut documents = CaseIntake {
        record,
        case,
        ground,
        known: Known::default(),
        seen: BTreeSet::new(),
    };
    // As the record writes it, not as it was typed this time.
    told.reference
        .clone_from(&documents.record.inspection().case(case)?.reference);
    documents.known = Known::of(&documents.record.inspection().case(case)?.documents);
    let mut waiting = offered.files.as_slice();
    while !waiting.is_empty() {
        let (batch, _) = waiting.split_at(batch_length(waiting));
        let known = gather::Known {
            hashes: documents.known.hashes(),
            announced: ground.announced,
            who: documents.who(),
        };
        let gathered = gather::all(
            batch,
            &known,
            ground.tools,
            &ground.counter,
            &offered.reference,
        );
        let begun = gathered.len();
        told.files.append(&mut documents.keep(batch, gathered)?);
        waiting = waiting.get(begun..).unwrap_or_default();
        if ground.tools.stop.load(Ordering::Relaxed) && !waiting.is_empty() {
            return Ok(false);
        }
    }
    documents.say_missing(&offered, told)?;
    Ok(true)
}

/// How many of the files come next: at least one, and no more than are held in memory at once.
pub(in crate::desk) fn batch_length(files: &[OfferedFile]) -> usize {
    let mut bytes = 0_u64;
    files
        .iter()
        .take(BATCH_FILES)
        .take_while(|file| {
            bytes = bytes.saturating_add(file.bytes);
            bytes <= BATCH_BYTES
        })
        .count()
        .max(1)
}

/// Sets the case up, or amends it, and lists its names; `None` where there is nothing to make a case of.
fn set_up(
    record: &mut dyn Keep,
    offered: &OfferedCase,
    told: &mut CaseSummary,
) -> Result<Option<CaseNo>, IntakeError> {
    if record.inspection().read_only {
        return Err(Refusal::ReadOnly.into());
    }
    let there = record
        .inspection()
        .case_by_reference(&offered.reference)
        .map(|(no, case)| (no, case.about.clone()));
    let about = offered.about.as_ref().map(case_file::CaseFile::about);
    let no = match (there, about) {
        (None, None) if offered.files.is_empty() => return Ok(None),
        (None, about) => new_case(record, &offered.reference, about.unwrap_or_default(), told)?,
        (Some((no, before)), Some(about)) if before != about => {
            record.append(Some(no), vec![Event::CaseAmended { about }])?;
            no
        }
        (Some((no, _)), _) => no,
    };
    let mut listed = BTreeSet::new();
    let mut events = Vec::new();
    for name in offered.about.iter().flat_map(|about| &about.names) {
        // A name that stands there already, or is empty, is no trouble to anyone.
        if let Ok(event) = record
            .inspection()
            .list_identifier(no, &name.words, &name.stands_for)
            && listed.insert(name.words.trim())
        {
            events.push(event);
        }
    }
    told.names_listed = events.len();
    let services = offered.about.as_ref().map(case_file::CaseFile::services);
    match record
        .inspection()
        .list_services(no, services.unwrap_or_default())
    {
        Ok(listed) => {
            told.services_listed = listed
                .iter()
                .map(|event| match event {
                    Event::ServicesListed { services } => services.len(),
                    Event::ServicesTaken { rows, .. } => rows.len(),
                    _ => 0,
                })
                .sum();
            events.extend(listed);
        }
        // What stands there already just so is no trouble to anyone.
        Err(Refusal::Unchanged) => {}
        Err(why) => told
            .remarks
            .push(format!("the services of case.toml are left out: {why}")),
    }
    record.append(Some(no), events)?;
    Ok(Some(no))
}

fn new_case(
    record: &mut dyn Keep,
    reference: &str,
    about: CaseAbout,
    told: &mut CaseSummary,
) -> Result<CaseNo, IntakeError> {
    let (no, event) = record.inspection().set_up_case(reference, about)?;
    record.append(Some(no), vec![event])?;
    told.new = true;
    Ok(no)
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn progress_says_files_bytes_rate_and_what_is_left() {
        let mut progress = Progress {
            files_done: 12,
            files: 40,
            ..Progress::default()
        };
        assert_eq!(progress.shown(), "12 of 40 files");
        progress.bytes = 120_000_000;
        progress.bytes_done = 31_000_000;
        assert_eq!(progress.shown(), "12 of 40 files · 31 of 120 MB");
        progress.elapsed_ms = 4_000;
        assert_eq!(
            progress.shown(),
            "12 of 40 files · 31 of 120 MB · 7.7 MB a second · about 11 s left"
        );
        progress.elapsed_ms = 400_000;
        assert!(
            progress
                .shown()
                .ends_with("0.0 MB a second · about 20 min left")
        );
    }
}
