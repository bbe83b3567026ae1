//! A case folder presented again, on the screen: what is altered, both sides, change by change, and a change put on record.

use alongside::{
    casework::{Anchor, Answer, Event, FindingNo},
    desk::messages::Message,
    screen::{layers::Layer, prefs::Prefs, theme::Theme},
};

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, RO},
};

const MINUTES: &str = "# Core group minutes\n\nMother did not attend the last two sessions.\n\nKieran was seen alone at school on Monday.\n\nThe health visitor has no concerns about either of them.\n\nThe chair thanked everybody for coming to the meeting.\n\nVisits take place every 10 days.\n\nThe next meeting is in April at the school.\n";

/// The minutes with a word taken out, one replaced, and the last paragraph first.
const ALTERED: &str = "# Core group minutes\n\nThe next meeting is in April at the school.\n\nMother did attend the last two sessions.\n\nKieran was seen alone at school on Monday.\n\nThe health visitor has no concerns about either of them.\n\nThe chair thanked everybody for coming to the meeting.\n\nVisits take place every 20 days.\n";

const VISIT: &str = "# Home visit\n\nThe home was warm and tidy.\n";

fn desk() -> Desk {
    let mut desk = Desk::demo();
    desk.take_in_words(
        "N-099",
        &[
            ("01 minutes.md", MINUTES.as_bytes()),
            ("02 visit.md", VISIT.as_bytes()),
            ("03 gone.md", b"# A letter\n\nIt is not there any more.\n"),
        ],
    );
    let file = |name: &str, words: &str| (name.to_owned(), words.as_bytes().to_vec());
    desk.presented = (
        "N-099".to_owned(),
        vec![
            file("01 minutes.md", ALTERED),
            file("02 visit.md", VISIT),
            file("04 new.md", "# A plan\n\nNobody has seen it.\n"),
        ],
    );
    desk
}

fn sitting(width: u16, height: u16) -> Two {
    Two::sitting_on(desk(), "N-099", &[RO, JK], (width, height))
}

/// As far as the list of what differs.
fn compared(width: u16, height: u16) -> Two {
    let mut sitting = sitting(width, height);
    sitting.keys("= Enter").sees("Compare this folder");
    sitting.keys("Enter");
    sitting
}

#[test]
fn the_list_says_what_is_altered_missing_new_and_as_it_was() {
    let mut two = compared(160, 45);
    two.sees("Compared: 1 identical, 1 ALTERED, 1 MISSING, 1 NEW")
        .sees("ALTERED  01 minutes.md")
        .sees("2 words in 2 places, 1 paragraph moved")
        .sees("MISSING  03 gone.md")
        .sees("NEW      04 new.md")
        .sees("1 file is as it was sealed")
        .cursor_on("01 minutes.md");
    let entries = two.desk.entries.len();
    two.keys("Esc");
    assert_eq!(two.desk.entries.len(), entries, "looking records nothing");
    two.keys("= Down Down Enter")
        .sees("Compared: 1 identical, 1 ALTERED");
}

#[test]
fn both_sides_stand_beside_each_other_and_one_key_goes_from_change_to_change() {
    let mut two = compared(160, 45);
    two.keys("Enter")
        .sees("Sealed, version 1 · Core group minutes")
        .sees("As presented: 01 minutes.md")
        .sees("change 1 of 3: moved from ¶7 to ¶2")
        .sees("↕ stood at ¶7")
        .sees("↕ stands at ¶2 now");
    two.keys("n")
        .sees("change 2 of 3: taken out “not”")
        .sees("Mother did«not»attend the last two sessions.")
        .sees("Mother did^attend the last two sessions.");
    two.keys("Right")
        .sees("change 3 of 3: “10” is now “20”")
        .sees("Visits take place every«10»days.")
        .sees("Visits take place every«20»days.");
    // Both stand at the same height.
    let (left, right) = (two.place_of("«10»"), two.place_of("«20»"));
    assert_eq!(left.y, right.y);
    assert!(left.x < right.x);
    two.keys("n").said("on from the other end").keys("Down");
    two.sees("change 1 of 3").keys("N").keys("Down");
    two.sees("change 3 of 3");
    two.keys("Esc")
        .sees("Compared:")
        .keys("Esc")
        .sees("Core group minutes");
}

#[test]
fn a_change_is_put_on_record_as_a_remark_and_as_an_absence_over_the_sealed_words() {
    let mut two = compared(160, 45);
    two.keys("Enter n n r")
        .sees("Say something")
        .sees("In version 1: “10”.");
    two.types("Who changed this?").keys("Enter");
    two.sees("change 3 of 3");
    let remark = two.case().remarks.values().last().unwrap().clone();
    assert_eq!(
        remark.words,
        "In version 1: “10”. In the file presented again (01 minutes.md): “20”. Who changed this?"
    );
    let [Anchor::Passage(passage)] = remark.anchors.as_slice() else {
        panic!("{:?}", remark.anchors);
    };
    assert_eq!((passage.quote.as_str(), passage.paragraph), ("10", 6));
    let version = two.case().documents[&passage.document].versions[0].clone();
    assert_eq!(passage.version, version.sha256);
    // What was taken out is not there: an absence.
    two.keys("N Enter")
        .sees("This change")
        .keys("Down Enter")
        .sees("the words “not”")
        .keys("Enter");
    let remark = two.case().remarks.values().last().unwrap().clone();
    let Anchor::Absence(absence) = &remark.anchors[0] else {
        panic!("{:?}", remark.anchors);
    };
    assert_eq!(absence.looked_for, "the words “not”");
    assert!(absence.looked_in.contains("as presented: 01 minutes.md"));
    assert_eq!(remark.anchors.len(), 2, "and the words where they stood");
}

#[test]
fn the_place_of_a_change_opens_in_the_file() {
    let mut two = compared(160, 45);
    two.keys("Enter n n Enter Up Enter");
    assert!(two.state.layers.is_empty());
    two.sees("Visits take place every 10 days.");
    let ui = two.state.sitting().unwrap();
    let text = ui.text().unwrap().text();
    assert!(text.words[ui.place().byte..].starts_with("10 days"));
    two.said("= shows the comparison again");
}

#[test]
fn it_is_whole_on_a_small_screen_without_colour_and_in_plain_signs() {
    let mut two = compared(80, 24);
    two.state.no_colour = true;
    two.state.theme = Theme::load(two.state.prefs.theme, true);
    two.keys("Enter n n")
        .sees("Visits take place every«10»days.")
        .sees("Visits take place every«20»days.")
        .sees("change 3 of 3");
    let (above, below) = (two.place_of("«10»"), two.place_of("«20»"));
    assert_eq!(above.x, below.x);
    assert!(above.y < below.y, "one pane stands above the other");
    two.keys("F7").sees("every[10]days.").sees("every[20]days.");
}

#[test]
fn without_a_sitting_it_is_shown_and_not_recorded() {
    let mut two = Two::with(desk(), Prefs::default(), "", false, (160, 45)).opening();
    two.keys("=")
        .sees("A folder presented again …")
        .keys("Enter Enter");
    two.sees("ALTERED  01 minutes.md").keys("Enter r");
    two.said("in a sitting on this case");
    assert!(matches!(two.state.layers.last(), Some(Layer::Beside(_))));
    two.keys("Enter Up Enter")
        .sees("The next meeting is in April at the school.");
    assert_eq!(two.case().reference, "N-099");
}

#[test]
fn a_refusal_and_a_curtain_leave_nothing_behind() {
    let mut two = sitting(100, 30);
    two.told(Message::Compared(Err(
        "Check the path and offer it again.".to_owned()
    )));
    two.said("Check the path");
    let mut two = compared(100, 30);
    two.keys("Enter Ctrl-K");
    two.does_not_see("Mother");
    assert!(two.state.open.is_none());
}

#[test]
fn a_finding_agreed_over_words_that_changed_says_so_until_it_is_agreed_again() {
    let mut two = sitting(160, 45);
    two.opens("Core group minutes");
    two.finds("did not attend")
        .keys("Space f")
        .puts("Sessions were missed.");
    two.keys("3 a Down Enter F2 a Down Enter");
    two.sees("agreed").does_not_see("earlier text");
    let case = two.case_no();
    let presented = two.desk.presented.1.clone();
    let before = two.desk.entries.len();
    let files: Vec<_> = presented
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let summary = two.desk.take_in_words("N-099", &files);
    assert!(
        summary.to_text().contains(
            "2 words in 2 places, 1 paragraph moved changed; alongside compare shows them"
        ),
        "{}",
        summary.to_text()
    );
    let entries = two.desk.entries[before..].to_vec();
    let altered = entries.iter().find_map(|entry| match &entry.event {
        Event::DocumentAltered { change, .. } => change.clone(),
        _ => None,
    });
    assert_eq!(altered.unwrap().quotes_gone.len(), 1);
    two.told(Message::IntakeDone {
        summary: Ok(summary),
        entries,
    });
    two.keys("Esc 3")
        .sees("! agreed over earlier text")
        .sees("(earlier text")
        .sees("1 finding over earlier text");
    two.keys("w w w w w w w")
        .sees("finding 1 quotes changed since");
    // Each answers again, the newer text before them.
    two.keys("3 a Down Enter")
        .sees("! agreed over earlier text");
    two.keys("F2 a Down Enter")
        .does_not_see("! agreed over earlier text");
    let finding = &two.desk.inspection.cases[&case].findings[&FindingNo(1)];
    assert!(
        finding
            .position(RO)
            .is_some_and(|position| position.answer == Answer::Agree)
    );
    // The two versions stand beside each other too.
    two.keys("= Down Enter")
        .sees("01 minutes.md · versions 1 and 2")
        .keys("Enter")
        .sees("Sealed, version 1");
}
