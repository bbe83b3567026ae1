//! Killed at any moment, by the system, in a process of its own: nothing that was said is lost. Each kind of work 50 times; the long run,
//! `cargo test --lib -- --ignored kills::long`, 500 times.

use std::{
    io::{BufRead, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::{Duration, Instant},
};

use super::{
    acts::{self, Told, Work, mixed},
    look::look,
    *,
};
use crate::ledger::{Effort, Note, disk::RealDisk};

const FOLDER: &str = "ALONGSIDE_KILLED_FOLDER";
const WORK: &str = "ALONGSIDE_KILLED_WORK";
const OPENS: &str = "ALONGSIDE_KILLED_OPENS";
const NEW_FOLDER_EVERY: u32 = 10;

fn on_disk(work: Work, opens: u32) -> Options {
    Options {
        disk: Arc::new(RealDisk),
        effort: Effort::Trial,
        ..Options::new(NOW).with_reserve(16 * 1024)
    }
    .with_unlock(work.unlock(opens))
}

/// The process that is killed.
#[test]
#[ignore = "run by the tests below, in a process of its own"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let work = Work::named(&std::env::var(WORK).unwrap()).unwrap();
    let mut opens = std::env::var(OPENS).unwrap().parse().unwrap();
    let (mut ledger, _) = Ledger::open(Path::new(&folder), &on_disk(work, opens)).unwrap();
    let mut act = acts::next_act(&ledger.entries().unwrap());
    let mut out = std::io::stdout();
    loop {
        acts::act(&mut ledger, work, act, opens, &mut |told| {
            writeln!(out, "\n{told}").unwrap();
            out.flush().unwrap();
        })
        .unwrap();
        act += 1;
        opens += u32::from(work == Work::Passphrase);
    }
}

/// Starts the child and kills it: some time after its start, or after the first thing it said; what it said.
fn run_and_kill(folder: &Path, work: Work, opens: u32, chance: u64) -> Vec<Told> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "ledger::tests::kills::child",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .env(WORK, format!("{work:?}"))
        .env(OPENS, opens.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (tell, heard) = channel();
    let reader = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Some(told) = Told::heard(&line) {
                let _ = tell.send(told);
            }
        }
    });
    let mut told = Vec::new();
    if chance.is_multiple_of(3) {
        listen(&heard, Duration::from_millis(5 + chance % 150), &mut told);
    } else {
        told.extend(heard.recv());
        listen(&heard, Duration::from_millis(chance % 40), &mut told);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    told.extend(heard.try_iter());
    told
}

fn listen(heard: &Receiver<Told>, more: Duration, told: &mut Vec<Told>) {
    let end = Instant::now() + more;
    loop {
        match heard.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(one) => told.push(one),
            Err(RecvTimeoutError::Timeout) => return,
            Err(RecvTimeoutError::Disconnected) => {
                panic!("the child ended by itself, having said {told:?}")
            }
        }
    }
}

/// What came of a row of kills.
#[derive(Debug, Default)]
struct Tally {
    kills: u32,
    told: usize,
    entries: u64,
    notes: usize,
}

/// Kills work `rounds` times and looks after each what is there.
fn kill_and_look(work: Work, rounds: u32) -> Tally {
    let mut place = Place::new();
    let mut opens = 0;
    let mut tally = Tally::default();
    for round in 0..rounds {
        if round % NEW_FOLDER_EVERY == 0 {
            place = Place::new();
            opens = 0;
            let options = on_disk(work, opens);
            Ledger::create(&place.root(), &options).unwrap().close();
        }
        let chance = mixed(u64::from(round) + 2026);
        let told = run_and_kill(&place.root(), work, opens, chance);
        let about = format!("{work:?}, round {round}");
        let options = Options {
            disk: Arc::new(RealDisk),
            ..options()
        };
        let looked = look(&place.root(), work, opens, &told, &options, &about);
        for note in &looked.notes {
            assert!(
                matches!(
                    note,
                    Note::StoreRebuilt { .. }
                        | Note::UnfinishedSetAside { .. }
                        | Note::ErasedAgain { .. }
                ),
                "{about}: {note}"
            );
        }
        opens = looked.opens;
        tally.kills += 1;
        tally.told += told.len();
        tally.notes += looked.notes.len();
        if (round + 1) % NEW_FOLDER_EVERY == 0 {
            tally.entries += looked.entries;
        }
    }
    println!("{work:?}: {tally:?}, none lost");
    tally
}

fn fifty(work: Work) {
    let tally = kill_and_look(work, 50);
    assert_eq!(tally.kills, 50);
    assert!(tally.told >= 30 && tally.entries >= 30, "{tally:?}");
}

#[test]
fn nothing_written_is_lost_in_50_kills() {
    fifty(Work::Write);
}

#[test]
fn nothing_taken_in_is_lost_in_50_kills() {
    fifty(Work::Intake);
}

#[test]
fn nothing_agreed_is_lost_in_50_kills() {
    fifty(Work::Agree);
}

#[test]
fn nothing_sealed_is_lost_in_50_kills() {
    fifty(Work::Seal);
}

#[test]
fn nothing_erased_comes_back_in_50_kills() {
    fifty(Work::Erase);
}

#[test]
fn one_passphrase_opens_it_after_each_of_50_kills() {
    fifty(Work::Passphrase);
}

#[test]
#[ignore = "long: 3,000 kills"]
fn long() {
    for work in Work::ALL {
        kill_and_look(work, 500);
    }
}
