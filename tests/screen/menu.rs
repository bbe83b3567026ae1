//! Everything can be found: the menu with its reasons, the help, the palette, other keys, plain signs, colours and none.

use alongside::{
    desk::pages::Role,
    screen::{
        action::{Action, Where},
        layers::{Layer, Pick},
        prefs::Prefs,
        theme::Part,
    },
};
use ratatui::style::{Color, Modifier};

use crate::{screen::Two, screen_desk::Desk};

/// The rows of the list on top: title, and why not.
fn rows(two: &Two) -> Vec<(String, Option<String>)> {
    let Some(Layer::List(list)) = two.state.layers.last() else {
        panic!("{}", two.screen())
    };
    list.shown
        .iter()
        .map(|at| (list.rows[*at].title.clone(), list.rows[*at].reason.clone()))
        .collect()
}

#[test]
fn the_menu_shows_everything_of_the_page_and_what_cannot_be_done_last_with_the_reason() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("Esc")
        .sees("What can be done here")
        .cursor_on("Mark words");
    let rows = rows(&sitting);
    let expected = sitting.state.table.on(Where::Sitting).count() - 1;
    assert_eq!(rows.len(), expected);
    let first_not = rows
        .iter()
        .position(|(_, reason)| reason.is_some())
        .unwrap();
    assert!(rows[first_not..].iter().all(|(_, reason)| reason.is_some()));
    sitting
        .types("answer a fin")
        .sees("– Answer a finding")
        .sees("There is no finding to answer yet: f puts one.");
    sitting
        .keys("Enter")
        .said("There is no finding to answer yet: f puts one.")
        .sees("What can be done here");
    sitting.keys("Esc").does_not_see("What can be done here");
}

#[test]
fn the_menu_of_the_other_side_begins_with_what_is_likeliest_there() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("Who?")
        .keys("Enter Tab Esc")
        .cursor_on("Reply");
    sitting
        .keys("Esc f")
        .puts("Who? Nobody.")
        .keys("3 Esc")
        .cursor_on("Answer a finding");
}

#[test]
fn the_menu_of_a_thing_lists_what_can_be_done_with_it_with_its_keys() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("f")
        .puts("Nobody rang.")
        .keys("3 Enter")
        .sees("┌ Finding 1 ─")
        .cursor_on("Answer a finding");
    sitting.keys("p").sees("Park finding 1");
}

#[test]
fn the_help_is_searched_by_word_and_by_key_and_does_what_it_lists() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("?")
        .sees("Help: type a word or press a key; Enter does it");
    assert_eq!(rows(&sitting).len(), Action::ALL.len());
    sitting.types("pen").cursor_on("> pen").sees("Pass the pen");
    sitting.times(3, "Backspace").keys("F2");
    let Some(Layer::List(list)) = sitting.state.layers.last() else {
        panic!()
    };
    assert_eq!(list.row().unwrap().pick, Pick::Do(Action::PassPen));
    sitting.keys("Enter").sees("The pen is with").keys("Down ?");
    sitting.types("r");
    assert_eq!(rows(&sitting)[0].0, "Say something");
    sitting.sees("Records a remark of whoever holds the pen");
    sitting
        .keys("Enter")
        .sees("Say something · JK Social worker");
}

#[test]
fn the_help_says_where_an_action_is_done_that_is_not_done_here() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("F1")
        .types("check the record")
        .cursor_on("> check the record");
    sitting
        .keys("Enter")
        .said("This is done in the list of cases.");
    sitting.sees("Help:");
}

#[test]
fn the_palette_offers_only_what_can_be_done_now() {
    let mut sitting = Two::at_the_demo_case();
    for keys in [":", "Ctrl-P"] {
        sitting.keys(keys).sees("┌ Do by name ─");
        assert!(
            rows(&sitting)
                .iter()
                .all(|(title, reason)| reason.is_none() && title != "Reply")
        );
        sitting.types("one side lar").keys("Enter");
        assert!(sitting.state.sitting().unwrap().zoom == (keys == ":"));
    }
}

#[test]
fn a_key_that_does_nothing_says_where_to_look() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("Q")
        .said("Q does nothing here. Esc shows all that is possible, ? explains it.");
}

#[test]
fn typing_narrows_the_list_of_cases_and_esc_shows_them_all() {
    let mut cases = Two::at_the_cases();
    cases.sees("N-003").sees("N-017").sees("N-042").types("042");
    cases.sees("N-042").does_not_see("N-017").cursor_on("N-042");
    cases
        .keys("Esc")
        .sees("N-017")
        .does_not_see("What can be done here");
    cases
        .types("protection plan")
        .sees("N-017")
        .does_not_see("N-042");
    cases
        .keys("Backspace Esc")
        .types("zzz")
        .sees("No case matches. Esc shows them all.");
    cases
        .keys("Enter")
        .said("No case matches what is typed. Esc shows them all.");
    cases
        .keys("Backspace Backspace Backspace")
        .pastes("N-003")
        .keys("Enter")
        .sees("Who is in the room?");
}

#[test]
fn opening_a_sitting_asks_for_one_of_each_side() {
    let mut cases = Two::at_the_cases();
    cases
        .goes_to("N-017")
        .sees("Who is in the room?")
        .cursor_on("RO Lead inspector (inspection)");
    cases
        .keys("Enter")
        .sees("✓ in the room")
        .keys("Up Up")
        .cursor_on("– Open the sitting");
    cases
        .keys("Enter")
        .said("A sitting needs at least one person of the inspection side");
    cases
        .keys("Up Up Up Up")
        .cursor_on("JK Social worker")
        .keys("Space Down Down Down Down");
    cases
        .cursor_on("Open the sitting with those in the room")
        .keys("Enter");
    cases
        .sees("pen ▸ RO Lead inspector")
        .sees("Early help assessment");
    assert_eq!(
        cases.case().sittings[0].present,
        [crate::screen_desk::RO, crate::screen_desk::JK]
    );
}

#[test]
fn those_who_sat_last_are_in_the_room_to_begin_with() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .closes()
        .goes_to("N-042")
        .sees("Who is in the room?");
    assert_eq!(sitting.places_of("✓ in the room").len(), 2);
}

#[test]
fn somebody_named_before_a_sitting_is_in_the_room_and_nobody_chosen_before_is_forgotten() {
    let mut cases = Two::at_the_cases();
    cases
        .goes_to("N-017")
        .keys("Enter Down Down Down Down")
        .cursor_on("Somebody else: name them …");
    cases.keys("Enter").types("School nurse").keys("Enter");
    cases
        .sees("Who is in the room?")
        .sees("SN School nurse (authority)");
    assert_eq!(
        cases.places_of("✓ in the room").len(),
        2,
        "the nurse, and the inspector chosen before:\n{}",
        cases.screen()
    );
}

#[test]
fn people_named_in_the_list_of_people_stand_in_it_and_no_sitting_is_begun() {
    let mut cases = Two::at_the_cases();
    cases
        .keys("F4 Enter")
        .types("School nurse")
        .keys("Tab")
        .chooses("observer")
        .keys("Enter");
    cases
        .sees("People of this inspection")
        .sees("SN School nurse")
        .does_not_see("Who is in the room?");
    assert_eq!(cases.desk.inspection.people.len(), 5);
}

#[test]
fn only_reading_needs_no_sitting_and_says_why_nothing_can_be_added() {
    let mut cases = Two::at_the_cases();
    cases
        .goes_to("N-017")
        .keys("Up")
        .cursor_on("Only read, without a sitting")
        .keys("Enter");
    cases
        .sees("Early help assessment")
        .sees("only reading")
        .does_not_see("pen ▸");
    let before = cases.desk.entries.len();
    for key in ["r", "b", "f", "s", "a", "F2"] {
        cases
            .keys(key)
            .said("No sitting is open on this case. Open one first and say who is in the room.");
    }
    cases.keys("] ]");
    assert_eq!(
        cases.desk.entries.len(),
        before,
        "nothing is recorded as opened"
    );
}

#[test]
fn a_paused_sitting_goes_on_with_the_same_people() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("F2 F10").sees("N-017").minutes_pass(60);
    sitting
        .keys("Enter")
        .sees("pen ▸ JK Social worker")
        .sees("sitting 0 min")
        .does_not_see("Who is in the room?");
    sitting.minutes_pass(72).sees("sitting 1 h 12 min");
}

#[test]
fn taking_in_shows_how_far_it_is_and_can_be_stopped() {
    let mut cases = Two::at_the_cases();
    cases.keys("F5").slow = true;
    cases.keys("Enter").sees("1 of 2 files").sees("01 visit.md");
    cases.keys("x").sees("1 of 2 files");
    cases
        .keys("Esc")
        .sees("Taken in")
        .keys("Enter")
        .sees("N-099");
    assert_eq!(cases.stopped.load(std::sync::atomic::Ordering::Relaxed), 1);
}

// --- keys, signs, colours ---

fn with_keys(other: &str) -> Two {
    let mut desk = Desk::demo();
    desk.sit("N-017", &[crate::screen_desk::RO, crate::screen_desk::JK]);
    let mut two = Two::with(desk, Prefs::default(), other, false, (160, 45)).opening();
    two.goes_to("N-017");
    two
}

#[test]
fn other_keys_are_shown_wherever_keys_are_shown() {
    let mut sitting = with_keys("[keys]\nremark = [\"F11\", \"R\"]\nmenu = [\"Esc\", \"m\"]");
    assert!(
        sitting.hint_bar().contains("F11 say something"),
        "{}",
        sitting.hint_bar()
    );
    sitting.sees("F11 says something about");
    sitting.keys("r").said("r does nothing here.");
    sitting
        .keys("F11")
        .sees("Say something · RO")
        .keys("Esc R")
        .sees("Say something · RO");
    sitting
        .keys("Esc m")
        .sees("Say something")
        .types("say something")
        .sees("F11");
    sitting
        .keys("Esc ?")
        .types("say something")
        .sees("F11 R")
        .keys("Esc");
    assert!(
        sitting
            .state
            .table
            .sheet()
            .contains("| `F11` `R` | Say something |")
    );
    let mut cases = Two::with(
        Desk::demo(),
        Prefs::default(),
        "[keys]\ncase-open = [\"F11\"]",
        false,
        (160, 45),
    )
    .opening();
    assert!(
        cases.hint_bar().contains("F11 open the case"),
        "{}",
        cases.hint_bar()
    );
    cases.keys("F11").sees("Who is in the room?");
}

#[test]
fn plain_signs_leave_nothing_but_ascii_on_any_screen() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("F7");
    let plain = |two: &Two| {
        let odd: Vec<_> = two
            .buffer()
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .filter(|symbol| !symbol.is_ascii())
            .collect();
        assert!(odd.is_empty(), "{odd:?}\n{}", two.screen());
    };
    plain(&sitting);
    for keys in [
        "Space r", "Esc Esc", "Esc", "Esc ?", "Esc F2", "h", "Esc F9", "Esc F12", "Esc o", "Esc /",
        "Esc F10", "F5", "Esc F3", "Esc F10",
    ] {
        sitting.keys(keys);
        plain(&sitting);
    }
    sitting.keys("F7").sees("─");
    let prefs = Prefs::parse(sitting.prefs.as_ref().unwrap());
    assert_eq!(prefs.glyphs, Some(alongside::screen::theme::Glyphs::Full));
}

#[test]
fn every_state_keeps_its_own_sign_with_plain_signs() {
    let mut sitting = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    sitting
        .keys("F7")
        .finds("Mother did not attend")
        .keys("Space r")
        .types("Who?")
        .keys("Enter");
    sitting
        .sees("*")
        .keys("f")
        .puts("Nobody did.")
        .keys("3")
        .sees("# Finding 1")
        .sees("o to be answered");
    sitting
        .keys("a Down")
        .sees("> agree")
        .keys("Enter F2 a Down Enter")
        .sees("v agreed");
    sitting
        .keys("x")
        .types("So.")
        .keys("Enter")
        .sees("- withdrawn");
    sitting.sees("kept v");
}

#[test]
fn the_colours_go_round_three_themes_and_each_styles_the_same_parts() {
    let mut sitting = Two::at_the_demo_case();
    let mut seen = Vec::new();
    for _ in 0..3 {
        sitting.keys("F6").said("Colours:");
        let style = sitting.style_of("pen ▸ RO Lead inspector");
        let pen = sitting.state.theme.part(Part::Pen);
        assert_eq!(
            (style.fg, style.bg),
            (pen.fg.or(style.fg), pen.bg.or(style.bg))
        );
        let heading = sitting.state.theme.role(Role::Heading);
        let shown = sitting.buffer()[sitting.in_file("About us")].style();
        assert_eq!(shown.fg, heading.fg.or(shown.fg));
        seen.push(sitting.state.theme.title.clone());
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 3);
    let prefs = Prefs::parse(sitting.prefs.as_ref().unwrap());
    assert_eq!(prefs.theme, alongside::screen::theme::ThemeName::Terminal);
}

fn without_colour() -> Two {
    let mut desk = Desk::demo();
    desk.sit("N-017", &[crate::screen_desk::RO, crate::screen_desk::JK]);
    let mut two = Two::with(desk, Prefs::default(), "", true, (160, 45)).opening();
    two.goes_to("N-017");
    two.opens("Core group minutes · 14 Mar");
    two
}

#[test]
fn without_colour_no_cell_has_one_whatever_the_theme() {
    let mut sitting = without_colour();
    for _ in 0..3 {
        sitting.keys("F6 Space");
        for cell in &sitting.buffer().content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
        }
        sitting.keys("Esc f Tab Esc Esc Esc");
    }
}

/// The screen as a terminal shows it that can show letters only: crossterm leaves bold and reverse out too under `NO_COLOR`.
fn letters(two: &Two) -> String {
    two.screen()
}

#[test]
fn without_any_style_every_state_is_told_by_a_word_or_a_sign() {
    let mut sitting = without_colour();
    // Which line is read, and which side is in use.
    sitting.sees("▸  Core group minutes");
    let file = sitting.hint_bar();
    sitting.keys("Tab");
    assert_ne!(sitting.hint_bar(), file);
    sitting.keys("Tab").finds("Mother did not attend");
    // Which words are marked.
    let before = letters(&sitting);
    sitting.keys("Space");
    let one = letters(&sitting);
    assert_ne!(before, one);
    sitting.keys("Left");
    let fewer = letters(&sitting);
    assert_ne!(one, fewer, "how far the mark goes");
    sitting.sees("“Mother did not attend the last two”");
    sitting
        .keys("Tab Right")
        .sees("“did not attend the last two”");
    // Which tab is open, which row is chosen, which answer, which field.
    sitting
        .keys("r")
        .types("Who?")
        .keys("Tab")
        .sees("▸ Kind")
        .keys("Shift-Tab")
        .sees("▸ What is said")
        .keys("Enter");
    sitting
        .sees("[1 Discussion (1)]")
        .keys("Tab f")
        .sees("▸ Wording");
    sitting
        .times(4, "Backspace")
        .puts("Nobody followed it up.")
        .keys("3")
        .sees("[3 Findings (1)]")
        .sees("▸◆ Finding 1");
    sitting
        .keys("a Down")
        .sees("▸ agree")
        .keys("Down")
        .sees("▸ do not agree")
        .does_not_see("▸ agree");
    sitting
        .keys("Up Enter")
        .sees("RO agreed ✓")
        .sees("JK to answer …");
    sitting.keys("Esc Down").sees("▸  ");
    // What is refused and what is only said.
    sitting
        .keys("Esc Home c")
        .sees(" ▸ ")
        .keys("Tab y")
        .sees(" ! Stand on a remark");
}

#[test]
fn styles_that_are_left_are_those_of_the_theme() {
    let sitting = Two::at_the_demo_case();
    let heading = sitting.buffer()[sitting.in_file("About us")].style();
    assert!(heading.add_modifier.contains(Modifier::BOLD) || heading.fg != Some(Color::Reset));
    let words = sitting.buffer()[sitting.in_file("Ms Thackray came to see me")].style();
    assert_ne!(heading, words);
}
