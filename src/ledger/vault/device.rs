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
