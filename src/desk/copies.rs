//! Copies of an inspection: backups, the mirror, a copy put back. Owns the sentences; what is copied and in which order is the ledger's.

use std::path::Path;

use super::{clock, record::Record};
use crate::ledger::{Ledger, LedgerError, Options, Unlock};

/// What a copy is good for and what it is not, said whenever one is made.
pub const COPY_WARNING: &str = "A copy opens with the same passphrases as now, also after one is changed or removed here, and after a case is erased here: destroy copies you no longer need.";

/// Makes a backup at `to`: everything that is kept, without what belongs to this machine alone.
///
/// # Errors
/// When `to` holds something else, or cannot be written to.
pub fn back_up(record: &mut Record, to: &Path) -> Result<(), LedgerError> {
    record.ledger().back_up(to)
}

/// From now on everything kept is also written to `to`.
///
/// # Errors
/// As for [`back_up`].
pub fn mirror(record: &mut Record, to: &Path) -> Result<(), LedgerError> {
    record.ledger().mirror_to(to)
}

/// Puts a backup back as a new inspection folder at `folder`, which goes on under a device of its own; what was found, a sentence each.
///
/// # Errors
/// When there is no backup, when `folder` holds something, or when it does not open: then the copy stands and can be opened later.
pub fn restore(backup: &Path, folder: &Path, unlock: Unlock) -> Result<Vec<String>, LedgerError> {
    let options = Options::new(clock::now()).with_unlock(unlock);
    let (ledger, opened) = Ledger::restore(backup, folder, &options)?;
    ledger.close();
    let notes = opened.notes.iter().map(ToString::to_string);
    Ok(notes.chain(opened.read_only).collect())
}
