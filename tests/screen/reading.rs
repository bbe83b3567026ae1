//! Reading the case file: lines, pages, headings, documents, finding, and the place that is never lost.

use alongside::{
    reading::wrap::rows_wrapped,
    screen::{layout, state::Focus, theme::Part, update::MouseAct},
};

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, RO},
};

/// The rows of the file's right border that the scroll bar's thumb stands on.
fn thumb(two: &Two) -> Vec<u16> {
    let ui = two.state.sitting().unwrap();
    let file = layout::sitting(&two.state, ui).file;
    (file.y..file.bottom())
        .filter(|y| two.buffer()[(file.right() - 1, *y)].symbol() == "▐")
        .collect()
}

#[test]
fn the_arrows_read_line_by_line_and_the_cursor_goes_along() {
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting.cursor_on("Referral to children's social care");
    sitting
        .keys("Down")
        .cursor_on("Date of contact: 3 October 2011");
    // Blank rows and the lines of a table are stepped over.
    sitting.keys("Down").cursor_on("Recorded: 3 October 2011");
    sitting.times(4, "Down").cursor_on("Name");
    sitting.keys("Down").cursor_on("Ellie Thackray");
    sitting.keys("Up Up").cursor_on("Children");
    sitting
        .keys("k")
        .cursor_on("Decision by: Team manager, 3 October 2011");
    sitting.keys("j").cursor_on("Children");
}

#[test]
fn pages_and_ends() {
    let mut sitting = Two::at_the_demo_case_sized(160, 24).reading("Referral to children");
    sitting.does_not_see("The referrers have been told.");
    sitting.keys("End").sees("The referrers have been told.");
    sitting.does_not_see("Date of contact");
    sitting
        .keys("PageUp")
        .does_not_see("The referrers have been told.");
    sitting
        .keys("PageDown")
        .sees("The referrers have been told.");
    sitting
        .keys("Home")
        .cursor_on("Referral to children's social care");
    sitting.keys("G").sees("The referrers have been told.");
    sitting.keys("g").sees("Date of contact: 3 October 2011");
    // Turning a page never skips a line: what stood last stands on the next page too.
    let words = (0..22)
        .rev()
        .map(|y| sitting.row(y).chars().skip(4).take(40).collect::<String>())
        .find(|row| {
            row.contains("  ") && row.chars().any(char::is_alphabetic) || !row.contains("  ")
        })
        .unwrap();
    sitting.keys("PageDown").sees(words.trim());
}

#[test]
fn the_scroll_bar_begins_at_the_top_and_ends_at_the_bottom() {
    let mut sitting = Two::at_the_demo_case_sized(160, 24).reading("Referral to children");
    let top = thumb(&sitting);
    assert_eq!(top.first(), Some(&2));
    sitting.keys("End");
    let bottom = thumb(&sitting);
    assert_eq!(bottom.last(), Some(&20));
    assert_eq!(top.len(), bottom.len());
    assert!(top.len() < 19, "there is more than what is in sight");
}

#[test]
fn headings_one_after_another_and_back() {
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting.keys("}").cursor_on("Children");
    sitting
        .keys("} Ctrl-Down")
        .cursor_on("What the school says");
    sitting.keys("{").cursor_on("Who has been in touch");
    sitting.keys("Ctrl-Up Ctrl-Up");
    sitting.cursor_on("Referral to children's social care");
    sitting
        .keys("{")
        .said("There is no heading before this one.");
    sitting
        .keys("End }")
        .said("There is no heading after this one.");
}

#[test]
fn documents_one_after_another_each_where_it_was_left() {
    let mut sitting = Two::at_the_demo_case();
    let first = sitting.document();
    sitting
        .keys("[")
        .said("This is the first document of the case file.");
    sitting.times(6, "Down").keys("Right");
    assert_eq!(
        sitting.document(),
        "POLICE NOTICE: CHILDREN COMING TO NOTICE"
    );
    sitting
        .sees("2 of 14")
        .sees("POLICE NOTICE: CHILDREN COMING TO NOTICE");
    sitting.keys("Left");
    assert_eq!(sitting.document(), first);
    sitting.cursor_on("Ellie Thackray");
    sitting.times(13, "]");
    sitting.sees("14 of 14");
    sitting
        .keys("]")
        .said("This is the last document of the case file.");
    // Every document was recorded as opened, once each.
    let opened = sitting
        .case()
        .documents
        .keys()
        .filter(|no| sitting.case().opened(**no))
        .count();
    assert_eq!(opened, 14);
}

#[test]
fn going_to_a_document_or_heading_by_a_few_letters() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("o")
        .sees("Go to a document or heading")
        .sees("unread");
    sitting.types("go wrong").cursor_on("go wrong");
    sitting.sees("If things go wrong · Child protection plan");
    sitting.keys("Enter").cursor_on("If things go wrong");
    assert_eq!(sitting.document(), "Child protection plan");
    sitting.keys("o").types("no such heading at all");
    sitting.sees("Nothing matches what is typed.");
    sitting.keys("Enter Esc");
    assert_eq!(sitting.document(), "Child protection plan");
}

#[test]
fn finding_in_this_document_and_going_on_from_match_to_match() {
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting
        .keys("/")
        .sees("Find in this document (Tab: in the whole case file)");
    sitting.types("KIERAN'S");
    // Capitals and the shape of the apostrophe do not matter.
    sitting
        .sees("1 of 1")
        .sees("Kieran's tea")
        .cursor_on("KIERAN'S");
    let here = sitting.state.theme.part(Part::MatchHere);
    assert_eq!(
        sitting.style_of("Kieran's tea").bg,
        here.bg.or(sitting.style_of("Kieran's tea").bg)
    );
    sitting.keys("Enter").cursor_on("Kieran's tea");
    sitting.finds("Ms Thackray").said("");
    let (hits, at) = {
        let found = sitting.state.sitting().unwrap().found.as_ref().unwrap();
        (found.hits.len(), found.at)
    };
    assert_eq!(hits, 5);
    sitting.keys("n");
    sitting.said(&format!("match {} of 5: Ms Thackray", (at + 1) % 5 + 1));
    sitting.keys("N N");
    sitting.said(&format!("match {} of 5: Ms Thackray", (at + 4) % 5 + 1));
    sitting.keys("/").types("xyzzy");
    sitting.sees("not found");
    sitting.keys("Enter").sees("Find in this document");
    sitting.keys("Esc").does_not_see("Find in this document");
}

#[test]
fn finding_in_the_whole_case_file() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("/ Tab").sees("Find in the whole case file");
    sitting.types("crisp tube");
    sitting
        .sees("1 of 1")
        .sees("She has made a lighthouse out of a crisp tube.");
    sitting.sees("STATUTORY VISIT (CHILD PROTECTION PLAN) · 23 Feb 2012 (recorded 27 Feb 2012");
    sitting.keys("Enter");
    assert_eq!(
        sitting.document(),
        "STATUTORY VISIT (CHILD PROTECTION PLAN)"
    );
    sitting.cursor_on("crisp tube");
    // n goes on over the borders of documents.
    sitting.keys("/");
    sitting
        .times(12, "Backspace")
        .keys("Tab")
        .types("lighthouse");
    sitting.keys("Enter");
    let mut documents = Vec::new();
    for _ in 0..6 {
        documents.push(sitting.keys("n").document());
    }
    assert!(
        documents.contains(&"Direct work with Ellie".to_owned()),
        "{documents:?}"
    );
    assert!(documents.contains(&"STATUTORY VISIT (CHILD PROTECTION PLAN)".to_owned()));
}

#[test]
fn found_words_are_told_from_the_rest_by_their_style_and_those_gone_to_from_the_others() {
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting.finds("early help");
    let theme = sitting.state.theme.clone();
    let style = sitting.style_of("early help");
    let words = sitting.style_of("already been planning to ring");
    assert_ne!(style, words);
    assert_eq!(style.bg, theme.part(Part::MatchHere).bg.or(words.bg));
}

#[test]
fn a_table_without_room_is_moved_sideways_and_stands_whole_where_there_is_some() {
    let mut sitting = Two::at_the_demo_case().reading("Child protection plan");
    sitting.finds("Breakfast club").keys("n");
    sitting.does_not_see("Need: ");
    sitting.resize(60, 24);
    sitting.sees("Getting to school  ‹ Breakfast club, place paid");
    sitting.does_not_see("Both children in school by 8.55");
    sitting.keys(". .").sees("Getting to school  ‹");
    sitting.resize(160, 45).does_not_see("‹");
}

#[test]
fn pages_of_a_pdf_are_marked() {
    let mut sitting = Two::at_the_demo_case().reading("Core assessment");
    sitting.sees("─── page 1 ─");
    let mut seen = false;
    for _ in 0..4 {
        sitting.keys("PageDown");
        seen |= !sitting.places_of("─── page 2 ─").is_empty();
    }
    assert!(seen);
}

#[test]
fn a_storm_of_resizes_keeps_the_place() {
    let mut sitting = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    sitting.finds("Ellie's weight was checked");
    let place = sitting.state.sitting().unwrap().place().byte;
    for (width, height) in [
        (80, 24),
        (200, 60),
        (100, 30),
        (41, 12),
        (1, 1),
        (2, 2),
        (300, 4),
        (4, 90),
        (20, 20),
        (99, 9),
        (17, 8),
        (80, 24),
    ] {
        sitting.resize(width, height);
        assert_eq!(
            sitting.state.sitting().unwrap().place().byte,
            place,
            "{width}x{height}"
        );
        if width >= 40 && height >= 9 {
            sitting.sees("▸");
            let y = sitting.cursor().y;
            let pointer = sitting.row(y);
            assert!(pointer.contains('▸'), "{width}x{height}: {pointer}");
        }
    }
    sitting.resize(160, 45);
    sitting.cursor_on("Ellie's weight was checked");
}

#[test]
fn a_key_wraps_nothing_again_and_a_resize_wraps_once() {
    let mut sitting = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    let before = rows_wrapped();
    sitting
        .times(40, "Down")
        .times(3, "PageDown")
        .keys("End Home } Tab 1 2 3 Tab Space Right Esc");
    sitting.keys("r").types("words").keys("Esc");
    assert_eq!(
        rows_wrapped(),
        before,
        "no key wraps what is wrapped already"
    );
    sitting.resize(150, 45);
    let rows = sitting.state.sitting().unwrap().wrapped().unwrap().rows() as u64;
    assert_eq!(rows_wrapped() - before, rows);
    sitting.resize(150, 30).resize(150, 50);
    assert_eq!(
        rows_wrapped() - before,
        rows,
        "another height wraps nothing"
    );
}

fn long_text() -> Vec<u8> {
    use std::fmt::Write as _;
    let mut words = String::from("# A long record\n\n");
    for number in 1..4_000 {
        write!(
            words,
            "Entry {number}. The family support worker rang in the morning and nobody answered.\n\n"
        )
        .unwrap();
    }
    words.into_bytes()
}

#[test]
fn a_long_document_is_as_quick_at_its_end_as_at_its_beginning() {
    let mut desk = Desk::demo();
    desk.take_in_words("N-017", &[("99 long.md", &long_text())]);
    let mut sitting = Two::sitting_on(desk, "N-017", &[RO, JK], (200, 60)).reading("A long record");
    sitting.sees("Entry 1. The family");
    sitting.keys("Down");
    let before = rows_wrapped();
    let at_the_beginning = sitting.keys("Down").cells_changed;
    sitting.keys("End").sees("Entry 3999. The family");
    sitting.keys("Up");
    let at_the_end = sitting.keys("Up").cells_changed;
    assert_eq!(rows_wrapped(), before);
    // The line left and the line come to: no more than their rows change.
    assert!(at_the_beginning <= 2 * 116, "{at_the_beginning}");
    assert!(at_the_end <= 2 * 116, "{at_the_end}");
}

#[test]
fn a_long_document_is_wrapped_beside_the_screen_which_goes_on_meanwhile() {
    let mut desk = Desk::demo();
    desk.take_in_words("N-017", &[("99 long.md", &long_text())]);
    let mut sitting = Two::sitting_on(desk, "N-017", &[RO, JK], (160, 45));
    sitting.slow = true;
    let before = rows_wrapped();
    sitting.opens("A long record");
    sitting.sees("The text is coming …");
    assert_eq!(sitting.waiting(), 1);
    sitting.keys("Down Down ?").sees("Help");
    sitting.keys("Esc");
    assert_eq!(
        (sitting.waiting(), rows_wrapped()),
        (1, before),
        "asked for once, not waited for"
    );
    sitting
        .released()
        .sees("Entry 1. The family support worker");
    // An answer for a width that is no longer there is not shown.
    sitting.resize(120, 45);
    sitting.resize(140, 45);
    assert_eq!(sitting.waiting(), 2);
    sitting.released();
    let ui = sitting.state.sitting().unwrap();
    let width = layout::words(layout::sitting(&sitting.state, ui).file).width;
    assert_ne!(ui.wrapped().map(|wrapped| wrapped.width()), Some(width));
    sitting.released();
    let wrapped = sitting.state.sitting().unwrap().wrapped().unwrap().width();
    assert_eq!(wrapped, width);
}

#[test]
fn texts_that_are_still_coming_hold_nobody_up() {
    let mut desk = Desk::demo();
    desk.sit("N-017", &[RO, JK]);
    let mut sitting = Two::with(
        desk,
        alongside::screen::prefs::Prefs::default(),
        "",
        false,
        (160, 45),
    )
    .opening();
    sitting.slow = true;
    sitting.goes_to("N-017");
    sitting.sees("The text is coming …");
    sitting
        .keys("/")
        .said("The text of this document is still coming.");
    sitting
        .keys("Space")
        .said("The text of this document is still coming.");
    sitting.keys("r").types("Before we begin.");
    sitting.keys("Enter").sees("Before we begin.");
    sitting
        .released()
        .sees("Early help assessment (common assessment)");
    sitting.keys("Space");
    assert_eq!(
        sitting.marked(),
        "Early help assessment (common assessment)"
    );
}

#[test]
fn what_cannot_be_read_says_why_and_can_still_be_talked_about() {
    let mut desk = Desk::new();
    desk.take_in_words(
        "N-099",
        &[
            ("01 minutes.pdf", b"<html><title>Not found</title>"),
            ("02 visit.md", b"# Home visit\n\nDate of visit: 6 March 2012\nRecorded: 20 April 2012\n\nSeen alone.\n"),
        ],
    );
    let mut sitting = Two::sitting_on(desk, "N-099", &[RO, JK], (160, 45));
    sitting.opens("Minutes");
    sitting.sees("Not readable: This is a web page saved with the name of a PDF");
    sitting.sees("The original is kept as it was received.");
    sitting.keys("Space").said("This document cannot be read:");
    sitting.keys("b").types("what was decided");
    sitting.keys("Tab").types("the minutes").keys("Enter");
    sitting.sees("not found: what was decided");
    sitting.opens("Home visit");
    sitting.sees("Seen alone.").sees("45 days later");
    sitting.keys("/ Tab").types("alone");
    sitting
        .sees("1 documents have no text to search.")
        .sees("1 of 1");
}

#[test]
fn a_document_presented_again_with_other_words_shows_the_new_ones_and_says_so() {
    let mut desk = Desk::new();
    desk.take_in_words(
        "N-099",
        &[("01 visit.md", b"# Home visit\n\nMother was seen.\n")],
    );
    let mut sitting = Two::sitting_on(desk, "N-099", &[RO, JK], (160, 45));
    sitting.sees("Mother was seen.").does_not_see("ALTERED");
    sitting
        .finds("Mother was seen")
        .keys("Space r")
        .types("When?");
    sitting.keys("Enter").sees("●");
    sitting.keys("F10");
    let before = sitting.desk.entries.len();
    let summary = sitting.desk.take_in_words(
        "N-099",
        &[(
            "01 visit.md",
            b"# Home visit\n\nMother and father were seen.\n",
        )],
    );
    let entries = sitting.desk.entries[before..].to_vec();
    sitting.told(alongside::desk::messages::Message::IntakeDone {
        summary: Ok(summary),
        entries,
    });
    sitting.sees("Taken in");
    sitting.keys("Esc Enter");
    sitting
        .sees("ALTERED since first taken in")
        .sees("Mother and father were seen.");
    sitting.does_not_see("●");
    sitting.keys("Tab").sees("(earlier text: these words");
    sitting
        .keys("c")
        .said("Not found in this text: the document has other words now.");
    let theme = sitting.state.theme.clone();
    let shown = sitting.style_of("Mother and father were seen.");
    assert_ne!(
        shown.add_modifier,
        shown.add_modifier | theme.part(Part::Anchored).add_modifier,
        "no other words are highlighted"
    );
}

#[test]
fn the_sides_change_zoom_and_share_the_width_as_it_was_left() {
    let mut sitting = Two::at_the_demo_case();
    sitting.sees("1 Discussion");
    sitting
        .keys("z")
        .does_not_see("1 Discussion")
        .sees("Early help assessment");
    sitting.keys("Tab").sees("[1 Discussion]");
    sitting.keys("z").sees("Early help assessment");
    assert_eq!(sitting.state.sitting().unwrap().focus, Focus::Talk);
    let width = |two: &Two| {
        layout::sitting(&two.state, two.state.sitting().unwrap())
            .file
            .width
    };
    assert_eq!(width(&sitting), 92);
    sitting.keys("<");
    assert_eq!(width(&sitting), 84);
    assert!(sitting.prefs.as_ref().unwrap().contains("split = 53"));
    sitting.times(20, ">");
    assert_eq!(width(&sitting), 120, "never more than three quarters");
    sitting.times(20, "<");
    assert_eq!(width(&sitting), 40, "never less than a quarter");
}

#[test]
fn the_wheel_reads_on_on_the_side_it_turns_over() {
    let mut sitting = Two::at_the_demo_case().reading("Referral to children");
    sitting.mouse(MouseAct::WheelDown, 20, 10);
    sitting.cursor_on("Author: Duty social worker");
    sitting.mouse(MouseAct::WheelUp, 20, 10);
    sitting.cursor_on("Referral to children's social care");
    sitting
        .keys("r")
        .types("One.")
        .keys("Enter r")
        .types("Two.")
        .keys("Enter");
    sitting.mouse(MouseAct::WheelUp, 130, 10);
    sitting.cursor_on("Referral to children's social care");
    sitting
        .keys("Tab")
        .cursor_on("RO Lead inspector · observation");
}

#[test]
fn how_a_document_stands_to_the_arrival_is_in_its_title_and_its_hints_in_the_list() {
    use alongside::casework::{ArrivalNo, DocumentNo, Event, Hint, Standing};
    let mut desk = Desk::new();
    desk.take_in_words(
        "N-099",
        &[("01 visit.md", b"# Home visit\n\nMother was seen.\n")],
    );
    let case = desk.case("N-099");
    let document = desk.inspection.cases[&case].documents[&DocumentNo(1)].clone();
    let version = document.latest().unwrap();
    desk.before(
        case,
        Event::DocumentAltered {
            document: DocumentNo(1),
            sha256: version.sha256,
            bytes: version.bytes,
            dates: document.dates,
            reading: version.readings[0].clone(),
            standing: Some(Standing::ChangedSince {
                arrival: ArrivalNo(1),
            }),
            hints: vec![Hint::TrackedChanges { count: 3 }],
            change: None,
            facts: std::sync::Arc::default(),
        },
    );
    let mut sitting = Two::sitting_on(desk, "N-099", &[RO, JK], (160, 45));
    sitting.sees("changed since arrival 1");
    sitting.does_not_see("3 tracked changes in it");
    sitting.keys("o");
    sitting.sees("changed since arrival 1 · 3 tracked changes in it");
}

#[test]
fn a_table_too_wide_is_moved_sideways_with_its_first_column_in_sight() {
    let csv = "Date,Agency,Caller,What was said,What was done,Whose idea,Outcome,Seen,Recorded by\n\
        14/03/2012,School,the school nurse,that he had not eaten since Monday,a visit on the very same day,the team manager,fed and well,seen alone,the duty worker\n\
        15/03/2012,Police,a neighbour,that there was shouting again,a call and then a letter,the duty worker,no answer,not seen,the night team\n\
        16/03/2012,Health,health visitor,that all was well,nothing more was done,nobody,none,not seen,the health team\n";
    let mut desk = Desk::demo();
    desk.take_in_words("N-090", &[("01 calls.csv", csv.as_bytes())]);
    let mut sitting = Two::sitting_on(desk, "N-090", &[RO, JK], (80, 24));
    sitting.sees("14/03/2012").sees("School");
    sitting
        .does_not_see("the duty worker")
        .sees("columns further on");
    let place = sitting.state.sitting().unwrap().place();
    sitting
        .keys(".")
        .sees("14/03/2012")
        .sees("the school nurse");
    sitting.does_not_see("School ");
    sitting.times(7, "Shift-Right").sees("14/03/2012");
    sitting.sees("the duty worker").sees("‹");
    sitting.sees("These are the last columns of the table.");
    // Moving sideways is not moving: the place in the text is the same, and another size keeps both.
    assert_eq!(sitting.state.sitting().unwrap().place(), place);
    sitting
        .resize(70, 24)
        .sees("14/03/2012")
        .sees("the duty worker");
    // Words that are found come into sight, wherever the table was moved to.
    sitting.times(8, ",").does_not_see("the night team");
    sitting.finds("night team").sees("the night team");
    // In a terminal wide enough there is nothing to move.
    sitting.keys("z").resize(300, 40);
    sitting.keys(".").does_not_see("columns further on");
}
