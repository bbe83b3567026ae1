//! The keys of an open inspection: what seals and opens, and everything that changes which keys there are. A change is durable before it
//! counts, and one is made at a time; sealing and opening go on meanwhile.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use zeroize::Zeroizing;

use super::{
    cipher::{NONCE, Sealed, Secret, bound, random},
    device::DeviceKey,
    file::{Candidate, Keys, Open},
    hex,
    kdf::Effort,
    opening::{self, Found, Mirrored},
    passphrases::new_slot,
    slot::Slot,
    store::{BEFORE, DEVICE, KEYS, Store, TRAINING},
    strength,
};
use crate::{
    casework::{CaseNo, Sha256},
    ledger::{LedgerError, Note, Unlock, disk::Disk},
    proof::chain::{CaseId, VaultId},
};

/// What the slot an inspection is made with is called.
const FIRST: &str = "first passphrase";

/// Whose an id is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Inspection,
    Case(CaseNo),
    /// A case that was erased.
    Erased,
    /// None of this inspection's, as far as its keys know.
    Unknown,
}

/// Where a sealed value lives: bound to it as associated data, so that it opens nowhere else. The vault and the case are added to it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// Each tree has a key of its own.
    pub tree: &'static str,
    pub key: &'a [u8],
    pub seq: u64,
    /// Of the layout of what is sealed.
    pub version: u16,
}

/// The keys of an open inspection.
pub(crate) struct Keyring {
    pub(super) vault: VaultId,
    pub(super) training: bool,
    pub(super) vault_key: Secret,
    /// Held by whoever writes.
    store: Mutex<Store>,
    state: RwLock<State>,
    device: RwLock<Option<DeviceKey>>,
}

#[derive(Clone)]
pub(super) struct State {
    pub(super) keys: Keys,
    open: Open,
    /// `keys.json` as written.
    bytes: Vec<u8>,
    /// Whether it is what alongside last wrote, to the last byte.
    genuine: bool,
    /// A case whose erasing the disk did not confirm: its key may be gone from the disk, so nothing more is sealed with it.
    doubtful: Option<CaseId>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    /// Makes the keys of a new inspection in `root`, which is there: `keys.json`, its copy, `device.key`, and for a demonstration
    /// `training.key`. The inspection itself has a key; no case has one yet.
    pub(crate) fn create(
        disk: Arc<dyn Disk>,
        root: &Path,
        unlock: &Unlock,
        effort: Effort,
    ) -> Result<Self, LedgerError> {
        let mut store = Store::new(disk, root);
        let vault = VaultId(random()?);
        let vault_key = Secret::random()?;
        let training = matches!(unlock, Unlock::Beside);
        let mut keys = Keys::new(vault, training, &vault_key);
        match unlock {
            Unlock::Beside => {
                let mut digits = Zeroizing::new(hex::write(vault_key.bytes()));
                digits.push('\n');
                store.put(TRAINING, digits.as_bytes())?;
            }
            Unlock::With(words) => {
                strength::refuse_too_short(words)?;
                let shown = new_slot(&mut keys, FIRST, None);
                let slot = Slot::make(vault, shown, words, effort, &vault_key)?;
                keys.slots.push(slot.written()?);
            }
        }
        let device = DeviceKey::random()?;
        store.put(DEVICE, &device.write(vault, &vault_key)?)?;
        let id = CaseId(random()?);
        keys.add_case(&vault_key, id, None, &Secret::random()?)?;
        keys.generation = 1;
        let bytes = keys.write(&vault_key)?;
        store.put(KEYS, &bytes)?;
        store.behind = true;
        store.catch_up(&bytes)?;
        let open = keys.open(&vault_key).ok_or_else(not_as_written)?;
        Ok(Self {
            vault,
            training,
            vault_key,
            store: Mutex::new(store),
            state: RwLock::new(State {
                keys,
                open,
                bytes,
                genuine: true,
                doubtful: None,
            }),
            device: RwLock::new(Some(device)),
        })
    }

    /// Opens the keys in `root`. One damaged copy of them is put right from the other, with a note; both from the mirror, where that has
    /// what they lack.
    ///
    /// # Errors
    ///
    /// [`LedgerError::PassphraseWanted`], [`LedgerError::WrongPassphrase`], [`LedgerError::KeysDamaged`], [`LedgerError::KeysNewer`], and
    /// what a disk may say. Nothing is written then.
    pub(crate) fn open(
        disk: Arc<dyn Disk>,
        root: &Path,
        unlock: &Unlock,
        mirrored: Mirrored,
    ) -> Result<(Self, Vec<Note>), LedgerError> {
        let mut store = Store::new(disk, root);
        let Found {
            vault_key,
            keys,
            open,
            bytes,
            mut notes,
            genuine,
        } = opening::open(&mut store, unlock, mirrored)?;
        let vault = keys.vault();
        // On a disk that cannot be written to, erasing will say that it could not.
        let _ = store.tidy();
        let device = match store.read(DEVICE)? {
            None => None,
            Some(bytes) => {
                let key = DeviceKey::read(&bytes, vault, &vault_key);
                if key.is_none() {
                    notes.push(Note::DeviceKeyDamaged);
                }
                key
            }
        };
        let keyring = Self {
            vault,
            training: keys.training,
            vault_key,
            store: Mutex::new(store),
            state: RwLock::new(State {
                keys,
                open,
                bytes,
                genuine,
                doubtful: None,
            }),
            device: RwLock::new(device),
        };
        Ok((keyring, notes))
    }

    /// Which inspection this is.
    pub(crate) fn vault(&self) -> VaultId {
        self.vault
    }

    /// Whether it is a demonstration, whose key lies beside it.
    pub(crate) fn training(&self) -> bool {
        self.training
    }

    /// The id a case, or the inspection itself, has on disk; `None` where it has no key: never made, or erased.
    pub(crate) fn id_of(&self, case: Option<CaseNo>) -> Option<CaseId> {
        self.state().open.id_of(case)
    }

    /// The id of a case, with a key made for it, durably, where there was none.
    ///
    /// # Errors
    ///
    /// [`LedgerError::CaseErased`] for an erased one, and what a disk may say: then the case has no key as far as anybody may rely on it.
    pub(crate) fn ensure(&self, case: Option<CaseNo>) -> Result<CaseId, LedgerError> {
        if let Some(id) = self.id_of(case) {
            return Ok(id);
        }
        let mut store = self.store();
        // Somebody else may have been quicker.
        if let Some(id) = self.id_of(case) {
            return Ok(id);
        }
        if let Some(case) = case
            && self.state().open.erased_id_of(case).is_some()
        {
            return Err(LedgerError::CaseErased { case });
        }
        self.refuse_if_damaged()?;
        let id = CaseId(random()?);
        self.change(&mut store, |keys, open| {
            let key = Secret::random()?;
            keys.add_case(&self.vault_key, id, case, &key)?;
            open.cases.insert(id, (case, key));
            Ok(())
        })?;
        Ok(id)
    }

    /// The id a case had that was erased.
    pub(crate) fn erased_id_of(&self, case: CaseNo) -> Option<CaseId> {
        self.state().open.erased_id_of(case)
    }

    /// Whose an id found on disk is.
    pub(crate) fn whose(&self, id: CaseId) -> Whose {
        let state = self.state();
        match state.open.cases.get(&id) {
            Some((Some(case), _)) => Whose::Case(*case),
            Some((None, _)) => Whose::Inspection,
            None if state.open.erased.contains_key(&id) => Whose::Erased,
            None => Whose::Unknown,
        }
    }

    /// Every case that has a key, with its id on disk.
    pub(crate) fn cases(&self) -> Vec<(CaseNo, CaseId)> {
        let state = self.state();
        let cases = state.open.cases.iter();
        cases
            .filter_map(|(id, (case, _))| Some(((*case)?, *id)))
            .collect()
    }

    /// Whether a case is listed as erased.
    pub(crate) fn is_erased(&self, case: CaseNo) -> bool {
        self.state().open.erased_id_of(case).is_some()
    }

    /// Seals `plain` so that it opens at this place of this case only.
    ///
    /// # Errors
    ///
    /// Where the case has no key: [`LedgerError::CaseErased`], or that it is unknown.
    pub(crate) fn seal(
        &self,
        id: CaseId,
        place: &Place<'_>,
        plain: &[u8],
    ) -> Result<Sealed, LedgerError> {
        if self.state().doubtful == Some(id) {
            return Err(LedgerError::NotConfirmed {
                why: "erasing the case was begun; erase it again, or open the inspection anew"
                    .into(),
            });
        }
        let key = self.key_for(id, place.tree).ok_or_else(|| {
            match self.state().open.erased.get(&id) {
                Some(case) => LedgerError::CaseErased { case: *case },
                None => LedgerError::KeysDamaged {
                    what: "A case has no key in keys.json.".into(),
                },
            }
        })?;
        key.seal(&self.around(id, place), plain)
    }

    /// What was sealed at this place; `None` where the case has no key, or this was not sealed here, or a bit has changed.
    pub(crate) fn open_sealed(
        &self,
        id: CaseId,
        place: &Place<'_>,
        nonce: &[u8; NONCE],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        self.key_for(id, place.tree)?
            .open(&self.around(id, place), nonce, sealed)
    }

    /// The name a document has on disk, 64 hexadecimal digits: HMAC-SHA-256 under a key of the case, so that nobody can ask the folder
    /// whether a document they have is in it. `None` where the case has no key.
    pub(crate) fn name_for(&self, id: CaseId, kind: &str, sha256: &Sha256) -> Option<String> {
        let key = self.key_for(id, "names")?;
        let named = bound("alongside/name/v1", &[kind.as_bytes(), &sha256.0]);
        Some(hex::write(&key.hmac(&[&named])))
    }

    /// This folder's own signing key; `None` in a restored copy, until one is made.
    pub(crate) fn device(&self) -> Option<DeviceKey> {
        let device = self.device.read().unwrap_or_else(PoisonError::into_inner);
        device.clone()
    }

    /// Makes `key` the signing key of this folder, durably in place of any before it. Its journal has to be there already: a signing key
    /// without its journal says that a journal is missing.
    pub(crate) fn keep_device(&self, key: &DeviceKey) -> Result<(), LedgerError> {
        let store = self.store();
        store.put(DEVICE, &key.write(self.vault, &self.vault_key)?)?;
        *self.device.write().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        Ok(())
    }

    /// Destroys the key of a case, durably and in both copies of the keys. Its id stays listed as erased. A case that never had a key is
    /// erased too, and one that is erased stays so.
    pub(crate) fn erase(&self, case: CaseNo) -> Result<CaseId, LedgerError> {
        let mut store = self.store();
        store.tidy()?;
        let erased = self.state().open.erased_id_of(case);
        if let Some(id) = erased {
            store.catch_up(&self.keys_json())?;
            return Ok(id);
        }
        self.refuse_if_damaged()?;
        let id = match self.id_of(Some(case)) {
            Some(id) => id,
            None => CaseId(random()?),
        };
        let done = self.change(&mut store, |keys, open| {
            keys.erase_case(&self.vault_key, id, case)?;
            open.cases.remove(&id);
            open.erased.insert(id, case);
            Ok(())
        });
        if done.is_err() && self.state().open.cases.contains_key(&id) {
            self.state_mut().doubtful = Some(id);
        }
        done.map(|()| id)
    }

    /// Whether a `keys.json` found elsewhere holds nothing that is not here too, so that it may be written over: an older one, or one that
    /// is damaged.
    pub(crate) fn covers(&self, bytes: Vec<u8>) -> bool {
        let open = Candidate::read(bytes)
            .ok()
            .and_then(|there| there.genuine(&self.vault_key));
        open.is_none_or(|there| self.state().open.covers(&there))
    }

    /// `keys.json` as it was last written: for mirror and backup.
    pub(crate) fn keys_json(&self) -> Vec<u8> {
        self.state().bytes.clone()
    }

    /// One change, durable in `keys.json` before it counts here, and in the second copy before it is said to be done.
    pub(super) fn change(
        &self,
        store: &mut Store,
        what: impl FnOnce(&mut Keys, &mut Open) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.write(store, what, |_| Ok(()))?;
        store.catch_up(&self.keys_json())
    }

    /// One change, durable in `keys.json` alone. Where `right` finds that it does not stand there as it should, what was there before is put
    /// back.
    pub(super) fn write(
        &self,
        store: &mut Store,
        what: impl FnOnce(&mut Keys, &mut Open) -> Result<(), LedgerError>,
        right: impl FnOnce(&Store) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let State {
            mut keys,
            mut open,
            bytes: now,
            ..
        } = self.state().clone();
        what(&mut keys, &mut open)?;
        keys.generation = keys.generation.saturating_add(1);
        let bytes = keys.write(&self.vault_key)?;
        store.replace(&now, &bytes)?;
        right(store).inspect_err(|_| {
            // The error that matters is the one on its way.
            let _ = store.put(KEYS, &now);
        })?;
        *self.state_mut() = State {
            keys,
            open,
            bytes,
            genuine: true,
            doubtful: None,
        };
        Ok(())
    }

    /// Makes the keys what they were, as far as the disk lets it.
    pub(super) fn take_back(&self, store: &Store, before: State) {
        let _ = store.put(KEYS, &before.bytes);
        *self.state_mut() = before;
    }

    fn key_for(&self, id: CaseId, tree: &str) -> Option<Secret> {
        let state = self.state();
        let (_, key) = state.open.cases.get(&id)?;
        Some(key.derive(&bound("alongside/tree/v1", &[tree.as_bytes()])))
    }

    fn around(&self, id: CaseId, place: &Place<'_>) -> Vec<u8> {
        bound(
            "alongside/sealed/v1",
            &[
                &self.vault.0,
                &id.0,
                place.tree.as_bytes(),
                place.key,
                &place.seq.to_be_bytes(),
                &place.version.to_be_bytes(),
            ],
        )
    }

    /// What is damaged is not written down as if it were whole, but for somebody with a passphrase who was told so.
    pub(super) fn refuse_if_damaged(&self) -> Result<(), LedgerError> {
        if self.state().genuine || self.training {
            return Ok(());
        }
        Err(refused(
            "Both copies of the keys are damaged, so none can be added or taken away. Put keys.json back from a backup or the mirror, or change the passphrase, which writes them anew.".into(),
        ))
    }

    pub(super) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn refused(what: String) -> LedgerError {
    LedgerError::KeysRefused { what }
}

pub(super) fn not_as_written() -> LedgerError {
    LedgerError::NotConfirmed {
        why: format!("{KEYS} or {BEFORE} does not read back as it was written"),
    }
}
