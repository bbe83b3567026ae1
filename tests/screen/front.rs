//! The first frame while the record is still being read: looked at, and nothing more.

use alongside::{
    casework::{CaseNo, Inspection},
    desk::{
        frameworks,
        front::Front,
        messages::{Glimpsed, Message, Shut},
    },
};

use crate::{
    screen::Two,
    screen_desk::{Desk, NORTHBRIDGE},
};

/// What the desk tells of an inspection of which only this case was read.
pub fn front(desk: &Desk, sitting: Option<CaseNo>, resume: Option<Vec<u8>>) -> Message {
    let whole = &desk.inspection;
    let read = desk
        .entries
        .iter()
        .filter(|entry| entry.case.is_none() || entry.case == sitting);
    let mut inspection = Inspection::from_entries(read);
    let glances = whole.cases.iter();
    for (no, case) in &whole.cases {
        let named = inspection.cases.entry(*no).or_default();
        named.reference.clone_from(&case.reference);
    }
    Message::Front(Box::new(Glimpsed {
        folder: NORTHBRIDGE.into(),
        front: Front {
            glances: glances
                .map(|(no, case)| (*no, whole.glance(case)))
                .collect(),
            inspection,
            sitting,
            is_new: true,
        },
        framework: frameworks::by_id("england-2012").unwrap().clone(),
        read_only: None,
        resume,
    }))
}

#[test]
fn the_list_stands_there_at_once_and_keys_wait_for_the_rest() {
    let mut two = Two::at_the_start();
    let told = front(&two.desk, None, None);
    two.told(told)
        .sees("Northbridge: 3 cases")
        .cursor_on("N-003");
    assert!(two.state.open.is_none(), "nothing is open yet");
    let picture = two.screen();
    two.keys("Down Enter");
    assert_eq!(two.screen(), picture, "nothing is decided by a picture");
    two.resize(80, 24)
        .sees("Northbridge: 3 cases")
        .resize(160, 45);
    assert_eq!(two.screen(), picture);
    let opened = two.desk.opened(None);
    two.told(opened).sees("Who is in the room?");
    two.keys("Esc").cursor_on("N-017");
}

#[test]
fn the_picture_is_what_the_whole_record_shows() {
    let before = Two::at_the_demo_case().reading("Core group minutes · 14 Mar");
    let entries = before.desk.entries.len();
    let (sitting, record) = (before.case_no(), before.record());
    let mut two = Two::with(
        before.desk.clone(),
        before.state.prefs.clone(),
        "",
        false,
        (160, 45),
    );
    let list = front(&two.desk, None, None);
    let shown = two.told(list).screen();
    let opened = two.desk.opened(None);
    assert_eq!(two.told(opened).screen(), shown, "the list of cases");

    let mut two = Two::with(before.desk, before.state.prefs, "", false, (160, 45));
    two.slow = true;
    let in_sitting = front(&two.desk, Some(sitting), Some(record.clone()));
    two.told(in_sitting)
        .sees("Core group minutes · 14 Mar 2012")
        .sees("You are back where you were.");
    let shown = two.screen();
    let opened = two.desk.opened(Some(record));
    assert_eq!(two.told(opened).screen(), shown, "the sitting");
    assert_eq!(two.desk.entries.len(), entries, "nothing was kept by it");
}

#[test]
fn what_does_not_open_after_all_takes_the_picture_away_with_the_keys() {
    let mut two = Two::at_the_start();
    let told = front(&two.desk, None, None);
    two.told(told).sees("Northbridge: 3 cases").keys("q");
    two.told(Message::NotOpened {
        folder: None,
        shut: Shut::Other,
        why: "The journal is damaged.".to_owned(),
    });
    two.does_not_see("Northbridge: 3 cases")
        .sees("The journal is damaged.");
    assert!(!two.left);
}

#[test]
fn a_case_that_was_not_read_is_never_shown_as_if_it_were_empty() {
    let before = Two::at_the_demo_case();
    let record = before.record();
    let mut two = Two::with(before.desk, before.state.prefs, "", false, (160, 45));
    let without_the_case = front(&two.desk, None, Some(record));
    two.told(without_the_case);
    assert!(two.state.front.is_none());
}
