//! How alike two texts are as a whole: the share of their rows of three words that both have.
//!
//! For telling a document that came back under another name. Of a long text only a fair sample of rows is kept, the same ones whenever
//! they occur, so that two sketches are compared in time that does not grow with the texts.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use crate::reading::text::Text;

/// Rows of words kept of a text, at most.
const SAMPLE: usize = 2_000;

/// Words in a row.
const ROW: usize = 3;

/// What is kept of a text to tell what it is like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// The smallest hashes of its rows of words, sorted.
    rows: Vec<u64>,
}

impl Likeness {
    /// Of a text.
    #[must_use]
    pub fn of(text: &Text) -> Self {
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        let words: Vec<u64> = text
            .words
            .split_whitespace()
            .map(|word| hasher.hash_one(word))
            .collect();
        let mut rows: Vec<u64> = if words.len() < ROW {
            words
        } else {
            words.windows(ROW).map(|row| hasher.hash_one(row)).collect()
        };
        rows.sort_unstable();
        rows.dedup();
        rows.truncate(SAMPLE);
        Self { rows }
    }

    /// The share two texts have in common, in hundredths of what both together have: 100 where they say the same, 0 where nothing.
    #[must_use]
    pub fn share(&self, other: &Self) -> u32 {
        if self.rows.is_empty() || other.rows.is_empty() {
            return 0;
        }
        // The smallest of both together are a fair sample of both together.
        let (mut mine, mut theirs) = (self.rows.iter().peekable(), other.rows.iter().peekable());
        let (mut all, mut both) = (0_usize, 0_usize);
        while all < SAMPLE {
            let step = match (mine.peek(), theirs.peek()) {
                (None, None) => break,
                (Some(a), Some(b)) => a.cmp(b),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
            };
            if step.is_le() {
                mine.next();
            }
            if step.is_ge() {
                theirs.next();
            }
            both += usize::from(step.is_eq());
            all += 1;
        }
        u32::try_from(both * 100 / all.max(1)).unwrap_or(100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sample::plain;

    fn text(from: usize, to: usize) -> Likeness {
        let words: Vec<_> = (from..to).map(|at| format!("word{at}")).collect();
        Likeness::of(&plain(&words.join(" ")))
    }

    #[test]
    fn the_share_is_of_what_both_together_have() {
        assert_eq!(text(0, 900).share(&text(0, 900)), 100);
        assert_eq!(text(0, 900).share(&text(900, 1_800)), 0);
        let half = text(0, 1_000).share(&text(0, 500));
        assert!((48..=51).contains(&half), "{half}");
        let long = text(0, 50_000).share(&text(0, 25_000));
        assert!((45..=55).contains(&long), "{long}");
        assert_eq!(text(0, 0).share(&text(0, 900)), 0);
    }
}
