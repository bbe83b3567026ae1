//! What the plans said of a service, one after the other: listed first, changed, dropped without a word. Facts of the file, in the order of
//! the documents' own days; what was listed without a day is told after them, in the order it was kept.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Listing, Service, ServiceState, alike::same_words};
use crate::casework::{
    document::Documents,
    ids::{DocumentNo, ServiceNo},
    inspection::Case,
    time,
};

/// One thing a document, or a list, said of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day of the document; none where it has none, or no document says it.
    pub day: Option<Date>,
    /// The document that says it, or that leaves the service out.
    pub document: Option<DocumentNo>,
    /// Which of the service's listings it is, from 0: its anchors are the words of that plan. None where a plan leaves it out.
    pub listing: Option<usize>,
    /// What.
    pub what: StepKind,
}

/// What a step says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Listed for the first time.
    First,
    /// Listed again with nothing changed.
    Again,
    /// Listed again, and these fields say something else than before.
    Changed(Vec<Change>),
    /// A later plan does not list it, and nothing says that it ended.
    Dropped,
}

/// A field that says something else than in the listing before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As it is labelled: "Planned".
    pub field: &'static str,
    /// Before; empty where it said nothing.
    pub from: String,
    /// Now.
    pub to: String,
}

impl Change {
    /// As a line: `Planned: 5 hours a week -> 3 hours a week`.
    #[must_use]
    pub fn shown(&self) -> String {
        if self.from.is_empty() {
            format!("{}: {} (not said before)", self.field, self.to)
        } else {
            format!("{}: {} -> {}", self.field, self.from, self.to)
        }
    }
}

impl Step {
    /// As a line: `listed first in “Child protection plan” of 19 Jan 2012`.
    #[must_use]
    pub fn shown(&self, case: &Case, service: &Service) -> String {
        let place = self.place(case, service);
        match &self.what {
            StepKind::First => format!("listed first {place}"),
            StepKind::Again => format!("listed again, unchanged, {place}"),
            StepKind::Changed(changes) => {
                let changes: Vec<_> = changes.iter().map(Change::shown).collect();
                format!("{}, {place}", changes.join("; "))
            }
            StepKind::Dropped => format!("not listed {place}, and nothing says that it ended"),
        }
    }

    fn place(&self, case: &Case, service: &Service) -> String {
        if let Some(document) = self.document.and_then(|no| case.documents.get(&no)) {
            // A document with only a day of recording says that day.
            let day = document.dates.happened.is_none().then_some(self.day);
            let day = day
                .flatten()
                .map_or_else(String::new, |day| format!(" of {}", time::day(day)));
            return format!("in {}{day}", document.called());
        }
        let listing = self.listing.and_then(|at| service.listings.get(at));
        match listing {
            Some(listing) if !listing.source.is_empty() => format!("in {}", listing.source),
            Some(Listing { by: None, .. }) => "by the authority".to_owned(),
            _ => "in the room".to_owned(),
        }
    }
}

/// The documents that list services, in the order of their days.
struct Plans {
    /// Which services each lists.
    listed: BTreeMap<(Date, DocumentNo), BTreeSet<ServiceNo>>,
}

impl Plans {
    fn of(case: &Case) -> Self {
        let mut listed: BTreeMap<(Date, DocumentNo), BTreeSet<ServiceNo>> = BTreeMap::new();
        for service in case.services.values() {
            for listing in &service.listings {
                if let Some(place) = place(listing, &case.documents) {
                    listed.entry(place).or_default().insert(service.no);
                }
            }
        }
        Self { listed }
    }

    /// The plans that speak of the package anew: those that call themselves a plan, or that list again what an earlier document listed. A
    /// record that only adds a service leaves nothing out.
    fn whole(&self, documents: &Documents) -> Vec<(Date, DocumentNo)> {
        let mut before: BTreeSet<ServiceNo> = BTreeSet::new();
        let mut whole = Vec::new();
        for (place, services) in &self.listed {
            let plan = documents
                .get(&place.1)
                .is_some_and(|document| document.kind.to_lowercase().contains("plan"));
            if plan || services.iter().any(|no| before.contains(no)) {
                whole.push(*place);
            }
            before.extend(services);
        }
        whole
    }
}

/// Where a listing stands among the documents; none where it has no day.
fn place(listing: &Listing, documents: &Documents) -> Option<(Date, DocumentNo)> {
    Some((listing.day(documents)?, listing.document()?))
}

/// What was said of one service, in order.
#[must_use]
pub fn history(case: &Case, no: ServiceNo) -> Vec<Step> {
    let whole = Plans::of(case).whole(&case.documents);
    case.services
        .get(&no)
        .map_or_else(Vec::new, |service| told(case, service, &whole))
}

/// The same of every service of a case.
#[must_use]
pub fn histories(case: &Case) -> BTreeMap<ServiceNo, Vec<Step>> {
    let whole = Plans::of(case).whole(&case.documents);
    case.services
        .values()
        .map(|service| (service.no, told(case, service, &whole)))
        .collect()
}

fn told(case: &Case, service: &Service, whole: &[(Date, DocumentNo)]) -> Vec<Step> {
    let mut dated: Vec<((Date, DocumentNo), usize)> = Vec::new();
    let mut undated: Vec<usize> = Vec::new();
    for (at, listing) in service.listings.iter().enumerate() {
        match place(listing, &case.documents) {
            Some(place) => dated.push((place, at)),
            None => undated.push(at),
        }
    }
    dated.sort_unstable();
    let mut steps = Vec::new();
    let mut before: Option<usize> = None;
    for (at, (place, listing)) in dated.iter().enumerate() {
        let from = at.checked_sub(1).and_then(|at| dated.get(at));
        if let Some((from, _)) = from {
            // It was away in between, and came back.
            steps.extend(left_out(whole, *from, Some(*place)));
        }
        steps.push(listed(case, service, *listing, before, Some(*place)));
        before = Some(*listing);
    }
    if let Some((last, _)) = dated.last().filter(|_| may_be_missed(service)) {
        steps.extend(left_out(whole, *last, None));
    }
    let mut before = None;
    for listing in undated {
        let mut step = listed(case, service, listing, before, None);
        if before.is_none() && !steps.is_empty() {
            step.what = StepKind::Again;
        }
        steps.push(step);
        before = Some(listing);
    }
    steps
}

/// Whether somebody may miss a service that a later plan does not name: it was offered, and nothing says that it was declined or ended.
fn may_be_missed(service: &Service) -> bool {
    let over = [
        ServiceState::Ended,
        ServiceState::Declined,
        ServiceState::NotOffered,
    ];
    !over.contains(&service.details.state) && service.details.end.is_empty()
}

/// The first plan after `from`, and before `until`, that does not list it.
fn left_out(
    whole: &[(Date, DocumentNo)],
    from: (Date, DocumentNo),
    until: Option<(Date, DocumentNo)>,
) -> Option<Step> {
    let missing = whole
        .iter()
        .find(|place| place.0 > from.0 && until.is_none_or(|until| place.0 < until.0))?;
    Some(Step {
        day: Some(missing.0),
        document: Some(missing.1),
        listing: None,
        what: StepKind::Dropped,
    })
}

fn listed(
    case: &Case,
    service: &Service,
    at: usize,
    before: Option<usize>,
    place: Option<(Date, DocumentNo)>,
) -> Step {
    let listing = |at: usize| service.listings.get(at);
    let what = match before.and_then(listing).zip(listing(at)) {
        None => StepKind::First,
        Some((before, now)) => {
            let changes = changes(before, now);
            if changes.is_empty() {
                StepKind::Again
            } else {
                StepKind::Changed(changes)
            }
        }
    };
    Step {
        day: place
            .map(|(day, _)| day)
            .or_else(|| listing(at)?.day(&case.documents)),
        document: listing(at).and_then(Listing::document),
        listing: Some(at),
        what,
    }
}

/// The fields that say something else. One that says nothing now is no change: many lists have no column for it.
fn changes(before: &Listing, now: &Listing) -> Vec<Change> {
    let mut changes: Vec<Change> = before
        .details
        .fields()
        .zip(now.details.fields())
        .filter(|((_, from), (_, to))| !to.is_empty() && !same_words(from, to))
        .map(|((field, from), (_, to))| Change {
            field,
            from: from.to_owned(),
            to: to.to_owned(),
        })
        .collect();
    let (from, to) = (before.details.state, now.details.state);
    if from != to && to != ServiceState::Offered {
        changes.push(Change {
            field: "State",
            from: from.word().to_owned(),
            to: to.word().to_owned(),
        });
    }
    changes
}
