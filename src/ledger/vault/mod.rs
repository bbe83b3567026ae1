//! The vault: every key of an inspection, from the words somebody types down to the key one value is sealed with.
//!
//! Owns `keys.json` and the copy of it, `training.key` and `device.key`: how they are written, what they are held to before they are
//! believed, and what is sealed under what. Refuses to know what the sealed values are, and where they are stored beyond the name of the
//! place. Keys are in memory only while the inspection is open, and are wiped when it is closed.
//!
//! ```text
//! passphrase -> Argon2id -> slot -> vault key -> one random key a case -> HKDF-SHA-256 -> entries, documents, names, drafts
//! ```
//!
//! | file | owns |
//! |---|---|
//! | `keyring` | [`Keyring`]: the keys of an open inspection, and everything that changes them |
//! | `passphrases` | adding, changing and taking away passphrases |
//! | `opening` | choosing between the two copies of `keys.json`, and opening one with the words given |
//! | `store` | the files, and the order in which they are written |
//! | `file` | `keys.json` as bytes |
//! | `slot` | one way in |
//! | `kdf` | from words to a key |
//! | `device` | the key this folder signs with |
//! | `person` | the key one participant signs with |
//! | `strength` | how good a passphrase is, in words |
//! | `cipher` | the ciphers as documented |
//! | `hex` | bytes as digits |

mod cipher;
mod device;
mod file;
mod hex;
mod kdf;
mod keyring;
mod opening;
mod passphrases;
pub mod person;
mod slot;
mod store;
mod strength;

#[cfg(test)]
mod tests;

pub use kdf::Effort;
pub use person::PersonKeyError;
pub use slot::{SlotId, SlotShown};
pub use store::opens_with_words;
pub use strength::{Strength, strength};

pub(crate) use cipher::Sealed;
pub(crate) use device::DeviceKey;
pub(crate) use file::says_vault;
pub(crate) use keyring::{Keyring, Place, Whose};
pub(crate) use opening::Mirrored;
