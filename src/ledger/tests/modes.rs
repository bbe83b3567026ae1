//! A folder that is not as it should be, or that may not be written to: refused in a sentence, or put right, with nothing lost.

use std::sync::Arc;

use super::{
    fault::{Fault, FaultDisk},
    *,
};
use crate::ledger::{Note, verify_folder};

/// With a disk on which everything that changes something is refused in this way.
fn refusing(fault: Fault) -> Options {
    let disk = FaultDisk::default();
    disk.refuse(Some(fault));
    Options {
        disk: Arc::new(disk),
        ..options()
    }
}

/// Every file below a folder with its bytes, the store and the lock left out.
fn kept(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        let name = path.file_name().unwrap_or_default();
        if name == "store.sled" || name == "lock" {
            continue;
        }
        if path.is_dir() {
            waiting.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|file| file.unwrap().path()),
            );
        } else {
            files.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn a_folder_that_may_not_be_written_to_is_refused_in_a_sentence_and_can_still_be_verified() {
    for (fault, because) in [
        (Fault::Denied, "this account is not allowed to"),
        (Fault::ReadOnly, "the disk cannot be written to"),
    ] {
        let place = Place::with_remarks(5);
        let before = kept(&place.root());
        let refused = Ledger::open(&place.root(), &refusing(fault)).unwrap_err();
        let sentence = refused.to_string();
        assert!(sentence.contains(because), "{sentence}");
        assert!(
            sentence.ends_with(
                "Check that the disk is connected and that this account may write to the folder, then try again."
            ),
            "{sentence}"
        );
        assert_eq!(kept(&place.root()), before, "{fault:?}");
        let report = verify_folder(&place.root()).unwrap();
        assert_eq!(report.entries, 5);
        let (mut ledger, opened) = place.open();
        assert_eq!(opened.read_only, None);
        assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4, 5]);
    }
}

#[test]
fn making_one_where_nothing_may_be_written_says_so() {
    for (fault, because) in [
        (Fault::Denied, "this account is not allowed to"),
        (Fault::ReadOnly, "the disk cannot be written to"),
    ] {
        let place = Place::new();
        let refused = Ledger::create(&place.root(), &refusing(fault)).unwrap_err();
        assert!(refused.to_string().contains(because), "{refused}");
        assert!(!place.root().exists());
    }
}

#[test]
fn a_disk_that_becomes_read_only_refuses_each_entry_and_takes_it_once_it_is_writable_again() {
    for fault in [Fault::Denied, Fault::ReadOnly] {
        let place = Place::with_remarks(3);
        let disk = FaultDisk::default();
        let on = Options {
            disk: Arc::new(disk.clone()),
            ..options()
        };
        let (mut ledger, _) = Ledger::open(&place.root(), &on).unwrap();
        disk.refuse(Some(fault));
        for _ in 0..2 {
            ledger.append(vec![remark(1, 4, 300)]).unwrap_err();
        }
        assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3]);
        disk.refuse(None);
        ledger.append(vec![remark(1, 4, 300)]).unwrap();
        ledger.close();
        let (mut ledger, _) = place.open();
        assert_eq!(numbers(&ledger.entries().unwrap()), [1, 2, 3, 4]);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_others_may_look_into_is_closed_to_them_and_it_is_said_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let bits = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for mode in [0o755, 0o711, 0o770, 0o777, 0o704] {
        let place = Place::with_remarks(2);
        let root = place.root();
        let keys = root.join("keys.json");
        let set = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        set(&keys, 0o644);
        set(&root.join("journal"), 0o755);
        set(&root, mode);
        let (ledger, opened) = place.open();
        assert_eq!(opened.notes, [Note::ClosedToOthers], "{mode:o}");
        assert_eq!(bits(&root), 0o700);
        assert_eq!(bits(&keys), 0o600);
        assert_eq!(bits(&root.join("journal")), 0o700);
        ledger.close();
        assert_eq!(place.open().1.notes, []);
    }
}

#[test]
fn a_lock_that_was_left_behind_holds_nobody_off_and_one_that_is_held_names_who_has_it() {
    let place = Place::with_remarks(2);
    for left_behind in [
        "",
        "{",
        r#"{"process":1,"since":{"utc_ms":0,"offset_s":0}}"#,
    ] {
        std::fs::write(place.root().join("lock"), left_behind).unwrap();
        place.open().0.close();
    }
    let (ledger, _) = place.open();
    let refused = place.try_open().unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!(
            "This inspection is already open since 14 Mar 2012 14:02 +00:00 (process {}). Close it there first; two programs never write to one inspection.",
            std::process::id()
        )
    );
    ledger.close();
    place.open().0.close();
}
