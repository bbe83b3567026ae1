//! The right side: discussion, package, findings or journey, the item stood on with a sign and a colour.

use ratatui::{
    layout::{Position, Rect},
    text::{Line, Span},
};

use super::{
    super::{
        layout,
        state::{Focus, SittingUi, State, Tab},
        theme::Part,
        update,
        widgets::{flow::flow, page},
    },
    Canvas,
};
use crate::desk::pages::Role;

/// The tabs in the order of their keys.
pub const TABS: [Tab; 4] = [Tab::Discussion, Tab::Package, Tab::Findings, Tab::Journey];

/// The titles of the tabs, as they stand in a frame of this width: also where a click finds them. Where they do not fit they lose their
/// counts first, then the tabs that are not open are cut short, then only their keys are left.
#[must_use]
pub fn tabs(state: &State, width: u16) -> [String; 4] {
    let (said, services, findings) = state.case().map_or((0, 0, 0), |case| {
        (case.remarks.len(), case.services.len(), case.findings.len())
    });
    let open = state.sitting().map(|ui| ui.tab);
    let named = [
        (Tab::Discussion, "Discussion", said),
        (Tab::Package, "Package", services),
        (Tab::Findings, "Findings", findings),
        (Tab::Journey, "Journey", 0),
    ];
    let title = |(tab, word, count): (Tab, &str, usize), key: usize, letters, counted| {
        let word = if open == Some(tab) || word.chars().count() <= letters + 1 {
            format!(" {word}")
        } else if letters == 0 {
            String::new()
        } else {
            format!(" {}.", word.chars().take(letters).collect::<String>())
        };
        let count = if counted && count > 0 {
            format!(" ({count})")
        } else {
            String::new()
        };
        format!(" {key}{word}{count} ")
    };
    let all = |letters: usize, counted: bool| {
        let mut key = 0;
        named.map(|tab| {
            key += 1;
            title(tab, key, letters, counted)
        })
    };
    let room = usize::from(width.saturating_sub(2));
    let fits = |titles: &[String; 4]| {
        let columns: usize = titles.iter().map(|title| title.chars().count()).sum();
        columns <= room
    };
    [(99, true), (99, false), (4, false)]
        .into_iter()
        .map(|(letters, counted)| all(letters, counted))
        .find(fits)
        .unwrap_or_else(|| all(0, false))
}

pub(super) fn draw(state: &State, ui: &SittingUi, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    let focused = ui.focus == Focus::Talk && state.layers.is_empty();
    let spans: Vec<Span<'static>> = TABS
        .into_iter()
        .zip(tabs(state, area.width))
        .map(|(tab, title)| {
            if tab == ui.tab {
                // The open tab is told by its brackets too, not by colour alone.
                Span::styled(
                    title.replacen(' ', "[", 1).trim_end().to_owned() + "]",
                    state.theme.role(Role::Heading),
                )
            } else {
                Span::styled(title, state.theme.role(Role::Quiet))
            }
        })
        .collect();
    canvas.frame(state, area, Line::from(spans), focused, None);
    let above = layout::picture(ui, area);
    super::journey::draw(state, ui, above, canvas);
    super::package::draw(state, ui, above, canvas);
    let inside = layout::talk_list(ui, area);
    if ui.talk.items.is_empty() {
        empty(state, ui, inside, canvas);
        if focused {
            canvas.cursor = Some(Position::new(inside.x, inside.y));
        }
        return;
    }
    let stood_on = update::stood_on(ui);
    let part = half(inside, stood_on.is_some_and(|(_, right)| right));
    let mut cursor = None;
    let rows = ui.talk_rows.get(ui.talk_top..).unwrap_or_default();
    let rows = rows.get(..usize::from(inside.height)).unwrap_or(rows);
    let width = usize::from(inside.width.saturating_sub(2));
    let made = page::made(&ui.talk, rows, width, &state.theme);
    for (y, ((at, _), row)) in (inside.y..inside.bottom()).zip(rows.iter().zip(&made)) {
        let here = stood_on.is_some_and(|(index, _)| index == *at) && row.width() > 0;
        if here {
            if focused {
                let line = if is_pair(ui, *at) { part } else { inside };
                canvas.row_style(line, y, state.theme.part(Part::Line));
            }
            // The first row of the item carries the pointer; its other rows a thin line.
            let sign = if cursor.is_none() { "▸" } else { "▏" };
            let style = state
                .theme
                .part(if focused { Part::Key } else { Part::Border });
            cursor = cursor.or(Some(Position::new(part.x, y)));
            canvas.put_line(inside, inside.x.saturating_add(1), y, row);
            canvas.put(inside, part.x, y, sign, style);
        } else {
            canvas.put_line(inside, inside.x.saturating_add(1), y, row);
        }
    }
    let border = state.theme.part(if focused {
        Part::BorderFocused
    } else {
        Part::Border
    });
    canvas.scroll_bar(area, ui.talk_top, ui.talk_rows.len(), border);
    if focused {
        canvas.cursor = Some(cursor.unwrap_or(Position::new(inside.x, inside.y)));
    }
}

/// Whether another item stands beside the one with this index.
fn is_pair(ui: &SittingUi, index: usize) -> bool {
    ui.talk.items.get(index + 1).is_some_and(|next| next.beside)
        && !ui.talk_rows.iter().any(|(at, _)| *at == index + 1)
}

/// The part of the list an item has: where two stand beside each other one half, its pointer's column first.
fn half(inside: Rect, right: bool) -> Rect {
    let width = usize::from(inside.width.saturating_sub(2));
    let middle = page::middle(width).and_then(|middle| u16::try_from(middle).ok());
    match middle {
        None => inside,
        Some(middle) if right => Rect {
            x: inside.x.saturating_add(middle).saturating_add(1),
            width: inside.width.saturating_sub(middle + 1),
            ..inside
        },
        Some(middle) => Rect {
            width: middle,
            ..inside
        },
    }
}

/// Which item a column of the rows with this index belongs to: of two that stand beside each other the one it is in.
#[must_use]
pub fn pointed(ui: &SittingUi, inside: Rect, index: usize, column: u16) -> usize {
    let right = is_pair(ui, index) && half(inside, true).x <= column;
    index + usize::from(right)
}

/// Where the words of the cell stood on are drawn, in as many rows as there are below its first: where it is written in place. None
/// where it is not in sight.
#[must_use]
pub fn cell(state: &State, ui: &SittingUi) -> Option<Rect> {
    let inside = layout::talk_list(ui, layout::sitting(state, ui).talk);
    let (index, right) = update::stood_on(ui)?;
    let (first, _) = update::rows_of_item(ui)?;
    let line = ui
        .talk
        .items
        .get(index + usize::from(right))
        .and_then(|item| item.lines.first())?;
    let down = u16::try_from(first.checked_sub(ui.talk_top)?).ok()?;
    // As its rows are made: where they begin and how wide they are, then indentation and label.
    let whole = inside.width.saturating_sub(2);
    let middle = page::middle(usize::from(whole)).and_then(|middle| u16::try_from(middle).ok());
    let (from, width) = match middle.filter(|_| is_pair(ui, index)) {
        Some(middle) if right => (middle, whole - middle),
        Some(middle) => (0, middle.saturating_sub(1)),
        None => (0, whole),
    };
    let indent = line.indent.min(width / 3);
    let label = u16::try_from(page::label_width(usize::from(width))).ok()?;
    let before = indent + label;
    (down < inside.height).then(|| Rect {
        x: inside
            .x
            .saturating_add(1)
            .saturating_add(from)
            .saturating_add(before),
        y: inside.y.saturating_add(down),
        width: width.saturating_sub(before),
        height: inside.height - down,
    })
}

/// What stands there before anything was said: what to do first.
fn empty(state: &State, ui: &SittingUi, area: Rect, canvas: &mut Canvas<'_>) {
    let key = |action| state.table.key(action);
    let first = match ui.tab {
        Tab::Discussion => format!(
            "{}\n\n{} marks the words at the pointer, {} says something about them. {} says what the file does not show. {} passes the pen.",
            ui.talk.empty,
            key(super::super::action::Action::Mark),
            key(super::super::action::Action::Remark),
            key(super::super::action::Action::Absence),
            key(super::super::action::Action::PassPen),
        ),
        _ => ui.talk.empty.to_owned(),
    };
    let rows = flow(
        &[(state.theme.role(Role::Quiet), first.as_str())],
        usize::from(area.width.saturating_sub(2)),
    );
    for (y, row) in (area.y..area.bottom()).zip(rows) {
        canvas.put_line(area, area.x.saturating_add(1), y, &row);
    }
}
