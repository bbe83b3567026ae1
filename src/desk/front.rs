//! What the first frame shows while the rest of the record is being read: the list of cases as it was kept at a glance, and of the cases
//! only those that something happened to since, or that the two were sitting on.
//!
//! Owns which entries that needs, and when what was kept is not to be believed: then there is no front, and the first frame waits for the
//! whole record. A front is only looked at; nothing is decided or kept by it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{
    casework::{Case, CaseNo, Entry, Event, Glance, Inspection, Seq},
    ledger::{Glances, Ledger},
};

/// From so many cases on, reading them takes as long as reading everything.
const MOST_READ: usize = 8;

/// What the first frame shows.
#[derive(Debug)]
pub struct Front {
    /// The people, the dates and the cases that were read; of the others the reference and what is known of the child.
    pub inspection: Inspection,
    /// Every case at a glance.
    pub glances: BTreeMap<CaseNo, Glance>,
    /// The case the two were sitting on, all of it read.
    pub sitting: Option<CaseNo>,
    /// Whether what was kept of the cases goes as far as the record.
    pub is_new: bool,
}

/// What of the resume record says which case has to be read. The rest of it is the screen's.
#[derive(Deserialize)]
struct InFront {
    case: Option<CaseNo>,
    in_sitting: bool,
}

/// Reads what the first frame needs; `None` where that is everything.
pub fn front(ledger: &mut Ledger, resume: Option<&[u8]>) -> Option<Front> {
    let glances = ledger.glances()?;
    let sitting = resume
        .and_then(|bytes| serde_json::from_slice::<InFront>(bytes).ok())
        .filter(|front| front.in_sitting)
        .and_then(|front| front.case);
    let read: BTreeSet<CaseNo> = glances.changed.iter().copied().chain(sitting).collect();
    if read.len() > MOST_READ {
        return None;
    }
    let mut entries = ledger.entries_of(None).ok()?;
    for case in &read {
        entries.extend(ledger.entries_of(Some(*case)).ok()?);
    }
    entries.sort_by_key(|entry| entry.seq);
    Front::of(&entries, &glances, sitting, Seq(ledger.head().count))
}

impl Front {
    /// Puts it together from what was kept, and the entries of the inspection itself and of the cases that were read: those that changed
    /// since, and the one the two were sitting on. `next`: the number the next entry gets.
    #[must_use]
    pub fn of(
        entries: &[Entry],
        glances: &Glances,
        sitting: Option<CaseNo>,
        next: Seq,
    ) -> Option<Self> {
        // Where a finding stands hangs on who is of which side, whatever the case.
        let people = |event: &Event| matches!(event, Event::PersonNamed { .. });
        if entries
            .iter()
            .any(|entry| entry.seq >= glances.since && people(&entry.event))
        {
            return None;
        }
        let mut inspection = Inspection::from_entries(entries);
        let mut of_all = BTreeMap::new();
        for (no, bytes) in &glances.kept {
            of_all.insert(*no, serde_json::from_slice::<Glance>(bytes).ok()?);
        }
        for (no, case) in &inspection.cases {
            of_all.insert(*no, inspection.glance(case));
        }
        for (no, glance) in &of_all {
            inspection.cases.entry(*no).or_insert_with(|| {
                let mut only_named = Case::default();
                only_named.reference.clone_from(&glance.reference);
                only_named.about.clone_from(&glance.about);
                only_named
            });
        }
        Some(Self {
            sitting: sitting.filter(|no| inspection.cases.contains_key(no)),
            is_new: glances.changed.is_empty() && glances.since == next,
            inspection,
            glances: of_all,
        })
    }
}

/// What is to be kept of each case for the next first frame; nothing where the record says more than this program understands.
#[must_use]
pub fn to_keep(inspection: &Inspection) -> Vec<(CaseNo, Vec<u8>)> {
    if inspection.read_only {
        return Vec::new();
    }
    let of_each = inspection.cases.iter();
    of_each
        .filter_map(|(no, case)| Some((*no, serde_json::to_vec(&inspection.glance(case)).ok()?)))
        .collect()
}
