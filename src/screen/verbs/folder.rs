//! Choosing folders with the arrows: case files to take in, an inspection to open.

use std::path::PathBuf;

use super::super::{
    layers::{Chooser, Layer, folder::Purpose},
    state::{Effect, State},
};
use crate::desk::{
    intake::Progress,
    messages::{Folder, Request},
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
    vec![Effect::Ask(Request::Intake(folder))]
}

/// Goes on taking in, under what is being typed.
pub fn go_on(state: &mut State, folder: PathBuf) -> Vec<Effect> {
    state.under_way.intake = Some(folder.clone());
    state.layers.insert(0, Layer::Intake(Progress::default()));
    vec![Effect::Ask(Request::Intake(folder))]
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
