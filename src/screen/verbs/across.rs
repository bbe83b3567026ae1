//! Between the two sides: from a remark, finding or service to the words in the file, and from a line of the file to what hangs on it.

use super::{
    super::state::{Effect, Focus, SittingUi, State},
    Available,
};
use crate::{
    casework::{Anchor, Case, Inspection, Passage},
    desk::{
        pages::Item,
        text::{OpenText, pointing},
    },
};

pub(super) fn available(state: &State) -> Available {
    let Some(ui) = state.sitting() else {
        return Err("Open a case first.".to_owned());
    };
    match ui.focus {
        Focus::File if ui.looking.is_some() && here(state).is_empty() => {
            Err("Nothing was said about this page yet: Space marks a part of it.".to_owned())
        }
        Focus::File if here(state).is_empty() => {
            Err("Nothing hangs on this line: lines with a sign before them have a remark, a finding or a service.".to_owned())
        }
        Focus::File => Ok(()),
        Focus::Talk if super::journey::item(state).is_some() => super::journey::item(state)
            .map_or(Ok(()), |item| super::journey::can_go(state, item)),
        Focus::Talk => match ui.item().map(|item| anchors(state, item)) {
            None => Err("Stand on a remark, a finding or a service first.".to_owned()),
            Some(anchors) if anchors.is_empty() => Err("This does not point at words in the file.".to_owned()),
            Some(_) => Ok(()),
        },
    }
}

/// What hangs on the line being read.
#[must_use]
pub fn here(state: &State) -> Vec<Item> {
    let Some(ui) = state.sitting() else {
        return Vec::new();
    };
    if ui.looking.is_some() {
        return super::look::here(ui);
    }
    let Some(wrapped) = ui.wrapped() else {
        return Vec::new();
    };
    let row = wrapped.row_of(ui.place().byte);
    let (start, end) = (
        wrapped.start_of(row),
        wrapped.start_of(row + 1).max(wrapped.start_of(row) + 1),
    );
    let last = row + 1 >= wrapped.rows();
    ui.hangings
        .iter()
        .filter(|(range, _)| range.end.max(range.start + 1) > start && (last || range.start < end))
        .map(|(_, item)| *item)
        .collect()
}

/// What an item points at: its own anchors, or those of the remarks a finding rests on.
#[must_use]
pub fn anchors(state: &State, item: Item) -> Vec<Anchor> {
    let Some(case) = state.case() else {
        return Vec::new();
    };
    let of = |item: Item| -> &[Anchor] {
        match item {
            Item::Remark(no) => case.remarks.get(&no).map_or(&[], |remark| &remark.anchors),
            Item::Finding(no) => case
                .findings
                .get(&no)
                .map_or(&[], |finding| &finding.anchors),
            Item::Service(_) | Item::Package(_) => item
                .service()
                .and_then(|no| case.services.get(&no))
                .map_or(&[], |service| &service.anchors),
            Item::Action(no) => case
                .actions
                .get(&no)
                .and_then(|action| case.findings.get(&action.finding))
                .map_or(&[], |finding| &finding.anchors),
            Item::Case(_) | Item::ReferBack(_) | Item::Journey(_) => &[],
        }
    };
    if let Item::Journey(item) = item {
        return super::journey::anchors(state, item);
    }
    let mut anchors: Vec<Anchor> = of(item).to_vec();
    if anchors.is_empty()
        && let Item::Finding(no) = item
        && let Some(finding) = case.findings.get(&no)
    {
        anchors.extend(
            finding
                .heard
                .iter()
                .flat_map(|remark| of(Item::Remark(*remark)))
                .cloned(),
        );
    }
    if anchors.is_empty()
        && let Item::Remark(no) = item
    {
        // A reply points where the remark it answers points.
        let above = case.remarks.get(&no).and_then(|remark| remark.reply_to);
        anchors.extend(
            above
                .into_iter()
                .flat_map(|remark| of(Item::Remark(remark)))
                .cloned(),
        );
    }
    anchors.retain(|anchor| anchor.document().is_some());
    anchors
}

pub(super) fn run(state: &mut State) -> Vec<Effect> {
    let Some(ui) = state.sitting() else {
        return Vec::new();
    };
    match ui.focus {
        Focus::File => {
            // Again on the same line: the next thing that hangs there.
            let here = here(state);
            let at = ui
                .item()
                .and_then(|item| here.iter().position(|other| *other == item));
            let next = at.map_or(0, |at| (at + 1) % here.len().max(1));
            if let Some(item) = here.get(next).copied() {
                super::screen::stand_on(state, item);
                if let Some(ui) = state.sitting_mut() {
                    ui.focus = Focus::Talk;
                }
            }
            Vec::new()
        }
        Focus::Talk => {
            let Some(item) = ui.item() else {
                return Vec::new();
            };
            if let Item::Journey(item) = item {
                return super::journey::go(state, item);
            }
            let anchors = anchors(state, item);
            // Again on the same item: its next place.
            let at = anchors.iter().position(|anchor| is_here(state, anchor));
            let next = at.map_or(0, |at| (at + 1) % anchors.len().max(1));
            let Some(anchor) = anchors.get(next).cloned() else {
                return Vec::new();
            };
            let effects = go(state, &anchor);
            if let Some(ui) = state.sitting_mut() {
                ui.focus = Focus::File;
            }
            effects
        }
    }
}

/// Whether the file stands at this anchor now.
fn is_here(state: &State, anchor: &Anchor) -> bool {
    let (Some(ui), Some(open)) = (state.sitting(), &state.open) else {
        return false;
    };
    if let Some(region) = anchor.region() {
        let shown = ui
            .looking
            .as_ref()
            .and_then(|looking| looking.shown.as_ref());
        return ui.document == Some(region.document) && shown == Some(region);
    }
    if ui.looking.is_some() {
        return false;
    }
    let (Some(passage), Some(text)) = (anchor.passage(), ui.text()) else {
        return anchor.document().is_some() && anchor.document() == ui.document;
    };
    ui.document == Some(passage.document)
        && find_passage(&open.inspection, ui, text, passage)
            .is_some_and(|range| range.start == ui.place().byte)
}

/// Goes to the words of an anchor. Words that are not in the present text are said to be so: no other words are ever shown for them.
pub fn go(state: &mut State, anchor: &Anchor) -> Vec<Effect> {
    let Some(document) = anchor.document() else {
        state.say("This says that something is not there: there are no words to go to.");
        return Vec::new();
    };
    let effects = super::read::open_document(state, document);
    if let Some(region) = anchor.region() {
        super::look::go_to(state, region);
        return effects;
    }
    let Some(passage) = anchor.passage() else {
        return effects;
    };
    if let Some(ui) = state.sitting_mut() {
        ui.looking = None;
    }
    let (Some(ui), Some(open)) = (state.sitting(), &state.open) else {
        return effects;
    };
    match ui.text() {
        Some(text) => match find_passage(&open.inspection, ui, text, passage) {
            Some(range) => super::read::show_byte(state, range.start, range.end.saturating_sub(1)),
            None => not_found(state, passage.clone()),
        },
        None => {
            if let Some(ui) = state.sitting_mut() {
                ui.wanted = Some(anchor.clone());
            }
        }
    }
    effects
}

/// Moves the file to the first passage of an item while the focus stays at the right.
pub(super) fn follow(state: &mut State, item: Item) {
    if let Item::Journey(item) = item {
        super::journey::follow(state, item);
        return;
    }
    let anchor = match item.service() {
        Some(_) => super::passage::first(state),
        None => anchors(state, item)
            .into_iter()
            .find(|anchor| !matches!(anchor, Anchor::Absence(_))),
    };
    let Some(anchor) = anchor else { return };
    look_at(state, &anchor);
    if let (Some(no), Some(ui)) = (item.service(), state.sitting_mut()) {
        super::passage::came_to(ui, no, anchor);
    }
}

/// Moves the file to an anchor while the focus stays: a look, not an opening. What both read is recorded when somebody opens the document.
pub(super) fn look_at(state: &mut State, anchor: &Anchor) {
    let focus = state.sitting().map(|ui| ui.focus);
    if let (Some(ui), Some(document)) = (state.sitting_mut(), anchor.document()) {
        ui.document = Some(document);
        ui.mark = None;
        ui.looking = None;
        ui.wanted = anchor.passage().is_some().then(|| anchor.clone());
    }
    if let Some(region) = anchor.region() {
        super::look::go_to(state, region);
    }
    if let (Some(ui), Some(focus)) = (state.sitting_mut(), focus) {
        ui.focus = focus;
    }
}

/// The bytes of a passage in the open text, where the words are certainly the same.
#[must_use]
pub fn find_passage(
    inspection: &Inspection,
    ui: &SittingUi,
    text: &OpenText,
    passage: &Passage,
) -> Option<std::ops::Range<usize>> {
    let case: &Case = inspection.cases.get(&ui.case)?;
    if ui.document != Some(passage.document) {
        return None;
    }
    let (_, sha256) = ui.shown(case)?;
    pointing::locate(text, sha256, passage).range()
}

/// Says that words are not in the text in front, and how to see the text they were marked on.
pub fn not_found(state: &mut State, passage: Passage) {
    let key = state.table.key(super::super::action::Action::Older);
    if let Some(ui) = state.sitting_mut() {
        ui.not_found = Some(passage);
    }
    state.refuse(&format!(
        "Not found in this text: the document has other words now. {key} shows the older text they were marked on."
    ));
}
