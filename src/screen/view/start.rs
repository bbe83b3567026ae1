//! The start screen: what it is, and what can be opened.

use ratatui::{
    layout::{Position, Rect},
    text::Line,
};

use super::{
    super::{
        layout,
        state::State,
        theme::Part,
        verbs::start,
        widgets::{
            flow::{cut, flow},
            list::scrolled,
        },
    },
    Canvas, hints, warning,
};
use crate::desk::pages::Role;

const WHAT: &str = "One screen for an inspector and a social worker: read a child's case file together, point at exact words, say what the file does not show, agree what can be agreed, and keep both voices where it cannot.";

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let (top, body, said, keys) = layout::page(state.size);
    super::top::draw(state, top, canvas);
    let below = warning(state);
    canvas.frame(
        state,
        body,
        Line::styled(" Alongside ", state.theme.role(Role::Heading)),
        state.layers.is_empty(),
        below.as_deref(),
    );
    let inside = layout::inside(body);
    let width = inside.width.saturating_sub(4).min(80);
    let column = Rect {
        x: inside.x + 2.min(inside.width),
        width,
        ..inside
    };
    let mut y = column.y.saturating_add(u16::from(column.height > 14));
    if column.height > 9 {
        for row in flow(&[(state.theme.role(Role::Words), WHAT)], usize::from(width)) {
            canvas.put_line(column, column.x, y, &row);
            y += 1;
        }
        y += 1;
    }
    let rows = start::rows(state);
    let height = usize::from(column.bottom().saturating_sub(y));
    let first = scrolled(0, state.start.at, rows.len(), height);
    for (at, row) in rows.iter().enumerate().skip(first).take(height) {
        let (words, key) = start::words(state, row);
        let here = at == state.start.at;
        let style = if here {
            state.theme.part(Part::Selected)
        } else {
            state.theme.role(Role::Words)
        };
        if here {
            canvas.row_style(column, y, style);
            canvas.put(column, column.x, y, "▸", state.theme.part(Part::Key));
            if state.layers.is_empty() {
                canvas.cursor = Some(Position::new(column.x, y));
            }
        }
        canvas.put(
            column,
            column.x + 2,
            y,
            &cut(&words, usize::from(width.saturating_sub(12))),
            style,
        );
        let x = column
            .right()
            .saturating_sub(u16::try_from(key.chars().count()).unwrap_or(0) + 1);
        canvas.put(
            column,
            x,
            y,
            &key,
            if here {
                style
            } else {
                state.theme.part(Part::Key)
            },
        );
        y += 1;
    }
    if !hints::said(state, said, canvas) {
        canvas.put(
            said,
            said.x,
            said.y,
            " ▸ The demonstration is the place to begin: everything in it is fictional.",
            state.theme.role(Role::Quiet),
        );
    }
    hints::keys(state, keys, canvas);
}
