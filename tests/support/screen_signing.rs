//! Keys and seals of a desk without a disk: real Ed25519 keys, real statements and codes; only the wrapping under words is a list in memory.

use std::collections::BTreeMap;

use alongside::{
    casework::{CaseNo, ParticipantNo, PublicKey, SealCode, SealNo, Sha256, Signature64},
    desk::{
        Passphrase,
        close::{self, CloseError, Signing, ToSeal, ToSign},
        messages::{Message, NotSigned, Request},
    },
    ledger::PersonKeyError,
    proof::{
        chain::{CaseId, DeviceId, VaultId},
        statement::{Chain, signed_message},
    },
};
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::Digest as _;

use super::Desk;

pub const VAULT: VaultId = VaultId([7; 16]);

/// Everybody's keys, by what stands in the record for them, and the statements put beside it.
#[derive(Clone, Default)]
pub struct Keys {
    made: BTreeMap<String, (Passphrase, SigningKey)>,
    pub statements: BTreeMap<SealNo, String>,
    /// Texts that were signed.
    pub texts: BTreeMap<Sha256, String>,
    /// While this is set no seal can be made, and this is why.
    pub no_seal: Option<String>,
}

pub fn case_id(case: CaseNo) -> CaseId {
    CaseId([u8::try_from(case.0).unwrap(); 16])
}

/// What somebody signs, as anybody can compute it.
pub fn message(what: &ToSign) -> Sha256 {
    signed_message(
        VAULT,
        case_id(what.case),
        what.sitting,
        what.who,
        &what.salt.0,
        &what.text,
    )
}

impl Signing for Desk {
    fn make_key(
        &mut self,
        words: &Passphrase,
        who: ParticipantNo,
    ) -> Result<(PublicKey, String), CloseError> {
        let made = u8::try_from(self.keys.made.len()).unwrap();
        let key = SigningKey::from_bytes(&[made + 1; 32]);
        let public = PublicKey(key.verifying_key().to_bytes());
        let wrapped = format!("key {made} of person {who}");
        self.keys.made.insert(wrapped.clone(), (words.clone(), key));
        Ok((public, wrapped))
    }

    fn keep_text(&mut self, _: CaseNo, text: &str) -> Result<(), CloseError> {
        let sha256 = Sha256(sha2::Sha256::digest(text.as_bytes()).into());
        self.keys.texts.insert(sha256, text.to_owned());
        Ok(())
    }

    fn sign(
        &mut self,
        what: &ToSign,
        words: &Passphrase,
        wrapped: &str,
    ) -> Result<Signature64, CloseError> {
        let (known, key) = self.keys.made.get(wrapped).ok_or(PersonKeyError::Damaged)?;
        if !known.is(words) {
            return Err(PersonKeyError::WrongWords.into());
        }
        Ok(Signature64(key.sign(&message(what).0).to_bytes()))
    }

    fn seal(&mut self, what: &ToSeal) -> Result<(String, SealCode), CloseError> {
        if let Some(why) = &self.keys.no_seal {
            return Err(alongside::ledger::LedgerError::Trouble {
                doing: "Reading the journal".into(),
                why: why.clone(),
            }
            .into());
        }
        let public = SigningKey::from_bytes(&[99; 32]).verifying_key().to_bytes();
        let chain = Chain {
            device: DeviceId::of(&public),
            public,
            first: 0,
            count: self.entries.len() as u64,
            hash: Sha256([1; 32]),
        };
        close::seal::statement(VAULT, case_id(what.case), vec![chain], what)
    }

    fn keep_statement(&mut self, number: SealNo, statement: &str) -> Result<(), CloseError> {
        self.keys.statements.insert(number, statement.to_owned());
        Ok(())
    }
}

impl Desk {
    /// Signs or seals, as the counter does when it is asked.
    pub fn closes(&mut self, request: Request) -> Vec<Message> {
        match request {
            Request::Sign {
                case,
                who,
                words,
                new,
            } => vec![self.sign_as_asked(case, who, &words, new)],
            Request::Seal(case) => vec![self.seal_as_asked(case)],
            _ => Vec::new(),
        }
    }

    fn sign_as_asked(
        &mut self,
        case: CaseNo,
        who: ParticipantNo,
        words: &Passphrase,
        new: bool,
    ) -> Message {
        let before = self.entries.len();
        let outcome = close::sign(self, case, who, words, new);
        Message::Signed {
            who,
            outcome: outcome.map_err(|why| NotSigned {
                why: why.to_string(),
                words: why.is_about_words(),
            }),
            entries: self.entries[before..].to_vec(),
        }
    }

    fn seal_as_asked(&mut self, case: CaseNo) -> Message {
        let before = self.entries.len();
        let outcome = close::close_and_seal(self, case);
        Message::Sealed {
            case,
            outcome: outcome.map_err(|why| why.to_string()),
            entries: self.entries[before..].to_vec(),
        }
    }
}
