//! Whether a folder may have been offered one level too high: then the files of several children would become one case.
//!
//! Owns when that is asked, and the words. Nobody is asked about a case that is known, was named by hand, or says in a `case.toml` that it is one.

use std::collections::BTreeSet;

use super::offer::{Offer, OfferedCase};
use crate::casework::Inspection;

/// How many folders are named in the question.
const NAMED: usize = 6;

/// A folder that would become one case, and holds folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What the case would be called.
    pub reference: String,
    /// How many files it would hold.
    pub files: usize,
    /// The folders with files in them.
    pub folders: Vec<String>,
}

impl Doubt {
    /// The sentence.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut named: Vec<_> = self.folders.iter().take(NAMED).cloned().collect();
        if self.folders.len() > NAMED {
            named.push("…".to_owned());
        }
        format!(
            "{}: {} folders ({}) with {} files in all would become ONE case.",
            self.reference,
            self.folders.len(),
            named.join(", "),
            self.files
        )
    }
}

/// What is asked after the doubts.
pub const QUESTION: &str =
    "If each of these folders is about another child, choose the folders themselves instead.";

/// The cases that are in doubt. `named`: the reference was given by hand.
#[must_use]
pub fn doubts(offer: &Offer, inspection: &Inspection, named: bool) -> Vec<Doubt> {
    if named {
        return Vec::new();
    }
    offer
        .cases
        .iter()
        .filter(|case| case.whole && case.about.is_none())
        .filter(|case| inspection.case_by_reference(&case.reference).is_none())
        .filter_map(|case| {
            let folders = folders(case);
            (folders.len() > 1).then(|| Doubt {
                reference: case.reference.clone(),
                files: case.files.len(),
                folders: folders.into_iter().collect(),
            })
        })
        .collect()
}

fn folders(case: &OfferedCase) -> BTreeSet<String> {
    case.files
        .iter()
        .filter_map(|file| Some(file.name.split_once('/')?.0.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::offer::{OfferedFile, Source};
    use super::*;

    fn offer(names: &[&str]) -> Offer {
        let files = names.iter().map(|name| OfferedFile {
            name: (*name).to_owned(),
            source: Source::Inside(&[]),
            bytes: 0,
        });
        Offer {
            cases: vec![OfferedCase {
                reference: "delivery".to_owned(),
                whole: true,
                files: files.collect(),
                ..OfferedCase::default()
            }],
            ..Offer::default()
        }
    }

    #[test]
    fn several_folders_in_what_would_be_one_new_case_are_asked_about() {
        let inspection = Inspection::default();
        let doubt = |names: &[&str], named| doubts(&offer(names), &inspection, named);
        let asked = doubt(
            &["N-017/a.md", "N-018/b.md", "N-018/c/d.md", "readme.md"],
            false,
        );
        assert_eq!(
            asked.first().unwrap().shown(),
            "delivery: 2 folders (N-017, N-018) with 4 files in all would become ONE case."
        );
        assert_eq!(doubt(&["N-017/a.md", "N-018/b.md"], true), []);
        assert_eq!(doubt(&["letters/a.md", "letters/b.md", "c.md"], false), []);
        let mut told = offer(&["a/b.md", "c/d.md"]);
        told.cases[0].about = Some(super::super::case_file::CaseFile::default());
        assert_eq!(doubts(&told, &inspection, false), []);
    }
}
