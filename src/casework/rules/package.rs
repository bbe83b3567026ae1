//! What may be done to the package of support.

use super::{Refusal, Room, needed};
use crate::casework::{
    event::Event,
    ids::{CaseNo, ServiceNo},
    inspection::{Case, Inspection},
    package::{GapKey, ServiceTaken, TakenRow},
};

/// The event that takes rows into a package. A row that says nothing that is not listed already, from the same place, is left out.
fn taken(case: &Case, rows: Vec<TakenRow>, source: &str) -> Result<Event, Refusal> {
    let mut last = case.numbers.service;
    let mut taken: Vec<ServiceTaken> = Vec::new();
    for row in rows {
        needed(&row.details.service, "Service")?;
        let document = row.anchors.iter().find_map(|anchor| anchor.document());
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

impl Inspection {
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
