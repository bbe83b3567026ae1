//! What anybody can check without a passphrase: chains of entries, signatures, seals and bundles.
//!
//! Owns the bytes that prove something, how each is computed and how it is checked. Knows hashes, public keys and numbers; refuses to know
//! files, secret keys, ciphers, and anything said about a child. Another program can check all of this from `assets/bundle-format.md` alone.
//!
//! | file | owns |
//! |---|---|
//! | `chain` | the part of a journal that is not secret: its header, and of each entry everything but its words |
//! | `code` | 132 bits as words and digits, and how they follow from a statement |
//! | `arrival` | the tree over files as they were on arrival, and the list it is made of |
//! | `statement` | what a seal says, in bytes that are made once |
//! | `bundle` | everything an outsider needs to check a seal, in one file, and the check |
//! | `hex` | bytes as hexadecimal digits, one spelling |

pub mod arrival;
pub mod bundle;
pub mod chain;
pub mod code;
pub mod hex;
pub mod statement;
