//! Taking back and putting back: one's own last act of this sitting, by name, never over somebody else's.
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
    About, Answer, Event, FindingNo, FindingState, Refusal, RemarkKind, RemarkNo, ServiceDetails,
    ServiceNo, package::ActionDetails, package::Ties,
};
use little::{CASE, JK, Little, MINUTES, RO, words_in};

fn service(name: &str) -> ServiceDetails {
    ServiceDetails {
        service: name.into(),
        ..ServiceDetails::default()
    }
}

fn to_do(what: &str) -> ActionDetails {
    ActionDetails {
        what: what.into(),
        owner: "Team manager".into(),
        ..ActionDetails::default()
    }
}

#[test]
fn undo_takes_back_the_last_act_and_names_it() {
    let mut room = Little::sitting();
    room.say("The plan is clear.");
    room.put("The plan is clear.");
    assert_eq!(room.undo().unwrap(), "finding 1 put");
    assert!(room.case().findings.is_empty());
    assert_eq!(room.undo().unwrap(), "remark 1 (observation)");
    assert!(room.case().remarks.is_empty());
    assert_eq!(
        room.undo().unwrap_err().to_string(),
        "There is nothing of RO Lead inspector to take back in this sitting."
    );
}

#[test]
fn every_act_has_its_name() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    let remark = room.say("One was.");
    room.act(|room, _| room.add_service(service("Family support"), Vec::new()))
        .unwrap();
    room.act(|room, _| room.put_action(no, to_do("Record visits.")))
        .unwrap();
    let name = |room: &mut Little, event: Event| {
        room.keep(event);
        room.undo().unwrap()
    };
    let room = &mut room;
    let event = room
        .room()
        .remark(RemarkKind::Explanation, "Yes.", vec![], Some(remark), None);
    assert_eq!(name(room, event.unwrap()), "remark 2, reply to 1");
    let event = room
        .room()
        .reword(no, little::wording("Some are."), &room.framework);
    assert_eq!(name(room, event.unwrap()), "finding 1 reworded");
    let event = room.room().tie_finding(
        no,
        Ties {
            anchors: vec![],
            remarks: vec![remark],
        },
    );
    assert_eq!(name(room, event.unwrap()), "more evidence for finding 1");
    let event = room.room().answer(no, Answer::Agree);
    assert_eq!(name(room, event.unwrap()), "\"agreed\" on finding 1");
    let event = room.room().park(no, "Why?", "JK");
    assert_eq!(name(room, event.unwrap()), "finding 1 parked");
    let event = room.room().withdraw(no, "Wrong.");
    assert_eq!(name(room, event.unwrap()), "finding 1 withdrawn");
    let event = room.room().edit_service(ServiceNo(1), service("FSW"));
    assert_eq!(name(room, event.unwrap()), "service 1 edited");
    let event = room
        .room()
        .tie_service(ServiceNo(1), vec![words_in(MINUTES, "weekly")]);
    assert_eq!(name(room, event.unwrap()), "more passages for service 1");
    let action = alongside::casework::ActionNo(1);
    let event = room.room().edit_action(action, to_do("Record all visits."));
    assert_eq!(name(room, event.unwrap()), "action 1 edited");
    let event = room.room().drop_action(action, "Done.");
    assert_eq!(name(room, event.unwrap()), "action 1 dropped");
    assert_eq!(room.undo().unwrap(), "action 1 put");
    assert_eq!(room.undo().unwrap(), "service 1 added");
}

#[test]
fn a_finding_taken_up_can_be_parked_again_by_undo() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.act(|room, _| room.park(no, "Why?", "JK")).unwrap();
    room.act(|room, _| room.take_up(no)).unwrap();
    assert_eq!(room.undo().unwrap(), "finding 1 taken up again");
    assert_eq!(room.state(no), FindingState::Parked);
}

#[test]
fn undo_never_takes_back_what_another_person_did() {
    let mut room = Little::sitting();
    room.say("By RO.");
    room.pen(JK).say("By JK.");
    room.pen(RO);
    assert_eq!(room.undo().unwrap(), "remark 1 (observation)");
    assert_eq!(
        room.case().remarks.keys().collect::<Vec<_>>(),
        [&RemarkNo(2)]
    );
    assert_eq!(
        room.undo(),
        Err(Refusal::NothingToUndo("RO Lead inspector".into()))
    );
}

#[test]
fn a_finding_somebody_answered_stays_with_the_sentence_why() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.answer(JK, no, Answer::Agree).unwrap();
    room.pen(RO);
    assert_eq!(
        room.undo().unwrap_err().to_string(),
        "Finding 1 put cannot be taken back: JK Social worker has answered it since. Reword or withdraw the finding instead."
    );
    assert!(room.finding(no).position(JK).is_some());
}

#[test]
fn once_the_answer_is_taken_back_the_finding_can_be_too() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.answer(JK, no, Answer::Agree).unwrap();
    assert_eq!(room.undo().unwrap(), "\"agreed\" on finding 1");
    room.pen(RO);
    assert_eq!(room.undo().unwrap(), "finding 1 put");
}

#[test]
fn a_rewording_somebody_answered_stays() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.reword(no, "Some visits are late.").unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
    room.pen(RO);
    assert!(matches!(room.undo(), Err(Refusal::AnsweredSince { .. })));
    assert_eq!(room.finding(no).words(), "Some visits are late.");
}

#[test]
fn a_rewording_that_somebody_parked_stays_and_evidence_alone_does_not_hold_it() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.reword(no, "Some visits are late.").unwrap();
    room.pen(JK)
        .act(|room, _| room.park(no, "Which visits?", "Team manager"))
        .unwrap();
    assert!(matches!(
        room.pen(RO).undo(),
        Err(Refusal::AnsweredSince { .. })
    ));

    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.reword(no, "Some visits are late.").unwrap();
    let ties = Ties {
        anchors: vec![words_in(MINUTES, "twice late")],
        remarks: vec![],
    };
    room.pen(JK)
        .act(|room, _| room.tie_finding(no, ties.clone()))
        .unwrap();
    assert_eq!(room.pen(RO).undo().unwrap(), "finding 1 reworded");
    assert_eq!(room.finding(no).anchors, ties.anchors);
}

#[test]
fn undoing_a_rewording_brings_the_old_words_and_their_answers_back() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
    room.pen(RO).reword(no, "Some visits are late.").unwrap();
    assert_eq!(room.undo().unwrap(), "finding 1 reworded");
    assert_eq!(room.finding(no).words(), "Visits are late.");
    assert_eq!(room.state(no), FindingState::Agreed);
}

#[test]
fn what_another_person_built_on_stays() {
    // A reply, evidence for a finding, a remark about a finding, an edit of a service, an action from a finding.
    let mut room = Little::sitting();
    let remark = room.say("By RO.");
    room.pen(JK)
        .remark(RemarkKind::Explanation, "A reply.", vec![], Some(remark));
    assert_eq!(
        room.pen(RO).undo().unwrap_err().to_string(),
        "Remark 1 (observation) cannot be taken back: JK Social worker has answered it since. Add a remark that says so instead."
    );

    let mut room = Little::sitting();
    let remark = room.say("By RO.");
    room.pen(JK).put_with(
        "Put by JK.",
        Ties {
            anchors: vec![],
            remarks: vec![remark],
        },
    );
    assert!(room.pen(RO).undo().is_err());

    let mut room = Little::sitting();
    let no = room.put("Put by RO.");
    room.pen(JK)
        .act(|room, _| {
            room.remark(
                RemarkKind::Challenge,
                "Is it?",
                vec![],
                None,
                Some(About::Finding(no)),
            )
        })
        .unwrap();
    assert!(room.pen(RO).undo().is_err());

    let mut room = Little::sitting();
    room.act(|room, _| room.add_service(service("Family support"), vec![]))
        .unwrap();
    room.pen(JK)
        .act(|room, _| room.edit_service(ServiceNo(1), service("Family support worker")))
        .unwrap();
    assert_eq!(
        room.pen(RO).undo().unwrap_err().to_string(),
        "Service 1 added cannot be taken back: JK Social worker has answered it since. Change it instead."
    );

    let mut room = Little::sitting();
    let no = room.put("Put by RO.");
    room.pen(JK)
        .act(|room, _| room.put_action(no, to_do("Record visits.")))
        .unwrap();
    assert!(room.pen(RO).undo().is_err());
    assert_eq!(room.case().actions.len(), 1);
}

#[test]
fn taking_up_a_finding_that_somebody_answered_since_stays() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.act(|room, _| room.park(no, "Why?", "JK")).unwrap();
    room.act(|room, _| room.take_up(no)).unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
    room.pen(RO);
    assert!(matches!(room.undo(), Err(Refusal::AnsweredSince { .. })));
    assert_eq!(room.state(no), FindingState::Waiting(vec![RO]));
}

#[test]
fn sittings_openings_the_pen_intake_and_refer_backs_are_never_taken_back() {
    let mut room = Little::sitting();
    room.read(MINUTES);
    let raised = room
        .inspection
        .raise_refer_back(CASE, "No food in the house.", "Team manager", "at once")
        .unwrap();
    room.keep(raised);
    let paused = room.room().pause();
    room.keep(paused);
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    room.pen(JK).pen(RO);
    assert_eq!(
        room.undo(),
        Err(Refusal::NothingToUndo("RO Lead inspector".into()))
    );
    room.keep_as(
        Some(CASE),
        Some(RO),
        Event::DocumentAlsoNamed {
            document: MINUTES,
            name: "copy.md".into(),
        },
    );
    assert!(room.undo().is_err());
}

#[test]
fn undo_does_not_reach_into_an_earlier_sitting() {
    let mut room = Little::sitting();
    room.say("In the first sitting.");
    room.close();
    room.open(&[RO, JK]);
    assert_eq!(
        room.undo(),
        Err(Refusal::NothingToUndo("RO Lead inspector".into()))
    );
    assert_eq!(
        room.redo().unwrap_err().to_string(),
        "There is nothing of RO Lead inspector to put back."
    );
}

#[test]
fn undo_reaches_back_over_a_pause() {
    let mut room = Little::sitting();
    room.say("Before.");
    let paused = room.room().pause();
    room.keep(paused);
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    assert_eq!(room.undo().unwrap(), "remark 1 (observation)");
}

#[test]
fn redo_puts_back_what_was_taken_back_in_turn() {
    let mut room = Little::sitting();
    room.say("One.");
    room.say("Two.");
    let before = room.case().remarks.clone();
    room.undo().unwrap();
    room.undo().unwrap();
    assert_eq!(room.redo().unwrap(), "remark 1 (observation)");
    assert_eq!(room.redo().unwrap(), "remark 2 (observation)");
    assert_eq!(room.case().remarks, before);
    assert_eq!(
        room.redo(),
        Err(Refusal::NothingToRedo("RO Lead inspector".into()))
    );
}

#[test]
fn undo_redo_undo_redo_comes_back_to_the_same() {
    let mut room = Little::sitting();
    room.say("One.");
    let before = room.case().remarks.clone();
    for _ in 0..3 {
        room.undo().unwrap();
        assert!(room.case().remarks.is_empty());
        room.redo().unwrap();
        assert_eq!(room.case().remarks, before);
    }
}

#[test]
fn a_new_act_ends_what_can_be_put_back() {
    let mut room = Little::sitting();
    room.say("One.");
    room.undo().unwrap();
    room.say("Two.");
    assert!(room.redo().is_err());
    // Taking the new act back offers that one, and never the older one behind it.
    assert_eq!(room.undo().unwrap(), "remark 2 (observation)");
    assert_eq!(room.redo().unwrap(), "remark 2 (observation)");
    assert!(room.redo().is_err());
    assert_eq!(
        room.case().remarks.keys().collect::<Vec<_>>(),
        [&RemarkNo(2)]
    );
}

#[test]
fn another_persons_act_does_not_end_what_can_be_put_back() {
    let mut room = Little::sitting();
    room.say("One.");
    room.undo().unwrap();
    room.pen(JK).say("By JK.");
    assert!(room.redo().is_err());
    room.pen(RO);
    assert_eq!(room.redo().unwrap(), "remark 1 (observation)");
}

#[test]
fn a_number_is_never_given_twice() {
    let mut room = Little::sitting();
    room.say("One.");
    room.put("One.");
    room.undo().unwrap();
    room.undo().unwrap();
    assert_eq!(room.say("Two."), RemarkNo(2));
    assert_eq!(room.put("Two."), FindingNo(2));
}

#[test]
fn what_was_taken_back_stays_readable_in_the_history() {
    let mut room = Little::sitting();
    room.say("Said and taken back.");
    let said = room.last_seq();
    room.undo().unwrap();
    let history = &room.case().history;
    assert!(history.iter().any(|entry| entry.seq == said
        && matches!(&entry.event, Event::RemarkMade { words, .. } if words == "Said and taken back.")));
    assert_eq!(history.last().unwrap().event, Event::Undone { entry: said });
    assert_eq!(room.case().undone.iter().collect::<Vec<_>>(), [&said]);
}

#[test]
fn undo_leaves_everything_else_as_it_was() {
    let mut room = Little::sitting();
    room.read(MINUTES);
    let no = room.put("Visits are late.");
    room.answer(JK, no, Answer::Agree).unwrap();
    let before = room.case().clone();
    room.say("A slip of the pen.");
    room.undo().unwrap();
    let after = room.case();
    assert_eq!(after.findings, before.findings);
    assert_eq!(after.remarks, before.remarks);
    assert_eq!(after.documents, before.documents);
    assert_eq!(after.sittings, before.sittings);
    assert_eq!(
        (&after.reference, &after.about),
        (&before.reference, &before.about)
    );
}

#[test]
fn an_entry_that_takes_back_what_is_not_there_yet_changes_nothing() {
    let mut room = Little::sitting();
    let next = alongside::casework::Seq(room.last_seq().0 + 2);
    room.keep(Event::Undone { entry: next });
    room.say("Kept as entry two further on.");
    assert_eq!(room.last_seq(), next);
    assert!(room.case().undone.is_empty());
    room.put("Something to take back.");
    room.undo().unwrap();
    assert_eq!(room.case().remarks.len(), 1);
}

#[test]
fn a_document_described_is_taken_back_and_what_intake_read_stays() {
    let mut room = Little::sitting();
    let read = room.case().documents[&MINUTES].clone();
    let dates = alongside::casework::DocumentDates {
        happened: Some(jiff::civil::date(2012, 3, 13)),
        ..read.dates
    };
    room.act(|room, _| room.describe(MINUTES, "Fourth core group", "core group minutes", dates))
        .unwrap();
    let known = room.case().documents[&MINUTES].clone();
    assert_eq!(
        (known.title.as_str(), known.kind.as_str()),
        ("Fourth core group", "core group minutes")
    );
    assert_eq!(known.dates, dates);
    assert_eq!(known.as_read.title, read.title);
    assert_eq!(known.as_read.dates, read.dates);
    assert_eq!(known.described.dates, Some(RO));
    assert_eq!(
        known.date_source(0, |who| format!("person {who}")),
        "set by person 1"
    );
    // Other bytes bring other dates, but what somebody set stands.
    room.alter(MINUTES);
    assert_eq!(room.case().documents[&MINUTES].dates, dates);
    let again = room
        .act(|room, _| room.describe(MINUTES, "Fourth core group", "core group minutes", dates));
    assert_eq!(again.unwrap_err(), Refusal::Unchanged);
    let none = room.act(|room, _| room.describe(MINUTES, " ", "core group minutes", dates));
    assert_eq!(none.unwrap_err(), Refusal::Empty("Title"));
    assert_eq!(room.undo().unwrap(), "document 3 described");
    let known = &room.case().documents[&MINUTES];
    assert_eq!((&known.title, &known.kind), (&read.title, &read.kind));
    assert_eq!(
        known.described,
        alongside::casework::document::Described::default()
    );
}
