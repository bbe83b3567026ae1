//! Arriving as a user sees it: every file hashed and sealed before anyone reads it, and what intake says of each document afterwards.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/program.rs"]
#[allow(dead_code)]
mod program;
#[path = "../src/reading/test_files.rs"]
#[allow(dead_code)]
mod test_files;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use program::{Place, Ran, program as command, run};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PLAN: &str = "# Plan\n\nWeekly.\n";

/// Runs `arrive` on folders below `cases`.
fn arrive(place: &Place, folders: &[&str]) -> Ran {
    let mut command = command();
    command.arg("arrive").arg(place.inspection()).arg("--json");
    command.args(
        folders
            .iter()
            .map(|folder| place.path("cases").join(folder)),
    );
    Ran::of(&command.output().unwrap())
}

fn changed_at(path: &Path, days_ago: u64) {
    let time = SystemTime::now() - Duration::from_secs(days_ago * 86_400);
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

fn seals(place: &Place) -> Vec<PathBuf> {
    let folder = fs::read_dir(place.inspection().join("seals"));
    let mut files: Vec<_> = folder
        .into_iter()
        .flatten()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files
}

fn names(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one["name"].as_str().unwrap()).collect()
}

fn file<'a>(summary: &'a Value, case: &str, name: &str) -> &'a Value {
    let find = |list: &'a Value, key: &str, value: &str| {
        let mut list = list.as_array().unwrap().iter();
        list.find(|one| one[key] == value).unwrap()
    };
    find(
        &find(&summary["cases"], "reference", case)["files"],
        "name",
        name,
    )
}

#[test]
fn every_file_is_counted_those_changed_lately_are_named_and_the_seal_is_kept() {
    let place = Place::new();
    changed_at(&place.file("N-017/visits/one.md", "one"), 3);
    changed_at(&place.file("N-017/plan.md", PLAN), 40);
    changed_at(&place.file("N-024/note.md", "two"), 400);
    let account = arrive(&place, &[""]).ends(0).json();
    assert_eq!(account["arrival"], 1);
    assert_eq!(account["files"], 3);
    assert_eq!(account["bytes"], 3 + PLAN.len() + 3);
    assert_eq!(names(&account["case_folders"]), ["N-017", "N-024"]);
    assert_eq!(account["case_folders"][0]["files"], 2);
    assert_eq!(names(&account["changed_lately"]), ["N-017/visits/one.md"]);
    assert_eq!(account["as_before"], 0);
    assert_eq!(account["left_out"], json!([]));

    let words = account["words"].as_array().unwrap();
    assert_eq!(words.len(), 12);
    let digits = account["digits"].as_str().unwrap().replace(' ', "");
    assert_eq!(digits.len(), 40);
    // The words are those of the statement that is kept, and the statement is about the files.
    let statement = fs::read_to_string(&seals(&place)[0]).unwrap();
    let says: Value = serde_json::from_str(&statement).unwrap();
    assert_eq!(says["kind"], "arrival");
    assert_eq!(says["arrival"][0]["root"], account["root"]);
    assert_eq!(says["arrival"][0]["files"], 3);
    let vault: [u8; 16] = std::array::from_fn(|at| {
        let hex = &says["vault"].as_str().unwrap()[2 * at..2 * at + 2];
        u8::from_str_radix(hex, 16).unwrap()
    });
    let vault = alongside::proof::chain::VaultId(vault);
    let code = alongside::proof::code::Code::of(statement.as_bytes(), vault);
    assert_eq!(json!(code.words()), account["words"]);
    assert_eq!(json!(code.digits()), account["digits"]);
    place.verify().ends(0);
}

#[test]
fn nothing_of_the_names_or_hashes_of_files_stands_in_the_inspection_unsealed() {
    let place = Place::new();
    place.file("N-017/a very telling name.md", "a short note");
    arrive(&place, &[""]).ends(0);
    let hash: [u8; 32] = Sha256::digest("a short note").into();
    let hex = alongside::proof::hex::encode(&hash);
    let needles = [b"telling".to_vec(), hash.to_vec(), hex.into_bytes()];
    let mut waiting = vec![place.inspection()];
    let mut looked_at = 0;
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|file| file.unwrap().path()),
            );
            continue;
        }
        looked_at += 1;
        let bytes = fs::read(&path).unwrap();
        for needle in &needles {
            let found = bytes.windows(needle.len()).any(|window| window == needle);
            assert!(!found, "{}", path.display());
        }
    }
    assert!(looked_at > 8);
}

#[test]
fn a_second_delivery_is_one_more_arrival_that_says_what_is_as_before() {
    let place = Place::new();
    place.file("N-017/plan.md", PLAN);
    place.file("N-017/visit.md", "visit");
    place.file("N-017/gone.md", "gone");
    place.file("N-024/note.md", "note");
    let first = arrive(&place, &[""]).ends(0).json();
    place.file("N-017/plan.md", "# Plan\n\nMonthly.\n");
    place.file("N-017/renamed.md", "gone");
    place.file("N-017/new.md", "new");
    fs::remove_file(place.path("cases/N-017/gone.md")).unwrap();
    let second = arrive(&place, &["N-017"]).ends(0).json();
    assert_eq!(
        (&second["arrival"], &second["seal"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(second["files"], 4);
    assert_eq!(second["as_before"], 1);
    assert_eq!(
        second["changed_since"],
        json!([{"name": "N-017/plan.md", "arrival": 1}])
    );
    assert_eq!(
        second["other_name"],
        json!([{"name": "N-017/renamed.md", "arrival": 1}])
    );
    assert_eq!(second["gone"], json!(["N-017/gone.md"]));
    assert_ne!(first["words"], second["words"]);
    let statement = fs::read_to_string(&seals(&place)[1]).unwrap();
    let says: Value = serde_json::from_str(&statement).unwrap();
    let roots: Vec<_> = [&says["arrival"][0], &says["arrival"][1]]
        .map(|arrived| arrived["root"].clone())
        .into();
    assert_eq!(roots, [first["root"].clone(), second["root"].clone()]);
    assert_eq!(says["previous"]["number"], 1);
    place.verify().ends(0);
}

#[test]
fn intake_says_of_each_document_how_it_stands_and_the_record_keeps_it() {
    let place = Place::new();
    place.file("N-017/as it was.md", "# As it was\n");
    place.file("N-017/plan.md", PLAN);
    place.file("N-017/old name.md", "# Letter\n");
    let without = place.file("N-024/before any arrival.md", "# Early\n");
    let before = place.intake_with(&["--case", "N-024"], &[&without]).ends(0);
    let before = before.json();
    assert_eq!(
        file(&before, "N-024", "before any arrival.md").get("standing"),
        None
    );

    arrive(&place, &["N-017"]).ends(0);
    place.file("N-017/plan.md", "# Plan\n\nMonthly.\n");
    fs::rename(
        place.path("cases/N-017/old name.md"),
        place.path("cases/N-017/z new name.md"),
    )
    .unwrap();
    place.file("N-017/later.md", "# Later\n");
    let summary = place.intake("N-017").ends(0).json();
    let standing = |name| &file(&summary, "N-017", name)["standing"];
    assert_eq!(
        standing("as it was.md"),
        &json!({"as_at_arrival": {"arrival": 1, "other_name": false}})
    );
    assert_eq!(
        standing("plan.md"),
        &json!({"changed_since": {"arrival": 1}})
    );
    assert_eq!(
        standing("z new name.md"),
        &json!({"as_at_arrival": {"arrival": 1, "other_name": true}})
    );
    assert!(standing("later.md")["delivered_later"]["on"].is_string());

    let folder = place.inspection();
    let shown = run(&[
        "show",
        folder.to_str().unwrap(),
        "--case",
        "N-017",
        "--view",
        "file",
    ])
    .ends(0);
    for words in [
        "(as at arrival 1)\n",
        "(as at arrival 1, under another name)\n",
        "(changed since arrival 1)\n",
        "(delivered later (",
    ] {
        assert!(shown.out.contains(words), "{words}\n{}", shown.out);
    }
}

#[test]
fn a_single_file_and_a_case_folder_by_a_short_path_are_found_in_the_list_too() {
    let place = Place::new();
    let plan = place.file("N-017/plan.md", PLAN);
    place.file("N-017/visit.md", "# Visit\n");
    arrive(&place, &[""]).ends(0);
    fs::write(&plan, "# Plan\n\nMonthly.\n").unwrap();
    let one = place
        .intake_with(&["--case", "N-017"], &[&plan])
        .ends(0)
        .json();
    assert_eq!(
        file(&one, "N-017", "plan.md")["standing"],
        json!({"changed_since": {"arrival": 1}})
    );
    let within = command()
        .current_dir(place.path("cases/N-017"))
        .args(["intake", "--json", "--case", "N-017"])
        .arg(place.inspection())
        .arg(".")
        .output()
        .unwrap();
    let within = Ran::of(&within).ends(0).json();
    assert_eq!(
        file(&within, "N-017", "visit.md")["standing"],
        json!({"as_at_arrival": {"arrival": 1, "other_name": false}})
    );
}

#[test]
fn what_a_document_says_of_its_own_changes_is_told_without_a_name() {
    let place = Place::bare();
    let folder = place.inspection();
    run(&[
        "new",
        folder.to_str().unwrap(),
        "--authority",
        "Northbridge",
        "--training",
        "--first-day",
        "2012-03-12",
    ])
    .ends(0);
    let body = "<w:p><w:ins><w:r><w:t>Seen alone.</w:t></w:r></w:ins></w:p>";
    let document = |changed_by: &str, day: &str| {
        test_files::docx(&[
            ("word/document.xml", &test_files::document(body)),
            (
                "docProps/core.xml",
                &test_files::core("Ann Example", changed_by, day),
            ),
        ])
    };
    place.file(
        "N-017/after.docx",
        document("Bea Other", "2012-03-12T08:00:00Z"),
    );
    place.file(
        "N-017/before.docx",
        document("Bea Other", "2012-03-11T08:00:00Z"),
    );
    let info = "<</ModDate(D:20120313100000Z)>>".to_owned();
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let page = [test_files::show(72.0, 700.0, 11.0, "A letter")];
    place.file(
        "N-017/letter.pdf",
        test_files::pdf_with(&page, font, &[info]),
    );
    let ran = place.intake("N-017").ends(0);
    assert!(!ran.out.contains("Example") && !ran.out.contains("Other"));
    let summary = ran.json();
    let hints = |name| &file(&summary, "N-017", name)["hints"];
    let tracked = json!({"tracked_changes": {"count": 1}});
    assert_eq!(
        hints("after.docx"),
        &json!([
            tracked,
            {"modified_after_announcement": {"date": "2012-03-12", "same_person": false}}
        ])
    );
    assert_eq!(hints("before.docx"), &json!([tracked]));
    assert_eq!(
        hints("letter.pdf"),
        &json!([{"modified_after_announcement": {"date": "2012-03-13", "same_person": null}}])
    );
}

#[test]
fn what_is_not_there_no_folder_or_empty_is_refused_and_nothing_is_kept() {
    let place = Place::new();
    let plan = place.file("N-017/plan.md", PLAN);
    fs::create_dir(place.path("empty")).unwrap();
    fs::create_dir_all(place.path("other/N-017")).unwrap();
    fs::write(place.path("other/N-017/plan.md"), "another").unwrap();
    let folder = place.inspection();
    let refused = |paths: &[&Path]| {
        let mut command = command();
        command.arg("arrive").arg(&folder).args(paths);
        Ran::of(&command.output().unwrap()).ends(2).err
    };
    assert!(refused(&[&place.path("none")]).contains("cannot be looked into: it is not there"));
    assert!(refused(&[&plan]).contains("is no folder. An arrival is about whole case folders"));
    assert!(refused(&[&place.path("empty")]).contains("There is no file in what was named"));
    let twice = refused(&[&place.path("cases"), &place.path("other")]);
    assert!(
        twice.contains("Two of the folders hold a N-017/plan.md"),
        "{twice}"
    );
    assert_eq!(seals(&place), Vec::<PathBuf>::new());
    let report = place.verify();
    assert!(
        report.out.contains("1 entry in the journal"),
        "{}",
        report.out
    );
}

#[cfg(unix)]
mod on_unix {
    use std::{os::unix::fs::symlink, process::Stdio, time::Instant};

    use super::*;

    #[test]
    fn what_cannot_be_hashed_is_named_with_the_reason_and_the_rest_is_sealed() {
        let place = Place::new();
        let plan = place.file("N-017/plan.md", PLAN);
        symlink(&plan, place.path("cases/N-017/link.md")).unwrap();
        symlink("..", place.path("cases/N-017/loop")).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(place.path("cases/N-017/pipe.md"))
            .status()
            .unwrap();
        assert!(made.success());
        place.file("N-017/.DS_Store", "the computer's own");
        let account = arrive(&place, &[""]).ends(1).json();
        assert_eq!(account["files"], 1);
        assert_eq!(
            names(&account["left_out"]),
            [
                "N-017/.DS_Store",
                "N-017/link.md",
                "N-017/loop",
                "N-017/pipe.md"
            ]
        );
        assert_eq!(account["left_out"][0]["trouble"], false);
        assert_eq!(account["words"].as_array().unwrap().len(), 12);
        place.verify().ends(0);
    }

    #[test]
    fn ctrl_c_in_the_middle_keeps_nothing_and_the_same_again_is_the_first_arrival() {
        let place = Place::new();
        // Long to hash and short to make: a hole takes no room on the disk.
        let path = place.file("N-017/long.bin", "x");
        fs::File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(40 << 30)
            .unwrap();
        let child = command()
            .arg("arrive")
            .args([place.inspection(), place.path("cases")])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It has begun to read once the file stands open in it, or, where that cannot be seen, once the inspection is locked.
        let began = Instant::now();
        let open = PathBuf::from(format!("/proc/{}/fd", child.id()));
        let reads = || {
            let mut files = fs::read_dir(&open).ok()?.flatten();
            files.find(|file| fs::read_link(file.path()).is_ok_and(|to| to.ends_with("long.bin")))
        };
        let locked =
            || fs::metadata(place.inspection().join("lock")).is_ok_and(|lock| lock.len() > 0);
        while began.elapsed() < Duration::from_mins(1) {
            if reads().is_some() || (!open.exists() && locked()) {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let sent = std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let ran = Ran::of(&child.wait_with_output().unwrap()).ends(1);
        assert!(ran.err.contains("Stopped. Nothing was kept"), "{}", ran.err);
        assert_eq!(ran.out, "");
        assert_eq!(seals(&place), Vec::<PathBuf>::new());
        fs::write(&path, "short").unwrap();
        assert_eq!(arrive(&place, &[""]).ends(0).json()["arrival"], 1);
    }
}
