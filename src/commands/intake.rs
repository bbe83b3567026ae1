//! `alongside intake`: takes case folders and files in, with a bar while it lasts and a summary that names every file.

use std::{
    io::{self, IsTerminal as _},
    sync::{Arc, atomic::AtomicBool},
    thread,
};

use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::{consts, flag};

use super::{
    case_named,
    cli::IntakeArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::{
    casework::Inspection,
    desk::{
        intake::{
            self, Offer, Progress, Summary, Tools,
            again::{self, Wanted},
            doubt,
            passwords::{Ask, Passwords, Secret},
        },
        reader_process::ReaderProcess,
        record::Keep as _,
        secret_file::every_line,
        shown,
    },
};

pub fn run(arguments: &IntakeArguments, given: &Given) -> Result<Exit, Failure> {
    let known = match &arguments.password_file {
        Some(file) => every_line(file)?.into_iter().map(Secret::new).collect(),
        None => Vec::new(),
    };
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let reader = reader()?;
    // What an intake that was interrupted left unfinished.
    record.ledger().tidy();
    let bar = Bar::new();
    let read_with =
        |name: &str, bytes: &[u8], password: Option<&str>| reader.read_with(name, bytes, password);
    let ask = |name: &str, again: bool| bar.ask(name, again);
    let may_ask = !arguments.no_ask && io::stdin().is_terminal() && io::stderr().is_terminal();
    let ask: Option<Ask<'_>> = if may_ask { Some(&ask) } else { None };
    let passwords = Passwords::new(&read_with, known, ask);
    let stop = stop_on_signals()?;
    let tools = Tools {
        read: &|name, bytes| passwords.read(name, bytes),
        progress: &|progress| bar.step(&progress),
        stop: &stop,
        workers: workers(),
    };
    let taken = if arguments.again {
        let case = arguments.case.as_deref();
        let case = case.map(|case| case_named(record.inspection(), case));
        let wanted = Wanted {
            case: case.transpose()?,
            ..Wanted::default()
        };
        again::read_again(&mut record, &wanted, &tools)
    } else {
        let case = arguments.case.as_deref();
        let offer = intake::look(&arguments.paths, case, &arguments.folder)?;
        if !is_meant(&offer, record.inspection(), arguments) {
            say::aside("Nothing was taken in. In a script, --yes says that it is meant.");
            record.close();
            return Ok(Exit::No);
        }
        intake::take_in(&mut record, offer, &tools)
    };
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

/// Whether what would become one case is meant to: asked where somebody is there, said where nobody is.
fn is_meant(offer: &Offer, inspection: &Inspection, arguments: &IntakeArguments) -> bool {
    let doubts = doubt::doubts(offer, inspection, arguments.case.is_some());
    if doubts.is_empty() || arguments.yes {
        return true;
    }
    for doubt in &doubts {
        say::aside(&doubt.shown());
    }
    say::aside(doubt::QUESTION);
    match say::ask("Type yes to take them in like this, anything else not to:") {
        Some(typed) => typed.eq_ignore_ascii_case("yes"),
        None => true,
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
        if let Ok(style) = ProgressStyle::with_template(
            "{bar:20} {prefix}  {decimal_bytes} of {decimal_total_bytes}  {decimal_bytes_per_sec}  {eta} left  {wide_msg}",
        ) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    pub fn step(&self, step: &Progress) {
        self.0.set_length(step.bytes.max(step.bytes_done));
        self.0.set_position(step.bytes_done);
        self.0
            .set_prefix(format!("{} of {} files", step.files_done, step.files));
        self.0
            .set_message(shown::line(&format!("{}  {}", step.case, step.name)));
    }

    /// Asks for the password of a document while the bar stands still; Enter alone, or no terminal any more, leaves it shut.
    fn ask(&self, name: &str, again: bool) -> Option<Secret> {
        self.0.suspend(|| {
            if again {
                say::aside("That password does not open it.");
            }
            let question = shown::line(&format!(
                "Password of {name} (Enter alone: leave it shut): "
            ));
            let typed = rpassword::prompt_password(question).ok()?;
            let typed = Secret::new(typed.into());
            (!typed.is_empty()).then_some(typed)
        })
    }

    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
