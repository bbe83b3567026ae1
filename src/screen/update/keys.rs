//! Who gets a key: the uppermost layer, else the page. What a layer leaves, an action that stands anywhere may still take.

use super::super::{
    action::{Action, Where},
    form::Taken,
    keys::Key,
    layers::{Layer, answer, closing, find, folder, list, own_words},
    layout,
    state::{Effect, State},
    verbs,
};

pub(super) fn key(state: &mut State, key: Key) -> Vec<Effect> {
    state.said = None;
    if matches!(state.layers.last(), Some(Layer::Pen(_))) {
        // Seen: the key goes on to what it was meant for.
        state.layers.pop();
    }
    match state.layers.pop() {
        None => page_key(state, key),
        Some(layer) => layer_key(state, layer, key),
    }
}

/// Actions with a key of their own that work over an open layer, so that a concern is never lost behind an editor.
const OVER_LAYERS: [Action; 7] = [
    Action::ReferBack,
    Action::Curtain,
    Action::Help,
    Action::Quit,
    Action::Redraw,
    Action::Theme,
    Action::Glyphs,
];

/// What a layer did not take: a function key or a Ctrl key of an action that works over layers. Letters never do.
pub(in super::super) fn over_layer(state: &mut State, key: Key) -> Vec<Effect> {
    if key.typed().is_some() {
        return Vec::new();
    }
    match state
        .table
        .action(key, state.page)
        .filter(|action| OVER_LAYERS.contains(action))
    {
        Some(action) => verbs::run(state, action),
        None => Vec::new(),
    }
}

fn layer_key(state: &mut State, layer: Layer, key: Key) -> Vec<Effect> {
    let mut layer = match layer {
        Layer::Password(line) => return verbs::password::key(state, line, key),
        layer => layer,
    };
    match &mut layer {
        Layer::Form(form) => match form.key(key) {
            Taken::Yes => form.notice = None,
            Taken::Keep => {
                state.layers.push(layer);
                return verbs::submit(state);
            }
            Taken::Leave => {
                if let Layer::Form(form) = layer {
                    verbs::put_aside(state, &form);
                }
                return Vec::new();
            }
            Taken::No => {
                state.layers.push(layer);
                return over_layer(state, key);
            }
        },
        Layer::List(list) => {
            match list.key(key, layout::list_height(state.size, list.rows.len())) {
                list::Outcome::Stay => {}
                list::Outcome::Chosen(pick) => return verbs::choose(state, layer, pick),
                list::Outcome::NotNow(why) => state.refuse(&why),
                list::Outcome::Leave => return Vec::new(),
                list::Outcome::No => {
                    state.layers.push(layer);
                    return over_layer(state, key);
                }
            }
        }
        Layer::Answer(answering) => match answering.key(key) {
            answer::Outcome::Stay => {}
            answer::Outcome::NothingChosen => {
                state.say("Choose an answer with the arrows first; Enter then keeps it.");
            }
            answer::Outcome::Answer(choice) => {
                let finding = answering.finding;
                return verbs::answer::answered(state, finding, choice);
            }
            answer::Outcome::Leave => return Vec::new(),
            answer::Outcome::No => {
                state.layers.push(layer);
                return over_layer(state, key);
            }
        },
        Layer::Find(finder) => match finder.key(key, layout::find_height(state.size)) {
            find::Outcome::Moved => {
                state.layers.push(layer);
                verbs::find::show(state);
                return Vec::new();
            }
            find::Outcome::Again => {
                state.layers.push(layer);
                verbs::find::look(state);
                return Vec::new();
            }
            find::Outcome::Go => {
                state.layers.push(layer);
                return verbs::find::go(state);
            }
            find::Outcome::Leave => return Vec::new(),
            find::Outcome::No => {
                state.layers.push(layer);
                return over_layer(state, key);
            }
        },
        Layer::Folder(_) => return folder_key(state, layer, key),
        Layer::Closing(_) | Layer::OwnWords(_) | Layer::Seal(_) => {
            return closing_key(state, layer, key);
        }
        Layer::Beside(_) => return beside_key(state, layer, key),
        Layer::Taking(_) => return taking_key(state, layer, key),
        Layer::Reading(_)
        | Layer::Unsure(..)
        | Layer::Doubt(..)
        | Layer::Intake(_)
        | Layer::Comparing(_) => {
            return reading_key(state, layer, key);
        }
        // Taken above.
        Layer::Password(_) | Layer::Pen(_) => return Vec::new(),
    }
    state.layers.push(layer);
    Vec::new()
}

/// Keys of the chooser of a folder.
fn folder_key(state: &mut State, mut layer: Layer, key: Key) -> Vec<Effect> {
    let Layer::Folder(chooser) = &mut layer else {
        return Vec::new();
    };
    let height = usize::from(layout::reading(state.size).height.saturating_sub(4));
    match chooser.key(key, height) {
        folder::Outcome::Stay => {}
        folder::Outcome::Into(folder) => {
            state.layers.push(layer);
            return verbs::folder::look_into(state, folder);
        }
        folder::Outcome::Chosen(folder) => {
            let purpose = chooser.purpose;
            return verbs::folder::chosen(state, purpose, folder);
        }
        folder::Outcome::Leave => return Vec::new(),
        folder::Outcome::No => {
            state.layers.push(layer);
            return over_layer(state, key);
        }
    }
    state.layers.push(layer);
    Vec::new()
}

/// Keys of what is shown while a sitting is closed: the last walk, words being typed, the seal.
fn closing_key(state: &mut State, mut layer: Layer, key: Key) -> Vec<Effect> {
    let (rows, height) = super::super::view::layers::reading_rows(state, &layer);
    let signers = state
        .case()
        .and_then(|case| case.sitting())
        .map_or(0, |sitting| sitting.ever_present.len());
    match &mut layer {
        Layer::Closing(closing) => match closing.key(key, signers, rows, height) {
            closing::Outcome::Leave => {
                let again = state.table.key(Action::CloseSitting);
                state.say(format!(
                    "The sitting goes on. {again} begins the last walk again."
                ));
            }
            closing::Outcome::No => {
                state.layers.push(layer);
                // Each answers for themselves: the pen goes over here as it does elsewhere.
                return match state.table.action(key, state.page) {
                    Some(Action::PassPen) => verbs::run(state, Action::PassPen),
                    _ => over_layer(state, key),
                };
            }
            outcome => {
                state.layers.push(layer);
                return verbs::close::outcome(state, outcome);
            }
        },
        Layer::OwnWords(own) => match own.key(key) {
            own_words::Outcome::Leave => {}
            own_words::Outcome::Stay => state.layers.push(layer),
            own_words::Outcome::Sign(words) => {
                let (who, new) = (own.who, own.new);
                state.layers.push(layer);
                return verbs::sign::sign(state, who, words, new);
            }
            own_words::Outcome::No => {
                state.layers.push(layer);
                return over_layer(state, key);
            }
        },
        Layer::Seal(large) => {
            if large.key(key) {
                verbs::close::copied(state, large);
            } else {
                if large.pressed.is_some() {
                    state.say(
                        "Have both of you written it down? The same key once more, and it goes.",
                    );
                }
                state.layers.push(layer);
            }
        }
        _ => state.layers.push(layer),
    }
    Vec::new()
}

fn reading_key(state: &mut State, mut layer: Layer, key: Key) -> Vec<Effect> {
    use ratatui::crossterm::event::KeyCode;

    let (rows, height) = super::super::view::layers::reading_rows(state, &layer);
    let scrolled = match &mut layer {
        Layer::Reading(reading) | Layer::Unsure(reading, _) | Layer::Doubt(reading, _) => {
            reading.scroll(key, rows, height)
        }
        _ => false,
    };
    match (&layer, key.code) {
        _ if scrolled => state.layers.push(layer),
        (Layer::Reading(_), KeyCode::Esc | KeyCode::Enter)
        | (Layer::Unsure(..) | Layer::Doubt(..), KeyCode::Esc) => {}
        (Layer::Doubt(_, folder), KeyCode::Enter) => {
            return verbs::folder::meant(state, folder.clone());
        }
        (Layer::Unsure(_, export), KeyCode::Enter) => {
            let export = crate::desk::messages::Export {
                sure: true,
                ..(**export).clone()
            };
            state.under_way.export = true;
            return vec![Effect::Ask(crate::desk::messages::Request::Export(export))];
        }
        (Layer::Comparing(_), KeyCode::Esc) => {
            state.say("Stopping after the file at hand.");
            state.layers.push(layer);
            return vec![Effect::Ask(crate::desk::messages::Request::StopIntake)];
        }
        (Layer::Intake(_), KeyCode::Esc) => {
            state.say("Stopping after the file at hand. What was taken in stays; take the folder in again to go on.");
            state.layers.push(layer);
            return vec![Effect::Ask(crate::desk::messages::Request::StopIntake)];
        }
        _ => {
            state.layers.push(layer);
            return over_layer(state, key);
        }
    }
    Vec::new()
}

/// Keys while a document stands beside itself as presented again.
fn beside_key(state: &mut State, layer: Layer, key: Key) -> Vec<Effect> {
    let Layer::Beside(beside) = layer else {
        return Vec::new();
    };
    match verbs::compare::key(state, beside, key) {
        Some(effects) => effects,
        None => over_layer(state, key),
    }
}

/// Keys while a table is looked over on its way into the package.
fn taking_key(state: &mut State, layer: Layer, key: Key) -> Vec<Effect> {
    let Layer::Taking(taking) = layer else {
        return Vec::new();
    };
    match verbs::table::key(state, taking, key) {
        Some(effects) => effects,
        None => over_layer(state, key),
    }
}

fn page_key(state: &mut State, key: Key) -> Vec<Effect> {
    match state.page {
        Where::Sitting if verbs::look::is_looking(state) => {
            if let Some(effects) = verbs::look::key(state, key) {
                return effects;
            }
        }
        Where::Sitting if verbs::package::is_picture(state) => {
            if verbs::package::key(state, key) {
                return Vec::new();
            }
        }
        Where::Sitting if state.sitting().is_some_and(|ui| ui.mark.is_some()) => {
            if verbs::mark::key(state, key) {
                return Vec::new();
            }
        }
        // In the list of cases letters narrow it; signs and keys do actions.
        Where::Cases => {
            if let Some(effects) = verbs::cases::key(state, key) {
                return effects;
            }
        }
        Where::Start => {
            if verbs::start::key(state, key) {
                return Vec::new();
            }
        }
        Where::Sitting | Where::Anywhere => {}
    }
    match state.table.action(key, state.page) {
        Some(action) => verbs::run(state, action),
        None => {
            let menu = state.table.key(Action::Menu);
            let help = state.table.key(Action::Help);
            state.say(format!(
                "{key} does nothing here. {menu} shows all that is possible, {help} explains it."
            ));
            Vec::new()
        }
    }
}
