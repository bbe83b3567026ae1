//! What holds inside a group of rich text, and the tables at its top: fonts and styles.

use std::collections::HashMap;

use encoding_rs::Encoding;
use jiff::civil::Date;

use super::super::writing::{Look, Manner};

/// The size of letters nothing is said of, in half points.
pub const SIZE: u32 = 24;

/// Where letters go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sink {
    /// Into the story.
    #[default]
    Story,
    /// Nowhere.
    Nothing,
    /// The marker of an item.
    Marker,
    /// The name of a font.
    FontName,
    /// The name of a style.
    StyleName,
    /// Who wrote it; who changed it last.
    Author,
    /// Who changed it last.
    Changer,
    /// A box of a form: its words are not text.
    Form,
    /// An entry of a list to choose from.
    Choice,
}

/// A day inside the group that describes the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// It was made.
    Made,
    /// It was changed last.
    Changed,
    /// It was printed last.
    Printed,
}

/// What holds inside a group, and is forgotten at its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct State {
    /// Where letters go.
    pub sink: Sink,
    /// Which story they belong to.
    pub story: usize,
    /// How many signs follow a letter in Unicode for readers that do not know it.
    pub instead: usize,
    /// The font.
    pub font: i32,
    /// Bold, italic, size; the manner is made of what follows.
    pub look: Look,
    /// Hidden.
    pub hidden: bool,
    /// Struck out.
    pub struck: bool,
    /// Deleted under tracked changes.
    pub deleted: bool,
    /// Inserted under tracked changes.
    pub inserted: bool,
    /// When it was deleted, when inserted.
    pub changed: (Option<Date>, Option<Date>),
    /// What holds for the paragraph.
    pub paragraph: Paragraph,
    /// Which day is being said.
    pub day: Option<Day>,
    /// Its year, month and day so far.
    pub written: (i32, i32, i32),
}

/// What holds for a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paragraph {
    /// Its style.
    pub style: i32,
    /// Its level as a heading, from 0.
    pub outline: Option<i32>,
    /// Its level in a list, from 0.
    pub level: i32,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// How deep, where it says so.
    pub depth: Option<i32>,
}

impl Paragraph {
    /// How many tables it stands in.
    pub fn tables(&self) -> usize {
        let depth = self.depth.and_then(|depth| usize::try_from(depth).ok());
        match (self.in_table, depth) {
            (_, Some(0)) | (false, None) => 0,
            (true, depth) => depth.unwrap_or(1),
            (false, Some(depth)) => depth.saturating_sub(1),
        }
    }
}

impl State {
    /// What holds before anything is said.
    pub fn first() -> Self {
        let mut state = Self {
            instead: 1,
            ..Self::default()
        };
        state.plain();
        state
    }

    /// The look of letters that come now.
    pub fn look(&self) -> Look {
        let manner = if self.deleted {
            Manner::Deleted(self.changed.0)
        } else if self.hidden {
            Manner::Hidden
        } else if self.struck {
            Manner::StruckOut
        } else if self.inserted {
            Manner::Inserted(self.changed.1)
        } else {
            Manner::Plain
        };
        Look {
            manner,
            ..self.look
        }
    }

    /// Letters look plain again.
    pub fn plain(&mut self) {
        self.look = Look {
            size: SIZE,
            ..Look::default()
        };
        self.hidden = false;
        self.struck = false;
        self.deleted = false;
        self.inserted = false;
    }
}

/// A font.
#[derive(Clone, Debug, Default)]
pub struct Font {
    /// Its name.
    pub name: String,
    /// What its bytes mean; `None` where the document says it.
    pub encoding: Option<&'static Encoding>,
    /// Whether its letters are signs.
    pub signs: bool,
}

/// A style of paragraphs.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Its name, in small letters.
    pub name: String,
    /// Its level as a heading, from 0.
    pub outline: Option<i32>,
}

impl Style {
    /// The level of a heading, from 1.
    pub fn heading(&self) -> Option<u8> {
        let by_name = || {
            let number = self.name.strip_prefix("heading ")?;
            number.trim().parse::<i32>().ok().map(|level| level - 1)
        };
        let level = if self.name == "title" {
            Some(0)
        } else {
            by_name().or(self.outline)
        };
        level
            .filter(|level| (0..9).contains(level))
            .and_then(|level| u8::try_from(level + 1).ok())
    }

    /// Whether its words are quoted.
    pub fn is_quote(&self) -> bool {
        matches!(
            &*self.name,
            "quote" | "intense quote" | "block text" | "quotations"
        )
    }
}

/// Fonts and styles by number.
#[derive(Debug, Default)]
pub struct Tables {
    /// Fonts.
    pub fonts: HashMap<i32, Font>,
    /// Styles.
    pub styles: HashMap<i32, Style>,
}

/// What the bytes of a font of this character set mean.
pub fn by_charset(charset: i32) -> Option<&'static Encoding> {
    Some(match charset {
        77 => encoding_rs::MACINTOSH,
        128 => encoding_rs::SHIFT_JIS,
        129 | 130 => encoding_rs::EUC_KR,
        134 => encoding_rs::GBK,
        136 => encoding_rs::BIG5,
        161 => encoding_rs::WINDOWS_1253,
        162 => encoding_rs::WINDOWS_1254,
        163 => encoding_rs::WINDOWS_1258,
        177 => encoding_rs::WINDOWS_1255,
        178 => encoding_rs::WINDOWS_1256,
        186 => encoding_rs::WINDOWS_1257,
        204 => encoding_rs::WINDOWS_1251,
        222 => encoding_rs::WINDOWS_874,
        238 => encoding_rs::WINDOWS_1250,
        _ => return None,
    })
}

/// What the bytes of this code page mean.
pub fn by_code_page(page: i32) -> Option<&'static Encoding> {
    Some(match page {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        866 => encoding_rs::IBM866,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// The day in a packed date and time: minutes 6 bits, hours 5, days 5, months 4, years since 1900 9.
pub fn packed_day(packed: i32) -> Option<Date> {
    let bits = u32::from_ne_bytes(packed.to_ne_bytes());
    let part = |from: u32, count: u32| (bits >> from) & ((1 << count) - 1);
    Date::new(
        i16::try_from(1900 + part(20, 9)).ok()?,
        i8::try_from(part(16, 4)).ok()?,
        i8::try_from(part(11, 5)).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_packed_day_is_a_day_or_nothing() {
        let packed = |year: u32, month: u32, day: u32| {
            i32::try_from((year - 1900) << 20 | month << 16 | day << 11).unwrap()
        };
        assert_eq!(packed_day(packed(2012, 3, 14)), Some(date(2012, 3, 14)));
        assert_eq!(packed_day(packed(2012, 13, 14)), None);
        assert_eq!(packed_day(0), None);
        assert_eq!(packed_day(-1), None);
    }

    #[test]
    fn a_style_is_a_heading_by_its_name_or_its_level() {
        let style = |name: &str, outline| Style {
            name: name.to_owned(),
            outline,
        };
        assert_eq!(style("heading 2", None).heading(), Some(2));
        assert_eq!(style("ueberschrift", Some(0)).heading(), Some(1));
        assert_eq!(style("normal", Some(9)).heading(), None);
        assert_eq!(style("heading 99", None).heading(), None);
    }
}
