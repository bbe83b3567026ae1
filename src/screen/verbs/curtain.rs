//! The curtain: everything is hidden at once, what is half typed is kept, and every word and key of the inspection is let go.

use super::{
    super::{
        action::Where,
        door::{Curtain, Door, Stage},
        layers::{Layer, List, Pick, list::Row},
        prefs::QUIET_MINUTES,
        resume,
        state::{Effect, State},
    },
    Available,
};
use crate::desk::{intake::Summary, messages::Request};

pub(super) fn available(state: &State) -> Available {
    match &state.open {
        Some(_) => Ok(()),
        None => Err("No inspection is open: there is nothing to hide.".to_owned()),
    }
}

/// Hides everything at once. What is on its way to the disk is kept, what is under way finishes its file; then all of it is let go.
pub fn lower(state: &mut State) -> Vec<Effect> {
    let Some(open) = &state.open else {
        return Vec::new();
    };
    if state.door.is_some() {
        return Vec::new();
    }
    state.door = Some(Door::curtain(open.folder.clone(), open.inspection.training));
    vec![Effect::Wipe]
}

/// Lets everything go as soon as nothing is on its way and nothing under way.
pub fn fall(state: &mut State) -> Vec<Effect> {
    let Some(curtain) = state
        .door
        .as_mut()
        .and_then(|door| door.curtain.as_mut())
        .filter(|curtain| curtain.stage == Stage::Falling)
    else {
        return Vec::new();
    };
    if state.under_way.intake.is_some() || state.under_way.compare {
        // Asked again with every look: keys that were waiting may have begun it just now.
        return vec![Effect::Ask(Request::StopIntake)];
    }
    if !state.keeping.is_empty() || !state.deferred.is_empty() || state.under_way.any() {
        return Vec::new();
    }
    curtain.stage = Stage::Closing;
    let record = resume::record(state);
    state.open = None;
    state.page = Where::Start;
    state.layers = Vec::new();
    state.aside = Vec::new();
    state.said = None;
    state.resume_stale = false;
    vec![Effect::Ask(Request::Curtain(record))]
}

/// The inspection is closed. Words that could not be put by are held until it is open again.
pub fn down(state: &mut State, not_kept: Option<(String, Vec<u8>)>) -> bool {
    let Some(door) = state.door.as_mut() else {
        return false;
    };
    let Some(curtain) = door.curtain.as_mut() else {
        return false;
    };
    curtain.stage = Stage::Down;
    let wanted = curtain.wanted;
    if let Some((why, bytes)) = not_kept {
        curtain.only_here = Some(bytes.into());
        door.notice = Some(format!(
            "Where you were and what is half typed could not be put by ({why}) and is held in memory: do not switch the computer off."
        ));
    }
    wanted
}

/// Remembers what was done while the curtain came down: what was to be shown of it is not.
pub fn meanwhile(state: &mut State, words: &'static str) {
    if let Some(curtain) = state.door.as_mut().and_then(|door| door.curtain.as_mut()) {
        curtain.meanwhile = Some(words);
    }
}

/// Taking in is done, or was stopped: for the curtain it goes on after.
pub fn intake_done(state: &mut State, summary: &Result<Summary, String>) {
    let folder = state.under_way.intake.take();
    if matches!(summary, Ok(summary) if summary.stopped) {
        if let Some(curtain) = state.door.as_mut().and_then(|door| door.curtain.as_mut()) {
            curtain.go_on = folder;
        }
        return;
    }
    let words = match summary {
        Ok(_) => "Taking in was finished while the curtain came down.",
        Err(_) => {
            "Taking in could not be finished while the curtain came down: take the folder in again."
        }
    };
    meanwhile(state, words);
}

/// The inspection is open again behind the curtain.
pub fn up(state: &mut State, curtain: Curtain) -> Vec<Effect> {
    if let Some(words) = curtain.meanwhile {
        state.say(words);
    }
    // Held in memory until now: to be put by at the next occasion.
    state.resume_stale |= curtain.only_here.is_some();
    match curtain.go_on {
        Some(folder) => {
            state.say("Taking in goes on where it stopped for the curtain.");
            super::folder::go_on(state, folder)
        }
        None => Vec::new(),
    }
}

/// How many minutes of quiet bring the curtain down: a list of all that can be chosen.
pub(super) fn choose_minutes(state: &mut State) {
    let set = state.prefs.quiet_minutes;
    let rows = QUIET_MINUTES
        .map(|minutes| {
            let words = if minutes == 1 { "minute" } else { "minutes" };
            let row = Row::new(format!("{minutes} {words}"), Pick::Quiet(minutes));
            if minutes == set {
                row.right("now")
            } else {
                row
            }
        })
        .collect();
    let mut list = List::new("The curtain comes down after this much quiet", rows);
    list.at = usize::from(set.saturating_sub(*QUIET_MINUTES.start()));
    state.layers.push(Layer::List(list));
}

pub(super) fn set_minutes(state: &mut State, minutes: u16) -> Vec<Effect> {
    state.prefs.quiet_minutes = minutes.clamp(*QUIET_MINUTES.start(), *QUIET_MINUTES.end());
    let words = if minutes == 1 { "minute" } else { "minutes" };
    state.say(format!(
        "The curtain comes down after {minutes} {words} without a key; the last minute is counted down on the screen."
    ));
    vec![Effect::SavePrefs]
}
