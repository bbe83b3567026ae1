//! Several devices: a copy goes on under its own, is backed up and put back again; holes are filled; two that both went on are both shown.

use super::{look::names, *};
use crate::ledger::{Note, verify_folder};

/// The numbers of the remarks, in order; the entries by which devices begin left out.
fn remarks(ledger: &mut Ledger) -> Vec<u32> {
    let mut entries = ledger.entries().unwrap();
    let all = u64::try_from(entries.len()).unwrap();
    assert_eq!(all, ledger.head().count);
    assert!(
        entries
            .iter()
            .zip(0..)
            .all(|(entry, seq)| entry.seq.0 == seq)
    );
    entries.retain(|entry| !matches!(entry.event, Event::DeviceStarted { .. }));
    numbers(&entries)
}

fn write(ledger: &mut Ledger, from: u32, to: u32) {
    for number in from..=to {
        ledger
            .append(vec![remark(1 + number % 2, number, 60)])
            .unwrap();
    }
}

fn journals(root: &Path) -> Vec<PathBuf> {
    let folder = root.join("journal");
    let mut files: Vec<_> = names(&folder)
        .into_iter()
        .map(|name| folder.join(name))
        .filter(|path| path.extension().is_some_and(|end| end == "log"))
        .collect();
    files.sort_by_key(|file| {
        let bytes = std::fs::read(file).unwrap();
        JournalHeader::parse(&bytes).unwrap().0.first
    });
    files
}

/// Three devices, one after the other: entries 1 to 4, 5 to 8 and 9 to 12; closed. The last has a mirror.
fn three(place: &Place) -> (PathBuf, PathBuf) {
    let above = place.root().parent().unwrap().to_owned();
    let folder = |name: &str| above.join(name);
    let mut first = place.create();
    write(&mut first, 1, 4);
    first.back_up(&folder("backup")).unwrap();
    first.close();
    let (mut second, opened) =
        Ledger::restore(&folder("backup"), &folder("second"), &options()).unwrap();
    assert!(opened.notes.contains(&Note::NewDevice));
    write(&mut second, 5, 8);
    second.back_up(&folder("backup")).unwrap();
    second.close();
    let (mut third, _) = Ledger::restore(&folder("backup"), &folder("third"), &options()).unwrap();
    write(&mut third, 9, 12);
    third.mirror_to(&folder("mirror")).unwrap();
    assert_eq!(remarks(&mut third), (1..=12).collect::<Vec<_>>());
    let report = third.verify(&mut |_, _| {}).unwrap();
    assert_eq!((report.differences, report.devices), (vec![], 3));
    third.close();
    (folder("third"), folder("mirror"))
}

#[test]
fn a_copy_of_a_copy_goes_on_and_its_entries_stand_in_their_order() {
    let place = Place::new();
    let (root, mirror) = three(&place);
    let (mut ledger, opened) = Ledger::open(&root, &options()).unwrap();
    assert_eq!(opened, Opened::default());
    assert_eq!(remarks(&mut ledger), (1..=12).collect::<Vec<_>>());
    assert_eq!(ledger.check_store().unwrap().notes, []);
    write(&mut ledger, 13, 14);
    ledger.close();
    for root in [&root, &mirror] {
        let report = verify_folder(root).unwrap();
        assert_eq!((report.differences, report.entries), (vec![], 16));
    }
}

#[test]
fn holes_in_any_devices_journal_come_back_from_the_mirror_and_from_the_store() {
    for from_store in [false, true] {
        for device in 0..3 {
            for what in 0..5 {
                let place = Place::new();
                let (root, mirror) = three(&place);
                let about = format!("device {device}, {what}, store {from_store}");
                if from_store {
                    std::fs::remove_dir_all(&mirror).unwrap();
                    std::fs::remove_file(root.join("mirror.json")).unwrap();
                } else {
                    std::fs::remove_dir_all(root.join("store.sled")).unwrap();
                }
                let journal = journals(&root)[device].clone();
                let bytes = std::fs::read(&journal).unwrap();
                let starts = frame_starts(&bytes);
                let mut damaged = bytes.clone();
                match what {
                    0 => damaged[starts[1] + 70] ^= 1,
                    1 => damaged.truncate(starts[2]),
                    2 => damaged.truncate(starts[3] + 5),
                    3 => damaged[20] ^= 1,
                    _ => {}
                }
                std::fs::write(&journal, &damaged).unwrap();
                if what == 4 {
                    std::fs::remove_file(&journal).unwrap();
                }
                let (mut ledger, opened) = Ledger::open(&root, &options()).unwrap();
                let check = ledger.check_store().unwrap();
                assert_eq!(check.read_only, None, "{about}");
                assert_ne!([opened.notes, check.notes].concat(), [], "{about}");
                assert_eq!(
                    remarks(&mut ledger),
                    (1..=12).collect::<Vec<_>>(),
                    "{about}"
                );
                assert_eq!(std::fs::read(&journal).unwrap(), bytes, "{about}");
                let report = ledger.verify(&mut |_, _| {}).unwrap();
                assert_eq!(report.differences, [], "{about}");
            }
        }
    }
}

#[test]
fn a_journal_that_is_gone_for_good_is_said_and_nothing_is_added() {
    for device in 0..3 {
        let place = Place::new();
        let (root, mirror) = three(&place);
        std::fs::remove_dir_all(&mirror).unwrap();
        let journal = journals(&root)[device].clone();
        std::fs::remove_file(&journal).unwrap();
        std::fs::remove_file(journal.with_extension("head")).unwrap();
        if device < 2 {
            std::fs::remove_dir_all(root.join("store.sled")).unwrap();
        }
        let (mut ledger, opened) = Ledger::open(&root, &options()).unwrap();
        let said = opened.read_only.unwrap();
        let first = [0, 4, 9][device];
        assert!(
            said.starts_with(&format!("Entry {first} of the record is damaged")),
            "{said}"
        );
        let refused = ledger.append(vec![remark(1, 20, 1)]).unwrap_err();
        assert!(matches!(refused, LedgerError::ReadOnly { .. }));
        let others = ledger.entries().unwrap().len();
        assert_eq!(others, [14 - 4, 14 - 5, 14 - 5][device]);
        ledger.close();
        if device < 2 {
            assert!(!verify_folder(&root).unwrap().is_right());
        }
    }
}

#[test]
fn two_copies_that_both_went_on_are_both_kept_said_and_only_read() {
    let place = Place::new();
    let above = place.root().parent().unwrap().to_owned();
    let mut first = place.create();
    write(&mut first, 1, 4);
    first.back_up(&above.join("backup")).unwrap();
    write(&mut first, 5, 6);
    first.close();
    let restored = above.join("restored");
    let (mut second, _) = Ledger::restore(&above.join("backup"), &restored, &options()).unwrap();
    write(&mut second, 7, 8);
    second.close();
    let own = journals(&restored).pop().unwrap();
    for end in ["log", "head"] {
        let file = own.with_extension(end);
        let target = place.root().join("journal").join(file.file_name().unwrap());
        std::fs::copy(&file, target).unwrap();
    }
    let (mut ledger, opened) = place.open();
    let said = opened.read_only.unwrap();
    assert!(
        said.starts_with(
            "Two copies of this inspection were both written to: both have an entry 4."
        ),
        "{said}"
    );
    let mut all = ledger.entries().unwrap();
    all.retain(|entry| !matches!(entry.event, Event::DeviceStarted { .. }));
    let mut all = numbers(&all);
    all.sort_unstable();
    assert_eq!(all, (1..=8).collect::<Vec<_>>());
    assert!(ledger.append(vec![remark(1, 9, 1)]).is_err());
    assert!(!ledger.verify(&mut |_, _| {}).unwrap().is_right());
}

#[test]
fn one_device_with_two_histories_is_said_when_its_mirror_is_there_again() {
    let place = Place::new();
    let above = place.root().parent().unwrap().to_owned();
    let mut ledger = place.create();
    write(&mut ledger, 1, 3);
    ledger.mirror_to(&above.join("mirror")).unwrap();
    ledger.close();
    copy_folder(&place.root(), &above.join("older"));
    let (mut ledger, _) = place.open();
    write(&mut ledger, 4, 6);
    ledger.close();
    // The older copy of the whole folder is put back and written to while the mirror is unplugged.
    std::fs::rename(above.join("mirror"), above.join("unplugged")).unwrap();
    std::fs::remove_dir_all(place.root()).unwrap();
    copy_folder(&above.join("older"), &place.root());
    let (mut ledger, opened) = place.open();
    assert_eq!(opened.read_only, None);
    write(&mut ledger, 7, 7);
    assert_eq!(ledger.take_notes(), [Note::MirrorBehind]);
    ledger.close();
    std::fs::rename(above.join("unplugged"), above.join("mirror")).unwrap();
    let mirrored = std::fs::read(journals(&above.join("mirror"))[0].clone()).unwrap();
    let (mut ledger, _) = place.open();
    let read_only = ledger.check_store().unwrap().read_only.unwrap();
    assert!(read_only.contains("both have an entry 3."), "{read_only}");
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 7]);
    ledger.close();
    let after = std::fs::read(journals(&above.join("mirror"))[0].clone()).unwrap();
    assert_eq!(after, mirrored, "what the mirror has is kept too");
}

#[test]
fn a_mirror_of_another_inspection_is_never_written_to() {
    let (place, other) = (Place::new(), Place::new());
    let mirror = place.root().with_file_name("mirror");
    let mut ledger = place.create();
    ledger.mirror_to(&mirror).unwrap();
    write(&mut ledger, 1, 2);
    ledger.close();
    let mut ledger = other.create();
    write(&mut ledger, 1, 2);
    ledger.back_up(&mirror.with_file_name("others")).unwrap();
    ledger.close();
    std::fs::remove_dir_all(&mirror).unwrap();
    copy_folder(&mirror.with_file_name("others"), &mirror);
    let keys = std::fs::read(mirror.join("keys.json")).unwrap();
    let (mut ledger, _) = place.open();
    write(&mut ledger, 3, 3);
    ledger.append(vec![remark(9, 4, 1)]).unwrap();
    ledger.documents().put_text(CaseNo(10), b"text").unwrap();
    assert_eq!(ledger.check_store().unwrap().notes, [Note::MirrorBehind]);
    assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4]);
    ledger.close();
    assert_eq!(std::fs::read(mirror.join("keys.json")).unwrap(), keys);
    assert_eq!(journals(&mirror).len(), 1);
    assert!(!mirror.join("documents").exists());
}
