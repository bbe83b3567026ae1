//! The people of the inspection, by designation.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, List, Pick, list::Row},
        state::{State, Then},
    },
    Made,
};
use crate::casework::{Refusal, Side};

pub(super) fn open(state: &mut State) {
    let Some(open) = &state.open else { return };
    let mut rows = vec![Row::new("Name somebody …", Pick::NamePerson)];
    rows.extend(
        open.inspection
            .people
            .values()
            .map(|person| Row::new(person.shown(), Pick::Nothing).right(person.side.word())),
    );
    state
        .layers
        .push(Layer::List(List::short("People of this inspection", rows)));
}

pub(super) fn name(state: &mut State) {
    super::open_form(state, &Intent::Person);
}

/// The form of a person.
#[must_use]
pub fn form() -> Form {
    let sides = Side::ALL
        .iter()
        .map(|side| (side.word().to_owned(), side.word().to_owned()))
        .collect();
    let fields = vec![
        Field::line(
            "designation",
            "Designation",
            "What they are, never their name: Lead inspector, Social worker, Team manager.",
            "",
        ),
        Field::choice(
            "side",
            "Side",
            "← → change it. An observer takes no position.",
            sides,
            "authority",
        ),
        Field::line(
            "initials",
            "Initials",
            "Two or three letters shown beside what they say. Empty: made from the designation.",
            "",
        ),
    ];
    Form::new(Intent::Person, "Name somebody", fields)
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let open = state.open.as_ref().ok_or(Refusal::NoSitting)?;
    let side = form.get("side");
    let side = Side::ALL
        .into_iter()
        .find(|other| other.word() == side)
        .unwrap_or(Side::Observer);
    let event =
        open.inspection
            .name_person(&form.get("designation"), &form.get("initials"), side)?;
    // The list they were named from is shown again with them in it.
    let then = match state.layers.last() {
        Some(Layer::List(_)) => Then::RoomAgain,
        _ => Then::Say("Named.".to_owned()),
    };
    Ok(Made::one(event, then))
}
