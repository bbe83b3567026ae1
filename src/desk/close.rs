//! Closing a sitting: what is signed, signing it with one's own words, and the seal.
//!
//! Owns the order of the steps and what goes into the seal. How a key is wrapped under words, a statement is written and a code follows
//! from it stands behind [`Signing`]: the verbs here never see a secret key, and never keep or show anybody's words. Nothing here stands
//! in the way of closing: who does not sign is said, and a sitting closed without a seal is sealed later.

mod gather;
mod ledger;
pub mod seal;

pub use gather::{Sealing, ToSeal, to_seal};
pub use ledger::OnLedger;

use super::{clock, frameworks, record::Keep};
use crate::{
    casework::{
        CaseNo, Inspection, ParticipantNo, PublicKey, Refusal, Salt, SealCode, SealNo, Sha256,
        Signature64, SittingNo, closing,
    },
    ledger::{LedgerError, Passphrase, PersonKeyError, sha256},
    notes::{self, SignedText, SignedTextError},
};

/// Why something of a close did not come about.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// The words are not right, or the key they open is not.
    #[error(transparent)]
    Words(#[from] PersonKeyError),
    /// A rule stands against it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is nothing to sign.
    #[error(transparent)]
    Text(#[from] SignedTextError),
    /// The framework of the inspection is not one carried inside.
    #[error(transparent)]
    Framework(#[from] frameworks::UnknownFramework),
    /// It could not be kept.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl CloseError {
    /// Whether other words may help: they were mistyped, or forgotten.
    #[must_use]
    pub fn is_about_words(&self) -> bool {
        matches!(
            self,
            Self::Words(PersonKeyError::WrongWords | PersonKeyError::Damaged)
        )
    }
}

/// What a participant signs: the hash of the exact text, salted, and bound to the case, the sitting and the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToSign {
    /// The case.
    pub case: CaseNo,
    /// The sitting that is closed.
    pub sitting: SittingNo,
    /// Who signs.
    pub who: ParticipantNo,
    /// Of the exact text.
    pub text: Sha256,
    /// Random.
    pub salt: Salt,
}

/// What makes keys, signatures and seals.
pub trait Signing {
    /// Makes a key under somebody's words: its public part, and the wrapped rest.
    ///
    /// # Errors
    /// When the words are too few, or there is too little memory.
    fn make_key(
        &mut self,
        words: &Passphrase,
        who: ParticipantNo,
    ) -> Result<(PublicKey, String), CloseError>;

    /// Keeps a text that is about to be signed, sealed with its case: years later it is read as it was signed, whatever writes texts then.
    ///
    /// # Errors
    /// When it is not kept.
    fn keep_text(&mut self, case: CaseNo, text: &str) -> Result<(), CloseError>;

    /// Signs.
    ///
    /// # Errors
    /// When the words are not the ones the key was wrapped under.
    fn sign(
        &mut self,
        what: &ToSign,
        words: &Passphrase,
        wrapped: &str,
    ) -> Result<Signature64, CloseError>;

    /// The statement of a seal and its code, over everything kept so far.
    ///
    /// # Errors
    /// When it cannot be read how far the record goes.
    fn seal(&mut self, what: &ToSeal) -> Result<(String, SealCode), CloseError>;

    /// Puts a statement beside the record, for whoever checks without the passphrase.
    ///
    /// # Errors
    /// When it is not kept.
    fn keep_statement(&mut self, number: SealNo, statement: &str) -> Result<(), CloseError>;
}

/// A record that a sitting can be closed in.
pub trait Close: Keep + Signing {}

impl<T: Keep + Signing> Close for T {}

/// What is signed at the close of the case's last sitting, as the record stands.
///
/// # Errors
/// When there is no such case, or nobody has sat on it.
pub fn text(inspection: &Inspection, no: CaseNo) -> Result<SignedText, CloseError> {
    let sitting = inspection.case(no)?.sitting().ok_or(Refusal::NoSitting)?;
    let framework = frameworks::by_id(&inspection.framework)?;
    Ok(notes::signed_text(inspection, no, sitting.no, framework)?)
}

/// The hash of [`text`]: what tells whether a signature is over the words as they stand now.
///
/// # Errors
/// As [`text`].
pub fn text_hash(inspection: &Inspection, no: CaseNo) -> Result<Sha256, CloseError> {
    Ok(sha256(text(inspection, no)?.text.as_bytes()))
}

/// A participant signs with words of their own. Where they have none, or `new` ones in place of forgotten ones, their key is made first, and
/// kept whether or not the signature after it comes about.
///
/// # Errors
/// When the words are wrong, no sitting is running, or it is not kept.
pub fn sign(
    record: &mut dyn Close,
    case: CaseNo,
    who: ParticipantNo,
    words: &Passphrase,
    new: bool,
) -> Result<(), CloseError> {
    let room = record.inspection().room(case)?;
    let sitting = room.sitting.no;
    if !room.sitting.ever_present.contains(&who) {
        return Err(Refusal::NotInTheRoom(room.inspection.person(who)).into());
    }
    if new || record.inspection().own_words(who).is_none() {
        let (public_key, wrapped) = record.make_key(words, who)?;
        let chosen = record
            .inspection()
            .choose_words(who, public_key, &wrapped)?;
        record.append(None, vec![chosen])?;
    }
    let own = record.inspection().own_words(who).cloned();
    let own = own.ok_or_else(|| Refusal::NotTheirKey(record.inspection().person(who)))?;
    let text = text(record.inspection(), case)?.text;
    let what = ToSign {
        case,
        sitting,
        who,
        text: sha256(text.as_bytes()),
        salt: salt()?,
    };
    let signature = record.sign(&what, words, &own.wrapped)?;
    record.keep_text(case, &text)?;
    let signed = record.inspection().room(case)?.sign(
        who,
        own.public_key,
        what.text,
        what.salt,
        signature,
    )?;
    Ok(record.append(Some(case), vec![signed])?)
}

/// A seal just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its number.
    pub number: SealNo,
    /// What did not come about beside it, as a sentence: the seal stands all the same.
    pub beside: Option<String>,
}

/// Closes the case's last sitting, where it is still open, and seals it.
///
/// # Errors
/// When there is no sitting, it has its seal, or it is not kept. Where the sitting was closed and the seal not made, asking again makes it.
pub fn close_and_seal(record: &mut dyn Close, case: CaseNo) -> Result<Sealed, CloseError> {
    let sitting = record
        .inspection()
        .case(case)?
        .sitting()
        .ok_or(Refusal::NoSitting)?;
    let no = sitting.no;
    if sitting.closed.is_none() {
        let closed = record.inspection().room(case)?.close();
        record.append(Some(case), vec![closed])?;
    }
    let what = to_seal(record.inspection(), case, salt()?, clock::now())?;
    let (statement, code) = record.seal(&what)?;
    let made = record
        .inspection()
        .seal_sitting(case, no, &statement, what.salt, code)?;
    record.append(Some(case), vec![made])?;
    let beside = record.keep_statement(what.number, &statement);
    Ok(Sealed {
        number: what.number,
        beside: beside.err().map(|why| why.to_string()),
    })
}

/// Whether a sitting of the case was closed and not sealed.
#[must_use]
pub fn wants_its_seal(inspection: &Inspection, case: CaseNo) -> bool {
    inspection
        .cases
        .get(&case)
        .and_then(closing::unsealed)
        .is_some()
}

fn salt() -> Result<Salt, LedgerError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| LedgerError::Trouble {
        doing: "Asking the computer for random numbers".to_owned(),
        why: error.to_string(),
    })?;
    Ok(Salt(bytes))
}
