//! The inspection: its cases as rows, and beside them how far it has come.

use std::collections::BTreeMap;

use crate::casework::{CaseNo, Glance, Inspection, Moment, time};

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
    let glances = inspection
        .cases
        .iter()
        .map(|(no, case)| (*no, inspection.glance(case)))
        .collect();
    page_of(inspection, &glances, now)
}

/// The page made of the cases at a glance: nothing else is read of them.
#[must_use]
pub fn page_of(
    inspection: &Inspection,
    glances: &BTreeMap<CaseNo, Glance>,
    now: Moment,
) -> InspectionPage {
    let mut rows: Vec<_> = glances
        .iter()
        .map(|(no, glance)| row(*no, glance, now))
        .collect();
    rows.sort_by(|a, b| a.reference.cmp(&b.reference));
    let refer_backs = glances
        .values()
        .flat_map(|glance| {
            glance
                .refer_backs
                .iter()
                .map(|told_to| format!("{} · told to {told_to}", glance.reference))
        })
        .collect();
    let done = glances.values().filter(|glance| glance.done()).count();
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

fn row(no: CaseNo, glance: &Glance, now: Moment) -> CaseRow {
    CaseRow {
        no,
        reference: glance.reference.clone(),
        age: age_words(glance.about.age),
        status: glance.about.status.clone(),
        in_sample: glance.about.in_sample,
        read: (glance.opened, glance.documents),
        findings: (glance.agreed, glance.findings),
        refer_backs: glance.refer_backs.len(),
        state: state_words(glance, now),
    }
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

fn state_words(glance: &Glance, now: Moment) -> String {
    let left = glance.left;
    match &glance.sitting {
        None => "not begun".to_owned(),
        Some(sitting) => match (sitting.closed, sitting.paused) {
            (Some(closed), _) => format!("closed {}", time::day(closed.date())),
            (None, Some(_)) => format!("paused, {left} left"),
            (None, None) => format!("open {}, {left} left", time::duration(sitting.minutes(now))),
        },
    }
}
