//! Findings: putting one, changing its words, parking, withdrawing.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        state::{Effect, Focus, State, Then},
    },
    Available, Made,
};
use crate::{
    casework::{
        About, Event, Finding, FindingNo, Refusal, Relation, RemarkNo, Spot, Wording,
        finding::Answer, package::Ties,
    },
    desk::pages::{Item, JourneyItem},
};

fn item(state: &State) -> Option<Item> {
    state
        .sitting()
        .filter(|ui| ui.focus == Focus::Talk)
        .and_then(super::super::state::SittingUi::item)
}

/// The finding under the pointer.
#[must_use]
pub fn here(state: &State) -> Option<&Finding> {
    match item(state)? {
        Item::Finding(no) => state.case()?.findings.get(&no),
        _ => None,
    }
}

/// What a choice says while nothing is chosen.
const UNCHOSEN: &str = "(choose)";

const STAND: &str = "Stand on a finding first: 3 shows them, the arrows move.";

pub(super) fn available(state: &State) -> Available {
    super::room::available(state)
}

pub(super) fn edit_available(state: &State) -> Available {
    super::room::available(state)?;
    match item(state) {
        Some(Item::Finding(_)) => standing(state),
        Some(Item::Action(_) | Item::Journey(JourneyItem::Happening(Spot::Made(_)))) => Ok(()),
        Some(Item::Journey(_)) => Err(
            "This stands in the file as it is: only what was put into the journey here can be changed."
                .to_owned(),
        ),
        Some(item) if item.service().is_some() => Ok(()),
        _ => Err("Stand on a finding, a service or an action first. A remark is not changed: take it back (u) and say it anew.".to_owned()),
    }
}

fn standing(state: &State) -> Available {
    match here(state) {
        Some(finding) if finding.withdrawn.is_some() => {
            Err(Refusal::FindingWithdrawn(finding.no).to_string())
        }
        Some(_) => Ok(()),
        None => Err(STAND.to_owned()),
    }
}

pub(super) fn park_available(state: &State) -> Available {
    super::room::available(state)?;
    standing(state)
}

pub(super) fn withdraw_available(state: &State) -> Available {
    super::room::available(state)?;
    if let Some(available) = super::gap::dismissed_available(state) {
        return available;
    }
    match item(state) {
        Some(Item::Action(no)) => match state.case().and_then(|case| case.actions.get(&no)) {
            Some(action) if action.dropped.is_some() => {
                Err(format!("Action {no} was dropped already."))
            }
            _ => Ok(()),
        },
        _ => standing(state).map_err(|why| {
            if why == STAND {
                format!("{STAND} An action can be dropped the same way.")
            } else {
                why
            }
        }),
    }
}

/// Puts a finding: from the remark under the pointer, about the service under it, on the marked words.
pub(super) fn open(state: &mut State) {
    let service = item(state).and_then(Item::service);
    match (item(state), service) {
        (Some(Item::Remark(remark)), _) => from_remark(state, remark),
        (_, Some(no)) => {
            let anchors = super::across::anchors(state, Item::Service(no));
            let heard = state.case().map_or_else(Vec::new, |case| {
                let about = Some(About::Service(no));
                case.remarks
                    .values()
                    .filter(|remark| remark.about == about)
                    .map(|remark| remark.no)
                    .collect()
            });
            let form = form(state, &heard, Some(About::Service(no)));
            if let Some(form) = form {
                let form = super::gap::filled(state, form.about(anchors));
                super::show_form(state, form);
            }
        }
        _ => {
            let anchor = super::mark::anchor(state);
            if let Some(form) = form(state, &[], None) {
                let form = form.about(anchor.into_iter().collect());
                let form = super::gap::filled(state, super::journey::filled(state, form));
                super::show_form(state, form);
            }
        }
    }
}

/// Puts a finding from a remark: its words to begin with, its anchors on file, itself and its replies as heard.
pub(super) fn from_remark(state: &mut State, no: RemarkNo) {
    let Some(case) = state.case() else { return };
    let Some(remark) = case.remarks.get(&no) else {
        return;
    };
    let mut heard = vec![no];
    heard.extend(case.replies(no).map(|reply| reply.no));
    let (words, about) = (remark.words.clone(), remark.about);
    let anchors = super::across::anchors(state, Item::Remark(no));
    let anchors = if anchors.is_empty() {
        state
            .case()
            .and_then(|case| case.remarks.get(&no))
            .map(|remark| remark.anchors.clone())
            .unwrap_or_default()
    } else {
        anchors
    };
    let about = about.filter(|about| matches!(about, About::Service(_)));
    let Some(form) = form(state, &heard, about) else {
        return;
    };
    let draft = super::super::form::Draft {
        values: vec![("words".to_owned(), words)],
        anchors,
        cursor: (usize::MAX, usize::MAX),
        ..form.draft()
    };
    let form = form.with_draft(&draft);
    super::show_form(state, form);
}

/// The form of a finding.
#[must_use]
pub fn form(state: &State, heard: &[RemarkNo], about: Option<About>) -> Option<Form> {
    let wording = Wording {
        area: String::new(),
        polarity: String::new(),
        words: String::new(),
        relation: Relation::NotSaid,
    };
    let intent = Intent::Finding {
        heard: heard.to_vec(),
        about,
    };
    wording_form(state, intent, "Put a finding".to_owned(), &wording)
}

pub(super) fn reword_form(state: &State, no: FindingNo) -> Option<Form> {
    let wording = state.case()?.findings.get(&no)?.wording()?.wording.clone();
    wording_form(
        state,
        Intent::Reword(no),
        format!("Change finding {no}"),
        &wording,
    )
}

fn wording_form(state: &State, intent: Intent, title: String, wording: &Wording) -> Option<Form> {
    let framework = &state.open.as_ref()?.framework;
    // Nothing is chosen beforehand in a new finding: a slip of Enter must not turn a gap into a strength.
    let unchosen = wording
        .polarity
        .is_empty()
        .then(|| (String::new(), UNCHOSEN.to_owned()));
    let areas = unchosen
        .iter()
        .cloned()
        .chain(
            framework
                .areas
                .iter()
                .map(|term| (term.id.clone(), term.title.clone())),
        )
        .collect();
    let polarities = unchosen
        .iter()
        .cloned()
        .chain(
            framework
                .polarities
                .iter()
                .map(|term| (term.id.clone(), term.title.clone())),
        )
        .collect();
    let relations = Relation::ALL
        .iter()
        .map(|relation| (relation.word().to_owned(), relation.word().to_owned()))
        .collect();
    let hint = if matches!(intent, Intent::Reword(_)) {
        "Every answer to the old wording is cleared; the old wording stays in the history."
    } else {
        "A fact both sides could agree to, in plain words."
    };
    let fields = vec![
        Field::words("words", "Wording", hint, &wording.words),
        Field::choice(
            "polarity",
            "Kind",
            "← → change it.",
            polarities,
            &wording.polarity,
        ),
        Field::choice(
            "area",
            "Area",
            "The judgement area; ← → change it.",
            areas,
            &wording.area,
        ),
        Field::choice(
            "relation",
            "Heard beside file",
            "How what was heard stands to what is on file; ← → change it.",
            relations,
            wording.relation.word(),
        ),
    ];
    Some(Form::new(intent, title, fields))
}

fn wording_of(form: &Form) -> Result<Wording, Refusal> {
    for (id, label) in [("words", "Wording"), ("polarity", "Kind"), ("area", "Area")] {
        if form.get(id).trim().is_empty() {
            return Err(Refusal::Empty(label));
        }
    }
    let relation = form.get("relation");
    Ok(Wording {
        area: form.get("area"),
        polarity: form.get("polarity"),
        words: form.get("words"),
        relation: Relation::ALL
            .into_iter()
            .find(|other| other.word() == relation)
            .unwrap_or_default(),
    })
}

pub(super) fn edit(state: &mut State) {
    let intent = match item(state) {
        Some(Item::Finding(no)) => Intent::Reword(no),
        Some(Item::Action(no)) => Intent::EditAction(no),
        Some(Item::Journey(JourneyItem::Happening(Spot::Made(no)))) => Intent::EditJourneyEvent(no),
        Some(item) => match item.service() {
            Some(no) => Intent::EditService(no),
            None => return,
        },
        None => return,
    };
    super::open_form(state, &intent);
}

/// Parks the finding under the pointer, or takes it up again.
pub(super) fn park(state: &mut State) -> Vec<Effect> {
    let Some((no, parked)) = here(state).map(|finding| (finding.no, finding.parked.is_some()))
    else {
        return Vec::new();
    };
    if !parked {
        super::open_form(state, &Intent::Park(no));
        return Vec::new();
    }
    match state.room().and_then(|room| room.take_up(no)) {
        Ok(event) => state.keep(
            vec![event],
            None,
            Then::Say(format!("Finding {no} is taken up again.")),
        ),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}

pub(super) fn park_form(state: &State, no: FindingNo) -> Option<Form> {
    state.case()?.findings.get(&no)?;
    let fields = vec![
        Field::words(
            "question",
            "The question",
            "What has to be known first.",
            "",
        ),
        Field::line(
            "owner",
            "Who finds out",
            "By designation, for instance: Social worker.",
            "",
        ),
    ];
    Some(Form::new(
        Intent::Park(no),
        format!("Park finding {no}"),
        fields,
    ))
}

pub(super) fn withdraw(state: &mut State) {
    if super::gap::here(state).is_some() {
        super::gap::dismiss(state);
        return;
    }
    let intent = match item(state) {
        Some(Item::Finding(no)) => Intent::Withdraw(no),
        Some(Item::Action(no)) => Intent::DropAction(no),
        _ => return,
    };
    super::open_form(state, &intent);
}

pub(super) fn withdraw_form(state: &State, no: FindingNo) -> Option<Form> {
    state.case()?.findings.get(&no)?;
    let fields = vec![Field::words(
        "reason",
        "Reason",
        "It stays in the record with this reason.",
        "",
    )];
    Some(Form::new(
        Intent::Withdraw(no),
        format!("Withdraw finding {no}"),
        fields,
    ))
}

pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let room = state.room()?;
    let framework = &state.open.as_ref().ok_or(Refusal::NoSitting)?.framework;
    let event = match &form.intent {
        Intent::Finding { heard, about } => {
            let ties = Ties {
                anchors: form.anchors.clone(),
                remarks: heard.clone(),
            };
            room.put_finding(wording_of(form)?, ties, *about, framework)?
        }
        Intent::Reword(no) => room.reword(*no, wording_of(form)?, framework)?,
        Intent::Park(no) => room.park(*no, &form.get("question"), &form.get("owner"))?,
        Intent::Withdraw(no) => room.withdraw(*no, &form.get("reason"))?,
        _ => return Err(Refusal::Unchanged),
    };
    let then = match &event {
        Event::FindingPut { finding, .. } | Event::FindingReworded { finding, .. } => {
            Then::Select(Item::Finding(*finding))
        }
        _ => Then::Nothing,
    };
    Ok(Made::one(event, then))
}

/// What the pen holder answered to the present wording, where they did.
#[must_use]
pub fn own_answer(state: &State, no: FindingNo) -> Option<&Answer> {
    let pen = state.room().ok()?.pen();
    state
        .case()?
        .findings
        .get(&no)?
        .position(pen)
        .map(|position| &position.answer)
}
