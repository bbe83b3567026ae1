//! Giving the password of documents that need one. It opens what it opens, in every case, and is forgotten.

use super::{
    super::{
        keys::Key,
        layers::{Layer, PasswordLine, password::Outcome},
        state::{Effect, State},
        update::over_layer,
    },
    Available, cases,
};
use crate::{
    casework::Document,
    desk::{intake::Progress, messages::Request},
};

/// How many documents are named.
const NAMED: usize = 5;

/// The documents that need a password, as they are called.
#[must_use]
pub fn locked(state: &State) -> Vec<String> {
    let Some(open) = &state.open else {
        return Vec::new();
    };
    let is_locked = |document: &&Document| {
        document
            .latest()
            .is_some_and(crate::casework::Version::is_locked)
    };
    open.inspection
        .cases
        .values()
        .flat_map(|case| {
            case.documents
                .values()
                .filter(is_locked)
                .map(|document| format!("{} · {}", case.reference, document.title))
        })
        .collect()
}

pub(super) fn available(state: &State) -> Available {
    cases::writable(state)?;
    if state.open.is_none() {
        return Err("Open an inspection first.".to_owned());
    }
    if locked(state).is_empty() {
        return Err("No document needs a password.".to_owned());
    }
    Ok(())
}

pub(super) fn open(state: &mut State) {
    let names = locked(state);
    state.layers.push(Layer::Password(PasswordLine {
        count: names.len(),
        names: names.into_iter().take(NAMED).collect(),
        ..PasswordLine::default()
    }));
}

/// Takes a key while it is typed.
pub fn key(state: &mut State, mut line: PasswordLine, key: Key) -> Vec<Effect> {
    match line.key(key) {
        Outcome::Stay => state.layers.push(Layer::Password(line)),
        Outcome::Leave => {}
        Outcome::Try(password) => {
            state.under_way.unlocking = true;
            state.layers.push(Layer::Intake(Progress::default()));
            return vec![Effect::Ask(Request::OpenLocked(password))];
        }
        Outcome::No => {
            state.layers.push(Layer::Password(line));
            return over_layer(state, key);
        }
    }
    Vec::new()
}
