//! Services of the package of support: written, made from a row of a plan's table, edited.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, List, Pick, list::Row},
        state::{Effect, Focus, State, Then},
    },
    Made,
};
use crate::{
    casework::{
        Event, Refusal, ServiceDetails, ServiceNo, ServiceState, TakenRow,
        package::{Alike, alike, recognise},
    },
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
    let form = listed_before(
        state,
        form(Intent::Service, "A service", &details),
        &details,
    )
    .about(anchor.into_iter().collect());
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

/// The form of a new service with the question whether it is one of the package already, where there are any.
#[must_use]
pub fn listed_before(state: &State, mut form: Form, details: &ServiceDetails) -> Form {
    let Some(case) = state.case().filter(|case| !case.services.is_empty()) else {
        return form;
    };
    let proposed = recognise(case, details);
    let mut options = vec![("new".to_owned(), "no: it is a new service".to_owned())];
    options.extend(case.services.values().map(|service| {
        (
            service.no.to_string(),
            format!("it is {}. {}", service.no, service.details.service),
        )
    }));
    let chosen = proposed.map_or_else(|| "new".to_owned(), |(no, _)| no.to_string());
    let hint = match proposed {
        Some((_, Alike::Likely)) => "It may be this one, listed again: please look; ← → change it.",
        _ => "Whether it is one of the package, listed again; ← → change it.",
    };
    let field = Field::choice("same", "Listed before", hint, options, &chosen);
    form.fields.insert(1.min(form.fields.len()), field);
    if proposed.is_some() {
        form.notice =
            Some("The package has a service like this one: see the second line.".to_owned());
    }
    form
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
    // As the notes name it: there is room for it in a form.
    let label = cell.word();
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

/// Asks which other service a service is the same as.
pub(super) fn which_other(state: &mut State, no: ServiceNo) {
    let Some(case) = state.case() else { return };
    let likely = |other: &ServiceDetails| {
        case.services
            .get(&no)
            .is_some_and(|own| alike(&own.details, other) != Alike::No)
    };
    let mut rows: Vec<Row> = case
        .services
        .values()
        .filter(|other| other.no != no)
        .map(|other| {
            let right = if likely(&other.details) { "likely" } else { "" };
            Row::new(
                format!("{}. {}", other.no, other.details.service),
                Pick::Same(other.no, no),
            )
            .right(right)
            .hint("Its number and its cells stay; what was listed and said of either is of it.")
        })
        .collect();
    rows.sort_by_key(|row| row.right.is_empty());
    state.layers.push(Layer::List(List::new(
        format!("Service {no} is the same as which?"),
        rows,
    )));
}

/// Two services are one from now on; the first stays.
pub(super) fn join(state: &mut State, no: ServiceNo, other: ServiceNo) -> Vec<Effect> {
    match state.room().and_then(|room| room.join_services(no, other)) {
        Ok(event) => state.keep(vec![event], None, Then::Select(Item::Service(no))),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}

/// The service of the package that a new one was said to be.
fn same(state: &State, form: &Form) -> Option<ServiceNo> {
    let chosen = form.get("same");
    let services = &state.case()?.services;
    services.keys().copied().find(|no| no.to_string() == chosen)
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let room = state.room()?;
    let event = match form.intent {
        Intent::EditService(no) => room.edit_service(no, details(form))?,
        _ => match same(state, form) {
            Some(no) => room.take_services(vec![TakenRow {
                details: details(form),
                anchors: form.anchors.clone(),
                same_as: Some(no),
            }])?,
            None => room.add_service(details(form), form.anchors.clone())?,
        },
    };
    let then = match &event {
        Event::ServiceAdded { service, .. } => Then::Select(Item::Service(*service)),
        Event::ServicesTaken { rows, .. } => rows.first().map_or(Then::Nothing, |row| {
            Then::Select(Item::Service(row.service))
        }),
        _ => Then::Nothing,
    };
    Ok(Made::one(event, then))
}
