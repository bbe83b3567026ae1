//! Saying something: a remark, a reply, or that something is not there.

use super::{
    super::{
        action::Action,
        form::{Field, Form},
        intent::Intent,
        state::{Focus, State, Then},
    },
    Available, Made,
};
use crate::{
    casework::{About, Absence, Anchor, Refusal, RemarkKind, RemarkNo},
    desk::pages::Item,
};

/// What the pointer at the right stands on, while that side has the focus.
fn talk_item(state: &State) -> Option<Item> {
    state
        .sitting()
        .filter(|ui| ui.focus == Focus::Talk)
        .and_then(super::super::state::SittingUi::item)
}

/// The service or finding a new remark would be about.
#[must_use]
pub fn about(state: &State) -> Option<About> {
    match talk_item(state)? {
        Item::Service(_) | Item::Package(_) => {
            state.sitting()?.item()?.service().map(About::Service)
        }
        Item::Finding(no) => Some(About::Finding(no)),
        _ => None,
    }
}

pub(super) fn reply_available(state: &State) -> Available {
    super::room::available(state)?;
    match talk_item(state) {
        Some(Item::Remark(_)) => Ok(()),
        _ => Err("Stand on a remark in the discussion first (Tab, then the arrows).".to_owned()),
    }
}

pub(super) fn open(state: &mut State, action: Action) {
    let about = about(state);
    let intent = match (action, talk_item(state)) {
        (Action::Reply, Some(Item::Remark(no))) => Intent::Remark {
            reply_to: Some(no),
            about: None,
        },
        (Action::Absence, _) => Intent::Absence { about },
        _ => Intent::Remark {
            reply_to: None,
            about,
        },
    };
    let anchor = super::mark::anchor(state);
    let Some(form) = super::form(state, &intent) else {
        return;
    };
    let form = form.about(anchor.into_iter().collect());
    let form = super::gap::filled(state, super::journey::filled(state, form));
    super::show_form(state, form);
}

/// The form of a remark.
#[must_use]
pub fn form(state: &State, reply_to: Option<RemarkNo>, about: Option<About>) -> Option<Form> {
    let case = state.case()?;
    let answers = reply_to.map(|no| case.remarks.get(&no));
    let title = match (answers, about) {
        (Some(remark), _) => format!("Reply to remark {}", remark?.no),
        (None, Some(About::Service(no))) => format!(
            "About service {no}: {}",
            case.services.get(&no)?.details.service
        ),
        (None, Some(About::Finding(no))) => format!("About finding {no}"),
        (None, None) => "Say something".to_owned(),
    };
    // What answers a question is an explanation, most of the time.
    let kind = match answers.flatten().map(|remark| remark.kind) {
        Some(RemarkKind::Question | RemarkKind::Challenge) => RemarkKind::Explanation,
        _ => RemarkKind::Observation,
    };
    let fields = vec![
        Field::words(
            "words",
            "What is said",
            "As it was said, in plain words.",
            "",
        ),
        Field::choice(
            "kind",
            "Kind",
            "← → change it. A question stays in the walk until it is answered.",
            kinds(),
            kind.word(),
        ),
    ];
    Some(Form::new(Intent::Remark { reply_to, about }, title, fields))
}

fn kinds() -> Vec<(String, String)> {
    RemarkKind::ALL
        .iter()
        .map(|kind| (kind.word().to_owned(), kind.word().to_owned()))
        .collect()
}

/// The form of an absence.
#[must_use]
pub fn absence_form(about: Option<About>) -> Form {
    let fields = vec![
        Field::words(
            "looked_for",
            "What is missing",
            "For instance: a visit between 3 March and 20 April.",
            "",
        ),
        Field::line(
            "looked_in",
            "Where",
            "For instance: all visits and the chronology.",
            "",
        ),
        Field::words(
            "words",
            "What is said",
            "About what is missing. May stay empty.",
            "",
        ),
    ];
    Form::new(Intent::Absence { about }, "Say what is not there", fields)
}

/// Makes the remark of either form.
pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let room = state.room()?;
    let event = match form.intent {
        Intent::Absence { about } => {
            let looked_for = form.get("looked_for").trim().to_owned();
            if looked_for.is_empty() {
                return Err(Refusal::Empty("What is missing"));
            }
            let looked_in = form.get("looked_in").trim().to_owned();
            if looked_in.is_empty() {
                return Err(Refusal::Empty("Where"));
            }
            let words = match form.get("words").trim() {
                "" => format!("Not found: {looked_for}."),
                words => words.to_owned(),
            };
            let mut anchors = form.anchors.clone();
            let document = anchors.iter().find_map(Anchor::document);
            anchors.insert(
                0,
                Anchor::Absence(Absence {
                    looked_for,
                    looked_in,
                    document,
                }),
            );
            room.remark(RemarkKind::Observation, &words, anchors, None, about)?
        }
        Intent::Remark { reply_to, about } => {
            let kind = form.get("kind");
            let kind = RemarkKind::ALL
                .into_iter()
                .find(|other| other.word() == kind)
                .unwrap_or(RemarkKind::Observation);
            room.remark(
                kind,
                &form.get("words"),
                form.anchors.clone(),
                reply_to,
                about,
            )?
        }
        _ => return Err(Refusal::Unchanged),
    };
    let then = match &event {
        crate::casework::Event::RemarkMade { remark, .. } if about_of(form).is_none() => {
            Then::Select(Item::Remark(*remark))
        }
        _ => Then::Nothing,
    };
    Ok(Made::one(event, then))
}

fn about_of(form: &Form) -> Option<About> {
    match form.intent {
        Intent::Absence { about } | Intent::Remark { about, .. } => about,
        _ => None,
    }
}
