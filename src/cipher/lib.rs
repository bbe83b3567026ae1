//! The ciphers, used as they are documented, as bytes to bytes: XChaCha20-Poly1305, HKDF-SHA-256 and HMAC-SHA-256.
//!
//! A crate of its own, because these libraries are generic and would be compiled anew, unoptimised, into every build for tests: there they
//! took a third of the processor's time. Knows keys and bytes; knows no files, no passphrases and no errors.
#![cfg_attr(test, allow(clippy::indexing_slicing))]

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY: usize = 32;
/// Bytes of a nonce.
pub const NONCE: usize = 24;
/// Bytes a sealed value is longer than what is in it.
pub const TAG: usize = 16;

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// Seals `plain`, bound to `around`. A nonce is never used twice with one key. `None` for more than 256 GiB, which the cipher refuses.
#[must_use]
pub fn seal(key: &[u8; KEY], nonce: &[u8; NONCE], around: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    XChaCha20Poly1305::new(key.into())
        .encrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: plain,
                aad: around,
            },
        )
        .ok()
}

/// What was sealed; `None` where it was not sealed by this key around `around`, or a bit has changed.
#[must_use]
pub fn open(
    key: &[u8; KEY],
    nonce: &[u8; NONCE],
    around: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    XChaCha20Poly1305::new(key.into())
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

/// Writes the key for one use, made of another one, to `derived`: HKDF-SHA-256 without a salt, the use as its info.
pub fn derive(key: &[u8; KEY], info: &[u8], derived: &mut [u8; KEY]) {
    // Refuses more than 8,160 bytes only.
    let made = Hkdf::<Sha256>::new(None, key).expand(info, derived);
    debug_assert!(made.is_ok());
}

/// HMAC-SHA-256 of the parts one after the other.
#[must_use]
pub fn hmac(key: &[u8; KEY], parts: &[&[u8]]) -> [u8; 32] {
    hmac_of(key, parts).finalize().into_bytes().into()
}

/// Whether `mac` is the HMAC-SHA-256 of the parts, compared in constant time.
#[must_use]
pub fn hmac_is(key: &[u8; KEY], parts: &[&[u8]], mac: &[u8; 32]) -> bool {
    hmac_of(key, parts).verify_slice(mac).is_ok()
}

fn hmac_of(key: &[u8; KEY], parts: &[&[u8]]) -> Hmac<Sha256> {
    // As HMAC does with a key shorter than a block: zeros to its end.
    let mut block = Zeroizing::new([0; BLOCK]);
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut hmac = <Hmac<Sha256> as hmac::KeyInit>::new((&*block).into());
    for part in parts {
        hmac.update(part);
    }
    hmac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(digits: &str) -> [u8; N] {
        assert_eq!(digits.len(), 2 * N);
        std::array::from_fn(|at| {
            let pair = digits.get(2 * at..2 * at + 2).unwrap_or_default();
            u8::from_str_radix(pair, 16).unwrap_or_default()
        })
    }

    /// draft-irtf-cfrg-xchacha-03, A.3.1.
    #[test]
    fn xchacha20_poly1305_is_as_the_draft_has_it() {
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let around: [u8; 12] = bytes("50515253c0c1c2c3c4c5c6c7");
        let key = bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
        let nonce = bytes("404142434445464748494a4b4c4d4e4f5051525354555657");
        let expected: [u8; 130] = bytes(concat!(
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb",
            "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452",
            "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9",
            "21f9664c97637da9768812f615c68b13b52e",
            "c0875924c1c7987947deafd8780acf49",
        ));
        assert_eq!(seal(&key, &nonce, &around, plain), Some(expected.to_vec()));
        let opened = open(&key, &nonce, &around, &expected);
        assert_eq!(opened.as_ref().map(|words| &words[..]), Some(&plain[..]));
        assert_eq!(expected.len(), plain.len() + TAG);
    }

    /// RFC 5869, A.1: the library's own function, and what is made of it here.
    #[test]
    fn hkdf_sha_256_is_as_the_rfc_has_it() {
        let salt: [u8; 13] = bytes("000102030405060708090a0b0c");
        let info: [u8; 10] = bytes("f0f1f2f3f4f5f6f7f8f9");
        let expected: [u8; 42] = bytes(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        );
        let mut made = [0; 42];
        let done = Hkdf::<Sha256>::new(Some(&salt), &[0x0b; 22]).expand(&info, &mut made);
        assert_eq!((done.is_ok(), made), (true, expected));
    }

    #[test]
    fn a_derived_key_is_hkdf_without_a_salt_and_differs_with_every_use() {
        let mut expected = [0; KEY];
        let done = Hkdf::<Sha256>::new(None, &[11; KEY]).expand(b"one", &mut expected);
        let mut derived = [[0; KEY]; 2];
        derive(&[11; KEY], b"one", &mut derived[0]);
        derive(&[11; KEY], b"two", &mut derived[1]);
        assert_eq!((done.is_ok(), derived[0]), (true, expected));
        assert_ne!(derived[0], derived[1]);
    }

    /// RFC 4231, 4.2 has a key of 20 bytes, which zeros make one of 32.
    #[test]
    fn the_hmac_is_as_the_rfc_has_it_however_its_words_are_cut() {
        let mut key = [0; KEY];
        key[..20].fill(0x0b);
        let expected = bytes("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assert_eq!(hmac(&key, &[b"Hi", b" There"]), expected);
        assert!(hmac_is(&key, &[b"Hi There"], &expected));
        assert!(!hmac_is(&key, &[b"Hi There."], &expected));
    }
}
