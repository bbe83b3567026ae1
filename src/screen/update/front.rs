//! The first frame of an inspection whose record is still being read: a picture of where the two will be, made of what was kept at a glance.
//!
//! It is a state of its own that takes no keys. What is pressed meanwhile waits, in order, for the real one, so that nothing is ever decided
//! by a picture; nothing of it is stored or asked for.

use std::sync::Arc;

use super::{
    super::{
        action::Where,
        resume,
        state::{CasesUi, Open, State},
        verbs,
    },
    settle,
};
use crate::desk::{messages::Glimpsed, pages::cases};

/// Makes the picture.
pub(super) fn show(state: &mut State, glimpsed: Glimpsed) {
    let Glimpsed {
        folder,
        front,
        framework,
        read_only,
        resume,
    } = glimpsed;
    // Words that only this program still has say where the two were; the picture was made for other ones.
    let only_here = state
        .door
        .as_ref()
        .is_some_and(super::super::door::Door::holds_words);
    if only_here || state.open.is_some() {
        return;
    }
    let mut picture = State::new(
        Arc::clone(&state.table),
        state.prefs.clone(),
        state.no_colour,
        state.now,
        state.size,
    );
    picture.theme = state.theme.clone();
    picture.page = Where::Cases;
    let page = cases::page_of(&front.inspection, &front.glances, state.now);
    picture.open = Some(Open {
        folder,
        framework,
        cases: CasesUi {
            page,
            made_from: front.inspection.entries,
            ..CasesUi::default()
        },
        inspection: front.inspection,
        sitting: None,
        compared: None,
        read_only,
    });
    verbs::cases::narrow(&mut picture);
    if let Some(bytes) = resume {
        resume::restore(&mut picture, &bytes);
        // What putting them back would have kept is kept by the real one.
        picture.keeping.clear();
        if picture.page == Where::Sitting && picture.case_no() != front.sitting {
            return;
        }
    }
    settle::settle(&mut picture);
    state.front = Some(Box::new(picture));
}

/// The real one is here, or there is none.
pub(super) fn gone(state: &mut State) {
    state.front = None;
}

/// The terminal has another size.
pub(super) fn resize(state: &mut State) {
    let size = state.size;
    if let Some(picture) = &mut state.front {
        picture.size = size;
        settle::settle(picture);
    }
}
