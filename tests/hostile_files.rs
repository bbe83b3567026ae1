//! Files built to stop a reader, or met by accident: each ends in a sentence or goes in, the others go in beside it, and nothing is written
//! outside the inspection. All of them are made here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::useless_vec,
    missing_docs
)]

#[path = "support/locked_pdf.rs"]
mod locked_pdf;
#[path = "support/hostile_files.rs"]
mod made;
#[path = "support/program.rs"]
#[allow(dead_code, reason = "shared")]
mod program;
#[path = "../src/reading/test_files.rs"]
#[allow(dead_code, reason = "shared with the unit tests")]
mod test_files;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use alongside::reading::worker;
use made::{Made, Wanted};
use program::Place;

/// Every file below a folder, by its path, with how long it is. Links are not followed.
fn below(folder: &Path, but: &Path) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path == but {
                continue;
            }
            let kind = fs::symlink_metadata(&path).unwrap();
            if kind.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.display().to_string(), kind.len());
            }
        }
    }
    found
}

#[test]
fn each_ends_in_a_sentence_or_goes_in_and_the_good_ones_all_do() {
    let place = Place::new();
    let files = made::all();
    assert!(files.len() >= 120, "{}", files.len());
    let names: BTreeSet<_> = files.iter().map(|made| &made.name).collect();
    assert_eq!(names.len(), files.len(), "two files have one name");
    for made in &files {
        place.file(&format!("N-017/{}", made.name), &made.bytes);
    }
    let odd = odd_entries(&place);
    let changing = place.file("N-017/changing.txt", vec![b'a'; 8 << 20]);
    let before = below(&place.path(""), &place.inspection());
    let done = AtomicBool::new(false);
    let began = Instant::now();
    let ran = std::thread::scope(|scope| {
        scope.spawn(|| {
            use std::io::Write as _;
            let mut file = fs::File::options().append(true).open(&changing).unwrap();
            while !done.load(Ordering::Relaxed) {
                file.write_all(b"more words ").unwrap();
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let ran = place.intake("N-017").ends(1);
        done.store(true, Ordering::Relaxed);
        ran
    });
    println!(
        "{} files in {:.1} s",
        files.len(),
        began.elapsed().as_secs_f64()
    );
    let mut after = below(&place.path(""), &place.inspection());
    let mut before = before;
    for sizes in [&mut before, &mut after] {
        sizes.retain(|name, _| !name.contains("changing.txt"));
    }
    assert_eq!(
        before, after,
        "something was written outside the inspection"
    );

    let summary = ran.json();
    assert_eq!(summary["stopped"], false);
    let case = &summary["cases"][0];
    let told: BTreeMap<&str, &serde_json::Value> = case["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["name"].as_str().unwrap(), file))
        .collect();
    let mut wrong = Vec::new();
    for made in &files {
        let shown = made::shown(&made.name);
        let Some(file) = told.get(shown.as_str()) else {
            wrong.push(format!("{shown} is not named"));
            continue;
        };
        let sentence = file["not_readable"].as_str().or(file["why"].as_str());
        let well = match (made.wanted, sentence) {
            (Wanted::Words, None) => file["became"] == "taken_in",
            (Wanted::Words, Some(_)) | (Wanted::Sentence(_), None) => false,
            (Wanted::Sentence(part), Some(why)) => why.contains(part) && why.ends_with('.'),
            (Wanted::Either, Some(why)) => why.ends_with('.'),
            (Wanted::Either, None) => true,
        };
        if !well {
            wrong.push(format!("{shown}: {sentence:?}"));
        }
    }
    for (name, why) in &odd {
        let left_out = case["left_out"].as_array().unwrap();
        let said = left_out
            .iter()
            .find(|one| one["name"] == *name)
            .and_then(|one| one["why"].as_str());
        if !said.is_some_and(|said| said.contains(why)) {
            wrong.push(format!("{name}: {said:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let changing = told["changing.txt"];
    if changing["became"] != "taken_in" {
        let why = changing["why"].as_str().unwrap();
        assert!(why.contains("was changed by somebody"), "{why}");
    }
    place.verify().ends(0);
}

/// Entries of the folder that are no files: name, and part of what is said of each.
fn odd_entries(place: &Place) -> Vec<(&'static str, &'static str)> {
    let mut odd = Vec::new();
    #[cfg(unix)]
    {
        use std::os::unix::{fs::symlink, net::UnixListener};
        let case = place.path("cases/N-017");
        symlink(&case, case.join("loop")).unwrap();
        symlink("/etc/passwd", case.join("elsewhere.txt")).unwrap();
        symlink("nowhere", case.join("dangling.txt")).unwrap();
        drop(UnixListener::bind(case.join("socket")).unwrap());
        odd.extend([
            ("loop", "links are not followed"),
            ("elsewhere.txt", "links are not followed"),
            ("dangling.txt", "links are not followed"),
            ("socket", "is no ordinary file"),
        ]);
        let pipe = case.join("pipe.txt");
        if Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .is_ok_and(|status| status.success())
        {
            odd.push(("pipe.txt", "is no ordinary file"));
        } else {
            println!("left out: mkfifo is not here");
        }
        let shut = case.join("unreadable");
        fs::create_dir(&shut).unwrap();
        fs::set_permissions(&shut, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
        if fs::read_dir(&shut).is_err() {
            odd.push(("unreadable/", "cannot be looked into"));
        } else {
            println!("left out: this account may look into every folder");
        }
    }
    odd
}

/// What a reading took: most memory in bytes and processor time in seconds, as far as the system tells, and whether it answered.
struct Took {
    memory: u64,
    seconds: f64,
    answered: bool,
}

/// Reads one document in the child that reads, and watches it.
fn watched(made: &Made) -> Option<Took> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_alongside"))
        .arg(worker::ARGUMENT)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let process = format!("/proc/{}", child.id());
    let mut took = Took {
        memory: 0,
        seconds: 0.0,
        answered: false,
    };
    std::thread::scope(|scope| {
        scope.spawn(|| worker::ask(&made.name, None, &made.bytes, input));
        let answer = scope.spawn(|| worker::answer(output, worker::OUTPUT_CAP).is_ok());
        while child.try_wait().unwrap().is_none() {
            let Ok(status) = fs::read_to_string(format!("{process}/status")) else {
                break;
            };
            let peak = status.lines().find_map(|line| {
                let words = line.strip_prefix("VmHWM:")?;
                words.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
            });
            took.memory = took.memory.max(peak.unwrap_or(0) << 10);
            if let Ok(stat) = fs::read_to_string(format!("{process}/stat")) {
                let behind = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
                let ticks: u64 = behind
                    .split_whitespace()
                    .skip(11)
                    .take(2)
                    .filter_map(|ticks| ticks.parse::<u64>().ok())
                    .sum();
                took.seconds = took.seconds.max(ticks as f64 / 100.0);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let _ = child.wait();
        took.answered = answer.join().unwrap();
    });
    (took.memory > 0).then_some(took)
}

#[test]
fn no_child_takes_more_than_ten_seconds_and_512_megabytes() {
    let mut most = (0, String::new());
    let mut longest = (0.0_f64, String::new());
    let mut watched_any = false;
    for made in made::all().iter().filter(|made| made.heavy) {
        let Some(took) = watched(made) else { continue };
        watched_any = true;
        // The program itself and the pages of its file are counted too.
        let allowed = worker::memory_for(made.bytes.len() as u64) + (96 << 20);
        assert!(
            took.memory <= allowed,
            "{}: {} MB",
            made.name,
            took.memory >> 20
        );
        let seconds = worker::seconds_for(made.bytes.len() as u64) as f64 + 1.0;
        assert!(took.seconds <= seconds, "{}: {} s", made.name, took.seconds);
        if took.memory > most.0 {
            most = (took.memory, made.name.clone());
        }
        if took.seconds > longest.0 {
            longest = (took.seconds, made.name.clone());
        }
        if made.wanted == Wanted::Words {
            assert!(took.answered, "{}", made.name);
        }
    }
    if watched_any {
        println!(
            "most memory: {} MB ({}); longest: {:.1} s of processor time ({})",
            most.0 >> 20,
            most.1,
            longest.0,
            longest.1
        );
    } else {
        println!("left out: this system does not tell what a process takes");
    }
}
