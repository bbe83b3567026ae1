//! Pages as they look, and parts of them, that something points at.

use super::Source;
use crate::{
    casework::{Anchor, Document, Region},
    notes::model::RegionNotes,
};

impl Source<'_> {
    pub(super) fn regions(&self, anchors: &[Anchor]) -> Vec<RegionNotes> {
        anchors
            .iter()
            .filter_map(Anchor::region)
            .map(|region| self.region(region))
            .collect()
    }

    fn region(&self, region: &Region) -> RegionNotes {
        let latest = self
            .case
            .documents
            .get(&region.document)
            .and_then(Document::latest);
        RegionNotes {
            document: self.document(region.document),
            page: region.page,
            place: region.place(),
            part: region.part,
            version_sha256: region.version,
            earlier_version: latest.is_some_and(|latest| latest.sha256 != region.version),
        }
    }
}
