//! What may be done before and around a sitting.

use std::collections::BTreeSet;

use super::{Refusal, Room, needed};
use crate::casework::{
    event::{CaseAbout, Event},
    ids::{CaseNo, ParticipantNo, ReferBackNo, SittingNo},
    inspection::{Case, Inspection},
    people::{Participant, Side},
    sealing::Erased,
};

/// Initials made from a designation, where nobody typed any: `Lead inspector` -> `LI`.
#[must_use]
pub fn initials_of(designation: &str) -> String {
    let letters: String = designation
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(3)
        .collect();
    letters.to_uppercase()
}

impl Inspection {
    pub(super) fn writable(&self) -> Result<(), Refusal> {
        if self.read_only {
            Err(Refusal::ReadOnly)
        } else {
            Ok(())
        }
    }

    /// A case, where there is one with this number.
    ///
    /// # Errors
    /// [`Refusal::NoSuchCase`].
    pub fn case(&self, no: CaseNo) -> Result<&Case, Refusal> {
        self.cases.get(&no).ok_or(Refusal::NoSuchCase(no))
    }

    /// The case with its running sitting.
    ///
    /// # Errors
    /// When the record is read-only, the case is unknown or no sitting is running.
    pub fn room(&self, no: CaseNo) -> Result<Room<'_>, Refusal> {
        self.writable()?;
        let case = self.case(no)?;
        let sitting = case.running_sitting().ok_or(Refusal::NoSitting)?;
        Ok(Room {
            inspection: self,
            no,
            case,
            sitting,
        })
    }

    /// Names a person. Initials have four letters at most. Empty ones are made from the designation; those in use get a figure after them.
    ///
    /// # Errors
    /// When the designation is empty, or typed initials are in use.
    pub fn name_person(
        &self,
        designation: &str,
        initials: &str,
        side: Side,
    ) -> Result<Event, Refusal> {
        self.writable()?;
        let designation = needed(designation, "Designation")?;
        let taken: BTreeSet<_> = self
            .people
            .values()
            .map(|person| person.initials.as_str())
            .collect();
        let typed: String = initials.trim().to_uppercase().chars().take(4).collect();
        if taken.contains(typed.as_str()) {
            return Err(Refusal::InitialsTaken(typed));
        }
        let initials = if typed.is_empty() {
            let made = initials_of(&designation);
            (1..=taken.len() + 1)
                .map(|count| {
                    if count == 1 {
                        made.clone()
                    } else {
                        format!("{made}{count}")
                    }
                })
                .find(|made| !taken.contains(made.as_str()))
                .unwrap_or(made)
        } else {
            typed
        };
        let no = ParticipantNo::after(self.people.keys().next_back().copied());
        Ok(Event::PersonNamed {
            person: Participant {
                no,
                designation,
                initials,
                side,
            },
        })
    }

    /// Sets up a case: its number and the event.
    ///
    /// # Errors
    /// When the reference is empty or taken.
    pub fn set_up_case(
        &self,
        reference: &str,
        about: CaseAbout,
    ) -> Result<(CaseNo, Event), Refusal> {
        self.writable()?;
        let reference = needed(reference, "Reference")?;
        if self.case_by_reference(&reference).is_some() {
            return Err(Refusal::ReferenceTaken(reference));
        }
        let same = |erased: &Erased| erased.reference.to_lowercase() == reference.to_lowercase();
        if self.erased.values().any(same) {
            return Err(Refusal::ReferenceErased(reference));
        }
        let last = self.cases.keys().chain(self.erased.keys()).max();
        let no = CaseNo::after(last.copied());
        Ok((no, Event::CaseSetUp { reference, about }))
    }

    /// Opens a sitting. The pen starts with the first person named.
    ///
    /// # Errors
    /// When one is open already, when nobody of the inspection or of the authority is present, or when somebody present is not known.
    pub fn open_sitting(&self, no: CaseNo, present: &[ParticipantNo]) -> Result<Event, Refusal> {
        self.writable()?;
        let case = self.case(no)?;
        if case
            .sitting()
            .is_some_and(|sitting| sitting.closed.is_none())
        {
            return Err(Refusal::SittingOpen);
        }
        for side in [Side::Inspection, Side::Authority] {
            let there = |no: &ParticipantNo| {
                self.people
                    .get(no)
                    .is_some_and(|person| person.side == side)
            };
            if !present.iter().any(there) {
                return Err(Refusal::SideMissing(side));
            }
        }
        if let Some(unknown) = present.iter().find(|no| !self.people.contains_key(no)) {
            return Err(Refusal::NotInTheRoom(self.person(*unknown)));
        }
        let mut seen = BTreeSet::new();
        let present: Vec<_> = present
            .iter()
            .copied()
            .filter(|no| seen.insert(*no))
            .collect();
        let pen = present
            .first()
            .copied()
            .ok_or(Refusal::SideMissing(Side::Inspection))?;
        let sitting = SittingNo::after(case.sitting().map(|sitting| sitting.no));
        Ok(Event::SittingOpened {
            sitting,
            present,
            pen,
        })
    }

    /// Takes up a paused sitting.
    ///
    /// # Errors
    /// When none is paused.
    pub fn resume_sitting(&self, no: CaseNo) -> Result<Event, Refusal> {
        self.writable()?;
        let sitting = self
            .case(no)?
            .sitting()
            .filter(|sitting| sitting.closed.is_none() && sitting.paused.is_some())
            .ok_or(Refusal::NoSitting)?;
        Ok(Event::SittingResumed {
            sitting: sitting.no,
        })
    }

    /// Raises an immediate concern. Needs no sitting: it is possible on every screen that knows which child it is about.
    ///
    /// # Errors
    /// When the concern or the person told is empty.
    pub fn raise_refer_back(
        &self,
        no: CaseNo,
        concern: &str,
        told_to: &str,
        told_when: &str,
    ) -> Result<Event, Refusal> {
        self.writable()?;
        let case = self.case(no)?;
        Ok(Event::ReferBackRaised {
            refer_back: ReferBackNo::after(case.numbers.refer_back),
            concern: needed(concern, "Concern")?,
            told_to: needed(told_to, "Told to")?,
            told_when: needed(told_when, "When")?,
        })
    }

    /// Records what they answered to a refer-back.
    ///
    /// # Errors
    /// When it is not there or closed, or the reply is empty.
    pub fn answer_refer_back(
        &self,
        no: CaseNo,
        which: ReferBackNo,
        reply: &str,
    ) -> Result<Event, Refusal> {
        self.open_refer_back(no, which)?;
        Ok(Event::ReferBackAnswered {
            refer_back: which,
            reply: needed(reply, "Reply")?,
        })
    }

    /// Closes a refer-back.
    ///
    /// # Errors
    /// When it is not there or closed already, or it is not said how.
    pub fn close_refer_back(
        &self,
        no: CaseNo,
        which: ReferBackNo,
        how: &str,
    ) -> Result<Event, Refusal> {
        self.open_refer_back(no, which)?;
        Ok(Event::ReferBackClosed {
            refer_back: which,
            how: needed(how, "How it was settled")?,
        })
    }

    fn open_refer_back(&self, no: CaseNo, which: ReferBackNo) -> Result<(), Refusal> {
        self.writable()?;
        let refer_back = self
            .case(no)?
            .refer_backs
            .get(&which)
            .ok_or_else(|| Refusal::Gone(format!("Refer-back {which}")))?;
        if refer_back.closed.is_some() {
            Err(Refusal::ReferBackClosed)
        } else {
            Ok(())
        }
    }

    /// Lists a name or other identifier of a case.
    ///
    /// # Errors
    /// When either is empty, or it stands there just so already.
    pub fn list_identifier(
        &self,
        no: CaseNo,
        words: &str,
        stands_for: &str,
    ) -> Result<Event, Refusal> {
        self.writable()?;
        let words = needed(words, "Words")?;
        let stands_for = needed(stands_for, "Stands for")?;
        if self.case(no)?.identifiers.get(&words) == Some(&stands_for) {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::IdentifierListed { words, stands_for })
    }

    /// Takes a name off the list.
    ///
    /// # Errors
    /// When it is not on it.
    pub fn unlist_identifier(&self, no: CaseNo, words: &str) -> Result<Event, Refusal> {
        self.writable()?;
        if !self.case(no)?.identifiers.contains_key(words) {
            return Err(Refusal::Gone(format!("\"{words}\"")));
        }
        Ok(Event::IdentifierUnlisted {
            words: words.to_owned(),
        })
    }
}
