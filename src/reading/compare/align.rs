//! Which words of one row of words are still there in another, in order.
//!
//! Short ones are compared exactly: no fewer words could be marked. Long ones are first cut where both have the same stretches of words, so
//! that a few changes in a million words cost little. What is then still long and unlike, or more work than anybody waits for, is not
//! compared word by word, and that is remembered. Work is counted, never timed: the same two texts always give the same answer.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Up to this many words (both sides together) the comparison is exact.
const EXACT: usize = 6_000;

/// Beyond this many words (both sides together) with no stretch in common they are not compared word by word.
const MOST: usize = 60_000;

/// Steps of work for one pair of texts; some two seconds.
const WORK: usize = 600_000_000;

/// Words in a stretch, at most.
const LONGEST_STRETCH: usize = 256;

/// Aligns rows of words of one pair of texts, within one allowance of work.
#[derive(Debug)]
pub struct Aligner {
    left: usize,
    /// Something was too long and too unlike to be compared word by word.
    pub coarse: bool,
}

/// For each old word the number of the new word it is, or none.
pub type ToNew = Vec<Option<usize>>;

impl Default for Aligner {
    fn default() -> Self {
        Self {
            left: WORK,
            coarse: false,
        }
    }
}

impl Aligner {
    /// Aligns two rows of word numbers.
    pub fn align(&mut self, old: &[u32], new: &[u32]) -> ToNew {
        let mut to_new = vec![None; old.len()];
        if old.len() + new.len() <= EXACT {
            self.gap(old, new, (0, 0), &mut to_new);
            return to_new;
        }
        let (old_pieces, new_pieces) = (pieces(old), pieces(new));
        let mut numbers = HashMap::new();
        let old_numbers = number(&mut numbers, &old_pieces, old);
        let new_numbers = number(&mut numbers, &new_pieces, new);
        let start = |pieces: &[(usize, usize)], at: usize, all: usize| {
            pieces.get(at).map_or(all, |&(start, _)| start)
        };
        for op in capture_diff_slices(Algorithm::Patience, &old_numbers, &new_numbers) {
            let (olds, news) = (op.old_range(), op.new_range());
            let o =
                start(&old_pieces, olds.start, old.len())..start(&old_pieces, olds.end, old.len());
            let n =
                start(&new_pieces, news.start, new.len())..start(&new_pieces, news.end, new.len());
            if matches!(op, DiffOp::Equal { .. }) {
                same(o.start, n.start, o.len(), &mut to_new);
                continue;
            }
            let at = (o.start, n.start);
            let (a, b) = (
                old.get(o).unwrap_or_default(),
                new.get(n).unwrap_or_default(),
            );
            self.gap(a, b, at, &mut to_new);
        }
        to_new
    }

    fn gap(&mut self, old: &[u32], new: &[u32], at: (usize, usize), to_new: &mut [Option<usize>]) {
        let words = old.len() + new.len();
        let algorithm = match words {
            _ if old.is_empty() || new.is_empty() => return,
            // The least it can cost is looked at first: a gap that surely cannot be paid for is not begun.
            0..=EXACT if self.left >= words => Algorithm::RawMyers,
            0..=MOST if self.left >= words.saturating_mul(64) => Algorithm::Myers,
            _ => {
                self.coarse = true;
                return;
            }
        };
        let mut kept = 0;
        for op in capture_diff_slices(algorithm, old, new) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            {
                kept += len;
                same(at.0 + old_index, at.1 + new_index, len, to_new);
            }
        }
        let changed = words.saturating_sub(2 * kept);
        let work = match algorithm {
            Algorithm::RawMyers => words.saturating_mul(changed + 1),
            _ => words.saturating_mul((changed + 1).min(1_024)),
        };
        self.left = self.left.saturating_sub(work);
    }
}

fn same(old: usize, new: usize, len: usize, to_new: &mut [Option<usize>]) {
    for (offset, to) in to_new.iter_mut().skip(old).take(len).enumerate() {
        *to = Some(new + offset);
    }
}

fn number<'a>(
    numbers: &mut HashMap<&'a [u32], u32>,
    pieces: &[(usize, usize)],
    words: &'a [u32],
) -> Vec<u32> {
    pieces
        .iter()
        .map(|&(start, end)| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let words = words.get(start..end).unwrap_or_default();
            *numbers.entry(words).or_insert(next)
        })
        .collect()
}

/// Cuts words into stretches of some twenty: two words that follow each other say where, so that both sides are cut alike wherever they
/// are alike.
fn pieces(words: &[u32]) -> Vec<(usize, usize)> {
    let mut pieces = Vec::with_capacity(words.len() / 16 + 1);
    let (mut start, mut before) = (0, 0_u32);
    for (at, word) in words.iter().enumerate() {
        let both = (u64::from(before) << 32) | u64::from(*word);
        before = *word;
        // Fibonacci hashing: the uppermost bits depend on all the others.
        let mixed = both.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        if mixed >> 60 == 0 || at + 1 - start >= LONGEST_STRETCH {
            pieces.push((start, at + 1));
            start = at + 1;
        }
    }
    if start < words.len() {
        pieces.push((start, words.len()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(to_new: &ToNew) -> usize {
        to_new.iter().flatten().count()
    }

    #[test]
    fn a_few_changes_in_a_long_row_are_found_and_no_more() {
        // Numbers that come again and again, as words do.
        let old: Vec<u32> = (0..40_000_u32)
            .map(|at| at.wrapping_mul(2_654_435_761) >> 22)
            .collect();
        let mut new = old.clone();
        new[20_000] = 5_000;
        new.remove(30_000);
        new.insert(10_000, 5_001);
        let mut aligner = Aligner::default();
        let to_new = aligner.align(&old, &new);
        assert!(!aligner.coarse);
        assert_eq!(kept(&to_new), old.len() - 2);
        assert_eq!(to_new[20_000], None);
        for (at, to) in to_new.iter().enumerate() {
            if let Some(to) = to {
                assert_eq!(old[at], new[*to]);
            }
        }
    }

    #[test]
    fn what_is_long_and_wholly_other_is_not_compared_word_by_word() {
        let old: Vec<u32> = (0..100_000).collect();
        let new: Vec<u32> = (200_000..300_000).collect();
        let mut aligner = Aligner::default();
        assert_eq!(kept(&aligner.align(&old, &new)), 0);
        assert!(aligner.coarse);
    }

    #[test]
    fn one_word_for_ever_is_bounded() {
        let old = vec![7; 300_000];
        let new = vec![7; 299_990];
        let mut aligner = Aligner::default();
        assert_eq!(kept(&aligner.align(&old, &new)), 299_990);
    }
}
