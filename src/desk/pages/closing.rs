//! The last walk before a sitting is closed: each finding once more in full, what rests on one strand as a question, and who signs.

use super::{
    Line, Page, Role,
    findings::{Detail, card},
};
use crate::casework::{
    Case, Framework, Inspection, ParticipantNo, Sha256, Sitting,
    closing::{self, Stands, Step},
};

/// The findings to be looked over, and the questions about those that rest on one strand or none.
#[must_use]
pub fn walk(case: &Case, sitting: &Sitting) -> Vec<Step> {
    // Whatever is signed, what is looked over is the same.
    closing::steps(case, sitting, Sha256([0; 32]))
        .into_iter()
        .filter(|step| matches!(step, Step::LookOver(_) | Step::OneStrand(..)))
        .collect()
}

/// One step of the walk.
#[must_use]
pub fn step(inspection: &Inspection, case: &Case, framework: &Framework, step: Step) -> Page {
    let mut page = Page::new("This finding is no longer there.");
    let (no, question) = match step {
        Step::LookOver(no) => (no, None),
        Step::OneStrand(no, lacks) => (no, Some(lacks.question())),
        Step::Sign(..) | Step::Seal(_) => return page,
    };
    let Some(finding) = case.findings.get(&no) else {
        return page;
    };
    if let Some(question) = question {
        page.push(
            None,
            vec![Line::new(0, Role::Waiting, question), Line::default()],
        );
    }
    page.push(
        super::Item::Finding(no),
        card(inspection, case, framework, finding, Detail::Full),
    );
    page
}

/// One participant on the list of those who sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Who.
    pub who: ParticipantNo,
    /// `RO Lead inspector`.
    pub shown: String,
    /// Where they stand with it.
    pub stands: Stands,
    /// Beside it: the reason why not, or when they signed and with which key.
    pub beside: String,
}

/// Everyone who is asked to sign `text`.
#[must_use]
pub fn signers(inspection: &Inspection, sitting: &Sitting, text: Sha256) -> Vec<Signer> {
    use crate::casework::Signing;

    closing::signers(sitting)
        .into_iter()
        .map(|who| Signer {
            who,
            shown: inspection.person(who),
            stands: closing::stands(sitting, who, text),
            beside: match sitting.signing.get(&who) {
                Some(Signing::Signed(signed)) => {
                    format!("{}, key {}…", signed.at.clock(), signed.public_key.short())
                }
                Some(Signing::Not {
                    reason,
                    on_paper: false,
                    ..
                }) => reason.clone(),
                Some(Signing::Not { .. }) | None => String::new(),
            },
        })
        .collect()
}
