//! A case at a glance: what the list of cases shows of it, as a value that can be kept, so that the list stands on the screen before every
//! entry of every case is read. Everything in it follows from the entries; nothing in it depends on the hour at which it is looked at.

use serde::{Deserialize, Serialize};

use super::{
    event::CaseAbout,
    finding::FindingState,
    inspection::{Case, Inspection, Sitting},
    time::Moment,
    walk,
};

/// A case as the list of cases needs it. Another form of it than today's does not read, and is made anew from the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glance {
    /// Pseudonymous.
    pub reference: String,
    /// What is known of the child.
    pub about: CaseAbout,
    /// Documents of the case file.
    pub documents: usize,
    /// Documents that somebody opened in a sitting.
    pub opened: usize,
    /// Findings agreed.
    pub agreed: usize,
    /// Findings that are not withdrawn.
    pub findings: usize,
    /// Refer-backs still open: whom each was told to.
    pub refer_backs: Vec<String>,
    /// The last sitting.
    pub sitting: Option<SittingGlance>,
    /// What still wants both people.
    pub left: usize,
}

/// When a sitting was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingGlance {
    /// When it began.
    pub opened: Moment,
    /// When it ended.
    pub closed: Option<Moment>,
    /// When it was paused and not resumed.
    pub paused: Option<Moment>,
    /// Milliseconds spent in pauses that are over.
    pub paused_ms: i64,
}

impl SittingGlance {
    /// Minutes sat so far, pauses left out.
    #[must_use]
    pub fn minutes(&self, now: Moment) -> u64 {
        let end = self.closed.or(self.paused).unwrap_or(now);
        let ms = end
            .utc_ms
            .saturating_sub(self.opened.utc_ms)
            .saturating_sub(self.paused_ms);
        u64::try_from(ms / 60_000).unwrap_or(0)
    }
}

impl From<&Sitting> for SittingGlance {
    fn from(sitting: &Sitting) -> Self {
        Self {
            opened: sitting.opened,
            closed: sitting.closed,
            paused: sitting.paused,
            paused_ms: sitting.paused_ms,
        }
    }
}

impl Glance {
    /// Whether its last sitting is closed.
    #[must_use]
    pub fn done(&self) -> bool {
        self.sitting
            .as_ref()
            .is_some_and(|sitting| sitting.closed.is_some())
    }
}

impl Inspection {
    /// One of its cases at a glance.
    #[must_use]
    pub fn glance(&self, case: &Case) -> Glance {
        let states: Vec<_> = case
            .findings
            .values()
            .map(|finding| self.finding_state(case, finding))
            .collect();
        let of = |wanted: FindingState| states.iter().filter(|state| **state == wanted).count();
        Glance {
            reference: case.reference.clone(),
            about: case.about.clone(),
            documents: case.documents.len(),
            opened: case.documents.keys().filter(|no| case.opened(**no)).count(),
            agreed: of(FindingState::Agreed),
            findings: states.len() - of(FindingState::Withdrawn),
            refer_backs: case
                .open_refer_backs()
                .map(|raised| raised.told_to.clone())
                .collect(),
            sitting: case.sitting().map(SittingGlance::from),
            left: walk::left(self, case).total(),
        }
    }
}
