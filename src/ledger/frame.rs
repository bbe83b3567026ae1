//! One entry as it stands in the journal: a frame. Puts what stands around an entry (its layout is [`crate::proof::chain`]'s), its sealed
//! words, the device's signature and its hash together, and takes them apart; knows no file and opens no seal.

use sha2::{Digest, Sha256 as Hasher};

use super::vault::{DeviceKey, Sealed};
use crate::{
    casework::Sha256,
    proof::chain::{self, AROUND_AFTER, AROUND_BEFORE, Around, CaseId},
};

/// Frames begin with these letters.
pub(crate) const MAGIC: &[u8; 4] = chain::ENTRY;
/// Bytes of a frame that are not its sealed words.
pub(crate) const AROUND: usize = AROUND_BEFORE + AROUND_AFTER;
/// Bytes the words of an entry may have before they are sealed.
pub(crate) const MOST: usize = 16 * 1024 * 1024;
/// Bytes that sealing adds.
const TAG: usize = 16;
/// The version of the sealed words' place.
pub(crate) const VERSION: u16 = 1;

/// What a frame says, its words still sealed and in the bytes it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    pub seq: u64,
    /// First frame of the same fdatasync.
    pub first_of_sync: u64,
    pub previous: Sha256,
    pub case: CaseId,
    pub nonce: [u8; 24],
    pub sealed: &'a [u8],
    /// What the device signed.
    pub link: Sha256,
    pub signature: &'a [u8; 64],
    pub hash: Sha256,
}

/// How far a record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of entries; the next one gets this as its [`Seq`](crate::casework::Seq).
    pub count: u64,
    /// The hash of the last frame; of none, that of the journal's header.
    pub hash: Sha256,
}

/// SHA-256 of exact bytes.
pub fn sha256(bytes: &[u8]) -> Sha256 {
    Sha256(Hasher::digest(bytes).into())
}

/// The bytes of a frame, and its hash, signed by the device. `None` for words longer than [`MOST`].
pub(crate) fn encode(
    device: &DeviceKey,
    seq: u64,
    first_of_sync: u64,
    previous: Sha256,
    case: CaseId,
    sealed: &Sealed,
) -> Option<(Vec<u8>, Sha256)> {
    let around = Around {
        seq,
        first_of_sync,
        previous,
        case,
        nonce: sealed.nonce,
        sealed: u32::try_from(sealed.bytes.len())
            .ok()
            .filter(|_| sealed.bytes.len() <= MOST + TAG)?,
    }
    .encode()?;
    let link = chain::link(&around, &sha256(&sealed.bytes));
    let signature = device.sign(&link);
    let hash = chain::entry_hash(&link, &signature);
    let length = u32::try_from(AROUND + sealed.bytes.len()).ok()?;
    let mut bytes = Vec::with_capacity(AROUND + sealed.bytes.len());
    bytes.extend(around);
    bytes.extend(&sealed.bytes);
    bytes.extend(signature);
    bytes.extend(hash.0);
    bytes.extend(length.to_be_bytes());
    Some((bytes, hash))
}

/// The length the frame at the start of `bytes` claims; `None` where no frame of this version can begin here.
pub(crate) fn claimed_length(bytes: &[u8]) -> Option<usize> {
    Around::claimed_length(bytes).filter(|length| *length <= AROUND + MOST + TAG)
}

/// How many bytes [`claimed_length`] wants to see.
pub(crate) const CLAIM: usize = Around::CLAIM;

impl<'a> Frame<'a> {
    /// How far the record goes with this frame as its last.
    pub(crate) fn head(&self) -> Head {
        Head {
            count: self.seq.saturating_add(1),
            hash: self.hash,
        }
    }

    /// The frame these bytes are, exactly; `None` unless it is whole. Who signed it is not looked at: [`chain::signed_by`] says.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let length = claimed_length(bytes)?;
        if bytes.len() != length {
            return None;
        }
        let (around_bytes, rest) = bytes.split_first_chunk::<AROUND_BEFORE>()?;
        let around = Around::parse(around_bytes)?;
        let (sealed, rest) = rest.split_at_checked(usize::try_from(around.sealed).ok()?)?;
        let (signature, rest) = rest.split_first_chunk::<64>()?;
        let (hash, rest) = rest.split_first_chunk::<32>()?;
        let again: [u8; 4] = rest.try_into().ok()?;
        let link = chain::link(around_bytes, &sha256(sealed));
        let whole = usize::try_from(u32::from_be_bytes(again)).ok()? == length
            && chain::entry_hash(&link, signature).0 == *hash;
        whole.then_some(Self {
            seq: around.seq,
            first_of_sync: around.first_of_sync,
            previous: around.previous,
            case: around.case,
            nonce: around.nonce,
            sealed,
            link,
            signature,
            hash: Sha256(*hash),
        })
    }
}
