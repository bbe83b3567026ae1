//! The command line as scripts rely on it: what is printed where, the exit status, and what is refused with which sentence.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/program.rs"]
mod program;

use std::{
    collections::BTreeSet,
    fs,
    process::Stdio,
    sync::atomic::{AtomicBool, Ordering},
};

use alongside::{
    casework::{Event, Inspection, Moment, Readable, Side, event::NewEntry},
    desk::{
        demo,
        intake::{Progress, Tools},
        reader_process::ReaderProcess,
    },
    ledger::{Ledger, Options},
};
use program::{Place, Ran, program as command, run};
use serde_json::json;

const NOW: Moment = Moment {
    utc_ms: 1_339_488_000_000,
    offset_s: 3_600,
};

#[test]
fn new_says_what_it_set_up_and_that_nothing_is_encrypted() {
    let place = Place::bare();
    let folder = place.inspection();
    let made = run(&[
        "new",
        folder.to_str().unwrap(),
        "--authority",
        "Northbridge",
        "--first-day",
        "2012-06-11",
        "--last-day",
        "2012-06-22",
        "--training",
    ])
    .ends(0);
    assert!(
        made.out
            .contains("The inspection of Northbridge is set up in")
    );
    assert_eq!(made.err, "");
    let shown = run(&["show", folder.to_str().unwrap()]).ends(0);
    assert!(
        shown.out.contains("Northbridge · 11–22 Jun 2012"),
        "{}",
        shown.out
    );
}

#[test]
fn new_refuses_what_cannot_be_meant() {
    let place = Place::new();
    let there = place.inspection();
    let there = there.to_str().unwrap();
    let fresh = place.path("fresh");
    let fresh = fresh.to_str().unwrap();
    let again = run(&["new", there, "--authority", "Northbridge"]).ends(2);
    assert!(
        again
            .err
            .contains("is not empty. Choose a new or empty folder"),
        "{}",
        again.err
    );
    let unknown = run(&["new", fresh, "--authority", "X", "--framework", "wales"]).ends(2);
    assert_eq!(
        unknown.err,
        "There is no framework called \"wales\". Choose one of: england-2012, england-ilacs-2026.\n"
    );
    let turned = run(&[
        "new",
        fresh,
        "--authority",
        "X",
        "--first-day",
        "2012-06-22",
        "--last-day",
        "2012-06-11",
    ])
    .ends(2);
    assert!(
        turned
            .err
            .contains("2012-06-11, is before its first, 2012-06-22"),
        "{}",
        turned.err
    );
    run(&["new", fresh, "--authority", "  "]).ends(2);
    assert!(!place.path("fresh").exists(), "nothing was made");
}

#[test]
fn wrong_use_is_2_and_help_is_a_result() {
    let help = run(&["--help"]).ends(0);
    assert!(help.out.contains("Exit status: 0 done"));
    assert_eq!(help.err, "");
    let version = run(&["--version"]).ends(0);
    assert_eq!(
        version.out,
        format!("alongside {}\n", env!("CARGO_PKG_VERSION"))
    );
    let wrong = run(&["intake"]).ends(2);
    assert_eq!(wrong.out, "");
    assert!(!wrong.err.is_empty());
    let escape = run(&["verify", "--\u{1b}[2J"]).ends(2);
    assert!(!escape.err.contains('\u{1b}'), "{}", escape.err);
}

#[test]
fn a_folder_without_an_inspection_is_said() {
    let place = Place::bare();
    let nowhere = place.path("nowhere");
    for verb in ["verify", "show"] {
        let ran = run(&[verb, nowhere.to_str().unwrap()]).ends(2);
        assert!(ran.err.contains("There is no inspection in"), "{}", ran.err);
    }
}

#[test]
fn intake_says_what_it_needs() {
    let place = Place::new();
    let file = place.file("note.md", "# Note\n");
    let folder = place.inspection();
    let which = place.intake_with(&[], &[&file]).ends(2);
    assert!(
        which
            .err
            .contains("Add --case with the reference of the case"),
        "{}",
        which.err
    );
    let absent = place.path("absent");
    let absent = place.intake_with(&[], &[&absent]).ends(2);
    assert!(absent.err.contains("cannot be taken in"), "{}", absent.err);
    place.file("a/x.md", "# X\n\nWords.\n");
    place.file("b/x.md", "# Y\n\nWords.\n");
    let both = [place.path("cases/a"), place.path("cases/b")];
    let both = place
        .intake_with(&["--case", "N-1"], &[&both[0], &both[1]])
        .ends(2);
    assert!(both.err.contains("--case names one case"), "{}", both.err);
    let long = "x".repeat(61);
    place.intake_with(&["--case", &long], &[&file]).ends(2);
    let shown = run(&["show", folder.to_str().unwrap()]).ends(0);
    assert!(shown.out.contains("There is no case yet."), "{}", shown.out);
}

#[test]
fn a_second_program_on_the_same_folder_is_refused() {
    let place = Place::new();
    place.file("N-1/note.md", "# Note\n\nWords.\n");
    let (ledger, _) = Ledger::open(&place.inspection(), &Options::new(NOW)).unwrap();
    let refused = place.intake("N-1").ends(3);
    assert!(
        refused.err.contains("This inspection is already open"),
        "{}",
        refused.err
    );
    assert_eq!(refused.out, "");
    // Verifying needs no lock: it looks from outside, and says so.
    let verified = place.verify().ends(0);
    assert!(
        verified
            .out
            .contains("the store beside the journal: not compared"),
        "{}",
        verified.out
    );
    ledger.close();
    place.intake("N-1").ends(0);
}

#[test]
fn verify_says_what_was_checked_and_names_the_first_difference() {
    let place = Place::new();
    place.file("N-1/note.md", "# Note\n\nWords.\n");
    place.intake("N-1").ends(0);
    let right = place.verify().ends(0);
    assert!(
        right
            .out
            .starts_with("Everything checked is as it was kept.\n")
    );
    assert!(
        right
            .out
            .contains("  1 document and 1 text read from them\n"),
        "{}",
        right.out
    );
    assert!(
        right
            .out
            .contains("Not proven\n  That the whole record was not replaced by another")
    );

    let documents = fs::read_dir(place.documents().unwrap()).unwrap();
    for file in documents {
        fs::write(file.unwrap().path(), "# Note\n\nOther words.\n").unwrap();
    }
    let wrong = place.verify().ends(1);
    assert!(
        wrong
            .out
            .starts_with("NOT as it was kept. The first difference: A document of case 1"),
        "{}",
        wrong.out
    );
    let folder = place.inspection();
    let report = run(&["verify", folder.to_str().unwrap(), "--json"])
        .ends(1)
        .json();
    assert_eq!(report["differences"][0]["case"], 1);
    assert_eq!(report["originals"], 0);
}

#[test]
fn a_changed_entry_is_found_although_the_store_has_it_whole() {
    let place = Place::new();
    place.file("N-1/note.md", "# Note\n\nWords.\n");
    place.intake("N-1").ends(0);
    let journals = place.inspection().join("journal");
    let journal = fs::read_dir(journals)
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "log"))
        .unwrap();
    let mut bytes = fs::read(&journal).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&journal, bytes).unwrap();
    place.verify().ends(1);
}

/// Puts people and a sitting with one remark into an inspection, as the screen would.
fn hold_a_sitting(place: &Place, words: &str) {
    let (mut ledger, _) = Ledger::open(&place.inspection(), &Options::new(NOW)).unwrap();
    let mut inspection = Inspection::from_entries(&ledger.entries().unwrap());
    let (case, _) = inspection.case_by_reference("N-017").unwrap();
    let mut keep = |inspection: &mut Inspection, case, by, event: Event| {
        let entry = NewEntry {
            at: NOW,
            case,
            by,
            event,
        };
        for entry in ledger.append(vec![entry]).unwrap() {
            inspection.apply(&entry);
        }
    };
    for (designation, side) in [
        ("Lead inspector", Side::Inspection),
        ("Social worker", Side::Authority),
    ] {
        let event = inspection.name_person(designation, "", side).unwrap();
        keep(&mut inspection, None, None, event);
    }
    let present: Vec<_> = inspection.people.keys().copied().collect();
    let event = inspection.open_sitting(case, &present).unwrap();
    keep(&mut inspection, Some(case), None, event);
    let event = Event::RemarkMade {
        remark: alongside::casework::RemarkNo(1),
        remark_kind: alongside::casework::RemarkKind::Observation,
        words: words.to_owned(),
        anchors: Vec::new(),
        reply_to: None,
        about: None,
    };
    keep(&mut inspection, Some(case), Some(present[0]), event);
    ledger.close();
}

fn case_with_a_name(remark: &str) -> Place {
    let place = Place::new();
    place.file(
        "N-017/case.toml",
        "[[names]]\nwords = \"Ellie Thackray\"\nstands_for = \"child\"\n",
    );
    place.file(
        "N-017/visit.md",
        "# Statutory visit\n\nDate of visit: 14 March 2012\n\nWarm.\n",
    );
    place.intake("N-017").ends(0);
    hold_a_sitting(&place, remark);
    place
}

fn export(place: &Place, more: &[&str]) -> Ran {
    let mut command = command();
    command
        .arg("export")
        .arg(place.inspection())
        .args(["--format", "md,json", "--out"])
        .arg(place.path("out"));
    Ran::of(&command.args(more).output().unwrap())
}

#[test]
fn export_writes_both_forms_without_names_and_never_over_an_older_one() {
    let place = case_with_a_name("this shows that Ellie Thackray was seen.");
    let first = export(&place, &["--case", "n-017"]).ends(0);
    assert!(
        first.err.contains("Exported files are NOT ENCRYPTED"),
        "{}",
        first.err
    );
    assert_eq!(first.out.lines().count(), 2);
    let notes = fs::read_to_string(place.path("out/N-017 agreed notes.md")).unwrap();
    // Brackets of our own are escaped in Markdown like everybody's.
    assert!(
        notes
            .replace('\\', "")
            .contains("this shows that [child] was seen."),
        "{notes}"
    );
    assert!(
        !notes.contains("Ellie") && !notes.contains("Thackray"),
        "{notes}"
    );

    let second = export(&place, &["--json"]).ends(0).json();
    assert_eq!(second[0]["case"], "N-017");
    let names: BTreeSet<_> = fs::read_dir(place.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        names.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "N-017 agreed notes (2).json",
            "N-017 agreed notes (2).md",
            "N-017 agreed notes.json",
            "N-017 agreed notes.md",
        ]
    );
    let form = fs::read_to_string(place.path("out/N-017 agreed notes.json")).unwrap();
    let form: serde_json::Value = serde_json::from_str(&form).unwrap();
    assert_eq!(form["schema"], "alongside-notes/0");
    let (mut ledger, _) = Ledger::open(&place.inspection(), &Options::new(NOW)).unwrap();
    let exports = ledger
        .entries()
        .unwrap()
        .into_iter()
        .filter(|entry| {
            entry.event
                == Event::NotesExported {
                    formats: vec!["md".to_owned(), "json".to_owned()],
                    with_names: false,
                }
        })
        .count();
    assert_eq!(exports, 2);
}

#[cfg(unix)]
#[test]
fn exported_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = case_with_a_name("nothing more was said.");
    export(&place, &[]).ends(0);
    for entry in fs::read_dir(place.path("out")).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn words_that_may_be_names_are_listed_and_nothing_is_written_until_somebody_is_sure() {
    let place = case_with_a_name("she told Wilhelmina about it.");
    let refused = export(&place, &[]).ends(1);
    assert!(refused.err.contains("Wilhelmina"), "{}", refused.err);
    assert!(
        refused
            .err
            .contains("N-017 was not exported: nobody can be asked here."),
        "{}",
        refused.err
    );
    let left = fs::read_dir(place.path("out")).map_or(0, Iterator::count);
    assert_eq!(left, 0);
    export(&place, &["--yes"]).ends(0);
    let with_names = export(&place, &["--with-names"]).ends(0);
    assert!(
        with_names.err.contains("Names are left in"),
        "{}",
        with_names.err
    );
}

#[test]
fn export_needs_a_case_that_is_there_or_one_that_has_had_a_sitting() {
    let place = Place::new();
    place.file("N-017/visit.md", "# Visit\n\nWarm.\n");
    place.intake("N-017").ends(0);
    let none = export(&place, &[]).ends(1);
    assert!(
        none.err
            .contains("No case of this inspection has had a sitting yet"),
        "{}",
        none.err
    );
    let unknown = export(&place, &["--case", "N-099"]).ends(2);
    assert!(
        unknown
            .err
            .contains("There is no case N-099 in this inspection. There are: N-017."),
        "{}",
        unknown.err
    );
}

#[test]
fn show_prints_every_view_in_plain_lines() {
    let place = case_with_a_name("the record is thin.");
    let inspection = place.inspection();
    let show = |more: &[&str]| {
        let mut arguments = vec!["show", inspection.to_str().unwrap()];
        arguments.extend(more);
        run(&arguments)
    };
    let cases = show(&[]).ends(0);
    assert!(cases.out.contains("N-017"), "{}", cases.out);
    let file = show(&["--case", "N-017", "--view", "file"]).ends(0);
    assert!(
        file.out.contains(
            "== 1 of 1 · document 1 · visit · Statutory visit · 14 Mar 2012\n(happened: “14 March 2012”, Date of visit, said plainly)\n"
        ),
        "{}",
        file.out
    );
    let discussion = show(&["--case", "N-017"]).ends(0);
    assert!(
        discussion.out.contains("the record is thin."),
        "{}",
        discussion.out
    );
    let walk = show(&["--case", "N-017", "--view", "walk"]).ends(0);
    assert!(
        walk.out
            .contains("- not opened yet: document 1, Statutory visit"),
        "{}",
        walk.out
    );
    for view in ["package", "findings"] {
        show(&["--case", "N-017", "--view", view]).ends(0);
    }
    show(&["--view", "walk"]).ends(2);
}

#[test]
fn the_demonstration_holds_every_case_and_one_that_broke_off_is_completed() {
    let place = Place::bare();
    let folder = place.path("demo");
    let reader = ReaderProcess::new(env!("CARGO_BIN_EXE_alongside").into());
    let stop = AtomicBool::new(false);
    let tools = |stop_at: usize| {
        let stop = &stop;
        move |progress: Progress| stop.store(progress.files_done == stop_at, Ordering::Relaxed)
    };
    let read = |name: &str, bytes: &[u8]| reader.read(name, bytes);
    let until_the_thirtieth = tools(30);
    let broken = demo::make(
        &folder,
        &Tools {
            read: &read,
            progress: &until_the_thirtieth,
            stop: &stop,
            workers: 1,
        },
    )
    .unwrap();
    assert!(broken.stopped);
    stop.store(false, Ordering::Relaxed);
    let to_the_end = tools(0);
    let tools = Tools {
        read: &read,
        progress: &to_the_end,
        stop: &stop,
        workers: 2,
    };
    demo::go_on(&folder, &tools).unwrap();

    let (mut ledger, _) = Ledger::open(&folder, &Options::new(NOW)).unwrap();
    let inspection = Inspection::from_entries(&ledger.entries().unwrap());
    ledger.close();
    assert!(inspection.training);
    assert_eq!(inspection.authority, "Northbridge");
    let people: Vec<_> = inspection
        .people
        .values()
        .map(alongside::casework::Participant::shown)
        .collect();
    assert_eq!(
        people,
        [
            "RO Lead inspector",
            "JK Social worker",
            "TM Team manager",
            "OB Observer"
        ]
    );
    assert_eq!(inspection.cases.len(), 7);
    for case in inspection.cases.values() {
        assert!(
            (8..=16).contains(&case.documents.len()),
            "{}",
            case.reference
        );
        for document in case.documents.values() {
            assert!(
                document.text().is_some(),
                "{} {}",
                case.reference,
                document.title
            );
        }
    }
    let ordinary = place.path("ordinary");
    let secret = place.path("secret");
    fs::write(&secret, "four plain old words\n").unwrap();
    #[cfg(unix)]
    fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    run(&[
        "new",
        ordinary.to_str().unwrap(),
        "--authority",
        "Northbridge",
        "--passphrase-file",
        secret.to_str().unwrap(),
    ])
    .ends(0);
    assert!(
        demo::go_on(&ordinary, &tools)
            .unwrap_err()
            .to_string()
            .contains("holds an inspection that is no demonstration")
    );
}

#[test]
fn a_rehearsal_is_the_same_every_time() {
    let place = Place::bare();
    let made = |name: &str| {
        let folder = place.path(name);
        let ran = run(&[
            "demo",
            "--into",
            folder.to_str().unwrap(),
            "--cases",
            "2",
            "--documents",
            "10",
            "--pages",
            "1",
            "--json",
        ])
        .ends(0);
        let (mut ledger, _) = Ledger::open(&folder, &Options::new(NOW)).unwrap();
        let inspection = Inspection::from_entries(&ledger.entries().unwrap());
        let documents = inspection.cases.values().flat_map(|case| {
            let documents = case.documents.values();
            documents.flat_map(|document| document.versions.iter())
        });
        let files: BTreeSet<_> = documents
            .flat_map(|version| {
                let texts = version.readings.iter().filter_map(|reading| match reading {
                    Readable::Text(text) => Some(text.sha256),
                    Readable::Picture { .. } | Readable::No { .. } => None,
                });
                texts.chain([version.sha256]).collect::<Vec<_>>()
            })
            .collect();
        ledger.close();
        (ran.json(), files)
    };
    let (first, files) = made("first");
    assert_eq!(
        (&first["cases"], &first["documents"]),
        (&json!(2), &json!(20))
    );
    assert_eq!(files.len(), 40, "an original and a text of each document");
    assert_eq!(made("second").1, files);
    let folder = place.path("first");
    let shown = run(&["show", folder.to_str().unwrap()]).ends(0);
    assert!(
        shown.out.contains("TRAINING · FICTIONAL CASES ONLY"),
        "{}",
        shown.out
    );
    run(&["verify", folder.to_str().unwrap()]).ends(0);
    run(&["demo", "--into", folder.to_str().unwrap(), "--cases", "1"]).ends(2);
    run(&["demo", "--cases", "1"]).ends(2);
}

#[test]
fn the_key_sheet_is_printed() {
    let nobody = tempfile::tempdir().unwrap();
    let output = command()
        .arg("keys")
        .env("XDG_CONFIG_HOME", nobody.path())
        .env("HOME", nobody.path())
        .output()
        .unwrap();
    let sheet = Ran::of(&output).ends(0);
    let built_in = alongside::screen::action::Table::built_in().unwrap();
    assert_eq!(sheet.out.trim_end(), built_in.sheet().trim_end());
}

#[test]
fn without_a_terminal_the_screen_says_what_to_do_instead() {
    let place = Place::new();
    let folder = place.inspection();
    let ran = run(&["open", folder.to_str().unwrap()]).ends(2);
    assert!(ran.err.contains("alongside show"), "{}", ran.err);
    assert_eq!(ran.out, "");
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    let place = case_with_a_name("words.");
    let mut child = command()
        .args([
            "show",
            place.inspection().to_str().unwrap(),
            "--case",
            "N-017",
            "--view",
            "file",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = Ran::of(&child.wait_with_output().unwrap()).ends(0);
    assert_eq!(ran.err, "");
}
