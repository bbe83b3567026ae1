//! Any sequence of events folds the same live and replayed from its bytes; any notes made from it read back equal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/any_event.rs"]
mod any_event;
#[path = "support/little.rs"]
mod little;

use alongside::{
    casework::{
        About, Answer, CaseNo, DocumentNo, Entry, Event, FindingNo, Framework, Inspection, Moment,
        ParticipantNo, Refusal, RemarkKind, RemarkNo, Room, Seq, ServiceNo,
        event::{CaseAbout, NewEntry},
        package::Ties,
        walk,
    },
    notes::{Notes, Options, from_json, to_json, to_markdown},
};
use little::{CASE, JK, Little, OB, RO, words_in};
use proptest::prelude::*;

fn replayed(entries: &[Entry]) -> Inspection {
    let read: Vec<Entry> = entries
        .iter()
        .map(|entry| Entry::from_bytes(&entry.to_bytes().unwrap()).unwrap())
        .collect();
    assert_eq!(read, entries);
    Inspection::from_entries(&read)
}

/// Any record, opened: an inspection and a case first, so that the rest has somewhere to happen.
fn opened(entries: Vec<Entry>) -> Vec<Entry> {
    let little = Little::new();
    let first = little.entries.into_iter();
    first
        .chain(entries)
        .enumerate()
        .map(|(seq, entry)| Entry {
            seq: Seq(seq as u64),
            ..entry
        })
        .collect()
}

fn framework() -> Framework {
    Little::new().framework
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_record_folds_the_same_live_and_replayed(entries in any_event::entries(60)) {
        let entries = opened(entries);
        let mut live = Inspection::default();
        for entry in &entries {
            live.apply(entry);
        }
        prop_assert_eq!(&live, &replayed(&entries));
        prop_assert_eq!(live.entries, entries.len() as u64);
        for case in live.cases.values() {
            let left = walk::left(&live, case);
            prop_assert_eq!(left.total(), walk::steps(&live, case).len());
            prop_assert!(left.total() <= left.of);
        }
    }

    #[test]
    fn what_was_taken_back_leaves_the_case_as_if_it_had_never_been(entries in any_event::entries(60)) {
        let entries = opened(entries);
        let whole = Inspection::from_entries(&entries);
        for (no, case) in &whole.cases {
            let without: Vec<Entry> = entries
                .iter()
                .filter(|entry| entry.case != Some(*no)
                    || matches!(entry.event, Event::CaseSetUp { .. })
                    || !case.undone.contains(&entry.seq))
                .filter(|entry| !matches!(entry.event, Event::Undone { .. } | Event::Redone { .. }))
                .cloned()
                .collect();
            let never = Inspection::from_entries(&without);
            prop_assert_eq!(&case.remarks, &never.cases[no].remarks);
            prop_assert_eq!(&case.findings, &never.cases[no].findings);
            prop_assert_eq!(&case.services, &never.cases[no].services);
            prop_assert_eq!(&case.actions, &never.cases[no].actions);
            prop_assert_eq!(&case.refer_backs, &never.cases[no].refer_backs);
            prop_assert_eq!(&case.documents, &never.cases[no].documents);
            prop_assert_eq!(&case.missing, &never.cases[no].missing);
            prop_assert_eq!(&case.identifiers, &never.cases[no].identifiers);
            prop_assert_eq!(&case.sittings, &never.cases[no].sittings);
            prop_assert_eq!(&case.about, &never.cases[no].about);
        }
    }

    #[test]
    fn the_notes_of_any_record_read_back_equal_and_can_be_printed(entries in any_event::entries(60), with_names in any::<bool>()) {
        let inspection = Inspection::from_entries(&opened(entries));
        let framework = framework();
        let options = Options { now: Moment { utc_ms: 1_339_600_000_000, offset_s: 3600 }, with_names };
        for (no, case) in &inspection.cases {
            let notes = Notes::of(&inspection, *no, &framework, &options).unwrap();
            let json = to_json(&notes).unwrap();
            prop_assert_eq!(&from_json(&json).unwrap(), &notes);
            prop_assert_eq!(to_json(&notes).unwrap(), json);
            prop_assert_eq!(notes.discussion.len(), case.remarks.len());
            let findings = [&notes.agreed, &notes.not_agreed, &notes.to_answer, &notes.parked, &notes.withdrawn];
            prop_assert_eq!(findings.iter().map(|list| list.len()).sum::<usize>(), case.findings.len());
            prop_assert_eq!(notes.coverage.opened.len() + notes.coverage.never_opened.len(), case.documents.len());
            let page = to_markdown(&notes);
            prop_assert_eq!(page.matches("\n### Finding ").count(), case.findings.len());
            prop_assert!(!page.contains("<b>"));
        }
    }

    #[test]
    fn what_the_rules_let_through_folds_the_same_and_never_uses_a_number_twice(acts in proptest::collection::vec(any_act(), 0..80)) {
        let mut little = Little::new();
        little.open(&[RO, JK, OB]);
        for act in acts {
            act.done_in(&mut little);
        }
        prop_assert_eq!(&little.inspection, &replayed(&little.entries));
        let mut remarks = Vec::new();
        let mut findings = Vec::new();
        for entry in &little.entries {
            match &entry.event {
                Event::RemarkMade { remark, .. } => remarks.push(*remark),
                Event::FindingPut { finding, .. } => findings.push(*finding),
                Event::PositionTaken { .. } => prop_assert!(entry.by == Some(RO) || entry.by == Some(JK)),
                Event::Undone { entry: taken } => {
                    let act = &little.entries[usize::try_from(taken.0).unwrap()];
                    prop_assert_eq!(act.by, entry.by, "only one's own");
                    prop_assert!(alongside::casework::undo::name(&act.event).is_some());
                }
                _ => {}
            }
        }
        prop_assert!(remarks.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(findings.windows(2).all(|pair| pair[0] < pair[1]));
        for finding in little.case().findings.values() {
            for remark in &finding.heard {
                prop_assert!(little.case().remarks.contains_key(remark), "evidence is never pulled away");
            }
        }
        for remark in little.case().remarks.values() {
            if let Some(to) = remark.reply_to {
                prop_assert!(little.case().remarks.contains_key(&to), "an answered remark stays");
            }
        }
        for action in little.case().actions.values() {
            prop_assert!(little.case().findings.contains_key(&action.finding));
        }
    }
}

/// Something a person at the screen may try.
#[derive(Clone, Debug)]
enum Act {
    Pass(u32),
    Leave(u32),
    Join(u32),
    PauseAndGoOn,
    CloseAndOpen,
    Read(u32),
    Say(RemarkKind, String, Option<u32>, Option<u32>),
    Put(String, Option<u32>),
    Reword(u32, String),
    Tie(u32, String),
    Answer(u32, Answer),
    Park(u32, String),
    TakeUp(u32),
    Withdraw(u32, String),
    Service(alongside::casework::ServiceDetails),
    EditService(u32, alongside::casework::ServiceDetails),
    Action(u32, alongside::casework::package::ActionDetails),
    Drop(u32),
    ReferBack(String),
    Undo,
    Redo,
}

fn any_act() -> impl Strategy<Value = Act> {
    let no = || 1..6_u32;
    let words = any_event::words;
    let maybe = || proptest::option::of(1..6_u32);
    prop_oneof![
        3 => (1..4_u32).prop_map(Act::Pass),
        1 => (1..4_u32).prop_map(Act::Leave),
        1 => (1..5_u32).prop_map(Act::Join),
        1 => Just(Act::PauseAndGoOn),
        1 => Just(Act::CloseAndOpen),
        1 => (1..5_u32).prop_map(Act::Read),
        4 => (proptest::sample::select(RemarkKind::ALL.to_vec()), words(), maybe(), maybe())
            .prop_map(|(kind, words, to, about)| Act::Say(kind, words, to, about)),
        4 => (words(), maybe()).prop_map(|(words, heard)| Act::Put(words, heard)),
        2 => (no(), words()).prop_map(|(no, words)| Act::Reword(no, words)),
        1 => (no(), words()).prop_map(|(no, words)| Act::Tie(no, words)),
        4 => (no(), any_event::answer()).prop_map(|(no, answer)| Act::Answer(no, answer)),
        1 => (no(), words()).prop_map(|(no, words)| Act::Park(no, words)),
        1 => no().prop_map(Act::TakeUp),
        1 => (no(), words()).prop_map(|(no, words)| Act::Withdraw(no, words)),
        1 => any_event::service().prop_map(Act::Service),
        1 => (no(), any_event::service()).prop_map(|(no, details)| Act::EditService(no, details)),
        1 => (no(), any_event::action()).prop_map(|(no, details)| Act::Action(no, details)),
        1 => no().prop_map(Act::Drop),
        1 => words().prop_map(Act::ReferBack),
        4 => Just(Act::Undo),
        3 => Just(Act::Redo),
    ]
}

impl Act {
    /// Does what the rules allow of it; a refusal changes nothing.
    fn done_in(self, little: &mut Little) {
        match self {
            Self::Leave(who) => {
                let events = little.room().leave(ParticipantNo(who)).unwrap_or_default();
                for event in events {
                    little.keep(event);
                }
            }
            Self::PauseAndGoOn => {
                let paused = little.room().pause();
                little.keep(paused);
                let resumed = little.inspection.resume_sitting(CASE).unwrap();
                little.keep(resumed);
            }
            Self::CloseAndOpen => {
                little.close();
                little.open(&[JK, RO, OB]);
            }
            Self::ReferBack(concern) => {
                if let Ok(raised) =
                    little
                        .inspection
                        .raise_refer_back(CASE, &concern, "Team manager", "at once")
                {
                    little.keep(raised);
                }
            }
            said => {
                let event = said.said_in(&little.room(), &little.framework);
                if let Ok(event) = event {
                    little.keep(event);
                }
            }
        }
    }

    fn said_in(self, room: &Room<'_>, framework: &Framework) -> Result<Event, Refusal> {
        match self {
            Self::Pass(to) => room.pass_pen(ParticipantNo(to)),
            Self::Join(who) => room.join(ParticipantNo(who)),
            Self::Read(document) => room
                .open_document(DocumentNo(document))
                .ok_or(Refusal::Unchanged),
            Self::Say(kind, words, to, about) => room.remark(
                kind,
                &words,
                vec![words_in(little::PLAN, "weekly")],
                to.map(RemarkNo),
                about.map(|no| {
                    if no > 3 {
                        About::Service(ServiceNo(no - 3))
                    } else {
                        About::Finding(FindingNo(no))
                    }
                }),
            ),
            Self::Put(words, heard) => {
                let ties = Ties {
                    anchors: vec![],
                    remarks: heard.map(RemarkNo).into_iter().collect(),
                };
                room.put_finding(little::wording(&words), ties, None, framework)
            }
            Self::Reword(no, words) => {
                room.reword(FindingNo(no), little::wording(&words), framework)
            }
            Self::Tie(no, quote) => {
                let ties = Ties {
                    anchors: vec![words_in(little::VISIT, &quote)],
                    remarks: vec![],
                };
                room.tie_finding(FindingNo(no), ties)
            }
            Self::Answer(no, answer) => room.answer(FindingNo(no), answer),
            Self::Park(no, question) => room.park(FindingNo(no), &question, "Team manager"),
            Self::TakeUp(no) => room.take_up(FindingNo(no)),
            Self::Withdraw(no, reason) => room.withdraw(FindingNo(no), &reason),
            Self::Service(details) => room.add_service(details, vec![]),
            Self::EditService(no, details) => room.edit_service(ServiceNo(no), details),
            Self::Action(finding, details) => room.put_action(FindingNo(finding), details),
            Self::Drop(no) => room.drop_action(alongside::casework::ActionNo(no), "Done."),
            Self::Undo => room.undo(),
            Self::Redo => room.redo(),
            Self::Leave(_) | Self::PauseAndGoOn | Self::CloseAndOpen | Self::ReferBack(_) => {
                Err(Refusal::Unchanged)
            }
        }
    }
}

#[test]
fn an_entry_for_a_case_nobody_set_up_changes_nothing() {
    let mut inspection = Inspection::default();
    let entry = NewEntry {
        at: Moment {
            utc_ms: 0,
            offset_s: 0,
        },
        case: Some(CaseNo(5)),
        by: Some(RO),
        event: Event::CaseAmended {
            about: CaseAbout::default(),
        },
    }
    .at_seq(Seq(0));
    inspection.apply(&entry);
    assert!(inspection.cases.is_empty());
    assert_eq!(inspection.entries, 1);
}
