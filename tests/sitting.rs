//! Who is in the room, who holds the pen, how long they sat; and what is set up before and beside a sitting.
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
    ActionNo, CaseNo, DocumentNo, Event, FindingNo, Inspection, Participant, ParticipantNo,
    ReferBackNo, Refusal, RemarkKind, RemarkNo, Side, SittingNo, event::CaseAbout,
    package::ActionDetails, rules::initials_of,
};
use jiff::civil::date;
use little::{CASE, JK, Little, MINUTES, OB, PLAN, RO, absence};

fn named(inspection: &Inspection, designation: &str, initials: &str) -> Result<String, Refusal> {
    match inspection.name_person(designation, initials, Side::Authority)? {
        Event::PersonNamed { person } => Ok(person.initials),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sitting_needs_both_sides() {
    let room = Little::new();
    let open = |present: &[ParticipantNo]| room.inspection.open_sitting(CASE, present);
    assert_eq!(
        open(&[RO, OB]).unwrap_err().to_string(),
        "A sitting needs at least one person of the inspection side and one of the authority side; nobody of the authority side is named."
    );
    assert_eq!(open(&[JK, OB]), Err(Refusal::SideMissing(Side::Inspection)));
    assert_eq!(open(&[]), Err(Refusal::SideMissing(Side::Inspection)));
    assert_eq!(
        open(&[RO, JK, ParticipantNo(9)]),
        Err(Refusal::NotInTheRoom("person 9".into()))
    );
    assert_eq!(
        open(&[JK, RO, JK]).unwrap(),
        Event::SittingOpened {
            sitting: SittingNo(1),
            present: vec![JK, RO],
            pen: JK
        }
    );
}

#[test]
fn only_one_sitting_at_a_time_and_the_next_one_has_the_next_number() {
    let mut room = Little::sitting();
    assert_eq!(
        room.inspection.open_sitting(CASE, &[RO, JK]),
        Err(Refusal::SittingOpen)
    );
    let paused = room.room().pause();
    room.keep(paused);
    assert_eq!(
        room.inspection.open_sitting(CASE, &[RO, JK]),
        Err(Refusal::SittingOpen)
    );
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    room.close();
    room.open(&[RO, JK]);
    assert_eq!(room.case().sitting().unwrap().no, SittingNo(2));
    assert_eq!(room.case().sittings.len(), 2);
}

#[test]
fn nothing_is_said_outside_a_running_sitting() {
    let mut room = Little::new();
    let refused = |room: &Little| room.inspection.room(CASE).map(|_| ()).unwrap_err();
    assert_eq!(refused(&room), Refusal::NoSitting);
    room.open(&[RO, JK]);
    let paused = room.room().pause();
    room.keep(paused);
    assert_eq!(refused(&room), Refusal::NoSitting);
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    room.close();
    assert_eq!(refused(&room), Refusal::NoSitting);
    assert_eq!(
        room.inspection.room(CaseNo(7)).map(|_| ()).unwrap_err(),
        Refusal::NoSuchCase(CaseNo(7))
    );
}

#[test]
fn the_pen_goes_round_the_room_and_only_round_the_room() {
    let mut room = Little::new();
    room.open(&[RO, JK, OB]);
    assert_eq!(room.room().next_pen(), Some(JK));
    room.pen(OB);
    assert_eq!(room.room().next_pen(), Some(RO));
    assert_eq!(room.room().pass_pen(OB), Err(Refusal::Unchanged));
    assert_eq!(
        room.room().pass_pen(ParticipantNo(9)),
        Err(Refusal::NotInTheRoom("person 9".into()))
    );
    let remark = room.say("Said by the student.");
    assert_eq!(room.case().remarks[&remark].by, OB);
}

#[test]
fn whoever_leaves_with_the_pen_hands_it_over_first() {
    let mut room = Little::new();
    room.open(&[RO, JK, OB]);
    assert_eq!(
        room.room().leave(RO).unwrap(),
        [Event::PenPassed { to: JK }, Event::PersonLeft { who: RO }]
    );
    assert_eq!(
        room.room().leave(OB).unwrap(),
        [Event::PersonLeft { who: OB }]
    );
    for event in room.room().leave(RO).unwrap() {
        room.keep(event);
    }
    let sitting = room.room().sitting;
    assert_eq!((sitting.pen, &sitting.present), (JK, &vec![JK, OB]));
    assert!(sitting.ever_present.contains(&RO));
}

#[test]
fn the_last_one_cannot_leave() {
    let mut room = Little::sitting();
    for event in room.room().leave(RO).unwrap() {
        room.keep(event);
    }
    assert_eq!(room.room().next_pen(), None);
    assert_eq!(room.room().leave(JK), Err(Refusal::LastInTheRoom));
    assert_eq!(
        room.room().leave(RO),
        Err(Refusal::NotInTheRoom("RO Lead inspector".into()))
    );
}

#[test]
fn somebody_comes_in_once() {
    let mut room = Little::sitting();
    assert_eq!(room.room().join(JK), Err(Refusal::Unchanged));
    assert_eq!(
        room.room().join(ParticipantNo(9)),
        Err(Refusal::NotInTheRoom("person 9".into()))
    );
    let joined = room.room().join(OB).unwrap();
    room.keep(joined);
    assert_eq!(
        room.room()
            .present()
            .map(Participant::shown)
            .collect::<Vec<_>>(),
        ["RO Lead inspector", "JK Social worker", "OB Student"]
    );
}

#[test]
fn pauses_are_taken_off_the_minutes() {
    let mut room = Little::sitting();
    room.wait(19);
    let paused = room.room().pause();
    room.keep(paused);
    let in_pause = room.case().sitting().unwrap();
    assert!(!in_pause.running());
    room.wait(44);
    assert_eq!(room.case().sitting().unwrap().minutes(room.now), 20);
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    room.wait(9);
    assert_eq!(room.case().sitting().unwrap().minutes(room.now), 30);
    let paused = room.room().pause();
    room.keep(paused);
    room.wait(99);
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    room.close();
    room.wait(500);
    let closed = room.case().sitting().unwrap();
    assert_eq!(closed.minutes(room.now), 31);
    assert_eq!(closed.paused_ms, (45 + 100) * 60_000);
}

#[test]
fn a_clock_that_goes_back_in_a_pause_adds_nothing() {
    let mut room = Little::sitting();
    room.wait(9);
    let paused = room.room().pause();
    room.keep(paused);
    room.wait(-60);
    let resumed = room.inspection.resume_sitting(CASE).unwrap();
    room.keep(resumed);
    assert_eq!(room.case().sitting().unwrap().paused_ms, 0);
    assert_eq!(room.case().sitting().unwrap().minutes(room.now), 0);
}

#[test]
fn only_a_paused_sitting_is_resumed() {
    let mut room = Little::sitting();
    assert_eq!(
        room.inspection.resume_sitting(CASE),
        Err(Refusal::NoSitting)
    );
    room.close();
    assert_eq!(
        room.inspection.resume_sitting(CASE),
        Err(Refusal::NoSitting)
    );
}

#[test]
fn a_document_is_opened_once_a_sitting() {
    let mut room = Little::sitting();
    assert!(!room.case().opened(MINUTES));
    room.read(MINUTES);
    assert!(room.case().opened(MINUTES));
    assert_eq!(room.room().open_document(MINUTES), None);
    assert_eq!(room.room().open_document(DocumentNo(99)), None);
    room.close();
    room.open(&[RO, JK]);
    assert!(room.room().open_document(MINUTES).is_some());
    assert!(room.case().opened(MINUTES));
    assert!(!room.case().opened(PLAN));
}

#[test]
fn what_is_said_has_words_and_answers_what_is_there() {
    let mut room = Little::sitting();
    assert_eq!(
        room.act(|room, _| room.remark(RemarkKind::Question, " \n", vec![], None, None)),
        Err(Refusal::Empty("What is said"))
    );
    assert_eq!(
        room.act(|room, _| room.remark(
            RemarkKind::Question,
            "Who?",
            vec![],
            Some(RemarkNo(4)),
            None
        )),
        Err(Refusal::Gone("Remark 4".into()))
    );
    let said = room.remark(
        RemarkKind::Question,
        "  Who followed this up?\n",
        vec![],
        None,
    );
    let remark = &room.case().remarks[&said];
    assert_eq!(remark.words, "Who followed this up?");
    assert_eq!((remark.by, remark.sitting), (RO, SittingNo(1)));
}

#[test]
fn an_absence_says_its_own_words() {
    let mut room = Little::sitting();
    let looked = absence("a visit between 3 March and 20 April", "all visits");
    let said = room.remark(RemarkKind::Observation, " ", vec![looked.clone()], None);
    assert_eq!(room.case().remarks[&said].words, "");
    assert_eq!(room.case().remarks[&said].anchors, [looked]);
}

#[test]
fn an_action_needs_what_and_who_and_a_dropped_one_is_not_edited() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    let details = |what: &str, owner: &str| ActionDetails {
        what: what.into(),
        owner: owner.into(),
        ..ActionDetails::default()
    };
    let mut put = |details| room.act(|room, _| room.put_action(no, details));
    assert_eq!(
        put(details("", "JK")),
        Err(Refusal::Empty("What is to be done"))
    );
    assert_eq!(
        put(details("Record.", " ")),
        Err(Refusal::Empty("Who sees to it"))
    );
    put(details("Record.", "JK")).unwrap();
    let action = ActionNo(1);
    assert_eq!(
        room.room().edit_action(action, details("Record.", "JK")),
        Err(Refusal::Unchanged)
    );
    room.act(|room, _| room.drop_action(action, "Done already."))
        .unwrap();
    assert_eq!(
        room.room()
            .edit_action(action, details("Record all.", "JK")),
        Err(Refusal::Gone("Action 1".into()))
    );
    assert_eq!(
        room.room().drop_action(action, "Again."),
        Err(Refusal::Gone("Action 1".into()))
    );
    assert_eq!(
        room.room()
            .put_action(FindingNo(8), details("Record.", "JK")),
        Err(Refusal::Gone("Finding 8".into()))
    );
}

#[test]
fn a_refer_back_needs_no_sitting_and_is_closed_once() {
    let mut room = Little::new();
    let raise = |room: &Little, concern: &str, to: &str, when: &str| {
        room.inspection.raise_refer_back(CASE, concern, to, when)
    };
    assert_eq!(
        raise(&room, " ", "Team manager", "now"),
        Err(Refusal::Empty("Concern"))
    );
    assert_eq!(
        raise(&room, "No food.", "", "now"),
        Err(Refusal::Empty("Told to"))
    );
    assert_eq!(
        raise(&room, "No food.", "Team manager", ""),
        Err(Refusal::Empty("When"))
    );
    let raised = raise(&room, "No food.", "Team manager", "at once").unwrap();
    room.keep(raised);
    let which = ReferBackNo(1);
    let answered = room
        .inspection
        .answer_refer_back(CASE, which, "A visit today.")
        .unwrap();
    room.keep(answered);
    assert_eq!(room.case().open_refer_backs().count(), 1);
    let closed = room
        .inspection
        .close_refer_back(CASE, which, "Visited; food bought.")
        .unwrap();
    room.keep(closed);
    assert_eq!(room.case().open_refer_backs().count(), 0);
    assert_eq!(
        room.case().refer_backs[&which].replies[0].1,
        "A visit today."
    );
    assert_eq!(
        room.inspection.close_refer_back(CASE, which, "Again."),
        Err(Refusal::ReferBackClosed)
    );
    assert_eq!(
        room.inspection
            .answer_refer_back(CASE, ReferBackNo(2), "What?"),
        Err(Refusal::Gone("Refer-back 2".into()))
    );
}

#[test]
fn initials_tell_people_apart() {
    let room = Little::new();
    assert_eq!(initials_of("Lead inspector"), "LI");
    let inspection = &room.inspection;
    assert_eq!(named(inspection, "Team manager", "").unwrap(), "TM");
    assert_eq!(named(inspection, "Team manager", " tm ").unwrap(), "TM");
    assert_eq!(named(inspection, "Really old", "").unwrap(), "RO2");
    assert_eq!(
        named(inspection, "Team manager", "jk"),
        Err(Refusal::InitialsTaken("JK".into()))
    );
    assert_eq!(
        named(inspection, " ", "AB"),
        Err(Refusal::Empty("Designation"))
    );
}

#[test]
fn long_initials_are_cut_before_they_are_compared() {
    let mut room = Little::new();
    let first = room
        .inspection
        .name_person("Team manager", "ABCDE", Side::Authority)
        .unwrap();
    room.keep_as(None, None, first);
    assert_eq!(room.inspection.initials(ParticipantNo(4)), "ABCD");
    assert_eq!(
        named(&room.inspection, "Health visitor", "ABCDF"),
        Err(Refusal::InitialsTaken("ABCD".into()))
    );
}

#[test]
fn a_reference_is_used_once_whatever_its_capitals() {
    let room = Little::new();
    assert_eq!(
        room.inspection.set_up_case(" n-017", CaseAbout::default()),
        Err(Refusal::ReferenceTaken("n-017".into()))
    );
    assert_eq!(
        room.inspection
            .set_up_case("N-018", CaseAbout::default())
            .unwrap()
            .0,
        CaseNo(2)
    );
    assert_eq!(room.inspection.case_by_reference("n-017 ").unwrap().0, CASE);
}

#[test]
fn identifiers_are_listed_and_unlisted() {
    let mut room = Little::new();
    let listed = room
        .inspection
        .list_identifier(CASE, " Callum ", "child")
        .unwrap();
    room.keep(listed);
    assert_eq!(room.case().identifiers["Callum"], "child");
    assert_eq!(
        room.inspection.list_identifier(CASE, "Callum", "child"),
        Err(Refusal::Unchanged)
    );
    assert_eq!(
        room.inspection.list_identifier(CASE, "Callum", ""),
        Err(Refusal::Empty("Stands for"))
    );
    let unlisted = room.inspection.unlist_identifier(CASE, "Callum").unwrap();
    room.keep(unlisted);
    assert_eq!(
        room.inspection.unlist_identifier(CASE, "Callum"),
        Err(Refusal::Gone("\"Callum\"".into()))
    );
}

#[test]
fn what_a_newer_program_wrote_can_be_read_and_not_added_to() {
    let mut room = Little::sitting();
    room.say("Before.");
    room.keep(Event::Unknown);
    assert!(room.inspection.read_only);
    assert_eq!(room.case().remarks.len(), 1);
    assert_eq!(
        room.inspection.room(CASE).map(|_| ()),
        Err(Refusal::ReadOnly)
    );
    assert_eq!(
        room.inspection.raise_refer_back(CASE, "a", "b", "c"),
        Err(Refusal::ReadOnly)
    );
}

#[test]
fn an_altered_document_keeps_its_first_version_and_is_no_longer_missing() {
    let mut room = Little::new();
    room.keep(Event::DocumentsMissing {
        documents: vec![MINUTES],
    });
    assert!(room.case().missing.contains(&MINUTES));
    room.alter(MINUTES);
    assert!(room.case().missing.is_empty());
    let document = &room.case().documents[&MINUTES];
    assert_eq!(document.versions.len(), 2);
    assert_eq!(document.versions[0].sha256, little::bytes_of(MINUTES));
    assert_eq!(document.versions[1].sha256.0, [0xff; 32]);
}

#[test]
fn the_days_of_an_inspection_are_its_working_days() {
    let calendar = alongside::desk::timescales::calendar();
    let mut room = Little::new();
    let day = |room: &Little, date| room.inspection.day_of(date, calendar);
    assert_eq!(day(&room, date(2012, 6, 10)), None);
    assert_eq!(day(&room, date(2012, 6, 11)), Some((1, 10)));
    assert_eq!(day(&room, date(2012, 6, 18)), Some((6, 10)));
    assert_eq!(day(&room, date(2012, 6, 22)), Some((10, 10)));
    assert_eq!(day(&room, date(2012, 6, 23)), None);
    // Monday 4 and Tuesday 5 June 2012 were bank holidays.
    room.inspection.first_day = Some(date(2012, 5, 31));
    assert_eq!(day(&room, date(2012, 6, 1)), Some((2, 15)));
    assert_eq!(day(&room, date(2012, 6, 5)), Some((2, 15)));
    assert_eq!(day(&room, date(2012, 6, 6)), Some((3, 15)));
    // In years no calendar covers, weekdays.
    room.inspection.first_day = Some(date(2031, 12, 24));
    room.inspection.last_day = Some(date(2032, 1, 2));
    assert_eq!(day(&room, date(2031, 12, 26)), Some((3, 8)));
}
