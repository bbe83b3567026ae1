//! An older text in place of the present one: the text some words were marked on, or what a version read like before it was altered or
//! read again. It is only ever looked at: the same key goes back, and so does opening anything.

use super::{
    super::{
        layers::{Layer, List, Pick, list::Row},
        state::{Effect, Focus, Older, Place, Shelved, SittingUi, State},
    },
    Available, across, read,
};
use crate::{
    casework::{
        Anchor, Case, Document, DocumentNo, Passage, Readable, Sha256, TextRef, document::Version,
    },
    desk::messages::Request,
};

/// One text of a document that is not its present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OlderText {
    /// The bytes it was read from.
    pub version: Sha256,
    /// The text.
    pub text: Sha256,
    /// What it is called: `version 1 of 2`.
    pub called: String,
}

/// Every text of a document but the present one, the newest first.
#[must_use]
pub fn older_texts(document: &Document) -> Vec<OlderText> {
    let present = document.text().map(|text| text.sha256);
    let count = document.versions.len();
    let mut older: Vec<OlderText> = Vec::new();
    for (before, version) in document.versions.iter().enumerate().rev() {
        let number = before + 1;
        let texts: Vec<&TextRef> = texts(version).collect();
        for (before, text) in texts.iter().enumerate().rev() {
            let at = before + 1;
            let known = older.iter().any(|other| other.text == text.sha256);
            if Some(text.sha256) == present || known {
                continue;
            }
            let reading = match texts.len() {
                1 => String::new(),
                all => format!(", read as text {at} of {all} ({})", text.reader),
            };
            older.push(OlderText {
                version: version.sha256,
                text: text.sha256,
                called: format!("version {number} of {count}{reading}"),
            });
        }
    }
    older
}

fn texts(version: &Version) -> impl Iterator<Item = &TextRef> {
    version.readings.iter().filter_map(|reading| match reading {
        Readable::Text(text) => Some(text),
        Readable::Picture { .. } | Readable::No { .. } => None,
    })
}

/// What the older text in front is called, where one is.
#[must_use]
pub fn called(ui: &SittingUi, case: &Case) -> Option<String> {
    let older = ui.older()?;
    let document = case.documents.get(&older.document)?;
    older_texts(document)
        .into_iter()
        .find(|other| other.text == older.text)
        .map(|other| other.called)
}

pub(super) fn available(state: &State) -> Available {
    let Some(ui) = state.sitting() else {
        return Err("Open a case first.".to_owned());
    };
    if ui.older().is_some() || wanted(state).is_some() {
        return Ok(());
    }
    let document = ui
        .document
        .and_then(|no| state.case()?.documents.get(&no))
        .ok_or("Open a document first.")?;
    if older_texts(document).is_empty() {
        return Err(
            "There is no older text of this document: it was neither altered nor read again."
                .to_owned(),
        );
    }
    Ok(())
}

/// The words whose own text is wanted: those just gone to and not found, or those of the item stood on.
fn wanted(state: &State) -> Option<Passage> {
    let (ui, case) = (state.sitting()?, state.case()?);
    let is_older = |passage: &&Passage| {
        let document = case.documents.get(&passage.document);
        document.is_some_and(|document| {
            document.text().map(|text| text.sha256) != Some(passage.text)
                && older_texts(document)
                    .iter()
                    .any(|older| older.text == passage.text)
        })
    };
    let lost = ui
        .not_found
        .as_ref()
        .filter(|passage| Some(passage.document) == ui.document && is_older(passage));
    if let Some(lost) = lost {
        return Some(lost.clone());
    }
    if ui.focus != Focus::Talk {
        return None;
    }
    let anchors = across::anchors(state, ui.item()?);
    let mut passages = anchors.iter().filter_map(Anchor::passage);
    passages.find(is_older).cloned()
}

pub(super) fn run(state: &mut State) -> Vec<Effect> {
    if state.sitting().is_some_and(|ui| ui.older().is_some()) {
        if let Some(ui) = state.sitting_mut() {
            close(ui);
        }
        return Vec::new();
    }
    if let Some(passage) = wanted(state) {
        let (document, version, text) = (passage.document, passage.version, passage.text);
        return show(state, document, version, text, Some(passage));
    }
    let Some(document) = state
        .sitting()
        .and_then(|ui| state.case()?.documents.get(&ui.document?))
    else {
        return Vec::new();
    };
    let no = document.no;
    let older = older_texts(document);
    if let [only] = older.as_slice() {
        let (version, text) = (only.version, only.text);
        return show(state, no, version, text, None);
    }
    let rows = older
        .into_iter()
        .map(|older| Row::new(older.called, Pick::Older(no, older.version, older.text)))
        .collect();
    state
        .layers
        .push(Layer::List(List::short("Which older text?", rows)));
    Vec::new()
}

/// Shows one text of a document, whichever it is, at these words where some are given. The present text opens as any document does.
pub fn show(
    state: &mut State,
    document: DocumentNo,
    version: Sha256,
    text: Sha256,
    at: Option<Passage>,
) -> Vec<Effect> {
    let mut effects = read::open_document(state, document);
    let present = state
        .case()
        .and_then(|case| case.documents.get(&document)?.text())
        .map(|text| text.sha256);
    let Some(ui) = state.sitting_mut() else {
        return effects;
    };
    let case = ui.case;
    ui.wanted = at.map(Anchor::Passage);
    if present == Some(text) {
        return effects;
    }
    let back = ui.place();
    forget_drawing(ui);
    ui.places.insert(document, Place::default());
    ui.older = Some(Older {
        document,
        version,
        text,
        shelved: Shelved::Coming,
        back,
    });
    effects.push(Effect::Ask(Request::Texts {
        case,
        wanted: vec![(document, text)],
    }));
    effects
}

/// Goes back to the present text, where the reader was in it.
pub fn close(ui: &mut SittingUi) {
    let Some(older) = ui.older.take() else {
        return;
    };
    ui.places.insert(older.document, older.back);
    forget_drawing(ui);
    ui.wanted = None;
    ui.not_found = None;
}

/// What was made of the text that was in front.
fn forget_drawing(ui: &mut SittingUi) {
    ui.wrapped = None;
    ui.wrapping = None;
    ui.hangings.clear();
    ui.hangings_made_from = None;
    ui.mark = None;
}
