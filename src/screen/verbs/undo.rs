//! Taking back and putting back, by name.

use super::{
    super::state::{Effect, State, Then},
    Available,
};

pub(super) fn undo_available(state: &State) -> Available {
    state
        .room()
        .and_then(|room| room.undoable())
        .map(|_| ())
        .map_err(|why| why.to_string())
}

pub(super) fn redo_available(state: &State) -> Available {
    state
        .room()
        .and_then(|room| room.redoable())
        .map(|_| ())
        .map_err(|why| why.to_string())
}

pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    let made = state
        .room()
        .and_then(|room| Ok((room.undoable()?, room.undo()?)));
    match made {
        Ok((offer, event)) => state.keep(
            vec![event],
            None,
            Then::Say(format!("Taken back: {}.", offer.name)),
        ),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}

pub(super) fn redo(state: &mut State) -> Vec<Effect> {
    let made = state
        .room()
        .and_then(|room| Ok((room.redoable()?, room.redo()?)));
    match made {
        Ok((offer, event)) => state.keep(
            vec![event],
            None,
            Then::Say(format!("Put back: {}.", offer.name)),
        ),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}
