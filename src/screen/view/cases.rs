//! The inspection: its cases as a table, narrowed by typing; beside them, where there is room, how far it has come.

use ratatui::{
    layout::{Position, Rect},
    text::Line,
};

use super::{
    super::{
        action::Action,
        layout,
        state::State,
        theme::Part,
        widgets::{
            flow::{cut, flow},
            list::scrolled,
        },
    },
    Canvas, hints, top, warning,
};
use crate::desk::pages::{Role, cases::CaseRow};

/// Columns of the table before the state, which takes the rest.
const COLUMNS: [(&str, u16); 6] = [
    ("Case", 11),
    ("Age", 8),
    ("Status", 23),
    ("Sample", 8),
    ("Read", 7),
    ("Agreed", 8),
];

/// Columns below which the sample is not shown: where a case stands is worth more.
const SAMPLE_FROM: u16 = 90;

/// The columns that are shown at a width, with their place among the cells of a row.
fn columns(width: u16) -> impl Iterator<Item = (usize, &'static str, u16)> {
    let shown = move |title: &str| title != "Sample" || width >= SAMPLE_FROM;
    COLUMNS
        .into_iter()
        .enumerate()
        .filter(move |(_, (title, _))| shown(title))
        .map(|(at, (title, wide))| (at, title, wide))
}

/// Rows of the frame's inside above the first case: the typed line, a blank one, the titles.
const ABOVE: u16 = 3;

fn areas(state: &State) -> (Rect, Rect, Rect, Rect, Rect) {
    let (top, body, said, keys) = layout::page(state.size);
    let beside = if body.width >= 110 { 36 } else { 0 };
    let table = Rect {
        width: body.width - beside,
        ..body
    };
    let side = Rect {
        x: table.right(),
        width: beside,
        ..body
    };
    (top, table, side, said, keys)
}

/// The case shown at a row of the terminal, as an index into the shown ones.
#[must_use]
pub fn row_at(state: &State, row: u16) -> Option<usize> {
    let (_, table, _, _, _) = areas(state);
    let inside = layout::inside(table);
    let cases = &state.open.as_ref()?.cases;
    let height = usize::from(inside.height.saturating_sub(ABOVE));
    let top = scrolled(0, cases.at, cases.shown.len(), height);
    let at = top + usize::from(row.checked_sub(inside.y + ABOVE)?);
    (at < cases.shown.len()).then_some(at)
}

pub(super) fn draw(state: &State, canvas: &mut Canvas<'_>) {
    let (top_line, table, side, said, keys) = areas(state);
    top::draw(state, top_line, canvas);
    draw_table(state, table, canvas);
    draw_side(state, side, canvas);
    if !hints::said(state, said, canvas)
        && let Some(open) = &state.open
    {
        let page = &open.cases.page;
        let refer_backs = page.refer_backs.len();
        let concern = if refer_backs == 0 {
            String::new()
        } else {
            format!("! {refer_backs} refer-backs open · ")
        };
        let words = format!(
            " ▸ {concern}{} of {} cases closed · choose a case with the arrows",
            page.done.0, page.done.1
        );
        canvas.put(said, said.x, said.y, &words, state.theme.role(Role::Words));
    }
    hints::keys(state, keys, canvas);
}

fn draw_table(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(open) = &state.open else { return };
    let cases = &open.cases;
    let title = match cases.page.rows.len() {
        1 => format!(" {}: 1 case ", open.inspection.authority),
        count => format!(" {}: {count} cases ", open.inspection.authority),
    };
    let title = Line::styled(
        cut(&title, usize::from(area.width.saturating_sub(2))),
        state.theme.role(Role::Heading),
    );
    let focused = state.layers.is_empty();
    let below = warning(state);
    canvas.frame(state, area, title, focused, below.as_deref());
    let inside = layout::inside(area);
    let quiet = state.theme.role(Role::Quiet);
    let typed = cases.filter.words();
    let x = canvas.put(inside, inside.x + 1, inside.y, "Type to find: ", quiet);
    if typed.is_empty() {
        canvas.put(
            inside,
            x,
            inside.y,
            "a reference, an age, a status …",
            quiet,
        );
    } else {
        canvas.put(inside, x, inside.y, typed, state.theme.part(Part::Field));
    }
    if cases.page.rows.is_empty() {
        let key = state.table.key(Action::TakeIn);
        let words = format!(
            "There are no cases yet. {key} takes a folder of case files in: each folder in it is one case."
        );
        for (y, row) in (inside.y + 2..inside.bottom()).zip(flow(
            &[(state.theme.role(Role::Words), words.as_str())],
            usize::from(inside.width.saturating_sub(4)),
        )) {
            canvas.put_line(inside, inside.x + 1, y, &row);
        }
        canvas.cursor = Some(Position::new(x, inside.y));
        return;
    }
    let mut x = inside.x + 3;
    for (_, title, width) in columns(inside.width) {
        canvas.put(
            Rect {
                width: inside.width.min((x - inside.x) + width),
                ..inside
            },
            x,
            inside.y + 2,
            title,
            quiet,
        );
        x = x.saturating_add(width);
    }
    canvas.put(inside, x, inside.y + 2, "Where it stands", quiet);
    let height = usize::from(inside.height.saturating_sub(ABOVE));
    let top = scrolled(0, cases.at, cases.shown.len(), height);
    for (y, (at, row)) in
        (inside.y + ABOVE..inside.bottom()).zip(cases.shown.iter().enumerate().skip(top))
    {
        if let Some(row) = cases.page.rows.get(*row) {
            draw_case(state, row, at == cases.at, inside, y, canvas);
        }
    }
    if cases.shown.is_empty() {
        canvas.put(
            inside,
            inside.x + 3,
            inside.y + ABOVE,
            "No case matches. Esc shows them all.",
            state.theme.role(Role::Words),
        );
    }
    if focused {
        let y = inside.y + ABOVE + u16::try_from(cases.at - top.min(cases.at)).unwrap_or(0);
        canvas.cursor = Some(Position::new(inside.x + 1, y));
    }
}

fn draw_case(
    state: &State,
    row: &CaseRow,
    here: bool,
    inside: Rect,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    if here {
        canvas.row_style(inside, y, state.theme.part(Part::Selected));
        canvas.put(inside, inside.x + 1, y, "▸", state.theme.part(Part::Key));
    }
    let cells = [
        row.reference.clone(),
        row.age.clone(),
        row.status.clone(),
        if row.in_sample {
            "yes".to_owned()
        } else {
            String::new()
        },
        format!("{}/{}", row.read.0, row.read.1),
        format!("{}/{}", row.findings.0, row.findings.1),
    ];
    let style = if here {
        state.theme.part(Part::Selected)
    } else {
        state.theme.role(Role::Words)
    };
    let mut x = inside.x + 3;
    for (at, _, width) in columns(inside.width) {
        let cell = cells.get(at).map_or("", String::as_str);
        canvas.put(
            inside,
            x,
            y,
            &cut(cell, usize::from(width.saturating_sub(1))),
            style,
        );
        x = x.saturating_add(width);
    }
    let mut words = row.state.clone();
    if row.refer_backs > 0 {
        words = format!("! {} refer-back open · {words}", row.refer_backs);
    }
    let room = usize::from(inside.right().saturating_sub(x));
    canvas.put(inside, x, y, &cut(&words, room), style);
}

fn draw_side(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(open) = state.open.as_ref().filter(|_| !area.is_empty()) else {
        return;
    };
    let page = &open.cases.page;
    canvas.frame(
        state,
        area,
        Line::styled(" The inspection ", state.theme.role(Role::Heading)),
        false,
        None,
    );
    let inside = layout::inside(area);
    let width = usize::from(inside.width.saturating_sub(2));
    let (quiet, words, heading) = (
        state.theme.role(Role::Quiet),
        state.theme.role(Role::Words),
        state.theme.role(Role::Heading),
    );
    let mut rows: Vec<Line<'static>> = Vec::new();
    let day = if page.day.is_empty() {
        "no dates set".to_owned()
    } else {
        page.day.clone()
    };
    for (label, value) in [
        ("Days", day),
        ("Framework", open.framework.title.clone()),
        (
            "Cases closed",
            format!("{} of {}", page.done.0, page.done.1),
        ),
    ] {
        rows.extend(flow(
            &[(quiet, &format!("{label}: ")), (words, &value)],
            width,
        ));
    }
    rows.push(Line::default());
    rows.push(Line::styled("Refer-backs open", heading));
    if page.refer_backs.is_empty() {
        rows.push(Line::styled("none", quiet));
    }
    for raised in &page.refer_backs {
        rows.extend(flow(
            &[(state.theme.part(Part::Warning), &format!("! {raised}"))],
            width,
        ));
    }
    rows.push(Line::default());
    rows.push(Line::styled("People", heading));
    for person in &page.people {
        rows.extend(flow(&[(words, person)], width));
    }
    if page.people.is_empty() {
        let key = state.table.key(Action::People);
        rows.extend(flow(&[(quiet, &format!("nobody named yet: {key}"))], width));
    }
    for (y, row) in (inside.y..inside.bottom()).zip(rows) {
        canvas.put_line(inside, inside.x + 1, y, &row);
    }
}
