//! Rows of tables that say when something happened: the chronologies people keep in sheets and documents.
//!
//! It owns the question which table is one, which of its columns gives the date and which says what happened. What a row means for the
//! child it does not know.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    dates,
    text::{Block, BlockKind, Text},
};

/// The most columns looked at.
const COLUMNS: usize = 64;

/// How many letters of a cell are looked at for a date.
const DATE_WITHIN: usize = 40;

/// How long what happened is, in letters on average, where no title says that a column holds it.
const TELLING: usize = 12;

/// Words in the title of a column that gives the date something happened.
const WHEN: &[&str] = &["date", "when", "day", "occurred", "happened"];

/// Words in the title of a column whose dates are of something else.
const NOT_WHEN: &[&str] = &[
    "birth", "born", "dob", "due", "by when", "target", "deadline", "next", "review", "expected",
];

/// Words in the title of a column that says when something was written down.
const WRITTEN: &[&str] = &[
    "recorded", "entered", "input", "added", "created", "modified", "updated", "written",
];

/// Words in the title of a column that says what happened.
const WHAT: &[&str] = &[
    "event",
    "what",
    "detail",
    "description",
    "note",
    "entry",
    "summary",
    "incident",
    "narrative",
    "information",
    "contact",
    "significant",
];

/// A row of a chronology: on this day something happened. All ranges are byte ranges of the text's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The table's number, as in [`BlockKind::Row`].
    pub table: u32,
    /// The day.
    pub date: Date,
    /// Whether the day stands in a row above and not in this one.
    pub carried: bool,
    /// The cell that gives the day.
    pub when: Range<usize>,
    /// The cell that says what happened; empty where the row leaves it empty.
    pub what: Range<usize>,
    /// Every filled cell in order, with its title.
    pub cells: Vec<Cell>,
    /// The whole row.
    pub range: Range<usize>,
}

/// A filled cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The title of its column; empty where the table has none.
    pub title: Range<usize>,
    /// Its words.
    pub words: Range<usize>,
}

/// What the columns of a table are for.
#[derive(Clone, Copy, Debug)]
struct Plan<'a> {
    titles: &'a [(usize, usize)],
    columns: usize,
    when: usize,
    what: usize,
}

/// The dated rows of every table that is a chronology, in the order of the text.
#[must_use]
pub fn chronology(text: &Text) -> Vec<Dated> {
    let mut found = Vec::new();
    let mut plan: Option<Plan<'_>> = None;
    let mut at = 0;
    while let Some(block) = text.blocks.get(at) {
        let BlockKind::Row { table, .. } = block.kind else {
            if !matches!(block.kind, BlockKind::Page(_)) {
                plan = None;
            }
            at += 1;
            continue;
        };
        let length = text
            .blocks
            .iter()
            .skip(at)
            .take_while(|block| match block.kind {
                BlockKind::Row { table: other, .. } => other == table,
                BlockKind::Page(_) => true,
                _ => false,
            })
            .count();
        let rows = text.blocks.get(at..at + length).unwrap_or_default();
        // A table that goes on over a page has no titles of its own there.
        plan = self::plan(text, rows).or(plan.filter(|plan| goes_on(rows, plan)));
        if let Some(plan) = plan {
            gather(text, table, rows, plan, &mut found);
        }
        at += length.max(1);
    }
    found
}

/// The cells of each row that is none of titles.
fn bodies(rows: &[Block]) -> impl Iterator<Item = (&Block, &[(usize, usize)])> {
    rows.iter().filter_map(|block| match &block.kind {
        BlockKind::Row {
            header: false,
            cells,
            ..
        } => Some((block, &**cells)),
        _ => None,
    })
}

fn goes_on(rows: &[Block], plan: &Plan<'_>) -> bool {
    bodies(rows).all(|(_, cells)| cells.len() == plan.columns || cells.len() == 1)
}

fn plan<'a>(text: &Text, rows: &'a [Block]) -> Option<Plan<'a>> {
    let titles = rows
        .iter()
        .find_map(|block| match &block.kind {
            BlockKind::Row {
                header: true,
                cells,
                ..
            } => Some(&**cells),
            _ => None,
        })
        .unwrap_or_default();
    let columns = bodies(rows).map(|(_, cells)| cells.len()).max()?;
    let counts: Vec<Count> = (0..columns.min(COLUMNS))
        .map(|column| count(text, rows, column))
        .collect();
    let title = |column: usize| {
        titles
            .get(column)
            .map(|&(start, end)| text.slice(start..end).to_lowercase())
            .unwrap_or_default()
    };
    let says = |column: usize, words: &[&str]| {
        let title = title(column);
        words.iter().any(|word| title.contains(word))
    };
    // Of several columns of dates the one counts whose title says so; of two such the first.
    let when = counts
        .iter()
        .enumerate()
        .filter(|&(column, count)| {
            let enough = if says(column, WHEN) { 2 } else { 3 };
            count.dates >= enough && count.dates * 10 >= count.filled * 7 && !says(column, NOT_WHEN)
        })
        .min_by_key(|&(column, _)| (!says(column, WHEN), says(column, WRITTEN), column))?
        .0;
    let what = counts
        .iter()
        .enumerate()
        .filter(|&(column, count)| column != when && count.dates * 2 < count.filled.max(1))
        .max_by_key(|&(column, count)| {
            let average = count.letters / count.filled.max(1);
            (
                average * if says(column, WHAT) { 3 } else { 1 },
                columns - column,
            )
        })
        .filter(|&(column, count)| {
            says(column, WHAT) || count.letters >= TELLING * count.filled.max(1)
        })?
        .0;
    Some(Plan {
        titles,
        columns,
        when,
        what,
    })
}

/// What stands in one column.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    filled: usize,
    dates: usize,
    letters: usize,
}

fn count(text: &Text, rows: &[Block], column: usize) -> Count {
    let mut count = Count::default();
    for (_, cells) in bodies(rows).filter(|(_, cells)| cells.len() > 1) {
        let Some(&(start, end)) = cells.get(column).filter(|(start, end)| start < end) else {
            continue;
        };
        let words = text.slice(start..end);
        count.filled += 1;
        count.dates += usize::from(date(words).is_some());
        count.letters += words.chars().filter(|c| c.is_alphabetic()).count();
    }
    count
}

/// The date a cell begins with.
fn date(words: &str) -> Option<Date> {
    let end = words
        .char_indices()
        .nth(DATE_WITHIN)
        .map_or(words.len(), |(at, _)| at);
    let head = words.get(..end)?;
    head.contains(|c: char| c.is_ascii_digit())
        .then(|| dates::first(head))
        .flatten()
}

fn gather(text: &Text, table: u32, rows: &[Block], plan: Plan<'_>, found: &mut Vec<Dated>) {
    let mut above: Option<(Date, Range<usize>)> = None;
    for (block, cells) in bodies(rows) {
        let cell = |column: usize| {
            cells
                .get(column)
                .map_or(block.end..block.end, |&(start, end)| start..end)
        };
        let when = cell(plan.when);
        let own = date(text.slice(when.clone()));
        if cells.len() < 2 || (own.is_none() && !when.is_empty()) {
            // A row across the table, or one whose day cannot be read: what follows must not get a day that is not its own.
            above = None;
            continue;
        }
        let carried = own.is_none();
        let Some((date, when)) = own.map(|date| (date, when)).or_else(|| above.clone()) else {
            continue;
        };
        above = Some((date, when.clone()));
        let cells = cells
            .iter()
            .enumerate()
            .filter(|(_, (start, end))| start < end)
            .map(|(column, &(start, end))| Cell {
                title: plan
                    .titles
                    .get(column)
                    .map_or(0..0, |&(start, end)| start..end),
                words: start..end,
            })
            .collect();
        found.push(Dated {
            table,
            date,
            carried,
            when,
            what: cell(plan.what),
            cells,
            range: block.range(),
        });
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::reading::{
        read,
        sample::{plain, row, text_of},
    };

    /// Each row as day, what happened, and whether its day stands above.
    fn rows(text: &Text) -> Vec<(Date, &str, bool)> {
        chronology(text)
            .into_iter()
            .map(|dated| (dated.date, text.slice(dated.what), dated.carried))
            .collect()
    }

    #[test]
    fn a_sheet_with_a_date_column_is_a_chronology() {
        let csv = b"Date recorded,Date of event,Agency,Event,DOB\n\
            05/03/2012,03/03/2012,Police,Domestic abuse incident,10/07/2004\n\
            20/04/2012,,School,\"Mother rang, upset\",10/07/2004\n\
            21/04/2012,20/04/2012,Health,Missed,10/07/2004\n";
        let text = read("chronology.csv", csv).text.unwrap();
        assert_eq!(
            rows(&text),
            [
                (date(2012, 3, 3), "Domestic abuse incident", false),
                (date(2012, 3, 3), "Mother rang, upset", true),
                (date(2012, 4, 20), "Missed", false)
            ]
        );
        let second = &chronology(&text)[1];
        assert_eq!(text.slice(second.when.clone()), "03/03/2012");
        assert_eq!(text.slice(second.cells[1].title.clone()), "Agency");
        assert_eq!(text.slice(second.cells[1].words.clone()), "School");
        assert_eq!(
            text.slice(second.range.clone()),
            "20/04/2012\t\tSchool\tMother rang, upset\t10/07/2004"
        );
    }

    #[test]
    fn plans_lists_of_children_and_numbers_are_none() {
        let plan = [
            row(0, true, "Action\tWho\tBy when"),
            row(0, false, "Visit the family at home weekly\tFSW\t14/03/2012"),
            row(0, false, "Refer to the health visitor now\tSW\t21/03/2012"),
            row(0, false, "Ask the school for attendance\tSW\t22/03/2012"),
        ];
        let births = [
            row(0, true, "Name\tDate of birth"),
            row(0, false, "Child A of the family\t10/07/2004"),
            row(0, false, "Child B of the family\t11/07/2006"),
        ];
        let visits = [
            row(0, true, "Date\tSeen"),
            row(0, false, "10/07/2012\tyes"),
            row(0, false, "11/07/2012\tno"),
        ];
        for table in [plan.to_vec(), births.to_vec(), visits.to_vec()] {
            assert_eq!(rows(&text_of(table)), []);
        }
        assert_eq!(rows(&plain("03/03/2012 Mother rang")), []);
    }

    #[test]
    fn a_table_goes_on_over_a_page_and_a_row_without_a_day_ends_the_day_above() {
        let text = text_of(vec![
            row(0, true, "When\tWhat happened"),
            row(0, false, "Sat 3 March 2012\tPolice called to the home"),
            row(0, false, "5 March 2012\tVisit"),
            (BlockKind::Page(2), String::new()),
            row(1, false, "6 March 2012\tVisit, not in"),
            row(1, false, "unknown\tSomething"),
            row(1, false, "\tmore of it"),
            row(2, false, "a\tb\tc"),
        ]);
        assert_eq!(
            rows(&text),
            [
                (date(2012, 3, 3), "Police called to the home", false),
                (date(2012, 3, 5), "Visit", false),
                (date(2012, 3, 6), "Visit, not in", false)
            ]
        );
    }
}
