//! Finding words: exactly as typed apart from capitals and accents, in this document or the whole case file.

use super::{
    super::{
        layers::{
            Layer,
            find::{Finder, MOST, Scope, Shown},
        },
        layout,
        state::{Effect, Found, Hit, Shelved, State},
        widgets::list::scrolled,
    },
    Available,
};
use crate::desk::text::find;

/// Characters shown around a match.
const AROUND: usize = 60;

pub(super) fn has_matches(state: &State) -> Available {
    match state.sitting().and_then(|ui| ui.found.as_ref()) {
        Some(found) if !found.hits.is_empty() => Ok(()),
        _ => Err("No words have been looked for yet: / finds them.".to_owned()),
    }
}

pub(super) fn open(state: &mut State) {
    let Some(ui) = state.sitting() else { return };
    let query =
        super::mark::words(state).map(|words| words.lines().next().unwrap_or_default().to_owned());
    let query = query
        .or_else(|| ui.found.as_ref().map(|found| found.query.clone()))
        .unwrap_or_default();
    state
        .layers
        .push(Layer::Find(Finder::new(&query, Scope::Document)));
    look(state);
}

/// Looks again: other words or another scope.
pub fn look(state: &mut State) {
    let Some(Layer::Find(mut finder)) = state.layers.pop() else {
        return;
    };
    finder.hits.clear();
    finder.not_searched = 0;
    finder.top = 0;
    if let Some(ui) = state.sitting() {
        let documents: Vec<_> = match finder.scope {
            Scope::Document => ui.document.into_iter().collect(),
            Scope::CaseFile => ui.order.clone(),
        };
        for document in documents {
            let Some(Shelved::Here(text)) = ui.shelf.get(&document) else {
                finder.not_searched += 1;
                continue;
            };
            let room = MOST.saturating_sub(finder.hits.len());
            let ranges = text.folded().find_all(finder.query.words(), room);
            finder
                .hits
                .extend(ranges.into_iter().map(|range| Hit { document, range }));
        }
        // Begin with the match after the line being read.
        let here = ui.place().byte;
        let after = finder
            .hits
            .iter()
            .position(|hit| Some(hit.document) == ui.document && hit.range.start >= here);
        let wanted = finder.wanted.filter(|at| *at < finder.hits.len());
        finder.at = wanted.or(after).unwrap_or(0);
    }
    state.layers.push(Layer::Find(finder));
    show(state);
}

/// Looks again because more can be searched now; the pointer stays on its match.
pub fn look_again(state: &mut State) {
    let here = match state.layers.last() {
        Some(Layer::Find(finder)) => finder.hits.get(finder.at).cloned(),
        _ => return,
    };
    look(state);
    if let (Some(here), Some(Layer::Find(finder))) = (here, state.layers.last_mut())
        && finder.wanted.is_none()
        && let Some(at) = finder.hits.iter().position(|hit| *hit == here)
    {
        finder.at = at;
    }
    show(state);
}

/// Makes the matches in sight ready for drawing.
pub fn show(state: &mut State) {
    let height = layout::find_height(state.size).max(1);
    let Some(Layer::Find(mut finder)) = state.layers.pop() else {
        return;
    };
    finder.top = scrolled(finder.top, finder.at, finder.hits.len(), height);
    finder.shown = finder
        .hits
        .iter()
        .skip(finder.top)
        .take(height)
        .filter_map(|hit| shown(state, hit))
        .collect();
    state.layers.push(Layer::Find(finder));
}

fn shown(state: &State, hit: &Hit) -> Option<Shown> {
    let ui = state.sitting()?;
    let Some(Shelved::Here(text)) = ui.shelf.get(&hit.document) else {
        return None;
    };
    let title = state
        .case()?
        .documents
        .get(&hit.document)
        .map_or_else(String::new, crate::casework::document::Document::shown);
    let excerpt = find::excerpt(&text.text().words, hit.range.clone(), AROUND);
    let paragraph = text.paragraph_number(hit.range.start);
    Some(Shown {
        hit: hit.clone(),
        excerpt,
        place: format!("{title} ¶{paragraph}"),
    })
}

/// Goes to the match under the pointer; n and N then go on from there.
pub fn go(state: &mut State) -> Vec<Effect> {
    let Some(Layer::Find(finder)) = state.layers.pop() else {
        return Vec::new();
    };
    let Some(hit) = finder.hits.get(finder.at).cloned() else {
        return Vec::new();
    };
    if let Some(ui) = state.sitting_mut() {
        ui.found = Some(Found {
            query: finder.query.words().to_owned(),
            hits: finder.hits,
            at: finder.at,
        });
    }
    go_to(state, &hit)
}

pub(super) fn step(state: &mut State, next: bool) -> Vec<Effect> {
    let Some(found) = state.sitting_mut().and_then(|ui| ui.found.as_mut()) else {
        return Vec::new();
    };
    let count = found.hits.len().max(1);
    found.at = if next {
        (found.at + 1) % count
    } else {
        (found.at + count - 1) % count
    };
    let words = format!(
        "match {} of {}: {}",
        found.at + 1,
        found.hits.len(),
        found.query
    );
    let Some(hit) = found.hits.get(found.at).cloned() else {
        return Vec::new();
    };
    let effects = go_to(state, &hit);
    state.say(words);
    effects
}

fn go_to(state: &mut State, hit: &Hit) -> Vec<Effect> {
    if state
        .sitting()
        .is_some_and(|ui| ui.document == Some(hit.document))
    {
        if let Some(ui) = state.sitting_mut() {
            ui.focus = super::super::state::Focus::File;
        }
        super::read::show_byte(state, hit.range.start, hit.range.end.saturating_sub(1));
        return Vec::new();
    }
    super::read::open_at(state, hit.document, hit.range.start)
}
