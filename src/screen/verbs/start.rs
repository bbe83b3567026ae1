//! The start screen: go on with an inspection, try the demonstration, set one up.

use std::path::PathBuf;

use ratatui::crossterm::event::KeyCode;

use super::{
    super::{
        action::Action,
        form::{Field, Form},
        intent::Intent,
        keys::Key,
        layers::folder::Purpose,
        state::{Effect, State},
    },
    Made,
};
use crate::{
    casework::{Refusal, Side},
    desk::{
        frameworks,
        messages::{NewInspection, Request},
        shown,
    },
};

/// One row of the start screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartRow {
    /// Goes on with an inspection.
    Recent(PathBuf),
    /// Does an action.
    Do(Action),
}

/// The rows: inspections opened lately first, then what else can be done.
#[must_use]
pub fn rows(state: &State) -> Vec<StartRow> {
    let mut rows: Vec<_> = state
        .start
        .recent
        .iter()
        .cloned()
        .map(StartRow::Recent)
        .collect();
    rows.extend(
        [
            Action::StartDemo,
            Action::StartNew,
            Action::StartOpen,
            Action::Help,
            Action::Quit,
        ]
        .map(StartRow::Do),
    );
    rows
}

/// A row in words, with its key.
#[must_use]
pub fn words(state: &State, row: &StartRow) -> (String, String) {
    match row {
        StartRow::Recent(folder) => (format!("Go on with {}", shown::path(folder)), String::new()),
        StartRow::Do(action) => {
            let title = state
                .table
                .row(*action)
                .map_or("", |row| row.title.as_str());
            (title.to_owned(), state.table.key(*action))
        }
    }
}

/// Moves the pointer; whether the key was one of moving.
pub fn key(state: &mut State, key: Key) -> bool {
    let last = rows(state).len().saturating_sub(1);
    match key.code {
        KeyCode::Up => {
            state.start.at = if state.start.at == 0 {
                last
            } else {
                state.start.at - 1
            }
        }
        KeyCode::Down | KeyCode::Tab => {
            state.start.at = if state.start.at >= last {
                0
            } else {
                state.start.at + 1
            }
        }
        _ => return false,
    }
    true
}

pub(super) fn run(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::StartDemo => {
            state.say("Setting up the demonstration …");
            vec![Effect::Ask(Request::Demo)]
        }
        Action::StartNew => {
            super::open_form(state, &Intent::NewInspection);
            Vec::new()
        }
        Action::StartOpen => super::folder::begin(state, Purpose::OpenInspection),
        _ => match rows(state).get(state.start.at).cloned() {
            Some(StartRow::Recent(folder)) => open(state, folder),
            Some(StartRow::Do(action)) => super::run(state, action),
            None => Vec::new(),
        },
    }
}

/// Opens an inspection.
pub fn open(state: &mut State, folder: PathBuf) -> Vec<Effect> {
    state.say(format!("Opening {} …", shown::path(&folder)));
    vec![Effect::Ask(Request::Open(folder))]
}

/// The form of a new inspection.
#[must_use]
pub fn form(state: &State) -> Form {
    let frameworks = frameworks::all()
        .iter()
        .map(|framework| (framework.id.clone(), framework.title.clone()))
        .collect();
    let folder = state.start.home.join("inspection").display().to_string();
    let fields = vec![
        Field::line(
            "authority",
            "Authority",
            "NOT ENCRYPTED YET: for fictional cases only.",
            "",
        ),
        Field::choice("framework", "Framework", "← → change it.", frameworks, ""),
        Field::line(
            "first",
            "First day",
            "For instance 2026-11-23. May stay empty.",
            "",
        ),
        Field::line("last", "Last day", "May stay empty.", ""),
        Field::line(
            "inspector",
            "Inspector",
            "Designation of the first person of the inspection side.",
            "Lead inspector",
        ),
        Field::line(
            "worker",
            "Social worker",
            "Designation of the first person of the authority side.",
            "Social worker",
        ),
        Field::line(
            "folder",
            "Folder",
            "Everything is kept in this folder; it must be new or empty.",
            &folder,
        ),
    ];
    Form::new(Intent::NewInspection, "A new inspection", fields)
}

pub(super) fn make(form: &Form) -> Result<Made, Refusal> {
    let needed = |id: &str, label: &'static str| match form.get(id).trim() {
        "" => Err(Refusal::Empty(label)),
        words => Ok(words.to_owned()),
    };
    let mut people = Vec::new();
    for (id, side) in [("inspector", Side::Inspection), ("worker", Side::Authority)] {
        let designation = form.get(id).trim().to_owned();
        if !designation.is_empty() {
            people.push((designation, side));
        }
    }
    Ok(Made::Ask(Request::New(NewInspection {
        folder: PathBuf::from(needed("folder", "Folder")?),
        authority: needed("authority", "Authority")?,
        framework: form.get("framework"),
        days: (form.get("first"), form.get("last")),
        people,
    })))
}
