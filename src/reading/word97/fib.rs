//! The block at the beginning of an old Word document: where everything else stands. Places and numbers are those of [MS-DOC].

use super::{super::not_readable::NotReadable, WHAT, bytes::Bytes};

/// The first version of this form.
const WORD_97: u16 = 0x00c1;

/// What the block says.
#[derive(Clone, Copy, Debug)]
pub struct Fib<'a> {
    stream: Bytes<'a>,
    /// Whether the document is older than Word 97.
    pub is_older: bool,
    /// Whether it is kept in pieces.
    pub is_complex: bool,
    /// Which of the two streams of tables is in use.
    pub second_table: bool,
}

/// A table of the document, by its number among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Styles.
    Styles = 1,
    /// Where notes are pointed at.
    NoteRefs = 2,
    /// Where notes begin.
    Notes = 3,
    /// Where comments are pointed at.
    CommentRefs = 4,
    /// Where comments begin.
    Comments = 5,
    /// Pages with the looks of letters.
    Letters = 12,
    /// Pages with the looks of paragraphs.
    Paragraphs = 13,
    /// Fonts.
    Fonts = 15,
    /// The pieces of the text.
    Pieces = 33,
    /// Where notes at the end are pointed at.
    EndRefs = 46,
    /// Where notes at the end begin.
    EndNotes = 47,
    /// Plans of lists.
    Lists = 73,
    /// Lists.
    ListUses = 74,
}

/// How many letters each part of the text has, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    /// The body.
    pub body: usize,
    /// Notes.
    pub notes: usize,
    /// Heads and feet of pages.
    pub margins: usize,
    /// Macros.
    pub macros: usize,
    /// Comments.
    pub comments: usize,
    /// Notes at the end.
    pub end_notes: usize,
    /// Text boxes.
    pub boxes: usize,
    /// Text boxes in heads and feet.
    pub margin_boxes: usize,
}

impl<'a> Fib<'a> {
    /// Reads the block.
    ///
    /// # Errors
    /// When it is none, or the document is under a password.
    pub fn new(stream: Bytes<'a>) -> Result<Self, NotReadable> {
        let version = stream.two(2).ok_or(NotReadable::CutShort(WHAT))?;
        let flags = stream.two(10).ok_or(NotReadable::CutShort(WHAT))?;
        if !matches!(
            stream.two(0),
            Some(0xa5ec | 0xa5dc | 0xa59b | 0xa697 | 0xa699)
        ) {
            return Err(NotReadable::Damaged(WHAT));
        }
        if flags & 0x0100 != 0 {
            return Err(NotReadable::Password);
        }
        Ok(Self {
            stream,
            is_older: version < WORD_97,
            is_complex: flags & 0x0004 != 0,
            second_table: flags & 0x0200 != 0,
        })
    }

    /// Where a table stands in the stream of tables, and how long it is.
    pub fn table(&self, table: Table, tables: Bytes<'a>) -> Bytes<'a> {
        let at = 0x9a + 8 * (table as usize);
        self.stream
            .place(at)
            .zip(self.stream.place(at + 4))
            .and_then(|(from, length)| tables.part(from, length))
            .unwrap_or(Bytes(&[]))
    }

    /// Where a table begins in the stream of tables; its length covers only the first part of some.
    pub fn start(&self, table: Table) -> Option<usize> {
        let at = 0x9a + 8 * (table as usize);
        let length = self.stream.place(at + 4)?;
        (length > 0).then(|| self.stream.place(at)).flatten()
    }

    /// How many letters each part of the text has.
    pub fn lengths(&self) -> Lengths {
        let count = |at: usize| {
            let count = self.stream.place(at).unwrap_or(0);
            // Counts are signed there; a negative one is none.
            if count > 0x7fff_ffff { 0 } else { count }
        };
        if self.is_older {
            return Lengths {
                body: count(0x34),
                ..Lengths::default()
            };
        }
        Lengths {
            body: count(0x4c),
            notes: count(0x50),
            margins: count(0x54),
            macros: count(0x58),
            comments: count(0x5c),
            end_notes: count(0x60),
            boxes: count(0x64),
            margin_boxes: count(0x68),
        }
    }

    /// Where the text of an older document begins.
    pub fn text_start(&self) -> usize {
        self.stream.place(0x18).unwrap_or(0)
    }
}
