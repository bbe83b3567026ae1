//! `alongside services`: a list of services from a file of the authority's into the package of a case. Says what each column is taken for and
//! which service each row is, asks where somebody is there to answer, and takes in all of it or nothing.

use super::{
    case_named,
    cli::ServicesArguments,
    exit::{Exit, Failure},
    intake::reader,
    say,
    unlock::Given,
};
use crate::{
    casework::{Case, TakenRow},
    desk::{
        columns::Field,
        record::Keep as _,
        services::{self, Offered, OfferedRow, ServicesError},
        shown,
    },
};

pub fn run(arguments: &ServicesArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let case = case_named(record.inspection(), &arguments.case)?;
    let mut offered = services::look(&arguments.file, &reader()?)?;
    for typed in &arguments.column {
        offered.tell(typed)?;
    }
    ask_for_columns(&mut offered);
    for column in offered.columns().filter(|column| !column.title.is_empty()) {
        let title = shown::line(&column.title);
        say::aside(&match column.field {
            Some(field) => format!(
                "“{title}” is taken for: {} ({})",
                field.word(),
                column.sure.word()
            ),
            None => format!("“{title}” is not used; --column \"{title}=FIELD\" says what it is"),
        });
    }
    let known = record.inspection().case(case)?;
    let rows: Vec<TakenRow> = offered
        .rows(known)?
        .into_iter()
        .map(|row| decide(row, known))
        .collect();
    say::aside(&format!("{} rows to take in.", rows.len()));
    if !arguments.yes
        && let Some(typed) = say::ask("Type yes to take them in like this, anything else not to:")
        && !typed.eq_ignore_ascii_case("yes")
    {
        say::aside("Nothing was taken in.");
        record.close();
        return Ok(Exit::No);
    }
    let taken = offered.take_in(&mut record, case, rows);
    record.close();
    let taken = taken?;
    if arguments.json {
        say::json(&taken)?;
    } else {
        say::result(&taken.to_text())?;
    }
    Ok(Exit::Done)
}

/// Asks what each column is that is not known; Enter alone leaves it out. Where nobody is there to ask it stays out.
fn ask_for_columns(offered: &mut Offered) {
    for title in offered.not_known() {
        let fields = Field::ALL.map(Field::id).join(", ");
        let question = format!(
            "What is the column “{}”? One of {fields}; Enter alone leaves it out:",
            shown::line(&title)
        );
        while let Some(typed) = say::ask(&question) {
            if typed.is_empty() {
                break;
            }
            if let Some(field) = Field::named(&typed) {
                offered.take_for(&title, Some(field));
                break;
            }
            say::aside("That is none of them.");
        }
    }
}

/// Which service a row is: where that is not sure somebody is asked, and where nobody is there it stands as one of its own, and that is said.
fn decide(offered: OfferedRow, case: &Case) -> TakenRow {
    let OfferedRow { mut row, perhaps } = offered;
    let Some(no) = perhaps else {
        return row;
    };
    let name = shown::line(&row.details.service);
    let other = case
        .services
        .get(&no)
        .map_or_else(String::new, |known| shown::line(&known.details.service));
    match say::ask(&format!(
        "Is “{name}” the same service as {no}. {other}? yes or no:"
    )) {
        Some(typed) if typed.eq_ignore_ascii_case("yes") || typed.eq_ignore_ascii_case("y") => {
            row.same_as = Some(no);
        }
        Some(_) => {}
        None => say::aside(&format!(
            "“{name}” may be the same as {no}. {other}: it is taken in as a service of its own; on the screen the two can be said to be one."
        )),
    }
    row
}

impl From<ServicesError> for Failure {
    fn from(error: ServicesError) -> Self {
        match error {
            ServicesError::Refused(crate::casework::Refusal::Unchanged) => Self::new(
                Exit::No,
                "Every row was listed from this file already: nothing was changed.",
            ),
            ServicesError::Refused(refusal) => refusal.into(),
            ServicesError::NotKept(error) => error.into(),
            ServicesError::NoColumn { .. } | ServicesError::NoField { .. } => {
                Self::new(Exit::WrongUse, error)
            }
            ServicesError::Unreadable { .. } | ServicesError::NoServices { .. } => {
                Self::new(Exit::No, error)
            }
        }
    }
}
