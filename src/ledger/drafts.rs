//! The resume record: where the two are and what is half typed, in one file that is replaced as a whole. Bytes in, bytes out; outside the
//! chain, and never in sled, which keeps what is overwritten.

use std::{io::ErrorKind, path::PathBuf, sync::Arc};

use super::{
    disk::{Disk, UNFINISHED, put_whole, read_whole},
    error::LedgerError,
};

#[derive(Debug)]
pub(crate) struct Drafts {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
}

impl Drafts {
    pub(crate) fn new(disk: Arc<dyn Disk>, folder: PathBuf) -> Self {
        Self { disk, folder }
    }

    fn resume_file(&self) -> PathBuf {
        self.folder.join("resume")
    }

    pub(crate) fn save_resume(&self, bytes: &[u8]) -> Result<(), LedgerError> {
        let file = self.resume_file();
        put_whole(&*self.disk, &file, bytes)
            .map_err(|error| LedgerError::at("Keeping the half-typed words in", &file, &error))
    }

    pub(crate) fn resume(&self) -> Result<Option<Vec<u8>>, LedgerError> {
        let file = self.resume_file();
        match read_whole(&*self.disk, &file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(LedgerError::at(
                "Reading the half-typed words in",
                &file,
                &error,
            )),
        }
    }

    pub(crate) fn clear_resume(&self) -> Result<(), LedgerError> {
        let file = self.resume_file();
        let trouble = |error| LedgerError::at("Removing the half-typed words in", &file, &error);
        match self.disk.remove(&file) {
            Ok(()) => self.disk.sync_folder(&self.folder).map_err(trouble),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(trouble(error)),
        }
    }

    /// Removes records that never became whole.
    pub(crate) fn tidy(&self) {
        let inside = std::fs::read_dir(&self.folder).into_iter().flatten();
        for file in inside.flatten().map(|file| file.path()) {
            if file.extension().is_some_and(|end| end == UNFINISHED) {
                // What stays only takes room.
                let _ = self.disk.remove(&file);
            }
        }
    }
}
