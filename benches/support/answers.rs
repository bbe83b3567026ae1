//! What the desk's threads do beside the screen, done at once: long texts wrapped, entries kept.

use std::sync::Arc;

use alongside::{
    casework::Seq,
    desk::messages::{Message, Request},
    reading::Wrapped,
    screen::{
        state::{Effect, State},
        update::hear,
    },
};

/// Answers what is asked for until nothing more follows; gives back what is not answered here.
pub fn answer(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    let mut left = Vec::new();
    for effect in effects {
        let message = match effect {
            Effect::Ask(Request::Wrap {
                document,
                text,
                width,
            }) => Message::Wrapped {
                document,
                wrapped: Arc::new(Wrapped::sideways(text.text(), width)),
                of: text,
            },
            Effect::Ask(Request::Keep { token, entries }) => {
                let next = state.open.as_ref().unwrap().inspection.entries;
                let entries = (next..).zip(entries);
                Message::Kept {
                    token,
                    entries: entries.map(|(seq, entry)| entry.at_seq(Seq(seq))).collect(),
                }
            }
            other => {
                left.push(other);
                continue;
            }
        };
        let effects = hear(state, message);
        left.extend(answer(state, effects));
    }
    left
}
