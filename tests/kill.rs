//! Nothing that was said to be kept is lost when the program is killed: 50 times, at any moment, with the store deleted or garbled in
//! between. A second process of this very test program writes; this one kills it and looks. The long run is
//! `cargo test --test kill -- --ignored long`, 500 times. Other kinds of work than writing are killed in `src/ledger/tests/kills.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use alongside::{
    casework::{
        CaseNo, Entry, Event, Moment, ParticipantNo, RemarkKind, RemarkNo, event::NewEntry,
    },
    ledger::{Ledger, Note, Options, verify_folder},
};

const FOLDER: &str = "ALONGSIDE_KILL_TEST_FOLDER";
const ROUNDS: u32 = 50;
const LONG_ROUNDS: u32 = 500;
const NEW_FOLDER_EVERY: u32 = 20;

fn options() -> Options {
    let now = Moment {
        utc_ms: 1_331_733_720_000,
        offset_s: 0,
    };
    Options::new(now).with_reserve(64 * 1024)
}

/// The next of a row of numbers that look random and are the same each time.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// What entry `seq` says: from a few letters to 40,000.
fn words(seq: u64) -> String {
    let mut state = seq;
    let length = match next(&mut state) % 20 {
        0 => 40_000,
        1..4 => 6_000,
        _ => 300,
    };
    let letters = usize::try_from(next(&mut state) % length).unwrap();
    format!("{seq} ").repeat(letters / 2 + 1)
}

fn remark(seq: u64) -> NewEntry {
    NewEntry {
        at: Moment {
            utc_ms: 0,
            offset_s: 0,
        },
        case: Some(CaseNo(u32::try_from(1 + seq % 3).unwrap())),
        by: Some(ParticipantNo(1)),
        event: Event::RemarkMade {
            remark: RemarkNo(u32::try_from(seq).unwrap()),
            remark_kind: RemarkKind::Observation,
            words: words(seq),
            anchors: Vec::new(),
            reply_to: None,
            about: None,
        },
    }
}

fn says(entry: &Entry) -> &str {
    match &entry.event {
        Event::RemarkMade { words, .. } => words,
        other => panic!("nobody wrote {other:?}"),
    }
}

/// The process that is killed: keeps entries, one to four at a time, and says which are kept.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn child_writer() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let (mut ledger, _) = Ledger::open(Path::new(&folder), &options()).unwrap();
    let mut out = std::io::stdout();
    loop {
        let first = ledger.head().count;
        let batch = (first..=first + first % 4).map(remark).collect();
        for entry in ledger.append(batch).unwrap() {
            writeln!(out, "kept {}", entry.seq).unwrap();
        }
        out.flush().unwrap();
    }
}

/// Starts the writer and kills it: some time after its start, or after the first entry it said it kept; the last one it said.
fn run_and_kill(folder: &Path, chance: u64) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child_writer", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (tell, heard) = channel();
    let reader = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // A line cut short by the kill has no line end, and so may name a shorter number: it is told apart below.
            if let Some(seq) = line.strip_prefix("kept ") {
                let _ = tell.send(seq.parse::<u64>().unwrap());
            }
        }
    });
    let last = if chance.is_multiple_of(3) {
        listen(&heard, Duration::from_millis(5 + chance % 150))
    } else {
        // However busy the machine is: it has kept something by then.
        let first = heard.recv().ok();
        listen(&heard, Duration::from_millis(chance % 40)).max(first)
    };
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    heard.try_iter().max().max(last)
}

/// Hears what is kept for so long; the kill may come before the first entry.
fn listen(heard: &Receiver<u64>, more: Duration) -> Option<u64> {
    let end = Instant::now() + more;
    let mut last = None;
    loop {
        match heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(seq) => last = last.max(Some(seq)),
            Err(RecvTimeoutError::Timeout) => return last,
            Err(RecvTimeoutError::Disconnected) => {
                panic!("the writer ended by itself, having kept {last:?}")
            }
        }
    }
}

fn garble_store(folder: &Path, chance: &mut u64) -> Option<&'static str> {
    let store = folder.join("store.sled");
    match next(chance) % 8 {
        0 => {
            std::fs::remove_dir_all(&store).unwrap();
            Some("deleted")
        }
        1 => {
            let db = store.join("db");
            let mut bytes = std::fs::read(&db).unwrap();
            let from = usize::try_from(next(chance)).unwrap() % bytes.len();
            for byte in bytes.iter_mut().skip(from).take(5000) {
                *byte = byte.wrapping_mul(31).wrapping_add(7);
            }
            std::fs::write(&db, bytes).unwrap();
            Some("garbled")
        }
        2 => {
            let db = std::fs::OpenOptions::new()
                .write(true)
                .open(store.join("db"))
                .unwrap();
            let length = db.metadata().unwrap().len();
            db.set_len(next(chance) % (length + 1)).unwrap();
            Some("cut")
        }
        _ => None,
    }
}

/// What came of a row of kills.
#[derive(Debug, Default)]
struct Tally {
    acknowledged: u64,
    spoiled: u32,
    rebuilt: u32,
    torn: u32,
}

/// Kills the writer `rounds` times and looks after each what is there.
fn kill_and_look(rounds: u32, seed: u64) -> Tally {
    let mut chance = seed;
    let mut place = tempfile::tempdir().unwrap();
    let mut kept_before = 0;
    let mut tally = Tally::default();
    for round in 0..rounds {
        if round % NEW_FOLDER_EVERY == 0 {
            place = tempfile::tempdir().unwrap();
            Ledger::create(&place.path().join("i"), &options())
                .unwrap()
                .close();
            kept_before = 0;
        }
        let folder = place.path().join("i");
        let last = run_and_kill(&folder, next(&mut chance));
        let how = garble_store(&folder, &mut chance);
        tally.spoiled += u32::from(how.is_some());
        let about = format!("seed {seed}, round {round}, store {how:?}");

        let (count, notes) = look(&folder, &about);
        let said = last.map_or(kept_before, |last| last + 1);
        assert!(
            count >= said,
            "{about}: {said} were kept, {count} are there"
        );
        for note in &notes {
            match note {
                Note::StoreRebuilt { .. } => tally.rebuilt += 1,
                Note::UnfinishedSetAside { .. } => tally.torn += 1,
                other => panic!("{about}: {other}"),
            }
        }
        tally.acknowledged += said - kept_before;
        kept_before = count;
    }
    tally
}

/// Opens what a kill left and holds it against what the writer writes; how many entries there are, and what was put right.
fn look(folder: &Path, about: &str) -> (u64, Vec<Note>) {
    let (mut ledger, opened) = Ledger::open(folder, &options()).unwrap();
    assert_eq!(opened.read_only, None, "{about}");
    let count = ledger.head().count;
    let entries = ledger.entries().unwrap();
    assert_eq!(entries.len() as u64, count, "{about}");
    for (seq, entry) in (0..).zip(&entries) {
        assert_eq!(entry.seq.0, seq, "{about}");
        assert!(
            says(entry) == words(seq),
            "{about}: entry {seq} has other words"
        );
    }
    let check = ledger.check_store().unwrap();
    assert_eq!(check.entries, count, "{about}");
    let notes = [opened.notes, ledger.take_notes(), check.notes].concat();
    let again = ledger.check_store().unwrap();
    assert_eq!((again.keys, again.notes), (count, vec![]), "{about}");
    ledger.close();
    let report = verify_folder(folder).unwrap();
    assert!(report.is_right(), "{about}: {:?}", report.differences);
    assert_eq!(report.entries, count, "{about}");
    (count, notes)
}

/// Kills in two rows at once.
fn in_two_lanes(rounds: u32) -> Tally {
    let lanes = [2012, 2026]
        .map(|seed| std::thread::spawn(move || kill_and_look(rounds / 2, seed)))
        .map(|lane| lane.join().unwrap());
    let all = lanes.into_iter().fold(Tally::default(), |all, lane| Tally {
        acknowledged: all.acknowledged + lane.acknowledged,
        spoiled: all.spoiled + lane.spoiled,
        rebuilt: all.rebuilt + lane.rebuilt,
        torn: all.torn + lane.torn,
    });
    println!("{rounds} kills, everything kept is there: {all:?}");
    all
}

#[test]
fn nothing_kept_is_lost_in_50_kills() {
    let all = in_two_lanes(ROUNDS);
    assert!(all.acknowledged > 100, "{all:?}");
    assert!(all.spoiled > 10 && all.rebuilt > 5, "{all:?}");
}

#[test]
#[ignore = "long: 500 kills"]
fn long() {
    let all = in_two_lanes(LONG_ROUNDS);
    assert!(all.acknowledged > 1_000, "{all:?}");
}

/// A second process is refused, at once and with a sentence, and may open once the first has ended, however it ended.
#[test]
fn a_second_process_is_refused_with_a_sentence_until_the_first_is_gone() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("i");
    Ledger::create(&folder, &options()).unwrap().close();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child_writer", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, &folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let kept = lines
        .by_ref()
        .map_while(Result::ok)
        .find(|line| line.starts_with("kept"));
    assert!(kept.is_some());
    let refused = Ledger::open(&folder, &options()).unwrap_err().to_string();
    assert!(
        refused.starts_with("This inspection is already open"),
        "{refused}"
    );
    if cfg!(unix) {
        let holder = format!("since 14 Mar 2012 14:02 +00:00 (process {})", child.id());
        assert!(refused.contains(&holder), "{refused}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(Ledger::open(&folder, &options()).is_ok());
}
