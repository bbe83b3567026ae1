//! A whole table of a plan into the package: offered where the pointer stands in one, its columns and rows looked over, all of it one act.

use std::{collections::BTreeMap, ops::Range};

use super::super::{
    keys::Key,
    layers::{
        Layer, List, Pick, Taking,
        list::Row,
        taking::{Outcome, Proposed, Which},
    },
    state::{Effect, Focus, State, Then},
};
use crate::{
    casework::{Event, package::recognise_all},
    desk::{columns::Table, pages::Item},
};

/// The bytes that are marked, or the byte that is read, in the file.
fn pointed(state: &State) -> Option<Range<usize>> {
    let ui = state.sitting().filter(|ui| ui.focus == Focus::File)?;
    let byte = ui.place().byte;
    Some(
        ui.mark
            .as_ref()
            .map_or(byte..byte + 1, |mark| mark.start..mark.end),
    )
}

/// The table the pointer stands in, and how many of its rows are marked; none where there is none, or one row only.
fn table(state: &State) -> Option<(Table, usize)> {
    let ui = state.sitting()?;
    let at = pointed(state)?;
    let text = ui.text()?.text();
    let table = Table::at(text, at.start)?;
    let all = table.services(text).len();
    let marked = ui
        .mark
        .as_ref()
        .map_or(0, |_| table.clone().within(&at).services(text).len());
    // One marked row is that row, and nothing is asked.
    (all > 1 && marked != 1).then_some((table, marked))
}

/// Offers the row, the marked rows or the whole table; whether there was anything to ask.
pub(super) fn offer(state: &mut State) -> bool {
    let Some((table, marked)) = table(state) else {
        return false;
    };
    let Some(text) = state.sitting().and_then(|ui| ui.text().cloned()) else {
        return false;
    };
    let all = table.services(text.text()).len();
    let mut rows = Vec::new();
    if marked > 1 {
        rows.push(
            Row::new(format!("The {marked} marked rows"), Pick::TakeTable(true))
                .hint("Each becomes a service, or is one of the package: looked over first."),
        );
    } else {
        rows.push(
            Row::new("This row", Pick::TakeRow)
                .hint("Its cells are filled into the form of one service."),
        );
    }
    rows.push(
        Row::new(format!("The whole table: {all} rows"), Pick::TakeTable(false)).hint(
            "What each column is and which service each row is: looked over first, then one Enter takes all of it in.",
        ),
    );
    if marked > 1 {
        rows.push(Row::new("Only the first of them", Pick::TakeRow));
    }
    state.layers.push(Layer::List(List::short(
        "Take what into the package?",
        rows,
    )));
    true
}

/// Shows the table with what it would become.
pub(super) fn look_over(state: &mut State, marked: bool) {
    let Some((table, _)) = table(state) else {
        return;
    };
    let at = pointed(state).filter(|_| marked);
    let table = at.map_or_else(|| table.clone(), |at| table.clone().within(&at));
    let of = state.sitting().and_then(|ui| {
        let (version, text) = ui.shown(state.case()?)?;
        Some((ui.document?, version, text))
    });
    let (Some(of), Some(case)) = (of, state.case()) else {
        return;
    };
    let services = case
        .services
        .values()
        .map(|service| (service.no, service.details.service.clone()))
        .collect();
    let mut taking = Taking {
        as_titled: table.clone(),
        said: BTreeMap::new(),
        table,
        of,
        rows: Vec::new(),
        services,
        at: 0,
        notice: None,
    };
    made(state, &mut taking);
    // The pointer begins where somebody has to say something.
    let unsure = taking
        .table
        .columns
        .iter()
        .position(|column| column.field.is_none() && !column.title.is_empty());
    taking.at = unsure.unwrap_or_else(|| {
        taking
            .table
            .columns
            .len()
            .min(taking.lines().saturating_sub(1))
    });
    state.layers.push(Layer::Taking(Box::new(taking)));
}

/// Makes the rows of the table as its columns are taken, each with the service it is proposed to be.
fn made(state: &State, taking: &mut Taking) {
    let Some(text) = state.sitting().and_then(|ui| ui.text().cloned()) else {
        return;
    };
    let Some(case) = state.case() else { return };
    let (document, version, sha256) = taking.of;
    let rows = taking.table.taken(&text, document, version, sha256);
    let details: Vec<_> = rows.iter().map(|row| &row.details).collect();
    let proposed = recognise_all(case, &details);
    taking.rows = rows
        .into_iter()
        .zip(proposed)
        .map(|(row, proposed)| Proposed {
            row,
            which: proposed.map_or(Which::New, |(no, _)| Which::Same(no)),
            proposed,
        })
        .collect();
    taking.at = taking.at.min(taking.lines().saturating_sub(1));
}

/// Takes a key; what is left of it for actions that stand anywhere is `None`.
pub fn key(state: &mut State, mut taking: Box<Taking>, key: Key) -> Option<Vec<Effect>> {
    let outcome = taking.key(key);
    match outcome {
        Outcome::Stay => {}
        Outcome::Anew => made(state, &mut taking),
        Outcome::Leave => return Some(Vec::new()),
        Outcome::Take => return Some(take(state, taking)),
        Outcome::No => {
            state.layers.push(Layer::Taking(taking));
            return None;
        }
    }
    state.layers.push(Layer::Taking(taking));
    Some(Vec::new())
}

/// All of it in one act, which one undo takes back.
fn take(state: &mut State, mut taking: Box<Taking>) -> Vec<Effect> {
    let rows = taking.taken();
    let made = state.room().and_then(|room| room.take_services(rows));
    match made {
        Ok(event) => {
            let first = match &event {
                Event::ServicesTaken { rows, .. } => rows.first().map(|row| row.service),
                _ => None,
            };
            if let Some(ui) = state.sitting_mut() {
                ui.mark = None;
            }
            let then = first.map_or(Then::Nothing, |no| Then::Select(Item::Service(no)));
            state.keep(vec![event], None, then)
        }
        Err(why) => {
            taking.notice = Some(if taking.taken().is_empty() {
                "No row would be taken in: say which column is the service with ← →, or leave with Esc."
                    .to_owned()
            } else {
                why.to_string()
            });
            state.layers.push(Layer::Taking(taking));
            Vec::new()
        }
    }
}
