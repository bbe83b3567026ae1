//! Documents made up for measuring, as a reader would have read them.

use alongside::reading::{Block, BlockKind, Text, text::TEXT_VERSION};

use super::made::Dice;

const WORDS_A_PAGE: usize = 400;

/// A document of this many pages, a heading at the top of each and `more` headings besides.
pub fn document(dice: &mut Dice, pages: u32, more: u32) -> Text {
    let mut text = Text {
        v: TEXT_VERSION,
        ..Text::default()
    };
    push(&mut text, BlockKind::Heading(1), &dice.words(4));
    for page in 1..=pages {
        push(&mut text, BlockKind::Page(page), "");
        for _ in 0..=more {
            push(&mut text, BlockKind::Heading(2), &dice.words(4));
        }
        let mut left = WORDS_A_PAGE;
        while left > 0 {
            let count = left.min(20 + dice.throw(60));
            left -= count;
            let words = dice.words(count) + ".";
            let kind = if dice.throw(6) == 0 {
                let marker = "•".to_owned();
                BlockKind::Item { depth: 0, marker }
            } else {
                BlockKind::Paragraph
            };
            push(&mut text, kind, &words);
        }
    }
    text
}

/// Puts a paragraph at the end of a document.
pub fn paragraph(text: &mut Text, words: &str) {
    push(text, BlockKind::Paragraph, words);
}

fn push(text: &mut Text, kind: BlockKind, words: &str) {
    if !text.blocks.is_empty() {
        text.words.push('\n');
    }
    let start = text.words.len();
    text.words.push_str(words);
    text.blocks.push(Block {
        kind,
        start,
        end: text.words.len(),
    });
}
