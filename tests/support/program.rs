//! The built program, run as a user runs it, and folders for it to work on.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// What a run came to.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The result read as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}", self.out))
    }

    /// Asserts the exit status and shows everything where it is another.
    pub fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.out, self.err);
        self
    }
}

pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alongside"));
    command.stdin(Stdio::null());
    command
}

/// Runs the program with these arguments.
pub fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Ran {
    Ran::of(&program().args(arguments).output().unwrap())
}

/// A folder of its own for a test: the inspection in `inspection`, case files in `cases`.
pub struct Place {
    folder: TempDir,
}

impl Place {
    /// With nothing in it.
    pub fn bare() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With an inspection set up.
    pub fn new() -> Self {
        let place = Self::bare();
        run(&[
            "new",
            place.inspection().to_str().unwrap(),
            "--authority",
            "Northbridge",
            "--training",
        ])
        .ends(0);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn inspection(&self) -> PathBuf {
        self.path("inspection")
    }

    /// The folder of the only case's documents, where there is one yet: its name is random.
    pub fn documents(&self) -> Option<PathBuf> {
        let mut cases = fs::read_dir(self.inspection().join("documents")).ok()?;
        let case = cases.next()?.ok()?.path();
        assert!(cases.next().is_none(), "there is more than one case");
        Some(case)
    }

    /// Writes a file below `cases`.
    pub fn file(&self, name: &str, words: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("cases").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, words).unwrap();
        path
    }

    /// Takes a path below `cases` in, and gives the summary.
    pub fn intake(&self, path: &str) -> Ran {
        self.intake_with(&[], &[&self.path("cases").join(path)])
    }

    pub fn intake_with(&self, options: &[&str], paths: &[&Path]) -> Ran {
        Ran::of(&self.intake_command(options, paths).output().unwrap())
    }

    /// The same, not run yet.
    pub fn intake_command(&self, options: &[&str], paths: &[&Path]) -> Command {
        let mut command = program();
        command.arg("intake").arg(self.inspection()).args(paths);
        command.arg("--json").args(options);
        command
    }

    pub fn verify(&self) -> Ran {
        run(&["verify", self.inspection().to_str().unwrap()])
    }
}
