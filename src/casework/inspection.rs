//! The fold: entries in, an [`Inspection`] out. Live use and replay run this same code.
//!
//! [`Inspection::apply`] is total: rules are checked before an event is made, so a stored entry is never refused here. An entry that
//! names something unknown changes nothing else. Undo folds the case again without the entries taken back; those stay in the history.

mod fold;
mod intake;
mod package;
mod whole;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::civil::Date;

use super::{
    clock::{Calendar, DayKind},
    discussion::Remark,
    document::Documents,
    event::{CaseAbout, Entry, Event},
    finding::{Finding, FindingState},
    glance::SittingGlance,
    ids::{
        ActionNo, ArrivalNo, CaseNo, DocumentNo, FindingNo, JourneyEventNo, ParticipantNo,
        ReferBackNo, RemarkNo, SealNo, Seq, ServiceNo, SittingNo,
    },
    journey::JourneyEvent,
    package::{Action, Dismissal, GapKey, ReferBack, Service},
    people::Participant,
    sealing::{Arrival, Erased, OwnWords, PassphraseChange, Seal, SealNamed, Signing},
    time::Moment,
};

/// One authority, one framework, its people and its cases: everything that follows from the entries so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inspection {
    /// 32 hexadecimal digits; empty until the first entry.
    pub id: String,
    /// The council inspected.
    pub authority: String,
    /// The framework's id.
    pub framework: String,
    /// The framework's version.
    pub framework_version: u32,
    /// First day on site.
    pub first_day: Option<Date>,
    /// The day the authority was told of it, where that was said.
    pub announced: Option<Date>,
    /// Last day on site.
    pub last_day: Option<Date>,
    /// A demonstration or rehearsal.
    pub training: bool,
    /// Everyone named.
    pub people: BTreeMap<ParticipantNo, Participant>,
    /// Every case, by number.
    pub cases: BTreeMap<CaseNo, Case>,
    /// When the wall clock moved, and by how many seconds.
    pub clock_moved: Vec<(Moment, i64)>,
    /// The words each participant signs with, the present ones last; nobody knows the words themselves.
    pub own_words: BTreeMap<ParticipantNo, Vec<OwnWords>>,
    /// Every arrival.
    pub arrivals: BTreeMap<ArrivalNo, Arrival>,
    /// Every seal that can still be checked with what is kept here.
    pub seals: BTreeMap<SealNo, Seal>,
    /// Cases that were erased, with what is left of them.
    pub erased: BTreeMap<CaseNo, Erased>,
    /// When a device began to keep this record, and whether it went on with a copy.
    pub devices: Vec<(Moment, bool)>,
    /// What was done to the passphrases, with what each is called.
    pub passphrases: Vec<(Moment, PassphraseChange, String)>,
    /// Written by a newer program: may be read, not added to.
    pub read_only: bool,
    /// The number of entries applied.
    pub entries: u64,
}

/// One child's case: the file, the sittings and everything said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// Pseudonymous.
    pub reference: String,
    /// What is known of the child.
    pub about: CaseAbout,
    /// The case file.
    pub documents: Documents,
    /// Documents that were not there when the case folder was offered again.
    pub missing: BTreeSet<DocumentNo>,
    /// Names and other identifiers, with what stands for them.
    pub identifiers: BTreeMap<String, String>,
    /// Every sitting, the present one last.
    pub sittings: Vec<Sitting>,
    /// Everything said.
    pub remarks: BTreeMap<RemarkNo, Remark>,
    /// Every finding.
    pub findings: BTreeMap<FindingNo, Finding>,
    /// The package of support.
    pub services: BTreeMap<ServiceNo, Service>,
    /// Services that were said to be another one: by their number, that of the other.
    pub joined: BTreeMap<ServiceNo, ServiceNo>,
    /// Gaps in the package that somebody set aside. One that the package does not have any more stays here.
    pub dismissed_gaps: BTreeMap<GapKey, Dismissal>,
    /// Events of the child's life made from words of the file.
    pub journey_events: BTreeMap<JourneyEventNo, JourneyEvent>,
    /// What is to be done.
    pub actions: BTreeMap<ActionNo, Action>,
    /// Immediate concerns.
    pub refer_backs: BTreeMap<ReferBackNo, ReferBack>,
    /// Entries taken back, and not put back again.
    pub undone: BTreeSet<Seq>,
    /// Every entry of the case, those taken back too: the history.
    pub history: Vec<Arc<Entry>>,
    /// The highest numbers ever given, taken-back ones too, so that none is used twice.
    pub(super) numbers: Numbers,
}

/// The highest number given of each kind, whatever became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    pub remark: Option<RemarkNo>,
    pub finding: Option<FindingNo>,
    pub service: Option<ServiceNo>,
    pub journey_event: Option<JourneyEventNo>,
    pub action: Option<ActionNo>,
    pub refer_back: Option<ReferBackNo>,
}

/// The participants going through one case together, from opening to closing.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    /// Within the case.
    pub no: SittingNo,
    /// When it began, the entry that opened it, and when it ended.
    pub opened: Moment,
    /// The entry that opened it: everything after belongs to it.
    pub opened_seq: Seq,
    /// When it ended.
    pub closed: Option<Moment>,
    /// When it was paused last and not resumed.
    pub paused: Option<Moment>,
    /// Milliseconds spent in pauses that are over.
    pub paused_ms: i64,
    /// Who is in the room.
    pub present: Vec<ParticipantNo>,
    /// Who was in the room at any time.
    pub ever_present: BTreeSet<ParticipantNo>,
    /// Who holds the pen.
    pub pen: ParticipantNo,
    /// Documents opened in this sitting, in the order of opening.
    pub opened_documents: Vec<DocumentNo>,
    /// Who signed at its close and who did not; what each did last counts.
    pub signing: BTreeMap<ParticipantNo, Signing>,
    /// Its seal.
    pub seal: Option<SealNo>,
}

impl Sitting {
    /// Whether the two are at it now: neither closed nor paused.
    #[must_use]
    pub fn running(&self) -> bool {
        self.closed.is_none() && self.paused.is_none()
    }

    /// Minutes sat so far, pauses left out.
    #[must_use]
    pub fn minutes(&self, now: Moment) -> u64 {
        SittingGlance::from(self).minutes(now)
    }
}

impl Inspection {
    /// Folds entries into an inspection.
    #[must_use]
    pub fn from_entries<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut inspection = Self::default();
        for entry in entries {
            inspection.apply(entry);
        }
        inspection
    }

    /// Applies one kept entry. Total: never refuses, never panics.
    pub fn apply(&mut self, entry: &Entry) {
        self.entries = self.entries.saturating_add(1);
        match (&entry.event, entry.case) {
            (Event::Unknown, _) => self.read_only = true,
            (_, Some(no)) if self.erased.contains_key(&no) => {}
            (Event::CaseSetUp { reference, about }, Some(no)) => {
                let case = self.cases.entry(no).or_default();
                case.reference.clone_from(reference);
                case.about = about.clone();
                case.history.push(Arc::new(entry.clone()));
            }
            (_, Some(no)) => {
                if let Some(case) = self.cases.get_mut(&no) {
                    case.apply(entry);
                    self.note_seal(entry);
                }
            }
            (_, None) => self.apply_whole(entry),
        }
    }

    /// The case with this reference, whatever the case of its letters.
    #[must_use]
    pub fn case_by_reference(&self, reference: &str) -> Option<(CaseNo, &Case)> {
        let wanted = reference.trim().to_lowercase();
        self.cases
            .iter()
            .find(|(_, case)| case.reference.to_lowercase() == wanted)
            .map(|(no, case)| (*no, case))
    }

    /// The key a participant signs with now; none before their first close.
    #[must_use]
    pub fn own_words(&self, who: ParticipantNo) -> Option<&OwnWords> {
        self.own_words.get(&who)?.last()
    }

    /// The seal made last, erased cases' ones too: the next one names it.
    #[must_use]
    pub fn last_seal(&self) -> Option<SealNamed> {
        let kept = self.seals.values().map(|seal| SealNamed {
            number: seal.no,
            code: seal.code,
        });
        let erased = self.erased.values().flat_map(|erased| &erased.seals);
        kept.chain(erased.copied()).max_by_key(|seal| seal.number)
    }

    /// How a participant is shown; a number nobody has is shown as such.
    #[must_use]
    pub fn person(&self, no: ParticipantNo) -> String {
        self.people
            .get(&no)
            .map_or_else(|| format!("person {no}"), Participant::shown)
    }

    /// The initials of a participant.
    #[must_use]
    pub fn initials(&self, no: ParticipantNo) -> &str {
        self.people.get(&no).map_or("?", |person| &person.initials)
    }

    /// The day from which on a record was written with the inspection in mind: the day it was announced, and the first day on site where
    /// nobody said when that was.
    #[must_use]
    pub fn known_from(&self) -> Option<Date> {
        self.announced.or(self.first_day)
    }

    /// The day of the inspection `today` is, counted in working days from the first, with the number of them in all; `None` outside it.
    ///
    /// In years the calendar does not cover weekdays are counted: the days of an inspection are a plan, not evidence.
    #[must_use]
    pub fn day_of(&self, today: Date, calendar: &Calendar) -> Option<(u32, u32)> {
        let (first, last) = (self.first_day?, self.last_day?);
        if today < first || today > last {
            return None;
        }
        let counts = |date: &Date| match calendar.day(*date) {
            DayKind::Working => true,
            DayKind::Weekend | DayKind::Holiday(_) => false,
            DayKind::NotCovered => date.weekday().to_monday_one_offset() < 6,
        };
        let days = |until: Date| {
            let count = first
                .series(jiff::Span::new().days(1))
                .take_while(|date| *date <= until)
                .take(3660)
                .filter(counts)
                .count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        Some((days(today), days(last)))
    }

    /// Where a finding of `case` stands, seen from the case's last sitting.
    #[must_use]
    pub fn finding_state(&self, case: &Case, finding: &Finding) -> FindingState {
        finding.state(
            &self.people,
            case.sitting().map_or(&[], |sitting| &sitting.present),
        )
    }
}

impl Case {
    /// The last sitting, open or not.
    #[must_use]
    pub fn sitting(&self) -> Option<&Sitting> {
        self.sittings.last()
    }

    /// The sitting the two are in: open and not paused.
    #[must_use]
    pub fn running_sitting(&self) -> Option<&Sitting> {
        self.sitting().filter(|sitting| sitting.running())
    }

    /// Whether anyone opened a document in any sitting.
    #[must_use]
    pub fn opened(&self, document: DocumentNo) -> bool {
        self.sittings
            .iter()
            .any(|sitting| sitting.opened_documents.contains(&document))
    }

    /// The replies to a remark, in the order they were made.
    pub fn replies(&self, to: RemarkNo) -> impl Iterator<Item = &Remark> {
        self.remarks
            .values()
            .filter(move |remark| remark.reply_to == Some(to))
    }

    /// Refer-backs that nobody has closed.
    pub fn open_refer_backs(&self) -> impl Iterator<Item = &ReferBack> {
        self.refer_backs
            .values()
            .filter(|refer_back| refer_back.closed.is_none())
    }
}
