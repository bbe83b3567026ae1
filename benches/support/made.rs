//! Case files made up for measuring: the same words in every run, in the shape that real ones have.

use std::time::Duration;

use alongside::casework::{
    CaseNo, DocumentDates, DocumentNo, Event, Moment, Participant, ParticipantNo, Readable, Sha256,
    Side, TextRef,
    event::{CaseAbout, NewEntry},
};

const WORDS: [&str; 40] = [
    "the",
    "worker",
    "rang",
    "mother",
    "and",
    "she",
    "said",
    "that",
    "support",
    "was",
    "offered",
    "but",
    "not",
    "started",
    "because",
    "of",
    "Zoé",
    "child’s",
    "school",
    "attendance",
    "plan",
    "review",
    "on",
    "a",
    "visit",
    "family",
    "meeting",
    "core",
    "group",
    "agreed",
    "to",
    "make",
    "contact",
    "before",
    "next",
    "week",
    "in",
    "March",
    "home",
    "safe",
];

/// A small generator of numbers, so that every run measures the same words.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    pub fn words(&mut self, count: usize) -> String {
        let words: Vec<_> = (0..count).map(|_| WORDS[self.throw(WORDS.len())]).collect();
        words.join(" ")
    }
}

pub const NOW: Moment = Moment {
    utc_ms: 1_339_407_000_000,
    offset_s: 3_600,
};

/// A hash of its own for each number.
pub fn sha(number: usize) -> Sha256 {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    Sha256(bytes)
}

/// What happened at that time.
pub fn entry(case: Option<CaseNo>, event: Event) -> NewEntry {
    NewEntry {
        at: NOW,
        case,
        by: None,
        event,
    }
}

/// The first entries of an inspection with a person of each side.
pub fn set_up() -> Vec<NewEntry> {
    let person = |no, designation: &str, side| Event::PersonNamed {
        person: Participant {
            no: ParticipantNo(no),
            designation: designation.to_owned(),
            initials: "XY".to_owned(),
            side,
        },
    };
    let events = [
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
        person(1, "Lead inspector", Side::Inspection),
        person(2, "Social worker", Side::Authority),
    ];
    events.map(|event| entry(None, event)).into()
}

/// A case with this many documents, as intake keeps it.
pub fn case(dice: &mut Dice, no: u32, documents: u32) -> Vec<NewEntry> {
    let case = Some(CaseNo(no));
    let mut entries = vec![entry(
        case,
        Event::CaseSetUp {
            reference: format!("N-{no:03}"),
            about: CaseAbout {
                age: Some(9),
                status: "Child protection plan".to_owned(),
                category: "Neglect".to_owned(),
                in_sample: true,
                people: Vec::new(),
            },
        },
    )];
    entries.extend((1..=documents).map(|document| {
        let number = usize::try_from(no * 100_000 + document).unwrap();
        let taken_in = Event::DocumentTakenIn {
            document: DocumentNo(document),
            title: dice.words(4),
            document_kind: "visit".to_owned(),
            dates: DocumentDates::default(),
            name: format!("{document:03} {}.docx", dice.words(3)),
            sha256: sha(number),
            bytes: 40_000,
            reading: Readable::Text(TextRef {
                sha256: sha(number),
                reader: "docx 1".to_owned(),
                chars: 26_000,
                words: 4_000,
                pages: 10,
                remarks: Vec::new(),
            }),
            standing: None,
            hints: Vec::new(),
            facts: std::sync::Arc::default(),
            part_of: None,
        };
        entry(case, taken_in)
    }));
    entries
}

/// Prints the titles of a table.
pub fn titles(what: &str) {
    println!(
        "\n{what:<62} {:>9} {:>9} {:>9} {:>9}",
        "least ms", "middle", "worst", "at most"
    );
}

/// Prints what some runs took.
pub fn print(what: &str, mut times: Vec<Duration>, promised: Option<f64>) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (least, middle, worst) = (times[0], times[times.len() / 2], times[times.len() - 1]);
    let verdict = match promised {
        None => String::new(),
        Some(most) if ms(middle) <= most => format!("{most:>9}"),
        Some(most) => format!("{most:>9}  MISSED"),
    };
    println!(
        "{what:<62} {:>9.3} {:>9.3} {:>9.3} {verdict}",
        ms(least),
        ms(middle),
        ms(worst)
    );
}
