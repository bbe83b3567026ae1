//! Old Word documents made here, and what comes of them.

use crate::reading::{
    outline::outline,
    read as read_document,
    test_files::{self, OldWord},
};

fn shown(word: &OldWord<'_>) -> (Vec<String>, Vec<String>) {
    let reading = read_document("plan.doc", &test_files::old_word(word));
    assert_eq!(reading.reader, "doc 1");
    let text = reading.text.unwrap();
    (outline(&text), text.remarks)
}

/// A table's definition: cells of equal width.
fn row(cells: u8) -> Vec<u8> {
    let mut body = vec![cells];
    for edge in 0..=u16::from(cells) {
        body.extend((edge * 1000).to_le_bytes());
    }
    body.resize(body.len() + 20 * usize::from(cells), 0);
    let mut out = vec![0x08, 0xd6];
    out.extend(u16::try_from(body.len() + 1).unwrap().to_le_bytes());
    out.extend(body);
    out.extend([0x16, 0x24, 1, 0x17, 0x24, 1]);
    out
}

#[test]
fn paragraphs_headings_fields_and_changes() {
    let body =
        "Core group\rSeen weekly monthly, p. \u{13} PAGE \u{14}7\u{15}\u{b}by her\tnow\rlast";
    let at = |words: &str| body.find(words).unwrap();
    let span = |words: &str| (at(words), at(words) + words.len());
    let (weekly, monthly) = (span("weekly "), span("monthly"));
    let word = OldWord {
        parts: [body, "", ""],
        letters: vec![
            (
                weekly.0,
                weekly.1,
                vec![0x00, 0x08, 1, 0x63, 0x68, 0, 0x70, 0x03, 0x07],
            ),
            (monthly.0, monthly.1, vec![0x01, 0x08, 1]),
        ],
        paragraphs: vec![(0, 11, 1, vec![])],
        ..OldWord::default()
    };
    let (rows, remarks) = shown(&word);
    assert_eq!(
        rows,
        [
            "h1 Core group",
            "p Seen [deleted 14 Mar 2012: weekly] [inserted: monthly], p. 7",
            "p by her now",
            "p last"
        ]
    );
    assert_eq!(remarks.len(), 3);
    assert!(remarks[2].contains("LibreOffice, where it is installed"));
}

#[test]
fn cells_and_rows_are_a_table() {
    let body = "Need\u{7}Who\u{7}\u{7}Safe\rand warm\u{7}FSW\u{7}\u{7}After\r";
    let in_table = vec![0x16, 0x24, 1];
    let ends: Vec<usize> = body
        .match_indices("\u{7}\u{7}")
        .map(|(at, _)| at + 1)
        .collect();
    let word = OldWord {
        parts: [body, "", ""],
        letters: vec![(0, 8, vec![0x35, 0x08, 1])],
        paragraphs: vec![
            (0, ends[0], 0, in_table.clone()),
            (ends[0], ends[0] + 1, 0, row(2)),
            (ends[0] + 1, ends[1], 0, in_table),
            (ends[1], ends[1] + 1, 0, row(2)),
        ],
        ..OldWord::default()
    };
    assert_eq!(
        shown(&word).0,
        ["th0 Need | Who", "tr0 Safe and warm | FSW", "p After"]
    );
}

#[test]
fn notes_and_heads_of_pages_follow() {
    let word = OldWord {
        parts: [
            "Mother\u{2} came.\r",
            "\u{2} By taxi.\r\r",
            "Confidential\r3\r",
        ],
        letters: vec![(6, 7, vec![0x55, 0x08, 1])],
        notes: (vec![6], vec![0, 11, 12]),
        ..OldWord::default()
    };
    assert_eq!(
        shown(&word).0,
        [
            "p Mother [note 1] came.",
            "h2 [Notes]",
            "li0 [note 1] By taxi.",
            "h2 [Top and foot of the pages]",
            "p Confidential"
        ]
    );
}

#[test]
fn what_is_locked_or_no_document_says_so() {
    let why = |bytes: &[u8]| read_document("a.doc", bytes).text.unwrap_err();
    let locked = OldWord {
        parts: ["x", "", ""],
        flags: 0x0100,
        ..OldWord::default()
    };
    assert!(why(&test_files::old_word(&locked)).contains("needs a password"));
    let odd = test_files::compound(&[("/WordDocument", b"no document at all")]);
    assert!(why(&odd).contains("cannot be opened as a Word document"));
    let whole = test_files::old_word(&OldWord {
        parts: ["Mother rang.\r", "", ""],
        ..OldWord::default()
    });
    assert!(why(&whole[..600]).contains("cut short"));
}
