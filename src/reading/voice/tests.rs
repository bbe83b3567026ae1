//! Sentences as social workers write them, and what they say of the child.

use jiff::civil::date;

use super::*;
use crate::reading::Builder;

mod seen;

fn who() -> Who {
    Who::of([
        ("Ellie Thackray", "child"),
        ("Ellie", "child"),
        ("Kieran Thackray", "sibling"),
        ("Donna Thackray", "mother"),
        ("Gavin Stallard", "father"),
        ("27 Tansy Walk", "address"),
        ("Thackray", "family name"),
    ])
}

fn read(lines: &[&str], kind: &str) -> Voice {
    let mut builder = Builder::new();
    for line in lines {
        match line.strip_prefix("# ") {
            Some(heading) => builder.heading(2, heading),
            None => builder.paragraph(line),
        }
    }
    let text = builder.finish().unwrap();
    voice(&text, kind, Some(date(2012, 3, 14)), &who())
}

fn seen_in(sentence: &str) -> Option<HowSeen> {
    read(&[sentence], "visit").seen.first().map(|seen| seen.how)
}

#[test]
fn the_rules_parse() {
    assert!(words::rules().is_some());
}

/// Paragraphs (a heading before some) and how the child is heard in them.
const HEARD: &[(&[&str], &str, Option<HowHeard>)] = &[
    (
        &["Ellie said “I want to stay at Nana's”."],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &["\"I would tell you,\" said Ellie."],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &[
            "Ellie is nine now. She said that Mum gets up on school days \"nearly always, not Fridays\".",
        ],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &[
            "I asked Ellie how long she had been up. She said \"Since the bin men on the other road.\"",
        ],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &["\"I have my own toast at breakfast club and nobody says have you finished with that.\""],
        "direct work",
        Some(HowHeard::Quoted),
    ),
    (
        &[
            "# What Ellie said",
            "\"When I'm at Nan's I sleep till it's cartoons.\" I asked why that was.",
        ],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &[
            "# Ellie",
            "She drew the table. \"That's one spare, for whoever.\"",
        ],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &["Ellie said that nobody has been left alone at night."],
        "visit",
        Some(HowHeard::Told),
    ),
    (
        &["Ellie wants to keep art club."],
        "review",
        Some(HowHeard::Told),
    ),
    (
        &["Ellie would like to see her brother more."],
        "review",
        None,
    ),
    (
        &["Ellie has always wanted a dog."],
        "review",
        Some(HowHeard::Told),
    ),
    (
        &[
            "# Wishes and feelings",
            "To live with her aunt and to keep her school.",
        ],
        "assessment",
        Some(HowHeard::UnderHeading),
    ),
    (
        &["Child's views: happy with the plan"],
        "review",
        Some(HowHeard::UnderHeading),
    ),
    (
        &[
            "VOICE OF THE CHILD",
            "Happy at school, frightened at night.",
        ],
        "review",
        Some(HowHeard::UnderHeading),
    ),
    (&["# Child’s views", "Not obtained."], "review", None),
    (
        &["# Wishes and feelings", "There was not time to look at it."],
        "review",
        None,
    ),
    (&["Child's views: none recorded"], "review", None),
    (
        &["Donna said “I want help before it gets worse”."],
        "visit",
        None,
    ),
    (
        &["She has been to three of the \"Home and Routines\" sessions."],
        "visit",
        None,
    ),
    (&["Mother said that Ellie is happy."], "visit", None),
    (
        &["I told Ellie that there would be a meeting."],
        "visit",
        None,
    ),
    (&["Ellie said nothing."], "visit", None),
    (&["Ellie can say how she feels."], "review", None),
    (
        &["Ellie was reported missing once, on 4 November."],
        "review",
        None,
    ),
    (
        &["Ellie is described as sensible and mature."],
        "contact",
        None,
    ),
    (
        &["Ellie is worried about her mother."],
        "contact",
        Some(HowHeard::Told),
    ),
    (&["I asked what Ellie wants."], "visit", None),
    (
        &["The plan is going well. Everyone is doing what they said they would do."],
        "review",
        None,
    ),
    (
        &["Ms Thackray was quiet and then said, \"Right. Fridays then.\""],
        "visit",
        None,
    ),
    (
        &["Ellie's mother said \"she will settle now that things are quiet\"."],
        "visit",
        None,
    ),
    (
        &["# Kelly", "\"It was just an early bird thing,\" she said."],
        "visit",
        None,
    ),
    // An indirect sentence is what the child is reported to have said, whatever it says.
    (
        &["Ellie came to the door. She asked who we were and said she liked school."],
        "police",
        Some(HowHeard::Told),
    ),
    (
        &["Ellie told me that she is happy and that nobody shouts."],
        "visit",
        Some(HowHeard::Told),
    ),
    (
        &[
            "# What Ellie said",
            "She likes her teacher and wants a dog.",
        ],
        "visit",
        Some(HowHeard::UnderHeading),
    ),
    (
        &["Ellie said she likes the “Home and Routines” of it."],
        "visit",
        Some(HowHeard::Told),
    ),
    (&["What has Ellie said about school?"], "visit", None),
    (
        &[
            "Donna Thackray is 29. There was shouting. The children heard it. She says that she coped for a year.",
        ],
        "assessment",
        None,
    ),
    // Marks, or words that say so, make it the child's.
    (
        &["Ellie wrote it down. In her own words: nobody shouts when Nana is here"],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &["In the child's words: I want to stay at Nana's."],
        "review",
        Some(HowHeard::Quoted),
    ),
    (
        &["Child's own words: I like art club"],
        "review",
        Some(HowHeard::Quoted),
    ),
    (
        &["Donna was upset. In her own words: I cannot cope"],
        "review",
        None,
    ),
    (
        &["Ellie spoke little. In her own words: not recorded"],
        "review",
        None,
    ),
    // Somebody else's words, told by the child or beside it.
    (
        &["Ellie said that Mum said “get out of my house”."],
        "visit",
        Some(HowHeard::Told),
    ),
    (
        &["“I want to stay,” said Ellie, and Mum said “we will see”."],
        "visit",
        Some(HowHeard::Quoted),
    ),
    (
        &["Ellie went in with Donna and she said “this is all wrong”."],
        "visit",
        None,
    ),
    (
        &["Ellie loves “The Tiger Who Came to Tea”."],
        "visit",
        Some(HowHeard::Told),
    ),
    (
        &[
            "# Wishes and feelings",
            "The plan says “no contact with her father” and nothing else about it.",
        ],
        "review",
        Some(HowHeard::UnderHeading),
    ),
];

#[test]
fn of_two_quotations_in_a_sentence_each_is_its_speaker_s() {
    let voice = read(
        &["“I want to stay,” said Ellie, and Mum said “we will see”."],
        "visit",
    );
    let said: Vec<_> = voice
        .own_words
        .iter()
        .map(|heard| (heard.how, heard.place.words.as_str()))
        .collect();
    assert_eq!(said, [(HowHeard::Quoted, "I want to stay,")]);
}

#[test]
fn what_is_only_reported_is_called_so_wherever_it_is_shown() {
    let reported = read(
        &["Ellie came to the door. She asked who we were and said she liked school."],
        "police",
    );
    assert_eq!(reported.shown(), "child reported to say or wish ¶1");
    let heading = read(&["Child's views: happy with the plan"], "review");
    assert_eq!(heading.shown(), "child's views recorded ¶1");
    let own = read(&["Ellie said “I like art club”."], "visit");
    assert_eq!(own.shown(), "child's words ¶1");
    let behind = read(
        &["Ellie wrote it down. In her own words: nobody shouts when Nana is here"],
        "visit",
    );
    assert_eq!(
        behind.own_words[0].place.words,
        "nobody shouts when Nana is here"
    );
}

#[test]
fn the_child_is_heard_in_quotes_in_what_is_told_and_under_headings() {
    let wrong: Vec<_> = HEARD
        .iter()
        .map(|(lines, kind, expected)| {
            let found = read(lines, kind).own_words.first().map(|heard| heard.how);
            (lines.join(" / "), *expected, found)
        })
        .filter(|(_, expected, found)| expected != found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_day_is_that_of_the_words_of_the_row_or_of_the_sentence_that_tells_of_the_visit() {
    let minutes = read(
        &[
            "Core group minutes",
            "Social worker. Visited on 8 March. House warm, less tidy than in February. Children seen alone, nothing new said.",
        ],
        "core group minutes",
    );
    let seen = &minutes.seen[0];
    assert_eq!(
        (seen.how, seen.on),
        (HowSeen::Alone, Some(date(2012, 3, 8)))
    );
    assert_eq!(seen.place.paragraph, 2);
    assert_eq!(seen.place.words, "Children seen alone, nothing new said.");
    assert!(!seen.own_day, "minutes are no visit");
    // December lies before the minutes of March.
    let earlier = read(
        &["Visits on 14 November and 19 December. Ellie was seen alone both times."],
        "review",
    );
    assert_eq!(earlier.seen[0].on, Some(date(2011, 12, 19)));
    let visit = read(&["Ellie was seen alone."], "visit");
    assert_eq!(visit.seen[0].on, None);
    assert!(visit.seen[0].own_day);
}

fn table(titles: &[&str], rows: &[&[&str]]) -> Voice {
    let mut builder = Builder::new();
    let cells = |row: &[&str]| {
        row.iter()
            .map(|cell| (*cell).to_owned())
            .collect::<Vec<_>>()
    };
    builder.table(
        Some(cells(titles)),
        rows.iter().map(|row| cells(row)).collect(),
    );
    voice(&builder.finish().unwrap(), "visit", None, &who())
}

#[test]
fn tables_say_who_was_seen_and_chronologies_on_which_day() {
    let titles = ["Child", "Seen", "Seen alone"];
    let of = |row: &[&str]| table(&titles, &[row]).seen.first().map(|seen| seen.how);
    assert_eq!(of(&["Ellie Thackray (9)", "Yes", ""]), Some(HowSeen::Seen));
    assert_eq!(
        of(&["Ellie Thackray (9)", "Yes", "Yes"]),
        Some(HowSeen::Alone)
    );
    assert_eq!(
        of(&["Ellie Thackray (9)", "Yes", "No"]),
        Some(HowSeen::InCompany)
    );
    assert_eq!(
        of(&["Ellie Thackray (9)", "No", "No"]),
        Some(HowSeen::NotAlone)
    );
    assert_eq!(of(&["Kieran Thackray (5)", "Yes", "Yes"]), None);
    let chronology = table(
        &["Date", "Event", "Child's words"],
        &[
            &[
                "06/10/2011",
                "Ellie and Kieran seen alone at school",
                "Ellie: \"that somebody knows\"",
            ],
            &[
                "23/02/2012",
                "Statutory visit. Both children seen alone",
                "",
            ],
            &["01/03/2012", "Home visit, no answer. Children not seen", ""],
        ],
    );
    let said: Vec<_> = chronology
        .seen
        .iter()
        .map(|seen| (seen.how, seen.on))
        .collect();
    assert_eq!(
        said,
        [
            (HowSeen::Not, Some(date(2012, 3, 1))),
            (HowSeen::Alone, Some(date(2012, 2, 23))),
            (HowSeen::Alone, Some(date(2011, 10, 6))),
        ]
    );
    assert_eq!(chronology.own_words.len(), 1);
    assert_eq!(chronology.own_words[0].how, HowHeard::UnderHeading);
}

#[test]
fn without_a_list_of_names_the_text_s_own_label_names_the_child() {
    let read = |lines: &[&str]| {
        let mut builder = Builder::new();
        for line in lines {
            builder.paragraph(line);
        }
        voice(&builder.finish().unwrap(), "visit", None, &Who::default())
    };
    let named = read(&[
        "Name of child: Ellie Thackray",
        "Ellie was seen alone. Donna was seen alone.",
    ]);
    assert_eq!((named.seen.len(), named.seen[0].how), (1, HowSeen::Alone));
    assert_eq!(
        read(&["Ellie was seen alone."]).seen,
        [],
        "nobody says who Ellie is"
    );
    assert_eq!(read(&["The child was seen alone."]).seen.len(), 1);
}

#[test]
fn many_places_are_counted_and_a_few_kept() {
    let lines: Vec<String> = (0..50)
        .map(|at| format!("Ellie said “this is thing number {at} of mine”."))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let voice = read(&lines, "visit");
    assert_eq!((voice.own_words.len(), voice.own_words_in_all), (4, 50));
    assert_eq!(voice.own_words[0].place.paragraph, 1);
    let long = format!("Ellie said “{}”.", "word ".repeat(200));
    let voice = read(&[&long], "visit");
    assert_eq!(voice.own_words[0].place.words.chars().count(), 141);
}

#[test]
fn in_the_demonstration_the_child_s_own_words_are_the_child_s_and_nobody_else_s() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/N-017");
    let mut own = Vec::new();
    let mut reported = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Ok(text) = crate::reading::read(&name, &std::fs::read(&path).unwrap()).text else {
            continue;
        };
        let kind = if name.contains("direct work") {
            "direct work"
        } else {
            "visit"
        };
        for heard in voice(&text, kind, None, &who()).own_words {
            if heard.how.is_own_words() {
                own.push(heard.place.words);
            } else {
                reported.push(heard.place.words);
            }
        }
    }
    for words in [
        "that somebody knows when we",
        "is nice and is trying",
        "A train bed.",
        "because otherwise it gets forgotten",
        "nearly always, not Fridays",
        "That's one spare, for whoever.",
    ] {
        assert!(
            own.iter().any(|own| own.contains(words)),
            "{words}: {own:#?}"
        );
    }
    // What the mother says is nobody else's.
    for words in ["adrenalin", "friend's birthday", "dreaded the first one"] {
        assert!(!own.iter().any(|own| own.contains(words)), "{own:#?}");
        let told = reported.iter().find(|told| told.contains(words));
        assert_eq!(told, None);
    }
}
