//! Texts for the tests of this room: small ones written out, and generated ones with every kind of block and awkward words.

use proptest::prelude::*;

use super::text::{Block, BlockKind, TEXT_VERSION, Text};

/// A block to be: what it is, and its words (cells parted by tabs where it is a row).
pub(crate) type Draft = (BlockKind, String);

/// A text of these blocks.
pub(crate) fn text_of(drafts: Vec<Draft>) -> Text {
    let mut text = Text {
        v: TEXT_VERSION,
        ..Text::default()
    };
    for (mut kind, words) in drafts {
        if !text.blocks.is_empty() {
            text.words.push('\n');
        }
        let start = text.words.len();
        text.words.push_str(&words);
        let end = text.words.len();
        if let BlockKind::Row { cells, .. } = &mut kind {
            let mut at = start;
            *cells = words
                .split('\t')
                .map(|cell| {
                    let range = (at, at + cell.len());
                    at = range.1 + 1;
                    range
                })
                .collect();
        }
        text.blocks.push(Block { kind, start, end });
    }
    text
}

/// One paragraph.
pub(crate) fn plain(words: &str) -> Text {
    text_of(vec![(BlockKind::Paragraph, words.to_owned())])
}

/// A row of a table, its cells parted by tabs.
pub(crate) fn row(table: u32, header: bool, words: &str) -> Draft {
    let cells = Vec::new();
    (
        BlockKind::Row {
            table,
            header,
            cells,
        },
        words.to_owned(),
    )
}

/// An item of a list.
pub(crate) fn item(depth: u8, marker: &str, words: &str) -> Draft {
    let marker = marker.to_owned();
    (BlockKind::Item { depth, marker }, words.to_owned())
}

/// A short core group's minutes: two headings, a page, a table, a list.
pub(crate) fn sample() -> Text {
    text_of(vec![
        (BlockKind::Heading(1), "Core group minutes".to_owned()),
        (
            BlockKind::Paragraph,
            "Zoé's mother did not attend the last two sessions.".to_owned(),
        ),
        (BlockKind::Page(2), String::new()),
        (BlockKind::Heading(2), "Plan".to_owned()),
        row(0, true, "Need\tService\tWho"),
        row(0, false, "Safe at home\tFamily support\tFSW"),
        item(0, "1.", "The worker rings before the next meeting."),
        item(0, "2.", "The school is told."),
    ])
}

/// Words people and programs write: plain, accented, wide, joined, endless.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-zA-Z]{1,12}",
        2 => "[a-z]{1,5}[,.;:?!]",
        1 => "[a-z]{30,90}",
        1 => "[é’“”–ß]{1,6}",
        1 => "[日本語テスト漢字]{1,30}",
        1 => "a[\u{301}\u{308}]{1,40}",
        1 => "[👍🏽]{1,4}|👨‍👩‍👧‍👦|🇬🇧|ｶﾞ",
        1 => "[\u{1100}]{1,40}",
        1 => "[\u{301}\u{ad}]{1,3}",
    ];
    proptest::collection::vec((word, " {1,3}"), 0..30).prop_map(|pairs| {
        pairs
            .into_iter()
            .flat_map(|(word, gap)| [word, gap])
            .collect()
    })
}

fn kind() -> impl Strategy<Value = BlockKind> {
    prop_oneof![
        (1_u8..5).prop_map(BlockKind::Heading),
        Just(BlockKind::Paragraph),
        (0_u8..9, "[•0-9.]{1,12}").prop_map(|(depth, marker)| BlockKind::Item { depth, marker }),
        Just(BlockKind::Quote),
        Just(BlockKind::Verbatim),
    ]
}

fn rows(table: u32) -> impl Strategy<Value = Vec<Draft>> {
    let line = proptest::collection::vec(words(), 1..8).prop_map(|cells| cells.join("\t"));
    (any::<bool>(), proptest::collection::vec(line, 1..5)).prop_map(move |(titled, lines)| {
        let rows = lines.into_iter().enumerate();
        rows.map(|(index, line)| row(table, titled && index == 0, &line))
            .collect()
    })
}

/// Any text: every kind of block, every kind of word.
pub(crate) fn any_text() -> impl Strategy<Value = Text> {
    let part = prop_oneof![
        6 => (kind(), words()).prop_map(|draft| vec![draft]),
        1 => (1_u32..99).prop_map(|page| vec![(BlockKind::Page(page), String::new())]),
        2 => rows(0),
        1 => words().prop_map(|line| vec![(BlockKind::Verbatim, line.replace("  ", "\n"))]),
    ];
    proptest::collection::vec(part, 0..9).prop_map(|parts| {
        // Two tables that follow each other are two tables.
        let mut table = 0;
        let drafts = parts.into_iter().flat_map(|mut part| {
            table += 1;
            for (kind, _) in &mut part {
                if let BlockKind::Row { table: number, .. } = kind {
                    *number = table;
                }
            }
            part
        });
        text_of(drafts.collect())
    })
}
