//! Where the two are and what is half typed: taken out of the state to be stored, put back when the inspection is opened again.
//!
//! Stored as one file beside the record, never in it, at most twice a second. Whatever cannot be put back (a case or document that is
//! gone, a form for something that was taken back) is left out; what can be is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    action::Where,
    form::Draft,
    layers::Layer,
    state::{Effect, Focus, Place, State, Tab},
    verbs,
};
use crate::casework::{CaseNo, DocumentNo};

/// The version of the stored form. Another one is not read.
const VERSION: u16 = 1;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Resume {
    v: u16,
    case: Option<CaseNo>,
    in_sitting: bool,
    document: Option<DocumentNo>,
    /// Place in each document read: byte of its text (which never changes), and rows above.
    places: BTreeMap<DocumentNo, (usize, usize)>,
    focus: Focus,
    tab: Tab,
    zoom: bool,
    /// Forms on the screen, the lowest first.
    forms: Vec<Draft>,
    aside: Vec<Draft>,
}

/// What is to be stored; `None` while no inspection is open.
#[must_use]
pub fn record(state: &State) -> Option<Vec<u8>> {
    let open = state.open.as_ref()?;
    let ui = open.sitting.as_ref();
    let places = ui.map(|ui| {
        ui.places
            .iter()
            .map(|(no, place)| (*no, (place.byte, place.above)))
            .collect()
    });
    let forms = state.layers.iter().filter_map(|layer| match layer {
        Layer::Form(form) => Some(form.draft()),
        _ => None,
    });
    // Words on their way to the disk are half typed until they are kept.
    let on_their_way = state
        .keeping
        .iter()
        .filter_map(|keeping| keeping.form.clone());
    let resume = Resume {
        v: VERSION,
        case: state.case_no().or_else(|| ui.map(|ui| ui.case)),
        in_sitting: state.page == Where::Sitting,
        document: ui.and_then(|ui| ui.document),
        places: places.unwrap_or_default(),
        focus: ui.map_or(Focus::File, |ui| ui.focus),
        tab: ui.map_or(Tab::Discussion, |ui| ui.tab),
        zoom: ui.is_some_and(|ui| ui.zoom),
        forms: forms.chain(on_their_way).collect(),
        aside: state.aside.clone(),
    };
    serde_json::to_vec(&resume).ok()
}

/// Puts the two back where they were.
pub fn restore(state: &mut State, bytes: &[u8]) -> Vec<Effect> {
    let Some(resume) = serde_json::from_slice::<Resume>(bytes)
        .ok()
        .filter(|resume| resume.v == VERSION)
    else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    let known = resume.case.filter(|case| {
        state
            .open
            .as_ref()
            .is_some_and(|open| open.inspection.cases.contains_key(case))
    });
    if let Some(case) = known {
        point_at(state, case);
        if resume.in_sitting {
            effects.extend(back_to_sitting(state, case, &resume));
        }
    }
    state.aside = resume.aside;
    for draft in &resume.forms {
        if let Some(form) = verbs::form(state, &draft.intent) {
            state
                .layers
                .push(Layer::Form(Box::new(form.with_draft(draft))));
        } else {
            state.aside.push(draft.clone());
        }
    }
    if known.is_some() && resume.in_sitting && state.said.is_none() {
        let words = if resume.forms.is_empty() {
            "You are back where you were."
        } else {
            "You are back where you were, half-typed words and all."
        };
        state.say(words);
    }
    effects
}

/// Stands on a case in the list.
fn point_at(state: &mut State, case: CaseNo) {
    let Some(cases) = state.open.as_mut().map(|open| &mut open.cases) else {
        return;
    };
    let at = cases
        .shown
        .iter()
        .position(|row| cases.page.rows.get(*row).map(|row| row.no) == Some(case));
    cases.at = at.unwrap_or(0);
}

fn back_to_sitting(state: &mut State, case: CaseNo, resume: &Resume) -> Vec<Effect> {
    // The document first, so that entering opens (and records as opened) no other one.
    let Some(open) = &mut state.open else {
        return Vec::new();
    };
    let Some(known) = open.inspection.cases.get(&case) else {
        return Vec::new();
    };
    let mut ui = super::state::SittingUi::new(
        case,
        crate::casework::document::reading_order(&known.documents),
    );
    if let Some(document) = resume
        .document
        .filter(|no| known.documents.contains_key(no))
    {
        ui.document = Some(document);
    }
    ui.focus = resume.focus;
    ui.tab = resume.tab;
    ui.zoom = resume.zoom;
    ui.places = resume
        .places
        .iter()
        .map(|(no, (byte, above))| {
            (
                *no,
                Place {
                    byte: *byte,
                    above: *above,
                },
            )
        })
        .collect();
    open.sitting = Some(ui);
    verbs::cases::enter(state, case)
}
