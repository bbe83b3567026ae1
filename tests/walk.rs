//! The walk: one key to the next thing that wants both people, and how much is left.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/little.rs"]
mod little;

use alongside::casework::{
    About, Answer, Event, RemarkKind, ServiceDetails, ServiceNo,
    walk::{Left, Step, left, next, steps},
};
use little::{CASE, JK, Little, MINUTES, PLAN, RO, VISIT, disagree};

fn walk(room: &Little) -> Vec<Step> {
    steps(&room.inspection, room.case())
}

fn add_service(room: &mut Little, name: &str) {
    let details = ServiceDetails {
        service: name.into(),
        ..ServiceDetails::default()
    };
    room.act(|room, _| room.add_service(details, vec![]))
        .unwrap();
}

/// Documents read; two services, two questions, two findings to answer, one parked.
fn busy() -> Little {
    let mut room = Little::sitting();
    for document in [PLAN, VISIT, MINUTES] {
        room.read(document);
    }
    add_service(&mut room, "Family support");
    add_service(&mut room, "Nursery");
    room.remark(RemarkKind::Question, "Who?", vec![], None);
    room.remark(RemarkKind::Question, "When?", vec![], None);
    let parked = room.put("One.");
    room.put("Two.");
    room.put("Three.");
    room.act(|room, _| room.park(parked, "How many?", "JK"))
        .unwrap();
    room
}

#[test]
fn documents_come_first_in_reading_order_those_without_a_date_last() {
    let mut room = Little::sitting();
    room.keep_as(
        Some(CASE),
        None,
        Event::DocumentTakenIn {
            document: alongside::casework::DocumentNo(4),
            title: "Earliest".into(),
            document_kind: "Contact".into(),
            dates: alongside::casework::DocumentDates {
                recorded: Some(jiff::civil::date(2011, 1, 1)),
                ..Default::default()
            },
            name: "4.md".into(),
            sha256: little::bytes_of(MINUTES),
            bytes: 1,
            reading: alongside::casework::Readable::No {
                why: "A picture.".into(),
                locked: false,
            },
            standing: None,
            hints: Vec::new(),
            facts: std::sync::Arc::default(),
            part_of: None,
        },
    );
    let mut without_date = room.entries.last().unwrap().event.clone();
    if let Event::DocumentTakenIn {
        document, dates, ..
    } = &mut without_date
    {
        *document = alongside::casework::DocumentNo(5);
        *dates = alongside::casework::DocumentDates::default();
    }
    room.keep_as(Some(CASE), None, without_date);
    let documents: Vec<u32> = walk(&room)
        .iter()
        .map(|step| match step {
            Step::Unopened(no) => no.0,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(documents, [4, 1, 2, 3, 5]);
}

#[test]
fn the_walk_goes_documents_services_questions_findings_parked() {
    let mut room = busy();
    room.close();
    let shown: Vec<String> = walk(&room)
        .iter()
        .map(|step| match step {
            Step::Unopened(no) => format!("document {no}"),
            Step::Undiscussed(no) => format!("service {no}"),
            Step::Unanswered(no) => format!("question {no}"),
            Step::ToAnswer(no) => format!("finding {no}"),
            Step::Parked(no) => format!("parked {no}"),
            Step::EarlierText(no) => format!("earlier {no}"),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "service 1",
            "service 2",
            "question 1",
            "question 2",
            "finding 2",
            "finding 3",
            "parked 1"
        ]
    );
}

#[test]
fn each_step_is_done_by_what_it_wants() {
    let mut room = busy();
    let total = |room: &Little| left(&room.inspection, room.case()).total();
    assert_eq!(total(&room), 7);
    room.act(|room, _| {
        room.remark(
            RemarkKind::FamilysView,
            "It helps.",
            vec![],
            None,
            Some(About::Service(ServiceNo(1))),
        )
    })
    .unwrap();
    assert_eq!(total(&room), 6);
    room.act(|room, framework| {
        room.put_finding(
            little::wording("Nursery began late."),
            alongside::casework::package::Ties::default(),
            Some(About::Service(ServiceNo(2))),
            framework,
        )
    })
    .unwrap();
    assert_eq!(total(&room), 6, "one service discussed, one finding more");
    let question = alongside::casework::RemarkNo(1);
    room.pen(JK)
        .remark(RemarkKind::Explanation, "The FSW.", vec![], Some(question));
    assert_eq!(total(&room), 5);
    let no = alongside::casework::FindingNo(2);
    room.answer(RO, no, Answer::Agree).unwrap();
    assert_eq!(total(&room), 5);
    room.answer(JK, no, disagree("No.", "")).unwrap();
    assert_eq!(total(&room), 4, "not agreed is an answer");
    let no = alongside::casework::FindingNo(3);
    room.act(|room, _| room.withdraw(no, "Said twice."))
        .unwrap();
    assert_eq!(total(&room), 3);
}

#[test]
fn a_service_is_not_discussed_by_a_withdrawn_finding() {
    let mut room = Little::sitting();
    add_service(&mut room, "Nursery");
    room.act(|room, framework| {
        room.put_finding(
            little::wording("Late."),
            alongside::casework::package::Ties::default(),
            Some(About::Service(ServiceNo(1))),
            framework,
        )
    })
    .unwrap();
    assert!(!walk(&room).contains(&Step::Undiscussed(ServiceNo(1))));
    let no = alongside::casework::FindingNo(1);
    room.act(|room, _| room.withdraw(no, "Wrong child."))
        .unwrap();
    assert!(walk(&room).contains(&Step::Undiscussed(ServiceNo(1))));
}

#[test]
fn the_walk_comes_round() {
    let room = busy();
    let all = walk(&room);
    let mut at = None;
    let mut seen = Vec::new();
    for _ in 0..all.len() {
        at = next(&all, at);
        seen.push(at.unwrap());
    }
    assert_eq!(seen, all);
    assert_eq!(next(&all, at), all.first().copied());
}

#[test]
fn after_a_step_just_done_the_walk_goes_on_behind_it() {
    let mut room = busy();
    let question = alongside::casework::RemarkNo(2);
    let from = Step::Unanswered(question);
    room.pen(JK)
        .remark(RemarkKind::Explanation, "Weekly.", vec![], Some(question));
    let all = walk(&room);
    assert!(!all.contains(&from));
    // Question 1 was passed over on purpose: the next one is behind question 2, and comes round to it later.
    assert_eq!(
        next(&all, Some(from)),
        Some(Step::ToAnswer(alongside::casework::FindingNo(2)))
    );
    let parked = Step::Parked(alongside::casework::FindingNo(9));
    assert_eq!(next(&all, Some(parked)), all.first().copied());
}

#[test]
fn after_a_document_just_opened_comes_the_first_that_is_left() {
    let mut room = Little::sitting();
    room.read(PLAN);
    assert_eq!(
        next(&walk(&room), Some(Step::Unopened(PLAN))),
        Some(Step::Unopened(VISIT))
    );
}

#[test]
fn with_nothing_left_there_is_nowhere_to_go() {
    assert_eq!(next(&[], None), None);
    assert_eq!(next(&[], Some(Step::Unopened(PLAN))), None);
}

#[test]
fn what_is_left_is_counted_by_kind() {
    let mut room = busy();
    assert_eq!(
        left(&room.inspection, room.case()),
        Left {
            unopened: 0,
            undiscussed: 2,
            unanswered: 2,
            to_answer: 2,
            parked: 1,
            earlier: 0,
            of: 3 + 2 + 2 + 3
        }
    );
    assert_eq!(
        left(&room.inspection, room.case()).shown(),
        "2 services to discuss · 2 questions to answer · 2 findings to answer · 1 parked"
    );
    room.alter(MINUTES);
    assert_eq!(left(&room.inspection, room.case()).unopened, 0);
}

#[test]
fn the_bar_fills_as_things_are_done() {
    let mut room = Little::sitting();
    let filled = |room: &Little| left(&room.inspection, room.case()).filled(5);
    assert_eq!(filled(&room), 0);
    room.read(PLAN);
    assert_eq!(filled(&room), 1);
    room.read(VISIT);
    room.read(MINUTES);
    assert_eq!(filled(&room), 5);
    assert_eq!(
        left(&room.inspection, room.case()).shown(),
        "everything has been gone through"
    );
    assert_eq!(Left::default().filled(5), 5);
}
