//! A sealed value opens at the place it was sealed for, and nowhere else.

use super::*;
use crate::casework::Sha256;

/// 40 sealed values: two cases, two trees, ten places in each.
fn forty(keyring: &Keyring) -> Vec<(CaseId, Place<'static>, Sealed)> {
    const KEYS: [&[u8]; 5] = [b"", b"a", b"ab", b"b", b"\0a"];
    let mut all = Vec::new();
    for case in [1, 2] {
        let id = keyring.id_of(Some(CaseNo(case))).unwrap();
        for tree in ["entries", "documents"] {
            for key in KEYS {
                for seq in [0, 1] {
                    let place = Place {
                        tree,
                        key,
                        seq,
                        version: 1,
                    };
                    // The same words everywhere: only the place tells them apart.
                    all.push((id, place, keyring.seal(id, &place, b"same words").unwrap()));
                }
            }
        }
    }
    all
}

#[test]
fn no_two_of_forty_sealed_values_can_be_swapped() {
    let folder = Folder::of_cases(2);
    let (keyring, _) = folder.open(&Unlock::Beside);
    let all = forty(&keyring);
    assert_eq!(all.len(), 40);
    let mut opened = 0;
    for (at, (id, place, _)) in all.iter().enumerate() {
        for (from, (_, _, sealed)) in all.iter().enumerate() {
            let found = keyring.open_sealed(*id, place, &sealed.nonce, &sealed.bytes);
            assert_eq!(found.is_some(), at == from, "{from} at {at}");
            opened += usize::from(found.is_some());
        }
    }
    assert_eq!(opened, 40);
}

#[test]
fn any_other_place_and_any_flipped_bit_is_refused() {
    let folder = Folder::of_cases(2);
    let (keyring, _) = folder.open(&Unlock::Beside);
    let id = keyring.id_of(Some(CaseNo(1))).unwrap();
    let other = keyring.id_of(Some(CaseNo(2))).unwrap();
    let sealed = keyring.seal(id, &PLACE, b"words").unwrap();
    let opens = |id, place: &Place<'_>, nonce: &[u8; 24], bytes: &[u8]| {
        keyring.open_sealed(id, place, nonce, bytes).is_some()
    };
    assert!(opens(id, &PLACE, &sealed.nonce, &sealed.bytes));
    for place in [
        Place {
            tree: "drafts",
            ..PLACE
        },
        Place { key: b"K", ..PLACE },
        Place { key: b"", ..PLACE },
        Place {
            key: b"k\0",
            ..PLACE
        },
        Place { seq: 5, ..PLACE },
        Place {
            seq: 4 << 32,
            ..PLACE
        },
        Place {
            version: 0,
            ..PLACE
        },
    ] {
        assert!(
            !opens(id, &place, &sealed.nonce, &sealed.bytes),
            "{place:?}"
        );
    }
    assert!(!opens(other, &PLACE, &sealed.nonce, &sealed.bytes));
    assert!(!opens(
        CaseId([0; 16]),
        &PLACE,
        &sealed.nonce,
        &sealed.bytes
    ));
    for bit in 0..8 * sealed.nonce.len() {
        let mut nonce = sealed.nonce;
        nonce[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(id, &PLACE, &nonce, &sealed.bytes));
    }
    for bit in 0..8 * sealed.bytes.len() {
        let mut bytes = sealed.bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(id, &PLACE, &sealed.nonce, &bytes));
    }
    for length in 0..sealed.bytes.len() {
        assert!(!opens(id, &PLACE, &sealed.nonce, &sealed.bytes[..length]));
    }
    // The same numbers in another inspection are another place.
    let elsewhere = Folder::of_cases(1);
    let (stranger, _) = elsewhere.open(&Unlock::Beside);
    let theirs = stranger.id_of(Some(CaseNo(1))).unwrap();
    assert!(
        stranger
            .open_sealed(theirs, &PLACE, &sealed.nonce, &sealed.bytes)
            .is_none()
    );
}

#[test]
fn the_same_words_are_never_sealed_to_the_same_bytes() {
    let folder = Folder::of_cases(1);
    let (keyring, _) = folder.open(&Unlock::Beside);
    let id = keyring.id_of(None).unwrap();
    let one = keyring.seal(id, &PLACE, b"words").unwrap();
    let two = keyring.seal(id, &PLACE, b"words").unwrap();
    assert_ne!(one.nonce, two.nonce);
    assert_ne!(one.bytes, two.bytes);
}

#[test]
fn a_document_has_another_name_in_every_case_and_of_every_kind() {
    let folder = Folder::of_cases(2);
    let (keyring, _) = folder.open(&Unlock::Beside);
    let ids = [1, 2].map(|case| keyring.id_of(Some(CaseNo(case))).unwrap());
    let mut names = Vec::new();
    for id in ids {
        for kind in ["original", "text"] {
            for sha256 in [Sha256([1; 32]), Sha256([2; 32])] {
                let name = keyring.name_for(id, kind, &sha256).unwrap();
                assert_eq!(name.len(), 64);
                assert!(
                    name.bytes()
                        .all(|digit| b"0123456789abcdef".contains(&digit))
                );
                names.push(name);
            }
        }
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 8);
    assert_eq!(
        keyring.name_for(CaseId([0; 16]), "text", &Sha256([1; 32])),
        None
    );
}

#[test]
fn what_was_sealed_in_an_erased_case_opens_no_more() {
    let folder = Folder::of_cases(2);
    let (keyring, _) = folder.open(&Unlock::Beside);
    let (one, two) = (CaseNo(1), CaseNo(2));
    let id = keyring.id_of(Some(one)).unwrap();
    let kept = keyring.id_of(Some(two)).unwrap();
    let sealed = keyring.seal(id, &PLACE, b"words").unwrap();
    let other = keyring.seal(kept, &PLACE, b"words").unwrap();
    assert_eq!(keyring.erase(one).unwrap(), id);
    for keyring in [&keyring, &folder.open(&Unlock::Beside).0] {
        assert!(
            keyring
                .open_sealed(id, &PLACE, &sealed.nonce, &sealed.bytes)
                .is_none()
        );
        assert!(
            keyring
                .open_sealed(kept, &PLACE, &other.nonce, &other.bytes)
                .is_some()
        );
        assert_eq!(keyring.id_of(Some(one)), None);
        assert_eq!(keyring.whose(id), Whose::Erased);
        assert_eq!(keyring.name_for(id, "text", &Sha256([1; 32])), None);
        assert!(matches!(
            keyring.seal(id, &PLACE, b"more"),
            Err(LedgerError::CaseErased { case }) if case == one
        ));
        assert!(matches!(
            keyring.ensure(Some(one)),
            Err(LedgerError::CaseErased { case }) if case == one
        ));
        assert_eq!(keyring.erase(one).unwrap(), id);
    }
    // One that never had a key is erased all the same.
    let never = keyring.erase(CaseNo(9)).unwrap();
    assert_eq!(keyring.whose(never), Whose::Erased);
    assert!(keyring.ensure(Some(CaseNo(9))).is_err());
}
