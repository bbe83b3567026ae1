//! Every size of the terminal, down to one cell; and words that would drive a terminal if it let them.

use alongside::screen::{layout, prefs::Prefs};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr as _;

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, RO},
};

/// What can be on the screen: where to begin and the keys that lead there.
fn scenes() -> Vec<(&'static str, Two)> {
    let mut scenes = Vec::new();
    let mut start = Two::at_the_start();
    scenes.push(("start", Two::at_the_start()));
    start.keys("n");
    scenes.push(("new", start));
    for (name, keys) in [
        ("cases", ""),
        ("people", "F4"),
        ("naming", "F4 Enter"),
        ("folder", "F5"),
        ("verify", "F3"),
        ("who", "Enter"),
    ] {
        let mut cases = Two::at_the_cases();
        cases.keys(keys);
        scenes.push((name, cases));
    }
    for (name, keys) in [
        ("file", ""),
        ("talk", "Tab"),
        ("package", "2"),
        ("findings", "3"),
        ("zoomed", "z"),
        ("marked", "Space Space"),
        ("marked list", "Space Enter"),
        ("menu", "Esc"),
        ("help", "?"),
        ("palette", ":"),
        ("remark", "Space r w o r d s"),
        ("service", "s"),
        ("finding", "f"),
        ("answer", "3 a"),
        ("reason", "3 a Down Down Enter"),
        ("find", "/ K i e r a n"),
        ("go to", "o"),
        ("room", "F4"),
        ("pen", "F2"),
        ("history", "h"),
        ("names", "i"),
        ("export", "F9"),
        ("unsure", "F9 Enter"),
        ("close", "F12"),
        ("last walk", "F12 Up Enter"),
        ("one strand", "F12 Up Enter Enter"),
        ("signers", "F12 Up Enter Enter Enter"),
        ("how to sign", "F12 Up Enter Enter Enter Enter"),
        (
            "own words",
            "F12 Up Enter Enter Enter Enter Enter w o r d s",
        ),
        ("seal", "F12 Up Enter Enter Enter Up Enter"),
        ("seals", "F12 Up Enter Enter Enter Up Enter x x Ctrl-E"),
        ("concern", "F8"),
        ("concern over a form", "r w o r d s F8"),
    ] {
        let mut sitting = Two::at_the_demo_case();
        sitting
            .keys("Space r")
            .types("Kieran and Ellie were seen by Mr Hobday.")
            .keys("Enter f")
            .puts("Sessions were missed.");
        sitting
            .keys("s")
            .types("Family support")
            .keys("Enter 1 Tab")
            .keys(keys);
        scenes.push((name, sitting));
    }
    scenes
}

const SIZES: [(u16, u16); 22] = [
    (200, 60),
    (1, 1),
    (80, 24),
    (2, 1),
    (1, 2),
    (3, 3),
    (5, 4),
    (4, 8),
    (9, 5),
    (12, 7),
    (20, 8),
    (24, 12),
    (40, 10),
    (47, 17),
    (61, 9),
    (79, 23),
    (99, 30),
    (100, 30),
    (101, 8),
    (160, 45),
    (300, 3),
    (1, 80),
];

/// What must be so on any screen of any size.
fn check(name: &str, two: &Two) {
    let area = two.buffer().area;
    for y in 0..area.height {
        let mut columns = 0;
        for x in 0..area.width {
            let symbol = two.buffer()[(x, y)].symbol();
            let hostile = symbol.chars().find(|letter| drives(*letter));
            assert!(hostile.is_none(), "{name} {area} at {x},{y}: {symbol:?}");
            if columns <= x {
                columns = x + u16::try_from(symbol.width().max(1)).unwrap();
            }
        }
        assert!(
            columns <= area.width,
            "{name} {area}: row {y} is {columns} columns wide"
        );
    }
    let cursor = two.cursor();
    assert!(
        cursor.x < area.width && cursor.y < area.height,
        "{name} {area}: cursor {cursor}"
    );
}

/// Control characters and everything that moves, hides or turns what stands beside it.
fn drives(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61c}' | '\u{200b}'..='\u{200c}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn every_screen_is_drawn_at_every_size_takes_keys_at_one_cell_and_is_whole_again_afterwards() {
    for (name, mut two) in scenes() {
        for (width, height) in SIZES {
            two.resize(width, height);
            check(name, &two);
        }
        two.resize(1, 1);
        two.keys("Down Up PageDown PageUp Tab Down");
        check(name, &two);
        two.resize(160, 45);
        check(name, &two);
        let letters = two
            .screen()
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .count();
        assert!(letters > 300, "{name}\n{}", two.screen());
    }
}

#[test]
fn at_80x24_the_sides_stand_one_above_the_other_and_both_are_in_sight() {
    let mut sitting = Two::at_the_demo_case_sized(80, 24);
    sitting.keys("r").types("Seen together.").keys("Enter");
    let areas = layout::sitting(&sitting.state, sitting.state.sitting().unwrap());
    assert_eq!((areas.file.width, areas.talk.width), (80, 80));
    assert!(areas.file.height > areas.talk.height);
    sitting
        .sees("Early help assessment")
        .sees("[1 Discussion (1)]")
        .sees("Seen together.")
        .sees("kept ✓")
        .sees("pen ▸ RO Lead inspector");
    sitting
        .sees("TRAINING · FICTIONAL CASES ONLY")
        .sees("N-017");
    sitting.keys("Tab");
    let areas = layout::sitting(&sitting.state, sitting.state.sitting().unwrap());
    assert!(
        areas.talk.height > areas.file.height,
        "the side in use gets more room"
    );
}

#[test]
fn at_100x30_and_more_they_stand_side_by_side() {
    for (width, height) in [(100, 30), (160, 45), (200, 60)] {
        let sitting = Two::at_the_demo_case_sized(width, height);
        let areas = layout::sitting(&sitting.state, sitting.state.sitting().unwrap());
        assert_eq!(areas.file.y, areas.talk.y);
        assert_eq!(areas.file.width + areas.talk.width, width);
    }
    // Lines are never wider than can be read.
    let sitting = Two::at_the_demo_case_sized(300, 60);
    let file = layout::sitting(&sitting.state, sitting.state.sitting().unwrap()).file;
    assert_eq!(layout::words(file).width, 110);
}

#[test]
fn every_form_shows_the_field_with_the_cursor_however_small_the_screen_is() {
    for (width, height) in [(80, 24), (60, 14), (40, 12)] {
        let mut sitting = Two::at_the_demo_case_sized(width, height);
        sitting.keys("s");
        for _ in 0..14 {
            let cursor = sitting.cursor();
            let near: String = (cursor.y.saturating_sub(1)..=cursor.y)
                .map(|y| sitting.row(y))
                .collect();
            assert!(
                near.contains('▸'),
                "{width}x{height}:\n{}",
                sitting.screen()
            );
            sitting.keys("Tab");
        }
    }
}

#[test]
fn a_wording_longer_than_the_screen_leaves_the_answers_in_sight() {
    let mut sitting = Two::at_the_demo_case_sized(80, 24);
    let long = "Sessions were missed and nobody wrote down why. ".repeat(60);
    sitting
        .keys("f")
        .pastes(&long)
        .keys("Tab Right Tab Right Enter 3 a");
    sitting
        .sees("RO Lead inspector answers:")
        .sees("not yet")
        .sees("rows more: make the window larger to read them");
    sitting.keys("Down").cursor_on("▸ agree");
}

#[test]
fn a_frame_that_is_not_the_size_that_was_told_is_left_empty_until_it_is() {
    let mut sitting = Two::at_the_demo_case();
    sitting.state.size = (80, 24);
    sitting.jumps(0);
    assert_eq!(sitting.screen().trim(), "");
    sitting.resize(160, 45).sees("Early help assessment");
}

// --- hostile words ---

/// Escape sequences, bidirectional overrides, zero-width characters, a heap of combining marks, wide and joined emoji, a tab, a bell.
fn hostile() -> String {
    let marks: String = std::iter::once('e')
        .chain(std::iter::repeat_n('\u{301}', 400))
        .collect();
    format!(
        "A\u{1b}[31mred\u{1b}]0;title\u{7}B \u{202e}turned\u{202c} \u{2066}kept\u{2069} z\u{200b}\u{200d}\u{2060}w {marks} 漢字漢字 👩\u{200d}👩\u{200d}👧 \u{61c}\u{feff}x\u{ad}y\tq\u{85}r\u{9b}31m\u{fff9}s\u{e0041} مرحبا"
    )
}

fn hostile_sitting() -> Two {
    let words = hostile();
    let document = format!(
        "# {words}\n\n{words}\n\n| {words} | Service |\n|---|---|\n| {words} | {words} |\n\n- {words}\n"
    );
    let mut desk = Desk::new();
    desk.take_in_words(
        "N-099",
        &[(
            &format!("01 {words}.md").replace('/', ""),
            document.as_bytes(),
        )],
    );
    // Named by somebody who pastes what they have.
    let named = desk
        .inspection
        .name_person(&words, "ÉX", alongside::casework::Side::Authority)
        .unwrap();
    alongside::desk::record::Keep::append(&mut desk, None, vec![named]).unwrap();
    Two::sitting_on(
        desk,
        "N-099",
        &[RO, JK, alongside::casework::ParticipantNo(5)],
        (160, 45),
    )
}

/// A sitting in which everything that can be typed was pasted as hostile words.
fn hostile_everywhere() -> Vec<(&'static str, Two)> {
    let words = hostile();
    let prepared = || {
        let mut sitting = hostile_sitting();
        sitting
            .keys("F2 F2 Space r")
            .pastes(&words)
            .keys("Enter b")
            .pastes(&words)
            .keys("Tab")
            .pastes(&words)
            .keys("Enter");
        sitting
            .keys("f")
            .pastes(&words)
            .keys("Tab Right Tab Right Enter");
        sitting
            .keys("3 a Down Down Enter")
            .pastes(&words)
            .keys("Tab")
            .pastes(&words)
            .keys("Enter");
        sitting
            .keys("d")
            .pastes(&words)
            .keys("Tab")
            .pastes(&words)
            .keys("Enter Tab");
        sitting
            .finds("turned")
            .keys("s")
            .pastes(&words)
            .keys("Tab Tab")
            .pastes(&words)
            .keys("Enter");
        sitting
            .keys("F8")
            .pastes(&words)
            .keys("Tab")
            .pastes(&words)
            .keys("Enter");
        assert_eq!(
            (
                sitting.case().remarks.len(),
                sitting.case().findings.len(),
                sitting.case().services.len()
            ),
            (2, 1, 1)
        );
        sitting
    };
    [
        ("discussion", "1"),
        ("package", "2"),
        ("findings", "3"),
        ("file", "Home"),
        ("pen", "F2"),
        ("room", "F4"),
        ("go to", "o"),
        ("concerns", "F8"),
        ("history", "h"),
        ("find", "/"),
        ("menu", "Esc"),
        ("answer", "F2 3 Home a"),
        ("reword", "3 Home e"),
        ("tie", "Space t"),
        ("cases", "F10"),
    ]
    .into_iter()
    .map(|(name, keys)| {
        let mut sitting = prepared();
        sitting.keys(keys);
        (name, sitting)
    })
    .collect()
}

#[test]
fn no_word_of_anybody_drives_the_terminal_at_any_width() {
    for (name, mut two) in hostile_everywhere() {
        for width in (20..=200).step_by(9) {
            two.resize(width, 40);
            check(name, &two);
        }
    }
}

#[test]
fn hostile_words_are_shown_as_what_they_are() {
    let mut sitting = hostile_sitting();
    sitting
        .keys("r")
        .pastes("\u{1b}[31mred \u{202e}turned")
        .keys("Enter");
    sitting.sees("[31mred").sees("turned").sees("漢字漢字");
    let style = sitting.style_of("[31mred");
    assert_eq!(style, sitting.style_of("turned"));
    assert!(!style.add_modifier.contains(Modifier::HIDDEN));
}

#[test]
fn the_cursor_stands_behind_wide_letters() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("o").types("漢字");
    let at = sitting.place_of("> 漢字");
    assert_eq!(sitting.cursor().x, at.x + 6);
    sitting.keys("Esc /").types("漢字é");
    let at = sitting.place_of("> 漢字é");
    assert_eq!(sitting.cursor().x, at.x + 7);
    sitting.keys("Esc r").types("漢字");
    let at = sitting.place_of("漢字");
    assert_eq!(sitting.cursor().x, at.x + 4);
}

#[test]
fn a_case_without_documents_says_what_to_do() {
    let mut desk = Desk::new();
    let (no, set_up) = desk
        .inspection
        .set_up_case("N-100", alongside::casework::event::CaseAbout::default())
        .unwrap();
    alongside::desk::record::Keep::append(&mut desk, Some(no), vec![set_up]).unwrap();
    let mut sitting = Two::sitting_on(desk, "N-100", &[RO, JK], (80, 24));
    sitting.sees("This case has no documents yet.");
    for key in ["]", "o", "}", "Space", "/"] {
        sitting
            .keys(key)
            .said("This case has no documents yet: take a folder in from the list of cases.");
    }
    sitting
        .keys("r")
        .types("Where is the file?")
        .keys("Enter")
        .sees("Where is the file?");
    for (width, height) in SIZES {
        sitting.resize(width, height);
    }
}

#[test]
fn an_inspection_without_cases_says_what_to_do() {
    let mut two = Two::with(Desk::new(), Prefs::default(), "", false, (80, 24)).opening();
    two.sees("There are no cases yet. F5 takes a folder of case files in: each folder in it is one case.");
    two.keys("Enter")
        .said("There is no case here yet: take a folder in first.");
    two.keys("F8")
        .said("Stand on a case first: a refer-back belongs to a child.");
    two.keys("F4 Enter")
        .types("School nurse")
        .keys("Enter")
        .sees("SN School nurse");
}
