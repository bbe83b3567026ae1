//! Keys, pastes, clicks and sizes in any order: nothing breaks, and the screen's picture of the record is the record.

use alongside::screen::{Input, keys::Key, update::MouseAct};
use proptest::prelude::*;
use ratatui::crossterm::event::KeyCode;

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, OB, RO},
};

/// Keys that lead anywhere: every key of the table among them.
fn any_key() -> impl Strategy<Value = Input> {
    let mut keys: Vec<Key> = Two::at_the_start()
        .state
        .table
        .rows
        .iter()
        .flat_map(|row| row.keys.clone())
        .collect();
    for name in ["Backspace", "Delete", "Shift-Tab", "Alt-Enter", "Ctrl-J"] {
        keys.push(Key::parse(name).unwrap());
    }
    let often = [
        "Enter", "Enter", "Down", "Up", "Tab", "Esc", "Right", "Left", "Space",
    ];
    prop_oneof![
        4 => prop::sample::select(often.to_vec()).prop_map(|name| Input::Key(Key::parse(name).unwrap())),
        4 => prop::sample::select(keys).prop_map(Input::Key),
        2 => any::<char>().prop_map(|letter| Input::Key(Key::plain(KeyCode::Char(letter)))),
        1 => ".{0,12}".prop_map(Input::Paste),
        1 => (0..6_usize, 0..170_u16, 0..50_u16).prop_map(|(act, x, y)| {
            let acts = [MouseAct::Down, MouseAct::Drag, MouseAct::Up, MouseAct::WheelDown, MouseAct::WheelUp, MouseAct::Down];
            Input::Mouse(acts[act], x, y)
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_pressed_the_screen_shows_what_is_kept(
        inputs in prop::collection::vec(any_key(), 60..200),
        size in prop::sample::select(vec![(160_u16, 45_u16), (80, 24), (37, 11), (100, 30)]),
    ) {
        let mut two = Two::sitting_on(Desk::demo(), "N-017", &[RO, JK, OB], (160, 45));
        two.keys("Space r").types("Who?").keys("Enter f").puts("Nobody.").keys("s").types("Help").keys("Enter");
        two.resize(size.0, size.1);
        for input in inputs {
            two.gives(input);
            if two.state.open.is_none() {
                // Closed: the next thing is to open it again.
                two = two.opening();
            }
            let open = two.state.open.as_ref().unwrap();
            prop_assert_eq!(open.inspection.entries, two.desk.inspection.entries);
        }
        prop_assert!(two.state.open.as_ref().unwrap().inspection == two.desk.inspection);
        prop_assert!(two.state.keeping.is_empty() && two.state.deferred.is_empty());
        let cursor = two.cursor();
        prop_assert!(cursor.x < size.0 && cursor.y < size.1);
    }
}
