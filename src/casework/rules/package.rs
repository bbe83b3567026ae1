//! What may be done to the package of support.

use super::{Refusal, Room, needed};
use crate::casework::{
    anchor::Anchor,
    event::Event,
    ids::{CaseNo, ServiceNo},
    inspection::{Case, Inspection},
    package::{
        Alike, GapKey, Service, ServiceDetails, ServiceListed, ServiceTaken, TakenRow,
        recognise_all,
    },
};

/// The event that takes rows into a package. A row that says nothing that is not listed already, from the same place, is left out.
fn taken(case: &Case, rows: Vec<TakenRow>, source: &str) -> Result<Event, Refusal> {
    let mut last = case.numbers.service;
    let mut taken: Vec<ServiceTaken> = Vec::new();
    for row in rows {
        needed(&row.details.service, "Service")?;
        let document = row.anchors.iter().find_map(Anchor::document);
        let known = match row.same_as {
            Some(no) => {
                let known = case.services.get(&no);
                Some(known.ok_or_else(|| Refusal::Gone(format!("Service {no}")))?)
            }
            None => None,
        };
        let listed = known.is_some_and(|service| {
            service
                .listings
                .iter()
                .any(|listing| listing.source == source && listing.says(&row.details, document))
        });
        if listed {
            continue;
        }
        let service = known.map_or_else(
            || {
                let no = ServiceNo::after(last);
                last = Some(no);
                no
            },
            |service| service.no,
        );
        taken.push(ServiceTaken {
            service,
            again: known.is_some(),
            details: row.details,
            anchors: row.anchors,
        });
    }
    if taken.is_empty() {
        return Err(Refusal::Unchanged);
    }
    Ok(Event::ServicesTaken {
        rows: taken,
        source: source.to_owned(),
    })
}

/// What listings that the authority writes into a case's `case.toml` come from.
const CASE_FILE: &str = "case.toml";

impl Inspection {
    /// Lists the services that the authority says the child was given or offered; those that it listed before just so are left out, and one that
    /// is a service of the package beyond doubt, in other words, is that one listed again.
    ///
    /// # Errors
    /// When none of them is new, or one has no name.
    pub fn list_services(
        &self,
        no: CaseNo,
        services: Vec<ServiceDetails>,
    ) -> Result<Vec<Event>, Refusal> {
        self.writable()?;
        let case = self.case(no)?;
        let mut new: Vec<ServiceDetails> = Vec::new();
        for details in services {
            needed(&details.service, "Service")?;
            let by_authority = |known: &Service| {
                let listings = known.listings.iter();
                listings
                    .filter(|listing| listing.by.is_none())
                    .any(|listing| listing.details == details)
            };
            if !case.services.values().any(by_authority) && !new.contains(&details) {
                new.push(details);
            }
        }
        let found = recognise_all(case, &new.iter().collect::<Vec<_>>());
        let mut last = case.numbers.service;
        let mut listed: Vec<ServiceListed> = Vec::new();
        let mut again: Vec<TakenRow> = Vec::new();
        for (details, found) in new.into_iter().zip(found) {
            match found {
                Some((same, Alike::Exact)) => again.push(TakenRow {
                    details,
                    anchors: Vec::new(),
                    same_as: Some(same),
                }),
                _ => {
                    let service = ServiceNo::after(last);
                    last = Some(service);
                    listed.push(ServiceListed { service, details });
                }
            }
        }
        let mut events = Vec::new();
        if !listed.is_empty() {
            events.push(Event::ServicesListed { services: listed });
        }
        if !again.is_empty() {
            events.push(taken(case, again, CASE_FILE)?);
        }
        if events.is_empty() {
            return Err(Refusal::Unchanged);
        }
        Ok(events)
    }

    /// Takes a list of the authority's into the package of a case: needs no sitting. `source` is the name of the file.
    ///
    /// # Errors
    /// When there is no such case, a row has no name, a service it is said to be is not there, or every row is listed already.
    pub fn take_services(
        &self,
        no: CaseNo,
        rows: Vec<TakenRow>,
        source: &str,
    ) -> Result<Event, Refusal> {
        self.writable()?;
        taken(self.case(no)?, rows, source)
    }
}

impl Room<'_> {
    /// Takes rows of a table into the package: all of them in one act, which one undo takes back.
    ///
    /// # Errors
    /// When a row has no name, a service it is said to be is not there, or every row is listed already.
    pub fn take_services(&self, rows: Vec<TakenRow>) -> Result<Event, Refusal> {
        taken(self.case, rows, "")
    }

    /// Says that two services are one: `service` stays, and what was listed and said of `other` is of it from now on.
    ///
    /// # Errors
    /// When either is gone, or both are one already.
    pub fn join_services(&self, service: ServiceNo, other: ServiceNo) -> Result<Event, Refusal> {
        if service == other {
            return Err(Refusal::Unchanged);
        }
        for no in [service, other] {
            if !self.case.services.contains_key(&no) {
                return Err(Refusal::Gone(format!("Service {no}")));
            }
        }
        Ok(Event::ServicesJoined { service, other })
    }

    /// Sets a gap in the package aside.
    ///
    /// # Errors
    /// When no reason is given, or it is set aside for this very reason already.
    pub fn dismiss_gap(&self, gap: GapKey, reason: &str) -> Result<Event, Refusal> {
        let reason = needed(reason, "Reason")?;
        let known = self.case.dismissed_gaps.get(&gap);
        if known.is_some_and(|known| known.reason == reason) {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::GapDismissed { gap, reason })
    }

    /// Opens a gap again that was set aside.
    ///
    /// # Errors
    /// When it is open.
    pub fn take_up_gap(&self, gap: GapKey) -> Result<Event, Refusal> {
        if !self.case.dismissed_gaps.contains_key(&gap) {
            return Err(Refusal::Unchanged);
        }
        Ok(Event::GapTakenUp { gap })
    }
}
