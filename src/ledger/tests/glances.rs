//! What is kept of each case for the list of cases: it is of this record, or it is not there.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{
    casework::{Seq, Sha256},
    ledger::{Glances, Head},
};

fn kept(of: &[(u32, &str)]) -> Vec<(CaseNo, Vec<u8>)> {
    of.iter()
        .map(|(case, words)| (CaseNo(*case), words.as_bytes().to_vec()))
        .collect()
}

fn glances(of: &[(u32, &str)], changed: &[u32], since: u64) -> Glances {
    Glances {
        kept: kept(of).into_iter().collect(),
        changed: changed.iter().map(|case| CaseNo(*case)).collect(),
        since: Seq(since),
    }
}

/// Four remarks in cases 1 and 2, and both kept at a glance.
fn with_glances() -> Place {
    let place = Place::with_remarks(4);
    let (mut ledger, _) = place.open();
    assert_eq!(ledger.glances(), None, "nothing was kept yet");
    ledger.keep_glances(ledger.head(), &kept(&[(1, "one"), (2, "two")]));
    ledger.close();
    place
}

#[test]
fn what_was_kept_is_there_at_the_next_opening_and_says_what_happened_since() {
    let place = with_glances();
    let (mut ledger, _) = place.open();
    let both = glances(&[(1, "one"), (2, "two")], &[], 4);
    assert_eq!(ledger.glances(), Some(both));
    ledger
        .append(vec![remark(2, 5, 9), remark(3, 6, 9)])
        .unwrap();
    ledger.close();
    let (mut ledger, _) = place.open();
    let first = glances(&[(1, "one")], &[2, 3], 4);
    assert_eq!(ledger.glances(), Some(first));
    ledger.keep_glances(ledger.head(), &kept(&[(1, "1"), (2, "2"), (3, "3")]));
    let all = glances(&[(1, "1"), (2, "2"), (3, "3")], &[], 6);
    assert_eq!(ledger.glances(), Some(all));
    assert!(ledger.verify(&mut |_, _| {}).unwrap().is_right());
}

#[test]
fn what_is_too_long_to_keep_is_read_from_its_entries() {
    let place = with_glances();
    let (mut ledger, _) = place.open();
    ledger.keep_glances(ledger.head(), &kept(&[(1, "one"), (2, &"w".repeat(4_000))]));
    assert_eq!(ledger.glances(), Some(glances(&[(1, "one")], &[2], 4)));
}

#[test]
fn nothing_is_kept_of_an_erased_case_and_what_was_does_not_open() {
    let place = with_glances();
    let (mut ledger, _) = place.open();
    let receipt = NewEntry {
        case: None,
        event: Event::CaseErased {
            case: CaseNo(2),
            reference: "N-2".into(),
            reason: "asked for".into(),
            seals: Vec::new(),
        },
        ..remark(1, 1, 1)
    };
    ledger.erase(CaseNo(2), receipt).unwrap();
    assert_eq!(ledger.glances(), Some(glances(&[(1, "one")], &[], 4)));
    ledger.keep_glances(ledger.head(), &kept(&[(1, "one"), (2, "two")]));
    let head = ledger.head().count;
    assert_eq!(ledger.glances(), Some(glances(&[(1, "one")], &[], head)));
}

#[test]
fn a_store_made_anew_has_none_and_one_of_another_record_is_not_believed() {
    let place = with_glances();
    std::fs::remove_dir_all(place.store()).unwrap();
    let (mut ledger, _) = place.open();
    assert_eq!(ledger.glances(), None);
    // Made from a record that went the same way but for its last entry.
    let elsewhere = Head {
        hash: Sha256([7; 32]),
        ..ledger.head()
    };
    ledger.keep_glances(elsewhere, &kept(&[(1, "one"), (2, "two")]));
    assert_eq!(ledger.glances(), None);
    let further = Head {
        count: 9,
        ..ledger.head()
    };
    ledger.keep_glances(further, &kept(&[(1, "one")]));
    assert_eq!(ledger.glances(), None);
}

/// Every value in the place of every other, those of an older keeping too: none is taken for another.
#[test]
fn values_in_the_place_of_others_do_not_open() {
    let place = with_glances();
    let (mut ledger, _) = place.open();
    let old = ledger.shelf.glances().unwrap();
    ledger.append(vec![remark(1, 5, 9)]).unwrap();
    ledger.keep_glances(ledger.head(), &kept(&[(1, "ONE"), (2, "TWO")]));
    let new = ledger.shelf.glances().unwrap();
    let truth = ledger.glances().unwrap();
    let ids: Vec<_> = new.keys().copied().collect();
    let values: Vec<_> = old.values().chain(new.values()).cloned().collect();
    let mut swapped = 0;
    for id in &ids {
        for value in values.iter().filter(|value| new[id] != **value) {
            let mut now = new.clone();
            now.insert(*id, value.clone());
            ledger
                .shelf
                .put_glances(&now.into_iter().collect::<Vec<_>>());
            if let Some(seen) = ledger.glances() {
                let same = |(case, bytes): (&CaseNo, &Vec<u8>)| truth.kept[case] == *bytes;
                assert!(seen.kept.iter().all(same));
                let all: BTreeSet<_> = seen.kept.keys().chain(&seen.changed).collect();
                assert_eq!(all.len(), 2, "the other is read from its entries");
                assert!(!seen.changed.is_empty());
            }
            swapped += 1;
        }
    }
    assert_eq!(swapped, 15);
}

#[test]
fn a_bit_flipped_in_any_value_makes_it_be_read_from_its_entries() {
    let place = with_glances();
    let (mut ledger, _) = place.open();
    let before: BTreeMap<_, _> = ledger.shelf.glances().unwrap();
    let truth = ledger.glances().unwrap();
    let mut flips = 0;
    for (id, value) in &before {
        for bit in 0..value.len() * 8 {
            let mut flipped = before.clone();
            flipped.get_mut(id).unwrap()[bit / 8] ^= 1 << (bit % 8);
            ledger
                .shelf
                .put_glances(&flipped.into_iter().collect::<Vec<_>>());
            if let Some(seen) = ledger.glances() {
                assert!(
                    seen.kept
                        .iter()
                        .all(|(case, words)| truth.kept[case] == *words)
                );
                assert_eq!(seen.changed.len(), 1);
            }
            flips += 1;
        }
    }
    assert!(flips > 1_500, "{flips}");
}
