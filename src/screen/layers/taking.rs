//! A whole table of a plan on its way into the package: each column with what it is taken for, then each row with the service it is. The
//! arrows change both; one Enter takes all of it in, Esc none.

use std::collections::BTreeMap;

use ratatui::crossterm::event::KeyCode;

use super::super::keys::Key;
use crate::{
    casework::{DocumentNo, ServiceNo, Sha256, TakenRow, package::Alike},
    desk::columns::{Field, Sureness, Table},
};

/// Which service a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// One that is not in the package yet.
    New,
    /// One that is.
    Same(ServiceNo),
    /// Not to be taken in.
    Out,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// What would be taken in.
    pub row: TakenRow,
    /// Which service it is, as it was proposed or chosen.
    pub which: Which,
    /// What was proposed, and how sure that is.
    pub proposed: Option<(ServiceNo, Alike)>,
}

/// The table on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// Its columns and rows.
    pub table: Table,
    /// The same as its titles say it, before anybody said otherwise.
    pub as_titled: Table,
    /// What somebody said of columns, by their place.
    pub said: BTreeMap<usize, Option<Field>>,
    /// The document it stands in, the version, and the text.
    pub of: (DocumentNo, Sha256, Sha256),
    /// Its rows that are services.
    pub rows: Vec<Proposed>,
    /// The services of the package: number and name, in their order.
    pub services: Vec<(ServiceNo, String)>,
    /// The line under the pointer: the columns, then the rows.
    pub at: usize,
    /// What was wrong when it was to be taken in.
    pub notice: Option<String>,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pointer moved, or the service of a row was chosen.
    Stay,
    /// A column is taken for something else: the rows are to be made anew.
    Anew,
    /// All of it is to be taken in.
    Take,
    /// None of it.
    Leave,
    /// Not for it.
    No,
}

impl Taking {
    /// Lines in all.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.table.columns.len() + self.rows.len()
    }

    /// The row under the pointer; none on a column.
    #[must_use]
    pub fn row(&self) -> Option<&Proposed> {
        self.rows
            .get(self.at.checked_sub(self.table.columns.len())?)
    }

    /// How many rows are new, are services of the package, and are left out.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |of: fn(&Which) -> bool| self.rows.iter().filter(|row| of(&row.which)).count();
        (
            count(|which| *which == Which::New),
            count(|which| matches!(which, Which::Same(_))),
            count(|which| *which == Which::Out),
        )
    }

    /// The rows that are to be taken in, each with its service.
    #[must_use]
    pub fn taken(&self) -> Vec<TakenRow> {
        self.rows
            .iter()
            .filter_map(|row| {
                let same_as = match row.which {
                    Which::New => None,
                    Which::Same(no) => Some(no),
                    Which::Out => return None,
                };
                Some(TakenRow {
                    same_as,
                    ..row.row.clone()
                })
            })
            .collect()
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Outcome {
        let last = self.lines().saturating_sub(1);
        self.notice = None;
        match key.code {
            KeyCode::Esc => return Outcome::Leave,
            KeyCode::Enter => return Outcome::Take,
            KeyCode::Up => self.at = self.at.saturating_sub(1),
            KeyCode::Down => self.at = (self.at + 1).min(last),
            KeyCode::Tab if self.at < self.table.columns.len() => {
                // From the columns to the rows, and back.
                self.at = self.table.columns.len().min(last);
            }
            KeyCode::Tab | KeyCode::Home => self.at = 0,
            KeyCode::End => self.at = last,
            KeyCode::PageUp => self.at = self.at.saturating_sub(8),
            KeyCode::PageDown => self.at = (self.at + 8).min(last),
            KeyCode::Left | KeyCode::Right => return self.change(key.code == KeyCode::Right),
            _ => return Outcome::No,
        }
        Outcome::Stay
    }

    fn change(&mut self, on: bool) -> Outcome {
        let columns = self.table.columns.len();
        if let Some(column) = self.table.columns.get(self.at) {
            let field = turned(column.field, on);
            self.said.insert(self.at, field);
            // From the beginning: what is only passed by on the way takes nothing away from another column.
            self.table = self.as_titled.clone();
            for (column, field) in &self.said {
                if *column != self.at {
                    self.table.take_for(*column, *field);
                }
            }
            self.table.take_for(self.at, field);
            return Outcome::Anew;
        }
        let services = &self.services;
        let Some(row) = self.rows.get_mut(self.at - columns.min(self.at)) else {
            return Outcome::Stay;
        };
        // New, each service of the package, left out; round at both ends.
        let count = services.len() + 2;
        let now = match row.which {
            Which::New => 0,
            Which::Same(no) => services
                .iter()
                .position(|(other, _)| *other == no)
                .map_or(0, |at| at + 1),
            Which::Out => count - 1,
        };
        let to = if on { now + 1 } else { now + count - 1 } % count;
        row.which = match to {
            0 => Which::New,
            to => services
                .get(to - 1)
                .map_or(Which::Out, |(no, _)| Which::Same(*no)),
        };
        Outcome::Stay
    }
}

/// The field after, or before: not used stands between the last and the first.
fn turned(field: Option<Field>, on: bool) -> Option<Field> {
    let all = Field::ALL;
    let now = field
        .and_then(|field| all.iter().position(|other| *other == field))
        .map_or(0, |at| at + 1);
    let count = all.len() + 1;
    let to = if on { now + 1 } else { now + count - 1 } % count;
    to.checked_sub(1).and_then(|at| all.get(at)).copied()
}

/// How sure a column is, in the words of the screen.
#[must_use]
pub fn sure(sure: Sureness) -> &'static str {
    match sure {
        Sureness::Sure => "",
        Sureness::Likely => "likely",
        Sureness::NotKnown => "not known: ← → says what it is",
    }
}
