//! Single bits flipped in every kind of file of a folder: each is found, or changes nothing that was kept; with a mirror everything comes back.
//!
//! The bits are spread evenly over the files of a kind; where those have fewer bits than are to be flipped, each is flipped once. The store is
//! left out but for its own files: opening it takes longer than all the rest. The long run is
//! `cargo test --lib -- --ignored flips::long`, 20,000 a kind; `ALONGSIDE_FLIPS` makes it another number.

use std::{collections::BTreeMap, path::Path};

use super::{
    acts::{self, passphrase},
    look::names,
    *,
};
use crate::ledger::{Effort, Note, Report, Unlock};

/// What an inspection held before anything was flipped.
struct Truth {
    root: PathBuf,
    mirror: PathBuf,
    unlock: Unlock,
    entries: Vec<Entry>,
    seals: Vec<(u32, Vec<u8>)>,
    resume: Vec<u8>,
}

/// What came of one flip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing was said, and everything is as it was.
    Harmless,
    /// It was said, and everything is as it was.
    PutRight,
    /// It was said, and something cannot be had from this folder.
    Said,
}

/// What came of all flips in one kind of file.
#[derive(Debug, Default)]
struct Tally {
    flips: u64,
    harmless: u64,
    put_right: u64,
    said: u64,
    restored: u64,
}

const RESUME: &[u8] = b"half a wor";

impl Truth {
    fn make(place: &Place, unlock: Unlock, with_mirror: bool) -> Self {
        let root = place.root();
        let mirror = root.with_file_name("mirror");
        let options = Options {
            effort: Effort::Trial,
            reserve: 1024,
            ..options()
        }
        .with_unlock(unlock.clone());
        let mut ledger = Ledger::create(&root, &options).unwrap();
        if with_mirror {
            ledger.mirror_to(&mirror).unwrap();
        }
        for act in 0..2 {
            acts::take_in(&mut ledger, act).unwrap();
        }
        acts::seal(&mut ledger, 1).unwrap();
        acts::act(&mut ledger, acts::Work::Agree, 3, 0, &mut |_| {}).unwrap();
        ledger.save_resume(RESUME).unwrap();
        let entries = ledger.entries().unwrap();
        assert_eq!(entries.len(), 8);
        let seals = ledger.seals();
        ledger.close();
        // sled writes a snapshot when what it wrote before is opened again.
        Ledger::open(
            &root,
            &Options {
                effort: Effort::Trial,
                reserve: 1024,
                ..self::options()
            }
            .with_unlock(unlock.clone()),
        )
        .unwrap()
        .0
        .close();
        Self {
            root,
            mirror,
            unlock,
            entries,
            seals,
            resume: RESUME.to_vec(),
        }
    }

    fn options(&self, store: bool) -> Options {
        Options { store, ..options() }.with_unlock(self.unlock.clone())
    }

    /// Whether all that was kept is there, entries and documents.
    fn is_there(&self, ledger: &mut Ledger, report: &Report) -> bool {
        let Ok(entries) = ledger.entries() else {
            return false;
        };
        if report.is_right() {
            // Then it has read every document and text, and found each to be what its entry says.
            assert_eq!((report.originals, report.texts), (4, 4));
            return entries.starts_with(&self.entries) && ledger.seals() == self.seals;
        }
        let documents = ledger.documents();
        let readable = self.entries.iter().all(|entry| match &entry.event {
            Event::DocumentTakenIn {
                sha256,
                reading: crate::casework::Readable::Text(text),
                ..
            } => {
                let case = entry.case.unwrap();
                documents.original(case, *sha256).is_ok()
                    && documents.text(case, text.sha256).is_ok()
            }
            _ => true,
        });
        // A device that had to begin anew says so in an entry of its own.
        readable && entries.starts_with(&self.entries) && ledger.seals() == self.seals
    }

    fn look(&self, root: &Path, store: bool, about: &str) -> Outcome {
        let Ok((mut ledger, opened)) = Ledger::open(root, &self.options(store)) else {
            return Outcome::Said;
        };
        let mut notes = opened.notes;
        let Ok(check) = ledger.check_store() else {
            return Outcome::Said;
        };
        let Ok(report) = ledger.verify(&mut |_, _| {}) else {
            return Outcome::Said;
        };
        let there = self.is_there(&mut ledger, &report);
        let resume = ledger.resume().unwrap().as_deref() == Some(&self.resume);
        notes.extend(check.notes);
        notes.extend(ledger.take_notes());
        // Without its store an opening has nothing to say of it.
        notes.retain(|note| store || *note != Note::StoreClosed);
        // A last entry that is not whole may never have been kept: nobody else can tell, and it is said.
        let unfinished = |note: &Note| matches!(note, Note::UnfinishedSetAside { .. });
        let lost_is_said =
            ledger.read_only().is_some() || !report.is_right() || notes.iter().any(unfinished);
        assert!(there || lost_is_said, "{about}: silent, {notes:?}");
        assert!(
            resume || notes.contains(&Note::ResumeDamaged),
            "{about}: silent"
        );
        if there && resume && notes.is_empty() && !lost_is_said {
            Outcome::Harmless
        } else if there && !lost_is_said {
            Outcome::PutRight
        } else {
            Outcome::Said
        }
    }

    /// The files of a kind: those whose path from the folder on has all of `parts` in it.
    fn files(&self, kind: &str) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(&self.root, &mut files);
        files.retain(|file| {
            let relative = file.strip_prefix(&self.root).unwrap().to_str().unwrap();
            relative == kind
                || kind.split_once('*').is_some_and(|(begin, end)| {
                    relative.starts_with(begin) && relative.ends_with(end)
                })
        });
        files.sort();
        files
            .iter()
            .map(|file| file.strip_prefix(&self.root).unwrap().to_owned())
            .collect()
    }

    /// Flips up to `most` bits of the files of a kind, one at a time.
    fn flip(&self, kind: &str, most: u64, with_mirror: bool) -> Tally {
        let store = kind.starts_with("store.sled");
        let files = self.files(kind);
        let bench = Bench::of(self, store, with_mirror);
        assert!(!files.is_empty(), "{kind}");
        let mut tally = Tally::default();
        let each = most.div_ceil(files.len() as u64);
        for file in &files {
            let path = bench.place.root().join(file);
            let bytes = std::fs::read(&path).unwrap();
            let bits = bytes.len() as u64 * 8;
            for number in 0..each.min(bits) {
                let bit = if bits <= each {
                    number
                } else {
                    (number * bits / each + acts::mixed(number) % (bits / each)) % bits
                };
                let about = format!("{} bit {bit}", file.display());
                let mut flipped = bytes.clone();
                flipped[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
                std::fs::write(&path, flipped).unwrap();
                tally.flips += 1;
                match self.look(&bench.place.root(), store, &about) {
                    Outcome::Harmless => tally.harmless += 1,
                    Outcome::PutRight => tally.put_right += 1,
                    Outcome::Said => {
                        tally.said += 1;
                        if with_mirror {
                            self.restore(&bench.place, store, &about);
                            tally.restored += 1;
                        }
                    }
                }
                bench.put_back();
            }
        }
        println!(
            "{kind}{}: {tally:?}",
            if with_mirror { ", mirror" } else { "" }
        );
        tally
    }

    /// What a folder cannot give comes back from its mirror.
    fn restore(&self, place: &Place, store: bool, about: &str) {
        let mirror = place.root().with_file_name("mirror");
        let restored = place.root().with_file_name("restored");
        let (mut ledger, opened) = Ledger::restore(&mirror, &restored, &self.options(store))
            .unwrap_or_else(|error| panic!("{about}: {error}"));
        assert_eq!(opened.read_only, None, "{about}");
        let report = ledger.verify(&mut |_, _| {}).unwrap();
        assert!(
            report.is_right() && self.is_there(&mut ledger, &report),
            "{about}: not in the mirror"
        );
    }
}

/// A copy of an inspection, and of its mirror, that is made as it was after each flip.
struct Bench {
    place: Place,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Bench {
    fn of(truth: &Truth, store: bool, with_mirror: bool) -> Self {
        let place = Place::new();
        let root = place.root();
        copy_folder(&truth.root, &root);
        if !store {
            std::fs::remove_dir_all(place.store()).unwrap();
        }
        if with_mirror {
            let mirror = root.with_file_name("mirror");
            copy_folder(&truth.mirror, &mirror);
            let old = std::fs::read_to_string(root.join("mirror.json")).unwrap();
            let new = old.replace(truth.mirror.to_str().unwrap(), mirror.to_str().unwrap());
            std::fs::write(root.join("mirror.json"), new).unwrap();
        }
        let mut files = Vec::new();
        walk(root.parent().unwrap(), &mut files);
        let files = files.into_iter().map(|file| {
            let bytes = std::fs::read(&file).unwrap();
            (file, bytes)
        });
        Self {
            files: files.collect(),
            place,
        }
    }

    fn put_back(&self) {
        let mut now = Vec::new();
        walk(self.place.root().parent().unwrap(), &mut now);
        for file in now.iter().filter(|file| !self.files.contains_key(*file)) {
            std::fs::remove_file(file).unwrap();
        }
        for (file, bytes) in &self.files {
            if std::fs::read(file).ok().as_ref() != Some(bytes) {
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(file, bytes).unwrap();
            }
        }
        let restored = self.place.root().with_file_name("restored");
        if restored.exists() {
            std::fs::remove_dir_all(restored).unwrap();
        }
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

const WORDS: [&str; 3] = ["keys.json", "keys.json.before", "device.key"];
const BESIDE: [&str; 12] = [
    "journal/*.log",
    "journal/*.head",
    "keys.json",
    "keys.json.before",
    "training.key",
    "device.key",
    "format.json",
    "documents/*",
    "seals/*",
    "drafts/resume",
    "lock",
    "reserve",
];
const STORE: [&str; 3] = ["store.sled/conf", "store.sled/db", "store.sled/snap.*"];

fn words() -> Unlock {
    Unlock::With(passphrase(1))
}

#[test]
fn a_flip_in_any_file_is_found_or_harmless() {
    let place = Place::new();
    let truth = Truth::make(&place, Unlock::Beside, false);
    for kind in BESIDE {
        let tally = truth.flip(kind, 500, false);
        let nothing_of_it = ["lock", "reserve"].contains(&kind);
        assert_eq!(tally.harmless == tally.flips, nothing_of_it, "{kind}");
    }
}

#[test]
fn a_flip_in_the_keys_of_a_passphrase_is_put_right_from_the_other_copy() {
    let place = Place::new();
    let truth = Truth::make(&place, words(), false);
    for kind in WORDS {
        let tally = truth.flip(kind, 500, false);
        assert_eq!(tally.put_right, tally.flips - tally.harmless, "{kind}");
        assert!(tally.put_right >= 400, "{kind}: {tally:?}");
    }
}

#[test]
fn a_flip_in_the_store_is_found_or_harmless() {
    let place = Place::new();
    let truth = Truth::make(&place, Unlock::Beside, false);
    for kind in STORE {
        let tally = truth.flip(kind, 500, false);
        assert_eq!(tally.said, 0, "{kind}: the journal has it all");
        assert!(tally.flips > 400, "{kind}: {tally:?}");
    }
}

/// sled puts what is large into files of their own, which it never syncs: what it is given never gets there, so there is nothing to flip.
#[test]
fn the_store_never_has_a_value_large_enough_for_a_file_of_its_own() {
    let place = Place::new();
    let mut ledger = place.create();
    // Many long ones at once, of one case and of many, over enough of them that leaves are split and written out.
    for round in 0..3 {
        let batch = (0..40).map(|number| {
            let length = if number % 10 == 0 { 300_000 } else { 4_000 };
            remark(1 + number % 3, round * 40 + number + 1, length)
        });
        ledger.append(batch.collect()).unwrap();
    }
    ledger.keep_glances(
        ledger.head(),
        &(1..=3)
            .map(|case| (CaseNo(case), vec![7; 3_000]))
            .collect::<Vec<_>>(),
    );
    ledger.close();
    for _ in 0..2 {
        let (mut ledger, _) = place.open();
        assert_eq!(ledger.entries().unwrap().len(), 120);
        ledger.close();
    }
    let large = std::fs::metadata(place.store().join("db")).unwrap().len();
    assert!(large > 4_000_000, "{large}");
    assert_eq!(names(&place.store().join("blobs")), Vec::<String>::new());
}

#[test]
fn with_a_mirror_everything_comes_back_whatever_bit_was_flipped() {
    let place = Place::new();
    let truth = Truth::make(&place, Unlock::Beside, true);
    for kind in BESIDE.iter().chain(&["mirror.json"]) {
        let tally = truth.flip(kind, 100, true);
        assert_eq!(tally.said, tally.restored, "{kind}");
    }
}

#[test]
#[ignore = "long: 20,000 flips a kind, or as many as ALONGSIDE_FLIPS says"]
fn long() {
    let most = std::env::var("ALONGSIDE_FLIPS").map_or(20_000, |most| most.parse().unwrap());
    let (beside, with_words, mirrored) = (Place::new(), Place::new(), Place::new());
    let truth = Truth::make(&with_words, words(), false);
    for kind in WORDS {
        truth.flip(kind, most, false);
    }
    let truth = Truth::make(&mirrored, Unlock::Beside, true);
    for kind in BESIDE.iter().chain(&["mirror.json"]) {
        truth.flip(kind, most, true);
    }
    let truth = Truth::make(&beside, Unlock::Beside, false);
    for kind in STORE.iter().chain(&BESIDE) {
        truth.flip(kind, most, false);
    }
}
