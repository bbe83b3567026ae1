//! Coming back: after a pause, a quit or a crash, the same document, place, view and half-typed words.

use alongside::{
    casework::Event,
    screen::state::{Focus, Tab},
};

use crate::screen::Two;

#[test]
fn the_two_are_back_where_they_were_half_typed_words_and_all() {
    let mut sitting = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    sitting.keys("f").puts("A finding.");
    sitting
        .finds("Ellie's weight was checked")
        .keys("3 r")
        .types("She grows")
        .keys("Left Left");
    let cursor = sitting.cursor();
    let mut back = sitting.comes_back();
    back.said("You are back where you were, half-typed words and all.");
    back.sees("Core group minutes · 14 Mar 2012")
        .sees("[3 Findings (1)]")
        .sees("About finding 1")
        .sees("She grows");
    back.sees("Ellie's weight was checked");
    assert_eq!(back.cursor(), cursor);
    back.types("!").keys("Enter");
    let remark = back.case().remarks.values().next().unwrap();
    assert_eq!(remark.words, "She gro!ws");
    assert_eq!(back.state.sitting().unwrap().tab, Tab::Findings);
    assert_eq!(back.state.sitting().unwrap().focus, Focus::Talk);
}

#[test]
fn every_document_is_found_where_it_was_left() {
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting.finds("Rent arrears");
    sitting
        .opens("Direct work with Ellie")
        .finds("House of wishes");
    let mut back = sitting.comes_back();
    back.said("You are back where you were.")
        .cursor_on("House of wishes");
    back.opens("Referral to children");
    // Opening by name goes to its beginning; turning to it goes where it was left.
    back.cursor_on("Referral to children's social care");
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting.finds("Rent arrears").keys("]");
    let mut back = sitting.comes_back();
    back.keys("[").cursor_on("Rent arrears");
}

#[test]
fn the_picture_of_the_package_comes_back_as_close_as_it_was() {
    let mut sitting = crate::package::with_passages();
    sitting.resize(60, 40);
    sitting.keys("2 +").sees("[picture]");
    let window = sitting.state.sitting().unwrap().package.window;
    assert_eq!(
        window.closer,
        1,
        "{:?}",
        sitting.state.sitting().unwrap().package.chart
    );
    let mut back = sitting.comes_back();
    back.sees("[picture]");
    assert_eq!(back.state.sitting().unwrap().package.window, window);
}

#[test]
fn nothing_is_recorded_as_opened_by_coming_back() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("] ]");
    let before = sitting.desk.entries.len();
    let back = sitting.comes_back();
    assert_eq!(back.desk.entries.len(), before);
}

#[test]
fn words_that_were_on_their_way_are_half_typed_until_they_are_kept() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keeps_slowly()
        .keys("r")
        .types("Nearly kept.")
        .keys("Enter")
        .sees("keeping…");
    let mut back = sitting.comes_back();
    back.sees("Say something").sees("Nearly kept.");
    back.keys("Enter").sees("RO Lead inspector · observation");
    assert_eq!(back.case().remarks.len(), 1);
}

#[test]
fn words_put_aside_come_back_too() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("For later.")
        .keys("Esc b")
        .types("a plan")
        .keys("Esc");
    let mut back = sitting.comes_back();
    back.does_not_see("For later.")
        .keys("r")
        .sees("For later.")
        .keys("Esc b")
        .sees("a plan");
}

#[test]
fn several_open_forms_come_back_in_their_order() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("Under it.")
        .keys("F8")
        .types("He is hurt.");
    let mut back = sitting.comes_back();
    back.sees("Refer back: a concern")
        .sees("He is hurt.")
        .keys("Tab")
        .types("Manager")
        .keys("Enter");
    back.sees("Under it.").keys("Enter");
    assert_eq!(
        back.case().remarks.values().next().unwrap().words,
        "Under it."
    );
}

#[test]
fn a_paused_sitting_comes_back_to_the_list_with_the_pointer_on_the_case() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("F10");
    let mut back = sitting.comes_back();
    back.sees("Northbridge: 3 cases").cursor_on("N-017");
    back.keys("Enter").sees("pen ▸ RO Lead inspector");
}

#[test]
fn zoom_comes_back_and_the_line_between_the_sides_where_it_was() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("< z");
    let mut back = sitting.comes_back();
    back.does_not_see("1 Discussion")
        .keys("z")
        .sees("1 Discussion");
    assert_eq!(back.state.prefs.split, 53);
}

#[test]
fn a_form_for_something_that_is_gone_is_left_out_and_what_can_be_is_put_back() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("f")
        .puts("A finding.")
        .keys("3 e")
        .types(" Changed");
    let record = sitting.record();
    sitting.keys("Esc u").said("Taken back: finding 1 put.");
    let opened = sitting.desk.opened(Some(record));
    sitting
        .told(opened)
        .does_not_see("Change finding 1")
        .sees("Early help assessment");
    sitting.said("You are back where you were");
}

#[test]
fn a_record_that_is_no_record_is_as_if_there_were_none() {
    for bytes in [
        &b""[..],
        b"{",
        b"null",
        b"{\"v\":99}",
        b"[1,2,3]",
        &[0xff, 0xfe, 0],
    ] {
        let mut two = Two::at_the_start();
        let opened = two.desk.opened(Some(bytes.to_vec()));
        two.told(opened)
            .sees("Northbridge: 3 cases")
            .cursor_on("N-003");
        assert!(two.state.layers.is_empty() && two.state.aside.is_empty());
    }
}

#[test]
fn leaving_the_program_keeps_everything_and_asks_nothing() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("r").types("Half a sen").keys("Ctrl-Q");
    assert!(sitting.left);
    let mut back = sitting.comes_back();
    back.sees("Half a sen").types("tence.").keys("Enter");
    let Event::RemarkMade { words, .. } = back.last_event() else {
        panic!("{:?}", back.last_event())
    };
    assert_eq!(words, "Half a sentence.");
}

#[test]
fn the_inspection_opened_last_stands_first_on_the_start_screen() {
    let mut two = Two::at_the_cases();
    assert!(
        two.prefs
            .as_ref()
            .unwrap()
            .contains("/fictional/northbridge")
    );
    two.keys("F10").sees("The demonstration");
    two.state.start.recent = two.state.prefs.recent.clone();
    two.keys("Down Up")
        .sees("Go on with /fictional/northbridge")
        .cursor_on("Go on with");
    two.keys("Enter").sees("Northbridge: 3 cases");
}

#[test]
fn an_inspection_that_cannot_be_opened_says_why() {
    let mut start = Two::at_the_start();
    start
        .keys("o Enter")
        .said("There is no inspection in this folder.");
    assert!(start.state.open.is_none());
    start.sees("The demonstration");
}
