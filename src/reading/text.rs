//! A document's text: cleaned words with their structure.
//!
//! The text is evidence: it is kept under its own hash and positions in it are final. Ranges inside the program are byte ranges into
//! [`Text::words`] (always on character boundaries); what is stored in a passage counts Unicode scalar values.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The version of the stored form of a [`Text`].
pub const TEXT_VERSION: u16 = 1;

/// A text as read from one version of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Version of this form.
    pub v: u16,
    /// All words, blocks parted by one line feed, cells of a table row by one tab. Free of control characters, bidirectional overrides
    /// and zero-width characters: each stands as a visible mark.
    pub words: String,
    /// The structure, in reading order: each block covers its range of `words`, without the line feed after it.
    pub blocks: Vec<Block>,
    /// What the reader of the text should know: "2 images are not shown".
    pub remarks: Vec<String>,
}

/// One block of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// First byte in [`Text::words`].
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading, 1 the highest.
    Heading(u8),
    /// Running words.
    Paragraph,
    /// An item of a list.
    Item {
        /// 0 for the outermost list.
        depth: u8,
        /// As shown before it: `•`, `3.`, `b)`.
        marker: String,
    },
    /// Words the document quotes.
    Quote,
    /// Words whose line ends and spaces count.
    Verbatim,
    /// One row of a table.
    Row {
        /// Rows of one table share this number, counted from 0 through the text.
        table: u32,
        /// Whether it is the table's row of titles.
        header: bool,
        /// Byte ranges of the cells, in order; between two cells stands one tab.
        cells: Vec<(usize, usize)>,
    },
    /// The page with this number begins here. Empty range.
    Page(u32),
}

impl Block {
    /// Its byte range in [`Text::words`].
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether people count it as a paragraph (`¶12`): it has words and is no page mark. Each row of a table counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.start < self.end && !matches!(self.kind, BlockKind::Page(_))
    }
}

impl Text {
    /// The words in a byte range; empty where the range is not inside the text or cuts a character.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.words.get(range).unwrap_or("")
    }

    /// The index of the block at a byte: the last one that starts at or before it, else 0.
    #[must_use]
    pub fn block_at(&self, byte: usize) -> usize {
        self.blocks
            .partition_point(|block| block.start <= byte)
            .saturating_sub(1)
    }

    /// The number people call the paragraph at a byte by, from 1. Takes time in the number of blocks before it: whoever asks for every
    /// row of a screen asks [`OpenText`](super::OpenText).
    #[must_use]
    pub fn paragraph_number(&self, byte: usize) -> u32 {
        let counted = self
            .blocks
            .iter()
            .take(self.block_at(byte) + 1)
            .filter(|block| block.counts())
            .count();
        u32::try_from(counted).unwrap_or(u32::MAX).max(1)
    }

    /// The number of the page a byte is on; 0 where no page begins at or before it. Takes time in the number of blocks on the page.
    #[must_use]
    pub fn page_at(&self, byte: usize) -> u32 {
        self.blocks
            .iter()
            .take(self.block_at(byte) + 1)
            .rev()
            .find_map(|block| match block.kind {
                BlockKind::Page(page) => Some(page),
                _ => None,
            })
            .unwrap_or(0)
    }

    /// Where each heading starts, its level (1 the highest) and its words, in reading order.
    pub fn headings(&self) -> impl Iterator<Item = (usize, u8, &str)> {
        self.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading(level) => Some((block.start, level, self.slice(block.range()))),
            _ => None,
        })
    }

    /// Whether the structure fits the words, so that every word is in exactly one block and every range can be drawn. What a reader
    /// makes always does; stored bytes may be damaged.
    ///
    /// # Errors
    ///
    /// A sentence that says what does not fit, and where.
    pub fn check(&self) -> Result<(), String> {
        if self.v > TEXT_VERSION {
            return Err(format!(
                "This text is of version {}, written by a newer alongside; this one reads up to version {TEXT_VERSION}.",
                self.v
            ));
        }
        if let Some((byte, _)) = self
            .words
            .char_indices()
            .find(|&(_, c)| c.is_control() && c != '\n' && c != '\t')
        {
            return Err(format!(
                "The stored text is damaged: a control character stands at byte {byte}."
            ));
        }
        let mut done = 0;
        for (index, block) in self.blocks.iter().enumerate() {
            self.check_block(block, done)
                .map_err(|what| format!("The stored text is damaged: block {index} {what}."))?;
            done = block.end;
        }
        if !self.parts(done..self.words.len()) {
            return Err(format!(
                "The stored text is damaged: the words after byte {done} belong to no block."
            ));
        }
        Ok(())
    }

    fn check_block(&self, block: &Block, done: usize) -> Result<(), &'static str> {
        if block.start < done || block.end < block.start {
            return Err("is out of order");
        }
        if self.words.get(block.range()).is_none() {
            return Err("ends beyond the text or cuts a character");
        }
        if !self.parts(done..block.start) {
            return Err("follows words that belong to no block");
        }
        match &block.kind {
            BlockKind::Page(_) if block.start < block.end => Err("is a page mark that holds words"),
            BlockKind::Row { cells, .. } => {
                let mut done = block.start;
                for &(start, end) in cells {
                    if start < done || end < start || end > block.end {
                        return Err("has cells out of order");
                    }
                    if self.words.get(start..end).is_none() {
                        return Err("has a cell that cuts a character");
                    }
                    if !self.parts(done..start) {
                        return Err("has words in no cell");
                    }
                    done = end;
                }
                if self.parts(done..block.end) {
                    Ok(())
                } else {
                    Err("has words in no cell")
                }
            }
            _ => Ok(()),
        }
    }

    /// Whether a range holds only what parts words from words.
    fn parts(&self, range: Range<usize>) -> bool {
        self.words
            .get(range)
            .is_some_and(|gap| gap.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' ')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sample::sample;

    #[test]
    fn words_are_sliced_and_anything_else_is_empty() {
        let text = sample();
        assert_eq!(text.slice(0..4), "Core");
        assert_eq!(text.slice(3..1_000_000), "");
        assert_eq!(text.slice(Range { start: 4, end: 2 }), "");
        let e = text.words.find('é').unwrap();
        assert_eq!(text.slice(e..e + 1), "");
    }

    #[test]
    fn a_byte_has_a_block_a_paragraph_and_a_page() {
        let text = sample();
        let at = |words: &str| text.words.find(words).unwrap();
        assert_eq!(text.block_at(0), 0);
        assert_eq!(text.paragraph_number(at("Core")), 1);
        assert_eq!(text.page_at(at("Core")), 0);
        assert_eq!(text.paragraph_number(at("Zoé")), 2);
        assert_eq!(text.page_at(at("Plan")), 2);
        assert_eq!(text.paragraph_number(at("Plan")), 3);
        assert_eq!(text.paragraph_number(at("Family support")), 5);
        assert_eq!(text.paragraph_number(usize::MAX), 7);
        assert_eq!(Text::default().paragraph_number(0), 1);
    }

    #[test]
    fn headings_come_with_place_level_and_words() {
        let text = sample();
        let headings: Vec<_> = text.headings().collect();
        assert_eq!(
            headings,
            [
                (0, 1, "Core group minutes"),
                (text.words.find("Plan").unwrap(), 2, "Plan")
            ]
        );
    }

    #[test]
    fn a_text_as_read_is_whole_and_a_damaged_one_says_what_is_wrong() {
        assert_eq!(sample().check(), Ok(()));
        let broken = |break_it: &dyn Fn(&mut Text)| {
            let mut text = sample();
            break_it(&mut text);
            text.check().unwrap_err()
        };
        assert!(broken(&|text| text.v = 9).contains("newer alongside"));
        assert!(broken(&|text| text.blocks.swap(0, 1)).contains("block 0 follows words"));
        assert!(broken(&|text| text.blocks[1].start = 3).contains("block 1 is out of order"));
        assert!(
            broken(&|text| text.blocks[1].end = text.words.find('é').unwrap() + 1)
                .contains("cuts a character")
        );
        assert!(broken(&|text| drop(text.blocks.pop())).contains("belong to no block"));
        assert!(broken(&|text| text.words.push('\u{1b}')).contains("control character"));
        assert!(
            broken(&|text| {
                for block in &mut text.blocks {
                    if let BlockKind::Row { cells, .. } = &mut block.kind {
                        cells[0].1 = usize::MAX;
                    }
                }
            })
            .contains("cells out of order")
        );
    }
}
