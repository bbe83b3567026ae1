//! The inspection folder: what stands where, its format, its lock and its reserve. Knows names and small files; knows no frames.
//!
//! | name | what |
//! |---|---|
//! | `format.json` | `{"alongside":1}`; written last when an inspection is made |
//! | `keys.json`, `keys.json.before` | the slots and wrapped keys, and their generation before |
//! | `training.key` | only beside a demonstration: what opens it |
//! | `device.key` | this copy's signing key, sealed; in no backup and no mirror |
//! | `lock` | locked while the inspection is open; inside: the process and since when |
//! | `journal/<device>.log`, `.head` | the authority, one for each device that ever wrote; its header once more |
//! | `journal/<device>.torn-<n>`, `.damaged-<n>` | what was set aside |
//! | `documents/<case id>/<name>` | originals, their texts, lists, sealed |
//! | `seals/<n>.json` | the statement of each seal, which anybody may check |
//! | `mirror.json` | where the mirror is, where there is one |
//! | `store.sled/`, `store.sled.bad-<n>/` | the store, and those set aside (two at most) |
//! | `drafts/resume` | the resume record, sealed |
//! | `reserve` | takes up room that is given free when the disk is full |

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    disk::{Disk, Held, How, LockTrouble, UNFINISHED, put_whole, read_whole, write_all},
    error::{LedgerError, Note},
};
use crate::casework::Moment;

/// The format written here.
const FORMAT: u64 = 1;
const FORMAT_JSON: &[u8] = br#"{"alongside":1}"#;

/// What is said of a format file that is not understood.
const UNKNOWN: &str = "unknown";

/// Everything an inspection folder may hold directly.
const INSIDE: [&str; 13] = [
    "format.json",
    "keys.json",
    "keys.json.before",
    "training.key",
    "device.key",
    "mirror.json",
    "lock",
    "reserve",
    "journal",
    "documents",
    "drafts",
    "seals",
    "store.sled",
];

/// What stands in the format file.
#[derive(Deserialize)]
struct Format {
    alongside: serde_json::Value,
}

/// Names within an inspection folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// Whether an inspection is kept in this folder, of whatever format.
#[must_use]
pub fn is_inspection(folder: &Path) -> bool {
    Folder::new(folder).format().is_file()
}

impl Folder {
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            // Without a separator at its end, which would follow a link.
            root: root.components().collect(),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.root.join("journal")
    }

    pub(crate) fn documents(&self) -> PathBuf {
        self.root.join("documents")
    }

    pub(crate) fn drafts(&self) -> PathBuf {
        self.root.join("drafts")
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.root.join("store.sled")
    }

    pub(crate) fn seals(&self) -> PathBuf {
        self.root.join("seals")
    }

    pub(crate) fn mirror(&self) -> PathBuf {
        self.root.join("mirror.json")
    }

    fn format(&self) -> PathBuf {
        self.root.join("format.json")
    }

    /// Makes the folder and those in it. It has to be absent or empty.
    pub(crate) fn make(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        if disk.list(&self.root).is_ok_and(|inside| !inside.is_empty()) {
            return Err(LedgerError::NotEmpty {
                folder: self.root.display().to_string(),
            });
        }
        for folder in [
            self.root.clone(),
            self.journal(),
            self.documents(),
            self.drafts(),
            self.seals(),
        ] {
            disk.make_folder(&folder)
                .map_err(|error| LedgerError::at("Making the folder", &folder, &error))?;
        }
        let above = match self.root.parent() {
            Some(above) if above.as_os_str().is_empty() => Path::new("."),
            Some(above) => above,
            None => return Ok(()),
        };
        match disk.sync_folder(above) {
            // A folder this account may write to and not read: its name there is as durable as the system makes it.
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
            done => done.map_err(|error| LedgerError::at("Making the folder", &self.root, &error)),
        }
    }

    /// Says that this is an inspection: the last step of making one.
    pub(crate) fn mark(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        put_whole(disk, &self.format(), FORMAT_JSON)
            .map_err(|error| LedgerError::at("Writing", &self.format(), &error))
    }

    /// Refuses a folder that is no inspection, that another version wrote, or that has links in it where its own things should be. Changes
    /// nothing, as another program may have it open.
    pub(crate) fn refuse_others(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        match self.check_only(disk) {
            Err(LedgerError::OtherFormat { found }) if self.is_mendable(disk, &found) => Ok(()),
            done => done,
        }
    }

    fn is_mendable(&self, disk: &dyn Disk, found: &str) -> bool {
        found == UNKNOWN && disk.exists(&self.root.join("keys.json"))
    }

    /// As [`Self::refuse_others`]; a format file that was damaged is written again where the keys show that this is an inspection. For whoever
    /// has the lock.
    pub(crate) fn check(&self, disk: &dyn Disk) -> Result<Vec<Note>, LedgerError> {
        match self.check_only(disk) {
            Err(LedgerError::OtherFormat { found }) if self.is_mendable(disk, &found) => {
                self.mark(disk)?;
                self.check_only(disk)?;
                Ok(vec![Note::FormatMended])
            }
            done => done.map(|()| Vec::new()),
        }
    }

    /// Removes files that never became whole, as a kill in the middle of writing leaves them: half a file of keys may still hold the key of a
    /// case that is to be erased. For whoever has the lock.
    pub(crate) fn tidy(&self, disk: &dyn Disk) {
        for folder in [self.root.clone(), self.journal(), self.seals()] {
            for name in disk.list(&folder).unwrap_or_default() {
                if name.ends_with(&format!(".{UNFINISHED}")) {
                    // What stays only takes room.
                    let _ = disk.remove(&folder.join(name));
                }
            }
        }
    }

    /// Refuses what [`Self::check`] refuses, and a damaged format file too.
    pub(crate) fn check_only(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        self.refuse_links(disk)?;
        let bytes = match read_whole(disk, &self.format()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(LedgerError::NoInspection {
                    folder: self.root.display().to_string(),
                });
            }
            Err(error) => return Err(LedgerError::at("Reading", &self.format(), &error)),
        };
        if bytes == FORMAT_JSON {
            return Ok(());
        }
        // Whole and another version's, or damaged.
        let found = serde_json::from_slice::<Format>(&bytes)
            .ok()
            .and_then(|format| format.alongside.as_u64())
            .filter(|number| *number != FORMAT);
        Err(LedgerError::OtherFormat {
            found: found.map_or(UNKNOWN.to_owned(), |number| number.to_string()),
        })
    }

    fn refuse_links(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        let link = INSIDE
            .iter()
            .map(|name| self.root.join(name))
            .chain([self.root.clone()])
            .find(|path| disk.is_link(path));
        match link {
            Some(path) => Err(LedgerError::NotAsMade {
                what: format!(
                    "{} is a link to another place; alongside never follows one.",
                    path.display()
                ),
            }),
            None => Ok(()),
        }
    }

    /// Takes the lock, or says who has it.
    pub(crate) fn lock(&self, disk: &dyn Disk, now: Moment) -> Result<Box<dyn Held>, LedgerError> {
        let path = self.root.join("lock");
        let holder = Holder {
            process: std::process::id(),
            since: now,
        };
        let words = serde_json::to_vec(&holder).unwrap_or_default();
        disk.lock(&path, &words).map_err(|trouble| match trouble {
            LockTrouble::Taken(words) => {
                let since = serde_json::from_str::<Holder>(&words).map(|holder| {
                    let since = holder.since.full();
                    format!(" since {since} (process {})", holder.process)
                });
                LedgerError::AlreadyOpen {
                    since: since.unwrap_or_default(),
                }
            }
            LockTrouble::Trouble(error) => LedgerError::at("Opening the file", &path, &error),
        })
    }
}

/// What stands in the lock file.
#[derive(Serialize, Deserialize)]
struct Holder {
    process: u32,
    since: Moment,
}

/// A file that only takes up room, to be given free when the disk is full, so that open work can be finished.
#[derive(Debug)]
pub(crate) struct Reserve {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    bytes: u64,
    there: bool,
}

impl Reserve {
    pub(crate) fn new(disk: Arc<dyn Disk>, folder: &Path, bytes: u64) -> Self {
        Self {
            there: disk
                .open(&folder.join("reserve"), How::Read)
                .and_then(|mut file| file.length())
                .is_ok_and(|length| length >= bytes),
            disk,
            folder: folder.to_owned(),
            bytes,
        }
    }

    /// Makes it where it is absent and there is ample room: four times its size, as far as the system says. Says whether it is there.
    pub(crate) fn make(&mut self) -> bool {
        let ample = self
            .disk
            .free_bytes(&self.folder)
            .is_none_or(|free| free / 4 >= self.bytes);
        if !self.there && self.bytes > 0 && ample {
            self.there = self.fill().is_ok();
            if !self.there {
                let _ = self.disk.remove(&self.path());
            }
        }
        self.there || self.bytes == 0
    }

    /// Gives its room free; says whether there was any.
    pub(crate) fn free(&mut self) -> bool {
        std::mem::take(&mut self.there) && self.disk.remove(&self.path()).is_ok()
    }

    fn path(&self) -> PathBuf {
        self.folder.join("reserve")
    }

    fn fill(&self) -> std::io::Result<()> {
        // Random, because some file systems store repeated bytes in no room at all.
        let mut piece = vec![0; 64 * 1024];
        let mut file = self.disk.open(&self.path(), How::Fresh)?;
        let mut at = 0;
        while at < self.bytes {
            getrandom::fill(&mut piece).map_err(std::io::Error::other)?;
            let want = usize::try_from(self.bytes - at).unwrap_or(usize::MAX);
            let piece = piece.get(..want).unwrap_or(&piece);
            write_all(&mut *file, at, piece)?;
            at += piece.len() as u64;
        }
        file.sync()
    }
}
