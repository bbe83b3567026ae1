//! The append-only record of an inspection folder: what was kept, and nothing but what was kept.
//!
//! Owns everything in the folder: the journal (the authority), the sled store everything is read from, documents and texts by their
//! hashes, the resume record, the lock and the reserve. Knows of `casework` only what an entry is and where it names documents; what
//! entries mean is folded elsewhere. Format 0: nothing is encrypted or signed; the frames have the place for it.
//!
//! | file | owns |
//! |---|---|
//! | `record` | [`Ledger`]: the parts put together; what happens at an append, and in which order |
//! | `thread` | [`LedgerThread`]: the one thread that has it, requests in order |
//! | `frame` | one entry as bytes: the layout of the journal |
//! | `journal` | the journal file: append and confirm, cut back, write anew |
//! | `scan` | reading a journal end to end: what is whole, what is missing |
//! | `start` | bringing journal and store into agreement |
//! | `store` | sled, and nothing else knows sled |
//! | `hush` | the panics sled is expected to have, kept off the screen |
//! | `shelf` | the store with the rule that it may fail at any time |
//! | `documents` | originals and texts, named by their hashes |
//! | `drafts` | the resume record |
//! | `folder` | names, format, lock, reserve |
//! | `verify` | what is proven and what is not |
//! | `disk` | the few calls made of a disk, so that tests can break them |
//! | `unlock` | what opens an inspection |
//! | `vault` | the keys: slots, case keys, what is sealed under them, who signs |
//! | `error` | what can go wrong, and what was put right, as sentences |

mod disk;
mod documents;
mod drafts;
mod error;
mod folder;
mod frame;
mod hush;
mod journal;
mod record;
mod scan;
mod shelf;
mod start;
mod store;
mod thread;
mod unlock;
mod vault;
mod verify;

#[cfg(test)]
mod tests;

pub use documents::{Batch, Documents};
pub use error::{LedgerError, Note};
pub use folder::is_inspection;
pub use frame::{Head, sha256};
pub use hush::{hush_expected_panics, panic_is_expected};
pub use record::{Ledger, Opened, Options, StoreCheck};
pub use thread::{LedgerThread, Put, Refused};
pub use unlock::{Passphrase, Unlock};
pub use vault::{Effort, PersonKeyError, SlotId, SlotShown, Strength, person, strength};
pub use verify::{Difference, Report, verify_folder};
