//! What may happen now. Each rule is checked once, here, before an event is made; folding a stored event never refuses it.
//!
//! [`Room`] is a case with its running sitting: whoever holds the pen acts through it. What needs no sitting (setting up, naming people,
//! opening a sitting, a refer-back) stands on [`Inspection`](super::Inspection).

mod findings;
mod package;
mod room;
mod sealing;
mod setting_up;

pub use room::Room;
pub use setting_up::initials_of;

use super::{
    ids::{CaseNo, FindingNo, SealNo},
    people::Side,
};

/// Why something cannot be done now: a sentence for the two people, saying what would be needed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The record was written by a newer program.
    #[error(
        "This inspection was written by a newer alongside: it can be read here, and nothing can be added."
    )]
    ReadOnly,
    /// No such case.
    #[error("There is no case number {0} in this inspection.")]
    NoSuchCase(CaseNo),
    /// No sitting is running.
    #[error("No sitting is open on this case. Open one first and say who is in the room.")]
    NoSitting,
    /// A sitting is open already.
    #[error("A sitting is already open on this case: go on with it, or close it first.")]
    SittingOpen,
    /// A side is missing.
    #[error("A sitting needs at least one person of the inspection side and one of the authority side; nobody of the {} side is named.", .0.word())]
    SideMissing(Side),
    /// The person is not in the room.
    #[error("{0} is not in the room. Whoever comes in is added under \"who is in the room\".")]
    NotInTheRoom(String),
    /// The last one of a sitting cannot leave.
    #[error("Somebody has to stay in the room: pause or close the sitting instead.")]
    LastInTheRoom,
    /// Required words are missing.
    #[error("\"{0}\" is still open: fill it in first.")]
    Empty(&'static str),
    /// A choice that the framework does not offer.
    #[error("The framework has no {what} called \"{id}\".")]
    NotInFramework {
        /// Area, polarity or band.
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// Something named is not there, or was taken back.
    #[error("{0} is not there any more: it was taken back.")]
    Gone(String),
    /// The same words again.
    #[error("Nothing was changed.")]
    Unchanged,
    /// The finding is withdrawn.
    #[error("Finding {0} was withdrawn. Put a new finding instead.")]
    FindingWithdrawn(FindingNo),
    /// The finding is parked.
    #[error("Finding {0} is parked. Take it up again first.")]
    FindingParked(FindingNo),
    /// The finding is not parked.
    #[error("Finding {0} is not parked.")]
    FindingNotParked(FindingNo),
    /// Only those who take a side take a position.
    #[error(
        "An observer takes no position. Pass the pen to somebody of the inspection or the authority."
    )]
    ObserverTakesNoPosition,
    /// Nothing to undo.
    #[error("There is nothing of {0} to take back in this sitting.")]
    NothingToUndo(String),
    /// Nothing to redo.
    #[error("There is nothing of {0} to put back.")]
    NothingToRedo(String),
    /// Somebody else's act stands on it.
    #[error("{what} cannot be taken back: {who} has answered it since. {instead}")]
    AnsweredSince {
        /// "Finding 3"
        what: String,
        /// Who.
        who: String,
        /// What can be done instead.
        instead: &'static str,
    },
    /// The sitting has its seal.
    #[error(
        "This sitting is sealed (seal {0}): nothing of it can be taken back. What has changed is said in another sitting."
    )]
    SealedAlready(SealNo),
    /// A sitting is sealed after it was closed.
    #[error("The sitting is still open: it is sealed when it is closed.")]
    NotClosed,
    /// A signature with a key that is not the person's.
    #[error("The words are not those {0} signs with now.")]
    NotTheirKey(String),
    /// A reference that an erased case had.
    #[error(
        "A case {0} was erased from this inspection: give this one another reference, so that nobody takes the one for the other."
    )]
    ReferenceErased(String),
    /// Closed already.
    #[error("That refer-back is closed already.")]
    ReferBackClosed,
    /// A reference used twice.
    #[error("There is a case {0} already.")]
    ReferenceTaken(String),
    /// Initials used twice.
    #[error(
        "Somebody already has the initials {0}: choose others, so that it stays plain who said what."
    )]
    InitialsTaken(String),
}

/// Words without the white space around them; refused when nothing is left.
pub(super) fn needed(words: &str, field: &'static str) -> Result<String, Refusal> {
    match words.trim() {
        "" => Err(Refusal::Empty(field)),
        words => Ok(words.to_owned()),
    }
}
