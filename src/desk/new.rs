//! Setting up an inspection. Owns what an inspection cannot be without; the folder itself is the ledger's.

use std::path::Path;

use jiff::civil::Date;

use super::{
    Unlock,
    frameworks::{self, UnknownFramework},
    record::Record,
};
use crate::{
    casework::{Event, Refusal},
    ledger::LedgerError,
};

/// What an inspection is set up with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// The council inspected.
    pub authority: String,
    /// The framework's id.
    pub framework: String,
    /// The day the authority was told of it, where it is known.
    pub announced: Option<Date>,
    /// First day on site, where it is known.
    pub first_day: Option<Date>,
    /// Last day on site, where it is known.
    pub last_day: Option<Date>,
    /// A demonstration or rehearsal.
    pub training: bool,
}

/// Why an inspection could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// No name.
    #[error("The authority has no name. Say which council is inspected, with --authority NAME.")]
    NoAuthority,
    /// The last day is before the first.
    #[error(
        "The last day of the inspection, {last}, is before its first, {first}. Check the two dates."
    )]
    DaysTurnedRound {
        /// First day.
        first: Date,
        /// Last day.
        last: Date,
    },
    /// Announced after it began.
    #[error(
        "The inspection cannot have been announced on {announced}, after its first day on site, {first}. Check the two dates."
    )]
    AnnouncedAfter {
        /// The day it was announced.
        announced: Date,
        /// First day.
        first: Date,
    },
    /// A framework nobody knows.
    #[error(transparent)]
    Framework(#[from] UnknownFramework),
    /// Refused by the rules.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The folder is not empty, or cannot be written to.
    #[error(transparent)]
    NotKept(#[from] LedgerError),
}

/// Refuses what cannot be set up, before anybody is asked for a passphrase.
///
/// # Errors
/// [`NewError`].
pub fn check(folder: &Path, set_up: &SetUp) -> Result<(), NewError> {
    if super::shown::line(set_up.authority.trim()).is_empty() {
        return Err(NewError::NoAuthority);
    }
    if let (Some(first), Some(last)) = (set_up.first_day, set_up.last_day)
        && last < first
    {
        return Err(NewError::DaysTurnedRound { first, last });
    }
    if let (Some(announced), Some(first)) = (set_up.announced, set_up.first_day)
        && first < announced
    {
        return Err(NewError::AnnouncedAfter { announced, first });
    }
    frameworks::by_id(&set_up.framework)?;
    if std::fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some()) {
        return Err(NewError::NotKept(LedgerError::NotEmpty {
            folder: folder.display().to_string(),
        }));
    }
    Ok(())
}

/// Makes an inspection in a folder that is not there yet or is empty, opening from now on with `unlock`, and leaves it open.
///
/// # Errors
/// [`NewError`]; the folder is not touched where the answer is known before.
pub fn set_up(folder: &Path, set_up: &SetUp, unlock: Unlock) -> Result<Record, NewError> {
    check(folder, set_up)?;
    let authority = super::shown::line(set_up.authority.trim());
    let framework = frameworks::by_id(&set_up.framework)?;
    let id = random_id()?;
    Ok(Record::create(
        folder,
        vec![Event::InspectionSetUp {
            id,
            authority,
            framework: framework.id.clone(),
            framework_version: framework.version,
            announced: set_up.announced,
            first_day: set_up.first_day,
            last_day: set_up.last_day,
            training: set_up.training,
        }],
        unlock,
    )?)
}

/// 32 random hexadecimal digits.
///
/// # Errors
/// Where the system gives no random bytes.
pub(super) fn random_id() -> Result<String, LedgerError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| LedgerError::Trouble {
        doing: "Choosing a number for the inspection".to_owned(),
        why: error.to_string(),
    })?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
