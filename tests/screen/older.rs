//! Older texts, one key away; what needs a password; a folder offered one level too high.

use alongside::desk::messages::Message;

use crate::{
    locked_pdf::locked_pdf,
    screen::Two,
    screen_desk::{Desk, JK, RO},
};

const BEFORE: &[u8] =
    b"# Home visit\n\nIt rained all day. Mother did not attend the group. The house was warm.\n";
const AFTER: &[u8] =
    b"# Home visit\n\nIt rained all day. Mother attended the group. The house was warm.\n";

/// A remark about a sentence of a document that was altered since.
pub fn altered() -> Two {
    let mut desk = Desk::demo();
    desk.take_in_words("N-099", &[("01 visit.md", BEFORE)]);
    let mut two = Two::sitting_on(desk, "N-099", &[RO, JK], (130, 36));
    two.finds("did not attend").keys("Space r");
    two.types("Who followed this up?").keys("Enter F10");
    let before = two.desk.entries.len();
    let summary = two.desk.take_in_words("N-099", &[("01 visit.md", AFTER)]);
    let entries = two.desk.entries[before..].to_vec();
    two.told(Message::IntakeDone {
        summary: Ok(summary),
        entries,
    });
    two.keys("Esc").goes_to("N-099");
    two
}

#[test]
fn words_that_were_altered_since_are_shown_in_the_text_they_were_marked_on() {
    let mut two = altered();
    two.sees("Mother attended the group.")
        .sees("ALTERED since first taken in");
    // From the remark to its words: they are not in this text, and how to see them is said.
    two.keys("1 c")
        .sees("Not found in this text")
        .sees("O shows the older text they were marked on");
    two.keys("O")
        .sees("AN OLDER TEXT: version 1 of 2")
        .sees("Mother did not attend the group.")
        .does_not_see("Mother attended the group.");
    // The words hang there as they were marked.
    two.sees("●");
    // A remark made here points at the older text.
    two.finds("The house was warm");
    two.keys("O")
        .sees("Mother attended the group.")
        .does_not_see("AN OLDER TEXT");
}

#[test]
fn what_is_marked_in_an_older_text_is_anchored_to_it() {
    let mut two = altered();
    two.keys("O").sees("AN OLDER TEXT: version 1 of 2");
    two.keys("Down Down Space r");
    two.types("It said so then.").keys("Enter");
    let document = two.case().documents.values().next().unwrap().clone();
    let first = &document.versions[0];
    let remark = two.case().remarks.values().next_back().unwrap();
    let passage = remark.anchors[0].passage().unwrap();
    assert_eq!(passage.version, first.sha256);
    assert_eq!(passage.text, first.text().unwrap().sha256);
    assert_ne!(passage.text, document.text().unwrap().sha256);
    // Opening another document, or this one, goes back to the present text.
    two.opens("Home visit").does_not_see("AN OLDER TEXT");
    two.sees("Mother attended the group.");
}

#[test]
fn a_document_with_one_text_has_no_older_one() {
    let mut two = Two::at_the_demo_case();
    two.keys("O")
        .said("There is no older text of this document");
}

#[test]
fn a_text_that_comes_late_never_takes_the_place_of_another() {
    let mut two = altered();
    two.slow = true;
    two.keys("O").sees("The text is coming");
    two.keys("O").sees("Mother attended the group.");
    while two.waiting() > 0 {
        two.released();
    }
    two.sees("Mother attended the group.")
        .does_not_see("AN OLDER TEXT");
}

/// A list of cases with a document that needs a password.
pub fn locked() -> Two {
    let mut desk = Desk::demo();
    let pdf = locked_pdf("lantern brook", "The hearing is on Monday");
    desk.take_in_words("N-099", &[("01 court.pdf", &pdf)]);
    Two::with(
        desk,
        alongside::screen::prefs::Prefs::default(),
        "",
        false,
        (130, 36),
    )
    .opening()
}

#[test]
fn a_password_is_typed_unseen_and_opens_what_it_opens() {
    let mut two = locked();
    two.keys("Ctrl-O")
        .sees("A document needs a password")
        .sees("N-099 · Court");
    two.types("wrong")
        .does_not_see("wrong")
        .keys("Enter")
        .sees("1 still shut: that password does not open them.");
    two.keys("Esc Ctrl-O").types("lantern brook").keys("Enter");
    two.sees("Opened")
        .sees("read again")
        .does_not_see("still shut");
    two.keys("Esc Ctrl-O").said("No document needs a password.");
    two.goes_to("N-099").keys("Esc");
    let text = two
        .state
        .open
        .as_ref()
        .unwrap()
        .inspection
        .cases
        .values()
        .flat_map(|case| case.documents.values())
        .find(|document| document.names[0] == "01 court.pdf")
        .and_then(|document| document.text())
        .cloned();
    assert!(text.is_some());
}

#[test]
fn several_folders_that_would_become_one_case_are_asked_about() {
    let mut two = Two::at_the_cases();
    two.told(Message::IntakeDoubted {
        folder: "/fictional/delivery".into(),
        lines: vec![
            "delivery: 2 folders (N-017, N-018) with 9 files in all would become ONE case.".into(),
        ],
    });
    two.sees("Is this one child's file?")
        .sees("delivery: 2 folders (N-017, N-018)")
        .sees("choose the folders themselves instead");
    two.keys("Esc").does_not_see("Is this one child's file?");
    assert_eq!(two.taken_in, Vec::<String>::new());
    two.told(Message::IntakeDoubted {
        folder: "/fictional/delivery".into(),
        lines: vec!["delivery: 2 folders".into()],
    });
    two.keys("Enter").sees("Taken in");
    assert_eq!(two.taken_in, ["/fictional/delivery"]);
}
