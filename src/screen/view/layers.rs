//! Drawing what lies over a page.

mod beside;
mod closing;
mod form;
mod taking;

use ratatui::{
    layout::{Position, Rect},
    text::{Line, Span},
};
use unicode_width::UnicodeWidthStr as _;

use super::{
    super::{
        layers::{
            Answering, Chooser, Finder, Layer, List, Reading,
            answer::Choice,
            find::{MOST, Scope},
        },
        layout,
        state::State,
        theme::Part,
        verbs::folder::verdict,
        widgets::{
            flow::{cut, flow},
            list::scrolled,
            page,
        },
    },
    Canvas,
};
use crate::desk::{
    intake::Progress,
    pages::{Page, Role},
    shown,
};

pub(super) fn draw(state: &State, layer: &Layer, canvas: &mut Canvas<'_>) {
    match layer {
        Layer::Form(form) => form::draw(state, form, canvas),
        Layer::List(list) => draw_list(state, list, canvas),
        Layer::Answer(answering) => draw_answer(state, answering, canvas),
        Layer::Find(finder) => draw_find(state, finder, canvas),
        Layer::Reading(reading) | Layer::Unsure(reading, _) | Layer::Doubt(reading, _) => {
            draw_reading(state, reading, canvas);
        }
        Layer::Password(line) => closing::password(state, line, canvas),
        Layer::Folder(chooser) => draw_folder(state, chooser, canvas),
        Layer::Pen(name) => draw_pen(state, name, canvas),
        Layer::Intake(progress) => draw_intake(state, "Taking in", progress, canvas),
        Layer::Comparing(progress) => {
            draw_intake(state, "Comparing: nothing is taken in", progress, canvas);
        }
        Layer::Beside(shown) => beside::draw(state, shown, canvas),
        Layer::Taking(table) => taking::draw(state, table, canvas),
        Layer::Closing(walk) => closing::draw(state, walk, canvas),
        Layer::OwnWords(own) => closing::own_words(state, own, canvas),
        Layer::Seal(large) => closing::seal(state, large, canvas),
    }
    let (_, _, said, keys) = layout::page(state.size);
    if state.said.is_some() {
        canvas.buffer.set_style(said, state.theme.part(Part::Base));
        for position in said.positions() {
            if let Some(cell) = canvas.buffer.cell_mut(position) {
                cell.set_symbol(" ");
            }
        }
        super::hints::said(state, said, canvas);
    }
    for position in keys.positions() {
        if let Some(cell) = canvas.buffer.cell_mut(position) {
            cell.set_symbol(" ");
        }
    }
    super::hints::keys(state, keys, canvas);
}

fn title(state: &State, words: &str, area: Rect) -> Line<'static> {
    let words = cut(words, usize::from(area.width.saturating_sub(4)));
    Line::styled(format!(" {words} "), state.theme.role(Role::Heading))
}

/// Rows at the bottom of a list for the sentence of the row under the pointer.
const HINT_ROWS: u16 = 2;

fn draw_list(state: &State, list: &List, canvas: &mut Canvas<'_>) {
    let area = layout::list(state.size, list.rows.len());
    canvas.frame(
        state,
        area,
        title(state, &list.title, area),
        true,
        super::warning(state).as_deref(),
    );
    let inside = layout::inside(area);
    let mut y = inside.y;
    let quiet = state.theme.role(Role::Quiet);
    if let Some(query) = &list.query {
        let x = canvas.put(inside, inside.x + 1, y, "> ", quiet);
        canvas.put(inside, x, y, query.words(), state.theme.part(Part::Field));
        y += 1;
    }
    let hint_rows = HINT_ROWS;
    let height = usize::from(inside.bottom().saturating_sub(y).saturating_sub(hint_rows));
    let top = scrolled(0, list.at, list.shown.len(), height);
    for (at, index) in list.shown.iter().enumerate().skip(top).take(height) {
        let Some(row) = list.rows.get(*index) else {
            continue;
        };
        let here = at == list.at;
        let style = match (here, row.reason.is_some()) {
            (true, _) => state.theme.part(Part::Selected),
            (false, true) => state.theme.role(Role::Aside),
            (false, false) => state.theme.role(Role::Words),
        };
        if here {
            canvas.row_style(inside, y, style);
            canvas.put(inside, inside.x, y, "▸", state.theme.part(Part::Key));
            canvas.cursor = Some(Position::new(inside.x, y));
        }
        let right = u16::try_from(row.right.chars().count()).unwrap_or(0);
        let room = usize::from(inside.width.saturating_sub(right + 4));
        // What cannot be done now is told by its sign too.
        let sign = if row.reason.is_some() { "– " } else { "  " };
        let x = canvas.put(inside, inside.x + 1, y, sign, style);
        canvas.put(
            inside,
            x,
            y,
            &cut(&row.title, room.saturating_sub(1)),
            style,
        );
        let x = inside.right().saturating_sub(right + 1);
        canvas.put(
            inside,
            x,
            y,
            &row.right,
            if here {
                style
            } else {
                state.theme.part(Part::Key)
            },
        );
        y += 1;
    }
    if list.shown.is_empty() {
        canvas.put(
            inside,
            inside.x + 3,
            y,
            "Nothing matches what is typed.",
            quiet,
        );
    }
    let below = list
        .row()
        .map(|row| row.reason.as_deref().unwrap_or(&row.hint))
        .unwrap_or_default();
    let hint = flow(
        &[(quiet, below)],
        usize::from(inside.width.saturating_sub(2)),
    );
    let first = inside.bottom().saturating_sub(HINT_ROWS);
    for (y, row) in (first..inside.bottom()).zip(hint) {
        canvas.put_line(inside, inside.x + 1, y, &row);
    }
    if let Some(query) = list
        .query
        .as_ref()
        .filter(|query| !query.words().is_empty())
    {
        let x = inside.x + 3 + u16::try_from(query.before().width()).unwrap_or(0);
        canvas.cursor = Some(Position::new(
            x.min(inside.right().saturating_sub(1)),
            inside.y,
        ));
    }
}

fn draw_answer(state: &State, answering: &Answering, canvas: &mut Canvas<'_>) {
    let (Some(open), Some(case), Ok(room)) = (&state.open, state.case(), state.room()) else {
        return;
    };
    let Some(put) = case
        .findings
        .get(&answering.finding)
        .and_then(crate::casework::Finding::wording)
    else {
        return;
    };
    let who = room.inspection.person(room.pen());
    let width = layout::beside_width(state);
    let words = flow(
        &[(state.theme.role(Role::Words), put.wording.words.as_str())],
        usize::from(width.saturating_sub(6)),
    );
    let rows = u16::try_from(words.len()).unwrap_or(u16::MAX);
    let area = layout::beside(state, rows.saturating_add(11));
    canvas.frame(
        state,
        area,
        title(state, &format!("Finding {}", answering.finding), area),
        true,
        None,
    );
    let inside = layout::inside(area);
    let quiet = state.theme.role(Role::Quiet);
    let mut y = inside.y;
    let kind = format!(
        "{} · {}",
        open.framework.polarity(&put.wording.polarity),
        open.framework.area(&put.wording.area)
    );
    canvas.put(
        inside,
        inside.x + 2,
        y,
        &cut(&kind, usize::from(inside.width.saturating_sub(3))),
        quiet,
    );
    y += 2;
    // The answers keep their place when the wording is longer than the screen: what does not fit is said.
    let room_for = usize::from(inside.bottom().saturating_sub(y)).saturating_sub(6);
    let left_out = words.len().saturating_sub(room_for);
    for row in words.into_iter().take(room_for) {
        canvas.put_line(inside, inside.x + 2, y, &row);
        y += 1;
    }
    if left_out > 0 {
        canvas.put(
            inside,
            inside.x + 2,
            y,
            &format!("({left_out} rows more: make the window larger to read them)"),
            state.theme.part(Part::Warning),
        );
    }
    y += 1;
    canvas.put(
        inside,
        inside.x + 2,
        y,
        &format!("{who} answers:"),
        state.theme.part(Part::Pen),
    );
    canvas.cursor = Some(Position::new(inside.x + 2, y));
    y += 2;
    for choice in Choice::ALL {
        let here = answering.choice == Some(choice);
        let style = if here {
            state.theme.part(Part::Selected)
        } else {
            state.theme.role(Role::Words)
        };
        let sign = if here { "▸" } else { " " };
        canvas.put(
            inside,
            inside.x + 2,
            y,
            &format!("{sign} {}", choice.words()),
            style,
        );
        if here {
            canvas.cursor = Some(Position::new(inside.x + 2, y));
        }
        y += 1;
    }
}

fn draw_find(state: &State, finder: &Finder, canvas: &mut Canvas<'_>) {
    let area = layout::find(state.size);
    let scope = match finder.scope {
        Scope::Document => "Find in this document (Tab: in the whole case file)",
        Scope::CaseFile => "Find in the whole case file (Tab: in this document)",
    };
    canvas.frame(
        state,
        area,
        title(state, scope, area),
        true,
        super::warning(state).as_deref(),
    );
    let inside = layout::inside(area);
    let quiet = state.theme.role(Role::Quiet);
    let x = canvas.put(inside, inside.x + 1, inside.y, "> ", quiet);
    canvas.put(
        inside,
        x,
        inside.y,
        finder.query.words(),
        state.theme.part(Part::Field),
    );
    let before = u16::try_from(finder.query.before().width()).unwrap_or(0);
    canvas.cursor = Some(Position::new(
        (x + before).min(inside.right().saturating_sub(1)),
        inside.y,
    ));
    let count = match finder.hits.len() {
        0 if finder.query.words().trim().is_empty() => String::new(),
        0 => "not found".to_owned(),
        count if count >= MOST => format!("the first {MOST} places"),
        count => format!("{} of {count}", finder.at + 1),
    };
    let start = inside
        .right()
        .saturating_sub(u16::try_from(count.chars().count()).unwrap_or(0) + 1);
    canvas.put(inside, start, inside.y, &count, quiet);
    if finder.not_searched > 0 {
        let words = format!("{} documents have no text to search.", finder.not_searched);
        canvas.put(
            inside,
            inside.x + 1,
            inside.bottom().saturating_sub(1),
            &words,
            quiet,
        );
    }
    let mut y = inside.y + 2;
    for (at, shown) in finder.shown.iter().enumerate() {
        let here = finder.top + at == finder.at;
        let (before, hit, after) = &shown.excerpt;
        let words = state.theme.role(Role::Words);
        let found = state
            .theme
            .part(if here { Part::MatchHere } else { Part::Match });
        if here {
            canvas.put(inside, inside.x, y, "▸", state.theme.part(Part::Key));
        }
        let before_room = usize::from(inside.width / 3);
        let before: String = before
            .chars()
            .skip(before.chars().count().saturating_sub(before_room))
            .collect();
        let line = Line::from(vec![
            Span::styled(flat(&before), words),
            Span::styled(flat(hit), found),
            Span::styled(flat(after), words),
        ]);
        canvas.put_line(inside, inside.x + 2, y, &line);
        canvas.put(
            inside,
            inside.x + 4,
            y + 1,
            &cut(&shown.place, usize::from(inside.width.saturating_sub(6))),
            quiet,
        );
        y += 2;
    }
}

/// Words on one row: line feeds and tabs as spaces.
fn flat(words: &str) -> String {
    words.replace(['\n', '\t'], " ")
}

/// The rows of a layer that is read, and how many are in sight.
#[must_use]
pub fn reading_rows(state: &State, layer: &Layer) -> (usize, usize) {
    let inside = layout::inside(layout::reading(state.size));
    let width = usize::from(inside.width.saturating_sub(2));
    let rows = |page: &Page| page::rows(page, width, &state.theme).len();
    let rows = match layer {
        Layer::Reading(reading) | Layer::Unsure(reading, _) | Layer::Doubt(reading, _) => {
            rows(&reading.page)
        }
        Layer::Closing(walk) => closing::page_of(state, walk).map_or(0, |page| rows(&page)),
        _ => 0,
    };
    (rows, usize::from(inside.height))
}

fn draw_reading(state: &State, reading: &Reading, canvas: &mut Canvas<'_>) {
    let area = layout::reading(state.size);
    canvas.frame(
        state,
        area,
        title(state, &reading.title, area),
        true,
        super::warning(state).as_deref(),
    );
    let inside = layout::inside(area);
    if draw_rows(state, &reading.page, reading.top, area, canvas) == 0 {
        canvas.put(
            inside,
            inside.x + 1,
            inside.y,
            reading.page.empty,
            state.theme.role(Role::Quiet),
        );
    }
    canvas.cursor = Some(Position::new(inside.x, inside.y));
}

/// The rows of a page in sight, from `top` on, inside the frame `area`, and where they are among all; how many there are.
fn draw_rows(state: &State, page: &Page, top: usize, area: Rect, canvas: &mut Canvas<'_>) -> usize {
    let inside = layout::inside(area);
    let width = usize::from(inside.width.saturating_sub(2));
    let rows = page::rows(page, width, &state.theme);
    let top = top.min(rows.len().saturating_sub(usize::from(inside.height)));
    canvas.scroll_bar(area, top, rows.len(), state.theme.part(Part::BorderFocused));
    let sight = rows.get(top..).unwrap_or_default();
    let sight = sight.get(..usize::from(inside.height)).unwrap_or(sight);
    let made = page::made(page, sight, width, &state.theme);
    for (y, row) in (inside.y..inside.bottom()).zip(made) {
        canvas.put_line(inside, inside.x + 1, y, &row);
    }
    rows.len()
}

fn draw_folder(state: &State, chooser: &Chooser, canvas: &mut Canvas<'_>) {
    let area = layout::reading(state.size);
    canvas.frame(
        state,
        area,
        title(state, chooser.purpose.title(), area),
        true,
        super::warning(state).as_deref(),
    );
    let inside = layout::inside(area);
    let (quiet, words) = (state.theme.role(Role::Quiet), state.theme.role(Role::Words));
    let path = shown::path(&chooser.folder);
    canvas.put(
        inside,
        inside.x + 1,
        inside.y,
        &cut(&path, usize::from(inside.width.saturating_sub(2))),
        state.theme.role(Role::Heading),
    );
    let below = match &chooser.inside {
        None => "looking …".to_owned(),
        Some(Ok(inside)) => verdict(chooser.purpose, inside),
        Some(Err(why)) => why.clone(),
    };
    let bottom = inside.bottom().saturating_sub(1);
    canvas.put(
        inside,
        inside.x + 1,
        bottom,
        &cut(&below, usize::from(inside.width.saturating_sub(2))),
        quiet,
    );
    let mut rows = vec![
        format!("[ {} ]", chooser.purpose.this()),
        "↑ the folder above".to_owned(),
    ];
    rows.extend(
        chooser
            .folders()
            .iter()
            .map(|name| format!("→ {}", shown::line(name))),
    );
    let height = usize::from(inside.height.saturating_sub(3));
    let top = scrolled(0, chooser.at, rows.len(), height);
    for (y, (at, row)) in (inside.y + 2..bottom).zip(rows.iter().enumerate().skip(top)) {
        let here = at == chooser.at;
        let style = if here {
            state.theme.part(Part::Selected)
        } else {
            words
        };
        if here {
            canvas.row_style(inside, y, style);
            canvas.put(inside, inside.x, y, "▸", state.theme.part(Part::Key));
            canvas.cursor = Some(Position::new(inside.x, y));
        }
        canvas.put(
            inside,
            inside.x + 2,
            y,
            &cut(row, usize::from(inside.width.saturating_sub(3))),
            style,
        );
    }
}

fn draw_pen(state: &State, name: &str, canvas: &mut Canvas<'_>) {
    let spaced: String = name
        .to_uppercase()
        .chars()
        .flat_map(|letter| [letter, ' '])
        .collect();
    let spaced = if spaced.chars().count() + 8 < usize::from(state.size.0) {
        spaced
    } else {
        name.to_uppercase()
    };
    let width = u16::try_from(spaced.chars().count())
        .unwrap_or(u16::MAX)
        .saturating_add(8)
        .max(44);
    let area = layout::over(state.size, width, 7);
    canvas.frame(
        state,
        area,
        title(state, "The pen is with", area),
        true,
        None,
    );
    let inside = layout::inside(area);
    let pen = state.theme.part(Part::Pen);
    for y in inside.y + 1..inside.bottom().saturating_sub(1) {
        canvas.row_style(inside, y, pen);
        canvas.put(
            inside,
            inside.x,
            y,
            &" ".repeat(usize::from(inside.width)),
            pen,
        );
    }
    let columns = u16::try_from(spaced.trim_end().chars().count()).unwrap_or(0);
    let x = inside.x + inside.width.saturating_sub(columns) / 2;
    canvas.put(inside, x, inside.y + 2, spaced.trim_end(), pen);
    canvas.put(
        inside,
        inside.x + 1,
        inside.bottom().saturating_sub(1),
        "Whatever is written now are their words.",
        state.theme.role(Role::Quiet),
    );
    canvas.cursor = Some(Position::new(x, inside.y + 2));
}

fn draw_intake(state: &State, what: &str, progress: &Progress, canvas: &mut Canvas<'_>) {
    let area = layout::over(state.size, 70, 8);
    canvas.frame(state, area, title(state, what, area), true, None);
    let inside = layout::inside(area);
    let words = state.theme.role(Role::Words);
    let width = usize::from(inside.width.saturating_sub(4));
    let whole = usize::try_from(progress.bytes).unwrap_or(usize::MAX);
    let done = usize::try_from(progress.bytes_done).unwrap_or(usize::MAX);
    let (done, whole) = match whole {
        0 => (progress.files_done, progress.files),
        whole => (done, whole),
    };
    let filled = width
        .saturating_mul(done)
        .checked_div(whole)
        .unwrap_or(0)
        .min(width);
    let bar = format!("{}{}", "▰".repeat(filled), "▱".repeat(width - filled));
    canvas.put(inside, inside.x + 2, inside.y + 1, &bar, words);
    let line = cut(&progress.shown(), width);
    canvas.put(inside, inside.x + 2, inside.y + 3, &line, words);
    canvas.put(
        inside,
        inside.x + 2,
        inside.y + 4,
        &cut(&progress.name, width),
        state.theme.role(Role::Quiet),
    );
    canvas.cursor = Some(Position::new(inside.x + 2, inside.y + 3));
}
