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
    desk::{columns, pages::Item},
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
    let states = ServiceState::ALL
        .iter()
        .map(|state| (state.word().to_owned(), state.word().to_owned()))
        .collect();
    let yes_no = vec![
        ("no".to_owned(), "no".to_owned()),
        ("yes".to_owned(), "yes".to_owned()),
    ];
    let fields = vec![
        Field::line(
            "service",
            "Service",
            "What it is, for instance: Family support.",
            &details.service,
        ),
        Field::choice(
            "state",
            "State",
            "← → change it. \"Not offered\" is as much worth saying as any.",
            states,
            details.state.word(),
        ),
        Field::line("need", "Need", "What it answers.", &details.need),
        Field::line("aim", "Aim", "What it is to bring about.", &details.aim),
        Field::line("provider", "Provider", "The agency.", &details.provider),
        Field::line(
            "owner",
            "Owner",
            "The person responsible, by designation.",
            &details.owner,
        ),
        Field::line(
            "start",
            "Start",
            "When it began or is to begin.",
            &details.start,
        ),
        Field::line("end", "End", "When it ended or is to end.", &details.end),
        Field::line(
            "planned",
            "Planned",
            "How often, as planned.",
            &details.planned,
        ),
        Field::line(
            "delivered",
            "Delivered",
            "What was delivered.",
            &details.delivered,
        ),
        Field::line(
            "childs_view",
            "Child's view",
            "What the child says of it.",
            &details.childs_view,
        ),
        Field::line(
            "familys_view",
            "Family's view",
            "What the family says of it.",
            &details.familys_view,
        ),
        Field::line(
            "difference",
            "Difference made",
            "What is different in the child's day.",
            &details.difference,
        ),
        Field::line(
            "review",
            "Review",
            "When it is reviewed, and how we shall know.",
            &details.review,
        ),
        Field::choice(
            "early_help",
            "Early help",
            "Early help stands first in the package; ← → change it.",
            yes_no,
            if details.early_help { "yes" } else { "no" },
        ),
    ];
    Form::new(intent, title, fields)
}

fn details(form: &Form) -> ServiceDetails {
    let text = |id: &str| form.get(id).trim().to_owned();
    let state = form.get("state");
    ServiceDetails {
        need: text("need"),
        aim: text("aim"),
        service: text("service"),
        provider: text("provider"),
        owner: text("owner"),
        start: text("start"),
        end: text("end"),
        planned: text("planned"),
        delivered: text("delivered"),
        childs_view: text("childs_view"),
        familys_view: text("familys_view"),
        difference: text("difference"),
        review: text("review"),
        early_help: form.get("early_help") == "yes",
        state: ServiceState::ALL
            .into_iter()
            .find(|other| other.word() == state)
            .unwrap_or_default(),
    }
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
