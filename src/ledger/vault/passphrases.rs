//! Adding, changing and taking away the passphrases of an open inspection. A new one has opened what stands on the disk before an old one
//! goes; the last one never goes; a demonstration has none.

use std::cell::Cell;

use super::{
    file::{Keys, MOST_SLOTS, Open},
    kdf::Effort,
    keyring::{Keyring, not_as_written, refused},
    opening,
    slot::{LABEL, Slot, SlotId, SlotShown, Written, label_is_fit},
    store::Store,
    strength,
};
use crate::{
    casework::Moment,
    ledger::{LedgerError, Passphrase},
};

impl Keyring {
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
        let slot = self.write_slot(&mut store, (words, label), now, effort, None)?;
        store.catch_up(&self.keys_json())?;
        Ok(slot)
    }

    /// Other words for the slot that opens with `old`: the new one has opened what stands on the disk before the
    /// second copy of the old one goes.
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
        let state = self.state().clone();
        // Both in one writing: a kill in between must not leave two ways in where the people know of one.
        self.write_slot(
            &mut store,
            (new, &before.label),
            now,
            effort,
            Some(before.id),
        )?;
        store.catch_up(&self.keys_json()).inspect_err(|_| {
            // Who is told that it was not changed finds it so, if the disk takes that much; here the old words count again in any case.
            self.take_back(&store, state);
        })
    }

    /// Takes a way in away; never the last one.
    pub(crate) fn remove_slot(&self, slot: SlotId) -> Result<(), LedgerError> {
        self.refuse_in_training()?;
        self.refuse_if_damaged()?;
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

    /// Writes a new slot into `keys.json` alone, in the place of `instead`.
    fn write_slot(
        &self,
        store: &mut Store,
        (words, label): (&Passphrase, &str),
        now: Moment,
        effort: Effort,
        instead: Option<SlotId>,
    ) -> Result<SlotId, LedgerError> {
        let made = Cell::new(None);
        let what = |keys: &mut Keys, _: &mut Open| {
            if let Some(old) = instead {
                without(keys, old);
            }
            if keys.slots.len() >= MOST_SLOTS {
                return Err(refused(format!(
                    "There are {MOST_SLOTS} passphrases already, which is the most there may be."
                )));
            }
            let shown = new_slot(keys, label, Some(now));
            let slot = Slot::make(self.vault, shown, words, effort, &self.vault_key)?;
            keys.slots.push(slot.written()?);
            made.set(Some(slot.id));
            Ok(())
        };
        // As it stands on the disk, not as it stands in memory.
        let opens = |store: &Store| {
            let id = made.get().ok_or_else(not_as_written)?;
            let opened = opening::slot_on_disk(store, id)?.open(self.vault, words)?;
            let right = opened.is_some_and(|key| key.bytes() == self.vault_key.bytes());
            right.then_some(()).ok_or_else(not_as_written)
        };
        self.write(store, what, opens)?;
        made.get().ok_or_else(not_as_written)
    }

    fn drop_slot(&self, store: &mut Store, id: SlotId) -> Result<(), LedgerError> {
        self.change(store, |keys, _| {
            without(keys, id);
            Ok(())
        })
    }

    fn whole_slots(&self) -> Vec<Slot> {
        let state = self.state();
        state.keys.slots.iter().flat_map(Written::read).collect()
    }

    fn refuse_in_training(&self) -> Result<(), LedgerError> {
        if self.training {
            return Err(refused(
                "This is a demonstration, which anybody can open: it has no passphrases.".into(),
            ));
        }
        Ok(())
    }
}

/// Takes a slot out, and with it any that is damaged.
fn without(keys: &mut Keys, id: SlotId) {
    keys.slots
        .retain(|slot| slot.read().is_ok_and(|slot| slot.id != id));
}

/// What is shown of the slot about to be made, its number used up.
pub(super) fn new_slot(keys: &mut Keys, label: &str, made: Option<Moment>) -> SlotShown {
    keys.slots_made = keys.slots_made.saturating_add(1);
    SlotShown {
        id: SlotId(keys.slots_made),
        label: label.to_owned(),
        made,
    }
}
