//! Names of the case and what stands for each in exported notes.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, List, Pick, list::Row},
        state::{Effect, State, Then},
    },
    Made,
};
use crate::casework::Refusal;

/// With marked words: lists them. Else shows the list.
pub(super) fn open(state: &mut State) {
    if super::mark::words(state).is_some() {
        super::open_form(state, &Intent::Identifier);
        return;
    }
    let Some(case) = state.case() else { return };
    let mut rows = vec![Row::new("List a name …", Pick::ListName)];
    rows.extend(case.identifiers.iter().map(|(words, stands_for)| {
        Row::new(words.clone(), Pick::Unlist(words.clone()))
            .right(format!("[{stands_for}]"))
            .hint("Enter takes it off the list.")
    }));
    state.layers.push(Layer::List(List::new(
        "Names replaced in exported notes",
        rows,
    )));
}

/// The form of a name; the marked words stand in it.
#[must_use]
pub fn form(state: &State) -> Form {
    let words = super::mark::words(state)
        .map(|words| crate::desk::pages::one_line(&words))
        .unwrap_or_default();
    let known = state
        .case()
        .and_then(|case| case.identifiers.get(&words))
        .cloned()
        .unwrap_or_default();
    let at = if words.is_empty() {
        "words"
    } else {
        "stands_for"
    };
    let fields = vec![
        Field::line(
            "words",
            "Words",
            "The name as it stands in the file.",
            &words,
        ),
        Field::line(
            "stands_for",
            "Stands for",
            "What is written instead: child, mother, brother, school, address …",
            &known,
        ),
    ];
    Form::new(
        Intent::Identifier,
        "A name to be replaced in exported notes",
        fields,
    )
    .at(at)
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let (Some(open), Some(case)) = (&state.open, state.case_no()) else {
        return Err(Refusal::NoSitting);
    };
    let event =
        open.inspection
            .list_identifier(case, &form.get("words"), &form.get("stands_for"))?;
    Ok(Made::one(
        event,
        Then::Say("Listed: it is replaced in exported notes.".to_owned()),
    ))
}

pub(super) fn unlist(state: &mut State, words: &str) -> Vec<Effect> {
    let (Some(open), Some(case)) = (&state.open, state.case_no()) else {
        return Vec::new();
    };
    match open.inspection.unlist_identifier(case, words) {
        Ok(event) => state.keep(
            vec![event],
            None,
            Then::Say("Taken off the list.".to_owned()),
        ),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}
