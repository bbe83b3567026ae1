//! The key one participant signs the notes with. It opens with words of their own, and with nothing else: no passphrase of the inspection
//! opens it. It is kept as a piece of text that may stand in the record: of no use without the words. Knows words and keys; knows no files
//! and no findings.

use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    cipher::{NONCE, Sealed, Secret, TAG, bound},
    hex::Hex,
    kdf::{Effort, Kdf},
    strength,
};
use crate::{
    casework::{ParticipantNo, Sha256},
    ledger::{LedgerError, Passphrase},
    proof::chain::VaultId,
};

const FORMAT: u64 = 1;
/// Bytes the text of a wrapped key has at the most.
const MOST_BYTES: usize = 2_000;

/// Why nothing was signed.
#[derive(Debug, Error)]
pub enum PersonKeyError {
    /// The words are not the ones it was made with.
    #[error(
        "These are not the words you chose. Check the spelling and the Caps Lock key, then try again; if they are forgotten, choose new ones."
    )]
    WrongWords,
    /// The key is not as it was made, or is not this participant's of this inspection.
    #[error(
        "Your signing key is damaged and cannot be used. Choose new words: that makes a new key, and the change is recorded."
    )]
    Damaged,
    /// Making a key of the words takes more memory than there is.
    #[error(
        "There is too little free memory to sign: {mib} MiB are needed for a moment. Close other programs, then try again."
    )]
    TooLittleMemory {
        /// How much.
        mib: u32,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    alongside_person: u64,
    public: Hex<32>,
    kdf: Kdf,
    commitment: Hex<32>,
    nonce: Hex<NONCE>,
    wrapped: Hex<{ 32 + TAG }>,
}

/// A new signing key for a participant of an inspection: its public part, and the key itself under their words, as JSON text.
///
/// # Errors
///
/// [`LedgerError::PassphraseRefused`] for fewer than 8 letters; too little memory.
pub fn make(
    words: &Passphrase,
    vault: VaultId,
    who: ParticipantNo,
) -> Result<([u8; 32], String), LedgerError> {
    make_with(words, vault, who, Effort::Calibrated)
}

fn make_with(
    words: &Passphrase,
    vault: VaultId,
    who: ParticipantNo,
    effort: Effort,
) -> Result<([u8; 32], String), LedgerError> {
    strength::refuse_too_short(words)?;
    let seed = Secret::random()?;
    let public = SigningKey::from_bytes(seed.bytes())
        .verifying_key()
        .to_bytes();
    let kdf = Kdf::new(effort)?;
    let key = kdf.derive(words)?;
    let Sealed { nonce, bytes } = key.seal(&around(vault, who, &public, &kdf), seed.bytes())?;
    let written = Written {
        alongside_person: FORMAT,
        public: Hex(public),
        commitment: Hex(key.commitment()),
        kdf,
        nonce: Hex(nonce),
        wrapped: Hex::of(&bytes)?,
    };
    let text = serde_json::to_string(&written).map_err(|error| LedgerError::Trouble {
        doing: "Writing a signing key".into(),
        why: error.to_string(),
    })?;
    Ok((public, text))
}

/// The signature of the participant (Ed25519) over the 32 bytes of `message`.
///
/// # Errors
///
/// [`PersonKeyError`]: the words are not theirs, the key is damaged or another's, or there is too little memory.
pub fn sign(
    words: &Passphrase,
    wrapped: &str,
    vault: VaultId,
    who: ParticipantNo,
    message: &Sha256,
) -> Result<[u8; 64], PersonKeyError> {
    let fit = Some(wrapped).filter(|text| text.len() <= MOST_BYTES);
    let written: Option<Written> = fit.and_then(|text| serde_json::from_str(text).ok());
    let written = written
        .filter(|written| written.alongside_person == FORMAT && written.kdf.check().is_ok())
        .ok_or(PersonKeyError::Damaged)?;
    let key = written.kdf.derive(words).map_err(|error| match error {
        LedgerError::TooLittleMemory { mib } => PersonKeyError::TooLittleMemory { mib },
        _ => PersonKeyError::Damaged,
    })?;
    if key.commitment() != written.commitment.0 {
        return Err(PersonKeyError::WrongWords);
    }
    let around = around(vault, who, &written.public.0, &written.kdf);
    let signer = key
        .open(&around, &written.nonce.0, &written.wrapped.0)
        .and_then(|seed| Secret::from_slice(&seed))
        .map(|seed| SigningKey::from_bytes(seed.bytes()))
        .filter(|signer| signer.verifying_key().to_bytes() == written.public.0)
        .ok_or(PersonKeyError::Damaged)?;
    Ok(signer.sign(&message.0).to_bytes())
}

fn around(vault: VaultId, who: ParticipantNo, public: &[u8; 32], kdf: &Kdf) -> Vec<u8> {
    bound(
        "alongside/person/v1",
        &[&vault.0, &who.0.to_be_bytes(), public, &kdf.bytes()],
    )
}
