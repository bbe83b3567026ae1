//! The package of support: services from a plan's table, what was not offered, and stepping through it with the file beside.

use alongside::casework::{Event, ServiceNo, ServiceState};

use crate::screen::Two;

fn at_the_plan() -> Two {
    let mut sitting = Two::at_the_demo_case().reading("Child protection plan");
    sitting.finds("Breakfast");
    sitting
}

#[test]
fn a_row_of_the_plan_becomes_a_service_with_its_cells_in_their_fields() {
    let mut sitting = at_the_plan();
    sitting.keys("s").sees("A service · RO Lead inspector");
    sitting.sees("“Getting to school | Both children");
    sitting
        .writes_in("Service")
        .sees("Breakfast club, place paid by school; walk shared with a neighbour");
    sitting
        .sees("Mother, deputy head")
        .sees("From 30 January")
        .sees("Attendance above 93%");
    sitting.keys("Enter");
    let service = &sitting.case().services[&ServiceNo(1)];
    assert_eq!(
        service.details.service,
        "Breakfast club, place paid by school; walk shared with a neighbour"
    );
    assert_eq!(service.details.need, "Getting to school");
    assert_eq!(
        service.details.aim,
        "Both children in school by 8.55, with an adult"
    );
    assert_eq!(service.details.owner, "Mother, deputy head");
    assert_eq!(service.details.planned, "From 30 January");
    assert_eq!(
        service.details.review,
        "Attendance above 93%; no more than one late mark a fortnight"
    );
    assert!(
        service.anchors[0]
            .passage()
            .unwrap()
            .quote
            .starts_with("Getting to school\tBoth children")
    );
    sitting
        .sees("[2 Package (1)]")
        .sees("Services (1)")
        .sees("1. Breakfast club, place paid by school;");
    sitting
        .sees("Need: Getting to school")
        .sees("not said yet: what was delivered, what difference it made");
    sitting.sees("○ not discussed yet");
}

#[test]
fn a_marked_row_gives_the_same_service() {
    let mut sitting = at_the_plan();
    sitting
        .keys("Space Enter")
        .types("")
        .keys("Down Down")
        .cursor_on("Add a service");
    sitting
        .keys("Enter")
        .sees("Breakfast club, place paid by school; walk shared with a neighbour");
}

#[test]
fn a_service_without_a_row_is_written() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("s")
        .sees("A service")
        .keys("Enter")
        .sees("\"Service\" is still open: fill it in first.");
    sitting.types("Common assessment");
    // Early help is the last field: one step back from the first.
    sitting
        .keys("Shift-Tab Right")
        .sees("← yes →")
        .keys("Enter");
    sitting.sees("Early help (1)").sees("1. Common assessment");
    assert!(sitting.case().services[&ServiceNo(1)].details.early_help);
}

#[test]
fn not_offered_is_as_visible_as_ended() {
    let mut sitting = at_the_plan();
    sitting
        .keys("s Enter")
        .keys("Tab e")
        .sees("Change service 1");
    sitting.keys("Tab");
    let mut states = Vec::new();
    for _ in ServiceState::ALL {
        let row = sitting.row(sitting.cursor().y);
        states.push(
            row.split('←')
                .nth(1)
                .unwrap()
                .split('→')
                .next()
                .unwrap()
                .trim()
                .to_owned(),
        );
        sitting.keys("Right");
    }
    for state in ServiceState::ALL {
        assert!(states.contains(&state.word().to_owned()), "{states:?}");
    }
    while !sitting.row(sitting.cursor().y).contains("← not offered →") {
        sitting.keys("Right");
    }
    sitting
        .keys("Enter")
        .sees("∅ not offered")
        .does_not_see("not said yet:");
    let gap = sitting.state.theme.role(alongside::desk::pages::Role::Gap);
    let style = sitting.style_of("∅ not offered");
    assert_eq!(style.fg, gap.fg.or(style.fg));
    sitting
        .keys("e Tab")
        .times(ServiceState::ALL.len() - 1, "Right")
        .keys("Enter");
    sitting.does_not_see("∅ not offered");
}

#[test]
fn early_help_stands_first_whenever_it_was_added() {
    let mut sitting = at_the_plan();
    sitting.keys("s Enter s").keys("Esc");
    sitting
        .opens("Referral to children")
        .keys("s")
        .types("Common assessment")
        .keys("Shift-Tab Right Enter");
    let (early, other) = (
        sitting.place_of("Early help (1)").y,
        sitting.place_of("Services (1)").y,
    );
    assert!(early < other);
}

#[test]
fn stepping_through_the_package_moves_the_file_along_without_calling_it_opened() {
    let mut sitting = at_the_plan();
    sitting.keys("s Enter");
    sitting
        .opens("Core group minutes · 14 Mar")
        .finds("Art club, direct work")
        .keys("s Enter");
    let opened = sitting
        .desk
        .entries
        .iter()
        .filter(|entry| matches!(entry.event, Event::DocumentOpened { .. }))
        .count();
    sitting.opens("Referral to children").keys("2");
    sitting.keys("Home");
    assert_eq!(sitting.document(), "Child protection plan");
    sitting
        .sees("Breakfast club, place paid by school;")
        .cursor_on("1. Breakfast club");
    sitting.keys("Down");
    assert_eq!(sitting.document(), "Core group minutes");
    sitting.sees("Art club yes.").cursor_on("2. Art club");
    let after = sitting
        .desk
        .entries
        .iter()
        .filter(|entry| matches!(entry.event, Event::DocumentOpened { .. }))
        .count();
    assert_eq!(
        after,
        opened + 1,
        "only the referral was opened, by the two"
    );
}

#[test]
fn a_remark_about_a_service_discusses_it_and_a_finding_can_follow() {
    let mut sitting = at_the_plan();
    sitting
        .keys("s Enter Tab r")
        .sees("About service 1: Breakfast club");
    sitting.types("It made Fridays better.").keys("Enter");
    sitting
        .does_not_see("○ not discussed yet")
        .sees("RO 14:00 observation: It made Fridays better.");
    sitting.keys("f").puts("School mornings got better.");
    let finding = sitting.case().findings.values().next().unwrap();
    assert_eq!(finding.heard.len(), 1);
    assert_eq!(finding.anchors.len(), 1);
    sitting
        .keys("2")
        .sees("◆ Finding 1 ○ to be answered School mornings got better.");
}

#[test]
fn more_passages_are_tied_to_a_service() {
    let mut sitting = at_the_plan();
    sitting.keys("s Enter");
    sitting
        .opens("Direct work with Ellie")
        .finds("I have my own toast")
        .keys("Space t Enter")
        .said("Added as evidence.");
    assert_eq!(sitting.case().services[&ServiceNo(1)].anchors.len(), 2);
    // c goes to each of its places in turn.
    sitting.keys("2 c");
    let first = sitting.document();
    sitting.keys("Tab c");
    assert_ne!(sitting.document(), first);
}
