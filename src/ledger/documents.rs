//! Originals and texts of documents, and lists, each sealed in a file of its own, in a folder named by the random id of its case. The file's
//! name is made of the SHA-256 of its bytes under a key of the case: a hash alone would tell who holds the same document that it is here.
//! What is read is checked against its hash, so a changed file is never shown as what was taken in; where there is a mirror it is put right
//! from there. Knows nothing of what the bytes mean or which entries name them.
//!
//! Put documents first and append the entries that name them after: then an entry never names what a power cut took away.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    disk::{Disk, How, UNFINISHED, put_whole, read_whole, unfinished_name, write_all},
    error::LedgerError,
    frame::sha256,
    mirror::Mirror,
    sealed_file,
    vault::{Keyring, Whose},
};
use crate::{
    casework::{CaseNo, Sha256},
    proof::{chain::CaseId, hex},
};

/// The documents of an inspection. Cheap to copy, and may be used from several threads at once.
#[derive(Clone, Debug)]
pub struct Documents {
    disk: Arc<dyn Disk>,
    keys: Arc<Keyring>,
    mirror: Option<Arc<Mirror>>,
    root: PathBuf,
    /// Cases whose folder, and what stands in it, this program has had confirmed.
    confirmed: Arc<Mutex<BTreeSet<CaseId>>>,
}

/// Which of them a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Original,
    Text,
    /// A list that belongs to the inspection itself.
    List,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Text => "text",
            Self::List => "list",
        }
    }
}

/// The folder of the documents within an inspection.
const FOLDER: &str = "documents";

/// Where one of them stands.
#[derive(Clone, Debug)]
struct Spot {
    id: CaseId,
    /// Of its file.
    name: String,
    /// From the inspection's folder.
    relative: PathBuf,
    target: PathBuf,
}

impl Documents {
    /// `root`: the inspection's folder.
    pub(crate) fn new(
        disk: Arc<dyn Disk>,
        keys: Arc<Keyring>,
        mirror: Option<Arc<Mirror>>,
        root: PathBuf,
    ) -> Self {
        Self {
            disk,
            keys,
            mirror,
            root,
            confirmed: Arc::default(),
        }
    }

    /// From now on with this mirror. Copies handed out before go on without it.
    pub(crate) fn use_mirror(&mut self, mirror: Arc<Mirror>) {
        self.mirror = Some(mirror);
    }

    /// Keeps the bytes of a document as taken in; durable when it returns. Bytes already kept are left as they are, unless the file was
    /// changed: then they are put right.
    ///
    /// # Errors
    /// When the disk is full or does not confirm.
    pub fn put_original(&self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(Some(case), Kind::Original, bytes)
    }

    /// Keeps a text of a document, as [`Self::put_original`] keeps its bytes.
    ///
    /// # Errors
    /// As there.
    pub fn put_text(&self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(Some(case), Kind::Text, bytes)
    }

    /// Keeps a list that belongs to the inspection itself, as [`Self::put_original`] keeps a document.
    ///
    /// # Errors
    /// As there.
    pub fn put_list(&self, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(None, Kind::List, bytes)
    }

    /// A list.
    ///
    /// # Errors
    /// As for [`Self::original`].
    pub fn list(&self, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.get(None, Kind::List, sha256)
    }

    /// The bytes of a document as they were taken in.
    ///
    /// # Errors
    /// When the file is missing, was changed, or cannot be read.
    pub fn original(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.get(Some(case), Kind::Original, sha256)
    }

    /// A text of a document.
    ///
    /// # Errors
    /// As for [`Self::original`].
    pub fn text(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.get(Some(case), Kind::Text, sha256)
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
        let folder = self.root.join(FOLDER);
        let cases = self.disk.list(&folder).unwrap_or_default();
        cases.into_iter().flat_map(move |case| {
            let case = folder.join(case);
            let names = self.disk.list(&case).unwrap_or_default();
            names.into_iter().map(move |name| case.join(name))
        })
    }

    /// Removes every file of a case; the key is gone already, so what cannot be removed only takes room.
    pub(crate) fn remove_case(&self, id: CaseId) {
        let relative = Path::new(FOLDER).join(hex::encode(&id.0));
        let folder = self.root.join(&relative);
        let names = self.disk.list(&folder).unwrap_or_default();
        for name in &names {
            let _ = self.disk.remove(&folder.join(name));
        }
        if !names.is_empty() {
            let _ = self.disk.sync_folder(&folder);
        }
        // What it has may be more than what is here: an erasing may have been interrupted, or the mirror unplugged.
        if let Some(mirror) = self.mirror.as_ref().filter(|mirror| mirror.is_there()) {
            for name in mirror.list(&relative) {
                mirror.remove(&relative.join(&name));
            }
        }
    }

    /// Every whole file, from the inspection's folder on, for a backup.
    pub(crate) fn relative_files(&self) -> Vec<PathBuf> {
        self.files()
            .filter(|file| !is_unfinished(file))
            .filter_map(|file| file.strip_prefix(&self.root).ok().map(Path::to_owned))
            .collect()
    }

    fn put(&self, case: Option<CaseNo>, kind: Kind, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        let hash = sha256(bytes);
        self.ensure_key(case)?;
        let spot = self.spot(case, kind, hash)?;
        self.make_case_folder(&spot)?;
        if !self.stands(&spot, hash) {
            let sealed = sealed_file::seal(&self.keys, spot.id, &spot.name, bytes)?;
            put_whole(&*self.disk, &spot.target, &sealed)
                .map_err(|error| trouble(&spot.target, &error))?;
            self.mirrored(&spot, &sealed);
        }
        Ok(hash)
    }

    /// Makes the key of a case that has none yet, durably and in the mirror too: what nobody can open is no copy.
    fn ensure_key(&self, case: Option<CaseNo>) -> Result<(), LedgerError> {
        if self.keys.id_of(case).is_none() {
            self.keys.ensure(case)?;
            if let Some(mirror) = &self.mirror {
                mirror.keep_keys(&self.keys);
            }
        }
        Ok(())
    }

    fn mirrored(&self, spot: &Spot, sealed: &[u8]) {
        if let Some(mirror) = &self.mirror {
            mirror.keep(&spot.relative, sealed);
        }
    }

    fn get(&self, case: Option<CaseNo>, kind: Kind, hash: Sha256) -> Result<Vec<u8>, LedgerError> {
        let spot = self.spot(case, kind, hash)?;
        let opened = |bytes: &[u8]| {
            sealed_file::open(&self.keys, spot.id, &spot.name, bytes)
                .filter(|plain| sha256(plain) == hash)
        };
        let here = read_whole(&*self.disk, &spot.target);
        if let Some(plain) = here.as_ref().ok().and_then(|bytes| opened(bytes)) {
            return Ok(plain.to_vec());
        }
        if let Some(bytes) = self.mirror.as_ref().and_then(|one| one.get(&spot.relative))
            && let Some(plain) = opened(&bytes)
        {
            // Only an attempt: the bytes are right whether or not they can be put back.
            let _ = self
                .make_case_folder(&spot)
                .map(|()| put_whole(&*self.disk, &spot.target, &bytes));
            return Ok(plain.to_vec());
        }
        let case = case.unwrap_or(CaseNo(0));
        match here {
            Ok(_) => Err(LedgerError::DocumentChanged { case, sha256: hash }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(LedgerError::DocumentMissing { case, sha256: hash })
            }
            Err(error) => Err(LedgerError::at(
                "Reading the document",
                &spot.target,
                &error,
            )),
        }
    }

    fn stands(&self, spot: &Spot, hash: Sha256) -> bool {
        read_whole(&*self.disk, &spot.target)
            .ok()
            .and_then(|bytes| sealed_file::open(&self.keys, spot.id, &spot.name, &bytes))
            .is_some_and(|plain| sha256(&plain) == hash)
    }

    /// Puts into the mirror what it lacks of these files.
    pub(crate) fn mirror_all(&self) {
        let Some(mirror) = self.mirror.as_ref().filter(|mirror| mirror.is_there()) else {
            return;
        };
        for relative in self.relative_files() {
            if !self.disk.exists(&mirror.root().join(&relative))
                && let Ok(bytes) = read_whole(&*self.disk, &self.root.join(&relative))
            {
                mirror.put(&relative, &bytes);
            }
        }
    }

    /// Makes the folder of a case, so that it is there after a power cut. One that is there already may be the work of a program that was killed
    /// before its name, or the names in it, were confirmed: that is done once.
    fn make_case_folder(&self, spot: &Spot) -> Result<(), LedgerError> {
        let Some(folder) = spot.target.parent() else {
            return Ok(());
        };
        let mut confirmed = self
            .confirmed
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if confirmed.contains(&spot.id) {
            return Ok(());
        }
        let trouble = |error: &io::Error| LedgerError::at("Making the folder", folder, error);
        if !self.disk.exists(folder) {
            self.disk
                .make_folder(folder)
                .map_err(|error| trouble(&error))?;
        }
        self.disk
            .sync_folder(&self.root.join(FOLDER))
            .and_then(|()| self.disk.sync_folder(folder))
            .map_err(|error| trouble(&error))?;
        confirmed.insert(spot.id);
        Ok(())
    }

    /// Where it stands, or would; an error for a case that was erased, or never had a document.
    fn spot(&self, case: Option<CaseNo>, kind: Kind, hash: Sha256) -> Result<Spot, LedgerError> {
        let no = case.unwrap_or(CaseNo(0));
        let missing = LedgerError::DocumentMissing {
            case: no,
            sha256: hash,
        };
        let Some(id) = self.keys.id_of(case) else {
            return Err(missing);
        };
        if matches!(self.keys.whose(id), Whose::Erased) {
            return Err(LedgerError::CaseErased { case: no });
        }
        let name = self.keys.name_for(id, kind.word(), &hash).ok_or(missing)?;
        let relative = Path::new(FOLDER).join(hex::encode(&id.0)).join(&name);
        Ok(Spot {
            id,
            target: self.root.join(&relative),
            name,
            relative,
        })
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
    spot: Spot,
}

impl Batch {
    /// As [`Documents::put_original`], but durable only after [`Self::commit`].
    ///
    /// # Errors
    /// As there.
    pub fn put_original(&mut self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(Some(case), Kind::Original, bytes)
    }

    /// As [`Documents::put_text`], but durable only after [`Self::commit`].
    ///
    /// # Errors
    /// As there.
    pub fn put_text(&mut self, case: CaseNo, bytes: &[u8]) -> Result<Sha256, LedgerError> {
        self.put(Some(case), Kind::Text, bytes)
    }

    fn put(
        &mut self,
        case: Option<CaseNo>,
        kind: Kind,
        bytes: &[u8],
    ) -> Result<Sha256, LedgerError> {
        let hash = sha256(bytes);
        self.documents.ensure_key(case)?;
        let spot = self.documents.spot(case, kind, hash)?;
        let target = spot.target.clone();
        self.documents.make_case_folder(&spot)?;
        if self.named.contains(&target) || self.documents.stands(&spot, hash) {
            return Ok(hash);
        }
        let sealed = sealed_file::seal(&self.documents.keys, spot.id, &spot.name, bytes)?;
        let unfinished = unfinished_name(&target);
        self.pending.push(Pending {
            unfinished: unfinished.clone(),
            spot,
        });
        let mut file = self
            .documents
            .disk
            .open(&unfinished, How::Fresh)
            .map_err(|error| trouble(&target, &error))?;
        if let Err(error) = write_all(&mut *file, 0, &sealed) {
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
            disk.rename(&pending.unfinished, &pending.spot.target)
                .map_err(|error| failed(&error))?;
            folders.extend(pending.spot.target.parent().map(Path::to_owned));
        }
        for folder in &folders {
            disk.sync_folder(folder).map_err(|error| failed(&error))?;
        }
        for pending in &self.pending {
            if let Some(mirror) = &self.documents.mirror
                && let Ok(sealed) = read_whole(&*disk, &pending.spot.target)
            {
                mirror.keep(&pending.spot.relative, &sealed);
            }
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
