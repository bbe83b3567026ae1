//! Both verifiers asked at once: the program's own check, and `assets/verify_bundle.py` in one process for many bundles.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use alongside::proof::{
    bundle::{Asked, Bundle, BundleReport, check},
    code::Code,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::Ran;

/// Bundles in a folder, each with the code to ask for.
pub struct Bundles {
    folder: TempDir,
    list: String,
    each: Vec<One>,
}

/// A bundle to be checked.
struct One {
    /// What was changed in it.
    what: String,
    bytes: Vec<u8>,
    code: Option<Code>,
    /// Whether it is to be accepted.
    good: bool,
}

impl Bundles {
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            list: String::new(),
            each: Vec::new(),
        }
    }

    /// Adds one that is to be accepted, or is not.
    pub fn add(&mut self, what: &str, bytes: Vec<u8>, code: Option<Code>, good: bool) {
        let path = self
            .folder
            .path()
            .join(format!("{}.bundle", self.each.len()));
        fs::write(&path, &bytes).unwrap();
        self.list += path.to_str().unwrap();
        if let Some(code) = code {
            // Now as words, now as digits.
            let words = code.words().join(" ");
            let seal = if self.each.len().is_multiple_of(2) {
                words
            } else {
                code.digits()
            };
            self.list.push('\t');
            self.list.push_str(&seal);
        }
        self.list.push('\n');
        self.each.push(One {
            what: what.to_owned(),
            bytes,
            code,
            good,
        });
    }

    /// What the program says of all, by two threads: nearly all of it is scrypt.
    fn ours(&self) -> Vec<Value> {
        let half = self.each.len().div_ceil(2).max(1);
        let answers = |each: &[One]| -> Vec<Value> { each.iter().map(One::answer).collect() };
        std::thread::scope(|scope| {
            let halves: Vec<_> = self
                .each
                .chunks(half)
                .map(|each| scope.spawn(move || answers(each)))
                .collect();
            halves
                .into_iter()
                .flat_map(|half| half.join().unwrap())
                .collect()
        })
    }

    /// What the independent verifier says of all, by one process; `None` where there is no Python.
    fn theirs(&self) -> Option<Vec<Value>> {
        let python = python()?;
        let list = self.folder.path().join("list");
        fs::write(&list, &self.list).unwrap();
        let output = Command::new(python)
            .arg(asset("verify_bundle.py"))
            .arg("--batch")
            .stdin(File::open(&list).unwrap())
            .output()
            .unwrap();
        let ran = Ran::of(&output).ends(0);
        Some(
            ran.out
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
        )
    }

    /// Asserts that both accept those that are to be accepted and no other, and give every one the same answer, for the same places.
    pub fn both_say_the_same(&self) {
        let (ours, theirs) = std::thread::scope(|scope| {
            let theirs = scope.spawn(|| self.theirs());
            (self.ours(), theirs.join().unwrap())
        });
        for (one, answer) in self.each.iter().zip(&ours) {
            assert_eq!(
                answer["answer"] == "same",
                one.good,
                "{}: {answer}",
                one.what
            );
        }
        let Some(theirs) = theirs else {
            return;
        };
        assert_eq!(theirs.len(), ours.len());
        for ((one, ours), mut theirs) in self.each.iter().zip(ours).zip(theirs) {
            let fields = theirs.as_object_mut().unwrap();
            fields.remove("path");
            fields.remove("why");
            assert_eq!(theirs, ours, "{}", one.what);
        }
    }
}

impl One {
    fn answer(&self) -> Value {
        let Ok(bundle) = Bundle::parse(&self.bytes) else {
            return json!({ "answer": "cannot_read" });
        };
        let report = checked(&bundle, self.code);
        let places: Vec<_> = report
            .differences
            .iter()
            .map(|difference| difference.place)
            .collect();
        json!({ "answer": report.answer, "differences": places, "asked_for": report.asked_for })
    }
}

pub fn checked(bundle: &Bundle, code: Option<Code>) -> BundleReport {
    check(bundle, &Asked { code, vault: None }, &mut |_, _| {})
}

pub fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets")
        .join(name)
}

/// The Python that is here, if any. Without one the half of these tests that wants it is left out, and said.
pub fn python() -> Option<&'static str> {
    let here = ["python3", "python"].into_iter().find(|name| {
        let version = Command::new(name)
            .args(["-c", "import sys; sys.exit(sys.version_info < (3, 8))"])
            .stderr(Stdio::null())
            .status();
        version.is_ok_and(|status| status.success())
    });
    if here.is_none() {
        println!("left out: no python3 here, so the independent verifier was not asked");
    }
    here
}
