//! What opening an inspection depends on, and what it answers: plain values.

use std::sync::Arc;

use super::{
    disk::{Disk, RealDisk},
    error::Note,
    unlock::Unlock,
    vault::Effort,
};
use crate::casework::Moment;

/// What opening depends on besides the folder.
#[derive(Clone, Debug)]
pub struct Options {
    /// Now, for whoever is refused because the inspection is open here.
    pub now: Moment,
    /// Bytes of the reserve that is given free when the disk is full; 0 for none.
    pub reserve: u64,
    /// What it is opened or made with.
    pub unlock: Unlock,
    pub(crate) disk: Arc<dyn Disk>,
    /// What the passphrase a new inspection is made with is to cost.
    pub(crate) effort: Effort,
    /// Without it everything is read from the journal.
    pub(crate) store: bool,
}

impl Options {
    /// A reserve of 8 MiB, and nothing to open it with.
    #[must_use]
    pub fn new(now: Moment) -> Self {
        Self {
            now,
            reserve: 8 * 1024 * 1024,
            unlock: Unlock::Beside,
            disk: Arc::new(RealDisk),
            effort: Effort::Calibrated,
            store: true,
        }
    }

    /// With a reserve of so many bytes; 0 for none.
    #[must_use]
    pub fn with_reserve(self, reserve: u64) -> Self {
        Self { reserve, ..self }
    }

    /// Opened or made with this.
    #[must_use]
    pub fn with_unlock(self, unlock: Unlock) -> Self {
        Self { unlock, ..self }
    }
}

/// What was found at opening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// What was found and put right: a line each for the people at the screen.
    pub notes: Vec<Note>,
    /// Why nothing may be added, as a sentence, where that is so.
    pub read_only: Option<String>,
}

/// What [`Ledger::check_store`](super::Ledger::check_store) found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreCheck {
    /// Entries in the journal, every one read and its hash and place checked.
    pub entries: u64,
    /// Entries the store had before anything was put right.
    pub keys: u64,
    /// What was found and put right.
    pub notes: Vec<Note>,
    /// Why nothing may be added from now on, as a sentence, where that is so.
    pub read_only: Option<String>,
}
