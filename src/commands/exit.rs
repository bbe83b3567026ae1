//! How a command ends: the exit status, and the sentence where it did not go well. Owns which trouble is which status.

use std::io;

use crate::{
    casework::Refusal,
    desk::{
        LedgerError,
        frameworks::UnknownFramework,
        intake::{IntakeError, OfferError},
        new::NewError,
    },
};

/// The exit statuses there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It was done.
    Done,
    /// The answer is no.
    No,
    /// The arguments cannot be meant like that.
    WrongUse,
    /// It cannot be done now.
    Cannot,
}

impl Exit {
    /// The number given to the system.
    pub fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::No => 1,
            Self::WrongUse => 2,
            Self::Cannot => 3,
        }
    }
}

/// A command that did not go well: what happened, to what, what to do next. No sentence where nobody is there to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub exit: Exit,
    pub sentence: String,
}

impl Failure {
    pub fn new(exit: Exit, sentence: impl std::fmt::Display) -> Self {
        Self {
            exit,
            sentence: sentence.to_string(),
        }
    }

    /// Standard output could not be written.
    pub fn of_output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(Exit::Done, "");
        }
        Self::new(
            Exit::Cannot,
            format!("The result could not be written to standard output: {error}."),
        )
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        let exit = match error {
            LedgerError::NoInspection { .. }
            | LedgerError::NotEmpty { .. }
            | LedgerError::KeysRefused { .. } => Exit::WrongUse,
            LedgerError::Damaged { .. }
            | LedgerError::DocumentChanged { .. }
            | LedgerError::DocumentMissing { .. } => Exit::No,
            _ => Exit::Cannot,
        };
        Self::new(exit, error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let exit = match refusal {
            Refusal::ReadOnly => Exit::Cannot,
            _ => Exit::No,
        };
        Self::new(exit, refusal)
    }
}

impl From<NewError> for Failure {
    fn from(error: NewError) -> Self {
        match error {
            NewError::NotKept(error) => error.into(),
            NewError::Refused(refusal) => refusal.into(),
            error => Self::new(Exit::WrongUse, error),
        }
    }
}

impl From<UnknownFramework> for Failure {
    fn from(error: UnknownFramework) -> Self {
        Self::new(Exit::WrongUse, error)
    }
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::NotKept(error) => error.into(),
            IntakeError::Refused(refusal) => refusal.into(),
        }
    }
}

impl From<OfferError> for Failure {
    fn from(error: OfferError) -> Self {
        let exit = match &error {
            OfferError::NotThere { why, .. } if why.kind() != io::ErrorKind::NotFound => {
                Exit::Cannot
            }
            _ => Exit::WrongUse,
        };
        Self::new(exit, error)
    }
}
