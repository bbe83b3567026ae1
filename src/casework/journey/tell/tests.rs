//! What the file tells of a child's life, from a few records.

use super::*;
use crate::casework::{
    clock::Timescales,
    document::{AsRead, Described},
    ids::{DocumentNo, ParticipantNo, Seq},
    journey::JourneyDetails,
    time::Moment,
};
use jiff::civil::date;

fn outline() -> Outline {
    Outline::parse(include_str!("../../../../assets/journey.toml")).unwrap()
}

fn calendar() -> Calendar {
    Calendar::parse(include_str!(
        "../../../../assets/calendars/england-and-wales.toml"
    ))
    .unwrap()
}

fn book() -> Rulebook {
    let mut book = Rulebook::default();
    for file in [
        include_str!("../../../../assets/timescales/working-together-2010.toml"),
        include_str!("../../../../assets/timescales/local.toml"),
    ] {
        book.add(Timescales::parse(file).unwrap());
    }
    book
}

fn paper(
    no: u32,
    title: &str,
    kind: &str,
    happened: Option<Date>,
    recorded: Option<Date>,
) -> Document {
    Document {
        no: DocumentNo(no),
        title: title.to_owned(),
        kind: kind.to_owned(),
        dates: DocumentDates {
            happened,
            recorded,
            finalised: None,
        },
        as_read: AsRead::default(),
        described: Described::default(),
        repeats: Vec::new(),
        names: Vec::new(),
        versions: Vec::new(),
        part_of: None,
    }
}

fn line(index: u32, date: Date, what: &str, kind: &str) -> Row {
    Row {
        date: Some(date),
        date_words: date.to_string(),
        what: what.to_owned(),
        kind: kind.to_owned(),
        ..Row::of(DocumentNo(9), index)
    }
}

fn journey(papers: Vec<Document>, rows: &[Row]) -> Journey {
    let documents: Documents = papers.into_iter().map(|paper| (paper.no, paper)).collect();
    tell(&Told {
        documents: &documents,
        rows,
        made: &BTreeMap::new(),
        first_day: Some(date(2012, 6, 11)),
        known_from: Some(date(2012, 6, 11)),
        outline: &outline(),
        book: &book(),
        calendar: &calendar(),
    })
}

#[test]
fn documents_lines_and_made_events_stand_in_one_order() {
    let rows = [
        line(
            0,
            date(2011, 10, 3),
            "Nursery worried. Referral.",
            "education",
        ),
        Row {
            date: None,
            date_words: "30/02/2012".to_owned(),
            ..line(1, date(2012, 2, 1), "Grandmother rang.", "event")
        },
    ];
    let documents: Documents = [
        paper(
            1,
            "Home visit",
            "visit",
            Some(date(2012, 3, 6)),
            Some(date(2012, 4, 20)),
        ),
        paper(2, "Letter", "correspondence", None, None),
    ]
    .into_iter()
    .map(|paper| (paper.no, paper))
    .collect();
    let no = JourneyEventNo(1);
    let made = BTreeMap::from([(
        no,
        JourneyEvent {
            no,
            details: JourneyDetails {
                date: Some(date(2009, 5, 1)),
                words: "Moved to the town".to_owned(),
                ..JourneyDetails::default()
            },
            anchors: Vec::new(),
            by: ParticipantNo(1),
            at: Moment::on(date(2012, 6, 12)),
            seq: Seq(3),
        },
    )]);
    let told = tell(&Told {
        documents: &documents,
        rows: &rows,
        made: &made,
        first_day: Some(date(2012, 6, 11)),
        known_from: Some(date(2012, 6, 11)),
        outline: &outline(),
        book: &book(),
        calendar: &calendar(),
    });
    let order: Vec<_> = told.happenings.iter().map(|one| one.spot).collect();
    assert_eq!(
        order,
        [
            Spot::Made(no),
            Spot::Row(DocumentNo(9), 0),
            Spot::Document(DocumentNo(1)),
            Spot::Document(DocumentNo(2)),
            Spot::Row(DocumentNo(9), 1),
        ]
    );
    assert_eq!(told.dated, 3);
    assert_eq!(told.without_day()[1].as_read, "30/02/2012");
    assert_eq!(told.happenings[2].late, Some(45));
    assert_eq!(told.late, [2]);
    assert_eq!(told.happenings[1].agency, "School");
}

#[test]
fn silences_are_between_contacts_the_longest_first_and_reach_to_the_inspection() {
    let told = journey(
        vec![
            paper(1, "Statutory visit", "visit", Some(date(2012, 1, 10)), None),
            paper(2, "Statutory visit", "visit", Some(date(2012, 2, 7)), None),
            paper(
                3,
                "Supervision",
                "supervision",
                Some(date(2012, 3, 1)),
                None,
            ),
            paper(
                4,
                "Home visit: no reply",
                "visit",
                Some(date(2012, 3, 20)),
                None,
            ),
            paper(5, "Statutory visit", "visit", Some(date(2012, 4, 23)), None),
        ],
        &[line(
            0,
            date(2012, 2, 7),
            "Statutory visit. Seen alone.",
            "visit",
        )],
    );
    let days: Vec<_> = told
        .silences
        .iter()
        .map(|silence| (silence.days, silence.from, silence.before.is_some()))
        .collect();
    assert_eq!(
        days,
        [
            (76, date(2012, 2, 7), true),
            (49, date(2012, 4, 23), false),
            (28, date(2012, 1, 10), true),
        ]
    );
}

#[test]
fn statuses_follow_the_records_and_end_where_the_next_begins() {
    let told = journey(
        vec![
            paper(
                1,
                "Early help assessment",
                "early help assessment",
                Some(date(2010, 5, 1)),
                None,
            ),
            paper(
                2,
                "Child in need plan",
                "child in need plan",
                Some(date(2011, 2, 1)),
                None,
            ),
            paper(
                3,
                "Early help worker's note",
                "early help assessment",
                Some(date(2011, 3, 1)),
                None,
            ),
            paper(
                4,
                "Initial child protection conference",
                "conference minutes",
                Some(date(2011, 11, 29)),
                None,
            ),
            paper(
                5,
                "Review child protection conference",
                "conference minutes",
                Some(date(2012, 2, 23)),
                None,
            ),
        ],
        &[line(0, date(2010, 12, 1), "Case closed.", "event")],
    );
    let shown: Vec<_> = told
        .statuses
        .iter()
        .map(|status| {
            (
                status.title.as_str(),
                status.stretch.from,
                status.stretch.until,
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("Early help", date(2010, 5, 1), Some(date(2010, 12, 1))),
            ("Child in need", date(2011, 2, 1), Some(date(2011, 11, 29))),
            ("Child protection plan", date(2011, 11, 29), None),
        ]
    );
}

#[test]
fn clocks_run_from_documents_to_lines_and_leave_out_what_did_not_take_place() {
    let told = journey(
        vec![
            paper(
                1,
                "Strategy discussion",
                "strategy discussion",
                Some(date(2011, 11, 9)),
                None,
            ),
            paper(
                2,
                "Initial child protection conference minutes",
                "conference minutes",
                Some(date(2011, 11, 29)),
                None,
            ),
        ],
        &[
            line(
                0,
                date(2011, 12, 6),
                "Core group cancelled on the day.",
                "core group minutes",
            ),
            line(
                1,
                date(2011, 12, 9),
                "First core group. Plan completed.",
                "core group minutes",
            ),
            line(
                2,
                date(2012, 2, 23),
                "Review child protection conference. Plan continues.",
                "conference minutes",
            ),
        ],
    );
    let of = |rule: &str| {
        told.clocks
            .iter()
            .find(|clock| clock.rule == rule)
            .unwrap_or_else(|| panic!("{rule}"))
    };
    let conference = of("initial-conference");
    assert_eq!(conference.due(), Some(date(2011, 11, 30)));
    assert_eq!(conference.done.as_ref().unwrap().date, date(2011, 11, 29));
    let group = of("first-core-group");
    assert_eq!(group.due(), Some(date(2011, 12, 13)));
    let done = group.done.as_ref().unwrap();
    assert_eq!(
        told.happenings[done.record].spot,
        Spot::Row(DocumentNo(9), 1)
    );
    let review = of("first-review-conference");
    assert_eq!(review.due(), Some(date(2012, 2, 29)));
    assert_eq!(review.done.as_ref().unwrap().date, date(2012, 2, 23));
    assert_eq!(of("further-review-conference").done, None);
    assert!(conference.edition.contains("2010"));
}

#[test]
fn a_record_written_on_or_after_the_first_day_is_told_apart() {
    let told = journey(
        vec![
            paper(
                1,
                "Visit",
                "visit",
                Some(date(2012, 5, 1)),
                Some(date(2012, 6, 11)),
            ),
            paper(
                2,
                "Visit",
                "visit",
                Some(date(2012, 5, 2)),
                Some(date(2012, 6, 10)),
            ),
        ],
        &[],
    );
    let after: Vec<_> = told
        .happenings
        .iter()
        .map(|one| one.after_announced)
        .collect();
    assert_eq!(after, [true, false]);
}

#[test]
fn a_line_that_says_at_once_that_it_did_not_take_place_is_no_contact() {
    let day = date(2012, 3, 6);
    let contact = |what: &str| {
        let told = journey(Vec::new(), &[line(0, day, what, "visit")]);
        told.happenings[0].contact
    };
    for what in [
        "Visit: no reply, card left.",
        "Statutory visit. No answer.",
        "Home visit; cancelled",
        "Cancelled visit.",
    ] {
        assert!(!contact(what), "{what}");
    }
    for what in [
        "Visit: both children seen.",
        "Statutory visit. Mother said there had been no contact with father.",
        "Home visit. No contact with father since March.",
        "Visit: mother declined a referral.",
    ] {
        assert!(contact(what), "{what}");
    }
}

#[test]
fn a_line_of_the_day_and_kind_of_a_document_tells_of_it_once_more() {
    let day = date(2012, 3, 6);
    let other = date(2012, 3, 7);
    let twice = date(2012, 3, 8);
    let papers = vec![
        paper(1, "Home visit", "visit", Some(day), None),
        paper(2, "Supervision", "supervision", Some(day), None),
        paper(3, "Home visit", "visit", Some(other), None),
        paper(4, "Home visit", "visit", Some(twice), None),
        paper(5, "Second visit", "visit", Some(twice), None),
    ];
    let rows = [
        line(0, day, "Statutory visit. Seen alone.", "visit"),
        line(1, day, "The nursery rang.", "education"),
        line(2, other, "Visit: no reply.", "visit"),
        line(3, twice, "Statutory visit.", "visit"),
    ];
    let told = journey(papers, &rows);
    let stands: Vec<_> = told
        .happenings
        .iter()
        .map(|one| (one.spot, one.once_more))
        .collect();
    assert_eq!(
        stands,
        [
            (Spot::Document(DocumentNo(1)), None),
            // Right below its document.
            (Spot::Row(DocumentNo(9), 0), Some(DocumentNo(1))),
            (Spot::Document(DocumentNo(2)), None),
            (Spot::Row(DocumentNo(9), 1), None),
            (Spot::Document(DocumentNo(3)), None),
            // What did not take place is not the visit of that day.
            (Spot::Row(DocumentNo(9), 2), None),
            // Nobody can say which of the two it is.
            (Spot::Document(DocumentNo(4)), None),
            (Spot::Document(DocumentNo(5)), None),
            (Spot::Row(DocumentNo(9), 3), None),
        ]
    );
    let strip = crate::casework::journey::Strip::of(&told, 60, &|_| false);
    let counted: u32 = strip.unwrap().cells.iter().map(|cell| cell.count).sum();
    assert_eq!(counted, 8, "told twice, it is one event");
}

#[test]
fn an_empty_file_has_an_empty_journey() {
    let told = journey(Vec::new(), &[]);
    assert_eq!(
        (
            told.happenings.len(),
            told.silences.len(),
            told.clocks.len()
        ),
        (0, 0, 0)
    );
}
