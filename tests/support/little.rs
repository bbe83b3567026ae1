//! A little inspection to try the rules on: three people, one case with three documents, a clock that goes on a minute an entry.
#![allow(dead_code)]

use alongside::casework::{
    Absence, Anchor, Answer, Case, CaseNo, DocumentDates, DocumentNo, Entry, Event, Finding,
    FindingNo, FindingState, Framework, Inspection, Moment, ParticipantNo, Passage, Readable,
    Refusal, Relation, RemarkKind, RemarkNo, Room, Seq, Sha256, Side, TextRef, Wording,
    event::{CaseAbout, NewEntry},
    package::Ties,
};
use jiff::civil::{Date, date};

/// RO, Lead inspector.
pub const RO: ParticipantNo = ParticipantNo(1);
/// JK, Social worker.
pub const JK: ParticipantNo = ParticipantNo(2);
/// OB, Observer.
pub const OB: ParticipantNo = ParticipantNo(3);
/// The one case.
pub const CASE: CaseNo = CaseNo(1);
/// Child protection plan, 2 Mar 2012.
pub const PLAN: DocumentNo = DocumentNo(1);
/// Home visit, 6 Mar 2012, recorded 20 Apr.
pub const VISIT: DocumentNo = DocumentNo(2);
/// Core group minutes, 14 Mar 2012, recorded 16 Mar.
pub const MINUTES: DocumentNo = DocumentNo(3);

pub struct Little {
    pub inspection: Inspection,
    pub entries: Vec<Entry>,
    pub framework: Framework,
    pub now: Moment,
}

impl Little {
    /// Set up, nobody sitting yet.
    pub fn new() -> Self {
        let framework =
            Framework::parse(include_str!("../../assets/frameworks/england-2012.toml")).unwrap();
        let mut little = Self {
            inspection: Inspection::default(),
            entries: Vec::new(),
            framework,
            now: Moment::on(date(2012, 6, 13)).plus_ms(9 * 3_600_000),
        };
        little.keep_as(
            None,
            None,
            Event::InspectionSetUp {
                id: "0".repeat(32),
                authority: "Northbridge".into(),
                framework: "england-2012".into(),
                framework_version: 1,
                announced: None,
                first_day: Some(date(2012, 6, 11)),
                last_day: Some(date(2012, 6, 22)),
                training: true,
            },
        );
        for (designation, initials, side) in [
            ("Lead inspector", "RO", Side::Inspection),
            ("Social worker", "JK", Side::Authority),
            ("Student", "OB", Side::Observer),
        ] {
            let named = little
                .inspection
                .name_person(designation, initials, side)
                .unwrap();
            little.keep_as(None, None, named);
        }
        let about = CaseAbout {
            age: Some(4),
            status: "Child Protection plan".into(),
            category: "Neglect".into(),
            in_sample: true,
            people: Vec::new(),
        };
        let (no, set_up) = little.inspection.set_up_case("N-017", about).unwrap();
        little.keep_as(Some(no), None, set_up);
        little.take_in(
            PLAN,
            "Child protection plan",
            "Plan",
            date(2012, 3, 2),
            None,
        );
        little.take_in(
            VISIT,
            "Home visit",
            "Visit",
            date(2012, 3, 6),
            Some(date(2012, 4, 20)),
        );
        little.take_in(
            MINUTES,
            "Core group minutes",
            "Core group minutes",
            date(2012, 3, 14),
            Some(date(2012, 3, 16)),
        );
        little
    }

    /// Set up, with the inspector and the social worker sitting; the inspector holds the pen.
    pub fn sitting() -> Self {
        let mut little = Self::new();
        little.open(&[RO, JK]);
        little
    }

    fn take_in(
        &mut self,
        document: DocumentNo,
        title: &str,
        kind: &str,
        happened: Date,
        recorded: Option<Date>,
    ) {
        self.keep_as(
            Some(CASE),
            None,
            Event::DocumentTakenIn {
                document,
                title: title.into(),
                document_kind: kind.into(),
                dates: DocumentDates {
                    happened: Some(happened),
                    recorded,
                    finalised: None,
                },
                name: format!("{document}.md"),
                sha256: bytes_of(document),
                bytes: 100,
                reading: text_of(document),
                standing: None,
                hints: Vec::new(),
                facts: std::sync::Arc::default(),
                part_of: None,
            },
        );
    }

    /// Keeps an entry as it is and applies it; the clock goes on a minute.
    pub fn keep_as(&mut self, case: Option<CaseNo>, by: Option<ParticipantNo>, event: Event) {
        let seq = Seq(self.entries.len() as u64);
        let entry = NewEntry {
            at: self.now,
            case,
            by,
            event,
        }
        .at_seq(seq);
        self.inspection.apply(&entry);
        self.entries.push(entry);
        self.wait(1);
    }

    /// Keeps something that happens in the case, done by whoever holds the pen.
    pub fn keep(&mut self, event: Event) {
        let by = self.inspection.room(CASE).ok().map(|room| room.sitting.pen);
        self.keep_as(Some(CASE), by, event);
    }

    pub fn wait(&mut self, minutes: i64) {
        self.now = self.now.plus_ms(minutes * 60_000);
    }

    pub fn case(&self) -> &Case {
        &self.inspection.cases[&CASE]
    }

    pub fn room(&self) -> Room<'_> {
        self.inspection.room(CASE).unwrap()
    }

    pub fn last_seq(&self) -> Seq {
        self.entries.last().unwrap().seq
    }

    pub fn open(&mut self, present: &[ParticipantNo]) {
        let opened = self.inspection.open_sitting(CASE, present).unwrap();
        self.keep(opened);
    }

    pub fn close(&mut self) {
        let closed = self.room().close();
        self.keep(closed);
    }

    /// Gives the pen to `who`, where they do not hold it.
    pub fn pen(&mut self, who: ParticipantNo) -> &mut Self {
        if self.room().pen() != who {
            let passed = self.room().pass_pen(who).unwrap();
            self.keep(passed);
        }
        self
    }

    /// Does what the rules allow, with the pen where it is.
    pub fn act(
        &mut self,
        what: impl FnOnce(&Room<'_>, &Framework) -> Result<Event, Refusal>,
    ) -> Result<(), Refusal> {
        let event = what(&self.room(), &self.framework)?;
        self.keep(event);
        Ok(())
    }

    /// Whoever holds the pen puts a finding, and its number.
    pub fn put(&mut self, words: &str) -> FindingNo {
        self.put_with(words, Ties::default())
    }

    pub fn put_with(&mut self, words: &str, ties: Ties) -> FindingNo {
        self.act(|room, framework| room.put_finding(wording(words), ties, None, framework))
            .unwrap();
        *self.case().findings.keys().next_back().unwrap()
    }

    pub fn reword(&mut self, no: FindingNo, words: &str) -> Result<(), Refusal> {
        self.act(|room, framework| room.reword(no, wording(words), framework))
    }

    pub fn answer(
        &mut self,
        who: ParticipantNo,
        no: FindingNo,
        answer: Answer,
    ) -> Result<(), Refusal> {
        self.pen(who).act(|room, _| room.answer(no, answer))
    }

    pub fn say(&mut self, words: &str) -> RemarkNo {
        self.remark(RemarkKind::Observation, words, Vec::new(), None)
    }

    pub fn remark(
        &mut self,
        kind: RemarkKind,
        words: &str,
        anchors: Vec<Anchor>,
        reply_to: Option<RemarkNo>,
    ) -> RemarkNo {
        self.act(|room, _| room.remark(kind, words, anchors, reply_to, None))
            .unwrap();
        *self.case().remarks.keys().next_back().unwrap()
    }

    pub fn read(&mut self, document: DocumentNo) {
        if let Some(opened) = self.room().open_document(document) {
            self.keep(opened);
        }
    }

    pub fn alter(&mut self, document: DocumentNo) {
        let dates = self.case().documents[&document].dates;
        self.keep_as(
            Some(CASE),
            None,
            Event::DocumentAltered {
                document,
                sha256: Sha256([0xff; 32]),
                bytes: 101,
                dates,
                reading: text_of(document),
                standing: None,
                hints: Vec::new(),
                change: None,
                facts: std::sync::Arc::default(),
            },
        );
    }

    pub fn undo(&mut self) -> Result<String, Refusal> {
        let name = self.room().undoable()?.name;
        self.act(|room, _| room.undo())?;
        Ok(name)
    }

    pub fn redo(&mut self) -> Result<String, Refusal> {
        let name = self.room().redoable()?.name;
        self.act(|room, _| room.redo())?;
        Ok(name)
    }

    pub fn finding(&self, no: FindingNo) -> &Finding {
        &self.case().findings[&no]
    }

    pub fn state(&self, no: FindingNo) -> FindingState {
        self.inspection.finding_state(self.case(), self.finding(no))
    }
}

pub fn wording(words: &str) -> Wording {
    Wording {
        area: "quality-of-practice".into(),
        polarity: "improvement".into(),
        words: words.into(),
        relation: Relation::NotSaid,
    }
}

pub fn disagree(because: &str, own_wording: &str) -> Answer {
    Answer::Disagree {
        because: because.into(),
        own_wording: own_wording.into(),
    }
}

pub fn bytes_of(document: DocumentNo) -> Sha256 {
    Sha256([u8::try_from(document.0).unwrap(); 32])
}

fn text_of(document: DocumentNo) -> Readable {
    Readable::Text(TextRef {
        sha256: Sha256([u8::try_from(document.0 + 100).unwrap(); 32]),
        reader: "markdown 1".into(),
        chars: 90,
        words: 15,
        pages: 0,
        remarks: Vec::new(),
    })
}

/// Words in a document, in its paragraph 12.
pub fn words_in(document: DocumentNo, quote: &str) -> Anchor {
    Anchor::Passage(Passage {
        document,
        version: bytes_of(document),
        text: Sha256([u8::try_from(document.0 + 100).unwrap(); 32]),
        quote: quote.into(),
        prefix: "before ".into(),
        suffix: " after".into(),
        start: 7,
        end: 7 + quote.chars().count() as u64,
        paragraph: 12,
        page: 0,
    })
}

pub fn absence(looked_for: &str, looked_in: &str) -> Anchor {
    Anchor::Absence(Absence {
        looked_for: looked_for.into(),
        looked_in: looked_in.into(),
        document: None,
    })
}
