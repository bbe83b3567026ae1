//! The child's journey: its lists, the picture above them, going to the words, and making something of it that is said.

use alongside::{
    casework::{Event, RemarkKind, Spot},
    desk::pages::{Item, JourneyItem},
    screen::state::Focus,
};

use crate::screen::Two;

fn in_the_journey() -> Two {
    let mut two = Two::at_the_demo_case();
    two.keys("4");
    two
}

#[test]
fn everything_with_a_day_stands_by_year_and_month_the_latest_in_sight() {
    let mut two = in_the_journey();
    two.sees("[4 Journey]")
        .sees("[chronology]")
        .sees("2012 · May")
        .sees("31 May 2012  visit · Children's social care")
        .sees("Statutory visit. Both children seen alone")
        .cursor_on("31 May 2012");
    two.sees("events")
        .sees("a sign is")
        .sees("P child protect")
        .sees("▼ 31 May 2012  a sign is");
    // The heading of the first month comes along.
    two.keys("Home")
        .cursor_on("15 Jan 2010")
        .sees("2010 · January");
    two.sees("Father leaves the family home.");
    two.sees("→ Children in the sole care of their mother");
}

#[test]
fn stepping_moves_the_file_and_enter_opens_the_words() {
    let mut two = in_the_journey();
    two.keys("Up Down");
    // The file shows the line of the chronology beside it, and nobody has opened anything by looking.
    two.in_file("31/05/2012");
    let before = two.case().sittings[0].opened_documents.len();
    two.keys("Home Down");
    assert_eq!(two.case().sittings[0].opened_documents.len(), before);
    assert_eq!(two.state.sitting().unwrap().focus, Focus::Talk);
    two.keys("Enter");
    assert_eq!(two.state.sitting().unwrap().focus, Focus::File);
    two.in_file("Kieran does not attend hearing test");
    assert_eq!(two.document(), "Chronology");
}

#[test]
fn the_same_key_again_shows_silences_then_clocks_and_comes_back_where_it_was() {
    let mut two = in_the_journey();
    two.keys("Home Down");
    let stood = two.state.sitting().unwrap().item();
    two.keys("4")
        .sees("[silences, late]")
        .sees("Without a contact or visit for 28 days or more (");
    two.sees("140 days");
    two.keys("4")
        .sees("[clocks]")
        .sees("comes to ")
        .sees("on file: ");
    two.keys("4").sees("[chronology]");
    assert_eq!(two.state.sitting().unwrap().item(), stood);
}

#[test]
fn a_clock_shows_its_sum_line_by_line_and_says_which_rule_it_is() {
    let mut two = in_the_journey();
    two.keys("4 4");
    let conference = two
        .state
        .sitting()
        .unwrap()
        .journey
        .told
        .as_ref()
        .unwrap()
        .clocks
        .iter()
        .position(|clock| clock.rule == "initial-conference")
        .unwrap();
    let wanted = Item::Journey(JourneyItem::Clock(u32::try_from(conference).unwrap()));
    for _ in 0..200 {
        if two.state.sitting().unwrap().item() == Some(wanted) {
            break;
        }
        two.keys("Down");
    }
    two.sees("Strategy discussion to initial child protection conference")
        .sees("from 4 Oct 2011")
        .sees("comes to 25 Oct 2011")
        .sees("on file: 20 Oct 2011, 3 working days");
    two.keys("Enter")
        .sees("A clock of N-017")
        .sees("Working Together to Safeguard Children (2010), in force 17 Mar 2010 to 14 Apr 2013")
        .sees("How days are counted: the day after is day 1")
        .sees("Bank holidays of England and Wales, 1995 to 2027")
        .sees("from Tue 4 Oct 2011")
        .sees("days 1 to 3: Wed 5 Oct 2011 to Fri 7 Oct 2011")
        .sees("not counted: Sat 8 Oct 2011 and Sun 9 Oct 2011 (weekend)")
        .sees("comes to Tue 25 Oct 2011")
        .does_not_see("breach");
    two.keys("Esc").sees("[clocks]");
}

#[test]
fn a_silence_becomes_a_question_an_absence_or_a_finding_by_one_key() {
    let mut two = in_the_journey();
    two.keys("4");
    two.keys("Home r")
        .sees("The file shows no contact or visit for");
    two.keys("Enter");
    let remark = two.case().remarks.values().next().unwrap();
    assert_eq!(remark.kind, RemarkKind::Question);
    assert!(remark.words.ends_with("What happened in that time?"));
    assert!(!remark.anchors.is_empty());

    let mut two = in_the_journey();
    two.keys("4");
    two.keys("Home b").sees("a contact or visit between");
    two.keys("Enter");
    let remark = two.case().remarks.values().next().unwrap();
    assert!(
        remark
            .anchors
            .iter()
            .any(|anchor| anchor.passage().is_none())
    );

    let mut two = in_the_journey();
    two.keys("4 Home f")
        .sees("The file shows no contact or visit");
    // Words nobody typed are not kept for another silence.
    two.keys("Esc").does_not_see("Put aside");
}

#[test]
fn the_journey_is_narrowed_by_kind_and_agency_and_found_in_by_name() {
    let mut two = in_the_journey();
    two.keys("v")
        .sees("Show of the journey")
        .types("Family support")
        .keys("Enter");
    two.sees("only Family support")
        .sees("Last Home and Routines session")
        .does_not_see("Statutory visit. Both");
    two.keys("v").types("Everything").keys("Enter");
    two.does_not_see("only Family support");
    two.keys("/").sees("Find in the journey");
    two.types("teeth").keys("Enter");
    two.cursor_on("20 Feb 2012").sees("Kieran's teeth treated");
}

#[test]
fn marked_words_are_put_into_the_journey_and_taken_back() {
    let mut two = Two::at_the_demo_case().reading("Strategy discussion");
    two.finds("Taking part");
    two.keys("J")
        .sees("Put into the journey · RO Lead inspector");
    two.sees("4 Oct 2011");
    two.writes_in("Day")
        .keys("Ctrl-U")
        .types("30 February 2009 ");
    two.keys("Enter").sees("is no day");
    assert!(two.case().journey_events.is_empty());
}

#[test]
fn an_event_put_into_the_journey_stands_at_its_day() {
    let mut two = Two::at_the_demo_case().reading("Strategy discussion");
    two.keys("J");
    two.keys("Tab");
    two.writes_in("What happened").types("A house fire. ");
    two.keys("Enter").said("Put into the journey: 4 shows it.");
    let Event::JourneyEventMade { details, .. } = two.last_event() else {
        panic!("{:?}", two.last_event());
    };
    assert!(details.words.contains("A house fire."));
    two.keys("4 /").types("house fire").keys("Enter");
    two.sees("A house fire.").sees("put here");
    let spot = match two.state.sitting().unwrap().item() {
        Some(Item::Journey(JourneyItem::Happening(spot))) => spot,
        other => panic!("{other:?}"),
    };
    assert!(matches!(spot, Spot::Made(_)));
    two.keys("u");
    assert!(two.case().journey_events.is_empty());
    two.does_not_see("A house fire.");
}

#[test]
fn an_event_put_into_the_journey_is_changed_and_what_stands_in_the_file_is_not() {
    let mut two = Two::at_the_demo_case().reading("Strategy discussion");
    two.keys("J Tab");
    two.writes_in("What happened")
        .keys("Ctrl-U")
        .types("A house fire.");
    two.keys("Enter 4 /").types("house fire").keys("Enter");
    two.keys("e")
        .sees("Event 1 of the journey")
        .writes_in("Day")
        .keys("Ctrl-U")
        .types("spring 2009")
        .keys("Enter")
        .said("Event 1 of the journey is changed.");
    let event = two.case().journey_events.values().next().unwrap();
    assert_eq!(event.details.date, None);
    assert_eq!(event.details.date_words, "spring 2009");
    assert_eq!(event.details.words, "A house fire.");
    two.sees("spring 2009").sees("Without a day (");
    two.keys("u").sees("A house fire.");
    assert!(
        two.case().journey_events.len() == 1,
        "only the change is taken back"
    );
    two.does_not_see("spring 2009");
    two.keys("Home e").said(
        "This stands in the file as it is: only what was put into the journey here can be changed.",
    );
}

#[test]
fn the_list_of_the_journey_and_what_of_it_is_shown_are_there_again() {
    let mut two = in_the_journey();
    two.keys("v").types("Family support").keys("Enter");
    let mut two = two.comes_back();
    two.sees("[chronology]").sees("only Family support");
    two.keys("4").sees("[silences, late]");
    two.comes_back().sees("[silences, late]");
}

#[test]
fn the_page_is_made_once_a_change_not_once_a_frame() {
    let mut two = in_the_journey();
    let made = |two: &Two| two.state.sitting().unwrap().journey.pages_made;
    two.keys("Home");
    let before = made(&two);
    two.keys("Down Down Down PageDown Up End Home Tab Down Tab");
    two.minutes_pass(3);
    assert_eq!(made(&two), before, "moving makes nothing anew");
    two.keys("Tab r").types("Something else.").keys("Enter 4");
    assert!(made(&two) > before, "what was said may change it");
}

#[test]
fn it_is_readable_without_signs_without_colour_and_small() {
    let mut two = Two::at_the_demo_case_sized(80, 24);
    two.keys("4")
        .sees("[4 Journey]")
        .sees("[chronology]")
        .sees("events")
        .sees("status")
        .sees("31 May 2012");
    two.keys("F7").sees("31 May 2012").does_not_see("▼");
    two.keys("z").sees("read").sees("a sign is");
}
