//! Documents, texts, drafts, and what verify says of them.

use std::sync::Arc;

use super::{
    fault::{Fault, FaultDisk},
    memory::{Crash, MemoryDisk},
    *,
};
use crate::{
    casework::{DocumentDates, DocumentNo, Readable, Seq, Sha256, TextRef},
    ledger::{Documents, Effort, Unlock, documents, sha256, vault::Keyring, verify_folder},
};

fn documents_on(place: &Place, disk: &FaultDisk) -> Documents {
    let root = place.root();
    std::fs::create_dir_all(&root).unwrap();
    let sound = || Arc::new(FaultDisk::default());
    let keys = Keyring::create(sound(), &root, &Unlock::Beside, Effort::Floor).unwrap();
    keys.ensure(Some(CaseNo(1))).unwrap();
    std::fs::create_dir_all(root.join("documents")).unwrap();
    documents::Documents::new(Arc::new(disk.clone()), Arc::new(keys), None, root)
}

fn taken_in(number: u32, original: Sha256, text: Sha256) -> NewEntry {
    NewEntry {
        event: Event::DocumentTakenIn {
            document: DocumentNo(number),
            title: "Visit".into(),
            document_kind: "Visit".into(),
            dates: DocumentDates::default(),
            name: "visit.md".into(),
            sha256: original,
            bytes: 6,
            reading: Readable::Text(TextRef {
                sha256: text,
                reader: "markdown 1".into(),
                chars: 6,
                words: 1,
                pages: 0,
                remarks: Vec::new(),
            }),
            standing: None,
            hints: Vec::new(),
            facts: std::sync::Arc::default(),
            part_of: None,
        },
        ..remark(1, 1, 0)
    }
}

#[test]
fn documents_come_back_byte_for_byte_and_a_changed_one_is_not_shown() {
    let place = Place::new();
    let ledger = place.create();
    let documents = ledger.documents();
    let letter = b"letter \0\xFF".as_slice();
    let hash = documents.put_original(CaseNo(1), letter).unwrap();
    let file = document_files(&place.root()).pop_first().unwrap();
    let sealed = std::fs::read(&file).unwrap();
    assert!(!sealed.windows(6).any(|window| window == b"letter"));
    assert!(!file.to_str().unwrap().contains(&hash.to_string()));
    assert_eq!(hash, sha256(letter));
    assert_eq!(documents.original(CaseNo(1), hash).unwrap(), letter);
    assert!(matches!(
        documents.text(CaseNo(1), hash),
        Err(LedgerError::DocumentMissing { .. })
    ));
    assert_eq!(
        documents.put_text(CaseNo(1), b"letter").unwrap(),
        sha256(b"letter")
    );
    assert_eq!(
        documents.text(CaseNo(1), sha256(b"letter")).unwrap(),
        b"letter"
    );

    std::fs::write(&file, b"another letter").unwrap();
    let refused = documents.original(CaseNo(1), hash).unwrap_err().to_string();
    assert_eq!(
        refused,
        format!(
            "A document of case 1 ({}…) was changed since it was taken in. It is not shown; alongside verify lists every such document.",
            hash.short()
        )
    );
    documents.put_original(CaseNo(1), letter).unwrap();
    assert_eq!(documents.original(CaseNo(1), hash).unwrap(), letter);
}

#[test]
fn the_same_bytes_again_are_nothing_to_do() {
    let place = Place::new();
    let disk = FaultDisk::default();
    let documents = documents_on(&place, &disk);
    documents.put_original(CaseNo(3), b"once").unwrap();
    let calls = disk.calls();
    documents.put_original(CaseNo(3), b"once").unwrap();
    let mut batch = documents.batch();
    batch.put_original(CaseNo(3), b"once").unwrap();
    assert_eq!(batch.commit().unwrap(), 0);
    assert_eq!(disk.calls(), calls);
}

#[test]
fn a_batch_is_kept_as_a_whole_with_one_sync_for_its_contents() {
    let place = Place::new();
    let disk = FaultDisk::default();
    let documents = documents_on(&place, &disk);
    let mut batch = documents.batch();
    let hashes: Vec<_> = (0..100_u32)
        .map(|number| {
            let bytes = (number / 2).to_string();
            batch
                .put_text(CaseNo(1 + number % 2), bytes.as_bytes())
                .unwrap()
        })
        .collect();
    assert!(
        documents.text(CaseNo(1), hashes[0]).is_err(),
        "not before the commit"
    );
    disk.fail_at(u64::MAX, Fault::Broken, Some("sync_many"));
    assert_eq!(batch.commit().unwrap(), 100);
    assert_eq!(disk.calls(), 1);
    for (number, hash) in (0..).zip(&hashes) {
        let text = documents.text(CaseNo(1 + number % 2), *hash).unwrap();
        assert_eq!(text, (number / 2).to_string().as_bytes());
    }
}

#[test]
fn a_batch_that_fails_anywhere_keeps_no_half_file_and_works_when_tried_again() {
    for call in 0..17 {
        let place = Place::new();
        let disk = FaultDisk::failing_at(call, Fault::NoSpace, None);
        let documents = documents_on(&place, &disk);
        let put_three = || {
            let mut batch = documents.batch();
            for text in ["one", "two", "three"] {
                batch.put_text(CaseNo(1), text.as_bytes())?;
            }
            batch.commit()
        };
        let failed = put_three().is_err();
        assert_eq!(failed, call < 14, "call {call}");
        for text in ["one", "two", "three"] {
            let read = documents.text(CaseNo(1), sha256(text.as_bytes()));
            assert!(matches!(
                read,
                Ok(_) | Err(LedgerError::DocumentMissing { .. })
            ));
        }
        disk.fail_at(u64::MAX, Fault::NoSpace, None);
        put_three().unwrap();
        for text in ["one", "two", "three"] {
            assert_eq!(
                documents.text(CaseNo(1), sha256(text.as_bytes())).unwrap(),
                text.as_bytes()
            );
        }
        documents.tidy();
        assert_eq!(documents.count(), (3, 0), "call {call}");
    }
}

#[test]
fn the_resume_record_is_the_old_one_or_the_new_one_never_a_mixture() {
    let place = Place::with_remarks(0);
    let disk = FaultDisk::default();
    let options = Options {
        disk: Arc::new(disk.clone()),
        ..options()
    };
    let (ledger, _) = Ledger::open(&place.root(), &options).unwrap();
    assert_eq!(ledger.resume().unwrap(), None);
    ledger.clear_resume().unwrap();
    ledger.save_resume(b"Who followed").unwrap();
    for call in 0..5 {
        disk.fail_at(call, Fault::NoSpace, None);
        assert!(matches!(
            ledger.save_resume(b"Who followed this up?"),
            Err(LedgerError::DiskFull)
        ));
        let there = ledger.resume().unwrap().unwrap();
        // The last call only makes the new name durable.
        let expected: &[u8] = if call == 4 {
            b"Who followed this up?"
        } else {
            b"Who followed"
        };
        assert_eq!(there, expected, "call {call}");
    }
    drop(ledger);
    let (ledger, _) = place.open();
    assert_eq!(ledger.resume().unwrap().unwrap(), b"Who followed this up?");
    ledger.clear_resume().unwrap();
    assert_eq!(ledger.resume().unwrap(), None);
}

#[test]
fn verify_counts_what_it_checked_and_says_what_is_proven_and_what_is_not() {
    let place = Place::new();
    let mut ledger = place.create();
    let documents = ledger.documents();
    let original = documents.put_original(CaseNo(1), b"# Visit").unwrap();
    let original_file = document_files(&place.root()).pop_first().unwrap();
    let text = documents.put_text(CaseNo(1), b"Visit").unwrap();
    let mut files = document_files(&place.root());
    files.remove(&original_file);
    let text_file = files.pop_first().unwrap();
    ledger
        .append(vec![taken_in(1, original, text), remark(1, 1, 5)])
        .unwrap();
    documents
        .put_text(CaseNo(1), b"of an intake that was interrupted")
        .unwrap();

    let mut heard = Vec::new();
    let report = ledger
        .verify(&mut |done, of| heard.push((done, of)))
        .unwrap();
    assert_eq!(heard, [(0, 2), (1, 2), (2, 2)]);
    assert!(report.is_right());
    assert_eq!(
        (report.entries, report.originals, report.texts, report.store),
        (2, 1, 1, Some(2))
    );
    assert_eq!(report.head, ledger.head().hash);
    assert_eq!(
        report.remarks,
        [
            "1 files in the documents folder are named by no entry; an intake that was interrupted leaves such files."
        ]
    );
    assert_eq!(report.proven.len(), 3);
    assert!(
        report
            .not_proven
            .iter()
            .any(|line| line.contains("compare a seal's words with those on paper"))
    );

    std::fs::write(&text_file, b"visit").unwrap();
    std::fs::remove_file(&original_file).unwrap();
    let report = ledger.verify(&mut |_, _| {}).unwrap();
    assert_eq!((report.originals, report.texts), (0, 0));
    let whats: Vec<_> = report
        .differences
        .iter()
        .map(|one| one.what.as_str())
        .collect();
    assert_eq!(
        whats,
        [
            format!(
                "A document of case 1 ({}…, named by entry 0) is missing.",
                original.short()
            ),
            format!(
                "A text of case 1 ({}…, named by entry 0) was changed since it was taken in.",
                text.short()
            ),
        ]
    );
    assert_eq!(report.differences[0].entry, Some(Seq(0)));
    assert_eq!(report.differences[0].document, Some(original));
    assert_eq!(report.proven, Vec::<String>::new());
}

#[test]
fn verify_changes_nothing() {
    fn listing(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                files.extend(listing(&path));
            } else {
                files.push((path.clone(), std::fs::read(&path).unwrap()));
            }
        }
        files.sort();
        files
    }
    let place = Place::with_remarks(4);
    let mut bytes = std::fs::read(place.journal()).unwrap();
    bytes.truncate(bytes.len() - 3);
    std::fs::write(place.journal(), &bytes).unwrap();
    let before = listing(&place.root());
    let report = verify_folder(&place.root()).unwrap();
    assert_eq!(report.entries, 3);
    assert!(
        report.differences[0]
            .what
            .contains("entry 3 was never finished, or is damaged")
    );
    assert_eq!(listing(&place.root()), before);
}

#[test]
fn what_a_kill_left_unconfirmed_is_confirmed_when_it_is_put_again() {
    let mut cut_short = 0;
    for call in 0..24 {
        let disk = MemoryDisk::with_folder(Path::new("/"));
        let options = Options {
            disk: Arc::new(disk.clone()),
            store: false,
            ..options()
        };
        let root = Path::new("/inspection");
        let mut ledger = Ledger::create(root, &options).unwrap();
        ledger.append(vec![remark(3, 1, 5)]).unwrap();
        disk.cut_power_after(call);
        cut_short += u32::from(
            ledger
                .documents()
                .put_text(CaseNo(3), b"Not seen.")
                .is_err(),
        );
        drop(ledger);
        disk.crash(Crash::Killed);
        let (ledger, _) = Ledger::open(root, &options).unwrap();
        let hash = ledger
            .documents()
            .put_text(CaseNo(3), b"Not seen.")
            .unwrap();
        drop(ledger);
        disk.crash(Crash::PowerAll);
        let (ledger, _) = Ledger::open(root, &options).unwrap();
        let text = ledger.documents().text(CaseNo(3), hash);
        assert_eq!(text.unwrap(), b"Not seen.", "killed at call {call}");
    }
    assert!(cut_short >= 6, "{cut_short}");
}
