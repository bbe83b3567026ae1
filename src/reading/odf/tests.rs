//! `OpenDocument` files made here, and what comes of them.

use jiff::civil::date;

use crate::reading::{Reading, outline::outline, read as read_document, test_files};

const META: &str = "<office:document-meta xmlns:office='o' xmlns:meta='m' xmlns:dc='d'><office:meta><meta:initial-creator>Ann</meta:initial-creator>\
    <dc:creator>ann </dc:creator><meta:creation-date>2012-03-01T09:00:00</meta:creation-date><dc:date>2012-03-14T10:00:00</dc:date>\
    <meta:editing-cycles>7</meta:editing-cycles></office:meta></office:document-meta>";

fn text(styles: &str, body: &str) -> Reading {
    let content = format!(
        "<?xml version='1.0'?><office:document-content xmlns:office='o' xmlns:text='t' xmlns:table='b' xmlns:style='s' xmlns:fo='f' xmlns:draw='w' xmlns:dc='d'>\
         <office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let more = "<office:document-styles xmlns:office='o' xmlns:style='s' xmlns:text='t'><office:master-styles><style:master-page>\
        <style:header><text:p>Confidential</text:p></style:header><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>\
        </style:master-page></office:master-styles></office:document-styles>";
    let bytes = test_files::zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("meta.xml", META),
        ("styles.xml", more),
        ("content.xml", &content),
    ]);
    read_document("plan.odt", &bytes)
}

fn shown(styles: &str, body: &str) -> Vec<String> {
    let mut lines = outline(&text(styles, body).text.unwrap());
    assert_eq!(
        lines.split_off(lines.len() - 3),
        [
            "h2 [Top and foot of the pages]",
            "p Confidential",
            "p Page 1"
        ]
    );
    lines
}

#[test]
fn headings_lists_quotes_and_spaces() {
    let styles = "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'/>\
        <style:style style:name='Quotations' style:family='paragraph'/>\
        <style:style style:name='B' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
        <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>\
        <text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')' text:display-levels='2'/>\
        <text:list-level-style-bullet text:level='3' text:bullet-char='•'/></text:list-style>";
    let body = "<text:h text:outline-level='1'>Core group</text:h>\n <text:p>Mother<text:s text:c='3'/>\n came<text:tab/>late,<text:line-break/>by <text:a>taxi</text:a>.</text:p>\
        <text:p text:style-name='P1'>She said so</text:p><text:p><text:span text:style-name='B'>Plan</text:span></text:p>\
        <text:list text:style-name='L1'><text:list-item><text:p>visit</text:p><text:p>weekly</text:p>\
        <text:list><text:list-item><text:p>weigh</text:p></text:list-item><text:list-item><text:p>measure</text:p>\
        <text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list></text:list-item></text:list></text:list-item>\
        <text:list-item><text:p>review</text:p></text:list-item></text:list>\
        <text:list text:style-name='L1' text:continue-numbering='true'><text:list-item><text:p>end</text:p></text:list-item></text:list>\
        <text:list text:style-name='L9'><text:list-item text:start-value='x'><text:p>other</text:p></text:list-item></text:list>";
    assert_eq!(
        shown(styles, body),
        [
            "h1 Core group",
            "p Mother came late,",
            "p by taxi.",
            "q She said so",
            "h2 Plan",
            "li0 1. visit",
            "li0  weekly",
            "li1 1.a) weigh",
            "li1 1.b) measure",
            "li2 • deep",
            "li0 2. review",
            "li0 3. end",
            "li0 • other"
        ]
    );
}

#[test]
fn tables_keep_titles_spans_and_tables_within() {
    let cell =
        |words: &str| format!("<table:table-cell><text:p>{words}</text:p></table:table-cell>");
    let body = format!(
        "<table:table><table:table-column/><table:table-header-rows><table:table-row>{}{}{}</table:table-row></table:table-header-rows>\
         <table:table-row><table:table-cell table:number-rows-spanned='2'><text:p>Safe</text:p><text:p>and warm</text:p></table:table-cell>{}{}</table:table-row>\
         <table:table-row><table:covered-table-cell/><table:table-cell table:number-columns-spanned='2'><text:p>both</text:p></table:table-cell><table:covered-table-cell/></table:table-row>\
         <table:table-row table:number-rows-repeated='99999999'><table:table-cell table:number-columns-repeated='99999999'/></table:table-row></table:table>",
        cell("Need"),
        cell("Service"),
        cell("Who"),
        cell("Support"),
        cell("FSW"),
    );
    assert_eq!(
        shown("", &body),
        [
            "th0 Need | Service | Who",
            "tr0 Safe and warm | Support | FSW",
            "tr0  | both | "
        ]
    );
}

#[test]
fn what_was_taken_out_put_in_or_hidden_stands_as_such_and_notes_follow() {
    let styles = "<style:style style:name='H' style:family='text'><style:text-properties text:display='none'/></style:style>\
        <style:style style:name='S' style:family='text'><style:text-properties style:text-line-through-style='solid'/></style:style>";
    let info = "<office:change-info><dc:creator>Ann</dc:creator><dc:date>2012-03-14T09:00:00</dc:date></office:change-info>";
    let body = format!(
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion>{info}<text:p>weekly</text:p></text:deletion></text:changed-region>\
         <text:changed-region text:id='c2'><text:insertion>{info}</text:insertion></text:changed-region></text:tracked-changes>\
         <text:p>Seen <text:change text:change-id='c1'/> <text:change-start text:change-id='c2'/>monthly<text:change-end text:change-id='c2'/>\
         <text:span text:style-name='H'>by her</text:span> <text:span text:style-name='S'>no</text:span>\
         <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By taxi.</text:p></text:note-body></text:note>\
         <office:annotation><dc:creator>Ann Example</dc:creator><dc:date>2012-03-14</dc:date><text:p>Who saw her?</text:p></office:annotation>\
         <draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame><draw:frame><draw:image/></draw:frame></text:p>"
    );
    let reading = text(styles, &body);
    let found = reading.text.unwrap();
    assert_eq!(
        outline(&found)[..6],
        [
            "p Seen [deleted 14 Mar 2012: weekly] [inserted 14 Mar 2012: monthly][hidden: by her] [struck out: no] [note 1] [comment 1]",
            "p In a box",
            "h2 [Notes]",
            "li0 [note 1] By taxi.",
            "h2 [Comments]",
            "li0 [comment 1] Who saw her?",
        ]
    );
    assert!(!found.words.contains("Ann"));
    assert_eq!(found.remarks.len(), 4, "{:?}", found.remarks);
    assert_eq!(reading.reader, "odt 1");
    assert_eq!(reading.inside.tracked_changes, 2);
    assert_eq!(reading.inside.comments, 1);
    assert_eq!(reading.inside.created, Some(date(2012, 3, 1)));
    assert_eq!(reading.inside.modified, Some(date(2012, 3, 14)));
    assert_eq!(reading.inside.revisions, Some(7));
    assert_eq!(reading.inside.same_person, Some(true));
}

fn sheets(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:table='b' xmlns:style='s' xmlns:fo='f' xmlns:dc='d'><office:automatic-styles>\
         <style:style style:name='ta2' style:family='table'><style:table-properties table:display='false'/></style:style>\
         <style:style style:name='ce1' style:family='table-cell'><style:text-properties fo:font-weight='bold'/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    test_files::zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

#[test]
fn sheets_are_headings_and_tables_and_claims_cost_nothing() {
    let title = |words: &str| {
        format!(
            "<table:table-cell table:style-name='ce1' office:value-type='string'><text:p>{words}</text:p></table:table-cell>"
        )
    };
    let bytes = sheets(&format!(
        "<table:table table:name='Chronology'><table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
         <table:table-row>{}{}{}</table:table-row>\
         <table:table-row><table:table-cell office:value-type='date' office:date-value='2012-03-14'><text:p>14/3/12</text:p></table:table-cell>\
         <table:table-cell office:value-type='string'><text:p>Home <text:span>visit</text:span></text:p><text:p>at noon</text:p>\
         <office:annotation><dc:creator>Ann Example</dc:creator><text:p>Who went?</text:p></office:annotation></table:table-cell>\
         <table:table-cell office:value-type='percentage' office:value='0.853'><text:p>85 %</text:p></table:table-cell></table:table-row>\
         <table:table-row table:visibility='collapse'><table:table-cell office:value-type='time' office:time-value='PT10H30M00S'><text:p>10:30:00</text:p></table:table-cell>\
         <table:table-cell office:value-type='float' office:value='3'/></table:table-row>\
         <table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>\
         <table:table table:name='Old' table:style-name='ta2'><table:table-row table:number-rows-repeated='1000000'><table:table-cell table:number-columns-repeated='16384'><text:p>x</text:p></table:table-cell></table:table-row></table:table>",
        title("Date"),
        title("Event"),
        title("Share"),
    ));
    let reading = read_document("sheets.ods", &bytes);
    assert_eq!(reading.reader, "ods 1");
    assert_eq!(reading.title.as_deref(), Some("Sheets"));
    assert_eq!(reading.inside.comments, 1);
    let text = reading.text.unwrap();
    let lines = outline(&text);
    assert_eq!(
        lines[..6],
        [
            "h2 Chronology",
            "th0 Date | Event | Share",
            "tr0 14/03/2012 | Home visit at noon [comment 1] | 85 %",
            "tr0 10:30 | 3 | ",
            "h2 Old [hidden sheet]",
            &format!("tr1 x{}", " | x".repeat(255)),
        ]
    );
    assert_eq!(
        lines[lines.len() - 2..],
        ["h2 [Comments]", "li0 [comment 1] Who went?"]
    );
    assert_eq!(lines.len(), 5 + 256 + 2);
    assert_eq!(text.remarks.len(), 2);
}

#[test]
fn what_is_locked_or_no_text_says_so() {
    let why = |bytes: &[u8]| read_document("a.odt", bytes).text.unwrap_err();
    let kind = "application/vnd.oasis.opendocument.text";
    let locked = test_files::zip(&[
        ("mimetype", kind),
        ("META-INF/manifest.xml", "<m><encryption-data/></m>"),
        ("content.xml", "no xml at all"),
    ]);
    assert!(why(&locked).contains("needs a password"));
    let empty = test_files::zip(&[("mimetype", kind), ("content.xml", "<x")]);
    assert_eq!(
        why(&empty),
        "The file is damaged: it cannot be opened as an OpenDocument file. Ask the authority for it again."
    );
}
