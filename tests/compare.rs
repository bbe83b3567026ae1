//! `alongside compare` as a user sees it: a folder presented again beside what was sealed, and nothing taken in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/program.rs"]
#[allow(dead_code)]
mod program;

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    path::{Path, PathBuf},
};

use program::{Place, Ran, run};
use serde_json::Value;

const MINUTES: &str = "# Core group minutes\n\nMother did not attend the last two sessions of the group.\n\nThe family support worker will make contact before the next meeting at school.\n\nVisits take place every 10 days.\n";
const VISIT: &str =
    "# Home visit\n\nThe home was warm and tidy and both children were seen there.\n";
const LETTER: &str =
    "# A letter\n\nFrom the school about attendance since January and the breakfast club.\n";

/// An inspection with one case of three documents taken in.
fn place() -> Place {
    let place = Place::new();
    place.file("N-017/minutes.md", MINUTES);
    place.file("N-017/visit.md", VISIT);
    place.file("N-017/letter.md", LETTER);
    place.intake("N-017").ends(0);
    place
}

fn compare(place: &Place, arguments: &[&str]) -> Ran {
    let inspection = place.inspection();
    let mut all = vec!["compare", inspection.to_str().unwrap()];
    all.extend(arguments);
    run(&all)
}

fn presented(place: &Place) -> String {
    place
        .path("cases")
        .join("N-017")
        .to_str()
        .unwrap()
        .to_owned()
}

/// Every file below a folder with its bytes.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if !path.to_string_lossy().contains("store.sled")
                && path.file_name().is_none_or(|name| name != "lock")
            {
                files.push((path.clone(), fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_same_folder_is_the_same_and_nothing_is_written() {
    let place = place();
    let before = everything(&place.inspection());
    let ran = compare(&place, &[&presented(&place)]).ends(0);
    assert_eq!(
        ran.out,
        "N-017\n  identical     3 files\n\n1 case: 3 identical. Nothing was taken in.\n"
    );
    let json = compare(&place, &[&presented(&place), "--json"])
        .ends(0)
        .json();
    assert_eq!(json["same"], true);
    assert_eq!(json["counts"]["identical"], 3);
    let changed: Vec<_> = everything(&place.inspection())
        .into_iter()
        .filter(|file| !before.contains(file))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, Vec::<PathBuf>::new());
}

#[test]
fn altered_renamed_missing_and_new_are_told_apart_with_every_changed_word() {
    let place = place();
    place.file(
        "N-017/minutes.md",
        MINUTES
            .replace("did not attend", "did attend")
            .replace("10 days", "20 days"),
    );
    fs::remove_file(place.path("cases/N-017/visit.md")).unwrap();
    fs::remove_file(place.path("cases/N-017/letter.md")).unwrap();
    place.file("N-017/home visit (2).md", VISIT.replace("tidy", "clean"));
    place.file(
        "N-017/plan.md",
        "# Plan\n\nNothing of this was ever said before.\n",
    );
    let entries = |place: &Place| {
        let shown = run(&[
            "show",
            place.inspection().to_str().unwrap(),
            "--case",
            "N-017",
            "--view",
            "file",
        ]);
        shown.ends(0).out
    };
    let before = entries(&place);
    let ran = compare(&place, &[&presented(&place)]).ends(1);
    for line in [
        "[-words-] stand only in the sealed version, {+words+} only in the one presented again.",
        "  ALTERED       minutes.md\n                document 2: 2 words in 2 places\n",
        "¶2 changed: Mother did [-not-] attend the last two sessions of the group.",
        "¶4 changed: Visits take place every [-10-]{+20+} days.",
        "  RENAMED       home visit (2).md\n                document 3 under another name (",
        "{+clean+}",
        "  NEW           plan.md\n",
        "  MISSING       letter.md\n                document 1, A letter: not in this folder",
        "1 case: 1 ALTERED, 1 RENAMED and altered, 1 MISSING, 1 NEW. Nothing was taken in.",
    ] {
        assert!(ran.out.contains(line), "{line}\n---\n{}", ran.out);
    }
    assert_eq!(
        ran.out.matches("[-").count(),
        4,
        "the legend and three changes: {}",
        ran.out
    );
    assert_eq!(entries(&place), before, "nothing is taken in");
    let json = compare(&place, &[&presented(&place), "--json"])
        .ends(1)
        .json();
    let file = |name: &str| {
        let files = json["cases"][0]["files"].as_array().unwrap();
        files
            .iter()
            .find(|file| file["name"] == name)
            .unwrap()
            .clone()
    };
    let altered = file("minutes.md");
    assert_eq!(
        (&altered["words"], &altered["places"]),
        (&Value::from(2), &Value::from(2))
    );
    assert_eq!(
        altered["changes"][0]["words"],
        "Mother did [-not-] attend the last two sessions of the group."
    );
    assert_eq!(file("home visit (2).md")["stands"], "renamed");
}

#[test]
fn after_it_is_taken_in_its_versions_stand_beside_each_other() {
    let place = place();
    let none = compare(&place, &[]).ends(0);
    assert!(
        none.out.contains("0 cases: nothing to compare"),
        "{}",
        none.out
    );
    place.file(
        "N-017/minutes.md",
        MINUTES.replace("did not attend", "did attend"),
    );
    let taken = run(&[
        "intake",
        place.inspection().to_str().unwrap(),
        &presented(&place),
    ])
    .ends(1);
    assert!(
        taken.out.contains(
            "1 word in 1 place changed; alongside compare shows them: document 2 has version 2 now"
        ),
        "{}",
        taken.out
    );
    compare(&place, &[&presented(&place)]).ends(0);
    let ran = compare(&place, &["--case", "N-017"]).ends(1);
    assert!(
        ran.out
            .contains("version 1 beside version 2: document 2: 1 word in 1 place"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("Mother did [-not-] attend the last"),
        "{}",
        ran.out
    );
}

#[test]
fn a_folder_of_case_folders_one_case_of_it_and_a_folder_of_another_name() {
    let place = place();
    place.file("N-024/plan.md", "# A plan\n\nOf another child.\n");
    let cases = place.path("cases").to_str().unwrap().to_owned();
    let ran = compare(&place, &[&cases]).ends(1);
    assert!(
        ran.out
            .contains("N-024\n  no case of this reference was taken in"),
        "{}",
        ran.out
    );
    compare(&place, &[&cases, "--case", "n-017"]).ends(0);
    fs::rename(place.path("cases/N-017"), place.path("cases/again")).unwrap();
    let again = place.path("cases/again").to_str().unwrap().to_owned();
    let unknown = compare(&place, &[&again]).ends(1);
    assert!(
        unknown.out.contains("say which with --case"),
        "{}",
        unknown.out
    );
    compare(&place, &[&again, "--case", "N-017"]).ends(0);
    let wrong = compare(&place, &[&again, "--case", "N-999"]).ends(2);
    assert!(
        wrong.err.contains("There is no case N-999"),
        "{}",
        wrong.err
    );
    compare(&place, &["/there/is/nothing/here"]).ends(2);
}

#[test]
fn a_link_a_pipe_and_a_file_that_cannot_be_read_are_said_and_stop_nothing() {
    let place = place();
    let folder = place.path("cases/N-017");
    place.file(
        "N-017/minutes.md",
        "<html><title>Not found</title><p>Page not found</p></html>",
    );
    place.file("N-017/visit.md", b"%PDF-1.7\nbroken");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/hostname", folder.join("link.md")).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(folder.join("pipe.md"))
            .status();
        assert!(made.is_ok_and(|made| made.success()));
    }
    let ran = compare(&place, &[folder.to_str().unwrap()]).ends(1);
    assert!(ran.out.contains("ALTERED       visit.md\n                document 3: other bytes, and they cannot be compared word by word."), "{}", ran.out);
    #[cfg(unix)]
    assert!(
        ran.out.contains("link.md") && ran.out.contains("pipe.md"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("identical     1 file\n"), "{}", ran.out);
}

/// A Word document with some words of its main part replaced.
fn altered_docx(docx: &[u8], alter: &mut dyn FnMut(String) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            bytes = alter(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// The second word of a run of text in the XML of a Word document, where it stands between two others.
fn middle_word(run: &str) -> Option<&str> {
    let words: Vec<&str> = run.split(' ').collect();
    let plain = |word: &str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    (words.len() >= 4 && plain(words[1])).then(|| words[1])
}

#[test]
fn an_altered_copy_of_a_real_referral_shows_exactly_the_altered_words() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/referral");
    let Ok(found) = fs::read_dir(&corpus) else {
        eprintln!("left out: {} is not here", corpus.display());
        return;
    };
    let mut tried = 0;
    for path in found.map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|extension| extension != "docx") {
            continue;
        }
        tried += 1;
        let original = fs::read(&path).unwrap();
        let mut expected = Vec::new();
        let altered = altered_docx(&original, &mut |xml| {
            let mut altered = String::new();
            let mut runs = 0;
            for (at, piece) in xml.split("<w:t").enumerate() {
                if at > 0 {
                    altered.push_str("<w:t");
                }
                let word = piece
                    .split_once('>')
                    .and_then(|(_, rest)| rest.split_once("</w:t>"))
                    .and_then(|(run, _)| middle_word(run));
                match word {
                    // Now and then one, far apart.
                    Some(word)
                        if at > 0 && {
                            runs += 1;
                            runs % 3 == 1
                        } =>
                    {
                        let other = format!("altered{}", expected.len());
                        altered.push_str(&piece.replacen(
                            &format!(" {word} "),
                            &format!(" {other} "),
                            1,
                        ));
                        expected.push(format!("[-{word}-]{{+{other}+}}"));
                    }
                    _ => altered.push_str(piece),
                }
            }
            altered
        });
        assert!(expected.len() >= 2, "{}: {expected:?}", path.display());
        let place = Place::new();
        place.file("N-1/referral.docx", &original);
        place.intake("N-1");
        place.file("N-1/referral.docx", &altered);
        let json = compare(
            &place,
            &[place.path("cases/N-1").to_str().unwrap(), "--json"],
        )
        .ends(1)
        .json();
        let file = &json["cases"][0]["files"][0];
        assert_eq!(file["stands"], "altered");
        let marks: Vec<String> = file["changes"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|change| {
                let words = change["words"].as_str().unwrap().to_owned();
                words
                    .match_indices("[-")
                    .map(|(at, _)| words[at..words[at..].find("+}").unwrap() + at + 2].to_owned())
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(marks, expected, "{}", path.display());
        assert_eq!(file["places"], expected.len());
        assert_eq!(file["moved"], 0);
    }
    assert!(
        tried >= 2,
        "there are Word documents in {}",
        corpus.display()
    );
}
