//! PDFs made here, and what becomes of them.

use std::fmt::Write as _;

use super::*;
use crate::reading::{
    Text,
    outline::outline,
    test_files::{pdf, pdf_with, show},
};

fn text(bytes: &[u8]) -> Text {
    let mut builder = Builder::new();
    read(bytes, &mut builder, &mut Inside::default()).unwrap();
    builder.finish().unwrap()
}

fn page(lines: &[(f64, f64, f64, &str)]) -> String {
    lines
        .iter()
        .map(|(x, y, size, words)| show(*x, *y, *size, words))
        .collect()
}

const LONG: &str =
    "Mother said that she had not slept since the weekend and that the baby was with her";

#[test]
fn a_heading_wrapped_lines_and_a_list() {
    let text = text(&pdf(&[page(&[
        (72.0, 770.0, 20.0, "Home visit"),
        (72.0, 740.0, 11.0, LONG),
        (72.0, 727.0, 11.0, "sister. The bedroom was clean."),
        (
            72.0,
            714.0,
            11.0,
            "I will go again on Friday with the family support worker who knows the family well",
        ),
        (72.0, 690.0, 11.0, "1."),
        (
            90.0,
            690.0,
            11.0,
            "visit every week without notice, at different times of the day and also in the",
        ),
        (90.0, 677.0, 11.0, "evening"),
        (72.0, 664.0, 11.0, "2."),
        (90.0, 664.0, 11.0, "review in May"),
    ])]));
    assert_eq!(
        outline(&text),
        [
            "page 1".to_owned(),
            "h1 Home visit".to_owned(),
            format!("p {LONG} sister. The bedroom was clean."),
            "p I will go again on Friday with the family support worker who knows the family well".to_owned(),
            "li0 1. visit every week without notice, at different times of the day and also in the evening".to_owned(),
            "li0 2. review in May".to_owned(),
        ]
    );
}

#[test]
fn a_table_drawn_with_rules_keeps_its_cells_and_merges() {
    let mut content = String::new();
    for y in [700.0, 680.0, 640.0, 620.0] {
        writeln!(content, "72 {y} 400.5 0.5 re f").unwrap();
    }
    for x in [72.0, 472.0] {
        writeln!(content, "{x} 620 0.5 80 re f").unwrap();
    }
    // The rule between the columns stops above the last row.
    content.push_str("0.5 w 200 640 m 200 700 l S\n");
    content.push_str(&page(&[
        (76.0, 686.0, 11.0, "Need"),
        (204.0, 686.0, 11.0, "Service"),
        (76.0, 666.0, 11.0, "Safe at home"),
        (204.0, 666.0, 11.0, "Family support worker to visit"),
        (204.0, 653.0, 11.0, "every week"),
        (76.0, 626.0, 11.0, "Agreed by all"),
        (72.0, 590.0, 11.0, "After the table."),
    ]));
    assert_eq!(
        outline(&text(&pdf(&[content]))),
        [
            "page 1",
            "tr0 Need | Service",
            "tr0 Safe at home | Family support worker to visit every week",
            "tr0 Agreed by all",
            "p After the table."
        ]
    );
}

#[test]
fn columns_are_read_one_after_the_other_and_labels_beside_values_are_not() {
    let mut lines = vec![(72.0, 780.0, 18.0, "Two columns")];
    let left = [
        "The left column begins here and goes",
        "on with ordinary words of a note that",
        "somebody wrote down on the very day",
        "of the visit, and it has six lines as",
        "the right one has, so that nobody can",
        "take it for a table.",
    ];
    let right = [
        "The right column comes second, and",
        "no word of it may stand among those",
        "of the left one, which is what readers",
        "of two columns expect of a page, and",
        "what a program that only looks at the",
        "lines gets wrong.",
    ];
    let mut y = 750.0;
    for (one, two) in left.iter().zip(&right) {
        lines.push((72.0, y, 10.0, one));
        lines.push((320.0, y, 10.0, two));
        y -= 12.0;
    }
    let text = text(&pdf(&[page(&lines)]));
    assert_eq!(
        outline(&text),
        [
            "page 1".to_owned(),
            "h1 Two columns".to_owned(),
            format!("p {}", left.join(" ")),
            format!("p {}", right.join(" ")),
        ]
    );
    let form = page(&[
        (72.0, 750.0, 11.0, "Name of child"),
        (250.0, 750.0, 11.0, "A"),
        (72.0, 735.0, 11.0, "Date seen"),
        (250.0, 735.0, 11.0, "6 March 2012"),
        (72.0, 720.0, 11.0, "Seen by"),
        (250.0, 720.0, 11.0, "Social worker"),
    ]);
    assert_eq!(
        outline(&self::text(&pdf(&[form]))),
        [
            "page 1",
            "tr0 Name of child | A",
            "tr0 Date seen | 6 March 2012",
            "tr0 Seen by | Social worker"
        ]
    );
}

#[test]
fn heads_and_feet_of_pages_stand_once_and_again_where_they_change() {
    let pages: Vec<String> = ["one", "two", "three"]
        .iter()
        .enumerate()
        .map(|(index, words)| {
            page(&[
                (72.0, 810.0, 9.0, "Northbridge Confidential"),
                (72.0, 700.0, 11.0, words),
                (280.0, 30.0, 9.0, &format!("Page {}", index + 1)),
            ])
        })
        .collect();
    let text = text(&pdf(&pages));
    assert_eq!(
        outline(&text),
        [
            "page 1",
            "p Northbridge Confidential",
            "p one",
            "p Page 1",
            "page 2",
            "p two",
            "p Page 2",
            "page 3",
            "p three",
            "p Page 3"
        ]
    );
    let told: Vec<&str> = text
        .blocks
        .iter()
        .filter(|block| block.counts() && !text.is_running(block))
        .map(|block| text.slice(block.range()))
        .collect();
    assert_eq!(told, ["one", "two", "three"]);
}

#[test]
fn a_row_of_titles_that_comes_back_stays_in_its_table() {
    let sheet = |need: &str| {
        let mut content = String::new();
        for y in [800.0, 780.0, 760.0] {
            writeln!(content, "72 {y} 300 0.5 re f").unwrap();
        }
        for x in [72.0, 200.0, 372.0] {
            writeln!(content, "{x} 760 0.5 40 re f").unwrap();
        }
        content
            + &page(&[
                (76.0, 786.0, 11.0, "Need"),
                (204.0, 786.0, 11.0, "Service"),
                (76.0, 766.0, 11.0, need),
                (204.0, 766.0, 11.0, "Visits"),
            ])
    };
    assert_eq!(
        outline(&text(&pdf(&[sheet("Sleep"), sheet("Food")]))),
        [
            "page 1",
            "tr0 Need | Service",
            "tr0 Sleep | Visits",
            "page 2",
            "tr1 Need | Service",
            "tr1 Food | Visits"
        ]
    );
}

#[test]
fn an_item_goes_on_over_the_page() {
    let one = page(&[
        (72.0, 740.0, 11.0, "1."),
        (
            90.0,
            740.0,
            11.0,
            "visit every week without notice, at different times of the day and also in the",
        ),
    ]);
    let two = page(&[
        (90.0, 740.0, 11.0, "evening and at weekends."),
        (72.0, 715.0, 11.0, "All agreed to this plan."),
    ]);
    assert_eq!(
        outline(&text(&pdf(&[one, two]))),
        [
            "page 1",
            "li0 1. visit every week without notice, at different times of the day and also in the",
            "page 2",
            "li0  evening and at weekends.",
            "p All agreed to this plan."
        ]
    );
}

#[test]
fn bold_made_by_drawing_twice_and_turned_words_are_read_once() {
    let mut content = page(&[
        (72.0, 700.0, 11.0, "all well"),
        (72.3, 700.0, 11.0, "all well"),
    ]);
    content.push_str("BT /F1 11 Tf 0 1 -1 0 500 300 Tm (up the side) Tj ET\n");
    assert_eq!(
        outline(&text(&pdf(&[content]))),
        ["page 1", "p all well", "p up the side"]
    );
}

#[test]
fn a_scan_a_cut_file_and_a_bare_page_are_said() {
    let image = "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n0\nendstream".to_owned();
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let picture = "q 500 0 0 700 40 40 cm /I Do Q".to_owned();
    let scan = pdf_with(
        &[picture.clone(), picture.clone()],
        font,
        std::slice::from_ref(&image),
    );
    assert_eq!(
        read(&scan, &mut Builder::new(), &mut Inside::default()),
        Err(NotReadable::Scan(2))
    );
    let mixed = pdf_with(&[show(72.0, 700.0, 11.0, "words"), picture], font, &[image]);
    let mixed = text(&mixed);
    assert_eq!(mixed.remarks, ["Page 2 is a scan: no words."]);
    assert_eq!(
        outline(&mixed),
        [
            "page 1",
            "p words",
            "page 2",
            "p [page 2 is a scan: no words]"
        ]
    );
    let whole = pdf(&[show(72.0, 700.0, 11.0, "words")]);
    assert_eq!(
        read(&whole[..60], &mut Builder::new(), &mut Inside::default()),
        Err(NotReadable::CutShort("PDF"))
    );
    assert_eq!(
        read(
            &pdf(&[String::new()]),
            &mut Builder::new(),
            &mut Inside::default()
        ),
        Err(NotReadable::NoWords)
    );
}

#[test]
fn the_day_a_pdf_says_it_was_changed_is_read() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let page = [show(72.0, 700.0, 11.0, "A plan")];
    let changed = |when: &str| {
        let info = format!("<</ModDate({when})/Author(Ann Example)>>");
        let bytes = pdf_with(&page, font, &[info]);
        crate::reading::read("plan.pdf", &bytes).inside
    };
    assert_eq!(
        changed("D:20120314233000+01'00'").modified,
        Some(jiff::civil::date(2012, 3, 14))
    );
    assert_eq!(changed("D:20120314").same_person, None);
    for wrong in ["yesterday", "D:20121399", "D:99999999999999"] {
        assert_eq!(changed(wrong).modified, None, "{wrong}");
    }
}
