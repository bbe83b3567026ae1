//! Everything that can happen, as it is stored. One act is one [`Event`]; with its place in the record it is an [`Entry`].
//! Owns the kinds and their fields; the form around them (`entry`) is not its business.
//!
//! Stored as JSON: `{"kind": "...", …}` inside an entry that carries its own version. A field may be added with a default; a kind is
//! never changed in meaning: a new meaning is a new kind. What this program does not know is kept as it is and opens read-only.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    anchor::Anchor,
    discussion::{About, RemarkKind},
    document::{AsRead, Readable, TextChange},
    facts::DocumentFacts,
    finding::{Answer, Wording},
    ids::{
        ActionNo, ArrivalNo, CaseNo, DocumentNo, FindingNo, JourneyEventNo, ParticipantNo,
        ReferBackNo, RemarkNo, SealNo, Seq, ServiceNo, Sha256, SittingNo,
    },
    journey::JourneyDetails,
    package::{ActionDetails, GapKey, ServiceDetails, ServiceListed, ServiceTaken, Ties},
    people::{Involved, Participant},
    sealing::{
        Hint, PassphraseChange, PublicKey, Salt, SealCode, SealNamed, Signature64, Standing,
    },
    time::DocumentDates,
};

pub use super::entry::{ENTRY_VERSION, Entry, NewEntry};

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
        /// The day the authority was told of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        announced: Option<Date>,
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

    /// A device began to keep this record: the first one, or one that goes on with a restored copy.
    DeviceStarted {
        /// Whether it goes on with a copy.
        restored: bool,
    },
    /// A passphrase that opens this inspection was added, changed or removed.
    PassphraseAct {
        /// Which of the three.
        act: PassphraseChange,
        /// What the passphrase is called: never the passphrase.
        slot: String,
    },
    /// Somebody chose the words they sign with.
    WordsChosen {
        /// Who.
        who: ParticipantNo,
        /// What their signatures are checked with from now on.
        public_key: PublicKey,
        /// The key that signs, wrapped under their words: opaque here.
        wrapped: String,
        /// The key they signed with before, where the words were forgotten.
        #[serde(default)]
        replaces: Option<PublicKey>,
    },
    /// Every file of the case folders was hashed as it was delivered.
    ArrivalSealed {
        /// Given now.
        number: ArrivalNo,
        /// Over all the files.
        root: Sha256,
        /// How many files.
        files: u64,
        /// How many of them say that they were changed in the 14 days before.
        changed_lately: u64,
        /// The list of the files, as it is kept sealed.
        list: Sha256,
    },
    /// A seal was made: over a sitting (an entry of its case), or over an arrival (an entry of the inspection).
    SealMade {
        /// Counted over the whole inspection.
        number: SealNo,
        /// The sitting sealed; none for an arrival.
        #[serde(default)]
        sitting: Option<SittingNo>,
        /// The exact bytes the code is computed from.
        statement: String,
        /// What the findings' commitments are salted with.
        salt: Salt,
        /// What both people write on paper.
        code: SealCode,
    },
    /// A case was erased: its key is gone, and none of its entries can be read any more.
    CaseErased {
        /// Which: its number is never used again.
        case: CaseNo,
        /// The reference it had: its own entries no longer tell.
        reference: String,
        /// Why.
        reason: String,
        /// The seals of its sittings: their numbers are taken, and the next seal names the one before.
        #[serde(default)]
        seals: Vec<SealNamed>,
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
        /// How it stands to the arrival lists.
        #[serde(default)]
        standing: Option<Standing>,
        /// What it says of its own changes.
        #[serde(default)]
        hints: Vec<Hint>,
        /// What was read about it beside its words.
        #[serde(default)]
        facts: Arc<DocumentFacts>,
        /// The document it came inside of.
        #[serde(default)]
        part_of: Option<DocumentNo>,
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
        /// How it stands to the arrival lists.
        #[serde(default)]
        standing: Option<Standing>,
        /// What it says of its own changes.
        #[serde(default)]
        hints: Vec<Hint>,
        /// How its words differ from those of the version before; none where that was not looked at.
        #[serde(default)]
        change: Option<TextChange>,
        /// What was read about it beside its words.
        #[serde(default)]
        facts: Arc<DocumentFacts>,
    },
    /// Somebody in the room set what a document is called, what kind it is, or its dates. What intake read stays readable.
    DocumentDescribed {
        /// Which document.
        document: DocumentNo,
        /// Its title from now on, where that is set.
        #[serde(default)]
        title: Option<String>,
        /// Its kind from now on, where that is set.
        #[serde(default)]
        document_kind: Option<String>,
        /// All three dates from now on, where they are set.
        #[serde(default)]
        dates: Option<DocumentDates>,
    },
    /// A version was read again: one more text beside the old ones.
    DocumentReadAgain {
        /// Which document.
        document: DocumentNo,
        /// Which version.
        sha256: Sha256,
        /// What came of reading it.
        reading: Readable,
        /// What was read about it beside its words, where that was looked for again. Its dates, kind and title stand as they are.
        #[serde(default)]
        facts: Option<Arc<DocumentFacts>>,
        /// Where the version gave no text before: title, kind and dates as they are read now.
        #[serde(default)]
        as_read: Option<Box<AsRead>>,
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
    /// Somebody signed every finding of the case as it stood.
    FindingsSigned {
        /// At the close of which sitting.
        sitting: SittingNo,
        /// Who.
        who: ParticipantNo,
        /// What the signature is checked with.
        public_key: PublicKey,
        /// Of the exact text they signed.
        text: Sha256,
        /// What the text's hash is salted with in what is signed.
        salt: Salt,
        /// Ed25519.
        signature: Signature64,
    },
    /// Somebody did not sign.
    NotSigned {
        /// At the close of which sitting.
        sitting: SittingNo,
        /// Who.
        who: ParticipantNo,
        /// Why, in their words or as it was.
        reason: String,
        /// They sign the printed sheet by hand instead.
        #[serde(default)]
        on_paper: bool,
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
    /// Services the authority listed in the case's `case.toml`: taken in, said by nobody in the room.
    ServicesListed {
        /// Each with the number given now.
        services: Vec<ServiceListed>,
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
    /// Rows of a plan or a list were taken into the package in one act: services added, and services listed again.
    ServicesTaken {
        /// In the order of the list.
        rows: Vec<ServiceTaken>,
        /// What they were taken from, where that is no document of the case: the name of a file.
        #[serde(default)]
        source: String,
    },
    /// Two services of the package are one.
    ServicesJoined {
        /// The one that stays, with its number.
        service: ServiceNo,
        /// The one that is the same: what was listed and said of it is of the first from now on.
        other: ServiceNo,
    },
    /// A gap in the package was set aside.
    GapDismissed {
        /// Which.
        gap: GapKey,
        /// Why.
        reason: String,
    },
    /// A gap that was set aside is open again.
    GapTakenUp {
        /// Which.
        gap: GapKey,
    },

    // The child's journey
    /// An event of the child's life was made from words of the file.
    JourneyEventMade {
        /// Given now.
        journey_event: JourneyEventNo,
        /// All of it.
        details: JourneyDetails,
        /// The words it was made from.
        #[serde(default)]
        anchors: Vec<Anchor>,
    },
    /// Such an event was edited.
    JourneyEventEdited {
        /// Which.
        journey_event: JourneyEventNo,
        /// As it stands now.
        details: JourneyDetails,
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
    /// Who is involved with the child, by designation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Involved>,
}
