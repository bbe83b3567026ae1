//! A page with nothing on it but a place for the passphrase: before an inspection that wants one is open, and while the curtain is down.
//!
//! Owns what is typed there and how far the curtain has come down. While there is a door every key is for it, and nothing of an inspection
//! is drawn. Whether a passphrase is right is the ledger's to say.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::widgets::secret::Secret;

/// A passphrase being asked for.
#[derive(Debug)]
pub struct Door {
    /// Of the inspection in this folder.
    pub folder: PathBuf,
    /// What is typed.
    pub typed: Secret,
    /// What was wrong last, or what is going on.
    pub notice: Option<String>,
    /// Whether the inspection is being opened now: keys wait.
    pub opening: bool,
    /// The curtain, where it is what hides the inspection.
    pub curtain: Option<Curtain>,
}

/// The curtain.
#[derive(Debug)]
pub struct Curtain {
    /// How far it has come down.
    pub stage: Stage,
    /// Whether Enter alone brings it back: a demonstration has no passphrase.
    pub free: bool,
    /// Whether Enter was pressed before it was down.
    pub wanted: bool,
    /// Case files whose taking in was stopped for it, to go on with.
    pub go_on: Option<PathBuf>,
    /// What was done meanwhile, to be said when it is up again. Nothing of a case.
    pub meanwhile: Option<&'static str>,
    /// Where the two were, when it could not be put by: then it is only here.
    pub only_here: Option<Zeroizing<Vec<u8>>>,
}

/// How far the curtain has come down. Nothing is seen from the first on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What is on its way to the disk is kept first, and what is under way finishes its file.
    Falling,
    /// The screen holds nothing any more; the ledger is closing.
    Closing,
    /// Down.
    Down,
}

impl Door {
    /// The door of an inspection that wants its passphrase.
    #[must_use]
    pub fn of(folder: PathBuf) -> Self {
        Self {
            folder,
            typed: Secret::default(),
            notice: None,
            opening: false,
            curtain: None,
        }
    }

    /// The curtain in front of an inspection, beginning to come down.
    #[must_use]
    pub fn curtain(folder: PathBuf, free: bool) -> Self {
        Self {
            curtain: Some(Curtain {
                stage: Stage::Falling,
                free,
                wanted: false,
                go_on: None,
                meanwhile: None,
                only_here: None,
            }),
            ..Self::of(folder)
        }
    }

    /// Whether Enter alone opens it.
    #[must_use]
    pub fn free(&self) -> bool {
        self.curtain.as_ref().is_some_and(|curtain| curtain.free)
    }

    /// How far the curtain has come down; `None` where there is none.
    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        self.curtain.as_ref().map(|curtain| curtain.stage)
    }

    /// Whether words nobody has kept would be lost by leaving.
    #[must_use]
    pub fn holds_words(&self) -> bool {
        self.curtain
            .as_ref()
            .is_some_and(|curtain| curtain.only_here.is_some())
    }
}
