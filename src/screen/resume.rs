//! Where the two are and what is half typed: taken out of the state to be stored, put back when the inspection is opened again.
//!
//! Stored as one file beside the record, never in it, at most twice a second. Whatever cannot be put back (a case or document that is
//! gone, a form for something that was taken back) is left out; what can be is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    action::Where,
    form::Draft,
    journey::View,
    layers::{Finder, Layer, answer::Choice, find::Scope},
    package,
    state::{Effect, Focus, Found, Mark, Place, State, Tab},
    verbs,
    widgets::line_edit::LineEdit,
};
use crate::{
    casework::{CaseNo, DocumentNo, FindingNo, SealNo, Sha256},
    desk::pages::{Item, journey::Only, package::Window},
};

/// The version of the stored form. Another one is not read.
const VERSION: u16 = 2;

/// The most matches of words looked for that are stored: what was found in every document is looked for again by the person.
const MOST_HITS: usize = 500;

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
    /// What is typed to narrow the list of cases.
    filter: String,
    /// The item stood on, a tab, and the first row in sight.
    selected: BTreeMap<Tab, Item>,
    talk_top: usize,
    mark: Option<Mark>,
    found: Option<Found>,
    /// The page looked at, where one was.
    #[serde(default)]
    looking: Option<Looked>,
    /// Which list of the journey was shown, and what of it.
    #[serde(default)]
    journey: (View, Only),
    /// How the package was shown, and how much time its picture showed.
    #[serde(default)]
    package: (package::View, Window),
    /// What lies over the page, the lowest first.
    over: Vec<Over>,
    aside: Vec<Draft>,
}

/// Where the two were on a page.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Looked {
    version: Sha256,
    page: u32,
    zoom: usize,
    middle: (u32, u32),
}

/// What of the layers comes back: everything words are typed or chosen in. What is only there to be read or picked from is opened again
/// with one key.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Over {
    Form(Draft),
    Answer {
        finding: FindingNo,
        choice: Option<Choice>,
    },
    Find {
        query: String,
        scope: Scope,
        at: usize,
    },
    /// The step of the last walk; never the words somebody was typing to sign with.
    Closing {
        step: usize,
    },
    /// A seal that was not copied yet.
    Seal {
        no: SealNo,
        new: bool,
    },
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
    let over = state.layers.iter().filter_map(|layer| match layer {
        Layer::Form(form) => Some(Over::Form(form.draft())),
        Layer::Answer(answering) => Some(Over::Answer {
            finding: answering.finding,
            choice: answering.choice,
        }),
        Layer::Find(finder) => Some(Over::Find {
            query: finder.query.words().to_owned(),
            scope: finder.scope,
            at: finder.wanted.unwrap_or(finder.at),
        }),
        Layer::Closing(closing) => Some(Over::Closing { step: closing.at }),
        Layer::Seal(large) => Some(Over::Seal {
            no: large.seal.no,
            new: large.new,
        }),
        _ => None,
    });
    // Words on their way to the disk are half typed until they are kept.
    let on_their_way = state
        .keeping
        .iter()
        .filter_map(|keeping| keeping.form.clone().map(Over::Form));
    let resume = Resume {
        v: VERSION,
        case: state.case_no().or_else(|| ui.map(|ui| ui.case)),
        in_sitting: state.page == Where::Sitting,
        document: ui.and_then(|ui| ui.document),
        places: places.unwrap_or_default(),
        focus: ui.map_or(Focus::File, |ui| ui.focus),
        tab: ui.map_or(Tab::Discussion, |ui| ui.tab),
        zoom: ui.is_some_and(|ui| ui.zoom),
        filter: open.cases.filter.words().to_owned(),
        selected: ui.map(|ui| ui.selected.clone()).unwrap_or_default(),
        talk_top: ui.map_or(0, |ui| ui.talk_top),
        mark: ui.and_then(|ui| ui.mark.clone()),
        found: ui
            .and_then(|ui| ui.found.clone())
            .filter(|found| found.hits.len() <= MOST_HITS),
        looking: ui.and_then(|ui| ui.looking.as_ref()).map(|looking| Looked {
            version: looking.version,
            page: looking.page,
            zoom: looking.zoom,
            middle: looking.middle,
        }),
        journey: ui.map_or_else(Default::default, |ui| {
            (ui.journey.view, ui.journey.only.clone())
        }),
        package: ui.map_or_else(Default::default, |ui| (ui.package.view, ui.package.window)),
        over: over.chain(on_their_way).collect(),
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
    if let Some(open) = state.open.as_mut().filter(|_| !resume.filter.is_empty()) {
        open.cases.filter = LineEdit::new(&resume.filter);
        verbs::cases::narrow(state);
    }
    if let Some(case) = known {
        point_at(state, case);
        if resume.in_sitting {
            effects.extend(back_to_sitting(state, case, &resume));
        }
    }
    state.aside = resume.aside;
    let half_typed = resume.over.iter().any(|over| matches!(over, Over::Form(_)));
    for over in resume.over {
        lay_over(state, over);
    }
    if known.is_some() && resume.in_sitting && state.said.is_none() {
        let words = if half_typed {
            "You are back where you were, half-typed words and all."
        } else {
            "You are back where you were."
        };
        state.say(words);
    }
    effects
}

/// Puts back one layer, where what it is about is still there.
fn lay_over(state: &mut State, over: Over) {
    match over {
        Over::Form(draft) => match verbs::form(state, &draft.intent) {
            Some(form) => state
                .layers
                .push(Layer::Form(Box::new(form.with_draft(&draft)))),
            None => state.aside.push(draft),
        },
        Over::Answer { finding, choice } => {
            verbs::answer::ask(state, finding);
            if let Some(Layer::Answer(answering)) = state.layers.last_mut()
                && answering.finding == finding
            {
                answering.choice = choice;
            }
        }
        Over::Find { query, scope, at } => {
            if state.sitting().is_none() {
                return;
            }
            let mut finder = Finder::new("", scope);
            finder.query = LineEdit::new(&query);
            finder.wanted = Some(at);
            state.layers.push(Layer::Find(finder));
            verbs::find::look(state);
        }
        // Where the sitting is no longer running there is nothing left to close.
        Over::Closing { step } if state.room().is_ok() => {
            verbs::close::begin(state);
            if let Some(Layer::Closing(closing)) = state.layers.last_mut() {
                closing.at = step.min(closing.steps.len());
            }
        }
        Over::Closing { .. } => {}
        Over::Seal { no, new } => verbs::seals::show(state, no, new),
    }
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
    let effects = verbs::cases::enter(state, case);
    if let Some(ui) = state.sitting_mut() {
        ui.selected.clone_from(&resume.selected);
        (ui.journey.view, ui.journey.only) = resume.journey.clone();
        (ui.package.view, ui.package.window) = resume.package;
        ui.talk_top = resume.talk_top;
        ui.mark.clone_from(&resume.mark);
        ui.found.clone_from(&resume.found);
    }
    if let Some(looked) = &resume.looking {
        verbs::look::again(
            state,
            looked.version,
            looked.page,
            looked.zoom,
            looked.middle,
        );
    }
    effects
}
