//! Cells of a sheet into tables and lines of a text: empty rows and columns left out, the row of titles found, lines above a table told
//! from it.
//!
//! Only filled cells are kept, so that what a sheet says of its own size costs nothing. It knows nothing of formats.

use std::collections::{BTreeMap, BTreeSet};

use super::{builder::Builder, dates};

/// How many cells, empty ones between filled ones counted, the tables of one document may have.
pub const CELLS_CAP: usize = 600_000;

/// How many columns a table may have.
const COLUMNS_CAP: usize = 256;

/// The longest title of a column, in characters.
const TITLE_LENGTH: usize = 250;

/// A filled cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its row, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: u32,
    /// As shown.
    pub words: String,
    /// Whether it is bold or shaded.
    pub stands_out: bool,
}

/// Which rows count as titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Titles {
    /// Exports begin with one: any first row of words.
    Usual,
    /// People's own sheets may: only one that looks different from what is below it.
    Perhaps,
}

/// One sheet.
#[derive(Debug, Default)]
pub struct Grid {
    cells: Vec<Cell>,
    /// Cells that stand across several columns.
    across: BTreeSet<(u32, u32)>,
    size: usize,
}

impl Grid {
    /// Adds a cell; an empty one is nothing. Whether there is room for more.
    pub fn add(&mut self, cell: Cell) -> bool {
        if cell.words.trim().is_empty() {
            return true;
        }
        self.size = self.size.saturating_add(cell.words.len() + 32);
        self.cells.push(cell);
        self.size <= super::builder::SIZE_CAP
    }

    /// Whether no cell is filled.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The cell at this place stands across several columns.
    pub fn stands_across(&mut self, row: u32, column: u32) {
        self.across.insert((row, column));
    }

    /// Puts the sheet into the text, at most `budget` cells of it, and takes what it used from the budget.
    pub fn put(mut self, titles: Titles, budget: &mut usize, builder: &mut Builder) {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        // Where a file gives one cell twice the last counts, as where people look at it.
        self.cells.reverse();
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        self.cells.reverse();
        let rows: Vec<&[Cell]> = self
            .cells
            .chunk_by(|one, other| one.row == other.row)
            .collect();
        let mut from = 0;
        for at in 1..=rows.len() {
            if at == rows.len() || begins_anew(&rows, from, at) {
                let region = rows.get(from..at).unwrap_or_default();
                self.region(region, titles, budget, builder);
                from = at;
            }
        }
    }

    /// Rows that belong together: lines above, then one table.
    fn region(&self, rows: &[&[Cell]], titles: Titles, budget: &mut usize, builder: &mut Builder) {
        let lines = rows.iter().take_while(|row| row.len() == 1).count();
        let (above, rows) = rows.split_at(lines);
        for cell in above.iter().copied().flatten() {
            builder.paragraph(&cell.words);
        }
        let columns: BTreeSet<u32> = rows.iter().copied().flatten().map(|c| c.column).collect();
        let places: BTreeMap<u32, usize> = columns
            .iter()
            .take(COLUMNS_CAP)
            .enumerate()
            .map(|(place, &column)| (column, place))
            .collect();
        let width = places.len();
        let fits = budget.checked_div(width).unwrap_or(rows.len());
        *budget = budget.saturating_sub(width.saturating_mul(rows.len()));
        if columns.len() > width {
            builder.remark(format!(
                "A table has {} columns; only its first {width} are shown.",
                columns.len()
            ));
        }
        if rows.len() > fits {
            builder.remark(format!(
                "A table has {} rows, more than this program reads at once; its first {fits} are shown.",
                rows.len()
            ));
        }
        let is_titled = rows.len() > 1 && is_titles(rows, width, titles);
        let mut table: Vec<Vec<String>> = rows
            .iter()
            .take(fits)
            .map(|row| self.row(row, &places))
            .collect();
        let header = (is_titled && !table.is_empty()).then(|| table.remove(0));
        builder.table(header, table);
    }

    fn row(&self, row: &[Cell], places: &BTreeMap<u32, usize>) -> Vec<String> {
        if let [only] = row
            && self.across.contains(&(only.row, only.column))
        {
            return vec![only.words.clone()];
        }
        let mut cells = vec![String::new(); places.len()];
        for cell in row {
            if let Some(place) = places
                .get(&cell.column)
                .and_then(|&place| cells.get_mut(place))
            {
                place.clone_from(&cell.words);
            }
        }
        cells
    }
}

/// Whether, after empty rows, another table begins: one that looks like titles again, or stands elsewhere on the sheet.
fn begins_anew(rows: &[&[Cell]], from: usize, at: usize) -> bool {
    let number = |at: usize| rows.get(at).and_then(|row| row.first()).map(|c| c.row);
    let (Some(last), Some(next)) = (at.checked_sub(1).and_then(number), number(at)) else {
        return false;
    };
    if next <= last + 1 {
        return false;
    }
    let first = rows.iter().skip(at).find(|row| row.len() > 1);
    let Some(first) = first else { return true };
    let present = rows.get(from..at).unwrap_or_default();
    let wide = present.iter().copied().filter(|row| row.len() > 1);
    let columns: BTreeSet<u32> = wide.flatten().map(|cell| cell.column).collect();
    first.iter().all(|cell| cell.stands_out)
        || first.iter().any(|cell| !columns.contains(&cell.column))
}

/// Whether the first row holds the titles of the columns.
fn is_titles(rows: &[&[Cell]], width: usize, titles: Titles) -> bool {
    let Some((first, rest)) = rows.split_first() else {
        return false;
    };
    let mut seen = BTreeSet::new();
    let are_words = first.iter().all(|cell| {
        let words = cell.words.trim();
        !is_value(words)
            && words.chars().count() <= TITLE_LENGTH
            && seen.insert(words.to_lowercase())
    });
    if !are_words || first.len() < 2 || first.len() * 5 < width * 3 {
        return false;
    }
    if titles == Titles::Usual {
        // A row may have more cells than there are titles.
        return first.len() + 1 >= width;
    }
    let differs = first.iter().all(|cell| cell.stands_out)
        && !rest
            .iter()
            .all(|row| row.iter().all(|cell| cell.stands_out));
    let over_values = rest
        .iter()
        .copied()
        .flatten()
        .any(|cell| is_value(cell.words.trim()));
    differs || over_values || width > 2
}

/// A number, a date or a time: what stands below titles, never among them.
fn is_value(words: &str) -> bool {
    !words.chars().any(char::is_alphabetic) || dates::first(words).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::outline::outline;

    fn grid(cells: &[(u32, u32, &str)]) -> Grid {
        let mut grid = Grid::default();
        for &(row, column, words) in cells {
            grid.add(Cell {
                row,
                column,
                words: words.to_owned(),
                stands_out: words.starts_with('*'),
            });
        }
        grid
    }

    fn shown(grid: Grid, budget: usize) -> (Vec<String>, Vec<String>) {
        let mut builder = Builder::new();
        let mut left = budget;
        grid.put(Titles::Perhaps, &mut left, &mut builder);
        let text = builder.finish().unwrap();
        (outline(&text), text.remarks)
    }

    #[test]
    fn lines_above_a_table_stay_lines_and_empty_rows_and_columns_go() {
        let sheet = grid(&[
            (0, 0, "Chronology"),
            (3, 2, "Date"),
            (3, 9, "Event"),
            (4, 2, "03/03/2012"),
            (4, 9, "Visit"),
            (900_000, 9, "more of it"),
        ]);
        assert_eq!(
            shown(sheet, CELLS_CAP).0,
            [
                "p Chronology",
                "th0 Date | Event",
                "tr0 03/03/2012 | Visit",
                "p more of it"
            ]
        );
    }

    #[test]
    fn another_table_after_empty_rows_has_its_own_titles() {
        let sheet = grid(&[
            (0, 0, "*Need"),
            (0, 1, "*Who"),
            (1, 0, "Safe at home"),
            (1, 1, "FSW"),
            (3, 0, "*Name"),
            (3, 1, "*Role"),
            (4, 0, "Child A"),
            (4, 1, "sister"),
        ]);
        assert_eq!(
            shown(sheet, CELLS_CAP).0,
            [
                "th0 *Need | *Who",
                "tr0 Safe at home | FSW",
                "th1 *Name | *Role",
                "tr1 Child A | sister"
            ]
        );
    }

    #[test]
    fn a_form_of_two_columns_has_no_titles_and_the_last_of_two_cells_counts() {
        let sheet = grid(&[
            (0, 0, "Name"),
            (0, 1, "Child B"),
            (0, 1, "Child A"),
            (1, 0, "School"),
            (1, 1, "Northbridge Primary"),
        ]);
        assert_eq!(
            shown(sheet, CELLS_CAP).0,
            ["tr0 Name | Child A", "tr0 School | Northbridge Primary"]
        );
    }

    #[test]
    fn a_cell_across_stands_alone_and_what_is_left_out_is_said() {
        let mut sheet = grid(&[
            (0, 0, "Date"),
            (0, 1, "Event"),
            (0, 2, "Who"),
            (1, 0, "2012"),
            (2, 0, "1"),
            (2, 1, "Visit"),
            (3, 0, "2"),
            (3, 1, "Call"),
        ]);
        sheet.stands_across(1, 0);
        let (rows, remarks) = shown(sheet, 9);
        assert_eq!(
            rows,
            ["th0 Date | Event | Who", "tr0 2012", "tr0 1 | Visit | "]
        );
        assert_eq!(
            remarks,
            ["A table has 4 rows, more than this program reads at once; its first 3 are shown."]
        );
        let diagonal: Vec<(u32, u32, &str)> = (0..2000).map(|n| (n / 2, n, "x")).collect();
        let (rows, remarks) = shown(grid(&diagonal), CELLS_CAP);
        assert!(rows.len() < 200);
        assert_eq!(
            remarks,
            ["A table has 2000 columns; only its first 256 are shown."]
        );
    }
}
