//! `alongside verify`: says what was checked, what is proven and what is not; exit status 1 when anything is wrong. A file is taken for a
//! bundle, a folder for an inspection.

use serde::Serialize;

use super::{
    cli::VerifyArguments,
    exit::{Exit, Failure},
    intake::{stop_on_signals, workers},
    say,
    unlock::Given,
};
use crate::desk::{
    Unlock,
    arrive::{self, Again, Tools},
    bundle::{self, BundleChecked, CheckError},
    record::Record,
    verify::{self, SealError, Verified},
};

pub fn run(arguments: &VerifyArguments, given: &Given) -> Result<Exit, Failure> {
    if arguments.folder.is_file() {
        return a_bundle(arguments);
    }
    let seal = arguments
        .seal
        .as_deref()
        .map(|typed| verify::seal(&arguments.folder, typed))
        .transpose()?;
    let unlock = given.unlock(&arguments.folder)?;
    let bar = indicatif::ProgressBar::new(0);
    let verified = verify::verify(&arguments.folder, unlock.clone(), &mut |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let record = verified?;
    let cases = case_folders(arguments, unlock)?;
    let all = All {
        record,
        seal,
        cases,
    };
    if arguments.json {
        say::json(&all)?;
    } else {
        say::result(&all.to_text())?;
    }
    Ok(if all.is_right() { Exit::Done } else { Exit::No })
}

/// Everything one call may ask for.
#[derive(Serialize)]
struct All {
    #[serde(flatten)]
    record: Verified,
    #[serde(skip_serializing_if = "Option::is_none")]
    seal: Option<BundleChecked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cases: Option<Again>,
}

impl All {
    fn is_right(&self) -> bool {
        self.record.is_right()
            && self.seal.as_ref().is_none_or(BundleChecked::is_same)
            && self.cases.as_ref().is_none_or(Again::is_same)
    }

    fn to_text(&self) -> String {
        let seal = self.seal.as_ref().map(|seal| {
            match (seal.differences().next(), seal.asked_for()) {
                (Some(first), _) => format!("The words on paper: DIFFER. {first}\n"),
                (None, Some(number)) => format!(
                    "The words on paper are those of seal {number}: nothing that it counts was changed, left out or put in since.\n"
                ),
                (None, None) => "The words on paper belong to no seal here.\n".to_owned(),
            }
        });
        let cases = self
            .cases
            .as_ref()
            .map(|cases| format!("\nCase folders\n{}", cases.to_text()));
        let record = self.record.to_text().trim_end().to_owned();
        let parts: Vec<_> = seal.into_iter().chain([record]).chain(cases).collect();
        parts.join("\n")
    }
}

fn case_folders(arguments: &VerifyArguments, unlock: Unlock) -> Result<Option<Again>, Failure> {
    if arguments.cases.is_empty() {
        return Ok(None);
    }
    let mut record = Record::open_with(&arguments.folder, unlock)?;
    let stop = stop_on_signals()?;
    let again = arrive::again(
        &mut record,
        &arguments.cases,
        &Tools {
            progress: &|_| {},
            stop: &stop,
            workers: workers(),
        },
    );
    record.close();
    match again? {
        Some(again) => Ok(Some(again)),
        None => Err(Failure::new(
            Exit::No,
            "Stopped before everything was compared.",
        )),
    }
}

impl From<SealError> for Failure {
    fn from(error: SealError) -> Self {
        match error {
            SealError::NoSeal(error) => Self::new(Exit::WrongUse, error),
            SealError::NotRead(error) => error.into(),
        }
    }
}

fn a_bundle(arguments: &VerifyArguments) -> Result<Exit, Failure> {
    let bar = indicatif::ProgressBar::new(0);
    let seal = arguments.seal.as_deref();
    let checked = bundle::check_file(&arguments.folder, seal, None, &mut |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let checked = checked?;
    if arguments.json {
        say::json(&checked)?;
    } else {
        say::result(&checked.to_text())?;
    }
    Ok(if checked.is_same() {
        Exit::Done
    } else {
        Exit::No
    })
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        let exit = match error {
            CheckError::Seal(_) => Exit::WrongUse,
            CheckError::Unreadable { .. } | CheckError::NotABundle { .. } => Exit::Cannot,
        };
        Self::new(exit, error)
    }
}
