//! The passages of a service one by one: its own, those of what it was tied to, said and found of it, in the file's order.

use super::{
    super::{
        action::Action,
        state::{Effect, SittingUi, State, Tab},
    },
    Available,
};
use crate::{
    casework::{About, Anchor, Case, DocumentNo, ServiceNo},
    desk::pages::{self, Item},
};

/// The service under the pointer of the package, whichever side has the focus.
#[must_use]
pub fn service(state: &State) -> Option<ServiceNo> {
    let ui = state.sitting().filter(|ui| ui.tab == Tab::Package)?;
    ui.item().and_then(Item::service)
}

/// Every passage and page of a service, as they stand in the file: documents in reading order, words in theirs.
#[must_use]
pub fn all(case: &Case, order: &[DocumentNo], no: ServiceNo) -> Vec<Anchor> {
    let about = Some(About::Service(no));
    let own = case.services.get(&no).into_iter().flat_map(|service| {
        let listed = service.listings.iter().flat_map(|listing| &listing.anchors);
        service.anchors.iter().chain(listed)
    });
    let remarks = case.remarks.values().filter(|said| said.about == about);
    let findings = case
        .findings
        .values()
        .filter(|finding| finding.about == about);
    let heard = findings
        .clone()
        .flat_map(|finding| &finding.heard)
        .filter_map(|no| case.remarks.get(no));
    let anchors = own
        .chain(remarks.chain(heard).flat_map(|said| &said.anchors))
        .chain(findings.flat_map(|finding| &finding.anchors))
        .filter(|anchor| !matches!(anchor, Anchor::Absence(_)));
    let mut all: Vec<Anchor> = Vec::new();
    for anchor in anchors {
        if !all.contains(anchor) {
            all.push(anchor.clone());
        }
    }
    let place = |anchor: &Anchor| {
        let document = anchor
            .document()
            .and_then(|no| order.iter().position(|other| *other == no));
        let page = anchor.region().map_or(0, |region| region.page);
        let start = anchor.passage().map_or(0, |passage| passage.start);
        (document.unwrap_or(usize::MAX), page, start)
    };
    all.sort_by_key(place);
    all
}

fn of(state: &State) -> Vec<Anchor> {
    match (service(state), state.case(), state.sitting()) {
        (Some(no), Some(case), Some(ui)) => all(case, &ui.order, no),
        _ => Vec::new(),
    }
}

pub(super) fn available(state: &State) -> Available {
    if service(state).is_none() {
        let key = state.table.key(Action::Package);
        return Err(format!(
            "Stand on a service of the package ({key}) first: this goes through its passages."
        ));
    }
    if of(state).is_empty() {
        return Err(
            "Nothing in the file is tied to this service yet: mark words and add them as evidence."
                .to_owned(),
        );
    }
    Ok(())
}

/// The first passage, when a service is come to; how many there are.
#[must_use]
pub fn first(state: &State) -> Option<Anchor> {
    of(state).into_iter().next()
}

/// Moves the file to the passage after, or before, the one shown last; round at the end. The focus stays where it is.
pub(super) fn step(state: &mut State, next: bool) -> Vec<Effect> {
    let all = of(state);
    let Some(no) = service(state) else {
        return Vec::new();
    };
    let shown = state
        .sitting()
        .and_then(|ui| ui.package.passage.as_ref())
        .filter(|(of, _)| *of == no)
        .and_then(|(_, shown)| all.iter().position(|anchor| anchor == shown));
    let count = all.len();
    let at = match (shown, next) {
        (None, true) => 0,
        (None, false) => count.saturating_sub(1),
        (Some(at), true) => (at + 1) % count.max(1),
        (Some(at), false) => (at + count.saturating_sub(1)) % count.max(1),
    };
    let Some(anchor) = all.get(at).cloned() else {
        return Vec::new();
    };
    super::across::look_at(state, &anchor);
    if let Some(ui) = state.sitting_mut() {
        ui.package.passage = Some((no, anchor.clone()));
    }
    let place = state.case().map_or_else(String::new, |case| {
        let line = pages::anchor_line(case, &anchor, 0);
        let place = line.pieces.get(1).map_or("", |(_, words)| words.trim());
        place.to_owned()
    });
    state.say(format!(
        "Passage {} of {count} of service {no}: {place}.",
        at + 1
    ));
    Vec::new()
}

/// Where the file was moved when a service was come to.
pub(super) fn came_to(ui: &mut SittingUi, no: ServiceNo, anchor: Anchor) {
    ui.package.passage = Some((no, anchor));
}
