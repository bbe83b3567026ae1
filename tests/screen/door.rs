//! The passphrase on the screen: an inspection that wants one, and a new one that gets one.

use alongside::desk::messages::Shut;

use crate::{screen::Two, screen_desk::NORTHBRIDGE};

/// The door of Northbridge, which does not open for so many passphrases.
fn door(wrong: usize) -> Two {
    let mut two = Two::at_the_start();
    two.shut = std::iter::once(Shut::PassphraseWanted)
        .chain(std::iter::repeat_n(Shut::WrongPassphrase, wrong))
        .collect();
    two.state.start.recent = vec![NORTHBRIDGE.into()];
    two.keys("Enter");
    two
}

#[test]
fn the_passphrase_is_asked_for_on_a_page_of_its_own_and_opens() {
    let mut two = door(0);
    two.sees("This inspection opens with its passphrase")
        .sees(NORTHBRIDGE)
        .sees("Typing shows dots.")
        .sees("Esc start screen");
    two.does_not_see("The demonstration");
    assert_eq!(
        two.cursor(),
        two.place_of("Passphrase") + ratatui::layout::Offset::new(11, 0)
    );
    two.types("green door")
        .sees("••••••••••")
        .sees("10 letters");
    two.does_not_see("green");
    two.keys("Enter").sees("Northbridge: 3 cases");
    assert_eq!(two.opened_with, [false, true]);
    assert!(two.state.door.is_none());
}

#[test]
fn after_a_wrong_one_the_page_says_so_and_begins_anew() {
    let mut two = door(1);
    two.types("Green door")
        .keys("Enter")
        .sees("WrongPassphrase.")
        .does_not_see("•");
    two.types("g")
        .sees("•")
        .sees("1 letter")
        .does_not_see("WrongPassphrase.");
    two.keys("Backspace").does_not_see("•");
    two.keys("Enter")
        .sees("Type the passphrase first, then Enter.");
    two.pastes("green door\n")
        .sees("••••••••••")
        .sees("10 letters");
    two.keys("Enter").sees("Northbridge: 3 cases");
    assert_eq!(two.opened_with, [false, true, true]);
}

#[test]
fn what_a_wrong_passphrase_is_told_names_caps_lock() {
    let why = alongside::desk::LedgerError::WrongPassphrase;
    assert_eq!(Shut::of(&why), Shut::WrongPassphrase);
    assert!(why.to_string().contains("Caps Lock"), "{why}");
    assert_eq!(
        Shut::of(&alongside::desk::LedgerError::PassphraseWanted),
        Shut::PassphraseWanted
    );
    assert_eq!(Shut::of(&alongside::desk::LedgerError::Closed), Shut::Other);
}

#[test]
fn esc_goes_to_the_start_screen_and_ctrl_q_leaves() {
    let mut two = door(0);
    two.types("half").keys("Esc").sees("The demonstration");
    assert!(two.state.door.is_none());
    assert_eq!(two.opened_with, [false]);
    let mut two = door(0);
    two.keys("Ctrl-Q");
    assert!(two.left);
}

#[test]
fn no_other_action_is_done_at_the_door_and_letters_are_only_typed() {
    let mut two = door(0);
    two.keys("? : ! C d n o F1 F2 F8 F12 Ctrl-P Ctrl-K Ctrl-T");
    two.sees("•••••••").sees("7 letters");
    assert!(two.state.layers.is_empty());
    two.keys("F6 F7 Ctrl-L").sees("*******");
    assert_eq!(two.redrawn, 1);
}

#[test]
fn an_inspection_that_is_shut_for_another_reason_has_no_door() {
    let mut two = Two::at_the_start();
    two.shut = [Shut::Other].into();
    two.state.start.recent = vec![NORTHBRIDGE.into()];
    two.keys("Enter").said("Other.");
    assert!(two.state.door.is_none());
    two.keys("Enter").sees("Northbridge: 3 cases");
}

#[test]
fn nothing_typed_at_the_door_is_in_what_is_printed_of_the_state() {
    let mut two = door(0);
    two.types("fourteenhorses");
    assert!(!format!("{:?}", two.state).contains("horses"));
}

/// The form of a new inspection, filled in up to the passphrase.
fn new() -> Two {
    let mut two = Two::at_the_start();
    two.keys("n").types("Southmere");
    two.keys("Shift-Tab Shift-Tab");
    two
}

#[test]
fn a_new_inspection_wants_its_passphrase_twice() {
    let mut two = new();
    two.keys("Enter")
        .sees("\"Passphrase\" is still open: fill it in first.");
    two.types("short").sees("5 so far").does_not_see("short");
    two.keys("Enter").sees("5 so far").sees("A new inspection");
    two.types("er than long").sees("This one is ");
    two.keys("Tab").types("shorter than lung").keys("Enter");
    two.sees("The two are not the same.")
        .sees("•••••••••••••••••");
    assert_eq!(two.opened_with, Vec::<bool>::new());
    two.keys("Ctrl-U").types("shorter than long").keys("Enter");
    two.sees("Southmere: 0 cases");
    assert_eq!(two.opened_with, [true]);
}

#[test]
fn a_form_that_could_not_be_set_up_stays_with_all_that_was_typed() {
    let mut two = new();
    two.shut = [Shut::Other].into();
    two.types("green door").keys("Tab").types("green door");
    two.keys("Enter")
        .sees("The folder is not empty.")
        .sees("Southmere")
        .sees("••••••••••");
    two.keys("Enter").sees("Southmere: 0 cases");
    assert_eq!(two.opened_with, [true, true]);
    assert!(two.state.layers.is_empty());
}

#[test]
fn a_passphrase_is_in_no_draft() {
    let mut two = new();
    two.types("fourteenhorses");
    let Some(alongside::screen::layers::Layer::Form(form)) = two.state.layers.last() else {
        panic!("{}", two.screen())
    };
    let draft = serde_json::to_string(&form.draft()).unwrap();
    assert!(draft.contains("Southmere"), "{draft}");
    assert!(
        !draft.contains("horses") && !draft.contains("passphrase"),
        "{draft}"
    );
    assert!(!format!("{:?}", two.state).contains("horses"));
}

#[test]
fn the_page_is_whole_at_every_size() {
    for (width, height) in [(80, 24), (40, 10), (20, 5), (1, 1), (3, 2), (200, 60)] {
        let mut two = door(0);
        two.types("abcdef");
        two.resize(width, height);
        if width >= 40 {
            two.sees("Passphrase ••••••");
        }
        assert_eq!(two.state.size, (width, height));
    }
}
