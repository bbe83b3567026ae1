//! What happens when something comes in: a key, a paste, the mouse, a resize, a word from the desk. Pure: changes the state, asks for
//! effects, touches nothing else.
//!
//! An act that is on its way to the disk makes later keys wait (they are queued, in order, and the screen says "keeping…"), so that
//! every rule is checked against what was really kept.

mod door;
mod front;
mod hear;
mod keys;
mod mouse;
mod quiet;
mod settle;

pub use hear::hear;
pub(in crate::screen) use keys::over_layer;
pub use quiet::Quiet;
pub(super) use settle::{rows_of_item, stood_on};

use super::{
    action::Action,
    keys::Key,
    layers::Layer,
    state::{Effect, State},
};
use crate::casework::Moment;

/// What comes in from outside, apart from the desk's messages.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Pasted words.
    Paste(String),
    /// The mouse.
    Mouse(MouseAct, u16, u16),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The clock.
    Now(Moment),
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button went down.
    Down,
    /// It moved while down.
    Drag,
    /// It came up.
    Up,
    /// The wheel, towards the user.
    WheelDown,
    /// The wheel, away.
    WheelUp,
}

/// Takes one input.
pub fn update(state: &mut State, input: Input) -> Vec<Effect> {
    let mut effects = Vec::new();
    match input {
        Input::Resize(width, height) => {
            state.size = (width, height);
            front::resize(state);
        }
        Input::Now(now) => effects.extend(quiet::tick(state, now)),
        // For what is not quite open yet.
        input if state.front.is_some() => state.deferred.push_back(input),
        input if state.door.is_some() => effects.extend(door::input(state, input)),
        input if quiet::stirred(state, &input) => {}
        // At once, whatever is on its way.
        Input::Key(key) if is_curtain(state, key) => {
            effects.extend(super::verbs::run(state, Action::Curtain));
        }
        input if state.keeping.is_empty() => effects.extend(take(state, input)),
        input => state.deferred.push_back(input),
    }
    effects.extend(super::verbs::curtain::fall(state));
    effects.extend(settle::settle(state));
    effects
}

/// Whether a key that types nothing brings the curtain down.
fn is_curtain(state: &State, key: Key) -> bool {
    key.typed().is_none() && state.table.action(key, state.page) == Some(Action::Curtain)
}

/// Takes what waited for an act to be kept, until the next act is on its way.
fn take_deferred(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    while state.keeping.is_empty() && state.front.is_none() {
        let Some(input) = state.deferred.pop_front() else {
            break;
        };
        effects.extend(take(state, input));
        effects.extend(settle::settle(state));
    }
    effects
}

fn take(state: &mut State, input: Input) -> Vec<Effect> {
    state.resume_stale = true;
    match input {
        Input::Key(key) => keys::key(state, key),
        Input::Paste(words) => {
            paste(state, &words);
            Vec::new()
        }
        Input::Mouse(act, column, row) => mouse::mouse(state, act, column, row),
        Input::Resize(..) | Input::Now(_) => Vec::new(),
    }
}

/// A paste is one act: it goes where typing would go, and nowhere else. It never does an action.
fn paste(state: &mut State, words: &str) {
    state.said = None;
    match state.layers.last_mut() {
        Some(Layer::Form(form)) => form.paste(words),
        Some(Layer::List(list)) => list.paste(words),
        Some(Layer::OwnWords(own)) => own.paste(words),
        Some(Layer::Password(line)) => line.typed.insert(words),
        Some(Layer::Find(finder)) => {
            finder.query.insert(words);
            super::verbs::find::look(state);
        }
        Some(_) => {}
        None => match state.page {
            super::action::Where::Cases => {
                if let Some(open) = &mut state.open {
                    open.cases.filter.insert(words);
                }
                super::verbs::cases::narrow(state);
            }
            _ => state.say("Nothing here takes pasted words. Open a remark first (r), then paste."),
        },
    }
}
