//! What the package does not show, stood on: said as a question, as an absence or put as a finding, its words to begin with; set aside with
//! the reason, and taken up again.

use super::{
    super::{
        action::Action,
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, List, Pick, list::Row},
        state::{Effect, Focus, SittingUi, State, Then},
    },
    Available, Made,
};
use crate::{
    casework::{
        Refusal,
        package::{Gap, GapKey},
    },
    desk::pages::{Item, PackageItem},
};

/// The gap under the pointer, one set aside too.
#[must_use]
pub fn here(state: &State) -> Option<&Gap> {
    let ui = state.sitting().filter(|ui| ui.focus == Focus::Talk)?;
    match SittingUi::item(ui)? {
        Item::Package(PackageItem::Gap(_, at) | PackageItem::Aside(_, at)) => {
            ui.package.told().gaps.get(usize::try_from(at).ok()?)
        }
        _ => None,
    }
}

/// Enter: what is to become of it.
pub(super) fn ask(state: &mut State) {
    let Some((question, aside)) =
        here(state).map(|gap| (gap.question.clone(), gap.dismissed.is_some()))
    else {
        return;
    };
    let can = super::room::available(state).err();
    let mut rows = vec![
        Row::new(
            "Ask it: a remark with this question",
            Pick::Do(Action::Remark),
        ),
        Row::new("Say what is not there", Pick::Do(Action::Absence)),
        Row::new("Put a finding", Pick::Do(Action::Finding)),
        if aside {
            Row::new("Take it up again", Pick::TakeUpGap)
        } else {
            Row::new("Set it aside, with the reason", Pick::Do(Action::Withdraw))
        },
    ];
    for row in &mut rows {
        row.reason.clone_from(&can);
        if row.hint.is_empty() {
            row.hint.clone_from(&question);
        }
    }
    state
        .layers
        .push(Layer::List(List::short("What of this question?", rows)));
}

/// Fills a form with what the gap stood on has to say, and the words in the file it rests on.
#[must_use]
pub fn filled(state: &State, form: Form) -> Form {
    let Some(gap) = here(state) else {
        return form;
    };
    let absence = gap.absence();
    let mut draft = form.draft();
    for (id, value) in &mut draft.values {
        match (&form.intent, id.as_str()) {
            (Intent::Remark { .. }, "words") => *value = gap.remark().1,
            (Intent::Remark { .. }, "kind") => gap.remark().0.word().clone_into(value),
            (Intent::Finding { .. }, "words") => *value = gap.finding(),
            (Intent::Absence { .. }, "looked_for") => value.clone_from(&absence.looked_for),
            (Intent::Absence { .. }, "looked_in") => value.clone_from(&absence.looked_in),
            _ => {}
        }
    }
    if draft.anchors.is_empty() {
        draft.anchors.clone_from(&gap.anchors);
    }
    draft.cursor = (usize::MAX, usize::MAX);
    let mut form = form.with_draft(&draft);
    form.begun_with = Some(draft.values);
    form
}

/// Whether the gap under the pointer can be set aside; none where no gap is stood on.
pub(super) fn dismissed_available(state: &State) -> Option<Available> {
    let gap = here(state)?;
    Some(if gap.dismissed.is_some() {
        Err("This question was set aside already: Enter takes it up again.".to_owned())
    } else {
        Ok(())
    })
}

/// Asks for the reason to set a gap aside.
pub(super) fn dismiss(state: &mut State) {
    if let Some(key) = here(state).map(|gap| gap.key.clone()) {
        super::open_form(state, &Intent::DismissGap(key));
    }
}

/// The form of the reason.
#[must_use]
pub fn form(key: &GapKey) -> Form {
    let fields = vec![Field::words(
        "reason",
        "Reason",
        "Why it needs no talk. It stays in the record with this reason, and can be taken up again.",
        "",
    )];
    Form::new(
        Intent::DismissGap(key.clone()),
        format!("Set aside: {}", key.shown()),
        fields,
    )
}

pub(super) fn make(state: &State, form: &Form, key: &GapKey) -> Result<Made, Refusal> {
    let event = state
        .room()?
        .dismiss_gap(key.clone(), &form.get("reason"))?;
    let words = "Set aside. It stands as one line with its reason; Enter takes it up again.";
    Ok(Made::one(event, Then::Say(words.to_owned())))
}

/// Opens the gap under the pointer again.
pub(super) fn take_up(state: &mut State) -> Vec<Effect> {
    let Some(key) = here(state).map(|gap| gap.key.clone()) else {
        return Vec::new();
    };
    match state.room().and_then(|room| room.take_up_gap(key)) {
        Ok(event) => state.keep(
            vec![event],
            None,
            Then::Say("The question is open again.".to_owned()),
        ),
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}
