//! The walk: one key to the next thing that wants both people.

use super::{
    super::{
        package::View,
        state::{Effect, Focus, State, Tab},
    },
    Available,
};
use crate::{
    casework::walk::{self, Step},
    desk::pages::Item,
};

pub(super) fn available(state: &State) -> Available {
    match state.case() {
        Some(_) => Ok(()),
        None => Err("Open a case first.".to_owned()),
    }
}

pub(super) fn run(state: &mut State) -> Vec<Effect> {
    let (Some(open), Some(case), Some(ui)) = (&state.open, state.case(), state.sitting()) else {
        return Vec::new();
    };
    let steps = walk::steps(&open.inspection, case);
    let Some(step) = walk::next(&steps, ui.walked) else {
        state.say("Everything has been gone through: every document opened, every service discussed, every finding answered.");
        return Vec::new();
    };
    let words = match step {
        Step::Unopened(_) => "a document nobody has opened yet".to_owned(),
        Step::Undiscussed(no) => format!("service {no} has not been discussed"),
        Step::Unanswered(no) => format!("the question in remark {no} has no answer"),
        Step::ToAnswer(no) => format!("finding {no} wants an answer"),
        Step::Parked(no) => format!("finding {no} is parked"),
        Step::EarlierText(no) => {
            format!("words that finding {no} quotes changed since it was agreed to")
        }
    };
    if let Some(ui) = state.sitting_mut() {
        ui.walked = Some(step);
    }
    let effects = match step {
        Step::Unopened(document) => super::read::open_document(state, document),
        Step::Undiscussed(no) => show(state, Tab::Package, Item::Service(no)),
        Step::Unanswered(no) => show(state, Tab::Discussion, Item::Remark(no)),
        Step::ToAnswer(no) | Step::Parked(no) | Step::EarlierText(no) => {
            show(state, Tab::Findings, Item::Finding(no))
        }
    };
    state.say(format!("Walk: {words}."));
    effects
}

fn show(state: &mut State, tab: Tab, item: Item) -> Vec<Effect> {
    if let Some(ui) = state.sitting_mut() {
        ui.tab = tab;
        ui.focus = Focus::Talk;
        ui.talk_made_from = None;
        // A step of the walk leads to the service's cells, whatever form of the package was shown last.
        ui.package.view = View::Walk;
        ui.selected.insert(tab, item);
    }
    if matches!(item, Item::Service(_)) {
        super::across::follow(state, item);
    }
    Vec::new()
}
