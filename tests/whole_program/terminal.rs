//! The program and its terminal: ended from outside, windows pulled about, no colour, hostile documents, keys at random.

use std::fs;

use super::beginnings::{LARGE, demonstration, they_open_the_case};
use super::pty::{self, Person, Terminal};
use regex::Regex;
use rustix::process::Signal;

#[test]
fn a_program_told_to_end_gives_the_terminal_back_and_keeps_half_typed_words() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let person = Person::new();
        let folder = demonstration(&person);
        let mut screen = person.start(LARGE, &[&folder]);
        they_open_the_case(&mut screen);
        screen
            .keys("r")
            .sees("Say something")
            .types("She said that");
        screen.sees("She said that").signal(signal);
        screen.ends();
        assert_eq!(screen.still_on(), Vec::<&str>::new(), "after {signal:?}");
        let left = screen.lines().join("\n");
        assert!(!left.contains("She said that"), "after {signal:?}: {left}");
        let wrote = screen.bytes();
        assert!(
            wrote.windows(4).any(|bytes| bytes == b"\x1b[3J"),
            "what stands above the screen is cleared after {signal:?}"
        );

        let mut screen = person.start(LARGE, &[&folder]);
        screen
            .sees("Say something")
            .sees("She said that")
            .keys("Ctrl-Q");
        assert!(screen.ends().success());
    }
}

#[test]
fn a_window_that_is_closed_ends_the_program_and_keeps_half_typed_words() {
    let person = Person::new();
    let folder = demonstration(&person);
    let mut screen = person.start(LARGE, &[&folder]);
    they_open_the_case(&mut screen);
    screen.keys("r").sees("Say something").types("Nobody asked");
    screen.sees("Nobody asked").vanish();

    let mut screen = person.start(LARGE, &[&folder]);
    screen
        .sees("Say something")
        .sees("Nobody asked")
        .keys("Ctrl-Q");
    assert!(screen.ends().success());
}

#[test]
fn the_start_screen_opens_the_demonstration_and_then_offers_to_go_on_there() {
    let person = Person::new();
    let nothing: [&str; 0] = [];
    let mut screen = person.start((80, 24), &nothing);
    screen
        .sees("The demonstration")
        .sees("New inspection")
        .sees("Open a folder")
        .keys("d")
        .sees("Northbridge: 7 cases")
        .keys("Ctrl-Q");
    assert!(screen.ends().success());
    assert_eq!(screen.still_on(), Vec::<&str>::new());

    let mut screen = person.start((80, 24), &nothing);
    screen
        .sees("Go on with")
        .keys("Enter")
        .sees("Northbridge: 7 cases")
        .keys("Ctrl-Q");
    assert!(screen.ends().success());
}

#[test]
fn a_window_pulled_about_while_it_is_drawn_ends_up_right() {
    let person = Person::new();
    let folder = demonstration(&person);
    let mut screen = person.start(LARGE, &[&folder]);
    they_open_the_case(&mut screen);
    for round in 0..40_u16 {
        screen.keys(if round % 3 == 0 { "PageUp" } else { "PageDown" });
        screen.resize((1 + (round * 37) % 200, 1 + (round * 23) % 60));
    }
    screen.keys("Home").resize((120, 40));
    screen
        .sees("pen ▸ RO Lead inspector")
        .sees("1 of 14")
        .sees("▸  Early help assessment")
        .sees("Nothing has been said yet.");
    screen.keys("Ctrl-Q");
    assert!(screen.ends().success());
}

#[test]
fn without_colour_no_colour_is_sent_and_the_pointer_is_seen_all_the_same() {
    let person = Person::new();
    let folder = demonstration(&person);
    let mut screen = person.start_with(LARGE, &[&folder], &[("NO_COLOR", "1")]);
    they_open_the_case(&mut screen);
    screen
        .sees("▸  Early help assessment")
        .keys("Down Space F6 F6 F6")
        .sees("other sentence")
        .keys("Esc")
        .sees_no_more("other sentence")
        .keys("Ctrl-Q");
    assert!(screen.ends().success());
    let wrote = String::from_utf8(screen.bytes()).unwrap();
    let styles = Regex::new(r"\x1b\[([0-9;:]*)m").unwrap();
    let colours: Vec<_> = styles
        .captures_iter(&wrote)
        .map(|style| style[1].to_owned())
        .filter(|style| style.split([';', ':']).any(is_a_colour))
        .collect();
    assert_eq!(colours, Vec::<String>::new());
}

/// Whether a number of an SGR sequence sets a colour; 39, 49 and 59 take one away.
fn is_a_colour(number: &str) -> bool {
    let number: u16 = number.parse().unwrap_or(0);
    matches!(number, 30..=38 | 40..=48 | 58 | 90..=107)
}

#[test]
fn a_hostile_document_sends_nothing_to_the_terminal() {
    // A title, the clipboard, a question to the terminal, a cleared screen, the same in one letter, and text turned round.
    let hostile = [
        "\u{1b}]0;owned\u{7}",
        "\u{1b}]52;c;b3duZWQ=\u{7}",
        "\u{1b}[6n",
        "\u{1b}[2J",
        "\u{9b}31m",
        "\u{202e}",
        "\u{90}",
        "\u{7}",
    ];
    let person = Person::new();
    let case = person.path("cases/H-001");
    fs::create_dir_all(&case).unwrap();
    let words = format!(
        "# A visit\n\nBefore {} after the visit.\n",
        hostile.join(" then ")
    );
    fs::write(case.join("visit.txt"), &words).unwrap();
    fs::write(case.join("visit.md"), format!("{words}\nAnd more.\n")).unwrap();
    fs::write(case.join("na\u{1b}]0;owned\u{7}me.txt"), "Plain words.\n").unwrap();
    let folder = person.path("northbridge");
    let cases = person.path("cases");
    for arguments in [
        vec![
            "new".as_ref(),
            folder.as_os_str(),
            "--authority".as_ref(),
            "North\u{1b}[6nbridge".as_ref(),
            "--training".as_ref(),
        ],
        vec!["intake".as_ref(), folder.as_os_str(), cases.as_os_str()],
    ] {
        let done = person.run(&arguments);
        assert!(done.status.success(), "{done:?}");
        assert!(
            !done.stdout.contains(&0x1b) && !done.stderr.contains(&0x1b),
            "{done:?}"
        );
    }
    let mut screen = person.start(LARGE, &[&folder]);
    screen
        .sees("H-001")
        .keys("Enter")
        .sees("Only read, without a sitting");
    screen.keys("Up Enter").sees("1 of 3");
    screen.keys("]").sees("2 of 3").sees("after the visit.");
    screen.keys("]").sees("3 of 3").sees("after the visit.");
    screen.keys("o").sees("Go to a document").keys("Esc");
    screen.sees_no_more("Go to a document").keys("Ctrl-Q");
    assert!(screen.ends().success());
    let wrote = String::from_utf8(screen.bytes()).unwrap();
    let sent: Vec<_> = hostile
        .iter()
        .filter(|bytes| wrote.contains(**bytes))
        .collect();
    // The program clears the screen itself, on entering and leaving.
    assert_eq!(sent, [&"\u{1b}[2J"]);
}

#[test]
fn a_paste_that_never_ends_keeps_its_words_and_leaves_the_keys_alone() {
    let person = Person::new();
    let folder = demonstration(&person);
    let mut screen = person.start(LARGE, &[&folder]);
    they_open_the_case(&mut screen);
    screen.keys("r").sees("Say something");
    screen.send(b"\x1b[200~Mother did not");
    screen.sees("Mother did not");
    screen.types(" attend.").sees("Mother did not attend.");
    screen.keys("Enter").sees("observation").keys("Ctrl-Q");
    assert!(screen.ends().success());
}

#[test]
fn drawing_again_clears_the_screen_and_asks_the_terminal_nothing() {
    let person = Person::new();
    let folder = demonstration(&person);
    let mut screen = person.start(LARGE, &[&folder]);
    they_open_the_case(&mut screen);
    screen.sees("▸  Early help assessment").sees("kept ✓");
    let clears = |screen: &Terminal| count(&screen.bytes(), b"\x1b[2J");
    let before = clears(&screen);
    screen.keys("Ctrl-L Down").sees("▸  Date of meeting");
    assert_eq!(clears(&screen), before + 1);
    assert_eq!(count(&screen.bytes(), b"\x1b[6n"), 0);
    screen
        .sees("Why this assessment is being done")
        .keys("Ctrl-Q");
    assert!(screen.ends().success());
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    bytes
        .windows(what.len())
        .filter(|part| *part == what)
        .count()
}

/// Keys a person may press; Ctrl-Q is not among them.
const KEYS: [&str; 78] = [
    "Enter",
    "Enter",
    "Enter",
    "Enter",
    "Esc",
    "Esc",
    "Tab",
    "Tab",
    "Shift-Tab",
    "Space",
    "Up",
    "Up",
    "Down",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Backspace",
    "Delete",
    "F1",
    "F2",
    "F3",
    "F4",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F12",
    "Ctrl-L",
    "Ctrl-P",
    "Ctrl-Z",
    "Ctrl-Y",
    "Ctrl-J",
    "Ctrl-C",
    "Ctrl-D",
    "Ctrl-B",
    "Ctrl-F",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "n",
    "o",
    "p",
    "r",
    "s",
    "t",
    "u",
    "w",
    "x",
    "y",
    "z",
    "U",
    "G",
    "N",
    "1",
    "2",
    "3",
    "/",
    "?",
    ":",
    "!",
    "[",
    "]",
    "é",
    "漢",
    "\u{1b}[200~a\u{1b}[31m\nb\u{1b}[201~",
];

/// A small generator of numbers, so that every storm is the same.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

#[test]
fn three_thousand_keys_at_random_do_no_harm() {
    let person = Person::new();
    let folder = demonstration(&person);
    let mut dice = Dice(2012);
    let mut screen = person.start(LARGE, &[&folder]);
    screen.sees("Northbridge: 7 cases");
    let mut pressed = 0;
    while pressed < 3_000 {
        let key = KEYS[dice.throw(KEYS.len())];
        // Choosing folders would lead out of what this test made.
        let key = if screen.shows("each folder in it is one case") {
            "Esc"
        } else {
            key
        };
        if screen.try_keys(key) {
            pressed += 1;
        } else {
            // The menu has a row for leaving; whoever chooses it has left in good order.
            assert!(screen.ends().success(), "after {pressed} keys");
            assert_eq!(screen.still_on(), Vec::<&str>::new());
            screen = person.start(LARGE, &[&folder]);
            screen.sees("Northbridge");
        }
    }
    // A key pressed after half a sequence belongs to that: it may take a second one to be heard. The help finds a key first.
    pty::until("the program to leave", || {
        !screen.try_keys("Esc") || !screen.try_keys("Ctrl-Q")
    });
    let status = screen.ends();
    assert!(status.success(), "{status:?}: {:?}", screen.lines());
    assert_eq!(screen.still_on(), Vec::<&str>::new());
    let verify = person.run(&["verify".as_ref(), folder.as_os_str()]);
    assert!(verify.status.success(), "{verify:?}");
}
