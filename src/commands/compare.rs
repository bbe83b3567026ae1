//! `alongside compare`: case folders presented again beside what was sealed.

use super::{
    case_named,
    cli::CompareArguments,
    exit::{Exit, Failure},
    intake::{Bar, reader, stop_on_signals, workers},
    say,
    unlock::Given,
};
use crate::desk::{
    compare,
    intake::{OfferError, Tools},
    record::Keep as _,
};

pub fn run(arguments: &CompareArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let only = match &arguments.case {
        Some(reference) => Some(case_named(record.inspection(), reference)?),
        None => None,
    };
    let reader = reader()?;
    let stop = stop_on_signals()?;
    let bar = Bar::new();
    let tools = Tools {
        read: &|name, bytes| reader.read(name, bytes),
        progress: &|progress| bar.step(&progress),
        stop: &stop,
        workers: workers(),
    };
    let compared = match &arguments.presented {
        Some(folder) => {
            let reference = match only {
                Some(no) => Some(record.inspection().case(no)?.reference.clone()),
                None => None,
            };
            let offer = compare::look(folder, reference.as_deref(), &arguments.folder)
                .map_err(not_offered)?;
            compare::compare(&record, offer, &tools)
        }
        None => compare::versions(&record, only, &tools),
    };
    bar.end();
    record.close();
    if arguments.json {
        say::json(&compared.to_json())?;
    } else {
        say::result(compared.to_text().trim_end())?;
    }
    Ok(if compared.same() {
        Exit::Done
    } else {
        Exit::No
    })
}

/// What keeps a folder from being compared is wrong use, or cannot be, as with intake.
fn not_offered(error: OfferError) -> Failure {
    match error {
        OfferError::WhichCase(path) => Failure::new(
            Exit::WrongUse,
            format!(
                "{path} is a single file, and which case it is of is not said. Add --case with the reference of the case, or name the case folder."
            ),
        ),
        error => error.into(),
    }
}
