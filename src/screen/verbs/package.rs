//! The package of support as a picture: the same key shows the walk or the picture; closer, further, earlier, later; Enter goes to the
//! service in the walk.

use ratatui::crossterm::event::KeyCode;

use super::{
    super::{
        action::Action,
        keys::Key,
        package::View,
        state::{Effect, Focus, SittingUi, State, Tab},
    },
    Available,
};
use crate::desk::pages::{
    Item,
    package::{Chart, Window},
};

/// Whether the picture is what the keys go to.
#[must_use]
pub fn is_picture(state: &State) -> bool {
    state.sitting().is_some_and(|ui| {
        ui.tab == Tab::Package && ui.focus == Focus::Talk && ui.package.view == View::Picture
    })
}

/// Shows the package; where it is shown already, the picture, or the walk again.
pub(super) fn show(state: &mut State) {
    if super::read::in_package(state)
        && let Some(ui) = state.sitting_mut()
    {
        ui.package.view = ui.package.view.next();
        if let Some(no) = ui.item().and_then(Item::service) {
            // The picture has no cells to stand on.
            ui.selected.insert(Tab::Package, Item::Service(no));
        }
    }
    super::screen::show_tab(state, Tab::Package);
}

/// Enter on a bar: the service, in the walk.
pub(super) fn enter(state: &mut State) {
    let item = state.sitting().and_then(SittingUi::item);
    if let Some(ui) = state.sitting_mut() {
        ui.package.view = View::Walk;
        ui.talk_made_from = None;
    }
    if let Some(item) = item {
        super::screen::stand_on(state, item);
    }
}

pub(super) fn available(state: &State) -> Available {
    if is_picture(state) || super::look::is_looking(state) {
        return Ok(());
    }
    let key = state.table.key(Action::Package);
    Err(format!(
        "This is done in the picture of the package ({key}, and {key} again), or on a page as it looks."
    ))
}

/// Closer or further, in the picture or on a page as it looks.
pub(super) fn zoom(state: &mut State, closer: bool) -> Vec<Effect> {
    if !is_picture(state) {
        super::look::closer(state, closer);
        return Vec::new();
    }
    let Some(ui) = state.sitting_mut() else {
        return Vec::new();
    };
    let middle = ui.package.chart.as_ref().map_or(0, Chart::step);
    let window = &mut ui.package.window;
    // What is in the middle stays there.
    if closer {
        window.closer += 1;
        window.moved = window.moved.saturating_add(middle);
    } else {
        window.closer = window.closer.saturating_sub(1);
        window.moved = window.moved.saturating_sub(middle.saturating_mul(2));
    }
    anew(state);
    Vec::new()
}

/// Later or earlier.
pub(super) fn aside(state: &mut State, later: bool) {
    if let Some(ui) = state.sitting_mut() {
        let step = ui.package.chart.as_ref().map_or(0, Chart::step);
        let window = &mut ui.package.window;
        window.moved = if later {
            window.moved.saturating_add(step)
        } else {
            window.moved.saturating_sub(step)
        };
    }
    anew(state);
}

fn anew(state: &mut State) {
    if let Some(ui) = state.sitting_mut() {
        ui.talk_made_from = None;
    }
}

/// Takes a key of the picture; whether it was one.
pub fn key(state: &mut State, key: Key) -> bool {
    if !key.held.is_empty() {
        return false;
    }
    match key.code {
        KeyCode::Left => aside(state, false),
        KeyCode::Right => aside(state, true),
        KeyCode::Char('0') => {
            if let Some(ui) = state.sitting_mut() {
                ui.package.window = Window::default();
            }
            anew(state);
        }
        _ => return false,
    }
    true
}

/// The keys that matter in the picture: the bottom line.
#[must_use]
pub fn keys(state: &State) -> String {
    let key = |action| state.table.key(action);
    format!(
        "↑↓ service  Enter go to it  ←→ earlier, later  {} closer  {} further  0 all of it  {} the walk  {} one side large  {} menu",
        key(Action::Closer),
        key(Action::Further),
        key(Action::Package),
        key(Action::Zoom),
        key(Action::Menu),
    )
}
