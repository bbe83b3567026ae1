//! Properties as old Word documents keep them: a number that says which, then a value. What matters to a reader is picked out.

use jiff::civil::Date;

use super::{
    super::{
        rtf::state::packed_day,
        story::{CellPlan, RowPlan},
    },
    bytes::Bytes,
};

/// The most cells of a row.
const CELLS: u8 = 64;

/// Properties one after the other: each its number and its value.
pub struct Properties<'a> {
    bytes: Bytes<'a>,
}

impl<'a> Properties<'a> {
    /// Those in these bytes.
    pub fn new(bytes: Bytes<'a>) -> Self {
        Self { bytes }
    }
}

impl<'a> Iterator for Properties<'a> {
    type Item = (u16, Bytes<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.bytes.two(0)?;
        let (skip, length) = match number >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            // A table's definition has a length of two bytes, counted one too many; all others one of one byte.
            _ if number == 0xd608 => (2, usize::from(self.bytes.two(2)?).checked_sub(1)?),
            _ => (1, usize::from(self.bytes.one(2)?)),
        };
        let value = self.bytes.part(2 + skip, length)?;
        self.bytes = self.bytes.from(2 + skip + length);
        Some((number, value))
    }
}

/// A property that may be on, off, as the style says, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// As said.
    To(bool),
    /// As the style says, or the opposite of it.
    Style(bool),
}

impl Switch {
    fn new(value: Bytes<'_>) -> Option<Self> {
        Some(match value.one(0)? {
            0 => Self::To(false),
            0x80 => Self::Style(false),
            0x81 => Self::Style(true),
            _ => Self::To(true),
        })
    }

    /// What it comes to over a style.
    pub fn over(self, style: bool) -> bool {
        match self {
            Self::To(on) => on,
            Self::Style(opposite) => style != opposite,
        }
    }
}

/// How letters look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Letters {
    /// Bold.
    pub bold: Option<Switch>,
    /// In italics.
    pub italic: Option<Switch>,
    /// Struck out.
    pub struck: Option<Switch>,
    /// Hidden.
    pub hidden: Option<Switch>,
    /// Deleted under tracked changes.
    pub deleted: bool,
    /// Inserted under tracked changes.
    pub inserted: bool,
    /// When deleted, when inserted.
    pub changed: (Option<Date>, Option<Date>),
    /// Size in half points.
    pub size: Option<u32>,
    /// Whether control characters here mean something.
    pub special: bool,
    /// A sign of a font of signs.
    pub sign: Option<u16>,
    /// The font.
    pub font: Option<u16>,
    /// Where the data of a picture or a box of a form stand.
    pub data: Option<usize>,
}

impl Letters {
    /// What these properties say.
    pub fn add(&mut self, properties: Bytes<'_>) {
        for (number, value) in Properties::new(properties) {
            let on = value.one(0) == Some(1);
            match number {
                0x0800 => self.deleted = on,
                0x0801 => self.inserted = on,
                0x0835 => self.bold = Switch::new(value),
                0x0836 => self.italic = Switch::new(value),
                0x0837 | 0x2a53 => self.struck = Switch::new(value),
                0x083c => self.hidden = Switch::new(value),
                0x0855 => self.special = on,
                0x4a43 => self.size = value.two(0).map(u32::from),
                0x4a4f => self.font = value.two(0),
                0x6a03 => {
                    self.data = value.place(0);
                    self.special = true;
                }
                0x6a09 => {
                    self.sign = value.two(2);
                    self.special = true;
                }
                0x6805 => self.changed.1 = day(value),
                0x6863 => self.changed.0 = day(value),
                _ => {}
            }
        }
    }
}

fn day(value: Bytes<'_>) -> Option<Date> {
    value
        .four(0)
        .and_then(|packed| packed_day(i32::from_le_bytes(packed.to_le_bytes())))
}

/// What holds for a paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its style.
    pub style: usize,
    /// Its level as a heading, from 0; 9 for none.
    pub outline: Option<u8>,
    /// Its list, from 1, and its level there, from 0.
    pub list: Option<u16>,
    /// Its level in the list.
    pub level: Option<u8>,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// Whether its mark ends a row.
    pub ends_row: bool,
    /// How deep it stands in tables.
    pub depth: Option<usize>,
    /// Whether its mark ends a cell, or a row, of a table in a table.
    pub inner: (bool, bool),
    /// What a row says of itself, where its mark ends one.
    pub row: Option<RowPlan>,
}

impl Paragraph {
    /// What these properties say.
    pub fn add(&mut self, properties: Bytes<'_>) {
        for (number, value) in Properties::new(properties) {
            let on = value.one(0).is_some_and(|value| value != 0);
            match number {
                0x2416 => self.in_table = on,
                0x2417 => self.ends_row = on,
                0x244b => self.inner.0 = on,
                0x244c => self.inner.1 = on,
                0x260a => self.level = value.one(0),
                0x2640 => self.outline = value.one(0),
                0x3404 => self.row.get_or_insert_default().header = on,
                0x460b => self.list = value.two(0),
                0x4600 => self.style = value.two(0).map_or(0, usize::from),
                0x6649 => self.depth = value.place(0),
                0xd608 => self.define(value),
                _ => {}
            }
        }
    }

    /// A table's definition: how many cells, their edges, then what each says of itself.
    fn define(&mut self, value: Bytes<'_>) {
        let Some(count) = value.one(0).filter(|count| *count <= CELLS) else {
            return;
        };
        let count = usize::from(count);
        let edge = |index: usize| {
            value
                .two(1 + 2 * index)
                .map(|edge| i32::from(i16::from_le_bytes(edge.to_le_bytes())))
        };
        let cells = (0..count).filter_map(|index| {
            let flags = value.two(1 + 2 * (count + 1) + 20 * index).unwrap_or(0);
            Some(CellPlan {
                right: edge(index + 1)?,
                joined: flags & 0x0003 != 0,
                goes_on: flags & 0x0060 == 0x0020,
            })
        });
        let row = self.row.get_or_insert_default();
        row.cells = cells.collect();
        row.left = edge(0).unwrap_or(0);
    }

    /// How many tables it stands in.
    pub fn tables(&self) -> usize {
        match self.depth {
            Some(depth) if self.in_table || depth > 0 => depth.clamp(1, 16),
            _ => usize::from(self.in_table),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_of_every_length_are_walked_and_cut_ones_end_it() {
        let bytes = [
            0x35, 0x08, 1, // bold
            0x43, 0x4a, 28, 0, // size
            0x05, 0x68, 0, 0, 0, 0, // a day
            0x15, 0xc6, 2, 9, 9, // a list of tabs
            0x08, 0xd6, 6, 0, 1, 0, 0, 100, 0, // a table of one cell
            0x16, 0x24, 1, // in a table
        ];
        let numbers: Vec<u16> = Properties::new(Bytes(&bytes))
            .map(|found| found.0)
            .collect();
        assert_eq!(numbers, [0x0835, 0x4a43, 0x6805, 0xc615, 0xd608, 0x2416]);
        for cut in 0..bytes.len() {
            assert!(Properties::new(Bytes(&bytes[..cut])).count() < 6);
        }
        let mut paragraph = Paragraph::default();
        paragraph.add(Bytes(&bytes));
        assert!(paragraph.in_table);
        let row = paragraph.row.unwrap();
        assert_eq!((row.left, row.cells.len(), row.cells[0].right), (0, 1, 100));
        let mut letters = Letters::default();
        letters.add(Bytes(&bytes));
        assert!(letters.bold.unwrap().over(false));
        assert!(!Switch::Style(true).over(true));
        assert_eq!(letters.size, Some(28));
    }
}
