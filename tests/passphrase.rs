//! An inspection that opens with a passphrase, from the command line: where the passphrase comes from, what is refused, and who may open it
//! after one is added, changed or removed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use alongside::{
    casework::{Inspection, Moment, sealing::PassphraseChange},
    ledger::{Ledger, Options, Passphrase, Unlock},
};
use serde_json::{Value, json};
use tempfile::TempDir;

const NOW: Moment = Moment {
    utc_ms: 1_339_488_000_000,
    offset_s: 3_600,
};
const FIRST: &str = "harbour violin tuesday marble";
const SECOND: &str = "lantern cobweb saturn plaster";
const THIRD: &str = "walnut gravel seaside trumpet";

/// A folder of its own: the inspection, and files that hold passphrases.
struct Place(TempDir);

struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.out, self.err);
        self
    }

    fn says(self, words: &str) -> Self {
        assert!(self.err.contains(words), "{}", self.err);
        self
    }
}

impl Place {
    fn bare() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With an inspection that opens with the first passphrase.
    fn new() -> Self {
        let place = Self::bare();
        place.secret("first", FIRST.as_bytes());
        place.secret("second", format!("{SECOND}\r\nnot this line\n").as_bytes());
        place.secret("third", THIRD.as_bytes());
        let made = place.run("new DIR --authority Northbridge --passphrase-file first --json");
        let made: Value = serde_json::from_str(&made.ends(0).out).unwrap();
        assert_eq!(made["encrypted"], json!(true));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A file only its owner may read.
    fn secret(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
        #[cfg(unix)]
        self.mode(name, 0o600);
    }

    #[cfg(unix)]
    fn mode(&self, name: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs the program beside the files, `DIR` being the inspection, and no words with blanks among the arguments.
    fn run(&self, arguments: &str) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_alongside"))
            .args(
                arguments
                    .split(' ')
                    .map(|word| word.replace("DIR", "inspection")),
            )
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let ran = Ran {
            status: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        for words in [FIRST, SECOND, THIRD] {
            assert!(!ran.out.contains(words) && !ran.err.contains(words));
        }
        ran
    }

    fn open(&self, words: &str) -> Option<Inspection> {
        let unlock = Unlock::With(Passphrase::new(words));
        let options = Options::new(NOW).with_reserve(0).with_unlock(unlock);
        let (mut ledger, _) = Ledger::open(&self.path("inspection"), &options).ok()?;
        let entries = ledger.entries().unwrap();
        ledger.close();
        Some(Inspection::from_entries(&entries))
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn it_opens_with_its_passphrase_only_and_says_which_of_both_is_wrong() {
    let place = Place::new();
    assert!(!place.path("inspection/training.key").exists());
    place.run("show DIR --passphrase-file first").ends(0);
    // The argument may stand before the command's own.
    place.run("show --passphrase-file first DIR").ends(0);
    place.run("--passphrase-file first show DIR").ends(0);
    place
        .run("DIR show DIR")
        .ends(2)
        .says("The folder stands after the command");
    place
        .run("show DIR")
        .ends(3)
        .says("opens only with its passphrase")
        .says("--passphrase-file");
    place
        .run("show DIR --passphrase-file second")
        .ends(3)
        .says("That is not the passphrase of this inspection. Its keys are undamaged");
    place
        .run("verify DIR --passphrase-file second")
        .ends(3)
        .says("That is not the passphrase");
    let verified = place.run("verify DIR --passphrase-file first").ends(0);
    assert!(
        verified
            .out
            .starts_with("Everything checked is as it was kept.")
    );
    // Without it, what can be seen from outside is checked, and it is said why there is no more.
    let outside = place.run("verify DIR");
    assert!(
        outside.out.contains("opens only with its passphrase"),
        "{}",
        outside.out
    );
    let keys = fs::read_to_string(place.path("inspection/keys.json")).unwrap();
    let damaged = keys.replacen("\"salt\":\"", "\"salt\":\"0", 1);
    for name in ["inspection/keys.json", "inspection/keys.json.before"] {
        fs::write(place.path(name), &damaged).unwrap();
    }
    place
        .run("show DIR --passphrase-file first")
        .ends(3)
        .says("The keys of this inspection cannot be used");
}

#[test]
fn passphrases_are_added_changed_and_removed_and_the_record_says_so() {
    let place = Place::new();
    place
        .run("passphrase DIR add --label Team-manager --new-passphrase-file second --passphrase-file first")
        .ends(0);
    let listed = place
        .run("passphrase DIR list --json --passphrase-file second")
        .ends(0);
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(listed[0]["number"], json!(1));
    assert_eq!(listed[0]["made"], Value::Null);
    assert_eq!(listed[1]["label"], json!("Team-manager"));
    assert!(listed[1]["made"].is_string());
    assert_eq!(listed.as_array().unwrap().len(), 2);
    place
        .run("passphrase DIR change --new-passphrase-file third --passphrase-file second")
        .ends(0)
        .says("Older copies and backups of this folder still open with the old passphrase");
    assert!(place.open(SECOND).is_none());
    place
        .run("passphrase DIR remove 7 --passphrase-file third")
        .ends(2)
        .says("There is no passphrase 7.");
    place
        .run("passphrase DIR remove 1 --passphrase-file third")
        .ends(0);
    assert!(place.open(FIRST).is_none());
    place
        .run("passphrase DIR remove 3 --passphrase-file third")
        .ends(2)
        .says("This is the only passphrase");
    let inspection = place.open(THIRD).unwrap();
    let acts: Vec<_> = inspection
        .passphrases
        .iter()
        .map(|(_, act, slot)| (*act, slot.as_str()))
        .collect();
    assert_eq!(
        acts,
        [
            (PassphraseChange::Added, "Team-manager"),
            (PassphraseChange::Changed, "Team-manager"),
            (PassphraseChange::Removed, "first passphrase"),
        ]
    );
    for file in files_below(&place.path("inspection")) {
        let bytes = fs::read(&file).unwrap();
        for words in [FIRST, SECOND, THIRD] {
            let within = bytes
                .windows(words.len())
                .any(|part| part == words.as_bytes());
            assert!(!within, "{}", file.display());
        }
    }
}

#[test]
fn a_file_that_holds_no_usable_passphrase_is_refused_and_nothing_is_made() {
    let place = Place::bare();
    place.secret("empty", b"");
    place.secret("blank", b"   \nsecond line\n");
    place.secret("binary", b"\xff\xfe\x00w\x00o\n");
    place.secret("long", &[b'x'; 5_000]);
    place.secret("short", b"seven77\n");
    for (name, status, sentence) in [
        ("missing", 3, "could not be read from missing"),
        ("empty", 2, "is no passphrase"),
        ("blank", 2, "is no passphrase"),
        ("binary", 2, "is no passphrase"),
        ("long", 2, "is too long to be a passphrase"),
        ("short", 2, "At least 8 letters"),
    ] {
        place
            .run(&format!(
                "new DIR --authority Northbridge --passphrase-file {name}"
            ))
            .ends(status)
            .says(sentence);
    }
    // Nobody is there to be asked, and there is no file.
    place
        .run("new DIR --authority Northbridge")
        .ends(3)
        .says("--passphrase-file");
    assert!(!place.path("inspection").exists());
}

#[cfg(unix)]
#[test]
fn a_file_other_people_may_read_is_refused() {
    let place = Place::bare();
    place.secret("first", FIRST.as_bytes());
    for mode in [0o644, 0o640, 0o604, 0o620] {
        place.mode("first", mode);
        place
            .run("new DIR --authority Northbridge --passphrase-file first")
            .ends(3)
            .says("chmod 600 first");
    }
    assert!(!place.path("inspection").exists());
}

#[test]
fn a_demonstration_has_no_passphrases() {
    let place = Place::bare();
    place.secret("first", FIRST.as_bytes());
    let made = place
        .run("new DIR --authority Northbridge --training --json")
        .ends(0);
    let made: Value = serde_json::from_str(&made.out).unwrap();
    assert_eq!(made["encrypted"], json!(false));
    let shown = place.run("show DIR").ends(0);
    assert!(shown.out.contains("TRAINING"), "{}", shown.out);
    for act in [
        "list",
        "add --label Team-manager --new-passphrase-file first",
        "remove 1",
    ] {
        place
            .run(&format!("passphrase DIR {act}"))
            .ends(2)
            .says("This is a demonstration, which anybody can open");
    }
    place
        .run("new other --authority Northbridge --training --passphrase-file first")
        .ends(2);
}
