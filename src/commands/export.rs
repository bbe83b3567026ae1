//! `alongside export`: the agreed notes of one case, or of every case that has had a sitting.

use std::path::PathBuf;

use serde::Serialize;

use super::{
    cli::{ExportArguments, Format as Typed},
    exit::{Exit, Failure},
    say,
    unlock::Given,
};
use crate::{
    casework::CaseNo,
    desk::{
        export::{self, ExportError, Exported, Format, Unsure, Wanted},
        record::{Keep, Record},
        shown,
    },
};

#[derive(Serialize)]
struct Done {
    case: String,
    files: Vec<String>,
}

pub fn run(arguments: &ExportArguments, given: &Given) -> Result<Exit, Failure> {
    let mut record = given.open(&arguments.folder)?;
    for note in record.take_notes() {
        say::aside(&note);
    }
    let cases = cases(arguments, &record)?;
    say::aside("Exported files are NOT ENCRYPTED: whoever can open the folder can read them.");
    if arguments.with_names {
        say::aside("Names are left in, as --with-names asks, and the notes say so.");
    }
    let mut wanted = Wanted {
        formats: arguments.format.iter().copied().map(form).collect(),
        folder: arguments.out.clone(),
        with_names: arguments.with_names,
        sure: arguments.yes,
    };
    let mut done = Vec::new();
    let mut refused = false;
    for case in cases {
        wanted.sure = arguments.yes;
        let reference = record.inspection().case(case)?.reference.clone();
        if let Some(files) = one(&mut record, case, &reference, &mut wanted)? {
            done.push(Done {
                case: reference,
                files: files.iter().map(|path| shown::path(path)).collect(),
            });
        } else {
            refused = true;
        }
    }
    record.close();
    if arguments.json {
        say::json(&done)?;
    } else {
        for file in done.iter().flat_map(|done| &done.files) {
            say::result(file)?;
        }
    }
    Ok(if refused { Exit::No } else { Exit::Done })
}

fn form(typed: Typed) -> Format {
    match typed {
        Typed::Md => Format::Markdown,
        Typed::Json => Format::Json,
    }
}

fn cases(arguments: &ExportArguments, record: &Record) -> Result<Vec<CaseNo>, Failure> {
    match &arguments.case {
        Some(reference) => Ok(vec![super::case_named(record.inspection(), reference)?]),
        None => match export::cases_with_a_sitting(record.inspection()) {
            cases if cases.is_empty() => Err(Failure::new(
                Exit::No,
                "No case of this inspection has had a sitting yet, so there are no notes. Name a case with --case to export what there is.",
            )),
            cases => Ok(cases),
        },
    }
}

/// One case; `None` where its names are not sure and nobody said that they are.
fn one(
    record: &mut Record,
    case: CaseNo,
    reference: &str,
    wanted: &mut Wanted,
) -> Result<Option<Vec<PathBuf>>, Failure> {
    match export::export(record, case, wanted)? {
        Exported::Written(files) => Ok(Some(files)),
        Exported::Unsure(unsure) => {
            say::aside(&list(reference, &unsure));
            let answer = say::ask(&format!(
                "Export {reference} with these words in it? Type yes to go on:"
            ));
            match answer.as_deref() {
                Some("yes" | "YES" | "Yes") => {}
                Some(_) => {
                    say::aside(&format!("{reference} was not exported."));
                    return Ok(None);
                }
                None => {
                    say::aside(&format!(
                        "{reference} was not exported: nobody can be asked here. List the names on the screen or in case.toml, or export with --yes where none of these words is a name."
                    ));
                    return Ok(None);
                }
            }
            wanted.sure = true;
            match export::export(record, case, wanted)? {
                Exported::Written(files) => Ok(Some(files)),
                Exported::Unsure(_) => Ok(None),
            }
        }
    }
}

fn list(reference: &str, unsure: &[Unsure]) -> String {
    let width = unsure
        .iter()
        .map(|unsure| unsure.word.chars().count())
        .max()
        .unwrap_or(0)
        .min(30);
    let lines: Vec<_> = unsure
        .iter()
        .map(|unsure| format!("  {:width$}  {}", unsure.word, unsure.context))
        .collect();
    format!(
        "{reference}: {} in the notes may be names or other identifiers, and stand on no list:\n{}",
        match unsure.len() {
            1 => "this word".to_owned(),
            count => format!("these {count} words"),
        },
        lines.join("\n")
    )
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Refused(refusal) => refusal.into(),
            error => Self::new(Exit::Cannot, error),
        }
    }
}
