//! Workbooks made here, and what comes of them.

use std::io::{Cursor, Write as _};

use jiff::civil::date;

use crate::reading::{outline::outline, read as read_document, test_files};

fn shown(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let text = read_document(name, bytes).text.unwrap();
    (outline(&text), text.remarks)
}

fn why(name: &str, bytes: &[u8]) -> String {
    read_document(name, bytes).text.unwrap_err()
}

#[test]
fn each_sheet_is_a_heading_and_a_table_with_dates_as_dates() {
    let bytes = test_files::xlsx(&[
        (
            "Chronology",
            "",
            "<row r='1'><c r='A1' s='1' t='inlineStr'><is><t>Date</t></is></c><c r='B1' s='1' t='inlineStr'><is><t>Event</t></is></c></row>\
             <row r='3'><c r='A3' s='2'><v>40982</v></c><c r='B3' t='s'><v>0</v></c></row>\
             <row r='4'><c r='A4' s='2'><v>40982.4375</v></c><c r='B4' t='b'><v>1</v></c></row>\
             <row r='5'><c r='A5' s='3'><v>0.5</v></c><c r='B5'><v>3.0000000001</v></c></row>\
             <row r='6'><c r='A6' t='e'><v>#N/A</v></c><c r='B6' t='str'><f>A1</f><v>from a formula</v></c></row>",
        ),
        (
            "Old",
            "hidden",
            "<row r='7'><c r='D7' t='s'><v>1</v></c></row>",
        ),
    ]);
    let (rows, remarks) = shown("chronology.xlsx", &bytes);
    assert_eq!(
        rows,
        [
            "h2 Chronology",
            "th0 Date | Event",
            "tr0 14/03/2012 | Home visit & talk",
            "tr0 14/03/2012 10:30 | TRUE",
            "tr0 50% | 3",
            "tr0 #N/A | from a formula",
            "h2 Old [hidden sheet]",
            "p Words nobody was to see"
        ]
    );
    assert_eq!(
        remarks,
        ["The sheet “Old” is hidden in the workbook; it is shown here."]
    );
    let reading = read_document("04 chronology.xlsx", &bytes);
    assert_eq!(reading.reader, "xlsx 1");
    assert_eq!(reading.title.as_deref(), Some("Chronology"));
    assert_eq!(reading.inside.modified, Some(date(2012, 3, 15)));
    assert_eq!(reading.inside.same_person, Some(false));
}

#[test]
fn a_cell_across_the_table_stands_alone_and_absurd_places_cost_nothing() {
    let bytes = test_files::xlsx(&[(
        "Sheet1",
        "",
        "<row r='1'><c r='A1' t='inlineStr'><is><t>Date</t></is></c><c r='B1' t='inlineStr'><is><t>What</t></is></c><c r='C1' t='inlineStr'><is><t>Who</t></is></c></row>\
         <row r='2'><c r='A2' t='inlineStr'><is><t>March</t></is></c></row>\
         <row r='3'><c r='A3' s='2'><v>40982</v></c><c r='XFD1048576' t='inlineStr'><is><t>far</t></is></c></row></sheetData>\
         <mergeCells count='1'><mergeCell ref='A2:C2'/></mergeCells><sheetData>",
    )]);
    assert_eq!(
        shown("a.xlsx", &bytes).0,
        [
            "th0 Date | What | Who",
            "tr0 March",
            "tr0 14/03/2012 |  | ",
            "p far"
        ]
    );
}

#[test]
fn what_is_no_workbook_says_so() {
    let whole = test_files::xlsx(&[("A", "", "<row r='1'><c r='A1'><v>1</v></c></row>")]);
    assert_eq!(
        why("a.xlsx", &whole[..whole.len() / 2]),
        "The file is cut short: its end is missing. Ask the authority for the whole spreadsheet again."
    );
    let empty = test_files::zip(&[("xl/workbook.xml", "<workbook")]);
    assert_eq!(
        why("a.xlsx", &empty),
        "The file is damaged: it cannot be opened as a spreadsheet. Ask the authority for it again."
    );
    // What calamine takes amiss in a range is a panic in a build that checks its sums.
    let odd = test_files::xlsx(&[(
        "A",
        "",
        "<row r='1'><c r='A1' t='inlineStr'><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref='B9:A1'/></mergeCells><sheetData>",
    )]);
    let reading = read_document("a.xlsx", &odd);
    assert!(
        reading.text.is_ok_and(|text| text.words == "A\nx")
            || why("a.xlsx", &odd).starts_with("The file is damaged")
    );
}

#[test]
fn a_part_that_unpacks_beyond_bounds_is_refused_before_it_is_read() {
    let big = "a".repeat(1 << 20);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).unwrap();
    for _ in 0..200 {
        zip.write_all(big.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(
        why("a.xlsx", &bytes),
        "The document is far larger inside than its file: it was not unpacked any further."
    );
}

#[test]
fn an_old_workbook_is_read_and_its_claims_cost_nothing() {
    let rows: [(u16, u16, test_files::Biff); 6] = [
        (0, 0, test_files::Biff::Label("Date")),
        (0, 1, test_files::Biff::Label("Event")),
        (1, 0, test_files::Biff::Number(40982.0)),
        (1, 1, test_files::Biff::Label("Home visit")),
        (2, 0, test_files::Biff::Number(40983.5)),
        (2, 1, test_files::Biff::Label("Mother’s call")),
    ];
    let bytes = test_files::xls("Contacts", &rows);
    let reading = read_document("contacts.xls", &bytes);
    assert_eq!(reading.reader, "xls 1");
    assert_eq!(
        outline(&reading.text.unwrap()),
        [
            "h2 Contacts",
            "th0 Date | Event",
            "tr0 14/03/2012 | Home visit",
            "tr0 15/03/2012 12:00 | Mother’s call"
        ]
    );
    let far = [
        (0, 0, test_files::Biff::Label("a")),
        (65_535, 255, test_files::Biff::Label("b")),
    ];
    assert_eq!(
        why("far.xls", &test_files::xls("A", &far)),
        "The document is far larger inside than its file: it was not unpacked any further."
    );
}

#[test]
fn tables_that_case_systems_name_xls_are_read_as_what_they_are() {
    let page = b"<html><body><table><tr><th>Date<th>Event</tr><tr><td>14/03/2012<td>Visit</tr></table></body></html>";
    assert_eq!(
        shown("export.xls", page).0,
        ["th0 Date | Event", "tr0 14/03/2012 | Visit"]
    );
    assert_eq!(
        shown("export.xls", b"Date\tEvent\n14/03/2012\tVisit\n").0,
        ["th0 Date | Event", "tr0 14/03/2012 | Visit"]
    );
    assert!(why("export.xls", b"<html>404, not found").starts_with("This is a web page"));
}
