//! Where a passphrase comes from: a file that was named, or the person at the terminal. Owns the asking, what is said of a new one, and who is
//! asked again. What it opens is the desk's.

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{
    exit::{Exit, Failure},
    say,
};
use crate::desk::{
    LedgerError, Passphrase, Unlock, opens_with_words,
    record::Record,
    secret_file::{SecretFileError, first_line},
    shown, strength, unseen_typing,
};

/// Times somebody may mistype.
const TRIES: usize = 3;

/// What the arguments say of the passphrase.
#[derive(Debug)]
pub struct Given {
    file: Option<PathBuf>,
}

impl Given {
    pub fn new(file: Option<PathBuf>) -> Self {
        Self { file }
    }

    /// What is known without asking anybody: for the screen, which asks by itself.
    pub fn known(&self) -> Result<Unlock, Failure> {
        self.file.as_deref().map_or(Ok(Unlock::Beside), from_file)
    }

    /// What opens this folder, asked for once where it is wanted and somebody is there to be asked.
    pub fn unlock(&self, folder: &Path) -> Result<Unlock, Failure> {
        if self.file.is_none() && opens_with_words(folder) && somebody_is_there() {
            return Ok(Unlock::With(ask_for(folder)?));
        }
        self.known()
    }

    /// Opens an inspection, asking again where the passphrase was mistyped.
    pub fn open(&self, folder: &Path) -> Result<Record, Failure> {
        self.open_and_tell(folder).map(|(record, _)| record)
    }

    /// Opens an inspection, and says with what.
    pub fn open_and_tell(&self, folder: &Path) -> Result<(Record, Unlock), Failure> {
        let mut tries = 0;
        let _unseen = somebody_is_there().then(unseen_typing);
        loop {
            let unlock = self.unlock(folder)?;
            tries += 1;
            match Record::open_with(folder, unlock.clone()) {
                Ok(record) => return Ok((record, unlock)),
                Err(error @ LedgerError::WrongPassphrase)
                    if self.file.is_none() && tries < TRIES =>
                {
                    say::aside(&error.to_string());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A passphrase for a new inspection.
    pub fn new_passphrase(&self) -> Result<Passphrase, Failure> {
        new_passphrase(self.file.as_deref())
    }
}

/// A new passphrase, from a file or asked for twice.
pub fn new_passphrase(file: Option<&Path>) -> Result<Passphrase, Failure> {
    if let Some(file) = file {
        let words = first_line(file)?;
        let judged = strength::strength(&words);
        if !judged.enough {
            return Err(Failure::new(Exit::WrongUse, judged.sentence));
        }
        return Ok(Passphrase::new(&words));
    }
    if !somebody_is_there() {
        return Err(Failure::new(
            Exit::Cannot,
            "A new passphrase is asked for on the terminal, and there is none. Give a file that holds it with --passphrase-file, or, for the new one of an inspection that has one, with --new-passphrase-file.",
        ));
    }
    // Somebody who types on before the next question stands there is not to see it either.
    let _unseen = unseen_typing();
    loop {
        let words = typed("New passphrase: ")?;
        let judged = strength::strength(&words);
        say::aside(&judged.sentence);
        if !judged.enough {
            continue;
        }
        let again = typed("Type it again (Enter alone to choose another): ")?;
        if again.is_empty() {
            continue;
        }
        if *again == *words {
            return Ok(Passphrase::new(&words));
        }
        say::aside("The two are not the same.");
    }
}

fn somebody_is_there() -> bool {
    io::stdin().is_terminal()
}

fn ask_for(folder: &Path) -> Result<Passphrase, Failure> {
    let words = typed(&format!("Passphrase of {}: ", shown::path(folder)))?;
    Ok(Passphrase::new(&words))
}

/// What somebody types without its being shown.
fn typed(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| {
            Failure::new(
                Exit::Cannot,
                format!("The passphrase could not be asked for on this terminal: {error}."),
            )
        })
}

fn from_file(file: &Path) -> Result<Unlock, Failure> {
    let words = Passphrase::new(&first_line(file)?);
    Ok(Unlock::With(words))
}

impl From<SecretFileError> for Failure {
    fn from(error: SecretFileError) -> Self {
        let exit = match error {
            SecretFileError::Unreadable { .. } | SecretFileError::NotAlone { .. } => Exit::Cannot,
            SecretFileError::NoWords { .. } | SecretFileError::TooLong { .. } => Exit::WrongUse,
        };
        Self::new(exit, error)
    }
}
