//! Keys, and what is sealed with them: a random nonce each time, keys made of keys, and a commitment to a key that is checked before it
//! opens anything, because Poly1305 alone would let one sealed value open under two keys.
//! Knows keys and bytes; knows no files, no passphrases and no cases.

use zeroize::Zeroizing;

pub(crate) use alongside_cipher::{NONCE, TAG};

use crate::{ledger::LedgerError, proof::chain};

/// A key of 32 bytes: in one place in memory, wiped when dropped, shown nowhere.
#[derive(Clone)]
pub(crate) struct Secret(Box<Zeroizing<[u8; 32]>>);

impl Secret {
    /// A new one from the system's source of randomness.
    pub(crate) fn random() -> Result<Self, LedgerError> {
        let mut secret = Self::blank();
        fill(&mut **secret.0)?;
        Ok(secret)
    }

    /// `None` where `bytes` are not 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut secret = Self::blank();
        if bytes.len() != secret.0.len() {
            return None;
        }
        secret.0.copy_from_slice(bytes);
        Some(secret)
    }

    /// 32 bytes of zero, to be written over by [`Self::bytes_mut`].
    pub(crate) fn blank() -> Self {
        Self(Box::new(Zeroizing::new([0; 32])))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; 32] {
        &mut self.0
    }

    /// What may be written down of a key: enough to tell it from every other, of no help in finding it.
    pub(crate) fn commitment(&self) -> [u8; 32] {
        chain::hash("alongside/commit/v1", &[self.bytes()]).0
    }

    /// The key for one use, made of this one.
    pub(crate) fn derive(&self, info: &[u8]) -> Self {
        let mut derived = Self::blank();
        alongside_cipher::derive(self.bytes(), info, derived.bytes_mut());
        derived
    }

    /// HMAC-SHA-256 of the parts one after the other.
    pub(crate) fn hmac(&self, parts: &[&[u8]]) -> [u8; 32] {
        alongside_cipher::hmac(self.bytes(), parts)
    }

    /// Whether `mac` is the HMAC-SHA-256 of the parts, compared in constant time.
    pub(crate) fn hmac_is(&self, parts: &[&[u8]], mac: &[u8; 32]) -> bool {
        alongside_cipher::hmac_is(self.bytes(), parts, mac)
    }

    /// Seals `plain` with a new random nonce, bound to `around`.
    pub(crate) fn seal(&self, around: &[u8], plain: &[u8]) -> Result<Sealed, LedgerError> {
        let nonce = random()?;
        let bytes = alongside_cipher::seal(self.bytes(), &nonce, around, plain).ok_or(
            LedgerError::TooLong {
                bytes: plain.len(),
                most: usize::try_from(u32::MAX).unwrap_or(usize::MAX),
            },
        )?;
        Ok(Sealed { nonce, bytes })
    }

    /// What was sealed; `None` where it was not sealed by this key around `around`, or a bit has changed.
    pub(crate) fn open(
        &self,
        around: &[u8],
        nonce: &[u8; NONCE],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        alongside_cipher::open(self.bytes(), nonce, around, sealed)
    }
}

/// A sealed value as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub nonce: [u8; NONCE],
    /// The sealed words and their tag of 16 bytes.
    pub bytes: Vec<u8>,
}

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], LedgerError> {
    let mut bytes = [0; N];
    fill(&mut bytes)?;
    Ok(bytes)
}

fn fill(bytes: &mut [u8]) -> Result<(), LedgerError> {
    getrandom::fill(bytes).map_err(|error| LedgerError::Trouble {
        doing: "Asking the system for random numbers".to_owned(),
        why: error.to_string(),
    })
}

/// A name and its fields as one run of bytes that no other name and fields give: each with its length in front.
pub(crate) fn bound(name: &str, fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(
        8 + name.len() + fields.iter().map(|field| 8 + field.len()).sum::<usize>(),
    );
    for field in std::iter::once(&name.as_bytes()).chain(fields) {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bound_can_be_cut_in_one_way_only() {
        let all = [
            bound("a", &[b"bc", b""]),
            bound("a", &[b"b", b"c"]),
            bound("a", &[b"bc"]),
            bound("ab", &[b"c", b""]),
            bound("a", &[b"", b"bc"]),
        ];
        for (at, one) in all.iter().enumerate() {
            assert_eq!(all.iter().filter(|other| *other == one).count(), 1, "{at}");
        }
    }

    #[test]
    fn a_commitment_tells_keys_apart_and_a_key_has_32_bytes() {
        let one = Secret::from_slice(&[1; 32]).unwrap();
        assert_ne!(
            one.commitment(),
            Secret::from_slice(&[2; 32]).unwrap().commitment()
        );
        assert_ne!(&one.commitment(), one.bytes());
        assert!(Secret::from_slice(&[1; 31]).is_none());
        assert!(Secret::from_slice(&[1; 33]).is_none());
        assert_ne!(
            Secret::random().unwrap().bytes(),
            Secret::random().unwrap().bytes()
        );
    }
}
