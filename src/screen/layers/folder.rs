//! Choosing a folder with the arrows: for people who never typed a path.

use std::path::PathBuf;

use ratatui::crossterm::event::KeyCode;

use super::super::keys::Key;
use crate::desk::messages::Folder;

/// What the folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Case files to take in.
    TakeIn,
    /// An inspection to open.
    OpenInspection,
    /// Case files to compare with what was sealed.
    Compare,
}

impl Purpose {
    /// What choosing "this folder" is called.
    #[must_use]
    pub fn this(self) -> &'static str {
        match self {
            Self::TakeIn => "Take in this folder",
            Self::OpenInspection => "Open this folder",
            Self::Compare => "Compare this folder",
        }
    }

    /// What the layer is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::TakeIn => "Take in: each folder in it is one case",
            Self::OpenInspection => "Open the folder of an inspection",
            Self::Compare => "Compare: a case folder, or a folder of case folders",
        }
    }
}

/// A folder being chosen.
#[derive(Clone, Debug)]
pub struct Chooser {
    /// What for.
    pub purpose: Purpose,
    /// The folder looked into.
    pub folder: PathBuf,
    /// What is in it; `None` until it was listed.
    pub inside: Option<Result<Folder, String>>,
    /// The row under the pointer: 0 is "this folder", 1 is "the folder above", then its folders.
    pub at: usize,
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pointer moved.
    Stay,
    /// Look into this folder.
    Into(PathBuf),
    /// This folder is chosen.
    Chosen(PathBuf),
    /// Left.
    Leave,
    /// Not for it.
    No,
}

impl Chooser {
    /// Starting in a folder.
    #[must_use]
    pub fn new(purpose: Purpose, folder: PathBuf) -> Self {
        Self {
            purpose,
            folder,
            inside: None,
            at: 0,
        }
    }

    /// The folders in the folder looked into.
    #[must_use]
    pub fn folders(&self) -> &[String] {
        match &self.inside {
            Some(Ok(inside)) => &inside.folders,
            _ => &[],
        }
    }

    /// Takes a key. `height` is how many rows are in sight.
    pub fn key(&mut self, key: Key, height: usize) -> Outcome {
        let last = self.folders().len() + 1;
        match key.code {
            KeyCode::Esc => return Outcome::Leave,
            KeyCode::Down | KeyCode::Tab => self.at = if self.at >= last { 0 } else { self.at + 1 },
            KeyCode::Up => self.at = if self.at == 0 { last } else { self.at - 1 },
            KeyCode::PageDown => self.at = (self.at + height.max(1)).min(last),
            KeyCode::PageUp => self.at = self.at.saturating_sub(height.max(1)),
            KeyCode::Left | KeyCode::Backspace => return self.above(),
            KeyCode::Enter | KeyCode::Right => {
                return match self.at {
                    0 if key.code == KeyCode::Enter => Outcome::Chosen(self.folder.clone()),
                    0 => Outcome::Stay,
                    1 => self.above(),
                    at => self
                        .folders()
                        .get(at - 2)
                        .map_or(Outcome::Stay, |name| Outcome::Into(self.folder.join(name))),
                };
            }
            // A letter goes to the next folder that begins with it.
            KeyCode::Char(letter) if key.held.is_empty() => {
                let begins = |name: &String| {
                    name.to_lowercase()
                        .starts_with(&letter.to_lowercase().to_string())
                };
                let from = self.at.saturating_sub(1);
                let folders = self.folders();
                let after = folders
                    .iter()
                    .skip(from)
                    .position(begins)
                    .map(|at| at + from);
                if let Some(at) = after.or_else(|| folders.iter().position(begins)) {
                    self.at = at + 2;
                }
            }
            _ => return Outcome::No,
        }
        Outcome::Stay
    }

    fn above(&self) -> Outcome {
        self.folder
            .parent()
            .map_or(Outcome::Stay, |above| Outcome::Into(above.to_path_buf()))
    }
}
