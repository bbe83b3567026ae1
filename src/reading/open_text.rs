//! A text made ready for the screen: checked, counted and, once asked for, folded for finding.
//!
//! Owns the indexes that are made once per text and width-independent. Wrapping is elsewhere: it is made once a width.

use std::sync::OnceLock;

use super::{
    find::Folded,
    text::{Block, BlockKind, Text},
};

/// Bytes between two counts of characters. A conversion reads at most this many bytes.
const STEP: usize = 1024;

/// A text made ready for the screen.
#[derive(Debug)]
pub struct OpenText {
    text: Text,
    /// Characters that start before each [`STEP`]th byte; `None` where every character is one byte.
    counts: Option<Vec<usize>>,
    /// Paragraph number and page of each block.
    places: Vec<(u32, u32)>,
    folded: OnceLock<Folded>,
}

impl OpenText {
    /// Makes a text ready.
    ///
    /// # Errors
    ///
    /// What [`Text::check`] says of a damaged one.
    pub fn new(text: Text) -> Result<Self, String> {
        text.check()?;
        let counts = (!text.words.is_ascii()).then(|| {
            let mut before = 0;
            text.words
                .as_bytes()
                .chunks(STEP)
                .map(|chunk| {
                    let here = before;
                    before += starts(chunk);
                    here
                })
                .collect()
        });
        let places = places(&text.blocks);
        Ok(Self {
            text,
            counts,
            places,
            folded: OnceLock::new(),
        })
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The text folded for finding: made at the first call (some 35 ms for 1.2 million words), kept from then on.
    pub fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::new(&self.text.words))
    }

    /// How many Unicode scalar values stand before a byte. A byte inside a character counts as its first; one beyond the end as the end.
    #[must_use]
    pub fn char_of(&self, byte: usize) -> usize {
        let byte = self.text.words.floor_char_boundary(byte);
        let Some(counts) = &self.counts else {
            return byte;
        };
        let step = byte / STEP;
        // A text whose length is a multiple of the step has no count for its very end: the step before serves.
        let step = step.min(counts.len().saturating_sub(1));
        let read = self.text.words.as_bytes().get(step * STEP..byte);
        counts.get(step).copied().unwrap_or(0) + read.map_or(0, starts)
    }

    /// The byte at which the character with this number (from 0) starts; the end of the text for the number after its last.
    #[must_use]
    pub fn byte_of(&self, char: usize) -> Option<usize> {
        let words = &self.text.words;
        let Some(counts) = &self.counts else {
            return (char <= words.len()).then_some(char);
        };
        let step = counts
            .partition_point(|&before| before <= char)
            .saturating_sub(1);
        let mut left = char - counts.get(step).copied().unwrap_or(0);
        let from = step * STEP;
        for (offset, &byte) in words.as_bytes().get(from..)?.iter().enumerate() {
            if is_start(byte) {
                if left == 0 {
                    return Some(from + offset);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(words.len())
    }

    /// As [`Text::paragraph_number`], at once.
    #[must_use]
    pub fn paragraph_number(&self, byte: usize) -> u32 {
        self.places
            .get(self.text.block_at(byte))
            .map_or(1, |&(paragraph, _)| paragraph)
    }

    /// As [`Text::page_at`], at once.
    #[must_use]
    pub fn page_at(&self, byte: usize) -> u32 {
        self.places
            .get(self.text.block_at(byte))
            .map_or(0, |&(_, page)| page)
    }
}

fn places(blocks: &[Block]) -> Vec<(u32, u32)> {
    let (mut paragraph, mut page) = (0_u32, 0);
    blocks
        .iter()
        .map(|block| {
            if let BlockKind::Page(number) = block.kind {
                page = number;
            }
            paragraph = paragraph.saturating_add(u32::from(block.counts()));
            (paragraph.max(1), page)
        })
        .collect()
}

fn is_start(byte: u8) -> bool {
    // Continuation bytes of UTF-8 are 0b10xx_xxxx.
    byte & 0xC0 != 0x80
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_start(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sample::{plain, sample};
    use proptest::prelude::*;

    #[test]
    fn a_damaged_text_is_not_opened() {
        let mut text = sample();
        text.blocks.pop();
        assert!(
            OpenText::new(text)
                .unwrap_err()
                .contains("belong to no block")
        );
    }

    #[test]
    fn places_are_those_of_the_text() {
        let open = OpenText::new(sample()).unwrap();
        for byte in 0..=open.text().words.len() {
            assert_eq!(
                open.paragraph_number(byte),
                open.text().paragraph_number(byte)
            );
            assert_eq!(open.page_at(byte), open.text().page_at(byte));
        }
    }

    #[test]
    fn the_end_has_a_number_and_what_lies_beyond_has_none() {
        for words in ["", "abc", "aé", &"é".repeat(STEP / 2), &"é".repeat(STEP)] {
            let open = OpenText::new(plain(words)).unwrap();
            let chars = words.chars().count();
            assert_eq!(open.char_of(words.len()), chars);
            assert_eq!(open.byte_of(chars), Some(words.len()));
            assert_eq!(open.byte_of(chars + 1), None);
            assert_eq!(open.char_of(usize::MAX), chars);
        }
    }

    proptest! {
        #[test]
        fn bytes_and_characters_convert_both_ways(
            words in proptest::collection::vec("[a-z é’日👍]{0,40}", 0..120)
        ) {
            let words = words.concat();
            let open = OpenText::new(plain(&words)).unwrap();
            for (number, (byte, c)) in words.char_indices().enumerate() {
                prop_assert_eq!(open.char_of(byte), number);
                prop_assert_eq!(open.char_of(byte + c.len_utf8() - 1), number);
                prop_assert_eq!(open.byte_of(number), Some(byte));
            }
        }
    }
}
