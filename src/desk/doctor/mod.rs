//! Whether everything around an inspection is as it should be: its folder, the disk, who has it open, the record itself, the terminal and the
//! computer. Owns the questions and the plain sentences of the answers, each with what to do.
//!
//! Changes nothing but what opening an inspection puts right. What it cannot see it says it cannot see.
//!
//! | file | owns |
//! |---|---|
//! | `folder` | who may read the folder, room on the disk, who has it open |
//! | `record` | journal, store, documents and mirror |
//! | `terminal` | what the terminal can show, and who may keep a copy of it |
//! | `machine` | swap, core dumps, encryption of the disk |

mod folder;
mod machine;
mod record;
mod terminal;

use std::{fmt::Write as _, path::Path};

use serde::Serialize;

pub use record::{Examined, examine};
pub use terminal::Terminal;

/// How it stands with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Fine,
    /// As it may be; there is something to know.
    Note,
    /// Something is to be done.
    ToDo,
    /// It cannot be seen from here.
    NotSeen,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Note => "note",
            Self::ToDo => "TO DO",
            Self::NotSeen => "not seen",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What: `who may read it`.
    pub what: &'static str,
    /// How it stands.
    pub state: State,
    /// In a sentence or two.
    pub says: String,
    /// What to do, where there is something.
    pub to_do: Option<String>,
}

impl Check {
    fn new(what: &'static str, state: State, says: impl Into<String>) -> Self {
        Self {
            what,
            state,
            says: says.into(),
            to_do: None,
        }
    }

    fn with(self, to_do: impl Into<String>) -> Self {
        Self {
            to_do: Some(to_do.into()),
            ..self
        }
    }
}

/// Everything that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checkup {
    /// In the order they are told.
    pub checks: Vec<Check>,
}

impl Checkup {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.checks.iter().all(|check| check.state != State::ToDo)
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let width = self
            .checks
            .iter()
            .map(|check| check.what.len())
            .max()
            .unwrap_or(0);
        for check in &self.checks {
            // Writing to a String does not fail.
            let _ = writeln!(
                text,
                "{:8}  {:width$}  {}",
                check.state.word(),
                check.what,
                check.says
            );
            if let Some(to_do) = &check.to_do {
                let _ = writeln!(text, "{:8}  {:width$}  What to do: {to_do}", "", "");
            }
        }
        let to_do = self
            .checks
            .iter()
            .filter(|check| check.state == State::ToDo)
            .count();
        let _ = match to_do {
            0 => writeln!(text, "\nNothing is to be done."),
            1 => writeln!(text, "\n1 thing is to be done."),
            count => writeln!(text, "\n{count} things are to be done."),
        };
        text
    }
}

/// Looks at everything but the record. `examined`: what looking at the record came to; `terminal`: what is known of the terminal.
#[must_use]
pub fn checkup(inspection: &Path, examined: &Examined, terminal: &Terminal) -> Checkup {
    let mut checks = vec![
        folder::permissions("who may read it", inspection),
        folder::room(inspection),
        examined.open_elsewhere.clone(),
    ];
    checks.extend(examined.checks());
    checks.extend(terminal.checks());
    checks.extend(machine::checks());
    Checkup { checks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_told_on_a_line_with_what_to_do_below_it() {
        let checkup = Checkup {
            checks: vec![
                Check::new("free space", State::Fine, "There are 12 GB free."),
                Check::new("terminal", State::ToDo, "It has 60 columns.")
                    .with("make the window larger."),
            ],
        };
        assert_eq!(
            checkup.to_text(),
            "fine      free space  There are 12 GB free.\n\
             TO DO     terminal    It has 60 columns.\n                      \
             What to do: make the window larger.\n\n\
             1 thing is to be done.\n"
        );
        assert!(!checkup.is_well());
    }
}
