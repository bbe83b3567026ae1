//! `alongside demo`: opens the fictional inspection, going on in the last one or afresh; or makes a larger one with `--into`.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use serde::Serialize;

use super::{
    cli::DemoArguments,
    exit::{Exit, Failure},
    intake::{Bar, reader, stop_on_signals, workers},
    open, say,
    unlock::Given,
};
use crate::{
    desk::{
        TRAINING_WARNING,
        demo::{self, DemoError, Rehearsed},
        intake::Tools,
        rehearsal::Size,
        shown,
    },
    screen::ways::Way,
};

pub fn run(arguments: &DemoArguments, pictures: Option<Way>) -> Result<Exit, Failure> {
    match &arguments.into {
        Some(folder) => rehearse(folder, arguments),
        None => demonstrate(arguments, pictures),
    }
}

fn demonstrate(arguments: &DemoArguments, pictures: Option<Way>) -> Result<Exit, Failure> {
    let reader = reader()?;
    // Over in a moment: there is nothing to stop.
    let stop = std::sync::atomic::AtomicBool::new(false);
    let tools = Tools {
        read: &|name, bytes| reader.read(name, bytes),
        progress: &|_| {},
        stop: &stop,
        workers: workers(),
    };
    let folder = match where_to(arguments)? {
        Place::New(folder) => {
            demo::make(&folder, &tools)?;
            folder
        }
        Place::There(folder) => {
            demo::go_on(&folder, &tools)?;
            folder
        }
    };
    let exit = open::run(Some(&folder), &Given::new(None), pictures);
    say::result(&format!(
        "The demonstration is kept in {}. Started again, alongside demo offers to go on there.",
        shown::path(&folder)
    ))?;
    exit
}

enum Place {
    New(PathBuf),
    There(PathBuf),
}

fn where_to(arguments: &DemoArguments) -> Result<Place, Failure> {
    if let Some(folder) = &arguments.folder {
        let used = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
        return Ok(if used {
            Place::There(folder.clone())
        } else {
            Place::New(folder.clone())
        });
    }
    if !arguments.fresh
        && let Some(folder) = demo::newest_folder()
    {
        let question = format!(
            "There is a demonstration in {}.\nEnter goes on there, n begins afresh:",
            shown::path(&folder)
        );
        match say::ask(&question) {
            Some(answer) if !answer.to_lowercase().starts_with('n') => {
                return Ok(Place::There(folder));
            }
            _ => {}
        }
    }
    Ok(Place::New(demo::fresh_folder()?))
}

#[derive(Serialize)]
struct Made {
    folder: String,
    #[serde(flatten)]
    rehearsed: Rehearsed,
    seconds: f64,
}

fn rehearse(folder: &Path, arguments: &DemoArguments) -> Result<Exit, Failure> {
    say::aside(TRAINING_WARNING);
    let reader = reader()?;
    let stop = stop_on_signals()?;
    let bar = Bar::new();
    let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let began = Instant::now();
    let rehearsed = demo::rehearse(
        folder,
        Size {
            cases: size(arguments.cases),
            documents: size(arguments.documents),
            pages: size(arguments.pages),
            seed: arguments.seed,
        },
        &Tools {
            read: &|name, bytes| reader.read(name, bytes),
            progress: &|progress| bar.step(&progress),
            stop: &stop,
            workers: workers(),
        },
    );
    bar.end();
    let rehearsed = rehearsed?;
    let seconds = began.elapsed().as_secs_f64();
    let stopped = rehearsed.stopped;
    let folder = shown::path(folder);
    if arguments.json {
        say::json(&Made {
            folder,
            rehearsed,
            seconds,
        })?;
    } else {
        say::result(&format!(
            "{} children with {} documents, {} pages, {} words, {} MB, made and taken in in {seconds:.1} s: {folder}{}",
            rehearsed.cases,
            rehearsed.documents,
            rehearsed.pages,
            rehearsed.words,
            rehearsed.bytes / 1_000_000,
            if stopped {
                "\nStopped before the end; what is there is whole."
            } else {
                ""
            }
        ))?;
    }
    Ok(if stopped { Exit::No } else { Exit::Done })
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::New(error) => error.into(),
            DemoError::Record(error) => error.into(),
            DemoError::Intake(broken) => broken.why.into(),
            DemoError::NoDemo(_) => Self::new(Exit::WrongUse, error),
        }
    }
}
