//! Marking a part of a page: a frame moved and sized with the arrows, or the whole page, and what is to be done with it.

use ratatui::crossterm::event::KeyCode;

use super::{
    super::{
        action::Action,
        keys::Key,
        layers::{Layer, List},
        looking::Marked,
        state::{Effect, Focus, State},
    },
    look::{closer, looking_mut},
};
use crate::{
    casework::Anchor,
    desk::picture::{WHOLE, Window},
};

/// Parts of what is in sight that one key moves a mark by.
const MARK_STEP: u32 = 24;

/// The least a marked part is across and down, in parts of [`WHOLE`].
const LEAST: u32 = WHOLE / 100;

/// Marks a part of the page in sight.
pub(super) fn begin(state: &mut State) {
    let Some(looking) = looking_mut(state) else {
        return;
    };
    if looking.in_sight().is_none() {
        state.say("The page is being drawn; mark a part of it when it is here.");
        return;
    }
    let window = looking.window();
    let (across, down) = (
        (window.right - window.left) / 4,
        (window.bottom - window.top) / 6,
    );
    let middle = (
        window.left.midpoint(window.right),
        window.top.midpoint(window.bottom),
    );
    looking.marked = Some(Marked {
        frame: Window {
            left: middle.0.saturating_sub(across),
            top: middle.1.saturating_sub(down),
            right: (middle.0 + across).min(WHOLE),
            bottom: (middle.1 + down).min(WHOLE),
        },
        sizing: false,
        whole: false,
    });
    if let Some(ui) = state.sitting_mut() {
        ui.focus = Focus::File;
    }
}

/// Takes a key while a part is marked; `None` where it means what it means elsewhere.
pub(super) fn key(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let looking = looking_mut(state)?;
    let mut marked = looking.marked?;
    let window = looking.window();
    let step_x = ((window.right - window.left) / MARK_STEP).max(1);
    let step_y = ((window.bottom - window.top) / MARK_STEP).max(1);
    match key.code {
        KeyCode::Esc => {
            looking.marked = None;
            return Some(Vec::new());
        }
        KeyCode::Enter => {
            ask(state);
            return Some(Vec::new());
        }
        KeyCode::Char(' ') => marked.whole = !marked.whole,
        KeyCode::Tab => {
            marked.sizing = !marked.sizing;
            marked.whole = false;
        }
        KeyCode::Left | KeyCode::Right | KeyCode::Up | KeyCode::Down => {
            marked.whole = false;
            let on = matches!(key.code, KeyCode::Right | KeyCode::Down);
            let frame = &mut marked.frame;
            let (first, last, step) = if matches!(key.code, KeyCode::Left | KeyCode::Right) {
                (&mut frame.left, &mut frame.right, step_x)
            } else {
                (&mut frame.top, &mut frame.bottom, step_y)
            };
            stretch(first, last, step, on, marked.sizing);
            let frame = marked.frame;
            looking.show(frame);
        }
        KeyCode::Char('+' | '=') => {
            closer(state, true);
            return Some(Vec::new());
        }
        KeyCode::Char('-') => {
            closer(state, false);
            return Some(Vec::new());
        }
        _ => return None,
    }
    looking.marked = Some(marked);
    Some(Vec::new())
}

/// Moves both edges by a step, or the last one alone; never out of the page, never to nothing.
fn stretch(first: &mut u32, last: &mut u32, step: u32, on: bool, sizing: bool) {
    match (sizing, on) {
        (true, true) => *last = (*last + step).min(WHOLE),
        (true, false) => *last = last.saturating_sub(step).max((*first + LEAST).min(WHOLE)),
        (false, true) => {
            let by = step.min(WHOLE - *last);
            *first += by;
            *last += by;
        }
        (false, false) => {
            let by = step.min(*first);
            *first -= by;
            *last -= by;
        }
    }
}

/// What is to be done with the marked part.
fn ask(state: &mut State) {
    let rows = [
        Action::Remark,
        Action::Finding,
        Action::Service,
        Action::Tie,
        Action::Absence,
    ]
    .into_iter()
    .filter_map(|action| super::menu::row(state, action))
    .collect();
    state.layers.push(Layer::List(List::short(
        "What about this part of the page?",
        rows,
    )));
}

/// The marked part as an anchor.
#[must_use]
pub fn anchor(state: &State) -> Option<Anchor> {
    let looking = state.sitting()?.looking.as_ref()?;
    looking.region().map(Anchor::Region)
}
