//! Opening an inspection of 50 cases with 300 documents each, as far as its first frame, and keeping one entry beside a plain write and
//! fdatasync of the same size on the same disk in the same run: `cargo bench --bench opening`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/made.rs"]
mod made;

use std::{
    fs::File,
    io::Write as _,
    path::Path,
    sync::mpsc::channel,
    time::{Duration, Instant},
};

use alongside::{
    casework::{CaseNo, Event, Inspection, ParticipantNo, RemarkKind, RemarkNo, event::NewEntry},
    desk::pages,
    ledger::{Ledger, LedgerThread, Options},
};
use made::{Dice, print, titles};

const CASES: u32 = 50;
const DOCUMENTS: u32 = 300;
const RUNS: usize = 11;
/// From an open folder to the first frame, in milliseconds.
const FIRST_FRAME: f64 = 100.0;

fn main() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("inspection");
    make(&root);
    opening(&root);
    keeping(&root, place.path());
}

fn make(root: &Path) {
    let mut dice = Dice(2012);
    let mut ledger = Ledger::create(root, &Options::new(made::NOW)).unwrap();
    ledger.append(made::set_up()).unwrap();
    for no in 1..=CASES {
        ledger.append(made::case(&mut dice, no, DOCUMENTS)).unwrap();
    }
    ledger.close();
}

fn opening(root: &Path) {
    let mut parts: [Vec<Duration>; 6] = Default::default();
    let mut entries_read = 0;
    for _ in 0..RUNS {
        let begun = Instant::now();
        let mut took = Vec::new();
        let mut mark = begun;
        let mut lap = |took: &mut Vec<Duration>| {
            took.push(mark.elapsed());
            mark = Instant::now();
        };
        let (mut ledger, found) = Ledger::open(root, &Options::new(made::NOW)).unwrap();
        assert!(found.read_only.is_none());
        lap(&mut took);
        let entries = ledger.entries().unwrap();
        lap(&mut took);
        let inspection = Inspection::from_entries(&entries);
        lap(&mut took);
        let page = pages::cases::page(&inspection, made::NOW);
        lap(&mut took);
        took.push(begun.elapsed());
        entries_read = entries.len();
        assert_eq!(page.rows.len(), usize::try_from(CASES).unwrap());
        let begun = Instant::now();
        ledger.check_store().unwrap();
        took.push(begun.elapsed());
        ledger.close();
        for (part, took) in parts.iter_mut().zip(took) {
            part.push(took);
        }
    }
    titles(&format!(
        "opening {CASES} cases with {DOCUMENTS} documents each, {entries_read} entries"
    ));
    let [open, read, fold, page, all, check] = parts;
    print("the folder opened: lock, journal, sled", open, None);
    print("every entry read from sled", read, None);
    print("folded into an inspection", fold, None);
    print("the list of cases made", page, None);
    print(
        "all of it, as far as the first frame",
        all,
        Some(FIRST_FRAME),
    );
    print("behind the first frame: the store checked", check, None);
}

/// One remark at a time, each durable before the next, by turns with a plain file.
fn keeping(root: &Path, place: &Path) {
    let (ledger, _) = Ledger::open(root, &Options::new(made::NOW)).unwrap();
    let ledger = LedgerThread::start(ledger).unwrap();
    let mut plain = File::create(place.join("plain")).unwrap();
    let words = "She said that somebody rang on the sixteenth. ".repeat(8);
    let bytes = vec![b'x'; words.len() + 300];
    let (mut ours, mut theirs, mut with_store) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=400 {
        let begun = Instant::now();
        plain.write_all(&bytes).unwrap();
        plain.sync_data().unwrap();
        theirs.push(begun.elapsed());
        let entry = remark(number, &words);
        let begun = Instant::now();
        wait_for(|done| ledger.append(vec![entry], move |kept| done(kept.is_ok())));
        ours.push(begun.elapsed());
        // The store gets it behind the answer; it is not to run into the next measurement.
        wait_for(|done| ledger.flush(move |flushed| done(flushed.is_ok())));
        with_store.push(begun.elapsed());
    }
    titles(&format!("one entry of {} bytes kept", bytes.len()));
    theirs.sort();
    let twice = theirs[theirs.len() / 2].as_secs_f64() * 2_000.0;
    print("  a plain write and fdatasync", theirs, None);
    print(
        "one entry kept, from asking to the answer",
        ours,
        Some((twice * 1_000.0).round() / 1_000.0),
    );
    print("  the same, until the store has it too", with_store, None);
}

/// Asks for something and waits for its answer, which must be yes.
fn wait_for(ask: impl FnOnce(Box<dyn FnOnce(bool) + Send>)) {
    let (send, answer) = channel();
    ask(Box::new(move |good| send.send(good).unwrap()));
    assert!(answer.recv().unwrap());
}

fn remark(number: u32, words: &str) -> NewEntry {
    NewEntry {
        at: made::NOW,
        case: Some(CaseNo(1)),
        by: Some(ParticipantNo(1)),
        event: Event::RemarkMade {
            remark: RemarkNo(number),
            remark_kind: RemarkKind::Observation,
            words: words.to_owned(),
            anchors: Vec::new(),
            reply_to: None,
            about: None,
        },
    }
}
