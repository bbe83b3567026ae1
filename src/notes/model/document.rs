//! How the notes name a document.

use serde::{Deserialize, Serialize};

use crate::casework::{DocumentDates, DocumentNo};

/// A document wherever one is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRef {
    /// Within the case.
    pub no: DocumentNo,
    /// As its first heading says, else as its file is named.
    pub title: String,
    /// Visit, core group minutes, assessment …
    pub kind: String,
    /// What it says of its own dates.
    pub dates: DocumentDates,
    /// What of it stands in other documents of the case too, as a sentence; empty where nothing worth saying does.
    pub repeats: String,
}
