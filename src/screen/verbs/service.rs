//! Services of the package of support: written, made from a row of a plan's table, edited.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        state::{Focus, State, Then},
    },
    Made,
};
use crate::{
    casework::{Event, Refusal, ServiceDetails, ServiceNo, ServiceState},
    desk::{
        columns,
        pages::{Item, package::Cell},
    },
};

/// The table row under the mark or the reading line: its service and its bytes.
fn row(state: &State) -> Option<(ServiceDetails, std::ops::Range<usize>)> {
    let ui = state.sitting().filter(|ui| ui.focus == Focus::File)?;
    let byte = ui.mark.as_ref().map_or(ui.place().byte, |mark| mark.start);
    columns::service_from_row(ui.text()?.text(), byte)
}

/// The service the table row under the pointer speaks of; an empty one elsewhere.
#[must_use]
pub fn from_row(state: &State) -> ServiceDetails {
    row(state).map(|(details, _)| details).unwrap_or_default()
}

pub(super) fn open(state: &mut State) {
    let row = row(state);
    let document = state.sitting().and_then(|ui| ui.document);
    let document = document.and_then(|no| state.case().and_then(|case| case.documents.get(&no)));
    let anchor = super::mark::anchor(state).or_else(|| {
        super::mark::anchor_of(
            state,
            document?,
            row.as_ref().map(|(_, range)| range.clone())?,
        )
    });
    let details = row.map(|(details, _)| details).unwrap_or_default();
    let form = form(Intent::Service, "A service", &details).about(anchor.into_iter().collect());
    super::show_form(state, form);
}

pub(super) fn edit_form(state: &State, no: ServiceNo) -> Option<Form> {
    let details = &state.case()?.services.get(&no)?.details;
    Some(form(
        Intent::EditService(no),
        &format!("Change service {no}"),
        details,
    ))
}

/// The form of a service.
#[must_use]
pub fn form(intent: Intent, title: &str, details: &ServiceDetails) -> Form {
    let yes_no = vec![
        ("no".to_owned(), "no".to_owned()),
        ("yes".to_owned(), "yes".to_owned()),
    ];
    let mut fields = vec![field(Cell::Service, details), field(Cell::State, details)];
    fields.extend(
        Cell::WALK
            .into_iter()
            .filter(|cell| *cell != Cell::State)
            .map(|cell| field(cell, details)),
    );
    fields.push(Field::choice(
        "early_help",
        "Early help",
        "Early help stands first in the package; ← → change it.",
        yes_no,
        if details.early_help { "yes" } else { "no" },
    ));
    Form::new(intent, title, fields)
}

/// The field of one cell.
#[must_use]
pub fn field(cell: Cell, details: &ServiceDetails) -> Field {
    let label = match cell {
        // As the notes name it: there is room for it in a form.
        Cell::Difference => "Difference made",
        cell => cell.label(),
    };
    if cell != Cell::State {
        return Field::line(cell.id(), label, cell.hint(), cell.of(details));
    }
    let states = ServiceState::ALL
        .iter()
        .map(|state| (state.word().to_owned(), state.word().to_owned()))
        .collect();
    Field::choice(cell.id(), label, cell.hint(), states, cell.of(details))
}

fn details(form: &Form) -> ServiceDetails {
    let mut details = ServiceDetails {
        early_help: form.get("early_help") == "yes",
        ..ServiceDetails::default()
    };
    for cell in Cell::WALK.into_iter().chain([Cell::Service]) {
        cell.put(&mut details, form.get(cell.id()).trim().to_owned());
    }
    details
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let room = state.room()?;
    let event = match form.intent {
        Intent::EditService(no) => room.edit_service(no, details(form))?,
        _ => room.add_service(details(form), form.anchors.clone())?,
    };
    let then = match &event {
        Event::ServiceAdded { service, .. } => Then::Select(Item::Service(*service)),
        _ => Then::Nothing,
    };
    Ok(Made::one(event, then))
}
