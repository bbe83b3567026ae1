//! Who is in the room: people come in and leave while a sitting runs.

use super::{
    super::{
        action::Where,
        layers::{
            Layer, List, Pick,
            list::{Kind, Row},
        },
        state::{Effect, State, Then},
    },
    Available,
};
use crate::casework::ParticipantNo;

/// Whether a sitting runs: what nearly every act needs.
pub(super) fn available(state: &State) -> Available {
    state.room().map(|_| ()).map_err(|why| why.to_string())
}

pub(super) fn open(state: &mut State) {
    let list = match state.room() {
        Ok(room) => {
            let pen = room.pen();
            let mut rows = Vec::new();
            for person in room.present() {
                if person.no != pen {
                    rows.push(
                        Row::new(
                            format!("Pass the pen to {}", person.shown()),
                            Pick::Pen(person.no),
                        )
                        .right(person.side.word()),
                    );
                }
            }
            let here: Vec<_> = room.present().map(|person| person.no).collect();
            for person in room
                .inspection
                .people
                .values()
                .filter(|person| !here.contains(&person.no))
            {
                rows.push(
                    Row::new(
                        format!("{} comes in", person.shown()),
                        Pick::Join(person.no),
                    )
                    .right(person.side.word()),
                );
            }
            rows.push(Row::new("Somebody new: name them …", Pick::NamePerson));
            for person in room.present() {
                rows.push(
                    Row::new(format!("{} leaves", person.shown()), Pick::Leave(person.no))
                        .right(person.side.word()),
                );
            }
            List::short(format!("In the room: {} people", here.len()), rows)
        }
        Err(why) => {
            state.refuse(&why);
            return;
        }
    };
    state.layers.push(Layer::List(list));
}

/// Shows the list somebody was named from again, with them in it.
pub fn again(state: &mut State) {
    match state.layers.pop() {
        Some(Layer::List(list)) if list.kind == Kind::WhoIsHere => {
            super::cases::ask_again(state, &list);
        }
        Some(Layer::List(_)) if state.room().is_ok() && state.page == Where::Sitting => open(state),
        Some(Layer::List(_)) => super::people::open(state),
        Some(other) => state.layers.push(other),
        None => {}
    }
}

pub(super) fn join(state: &mut State, who: ParticipantNo) -> Vec<Effect> {
    let made = state.room().and_then(|room| room.join(who));
    let name = state
        .open
        .as_ref()
        .map_or_else(String::new, |open| open.inspection.person(who));
    match made {
        Ok(event) => state.keep(
            vec![event],
            None,
            Then::Say(format!("{name} is in the room now.")),
        ),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}

pub(super) fn leave(state: &mut State, who: ParticipantNo) -> Vec<Effect> {
    let made = state.room().and_then(|room| room.leave(who));
    let name = state
        .open
        .as_ref()
        .map_or_else(String::new, |open| open.inspection.person(who));
    match made {
        Ok(events) => state.keep(
            events,
            None,
            Then::Say(format!("{name} has left the room.")),
        ),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}
