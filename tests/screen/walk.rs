//! The walk to everything that wants both; taking back and putting back; the history.

use crate::screen::Two;

#[test]
fn the_walk_goes_through_everything_and_then_says_so() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .sees("w: 13 documents unread")
        .sees("gone through ▱▱▱▱▱▱▱▱");
    for left in (0..13).rev() {
        sitting
            .keys("w")
            .said("Walk: a document nobody has opened yet.");
        let words = match left {
            0 => "everything has been gone through".to_owned(),
            1 => "w: 1 document unread".to_owned(),
            left => format!("w: {left} documents unread"),
        };
        sitting.keys("Down").sees(&words);
    }
    sitting.sees("14 of 14").sees("gone through ▰▰▰▰▰▰▰▰");
    sitting.keys("w").said("Everything has been gone through: every document opened, every service discussed, every finding answered.");
}

#[test]
fn the_walk_leads_to_services_questions_findings_and_parked_points_in_turn() {
    let mut sitting = Two::at_the_demo_case();
    sitting.times(13, "w");
    sitting
        .opens("Child protection plan")
        .finds("Breakfast")
        .keys("s Enter Enter");
    sitting
        .keys("r")
        .types("Who pays?")
        .keys("Tab")
        .chooses("question")
        .keys("Enter");
    sitting
        .keys("1 f")
        .keys("Esc")
        .keys("Tab f")
        .puts("It helps.");
    sitting
        .keys("f")
        .puts("It is too late.")
        .keys("3 End p")
        .types("Since when?")
        .keys("Tab")
        .types("Team manager")
        .keys("Enter");
    sitting.sees("w: 1 service to discuss · 1 question to answer · 1 finding to answer · 1 parked");
    sitting
        .keys("1 w")
        .said("Walk: service 1 has not been discussed.")
        .sees("[2 Package (1)]")
        .cursor_on("1. Breakfast club");
    assert_eq!(sitting.document(), "Child protection plan");
    sitting
        .keys("w")
        .said("Walk: the question in remark 1 has no answer.")
        .cursor_on("RO Lead inspector · question");
    sitting
        .keys("w")
        .said("Walk: finding 1 wants an answer.")
        .sees("[3 Findings (2)]")
        .cursor_on("◆ Finding 1");
    sitting
        .keys("w")
        .said("Walk: finding 2 is parked.")
        .cursor_on("◆ Finding 2");
    sitting
        .keys("w")
        .said("Walk: service 1 has not been discussed.");
    // What is done is not come to again.
    sitting
        .keys("r")
        .types("It works.")
        .keys("Enter w")
        .said("Walk: the question in remark 1 has no answer.");
    sitting
        .keys("y")
        .types("The school.")
        .keys("Enter w")
        .said("Walk: finding 1 wants an answer.");
    sitting
        .keys("a Down Enter F2 a Down Enter w")
        .said("Walk: finding 2 is parked.");
    sitting
        .keys("p")
        .keys("x")
        .types("Answered.")
        .keys("Enter w")
        .said("Everything has been gone through");
}

#[test]
fn taking_back_names_what_it_takes_back_and_putting_back_too() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("u")
        .said("There is nothing of RO Lead inspector to take back in this sitting.");
    sitting.keys("r").types("One.").keys("Enter f").puts("Two.");
    sitting
        .keys("u")
        .said("Taken back: finding 1 put.")
        .does_not_see("◆ Finding 1");
    sitting
        .keys("Ctrl-Z")
        .said("Taken back: remark 1 (observation).")
        .does_not_see("One.");
    sitting
        .keys("U")
        .said("Put back: remark 1 (observation).")
        .sees("One.");
    sitting
        .keys("Ctrl-Y")
        .said("Put back: finding 1 put.")
        .sees("◆ Finding 1");
    sitting
        .keys("U")
        .said("There is nothing of RO Lead inspector to put back.");
    // A new act ends what can be put back; what was taken back stays readable.
    sitting
        .keys("u r")
        .types("Three.")
        .keys("Enter U")
        .said("There is nothing of RO Lead inspector to put back.");
    sitting
        .keys("h")
        .sees("History of N-017")
        .sees("Two.")
        .sees("Three.");
}

#[test]
fn nobody_takes_back_what_is_another_persons_or_was_answered_since() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("A question.")
        .keys("Enter F2 u")
        .said("There is nothing of JK Social worker to take back in this sitting.");
    sitting.keys("Tab y").types("An answer.").keys("Enter F2 u");
    sitting.said("Remark 1 (observation) cannot be taken back: JK Social worker has answered it since. Add a remark that says so instead.");
    sitting
        .keys("f")
        .puts("A finding.")
        .keys("F2 3 a Down Enter F2 u");
    sitting.said("Finding 1 put cannot be taken back: JK Social worker has answered it since. Reword or withdraw the finding instead.");
    sitting
        .keys("F2 u")
        .said("Taken back: \"agreed\" on finding 1.")
        .sees("JK to answer …");
}

#[test]
fn the_history_scrolls_and_leaves_the_page_as_it_was() {
    let mut sitting = Two::at_the_demo_case_sized(100, 24);
    for number in 0..12 {
        sitting
            .keys("r")
            .types(&format!("Remark number {number}."))
            .keys("Enter");
    }
    sitting
        .keys("h")
        .sees("Remark number 11.")
        .does_not_see("The sitting was opened");
    sitting.keys("End").does_not_see("Remark number 11.");
    sitting
        .keys("Home")
        .sees("Remark number 11.")
        .keys("Down Down Down Down Down PageDown PageUp Esc");
    sitting
        .does_not_see("History of N-017")
        .sees("[1 Discussion]");
}

#[test]
fn closing_says_what_is_left_and_blocks_nothing() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("F8")
        .types("He is hurt.")
        .keys("Tab")
        .types("Manager")
        .keys("Enter F12");
    sitting
        .sees("Close the sitting?")
        .sees("Left: 13 documents unread")
        .sees("1 refer-back still open");
    sitting
        .keys("Enter")
        .said("Walk: a document nobody has opened yet.");
    sitting.closes().sees("Northbridge: 3 cases").sees("N-017");
    sitting
        .types("N-017")
        .keys("Enter")
        .sees("Who is in the room?");
}
