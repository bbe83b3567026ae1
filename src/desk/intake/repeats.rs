//! Which documents of a case share their words: said of what is taken in, beside what is there already.
//!
//! Owns the order in which it is said: of two documents by the later one, and the fold says it of both. Compares fingerprints, no texts.

use std::{collections::BTreeMap, sync::Arc};

use super::{FileSummary, Outcome};
use crate::{
    casework::{
        DocumentFacts, DocumentNo, Event, Fingerprint, Repeat,
        document::{Documents, also_in},
        time,
    },
    reading::likeness::{self, Prints},
};

/// The most that is kept with one document, the largest share first.
const KEPT: usize = 8;

/// Puts into the entries of a batch what each document shares with those before it, and says so of its file.
pub(super) fn note(documents: &Documents, events: &mut [Event], told: &mut [FileSummary]) {
    let mut names: BTreeMap<DocumentNo, String> = documents
        .values()
        .map(|known| (known.no, known.called()))
        .collect();
    let mut prints: BTreeMap<DocumentNo, Fingerprint> = documents
        .values()
        .filter_map(|known| Some((known.no, known.facts()?.fingerprint.clone())))
        .collect();
    let mut order: Vec<DocumentNo> = documents.keys().copied().collect();
    for event in events.iter() {
        let Some((no, facts)) = taken_in(event) else {
            continue;
        };
        prints.insert(no, facts.fingerprint.clone());
        order.push(no);
        if let Event::DocumentTakenIn { title, dates, .. } = event {
            let day = dates
                .happened
                .map_or_else(String::new, |day| format!(" of {}", time::day(day)));
            names.insert(no, format!("“{title}”{day}"));
        }
    }
    let all = Prints::of(prints.values());
    let own: BTreeMap<_, _> = prints
        .iter()
        .map(|(no, print)| (*no, all.own(print)))
        .collect();
    let mut before = documents.len();
    for event in events {
        let Some((no, facts)) = taken_in(event) else {
            continue;
        };
        let Some(this) = own
            .get(&no)
            .filter(|_| !facts.fingerprint.hashes.is_empty())
        else {
            before += 1;
            continue;
        };
        let mut repeats: Vec<Repeat> = order
            .iter()
            .take(before)
            .filter(|other| **other != no)
            .filter_map(|other| {
                let (share, back) = likeness::shares(this, own.get(other)?)?;
                Some(Repeat {
                    document: *other,
                    share,
                    back,
                })
            })
            .collect();
        before += 1;
        repeats.sort_by_key(|repeat| {
            std::cmp::Reverse((repeat.share.max(repeat.back), repeat.document))
        });
        repeats.dedup_by_key(|repeat| repeat.document);
        repeats.truncate(KEPT);
        if repeats.is_empty() {
            continue;
        }
        let said = also_in(&repeats, |other| names.get(&other).cloned());
        if let Some(facts) = facts_of(event) {
            Arc::make_mut(facts).repeats = repeats;
        }
        for file in told
            .iter_mut()
            .filter(|file| document_of(&file.outcome) == Some(no))
        {
            file.changes.repeats = said.clone().unwrap_or_default();
        }
    }
}

fn taken_in(event: &Event) -> Option<(DocumentNo, &DocumentFacts)> {
    match event {
        Event::DocumentTakenIn {
            document, facts, ..
        }
        | Event::DocumentAltered {
            document, facts, ..
        } => Some((*document, facts)),
        _ => None,
    }
}

fn facts_of(event: &mut Event) -> Option<&mut Arc<DocumentFacts>> {
    match event {
        Event::DocumentTakenIn { facts, .. } | Event::DocumentAltered { facts, .. } => Some(facts),
        _ => None,
    }
}

fn document_of(outcome: &Outcome) -> Option<DocumentNo> {
    match outcome {
        Outcome::TakenIn { document, .. } | Outcome::Altered { document, .. } => Some(*document),
        _ => None,
    }
}
