//! One way in: a slot holds the vault key, sealed under a key made from somebody's words. Owns its layout in `keys.json` and that a wrong
//! passphrase is told from a damaged slot. Knows words and keys; knows no files.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{
    cipher::{NONCE, Sealed, Secret, TAG, bound},
    hex::Hex,
    kdf::{Effort, Kdf},
};
use crate::{
    casework::{Moment, Sha256},
    ledger::{LedgerError, Passphrase, sha256},
    proof::chain::VaultId,
};

/// The number of a slot: counted from 1 in its inspection, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SlotId(pub u32);

/// Letters a slot's label may have.
pub(crate) const LABEL: usize = 60;

/// What may be shown of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotShown {
    /// Its number.
    pub id: SlotId,
    /// Whose it is, as it was called when it was made.
    pub label: String,
    /// When it was made, as the machine said; `None` for the one the inspection was made with.
    pub made: Option<Moment>,
}

/// A slot in `keys.json`: its fields, and the SHA-256 of exactly the bytes they are written with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    sha256: Sha256,
    slot: Box<RawValue>,
}

/// A slot that is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slot {
    pub id: SlotId,
    pub label: String,
    pub made: Option<Moment>,
    kdf: Kdf,
    commitment: Hex<32>,
    nonce: Hex<NONCE>,
    wrapped: Hex<{ 32 + TAG }>,
}

impl Written {
    /// The slot; the reason as a sentence where it is not as it was written, or asks for what is never asked.
    pub(crate) fn read(&self) -> Result<Slot, String> {
        let bytes = self.slot.get().as_bytes();
        if sha256(bytes) != self.sha256 {
            return Err("A slot is not as it was written.".into());
        }
        let slot: Slot = serde_json::from_slice(bytes)
            .map_err(|_| String::from("A slot has fields alongside does not know."))?;
        if !label_is_fit(&slot.label) {
            return Err("A slot has a label alongside would not write.".into());
        }
        slot.kdf.check()?;
        Ok(slot)
    }
}

/// Whether a label may stand in a slot and on a screen.
pub(crate) fn label_is_fit(label: &str) -> bool {
    label.chars().count() <= LABEL && !label.chars().any(char::is_control)
}

impl Slot {
    /// A new one for these words.
    pub(crate) fn make(
        vault: VaultId,
        shown: SlotShown,
        words: &Passphrase,
        effort: Effort,
        vault_key: &Secret,
    ) -> Result<Self, LedgerError> {
        let kdf = Kdf::new(effort)?;
        let key = kdf.derive(words)?;
        let mut slot = Self {
            id: shown.id,
            label: shown.label,
            made: shown.made,
            kdf,
            commitment: Hex(key.commitment()),
            nonce: Hex([0; NONCE]),
            wrapped: Hex([0; 32 + TAG]),
        };
        let Sealed { nonce, bytes } = key.seal(&slot.around(vault), vault_key.bytes())?;
        slot.nonce = Hex(nonce);
        slot.wrapped = Hex::of(&bytes)?;
        Ok(slot)
    }

    /// The vault key, where these are its words. `None` where they are not.
    pub(crate) fn open(
        &self,
        vault: VaultId,
        words: &Passphrase,
    ) -> Result<Option<Secret>, LedgerError> {
        let key = self.kdf.derive(words)?;
        if key.commitment() != self.commitment.0 {
            return Ok(None);
        }
        Ok(key
            .open(&self.around(vault), &self.nonce.0, &self.wrapped.0)
            .and_then(|opened| Secret::from_slice(&opened)))
    }

    /// As it stands in the file.
    pub(crate) fn written(&self) -> Result<Written, LedgerError> {
        let slot = serde_json::value::to_raw_value(self).map_err(|error| LedgerError::Trouble {
            doing: "Writing a slot".into(),
            why: error.to_string(),
        })?;
        Ok(Written {
            sha256: sha256(slot.get().as_bytes()),
            slot,
        })
    }

    pub(crate) fn shown(&self) -> SlotShown {
        SlotShown {
            id: self.id,
            label: self.label.clone(),
            made: self.made,
        }
    }

    fn around(&self, vault: VaultId) -> Vec<u8> {
        let made = self.made.map_or_else(Vec::new, |made| {
            [&made.utc_ms.to_be_bytes()[..], &made.offset_s.to_be_bytes()].concat()
        });
        bound(
            "alongside/slot/v1",
            &[
                &vault.0,
                &self.id.0.to_be_bytes(),
                self.label.as_bytes(),
                &made,
                &self.kdf.bytes(),
            ],
        )
    }
}
