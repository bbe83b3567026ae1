//! Dates as documents write them, one by one.

use super::*;
use jiff::civil::date;

fn found(words: &str) -> Option<Found> {
    at_start(words, Years::of(words)).map(|written| written.found)
}

#[test]
fn british_dates_in_every_usual_dress() {
    for words in [
        "14th March 2012",
        "14/03/2012",
        "14/03/2012 10:30",
        "14.3.12",
        "14 Mar 12",
        "14-Mar-2012",
        "14 Mar. 2012",
        "14 March '12",
        "14-03-2012 at 10:30",
        "14 / 03 / 2012",
        "14 03 2012",
        "Wednesday 14 March 2012",
        "Wed 14 Mar 12",
        "Wed, 14th of March 2012",
        "Weds. the 14th March, 2012",
        "March 14th, 2012",
        "14 MARCH 2012",
        "2012-03-14",
        "2012-03-14T10:30:00Z",
        "2012/03/14",
        "  14 March 2012, at school",
    ] {
        assert_eq!(first(words), Some(date(2012, 3, 14)), "{words}");
    }
    assert_eq!(first("4 Sept 98"), Some(date(1998, 9, 4)));
}

#[test]
fn what_is_no_date_gives_none() {
    for words in [
        "next Tuesday",
        "14 March",
        "14 March 10:30",
        "1 2 345",
        "3 beds, 4 rooms, 12 steps",
        "3 of the 4 beds in a very long row had 12 sheets",
        "99999999999999999999 March 2012",
        "24/7 care",
        "1.2.3",
        "may be 2012",
        "v14 March",
        "",
        "é",
    ] {
        assert_eq!(found(words), None, "{words}");
    }
}

#[test]
fn what_is_written_like_a_date_and_is_none_is_said_to_be_so() {
    for words in [
        "31/02/2012",
        "03/14/2012",
        "29 February 2011",
        "30 February 2012",
        "14 March 20112",
        "14/03/20112",
        "14 March 212",
        "2012-13-01",
        "0/0/2012",
        "99 March 2012",
        "17 to 13 November 2023",
        "31 to 2 June 2012",
    ] {
        assert_eq!(found(words), Some(Found::CannotBe), "{words}");
        assert_eq!(first(words), None, "{words}");
    }
}

#[test]
fn a_month_stays_a_month() {
    assert_eq!(found("March 2012"), Some(Found::Month(2012, 3)));
    assert_eq!(
        found("Sept. 2011, in the week"),
        Some(Found::Month(2011, 9))
    );
    assert_eq!(first("March 2012"), None);
}

#[test]
fn from_a_day_to_a_day() {
    let span = |from, to| Some(Found::Span(from, to));
    let (from, to) = (date(2023, 11, 13), date(2023, 11, 17));
    for words in [
        "13 to 17 November 2023",
        "13–17 November 2023",
        "13th - 17th November 2023",
        "Monday 13 to Friday 17 November 2023",
        "13/11/2023 - 17/11/2023",
        "13 November to 17 November 2023",
        "13 November 2023 until 17 November 2023",
    ] {
        assert_eq!(found(words), span(from, to), "{words}");
    }
    assert_eq!(
        found("30 October – 3 November 2023"),
        span(date(2023, 10, 30), date(2023, 11, 3))
    );
    assert_eq!(first("13 to 17 November 2023"), None, "a span is no day");
}

#[test]
fn a_year_of_two_figures_is_one_the_document_speaks_of() {
    let year = |words: &str, around: &str| {
        at_start(words, Years::of(around))
            .unwrap()
            .found
            .day()
            .unwrap()
            .year()
    };
    assert_eq!(year("1.2.12", ""), 2012);
    assert_eq!(year("1.2.29", ""), 2029);
    assert_eq!(year("1.2.30", ""), 1930);
    assert_eq!(year("1.2.60", "in 2012"), 1960);
    assert_eq!(year("1.2.30", "in 2012"), 2030);
    assert_eq!(year("1.2.98", "since 1985"), 1998);
    assert_eq!(year("1.2.03", "since 1985, again 1991"), 2003);
}

#[test]
fn a_day_without_a_year_is_no_date_but_can_be_asked_for() {
    assert_eq!(
        days_without_year("Visits on 5 and 19 April, 3rd of May; 30 June 2012, 31 June"),
        [(4, 19), (5, 3)]
    );
    assert_eq!(days_without_year("14 marches, 1.30, A4 May"), []);
}

#[test]
fn every_date_of_a_sentence_is_found_where_it_stands() {
    let words = "Seen on 6 March 2012 and 8/3/12; not on 30 February 2012. In April 2012 again.";
    let found: Vec<_> = all(words, Years::of(words))
        .into_iter()
        .map(|written| (&words[written.range], written.found))
        .collect();
    assert_eq!(
        found,
        [
            ("6 March 2012", Found::Day(date(2012, 3, 6))),
            ("8/3/12", Found::Day(date(2012, 3, 8))),
            ("30 February 2012", Found::CannotBe),
            ("April 2012", Found::Month(2012, 4)),
        ]
    );
    assert_eq!(all("12é34 𝒳 2012", Years::default()), []);
}
