//! What the desk says: kept, refused, here is the text.

use std::sync::Arc;

use super::{
    super::{
        action::Where,
        form::Form,
        layers::{Layer, Reading},
        resume,
        state::{Effect, Open, Shelved, State, Then, UnderWay},
        verbs,
    },
    door, front, settle, take_deferred,
};
use crate::{
    casework::{CaseNo, DocumentNo, Entry, Journey, Sha256},
    desk::{
        intake::Summary,
        messages::{Message, Opened, Request},
        pages::{Line, Role},
        text::OpenText,
    },
};

/// Takes one message of the desk.
pub fn hear(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = hear_one(state, message);
    effects.extend(settle::settle(state));
    effects.extend(take_deferred(state));
    effects.extend(verbs::curtain::fall(state));
    effects
}

/// Puts a text on the shelf of the case it belongs to, while that is in front.
fn shelve(
    state: &mut State,
    case: CaseNo,
    (document, sha256): (DocumentNo, Sha256),
    text: Result<Arc<OpenText>, String>,
) {
    let Some(open) = &mut state.open else { return };
    let present = open
        .inspection
        .cases
        .get(&case)
        .and_then(|case| case.documents.get(&document)?.text())
        .map(|text| text.sha256);
    let ui = open.sitting.as_mut().filter(|ui| ui.case == case);
    if let Some(ui) = ui {
        let shelved = match text {
            Ok(text) => Shelved::Here(text),
            Err(why) => Shelved::Failed(why),
        };
        let older = ui.older.as_mut();
        if let Some(older) =
            older.filter(|older| (older.document, older.text) == (document, sha256))
        {
            older.shelved = shelved;
            return;
        }
        if present != Some(sha256) {
            // An older text that nobody waits for any more.
            return;
        }
        ui.shelf.insert(document, shelved);
        // What is looked for may stand in it.
        if let Some(Layer::Find(finder)) = state.layers.last()
            && finder.not_searched > 0
        {
            verbs::find::look_again(state);
        }
    }
}

/// Takes a journey that was told, where it is the one asked for last.
fn told(state: &mut State, case: CaseNo, made_of: usize, journey: Arc<Journey>) {
    let ui = state.open.as_mut().and_then(|open| open.sitting.as_mut());
    if let Some(ui) = ui.filter(|ui| ui.case == case && ui.journey.asked == Some(made_of)) {
        ui.journey.hear(journey);
        ui.talk_made_from = None;
    }
}

fn hear_one(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Kept { token, entries } => kept(state, token, &entries),
        Message::Refused { token, why } => {
            refused(state, token, &why);
            Vec::new()
        }
        Message::Text {
            case,
            document,
            sha256,
            text,
        } => {
            shelve(state, case, (document, sha256), text);
            Vec::new()
        }
        Message::Journey {
            case,
            made_of,
            journey,
        } => {
            told(state, case, made_of, journey);
            Vec::new()
        }
        Message::Wrapped {
            document,
            of,
            wrapped,
        } => {
            if let Some(ui) = state.open.as_mut().and_then(|open| open.sitting.as_mut())
                && ui.wrapping == Some((document, wrapped.width()))
                && ui.text().is_some_and(|text| Arc::ptr_eq(text, &of))
            {
                ui.wrapping = None;
                ui.wrapped = Some((document, wrapped));
            }
            Vec::new()
        }
        Message::Page { wanted, drawn } => {
            verbs::look::drawn(state, &wanted, drawn);
            Vec::new()
        }
        Message::Front(glimpsed) => {
            front::show(state, *glimpsed);
            Vec::new()
        }
        Message::Opened(opened) => open(state, *opened),
        Message::NotOpened { folder, shut, why } => {
            front::gone(state);
            state.deferred.clear();
            door::not_opened(state, folder, shut, &why);
            Vec::new()
        }
        Message::CurtainDown { not_kept } => {
            if verbs::curtain::down(state, not_kept) {
                door::enter(state)
            } else {
                Vec::new()
            }
        }
        Message::Closed => {
            state.open = None;
            state.page = Where::Start;
            Vec::new()
        }
        told @ (Message::Folder { .. }
        | Message::IntakeDoubted { .. }
        | Message::IntakeGoesOn(_)
        | Message::CompareGoesOn(_)) => {
            hear_meanwhile(state, told);
            Vec::new()
        }
        Message::Laid { pair, laid } => {
            verbs::compare::laid(state, &pair, &laid);
            Vec::new()
        }
        Message::Compared(compared) => {
            if let Some(list) = verbs::compare::done(state, compared) {
                show(state, list);
            }
            Vec::new()
        }
        done @ (Message::IntakeDone { .. }
        | Message::Exported { .. }
        | Message::ExportUnsure { .. }
        | Message::Verified { .. }
        | Message::Signed { .. }
        | Message::Sealed { .. }) => {
            hear_done(state, done);
            Vec::new()
        }
        Message::Note(note) => {
            // What is said late of an inspection behind the curtain may have words of it.
            if state.door.is_none() {
                state.say(note);
            }
            Vec::new()
        }
    }
}

/// What is told of something that still goes on, or waits for an answer.
fn hear_meanwhile(state: &mut State, told: Message) {
    match told {
        Message::Folder { folder, inside } => {
            // A concern may be written over the chooser meanwhile.
            for layer in &mut state.layers {
                if let Layer::Folder(chooser) = layer
                    && chooser.folder == folder
                {
                    chooser.inside = Some(inside.clone());
                }
            }
        }
        Message::IntakeDoubted { folder, lines } => {
            state.under_way.intake = None;
            state
                .layers
                .retain(|layer| !matches!(layer, Layer::Intake(_)));
            let doubted = verbs::folder::doubted(&lines);
            show(state, Layer::Doubt(doubted, folder));
        }
        Message::IntakeGoesOn(progress) => {
            for layer in &mut state.layers {
                if let Layer::Intake(shown) = layer {
                    shown.clone_from(&progress);
                }
            }
        }
        Message::CompareGoesOn(progress) => {
            for layer in &mut state.layers {
                if let Layer::Comparing(shown) = layer {
                    shown.clone_from(&progress);
                }
            }
        }
        _ => {}
    }
}

/// Something that took its time is done: what it kept is applied, and what it has to say shown, or remembered for behind the curtain.
fn hear_done(state: &mut State, done: Message) {
    match done {
        Message::IntakeDone { summary, entries } => {
            verbs::curtain::intake_done(state, &summary);
            state.under_way.intake = None;
            let opened = std::mem::take(&mut state.under_way.unlocking);
            apply(state, &entries);
            forget_texts(state, &entries);
            state
                .layers
                .retain(|layer| !matches!(layer, Layer::Intake(_)));
            match summary {
                Ok(summary) => {
                    let reading = summary_to_read(state, &summary, opened);
                    show(state, Layer::Reading(reading));
                }
                Err(why) => state.refuse(&why),
            }
        }
        Message::Exported { outcome, entries } => {
            state.under_way.export = false;
            verbs::curtain::meanwhile(
                state,
                if outcome.is_ok() {
                    "The notes were written out while the curtain came down."
                } else {
                    "The notes could not be written out while the curtain came down: write them out again."
                },
            );
            apply(state, &entries);
            match outcome {
                Ok(files) => show(state, Layer::Reading(verbs::export::written(&files))),
                Err(why) => state.refuse(&why),
            }
        }
        Message::ExportUnsure { export, words } => {
            state.under_way.export = false;
            verbs::curtain::meanwhile(
                state,
                "The notes were not written out: some words may be names. Write them out again.",
            );
            let unsure = Layer::Unsure(verbs::export::unsure(&words), Box::new(export));
            show(state, unsure);
        }
        Message::Verified { sound, lines } => {
            state.under_way.verify = false;
            verbs::curtain::meanwhile(
                state,
                if sound {
                    "The record was checked while the curtain came down: all is well."
                } else {
                    "The record was checked while the curtain came down and something is wrong: check it again."
                },
            );
            let title = if sound {
                "The record was checked: all is well"
            } else {
                "The record was checked: LOOK"
            };
            let role = if sound { Role::Words } else { Role::NotAgreed };
            let lines = lines.into_iter().map(|line| Line::new(0, role, line));
            show(state, Layer::Reading(Reading::of_lines(title, lines)));
        }
        closed => closing(state, closed),
    }
}

/// What became of a signature or a seal.
fn closing(state: &mut State, message: Message) {
    state.under_way.closing = false;
    match message {
        Message::Signed {
            who,
            outcome,
            entries,
        } => {
            verbs::curtain::meanwhile(
                state,
                if outcome.is_ok() {
                    "Somebody's signature was kept while the curtain came down."
                } else {
                    "Somebody's signature did not come about while the curtain came down: sign again."
                },
            );
            apply(state, &entries);
            verbs::sign::signed(state, who, outcome);
        }
        Message::Sealed {
            case,
            outcome,
            entries,
        } => {
            verbs::curtain::meanwhile(
                state,
                if outcome.is_ok() {
                    "The sitting was closed and sealed while the curtain came down: \"The seals\" shows its words."
                } else {
                    "The sitting was not sealed while the curtain came down: see \"The seals\"."
                },
            );
            apply(state, &entries);
            verbs::close::sealed(state, case, outcome);
        }
        _ => {}
    }
}

/// Shows an answer that took its time: under what is being typed, so that no letter of it goes astray; else in front.
fn show(state: &mut State, answer: Layer) {
    let typing = |layer: &Layer| match layer {
        Layer::Form(_) | Layer::Find(_) | Layer::OwnWords(_) => true,
        Layer::List(list) => list.query.is_some(),
        _ => false,
    };
    let at = state
        .layers
        .iter()
        .position(typing)
        .unwrap_or(state.layers.len());
    state.layers.insert(at, answer);
}

/// Applies kept entries to the inspection: the same fold as on opening.
fn apply(state: &mut State, entries: &[Entry]) {
    if let Some(open) = &mut state.open {
        for entry in entries {
            open.inspection.apply(entry);
        }
    }
}

/// What was read of a case that documents were taken in for is fetched anew when it is opened: a document may have other words now.
fn forget_texts(state: &mut State, entries: &[Entry]) {
    let ui = state
        .open
        .as_mut()
        .and_then(|open| open.sitting.as_mut())
        .filter(|ui| entries.iter().any(|entry| entry.case == Some(ui.case)));
    if let Some(ui) = ui {
        verbs::older::close(ui);
        ui.shelf.clear();
        ui.wrapped = None;
        ui.wrapping = None;
        ui.hangings_made_from = None;
        ui.mark = None;
        ui.found = None;
        ui.looking = None;
    }
}

fn kept(state: &mut State, token: u64, entries: &[Entry]) -> Vec<Effect> {
    apply(state, entries);
    let Some(at) = state
        .keeping
        .iter()
        .position(|keeping| keeping.token == token)
    else {
        return Vec::new();
    };
    let Some(keeping) = state.keeping.remove(at) else {
        return Vec::new();
    };
    match keeping.then {
        Then::Nothing => Vec::new(),
        Then::Say(words) => {
            state.say(words);
            Vec::new()
        }
        Then::Select(item) => {
            verbs::screen::stand_on(state, item);
            Vec::new()
        }
        Then::ShowPen => {
            verbs::pen::show(state);
            Vec::new()
        }
        Then::Enter(case) => verbs::cases::enter(state, case),
        Then::ToCases => {
            verbs::cases::show(state);
            Vec::new()
        }
        Then::RoomAgain => {
            verbs::room::again(state);
            Vec::new()
        }
    }
}

/// A refused act goes back to the form it was written in, words and all.
fn refused(state: &mut State, token: u64, why: &str) {
    let Some(at) = state
        .keeping
        .iter()
        .position(|keeping| keeping.token == token)
    else {
        return;
    };
    let Some(keeping) = state.keeping.remove(at) else {
        return;
    };
    // Keys typed after it were meant for a state that did not come about; that they were not taken is said.
    let typed_after = if state.deferred.is_empty() {
        ""
    } else {
        " What was typed after it was not taken."
    };
    state.deferred.clear();
    if let Some(draft) = keeping.form
        && let Some(form) = verbs::form(state, &draft.intent)
    {
        let mut form: Form = form.with_draft(&draft);
        form.notice = Some(format!("NOT KEPT. {why}{typed_after}"));
        state.layers.push(Layer::Form(Box::new(form)));
        return;
    }
    state.refuse(&format!("NOT KEPT. {why}{typed_after}"));
}

fn open(state: &mut State, opened: Opened) -> Vec<Effect> {
    let Opened {
        folder,
        inspection,
        framework,
        notes,
        read_only,
        resume,
    } = opened;
    front::gone(state);
    state.prefs.remember(folder.clone());
    let door = state.door.take();
    state.opening = false;
    state.quiet = super::Quiet::default();
    state.under_way = UnderWay::default();
    state.layers.clear();
    state.aside.clear();
    // What was wrong with the person's own files stays on the screen until a key is pressed.
    state.said.take_if(|said| !said.refusal);
    state.open = Some(Open {
        folder,
        inspection,
        framework,
        cases: super::super::state::CasesUi::default(),
        sitting: None,
        read_only,
        compared: None,
    });
    verbs::cases::show(state);
    if let Some(note) = notes.first() {
        let more = if notes.len() > 1 {
            format!(" (and {} more)", notes.len() - 1)
        } else {
            String::new()
        };
        state.say(format!("{note}{more}"));
    }
    let mut effects = vec![Effect::SavePrefs];
    let curtain = door.and_then(|door| door.curtain);
    let only_here = curtain
        .as_ref()
        .and_then(|curtain| curtain.only_here.as_ref());
    if let Some(bytes) = only_here
        .map(|bytes| bytes.as_slice())
        .or(resume.as_deref())
    {
        effects.extend(resume::restore(state, bytes));
    }
    if let Some(curtain) = curtain {
        effects.extend(verbs::curtain::up(state, curtain));
    }
    effects
}

/// What became of every file; `opened`: after a password was given. How many documents stay shut stands first, with the way to open them.
fn summary_to_read(state: &State, summary: &Summary, opened: bool) -> Reading {
    let shut = verbs::password::locked(state).len();
    let key = state.table.key(super::super::action::Action::Password);
    let first = match (shut, opened) {
        (0, _) => None,
        (1, false) => Some(format!(
            "1 document needs a password: {key} in the list of cases gives it."
        )),
        (shut, false) => Some(format!(
            "{shut} documents need a password: {key} in the list of cases gives it."
        )),
        (shut, true) => Some(format!(
            "{shut} still shut: that password does not open them. {key} tries another."
        )),
    };
    let title = if opened { "Opened" } else { "Taken in" };
    let first = first.into_iter().flat_map(|first| {
        [
            Line::new(0, Role::NotAgreed, first),
            Line::new(0, Role::Words, ""),
        ]
    });
    let text = summary.to_text();
    let lines = text.lines().map(|line| Line::new(0, Role::Words, line));
    Reading::of_lines(title, first.chain(lines))
}

impl State {
    /// Asks for the text of a document that is still on its way behind others, before these: somebody wants to read it now.
    pub(in super::super) fn fetch_first(&self, document: DocumentNo) -> Option<Effect> {
        let ui = self.sitting()?;
        if !matches!(ui.shelf.get(&document), Some(Shelved::Coming)) {
            return None;
        }
        let text = self.case()?.documents.get(&document)?.text()?;
        Some(Effect::Ask(Request::Texts {
            case: ui.case,
            wanted: vec![(document, text.sha256)],
        }))
    }

    /// Asks for every text of a case, the open document's first.
    pub(in super::super) fn fetch_texts(&mut self) -> Vec<Effect> {
        let Some(Open {
            inspection,
            sitting: Some(ui),
            ..
        }) = &mut self.open
        else {
            return Vec::new();
        };
        let Some(case) = inspection.cases.get(&ui.case) else {
            return Vec::new();
        };
        let mut wanted = Vec::new();
        let order = ui.document.into_iter().chain(
            ui.order
                .iter()
                .copied()
                .filter(|no| Some(*no) != ui.document),
        );
        for no in order {
            let Some(document) = case.documents.get(&no) else {
                continue;
            };
            if ui.shelf.contains_key(&no) {
                continue;
            }
            match document.text() {
                Some(text) => {
                    ui.shelf.insert(no, Shelved::Coming);
                    wanted.push((no, text.sha256));
                }
                None => {
                    let latest = document.latest();
                    let what = latest.and_then(|latest| latest.only_pictures());
                    let why = latest.and_then(|latest| latest.not_readable());
                    let shelved = match what {
                        Some(what) => Shelved::Pictures(what.to_owned()),
                        None => Shelved::Failed(why.unwrap_or("There is no text.").to_owned()),
                    };
                    ui.shelf.insert(no, shelved);
                }
            }
        }
        if wanted.is_empty() {
            return Vec::new();
        }
        vec![Effect::Ask(Request::Texts {
            case: ui.case,
            wanted,
        })]
    }
}
