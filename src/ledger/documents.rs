//! Originals and texts of documents, each in a file named by the SHA-256 of its bytes. What is read is checked against its name, so a
//! changed file is never shown as what was taken in. Knows nothing of what the bytes mean or which entries name them.
//!
//! Put documents first and append the entries that name them after: then an entry never names what a power cut took away.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    disk::{Disk, How, UNFINISHED, put_whole, read_whole, unfinished_name, write_all},
    error::LedgerError,
    frame::sha256,
};
use crate::casework::{CaseNo, Sha256};

/// The documents of an inspection. Cheap to copy, and may be used from several threads at once.
#[derive(Clone, Debug)]
pub struct Documents {
    disk: Arc<dyn Disk>,
    root: PathBuf,
}

/// Which of the two a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Original,
    Text,
}

impl Documents {
    pub(crate) fn new(disk: Arc<dyn Disk>, root: PathBuf) -> Self {
        Self { disk, root }
    }

    /// Keeps the bytes of a document as taken in; durable when it returns. Bytes already kept are left as they are, unless the file was
    /// changed: then they are put right.
    ///
    /// # Errors
    /// When the disk is full or does not confirm.
    pub fn put_original(&self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(case, Kind::Original, bytes)
    }

    /// Keeps a text of a document, as [`Self::put_original`] keeps its bytes.
    ///
    /// # Errors
    /// As there.
    pub fn put_text(&self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(case, Kind::Text, bytes)
    }

    /// The bytes of a document as they were taken in.
    ///
    /// # Errors
    /// When the file is missing, was changed, or cannot be read.
    pub fn original(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.get(case, Kind::Original, sha256)
    }

    /// A text of a document.
    ///
    /// # Errors
    /// As for [`Self::original`].
    pub fn text(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.get(case, Kind::Text, sha256)
    }

    /// To keep many at once, made durable together.
    pub fn batch(&self) -> Batch {
        Batch {
            documents: self.clone(),
            pending: Vec::new(),
            named: BTreeSet::new(),
        }
    }

    /// How many files stand here under the hash of something (the first number), and how many never became whole.
    pub(crate) fn count(&self) -> (u64, u64) {
        let (mut whole, mut unfinished) = (0, 0);
        for file in self.files() {
            if is_unfinished(&file) {
                unfinished += 1;
            } else {
                whole += 1;
            }
        }
        (whole, unfinished)
    }

    /// Removes what an interrupted intake left. Not while a batch is under way.
    pub(crate) fn tidy(&self) {
        for file in self.files().filter(|file| is_unfinished(file)) {
            // What stays only takes room.
            let _ = self.disk.remove(&file);
        }
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let cases = std::fs::read_dir(&self.root)
            .into_iter()
            .flatten()
            .flatten();
        cases
            .flat_map(|case| {
                std::fs::read_dir(case.path())
                    .into_iter()
                    .flatten()
                    .flatten()
            })
            .map(|file| file.path())
    }

    fn put(&self, case: CaseNo, kind: Kind, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        let hash = sha256(bytes);
        let target = self.place(case, kind, hash);
        if !self.stands(&target, hash) {
            self.make_case_folder(case)?;
            put_whole(&*self.disk, &target, bytes).map_err(|error| trouble(&target, &error))?;
        }
        Ok(hash)
    }

    fn get(&self, case: CaseNo, kind: Kind, hash: Sha256) -> Result<Vec<u8>, LedgerError> {
        let path = self.place(case, kind, hash);
        let bytes = match read_whole(&*self.disk, &path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(LedgerError::DocumentMissing { case, sha256: hash });
            }
            Err(error) => return Err(LedgerError::at("Reading the document", &path, &error)),
        };
        if sha256(&bytes) == hash {
            Ok(bytes)
        } else {
            Err(LedgerError::DocumentChanged { case, sha256: hash })
        }
    }

    fn stands(&self, target: &Path, hash: Sha256) -> bool {
        read_whole(&*self.disk, target).is_ok_and(|bytes| sha256(&bytes) == hash)
    }

    /// Makes the folder of a case, so that it is there after a power cut.
    fn make_case_folder(&self, case: CaseNo) -> Result<(), LedgerError> {
        let folder = self.root.join(case.to_string());
        if folder.is_dir() {
            return Ok(());
        }
        self.disk
            .make_folder(&folder)
            .and_then(|()| self.disk.sync_folder(&self.root))
            .map_err(|error| LedgerError::at("Making the folder", &folder, &error))
    }

    fn place(&self, case: CaseNo, kind: Kind, hash: Sha256) -> PathBuf {
        let end = match kind {
            Kind::Original => "",
            Kind::Text => ".text",
        };
        self.root
            .join(case.to_string())
            .join(format!("{hash}{end}"))
    }
}

fn is_unfinished(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == UNFINISHED)
}

fn trouble(path: &Path, error: &io::Error) -> LedgerError {
    LedgerError::at("Keeping the document", path, error)
}

/// Documents and texts that become durable together at [`Self::commit`]; without it none of them is kept.
#[derive(Debug)]
pub struct Batch {
    documents: Documents,
    pending: Vec<Pending>,
    named: BTreeSet<PathBuf>,
}

#[derive(Debug)]
struct Pending {
    unfinished: PathBuf,
    target: PathBuf,
}

impl Batch {
    /// As [`Documents::put_original`], but durable only after [`Self::commit`].
    ///
    /// # Errors
    /// As there.
    pub fn put_original(&mut self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(case, Kind::Original, bytes)
    }

    /// As [`Documents::put_text`], but durable only after [`Self::commit`].
    ///
    /// # Errors
    /// As there.
    pub fn put_text(&mut self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(case, Kind::Text, bytes)
    }

    fn put(&mut self, case: CaseNo, kind: Kind, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        let hash = sha256(bytes);
        let target = self.documents.place(case, kind, hash);
        if self.named.contains(&target) || self.documents.stands(&target, hash) {
            return Ok(hash);
        }
        self.documents.make_case_folder(case)?;
        let unfinished = unfinished_name(&target);
        self.pending.push(Pending {
            unfinished: unfinished.clone(),
            target: target.clone(),
        });
        let mut file = self
            .documents
            .disk
            .open(&unfinished, How::Fresh)
            .map_err(|error| trouble(&target, &error))?;
        if let Err(error) = write_all(&mut *file, 0, bytes) {
            self.pending.pop();
            drop(file);
            // The error that matters is the one on its way.
            let _ = self.documents.disk.remove(&unfinished);
            return Err(trouble(&target, &error));
        }
        self.named.insert(target);
        Ok(hash)
    }

    /// Makes all of them durable; says how many files are new.
    ///
    /// # Errors
    /// When the disk is full or does not confirm: then none of them counts as kept; put and commit them again.
    pub fn commit(mut self) -> Result<u64, LedgerError> {
        if self.pending.is_empty() {
            return Ok(0);
        }
        let disk = Arc::clone(&self.documents.disk);
        let root = self.documents.root.clone();
        let failed = |error: &io::Error| trouble(&root, error);
        let unfinished: Vec<_> = self
            .pending
            .iter()
            .map(|pending| pending.unfinished.clone())
            .collect();
        disk.sync_many(&root, &unfinished)
            .map_err(|error| failed(&error))?;
        let mut folders = BTreeSet::new();
        for pending in &self.pending {
            disk.rename(&pending.unfinished, &pending.target)
                .map_err(|error| failed(&error))?;
            folders.extend(pending.target.parent().map(Path::to_owned));
        }
        for folder in &folders {
            disk.sync_folder(folder).map_err(|error| failed(&error))?;
        }
        let count = self.pending.len() as u64;
        self.pending.clear();
        Ok(count)
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        for pending in &self.pending {
            // Not there any more where it was renamed before the trouble; harmless where it stays.
            let _ = self.documents.disk.remove(&pending.unfinished);
        }
    }
}
