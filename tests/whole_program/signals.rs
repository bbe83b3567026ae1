//! The system asks the program to end, or takes its terminal away, at any moment: what is half typed is kept, the screen and what was
//! scrolled out of it are cleared, the terminal is as it was, and the program is gone without spinning.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
    time::{Duration, Instant},
};

use rustix::process::Signal;

use super::{
    beginnings::{LARGE, demonstration, they_open_the_case},
    pty::{Person, Terminal},
};

/// What happens to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happens {
    Signal(Signal),
    /// Stopped, and let go on.
    StandsStill,
    /// The terminal is gone and no signal says so.
    NoTerminal,
}

const HAPPENS: [Happens; 6] = [
    Happens::Signal(Signal::HUP),
    Happens::Signal(Signal::TERM),
    Happens::Signal(Signal::INT),
    Happens::Signal(Signal::QUIT),
    Happens::StandsStill,
    Happens::NoTerminal,
];

/// When: what is done beforehand in one start of the program, whose record the others begin with; what is seen then; what is pressed at the
/// very last; and what is seen of it when the program is started again, where anything was half typed.
struct Moment {
    name: &'static str,
    prepare: fn(&mut Terminal),
    sees: &'static str,
    last: fn(&mut Terminal),
    kept: Option<&'static str>,
}

fn nothing(_: &mut Terminal) {}

const fn moment(
    name: &'static str,
    prepare: fn(&mut Terminal),
    sees: &'static str,
    kept: Option<&'static str>,
) -> Moment {
    Moment {
        name,
        prepare,
        sees,
        last: nothing,
        kept,
    }
}

fn finding(screen: &mut Terminal) {
    they_open_the_case(screen);
    screen
        .keys("f")
        .sees("Wording")
        .types("Sessions were missed.");
    screen
        .sees("Sessions were missed.")
        .keys("Tab Right Tab Right");
    screen.keys("Enter").sees("Finding 1");
}

const MOMENTS: [Moment; 11] = [
    moment("the start screen", nothing, "The demonstration", None),
    moment("the list of cases", nothing, "Northbridge: 7 cases", None),
    moment("reading", they_open_the_case, "Why this assessment", None),
    moment(
        "a half-typed remark",
        |screen| {
            they_open_the_case(screen);
            screen
                .keys("r")
                .sees("Say something")
                .types("Whispered words");
            screen.sees("Whispered words");
        },
        "Whispered words",
        Some("Whispered words"),
    ),
    moment(
        "a form",
        |screen| {
            they_open_the_case(screen);
            screen.keys("s").sees("A service").types("Somebody listens");
            screen.sees("Somebody listens");
        },
        "Somebody listens",
        Some("Somebody listens"),
    ),
    moment(
        "finding words",
        |screen| {
            they_open_the_case(screen);
            screen.keys("/").sees("type…").types("assessment");
            screen.sees("> assessment");
        },
        "> assessment",
        Some("> assessment"),
    ),
    Moment {
        name: "keeping",
        prepare: |screen| {
            they_open_the_case(screen);
            screen.keys("r").sees("Say something").types("Nearly kept");
            screen.sees("Nearly kept");
        },
        sees: "Nearly kept",
        last: |screen| {
            screen.keys("Enter");
        },
        kept: Some("Nearly kept"),
    },
    Moment {
        name: "taking in",
        prepare: nothing,
        sees: "Northbridge: 7 cases",
        last: |screen| {
            screen.keys("F5").sees("files").keys("Down Down Enter");
            screen
                .sees("In here: 1 folder")
                .keys("Enter")
                .sees("Taking in");
        },
        kept: None,
    },
    Moment {
        name: "writing the notes",
        prepare: |screen| {
            they_open_the_case(screen);
            screen.keys("F9").sees("Write out the agreed notes");
        },
        sees: "Write out the agreed notes",
        last: |screen| {
            screen.keys("Enter");
        },
        kept: None,
    },
    moment(
        "answering",
        |screen| {
            finding(screen);
            screen.keys("3").sees("[3 Findings (1)]").keys("a");
            screen.sees("not yet").keys("Down Down");
        },
        "not yet",
        Some("do not agree, because"),
    ),
    Moment {
        name: "the curtain",
        prepare: |screen| {
            they_open_the_case(screen);
            screen.keys("r").sees("Say something").types("Behind it");
            screen.sees("Behind it");
        },
        sees: "Behind it",
        last: |screen| {
            screen.keys("Ctrl-K").sees("curtain down");
        },
        kept: Some("Behind it"),
    },
];

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The inspection of a moment: prepared once, left by Ctrl-Q.
fn prepared(person: &Person, demonstration: &Path, moment: &Moment) -> PathBuf {
    let folder = person.path(moment.name);
    copy(demonstration, &folder);
    let mut screen = person.start(LARGE, &[&folder]);
    screen.sees("Northbridge: 7 cases");
    (moment.prepare)(&mut screen);
    screen.keys("Ctrl-Q");
    assert!(screen.ends().success(), "{}", moment.name);
    folder
}

/// Starts the program at a moment.
fn start(person: &Person, folder: &Path, moment: &Moment, happens: Happens) -> Terminal {
    let arguments: &[&Path] = if moment.name == "the start screen" {
        &[]
    } else {
        &[folder]
    };
    let mut screen = if happens == Happens::NoTerminal {
        person.start_apart(LARGE, arguments)
    } else {
        person.start(LARGE, arguments)
    };
    screen.sees(moment.sees);
    (moment.last)(&mut screen);
    screen
}

/// The end of the program, watched: how long it took, and how much of a processor (hundredths of a second, where the system says).
fn watched_end(screen: &mut Terminal, what_ends_it: impl FnOnce(&mut Terminal)) -> (Duration, u64) {
    let before = screen.processor_time().unwrap_or(0);
    let began = Instant::now();
    what_ends_it(screen);
    let mut used = 0;
    super::pty::until("the program to end", || {
        used = screen
            .processor_time()
            .map_or(used, |time| time.saturating_sub(before));
        screen.has_ended()
    });
    (began.elapsed(), used)
}

/// One moment and one thing that happens.
fn run(person: &Person, prepared: &Path, moment: &Moment, happens: Happens) -> (Duration, u64) {
    let what = format!("{happens:?} at {}", moment.name);
    let folder = person.path("inspection");
    copy(prepared, &folder);
    let mut screen = start(person, &folder, moment, happens);
    let took = match happens {
        Happens::Signal(signal) => {
            let took = watched_end(&mut screen, |screen| screen.signal(signal));
            assert!(screen.ends().success(), "{what}");
            is_clear(&screen, &what);
            took
        }
        Happens::StandsStill => {
            screen.signal(Signal::TSTP);
            screen.stands_still();
            is_clear(&screen, &what);
            screen.signal(Signal::CONT);
            // Whatever it was doing, it is there again and takes keys.
            screen.keys("Ctrl-L").sees("longside");
            let took = watched_end(&mut screen, |screen| screen.signal(Signal::TERM));
            assert!(screen.ends().success(), "{what}");
            took
        }
        Happens::NoTerminal => watched_end(&mut screen, Terminal::vanish),
    };
    drop(screen);
    if let Some(kept) = moment.kept {
        let mut again = person.start(LARGE, &[&folder]);
        again.sees(kept).keys("Ctrl-Q");
        assert!(again.ends().success(), "{what}: started again");
    }
    took
}

/// Whether nothing of a case is on the screen any more, nor above it, and the terminal is as it was.
fn is_clear(screen: &Terminal, what: &str) {
    // What it wrote last may still be on its way here.
    super::pty::until(what, || {
        let bytes = screen.bytes();
        let has = |sequence: &[u8]| bytes.windows(sequence.len()).any(|part| part == sequence);
        has(b"\x1b[2J") && has(b"\x1b[3J") && screen.still_on().is_empty()
    });
    let left: Vec<String> = screen
        .lines()
        .into_iter()
        .filter(|line| !line.trim().is_empty() && !line.contains("ended with"))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "{what}");
}

#[test]
fn whenever_it_is_asked_to_end_everything_is_kept_and_nothing_is_left_to_be_seen() {
    let first = Person::new();
    let demonstration = demonstration(&first);
    let work = Mutex::new(MOMENTS.iter().collect::<Vec<_>>());
    let took = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(moment) = work.lock().unwrap().pop() else {
                        return;
                    };
                    let preparing = Person::new();
                    let folder = prepared(&preparing, &demonstration, moment);
                    for happens in HAPPENS {
                        let person = Person::new();
                        let case = person.path("home/files/T-001");
                        fs::create_dir_all(&case).unwrap();
                        for number in 0..200 {
                            let words = format!("Visit {number}. Seen alone.\n");
                            fs::write(case.join(format!("{number:03} visit.txt")), words).unwrap();
                        }
                        let (wall, processor) = run(&person, &folder, moment, happens);
                        took.lock()
                            .unwrap()
                            .push((wall, processor, happens, moment.name));
                    }
                }
            });
        }
    });
    let mut took = took.into_inner().unwrap();
    assert_eq!(took.len(), MOMENTS.len() * HAPPENS.len());
    took.sort_by_key(|(wall, ..)| *wall);
    for (wall, processor, happens, moment) in took.iter().rev().take(3) {
        eprintln!(
            "{happens:?} at {moment}: {wall:?}, {processor} hundredths of a processor second"
        );
    }
    let (median, ..) = took[took.len() / 2];
    assert!(median < Duration::from_secs(2), "{median:?}");
    // Two seconds of a processor would be spinning; how long a busy machine lets a single one wait is not its doing.
    for (_, processor, happens, moment) in &took {
        assert!(*processor < 200, "{happens:?} at {moment}: {processor}");
    }
}
