//! One stream of paragraphs and tables: the body, a note, a page header. Paragraphs come finished; cells and rows end by their own signs.
//! Shared by the readers of rich text and of old Word documents, whose tables are made so.

use std::collections::BTreeMap;

use super::{
    docx::{
        body::Piece,
        table::{Cell, Row, Table},
    },
    standing::Standing,
    writing::{Ink, Writing},
};

/// How deep tables may stand in tables; deeper ones are taken for what they stand in.
const DEPTH: usize = 16;

/// The most cells of one row.
const CELLS: usize = 256;

/// Edges of cells nearer than this are one edge, in twentieths of a point.
const NEAR: i32 = 60;

/// What a row says of one of its cells.
#[derive(Clone, Copy, Debug, Default)]
pub struct CellPlan {
    /// Its right edge.
    pub right: i32,
    /// Whether it goes on with the cell at its left.
    pub joined: bool,
    /// Whether it goes on with the cell above.
    pub goes_on: bool,
}

/// What a row says of itself.
#[derive(Clone, Debug, Default)]
pub struct RowPlan {
    /// Its left edge.
    pub left: i32,
    /// Whether it is a row of titles.
    pub header: bool,
    /// Its cells.
    pub cells: Vec<CellPlan>,
}

#[derive(Debug, Default)]
struct OpenCell {
    pieces: Vec<Piece>,
    ink: Ink,
}

#[derive(Debug, Default)]
struct OpenTable {
    rows: Vec<(RowPlan, Vec<OpenCell>)>,
    cells: Vec<OpenCell>,
    cell: OpenCell,
}

/// A stream of paragraphs and tables.
#[derive(Debug, Default)]
pub struct Story {
    /// The paragraph being written.
    pub writing: Writing,
    /// What stands in it so far.
    pub pieces: Vec<Standing>,
    /// Text boxes that hang on the paragraph being written.
    pub boxes: Vec<Standing>,
    tables: Vec<OpenTable>,
}

impl Story {
    /// Puts something in, `depth` tables deep; tables deeper than that end.
    pub fn put(&mut self, standing: Standing, depth: usize) {
        self.level(depth);
        match self.tables.last_mut() {
            Some(table) => {
                table.cell.ink.letters += standing.ink.letters;
                table.cell.ink.bold += standing.ink.bold;
                table.cell.pieces.push(standing.piece);
            }
            None => self.pieces.push(standing),
        }
    }

    /// The cell ends.
    pub fn end_cell(&mut self, depth: usize) {
        self.level(depth.max(1));
        if let Some(table) = self.tables.last_mut() {
            let cell = std::mem::take(&mut table.cell);
            if table.cells.len() < CELLS {
                table.cells.push(cell);
            } else if let Some(last) = table.cells.last_mut() {
                last.pieces.extend(cell.pieces);
            }
        }
    }

    /// The row ends; `plan` is what it says of itself.
    pub fn end_row(&mut self, depth: usize, plan: RowPlan) {
        self.level(depth.max(1));
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let mut cells = std::mem::take(&mut table.cells);
        let left = std::mem::take(&mut table.cell);
        if !left.pieces.is_empty() {
            cells.push(left);
        }
        if !cells.is_empty() {
            table.rows.push((plan, cells));
        }
    }

    /// The story ends: tables still open are closed.
    pub fn end(&mut self) {
        self.level(0);
    }

    fn level(&mut self, depth: usize) {
        let depth = depth.min(DEPTH);
        while self.tables.len() > depth {
            let Some(mut table) = self.tables.pop() else {
                return;
            };
            let last = std::mem::take(&mut table.cell);
            if !last.pieces.is_empty() {
                table.cells.push(last);
            }
            if !table.cells.is_empty() {
                let cells = std::mem::take(&mut table.cells);
                table.rows.push((RowPlan::default(), cells));
            }
            let piece = Piece::Table(closed(table.rows));
            match self.tables.last_mut() {
                Some(outer) => outer.cell.pieces.push(piece),
                None => self.pieces.push(Standing::certain(piece)),
            }
        }
        while self.tables.len() < depth {
            self.tables.push(OpenTable::default());
        }
    }
}

/// Rows whose cells have edges as a table whose cells have spans.
fn closed(rows: Vec<(RowPlan, Vec<OpenCell>)>) -> Table {
    let columns = columns(&rows);
    let place = |edge: i32| {
        columns
            .range(..=edge)
            .next_back()
            .map_or(0, |found| *found.1)
    };
    let rows = rows.into_iter().map(|(plan, cells)| {
        let is_planned = !plan.cells.is_empty() && plan.cells.len() >= cells.len();
        let mut row = Row {
            header: plan.header,
            before: if is_planned { place(plan.left) } else { 0 },
            cells: Vec::new(),
        };
        let mut from = plan.left;
        for (number, cell) in cells.into_iter().enumerate() {
            let own = plan.cells.get(number).copied().filter(|_| is_planned);
            let span = own.map_or(1, |own| place(own.right).saturating_sub(place(from)).max(1));
            from = own.map_or(from, |own| own.right.max(from));
            match row.cells.last_mut() {
                // Only an empty cell is part of the one before, whatever it says.
                Some(last) if own.is_some_and(|own| own.joined) && cell.pieces.is_empty() => {
                    last.span += span;
                }
                _ => row.cells.push(Cell {
                    span,
                    goes_on: own.is_some_and(|own| own.goes_on),
                    stands_out: cell.ink.is_bold(),
                    pieces: cell.pieces,
                }),
            }
        }
        row
    });
    Table {
        rows: rows.collect(),
    }
}

/// Where columns begin: every edge of a cell, with how many lie before it.
fn columns(rows: &[(RowPlan, Vec<OpenCell>)]) -> BTreeMap<i32, usize> {
    let mut edges: Vec<i32> = rows
        .iter()
        .flat_map(|(plan, _)| {
            let left = (!plan.cells.is_empty()).then_some(plan.left);
            left.into_iter()
                .chain(plan.cells.iter().map(|cell| cell.right))
        })
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut columns = BTreeMap::new();
    let mut last: Option<i32> = None;
    let mut count = 0_usize;
    for edge in edges {
        if let Some(last) = last
            && edge.saturating_sub(last) > NEAR
        {
            count += 1;
        }
        last = Some(edge);
        columns.insert(edge, count);
    }
    columns
}
