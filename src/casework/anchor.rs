//! What a remark, a finding or a service points at: exact words in a document, or something that is not there.
//!
//! A [`Passage`] holds the W3C Web Annotation text-quote selector (quote, prefix, suffix) and text-position selector (start, end)
//! together, and names the document, the version and the text it was made on. An [`Absence`] is an anchor of the same rank.

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
}

impl Anchor {
    /// The document pointed at; an absence may point at none.
    #[must_use]
    pub fn document(&self) -> Option<DocumentNo> {
        match self {
            Self::Passage(passage) => Some(passage.document),
            Self::Absence(absence) => absence.document,
        }
    }

    /// The passage, where it is one.
    #[must_use]
    pub fn passage(&self) -> Option<&Passage> {
        match self {
            Self::Passage(passage) => Some(passage),
            Self::Absence(_) => None,
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
