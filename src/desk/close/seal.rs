//! Keys, signatures and the statement of a seal, made for real: participants' keys by the ledger's vault, statement and code as `proof` has
//! them. Owns which part of what was gathered stands where in the statement.

use super::{CloseError, ToSeal, ToSign};
use crate::{
    casework::{ParticipantNo, PublicKey, Salt, SealCode, SealNamed, Signature64, Signed},
    ledger::{LedgerError, Passphrase, person},
    notes::{SignedFinding, model},
    proof::{
        chain::{CaseId, VaultId},
        code::Code,
        statement::{
            Arrived, Chain, Kind, Previous, SealedFinding, Signatory, Signed as SignedThere, State,
            Statement, VERSION, commit, finding_salt, signed_message,
        },
    },
};

/// Makes a participant's key under their words.
///
/// # Errors
/// When the words are too few, or there is too little memory.
pub fn make_key(
    vault: VaultId,
    words: &Passphrase,
    who: ParticipantNo,
) -> Result<(PublicKey, String), CloseError> {
    let (public, wrapped) = person::make(words, vault, who)?;
    Ok((PublicKey(public), wrapped))
}

/// Signs with a participant's key.
///
/// # Errors
/// When the words are not the ones it was wrapped under.
pub fn sign(
    vault: VaultId,
    case: CaseId,
    what: &ToSign,
    words: &Passphrase,
    wrapped: &str,
) -> Result<Signature64, CloseError> {
    let message = signed_message(
        vault,
        case,
        what.sitting,
        what.who,
        &what.salt.0,
        &what.text,
    );
    let signature = person::sign(words, wrapped, vault, what.who, &message)?;
    Ok(Signature64(signature))
}

/// The statement of a sitting's seal and its code.
///
/// # Errors
/// When the statement could not be read again as it was written: then there is no seal rather than one nobody can check.
pub fn statement(
    vault: VaultId,
    case: CaseId,
    chains: Vec<Chain>,
    what: &ToSeal,
) -> Result<(String, SealCode), CloseError> {
    let statement = Statement {
        alongside_seal: VERSION,
        number: what.number.0,
        kind: Kind::Sitting,
        vault,
        case: Some(case),
        sitting: Some(what.sitting),
        at: what.at,
        arrival: what
            .arrivals
            .iter()
            .map(|(number, root, files)| Arrived {
                number: number.0,
                root: *root,
                files: *files,
            })
            .collect(),
        chains,
        findings: sealed_findings(&what.findings, what.salt),
        participants: what
            .participants
            .iter()
            .map(|one| Signatory {
                no: one.no,
                side: one.side,
                signature: one
                    .signature
                    .as_ref()
                    .map(|signed| signature(vault, case, what, one.no, signed)),
            })
            .collect(),
        previous: what.previous.and_then(previous),
    };
    let text = statement.write().map_err(|why| LedgerError::Trouble {
        doing: "Making the seal".to_owned(),
        why: why.to_string(),
    })?;
    let code = Code::of(text.as_bytes(), vault);
    Ok((text, SealCode(*code.bytes())))
}

/// The findings as a statement has them: no word of them, but what whoever is given the words and the salt can check.
#[must_use]
pub fn sealed_findings(findings: &[SignedFinding], salt: Salt) -> Vec<SealedFinding> {
    findings
        .iter()
        .map(|finding| SealedFinding {
            no: finding.no,
            state: state(finding),
            commitment: commit(
                "finding",
                &finding_salt(&salt.0, finding.no.0),
                finding.no.0,
                finding.text.as_bytes(),
            ),
        })
        .collect()
}

fn signature(
    vault: VaultId,
    case: CaseId,
    what: &ToSeal,
    who: ParticipantNo,
    signed: &Signed,
) -> SignedThere {
    SignedThere {
        key: signed.public_key.0,
        signed: signed_message(vault, case, what.sitting, who, &signed.salt.0, &signed.text),
        signature: signed.signature.0,
    }
}

fn previous(seal: SealNamed) -> Option<Previous> {
    Some(Previous {
        number: seal.number.0,
        code: Code::from_bytes(seal.code.0)?,
    })
}

fn state(finding: &SignedFinding) -> State {
    match finding.state {
        model::State::Agreed => State::Agreed,
        model::State::NotAgreed => State::NotAgreed,
        model::State::ToAnswer => State::Waiting,
        model::State::InspectionAbsent | model::State::AuthorityAbsent => State::SideAbsent,
        model::State::Parked => State::Parked,
        model::State::Withdrawn => State::Withdrawn,
    }
}
