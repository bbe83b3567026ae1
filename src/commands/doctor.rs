//! `alongside doctor`: whether everything around an inspection is as it should be; exit status 1 when something is to be done.

use super::{
    cli::DoctorArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::{
    desk::{
        doctor::{self, Terminal},
        is_inspection, shown,
    },
    screen::terminal,
};

pub fn run(arguments: &DoctorArguments, given: &Given) -> Result<Exit, Failure> {
    if !is_inspection(&arguments.folder) {
        return Err(Failure::new(
            Exit::WrongUse,
            format!(
                "There is no inspection in {}. Check the path, or set one up there with alongside new.",
                shown::path(&arguments.folder)
            ),
        ));
    }
    let unlock = given.unlock(&arguments.folder)?;
    let bar = indicatif::ProgressBar::new(0);
    let examined = doctor::examine(&arguments.folder, unlock, &mut |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let terminal = Terminal::seen(terminal::size(), terminal::utf8_is_certain(), &|name| {
        std::env::var(name).ok()
    });
    let checkup = doctor::checkup(&arguments.folder, &examined, &terminal);
    if arguments.json {
        say::json(&checkup)?;
    } else {
        say::result(checkup.to_text().trim_end())?;
    }
    Ok(if checkup.is_well() {
        Exit::Done
    } else {
        Exit::No
    })
}
