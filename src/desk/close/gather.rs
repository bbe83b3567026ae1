//! What a seal is made over, gathered from the record: everything but how far the chains go, which is the ledger's to say.

use super::{CloseError, text};
use crate::{
    casework::{
        ArrivalNo, CaseNo, Inspection, Moment, ParticipantNo, Refusal, Salt, SealNamed, SealNo,
        Sha256, Side, Signed, SittingNo, closing,
    },
    ledger::sha256,
    notes::SignedFinding,
};

/// What a seal of a sitting is made over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSeal {
    /// The number it gets.
    pub number: SealNo,
    /// The case.
    pub case: CaseNo,
    /// The sitting.
    pub sitting: SittingNo,
    /// When.
    pub at: Moment,
    /// Every arrival: its number, its root and how many files.
    pub arrivals: Vec<(ArrivalNo, Sha256, u64)>,
    /// Every finding of the case, by number, each with its own part of what was signed.
    pub findings: Vec<SignedFinding>,
    /// Everyone who was in the room, by number.
    pub participants: Vec<Sealing>,
    /// The seal before this one.
    pub previous: Option<SealNamed>,
    /// Random: what the findings' commitments are salted with.
    pub salt: Salt,
}

/// One participant of a sitting that is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealing {
    /// Who.
    pub no: ParticipantNo,
    /// Their side.
    pub side: Side,
    /// Their signature over the text as it stands; none where they did not sign, or signed something that was changed since.
    pub signature: Option<Signed>,
}

/// Gathers what the seal of the case's last sitting is made over.
///
/// # Errors
/// When there is no such case, or nobody has sat on it.
pub fn to_seal(
    inspection: &Inspection,
    no: CaseNo,
    salt: Salt,
    at: Moment,
) -> Result<ToSeal, CloseError> {
    let sitting = inspection.case(no)?.sitting().ok_or(Refusal::NoSitting)?;
    let text = text(inspection, no)?;
    let hash = sha256(text.text.as_bytes());
    let mut people = closing::signers(sitting);
    people.sort();
    let participants = people
        .into_iter()
        .filter_map(|who| Some((who, inspection.people.get(&who)?.side)))
        .map(|(who, side)| Sealing {
            no: who,
            side,
            signature: sitting
                .signing
                .get(&who)
                .and_then(|signing| signing.signed())
                .filter(|signed| signed.text == hash)
                .cloned(),
        })
        .collect();
    Ok(ToSeal {
        number: inspection.next_seal(),
        case: no,
        sitting: sitting.no,
        at,
        arrivals: inspection
            .arrivals
            .values()
            .map(|arrival| (arrival.no, arrival.root, arrival.files))
            .collect(),
        findings: text.findings,
        participants,
        previous: inspection.last_seal(),
        salt,
    })
}
