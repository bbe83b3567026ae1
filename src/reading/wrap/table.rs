//! How wide the columns of a table are: one layout for all its rows. It places nothing.

use std::ops::Range;

use super::small_col;
use crate::reading::{
    cells,
    text::{BlockKind, Text},
};

/// Columns between two cells: room for a line with a space on both sides.
const GAP: usize = 3;

/// A cell narrower than this breaks words: a table that would need it is shown as cards.
const LEAST: usize = 8;

/// One column of a table on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its first column.
    pub col: u16,
    /// How many columns it takes.
    pub width: u16,
}

/// What a column would like to have.
#[derive(Clone, Copy, Default)]
struct Wish {
    /// The longest line of any cell.
    line: usize,
    /// The longest word of any cell.
    word: usize,
}

/// The blocks of the table that begins with block `from`: its rows and the page marks between them.
pub(super) fn run(text: &Text, from: usize) -> Range<usize> {
    let number = |block: usize| match text.blocks.get(block).map(|block| &block.kind) {
        Some(&BlockKind::Row { table, .. }) => Some(Some(table)),
        Some(BlockKind::Page(_)) => Some(None),
        _ => None,
    };
    let this = number(from);
    let mut end = from + 1;
    let mut next = end;
    while let Some(found) = number(next) {
        if Some(found) == this {
            end = next + 1;
        } else if found.is_some() {
            break;
        }
        next += 1;
    }
    from..end
}

/// What each column of a table's rows would like to have.
fn wishes(text: &Text, rows: Range<usize>) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    for block in text.blocks.get(rows).unwrap_or_default() {
        let BlockKind::Row { cells, .. } = &block.kind else {
            continue;
        };
        wishes.resize(wishes.len().max(cells.len()), Wish::default());
        for (wish, &(start, end)) in wishes.iter_mut().zip(cells) {
            wish.take(text.slice(start..end));
        }
    }
    wishes
}

/// The columns of a table's rows in a pane of `width` columns; `None` where they do not fit.
pub(super) fn columns(text: &Text, rows: Range<usize>, width: usize) -> Option<Box<[Column]>> {
    let widths = share(&wishes(text, rows), width)?;
    let mut col = 0;
    let columns = widths.into_iter().map(|width| {
        let column = Column {
            col: small_col(col),
            width: small_col(width),
        };
        col += width + GAP;
        column
    });
    Some(columns.collect())
}

/// A pane narrower than this shows a table too wide for it as cards: moved sideways it would show one column at a time.
const LEAST_PANE: usize = 40;

/// The columns of a table too wide for a pane of `width` columns, each as wide as its words want: the drawer moves them sideways under
/// the first one. `None` where the table is too small for that to help.
pub(super) fn wide(text: &Text, rows: Range<usize>, width: usize) -> Option<Box<[Column]>> {
    let wishes = wishes(text, rows.clone());
    if width < LEAST_PANE || rows.len() < 3 || wishes.len() < 4 {
        return None;
    }
    let mut col = 0;
    let columns = wishes.iter().enumerate().map(|(number, wish)| {
        // The first stays in sight beside every other: it may take no more than a third.
        let most = if number == 0 { width / 3 } else { width / 2 };
        let column = Column {
            col: small_col(col),
            width: small_col(wish.line.clamp(1, most)),
        };
        col += usize::from(column.width) + GAP;
        column
    });
    let columns: Box<[Column]> = columns.collect();
    u16::try_from(col).is_ok().then_some(columns)
}

impl Wish {
    fn take(&mut self, words: &str) {
        for line in words.split('\n') {
            let mut cols = 0;
            for word in line.split(' ') {
                let word = cells::cols(word);
                self.word = self.word.max(word);
                cols += word + 1;
            }
            self.line = self.line.max(cols - 1);
        }
    }
}

/// The longest word a column is made wider for, in columns: a web address is broken sooner than the rest is squeezed.
const LONGEST_WORD: usize = 20;

/// Shares the width out: first what each column must have, then what the modest ones wish for, the rest by how much there is to show.
fn share(wishes: &[Wish], width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(GAP * wishes.len().saturating_sub(1))?;
    let least = |wish: &Wish| wish.line.clamp(1, LEAST);
    if wishes.iter().map(least).sum::<usize>() > room {
        return None;
    }
    // Whole words where there is room for them in every column; else those of an even share; else what a column must have.
    let even = room / wishes.len().max(1);
    let widths = [LONGEST_WORD, even, 0].map(|most| {
        let whole = |wish: &Wish| least(wish).max(wish.word.min(most));
        wishes.iter().map(whole).collect::<Vec<usize>>()
    });
    let mut widths = widths
        .into_iter()
        .find(|widths| widths.iter().sum::<usize>() <= room)?;
    loop {
        let left = room.saturating_sub(widths.iter().sum());
        let wanting = || {
            widths
                .iter()
                .zip(wishes)
                .filter(|(has, wish)| **has < wish.line)
        };
        let (count, content) =
            wanting().fold((0, 0), |(count, content): (usize, usize), (_, wish)| {
                (count + 1, content.saturating_add(wish.line))
            });
        if count == 0 || left == 0 {
            return Some(widths);
        }
        let modest = |has: usize, wish: &Wish| has < wish.line && wish.line - has <= left / count;
        let content_first = !wanting().any(|(has, wish)| modest(*has, wish));
        for (has, wish) in widths.iter_mut().zip(wishes) {
            if content_first && *has < wish.line {
                let part = left.saturating_mul(wish.line) / content.max(1);
                *has += part.min(wish.line - *has);
            } else if modest(*has, wish) {
                *has = wish.line;
            }
        }
        if content_first {
            return Some(widths);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sample::{row, text_of};
    use crate::reading::text::BlockKind;

    fn widths(lines: &[&str], width: usize) -> Option<Vec<(u16, u16)>> {
        let text = text_of(lines.iter().map(|line| row(0, false, line)).collect());
        columns(&text, 0..lines.len(), width).map(|columns| {
            columns
                .iter()
                .map(|column| (column.col, column.width))
                .collect()
        })
    }

    #[test]
    fn a_small_table_is_as_wide_as_its_words() {
        assert_eq!(
            widths(&["Need\tWho", "Safe at home\tFSW"], 80),
            Some(vec![(0, 12), (15, 3)])
        );
    }

    #[test]
    fn a_long_cell_gets_what_the_short_ones_leave() {
        let long = "word ".repeat(60);
        let line = format!("Family support\t{long}\tweekly");
        assert_eq!(widths(&[&line], 80), Some(vec![(0, 14), (17, 54), (74, 6)]));
    }

    #[test]
    fn too_many_columns_have_no_layout() {
        let line = ["something longer"; 9].join("\t");
        assert_eq!(widths(&[&line], 80), None);
        assert_eq!(
            widths(&[&line], 96),
            Some((0..9).map(|n| (n * 11, 8)).collect())
        );
    }

    #[test]
    fn a_table_goes_on_over_a_page_and_ends_at_anything_else() {
        let page = || (BlockKind::Page(2), String::new());
        let text = text_of(vec![
            row(0, true, "a"),
            page(),
            row(0, false, "b"),
            page(),
            (BlockKind::Paragraph, "c".to_owned()),
            row(1, false, "d"),
            row(2, false, "e"),
        ]);
        assert_eq!(run(&text, 0), 0..3);
        assert_eq!(run(&text, 5), 5..6);
    }
}
