//! Rich text made here, and what comes of it.

use jiff::civil::date;

use crate::reading::{Reading, outline::outline, read as read_document, text::MarkKind};

fn reading(words: &str) -> Reading {
    let whole = format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\froman\\fcharset0{{\\*\\panose 02020603}}Times New Roman;}}{{\\f1\\fcharset238 Arial CE;}}{{\\f2\\fcharset2 Symbol;}}{{\\f3\\fcharset2 Wingdings;}}{{\\f4\\fcharset128 MS Mincho;}}}}\
         {{\\stylesheet{{\\ql Normal;}}{{\\s1\\outlinelevel0 heading 1;}}{{\\s2 Quote;}}{{\\*\\cs10 Default;}}}}{words}}}"
    );
    read_document("visit.rtf", whole.as_bytes())
}

fn shown(words: &str) -> Vec<String> {
    outline(&reading(words).text.unwrap())
}

#[test]
fn letters_come_in_the_code_page_of_their_font_and_in_unicode() {
    assert_eq!(
        shown(
            "\\pard Mother\\'92s caf\\'e9 \\endash  \\'a320\\par {\\f1 \\'9e\\'e8}{\\f4 \\'93\\'fa\\'96\\'7b}\\par \
             \\uc1\\u8220?Seen\\u8221? \\uc0\\u8212 alone{\\uc2\\u233 xx}\\u-10179?\\u-8704?\\par \\~\\_a\\-b\\tab c\\line d\\par"
        ),
        [
            "p Mother’s café – £20",
            "p žč日本",
            "p “Seen” —aloneé�?�?",
            "p -ab c",
            "p d"
        ]
    );
    assert_eq!(
        shown("\\pard\\u-10179?\\u-8704? {\\f3 \\'fe}{\\f3 R} {\\f2 \\'b7}{\\f2 a} \\u-3913?\\par"),
        ["p 😀 ☑☑ •a •"]
    );
}

#[test]
fn headings_lists_quotes_and_what_only_looks_like_a_heading() {
    assert_eq!(
        shown(
            "\\pard\\s1 Core group\\par\\pard\\plain {\\b Attendance}\\par\\pard Mother {\\b came}.\\par \
             {\\listtext\\f2\\'b7\\tab}\\ls1\\ilvl0 visit weekly\\par{\\listtext 1.\\tab}\\ilvl1 weigh him\\par\
             \\pard{\\*\\pn\\pnlvlblt{\\pntxtb\\'b7}}{\\pntext\\f2\\'b7\\tab}old list\\par\\pard\\s2 She said so\\par"
        ),
        [
            "h1 Core group",
            "h2 Attendance",
            "p Mother came.",
            "li0 • visit weekly",
            "li1 1. weigh him",
            "li0 • old list",
            "q She said so"
        ]
    );
}

#[test]
fn tables_keep_their_titles_spans_and_tables_within() {
    let row = |cells: &str| {
        format!("\\trowd\\trleft0\\cellx1000\\cellx2000\\cellx3000\\pard\\intbl {cells}\\row ")
    };
    let words = [
        row("{\\b Need}\\cell{\\b Service}\\cell{\\b Who}\\cell"),
        row("Safe at home\\par and warm\\cell Family support\\cell FSW\\cell"),
        "\\trowd\\trleft0\\cellx1000\\cellx3000\\pard\\intbl School\\cell none yet\\cell\\row "
            .to_owned(),
        "\\trowd\\cellx3000\\pard\\intbl Agreed by all\\cell\\row ".to_owned(),
        "\\pard After\\par".to_owned(),
    ]
    .concat();
    assert_eq!(
        shown(&words),
        [
            "th0 Need | Service | Who",
            "tr0 Safe at home and warm | Family support | FSW",
            "tr0 School | none yet | ",
            "tr0 Agreed by all",
            "p After"
        ]
    );
    assert_eq!(
        shown(
            "\\trowd\\cellx1000\\cellx2000\\pard\\intbl Outer\\cell\\pard\\intbl\\itap2 a\\nestcell b\\nestcell\
             {\\*\\nesttableprops\\trowd\\cellx500\\cellx900\\nestrow}{\\nonesttables\\par}\\pard\\intbl\\itap1 rest\\cell\\row\\pard x\\par"
        ),
        ["tr0 Outer | rest", "tr1 a | b", "p x"]
    );
}

#[test]
fn what_was_taken_out_put_in_or_hidden_stands_as_such() {
    let packed = (112 << 20) | (3 << 16) | (14 << 11);
    let reading = reading(&format!(
        "{{\\info{{\\author Ann}}{{\\operator Bea}}{{\\creatim\\yr2012\\mo3\\dy1\\hr9}}{{\\revtim\\yr2012\\mo3\\dy14}}{{\\version7}}}}\
         \\pard Seen {{\\deleted\\revdttmdel{packed} weekly}} {{\\revised\\revdttm{packed} monthly}} {{\\v by her}} {{\\strike no}}\\par"
    ));
    let text = reading.text.unwrap();
    assert_eq!(
        text.words,
        "Seen [deleted 14 Mar 2012: weekly] [inserted 14 Mar 2012: monthly] [hidden: by her] [struck out: no]"
    );
    assert!(text.marks.iter().any(
        |mark| matches!(mark.kind, MarkKind::Deleted { on } if on == Some(date(2012, 3, 14)))
    ));
    assert_eq!(text.remarks.len(), 3);
    assert_eq!(reading.inside.tracked_changes, 2);
    assert_eq!(reading.inside.created, Some(date(2012, 3, 1)));
    assert_eq!(reading.inside.modified, Some(date(2012, 3, 14)));
    assert_eq!(reading.inside.revisions, Some(7));
    assert_eq!(reading.inside.same_person, Some(false));
}

#[test]
fn notes_comments_page_heads_boxes_and_pictures_are_kept_apart() {
    let words = "{\\header\\pard Confidential\\par}{\\headerf Confidential}{\\footer Page {\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}}\
        \\pard Mother came{\\super\\chftn}{\\footnote\\pard{\\super\\chftn} By taxi.} and left\
        {\\*\\atnid A}{\\*\\atnauthor Ann}\\chatn{\\*\\annotation{\\*\\atnref 1}\\pard Who saw her?}.\
        {\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt\\pard In a box\\par}}{\\shprslt{\\*\\do{\\dptxbxtext\\pard In a box\\par}}}}\
        {\\*\\shppict{\\pict\\pngblip 8950}}{\\nonshppict{\\pict\\wmetafile8 0100}}{\\*\\unknown not this}{\\pict\\bin4 }{\\}}\\par";
    let text = reading(words).text.unwrap();
    assert_eq!(
        outline(&text),
        [
            "p Mother came [note 1] and left [comment 1].",
            "p In a box",
            "h2 [Notes]",
            "li0 [note 1] By taxi.",
            "h2 [Comments]",
            "li0 [comment 1] Who saw her?",
            "h2 [Top and foot of the pages]",
            "p Confidential",
            "p Page 1"
        ]
    );
    assert_eq!(text.remarks, ["2 pictures are not shown."]);
}

#[test]
fn boxes_of_forms_show_what_is_ticked_and_chosen() {
    let field = |inner: &str, result: &str| {
        format!(
            "{{\\field{{\\*\\fldinst FORM {{\\*\\formfield{{{inner}}}}}}}{{\\fldrslt {result}}}}}"
        )
    };
    let words = [
        "\\pard Seen ".to_owned(),
        field("\\fftype1\\ffres1\\ffdefres0{\\*\\ffname a}", ""),
        " alone ".to_owned(),
        field("\\fftype1\\ffres25\\ffdefres0", ""),
        " ".to_owned(),
        field("\\fftype2\\ffres1{\\*\\ffl Home}{\\*\\ffl School}", ""),
        field("\\fftype0{\\*\\ffdeftext none}", " by Ann"),
        "\\par".to_owned(),
    ]
    .concat();
    assert_eq!(shown(&words), ["p Seen ☒ alone ☐ School by Ann"]);
}

#[test]
fn a_file_cut_short_gives_what_it_holds_and_says_so() {
    let whole = "{\\rtf1\\ansi\\pard Mother rang.\\par {\\b She";
    let text = read_document("a.rtf", whole.as_bytes()).text.unwrap();
    assert_eq!(text.words, "Mother rang.\nShe");
    assert_eq!(
        text.remarks,
        ["The file ends before its document does: something at its end may be missing."]
    );
    let deep = format!("{{\\rtf1 {}", "{".repeat(5_000));
    assert!(
        read_document("a.rtf", deep.as_bytes())
            .text
            .unwrap_err()
            .contains("nested too deep")
    );
}
