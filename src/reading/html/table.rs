//! A table of a web page while it is open: its rows, the cells that stand across several, and what it becomes.

use crate::reading::{builder::Builder, styled::Styled};

/// A table that is open.
#[derive(Default)]
pub struct Table {
    /// The row of titles.
    pub header: Option<Vec<Styled>>,
    /// The rows closed so far.
    pub rows: Vec<Vec<Styled>>,
    /// The row that is open.
    pub row: Vec<Styled>,
    /// How many of its columns belong to cells of titles.
    pub titles: usize,
    /// Whether a cell is open.
    pub in_cell: bool,
    /// Columns the open cell stands across.
    pub span: usize,
    /// For each column, how many further rows a cell above stands in it.
    pub carried: Vec<usize>,
    /// Holds another table, so it only places things: its cells are ordinary words.
    pub is_layout: bool,
}

/// Fills the columns that belong to cells of rows above.
pub fn fill_carried(table: &mut Table) {
    while let Some(rows) = table
        .carried
        .get_mut(table.row.len())
        .filter(|rows| **rows > 0)
    {
        *rows -= 1;
        table.row.push(Styled::default());
    }
}

/// Puts what a table holds so far into the text; a table of one column is a box around ordinary words.
pub fn put_table(table: &mut Table, builder: &mut Builder) {
    let header = table.header.take();
    let rows = std::mem::take(&mut table.rows);
    if header.iter().chain(&rows).all(|row| row.len() <= 1) {
        for cell in header.into_iter().chain(rows).flatten() {
            builder.paragraph(cell);
        }
    } else {
        builder.styled_table(header, rows);
    }
}
