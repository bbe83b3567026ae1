//! Pausing and closing a sitting. Closing first says what is left, then goes over every finding once more, then asks who signs; none of it
//! blocks anything, and leaving it at any place leaves the sitting as it is.

use super::super::{
    layers::{Closing, Layer, List, Pick, SealLarge, closing::Outcome, list::Row},
    state::{Effect, State, Then},
};
use crate::{
    casework::{
        Case, CaseNo, Sha256,
        closing::{self, Lacks},
        perspectives::perspectives,
        walk,
    },
    desk::{
        close::{self, Sealed},
        messages::Request,
        package,
        pages::{self, Item},
    },
};

/// Pauses the sitting, where one runs, and shows the cases.
pub(super) fn pause(state: &mut State) -> Vec<Effect> {
    match state.room().map(|room| room.pause()) {
        Ok(event) => state.keep(vec![event], None, Then::ToCases),
        Err(_) => {
            super::cases::show(state);
            Vec::new()
        }
    }
}

pub(super) fn ask(state: &mut State) {
    let (Some(open), Some(case)) = (&state.open, state.case()) else {
        return;
    };
    let left = walk::left(&open.inspection, case);
    let mut rows = vec![Row::new(format!("Left: {}", left.shown()), Pick::Nothing)];
    let refer_backs = case.open_refer_backs().count();
    if refer_backs > 0 {
        rows.push(Row::new(
            format!("{refer_backs} refer-back still open"),
            Pick::Nothing,
        ));
    }
    for who in closing::answered_nothing(&open.inspection, case) {
        let who = open.inspection.person(who);
        rows.push(Row::new(
            format!("{who} has answered no finding"),
            Pick::Nothing,
        ));
    }
    rows.extend(one_strand(case));
    rows.push(
        Row::new("Close the sitting", Pick::CloseSitting).hint(
            "Every finding once more, then who signs, then the seal. What is left stays listed; the case can be sat on again.",
        ),
    );
    rows.push(
        Row::new(
            "Go on with it",
            Pick::Do(super::super::action::Action::Walk),
        )
        .hint("To the next step of the walk."),
    );
    rows.push(Row::new(
        "Write the notes out first",
        Pick::Do(super::super::action::Action::Export),
    ));
    let mut list = List::short("Close the sitting?", rows);
    list.at = list.rows.len().saturating_sub(2);
    state.layers.push(Layer::List(list));
}

/// The most findings on one strand that are listed one by one.
const LISTED: usize = 4;

/// Findings that rest on one strand only, each as a question; choosing one goes to it. None of them blocks anything.
fn one_strand(case: &Case) -> Vec<Row> {
    let found = closing::one_strand(case);
    let mut rows: Vec<Row> = found
        .iter()
        .take(LISTED)
        .map(|(no, lacks)| {
            let words = match lacks {
                Lacks::OnFile => "only heard: does the file say nothing?",
                Lacks::Heard => "only on file: what do the two of you say?",
                Lacks::Both => "neither on file nor heard: what is it from?",
            };
            Row::new(
                format!("Finding {no} is {words}"),
                Pick::Item(Item::Finding(*no)),
            )
            .hint(lacks.question())
        })
        .collect();
    if found.len() > LISTED {
        rows.push(Row::new(
            format!("… and {} more findings on one strand", found.len() - LISTED),
            Pick::Nothing,
        ));
    }
    rows
}

/// Begins the last walk.
pub fn begin(state: &mut State) {
    let begun = state.room().map(|room| Closing {
        case: room.no,
        steps: pages::closing::walk(room.case, room.sitting),
        at: 0,
        top: 0,
        row: 0,
        text: Sha256([0; 32]),
        made_from: u64::MAX,
        sealing: false,
        heard: Vec::new(),
    });
    match begun {
        Ok(closing) => {
            state.layers.push(Layer::Closing(closing));
            refresh(state);
        }
        Err(why) => state.refuse(&why),
    }
}

/// Makes what the last walk shows anew where entries were kept since.
pub fn refresh(state: &mut State) {
    let Some(open) = &state.open else { return };
    for layer in &mut state.layers {
        let Layer::Closing(closing) = layer else {
            continue;
        };
        if closing.made_from == open.inspection.entries {
            continue;
        }
        let Some(case) = open.inspection.cases.get(&closing.case) else {
            continue;
        };
        let (Some(sitting), Ok(text)) = (
            case.sitting(),
            close::text_hash(&open.inspection, closing.case),
        ) else {
            continue;
        };
        closing.made_from = open.inspection.entries;
        closing.steps = pages::closing::walk(case, sitting);
        closing.at = closing.at.min(closing.steps.len());
        closing.text = text;
        closing.heard = perspectives(&open.inspection, case, package::rules());
        // The pointer stands on the next who is still to sign, else on the seal.
        let signers = closing::signers(sitting);
        closing.row = signers
            .iter()
            .position(|who| closing::stands(sitting, *who, text).open())
            .unwrap_or(signers.len());
    }
}

/// Does what a key of the last walk asked for; the layer lies on top again already.
pub fn outcome(state: &mut State, outcome: Outcome) -> Vec<Effect> {
    match outcome {
        Outcome::Answer(no) => super::answer::ask(state, no),
        Outcome::Signer(row) => super::sign::ask(state, row),
        Outcome::Seal => return seal(state),
        Outcome::Stay | Outcome::Leave | Outcome::No => {}
    }
    Vec::new()
}

fn seal(state: &mut State) -> Vec<Effect> {
    let Some(Layer::Closing(closing)) = state.layers.last_mut() else {
        return Vec::new();
    };
    closing.sealing = true;
    let case = closing.case;
    state.under_way.closing = true;
    vec![Effect::Ask(Request::Seal(case))]
}

/// Makes the seal of a sitting that was closed without one.
pub(super) fn make_seal(state: &mut State, case: CaseNo) -> Vec<Effect> {
    if std::mem::replace(&mut state.under_way.closing, true) {
        return Vec::new();
    }
    state.say("Making the seal …");
    vec![Effect::Ask(Request::Seal(case))]
}

/// A sitting was closed and sealed, or not; its entries are applied already.
pub fn sealed(state: &mut State, case: CaseNo, outcome: Result<Sealed, String>) {
    let walked = |layer: &Layer| matches!(layer, Layer::Closing(closing) if closing.case == case);
    let in_front = state.layers.iter().any(walked);
    let is_closed = state.open.as_ref().is_some_and(|open| {
        let case = open.inspection.cases.get(&case);
        case.and_then(|case| case.sitting())
            .is_some_and(|sitting| sitting.closed.is_some())
    });
    if is_closed {
        state.layers.retain(|layer| !walked(layer));
        if in_front {
            super::cases::show(state);
        }
    }
    for layer in &mut state.layers {
        if let Layer::Closing(closing) = layer {
            closing.sealing = false;
        }
    }
    match outcome {
        Ok(sealed) => {
            super::seals::show(state, sealed.number, true);
            if let Some(beside) = sealed.beside {
                state.refuse(&format!(
                    "The seal is kept in the record; its file beside the record is not. {beside}"
                ));
            }
        }
        Err(why) if is_closed => state.refuse(&format!(
            "The sitting is closed; it is NOT SEALED. {why} \"The seals\" makes the seal later."
        )),
        Err(why) => state.refuse(&format!("NOT CLOSED. {why}")),
    }
}

/// The seal was copied: on to where the two go next.
pub fn copied(state: &mut State, large: &SealLarge) {
    if large.new {
        state.say(format!(
            "Seal {} is kept. \"The seals\" shows it again.",
            large.seal.no
        ));
    }
}
