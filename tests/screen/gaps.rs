//! What follows from the package: questions about what it does not show, what the plans said one after the other, the picture of it, and what
//! stands in Close.

use alongside::{
    casework::{About, Event, RemarkKind, ServiceNo},
    desk::pages::{Item, PackageItem},
    screen::layers::{Layer, Taking, taking::Which},
};

use crate::{
    package::{with_a_service, with_passages},
    screen::Two,
};

/// A service written by hand: nobody responsible, no start, no review.
pub fn with_questions() -> Two {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("s").types("Respite").keys("Enter 2");
    sitting
}

/// Goes down to the first question about a service.
#[track_caller]
pub fn to_a_question(two: &mut Two) -> &mut Two {
    for _ in 0..60 {
        if let Some(Item::Package(PackageItem::Gap(Some(_), _))) =
            two.state.sitting().unwrap().item()
        {
            return two;
        }
        two.keys("Down");
    }
    panic!("there is no question:\n{}", two.screen())
}

fn question(two: &Two) -> String {
    let ui = two.state.sitting().unwrap();
    let Some(Item::Package(PackageItem::Gap(_, at))) = ui.item() else {
        panic!("no question is stood on");
    };
    ui.package.told().gaps[at as usize].question.clone()
}

#[test]
fn a_question_beneath_a_service_becomes_a_remark_with_its_words() {
    let mut sitting = with_questions();
    to_a_question(&mut sitting);
    let words = question(&sitting);
    sitting
        .keys("Enter")
        .sees("What of this question?")
        .sees("Set it aside, with the reason")
        .keys("Enter");
    let start: String = words.chars().take(24).collect();
    sitting
        .sees("About service 1: Respite")
        .sees(&start)
        .keys("Enter");
    let said = sitting.case().remarks.values().last().unwrap();
    assert_eq!(said.words, words);
    assert_eq!(said.kind, RemarkKind::Question);
    assert_eq!(said.about, Some(About::Service(ServiceNo(1))));
}

#[test]
fn a_question_becomes_an_absence_or_a_finding_and_its_words_can_be_changed_first() {
    let mut sitting = with_questions();
    to_a_question(&mut sitting).keys("Enter Down Enter");
    sitting.sees("Say what is not there").keys("Tab Tab");
    sitting.types("We looked together.").keys("Enter");
    let said = sitting.case().remarks.values().last().unwrap();
    assert_eq!(said.words, "We looked together.");
    assert!(!said.anchors.is_empty(), "the absence is its anchor");
    sitting.keys("Enter Down Down Enter");
    sitting.puts(" So it stands.");
    let finding = sitting.case().findings.values().next().unwrap();
    assert!(finding.words().ends_with(" So it stands."));
    assert!(finding.words().len() > 20, "{}", finding.words());
    assert_eq!(finding.about, Some(About::Service(ServiceNo(1))));
}

#[test]
fn a_question_is_set_aside_with_a_reason_folded_to_one_line_and_taken_up_again() {
    let mut sitting = with_questions();
    to_a_question(&mut sitting);
    let open = sitting.state.sitting().unwrap().talk.to_text();
    sitting
        .keys("x")
        .sees("Set aside: service 1:")
        .keys("Enter")
        .sees("\"Reason\" is still open");
    sitting.types("It is to begin in May.").keys("Enter");
    assert_eq!(sitting.case().dismissed_gaps.len(), 1);
    sitting
        .said("Set aside.")
        .sees("set aside:")
        .sees("(It is to begin in May.)");
    let folded = sitting.state.sitting().unwrap().talk.to_text();
    assert_eq!(folded.matches("? ").count() + 1, open.matches("? ").count());
    // It is one line, and Enter on it offers to take it up again.
    sitting.keys("End");
    for _ in 0..60 {
        let item = sitting.state.sitting().unwrap().item();
        if matches!(item, Some(Item::Package(PackageItem::Aside(..)))) {
            break;
        }
        sitting.keys("Up");
    }
    sitting
        .keys("Enter")
        .sees("Take it up again")
        .keys("Down Down Down Enter")
        .said("The question is open again.");
    assert!(sitting.case().dismissed_gaps.is_empty());
    assert_eq!(sitting.state.sitting().unwrap().talk.to_text(), open);
}

#[test]
fn the_package_is_a_picture_too_and_enter_goes_back_to_the_service() {
    let mut sitting = with_a_service();
    sitting.sees("[walk]").keys("2").sees("[picture]");
    sitting.sees("◇ need ┄ nothing").sees("a sign is");
    sitting.cursor_on("1. Breakfast");
    sitting
        .keys("Enter")
        .sees("[walk]")
        .cursor_on("1. Breakfast club");
    sitting.sees("Planned");
}

#[test]
fn the_picture_is_gone_closer_to_and_moved_by_the_arrows() {
    let mut sitting = with_passages();
    sitting.keys("2");
    let of = |two: &Two| two.state.sitting().unwrap().package.chart.clone().unwrap();
    let whole = of(&sitting);
    sitting.keys("+ +");
    let near = of(&sitting);
    assert!(
        near.each < whole.each || whole.each == 1,
        "{near:?} {whole:?}"
    );
    sitting.keys("0");
    assert_eq!(of(&sitting), whole);
    sitting.keys("+ Right");
    assert!(of(&sitting).from >= whole.from);
    sitting.keys("Left Left Left Left Left Left Left Left");
    assert_eq!(of(&sitting).from, whole.from);
    sitting.keys("-");
    assert_eq!(of(&sitting).each, whole.each);
}

#[test]
fn the_picture_says_why_there_is_none_while_no_service_has_a_day() {
    let mut sitting = with_questions();
    sitting.keys("2").sees("There is no picture yet");
    sitting.keys("2").sees("1. Respite");
}

#[test]
fn the_picture_fits_small_and_large_terminals_and_has_plain_signs() {
    let mut sitting = with_passages();
    sitting.keys("2").resize(80, 24).sees("1. Breakfast");
    sitting.keys("F7").sees("1. Breakfast");
    for y in 0..24 {
        let row = sitting.row(y);
        assert!(row.is_ascii(), "{row}");
    }
    sitting
        .keys("F7")
        .resize(40, 12)
        .resize(200, 60)
        .sees("1. Breakfast");
}

#[test]
fn the_package_is_told_once_a_change_and_never_once_a_frame() {
    let mut sitting = with_passages();
    let times = |two: &Two| {
        let package = &two.state.sitting().unwrap().package;
        (package.kept.times(), package.pages_made)
    };
    let before = times(&sitting);
    sitting.keys("Down Down Up Down } { ) ( Tab Tab");
    assert_eq!(times(&sitting).0, before.0);
    assert_eq!(times(&sitting).1, before.1);
    sitting.keys("Home Down Enter").types("!").keys("Enter");
    assert_eq!(times(&sitting).0, before.0 + 1);
}

#[test]
fn closing_lists_findings_on_one_strand_as_questions_and_blocks_nothing() {
    let mut sitting = with_a_service();
    sitting.keys("f").puts("School mornings got better.");
    sitting
        .keys("F12")
        .sees("Finding 1 is only on file: what do the two of you say?")
        .cursor_on("Go on with it");
    // It can be gone to, and the sitting closed all the same.
    sitting
        .keys("Up Up Enter")
        .sees("[3 Findings")
        .cursor_on("Finding 1");
    sitting.keys("F12 Up Enter");
    sitting.walks_to_the_signers();
}

#[test]
fn who_is_heard_and_how_often_stands_beneath_who_signs() {
    let mut sitting = with_a_service();
    sitting
        .keys("F2 r")
        .types("She says she likes it.")
        .keys("Enter");
    sitting.keys("F12 Up Enter");
    sitting.walks_to_the_signers();
    sitting
        .sees("Who is heard, and how often")
        .sees("Social worker")
        .sees("Child");
    let heard = match sitting.state.layers.last() {
        Some(alongside::screen::layers::Layer::Closing(closing)) => closing.heard.clone(),
        _ => panic!("the last walk is not in front"),
    };
    let worker = heard.iter().find(|one| one.who == "Social worker").unwrap();
    assert_eq!(worker.sitting, 1);
}

/// In the plan's table, nothing marked.
fn at_the_table() -> Two {
    let mut sitting = Two::at_the_demo_case().reading("Child protection plan");
    sitting.finds("Breakfast");
    sitting
}

#[track_caller]
fn taking(two: &Two) -> &Taking {
    match two.state.layers.last() {
        Some(Layer::Taking(taking)) => taking,
        _ => panic!("no table is looked over:\n{}", two.screen()),
    }
}

#[test]
fn a_whole_table_is_looked_over_and_taken_in_with_one_enter_and_one_undo() {
    let mut sitting = at_the_table();
    sitting.keys("s Down Enter").sees("The table as services:");
    sitting
        .sees("Each column, and what it is taken for")
        .sees("Each row, and which service it is")
        .sees("a new service");
    let rows = taking(&sitting).rows.len();
    assert!(rows > 3, "{rows}");
    let entries = sitting.desk.entries.len();
    sitting.keys("Enter");
    assert_eq!(sitting.desk.entries.len(), entries + 1, "one act");
    assert!(matches!(sitting.last_event(), Event::ServicesTaken { .. }));
    assert_eq!(sitting.case().services.len(), rows);
    let of_file = |no: &ServiceNo| !sitting.case().services[no].anchors.is_empty();
    assert!(sitting.case().services.keys().all(of_file));
    sitting.sees(&format!("[2 Package ({rows})]"));
    sitting.keys("u");
    assert_eq!(sitting.case().services.len(), 0);
}

#[test]
fn what_a_column_is_taken_for_is_changed_and_its_words_go_there() {
    let mut sitting = at_the_table();
    sitting.keys("s Down Enter Home");
    let columns = taking(&sitting).table.columns.clone();
    let at = columns
        .iter()
        .position(|column| column.title.to_lowercase().contains("who"))
        .unwrap_or(3);
    let before = taking(&sitting).rows[0].row.details.clone();
    sitting.times(at, "Down");
    // The owner's column is taken for the provider: two before it in the order of the package, or until it is.
    for _ in 0..16 {
        let field = taking(&sitting).table.columns[at].field;
        if field.is_some_and(|field| field.word() == "Provider") {
            break;
        }
        sitting.keys("Right");
    }
    sitting.sees("← Provider →");
    let after = taking(&sitting).rows[0].row.details.clone();
    assert_eq!(after.provider, before.owner);
    assert_eq!(after.owner, "");
}

#[test]
fn a_row_is_left_out_or_is_a_service_of_the_package_and_the_counts_say_so() {
    let mut sitting = with_a_service();
    sitting.opens("Child protection plan").finds("Breakfast");
    sitting.keys("s Down Enter");
    let same = |two: &Two| {
        taking(two)
            .rows
            .iter()
            .filter(|row| row.which == Which::Same(ServiceNo(1)))
            .count()
    };
    assert_eq!(same(&sitting), 1, "the breakfast club is known");
    sitting
        .sees("the same as 1. Breakfast")
        .sees("1 listed again");
    let rows = taking(&sitting).rows.len();
    sitting
        .keys("End Left")
        .sees("← left out →")
        .sees("1 left out");
    sitting.keys("Esc");
    assert_eq!(sitting.case().services.len(), 1, "nothing was taken in");
    sitting.keys("s Down Enter End Left Enter");
    // The row that is there already, from the same plan, says nothing new; one is left out; the others are new.
    assert_eq!(sitting.case().services.len(), rows - 1);
}

#[test]
fn marked_rows_alone_are_taken_in() {
    let mut sitting = at_the_table();
    sitting
        .keys("Space Space s")
        .sees("The 2 marked rows")
        .keys("Enter");
    assert_eq!(taking(&sitting).rows.len(), 2);
    sitting.keys("Enter");
    assert_eq!(sitting.case().services.len(), 2);
}

#[test]
fn a_table_without_a_column_for_the_service_says_what_to_do() {
    let mut sitting = at_the_table();
    sitting.keys("s Down Enter Home");
    let count = taking(&sitting).table.columns.len();
    for _ in 0..count {
        for _ in 0..20 {
            let at = taking(&sitting).at;
            if taking(&sitting).table.columns[at].field.is_none() {
                break;
            }
            sitting.keys("Left");
        }
        sitting.keys("Down");
    }
    sitting.keys("Enter").sees("No row would be taken in");
    assert!(sitting.case().services.is_empty());
}

#[test]
fn the_table_is_legible_on_small_terminals() {
    let mut sitting = at_the_table();
    sitting.keys("s Down Enter").resize(80, 24);
    for key in ["Home", "End", "Up", "Down", "PageUp"] {
        sitting.keys(key);
        let row = sitting.row(sitting.cursor().y);
        assert!(row.contains('▸') && row.contains('←'), "{row}");
    }
    sitting.resize(40, 10).resize(160, 45).sees("a new service");
}

#[test]
fn a_service_listed_again_in_another_document_has_a_history_whose_lines_open_the_words() {
    let mut sitting = with_a_service();
    sitting
        .opens("Core group minutes · 14 Mar")
        .finds("Art club, direct work")
        .keys("s Enter")
        .sees("Listed before")
        .keys("Tab");
    for _ in 0..4 {
        if sitting
            .row(sitting.cursor().y)
            .contains("it is 1. Breakfast")
        {
            break;
        }
        sitting.keys("Right");
    }
    sitting.keys("Enter");
    let service = &sitting.case().services[&ServiceNo(1)];
    assert_eq!(sitting.case().services.len(), 1);
    assert_eq!(service.listings.len(), 2);
    sitting
        .keys("2 Home")
        .sees("In the plans")
        .sees("listed first in");
    for _ in 0..40 {
        let item = sitting.state.sitting().unwrap().item();
        if matches!(item, Some(Item::Package(PackageItem::Step(_, 1)))) {
            break;
        }
        sitting.keys("Down");
    }
    sitting.keys("Enter");
    assert_eq!(sitting.document(), "Core group minutes");
    sitting.sees("Art club");
}

#[test]
fn two_services_are_said_to_be_one_and_it_can_be_taken_back() {
    let mut sitting = with_questions();
    sitting
        .keys("Tab s")
        .types("Respite care")
        .keys("Enter 2 Home");
    assert_eq!(sitting.case().services.len(), 2);
    sitting.keys("Enter").types("");
    for _ in 0..12 {
        if sitting
            .row(sitting.cursor().y)
            .contains("the same as another")
        {
            break;
        }
        sitting.keys("Down");
    }
    sitting
        .keys("Enter")
        .sees("Service 1 is the same as which?")
        .keys("Enter");
    assert_eq!(sitting.case().services.len(), 1);
    sitting.keys("u");
    assert_eq!(sitting.case().services.len(), 2);
}
