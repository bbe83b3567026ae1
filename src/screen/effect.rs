//! What the screen asks of what is around it: the desk, the terminal, the preferences. Data only; `run` does it.

use crate::desk::messages::Request;

/// What has to be done outside the screen.
#[derive(Debug)]
pub enum Effect {
    /// Ask the desk.
    Ask(Request),
    /// Write the person's preferences.
    SavePrefs,
    /// Draw everything anew.
    Redraw,
    /// Clear the terminal with what was scrolled out of it, and forget what was drawn.
    Wipe,
    /// Leave.
    Quit,
}
