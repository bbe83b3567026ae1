//! Sheets of an `OpenDocument` file: each a heading and its tables, values as the sheet shows them, dates as they are written here.

use super::{
    super::{
        builder::{Builder, SIZE_CAP},
        grid::{CELLS_CAP, Cell, Grid, Titles},
        not_readable::NotReadable,
        sheets::values,
        xml::{Element, Node},
    },
    body::count,
    styles::Styles,
};

/// How often a filled cell, or a row with filled cells, that says it is repeated is.
const REPEATS: usize = 256;

/// How many sheets are read.
const SHEETS: usize = 500;

/// Puts sheets into the text; how many comments stand in them.
///
/// # Errors
/// When they hold more than a text may.
pub fn put(sheets: &Element, styles: &Styles, builder: &mut Builder) -> Result<usize, NotReadable> {
    let mut budget = CELLS_CAP;
    let mut comments = Vec::new();
    let tables: Vec<&Element> = sheets
        .elements()
        .filter(|child| child.name == "table")
        .collect();
    if tables.len() > SHEETS {
        builder.remark(format!(
            "The workbook has {} sheets; only its first {SHEETS} are shown.",
            tables.len()
        ));
    }
    for table in tables.iter().take(SHEETS) {
        let mut sheet = Sheet {
            styles,
            grid: Grid::default(),
            row: 0,
            hidden: 0,
            comments: &mut comments,
            is_full: false,
        };
        sheet.rows(table);
        if sheet.is_full {
            return Err(NotReadable::TooLong(SIZE_CAP >> 20));
        }
        let (grid, hidden) = (sheet.grid, sheet.hidden);
        if grid.is_empty() {
            continue;
        }
        let name = table.attribute("name").unwrap_or_default();
        if styles.hidden("table", table.attribute("style-name")) == Some(true) {
            builder.remark(format!(
                "The sheet “{name}” is hidden in the workbook; it is shown here."
            ));
            builder.heading(2, format!("{name} [hidden sheet]"));
        } else if tables.len() > 1 || !is_usual(name) {
            builder.heading(2, name);
        }
        if hidden > 0 {
            builder.remark(format!(
                "Rows that the sheet “{name}” hides, {hidden} in all, are shown here."
            ));
        }
        grid.put(Titles::Perhaps, &mut budget, builder);
    }
    if !comments.is_empty() {
        builder.heading(2, "[Comments]");
    }
    for (number, words) in (1..).zip(&comments) {
        builder.item(0, &format!("[comment {number}]"), words);
    }
    Ok(comments.len())
}

/// `Sheet1`: the name of a sheet nobody named.
fn is_usual(name: &str) -> bool {
    name.strip_prefix("Sheet")
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

struct Sheet<'a, 'c> {
    styles: &'a Styles,
    grid: Grid,
    row: u32,
    hidden: usize,
    comments: &'c mut Vec<String>,
    is_full: bool,
}

impl Sheet<'_, '_> {
    fn rows(&mut self, element: &Element) {
        for child in element.elements() {
            match child.name {
                "table-row" => self.row(child),
                // A table in a cell is none of this sheet's rows.
                "table-cell" | "table" => {}
                _ => self.rows(child),
            }
        }
    }

    fn row(&mut self, element: &Element) {
        let times = count(element, "number-rows-repeated").max(1);
        let from = self.row;
        self.row = from.saturating_add(u32::try_from(times).unwrap_or(u32::MAX));
        let mut is_filled = false;
        for row in (from..self.row).take(REPEATS) {
            if !self.cells(element, row) {
                break;
            }
            is_filled = true;
        }
        let is_hidden = matches!(element.attribute("visibility"), Some("collapse" | "filter"));
        self.hidden += usize::from(is_filled && is_hidden);
    }

    /// The cells of one row; whether any is filled.
    fn cells(&mut self, element: &Element, row: u32) -> bool {
        let mut column = 0_u32;
        let mut is_filled = false;
        for child in element.elements() {
            if !matches!(child.name, "table-cell" | "covered-table-cell") {
                continue;
            }
            let times = count(child, "number-columns-repeated").max(1);
            let words = self.shown(child);
            let end = column.saturating_add(u32::try_from(times).unwrap_or(u32::MAX));
            if !words.trim().is_empty() {
                is_filled = true;
                let style = child.attribute("style-name");
                for column in (column..end).take(REPEATS) {
                    self.is_full |= !self.grid.add(Cell {
                        row,
                        column,
                        words: words.clone(),
                        stands_out: self.styles.bold("table-cell", style) == Some(true),
                    });
                }
                if count(child, "number-columns-spanned") > 1 {
                    self.grid.stands_across(row, column);
                }
            }
            if self.is_full {
                return false;
            }
            column = end;
        }
        is_filled
    }

    /// What a cell shows, and where its comment is.
    fn shown(&mut self, cell: &Element) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut sign = String::new();
        for child in cell.elements() {
            match child.name {
                "p" => lines.push(words(child)),
                "annotation" => {
                    let said: Vec<String> = child
                        .elements()
                        .filter(|child| matches!(child.name, "p" | "list"))
                        .map(words)
                        .collect();
                    self.comments.push(said.join(" "));
                    sign = format!(" [comment {}]", self.comments.len());
                }
                _ => {}
            }
        }
        let shown = lines.join("\n");
        let value = match cell.attribute("value-type") {
            Some("date") => cell.attribute("date-value").map(values::iso_moment),
            Some("time") => cell.attribute("time-value").map(values::iso_length),
            _ if shown.is_empty() => cell.attribute("value").map(str::to_owned),
            _ => None,
        };
        format!("{}{sign}", value.unwrap_or(shown))
    }
}

/// All words of a paragraph.
fn words(element: &Element) -> String {
    let mut out = String::new();
    for node in element.nodes() {
        match node {
            Node::Words(words) => out.push_str(words),
            Node::Element(child) => match child.name {
                "s" | "tab" | "line-break" => out.push(' '),
                _ => out.push_str(&words(child)),
            },
        }
    }
    out
}
