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
/// [`LedgerError::KeysRefused`] for fewer than 8 letters; too little memory.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::chain::signed_by;

    const VAULT: VaultId = VaultId([1; 16]);
    const WHO: ParticipantNo = ParticipantNo(2);
    const MESSAGE: Sha256 = Sha256([9; 32]);

    fn words(words: &str) -> Passphrase {
        Passphrase::new(words)
    }

    #[test]
    fn only_their_own_words_sign_for_them_in_this_inspection() {
        let mine = words("the kettle is on");
        let (public, wrapped) = make_with(&mine, VAULT, WHO, Effort::Floor).unwrap();
        let signature = sign(&mine, &wrapped, VAULT, WHO, &MESSAGE).unwrap();
        assert!(signed_by(&public, &MESSAGE, &signature));
        assert!(!signed_by(&public, &Sha256([8; 32]), &signature));
        let other = sign(&words("the kettle is off"), &wrapped, VAULT, WHO, &MESSAGE);
        assert!(matches!(other, Err(PersonKeyError::WrongWords)));
        let elsewhere = sign(&mine, &wrapped, VaultId([2; 16]), WHO, &MESSAGE);
        assert!(matches!(elsewhere, Err(PersonKeyError::Damaged)));
        let for_another = sign(&mine, &wrapped, VAULT, ParticipantNo(3), &MESSAGE);
        assert!(matches!(for_another, Err(PersonKeyError::Damaged)));
        assert!(!wrapped.contains("kettle"));
    }

    #[test]
    fn another_key_is_never_put_under_a_name() {
        let mine = words("the kettle is on");
        let (_, one) = make_with(&mine, VAULT, WHO, Effort::Floor).unwrap();
        let (other_public, _) = make_with(&mine, VAULT, WHO, Effort::Floor).unwrap();
        let mut written: Written = serde_json::from_str(&one).unwrap();
        written.public = Hex(other_public);
        let swapped = serde_json::to_string(&written).unwrap();
        let signed = sign(&mine, &swapped, VAULT, WHO, &MESSAGE);
        assert!(matches!(signed, Err(PersonKeyError::Damaged)));
    }

    #[test]
    fn what_is_not_a_key_is_damaged_and_costs_nothing() {
        let mine = words("the kettle is on");
        let (_, wrapped) = make_with(&mine, VAULT, WHO, Effort::Floor).unwrap();
        let greedy = wrapped.replace("65536", "4294967295");
        assert_ne!(greedy, wrapped);
        let longer = format!("{wrapped}{}", " ".repeat(MOST_BYTES));
        let later = wrapped.replace("\"alongside_person\":1", "\"alongside_person\":2");
        assert_ne!(later, wrapped);
        for wrong in [
            "",
            "{}",
            "null",
            &wrapped[..wrapped.len() - 1],
            &greedy,
            &longer,
            &later,
        ] {
            let signed = sign(&mine, wrong, VAULT, WHO, &MESSAGE);
            assert!(
                matches!(signed, Err(PersonKeyError::Damaged)),
                "{wrong:.60}"
            );
        }
        assert!(matches!(
            make_with(&words("seven 7"), VAULT, WHO, Effort::Floor),
            Err(LedgerError::KeysRefused { .. })
        ));
    }
}
