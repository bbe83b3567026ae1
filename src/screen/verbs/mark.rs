//! Marking exact words: sentence by sentence, then word by word, with the arrows alone.

use ratatui::crossterm::event::KeyCode;

use super::super::{
    action::Action,
    keys::Key,
    layers::{Layer, List, Pick, list::Row},
    state::{Mark, MarkEnd, State},
};
use crate::{
    casework::{Anchor, document::Document},
    desk::text::{Text, grain, pointing},
};

/// What the keys do while words are marked: the bottom line.
pub const KEYS: &str = "↑↓ other sentence  Space one more  ←→ word by word  Tab other end  Enter say something about it  Esc leave";

/// Marks the sentence, or the row of a table, at the line being read.
pub(super) fn begin(state: &mut State) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    let (Some(text), place) = (ui.text().cloned(), ui.place()) else {
        return;
    };
    let text = text.text();
    ui.focus = super::super::state::Focus::File;
    let range =
        grain::row_at(text, place.byte).unwrap_or_else(|| grain::sentence_at(text, place.byte));
    if range.is_empty() {
        state.say("There are no words on this line.");
        return;
    }
    set(state, range.start, range.end);
}

fn set(state: &mut State, start: usize, end: usize) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    let moving = ui.mark.as_ref().map_or(MarkEnd::Last, |mark| mark.moving);
    ui.mark = Some(Mark {
        start,
        end,
        moving,
        dragged_from: None,
    });
    let seen = match moving {
        MarkEnd::Last => end.saturating_sub(1),
        MarkEnd::First => start,
    };
    super::read::show_byte(state, start, seen);
}

/// Takes a key while words are marked; whether it was one of marking.
pub fn key(state: &mut State, key: Key) -> bool {
    let Some(ui) = state.sitting() else {
        return false;
    };
    let (Some(mark), Some(text)) = (ui.mark.clone(), ui.text().cloned()) else {
        return false;
    };
    let text = text.text();
    if ui.focus == super::super::state::Focus::Talk {
        return false;
    }
    match key.code {
        KeyCode::Esc => {
            if let Some(ui) = state.sitting_mut() {
                ui.mark = None;
            }
        }
        KeyCode::Tab => {
            let mark = state.sitting_mut().and_then(|ui| ui.mark.as_mut());
            if let Some(mark) = mark {
                mark.moving = match mark.moving {
                    MarkEnd::Last => MarkEnd::First,
                    MarkEnd::First => MarkEnd::Last,
                };
            }
        }
        KeyCode::Down => {
            if let Some(next) =
                grain::next_sentence(text, mark.end.saturating_sub(1).max(mark.start))
            {
                let range = whole(text, next);
                set(state, range.start, range.end);
            }
        }
        KeyCode::Up => {
            if let Some(previous) = grain::previous_sentence(text, mark.start) {
                let range = whole(text, previous);
                set(state, range.start, range.end);
            }
        }
        KeyCode::Char(' ') => {
            if let Some(next) =
                grain::next_sentence(text, mark.end.saturating_sub(1).max(mark.start))
            {
                set(state, mark.start, whole(text, next).end);
            }
        }
        KeyCode::Left | KeyCode::Right => {
            let (start, end) = by_word(text, &mark, key.code == KeyCode::Right);
            set(state, start, end);
        }
        KeyCode::Enter => ask(state),
        _ => return false,
    }
    true
}

/// The row of a table, or the sentence, at a byte.
fn whole(text: &Text, byte: usize) -> std::ops::Range<usize> {
    grain::row_at(text, byte).unwrap_or_else(|| grain::sentence_at(text, byte))
}

/// The mark with its moving end one word on or back; never empty.
fn by_word(text: &Text, mark: &Mark, on: bool) -> (usize, usize) {
    match (mark.moving, on) {
        (MarkEnd::Last, true) => {
            let next = grain::next_word(text, mark.end.saturating_sub(1).max(mark.start));
            (
                mark.start,
                next.map_or(mark.end, |next| {
                    grain::word_at(text, next).end.max(mark.end)
                }),
            )
        }
        (MarkEnd::Last, false) => {
            // The last word that begins inside the mark goes, with the full stop behind it.
            let before = grain::previous_word(text, mark.end)
                .and_then(|last| grain::previous_word(text, last))
                .filter(|before| *before >= mark.start);
            (
                mark.start,
                before.map_or(mark.end, |before| grain::word_at(text, before).end),
            )
        }
        (MarkEnd::First, true) => {
            let next = grain::next_word(text, mark.start).filter(|next| *next < mark.end);
            (next.unwrap_or(mark.start), mark.end)
        }
        (MarkEnd::First, false) => (
            grain::previous_word(text, mark.start).unwrap_or(mark.start),
            mark.end,
        ),
    }
}

/// The byte after the character at a byte.
#[must_use]
pub fn after(text: &Text, byte: usize) -> usize {
    let rest = text.words.get(byte..).unwrap_or_default();
    byte + rest.chars().next().map_or(0, char::len_utf8)
}

/// What is to be done with the marked words.
fn ask(state: &mut State) {
    let rows = [
        Action::Remark,
        Action::Finding,
        Action::Service,
        Action::Tie,
        Action::Absence,
        Action::HideName,
    ]
    .into_iter()
    .filter_map(|action| super::menu::row(state, action))
    .map(|mut row: Row| {
        if row.pick == Pick::Do(Action::HideName) {
            "These words are a name".clone_into(&mut row.title);
        }
        row
    })
    .collect();
    state
        .layers
        .push(Layer::List(List::short("What about these words?", rows)));
}

/// The marked words, or the marked part of a page, as an anchor of the open document.
#[must_use]
pub fn anchor(state: &State) -> Option<Anchor> {
    let ui = state.sitting()?;
    if ui.looking.is_some() {
        return super::region::anchor(state);
    }
    let mark = ui.mark.as_ref().filter(|mark| mark.start < mark.end)?;
    let document = state.case()?.documents.get(&ui.document?)?;
    anchor_of(state, document, mark.start..mark.end)
}

/// A range of the open document as an anchor.
#[must_use]
pub fn anchor_of(
    state: &State,
    document: &Document,
    range: std::ops::Range<usize>,
) -> Option<Anchor> {
    let ui = state.sitting()?;
    let text = ui.text()?;
    let (version, sha256) = ui.shown(state.case()?)?;
    pointing::passage(text, document.no, version, sha256, range).map(Anchor::Passage)
}

/// The marked words themselves.
#[must_use]
pub fn words(state: &State) -> Option<String> {
    let ui = state.sitting()?;
    let mark = ui.mark.as_ref()?;
    Some(ui.text()?.text().slice(mark.start..mark.end).to_owned())
}
