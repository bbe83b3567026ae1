//! The command line: one file a command.
//!
//! Owns the arguments, what is printed where, and the exit status. What a command does is the desk's. Results go to standard output and
//! everything else to standard error; nothing from outside is printed before its unseen characters are made visible. A reader that goes
//! away (`| head`) ends the command quietly.
//!
//! | exit status | means |
//! |---|---|
//! | 0 | done |
//! | 1 | the answer is no: something is wrong, not readable, or not agreed to |
//! | 2 | wrong use: the arguments cannot be meant like that |
//! | 3 | cannot: open elsewhere, no space, no permission |

mod arrive;
mod bundle;
mod cli;
mod compare;
mod copies;
mod demo;
mod doctor;
mod erase;
mod exit;
mod export;
mod intake;
mod keys;
mod new;
mod open;
mod passphrase;
mod say;
mod seals;
mod services;
mod show;
mod unlock;
mod verify;

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, error::ErrorKind};

use crate::{
    casework::{CaseNo, Inspection},
    desk::{shown, timescales},
};
use cli::{Cli, Command};
use exit::{Exit, Failure};
use unlock::Given;

/// Runs the command that the arguments name, the first of them the program's own name; gives the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match Cli::try_parse_from(arguments) {
        Ok(cli) => command(cli),
        Err(error) => usage(&error),
    };
    let exit = exit.unwrap_or_else(|failure| {
        if !failure.sentence.is_empty() {
            say::aside(&failure.sentence);
        }
        failure.exit
    });
    ExitCode::from(exit.status())
}

fn command(cli: Cli) -> Result<Exit, Failure> {
    let given = Given::new(cli.passphrase_file);
    if let (Some(folder), Some(_)) = (&cli.folder, &cli.command) {
        return Err(Failure::new(
            Exit::WrongUse,
            format!(
                "The folder stands after the command, not before it: {} is in the wrong place.",
                shown::path(folder)
            ),
        ));
    }
    if let Some(file) = cli.timescales {
        timescales::name(file).map_err(|why| Failure::new(Exit::WrongUse, why))?;
    }
    match cli.command {
        None => open::run(cli.folder.as_deref(), &given, cli.pictures),
        Some(Command::Open(arguments)) => open::run(Some(&arguments.folder), &given, cli.pictures),
        Some(Command::Keys) => keys::run(),
        Some(Command::Show(arguments)) => show::run(&arguments, &given),
        Some(Command::New(arguments)) => new::run(&arguments, &given),
        Some(Command::Arrive(arguments)) => arrive::run(&arguments, &given),
        Some(Command::Intake(arguments)) => intake::run(&arguments, &given),
        Some(Command::Services(arguments)) => services::run(&arguments, &given),
        Some(Command::Compare(arguments)) => compare::run(&arguments, &given),
        Some(Command::Demo(arguments)) => demo::run(&arguments, cli.pictures),
        Some(Command::Verify(arguments)) => verify::run(&arguments, &given),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments, &given),
        Some(Command::Export(arguments)) => export::run(&arguments, &given),
        Some(Command::Bundle(arguments)) => bundle::run(&arguments, &given),
        Some(Command::Seals(arguments)) => seals::run(&arguments, &given),
        Some(Command::Backup(arguments)) => copies::back_up(&arguments, &given),
        Some(Command::Restore(arguments)) => copies::restore(&arguments, &given),
        Some(Command::Passphrase(arguments)) => passphrase::run(&arguments, &given),
        Some(Command::Erase(arguments)) => erase::run(&arguments, &given),
    }
}

/// The case with this reference.
fn case_named(inspection: &Inspection, reference: &str) -> Result<CaseNo, Failure> {
    if let Some((no, _)) = inspection.case_by_reference(reference) {
        return Ok(no);
    }
    let known: Vec<_> = inspection
        .cases
        .values()
        .map(|case| case.reference.as_str())
        .take(12)
        .collect();
    let more = inspection.cases.len().saturating_sub(known.len());
    let known = match (known.is_empty(), more) {
        (true, _) => "There is no case in it yet; take one in with alongside intake.".to_owned(),
        (false, 0) => format!("There are: {}.", known.join(", ")),
        (false, more) => format!("There are: {} and {more} more.", known.join(", ")),
    };
    Err(Failure::new(
        Exit::WrongUse,
        format!("There is no case {reference} in this inspection. {known}"),
    ))
}

/// Help and version are results; a mistake in the arguments is not.
fn usage(error: &clap::Error) -> Result<Exit, Failure> {
    let words = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            say::result(words.trim_end())?;
            Ok(Exit::Done)
        }
        _ => {
            say::aside(shown::lines(words.trim_end()).as_str());
            Ok(Exit::WrongUse)
        }
    }
}
