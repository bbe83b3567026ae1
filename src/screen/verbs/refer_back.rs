//! Refer-backs: an immediate concern about a child, from every screen, over whatever is open.

use super::{
    super::{
        action::Where,
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, List, Pick, list::Row},
        state::{State, Then},
    },
    Available, Made,
};
use crate::casework::Refusal;

pub(super) fn available(state: &State) -> Available {
    if state.page == Where::Start {
        return Err("Open an inspection first: a refer-back belongs to a child.".to_owned());
    }
    super::cases::writable(state)?;
    match state.case_no() {
        Some(_) => Ok(()),
        None => Err("Stand on a case first: a refer-back belongs to a child.".to_owned()),
    }
}

/// Straight to the form where none is open; else the list of those that are.
pub(super) fn run(state: &mut State) {
    let Some(case) = state.case() else { return };
    if case.refer_backs.is_empty() {
        raise(state);
        return;
    }
    let mut rows = vec![Row::new("Raise a new concern …", Pick::RaiseReferBack)];
    for raised in case.refer_backs.values() {
        match &raised.closed {
            None => {
                let concern = crate::desk::pages::one_line(&raised.concern);
                rows.push(
                    Row::new(
                        format!("{}. {concern}", raised.no),
                        Pick::ReplyReferBack(raised.no),
                    )
                    .right("open")
                    .hint(format!(
                        "Told to {}, {}. {} answers. Enter adds one.",
                        raised.told_to,
                        raised.told_when,
                        raised.replies.len()
                    )),
                );
                rows.push(Row::new(
                    format!("   close refer-back {}", raised.no),
                    Pick::CloseReferBack(raised.no),
                ));
            }
            Some((at, how)) => {
                rows.push(
                    Row::new(format!("{}. {}", raised.no, raised.concern), Pick::Nothing)
                        .right("closed")
                        .hint(format!(
                            "Closed {}: {how}",
                            crate::casework::time::day(at.date())
                        )),
                );
            }
        }
    }
    state.layers.push(Layer::List(List::short(
        format!("Refer-backs of {}", case.reference),
        rows,
    )));
}

pub(super) fn raise(state: &mut State) {
    super::open_form(state, &Intent::ReferBack);
}

/// The three forms.
#[must_use]
pub fn form(state: &State, intent: &Intent) -> Option<Form> {
    let case = state.case()?;
    let there = |no| case.refer_backs.contains_key(&no);
    let (title, fields) = match intent {
        Intent::ReferBackReply(no) if there(*no) => (
            format!("Answer to refer-back {no}"),
            vec![Field::words(
                "reply",
                "Reply",
                "What they said, and who.",
                "",
            )],
        ),
        Intent::ReferBackClose(no) if there(*no) => (
            format!("Close refer-back {no}"),
            vec![Field::words(
                "how",
                "How it was settled",
                "What makes the child safe now.",
                "",
            )],
        ),
        Intent::ReferBack => (
            format!(
                "Refer back: a concern about the child in {}",
                case.reference
            ),
            vec![
                Field::words("concern", "Concern", "What cannot wait.", ""),
                Field::line(
                    "told_to",
                    "Told to",
                    "By designation, for instance: Team manager.",
                    "",
                ),
                Field::line(
                    "told_when",
                    "When",
                    "When they were told.",
                    &format!("today at {}", state.now.clock()),
                ),
            ],
        ),
        _ => return None,
    };
    Some(Form::new(intent.clone(), title, fields))
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let (Some(open), Some(case)) = (&state.open, state.case_no()) else {
        return Err(Refusal::NoSitting);
    };
    let inspection = &open.inspection;
    let (event, said) = match form.intent {
        Intent::ReferBackReply(no) => (
            inspection.answer_refer_back(case, no, &form.get("reply"))?,
            "The answer is kept.",
        ),
        Intent::ReferBackClose(no) => (
            inspection.close_refer_back(case, no, &form.get("how"))?,
            "The refer-back is closed.",
        ),
        _ => (
            inspection.raise_refer_back(
                case,
                &form.get("concern"),
                &form.get("told_to"),
                &form.get("told_when"),
            )?,
            "The refer-back is kept. It stays listed until it is closed.",
        ),
    };
    Ok(Made::one(event, Then::Say(said.to_owned())))
}
