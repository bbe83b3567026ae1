//! The child's journey: its three lists, what of it is shown, finding in it, going to the words, the sum of a clock; putting marked words
//! into it; and making a silence, a late record or a clock something that is said.

use super::{
    super::{
        action::Action,
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, List, Pick, Reading, list::Row},
        state::{Effect, Focus, State, Tab, Then},
    },
    Available, Made,
};
use crate::{
    casework::{Anchor, DocumentNo, JourneyDetails, JourneyEventNo, Refusal, time},
    desk::{
        journey as desk,
        pages::{self, Item, JourneyItem, one_line},
    },
};

/// Whether the journey is what the keys go to.
#[must_use]
pub fn in_front(state: &State) -> bool {
    state
        .sitting()
        .is_some_and(|ui| ui.tab == Tab::Journey && ui.focus == Focus::Talk)
}

/// The item of the journey stood on, while the keys go to it.
#[must_use]
pub fn item(state: &State) -> Option<JourneyItem> {
    let ui = state.sitting().filter(|_| in_front(state))?;
    match ui.item()? {
        Item::Journey(item) => Some(item),
        _ => None,
    }
}

pub(super) fn available(state: &State) -> Available {
    if in_front(state) {
        return Ok(());
    }
    let key = state.table.key(Action::Journey);
    Err(format!("This is done in the child's journey ({key})."))
}

/// Shows the journey; where it is shown already, its next list.
pub(super) fn show(state: &mut State) {
    let next = in_front(state);
    if let Some(ui) = state.sitting_mut().filter(|_| next) {
        let left = ui.item();
        let journey = &mut ui.journey;
        if let Some(item) = left {
            journey.stood.insert(journey.view, item);
        }
        journey.view = journey.view.next();
        match journey.stood.get(&journey.view).copied() {
            Some(item) => ui.selected.insert(Tab::Journey, item),
            None => ui.selected.remove(&Tab::Journey),
        };
    }
    super::screen::show_tab(state, Tab::Journey);
}

/// The document and words an item leads to.
fn place(state: &State, item: JourneyItem) -> Option<(DocumentNo, Option<Anchor>)> {
    let happening = state.sitting()?.journey.record(item)?;
    let document = happening
        .spot
        .document()
        .or_else(|| happening.anchor.as_ref().and_then(Anchor::document))?;
    Some((document, happening.anchor.clone()))
}

/// The words an item points at.
#[must_use]
pub fn anchors(state: &State, item: JourneyItem) -> Vec<Anchor> {
    place(state, item)
        .and_then(|(_, anchor)| anchor)
        .into_iter()
        .collect()
}

/// Whether there are words or a document to go to.
pub(super) fn can_go(state: &State, item: JourneyItem) -> Available {
    place(state, item)
        .map(|_| ())
        .ok_or_else(|| "This does not point at words in the file.".to_owned())
}

/// Opens the words, or the document.
pub(super) fn go(state: &mut State, item: JourneyItem) -> Vec<Effect> {
    match place(state, item) {
        Some((_, Some(anchor))) => super::across::go(state, &anchor),
        Some((document, None)) => super::read::open_document(state, document),
        None => {
            state.say("This does not point at words in the file.");
            Vec::new()
        }
    }
}

/// Moves the file along while the focus stays: a look, not an opening.
pub(super) fn follow(state: &mut State, item: JourneyItem) {
    let Some((document, anchor)) = place(state, item) else {
        return;
    };
    if let Some(ui) = state.sitting_mut() {
        ui.document = Some(document);
        ui.mark = None;
        ui.wanted = anchor.filter(|anchor| anchor.passage().is_some());
    }
}

/// Enter: the words of what happened, or the sum of a clock.
pub(super) fn enter(state: &mut State, item: JourneyItem) -> Vec<Effect> {
    let (JourneyItem::Clock(_) | JourneyItem::Silence(_)) = item else {
        return go(state, item);
    };
    let (Some(ui), Some(case)) = (state.sitting(), state.case()) else {
        return Vec::new();
    };
    let Some(told) = ui.journey.told.clone() else {
        return Vec::new();
    };
    let JourneyItem::Clock(at) = item else {
        // A silence has nothing more to show than its two ends.
        return go(state, item);
    };
    let clock = usize::try_from(at).ok().and_then(|at| told.clocks.get(at));
    if let Some(clock) = clock {
        let title = format!("A clock of {}", case.reference);
        let lines = pages::clocks::whole(&told, clock);
        state
            .layers
            .push(Layer::Reading(Reading::of_lines(title, lines)));
    }
    Vec::new()
}

/// Everything of the journey, by fuzzy name.
pub(super) fn find(state: &mut State) {
    let Some(told) = state.sitting().and_then(|ui| ui.journey.told.clone()) else {
        state.say("The journey is still being read.");
        return;
    };
    let rows = told
        .happenings
        .iter()
        .map(|one| {
            let day = one.day().map_or_else(|| one.as_read.clone(), time::day);
            Row::new(
                format!("{day} · {}", one_line(&one.what)),
                Pick::Item(Item::Journey(JourneyItem::Happening(one.spot))),
            )
            .right(one.kind.clone())
            .hint(one.agency.clone())
        })
        .collect();
    state
        .layers
        .push(Layer::List(List::new("Find in the journey", rows)));
}

/// What of the journey is to be shown.
pub(super) fn narrow(state: &mut State) {
    let Some(told) = state.sitting().and_then(|ui| ui.journey.told.clone()) else {
        state.say("The journey is still being read.");
        return;
    };
    let mut rows = vec![
        Row::new("Everything", Pick::Journey(None, None)).right(told.happenings.len().to_string()),
    ];
    for (kind, count) in pages::journey::kinds(&told) {
        rows.push(
            Row::new(
                format!("Only the kind: {kind}"),
                Pick::Journey(Some(kind), None),
            )
            .right(count.to_string()),
        );
    }
    for (agency, count) in pages::journey::agencies(&told) {
        rows.push(
            Row::new(
                format!("Only the agency: {agency}"),
                Pick::Journey(None, Some(agency)),
            )
            .right(count.to_string()),
        );
    }
    state
        .layers
        .push(Layer::List(List::new("Show of the journey", rows)));
}

/// Shows only some of it. A kind and an agency chosen one after the other both count; everything takes both back.
pub(super) fn show_only(state: &mut State, kind: Option<String>, agency: Option<String>) {
    let Some(ui) = state.sitting_mut() else {
        return;
    };
    let only = &mut ui.journey.only;
    match (kind, agency) {
        (None, None) => *only = pages::journey::Only::default(),
        (kind, agency) => {
            only.kind = kind.or(only.kind.take());
            only.agency = agency.or(only.agency.take());
        }
    }
    ui.journey.view = super::super::journey::View::Chronology;
    super::screen::show_tab(state, Tab::Journey);
}

/// Fills a form with what the item stood on has to say: its question or what is missing, and its words in the file.
#[must_use]
pub fn filled(state: &State, form: Form) -> Form {
    let Some(item) = item(state) else {
        return form;
    };
    let said = state.case().and_then(|case| {
        let told = state.sitting()?.journey.told.as_ref()?;
        pages::journey::as_said(case, told, item)
    });
    let Some((question, missing)) = said else {
        return form;
    };
    let mut draft = form.draft();
    for (id, value) in &mut draft.values {
        match (&form.intent, id.as_str()) {
            (Intent::Remark { .. } | Intent::Finding { .. }, "words") => {
                value.clone_from(&question);
            }
            (Intent::Remark { .. }, "kind") if !question.is_empty() => {
                "question".clone_into(value);
            }
            (Intent::Absence { .. }, "looked_for") => value.clone_from(&missing),
            (Intent::Absence { .. }, "looked_in") => {
                "every record with a day, and the chronologies".clone_into(value);
            }
            _ => {}
        }
    }
    if draft.anchors.is_empty() {
        draft.anchors = anchors(state, item);
    }
    let mut form = form.with_draft(&draft);
    form.begun_with = Some(draft.values);
    form
}

/// Puts marked words, or the line read, into the journey.
pub(super) fn put(state: &mut State) {
    let Some(form) = form(state) else { return };
    let anchor = super::mark::anchor(state);
    super::show_form(state, form.about(anchor.into_iter().collect()));
}

/// The form of an event of the journey, with what the words and their document say of it.
#[must_use]
pub fn form(state: &State) -> Option<Form> {
    let case = state.case()?;
    let anchor = super::mark::anchor(state);
    let passage = anchor.as_ref().and_then(Anchor::passage);
    let words = passage.map_or_else(String::new, |passage| one_line(&passage.quote));
    let document = passage.and_then(|passage| case.documents.get(&passage.document));
    let date = desk::day_in(&words)
        .or_else(|| document.and_then(|document| document.dates.happened))
        .map_or_else(String::new, time::day);
    let kind = document.map_or("", |document| document.kind.as_str());
    let agency = desk::outline().agency_of(kind);
    let fields = fields([&date, &words, kind, agency, ""]);
    Some(Form::new(
        Intent::JourneyEvent,
        "Put into the journey",
        fields,
    ))
}

/// The form of an event that was put into the journey, as it stands.
#[must_use]
pub fn edit_form(state: &State, no: JourneyEventNo) -> Option<Form> {
    let details = &state.case()?.journey_events.get(&no)?.details;
    let date = details
        .date
        .map_or_else(|| details.date_words.clone(), time::day);
    let fields = fields([
        &date,
        &details.words,
        &details.kind,
        &details.agency,
        &details.significance,
    ]);
    Some(Form::new(
        Intent::EditJourneyEvent(no),
        format!("Event {no} of the journey"),
        fields,
    ))
}

fn fields([date, words, kind, agency, significance]: [&str; 5]) -> Vec<Field> {
    vec![
        Field::line(
            "date",
            "Day",
            "For instance: 14 March 2012. Where only \"spring 2009\" is known, write that.",
            date,
        ),
        Field::words(
            "words",
            "What happened",
            "In plain words. The marked words stand beside it.",
            words,
        ),
        Field::line("kind", "Kind", "Visit, contact, health, school …", kind),
        Field::line(
            "agency",
            "Agency",
            "Who acted, or whose record it is.",
            agency,
        ),
        Field::line(
            "significance",
            "Why it matters",
            "For the child. May stay empty.",
            significance,
        ),
    ]
}

/// Makes the event.
pub(super) fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    let room = state.room()?;
    let typed = form.get("date").trim().to_owned();
    let date = desk::day_in(&typed);
    if date.is_none() && desk::is_meant_as_day(&typed) {
        return Ok(Made::NotYet {
            field: "date",
            why: format!(
                "\"{typed}\" is no day: write it as 14 March 2012, or in words where only those are known."
            ),
        });
    }
    let details = JourneyDetails {
        date,
        date_words: if date.is_some() { String::new() } else { typed },
        words: form.get("words"),
        kind: form.get("kind").trim().to_owned(),
        agency: form.get("agency").trim().to_owned(),
        significance: form.get("significance").trim().to_owned(),
    };
    if let Intent::EditJourneyEvent(no) = form.intent {
        let event = room.edit_journey_event(no, details)?;
        return Ok(Made::one(
            event,
            Then::Say(format!("Event {no} of the journey is changed.")),
        ));
    }
    let event = room.make_journey_event(details, form.anchors.clone())?;
    let key = state.table.key(Action::Journey);
    Ok(Made::one(
        event,
        Then::Say(format!("Put into the journey: {key} shows it.")),
    ))
}

/// What Enter's list offers for something of the journey.
pub(super) const ACTIONS: [Action; 6] = [
    Action::Edit,
    Action::Across,
    Action::Remark,
    Action::Absence,
    Action::Finding,
    Action::JourneyNarrow,
];
