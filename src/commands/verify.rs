//! `alongside verify`: says what was checked, what is proven and what is not; exit status 1 when anything is wrong. A file is taken for a
//! bundle, a folder for an inspection.

use super::{
    cli::VerifyArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{
    bundle::{self, CheckError},
    verify,
};

pub fn run(arguments: &VerifyArguments, given: &Given) -> Result<Exit, Failure> {
    if arguments.folder.is_file() {
        return a_bundle(arguments);
    }
    if arguments.seal.is_some() {
        return Err(Failure::new(
            Exit::WrongUse,
            "The words of a seal are compared with a bundle. Give a bundle file instead of the folder.",
        ));
    }
    let unlock = given.unlock(&arguments.folder)?;
    let bar = indicatif::ProgressBar::new(0);
    let verified = verify::verify(&arguments.folder, unlock, &mut |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let verified = verified?;
    if arguments.json {
        say::json(&verified)?;
    } else {
        say::result(verified.to_text().trim_end())?;
    }
    Ok(if verified.is_right() {
        Exit::Done
    } else {
        Exit::No
    })
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
