//! Real documents, as they came: known headings, known cells, known sentences in reading order.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_precision_loss,
    missing_docs
)]

use std::{collections::BTreeMap, path::PathBuf};

use alongside::{
    casework::time::DocumentDates,
    reading::{BlockKind, MarkKind, Reading, Text, builder::is_sound, read, voice},
};
use jiff::civil::date;

/// The reading of a file of the corpus; `None`, said aloud, where the corpus is not there.
fn corpus(path: &str) -> Option<Reading> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus")
        .join(path);
    let Ok(bytes) = std::fs::read(&file) else {
        println!("left out: {path} is not here");
        return None;
    };
    let reading = read(path, &bytes);
    if let Ok(text) = &reading.text {
        assert!(is_sound(text));
    }
    Some(reading)
}

fn headings(text: &Text) -> Vec<(u8, &str)> {
    text.blocks
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::Heading(level) => Some((level, &text.words[block.start..block.end])),
            _ => None,
        })
        .collect()
}

/// Rows of the table with this number, cell by cell.
fn rows(text: &Text, number: u32) -> Vec<Vec<&str>> {
    text.blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Row { table, cells, .. } if *table == number => {
                Some(cells.iter().map(|&(a, b)| &text.words[a..b]).collect())
            }
            _ => None,
        })
        .collect()
}

fn items(text: &Text) -> Vec<(&str, &str)> {
    text.blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Item { marker, .. } => {
                Some((marker.as_str(), &text.words[block.start..block.end]))
            }
            _ => None,
        })
        .collect()
}

#[track_caller]
fn follow(text: &Text, words: &[&str]) {
    let mut at = 0;
    for part in words {
        at += text.words[at..]
            .find(part)
            .unwrap_or_else(|| panic!("“{part}” is not where it belongs"))
            + part.len();
    }
}

#[test]
fn the_contact_record_reads_the_same_from_word_and_from_pdf() {
    for (path, reader) in [
        ("referral/Round 1 Mock Referral.docx", "docx 2"),
        ("referral/Round 1 Mock Referral.pdf", "pdf 2"),
    ] {
        let Some(reading) = corpus(path) else { return };
        assert_eq!(reading.reader, reader);
        assert_eq!(reading.title.as_deref(), Some("Contact Record"));
        assert_eq!(reading.kind, "contact");
        assert_eq!(
            reading.dates,
            // What the record tells of is the mail that came on that day; completed it was on the same.
            DocumentDates {
                happened: Some(date(2019, 12, 3)),
                recorded: None,
                finalised: Some(date(2019, 12, 3)),
            }
        );
        let text = reading.text.unwrap();
        assert_eq!(
            headings(&text)[..2],
            [(1, "Contact Record"), (2, "Concerning")]
        );
        assert_eq!(
            rows(&text, 0),
            [
                [
                    "Sys Ref",
                    "First Name",
                    "Family Name",
                    "Gender",
                    "DOB",
                    "Ethnicity",
                    "Address"
                ],
                [
                    "136594",
                    "Charlie",
                    "Banks",
                    "Male",
                    "10/07/2012",
                    "WBRI - White: British",
                    "270 Barncroft Drive, Leeds, LS14 1HS"
                ]
            ]
        );
        let second = rows(&text, 1);
        assert_eq!(
            second[0],
            [
                "Contactee relationship to Child/Young Person",
                "Learning Mentor"
            ]
        );
        assert_eq!(second[3], ["Outcome", "Proceed to Social Care Referral"]);
        assert_eq!(items(&text).len(), 5);
        assert_eq!(
            items(&text)[1],
            ("•", "School confirmed that mum’s name is Rachel Banks.")
        );
        follow(
            &text,
            &[
                "Hi,\nI am the safeguarding lead at [local] Primary School and I am referring a safeguarding concern regarding pupil CB.\nYesterday morning,",
                "It was then that she witnessed an aggressive individual “shouting and cursing” outside the front door",
                "Notes from a follow up phone call",
                "worried about his ability to look after CB.",
            ],
        );
    }
}

#[test]
fn an_inspection_report_keeps_its_judgements_and_numbered_paragraphs() {
    let Some(reading) = corpus("reports/children's services inspection - 12 january 2024.pdf")
    else {
        return;
    };
    assert_eq!(
        reading.title.as_deref(),
        Some("Inspection of Bromley local authority children’s services")
    );
    let text = reading.text.unwrap();
    let judgements = rows(&text, 0);
    assert_eq!(judgements[0], ["Judgement", "Grade"]);
    assert_eq!(
        judgements[1],
        [
            "The impact of leaders on social work practice with children and families",
            "Outstanding"
        ]
    );
    assert_eq!(judgements.len(), 6);
    let all = headings(&text);
    assert!(all.contains(&(
        2,
        "The experiences and progress of children who need help and protection: outstanding"
    )));
    let numbers: Vec<&str> = items(&text)
        .iter()
        .map(|item| item.0)
        .filter(|marker| marker.ends_with('.'))
        .collect();
    let expected: Vec<String> = (1..=numbers.len())
        .map(|number| format!("{number}."))
        .collect();
    assert_eq!(numbers, expected);
    assert!(numbers.len() > 40);
    let told: Vec<&str> = text
        .blocks
        .iter()
        .filter(|block| !text.is_running(block))
        .map(|block| text.slice(block.range()))
        .collect();
    assert_eq!(told.join("\n").matches("13 to 17 November 2023").count(), 1);
    let running = text
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Running);
    let running: Vec<&str> = running.map(|mark| text.slice(mark.range())).collect();
    assert!(running.contains(&"Inspection of Bromley local authority children’s services"));
}

#[test]
fn a_report_with_contents_lists_and_a_scale_reads_in_order() {
    let Some(reading) = corpus("reports/children's services inspection,  pdf - 16 august 2013.pdf")
    else {
        return;
    };
    let text = reading.text.unwrap();
    follow(
        &text,
        &[
            "Inspection of looked after children services",
            "Age group",
            "About this inspection",
            "Good (Grade 2)\tA service that exceeds minimum requirements",
            "Service information",
            "Norfolk is geographically the fifth largest county",
            "Areas for improvement",
            "Within three months:",
            "Within six months:",
        ],
    );
    assert_eq!(
        text.blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Page(_)))
            .count(),
        23
    );
}

#[test]
fn ticked_boxes_stay_ticked_in_word_and_in_pdf() {
    for path in [
        "referral/Reference DPIA.docx",
        "referral/Reference DPIA.pdf",
    ] {
        let Some(reading) = corpus(path) else { return };
        // The title of the Word document does not tell; the folder it lies in does.
        assert_eq!(
            reading.kind,
            if path.ends_with("pdf") {
                "assessment"
            } else {
                "referral"
            }
        );
        let text = reading.text.unwrap();
        follow(
            &text,
            &[
                "☐ Completely new processing",
                "☑ Change of a current process",
                "☐ An upgrade to an IT system",
                "☑ Surname",
                "☐ Physical description",
            ],
        );
        assert_eq!(text.words.matches('☑').count(), 35, "{path}");
        assert_eq!(text.words.matches('☒').count(), 13, "{path}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    for (path, why) in [
        (
            "reports/children's services inspection - 19 october 2012.pdf",
            "This is a web page saved with the name of a PDF, not a document: the real document is missing. Ask the authority for it.",
        ),
        (
            "locked/document-password-protected.pdf",
            "The document needs a password: ask the authority for an open copy.",
        ),
    ] {
        let Some(reading) = corpus(path) else { return };
        assert_eq!(reading.text.unwrap_err(), why, "{path}");
        assert!(reading.title.is_some());
    }
}

#[test]
fn an_old_word_form_keeps_its_headings_and_tables() {
    let Some(reading) = corpus("word97/FL-PLW-APP-ENG-C110A.doc") else {
        return;
    };
    assert_eq!(reading.reader, "doc 1");
    assert_eq!(reading.inside.created, Some(date(2024, 7, 11)));
    assert_eq!(reading.inside.modified, Some(date(2025, 2, 14)));
    assert_eq!(reading.inside.revisions, Some(54));
    let text = reading.text.unwrap();
    let all = headings(&text);
    assert_eq!(all[0], (1, "Application for a care or supervision"));
    assert!(all.contains(&(2, "Hearing needed")));
    assert_eq!(
        rows(&text, 0)[..2],
        [
            ["The family court sitting at", "<<courtName>>"],
            ["Case number", "<<caseNumber>>"]
        ]
    );
    follow(
        &text,
        &[
            "Respondents’ view on proceedings\t<<hearing.respondentsAwareReason>>",
            "Allocation proposal",
            "Welsh language requirement",
            "Annex documents",
            "[Top and foot of the pages]",
        ],
    );
    let last = text.remarks.last().unwrap();
    assert!(
        last.contains("LibreOffice, where it is installed"),
        "{last}"
    );
}

#[test]
fn a_workbook_reads_the_same_from_its_old_and_its_new_form() {
    let mut before: Option<Text> = None;
    for (path, reader, title) in [
        ("annex-a/2016-02-sample.xlsx", "xlsx 1", "Sample"),
        ("annex-a/example-A-2005.xls", "xls 1", "Example A 2005"),
    ] {
        let Some(reading) = corpus(path) else { return };
        assert_eq!(reading.reader, reader);
        assert_eq!(reading.title.as_deref(), Some(title));
        assert_eq!(reading.inside.same_person, Some(false));
        let text = reading.text.unwrap();
        let sheets: Vec<&str> = headings(&text)
            .into_iter()
            .map(|(_, words)| words)
            .collect();
        assert_eq!(sheets[..3], ["Front_Sheet", "FAQ_and_changes", "Guidance"]);
        assert_eq!(rows(&text, 0)[0], ["List", "Date", "Question", "Response"]);
        assert_eq!(rows(&text, 0)[1][..2], ["List - all", "01/08/2019"]);
        if let Some(before) = &before {
            // The two are editions of one workbook: what both front sheets say is word for word the same.
            let front = |text: &Text| text.words[..text.words.find("FAQ").unwrap()].to_owned();
            assert_eq!(front(before), front(&text));
        }
        before = Some(text);
    }
}

#[test]
fn five_hundred_case_notes_are_one_table() {
    let Some(reading) = corpus("notes/synthetic-case-notes.csv") else {
        return;
    };
    let text = reading.text.unwrap();
    let all = rows(&text, 0);
    assert_eq!(all.len(), 501);
    assert!(all.iter().all(|row| row.len() == all[0].len()));
}

/// How often each word stands in a text, heads and feet of pages set aside. A hyphen within a word does not count: one at a line's end may
/// be the writer's or the printer's.
fn bag(text: &Text) -> BTreeMap<String, usize> {
    let mut bag = BTreeMap::new();
    for block in &text.blocks {
        let own = text.slice(block.range());
        if text.is_running(block) || own == "[Top and foot of the pages]" {
            continue;
        }
        let marker = match &block.kind {
            BlockKind::Item { marker, .. } => marker.as_str(),
            _ => "",
        };
        let whole = format!("{marker} {own}").replace(['-', '\u{2010}', '\u{ad}'], "");
        for word in whole.split(|c: char| !c.is_alphanumeric()) {
            if !word.is_empty() {
                *bag.entry(word.to_lowercase()).or_default() += 1;
            }
        }
    }
    bag
}

#[test]
fn a_referral_says_the_same_words_as_word_document_and_as_pdf() {
    for name in ["Round 1 Mock Referral", "Reference DPIA"] {
        let (Some(docx), Some(pdf)) = (
            corpus(&format!("referral/{name}.docx")),
            corpus(&format!("referral/{name}.pdf")),
        ) else {
            return;
        };
        let (docx, pdf) = (bag(&docx.text.unwrap()), bag(&pdf.text.unwrap()));
        let all: usize = docx.values().chain(pdf.values()).sum();
        let mut apart = Vec::new();
        let mut common = 0;
        for word in docx
            .keys()
            .chain(pdf.keys().filter(|word| !docx.contains_key(*word)))
        {
            let count = |bag: &BTreeMap<String, usize>| bag.get(word).copied().unwrap_or(0);
            let (one, two) = (count(&docx), count(&pdf));
            common += 2 * one.min(two);
            if one != two {
                apart.push(format!(
                    "{word}: {one} in the Word document, {two} in the PDF"
                ));
            }
        }
        let share = 100.0 * common as f64 / all as f64;
        println!("{name}: {share:.2} % of {all} words are in both; the rest: {apart:#?}");
        assert!(all > 500, "{name} was hardly read");
        assert!(share >= 99.5, "{name}: {share:.2} %: {apart:#?}");
    }
}

/// Every file below a folder, the shortest paths first.
fn files(folder: &std::path::Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// In every document of the demonstration, and of the corpus where it is there: what is called the child's own words stands between
/// quotation marks, or behind words that say so; an indirect sentence never is.
#[test]
fn only_what_stands_between_marks_or_is_said_to_be_is_the_child_s_own_words() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join("assets/demo"), &mut found);
    let of_the_demonstration = found.len();
    assert!(of_the_demonstration > 40);
    files(&root.join("../shared/corpus"), &mut found);
    if found.len() == of_the_demonstration {
        println!("left out: the corpus is not here");
    }
    let (mut own, mut reported) = (0, 0);
    for path in found {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Ok(text) = read(name, &std::fs::read(&path).unwrap()).text else {
            continue;
        };
        // The child of the case by the list of its names.
        let list = std::fs::read_to_string(path.with_file_name("case.toml")).unwrap_or_default();
        let list: toml::Value = toml::from_str(&list).unwrap();
        let names = list
            .get("names")
            .and_then(toml::Value::as_array)
            .cloned()
            .unwrap_or_default();
        let who = voice::Who::of(names.iter().map(|one| {
            (
                one["words"].as_str().unwrap(),
                one["stands_for"].as_str().unwrap(),
            )
        }));
        for kind in ["visit", "direct work"] {
            for heard in voice::voice(&text, kind, None, &who).own_words {
                let at = usize::try_from(heard.place.at).unwrap();
                let before: String = text.words.chars().take(at).collect();
                let marked = before.ends_with(['“', '"'])
                    || before.trim_end().to_lowercase().ends_with("words:");
                let place = format!("{name}: {:?}", heard.place);
                if heard.how.is_own_words() {
                    own += 1;
                    assert!(marked, "{place}");
                } else {
                    reported += 1;
                }
            }
        }
    }
    assert!(own > 20 && reported > 10, "{own} and {reported}");
}
