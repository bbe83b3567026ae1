//! The discussion in the order it is read in, and what was read, discussed and answered and what was not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, finding_of};
use crate::{
    casework::{
        About, DocumentNo, Event, Moment, Remark, RemarkKind, RemarkNo, SittingNo, Version,
        document::reading_order, walk::discussed,
    },
    notes::model::{AlteredDocument, Coverage, OpenedDocument, RemarkNotes, UnreadDocument, When},
};

impl Source<'_> {
    /// Every remark followed by its replies. A remark that answers one that is not there opens a thread of its own, and so does one of
    /// a ring of replies (no rule makes one, but a stored record may say anything).
    pub(super) fn discussion(&self) -> Vec<RemarkNotes> {
        let mut replies: BTreeMap<RemarkNo, Vec<&Remark>> = BTreeMap::new();
        for remark in self.case.remarks.values() {
            if let Some(to) = remark.reply_to {
                replies.entry(to).or_default().push(remark);
            }
        }
        let opens = |remark: &&Remark| {
            remark
                .reply_to
                .is_none_or(|to| !self.case.remarks.contains_key(&to))
        };
        let roots = self.case.remarks.values().filter(opens);
        let rest = self.case.remarks.values();
        let mut written = Vec::new();
        let mut seen = BTreeSet::new();
        for root in roots.chain(rest) {
            let mut waiting = vec![(root, 0)];
            while let Some((remark, depth)) = waiting.pop() {
                if !seen.insert(remark.no) {
                    continue;
                }
                written.push(self.remark(remark, depth));
                let answers = replies.get(&remark.no).into_iter().flatten().rev();
                waiting.extend(answers.map(|answer| (*answer, depth.saturating_add(1))));
            }
        }
        written
    }

    fn remark(&self, remark: &Remark, depth: u32) -> RemarkNotes {
        RemarkNotes {
            no: remark.no,
            depth,
            reply_to: remark.reply_to,
            sitting: remark.sitting,
            by: self.person(remark.by),
            at: When(remark.at),
            kind: remark.kind,
            words: remark.words.clone(),
            service: self.service_of(remark.about),
            about_finding: finding_of(remark.about),
            on_file: self.quotes(&remark.anchors),
            regions: self.regions(&remark.anchors),
            absences: self.absences(&remark.anchors),
        }
    }

    pub(super) fn coverage(&self) -> Coverage {
        let first = self.first_openings();
        let mut coverage = Coverage::default();
        for no in reading_order(&self.case.documents) {
            let Some(document) = self.case.documents.get(&no) else {
                continue;
            };
            let named = self.document(no);
            match first.get(&no) {
                Some((at, sitting)) => coverage.opened.push(OpenedDocument {
                    document: named.clone(),
                    first: When(*at),
                    sitting: *sitting,
                }),
                None => coverage.never_opened.push(named.clone()),
            }
            if let Some(why) = document.latest().and_then(Version::not_readable) {
                coverage.not_readable.push(UnreadDocument {
                    document: named.clone(),
                    why: why.to_owned(),
                });
            }
            if document.versions.len() > 1 {
                coverage.altered.push(AlteredDocument {
                    document: named.clone(),
                    versions: document
                        .versions
                        .iter()
                        .map(|version| version.sha256)
                        .collect(),
                });
            }
            if self.case.missing.contains(&no) {
                coverage.missing.push(named);
            }
        }
        coverage.services_not_discussed = self
            .case
            .services
            .keys()
            .filter(|no| !discussed(self.case, **no))
            .filter_map(|no| self.service_of(Some(About::Service(*no))))
            .collect();
        coverage.questions_not_answered = self
            .case
            .remarks
            .values()
            .filter(|remark| remark.kind == RemarkKind::Question)
            .filter(|remark| self.case.replies(remark.no).next().is_none())
            .map(|remark| self.heard(remark))
            .collect();
        coverage
    }

    /// When each document was opened first, and in which sitting: the fold keeps that it was, the history keeps when.
    fn first_openings(&self) -> BTreeMap<DocumentNo, (Moment, SittingNo)> {
        let mut first = BTreeMap::new();
        let mut sitting = None;
        for entry in &self.case.history {
            if self.case.undone.contains(&entry.seq) {
                continue;
            }
            match &entry.event {
                Event::SittingOpened { sitting: no, .. } => sitting = Some(*no),
                Event::DocumentOpened { document } => {
                    if let Some(sitting) = sitting {
                        first.entry(*document).or_insert((entry.at, sitting));
                    }
                }
                _ => {}
            }
        }
        first
    }
}
