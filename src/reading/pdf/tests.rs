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
    read(bytes, None, &mut builder, &mut Inside::default()).unwrap();
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
        read(&scan, None, &mut Builder::new(), &mut Inside::default()),
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
        read(
            &whole[..60],
            None,
            &mut Builder::new(),
            &mut Inside::default()
        ),
        Err(NotReadable::CutShort("PDF"))
    );
    assert_eq!(
        read(
            &pdf(&[String::new()]),
            None,
            &mut Builder::new(),
            &mut Inside::default()
        ),
        Err(NotReadable::OnlySeen(1))
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

#[test]
fn a_document_that_may_be_read_and_not_changed_is_read_without_asking() {
    let restricted = include_bytes!("tests_data/restricted.pdf");
    assert_eq!(
        outline(&text(restricted)),
        ["page 1", "p Seen alone, at home."]
    );
}

#[test]
fn a_damaged_table_of_places_is_made_anew() {
    let whole = pdf(&[page(&[(72.0, 700.0, 11.0, "Seen alone.")])]);
    let expected = outline(&text(&whole));
    let table = memchr::memmem::find(&whole, b"xref\n").unwrap();
    let mut moved = whole.clone();
    for place in moved[table..]
        .iter_mut()
        .filter(|byte| byte.is_ascii_digit())
    {
        *place = b'7';
    }
    assert_eq!(outline(&text(&moved)), expected);
    let mut gone = whole[..table].to_vec();
    gone.extend_from_slice(b"trailer\n<</Root 1 0 R>>\n%%EOF\n");
    assert_eq!(outline(&text(&gone)), expected);
}

#[test]
fn a_page_laid_on_its_side_is_read_as_it_is_shown() {
    // Drawn upwards on a page that is turned by a quarter: upright when shown.
    let content = "BT /F1 14 Tf 0 1 -1 0 100 72 Tm (Home visit) Tj ET\nBT /F1 11 Tf 0 1 -1 0 140 72 Tm (Seen alone.) Tj ET\n";
    let upright = pdf(&[content.to_owned()]);
    let turned = String::from_utf8(upright)
        .unwrap()
        .replace("/MediaBox[0 0 595 842]", "/Rotate 90/MediaBox[0 0 595 842]");
    assert_eq!(
        outline(&text(turned.as_bytes())),
        ["page 1", "p Home visit", "p Seen alone."]
    );
}

#[test]
fn ligatures_become_letters_and_a_broken_word_is_one_again() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[128/fi/fl]>>>>";
    let lines = page(&[
        (
            72.0,
            740.0,
            11.0,
            "The assessment was late, said the \u{1}nance of\u{1}ce, and the rest of this line is full of words",
        ),
        (
            72.0,
            727.0,
            11.0,
            "because nobody had asked the school about him and so the whole of the assess-",
        ),
        (72.0, 714.0, 11.0, "ment had to be done again."),
    ]);
    let lines = lines.replace('\u{1}', "\\200");
    let text = text(&pdf_with(&[lines], font, &["<<>>".to_owned()]));
    assert_eq!(
        outline(&text)[1],
        "p The assessment was late, said the finance office, and the rest of this line is full of words because nobody had asked the \
         school about him and so the whole of the assessment had to be done again."
    );
}

#[test]
fn words_a_machine_read_under_a_scan_are_read() {
    let invisible = "BT 3 Tr /F1 11 Tf 72 700 Td (Read by a machine) Tj ET\n".to_owned();
    assert_eq!(
        outline(&text(&pdf(&[invisible]))),
        ["page 1", "p Read by a machine"]
    );
}

/// A made PDF whose first page has these annotations on it.
fn with_annotations(content: &str, annotations: &str) -> Vec<u8> {
    let made = pdf(&[content.to_owned()]);
    let made = String::from_utf8(made).unwrap();
    made.replace("/MediaBox", &format!("/Annots[{annotations}]/MediaBox"))
        .into_bytes()
}

#[test]
fn what_was_filled_into_a_form_is_read_where_nobody_drew_it() {
    let labels = page(&[
        (72.0, 700.0, 11.0, "First name"),
        (72.0, 680.0, 11.0, "Seen alone"),
    ]);
    let drawn = page(&[(250.0, 660.0, 11.0, "Drawn")]);
    let form = with_annotations(
        &format!("{labels}{drawn}"),
        "<</Subtype/Widget/FT/Tx/Rect[200 696 300 712]/V(Alice Example)>>\
         <</Subtype/Widget/FT/Btn/AS/Yes/Rect[200 676 212 688]>>\
         <</Subtype/Widget/FT/Btn/AS/Off/Rect[260 676 272 688]>>\
         <</Subtype/Widget/FT/Tx/Rect[240 656 300 672]/V(Drawn)>>\
         <</Subtype/Widget/FT/Tx/F 2/Rect[240 606 300 622]/V(Hidden)>>",
    );
    let text = text(&form);
    let words: Vec<&str> = text.words.split_whitespace().collect();
    assert_eq!(
        words,
        [
            "First", "name", "Alice", "Example", "Seen", "alone", "☒", "☐", "Drawn"
        ]
    );
}

#[test]
fn comments_on_a_page_are_listed_with_page_and_day_and_no_name() {
    let made = with_annotations(
        &page(&[(72.0, 700.0, 11.0, "Seen alone.")]),
        "<</Subtype/Text/Rect[0 0 9 9]/Contents(Was she?)/T(Ann Example)/M(D:20120314120000)>>\
         <</Subtype/Highlight/Rect[0 0 9 9]/Contents<FEFF0053006500650020201C0033201D>/T(Bea Other)>>\
         <</Subtype/Link/Rect[0 0 9 9]/Contents(no)>>",
    );
    let reading = crate::reading::read("plan.pdf", &made);
    assert_eq!(reading.inside.comments, 2);
    assert!(!serde_json::to_string(&reading).unwrap().contains("Example"));
    assert_eq!(
        outline(&reading.text.unwrap()),
        [
            "page 1",
            "p Seen alone.",
            "h2 [Comments]",
            "li0 [comment 1] page 1, writer 1, 14 Mar 2012: Was she?",
            "li0 [comment 2] page 1, writer 2: See “3”"
        ]
    );
}

#[test]
fn letters_set_wide_are_words_where_the_page_says_its_spaces() {
    let wide = "BT /F1 12 Tf 3 Tc 72 700 Td (CORE GROUP MINUTES) Tj ET\n".to_owned();
    assert!(text(&pdf(&[wide])).words.contains("CORE GROUP MINUTES"));
}

#[test]
fn a_short_title_over_a_column_does_not_hide_it() {
    let prose = "and then the worker wrote of the day";
    let mut lines = vec![
        (90.0, 750.0, 10.0, "Abstract"),
        (320.0, 750.0, 10.0, "the right column begins beside a title"),
    ];
    for row in 1..8 {
        let y = 750.0 - 12.0 * f64::from(row);
        lines.push((72.0, y, 10.0, prose));
        lines.push((320.0, y, 10.0, prose));
    }
    let text = text(&pdf(&[page(&lines)]));
    let all: Vec<String> = outline(&text);
    assert_eq!(all[1], "p Abstract");
    assert!(all[2].ends_with("of the day"));
    assert!(all[3].starts_with("p the right column begins"), "{all:?}");
}

#[test]
fn bold_letters_are_told_by_their_strokes_where_the_font_has_no_name() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let bold = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>";
    let content = format!(
        "BT /F2 11 Tf 72 740 Td (Plan of support) Tj ET\n{}BT /F1 11 Tf 72 700 Td (She was ) Tj /F2 11 Tf (never alone) Tj /F1 11 Tf ( with him.) Tj ET\n",
        show(72.0, 720.0, 11.0, LONG)
    );
    let made = pdf_with(&[content], font, &[bold.to_owned()]);
    let made = String::from_utf8(made)
        .unwrap()
        .replace("/F1 3 0 R", "/F1 3 0 R/F2 4 0 R");
    let text = text(made.as_bytes());
    assert_eq!(outline(&text)[1], "h1 Plan of support");
    let marked: Vec<(&str, crate::reading::MarkKind)> = text
        .marks
        .iter()
        .map(|mark| (text.slice(mark.range()), mark.kind))
        .collect();
    assert_eq!(marked, [("never alone", crate::reading::MarkKind::Bold)]);
}
