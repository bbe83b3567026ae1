//! The only way a reader makes a [`Text`]: it cleans the words, drops what is empty and keeps what `text.rs` promises.
//!
//! The invariants, so that readers need not think of them and every user of a text may rely on them:
//!
//! - blocks with words follow each other in [`Text::words`], one line feed between two of them, none at the end;
//! - only [`BlockKind::Verbatim`] holds line feeds; only a row holds tabs, one between two cells;
//! - a [`BlockKind::Page`] is an empty range where its first block begins;
//! - an item with an empty marker goes on with the item above it;
//! - rows of a table have the same number of cells, except a row of one cell, which stands across all columns;
//! - marks are in order, each within one block and, in a row, one cell.
//!
//! It bounds a text by [`SIZE_CAP`] and knows nothing of formats.

use super::{
    clean::{self, Met},
    not_readable::NotReadable,
    styled::Styled,
    text::{Block, BlockKind, Mark, MarkKind, TEXT_VERSION, Text},
};

/// The most a text may take, in bytes, its structure counted as well: about 32 million letters.
pub const SIZE_CAP: usize = 32 << 20;

/// What one block or cell counts for, in bytes.
const BLOCK_SIZE: usize = 32;

/// What one mark counts for, in bytes.
const MARK_SIZE: usize = 32;

/// How many remarks a text carries; the rest is counted.
const REMARK_CAP: usize = 40;

/// How long one remark may be, in characters.
const REMARK_LENGTH: usize = 400;

/// Puts a text together, block by block, in reading order.
#[derive(Debug)]
pub struct Builder {
    text: Text,
    pages: Vec<u32>,
    tables: u32,
    met: Met,
    size: usize,
    remarks_left_out: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        Self {
            text: Text {
                v: TEXT_VERSION,
                ..Text::default()
            },
            pages: Vec::new(),
            tables: 0,
            met: Met::default(),
            size: 0,
            remarks_left_out: 0,
        }
    }

    /// Whether the text has outgrown [`SIZE_CAP`]: a reader may stop, [`Builder::finish`] says why.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.size > SIZE_CAP
    }

    /// Whether no words were put in so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.words.is_empty()
    }

    /// A heading; levels outside 1 to 6 are brought inside.
    pub fn heading(&mut self, level: u8, words: impl Into<Styled>) {
        self.one(BlockKind::Heading(level.clamp(1, 6)), &words.into());
    }

    /// Running words. Lines stay lines of one paragraph, an empty line begins the next: a reader joins wrapped lines before.
    pub fn paragraph(&mut self, words: impl Into<Styled>) {
        let mut kind = BlockKind::Paragraph;
        for line in words.into().lines() {
            kind = if self.one(kind, &line) {
                BlockKind::Line
            } else {
                BlockKind::Paragraph
            };
        }
    }

    /// A further line of the paragraph given last.
    pub fn line(&mut self, words: impl Into<Styled>) {
        self.one(BlockKind::Line, &words.into());
    }

    /// An item of a list, `marker` as shown before it.
    pub fn item(&mut self, depth: u8, marker: &str, words: impl Into<Styled>) {
        let marker = clean::running(marker, &mut self.met)
            .chars()
            .take(24)
            .collect();
        self.one(BlockKind::Item { depth, marker }, &words.into());
    }

    /// Quoted words. Each line becomes a block.
    pub fn quote(&mut self, words: impl Into<Styled>) {
        for line in words.into().lines() {
            self.one(BlockKind::Quote, &line);
        }
    }

    /// What stands at the top or foot of a page, not part of what is told there.
    pub fn running(&mut self, words: impl Into<Styled>) {
        for line in words.into().lines() {
            self.one(BlockKind::Paragraph, &line.all(MarkKind::Running));
        }
    }

    /// Words whose line ends and spaces count.
    pub fn verbatim(&mut self, words: &str) {
        let words = clean::verbatim(words, &mut self.met);
        self.block(BlockKind::Verbatim, &Styled::plain(words));
    }

    /// A table. Short rows are filled up with empty cells; a row of one cell stands across; rows without words are dropped.
    pub fn table(&mut self, header: Option<Vec<String>>, rows: Vec<Vec<String>>) {
        let styled = |row: Vec<String>| row.into_iter().map(Styled::plain).collect();
        self.styled_table(header.map(styled), rows.into_iter().map(styled).collect());
    }

    /// As [`Builder::table`], with marks in its cells.
    pub fn styled_table(&mut self, header: Option<Vec<Styled>>, rows: Vec<Vec<Styled>>) {
        let width = header.iter().chain(&rows).map(Vec::len).max().unwrap_or(0);
        let blocks = self.text.blocks.len();
        if let Some(header) = header {
            self.row(true, &header, width);
        }
        for row in rows {
            if self.is_full() {
                break;
            }
            self.row(false, &row, width);
        }
        if self.text.blocks.len() > blocks {
            self.tables += 1;
        }
    }

    /// The page with this number begins with the next block.
    pub fn page(&mut self, number: u32) {
        self.size = self.size.saturating_add(BLOCK_SIZE);
        self.pages.push(number);
    }

    /// Something to know about the reading. One said before is not said again.
    pub fn remark(&mut self, remark: impl AsRef<str>) {
        let mut ignored = Met::default();
        let remark: String = clean::running(remark.as_ref(), &mut ignored)
            .chars()
            .take(REMARK_LENGTH)
            .collect();
        if remark.is_empty() || self.text.remarks.contains(&remark) {
            return;
        }
        if self.text.remarks.len() < REMARK_CAP {
            self.text.remarks.push(remark);
        } else {
            self.remarks_left_out += 1;
        }
    }

    /// The text, or why there is none.
    ///
    /// # Errors
    /// When nothing was put in, or more than [`SIZE_CAP`].
    pub fn finish(mut self) -> Result<Text, NotReadable> {
        if self.is_full() {
            return Err(NotReadable::TooLong(SIZE_CAP >> 20));
        }
        if self.text.words.is_empty() {
            return Err(NotReadable::NoWords);
        }
        self.begin_pages(self.text.words.len());
        if self.met.marked > 0 {
            let count = self.met.marked;
            self.say(format!("Invisible or control characters, {count} in all, are shown as marks such as ␛, ␣ or ⇠."));
        }
        if self.met.cut > 0 {
            let count = self.met.cut;
            self.say(format!(
                "Letters with more than {} signs on them, {count} in all, are cut and marked ␦.",
                clean::GRAPHEME_CAP - 1
            ));
        }
        if self.remarks_left_out > 0 {
            let count = self.remarks_left_out;
            self.say(format!(
                "There are {count} more remarks of this kind, not shown."
            ));
        }
        Ok(self.text)
    }

    fn say(&mut self, remark: String) {
        self.text.remarks.push(remark);
    }

    /// Where the next block begins, with the pages that begin there.
    fn begin(&mut self) -> usize {
        if !self.text.words.is_empty() {
            self.text.words.push('\n');
        }
        let start = self.text.words.len();
        self.begin_pages(start);
        start
    }

    fn begin_pages(&mut self, at: usize) {
        for number in self.pages.drain(..) {
            self.text.blocks.push(Block {
                kind: BlockKind::Page(number),
                start: at,
                end: at,
            });
        }
    }

    /// Words cleaned as running ones, as a block; whether there were any.
    fn one(&mut self, kind: BlockKind, words: &Styled) -> bool {
        let words = words.running(&mut self.met);
        self.block(kind, &words);
        !words.words().is_empty()
    }

    fn block(&mut self, kind: BlockKind, words: &Styled) {
        self.size = self.size.saturating_add(BLOCK_SIZE);
        if words.words().is_empty() || self.is_full() {
            return;
        }
        let start = self.begin();
        self.put(words);
        let end = self.text.words.len();
        self.text.blocks.push(Block { kind, start, end });
    }

    /// Puts clean words at the end, their marks with them.
    fn put(&mut self, words: &Styled) {
        let by = self.text.words.len();
        self.size = self
            .size
            .saturating_add(words.words().len())
            .saturating_add(MARK_SIZE.saturating_mul(words.marks().len()));
        self.text.words.push_str(words.words());
        self.text
            .marks
            .extend(words.marks().iter().map(|(range, kind)| Mark {
                kind: *kind,
                start: range.start + by,
                end: range.end + by,
            }));
    }

    fn row(&mut self, header: bool, cells: &[Styled], width: usize) {
        let mut cells: Vec<Styled> = cells
            .iter()
            .map(|cell| cell.running(&mut self.met))
            .collect();
        let bytes: usize = cells.iter().map(|cell| cell.words().len()).sum();
        self.size = self
            .size
            .saturating_add(BLOCK_SIZE.saturating_mul(width.max(1)));
        if bytes == 0 || self.is_full() {
            return;
        }
        if cells.len() > 1 {
            cells.resize(width, Styled::default());
        }
        let start = self.begin();
        let mut ranges = Vec::with_capacity(cells.len());
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                self.text.words.push('\t');
            }
            let from = self.text.words.len();
            self.put(cell);
            ranges.push((from, self.text.words.len()));
        }
        let end = self.text.words.len();
        let kind = BlockKind::Row {
            table: self.tables,
            header,
            cells: ranges,
        };
        self.text.blocks.push(Block { kind, start, end });
    }
}

/// Whether a text keeps what this file promises. Asked of texts that come from elsewhere: a child process, a store.
#[must_use]
pub fn is_sound(text: &Text) -> bool {
    let words = &text.words;
    let is_clean = |words: &str| words.chars().all(|c| c != '\r' && clean::mark(c).is_none());
    let mut end = None;
    for block in &text.blocks {
        let begins = end.map_or(0, |end: usize| end + 1);
        if let BlockKind::Page(_) = block.kind {
            let is_here = block.start == begins || Some(block.start) == end;
            if block.start != block.end || !is_here {
                return false;
            }
            continue;
        }
        let Some(own) = words.get(block.start..block.end) else {
            return false;
        };
        let inner_ok = match &block.kind {
            BlockKind::Verbatim => !own.contains('\t'),
            BlockKind::Row { cells, .. } => is_row(block, cells, own),
            _ => !own.contains(['\n', '\t']),
        };
        let is_apart = end.is_none_or(|end| words.get(end..block.start) == Some("\n"));
        if block.start != begins || own.is_empty() || !inner_ok || !is_apart {
            return false;
        }
        end = Some(block.end);
    }
    end.unwrap_or(0) == words.len()
        && is_clean(words)
        && text.wrong_mark().is_none()
        && text
            .remarks
            .iter()
            .all(|remark| is_clean(remark) && !remark.contains(['\n', '\t']))
}

/// Whether the cells follow each other in the row, one tab between two.
fn is_row(block: &Block, cells: &[(usize, usize)], own: &str) -> bool {
    let mut at = block.start;
    for (index, &(start, end)) in cells.iter().enumerate() {
        if start != at + usize::from(index > 0) || end < start {
            return false;
        }
        at = end;
    }
    !cells.is_empty()
        && at == block.end
        && own.matches('\t').count() + 1 == cells.len()
        && !own.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::outline::outline;

    #[test]
    fn a_text_from_elsewhere_is_checked() {
        let mut builder = Builder::new();
        builder.page(1);
        let mut words = Styled::plain("Mother’s ");
        words.push("view", &[MarkKind::Bold]);
        builder.paragraph(words);
        builder.table(None, vec![vec!["a".into(), String::new(), "c".into()]]);
        builder.page(2);
        let sound = builder.finish().unwrap();
        assert!(is_sound(&sound));
        let spoilt = |change: fn(&mut Text)| {
            let mut text = sound.clone();
            change(&mut text);
            text
        };
        for text in [
            spoilt(|text| text.words.push('x')),
            spoilt(|text| text.blocks[1].end = 7),
            spoilt(|text| text.blocks[1].start = usize::MAX),
            spoilt(|text| text.words = text.words.replace('M', "\u{1b}")),
            spoilt(|text| text.words = text.words.replace('\t', " ")),
            spoilt(|text| text.blocks.truncate(1)),
            spoilt(|text| text.remarks.push("\u{202e}".into())),
            spoilt(|text| text.marks[0].end = 17),
            spoilt(|text| {
                text.blocks[2].kind = BlockKind::Row {
                    table: 0,
                    header: false,
                    cells: vec![],
                };
            }),
        ] {
            assert!(!is_sound(&text), "{text:?}");
        }
    }

    #[test]
    fn blocks_stand_one_line_feed_apart_and_cover_their_words() {
        let mut builder = Builder::new();
        builder.page(1);
        builder.heading(9, " Plan \n of support ");
        builder.paragraph("Mother agreed.\n\nShe signed.");
        builder.item(1, "a)", "seen\talone");
        builder.page(2);
        builder.verbatim("x  y\n z");
        builder.page(3);
        let text = builder.finish().unwrap();
        assert_eq!(
            text.words,
            "Plan of support\nMother agreed.\nShe signed.\nseen alone\nx  y\n z"
        );
        assert_eq!(
            outline(&text),
            [
                "page 1",
                "h6 Plan of support",
                "p Mother agreed.",
                "p She signed.",
                "li1 a) seen alone",
                "page 2",
                "v x  y\n z",
                "page 3"
            ]
        );
    }

    #[test]
    fn tables_are_numbered_filled_up_and_rid_of_empty_rows() {
        let mut builder = Builder::new();
        builder.table(None, vec![vec![String::new(), " ".into()]]);
        builder.table(
            Some(vec!["Need".into(), "Service".into()]),
            vec![
                vec!["Safe\nat home".into()],
                vec![String::new(), "x\ty".into()],
            ],
        );
        builder.table(None, vec![vec!["a".into(), "b".into()]]);
        let text = builder.finish().unwrap();
        assert_eq!(text.words, "Need\tService\nSafe at home\n\tx y\na\tb");
        assert_eq!(
            outline(&text),
            [
                "th0 Need | Service",
                "tr0 Safe at home",
                "tr0  | x y",
                "tr1 a | b"
            ]
        );
    }

    #[test]
    fn marks_are_said_once_in_a_remark() {
        let mut builder = Builder::new();
        builder.paragraph("a\u{200b}b\u{202e}");
        builder.remark("One picture is not shown.");
        builder.remark("One picture is not shown.");
        let text = builder.finish().unwrap();
        assert_eq!(text.words, "a␣b⇠");
        assert_eq!(text.remarks.len(), 2);
        assert!(text.remarks[1].contains("2 in all"), "{:?}", text.remarks);
    }

    #[test]
    fn marks_stand_in_their_block_and_cell() {
        let bold = |words: &str| Styled::plain(words).all(MarkKind::Bold);
        let mut builder = Builder::new();
        let mut words = Styled::plain(" Seen ");
        words.push("  alone\nat ", &[MarkKind::Italic]);
        words.push("home", &[]);
        builder.paragraph(words);
        builder.styled_table(
            Some(vec![bold("Need"), bold(" Who ")]),
            vec![
                vec![Styled::plain("Safe")],
                vec![Styled::default(), bold("x")],
            ],
        );
        builder.running("Confidential");
        let text = builder.finish().unwrap();
        assert!(is_sound(&text));
        assert_eq!(text.check(), Ok(()));
        let marked: Vec<(&str, MarkKind)> = text
            .marks
            .iter()
            .map(|mark| (text.slice(mark.range()), mark.kind))
            .collect();
        assert_eq!(
            marked,
            [
                ("alone", MarkKind::Italic),
                ("at", MarkKind::Italic),
                ("Need", MarkKind::Bold),
                ("Who", MarkKind::Bold),
                ("x", MarkKind::Bold),
                ("Confidential", MarkKind::Running),
            ]
        );
        let running: Vec<bool> = text
            .blocks
            .iter()
            .map(|block| text.is_running(block))
            .collect();
        assert_eq!(running, [false, false, false, false, false, true]);
    }

    #[test]
    fn nothing_and_too_much_are_sentences() {
        let mut builder = Builder::new();
        builder.paragraph(" \u{a0} ");
        assert_eq!(builder.finish(), Err(NotReadable::NoWords));
        let mut builder = Builder::new();
        let page = "word ".repeat(200_000);
        while !builder.is_full() {
            builder.paragraph(&page);
        }
        assert_eq!(builder.finish(), Err(NotReadable::TooLong(32)));
    }
}
