//! Adding, changing and taking away passphrases.

use super::*;

#[test]
fn each_passphrase_opens_until_it_is_taken_away() {
    let folder = Folder::new();
    let keyring = folder.create(&with("first passphrase"));
    let case = keyring.ensure(Some(CaseNo(1))).unwrap();
    let id = keyring
        .add_slot(
            &words("second passphrase"),
            "team manager",
            NOW,
            Effort::Floor,
        )
        .unwrap();
    assert_eq!(id, SlotId(2));
    let shown = [
        SlotShown {
            id: SlotId(1),
            label: "first passphrase".to_owned(),
            made: None,
        },
        SlotShown {
            id,
            label: "team manager".to_owned(),
            made: Some(NOW),
        },
    ];
    assert_eq!(keyring.slots(), shown);
    for passphrase in ["first passphrase", "second passphrase"] {
        let (again, notes) = folder.open(&with(passphrase));
        assert_eq!(notes, []);
        assert_eq!(again.id_of(Some(CaseNo(1))), Some(case));
        assert_eq!(again.slots(), shown);
    }
    let older = folder.read("keys.json");
    keyring.remove_slot(SlotId(1)).unwrap();
    assert_eq!(keyring.slots(), shown[1..]);
    assert!(matches!(
        folder.try_open(&with("first passphrase")),
        Err(LedgerError::WrongPassphrase)
    ));
    folder.open(&with("second passphrase"));
    // Only beside the newer copy: alone, an older copy is all there is to go by.
    folder.write("keys.json.before", &older);
    assert!(matches!(
        folder.try_open(&with("first passphrase")),
        Err(LedgerError::WrongPassphrase)
    ));
    assert!(matches!(
        keyring.remove_slot(SlotId(1)),
        Err(LedgerError::KeysRefused { .. })
    ));
    assert!(matches!(
        keyring.remove_slot(SlotId(2)),
        Err(LedgerError::KeysRefused { .. })
    ));
    // A number is never used twice.
    let third = keyring
        .add_slot(&words("third passphrase"), "", NOW, Effort::Floor)
        .unwrap();
    assert_eq!(third, SlotId(3));
}

#[test]
fn a_changed_passphrase_opens_instead_of_the_old_one() {
    let folder = Folder::new();
    let keyring = folder.create(&with("first passphrase"));
    let before = folder.all();
    assert!(matches!(
        keyring.change_slot(
            &words("not this one"),
            &words("new passphrase"),
            NOW,
            Effort::Floor
        ),
        Err(LedgerError::WrongPassphrase)
    ));
    assert!(matches!(
        keyring.change_slot(
            &words("first passphrase"),
            &words("short"),
            NOW,
            Effort::Floor
        ),
        Err(LedgerError::KeysRefused { .. })
    ));
    assert_eq!(folder.all(), before);
    keyring
        .change_slot(
            &words("first passphrase"),
            &words("new passphrase"),
            NOW,
            Effort::Floor,
        )
        .unwrap();
    let slots = keyring.slots();
    assert_eq!(slots.len(), 1);
    assert_eq!(slots[0].label, "first passphrase");
    assert_eq!(slots[0].made, Some(NOW));
    assert!(matches!(
        folder.try_open(&with("first passphrase")),
        Err(LedgerError::WrongPassphrase)
    ));
    assert_eq!(
        folder.open(&with("new passphrase")).0.vault(),
        keyring.vault()
    );
}

#[test]
fn what_may_not_stand_in_a_slot_is_refused_and_nothing_is_written() {
    let folder = Folder::new();
    let keyring = folder.create(&with("first passphrase"));
    let before = folder.all();
    let long = "x".repeat(61);
    for (passphrase, label) in [
        ("seven 7", "fits"),
        ("long enough", long.as_str()),
        ("long enough", "two\nlines"),
        ("long enough", "\u{1b}[2J"),
    ] {
        let added = keyring.add_slot(&words(passphrase), label, NOW, Effort::Floor);
        assert!(
            matches!(added, Err(LedgerError::KeysRefused { .. })),
            "{label:?}"
        );
    }
    assert_eq!(folder.all(), before);
    assert!(matches!(
        Folder::new().create_on(&FaultDisk::default(), &with("short")),
        Err(LedgerError::KeysRefused { .. })
    ));
}

#[test]
fn a_demonstration_opens_with_any_words_and_takes_no_passphrase() {
    let folder = Folder::of_cases(1);
    let (keyring, _) = folder.open(&with("whatever is typed"));
    assert!(keyring.training());
    assert_eq!(keyring.slots(), []);
    let refused = |done: Result<(), LedgerError>| {
        assert!(matches!(done, Err(LedgerError::KeysRefused { .. })));
    };
    let some = words("some passphrase");
    refused(keyring.add_slot(&some, "", NOW, Effort::Floor).map(drop));
    refused(keyring.change_slot(&some, &some, NOW, Effort::Floor));
    refused(keyring.remove_slot(SlotId(1)));
    folder.remove("training.key");
    assert!(matches!(
        folder.try_open(&Unlock::Beside),
        Err(LedgerError::KeysDamaged { .. })
    ));
}

#[test]
fn the_key_of_one_demonstration_does_not_open_another() {
    let one = Folder::of_cases(1);
    let other = Folder::of_cases(1);
    other.write("training.key", &one.read("training.key"));
    assert!(matches!(
        other.try_open(&Unlock::Beside),
        Err(LedgerError::KeysDamaged { .. })
    ));
}

#[test]
fn an_inspection_with_a_passphrase_is_not_opened_by_a_key_laid_beside_it() {
    let demonstration = Folder::of_cases(1);
    let folder = Folder::new();
    folder.create(&with("first passphrase"));
    folder.write("training.key", &demonstration.read("training.key"));
    assert!(matches!(
        folder.try_open(&Unlock::Beside),
        Err(LedgerError::PassphraseWanted)
    ));
}
