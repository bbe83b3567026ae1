//! The seals of the inspection: shown large again, and made where a sitting was closed without one.

use super::{
    super::{
        layers::{Layer, List, Pick, SealLarge, list::Row},
        state::State,
    },
    Available,
};
use crate::{casework::SealNo, desk::pages::seals};

pub(super) fn available(state: &State) -> Available {
    match &state.open {
        Some(_) => Ok(()),
        None => Err("No inspection is open.".to_owned()),
    }
}

/// Lists them, the newest first.
pub(super) fn open(state: &mut State) {
    let Some(open) = &state.open else { return };
    let mut rows = Vec::new();
    for case in seals::unsealed(&open.inspection) {
        let reference = open
            .inspection
            .cases
            .get(&case)
            .map_or("", |case| case.reference.as_str());
        rows.push(
            Row::new(
                format!("{reference}: closed, not sealed. Make the seal now"),
                Pick::MakeSeal(case),
            )
            .hint("The seal is made over everything kept until now."),
        );
    }
    rows.extend(open.inspection.seals.keys().rev().filter_map(|no| {
        let shown = seals::shown(&open.inspection, *no)?;
        Some(Row::new(format!("Seal {no} · {}", shown.over), Pick::ShowSeal(*no)).right(shown.at))
    }));
    for erased in open.inspection.erased.values() {
        rows.extend(erased.seals.iter().map(|seal| {
            let said = seals::said(seal.code);
            let title = format!(
                "Seal {} · a sitting on {}, erased since",
                seal.number, erased.reference
            );
            Row::new(title, Pick::Nothing).hint(said.words.join(" "))
        }));
    }
    if rows.is_empty() {
        state.say("There is no seal yet. One is made at the close of each sitting.");
        return;
    }
    state
        .layers
        .push(Layer::List(List::new("The seals of this inspection", rows)));
}

/// Shows a seal large.
pub fn show(state: &mut State, no: SealNo, new: bool) {
    let shown = state
        .open
        .as_ref()
        .and_then(|open| seals::shown(&open.inspection, no));
    if let Some(shown) = shown {
        state.layers.push(Layer::Seal(SealLarge::of(shown, new)));
    }
}
