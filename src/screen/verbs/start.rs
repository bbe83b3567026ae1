//! The start screen: go on with an inspection, try the demonstration, set one up.

use std::path::PathBuf;

use ratatui::crossterm::event::KeyCode;

use super::{
    super::{
        action::Action,
        form::{Field, Form},
        intent::Intent,
        keys::Key,
        layers::{Layer, folder::Purpose},
        state::{Effect, State},
    },
    Made,
};
use crate::{
    casework::{Refusal, Side},
    desk::{
        Unlock, frameworks,
        messages::{NewInspection, Request},
        shown,
        strength::strength,
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
            if std::mem::replace(&mut state.opening, true) {
                return Vec::new();
            }
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
    open_with(state, folder, Unlock::Beside)
}

/// Opens an inspection with what somebody gave for it.
pub fn open_with(state: &mut State, folder: PathBuf, unlock: Unlock) -> Vec<Effect> {
    if std::mem::replace(&mut state.opening, true) {
        return Vec::new();
    }
    state.say(format!("Opening {} …", shown::path(&folder)));
    vec![Effect::Ask(Request::Open { folder, unlock })]
}

/// Sets an inspection up; the form stays, so that nothing of it is typed twice where that does not go.
pub(super) fn set_up(state: &mut State, mut form: Box<Form>, request: Request) -> Vec<Effect> {
    let busy = std::mem::replace(&mut state.opening, true);
    form.notice = Some("Setting the inspection up …".to_owned());
    state.layers.push(Layer::Form(form));
    if busy {
        return Vec::new();
    }
    vec![Effect::Ask(request)]
}

/// It could not be opened or set up: said in the form it was asked from, else at the bottom.
pub fn not_set_up(state: &mut State, why: &str) {
    let form = state.layers.iter_mut().find_map(|layer| match layer {
        Layer::Form(form) if form.intent == Intent::NewInspection => Some(form),
        _ => None,
    });
    match form {
        Some(form) => form.notice = Some(why.to_owned()),
        None => state.refuse(&why),
    }
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
        Field::line("authority", "Authority", "Which council is inspected.", ""),
        Field::choice("framework", "Framework", "← → change it.", frameworks, ""),
        Field::line(
            "first",
            "First day",
            "For instance 2026-11-23. May stay empty.",
            "",
        ),
        Field::line("last", "Last day", "May stay empty.", ""),
        Field::line(
            "announced",
            "Announced",
            "The day the authority was told. Empty: the first day counts.",
            "",
        ),
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
        Field::secret(
            "passphrase",
            "Passphrase",
            "Opens the inspection from now on. Nobody can open it without: keep it in mind or in a safe place. Typing shows dots.",
            true,
        ),
        Field::secret(
            "again",
            "Once more",
            "The same again, letter by letter.",
            false,
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
    let new = NewInspection {
        folder: PathBuf::from(needed("folder", "Folder")?),
        authority: needed("authority", "Authority")?,
        framework: form.get("framework"),
        days: (form.get("first"), form.get("last")),
        announced: form.get("announced"),
        people,
    };
    let (Some(passphrase), Some(again)) = (form.secret("passphrase"), form.secret("again")) else {
        return Err(Refusal::Empty("Passphrase"));
    };
    if passphrase.is_empty() {
        return Err(Refusal::Empty("Passphrase"));
    }
    let strength = passphrase.judged(strength);
    if !strength.enough {
        return Ok(Made::NotYet {
            field: "passphrase",
            why: strength.sentence,
        });
    }
    if !passphrase.is(again) {
        return Ok(Made::NotYet {
            field: "again",
            why: "The two are not the same. Check Caps Lock; Ctrl-U empties a field.".to_owned(),
        });
    }
    Ok(Made::Ask(Request::New {
        new,
        unlock: Unlock::With(passphrase.passphrase()),
    }))
}
