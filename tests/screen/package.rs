//! The package of support: services from a plan's table, what was not offered, and stepping through it with the file beside.

use alongside::casework::{Event, ServiceNo, ServiceState};

use alongside::screen::action::Action;

use crate::screen::Two;

fn sitting_title(action: Action) -> String {
    let table = alongside::screen::action::Table::built_in().unwrap();
    table.row(action).unwrap().title.clone()
}

/// The package as it stands at the right, as plain lines.
fn page(two: &Two) -> String {
    two.state.sitting().unwrap().talk.to_text()
}

/// The package with one service from the plan, the keys going to it.
pub fn with_a_service() -> Two {
    let mut sitting = at_the_plan();
    sitting
        .keys("s Enter Enter Tab")
        .cursor_on("○ 1. Breakfast club");
    sitting
}

/// The package with one service that a second document speaks of too, its heading under the pointer.
pub fn with_passages() -> Two {
    let mut sitting = with_a_service();
    sitting
        .opens("Direct work with Ellie")
        .finds("I have my own toast")
        .keys("Space t Enter")
        .said("Added as evidence.");
    sitting.keys("2");
    sitting
}

fn at_the_plan() -> Two {
    let mut sitting = Two::at_the_demo_case().reading("Child protection plan");
    sitting.finds("Breakfast");
    sitting
}

#[test]
fn a_row_of_the_plan_becomes_a_service_with_its_cells_in_their_fields() {
    let mut sitting = at_the_plan();
    sitting
        .keys("s")
        .sees("Take what into the package?")
        .sees("The whole table:")
        .keys("Enter")
        .sees("A service · RO Lead inspector");
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
    let page = page(&sitting);
    for cell in [
        "  Need: Getting to school\n",
        "  Provider: not named yet\n",
        "  State: ○ offered\n",
        "  Planned: From 30 January\n  Delivered: not said yet\n",
        "  Child's view: not heard yet\n  Family's view: not heard yet\n",
    ] {
        assert!(page.contains(cell), "{cell}: {page}");
    }
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
        .keys("s Enter Enter")
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
        .sees("∅ 1. Breakfast club");
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
    sitting.keys("s Enter Enter s").keys("Esc");
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
    sitting.keys("s Enter Enter");
    sitting
        .opens("Core group minutes · 14 Mar")
        .finds("Art club, direct work")
        .keys("s Enter Enter");
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
    sitting.keys("}");
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
        .keys("s Enter Enter Tab r")
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
    sitting.keys("s Enter Enter");
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

#[test]
fn a_cell_is_written_where_it_stands_and_nothing_else_of_the_service_changes() {
    let mut sitting = with_a_service();
    let before = sitting.case().services[&ServiceNo(1)].details.clone();
    sitting
        .keys("Down Down Down")
        .cursor_on("Provider")
        .keys("Enter");
    sitting.types("Withy Lane School");
    // The words stand in the cell's own row, the cursor behind them.
    let place = sitting.place_of("Withy Lane School");
    assert_eq!(sitting.cursor().y, place.y);
    assert_eq!(sitting.cursor().x, place.x + 17);
    assert!(sitting.row(place.y).contains("Provider"));
    sitting.sees("Provider: The agency.").keys("Enter");
    let after = &sitting.case().services[&ServiceNo(1)].details;
    assert_eq!(after.provider, "Withy Lane School");
    let alike = alongside::casework::ServiceDetails {
        provider: before.provider.clone(),
        ..after.clone()
    };
    assert_eq!(alike, before);
    // The pointer is where it was, and the next cell is the one beside it.
    sitting.cursor_on("Provider").keys("Down Enter");
    sitting.sees("Owner: The person responsible, by designation.");
}

#[test]
fn a_click_stands_on_the_cell_it_is_in_of_two_beside_each_other() {
    let mut sitting = with_a_service();
    sitting.clicks("Delivered").keys("Enter").types("Daily");
    sitting.keys("Enter");
    assert_eq!(
        sitting.case().services[&ServiceNo(1)].details.delivered,
        "Daily"
    );
    sitting
        .clicks("Planned")
        .keys("Enter")
        .types("!")
        .keys("Enter");
    assert_eq!(
        sitting.case().services[&ServiceNo(1)].details.planned,
        "From 30 January!"
    );
}

#[test]
fn a_cell_that_was_not_changed_makes_no_entry() {
    let mut sitting = with_a_service();
    let entries = sitting.desk.entries.len();
    sitting.keys("Down Enter Enter");
    assert_eq!(sitting.desk.entries.len(), entries);
    assert!(sitting.state.layers.is_empty());
}

#[test]
fn esc_leaves_a_cell_as_it_was_and_the_words_come_back() {
    let mut sitting = with_a_service();
    sitting
        .times(8, "Down")
        .keys("Down Enter")
        .types("Twice in March.")
        .keys("Esc");
    sitting.said("Put aside, not lost");
    assert_eq!(sitting.case().services[&ServiceNo(1)].details.delivered, "");
    sitting.keys("Enter").sees("Twice in March.").keys("Enter");
    assert_eq!(
        sitting.case().services[&ServiceNo(1)].details.delivered,
        "Twice in March."
    );
}

#[test]
fn half_a_cell_is_there_again_after_a_crash_and_in_its_place() {
    let mut sitting = with_a_service();
    sitting.times(9, "Down").keys("Enter").types("Once a mon");
    let mut back = sitting.comes_back();
    let place = back.place_of("Once a mon");
    assert!(back.row(place.y).contains("Delivered"));
    back.types("th.").keys("Enter");
    assert_eq!(
        back.case().services[&ServiceNo(1)].details.delivered,
        "Once a month."
    );
}

#[test]
fn the_state_is_changed_in_its_cell_by_the_arrows() {
    let mut sitting = with_a_service();
    sitting
        .times(5, "Down")
        .keys("Enter")
        .sees("← offered →")
        .keys("Right")
        .sees("← accepted →")
        .keys("Enter");
    assert_eq!(
        sitting.case().services[&ServiceNo(1)].details.state,
        ServiceState::Accepted
    );
}

#[test]
fn what_a_service_is_called_is_changed_from_its_heading() {
    let mut sitting = with_a_service();
    sitting
        .keys("Enter")
        .sees("Change what it is called")
        .keys("Down Down Enter")
        .types(" on Fridays")
        .keys("Enter");
    assert!(
        sitting.case().services[&ServiceNo(1)]
            .details
            .service
            .ends_with("with a neighbour on Fridays")
    );
    // It cannot be left without a name.
    sitting.keys("Enter Down Down Enter");
    sitting.times(90, "Backspace").keys("Enter");
    sitting.sees("\"Service\" is still open: fill it in first.");
}

#[test]
fn one_key_goes_from_service_to_service_over_all_their_cells() {
    let mut sitting = with_a_service();
    sitting
        .opens("Core group minutes · 14 Mar")
        .finds("Art club, direct work")
        .keys("s Enter Enter 2 Home")
        .cursor_on("1. Breakfast club");
    sitting.keys("Down }").cursor_on("2. Art club");
    assert_eq!(sitting.document(), "Core group minutes");
    sitting
        .keys("}")
        .said("There is no service after this one.");
    sitting.keys("{").cursor_on("1. Breakfast club");
    assert_eq!(sitting.document(), "Child protection plan");
}

#[test]
fn moving_among_the_cells_of_one_service_leaves_the_file_where_it_is() {
    let mut sitting = with_passages();
    sitting.keys(")").said("Passage 2 of 2 of service 1");
    let there = sitting.document();
    sitting.keys("Down Down Up");
    assert_eq!(sitting.document(), there);
}

#[test]
fn the_passages_of_a_service_are_gone_through_in_the_order_of_the_file() {
    let mut sitting = with_passages();
    sitting.keys("Down Home");
    assert_eq!(sitting.document(), "Child protection plan");
    sitting
        .keys("Down )")
        .said("Passage 2 of 2 of service 1: Direct work with Ellie");
    sitting.sees("I have my own toast");
    assert_eq!(sitting.document(), "Direct work with Ellie");
    // The keys go on to the right side; round at the end.
    sitting.cursor_on("Need").keys(")").said("Passage 1 of 2");
    sitting.keys("(").said("Passage 2 of 2");
    // A passage a remark about the service points at counts too, between the two.
    sitting
        .opens("Core group minutes · 14 Mar")
        .finds("Art club, direct work")
        .keys("Space r")
        .types("Is this the same?")
        .keys("Enter");
    sitting.keys("2 r").types("It is.").keys("Enter");
    assert_eq!(
        sitting.case().remarks.values().last().unwrap().about,
        Some(alongside::casework::About::Service(ServiceNo(1)))
    );
}

#[test]
fn a_service_without_words_in_the_file_says_so_when_its_passages_are_asked_for() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("s").types("Respite").keys("Enter 2 )");
    sitting.said("Nothing in the file is tied to this service yet");
    sitting
        .keys("Esc")
        .types(&sitting_title(Action::PassageNext))
        .keys("Enter")
        .said("Nothing in the file is tied to this service yet");
}

#[test]
fn the_cells_are_legible_on_a_small_terminal_and_under_one_another_on_a_narrow_one() {
    let mut sitting = with_a_service();
    sitting.resize(80, 24);
    let planned = sitting.place_of("Planned");
    assert!(sitting.row(planned.y).contains("Delivered"));
    for label in [
        "Need",
        "Aim",
        "Provider",
        "State",
        "Child's view",
        "Difference",
        "Review",
    ] {
        sitting.sees(label);
    }
    sitting.resize(100, 30);
    let planned = sitting.place_of("Planned");
    assert!(!sitting.row(planned.y).contains("Delivered"));
}

#[test]
fn an_absence_about_a_service_is_said_from_its_cell() {
    let mut sitting = with_a_service();
    sitting.keys("Down b").types("A letter of the offer");
    sitting.keys("Tab").types("the whole file").keys("Enter");
    let remark = sitting.case().remarks.values().last().unwrap();
    assert_eq!(
        remark.about,
        Some(alongside::casework::About::Service(ServiceNo(1)))
    );
    sitting.sees("Not found: A letter of the offer.");
}
