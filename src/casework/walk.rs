//! The walk: what still wants both people, in the order they would take it. One key goes from each to the next; none of it blocks anything.

use super::{
    discussion::{About, RemarkKind},
    document, earlier,
    finding::FindingState,
    ids::{DocumentNo, FindingNo, RemarkNo, ServiceNo},
    inspection::{Case, Inspection},
};

/// One thing that wants both people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Nobody opened it in any sitting.
    Unopened(DocumentNo),
    /// No remark or finding is about it.
    Undiscussed(ServiceNo),
    /// A question nobody answered.
    Unanswered(RemarkNo),
    /// A finding that waits for a position.
    ToAnswer(FindingNo),
    /// A finding set aside.
    Parked(FindingNo),
    /// A finding that stands on words which changed since it was agreed to.
    EarlierText(FindingNo),
}

/// How much is left, by kind, and how much there is in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Documents nobody opened.
    pub unopened: usize,
    /// Services nobody discussed.
    pub undiscussed: usize,
    /// Questions nobody answered.
    pub unanswered: usize,
    /// Findings that wait for a position.
    pub to_answer: usize,
    /// Findings set aside.
    pub parked: usize,
    /// Findings that stand on words which changed since.
    pub earlier: usize,
    /// Everything that was or is such a thing: documents, services, questions and findings.
    pub of: usize,
}

impl Left {
    /// Steps left.
    #[must_use]
    pub fn total(&self) -> usize {
        self.unopened
            + self.undiscussed
            + self.unanswered
            + self.to_answer
            + self.parked
            + self.earlier
    }

    /// Steps done, in parts of `cells` (for the bar).
    #[must_use]
    pub fn filled(&self, cells: usize) -> usize {
        (self.of.saturating_sub(self.total()) * cells)
            .checked_div(self.of)
            .unwrap_or(cells)
    }

    /// As the bottom line says it: `3 documents unread · 1 question to answer`.
    #[must_use]
    pub fn shown(&self) -> String {
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {many}")),
        };
        let parts: Vec<String> = [
            counted(self.unopened, "document unread", "documents unread"),
            counted(
                self.undiscussed,
                "service to discuss",
                "services to discuss",
            ),
            counted(self.unanswered, "question to answer", "questions to answer"),
            counted(self.to_answer, "finding to answer", "findings to answer"),
            counted(self.parked, "parked", "parked"),
            counted(
                self.earlier,
                "finding over earlier text",
                "findings over earlier text",
            ),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            "everything has been gone through".to_owned()
        } else {
            parts.join(" · ")
        }
    }
}

/// Everything that wants both people, in the order of the walk.
#[must_use]
pub fn steps(inspection: &Inspection, case: &Case) -> Vec<Step> {
    let mut steps: Vec<Step> = document::reading_order(&case.documents)
        .into_iter()
        .filter(|no| !case.opened(*no))
        .map(Step::Unopened)
        .collect();
    steps.extend(
        case.services
            .keys()
            .copied()
            .filter(|no| !discussed(case, *no))
            .map(Step::Undiscussed),
    );
    steps.extend(
        case.remarks
            .values()
            .filter(|remark| remark.kind == RemarkKind::Question)
            .filter(|remark| case.replies(remark.no).next().is_none())
            .map(|remark| Step::Unanswered(remark.no)),
    );
    for finding in case.findings.values() {
        match inspection.finding_state(case, finding) {
            FindingState::Waiting(_) | FindingState::SideAbsent(_) => {
                steps.push(Step::ToAnswer(finding.no));
            }
            FindingState::Parked => steps.push(Step::Parked(finding.no)),
            FindingState::Agreed | FindingState::NotAgreed => {
                if earlier::earlier(case, finding).is_some() {
                    steps.push(Step::EarlierText(finding.no));
                }
            }
            FindingState::Withdrawn => {}
        }
    }
    // Stable: within a kind the order is the one in which they were gathered, documents in reading order.
    steps.sort_by_key(|step| kind(*step));
    steps
}

/// Whether anyone said anything about a service.
#[must_use]
pub fn discussed(case: &Case, service: ServiceNo) -> bool {
    let about = Some(About::Service(service));
    case.remarks.values().any(|remark| remark.about == about)
        || case
            .findings
            .values()
            .any(|finding| finding.about == about && finding.withdrawn.is_none())
}

/// How much is left.
#[must_use]
pub fn left(inspection: &Inspection, case: &Case) -> Left {
    let questions = case
        .remarks
        .values()
        .filter(|remark| remark.kind == RemarkKind::Question)
        .count();
    let mut left = Left {
        of: case.documents.len() + case.services.len() + questions + case.findings.len(),
        ..Left::default()
    };
    for step in steps(inspection, case) {
        match step {
            Step::Unopened(_) => left.unopened += 1,
            Step::Undiscussed(_) => left.undiscussed += 1,
            Step::Unanswered(_) => left.unanswered += 1,
            Step::ToAnswer(_) => left.to_answer += 1,
            Step::Parked(_) => left.parked += 1,
            Step::EarlierText(_) => left.earlier += 1,
        }
    }
    left
}

/// The step after `from` in the walk, coming round at the end; the first where `from` is none or done.
#[must_use]
pub fn next(steps: &[Step], from: Option<Step>) -> Option<Step> {
    let at = from.and_then(|from| steps.iter().position(|step| *step == from));
    if let Some(at) = at {
        return steps.get((at + 1) % steps.len()).copied();
    }
    // A step just done is no longer listed: go on with the first that stands after its place. Documents stand in reading order, which
    // their numbers do not tell: after one of them, with the first that is left.
    let stands_after = |step: Step, from: Step| match (step, from) {
        (Step::Unopened(_), Step::Unopened(_)) => true,
        (step, from) => step > from,
    };
    let later = from.and_then(|from| steps.iter().copied().find(|step| stands_after(*step, from)));
    later.or_else(|| steps.first().copied())
}

fn kind(step: Step) -> u8 {
    match step {
        Step::Unopened(_) => 0,
        Step::Undiscussed(_) => 1,
        Step::Unanswered(_) => 2,
        Step::ToAnswer(_) => 3,
        Step::Parked(_) => 4,
        Step::EarlierText(_) => 5,
    }
}
