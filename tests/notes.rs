//! The agreed notes: what stands where in them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/everything.rs"]
mod everything;
#[path = "support/little.rs"]
mod little;

use alongside::{
    casework::{
        About, Anchor, Answer, CaseNo, FindingNo, Part, Region, RemarkKind, RemarkNo,
        ServiceDetails, ServiceNo, ServiceState, Sha256, Side, package::Ties,
    },
    notes::{
        Notes, NotesError, Options, from_json,
        model::{Said, State},
        to_json, to_markdown,
    },
};
use everything::everything;
use little::{CASE, JK, Little, MINUTES, PLAN, RO, absence, disagree, words_in};

fn notes_of(room: &Little, with_names: bool) -> Notes {
    let options = Options {
        now: room.now,
        with_names,
    };
    Notes::of(&room.inspection, CASE, &room.framework, &options).unwrap()
}

fn notes(room: &Little) -> Notes {
    notes_of(room, true)
}

fn agree_both(room: &mut Little, no: FindingNo) {
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
}

// What stands where

#[test]
fn an_agreed_finding_has_its_words_evidence_and_who_agreed() {
    let mut room = Little::sitting();
    let heard = room.pen(JK).remark(
        RemarkKind::Explanation,
        "The FSW rang on the 16th.",
        vec![],
        None,
    );
    let ties = Ties {
        anchors: vec![
            words_in(MINUTES, "did not attend"),
            absence("a call to mother", "case notes of March"),
        ],
        remarks: vec![heard],
    };
    let no = room
        .pen(RO)
        .put_with("Missed sessions are followed up.", ties);
    agree_both(&mut room, no);
    let notes = notes(&room);
    assert_eq!(notes.agreed.len(), 1);
    let finding = &notes.agreed[0];
    assert_eq!((finding.no, finding.state), (no, State::Agreed));
    assert_eq!(finding.wording.words, "Missed sessions are followed up.");
    assert_eq!(finding.wording.area.title, "Quality of practice");
    assert_eq!(finding.wording.polarity.title, "Area for improvement");
    let quote = &finding.on_file[0];
    assert_eq!(quote.words, "did not attend");
    // printf 'did not attend' | sha256sum
    assert_eq!(
        quote.words_sha256.to_string(),
        "9169deec4493c806ae343384fb0e9a414e1d8fabc4fee27c32894ee0a7dc9ec9"
    );
    assert_eq!(quote.document.title, "Core group minutes");
    assert_eq!(
        quote.document.dates.shown(),
        "14 Mar 2012 (recorded 16 Mar 2012, 2 days later)"
    );
    assert_eq!((quote.page, quote.paragraph), (0, 12));
    assert!(!quote.earlier_version);
    assert_eq!(finding.absences[0].looked_for, "a call to mother");
    assert_eq!(finding.absences[0].looked_in, "case notes of March");
    assert_eq!(finding.heard[0].words, "The FSW rang on the 16th.");
    assert_eq!(finding.heard[0].by.designation, "Social worker");
    let answers: Vec<_> = finding
        .wording
        .answers
        .iter()
        .map(|answer| (answer.by.initials.as_str(), answer.answer))
        .collect();
    assert_eq!(answers, [("RO", Said::Agreed), ("JK", Said::Agreed)]);
    assert!(finding.waiting_for.is_empty() && finding.earlier.is_empty());
}

#[test]
fn a_part_of_a_page_is_named_in_every_form_of_the_notes() {
    let mut room = Little::sitting();
    let region = Anchor::Region(Region {
        document: MINUTES,
        version: little::bytes_of(MINUTES),
        page: 3,
        part: Some(Part {
            left: 10,
            top: 20,
            right: 200,
            bottom: 150,
        }),
    });
    let ties = Ties {
        anchors: vec![region],
        remarks: Vec::new(),
    };
    room.pen(RO).put_with("The plan is not signed.", ties);
    let notes = notes(&room);
    let finding = &notes.to_answer[0];
    assert_eq!(finding.regions[0].place, "page 3, upper left");
    assert_eq!(finding.regions[0].document.title, "Core group minutes");
    assert!(!finding.regions[0].earlier_version);
    let markdown = to_markdown(&notes);
    assert!(
        markdown.contains("- On file, as it looks: Core group minutes"),
        "{markdown}"
    );
    assert!(markdown.contains("page 3, upper left"), "{markdown}");
    let json = to_json(&notes).unwrap();
    assert_eq!(from_json(&json).unwrap(), notes);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value["to_answer"][0]["regions"][0]["part"],
        serde_json::json!({"left": 10, "top": 20, "right": 200, "bottom": 150})
    );
}

#[test]
fn a_finding_not_agreed_has_both_voices() {
    let mut room = Little::sitting();
    let no = room.put("The child was not seen alone.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, disagree("She was, on the 6th.", "Seen alone once."))
        .unwrap();
    let notes = notes(&room);
    assert!(notes.agreed.is_empty());
    let answers = &notes.not_agreed[0].wording.answers;
    assert_eq!(answers[0].answer, Said::Agreed);
    assert_eq!(answers[1].answer, Said::NotAgreed);
    assert_eq!(answers[1].because, "She was, on the 6th.");
    assert_eq!(answers[1].own_wording, "Seen alone once.");
    let page = to_markdown(&notes);
    assert!(page.contains("- Not agreed: JK Social worker (authority), 13 Jun 2012"));
    assert!(
        page.contains("  - Because: She was, on the 6th.\n  - Own wording: Seen alone once.\n")
    );
}

#[test]
fn a_finding_to_answer_says_who_and_an_absent_side_is_said_as_such() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::NotYet).unwrap();
    let waiting = &notes(&room).to_answer[0];
    assert_eq!(waiting.state, State::ToAnswer);
    assert_eq!(waiting.waiting_for.len(), 1);
    assert_eq!(waiting.waiting_for[0].no, JK);
    for event in room.room().leave(JK).unwrap() {
        room.keep(event);
    }
    let notes = notes(&room);
    assert_eq!(notes.to_answer[0].state, State::AuthorityAbsent);
    assert!(notes.to_answer[0].waiting_for.is_empty());
    assert!(to_markdown(&notes).contains("\n- **Authority side absent**\n"));
}

#[test]
fn parked_and_withdrawn_findings_have_their_question_owner_and_reason() {
    let mut room = Little::sitting();
    let parked = room.put("One.");
    let withdrawn = room.put("Two.");
    room.act(|room, _| room.park(parked, "How many visits?", "Team manager"))
        .unwrap();
    room.act(|room, _| room.withdraw(withdrawn, "Said twice."))
        .unwrap();
    let notes = notes(&room);
    let question = notes.parked[0].parked.as_ref().unwrap();
    assert_eq!(
        (question.question.as_str(), question.owner.as_str()),
        ("How many visits?", "Team manager")
    );
    let reason = notes.withdrawn[0].withdrawn.as_ref().unwrap();
    assert_eq!((reason.reason.as_str(), reason.by.no), ("Said twice.", RO));
}

#[test]
fn words_changed_after_agreement_leave_the_old_ones_and_their_answers_in_the_history() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    agree_both(&mut room, no);
    room.reword(no, "Some visits are late.").unwrap();
    let notes = notes(&room);
    assert!(notes.agreed.is_empty());
    let finding = &notes.to_answer[0];
    assert_eq!(finding.wording.words, "Some visits are late.");
    assert!(finding.wording.answers.is_empty());
    assert_eq!(finding.earlier.len(), 1);
    assert_eq!(finding.earlier[0].words, "Visits are late.");
    assert_eq!(finding.earlier[0].by.no, RO);
    assert_eq!(finding.earlier[0].answers.len(), 2);
    assert_eq!(finding.wording.by.no, JK);
}

#[test]
fn words_of_a_document_altered_since_are_agreed_over_earlier_text() {
    let mut room = Little::sitting();
    let ties = Ties {
        anchors: vec![
            words_in(MINUTES, "did not attend"),
            words_in(PLAN, "weekly"),
        ],
        remarks: vec![],
    };
    let no = room.put_with("Followed up.", ties);
    agree_both(&mut room, no);
    room.alter(MINUTES);
    let notes = notes(&room);
    let earlier: Vec<bool> = notes.agreed[0]
        .on_file
        .iter()
        .map(|quote| quote.earlier_version)
        .collect();
    assert_eq!(earlier, [true, false]);
    let altered = &notes.coverage.altered;
    assert_eq!(altered.len(), 1);
    assert_eq!(
        altered[0].versions,
        [little::bytes_of(MINUTES), Sha256([0xff; 32])]
    );
    assert_eq!(
        to_markdown(&notes)
            .matches("**Agreed over earlier text:**")
            .count(),
        1
    );
}

#[test]
fn early_help_stands_first_in_the_package_and_not_offered_is_said() {
    let mut room = Little::sitting();
    for (service, early_help, state) in [
        ("Family support", false, ServiceState::Started),
        ("Nursery place", true, ServiceState::NotOffered),
    ] {
        let details = ServiceDetails {
            service: service.into(),
            early_help,
            state,
            ..ServiceDetails::default()
        };
        room.act(|room, _| room.add_service(details, vec![words_in(PLAN, "weekly")]))
            .unwrap();
    }
    room.act(|room, _| {
        room.remark(
            RemarkKind::ChildsView,
            "I like her.",
            vec![],
            None,
            Some(About::Service(ServiceNo(1))),
        )
    })
    .unwrap();
    let notes = notes(&room);
    let names: Vec<_> = notes
        .package
        .iter()
        .map(|service| (service.service.as_str(), service.state))
        .collect();
    assert_eq!(
        names,
        [
            ("Nursery place", ServiceState::NotOffered),
            ("Family support", ServiceState::Started)
        ]
    );
    assert_eq!(notes.package[1].heard[0].words, "I like her.");
    assert_eq!(notes.package[0].on_file[0].words, "weekly");
    assert_eq!(notes.coverage.services_not_discussed.len(), 1);
    assert_eq!(
        notes.coverage.services_not_discussed[0].service,
        "Nursery place"
    );
    assert!(
        to_markdown(&notes)
            .contains("### Service 2: Nursery place\n\n- **Not offered**\n- Early help\n")
    );
}

#[test]
fn replies_stand_under_what_they_answer() {
    let mut room = Little::sitting();
    let first = room.say("First.");
    let second = room.say("Second.");
    let reply = room.remark(RemarkKind::Explanation, "To first.", vec![], Some(first));
    room.remark(RemarkKind::Challenge, "To the reply.", vec![], Some(reply));
    room.remark(RemarkKind::Explanation, "To second.", vec![], Some(second));
    room.remark(
        RemarkKind::Observation,
        "Also to first.",
        vec![],
        Some(first),
    );
    let order: Vec<_> = notes(&room)
        .discussion
        .iter()
        .map(|remark| (remark.words.clone(), remark.depth))
        .collect();
    let expected = [
        ("First.", 0),
        ("To first.", 1),
        ("To the reply.", 2),
        ("Also to first.", 1),
        ("Second.", 0),
        ("To second.", 1),
    ];
    assert_eq!(
        order,
        expected.map(|(words, depth)| (words.to_owned(), depth))
    );
}

#[test]
fn coverage_says_what_was_read_when_and_what_was_not() {
    let mut room = everything();
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    room.read(MINUTES);
    let coverage = notes(&room).coverage;
    let titles = |documents: &[alongside::notes::model::DocumentRef]| {
        documents
            .iter()
            .map(|document| document.title.clone())
            .collect::<Vec<_>>()
    };
    let opened: Vec<_> = coverage
        .opened
        .iter()
        .map(|opened| (opened.document.title.as_str(), opened.sitting.0))
        .collect();
    assert_eq!(opened, [("Home visit", 1), ("Core group minutes", 1)]);
    assert!(coverage.opened[0].first.0 > coverage.opened[1].first.0);
    assert_eq!(
        titles(&coverage.never_opened),
        ["Child protection plan", "Photograph of Callum"]
    );
    assert_eq!(titles(&coverage.missing), ["Child protection plan"]);
    assert_eq!(
        coverage.not_readable[0].why,
        "A picture of Callum without text."
    );
    let questions: Vec<_> = coverage
        .questions_not_answered
        .iter()
        .map(|question| question.no)
        .collect();
    assert_eq!(questions, [RemarkNo(2)]);
}

#[test]
fn what_was_taken_back_is_not_in_the_notes_and_is_counted() {
    let mut room = Little::sitting();
    room.say("Said and taken back.");
    room.undo().unwrap();
    let notes = notes(&room);
    assert!(!to_json(&notes).unwrap().contains("taken back."));
    assert_eq!(notes.record.taken_back, 1);
    assert_eq!(notes.record.entries, room.entries.len() as u64);
    assert_eq!(notes.record.case_entries, room.entries.len() as u64 - 4);
    assert_eq!(notes.record.last_entry, Some(room.last_seq()));
}

#[test]
fn the_header_says_what_a_reader_has_to_know_first() {
    let room = everything();
    let header = notes(&room).header;
    assert!(header.notices[0].starts_with("NOT ENCRYPTED: whoever has this file"));
    assert!(header.notices[1].starts_with("TRAINING"));
    assert_eq!(
        header.notices[2],
        "Sitting 2 was still open when these notes were written."
    );
    assert_eq!(header.child.reference, "N-017");
    let people: Vec<_> = header
        .people
        .iter()
        .map(|person| (person.initials.as_str(), person.side))
        .collect();
    assert_eq!(
        people,
        [
            ("RO", Some(Side::Inspection)),
            ("JK", Some(Side::Authority)),
            ("OB", Some(Side::Observer)),
            ("SW", Some(Side::Authority))
        ]
    );
    assert!(header.sittings[0].closed.is_some() && header.sittings[1].paused.is_some());
}

#[test]
fn there_are_no_notes_on_no_case_or_with_another_framework() {
    let room = Little::new();
    let options = Options {
        now: room.now,
        with_names: false,
    };
    assert_eq!(
        Notes::of(&room.inspection, CaseNo(9), &room.framework, &options),
        Err(NotesError::NoSuchCase(CaseNo(9)))
    );
    let mut other = room.framework.clone();
    other.id = "england-ilacs-2026".into();
    assert_eq!(
        Notes::of(&room.inspection, CASE, &other, &options)
            .unwrap_err()
            .to_string(),
        "This inspection uses the framework \"england-2012\", and \"england-ilacs-2026\" was given for its notes: nothing was written."
    );
}
