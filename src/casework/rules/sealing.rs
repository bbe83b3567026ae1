//! What may be done at the close of a sitting and after it: choosing words, signing, declining, sealing, erasing.

use super::{Refusal, Room, needed};
use crate::casework::{
    event::Event,
    ids::{CaseNo, ParticipantNo, SealNo, Sha256, SittingNo},
    inspection::Inspection,
    sealing::{PublicKey, Salt, SealCode, SealNamed, Signature64},
};

impl Inspection {
    /// A participant chooses the words they sign with; where they had some, the change is recorded with the key it replaces.
    ///
    /// # Errors
    /// When nobody of that number is named, or the record is read-only.
    pub fn choose_words(
        &self,
        who: ParticipantNo,
        public_key: PublicKey,
        wrapped: &str,
    ) -> Result<Event, Refusal> {
        self.writable()?;
        if !self.people.contains_key(&who) {
            return Err(Refusal::NotInTheRoom(self.person(who)));
        }
        Ok(Event::WordsChosen {
            who,
            public_key,
            wrapped: wrapped.to_owned(),
            replaces: self.own_words(who).map(|words| words.public_key),
        })
    }

    /// The number of the next seal.
    #[must_use]
    pub fn next_seal(&self) -> SealNo {
        SealNo::after(self.last_seal().map(|seal| seal.number))
    }

    /// Seals a sitting that was closed: an event of its case.
    ///
    /// # Errors
    /// When there is no such sitting, it is still open, or it has its seal.
    pub fn seal_sitting(
        &self,
        case: CaseNo,
        sitting: SittingNo,
        statement: &str,
        salt: Salt,
        code: SealCode,
    ) -> Result<Event, Refusal> {
        self.writable()?;
        let sittings = &self.case(case)?.sittings;
        let known = sittings.iter().find(|known| known.no == sitting);
        let known = known.ok_or_else(|| Refusal::Gone(format!("Sitting {sitting}")))?;
        if known.closed.is_none() {
            return Err(Refusal::NotClosed);
        }
        if let Some(seal) = known.seal {
            return Err(Refusal::SealedAlready(seal));
        }
        Ok(Event::SealMade {
            number: self.next_seal(),
            sitting: Some(sitting),
            statement: statement.to_owned(),
            salt,
            code,
        })
    }

    /// Seals an arrival: an event of the inspection.
    ///
    /// # Errors
    /// When the record is read-only.
    pub fn seal_arrival(
        &self,
        statement: &str,
        salt: Salt,
        code: SealCode,
    ) -> Result<Event, Refusal> {
        self.writable()?;
        Ok(Event::SealMade {
            number: self.next_seal(),
            sitting: None,
            statement: statement.to_owned(),
            salt,
            code,
        })
    }

    /// Erases a case: an event of the inspection that keeps its reference and what its seals were, which its own entries no longer tell.
    ///
    /// # Errors
    /// When there is no such case, or no reason is given.
    pub fn erase_case(&self, no: CaseNo, reason: &str) -> Result<Event, Refusal> {
        self.writable()?;
        let case = self.case(no)?;
        let of_case = |sealed: Option<(CaseNo, SittingNo)>| sealed.is_some_and(|(of, _)| of == no);
        Ok(Event::CaseErased {
            case: no,
            reference: case.reference.clone(),
            reason: needed(reason, "Reason")?,
            seals: self
                .seals
                .values()
                .filter(|seal| of_case(seal.sitting))
                .map(|seal| SealNamed {
                    number: seal.no,
                    code: seal.code,
                })
                .collect(),
        })
    }
}

impl Room<'_> {
    fn was_here(&self, who: ParticipantNo) -> Result<(), Refusal> {
        if self.sitting.ever_present.contains(&who) {
            Ok(())
        } else {
            Err(Refusal::NotInTheRoom(self.inspection.person(who)))
        }
    }

    /// A participant signs the findings as they stand.
    ///
    /// # Errors
    /// When they were not in the room, or the key is not the one their words open now.
    pub fn sign(
        &self,
        who: ParticipantNo,
        public_key: PublicKey,
        text: Sha256,
        salt: Salt,
        signature: Signature64,
    ) -> Result<Event, Refusal> {
        self.was_here(who)?;
        let own = self.inspection.own_words(who);
        if own.is_none_or(|own| own.public_key != public_key) {
            return Err(Refusal::NotTheirKey(self.inspection.person(who)));
        }
        Ok(Event::FindingsSigned {
            sitting: self.sitting.no,
            who,
            public_key,
            text,
            salt,
            signature,
        })
    }

    /// A participant does not sign, or signs the printed sheet by hand.
    ///
    /// # Errors
    /// When they were not in the room, or no reason is given.
    pub fn not_signed(
        &self,
        who: ParticipantNo,
        reason: &str,
        on_paper: bool,
    ) -> Result<Event, Refusal> {
        self.was_here(who)?;
        Ok(Event::NotSigned {
            sitting: self.sitting.no,
            who,
            reason: needed(reason, "Reason")?,
            on_paper,
        })
    }
}
