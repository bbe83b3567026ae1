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

/// Bundles in a folder, each with the code to ask for, and what the program says of each.
pub struct Bundles {
    folder: TempDir,
    list: String,
    /// What was changed in each, and what the program says of it.
    pub ours: Vec<(String, Value)>,
}

impl Bundles {
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            list: String::new(),
            ours: Vec::new(),
        }
    }

    /// Adds one and says whether the program accepts it.
    pub fn add(&mut self, what: &str, bytes: &[u8], code: Option<Code>) -> bool {
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
            self.list.push('\t');
            self.list.push_str(&seal);
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
    pub fn both_say_the_same(&self) {
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
