//! Entries in, entries out; the folder, its lock and its format; the store as something that may be lost.

use super::*;
use crate::{
    casework::Seq,
    ledger::{Note, frame::Frame, journal::device_name},
    proof::chain,
};

#[test]
fn entries_get_their_places_and_come_back_after_closing() {
    let place = Place::new();
    let mut ledger = place.create();
    let first = ledger.append(vec![remark(1, 1, 10)]).unwrap();
    let more = ledger
        .append(vec![remark(2, 2, 50_000), remark(1, 3, 0)])
        .unwrap();
    let mut kept = first.clone();
    kept.extend(more);
    let seqs: Vec<_> = kept.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, [Seq(0), Seq(1), Seq(2)]);
    assert_eq!(ledger.entries().unwrap(), kept);
    let head = ledger.head();
    ledger.close();

    let (mut ledger, opened) = place.open();
    assert_eq!(opened, Opened::default());
    assert_eq!(ledger.head(), head);
    assert_eq!(ledger.entries().unwrap(), kept);
    assert_eq!(
        numbers(&ledger.entries_of(Some(CaseNo(1))).unwrap()),
        [1, 3]
    );
    assert_eq!(numbers(&ledger.entries_of(Some(CaseNo(2))).unwrap()), [2]);
    assert_eq!(ledger.entries_of(None).unwrap(), []);
    assert_eq!(ledger.append(Vec::new()).unwrap(), []);
    assert_eq!(ledger.append(vec![remark(1, 4, 1)]).unwrap()[0].seq, Seq(3));
}

#[test]
fn the_journal_is_frames_and_nothing_else_in_one_chain_from_the_device() {
    let place = Place::with_remarks(3);
    let path = place.journal();
    let device = path.file_stem().unwrap().to_str().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let (header, hash) = JournalHeader::parse(&bytes).unwrap();
    assert_eq!((header.first, &header.before[..]), (0, &[][..]));
    assert_eq!(device_name(header.device()), device);
    let starts = frame_starts(&bytes);
    assert_eq!(starts.len(), 4);
    let mut before = hash;
    for (seq, pair) in starts.windows(2).enumerate() {
        let frame = Frame::parse(&bytes[pair[0]..pair[1]]).unwrap();
        assert_eq!((frame.seq, frame.previous), (seq as u64, before));
        assert!(chain::signed_by(
            &header.public,
            &frame.link,
            frame.signature
        ));
        before = frame.hash;
    }
    let words = b"w".repeat(40);
    assert!(!bytes.windows(40).any(|window| window == words));
}

#[test]
fn a_flip_of_any_bit_of_a_frame_and_a_cut_at_any_byte_is_seen() {
    let place = Place::with_remarks(1);
    let journal = std::fs::read(place.journal()).unwrap();
    let bytes = &journal[frame_starts(&journal)[0]..];
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.to_vec();
            flipped[at] ^= 1 << bit;
            assert_eq!(Frame::parse(&flipped), None, "byte {at} bit {bit}");
        }
        assert_eq!(Frame::parse(&bytes[..at]), None);
    }
    assert_eq!(Frame::parse(&[bytes, &[0]].concat()), None);
    assert!(Frame::parse(bytes).is_some());
}

#[test]
fn one_batch_is_one_sync() {
    let place = Place::new();
    let disk = fault::FaultDisk::default();
    let options = Options {
        disk: std::sync::Arc::new(disk.clone()),
        ..options()
    };
    let mut ledger = Ledger::create(&place.root(), &options).unwrap();
    ledger.append(vec![remark(1, 0, 1)]).unwrap();
    let before = disk.syncs();
    ledger
        .append((1..=50).map(|number| remark(1, number, 100)).collect())
        .unwrap();
    assert_eq!(disk.syncs() - before, 1);
}

#[test]
fn a_second_opening_is_refused_and_says_since_when() {
    let place = Place::new();
    let ledger = place.create();
    let refused = place.try_open().unwrap_err().to_string();
    if cfg!(unix) {
        let process = std::process::id();
        assert_eq!(
            refused,
            format!(
                "This inspection is already open since 14 Mar 2012 14:02 +00:00 (process {process}). Close it there first; two programs never write to one inspection."
            )
        );
    } else {
        assert!(refused.starts_with("This inspection is already open"));
    }
    drop(ledger);
    assert!(place.try_open().is_ok());
}

#[test]
fn other_formats_other_folders_and_links_are_refused_with_a_sentence() {
    let place = Place::with_remarks(1);
    let format = place.root().join("format.json");
    assert_eq!(std::fs::read(&format).unwrap(), br#"{"alongside":1}"#);
    for (other, named) in [(r#"{"alongside":0}"#, "0"), (r#"{"alongside":2}"#, "2")] {
        std::fs::write(&format, other).unwrap();
        assert_eq!(
            place.try_open().unwrap_err().to_string(),
            format!(
                "This inspection is written in format {named}, and this version of alongside reads format 1 only. Open it with the version that made it; format 0 was for trials with fictional cases and is not carried on."
            )
        );
    }
    // A damaged one is written again where the keys show what this is; without them nothing is believed.
    std::fs::write(&format, "{").unwrap();
    let (_, opened) = place.open();
    assert_eq!(opened.notes, [Note::FormatMended]);
    std::fs::write(&format, "{").unwrap();
    std::fs::rename(place.root().join("keys.json"), place.root().join("k")).unwrap();
    assert!(matches!(
        place.try_open(),
        Err(LedgerError::OtherFormat { found }) if found == "unknown"
    ));
    std::fs::remove_file(&format).unwrap();
    assert!(matches!(
        place.try_open(),
        Err(LedgerError::NoInspection { .. })
    ));
    assert!(matches!(
        Ledger::create(&place.root(), &options()),
        Err(LedgerError::NotEmpty { .. })
    ));
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it_and_links_are_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    fn modes(folder: &Path) {
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap();
            let mode = file.metadata().unwrap().permissions().mode() & 0o777;
            if file.file_type().unwrap().is_dir() {
                assert_eq!(mode, 0o700, "{}", file.path().display());
                modes(&file.path());
            } else {
                assert_eq!(mode, 0o600, "{}", file.path().display());
            }
        }
    }
    let place = Place::with_remarks(2);
    let (ledger, _) = place.open();
    ledger.save_resume(b"half a wor").unwrap();
    ledger
        .documents()
        .put_original(CaseNo(1), b"letter")
        .unwrap();
    drop(ledger);
    modes(place.root().parent().unwrap());

    let elsewhere = place.root().parent().unwrap().join("elsewhere");
    std::fs::rename(place.store(), &elsewhere).unwrap();
    symlink(&elsewhere, place.store()).unwrap();
    assert!(matches!(
        place.try_open(),
        Err(LedgerError::NotAsMade { what }) if what.contains("is a link")
    ));
}

#[test]
fn a_deleted_store_is_filled_again() {
    let place = Place::with_remarks(20);
    std::fs::remove_dir_all(place.store()).unwrap();
    let (mut ledger, opened) = place.open();
    assert_eq!(opened.notes, [Note::StoreRebuilt { entries: 20 }]);
    assert_eq!(
        numbers(&ledger.entries().unwrap()),
        (1..=20).collect::<Vec<_>>()
    );
    let check = ledger.check_store().unwrap();
    assert_eq!((check.entries, check.keys, check.notes), (20, 20, vec![]));
}

#[test]
fn a_garbled_store_is_set_aside_at_most_two_kept_and_filled_again() {
    let place = Place::with_remarks(20);
    for round in 0..4 {
        for file in std::fs::read_dir(place.store()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let length = std::fs::metadata(&path).unwrap().len();
                std::fs::write(&path, vec![0xA5; usize::try_from(length).unwrap()]).unwrap();
            }
        }
        let (mut ledger, opened) = place.open();
        assert_eq!(
            opened.notes,
            [Note::StoreRebuilt { entries: 20 }],
            "round {round}"
        );
        assert_eq!(
            numbers(&ledger.entries().unwrap()),
            (1..=20).collect::<Vec<_>>()
        );
        ledger.close();
    }
    let mut bad: Vec<_> = std::fs::read_dir(place.root())
        .unwrap()
        .filter_map(|file| {
            let name = file.unwrap().file_name().into_string().unwrap();
            name.starts_with("store.sled.bad").then_some(name)
        })
        .collect();
    bad.sort();
    assert_eq!(bad, ["store.sled.bad-3", "store.sled.bad-4"]);
}

#[test]
fn a_store_that_lacks_a_key_is_found_by_the_check_and_by_reading_everything() {
    let lose_one_key = |place: &Place| {
        let db = sled_open(&place.store());
        let tree = db.open_tree("frames").unwrap();
        let key = tree.iter().keys().nth(7).unwrap().unwrap();
        tree.remove(key).unwrap();
        db.flush().unwrap();
    };
    let place = Place::with_remarks(20);
    lose_one_key(&place);
    let (mut ledger, opened) = place.open();
    assert_eq!(opened.notes, [], "the store's claim is as it was");
    let check = ledger.check_store().unwrap();
    assert_eq!((check.entries, check.keys), (20, 20));
    assert_eq!(check.notes, [Note::StoreRebuilt { entries: 20 }]);
    ledger.close();

    lose_one_key(&place);
    let (mut ledger, _) = place.open();
    assert_eq!(
        numbers(&ledger.entries().unwrap()),
        (1..=20).collect::<Vec<_>>()
    );
    assert_eq!(ledger.take_notes(), [Note::StoreRebuilt { entries: 20 }]);
}

/// The store opened as its own room opens it, to break it from inside.
fn sled_open(path: &Path) -> sled::Db {
    (0..200)
        .find_map(|_| {
            let db = sled::open(path);
            if db.is_err() {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            db.ok()
        })
        .unwrap()
}

#[test]
fn trouble_of_the_store_never_fails_an_append() {
    let place = Place::new();
    let mut ledger = place.create();
    ledger.append(vec![remark(1, 1, 10)]).unwrap();
    ledger.store_fails_next();
    assert_eq!(
        numbers(&ledger.append(vec![remark(1, 2, 10)]).unwrap()),
        [2]
    );
    assert_eq!(ledger.take_notes(), [Note::StoreRebuilt { entries: 2 }]);
    assert_eq!(ledger.take_notes(), []);
    ledger.append(vec![remark(1, 3, 10)]).unwrap();
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3]);
    assert_eq!(ledger.check_store().unwrap().keys, 3);
}

#[test]
fn an_entry_that_is_durable_is_kept_although_it_never_reached_the_store() {
    let place = Place::with_remarks(2);
    let (mut ledger, _) = place.open();
    let (entries, unshelved) = ledger.make_durable(vec![remark(1, 3, 40)]).unwrap();
    assert_eq!(numbers(&entries), [3]);
    // The process ends here: nothing is put into the store.
    drop(unshelved);
    drop(ledger);

    let (mut ledger, opened) = place.open();
    assert_eq!(opened.read_only, None);
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3]);
    assert_eq!(ledger.append(vec![remark(1, 4, 1)]).unwrap()[0].seq, Seq(3));
}

#[test]
fn thousands_of_entries_come_back_in_their_order() {
    let place = Place::new();
    let mut ledger = place.create();
    let batch = (1..=5_000).map(|number| remark(1 + number % 3, number, 8));
    ledger.append(batch.collect()).unwrap();
    ledger.close();
    let (mut ledger, _) = place.open();
    let all: Vec<u32> = (1..=5_000).collect();
    assert_eq!(numbers(&ledger.entries().unwrap()), all);
}

#[test]
fn an_older_store_put_back_catches_up_without_a_word() {
    let place = Place::with_remarks(5);
    let old = place.root().parent().unwrap().join("old");
    copy_folder(&place.store(), &old);
    let (mut ledger, _) = place.open();
    ledger
        .append((6..=9).map(|number| remark(2, number, 9000)).collect())
        .unwrap();
    ledger.close();
    std::fs::remove_dir_all(place.store()).unwrap();
    copy_folder(&old, &place.store());
    let (mut ledger, opened) = place.open();
    assert_eq!(opened, Opened::default());
    assert_eq!(
        numbers(&ledger.entries().unwrap()),
        (1..=9).collect::<Vec<_>>()
    );
    assert_eq!(ledger.check_store().unwrap().notes, []);
}

#[test]
fn one_that_is_too_long_is_refused_whole() {
    let place = Place::new();
    let mut ledger = place.create();
    let refused = ledger.append(vec![remark(1, 1, 1), remark(1, 2, 17 * 1024 * 1024)]);
    assert!(matches!(refused, Err(LedgerError::TooLong { most, .. }) if most == 16 * 1024 * 1024));
    assert_eq!(ledger.head().count, 0);
    assert_eq!(ledger.entries().unwrap(), []);
}
