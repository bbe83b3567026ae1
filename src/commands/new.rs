//! `alongside new`: sets up an inspection.

use serde::Serialize;

use super::{
    cli::NewArguments,
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::desk::{TRAINING_WARNING, Unlock, frameworks, new, record::Keep, shown};

#[derive(Serialize)]
struct Made<'a> {
    folder: String,
    authority: &'a str,
    framework: &'a str,
    id: &'a str,
    encrypted: bool,
}

pub fn run(arguments: &NewArguments, given: &Given) -> Result<Exit, Failure> {
    let set_up = new::SetUp {
        authority: arguments.authority.clone(),
        framework: arguments.framework.clone(),
        announced: arguments.announced,
        first_day: arguments.first_day,
        last_day: arguments.last_day,
        training: arguments.training,
    };
    new::check(&arguments.folder, &set_up)?;
    let unlock = if arguments.training {
        Unlock::Beside
    } else {
        Unlock::With(given.new_passphrase()?)
    };
    let record = new::set_up(&arguments.folder, &set_up, unlock)?;
    let inspection = record.inspection();
    let folder = shown::path(&arguments.folder);
    if arguments.json {
        say::json(&Made {
            folder,
            authority: &inspection.authority,
            framework: &inspection.framework,
            id: &inspection.id,
            encrypted: !arguments.training,
        })?;
    } else {
        let framework = frameworks::by_id(&inspection.framework)?;
        let warning = if arguments.training {
            format!("{TRAINING_WARNING}.\n")
        } else {
            String::new()
        };
        say::result(&format!(
            "The inspection of {} is set up in {folder}.\nFramework: {}\n{warning}Next: alongside intake {} FOLDER-OF-CASE-FOLDERS",
            inspection.authority,
            framework.title,
            quoted(&folder)
        ))?;
    }
    record.close();
    Ok(Exit::Done)
}

/// A path as it can be typed again.
pub fn quoted(path: &str) -> String {
    if path.contains(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '(' | ')' | '&' | '$'))
    {
        format!("\"{path}\"")
    } else {
        path.to_owned()
    }
}
