//! Drawing a table on its way into the package: columns above, rows below, the one under the pointer with its arrows.

use std::fmt::Write as _;

use ratatui::layout::{Position, Rect};

use super::{
    super::{
        super::{
            layers::{
                Taking,
                taking::{Proposed, Which, sure},
            },
            layout,
            state::State,
            theme::Part,
            widgets::{
                flow::{cut, flow},
                list::scrolled,
            },
        },
        Canvas,
    },
    title,
};
use crate::{
    casework::package::Alike,
    desk::{
        columns::Column,
        pages::{Role, one_line},
    },
};

pub(super) fn draw(state: &State, taking: &Taking, canvas: &mut Canvas<'_>) {
    // Two headings and a free row between, two rows at the foot.
    let lines = taking.lines() + 3;
    let height = u16::try_from(lines + 5).unwrap_or(u16::MAX);
    let area = layout::over(state.size, 120, height);
    let (new, same, out) = taking.counts();
    let mut words = format!("The table as services: {new} new");
    if same > 0 {
        // Writing to a string cannot fail.
        let _ = write!(words, ", {same} listed again");
    }
    if out > 0 {
        let _ = write!(words, ", {out} left out");
    }
    canvas.frame(
        state,
        area,
        title(state, &words, area),
        true,
        super::super::warning(state).as_deref(),
    );
    let inside = layout::inside(area);
    let list = Rect {
        height: inside.height.saturating_sub(3),
        ..inside
    };
    let columns = taking.table.columns.len();
    // Where each line stands: a heading, the columns, a free row, a heading, the rows.
    let row_of = |line: usize| if line < columns { line + 1 } else { line + 3 };
    let room = usize::from(list.height);
    let here = row_of(taking.at);
    let top = scrolled(0, here + 1, lines, room);
    let top = scrolled(top, here.saturating_sub(1), lines, room);
    let mut put = |row: usize, draw: &mut dyn FnMut(u16, &mut Canvas<'_>)| {
        if let Some(down) = row.checked_sub(top).filter(|down| *down < room) {
            draw(list.y + u16::try_from(down).unwrap_or(0), canvas);
        }
    };
    let heading = state.theme.role(Role::Heading);
    put(0, &mut |y, canvas| {
        canvas.put(
            list,
            list.x + 1,
            y,
            "Each column, and what it is taken for",
            heading,
        );
    });
    for (at, column) in taking.table.columns.iter().enumerate() {
        put(row_of(at), &mut |y, canvas| {
            line(
                state,
                list,
                y,
                at == taking.at,
                canvas,
                &column_words(column),
            );
        });
    }
    put(columns + 2, &mut |y, canvas| {
        canvas.put(
            list,
            list.x + 1,
            y,
            "Each row, and which service it is",
            heading,
        );
    });
    for (at, row) in taking.rows.iter().enumerate() {
        let at = at + columns;
        put(row_of(at), &mut |y, canvas| {
            line(
                state,
                list,
                y,
                at == taking.at,
                canvas,
                &row_words(taking, row),
            );
        });
    }
    let (words, style) = match &taking.notice {
        Some(notice) => (notice.clone(), state.theme.part(Part::Warning)),
        None => (beneath(taking), state.theme.role(Role::Quiet)),
    };
    let foot = flow(
        &[(style, words.as_str())],
        usize::from(inside.width.saturating_sub(2)),
    );
    for (y, row) in (list.bottom() + 1..inside.bottom()).zip(foot) {
        canvas.put_line(inside, inside.x + 1, y, &row);
    }
}

/// What stands before the choice, the choice, and what stands beside it.
struct Words {
    name: String,
    choice: String,
    beside: String,
    role: Role,
}

fn column_words(column: &Column) -> Words {
    let name = match column.title.trim() {
        "" => "(no title)".to_owned(),
        title => one_line(title),
    };
    Words {
        name,
        choice: column
            .field
            .map_or("not used", |field| field.word())
            .to_owned(),
        beside: sure(column.sure).to_owned(),
        role: if column.field.is_some() {
            Role::Words
        } else {
            Role::Aside
        },
    }
}

fn row_words(taking: &Taking, row: &Proposed) -> Words {
    let (choice, role) = match row.which {
        Which::New => ("a new service".to_owned(), Role::Words),
        Which::Out => ("left out".to_owned(), Role::Aside),
        Which::Same(no) => {
            let name = taking
                .services
                .iter()
                .find(|(other, _)| *other == no)
                .map_or("", |(_, name)| name.as_str());
            (format!("the same as {no}. {name}"), Role::Agreed)
        }
    };
    let beside = match (row.which, row.proposed) {
        (Which::Same(no), Some((other, Alike::Likely))) if no == other => "perhaps: please look",
        _ => "",
    };
    Words {
        name: one_line(&row.row.details.service),
        choice,
        beside: beside.to_owned(),
        role,
    }
}

fn line(state: &State, list: Rect, y: u16, here: bool, canvas: &mut Canvas<'_>, words: &Words) {
    let width = usize::from(list.width.saturating_sub(2));
    let name = width * 2 / 5;
    let style = state.theme.role(words.role);
    if here {
        canvas.row_style(list, y, state.theme.part(Part::Line));
        canvas.put(list, list.x, y, "▸", state.theme.part(Part::Key));
        canvas.cursor = Some(Position::new(list.x, y));
    }
    canvas.put(
        list,
        list.x + 2,
        y,
        &cut(&words.name, name.saturating_sub(2)),
        style,
    );
    let x = list.x + 1 + u16::try_from(name).unwrap_or(0);
    let beside = words.beside.chars().count();
    let room = width.saturating_sub(name + beside + 2);
    let choice = if here {
        format!("← {} →", cut(&words.choice, room.saturating_sub(4)))
    } else {
        format!("  {}", cut(&words.choice, room.saturating_sub(4)))
    };
    let part = if here {
        state.theme.part(Part::Selected)
    } else {
        style
    };
    let x = canvas.put(list, x, y, &choice, part);
    canvas.put(list, x + 1, y, &words.beside, state.theme.role(Role::Quiet));
}

/// The other words of the row under the pointer.
fn beneath(taking: &Taking) -> String {
    let Some(row) = taking.row() else {
        return "← → says what the column is. Columns that are not used stay in the file."
            .to_owned();
    };
    let cells: Vec<String> = row
        .row
        .details
        .fields()
        .filter(|(label, words)| *label != "Service" && !words.is_empty())
        .map(|(label, words)| format!("{label}: {}", one_line(words)))
        .collect();
    if cells.is_empty() {
        "Nothing but its name.".to_owned()
    } else {
        cells.join(" · ")
    }
}
