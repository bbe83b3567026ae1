//! The files of the vault, and the order they are written in. `keys.json` is replaced as a whole, durably, and then `keys.json.before` in
//! the same way, so that whatever happens one of them is whole, and between two changes both are the same: damage to one never costs the
//! newest case its key, and no copy is left that an erased case or a removed passphrase still opens. Knows bytes; knows no keys.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::file::MOST_BYTES;
use crate::ledger::{
    LedgerError,
    disk::{Disk, How, UNFINISHED, put_whole, read_full},
};

/// The keys.
pub(crate) const KEYS: &str = "keys.json";
/// The second copy of them.
pub(crate) const BEFORE: &str = "keys.json.before";
/// The vault key of a demonstration.
pub(crate) const TRAINING: &str = "training.key";
/// What this folder signs with.
pub(crate) const DEVICE: &str = "device.key";

/// Whether an inspection in this folder opens only with a passphrase, as far as the names of its files say.
#[must_use]
pub fn opens_with_words(folder: &Path) -> bool {
    (folder.join(KEYS).exists() || folder.join(BEFORE).exists()) && !folder.join(TRAINING).exists()
}

#[derive(Debug)]
pub(crate) struct Store {
    disk: Arc<dyn Disk>,
    root: PathBuf,
    /// The second copy is not known to be what `keys.json` is.
    pub behind: bool,
}

impl Store {
    pub(crate) fn new(disk: Arc<dyn Disk>, root: &Path) -> Self {
        Self {
            disk,
            root: root.to_owned(),
            behind: false,
        }
    }

    /// The bytes of a file; `None` where it is not there. One that is too long to be a file of the vault is read only so far that this
    /// shows. A link is not followed, and nothing is waited for that is not a file.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, LedgerError> {
        let path = self.root.join(name);
        if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
            let what = format!("{name} is not a file of its own; alongside never follows a link.");
            return Err(LedgerError::NotAsMade { what });
        }
        let read = || -> io::Result<Vec<u8>> {
            let mut file = self.disk.open(&path, How::Read)?;
            let length = file.length()?.min(MOST_BYTES + 1);
            let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
            let filled = read_full(&mut *file, 0, &mut bytes)?;
            bytes.truncate(filled);
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(LedgerError::at("Reading", &path, &error)),
        }
    }

    pub(crate) fn is_absent(&self, name: &str) -> bool {
        matches!(self.read(name), Ok(None))
    }

    /// Durably, as a whole.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), LedgerError> {
        let path = self.root.join(name);
        put_whole(&*self.disk, &path, bytes)
            .map_err(|error| LedgerError::at("Writing", &path, &error))
    }

    /// Removes files of keys that never became whole: what was sealed in them is not to be found there later.
    pub(crate) fn tidy(&self) -> Result<(), LedgerError> {
        let trouble = |path: &Path, error| LedgerError::at("Removing", path, &error);
        let names = self
            .disk
            .list(&self.root)
            .map_err(|error| trouble(&self.root, error))?;
        for name in names {
            let path = self.root.join(&name);
            let of_keys = [KEYS, TRAINING, DEVICE]
                .iter()
                .any(|whose| name.starts_with(whose));
            if of_keys && path.extension().is_some_and(|end| end == UNFINISHED) {
                self.disk
                    .remove(&path)
                    .and_then(|()| self.disk.sync_folder(&self.root))
                    .map_err(|error| trouble(&path, error))?;
            }
        }
        Ok(())
    }

    /// Makes the second copy what `keys.json` is.
    pub(crate) fn catch_up(&mut self, keys: &[u8]) -> Result<(), LedgerError> {
        if self.behind {
            self.put(BEFORE, keys)?;
            self.behind = false;
        }
        Ok(())
    }

    /// Replaces `keys.json`, which is `now`. Where this fails, either stands there.
    pub(crate) fn replace(&mut self, now: &[u8], new: &[u8]) -> Result<(), LedgerError> {
        self.catch_up(now)?;
        self.behind = true;
        self.put(KEYS, new)
    }
}
