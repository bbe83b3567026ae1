//! Rows of a plan's table, and whole tables, as services: which column is which field stands in `assets/columns.toml`.
//!
//! A column is said for what it is taken, and how sure that is; whoever asks may take it for something else. Nothing is put into two fields,
//! and no row is made up: one without a need and a service is left out.

mod field;

use std::{ops::Range, sync::OnceLock};

use serde::Deserialize;

use crate::{
    casework::{
        Anchor, DocumentNo, ServiceDetails, ServiceState, Sha256, TakenRow, package::NO_SERVICE,
    },
    reading::{Block, BlockKind, OpenText, Text, pointing},
};

pub use field::{Field, Sureness};
use field::{plain, put};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    column: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    field: Field,
    words: Vec<String>,
}

fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        toml::from_str::<Rules>(include_str!("../../assets/columns.toml"))
            .map(|rules| rules.column)
            .unwrap_or_default()
    })
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its title; empty where it has none.
    pub title: String,
    /// What it is taken for; none where its cells are not used.
    pub field: Option<Field>,
    /// How sure that is.
    pub sure: Sureness,
}

/// A row of a table that is a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// What it says.
    pub details: ServiceDetails,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// A table of a text as a list of services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its columns, in order, each with what it is taken for. Change one with [`Table::take_for`].
    pub columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    range: Range<usize>,
    cells: Vec<(usize, usize)>,
}

impl Table {
    /// The table that a byte of a text stands in; none where it stands in none, or in one no column of which is known.
    ///
    /// A table that goes on over a page is one where its further part has no titles of its own.
    #[must_use]
    pub fn at(text: &Text, byte: usize) -> Option<Self> {
        Self::here(text, byte)
            .filter(|table| table.columns.iter().any(|column| column.field.is_some()))
    }

    fn here(text: &Text, byte: usize) -> Option<Self> {
        let index = text.block_at(byte);
        let BlockKind::Row { .. } = text.blocks.get(index)?.kind else {
            return None;
        };
        Self::made(text, &around(text, index))
    }

    /// Every table of a text, in order, one that goes on over a page once. A table none of whose titles is known has columns that are not.
    #[must_use]
    pub fn every(text: &Text) -> Vec<Self> {
        let mut found = Vec::new();
        let mut index = 0;
        while let Some(block) = text.blocks.get(index) {
            let BlockKind::Row { .. } = block.kind else {
                index += 1;
                continue;
            };
            let blocks = around(text, index);
            let last = blocks.last().map_or(block.end, |last| last.end);
            found.extend(Self::made(text, &blocks));
            while text
                .blocks
                .get(index)
                .is_some_and(|block| block.end <= last)
            {
                index += 1;
            }
        }
        found
    }

    fn made(text: &Text, blocks: &[&Block]) -> Option<Self> {
        let rows: Vec<(bool, Row)> = blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Row { header, cells, .. } => Some((
                    *header,
                    Row {
                        range: block.range(),
                        cells: cells.clone(),
                    },
                )),
                _ => None,
            })
            .collect();
        // Where the document marks no row of titles, the first counts as one when it reads like titles.
        let marked = rows.iter().find(|(header, _)| *header);
        let titles = match marked {
            Some((_, row)) => row.clone(),
            None => rows
                .first()
                .filter(|(_, row)| reads_like_titles(text, row))?
                .1
                .clone(),
        };
        let words = |row: &Row| -> Vec<String> {
            row.cells
                .iter()
                .map(|cell| cell_words(text, *cell))
                .collect()
        };
        let title_words = words(&titles);
        let body: Vec<Row> = rows
            .into_iter()
            .filter(|(header, row)| !header && row.range != titles.range)
            .map(|(_, row)| row)
            // Titles that stand once more on the next page are no row.
            .filter(|row| words(row) != title_words)
            .collect();
        Some(Self {
            columns: columns(&title_words),
            rows: body,
        })
    }

    /// The same table with those of its rows only that a range of bytes touches: the marked ones.
    #[must_use]
    pub fn within(mut self, range: &Range<usize>) -> Self {
        self.rows
            .retain(|row| row.range.start < range.end && range.start < row.range.end);
        self
    }

    /// How many rows there are, those that are no service among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a column is taken for this.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.columns
            .iter()
            .any(|column| column.field == Some(field))
    }

    /// Takes a column for something, or for nothing. A field is of one column: another that had it has none from now on.
    pub fn take_for(&mut self, column: usize, field: Option<Field>) {
        for (at, known) in self.columns.iter_mut().enumerate() {
            if at == column {
                known.field = field;
                known.sure = Sureness::Sure;
            } else if field.is_some() && known.field == field {
                known.field = None;
                known.sure = Sureness::NotKnown;
            }
        }
    }

    /// The rows that are services, in order. Empty rows and those across the table are left out; a row with a need and no service stands as a
    /// need that nothing was named for.
    #[must_use]
    pub fn services(&self, text: &Text) -> Vec<FoundRow> {
        self.rows
            .iter()
            .filter(|row| row.cells.len() > 1 || self.columns.len() == 1)
            .filter_map(|row| {
                let details = self.details(text, row)?;
                Some(FoundRow {
                    details,
                    range: row.range.clone(),
                })
            })
            .collect()
    }

    /// A row as a service; none where it names neither a need nor a service.
    fn details(&self, text: &Text, row: &Row) -> Option<ServiceDetails> {
        let details = self.words(text, row);
        (!details.service.is_empty()).then_some(details)
    }

    /// What the cells of a row say. Where the table has a column of services and names none for a need, that is said.
    fn words(&self, text: &Text, row: &Row) -> ServiceDetails {
        let mut details = ServiceDetails::default();
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            if let Some(field) = column.field {
                put(&mut details, field, cell_words(text, *cell));
            }
        }
        if details.service.is_empty() && !details.need.is_empty() && self.has(Field::Service) {
            NO_SERVICE.clone_into(&mut details.service);
            details.state = ServiceState::NotOffered;
        }
        details
    }

    /// The rows that are services, each with its words in the file, to be taken into the package. Which of them are there already is proposed
    /// by [`recognise_all`](crate::casework::package::recognise_all).
    #[must_use]
    pub fn taken(
        &self,
        open: &OpenText,
        document: DocumentNo,
        version: Sha256,
        sha256: Sha256,
    ) -> Vec<TakenRow> {
        self.services(open.text())
            .into_iter()
            .map(|row| TakenRow {
                anchors: pointing::passage(open, document, version, sha256, row.range)
                    .map(Anchor::Passage)
                    .into_iter()
                    .collect(),
                details: row.details,
                same_as: None,
            })
            .collect()
    }
}

/// The service a table row speaks of, where the byte stands in a row of a table that is not its row of titles.
///
/// Cells whose column has no title, or one no rule knows, are not used; a cell is never put into two fields.
#[must_use]
pub fn service_from_row(text: &Text, byte: usize) -> Option<(ServiceDetails, Range<usize>)> {
    let table = Table::here(text, byte)?;
    let here = text.blocks.get(text.block_at(byte))?.range();
    let row = table.rows.iter().find(|row| row.range == here)?;
    Some((table.words(text, row), here))
}

/// The rows of the table around a row: those of the same table, and those of the next where it has no titles and as many cells.
fn around(text: &Text, index: usize) -> Vec<&Block> {
    let number = |block: &Block| match block.kind {
        BlockKind::Row { table, .. } => Some(table),
        _ => None,
    };
    let Some(own) = text.blocks.get(index).and_then(number) else {
        return Vec::new();
    };
    let of = |wanted: u32| {
        text.blocks
            .iter()
            .filter(move |block| number(block) == Some(wanted))
    };
    // Backwards to the part that has the titles, then forwards over the parts that go on.
    let mut first = own;
    while first > 0 && goes_on(text, first - 1, first) {
        first -= 1;
    }
    let mut last = own;
    while goes_on(text, last, last + 1) {
        last += 1;
    }
    (first..=last).flat_map(of).collect()
}

/// Whether the table after a page is the rest of the one before it.
fn goes_on(text: &Text, before: u32, after: u32) -> bool {
    let of = |wanted: u32| {
        text.blocks.iter().enumerate().filter(
            move |(_, block)| matches!(block.kind, BlockKind::Row { table, .. } if table == wanted),
        )
    };
    let (Some((end, last)), Some((start, _))) = (of(before).next_back(), of(after).next()) else {
        return false;
    };
    let between = text.blocks.get(end + 1..start).unwrap_or_default();
    let only_a_page = between
        .iter()
        .all(|block| matches!(block.kind, BlockKind::Page(_)) || text.is_running(block))
        && between
            .iter()
            .any(|block| matches!(block.kind, BlockKind::Page(_)));
    let BlockKind::Row { cells, .. } = &last.kind else {
        return false;
    };
    let fits = |(_, block): (usize, &Block)| match &block.kind {
        BlockKind::Row {
            header,
            cells: other,
            ..
        } => !header && other.len() == cells.len(),
        _ => false,
    };
    only_a_page && of(after).all(fits)
}

/// Whether a row that is not marked as one reads like titles: at least two of its cells are known, and none is long.
fn reads_like_titles(text: &Text, row: &Row) -> bool {
    let words: Vec<String> = row
        .cells
        .iter()
        .map(|cell| cell_words(text, *cell))
        .collect();
    let known = words.iter().filter(|title| field(title).is_some()).count();
    known >= 2 && words.iter().all(|title| title.chars().count() <= TITLE)
}

/// Characters of the longest title.
const TITLE: usize = 40;

/// The words of a cell as the document stands now.
fn cell_words(text: &Text, (start, end): (usize, usize)) -> String {
    text.as_it_stands(start..end).trim().to_owned()
}

/// What each column is taken for by its title. Of two columns for one field the surer has it, of two as sure the first.
fn columns(titles: &[String]) -> Vec<Column> {
    let mut columns: Vec<Column> = titles
        .iter()
        .map(|title| {
            let found = field(title);
            Column {
                title: title.clone(),
                field: found.map(|(field, _)| field),
                sure: found.map_or(Sureness::NotKnown, |(_, sure)| sure),
            }
        })
        .collect();
    for wanted in Field::ALL {
        let of_it = |column: &Column| column.field == Some(wanted);
        let best = columns
            .iter()
            .filter(|column| of_it(column))
            .map(|column| column.sure)
            .max();
        let keeps = columns
            .iter()
            .position(|column| of_it(column) && Some(column.sure) == best);
        for (at, column) in columns.iter_mut().enumerate() {
            if of_it(column) && Some(at) != keeps {
                column.field = None;
                column.sure = Sureness::NotKnown;
            }
        }
    }
    columns
}

fn field(title: &str) -> Option<(Field, Sureness)> {
    let title = plain(title);
    let sure = rules()
        .iter()
        .find(|rule| rule.words.iter().any(|words| plain(words) == title));
    if let Some(rule) = sure {
        return Some((rule.field, Sureness::Sure));
    }
    let begins = |phrase: &str| {
        title
            .match_indices(phrase)
            .any(|(at, _)| at == 0 || title.as_bytes().get(at - 1) == Some(&b' '))
    };
    let likely = rules()
        .iter()
        .find(|rule| rule.words.iter().any(|words| begins(&plain(words))));
    likely.map(|rule| (rule.field, Sureness::Likely))
}

#[cfg(test)]
mod tests;
