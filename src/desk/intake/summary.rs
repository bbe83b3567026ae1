//! What became of every file that was offered.
//!
//! Owns the words of the summary, for people and for scripts. Knows nothing of how files are read or kept.

use std::fmt::Write as _;

use serde::Serialize;

use crate::casework::{Document, DocumentDates, DocumentNo, Hint, Standing, TextChange};

/// The account of one intake. Serialised as it stands for `--json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Every case that was offered and begun.
    pub cases: Vec<CaseSummary>,
    /// What belongs to no case.
    pub left_out: Vec<LeftOut>,
    /// Whether it was stopped before everything was looked at. What is named here as taken in is kept.
    pub stopped: bool,
}

/// One case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CaseSummary {
    /// Pseudonymous.
    pub reference: String,
    /// Whether the case was set up just now.
    pub new: bool,
    /// Names and other identifiers listed just now.
    pub names_listed: usize,
    /// Services that the authority lists in `case.toml`, listed just now.
    pub services_listed: usize,
    /// What the people should know about the case itself.
    pub remarks: Vec<String>,
    /// Every file, in the order of their names.
    pub files: Vec<FileSummary>,
    /// Documents of the case that were not there this time.
    pub missing: Vec<MissingDocument>,
    /// What was not looked at as a document.
    pub left_out: Vec<LeftOut>,
}

/// One file and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileSummary {
    /// Path below the case folder.
    pub name: String,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What is known of its changes.
    #[serde(flatten)]
    pub changes: Changes,
}

/// How a file stands to what was there on arriving, and what it says of its own changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// To the arrivals; none where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What it says of itself, where it was read now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Hint>,
    /// What of it stands in other documents of the case, as a sentence; empty where nothing worth saying does.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub repeats: String,
}

impl Changes {
    /// As they follow the words of an outcome: ` · changed since arrival 1 · 3 tracked changes in it`.
    #[must_use]
    pub fn shown(&self) -> String {
        let standing = self.standing.map(Standing::shown);
        let hints = self.hints.iter().map(|hint| hint.shown());
        standing
            .into_iter()
            .chain(hints)
            .chain(Some(self.repeats.clone()).filter(|repeats| !repeats.is_empty()))
            .fold(String::new(), |mut words, one| {
                words.push_str(" · ");
                words.push_str(&one);
                words
            })
    }
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "became", rename_all = "snake_case")]
pub enum Outcome {
    /// A new document.
    TakenIn {
        /// Its number in the case.
        document: DocumentNo,
        /// As the reader found it.
        title: String,
        /// As the reader found it.
        document_kind: String,
        /// As the reader found them.
        dates: DocumentDates,
        /// Why it cannot be read, where it cannot: it is kept all the same.
        not_readable: Option<String>,
    },
    /// The same bytes are in the case under another name.
    AnotherName {
        /// Which document.
        document: DocumentNo,
        /// Its first name.
        of: String,
    },
    /// Nothing has changed.
    Identical {
        /// Which document.
        document: DocumentNo,
    },
    /// One name of several holds a version that was taken in before the last.
    AsBefore {
        /// Which document.
        document: DocumentNo,
        /// Which of its versions, counted from 1.
        version: usize,
    },
    /// The same name with other bytes.
    Altered {
        /// Which document.
        document: DocumentNo,
        /// The number of the new version, counted from 1.
        version: usize,
        /// Why it cannot be read, where it cannot.
        not_readable: Option<String>,
        /// How its words differ from those before; none where that could not be looked at.
        #[serde(skip_serializing_if = "Option::is_none")]
        change: Option<TextChange>,
    },
    /// Read again by a newer reader: one more text.
    ReadAgain {
        /// Which document.
        document: DocumentNo,
        /// Which reader.
        reader: String,
        /// Whether it gave a text that was there already.
        same_words: bool,
    },
    /// Read again, and it gave no text.
    StillNotReadable {
        /// Which document.
        document: DocumentNo,
        /// Why.
        why: String,
    },
    /// Not taken in.
    NotTakenIn {
        /// Why, and what to do.
        why: String,
    },
}

/// A document that was not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingDocument {
    /// Its number in the case.
    pub document: DocumentNo,
    /// Its first name.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// Something that was not looked at as a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Path below the case folder.
    pub name: String,
    /// Why.
    pub why: String,
    /// Whether somebody should do something about it; what the computer keeps for itself is none.
    pub trouble: bool,
}

/// How many files became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New documents, those that cannot be read included.
    pub taken_in: usize,
    /// Of those taken in or altered: kept but not readable.
    pub not_readable: usize,
    /// Other names of documents.
    pub other_names: usize,
    /// As they were.
    pub identical: usize,
    /// New versions.
    pub altered: usize,
    /// Read again, with a text.
    pub read_again: usize,
    /// Not there this time.
    pub missing: usize,
    /// Not taken in or left out although somebody should look at them.
    pub not_taken_in: usize,
    /// Of all of these: other bytes than in an arrival.
    pub changed_since_arrival: usize,
    /// Of all of these: in no arrival.
    pub delivered_later: usize,
}

impl Outcome {
    fn not_readable(&self) -> Option<&str> {
        match self {
            Self::TakenIn { not_readable, .. } | Self::Altered { not_readable, .. } => {
                not_readable.as_deref()
            }
            Self::StillNotReadable { why, .. } => Some(why),
            _ => None,
        }
    }

    /// Its column in the list.
    fn word(&self) -> &'static str {
        match self {
            Self::TakenIn {
                not_readable: None, ..
            } => "taken in",
            Self::TakenIn { .. } | Self::StillNotReadable { .. } => "not readable",
            Self::AnotherName { .. } => "another name",
            Self::Identical { .. } => "identical",
            Self::AsBefore { .. } => "as before",
            Self::Altered { .. } => "ALTERED",
            Self::ReadAgain { .. } => "read again",
            Self::NotTakenIn { .. } => "NOT TAKEN IN",
        }
    }

    fn words(&self) -> String {
        match self {
            Self::TakenIn {
                not_readable: Some(why),
                document,
                ..
            } => format!("kept as document {document}. {why}"),
            Self::TakenIn {
                document,
                title,
                document_kind,
                dates,
                ..
            } => {
                let about = [title.clone(), document_kind.clone(), dates.shown()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>();
                format!("document {document}: {}", about.join(" · "))
            }
            Self::AnotherName { document, of } => {
                format!("the same bytes as document {document}, {of}")
            }
            Self::Identical { document } => format!("document {document}, unchanged"),
            Self::AsBefore { document, version } => {
                format!("document {document}, as its version {version}")
            }
            Self::Altered {
                document,
                version,
                not_readable: Some(why),
                ..
            } => format!(
                "other bytes than before: document {document} has version {version} now, and the earlier one is kept. {why}"
            ),
            Self::Altered {
                document,
                version,
                change,
                ..
            } => {
                let changed = match change {
                    Some(change) if change.is_none() => {
                        "other bytes than before, the same words".to_owned()
                    }
                    Some(change) => {
                        format!("{} changed; alongside compare shows them", change.shown())
                    }
                    None => "other bytes than before".to_owned(),
                };
                format!(
                    "{changed}: document {document} has version {version} now, and the earlier one is kept"
                )
            }
            Self::ReadAgain {
                document,
                reader,
                same_words,
            } => {
                let words = if *same_words {
                    "the text it has already"
                } else {
                    "one more text; the older one stays, and what was marked on it"
                };
                format!("document {document}, by {reader}: {words}")
            }
            Self::StillNotReadable { document, why } => {
                format!("document {document}, still kept. {why}")
            }
            Self::NotTakenIn { why } => why.clone(),
        }
    }
}

impl Summary {
    /// How many files became what, over all cases.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            not_taken_in: trouble(&self.left_out),
            ..Counts::default()
        };
        for case in &self.cases {
            counts.missing += case.missing.len();
            counts.not_taken_in += trouble(&case.left_out);
            for file in &case.files {
                counts.not_readable += usize::from(file.outcome.not_readable().is_some());
                match file.changes.standing {
                    Some(Standing::ChangedSince { .. }) => counts.changed_since_arrival += 1,
                    Some(Standing::DeliveredLater { .. }) => counts.delivered_later += 1,
                    Some(Standing::AsAtArrival { .. }) | None => {}
                }
                *match file.outcome {
                    Outcome::TakenIn { .. } => &mut counts.taken_in,
                    Outcome::AnotherName { .. } => &mut counts.other_names,
                    Outcome::Identical { .. } | Outcome::AsBefore { .. } => &mut counts.identical,
                    Outcome::Altered { .. } => &mut counts.altered,
                    Outcome::ReadAgain { .. } => &mut counts.read_again,
                    // Counted above.
                    Outcome::StillNotReadable { .. } => continue,
                    Outcome::NotTakenIn { .. } => &mut counts.not_taken_in,
                } += 1;
            }
        }
        counts
    }

    /// Whether everything offered was taken in and can be read, nothing is altered or missing, and the intake was not stopped. How a file
    /// stands to an arrival is no answer to that: a changed one has many ordinary reasons.
    #[must_use]
    pub fn all_well(&self) -> bool {
        let counts = self.counts();
        let remarks = self.cases.iter().any(|case| !case.remarks.is_empty());
        let wrong = counts.not_readable + counts.not_taken_in + counts.altered + counts.missing;
        !self.stopped && wrong == 0 && !remarks
    }

    /// The list for people: one line a file, aligned, then what it comes to.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for case in &self.cases {
            case.to_text(&mut text);
        }
        if !self.left_out.is_empty() {
            text.push_str("Belonging to no case\n");
            for left_out in &self.left_out {
                left_out.to_text(&mut text, 0);
            }
            text.push('\n');
        }
        text.push_str(&self.total());
        text
    }

    fn total(&self) -> String {
        let counts = self.counts();
        let parts = [
            (counts.taken_in, "taken in"),
            (counts.other_names, "another name of a document"),
            (counts.identical, "identical"),
            (counts.altered, "ALTERED"),
            (counts.read_again, "read again"),
            (counts.missing, "MISSING"),
            (counts.not_readable, "not readable, but kept"),
            (counts.not_taken_in, "NOT TAKEN IN"),
        ];
        let parts: Vec<_> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let cases = match self.cases.len() {
            1 => "1 case".to_owned(),
            count => format!("{count} cases"),
        };
        let files = if parts.is_empty() {
            "no file".to_owned()
        } else {
            parts.join(", ")
        };
        let stopped = if self.stopped {
            "\nStopped before the end. Everything named here is kept; offer the same again to go on."
        } else {
            ""
        };
        let later = [
            (counts.changed_since_arrival, "changed since arrival"),
            (counts.delivered_later, "delivered later"),
        ];
        let later: Vec<_> = later
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        let later = if later.is_empty() {
            String::new()
        } else {
            format!(" Of these, {}.", later.join(" and "))
        };
        format!("{cases}: {files}.{later}{stopped}\n")
    }
}

fn trouble(left_out: &[LeftOut]) -> usize {
    left_out.iter().filter(|left_out| left_out.trouble).count()
}

impl CaseSummary {
    fn to_text(&self, text: &mut String) {
        let new = if self.new { "  (new)" } else { "" };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}{new}", self.reference);
        for remark in &self.remarks {
            let _ = writeln!(text, "  {remark}");
        }
        let files = self.files.iter().map(|file| &file.name);
        let missing = self.missing.iter().map(|missing| &missing.name);
        let others = self.left_out.iter().map(|left_out| &left_out.name);
        let width = files
            .chain(missing)
            .chain(others)
            .map(|name| unicode_width::UnicodeWidthStr::width(name.as_str()))
            .max()
            .unwrap_or(0)
            .min(60);
        for file in &self.files {
            row(
                text,
                file.outcome.word(),
                &file.name,
                &format!("{}{}", file.outcome.words(), file.changes.shown()),
                width,
            );
        }
        for missing in &self.missing {
            let words = format!(
                "document {}, {}: not in the case folder this time; what was taken in before is kept",
                missing.document, missing.title
            );
            row(text, "MISSING", &missing.name, &words, width);
        }
        for left_out in &self.left_out {
            left_out.to_text(text, width);
        }
        match self.names_listed {
            0 => {}
            1 => text.push_str("  1 name listed, to be replaced in exported notes\n"),
            count => {
                let _ = writeln!(
                    text,
                    "  {count} names listed, to be replaced in exported notes"
                );
            }
        }
        match self.services_listed {
            0 => {}
            1 => text.push_str("  1 service listed by the authority, in the package\n"),
            count => {
                let _ = writeln!(
                    text,
                    "  {count} services listed by the authority, in the package"
                );
            }
        }
        text.push('\n');
    }
}

impl MissingDocument {
    /// Of a document that is not there.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self {
            document: document.no,
            name: document.names.first().cloned().unwrap_or_default(),
            title: document.title.clone(),
        }
    }
}

impl LeftOut {
    pub(in crate::desk) fn to_text(&self, text: &mut String, width: usize) {
        let word = if self.trouble {
            "NOT TAKEN IN"
        } else {
            "left out"
        };
        row(text, word, &self.name, &self.why, width);
    }
}

fn row(text: &mut String, word: &str, name: &str, words: &str, width: usize) {
    let gap = width.saturating_sub(unicode_width::UnicodeWidthStr::width(name));
    let _ = writeln!(text, "  {word:<13} {name}{:gap$}  {words}", "");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, outcome: Outcome) -> FileSummary {
        FileSummary {
            name: name.to_owned(),
            outcome,
            changes: Changes::default(),
        }
    }

    #[test]
    fn the_list_names_every_file_and_what_it_comes_to() {
        let summary = Summary {
            cases: vec![CaseSummary {
                reference: "N-017".to_owned(),
                new: true,
                names_listed: 2,
                files: vec![
                    file(
                        "01 visit.md",
                        Outcome::TakenIn {
                            document: DocumentNo(1),
                            title: "Statutory visit".to_owned(),
                            document_kind: "visit".to_owned(),
                            dates: DocumentDates {
                                happened: Some(jiff::civil::date(2012, 3, 14)),
                                ..DocumentDates::default()
                            },
                            not_readable: None,
                        },
                    ),
                    file(
                        "scan.pdf",
                        Outcome::TakenIn {
                            document: DocumentNo(2),
                            title: "scan".to_owned(),
                            document_kind: "document".to_owned(),
                            dates: DocumentDates::default(),
                            not_readable: Some("The document needs a password.".to_owned()),
                        },
                    ),
                ],
                left_out: vec![LeftOut {
                    name: ".DS_Store".to_owned(),
                    why: "belongs to the computer".to_owned(),
                    trouble: false,
                }],
                ..CaseSummary::default()
            }],
            ..Summary::default()
        };
        assert_eq!(
            summary.to_text(),
            "N-017  (new)\n  \
             taken in      01 visit.md  document 1: Statutory visit · visit · 14 Mar 2012\n  \
             not readable  scan.pdf     kept as document 2. The document needs a password.\n  \
             left out      .DS_Store    belongs to the computer\n  \
             2 names listed, to be replaced in exported notes\n\n\
             1 case: 2 taken in, 1 not readable, but kept.\n"
        );
        assert!(!summary.all_well());
    }
}
