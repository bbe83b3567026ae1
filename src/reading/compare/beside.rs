//! Two wrapped texts beside each other, row for row of the screen: what stands beside what starts at the same height, and the shorter side
//! has empty rows beneath it.

use super::Comparison;
use crate::reading::wrap::Wrapped;

/// Where every row of a comparison stands on the screen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The height at which each begins; one more for the end of the last.
    tops: Vec<usize>,
    /// The first row of the old text, wrapped, that belongs to it; one more for the end.
    old: Vec<usize>,
    /// The same for the new text.
    new: Vec<usize>,
}

/// What stands at one height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The row of the comparison.
    pub row: usize,
    /// How far below its top, in rows of the screen.
    pub below: usize,
    /// The row of the old text, wrapped; none where that side has nothing (more) here.
    pub old: Option<usize>,
    /// The row of the new text.
    pub new: Option<usize>,
}

impl Beside {
    /// Lays two wrapped texts beside each other. Takes time in the number of rows of the comparison.
    #[must_use]
    pub fn new(comparison: &Comparison, old: &Wrapped, new: &Wrapped) -> Self {
        let mut beside = Self::default();
        let mut top = 0;
        for row in &comparison.rows {
            let range = |wrapped: &Wrapped, blocks: &std::ops::Range<usize>| {
                (
                    wrapped.first_row_of(blocks.start),
                    wrapped.first_row_of(blocks.end),
                )
            };
            let (o, n) = (range(old, &row.old), range(new, &row.new));
            beside.tops.push(top);
            beside.old.push(o.0);
            beside.new.push(n.0);
            top += (o.1 - o.0).max(n.1 - n.0).max(1);
        }
        beside.tops.push(top);
        beside.old.push(old.rows());
        beside.new.push(new.rows());
        beside
    }

    /// How many rows of the screen there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.tops.last().copied().unwrap_or(0)
    }

    /// What stands at a height.
    #[must_use]
    pub fn at(&self, height: usize) -> Option<At> {
        if height >= self.rows() {
            return None;
        }
        let row = self
            .tops
            .partition_point(|top| *top <= height)
            .checked_sub(1)?;
        let below = height - self.tops.get(row)?;
        let side = |firsts: &[usize]| {
            let first = firsts.get(row)? + below;
            (first < *firsts.get(row + 1)?).then_some(first)
        };
        Some(At {
            row,
            below,
            old: side(&self.old),
            new: side(&self.new),
        })
    }

    /// The height of a row of the old text (`wrapped`) that belongs to a row of the comparison; its top where it does not.
    #[must_use]
    pub fn height_of(&self, row: usize, wrapped: usize, old: bool) -> usize {
        let top = self.tops.get(row).copied().unwrap_or(0);
        let firsts = if old { &self.old } else { &self.new };
        let (first, end) = (
            firsts.get(row).copied().unwrap_or(0),
            firsts.get(row + 1).copied().unwrap_or(0),
        );
        if (first..end).contains(&wrapped) {
            top + (wrapped - first)
        } else {
            top
        }
    }
}
