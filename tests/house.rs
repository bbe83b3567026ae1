//! The rules of the house: who may know whom, where three libraries are named, how long a file may be, and that the printed keys are true.
//! `ARCHITECTURE.md` says why; this holds it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/rust_words.rs"]
mod rust_words;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use alongside::screen::action::Table;
use rust_words::{rooms_named, words};

const ROOMS: [&str; 10] = [
    "casework", "reading", "proof", "cipher", "ledger", "notes", "desk", "screen", "commands",
    "platform",
];

/// Whom each room may know beside itself.
fn may_know(room: &str) -> &'static [&'static str] {
    match room {
        "reading" | "notes" | "proof" => &["casework"],
        "ledger" => &["casework", "proof", "platform"],
        "desk" => &[
            "casework", "reading", "proof", "ledger", "notes", "platform",
        ],
        "screen" => &["casework", "desk", "platform"],
        "commands" => &["casework", "desk", "screen"],
        // Those that know nobody. The ciphers are a crate of their own, known by its name.
        "casework" | "platform" | "cipher" => &[],
        other => panic!("src/{other} is a room this house does not have"),
    }
}

/// The only room that may name a library.
const NAMED_ONLY_IN: [(&str, &str); 8] = [
    ("sled", "ledger"),
    ("alongside_cipher", "ledger"),
    ("argon2", "ledger"),
    ("chacha20poly1305", "cipher"),
    ("hkdf", "cipher"),
    ("ratatui", "screen"),
    ("crossterm", "screen"),
    ("ratatui_textarea", "screen"),
];

const LONGEST_FILE: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_under(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every source file: its path below `src`, the modules it stands in, and its text.
fn sources() -> Vec<(String, Vec<String>, String)> {
    let src = root().join("src");
    let mut found = Vec::new();
    files_under(&src, &mut found);
    found.sort();
    let sources: Vec<_> = found
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let below = path.strip_prefix(&src).unwrap().with_extension("");
            let mut modules: Vec<String> = below
                .components()
                .map(|part| part.as_os_str().to_str().unwrap().to_owned())
                .collect();
            if modules.last().is_some_and(|last| last == "mod") {
                modules.pop();
            }
            let text = fs::read_to_string(&path).unwrap();
            (modules.join("/"), modules, text)
        })
        .collect();
    assert!(sources.len() > 100, "the sources were not found");
    sources
}

/// The arguments and the map stand above the rooms.
fn is_a_room(modules: &[String]) -> bool {
    !matches!(modules, [only] if only == "main" || only == "lib")
}

#[test]
fn each_room_knows_only_whom_it_may() {
    let mut wrong = BTreeSet::new();
    for (file, modules, text) in sources() {
        if !is_a_room(&modules) {
            continue;
        }
        let room = &modules[0];
        for other in rooms_named(&modules, &words(&text)) {
            let known = ROOMS.contains(&other.as_str());
            if known && other != *room && !may_know(room).contains(&other.as_str()) {
                wrong.insert(format!(
                    "src/{file}.rs names {other}, which {room} may not know"
                ));
            }
        }
    }
    assert_eq!(Vec::from_iter(wrong), Vec::<String>::new());
}

#[test]
fn the_program_itself_starts_the_commands_and_the_child_that_reads() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    let named: BTreeSet<_> = rooms_named(&["main".to_owned()], &words(&main))
        .into_iter()
        .filter(|name| ROOMS.contains(&name.as_str()))
        .collect();
    let allowed = BTreeSet::from(["commands", "platform", "reading"].map(str::to_owned));
    assert_eq!(named, allowed);
}

#[test]
fn every_room_is_in_the_table_of_this_test() {
    let rooms: BTreeSet<_> = sources()
        .into_iter()
        .filter(|(_, modules, _)| is_a_room(modules))
        .map(|(_, modules, _)| modules[0].clone())
        .collect();
    assert_eq!(rooms, BTreeSet::from(ROOMS.map(str::to_owned)));
}

#[test]
fn the_store_and_the_terminal_are_named_in_one_room_each() {
    let mut wrong = BTreeSet::new();
    for (file, modules, text) in sources() {
        for (library, room) in NAMED_ONLY_IN {
            if modules[0] != room && words(&text).iter().any(|word| word == library) {
                wrong.insert(format!(
                    "src/{file}.rs names {library}, which only {room} may"
                ));
            }
        }
    }
    assert_eq!(Vec::from_iter(wrong), Vec::<String>::new());
}

#[test]
fn nothing_is_unsafe() {
    for (file, _, text) in sources() {
        let named = words(&text)
            .into_iter()
            .filter(|word| word == "unsafe")
            .count();
        assert_eq!(named, 0, "src/{file}.rs");
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}

#[test]
fn no_file_is_too_long_to_be_read_at_one_sitting() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(file, _, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .collect();
    assert_eq!(long, Vec::new());
}

#[test]
fn every_module_says_what_it_owns() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|(_, _, text)| !text.starts_with("//! "))
        .map(|(file, _, _)| file)
        .collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    // Written apart, so that this file does not hold what it looks for.
    let folders = ["work", "home", "root", "Users"].map(|name| format!("/{name}/"));
    let mut files = Vec::new();
    for folder in ["src", "assets", "benches", "tests", ".ci"] {
        files_under(&root().join(folder), &mut files);
    }
    for file in ["README.md", "ARCHITECTURE.md", "Cargo.toml"] {
        files.push(root().join(file));
    }
    for file in files {
        // What is not text (the demonstration's PDFs) holds no path a person wrote.
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        for folder in &folders {
            let at = text.lines().position(|line| line.contains(folder.as_str()));
            assert_eq!(
                at,
                None,
                "{} names {folder} on this line (from 0)",
                file.display()
            );
        }
    }
}

#[test]
fn the_readme_shows_the_keys_as_they_are() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap_or_default();
    let shown = readme
        .split_once("<!-- keys -->")
        .and_then(|(_, rest)| rest.split_once("<!-- /keys -->"))
        .map(|(keys, _)| keys.trim());
    assert_eq!(
        shown,
        Some(Table::built_in().unwrap().sheet().trim()),
        "put what `alongside keys` prints between <!-- keys --> and <!-- /keys --> in README.md"
    );
}
