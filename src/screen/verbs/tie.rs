//! Adding evidence: marked words or a remark, tied to a finding or a service.

use super::{
    super::{
        layers::{Layer, List, Pick, list::Row},
        state::{Effect, Focus, State, Then},
    },
    Available,
};
use crate::{
    casework::{Anchor, RemarkNo, package::Ties},
    desk::pages::Item,
};

/// What would be tied: marked words, or the remark under the pointer.
fn what(state: &State) -> (Vec<Anchor>, Option<RemarkNo>) {
    if let Some(anchor) = super::mark::anchor(state) {
        return (vec![anchor], None);
    }
    match state
        .sitting()
        .filter(|ui| ui.focus == Focus::Talk)
        .and_then(super::super::state::SittingUi::item)
    {
        Some(Item::Remark(no)) => (super::across::anchors(state, Item::Remark(no)), Some(no)),
        _ => (Vec::new(), None),
    }
}

pub(super) fn available(state: &State) -> Available {
    super::room::available(state)?;
    if what(state) == (Vec::new(), None) {
        return Err("Mark words in the file (Space), or stand on a remark, first.".to_owned());
    }
    match state.case() {
        Some(case) if case.findings.is_empty() && case.services.is_empty() => {
            Err("There is no finding or service yet to add it to.".to_owned())
        }
        _ => Ok(()),
    }
}

pub(super) fn open(state: &mut State) {
    let Some(case) = state.case() else { return };
    let findings = case
        .findings
        .values()
        .filter(|finding| finding.withdrawn.is_none());
    let mut rows: Vec<Row> = findings
        .map(|finding| {
            Row::new(
                format!("Finding {}: {}", finding.no, finding.words()),
                Pick::Tie(Item::Finding(finding.no)),
            )
        })
        .collect();
    // A remark is tied to a service by being about it; words in the file are tied directly.
    if what(state).1.is_none() {
        rows.extend(case.services.values().map(|service| {
            Row::new(
                format!("Service {}: {}", service.no, service.details.service),
                Pick::Tie(Item::Service(service.no)),
            )
        }));
    }
    // The service both are looking at is likeliest.
    let looked_at = super::passage::service(state)
        .and_then(|no| {
            let pick = Pick::Tie(Item::Service(no));
            rows.iter().position(|row| row.pick == pick)
        })
        .unwrap_or(0);
    let mut list = List::new("Add to which finding or service?", rows);
    list.at = looked_at;
    state.layers.push(Layer::List(list));
}

pub(super) fn tie(state: &mut State, item: Item) -> Vec<Effect> {
    let (anchors, remark) = what(state);
    let made = state.room().and_then(|room| match item {
        Item::Service(no) => room.tie_service(no, anchors),
        Item::Finding(no) => room.tie_finding(
            no,
            Ties {
                anchors,
                remarks: remark.into_iter().collect(),
            },
        ),
        _ => Err(crate::casework::Refusal::Unchanged),
    });
    match made {
        Ok(event) => {
            if let Some(ui) = state.sitting_mut() {
                ui.mark = None;
                if let Some(looking) = &mut ui.looking {
                    looking.marked = None;
                }
            }
            state.keep(
                vec![event],
                None,
                Then::Say("Added as evidence.".to_owned()),
            )
        }
        Err(crate::casework::Refusal::Unchanged) => {
            state.say("That is tied to it already.");
            Vec::new()
        }
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}
