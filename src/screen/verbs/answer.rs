//! Answering a finding. No single key records a position: the wording stands in full with the name of the person answering, one of
//! three is chosen, Enter keeps. Whoever holds the pen answers for themselves only.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        layers::{Answering, Layer, List, Pick, answer::Choice, list::Row},
        state::{Effect, State, Then},
    },
    Available, Made,
};
use crate::casework::{Answer, FindingNo, FindingState, Refusal};

/// Findings that can be answered now.
fn answerable(state: &State) -> Vec<FindingNo> {
    let (Some(open), Some(case)) = (&state.open, state.case()) else {
        return Vec::new();
    };
    case.findings
        .values()
        .filter(|finding| {
            !matches!(
                open.inspection.finding_state(case, finding),
                FindingState::Withdrawn | FindingState::Parked
            )
        })
        .map(|finding| finding.no)
        .collect()
}

pub(super) fn available(state: &State) -> Available {
    super::room::available(state)?;
    // Why this very finding cannot be answered is said by the rule that stands against it.
    if let Some(here) = super::finding::here(state) {
        return match (&here.withdrawn, &here.parked) {
            (Some(_), _) => Err(Refusal::FindingWithdrawn(here.no).to_string()),
            (None, Some(_)) => Err(Refusal::FindingParked(here.no).to_string()),
            (None, None) => Ok(()),
        };
    }
    if answerable(state).is_empty() {
        return Err("There is no finding to answer yet: f puts one.".to_owned());
    }
    Ok(())
}

/// Answers the finding under the pointer, else the one finding that waits for the pen holder, else asks which.
pub(super) fn open(state: &mut State) {
    if let Some(no) = super::finding::here(state).map(|finding| finding.no) {
        ask(state, no);
        return;
    }
    let (mut waiting, mut rows) = (Vec::new(), Vec::new());
    for no in answerable(state) {
        let Some(words) = state
            .case()
            .and_then(|case| case.findings.get(&no))
            .map(|finding| finding.words().to_owned())
        else {
            continue;
        };
        let answered = super::finding::own_answer(state, no).map(Answer::word);
        if answered.is_none() {
            waiting.push(no);
        }
        rows.push(
            Row::new(format!("Finding {no}: {words}"), Pick::AnswerFinding(no))
                .right(answered.unwrap_or("to answer")),
        );
    }
    match waiting.as_slice() {
        [one] => ask(state, *one),
        _ => state
            .layers
            .push(Layer::List(List::new("Answer which finding?", rows))),
    }
}

/// Shows a finding with the three answers.
pub fn ask(state: &mut State, no: FindingNo) {
    let allowed = state
        .room()
        .and_then(|room| room.answer(no, Answer::Agree).map(|_| ()));
    match allowed {
        Ok(()) | Err(Refusal::Unchanged) => {
            state.layers.push(Layer::Answer(Answering {
                finding: no,
                choice: None,
            }));
        }
        Err(why) => state.refuse(&why),
    }
}

/// Keeps an answer; a disagreement asks for its reason first.
pub fn answered(state: &mut State, no: FindingNo, choice: Choice) -> Vec<Effect> {
    let answer = match choice {
        Choice::Agree => Answer::Agree,
        Choice::NotYet => Answer::NotYet,
        Choice::Disagree => {
            super::open_form(state, &Intent::Disagree(no));
            return Vec::new();
        }
    };
    match state.room().and_then(|room| room.answer(no, answer)) {
        Ok(event) => {
            let words = match choice {
                Choice::Agree => format!("Finding {no}: agreed by {}.", pen_name(state)),
                _ => format!("Finding {no}: not yet, says {}.", pen_name(state)),
            };
            state.keep(vec![event], None, Then::Say(words))
        }
        Err(Refusal::Unchanged) => {
            state.say("That is your answer already.");
            Vec::new()
        }
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}

fn pen_name(state: &State) -> String {
    state
        .room()
        .map_or_else(|_| String::new(), |room| room.inspection.person(room.pen()))
}

pub(super) fn disagree_form(state: &State, no: FindingNo) -> Option<Form> {
    state.case()?.findings.get(&no)?;
    let who = pen_name(state);
    let fields = vec![
        Field::words(
            "because",
            "The reason",
            "Why the wording is not right. It is kept beside the wording.",
            "",
        ),
        Field::words("own", "Your own words", "May stay empty.", ""),
    ];
    Some(Form::new(
        Intent::Disagree(no),
        format!("{who} does not agree to finding {no}"),
        fields,
    ))
}

pub(super) fn make(state: &State, form: &Form, no: FindingNo) -> Result<Made, Refusal> {
    let answer = Answer::Disagree {
        because: form.get("because"),
        own_wording: form.get("own"),
    };
    let event = state.room()?.answer(no, answer)?;
    Ok(Made::one(
        event,
        Then::Say(format!("Finding {no}: not agreed. Both voices are kept.")),
    ))
}
