//! The ledger's promises, on a real folder and on a disk that breaks on demand.

mod acts;
mod damage;
mod devices;
pub mod fault;
mod faults;
mod files;
mod flips;
mod glances;
mod keeping;
mod kills;
mod look;
mod memory;
mod mixed;
mod model;
mod model_acts;
mod modes;
mod points;
mod recovery;
mod sled_calls;
mod swaps;
mod threads;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use tempfile::TempDir;

use super::{Ledger, LedgerError, Opened, Options};
use crate::{
    casework::{
        CaseNo, Entry, Event, Moment, ParticipantNo, RemarkKind, RemarkNo, event::NewEntry,
    },
    proof::chain::JournalHeader,
};

pub const NOW: Moment = Moment {
    utc_ms: 1_331_733_720_000,
    offset_s: 0,
};

/// A remark in case `case`, `length` letters long and told apart by `number`.
pub fn remark(case: u32, number: u32, length: usize) -> NewEntry {
    NewEntry {
        at: NOW,
        case: Some(CaseNo(case)),
        by: Some(ParticipantNo(1)),
        event: Event::RemarkMade {
            remark: RemarkNo(number),
            remark_kind: RemarkKind::Observation,
            words: "w".repeat(length),
            anchors: Vec::new(),
            reply_to: None,
            about: None,
        },
    }
}

/// The numbers of the remarks among entries, in order.
pub fn numbers(entries: &[Entry]) -> Vec<u32> {
    entries
        .iter()
        .map(|entry| match entry.event {
            Event::RemarkMade { remark, .. } => remark.0,
            _ => panic!("only remarks are kept in these tests"),
        })
        .collect()
}

/// On a disk that works, and does not take the time to make anything durable.
pub fn options() -> Options {
    Options {
        reserve: 0,
        disk: Arc::new(fault::FaultDisk::default()),
        ..Options::new(NOW)
    }
}

/// A folder for one inspection that goes away with the test.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("inspection")
    }

    pub fn create(&self) -> Ledger {
        Ledger::create(&self.root(), &options()).unwrap()
    }

    pub fn open(&self) -> (Ledger, Opened) {
        self.try_open().unwrap()
    }

    pub fn try_open(&self) -> Result<(Ledger, Opened), LedgerError> {
        Ledger::open(&self.root(), &options())
    }

    /// The one journal.
    pub fn journal(&self) -> PathBuf {
        only_file(&self.root().join("journal"), ".log")
    }

    pub fn store(&self) -> PathBuf {
        self.root().join("store.sled")
    }

    /// An inspection of remarks 1 to `count` in cases 1 and 2 by turns, closed; the lengths of their frames.
    pub fn with_remarks(count: u32) -> Self {
        let place = Self::new();
        let mut ledger = place.create();
        for number in 1..=count {
            ledger
                .append(vec![remark(1 + number % 2, number, 40)])
                .unwrap();
        }
        ledger.close();
        place
    }
}

pub fn only_file(folder: &Path, end: &str) -> PathBuf {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|file| file.to_str().unwrap().ends_with(end))
        .collect();
    assert_eq!(files.len(), 1, "one file ending in {end}");
    files.pop().unwrap()
}

/// Where each frame of a journal begins, after its header, and its end.
pub fn frame_starts(bytes: &[u8]) -> Vec<usize> {
    let mut starts = vec![JournalHeader::claimed_length(bytes).unwrap()];
    while let Some(at) = starts.last().copied()
        && at < bytes.len()
    {
        starts.push(at + super::frame::claimed_length(&bytes[at..]).unwrap());
    }
    starts
}

/// Every file below the documents folder.
pub fn document_files(root: &Path) -> std::collections::BTreeSet<PathBuf> {
    std::fs::read_dir(root.join("documents"))
        .unwrap()
        .flat_map(|case| std::fs::read_dir(case.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect()
}

/// Copies a closed inspection, so that each way to damage it begins from the same.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let target = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy_folder(&file.path(), &target);
        } else {
            std::fs::copy(file.path(), target).unwrap();
        }
    }
}
