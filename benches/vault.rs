//! What sealing and signing cost: entries kept beside a plain write and fdatasync of as many bytes in the same run, a long record opened,
//! verified and its store made anew, a key made of a passphrase, and 100 MB of documents sealed and opened: `cargo bench --bench vault`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/made.rs"]
#[expect(dead_code, reason = "the other benches make whole cases")]
mod made;

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use alongside::{
    casework::{CaseNo, Event, ParticipantNo, RemarkKind, RemarkNo, event::NewEntry},
    ledger::{Ledger, Options, Passphrase, Unlock},
};
use made::{NOW, print, titles};

const RUNS: usize = 3;
const KEPT: u32 = 2_000;
const LONG: u32 = 100_000;
const DOCUMENT: usize = 1_000_000;
const DOCUMENTS: u8 = 100;

fn main() {
    let place = tempfile::tempdir().unwrap();
    keeping(place.path());
    long_record(&place.path().join("long"));
    passphrase(&place.path().join("words"));
    documents(&place.path().join("documents"));
}

fn options() -> Options {
    Options::new(NOW).with_reserve(0)
}

fn remark(number: u32) -> NewEntry {
    NewEntry {
        at: NOW,
        case: Some(CaseNo(1 + number % 50)),
        by: Some(ParticipantNo(1)),
        event: Event::RemarkMade {
            remark: RemarkNo(number),
            remark_kind: RemarkKind::Observation,
            words: "She said that somebody rang on the sixteenth. ".repeat(8),
            anchors: Vec::new(),
            reply_to: None,
            about: None,
        },
    }
}

/// One at a time, each durable before the next.
fn keeping(place: &Path) {
    let (mut ours, mut plain, mut sqlite) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..RUNS {
        let root = place.join(format!("kept-{run}"));
        let mut ledger = Ledger::create(&root, &options()).unwrap();
        (0..50).for_each(|number| drop(ledger.append(vec![remark(number)]).unwrap()));
        let journal = || -> u64 {
            let files = fs::read_dir(root.join("journal")).unwrap();
            files
                .map(|file| file.unwrap().metadata().unwrap().len())
                .sum()
        };
        let before = journal();
        let begun = Instant::now();
        for number in 0..KEPT {
            ledger.append(vec![remark(number)]).unwrap();
        }
        ours.push(begun.elapsed());
        let bytes = usize::try_from((journal() - before) / u64::from(KEPT)).unwrap();
        ledger.close();
        let mut file = File::create(place.join(format!("plain-{run}"))).unwrap();
        let frame = vec![b'x'; bytes];
        let begun = Instant::now();
        for _ in 0..KEPT {
            file.write_all(&frame).unwrap();
            file.sync_data().unwrap();
        }
        plain.push(begun.elapsed());
        sqlite.extend(in_sqlite(&place.join(format!("sqlite-{run}")), bytes));
    }
    titles(&format!("{KEPT} entries kept, one after the other"));
    print("sealed, signed, durable, and in the store", ours, None);
    print(
        "  a plain write and fdatasync of as many bytes",
        plain,
        None,
    );
    if sqlite.is_empty() {
        println!("left out: python3 is not here, whose SQLite is the peer");
    } else {
        print(
            "  SQLite (WAL, synchronous=FULL), as many bytes",
            sqlite,
            None,
        );
    }
}

/// As many bytes, as many times, each in a transaction of its own, by the `SQLite` that comes with Python; `None` where there is none.
fn in_sqlite(file: &Path, bytes: usize) -> Option<Duration> {
    let script = format!(
        "import sqlite3, sys, time\n\
         c = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
         c.execute('PRAGMA journal_mode=WAL')\n\
         c.execute('PRAGMA synchronous=FULL')\n\
         c.execute('CREATE TABLE e (seq INTEGER PRIMARY KEY, body BLOB)')\n\
         body = b'x' * {bytes}\n\
         begun = time.perf_counter()\n\
         for _ in range({KEPT}): c.execute('INSERT INTO e (body) VALUES (?)', (body,))\n\
         print(time.perf_counter() - begun)\n"
    );
    let ran = Command::new("python3")
        .args(["-c", &script])
        .arg(file)
        .output();
    let said = String::from_utf8(ran.ok()?.stdout).ok()?;
    Some(Duration::from_secs_f64(said.trim().parse().ok()?))
}

fn long_record(root: &Path) {
    let mut ledger = Ledger::create(root, &options()).unwrap();
    let begun = Instant::now();
    for batch in 0..LONG / 1_000 {
        let entries = (0..1_000).map(|number| remark(batch * 1_000 + number));
        ledger.append(entries.collect()).unwrap();
    }
    let made = begun.elapsed();
    ledger.close();
    let (mut open, mut read, mut verify, mut rebuild) = (vec![], vec![], vec![], vec![]);
    for _ in 0..RUNS {
        let begun = Instant::now();
        let (mut ledger, _) = Ledger::open(root, &options()).unwrap();
        open.push(begun.elapsed());
        let begun = Instant::now();
        assert_eq!(ledger.entries().unwrap().len(), LONG as usize);
        read.push(begun.elapsed());
        let begun = Instant::now();
        assert!(ledger.verify(&mut |_, _| {}).unwrap().is_right());
        verify.push(begun.elapsed());
        ledger.close();
        fs::remove_dir_all(root.join("store.sled")).unwrap();
        let begun = Instant::now();
        let (ledger, found) = Ledger::open(root, &options()).unwrap();
        assert_eq!(found.notes.len(), 1);
        rebuild.push(begun.elapsed());
        ledger.close();
    }
    titles(&format!("a record of {LONG} entries"));
    print("kept, a thousand at a time", vec![made], None);
    print("opened", open, None);
    print("every entry read from the store and opened", read, None);
    print("verified: hashes, places, signatures, store", verify, None);
    print(
        "opened, the store made anew from the journal",
        rebuild,
        None,
    );
}

fn passphrase(root: &Path) {
    let words = || Unlock::With(Passphrase::new("four words nobody would guess"));
    let with = || options().with_unlock(words());
    let begun = Instant::now();
    Ledger::create(root, &with()).unwrap().close();
    let made = begun.elapsed();
    let mut opened = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        let (ledger, _) = Ledger::open(root, &with()).unwrap();
        opened.push(begun.elapsed());
        ledger.close();
    }
    titles("a passphrase");
    print(
        "an inspection made, its cost found out first",
        vec![made],
        None,
    );
    print("opened", opened, None);
}

fn documents(root: &Path) {
    let ledger = Ledger::create(root, &options()).unwrap();
    let documents = ledger.documents();
    let (mut sealed, mut opened) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let case = CaseNo(u32::try_from(run).unwrap() + 1);
        let begun = Instant::now();
        let mut batch = documents.batch();
        let mut hashes = Vec::new();
        for number in 0..DOCUMENTS {
            let bytes = vec![number; DOCUMENT];
            hashes.push(batch.put_original(case, &bytes).unwrap());
        }
        batch.commit().unwrap();
        sealed.push(begun.elapsed());
        let begun = Instant::now();
        for hash in &hashes {
            assert_eq!(documents.original(case, *hash).unwrap().len(), DOCUMENT);
        }
        opened.push(begun.elapsed());
    }
    titles("100 documents of 1 MB");
    print("hashed, sealed and durable", sealed, None);
    print("opened and checked", opened, None);
}
