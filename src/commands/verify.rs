//! `alongside verify`: says what was checked, what is proven and what is not; exit status 1 when anything is wrong.

use super::{
    cli::VerifyArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::verify;

pub fn run(arguments: &VerifyArguments, given: &Given) -> Result<Exit, Failure> {
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
