//! The domain: what happens when an inspector and a social worker go through one child's case file.
//!
//! Pure values and rules. This room knows no terminal, no store, no clock and no file: "now" comes in as a [`Moment`], words of a
//! document come in as text, and everything that happens leaves as an [`Event`].
//!
//! | file | owns |
//! |---|---|
//! | `ids` | the numbers things are called by |
//! | `time` | moments (with the offset the machine gave) and civil dates |
//! | `framework` | judgement areas, polarity words, grades, bands: data, never code |
//! | `people` | participants by designation, and their sides |
//! | `document` | documents, their versions and their texts, as far as the discussion needs them |
//! | `facts` | what intake read about a document: where its dates stand, what it repeats |
//! | `voice` | the child in the file: own words, seen, seen alone |
//! | `anchor` | exact words in a document, a part of a page, or an absence |
//! | `discussion` | remarks and replies |
//! | `finding` | findings, their wordings, positions and the state that follows from them |
//! | `clock` | timescales as data, counting by a convention, the sum line by line |
//! | `journey` | one chronology of everything in the file, its silences, statuses and clocks |
//! | `package` | services, what plans said of them, the gaps; actions and refer-backs |
//! | `perspectives` | who is heard: in the sitting, in the file, in the findings |
//! | `earlier` | findings that stand on words which changed since |
//! | `event` | everything that can happen, as stored |
//! | `entry` | an event with its place in the record, as bytes and back |
//! | `sealing` | keys, signatures, seals, arrivals, what is left of an erased case |
//! | `inspection` | the fold: events in, an [`Inspection`] out |
//! | `rules` | what may happen now: checked once, before an event is made |
//! | `undo` | whose last act is taken back, and what stands against it |
//! | `walk` | what still wants both people |
//! | `glance` | a case as the list of cases shows it, as a value that can be kept |
//! | `closing` | the last walk: what is looked over, who signs, and then the seal |

pub mod anchor;
pub mod clock;
pub mod closing;
pub mod discussion;
pub mod document;
pub mod earlier;
pub mod entry;
pub mod event;
pub mod facts;
pub mod finding;
pub mod framework;
pub mod glance;
pub mod ids;
pub mod inspection;
pub mod journey;
pub mod package;
pub mod people;
pub mod perspectives;
pub mod rules;
pub mod sealing;
pub mod time;
pub mod undo;
pub mod voice;
pub mod walk;

pub use anchor::{Absence, Anchor, Part, Passage, Region};
pub use discussion::{About, Remark, RemarkKind};
pub use document::{Document, QuotePlace, Readable, TextChange, TextRef, Version};
pub use event::{Entry, Event};
pub use facts::{DateFact, DateFacts, DocumentFacts, Doubt, Fingerprint, Repeat, Sure};
pub use finding::{Answer, Finding, FindingState, Relation, Wording};
pub use framework::Framework;
pub use glance::Glance;
pub use ids::{
    ActionNo, ArrivalNo, CaseNo, DocumentNo, FindingNo, JourneyEventNo, ParticipantNo, ReferBackNo,
    RemarkNo, SealNo, Seq, ServiceNo, Sha256, SittingNo,
};
pub use inspection::{Case, Inspection, Sitting};
pub use journey::{Journey, JourneyDetails, JourneyEvent, Spot};
pub use package::{
    Action, Alike, Bar, BarEnd, Gap, GapKey, GapKind, Listing, ReferBack, Service, ServiceDetails,
    ServiceListed, ServiceState, ServiceTaken, TakenRow,
};
pub use people::{Involved, Participant, Side};
pub use perspectives::Perspective;
pub use rules::{Refusal, Room};
pub use sealing::{
    Arrival, Erased, Hint, OwnWords, PassphraseChange, PublicKey, Salt, Seal, SealCode, SealNamed,
    Signature64, Signed, Signing, Standing,
};
pub use time::{DocumentDates, Moment};
pub use voice::{Heard, Hearing, HowHeard, HowSeen, Place, Seen, Voice};
