//! A document as sealed beside the same document as presented again, with every change.

use std::sync::Arc;

use crate::{
    casework::{CaseNo, Document, DocumentNo, Sha256},
    reading::{
        Comparison, OpenText,
        compare::plain::{self, Said},
    },
};

/// What the old side is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The bytes.
    pub version: Sha256,
    /// The text read from them.
    pub text: Sha256,
    /// Which version it is, counted from 1.
    pub number: usize,
}

/// What the new side is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented {
    /// A file that is not taken in, by its name below the case folder.
    File(String),
    /// A later version that is.
    Version(Sealed),
}

impl Presented {
    /// As the screen and the command say it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::File(name) => format!("as presented: {name}"),
            Self::Version(version) => format!("version {}", version.number),
        }
    }
}

/// Both, and what differs.
#[derive(Debug)]
pub struct Pair {
    /// Of this case.
    pub case: CaseNo,
    /// This document.
    pub document: DocumentNo,
    /// As every list shows it.
    pub title: String,
    /// The old side.
    pub sealed: Sealed,
    /// The new side.
    pub presented: Presented,
    /// The old text.
    pub old: Arc<OpenText>,
    /// The new text.
    pub new: Arc<OpenText>,
    /// What differs.
    pub comparison: Comparison,
}

impl Pair {
    /// Compares.
    #[must_use]
    pub fn new(
        case: CaseNo,
        document: &Document,
        sealed: Sealed,
        presented: Presented,
        old: Arc<OpenText>,
        new: Arc<OpenText>,
    ) -> Self {
        let comparison = Comparison::of(old.text(), new.text());
        Self {
            case,
            document: document.no,
            title: document.shown(),
            sealed,
            presented,
            old,
            new,
            comparison,
        }
    }

    /// Every change in plain words.
    #[must_use]
    pub fn said(&self) -> Vec<Said> {
        plain::said(&self.comparison, &self.old, &self.new)
    }

    /// `14 words in 3 places, 1 paragraph moved`.
    #[must_use]
    pub fn extent(&self) -> String {
        let extent = self.comparison.extent();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        crate::casework::TextChange {
            words: count(extent.words),
            places: count(extent.places),
            moved: count(extent.moved),
            quotes_gone: Vec::new(),
        }
        .shown()
    }
}
