//! What is said in the sitting: remarks, and replies to them.

use serde::{Deserialize, Serialize};

use super::{
    anchor::Anchor,
    ids::{FindingNo, ParticipantNo, RemarkNo, Seq, ServiceNo, SittingNo},
    time::Moment,
};

/// What kind of thing was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// Wants an answer; the walk comes back to it until it has one.
    Question,
    /// What someone sees in the file.
    Observation,
    /// What the file does not say by itself.
    Explanation,
    /// Doubt about what was said or written.
    Challenge,
    /// What the child said or would say.
    ChildsView,
    /// What the family said.
    FamilysView,
}

impl RemarkKind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 6] = [
        Self::Observation,
        Self::Question,
        Self::Explanation,
        Self::Challenge,
        Self::ChildsView,
        Self::FamilysView,
    ];

    /// The word on screen and in the notes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Observation => "observation",
            Self::Explanation => "explanation",
            Self::Challenge => "challenge",
            Self::ChildsView => "child's view",
            Self::FamilysView => "family's view",
        }
    }
}

/// What a remark is about, besides the words it points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A service of the package.
    Service(ServiceNo),
    /// A finding.
    Finding(FindingNo),
}

/// One thing said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Within the case.
    pub no: RemarkNo,
    /// Who held the pen.
    pub by: ParticipantNo,
    /// When it was kept.
    pub at: Moment,
    /// The entry that made it.
    pub seq: Seq,
    /// The sitting it was said in.
    pub sitting: SittingNo,
    /// What kind of thing it is.
    pub kind: RemarkKind,
    /// The words.
    pub words: String,
    /// What it points at.
    pub anchors: Vec<Anchor>,
    /// The remark it answers.
    pub reply_to: Option<RemarkNo>,
    /// The service or finding it is about.
    pub about: Option<About>,
}
