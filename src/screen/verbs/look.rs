//! Looking at a document as it is, page by page: turning, going closer, moving about, and being brought to a page.

use ratatui::crossterm::event::KeyCode;

use super::{
    super::{
        action::Action,
        keys::Key,
        layers::{Layer, List, Pick, list::Row},
        layout,
        looking::{LINE, Looking, SIGNS, ZOOMS, frame_of},
        state::{Effect, Focus, Shelved, SittingUi, State},
        theme::Glyphs,
        ways::{Measure, Way},
    },
    Available,
};
use crate::{
    casework::{Inspection, Part, Region, Sha256, Version},
    desk::{
        messages::{Request, WantedPage},
        pages::Item,
        picture::{Pictured, View, WHOLE},
    },
};

pub(super) fn available(state: &State) -> Available {
    super::read::has_documents(state)?;
    let Some(ui) = state.sitting() else {
        return Err("Open a case first.".to_owned());
    };
    match open_version(state) {
        Some(version) if version.pictures() == 0 => Err(if version.only_pictures().is_none() {
            "This document has no pages that can be shown as they look: PDFs and pictures have."
                .to_owned()
        } else {
            "No page of this document can be shown.".to_owned()
        }),
        None => Err("No document is open.".to_owned()),
        Some(_) if ui.looking.is_some() && no_words(ui) => {
            Err("This document has no words to go back to: its pages are all there is.".to_owned())
        }
        Some(_) => Ok(()),
    }
}

fn no_words(ui: &SittingUi) -> bool {
    matches!(
        ui.document.and_then(|no| ui.shelf.get(&no)),
        Some(Shelved::Pictures(_))
    )
}

fn open_version(state: &State) -> Option<&Version> {
    let ui = state.sitting()?;
    state.case()?.documents.get(&ui.document?)?.latest()
}

/// The page at the reading place as it looks, or its words again.
pub(super) fn turn_over(state: &mut State) {
    let Some(ui) = state.sitting() else { return };
    if ui.looking.is_some() {
        leave(state);
        return;
    }
    let page = ui
        .text()
        .map_or(0, |text| text.text().page_at(ui.place().byte));
    let looking = state.case().and_then(|case| {
        let document = case.documents.get(&ui.document?)?;
        Looking::at(document, document.latest()?)
    });
    let Some(mut looking) = looking else { return };
    looking.page = page.clamp(1, looking.pages);
    if let Some(ui) = state.sitting_mut() {
        ui.mark = None;
        ui.focus = Focus::File;
        ui.looking = Some(looking);
    }
}

/// Back to the words, at the page that was looked at.
fn leave(state: &mut State) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    if no_words(ui) {
        return;
    }
    let Some(looking) = ui.looking.take() else {
        return;
    };
    let Some(text) = ui.text().cloned() else {
        return;
    };
    let text = text.text();
    // Where the two were on this page already, they still are.
    if text.page_at(ui.place().byte) == looking.page {
        return;
    }
    if let Some(start) = text.page_start(looking.page) {
        super::read::show_byte(state, start, start);
    }
}

/// Whether the open document is shown as it looks.
#[must_use]
pub fn is_looking(state: &State) -> bool {
    state.sitting().is_some_and(|ui| ui.looking.is_some())
}

/// Takes a key while pages are looked at; `None` where it means what it means elsewhere.
pub fn key(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let ui = state.sitting()?;
    let looking = ui.looking.as_ref()?;
    if ui.focus != Focus::File || !(key.held.is_empty()) {
        return None;
    }
    if looking.marked.is_some() {
        return super::region::key(state, key);
    }
    match key.code {
        KeyCode::Esc if !no_words(ui) => leave(state),
        KeyCode::Char('+' | '=') => closer(state, true),
        KeyCode::Char('-') => closer(state, false),
        KeyCode::Char('0') => {
            if let Some(looking) = looking_mut(state) {
                looking.zoom = 0;
            }
        }
        KeyCode::Left => pan(state, -1, 0),
        KeyCode::Right => pan(state, 1, 0),
        KeyCode::Char(']') => return Some(page_or_document(state, true)),
        KeyCode::Char('[') => return Some(page_or_document(state, false)),
        _ => return None,
    }
    Some(Vec::new())
}

pub(super) fn looking_mut(state: &mut State) -> Option<&mut Looking> {
    state.sitting_mut().and_then(|ui| ui.looking.as_mut())
}

/// Up, down, pages and ends, as they mean on a page.
pub(super) fn go(state: &mut State, action: Action) {
    match action {
        Action::Up => pan(state, 0, -1),
        Action::Down => pan(state, 0, 1),
        Action::PageUp => turn(state, false),
        Action::PageDown => turn(state, true),
        Action::Top => turn_to(state, 1),
        Action::End => turn_to(state, u32::MAX),
        _ => state.say("Pages as they look have no headings: the words have."),
    }
}

fn turn_to(state: &mut State, page: u32) {
    if let Some(looking) = looking_mut(state) {
        let page = page.min(looking.pages);
        looking.turn_to(page, true);
    }
}

/// The next page, or the one before; says where there is none.
fn turn(state: &mut State, next: bool) {
    let Some(looking) = looking_mut(state) else {
        return;
    };
    let page = if next {
        looking.page.saturating_add(1)
    } else {
        looking.page.saturating_sub(1)
    };
    if looking.turn_to(page, true) {
        return;
    }
    let words = match (looking.pages, next) {
        (1, true) => "This is the only page. ] opens the next document.",
        (1, false) => "This is the only page. [ opens the document before.",
        (_, true) => "This is the last page. ] opens the next document.",
        (_, false) => "This is the first page. [ opens the document before.",
    };
    state.say(words);
}

/// The next page, and after the last the next document; or the other way.
fn page_or_document(state: &mut State, next: bool) -> Vec<Effect> {
    let at_the_end = state
        .sitting()
        .and_then(|ui| ui.looking.as_ref())
        .is_some_and(|looking| {
            if next {
                looking.page >= looking.pages
            } else {
                looking.page <= 1
            }
        });
    if at_the_end {
        return super::read::turn(state, next);
    }
    turn(state, next);
    Vec::new()
}

/// Closer, or further away.
pub(super) fn closer(state: &mut State, closer: bool) {
    let Some(looking) = looking_mut(state) else {
        return;
    };
    let zoom = if closer {
        (looking.zoom + 1).min(ZOOMS.len() - 1)
    } else {
        looking.zoom.saturating_sub(1)
    };
    if zoom == looking.zoom {
        state.say(if closer {
            "This is as close as it goes."
        } else {
            "The whole page is in sight."
        });
        return;
    }
    if looking.zoom == 0
        && let Some(shown) = &looking.shown
        && let Some(part) = shown.part
    {
        // Closer to what was gone to, not to the middle of the page.
        let frame = frame_of(part);
        looking.middle = (
            frame.left.midpoint(frame.right),
            frame.top.midpoint(frame.bottom),
        );
    }
    looking.zoom = zoom;
}

/// Moves about on a page that does not fit; on one that does, turns it.
fn pan(state: &mut State, across: i64, down: i64) {
    let Some(looking) = looking_mut(state) else {
        return;
    };
    let window = looking.window();
    let fits = window.right - window.left == WHOLE && window.bottom - window.top == WHOLE;
    if looking.zoom == 0 || fits {
        turn(state, across + down > 0);
        return;
    }
    looking.settle_middle();
    let before = looking.middle;
    let step = |at: u32, from: u32, to: u32, by: i64| {
        let by = by * i64::from((to - from) / 3);
        u32::try_from((i64::from(at) + by).clamp(0, i64::from(WHOLE))).unwrap_or(WHOLE)
    };
    looking.middle = (
        step(looking.middle.0, window.left, window.right, across),
        step(looking.middle.1, window.top, window.bottom, down),
    );
    looking.settle_middle();
    if looking.middle != before || down == 0 {
        return;
    }
    // At the foot of a page the next one begins, at its head the one before ends.
    let page = if down > 0 {
        looking.page.saturating_add(1)
    } else {
        looking.page.saturating_sub(1)
    };
    if !looking.turn_to(page, down > 0) {
        turn(state, down > 0);
    }
}

/// Goes to a page, or a part of one, that something points at. The bytes it was said of are shown, whatever came after.
pub(super) fn go_to(state: &mut State, region: &Region) {
    let looking = state.case().and_then(|case| {
        let document = case.documents.get(&region.document)?;
        Looking::at(document, document.version(region.version)?)
    });
    let Some(mut looking) = looking else {
        state.refuse(
            &"This page cannot be shown any more. What was pointed at is named in the discussion.",
        );
        return;
    };
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    // Already there: what is drawn stays.
    if let Some(before) = ui
        .looking
        .take()
        .filter(|before| before.document == looking.document && before.version == looking.version)
    {
        looking = before;
        looking.marked = None;
    }
    looking.page = region.page.clamp(1, looking.pages);
    if let Some(part) = region.part {
        let frame = frame_of(part);
        looking.middle = (
            frame.left.midpoint(frame.right),
            frame.top.midpoint(frame.bottom),
        );
    }
    looking.shown = Some(region.clone());
    ui.mark = None;
    ui.looking = Some(looking);
}

/// Goes back to where the two were on a page of the open document.
pub fn again(state: &mut State, version: Sha256, page: u32, zoom: usize, middle: (u32, u32)) {
    let looking = state.case().and_then(|case| {
        let document = case.documents.get(&state.sitting()?.document?)?;
        Looking::at(document, document.version(version)?)
    });
    let (Some(mut looking), Some(ui)) = (looking, state.sitting_mut()) else {
        return;
    };
    looking.page = page.clamp(1, looking.pages);
    looking.zoom = zoom.min(ZOOMS.len() - 1);
    looking.middle = (middle.0.min(WHOLE), middle.1.min(WHOLE));
    ui.looking = Some(looking);
}

/// What hangs on the page in sight.
#[must_use]
pub fn here(ui: &SittingUi) -> Vec<Item> {
    let mut items: Vec<Item> = ui
        .looking
        .iter()
        .flat_map(|looking| &looking.hanging)
        .map(|hanging| hanging.item)
        .collect();
    items.dedup();
    items
}

/// How pages are drawn now: as chosen, or the best there is; in cells where no picture gets through, with letters where there are neither
/// colours nor signs. A real picture needs no signs.
#[must_use]
pub fn way(state: &State) -> Way {
    let known = &state.pictures;
    let way = match chosen(state) {
        // Without colours the frames on a picture could not be told from it: only who asks for one gets it.
        Way::Auto => known
            .real
            .filter(|_| !state.no_colour)
            .unwrap_or(Way::Blocks),
        way if way.is_real() && known.between => Way::Blocks,
        way => way,
    };
    if way.is_real() {
        way
    } else {
        in_cells(state, way)
    }
}

/// How a page is drawn in cells, where it is to be.
#[must_use]
pub fn in_cells(state: &State, way: Way) -> Way {
    if plain(state) {
        Way::Letters
    } else if way.is_real() {
        Way::Blocks
    } else {
        way
    }
}

/// Whether colours or signs are left out.
fn plain(state: &State) -> bool {
    state.no_colour || state.prefs.glyphs == Some(Glyphs::Ascii)
}

fn chosen(state: &State) -> Way {
    state.pictures.asked.unwrap_or(state.prefs.pictures)
}

/// The list of ways to draw pages.
pub(super) fn choose_way(state: &mut State) {
    let (chosen, now) = (chosen(state), way(state));
    let (plain, between) = (plain(state), state.pictures.between);
    let rows = Way::ALL
        .into_iter()
        .map(|way| {
            let mut row = Row::new(way.title(), Pick::PictureWay(way)).hint(way.hint());
            if way == chosen {
                row = row.right("chosen");
            } else if way == now {
                row = row.right("now");
            }
            let why = if way.is_real() && between {
                "tmux or screen stands between, and lets no pictures through."
            } else if plain && matches!(way, Way::Blocks | Way::Quarters) {
                "Colours or signs are left out on this screen: letters or a real picture can be drawn."
            } else {
                return row;
            };
            row.reason = Some(why.to_owned());
            row
        })
        .collect();
    state
        .layers
        .push(Layer::List(List::short("How pages are drawn", rows)));
}

pub(super) fn set_way(state: &mut State, way: Way) -> Vec<Effect> {
    state.prefs.pictures = way;
    state.pictures.asked = None;
    state.say(format!(
        "Pages are drawn with: {}.",
        way.title().to_lowercase()
    ));
    vec![Effect::SavePrefs]
}

/// The cells a page is drawn in.
#[must_use]
pub fn area(state: &State, ui: &SittingUi) -> ratatui::layout::Rect {
    let inside = layout::inside(layout::sitting(state, ui).file);
    ratatui::layout::Rect {
        x: inside.x + SIGNS.min(inside.width),
        width: inside.width.saturating_sub(SIGNS),
        height: inside.height.saturating_sub(LINE),
        ..inside
    }
}

/// What is wanted of the page in sight, as large as it is shown.
#[must_use]
pub fn wanted(state: &State, ui: &SittingUi, looking: &Looking) -> Option<View> {
    let area = area(state, ui);
    if area.is_empty() {
        return None;
    }
    let Measure { shape, room, .. } = Measure::of(way(state), state.pictures.cell, area);
    let zoom = *ZOOMS.get(looking.zoom).unwrap_or(&100);
    Some(View {
        page: looking.page,
        width: room.0,
        height: room.1,
        point_width: shape.0,
        point_height: shape.1,
        zoom,
        // A page that fits has one middle only.
        middle: if looking.zoom == 0 {
            (WHOLE / 2, WHOLE / 2)
        } else {
            looking.middle
        },
    })
}

/// After every change: pages are looked at where there are no words, what hangs on the page is gathered, and a page that is not drawn as it
/// is wanted is asked for, one at a time.
pub fn settle(state: &mut State) -> Vec<Effect> {
    open_where_no_words(state);
    let Some(ui) = state.sitting() else {
        return Vec::new();
    };
    let Some(looking) = &ui.looking else {
        return Vec::new();
    };
    let view = wanted(state, ui, looking);
    let form = way(state).form();
    let case = ui.case;
    if let Some(open) = &mut state.open
        && let Some(ui) = &mut open.sitting
    {
        hang(ui, &open.inspection);
    }
    let (Some(view), Some(looking)) = (view, looking_mut(state)) else {
        return Vec::new();
    };
    let is_drawn = looking
        .drawn
        .as_ref()
        .is_some_and(|(drawn, _)| *drawn == view && looking.packed.0 == form);
    if is_drawn || looking.drawing.is_some() || looking.why_not(&view).is_some() {
        return Vec::new();
    }
    looking.drawing = Some(view);
    vec![Effect::Ask(Request::Page(WantedPage {
        case,
        document: looking.document,
        version: looking.version,
        name: looking.name.clone(),
        view,
        form,
    }))]
}

fn open_where_no_words(state: &mut State) {
    let Some(ui) = state.sitting() else { return };
    let other = ui
        .looking
        .as_ref()
        .is_some_and(|looking| Some(looking.document) != ui.document);
    let looking = if (ui.looking.is_none() || other) && no_words(ui) {
        state.case().and_then(|case| {
            let document = case.documents.get(&ui.document?)?;
            Looking::at(document, document.latest()?)
        })
    } else {
        None
    };
    if (other || looking.is_some())
        && let Some(ui) = state.sitting_mut()
    {
        ui.looking = looking;
    }
}

fn hang(ui: &mut SittingUi, inspection: &Inspection) {
    let (Some(looking), Some(case)) = (&mut ui.looking, inspection.cases.get(&ui.case)) else {
        return;
    };
    let remarks = case
        .remarks
        .values()
        .map(|remark| (&remark.anchors, Item::Remark(remark.no)));
    let findings = case
        .findings
        .values()
        .map(|finding| (&finding.anchors, Item::Finding(finding.no)));
    let services = case
        .services
        .values()
        .map(|service| (&service.anchors, Item::Service(service.no)));
    looking.hanging = remarks
        .chain(findings)
        .chain(services)
        .flat_map(|(anchors, item)| anchors.iter().map(move |anchor| (anchor, item)))
        .filter_map(|(anchor, item)| Some((anchor.region()?, item)))
        .filter(|(region, _)| {
            region.document == looking.document
                && region.version == looking.version
                && region.page == looking.page
        })
        .map(|(region, item)| super::super::looking::Hanging {
            part: region.part.map(Part::within),
            item,
        })
        .collect();
    looking
        .hanging
        .sort_by_key(|hanging| hanging.part.map(|part| (part.top, part.left)));
}

/// A page is drawn, or is not to be had.
pub fn drawn(state: &mut State, wanted: &WantedPage, drawn: Result<Pictured, String>) {
    let ui = state
        .open
        .as_mut()
        .and_then(|open| open.sitting.as_mut())
        .filter(|ui| ui.case == wanted.case);
    let looking = ui.and_then(|ui| ui.looking.as_mut()).filter(|looking| {
        looking.document == wanted.document
            && looking.version == wanted.version
            && looking.drawing == Some(wanted.view)
    });
    let Some(looking) = looking else { return };
    looking.drawing = None;
    match drawn {
        Ok(Pictured { drawn, packed }) => {
            looking.failed = None;
            looking.drawn = Some((wanted.view, drawn));
            looking.packed = (wanted.form, packed);
        }
        Err(why) => looking.failed = Some((wanted.view, why)),
    }
}
