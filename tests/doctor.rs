//! `alongside doctor` as a user sees it: what is to be done about folder, disk, record, terminal and computer.
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

use std::fs;

use alongside::{
    casework::Moment,
    ledger::{Ledger, Options},
};
use program::{Place, Ran, run};
use serde_json::{Value, json};

fn doctor(place: &Place) -> Ran {
    run(&["doctor", place.inspection().to_str().unwrap(), "--json"])
}

fn check<'a>(checkup: &'a Value, what: &str) -> &'a Value {
    let checks = checkup["checks"].as_array().unwrap();
    let mut found = checks.iter().filter(|check| check["what"] == what);
    found
        .next()
        .unwrap_or_else(|| panic!("no {what} in {checkup:#}"))
}

#[test]
fn a_sound_inspection_needs_nothing_and_every_thing_looked_at_is_named() {
    let place = Place::new();
    place.file("N-017/plan.md", "# Plan\n");
    place.intake("N-017").ends(0);
    let checkup = doctor(&place).ends(0).json();
    let whats: Vec<_> = checkup["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["what"].as_str().unwrap())
        .collect();
    assert_eq!(
        whats,
        [
            "who may read it",
            "free space",
            "open elsewhere",
            "the record",
            "the store",
            "the mirror",
            "terminal",
            "swap",
            "core dumps",
            "disk encryption"
        ]
    );
    assert_eq!(check(&checkup, "the record")["state"], "fine");
    assert_eq!(check(&checkup, "the mirror")["state"], "note");
    assert_eq!(check(&checkup, "terminal")["state"], "not_seen");
    assert_eq!(check(&checkup, "disk encryption")["state"], "not_seen");
    if cfg!(target_os = "linux") {
        assert_eq!(check(&checkup, "core dumps")["state"], "fine");
    }
    let text = run(&["doctor", place.inspection().to_str().unwrap()]).ends(0);
    assert!(
        text.out.ends_with("\nNothing is to be done.\n"),
        "{}",
        text.out
    );
}

#[test]
fn a_changed_document_and_an_unreachable_mirror_are_things_to_do() {
    let place = Place::new();
    place.file("N-017/plan.md", "# Plan\n");
    place.intake("N-017").ends(0);
    let folder = place.inspection();
    let mirror = place.path("mirror");
    run(&[
        "backup",
        folder.to_str().unwrap(),
        "--mirror",
        mirror.to_str().unwrap(),
    ])
    .ends(0);
    let checkup = doctor(&place).ends(0).json();
    assert_eq!(check(&checkup, "the mirror")["state"], "fine");

    fs::rename(&mirror, place.path("unplugged")).unwrap();
    let documents = place.documents().unwrap();
    for file in fs::read_dir(documents).unwrap() {
        let path = file.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        bytes[40] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    let checkup = doctor(&place).ends(1).json();
    assert_eq!(check(&checkup, "the mirror")["state"], "to_do");
    let record = check(&checkup, "the record");
    assert_eq!(record["state"], "to_do");
    let says = record["says"].as_str().unwrap();
    assert!(says.contains("was changed since it was taken in"), "{says}");
}

#[test]
fn what_another_program_has_open_is_looked_at_from_outside() {
    let place = Place::new();
    let now = Moment {
        utc_ms: 1_331_733_720_000,
        offset_s: 0,
    };
    let (ledger, _) = Ledger::open(&place.inspection(), &Options::new(now)).unwrap();
    let checkup = doctor(&place).ends(0).json();
    let open = check(&checkup, "open elsewhere");
    assert_eq!(open["state"], "note");
    assert_eq!(
        open["says"],
        json!(format!(
            "A program has it open (process {}, since 14 Mar 2012 14:02 +00:00).",
            std::process::id()
        ))
    );
    assert_eq!(check(&checkup, "the store")["state"], "not_seen");
    ledger.close();
    let checkup = doctor(&place).ends(0).json();
    assert_eq!(check(&checkup, "open elsewhere")["state"], "fine");
}

#[test]
fn where_there_is_no_inspection_there_is_nothing_to_look_at() {
    let place = Place::bare();
    let refused = doctor(&place).ends(2);
    assert!(refused.err.starts_with("There is no inspection in "));
}
