//! What a seal says. Owns the statement: its fields, the one spelling its bytes have, what each participant signs, and how what must not be
//! disclosed stands in it as a commitment. Refuses to know any wording: a finding is a number, a state and a hash with a salt.
//!
//! A statement is compact JSON, made once; only its exact bytes count, and they are kept as they were made. It is read strictly: every field
//! is there, in this order, spelled as it would be written again, and nothing else.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    chain::{CaseId, DeviceId, Reached, VaultId, hash, signed_by},
    code::Code,
    hex,
};
use crate::casework::{FindingNo, Moment, ParticipantNo, Sha256, Side, SittingNo};

/// The version of the statements written here.
pub const VERSION: u32 = 1;
/// Bytes a statement has at most: room for some five thousand findings.
pub const LONGEST: usize = 1024 * 1024;

/// What a seal says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The version: 1.
    pub alongside_seal: u32,
    /// Which seal of the inspection, counted from 1.
    pub number: u32,
    /// On what occasion.
    pub kind: Kind,
    /// Of which inspection.
    #[serde(with = "hex")]
    pub vault: VaultId,
    /// Of which case; none for an arrival.
    #[serde(with = "hex::optional")]
    pub case: Option<CaseId>,
    /// Of which sitting of the case; none for an arrival.
    #[serde(deserialize_with = "there")]
    pub sitting: Option<SittingNo>,
    /// When, as the machine gave it.
    pub at: Moment,
    /// Every arrival so far, in order.
    pub arrival: Vec<Arrived>,
    /// How far the record of every device goes, oldest first.
    pub chains: Vec<Chain>,
    /// Every finding of the case, by number; none for an arrival.
    pub findings: Vec<SealedFinding>,
    /// Everybody who was in the sitting, by number; none for an arrival.
    pub participants: Vec<Signatory>,
    /// The seal before; none for the first.
    #[serde(deserialize_with = "there")]
    pub previous: Option<Previous>,
}

/// On what occasion a seal was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Files were hashed on arrival, or on a delivery.
    Arrival,
    /// A sitting was closed.
    Sitting,
}

/// An arrival: the files that were hashed before anybody read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrived {
    /// Which arrival, counted from 1.
    pub number: u32,
    /// The root over its list of files.
    pub root: Sha256,
    /// How many files.
    pub files: u64,
}

/// How far the record of a device goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// The device.
    #[serde(with = "hex")]
    pub device: DeviceId,
    /// Its public key, from which its name follows.
    #[serde(with = "hex")]
    pub public: [u8; 32],
    /// The number of its first entry.
    pub first: u64,
    /// The number its next entry would have.
    pub count: u64,
    /// The hash of its last entry; of its journal's header where it has none.
    pub hash: Sha256,
}

impl Chain {
    /// The part of it that a journal's header names too.
    #[must_use]
    pub fn reached(&self) -> Reached {
        Reached {
            device: self.device,
            count: self.count,
            hash: self.hash,
        }
    }
}

/// A finding as the seal knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedFinding {
    /// Its number within the case.
    pub no: FindingNo,
    /// Where it stood.
    pub state: State,
    /// [`commit`] over its full text.
    pub commitment: Sha256,
}

/// Where a finding stood when it was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Both sides agree to the same wording.
    Agreed,
    /// Somebody does not agree.
    NotAgreed,
    /// Somebody in the room has not answered.
    Waiting,
    /// Nobody of one side was there.
    SideAbsent,
    /// Set aside with a question and an owner.
    Parked,
    /// Taken back.
    Withdrawn,
}

/// Somebody who was in the sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Their number within the inspection.
    pub no: ParticipantNo,
    /// Their side.
    pub side: Side,
    /// What they signed; none: not signed.
    #[serde(deserialize_with = "there")]
    pub signature: Option<Signed>,
}

/// A participant's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// Their public key (Ed25519).
    #[serde(with = "hex")]
    pub key: [u8; 32],
    /// What was signed: [`signed_message`] over the text they saw.
    pub signed: Sha256,
    /// The signature.
    #[serde(with = "hex")]
    pub signature: [u8; 64],
}

/// The seal before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Previous {
    /// Its number.
    pub number: u32,
    /// Its code, as 34 hexadecimal digits.
    #[serde(with = "hex")]
    pub code: Code,
}

/// Why bytes are no statement.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StatementError {
    /// Longer than any statement.
    #[error("it is longer than any seal's statement")]
    TooLong,
    /// Not a statement's fields.
    #[error("it is not a seal's statement, or not as alongside writes one")]
    NotAStatement,
    /// A version this program does not know.
    #[error("it was written by a newer alongside")]
    Newer,
    /// Its fields do not fit each other.
    #[error("it contradicts itself: {0}")]
    Contradicts(&'static str),
    /// A signature that was not made with the key beside it.
    #[error("the signature of participant {0} is not right")]
    Signature(ParticipantNo),
}

/// A field that may be `null` but not left out.
fn there<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

#[derive(Deserialize)]
struct OnlyVersion {
    alongside_seal: u32,
}

impl Statement {
    /// Its exact bytes, to be kept as they are and never made again.
    ///
    /// # Errors
    /// When [`Self::parse`] would not take them back.
    pub fn write(&self) -> Result<String, StatementError> {
        let text = serde_json::to_string(self).map_err(|_| StatementError::NotAStatement)?;
        Self::parse(text.as_bytes()).map(|_| text)
    }

    /// Reads a statement and checks what can be checked of it alone: one spelling, nothing contradictory, every signature right.
    ///
    /// # Errors
    /// Says the first thing that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, StatementError> {
        if bytes.len() > LONGEST {
            return Err(StatementError::TooLong);
        }
        let statement: Self = match serde_json::from_slice(bytes) {
            Ok(statement) => statement,
            Err(_) => {
                return Err(match serde_json::from_slice(bytes) {
                    Ok(OnlyVersion { alongside_seal }) if alongside_seal > VERSION => {
                        StatementError::Newer
                    }
                    _ => StatementError::NotAStatement,
                });
            }
        };
        if statement.alongside_seal > VERSION {
            return Err(StatementError::Newer);
        }
        let again = serde_json::to_vec(&statement).map_err(|_| StatementError::NotAStatement)?;
        if statement.alongside_seal != VERSION || again != bytes {
            return Err(StatementError::NotAStatement);
        }
        statement.contradictions()?;
        statement.signatures()?;
        Ok(statement)
    }

    fn contradictions(&self) -> Result<(), StatementError> {
        let occasion = match self.kind {
            Kind::Arrival => {
                self.case.is_none()
                    && self.sitting.is_none()
                    && self.findings.is_empty()
                    && self.participants.is_empty()
                    && !self.arrival.is_empty()
            }
            Kind::Sitting => self.case.is_some() && self.sitting.is_some(),
        };
        let before = self.previous.map_or(0, |previous| previous.number);
        let arrivals = self
            .arrival
            .iter()
            .zip(1..)
            .all(|(one, number)| one.number == number);
        let mut devices: Vec<DeviceId> = self.chains.iter().map(|chain| chain.device).collect();
        devices.sort_unstable();
        devices.dedup();
        let chains = !self.chains.is_empty()
            && devices.len() == self.chains.len()
            && self.chains.iter().all(|chain| {
                chain.device == DeviceId::of(&chain.public) && chain.count >= chain.first
            });
        let rules = [
            (
                occasion,
                "a seal of an arrival has no case, a seal of a sitting has one",
            ),
            (
                self.number > 0 && before.checked_add(1) == Some(self.number),
                "seals are numbered from 1 and name the one before",
            ),
            (arrivals, "arrivals are numbered from 1"),
            (
                chains,
                "each device is named once, after its key, and ends where it began or later",
            ),
            (
                self.findings.is_sorted_by(|one, next| one.no < next.no),
                "each finding stands in it once, in order",
            ),
            (
                self.participants.is_sorted_by(|one, next| one.no < next.no),
                "each participant stands in it once, in order",
            ),
        ];
        rules
            .into_iter()
            .find(|(holds, _)| !holds)
            .map_or(Ok(()), |(_, rule)| Err(StatementError::Contradicts(rule)))
    }

    fn signatures(&self) -> Result<(), StatementError> {
        let wrong = self.participants.iter().find(|participant| {
            participant
                .signature
                .is_some_and(|own| !signed_by(&own.key, &own.signed, &own.signature))
        });
        wrong.map_or(Ok(()), |wrong| Err(StatementError::Signature(wrong.no)))
    }
}

/// What stands for a text that is not disclosed: the hash `alongside/commitment/v1` over the salt (32), the length of the kind's name (4),
/// the name ("finding"), the number (4), and the text. Whoever is given salt and text can check it; nobody can guess the text without the salt.
#[must_use]
pub fn commit(kind: &str, salt: &[u8; 32], no: u32, text: &[u8]) -> Sha256 {
    let length = u32::try_from(kind.len()).unwrap_or(u32::MAX);
    hash(
        "alongside/commitment/v1",
        &[
            salt,
            &length.to_be_bytes(),
            kind.as_bytes(),
            &no.to_be_bytes(),
            text,
        ],
    )
}

/// The salt of one finding, from that of its seal: the hash `alongside/finding-salt/v1` over the seal's salt (32) and the finding's number (4).
/// So one finding can be disclosed with its salt, and nothing can be tried on the others.
#[must_use]
pub fn finding_salt(salt: &[u8; 32], no: u32) -> [u8; 32] {
    hash("alongside/finding-salt/v1", &[salt, &no.to_be_bytes()]).0
}

/// What a participant signs: the hash `alongside/signed/v1` over the vault (16), the case (16), the sitting (4), the participant (4), a salt
/// (32), and the SHA-256 (32) of the text they saw.
#[must_use]
pub fn signed_message(
    vault: VaultId,
    case: CaseId,
    sitting: SittingNo,
    who: ParticipantNo,
    salt: &[u8; 32],
    text: &Sha256,
) -> Sha256 {
    hash(
        "alongside/signed/v1",
        &[
            &vault.0,
            &case.0,
            &sitting.0.to_be_bytes(),
            &who.0.to_be_bytes(),
            salt,
            &text.0,
        ],
    )
}

#[cfg(test)]
mod tests;
