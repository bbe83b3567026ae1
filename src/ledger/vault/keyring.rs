//! The keys of an open inspection: what seals and opens, and everything that changes which keys there are. A change is durable before it
//! counts, and one is made at a time; sealing and opening go on meanwhile.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard},
};

use zeroize::Zeroizing;

use super::{
    cipher::{NONCE, Sealed, Secret, bound, random},
    device::DeviceKey,
    file::{Keys, MOST_SLOTS, Open},
    hex,
    kdf::Effort,
    opening::{self, Found},
    slot::{LABEL, Slot, SlotId, SlotShown, label_is_fit},
    store::{BEFORE, DEVICE, KEYS, Store, TRAINING},
    strength,
};
use crate::{
    casework::{CaseNo, Moment, Sha256},
    ledger::{LedgerError, Note, Passphrase, Unlock, disk::Disk},
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
    vault: VaultId,
    training: bool,
    vault_key: Secret,
    /// Held by whoever writes.
    store: Mutex<Store>,
    state: RwLock<State>,
    device: RwLock<Option<DeviceKey>>,
}

#[derive(Clone)]
struct State {
    keys: Keys,
    open: Open,
    /// `keys.json` as written.
    bytes: Vec<u8>,
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
            state: RwLock::new(State { keys, open, bytes }),
            device: RwLock::new(Some(device)),
        })
    }

    /// Opens the keys in `root`. One damaged copy of them is put right from the other, with a note.
    ///
    /// # Errors
    ///
    /// [`LedgerError::PassphraseWanted`], [`LedgerError::WrongPassphrase`], [`LedgerError::KeysDamaged`], [`LedgerError::KeysNewer`], and
    /// what a disk may say. Nothing is written then.
    pub(crate) fn open(
        disk: Arc<dyn Disk>,
        root: &Path,
        unlock: &Unlock,
    ) -> Result<(Self, Vec<Note>), LedgerError> {
        let mut store = Store::new(disk, root);
        let Found {
            vault_key,
            keys,
            open,
            bytes,
            mut notes,
        } = opening::open(&mut store, unlock)?;
        let vault = keys.vault();
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
            state: RwLock::new(State { keys, open, bytes }),
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
        let id = CaseId(random()?);
        self.change(&mut store, |keys, open| {
            let key = Secret::random()?;
            keys.add_case(&self.vault_key, id, case, &key)?;
            open.cases.insert(id, (case, key));
            Ok(())
        })?;
        Ok(id)
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

    /// A new signing key for this folder, durably in place of any before it.
    pub(crate) fn make_device(&self) -> Result<DeviceKey, LedgerError> {
        let key = DeviceKey::random()?;
        let store = self.store();
        store.put(DEVICE, &key.write(self.vault, &self.vault_key)?)?;
        *self.device.write().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        Ok(key)
    }

    /// Destroys the key of a case, durably and in both copies of the keys. Its id stays listed as erased. A case that never had a key is
    /// erased too, and one that is erased stays so.
    pub(crate) fn erase(&self, case: CaseNo) -> Result<CaseId, LedgerError> {
        let mut store = self.store();
        let erased = self.state().open.erased_id_of(case);
        if let Some(id) = erased {
            store.catch_up(&self.keys_json())?;
            return Ok(id);
        }
        let id = match self.id_of(Some(case)) {
            Some(id) => id,
            None => CaseId(random()?),
        };
        self.change(&mut store, |keys, open| {
            keys.erase_case(&self.vault_key, id, case)?;
            open.cases.remove(&id);
            open.erased.insert(id, case);
            Ok(())
        })?;
        Ok(id)
    }

    /// The ways in there are.
    pub(crate) fn slots(&self) -> Vec<SlotShown> {
        let slots = self.whole_slots();
        slots.iter().map(Slot::shown).collect()
    }

    /// One more way in.
    pub(crate) fn add_slot(
        &self,
        words: &Passphrase,
        label: &str,
        now: Moment,
        effort: Effort,
    ) -> Result<SlotId, LedgerError> {
        self.refuse_in_training()?;
        strength::refuse_too_short(words)?;
        if !label_is_fit(label) {
            return Err(refused(format!(
                "A label has at most {LABEL} letters, all on one line."
            )));
        }
        let mut store = self.store();
        self.push_slot(&mut store, words, label, now, effort)
    }

    /// Other words for the slot that opens with `old`: the new one is written and opened again before the old one goes.
    pub(crate) fn change_slot(
        &self,
        old: &Passphrase,
        new: &Passphrase,
        now: Moment,
        effort: Effort,
    ) -> Result<(), LedgerError> {
        self.refuse_in_training()?;
        strength::refuse_too_short(new)?;
        let mut store = self.store();
        let mut before = None;
        for slot in self.whole_slots() {
            if slot.open(self.vault, old)?.is_some() {
                before = Some(slot);
                break;
            }
        }
        let before = before.ok_or(LedgerError::WrongPassphrase)?;
        self.push_slot(&mut store, new, &before.label, now, effort)?;
        self.drop_slot(&mut store, before.id)
    }

    /// Takes a way in away; never the last one.
    pub(crate) fn remove_slot(&self, slot: SlotId) -> Result<(), LedgerError> {
        self.refuse_in_training()?;
        let mut store = self.store();
        let slots = self.whole_slots();
        if !slots.iter().any(|each| each.id == slot) {
            return Err(refused(format!("There is no passphrase {}.", slot.0)));
        }
        if slots.len() == 1 {
            return Err(refused(
                "This is the only passphrase; without it nobody could open the inspection. Add another first.".into(),
            ));
        }
        self.drop_slot(&mut store, slot)
    }

    /// `keys.json` as it was last written: for mirror and backup.
    pub(crate) fn keys_json(&self) -> Vec<u8> {
        self.state().bytes.clone()
    }

    fn push_slot(
        &self,
        store: &mut Store,
        words: &Passphrase,
        label: &str,
        now: Moment,
        effort: Effort,
    ) -> Result<SlotId, LedgerError> {
        let mut made = None;
        self.change(store, |keys, _| {
            if keys.slots.len() >= MOST_SLOTS {
                return Err(refused(format!(
                    "There are {MOST_SLOTS} passphrases already, which is the most there may be."
                )));
            }
            let shown = new_slot(keys, label, Some(now));
            let slot = Slot::make(self.vault, shown, words, effort, &self.vault_key)?;
            keys.slots.push(slot.written()?);
            made = Some(slot.id);
            Ok(())
        })?;
        let id = made.ok_or_else(not_as_written)?;
        // As it stands on the disk, not as it stands in memory.
        let opened = opening::slot_on_disk(store, id)?.open(self.vault, words)?;
        let right = opened.is_some_and(|key| key.bytes() == self.vault_key.bytes());
        right.then_some(id).ok_or_else(not_as_written)
    }

    fn drop_slot(&self, store: &mut Store, id: SlotId) -> Result<(), LedgerError> {
        self.change(store, |keys, _| {
            keys.slots
                .retain(|slot| slot.read().is_ok_and(|slot| slot.id != id));
            Ok(())
        })
    }

    fn whole_slots(&self) -> Vec<Slot> {
        let state = self.state();
        state
            .keys
            .slots
            .iter()
            .flat_map(|slot| slot.read())
            .collect()
    }

    /// One change, durable in `keys.json` before it counts here, and in the second copy before it is said to be done.
    fn change(
        &self,
        store: &mut Store,
        what: impl FnOnce(&mut Keys, &mut Open) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let State {
            mut keys,
            mut open,
            bytes: now,
        } = self.state().clone();
        what(&mut keys, &mut open)?;
        keys.generation = keys.generation.saturating_add(1);
        let bytes = keys.write(&self.vault_key)?;
        store.replace(&now, &bytes)?;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State {
            keys,
            open,
            bytes: bytes.clone(),
        };
        store.catch_up(&bytes)
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

    fn refuse_in_training(&self) -> Result<(), LedgerError> {
        if self.training {
            return Err(refused(
                "This is a demonstration, which anybody can open: it has no passphrases.".into(),
            ));
        }
        Ok(())
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is shown of the slot about to be made, its number used up.
fn new_slot(keys: &mut Keys, label: &str, made: Option<Moment>) -> SlotShown {
    keys.slots_made = keys.slots_made.saturating_add(1);
    SlotShown {
        id: SlotId(keys.slots_made),
        label: label.to_owned(),
        made,
    }
}

fn refused(what: String) -> LedgerError {
    LedgerError::PassphraseRefused { what }
}

fn not_as_written() -> LedgerError {
    LedgerError::NotConfirmed {
        why: format!("{KEYS} or {BEFORE} does not read back as it was written"),
    }
}
