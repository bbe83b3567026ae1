//! The pen: whose words are being recorded. One key hands it over; the new name stands large until the next key.

use super::{
    super::{
        layers::Layer,
        state::{Effect, State, Then},
    },
    Available,
};
use crate::casework::{ParticipantNo, Refusal};

pub(super) fn available(state: &State) -> Available {
    let room = state.room().map_err(|why| why.to_string())?;
    match room.next_pen() {
        Some(_) => Ok(()),
        None => Err("There is nobody else in the room.".to_owned()),
    }
}

pub(super) fn pass(state: &mut State) -> Vec<Effect> {
    match state.room().ok().and_then(|room| room.next_pen()) {
        Some(next) => pass_to(state, next),
        None => Vec::new(),
    }
}

pub(super) fn pass_to(state: &mut State, to: ParticipantNo) -> Vec<Effect> {
    match state.room().and_then(|room| room.pass_pen(to)) {
        Ok(event) => state.keep(vec![event], None, Then::ShowPen),
        Err(Refusal::Unchanged) => {
            state.say("They hold the pen already.");
            Vec::new()
        }
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}

/// Shows large whose pen it is.
pub fn show(state: &mut State) {
    if let Ok(name) = state.room().map(|room| room.inspection.person(room.pen())) {
        state.layers.push(Layer::Pen(name));
    }
}
