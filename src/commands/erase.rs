//! `alongside erase`: a case for good, after the person has typed its reference once more.

use super::{
    case_named,
    cli::EraseArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{
    erase::{self, EraseError},
    record::Keep as _,
};

impl From<EraseError> for Failure {
    fn from(error: EraseError) -> Self {
        match error {
            EraseError::Refused(refusal) => refusal.into(),
            EraseError::NotKept(error) => error.into(),
        }
    }
}

pub fn run(arguments: &EraseArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let case = case_named(record.inspection(), &arguments.case)?;
    let reference = record
        .inspection()
        .cases
        .get(&case)
        .map_or_else(|| arguments.case.clone(), |case| case.reference.clone());
    say::aside(&format!(
        "Case {reference} is about to be erased: its documents, everything said about it and its notes can then be opened by nobody, here and for good. {}",
        erase::REMAINS
    ));
    let agreed = arguments.yes
        || say::ask(&format!(
            "Type {reference} to erase it, anything else not to:"
        ))
        .is_some_and(|typed| typed == reference);
    if !agreed {
        say::aside("Nothing was erased. In a script, --yes says that it is meant.");
        record.close();
        return Ok(Exit::No);
    }
    erase::erase(&mut record, case, &arguments.reason)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    record.close();
    say::result(&format!(
        "Case {reference} is erased. The record keeps that it was, when and why, and can still be verified. {}",
        erase::REMAINS
    ))?;
    Ok(Exit::Done)
}
