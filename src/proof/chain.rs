//! The part of a journal that is not secret. Owns the layout of a journal's header and of what stands around each entry's sealed words, the
//! hash of an entry, and what the device signs. The words count only as the SHA-256 of their sealed bytes: a chain can be checked without
//! them, and still when the key that opens them is gone.
//!
//! Numbers are unsigned and big-endian; hashes are SHA-256, each over a name, a zero byte, and what follows.
//!
//! # A journal's header, version 1
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 4 | the letters `ALSJ` |
//! | 4 | 2 | version: 1 |
//! | 6 | 2 | D: how many devices stand before this one |
//! | 8 | 16 | the vault |
//! | 24 | 8 | the device: the first 8 bytes of the SHA-256 of its public key |
//! | 32 | 32 | its public key (Ed25519) |
//! | 64 | 8 | the number of its first entry: as many as there were when it began |
//! | 72 | 48 × D | of each device before it: device (8), how many entries it goes to (8), hash of the last of them (32) |
//! | 72 + 48 D | 64 | signature by the device of the hash `alongside/journal/v1` over all bytes before |
//!
//! What stands as "the hash before" in its first entry is the hash `alongside/journal/v1` over all bytes of the header.
//!
//! # What stands around an entry, version 1
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 4 | the letters `ALSF` |
//! | 4 | 2 | version: 1 |
//! | 6 | 2 | flags: 1, the words are sealed |
//! | 8 | 4 | length of the whole frame, L = 204 + B |
//! | 12 | 8 | the number of the entry |
//! | 20 | 8 | the number of the first entry written under the same fdatasync |
//! | 28 | 32 | the hash of the entry before |
//! | 60 | 16 | the random id that names the case, or the inspection itself |
//! | 76 | 24 | the nonce its words are sealed with |
//! | 100 | 4 | B: the length of its sealed words |
//!
//! In the journal B bytes of sealed words follow, then the signature (64), the entry's hash (32), and L again (4). With `link` the hash
//! `alongside/link/v1` over these 104 bytes and the SHA-256 of the sealed words, the device signs `link`, and the entry's hash is the hash
//! `alongside/entry/v1` over `link` and the signature.

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256 as Hasher};

use crate::casework::Sha256;

/// Bytes in front of an entry's sealed words.
pub const AROUND_BEFORE: usize = 104;
/// Bytes after an entry's sealed words: signature, hash, length.
pub const AROUND_AFTER: usize = 64 + 32 + 4;
/// A journal's header begins with these letters.
pub const JOURNAL: &[u8; 4] = b"ALSJ";
/// An entry begins with these letters.
pub const ENTRY: &[u8; 4] = b"ALSF";
const VERSION: u16 = 1;
const SEALED: u16 = 1;
/// Devices that may stand before one: each restored copy is one more.
const MOST_BEFORE: usize = 1_000;
const HEAD_BYTES: usize = 8 + 8 + 32;
const FIXED_HEADER: usize = 72;
const SIGNATURE: usize = 64;

/// The 16 random bytes that tell one inspection from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VaultId(pub [u8; 16]);

/// The 16 random bytes that stand for a case, or for the inspection itself, wherever its number would say too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub [u8; 16]);

/// The name of a device: the first 8 bytes of the SHA-256 of its public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub [u8; 8]);

impl DeviceId {
    /// The name that belongs to a public key.
    #[must_use]
    pub fn of(public: &[u8; 32]) -> Self {
        let hash: [u8; 32] = Hasher::digest(public).into();
        let mut id = [0; 8];
        id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        Self(id)
    }
}

/// How far the record of a device goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Which device.
    pub device: DeviceId,
    /// The number the next entry would have.
    pub count: u64,
    /// The hash of the last entry.
    pub hash: Sha256,
}

/// What stands at the head of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalHeader {
    /// Of which inspection.
    pub vault: VaultId,
    /// The device's public key, from which its name follows.
    pub public: [u8; 32],
    /// The number of its first entry.
    pub first: u64,
    /// The devices before it, and how far each went, oldest first.
    pub before: Vec<Reached>,
}

impl JournalHeader {
    /// The device whose journal it is.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId::of(&self.public)
    }

    /// Its bytes; `sign` is given the hash the device signs.
    #[must_use]
    pub fn encode(&self, sign: impl FnOnce(&Sha256) -> [u8; SIGNATURE]) -> Vec<u8> {
        let before = self.before.get(..MOST_BEFORE).unwrap_or(&self.before);
        let mut bytes = Vec::with_capacity(Self::length_with(before.len()));
        bytes.extend(JOURNAL);
        bytes.extend(VERSION.to_be_bytes());
        bytes.extend(
            u16::try_from(before.len())
                .unwrap_or(u16::MAX)
                .to_be_bytes(),
        );
        bytes.extend(self.vault.0);
        bytes.extend(self.device().0);
        bytes.extend(self.public);
        bytes.extend(self.first.to_be_bytes());
        for reached in before {
            bytes.extend(reached.device.0);
            bytes.extend(reached.count.to_be_bytes());
            bytes.extend(reached.hash.0);
        }
        let signature = sign(&hash("alongside/journal/v1", &[&bytes]));
        bytes.extend(signature);
        bytes
    }

    /// How many bytes the header at the start of `bytes` takes; `None` where none of this version begins here.
    #[must_use]
    pub fn claimed_length(bytes: &[u8]) -> Option<usize> {
        let mut fields = Fields(bytes);
        fields.expect(JOURNAL)?;
        fields.expect(&VERSION.to_be_bytes())?;
        let before = usize::from(fields.u16()?);
        (before <= MOST_BEFORE).then(|| Self::length_with(before))
    }

    /// How many bytes [`Self::claimed_length`] wants to see.
    pub const CLAIM: usize = 8;

    fn length_with(before: usize) -> usize {
        FIXED_HEADER + HEAD_BYTES * before + SIGNATURE
    }

    /// The header these bytes begin with, its signature checked, and its own hash: "the hash before" of the first entry.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<(Self, Sha256)> {
        let length = Self::claimed_length(bytes)?;
        let bytes = bytes.get(..length)?;
        let mut fields = Fields(bytes.get(6..)?);
        let before = fields.u16()?;
        let vault = VaultId(fields.array()?);
        let device = DeviceId(fields.array()?);
        let public: [u8; 32] = fields.array()?;
        let first = fields.u64()?;
        let before = (0..before)
            .map(|_| {
                Some(Reached {
                    device: DeviceId(fields.array()?),
                    count: fields.u64()?,
                    hash: fields.hash()?,
                })
            })
            .collect::<Option<Vec<_>>>()?;
        let signature = fields.array()?;
        let signed = hash("alongside/journal/v1", &[bytes.get(..length - SIGNATURE)?]);
        let right = device == DeviceId::of(&public) && signed_by(&public, &signed, &signature);
        let header = Self {
            vault,
            public,
            first,
            before,
        };
        right.then(|| (header, hash("alongside/journal/v1", &[bytes])))
    }
}

/// What stands in front of an entry's sealed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around {
    /// The number of the entry.
    pub seq: u64,
    /// The number of the first entry written under the same fdatasync.
    pub first_of_sync: u64,
    /// The hash of the entry before.
    pub previous: Sha256,
    /// Whose it is.
    pub case: CaseId,
    /// What its words are sealed with.
    pub nonce: [u8; 24],
    /// The length of its sealed words.
    pub sealed: u32,
}

impl Around {
    /// Its 104 bytes; `None` where the whole frame would be longer than its length can say.
    #[must_use]
    pub fn encode(&self) -> Option<[u8; AROUND_BEFORE]> {
        let around = u32::try_from(AROUND_BEFORE + AROUND_AFTER).ok()?;
        let length = self.sealed.checked_add(around)?;
        let mut bytes = Vec::with_capacity(AROUND_BEFORE);
        bytes.extend(ENTRY);
        bytes.extend(VERSION.to_be_bytes());
        bytes.extend(SEALED.to_be_bytes());
        bytes.extend(length.to_be_bytes());
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.first_of_sync.to_be_bytes());
        bytes.extend(self.previous.0);
        bytes.extend(self.case.0);
        bytes.extend(self.nonce);
        bytes.extend(self.sealed.to_be_bytes());
        bytes.try_into().ok()
    }

    /// The length of the whole frame that begins with these bytes (12 of them are enough); `None` where none of this version begins here.
    #[must_use]
    pub fn claimed_length(bytes: &[u8]) -> Option<usize> {
        let mut fields = Fields(bytes);
        fields.expect(ENTRY)?;
        fields.expect(&VERSION.to_be_bytes())?;
        fields.expect(&SEALED.to_be_bytes())?;
        usize::try_from(fields.u32()?)
            .ok()
            .filter(|length| *length >= AROUND_BEFORE + AROUND_AFTER)
    }

    /// How many bytes [`Self::claimed_length`] wants to see.
    pub const CLAIM: usize = 12;

    /// Reads 104 bytes.
    #[must_use]
    pub fn parse(bytes: &[u8; AROUND_BEFORE]) -> Option<Self> {
        let length = Self::claimed_length(bytes)?;
        let mut fields = Fields(bytes.get(Self::CLAIM..)?);
        let around = Self {
            seq: fields.u64()?,
            first_of_sync: fields.u64()?,
            previous: fields.hash()?,
            case: CaseId(fields.array()?),
            nonce: fields.array()?,
            sealed: fields.u32()?,
        };
        let sealed = usize::try_from(around.sealed).ok()?;
        let whole = sealed.checked_add(AROUND_BEFORE + AROUND_AFTER)? == length
            && around.first_of_sync <= around.seq;
        whole.then_some(around)
    }
}

/// What a device signs of an entry.
#[must_use]
pub fn link(around: &[u8; AROUND_BEFORE], sealed_words: &Sha256) -> Sha256 {
    hash("alongside/link/v1", &[around, &sealed_words.0])
}

/// The hash of an entry, which the next one names.
#[must_use]
pub fn entry_hash(link: &Sha256, signature: &[u8; 64]) -> Sha256 {
    hash("alongside/entry/v1", &[&link.0, signature])
}

/// Whether `signature` was made over `signed` with the key that `public` belongs to (RFC 8032, strictly: no weak keys, one encoding).
#[must_use]
pub fn signed_by(public: &[u8; 32], signed: &Sha256, signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public).is_ok_and(|key| {
        key.verify_strict(&signed.0, &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// SHA-256 of a name, a zero byte and the parts.
#[must_use]
pub fn hash(name: &str, parts: &[&[u8]]) -> Sha256 {
    let mut hasher = Hasher::new();
    hasher.update(name.as_bytes());
    hasher.update([0]);
    for part in parts {
        hasher.update(part);
    }
    Sha256(hasher.finalize().into())
}

/// Bytes taken from the front, field by field.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(field)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn expect(&mut self, value: &[u8]) -> Option<()> {
        (self.take(value.len())? == value).then_some(())
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    fn hash(&mut self) -> Option<Sha256> {
        self.array().map(Sha256)
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer as _, SigningKey};

    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn header(before: usize) -> (JournalHeader, Vec<u8>) {
        let key = key();
        let header = JournalHeader {
            vault: VaultId([1; 16]),
            public: key.verifying_key().to_bytes(),
            first: 5,
            before: (0..before)
                .map(|number| Reached {
                    device: DeviceId([u8::try_from(number).unwrap(); 8]),
                    count: 5,
                    hash: Sha256([9; 32]),
                })
                .collect(),
        };
        let bytes = header.encode(|signed| key.sign(&signed.0).to_bytes());
        (header, bytes)
    }

    #[test]
    fn a_header_reads_back_and_a_flip_of_any_bit_is_seen() {
        for before in [0, 2] {
            let (header, bytes) = header(before);
            assert_eq!(bytes.len(), 72 + 48 * before + 64);
            assert_eq!(&bytes[..8], [b'A', b'L', b'S', b'J', 0, 1, 0, bytes[7]]);
            let (read, own) = JournalHeader::parse(&bytes).unwrap();
            assert_eq!(read, header);
            let mut hashed = b"alongside/journal/v1\0".to_vec();
            hashed.extend(&bytes);
            assert_eq!(own.0, <[u8; 32]>::from(Hasher::digest(&hashed)));
            for at in 0..bytes.len() {
                for bit in 0..8 {
                    let mut flipped = bytes.clone();
                    flipped[at] ^= 1 << bit;
                    assert_eq!(JournalHeader::parse(&flipped), None, "byte {at} bit {bit}");
                }
                assert_eq!(JournalHeader::parse(&bytes[..at]), None);
            }
        }
    }

    #[test]
    fn what_stands_around_an_entry_is_as_the_table_says() {
        let around = Around {
            seq: 6,
            first_of_sync: 5,
            previous: Sha256([2; 32]),
            case: CaseId([3; 16]),
            nonce: [4; 24],
            sealed: 0x0102,
        };
        let bytes = around.encode().unwrap();
        assert_eq!(&bytes[..12], b"ALSF\0\x01\0\x01\0\0\x01\xce");
        assert_eq!(
            bytes[12..28],
            [0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 5]
        );
        assert_eq!(bytes[28..60], [2; 32]);
        assert_eq!(bytes[60..76], [3; 16]);
        assert_eq!(bytes[76..100], [4; 24]);
        assert_eq!(bytes[100..], [0, 0, 1, 2]);
        assert_eq!(Around::parse(&bytes), Some(around));
        let over = Around {
            sealed: u32::MAX,
            ..around
        };
        assert_eq!(over.encode(), None);
    }

    #[test]
    fn only_the_device_that_signed_is_believed() {
        let signed = hash("x", &[b"y"]);
        let signature = key().sign(&signed.0).to_bytes();
        let public = key().verifying_key().to_bytes();
        assert!(signed_by(&public, &signed, &signature));
        assert!(!signed_by(&public, &hash("x", &[b"z"]), &signature));
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key().to_bytes();
        assert!(!signed_by(&other, &signed, &signature));
        // The neutral element as a key would accept signatures nobody made.
        let mut weak = [0; 32];
        weak[0] = 1;
        assert!(!signed_by(&weak, &signed, &signature));
    }
}
