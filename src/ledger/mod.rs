//! The append-only record of an inspection folder: what was kept, and nothing but what was kept.
//!
//! Owns everything in the folder: the keys, the journals (the authority), the sled store everything is read from, documents and texts, seals,
//! the resume record, the mirror, the lock and the reserve. Knows of `casework` only what an entry is and where it names documents; what
//! entries mean is folded elsewhere, and what a seal says is `proof`'s.
//!
//! | file | owns |
//! |---|---|
//! | `record` | [`Ledger`]: the parts put together; what happens at an append, and in which order |
//! | `options` | what opening depends on, and what it answers |
//! | `sealing` | what is done to the record as a whole: seal, erase, mirror, backup |
//! | `thread` | [`LedgerThread`]: the one thread that has it, requests in order |
//! | `vault` | every key, from the words somebody types down |
//! | `frame` | one entry as bytes, sealed and signed |
//! | `entries` | entries out of frames |
//! | `journal` | the journal of one device: append and confirm, cut back, write anew |
//! | `chains` | the journals of all devices that ever wrote |
//! | `scan` | reading a journal end to end: what is whole, what is missing |
//! | `start` | bringing journals, store and mirror into agreement |
//! | `store` | sled, and nothing else knows sled |
//! | `hush` | the panics sled is expected to have, kept off the screen |
//! | `glances` | what is kept of each case for the list of cases |
//! | `shelf` | the store with the rule that it may fail at any time |
//! | `mirror` | the second folder that gets everything too |
//! | `documents`, `sealed_file` | originals, texts and lists; one as the bytes of its file |
//! | `seals` | the files of the seals, and whether the record goes as far as they say |
//! | `bundle` | what an outsider needs to check a seal |
//! | `drafts` | the resume record |
//! | `folder` | names, format, lock, reserve |
//! | `holding` | who has it open, looked at from outside |
//! | `private` | that nobody but its owner may look into the folder |
//! | `mirrored` | what the mirror lacks, looked at from outside |
//! | `verify` | what is proven and what is not |
//! | `disk` | the few calls made of a disk, so that tests can break them |
//! | `unlock` | what opens an inspection |
//! | `error` | what can go wrong, and what was put right, as sentences |

mod bundle;
mod chains;
mod disk;
mod documents;
mod drafts;
mod entries;
mod error;
mod folder;
mod frame;
mod glances;
mod holding;
mod hush;
mod journal;
mod mirror;
mod mirrored;
mod options;
mod private;
mod record;
mod scan;
mod sealed_file;
mod sealing;
mod seals;
mod shelf;
mod start;
mod store;
mod thread;
mod unlock;
mod vault;
mod verify;

#[cfg(test)]
mod tests;

pub use bundle::bundle_of_folder;
pub use documents::{Batch, Documents};
pub use error::{LedgerError, Note};
pub use folder::is_inspection;
pub use frame::{Head, sha256};
pub use glances::Glances;
pub use holding::{Holder, Holding, who_has_it_open};
pub use hush::{hush_expected_panics, panic_is_expected};
pub use mirrored::{MirrorSeen, look_at_mirror};
pub use options::{Opened, Options, StoreCheck};
pub use record::Ledger;
pub use thread::{LedgerThread, Put, Refused};
pub use unlock::{Passphrase, Unlock};
pub use vault::{
    Effort, PersonKeyError, SlotId, SlotShown, Strength, opens_with_words, person, strength,
};
pub use verify::{Difference, Report, verify_folder};
