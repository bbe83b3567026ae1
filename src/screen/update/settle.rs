//! After every change: what is derived from the state and the size of the terminal is made anew where it is out of date, and only there.

use std::sync::Arc;

use super::super::{
    journey, layout, package,
    state::{Effect, Open, Place, SittingUi, State, Tab},
    theme::Theme,
    verbs,
    widgets::{list::scrolled, page::RowAt},
};
use crate::{
    casework::{Framework, Inspection, ServiceNo, document},
    desk::{
        messages::Request,
        pages::{self, Item},
        text::{Wrapped, pointing},
    },
};

/// Rows shown above words that were gone to.
const ABOVE: usize = 3;

/// Texts up to this many bytes are wrapped at once (a few milliseconds); longer ones beside the screen.
const WRAPPED_AT_ONCE: usize = 256 * 1024;

pub(super) fn settle(state: &mut State) -> Vec<Effect> {
    verbs::cases::refresh(state);
    verbs::close::refresh(state);
    if let Some(ui) = state.sitting_mut()
        && ui.older.is_some()
        && ui.older().is_none()
    {
        // Another document was opened: an older text is never in front of it, nor of its own document when that comes back.
        verbs::older::close(ui);
    }
    let mut effects = verbs::compare::settle(state);
    let Some(ui) = state.sitting() else {
        return effects;
    };
    let areas = layout::sitting(state, ui);
    let words = layout::words(areas.file);
    let talk = layout::talk_list(ui, areas.talk);
    let theme = state.theme.clone();
    let Some(Open {
        inspection,
        framework,
        sitting: Some(ui),
        ..
    }) = &mut state.open
    else {
        return effects;
    };
    if let Some(case) = inspection.cases.get(&ui.case)
        && case.documents.len() != ui.order.len()
    {
        ui.order = document::reading_order(&case.documents);
    }
    effects.extend(wrap(ui, words.width));
    effects.extend(journey::ask(ui, inspection));
    journey::picture(ui, inspection, talk.width.saturating_sub(2));
    package::refresh(ui, inspection);
    arrive(ui, inspection);
    hang(ui, inspection);
    talk_page(ui, inspection, framework, talk.width, &theme);
    keep_in_sight(ui, usize::from(talk.height));
    clamp(ui, usize::from(words.height));
    effects.extend(verbs::look::settle(state));
    effects
}

/// Wraps the open document for the present width, where that is not done.
fn wrap(ui: &mut SittingUi, width: u16) -> Vec<Effect> {
    let (Some(document), Some(text)) = (ui.document, ui.text().cloned()) else {
        return Vec::new();
    };
    // A side that is not shown keeps its wrapping.
    if width == 0 || ui.wrapped().is_some_and(|wrapped| wrapped.width() == width) {
        return Vec::new();
    }
    if text.text().words.len() <= WRAPPED_AT_ONCE {
        ui.wrapped = Some((document, Arc::new(Wrapped::sideways(text.text(), width))));
        ui.wrapping = None;
        return Vec::new();
    }
    if ui.wrapping == Some((document, width)) {
        return Vec::new();
    }
    ui.wrapping = Some((document, width));
    vec![Effect::Ask(Request::Wrap {
        document,
        text,
        width,
    })]
}

/// Goes to words that were wanted before their text was here.
fn arrive(ui: &mut SittingUi, inspection: &Inspection) {
    let Some(wanted) = ui.wanted.clone() else {
        return;
    };
    if ui.document != wanted.document() {
        ui.wanted = None;
        return;
    }
    let (Some(document), Some(text), true) =
        (ui.document, ui.text().cloned(), ui.wrapped().is_some())
    else {
        return;
    };
    ui.wanted = None;
    let range = wanted
        .passage()
        .and_then(|passage| verbs::across::find_passage(inspection, ui, &text, passage));
    // What is not there can be looked at in its own text.
    ui.not_found = wanted.passage().filter(|_| range.is_none()).cloned();
    if let Some(range) = range {
        ui.places.insert(
            document,
            Place {
                byte: range.start,
                above: ABOVE,
            },
        );
    }
}

/// Gathers what hangs on the open document: remarks, findings and services with words in it.
fn hang(ui: &mut SittingUi, inspection: &Inspection) {
    let (Some(document), Some(case)) = (ui.document, inspection.cases.get(&ui.case)) else {
        return;
    };
    let text = ui.text().cloned();
    let made_from = Some((inspection.entries, document, text.is_some()));
    if ui.hangings_made_from == made_from {
        return;
    }
    ui.hangings_made_from = made_from;
    ui.hangings.clear();
    let Some(text) = text else { return };
    let Some((_, sha256)) = ui.shown(case) else {
        return;
    };
    let anchored = (case
        .remarks
        .values()
        .map(|remark| (&remark.anchors, Item::Remark(remark.no))))
    .chain(
        case.findings
            .values()
            .map(|finding| (&finding.anchors, Item::Finding(finding.no))),
    )
    .chain(
        case.services
            .values()
            .map(|service| (&service.anchors, Item::Service(service.no))),
    );
    for (anchors, item) in anchored {
        for passage in anchors
            .iter()
            .filter_map(|anchor| anchor.passage())
            .filter(|passage| passage.document == document)
        {
            if let Some(range) = pointing::locate(&text, sha256, passage).range() {
                ui.hangings.push((range, item));
            }
        }
        // What was said of a page as it looks has its sign where the page's words begin, and marks none of them.
        for region in anchors
            .iter()
            .filter_map(|anchor| anchor.region())
            .filter(|region| region.document == document)
        {
            if let Some(start) = text.text().page_start(region.page) {
                ui.hangings.push((start..start, item));
            }
        }
    }
    ui.hangings
        .sort_by_key(|(range, _)| (range.start, range.end));
}

/// Makes the right side's page and its rows, where entries, tab, width or colours changed.
fn talk_page(
    ui: &mut SittingUi,
    inspection: &Inspection,
    framework: &Framework,
    width: u16,
    theme: &Theme,
) {
    let made_from = Some((inspection.entries, ui.tab, width, theme.title.clone()));
    if ui.talk_made_from == made_from || width == 0 {
        return;
    }
    let Some(case) = inspection.cases.get(&ui.case) else {
        return;
    };
    ui.talk_made_from = made_from;
    ui.talk = match ui.tab {
        Tab::Discussion => pages::discussion::page(inspection, case, framework),
        Tab::Package => package::page(ui, inspection, usize::from(width.saturating_sub(2))),
        Tab::Findings => pages::findings::page(inspection, case, framework),
        Tab::Journey => ui.journey.page(inspection, ui.case),
    };
    ui.talk_rows = ui
        .laid
        .rows(&ui.talk, usize::from(width.saturating_sub(2)), theme);
    // What is stood on may be gone: stand on what is there.
    let still_there = ui
        .item()
        .is_some_and(|item| ui.talk.stops().any(|other| other == item));
    if !still_there {
        // What was said last is nearest.
        let nearest = match ui.tab {
            Tab::Journey => ui.journey.nearest(&ui.talk),
            // The package is walked from its beginning.
            Tab::Package => ui.talk.stops().next(),
            _ => ui.talk.stops().next_back(),
        };
        match nearest {
            Some(last) => ui.selected.insert(ui.tab, last),
            None => ui.selected.remove(&ui.tab),
        };
    }
}

/// Where the item stood on is in the page: the index its rows carry, and whether it is at their right half.
#[must_use]
pub fn stood_on(ui: &SittingUi) -> Option<(usize, bool)> {
    let item = ui.item();
    let index = ui
        .talk
        .items
        .iter()
        .position(|other| other.item.is_some() && other.item == item)?;
    let has_rows = ui.talk_rows.iter().any(|(at, _)| *at == index);
    match index.checked_sub(1) {
        Some(before) if !has_rows => Some((before, true)),
        _ => Some((index, false)),
    }
}

/// The first and last row of the item stood on.
#[must_use]
pub fn rows_of_item(ui: &SittingUi) -> Option<(usize, usize)> {
    let (index, _) = stood_on(ui)?;
    let of_item = |(at, _): &RowAt| *at == index;
    let first = ui.talk_rows.iter().position(of_item)?;
    // The blank row that parts it from the next counts as its own.
    let last = ui.talk_rows.iter().rposition(of_item).unwrap_or(first);
    Some((first, last))
}

/// Keeps the item stood on in sight; of one longer than its side, some part of it fills the side.
fn keep_in_sight(ui: &mut SittingUi, height: usize) {
    let rows = ui.talk_rows.len();
    let Some((first, last)) = rows_of_item(ui) else {
        ui.talk_top = ui.talk_top.min(rows.saturating_sub(height));
        return;
    };
    if last + 1 - first > height.max(1) {
        ui.talk_top = ui.talk_top.clamp(first, last + 1 - height.max(1));
        return;
    }
    // Of a service stood on as a whole as many of its cells are in sight as there is room for.
    let last = match ui.item() {
        Some(Item::Service(no)) => last_row_of_service(ui, no)
            .unwrap_or(last)
            .min(first + height.saturating_sub(1)),
        _ => last,
    };
    ui.talk_top = scrolled(ui.talk_top, last, rows, height);
    // The heading an item stands right below comes along where there is room for both.
    let heading = heading_above(ui, first).filter(|heading| last + 1 - heading <= height);
    ui.talk_top = scrolled(ui.talk_top, heading.unwrap_or(first), rows, height);
}

/// The first row of what stands right above the row an item begins with and cannot be stood on.
fn heading_above(ui: &SittingUi, first: usize) -> Option<usize> {
    let (at, _) = ui.talk_rows.get(first.checked_sub(1)?)?;
    ui.talk.items.get(*at).filter(|item| item.item.is_none())?;
    ui.talk_rows.iter().position(|(of, _)| of == at)
}

/// The last row that belongs to a service, cells and what was said about it included.
fn last_row_of_service(ui: &SittingUi, no: ServiceNo) -> Option<usize> {
    let of_service = |index: usize| {
        ui.talk
            .items
            .get(index)
            .and_then(|item| item.item)
            .and_then(Item::service)
            == Some(no)
    };
    ui.talk_rows.iter().rposition(|(at, _)| of_service(*at))
}

/// Keeps the line being read inside the pane and inside the text.
fn clamp(ui: &mut SittingUi, height: usize) {
    let (Some(document), Some(wrapped)) = (ui.document, ui.wrapped().cloned()) else {
        return;
    };
    let mut place = ui.place();
    let row = wrapped.row_of(place.byte);
    place.above = place.above.min(row).min(height.saturating_sub(1));
    ui.places.insert(document, place);
}
