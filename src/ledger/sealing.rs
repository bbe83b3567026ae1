//! What is done to the record as a whole: seals kept beside it, a case erased, a mirror chosen, a backup made, passphrases changed.

use std::path::{Path, PathBuf};

use super::{
    disk::{Disk, UNFINISHED},
    error::{LedgerError, Note},
    folder::Folder,
    mirror::{FILES, Mirror, make_durable_folder},
    options::{Opened, Options},
    record::Ledger,
    seals,
    start::Damage,
    unlock::Passphrase,
    vault::{Effort, SlotId, SlotShown, says_vault},
};
use crate::{
    casework::{CaseNo, Entry, Event, Moment, event::NewEntry},
    platform,
    proof::{
        chain::{CaseId, VaultId},
        statement,
    },
};

impl Ledger {
    /// The random bytes that tell this inspection from every other.
    pub fn vault(&self) -> VaultId {
        self.keys.vault()
    }

    /// Whether it is a demonstration, whose key lies beside it.
    pub fn is_training(&self) -> bool {
        self.keys.training()
    }

    /// The random bytes that stand for a case wherever its number would say too much; `None` for a case that has none, or was erased.
    pub fn case_id(&self, case: Option<CaseNo>) -> Option<CaseId> {
        self.keys.id_of(case)
    }

    /// Erases a case: first the receipt is kept, then the key of the case goes from both generations of the keys and from a mirror that can
    /// be reached, then its documents. The chain stays checkable, as it is over sealed words. A kill in between is finished at the next
    /// opening.
    ///
    /// # Errors
    /// When the receipt is not kept (nothing is erased then), or the keys cannot be written.
    pub fn erase(&mut self, case: CaseNo, receipt: NewEntry) -> Result<Vec<Entry>, LedgerError> {
        let kept = self.append(vec![receipt])?;
        self.drop_case(case)?;
        Ok(kept)
    }

    pub(super) fn drop_case(&mut self, case: CaseNo) -> Result<(), LedgerError> {
        let id = self.keys.erase(case)?;
        self.mirror_keys();
        self.documents.remove_case(id);
        Ok(())
    }

    /// A seal that counts more entries than there are, unless only its file says so: a damaged file is put right from its entry.
    pub(super) fn fewer_than_sealed(&mut self) -> Result<Option<Damage>, LedgerError> {
        loop {
            let damage = seals::fewer_than_sealed(&*self.disk, &self.folder, &self.chains);
            let Some(Damage::FewerThanSealed { seal, .. }) = damage else {
                return Ok(damage);
            };
            let files = self.seals();
            let sealed = self.sealed()?.into_iter().find(|one| one.0 == seal);
            let Some(sealed) = sealed.filter(|sealed| !files.contains(sealed)) else {
                return Ok(damage);
            };
            self.keep_seal(sealed.0, &sealed.1)?;
            self.notes.push(Note::SealWrittenAgain { seal });
        }
    }

    /// Every seal there is an entry of: its number and statement.
    fn sealed(&mut self) -> Result<Vec<(u32, Vec<u8>)>, LedgerError> {
        let sealed = self.entries()?.into_iter();
        let sealed = sealed.filter_map(|entry| match entry.event {
            Event::SealMade {
                number, statement, ..
            } => Some((number.0, statement.into_bytes())),
            _ => None,
        });
        Ok(sealed.collect())
    }

    pub(super) fn mirror_keys(&self) {
        if let Some(mirror) = &self.mirror {
            mirror.keep_keys(&self.keys);
        }
    }

    /// How far the record of every device goes, oldest first: what a seal counts.
    pub fn chain_heads(&self) -> Vec<statement::Chain> {
        let journals = self.chains.all().iter();
        journals
            .map(|journal| statement::Chain {
                device: journal.device(),
                public: journal.header().public,
                first: journal.header().first,
                count: journal.head().count,
                hash: journal.head().hash,
            })
            .collect()
    }

    /// The statements of all seals, by number, each as its exact bytes.
    pub fn seals(&self) -> Vec<(u32, Vec<u8>)> {
        seals::all(&*self.disk, &self.folder)
    }

    /// Keeps the exact bytes of a seal's statement in a file of its own, for whoever checks without the passphrase.
    ///
    /// # Errors
    /// When the disk is full or does not confirm.
    pub fn keep_seal(&self, number: u32, statement: &[u8]) -> Result<PathBuf, LedgerError> {
        let path = seals::keep(&*self.disk, &self.folder, number, statement)?;
        if let Some(mirror) = &self.mirror
            && let Ok(relative) = path.strip_prefix(self.folder.root())
        {
            mirror.keep(relative, statement);
        }
        Ok(path)
    }

    /// From now on every frame, document, seal and key file is also written to `folder`, which gets all there is so far. It must be absent,
    /// empty, or the mirror of this inspection.
    ///
    /// # Errors
    /// When it holds something else, or cannot be written to.
    pub fn mirror_to(&mut self, folder: &Path) -> Result<(), LedgerError> {
        let folder = std::path::absolute(folder)
            .map_err(|error| LedgerError::at("Finding the folder", folder, &error))?;
        self.copy_all(&folder)?;
        let mirror = Mirror::at(&self.disk, &folder);
        mirror.belongs_to(self.keys.vault());
        mirror.choose(&self.folder)?;
        let mirror = std::sync::Arc::new(mirror);
        self.documents.use_mirror(std::sync::Arc::clone(&mirror));
        self.mirror = Some(mirror);
        Ok(())
    }

    /// Copies everything that is not derived and does not belong to this machine alone to `folder`, durably. It must be absent, empty, or an
    /// earlier backup of this inspection, which is brought up to date.
    ///
    /// # Errors
    /// When it holds something else, or cannot be written to.
    pub fn back_up(&mut self, folder: &Path) -> Result<(), LedgerError> {
        self.copy_all(folder)
    }

    fn copy_all(&mut self, folder: &Path) -> Result<(), LedgerError> {
        if let Some(why) = self.read_only() {
            return Err(LedgerError::ReadOnly { why });
        }
        let copy = Mirror::at(&self.disk, folder);
        let there = self.disk.list(folder).unwrap_or_default();
        if !there.is_empty() && !self.is_copy(&copy) {
            return Err(LedgerError::NotEmpty {
                folder: folder.display().to_string(),
            });
        }
        make_durable_folder(&*self.disk, folder)
            .map_err(|error| LedgerError::at("Making the folder", folder, &error))?;
        for journal in self.chains.all() {
            if let Some(entry) = copy.follow(journal) {
                return Err(LedgerError::Twice { entry });
            }
        }
        for relative in self.documents.relative_files() {
            if !self.disk.exists(&folder.join(&relative)) {
                self.copy_file(&copy, &relative)?;
            }
        }
        for relative in seals::relative_files(&*self.disk, &self.folder) {
            self.copy_file(&copy, &relative)?;
        }
        // What makes it an inspection stands there last.
        for name in FILES {
            if self.disk.exists(&self.folder.root().join(name)) {
                self.copy_file(&copy, Path::new(name))?;
            }
        }
        if copy.fell_behind() {
            return Err(LedgerError::Trouble {
                doing: format!("Writing to {}", folder.display()),
                why: "the disk there did not take or confirm everything".to_owned(),
            });
        }
        Ok(())
    }

    /// Whether a folder is a copy of this very inspection, made by a backup or a mirror.
    fn is_copy(&self, copy: &Mirror) -> bool {
        let own_files = ["device.key", "store.sled", "drafts"];
        let working = own_files
            .iter()
            .any(|name| self.disk.exists(&copy.root().join(name)));
        !working
            && copy
                .get(Path::new("keys.json"))
                .and_then(|bytes| says_vault(&bytes))
                .is_some_and(|vault| vault == self.keys.vault())
    }

    fn copy_file(&self, copy: &Mirror, relative: &Path) -> Result<(), LedgerError> {
        let path = self.folder.root().join(relative);
        let bytes = super::disk::read_whole(&*self.disk, &path)
            .map_err(|error| LedgerError::at("Reading", &path, &error))?;
        copy.put(relative, &bytes);
        Ok(())
    }

    /// Writes again the file of each seal that is missing or not what was sealed: the record holds them all.
    pub(super) fn mend_seals(&mut self) -> Result<Vec<Note>, LedgerError> {
        let files = self.seals();
        let sealed = self.sealed()?.into_iter();
        let mut notes = Vec::new();
        for seal in sealed.filter(|seal| !files.contains(seal)) {
            self.keep_seal(seal.0, &seal.1)?;
            notes.push(Note::SealWrittenAgain { seal: seal.0 });
        }
        Ok(notes)
    }

    /// Puts into the mirror what it lacks.
    pub(super) fn copy_to_mirror(&self) {
        let Some(mirror) = self.mirror.as_ref().filter(|mirror| mirror.is_there()) else {
            return;
        };
        self.documents.mirror_all();
        for relative in seals::relative_files(&*self.disk, &self.folder) {
            if mirror.get(&relative).is_none() {
                // Only an attempt: the mirror says by itself that it is behind.
                let _ = self.copy_file(mirror, &relative);
            }
        }
        if mirror.get(Path::new("keys.json")) != Some(self.keys.keys_json()) {
            self.mirror_keys();
        }
    }

    /// Where the mirror is, and whether it can be reached; `None` where there is none.
    pub fn mirror(&self) -> Option<(PathBuf, bool)> {
        self.mirror
            .as_ref()
            .map(|mirror| (mirror.root().to_owned(), mirror.is_there()))
    }

    /// The passphrases that open this inspection: never the words, only what they are called.
    pub fn passphrases(&self) -> Vec<SlotShown> {
        self.keys.slots()
    }

    /// One more passphrase opens it from now on. It takes about half a second of processor time.
    ///
    /// # Errors
    /// When the words are too short, or the keys cannot be written: then it is not added.
    pub fn add_passphrase(
        &mut self,
        passphrase: &Passphrase,
        label: &str,
        now: Moment,
        effort: Effort,
    ) -> Result<SlotId, LedgerError> {
        let slot = self.keys.add_slot(passphrase, label, now, effort)?;
        self.mirror_keys();
        Ok(slot)
    }

    /// The new words open it from now on, and the old ones no longer, but for older copies of the folder.
    ///
    /// # Errors
    /// When the old words are wrong, the new ones too short, or the keys cannot be written: then the old ones go on opening it.
    pub fn change_passphrase(
        &mut self,
        old: &Passphrase,
        new: &Passphrase,
        now: Moment,
        effort: Effort,
    ) -> Result<(), LedgerError> {
        self.keys.change_slot(old, new, now, effort)?;
        self.mirror_keys();
        Ok(())
    }

    /// A passphrase no longer opens it, but for older copies of the folder.
    ///
    /// # Errors
    /// For the last one, one that is not there, or when the keys cannot be written.
    pub fn remove_passphrase(&mut self, slot: SlotId) -> Result<(), LedgerError> {
        self.keys.remove_slot(slot)?;
        self.mirror_keys();
        Ok(())
    }

    /// Copies a backup or a mirror to `root`, which must be absent or empty, and opens the copy: it goes on under a new device. Where the copy
    /// cannot be opened it is left as it is, to be opened later.
    ///
    /// # Errors
    /// When `backup` is none, or cannot be read; when `root` holds something, or cannot be written to; and as for [`Self::open`].
    pub fn restore(
        backup: &Path,
        root: &Path,
        options: &Options,
    ) -> Result<(Self, Opened), LedgerError> {
        platform::keep_files_private();
        let disk = &options.disk;
        let from = Folder::new(backup);
        from.check_only(&**disk)?;
        let to = Folder::new(root);
        to.make(&**disk)?;
        let copy = Mirror::at(disk, root);
        for relative in everything_kept(&**disk, backup) {
            let path = backup.join(&relative);
            let bytes = super::disk::read_whole(&**disk, &path)
                .map_err(|error| LedgerError::at("Reading", &path, &error))?;
            copy.put(&relative, &bytes);
        }
        if copy.fell_behind() {
            return Err(LedgerError::Trouble {
                doing: format!("Writing to {}", root.display()),
                why: "the disk there did not take or confirm everything".to_owned(),
            });
        }
        Self::open(root, options)
    }
}

/// Every file of an inspection that is neither derived nor one machine's own, the format file last: with it a copy becomes an inspection.
pub(super) fn everything_kept(disk: &dyn Disk, root: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| {
        let mut names = disk.list(&root.join(folder)).unwrap_or_default();
        names.sort();
        names
            .into_iter()
            .map(|name| folder.join(name))
            .collect::<Vec<_>>()
    };
    let mut files = inside(Path::new("journal"));
    for case in inside(Path::new("documents")) {
        files.extend(inside(&case));
    }
    files.extend(inside(Path::new("seals")));
    files.retain(|file| file.extension().is_none_or(|end| end != UNFINISHED));
    files.extend(FILES.iter().map(PathBuf::from));
    files.retain(|file| disk.exists(&root.join(file)));
    files
}
