//! `keys.json` as bytes: what stands in it, what it is held to before it is believed, and how the case keys in it are opened.
//!
//! `{"alongside_keys":1,"sha256":"…","mac":"…","keys":{…}}`, all of it on one line. `sha256` is over exactly the bytes of `keys`, and tells
//! damage from a wrong passphrase; `mac` is HMAC-SHA-256 over the same bytes under a key made of the vault key, and tells what alongside
//! wrote from what somebody else did; each slot has a SHA-256 of its own, so that one damaged slot does not hide another. `format` inside
//! has to say what `alongside_keys` says: a format is only newer where both do. Knows no files and no passphrases.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{
    cipher::{NONCE, Sealed, Secret, TAG, bound},
    hex::Hex,
    slot::Written,
};
use crate::{
    casework::{CaseNo, Sha256},
    ledger::{LedgerError, sha256},
    proof::chain::{CaseId, VaultId},
};

/// The format written here.
const FORMAT: u64 = 1;
/// Bytes a file of keys may have: room for all the cases there may be.
pub(crate) const MOST_BYTES: u64 = 48 * 1024 * 1024;
/// Slots there may be.
pub(crate) const MOST_SLOTS: usize = 100;
/// Cases there may be, those erased among them.
pub(crate) const MOST_CASES: usize = 100_000;

const NUMBER: usize = 4;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole<'a> {
    alongside_keys: u64,
    sha256: Sha256,
    mac: Hex<32>,
    #[serde(borrow)]
    keys: &'a RawValue,
}

/// All that is known of a later format.
#[derive(Deserialize)]
struct Format {
    format: u64,
}

/// What stands under `keys`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keys {
    format: u64,
    vault: Hex<16>,
    /// One more each time it is written.
    pub generation: u64,
    /// A demonstration for ever: its key lies beside it.
    pub training: bool,
    /// To the vault key.
    pub commitment: Hex<32>,
    /// Slots ever made, so that no number is used twice.
    pub slots_made: u32,
    pub slots: Vec<Written>,
    cases: Vec<CaseLine>,
    erased: Vec<ErasedLine>,
}

/// A case's key and number, sealed under the vault key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseLine {
    id: Hex<16>,
    commitment: Hex<32>,
    nonce: Hex<NONCE>,
    wrapped: Hex<{ 32 + NUMBER + TAG }>,
}

/// The number of an erased case, sealed under the vault key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ErasedLine {
    id: Hex<16>,
    nonce: Hex<NONCE>,
    wrapped: Hex<{ NUMBER + TAG }>,
}

/// The case keys, open. `None` is the inspection itself.
#[derive(Clone, Default)]
pub(crate) struct Open {
    pub cases: BTreeMap<CaseId, (Option<CaseNo>, Secret)>,
    pub erased: BTreeMap<CaseId, CaseNo>,
}

impl Open {
    /// The case with a key that has this number.
    pub(crate) fn id_of(&self, case: Option<CaseNo>) -> Option<CaseId> {
        self.cases
            .iter()
            .find(|(_, (number, _))| *number == case)
            .map(|(id, _)| *id)
    }

    /// Whether it knows every case the other knows, and keeps every case erased that the other does.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let known = |id| self.cases.contains_key(id) || self.erased.contains_key(id);
        other.cases.keys().all(known) && other.erased.keys().all(|id| self.erased.contains_key(id))
    }

    /// The erased case that had this number.
    pub(crate) fn erased_id_of(&self, case: CaseNo) -> Option<CaseId> {
        self.erased
            .iter()
            .find(|(_, number)| **number == case)
            .map(|(id, _)| *id)
    }
}

/// A file of keys as it was found: its layout is right, its hash perhaps not.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub bytes: Vec<u8>,
    pub keys: Keys,
    /// Whether it is, byte for byte, what was written, as far as its own hash says.
    pub whole: bool,
}

/// Of which inspection a file says it holds the keys; nothing else of it is looked at.
pub(crate) fn says_vault(bytes: &[u8]) -> Option<VaultId> {
    #[derive(Deserialize)]
    struct Outside {
        keys: Inside,
    }
    #[derive(Deserialize)]
    struct Inside {
        vault: Hex<16>,
    }
    let outside: Outside = serde_json::from_slice(bytes).ok()?;
    Some(VaultId(outside.keys.vault.0))
}

/// Why a file of keys is not even a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// A sentence.
    Damaged(String),
    /// Written in this later format.
    Newer(u64),
}

impl Candidate {
    /// Reads bytes of which nothing is believed.
    pub(crate) fn read(bytes: Vec<u8>) -> Result<Self, Unfit> {
        let damaged = |what: &str| Unfit::Damaged(what.to_owned());
        let unreadable =
            || damaged("keys.json is cut short, or something else was written over it.");
        let whole: Whole<'_> = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
        let inside = whole.keys.get().as_bytes();
        let right = sha256(inside) == whole.sha256;
        // What a later format holds is not known; that it says so twice is.
        let format = serde_json::from_slice::<Format>(inside).map_err(|_| unreadable())?;
        if right && format.format != FORMAT && format.format == whole.alongside_keys {
            return Err(Unfit::Newer(format.format));
        }
        let keys: Keys = serde_json::from_slice(inside).map_err(|_| unreadable())?;
        let ids: BTreeSet<_> = keys.cases.iter().map(|case| case.id).collect();
        if keys.slots.len() > MOST_SLOTS
            || keys.cases.len() + keys.erased.len() > MOST_CASES
            || ids.len() != keys.cases.len()
        {
            return Err(damaged("keys.json holds what alongside would never write."));
        }
        let whole = right && keys.format == FORMAT && whole.alongside_keys == FORMAT;
        Ok(Self { bytes, keys, whole })
    }

    /// Whether alongside wrote exactly this with this vault key; then what it holds, open.
    pub(crate) fn genuine(&self, vault_key: &Secret) -> Option<Open> {
        let whole: Whole<'_> = serde_json::from_slice(&self.bytes).ok()?;
        let right =
            self.whole && mac_key(vault_key).hmac_is(&[whole.keys.get().as_bytes()], &whole.mac.0);
        right.then(|| self.keys.open(vault_key)).flatten()
    }
}

impl Keys {
    pub(crate) fn new(vault: VaultId, training: bool, vault_key: &Secret) -> Self {
        Self {
            format: FORMAT,
            vault: Hex(vault.0),
            generation: 0,
            training,
            commitment: Hex(vault_key.commitment()),
            slots_made: 0,
            slots: Vec::new(),
            cases: Vec::new(),
            erased: Vec::new(),
        }
    }

    pub(crate) fn vault(&self) -> VaultId {
        VaultId(self.vault.0)
    }

    /// The bytes of the whole file.
    pub(crate) fn write(&self, vault_key: &Secret) -> Result<Vec<u8>, LedgerError> {
        let trouble = |error: serde_json::Error| LedgerError::Trouble {
            doing: "Writing the keys".into(),
            why: error.to_string(),
        };
        let keys = serde_json::value::to_raw_value(self).map_err(trouble)?;
        let inside = keys.get().as_bytes();
        serde_json::to_vec(&Whole {
            alongside_keys: FORMAT,
            sha256: sha256(inside),
            mac: Hex(mac_key(vault_key).hmac(&[inside])),
            keys: &keys,
        })
        .map_err(trouble)
    }

    /// Every case key in it; `None` where one of them does not open. An id listed as erased has no key, whatever else stands there.
    pub(crate) fn open(&self, vault_key: &Secret) -> Option<Open> {
        let vault = self.vault();
        let mut open = Open::default();
        if vault_key.commitment() != self.commitment.0 {
            return None;
        }
        for line in &self.erased {
            let id = CaseId(line.id.0);
            let around = erased_around(vault, id);
            let number = vault_key.open(&around, &line.nonce.0, &line.wrapped.0)?;
            open.erased.insert(id, CaseNo(number_of(&number)?));
        }
        for line in &self.cases {
            let id = CaseId(line.id.0);
            let around = case_around(vault, id);
            let inside = vault_key.open(&around, &line.nonce.0, &line.wrapped.0)?;
            let (key, number) = inside.split_at_checked(32)?;
            let key = Secret::from_slice(key)?;
            if key.commitment() != line.commitment.0 {
                return None;
            }
            let number = number_of(number)?;
            if !open.erased.contains_key(&id) {
                let case = (number != 0).then_some(CaseNo(number));
                open.cases.insert(id, (case, key));
            }
        }
        Some(open)
    }

    /// Adds the line for a new case key.
    pub(crate) fn add_case(
        &mut self,
        vault_key: &Secret,
        id: CaseId,
        case: Option<CaseNo>,
        key: &Secret,
    ) -> Result<(), LedgerError> {
        if self.cases.len() + self.erased.len() >= MOST_CASES {
            return Err(LedgerError::KeysRefused {
                what: format!("An inspection holds {MOST_CASES} cases at the most."),
            });
        }
        let mut inside = zeroize::Zeroizing::new([0; 32 + NUMBER]);
        let number = case.map_or(0, |case| case.0).to_be_bytes();
        let from = key.bytes().iter().chain(&number);
        inside
            .iter_mut()
            .zip(from)
            .for_each(|(to, from)| *to = *from);
        let Sealed { nonce, bytes } = vault_key.seal(&case_around(self.vault(), id), &*inside)?;
        self.cases.push(CaseLine {
            id: Hex(id.0),
            commitment: Hex(key.commitment()),
            nonce: Hex(nonce),
            wrapped: Hex::of(&bytes)?,
        });
        Ok(())
    }

    /// Takes a case's key out and lists its id as erased.
    pub(crate) fn erase_case(
        &mut self,
        vault_key: &Secret,
        id: CaseId,
        case: CaseNo,
    ) -> Result<(), LedgerError> {
        let around = erased_around(self.vault(), id);
        let Sealed { nonce, bytes } = vault_key.seal(&around, &case.0.to_be_bytes())?;
        self.cases.retain(|line| line.id.0 != id.0);
        self.erased.push(ErasedLine {
            id: Hex(id.0),
            nonce: Hex(nonce),
            wrapped: Hex::of(&bytes)?,
        });
        Ok(())
    }
}

fn mac_key(vault_key: &Secret) -> Secret {
    vault_key.derive(b"alongside/keys-mac/v1")
}

fn case_around(vault: VaultId, id: CaseId) -> Vec<u8> {
    bound("alongside/case-key/v1", &[&vault.0, &id.0])
}

fn erased_around(vault: VaultId, id: CaseId) -> Vec<u8> {
    bound("alongside/erased/v1", &[&vault.0, &id.0])
}

fn number_of(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_be_bytes)
}
