//! Erasing a case: its key goes, so that nothing can open its words and documents here any more. Owns the receipt that is kept first and what
//! has to be said; what becomes of the keys is the ledger's.

use super::{
    clock,
    record::{Keep as _, Record},
};
use crate::{
    casework::{CaseNo, Refusal, event::NewEntry},
    ledger::LedgerError,
};

/// What erasing cannot reach, said before and after.
pub const REMAINS: &str = "Older copies of the folder, backups and a mirror that is not connected now can still open this case: destroy them. On a solid-state disk old blocks may survive until the disk reuses them; a disk that is encrypted as a whole is the answer to that.";

/// Why a case was not erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// Refused by the rules.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The receipt was not kept, or the keys could not be written.
    #[error(transparent)]
    NotKept(#[from] LedgerError),
}

/// Erases a case; the receipt, with the reason, stays in the record for good.
///
/// # Errors
/// [`EraseError`]. Where the receipt was kept and the keys could not be written, it is finished at the next opening.
pub fn erase(record: &mut Record, case: CaseNo, reason: &str) -> Result<(), EraseError> {
    let event = record.inspection().erase_case(case, reason)?;
    let receipt = NewEntry {
        at: clock::now(),
        case: None,
        by: None,
        event,
    };
    record.erase(case, receipt)?;
    Ok(())
}
