//! Saying what is proven: every frame's hash and place, every document and text that an entry names, and the store beside the journal.
//! Changes nothing and needs no lock, so that a copy on a read-only disk can be verified too.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use serde::Serialize;

use super::{
    disk::{Disk, RealDisk},
    documents::Documents,
    error::LedgerError,
    folder::Folder,
    frame::Frame,
    journal::Journal,
    scan::Scan,
    shelf,
};
use crate::casework::{CaseNo, Entry, Event, Readable, Seq, Sha256};

/// What was checked, what is proven and what is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The device whose journal it is.
    pub device: String,
    /// Whole entries in their places.
    pub entries: u64,
    /// The hash of the last one: who noted it down can compare it.
    pub head: Sha256,
    /// Originals that are what was taken in.
    pub originals: u64,
    /// Texts that are what was read.
    pub texts: u64,
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

/// Verifies a folder as it stands, whoever has it open. The store is not looked at: sled cannot be opened without writing.
///
/// # Errors
/// When there is no inspection of this format, or its journal cannot be read at all.
pub fn verify_folder(
    root: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, LedgerError> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let folder = Folder::new(root);
    folder.check(&*disk)?;
    let Some(device) = folder.device()? else {
        return Err(LedgerError::NotAsMade {
            what: "The journal of this inspection is missing.".to_owned(),
        });
    };
    let journals = folder.journal();
    let journal = Journal::look(Arc::clone(&disk), &journals, &device)
        .map_err(|error| LedgerError::at("Opening the journal in", &journals, &error))?;
    let scan = journal.scan()?;
    let documents = Documents::new(disk, folder.documents());
    journal_and_documents(&journal, &scan, &documents, None, progress)
}

/// Verifies what a scan found, and the documents its entries name. `store`: how many entries the store has, and whether they are the same.
pub(crate) fn journal_and_documents(
    journal: &Journal,
    scan: &Scan,
    documents: &Documents,
    store: Option<(u64, bool)>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, LedgerError> {
    let mut report = Report {
        device: journal.device().to_owned(),
        entries: scan.frames.len() as u64,
        head: scan
            .frames
            .last()
            .map_or_else(|| super::frame::genesis(journal.device()), |last| last.hash),
        originals: 0,
        texts: 0,
        store: store.map(|(keys, _)| keys),
        differences: Vec::new(),
        remarks: Vec::new(),
        proven: Vec::new(),
        not_proven: Vec::new(),
    };
    report.check_chain(scan);
    let named = report.named_documents(journal, scan)?;
    let total = named.len() as u64;
    for (done, item) in named.iter().enumerate() {
        progress(done as u64, total);
        report.check_document(documents, item);
    }
    progress(total, total);
    if let Some((keys, false)) = store {
        report.differ(
            None,
            format!("The store does not hold precisely what the journal holds ({keys} entries there); it is rebuilt when the inspection is opened."),
        );
    }
    report.count_strays(documents, total);
    report.say(store.is_some());
    Ok(report)
}

/// A document or text, and the entry that first names it.
struct Named {
    entry: Seq,
    case: CaseNo,
    sha256: Sha256,
    text: bool,
}

impl Report {
    fn differ(&mut self, entry: Option<Seq>, what: String) {
        self.differences.push(Difference {
            device: self.device.clone(),
            entry,
            case: None,
            document: None,
            what,
        });
    }

    fn check_chain(&mut self, scan: &Scan) {
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
            self.differ(Some(Seq(hole.first)), what);
        }
        if let Some(tail) = scan.tail {
            let what = format!(
                "The journal ends in {} bytes that are no whole entry (at position {tail}): entry {} was never finished, or is damaged.",
                scan.length - tail,
                scan.count()
            );
            self.differ(Some(Seq(scan.count())), what);
        }
    }

    fn named_documents(
        &mut self,
        journal: &Journal,
        scan: &Scan,
    ) -> Result<Vec<Named>, LedgerError> {
        let mut seen = BTreeSet::new();
        let mut named = Vec::new();
        let mut newer = 0_u64;
        for places in scan.frames.chunks(1000) {
            for stored in shelf::read(journal, places)? {
                let seq = Seq(stored.seq);
                let entry = Frame::parse(&stored.bytes)
                    .and_then(|frame| Entry::from_bytes(frame.body).ok())
                    .filter(|entry| entry.seq == seq && entry.case == stored.case);
                let Some(entry) = entry else {
                    self.differ(
                        Some(seq),
                        format!("Entry {seq} is whole and in its place, but does not say what an entry says."),
                    );
                    continue;
                };
                newer += u64::from(entry.event == Event::Unknown);
                let Some(case) = entry.case else { continue };
                for (sha256, text) in hashes(&entry.event) {
                    if seen.insert((case, sha256, text)) {
                        named.push(Named {
                            entry: seq,
                            case,
                            sha256,
                            text,
                        });
                    }
                }
            }
        }
        if newer > 0 {
            self.not_proven.push(format!(
                "{newer} entries were written by a newer version of alongside; the documents they name were not checked."
            ));
        }
        Ok(named)
    }

    fn check_document(&mut self, documents: &Documents, item: &Named) {
        let read = if item.text {
            documents.text(item.case, item.sha256)
        } else {
            documents.original(item.case, item.sha256)
        };
        let (thing, count) = if item.text {
            ("A text", &mut self.texts)
        } else {
            ("A document", &mut self.originals)
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
        self.differences.push(Difference {
            device: self.device.clone(),
            entry: Some(item.entry),
            case: Some(item.case),
            document: Some(item.sha256),
            what: format!(
                "{thing} of case {} ({}…, named by entry {}) {what}.",
                item.case,
                item.sha256.short(),
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
                "All {} entries of device {} are whole, in one unbroken chain.",
                self.entries, self.device
            ));
            self.proven.push(format!(
                "All {} documents and {} texts they name are byte for byte what was taken in.",
                self.originals, self.texts
            ));
            if store {
                self.proven
                    .push("The store holds precisely what the journal holds.".to_owned());
            }
        }
        self.not_proven
            .push("Who wrote the entries: this format has no signatures.".to_owned());
        self.not_proven.push(
            "That the whole record was not replaced by another, or cut short at its end: this format has no seals. Compare the last hash with one noted down earlier.".to_owned(),
        );
        if !store {
            self.not_proven.push(
                "That the store agrees with the journal: it was not compared. Nothing depends on it; it is rebuilt from the journal.".to_owned(),
            );
        }
    }
}

/// The documents (`false`) and texts (`true`) an event names.
fn hashes(event: &Event) -> Vec<(Sha256, bool)> {
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
        _ => return Vec::new(),
    };
    let mut hashes = vec![(original, false)];
    if let Readable::Text(text) = reading {
        hashes.push((text.sha256, true));
    }
    hashes
}
