//! The inspection: its cases as rows, and beside them how far it has come.

use crate::casework::{
    Case, CaseNo, FindingState, Inspection, Moment, Sitting, document::Documents, time, walk,
};

/// One case as a row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its number.
    pub no: CaseNo,
    /// `N-017`.
    pub reference: String,
    /// `9`, `unborn`, or empty where it is not known.
    pub age: String,
    /// As the authority calls it.
    pub status: String,
    /// Whether it was chosen for the inspection.
    pub in_sample: bool,
    /// Documents opened by anyone, and in all.
    pub read: (usize, usize),
    /// Findings agreed, and all that are not withdrawn.
    pub findings: (usize, usize),
    /// Refer-backs still open.
    pub refer_backs: usize,
    /// Where it stands, in words.
    pub state: String,
}

/// The inspection beside its cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InspectionPage {
    /// The rows, in the order of their references.
    pub rows: Vec<CaseRow>,
    /// `day 3 of 10`, or the dates where today is outside them.
    pub day: String,
    /// Cases with a closed sitting, and in all.
    pub done: (usize, usize),
    /// Refer-backs still open, with their case.
    pub refer_backs: Vec<String>,
    /// Everyone named.
    pub people: Vec<String>,
}

/// The page of the whole inspection.
#[must_use]
pub fn page(inspection: &Inspection, now: Moment) -> InspectionPage {
    let mut rows: Vec<_> = inspection
        .cases
        .iter()
        .map(|(no, case)| row(inspection, *no, case, now))
        .collect();
    rows.sort_by(|a, b| a.reference.cmp(&b.reference));
    let refer_backs = inspection
        .cases
        .values()
        .flat_map(|case| {
            case.open_refer_backs()
                .map(|raised| format!("{} · told to {}", case.reference, raised.told_to))
        })
        .collect();
    let done = inspection.cases.values().filter(|case| done(case)).count();
    InspectionPage {
        day: day_words(inspection, now),
        done: (done, rows.len()),
        rows,
        refer_backs,
        people: inspection
            .people
            .values()
            .map(|person| format!("{} ({})", person.shown(), person.side.word()))
            .collect(),
    }
}

fn done(case: &Case) -> bool {
    case.sitting()
        .is_some_and(|sitting| sitting.closed.is_some())
}

/// `day 3 of 10`, or the dates where today is outside them.
#[must_use]
pub fn day_words(inspection: &Inspection, now: Moment) -> String {
    match (
        inspection.day_of(now.date(), crate::desk::timescales::calendar()),
        inspection.first_day,
        inspection.last_day,
    ) {
        (Some((day, of)), _, _) => format!("day {day} of {of}"),
        (None, Some(first), Some(last))
            if first.year() == last.year() && first.month() == last.month() =>
        {
            format!("{}–{}", first.day(), time::day(last))
        }
        (None, Some(first), Some(last)) => format!("{} – {}", time::day(first), time::day(last)),
        (None, Some(first), None) => format!("from {}", time::day(first)),
        _ => String::new(),
    }
}

fn row(inspection: &Inspection, no: CaseNo, case: &Case, now: Moment) -> CaseRow {
    let states: Vec<_> = case
        .findings
        .values()
        .map(|finding| inspection.finding_state(case, finding))
        .collect();
    let agreed = states
        .iter()
        .filter(|state| **state == FindingState::Agreed)
        .count();
    let standing = states
        .iter()
        .filter(|state| **state != FindingState::Withdrawn)
        .count();
    CaseRow {
        no,
        reference: case.reference.clone(),
        age: age_words(case.about.age),
        status: case.about.status.clone(),
        in_sample: case.about.in_sample,
        read: read(case, &case.documents),
        findings: (agreed, standing),
        refer_backs: case.open_refer_backs().count(),
        state: state_words(inspection, case, case.sitting(), now),
    }
}

fn read(case: &Case, documents: &Documents) -> (usize, usize) {
    (
        documents.keys().filter(|no| case.opened(**no)).count(),
        documents.len(),
    )
}

/// The age of a child in words; an unborn child is -1 in the official lists.
#[must_use]
pub fn age_words(age: Option<i16>) -> String {
    match age {
        None => String::new(),
        Some(-1) => "unborn".to_owned(),
        Some(0) => "under 1".to_owned(),
        Some(age) => age.to_string(),
    }
}

fn state_words(
    inspection: &Inspection,
    case: &Case,
    sitting: Option<&Sitting>,
    now: Moment,
) -> String {
    let Some(sitting) = sitting else {
        return "not begun".to_owned();
    };
    let left = walk::left(inspection, case);
    match (sitting.closed, sitting.paused) {
        (Some(closed), _) => format!("closed {}", time::day(closed.date())),
        (None, Some(_)) => format!("paused, {} left", left.total()),
        (None, None) => format!(
            "open {}, {} left",
            time::duration(sitting.minutes(now)),
            left.total()
        ),
    }
}
