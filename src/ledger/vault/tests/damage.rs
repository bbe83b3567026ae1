//! Damaged, missing, swapped and older copies of the keys.

use super::*;
use crate::ledger::vault::file::Candidate;

/// Opens after a flip; the words are the same throughout. Says whether it was found.
fn found(folder: &Folder, known_before: &[(Option<CaseNo>, Option<CaseId>)], at: &str) -> bool {
    let before = folder.all();
    match folder.try_open(&Unlock::Beside) {
        Ok((keyring, notes)) => {
            assert_eq!(known(&keyring), known_before, "{at}");
            !notes.is_empty()
        }
        Err(LedgerError::KeysDamaged { .. } | LedgerError::KeysNewer { .. }) => {
            assert_eq!(folder.all(), before, "{at}");
            true
        }
        Err(error) => panic!("{at}: {error}"),
    }
}

/// Flips every `step`th bit of `keys.json`, with the second copy beside it and without.
fn flips(step: usize) -> usize {
    let folder = Folder::of_cases(2);
    let known_before = known(&folder.open(&Unlock::Beside).0);
    let files = folder.all();
    let whole = &files["keys.json"];
    let mut flips = 0;
    for bit in (0..8 * whole.len()).step_by(step) {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        // A digit of the file's own hash in capitals says the same.
        let harmless = flipped.eq_ignore_ascii_case(whole)
            && Candidate::read(flipped.clone()).is_ok_and(|candidate| candidate.whole);
        for with_copy in [false, true] {
            folder.put_all(&files);
            folder.write("keys.json", &flipped);
            if !with_copy {
                folder.remove("keys.json.before");
            }
            let at = format!("bit {bit}, {with_copy}");
            let found = found(&folder, &known_before, &at);
            assert_eq!(found, !harmless, "{at}");
            if with_copy {
                assert_eq!(
                    folder.read("keys.json"),
                    folder.read("keys.json.before"),
                    "{at}"
                );
                assert!(harmless || folder.read("keys.json") == *whole, "{at}");
                assert!(folder.try_open(&Unlock::Beside).is_ok(), "{at}");
            }
            flips += 1;
        }
    }
    flips
}

#[test]
fn a_flipped_bit_of_the_keys_is_found_or_harmless() {
    // Every bit of a byte has its turn: 13 and 8 share no factor.
    assert!(flips(13) > 1_500);
}

#[test]
#[ignore = "long: every single bit"]
fn every_flipped_bit_of_the_keys_is_found_or_harmless() {
    assert!(flips(1) > 20_000);
}

#[test]
fn a_flipped_bit_of_the_second_copy_is_put_right() {
    let folder = Folder::of_cases(1);
    let files = folder.all();
    let whole = &files["keys.json"];
    for bit in (0..8 * whole.len()).step_by(7) {
        folder.put_all(&files);
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        folder.write("keys.json.before", &flipped);
        let (_, notes) = folder.open(&Unlock::Beside);
        assert_eq!(folder.read("keys.json.before"), *whole);
        if notes.is_empty() {
            assert!(flipped.eq_ignore_ascii_case(whole), "bit {bit}");
        } else {
            let file = "keys.json.before";
            assert_eq!(notes, [Note::KeysMended { file }]);
        }
    }
}

#[test]
fn every_flipped_bit_of_a_slot_is_found_before_any_work_is_done_for_it() {
    let folder = Folder::new();
    folder.create(&with("first passphrase"));
    let whole = folder.read("keys.json");
    let text = String::from_utf8(whole.clone()).unwrap();
    let slots = text.find("\"slots\":[").unwrap()..text.find("\"cases\":[").unwrap();
    for bit in 8 * slots.start..8 * slots.end {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(candidate) = Candidate::read(flipped.clone()) else {
            continue;
        };
        assert!(!candidate.whole, "bit {bit}");
        let read = candidate
            .keys
            .slots
            .first()
            .map(super::super::slot::Written::read);
        // The slot's own hash in capitals is the same hash; only the whole file's hash tells.
        let harmless = flipped.eq_ignore_ascii_case(&whole);
        assert!(
            read.is_none_or(|slot| slot.is_err() || harmless),
            "bit {bit}"
        );
    }
}

#[test]
fn a_damaged_slot_does_not_hide_another() {
    let folder = Folder::new();
    let keyring = folder.create(&with("first passphrase"));
    keyring
        .add_slot(&words("second passphrase"), "", NOW, Effort::Floor)
        .unwrap();
    let text = String::from_utf8(folder.read("keys.json")).unwrap();
    let damaged = text.replacen("\"label\":\"first", "\"label\":\"firsT", 1);
    assert_ne!(damaged, text);
    for name in ["keys.json", "keys.json.before"] {
        folder.write(name, damaged.as_bytes());
    }
    let before = folder.all();
    let error = folder.try_open(&with("first passphrase")).unwrap_err();
    assert!(matches!(error, LedgerError::KeysDamaged { .. }));
    let (again, notes) = folder.open(&with("second passphrase"));
    assert_eq!(notes, [Note::KeysPartlyDamaged]);
    assert_eq!(known(&again), known(&keyring));
    assert_eq!(folder.all(), before);
    // What is damaged is not written down as if it were whole ...
    assert!(matches!(
        again.ensure(Some(CaseNo(5))),
        Err(LedgerError::KeysRefused { .. })
    ));
    assert!(matches!(
        again.erase(CaseNo(5)),
        Err(LedgerError::KeysRefused { .. })
    ));
    assert_eq!(folder.all(), before);
    // ... but by somebody who has a passphrase and was told.
    again
        .change_slot(
            &words("second passphrase"),
            &words("third passphrase"),
            NOW,
            Effort::Floor,
        )
        .unwrap();
    again.ensure(Some(CaseNo(5))).unwrap();
    let (_, notes) = folder.open(&with("third passphrase"));
    assert_eq!(notes, []);
}

#[test]
fn either_copy_alone_is_enough() {
    let folder = Folder::of_cases(2);
    let files = folder.all();
    let known_before = known(&folder.open(&Unlock::Beside).0);
    for (gone, notes) in [
        ("keys.json", vec![Note::KeysMended { file: "keys.json" }]),
        ("keys.json.before", vec![]),
    ] {
        folder.put_all(&files);
        folder.remove(gone);
        let (keyring, found) = folder.open(&Unlock::Beside);
        assert_eq!(found, notes);
        assert_eq!(known(&keyring), known_before);
        assert_eq!(folder.all(), files);
    }
}

#[test]
fn cut_short_anywhere_the_other_copy_is_used() {
    let folder = Folder::of_cases(1);
    let files = folder.all();
    let whole = &files["keys.json"];
    for length in 0..whole.len() {
        folder.put_all(&files);
        folder.write("keys.json", &whole[..length]);
        let (_, notes) = folder.open(&Unlock::Beside);
        assert_eq!(notes, [Note::KeysMended { file: "keys.json" }], "{length}");
        folder.write("keys.json", &whole[..length]);
        folder.remove("keys.json.before");
        let before = folder.all();
        assert!(
            matches!(
                folder.try_open(&Unlock::Beside),
                Err(LedgerError::KeysDamaged { .. })
            ),
            "{length}"
        );
        assert_eq!(folder.all(), before);
    }
}

/// An id listed as erased wins within one file and over an older copy beside it. Where only an older file is left, as from a backup, it is
/// all there is to go by: it still opens the case, which is what the receipt of erasing says.
#[test]
fn an_older_copy_beside_a_newer_one_is_not_believed() {
    let folder = Folder::of_cases(2);
    let older = folder.read("keys.json");
    let (keyring, _) = folder.open(&Unlock::Beside);
    let id = keyring.erase(CaseNo(1)).unwrap();
    let newer = folder.read("keys.json");
    for (name, notes) in [
        ("keys.json", vec![Note::KeysMended { file: "keys.json" }]),
        // One change behind: an interrupted change leaves it so.
        ("keys.json.before", vec![]),
    ] {
        folder.write(name, &older);
        let (again, found) = folder.open(&Unlock::Beside);
        assert_eq!(found, notes);
        assert_eq!(again.whose(id), Whose::Erased);
        assert_eq!(folder.read("keys.json"), newer);
        assert_eq!(folder.read("keys.json.before"), newer);
    }
    folder.write("keys.json", &older);
    folder.remove("keys.json.before");
    let (again, _) = folder.open(&Unlock::Beside);
    assert_eq!(again.whose(id), Whose::Case(CaseNo(1)));
}

#[test]
fn after_erasing_no_file_has_the_sealed_key() {
    let folder = Folder::of_cases(2);
    let left_over = folder.path("keys.json.77.part");
    std::fs::write(&left_over, folder.read("keys.json")).unwrap();
    let (keyring, _) = folder.open(&Unlock::Beside);
    assert!(!left_over.exists());
    let value: serde_json::Value = serde_json::from_slice(&folder.read("keys.json")).unwrap();
    let wrapped: Vec<String> = value["keys"]["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["wrapped"].as_str().unwrap().to_owned())
        .collect();
    let holding = |wrapped: &str| {
        let all = folder.all();
        all.values()
            .filter(|bytes| String::from_utf8_lossy(bytes).contains(wrapped))
            .count()
    };
    assert_eq!(wrapped.len(), 3);
    assert!(wrapped.iter().all(|wrapped| holding(wrapped) == 2));
    // One that stopped being written while the inspection was open.
    std::fs::write(&left_over, folder.read("keys.json")).unwrap();
    keyring.erase(CaseNo(1)).unwrap();
    let counts: Vec<_> = wrapped.iter().map(|wrapped| holding(wrapped)).collect();
    assert_eq!(counts, [2, 0, 2]);
}

#[test]
fn a_disk_that_cannot_be_written_to_is_still_read() {
    let folder = Folder::of_cases(2);
    let files = folder.all();
    for name in ["keys.json", "keys.json.before"] {
        folder.put_all(&files);
        folder.write(name, b"{}");
        let broken = FaultDisk::default();
        broken.refuse(Some(crate::ledger::tests::fault::Fault::ReadOnly));
        let (keyring, notes) = folder.open_on(&broken, &Unlock::Beside).unwrap();
        assert_eq!(notes, []);
        assert_eq!(keyring.keys_json(), files["keys.json"]);
        assert!(keyring.ensure(Some(CaseNo(9))).is_err());
    }
}
