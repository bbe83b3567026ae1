//! The concern that cannot wait: two keys away from everywhere, over whatever is open, shown until it is closed.

use alongside::casework::Event;

use crate::screen::Two;

const CONCERN: &str = "Refer back: a concern about the child in N-017";

/// Every place of the program with a child in front, and the keys that lead there.
fn places() -> Vec<(&'static str, Two)> {
    let mut places = Vec::new();
    let mut cases = Two::at_the_cases();
    cases.types("N-017");
    places.push(("the list of cases", cases));
    let mut who = Two::at_the_cases();
    who.goes_to("N-017");
    places.push(("who is in the room", who));
    let mut folder = Two::at_the_cases();
    folder.types("N-017").keys("F5");
    places.push(("choosing a folder", folder));
    let mut intake = Two::at_the_cases();
    intake.types("N-017").keys("F5").slow = true;
    intake.keys("Enter");
    places.push(("taking in", intake));
    for (name, keys) in [
        ("reading", ""),
        ("the discussion", "Tab"),
        ("marking", "Space"),
        ("zoomed", "z"),
        ("the menu", "Esc"),
        ("the palette", ":"),
        ("a remark", "r w o r d s"),
        ("a finding", "f w o r d s"),
        ("a service", "s w o r d s"),
        ("finding words", "/ w o r d s"),
        ("going to a document", "o"),
        ("the room", "F4"),
        ("the history", "h"),
        ("the pen", "F2"),
        ("names", "i"),
        ("a name", "i Enter w o r d s"),
        ("the export", "F9"),
        ("closing", "F12"),
        ("an answer", "f w o r d s Tab Right Tab Right Enter a"),
        (
            "a reason",
            "f w o r d s Tab Right Tab Right Enter a Down Down Enter w o r d s",
        ),
        ("the help", "?"),
    ] {
        let mut two = Two::at_the_demo_case();
        two.keys(keys);
        places.push((name, two));
    }
    places
}

#[test]
fn a_concern_is_two_keys_away_from_everywhere() {
    for (name, mut two) in places() {
        eprintln!("from {name}");
        let layers = two.state.layers.len();
        two.keys("F8");
        if two.places_of(CONCERN).is_empty() {
            two.keys("Enter");
        }
        two.sees(CONCERN).writes_in("Concern");
        two.types("He is hurt.")
            .keys("Tab")
            .types("Team manager")
            .keys("Enter");
        assert!(
            matches!(two.last_event(), Event::ReferBackRaised { .. }),
            "{name}: {:?}",
            two.last_event()
        );
        two.said("The refer-back is kept. It stays listed until it is closed.");
        // What was open is open again, with the same words.
        if !matches!(name, "the pen" | "the help") {
            assert_eq!(two.state.layers.len(), layers, "{name}");
        }
        if matches!(
            name,
            "a remark" | "a finding" | "a service" | "finding words" | "a name" | "a reason"
        ) {
            two.sees("words").types("!").sees("words!");
        }
    }
}

#[test]
fn on_the_start_screen_a_concern_needs_a_child_first() {
    let mut start = Two::at_the_start();
    start
        .keys("F8")
        .said("Open an inspection first: a refer-back belongs to a child.");
}

#[test]
fn a_concern_is_answered_and_closed_and_shown_until_then() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("!")
        .types("Nobody is at home on Fridays.")
        .keys("Tab")
        .types("Team manager")
        .keys("Enter");
    sitting.keys("Down").sees("! 1 refer-back open · ");
    sitting
        .keys("F8")
        .sees("Refer-backs of N-017")
        .sees("1. Nobody is at home on Fridays.")
        .keys("Down Enter");
    sitting
        .sees("Answer to refer-back 1")
        .types("A visit is arranged.")
        .keys("Enter")
        .said("The answer is kept.");
    sitting
        .keys("F8 Down")
        .sees("Told to Team manager, today at 14:00. 1 answers.");
    sitting
        .keys("Down Enter")
        .sees("Close refer-back 1")
        .types("Seen today.")
        .keys("Enter");
    sitting
        .said("The refer-back is closed.")
        .keys("Down")
        .does_not_see("refer-back open");
    sitting
        .keys("F8 Down")
        .sees("closed")
        .sees("Closed 13 Jun 2012: Seen today.");
    sitting.keys("Esc F10").does_not_see("refer-back open");
}
