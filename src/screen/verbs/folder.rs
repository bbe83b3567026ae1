//! Choosing folders with the arrows: case files to take in, an inspection to open.

use std::path::PathBuf;

use super::super::{
    layers::{Chooser, Layer, Reading, folder::Purpose},
    state::{Effect, State},
};
use crate::desk::{
    intake::{Progress, doubt::QUESTION},
    messages::{Folder, Request},
    pages::{Line, Role},
};

pub(super) fn take_in(state: &mut State) -> Vec<Effect> {
    begin(state, Purpose::TakeIn)
}

/// Opens the chooser in the person's own folder.
pub(super) fn begin(state: &mut State, purpose: Purpose) -> Vec<Effect> {
    let folder = state.start.home.clone();
    state
        .layers
        .push(Layer::Folder(Chooser::new(purpose, folder.clone())));
    vec![Effect::Ask(Request::Folder(folder))]
}

/// Looks into another folder.
pub fn look_into(state: &mut State, folder: PathBuf) -> Vec<Effect> {
    if let Some(Layer::Folder(chooser)) = state.layers.last_mut() {
        chooser.folder.clone_from(&folder);
        chooser.inside = None;
        chooser.at = 0;
    }
    vec![Effect::Ask(Request::Folder(folder))]
}

/// A folder is chosen.
pub fn chosen(state: &mut State, purpose: Purpose, folder: PathBuf) -> Vec<Effect> {
    match purpose {
        Purpose::TakeIn => begin_intake(state, folder),
        Purpose::OpenInspection => super::start::open(state, folder),
        Purpose::Compare => super::compare::begin(state, Some(folder)),
    }
}

/// Takes case files in.
pub fn begin_intake(state: &mut State, folder: PathBuf) -> Vec<Effect> {
    state.under_way.intake = Some(folder.clone());
    state.layers.push(Layer::Intake(Progress::default()));
    vec![Effect::Ask(Request::Intake {
        folder,
        sure: false,
    })]
}

/// Takes case files in although several folders become one case: the two said so.
pub fn meant(state: &mut State, folder: PathBuf) -> Vec<Effect> {
    state.under_way.intake = Some(folder.clone());
    state.layers.push(Layer::Intake(Progress::default()));
    vec![Effect::Ask(Request::Intake { folder, sure: true })]
}

/// What is shown where several folders would become one case.
#[must_use]
pub fn doubted(lines: &[String]) -> Reading {
    let lines = lines
        .iter()
        .map(|line| Line::new(0, Role::Words, line.clone()))
        .chain([
            Line::new(0, Role::Words, ""),
            Line::new(0, Role::Words, QUESTION),
        ]);
    let mut reading = Reading::of_lines("Is this one child's file?", lines);
    "Enter yes, take it in as one case  Esc no, leave it  ↑↓ read".clone_into(&mut reading.keys);
    reading
}

/// Goes on taking in, under what is being typed.
pub fn go_on(state: &mut State, folder: PathBuf) -> Vec<Effect> {
    state.under_way.intake = Some(folder.clone());
    state.layers.insert(0, Layer::Intake(Progress::default()));
    vec![Effect::Ask(Request::Intake { folder, sure: true })]
}

/// Whether a folder looks like what is wanted, for the line under the list.
#[must_use]
pub fn verdict(purpose: Purpose, inside: &Folder) -> String {
    match purpose {
        Purpose::OpenInspection if inside.is_inspection => {
            "This is an inspection: Enter opens it.".to_owned()
        }
        Purpose::OpenInspection => "This is not an inspection.".to_owned(),
        Purpose::TakeIn | Purpose::Compare => {
            let cases = match inside.folders.len() {
                0 => "no folders".to_owned(),
                1 => "1 folder".to_owned(),
                count => format!("{count} folders"),
            };
            format!("In here: {cases}, {} files.", inside.files)
        }
    }
}
