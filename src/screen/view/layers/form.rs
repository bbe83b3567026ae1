//! Drawing a form: what it points at, its fields, the one with the cursor in full, and what was wrong when it was kept last.

use ratatui::{
    layout::{Position, Rect},
    text::{Line, Span},
    widgets::Widget as _,
};
use ratatui_textarea::TextArea;

use super::{
    super::super::{
        form::{Field, Form, Value},
        layout,
        state::State,
        theme::Part,
        verbs,
        widgets::{
            flow::{cut, rows},
            list::scrolled,
        },
    },
    Canvas, title,
};
use crate::desk::pages::{Role, anchor_line};

/// Columns the labels stand in.
const LABELS: u16 = 21;

/// The most rows a field of words takes.
const TALLEST: usize = 10;

/// The most passages shown above the fields.
const PASSAGES: usize = 3;

pub(super) fn draw(state: &State, form: &Form, canvas: &mut Canvas<'_>) {
    if let Some(area) = in_place(state, form) {
        draw_in_place(state, form, area, canvas);
        return;
    }
    let width = layout::beside_width(state);
    let labels = if width >= 60 { LABELS } else { 2 };
    let words_width = usize::from(width.saturating_sub(labels + 4));
    let heights: Vec<usize> = form
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| height(field, at == form.focus, words_width, labels))
        .collect();
    let above = passages(state, form, usize::from(width.saturating_sub(4)));
    let fields: usize = heights.iter().sum();
    let wanted = fields + above.len() + usize::from(!above.is_empty()) + 5;
    let area = layout::beside(state, u16::try_from(wanted).unwrap_or(u16::MAX));
    let who = state.room().map_or_else(
        |_| String::new(),
        |room| format!(" · {}", room.inspection.person(room.pen())),
    );
    canvas.frame(
        state,
        area,
        title(state, &format!("{}{who}", form.title), area),
        true,
        super::super::warning(state).as_deref(),
    );
    let inside = layout::inside(area);
    let mut y = inside.y;
    for line in above {
        canvas.put_line(inside, inside.x + 1, y, &line);
        y += 1;
    }
    if y > inside.y {
        y += 1;
    }
    let bottom = inside.bottom().saturating_sub(2);
    // Where not all fields fit, those around the cursor are shown.
    let room = usize::from(bottom.saturating_sub(y));
    let before: usize = heights.iter().take(form.focus).sum();
    let focus_height = heights.get(form.focus).copied().unwrap_or(1);
    let top = scrolled(
        scrolled(0, before + focus_height.saturating_sub(1), fields, room),
        before,
        fields,
        room,
    );
    let mut row = 0;
    for (at, (field, height)) in form.fields.iter().zip(&heights).enumerate() {
        let (first, last) = (row, row + height);
        row = last;
        if first < top || first >= top + room {
            continue;
        }
        let field_y = y + u16::try_from(first - top).unwrap_or(u16::MAX);
        let tall = u16::try_from(*height)
            .unwrap_or(u16::MAX)
            .min(bottom.saturating_sub(field_y));
        let area = Rect {
            y: field_y,
            height: tall,
            ..inside
        };
        draw_field(state, field, at == form.focus, labels, area, canvas);
    }
    let hint = form.fields.get(form.focus).map_or("", hint);
    let (words, style) = match &form.notice {
        Some(notice) => (notice.as_str(), state.theme.part(Part::Warning)),
        None => (hint, state.theme.role(Role::Quiet)),
    };
    let notice = super::flow(
        &[(style, words)],
        usize::from(inside.width.saturating_sub(2)),
    );
    for (y, line) in (bottom..inside.bottom()).zip(notice) {
        canvas.put_line(inside, inside.x + 1, y, &line);
    }
}

/// Columns a cell needs to be written in where it stands; narrower ones are written in a box of their own.
const NARROWEST_CELL: u16 = 12;

/// Where a form of one cell is written in place of the cell; none where it is not, or not in sight.
pub(in super::super) fn in_place(state: &State, form: &Form) -> Option<Rect> {
    let ui = state.sitting()?;
    let area = verbs::cell::in_place(state, form)
        .then(|| super::super::talk::cell(state, ui))
        .flatten()?;
    (area.width >= NARROWEST_CELL).then_some(area)
}

/// The one field over its cell, growing downwards as it is written in.
fn draw_in_place(state: &State, form: &Form, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(field) = form.fields.first() else {
        return;
    };
    let needed = |width: u16| match &field.value {
        Value::Words { area: words, .. } => words
            .lines()
            .iter()
            .map(|line| rows(line, usize::from(width.saturating_sub(1))).max(1))
            .sum(),
        Value::Choice { .. } | Value::Secret { .. } => 1,
    };
    let whole = state.sitting().map_or(area, |ui| {
        layout::talk_list(ui, layout::sitting(state, ui).talk)
    });
    // Longer words take the room of the cell beside it too; what needs more rows than there are below goes up over the cells above.
    let width = if needed(area.width) > 1 {
        whole.right().saturating_sub(area.x.saturating_add(1))
    } else {
        area.width
    };
    let height = u16::try_from(needed(width).max(1))
        .unwrap_or(u16::MAX)
        .min(whole.height);
    let place = Rect {
        y: area.y.min(whole.bottom().saturating_sub(height)),
        width,
        height,
        ..area
    };
    for position in place.positions() {
        if let Some(cell) = canvas.buffer.cell_mut(position) {
            cell.reset();
        }
    }
    canvas.buffer.set_style(place, state.theme.part(Part::Base));
    canvas
        .buffer
        .set_style(place, state.theme.part(Part::Field));
    draw_value(state, field, true, place, canvas);
    // What it is for, or what was wrong, where things are said.
    if state.said.is_none() {
        let (_, _, said, _) = layout::page(state.size);
        let (words, part) = match &form.notice {
            Some(notice) => (format!(" ! {notice}"), Part::Warning),
            None => (format!(" ▸ {}: {}", field.label, hint(field)), Part::Key),
        };
        for position in said.positions() {
            if let Some(cell) = canvas.buffer.cell_mut(position) {
                cell.reset();
            }
        }
        canvas.buffer.set_style(said, state.theme.part(Part::Base));
        let words = cut(&words, usize::from(said.width));
        canvas.put(said, said.x, said.y, &words, state.theme.part(part));
    }
}

fn passages(state: &State, form: &Form, width: usize) -> Vec<Line<'static>> {
    let Some(case) = state.case() else {
        return Vec::new();
    };
    let mut lines: Vec<Line<'static>> = form
        .anchors
        .iter()
        .take(PASSAGES)
        .map(|anchor| {
            let line = anchor_line(case, anchor, 0);
            // The place is worth more than the end of a long quote.
            let place: String = line
                .pieces
                .iter()
                .skip(1)
                .map(|(_, words)| words.as_str())
                .collect();
            let quote = line.pieces.first().map_or("", |(_, words)| words.as_str());
            let room = width.saturating_sub(place.chars().count()).max(width / 2);
            Line::from(vec![
                Span::styled(cut(quote, room), state.theme.role(Role::Quote)),
                Span::styled(place, state.theme.role(Role::Quiet)),
            ])
        })
        .collect();
    if form.anchors.len() > PASSAGES {
        let more = format!("and {} more", form.anchors.len() - PASSAGES);
        lines.push(Line::styled(more, state.theme.role(Role::Quiet)));
    }
    lines
}

/// What is said under the fields of the one with the cursor.
fn hint(field: &Field) -> &str {
    match &field.value {
        Value::Secret {
            words,
            strength: Some(strength),
        } if !words.is_empty() => &strength.sentence,
        _ => &field.hint,
    }
}

fn height(field: &Field, focused: bool, width: usize, labels: u16) -> usize {
    let label = usize::from(labels != LABELS);
    match &field.value {
        Value::Choice { .. } | Value::Secret { .. } => 1 + label,
        Value::Words { area, lines } => {
            let least = if *lines { 3 } else { 1 };
            let needed: usize = area
                .lines()
                .iter()
                .map(|line| rows(line, width.saturating_sub(1)).max(1))
                .sum();
            let most = if focused { TALLEST } else { 3 };
            needed.clamp(least, most.max(least)) + label
        }
    }
}

fn draw_field(
    state: &State,
    field: &Field,
    focused: bool,
    labels: u16,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let sign = if focused { "▸ " } else { "  " };
    let style = if focused {
        state.theme.part(Part::Key)
    } else {
        state.theme.role(Role::Quiet)
    };
    let x = canvas.put(area, area.x, area.y, sign, style);
    canvas.put(area, x, area.y, field.label, style);
    let stacked = u16::from(labels != LABELS);
    let value = Rect {
        x: area.x + labels.min(area.width),
        y: area.y + stacked.min(area.height),
        width: area.width.saturating_sub(labels + 1),
        height: area.height.saturating_sub(stacked),
    };
    if value.is_empty() {
        return;
    }
    draw_value(state, field, focused, value, canvas);
}

/// What a field holds.
fn draw_value(state: &State, field: &Field, focused: bool, value: Rect, canvas: &mut Canvas<'_>) {
    match &field.value {
        Value::Choice { options, at } => {
            let chosen = options.get(*at).map_or("", |(_, title)| title.as_str());
            let words = if focused {
                format!(
                    "← {} →",
                    cut(chosen, usize::from(value.width).saturating_sub(4))
                )
            } else {
                chosen.to_owned()
            };
            let style = state
                .theme
                .part(if focused { Part::Selected } else { Part::Field });
            canvas.put(value, value.x, value.y, &words, style);
            if focused {
                canvas.cursor = Some(Position::new(value.x, value.y));
            }
        }
        Value::Secret { words, .. } => {
            super::super::dots(state, words, focused, value, canvas);
        }
        Value::Words { area: words, .. } => draw_words(state, words, focused, value, canvas),
    }
}

fn draw_words(
    state: &State,
    words: &TextArea<'static>,
    focused: bool,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    words.render(area, canvas.buffer);
    canvas.buffer.set_style(
        area,
        state
            .theme
            .role(Role::Words)
            .patch(state.theme.part(Part::Field)),
    );
    if focused {
        let cursor = words.screen_cursor();
        let (top, left) = words.scroll_offset();
        let x = area
            .x
            .saturating_add(u16::try_from(cursor.col).unwrap_or(0).saturating_sub(left));
        let y = area
            .y
            .saturating_add(u16::try_from(cursor.row).unwrap_or(0).saturating_sub(top));
        canvas.cursor = Some(Position::new(
            x.min(area.right().saturating_sub(1)),
            y.min(area.bottom().saturating_sub(1)),
        ));
    }
}
