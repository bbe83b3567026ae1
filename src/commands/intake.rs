//! `alongside intake`: takes case folders and files in, with a bar while it lasts and a summary that names every file.

use std::{
    sync::{Arc, atomic::AtomicBool},
    thread,
};

use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::{consts, flag};

use super::{
    cli::IntakeArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{
    intake::{self, Progress, Summary, Tools},
    reader_process::ReaderProcess,
    shown,
};

pub fn run(arguments: &IntakeArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let offer = intake::look(
        &arguments.paths,
        arguments.case.as_deref(),
        &arguments.folder,
    )?;
    let reader = reader()?;
    // What an intake that was interrupted left unfinished.
    record.ledger().tidy();
    let stop = stop_on_signals()?;
    let bar = Bar::new();
    let taken = intake::take_in(
        &mut record,
        offer,
        &Tools {
            read: &|name, bytes| reader.read(name, bytes),
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
    match taken {
        Ok(summary) => {
            tell(&summary, arguments.json)?;
            Ok(if summary.all_well() {
                Exit::Done
            } else {
                Exit::No
            })
        }
        Err(broken) => {
            tell(&broken.kept, arguments.json)?;
            Err(broken.why.into())
        }
    }
}

fn tell(summary: &Summary, json: bool) -> Result<(), Failure> {
    if json {
        say::json(summary)
    } else {
        say::result(summary.to_text().trim_end())
    }
}

/// The child process that reads: this very program.
pub fn reader() -> Result<ReaderProcess, Failure> {
    let program = std::env::current_exe().map_err(|error| {
        Failure::new(
            Exit::Cannot,
            format!(
                "The program does not find its own file, which reads the documents: {error}. Start it by its full path."
            ),
        )
    })?;
    Ok(ReaderProcess::new(program))
}

/// One file a core.
pub fn workers() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// A flag that Ctrl-C sets; a second Ctrl-C ends the program at once.
pub fn stop_on_signals() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [consts::SIGINT, consts::SIGTERM] {
        flag::register_conditional_shutdown(signal, 1, Arc::clone(&stop))
            .and_then(|_| flag::register(signal, Arc::clone(&stop)))
            .map_err(|error| {
                Failure::new(
                    Exit::Cannot,
                    format!("The program cannot listen for Ctrl-C: {error}."),
                )
            })?;
    }
    Ok(stop)
}

/// A bar on standard error; hidden where that is no terminal.
pub struct Bar(ProgressBar);

impl Bar {
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:24} {pos} of {len} files  {elapsed}  {wide_msg}")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    pub fn step(&self, step: &Progress) {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        self.0.set_length(count(step.files));
        self.0.set_position(count(step.files_done));
        self.0
            .set_message(shown::line(&format!("{}  {}", step.case, step.name)));
    }

    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
