//! What the notes say of the package of support beside its services: what it does not show, and who is heard.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::WithdrawnNotes;
use crate::casework::{DocumentNo, GapKind, ServiceNo};

/// One thing a plan, or a list, said of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepNotes {
    /// The day of the document that says it; `None` where it has none.
    pub day: Option<Date>,
    /// The document, where one says it.
    pub stands_in: Option<DocumentNo>,
    /// What, as a line.
    pub words: String,
}

/// What follows from the package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageTold {
    /// What the package does not show, as questions.
    pub gaps: Vec<GapNotes>,
    /// Whose perspective is heard, and how often.
    pub perspectives: Vec<PerspectiveNotes>,
}

/// Something the package does not show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapNotes {
    /// What kind of thing.
    pub gap: GapKind,
    /// The service it is about, by number.
    pub about_service: Option<ServiceNo>,
    /// As a question.
    pub question: String,
    /// Days, where it is about days.
    pub days: Option<i32>,
    /// Set aside, with the reason.
    pub dismissed: Option<WithdrawnNotes>,
}

/// How often somebody is heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerspectiveNotes {
    /// Who.
    pub who: String,
    /// Remarks in the last sitting.
    pub in_sitting: u32,
    /// Documents of the file.
    pub in_file: u32,
    /// Findings.
    pub in_findings: u32,
}
