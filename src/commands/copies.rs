//! `alongside backup` and `alongside restore`.

use super::{
    cli::{BackupArguments, RestoreArguments},
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{copies, shown};

pub fn back_up(arguments: &BackupArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let from = shown::path(&arguments.folder);
    if let Some(to) = &arguments.to {
        copies::back_up(&mut record, to)?;
        say::result(&format!(
            "A backup of {from} stands in {}.",
            shown::path(to)
        ))?;
    }
    if let Some(to) = &arguments.mirror {
        copies::mirror(&mut record, to)?;
        say::result(&format!(
            "From now on everything kept in {from} is also written to {}.",
            shown::path(to)
        ))?;
    }
    for note in record.take_notes() {
        say::aside(&note);
    }
    record.close();
    say::aside(copies::COPY_WARNING);
    Ok(Exit::Done)
}

pub fn restore(arguments: &RestoreArguments, given: &Given) -> Result<Exit, Failure> {
    let unlock = given.unlock(&arguments.backup)?;
    for note in copies::restore(&arguments.backup, &arguments.to, unlock)? {
        say::aside(&note);
    }
    say::result(&format!(
        "The copy in {} is put back as an inspection in {}.",
        shown::path(&arguments.backup),
        shown::path(&arguments.to)
    ))?;
    Ok(Exit::Done)
}
