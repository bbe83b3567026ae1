//! The journal damaged from outside: torn, flipped, cut, shuffled.

use std::sync::Arc;

use super::{fault::FaultDisk, *};
use crate::{
    casework::Seq,
    ledger::{
        Note,
        chains::{self, Chains},
        disk::How,
        frame::Frame,
        journal::{Journal, Kept},
        shelf::Shelf,
        start::{self, Copies, Look},
        vault::{DeviceKey, Sealed},
        verify_folder,
    },
    proof::chain::CaseId,
};

fn all(count: u32) -> Vec<u32> {
    (1..=count).collect()
}

/// Opens the inspection at `root` after the journal was made `bytes` and the store taken away or left.
fn open_with(place: &Place, bytes: &[u8], with_store: bool) -> (Ledger, Opened, Place) {
    let damaged = Place::new();
    copy_folder(&place.root(), &damaged.root());
    std::fs::write(damaged.journal(), bytes).unwrap();
    if !with_store {
        std::fs::remove_dir_all(damaged.store()).unwrap();
    }
    let (ledger, opened) = damaged.open();
    (ledger, opened, damaged)
}

#[test]
fn cut_at_any_byte_of_the_last_three_frames_the_whole_ones_stay_and_the_torn_one_is_set_aside() {
    let place = Place::with_remarks(6);
    let device = place
        .journal()
        .file_stem()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    for cut in starts[3]..bytes.len() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(format!("{device}.log"));
        std::fs::write(&file, &bytes[..cut]).unwrap();
        let disk = Arc::new(FaultDisk::default());
        let id = chains::devices(&*disk, folder.path()).unwrap()[0];
        let found = Journal::open(disk, folder.path(), id, How::Write)
            .unwrap()
            .unwrap();
        let mut chains = Chains::only_read(vec![found.journal]);
        chains.ends_whole = found.ends_whole;
        let mut copies = Copies {
            shelf: &mut Shelf::closed(),
            mirror: None,
        };
        let settled = start::settle(&mut chains, &mut copies, Look::Quick).unwrap();
        let journal = chains.own_mut().unwrap();

        let whole = starts.iter().filter(|start| **start <= cut).count() - 1;
        let torn = &bytes[starts[whole]..cut];
        assert_eq!(journal.head().count, whole as u64, "cut at {cut}");
        assert_eq!(std::fs::read(&file).unwrap(), bytes[..starts[whole]]);
        assert_eq!(settled.damaged, None);
        let aside = folder.path().join(format!("{device}.torn-1"));
        if torn.is_empty() {
            assert!(!aside.exists());
        } else {
            assert_eq!(std::fs::read(&aside).unwrap(), torn);
            assert!(settled.notes.contains(&Note::UnfinishedSetAside {
                bytes: torn.len() as u64,
                file: format!("{device}.torn-1"),
            }));
        }
        let next = [&bytes[starts[whole]..starts[whole + 1]]].concat();
        let head = Frame::parse(&next).unwrap().head();
        assert_eq!(journal.append(&next, head).unwrap(), Kept::Plainly);
        assert_eq!(std::fs::read(&file).unwrap(), bytes[..starts[whole + 1]]);
    }
}

#[test]
fn after_a_torn_end_work_goes_on() {
    let place = Place::with_remarks(6);
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    for cut in [starts[4] + 1, starts[5], bytes.len() - 1] {
        let (mut ledger, opened, _damaged) = open_with(&place, &bytes[..cut], false);
        let kept = u32::try_from(starts.iter().filter(|start| **start <= cut).count() - 1).unwrap();
        assert_eq!(opened.read_only, None);
        assert_eq!(numbers(&ledger.entries().unwrap()), all(kept));
        ledger.append(vec![remark(1, kept + 1, 5)]).unwrap();
        assert_eq!(numbers(&ledger.entries().unwrap()), all(kept + 1));
        assert_eq!(ledger.check_store().unwrap().notes, []);
    }
}

#[test]
fn cut_anywhere_what_the_store_has_of_the_end_comes_back() {
    let place = Place::with_remarks(6);
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    let cuts = starts[..6].iter().flat_map(|start| [*start, start + 77]);
    for cut in cuts {
        let (mut ledger, opened, damaged) = open_with(&place, &bytes[..cut], true);
        assert_eq!(numbers(&ledger.entries().unwrap()), all(6), "cut at {cut}");
        assert_eq!(std::fs::read(damaged.journal()).unwrap(), bytes);
        let whole = starts.iter().filter(|start| **start <= cut).count() as u64 - 1;
        let (first, count) = (Seq(whole), 6 - whole);
        match &opened.notes[..] {
            [
                Note::EntriesBroughtBack { first: f, count: c }
                | Note::EntriesMended {
                    first: f, count: c, ..
                },
            ] => {
                assert_eq!((*f, *c), (first, count));
            }
            other => panic!("cut at {cut}: {other:?}"),
        }
        assert_eq!(ledger.check_store().unwrap().notes, []);
    }
}

#[test]
fn a_flip_anywhere_in_the_middle_is_found_and_served_from_the_store() {
    let place = Place::with_remarks(5);
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    for at in (starts[1]..starts[3]).step_by(23) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        let (mut ledger, opened, damaged) = open_with(&place, &flipped, true);
        assert_eq!(opened, Opened::default(), "the end and the store agree");
        assert_eq!(numbers(&ledger.entries().unwrap()), all(5));
        let report = verify_folder(&damaged.root()).unwrap();
        let entry = if at < starts[2] { Seq(1) } else { Seq(2) };
        assert_eq!(report.differences[0].entry, Some(entry), "flip at {at}");
        let check = ledger.check_store().unwrap();
        assert!(
            matches!(&check.notes[..], [Note::EntriesMended { first, count: 1, .. }] if *first == entry),
            "flip at {at}: {:?}",
            check.notes
        );
        assert_eq!(check.read_only, None);
        assert_eq!(std::fs::read(damaged.journal()).unwrap(), bytes);
        let aside = only_file(&damaged.root().join("journal"), ".damaged-1");
        assert_eq!(std::fs::read(aside).unwrap(), flipped);
        assert_eq!(numbers(&ledger.append(vec![remark(1, 6, 5)]).unwrap()), [6]);
        assert!(verify_folder(&damaged.root()).unwrap().is_right());
    }
}

#[test]
fn without_any_other_copy_it_is_read_only_and_nothing_is_cut() {
    let place = Place::with_remarks(5);
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    let mut flipped = bytes.clone();
    flipped[starts[2] + 120] ^= 1;
    let (mut ledger, opened, damaged) = open_with(&place, &flipped, false);
    assert_eq!(
        opened.read_only.as_deref(),
        Some(
            "Entry 2 of the record is damaged and no other copy of it was found. Put back a copy of the whole folder from before."
        )
    );
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 4, 5]);
    assert_eq!(
        numbers(&ledger.entries_of(Some(CaseNo(1))).unwrap()),
        [2, 4]
    );
    assert!(matches!(
        ledger.append(vec![remark(1, 6, 5)]),
        Err(LedgerError::ReadOnly { .. })
    ));
    assert_eq!(std::fs::read(damaged.journal()).unwrap(), flipped);
    ledger.close();
    assert_eq!(std::fs::read(damaged.journal()).unwrap(), flipped);
}

#[test]
fn a_frame_rewritten_with_a_right_hash_of_its_own_is_found_by_the_one_after_it() {
    let place = Place::with_remarks(5);
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    let old = crate::ledger::frame::Frame::parse(&bytes[starts[2]..starts[3]]).unwrap();
    let sealed = Sealed {
        nonce: old.nonce,
        bytes: old.sealed.iter().rev().copied().collect(),
    };
    let key = DeviceKey::random().unwrap();
    let (forged, _) =
        crate::ledger::frame::encode(&key, 2, 2, old.previous, old.case, &sealed).unwrap();
    let forged = [&bytes[..starts[2]], &forged, &bytes[starts[3]..]].concat();
    let (mut ledger, _, damaged) = open_with(&place, &forged, true);
    let report = verify_folder(&damaged.root()).unwrap();
    assert_eq!(report.differences[0].entry, Some(Seq(2)));
    assert_eq!(
        report.differences[0].what,
        format!(
            "Entry 2 is damaged, changed or missing (at position {}).",
            starts[2]
        )
    );
    assert_eq!(ledger.check_store().unwrap().read_only, None);
    assert_eq!(std::fs::read(damaged.journal()).unwrap(), bytes);
}

#[test]
fn frames_taken_out_doubled_or_swapped_are_put_right_from_the_store() {
    let place = Place::with_remarks(5);
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    let frame = |number: usize| &bytes[starts[number]..starts[number + 1]];
    let orders: [&[usize]; 6] = [
        &[0, 2, 3, 4],
        &[1, 2, 3, 4],
        &[0, 1, 1, 2, 3, 4],
        &[0, 2, 1, 3, 4],
        &[0, 1, 2, 3, 4, 0],
        &[4, 3, 2, 1, 0],
    ];
    for order in orders {
        let frames = order.iter().flat_map(|number| frame(*number));
        let shuffled: Vec<u8> = bytes[..starts[0]].iter().chain(frames).copied().collect();
        let (mut ledger, _, damaged) = open_with(&place, &shuffled, true);
        let report = verify_folder(&damaged.root()).unwrap();
        let quick = std::fs::read(damaged.journal()).unwrap() == bytes;
        assert!(quick || !report.is_right(), "{order:?}");
        assert_eq!(ledger.check_store().unwrap().read_only, None, "{order:?}");
        assert_eq!(
            std::fs::read(damaged.journal()).unwrap(),
            bytes,
            "{order:?}"
        );
        assert_eq!(numbers(&ledger.entries().unwrap()), all(5), "{order:?}");
    }
}

#[test]
fn a_batch_of_which_only_later_pieces_reached_the_disk_was_never_kept() {
    let place = Place::with_remarks(3);
    let (mut ledger, _) = place.open();
    ledger
        .append((4..=8).map(|number| remark(1, number, 40)).collect())
        .unwrap();
    ledger.close();
    let mut bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    bytes[starts[4]..starts[6]].fill(0);
    let (mut ledger, opened, _damaged) = open_with(&place, &bytes, false);
    assert_eq!(opened.read_only, None);
    assert!(
        matches!(&opened.notes[..], [Note::UnfinishedSetAside { bytes: aside, .. }, Note::StoreRebuilt { entries: 4 }] if *aside == (bytes.len() - starts[4]) as u64),
        "{:?}",
        opened.notes
    );
    assert_eq!(numbers(&ledger.entries().unwrap()), all(4));

    // Once another entry was kept after it, the batch was confirmed, and a hole in it is damage.
    let (mut ledger, _) = place.open();
    ledger.append(vec![remark(1, 9, 40)]).unwrap();
    ledger.close();
    let end = std::fs::read(place.journal()).unwrap();
    bytes.extend(&end[starts[8]..]);
    let (_, opened, _damaged) = open_with(&place, &bytes, false);
    assert!(
        opened
            .read_only
            .unwrap()
            .starts_with("Entry 4 of the record is damaged")
    );
}

#[test]
fn a_journal_of_anything_at_all_is_refused_or_read_but_never_a_panic() {
    let place = Place::with_remarks(2);
    let bytes = std::fs::read(place.journal()).unwrap();
    let far = crate::ledger::frame::encode(
        &DeviceKey::random().unwrap(),
        u64::MAX,
        u64::MAX,
        crate::casework::Sha256([7; 32]),
        CaseId([0; 16]),
        &Sealed {
            nonce: [0; 24],
            bytes: vec![0; 20],
        },
    )
    .unwrap()
    .0;
    let strange: [(&[u8], Vec<u32>); 4] = [
        (b"", vec![]),
        (b"ALSF", vec![]),
        (&[0xFF; 5000], vec![]),
        (&b"ALSF\0\x01\0\x01\0\0\0\xd9".repeat(300), vec![]),
    ];
    for (journal, kept) in strange {
        let (mut ledger, opened, _damaged) = open_with(&place, journal, false);
        assert_eq!(opened.read_only, None);
        assert_eq!(numbers(&ledger.entries().unwrap()), kept);
    }
    let (mut ledger, opened, _damaged) = open_with(&place, &[bytes, far].concat(), false);
    assert_eq!(opened.read_only, None);
    assert!(matches!(
        &opened.notes[..],
        [Note::StrangeSetAside { .. }, ..]
    ));
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2]);
}

#[test]
fn what_somebody_without_the_key_wrote_after_the_last_entry_is_set_aside_and_never_an_entry() {
    let place = Place::with_remarks(3);
    let bytes = std::fs::read(place.journal()).unwrap();
    let starts = frame_starts(&bytes);
    let last = Frame::parse(&bytes[starts[2]..]).unwrap();
    let sealed = Sealed {
        nonce: last.nonce,
        bytes: last.sealed.to_vec(),
    };
    let stranger = DeviceKey::random().unwrap();
    let frame = |seq, previous| {
        crate::ledger::frame::encode(&stranger, seq, 3, previous, last.case, &sealed).unwrap()
    };
    let (fourth, hash) = frame(3, last.hash);
    let (fifth, _) = frame(4, hash);
    let strange = [&fourth[..], &fifth].concat();
    let whole = [&bytes[..], &strange].concat();
    for (with_store, after) in [(true, vec![]), (false, vec![]), (false, b"ALSF".to_vec())] {
        let end = [&whole[..], &after].concat();
        let (mut ledger, opened, damaged) = open_with(&place, &end, with_store);
        assert_eq!(opened.read_only, None);
        assert!(
            matches!(&opened.notes[0], Note::StrangeSetAside { .. }),
            "{:?}",
            opened.notes
        );
        assert_eq!(numbers(&ledger.entries().unwrap()), all(3));
        assert_eq!(std::fs::read(damaged.journal()).unwrap(), bytes);
        let aside = only_file(&damaged.root().join("journal"), ".torn-1");
        assert_eq!(
            std::fs::read(aside).unwrap(),
            [&strange[..], &after].concat()
        );
        assert_eq!(numbers(&ledger.append(vec![remark(1, 4, 5)]).unwrap()), [4]);
        assert!(verify_folder(&damaged.root()).unwrap().is_right());
    }
    // The same in place of the last entry: the one that was signed comes back from the store.
    let (third, _) = frame(2, last.previous);
    let forged = [&bytes[..starts[2]], &third].concat();
    let (mut ledger, opened, damaged) = open_with(&place, &forged, true);
    assert!(
        matches!(
            &opened.notes[..],
            [Note::EntriesMended {
                first: Seq(2),
                count: 1,
                ..
            }]
        ),
        "{:?}",
        opened.notes
    );
    assert_eq!(numbers(&ledger.entries().unwrap()), all(3));
    assert_eq!(std::fs::read(damaged.journal()).unwrap(), bytes);
}
