//! The whole program in a real pseudo-terminal, as the two people have it: a sitting from opening a case to exported notes, with the
//! process killed in the middle of a word.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/pty.rs"]
mod pty;

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use pty::{Person, Terminal};
use regex::Regex;
use rustix::process::Signal;

const LARGE: (u16, u16) = (160, 45);

#[test]
fn two_people_sit_are_cut_off_go_on_and_take_their_notes_home() {
    let person = Person::new();
    let folder = person.path("northbridge");
    let arguments = ["demo".as_ref(), "--folder".as_ref(), folder.as_os_str()];
    let mut screen = person.start(LARGE, &arguments);
    they_open_the_case(&mut screen);
    they_talk_about_marked_words(&mut screen);
    they_agree_a_finding(&mut screen);
    they_add_a_service_from_the_plan(&mut screen);
    they_make_an_action_and_refer_back(&mut screen);
    they_write_the_notes_out(&mut screen);
    let from_the_screen = the_only_file(&person.path("agreed notes"), "md");

    they_begin_to_say_something(&mut screen, &folder);
    screen.signal(Signal::KILL);
    screen.ends();

    let mut screen = person.start(LARGE, &[&folder]);
    screen
        .sees("pen ▸ JK Social worker")
        .sees("8 of 14")
        .sees("▸■ Getting")
        .sees("Say something · JK Social worker")
        .sees("The deputy head pays for br");
    screen.types("eakfast club.").keys("Enter 1");
    screen
        .sees("▏  The deputy head pays for breakfast club.")
        .sees("kept ✓");
    screen.keys("Ctrl-Q");
    assert!(screen.ends().success());
    assert_eq!(screen.still_on(), Vec::<&str>::new());

    let out = person.path("notes of the day");
    let export = [
        "export", "--case", "N-017", "--format", "md,json", "--yes", "--out",
    ];
    let export: Vec<&OsStr> = export
        .iter()
        .map(OsStr::new)
        .chain([out.as_os_str(), folder.as_os_str()])
        .collect();
    let export = person.run(&export);
    assert!(export.status.success(), "{export:?}");
    let notes = without_times(&the_only_file(&out, "md"));
    let expected = include_str!("support/whole_sitting.md");
    for (written, expected) in notes.lines().zip(expected.lines()) {
        assert_eq!(written, expected);
    }
    assert_eq!(notes, expected);
    // What the screen wrote before the cut is the same, short of what was said after it.
    let later = ["- Remark 4 ", "- Entries of "];
    assert_eq!(
        lines_but(&without_times(&from_the_screen), &later),
        lines_but(&notes, &later)
    );

    let verify = person.run(&["verify".as_ref(), folder.as_os_str()]);
    assert!(verify.status.success(), "{verify:?}");
    let report = String::from_utf8(verify.stdout).unwrap();
    assert!(
        report.starts_with("Everything checked is as it was kept."),
        "{report}"
    );
}

/// Notes with every time of day and length of time replaced: all that differs from one run to the next.
fn without_times(notes: &str) -> String {
    let times = [
        (
            r"\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2} [+-]\d{2}:\d{2}",
            "{time}",
        ),
        (r"today at \d{2}:\d{2}", "today at {time}"),
        (r"(\d+ h )?\d+ min\b", "{minutes}"),
    ];
    times
        .iter()
        .fold(notes.to_owned(), |notes, (pattern, word)| {
            Regex::new(pattern)
                .unwrap()
                .replace_all(&notes, *word)
                .into_owned()
        })
}

fn lines_but(notes: &str, left_out: &[&str]) -> Vec<String> {
    notes
        .lines()
        .filter(|line| !left_out.iter().any(|start| line.starts_with(start)))
        .map(str::to_owned)
        .collect()
}

fn they_open_the_case(screen: &mut Terminal) {
    screen
        .sees("Northbridge: 7 cases")
        .types("N-017")
        .keys("Enter");
    screen
        .sees("Who is in the room?")
        .keys("Enter Down Enter Down Down Down Down Enter");
    screen.sees("pen ▸ RO Lead inspector").sees("1 of 14");
    screen.sees("Why this assessment is being done");
}

/// Opens a document by its name and finds words in it that stand there once.
fn go_to(screen: &mut Terminal, document: &str, opens_with: &str, words: &str) {
    screen
        .keys("o")
        .sees("Go to a document or heading")
        .types(document);
    screen
        .sees(&format!("> {document}"))
        .keys("Enter")
        .sees(opens_with);
    screen.keys("/").types(words).sees("1 of 1").keys("Enter");
}

fn they_talk_about_marked_words(screen: &mut Terminal) {
    go_to(
        screen,
        "10. core group minutes",
        "Fourth core group",
        "mother did not attend",
    );
    screen.sees("▸  Mother did not attend the last two sessions.");
    screen
        .keys("Space Enter")
        .sees("What about these words?")
        .keys("r");
    screen
        .sees("“Mother did not attend the last two")
        .types("Who followed up the missed sessions?")
        .keys("Tab Right Enter");
    screen.sees("○ not answered yet").sees("kept ✓");

    screen
        .keys("F2")
        .sees("J K   S O C I A L   W O R K E R")
        .keys("Tab y");
    screen
        .sees("Reply to remark 1 · JK Social worker")
        .types("The family support worker rang on the 16th; it is in her own notes, not here.")
        .keys("Enter");
    screen
        .sees_no_more("not answered yet")
        .sees("↳ JK Social worker · explanation");

    screen
        .keys("F2")
        .sees("L E A D   I N S P E C T O R")
        .keys("b");
    screen
        .sees("Say what is not there")
        .types("a record of the call to mother after 13 March")
        .keys("Tab")
        .types("core group minutes and visits")
        .keys("Enter");
    screen.sees("Not found: a record of the call to mother after 13 March.");
}

fn they_agree_a_finding(screen: &mut Terminal) {
    screen
        .keys("Home f")
        .sees("Put a finding · RO Lead inspector");
    for _ in 0.."Who followed up the missed sessions?".len() {
        screen.keys("Backspace");
    }
    screen.types("Missed sessions are followed up, but the file does not show it.");
    screen
        .keys("Tab Right Right")
        .sees("← Area for improvement →");
    screen
        .keys("Tab Right Right Right")
        .sees("← Quality of practice →");
    screen.keys("Tab Left").sees("← not on file →");
    screen
        .keys("Enter")
        .sees("◆ Finding 1 · Area for improvement");
    screen.sees("○ to be answered").keys("a");
    screen
        .sees("do not agree, because …")
        .keys("Down Enter")
        .sees("RO agreed");
    screen
        .keys("F2")
        .sees("J K   S O C I A L   W O R K E R")
        .keys("a Down Enter");
    screen.sees("JK agreed").sees("✓ agreed");
}

fn they_add_a_service_from_the_plan(screen: &mut Terminal) {
    go_to(
        screen,
        "8. child protection plan",
        "Subject to a plan since",
        "breakfast club",
    );
    screen.keys("s").sees("A service · JK Social worker");
    screen.sees("Getting to school").keys("Enter");
    screen.sees("Package (1)");
}

fn they_make_an_action_and_refer_back(screen: &mut Terminal) {
    screen.keys("3 d").sees("An action from finding 1");
    screen
        .types("Put the family support worker's calls on the child's file")
        .keys("Tab")
        .types("Team manager")
        .keys("Tab")
        .types("30 June 2012")
        .keys("Tab")
        .types("The next case audit finds them there")
        .keys("Enter");
    screen.sees("Action 1");
    screen
        .keys("F8")
        .sees("Refer back: a concern about the child in N-017");
    screen
        .types("Nobody has seen the children since Friday.")
        .keys("Tab")
        .types("Team manager")
        .keys("Enter");
    screen.sees("The refer-back is kept.");
}

fn they_write_the_notes_out(screen: &mut Terminal) {
    screen
        .keys("F9")
        .sees("Write out the agreed notes of N-017")
        .keys("Enter");
    screen.sees("Are there names among these?").keys("Enter");
    screen.sees("The notes are written").keys("Enter");
    screen.sees_no_more("The notes are written");
}

fn they_begin_to_say_something(screen: &mut Terminal, folder: &Path) {
    screen
        .keys("Tab r")
        .sees("Say something · JK Social worker");
    screen.types("The deputy head pays for br");
    screen.sees("The deputy head pays for br");
    until_kept_as_half_typed(folder, "The deputy head pays for br");
}

/// Waits until these words stand in the file of half-typed words: what is typed is written at most twice a second.
fn until_kept_as_half_typed(folder: &Path, words: &str) {
    pty::until(&format!("{words:?} among the half-typed words"), || {
        // The file itself, not the one that is about to take its place.
        let kept = fs::read(folder.join("drafts/resume")).unwrap_or_default();
        String::from_utf8_lossy(&kept).contains(words)
    });
}

fn the_only_file(folder: &Path, ending: &str) -> String {
    let files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|file| file.extension().is_some_and(|own| own == ending))
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    fs::read_to_string(&files[0]).unwrap()
}

/// A demonstration made and left again, and its folder: somewhere to begin for a test that is about something else.
fn demonstration(person: &Person) -> PathBuf {
    let folder = person.path("northbridge");
    let arguments = ["demo".as_ref(), "--folder".as_ref(), folder.as_os_str()];
    let mut screen = person.start(LARGE, &arguments);
    screen.sees("Northbridge: 7 cases").keys("Ctrl-Q");
    assert!(screen.ends().success());
    folder
}

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
    screen.ends();

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
    // A key pressed after half a sequence belongs to that: it may take a second one to be heard.
    while screen.try_keys("Ctrl-Q") {
        std::thread::yield_now();
    }
    let status = screen.ends();
    assert!(status.success(), "{status:?}: {:?}", screen.lines());
    assert_eq!(screen.still_on(), Vec::<&str>::new());
    let verify = person.run(&["verify".as_ref(), folder.as_os_str()]);
    assert!(verify.status.success(), "{verify:?}");
}
