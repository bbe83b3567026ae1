//! The curtain: one key, or quiet, hides everything and lets it go; the passphrase brings the very same screen back.

use alongside::{
    desk::messages::{Message, Shut},
    screen::{
        door::Stage,
        layers::{Layer, answer::Choice},
        prefs::Prefs,
    },
};

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, NORTHBRIDGE, RO},
};

const LINE: &str = "alongside · curtain down · Enter brings it back";

/// Everything the program holds, as far as it can be printed, and everything that is drawn.
fn everything(two: &Two) -> String {
    format!("{:?}\n{}", two.state, two.screen())
}

#[track_caller]
fn holds_nothing(two: &Two) {
    let all = everything(two);
    for words in [
        "N-017",
        "Ellie",
        "Early help",
        "Lead inspector",
        "weight",
        "whispered",
    ] {
        assert!(!all.contains(words), "{words} is still there:\n{all}");
    }
}

#[test]
fn one_key_hides_everything_and_enter_brings_a_demonstration_back() {
    let mut two = Two::at_the_demo_case();
    let before = two.screen();
    assert!(everything(&two).contains("Ellie"));
    two.keys("Ctrl-K").sees(LINE);
    assert_eq!(two.state.door.as_ref().unwrap().stage(), Some(Stage::Down));
    assert_eq!(two.wiped, 1);
    holds_nothing(&two);
    two.keys("Enter").said("You are back where you were.");
    two.keys("Ctrl-L");
    assert_eq!(two.screen(), before);
    assert_eq!(two.opened_with, [false]);
}

#[test]
fn a_capital_c_does_it_too_where_letters_are_not_typed() {
    let mut two = Two::at_the_demo_case();
    two.keys("r C").sees("Say something");
    assert!(two.state.door.is_none());
    two.keys("Esc C").sees(LINE);
}

#[test]
fn on_the_start_screen_there_is_nothing_to_hide() {
    let mut two = Two::at_the_start();
    two.keys("Ctrl-K")
        .said("No inspection is open: there is nothing to hide.");
    assert_eq!(two.wiped, 0);
}

/// Two people in the middle of things: marked words, another tab, words looked for, half a remark about a finding, the cursor inside it.
fn in_the_middle() -> Two {
    let mut two = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    two.keys("f")
        .puts("A finding.")
        .keys("r")
        .types("More")
        .keys("Enter");
    two.finds("Ellie's weight was checked")
        .keys("Tab 3 < < r")
        .types("whispered words")
        .keys("Left Left Left");
    two
}

#[test]
fn the_very_same_screen_comes_back_with_half_typed_words_and_the_cursor() {
    let mut two = in_the_middle();
    let (before, cursor) = (two.screen(), two.cursor());
    two.keys("Ctrl-K").sees(LINE);
    holds_nothing(&two);
    two.keys("Enter")
        .said("You are back where you were, half-typed words and all.");
    assert_eq!(two.cursor(), cursor);
    two.keys("Ctrl-L");
    assert_eq!(two.screen(), before);
    two.types("!").sees("whispered wo!rds");
}

#[test]
fn what_was_marked_and_what_was_found_come_back() {
    let mut two = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    two.finds("the").keys("n Space");
    let (before, buffer) = (two.screen(), two.buffer().clone());
    assert!(before.contains("marked:"), "{before}");
    two.keys("Ctrl-K Enter Ctrl-L");
    assert_eq!(two.screen(), before);
    assert_eq!(two.buffer(), &buffer, "the styles too");
    two.keys("Esc n").said("match 3 of");
}

#[test]
fn words_being_looked_for_come_back_with_the_pointer_on_their_match() {
    let mut two = Two::at_the_demo_case();
    two.keys("/").types("weight").keys("Tab Down Down");
    let before = two.screen();
    assert!(before.contains("weight"), "{before}");
    two.keys("Ctrl-K");
    holds_nothing(&two);
    two.keys("Enter Ctrl-L");
    assert_eq!(two.screen(), before);
}

#[test]
fn an_answer_being_chosen_comes_back_unanswered() {
    let mut two = Two::at_the_demo_case();
    two.keys("f").puts("A finding.").keys("3 a Down Down");
    let before = two.screen();
    two.keys("Ctrl-K Enter Ctrl-L");
    assert_eq!(two.screen(), before);
    let Some(Layer::Answer(answering)) = two.state.layers.last() else {
        panic!("{before}")
    };
    assert_eq!(answering.choice, Some(Choice::Disagree));
    assert!(matches!(
        two.last_event(),
        alongside::casework::Event::FindingPut { .. }
    ));
}

#[test]
fn the_list_of_cases_comes_back_narrowed_as_it_was() {
    let mut two = Two::at_the_cases();
    two.types("N-0").keys("Down");
    let before = two.screen();
    two.keys("Ctrl-K").sees(LINE).keys("Enter Ctrl-L");
    assert_eq!(two.screen(), before);
}

#[test]
fn the_curtain_falls_over_any_layer_at_once() {
    for keys in [
        "Esc",
        "?",
        ":",
        "r",
        "/ x",
        "o",
        "h",
        "F4",
        "F9",
        "Space Enter",
        "F2",
        "F8",
        "F12",
    ] {
        let mut two = Two::at_the_demo_case();
        two.keys(keys).keys("Ctrl-K").sees(LINE);
        holds_nothing(&two);
        two.keys("Enter").sees("N-017");
    }
}

/// The same sitting in an inspection that has a passphrase.
fn with_passphrase() -> Two {
    let mut desk = Desk::demo();
    desk.inspection.training = false;
    Two::sitting_on(desk, "N-017", &[RO, JK], (160, 45))
}

#[test]
fn without_the_passphrase_it_stays_down() {
    let mut two = with_passphrase();
    two.keys("r").types("whispered").keys("Ctrl-K");
    two.sees("alongside · curtain down · type the passphrase, Enter")
        .does_not_see(NORTHBRIDGE);
    holds_nothing(&two);
    two.keys("Enter")
        .sees("Type the passphrase first, then Enter.");
    two.shut = [Shut::WrongPassphrase].into();
    two.types("red door").keys("Enter").sees("WrongPassphrase.");
    holds_nothing(&two);
    two.types("green door").sees("••••••••••").keys("Enter");
    two.sees("whispered").sees("N-017");
    assert_eq!(two.opened_with, [true, true]);
}

#[test]
fn esc_at_the_curtain_goes_to_the_start_screen_and_the_words_are_there_on_opening() {
    let mut two = with_passphrase();
    two.keys("r").types("whispered").keys("Ctrl-K Esc");
    two.sees("The demonstration");
    holds_nothing(&two);
    two.state.start.recent = vec![NORTHBRIDGE.into()];
    two.shut = [Shut::PassphraseWanted].into();
    two.keys("Up Down Home");
    two.state.start.at = 0;
    two.keys("Enter")
        .sees("This inspection opens with its passphrase");
    two.types("green door").keys("Enter").sees("whispered");
}

#[test]
fn what_is_on_its_way_is_kept_before_the_curtain_lets_go_and_nothing_is_seen_meanwhile() {
    let mut two = Two::at_the_demo_case();
    two.keeps_slowly()
        .keys("r")
        .types("Nearly kept.")
        .keys("Enter");
    two.types("r").types("whispered");
    two.keys("Ctrl-K").sees("Everything is hidden.");
    let seen = two.screen();
    assert!(
        !seen.contains("Nearly") && !seen.contains("N-017"),
        "{seen}"
    );
    assert_eq!(two.waiting(), 1);
    two.keys("Enter");
    two.keeps().released();
    // Enter was pressed already: it is back by itself, the remark kept once, what was typed after it still half typed.
    two.sees("Nearly kept.").sees("whispered");
    assert_eq!(two.case().remarks.len(), 1);
    assert_eq!(two.opened_with, [false]);
}

#[test]
fn an_act_that_is_refused_under_the_curtain_is_half_typed_again_behind_it() {
    let mut two = Two::at_the_demo_case();
    two.keeps_slowly()
        .keys("r")
        .types("whispered")
        .keys("Enter Ctrl-K");
    two.refuses("The disk is full.").released();
    two.sees(LINE);
    holds_nothing(&two);
    two.keeps().keys("Enter").sees("whispered").keys("Enter");
    assert_eq!(two.case().remarks.len(), 1);
}

#[test]
fn words_that_cannot_be_put_by_are_held_and_nobody_leaves_without_them() {
    let mut two = Two::at_the_demo_case();
    two.keys("r").types("whispered");
    two.desk.full = Some("the disk is full".to_owned());
    two.keys("Ctrl-K")
        .sees("could not be put by (the disk is full) and is held in memory");
    two.keys("Esc").sees("are only in the computer's memory");
    two.keys("Ctrl-Q").sees("are only in the computer's memory");
    assert!(!two.left);
    assert!(!two.screen().contains("half-typed words of"));
    two.keys("Enter").sees("whispered").sees("N-017");
    assert!(two.state.resume_stale, "put by at the next occasion");
}

#[test]
fn taking_in_finishes_its_file_and_goes_on_when_the_curtain_is_up() {
    let mut two = Two::at_the_cases();
    two.slow = true;
    two.keys("F5");
    while two.waiting() > 0 {
        two.released();
    }
    two.keys("Enter").sees("01 visit.md").keys("Ctrl-K");
    two.sees(LINE);
    assert_eq!(two.stopped.load(std::sync::atomic::Ordering::Relaxed), 1);
    two.slow = false;
    two.keys("Enter");
    assert_eq!(two.taken_in.len(), 1, "the fictional desk finished it");
    two.said("Taking in was finished while the curtain came down.");
}

#[test]
fn taking_in_that_was_stopped_goes_on_by_itself() {
    let mut two = Two::at_the_cases();
    two.stops_whole = false;
    two.slow = true;
    two.keys("F5");
    while two.waiting() > 0 {
        two.released();
    }
    two.keys("Enter").keys("Ctrl-K").sees(LINE);
    two.slow = false;
    two.keys("Enter").sees("Taken in");
    assert_eq!(two.taken_in, ["/fictional", "/fictional"]);
}

#[test]
fn a_check_under_way_is_waited_for_and_its_end_is_told_without_its_words() {
    let mut two = Two::at_the_cases();
    two.state.under_way.verify = true;
    two.keys("Ctrl-K").sees("Everything is hidden.");
    assert!(two.state.open.is_some());
    two.told(Message::Verified {
        sound: false,
        lines: vec!["Document 4 of N-017 is not as it was.".to_owned()],
    });
    two.sees(LINE);
    holds_nothing(&two);
    two.keys("Enter")
        .said("The record was checked while the curtain came down and something is wrong: check it again.");
}

#[test]
fn nothing_the_desk_says_late_is_kept_behind_the_curtain() {
    let mut two = Two::at_the_demo_case();
    two.keys("Ctrl-K").sees(LINE);
    two.told(Message::Note("A word about Ellie in N-017.".to_owned()));
    two.told(Message::Closed);
    two.sees(LINE);
    holds_nothing(&two);
}

fn quiet(minutes: u16) -> Two {
    let prefs = Prefs {
        quiet_minutes: minutes,
        ..Prefs::default()
    };
    let mut desk = Desk::demo();
    desk.sit("N-017", &[RO, JK]);
    let mut two = Two::with(desk, prefs, "", false, (160, 45)).opening();
    two.goes_to("N-017");
    two
}

#[test]
fn after_a_quarter_of_an_hour_without_a_key_the_last_minute_is_counted_down() {
    let mut two = quiet(15);
    two.seconds_pass(14 * 60 - 1)
        .does_not_see("the curtain comes down");
    two.seconds_pass(1)
        .sees("Quiet: the curtain comes down in 60 s. Any key stops it.");
    two.seconds_pass(59).sees("the curtain comes down in 1 s.");
    two.seconds_pass(1).sees(LINE);
    assert_eq!(two.wiped, 1);
    holds_nothing(&two);
    // Down is down: quiet does nothing more.
    two.seconds_pass(3_000).sees(LINE).keys("Enter");
    two.sees("N-017").seconds_pass(13 * 60).sees("N-017");
}

#[test]
fn any_key_stops_the_count_down_and_does_nothing_else() {
    let mut two = quiet(15);
    let before = two.desk.entries.len();
    two.seconds_pass(14 * 60 + 30).sees("comes down in 30 s.");
    two.keys("F2").does_not_see("the curtain comes down");
    assert_eq!(two.desk.entries.len(), before, "the pen was not passed");
    two.seconds_pass(14 * 60 - 1)
        .does_not_see("the curtain comes down");
    two.seconds_pass(1).sees("comes down in 60 s.");
    two.keys("Ctrl-Q");
    assert!(!two.left);
    two.keys("F2").sees("JK");
    assert_eq!(two.desk.entries.len(), before + 1);
}

#[test]
fn pasted_words_stop_it_and_are_not_lost() {
    let mut two = quiet(15);
    two.keys("r")
        .seconds_pass(14 * 60 + 10)
        .sees("comes down in 50 s.");
    two.pastes("whispered")
        .sees("whispered")
        .does_not_see("comes down in");
}

#[test]
fn every_key_begins_the_quarter_of_an_hour_anew() {
    let mut two = quiet(15);
    for _ in 0..10 {
        two.seconds_pass(13 * 60).keys("Down");
    }
    two.sees("N-017").does_not_see("the curtain comes down");
}

#[test]
fn a_computer_that_slept_still_gives_the_whole_minute_and_a_clock_put_back_none_less() {
    let mut two = quiet(15);
    two.jumps(36_000).sees("comes down in 60 s.");
    two.jumps(36_000).sees("comes down in 55 s.");
    two.keys("Down").does_not_see("comes down in");
    two.jumps(-18_000).seconds_pass(13 * 60);
    two.does_not_see("comes down in")
        .seconds_pass(60)
        .sees("comes down in 60 s.");
}

#[test]
fn one_minute_leaves_half_a_minute_of_peace_before_the_count_down() {
    let mut two = quiet(1);
    two.seconds_pass(29).does_not_see("comes down in");
    two.seconds_pass(1).sees("comes down in 60 s.");
    two.seconds_pass(60).sees(LINE);
}

#[test]
fn the_minutes_are_chosen_from_a_list_and_stored() {
    let mut two = quiet(15);
    two.keys("Ctrl-T")
        .sees("The curtain comes down after this much quiet")
        .cursor_on("15 minutes");
    two.types("40 m")
        .keys("Enter")
        .said("after 40 minutes without a key");
    assert!(two.prefs.as_ref().unwrap().contains("quiet_minutes = 40"));
    two.keys("Esc")
        .types("Minutes until")
        .sees("Minutes until the curtain: 40");
    two.keys("Esc")
        .seconds_pass(38 * 60)
        .does_not_see("comes down in");
    two.seconds_pass(60).sees("comes down in 60 s.");
}

#[test]
fn the_count_down_is_seen_at_every_size_and_over_every_layer() {
    for size in [(160, 45), (80, 24), (60, 6)] {
        let mut two = quiet(15);
        two.keys("r");
        two.resize(size.0, size.1);
        two.seconds_pass(14 * 60)
            .sees("the curtain comes down in 60 s.");
    }
}
