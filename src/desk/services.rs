//! A list of services that an authority keeps in a file of its own (CSV, or a workbook) into the package of a case.
//!
//! The file is read as a document is, in a process of its own, and is none: it is not kept. Every column is said for what it is taken, and every
//! row for which service; nothing is taken in until whoever asked has seen that, and then all of it or nothing.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    columns::{Column, Field, Sureness, Table},
    intake::found::plain_reason,
    reader_process::ReaderProcess,
    record::Keep,
    shown,
};
use crate::{
    casework::{Alike, Case, CaseNo, Event, Refusal, ServiceNo, TakenRow, package::recognise_all},
    ledger::LedgerError,
    platform,
    reading::Text,
};

/// Larger than any list of one child's services.
const CAP: u64 = 16 << 20;

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ServicesError {
    /// The file cannot be opened or read.
    #[error("{file} could not be read: {why}. Nothing was taken in.")]
    Unreadable {
        /// Which.
        file: String,
        /// The reason in plain words.
        why: String,
    },
    /// No table in it, or none with a column of services.
    #[error(
        "In {file} there is no table with a column of services, so nothing was taken in. Its columns are: {titles}. \
         Say what a column is with --column \"TITLE=service\"."
    )]
    NoServices {
        /// Which.
        file: String,
        /// The titles found.
        titles: String,
    },
    /// A column was told that is not there.
    #[error("There is no column called \"{wanted}\" in {file}. Its columns are: {titles}.")]
    NoColumn {
        /// As typed.
        wanted: String,
        /// Which file.
        file: String,
        /// The titles found.
        titles: String,
    },
    /// What a column was told to be is no field.
    #[error(
        "\"{typed}\" does not say what a column is. Write the title, an equals sign and one of: {fields}, or none."
    )]
    NoField {
        /// As typed.
        typed: String,
        /// Every field.
        fields: String,
    },
    /// The record refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Not kept.
    #[error(transparent)]
    NotKept(#[from] LedgerError),
}

/// A list as it was read, before anything is taken in.
#[derive(Clone, Debug)]
pub struct Offered {
    file: PathBuf,
    text: Text,
    tables: Vec<Table>,
}

/// A row of it, with the service of the package that it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedRow {
    /// What it says; `same_as` is set where it is that service beyond doubt.
    pub row: TakenRow,
    /// A service that it is likely to be, for whoever decides.
    pub perhaps: Option<ServiceNo>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The case's reference.
    pub case: String,
    /// The file's name.
    pub file: String,
    /// Every column, with what it was taken for.
    pub columns: Vec<ColumnTaken>,
    /// Every service added or listed again.
    pub services: Vec<ServiceShown>,
    /// Rows that were listed from this file already.
    pub known: usize,
}

/// A column as a result says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnTaken {
    /// Its title.
    pub title: String,
    /// What it was taken for: the id of a field; none where it was not used.
    pub field: Option<&'static str>,
    /// `sure`, `likely`, `not known`.
    pub sure: &'static str,
}

/// A service as a result says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceShown {
    /// Its number.
    pub service: u32,
    /// What it is called.
    pub name: String,
    /// Whether it was in the package before.
    pub again: bool,
}

impl Taken {
    /// The result for people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines: Vec<String> = self
            .services
            .iter()
            .map(|taken| {
                let what = if taken.again { "listed again" } else { "added" };
                format!("{what}: {}. {}", taken.service, taken.name)
            })
            .collect();
        match self.known {
            0 => {}
            1 => lines.push("1 row was listed from this file already.".to_owned()),
            count => lines.push(format!("{count} rows were listed from this file already.")),
        }
        let count = self.services.len();
        lines.push(format!(
            "{count} {} of case {} taken in from {}.",
            if count == 1 { "service" } else { "services" },
            self.case,
            self.file
        ));
        lines.join("\n")
    }
}

/// Reads a list.
///
/// # Errors
/// When the file is no ordinary one, too large, cannot be read, or has no table.
pub fn look(file: &Path, reader: &ReaderProcess) -> Result<Offered, ServicesError> {
    let called = shown::path(file);
    let unreadable = |why: String| ServicesError::Unreadable {
        file: called.clone(),
        why,
    };
    let bytes = read(file).map_err(|error| unreadable(plain_reason(&error)))?;
    let bytes = bytes.ok_or_else(|| {
        unreadable("it is larger than 16 megabytes, more than a list of services".to_owned())
    })?;
    let name = file.file_name().map(shown::name).unwrap_or_default();
    let text = reader
        .read(&name, &bytes)
        .text
        .map_err(|why| unreadable(why.trim_end_matches('.').to_owned()))?;
    let tables = Table::every(&text);
    if tables.is_empty() {
        return Err(unreadable("there is no table in it".to_owned()));
    }
    Ok(Offered {
        file: file.to_owned(),
        text,
        tables,
    })
}

/// The bytes of an ordinary file; none where it is too large.
fn read(file: &Path) -> io::Result<Option<Vec<u8>>> {
    let open = platform::open_ordinary(file)?;
    if !open.metadata()?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is no ordinary file",
        ));
    }
    let mut bytes = Vec::new();
    open.take(CAP + 1).read_to_end(&mut bytes)?;
    Ok((u64::try_from(bytes.len()).unwrap_or(u64::MAX) <= CAP).then_some(bytes))
}

impl Offered {
    /// Every column of every table, each title once.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        let mut seen = std::collections::BTreeSet::new();
        self.tables
            .iter()
            .flat_map(|table| &table.columns)
            .filter(move |column| seen.insert(&column.title))
    }

    fn titles(&self) -> String {
        let titles: Vec<_> = self
            .columns()
            .map(|column| shown::line(&column.title))
            .filter(|title| !title.is_empty())
            .collect();
        if titles.is_empty() {
            "none with a title".to_owned()
        } else {
            titles.join(", ")
        }
    }

    fn called(&self) -> String {
        shown::path(&self.file)
    }

    /// Takes a column for something else, as `TITLE=FIELD` says; `none` leaves it out.
    ///
    /// # Errors
    /// When there is no such column or no such field.
    pub fn tell(&mut self, typed: &str) -> Result<(), ServicesError> {
        let (title, field) = typed.rsplit_once('=').unwrap_or((typed, ""));
        let field = match field.trim() {
            none if none.eq_ignore_ascii_case("none") => None,
            named => Some(Field::named(named).ok_or_else(|| ServicesError::NoField {
                typed: shown::line(typed),
                fields: Field::ALL.map(Field::id).join(", "),
            })?),
        };
        if self.take_for(title, field) {
            Ok(())
        } else {
            Err(ServicesError::NoColumn {
                wanted: shown::line(title.trim()),
                file: self.called(),
                titles: self.titles(),
            })
        }
    }

    /// Takes every column of this title for something, or for nothing; whether there was one.
    pub fn take_for(&mut self, title: &str, field: Option<Field>) -> bool {
        let wanted = title.trim().to_lowercase();
        let mut found = false;
        for table in &mut self.tables {
            let at = table
                .columns
                .iter()
                .position(|column| column.title.trim().to_lowercase() == wanted);
            if let Some(at) = at {
                table.take_for(at, field);
                found = true;
            }
        }
        found
    }

    /// Columns with a title that are not used as it stands.
    #[must_use]
    pub fn not_known(&self) -> Vec<String> {
        self.columns()
            .filter(|column| column.field.is_none() && column.sure == Sureness::NotKnown)
            .map(|column| column.title.clone())
            .filter(|title| !title.is_empty())
            .collect()
    }

    /// The rows that are services, each with the one of the package that it is or may be.
    ///
    /// # Errors
    /// When no column says what the services are, or no row has one.
    pub fn rows(&self, case: &Case) -> Result<Vec<OfferedRow>, ServicesError> {
        let details: Vec<_> = self
            .tables
            .iter()
            .filter(|table| table.has(Field::Service))
            .flat_map(|table| table.services(&self.text))
            .map(|row| row.details)
            .collect();
        if details.is_empty() {
            return Err(ServicesError::NoServices {
                file: self.called(),
                titles: self.titles(),
            });
        }
        let found = recognise_all(case, &details.iter().collect::<Vec<_>>());
        Ok(details
            .into_iter()
            .zip(found)
            .map(|(details, found)| OfferedRow {
                row: TakenRow {
                    details,
                    anchors: Vec::new(),
                    same_as: found
                        .filter(|(_, how)| *how == Alike::Exact)
                        .map(|(no, _)| no),
                },
                perhaps: found
                    .filter(|(_, how)| *how == Alike::Likely)
                    .map(|(no, _)| no),
            })
            .collect())
    }

    /// Takes rows into the package: all of them in one entry, or none.
    ///
    /// # Errors
    /// When the record refuses, every row is listed already, or it cannot be kept.
    pub fn take_in(
        &self,
        record: &mut dyn Keep,
        case: CaseNo,
        rows: Vec<TakenRow>,
    ) -> Result<Taken, ServicesError> {
        let source = self.file.file_name().map(shown::name).unwrap_or_default();
        let count = rows.len();
        let event = record.inspection().take_services(case, rows, &source)?;
        let services = match &event {
            Event::ServicesTaken { rows, .. } => rows
                .iter()
                .map(|row| ServiceShown {
                    service: row.service.0,
                    name: row.details.service.clone(),
                    again: row.again,
                })
                .collect(),
            _ => Vec::new(),
        };
        let reference = record.inspection().case(case)?.reference.clone();
        record.append(Some(case), vec![event])?;
        Ok(Taken {
            case: reference,
            file: source,
            columns: self
                .columns()
                .map(|column| ColumnTaken {
                    title: column.title.clone(),
                    field: column.field.map(Field::id),
                    sure: column.sure.word(),
                })
                .collect(),
            known: count.saturating_sub(services.len()),
            services,
        })
    }
}
