//! Tables of a document into tables of a text: spans, merged cells, rows of titles, boxes and forms made with tables.

use super::body::{Piece, put};
use crate::reading::{builder::Builder, styled::Styled};

/// A table as the document has it.
#[derive(Debug, Default)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Default)]
pub struct Row {
    /// Whether the document says it is a row of titles.
    pub header: bool,
    /// Columns left free before the first cell.
    pub before: usize,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Default)]
pub struct Cell {
    /// Columns it stands across, at least 1.
    pub span: usize,
    /// Whether it goes on with the cell above.
    pub goes_on: bool,
    /// Whether it is shaded or all bold.
    pub stands_out: bool,
    /// What it holds.
    pub pieces: Vec<Piece>,
}

impl Row {
    fn width(&self) -> usize {
        self.before + self.cells.iter().map(|cell| cell.span).sum::<usize>()
    }

    fn is_title(&self) -> bool {
        self.cells.len() > 1
            && self.before == 0
            && self
                .cells
                .iter()
                .all(|cell| cell.stands_out && !cell.goes_on && !cell.pieces.is_empty())
    }
}

/// Puts a table into the text.
pub fn put_table(table: Table, builder: &mut Builder) {
    let width = table.rows.iter().map(Row::width).max().unwrap_or(0);
    // A table of one column is a box around ordinary words.
    if table.rows.iter().all(|row| row.cells.len() <= 1) {
        for cell in table.rows.into_iter().flat_map(|row| row.cells) {
            for piece in cell.pieces {
                put(piece, builder);
            }
        }
        return;
    }
    let titled = table.rows.first().is_some_and(|first| {
        first.cells.len() > 1
            && (first.header
                || (first.is_title() && table.rows.get(1).is_some_and(|row| !row.is_title())))
    });
    let mut open = Open {
        width,
        header: None,
        rows: Vec::new(),
    };
    for (index, row) in table.rows.into_iter().enumerate() {
        if index == 0 && titled {
            let (cells, inner) = flat(row, width);
            open.header = Some(cells);
            open.after(inner, builder);
        } else {
            open.row(row, builder);
        }
    }
    open.close(builder);
}

/// Rows gathered until something must stand between them.
struct Open {
    width: usize,
    header: Option<Vec<Styled>>,
    rows: Vec<Vec<Styled>>,
}

impl Open {
    fn row(&mut self, row: Row, builder: &mut Builder) {
        let is_across = row.cells.len() == 1 && row.width() == self.width;
        let is_long = row.cells.first().is_some_and(|cell| cell.pieces.len() > 1);
        if is_across && is_long {
            // A narrative across the whole form keeps its paragraphs.
            self.close(builder);
            for piece in row.cells.into_iter().flat_map(|cell| cell.pieces) {
                put(piece, builder);
            }
            return;
        }
        let (mut cells, inner) = flat(row, self.width);
        if is_across {
            cells.truncate(1);
        }
        self.rows.push(cells);
        self.after(inner, builder);
    }

    /// Tables inside a row follow it.
    fn after(&mut self, inner: Vec<Table>, builder: &mut Builder) {
        if inner.is_empty() {
            return;
        }
        self.close(builder);
        for table in inner {
            put_table(table, builder);
        }
    }

    fn close(&mut self, builder: &mut Builder) {
        builder.styled_table(self.header.take(), std::mem::take(&mut self.rows));
    }
}

/// The words of each column of a row, and the tables that stood in it.
fn flat(row: Row, width: usize) -> (Vec<Styled>, Vec<Table>) {
    let mut cells = vec![Styled::default(); row.before.min(width)];
    let mut inner = Vec::new();
    for cell in row.cells {
        cells.push(words(cell.pieces, &mut inner));
        let empty = cell.span.saturating_sub(1).min(width);
        cells.extend(std::iter::repeat_n(Styled::default(), empty));
    }
    cells.truncate(width.max(1));
    (cells, inner)
}

/// The words of a cell on one line; its lists keep their markers.
fn words(pieces: Vec<Piece>, inner: &mut Vec<Table>) -> Styled {
    let mut out = Styled::default();
    for piece in pieces {
        let (marker, words) = match piece {
            Piece::Heading(_, words) | Piece::Paragraph(words) | Piece::Quote(words) => {
                (None, words)
            }
            Piece::Item(_, marker, words) => (Some(marker), words),
            Piece::Table(table) => {
                inner.push(table);
                continue;
            }
        };
        if !out.words().is_empty() {
            out.push(" ", &[]);
        }
        if let Some(marker) = marker {
            out.push(&format!("{marker} "), &[]);
        }
        out.append(&words);
    }
    out
}
