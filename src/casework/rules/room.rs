//! What the holder of the pen may do in a running sitting.

use super::{Refusal, needed};
use crate::casework::{
    anchor::Anchor,
    discussion::{About, RemarkKind},
    event::Event,
    ids::{
        ActionNo, CaseNo, DocumentNo, FindingNo, JourneyEventNo, ParticipantNo, RemarkNo, ServiceNo,
    },
    inspection::{Case, Inspection, Sitting},
    journey::JourneyDetails,
    package::{ActionDetails, ServiceDetails},
    people::{Participant, Side},
    time::DocumentDates,
};

/// A case with its running sitting. Borrowed: made anew for each act.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// The whole inspection.
    pub inspection: &'a Inspection,
    /// The case's number.
    pub no: CaseNo,
    /// The case.
    pub case: &'a Case,
    /// Its running sitting.
    pub sitting: &'a Sitting,
}

impl<'a> Room<'a> {
    /// Who holds the pen.
    #[must_use]
    pub fn pen(&self) -> ParticipantNo {
        self.sitting.pen
    }

    /// Who holds the pen, as a person of the inspection.
    #[must_use]
    pub fn pen_holder(&self) -> Option<&'a Participant> {
        self.inspection.people.get(&self.sitting.pen)
    }

    /// The people in the room, in the order they came.
    pub fn present(&self) -> impl Iterator<Item = &'a Participant> + use<'a> {
        let people = &self.inspection.people;
        self.sitting.present.iter().filter_map(|no| people.get(no))
    }

    /// Who gets the pen when it is passed on without a name: the next person in the room.
    #[must_use]
    pub fn next_pen(&self) -> Option<ParticipantNo> {
        let present = &self.sitting.present;
        let here = present
            .iter()
            .position(|no| *no == self.sitting.pen)
            .unwrap_or(0);
        present
            .get((here + 1) % present.len().max(1))
            .copied()
            .filter(|next| *next != self.sitting.pen)
    }

    /// Hands the pen over.
    ///
    /// # Errors
    /// When they are not in the room, or hold it already.
    pub fn pass_pen(&self, to: ParticipantNo) -> Result<Event, Refusal> {
        if !self.sitting.present.contains(&to) {
            return Err(Refusal::NotInTheRoom(self.inspection.person(to)));
        }
        if to == self.sitting.pen {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::PenPassed { to })
    }

    /// Pauses the sitting.
    #[must_use]
    pub fn pause(&self) -> Event {
        Event::SittingPaused {
            sitting: self.sitting.no,
        }
    }

    /// Closes the sitting.
    #[must_use]
    pub fn close(&self) -> Event {
        Event::SittingClosed {
            sitting: self.sitting.no,
        }
    }

    /// Somebody comes in.
    ///
    /// # Errors
    /// When they are unknown, or in the room already.
    pub fn join(&self, who: ParticipantNo) -> Result<Event, Refusal> {
        if !self.inspection.people.contains_key(&who) {
            return Err(Refusal::NotInTheRoom(self.inspection.person(who)));
        }
        if self.sitting.present.contains(&who) {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::PersonJoined { who })
    }

    /// Somebody leaves; where they hold the pen, it goes to the next person first.
    ///
    /// # Errors
    /// When they are not in the room, or are the last in it.
    pub fn leave(&self, who: ParticipantNo) -> Result<Vec<Event>, Refusal> {
        if !self.sitting.present.contains(&who) {
            return Err(Refusal::NotInTheRoom(self.inspection.person(who)));
        }
        let mut events = Vec::new();
        if who == self.sitting.pen {
            events.push(Event::PenPassed {
                to: self.next_pen().ok_or(Refusal::LastInTheRoom)?,
            });
        }
        events.push(Event::PersonLeft { who });
        Ok(events)
    }

    /// Notes that a document was opened; `None` where it was opened in this sitting before.
    #[must_use]
    pub fn open_document(&self, document: DocumentNo) -> Option<Event> {
        let known = self.case.documents.contains_key(&document);
        let new = !self.sitting.opened_documents.contains(&document);
        (known && new).then_some(Event::DocumentOpened { document })
    }

    /// Sets what a document is called, what kind it is, and its dates. Only what differs from what stands now is set.
    ///
    /// # Errors
    /// When it is not there, its title or kind would be empty, or nothing was changed.
    pub fn describe(
        &self,
        no: DocumentNo,
        title: &str,
        kind: &str,
        dates: DocumentDates,
    ) -> Result<Event, Refusal> {
        let known = self
            .case
            .documents
            .get(&no)
            .ok_or_else(|| Refusal::Gone(format!("Document {no}")))?;
        let title = Some(needed(title, "Title")?).filter(|title| *title != known.title);
        let document_kind = Some(needed(kind, "Kind")?).filter(|kind| *kind != known.kind);
        let dates = Some(dates).filter(|dates| *dates != known.dates);
        if title.is_none() && document_kind.is_none() && dates.is_none() {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::DocumentDescribed {
            document: no,
            title,
            document_kind,
            dates,
        })
    }

    /// Says something.
    ///
    /// # Errors
    /// When the words are empty (an absence says its own), or what it answers or is about is gone.
    pub fn remark(
        &self,
        kind: RemarkKind,
        words: &str,
        anchors: Vec<Anchor>,
        reply_to: Option<RemarkNo>,
        about: Option<About>,
    ) -> Result<Event, Refusal> {
        let absent = anchors.iter().any(|anchor| anchor.passage().is_none());
        let words = match words.trim() {
            "" if absent => String::new(),
            words => needed(words, "What is said")?,
        };
        if let Some(to) = reply_to.filter(|to| !self.case.remarks.contains_key(to)) {
            return Err(Refusal::Gone(format!("Remark {to}")));
        }
        self.check_about(about)?;
        let remark = RemarkNo::after(self.case.numbers.remark);
        Ok(Event::RemarkMade {
            remark,
            remark_kind: kind,
            words,
            anchors,
            reply_to,
            about,
        })
    }

    pub(super) fn check_about(&self, about: Option<About>) -> Result<(), Refusal> {
        match about {
            Some(About::Service(no)) => self.service(no).map(|_| ()),
            Some(About::Finding(no)) => self.finding(no).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Adds a service to the package.
    ///
    /// # Errors
    /// When the service has no name.
    pub fn add_service(
        &self,
        details: ServiceDetails,
        anchors: Vec<Anchor>,
    ) -> Result<Event, Refusal> {
        needed(&details.service, "Service")?;
        Ok(Event::ServiceAdded {
            service: ServiceNo::after(self.case.numbers.service),
            details,
            anchors,
        })
    }

    /// Edits a service.
    ///
    /// # Errors
    /// When it is gone, has no name now, or nothing was changed.
    pub fn edit_service(&self, no: ServiceNo, details: ServiceDetails) -> Result<Event, Refusal> {
        needed(&details.service, "Service")?;
        if self.service(no)?.details == details {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::ServiceEdited {
            service: no,
            details,
        })
    }

    /// Ties passages or absences to a service.
    ///
    /// # Errors
    /// When it is gone, or all of them are tied to it already.
    pub fn tie_service(&self, no: ServiceNo, anchors: Vec<Anchor>) -> Result<Event, Refusal> {
        let known = self.service(no)?;
        let anchors: Vec<_> = anchors
            .into_iter()
            .filter(|anchor| !known.anchors.contains(anchor))
            .collect();
        if anchors.is_empty() {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::ServiceTied {
            service: no,
            anchors,
        })
    }

    fn service(&self, no: ServiceNo) -> Result<&'a crate::casework::Service, Refusal> {
        self.case
            .services
            .get(&no)
            .ok_or_else(|| Refusal::Gone(format!("Service {no}")))
    }

    /// Puts an event into the child's journey.
    ///
    /// # Errors
    /// When it says nothing.
    pub fn make_journey_event(
        &self,
        details: JourneyDetails,
        anchors: Vec<Anchor>,
    ) -> Result<Event, Refusal> {
        let words = needed(&details.words, "What happened")?;
        Ok(Event::JourneyEventMade {
            journey_event: JourneyEventNo::after(self.case.numbers.journey_event),
            details: JourneyDetails { words, ..details },
            anchors,
        })
    }

    /// Edits an event of the child's life that somebody made.
    ///
    /// # Errors
    /// When it is gone, its words are empty now, or nothing was changed.
    pub fn edit_journey_event(
        &self,
        no: JourneyEventNo,
        details: JourneyDetails,
    ) -> Result<Event, Refusal> {
        let words = needed(&details.words, "What happened")?;
        let details = JourneyDetails { words, ..details };
        let known = self
            .case
            .journey_events
            .get(&no)
            .ok_or_else(|| Refusal::Gone(format!("Event {no} of the journey")))?;
        if known.details == details {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::JourneyEventEdited {
            journey_event: no,
            details,
        })
    }

    /// Makes an action from a finding.
    ///
    /// # Errors
    /// When what or who is empty, or the finding is gone or withdrawn.
    pub fn put_action(&self, finding: FindingNo, details: ActionDetails) -> Result<Event, Refusal> {
        needed(&details.what, "What is to be done")?;
        needed(&details.owner, "Who sees to it")?;
        if self.finding(finding)?.withdrawn.is_some() {
            return Err(Refusal::FindingWithdrawn(finding));
        }
        Ok(Event::ActionPut {
            action: ActionNo::after(self.case.numbers.action),
            finding,
            details,
        })
    }

    /// Edits an action.
    ///
    /// # Errors
    /// When it is gone or dropped, what or who is empty now, or nothing was changed.
    pub fn edit_action(&self, no: ActionNo, details: ActionDetails) -> Result<Event, Refusal> {
        needed(&details.what, "What is to be done")?;
        needed(&details.owner, "Who sees to it")?;
        let known = self
            .case
            .actions
            .get(&no)
            .filter(|known| known.dropped.is_none())
            .ok_or_else(|| Refusal::Gone(format!("Action {no}")))?;
        if known.details == details {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::ActionEdited {
            action: no,
            details,
        })
    }

    /// Drops an action.
    ///
    /// # Errors
    /// When it is gone or dropped already, or no reason is given.
    pub fn drop_action(&self, no: ActionNo, reason: &str) -> Result<Event, Refusal> {
        let known = self
            .case
            .actions
            .get(&no)
            .filter(|known| known.dropped.is_none());
        known.ok_or_else(|| Refusal::Gone(format!("Action {no}")))?;
        Ok(Event::ActionDropped {
            action: no,
            reason: needed(reason, "Reason")?,
        })
    }

    /// Whether the holder of the pen takes positions at all.
    pub(super) fn takes_positions(&self) -> Result<(), Refusal> {
        match self.pen_holder().map(|person| person.side) {
            Some(Side::Inspection | Side::Authority) => Ok(()),
            _ => Err(Refusal::ObserverTakesNoPosition),
        }
    }
}
