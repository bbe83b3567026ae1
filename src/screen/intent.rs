//! What a form makes when it is kept. Stored with half-typed words, so that they come back as what they were.

use serde::{Deserialize, Serialize};

use crate::casework::{
    About, ActionNo, DocumentNo, FindingNo, JourneyEventNo, ParticipantNo, ReferBackNo, RemarkNo,
    ServiceNo, package::GapKey,
};
use crate::desk::pages::package::Cell;

/// What a form makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// A remark, perhaps a reply, perhaps about a service or finding.
    Remark {
        /// The remark it answers.
        reply_to: Option<RemarkNo>,
        /// What it is about.
        about: Option<About>,
    },
    /// A remark that something is not there.
    Absence {
        /// What it is about.
        about: Option<About>,
    },
    /// A new finding, resting on these remarks.
    Finding {
        /// Remarks it rests on.
        heard: Vec<RemarkNo>,
        /// The service it speaks of.
        about: Option<About>,
    },
    /// Other words for a finding.
    Reword(FindingNo),
    /// A disagreement with its reason.
    Disagree(FindingNo),
    /// A finding set aside.
    Park(FindingNo),
    /// A finding taken back.
    Withdraw(FindingNo),
    /// A new service.
    Service,
    /// A service edited.
    EditService(ServiceNo),
    /// One cell of a service, written where it stands.
    Cell(ServiceNo, Cell),
    /// A question about the package set aside.
    DismissGap(GapKey),
    /// An event of the child's journey.
    JourneyEvent,
    /// Such an event edited.
    EditJourneyEvent(JourneyEventNo),
    /// An action from a finding.
    Action(FindingNo),
    /// An action edited.
    EditAction(ActionNo),
    /// An action dropped.
    DropAction(ActionNo),
    /// Why somebody does not sign.
    Decline(ParticipantNo),
    /// A refer-back, on the case with this reference.
    ReferBack,
    /// An answer to a refer-back.
    ReferBackReply(ReferBackNo),
    /// A refer-back closed.
    ReferBackClose(ReferBackNo),
    /// A person named.
    Person,
    /// A name listed with what stands for it.
    Identifier,
    /// What a document is called, its kind and its dates.
    Describe(DocumentNo),
    /// A new inspection.
    NewInspection,
    /// Notes written out.
    Export,
}
