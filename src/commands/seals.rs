//! `alongside seals`: the words and digits of every seal, as they should stand on paper.

use super::{
    cli::SealsArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{record::Keep as _, seals, show};

pub fn run(arguments: &SealsArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    if arguments.json {
        say::json(&seals::list(record.inspection()))?;
    } else {
        say::result(show::seals(record.inspection()).trim_end())?;
    }
    record.close();
    Ok(Exit::Done)
}
