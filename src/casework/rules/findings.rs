//! What may be done with findings. Agreement is about facts: a position is always on one exact wording, and only for oneself.

use super::{Refusal, Room, needed};
use crate::casework::{
    discussion::About,
    earlier,
    event::Event,
    finding::{Answer, Finding, Wording},
    framework::Framework,
    ids::FindingNo,
    package::Ties,
};

impl<'a> Room<'a> {
    pub(super) fn finding(&self, no: FindingNo) -> Result<&'a Finding, Refusal> {
        self.case
            .findings
            .get(&no)
            .ok_or_else(|| Refusal::Gone(format!("Finding {no}")))
    }

    /// A finding that can still be worked on.
    fn standing(&self, no: FindingNo) -> Result<&'a Finding, Refusal> {
        let finding = self.finding(no)?;
        if finding.withdrawn.is_some() {
            Err(Refusal::FindingWithdrawn(no))
        } else {
            Ok(finding)
        }
    }

    fn check_wording(wording: Wording, framework: &Framework) -> Result<Wording, Refusal> {
        let words = needed(&wording.words, "Wording")?;
        if !framework.areas.iter().any(|area| area.id == wording.area) {
            return Err(Refusal::NotInFramework {
                what: "judgement area",
                id: wording.area,
            });
        }
        if !framework
            .polarities
            .iter()
            .any(|polarity| polarity.id == wording.polarity)
        {
            return Err(Refusal::NotInFramework {
                what: "kind of finding",
                id: wording.polarity,
            });
        }
        Ok(Wording { words, ..wording })
    }

    /// Puts a finding.
    ///
    /// # Errors
    /// When the wording is empty, the framework has no such area or polarity, or a remark it rests on is gone.
    pub fn put_finding(
        &self,
        wording: Wording,
        ties: Ties,
        about: Option<About>,
        framework: &Framework,
    ) -> Result<Event, Refusal> {
        let wording = Self::check_wording(wording, framework)?;
        self.check_ties(&ties)?;
        self.check_about(about)?;
        Ok(Event::FindingPut {
            finding: FindingNo::after(self.case.numbers.finding),
            wording,
            ties,
            about,
        })
    }

    /// Gives a finding other words, area, polarity or relation. Clears every position.
    ///
    /// # Errors
    /// As [`Room::put_finding`]; or when it is withdrawn or parked, or nothing was changed.
    pub fn reword(
        &self,
        no: FindingNo,
        wording: Wording,
        framework: &Framework,
    ) -> Result<Event, Refusal> {
        let finding = self.standing(no)?;
        let wording = Self::check_wording(wording, framework)?;
        if finding.wording().is_some_and(|put| put.wording == wording) {
            return Err(Refusal::Unchanged);
        }
        if finding.parked.is_some() {
            return Err(Refusal::FindingParked(no));
        }
        Ok(Event::FindingReworded {
            finding: no,
            wording,
        })
    }

    /// Ties passages, absences and remarks to a finding. Positions stand.
    ///
    /// # Errors
    /// When it is gone or withdrawn, a remark is gone, or all of it is tied already.
    pub fn tie_finding(&self, no: FindingNo, ties: Ties) -> Result<Event, Refusal> {
        let finding = self.standing(no)?;
        self.check_ties(&ties)?;
        let new = Ties {
            anchors: ties
                .anchors
                .into_iter()
                .filter(|anchor| !finding.anchors.contains(anchor))
                .collect(),
            remarks: ties
                .remarks
                .into_iter()
                .filter(|remark| !finding.heard.contains(remark))
                .collect(),
        };
        if new == Ties::default() {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::FindingTied {
            finding: no,
            ties: new,
        })
    }

    fn check_ties(&self, ties: &Ties) -> Result<(), Refusal> {
        match ties
            .remarks
            .iter()
            .find(|remark| !self.case.remarks.contains_key(remark))
        {
            Some(gone) => Err(Refusal::Gone(format!("Remark {gone}"))),
            None => Ok(()),
        }
    }

    /// Takes the pen holder's own position on the present wording.
    ///
    /// # Errors
    /// When the finding is withdrawn or parked, the pen holder is an observer, a disagreement gives no reason, or the same answer
    /// stands already.
    pub fn answer(&self, no: FindingNo, answer: Answer) -> Result<Event, Refusal> {
        let finding = self.standing(no)?;
        if finding.parked.is_some() {
            return Err(Refusal::FindingParked(no));
        }
        self.takes_positions()?;
        let answer = match answer {
            Answer::Disagree {
                because,
                own_wording,
            } => Answer::Disagree {
                because: needed(&because, "The reason")?,
                own_wording: own_wording.trim().to_owned(),
            },
            answer => answer,
        };
        // The same answer is a new one where the words it was given over changed since.
        if finding
            .position(self.pen())
            .is_some_and(|position| position.answer == answer)
            && earlier::earlier(self.case, finding).is_none()
        {
            return Err(Refusal::Unchanged);
        }
        let wording = finding
            .wording()
            .ok_or_else(|| Refusal::Gone(format!("Finding {no}")))?
            .seq;
        Ok(Event::PositionTaken {
            finding: no,
            wording,
            answer,
        })
    }

    /// Sets a finding aside.
    ///
    /// # Errors
    /// When it is withdrawn or parked already, or the question or its owner is empty.
    pub fn park(&self, no: FindingNo, question: &str, owner: &str) -> Result<Event, Refusal> {
        if self.standing(no)?.parked.is_some() {
            return Err(Refusal::FindingParked(no));
        }
        Ok(Event::FindingParked {
            finding: no,
            question: needed(question, "The question")?,
            owner: needed(owner, "Who finds out")?,
        })
    }

    /// Takes a parked finding up again.
    ///
    /// # Errors
    /// When it is not parked.
    pub fn take_up(&self, no: FindingNo) -> Result<Event, Refusal> {
        if self.standing(no)?.parked.is_none() {
            return Err(Refusal::FindingNotParked(no));
        }
        Ok(Event::FindingTakenUp { finding: no })
    }

    /// Takes a finding back for good; it stays in the record.
    ///
    /// # Errors
    /// When it is withdrawn already, or no reason is given.
    pub fn withdraw(&self, no: FindingNo, reason: &str) -> Result<Event, Refusal> {
        self.standing(no)?;
        Ok(Event::FindingWithdrawn {
            finding: no,
            reason: needed(reason, "Reason")?,
        })
    }
}
