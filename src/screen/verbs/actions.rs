//! Actions: what is to be done after a finding, by whom, by when, and how we shall know.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        state::{State, Then},
    },
    Available, Made,
};
use crate::{
    casework::{ActionNo, Event, FindingNo, Refusal, package::ActionDetails},
    desk::pages::Item,
};

pub(super) fn available(state: &State) -> Available {
    super::room::available(state)?;
    match super::finding::here(state) {
        Some(finding) if finding.withdrawn.is_some() => {
            Err(Refusal::FindingWithdrawn(finding.no).to_string())
        }
        Some(_) => Ok(()),
        None => Err("Stand on the finding it follows from first: 3 shows the findings.".to_owned()),
    }
}

pub(super) fn open(state: &mut State) {
    if let Some(no) = super::finding::here(state).map(|finding| finding.no) {
        super::open_form(state, &Intent::Action(no));
    }
}

pub(super) fn form(state: &State, no: FindingNo) -> Option<Form> {
    state.case()?.findings.get(&no)?;
    details_form(
        state,
        Intent::Action(no),
        format!("An action from finding {no}"),
        &ActionDetails::default(),
    )
}

pub(super) fn edit_form(state: &State, no: ActionNo) -> Option<Form> {
    let details = state.case()?.actions.get(&no)?.details.clone();
    details_form(
        state,
        Intent::EditAction(no),
        format!("Change action {no}"),
        &details,
    )
}

pub(super) fn drop_form(state: &State, no: ActionNo) -> Option<Form> {
    state.case()?.actions.get(&no)?;
    let fields = vec![Field::words(
        "reason",
        "Reason",
        "It stays in the record with this reason.",
        "",
    )];
    Some(Form::new(
        Intent::DropAction(no),
        format!("Drop action {no}"),
        fields,
    ))
}

fn details_form(
    state: &State,
    intent: Intent,
    title: String,
    details: &ActionDetails,
) -> Option<Form> {
    let mut bands = vec![(String::new(), "not said".to_owned())];
    bands.extend(
        state
            .open
            .as_ref()?
            .framework
            .bands
            .iter()
            .map(|term| (term.id.clone(), term.title.clone())),
    );
    let fields = vec![
        Field::words(
            "what",
            "What is to be done",
            "One thing that somebody can do.",
            &details.what,
        ),
        Field::line(
            "owner",
            "Who sees to it",
            "By designation, for instance: Team manager.",
            &details.owner,
        ),
        Field::line("due", "By when", "A date, or in words.", &details.due),
        Field::line(
            "measure",
            "How we shall know",
            "What will be different for the child.",
            &details.measure,
        ),
        Field::line(
            "why",
            "Why",
            "May stay empty: the finding says it.",
            &details.why,
        ),
        Field::choice("band", "Band", "← → change it.", bands, &details.band),
    ];
    Some(Form::new(intent, title, fields))
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let room = state.room()?;
    let details = || ActionDetails {
        what: form.get("what").trim().to_owned(),
        why: form.get("why").trim().to_owned(),
        owner: form.get("owner").trim().to_owned(),
        due: form.get("due").trim().to_owned(),
        measure: form.get("measure").trim().to_owned(),
        band: form.get("band"),
    };
    let event = match form.intent {
        Intent::Action(finding) => room.put_action(finding, details())?,
        Intent::EditAction(no) => room.edit_action(no, details())?,
        Intent::DropAction(no) => room.drop_action(no, &form.get("reason"))?,
        _ => return Err(Refusal::Unchanged),
    };
    let then = match &event {
        Event::ActionPut { action, .. } => Then::Select(Item::Action(*action)),
        _ => Then::Nothing,
    };
    Ok(Made::one(event, then))
}
