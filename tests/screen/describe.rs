//! What a document is, set by the pen holder: its kind, its title, its dates; and what intake read of it, shown.

use alongside::casework::Event;

use crate::screen::Two;

#[test]
fn kind_and_dates_are_set_in_a_form_that_says_where_they_were_read() {
    let mut two = Two::at_the_demo_case().reading("Core group minutes");
    two.keys("D")
        .sees("kind, title and dates")
        .sees("core group minutes");
    two.keys("Tab Tab").sees("Read: “14 March 2012”");
    two.sees("Date of meeting, said plainly");
    two.keys("End");
    two.times(20, "Backspace")
        .types("30 February 2012")
        .keys("Enter");
    two.sees("There is no such day as \"30 February 2012\".");
    two.times(20, "Backspace").types("13.3.12").keys("Enter");
    two.sees("13 Mar 2012 (recorded 16 Mar 2012, 3 days later)");
    let described = two.case().history.last().unwrap().event.clone();
    let Event::DocumentDescribed {
        document,
        title,
        document_kind,
        dates,
    } = described
    else {
        panic!("{described:?}");
    };
    assert_eq!((title, document_kind), (None, None));
    assert_eq!(
        dates.unwrap().happened,
        Some(jiff::civil::date(2012, 3, 13))
    );
    let known = &two.case().documents[&document];
    assert_eq!(
        known.as_read.dates.happened,
        Some(jiff::civil::date(2012, 3, 14))
    );
    // What intake read stays readable, who set it is said, and it is taken back like any act.
    two.keys("D Tab Tab").sees("Read: set by RO Lead inspector");
    two.keys("Esc u")
        .sees("14 Mar 2012 (recorded 16 Mar 2012, 2 days later)");
}

#[test]
fn a_document_is_described_from_enter_s_menu_at_eighty_columns() {
    let mut two = Two::at_the_demo_case_sized(80, 24).reading("Core group minutes");
    two.keys("Enter").sees("Describe this document");
    two.keys("Esc D");
    two.sees("Kind").sees("Happened").sees("Finalised");
    two.keys("Right Enter");
    let last = two.case().history.last().unwrap();
    assert!(matches!(
        &last.event,
        Event::DocumentDescribed { document_kind: Some(kind), .. } if kind != "core group minutes"
    ));
    two.keys("D Enter").sees("Nothing was changed.");
}

#[test]
fn the_case_s_header_says_when_the_child_was_last_seen_according_to_the_file() {
    let mut two = Two::at_the_demo_case_sized(200, 50);
    two.sees("last seen 31 May 2012, alone (");
    two.keys("o")
        .sees("Go to a document or heading · last seen 31 May 2012, alone (");
}
