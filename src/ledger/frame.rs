//! One entry as it stands in the journal: a frame. Owns the exact bytes; knows no file.
//!
//! # Layout, version 0
//!
//! Numbers are unsigned and big-endian; B is the length of the body, S of the signature. Frames follow each other without a gap, from
//! position 0 of `journal/<device>.log` on; the file has no other content.
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 4 | the letters `ALSF` |
//! | 4 | 2 | frame version: 0 |
//! | 6 | 2 | flags: 0 (kept for "the body is encrypted") |
//! | 8 | 4 | length of the whole frame, L = 146 + B + S |
//! | 12 | 8 | sequence number: 0 for the first frame of the device, then one more each |
//! | 20 | 8 | sequence number of the first frame written under the same fdatasync as this one |
//! | 28 | 32 | the hash of the frame before; for frame 0 SHA-256 of `alongside/journal/v0`, a zero byte, and the device's name (the file's name without `.log`) |
//! | 60 | 4 | case number; 0: none |
//! | 64 | 16 | zeros (kept for the random id that will name the case) |
//! | 80 | 24 | zeros (kept for a nonce) |
//! | 104 | 4 | B, at most 16 MiB |
//! | 108 | B | the body: the entry as JSON, UTF-8 |
//! | 108+B | 32 | SHA-256 of `alongside/frame/v0`, a zero byte, and bytes 0 to 107+B of the frame |
//! | 140+B | 2 | S: 0 |
//! | 142+B | S | the signature: empty |
//! | 142+B+S | 4 | L again, so that the file can be read from its end |
//!
//! A frame is whole when every field is as above and the hash is right. It is in its place when its sequence number is the one expected
//! and its previous hash is the hash of the whole frame before it.

use sha2::{Digest, Sha256 as Hasher};

use crate::casework::{CaseNo, Sha256};

/// Frames begin with these letters.
pub(crate) const MAGIC: &[u8; 4] = b"ALSF";
const VERSION: u16 = 0;
const FLAGS: u16 = 0;
const HEADER: usize = 108;
const RESERVED: usize = 40;
const SIGNATURE: u16 = 0;
/// Bytes of a frame that are not its body.
pub(crate) const AROUND: usize = HEADER + 32 + 2 + 4;
/// Bytes a body may have.
pub(crate) const MOST: usize = 16 * 1024 * 1024;

/// What a frame says, its body still in the bytes it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    pub seq: u64,
    /// First frame of the same fdatasync.
    pub first_of_sync: u64,
    pub previous: Sha256,
    pub case: Option<CaseNo>,
    pub body: &'a [u8],
    pub hash: Sha256,
}

/// How far a record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of entries; the next one gets this as its [`Seq`](crate::casework::Seq).
    pub count: u64,
    /// The hash of the last frame; of none, what stands in its place.
    pub hash: Sha256,
}

/// SHA-256 of exact bytes.
pub fn sha256(bytes: &[u8]) -> Sha256 {
    Sha256(Hasher::digest(bytes).into())
}

/// What stands as "the hash before" in the first frame of a device.
pub(crate) fn genesis(device: &str) -> Sha256 {
    tagged("alongside/journal/v0", device.as_bytes())
}

/// How far the record of a device goes before its first entry.
pub(crate) fn no_entries(device: &str) -> Head {
    Head {
        count: 0,
        hash: genesis(device),
    }
}

fn tagged(domain: &str, bytes: &[u8]) -> Sha256 {
    let mut hasher = Hasher::new();
    hasher.update(domain.as_bytes());
    hasher.update([0]);
    hasher.update(bytes);
    Sha256(hasher.finalize().into())
}

/// The bytes of a frame, and its hash. `None` for a body longer than [`MOST`].
pub(crate) fn encode(
    seq: u64,
    first_of_sync: u64,
    previous: Sha256,
    case: Option<CaseNo>,
    body: &[u8],
) -> Option<(Vec<u8>, Sha256)> {
    let body_length = u32::try_from(body.len())
        .ok()
        .filter(|_| body.len() <= MOST)?;
    let length = u32::try_from(AROUND + body.len()).ok()?.to_be_bytes();
    let mut bytes = Vec::with_capacity(AROUND + body.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_be_bytes());
    bytes.extend(FLAGS.to_be_bytes());
    bytes.extend(length);
    bytes.extend(seq.to_be_bytes());
    bytes.extend(first_of_sync.to_be_bytes());
    bytes.extend(previous.0);
    bytes.extend(case.map_or(0, |case| case.0).to_be_bytes());
    bytes.extend([0; RESERVED]);
    bytes.extend(body_length.to_be_bytes());
    bytes.extend(body);
    let hash = tagged("alongside/frame/v0", &bytes);
    bytes.extend(hash.0);
    bytes.extend(SIGNATURE.to_be_bytes());
    bytes.extend(length);
    Some((bytes, hash))
}

/// The length the frame at the start of `bytes` claims; `None` where no frame of this version can begin here.
pub(crate) fn claimed_length(bytes: &[u8]) -> Option<usize> {
    let mut fields = Fields(bytes);
    fields.expect(MAGIC)?;
    fields.expect(&VERSION.to_be_bytes())?;
    fields.expect(&FLAGS.to_be_bytes())?;
    let length = usize::try_from(fields.u32()?).ok()?;
    (AROUND..=AROUND + MOST).contains(&length).then_some(length)
}

/// How many bytes [`claimed_length`] wants to see.
pub(crate) const CLAIM: usize = 12;

impl<'a> Frame<'a> {
    /// How far the record goes with this frame as its last.
    pub(crate) fn head(&self) -> Head {
        Head {
            count: self.seq.saturating_add(1),
            hash: self.hash,
        }
    }

    /// The frame these bytes are, exactly; `None` unless it is whole.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let length = claimed_length(bytes)?;
        if bytes.len() != length {
            return None;
        }
        let mut fields = Fields(bytes.get(CLAIM..)?);
        let seq = fields.u64()?;
        let first_of_sync = fields.u64()?;
        let previous = fields.hash()?;
        let case = fields.u32()?;
        fields.expect(&[0; RESERVED])?;
        let body_length = usize::try_from(fields.u32()?).ok()?;
        let body = fields.take(body_length)?;
        let hash = fields.hash()?;
        fields.expect(&SIGNATURE.to_be_bytes())?;
        let again = usize::try_from(fields.u32()?).ok()?;
        let hashed = bytes.get(..HEADER + body_length)?;
        let whole = fields.0.is_empty()
            && again == length
            && first_of_sync <= seq
            && tagged("alongside/frame/v0", hashed) == hash;
        whole.then_some(Self {
            seq,
            first_of_sync,
            previous,
            case: (case != 0).then_some(CaseNo(case)),
            body,
            hash,
        })
    }
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
    use super::*;

    #[test]
    fn a_frame_stands_as_the_layout_says() {
        let before = genesis("0123456789abcdef");
        let (bytes, hash) = encode(5, 3, before, Some(CaseNo(7)), b"{\"v\":1}").unwrap();
        assert_eq!(bytes.len(), 146 + 7);
        assert_eq!(&bytes[..12], b"ALSF\0\0\0\0\0\0\0\x99");
        assert_eq!(
            bytes[12..28],
            [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 3]
        );
        assert_eq!(bytes[28..60], before.0);
        assert_eq!(bytes[60..64], [0, 0, 0, 7]);
        assert_eq!(bytes[64..104], [0; 40]);
        assert_eq!(bytes[104..108], [0, 0, 0, 7]);
        assert_eq!(&bytes[108..115], b"{\"v\":1}");
        let mut hashed = b"alongside/frame/v0\0".to_vec();
        hashed.extend(&bytes[..115]);
        assert_eq!(sha256(&hashed), hash);
        assert_eq!(bytes[115..147], hash.0);
        assert_eq!(bytes[147..], [0, 0, 0, 0, 0, 0x99]);
        assert_eq!(before, sha256(b"alongside/journal/v0\x000123456789abcdef"));

        let frame = Frame::parse(&bytes).unwrap();
        assert_eq!(
            (frame.seq, frame.first_of_sync, frame.case, frame.body),
            (5, 3, Some(CaseNo(7)), b"{\"v\":1}".as_slice())
        );
        assert_eq!((frame.previous, frame.hash), (before, hash));
    }

    #[test]
    fn a_flip_of_any_bit_and_a_cut_at_any_byte_is_seen() {
        let (bytes, _) = encode(0, 0, genesis("d"), None, b"{}").unwrap();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert_eq!(Frame::parse(&flipped), None, "byte {at} bit {bit}");
            }
            assert_eq!(Frame::parse(&bytes[..at]), None);
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(Frame::parse(&longer), None);
        assert!(Frame::parse(&bytes).is_some());
    }

    #[test]
    fn a_body_too_long_is_no_frame() {
        assert!(encode(0, 0, genesis("d"), None, &vec![b' '; MOST]).is_some());
        assert!(encode(0, 0, genesis("d"), None, &vec![b' '; MOST + 1]).is_none());
    }
}
