//! The package of support as a screen needs it: what its words say of days is read here, then gaps, history, bars and who is heard are told by
//! `casework`. Told once a change, never once a frame: [`Kept`] holds it.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use jiff::civil::Date;

use crate::{
    casework::{
        Case, CaseNo, Inspection, Perspective, Service, ServiceNo,
        package::{self, Bar, Days, Gap, Said, ServiceDays, Step},
        perspectives::{self, Rules},
    },
    reading::dates::{self, Found, Written, Years},
};

const PERSPECTIVES: &str = include_str!("../../assets/perspectives.toml");

/// Everything that follows from a package of support.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// What the words of each service say of its days.
    pub days: Days,
    /// What the package does not show, those set aside among them.
    pub gaps: Vec<Gap>,
    /// What the plans said of each service, in order.
    pub histories: BTreeMap<ServiceNo, Vec<Step>>,
    /// Each service as a stretch of time.
    pub bars: Vec<Bar>,
    /// Whose perspective is heard, and how often.
    pub perspectives: Vec<Perspective>,
}

/// Tells the package of a case.
#[must_use]
pub fn package(inspection: &Inspection, case: &Case) -> Package {
    let days = days(case);
    Package {
        gaps: package::gaps(case, &days),
        histories: package::histories(case),
        bars: package::bars(case, &days),
        perspectives: perspectives::perspectives(inspection, case, rules()),
        days,
    }
}

/// What perspectives are told by: read once.
#[must_use]
pub fn rules() -> &'static Rules {
    static ONE: OnceLock<Rules> = OnceLock::new();
    // A test rules out that they do not parse.
    ONE.get_or_init(|| Rules::parse(PERSPECTIVES).unwrap_or_default())
}

/// A package told, with what it was told from: told again only when an entry came.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    of: Option<(CaseNo, u64)>,
    told: Arc<Package>,
    times: u64,
}

impl Kept {
    /// Tells the package of a case where that changed since, and gives it. Whoever draws holds what it gives; nothing is told while drawing.
    pub fn refresh(&mut self, inspection: &Inspection, no: CaseNo) -> Arc<Package> {
        let of = Some((no, inspection.entries));
        if self.of != of {
            self.told = inspection
                .cases
                .get(&no)
                .map_or_else(Arc::default, |case| Arc::new(package(inspection, case)));
            self.of = of;
            self.times += 1;
        }
        Arc::clone(&self.told)
    }

    /// The package as it was told last; empty before.
    #[must_use]
    pub fn told(&self) -> &Arc<Package> {
        &self.told
    }

    /// How often it was told.
    #[must_use]
    pub fn times(&self) -> u64 {
        self.times
    }
}

/// What the words of every service of a case say of its days.
#[must_use]
pub fn days(case: &Case) -> Days {
    case.services
        .values()
        .map(|service| (service.no, of_service(service)))
        .collect()
}

/// Words before a day in a field for something else that say that the service begins there.
const BEGINS: &[&str] = &[
    "from",
    "since",
    "starting",
    "started",
    "begins",
    "began",
    "beginning",
];
/// The same for its end.
const ENDS: &[&str] = &[
    "until", "ended", "stopped", "finished", "closed", "ceased", "ending",
];

fn of_service(service: &Service) -> ServiceDays {
    let details = &service.details;
    // Plans say "weekly from 31 January 2012" in their column for how often.
    let start = said(&details.start, None).unwrap_or_else(|| {
        said(&details.planned, Some(BEGINS))
            .or_else(|| said(&details.delivered, Some(BEGINS)))
            .unwrap_or_default()
    });
    let end = said(&details.end, None).unwrap_or_else(|| {
        said(&details.delivered, Some(ENDS))
            .or_else(|| said(&details.start, Some(ENDS)))
            .or_else(|| said(&details.planned, Some(ENDS)))
            .unwrap_or_default()
    });
    ServiceDays {
        start,
        end,
        review: said(&details.review, None).unwrap_or_default(),
    }
}

/// What some words say of a day; none where they are empty. With `after`, only where one of these words stands before a day or other words
/// of time ("from Easter").
fn said(words: &str, after: Option<&[&str]>) -> Option<Said> {
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    let years = Years::of(words);
    let found = match after {
        None => words,
        Some(after) => rest_after(words, after)?,
    };
    let mut said = Said {
        words: words.to_owned(),
        ..Said::default()
    };
    let near = |written: &&Written| after.is_none() || written.range.start < NEAR;
    let all = dates::all(found, years);
    if let Some(written) = all
        .iter()
        .find(|written| written.found != Found::CannotBe)
        .filter(near)
    {
        match written.found {
            Found::Day(day) => said.day = Some(day),
            Found::Span(from, until) => (said.day, said.until) = (Some(from), Some(until)),
            Found::Month(year, month) => {
                said.day = Date::new(year, month, 1).ok();
                said.about = true;
            }
            Found::CannotBe => {}
        }
    }
    // "Closed group" says nothing of time.
    let of_time = said.day.is_some() || after.is_none_or(|after| after == BEGINS);
    of_time.then_some(said)
}

/// Bytes after a word such as "from" within which its day begins.
const NEAR: usize = 12;

/// What stands after the first of some whole words.
fn rest_after<'a>(words: &'a str, after: &[&str]) -> Option<&'a str> {
    let mut at = 0;
    for word in words.split_inclusive(|letter: char| !letter.is_alphanumeric()) {
        at += word.len();
        let bare = word.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        if after.iter().any(|known| bare.eq_ignore_ascii_case(known)) {
            return words.get(at..);
        }
    }
    None
}
