//! The agreed notes as they leave: names left out, words shown as text, JSON that reads back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/everything.rs"]
mod everything;
#[path = "support/little.rs"]
mod little;

use std::collections::BTreeSet;

use alongside::{
    casework::{
        Answer, Event, FindingNo, Gap, GapKey, GapKind, Perspective, Relation, RemarkKind,
        RemarkNo, ServiceDetails, ServiceNo, Sha256, TextChange, Wording,
        clock::{Rulebook, Timescales},
        journey::{Journey, Row, Told, tell},
        package::{ActionDetails, Dismissal, Ties},
    },
    notes::{Identifiers, Notes, Options, from_json, json::JsonError, to_json, to_markdown},
};
use everything::everything;
use little::{CASE, JK, Little, MINUTES, PLAN, RO, VISIT, absence, disagree, words_in};
use serde_json::Value;

fn notes_of(room: &Little, with_names: bool) -> Notes {
    let options = Options {
        now: room.now,
        with_names,
    };
    Notes::of(&room.inspection, CASE, &room.framework, &options).unwrap()
}

fn notes(room: &Little) -> Notes {
    notes_of(room, true)
}

/// As if a later version held none of the words that were quoted.
fn quotes_gone(room: &Little) -> TextChange {
    let case = room.case();
    let anchors = case.findings.values().flat_map(|finding| &finding.anchors);
    let quotes_gone = anchors
        .filter_map(alongside::casework::Anchor::passage)
        .filter(|passage| passage.document == VISIT)
        .map(alongside::casework::Passage::quote_place)
        .collect();
    TextChange {
        words: 1,
        places: 1,
        quotes_gone,
        ..TextChange::default()
    }
}

fn list(room: &mut Little, words: &str, stands_for: &str) {
    let listed = room
        .inspection
        .list_identifier(CASE, words, stands_for)
        .unwrap();
    room.keep(listed);
}

fn agree_both(room: &mut Little, no: FindingNo) {
    room.answer(RO, no, Answer::Agree).unwrap();
    room.answer(JK, no, Answer::Agree).unwrap();
}

// Names

#[test]
fn a_listed_name_stands_nowhere_in_notes_without_names() {
    let room = everything();
    let with = to_json(&notes_of(&room, true)).unwrap();
    assert!(with.matches("Callum").count() > 60);
    let notes = notes_of(&room, false);
    assert!(!notes.header.with_names);
    let json = to_json(&notes).unwrap();
    assert!(!json.contains("Callum"), "{json}");
    let page = to_markdown(&notes);
    assert!(!page.contains("Callum"), "{page}");
    assert!(page.contains("On file: “\\[child\\] was not seen” Core group minutes"));
    assert!(page.contains("Photograph of \\[child\\] (\\[child\\]'s things)"));
    // The hash is of the exact words all the same.
    assert_eq!(
        notes.agreed[0].on_file[0].words_sha256,
        notes_of(&room, true).agreed[0].on_file[0].words_sha256
    );
}

#[test]
fn every_text_of_the_notes_is_one_that_names_are_looked_for_in_or_one_of_ours() {
    // Fields whose text is a hash, a moment, a choice or a word of the framework.
    const OURS: [&str; 22] = [
        "gap",
        "place",
        "schema",
        "notices",
        "utc",
        "framework",
        "initials",
        "side",
        "state",
        "area",
        "polarity",
        "relation",
        "words_sha256",
        "version_sha256",
        "text_sha256",
        "versions",
        "kind of remark",
        "answer",
        "dates",
        "key",
        "code",
        "digits",
    ];
    fn name_everywhere(value: &mut Value, named: &mut usize) {
        match value {
            Value::Object(fields) => {
                let remark = fields.contains_key("words");
                for (field, value) in fields.iter_mut() {
                    let date =
                        ["announced", "first_day", "last_day", "day"].contains(&field.as_str());
                    let ours = OURS.contains(&field.as_str()) || (field == "kind" && remark);
                    if !ours && !date {
                        name_everywhere(value, named);
                    }
                }
            }
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| name_everywhere(item, named)),
            Value::String(text) => {
                *named += 1;
                *text = "Zebedee".into();
            }
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_str(&to_json(&notes(&everything())).unwrap()).unwrap();
    let mut named = 0;
    name_everywhere(&mut value, &mut named);
    assert!(named > 200);
    let notes = from_json(&value.to_string()).unwrap();
    let zebedee = Identifiers::new(&[("Zebedee".to_owned(), "child".to_owned())].into());
    let (without, _) = notes.without_names(&zebedee);
    let json = to_json(&without).unwrap();
    assert!(!json.contains("Zebedee"), "{json}");
    assert_eq!(json.matches("[child]").count(), named);
}

#[test]
fn words_that_may_be_names_are_shown_with_where_they_stand() {
    let mut room = Little::sitting();
    list(&mut room, "Callum", "child");
    room.say("Callum told Petra at the Core Group in Northbridge; the Lead inspector asked JK.");
    let (notes, unsure) =
        notes_of(&room, true).without_names(&Identifiers::new(&room.case().identifiers));
    assert_eq!(
        notes.discussion[0].words,
        "[child] told Petra at the Core Group in Northbridge; the Lead inspector asked JK."
    );
    assert_eq!(
        unsure.into_iter().collect::<Vec<_>>(),
        [(
            "Petra".to_owned(),
            "[child] told Petra at the Core Group in Northbridge; the L…".to_owned()
        )]
    );
}

#[test]
fn leaving_names_out_twice_is_leaving_them_out_once() {
    let room = everything();
    let identifiers = Identifiers::new(&room.case().identifiers);
    let (once, unsure) = notes_of(&room, true).without_names(&identifiers);
    assert_eq!(once, notes_of(&room, false));
    assert_eq!(once.without_names(&identifiers), (once.clone(), unsure));
}

#[test]
fn with_names_says_so_on_top() {
    let room = everything();
    assert!(to_markdown(&notes_of(&room, true)).contains("NAMES STAND IN THIS FILE"));
    assert!(!to_markdown(&notes_of(&room, false)).contains("NAMES STAND IN THIS FILE"));
}

// Markdown

#[test]
fn words_of_people_and_documents_are_text_in_the_markdown() {
    use pulldown_cmark::{Event as Md, Options as MdOptions, Parser, Tag};
    let evil = "<script>x</script> [a](http://e.org) ![p](q)\n# Heading\n- item\n| a | b |\n|---|---|\n`code` **bold**\n\n    indented\n---\n&lt;b&gt; *x*";
    let mut room = Little::sitting();
    let ties = Ties {
        anchors: vec![words_in(MINUTES, evil), absence(evil, evil)],
        remarks: vec![],
    };
    let heard = room.remark(RemarkKind::Question, evil, ties.anchors.clone(), None);
    let ties = Ties {
        remarks: vec![heard],
        ..ties
    };
    let no = room.put_with(evil, ties);
    room.answer(JK, no, disagree(evil, evil)).unwrap();
    room.act(|room, _| {
        room.add_service(
            ServiceDetails {
                service: evil.into(),
                need: evil.into(),
                ..ServiceDetails::default()
            },
            vec![],
        )
    })
    .unwrap();
    let page = to_markdown(&notes(&room));
    let mut headings = 0;
    let mut text = String::new();
    for event in Parser::new_ext(&page, MdOptions::all()) {
        match event {
            Md::Html(_)
            | Md::InlineHtml(_)
            | Md::Code(_)
            | Md::Rule
            | Md::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Table(_)
                | Tag::CodeBlock(_)
                | Tag::Emphasis,
            ) => panic!("{event:?}\n{page}"),
            Md::Start(Tag::Heading { .. }) => headings += 1,
            Md::Text(words) => text.push_str(&words),
            _ => {}
        }
    }
    // The title, the sections, one finding and one service.
    assert_eq!(headings, 1 + 12 + 2);
    assert_eq!(text.matches("<script>x</script>").count(), 15);
    assert_eq!(text.matches("&lt;b&gt; *x*").count(), 15);
}

#[test]
fn one_small_case_reads_like_this() {
    let mut room = Little::sitting();
    room.read(MINUTES);
    room.remark(
        RemarkKind::Question,
        "Who followed this up?",
        vec![words_in(MINUTES, "Mother did not attend.")],
        None,
    );
    let heard = room.pen(JK).remark(
        RemarkKind::Explanation,
        "The family support worker rang on the 16th.\nIt is in case note 12.",
        vec![],
        Some(RemarkNo(1)),
    );
    let ties = Ties {
        anchors: vec![words_in(MINUTES, "Mother did not attend.")],
        remarks: vec![heard],
    };
    room.pen(RO)
        .act(|room, framework| {
            let wording = Wording {
                relation: Relation::NotOnFile,
                ..little::wording("Missed sessions are followed up, and the plan does not show it.")
            };
            room.put_finding(wording, ties, None, framework)
        })
        .unwrap();
    agree_both(&mut room, FindingNo(1));
    let details = ActionDetails {
        what: "Record every call to the family in the plan.".into(),
        owner: "Team manager".into(),
        due: "1 July 2012".into(),
        band: "immediately".into(),
        ..ActionDetails::default()
    };
    room.act(|room, _| room.put_action(FindingNo(1), details))
        .unwrap();
    room.close();
    assert_eq!(
        to_markdown(&notes_of(&room, false)),
        include_str!("support/small_case.md").replace("\r\n", "\n")
    );
}

// JSON

#[test]
fn json_reads_back_equal_and_names_its_form() {
    let notes = notes(&everything());
    let json = to_json(&notes).unwrap();
    assert!(json.starts_with("{\n  \"schema\": \"alongside-notes/0\",\n  \"header\": {\n"));
    assert!(json.ends_with("}\n"));
    assert_eq!(from_json(&json).unwrap(), notes);
    assert_eq!(to_json(&from_json(&json).unwrap()).unwrap(), json);
}

#[test]
fn json_of_another_form_is_refused_with_a_sentence() {
    let json = to_json(&notes(&Little::new())).unwrap();
    let newer = json.replace("alongside-notes/0", "alongside-notes/1");
    assert_eq!(
        from_json(&newer).unwrap_err().to_string(),
        "These notes are in the form \"alongside-notes/1\", and this alongside reads alongside-notes/0: use the one that wrote them."
    );
    assert!(matches!(from_json("{}"), Err(JsonError::NotNotes(_))));
    assert!(matches!(from_json("PK"), Err(JsonError::NotNotes(_))));
}

#[test]
fn a_moment_in_json_is_rfc_3339_with_its_offset() {
    let mut room = Little::new();
    room.now.offset_s = 3600;
    let json: Value = serde_json::from_str(&to_json(&notes(&room)).unwrap()).unwrap();
    let written = &json["header"]["written"];
    assert_eq!(written["offset_s"], 3600);
    assert_eq!(
        written["utc"].as_str().unwrap(),
        room.now.rfc3339().as_str()
    );
    assert!(
        written["utc"]
            .as_str()
            .unwrap()
            .starts_with("2012-06-13T09:")
    );
}

/// A journey with something in every field.
fn a_journey() -> Journey {
    let day = jiff::civil::date(2012, 3, 6);
    let mut book = Rulebook::default();
    book.add(
        Timescales::parse(
            "id = \"t\"\nversion = 1\ntitle = \"T\"\nsource = \"s\"\n[[rule]]\nid = \"a\"\ntitle = \"A\"\nnote = \"n\"\nlimit = { days = 3 }\n\
             trigger = [{ kinds = [\"visit\"] }]\ndone = [{ kinds = [\"visit\"], date = [\"recorded\"], itself = true }]\n",
        )
        .unwrap(),
    );
    let mut row = Row::of(VISIT, 0);
    row.date = Some(day);
    row.recorded = Some(jiff::civil::date(2012, 6, 12));
    row.what = "Visit of [x](y) to Callum".into();
    row.kind = "visit".into();
    row.agency = "Health".into();
    row.significance = "Callum’s first".into();
    row.voice = Some("I am Callum".into());
    row.passage = Some(alongside::casework::Passage {
        document: VISIT,
        version: Sha256([1; 32]),
        text: Sha256([2; 32]),
        quote: "Visit".into(),
        prefix: String::new(),
        suffix: String::new(),
        start: 0,
        end: 5,
        paragraph: 3,
        page: 0,
    });
    let mut odd = Row::of(VISIT, 1);
    odd.date_words = "30/02/2012".into();
    let mut later = Row::of(VISIT, 2);
    later.date = Some(jiff::civil::date(2012, 5, 30));
    later.kind = "visit".into();
    later.recorded = Some(jiff::civil::date(2012, 6, 1));
    let calendar = alongside::desk::timescales::calendar();
    let mut journey = tell(&Told {
        documents: &std::collections::BTreeMap::new(),
        rows: &[row, odd, later],
        made: &std::collections::BTreeMap::new(),
        known_from: Some(jiff::civil::date(2012, 6, 11)),
        first_day: Some(jiff::civil::date(2012, 6, 11)),
        outline: alongside::desk::journey::outline(),
        book: &book,
        calendar,
    });
    journey.happenings[0].repeats = vec![(VISIT, 74)];
    journey.happenings[1].voice = Some(alongside::casework::Hearing {
        how: alongside::casework::HowHeard::Told,
        words: "Callum said that he likes school.".into(),
    });
    journey
}

#[test]
fn the_journey_is_in_the_notes_its_names_replaced_and_its_clocks_with_their_sums() {
    let room = everything();
    let mut notes = notes_of(&room, true);
    notes.tell_journey(&a_journey(), &|_, _| {
        "on file: 12 Jun 2012, 95 days after: Visit".into()
    });
    let with_names = to_markdown(&notes);
    for words in [
        "## The child's journey, as the file tells it",
        "### 2012",
        "6 Mar 2012 (visit, Health)",
        "Recorded 12 Jun 2012, 98 days later",
        "Written when the inspection was known",
        "74 % of its words stand in document",
        "### Without a day",
        "30/02/2012",
        "- 85 days: 6 Mar 2012 to 30 May 2012",
        "## Clocks: timescales applied to dated records",
        "**A** (3 days), from 6 Mar 2012",
        "Counting: the day after is day 1",
        "comes to Fri 9 Mar 2012",
        "Callum",
    ] {
        assert!(with_names.contains(words), "{words}\n{with_names}");
    }
    assert!(!with_names.contains("breach"));
    // A link somebody typed is shown as text.
    assert!(!with_names.contains("[x](y)"));
    let (without, _) = notes.without_names(&alongside::notes::Identifiers::new(
        &[("Callum".to_owned(), "child".to_owned())].into(),
    ));
    let journey = without.journey.unwrap();
    assert!(journey.chronology[0].what.contains("[child]"));
    assert_eq!(journey.chronology[0].significance, "[child]’s first");
    assert_eq!(journey.chronology[0].childs_words, "I am [child]");
    assert_eq!(journey.chronology[0].child_reported, "");
    // What somebody else says that the child said never stands as the child's words.
    assert_eq!(journey.chronology[1].childs_words, "");
    assert_eq!(
        journey.chronology[1].child_reported,
        "[child] said that he likes school."
    );
    assert!(with_names.contains(
        "- What the child is reported to have said or wished (not marked as the child's own words): Callum said that he likes school."
    ), "{with_names}");
    assert!(journey.clocks[0].set_going_by.contains("[child]"));
}

/// A gap set aside.
fn a_gap() -> Gap {
    Gap {
        key: GapKey {
            gap: GapKind::OfferedLate,
            service: Some(ServiceNo(1)),
            need: String::new(),
        },
        question: "“[x](y)” is offered to Callum 92 days after: what was there in between?".into(),
        statement: "Callum waited 92 days.".into(),
        looked_for: "help".into(),
        days: Some(92),
        anchors: Vec::new(),
        dismissed: Some(Dismissal {
            reason: "Callum was away.".into(),
            by: JK,
            at: alongside::casework::Moment::on(jiff::civil::date(2012, 6, 13)),
            seq: alongside::casework::Seq(9),
        }),
    }
}

fn heard() -> Perspective {
    Perspective {
        who: "Callum's nursery".into(),
        sitting: 3,
        file: 0,
        findings: 25,
    }
}

#[test]
fn what_the_package_does_not_show_and_who_is_heard_are_in_the_notes() {
    let room = everything();
    let mut notes = notes_of(&room, true);
    notes.tell_package(&room.inspection, &[a_gap()], &[heard()]);
    let page = to_markdown(&notes);
    for words in [
        "## What the package does not show: questions to talk about",
        "is offered to Callum 92 days after: what was there in between?",
        "Set aside by JK Social worker, 13 Jun 2012",
        "Callum was away.",
        "## Who is heard",
        "- Callum's nursery: in the sitting 3 `###`; in the file 0; in the findings 25 `####################+`",
        "- Listed as service 3, too",
        "- History: listed first in “Home visit” of 6 Mar 2012",
        "Service: Callum's nursery place → Callum's nursery;",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    // A link somebody typed is shown as text.
    assert!(!page.contains("[x](y)"));
    let (without, _) = notes.without_names(&alongside::notes::Identifiers::new(
        &[("Callum".to_owned(), "child".to_owned())].into(),
    ));
    let json = to_json(&without).unwrap();
    assert!(!json.contains("Callum"), "{json}");
    assert!(json.contains("\"who\": \"[child]'s nursery\""));
}

#[test]
fn the_schema_page_names_every_field_and_no_other() {
    fn fields(value: &Value, all: &mut BTreeSet<String>, filled: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    all.insert(name.clone());
                    let empty = value.is_null()
                        || value.as_array().is_some_and(Vec::is_empty)
                        || value.as_str().is_some_and(str::is_empty);
                    if !empty {
                        filled.insert(name.clone());
                    }
                    fields(value, all, filled);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| fields(item, all, filled)),
            _ => {}
        }
    }
    let mut room = everything();
    // Documents with a date of every kind.
    let dates = alongside::casework::DocumentDates {
        finalised: Some(jiff::civil::date(2012, 5, 1)),
        ..room.case().documents[&VISIT].dates
    };
    room.keep(Event::DocumentAltered {
        document: VISIT,
        sha256: Sha256([9; 32]),
        bytes: 1,
        dates,
        reading: alongside::casework::Readable::No {
            why: "No.".into(),
            locked: false,
        },
        standing: None,
        hints: Vec::new(),
        change: Some(quotes_gone(&room)),
        facts: std::sync::Arc::new(alongside::casework::DocumentFacts {
            repeats: vec![alongside::casework::Repeat {
                document: PLAN,
                share: 74,
                back: 60,
            }],
            ..Default::default()
        }),
    });
    let mut notes = notes(&room);
    notes.say_seals(&|_| (vec!["lantern".into()], "01234".into()));
    notes.tell_journey(&a_journey(), &|_, _| "on file".into());
    notes.tell_package(&room.inspection, &[a_gap()], &[heard()]);
    notes.header.announced = Some(jiff::civil::date(2012, 6, 4));
    notes.journey.as_mut().unwrap().chronology[0].once_more = Some(PLAN);
    let json: Value = serde_json::from_str(&to_json(&notes).unwrap()).unwrap();
    let (mut all, mut filled) = (BTreeSet::new(), BTreeSet::new());
    fields(&json, &mut all, &mut filled);
    assert_eq!(
        all, filled,
        "every field stands in this case with something in it"
    );
    let page = include_str!("../assets/notes-schema.md");
    let missing: Vec<_> = all
        .iter()
        .filter(|name| !page.contains(&format!("`{name}`")))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
    // What a list item of the page begins with is a field.
    for line in page.lines().map(str::trim_start) {
        let Some(names) = line.strip_prefix("- `") else {
            continue;
        };
        let names = names.split_once(':').map_or(names, |(names, _)| names);
        for name in names.split('`').filter(|name| !name.contains([' ', ','])) {
            assert!(
                name.is_empty() || all.contains(name),
                "{name} is on the page and in no notes"
            );
        }
    }
}
