//! A whole sitting from the start screen to the written notes; what is written; the mouse in the list; an inspection that can only be read.

use alongside::{
    desk::messages::{Message, Opened},
    screen::action::Action,
};

use crate::screen::Two;

/// The notes for people, as they were written last.
fn notes(two: &Two) -> String {
    let found = two
        .desk
        .written
        .iter()
        .find(|(file, _)| file.extension().is_some_and(|end| end == "md"));
    found.unwrap().1.clone()
}

#[test]
fn a_whole_sitting_with_arrows_enter_esc_tab_and_typed_words_alone() {
    for (width, height) in [(80, 24), (100, 30), (200, 60)] {
        whole_sitting(width, height);
    }
}

fn whole_sitting(width: u16, height: u16) {
    let mut two = Two::at_the_start();
    two.resize(width, height);
    two.simple = true;
    // The demonstration, the case, the people.
    two.keys("Enter")
        .sees("Northbridge: 3 cases")
        .types("017")
        .keys("Enter");
    two.keys("Enter Down Enter")
        .keys("Up Up Up")
        .cursor_on("Open the sitting")
        .keys("Enter");
    two.sees("pen ▸ RO Lead inspector");
    // To the words, and something said about exactly these.
    two.by_menu(Action::GoTo).types("minutes 14").keys("Enter");
    two.by_menu(Action::Find)
        .types("Mother did not attend")
        .keys("Enter");
    two.by_menu(Action::Mark)
        .keys("Enter Enter")
        .types("Who followed this up?")
        .keys("Tab")
        .chooses("question")
        .keys("Enter");
    two.by_menu(Action::PassPen)
        .keys("Tab")
        .by_menu(Action::Reply);
    two.types("The family support worker rang on the 16th; it is in no record.")
        .keys("Enter");
    // A finding from it; both answer.
    two.keys("Up")
        .by_menu(Action::Finding)
        .times(21, "Backspace")
        .puts("Missed sessions are followed up but the plan does not show it.");
    two.by_menu(Action::Findings)
        .by_menu(Action::Answer)
        .keys("Down Enter");
    two.by_menu(Action::PassPen)
        .by_menu(Action::Answer)
        .keys("Down Enter")
        .sees("✓ agreed");
    two.by_menu(Action::Action)
        .types("The plan is changed after each missed session.")
        .keys("Tab")
        .types("Team manager")
        .keys("Enter");
    // A service from the plan, and something said about it.
    two.keys("Tab").by_menu(Action::Find).keys("Tab");
    two.times(30, "Backspace")
        .types("Art club, direct work")
        .keys("Enter");
    two.by_menu(Action::Service).keys("Enter Enter");
    two.keys("Tab")
        .by_menu(Action::Remark)
        .types("It goes on.")
        .keys("Enter");
    // Written out; words that may be names are looked through first.
    two.by_menu(Action::Export).keys("Enter");
    if two.places_of("The notes are written").is_empty() {
        two.sees("Are there names among these?").keys("Enter");
    }
    two.sees("The notes are written")
        .sees("These files are NOT ENCRYPTED");
    let notes = notes(&two);
    for words in [
        "Missed sessions are followed up but the plan does not show it.",
        "Mother did not attend the last two sessions.",
        "Who followed this up?",
        "The family support worker rang on the 16th; it is in no record.",
        "The plan is changed after each missed session.",
        "NOT ENCRYPTED",
    ] {
        assert!(notes.contains(words), "{words}\n{notes}");
    }
    two.keys("Esc")
        .by_menu(Action::CloseSitting)
        .keys("Up Enter")
        .walks_to_the_signers()
        .keys("Up Enter Down Enter")
        .sees("Northbridge: 3 cases");
}

#[test]
fn names_are_replaced_unless_they_are_wanted_and_doubtful_words_are_asked_about() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("Ellie told Mr Hobday.")
        .keys("Enter F9 Enter");
    sitting.sees("Are there names among these?").sees("Hobday");
    assert!(
        sitting.desk.written.is_empty(),
        "nothing is written before somebody has looked"
    );
    sitting
        .keys("Esc i Enter")
        .types("Mr Hobday")
        .keys("Tab")
        .types("teacher")
        .keys("Enter")
        .said("Listed: it is replaced in exported notes.");
    sitting.keys("F9 Enter").does_not_see("Hobday ");
    if sitting.places_of("The notes are written").is_empty() {
        sitting.keys("Enter").sees("The notes are written");
    }
    let written = notes(&sitting);
    assert!(
        written.contains(r"\[child\] told \[teacher\].") && !written.contains("Ellie told"),
        "{written}"
    );
    sitting
        .keys("Esc F9 Tab Tab")
        .chooses("WITH NAMES, and the notes say so")
        .keys("Enter")
        .sees("The notes are written");
    assert!(notes(&sitting).contains("Ellie told Mr Hobday."));
}

#[test]
fn marked_words_are_listed_as_a_name_and_taken_off_again() {
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting
        .finds("GP")
        .drags("GP", "GP")
        .keys("i")
        .sees("A name to be replaced")
        .sees("GP");
    sitting
        .writes_in("Stands for")
        .types("doctor")
        .keys("Enter")
        .said("Listed: it is replaced in exported notes.");
    assert_eq!(sitting.case().identifiers["GP"], "doctor");
    sitting
        .keys("Esc i")
        .types("GP doctor")
        .sees("[doctor]")
        .keys("Enter")
        .said("Taken off the list.");
    assert!(!sitting.case().identifiers.contains_key("GP"));
}

#[test]
fn a_click_stands_on_a_case_and_a_second_one_opens_it() {
    let mut cases = Two::at_the_cases();
    cases
        .clicks("N-042")
        .cursor_on("N-042")
        .does_not_see("Who is in the room?");
    cases.clicks("N-042").sees("Who is in the room?");
}

#[test]
fn an_inspection_that_can_only_be_read_is_read_and_says_why_nothing_is_added() {
    let why = "This inspection was written by a newer alongside: it can be read here, and nothing can be added.";
    let mut two = Two::at_the_start();
    let Message::Opened(opened) = two.desk.opened(None) else {
        panic!()
    };
    let opened = Opened {
        read_only: Some(why.to_owned()),
        ..*opened
    };
    two.told(Message::Opened(Box::new(opened)))
        .sees("READ-ONLY");
    two.keys("F5")
        .said(why)
        .keys("F4")
        .said(why)
        .keys("F8")
        .said(why);
    two.goes_to("N-017")
        .sees("Early help assessment")
        .sees("READ-ONLY");
    let before = two.desk.entries.len();
    two.keys("r").said(why).keys("] ] End Home");
    two.keys("/").types("Kieran").keys("Enter").sees("Kieran");
    assert_eq!(two.desk.entries.len(), before);
}

#[test]
fn a_second_sitting_on_a_case_shows_what_was_said_in_the_first() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("In the first.")
        .keys("Enter")
        .closes()
        .minutes_pass(60 * 24);
    sitting
        .goes_to("N-017")
        .keys("Up Up")
        .cursor_on("Open the sitting")
        .keys("Enter");
    sitting.keys("r").types("In the second.").keys("Enter");
    sitting
        .sees("Sitting 1 · 13 Jun 2012")
        .sees("In the first.")
        .sees("Sitting 2 · 14 Jun 2012")
        .sees("In the second.");
    sitting
        .keys("u")
        .said("Taken back: remark 2 (observation).")
        .keys("u")
        .said("There is nothing of RO Lead inspector to take back in this sitting.");
}
