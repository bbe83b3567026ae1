//! Everything that can happen, as it is stored. One act is one [`Event`]; with its place in the record it is an [`Entry`].
//!
//! Stored as JSON: `{"kind": "...", …}` inside an entry that carries its own version. A field may be added with a default; a kind is
//! never changed in meaning: a new meaning is a new kind. What this program does not know is kept as it is and opens read-only.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    anchor::Anchor,
    discussion::{About, RemarkKind},
    document::Readable,
    finding::{Answer, Wording},
    ids::{
        ActionNo, CaseNo, DocumentNo, FindingNo, ParticipantNo, ReferBackNo, RemarkNo, Seq,
        ServiceNo, Sha256, SittingNo,
    },
    package::{ActionDetails, ServiceDetails, Ties},
    people::Participant,
    time::{DocumentDates, Moment},
};

/// The version of the entries this program writes, and the highest it can read.
pub const ENTRY_VERSION: u16 = 1;

/// An event with its place in the record: what the ledger keeps and [`Inspection::apply`](super::Inspection::apply) takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Version of this form.
    pub v: u16,
    /// Its place in the ledger of its device.
    pub seq: Seq,
    /// When the machine says it was.
    pub at: Moment,
    /// The case it belongs to; `None` for what concerns the inspection.
    pub case: Option<CaseNo>,
    /// Who held the pen; `None` outside a sitting.
    pub by: Option<ParticipantNo>,
    /// What happened.
    pub event: Event,
}

/// An event not yet kept: the ledger gives it its place.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    /// When the machine says it is.
    pub at: Moment,
    /// As in [`Entry`].
    pub case: Option<CaseNo>,
    /// As in [`Entry`].
    pub by: Option<ParticipantNo>,
    /// What happened.
    pub event: Event,
}

impl NewEntry {
    /// The entry at its place.
    #[must_use]
    pub fn at_seq(self, seq: Seq) -> Entry {
        Entry {
            v: ENTRY_VERSION,
            seq,
            at: self.at,
            case: self.case,
            by: self.by,
            event: self.event,
        }
    }
}

/// Everything that can happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    // The inspection
    /// The inspection was set up. Always the first entry.
    InspectionSetUp {
        /// 32 random hexadecimal digits.
        id: String,
        /// The council inspected.
        authority: String,
        /// The framework's id.
        framework: String,
        /// The framework's version.
        framework_version: u32,
        /// First day on site.
        first_day: Option<Date>,
        /// Last day on site.
        last_day: Option<Date>,
        /// A demonstration or rehearsal.
        training: bool,
    },
    /// Somebody was named.
    PersonNamed {
        /// Who.
        person: Participant,
    },
    /// The wall clock did something a clock should not.
    ClockMoved {
        /// Seconds it went forward (or, negative, back) against the monotonic clock.
        by_seconds: i64,
    },

    // A case and its documents
    /// A case was set up.
    CaseSetUp {
        /// Pseudonymous: `N-017`.
        reference: String,
        /// What is known of the child; may be amended.
        about: CaseAbout,
    },
    /// What is known of the child was amended.
    CaseAmended {
        /// As it stands now.
        about: CaseAbout,
    },
    /// A document was taken in for the first time.
    DocumentTakenIn {
        /// Given now.
        document: DocumentNo,
        /// As its first heading or its file says.
        title: String,
        /// As its title says.
        document_kind: String,
        /// What it says of its own dates.
        dates: DocumentDates,
        /// Path below the case folder, `/` between the parts.
        name: String,
        /// Of the original bytes.
        sha256: Sha256,
        /// How many bytes.
        bytes: u64,
        /// What came of reading it.
        reading: Readable,
    },
    /// The same bytes came under another name.
    DocumentAlsoNamed {
        /// Which document.
        document: DocumentNo,
        /// The other name.
        name: String,
    },
    /// The same name came with other bytes.
    DocumentAltered {
        /// Which document.
        document: DocumentNo,
        /// Of the new bytes.
        sha256: Sha256,
        /// How many bytes.
        bytes: u64,
        /// What it says of its dates now.
        dates: DocumentDates,
        /// What came of reading it.
        reading: Readable,
    },
    /// A version was read again: one more text beside the old ones.
    DocumentReadAgain {
        /// Which document.
        document: DocumentNo,
        /// Which version.
        sha256: Sha256,
        /// What came of reading it.
        reading: Readable,
    },
    /// A case folder was offered again and these documents were not in it.
    DocumentsMissing {
        /// Which documents.
        documents: Vec<DocumentNo>,
    },
    /// A name or other identifier of this case, and what is to stand for it in exported notes.
    IdentifierListed {
        /// The words as they stand in the file.
        words: String,
        /// "child", "mother", "school" …
        stands_for: String,
    },
    /// A listed identifier is none.
    IdentifierUnlisted {
        /// The words.
        words: String,
    },

    // The sitting
    /// A sitting began.
    SittingOpened {
        /// Given now.
        sitting: SittingNo,
        /// Who is in the room.
        present: Vec<ParticipantNo>,
        /// Who holds the pen first.
        pen: ParticipantNo,
    },
    /// The two left for a while.
    SittingPaused {
        /// Which.
        sitting: SittingNo,
    },
    /// They came back.
    SittingResumed {
        /// Which.
        sitting: SittingNo,
    },
    /// The sitting ended.
    SittingClosed {
        /// Which.
        sitting: SittingNo,
    },
    /// Somebody came in.
    PersonJoined {
        /// Who.
        who: ParticipantNo,
    },
    /// Somebody left.
    PersonLeft {
        /// Who.
        who: ParticipantNo,
    },
    /// The pen was handed over.
    PenPassed {
        /// To whom.
        to: ParticipantNo,
    },
    /// A document was opened for the first time in this sitting.
    DocumentOpened {
        /// Which.
        document: DocumentNo,
    },

    // The discussion
    /// Something was said.
    RemarkMade {
        /// Given now.
        remark: RemarkNo,
        /// What kind of thing.
        remark_kind: RemarkKind,
        /// The words.
        words: String,
        /// What it points at.
        #[serde(default)]
        anchors: Vec<Anchor>,
        /// The remark it answers.
        #[serde(default)]
        reply_to: Option<RemarkNo>,
        /// The service or finding it is about.
        #[serde(default)]
        about: Option<About>,
    },

    // Findings
    /// A finding was put for the first time.
    FindingPut {
        /// Given now.
        finding: FindingNo,
        /// Its words.
        wording: Wording,
        /// On file and heard.
        ties: Ties,
        /// A service it speaks of.
        #[serde(default)]
        about: Option<About>,
    },
    /// Other words, area, polarity or relation: clears every position.
    FindingReworded {
        /// Which.
        finding: FindingNo,
        /// The words from now on.
        wording: Wording,
    },
    /// More evidence: positions stand.
    FindingTied {
        /// Which.
        finding: FindingNo,
        /// What comes to it.
        ties: Ties,
    },
    /// A participant answered the present wording.
    PositionTaken {
        /// Which.
        finding: FindingNo,
        /// The entry that put the wording answered; an answer to an older wording counts for that one only.
        wording: Seq,
        /// What was answered. Who answered is the entry's `by`.
        answer: Answer,
    },
    /// Set aside.
    FindingParked {
        /// Which.
        finding: FindingNo,
        /// What has to be known first.
        question: String,
        /// Who finds out.
        owner: String,
    },
    /// Taken up again.
    FindingTakenUp {
        /// Which.
        finding: FindingNo,
    },
    /// Taken back.
    FindingWithdrawn {
        /// Which.
        finding: FindingNo,
        /// Why.
        reason: String,
    },

    // The package of support
    /// A service was added.
    ServiceAdded {
        /// Given now.
        service: ServiceNo,
        /// All of it.
        details: ServiceDetails,
        /// The words that name it.
        #[serde(default)]
        anchors: Vec<Anchor>,
    },
    /// A service was edited.
    ServiceEdited {
        /// Which.
        service: ServiceNo,
        /// As it stands now.
        details: ServiceDetails,
    },
    /// More passages for a service.
    ServiceTied {
        /// Which.
        service: ServiceNo,
        /// What comes to it.
        anchors: Vec<Anchor>,
    },

    // What follows
    /// An action was made from a finding.
    ActionPut {
        /// Given now.
        action: ActionNo,
        /// The finding it follows from.
        finding: FindingNo,
        /// All of it.
        details: ActionDetails,
    },
    /// An action was edited.
    ActionEdited {
        /// Which.
        action: ActionNo,
        /// As it stands now.
        details: ActionDetails,
    },
    /// An action is not to be done after all.
    ActionDropped {
        /// Which.
        action: ActionNo,
        /// Why.
        reason: String,
    },
    /// An immediate concern about a child was raised.
    ReferBackRaised {
        /// Given now.
        refer_back: ReferBackNo,
        /// What it is.
        concern: String,
        /// Who was told, by designation.
        told_to: String,
        /// When, as said at the screen.
        told_when: String,
    },
    /// They answered.
    ReferBackAnswered {
        /// Which.
        refer_back: ReferBackNo,
        /// What they said.
        reply: String,
    },
    /// It is settled.
    ReferBackClosed {
        /// Which.
        refer_back: ReferBackNo,
        /// How.
        how: String,
    },

    // The record itself
    /// An act was taken back; it stays readable in the history.
    Undone {
        /// The entry taken back.
        entry: Seq,
    },
    /// An act taken back stands again.
    Redone {
        /// The entry.
        entry: Seq,
    },
    /// Notes were written out.
    NotesExported {
        /// `md`, `json`.
        formats: Vec<String>,
        /// Whether names stood in them.
        with_names: bool,
    },

    /// Something a newer program wrote. Never made, only read: the inspection opens read-only.
    #[serde(skip)]
    Unknown,
}

/// What is known of the child a case is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseAbout {
    /// Years; -1 for an unborn child (as in the official child-level lists).
    pub age: Option<i16>,
    /// "Child Protection plan", as the authority calls it.
    pub status: String,
    /// "Neglect", as the authority calls it.
    pub category: String,
    /// Whether the case is one of those chosen for the inspection.
    pub in_sample: bool,
}

/// What is read of stored bytes before anything else is believed of them.
#[derive(Deserialize)]
struct Envelope {
    v: u16,
    seq: Seq,
    at: Moment,
    case: Option<CaseNo>,
    by: Option<ParticipantNo>,
}

impl Entry {
    /// The bytes to keep. They are what is hashed; nothing is ever serialised again to check it.
    ///
    /// # Errors
    /// Only if serialising fails, which the types here do not allow.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads kept bytes. A newer version, or a kind this program does not know, comes back as [`Event::Unknown`].
    ///
    /// # Errors
    /// When the bytes are no entry at all.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let envelope: Envelope = serde_json::from_slice(bytes)?;
        let event = if envelope.v > ENTRY_VERSION {
            None
        } else {
            serde_json::from_slice::<Self>(bytes).ok()
        };
        Ok(event.unwrap_or(Self {
            v: envelope.v,
            seq: envelope.seq,
            at: envelope.at,
            case: envelope.case,
            by: envelope.by,
            event: Event::Unknown,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_back_and_a_newer_one_is_kept_as_unknown() {
        let entry = NewEntry {
            at: Moment {
                utc_ms: 1,
                offset_s: 0,
            },
            case: Some(CaseNo(2)),
            by: Some(ParticipantNo(1)),
            event: Event::PenPassed {
                to: ParticipantNo(3),
            },
        }
        .at_seq(Seq(7));
        let bytes = entry.to_bytes().unwrap();
        assert_eq!(Entry::from_bytes(&bytes).unwrap(), entry);

        let text = String::from_utf8(bytes).unwrap();
        let newer = text.replace("\"v\":1", "\"v\":2");
        assert_eq!(
            Entry::from_bytes(newer.as_bytes()).unwrap().event,
            Event::Unknown
        );
        let other = text.replace("pen_passed", "pen_sharpened");
        let read = Entry::from_bytes(other.as_bytes()).unwrap();
        assert_eq!((read.event, read.seq), (Event::Unknown, Seq(7)));
        assert!(Entry::from_bytes(b"{}").is_err());
    }
}
