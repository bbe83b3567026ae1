//! What the entries of the package of support do to a case.

use super::Case;
use crate::casework::{
    discussion::About,
    event::{Entry, Event},
    ids::ServiceNo,
    package::{Dismissal, Listing, Service},
};

impl Case {
    pub(super) fn apply_package(&mut self, entry: &Entry) {
        let listing = |details: &crate::casework::ServiceDetails| Listing {
            details: details.clone(),
            seq: entry.seq,
            by: entry.by,
            ..Listing::default()
        };
        match &entry.event {
            Event::ServicesListed { services } => {
                for listed in services {
                    let mut service = Service::new(
                        listed.service,
                        Listing {
                            by: None,
                            ..listing(&listed.details)
                        },
                    );
                    service.listed = Some(Box::new(listed.details.clone()));
                    self.services.insert(listed.service, service);
                }
            }
            Event::ServiceAdded {
                service,
                details,
                anchors,
            } => {
                let added = Listing {
                    anchors: anchors.clone(),
                    ..listing(details)
                };
                self.services
                    .insert(*service, Service::new(*service, added));
            }
            Event::ServicesTaken { rows, source } => {
                for row in rows {
                    let taken = Listing {
                        anchors: row.anchors.clone(),
                        source: source.clone(),
                        ..listing(&row.details)
                    };
                    let no = self.one_service(row.service);
                    match self.services.get_mut(&no).filter(|_| row.again) {
                        Some(known) => known.list_again(taken, &self.documents),
                        None => {
                            self.services.insert(no, Service::new(no, taken));
                        }
                    }
                }
            }
            Event::ServiceEdited { service, details } => {
                let no = self.one_service(*service);
                if let Some(known) = self.services.get_mut(&no) {
                    known.details = details.clone();
                }
            }
            Event::ServiceTied { service, anchors } => {
                let no = self.one_service(*service);
                if let Some(known) = self.services.get_mut(&no) {
                    known.anchors.extend(anchors.iter().cloned());
                }
            }
            Event::ServicesJoined { service, other } => self.join_services(*service, *other),
            Event::GapDismissed { gap, reason } => {
                if let Some(by) = entry.by {
                    let dismissal = Dismissal {
                        reason: reason.clone(),
                        by,
                        at: entry.at,
                        seq: entry.seq,
                    };
                    self.dismissed_gaps.insert(gap.clone(), dismissal);
                }
            }
            Event::GapTakenUp { gap } => {
                self.dismissed_gaps.remove(gap);
            }
            _ => {}
        }
    }

    fn join_services(&mut self, service: ServiceNo, other: ServiceNo) {
        let (service, other) = (self.one_service(service), self.one_service(other));
        if service == other || !self.services.contains_key(&service) {
            return;
        }
        let Some(gone) = self.services.remove(&other) else {
            return;
        };
        if let Some(known) = self.services.get_mut(&service) {
            known.join(gone);
        }
        self.joined.insert(other, service);
        let was = Some(About::Service(other));
        let is = Some(About::Service(service));
        for remark in self.remarks.values_mut().filter(|one| one.about == was) {
            remark.about = is;
        }
        for finding in self.findings.values_mut().filter(|one| one.about == was) {
            finding.about = is;
        }
    }

    /// The service that this number means now.
    #[must_use]
    pub fn one_service(&self, no: ServiceNo) -> ServiceNo {
        let mut no = no;
        // A stored record may say anything: no more steps than there are.
        for _ in 0..self.joined.len() {
            match self.joined.get(&no) {
                Some(one) if !self.services.contains_key(&no) => no = *one,
                _ => break,
            }
        }
        no
    }

    pub(super) fn about_one(&self, about: Option<About>) -> Option<About> {
        match about {
            Some(About::Service(no)) => Some(About::Service(self.one_service(no))),
            other => other,
        }
    }
}
