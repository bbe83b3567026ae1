//! Moving a table wider than the pane: its columns one by one, the first always in sight.

use super::{
    super::{
        action::Action,
        state::{SittingUi, State},
    },
    Available, read,
};
use crate::desk::text::{BlockKind, OpenText, Row};

/// The row the pointer stands on.
fn row(ui: &SittingUi) -> Option<Row<'_>> {
    let wrapped = ui.wrapped()?;
    wrapped.row(wrapped.row_of(ui.place().byte))
}

/// Whether the line being read is in a table wider than the pane.
pub fn here(ui: &SittingUi) -> bool {
    row(ui).is_some_and(|row| row.is_wide())
}

pub(super) fn available(state: &State) -> Available {
    read::has_text(state)?;
    match state.sitting() {
        Some(ui) if here(ui) => Ok(()),
        _ => Err(
            "This line is not in a table wider than its side: there is nothing to move sideways."
                .to_owned(),
        ),
    }
}

/// The column, from 1, that follows the first one in this row's table: as it was moved, or further where the words being marked or found
/// would be out of sight.
pub fn first(ui: &SittingUi, row: &Row<'_>) -> usize {
    if !row.is_wide() {
        return 1;
    }
    let reading = ui.place().byte;
    let moved = ui
        .document
        .and_then(|document| ui.sideways.get(&document))
        .copied();
    let is_here = moved.is_some_and(|(_, at)| at == reading);
    let moved = moved.map_or(1, |(to, _)| to).clamp(1, row.furthest());
    let Some(text) = ui.text() else { return moved };
    let found = ui.found.as_ref().and_then(|found| found.hits.get(found.at));
    let found = found
        .filter(|hit| Some(hit.document) == ui.document && hit.range.start == reading && !is_here)
        .map(|hit| hit.range.start);
    let wanted = ui.mark.as_ref().map(|mark| mark.start).or(found);
    // All rows of a table stand as the one with those words does.
    let shown = wanted
        .filter(|byte| table(text, text.text().block_at(*byte)) == table(text, row.block))
        .and_then(|byte| {
            let wrapped = ui.wrapped()?;
            let row = wrapped.row(wrapped.row_of(byte))?;
            Some(row.showing(text.text(), byte, moved))
        });
    shown.unwrap_or(moved)
}

fn table(text: &OpenText, block: usize) -> Option<u32> {
    match text.text().blocks.get(block).map(|block| &block.kind) {
        Some(BlockKind::Row { table, .. }) => Some(*table),
        _ => None,
    }
}

/// Moves the table by one column.
pub(super) fn run(state: &mut State, action: Action) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    let row = row(ui).map(|row| (first(ui, &row), row.furthest()));
    let (Some(document), Some((at, furthest))) = (ui.document, row) else {
        return;
    };
    let to = if action == Action::SidewaysOn {
        (at + 1).min(furthest)
    } else {
        at.saturating_sub(1).max(1)
    };
    if to == at {
        state.say(if action == Action::SidewaysOn {
            "These are the last columns of the table."
        } else {
            "These are the first columns of the table."
        });
        return;
    }
    ui.sideways.insert(document, (to, ui.place().byte));
}
