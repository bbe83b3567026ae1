//! Drawing the door: one calm page, the passphrase as dots, nothing of the inspection behind it.

use ratatui::{
    layout::{Position, Rect},
    style::Style,
};
use unicode_width::UnicodeWidthStr as _;

use super::{
    super::{
        action::Action,
        door::{Door, Stage},
        layout,
        state::State,
        theme::Part,
        widgets::flow::{cut, flow},
    },
    Canvas, dots,
};
use crate::desk::{pages::Role, shown};

/// The widest the page's column is.
const WIDEST: u16 = 64;

/// Columns of the place where the passphrase is typed.
const FIELD: u16 = 40;

pub(super) fn draw(state: &State, door: &Door, canvas: &mut Canvas<'_>) {
    let whole = layout::whole(state.size);
    let width = WIDEST
        .min(whole.width.saturating_sub(2))
        .max(whole.width.min(1));
    let column = Rect {
        x: whole.x + (whole.width - width) / 2,
        width,
        ..whole
    };
    let quiet = state.theme.role(Role::Quiet);
    let above = above(state, door, usize::from(width));
    let below = below(state, door, usize::from(width));
    let field = u16::from(!door.free());
    // What is typed stands in the middle; where there is little room the words above go first.
    let middle = whole.height / 2;
    let shown_above = u16::try_from(above.len()).unwrap_or(u16::MAX).min(middle);
    let first = above.len() - usize::from(shown_above);
    for (y, (words, style)) in (middle - shown_above..).zip(above.iter().skip(first)) {
        canvas.put(column, column.x, y, words, *style);
    }
    let mut y = middle;
    if field == 1 {
        let label = "Passphrase ";
        let x = canvas.put(column, column.x, y, label, state.theme.part(Part::Key));
        let area = Rect {
            x,
            y,
            width: FIELD.min(column.right().saturating_sub(x)),
            height: u16::from(y < whole.bottom()),
        };
        dots(state, &door.typed, !door.opening, area, canvas);
        let count = match door.typed.letters() {
            0 => String::new(),
            1 => " 1 letter".to_owned(),
            count => format!(" {count} letters"),
        };
        canvas.put(column, area.right(), y, &count, quiet);
        y = y.saturating_add(2);
    } else {
        canvas.cursor = Some(Position::new(
            column.x,
            y.min(whole.bottom().saturating_sub(1)),
        ));
    }
    for (words, style) in below {
        canvas.put(column, column.x, y, &words, style);
        y = y.saturating_add(1);
    }
}

type Said = Vec<(String, Style)>;

fn flowed(words: &str, style: Style, width: usize) -> impl Iterator<Item = (String, Style)> {
    flow(&[(style, words)], width).into_iter().map(move |row| {
        (
            row.spans.iter().map(|span| span.content.as_ref()).collect(),
            style,
        )
    })
}

/// What stands above the passphrase, a blank row last.
fn above(state: &State, door: &Door, width: usize) -> Said {
    let heading = state.theme.role(Role::Heading);
    let mut rows = Vec::new();
    if door.curtain.is_some() {
        let how = if door.free() {
            "Enter brings it back"
        } else {
            "type the passphrase, Enter"
        };
        let line = format!("alongside · curtain down · {how}");
        if line.width() <= width {
            rows.push((line, heading));
        } else {
            rows.extend(flowed(&line, heading, width));
        }
    } else {
        rows.push((
            "This inspection opens with its passphrase".to_owned(),
            heading,
        ));
        rows.push((
            cut(&shown::path(&door.folder), width),
            state.theme.role(Role::Words),
        ));
    }
    rows.push((String::new(), heading));
    rows
}

/// What stands below it: what was wrong or is going on, then the keys.
fn below(state: &State, door: &Door, width: usize) -> Said {
    let quiet = state.theme.role(Role::Quiet);
    let mut rows = Said::new();
    match &door.notice {
        Some(notice) => rows.extend(flowed(notice, state.theme.part(Part::Warning), width)),
        None if !door.free() && door.stage().is_none_or(|stage| stage == Stage::Down) => {
            rows.push((cut("Typing shows dots.", width), quiet));
        }
        None => {}
    }
    if matches!(door.stage(), Some(Stage::Falling | Stage::Closing)) {
        let going = "Everything is hidden. What was under way is being finished and kept …";
        rows.extend(flowed(going, quiet, width));
    }
    rows.push((String::new(), quiet));
    let keys = format!(
        "Enter open   Esc start screen   {} leave the program",
        state.table.key(Action::Quit)
    );
    rows.extend(flowed(&keys, quiet, width));
    rows
}
