//! A document's text: cleaned words with their structure.
//!
//! The text is evidence: it is kept under its own hash and positions in it are final. Ranges inside the program are byte ranges into
//! [`Text::words`] (always on character boundaries); what is stored in a passage counts Unicode scalar values.

use std::{borrow::Cow, ops::Range};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The version of the stored form of a [`Text`]. The second has marks; a text of the first reads as one without.
pub const TEXT_VERSION: u16 = 2;

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
    /// What marks words within the blocks, by where it begins: each mark lies in one block, and in one cell of a row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// Something that marks words: how the document shows them, or what was done to them. The words are the same without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What it says of them.
    pub kind: MarkKind,
    /// First byte in [`Text::words`].
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What a mark says of its words. Who did it is never kept; the words say `[deleted 14 Mar 2012: …]` themselves, so that a quotation,
/// a print and a screen without colours say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// In bold letters.
    Bold,
    /// In italics.
    Italic,
    /// Put in later, under tracked changes. The mark covers the sign around the words, `[inserted: ` and `]`.
    Inserted {
        /// When, as the document says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// Taken out, under tracked changes. The mark covers the sign around the words, `[deleted: ` and `]`.
    Deleted {
        /// When, as the document says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
    /// Struck out by whoever wrote it, with the sign around the words.
    Struck,
    /// Hidden by the word processor, with the sign around the words.
    Hidden,
    /// What the comment of this number is about, and its own words where they stand.
    Comment {
        /// From 1, as `[comment 1]` says.
        number: u32,
    },
    /// At the top or foot of a page, not part of what is told there.
    Running,
}

impl Mark {
    /// Its byte range in [`Text::words`].
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
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
    /// A further line of the paragraph before it: `Recorded: …` under `Date of visit: …`, a line of an address.
    Line,
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

    /// The marks on words of a range, in order.
    pub fn marks_in(&self, range: Range<usize>) -> impl Iterator<Item = &Mark> {
        // No mark reaches out of its block.
        let from = self
            .blocks
            .get(self.block_at(range.start))
            .map_or(0, |block| block.start);
        let first = self.marks.partition_point(|mark| mark.start < from);
        self.marks
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(move |mark| mark.start < range.end)
            .filter(move |mark| mark.end > range.start)
    }

    /// Whether a block stands at the top or foot of a page and is not part of what is told there.
    #[must_use]
    pub fn is_running(&self, block: &Block) -> bool {
        self.marks_in(block.range())
            .any(|mark| mark.kind == MarkKind::Running && mark.end >= block.end)
    }

    /// The words of a range as the document stands now: without what is marked deleted, struck out or hidden, and without the signs
    /// around what was inserted.
    #[must_use]
    pub fn as_it_stands(&self, range: Range<usize>) -> Cow<'_, str> {
        let mut left_out: Vec<Range<usize>> = Vec::new();
        for mark in self.marks_in(range.clone()) {
            match mark.kind {
                MarkKind::Deleted { .. } | MarkKind::Struck | MarkKind::Hidden => {
                    left_out.push(mark.range());
                }
                MarkKind::Inserted { .. } => {
                    let own = self.slice(mark.range());
                    let sign = own.find(": ").map_or(0, |at| at + 2);
                    if own.starts_with('[') && own.ends_with(']') {
                        left_out.push(mark.start..mark.start + sign);
                        left_out.push(mark.end - 1..mark.end);
                    }
                }
                _ => {}
            }
        }
        if left_out.is_empty() {
            return Cow::Borrowed(self.slice(range));
        }
        left_out.sort_by_key(|out| out.start);
        let mut words = String::new();
        let mut at = range.start;
        for out in left_out {
            words.push_str(self.slice(at..out.start.clamp(at, range.end.max(at))));
            at = at.max(out.end);
        }
        words.push_str(self.slice(at..range.end.max(at)));
        Cow::Owned(words.split_whitespace().collect::<Vec<_>>().join(" "))
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

    /// Where the page with this number begins; none where there is no such page.
    #[must_use]
    pub fn page_start(&self, number: u32) -> Option<usize> {
        self.blocks
            .iter()
            .find(|block| block.kind == BlockKind::Page(number))
            .map(|block| block.start)
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
        if let Some(at) = self.wrong_mark() {
            return Err(format!(
                "The stored text is damaged: mark {at} is out of order or stands in no block."
            ));
        }
        Ok(())
    }

    /// The first mark that is not in order, empty, cuts a character, or reaches out of its block.
    pub(super) fn wrong_mark(&self) -> Option<usize> {
        let mut before = 0;
        let mut at = 0;
        self.marks.iter().position(|mark| {
            let is_ordered = before <= mark.start && mark.start < mark.end;
            before = mark.start;
            while self
                .blocks
                .get(at)
                .is_some_and(|block| block.end <= mark.start)
            {
                at += 1;
            }
            let is_inside = self
                .blocks
                .get(at)
                .is_some_and(|block| block.start <= mark.start && mark.end <= block.end);
            !is_ordered || !is_inside || self.words.get(mark.range()).is_none()
        })
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
        assert_eq!(text.page_at(text.page_start(2).unwrap()), 2);
        assert_eq!(text.page_start(9), None);
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
        let mark = |start, end| Mark {
            kind: MarkKind::Bold,
            start,
            end,
        };
        let e = sample().words.find('é').unwrap();
        for marks in [
            vec![mark(4, 4)],
            vec![mark(5, 10), mark(0, 4)],
            vec![mark(5, 30)],
            vec![mark(e, e + 1)],
            vec![mark(usize::MAX - 1, usize::MAX)],
        ] {
            assert!(broken(&|text| text.marks.clone_from(&marks)).contains("mark "));
        }
        let mut marked = sample();
        marked.marks = vec![mark(0, 4), mark(0, 10), mark(5, 10), mark(e, e + 2)];
        assert_eq!(marked.check(), Ok(()));
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

    #[test]
    fn a_text_of_the_first_version_opens_as_one_without_marks() {
        let kept = r#"{"v":1,"words":"Plan","blocks":[{"kind":"paragraph","start":0,"end":4}],"remarks":[]}"#;
        let text: Text = serde_json::from_str(kept).unwrap();
        assert_eq!(text.check(), Ok(()));
        assert!(text.marks.is_empty());
        assert_eq!(serde_json::to_string(&text).unwrap(), kept);
    }

    #[test]
    fn marks_are_found_by_range_and_what_was_taken_out_is_left_out() {
        let words = "Seen [deleted 14 Mar 2012: weekly] [inserted: monthly] alone";
        let mut text = crate::reading::sample::plain(words);
        let on = Some(jiff::civil::date(2012, 3, 14));
        let at = |words: &str| text.words.find(words).unwrap();
        let mark = |kind, from: &str, to: &str| Mark {
            kind,
            start: at(from),
            end: at(to) + to.len(),
        };
        let marks = vec![
            mark(MarkKind::Deleted { on }, "[deleted", "weekly]"),
            mark(MarkKind::Inserted { on: None }, "[inserted", "monthly]"),
            mark(MarkKind::Bold, "alone", "alone"),
        ];
        text.marks = marks;
        assert_eq!(text.check(), Ok(()));
        let json = serde_json::to_string(&text.marks[..2]).unwrap();
        assert_eq!(
            json,
            r#"[{"kind":{"deleted":{"on":"2012-03-14"}},"start":5,"end":34},{"kind":{"inserted":{}},"start":35,"end":54}]"#
        );
        assert_eq!(
            serde_json::from_str::<Vec<Mark>>(&json).unwrap(),
            text.marks[..2]
        );
        assert_eq!(text.as_it_stands(0..text.words.len()), "Seen monthly alone");
        assert_eq!(text.as_it_stands(0..4), "Seen");
        assert_eq!(text.marks_in(0..5).count(), 0);
        assert_eq!(text.marks_in(20..36).count(), 2);
        assert_eq!(text.marks_in(55..1000).count(), 1);
    }
}
