//! Looking for words: typed at the bottom, every match shown with what stands around it, in this document or the whole case file.

use ratatui::crossterm::event::KeyCode;

use super::super::{keys::Key, state::Hit, widgets::line_edit::LineEdit};

/// The most matches gathered: more would not be read, and the count says that there are more.
pub const MOST: usize = 2_000;

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The open document.
    Document,
    /// Every document of the case.
    CaseFile,
}

/// A match with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Where it is.
    pub hit: Hit,
    /// Before, the words, after.
    pub excerpt: (String, String, String),
    /// Document and paragraph.
    pub place: String,
}

/// Words being looked for.
#[derive(Clone, Debug)]
pub struct Finder {
    /// What is typed.
    pub query: LineEdit,
    /// Where.
    pub scope: Scope,
    /// Every match.
    pub hits: Vec<Hit>,
    /// Those in sight, made ready for drawing.
    pub shown: Vec<Shown>,
    /// The first of `hits` in `shown`.
    pub top: usize,
    /// The match under the pointer.
    pub at: usize,
    /// The match to stand on as soon as it is found again, until a key is pressed.
    pub wanted: Option<usize>,
    /// Documents of the case file whose text cannot be searched: still coming, or not readable.
    pub not_searched: usize,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pointer moved.
    Moved,
    /// Other words, or another scope: look again.
    Again,
    /// Go to the match under the pointer.
    Go,
    /// Left.
    Leave,
    /// Not for it.
    No,
}

impl Finder {
    /// Nothing typed yet; `query` is offered to begin with.
    #[must_use]
    pub fn new(query: &str, scope: Scope) -> Self {
        Self {
            query: LineEdit::offering(query),
            scope,
            hits: Vec::new(),
            shown: Vec::new(),
            top: 0,
            at: 0,
            wanted: None,
            not_searched: 0,
        }
    }

    /// Takes a key. `height` is how many matches are in sight.
    pub fn key(&mut self, key: Key, height: usize) -> Outcome {
        self.wanted = None;
        let last = self.hits.len().saturating_sub(1);
        match key.code {
            KeyCode::Esc => return Outcome::Leave,
            KeyCode::Enter => {
                return if self.hits.is_empty() {
                    Outcome::Moved
                } else {
                    Outcome::Go
                };
            }
            KeyCode::Tab => {
                self.scope = match self.scope {
                    Scope::Document => Scope::CaseFile,
                    Scope::CaseFile => Scope::Document,
                };
                return Outcome::Again;
            }
            KeyCode::Down => self.at = if self.at >= last { 0 } else { self.at + 1 },
            KeyCode::Up => self.at = if self.at == 0 { last } else { self.at - 1 },
            KeyCode::PageDown => self.at = (self.at + height.max(1)).min(last),
            KeyCode::PageUp => self.at = self.at.saturating_sub(height.max(1)),
            _ => {
                return match self.query.key(key) {
                    Some(true) => Outcome::Again,
                    Some(false) => Outcome::Moved,
                    None => Outcome::No,
                };
            }
        }
        Outcome::Moved
    }
}
