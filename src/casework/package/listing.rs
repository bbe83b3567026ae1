//! The times a service was listed: in a plan, in a list of the authority's, by somebody in the room. Owns what one more listing does to how
//! the service stands, and what becomes of two services that are one. Nothing that was listed or written is lost by either.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Service, ServiceDetails, ServiceField, ServiceState, alike::same_words};
use crate::casework::{
    anchor::Anchor,
    document::{Document, Documents},
    ids::{DocumentNo, ParticipantNo, Seq, ServiceNo},
};

/// One time a service was listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Listing {
    /// As it stands there.
    pub details: ServiceDetails,
    /// The words of the file it stands in; none where no document lists it.
    pub anchors: Vec<Anchor>,
    /// What listed it where that is no document of the case: the name of a file. Empty otherwise.
    pub source: String,
    /// The entry.
    pub seq: Seq,
    /// Who took it in; nobody in the room where the authority listed it.
    pub by: Option<ParticipantNo>,
}

impl Listing {
    /// The document that lists it.
    #[must_use]
    pub fn document(&self) -> Option<DocumentNo> {
        self.anchors.iter().find_map(Anchor::document)
    }

    /// The day of the document that lists it, as it is known now.
    #[must_use]
    pub fn day(&self, documents: &Documents) -> Option<Date> {
        self.in_document(documents)
            .and_then(|document| document.dates.sort_key())
    }

    /// The kind of the document that lists it; empty where none does.
    #[must_use]
    pub fn kind<'a>(&self, documents: &'a Documents) -> &'a str {
        self.in_document(documents)
            .map_or("", |document| &document.kind)
    }

    fn in_document<'a>(&self, documents: &'a Documents) -> Option<&'a Document> {
        documents.get(&self.document()?)
    }

    /// Whether another one says nothing that this does not.
    #[must_use]
    pub fn says(&self, details: &ServiceDetails, document: Option<DocumentNo>) -> bool {
        self.details == *details && self.document() == document
    }
}

/// A row that was taken into the package, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTaken {
    /// The service: a new number, or that of the one listed again.
    pub service: ServiceNo,
    /// Whether it is a service that was there before, listed again.
    #[serde(default)]
    pub again: bool,
    /// As the row says it.
    pub details: ServiceDetails,
    /// The words of the row in the file.
    #[serde(default)]
    pub anchors: Vec<Anchor>,
}

/// A row that is to be taken into the package: what it says, where it stands, and which service it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenRow {
    /// As the row says it. Its `service` may not be empty.
    pub details: ServiceDetails,
    /// Its words in the file.
    pub anchors: Vec<Anchor>,
    /// The service of the package it is ([`recognise`](super::recognise) proposes one); none for a new one.
    pub same_as: Option<ServiceNo>,
}

impl Service {
    /// A service as its first listing has it.
    #[must_use]
    pub(in crate::casework) fn new(no: ServiceNo, listing: Listing) -> Self {
        Self {
            no,
            details: listing.details.clone(),
            anchors: listing.anchors.clone(),
            seq: listing.seq,
            by: listing.by,
            listed: None,
            listings: vec![listing],
            also: Vec::new(),
        }
    }

    /// It was listed once more. What plans say goes on with the plans: a field nobody wrote in since takes the words of the new listing, where
    /// that is not older than those before. What somebody wrote stays, and so does what the service is called.
    pub(in crate::casework) fn list_again(&mut self, listing: Listing, documents: &Documents) {
        let newest = self
            .listings
            .iter()
            .filter_map(|before| before.day(documents))
            .max();
        let older = match (listing.day(documents), newest) {
            (Some(day), Some(newest)) => day < newest,
            _ => false,
        };
        let as_listed = |field: ServiceField, words: &str| {
            self.listings
                .iter()
                .any(|before| field.of(&before.details) == words)
        };
        let moves: Vec<ServiceField> = ServiceField::written()
            .filter(|field| {
                let present = field.of(&self.details);
                *field != ServiceField::Service
                    && !field.of(&listing.details).is_empty()
                    && (present.is_empty() || !older && as_listed(*field, present))
            })
            .collect();
        let state_listed = self
            .listings
            .iter()
            .any(|before| before.details.state == self.details.state);
        for field in moves {
            if let Some(present) = field.place(&mut self.details) {
                field.of(&listing.details).clone_into(present);
            }
        }
        // A row that says nothing of it is one of a service that is offered.
        let says_more = listing.details.state != ServiceState::Offered
            || self.details.state == ServiceState::NotOffered;
        if state_listed && says_more && !older {
            self.details.state = listing.details.state;
        }
        self.details.early_help |= listing.details.early_help;
        self.tie(&listing.anchors);
        self.listings.push(listing);
    }

    /// Passages or absences come to it, each once.
    pub(in crate::casework) fn tie(&mut self, anchors: &[Anchor]) {
        for anchor in anchors {
            if !self.anchors.contains(anchor) {
                self.anchors.push(anchor.clone());
            }
        }
    }

    /// Another service is this one: its listings and words come to it. Where both say something else in a field, and what the other says does
    /// not stand in its listings, both stand.
    pub(in crate::casework) fn join(&mut self, other: Self) {
        let listed = |field: ServiceField, words: &str| {
            other
                .listings
                .iter()
                .any(|listing| field.of(&listing.details) == words)
        };
        for field in ServiceField::written() {
            let said = field.of(&other.details);
            let Some(present) = field.place(&mut self.details) else {
                continue;
            };
            if present.is_empty() {
                said.clone_into(present);
            } else if !said.is_empty()
                && field != ServiceField::Service
                && !same_words(present, said)
                && !listed(field, said)
            {
                present.push_str("; ");
                present.push_str(said);
            }
        }
        if self.details.state == ServiceState::NotOffered {
            self.details.state = other.details.state;
        }
        self.details.early_help |= other.details.early_help;
        self.tie(&other.anchors);
        self.listings.extend(other.listings);
        self.listings.sort_by_key(|listing| listing.seq);
        self.also.push(other.no);
        self.also.extend(other.also);
    }
}
