//! A pair wrapped for the two columns of a screen.

use super::Pair;
use crate::reading::{
    Wrapped,
    compare::{Change, beside::Beside},
};

/// Both texts wrapped for one width, and where their rows stand beside each other.
#[derive(Debug)]
pub struct Laid {
    /// The old text.
    pub old: Wrapped,
    /// The new text.
    pub new: Wrapped,
    /// Row for row.
    pub beside: Beside,
}

impl Laid {
    /// Wraps both. Takes time in their length: some 100 ms for 1.2 million words each.
    #[must_use]
    pub fn new(pair: &Pair, width: u16) -> Self {
        let old = Wrapped::new(pair.old.text(), width);
        let new = Wrapped::new(pair.new.text(), width);
        let beside = Beside::new(&pair.comparison, &old, &new);
        Self { old, new, beside }
    }

    /// The width it was wrapped for.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.old.width()
    }

    /// At which height a change begins.
    #[must_use]
    pub fn height_of(&self, change: &Change) -> usize {
        let is_old = change.new.is_empty();
        let row = if is_old {
            self.old.row_of(change.old.start)
        } else {
            self.new.row_of(change.new.start)
        };
        self.beside.height_of(change.row, row, is_old)
    }
}
