//! What an outsider needs to check a seal, in one file. Owns the bundle: the journals without a word of any entry, and every seal's statement,
//! in compact JSON with one spelling. Refuses to know a passphrase or a case: it holds numbers, hashes, signatures and public keys alone.
//!
//! | file | owns |
//! |---|---|
//! | `check` | whether all of a bundle fits together, and the first thing that does not |
//! | `report` | what was found, and the sentences for it |
//!
//! `assets/bundle-format.md` describes the file for whoever writes another verifier; `assets/verify_bundle.py` is one.

mod check;
mod report;

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::{
    check::{Asked, check},
    report::{Answer, BundleReport, DeviceChecked, Difference, Place, SealChecked},
};
use super::{
    chain::{AROUND_BEFORE, JournalHeader, VaultId},
    hex,
};
use crate::casework::Sha256;

/// The version of the bundles written here.
pub const VERSION: u32 = 1;
/// Bytes a bundle has at most, 256 MiB: some 650,000 entries.
pub const LARGEST: usize = 256 * 1024 * 1024;
/// Seals a bundle has at most: checking one takes a twentieth of a second.
pub const MOST_SEALS: usize = 2_000;
/// Journals a bundle has at most: each restored copy is one more.
pub const MOST_JOURNALS: usize = 1_001;
const ENTRY: usize = AROUND_BEFORE + 32 + 64;

/// What an outsider needs to check a seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    #[serde(rename = "alongside_bundle")]
    version: u32,
    #[serde(with = "hex")]
    vault: VaultId,
    journals: Vec<BundledJournal>,
    statements: Vec<String>,
}

/// The journal of one device without its entries' words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundledJournal {
    /// The header's bytes, as they stand in the journal.
    #[serde(with = "hex::run")]
    pub header: Vec<u8>,
    /// Its entries, in order.
    pub entries: Vec<BundledEntry>,
}

/// An entry without its words: what stands around them, their sealed bytes' SHA-256, and the device's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BundledEntry(#[serde(with = "hex")] [u8; ENTRY]);

impl BundledEntry {
    /// The 104 bytes in front of an entry's sealed words, the SHA-256 of these, and the signature after them.
    #[must_use]
    pub fn new(around: &[u8; AROUND_BEFORE], sealed_words: &Sha256, signature: &[u8; 64]) -> Self {
        let mut bytes = [0; ENTRY];
        let parts = around.iter().chain(&sealed_words.0).chain(signature);
        bytes
            .iter_mut()
            .zip(parts)
            .for_each(|(to, from)| *to = *from);
        Self(bytes)
    }

    fn parts(&self) -> Option<([u8; AROUND_BEFORE], Sha256, [u8; 64])> {
        let (around, rest) = self.0.split_at_checked(AROUND_BEFORE)?;
        let (sealed_words, signature) = rest.split_at_checked(32)?;
        Some((
            around.try_into().ok()?,
            Sha256(sealed_words.try_into().ok()?),
            signature.try_into().ok()?,
        ))
    }
}

/// Why a file is no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BundleError {
    /// Longer than any bundle.
    #[error("This file is larger than any bundle (256 MiB). Ask for the bundle again.")]
    TooLarge,
    /// Not a bundle's fields, or a length that no bundle has.
    #[error(
        "This is not a bundle, or it was damaged on the way. Ask for it again, and let nothing open and save it in between."
    )]
    NotABundle,
    /// The same, respelled: a space more, another order.
    #[error(
        "This bundle is not spelled as alongside writes it: something has opened and saved it. Ask for it again."
    )]
    Respelled,
    /// A version this program does not know.
    #[error("This bundle was written by a newer alongside. Check it with that one.")]
    Newer,
}

#[derive(Deserialize)]
struct OnlyVersion {
    alongside_bundle: u32,
}

impl Bundle {
    /// A bundle of these journals, whatever their order, and these statements' exact bytes, first seal first.
    #[must_use]
    pub fn new(vault: VaultId, mut journals: Vec<BundledJournal>, statements: Vec<String>) -> Self {
        journals.sort_by_cached_key(|journal| {
            JournalHeader::parse(&journal.header).map(|(header, _)| (header.first, header.device()))
        });
        Self {
            version: VERSION,
            vault,
            journals,
            statements,
        }
    }

    /// Of which inspection it says it is.
    #[must_use]
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// How many entries it holds.
    #[must_use]
    pub fn entries(&self) -> u64 {
        let entries: usize = self
            .journals
            .iter()
            .map(|journal| journal.entries.len())
            .sum();
        u64::try_from(entries).unwrap_or(u64::MAX)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// What the writer's own errors are.
    pub fn write(&self, to: impl Write) -> io::Result<()> {
        serde_json::to_writer(to, self).map_err(io::Error::from)
    }

    /// Reads a file that [`Self::write`] wrote, byte for byte; anything else is refused. Nothing in it is believed yet.
    ///
    /// # Errors
    /// When it is larger than a bundle, not one, respelled, or of a newer version.
    pub fn parse(bytes: &[u8]) -> Result<Self, BundleError> {
        if bytes.len() > LARGEST {
            return Err(BundleError::TooLarge);
        }
        let newer = || {
            serde_json::from_slice(bytes)
                .is_ok_and(|OnlyVersion { alongside_bundle }| alongside_bundle > VERSION)
        };
        let bundle: Self = match serde_json::from_slice(bytes) {
            Ok(bundle) => bundle,
            Err(_) if newer() => return Err(BundleError::Newer),
            Err(_) => return Err(BundleError::NotABundle),
        };
        if bundle.version > VERSION {
            return Err(BundleError::Newer);
        }
        if bundle.version != VERSION
            || bundle.statements.len() > MOST_SEALS
            || bundle.journals.len() > MOST_JOURNALS
        {
            return Err(BundleError::NotABundle);
        }
        let mut rest = Expected(bytes);
        let spelled = bundle.write(&mut rest).is_ok() && rest.0.is_empty();
        spelled.then_some(bundle).ok_or(BundleError::Respelled)
    }
}

/// Takes only the bytes that are expected: a spelling is compared without being made a second time.
struct Expected<'a>(&'a [u8]);

impl Write for Expected<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .strip_prefix(bytes)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
