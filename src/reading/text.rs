//! A document's text: cleaned words with their structure.
//!
//! The text is evidence: it is kept under its own hash and positions in it are final. Ranges inside the program are byte ranges into
//! [`Text::words`] (always on character boundaries); what is stored in a passage counts Unicode scalar values.

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
