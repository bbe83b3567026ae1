//! The mouse: a second way to do what the keys do. The wheel reads on, a click points, dragging marks exact words.

use ratatui::layout::{Position, Rect};

use super::{
    super::{
        layers::Layer,
        layout,
        state::{Effect, Focus, Mark, MarkEnd, State},
        verbs,
    },
    MouseAct,
};

/// Rows a turn of the wheel moves.
const WHEEL: usize = 3;

pub(super) fn mouse(state: &mut State, act: MouseAct, column: u16, row: u16) -> Vec<Effect> {
    if let Some(layer) = state.layers.last_mut() {
        let key = match act {
            MouseAct::WheelDown => "Down",
            MouseAct::WheelUp => "Up",
            _ => return Vec::new(),
        };
        // A form is not scrolled: the wheel would move between its fields while somebody types.
        if matches!(layer, Layer::Form(_) | Layer::Answer(_)) {
            return Vec::new();
        }
        return super::super::keys::Key::parse(key)
            .map_or_else(Vec::new, |key| super::keys::key(state, key));
    }
    let Some(ui) = state.sitting() else {
        return verbs::cases::mouse(state, act, row);
    };
    let areas = layout::sitting(state, ui);
    let at = Position::new(column, row);
    match act {
        MouseAct::WheelDown | MouseAct::WheelUp => {
            let focus = if areas.talk.contains(at) {
                Focus::Talk
            } else {
                Focus::File
            };
            // A page as it looks is turned, or moved about on, one step at a time.
            let steps = if focus == Focus::File && ui.looking.is_some() {
                1
            } else {
                WHEEL
            };
            for _ in 0..steps {
                verbs::read::step(state, focus, act == MouseAct::WheelDown);
            }
        }
        MouseAct::Down if areas.talk.contains(at) => point_at_talk(state, areas.talk, at),
        MouseAct::Down | MouseAct::Drag | MouseAct::Up => {
            point_at_words(state, areas.file, at, act);
        }
    }
    Vec::new()
}

/// A click on the right: on the frame's titles it changes the tab, inside it stands on an item.
fn point_at_talk(state: &mut State, frame: Rect, at: Position) {
    let tabs = super::super::view::talk::tabs(state, frame.width);
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    ui.focus = Focus::Talk;
    if at.y == frame.y {
        let mut x = frame.x + 1;
        for (tab, title) in super::super::view::talk::TABS.into_iter().zip(tabs) {
            let width = u16::try_from(title.chars().count()).unwrap_or(0);
            if (x..x + width).contains(&at.x) {
                ui.tab = tab;
            }
            x += width;
        }
        return;
    }
    let inside = layout::talk_list(ui, frame);
    if at.y < inside.y {
        return;
    }
    let row = ui.talk_top + usize::from(at.y.saturating_sub(inside.y));
    let item = ui
        .talk_rows
        .get(row)
        .map(|(index, _)| super::super::view::talk::pointed(ui, inside, *index, at.x))
        .and_then(|index| ui.talk.items.get(index))
        .and_then(|item| item.item);
    if let Some(item) = item {
        ui.selected.insert(ui.tab, item);
    }
}

fn point_at_words(state: &mut State, frame: Rect, at: Position, act: MouseAct) {
    let area = layout::words(frame);
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    if act == MouseAct::Down {
        ui.focus = Focus::File;
        ui.mark = None;
    }
    if ui.looking.is_some() {
        return;
    }
    let (Some(text), Some(wrapped), Some(document)) =
        (ui.text().cloned(), ui.wrapped().cloned(), ui.document)
    else {
        return;
    };
    let place = ui.place();
    let top = wrapped.row_of(place.byte).saturating_sub(place.above);
    let row =
        at.y.clamp(area.y, area.bottom().saturating_sub(1).max(area.y)) - area.y;
    let row = top + usize::from(row);
    let byte = wrapped.row(row).and_then(|row| {
        let first = verbs::sideways::first(ui, &row);
        row.byte_at(text.text(), row.unseen(at.x.saturating_sub(area.x), first))
    });
    let Some(byte) = byte else { return };
    match act {
        MouseAct::Down if frame.contains(at) => {
            ui.places.insert(
                document,
                super::super::state::Place {
                    byte,
                    above: row - top,
                },
            );
            ui.mark = None;
            // Not a mark until it is dragged.
            ui.mark = Some(Mark {
                start: byte,
                end: byte,
                moving: MarkEnd::Last,
                dragged_from: Some(byte),
            });
        }
        MouseAct::Drag => {
            if let Some(mark) = &mut ui.mark
                && let Some(from) = mark.dragged_from
            {
                let past = verbs::mark::after(text.text(), byte.max(from));
                (mark.start, mark.end) = (byte.min(from), past);
            }
        }
        MouseAct::Up => {
            if let Some(mark) = &mut ui.mark {
                mark.dragged_from = None;
                if mark.start == mark.end {
                    ui.mark = None;
                }
            }
        }
        _ => {}
    }
}
