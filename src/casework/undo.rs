//! Taking back, and putting back.
//!
//! Undo takes back the last act of the person holding the pen in this sitting and names it first: never another person's words or
//! position, never intake, never an act somebody else has answered or signed since, never a signature or a seal, and nothing of a
//! sitting that is sealed. What was taken back stays readable in the history.

use std::sync::Arc;

use super::{
    event::{Entry, Event},
    ids::{ParticipantNo, Seq, ServiceNo},
    rules::{Refusal, Room},
};

/// An act that can be taken back or put back, with its name for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// "finding 3 put"
    pub name: String,
    /// What to keep.
    pub entry: Seq,
}

/// What an act is called when it is taken back: `None` for what never is.
#[must_use]
pub fn name(event: &Event) -> Option<String> {
    Some(match event {
        Event::RemarkMade {
            remark,
            remark_kind,
            reply_to: None,
            ..
        } => {
            format!("remark {remark} ({})", remark_kind.word())
        }
        Event::RemarkMade {
            remark,
            reply_to: Some(to),
            ..
        } => format!("remark {remark}, reply to {to}"),
        Event::FindingPut { finding, .. } => format!("finding {finding} put"),
        Event::FindingReworded { finding, .. } => format!("finding {finding} reworded"),
        Event::FindingTied { finding, .. } => format!("more evidence for finding {finding}"),
        Event::PositionTaken {
            finding, answer, ..
        } => format!("\"{}\" on finding {finding}", answer.word()),
        Event::FindingParked { finding, .. } => format!("finding {finding} parked"),
        Event::FindingTakenUp { finding } => format!("finding {finding} taken up again"),
        Event::FindingWithdrawn { finding, .. } => format!("finding {finding} withdrawn"),
        Event::ServiceAdded { service, .. } => format!("service {service} added"),
        Event::ServiceEdited { service, .. } => format!("service {service} edited"),
        Event::ServiceTied { service, .. } => format!("more passages for service {service}"),
        Event::ServicesTaken { rows, .. } => match rows.as_slice() {
            [row] if row.again => format!("service {} listed again", row.service),
            [row] => format!("service {} added", row.service),
            rows => format!("{} services taken from a table", rows.len()),
        },
        Event::ServicesJoined { service, other } => {
            format!("services {service} and {other} said to be one")
        }
        Event::GapDismissed { gap, .. } => format!("set aside: {}", gap.shown()),
        Event::GapTakenUp { gap } => format!("open again: {}", gap.shown()),
        Event::JourneyEventMade { journey_event, .. } => {
            format!("event {journey_event} put into the journey")
        }
        Event::JourneyEventEdited { journey_event, .. } => {
            format!("event {journey_event} of the journey edited")
        }
        Event::ActionPut { action, .. } => format!("action {action} put"),
        Event::ActionEdited { action, .. } => format!("action {action} edited"),
        Event::ActionDropped { action, .. } => format!("action {action} dropped"),
        Event::DocumentDescribed { document, .. } => format!("document {document} described"),
        _ => return None,
    })
}

impl Room<'_> {
    /// This person's acts of this sitting, the newest first: those that can be named, and what was done with them since.
    fn own_acts(&self) -> impl Iterator<Item = &Arc<Entry>> {
        let (from, pen) = (self.sitting.opened_seq, self.pen());
        self.case
            .history
            .iter()
            .rev()
            .take_while(move |entry| entry.seq > from)
            .filter(move |entry| entry.by == Some(pen))
    }

    /// What undo would take back now.
    ///
    /// # Errors
    /// When there is nothing, or somebody else has answered it since.
    pub fn undoable(&self) -> Result<Offer, Refusal> {
        if let Some(seal) = self.sitting.seal {
            return Err(Refusal::SealedAlready(seal));
        }
        let act = self
            .own_acts()
            .filter(|entry| !self.case.undone.contains(&entry.seq))
            .find_map(|entry| Some((entry, name(&entry.event)?)));
        let Some((entry, name)) = act else {
            return Err(Refusal::NothingToUndo(self.inspection.person(self.pen())));
        };
        match self.answered_by(entry) {
            Some(who) => Err(Refusal::AnsweredSince {
                what: capital(&name),
                who: self.inspection.person(who),
                instead: match entry.event {
                    Event::FindingPut { .. } | Event::FindingReworded { .. } => {
                        "Reword or withdraw the finding instead."
                    }
                    Event::RemarkMade { .. } => "Add a remark that says so instead.",
                    _ => "Change it instead.",
                },
            }),
            None => Ok(Offer {
                name,
                entry: entry.seq,
            }),
        }
    }

    /// The person (not the one who acted) whose later act rests on this one.
    fn answered_by(&self, act: &Entry) -> Option<ParticipantNo> {
        let rests = |later: &Entry| match (&act.event, &later.event) {
            // What was signed is every finding with all that was said to it.
            (_, Event::FindingsSigned { .. }) => true,
            (Event::RemarkMade { remark, .. }, Event::RemarkMade { reply_to, .. }) => {
                *reply_to == Some(*remark)
            }
            (
                Event::RemarkMade { remark, .. },
                Event::FindingPut { ties, .. } | Event::FindingTied { ties, .. },
            ) => ties.remarks.contains(remark),
            (Event::FindingPut { finding, .. }, Event::RemarkMade { about, .. }) => {
                *about == Some(super::About::Finding(*finding))
            }
            (Event::FindingPut { finding, .. }, other) => other.finding() == Some(*finding),
            (Event::FindingReworded { .. }, Event::PositionTaken { wording, .. }) => {
                *wording == act.seq
            }
            // Evidence added to a finding stands whatever its words; everything else done with it was done with these.
            (Event::FindingReworded { finding, .. } | Event::FindingTakenUp { finding }, other) => {
                other.finding() == Some(*finding) && !matches!(other, Event::FindingTied { .. })
            }
            (Event::FindingParked { finding, .. }, Event::FindingTakenUp { finding: later }) => {
                finding == later
            }
            (
                Event::ServiceAdded { .. }
                | Event::ServicesTaken { .. }
                | Event::ServicesJoined { .. },
                later,
            )
            | (
                Event::ServiceEdited { .. },
                later @ (Event::ServiceEdited { .. }
                | Event::ServicesTaken { .. }
                | Event::ServicesJoined { .. }),
            ) => {
                let named = services_of(later);
                services_of(&act.event).iter().any(|no| named.contains(no))
            }
            (
                Event::GapDismissed { gap, .. },
                Event::GapTakenUp { gap: later } | Event::GapDismissed { gap: later, .. },
            ) => gap == later,
            (
                Event::JourneyEventMade { journey_event, .. }
                | Event::JourneyEventEdited { journey_event, .. },
                Event::JourneyEventEdited {
                    journey_event: later,
                    ..
                },
            ) => journey_event == later,
            (
                Event::ActionPut { action, .. } | Event::ActionEdited { action, .. },
                Event::ActionEdited { action: later, .. }
                | Event::ActionDropped { action: later, .. },
            ) => action == later,
            _ => false,
        };
        self.case
            .history
            .iter()
            .filter(|later| later.seq > act.seq && acted(later) != act.by)
            .filter(|later| !self.case.undone.contains(&later.seq))
            .find(|later| rests(later))
            .and_then(|later| acted(later))
    }

    /// What redo would put back now: the last act this person took back, as long as they did nothing new since.
    ///
    /// # Errors
    /// When there is nothing.
    pub fn redoable(&self) -> Result<Offer, Refusal> {
        if let Some(seal) = self.sitting.seal {
            return Err(Refusal::SealedAlready(seal));
        }
        let nothing = || Refusal::NothingToRedo(self.inspection.person(self.pen()));
        let mut put_back = Vec::new();
        for entry in self.own_acts() {
            match &entry.event {
                Event::Redone { entry } => put_back.push(*entry),
                Event::Undone { entry: taken } => {
                    if let Some(at) = put_back.iter().position(|seq| seq == taken) {
                        put_back.swap_remove(at);
                        continue;
                    }
                    let act = self
                        .case
                        .history
                        .iter()
                        .find(|entry| entry.seq == *taken)
                        .ok_or_else(nothing)?;
                    let name = name(&act.event).ok_or_else(nothing)?;
                    return Ok(Offer {
                        name,
                        entry: *taken,
                    });
                }
                other if name(other).is_some() && !self.case.undone.contains(&entry.seq) => {
                    // An act put back is no new act; anything else ends what can be put back.
                    if !put_back.is_empty() {
                        continue;
                    }
                    return Err(nothing());
                }
                _ => {}
            }
        }
        Err(nothing())
    }

    /// Takes back.
    ///
    /// # Errors
    /// As [`Room::undoable`].
    pub fn undo(&self) -> Result<Event, Refusal> {
        self.undoable()
            .map(|offer| Event::Undone { entry: offer.entry })
    }

    /// Puts back.
    ///
    /// # Errors
    /// As [`Room::redoable`].
    pub fn redo(&self) -> Result<Event, Refusal> {
        self.redoable()
            .map(|offer| Event::Redone { entry: offer.entry })
    }
}

/// The services whose rows, words or talk an event is about.
fn services_of(event: &Event) -> Vec<ServiceNo> {
    match event {
        Event::ServiceAdded { service, .. }
        | Event::ServiceEdited { service, .. }
        | Event::ServiceTied { service, .. } => vec![*service],
        Event::ServicesTaken { rows, .. } => rows.iter().map(|row| row.service).collect(),
        Event::ServicesJoined { service, other } => vec![*service, *other],
        Event::RemarkMade {
            about: Some(super::About::Service(no)),
            ..
        }
        | Event::FindingPut {
            about: Some(super::About::Service(no)),
            ..
        } => vec![*no],
        _ => Vec::new(),
    }
}

/// Whose act an entry is: a signature is its signer's, whoever holds the pen.
fn acted(entry: &Entry) -> Option<ParticipantNo> {
    match entry.event {
        Event::FindingsSigned { who, .. } => Some(who),
        _ => entry.by,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
