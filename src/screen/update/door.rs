//! Keys at the door: they type the passphrase, open, or go away; no other action is done there but those that show nothing of a case.

use ratatui::crossterm::event::KeyCode;

use super::{
    super::{
        action::{Action, Where},
        door::{Door, Stage},
        keys::Key,
        state::{Effect, State},
        verbs,
    },
    Input,
};
use crate::desk::{
    Unlock,
    messages::{Request, Shut},
};

/// Actions that are done at the door.
const HERE: [Action; 4] = [Action::Quit, Action::Redraw, Action::Theme, Action::Glyphs];

/// Said where leaving would lose words.
const HOLDS_WORDS: &str = "Half-typed words could not be put by and are only in the computer's memory: open again first, so that they are kept.";

/// Takes one input.
pub(super) fn input(state: &mut State, input: Input) -> Vec<Effect> {
    match input {
        Input::Key(key) => self::key(state, key),
        Input::Paste(words) => {
            if let Some(door) = open_to_keys(state) {
                door.typed.insert(&words);
                door.notice = None;
            }
            Vec::new()
        }
        Input::Mouse(..) | Input::Resize(..) | Input::Now(_) => Vec::new(),
    }
}

fn open_to_keys(state: &mut State) -> Option<&mut Door> {
    state.door.as_mut().filter(|door| !door.opening)
}

fn key(state: &mut State, key: Key) -> Vec<Effect> {
    if key.typed().is_none()
        && let Some(action) = state
            .table
            .action(key, Where::Anywhere)
            .filter(|action| HERE.contains(action))
    {
        return act(state, action);
    }
    let Some(door) = open_to_keys(state) else {
        return Vec::new();
    };
    match key.code {
        KeyCode::Enter => return enter(state),
        KeyCode::Esc => return leave(state),
        _ => {
            if door.typed.key(key) == Some(true) {
                door.notice = None;
            }
        }
    }
    Vec::new()
}

fn act(state: &mut State, action: Action) -> Vec<Effect> {
    if action == Action::Quit
        && let Some(door) = state.door.as_mut().filter(|door| door.holds_words())
    {
        door.notice = Some(HOLDS_WORDS.to_owned());
        return Vec::new();
    }
    verbs::run(state, action)
}

/// Opens with what is typed; while the curtain is still coming down, as soon as it is down.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    let Some(door) = state.door.as_mut() else {
        return Vec::new();
    };
    let free = door.free();
    if !free && door.typed.is_empty() {
        door.notice = Some("Type the passphrase first, then Enter.".to_owned());
        return Vec::new();
    }
    if let Some(curtain) = door
        .curtain
        .as_mut()
        .filter(|curtain| curtain.stage != Stage::Down)
    {
        curtain.wanted = true;
        return Vec::new();
    }
    let unlock = if free {
        Unlock::Beside
    } else {
        Unlock::With(door.typed.passphrase())
    };
    door.typed.clear();
    door.opening = true;
    door.notice = Some("Opening …".to_owned());
    vec![Effect::Ask(Request::Open {
        folder: door.folder.clone(),
        unlock,
    })]
}

/// Goes to the start screen, nothing opened.
fn leave(state: &mut State) -> Vec<Effect> {
    let Some(door) = state.door.as_mut() else {
        return Vec::new();
    };
    match door.stage() {
        None => {}
        Some(Stage::Down) if !door.holds_words() => {}
        Some(Stage::Down) => {
            door.notice = Some(HOLDS_WORDS.to_owned());
            return Vec::new();
        }
        // Half-way down there is no start screen to go to yet.
        Some(_) => return Vec::new(),
    }
    state.door = None;
    state.page = Where::Start;
    Vec::new()
}

/// An inspection did not open: the door asks, asks again, or says why not.
pub(super) fn not_opened(
    state: &mut State,
    folder: Option<std::path::PathBuf>,
    shut: Shut,
    why: &str,
) {
    state.opening = false;
    match (&mut state.door, folder) {
        (Some(door), _) => {
            door.opening = false;
            door.typed.clear();
            if shut == Shut::PassphraseWanted
                && let Some(curtain) = &mut door.curtain
            {
                curtain.free = false;
            }
            door.notice = Some(why.to_owned());
        }
        (None, Some(folder)) if shut != Shut::Other => {
            state.said = None;
            let mut door = Door::of(folder);
            // That one is wanted says the page itself.
            door.notice = (shut == Shut::WrongPassphrase).then(|| why.to_owned());
            state.door = Some(door);
        }
        _ => verbs::start::not_set_up(state, why),
    }
}
