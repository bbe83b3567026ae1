//! A paragraph as a word processor writes it: words that come piece by piece, each with its look; what was deleted, inserted, struck out
//! or hidden stands as such. Shared by the readers of rich text, old Word documents and `OpenDocument`.
//!
//! It owns the signs around such words and what is said of them at the end. It knows nothing of formats.

use jiff::civil::Date;

use super::{builder::Builder, styled::Styled, symbols, text::MarkKind};
use crate::casework::time::day;

/// The longest paragraph taken for a heading because of how it looks, in characters.
const HEADING_LENGTH: usize = 80;

/// What was done to words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// Nothing.
    #[default]
    Plain,
    /// Put in later under tracked changes.
    Inserted(Option<Date>),
    /// Taken out under tracked changes.
    Deleted(Option<Date>),
    /// Struck out by hand.
    StruckOut,
    /// Hidden.
    Hidden,
}

impl Manner {
    /// The mark on words of this manner.
    pub(super) fn mark(self) -> Option<MarkKind> {
        match self {
            Self::Plain => None,
            Self::Inserted(on) => Some(MarkKind::Inserted { on }),
            Self::Deleted(on) => Some(MarkKind::Deleted { on }),
            Self::StruckOut => Some(MarkKind::Struck),
            Self::Hidden => Some(MarkKind::Hidden),
        }
    }

    /// What stands before words of this manner.
    pub(super) fn sign(self) -> String {
        let dated = |word: &str, on: Option<Date>| match on {
            Some(on) => format!("[{word} {}: ", day(on)),
            None => format!("[{word}: "),
        };
        match self {
            Self::Plain => String::new(),
            Self::Inserted(on) => dated("inserted", on),
            Self::Deleted(on) => dated("deleted", on),
            Self::StruckOut => dated("struck out", None),
            Self::Hidden => dated("hidden", None),
        }
    }
}

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What was done to them.
    pub manner: Manner,
    /// Bold.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
    /// Their size in half points; 0 where nothing is known.
    pub size: u32,
}

/// What was met in a whole document and is to be said.
#[derive(Debug, Default)]
pub struct Tally {
    /// Pictures not shown.
    pub pictures: usize,
    /// Embedded objects not shown.
    pub objects: usize,
    /// Passages deleted under tracked changes.
    pub deleted: usize,
    /// Passages inserted under tracked changes.
    pub inserted: usize,
    /// Hidden passages.
    pub hidden: usize,
}

impl Tally {
    /// Insertions and deletions under tracked changes.
    pub fn tracked_changes(&self) -> u32 {
        u32::try_from(self.deleted + self.inserted).unwrap_or(u32::MAX)
    }

    /// Says it all in remarks.
    pub fn say(&self, builder: &mut Builder) {
        let mut said = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => builder.remark(one),
            count => builder.remark(format!("{count} {many}")),
        };
        said(
            self.pictures,
            "One picture is not shown.",
            "pictures are not shown.",
        );
        said(
            self.objects,
            "One embedded object is not shown.",
            "embedded objects are not shown.",
        );
        said(
            self.deleted,
            "Tracked changes: one passage was deleted; it stands as [deleted: …].",
            "passages were deleted under tracked changes; they stand as [deleted: …].",
        );
        said(
            self.inserted,
            "Tracked changes: one passage was inserted later; it stands as [inserted: …].",
            "passages were inserted later under tracked changes; they stand as [inserted: …].",
        );
        said(
            self.hidden,
            "One passage is hidden in the document; it stands as [hidden: …].",
            "passages are hidden in the document; they stand as [hidden: …].",
        );
    }
}

/// How the letters of a paragraph look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ink {
    /// Letters in it.
    pub letters: usize,
    /// Of these, bold ones.
    pub bold: usize,
    /// The smallest size of a letter, in half points; 0 where nothing is known.
    pub size: u32,
}

impl Ink {
    /// Whether every letter is bold.
    pub fn is_bold(self) -> bool {
        self.letters > 0 && self.bold >= self.letters
    }

    /// The level of a heading made by hand: short, alone, and bold or larger than the `body` throughout.
    pub fn heading(self, words: &str, body: u32) -> Option<u8> {
        let words = words.trim();
        let is_phrase = words.chars().count() <= HEADING_LENGTH
            && !words.contains('\n')
            && !words.ends_with(['.', ',', ';', '?', '!'])
            && words.chars().any(char::is_alphabetic)
            && !words.starts_with('[');
        if !is_phrase || self.letters == 0 {
            return None;
        }
        let ratio = f64::from(self.size) / f64::from(body.max(1));
        if !self.is_bold() && ratio < 1.25 {
            return None;
        }
        Some(if ratio >= 1.4 {
            1
        } else if ratio >= 1.1 {
            2
        } else {
            3
        })
    }
}

/// A paragraph being written.
#[derive(Debug, Default)]
pub struct Writing {
    words: Styled,
    ink: Ink,
    open: Manner,
    tab: bool,
}

impl Writing {
    /// Puts words behind.
    pub fn push(&mut self, words: &str, look: Look, tally: &mut Tally) {
        if words.is_empty() {
            return;
        }
        let is_blank = words.trim().is_empty() && words != "\n";
        // Spaces beside a tab belong to the gap.
        if is_blank && self.tab {
            return;
        }
        if std::mem::take(&mut self.tab) {
            self.words.push(" ", &[]);
        }
        if !is_blank {
            self.turn(look.manner, tally);
        }
        let mut kinds: Vec<MarkKind> = self.open.mark().into_iter().collect();
        if look.bold {
            kinds.push(MarkKind::Bold);
        }
        if look.italic {
            kinds.push(MarkKind::Italic);
        }
        self.words.push(words, &kinds);
        let letters = words.chars().filter(|c| !c.is_whitespace()).count();
        self.ink.letters += letters;
        self.ink.bold += if look.bold { letters } else { 0 };
        if letters > 0 {
            self.ink.size = match self.ink.size {
                0 => look.size,
                size => size.min(look.size),
            };
        }
    }

    /// A gap between two words.
    pub fn tab(&mut self) {
        self.tab = true;
    }

    /// Whether nothing was written yet.
    pub fn is_blank(&self) -> bool {
        self.words.is_blank()
    }

    /// The paragraph, finished; the next one begins.
    pub fn take(&mut self, tally: &mut Tally) -> (Styled, Ink) {
        self.turn(Manner::Plain, tally);
        let done = std::mem::take(self);
        (done.words, done.ink)
    }

    /// Closes the sign that is open and opens the one for what follows.
    fn turn(&mut self, manner: Manner, tally: &mut Tally) {
        if self.open == manner {
            return;
        }
        if let Some(kind) = self.open.mark() {
            let gap = self.words.split_gap();
            self.words.push("]", &[kind]);
            self.words.push(&gap, &[]);
        }
        self.open = manner;
        match manner {
            Manner::Deleted(_) => tally.deleted += 1,
            Manner::Inserted(_) => tally.inserted += 1,
            Manner::Hidden => tally.hidden += 1,
            Manner::Plain | Manner::StruckOut => {}
        }
        if let Some(kind) = manner.mark() {
            self.words.push(&manner.sign(), &[kind]);
        }
    }
}

/// What a letter of a font of signs draws; `None` where it draws a letter.
pub fn drawn(font: &str, letter: char) -> Option<&'static str> {
    let code = u32::from(letter);
    let is_own = font.starts_with("Wingdings") || code >= 0x80;
    (is_own && !letter.is_whitespace())
        .then(|| symbols::sign(code))
        .flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_was_done_to_words_stands_around_them() {
        let mut tally = Tally::default();
        let mut writing = Writing::default();
        let on = Some(date(2012, 3, 14));
        let with = |manner| Look {
            manner,
            ..Look::default()
        };
        writing.push("Seen ", Look::default(), &mut tally);
        writing.push("weekly ", with(Manner::Deleted(on)), &mut tally);
        writing.push("monthly", with(Manner::Inserted(None)), &mut tally);
        writing.tab();
        writing.push(" ", Look::default(), &mut tally);
        writing.push("by her", with(Manner::Hidden), &mut tally);
        let (words, ink) = writing.take(&mut tally);
        assert_eq!(
            words.words(),
            "Seen [deleted 14 Mar 2012: weekly] [inserted: monthly] [hidden: by her]"
        );
        assert_eq!(ink.letters, 22);
        assert_eq!(tally.tracked_changes(), 2);
        assert_eq!(tally.hidden, 1);
        assert!(writing.is_blank());
    }

    #[test]
    fn a_heading_made_by_hand_is_short_and_bold_or_large() {
        let ink = |bold, size| Ink {
            letters: 10,
            bold,
            size,
        };
        assert_eq!(ink(10, 24).heading("Attendance", 24), Some(3));
        assert_eq!(ink(0, 36).heading("Attendance", 24), Some(1));
        assert_eq!(ink(9, 24).heading("Attendance", 24), None);
        assert_eq!(ink(10, 24).heading("All came.", 24), None);
    }
}
