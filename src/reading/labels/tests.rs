//! Dates as documents give them, and where each was read.

use jiff::civil::date;

use super::*;
use crate::reading::Builder;

fn text(lines: &[&str]) -> Text {
    let mut builder = Builder::new();
    for line in lines {
        match line.strip_prefix("# ") {
            Some(heading) => builder.heading(1, heading),
            None => builder.paragraph(line),
        }
    }
    builder.finish().unwrap()
}

fn of(lines: &[&str]) -> (DocumentDates, DateFacts) {
    dates(Some(&text(lines)), "note.md", "visit", &Inside::default())
}

fn table(rows: &[&[&str]], header: bool) -> (DocumentDates, DateFacts) {
    let mut builder = Builder::new();
    let cells = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    let mut rows = rows.iter().map(cells);
    let titles = if header { rows.next() } else { None };
    builder.table(titles, rows.collect());
    let text = builder.finish().unwrap();
    dates(Some(&text), "note.md", "visit", &Inside::default())
}

fn where_read(fact: Option<&DateFact>) -> String {
    fact.map_or_else(|| "nowhere".to_owned(), DateFact::shown)
}

#[test]
fn labelled_dates_are_found_and_told_apart() {
    let (days, places) = of(&[
        "Date of visit: Tuesday 6th March 2012",
        "Date recorded: 20/04/2012",
        "Approved: 1.5.12",
    ]);
    assert_eq!(days.happened, Some(date(2012, 3, 6)));
    assert_eq!(days.recorded, Some(date(2012, 4, 20)));
    assert_eq!(days.finalised, Some(date(2012, 5, 1)));
    assert_eq!(
        where_read(places.happened.as_ref()),
        "“Tuesday 6th March 2012”, Date of visit, said plainly"
    );
    assert_eq!(
        where_read(places.finalised.as_ref()),
        "“1.5.12”, Approved, said plainly"
    );
    let (days, _) = of(&["Contact Record Completion Date: 03/12/2019"]);
    assert_eq!(days.finalised, Some(date(2019, 12, 3)));
    assert_eq!(days.happened, None);
}

#[test]
fn of_several_dates_near_a_label_the_one_behind_it_counts() {
    let (days, _) = of(&[
        "Date of visit: 6 March 2012 (recorded: 20 April 2012; previous visit 2 February 2012)",
    ]);
    assert_eq!(days.happened, Some(date(2012, 3, 6)));
    assert_eq!(days.recorded, Some(date(2012, 4, 20)));
    // The label that says more counts before a bare "Date", wherever it stands.
    let (days, places) = of(&["Date: 20 April 2012", "Date of visit: 6 March 2012"]);
    assert_eq!(days.happened, Some(date(2012, 3, 6)));
    assert_eq!(places.happened.unwrap().read_in, "Date of visit");
}

#[test]
fn a_day_beside_the_day_of_the_record_is_the_day_it_happened() {
    for line in [
        "14 March 2012. Recorded 16 March 2012.",
        "14 March 2012 (recorded: 16 March 2012)",
        "Northbridge, 14 March 2012; typed 16 March 2012",
    ] {
        let (days, places) = of(&["# Home visit", line]);
        assert_eq!(days.happened, Some(date(2012, 3, 14)), "{line}");
        assert_eq!(days.recorded, Some(date(2012, 3, 16)), "{line}");
        assert!(where_read(places.happened.as_ref()).ends_with("first lines, inferred"));
    }
    // Only when it was written is known: no day is made of it on which something happened.
    let (days, places) = of(&["# Home visit", "Recorded: 16 March 2012"]);
    assert_eq!((days.happened, places.happened), (None, None));
    assert_eq!(days.recorded, Some(date(2012, 3, 16)));
    // In the middle of a story it is told, not recorded.
    let (days, _) = of(&["She rang twice and nobody answered. Typed 3 May 2012 at the office."]);
    assert_eq!(days, DocumentDates::default());
}

#[test]
fn a_birthday_a_due_date_and_told_dates_give_nothing() {
    let (days, places) = of(&[
        "Date of birth: 10/07/2012",
        "Date of next meeting: 3 May 2012",
        "It was recorded that she rang on 3 May 2012.",
    ]);
    assert_eq!(days, DocumentDates::default());
    assert_eq!(places, DateFacts::default());
}

#[test]
fn a_date_that_cannot_be_is_kept_as_read_and_nothing_is_put_in_its_place() {
    for (written, sentence) in [
        (
            "30 February 2012",
            "“30 February 2012”, Date of visit, said plainly, no such day, kept as read",
        ),
        (
            "14/03/20112",
            "“14/03/20112”, Date of visit, said plainly, no such day, kept as read",
        ),
    ] {
        let (days, places) = of(&[
            "# Home visit 7 March 2012",
            &format!("Date of visit: {written}"),
        ]);
        assert_eq!(days.happened, None, "{written}");
        assert_eq!(where_read(places.happened.as_ref()), sentence);
    }
}

#[test]
fn a_month_is_no_day_and_a_span_begins_with_its_first() {
    let (days, places) = of(&["Date of review: March 2012"]);
    assert_eq!(days.happened, None);
    let fact = places.happened.unwrap();
    assert_eq!(fact.month(), Some((2012, 3)));
    assert_eq!(fact.sure, Sure::Inferred);
    let (days, places) = of(&["Held on 13 to 17 November 2023"]);
    assert_eq!(days.happened, Some(date(2023, 11, 13)));
    assert_eq!(
        where_read(places.happened.as_ref()),
        "“13 to 17 November 2023”, Held on, inferred"
    );
}

#[test]
fn cells_give_dates_beside_and_below_their_labels() {
    let (days, _) = table(
        &[
            &["Date of meeting", "14 March 2012"],
            &["Recorded:", "16 Mar 12"],
        ],
        false,
    );
    assert_eq!(days.happened, Some(date(2012, 3, 14)));
    assert_eq!(days.recorded, Some(date(2012, 3, 16)));
    let (days, _) = table(
        &[
            &["Date of visit", "Worker", "Recorded"],
            &["06/03/2012", "Social worker", "08/03/2012"],
        ],
        true,
    );
    assert_eq!(days.happened, Some(date(2012, 3, 6)));
    assert_eq!(days.recorded, Some(date(2012, 3, 8)));
    // A list of many dates is no date of the document.
    let (days, _) = table(
        &[
            &["Date", "Event"],
            &["06/03/2012", "Visit"],
            &["07/03/2012", "Call"],
        ],
        true,
    );
    assert_eq!(days, DocumentDates::default());
}

#[test]
fn a_title_or_a_line_of_its_own_gives_a_date_that_is_inferred() {
    let (days, places) = of(&["# Core group minutes 14 March 2012", "Present: all."]);
    assert_eq!(days.happened, Some(date(2012, 3, 14)));
    assert_eq!(
        where_read(places.happened.as_ref()),
        "“14 March 2012”, title, inferred"
    );
    let (days, places) = of(&[
        "Withy Lane School",
        "Northbridge, 14 March 2012",
        "Dear Ms Green,",
    ]);
    assert_eq!(days.happened, Some(date(2012, 3, 14)));
    assert_eq!(places.happened.unwrap().read_in, "first lines");
    let (days, _) = of(&["I saw him on 14 March 2012 and he was well, as he was the week before."]);
    assert_eq!(days.happened, None);
    let (days, _) = of(&["Ben (born 14 March 2002)"]);
    assert_eq!(days.happened, None);
}

#[test]
fn a_mail_says_when_it_was_sent_in_its_header() {
    let (days, places) = of(&[
        "From: Social worker",
        "To: Deputy head",
        "Date: Wed, 14 Mar 2012 10:30:00 +0000",
        "Subject: Fridays",
    ]);
    assert_eq!(days.happened, Some(date(2012, 3, 14)));
    assert_eq!(places.happened.unwrap().read_in, "mail header");
}

#[test]
fn a_name_counts_where_the_words_say_nothing() {
    let named = |name: &str| {
        let (days, places) = dates(None, name, "other", &Inside::default());
        (days.happened, where_read(places.happened.as_ref()))
    };
    assert_eq!(
        named("2012-03-06 letter to school.txt"),
        (
            Some(date(2012, 3, 6)),
            "“2012-03-06”, file name, inferred".to_owned()
        )
    );
    for (name, day) in [
        ("home visit 6.3.12.docx", Some(date(2012, 3, 6))),
        ("06_03_2012_home_visit.docx", Some(date(2012, 3, 6))),
        ("20120306 scan.pdf", Some(date(2012, 3, 6))),
        ("visits/6 March 2012/note.txt", Some(date(2012, 3, 6))),
        ("31.02.2012 note.txt", None),
        ("looked-after review March 2012.md", None),
        ("20129999.pdf", None),
    ] {
        assert_eq!(named(name).0, day, "{name}");
    }
    let (_, places) = dates(None, "review March 2012.md", "review", &Inside::default());
    assert_eq!(places.happened.unwrap().month(), Some((2012, 3)));
}

#[test]
fn what_a_program_wrote_is_a_guess_and_never_makes_a_record_late() {
    let inside = Inside {
        modified: Some(date(2014, 5, 1)),
        ..Inside::default()
    };
    let (days, places) = dates(Some(&text(&["Words."])), "a.docx", "other", &inside);
    assert_eq!(days.recorded, Some(date(2014, 5, 1)));
    assert_eq!(
        where_read(places.recorded.as_ref()),
        "“1 May 2014”, document properties (changed last), guessed"
    );
    let visit = text(&["Date of visit: 6 March 2012"]);
    let (days, places) = dates(Some(&visit), "a.docx", "visit", &inside);
    assert_eq!(days.recorded, None);
    assert_eq!(days.days_to_record(), None);
    assert_eq!(places.recorded.unwrap().doubt, Some(Doubt::Aside));
}
