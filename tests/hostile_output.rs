//! What the commands print, on an inspection in which everything anybody wrote, and every file's name and words, would drive a terminal:
//! letters and line feeds, nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/everything.rs"]
mod everything;
#[path = "support/hostile_words.rs"]
mod hostile_words;
#[path = "support/little.rs"]
mod little;
#[path = "support/program.rs"]
#[allow(dead_code)]
mod program;

use std::{
    fs,
    path::{Path, PathBuf},
};

use alongside::{
    casework::{Event, Side},
    desk::{
        Unlock,
        new::{SetUp, set_up},
        record::Keep as _,
    },
};
use everything::everything;
use hostile_words::{hostile, unseen};
use program::{Ran, run};

/// The strings without the large ones, one after the other: what a field of a record may hold.
fn words() -> String {
    let short: Vec<String> = hostile()
        .into_iter()
        .filter(|words| words.len() < 200)
        .collect();
    assert!(short.len() > 90);
    short.join("|")
}

fn replaced(value: &mut serde_json::Value, by: &str) {
    match value {
        serde_json::Value::String(words) => *words = words.replace("Callum", by),
        serde_json::Value::Array(values) => values.iter_mut().for_each(|value| replaced(value, by)),
        serde_json::Value::Object(fields) => {
            fields.values_mut().for_each(|value| replaced(value, by));
        }
        _ => {}
    }
}

/// An inspection with one of everything, said in hostile words past every rule that would have cleaned them.
fn inspection(folder: &Path) {
    let words = words();
    let what = SetUp {
        authority: format!("Northbridge {words}"),
        framework: "england-2012".to_owned(),
        announced: None,
        first_day: None,
        last_day: None,
        training: true,
    };
    let mut record = set_up(folder, &what, Unlock::Beside).unwrap();
    for entry in everything().entries.into_iter().skip(1) {
        let mut value = serde_json::to_value(&entry.event).unwrap();
        replaced(&mut value, &words);
        let event: Event = serde_json::from_value(value).unwrap();
        record.append(entry.case, vec![event]).unwrap();
    }
    let named = record
        .inspection()
        .name_person(&words, "ÉX", Side::Observer);
    record.append(None, vec![named.unwrap()]).unwrap();
    record.close();
}

/// Case folders with hostile names and words, as far as a file system takes them.
fn cases(folder: &Path) -> PathBuf {
    let cases = folder.join("cases");
    let case = cases.join("N-\u{1b}[31m018");
    fs::create_dir_all(&case).unwrap();
    for (number, words) in hostile().into_iter().enumerate() {
        let name: String = words
            .chars()
            .filter(|letter| !matches!(letter, '/' | '\0'))
            .take(40)
            .collect();
        // Some systems refuse some of these as names: then there is nothing to print of them.
        let _ = fs::write(case.join(format!("{number} {name}.txt")), &words);
    }
    cases
}

#[track_caller]
fn is_calm(what: &str, ran: &Ran) {
    for (out, words) in [("output", &ran.out), ("errors", &ran.err)] {
        let wrong: Vec<char> = words
            .chars()
            .filter(|letter| *letter != '\n' && unseen(*letter))
            .take(5)
            .collect();
        assert_eq!(wrong, Vec::<char>::new(), "{what}: {out}");
    }
}

#[test]
fn no_command_prints_anything_that_drives_a_terminal() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("northbridge");
    inspection(&folder);
    let cases = cases(place.path());
    let hostile_path = place.path().join("no\u{1b}]0;owned\u{7} such\u{202e}place");
    let (dir, from, gone) = (
        folder.to_str().unwrap(),
        cases.to_str().unwrap(),
        hostile_path.to_str().unwrap(),
    );
    let out = place.path().join("notes\u{9b}31m");
    let out = out.to_str().unwrap();
    let mut printed = 0;
    for arguments in [
        vec!["intake", dir, from],
        vec!["intake", dir, from, "--json"],
        vec!["show", dir],
        vec!["show", dir, "--case", "N-017"],
        vec!["show", dir, "--case", "N-017", "--view", "file"],
        vec!["show", dir, "--case", "N-017", "--view", "discussion"],
        vec!["show", dir, "--case", "N-017", "--view", "package"],
        vec!["show", dir, "--case", "N-017", "--view", "findings"],
        vec!["show", dir, "--case", "N-017", "--view", "walk"],
        vec![
            "export", dir, "--case", "N-017", "--format", "md,json", "--out", out,
        ],
        vec![
            "export", dir, "--case", "N-017", "--format", "md", "--out", out, "--yes",
        ],
        vec![
            "export", dir, "--case", "N-017", "--format", "md,json", "--out", out, "--yes",
            "--json",
        ],
        vec!["verify", dir],
        vec!["verify", dir, "--json"],
        vec!["show", gone],
        vec!["show", dir, "--case", "\u{1b}[31mnone\u{202e}"],
        vec!["show", dir, "--view", "\u{1b}[31mnone"],
        vec!["intake", dir, gone],
        vec!["intake", gone, from],
        vec!["verify", gone],
        vec!["open", gone],
        vec!["export", dir, "--format", "\u{1b}[2J", "--out", out],
        vec!["new", dir, "--authority", "A\u{1b}[6nB"],
        vec!["\u{1b}]0;owned\u{7}"],
        vec!["--\u{1b}[2J"],
    ] {
        let ran = run(&arguments);
        is_calm(&arguments.join(" ").escape_debug().to_string(), &ran);
        assert!(!(ran.out.is_empty() && ran.err.is_empty()), "{arguments:?}");
        printed += ran.out.len() + ran.err.len();
    }
    assert!(
        printed > 20_000,
        "{printed} bytes: too little was looked at"
    );
}
