//! `alongside show`: what a screen shows, as plain text on standard output.

use super::{
    cli::{ShowArguments, View as Typed},
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{
    record::Keep,
    show::{self, ShowError, View},
};

pub fn run(arguments: &ShowArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let view = match (arguments.view, &arguments.case) {
        (Some(Typed::Cases | Typed::Seals), _) | (None, None) => None,
        (Some(Typed::File), _) => Some(View::File),
        (Some(Typed::Discussion), _) | (None, Some(_)) => Some(View::Discussion),
        (Some(Typed::Package), _) => Some(View::Package),
        (Some(Typed::Findings), _) => Some(View::Findings),
        (Some(Typed::Journey), _) => Some(View::Journey),
        (Some(Typed::Clocks), _) => Some(View::Clocks),
        (Some(Typed::Walk), _) => Some(View::Walk),
        (Some(Typed::Sheet), _) => Some(View::Sheet),
    };
    let words = match (view, &arguments.case) {
        (None, _) if arguments.view == Some(Typed::Seals) => show::seals(record.inspection()),
        (None, _) => show::cases(record.inspection()),
        (Some(view), Some(reference)) => {
            let case = super::case_named(record.inspection(), reference)?;
            show::case(&mut record, case, view)?
        }
        (Some(_), None) => {
            return Err(Failure::new(
                Exit::WrongUse,
                "Which child this is about is not said. Add --case with the reference of the case.",
            ));
        }
    };
    say::result(words.trim_end())?;
    record.close();
    Ok(Exit::Done)
}

impl From<ShowError> for Failure {
    fn from(error: ShowError) -> Self {
        match error {
            ShowError::Refused(refusal) => refusal.into(),
            ShowError::Record(error) => error.into(),
            ShowError::Framework(error) => Self::new(Exit::Cannot, error),
        }
    }
}
