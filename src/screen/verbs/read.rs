//! Reading: up and down, page by page, heading by heading, document by document.

use super::{
    super::{
        action::Action,
        layers::{Layer, List, Pick, list::Row},
        layout,
        state::{Effect, Focus, Place, Shelved, State, Tab, Then},
        update::rows_of_item,
    },
    Available,
};
use crate::{
    casework::{DocumentNo, document::depth, voice},
    desk::pages::{self, Item},
    desk::text::{BlockKind, OpenText, Shape, Wrapped},
};

pub(super) fn has_documents(state: &State) -> Available {
    match state.sitting() {
        Some(ui) if ui.order.is_empty() => Err(
            "This case has no documents yet: take a folder in from the list of cases.".to_owned(),
        ),
        Some(_) => Ok(()),
        None => Err("Open a case first.".to_owned()),
    }
}

pub(super) fn has_text(state: &State) -> Available {
    has_documents(state)?;
    match state.sitting().and_then(|ui| ui.shelf.get(&ui.document?)) {
        Some(Shelved::Here(_)) => Ok(()),
        Some(Shelved::Pictures(what)) => Err(format!("This document has no words: {what}")),
        Some(Shelved::Failed(why)) => Err(format!("This document cannot be read: {why}")),
        _ => Err("The text of this document is still coming.".to_owned()),
    }
}

/// Up, down, pages, ends and headings, on the side with the focus.
pub(super) fn go(state: &mut State, action: Action) {
    let Some(ui) = state.sitting() else { return };
    let areas = layout::sitting(state, ui);
    let focus = ui.focus;
    if in_package(state) && matches!(action, Action::HeadingNext | Action::HeadingPrevious) {
        another_service(state, action == Action::HeadingNext);
        return;
    }
    let Some(ui) = state.sitting() else { return };
    if focus == Focus::Talk && !matches!(action, Action::HeadingNext | Action::HeadingPrevious) {
        let height = usize::from(layout::talk_list(ui, areas.talk).height);
        if within_item(state, action, height) {
            return;
        }
        let page = height / 4;
        match action {
            Action::Up => move_item(state, Step::Back(1)),
            Action::Down => move_item(state, Step::On(1)),
            Action::PageUp => move_item(state, Step::Back(page.max(2))),
            Action::PageDown => move_item(state, Step::On(page.max(2))),
            Action::Top => move_item(state, Step::Back(usize::MAX)),
            _ => move_item(state, Step::On(usize::MAX)),
        }
        return;
    }
    if ui.looking.is_some() {
        return super::look::go(state, action);
    }
    let (Some(text), Some(wrapped)) = (ui.text().cloned(), ui.wrapped().cloned()) else {
        return;
    };
    let place = ui.place();
    let row = wrapped.row_of(place.byte);
    let page = usize::from(layout::words(areas.file).height)
        .saturating_sub(2)
        .max(1);
    let last = wrapped.rows().saturating_sub(1);
    let target = match action {
        Action::Up => words_before(&wrapped, row),
        Action::Down => words_after(&wrapped, row),
        Action::PageUp => words_near(&wrapped, row.saturating_sub(page)),
        Action::PageDown => words_near(&wrapped, (row + page).min(last)),
        Action::Top => words_near(&wrapped, 0),
        Action::End => words_near(&wrapped, last),
        Action::HeadingNext => heading(&text, place.byte, true).map(|byte| wrapped.row_of(byte)),
        Action::HeadingPrevious => {
            heading(&text, place.byte, false).map(|byte| wrapped.row_of(byte))
        }
        _ => None,
    };
    let Some(target) = target else {
        match action {
            Action::HeadingNext => state.say("There is no heading after this one."),
            Action::HeadingPrevious => state.say("There is no heading before this one."),
            _ => {}
        }
        return;
    };
    let paging = matches!(action, Action::PageUp | Action::PageDown);
    let above = match action {
        Action::HeadingNext | Action::HeadingPrevious => 1,
        // A page turned keeps the pointer at its height on the screen, so that the text moves under the eye.
        _ if paging => place.above,
        _ if target >= row => place.above + (target - row),
        _ => place.above.saturating_sub(row - target),
    };
    put(state, wrapped.start_of(target), above);
}

/// Whether the package of support is what the keys go to.
#[must_use]
pub fn in_package(state: &State) -> bool {
    state
        .sitting()
        .is_some_and(|ui| ui.tab == Tab::Package && ui.focus == Focus::Talk)
}

/// The service after the one stood on, or before it.
fn another_service(state: &mut State, next: bool) {
    let Some(ui) = state.sitting() else { return };
    let is_service = |item: &Item| matches!(item, Item::Service(_));
    let services: Vec<Item> = ui.talk.stops().filter(is_service).collect();
    let own = ui.item().and_then(Item::service).map(Item::Service);
    let at = own.and_then(|own| services.iter().position(|other| *other == own));
    let to = match (at, next) {
        (Some(at), true) => services.get(at + 1),
        (Some(at), false) => at.checked_sub(1).and_then(|at| services.get(at)),
        // Among the questions at the end.
        (None, true) => None,
        (None, false) => services.last(),
    };
    match to.copied() {
        Some(item) => super::screen::stand_on(state, item),
        None if next => state.say("There is no service after this one."),
        None => state.say("There is no service before this one."),
    }
}

/// Reads on by a line, or moves by an item: the mouse wheel.
pub fn step(state: &mut State, focus: Focus, on: bool) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    let before = ui.focus;
    ui.focus = focus;
    go(state, if on { Action::Down } else { Action::Up });
    if let Some(ui) = state.sitting_mut() {
        ui.focus = before;
    }
}

fn put(state: &mut State, byte: usize, above: usize) {
    let height = file_height(state);
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    if let Some(document) = ui.document {
        // The pointer never stands on the outermost rows while there is text beyond them: the eye needs to see what comes.
        let above = above.clamp(
            1.min(height.saturating_sub(1)),
            height
                .saturating_sub(2)
                .max(1)
                .min(height.saturating_sub(1)),
        );
        ui.places.insert(document, Place { byte, above });
    }
}

fn file_height(state: &State) -> usize {
    let Some(ui) = state.sitting() else { return 1 };
    usize::from(layout::words(layout::sitting(state, ui).file).height).max(1)
}

/// Goes to a byte, keeping the screen still where it is in sight already; `seen` should be in sight too.
pub fn show_byte(state: &mut State, byte: usize, seen: usize) {
    // Going to words shows them, whatever was looked at.
    if let Some(ui) = state.sitting_mut() {
        ui.looking = None;
    }
    let height = file_height(state);
    let Some(ui) = state.sitting() else { return };
    let Some(wrapped) = ui.wrapped().cloned() else {
        return;
    };
    let place = ui.place();
    let top = wrapped.row_of(place.byte).saturating_sub(place.above);
    let (row, last) = (wrapped.row_of(byte), wrapped.row_of(seen));
    let bottom = top + height.saturating_sub(1);
    let above = if row < top || row > bottom {
        height / 3
    } else if last > bottom {
        (row - top).saturating_sub(last - bottom + 1)
    } else {
        row - top
    };
    put(state, byte, above);
}

fn is_words(wrapped: &Wrapped, row: usize) -> bool {
    wrapped
        .row(row)
        .is_some_and(|row| row.shape == Shape::Words)
}

fn words_after(wrapped: &Wrapped, row: usize) -> Option<usize> {
    (row + 1..wrapped.rows()).find(|row| is_words(wrapped, *row))
}

fn words_before(wrapped: &Wrapped, row: usize) -> Option<usize> {
    (0..row).rev().find(|row| is_words(wrapped, *row))
}

fn words_near(wrapped: &Wrapped, row: usize) -> Option<usize> {
    if is_words(wrapped, row) {
        return Some(row);
    }
    words_after(wrapped, row).or_else(|| words_before(wrapped, row))
}

fn heading(text: &OpenText, byte: usize, next: bool) -> Option<usize> {
    let text = text.text();
    let here = text.block_at(byte);
    let is_heading = |index: &usize| {
        matches!(
            text.blocks.get(*index).map(|block| &block.kind),
            Some(BlockKind::Heading(_))
        )
    };
    let found = if next {
        (here + 1..text.blocks.len()).find(is_heading)
    } else {
        (0..here).rev().find(is_heading)
    };
    found
        .and_then(|index| text.blocks.get(index))
        .map(|block| block.start)
}

/// Reads on in an item longer than its side; whether there was more of it that way.
fn within_item(state: &mut State, action: Action, height: usize) -> bool {
    let Some(ui) = state.sitting_mut() else {
        return false;
    };
    let Some((first, last)) = rows_of_item(ui) else {
        return false;
    };
    let page = height.saturating_sub(2).max(1);
    let bottom = (last + 1).saturating_sub(height.max(1)).max(first);
    let to = match action {
        Action::Down => ui.talk_top + 1,
        Action::PageDown => ui.talk_top + page,
        Action::Up => ui.talk_top.saturating_sub(1),
        Action::PageUp => ui.talk_top.saturating_sub(page),
        _ => return false,
    };
    let to = to.clamp(first, bottom);
    let moved = last + 1 - first > height && to != ui.talk_top;
    if moved {
        ui.talk_top = to;
    }
    moved
}

enum Step {
    On(usize),
    Back(usize),
}

/// Moves the pointer among the items at the right.
fn move_item(state: &mut State, step: Step) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    let stops: Vec<_> = ui.talk.stops().collect();
    let Some(last) = stops.len().checked_sub(1) else {
        return;
    };
    let at = ui
        .item()
        .and_then(|item| stops.iter().position(|other| *other == item));
    let to = match (at, step) {
        (None, _) => last,
        (Some(at), Step::On(count)) => at.saturating_add(count).min(last),
        (Some(at), Step::Back(count)) => at.saturating_sub(count),
    };
    if let Some(item) = stops.get(to) {
        super::screen::stand_on(state, *item);
    }
}

/// The next document, or the one before.
pub(super) fn turn(state: &mut State, next: bool) -> Vec<Effect> {
    let Some(ui) = state.sitting() else {
        return Vec::new();
    };
    let at = ui
        .document
        .and_then(|document| ui.order.iter().position(|other| *other == document));
    let to = match (at, next) {
        (None, _) => Some(0),
        (Some(at), true) => Some(at + 1).filter(|at| *at < ui.order.len()),
        (Some(at), false) => at.checked_sub(1),
    };
    match to.and_then(|at| ui.order.get(at).copied()) {
        Some(document) => open_document(state, document),
        None => {
            state.say(if next {
                "This is the last document of the case file."
            } else {
                "This is the first document of the case file."
            });
            Vec::new()
        }
    }
}

/// Opens a document where its reader left it, and records the first opening in this sitting.
pub fn open_document(state: &mut State, document: DocumentNo) -> Vec<Effect> {
    let event = state
        .room()
        .ok()
        .and_then(|room| room.open_document(document));
    if let Some(ui) = state.sitting_mut() {
        if ui.document != Some(document) {
            ui.mark = None;
        }
        super::older::close(ui);
        ui.document = Some(document);
        ui.focus = Focus::File;
        if ui.zoom {
            ui.zoom = ui.focus == Focus::File;
        }
    }
    let mut effects = state.fetch_texts();
    if effects.is_empty() {
        effects.extend(state.fetch_first(document));
    }
    if let Some(event) = event {
        effects.extend(state.keep(vec![event], None, Then::Nothing));
    }
    effects
}

/// Opens a document at a byte of its text.
pub fn open_at(state: &mut State, document: DocumentNo, byte: usize) -> Vec<Effect> {
    let effects = open_document(state, document);
    if let Some(ui) = state.sitting_mut() {
        ui.looking = None;
        ui.places.insert(document, Place { byte, above: 3 });
    }
    effects
}

/// Documents and their headings, by fuzzy name.
pub(super) fn choose(state: &mut State) {
    let (Some(ui), Some(case)) = (state.sitting(), state.case()) else {
        return;
    };
    let mut rows = Vec::new();
    for (at, no) in ui.order.iter().enumerate() {
        let Some(document) = case.documents.get(no) else {
            continue;
        };
        let read = if case.opened(*no) { "" } else { "unread" };
        // What came inside another document stands beneath it.
        let beneath = "↳ ".repeat(depth(&case.documents, *no).min(4));
        rows.push(
            Row::new(
                format!("{}. {beneath}{}", at + 1, document.shown()),
                Pick::Document(*no, 0),
            )
            .right(read)
            .hint(pages::document::hint(case, document)),
        );
        if let Some(Shelved::Here(text)) = ui.shelf.get(no) {
            // The first heading is the document's own title.
            for (byte, level, title) in text.text().headings().skip(1) {
                // There may be thousands.
                let indent = 3 + 2 * usize::from(level).min(4);
                let mut name =
                    String::with_capacity(indent + title.len() + document.title.len() + 8);
                name.extend(std::iter::repeat_n(' ', indent));
                for part in [title, " · ", &document.title] {
                    name.push_str(part);
                }
                rows.push(Row::new(name, Pick::Document(*no, byte)));
            }
        }
    }
    let here = ui.document.and_then(|document| {
        rows.iter()
            .position(|row| row.pick == Pick::Document(document, 0))
    });
    let title = format!(
        "Go to a document or heading · {}",
        voice::last_seen_words(case)
    );
    let mut list = List::new(title, rows);
    list.at = here.unwrap_or(0);
    state.layers.push(Layer::List(list));
}
