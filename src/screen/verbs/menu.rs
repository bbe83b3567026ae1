//! The menu, the help and the palette: three ways to the same actions, each row with its key, its sentence, or the reason why not now.

use super::super::{
    action::{Action, Where},
    form::Draft,
    layers::{
        Layer, List, Pick,
        list::{Kind, Row},
    },
    state::{Focus, State},
    widgets::line_edit::LineEdit,
};

/// Likeliest first, on the side of the file and on that of the discussion; what is not named here follows in the order of the table.
const FILE_FIRST: [Action; 8] = [
    Action::Mark,
    Action::Remark,
    Action::Walk,
    Action::DocumentNext,
    Action::GoTo,
    Action::Find,
    Action::PassPen,
    Action::Absence,
];
const TALK_FIRST: [Action; 8] = [
    Action::Answer,
    Action::Reply,
    Action::Finding,
    Action::Across,
    Action::Walk,
    Action::PassPen,
    Action::Remark,
    Action::Edit,
];
const CASES_FIRST: [Action; 3] = [Action::CaseOpen, Action::TakeIn, Action::People];

/// The row of an action as a list shows it.
#[must_use]
pub fn row(state: &State, action: Action) -> Option<Row> {
    let row = state.table.row(action)?;
    let keys: Vec<String> = row.keys.iter().map(ToString::to_string).collect();
    // What would be taken back or put back is named before it is done.
    let offer = match action {
        Action::Undo => state.room().and_then(|room| room.undoable()).ok(),
        Action::Redo => state.room().and_then(|room| room.redoable()).ok(),
        _ => None,
    };
    let said = match action {
        Action::QuietTime => Some(state.prefs.quiet_minutes.to_string()),
        _ => offer.map(|offer| offer.name),
    };
    let title = said.map_or_else(
        || row.title.clone(),
        |said| format!("{}: {said}", row.title),
    );
    Some(Row {
        title,
        right: keys.first().cloned().unwrap_or_default(),
        hint: row.help.clone(),
        reason: super::available(action, state).err(),
        pick: Pick::Do(action),
    })
}

pub(super) fn open(state: &mut State, action: Action) {
    let layer = match action {
        Action::Menu => menu(state),
        Action::Help => help(state),
        _ => palette(state),
    };
    state.layers.push(Layer::List(layer));
}

/// Everything possible here, likeliest first; then what is not possible now, each with the reason.
fn menu(state: &State) -> List {
    let first: &[Action] = match (state.page, state.sitting().map(|ui| ui.focus)) {
        (Where::Sitting, Some(Focus::Talk)) => &TALK_FIRST,
        (Where::Sitting, _) => &FILE_FIRST,
        (Where::Cases, _) => &CASES_FIRST,
        _ => &[],
    };
    let aside: Vec<Row> = state
        .aside
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.case.is_none() || draft.case == state.case_no())
        .map(|(at, draft)| {
            let mut row =
                Row::new(super::draft_title(state, draft), Pick::Aside(at)).right("put aside");
            row.reason = not_theirs(state, draft);
            row
        })
        .collect();
    let rest = state
        .table
        .on(state.page)
        .map(|row| row.action)
        .filter(|action| !first.contains(action));
    let all = first
        .iter()
        .copied()
        .chain(rest)
        .filter(|action| *action != Action::Menu);
    let (mut rows, cannot): (Vec<Row>, Vec<Row>) = aside
        .into_iter()
        .chain(all.filter_map(|action| row(state, action)))
        .partition(|row| row.reason.is_none());
    rows.extend(cannot);
    List::new("What can be done here", rows)
}

/// Why words put aside cannot be gone on with now: they are somebody else's.
fn not_theirs(state: &State, draft: &Draft) -> Option<String> {
    let room = state.room().ok()?;
    let by = draft.by.filter(|by| *by != room.pen())?;
    Some(format!(
        "These are words of {}: pass the pen to them first.",
        room.inspection.person(by)
    ))
}

/// Every action of every page, searchable by word and by key.
fn help(state: &State) -> List {
    let here = state.page;
    let mut rows: Vec<&super::super::action::Row> = state.table.rows.iter().collect();
    rows.sort_by_key(|row| row.place != here && row.place != Where::Anywhere);
    let rows = rows
        .into_iter()
        .filter_map(|known| {
            let mut row = row(state, known.action)?;
            row.right = known
                .keys
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ");
            Some(row)
        })
        .collect();
    List::of(
        "Help: type a word or press a key; Enter does it",
        Kind::Help,
        Some(LineEdit::default()),
        rows,
    )
}

/// What can be done here and now, by name.
fn palette(state: &State) -> List {
    let rows = state
        .table
        .on(state.page)
        .map(|row| row.action)
        .filter(|action| *action != Action::Palette)
        .filter_map(|action| row(state, action))
        .filter(|row| row.reason.is_none())
        .map(|row| Row {
            hint: String::new(),
            ..row
        })
        .collect();
    List::new("Do by name", rows)
}
