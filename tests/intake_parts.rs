//! Documents inside documents, passwords, stopping and going on, reading again: intake as a user and as the desk sees it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    missing_docs
)]

#[path = "support/locked_pdf.rs"]
mod locked_pdf;
#[path = "support/program.rs"]
#[allow(dead_code, reason = "shared")]
mod program;

use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use alongside::{
    casework::{DocumentNo, Readable, document::reading_order},
    desk::{
        intake::{
            self, Outcome, Summary, Tools,
            again::{self, Wanted},
        },
        record::{Keep as _, Record},
    },
    reading::{self, Reading},
};
use locked_pdf::locked_pdf;
use program::Place;
use serde_json::Value;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn mail(subject: &str, attachments: &[(&str, &[u8])]) -> Vec<u8> {
    let mut mail = format!(
        "From: a@b.example\r\nSubject: {subject}\r\nDate: Wed, 14 Mar 2012 09:30:00 +0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the plan.\r\n"
    )
    .into_bytes();
    for (name, bytes) in attachments {
        mail.extend(format!("--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: binary\r\n\r\n").into_bytes());
        mail.extend(*bytes);
        mail.extend(b"\r\n");
    }
    mail.extend(b"--b--\r\n");
    mail
}

/// What became of each file: name and outcome.
fn became(summary: &Value) -> BTreeMap<String, String> {
    summary["cases"][0]["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            let word = |key: &str| file[key].as_str().unwrap().to_owned();
            (word("name"), word("became"))
        })
        .collect()
}

#[test]
fn what_is_inside_a_mail_and_a_packed_folder_stands_beneath_it_and_is_presented_again_with_it() {
    let place = Place::new();
    let inner = mail("Plan", &[("plan.md", b"# The plan\n\nWeekly.\n")]);
    let packed = zip(&[
        ("letters/mail.eml", &inner),
        ("../visit.md", b"# A visit\n\nSeen.\n"),
    ]);
    place.file("N-017/all.zip", &packed);
    place.file("N-017/note.md", "# A note\n\nWords.\n");
    let first = place.intake("N-017").ends(0).json();
    let expected = [
        "all.zip",
        "all.zip/letters/mail.eml",
        "all.zip/letters/mail.eml/plan.md",
        "all.zip/visit.md",
        "note.md",
    ];
    let taken = became(&first);
    assert_eq!(taken.keys().collect::<Vec<_>>(), expected);
    assert!(taken.values().all(|word| word == "taken_in"), "{taken:?}");

    // Identical, the parts with their whole; nothing is missing.
    let again = place.intake("N-017").ends(0).json();
    let same = became(&again);
    assert_eq!(same.keys().collect::<Vec<_>>(), expected);
    assert!(same.values().all(|word| word == "identical"), "{same:?}");

    // In lists a part stands under its whole.
    let shown = program::run(&[
        "show",
        place.inspection().to_str().unwrap(),
        "--case",
        "N-017",
        "--view",
        "file",
    ])
    .ends(0)
    .out;
    let at = |words: &str| {
        shown
            .find(words)
            .unwrap_or_else(|| panic!("{words}\n{shown}"))
    };
    assert!(at("packed folder (zip) with 2 documents") < at("See the plan."));
    assert!(at("See the plan.") < at("Weekly."));

    // Altered: what changed inside it, what is new, and what is gone.
    let packed = zip(&[
        ("visit.md", b"# A visit\n\nNot seen.\n"),
        ("new.md", b"# New\n"),
    ]);
    place.file("N-017/all.zip", &packed);
    let summary = place.intake("N-017").ends(1).json();
    let altered = became(&summary);
    assert_eq!(altered["all.zip"], "altered");
    assert_eq!(altered["all.zip/visit.md"], "altered");
    assert_eq!(altered["all.zip/new.md"], "taken_in");
    let missing: Vec<_> = summary["cases"][0]["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        missing,
        [
            "all.zip/letters/mail.eml",
            "all.zip/letters/mail.eml/plan.md"
        ]
    );
    // What is gone is still said the next time.
    let summary = place.intake("N-017").ends(1).json();
    assert_eq!(summary["cases"][0]["missing"].as_array().unwrap().len(), 2);
    place.verify().ends(0);
}

#[test]
fn a_part_names_its_whole_in_the_record() {
    let place = Place::new();
    let packed = zip(&[("mail.eml", &mail("Plan", &[("plan.md", b"# The plan\n")]))]);
    place.file("N-017/all.zip", &packed);
    place.intake("N-017").ends(0);
    let record = Record::open(&place.inspection()).unwrap();
    let (_, case) = record.inspection().case_by_reference("N-017").unwrap();
    let whole = |no: u32| case.documents[&DocumentNo(no)].part_of;
    assert_eq!(whole(1), None);
    assert_eq!(whole(2), Some(DocumentNo(1)));
    assert_eq!(whole(3), Some(DocumentNo(2)));
    let order = reading_order(&case.documents);
    assert_eq!(order, [1, 2, 3].map(DocumentNo));
    let mail = &case.documents[&DocumentNo(2)];
    assert_eq!(mail.dates.happened, Some(jiff::civil::date(2012, 3, 14)));
}

#[test]
fn packed_too_deep_is_kept_and_said() {
    let mut packed = b"# Deep\n\nWords.\n".to_vec();
    let mut name = "deep.md";
    for _ in 0..7 {
        packed = zip(&[(name, &packed)]);
        name = "in.zip";
    }
    let place = Place::new();
    place.file("N-017/in.zip", &packed);
    let summary = place.intake("N-017").json();
    let files = became(&summary);
    assert_eq!(files.len(), 5, "{files:?}");
    let shown = program::run(&[
        "show",
        place.inspection().to_str().unwrap(),
        "--case",
        "N-017",
        "--view",
        "file",
    ]);
    assert!(shown.out.contains("packed too deep"), "{}", shown.out);
}

fn tools<'a>(read: &'a (dyn Fn(&str, &[u8]) -> Reading + Sync), stop: &'a AtomicBool) -> Tools<'a> {
    Tools {
        read,
        progress: &|_| {},
        stop,
        workers: 2,
    }
}

fn take_in(place: &Place, tools: &Tools<'_>) -> Summary {
    let mut record = Record::open(&place.inspection()).unwrap();
    let folder = place.path("cases/N-017");
    let offer = intake::look(&[folder], None, &place.inspection()).unwrap();
    let summary = intake::take_in(&mut record, offer, tools).unwrap();
    record.close();
    summary
}

#[test]
fn a_stopped_intake_goes_on_where_it_stopped_and_reads_nothing_twice() {
    let place = Place::new();
    for at in 0..40 {
        let packed = zip(&[("a.md", format!("# Part {at}\n").as_bytes())]);
        place.file(&format!("N-017/{at:02}.zip"), packed);
    }
    let stop = AtomicBool::new(false);
    let seen = Mutex::new(BTreeMap::<String, usize>::new());
    let count = AtomicUsize::new(0);
    let read = |name: &str, bytes: &[u8]| {
        *seen.lock().unwrap().entry(name.to_owned()).or_default() += 1;
        if count.fetch_add(1, Ordering::Relaxed) == 20 {
            stop.store(true, Ordering::Relaxed);
        }
        reading::read(name, bytes)
    };
    let first = take_in(&place, &tools(&read, &stop));
    assert!(first.stopped);
    let taken = first.counts().taken_in;
    assert!((20..80).contains(&taken), "{taken}");
    assert!(first.to_text().contains("offer the same again to go on"));
    stop.store(false, Ordering::Relaxed);
    let second = take_in(&place, &tools(&read, &stop));
    assert!(!second.stopped);
    assert_eq!(second.counts().taken_in, 80 - taken);
    assert_eq!(second.counts().identical, taken);
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.len(), 80);
    assert!(seen.values().all(|times| *times == 1), "{seen:?}");
    place.verify().ends(0);
}

#[test]
fn a_newer_reader_adds_a_text_and_the_older_one_stays() {
    let place = Place::new();
    place.file("N-017/visit.md", "# A visit\n\nSeen alone.\n");
    place.file("N-017/plan.md", "# A plan\n\nWeekly.\n");
    let stop = AtomicBool::new(false);
    take_in(&place, &tools(&reading::read, &stop));
    let newer = |name: &str, bytes: &[u8]| {
        let mut reading = reading::read(name, bytes);
        reading.reader = "markdown 99".to_owned();
        if name == "visit.md" {
            let text = reading.text.as_mut().unwrap();
            text.remarks.push("Read better.".to_owned());
        }
        reading
    };
    let outdated = |reader: &str| reader != "markdown 99";
    let wanted = Wanted {
        outdated: &outdated,
        ..Wanted::default()
    };
    let mut record = Record::open(&place.inspection()).unwrap();
    let before = record.inspection().clone();
    let summary = again::read_again(&mut record, &wanted, &tools(&newer, &stop)).unwrap();
    let outcomes: Vec<_> = summary.cases[0]
        .files
        .iter()
        .map(|file| match &file.outcome {
            Outcome::ReadAgain { same_words, .. } => (file.name.as_str(), *same_words),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(outcomes, [("plan.md", true), ("visit.md", false)]);
    assert!(
        summary.to_text().contains("2 read again"),
        "{}",
        summary.to_text()
    );
    let inspection = record.inspection();
    let (no, case) = inspection.case_by_reference("N-017").unwrap();
    let (_, old) = before.case_by_reference("N-017").unwrap();
    for document in case.documents.values() {
        let version = document.latest().unwrap();
        assert_eq!(version.readings.len(), 2);
        let first = &old.documents[&document.no].latest().unwrap().readings[0];
        assert_eq!(&version.readings[0], first);
        let Readable::Text(first) = first else {
            panic!("{first:?}")
        };
        assert!(record.text(no, first.sha256).is_ok());
        assert_eq!(document.text().unwrap().reader, "markdown 99");
        assert!(record.text(no, document.text().unwrap().sha256).is_ok());
    }
    // The second time there is nothing to do.
    let nothing = again::read_again(&mut record, &wanted, &tools(&newer, &stop)).unwrap();
    assert_eq!(nothing, Summary::default());
    record.close();
    place.verify().ends(0);
}

fn intake(place: &Place, options: &[&str], paths: &[&Path]) -> program::Ran {
    place.intake_with(options, paths)
}

fn only_mine(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let _ = path;
}

#[test]
fn a_password_opens_a_document_at_once_or_later_and_is_kept_nowhere() {
    let place = Place::new();
    place.file(
        "N-017/locked.pdf",
        locked_pdf("lantern brook", "The hearing is on Monday"),
    );
    place.file("N-017/open.pdf", locked_pdf("", "Restricted and readable"));
    let folder = place.path("cases/N-017");
    let shut = intake(&place, &[], &[&folder]).ends(1);
    let summary = shut.json();
    let files = &summary["cases"][0]["files"];
    assert!(
        files[0]["not_readable"]
            .as_str()
            .unwrap()
            .starts_with("The document needs a password"),
        "{files:#}"
    );
    assert!(files[1]["not_readable"].is_null(), "{files:#}");

    let words = place.path("passwords");
    std::fs::write(&words, "wrong\n\nlantern brook\n").unwrap();
    only_mine(&words);
    let words = words.to_str().unwrap();
    let mut command = program::program();
    command
        .args(["intake", "--again", "--json"])
        .arg(place.inspection())
        .args(["--password-file", words]);
    let again = program::Ran::of(&command.output().unwrap()).ends(0).json();
    assert_eq!(again["cases"][0]["files"][0]["became"], "read_again");
    let shown = program::run(&[
        "show",
        place.inspection().to_str().unwrap(),
        "--case",
        "N-017",
        "--view",
        "file",
    ])
    .ends(0);
    assert!(
        shown.out.contains("The hearing is on Monday"),
        "{}",
        shown.out
    );
    assert!(
        shown.out.contains("Restricted and readable"),
        "{}",
        shown.out
    );

    // At once, in another case.
    place.file(
        "N-018/locked.pdf",
        locked_pdf("lantern brook", "The hearing is on Monday"),
    );
    let folder = place.path("cases/N-018");
    intake(&place, &["--password-file", words], &[&folder]).ends(0);
    place.verify().ends(0);
    let mut found = Vec::new();
    look_for(&place.inspection(), b"lantern brook", &mut found);
    assert_eq!(found, Vec::<String>::new());
}

fn look_for(folder: &Path, words: &[u8], found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_for(&path, words, found);
        } else if std::fs::read(&path)
            .unwrap()
            .windows(words.len())
            .any(|window| window == words)
        {
            found.push(path.display().to_string());
        }
    }
}

#[test]
fn a_file_of_passwords_that_others_may_read_is_refused() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let place = Place::new();
        place.file("N-017/a.md", "# A\n");
        let words = place.path("passwords");
        std::fs::write(&words, "one\n").unwrap();
        std::fs::set_permissions(&words, std::fs::Permissions::from_mode(0o644)).unwrap();
        let folder = place.path("cases/N-017");
        let options = ["--password-file", words.to_str().unwrap()];
        let refused = intake(&place, &options, &[&folder]).ends(3);
        assert!(refused.err.contains("chmod 600"), "{}", refused.err);
    }
}

#[test]
fn a_folder_offered_one_level_too_high_is_said() {
    let place = Place::new();
    place.file("team/N-017/a.md", "# A\n");
    place.file("team/N-018/b.md", "# B\n");
    let ran = intake(&place, &[], &[&place.path("cases")]).ends(0);
    assert!(
        ran.err
            .contains("team: 2 folders (N-017, N-018) with 2 files in all would become ONE case."),
        "{}",
        ran.err
    );
    // A case that is known is not asked about again.
    let ran = intake(&place, &[], &[&place.path("cases")]).ends(0);
    assert!(!ran.err.contains("ONE case"), "{}", ran.err);
}

#[test]
fn the_whole_corpus_as_it_lies_is_read_or_named_rightly() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.exists() {
        println!("left out: ../shared/corpus is not here");
        return;
    }
    let place = Place::new();
    let ran = intake(&place, &[], &[&corpus]).ends(1);
    assert!(ran.err.contains("would become ONE case"), "{}", ran.err);
    let summary = ran.json();
    let files = summary["cases"][0]["files"].as_array().unwrap();
    let mut not_readable = Vec::new();
    for file in files {
        let name = file["name"].as_str().unwrap();
        assert_eq!(file["became"], "taken_in", "{file:#}");
        if let Some(why) = file["not_readable"].as_str() {
            assert!(why.ends_with('.'), "{why}");
            not_readable.push((name, why));
        }
    }
    assert!(files.len() >= 17, "{files:#?}");
    let expected = [
        ("locked/document-password-protected.pdf", "needs a password"),
        (
            "reports/children's services inspection - 19 october 2012.pdf",
            "a web page saved with the name of a PDF",
        ),
    ];
    for (name, why) in &not_readable {
        let known = expected
            .iter()
            .any(|(known, part)| known == name && why.contains(part));
        // A format that no reader is there for yet names itself.
        let named = why.contains("cannot be read yet");
        assert!(known || named, "{name}: {why}");
    }
    for (name, _) in expected {
        assert!(
            not_readable.iter().any(|(known, _)| *known == name),
            "{name}"
        );
    }
    place.verify().ends(0);
}
