//! What is done to a record in [`super::model`], acts, steps and entries by chance; and what there should be then.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{memory::Crash, *};
use crate::{
    casework::{
        Answer, DocumentDates, DocumentNo, FindingNo, Readable, Relation, Seq, Sha256, TextRef,
        Wording, package::Ties,
    },
    ledger::{SlotId, sha256},
};

/// Something that is done to the record.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// So many entries under one sync, of this kind, in this case.
    Append {
        case: u32,
        count: u32,
        kind: u8,
    },
    Document {
        case: u32,
        length: usize,
        together: bool,
    },
    Draft(u32),
    NoDraft,
    Erase(u32),
    AddWords,
    ChangeWords(usize),
    RemoveWords(usize),
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    Do(Act),
    /// The power fails during it, after so many calls that change something.
    CutDuring(Act, u64, Crash),
    /// Closed as it should be, and opened again.
    Reopen,
    /// Ended without closing, and opened again.
    Crash(Crash),
    BackUp,
    /// Goes on with the backup put back, on a new device.
    Restore,
    Mirror,
    /// Goes on with the mirror put back, on a new device.
    RestoreMirror,
    Verify,
}

fn act(words: bool) -> impl Strategy<Value = Act> {
    let case = || 1..=4_u32;
    let kept = prop_oneof![
        12 => (case(), 1..=1_u32, 0..6_u8).prop_map(|(case, count, kind)| Act::Append { case, count, kind }),
        4 => (case(), 2..=5_u32, 0..6_u8).prop_map(|(case, count, kind)| Act::Append { case, count, kind }),
        3 => (case(), prop_oneof![150 => 0..700_usize, 1 => 262_100..262_200_usize], any::<bool>())
            .prop_map(|(case, length, together)| Act::Document { case, length, together }),
        2 => any::<u32>().prop_map(Act::Draft),
        1 => Just(Act::NoDraft),
        1 => case().prop_map(Act::Erase),
    ];
    let passphrases = prop_oneof![
        2 => Just(Act::AddWords),
        2 => any::<usize>().prop_map(Act::ChangeWords),
        1 => any::<usize>().prop_map(Act::RemoveWords),
    ];
    prop_oneof![
        22 => kept,
        if words { 4 } else { 1 } => passphrases,
    ]
}

fn crash() -> impl Strategy<Value = Crash> {
    prop_oneof![
        Just(Crash::Killed),
        Just(Crash::PowerAll),
        any::<u64>().prop_map(Crash::PowerSome),
    ]
}

pub fn step(words: bool) -> impl Strategy<Value = Step> {
    prop_oneof![
        30 => act(words).prop_map(Step::Do),
        4 => (act(words), 0..24_u64, crash()).prop_map(|(act, calls, crash)| Step::CutDuring(act, calls, crash)),
        2 => Just(Step::Reopen),
        4 => crash().prop_map(Step::Crash),
        2 => Just(Step::BackUp),
        1 => Just(Step::Restore),
        1 => Just(Step::Mirror),
        1 => Just(Step::RestoreMirror),
        1 => Just(Step::Verify),
    ]
}

/// What there should be.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    /// Those of erased cases too.
    pub entries: Vec<Entry>,
    pub erased: BTreeSet<CaseNo>,
    pub documents: BTreeMap<(CaseNo, Sha256), Vec<u8>>,
    pub draft: Option<Vec<u8>>,
    /// The passphrases that open it, by their slot.
    pub words: BTreeMap<SlotId, String>,
}

impl Plain {
    pub fn readable(&self) -> Vec<Entry> {
        let erased = |entry: &&Entry| entry.case.is_none_or(|case| !self.erased.contains(&case));
        self.entries.iter().filter(erased).cloned().collect()
    }

    pub fn erase(&mut self, case: CaseNo) {
        self.erased.insert(case);
        self.documents.retain(|(of, _), _| *of != case);
    }

    /// As a copy has it that is put back now.
    pub fn copied(&self) -> Self {
        Self {
            draft: None,
            ..self.clone()
        }
    }
}

/// An entry as people make them: said, put, answered, withdrawn, taken back; or one of the inspection itself.
pub fn entry(case: u32, kind: u8, number: u32) -> NewEntry {
    let said = remark(case, number, 12);
    let finding = FindingNo(number % 5);
    let event = match kind {
        0 => {
            return NewEntry {
                case: None,
                by: None,
                event: Event::ClockMoved {
                    by_seconds: i64::from(number),
                },
                ..said
            };
        }
        1 => Event::FindingPut {
            finding,
            wording: Wording {
                area: "overall".into(),
                polarity: "strength".into(),
                words: format!("Support began within a week. {number}"),
                relation: Relation::Strengthens,
            },
            ties: Ties::default(),
            about: None,
        },
        2 => Event::PositionTaken {
            finding,
            wording: Seq(u64::from(number)),
            answer: Answer::Agree,
        },
        3 => Event::FindingWithdrawn {
            finding,
            reason: format!("It was another child. {number}"),
        },
        4 => Event::Undone {
            entry: Seq(u64::from(number)),
        },
        _ => return said,
    };
    NewEntry { event, ..said }
}

/// What is kept of an erased case.
pub fn receipt(case: CaseNo) -> NewEntry {
    NewEntry {
        at: NOW,
        case: None,
        by: None,
        event: Event::CaseErased {
            case,
            reference: format!("N-{case}"),
            reason: "Asked for.".into(),
            seals: Vec::new(),
        },
    }
}

/// The entry that names a document.
pub fn taken_in(case: CaseNo, number: u32, original: &[u8], text: &[u8]) -> NewEntry {
    NewEntry {
        event: Event::DocumentTakenIn {
            document: DocumentNo(number),
            title: "Visit".into(),
            document_kind: "Visit".into(),
            dates: DocumentDates::default(),
            name: "visit.md".into(),
            sha256: sha256(original),
            bytes: original.len() as u64,
            reading: Readable::Text(TextRef {
                sha256: sha256(text),
                reader: "markdown 1".into(),
                chars: 6,
                words: 1,
                pages: 0,
                remarks: Vec::new(),
            }),
            standing: None,
            hints: Vec::new(),
            facts: std::sync::Arc::default(),
            part_of: None,
        },
        ..remark(case.0, number, 0)
    }
}
