//! The store's own calls of the system, which no layer of ours stands under: each is made to fail, or the program is killed at it, by strace.
//! Nothing that was said to be kept is lost, no entry is refused for it, and the store is made anew. Left out, and said, where there is no
//! strace. An ordinary run tries some points of each call; the long one, `cargo test --lib -- --ignored sled_calls::long`, all of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::{Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use super::{
    acts::{self, Told, Work},
    look::{look, names},
    *,
};
use crate::ledger::Note;

const FOLDER: &str = "ALONGSIDE_SLED_CALLS_FOLDER";
const ACTS: u32 = 6;
/// No child needs a second; one that waits this long waits for ever.
const PATIENCE: Duration = Duration::from_mins(2);
/// Everything that changes or reads a file, and what makes it durable. A name a machine does not have is passed over.
const CALLS: &str = "trace=?openat,?mkdir,?mkdirat,?pwrite64,?write,?pread64,?read,?fsync,?fdatasync,?sync_file_range,?ftruncate,?fallocate,?rename,?renameat,?renameat2,?unlink,?unlinkat";

/// The process that is looked into: goes on with a record, and says what is kept and what it was told on the way.
#[test]
#[ignore = "run by the tests below, in a process of its own"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let (mut ledger, opened) = Ledger::open(Path::new(&folder), &options()).unwrap();
    let mut notes = opened.notes;
    let first = acts::next_act(&ledger.entries().unwrap());
    for act in first..first + ACTS {
        acts::act(&mut ledger, Work::Write, act, 0, &mut |told| {
            println!("\n{told}");
        })
        .unwrap();
    }
    assert!(!ledger.entries().unwrap().is_empty());
    notes.extend(ledger.take_notes());
    ledger.close();
    for note in notes {
        println!("\nnote {note}");
    }
    println!("\ndone");
}

/// What is done at a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// It fails, from then on or this once.
    Fails(&'static str),
    Killed,
}

const EVERYTHING: [What; 3] = [What::Fails("ENOSPC"), What::Fails("EIO"), What::Killed];

/// One point: what is done at the how-manieth call of a name.
#[derive(Clone, Debug)]
struct Point {
    call: String,
    nth: usize,
    what: What,
}

/// What came of one run of the child.
struct Ran {
    told: Vec<Told>,
    notes: usize,
    done: bool,
    status: ExitStatus,
    /// What it said of what went wrong.
    wrong: String,
    /// What strace saw of the store.
    seen: String,
}

/// Runs the child on a folder, with something done at a point.
fn run(folder: &Path, files: &BTreeSet<String>, point: Option<&Point>) -> std::io::Result<Ran> {
    let seen = folder.with_extension("calls");
    let said = folder.with_extension("said");
    let wrong = folder.with_extension("wrong");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", "signal=none", "-e", CALLS, "-o"]);
    strace.arg(&seen);
    for file in files {
        strace.arg("-P").arg(folder.join("store.sled").join(file));
    }
    if let Some(Point { call, nth, what }) = point {
        let how = match what {
            What::Fails(error) => format!("error={error}"),
            What::Killed => "signal=KILL".to_owned(),
        };
        strace.args(["-e", &format!("inject={call}:{how}:when={nth}")]);
    }
    let mut running = strace
        .arg(std::env::current_exe()?)
        .args(["ledger::tests::sled_calls::child", "--exact", "--ignored"])
        .arg("--nocapture")
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&said)?)
        .stderr(std::fs::File::create(&wrong)?)
        .spawn()?;
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = running.try_wait()? {
            break status;
        }
        if Instant::now() > end {
            running.kill()?;
            panic!("{point:?}: it waits for ever");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let said = std::fs::read_to_string(said)?;
    // A line cut short by a kill has no line end.
    let whole = said.rsplit_once('\n').map_or("", |(whole, _)| whole);
    Ok(Ran {
        told: whole.lines().filter_map(Told::heard).collect(),
        notes: whole
            .lines()
            .filter(|line| line.starts_with("note "))
            .count(),
        done: whole.lines().chain(said.lines()).any(|line| line == "done"),
        status,
        wrong: std::fs::read_to_string(wrong).unwrap_or_default(),
        seen: std::fs::read_to_string(seen).unwrap_or_default(),
    })
}

/// How often each call was made, at most by one thread: strace counts for each.
fn counted(seen: &str) -> BTreeMap<String, usize> {
    let mut by_thread: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in seen.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        if let Some((call, _)) = rest.trim_start().split_once('(')
            && call
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '_')
        {
            *by_thread.entry((call, thread)).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((call, _), count) in by_thread {
        let so_far = most.entry(call.to_owned()).or_default();
        *so_far = count.max(*so_far);
    }
    most
}

/// A record that was written by a program that ended properly, so that the next one reads a snapshot and writes another.
fn prepared() -> Place {
    let place = Place::new();
    let mut ledger = place.create();
    for act in 0..ACTS {
        acts::act(&mut ledger, Work::Write, act, 0, &mut |_| {}).unwrap();
    }
    ledger.close();
    place
}

/// What came of all points.
#[derive(Debug, Default)]
struct Tally {
    points: usize,
    failed: usize,
    killed: usize,
    /// Ended, by a failing call of sled's on a thread of sled's, without a word.
    said: usize,
    made_anew: usize,
}

/// Tries up to `most` points of each call and kind. `None` where there is no strace.
fn at_every_call(most: usize) -> Option<Tally> {
    let truth = prepared();
    let dry = Place::new();
    copy_folder(&truth.root(), &dry.root());
    let store = |place: &Place| -> BTreeSet<String> { names(&place.store()).into_iter().collect() };
    let mut files = store(&truth);
    files.insert(String::new());
    // Once to see which files come and go, once to count what is done to them.
    let first = run(&dry.root(), &files, None).ok()?;
    if !first.done {
        println!(
            "left out: strace may not look into programs here ({})",
            first.status
        );
        return None;
    }
    files.extend(store(&dry));
    files.extend(snapshots(&dry, &truth));
    let counted_in = Place::new();
    copy_folder(&truth.root(), &counted_in.root());
    let again = run(&counted_in.root(), &files, None).ok()?;
    assert!(again.done && again.told.len() == first.told.len());
    let counted = counted(&again.seen);
    println!("calls of the store: {counted:?}");
    let writes = ["pwrite64", "write", "openat"];
    assert!(writes.iter().any(|call| counted.contains_key(*call)));
    let mut tally = Tally::default();
    for (call, count) in &counted {
        for what in EVERYTHING {
            let step = count.div_ceil(most).max(1);
            for nth in (1..=*count).step_by(step) {
                let call = call.clone();
                try_point(&truth, &files, &Point { call, nth, what }, &mut tally);
            }
        }
    }
    println!("{tally:?}, none lost");
    Some(tally)
}

/// The name a snapshot has while it is written, of those that a run left: it is gone by then.
fn snapshots(after: &Place, before: &Place) -> Vec<String> {
    let old = names(&before.store());
    names(&after.store())
        .into_iter()
        .filter(|name| name.starts_with("snap.") && !old.contains(name))
        .map(|name| format!("{name}.generating"))
        .collect()
}

fn try_point(truth: &Place, files: &BTreeSet<String>, point: &Point, tally: &mut Tally) {
    let place = Place::new();
    copy_folder(&truth.root(), &place.root());
    let before = u64::try_from(frame_count(truth)).unwrap();
    let ran = run(&place.root(), files, Some(point)).unwrap();
    let about = format!("{point:?}");
    tally.points += 1;
    if matches!(point.what, What::Fails(_)) {
        tally.failed += 1;
        // The journal has its entries whatever the store's calls answer: not one is refused, and the program goes on.
        assert!(ran.done, "{about}: {}, {}", ran.status, ran.wrong);
        assert_eq!(ran.told.len(), ACTS as usize, "{about}");
    } else {
        tally.killed += usize::from(!ran.done);
    }
    tally.said += ran.notes;
    let looked = look(&place.root(), Work::Write, 0, &ran.told, &options(), &about);
    assert!(looked.entries >= before, "{about}");
    for note in &looked.notes {
        assert!(
            matches!(
                note,
                Note::StoreRebuilt { .. } | Note::UnfinishedSetAside { .. }
            ),
            "{about}: {note}"
        );
        tally.made_anew += usize::from(matches!(note, Note::StoreRebuilt { .. }));
    }
}

fn frame_count(place: &Place) -> usize {
    frame_starts(&std::fs::read(place.journal()).unwrap()).len() - 1
}

/// Whether there is a strace, which is said where there is none.
fn strace_is_here() -> bool {
    let there = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        println!("left out: strace is not here");
    }
    there
}

#[test]
fn nothing_is_lost_whatever_a_call_of_the_store_answers() {
    if strace_is_here()
        && let Some(tally) = at_every_call(3)
    {
        assert!(tally.points > 30, "{tally:?}");
        assert!(
            tally.killed > 5 && tally.said + tally.made_anew > 0,
            "{tally:?}"
        );
    }
}

#[test]
#[ignore = "long: every call, some minutes"]
fn long() {
    if strace_is_here() {
        at_every_call(usize::MAX);
    }
}
