//! The picture above the journey: which list is shown, and the whole life in a row of cells. Every row says in words what it is.

use ratatui::layout::Rect;

use super::{
    super::{
        journey::{self, LABELS, View},
        state::{SittingUi, State, Tab},
        theme::Part,
    },
    Canvas,
};
use crate::{
    casework::journey::strip::{Read, Strip},
    desk::pages::Role,
};

/// From nearly nothing to most.
const HEIGHTS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

pub(super) fn draw(state: &State, ui: &SittingUi, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() || ui.tab != Tab::Journey {
        return;
    }
    views(state, ui, area, canvas);
    let Some(strip) = ui.journey.strip.as_ref().filter(|_| area.height > 1) else {
        return;
    };
    let rows = area.height - 1;
    let row = |at: u16| Rect {
        y: area.y + 1 + at,
        height: 1,
        ..area
    };
    years(state, ui, strip, row(0), canvas);
    events(state, ui, strip, row(1), canvas);
    if rows >= 5 {
        read(state, strip, row(2), canvas);
        statuses(state, strip, row(3), canvas);
        let [scale, words] = journey::legend(ui, strip);
        // On one row where there is no room for two.
        let said = if rows >= 6 {
            vec![scale, words]
        } else {
            vec![format!("{scale}  {words}")]
        };
        for (words, at) in said.iter().zip(4..) {
            let place = row(at);
            canvas.put(
                place,
                place.x,
                place.y,
                words,
                state.theme.role(Role::Quiet),
            );
        }
    } else if rows >= 3 {
        statuses(state, strip, row(2), canvas);
    }
}

/// The lists of the journey, the one shown between brackets.
fn views(state: &State, ui: &SittingUi, area: Rect, canvas: &mut Canvas<'_>) {
    let mut x = area.x;
    for view in View::ALL {
        let (words, style) = if view == ui.journey.view {
            (
                format!("[{}]", view.title()),
                state.theme.role(Role::Heading),
            )
        } else {
            (format!(" {} ", view.title()), state.theme.role(Role::Quiet))
        };
        x = canvas.put(area, x, area.y, &words, style);
    }
    let key = state.table.key(super::super::action::Action::Journey);
    let next = format!("  {key}: the next");
    if usize::from(area.right().saturating_sub(x)) >= next.chars().count() {
        canvas.put(area, x, area.y, &next, state.theme.role(Role::Quiet));
    }
}

fn label(state: &State, words: &str, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.put(area, area.x, area.y, words, state.theme.role(Role::Quiet));
}

/// The column of a cell.
fn column(area: Rect, cell: usize) -> u16 {
    area.x
        .saturating_add(LABELS)
        .saturating_add(u16::try_from(cell).unwrap_or(u16::MAX))
}

fn years(state: &State, ui: &SittingUi, strip: &Strip, area: Rect, canvas: &mut Canvas<'_>) {
    let mut free = 0;
    for (cell, year) in strip.years() {
        let words = year.to_string();
        // A year that has no room before the next is left out.
        if cell < free || cell + words.len() > strip.cells.len().max(words.len()) {
            continue;
        }
        canvas.put(
            area,
            column(area, cell),
            area.y,
            &words,
            state.theme.role(Role::Quiet),
        );
        free = cell + words.len() + 1;
    }
    if let Some(cell) = journey::day_stood_on(ui).and_then(|day| strip.cell_of(day)) {
        canvas.put(
            area,
            column(area, cell),
            area.y,
            "▼",
            state.theme.part(Part::Key),
        );
    }
}

fn events(state: &State, ui: &SittingUi, strip: &Strip, area: Rect, canvas: &mut Canvas<'_>) {
    label(state, "events", area, canvas);
    let here = journey::day_stood_on(ui).and_then(|day| strip.cell_of(day));
    for (at, cell) in strip.cells.iter().enumerate() {
        let level = usize::try_from(strip.level(cell.count, 8)).unwrap_or(0);
        let sign = level
            .checked_sub(1)
            .and_then(|level| HEIGHTS.get(level))
            .copied()
            .unwrap_or(" ");
        let style = if here == Some(at) {
            state.theme.part(Part::Key)
        } else if cell.contact {
            state.theme.role(Role::Words)
        } else {
            state.theme.role(Role::Quiet)
        };
        canvas.put(area, column(area, at), area.y, sign, style);
    }
}

fn read(state: &State, strip: &Strip, area: Rect, canvas: &mut Canvas<'_>) {
    label(state, "read", area, canvas);
    for (at, cell) in strip.cells.iter().enumerate() {
        let sign = match cell.read {
            Read::Nothing => continue,
            Read::None => "·",
            Read::Some => "○",
            Read::All => "●",
        };
        canvas.put(
            area,
            column(area, at),
            area.y,
            sign,
            state.theme.role(Role::Quiet),
        );
    }
}

fn statuses(state: &State, strip: &Strip, area: Rect, canvas: &mut Canvas<'_>) {
    label(state, "status", area, canvas);
    for (at, cell) in strip.cells.iter().enumerate() {
        if let Some(sign) = cell.status {
            canvas.put(
                area,
                column(area, at),
                area.y,
                sign.encode_utf8(&mut [0; 4]),
                state.theme.role(Role::Heading),
            );
        }
    }
}
