//! What a comparison comes to, in words for people and as JSON for scripts.

use std::{fmt::Write as _, sync::Arc};

use serde::Serialize;

use super::Pair;
use crate::{
    casework::{CaseNo, DocumentNo},
    desk::intake::{LeftOut, MissingDocument, OfferedCase},
    reading::compare::plain::{LEGEND, Said},
};

/// A whole comparison.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Every case that was offered.
    pub cases: Vec<CaseCompared>,
    /// What belongs to no case.
    pub left_out: Vec<LeftOut>,
    /// Cases of the inspection of which no folder was offered, where several were.
    pub not_offered: Vec<String>,
    /// Versions taken in already were compared, no folder.
    pub kept: bool,
    /// Whether it was stopped before everything was looked at.
    pub stopped: bool,
}

/// One case.
#[derive(Clone, Debug, Default)]
pub struct CaseCompared {
    /// Pseudonymous.
    pub reference: String,
    /// Whether anything of this case was taken in.
    pub known: bool,
    /// Its number, where it is known.
    pub no: Option<CaseNo>,
    /// What the people should know about the case itself.
    pub remarks: Vec<String>,
    /// Every file, in the order of their names.
    pub files: Vec<FileCompared>,
    /// Documents of which nothing was there.
    pub missing: Vec<MissingDocument>,
    /// What was not looked at as a document.
    pub left_out: Vec<LeftOut>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct FileCompared {
    /// Path below the case folder.
    pub name: String,
    /// How it stands to what was sealed.
    pub stands: Stands,
}

/// How a file stands to what was sealed.
#[derive(Clone, Debug)]
pub enum Stands {
    /// The very bytes.
    Identical {
        /// Which document.
        document: DocumentNo,
    },
    /// The bytes of an earlier version, under one of several names.
    AsBefore {
        /// Which document.
        document: DocumentNo,
        /// Which version, counted from 1.
        version: usize,
    },
    /// The very bytes of a document, under a name it did not have.
    AnotherName {
        /// Which document.
        document: DocumentNo,
        /// Its first name.
        of: String,
    },
    /// Other bytes under the same name.
    Altered {
        /// Which document.
        document: DocumentNo,
        /// Both, and what differs.
        pair: Arc<Pair>,
    },
    /// Other bytes under the same name, which cannot be compared word by word.
    AlteredUnread {
        /// Which document.
        document: DocumentNo,
        /// Why.
        why: String,
    },
    /// A missing document under another name, altered.
    Renamed {
        /// Which document.
        document: DocumentNo,
        /// What both have in common, in hundredths of what they have together.
        share: u32,
        /// Both, and what differs.
        pair: Arc<Pair>,
    },
    /// No document of the case.
    New {
        /// The other new file with the same bytes.
        of: Option<String>,
    },
    /// It was not read.
    NotCompared {
        /// Why, and what to do.
        why: String,
    },
}

impl Stands {
    /// Its word in lists.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Identical { .. } => "identical",
            Self::AsBefore { .. } => "as before",
            Self::AnotherName { .. } => "another name",
            Self::Altered { pair, .. } if pair.comparison.same() => "same words",
            Self::Altered { .. } | Self::AlteredUnread { .. } => "ALTERED",
            Self::Renamed { .. } => "RENAMED",
            Self::New { .. } => "NEW",
            Self::NotCompared { .. } => "NOT COMPARED",
        }
    }

    /// Whether it is as it was sealed.
    #[must_use]
    pub fn same(&self) -> bool {
        matches!(
            self,
            Self::Identical { .. } | Self::AsBefore { .. } | Self::AnotherName { .. }
        )
    }

    /// Both texts, where there are two to look at.
    #[must_use]
    pub fn pair(&self) -> Option<&Arc<Pair>> {
        match self {
            Self::Altered { pair, .. } | Self::Renamed { pair, .. } => Some(pair),
            _ => None,
        }
    }

    /// What is said beside its name.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Identical { document } => format!("document {document}, unchanged"),
            Self::AsBefore { document, version } => {
                format!("document {document}, as its version {version}")
            }
            Self::AnotherName { document, of } => {
                format!("the same bytes as document {document}, {of}")
            }
            Self::Altered { document, pair } if pair.comparison.same() => {
                format!("document {document}: other bytes, but every word is the same")
            }
            Self::Altered { document, pair } => {
                format!("document {document}: {}{}", pair.extent(), coarse(pair))
            }
            Self::AlteredUnread { document, why } => {
                format!(
                    "document {document}: other bytes, and they cannot be compared word by word. {why}"
                )
            }
            Self::Renamed {
                document,
                share,
                pair,
            } => format!(
                "document {document} under another name ({share} % of both is the same): {}{}",
                pair.extent(),
                coarse(pair)
            ),
            Self::New { of: None } => "no document of this case; it was not taken in".to_owned(),
            Self::New { of: Some(of) } => {
                format!("no document of this case; the same bytes as {of}")
            }
            Self::NotCompared { why } => why.clone(),
        }
    }
}

fn coarse(pair: &Pair) -> &'static str {
    if pair.comparison.coarse {
        ". Parts are too long and too different to be compared word by word: they stand as taken out and put in as a whole"
    } else {
        ""
    }
}

/// How many files are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// As sealed.
    pub identical: usize,
    /// Altered, those with the same words included.
    pub altered: usize,
    /// Altered, under another name.
    pub renamed: usize,
    /// Not there.
    pub missing: usize,
    /// Not known.
    pub new: usize,
    /// Not read, or left out although somebody should look at them.
    pub not_compared: usize,
}

impl CaseCompared {
    /// A case of which nothing was ever taken in.
    pub(super) fn unknown(offered: OfferedCase) -> Self {
        Self {
            reference: offered.reference,
            remarks: offered.remarks,
            left_out: offered.left_out,
            files: offered
                .files
                .into_iter()
                .map(|file| FileCompared {
                    name: file.name,
                    stands: Stands::New { of: None },
                })
                .collect(),
            ..Self::default()
        }
    }

    /// How many files are what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            missing: self.missing.len(),
            not_compared: self.left_out.iter().filter(|left| left.trouble).count(),
            ..Counts::default()
        };
        for file in &self.files {
            *match file.stands {
                Stands::Identical { .. } | Stands::AsBefore { .. } | Stands::AnotherName { .. } => {
                    &mut counts.identical
                }
                Stands::Altered { .. } | Stands::AlteredUnread { .. } => &mut counts.altered,
                Stands::Renamed { .. } => &mut counts.renamed,
                Stands::New { .. } => &mut counts.new,
                Stands::NotCompared { .. } => &mut counts.not_compared,
            } += 1;
        }
        counts
    }

    /// `12 identical, 1 altered, 2 missing`.
    #[must_use]
    pub fn shown(&self) -> String {
        self.counts().shown()
    }

    fn to_text(&self, text: &mut String, kept: bool) {
        let _ = writeln!(text, "{}", self.reference);
        if !self.known {
            text.push_str("  no case of this reference was taken in; where it is one under another name, say which with --case\n");
        }
        for remark in &self.remarks {
            let _ = writeln!(text, "  {remark}");
        }
        let identical = self.files.iter().filter(|file| file.stands.same()).count();
        match identical {
            0 => {}
            1 => text.push_str("  identical     1 file\n"),
            count => {
                let _ = writeln!(text, "  identical     {count} files");
            }
        }
        let row = |text: &mut String, word: &str, name: &str, words: &str| {
            let _ = writeln!(text, "  {word:<13} {name}\n                {words}");
        };
        for file in self.files.iter().filter(|file| !file.stands.same()) {
            let words = match file.stands.pair() {
                Some(pair) if kept => format!(
                    "version {} beside {}: {}",
                    pair.sealed.number,
                    pair.presented.shown(),
                    file.stands.words()
                ),
                _ => file.stands.words(),
            };
            row(text, file.stands.word(), &file.name, &words);
            for said in file
                .stands
                .pair()
                .map(|pair| pair.said())
                .unwrap_or_default()
            {
                let _ = writeln!(text, "                {}", line(&said));
            }
        }
        for missing in &self.missing {
            let words = format!(
                "document {}, {}: not in this folder; what was taken in is kept",
                missing.document, missing.title
            );
            row(text, "MISSING", &missing.name, &words);
        }
        for left_out in &self.left_out {
            left_out.to_text(text, 0);
        }
        if self.files.is_empty() && self.missing.is_empty() {
            text.push_str(if kept {
                "  no document of it was altered since it was taken in\n"
            } else {
                "  no file was found in this folder\n"
            });
        }
        text.push('\n');
    }
}

/// `page 3 ¶12, changed: …`.
fn line(said: &Said) -> String {
    match &said.stood {
        Some(stood) => format!("{} moved, from {stood}: {}", said.place, said.words),
        None => format!("{} {}: {}", said.place, said.what, said.words),
    }
}

impl Counts {
    /// `12 identical, 1 ALTERED, 2 MISSING`.
    #[must_use]
    pub fn shown(&self) -> String {
        let parts: Vec<_> = [
            (self.identical, "identical"),
            (self.altered, "ALTERED"),
            (self.renamed, "RENAMED and altered"),
            (self.missing, "MISSING"),
            (self.new, "NEW"),
            (self.not_compared, "NOT COMPARED"),
        ]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
        if parts.is_empty() {
            "nothing to compare".to_owned()
        } else {
            parts.join(", ")
        }
    }

    fn add(&mut self, other: Self) {
        self.identical += other.identical;
        self.altered += other.altered;
        self.renamed += other.renamed;
        self.missing += other.missing;
        self.new += other.new;
        self.not_compared += other.not_compared;
    }
}

impl Compared {
    /// How many files are what, over all cases.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            not_compared: self.left_out.iter().filter(|left| left.trouble).count(),
            ..Counts::default()
        };
        for case in &self.cases {
            counts.add(case.counts());
        }
        counts
    }

    /// Whether everything is as it was sealed. Cases of which no folder was offered are said, but no difference: a folder holds what it
    /// holds.
    #[must_use]
    pub fn same(&self) -> bool {
        let counts = self.counts();
        let differ = counts.altered + counts.renamed + counts.missing + counts.new;
        let remarks = self.cases.iter().any(|case| !case.remarks.is_empty());
        differ + counts.not_compared == 0 && !self.stopped && !remarks
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let marked = self
            .cases
            .iter()
            .flat_map(|case| &case.files)
            .filter_map(|file| file.stands.pair())
            .any(|pair| !pair.comparison.same());
        if marked {
            let _ = writeln!(text, "{LEGEND}\n");
        }
        for case in &self.cases {
            case.to_text(&mut text, self.kept);
        }
        if !self.left_out.is_empty() {
            text.push_str("Belonging to no case\n");
            for left_out in &self.left_out {
                left_out.to_text(&mut text, 0);
            }
            text.push('\n');
        }
        if !self.not_offered.is_empty() {
            let _ = writeln!(
                text,
                "No folder was there for: {}\n",
                self.not_offered.join(", ")
            );
        }
        let cases = match self.cases.len() {
            1 => "1 case".to_owned(),
            count => format!("{count} cases"),
        };
        let stopped = if self.stopped {
            " Stopped before the end."
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{cases}: {}. Nothing was taken in.{stopped}",
            self.counts().shown()
        );
        text
    }

    /// For scripts.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let file = |file: &FileCompared| {
            let pair = file.stands.pair();
            let extent = pair.map(|pair| pair.comparison.extent());
            serde_json::json!({
                "name": file.name,
                "stands": file.stands.word().to_lowercase(),
                "says": file.stands.words(),
                "document": pair.map(|pair| pair.document),
                "sealed_version": pair.map(|pair| pair.sealed.version),
                "words": extent.map(|extent| extent.words),
                "places": extent.map(|extent| extent.places),
                "moved": extent.map(|extent| extent.moved),
                "coarse": pair.map(|pair| pair.comparison.coarse),
                "changes": pair.map(|pair| pair.said()),
            })
        };
        serde_json::json!({
            "same": self.same(),
            "stopped": self.stopped,
            "counts": self.counts(),
            "cases": self.cases.iter().map(|case| serde_json::json!({
                "reference": case.reference,
                "known": case.known,
                "remarks": case.remarks,
                "counts": case.counts(),
                "files": case.files.iter().map(file).collect::<Vec<_>>(),
                "missing": case.missing,
                "left_out": case.left_out,
            })).collect::<Vec<_>>(),
            "left_out": self.left_out,
            "not_offered": self.not_offered,
        })
    }
}
