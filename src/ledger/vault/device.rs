//! The key this folder signs its entries with: `device.key`, sealed under the vault key, one a folder. It is never copied with a backup: a
//! restored copy goes on under a new one, so that two copies never write one chain. Knows keys and one small file.

use std::sync::Arc;

use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};

use super::{
    cipher::{NONCE, Sealed, Secret, TAG, bound},
    hex::Hex,
};
use crate::{
    casework::Sha256,
    ledger::LedgerError,
    proof::chain::{DeviceId, VaultId},
};

const FORMAT: u64 = 1;

/// A signing key (Ed25519, RFC 8032). A copy is the same key, kept once in memory and wiped when the last copy is dropped.
#[derive(Clone)]
pub(crate) struct DeviceKey(Arc<SigningKey>);

impl DeviceKey {
    pub(crate) fn random() -> Result<Self, LedgerError> {
        Ok(Self::of(&Secret::random()?))
    }

    fn of(seed: &Secret) -> Self {
        Self(Arc::new(SigningKey::from_bytes(seed.bytes())))
    }

    /// Its name.
    pub(crate) fn id(&self) -> DeviceId {
        DeviceId::of(&self.public())
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    pub(crate) fn sign(&self, hash: &Sha256) -> [u8; 64] {
        self.0.sign(&hash.0).to_bytes()
    }

    /// The bytes of `device.key`.
    pub(crate) fn write(&self, vault: VaultId, vault_key: &Secret) -> Result<Vec<u8>, LedgerError> {
        let public = self.public();
        let Sealed { nonce, bytes } = vault_key.seal(&around(vault, &public), self.0.as_bytes())?;
        serde_json::to_vec(&Written {
            alongside_device: FORMAT,
            public: Hex(public),
            nonce: Hex(nonce),
            wrapped: Hex::of(&bytes)?,
        })
        .map_err(|error| LedgerError::Trouble {
            doing: "Writing device.key".into(),
            why: error.to_string(),
        })
    }

    /// The key in these bytes; `None` where this vault key did not write them.
    pub(crate) fn read(bytes: &[u8], vault: VaultId, vault_key: &Secret) -> Option<Self> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        let around = around(vault, &written.public.0);
        let seed = vault_key.open(&around, &written.nonce.0, &written.wrapped.0)?;
        let key = Self::of(&Secret::from_slice(&seed)?);
        let right = written.alongside_device == FORMAT && key.public() == written.public.0;
        right.then_some(key)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    alongside_device: u64,
    public: Hex<32>,
    nonce: Hex<NONCE>,
    wrapped: Hex<{ 32 + TAG }>,
}

fn around(vault: VaultId, public: &[u8; 32]) -> Vec<u8> {
    bound("alongside/device/v1", &[&vault.0, public])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ledger::vault::hex, proof::chain::signed_by};

    /// RFC 8032, 7.1, tests 1 to 3: secret key, public key, message, signature.
    const VECTORS: [[&str; 4]; 3] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ],
    ];

    fn bytes(digits: &str) -> Vec<u8> {
        let mut bytes = vec![0; digits.len() / 2];
        assert!(hex::read(digits.as_bytes(), &mut bytes));
        bytes
    }

    #[test]
    fn ed25519_is_as_the_rfc_has_it() {
        for [secret, public, message, signature] in VECTORS {
            let key = DeviceKey::of(&Secret::from_slice(&bytes(secret)).unwrap());
            assert_eq!(hex::write(&key.public()), public);
            let made = key.0.sign(&bytes(message)).to_bytes();
            assert_eq!(hex::write(&made), signature);
        }
    }

    #[test]
    fn it_opens_in_its_own_vault_as_it_was_written_and_nowhere_else() {
        let key = DeviceKey::random().unwrap();
        let (vault, vault_key) = (VaultId([1; 16]), Secret::random().unwrap());
        let written = key.write(vault, &vault_key).unwrap();
        let read = DeviceKey::read(&written, vault, &vault_key).unwrap();
        assert_eq!(read.id(), key.id());
        let hash = Sha256([7; 32]);
        assert!(signed_by(&key.public(), &hash, &read.sign(&hash)));
        assert!(DeviceKey::read(&written, VaultId([2; 16]), &vault_key).is_none());
        assert!(DeviceKey::read(&written, vault, &Secret::random().unwrap()).is_none());
        for at in 0..written.len() {
            for bit in 0..8 {
                let mut flipped = written.clone();
                flipped[at] ^= 1 << bit;
                let read = DeviceKey::read(&flipped, vault, &vault_key);
                // A digit in capitals says the same.
                assert!(
                    read.is_none_or(
                        |read| read.id() == key.id() && flipped.eq_ignore_ascii_case(&written)
                    ),
                    "byte {at} bit {bit}"
                );
            }
            assert!(DeviceKey::read(&written[..at], vault, &vault_key).is_none());
        }
    }
}
