//! Pausing and closing a sitting. Closing first says what is left; it blocks nothing.

use super::super::{
    layers::{Layer, List, Pick, list::Row},
    state::{Effect, State, Then},
};
use crate::casework::walk;

/// Pauses the sitting, where one runs, and shows the cases.
pub(super) fn pause(state: &mut State) -> Vec<Effect> {
    match state.room().map(|room| room.pause()) {
        Ok(event) => state.keep(vec![event], None, Then::ToCases),
        Err(_) => {
            super::cases::show(state);
            Vec::new()
        }
    }
}

pub(super) fn ask(state: &mut State) {
    let (Some(open), Some(case)) = (&state.open, state.case()) else {
        return;
    };
    let left = walk::left(&open.inspection, case);
    let mut rows = vec![Row::new(format!("Left: {}", left.shown()), Pick::Nothing)];
    let refer_backs = case.open_refer_backs().count();
    if refer_backs > 0 {
        rows.push(Row::new(
            format!("{refer_backs} refer-back still open"),
            Pick::Nothing,
        ));
    }
    rows.push(
        Row::new("Close the sitting", Pick::CloseSitting)
            .hint("What is left stays listed; the case can be sat on again."),
    );
    rows.push(
        Row::new(
            "Go on with it",
            Pick::Do(super::super::action::Action::Walk),
        )
        .hint("To the next step of the walk."),
    );
    rows.push(Row::new(
        "Write the notes out first",
        Pick::Do(super::super::action::Action::Export),
    ));
    let mut list = List::short("Close the sitting?", rows);
    list.at = list.rows.len().saturating_sub(2);
    state.layers.push(Layer::List(list));
}

pub(super) fn close(state: &mut State) -> Vec<Effect> {
    match state.room().map(|room| room.close()) {
        Ok(event) => state.keep(vec![event], None, Then::ToCases),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}
