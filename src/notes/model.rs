//! What the notes contain, in the order they are read in. Values only: every renderer prints these and nothing else.
//!
//! A list is a `Vec`, a missing value an `Option`, a moment a [`When`]; no numbers with fractions and nothing whose order is random.
//! Every field here is documented for readers of the JSON in `assets/notes-schema.md`.

mod document;
mod journey;
mod package;
mod region;
mod signing;
mod when;

pub use document::DocumentRef;
pub use journey::{ClockNotes, HappeningNotes, JourneyNotes, RepeatNotes, SilenceNotes};
pub use package::{GapNotes, PackageTold, PerspectiveNotes, StepNotes};
pub use region::RegionNotes;
pub use signing::{NotSignedNotes, SealNotes, SignedNotes, SigningNotes};
pub use when::When;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::casework::{
    ActionNo, FindingNo, ParticipantNo, ReferBackNo, Relation, RemarkKind, RemarkNo, Seq,
    ServiceNo, ServiceState, Sha256, Side, SittingNo,
};

/// The agreed notes on one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// What the notes are about, and what a reader has to know first.
    pub header: Header,
    /// Findings both sides agreed, in exact words.
    pub agreed: Vec<FindingNotes>,
    /// Findings somebody did not agree to, with both voices.
    pub not_agreed: Vec<FindingNotes>,
    /// Findings that wait for an answer, or for a side that was not there.
    pub to_answer: Vec<FindingNotes>,
    /// Findings set aside with a question and an owner.
    pub parked: Vec<FindingNotes>,
    /// Findings taken back, with the reason.
    pub withdrawn: Vec<FindingNotes>,
    /// The package of support, early help first.
    pub package: Vec<ServiceNotes>,
    /// What follows from the package: what it does not show, and who is heard; `None` where it was not told.
    #[serde(default)]
    pub package_told: Option<PackageTold>,
    /// The child's journey with its clocks; `None` where it was not told.
    #[serde(default)]
    pub journey: Option<JourneyNotes>,
    /// What is to be done.
    pub actions: Vec<ActionNotes>,
    /// Immediate concerns handed back to the authority.
    pub refer_backs: Vec<ReferBackNotes>,
    /// Everything said, each remark followed by its replies.
    pub discussion: Vec<RemarkNotes>,
    /// What was read, discussed and answered, and what was not.
    pub coverage: Coverage,
    /// How far the record went when the notes were written.
    pub record: Record,
}

/// What the notes are about, and what a reader has to know first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Sentences that stand above everything else, in this order.
    pub notices: Vec<String>,
    /// When the notes were written.
    pub written: When,
    /// The council inspected.
    pub authority: String,
    /// The framework judged by.
    pub framework: FrameworkNotes,
    /// The day the authority was told of the inspection, where that was said.
    pub announced: Option<Date>,
    /// First day on site.
    pub first_day: Option<Date>,
    /// Last day on site.
    pub last_day: Option<Date>,
    /// A demonstration or rehearsal.
    pub training: bool,
    /// Whether names stand in the notes as they were written; otherwise what they stand for is in their place.
    pub with_names: bool,
    /// The child, as far as the notes may say.
    pub child: ChildNotes,
    /// Everyone who was in the room in any sitting.
    pub people: Vec<Person>,
    /// Every sitting, the first one first.
    pub sittings: Vec<SittingNotes>,
}

/// The framework judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameworkNotes {
    /// `england-2012`.
    pub id: String,
    /// The version the inspection was set up with.
    pub version: u32,
    /// As people call it.
    pub title: String,
}

/// The child, as far as the notes may say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildNotes {
    /// The pseudonymous reference of the case.
    pub reference: String,
    /// Years; -1 for an unborn child; `None` where it is not known.
    pub age: Option<i16>,
    /// As the authority calls it; empty where it is not known.
    pub status: String,
    /// As the authority calls it; empty where it is not known.
    pub category: String,
    /// Whether the case is one of those chosen for the inspection.
    pub in_sample: bool,
    /// When the child was last seen, and alone, according to the file, with the place: a sentence.
    pub seen: String,
}

/// A participant wherever one is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Within the inspection.
    pub no: ParticipantNo,
    /// Two or three letters.
    pub initials: String,
    /// What they are.
    pub designation: String,
    /// Their side of the table; `None` only where the record names nobody of this number.
    pub side: Option<Side>,
}

/// One sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SittingNotes {
    /// Within the case.
    pub no: SittingNo,
    /// When it began.
    pub opened: When,
    /// When it ended; `None` while it is open.
    pub closed: Option<When>,
    /// Since when it is paused; `None` unless it is.
    pub paused: Option<When>,
    /// Whole minutes sat, pauses taken off.
    pub minutes: u64,
    /// Whole minutes of pauses that are over.
    pub paused_minutes: u64,
    /// Who was in the room at any time.
    pub present: Vec<Person>,
    /// Who signed at its close and who did not.
    #[serde(default)]
    pub signing: Vec<SigningNotes>,
    /// Its seal; `None` where it is not sealed.
    #[serde(default)]
    pub seal: Option<SealNotes>,
}

/// A finding with its evidence, its answers and its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingNotes {
    /// Within the case.
    pub no: FindingNo,
    /// The sitting it was put in.
    pub sitting: SittingNo,
    /// Where it stands.
    pub state: State,
    /// The present wording.
    pub wording: WordingNotes,
    /// The service it speaks of.
    pub service: Option<ServiceRef>,
    /// The finding it speaks of.
    pub about_finding: Option<FindingNo>,
    /// On file: exact words in documents.
    pub on_file: Vec<Quote>,
    /// On file: pages as they look, or parts of them.
    #[serde(default)]
    pub regions: Vec<RegionNotes>,
    /// On file: what was looked for and not found.
    pub absences: Vec<AbsenceNotes>,
    /// Heard in the room.
    pub heard: Vec<Heard>,
    /// Words it quotes changed in a newer version, after it was agreed to or put.
    #[serde(default)]
    pub over_earlier_text: bool,
    /// Whose answer is still wanted: people of either side in the last sitting without one.
    pub waiting_for: Vec<Person>,
    /// The question and owner, where it is parked.
    pub parked: Option<ParkedNotes>,
    /// The reason, where it was withdrawn.
    pub withdrawn: Option<WithdrawnNotes>,
    /// Earlier wordings, the oldest first.
    pub earlier: Vec<WordingNotes>,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// At least one of each side agrees and nobody disagrees.
    Agreed,
    /// Somebody disagrees.
    NotAgreed,
    /// Wants answers from people in the room.
    ToAnswer,
    /// Nobody of the inspection side was in the sitting.
    InspectionAbsent,
    /// Nobody of the authority side was in the sitting.
    AuthorityAbsent,
    /// Set aside.
    Parked,
    /// Taken back.
    Withdrawn,
}

impl State {
    /// The words in the notes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::NotAgreed => "not agreed",
            Self::ToAnswer => "to be answered",
            Self::InspectionAbsent => "inspection side absent",
            Self::AuthorityAbsent => "authority side absent",
            Self::Parked => "parked",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One wording of a finding, and what each person answered to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordingNotes {
    /// The judgement area.
    pub area: Term,
    /// Strength, area for improvement …
    pub polarity: Term,
    /// The words.
    pub words: String,
    /// How what was heard stands to what is on file.
    pub relation: Relation,
    /// Who put it.
    pub by: Person,
    /// When.
    pub at: When,
    /// The entry of the record that put it.
    pub entry: Seq,
    /// What each person answered to these words, by number of the person.
    pub answers: Vec<AnswerNotes>,
}

/// A word of the framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The framework's id.
    pub id: String,
    /// As published.
    pub title: String,
}

/// What one person answered to one wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerNotes {
    /// Who.
    pub by: Person,
    /// When.
    pub at: When,
    /// What.
    pub answer: Said,
    /// Why not; empty unless they did not agree.
    pub because: String,
    /// The words they would use; empty where they offered none.
    pub own_wording: String,
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// These words are right.
    Agreed,
    /// They are not.
    NotAgreed,
    /// Not yet.
    NotYet,
}

/// Exact words in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words, names replaced where the notes are without names.
    pub words: String,
    /// SHA-256 of the exact words as UTF-8, names and all.
    pub words_sha256: Sha256,
    /// The document.
    pub document: DocumentRef,
    /// The page it starts on, counted from 1; 0 where the document has no pages.
    pub page: u32,
    /// The paragraph it starts in, counted from 1.
    pub paragraph: u32,
    /// Where it starts, in Unicode scalar values of the text.
    pub start: u64,
    /// Where it ends (exclusive), likewise.
    pub end: u64,
    /// SHA-256 of the document's bytes it was read from.
    pub version_sha256: Sha256,
    /// SHA-256 of the text the positions count in.
    pub text_sha256: Sha256,
    /// Whether the document was altered since: the words are of an earlier version.
    pub earlier_version: bool,
}

/// Something looked for and not found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceNotes {
    /// What.
    pub looked_for: String,
    /// Where.
    pub looked_in: String,
    /// The document it was looked for in, where it was one.
    pub document: Option<DocumentRef>,
}

/// Something said in the room, where it is evidence for something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The remark.
    pub no: RemarkNo,
    /// Who said it.
    pub by: Person,
    /// When.
    pub at: When,
    /// What kind of thing.
    pub kind: RemarkKind,
    /// The words.
    pub words: String,
}

/// A finding set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedNotes {
    /// What has to be known first.
    pub question: String,
    /// Who finds out, by designation.
    pub owner: String,
    /// Who parked it.
    pub by: Person,
    /// When.
    pub at: When,
}

/// A finding taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnNotes {
    /// Why.
    pub reason: String,
    /// Who took it back.
    pub by: Person,
    /// When.
    pub at: When,
}

/// A service wherever one is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRef {
    /// Within the case.
    pub no: ServiceNo,
    /// What it is.
    pub service: String,
}

/// One support item. A field nobody wrote is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceNotes {
    /// Within the case.
    pub no: ServiceNo,
    /// Numbers of services that were said to be this one.
    #[serde(default)]
    pub also: Vec<ServiceNo>,
    /// Whether this is early help.
    pub early_help: bool,
    /// Where it stands.
    pub state: ServiceState,
    /// The need it answers.
    pub need: String,
    /// What it is to bring about.
    pub aim: String,
    /// What it is.
    pub service: String,
    /// The agency.
    pub provider: String,
    /// The person responsible, by designation.
    pub owner: String,
    /// When it began or is to begin.
    pub start: String,
    /// When it ended or is to end.
    #[serde(default)]
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
    /// Who added it; `None` where the authority listed it in its `case.toml`.
    pub by: Option<Person>,
    /// What the plans said of it, one after the other.
    #[serde(default)]
    pub history: Vec<StepNotes>,
    /// The words that name it.
    pub on_file: Vec<Quote>,
    /// Pages as they look, or parts of them.
    #[serde(default)]
    pub regions: Vec<RegionNotes>,
    /// What was looked for and not found.
    pub absences: Vec<AbsenceNotes>,
    /// What was said about it.
    pub heard: Vec<Heard>,
    /// Findings that speak of it.
    pub findings: Vec<FindingNo>,
}

/// What is to be done, following from a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionNotes {
    /// Within the case.
    pub no: ActionNo,
    /// The finding it follows from.
    pub finding: FindingNo,
    /// What is to be done.
    pub what: String,
    /// Why.
    pub why: String,
    /// Who sees to it, by designation.
    pub owner: String,
    /// When.
    pub due: String,
    /// How we shall know that it was done and helped.
    pub measure: String,
    /// The framework's improvement band; `None` where none was chosen.
    pub band: Option<Term>,
    /// Who wrote it.
    pub by: Person,
    /// When.
    pub at: When,
    /// Why it is not to be done after all; `None` while it stands.
    pub dropped: Option<String>,
}

/// An immediate concern handed back to the authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferBackNotes {
    /// Within the case.
    pub no: ReferBackNo,
    /// What the concern is.
    pub concern: String,
    /// Who was told, by designation.
    pub told_to: String,
    /// When they were told, as said at the screen.
    pub told_when: String,
    /// Who raised it; `None` outside a sitting.
    pub by: Option<Person>,
    /// When it was kept.
    pub at: When,
    /// What they answered, the first answer first.
    pub replies: Vec<Dated>,
    /// How it was settled; `None` while it is open.
    pub closed: Option<Dated>,
}

/// Words with the moment they were kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// When.
    pub at: When,
    /// The words.
    pub words: String,
}

/// One thing said, in its place in the discussion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkNotes {
    /// Within the case.
    pub no: RemarkNo,
    /// 0 for what opens a thread, 1 for a reply to it, 2 for a reply to that …
    pub depth: u32,
    /// The remark it answers.
    pub reply_to: Option<RemarkNo>,
    /// The sitting it was said in.
    pub sitting: SittingNo,
    /// Who said it.
    pub by: Person,
    /// When.
    pub at: When,
    /// What kind of thing.
    pub kind: RemarkKind,
    /// The words.
    pub words: String,
    /// The service it is about.
    pub service: Option<ServiceRef>,
    /// The finding it is about.
    pub about_finding: Option<FindingNo>,
    /// The words in documents it points at.
    pub on_file: Vec<Quote>,
    /// Pages as they look, or parts of them.
    #[serde(default)]
    pub regions: Vec<RegionNotes>,
    /// What was looked for and not found.
    pub absences: Vec<AbsenceNotes>,
}

/// What was read, discussed and answered, and what was not. Documents stand in reading order: by date, those without one last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Documents opened in a sitting.
    pub opened: Vec<OpenedDocument>,
    /// Documents nobody opened.
    pub never_opened: Vec<DocumentRef>,
    /// Documents that could not be read, and why.
    pub not_readable: Vec<UnreadDocument>,
    /// Documents that were altered between two intakes.
    pub altered: Vec<AlteredDocument>,
    /// Documents that were not there when the case folder was offered again.
    pub missing: Vec<DocumentRef>,
    /// Services nobody spoke of.
    pub services_not_discussed: Vec<ServiceRef>,
    /// Questions nobody answered.
    pub questions_not_answered: Vec<Heard>,
}

/// A document opened in a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedDocument {
    /// Which.
    pub document: DocumentRef,
    /// When first.
    pub first: When,
    /// In which sitting first.
    pub sitting: SittingNo,
}

/// A document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadDocument {
    /// Which.
    pub document: DocumentRef,
    /// Why, as a sentence.
    pub why: String,
}

/// A document that was altered between two intakes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlteredDocument {
    /// Which.
    pub document: DocumentRef,
    /// SHA-256 of the bytes of each version taken in, the oldest first.
    pub versions: Vec<Sha256>,
}

/// How far the record went when the notes were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Entries of the whole inspection.
    pub entries: u64,
    /// Entries of this case, those taken back too.
    pub case_entries: u64,
    /// Acts of this case that were taken back: not in the notes, still in the record.
    pub taken_back: u64,
    /// The number of the last entry of this case; `None` only for a case without entries.
    pub last_entry: Option<Seq>,
}
