//! A bundle written: what an outsider needs to check a seal without the passphrase. Owns where it goes and that nothing is overwritten; what stands
//! in it is `proof`'s.

use std::{
    fs::OpenOptions,
    io::{self, BufWriter, Write as _},
    path::Path,
};

use crate::{
    desk::{record::Record, shown},
    ledger::LedgerError,
    platform,
};

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The record is damaged, or cannot be read.
    #[error(transparent)]
    NotRead(#[from] LedgerError),
    /// A file of that name.
    #[error("{0} is there already, and nothing is overwritten. Choose another name.")]
    Exists(String),
    /// It cannot be written.
    #[error(
        "The bundle could not be written: {0}. Check that there is room and that this account may write there."
    )]
    NotWritten(io::Error),
}

/// Writes the bundle of an inspection to a new file; how many entries and seals are in it.
///
/// # Errors
/// [`WriteError`]; then there is no file.
pub fn write(record: &mut Record, to: &Path) -> Result<(u64, usize), WriteError> {
    let ledger = record.ledger();
    let bundle = ledger.bundle()?;
    let seals = ledger.seals().len();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    platform::owner_only(&mut options);
    let file = options.open(to).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(shown::path(to)),
        _ => WriteError::NotWritten(error),
    })?;
    let mut file = BufWriter::new(file);
    let written = bundle
        .write(&mut file)
        .and_then(|()| file.flush())
        .and_then(|()| file.get_ref().sync_all());
    if let Err(error) = written {
        drop(file);
        // What is only half there proves nothing.
        let _ = std::fs::remove_file(to);
        return Err(WriteError::NotWritten(error));
    }
    Ok((bundle.entries(), seals))
}
