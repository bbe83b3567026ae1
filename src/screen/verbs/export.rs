//! Writing the agreed notes out, from the screen.

use std::path::{Path, PathBuf};

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, Reading},
        state::State,
    },
    Available, Made,
};
use crate::{
    casework::Refusal,
    desk::{
        messages::{Export, Request},
        pages::{Line, Role},
        shown,
    },
};

pub(super) fn available(state: &State) -> Available {
    match state.case() {
        Some(case) if case.sittings.is_empty() => {
            Err("There has been no sitting on this case yet: there is nothing to write.".to_owned())
        }
        Some(_) => Ok(()),
        None => Err("Open a case first.".to_owned()),
    }
}

pub(super) fn open(state: &mut State) {
    if let Some(form) = form(state) {
        state.layers.push(Layer::Form(Box::new(form)));
    }
}

/// The form of an export.
#[must_use]
pub fn form(state: &State) -> Option<Form> {
    let open = state.open.as_ref()?;
    let reference = &state.case()?.reference;
    let folder = open
        .folder
        .parent()
        .unwrap_or(Path::new("."))
        .join("agreed notes");
    let formats = [
        ("md,json", "to read, and for machines (md and json)"),
        ("md", "to read (md)"),
        ("json", "for machines (json)"),
    ];
    let formats = formats
        .iter()
        .map(|(id, title)| ((*id).to_owned(), (*title).to_owned()))
        .collect();
    let names = [
        ("no", "replaced: [child], [mother] …"),
        ("yes", "WITH NAMES, and the notes say so"),
    ];
    let names = names
        .iter()
        .map(|(id, title)| ((*id).to_owned(), (*title).to_owned()))
        .collect();
    let fields = vec![
        Field::line(
            "folder",
            "Folder",
            "THE FILES ARE NOT ENCRYPTED: whoever has them can read them.",
            &folder.display().to_string(),
        ),
        Field::choice("formats", "As", "← → change it.", formats, "md,json"),
        Field::choice("names", "Names", "← → change it.", names, "no"),
    ];
    Some(Form::new(
        Intent::Export,
        format!("Write out the agreed notes of {reference}"),
        fields,
    ))
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let case = state.case_no().ok_or(Refusal::NoSitting)?;
    let folder = form.get("folder").trim().to_owned();
    if folder.is_empty() {
        return Err(Refusal::Empty("Folder"));
    }
    Ok(Made::Ask(Request::Export(Export {
        case,
        formats: form.get("formats").split(',').map(str::to_owned).collect(),
        folder: PathBuf::from(folder),
        with_names: form.get("names") == "yes",
        sure: false,
    })))
}

/// What is shown when the files are written.
#[must_use]
pub fn written(files: &[PathBuf]) -> Reading {
    let mut lines = vec![
        Line::new(
            0,
            Role::Gap,
            "These files are NOT ENCRYPTED: whoever has them can read them.",
        ),
        Line::default(),
    ];
    lines.extend(
        files
            .iter()
            .map(|file| Line::new(2, Role::Words, shown::path(file))),
    );
    Reading::of_lines("The notes are written", lines)
}

/// What is shown when some words may be names.
#[must_use]
pub fn unsure(words: &[(String, String)]) -> Reading {
    let mut lines = vec![
        Line::new(
            0,
            Role::Words,
            "These words may be names. Look through them: Enter writes the notes with them, Esc goes back, so that you can list those that are names (mark one and press i).",
        ),
        Line::default(),
    ];
    for (word, context) in words {
        lines.push(
            Line::new(2, Role::Heading, format!("{word:<20} ")).and(Role::Quiet, context.clone()),
        );
    }
    let mut reading = Reading::of_lines("Are there names among these?", lines);
    "↑↓ read  Enter none of them is a name: write  Esc go back".clone_into(&mut reading.keys);
    reading
}
