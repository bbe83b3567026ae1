//! `alongside arrive`: hashes every file of every case folder and seals what was there, with a bar while it lasts.

use std::sync::atomic::AtomicUsize;

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    cli::ArriveArguments,
    exit::{Exit, Failure},
    intake::{stop_on_signals, workers},
    say,
    unlock::Given,
};
use crate::desk::arrive::{self, ArriveError, Progress, Tools};

pub fn run(arguments: &ArriveArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let stop = stop_on_signals()?;
    let bar = Bar::new();
    let arrived = arrive::arrive(
        &mut record,
        &arguments.folders,
        &Tools {
            progress: &|progress| bar.step(&progress),
            stop: &stop,
            workers: workers(),
        },
    );
    bar.end();
    for note in record.take_notes() {
        say::aside(&note);
    }
    record.close();
    let Some(summary) = arrived? else {
        say::aside(
            "Stopped. Nothing was kept, and nothing is sealed; run it again from the start.",
        );
        return Ok(Exit::No);
    };
    if arguments.json {
        say::json(&summary)?;
    } else {
        say::result(summary.to_text().trim_end())?;
    }
    Ok(if summary.all_well() {
        Exit::Done
    } else {
        Exit::No
    })
}

/// A bar on standard error: bytes, their rate, the time left, and files; hidden where that is no terminal.
struct Bar {
    bar: ProgressBar,
    files: AtomicUsize,
}

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template(
            "{bar:24} {decimal_bytes} of {decimal_total_bytes}  {decimal_bytes_per_sec}  {eta} left  {wide_msg}",
        ) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self {
            bar,
            files: AtomicUsize::new(usize::MAX),
        }
    }

    fn step(&self, step: &Progress) {
        use std::sync::atomic::Ordering::Relaxed;
        self.bar.set_length(step.bytes.max(step.bytes_done));
        self.bar.set_position(step.bytes_done);
        if self.files.swap(step.files_done, Relaxed) != step.files_done {
            self.bar
                .set_message(format!("{} of {} files", step.files_done, step.files));
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl From<ArriveError> for Failure {
    fn from(error: ArriveError) -> Self {
        match error {
            ArriveError::NotKept(error) => error.into(),
            ArriveError::Refused(refusal) => refusal.into(),
            ArriveError::NotThere { .. }
            | ArriveError::NotAFolder(_)
            | ArriveError::Nothing
            | ArriveError::Twice(_)
            | ArriveError::TooMuch(_) => Self::new(Exit::WrongUse, error),
            ArriveError::NotOne { .. } | ArriveError::NoStatement(_) => Self::new(Exit::No, error),
            ArriveError::NoRandom(_) => Self::new(Exit::Cannot, error),
        }
    }
}
