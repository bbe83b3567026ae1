//! A disk that breaks at every call in turn: what was said to be kept is there afterwards, and what was not said can be tried again.

use std::sync::Arc;

use super::{
    fault::{Fault, FaultDisk},
    *,
};
use crate::ledger::Note;

fn on(disk: &FaultDisk, reserve: u64) -> Options {
    Options {
        reserve,
        disk: Arc::new(disk.clone()),
        ..Options::new(NOW)
    }
}

/// Ten appends, each tried up to three times; the numbers said to be kept, in order.
fn write_ten(ledger: &mut Ledger) -> Vec<u32> {
    let mut kept = Vec::new();
    for number in 1..=10 {
        for _ in 0..3 {
            match ledger.append(vec![remark(1, number, 300)]) {
                Ok(entries) => {
                    assert_eq!(numbers(&entries), [number]);
                    kept.push(number);
                    break;
                }
                Err(
                    LedgerError::DiskFull
                    | LedgerError::NotConfirmed { .. }
                    | LedgerError::Trouble { .. },
                ) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
    }
    kept
}

#[test]
fn whatever_single_call_fails_every_entry_is_kept_once_and_in_order() {
    for fault in [Fault::NoSpace, Fault::Broken] {
        for call in 0..24 {
            let place = Place::with_remarks(0);
            let disk = FaultDisk::default();
            let (mut ledger, _) = Ledger::open(&place.root(), &on(&disk, 0)).unwrap();
            disk.fail_at(call, fault, None);
            let kept = write_ten(&mut ledger);
            assert_eq!(kept, (1..=10).collect::<Vec<_>>(), "{fault:?} at {call}");
            assert!(!disk.used_after_death(), "{fault:?} at {call}");
            assert_eq!(numbers(&ledger.entries().unwrap()), kept);
            drop(ledger);
            let (mut ledger, opened) = place.open();
            assert_eq!(opened.read_only, None);
            assert_eq!(numbers(&ledger.entries().unwrap()), kept);
            assert_eq!(ledger.check_store().unwrap().notes, []);
        }
    }
}

#[test]
fn a_sync_that_fails_is_never_followed_by_kept_unless_a_new_file_was_confirmed() {
    let place = Place::with_remarks(3);
    let disk = FaultDisk::default();
    let (mut ledger, _) = Ledger::open(&place.root(), &on(&disk, 0)).unwrap();
    disk.all_syncs_fail(true);
    for _ in 0..3 {
        assert!(matches!(
            ledger.append(vec![remark(1, 4, 300)]),
            Err(LedgerError::NotConfirmed { .. })
        ));
    }
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3]);
    assert_eq!(ledger.head().count, 3);
    let before = disk.syncs();
    disk.all_syncs_fail(false);
    ledger.append(vec![remark(1, 4, 300)]).unwrap();
    assert_eq!(disk.syncs() - before, 1, "the new file");
    assert_eq!(ledger.take_notes(), [Note::JournalWrittenAnew]);
    assert!(!disk.used_after_death());
    drop(ledger);
    let (mut ledger, opened) = place.open();
    assert_eq!(opened, Opened::default());
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4]);
}

#[test]
fn what_was_refused_does_not_turn_up_later() {
    let place = Place::with_remarks(3);
    let disk = FaultDisk::default();
    let (mut ledger, _) = Ledger::open(&place.root(), &on(&disk, 0)).unwrap();
    disk.all_syncs_fail(true);
    assert!(ledger.append(vec![remark(1, 4, 300)]).is_err());
    drop(ledger);
    let (mut ledger, opened) = place.open();
    assert_eq!(opened, Opened::default());
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3]);
}

#[test]
fn a_full_disk_refuses_then_keeps_in_the_same_process_once_there_is_room() {
    for room in 0..40 {
        let place = Place::with_remarks(3);
        let disk = FaultDisk::default();
        let (mut ledger, _) = Ledger::open(&place.root(), &on(&disk, 0)).unwrap();
        let whole = std::fs::read(place.journal()).unwrap();
        disk.room(Some(room * 20));
        let big = remark(1, 4, 900);
        for _ in 0..2 {
            let refused = ledger.append(vec![big.clone()]).unwrap_err();
            assert_eq!(
                refused.to_string(),
                "The disk is full, so this could not be kept. Your words are still here: delete or move other files to make room, then try again."
            );
            assert_eq!(std::fs::read(place.journal()).unwrap(), whole);
        }
        disk.room(None);
        ledger.append(vec![big]).unwrap();
        assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4]);
        ledger.close();
        let (mut ledger, opened) = place.open();
        assert_eq!(opened, Opened::default());
        assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4]);
    }
}

#[test]
fn a_short_write_is_cut_back() {
    let place = Place::with_remarks(3);
    let disk = FaultDisk::default();
    let (mut ledger, _) = Ledger::open(&place.root(), &on(&disk, 0)).unwrap();
    let whole = std::fs::read(place.journal()).unwrap();
    disk.fail_at(0, Fault::ShortWrite, Some("write"));
    assert!(matches!(
        ledger.append(vec![remark(1, 4, 900)]),
        Err(LedgerError::DiskFull)
    ));
    assert_eq!(std::fs::read(place.journal()).unwrap(), whole);
    disk.room(None);
    ledger.append(vec![remark(1, 4, 900)]).unwrap();
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4]);
}

#[test]
fn the_reserve_lets_open_work_be_finished_and_comes_back_when_there_is_room() {
    let place = Place::new();
    let disk = FaultDisk::default();
    let mut ledger = Ledger::create(&place.root(), &on(&disk, 100_000)).unwrap();
    let reserve = place.root().join("reserve");
    assert_eq!(std::fs::metadata(&reserve).unwrap().len(), 100_000);
    disk.room(Some(100));
    let mut kept = Vec::new();
    for number in 1..=200 {
        if ledger.append(vec![remark(1, number, 900)]).is_err() {
            break;
        }
        kept.push(number);
    }
    assert!(!reserve.exists());
    assert!(kept.len() > 60, "{} entries from 100 kB", kept.len());
    assert!(kept.len() < 120);
    assert_eq!(ledger.take_notes(), [Note::NoReserve]);
    disk.room(Some(200_000));
    let next = u32::try_from(kept.len()).unwrap() + 1;
    ledger.append(vec![remark(1, next, 900)]).unwrap();
    assert!(!reserve.exists(), "too little room for a reserve");
    disk.room(Some(1_000_000));
    ledger.append(vec![remark(1, next + 1, 900)]).unwrap();
    assert_eq!(std::fs::metadata(&reserve).unwrap().len(), 100_000);
}

#[test]
fn a_start_with_no_room_at_all_still_reads_everything() {
    let place = Place::with_remarks(5);
    let disk = FaultDisk::default();
    disk.room(Some(0));
    let (mut ledger, opened) = Ledger::open(&place.root(), &on(&disk, 1000)).unwrap();
    assert_eq!(opened.notes, [Note::NoReserve]);
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4, 5]);
}

#[test]
fn a_start_with_no_room_and_a_torn_end_uses_the_reserve() {
    let place = Place::with_remarks(5);
    let disk = FaultDisk::default();
    drop(Ledger::open(&place.root(), &on(&disk, 10_000)).unwrap());
    std::fs::remove_dir_all(place.store()).unwrap();
    let mut bytes = std::fs::read(place.journal()).unwrap();
    bytes.truncate(bytes.len() - 9);
    std::fs::write(place.journal(), bytes).unwrap();
    disk.room(Some(0));
    let (mut ledger, opened) = Ledger::open(&place.root(), &on(&disk, 10_000)).unwrap();
    assert!(
        matches!(
            opened.notes[..],
            [
                Note::UnfinishedSetAside { .. },
                Note::StoreRebuilt { entries: 4 },
                Note::NoReserve
            ]
        ),
        "{:?}",
        opened.notes
    );
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4]);
}

#[test]
fn making_an_inspection_that_fails_half_way_leaves_nothing_that_opens() {
    let calls = {
        let place = Place::new();
        let disk = FaultDisk::default();
        Ledger::create(&place.root(), &on(&disk, 0)).unwrap();
        disk.calls()
    };
    assert!(calls > 8);
    for call in 0..calls {
        let place = Place::new();
        let disk = FaultDisk::failing_at(call, Fault::Broken, None);
        assert!(
            Ledger::create(&place.root(), &on(&disk, 0)).is_err(),
            "{call}"
        );
        // The last call makes the name of `format.json` durable: it stands, and what it says is true.
        if call + 1 < calls {
            assert!(matches!(
                place.try_open(),
                Err(LedgerError::NoInspection { .. })
            ));
        }
    }
}

#[test]
fn mending_that_fails_half_way_is_done_at_the_next_start() {
    let sound = Place::with_remarks(5);
    let bytes = std::fs::read(sound.journal()).unwrap();
    let starts = frame_starts(&bytes);
    for call in 0..12 {
        let place = Place::new();
        copy_folder(&sound.root(), &place.root());
        let mut damaged = bytes.clone();
        damaged[starts[2] + 50] ^= 4;
        damaged.truncate(starts[4] + 60);
        std::fs::write(place.journal(), &damaged).unwrap();
        let disk = FaultDisk::failing_at(call, Fault::Broken, None);
        let first = Ledger::open(&place.root(), &on(&disk, 0));
        if let Ok((mut ledger, _)) = first {
            assert_eq!(
                numbers(&ledger.entries().unwrap()),
                [1, 2, 3, 4, 5],
                "{call}"
            );
        }
        let (mut ledger, opened) = place.open();
        assert_eq!(opened.read_only, None, "{call}");
        assert_eq!(
            numbers(&ledger.entries().unwrap()),
            [1, 2, 3, 4, 5],
            "{call}"
        );
        assert_eq!(std::fs::read(place.journal()).unwrap(), bytes, "{call}");
    }
}
