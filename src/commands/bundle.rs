//! `alongside bundle`: what an outsider needs to check a seal.

use super::{
    cli::BundleArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{
    bundle::{self, WriteError},
    shown,
};

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotRead(error) => error.into(),
            WriteError::Exists(_) => Self::new(Exit::WrongUse, error),
            WriteError::NotWritten(_) => Self::new(Exit::Cannot, error),
        }
    }
}

pub fn run(arguments: &BundleArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let (entries, seals) = bundle::write(&mut record, &arguments.out)?;
    record.close();
    say::result(&format!(
        "{} holds what is needed to check {seals} {} over {entries} {}, and no word of any of them.\nCheck it on another machine with: alongside verify {} --seal \"WORDS\"",
        shown::path(&arguments.out),
        if seals == 1 { "seal" } else { "seals" },
        if entries == 1 { "entry" } else { "entries" },
        super::new::quoted(&shown::path(&arguments.out)),
    ))?;
    Ok(Exit::Done)
}
