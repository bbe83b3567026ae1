//! An inspection as the first version of today's format wrote it, kept in `tests/golden/v1`: it opens for ever, word for word.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use alongside::{
    casework::{
        CaseNo, DocumentDates, DocumentNo, Entry, Event, Moment, ParticipantNo, Readable,
        RemarkKind, RemarkNo, Seq, TextRef,
        event::{CaseAbout, NewEntry},
    },
    ledger::{Ledger, Options, sha256},
};

const NOW: Moment = Moment {
    utc_ms: 1_339_407_000_000,
    offset_s: 3_600,
};
const LETTER: &[u8] = b"# Visit\n\nMother did not attend the last two sessions.\n";
const TEXT: &[u8] = "Visit\nMother did not attend the last two sessions.\n".as_bytes();

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1")
}

/// What stands in it, in order.
fn kept() -> Vec<NewEntry> {
    let entry = |case: Option<u32>, event| NewEntry {
        at: NOW,
        case: case.map(CaseNo),
        by: None,
        event,
    };
    let set_up = |reference: &str| Event::CaseSetUp {
        reference: reference.to_owned(),
        about: CaseAbout {
            age: Some(9),
            status: "Child protection plan".to_owned(),
            category: "Neglect".to_owned(),
            in_sample: true,
            people: Vec::new(),
        },
    };
    vec![
        entry(
            None,
            Event::InspectionSetUp {
                id: "0123456789abcdef0123456789abcdef".to_owned(),
                authority: "Northbridge".to_owned(),
                framework: "england-2012".to_owned(),
                framework_version: 1,
                announced: None,
                first_day: None,
                last_day: None,
                training: true,
            },
        ),
        entry(Some(1), set_up("N-017")),
        entry(
            Some(1),
            Event::DocumentTakenIn {
                document: DocumentNo(1),
                title: "Visit".to_owned(),
                document_kind: "visit".to_owned(),
                dates: DocumentDates::default(),
                name: "visit.md".to_owned(),
                sha256: sha256(LETTER),
                bytes: LETTER.len() as u64,
                reading: Readable::Text(TextRef {
                    sha256: sha256(TEXT),
                    reader: "markdown 1".to_owned(),
                    chars: 51,
                    words: 9,
                    pages: 0,
                    remarks: Vec::new(),
                }),
                standing: None,
                hints: Vec::new(),
                facts: std::sync::Arc::default(),
                part_of: None,
            },
        ),
        entry(Some(2), set_up("N-018")),
        entry(
            Some(2),
            said("Who followed up the missed sessions? Zoë’s aunt."),
        ),
    ]
}

fn said(words: &str) -> Event {
    Event::RemarkMade {
        remark: RemarkNo(1),
        remark_kind: RemarkKind::Question,
        words: words.to_owned(),
        anchors: Vec::new(),
        reply_to: None,
        about: None,
    }
}

fn entries() -> Vec<Entry> {
    let places = (0..).map(Seq).zip(kept());
    places.map(|(seq, entry)| entry.at_seq(seq)).collect()
}

/// Makes it: once, by `cargo test --test golden -- --ignored`, when a format begins. It is never made again for the same format.
#[test]
#[ignore = "makes the golden files of a new format; refuses where they are there"]
fn make_the_golden_inspection() {
    let folder = golden();
    assert!(!folder.exists(), "it is there, and stays as it is");
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    let options = Options::new(NOW).with_reserve(0);
    let mut ledger = Ledger::create(&folder, &options).unwrap();
    let documents = ledger.documents();
    documents.put_original(CaseNo(1), LETTER).unwrap();
    documents.put_text(CaseNo(1), TEXT).unwrap();
    for entry in kept() {
        ledger.append(vec![entry]).unwrap();
    }
    ledger.save_resume(b"half a word").unwrap();
    ledger.close();
    fs::remove_dir_all(folder.join("store.sled")).unwrap();
    fs::remove_file(folder.join("lock")).unwrap();
    fs::remove_dir(folder.join("seals")).unwrap();
}

fn copy(from: &Path, to: &Path) -> u64 {
    fs::create_dir_all(to).unwrap();
    let mut bytes = 0;
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let target = to.join(file.file_name());
        bytes += if file.file_type().unwrap().is_dir() {
            copy(&file.path(), &target)
        } else {
            fs::copy(file.path(), target).unwrap()
        };
    }
    bytes
}

#[test]
fn an_inspection_of_the_first_version_opens_word_for_word_and_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("inspection");
    assert!(copy(&golden(), &folder) < 100_000);
    let options = Options::new(NOW).with_reserve(0);
    let (mut ledger, opened) = Ledger::open(&folder, &options).unwrap();
    assert_eq!(opened.read_only, None);
    let mut expected = entries();
    assert_eq!(ledger.entries().unwrap(), expected);
    let documents = ledger.documents();
    assert_eq!(
        documents.original(CaseNo(1), sha256(LETTER)).unwrap(),
        LETTER
    );
    assert_eq!(documents.text(CaseNo(1), sha256(TEXT)).unwrap(), TEXT);
    assert_eq!(ledger.resume().unwrap().unwrap(), b"half a word");
    let report = ledger.verify(&mut |_, _| {}).unwrap();
    assert_eq!(report.differences, []);
    assert_eq!((report.entries, report.originals, report.texts), (5, 1, 1));
    let more = NewEntry {
        at: NOW,
        case: Some(CaseNo(2)),
        by: Some(ParticipantNo(1)),
        event: said("She goes on."),
    };
    expected.extend(ledger.append(vec![more]).unwrap());
    ledger.close();

    let (mut ledger, opened) = Ledger::open(&folder, &options).unwrap();
    assert_eq!(opened, alongside::ledger::Opened::default());
    assert_eq!(ledger.entries().unwrap(), expected);
    assert_eq!(expected[5].seq, Seq(5));
    assert!(ledger.verify(&mut |_, _| {}).unwrap().is_right());
}
