//! Killed at every call that changes something, and every such call failing once.

use super::*;
use crate::ledger::tests::fault::Fault;

/// How many calls `act` makes of the disk on an inspection with these files.
fn calls(
    folder: &Folder,
    unlock: &Unlock,
    act: &dyn Fn(&Keyring) -> Result<(), LedgerError>,
) -> u64 {
    let disk = FaultDisk::default();
    let (keyring, _) = folder.open_on(&disk, unlock).unwrap();
    disk.fail_at(u64::MAX, Fault::Broken, None);
    act(&keyring).unwrap();
    disk.calls()
}

/// Kills `act` at each of its calls; what is left is opened by `check`, which is told whether it had been said to be done.
fn killed_everywhere(
    unlock: &Unlock,
    folder: &Folder,
    act: &dyn Fn(&Keyring) -> Result<(), LedgerError>,
    check: &dyn Fn(&Folder, bool),
) {
    let files = folder.all();
    let all = calls(folder, unlock, act);
    assert!(all >= 4, "{all}");
    for call in 0..=all {
        folder.put_all(&files);
        let disk = FaultDisk::default();
        let (keyring, _) = folder.open_on(&disk, unlock).unwrap();
        disk.fail_at(call, Fault::DeadHalfWay, None);
        let done = act(&keyring).is_ok();
        assert_eq!(done, call == all, "call {call}");
        drop(keyring);
        check(folder, done);
    }
}

#[test]
fn killed_while_it_is_made_it_opens_or_is_not_there() {
    for unlock in [Unlock::Beside, with("first passphrase")] {
        let mut opened = 0;
        for call in 0.. {
            let folder = Folder::new();
            let disk = FaultDisk::failing_at(call, Fault::DeadHalfWay, None);
            let done = folder.create_on(&disk, &unlock).is_ok();
            match folder.try_open(&unlock) {
                Ok((keyring, notes)) => {
                    assert_eq!(notes, [], "call {call}");
                    assert!(keyring.id_of(None).is_some());
                    assert!(keyring.device().is_some());
                    opened += 1;
                }
                Err(error) => {
                    assert!(
                        matches!(error, LedgerError::KeysDamaged { .. }),
                        "call {call}"
                    );
                    assert!(!folder.path("keys.json").exists(), "call {call}");
                    assert!(!done);
                }
            }
            if done {
                break;
            }
        }
        // At the least the calls for the second copy come after the first is whole.
        assert!(opened > 4, "{opened}");
    }
}

#[test]
fn killed_while_a_case_gets_its_key_every_other_is_there() {
    let folder = Folder::of_cases(2);
    let known_before = known(&folder.open(&Unlock::Beside).0);
    killed_everywhere(
        &Unlock::Beside,
        &folder,
        &|keyring| keyring.ensure(Some(CaseNo(3))).map(drop),
        &|folder, done| {
            let (keyring, notes) = folder.open(&Unlock::Beside);
            assert_eq!(notes, []);
            assert_eq!(known(&keyring)[..3], known_before[..3]);
            assert!(!done || keyring.id_of(Some(CaseNo(3))).is_some());
            let id = keyring.ensure(Some(CaseNo(3))).unwrap();
            assert_eq!(
                folder.open(&Unlock::Beside).0.id_of(Some(CaseNo(3))),
                Some(id)
            );
        },
    );
}

#[test]
fn killed_while_a_case_is_erased_it_is_there_in_full_or_gone_for_good() {
    let folder = Folder::of_cases(2);
    let id = folder
        .open(&Unlock::Beside)
        .0
        .id_of(Some(CaseNo(1)))
        .unwrap();
    let sealed = folder
        .open(&Unlock::Beside)
        .0
        .seal(id, &PLACE, b"words")
        .unwrap();
    killed_everywhere(
        &Unlock::Beside,
        &folder,
        &|keyring| keyring.erase(CaseNo(1)).map(drop),
        &|folder, done| {
            let (keyring, notes) = folder.open(&Unlock::Beside);
            assert_eq!(notes, []);
            let opened = keyring.open_sealed(id, &PLACE, &sealed.nonce, &sealed.bytes);
            match keyring.whose(id) {
                Whose::Case(CaseNo(1)) => assert!(!done && opened.is_some()),
                Whose::Erased => assert!(opened.is_none()),
                other => panic!("{other:?}"),
            }
            assert_eq!(keyring.erase(CaseNo(1)).unwrap(), id);
            assert!(keyring.id_of(Some(CaseNo(2))).is_some());
            assert_eq!(folder.read("keys.json"), folder.read("keys.json.before"));
            assert!(folder.all().keys().all(|name| !name.ends_with("part")));
        },
    );
}

#[test]
fn killed_while_a_device_key_is_made_the_old_or_the_new_one_signs() {
    let folder = Folder::of_cases(1);
    let before = folder.open(&Unlock::Beside).0.device().unwrap().id();
    killed_everywhere(
        &Unlock::Beside,
        &folder,
        &|keyring| new_device(keyring).map(drop),
        &|folder, done| {
            let (keyring, notes) = folder.open(&Unlock::Beside);
            assert_eq!(notes, []);
            let now = keyring.device().unwrap().id();
            assert!(!done || now != before);
        },
    );
}

/// What a kill at each call would leave is opened once for each state of the two copies: opening is slow on purpose.
#[test]
fn killed_while_a_passphrase_is_changed_the_old_or_the_new_one_opens() {
    let folder = Folder::new();
    let (old, new) = (with("first passphrase"), with("second passphrase"));
    folder.create(&old).ensure(Some(CaseNo(1))).unwrap();
    let disk = FaultDisk::default();
    let (keyring, _) = folder.open_on(&disk, &old).unwrap();
    let known_before = known(&keyring);
    disk.watch(folder.0.path());
    keyring
        .change_slot(
            &words("first passphrase"),
            &words("second passphrase"),
            NOW,
            Effort::Floor,
        )
        .unwrap();
    let mut left = disk.seen();
    // One change of two files, each of them opened, written, made durable, named, and its name made durable.
    assert_eq!(left.len(), 10);
    for files in &mut left {
        files.retain(|name, _| !name.ends_with("part"));
    }
    left.dedup();
    let opens: Vec<_> = left
        .iter()
        .map(|files| {
            [&old, &new].map(|unlock| {
                folder.put_all(files);
                folder.try_open(unlock).is_ok_and(|(keyring, notes)| {
                    assert_eq!(notes, []);
                    assert_eq!(known(&keyring), known_before);
                    true
                })
            })
        })
        .collect();
    // Neither file new; the first; both. Never do both passphrases open it.
    assert_eq!(opens, [[true, false], [false, true], [false, true]]);
}

#[test]
fn after_any_one_failing_call_it_goes_on_in_the_same_process() {
    let folder = Folder::of_cases(2);
    let files = folder.all();
    let id = folder
        .open(&Unlock::Beside)
        .0
        .id_of(Some(CaseNo(1)))
        .unwrap();
    let act = |keyring: &Keyring| {
        keyring.ensure(Some(CaseNo(3)))?;
        keyring.erase(CaseNo(1)).map(drop)
    };
    let all = calls(&folder, &Unlock::Beside, &act);
    let mut refused = 0;
    for fault in [Fault::NoSpace, Fault::Broken, Fault::ShortWrite] {
        for call in 0..all {
            folder.put_all(&files);
            let disk = FaultDisk::default();
            let (keyring, _) = folder.open_on(&disk, &Unlock::Beside).unwrap();
            disk.fail_at(call, fault, None);
            let first = act(&keyring);
            // A short write is carried on with; then there is no room for the rest.
            assert!(first.is_err(), "{fault:?} at {call}");
            assert!(!disk.used_after_death());
            // Nothing is sealed with a key that may be gone from the disk.
            let case = keyring.id_of(Some(CaseNo(1)));
            let sealed = keyring.seal(id, &PLACE, b"words").ok();
            let (on_disk, _) = folder.open(&Unlock::Beside);
            if let Some(sealed) = &sealed {
                assert!(case.is_some());
                let opened = on_disk.open_sealed(id, &PLACE, &sealed.nonce, &sealed.bytes);
                assert!(opened.is_some(), "{fault:?} at {call}");
            }
            refused += usize::from(case.is_some() && sealed.is_none());
            disk.room(None);
            disk.fail_at(u64::MAX, fault, None);
            act(&keyring).unwrap();
            let (again, notes) = folder.open(&Unlock::Beside);
            assert_eq!(notes, []);
            assert_eq!(known(&again), known(&keyring));
            assert_eq!(again.whose(id), Whose::Erased);
            assert_eq!(folder.read("keys.json"), folder.read("keys.json.before"));
        }
    }
    assert!(refused > 0);
}
