//! The child's journey: one chronology of everything in the file that has a day, with its silences, its late records, the child's statuses
//! and the clocks.
//!
//! Knows no text: lines of chronologies come in as [`Row`]s, told from the texts by whoever may read them. Everything here is a fact read
//! from the file or an event somebody made with the pen in hand; nothing is a judgement.
//!
//! | file | owns |
//! |---|---|
//! | `outline` | what the journey is told by, as data: contacts, statuses, agencies |
//! | `tell` | documents, lines and made events in, a [`Journey`] out |
//! | `strip` | the whole life as a row of cells |

pub mod outline;
pub mod strip;
mod tell;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    anchor::{Anchor, Passage},
    clock::{Clock, Stretch},
    ids::{DocumentNo, JourneyEventNo, ParticipantNo, Seq},
    time::{DocumentDates, Moment},
    voice::Hearing,
};

pub use outline::Outline;
pub use strip::{Cell, Strip};
pub use tell::{Told, tell};

/// An event of the child's life that somebody made from words of the file, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JourneyDetails {
    /// The day; none where only words are known of it.
    pub date: Option<Date>,
    /// The day as it was typed, where it is no day: "spring 2009".
    pub date_words: String,
    /// What happened.
    pub words: String,
    /// Visit, contact, health …
    pub kind: String,
    /// Whose record it is, or who acted.
    pub agency: String,
    /// Why it matters.
    pub significance: String,
}

/// The same, as it stands in the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyEvent {
    /// Within the case.
    pub no: JourneyEventNo,
    /// All of it.
    pub details: JourneyDetails,
    /// The words it was made from.
    pub anchors: Vec<Anchor>,
    /// Who made it.
    pub by: ParticipantNo,
    /// When.
    pub at: Moment,
    /// The entry.
    pub seq: Seq,
}

/// A line of a chronology, as told from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The document it stands in.
    pub document: DocumentNo,
    /// Its number among the lines of its document, from 0.
    pub index: u32,
    /// The day it gives, where that can be.
    pub date: Option<Date>,
    /// The day as it stands there.
    pub date_words: String,
    /// The day it says it was written down.
    pub recorded: Option<Date>,
    /// What happened.
    pub what: String,
    /// What kind of record, as its words tell.
    pub kind: String,
    /// What it rests on, as its line says.
    pub source: String,
    /// Who acted, as its line says.
    pub agency: String,
    /// Why it matters, as its line says.
    pub significance: String,
    /// The child's own words in it, where it has some.
    pub voice: Option<String>,
    /// Its words in the file.
    pub passage: Option<Passage>,
}

impl Row {
    /// A line of a document that says nothing yet.
    #[must_use]
    pub fn of(document: DocumentNo, index: u32) -> Self {
        Self {
            document,
            index,
            date: None,
            date_words: String::new(),
            recorded: None,
            what: String::new(),
            kind: String::new(),
            source: String::new(),
            agency: String::new(),
            significance: String::new(),
            voice: None,
            passage: None,
        }
    }
}

/// Where something of the journey stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// A document.
    Document(DocumentNo),
    /// A line of a chronology in a document.
    Row(DocumentNo, u32),
    /// An event somebody made.
    Made(JourneyEventNo),
}

impl Spot {
    /// The document it stands in; a made event may stand in none.
    #[must_use]
    pub fn document(self) -> Option<DocumentNo> {
        match self {
            Self::Document(no) | Self::Row(no, _) => Some(no),
            Self::Made(_) => None,
        }
    }
}

/// One thing that happened, as the file or a person has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// Where it stands.
    pub spot: Spot,
    /// Its days.
    pub dates: DocumentDates,
    /// The day as read, where it cannot be or is only words.
    pub as_read: String,
    /// What.
    pub what: String,
    /// Visit, contact, health …
    pub kind: String,
    /// Whose record, or who acted; empty where nothing says.
    pub agency: String,
    /// Why it matters, as the file or a person says.
    pub significance: String,
    /// What a line of a chronology rests on, as it says.
    pub source: String,
    /// The child in it: own words where it has some, else what is reported.
    pub voice: Option<Hearing>,
    /// The words in the file, where it points at some.
    pub anchor: Option<Anchor>,
    /// Days between happened and recorded, where they are more than the outline lets pass.
    pub late: Option<u32>,
    /// Written down on or after the day the inspection was announced.
    pub after_announced: bool,
    /// Documents its words stand in too, with the share in parts of a hundred.
    pub repeats: Vec<(DocumentNo, u8)>,
    /// Whether it is a contact with the child or family, or a visit.
    pub contact: bool,
    /// The document of the same day and kind that a line of a chronology tells of once more.
    pub once_more: Option<DocumentNo>,
}

impl Happening {
    /// The day it is told under.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.dates.sort_key()
    }
}

/// A stretch without any contact or visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// How many days lie between the two.
    pub days: u32,
    /// The last contact before it, by its place in the journey.
    pub after: usize,
    /// The first after it; none where it lasts to the first day of the inspection.
    pub before: Option<usize>,
    /// The day of the last contact before.
    pub from: Date,
    /// The day of the first after, or the first day of the inspection.
    pub until: Date,
}

/// A stretch of time in which the child had a status, as the records show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What it is called.
    pub title: String,
    /// The sign it has in the picture.
    pub sign: char,
    /// When.
    pub stretch: Stretch,
    /// The record that began it, by its place in the journey.
    pub began: usize,
}

/// The whole journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// Everything with a day, the earliest first; then everything without one that can be told.
    pub happenings: Vec<Happening>,
    /// How many of them have a day.
    pub dated: usize,
    /// Stretches without contact or visit, the longest first.
    pub silences: Vec<Silence>,
    /// Records written down late, the latest first: places in `happenings`.
    pub late: Vec<usize>,
    /// The child's statuses, the earliest first.
    pub statuses: Vec<Status>,
    /// Every clock, the earliest first; their records are places in `happenings`.
    pub clocks: Vec<Clock>,
    /// From how many days a silence is listed.
    pub silence_days: u32,
    /// After how many days a record is called late.
    pub late_days: u32,
    /// The day from which on a record was written with the inspection in mind: the day it was announced, or its first.
    pub known_from: Option<Date>,
    /// The calendar that working days were counted by.
    pub calendar: String,
}

impl Journey {
    /// Where a spot stands in the journey.
    #[must_use]
    pub fn place(&self, spot: Spot) -> Option<usize> {
        self.happenings
            .iter()
            .position(|happening| happening.spot == spot)
    }

    /// The happening at a place.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<&Happening> {
        self.happenings.get(place)
    }

    /// Those with a day, the earliest first.
    #[must_use]
    pub fn with_day(&self) -> &[Happening] {
        self.happenings.get(..self.dated).unwrap_or_default()
    }

    /// Those without.
    #[must_use]
    pub fn without_day(&self) -> &[Happening] {
        self.happenings.get(self.dated..).unwrap_or_default()
    }
}
