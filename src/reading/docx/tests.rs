//! Word documents made here, part by part, and what becomes of them.

use super::*;
use crate::reading::{outline::outline, test_files};

fn text(body: &str) -> crate::reading::Text {
    try_text(&[("word/document.xml", &test_files::document(body))]).unwrap()
}

fn try_text(parts: &[(&str, &str)]) -> Result<crate::reading::Text, NotReadable> {
    let mut builder = Builder::new();
    read(
        &test_files::docx(parts),
        &mut builder,
        &mut Inside::default(),
    )?;
    builder.finish()
}

fn blocks(body: &str) -> Vec<String> {
    outline(&text(body))
}

#[test]
fn styles_make_headings_and_looks_do_where_no_style_does() {
    let p = "<w:p><w:pPr><w:pStyle w:val='Kop'/></w:pPr><w:r><w:t>Plan</w:t></w:r></w:p><w:p><w:r><w:t>All came.</w:t></w:r></w:p>";
    let styles = "<w:styles xmlns:w='w'><w:style w:styleId='H2'><w:name w:val='heading 2'/></w:style>\
        <w:style w:styleId='Kop'><w:name w:val='Our heading'/><w:basedOn w:val='H2'/></w:style></w:styles>";
    let parts = [
        ("word/document.xml", test_files::document(p)),
        ("word/styles.xml", styles.to_owned()),
    ];
    let parts: Vec<_> = parts
        .iter()
        .map(|(name, part)| (*name, part.as_str()))
        .collect();
    assert_eq!(
        outline(&try_text(&parts).unwrap()),
        ["h2 Plan", "p All came."]
    );
    assert_eq!(
        blocks(
            "<w:p><w:r><w:rPr><w:b/><w:sz w:val='32'/></w:rPr><w:t>Contact Record</w:t></w:r><w:r><w:tab/><w:tab/><w:t>Date: 3 May</w:t></w:r></w:p>\
             <w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Bold, and a sentence.</w:t></w:r></w:p>"
        ),
        [
            "h1 Contact Record",
            "p Date: 3 May",
            "p Bold, and a sentence."
        ]
    );
}

#[test]
fn tracked_changes_struck_and_hidden_words_are_shown_as_such() {
    let text = text(
        "<w:p><w:r><w:t xml:space='preserve'>Seen </w:t></w:r><w:del><w:r><w:delText>weekly</w:delText></w:r><w:r><w:delText xml:space='preserve'> at home </w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>monthly</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space='preserve'> aside</w:t></w:r>\
         <w:r><w:rPr><w:strike/></w:rPr><w:t xml:space='preserve'> never</w:t></w:r></w:p>",
    );
    assert_eq!(
        text.words,
        "Seen [deleted: weekly at home] monthly[hidden: aside][struck out: never]"
    );
    assert!(
        text.remarks
            .iter()
            .any(|remark| remark.contains("one passage was deleted"))
    );
    assert!(
        text.remarks
            .iter()
            .any(|remark| remark.contains("One passage is hidden"))
    );
}

#[test]
fn tables_keep_their_columns_through_spans_merges_and_tables_inside() {
    let cell = |properties: &str, words: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
        )
    };
    let inner = format!(
        "<w:tc><w:p><w:r><w:t>see</w:t></w:r></w:p><w:tbl><w:tr>{}{}</w:tr></w:tbl></w:tc>",
        cell("", "x"),
        cell("", "y")
    );
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}</w:tr><w:tr>{}{inner}{}</w:tr></w:tbl>",
        cell("", "Need"),
        cell("", "Service"),
        cell("", "Who"),
        cell("<w:vMerge w:val='restart'/>", "Safe"),
        cell("", "FSW"),
        cell("", "A"),
        cell("<w:vMerge/>", ""),
        cell("<w:gridSpan w:val='2'/>", "Nursery"),
        cell("<w:gridSpan w:val='3'/>", "Outcome"),
        cell("", "1"),
        cell("", "3"),
    );
    assert_eq!(
        blocks(&table),
        [
            "th0 Need | Service | Who",
            "tr0 Safe | FSW | A",
            "tr0  | Nursery | ",
            "tr0 Outcome",
            "tr0 1 | see | 3",
            "tr1 x | y"
        ]
    );
}

#[test]
fn a_box_and_a_narrative_across_a_form_keep_their_paragraphs() {
    let p = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let boxed = format!(
        "<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
        p("one"),
        p("two")
    );
    assert_eq!(blocks(&boxed), ["p one", "p two"]);
    let form = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}{}</w:tc></w:tr></w:tbl>",
        p("Date"),
        p("3 May"),
        p("Mother rang."),
        p("She was upset.")
    );
    assert_eq!(
        blocks(&form),
        ["tr0 Date | 3 May", "p Mother rang.", "p She was upset."]
    );
}

#[test]
fn notes_comments_margins_and_text_boxes_follow() {
    let body = "<w:p><w:r><w:t>Agreed</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='0'/></w:r>\
        <w:r><w:pict><v:textbox xmlns:v='v'><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>";
    let footnotes = "<w:footnotes xmlns:w='w'><w:footnote w:id='2'><w:p><w:r><w:t>By phone.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let comments = "<w:comments xmlns:w='w'><w:comment w:id='0' w:author='TM' w:date='2012-03-14T10:00:00Z'><w:p><w:r><w:t>Check.</w:t></w:r></w:p></w:comment></w:comments>";
    let header = "<w:hdr xmlns:w='w'><w:p><w:r><w:t>Confidential</w:t></w:r></w:p></w:hdr>";
    let document = test_files::document(body);
    let text = try_text(&[
        ("word/document.xml", &document),
        ("word/footnotes.xml", footnotes),
        ("word/comments.xml", comments),
        ("word/header1.xml", header),
    ])
    .unwrap();
    assert_eq!(
        outline(&text),
        [
            "p Agreed [note 1] [comment 1]",
            "p Boxed",
            "h2 [Notes]",
            "li0 [note 1] By phone.",
            "h2 [Comments]",
            "li0 [comment 1] TM, 2012-03-14: Check.",
            "h2 [Top and foot of the pages]",
            "p Confidential"
        ]
    );
}

#[test]
fn a_part_that_unpacks_without_end_and_a_cut_file_are_refused() {
    let bomb = test_files::docx(&[("word/document.xml", &" ".repeat((64 << 20) + 2))]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(
        read(&bomb, &mut Builder::new(), &mut Inside::default()),
        Err(NotReadable::UnpacksTooLarge)
    );
    let whole = test_files::docx(&[("word/document.xml", &test_files::document(""))]);
    assert_eq!(
        read(
            &whole[..whole.len() / 2],
            &mut Builder::new(),
            &mut Inside::default()
        ),
        Err(NotReadable::CutShort("Word document"))
    );
}

#[test]
fn what_the_word_processor_says_beside_the_words_is_read_without_a_name() {
    let body = "<w:p><w:ins><w:r><w:t>Seen</w:t></w:r></w:ins><w:del><w:r><w:delText>Not</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>alone</w:t></w:r></w:ins></w:p>";
    let document = test_files::document(body);
    let core = test_files::core("Ann Example", "Bea Other", "2012-03-14T09:30:00Z");
    let bytes = test_files::docx(&[
        ("word/document.xml", &document),
        ("docProps/core.xml", &core),
    ]);
    let reading = crate::reading::read("plan.docx", &bytes);
    assert_eq!(
        reading.inside,
        Inside {
            tracked_changes: 3,
            modified: Some(jiff::civil::date(2012, 3, 14)),
            same_person: Some(false),
            ..Inside::default()
        }
    );
    assert!(!serde_json::to_string(&reading).unwrap().contains("Example"));
    let damaged = test_files::docx(&[
        ("word/document.xml", "<w:document"),
        ("docProps/core.xml", &core),
    ]);
    let reading = crate::reading::read("plan.docx", &damaged);
    assert!(reading.text.is_err());
    assert_eq!(reading.inside.same_person, Some(false));
}
