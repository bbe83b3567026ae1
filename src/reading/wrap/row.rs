//! One row of the index as the drawer takes it: its parts, its margin, and the way between a column and a byte.

use std::ops::Range;

use super::{Column, Seg, Shape, What, margins};
use crate::reading::{
    cells,
    text::{BlockKind, Text},
};

/// Columns of a list item's marker, at most.
const WIDEST_MARKER: u16 = 8;

/// A row of a wrapped text.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The index of the block it belongs to; a blank row belongs to the block after it.
    pub block: usize,
    /// What it shows.
    pub shape: Shape,
    /// It is the first row of words of its block.
    pub first: bool,
    /// The first byte it shows; where it shows none, the place in the text it stands at.
    pub start: usize,
    pub(super) width: u16,
    pub(super) columns: &'a [Column],
    pub(super) segs: &'a [Seg],
}

/// What stands in some columns of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its first column, from the left edge of the pane.
    pub col: u16,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What they are.
    pub what: What,
}

impl<'a> Row<'a> {
    /// Its parts from left to right.
    pub fn parts(&self) -> impl Iterator<Item = Part> + use<'a> {
        self.segs.iter().map(|seg| Part {
            col: seg.col,
            range: seg.start as usize..seg.end as usize,
            what: seg.what,
        })
    }

    /// The columns of the table it is a row of; empty where it is not in columns. Between two of them three columns are free.
    #[must_use]
    pub fn columns(&self) -> &'a [Column] {
        self.columns
    }

    /// Whether it is a row of a table wider than the pane.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.columns
            .last()
            .is_some_and(|last| last.col.saturating_add(last.width) > self.width)
    }

    /// How far its table can be moved sideways: the number, from 1, of the column that then follows the first; 1 where there is nothing to
    /// move.
    #[must_use]
    pub fn furthest(&self) -> usize {
        let (Some(second), Some(last)) = (self.columns.get(1), self.columns.last()) else {
            return 1;
        };
        let end = last.col.saturating_add(last.width);
        let fits = |column: &&Column| end - column.col + second.col <= self.width;
        let others = self.columns.iter().skip(1);
        let from = others.clone().position(|column| fits(&column));
        from.unwrap_or(others.len().saturating_sub(1)) + 1
    }

    /// The column of the pane that a column of this row is seen in while its table is moved so that its column number `first` follows the
    /// first one; `None` where it is out of sight.
    #[must_use]
    pub fn seen(&self, col: u16, first: usize) -> Option<u16> {
        if !self.is_wide() {
            return Some(col);
        }
        let first = first.clamp(1, self.furthest());
        let (Some(second), Some(from)) = (self.columns.get(1), self.columns.get(first)) else {
            return Some(col);
        };
        if col < second.col {
            return Some(col);
        }
        let moved = col.checked_sub(from.col)?.saturating_add(second.col);
        (moved < self.width).then_some(moved)
    }

    /// The column of this row that stands in a column of the pane: the way back from [`Row::seen`].
    #[must_use]
    pub fn unseen(&self, col: u16, first: usize) -> u16 {
        let first = first.clamp(1, self.furthest());
        match (self.columns.get(1), self.columns.get(first)) {
            (Some(second), Some(from)) if self.is_wide() && col >= second.col => {
                col - second.col + from.col
            }
            _ => col,
        }
    }

    /// How far its table must be moved for a byte of this row to be in sight, `first` being how far it is.
    #[must_use]
    pub fn showing(&self, text: &Text, byte: usize, first: usize) -> usize {
        let first = first.clamp(1, self.furthest());
        let Some(col) = self.col_of(text, byte).filter(|_| self.is_wide()) else {
            return first;
        };
        let own = self.columns.partition_point(|column| column.col <= col);
        let is_whole = self
            .columns
            .get(own.saturating_sub(1))
            .is_none_or(|column| {
                self.seen(column.col, first)
                    .is_some_and(|seen| seen.saturating_add(column.width) <= self.width)
            });
        if is_whole {
            first
        } else {
            own.saturating_sub(1).clamp(1, self.furthest())
        }
    }

    /// What its block is.
    #[must_use]
    pub fn kind<'t>(&self, text: &'t Text) -> Option<&'t BlockKind> {
        text.blocks.get(self.block).map(|block| &block.kind)
    }

    /// The marker to draw in the margin and its column: on the first row of a list item.
    #[must_use]
    pub fn marker<'t>(&self, text: &'t Text) -> Option<(u16, &'t str)> {
        match self.kind(text)? {
            kind @ BlockKind::Item { marker, .. } if self.first => {
                let (left, words) = margins(kind, self.width);
                let room = words.saturating_sub(left).saturating_sub(1);
                let (len, _) = marker_fit(marker, room);
                Some((left, marker.get(..len)?))
            }
            _ => None,
        }
    }

    /// Whether a bar stands in column 0: on every row of a quote that has room for it.
    #[must_use]
    pub fn bar(&self, text: &Text) -> bool {
        self.shape == Shape::Words
            && self
                .kind(text)
                .is_some_and(|kind| *kind == BlockKind::Quote && margins(kind, self.width).1 > 0)
    }

    /// The byte under a column: the start of the grapheme there; right of a part the end of that part, left of all the first byte.
    /// `None` where the row shows no words.
    #[must_use]
    pub fn byte_at(&self, text: &Text, col: u16) -> Option<usize> {
        let mut drawn = self.parts().filter(|part| part.what == What::Words);
        let first = drawn.next()?;
        let part = drawn
            .take_while(|part| part.col <= col)
            .last()
            .unwrap_or(first);
        let mut left = usize::from(col.saturating_sub(part.col));
        let mut byte = part.range.start;
        for piece in cells::pieces(text.slice(part.range)) {
            if left < piece.cols {
                break;
            }
            left -= piece.cols;
            byte += piece.len;
        }
        Some(byte)
    }

    /// The column a byte of this row stands in; for the end of a part the column after it. `None` where the row does not show it.
    #[must_use]
    pub fn col_of(&self, text: &Text, byte: usize) -> Option<u16> {
        let mut shown = self.parts().filter(|part| part.what != What::Label);
        let mut ended = None;
        let part = shown.find(|part| {
            if part.range.end == byte {
                ended = Some(part.clone());
            }
            part.range.contains(&byte)
        });
        let part = part.or(ended)?;
        let mut col = usize::from(part.col);
        let mut at = part.range.start;
        if part.what == What::Words {
            for piece in cells::pieces(text.slice(part.range)) {
                at += piece.len;
                if at > byte {
                    break;
                }
                col += piece.cols;
            }
        }
        Some(super::small_col(col))
    }
}

/// How much of a marker is drawn, in bytes and in columns.
pub(super) fn marker_fit(marker: &str, room: u16) -> (usize, u16) {
    let room = usize::from(room.min(WIDEST_MARKER));
    let (len, cols) = cells::fit(marker, 0..marker.len(), room);
    (len, super::small_col(cols))
}
