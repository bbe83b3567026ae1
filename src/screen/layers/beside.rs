//! A document as sealed beside the same document as presented again: scrolled together, change by change.

use std::sync::Arc;

use ratatui::crossterm::event::KeyCode;

use super::super::keys::Key;
use crate::desk::compare::{Change, Laid, Pair};

/// Both sides on the screen.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Both texts, and what differs.
    pub pair: Arc<Pair>,
    /// Wrapped for the present width; none while that is being made.
    pub laid: Option<Arc<Laid>>,
    /// The width asked for and not yet here.
    pub asked: Option<u16>,
    /// The first height in sight.
    pub top: usize,
    /// The change the pointer is at.
    pub at: usize,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It moved.
    Stay,
    /// There is no change further that way: the first (or the last) once more.
    Round,
    /// What can be done with the change.
    Ask,
    /// Left.
    Leave,
    /// Not for it.
    No,
}

impl Beside {
    /// At the first change.
    #[must_use]
    pub fn new(pair: Arc<Pair>) -> Self {
        Self {
            pair,
            laid: None,
            asked: None,
            top: 0,
            at: 0,
        }
    }

    /// The change the pointer is at.
    #[must_use]
    pub fn change(&self) -> Option<&Change> {
        self.pair.comparison.changes.get(self.at)
    }

    /// How many changes there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pair.comparison.changes.len()
    }

    /// Takes the two texts as they are wrapped now; the change stays in sight.
    pub fn lay(&mut self, laid: Arc<Laid>, height: usize) {
        self.laid = Some(laid);
        self.asked = None;
        self.show(height);
    }

    /// Brings the change into sight, a third from the top.
    pub fn show(&mut self, height: usize) {
        let Some((laid, change)) = self.laid.as_ref().zip(self.change()) else {
            return;
        };
        let at = laid.height_of(change);
        self.top = at.saturating_sub(height / 3);
        self.clamp(height);
    }

    /// Keeps the sight within the texts.
    pub fn clamp(&mut self, height: usize) {
        let rows = self.laid.as_ref().map_or(0, |laid| laid.beside.rows());
        self.top = self.top.min(rows.saturating_sub(height));
    }

    /// Takes a key. `height`: rows of one side in sight. `next`, `previous`: the keys that go from match to match.
    pub fn key(&mut self, key: Key, height: usize, next: bool, previous: bool) -> Outcome {
        let page = height.saturating_sub(2).max(1);
        match key.code {
            KeyCode::Esc => return Outcome::Leave,
            KeyCode::Enter => return Outcome::Ask,
            _ if next => return self.step(true, height),
            _ if previous => return self.step(false, height),
            KeyCode::Right | KeyCode::Tab => return self.step(true, height),
            KeyCode::Left | KeyCode::BackTab => return self.step(false, height),
            KeyCode::Down | KeyCode::Char('j') => self.top += 1,
            KeyCode::Up | KeyCode::Char('k') => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top += page,
            KeyCode::PageUp => self.top = self.top.saturating_sub(page),
            KeyCode::Home => self.top = 0,
            KeyCode::End => self.top = usize::MAX / 2,
            _ => return Outcome::No,
        }
        self.clamp(height);
        Outcome::Stay
    }

    fn step(&mut self, on: bool, height: usize) -> Outcome {
        let count = self.count();
        if count == 0 {
            return Outcome::Round;
        }
        let (to, round) = match (on, self.at) {
            (true, at) if at + 1 < count => (at + 1, false),
            (true, _) => (0, true),
            (false, 0) => (count - 1, true),
            (false, at) => (at - 1, false),
        };
        self.at = to;
        self.show(height);
        if round { Outcome::Round } else { Outcome::Stay }
    }
}
