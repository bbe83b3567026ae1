//! Findings: put, answered by each for themselves, reworded, parked, withdrawn; actions from them.

use alongside::{
    casework::{ActionNo, Answer, Event, Finding, FindingNo, FindingState, Relation, RemarkNo},
    screen::theme::Part,
};

use crate::screen::Two;

const WORDING: &str = "Missed sessions are followed up but the plan does not show it.";

fn finding(two: &Two) -> &Finding {
    &two.case().findings[&FindingNo(1)]
}

fn state(two: &Two) -> FindingState {
    two.desk.inspection.finding_state(two.case(), finding(two))
}

/// A finding put by the inspector from marked words; the findings in front, the pointer on it.
fn with_a_finding() -> Two {
    let mut sitting = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    sitting
        .finds("Mother did not attend")
        .keys("Space f")
        .puts(WORDING);
    sitting.keys("3");
    sitting
}

/// Both have agreed to it.
fn agreed() -> Two {
    let mut sitting = with_a_finding();
    sitting.keys("a Down Enter F2 a Down Enter");
    assert_eq!(state(&sitting), FindingState::Agreed);
    sitting
}

#[test]
fn a_remark_becomes_a_finding_with_its_words_its_passages_and_what_was_answered() {
    let mut sitting = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    sitting
        .finds("Mother did not attend")
        .keys("Space r")
        .types("Who followed this up?");
    sitting
        .keys("Enter Tab y")
        .types("The worker rang.")
        .keys("Enter Home f");
    sitting
        .sees("Put a finding · RO Lead inspector")
        .sees("“Mother did not attend the last");
    sitting.cursor_on("Who followed this up?").sees("(choose)");
    sitting.times(21, "Backspace").types(WORDING);
    sitting
        .keys("Tab")
        .chooses("Area for improvement")
        .keys("Tab");
    sitting
        .chooses("Quality of practice")
        .keys("Tab")
        .chooses("not on file")
        .keys("Enter");
    let put = finding(&sitting).wording().unwrap().wording.clone();
    assert_eq!(
        (put.words.as_str(), put.polarity.as_str(), put.area.as_str()),
        (WORDING, "improvement", "quality-of-practice")
    );
    assert_eq!(put.relation, Relation::NotOnFile);
    assert_eq!(finding(&sitting).heard, [RemarkNo(1), RemarkNo(2)]);
    assert_eq!(finding(&sitting).anchors.len(), 1);
    sitting
        .sees("◆ Finding 1 · Area for improvement")
        .sees(WORDING)
        .sees("heard 2 times · not on file");
    sitting.sees("RO to answer …").sees("JK to answer …");
}

#[test]
fn marked_words_become_a_finding_that_rests_on_them() {
    let mut sitting = with_a_finding();
    assert_eq!(
        finding(&sitting).anchors[0].passage().unwrap().quote,
        "Mother did not attend the last two sessions."
    );
    assert_eq!(finding(&sitting).heard, []);
    sitting
        .sees("To be answered (1)")
        .sees("◆ Finding 1 · Strength")
        .sees("Overall effectiveness");
    sitting
        .sees("on file:")
        .sees("heard: nothing")
        .sees("○ to be answered");
}

#[test]
fn a_finding_without_words_stays_in_the_form_and_says_so() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("f Tab Enter")
        .sees("\"Wording\" is still open: fill it in first.");
    sitting.writes_in("Wording");
    sitting.types("x").does_not_see("\"Wording\" is still open");
    // Neither the kind nor the area is chosen beforehand.
    sitting
        .keys("Enter")
        .sees("\"Kind\" is still open")
        .cursor_on("← (choose) →")
        .keys("Right Enter");
    sitting
        .sees("\"Area\" is still open")
        .cursor_on("← (choose) →");
    assert!(sitting.case().findings.is_empty());
    sitting.keys("Right Enter");
    assert_eq!(finding(&sitting).words(), "x");
}

#[test]
fn the_full_wording_stands_with_the_name_of_who_answers_and_nothing_is_chosen() {
    let mut sitting = with_a_finding();
    sitting
        .keys("a")
        .sees(WORDING)
        .sees("RO Lead inspector answers:");
    sitting.sees("Strength · Overall effectiveness");
    sitting
        .sees("agree")
        .sees("do not agree, because …")
        .sees("not yet");
    sitting
        .does_not_see("▸ agree")
        .does_not_see("▸ do not agree")
        .does_not_see("▸ not yet");
    sitting.cursor_on("RO Lead inspector answers:");
    let before = sitting.desk.entries.len();
    sitting
        .keys("Enter")
        .said("Choose an answer with the arrows first; Enter then keeps it.");
    sitting.keys("a y 1 Space d x");
    sitting.sees("RO Lead inspector answers:");
    assert_eq!(
        sitting.desk.entries.len(),
        before,
        "no single key records a position"
    );
    sitting.keys("Esc").does_not_see("answers:");
    assert_eq!(sitting.desk.entries.len(), before);
}

#[test]
fn both_sides_agree_each_for_themselves() {
    let mut sitting = with_a_finding();
    sitting.keys("a Down").cursor_on("▸ agree");
    let selected = sitting.state.theme.part(Part::Selected);
    assert!(
        sitting
            .style_of("▸ agree")
            .add_modifier
            .contains(selected.add_modifier)
    );
    sitting
        .keys("Enter")
        .said("Finding 1: agreed by RO Lead inspector.");
    sitting
        .sees("RO agreed ✓")
        .sees("JK to answer …")
        .sees("○ to be answered");
    sitting
        .keys("a Down Enter")
        .said("That is your answer already.");
    sitting.keys("F2 a").sees("JK Social worker answers:");
    sitting
        .keys("Down Enter")
        .sees("✓ agreed")
        .sees("RO agreed ✓")
        .sees("JK agreed ✓")
        .sees("Agreed (1)");
    assert_eq!(state(&sitting), FindingState::Agreed);
}

#[test]
fn a_disagreement_is_kept_with_its_reason_and_its_own_words() {
    let mut sitting = with_a_finding();
    sitting.keys("a Down Enter F2 a Down Down Enter");
    sitting.sees("JK Social worker does not agree to finding 1");
    sitting
        .keys("Enter")
        .sees("\"The reason\" is still open: fill it in first.");
    sitting.types("The plan was changed on 16 March.");
    sitting
        .keys("Tab")
        .types("Follow-up is recorded late.")
        .keys("Enter");
    sitting.said("Finding 1: not agreed. Both voices are kept.");
    sitting
        .sees("Not agreed: both voices kept (1)")
        .sees("✗ not agreed")
        .sees("JK does not agree ✗")
        .sees("RO agreed ✓");
    sitting
        .sees("JK, because: The plan was changed on 16 March.")
        .sees("JK would say: Follow-up is recorded late.");
    assert_eq!(state(&sitting), FindingState::NotAgreed);
}

#[test]
fn not_yet_is_no_answer() {
    let mut sitting = with_a_finding();
    sitting
        .keys("a Up Enter")
        .said("Finding 1: not yet, says RO Lead inspector.");
    sitting.sees("RO not yet …").sees("○ to be answered");
    let position = finding(&sitting)
        .wording()
        .unwrap()
        .positions
        .values()
        .next()
        .unwrap()
        .answer
        .clone();
    assert_eq!(position, Answer::NotYet);
}

#[test]
fn other_words_clear_every_answer_and_the_old_ones_stay_in_sight() {
    let mut sitting = agreed();
    sitting
        .keys("e")
        .sees("Change finding 1 · JK Social worker");
    sitting
        .sees("Every answer to the old wording is cleared; the old wording stays in the history.");
    sitting.keys("Backspace").types(" in time.").keys("Enter");
    sitting.sees("Missed sessions are followed up but the plan does not show it in time.");
    sitting
        .sees("RO to answer …")
        .sees("JK to answer …")
        .sees("○ to be answered");
    sitting.sees(&format!("earlier, RO 14:00: {WORDING}"));
    sitting.keys("h").sees("History of N-017").sees(WORDING);
    // Nothing changed is nothing kept.
    let before = sitting.desk.entries.len();
    sitting.keys("Esc e Enter");
    assert_eq!(sitting.desk.entries.len(), before);
    sitting.sees("Change finding 1");
}

#[test]
fn a_finding_is_parked_with_a_question_and_taken_up_again() {
    let mut sitting = with_a_finding();
    sitting
        .keys("p")
        .sees("Park finding 1")
        .types("Was the worker told in March?");
    sitting.keys("Enter").writes_in("Who finds out");
    sitting.types("Social worker").keys("Enter");
    sitting
        .sees("Parked (1)")
        .sees("‖ parked")
        .sees("to find out (Social worker): Was the worker told in March?");
    sitting
        .keys("a")
        .said("Finding 1 is parked. Take it up again first.")
        .does_not_see("answers:");
    sitting
        .keys("p")
        .said("Finding 1 is taken up again.")
        .sees("To be answered (1)");
}

#[test]
fn a_finding_is_withdrawn_with_its_reason_and_stays() {
    let mut sitting = with_a_finding();
    sitting
        .keys("x")
        .sees("Withdraw finding 1")
        .types("Said twice.");
    sitting
        .keys("Enter")
        .sees("Withdrawn (1)")
        .sees("– withdrawn")
        .sees("withdrawn because: Said twice.")
        .sees(WORDING);
    for key in ["e", "p", "x", "d"] {
        sitting.keys(key).said("Finding 1 was withdrawn");
    }
}

#[test]
fn when_one_side_is_absent_that_is_said() {
    let mut sitting = with_a_finding();
    sitting
        .keys("a Down Enter F4")
        .keys("Up")
        .cursor_on("JK Social worker leaves");
    sitting
        .keys("Enter")
        .said("JK Social worker has left the room.");
    sitting
        .sees("One side absent (1)")
        .sees("○ authority side absent")
        .sees("RO agreed ✓");
    assert_eq!(
        state(&sitting),
        FindingState::SideAbsent(alongside::casework::Side::Authority)
    );
}

#[test]
fn an_action_follows_from_a_finding_and_can_be_changed_and_dropped() {
    let mut sitting = with_a_finding();
    sitting.keys("d").sees("An action from finding 1");
    sitting
        .types("The plan is changed after each missed session.")
        .keys("Enter")
        .writes_in("Who sees to it");
    sitting
        .types("Team manager")
        .keys("Tab")
        .types("30 June 2012")
        .keys("Tab")
        .types("The plan shows it.");
    sitting.keys("Tab Tab Right").sees("← Immediately →");
    sitting.keys("Enter");
    sitting
        .sees("→ Action 1 · Team manager · by 30 June 2012 · Immediately")
        .sees("we shall know by: The plan shows it.");
    // The pointer stands on what was just made.
    sitting
        .keys("e")
        .sees("Change action 1")
        .keys("Backspace")
        .types(" by the duty worker.")
        .keys("Enter");
    sitting.sees("The plan is changed after each missed session by the duty worker.");
    sitting
        .keys("x")
        .sees("Drop action 1")
        .types("Done already.")
        .keys("Enter")
        .sees("– dropped: Done already.");
    assert_eq!(
        sitting.case().actions[&ActionNo(1)].dropped.as_deref(),
        Some("Done already.")
    );
    sitting.keys("x").said("Action 1 was dropped already.");
}

#[test]
fn evidence_is_added_later_from_words_and_from_remarks() {
    let mut sitting = with_a_finding();
    sitting
        .keys("Tab t")
        .said("Mark words in the file (Space), or stand on a remark, first.");
    sitting
        .finds("The alcohol advice service has")
        .keys("Space t")
        .sees("Add to which finding or service?");
    sitting.cursor_on(&format!("Finding 1: {}", &WORDING[..30]));
    sitting.keys("Enter").said("Added as evidence.");
    assert_eq!(finding(&sitting).anchors.len(), 2);
    sitting
        .keys("r")
        .types("I rang twice.")
        .keys("Enter 1")
        .clicks("I rang twice.");
    sitting.keys("t Enter").said("Added as evidence.");
    assert_eq!(finding(&sitting).heard, [RemarkNo(1)]);
    sitting.keys("t Enter").said("That is tied to it already.");
}

#[test]
fn with_several_findings_answering_asks_which() {
    let mut sitting = with_a_finding();
    sitting
        .keys("Tab f")
        .puts("Children were seen alone.")
        .keys("a");
    sitting
        .sees("Answer which finding?")
        .sees("to answer")
        .cursor_on("Finding 1:");
    sitting
        .keys("Down Enter")
        .sees("Children were seen alone.")
        .sees("RO Lead inspector answers:");
    sitting.keys("Down Enter a");
    // One is left: it is asked at once.
    sitting.sees(WORDING).sees("RO Lead inspector answers:");
}

#[test]
fn only_the_pen_holders_own_answer_is_recorded() {
    let sitting = agreed();
    let answers: Vec<_> = sitting
        .desk
        .entries
        .iter()
        .filter(|entry| matches!(entry.event, Event::PositionTaken { .. }))
        .map(|entry| entry.by.unwrap())
        .collect();
    assert_eq!(answers, [crate::screen_desk::RO, crate::screen_desk::JK]);
}
