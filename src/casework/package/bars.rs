//! Each service as a stretch of time, for a picture. Facts with their days only: where a day is not known that is said, not drawn.

use jiff::civil::Date;

use super::{Days, Service, ServiceState, alike::Needs};
use crate::casework::{ids::ServiceNo, inspection::Case};

/// One service in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Which.
    pub service: ServiceNo,
    /// What it is called.
    pub name: String,
    /// Who gives it: its provider, else its owner; empty where neither is said.
    pub agency: String,
    /// Whether it is early help.
    pub early_help: bool,
    /// Where it stands.
    pub state: ServiceState,
    /// The first day on which a document that lists the need, or that is tied to the service, is dated.
    pub need_first: Option<Date>,
    /// The first day it was offered: that of the first document that lists it as offered, or of its start where that is earlier.
    pub offered: Option<Date>,
    /// The day it began, where its words say one.
    pub start: Option<Date>,
    /// How it goes on.
    pub end: BarEnd,
    /// Whether a day of it is only known by its month.
    pub about: bool,
    /// What its words say of its start that is no day: "weekly, from Easter". Empty where they give a day, or nothing.
    pub start_said: String,
}

/// How a service goes on after it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarEnd {
    /// It ended, or is to end, on this day.
    Day(Date),
    /// Nothing says that it ended.
    Open,
    /// It ended, and no day is said.
    Unknown,
    /// It never began: declined, or not offered.
    Never,
}

impl Bar {
    /// The earliest day known of it.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        [self.need_first, self.offered, self.start]
            .into_iter()
            .flatten()
            .min()
    }

    /// The latest day known of it.
    #[must_use]
    pub fn last(&self) -> Option<Date> {
        let end = match self.end {
            BarEnd::Day(day) => Some(day),
            _ => None,
        };
        [self.need_first, self.offered, self.start, end]
            .into_iter()
            .flatten()
            .max()
    }
}

/// The first day on which the file, as far as it is tied to the package, has the need of a service.
pub(super) fn need_first(case: &Case, service: &Service, needs: &Needs<'_>) -> Option<Date> {
    let need = needs.of_service(service.no);
    let listed = needs
        .listed
        .iter()
        .filter(|listed| listed.service == service.no || needs.alike(listed.need, need))
        .filter_map(|listed| listed.day);
    let tied = service
        .anchors
        .iter()
        .filter_map(|anchor| anchor.passage())
        .filter_map(|passage| case.documents.get(&passage.document)?.dates.sort_key());
    listed.chain(tied).min()
}

/// The first day a service was offered.
pub(super) fn offered(case: &Case, service: &Service, days: &Days) -> Option<Date> {
    if service.details.state == ServiceState::NotOffered {
        return None;
    }
    let listed = service
        .listings
        .iter()
        .filter(|listing| listing.details.state != ServiceState::NotOffered)
        .filter_map(|listing| listing.day(&case.documents))
        .min();
    let start = days.get(&service.no).and_then(|days| days.start.sure_day());
    listed.into_iter().chain(start).min()
}

/// Every service as a stretch of time, in the order of the package: early help first, then by number.
#[must_use]
pub fn bars(case: &Case, days: &Days) -> Vec<Bar> {
    let needs = Needs::of(case);
    let mut bars: Vec<Bar> = case
        .services
        .values()
        .map(|service| bar(case, service, days, &needs))
        .collect();
    bars.sort_by_key(|bar| (!bar.early_help, bar.service));
    bars
}

fn bar(case: &Case, service: &Service, days: &Days, needs: &Needs<'_>) -> Bar {
    let details = &service.details;
    let said = days.get(&service.no).cloned().unwrap_or_default();
    let last = said.end.day.or(said.start.until);
    let end = match (details.state, last) {
        (ServiceState::NotOffered | ServiceState::Declined, _) => BarEnd::Never,
        (_, Some(day)) => BarEnd::Day(day),
        (ServiceState::Ended, None) => BarEnd::Unknown,
        _ => BarEnd::Open,
    };
    let agency = if details.provider.is_empty() {
        &details.owner
    } else {
        &details.provider
    };
    Bar {
        service: service.no,
        name: details.service.clone(),
        agency: agency.clone(),
        early_help: details.early_help,
        state: details.state,
        need_first: need_first(case, service, needs),
        offered: offered(case, service, days),
        start: said.start.day.filter(|_| end != BarEnd::Never),
        end,
        about: said.start.about || said.end.about,
        start_said: if said.start.day.is_some() {
            String::new()
        } else {
            said.start.words
        },
    }
}
