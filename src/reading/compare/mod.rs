//! Two texts beside each other: every word that is not the same, and nothing else.
//!
//! Owns what a change is. Spaces, the ends of lines and of pages are none; a word, a figure in a cell, a word in another column of its row
//! is one. A paragraph that stands elsewhere has moved, also where it was altered on the way. Pure: two texts in, rows out; knows nothing
//! of versions, files or screens.
//!
//! | file | owns |
//! |---|---|
//! | `tokens` | which two words are the same |
//! | `side` | the paragraphs of a text, and which of them stayed as they were |
//! | `moved` | paragraphs that stand elsewhere |
//! | `align` | which words are still there, within an allowance of work |
//! | `rows` | what stands beside what, and the changes |
//! | `beside` | the rows of both texts on a screen, scrolled together |
//! | `plain` | changes as plain words |
//! | `likeness` | how alike two texts are as a whole |

mod align;
pub mod beside;
pub mod likeness;
mod moved;
pub mod plain;
mod rows;
mod side;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;

pub use likeness::Likeness;

use super::text::Text;

/// Two texts beside each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Which blocks stand beside which. In order, and every block of both texts is in one of them.
    pub rows: Vec<Row>,
    /// Every change, in the order of the rows.
    pub changes: Vec<Change>,
    /// Some of it was too long and too unlike to be compared word by word: it stands as taken out and put in as a whole.
    pub coarse: bool,
}

/// Blocks that stand beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What became of them.
    pub kind: RowKind,
    /// Blocks of the old text; empty where it has none here.
    pub old: Range<usize>,
    /// Blocks of the new text.
    pub new: Range<usize>,
}

/// What became of the blocks of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The same words.
    Same,
    /// Some words are not the same.
    Changed,
    /// Not in the new text.
    Removed,
    /// Not in the old text.
    Added,
    /// In the new text it stands in another row.
    MovedAway {
        /// That row.
        to: usize,
    },
    /// In the old text it stood in another row.
    MovedHere {
        /// That row.
        from: usize,
    },
}

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Words put in, taken out or replaced within a paragraph.
    Words,
    /// A whole paragraph taken out.
    Removed,
    /// A whole paragraph put in.
    Added,
    /// A paragraph that stands elsewhere; words that changed in it are changes of their own.
    Moved,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row it is shown in.
    pub row: usize,
    /// What kind.
    pub kind: ChangeKind,
    /// Its bytes in the old text; empty, where words were put in, at the place where they are missing.
    pub old: Range<usize>,
    /// Its bytes in the new text; likewise.
    pub new: Range<usize>,
    /// Words it counts for: of those taken out and those put in the larger number; none for what only moved.
    pub words: usize,
}

/// How much changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Words changed, added or removed.
    pub words: usize,
    /// In so many places.
    pub places: usize,
    /// Paragraphs that stand elsewhere.
    pub moved: usize,
}

impl Comparison {
    /// Compares two texts. Takes time in their length where little changed (a fifth of a second for a million words), and never more than
    /// a few seconds.
    #[must_use]
    pub fn of(old: &Text, new: &Text) -> Self {
        let (old, new, stretches) = side::beside(old, new);
        let moved = moved::find(&old, &new);
        let (rows, changes, coarse) = rows::Maker::new(&old, &new, &moved).make(&stretches);
        Self {
            rows,
            changes,
            coarse,
        }
    }

    /// Whether every word is the same, and in its place.
    #[must_use]
    pub fn same(&self) -> bool {
        self.changes.is_empty()
    }

    /// How much changed.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let mut extent = Extent::default();
        for change in &self.changes {
            extent.words += change.words;
            match change.kind {
                ChangeKind::Moved => extent.moved += 1,
                _ => extent.places += 1,
            }
        }
        extent
    }

    /// Whether words that stood in the old text are no longer as they were: taken out, replaced, or with others put between them.
    #[must_use]
    pub fn touches_old(&self, range: &Range<usize>) -> bool {
        self.changes.iter().any(|change| {
            let at = &change.old;
            match change.kind {
                ChangeKind::Moved | ChangeKind::Added => false,
                _ if at.is_empty() => at.start > range.start && at.start < range.end,
                _ => at.start < range.end && range.start < at.end,
            }
        })
    }
}
