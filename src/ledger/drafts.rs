//! The resume record: where the two are and what is half typed, in one sealed file that is replaced as a whole. Bytes in, bytes out; outside
//! the chain, and never in sled, which keeps what is overwritten.

use std::{io::ErrorKind, path::PathBuf, sync::Arc};

use super::{
    disk::{Disk, UNFINISHED, put_whole, read_whole},
    error::LedgerError,
    vault::{Keyring, Place},
};

#[derive(Debug)]
pub(crate) struct Drafts {
    disk: Arc<dyn Disk>,
    keys: Arc<Keyring>,
    folder: PathBuf,
}

/// Where it lives, as its seal is bound to it.
const PLACE: Place<'static> = Place {
    tree: "drafts",
    key: b"resume",
    seq: 0,
    version: 1,
};

impl Drafts {
    pub(crate) fn new(disk: Arc<dyn Disk>, keys: Arc<Keyring>, folder: PathBuf) -> Self {
        Self { disk, keys, folder }
    }

    fn resume_file(&self) -> PathBuf {
        self.folder.join("resume")
    }

    pub(crate) fn save_resume(&self, bytes: &[u8]) -> Result<(), LedgerError> {
        let file = self.resume_file();
        let sealed = self.keys.seal(self.keys.ensure(None)?, &PLACE, bytes)?;
        let sealed = [sealed.nonce.as_slice(), &sealed.bytes].concat();
        put_whole(&*self.disk, &file, &sealed)
            .map_err(|error| LedgerError::at("Keeping the half-typed words in", &file, &error))
    }

    pub(crate) fn resume(&self) -> Result<Option<Vec<u8>>, LedgerError> {
        let file = self.resume_file();
        match read_whole(&*self.disk, &file) {
            Ok(bytes) => Ok(self.opened(&bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(LedgerError::at(
                "Reading the half-typed words in",
                &file,
                &error,
            )),
        }
    }

    /// `None` for a record that is damaged: what it held is lost, and nothing else.
    fn opened(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = bytes.split_first_chunk::<24>()?;
        let opened = self
            .keys
            .open_sealed(self.keys.id_of(None)?, &PLACE, nonce, sealed)?;
        Some(opened.to_vec())
    }

    /// Sets a record that is damaged aside; says whether there was one.
    pub(crate) fn set_damaged_aside(&self) -> bool {
        let file = self.resume_file();
        let damaged =
            read_whole(&*self.disk, &file).is_ok_and(|bytes| self.opened(&bytes).is_none());
        if damaged {
            // Where it cannot be moved it is said again the next time.
            let _ = self.disk.rename(&file, &self.folder.join("resume.damaged"));
        }
        damaged
    }

    pub(crate) fn clear_resume(&self) -> Result<(), LedgerError> {
        let file = self.resume_file();
        let trouble = |error| LedgerError::at("Removing the half-typed words in", &file, &error);
        match self.disk.remove(&file) {
            // One that is not there may have been removed by a program that was killed before that was confirmed.
            Err(error) if error.kind() != ErrorKind::NotFound => Err(trouble(error)),
            _ => self.disk.sync_folder(&self.folder).map_err(trouble),
        }
    }

    /// Removes records that never became whole.
    pub(crate) fn tidy(&self) {
        for name in self.disk.list(&self.folder).unwrap_or_default() {
            if name.ends_with(&format!(".{UNFINISHED}")) {
                // What stays only takes room.
                let _ = self.disk.remove(&self.folder.join(name));
            }
        }
    }
}
