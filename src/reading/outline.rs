//! For tests: a text as a list of short lines, one a block, so that structure and words are asserted together.

use super::text::{BlockKind, Text};

/// One line a block: `h1 Title`, `p words`, `li0 • words`, `q`, `v`, `th0 a | b`, `tr0 a | b`, `page 3`. Checks the invariants as it goes.
pub fn outline(text: &Text) -> Vec<String> {
    let mut end = 0;
    text.blocks
        .iter()
        .map(|block| {
            let words = &text.words[block.start..block.end];
            if let BlockKind::Page(number) = block.kind {
                assert_eq!(block.start, block.end);
                return format!("page {number}");
            }
            assert_eq!(block.start, if end == 0 { 0 } else { end + 1 });
            assert!(end == 0 || text.words.as_bytes()[end] == b'\n');
            end = block.end;
            assert!(block.kind == BlockKind::Verbatim || words.trim_matches([' ', '\n']) == words);
            match &block.kind {
                BlockKind::Heading(level) => format!("h{level} {words}"),
                BlockKind::Paragraph | BlockKind::Line => format!("p {words}"),
                BlockKind::Item { depth, marker } => format!("li{depth} {marker} {words}"),
                BlockKind::Quote => format!("q {words}"),
                BlockKind::Verbatim => format!("v {words}"),
                BlockKind::Row {
                    table,
                    header,
                    cells,
                } => {
                    let cells: Vec<_> = cells.iter().map(|&(a, b)| &text.words[a..b]).collect();
                    assert_eq!(cells.join("\t"), words);
                    format!(
                        "{}{table} {}",
                        if *header { "th" } else { "tr" },
                        cells.join(" | ")
                    )
                }
                BlockKind::Page(_) => unreachable!(),
            }
        })
        .collect()
}
