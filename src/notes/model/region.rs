//! What the notes say of a page as it looks, or of a part of it.

use serde::{Deserialize, Serialize};

use super::DocumentRef;
use crate::casework::{Part, Sha256};

/// A page as it looks, or a part of it: the notes name the place, the picture stays in the case file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionNotes {
    /// The document.
    pub document: DocumentRef,
    /// The page, counted from 1; 1 for a picture that has no pages.
    pub page: u32,
    /// Where, for people: `page 3, upper left`.
    pub place: String,
    /// The part of the page; `None` for the whole of it.
    pub part: Option<Part>,
    /// SHA-256 of the document's bytes the page is drawn from.
    pub version_sha256: Sha256,
    /// Whether the document was altered since: the page is of an earlier version.
    pub earlier_version: bool,
}
