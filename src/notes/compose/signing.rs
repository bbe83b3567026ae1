//! Who signed at the close of a sitting, who did not and why, and the sitting's seal.

use super::Source;
use crate::{
    casework::{ParticipantNo, Sitting, closing, sealing::Signing},
    notes::model::{NotSignedNotes, SealNotes, SignedNotes, SigningNotes, When},
};

impl Source<'_> {
    /// Everyone who was in the room; of an open sitting only those who did something about it.
    pub(super) fn signing(&self, sitting: &Sitting) -> Vec<SigningNotes> {
        closing::signers(sitting)
            .into_iter()
            .filter(|who| sitting.closed.is_some() || sitting.signing.contains_key(who))
            .map(|who| self.signed_by(sitting, who))
            .collect()
    }

    fn signed_by(&self, sitting: &Sitting, who: ParticipantNo) -> SigningNotes {
        let mut signing = SigningNotes {
            by: self.person(who),
            signed: None,
            not_signed: None,
        };
        match sitting.signing.get(&who) {
            Some(Signing::Signed(signed)) => {
                signing.signed = Some(SignedNotes {
                    at: When(signed.at),
                    key: signed.public_key.short(),
                    text_sha256: signed.text,
                });
            }
            Some(Signing::Not {
                reason,
                on_paper,
                at,
            }) => {
                signing.not_signed = Some(NotSignedNotes {
                    at: Some(When(*at)),
                    reason: reason.clone(),
                    on_paper: *on_paper,
                });
            }
            None => {
                signing.not_signed = Some(NotSignedNotes {
                    at: None,
                    reason: NOTHING_SAID.to_owned(),
                    on_paper: false,
                });
            }
        }
        signing
    }

    pub(super) fn seal(&self, sitting: &Sitting) -> Option<SealNotes> {
        let seal = self.inspection.seals.get(&sitting.seal?)?;
        Some(SealNotes {
            no: seal.no,
            at: When(seal.at),
            code: seal.code.to_string(),
            words: Vec::new(),
            digits: String::new(),
        })
    }
}

/// What stands where somebody neither signed nor said why not.
const NOTHING_SAID: &str = "no reason was given";
