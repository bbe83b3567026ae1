//! Saying what is proven: every frame's hash, place and signature, every document and text that an entry names, the seals, and the store beside
//! the journal. Changes nothing. From outside, without a lock or a passphrase, it checks what can be checked of sealed words.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use serde::Serialize;

use super::{
    bundle,
    chains::{Chains, Wrong},
    disk::{Disk, RealDisk},
    documents::Documents,
    entries,
    error::LedgerError,
    folder::Folder,
    frame::{Frame, Head},
    journal::{Journal, device_name},
    scan::Scan,
    seals, shelf,
    store::Stored,
    vault::Keyring,
};
use crate::{
    casework::{CaseNo, Entry, Event, Readable, Seq, Sha256},
    proof::chain::{self, DeviceId},
};

/// What was checked, what is proven and what is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The device that writes now, or wrote last.
    pub device: String,
    /// How many devices have written.
    pub devices: u64,
    /// Whole entries in their places.
    pub entries: u64,
    /// The hash of the last one: who noted it down can compare it.
    pub head: Sha256,
    /// Originals that are what was taken in.
    pub originals: u64,
    /// Texts that are what was read.
    pub texts: u64,
    /// Lists (of an arrival) that are what was kept.
    pub lists: u64,
    /// Seals that agree with the record.
    pub seals: u64,
    /// Whether it was opened, so that what entries say was checked too.
    pub opened: bool,
    /// Entries in the store; `None` where it was not compared.
    pub store: Option<u64>,
    /// Everything that is not as it should be, the first first.
    pub differences: Vec<Difference>,
    /// What is worth knowing and no difference.
    pub remarks: Vec<String>,
    /// What follows from this check, as sentences.
    pub proven: Vec<String>,
    /// What does not, as sentences.
    pub not_proven: Vec<String>,
}

impl Report {
    /// Whether nothing differs.
    pub fn is_right(&self) -> bool {
        self.differences.is_empty()
    }

    /// Adds what somebody else found who compared what entries mean: differences, or else what follows from there being none.
    pub fn add(&mut self, differences: Vec<Difference>, proven: Option<String>) {
        self.differences.extend(differences);
        if self.is_right() {
            self.proven.extend(proven);
        } else {
            self.proven.clear();
        }
    }
}

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// In whose journal.
    pub device: String,
    /// The entry damaged or missing, or the one that names the document.
    pub entry: Option<Seq>,
    /// The case of the document.
    pub case: Option<CaseNo>,
    /// The document or text.
    pub document: Option<Sha256>,
    /// A sentence.
    pub what: String,
}

/// Verifies a folder as it stands, whoever has it open, without its passphrase: what is sealed is checked as it is sealed. Neither the store
/// nor what entries say is looked at.
///
/// # Errors
/// When there is no inspection of this format, or a journal cannot be read at all.
pub fn verify_folder(root: &Path) -> Result<Report, LedgerError> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let folder = Folder::new(root);
    folder.check_only(&*disk)?;
    let (chains, missing) = bundle::looked_at(&disk, &folder)?;
    let scans = chains
        .all()
        .iter()
        .map(Journal::scan)
        .collect::<Result<Vec<_>, _>>()?;
    everything(
        &Checked {
            chains: &chains,
            scans: &scans,
            missing: &missing,
            keys: None,
            documents: None,
            folder: &folder,
            disk: &*disk,
            store: None,
        },
        &mut |_, _| {},
    )
}

/// What is verified.
pub(crate) struct Checked<'a> {
    pub chains: &'a Chains,
    pub scans: &'a [Scan],
    /// Devices of which only the copy of a header is left.
    pub missing: &'a [DeviceId],
    /// Without them only what is sealed is checked, as it is sealed.
    pub keys: Option<&'a Arc<Keyring>>,
    pub documents: Option<&'a Documents>,
    pub folder: &'a Folder,
    pub disk: &'a dyn Disk,
    /// How many entries the store has, and whether they are the same.
    pub store: Option<(u64, bool)>,
}

/// Verifies it. `progress` hears how many of how many documents and texts are done.
pub(crate) fn everything(
    checked: &Checked<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, LedgerError> {
    let head = checked
        .scans
        .last()
        .map_or(checked.chains.head(), Scan::head);
    let mut report = Report {
        device: device_name(checked.chains.device()),
        devices: checked.chains.all().len() as u64,
        entries: checked
            .scans
            .iter()
            .map(|scan| scan.frames.len() as u64)
            .sum(),
        head: head.hash,
        originals: 0,
        texts: 0,
        lists: 0,
        seals: 0,
        opened: checked.keys.is_some(),
        store: checked.store.map(|(keys, _)| keys),
        differences: Vec::new(),
        remarks: Vec::new(),
        proven: Vec::new(),
        not_proven: Vec::new(),
    };
    let mut named = Vec::new();
    for (index, (journal, scan)) in checked.chains.all().iter().zip(checked.scans).enumerate() {
        report.check_chain(journal.device(), scan);
        report.check_joint(checked.chains, index, scan.head());
        report.check_entries(journal, scan, checked.keys, &mut named)?;
    }
    for device in checked.missing {
        let what = "The journal of this device is missing.".to_owned();
        report.differ(*device, None, what);
    }
    match checked.chains.wrong {
        Some(Wrong::Twice(entry)) => {
            report.differ(
                checked.chains.device(),
                Some(entry),
                LedgerError::Twice { entry }.to_string(),
            );
        }
        Some(Wrong::Missing(entry)) => report.differ(
            checked.chains.device(),
            Some(entry),
            "The journal of the device that began this inspection is missing.".to_owned(),
        ),
        None => {}
    }
    report.check_seals(checked, &named);
    if let Some(documents) = checked.documents {
        let total = named.iter().filter(|item| item.is_file()).count() as u64;
        for (done, item) in named.iter().filter(|item| item.is_file()).enumerate() {
            progress(done as u64, total);
            report.check_document(documents, item);
        }
        progress(total, total);
        report.count_strays(documents, total);
    }
    if let Some((keys, false)) = checked.store {
        report.differ(
            checked.chains.device(),
            None,
            format!("The store does not hold precisely what the journal holds ({keys} entries there); it is rebuilt when the inspection is opened."),
        );
    }
    report.say(checked.store.is_some());
    Ok(report)
}

/// Something an entry names, and the entry that first names it.
pub(crate) struct Named {
    pub device: DeviceId,
    pub entry: Seq,
    pub case: Option<CaseNo>,
    pub what: What,
}

/// What an entry may name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Original(Sha256),
    Text(Sha256),
    List(Sha256),
    /// The number of a seal and the exact bytes of its statement.
    Seal(u32, Vec<u8>),
}

impl Named {
    fn is_file(&self) -> bool {
        !matches!(self.what, What::Seal(..))
    }
}

impl Report {
    pub(super) fn differ(&mut self, device: DeviceId, entry: Option<Seq>, what: String) {
        self.differences.push(Difference {
            device: device_name(device),
            entry,
            case: None,
            document: None,
            what,
        });
    }

    fn check_chain(&mut self, device: DeviceId, scan: &Scan) {
        for hole in &scan.holes {
            let what = match hole.next - hole.first {
                0 => format!(
                    "Bytes that are no entry stand in the journal before entry {} (at position {}).",
                    hole.first, hole.position
                ),
                1 => format!(
                    "Entry {} is damaged, changed or missing (at position {}).",
                    hole.first, hole.position
                ),
                _ => format!(
                    "Entries {} to {} are damaged, changed or missing (at position {}).",
                    hole.first,
                    hole.next - 1,
                    hole.position
                ),
            };
            self.differ(device, Some(Seq(hole.first)), what);
        }
        if let Some(tail) = scan.tail {
            let what = format!(
                "The journal ends in {} bytes that are no whole entry (at position {tail}): entry {} was never finished, or is damaged.",
                scan.length - tail,
                scan.count()
            );
            self.differ(device, Some(Seq(scan.count())), what);
        }
    }

    /// Whether a journal goes as far as the next device found it.
    fn check_joint(&mut self, chains: &Chains, index: usize, reached: Head) {
        let Some(expected) = chains.expected(index).filter(|head| *head != reached) else {
            return;
        };
        let device = chains
            .all()
            .get(index)
            .map_or(chains.device(), Journal::device);
        let what = if reached.count > expected.count {
            LedgerError::Twice {
                entry: Seq(expected.count),
            }
            .to_string()
        } else {
            format!(
                "The next device found {} entries here, and {} are here now, or other ones.",
                expected.count, reached.count
            )
        };
        let first = expected.count.min(reached.count);
        self.differ(device, Some(Seq(first)), what);
    }

    /// Every entry's signature, and what it says; notes what it names.
    fn check_entries(
        &mut self,
        journal: &Journal,
        scan: &Scan,
        keys: Option<&Arc<Keyring>>,
        named: &mut Vec<Named>,
    ) -> Result<(), LedgerError> {
        let mut seen = BTreeSet::new();
        let mut newer = 0_u64;
        let mut erased = 0_u64;
        for places in scan.frames.chunks(1000) {
            let frames = shelf::read(journal, places)?;
            for seq in unsigned(&frames, &journal.header().public) {
                self.differ(
                    journal.device(),
                    Some(seq),
                    format!("Entry {seq} was not signed by the device whose journal it stands in."),
                );
            }
            let Some(keys) = keys else { continue };
            for stored in &frames {
                match entry_in(keys, stored) {
                    Ok(Some(entry)) => {
                        newer += u64::from(entry.event == Event::Unknown);
                        for what in names(&entry.event) {
                            if seen.insert((entry.case, what.clone())) {
                                named.push(Named {
                                    device: stored.device,
                                    entry: entry.seq,
                                    case: entry.case,
                                    what,
                                });
                            }
                        }
                    }
                    Ok(None) => erased += 1,
                    Err(()) => {
                        let seq = Seq(stored.seq);
                        self.differ(
                            stored.device,
                            Some(seq),
                            format!("Entry {seq} is whole and in its place, but does not open to what an entry says."),
                        );
                    }
                }
            }
        }
        if newer > 0 {
            self.not_proven.push(format!(
                "{newer} entries were written by a newer version of alongside; the documents they name were not checked."
            ));
        }
        if erased > 0 {
            self.remarks.push(format!(
                "{erased} entries belong to cases that were erased; they are in their places and can no longer be read."
            ));
        }
        Ok(())
    }

    /// Each seal against the record, and its file against its entry.
    fn check_seals(&mut self, checked: &Checked<'_>, named: &[Named]) {
        let files = seals::all(checked.disk, checked.folder);
        for (number, statement) in &files {
            match seals::check(statement, checked.chains, checked.scans) {
                Ok(()) => self.seals += 1,
                Err((entry, what)) => {
                    self.differ(
                        checked.chains.device(),
                        entry,
                        format!("Seal {number}: {what}"),
                    );
                }
            }
        }
        for item in named {
            let What::Seal(number, statement) = &item.what else {
                continue;
            };
            let file = files.iter().find(|(file, _)| file == number);
            let what = match file {
                Some((_, bytes)) if bytes == statement => continue,
                Some(_) => "is not what was sealed",
                None => "is missing",
            };
            self.differ(
                item.device,
                Some(item.entry),
                format!("The file of seal {number} {what}; the record holds it whole, and it is put right when the inspection is opened."),
            );
        }
    }

    fn check_document(&mut self, documents: &Documents, item: &Named) {
        let case = item.case.unwrap_or(CaseNo(0));
        let (read, thing, count, sha256) = match item.what {
            What::Original(hash) => (
                documents.original(case, hash),
                "A document",
                &mut self.originals,
                hash,
            ),
            What::Text(hash) => (documents.text(case, hash), "A text", &mut self.texts, hash),
            What::List(hash) => (documents.list(hash), "A list", &mut self.lists, hash),
            What::Seal(..) => return,
        };
        let what = match read {
            Ok(_) => {
                *count += 1;
                return;
            }
            Err(LedgerError::DocumentMissing { .. }) => "is missing".to_owned(),
            Err(LedgerError::DocumentChanged { .. }) => {
                "was changed since it was taken in".to_owned()
            }
            Err(other) => format!("could not be read. {other}"),
        };
        let whose = item
            .case
            .map_or_else(String::new, |case| format!(" of case {case}"));
        self.differences.push(Difference {
            device: device_name(item.device),
            entry: Some(item.entry),
            case: item.case,
            document: Some(sha256),
            what: format!(
                "{thing}{whose} ({}…, named by entry {}) {what}.",
                sha256.short(),
                item.entry
            ),
        });
    }

    fn count_strays(&mut self, documents: &Documents, named: u64) {
        let (files, unfinished) = documents.count();
        let missing = self
            .differences
            .iter()
            .filter(|difference| {
                difference.document.is_some() && difference.what.contains("is missing")
            })
            .count() as u64;
        let strays = (files + missing).saturating_sub(named);
        if strays > 0 {
            self.remarks.push(format!(
                "{strays} files in the documents folder are named by no entry; an intake that was interrupted leaves such files."
            ));
        }
        if unfinished > 0 {
            self.remarks.push(format!(
                "{unfinished} files in the documents folder were never finished; they are removed at the next intake."
            ));
        }
    }

    fn say(&mut self, store: bool) {
        if self.is_right() {
            self.proven.push(format!(
                "All {} entries are whole, in one unbroken chain, each signed by the device that wrote it.",
                self.entries
            ));
            if self.opened {
                self.proven.push(format!(
                    "All {} documents and {} texts they name are byte for byte what was taken in.",
                    self.originals, self.texts
                ));
            }
            if self.seals > 0 {
                self.proven.push(format!(
                    "Nothing that {} counted has changed since it was made.",
                    if self.seals == 1 {
                        "the seal".to_owned()
                    } else {
                        format!("any of the {} seals", self.seals)
                    }
                ));
            }
            if store {
                self.proven
                    .push("The store holds precisely what the journal holds.".to_owned());
            }
        }
        if !self.opened {
            self.not_proven.push(
                "What the entries say and the documents: it was not opened. What is sealed was checked as it is sealed.".to_owned(),
            );
        }
        self.not_proven.push(
            "That the whole record was not replaced by another: compare a seal's words with those on paper (alongside verify --seal).".to_owned(),
        );
        self.not_proven.push(
            "Anything before it was delivered: proof begins when a file was hashed on arrival or taken in.".to_owned(),
        );
        if !store {
            self.not_proven.push(
                "That the store agrees with the journal: it was not compared. Nothing depends on it; it is rebuilt from the journal.".to_owned(),
            );
        }
    }
}

/// The numbers of the frames that this key did not sign. Several at once: a signature takes some 50 microseconds to check.
fn unsigned(frames: &[Stored], public: &[u8; 32]) -> Vec<Seq> {
    let check = |share: &[Stored]| {
        let wrong = share.iter().filter(|stored| {
            !Frame::parse(&stored.bytes)
                .is_some_and(|frame| chain::signed_by(public, &frame.link, frame.signature))
        });
        wrong.map(|stored| Seq(stored.seq)).collect::<Vec<_>>()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if frames.len() < 64 || threads < 2 {
        return check(frames);
    }
    std::thread::scope(|scope| {
        let shares: Vec<_> = frames
            .chunks(frames.len().div_ceil(threads))
            .map(|share| {
                (
                    share,
                    std::thread::Builder::new().spawn_scoped(scope, move || check(share)),
                )
            })
            .collect();
        let mut wrong = Vec::new();
        for (share, thread) in shares {
            wrong.extend(match thread {
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => check(share),
            });
        }
        wrong
    })
}

/// The entry in a frame; `Ok(None)` where its case was erased, `Err` where it opens to nothing of sense.
fn entry_in(keys: &Keyring, stored: &Stored) -> Result<Option<Entry>, ()> {
    let frame = Frame::parse(&stored.bytes).ok_or(())?;
    entries::entry_of(keys, &(stored.device, frame)).map_err(|_| ())
}

/// What an event names.
fn names(event: &Event) -> Vec<What> {
    let (original, reading) = match event {
        Event::DocumentTakenIn {
            sha256, reading, ..
        }
        | Event::DocumentAltered {
            sha256, reading, ..
        }
        | Event::DocumentReadAgain {
            sha256, reading, ..
        } => (*sha256, reading),
        Event::ArrivalSealed { list, .. } => return vec![What::List(*list)],
        Event::FindingsSigned { text, .. } => return vec![What::Text(*text)],
        Event::SealMade {
            number, statement, ..
        } => return vec![What::Seal(number.0, statement.clone().into_bytes())],
        _ => return Vec::new(),
    };
    let mut named = vec![What::Original(original)];
    if let Readable::Text(text) = reading {
        named.push(What::Text(text.sha256));
    }
    named
}
