//! `alongside passphrase`: the passphrases that open an inspection, one more, another in place of one, one less.

use serde::Serialize;

use super::{
    cli::{PassphraseAct, PassphraseArguments},
    exit::{Exit, Failure},
    say,
    unlock::{self, Given},
};
use crate::{
    casework::Moment,
    desk::{
        Unlock,
        passphrases::{self, PassphraseError},
        record::Record,
        shown,
    },
};

#[derive(Serialize)]
struct Shown {
    number: u32,
    label: String,
    made: Option<String>,
}

pub fn run(arguments: &PassphraseArguments, given: &Given) -> Result<Exit, Failure> {
    let (mut record, unlock) = given.open_and_tell(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let done = act(&mut record, &unlock, &arguments.act);
    for note in record.take_notes() {
        say::aside(&note);
    }
    record.close();
    done.map(|()| Exit::Done)
}

fn act(record: &mut Record, unlock: &Unlock, act: &PassphraseAct) -> Result<(), Failure> {
    passphrases::may_be_changed(record)?;
    match act {
        PassphraseAct::List { json } => list(record, *json),
        PassphraseAct::Add {
            label,
            new_passphrase_file,
        } => {
            let words = unlock::new_passphrase(new_passphrase_file.as_deref())?;
            let number = passphrases::add(record, &words, label)?;
            say::result(&format!(
                "The inspection now opens with passphrase {number} too: {}.",
                shown::line(label)
            ))
        }
        PassphraseAct::Change {
            new_passphrase_file,
        } => {
            let Unlock::With(old) = unlock else {
                return Err(PassphraseError::Demonstration.into());
            };
            let new = unlock::new_passphrase(new_passphrase_file.as_deref())?;
            let label = passphrases::change(record, old, &new)?;
            say::aside(passphrases::OLDER_COPIES);
            say::result(&format!(
                "The inspection opens with the new passphrase now, in place of the one it was opened with: {}.",
                shown::line(&label)
            ))
        }
        PassphraseAct::Remove { number } => {
            let label = passphrases::remove(record, *number)?;
            say::aside(passphrases::OLDER_COPIES);
            say::result(&format!(
                "Passphrase {number} does not open the inspection any more: {}.",
                shown::line(&label)
            ))
        }
    }
}

fn list(record: &mut Record, json: bool) -> Result<(), Failure> {
    let all: Vec<_> = passphrases::list(record)
        .into_iter()
        .map(|slot| Shown {
            number: slot.id.0,
            label: slot.label,
            made: slot.made.map(Moment::full),
        })
        .collect();
    if json {
        return say::json(&all);
    }
    let lines: Vec<_> = all
        .iter()
        .map(|slot| {
            let made = slot
                .made
                .as_deref()
                .unwrap_or("when the inspection was set up");
            format!("{:>3}  {}  ({made})", slot.number, slot.label)
        })
        .collect();
    say::result(&lines.join("\n"))
}

impl From<PassphraseError> for Failure {
    fn from(error: PassphraseError) -> Self {
        match error {
            PassphraseError::Refused(refusal) => refusal.into(),
            PassphraseError::NotDone(error) => error.into(),
            PassphraseError::Demonstration | PassphraseError::NoSuch(_) => {
                Self::new(Exit::WrongUse, error)
            }
            PassphraseError::NotRecorded(_) => Self::new(Exit::Cannot, error),
        }
    }
}
