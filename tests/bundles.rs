//! A bundle is checked by the program and, independently, by `assets/verify_bundle.py`: both give the same answer for good ones and for ones in
//! which a byte or a field is another, and no altered one is accepted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/altered.rs"]
mod altered;
#[path = "support/bundles.rs"]
mod maker;
#[path = "support/program.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod program;

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use alongside::{
    casework::Side,
    proof::{
        bundle::{Answer, Asked, Bundle, BundleError, BundleReport, check},
        code::Code,
    },
};
use maker::{Dice, Maker};
use program::{Ran, program};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Bundles in a folder, each with the code to ask for, and what the program says of each.
struct Bundles {
    folder: TempDir,
    list: String,
    ours: Vec<(String, Value)>,
}

impl Bundles {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            list: String::new(),
            ours: Vec::new(),
        }
    }

    /// Adds one and says whether the program accepts it.
    fn add(&mut self, what: &str, bytes: &[u8], code: Option<Code>) -> bool {
        let path = self
            .folder
            .path()
            .join(format!("{}.bundle", self.ours.len()));
        fs::write(&path, bytes).unwrap();
        self.list += path.to_str().unwrap();
        if let Some(code) = code {
            // Now as words, now as digits.
            let words = code.words().join(" ");
            let seal = if self.ours.len().is_multiple_of(2) {
                words
            } else {
                code.digits()
            };
            self.list += &format!("\t{seal}");
        }
        self.list.push('\n');
        let answer = ours(bytes, code);
        let same = answer["answer"] == "same";
        self.ours.push((what.to_owned(), answer));
        same
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

    /// Asserts that both gave every bundle the same answer, for the same places.
    fn both_say_the_same(&self) {
        let Some(theirs) = self.theirs() else {
            return;
        };
        assert_eq!(theirs.len(), self.ours.len());
        for ((what, ours), mut theirs) in self.ours.iter().zip(theirs) {
            let fields = theirs.as_object_mut().unwrap();
            fields.remove("path");
            fields.remove("why");
            assert_eq!(theirs, *ours, "{what}");
        }
    }
}

fn ours(bytes: &[u8], code: Option<Code>) -> Value {
    let Ok(bundle) = Bundle::parse(bytes) else {
        return json!({ "answer": "cannot_read" });
    };
    let report = checked(&bundle, code);
    let places: Vec<_> = report
        .differences
        .iter()
        .map(|difference| difference.place)
        .collect();
    json!({ "answer": report.answer, "differences": places, "asked_for": report.asked_for })
}

fn checked(bundle: &Bundle, code: Option<Code>) -> BundleReport {
    check(bundle, &Asked { code, vault: None }, &mut |_, _| {})
}

fn report_of(maker: &Maker, code: Option<Code>) -> BundleReport {
    checked(&Bundle::parse(&maker.bundle()).unwrap(), code)
}

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets")
        .join(name)
}

/// The Python that is here, if any. Without one the half of these tests that wants it is left out, and said.
fn python() -> Option<&'static str> {
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

fn good_and_altered(good: u64, altered: usize) {
    let mut bundles = Bundles::new();
    let makers: Vec<Maker> = (0..good).map(Maker::whole).collect();
    for (seed, maker) in makers.iter().enumerate() {
        let report = report_of(maker, maker.code());
        assert_eq!(
            report.answer,
            Answer::Same,
            "{seed}: {:?}",
            report.differences
        );
        assert!(bundles.add("a good one", &maker.bundle(), maker.code()));
    }
    let mut dice = Dice(2012);
    let mut seen = BTreeSet::new();
    let sealed: Vec<&Maker> = makers
        .iter()
        .filter(|maker| maker.code().is_some())
        .collect();
    for number in 0..altered {
        let one = std::iter::from_fn(|| {
            let maker = sealed[dice.below(sealed.len())];
            Some(altered::alter(maker, number, &mut dice))
        });
        let one = one.flatten().next().unwrap();
        let accepted = bundles.add(&one.what, &one.bytes, Some(one.code));
        assert!(!accepted, "{} was changed, and it was accepted", one.what);
        seen.insert(one.what);
    }
    assert_eq!(seen.len(), altered::KINDS.min(altered), "{seen:?}");
    bundles.both_say_the_same();
}

#[test]
fn twenty_good_bundles_are_the_same_and_a_hundred_altered_ones_are_not() {
    good_and_altered(20, 100);
}

#[test]
#[ignore = "long: 200 good bundles, 2,000 altered ones"]
fn two_hundred_good_bundles_are_the_same_and_two_thousand_altered_ones_are_not() {
    good_and_altered(200, 2_000);
}
