//! Texts as they come, and where a reader is in them.

use std::sync::Arc;

use crate::{
    casework::{DocumentNo, Sha256},
    desk::text::OpenText,
};

/// Where a reader is in a document: a place in the text, and how far down the screen it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// A byte on the line being read.
    pub byte: usize,
    /// Rows of the pane above that line.
    pub above: usize,
}

/// A document's text, as far as it has come.
#[derive(Clone, Debug)]
pub enum Shelved {
    /// On its way.
    Coming,
    /// Here.
    Here(Arc<OpenText>),
    /// There are no words, but pages to look at; what they are.
    Pictures(String),
    /// Not to be had, and why.
    Failed(String),
}

/// An older text of a document, in front of its present one.
#[derive(Clone, Debug)]
pub struct Older {
    /// Of which document.
    pub document: DocumentNo,
    /// The bytes it was read from.
    pub version: Sha256,
    /// Which text.
    pub text: Sha256,
    /// The text, as far as it has come.
    pub shelved: Shelved,
    /// Where the reader was in the present text.
    pub back: Place,
}
