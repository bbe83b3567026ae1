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
        "Seen [deleted: weekly at home] [inserted: monthly] [hidden: aside] [struck out: never]"
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
            "li0 [comment 1] 14 Mar 2012: Check.",
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

/// Each marked part of a text with what marks it.
fn marked(text: &crate::reading::Text) -> Vec<(&str, MarkKind)> {
    text.marks
        .iter()
        .map(|mark| (text.slice(mark.range()), mark.kind))
        .collect()
}

fn run(properties: &str, words: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
}

#[test]
fn bold_and_italic_words_are_marked_and_a_heading_needs_no_mark() {
    let cell = |words: &str| format!("<w:tc><w:p>{words}</w:p></w:tc>");
    let text = text(&format!(
        "<w:p>{}</w:p><w:p>{}{}{}{}</w:p><w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        run("<w:b/><w:sz w:val='40'/>", "Home visit"),
        run("", "Seen "),
        run("<w:b/>", "alone "),
        run("<w:b/><w:i/>", "at home"),
        run("<w:i w:val='0'/>", "."),
        cell(&run("", "a")),
        cell(&run("<w:i/>", "b")),
        cell(&run("", "c")),
        cell(&run("", "d")),
    ));
    assert_eq!(
        outline(&text),
        [
            "h1 Home visit",
            "p Seen alone at home.",
            "tr0 a | b",
            "tr0 c | d"
        ]
    );
    assert_eq!(
        marked(&text),
        [
            ("alone at home", MarkKind::Bold),
            ("at home", MarkKind::Italic),
            ("b", MarkKind::Italic)
        ]
    );
}

#[test]
fn tracked_changes_say_their_day_and_no_name() {
    let change = |name: &str, day: &str, inner: &str| {
        format!("<w:{name} w:author='Ann Example' w:date='{day}T10:00:00Z'>{inner}</w:{name}>")
    };
    let deleted = "<w:r><w:delText>weekly</w:delText></w:r>";
    let text = text(&format!(
        "<w:p>{}{}{}{}</w:p>",
        run("", "Seen "),
        change("del", "2012-03-14", deleted),
        change("ins", "2012-04-02", &run("", " monthly")),
        run(
            "",
            " and by the school, at the last visit of the family support worker."
        ),
    ));
    assert_eq!(
        text.words,
        "Seen [deleted 14 Mar 2012: weekly] [inserted 2 Apr 2012: monthly] and by the school, at the last visit of the family support worker."
    );
    let on = |month, day| Some(jiff::civil::date(2012, month, day));
    assert_eq!(
        marked(&text),
        [
            (
                "[deleted 14 Mar 2012: weekly]",
                MarkKind::Deleted { on: on(3, 14) }
            ),
            (
                "[inserted 2 Apr 2012: monthly]",
                MarkKind::Inserted { on: on(4, 2) }
            ),
        ]
    );
    assert_eq!(
        text.as_it_stands(0..text.words.len()),
        "Seen monthly and by the school, at the last visit of the family support worker."
    );
    assert!(text.remarks.contains(
        &"The tracked changes were made by one person, from 14 Mar 2012 to 2 Apr 2012, as the document says.".to_owned()
    ));
}

#[test]
fn a_document_written_under_tracked_changes_as_a_whole_is_signed_as_a_whole() {
    let text = text(&format!(
        "<w:p><w:ins>{}</w:ins></w:p><w:p>{}</w:p>",
        run("", "Date of visit: 3 May 2012, seen alone and at ease."),
        run("", "OK")
    ));
    assert_eq!(
        text.words,
        "Date of visit: 3 May 2012, seen alone and at ease.\nOK"
    );
    assert!(text.remarks[0].starts_with("Nearly the whole document"));
}

#[test]
fn what_a_comment_is_about_is_marked_and_who_wrote_it_is_a_number() {
    let body = format!(
        "<w:p>{}<w:commentRangeStart w:id='4'/>{}</w:p><w:p>{}<w:commentRangeEnd w:id='4'/><w:r><w:commentReference w:id='4'/></w:r>{}</w:p>",
        run("", "Mother "),
        run("", "agreed."),
        run("", "She signed"),
        run("", " it."),
    );
    let comments = "<w:comments xmlns:w='w'><w:comment w:id='4' w:author='Ann Example' w:date='2012-03-14T10:00:00Z'><w:p><w:r><w:t>Did she?</w:t></w:r></w:p></w:comment>\
        <w:comment w:id='9' w:author='Bea Other'><w:p><w:r><w:t>See file.</w:t></w:r></w:p></w:comment></w:comments>";
    let document = test_files::document(&body);
    let parts = [
        ("word/document.xml", document.as_str()),
        ("word/comments.xml", comments),
    ];
    let reading = crate::reading::read("plan.docx", &test_files::docx(&parts));
    assert_eq!(reading.inside.comments, 2);
    assert!(!serde_json::to_string(&reading).unwrap().contains("Example"));
    let text = reading.text.unwrap();
    assert_eq!(
        outline(&text),
        [
            "p Mother agreed.",
            "p She signed [comment 1] it.",
            "h2 [Comments]",
            "li0 [comment 1] writer 1, 14 Mar 2012: Did she?",
            "li0 [comment 2] writer 2: See file."
        ]
    );
    let (one, two) = (
        MarkKind::Comment { number: 1 },
        MarkKind::Comment { number: 2 },
    );
    assert_eq!(
        marked(&text),
        [
            ("agreed.", one),
            ("She signed", one),
            ("writer 1, 14 Mar 2012: Did she?", one),
            ("writer 2: See file.", two)
        ]
    );
}

#[test]
fn ticked_controls_stay_ticked_and_a_field_shows_its_result() {
    let char = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let body = format!(
        "<w:p><w:sdt><w:sdtPr><w14:checkbox xmlns:w14='x'><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:p>\
         <w:p>{}{}<w:r><w:instrText>REF x</w:instrText></w:r>{}{}{}</w:p><w:p>{}{}</w:p>",
        run("", "☒"),
        run("", " Seen alone"),
        run("", "See "),
        char("begin") + &run("", "IF 1 = 1"),
        char("separate"),
        run("", "page 3"),
        char("end") + &run("", "."),
        char("begin"),
        run("", "A field without an end"),
    );
    assert_eq!(
        blocks(&body),
        [
            "p ☒ Seen alone",
            "p See page 3.",
            "p A field without an end"
        ]
    );
}

#[test]
fn heads_and_feet_of_pages_are_marked_and_a_date_there_is_kept() {
    let document = test_files::document("<w:p><w:r><w:t>Agreed.</w:t></w:r></w:p>");
    let foot = "<w:ftr xmlns:w='w'><w:p><w:r><w:t>14/03/2012</w:t></w:r></w:p><w:p><w:r><w:t>2</w:t></w:r></w:p></w:ftr>";
    let text = try_text(&[
        ("word/document.xml", document.as_str()),
        ("word/footer1.xml", foot),
    ])
    .unwrap();
    assert_eq!(
        outline(&text),
        [
            "p Agreed.",
            "h2 [Top and foot of the pages]",
            "p 14/03/2012"
        ]
    );
    assert_eq!(marked(&text), [("14/03/2012", MarkKind::Running)]);
}
