//! Marking exact words and saying something about them; what is not there; whose words they are.

use alongside::{
    casework::{Anchor, Event, RemarkKind, RemarkNo},
    screen::{state::Focus, theme::Part, update::MouseAct},
};

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, OB, RO},
};

const ATTENDED: &str = "Mother did not attend the last two sessions.";
const CONTACT: &str = "The family support worker will make contact before the next meeting.";

fn at_the_minutes() -> Two {
    let mut sitting = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    sitting.finds("Mother did not attend");
    sitting
}

/// The quotes of the last remark.
fn quotes(two: &Two) -> Vec<String> {
    let remark = two.case().remarks.values().next_back().unwrap();
    remark
        .anchors
        .iter()
        .filter_map(Anchor::passage)
        .map(|passage| passage.quote.clone())
        .collect()
}

#[test]
fn a_sentence_is_marked_and_a_remark_about_it_quotes_exactly_it() {
    let mut sitting = at_the_minutes();
    sitting.keys("Space");
    assert_eq!(sitting.marked(), ATTENDED);
    sitting.cursor_on(ATTENDED);
    let marked = sitting.state.theme.part(Part::Marked);
    let style = sitting.style_of(ATTENDED);
    assert_eq!(
        (style.fg, style.bg),
        (marked.fg.or(style.fg), marked.bg.or(style.bg))
    );
    assert!(style.add_modifier.contains(marked.add_modifier));
    assert_ne!(style, sitting.style_of("Not present: Donna"));
    sitting.keys("r").sees("Say something · RO Lead inspector");
    sitting.sees("“Mother did not attend the last two");
    sitting.types("Who followed this up?");
    sitting.cursor_on("Who followed this up?");
    sitting.keys("Enter");
    assert_eq!(quotes(&sitting), [ATTENDED]);
    sitting
        .sees("RO Lead inspector · observation")
        .sees("14:00");
    sitting
        .sees("“Mother did not attend the last two sessions.”")
        .sees("Who followed this up?");
    assert_eq!(sitting.marked(), "", "what was said leaves no mark behind");
}

#[test]
fn more_sentences_then_word_by_word_at_either_end() {
    let mut sitting = at_the_minutes();
    sitting.keys("Space Space");
    assert_eq!(sitting.marked(), format!("{ATTENDED} {CONTACT}"));
    sitting.keys("Left Left");
    assert_eq!(
        sitting.marked(),
        format!("{ATTENDED} The family support worker will make contact before the")
    );
    sitting.keys("Right");
    assert_eq!(
        sitting.marked(),
        format!("{ATTENDED} The family support worker will make contact before the next")
    );
    sitting.keys("Tab").times(8, "Right");
    assert_eq!(
        sitting.marked(),
        "The family support worker will make contact before the next"
    );
    sitting.keys("Left");
    assert_eq!(
        sitting.marked(),
        "sessions. The family support worker will make contact before the next"
    );
    sitting.keys("r").types("So?");
    sitting.keys("Enter");
    assert_eq!(
        quotes(&sitting),
        ["sessions. The family support worker will make contact before the next"]
    );
}

#[test]
fn a_mark_is_never_empty_and_never_turns_round() {
    let mut sitting = at_the_minutes();
    sitting.keys("Space").times(30, "Left");
    assert_eq!(sitting.marked(), "Mother");
    sitting.keys("Tab").times(30, "Right");
    assert_eq!(sitting.marked(), "Mother");
}

#[test]
fn the_arrows_mark_other_sentences_and_esc_leaves() {
    let mut sitting = at_the_minutes();
    sitting.keys("Space Down");
    assert_eq!(sitting.marked(), CONTACT);
    sitting.keys("Up");
    assert_eq!(sitting.marked(), ATTENDED);
    let bar = sitting.hint_bar();
    assert!(
        bar.contains("Space one more") && bar.contains("Tab other end"),
        "{bar}"
    );
    let before = sitting.desk.entries.len();
    sitting.keys("Esc");
    assert_eq!(
        (sitting.marked(), sitting.desk.entries.len()),
        (String::new(), before)
    );
    sitting
        .sees("Attendance")
        .does_not_see("What can be done here");
}

#[test]
fn enter_asks_what_to_do_with_the_marked_words() {
    let mut sitting = at_the_minutes();
    sitting
        .keys("Space Enter")
        .sees("What about these words?")
        .sees("These words are a name");
    sitting.cursor_on("Say something");
    sitting
        .keys("Enter")
        .sees("Say something · RO")
        .sees("“Mother did not attend");
}

#[test]
fn a_row_of_a_table_is_marked_whole_and_its_cells_are_kept_apart() {
    let mut sitting = at_the_minutes();
    sitting.finds("Breakfast club").keys("n Space");
    assert_eq!(
        sitting.marked(),
        "Getting to school\tBreakfast club\tDeputy head\tDaily\tBetter, except Fridays"
    );
    sitting.keys("r").sees("“Getting to school | Breakfast");
}

#[test]
fn the_mouse_marks_exactly_what_it_is_dragged_over() {
    let mut sitting = at_the_minutes();
    sitting.drags("did not attend", "the last two");
    assert_eq!(sitting.marked(), "did not attend the last two");
    // Backwards is the same words.
    let (start, end) = (
        sitting.place_of("did not attend"),
        sitting.place_of("two sessions"),
    );
    sitting.mouse(MouseAct::Down, end.x + 2, end.y);
    sitting
        .mouse(MouseAct::Drag, start.x, start.y)
        .mouse(MouseAct::Up, start.x, start.y);
    assert_eq!(sitting.marked(), "did not attend the last two");
    sitting.keys("r").types("Exactly.");
    sitting.keys("Enter");
    assert_eq!(quotes(&sitting), ["did not attend the last two"]);
    // A click marks nothing and puts the pointer there.
    sitting.clicks("Not present: Donna");
    assert_eq!(sitting.marked(), "");
    sitting.cursor_on("Not present: Donna");
}

#[test]
fn a_click_on_the_right_stands_on_an_item_and_on_a_title_opens_it() {
    let mut sitting = at_the_minutes();
    sitting
        .keys("r")
        .types("First thing.")
        .keys("Enter r")
        .types("Second thing.")
        .keys("Enter");
    sitting.clicks("First thing.");
    sitting.cursor_on("RO Lead inspector · observation");
    sitting.keys("y").sees("Reply to remark 1");
    sitting.keys("Esc").clicks("3 Findings");
    sitting
        .sees("[3 Findings]")
        .sees("No finding has been put yet.");
}

#[test]
fn what_is_not_there_is_recorded_with_where_it_was_looked_for() {
    let mut sitting = at_the_minutes();
    sitting.keys("b").sees("Say what is not there");
    sitting
        .keys("Enter")
        .sees("\"What is missing\" is still open: fill it in first.")
        .writes_in("What is missing");
    assert_eq!(sitting.case().remarks.len(), 0);
    sitting.types("a visit between 3 March and 20 April");
    // What is missing is asked for where it is missing.
    sitting.keys("Enter").writes_in("Where");
    sitting.types("all visits and the chronology");
    sitting.keys("Enter");
    sitting
        .sees("not found: a visit between 3 March and 20 April")
        .sees("looked in: all visits and the chronology");
    sitting.sees("Not found: a visit between 3 March and 20 April.");
    let remark = &sitting.case().remarks[&RemarkNo(1)];
    let Anchor::Absence(absence) = &remark.anchors[0] else {
        panic!("{remark:?}")
    };
    assert_eq!(absence.looked_for, "a visit between 3 March and 20 April");
    assert_eq!(absence.looked_in, "all visits and the chronology");
    sitting
        .keys("Tab c")
        .said("This does not point at words in the file.");
}

#[test]
fn a_question_waits_for_its_answer_and_replies_stand_under_it() {
    let mut sitting = at_the_minutes();
    sitting.keys("Space r").types("Who followed this up?");
    sitting.keys("Tab").chooses("question");
    sitting
        .keys("Enter")
        .sees("· question")
        .sees("○ not answered yet");
    assert_eq!(
        sitting.case().remarks[&RemarkNo(1)].kind,
        RemarkKind::Question
    );
    sitting
        .keys("y")
        .said("Stand on a remark in the discussion first (Tab, then the arrows).");
    sitting
        .keys("F2 Tab y")
        .sees("Reply to remark 1 · JK Social worker")
        .sees("explanation");
    sitting.types("The family support worker rang on the 16th.");
    sitting
        .keys("Enter")
        .sees("↳ JK Social worker · explanation")
        .does_not_see("○ not answered yet");
    let reply = &sitting.case().remarks[&RemarkNo(2)];
    assert_eq!(
        (reply.by, reply.reply_to, reply.kind),
        (JK, Some(RemarkNo(1)), RemarkKind::Explanation)
    );
    // A reply leads to the words its question points at.
    sitting.keys("Home Down").cursor_on("↳ JK Social worker");
    sitting.opens("Referral to children").keys("Tab c");
    sitting.cursor_on("Mother did not attend");
}

#[test]
fn signs_before_the_lines_tell_what_hangs_there() {
    let mut sitting = at_the_minutes();
    let sign = |two: &Two, words: &str| {
        let at = two.in_file(words);
        two.buffer()[(2, at.y)].symbol().to_owned()
    };
    assert_eq!(sign(&sitting, "Mother did not attend"), " ");
    sitting.keys("Space r").types("Who?").keys("Enter");
    assert_eq!(sign(&sitting, "Mother did not attend"), "●");
    let anchored = sitting.state.theme.part(Part::Anchored);
    let at = sitting.in_file("Mother did not attend");
    assert!(
        sitting.buffer()[at]
            .modifier
            .contains(anchored.add_modifier)
    );
    assert!(
        !sitting.buffer()[sitting.in_file("Not present: Donna")]
            .modifier
            .contains(anchored.add_modifier)
    );
    sitting
        .keys("Space f")
        .puts("Missed sessions are not followed up.");
    assert_eq!(sign(&sitting, "Mother did not attend"), "◆");
    sitting.finds("Breakfast club").keys("n s Enter Enter");
    assert_eq!(sign(&sitting, "Getting to school"), "■");
}

#[test]
fn one_key_goes_from_what_was_said_to_the_words_and_back() {
    let mut sitting = at_the_minutes();
    sitting.keys("Space r").types("Who?").keys("Enter");
    sitting.opens("Referral to children").keys("c");
    sitting.said("Nothing hangs on this line: lines with a sign before them have a remark, a finding or a service.");
    sitting.keys("Tab c");
    assert_eq!(sitting.document(), "Core group minutes");
    sitting.cursor_on("Mother did not attend");
    assert_eq!(sitting.state.sitting().unwrap().focus, Focus::File);
    sitting
        .keys("c")
        .cursor_on("RO Lead inspector · observation");
    assert_eq!(sitting.state.sitting().unwrap().focus, Focus::Talk);
}

#[test]
fn two_things_on_one_line_are_gone_to_in_turn() {
    let mut sitting = at_the_minutes();
    for words in ["First.", "Second."] {
        sitting
            .finds("Mother did not attend")
            .keys("Space r")
            .types(words)
            .keys("Enter");
    }
    let mut seen = Vec::new();
    for _ in 0..3 {
        sitting.finds("Mother did not attend").keys("c");
        seen.push(sitting.state.sitting().unwrap().item().unwrap());
    }
    assert_ne!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

#[test]
fn the_new_holder_of_the_pen_stands_large_until_the_next_key_which_is_not_lost() {
    let mut sitting = at_the_minutes();
    sitting.sees("pen ▸ RO Lead inspector");
    sitting
        .keys("F2")
        .sees("The pen is with")
        .sees("J K   S O C I A L   W O R K E R");
    sitting
        .sees("Whatever is written now are their words.")
        .sees("pen ▸ JK Social worker");
    let pen = sitting.state.theme.part(Part::Pen);
    let style = sitting.style_of("J K   S O C I A L");
    assert_eq!(
        (style.fg, style.bg),
        (pen.fg.or(style.fg), pen.bg.or(style.bg))
    );
    sitting
        .keys("r")
        .does_not_see("The pen is with")
        .sees("Say something · JK Social worker");
    sitting.types("I rang her.").keys("Enter");
    assert_eq!(sitting.case().remarks[&RemarkNo(1)].by, JK);
    sitting
        .keys("F2 F2")
        .sees("J K   S O C I A L   W O R K E R");
}

#[test]
fn an_observer_may_speak_but_takes_no_position() {
    let mut sitting = Two::sitting_on(Desk::demo(), "N-017", &[RO, JK, OB], (160, 45));
    sitting
        .keys("f")
        .puts("Sessions were missed.")
        .keys("F2 F2");
    sitting.sees("O B   O B S E R V E R");
    sitting.keys("a").said("observer");
    sitting.does_not_see("answers:");
    sitting.keys("r").types("I noticed that too.").keys("Enter");
    assert_eq!(sitting.case().remarks[&RemarkNo(1)].by, OB);
    let positions = sitting
        .case()
        .findings
        .values()
        .next()
        .unwrap()
        .wording()
        .unwrap()
        .positions
        .len();
    assert_eq!(positions, 0);
}

#[test]
fn people_come_in_take_the_pen_and_leave() {
    let mut sitting = at_the_minutes();
    sitting
        .keys("F4")
        .sees("In the room: 2 people")
        .sees("TM Team manager comes in");
    sitting
        .keys("Down Enter")
        .said("TM Team manager is in the room now.");
    sitting
        .keys("F4")
        .sees("In the room: 3 people")
        .cursor_on("Pass the pen to JK Social worker");
    sitting
        .keys("Down Enter")
        .sees("T M   T E A M   M A N A G E R");
    sitting.keys("F4").keys("Up Enter");
    sitting
        .said("TM Team manager has left the room.")
        .sees("pen ▸ RO Lead inspector");
}

#[test]
fn somebody_named_from_the_room_is_offered_to_come_in() {
    let mut sitting = at_the_minutes();
    sitting
        .keys("F4")
        .types("")
        .keys("Down Down Down")
        .cursor_on("Somebody new: name them …");
    sitting
        .keys("Enter")
        .sees("Name somebody")
        .types("School nurse");
    sitting.keys("Enter").sees("SN School nurse comes in");
}

#[test]
fn what_was_said_stands_there_only_until_the_next_key() {
    let mut sitting = at_the_minutes();
    sitting.keys("x").said("Stand on a finding first");
    assert!(sitting.state.said.as_ref().unwrap().refusal);
    sitting.sees(" ! Stand on a finding first");
    sitting
        .keys("Down")
        .does_not_see("Stand on a finding first");
}

#[test]
fn a_line_feed_in_what_is_said_needs_no_key_that_terminals_do_not_have() {
    let mut sitting = at_the_minutes();
    sitting
        .keys("r")
        .types("First line.")
        .keys("Ctrl-J")
        .types("Second line.")
        .keys("Alt-Enter")
        .types("Third.");
    sitting.keys("Enter");
    let Event::RemarkMade { words, .. } = sitting.last_event() else {
        panic!("{:?}", sitting.last_event())
    };
    assert_eq!(words, "First line.\nSecond line.\nThird.");
}

#[test]
fn something_longer_than_its_side_is_read_to_its_end_with_the_arrows() {
    use std::fmt::Write as _;
    let mut words = String::new();
    for line in 1..80 {
        writeln!(words, "Line {line} of what was said.").unwrap();
    }
    let mut sitting = Two::at_the_demo_case_sized(100, 30);
    sitting.keys("r").types("Before.").keys("Enter r");
    sitting
        .pastes(&words)
        .keys("Enter r")
        .types("After.")
        .keys("Enter Tab Home Down");
    sitting
        .sees("Line 1 of what was said.")
        .does_not_see("Line 79 of");
    sitting
        .keys("Down")
        .sees("Line 2 of")
        .cursor_on("Line 1 of");
    sitting
        .times(4, "PageDown")
        .sees("Line 79 of what was said.");
    sitting
        .keys("Up")
        .keys("Home End")
        .cursor_on("RO Lead inspector")
        .sees("After.");
    sitting
        .keys("Up")
        .sees("Line 79 of what was said.")
        .does_not_see("Line 1 of");
    sitting.times(4, "PageUp").sees("Line 1 of what was said.");
    sitting.times(3, "PageUp").sees("Before.");
}
