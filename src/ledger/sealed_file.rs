//! A document as it stands in its file: sealed in pieces, so that a long one needs no second copy of itself in memory to be sealed. Owns the
//! bytes of such a file; knows nothing of names, folders or what the bytes mean.
//!
//! # Layout, version 1
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 4 | the letters `ALSD` |
//! | 4 | 2 | version: 1 |
//! | 6 | 8 | length of what is sealed, N |
//! | 14 | | for each 256 KiB of it, in order: nonce (24), sealed bytes (as many as there are, and 16) |
//!
//! A piece is sealed for its place: the name of the file, N, and its number. So none can be moved, left out or taken from elsewhere.

use zeroize::Zeroizing;

use super::{
    error::LedgerError,
    vault::{Keyring, Place},
};
use crate::proof::chain::CaseId;

const MAGIC: &[u8; 4] = b"ALSD";
const VERSION: u16 = 1;
const PIECE: usize = 256 * 1024;
const NONCE: usize = 24;
const TAG: usize = 16;
const TREE: &str = "documents";

/// What a piece is bound to besides the case: the name of its file and the length of the whole.
fn bound(name: &str, length: u64) -> Vec<u8> {
    [name.as_bytes(), &length.to_be_bytes()].concat()
}

/// The bytes of the file.
pub(crate) fn seal(
    keys: &Keyring,
    case: CaseId,
    name: &str,
    plain: &[u8],
) -> Result<Vec<u8>, LedgerError> {
    let length = plain.len() as u64;
    let bound = bound(name, length);
    let pieces = plain.len().div_ceil(PIECE);
    let mut bytes = Vec::with_capacity(14 + plain.len() + pieces * (NONCE + TAG));
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_be_bytes());
    bytes.extend(length.to_be_bytes());
    for (number, piece) in plain.chunks(PIECE).enumerate() {
        let sealed = keys.seal(case, &place(&bound, number as u64), piece)?;
        bytes.extend(sealed.nonce);
        bytes.extend(sealed.bytes);
    }
    Ok(bytes)
}

fn place(bound: &[u8], number: u64) -> Place<'_> {
    Place {
        tree: TREE,
        key: bound,
        seq: number,
        version: VERSION,
    }
}

/// What the file holds; `None` unless every byte of it is as it was sealed, for this name and case.
pub(crate) fn open(
    keys: &Keyring,
    case: CaseId,
    name: &str,
    bytes: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    let (version, rest) = rest.split_first_chunk::<2>()?;
    let (length, mut rest) = rest.split_first_chunk::<8>()?;
    if magic != MAGIC || u16::from_be_bytes(*version) != VERSION {
        return None;
    }
    let length = u64::from_be_bytes(*length);
    let bound = bound(name, length);
    // A length the file cannot hold is not believed before memory is taken for it.
    let length = usize::try_from(length).ok().filter(|n| *n <= rest.len())?;
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    let mut number = 0;
    while !rest.is_empty() {
        let (nonce, after) = rest.split_first_chunk::<NONCE>()?;
        let (sealed, after) = after.split_at(after.len().min(PIECE + TAG));
        let piece = keys.open_sealed(case, &place(&bound, number), nonce, sealed)?;
        plain.extend_from_slice(&piece);
        rest = after;
        number += 1;
    }
    (plain.len() == length).then_some(plain)
}
