//! Arriving: every file of every case folder is hashed within minutes, before anybody reads it, so that what changes later is seen.
//!
//! Owns the order of things: look (`walk`), hash (`hash`), keep the list, seal (`seal`), tell (`summary`). Nothing is kept before all files
//! are hashed; then the list is kept first, and the arrival and its seal are one act. Only bytes, names and times of files are looked at,
//! never what a file means.
//!
//! | file | owns |
//! |---|---|
//! | `walk` | which files there are, and under which path each is listed |
//! | `hash` | their bytes, hashed several at a time |
//! | `seal` | the statement of an arrival's seal, its code, and what is kept of them |
//! | `compare` | how what is there stands to the arrivals before |
//! | `again` | the case folders as they are now, against what was sealed |
//! | `summary` | the account, for people and for scripts |

mod again;
mod compare;
pub mod hash;
mod seal;
pub mod summary;
pub mod walk;

use std::path::PathBuf;

pub use again::{Again, again};
pub use hash::{Progress, Tools};
pub use summary::Summary;

use super::{
    clock,
    intake::Arrivals,
    record::{Keep, Record},
};
use crate::{
    casework::Refusal,
    ledger::LedgerError,
    proof::{
        arrival::{ArrivalError, ArrivalList},
        statement::StatementError,
    },
};

/// How many days before an arrival count as lately.
pub const LATELY_DAYS: i64 = 14;

/// Why an arrival could not be sealed. Nothing is kept then.
#[derive(Debug, thiserror::Error)]
pub enum ArriveError {
    /// A folder that is not there or may not be looked into.
    #[error("{path} cannot be looked into: {why}. Check the path and run this again.")]
    NotThere {
        /// As printed.
        path: String,
        /// In plain words.
        why: String,
    },
    /// A single file.
    #[error(
        "{0} is no folder. An arrival is about whole case folders: name the case folder, or the folder they stand in."
    )]
    NotAFolder(String),
    /// No file in any of the folders.
    #[error(
        "There is no file in what was named, so there is nothing to seal. Check the path: name the folder that the case folders stand in."
    )]
    Nothing,
    /// Files, and not one that could be hashed.
    #[error(
        "None of the {count} entries found could be hashed, so there is nothing to seal. The first, {name}: {why}. Put that right and run this again."
    )]
    NotOne {
        /// How many.
        count: usize,
        /// The first of them.
        name: String,
        /// Why not.
        why: String,
    },
    /// Two files that would stand in the list under one path.
    #[error(
        "Two of the folders hold a {0}, and one list cannot hold both. Run this for one of the folders, and then for the other: each is an arrival of its own."
    )]
    Twice(String),
    /// More than a list holds.
    #[error("{0} Run this for some of the folders at a time.")]
    TooMuch(ArrivalError),
    /// The system gives no random bytes.
    #[error(
        "The system gave no random numbers ({0}), and without them nothing can be sealed. Try again; if it stays so, restart the computer."
    )]
    NoRandom(getrandom::Error),
    /// The statement of the seal does not hold together.
    #[error(
        "The seal of this arrival could not be made: {0}. Run alongside verify, which says what is wrong with the record."
    )]
    NoStatement(StatementError),
    /// The record may not be added to.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The record could not keep it.
    #[error(transparent)]
    NotKept(#[from] LedgerError),
}

/// Hashes every file of these case folders, keeps the list and seals it. `None` where it was stopped: then nothing is kept.
///
/// # Errors
/// [`ArriveError`]; nothing is kept then, except that a list may stand there which no entry names.
pub fn arrive(
    record: &mut Record,
    folders: &[PathBuf],
    tools: &Tools<'_>,
) -> Result<Option<Summary>, ArriveError> {
    if record.inspection().read_only {
        return Err(Refusal::ReadOnly.into());
    }
    let now = clock::now();
    let inspection = record.ledger().folder().to_owned();
    let mut listed = walk::look(folders, &inspection)?;
    one_file_a_path(&listed)?;
    let Some(mut done) = hash::all(&listed.files, tools).map_err(ArriveError::NoRandom)? else {
        return Ok(None);
    };
    listed.left_out.append(&mut done.left_out);
    listed.left_out.sort_by(|a, b| a.name.cmp(&b.name));
    if done.hashed.is_empty() {
        return Err(match listed.left_out.first() {
            Some(first) => ArriveError::NotOne {
                count: listed.left_out.len(),
                name: first.name.clone(),
                why: first.why.clone(),
            },
            None => ArriveError::Nothing,
        });
    }
    let before = known(record)?;
    let list = ArrivalList::of(done.hashed).map_err(ArriveError::TooMuch)?;
    let compared = compare::compare(&list, &before, now);
    let sealed = seal::seal(record, &list, compared.changed_lately(), now)?;
    Ok(Some(summary::account(
        record.inspection(),
        &sealed,
        &listed,
        &list,
        compared,
    )))
}

fn one_file_a_path(listed: &walk::Listed) -> Result<(), ArriveError> {
    let mut neighbours = listed.files.iter().zip(listed.files.iter().skip(1));
    match neighbours.find(|(one, next)| one.path == next.path) {
        Some((twice, _)) => Err(ArriveError::Twice(twice.name.clone())),
        None => Ok(()),
    }
}

/// What was there at every arrival so far.
///
/// # Errors
/// When a list is missing, was changed, or cannot be read.
pub fn known(record: &dyn Keep) -> Result<Arrivals, LedgerError> {
    let mut arrivals = Arrivals::default();
    for arrival in record.inspection().arrivals.values() {
        let bytes = record.list(arrival.list)?;
        let list = ArrivalList::parse(&bytes).map_err(|why| LedgerError::NotAsMade {
            what: format!("The list of arrival {} cannot be used. {why}", arrival.no),
        })?;
        let files = list.files().iter();
        arrivals.add(
            arrival.no,
            files.map(|file| (file.path.as_slice(), file.sha256)),
        );
    }
    Ok(arrivals)
}
