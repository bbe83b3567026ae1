//! The passphrases of an inspection: which there are, one more, another in place of one, one less. Owns that each such act stands in the
//! record; the keys themselves are the ledger's.

use super::{
    clock,
    record::{Keep as _, Record},
};
use crate::{
    casework::{Event, Refusal, sealing::PassphraseChange},
    ledger::{Effort, LedgerError, Passphrase, SlotId, SlotShown},
};

/// What a passphrase that was changed or taken away still opens.
pub const OLDER_COPIES: &str = "Older copies and backups of this folder still open with the old passphrase: destroy those you no longer need, and make a new backup.";

/// Why a passphrase is as it was, or what is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// It may only be read.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It has none.
    #[error("This is a demonstration, which anybody can open: it has no passphrases.")]
    Demonstration,
    /// A number nobody has.
    #[error("There is no passphrase {0}. alongside passphrase DIR list shows which there are.")]
    NoSuch(u32),
    /// It was not done.
    #[error(transparent)]
    NotDone(#[from] LedgerError),
    /// It was done, and the record does not say so.
    #[error("This was done, but it could not be put into the record: {0}")]
    NotRecorded(LedgerError),
}

/// Refuses where there is nothing to change or nothing may be.
///
/// # Errors
/// [`PassphraseError::Demonstration`], or that the inspection is open for reading only.
pub fn may_be_changed(record: &mut Record) -> Result<(), PassphraseError> {
    if record.ledger().is_training() {
        return Err(PassphraseError::Demonstration);
    }
    if record.inspection().read_only {
        return Err(Refusal::ReadOnly.into());
    }
    Ok(())
}

/// Those there are: never the words, only what they are called.
pub fn list(record: &mut Record) -> Vec<SlotShown> {
    record.ledger().passphrases()
}

/// One more; its number.
///
/// # Errors
/// [`PassphraseError`].
pub fn add(record: &mut Record, words: &Passphrase, label: &str) -> Result<u32, PassphraseError> {
    let label = label.trim();
    let slot = record
        .ledger()
        .add_passphrase(words, label, clock::now(), Effort::Calibrated)?;
    keep(record, PassphraseChange::Added, label)?;
    Ok(slot.0)
}

/// Other words in place of `old`; what the passphrase is called.
///
/// # Errors
/// [`PassphraseError`].
pub fn change(
    record: &mut Record,
    old: &Passphrase,
    new: &Passphrase,
) -> Result<String, PassphraseError> {
    let before = list(record);
    record
        .ledger()
        .change_passphrase(old, new, clock::now(), Effort::Calibrated)?;
    let after = list(record);
    let label = before
        .into_iter()
        .find(|slot| after.iter().all(|other| other.id != slot.id))
        .map(|slot| slot.label)
        .unwrap_or_default();
    keep(record, PassphraseChange::Changed, &label)?;
    Ok(label)
}

/// One less; what it was called.
///
/// # Errors
/// [`PassphraseError`]; the last one is never taken away.
pub fn remove(record: &mut Record, number: u32) -> Result<String, PassphraseError> {
    let slot = list(record)
        .into_iter()
        .find(|slot| slot.id == SlotId(number))
        .ok_or(PassphraseError::NoSuch(number))?;
    record.ledger().remove_passphrase(slot.id)?;
    keep(record, PassphraseChange::Removed, &slot.label)?;
    Ok(slot.label)
}

fn keep(record: &mut Record, act: PassphraseChange, slot: &str) -> Result<(), PassphraseError> {
    let slot = slot.to_owned();
    record
        .append(None, vec![Event::PassphraseAct { act, slot }])
        .map_err(PassphraseError::NotRecorded)
}
