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
    disk::{Disk, How, put_whole, read_full},
};

/// The keys.
pub(crate) const KEYS: &str = "keys.json";
/// The second copy of them.
pub(crate) const BEFORE: &str = "keys.json.before";
/// The vault key of a demonstration.
pub(crate) const TRAINING: &str = "training.key";
/// What this folder signs with.
pub(crate) const DEVICE: &str = "device.key";

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
    /// shows.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, LedgerError> {
        let path = self.root.join(name);
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

    /// Durably, as a whole.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> Result<(), LedgerError> {
        let path = self.root.join(name);
        put_whole(&*self.disk, &path, bytes)
            .map_err(|error| LedgerError::at("Writing", &path, &error))
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
