//! The case file: the visible rows of the open document, what hangs on them, what is marked and what was found.

use std::ops::Range;

use ratatui::{
    layout::{Position, Rect},
    style::{Modifier, Style},
    text::{Line, Span},
};

use super::{
    super::{
        action::Action,
        layout,
        state::{Focus, Shelved, SittingUi, State},
        theme::Part,
        verbs::{self, sideways},
        widgets::flow::{cut, flow},
    },
    Canvas, page, warning,
};
use crate::{
    casework::{Case, Document, Voice, document::Version},
    desk::{
        pages::{Item, Role},
        text::{BlockKind, MarkKind, OpenText, Row, Shape, What, Wrapped},
    },
};

/// A stretch of the text drawn in its own way; later ones win.
pub(super) struct Paint {
    pub(super) range: Range<usize>,
    pub(super) style: Style,
}

pub(super) fn draw(state: &State, ui: &SittingUi, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    let focused = ui.focus == Focus::File && state.layers.is_empty();
    let below = warning(state);
    canvas.frame(
        state,
        area,
        title(state, ui, area.width),
        focused,
        below.as_deref(),
    );
    if let Some(looking) = &ui.looking {
        page::draw(state, ui, looking, area, focused, canvas);
        return;
    }
    let words = layout::words(area);
    let (Some(text), Some(wrapped)) = (ui.text(), ui.wrapped()) else {
        let why = match ui.shelved() {
            Some(Shelved::Failed(why)) => {
                let key = password_key(state, ui);
                format!(
                    "Not readable: {why}{key}\n\nThe original is kept as it was received. What it says can still be talked about; say where it was looked for."
                )
            }
            Some(Shelved::Pictures(what)) => what.clone(),
            Some(_) => "The text is coming …".to_owned(),
            None => "This case has no documents yet.".to_owned(),
        };
        let rows = flow(
            &[(state.theme.role(Role::Words), why.as_str())],
            usize::from(words.width),
        );
        for (y, row) in (words.y..words.bottom()).zip(rows) {
            canvas.put_line(words, words.x, y, &row);
        }
        if focused {
            canvas.cursor = Some(Position::new(words.x, words.y));
        }
        return;
    };
    let place = ui.place();
    let reading = wrapped.row_of(place.byte);
    let top = reading.saturating_sub(place.above);
    let bottom = (top + usize::from(words.height)).min(wrapped.rows());
    let mut paints = marks(state, text, in_sight(text, wrapped, top..bottom));
    paints.extend(hangings(
        state,
        ui,
        wrapped.start_of(top)..wrapped.start_of(bottom).max(wrapped.start_of(top)),
        bottom >= wrapped.rows(),
    ));
    for (y, number) in (words.y..words.bottom()).zip(top..bottom) {
        let Some(row) = wrapped.row(number) else {
            break;
        };
        if number == reading {
            canvas.row_style(
                Rect {
                    x: words.x,
                    ..words
                },
                y,
                state.theme.part(Part::Line),
            );
        }
        gutter(
            state,
            ui,
            wrapped,
            number,
            number == reading,
            area,
            y,
            canvas,
        );
        let first = sideways::first(ui, &row);
        draw_moved(state, text, &row, first, words, y, &paints, canvas);
    }
    canvas.scroll_bar(
        area,
        top,
        wrapped.rows(),
        state.theme.part(if focused {
            Part::BorderFocused
        } else {
            Part::Border
        }),
    );
    if focused {
        let y = words
            .y
            .saturating_add(u16::try_from(reading - top).unwrap_or(0));
        let at = ui
            .mark
            .as_ref()
            .and_then(|mark| marked_cell(ui, text, wrapped, top, words, mark.start));
        canvas.cursor = Some(at.unwrap_or(Position::new(words.x.saturating_sub(2), y)));
    }
}

fn marked_cell(
    ui: &SittingUi,
    text: &OpenText,
    wrapped: &Wrapped,
    top: usize,
    words: Rect,
    byte: usize,
) -> Option<Position> {
    let row = wrapped.row_of(byte);
    let y = words
        .y
        .checked_add(u16::try_from(row.checked_sub(top)?).ok()?)
        .filter(|y| *y < words.bottom())?;
    let row = wrapped.row(row)?;
    let column = row.col_of(text.text(), byte)?;
    let column = row.seen(column, sideways::first(ui, &row))?;
    Some(Position::new(words.x + column, y))
}

/// How a document that needs a password is opened; empty for every other.
fn password_key(state: &State, ui: &SittingUi) -> String {
    let document = ui
        .document
        .and_then(|no| state.case()?.documents.get(&no)?.latest());
    if !document.is_some_and(crate::casework::Version::is_locked) {
        return String::new();
    }
    let key = state.table.key(Action::Password);
    format!("\n\nIf somebody here knows the password: {key} in the list of cases asks for it.")
}

/// What else is known of a document, where there is room: what of it stands elsewhere, and the child in it.
fn document_facts(case: &Case, document: &Document) -> Vec<String> {
    let repeats = document.repeats_shown(&case.documents);
    let voice = document.voice().map(Voice::shown);
    repeats
        .into_iter()
        .chain(voice)
        .filter(|words| !words.is_empty())
        .collect()
}

/// `Case file ─ title · dates ─ 4 of 23`, the title cut to what is left.
fn title(state: &State, ui: &SittingUi, width: u16) -> Line<'static> {
    let document = ui
        .document
        .and_then(|no| state.case().and_then(|case| case.documents.get(&no)));
    let at = ui
        .document
        .and_then(|document| ui.order.iter().position(|other| *other == document));
    let count = at.map_or_else(String::new, |at| {
        format!(" {} of {} ", at + 1, ui.order.len())
    });
    let mut flags = String::new();
    if let (Some(case), Some(document)) = (state.case(), document) {
        if let Some(called) = verbs::older::called(ui, case) {
            let key = state.table.key(Action::Older);
            flags.push_str(" · AN OLDER TEXT: ");
            flags.push_str(&called);
            flags.push_str(" · ");
            flags.push_str(&key);
            flags.push_str(" goes back");
        } else if document.versions.len() > 1 {
            flags.push_str(" · ALTERED since first taken in");
            if let Some(changed) = document.latest().and_then(Version::changed) {
                flags.push_str(": ");
                flags.push_str(&changed);
            }
        }
        if case.missing.contains(&document.no) {
            flags.push_str(" · MISSING when offered again");
        }
        if let Some(standing) = document.latest().and_then(|version| version.standing) {
            flags.push_str(" · ");
            flags.push_str(&standing.shown());
        }
    }
    if let (Some(case), Some(document)) = (state.case(), document) {
        for more in document_facts(case, document) {
            flags.push_str(" · ");
            flags.push_str(&more);
        }
    }
    let shown = document.map_or_else(
        || "Case file".to_owned(),
        |document| format!("{}{flags}", document.shown()),
    );
    let room = usize::from(width).saturating_sub(count.chars().count() + 6);
    Line::from(vec![
        Span::styled(
            format!(" {} ", cut(&shown, room)),
            state.theme.role(Role::Heading),
        ),
        Span::styled("─", state.theme.part(Part::Border)),
        Span::styled(count, state.theme.role(Role::Quiet)),
    ])
}

/// Before the words: the pointer, and a sign for what hangs on this row.
#[expect(
    clippy::too_many_arguments,
    reason = "one row of one pane: everything it is drawn from"
)]
fn gutter(
    state: &State,
    ui: &SittingUi,
    wrapped: &Wrapped,
    number: usize,
    reading: bool,
    area: Rect,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    let inside = layout::inside(area);
    if reading {
        canvas.put(inside, inside.x, y, "▸", state.theme.part(Part::Key));
    }
    let (start, end) = (wrapped.start_of(number), wrapped.start_of(number + 1));
    let is_words = wrapped
        .row(number)
        .is_some_and(|row| row.shape == Shape::Words);
    let last = number + 1 >= wrapped.rows();
    let here =
        |range: &Range<usize>| is_words && range.start >= start && (last || range.start < end);
    let sign = ui
        .hangings
        .iter()
        .filter(|(range, _)| here(range))
        .map(|(_, item)| *item)
        .min_by_key(|item| match item {
            Item::Finding(_) => 0,
            Item::Service(_) => 1,
            _ => 2,
        });
    if let Some(item) = sign {
        let (glyph, role) = match item {
            Item::Finding(_) => ("◆", Role::Heading),
            Item::Service(_) => ("■", Role::Agreed),
            _ => ("●", Role::Person),
        };
        canvas.put(
            inside,
            inside.x.saturating_add(1),
            y,
            glyph,
            state.theme.role(role),
        );
    }
}

/// The bytes on these rows, and what else stands beside them in the last one's table.
fn in_sight(text: &OpenText, wrapped: &Wrapped, rows: Range<usize>) -> Range<usize> {
    let last = wrapped.row(rows.end.saturating_sub(1));
    let block = last.and_then(|row| text.text().blocks.get(row.block));
    let end = match block {
        Some(block) if matches!(block.kind, BlockKind::Row { .. }) => block.end,
        _ if rows.end >= wrapped.rows() => text.text().words.len(),
        _ => wrapped.start_of(rows.end),
    };
    let start = wrapped.start_of(rows.start);
    start..end.max(start)
}

/// How the document itself shows the words in sight.
fn marks(state: &State, text: &OpenText, sight: Range<usize>) -> Vec<Paint> {
    let style = |kind| match kind {
        MarkKind::Bold => Style::new().add_modifier(Modifier::BOLD),
        MarkKind::Italic => Style::new().add_modifier(Modifier::ITALIC),
        MarkKind::Inserted { .. } => state.theme.part(Part::Inserted),
        MarkKind::Deleted { .. } | MarkKind::Struck => state.theme.part(Part::Deleted),
        MarkKind::Comment { .. } => state.theme.part(Part::Comment),
        MarkKind::Running | MarkKind::Hidden => state.theme.role(Role::Quiet),
    };
    let marks = text.text().marks_in(sight);
    marks
        .map(|mark| Paint {
            range: mark.range(),
            style: style(mark.kind),
        })
        .collect()
}

/// What is marked, found or anchored among the bytes in sight.
fn hangings(state: &State, ui: &SittingUi, sight: Range<usize>, to_end: bool) -> Vec<Paint> {
    let seen =
        |range: &Range<usize>| range.end > sight.start && (to_end || range.start < sight.end);
    let mut paints: Vec<Paint> = Vec::new();
    let anchored = state.theme.part(Part::Anchored);
    paints.extend(
        ui.hangings
            .iter()
            .filter(|(range, _)| seen(range))
            .map(|(range, _)| Paint {
                range: range.clone(),
                style: anchored,
            }),
    );
    if let Some(found) = &ui.found {
        for (at, hit) in found.hits.iter().enumerate() {
            // What was found was found in the present text.
            if Some(hit.document) == ui.document && ui.older().is_none() && seen(&hit.range) {
                let part = if at == found.at {
                    Part::MatchHere
                } else {
                    Part::Match
                };
                paints.push(Paint {
                    range: hit.range.clone(),
                    style: state.theme.part(part),
                });
            }
        }
    }
    if let Some(mark) = &ui.mark {
        paints.push(Paint {
            range: mark.start..mark.end,
            style: state.theme.part(Part::Marked),
        });
    }
    paints
}

/// One row of a text: its words where they stand, in the styles of what is painted on them.
pub(super) fn draw_row(
    state: &State,
    text: &OpenText,
    row: &Row<'_>,
    words: Rect,
    y: u16,
    paints: &[Paint],
    canvas: &mut Canvas<'_>,
) {
    draw_moved(state, text, row, 1, words, y, paints, canvas);
}

/// As [`draw_row`]; a table wider than the pane stands so that its column number `first` follows its first one.
#[expect(
    clippy::too_many_arguments,
    reason = "one row of one pane: everything it is drawn from"
)]
fn draw_moved(
    state: &State,
    text: &OpenText,
    row: &Row<'_>,
    first: usize,
    words: Rect,
    y: u16,
    paints: &[Paint],
    canvas: &mut Canvas<'_>,
) {
    let text = text.text();
    let quiet = state.theme.role(Role::Quiet);
    match row.shape {
        Shape::Blank => return,
        Shape::Page => {
            let page = match row.kind(text) {
                Some(BlockKind::Page(number)) => format!("─── page {number} "),
                _ => String::new(),
            };
            let rule = "─".repeat(usize::from(words.width).saturating_sub(page.chars().count()));
            canvas.put(words, words.x, y, &format!("{page}{rule}"), quiet);
            return;
        }
        Shape::Rule => {
            for column in row.columns() {
                let Some(seen) = row.seen(column.col, first) else {
                    continue;
                };
                canvas.put(
                    words,
                    words.x + seen,
                    y,
                    &"─".repeat(usize::from(column.width)),
                    quiet,
                );
            }
            if row.is_wide() && first < row.furthest() {
                canvas.put(words, words.right().saturating_sub(1), y, "›", quiet);
            }
            return;
        }
        Shape::Words => {}
    }
    let base = base_style(state, row.kind(text));
    if let Some((column, marker)) = row.marker(text) {
        canvas.put(words, words.x + column, y, marker, quiet);
    }
    if row.bar(text) {
        canvas.put(words, words.x, y, "│", quiet);
    }
    between(row, first, words, y, quiet, canvas);
    for part in row.parts() {
        let Some(seen) = row.seen(part.col, first) else {
            continue;
        };
        let x = words.x + seen;
        match part.what {
            What::Unseen => {}
            What::Label => {
                let after = canvas.put(words, x, y, text.slice(part.range), quiet);
                canvas.put(words, after, y, ":", quiet);
            }
            What::Words => {
                let mut x = x;
                for (range, style) in painted(&part.range, base, paints) {
                    x = canvas.put(words, x, y, text.slice(range), style);
                }
            }
        }
    }
}

/// The lines between the columns of a table; where it is wider than the pane, signs that it goes on to the left or to the right.
fn between(
    row: &Row<'_>,
    first: usize,
    words: Rect,
    y: u16,
    quiet: Style,
    canvas: &mut Canvas<'_>,
) {
    for (number, column) in row.columns().iter().enumerate().skip(1) {
        let Some(seen) = row.seen(column.col, first) else {
            continue;
        };
        let sign = if number == first && first > 1 {
            "‹"
        } else {
            "│"
        };
        canvas.put(words, (words.x + seen).saturating_sub(2), y, sign, quiet);
    }
}

fn base_style(state: &State, kind: Option<&BlockKind>) -> Style {
    match kind {
        Some(BlockKind::Heading(1)) => state
            .theme
            .role(Role::Heading)
            .add_modifier(Modifier::UNDERLINED),
        Some(BlockKind::Heading(_) | BlockKind::Row { header: true, .. }) => {
            state.theme.role(Role::Heading)
        }
        Some(BlockKind::Quote) => state.theme.role(Role::Quote),
        _ => state.theme.role(Role::Words),
    }
}

/// A part cut where its style changes.
fn painted(range: &Range<usize>, base: Style, paints: &[Paint]) -> Vec<(Range<usize>, Style)> {
    let here = |paint: &&Paint| paint.range.start < range.end && paint.range.end > range.start;
    let paints: Vec<&Paint> = paints.iter().filter(here).collect();
    if paints.is_empty() {
        return vec![(range.clone(), base)];
    }
    let mut edges = vec![range.start, range.end];
    for paint in &paints {
        edges.extend(
            [paint.range.start, paint.range.end]
                .into_iter()
                .filter(|edge| range.contains(edge)),
        );
    }
    edges.sort_unstable();
    edges.dedup();
    let style_at = |byte: usize| {
        paints
            .iter()
            .filter(|paint| paint.range.contains(&byte))
            .fold(base, |style, paint| style.patch(paint.style))
    };
    edges
        .windows(2)
        .filter_map(|edge| match edge {
            [start, end] => Some((*start..*end, style_at(*start))),
            _ => None,
        })
        .collect()
}
