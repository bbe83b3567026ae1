//! What a name and bytes are to a case: a new document, another name, an altered version, or nothing new.
//!
//! Pure: knows names and hashes, nothing of files or the store. The rule is: a name that is known stands for its document, and else the
//! bytes do. Where a document has several names, one of them may go on holding an earlier version without being called altered back.

use std::collections::{BTreeMap, BTreeSet};

use crate::casework::{DocumentNo, Sha256, document::Documents};

/// The documents of a case by name and by bytes, kept up to date while an intake goes on.
#[derive(Debug, Default)]
pub struct Known {
    documents: BTreeMap<DocumentNo, Names>,
    by_name: BTreeMap<String, DocumentNo>,
    by_hash: BTreeMap<Sha256, DocumentNo>,
}

#[derive(Debug, Default)]
struct Names {
    names: Vec<String>,
    versions: Vec<Sha256>,
}

/// What a name and bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A new document with this number.
    New(DocumentNo),
    /// As it was.
    Identical(DocumentNo),
    /// As in this earlier version, counted from 1.
    AsBefore(DocumentNo, usize),
    /// Another name of this document.
    AnotherName(DocumentNo),
    /// A new version of this document, with its number counted from 1.
    Altered(DocumentNo, usize),
}

impl Verdict {
    /// The document it is about.
    #[must_use]
    pub fn document(self) -> DocumentNo {
        match self {
            Self::New(no)
            | Self::Identical(no)
            | Self::AsBefore(no, _)
            | Self::AnotherName(no)
            | Self::Altered(no, _) => no,
        }
    }
}

impl Known {
    /// What a case holds already.
    #[must_use]
    pub fn of(documents: &Documents) -> Self {
        let mut known = Self::default();
        for document in documents.values() {
            for name in &document.names {
                known.add_name(document.no, name);
            }
            for version in &document.versions {
                known.add_version(document.no, version.sha256);
            }
        }
        known
    }

    /// Every version of every document.
    #[must_use]
    pub fn hashes(&self) -> BTreeSet<Sha256> {
        self.by_hash.keys().copied().collect()
    }

    /// The first name of a document.
    #[must_use]
    pub fn first_name(&self, no: DocumentNo) -> &str {
        self.documents
            .get(&no)
            .and_then(|document| document.names.first())
            .map_or("", String::as_str)
    }

    /// The document with this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<DocumentNo> {
        self.by_name.get(name).copied()
    }

    /// Every name of a document.
    #[must_use]
    pub fn names(&self, no: DocumentNo) -> Vec<String> {
        self.documents
            .get(&no)
            .map_or_else(Vec::new, |document| document.names.clone())
    }

    /// What came inside the document with this name: names and documents, at every depth.
    #[must_use]
    pub fn beneath(&self, name: &str) -> Vec<(String, DocumentNo)> {
        let within = format!("{name}/");
        self.by_name
            .range(within.clone()..)
            .take_while(|(name, _)| name.starts_with(&within))
            .map(|(name, no)| (name.clone(), *no))
            .collect()
    }

    /// Judges a name with bytes, and remembers them.
    pub fn judge(&mut self, name: &str, sha256: Sha256) -> Verdict {
        if let Some(no) = self.by_name.get(name).copied() {
            return self.judge_named(no, sha256);
        }
        if let Some(no) = self.by_hash.get(&sha256).copied() {
            self.add_name(no, name);
            return Verdict::AnotherName(no);
        }
        let no = DocumentNo::after(self.documents.keys().next_back().copied());
        self.add_name(no, name);
        self.add_version(no, sha256);
        Verdict::New(no)
    }

    fn judge_named(&mut self, no: DocumentNo, sha256: Sha256) -> Verdict {
        let Some(document) = self.documents.get(&no) else {
            return Verdict::Identical(no);
        };
        if document.versions.last() == Some(&sha256) {
            return Verdict::Identical(no);
        }
        let earlier = document.versions.iter().position(|known| *known == sha256);
        if let Some(at) = earlier
            && document.names.len() > 1
        {
            return Verdict::AsBefore(no, at + 1);
        }
        let version = document.versions.len() + 1;
        self.add_version(no, sha256);
        Verdict::Altered(no, version)
    }

    fn add_name(&mut self, no: DocumentNo, name: &str) {
        self.by_name.entry(name.to_owned()).or_insert(no);
        self.documents
            .entry(no)
            .or_default()
            .names
            .push(name.to_owned());
    }

    fn add_version(&mut self, no: DocumentNo, sha256: Sha256) {
        self.by_hash.entry(sha256).or_insert(no);
        self.documents.entry(no).or_default().versions.push(sha256);
    }

    /// The documents of which neither a name nor the bytes were `seen`, and of which no name lies below an `unseen` folder.
    #[must_use]
    pub fn missing(
        &self,
        seen: &BTreeSet<DocumentNo>,
        names: &BTreeSet<String>,
        unseen: &[String],
    ) -> BTreeSet<DocumentNo> {
        self.documents
            .iter()
            .filter(|(no, document)| {
                !seen.contains(no)
                    && !document.names.iter().any(|name| {
                        names.contains(name) || unseen.iter().any(|folder| name.starts_with(folder))
                    })
            })
            .map(|(no, _)| *no)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Sha256 = Sha256([1; 32]);
    const B: Sha256 = Sha256([2; 32]);
    const ONE: DocumentNo = DocumentNo(1);
    const TWO: DocumentNo = DocumentNo(2);

    #[test]
    fn new_then_identical_then_altered_then_altered_back() {
        let mut known = Known::default();
        assert_eq!(known.judge("visit.md", A), Verdict::New(ONE));
        assert_eq!(known.judge("visit.md", A), Verdict::Identical(ONE));
        assert_eq!(known.judge("visit.md", B), Verdict::Altered(ONE, 2));
        assert_eq!(known.judge("visit.md", B), Verdict::Identical(ONE));
        assert_eq!(known.judge("visit.md", A), Verdict::Altered(ONE, 3));
    }

    #[test]
    fn the_same_bytes_are_one_document_and_an_altered_copy_does_not_swing_back_and_forth() {
        let mut known = Known::default();
        known.judge("a.md", A);
        assert_eq!(known.judge("b.md", A), Verdict::AnotherName(ONE));
        assert_eq!(known.judge("a.md", B), Verdict::Altered(ONE, 2));
        assert_eq!(known.judge("b.md", A), Verdict::AsBefore(ONE, 1));
        assert_eq!(known.judge("a.md", B), Verdict::Identical(ONE));
        assert_eq!(known.judge("b.md", A), Verdict::AsBefore(ONE, 1));
    }

    #[test]
    fn a_name_counts_before_bytes() {
        let mut known = Known::default();
        known.judge("a.md", A);
        known.judge("b.md", B);
        assert_eq!(known.judge("a.md", B), Verdict::Altered(ONE, 2));
    }

    #[test]
    fn missing_is_what_nothing_was_seen_of() {
        let mut known = Known::default();
        known.judge("a.md", A);
        known.judge("visits/b.md", B);
        let none = BTreeSet::new();
        let unnamed = BTreeSet::new();
        let names = BTreeSet::from(["a.md".to_owned()]);
        assert_eq!(known.missing(&none, &names, &[]), BTreeSet::from([TWO]));
        assert_eq!(
            known.missing(&BTreeSet::from([TWO]), &unnamed, &[]),
            BTreeSet::from([ONE])
        );
        assert_eq!(
            known.missing(&none, &names, &["visits/".to_owned()]),
            BTreeSet::new()
        );
        assert_eq!(known.missing(&none, &unnamed, &[String::new()]), none);
    }
}
