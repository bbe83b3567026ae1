//! A sitting from opening a case to exported notes, with the process killed in the middle of a word.

use std::{ffi::OsStr, fs, path::Path};

use super::beginnings::{LARGE, they_open_the_case};
use super::half_typed::half_typed;
use super::pty::{self, Person, Terminal};
use regex::Regex;
use rustix::process::Signal;

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
    let expected = include_str!("sitting.md");
    for (written, expected) in notes.lines().zip(expected.lines()) {
        assert_eq!(written, expected);
    }
    assert_eq!(notes, expected);
    // What the screen wrote before the cut is the same, short of what was said after it.
    let later = [
        "- Remark 4 ",
        "- Entries of ",
        "- Social worker: in the sitting ",
    ];
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
    screen.keys("s").sees("Take what into the package?");
    screen.keys("Enter").sees("A service · JK Social worker");
    screen.sees("Getting to school").keys("Enter");
    screen.sees("Package (1)");
}

fn they_make_an_action_and_refer_back(screen: &mut Terminal) {
    screen.keys("3 d").sees("An action from finding 1");
    screen
        .types("Put the family support worker's calls on the child's file in Mosaic")
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
        half_typed(folder).contains(words)
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
