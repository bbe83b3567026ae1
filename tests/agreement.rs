//! What agreed means: the very same words, both sides, nobody against; and what becomes of answers when words change.
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
    Answer, Event, FindingNo, FindingState, ParticipantNo, Refusal, Relation, RemarkNo, Seq, Side,
    Wording, package::Ties,
};
use little::{CASE, JK, Little, MINUTES, OB, RO, disagree, wording, words_in};

#[test]
fn a_finding_waits_for_both_sides() {
    let mut room = Little::sitting();
    let no = room.put("Missed sessions are followed up.");
    assert_eq!(room.state(no), FindingState::Waiting(vec![RO, JK]));
    room.answer(RO, no, Answer::Agree).unwrap();
    assert_eq!(room.state(no), FindingState::Waiting(vec![JK]));
    room.answer(JK, no, Answer::Agree).unwrap();
    assert_eq!(room.state(no), FindingState::Agreed);
}

#[test]
fn two_of_one_side_are_not_both_sides() {
    let mut room = Little::new();
    let second = room
        .inspection
        .name_person("Inspector", "AB", Side::Inspection)
        .unwrap();
    room.keep_as(None, None, second);
    let second = ParticipantNo(4);
    room.open(&[RO, JK, second]);
    let no = room.put("The plan is clear.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(second, no, Answer::Agree).unwrap();
    assert_eq!(room.state(no), FindingState::Waiting(vec![JK]));
}

#[test]
fn one_who_disagrees_is_enough_for_not_agreed_and_blocks_nothing() {
    let mut room = Little::sitting();
    let no = room.put("The child was not seen alone.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(
        JK,
        no,
        disagree("She was, on the 6th.", "  Seen alone once. "),
    )
    .unwrap();
    assert_eq!(room.state(no), FindingState::NotAgreed);
    assert_eq!(
        room.finding(no).position(JK).unwrap().answer,
        disagree("She was, on the 6th.", "Seen alone once.")
    );
    let next = room.put("The next one.");
    assert_eq!(next, FindingNo(2));
}

#[test]
fn the_last_answer_of_a_person_counts() {
    let mut room = Little::sitting();
    let no = room.put("The plan is clear.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, disagree("Not to the family.", ""))
        .unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
    assert_eq!(room.state(no), FindingState::Agreed);
}

#[test]
fn not_yet_is_no_answer() {
    let mut room = Little::sitting();
    let no = room.put("The plan is clear.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::NotYet).unwrap();
    assert_eq!(room.state(no), FindingState::Waiting(vec![JK]));
    assert_eq!(
        room.finding(no).position(JK).unwrap().answer,
        Answer::NotYet
    );
}

#[test]
fn a_disagreement_needs_its_reason() {
    let mut room = Little::sitting();
    let no = room.put("The plan is clear.");
    assert_eq!(
        room.answer(JK, no, disagree("  ", "Other words.")),
        Err(Refusal::Empty("The reason"))
    );
    assert!(room.finding(no).position(JK).is_none());
}

#[test]
fn the_same_answer_twice_is_one() {
    let mut room = Little::sitting();
    let no = room.put("The plan is clear.");
    room.answer(JK, no, Answer::Agree).unwrap();
    assert_eq!(room.answer(JK, no, Answer::Agree), Err(Refusal::Unchanged));
}

#[test]
fn rewording_clears_every_position_and_keeps_the_old_words_with_theirs() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
    room.pen(RO).reword(no, "Some visits are late.").unwrap();
    assert_eq!(room.state(no), FindingState::Waiting(vec![RO, JK]));
    let finding = room.finding(no);
    assert_eq!(finding.words(), "Some visits are late.");
    assert_eq!(finding.wordings[0].wording.words, "Visits are late.");
    assert_eq!(
        finding.wordings[0].positions.keys().collect::<Vec<_>>(),
        [&RO, &JK]
    );
    assert!(finding.wordings[1].positions.is_empty());
}

#[test]
fn another_area_polarity_or_relation_is_another_wording() {
    for other in [
        Wording {
            area: "leadership".into(),
            ..wording("Visits are late.")
        },
        Wording {
            polarity: "strength".into(),
            ..wording("Visits are late.")
        },
        Wording {
            relation: Relation::NotOnFile,
            ..wording("Visits are late.")
        },
    ] {
        let mut room = Little::sitting();
        let no = room.put("Visits are late.");
        room.answer(RO, no, Answer::Agree).unwrap();
        room.answer(JK, no, Answer::Agree).unwrap();
        room.act(|room, framework| room.reword(no, other, framework))
            .unwrap();
        assert_eq!(room.state(no), FindingState::Waiting(vec![RO, JK]));
    }
}

#[test]
fn the_same_words_with_other_spaces_around_them_are_no_rewording() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    assert_eq!(
        room.reword(no, "  Visits are late. "),
        Err(Refusal::Unchanged)
    );
}

#[test]
fn an_answer_to_an_old_wording_does_not_count_for_the_new_one() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    let old = room.last_seq();
    room.reword(no, "Some visits are late.").unwrap();
    room.answer(RO, no, Answer::Agree).unwrap();
    // An answer that was on its way when the words changed.
    room.keep_as(
        Some(CASE),
        Some(JK),
        Event::PositionTaken {
            finding: no,
            wording: old,
            answer: Answer::Agree,
        },
    );
    assert_eq!(room.state(no), FindingState::Waiting(vec![JK]));
    assert!(room.finding(no).wordings[0].positions.contains_key(&JK));
    assert!(room.finding(no).position(JK).is_none());
}

#[test]
fn an_answer_is_the_pen_holders_own_and_names_the_words_it_is_about() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    let put = room.last_seq();
    let taken = room.room().answer(no, Answer::Agree).unwrap();
    assert_eq!(
        taken,
        Event::PositionTaken {
            finding: no,
            wording: put,
            answer: Answer::Agree
        }
    );
    room.keep(taken);
    assert!(room.finding(no).position(RO).is_some());
    assert!(room.finding(no).position(JK).is_none());
}

#[test]
fn an_observer_takes_no_position() {
    let mut room = Little::new();
    room.open(&[RO, JK, OB]);
    let no = room.put("Visits are late.");
    assert_eq!(
        room.answer(OB, no, Answer::Agree),
        Err(Refusal::ObserverTakesNoPosition)
    );
    assert_eq!(room.state(no), FindingState::Waiting(vec![RO, JK]));
}

#[test]
fn a_side_that_is_not_in_the_room_is_said_to_be_absent() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.answer(RO, no, Answer::Agree).unwrap();
    for left in room.room().leave(JK).unwrap() {
        room.keep(left);
    }
    assert_eq!(room.state(no), FindingState::SideAbsent(Side::Authority));
    let back = room.room().join(JK).unwrap();
    room.keep(back);
    assert_eq!(room.state(no), FindingState::Waiting(vec![JK]));
}

#[test]
fn what_somebody_agreed_before_leaving_stands() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
    for left in room.room().leave(JK).unwrap() {
        room.keep(left);
    }
    assert_eq!(room.state(no), FindingState::Agreed);
}

#[test]
fn a_parked_finding_has_a_question_and_an_owner_and_takes_no_answers() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    assert_eq!(
        room.room().park(no, "", "Team manager"),
        Err(Refusal::Empty("The question"))
    );
    assert_eq!(
        room.room().park(no, "Was it agreed?", " "),
        Err(Refusal::Empty("Who finds out"))
    );
    room.act(|room, _| room.park(no, "Was it agreed?", "Team manager"))
        .unwrap();
    assert_eq!(room.state(no), FindingState::Parked);
    assert_eq!(
        room.answer(JK, no, Answer::Agree),
        Err(Refusal::FindingParked(no))
    );
    assert_eq!(room.reword(no, "Other."), Err(Refusal::FindingParked(no)));
    assert_eq!(
        room.room().park(no, "Again?", "JK"),
        Err(Refusal::FindingParked(no))
    );
}

#[test]
fn a_finding_taken_up_again_has_the_answers_it_had() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    assert_eq!(room.room().take_up(no), Err(Refusal::FindingNotParked(no)));
    room.answer(RO, no, Answer::Agree).unwrap();
    room.act(|room, _| room.park(no, "How many?", "Team manager"))
        .unwrap();
    room.act(|room, _| room.take_up(no)).unwrap();
    assert_eq!(room.state(no), FindingState::Waiting(vec![JK]));
}

#[test]
fn a_withdrawn_finding_keeps_its_reason_and_is_not_worked_on_again() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    assert_eq!(room.room().withdraw(no, " "), Err(Refusal::Empty("Reason")));
    room.act(|room, _| room.withdraw(no, "The log was read wrongly."))
        .unwrap();
    assert_eq!(room.state(no), FindingState::Withdrawn);
    assert_eq!(
        room.finding(no).withdrawn.as_ref().unwrap().reason,
        "The log was read wrongly."
    );
    let gone = Err(Refusal::FindingWithdrawn(no));
    assert_eq!(room.answer(JK, no, Answer::Agree), gone);
    assert_eq!(room.reword(no, "Other."), gone);
    assert_eq!(room.act(|room, _| room.park(no, "Why?", "JK")), gone);
    assert_eq!(room.act(|room, _| room.withdraw(no, "Again.")), gone);
    assert_eq!(
        room.act(|room, _| room.put_action(
            no,
            alongside::casework::package::ActionDetails {
                what: "Record visits.".into(),
                owner: "Team manager".into(),
                ..Default::default()
            }
        )),
        gone
    );
}

#[test]
fn more_evidence_leaves_positions_as_they_are() {
    let mut room = Little::sitting();
    let heard = room.say("It was the school holidays.");
    let no = room.put("Visits are late.");
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
    let ties = Ties {
        anchors: vec![words_in(MINUTES, "twice late")],
        remarks: vec![heard],
    };
    room.act(|room, _| room.tie_finding(no, ties.clone()))
        .unwrap();
    assert_eq!(room.state(no), FindingState::Agreed);
    assert_eq!(room.finding(no).anchors, ties.anchors);
    assert_eq!(room.finding(no).heard, ties.remarks);
    assert_eq!(
        room.act(|room, _| room.tie_finding(no, ties)),
        Err(Refusal::Unchanged)
    );
}

#[test]
fn a_finding_needs_words_an_area_and_a_polarity_of_the_framework() {
    let mut room = Little::sitting();
    let mut put = |wording, ties| {
        room.act(|room, framework| room.put_finding(wording, ties, None, framework))
    };
    assert_eq!(
        put(wording(" \n "), Ties::default()),
        Err(Refusal::Empty("Wording"))
    );
    let elsewhere = Wording {
        area: "weather".into(),
        ..wording("It rained.")
    };
    assert_eq!(
        put(elsewhere, Ties::default()).unwrap_err().to_string(),
        "The framework has no judgement area called \"weather\"."
    );
    let odd = Wording {
        polarity: "sideways".into(),
        ..wording("It rained.")
    };
    assert_eq!(
        put(odd, Ties::default()).unwrap_err().to_string(),
        "The framework has no kind of finding called \"sideways\"."
    );
    let ties = Ties {
        remarks: vec![RemarkNo(9)],
        ..Ties::default()
    };
    assert_eq!(
        put(wording("It rained."), ties),
        Err(Refusal::Gone("Remark 9".into()))
    );
    assert!(room.case().findings.is_empty());
}

#[test]
fn a_position_on_words_that_were_never_put_changes_nothing() {
    let mut room = Little::sitting();
    let no = room.put("Visits are late.");
    room.keep(Event::PositionTaken {
        finding: no,
        wording: Seq(999),
        answer: Answer::Agree,
    });
    assert_eq!(room.state(no), FindingState::Waiting(vec![RO, JK]));
}
