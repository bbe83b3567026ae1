//! What can be done with the thing under the pointer: Enter asks, so that nobody has to know a key.

use super::{
    super::{
        action::Action,
        layers::{Layer, List, Pick, list::Row},
        state::{Effect, Focus, State},
    },
    Available,
};
use crate::{
    casework::ServiceNo,
    desk::pages::{Item, PackageItem, package::Cell},
};

pub(super) fn available(state: &State) -> Available {
    if actions(state).is_empty() {
        return Err("Stand on a remark, a finding or a service first.".to_owned());
    }
    Ok(())
}

fn actions(state: &State) -> &'static [Action] {
    let Some(ui) = state.sitting() else {
        return &[];
    };
    if ui.focus == Focus::File {
        return &[
            Action::Mark,
            Action::Across,
            Action::Remark,
            Action::Absence,
            Action::Service,
            Action::Describe,
            Action::DocumentNext,
            Action::Walk,
        ];
    }
    match ui.item() {
        Some(Item::Remark(_)) => &[
            Action::Reply,
            Action::Finding,
            Action::Across,
            Action::Tie,
            Action::Remark,
        ],
        Some(Item::Finding(_)) => &[
            Action::Answer,
            Action::Across,
            Action::Edit,
            Action::Action,
            Action::Park,
            Action::Tie,
            Action::Remark,
            Action::Withdraw,
        ],
        Some(Item::Service(_) | Item::Package(_)) => &[
            Action::Remark,
            Action::Finding,
            Action::Edit,
            Action::PassageNext,
            Action::Across,
            Action::Absence,
        ],
        Some(Item::Journey(_)) => &super::journey::ACTIONS,
        Some(Item::Action(_)) => &[Action::Edit, Action::Withdraw, Action::Across],
        _ => &[
            Action::Remark,
            Action::Absence,
            Action::Service,
            Action::Walk,
        ],
    }
}

/// The step of a service's history stood on.
fn step(state: &State) -> Option<(ServiceNo, u32)> {
    let ui = state.sitting().filter(|ui| ui.focus == Focus::Talk)?;
    match ui.item()? {
        Item::Package(PackageItem::Step(no, at)) => Some((no, at)),
        _ => None,
    }
}

/// Opens the words of a plan that speaks of a service, or the plan that leaves it out.
fn words_of_step(state: &mut State, no: ServiceNo, at: u32) -> Vec<Effect> {
    let place = state.sitting().and_then(|ui| {
        let steps = ui.package.told().histories.get(&no)?;
        let step = steps.get(usize::try_from(at).ok()?)?;
        let service = state.case()?.services.get(&no)?;
        let anchor = step
            .listing
            .and_then(|at| service.listings.get(at))
            .and_then(|listing| {
                let in_file = |anchor: &&crate::casework::Anchor| anchor.document().is_some();
                listing.anchors.iter().find(in_file).cloned()
            });
        Some((anchor, step.document))
    });
    match place {
        Some((Some(anchor), _)) => super::across::go(state, &anchor),
        Some((None, Some(document))) => super::read::open_document(state, document),
        _ => {
            state.say("No document of the case says this: it was listed another way.");
            Vec::new()
        }
    }
}

/// The service stood on as a whole, where it can be written in.
fn named(state: &State) -> Option<ServiceNo> {
    let ui = state.sitting().filter(|ui| ui.focus == Focus::Talk)?;
    super::cell::available(state).ok()?;
    match ui.item()? {
        Item::Service(no) => Some(no),
        _ => None,
    }
}

pub(super) fn open(state: &mut State) -> Vec<Effect> {
    // In the journey Enter opens the words at once: there is one likeliest thing to do.
    if let Some(item) = super::journey::item(state) {
        return super::journey::enter(state, item);
    }
    if super::package::is_picture(state) {
        super::package::enter(state);
        return Vec::new();
    }
    if super::gap::here(state).is_some() {
        super::gap::ask(state);
        return Vec::new();
    }
    if let Some((no, at)) = step(state) {
        return words_of_step(state, no, at);
    }
    if let Some((no, cell)) = super::cell::here(state) {
        match super::cell::available(state) {
            Ok(()) => super::cell::write(state, no, cell),
            Err(why) => state.refuse(&why),
        }
        return Vec::new();
    }
    let title = match state
        .sitting()
        .filter(|ui| ui.focus == Focus::Talk)
        .and_then(super::super::state::SittingUi::item)
    {
        Some(Item::Remark(no)) => format!("Remark {no}"),
        Some(Item::Finding(no)) => format!("Finding {no}"),
        Some(Item::Package(PackageItem::Said(no)) | Item::Service(no)) => format!("Service {no}"),
        Some(Item::Action(no)) => format!("Action {no}"),
        _ => "This line".to_owned(),
    };
    let mut rows: Vec<_> = actions(state)
        .iter()
        .filter_map(|action| super::menu::row(state, *action))
        .collect();
    if let Some(no) = named(state) {
        let pick = Pick::Cell(no, Cell::Service);
        rows.insert(
            2.min(rows.len()),
            Row::new("Change what it is called", pick),
        );
        if state.case().is_some_and(|case| case.services.len() > 1) {
            let same = Row::new("It is the same as another service …", Pick::SameAsWhich(no)).hint(
                "Both become one, with what was listed and said of either. It can be taken back.",
            );
            rows.push(same);
        }
    }
    rows.sort_by_key(|row| row.reason.is_some());
    state.layers.push(Layer::List(List::short(title, rows)));
    Vec::new()
}
