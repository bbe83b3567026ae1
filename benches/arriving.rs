//! Hashing 50 case folders with 300 files each on arriving, beside `sha256sum` over the same files in the same run, where there is one:
//! `cargo bench --bench arriving`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/made.rs"]
#[allow(dead_code)]
mod made;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use alongside::desk::arrive::{Tools, hash, walk};
use made::{Dice, print, titles};

const CASES: usize = 50;
const FILES: usize = 300;
/// Bytes of the longest file; the shortest has none.
const LONGEST: usize = 400_000;
const RUNS: usize = 5;

fn main() {
    let place = tempfile::tempdir().unwrap();
    let cases = place.path().join("cases");
    let bytes = make(&cases);
    let (mut walked, mut hashed, mut peer) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let begun = Instant::now();
        let listed = walk::look(std::slice::from_ref(&cases), place.path()).unwrap();
        walked.push(begun.elapsed());
        assert_eq!((listed.files.len(), listed.bytes()), (CASES * FILES, bytes));
        let begun = Instant::now();
        let done = hash::all(
            &listed.files,
            &Tools {
                progress: &|_| {},
                stop: &AtomicBool::new(false),
                workers: std::thread::available_parallelism().map_or(2, usize::from),
            },
        );
        hashed.push(begun.elapsed());
        assert_eq!(done.unwrap().unwrap().hashed.len(), CASES * FILES);
        peer.extend(sha256sum(
            &listed
                .files
                .iter()
                .map(|file| file.place.clone())
                .collect::<Vec<_>>(),
        ));
    }
    titles(&format!(
        "{CASES} case folders with {FILES} files each, {} MB, lately read",
        bytes / 1_000_000
    ));
    print("the files found", walked, None);
    print("all of them hashed, one thread a core", hashed, None);
    if peer.is_empty() {
        println!("left out: there is no sha256sum here");
    } else {
        print("  sha256sum, one process after the other", peer, None);
    }
}

/// Makes the files; how many bytes they have in all.
fn make(cases: &Path) -> u64 {
    let mut dice = Dice(2012);
    let block: Vec<u8> = (0..LONGEST)
        .map(|_| u8::try_from(dice.throw(256)).unwrap())
        .collect();
    let mut bytes = 0;
    for case in 0..CASES {
        let folder = cases.join(format!("N-{case:03}"));
        fs::create_dir_all(&folder).unwrap();
        for file in 0..FILES {
            let length = dice.throw(LONGEST);
            fs::write(folder.join(format!("{file:03}.docx")), &block[..length]).unwrap();
            bytes += length as u64;
        }
    }
    bytes
}

/// The same files through `sha256sum`, some hundred at a time; `None` where there is none.
fn sha256sum(files: &[PathBuf]) -> Option<Duration> {
    let begun = Instant::now();
    for some in files.chunks(500) {
        let ran = Command::new("sha256sum")
            .args(some)
            .stdout(Stdio::null())
            .status();
        if !ran.ok()?.success() {
            return None;
        }
    }
    Some(begun.elapsed())
}
