//! The first frame of an inspection that is being opened shows what the whole record says, though little of it has been read by then.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/any_event.rs"]
mod any_event;
#[path = "support/everything.rs"]
mod everything;
#[path = "support/little.rs"]
mod little;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, mpsc::channel},
};

use alongside::{
    casework::{CaseNo, Entry, Event, Inspection, Moment, Seq, event::NewEntry},
    desk::{
        Unlock,
        counter::Counter,
        front::{self, Front},
        messages::{Glimpsed, Message, Opened, Request},
        pages::cases,
        reader_process::ReaderProcess,
        record::{Keep as _, Record},
    },
    ledger::{Glances, Ledger, Options},
};
use little::{CASE, Little};
use proptest::prelude::*;

const NOW: Moment = Moment {
    utc_ms: 1_339_407_000_000,
    offset_s: 3_600,
};

/// What a ledger answers after `kept_after` entries were kept at a glance and the rest came later, and the entries it hands out then.
fn as_a_ledger(
    entries: &[Entry],
    kept_after: usize,
    sitting: Option<CaseNo>,
) -> (Vec<Entry>, Glances) {
    let erased: BTreeSet<CaseNo> = entries
        .iter()
        .filter_map(|entry| match (entry.case, &entry.event) {
            (None, Event::CaseErased { case, .. }) => Some(*case),
            _ => None,
        })
        .collect();
    let cases = |entries: &[Entry]| -> BTreeSet<CaseNo> {
        let cases = entries.iter().filter_map(|entry| entry.case);
        cases.filter(|case| !erased.contains(case)).collect()
    };
    let (before, after) = entries.split_at(kept_after);
    let changed = cases(after);
    let glances = Glances {
        kept: front::to_keep(&Inspection::from_entries(before))
            .into_iter()
            .filter(|(case, _)| !changed.contains(case) && !erased.contains(case))
            .collect(),
        changed,
        since: Seq(kept_after as u64),
    };
    let is_read = |entry: &&Entry| {
        entry.case.is_none_or(|case| {
            !glances.kept.contains_key(&case) && !erased.contains(&case) || sitting == Some(case)
        })
    };
    (entries.iter().filter(is_read).cloned().collect(), glances)
}

/// Any record with an inspection and a case first; what can no longer be opened of erased cases is not in it.
fn record(entries: Vec<Entry>) -> Vec<Entry> {
    let first = Little::new().entries.into_iter();
    let numbered = first.chain(entries).enumerate();
    numbered
        .map(|(seq, entry)| Entry {
            seq: Seq(seq as u64),
            ..entry
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn whatever_happened_since_the_front_says_what_the_whole_record_says(
        entries in any_event::entries(50),
        kept_after in any::<prop::sample::Index>(),
    ) {
        // A person who is named again may change the state of any finding: then there is no front.
        let mut seen = BTreeSet::new();
        let entries: Vec<Entry> = record(entries)
            .into_iter()
            .filter(|entry| match &entry.event {
                Event::Unknown => false,
                Event::PersonNamed { person } => seen.insert(person.no) && seen.len() <= 3,
                _ => true,
            })
            .enumerate()
            .map(|(seq, entry)| Entry { seq: Seq(seq as u64), ..entry })
            .collect();
        let kept_after = kept_after.index(entries.len() + 1);
        let (read, glances) = as_a_ledger(&entries, kept_after, Some(CASE));
        let next = Seq(entries.len() as u64);
        let front = Front::of(&read, &glances, Some(CASE), next);
        let named_later = entries[kept_after..]
            .iter()
            .any(|entry| entry.case.is_none() && matches!(entry.event, Event::PersonNamed { .. }));
        prop_assert_eq!(front.is_none(), named_later);
        let Some(front) = front else { return Ok(()) };
        // As a ledger reads it: nothing of an erased case.
        let erased: Vec<CaseNo> = Inspection::from_entries(&entries).erased.keys().copied().collect();
        let whole = Inspection::from_entries(
            entries.iter().filter(|entry| entry.case.is_none_or(|case| !erased.contains(&case))),
        );
        let shown = cases::page_of(&front.inspection, &front.glances, NOW);
        prop_assert_eq!(shown, cases::page(&whole, NOW));
        if let Some(sitting) = front.sitting {
            prop_assert_eq!(&front.inspection.cases[&sitting], &whole.cases[&sitting]);
        }
        prop_assert_eq!(front.inspection.cases.len(), whole.cases.len());
    }
}

/// Opens a folder at a counter: what the first frame shows, and all of it.
fn opens(folder: &Path) -> (Option<Box<Glimpsed>>, Box<Opened>) {
    let (send, said) = channel();
    let tell = Arc::new(move |message| drop(send.send(message)));
    let counter = Counter::new(ReaderProcess::new(PathBuf::from("none")), 1, tell);
    counter.ask(Request::Open {
        folder: folder.to_path_buf(),
        unlock: Unlock::Beside,
    });
    let mut first = None;
    let opened = loop {
        match said.recv().unwrap() {
            Message::Front(front) => first = Some(front),
            Message::Opened(opened) => break opened,
            Message::NotOpened { why, .. } => panic!("{why}"),
            _ => {}
        }
    };
    // What is kept behind the first frame is kept before it is closed.
    counter.close();
    (first, opened)
}

/// The one case with one of everything, in a folder.
fn kept(folder: &Path, entries: &[Entry]) {
    let mut ledger = Ledger::create(folder, &Options::new(NOW)).unwrap();
    let new = entries.iter().map(|entry| NewEntry {
        at: entry.at,
        case: entry.case,
        by: entry.by,
        event: entry.event.clone(),
    });
    ledger.append(new.collect()).unwrap();
    ledger.close();
}

#[test]
fn a_folder_is_opened_with_its_front_first_once_it_was_open_before() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("inspection");
    let room = everything::everything();
    kept(&folder, &room.entries);
    let (front, opened) = opens(&folder);
    assert!(front.is_none(), "nothing was kept at a glance yet");
    let (front, again) = opens(&folder);
    let front = front.unwrap().front;
    assert!(front.is_new);
    assert_eq!(again.inspection, opened.inspection);
    let shown = cases::page_of(&front.inspection, &front.glances, NOW);
    assert_eq!(shown, cases::page(&opened.inspection, NOW));
    assert!(shown.rows[0].findings.1 > 0 && shown.rows[0].read.0 > 0);
    let case = &front.inspection.cases[&CASE];
    assert_eq!(case.history.len(), 0, "the case itself was not read");

    // Something is kept by a command; the case is read for the next front, and all of it where the two were sitting on it.
    let mut record = Record::open(&folder).unwrap();
    let amended = Event::CaseAmended {
        about: alongside::casework::event::CaseAbout {
            status: "Looked after".into(),
            ..Default::default()
        },
    };
    record.append(Some(CASE), vec![amended]).unwrap();
    let ledger = record.ledger();
    ledger
        .save_resume(br#"{"case":1,"in_sitting":true,"and":"more"}"#)
        .unwrap();
    drop(record);
    let (front, opened) = opens(&folder);
    let front = front.unwrap().front;
    assert!(!front.is_new);
    assert_eq!(front.glances[&CASE].about.status, "Looked after");
    assert_eq!(front.sitting, Some(CASE));
    assert_eq!(front.inspection.cases, opened.inspection.cases);
}

#[test]
fn a_command_that_keeps_something_leaves_a_front_for_the_screen() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("inspection");
    kept(&folder, &everything::everything().entries);
    let mut record = Record::open(&folder).unwrap();
    let moved = Event::ClockMoved { by_seconds: 600 };
    record.append(None, vec![moved]).unwrap();
    record.close();
    let (front, opened) = opens(&folder);
    let front = front.unwrap().front;
    assert!(front.is_new);
    assert_eq!(front.inspection.people, opened.inspection.people);
    assert_eq!(front.glances.len(), 1);
}
