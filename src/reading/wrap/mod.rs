//! The whole of a text wrapped once for a width: an index of positions that says, for every row of the screen, which bytes stand in
//! which column.
//!
//! It copies no words and knows no terminal. Rows are found by number and by byte in time that does not grow with the text, so
//! that the last page of three thousand is drawn as fast as the first. The index holds positions below 4 GiB; words beyond have no row.

mod flow;
mod make;
mod row;
mod table;
#[cfg(test)]
mod tests;

use std::{cell::Cell, ops::Range};

pub use row::{Part, Row};
pub use table::Column;

use super::text::{BlockKind, Text};

thread_local! {
    static ROWS_WRAPPED: Cell<u64> = const { Cell::new(0) };
}

/// How many rows were wrapped on this thread since it began: tests count work with it, never time.
#[must_use]
pub fn rows_wrapped() -> u64 {
    ROWS_WRAPPED.get()
}

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing: it parts one block from the next.
    Blank,
    /// Words of its block, in its parts.
    Words,
    /// The line under a table's row of titles, and under a row of several lines.
    Rule,
    /// Here a page begins; its number is in the block.
    Page,
}

/// What the bytes of a part are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Words to draw: every grapheme takes at least one column, and none is unbounded in bytes.
    Words,
    /// Characters that take no column. They are not drawn; they are here because every character of the text is in exactly one part.
    Unseen,
    /// The title of this row's column, drawn before the value and followed by a colon where a table is shown as cards. Words of another
    /// block: not part of this row's text.
    Label,
}

/// A text wrapped for a width.
#[derive(Debug)]
pub struct Wrapped {
    width: u16,
    rows: Vec<RowEntry>,
    segs: Vec<Seg>,
    tables: Vec<Layout>,
}

/// One row: 16 bytes, as a long document has hundreds of thousands.
#[derive(Clone, Copy, Debug)]
struct RowEntry {
    /// Its first segment; they end where those of the next row begin.
    segs: u32,
    block: u32,
    /// The first byte it shows; for a row without words where its block begins (a rule: where it ends).
    start: u32,
    shape: Shape,
    first: bool,
}

/// One stretch of bytes on a row.
#[derive(Clone, Copy, Debug)]
struct Seg {
    start: u32,
    end: u32,
    col: u16,
    what: What,
}

/// The columns of one table, for the blocks it consists of.
#[derive(Debug)]
struct Layout {
    blocks: Range<usize>,
    columns: Box<[Column]>,
}

impl Wrapped {
    /// Wraps a whole text for a pane of `width` columns (0 counts as 1). Takes time in the length of the text: some 50 ms for 1.2 million words.
    #[must_use]
    pub fn new(text: &Text, width: u16) -> Self {
        Self::made(make::wrap(text, width.max(1), false))
    }

    /// As [`Wrapped::new`], but a table too wide for the pane keeps its columns: its rows are wider than the pane ([`Row::is_wide`]) and the
    /// drawer moves them sideways under their first column ([`Row::seen`]). So moving needs no wrapping.
    #[must_use]
    pub fn sideways(text: &Text, width: u16) -> Self {
        Self::made(make::wrap(text, width.max(1), true))
    }

    fn made(wrapped: Self) -> Self {
        ROWS_WRAPPED.set(ROWS_WRAPPED.get() + wrapped.rows.len() as u64);
        wrapped
    }

    /// The width it was wrapped for.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The row with this number, from 0.
    #[must_use]
    pub fn row(&self, number: usize) -> Option<Row<'_>> {
        let entry = self.rows.get(number)?;
        let block = entry.block as usize;
        Some(Row {
            block,
            shape: entry.shape,
            first: entry.first,
            start: entry.start as usize,
            width: self.width,
            columns: match entry.shape {
                Shape::Words | Shape::Rule => self.columns(block),
                Shape::Blank | Shape::Page => &[],
            },
            segs: self.segs_of(number),
        })
    }

    /// The first byte a row shows. Beyond the last row: where the last row begins; 0 in an empty text.
    #[must_use]
    pub fn start_of(&self, number: usize) -> usize {
        self.rows
            .get(number)
            .or_else(|| self.rows.last())
            .map_or(0, |entry| entry.start as usize)
    }

    /// The row that shows a byte; for one that no row shows (between words, between blocks) the row of the words before it.
    #[must_use]
    pub fn row_of(&self, byte: usize) -> usize {
        let byte = small(byte);
        let after = self.rows.partition_point(|row| row.start <= byte);
        let found = after.saturating_sub(1);
        let Some(entry) = self.rows.get(found).copied() else {
            return 0;
        };
        if !self.columns(entry.block as usize).is_empty() {
            return self.row_in_table(entry.block, byte).unwrap_or(found);
        }
        if entry.shape == Shape::Blank {
            // The spaces a block begins with are on no row: its first words stand for them.
            return (found + 1).min(self.rows.len().saturating_sub(1));
        }
        found
    }

    /// The line of a table's row that shows a byte. The lines of a cell stand one below the other in its column.
    fn row_in_table(&self, block: u32, byte: u32) -> Option<usize> {
        let from = self.rows.partition_point(|row| row.block < block);
        let end = self.rows.partition_point(|row| row.block <= block);
        let from = (from..end).find(|&row| self.shape(row) == Some(Shape::Words))?;
        let end = (from..end)
            .rev()
            .find(|&row| self.shape(row) == Some(Shape::Words))?
            + 1;
        let columns = self.columns(block as usize);
        let column_of = |seg: &Seg| columns.partition_point(|column| column.col <= seg.col);
        let before = |seg: &&Seg| seg.start <= byte;
        let column = column_of(self.segs_of(from).iter().rfind(before)?);
        let shows = |row: usize| {
            let cell = self
                .segs_of(row)
                .iter()
                .find(|seg| column_of(seg) == column);
            cell.is_some_and(|seg| seg.start <= byte)
        };
        let (mut low, mut high) = (from, end);
        while low < high {
            let middle = low.midpoint(high);
            if shows(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Some(low.saturating_sub(1).max(from))
    }

    /// The first row that belongs to a block with this number or a later one.
    #[must_use]
    pub fn first_row_of(&self, block: usize) -> usize {
        self.rows
            .partition_point(|row| (row.block as usize) < block)
    }

    fn shape(&self, number: usize) -> Option<Shape> {
        self.rows.get(number).map(|row| row.shape)
    }

    fn segs_of(&self, number: usize) -> &[Seg] {
        let from = self.rows.get(number).map_or(0, |row| row.segs as usize);
        let end = self
            .rows
            .get(number + 1)
            .map_or(self.segs.len(), |row| row.segs as usize);
        self.segs.get(from..end).unwrap_or_default()
    }

    /// The columns of the table a block is laid out in; empty where it is not in columns.
    fn columns(&self, block: usize) -> &[Column] {
        let after = self
            .tables
            .partition_point(|table| table.blocks.start <= block);
        after
            .checked_sub(1)
            .and_then(|index| self.tables.get(index))
            .filter(|table| table.blocks.contains(&block))
            .map_or(&[], |table| &table.columns)
    }
}

/// Positions are kept in four bytes; what does not fit counts as the highest.
fn small(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

fn small_col(col: usize) -> u16 {
    u16::try_from(col).unwrap_or(u16::MAX)
}

/// Where the marker and the words of a block stand, in columns from the left.
fn margins(kind: &BlockKind, width: u16) -> (u16, u16) {
    match kind {
        BlockKind::Item { depth, marker } => {
            let left = (u16::from(*depth) * 2).min(width / 4);
            let (_, cols) = row::marker_fit(marker, width);
            (left, (left + cols + 1).min(width / 2))
        }
        BlockKind::Quote => (0, 2.min(width / 4)),
        _ => (0, 0),
    }
}
