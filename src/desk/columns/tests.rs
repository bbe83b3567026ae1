//! Tables as plans have them, and what their columns are taken for.

use super::*;
use crate::reading::{
    Mark, MarkKind, read,
    sample::{row, text_of},
};

fn csv(words: &str) -> Text {
    read("plan.csv", words.as_bytes()).text.unwrap()
}

const PLAN: &str = "Need,Aim,Service,Who,When,How we shall know\n\
    Safe at home,Never left alone,Family support,Social worker,Weekly from 31 January 2012,Children say so\n\
    ,,,,,\n\
    Money,Arrears paid down,,Mother,,\n\
    Ellie's own time,,Art club,Class teacher,weekly,Ellie's words\n";

#[test]
fn the_rules_can_be_used_and_every_field_has_one() {
    for field in Field::ALL {
        assert!(rules().iter().any(|rule| rule.field == field), "{field:?}");
        assert_eq!(Field::named(field.id()), Some(field));
        assert_eq!(Field::named(field.word()), Some(field));
    }
    assert_eq!(Field::named("zebra"), None);
}

#[test]
fn titles_are_told_apart_as_plans_word_them() {
    let sure = |field| Some((field, Sureness::Sure));
    let likely = |field| Some((field, Sureness::Likely));
    for (title, expected) in [
        ("Need", sure(Field::Need)),
        ("NEEDS:", sure(Field::Need)),
        ("Who", sure(Field::Owner)),
        ("When", sure(Field::Planned)),
        ("How we shall know", sure(Field::Review)),
        ("Service", sure(Field::Service)),
        ("Aim", sure(Field::Aim)),
        ("Agency", sure(Field::Provider)),
        ("Child’s view", sure(Field::ChildsView)),
        ("What Maisie and Alfie need", likely(Field::Need)),
        ("What we want to see", likely(Field::Aim)),
        ("Action", sure(Field::Service)),
        ("End date", sure(Field::End)),
        ("Attendance", None),
        ("Zebra", None),
        ("", None),
    ] {
        assert_eq!(field(title), expected, "{title}");
    }
}

#[test]
fn a_whole_table_is_its_rows_with_every_column_said() {
    let text = csv(PLAN);
    let byte = text.words.find("Never left").unwrap();
    let table = Table::at(&text, byte).unwrap();
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| (column.field, column.sure))
        .collect();
    assert_eq!(
        columns,
        [
            Field::Need,
            Field::Aim,
            Field::Service,
            Field::Owner,
            Field::Planned,
            Field::Review
        ]
        .map(|field| (Some(field), Sureness::Sure))
    );
    let rows = table.services(&text);
    let short: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.details.service.as_str(),
                row.details.need.as_str(),
                row.details.state,
            )
        })
        .collect();
    assert_eq!(
        short,
        [
            ("Family support", "Safe at home", ServiceState::Offered),
            (NO_SERVICE, "Money", ServiceState::NotOffered),
            ("Art club", "Ellie's own time", ServiceState::Offered),
        ]
    );
    assert!(
        text.slice(rows[0].range.clone())
            .starts_with("Safe at home\tNever left alone\tFamily support")
    );
    assert_eq!(rows[0].details.planned, "Weekly from 31 January 2012");
    // One row is the same as before.
    let (details, range) = service_from_row(&text, byte).unwrap();
    assert_eq!(
        (details, range),
        (rows[0].details.clone(), rows[0].range.clone())
    );
    assert_eq!(service_from_row(&text, 0), None);
    // Of the marked rows only.
    let marked = table.clone().within(&rows[2].range);
    assert_eq!(marked.services(&text).len(), 1);
    assert_eq!(Table::every(&text), [table]);
}

#[test]
fn each_row_comes_with_its_words_in_the_file() {
    let text = csv(PLAN);
    let table = Table::at(&text, 60).unwrap();
    let open = OpenText::new(text).unwrap();
    let rows = table.taken(&open, DocumentNo(8), Sha256([1; 32]), Sha256([2; 32]));
    assert_eq!(rows.len(), 3);
    let passage = rows[2].anchors[0].passage().unwrap();
    assert!(passage.quote.starts_with("Ellie's own time\t\tArt club"));
    assert_eq!(
        (passage.document, passage.version, passage.text),
        (DocumentNo(8), Sha256([1; 32]), Sha256([2; 32]))
    );
    assert_eq!(passage.paragraph, 4);
}

#[test]
fn a_column_that_is_not_known_is_said_and_can_be_told() {
    let text = csv(
        "Zebra,Service,Support,Status,Early help\nSafe at home,Family support,weekly,Ongoing,yes\nx,Art club,,Three of five,no\n",
    );
    let mut table = Table::at(&text, text.words.find("Family").unwrap()).unwrap();
    assert_eq!(
        (table.columns[0].field, table.columns[0].sure),
        (None, Sureness::NotKnown)
    );
    // Two columns read like the service: the first as sure has it.
    assert_eq!(table.columns[1].field, Some(Field::Service));
    assert_eq!(
        (table.columns[2].field, table.columns[2].sure),
        (None, Sureness::NotKnown)
    );
    table.take_for(0, Some(Field::Need));
    table.take_for(2, Some(Field::Planned));
    let rows = table.services(&text);
    let first = &rows[0].details;
    assert_eq!(
        (first.need.as_str(), first.planned.as_str()),
        ("Safe at home", "weekly")
    );
    assert_eq!(
        (first.state, first.early_help),
        (ServiceState::Started, true)
    );
    // A state of its own words is kept where it can be read.
    assert_eq!(
        (rows[1].details.state, rows[1].details.delivered.as_str()),
        (ServiceState::Offered, "Three of five")
    );
    table.take_for(0, Some(Field::Service));
    assert_eq!(table.columns[1].field, None);
    table.take_for(0, None);
    assert!(
        table.services(&text).is_empty(),
        "nothing says what the services are"
    );
}

#[test]
fn a_table_without_marked_titles_over_two_pages_is_one_and_deleted_words_are_left_out() {
    let mut text = text_of(vec![
        row(0, false, "Need\tService\tWho"),
        row(
            0,
            false,
            "Safe at home\tFamily support [deleted: weekly]\tFSW",
        ),
        (BlockKind::Page(2), String::new()),
        row(1, false, "Need\tService\tWho"),
        row(1, false, "School\tBreakfast club\tSchool"),
        (BlockKind::Paragraph, "Signed".to_owned()),
        row(2, true, "Name\tAge"),
        row(2, false, "Ellie\t9"),
    ]);
    let start = text.words.find("[deleted").unwrap();
    text.marks.push(Mark {
        kind: MarkKind::Deleted { on: None },
        start,
        end: start + "[deleted: weekly]".len(),
    });
    for words in ["Family", "Breakfast"] {
        let table = Table::at(&text, text.words.find(words).unwrap()).unwrap();
        let services: Vec<_> = table
            .services(&text)
            .into_iter()
            .map(|row| row.details.service)
            .collect();
        assert_eq!(services, ["Family support", "Breakfast club"], "{words}");
    }
    assert_eq!(Table::at(&text, text.words.find("Ellie").unwrap()), None);
    assert_eq!(Table::at(&text, text.words.find("Signed").unwrap()), None);
    assert_eq!(Table::every(&text).len(), 2);
}
