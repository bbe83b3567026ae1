//! What a remark, a finding or a service points at: exact words in a document, a part of a page, or something that is not there.
//!
//! A [`Passage`] holds the W3C Web Annotation text-quote selector (quote, prefix, suffix) and text-position selector (start, end)
//! together, and names the document, the version and the text it was made on. A [`Region`] is a page as it looks, or a part of it, where
//! there are no words to quote: a scan, a signature, a drawing. An [`Absence`] is an anchor of the same rank.

use serde::{Deserialize, Serialize};

use super::{
    document::QuotePlace,
    ids::{DocumentNo, Sha256},
};

/// Unicode scalar values of context kept before and after a quote.
pub const CONTEXT_CHARS: usize = 48;

/// A place in the case file, or the lack of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Exact words.
    Passage(Passage),
    /// What was looked for and not found.
    Absence(Absence),
    /// A page as it looks, or a part of it.
    Region(Region),
}

impl Anchor {
    /// The document pointed at; an absence may point at none.
    #[must_use]
    pub fn document(&self) -> Option<DocumentNo> {
        match self {
            Self::Passage(passage) => Some(passage.document),
            Self::Absence(absence) => absence.document,
            Self::Region(region) => Some(region.document),
        }
    }

    /// The passage, where it is one.
    #[must_use]
    pub fn passage(&self) -> Option<&Passage> {
        match self {
            Self::Passage(passage) => Some(passage),
            Self::Absence(_) | Self::Region(_) => None,
        }
    }

    /// The page or part of one, where it is that.
    #[must_use]
    pub fn region(&self) -> Option<&Region> {
        match self {
            Self::Region(region) => Some(region),
            Self::Passage(_) | Self::Absence(_) => None,
        }
    }
}

/// Exact words in one text of one version of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The document.
    pub document: DocumentNo,
    /// The bytes it was read from.
    pub version: Sha256,
    /// The text the positions count in.
    pub text: Sha256,
    /// The exact words.
    pub quote: String,
    /// Up to [`CONTEXT_CHARS`] Unicode scalar values before them.
    pub prefix: String,
    /// Up to [`CONTEXT_CHARS`] after them.
    pub suffix: String,
    /// Where the quote starts, in Unicode scalar values from the start of the cleaned text.
    pub start: u64,
    /// Where it ends (exclusive).
    pub end: u64,
    /// The paragraph it starts in, counted from 1: for people, as in `¶12`.
    pub paragraph: u32,
    /// The page it starts on, counted from 1; 0 where the document has no pages.
    pub page: u32,
}

impl Passage {
    /// Which quoted words these are.
    #[must_use]
    pub fn quote_place(&self) -> QuotePlace {
        QuotePlace {
            text: self.text,
            start: self.start,
            end: self.end,
        }
    }

    /// Where it stands, for people: `¶12`, or `page 3 ¶12` where the document has pages.
    #[must_use]
    pub fn place(&self) -> String {
        match self.page {
            0 => format!("¶{}", self.paragraph),
            page => format!("page {page} ¶{}", self.paragraph),
        }
    }
}

/// Something that was looked for and not found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// "a visit between 3 March and 20 April"
    pub looked_for: String,
    /// Where: "all visits and case notes", "the plan".
    pub looked_in: String,
    /// The document it was looked for in, where it was one.
    pub document: Option<DocumentNo>,
}

/// Parts of a page's width, and of its height, in which a [`Part`] is measured.
pub const WHOLE: u16 = 1000;

/// A page as it looks, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The document.
    pub document: DocumentNo,
    /// The bytes the page is drawn from: the same bytes give the same page.
    pub version: Sha256,
    /// The page, counted from 1; 1 for a picture that has no pages.
    pub page: u32,
    /// The part of it; none for the whole page.
    #[serde(default)]
    pub part: Option<Part>,
}

impl Region {
    /// Where it is, for people: `page 3`, or `page 3, upper left`.
    #[must_use]
    pub fn place(&self) -> String {
        match self.part.map(Part::place) {
            Some(part) => format!("page {}, {part}", self.page),
            None => format!("page {}", self.page),
        }
    }
}

/// A rectangle on a page, upright as it is shown, in thousandths of the page's width and height from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its left edge.
    pub left: u16,
    /// Its upper edge.
    pub top: u16,
    /// Its right edge, beyond `left`.
    pub right: u16,
    /// Its lower edge, beyond `top`.
    pub bottom: u16,
}

impl Part {
    /// The same inside the page, and never empty, whatever was stored.
    #[must_use]
    pub fn within(self) -> Self {
        let left = self.left.min(WHOLE - 1);
        let top = self.top.min(WHOLE - 1);
        Self {
            left,
            top,
            right: self.right.clamp(left + 1, WHOLE),
            bottom: self.bottom.clamp(top + 1, WHOLE),
        }
    }

    /// Where on the page it lies, in words: `upper left`, `middle`, `lower half`.
    #[must_use]
    pub fn place(self) -> &'static str {
        let part = self.within();
        let third = |low: u16, high: u16| match (high - low, u16::midpoint(low, high)) {
            (600.., _) => None,
            (_, 0..=379) => Some(0),
            (_, 380..=620) => Some(1),
            _ => Some(2),
        };
        match (third(part.top, part.bottom), third(part.left, part.right)) {
            (Some(0), Some(0)) => "upper left",
            (Some(0), Some(1)) => "upper middle",
            (Some(0), Some(_)) => "upper right",
            (Some(1), Some(0)) => "middle left",
            (Some(1), Some(1)) => "middle",
            (Some(1), Some(_)) => "middle right",
            (Some(_), Some(0)) => "lower left",
            (Some(_), Some(1)) => "lower middle",
            (Some(_), Some(_)) => "lower right",
            (Some(0), None) => "upper part",
            (Some(1), None) => "across the middle",
            (Some(_), None) => "lower part",
            (None, Some(0)) => "left side",
            (None, Some(1)) => "down the middle",
            (None, Some(_)) => "right side",
            (None, None) => "most of it",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(part: Option<(u16, u16, u16, u16)>) -> Region {
        Region {
            document: DocumentNo(2),
            version: Sha256([7; 32]),
            page: 3,
            part: part.map(|(left, top, right, bottom)| Part {
                left,
                top,
                right,
                bottom,
            }),
        }
    }

    #[test]
    fn a_part_of_a_page_is_named_as_people_name_it() {
        assert_eq!(region(None).place(), "page 3");
        for (part, place) in [
            ((0, 0, 300, 200), "page 3, upper left"),
            ((700, 10, 990, 90), "page 3, upper right"),
            ((400, 400, 600, 600), "page 3, middle"),
            ((600, 850, 950, 950), "page 3, lower right"),
            ((0, 900, 1000, 1000), "page 3, lower part"),
            ((0, 0, 1000, 1000), "page 3, most of it"),
        ] {
            assert_eq!(region(Some(part)).place(), place);
        }
    }

    #[test]
    fn whatever_was_stored_is_inside_the_page_and_has_a_place() {
        for left in [0, 1, 500, 999, 1000, u16::MAX] {
            for right in [0, 1, 500, 999, 1000, u16::MAX] {
                let part = Part {
                    left,
                    top: right,
                    right,
                    bottom: left,
                };
                let within = part.within();
                assert!(within.left < within.right && within.right <= WHOLE);
                assert!(within.top < within.bottom && within.bottom <= WHOLE);
                assert!(!part.place().is_empty());
            }
        }
    }

    #[test]
    fn a_region_is_stored_as_it_is_documented() {
        let anchor = Anchor::Region(region(Some((1, 2, 3, 4))));
        let json = serde_json::to_value(&anchor).unwrap();
        assert_eq!(
            json["region"]["part"],
            serde_json::json!({"left": 1, "top": 2, "right": 3, "bottom": 4})
        );
        assert_eq!(json["region"]["page"], 3);
        assert_eq!(serde_json::from_value::<Anchor>(json).unwrap(), anchor);
    }
}
