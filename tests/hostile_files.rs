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
use made::Wanted;
use program::{Place, Ran};

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
        let ran = watched(&place);
        done.store(true, Ordering::Relaxed);
        ran
    });
    let (ran, took) = ran;
    let ran = ran.ends(1);
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
    let largest = files.iter().map(|made| made.bytes.len()).max().unwrap() as u64;
    each_child_kept_to_its_bounds(largest, &took);

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

/// What a child that reads took: most memory in bytes and processor time in seconds.
#[derive(Clone, Copy, Default)]
struct Took {
    memory: u64,
    seconds: f64,
}

/// Takes the case in and watches every child that reads, by its number, as far as the system tells.
fn watched(place: &Place) -> (Ran, BTreeMap<u32, Took>) {
    let intake = place
        .intake_command(&[], &[&place.path("cases/N-017")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let parent = intake.id();
    let mut took = BTreeMap::new();
    let ran = std::thread::scope(|scope| {
        let ran = scope.spawn(|| Ran::of(&intake.wait_with_output().unwrap()));
        while !ran.is_finished() {
            look_at_children(parent, &mut took);
            std::thread::sleep(Duration::from_millis(10));
        }
        ran.join().unwrap()
    });
    (ran, took)
}

/// What the children of a process have taken until now (Linux; elsewhere nothing is found).
fn look_at_children(parent: u32, took: &mut BTreeMap<u32, Took>) {
    let Ok(processes) = fs::read_dir("/proc") else {
        return;
    };
    for process in processes.flatten() {
        let Some(number) = process
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        // One that ends while it is looked at is gone; what it took before stays.
        let Ok(stat) = fs::read_to_string(process.path().join("stat")) else {
            continue;
        };
        let behind = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let fields: Vec<&str> = behind.split_whitespace().collect();
        let field = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
        if field(1) != Some(u64::from(parent)) {
            continue;
        }
        let child: &mut Took = took.entry(number).or_default();
        let ticks = field(11).unwrap_or(0) + field(12).unwrap_or(0);
        child.seconds = child.seconds.max(ticks as f64 / 100.0);
        let Ok(status) = fs::read_to_string(process.path().join("status")) else {
            continue;
        };
        let peak = status.lines().find_map(|line| {
            let words = line.strip_prefix("VmHWM:")?;
            words.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
        });
        child.memory = child.memory.max(peak.unwrap_or(0) << 10);
    }
}

/// No child took more than a document of this many bytes may.
fn each_child_kept_to_its_bounds(largest: u64, took: &BTreeMap<u32, Took>) {
    let memory = took.values().map(|child| child.memory).max().unwrap_or(0);
    let seconds = took.values().map(|child| child.seconds).fold(0.0, f64::max);
    if memory == 0 {
        println!("left out: this system does not tell what a process takes");
        return;
    }
    println!(
        "{} children seen; most memory: {} MB; longest: {seconds:.1} s of processor time",
        took.len(),
        memory >> 20
    );
    // The program itself and the pages of its file are counted too.
    let allowed = worker::memory_for(largest) + (96 << 20);
    assert!(memory <= allowed, "{} MB", memory >> 20);
    let allowed = worker::seconds_for(largest) as f64 + 1.0;
    assert!(seconds <= allowed, "{seconds} s");
}
