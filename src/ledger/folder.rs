//! The inspection folder: what stands where, its format, its lock and its reserve. Knows names and small files; knows no frames.
//!
//! | name | what |
//! |---|---|
//! | `format.json` | `{"alongside":0,"note":"NOT ENCRYPTED, FICTIONAL CASES ONLY"}`; written last when an inspection is made |
//! | `lock` | locked while the inspection is open; inside: the process and since when |
//! | `journal/<device>.log` | the authority |
//! | `journal/<device>.torn-<n>`, `.damaged-<n>` | what was set aside |
//! | `documents/<case>/<sha256>`, `….text` | originals and their texts |
//! | `store.sled/`, `store.sled.bad-<n>/` | the store, and those set aside (two at most) |
//! | `drafts/resume` | the resume record |
//! | `reserve` | takes up room that is given free when the disk is full |

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    disk::{Disk, How, put_whole, read_whole, write_all},
    error::LedgerError,
    journal::DEVICE_BYTES,
};
use crate::{casework::Moment, platform};

/// The format written here.
const FORMAT: u64 = 0;
const FORMAT_JSON: &[u8] = br#"{"alongside":0,"note":"NOT ENCRYPTED, FICTIONAL CASES ONLY"}"#;

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
            root: root.to_owned(),
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

    fn format(&self) -> PathBuf {
        self.root.join("format.json")
    }

    /// Makes the folder and those in it. It has to be absent or empty.
    pub(crate) fn make(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        if std::fs::read_dir(&self.root).is_ok_and(|mut inside| inside.next().is_some()) {
            return Err(LedgerError::NotEmpty {
                folder: self.root.display().to_string(),
            });
        }
        for folder in [
            self.root.clone(),
            self.journal(),
            self.documents(),
            self.drafts(),
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

    /// Refuses a folder that is no inspection, that another version wrote, or that has links in it where folders should be.
    pub(crate) fn check(&self, disk: &dyn Disk) -> Result<(), LedgerError> {
        #[derive(Deserialize)]
        struct Format {
            alongside: serde_json::Value,
        }
        let bytes = match read_whole(disk, &self.format()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(LedgerError::NoInspection {
                    folder: self.root.display().to_string(),
                });
            }
            Err(error) => return Err(LedgerError::at("Reading", &self.format(), &error)),
        };
        let found = serde_json::from_slice::<Format>(&bytes)
            .map_or(serde_json::Value::Null, |format| format.alongside);
        if found.as_u64() != Some(FORMAT) {
            let found = match found {
                serde_json::Value::Number(number) => number.to_string(),
                _ => "unknown".to_owned(),
            };
            return Err(LedgerError::OtherFormat { found });
        }
        for folder in [
            self.journal(),
            self.documents(),
            self.drafts(),
            self.store(),
        ] {
            if folder.is_symlink() {
                let what = format!(
                    "{} is a link to another place; alongside never follows one.",
                    folder.display()
                );
                return Err(LedgerError::NotAsMade { what });
            }
        }
        Ok(())
    }

    /// The device whose journal this is; `None` where there is no journal.
    pub(crate) fn device(&self) -> Result<Option<String>, LedgerError> {
        let inside = std::fs::read_dir(self.journal())
            .map_err(|error| LedgerError::at("Reading the folder", &self.journal(), &error))?;
        let mut devices: Vec<String> = inside
            .flatten()
            .filter_map(|file| {
                let name = file.file_name().into_string().ok()?;
                Some(name.strip_suffix(".log")?.to_owned())
            })
            .collect();
        let device = devices.pop();
        let wrong = match &device {
            _ if !devices.is_empty() => "There is more than one journal in this inspection folder.",
            Some(device) if device_bytes(device).is_none() => {
                "The journal in this inspection folder has been renamed."
            }
            Some(device) if self.journal().join(format!("{device}.log")).is_symlink() => {
                "The journal in this inspection folder is a link to another place."
            }
            _ => return Ok(device),
        };
        Err(LedgerError::NotAsMade { what: wrong.into() })
    }

    /// Takes the lock, or says who has it.
    pub(crate) fn lock(&self, now: Moment) -> Result<Lock, LedgerError> {
        let path = self.root.join("lock");
        let trouble = |error: &std::io::Error| LedgerError::at("Opening the file", &path, error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        platform::owner_only(&mut options);
        let mut file = options.open(&path).map_err(|error| trouble(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut words = String::new();
                // On Windows nobody else may read a locked file; then the refusal says less.
                let since = file
                    .read_to_string(&mut words)
                    .ok()
                    .and_then(|_| serde_json::from_str::<Holder>(&words).ok())
                    .map(|holder| {
                        let since = holder.since.full();
                        format!(" since {since} (process {})", holder.process)
                    });
                return Err(LedgerError::AlreadyOpen {
                    since: since.unwrap_or_default(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(trouble(&error)),
        }
        let holder = Holder {
            process: std::process::id(),
            since: now,
        };
        // Only who is refused reads this: where the disk is full, the lock holds without it.
        let _ = serde_json::to_vec(&holder).map(|bytes| {
            file.set_len(0)?;
            file.write_all(&bytes)
        });
        Ok(Lock { _file: file })
    }
}

/// What stands in the lock file.
#[derive(Serialize, Deserialize)]
struct Holder {
    process: u32,
    since: Moment,
}

/// Held as long as the inspection is open; the system gives it back when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// The bytes of a device's name; `None` where it is none.
pub(crate) fn device_bytes(name: &str) -> Option<[u8; DEVICE_BYTES]> {
    let hex = name.as_bytes();
    if hex.len() != 2 * DEVICE_BYTES || hex.iter().any(|digit| !digit.is_ascii_hexdigit()) {
        return None;
    }
    Some(u64::from_str_radix(name, 16).ok()?.to_be_bytes())
}

/// A device's name for its bytes.
pub(crate) fn device_name(bytes: [u8; DEVICE_BYTES]) -> String {
    format!("{:016x}", u64::from_be_bytes(bytes))
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
