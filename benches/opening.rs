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
    path::{Path, PathBuf},
    sync::{Arc, mpsc::channel},
    time::{Duration, Instant},
};

use alongside::{
    casework::{CaseNo, Event, Inspection, ParticipantNo, RemarkKind, RemarkNo, event::NewEntry},
    desk::{
        Unlock,
        counter::Counter,
        front::front,
        messages::{Message, Request},
        reader_process::ReaderProcess,
    },
    ledger::{Ledger, LedgerThread, Options},
    screen::{action::Table, prefs::Prefs, state::State, update::hear, view::view},
};
use made::{Dice, print, titles};
use ratatui::{Terminal, backend::TestBackend};

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

/// Opens it as the screen does: from asking the desk to the first frame drawn, and until all of it has been read.
fn opening(root: &Path) {
    titles(&format!(
        "opening {CASES} cases with {DOCUMENTS} documents each"
    ));
    // The first opening finds nothing kept at a glance: it is what every opening was without it.
    let (first, _) = opened(root, None);
    print(
        "never opened before: folder to first frame",
        vec![first],
        None,
    );
    let mut said = 0;
    for (what, sitting, said_since) in [
        ("the list of cases: folder to first frame", false, false),
        ("  and one case changed since", false, true),
        ("back in a sitting: folder to first frame", true, false),
    ] {
        let (mut frames, mut whole) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            if said_since {
                said += 1;
                let (mut ledger, _) = Ledger::open(root, &Options::new(made::NOW)).unwrap();
                ledger.append(vec![remark(said, "Said since.")]).unwrap();
                ledger.close();
            }
            let resume = sitting.then_some(RESUME);
            let (frame, all) = opened(root, resume);
            frames.push(frame);
            whole.push(all);
        }
        print(what, frames, Some(FIRST_FRAME));
        print("  every entry read and folded", whole, None);
    }
    parts(root);
}

/// What a screen puts by that was left in the sitting of case 7.
const RESUME: &str = r#"{"v":2,"case":7,"in_sitting":true,"document":null,"places":{},"focus":"file","tab":"discussion","zoom":false,"filter":"","selected":{},"talk_top":0,"mark":null,"found":null,"over":[],"aside":[]}"#;

/// From asking the desk to the first frame, and to the frame of the whole record.
fn opened(root: &Path, resume: Option<&str>) -> (Duration, Duration) {
    if let Some(resume) = resume {
        let (ledger, _) = Ledger::open(root, &Options::new(made::NOW)).unwrap();
        ledger.save_resume(resume.as_bytes()).unwrap();
        ledger.close();
    }
    let (send, said) = channel();
    let tell = Arc::new(move |message| drop(send.send(message)));
    let counter = Counter::new(ReaderProcess::new(PathBuf::from("none")), 1, tell);
    let table = Arc::new(Table::built_in().unwrap());
    let mut state = State::new(table, Prefs::default(), false, made::NOW, (200, 60));
    let mut terminal = Terminal::new(TestBackend::new(200, 60)).unwrap();
    let begun = Instant::now();
    counter.ask(Request::Open {
        folder: root.to_path_buf(),
        unlock: Unlock::Beside,
    });
    let mut first = None;
    let whole = loop {
        let message = said.recv().unwrap();
        let front = matches!(message, Message::Front(_));
        let opened = matches!(message, Message::Opened(_));
        assert!(!matches!(message, Message::NotOpened { .. }));
        hear(&mut state, message);
        if front || opened {
            terminal.draw(|frame| view(&state, frame)).unwrap();
            first = first.or(Some(begun.elapsed()));
        }
        if opened {
            break begun.elapsed();
        }
    };
    if resume.is_some() {
        assert!(state.sitting().is_some(), "back in the sitting");
    }
    // What is kept at a glance is kept before it is closed, and nothing runs into the next measurement.
    counter.close();
    (first.unwrap(), whole)
}

/// What the whole of it is made of.
fn parts(root: &Path) {
    let mut parts: [Vec<Duration>; 5] = Default::default();
    for _ in 0..RUNS {
        let mut mark = Instant::now();
        let mut took = Vec::new();
        let mut lap = |took: &mut Vec<Duration>| {
            took.push(mark.elapsed());
            mark = Instant::now();
        };
        let (mut ledger, found) = Ledger::open(root, &Options::new(made::NOW)).unwrap();
        assert!(found.read_only.is_none());
        lap(&mut took);
        assert!(front(&mut ledger, None).is_some());
        lap(&mut took);
        let entries = ledger.entries().unwrap();
        lap(&mut took);
        let inspection = Inspection::from_entries(&entries);
        lap(&mut took);
        assert_eq!(inspection.cases.len(), usize::try_from(CASES).unwrap());
        ledger.check_store().unwrap();
        lap(&mut took);
        ledger.close();
        for (part, took) in parts.iter_mut().zip(took) {
            part.push(took);
        }
    }
    titles("of that");
    let [open, glances, read, fold, check] = parts;
    print("the folder opened: lock, journal, sled", open, None);
    print("the cases at a glance", glances, None);
    print("every entry read from sled", read, None);
    print("folded into an inspection", fold, None);
    print("behind all of it: the store checked", check, None);
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
