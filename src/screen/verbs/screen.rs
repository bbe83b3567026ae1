//! The screen itself: sides, tabs, zoom, colours, signs, the history.

use super::super::{
    action::Action,
    layers::{Layer, Reading},
    prefs::SPLIT,
    state::{Effect, Focus, State, Tab},
    theme::{Glyphs, Theme},
};
use crate::desk::pages::{self, Item};

/// How far the line between the sides moves at once, in parts of a hundred.
const SPLIT_STEP: u16 = 5;

pub(super) fn change(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Theme => {
            state.prefs.theme = state.prefs.theme.next();
            state.theme = Theme::load(state.prefs.theme, state.no_colour);
            state.say(format!("Colours: {}.", state.theme.title));
        }
        Action::Glyphs => {
            let ascii = state.prefs.glyphs == Some(Glyphs::Ascii);
            state.prefs.glyphs = Some(if ascii { Glyphs::Full } else { Glyphs::Ascii });
        }
        Action::SplitLeft => {
            state.prefs.split = state
                .prefs
                .split
                .saturating_sub(SPLIT_STEP)
                .max(*SPLIT.start());
        }
        Action::SplitRight => {
            state.prefs.split = (state.prefs.split + SPLIT_STEP).min(*SPLIT.end());
        }
        _ => {
            if let Some(ui) = state.sitting_mut() {
                ui.zoom = !ui.zoom;
            }
            return Vec::new();
        }
    }
    vec![Effect::SavePrefs]
}

pub(super) fn side(state: &mut State, action: Action) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    let tab = match action {
        Action::Discussion => Tab::Discussion,
        Action::Findings => Tab::Findings,
        _ => {
            ui.focus = match ui.focus {
                Focus::File => Focus::Talk,
                Focus::Talk => Focus::File,
            };
            return;
        }
    };
    show_tab(state, tab);
}

/// Shows a tab on the right, with the focus.
pub fn show_tab(state: &mut State, tab: Tab) {
    if let Some(ui) = state.sitting_mut() {
        ui.tab = tab;
        ui.focus = Focus::Talk;
        ui.talk_top = 0;
        ui.talk_made_from = None;
    }
}

/// Stands on an item at the right; for a service the file moves along to its first passage.
pub fn stand_on(state: &mut State, item: Item) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    match item {
        Item::Service(_) | Item::Package(_) => ui.tab = Tab::Package,
        Item::Action(_) => ui.tab = Tab::Findings,
        Item::Remark(_) => ui.tab = Tab::Discussion,
        Item::Journey(_) => ui.tab = Tab::Journey,
        Item::Finding(_) if ui.tab != Tab::Discussion => ui.tab = Tab::Findings,
        Item::Finding(_) | Item::Case(_) | Item::ReferBack(_) => {}
    }
    let left = ui.selected.insert(ui.tab, item);
    // From cell to cell of one service the file stays where it is being read.
    let same = left.and_then(Item::service) == item.service() && !matches!(item, Item::Service(_));
    if matches!(item, Item::Service(_) | Item::Package(_)) && !same {
        super::across::follow(state, item);
    }
    if matches!(item, Item::Journey(_)) {
        super::across::follow(state, item);
    }
}

/// Everything that happened in the case, in words.
pub(super) fn history(state: &mut State) {
    let (Some(open), Some(case)) = (&state.open, state.case()) else {
        return;
    };
    let page = pages::history::page(&open.inspection, case);
    state.layers.push(Layer::Reading(Reading::new(
        format!("History of {}, the newest first", case.reference),
        page,
    )));
}
