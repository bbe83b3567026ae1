//! What the notes say of the child's journey: the chronology, its silences and the clocks with their sums.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::casework::DocumentNo;

/// The child's journey as the file tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyNotes {
    /// Everything with a day, the earliest first; then what has none.
    pub chronology: Vec<HappeningNotes>,
    /// Stretches without a contact or visit, the longest first.
    pub silences: Vec<SilenceNotes>,
    /// From how many days a silence is listed.
    pub silence_days: u32,
    /// After how many days a record is called late.
    pub late_days: u32,
    /// Timescales applied to dated records, the earliest first.
    pub clocks: Vec<ClockNotes>,
    /// The bank holidays that working days were counted by.
    pub calendar: String,
}

/// One thing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HappeningNotes {
    /// The day it happened.
    pub happened: Option<Date>,
    /// The day it was written down.
    pub recorded: Option<Date>,
    /// The day as read, where it cannot be or is only words.
    pub as_read: String,
    /// What.
    pub what: String,
    /// Visit, contact, health …
    pub record_kind: String,
    /// Whose record, or who acted.
    pub agency: String,
    /// Why it matters.
    pub significance: String,
    /// The child's own words in it.
    pub childs_words: String,
    /// What the child is reported to have said or wished, where no words are marked as the child's own.
    #[serde(default)]
    pub child_reported: String,
    /// The document it stands in, where it stands in one.
    pub stands_in: Option<DocumentNo>,
    /// The paragraph, where it is a line of a chronology or marked words.
    pub paragraph: Option<u32>,
    /// Days between happened and recorded, where it is called late.
    pub days_late: Option<u32>,
    /// Written when the inspection was known: on or after the day it was announced, or its first day on site.
    pub since_known: bool,
    /// The document of the same day and kind that this line of a chronology tells of once more.
    pub once_more: Option<DocumentNo>,
    /// Other documents its words stand in.
    pub repeats: Vec<RepeatNotes>,
}

/// Words that stand in another document too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatNotes {
    /// The other document, by number.
    pub stands_in: Option<DocumentNo>,
    /// How much, in parts of a hundred.
    pub share: u8,
}

/// A stretch without a contact or visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceNotes {
    /// How many days.
    pub days: u32,
    /// The day of the last contact before.
    pub from: Date,
    /// The day of the first after, or the first day of the inspection.
    pub until: Date,
    /// Whether it lasts to the first day of the inspection.
    pub to_first_day: bool,
}

/// A timescale applied to a dated record. Facts only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockNotes {
    /// Which timescale.
    pub timescale: String,
    /// The edition used, with the days it was in force.
    pub edition: String,
    /// Where it stands.
    pub source: String,
    /// Whether it is a council's own rule.
    pub local: bool,
    /// How long it may take.
    pub limit: String,
    /// How the first day counts.
    pub convention: String,
    /// What is to be known when reading it.
    pub note: String,
    /// The day that set it going.
    pub from: Date,
    /// The record that set it going.
    pub set_going_by: String,
    /// The day it comes to; none where that was not counted.
    pub due_day: Option<Date>,
    /// The sum line by line, or why it was not counted.
    pub sum: Vec<String>,
    /// The day of the first fitting record after.
    pub done_day: Option<Date>,
    /// What the file has, in a sentence.
    pub on_the_file: String,
}
