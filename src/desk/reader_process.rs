//! The parent's side of reading: the program started again as a reader of one document, held to time and output, and killed.
//!
//! Whatever the child does, crash, hang, flood or lie, comes out as a [`Reading`] with a sentence. This file knows processes and
//! pipes; what stands in a document is `reading`'s business.

use std::{
    io::{self, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::reading::{
    builder::is_sound,
    read::Reading,
    worker::{self, ARGUMENT, INPUT_CAP, OUTPUT_CAP},
};

/// How often a busy program is tried again, and after what time.
const BUSY_TRIES: u32 = 10;
const BUSY_WAIT: Duration = Duration::from_millis(20);

/// What a reading may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Time by the clock on the wall; a document over 8 MB gets a second more for each 8 MB.
    pub wall: Duration,
    /// Bytes of the answer.
    pub output: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall: Duration::from_secs(20),
            output: OUTPUT_CAP,
        }
    }
}

/// Reads documents in child processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderProcess {
    /// The program to start: this program's own path, or another that answers alike.
    pub program: PathBuf,
    /// What each reading may take.
    pub limits: Limits,
}

impl ReaderProcess {
    /// Reads with `program` within the usual limits.
    #[must_use]
    pub fn new(program: PathBuf) -> Self {
        Self {
            program,
            limits: Limits::default(),
        }
    }

    /// Reads with this very program.
    ///
    /// # Errors
    /// When the system does not say where the program is.
    pub fn own() -> io::Result<Self> {
        Ok(Self::new(std::env::current_exe()?))
    }

    /// Reads a document in a process of its own. `name` is only a name: the child opens nothing.
    #[must_use]
    pub fn read(&self, name: &str, bytes: &[u8]) -> Reading {
        self.read_with(name, bytes, None)
    }

    /// As [`Self::read`], with the password it may need: it goes to the child's standard input and nowhere else.
    #[must_use]
    pub fn read_with(&self, name: &str, bytes: &[u8], password: Option<&str>) -> Reading {
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > INPUT_CAP {
            return refused(
                name,
                format!(
                    "The file is larger than {} megabytes, more than this program reads at once. Ask for it in parts.",
                    INPUT_CAP >> 20
                ),
            );
        }
        match self.start_patiently(ARGUMENT) {
            Ok(child) => self.converse(child, name, bytes, password),
            Err(error) => refused(
                name,
                format!(
                    "The part of the program that reads documents could not be started ({error}). Take the document in again later."
                ),
            ),
        }
    }

    /// A program that is just being written, by an update say, is busy for a moment.
    pub(super) fn start_patiently(&self, argument: &str) -> io::Result<Child> {
        for _ in 0..BUSY_TRIES {
            match self.start(argument) {
                Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => {
                    thread::sleep(BUSY_WAIT);
                }
                started => return started,
            }
        }
        self.start(argument)
    }

    fn start(&self, argument: &str) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .arg(argument)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        // Windows starts no program without it.
        if let Some(root) = std::env::var_os("SystemRoot").filter(|_| cfg!(windows)) {
            command.env("SystemRoot", root);
        }
        command.spawn()
    }

    fn converse(
        &self,
        mut child: Child,
        name: &str,
        bytes: &[u8],
        password: Option<&str>,
    ) -> Reading {
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            end(&mut child);
            return broke_off(name);
        };
        let cap = self.limits.output;
        let wall = self.limits.wall + more_time(bytes.len());
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            // A child that dies while it is written to breaks the pipe; what it answered, if anything, tells.
            scope.spawn(move || worker::ask(name, password, bytes, input));
            scope.spawn(move || {
                // Nobody waits any more when the time is over.
                let _ = sender.send(worker::answer(BufReader::new(output), cap));
            });
            let answer = receiver.recv_timeout(wall);
            // Both threads end when the child does.
            end(&mut child);
            match answer {
                Ok(Ok(reading)) if reading.text.as_ref().map_or(true, is_sound) => reading,
                Ok(Ok(_)) => no_sense(name),
                Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => no_sense(name),
                Err(mpsc::RecvTimeoutError::Timeout) => refused(
                    name,
                    format!(
                        "The document could not be read: it was not done after {}. It is damaged, or built to stop readers; the file is kept as it is.",
                        seconds(wall)
                    ),
                ),
                Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => broke_off(name),
            }
        })
    }
}

/// What a large document gets beside the time of an ordinary one.
fn more_time(bytes: usize) -> Duration {
    Duration::from_secs(u64::try_from(bytes >> 23).unwrap_or(0))
}

pub(super) fn seconds(wall: Duration) -> String {
    match wall.as_secs() {
        1 => "1 second".to_owned(),
        count => format!("{count} seconds"),
    }
}

/// Kills and reaps: a child is never left behind.
pub(super) fn end(child: &mut Child) {
    // A child that is gone already cannot be killed, and that is as well.
    let _ = child.kill();
    let _ = child.wait();
}

fn refused(name: &str, why: String) -> Reading {
    Reading::none(name, "none", why)
}

fn no_sense(name: &str) -> Reading {
    refused(
        name,
        "The document could not be read: reading it gave no sensible answer. The file is kept as it is.".to_owned(),
    )
}

fn broke_off(name: &str) -> Reading {
    refused(
        name,
        "The document could not be read: reading it broke off, or took more time or memory than any ordinary document. It is damaged, or built to stop readers; the file is kept as it is.".to_owned(),
    )
}
