//! The package of support: services as offered and delivered; and what follows from the sitting: actions and refer-backs.
//!
//! Words of services stay words here. What in them is a day comes in as [`Days`], read by whoever may read dates.
//!
//! | file | owns |
//! |---|---|
//! | `alike` | whether two listings mean the same service |
//! | `listing` | the times a service was listed, and what that does to how it stands |
//! | `history` | what the plans said of a service, one after the other |
//! | `field` | the fields of a service by name |
//! | `days` | what the words of a service say of its days |
//! | `gaps` | what the package does not show, as questions |
//! | `bars` | each service as a stretch of time |

mod alike;
mod bars;
mod days;
mod field;
mod gaps;
mod history;
mod listing;

use serde::{Deserialize, Serialize};

use super::{
    anchor::Anchor,
    ids::{ActionNo, FindingNo, ParticipantNo, ReferBackNo, RemarkNo, Seq, ServiceNo},
    time::Moment,
};

pub use alike::{Alike, alike, needs_alike, recognise, recognise_all};
pub use bars::{Bar, BarEnd, bars};
pub use days::{Days, Said, ServiceDays};
pub use field::ServiceField;
pub use gaps::{Dismissal, Gap, GapKey, GapKind, LONG_AFTER_DAYS, gaps};
pub use history::{Change, Step, StepKind, histories, history};
pub use listing::{Listing, ServiceTaken, TakenRow};

/// What a service is called that a plan does not name: a need stands there, and nothing for it.
pub const NO_SERVICE: &str = "no service named";

/// Where a service stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ServiceState {
    /// Named as needed and never offered: as visible as any other.
    NotOffered,
    /// Offered, no answer known.
    #[default]
    Offered,
    /// Accepted by the family, not yet started.
    Accepted,
    /// Offered and declined.
    Declined,
    /// Running.
    Started,
    /// Over.
    Ended,
}

impl ServiceState {
    /// Every state, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::Offered,
        Self::Accepted,
        Self::Declined,
        Self::Started,
        Self::Ended,
        Self::NotOffered,
    ];

    /// The word on screen and in the notes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotOffered => "not offered",
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Started => "started",
            Self::Ended => "ended",
        }
    }
}

/// Everything about a service that the two people can write. Dates and frequencies are words: plans say "weekly, from Easter".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceDetails {
    /// The need it answers.
    pub need: String,
    /// What it is to bring about.
    pub aim: String,
    /// What it is: "Family support". The one field that may not be empty.
    pub service: String,
    /// The agency.
    pub provider: String,
    /// The person responsible, by designation.
    pub owner: String,
    /// When it began or is to begin.
    pub start: String,
    /// When it ended or is to end.
    pub end: String,
    /// How often, as planned.
    pub planned: String,
    /// What was delivered.
    pub delivered: String,
    /// What the child says of it.
    pub childs_view: String,
    /// What the family says of it.
    pub familys_view: String,
    /// What difference it made.
    pub difference: String,
    /// When it is or was reviewed.
    pub review: String,
    /// Whether this is early help (shown first in the package).
    pub early_help: bool,
    /// Where it stands.
    pub state: ServiceState,
}

impl ServiceDetails {
    /// The written fields with their labels, in the order of the package: need -> service -> delivered -> difference.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        ServiceField::written().map(|field| (field.word(), field.of(self)))
    }
}

/// One support item of the child's package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Within the case.
    pub no: ServiceNo,
    /// As it stands now.
    pub details: ServiceDetails,
    /// The words in the file that name it.
    pub anchors: Vec<Anchor>,
    /// The entry that added it.
    pub seq: Seq,
    /// Who added it; nobody in the room where the authority listed it.
    pub by: Option<ParticipantNo>,
    /// As the authority listed it, where it did; whatever was edited since.
    pub listed: Option<Box<ServiceDetails>>,
    /// Every time it was listed, as it was kept; the first is the one that added it. Never empty in a case that was folded.
    #[serde(default)]
    pub listings: Vec<Listing>,
    /// Numbers of other services that were said to be this one. They are not in the package any more; what was said of them is said of this.
    #[serde(default)]
    pub also: Vec<ServiceNo>,
}

/// A service as the authority lists it, with the number it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceListed {
    /// Given now.
    pub service: ServiceNo,
    /// All of it.
    pub details: ServiceDetails,
}

/// What is to be done, following from a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Within the case.
    pub no: ActionNo,
    /// The finding it follows from.
    pub finding: FindingNo,
    /// As it stands now.
    pub details: ActionDetails,
    /// Who wrote it.
    pub by: ParticipantNo,
    /// When it was kept.
    pub at: Moment,
    /// Withdrawn, and why.
    pub dropped: Option<String>,
}

/// Everything about an action that the two people can write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ActionDetails {
    /// What is to be done. May not be empty.
    pub what: String,
    /// Why.
    pub why: String,
    /// Who sees to it, by designation. May not be empty.
    pub owner: String,
    /// When, in words or as a date.
    pub due: String,
    /// How we shall know that it was done and helped.
    pub measure: String,
    /// The framework's improvement band; empty where the framework has none.
    pub band: String,
}

/// An immediate concern about a child, handed back to the authority at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferBack {
    /// Within the case.
    pub no: ReferBackNo,
    /// What the concern is.
    pub concern: String,
    /// Who was told, by designation.
    pub told_to: String,
    /// When they were told, as said at the screen.
    pub told_when: String,
    /// Who raised it.
    pub by: Option<ParticipantNo>,
    /// When it was kept.
    pub at: Moment,
    /// What they answered, each with the moment it was kept.
    pub replies: Vec<(Moment, String)>,
    /// How it ended, with the moment that was kept; `None` while it is open.
    pub closed: Option<(Moment, String)>,
}

/// What a service or finding can be tied to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ties {
    /// Words in the file, or absences.
    pub anchors: Vec<Anchor>,
    /// Remarks heard in the room.
    pub remarks: Vec<RemarkNo>,
}
