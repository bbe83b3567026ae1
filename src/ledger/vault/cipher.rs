//! The ciphers, used as they are documented: XChaCha20-Poly1305 with a random nonce each time, HKDF-SHA-256 for keys made of keys, and a
//! commitment to a key that is checked before it opens anything, because Poly1305 alone would let one sealed value open under two keys.
//! Knows keys and bytes; knows no files, no passphrases and no cases.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256 as Hasher;
use zeroize::Zeroizing;

use crate::{ledger::LedgerError, proof::chain};

/// Bytes of a nonce.
pub(crate) const NONCE: usize = 24;
/// Bytes a sealed value is longer than what is in it.
pub(crate) const TAG: usize = 16;

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

    /// The key for one use, made of this one: HKDF-SHA-256 without a salt, the use as its info.
    pub(crate) fn derive(&self, info: &[u8]) -> Self {
        let mut derived = Self::blank();
        // Refuses more than 8,160 bytes only.
        let made = Hkdf::<Hasher>::new(None, self.bytes()).expand(info, derived.bytes_mut());
        debug_assert!(made.is_ok());
        derived
    }

    /// HMAC-SHA-256 of the parts one after the other.
    pub(crate) fn hmac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.hmac_of(parts).finalize().into_bytes().into()
    }

    /// Whether `mac` is the HMAC-SHA-256 of the parts, compared in constant time.
    pub(crate) fn hmac_is(&self, parts: &[&[u8]], mac: &[u8; 32]) -> bool {
        self.hmac_of(parts).verify_slice(mac).is_ok()
    }

    fn hmac_of(&self, parts: &[&[u8]]) -> Hmac<Hasher> {
        // As HMAC does with a key shorter than a block: zeros to its end.
        let mut block = Zeroizing::new([0; 64]);
        let from = self.bytes().iter();
        block
            .iter_mut()
            .zip(from)
            .for_each(|(to, from)| *to = *from);
        let mut hmac = <Hmac<Hasher> as hmac::KeyInit>::new((&*block).into());
        for part in parts {
            hmac.update(part);
        }
        hmac
    }

    /// Seals `plain` with a new random nonce, bound to `around`.
    pub(crate) fn seal(&self, around: &[u8], plain: &[u8]) -> Result<Sealed, LedgerError> {
        let nonce = random()?;
        Ok(Sealed {
            nonce,
            bytes: self.seal_with(&nonce, around, plain)?,
        })
    }

    fn seal_with(
        &self,
        nonce: &[u8; NONCE],
        around: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, LedgerError> {
        XChaCha20Poly1305::new(self.bytes().into())
            .encrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: plain,
                    aad: around,
                },
            )
            // Only more than 256 GiB are refused.
            .map_err(|_| LedgerError::TooLong {
                bytes: plain.len(),
                most: usize::try_from(u32::MAX).unwrap_or(usize::MAX),
            })
    }

    /// What was sealed; `None` where it was not sealed by this key around `around`, or a bit has changed.
    pub(crate) fn open(
        &self,
        around: &[u8],
        nonce: &[u8; NONCE],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        XChaCha20Poly1305::new(self.bytes().into())
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: sealed,
                    aad: around,
                },
            )
            .ok()
            .map(Zeroizing::new)
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
    use crate::ledger::vault::hex;

    fn bytes(digits: &str) -> Vec<u8> {
        let mut bytes = vec![0; digits.len() / 2];
        assert!(hex::read(digits.as_bytes(), &mut bytes));
        bytes
    }

    /// draft-irtf-cfrg-xchacha-03, A.3.1.
    #[test]
    fn xchacha20_poly1305_is_as_the_draft_has_it() {
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let around = bytes("50515253c0c1c2c3c4c5c6c7");
        let key = Secret::from_slice(&bytes(
            "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
        ))
        .unwrap();
        let nonce: [u8; NONCE] = bytes("404142434445464748494a4b4c4d4e4f5051525354555657")
            .try_into()
            .unwrap();
        let expected = bytes(concat!(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb",
            "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452",
            "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9",
            "21f9664c97637da9768812f615c68b13b52e",
            "c0875924c1c7987947deafd8780acf49",
        ));
        assert_eq!(key.seal_with(&nonce, &around, plain).unwrap(), expected);
        assert_eq!(&**key.open(&around, &nonce, &expected).unwrap(), plain);
        assert_eq!(expected.len(), plain.len() + TAG);
    }

    /// RFC 5869, A.1.
    #[test]
    fn hkdf_sha_256_is_as_the_rfc_has_it() {
        let salt = bytes("000102030405060708090a0b0c");
        let mut made = [0; 42];
        Hkdf::<Hasher>::new(Some(&salt), &[0x0b; 22])
            .expand(&bytes("f0f1f2f3f4f5f6f7f8f9"), &mut made)
            .unwrap();
        assert_eq!(
            hex::write(&made),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        );
    }

    #[test]
    fn a_derived_key_is_hkdf_without_a_salt_and_differs_with_every_use() {
        let key = Secret::from_slice(&[11; 32]).unwrap();
        let mut expected = [0; 32];
        Hkdf::<Hasher>::new(None, &[11; 32])
            .expand(b"one", &mut expected)
            .unwrap();
        assert_eq!(key.derive(b"one").bytes(), &expected);
        assert_ne!(key.derive(b"two").bytes(), &expected);
    }

    #[test]
    fn the_hmac_is_that_of_the_whole_however_it_is_cut() {
        let mut expected = <Hmac<Hasher> as hmac::KeyInit>::new_from_slice(&[5; 32]).unwrap();
        expected.update(b"Hi There");
        let expected: [u8; 32] = expected.finalize().into_bytes().into();
        let key = Secret::from_slice(&[5; 32]).unwrap();
        assert_eq!(key.hmac(&[b"Hi", b" There"]), expected);
        assert!(key.hmac_is(&[b"Hi There"], &expected));
        assert!(!key.hmac_is(&[b"Hi There."], &expected));
    }

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
