//! Quiet: how long nobody has touched a key, and the minute that is counted down before the curtain comes down by itself.
//!
//! Time is what the clock's ticks say. A clock that goes back is as if it stood; a tick that jumps (a computer that slept) is quiet, but it
//! never shortens the count-down, so that whoever sits there can always stop it.

use super::{
    super::{
        state::{Effect, State},
        verbs,
    },
    Input,
};
use crate::casework::Moment;

/// The count-down, in milliseconds.
const COUNT_DOWN: i64 = 60_000;

/// The least quiet before the count-down begins: with one minute set, a pause for thought must not begin it.
const BREATH: i64 = 30_000;

/// The most of the count-down one tick takes.
const TICK: i64 = 5_000;

/// How long nobody has touched a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quiet {
    /// Milliseconds since the last key, as far as the clock was heard.
    since_key: i64,
    /// Milliseconds left until the curtain comes down, while that is counted.
    left: Option<i64>,
}

impl Quiet {
    /// Whole seconds until the curtain comes down, while they are counted.
    #[must_use]
    pub fn seconds_left(&self) -> Option<i64> {
        self.left.map(|left| left.saturating_add(999) / 1_000)
    }
}

/// The clock ticked.
pub(super) fn tick(state: &mut State, now: Moment) -> Vec<Effect> {
    let gone_by = now.utc_ms.saturating_sub(state.now.utc_ms).max(0);
    state.now = now;
    if state.open.is_none() || state.door.is_some() {
        state.quiet = Quiet::default();
        return Vec::new();
    }
    let quiet = &mut state.quiet;
    quiet.since_key = quiet.since_key.saturating_add(gone_by);
    let set = i64::from(state.prefs.quiet_minutes) * 60_000;
    match quiet.left {
        None if quiet.since_key >= (set - COUNT_DOWN).max(BREATH) => {
            quiet.left = Some(COUNT_DOWN);
        }
        None => {}
        Some(left) => {
            let left = left.saturating_sub(gone_by.min(TICK));
            if left <= 0 {
                return verbs::curtain::lower(state);
            }
            quiet.left = Some(left);
        }
    }
    Vec::new()
}

/// Somebody touched something. Whether that was only to stop the count-down: then it does nothing else. Pasted words always go on to where
/// they were meant for.
pub(super) fn stirred(state: &mut State, input: &Input) -> bool {
    let counting = std::mem::take(&mut state.quiet).left.is_some();
    counting && !matches!(input, Input::Paste(_))
}
