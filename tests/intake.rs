//! Intake as a user sees it: what becomes of every file, the first time and when it is presented again.
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

use std::{fs, path::Path};

use alongside::{
    casework::{Inspection, Moment},
    ledger::{Ledger, Options},
};
use program::{Place, program as command};
use serde_json::{Value, json};

const NOW: Moment = Moment {
    utc_ms: 1_331_733_720_000,
    offset_s: 0,
};

const VISIT: &str = "# Statutory visit\n\nDate of visit: 14 March 2012\nRecorded: 16 March 2012\n\nThe home was warm.\n";

/// What became of a file, from a summary.
fn became<'a>(summary: &'a Value, case: &str, name: &str) -> &'a Value {
    let case = of_case(summary, case);
    case["files"]
        .as_array()
        .unwrap()
        .iter()
        .find(|file| file["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {case:#}"))
}

/// One case of a summary.
fn of_case<'a>(summary: &'a Value, case: &str) -> &'a Value {
    summary["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["reference"] == case)
        .unwrap_or_else(|| panic!("no {case} in {summary:#}"))
}

/// Why something was left out, from a summary.
fn left_out<'a>(of: &'a Value, name: &str) -> &'a str {
    of["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == name)
        .unwrap_or_else(|| panic!("{name} was not left out: {of:#}"))["why"]
        .as_str()
        .unwrap()
}

#[test]
fn a_folder_of_folders_is_one_case_a_folder_with_what_case_toml_says() {
    let place = Place::new();
    place.file("N-017/01 visit.md", VISIT);
    place.file("N-017/letters/school.txt", "A letter\n\nDear all.\n");
    place.file(
        "second/case.toml",
        "reference = \"N-024\"\nage = 7\n[[names]]\nwords = \"Ellie\"\nstands_for = \"child\"\n",
    );
    place.file("second/note.md", "# Case note\n\nEllie was at school.\n");
    let summary = place.intake("").ends(0).json();

    let visit = became(&summary, "N-017", "01 visit.md");
    assert_eq!(visit["became"], "taken_in");
    assert_eq!(visit["title"], "Statutory visit");
    assert_eq!(visit["document_kind"], "visit");
    assert_eq!(
        visit["dates"],
        json!({"happened": "2012-03-14", "recorded": "2012-03-16", "finalised": null})
    );
    assert_eq!(
        became(&summary, "N-017", "letters/school.txt")["became"],
        "taken_in"
    );
    let second = of_case(&summary, "N-024");
    assert_eq!(second["new"], true);
    assert_eq!(second["names_listed"], 1);
    assert_eq!(second["files"].as_array().unwrap().len(), 1);
    place.verify().ends(0);
}

#[test]
fn presented_again_identical_altered_missing_and_under_another_name() {
    let place = Place::new();
    place.file("N-017/a visit.md", VISIT);
    place.file("N-017/b plan.md", "# Plan\n\nWeekly.\n");
    place.file("N-017/c note.md", "# Note\n\nA word.\n");
    place.intake("N-017").ends(0);
    let again = place.intake("N-017").ends(0).json();
    assert_eq!(became(&again, "N-017", "a visit.md")["became"], "identical");
    assert_eq!(of_case(&again, "N-017")["new"], false);

    place.file("N-017/b plan.md", "# Plan\n\nMonthly.\n");
    place.file("N-017/z copy of visit.md", VISIT);
    fs::remove_file(place.path("cases/N-017/c note.md")).unwrap();
    let summary = place.intake("N-017").ends(1).json();
    assert_eq!(
        became(&summary, "N-017", "b plan.md"),
        &json!({"name": "b plan.md", "became": "altered", "document": 2, "version": 2, "not_readable": null,
            "change": {"words": 1, "places": 1, "moved": 0, "quotes_gone": []}})
    );
    assert_eq!(
        became(&summary, "N-017", "z copy of visit.md"),
        &json!({"name": "z copy of visit.md", "became": "another_name", "document": 1, "of": "a visit.md"})
    );
    assert_eq!(
        of_case(&summary, "N-017")["missing"],
        json!([{"document": 3, "name": "c note.md", "title": "Note"}])
    );

    // It comes back, offered by itself: nothing is missing any more, and nothing else is called missing.
    place.file("N-017/c note.md", "# Note\n\nA word.\n");
    let note = place.path("cases/N-017/c note.md");
    let one = place
        .intake_with(&["--case", "n-017"], &[&note])
        .ends(0)
        .json();
    assert_eq!(became(&one, "N-017", "c note.md")["became"], "identical");
    assert_eq!(of_case(&one, "N-017")["missing"], json!([]));
    let shown = program::run(&[
        "show",
        place.inspection().to_str().unwrap(),
        "--case",
        "N-017",
        "--view",
        "file",
    ])
    .ends(0);
    assert!(
        !shown.out.contains("not in the case folder"),
        "{}",
        shown.out
    );
    assert!(shown.out.contains("# Plan\nMonthly."), "{}", shown.out);
    place.verify().ends(0);
}

#[test]
fn a_document_that_is_missing_is_an_answer_of_no_every_time_it_is() {
    let place = Place::new();
    place.file("N-017/a visit.md", VISIT);
    place.file("N-017/b plan.md", "# Plan\n\nWeekly.\n");
    place.intake("N-017").ends(0);
    fs::remove_file(place.path("cases/N-017/b plan.md")).unwrap();
    for _ in 0..2 {
        let summary = place.intake("N-017").ends(1).json();
        assert_eq!(
            of_case(&summary, "N-017")["missing"][0]["name"],
            "b plan.md"
        );
    }
}

#[test]
fn the_earlier_bytes_of_an_altered_document_are_kept() {
    let place = Place::new();
    place.file("N-017/plan.md", "# Plan\n\nWeekly.\n");
    place.intake("N-017").ends(0);
    place.file("N-017/plan.md", "# Plan\n\nMonthly.\n");
    place.intake("N-017").ends(1);
    place.intake("N-017").ends(0);
    let (mut ledger, _) = Ledger::open(&place.inspection(), &Options::new(NOW)).unwrap();
    let inspection = Inspection::from_entries(&ledger.entries().unwrap());
    let (no, case) = inspection.case_by_reference("N-017").unwrap();
    let versions = &case.documents.values().next().unwrap().versions;
    let kept: Vec<_> = versions
        .iter()
        .map(|version| ledger.documents().original(no, version.sha256).unwrap())
        .collect();
    assert_eq!(
        kept,
        [
            b"# Plan\n\nWeekly.\n".to_vec(),
            b"# Plan\n\nMonthly.\n".to_vec()
        ]
    );
}

#[test]
fn a_broken_case_toml_is_said_and_the_case_goes_in_without_it() {
    let place = Place::new();
    place.file("N-017/case.toml", "age = \"nine\"\n");
    place.file("N-017/visit.md", VISIT);
    let summary = place.intake("N-017").ends(1).json();
    let case = of_case(&summary, "N-017");
    let remark = case["remarks"][0].as_str().unwrap();
    assert!(
        remark.starts_with("case.toml cannot be used, and the case goes in without it (line 1:"),
        "{remark}"
    );
    assert_eq!(case["files"].as_array().unwrap().len(), 1);
}

#[test]
fn what_belongs_to_the_computer_is_left_out_and_empty_folders_make_no_case() {
    let place = Place::new();
    place.file("N-017/.DS_Store", "x");
    place.file("N-017/visit.md", VISIT);
    fs::create_dir_all(place.path("cases/N-018")).unwrap();
    let summary = place.intake("").ends(1).json();
    assert_eq!(
        left_out(of_case(&summary, "N-017"), ".DS_Store"),
        "belongs to the computer it was copied from, not to the case file"
    );
    assert_eq!(
        of_case(&summary, "N-018")["remarks"][0],
        "no file was found in this folder, and no case was made of it"
    );
}

#[test]
fn folders_the_computer_keeps_on_a_stick_are_no_cases_and_a_hidden_one_is_only_where_it_says_so() {
    let place = Place::new();
    place.file("N-017/visit.md", VISIT);
    place.file("N-017/__MACOSX/visit.md", "x");
    for folder in [
        ".Spotlight-V100",
        "$RECYCLE.BIN",
        "System Volume Information",
        ".Trash-1000",
    ] {
        place.file(&format!("{folder}/index.md"), "x");
    }
    let summary = place.intake(".").ends(0).json();
    assert_eq!(summary["cases"].as_array().unwrap().len(), 1);
    for of in [
        left_out(&summary, "$RECYCLE.BIN"),
        left_out(of_case(&summary, "N-017"), "__MACOSX"),
    ] {
        assert!(of.contains("belongs to the computer"), "{of}");
    }
    place.file(".N-024/visit.md", VISIT);
    let summary = place.intake(".").ends(1).json();
    assert!(left_out(&summary, ".N-024").contains("is a hidden folder"));
    place.file(".N-024/case.toml", "reference = \"N-024\"");
    let summary = place.intake(".").ends(0).json();
    assert_eq!(became(&summary, "N-024", "visit.md")["became"], "taken_in");
}

#[test]
fn the_folder_of_the_inspection_is_never_taken_in() {
    let place = Place::new();
    place.file("N-017/visit.md", VISIT);
    let above = place.path("");
    let summary = place.intake_with(&[], &[&above]).ends(0).json();
    assert_eq!(
        left_out(&summary, "inspection"),
        "this is the folder of the inspection itself"
    );
    assert_eq!(
        became(&summary, "cases", "N-017/visit.md")["became"],
        "taken_in"
    );
}

#[test]
fn a_file_beside_folders_that_say_they_are_cases_does_not_make_one_case_of_them() {
    let place = Place::new();
    place.file("N-017/case.toml", "age = 9");
    place.file("N-017/a.md", VISIT);
    place.file("N-018/b.md", "# Plan\n\nWords.\n");
    place.file("list of children.txt", "A list\n");
    let summary = place.intake("").ends(1).json();
    assert!(left_out(&summary, "list of children.txt").contains("offer it by itself with --case"));
    assert_eq!(became(&summary, "N-017", "a.md")["became"], "taken_in");
    assert_eq!(became(&summary, "N-018", "b.md")["became"], "taken_in");
}

#[test]
fn two_folders_for_one_case_do_not_call_each_other_missing() {
    let place = Place::new();
    place.file("one/case.toml", "reference = \"N-017\"");
    place.file("one/a.md", VISIT);
    place.file("two/case.toml", "reference = \"n-017\"");
    place.file("two/b.md", "# Plan\n\nWords.\n");
    let summary = place.intake("").ends(1).json();
    assert!(left_out(&summary, "n-017").contains("only the first was taken in"));
    assert_eq!(summary["cases"].as_array().unwrap().len(), 1);
}

#[test]
fn names_with_spaces_signs_and_dots_are_taken_as_they_are() {
    let place = Place::new();
    for name in [
        "children's visit, (2).md",
        "..odd..name.md",
        "Zoë — 14.3.12.md",
        " leading space.md",
    ] {
        place.file(&format!("N-017/{name}"), format!("# {name}\n\nWords.\n"));
    }
    let summary = place.intake("N-017").ends(0).json();
    for name in [
        "children's visit, (2).md",
        "..odd..name.md",
        "Zoë — 14.3.12.md",
        " leading space.md",
    ] {
        assert_eq!(became(&summary, "N-017", name)["became"], "taken_in");
    }
}

#[test]
fn what_cannot_be_read_is_kept_and_said_and_the_rest_goes_in() {
    let place = Place::new();
    place.file(
        "N-017/page.pdf",
        "<!DOCTYPE html><html><body>Not found</body></html>",
    );
    place.file("N-017/nothing.md", "");
    place.file("N-017/visit.md", VISIT);
    let summary = place.intake("N-017").ends(1).json();
    let page = became(&summary, "N-017", "page.pdf");
    assert_eq!(page["became"], "taken_in");
    assert!(
        page["not_readable"]
            .as_str()
            .unwrap()
            .starts_with("This is a web page saved with the name of a PDF"),
        "{page:#}"
    );
    assert!(became(&summary, "N-017", "nothing.md")["not_readable"].is_string());
    assert!(became(&summary, "N-017", "visit.md")["not_readable"].is_null());
    place.verify().ends(0);
}

#[test]
fn an_intake_that_broke_off_goes_on_where_it_stopped() {
    let place = Place::new();
    place.file("N-017/a.md", VISIT);
    place.intake("N-017").ends(0);
    // As a power cut between the bytes and the entry leaves it: bytes that nothing names, and one file never finished.
    let documents = place.documents().unwrap();
    let stray = "b9776d7ddf459c9ad5b0e1d6ac61e27befb5e99fd62446677600d7cacef544d0";
    fs::write(documents.join(stray), "stray").unwrap();
    place.file("N-017/b.md", "# Plan\n\nWords.\n");
    let summary = place.intake("N-017").ends(0).json();
    assert_eq!(became(&summary, "N-017", "a.md")["became"], "identical");
    assert_eq!(became(&summary, "N-017", "b.md")["became"], "taken_in");
    place.verify().ends(0);
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::{
        ffi::OsStr,
        os::unix::{ffi::OsStrExt, fs::PermissionsExt, fs::symlink},
        process::Stdio,
        time::{Duration, Instant},
    };

    #[test]
    fn links_loops_pipes_and_strange_names_are_said_and_the_rest_goes_in() {
        let place = Place::new();
        place.file("N-017/visit.md", VISIT);
        let folder = place.path("cases/N-017");
        symlink("visit.md", folder.join("link.md")).unwrap();
        symlink(".", folder.join("loop")).unwrap();
        symlink("nowhere", folder.join("broken.md")).unwrap();
        assert!(
            std::process::Command::new("mkfifo")
                .arg(folder.join("pipe.md"))
                .status()
                .unwrap()
                .success()
        );
        fs::write(folder.join("two\nlines\u{1b}[31m.md"), "# One\n\nWords.\n").unwrap();
        fs::write(
            folder.join(OsStr::from_bytes(b"caf\xe9.md")),
            "# Two\n\nWords.\n",
        )
        .unwrap();

        let summary = place.intake("N-017").ends(1).json();
        let case = of_case(&summary, "N-017");
        for link in ["link.md", "loop", "broken.md"] {
            assert!(left_out(case, link).contains("links are not followed"));
        }
        assert!(left_out(case, "pipe.md").contains("a pipe, a socket or a device"));
        for name in ["visit.md", "two\\nlines\\u{1b}[31m.md", "caf\\xE9.md"] {
            assert_eq!(became(&summary, "N-017", name)["became"], "taken_in");
        }
        let plain = command()
            .arg("intake")
            .args([place.inspection(), folder])
            .output()
            .unwrap();
        assert!(!plain.stdout.contains(&0x1b));
    }

    #[test]
    fn a_folder_that_may_not_be_read_is_said_and_nothing_below_it_is_called_missing() {
        let place = Place::new();
        place.file("N-017/visit.md", VISIT);
        place.file("N-017/legal/order.md", "# Order\n\nWords.\n");
        place.file("N-017/secret.md", "# Secret\n\nWords.\n");
        place.intake("N-017").ends(0);
        let folder = place.path("cases/N-017/legal");
        let file = place.path("cases/N-017/secret.md");
        let none = fs::Permissions::from_mode(0o000);
        fs::set_permissions(&folder, none.clone()).unwrap();
        fs::set_permissions(&file, none).unwrap();
        if fs::read_dir(&folder).is_ok() {
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
            println!("left out: this account may read everything");
            return;
        }
        let ran = place.intake("N-017");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let summary = ran.ends(1).json();
        let case = of_case(&summary, "N-017");
        assert_eq!(
            left_out(case, "legal/"),
            "this folder cannot be looked into: this account may not read it"
        );
        assert_eq!(
            became(&summary, "N-017", "secret.md")["why"],
            "cannot be read: this account may not read it"
        );
        assert_eq!(case["missing"], json!([]));
    }

    #[test]
    fn ctrl_c_stops_between_files_keeps_what_was_read_and_the_same_again_goes_on() {
        let place = Place::new();
        for at in 0..600 {
            place.file(
                &format!("N-017/{at:03}.md"),
                format!("# Visit {at}\n\nWords.\n"),
            );
        }
        let child = command()
            .arg("intake")
            .args([place.inspection(), place.path("cases/N-017")])
            .arg("--json")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while place.documents().is_none() && began.elapsed() < Duration::from_mins(1) {
            std::thread::sleep(Duration::from_millis(2));
        }
        let sent = std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let output = child.wait_with_output().unwrap();
        let first = program::Ran::of(&output).ends(1).json();
        assert_eq!(first["stopped"], true);
        let taken = of_case(&first, "N-017")["files"].as_array().unwrap().len();
        assert!((1..600).contains(&taken), "{taken}");

        let second = place.intake("N-017").ends(0).json();
        let files = of_case(&second, "N-017")["files"].as_array().unwrap();
        let identical = files.iter().filter(|file| file["became"] == "identical");
        assert_eq!(identical.count(), taken);
        assert_eq!(files.len(), 600);
        place.verify().ends(0);
    }
}

#[test]
fn the_real_documents_go_in_and_the_two_that_cannot_be_read_are_said() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.exists() {
        println!("left out: ../shared/corpus is not here");
        return;
    }
    let place = Place::new();
    let folders = ["referral", "reports", "locked"].map(|name| corpus.join(name));
    let paths: Vec<_> = folders.iter().map(std::path::PathBuf::as_path).collect();
    let summary = place.intake_with(&[], &paths).ends(1).json();
    let why = |case: &str, name: &str| {
        became(&summary, case, name)["not_readable"]
            .as_str()
            .map(str::to_owned)
    };
    let page = why(
        "reports",
        "children's services inspection - 19 october 2012.pdf",
    )
    .unwrap();
    assert!(
        page.starts_with("This is a web page saved with the name of a PDF"),
        "{page}"
    );
    let locked = why("locked", "document-password-protected.pdf").unwrap();
    assert!(
        locked.starts_with("The document needs a password"),
        "{locked}"
    );
    let mut read = 0;
    for case in ["referral", "reports"] {
        for file in of_case(&summary, case)["files"].as_array().unwrap() {
            read += usize::from(file["not_readable"].is_null());
        }
    }
    assert_eq!(read, 9, "{summary:#}");
    place.verify().ends(0);
}

/// A view of the case N-017, as it is printed.
fn show(place: &Place, view: &str) -> String {
    let inspection = place.inspection();
    let inspection = inspection.to_str().unwrap();
    program::run(&["show", inspection, "--case", "N-017", "--view", view])
        .ends(0)
        .out
}

/// Words that nothing else says.
fn story(seed: u32, words: u32) -> String {
    let word = |at: u32| format!("w{seed}x{}", at * 7919 % 10_007);
    (0..words).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_that_stand_in_another_document_too_are_said_of_both() {
    let place = Place::new();
    let common = story(1, 120);
    place.file(
        "N-017/1 visit.md",
        format!("# Home visit\n\nDate of visit: 6 March 2012\n\n{common}\n"),
    );
    place.file(
        "N-017/2 visit.md",
        format!("# Later visit\n\n{common}\n\n{}\n", story(2, 40)),
    );
    place.file("N-017/3 other.md", format!("# Note\n\n{}\n", story(3, 160)));
    let summary = place.intake("").ends(0).json();
    let said = became(&summary, "N-017", "2 visit.md")["repeats"]
        .as_str()
        .unwrap();
    assert!(
        said.contains("% of the words of “Home visit” of 6 Mar 2012 stand in it")
            || said.contains("% of its words stand in “Home visit” of 6 Mar 2012 too"),
        "{said}"
    );
    assert_eq!(became(&summary, "N-017", "3 other.md").get("repeats"), None);
    assert_eq!(became(&summary, "N-017", "1 visit.md").get("repeats"), None);
    // A later delivery is compared with what is there already.
    place.file("N-017/4 again.md", format!("# Review\n\n{common}\n"));
    let summary = place.intake("").ends(0).json();
    let said = became(&summary, "N-017", "4 again.md")["repeats"]
        .as_str()
        .unwrap();
    assert!(said.contains("and words of it in 1 more"), "{said}");
    let shown = show(&place, "file");
    assert!(shown.matches(" % of ").count() >= 3, "{shown}");
}

#[test]
fn case_toml_lists_people_and_services_once_and_names_the_child() {
    let place = Place::new();
    place.file(
        "N-017/case.toml",
        "[[names]]\nwords = \"Ellie Marsh\"\nstands_for = \"child\"\n\n[[people]]\ndesignation = \"Health visitor\"\n\n\
         [[services]]\nservice = \"Family support\"\nneed = \"Safe at home\"\nstate = \"started\"\n",
    );
    place.file(
        "N-017/visit.md",
        "# Statutory visit\n\nDate of visit: 30 February 2012\n\nEllie was seen alone. Ellie said “I like art club”.\n",
    );
    place.file("N-017/minutes.md", "# Core group\n\nDate of meeting: 14 March 2012\n\nVisited on 8 March. Ellie was seen alone.\n");
    let summary = place.intake("").ends(0).json();
    assert_eq!(of_case(&summary, "N-017")["services_listed"], 1);
    let again = place.intake("").ends(0).json();
    assert_eq!(of_case(&again, "N-017")["services_listed"], 0);
    let package = show(&place, "package");
    assert_eq!(
        package.matches("● 1. Family support").count(),
        1,
        "{package}"
    );
    assert!(!package.contains(" 2. "), "{package}");
    let file = show(&place, "file");
    assert!(
        file.contains("The child: last seen 8 Mar 2012, alone (Core group ¶3)."),
        "{file}"
    );
    assert!(file.contains("“30 February 2012” (no such day)"), "{file}");
    assert!(
        file.contains(
            "(happened: “30 February 2012”, Date of visit, said plainly, no such day, kept as read)"
        ),
        "{file}"
    );
    assert!(
        file.contains("(the child's own words: ¶3 “I like art club”)"),
        "{file}"
    );
    assert!(
        file.contains("(the child was seen alone: ¶3 “Ellie was seen alone.”)"),
        "{file}"
    );
}
