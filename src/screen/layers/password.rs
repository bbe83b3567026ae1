//! The password of documents that need one, being typed: shown as dots, kept nowhere, wiped when the layer goes.

use ratatui::crossterm::event::KeyCode;

use super::super::{keys::Key, widgets::secret};
use crate::desk::intake::passwords::Secret;

/// A password being typed.
#[derive(Clone, Debug, Default)]
pub struct PasswordLine {
    /// As typed.
    pub typed: secret::Secret,
    /// How many documents need one.
    pub count: usize,
    /// The names of the first of them.
    pub names: Vec<String>,
}

/// What became of a key.
#[derive(Debug)]
pub enum Outcome {
    /// Taken.
    Stay,
    /// Try this one.
    Try(Secret),
    /// Left.
    Leave,
    /// Not for it.
    No,
}

impl PasswordLine {
    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Outcome {
        match key.code {
            KeyCode::Esc => Outcome::Leave,
            KeyCode::Enter if self.typed.is_empty() => Outcome::Stay,
            KeyCode::Enter => {
                let typed = self.typed.judged(|words| words.to_owned().into());
                Outcome::Try(Secret::new(typed))
            }
            _ if self.typed.key(key).is_some() => Outcome::Stay,
            _ => Outcome::No,
        }
    }
}
