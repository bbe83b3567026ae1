//! `alongside seals`: the words and digits of every seal, as they should stand on paper.

use std::fmt::Write as _;

use super::{
    cli::SealsArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::seals;

pub fn run(arguments: &SealsArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let seals = seals::list(&record);
    record.close();
    if arguments.json {
        say::json(&seals)?;
        return Ok(Exit::Done);
    }
    if seals.is_empty() {
        say::result(
            "There is no seal yet. One is made when a sitting is closed, or by alongside arrive.",
        )?;
        return Ok(Exit::Done);
    }
    let mut text = String::new();
    for seal in &seals {
        // Writing to a String does not fail.
        let _ = writeln!(text, "Seal {} · {} · {}", seal.number, seal.over, seal.made);
        for words in seal.words.chunks(6) {
            let _ = writeln!(text, "  {}", words.join(" "));
        }
        let _ = writeln!(text, "  {}\n", seal.digits);
    }
    say::result(text.trim_end())?;
    Ok(Exit::Done)
}
