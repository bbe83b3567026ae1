//! The folder of an inspection, as the built program finds it: links in it, others who may look into it, another program in it; and that
//! nothing it writes may be read by anybody else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
#![cfg(unix)]

#[path = "support/everything.rs"]
mod everything;
#[path = "support/little.rs"]
mod little;
#[path = "support/program.rs"]
#[allow(dead_code)]
mod program;

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use alongside::{
    casework::{Moment, event::NewEntry},
    ledger::{Ledger, Options},
};
use program::{Place, Ran, run};

const NOW: Moment = Moment {
    utc_ms: 1_331_733_720_000,
    offset_s: 0,
};

fn bits(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything below a folder and the folder itself, links not followed.
fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() && !path.is_symlink() {
            waiting.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        }
        found.push(path);
    }
    found.sort();
    found
}

/// Runs the program where the account lets everybody read what it makes.
fn run_openly(arguments: &[&str]) -> Ran {
    let program = env!("CARGO_BIN_EXE_alongside");
    let output = Command::new("sh")
        .args(["-c", "umask 000; exec \"$0\" \"$@\"", program])
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    Ran::of(&output)
}

fn show(folder: &Path) -> Ran {
    run(&["show", folder.to_str().unwrap()])
}

#[test]
fn after_setting_up_arriving_intake_a_whole_sitting_export_and_copies_nobody_else_may_read_anything()
 {
    let place = Place::bare();
    place.file("N-099/plan.md", "# Plan\n\nWeekly.\n");
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (folder, cases) = (text(&place.inspection()), text(&place.path("cases")));
    let (mirror, backup) = (text(&place.path("mirror")), text(&place.path("backup")));
    let (copy, notes) = (text(&place.path("copy")), text(&place.path("notes")));
    // A whole sitting, kept by this process under its own umask, as the screen's would be.
    let (mut ledger, entries) = (
        Ledger::create(&place.inspection(), &Options::new(NOW)).unwrap(),
        everything::everything().entries,
    );
    for entry in entries {
        let entry = NewEntry {
            at: entry.at,
            case: entry.case,
            by: entry.by,
            event: entry.event,
        };
        ledger.append(vec![entry]).unwrap();
    }
    ledger.save_resume(b"{}").unwrap();
    ledger.close();
    run_openly(&["backup", &folder, "--mirror", &mirror]).ends(0);
    run_openly(&["arrive", &folder, &cases]).ends(0);
    run_openly(&["intake", &folder, &cases]).ends(0);
    run_openly(&[
        "export", &folder, "--case", "N-017", "--format", "md,json", "--yes", "--out", &notes,
    ])
    .ends(0);
    run_openly(&["backup", &folder, "--to", &backup]).ends(0);
    run_openly(&["restore", &backup, "--to", &copy]).ends(0);
    run_openly(&["doctor", &folder]);

    let mut files = 0;
    for name in ["inspection", "mirror", "backup", "copy", "notes"] {
        for path in all_below(&place.path(name)) {
            let own = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(bits(&path), own, "{}", path.display());
            files += usize::from(path.is_file());
        }
    }
    assert!(files > 40, "{files}");
    // A new inspection too, made under that umask.
    let new = text(&place.path("new"));
    run_openly(&["new", &new, "--authority", "Northbridge", "--training"]).ends(0);
    for path in all_below(&place.path("new")) {
        let own = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(bits(&path), own, "{}", path.display());
    }
}

#[test]
fn an_inspection_that_is_a_link_or_has_a_link_for_any_of_its_parts_is_refused_and_left_as_it_is() {
    let place = Place::new();
    place.file("N-017/plan.md", "# Plan\n");
    place.intake("N-017").ends(0);
    run(&[
        "arrive",
        place.inspection().to_str().unwrap(),
        place.path("cases").to_str().unwrap(),
    ])
    .ends(0);
    let folder = place.inspection();
    let refused = |folder: &Path| {
        let ran = show(folder).ends(3);
        assert!(
            ran.err.contains(
                " is a link to another place; alongside never follows one. Nothing was changed."
            ),
            "{}",
            ran.err
        );
    };
    let link = place.path("link");
    symlink(&folder, &link).unwrap();
    refused(&link);

    let parts: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(parts.len() >= 10, "{parts:?}");
    let away = place.path("away");
    for part in parts {
        let path = folder.join(&part);
        fs::rename(&path, &away).unwrap();
        symlink(&away, &path).unwrap();
        let before: Vec<_> = all_below(&away);
        refused(&folder);
        assert_eq!(all_below(&away), before, "{}", part.display());
        fs::remove_file(&path).unwrap();
        fs::rename(&away, &path).unwrap();
    }
    show(&folder).ends(0);
    let journal = fs::read_dir(folder.join("journal")).unwrap();
    let log = journal
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "log"))
        .unwrap();
    fs::rename(&log, &away).unwrap();
    symlink(&away, &log).unwrap();
    let ran = show(&folder).ends(3);
    assert!(ran.err.contains("link"), "{}", ran.err);
    place.verify();
    assert!(log.is_symlink());
}

#[test]
fn a_folder_others_may_look_into_is_closed_to_them_and_the_person_is_told() {
    let place = Place::new();
    let folder = place.inspection();
    let journal = fs::read_dir(folder.join("journal")).unwrap().next();
    let journal = journal.unwrap().unwrap().path();
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o644)).unwrap();
    let checkup = run(&["doctor", folder.to_str().unwrap()]).ends(1);
    let name = journal.file_name().unwrap().to_str().unwrap();
    let says =
        format!("1 may be read or changed by other accounts of this computer: journal/{name}.");
    assert!(checkup.out.contains(&says), "{}", checkup.out);
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let told = show(&folder).ends(0);
    assert!(
        told.err.starts_with(
            "Other accounts of this computer could look into the folder of this inspection."
        ),
        "{}",
        told.err
    );
    assert_eq!(bits(&folder), 0o700);
    assert!(!show(&folder).ends(0).err.contains("Other accounts"));
}

#[test]
fn a_second_program_is_refused_by_name_and_a_lock_left_behind_refuses_nobody() {
    let place = Place::new();
    let folder = place.inspection();
    let (ledger, _) = Ledger::open(&folder, &Options::new(NOW)).unwrap();
    let own = format!("(process {})", std::process::id());
    let path = folder.to_str().unwrap();
    let cases = place.path("cases");
    place.file("N-017/plan.md", "# Plan\n");
    for arguments in [
        vec!["show", path],
        vec!["intake", path, cases.to_str().unwrap()],
        vec!["arrive", path, cases.to_str().unwrap()],
        vec!["export", path, "--format", "md", "--out", "nowhere"],
    ] {
        let refused = run(&arguments).ends(3);
        assert!(
            refused
                .err
                .contains("This inspection is already open since 14 Mar 2012 14:02 +00:00")
                && refused.err.contains(&own),
            "{}",
            refused.err
        );
    }
    ledger.close();
    // As a computer that lost power leaves it.
    fs::write(
        folder.join("lock"),
        r#"{"process":1,"since":{"utc_ms":0,"offset_s":0}}"#,
    )
    .unwrap();
    show(&folder).ends(0);
}

#[test]
fn a_folder_this_account_may_not_write_to_is_refused_in_a_sentence() {
    let place = Place::new();
    let folder = place.inspection();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    let probe = folder.join("probe");
    if fs::write(&probe, "").is_ok() {
        fs::remove_file(&probe).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        println!("left out: running as root");
        return;
    }
    for path in all_below(&folder) {
        let readable = if path.is_dir() { 0o500 } else { 0o400 };
        fs::set_permissions(&path, fs::Permissions::from_mode(readable)).unwrap();
    }
    let refused = show(&folder).ends(3);
    assert!(
        refused.err.contains("this account is not allowed to"),
        "{}",
        refused.err
    );
    for path in all_below(&folder) {
        let own = if path.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(&path, fs::Permissions::from_mode(own)).unwrap();
    }
    show(&folder).ends(0);
}
