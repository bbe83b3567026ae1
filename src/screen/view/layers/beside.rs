//! Both sides of a comparison: the visible rows of each, changed words between « and », a sign before every row that has some.

use std::ops::Range;

use ratatui::{
    layout::{Position, Rect},
    text::Line,
};

use super::super::{
    super::{layers::Beside, layout, state::State, theme::Part, widgets::flow::cut},
    Canvas,
    file::{Paint, draw_row},
};
use crate::desk::{
    compare::{Change, ChangeKind, Laid, RowKind, place},
    pages::{Role, one_line},
    text::{OpenText, Shape, What, Wrapped},
};

/// One of the two sides.
struct Side<'a> {
    text: &'a OpenText,
    wrapped: &'a Wrapped,
    old: bool,
}

pub(super) fn draw(state: &State, shown: &Beside, canvas: &mut Canvas<'_>) {
    let (left, right) = layout::beside_areas(state.size);
    let pair = &shown.pair;
    let title = |words: String, area: Rect| {
        Line::styled(
            format!(
                " {} ",
                cut(&words, usize::from(area.width.saturating_sub(4)))
            ),
            state.theme.role(Role::Heading),
        )
    };
    let below = super::super::warning(state);
    canvas.frame(
        state,
        left,
        title(
            format!("Sealed, version {} · {}", pair.sealed.number, pair.title),
            left,
        ),
        true,
        below.as_deref(),
    );
    canvas.frame(
        state,
        right,
        title(upper(&pair.presented.shown()), right),
        true,
        None,
    );
    let Some(laid) = &shown.laid else {
        let words = layout::beside_words(left);
        canvas.put(
            words,
            words.x,
            words.y,
            "Both texts are being set beside each other …",
            state.theme.role(Role::Quiet),
        );
        canvas.cursor = Some(Position::new(words.x, words.y));
        return;
    };
    let here = shown.change().map(|change| laid.height_of(change));
    for (area, old) in [(left, true), (right, false)] {
        let side = Side {
            text: if old { &pair.old } else { &pair.new },
            wrapped: if old { &laid.old } else { &laid.new },
            old,
        };
        draw_side(state, shown, laid, &side, area, here, canvas);
        canvas.scroll_bar(
            area,
            shown.top,
            laid.beside.rows(),
            state.theme.part(Part::BorderFocused),
        );
    }
    said(state, shown, canvas);
    let y = here
        .and_then(|here| here.checked_sub(shown.top))
        .and_then(|below| u16::try_from(below).ok())
        .unwrap_or(0);
    let words = layout::beside_words(left);
    let y = words
        .y
        .saturating_add(y)
        .min(words.bottom().saturating_sub(1));
    canvas.cursor = Some(Position::new(layout::inside(left).x, y));
}

fn upper(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn draw_side(
    state: &State,
    shown: &Beside,
    laid: &Laid,
    side: &Side<'_>,
    area: Rect,
    here: Option<usize>,
    canvas: &mut Canvas<'_>,
) {
    let words = layout::beside_words(area);
    let inside = layout::inside(area);
    for (y, height) in (words.y..words.bottom()).zip(shown.top..) {
        let Some(at) = laid.beside.at(height) else {
            break;
        };
        if here == Some(height) {
            canvas.put(inside, inside.x, y, "▸", state.theme.part(Part::Key));
        }
        let Some(kind) = shown.pair.comparison.rows.get(at.row).map(|row| row.kind) else {
            continue;
        };
        let number = if side.old { at.old } else { at.new };
        let Some(row) = number.and_then(|number| side.wrapped.row(number)) else {
            let other = if side.old {
                at.new.and_then(|number| laid.new.row(number))
            } else {
                at.old.and_then(|number| laid.old.row(number))
            };
            // Beside the first words of the other side: a blank row may stand before them.
            if other.is_some_and(|row| row.first && row.shape == Shape::Words) {
                nothing(state, shown, side, kind, words, y, canvas);
            }
            continue;
        };
        if row.shape == Shape::Words
            && let Some(sign) = sign(kind, side.old)
        {
            canvas.put(
                inside,
                inside.x.saturating_add(1),
                y,
                sign,
                state.theme.role(Role::Waiting),
            );
        }
        let marks = marks(shown, at.row, side.old);
        let paints: Vec<Paint> = marks
            .iter()
            .map(|(range, current)| Paint {
                range: range.clone(),
                style: state.theme.part(match (current, side.old) {
                    (true, _) => Part::MatchHere,
                    (false, true) => Part::Deleted,
                    (false, false) => Part::Inserted,
                }),
            })
            .collect();
        draw_row(state, side.text, &row, words, y, &paints, canvas);
        if row.shape == Shape::Words {
            brackets(state, side, &row, &marks, words, y, canvas);
        }
    }
}

/// The changed words of a row of the comparison on one side, and whether the pointer is at them.
fn marks(shown: &Beside, row: usize, old: bool) -> Vec<(Range<usize>, bool)> {
    let changes = &shown.pair.comparison.changes;
    let first = changes.partition_point(|change| change.row < row);
    let current = |at: usize| at == shown.at;
    let side = |change: &Change| {
        if old {
            change.old.clone()
        } else {
            change.new.clone()
        }
    };
    // What changed on the way stands in the row where a paragraph arrived; where it left, its words are marked too.
    let from = match shown.pair.comparison.rows.get(row).map(|row| row.kind) {
        Some(RowKind::MovedAway { to }) if old => {
            changes.partition_point(|change| change.row < to)
                ..changes.partition_point(|change| change.row <= to)
        }
        _ => first..changes.partition_point(|change| change.row <= row),
    };
    from.filter_map(|at| {
        let change = changes.get(at)?;
        (change.kind != ChangeKind::Moved).then(|| (side(change), current(at)))
    })
    .collect()
}

/// The sign before a row of words.
fn sign(kind: RowKind, old: bool) -> Option<&'static str> {
    match (kind, old) {
        (RowKind::Same, _) => None,
        (RowKind::Changed, _) => Some("≠"),
        (RowKind::Removed, _) => Some("-"),
        (RowKind::Added, _) => Some("+"),
        (RowKind::MovedAway { .. } | RowKind::MovedHere { .. }, _) => Some("↕"),
    }
}

/// The side that has nothing in this row says why.
fn nothing(
    state: &State,
    shown: &Beside,
    side: &Side<'_>,
    kind: RowKind,
    words: Rect,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let pair = &shown.pair;
    let at = |row: usize, old: bool| {
        let row = pair.comparison.rows.get(row);
        let (text, blocks) = if old {
            (&pair.old, row.map(|row| row.old.clone()))
        } else {
            (&pair.new, row.map(|row| row.new.clone()))
        };
        let blocks = text.text().blocks.get(blocks.unwrap_or_default());
        let first = blocks.and_then(|blocks| blocks.iter().find(|block| block.counts()));
        place(text, first.map_or(0, |block| block.start))
    };
    let words_to_say = match (kind, side.old) {
        (RowKind::Removed, false) => "- not in this one".to_owned(),
        (RowKind::Added, true) => "+ not in this one".to_owned(),
        (RowKind::MovedAway { to }, false) => format!("↕ stands at {} now", at(to, false)),
        (RowKind::MovedHere { from }, true) => format!("↕ stood at {}", at(from, true)),
        _ => return,
    };
    canvas.put(
        words,
        words.x,
        y,
        &words_to_say,
        state.theme.role(Role::Quiet),
    );
}

/// « before and » behind the changed words on a row, in the free columns around them; ^ where words are missing.
fn brackets(
    state: &State,
    side: &Side<'_>,
    row: &crate::desk::text::Row<'_>,
    marks: &[(Range<usize>, bool)],
    words: Rect,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let text = side.text.text();
    let style = state.theme.role(Role::Waiting);
    // The gutter's last column and the one behind the words are free for them.
    let room = Rect {
        x: words.x.saturating_sub(1),
        width: words.width + 2,
        ..words
    };
    for part in row.parts().filter(|part| part.what == What::Words) {
        for (range, _) in marks {
            if range.is_empty() {
                let behind = range.start == part.range.end || part.range.contains(&range.start);
                if behind && let Some(col) = row.col_of(text, range.start) {
                    canvas.put(room, words.x + col, y, "^", style);
                }
                continue;
            }
            let start = range.start.max(part.range.start);
            let end = range.end.min(part.range.end);
            if start >= end || text.slice(start..end).trim().is_empty() {
                continue;
            }
            if let Some(col) = row.col_of(text, start) {
                canvas.put(room, (words.x + col).saturating_sub(1), y, "«", style);
            }
            if let Some(col) = row.col_of(text, end) {
                canvas.put(room, words.x + col, y, "»", style);
            }
        }
    }
}

/// The change under the pointer in words, on the line where things are said.
fn said(state: &State, shown: &Beside, canvas: &mut Canvas<'_>) {
    let (_, _, area, _) = layout::page(state.size);
    for position in area.positions() {
        if let Some(cell) = canvas.buffer.cell_mut(position) {
            cell.set_symbol(" ");
        }
    }
    canvas.buffer.set_style(area, state.theme.part(Part::Base));
    if state.said.is_some() || area.is_empty() {
        return;
    }
    let pair = &shown.pair;
    let words = match shown.change() {
        None => "every word is the same".to_owned(),
        Some(change) => {
            let old = one_line(pair.old.text().slice(change.old.clone()));
            let new = one_line(pair.new.text().slice(change.new.clone()));
            let what = match change.kind {
                ChangeKind::Moved => format!(
                    "moved from {} to {}",
                    place(&pair.old, change.old.start),
                    place(&pair.new, change.new.start)
                ),
                _ if old.is_empty() => format!("put in “{new}”"),
                _ if new.is_empty() => format!("taken out “{old}”"),
                _ => format!("“{old}” is now “{new}”"),
            };
            format!("change {} of {}: {what}", shown.at + 1, shown.count())
        }
    };
    let x = canvas.put(area, area.x, area.y, " ▸ ", state.theme.part(Part::Key));
    let room = usize::from(area.right().saturating_sub(x));
    canvas.put(
        area,
        x,
        area.y,
        &cut(&words, room),
        state.theme.role(Role::Words),
    );
}
