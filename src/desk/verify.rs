//! Whether the record is as it was kept. Owns what is checked in which order and the words for it; the checking itself is the ledger's.
//!
//! The folder is opened, which puts right what a crash left and says so, and then everything is read. Where another program has it open, or
//! it cannot be opened, it is looked at as it stands, without a lock and without the store.

mod signed;

use std::{fmt::Write as _, path::Path};

use serde::Serialize;

use super::{
    bundle::{self, BundleChecked},
    clock,
};
use crate::{
    ledger::{Ledger, LedgerError, Note, Options, Report, Unlock, bundle_of_folder, verify_folder},
    proof::code::{Code, CodeError},
};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Journal, documents and store.
    #[serde(flatten)]
    pub report: Report,
    /// What was found and put right on opening, a sentence each.
    pub put_right: Vec<String>,
    /// Whether entries had to be put right: that is a damage, even though nothing is lost.
    pub entries_put_right: bool,
    /// Why the folder was only looked at from outside, where it was.
    pub not_opened: Option<String>,
}

/// Checks an inspection folder, opened with `unlock`. Without the passphrase it wants, it is looked at from outside. `progress` hears how
/// many of how many documents and texts are done.
///
/// # Errors
/// When there is no inspection there, the passphrase is another one, or its journal cannot be read at all.
pub fn verify(
    folder: &Path,
    unlock: Unlock,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Verified, LedgerError> {
    match Ledger::open(folder, &Options::new(clock::now()).with_unlock(unlock)) {
        Ok((mut ledger, opened)) => {
            let report = of_open(&mut ledger, progress)?;
            ledger.close();
            let damaged = |note: &Note| {
                matches!(
                    note,
                    Note::EntriesMended { .. } | Note::EntriesBroughtBack { .. }
                )
            };
            Ok(Verified {
                report,
                entries_put_right: opened.notes.iter().any(damaged),
                put_right: opened.notes.iter().map(ToString::to_string).collect(),
                not_opened: None,
            })
        }
        Err(error @ (LedgerError::NoInspection { .. } | LedgerError::WrongPassphrase)) => {
            Err(error)
        }
        Err(error) => Ok(Verified {
            report: verify_folder(folder)?,
            put_right: Vec::new(),
            entries_put_right: false,
            not_opened: Some(error.to_string()),
        }),
    }
}

/// Checks everything an open ledger has; what was signed and sealed is made again from the record and compared. Changes nothing.
///
/// # Errors
/// When it cannot be read at all.
pub fn of_open(
    ledger: &mut Ledger,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, LedgerError> {
    let mut report = ledger.verify(progress)?;
    // Where entries are missing, what was signed cannot be made again, and that is said already.
    if report.is_right() {
        let made = signed::make_again(ledger)?;
        report.not_proven.extend(made.left_out);
        let (signatures, seals) = (made.signatures, made.seals);
        report.add(
            made.differences,
            (signatures + seals > 0).then(|| {
                format!(
                    "What was signed ({}) and sealed ({}) is, word for word, what the record said then.",
                    count(signatures, "signature", "signatures"),
                    count(seals, "sitting", "sittings"),
                )
            }),
        );
    }
    Ok(report)
}

/// Checks the 12 words or 40 digits on somebody's paper against an inspection folder as it stands; no passphrase is wanted for that.
///
/// # Errors
/// When what was typed is no seal (which word, and the nearest that is one), or the folder cannot be read.
pub fn seal(folder: &Path, typed: &str) -> Result<BundleChecked, SealError> {
    // What was typed is looked at before anything is read.
    Code::parse(typed)?;
    let bundle = bundle_of_folder(folder)?;
    Ok(bundle::check_held(&bundle, typed)?)
}

/// Why the words on paper were not compared.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// What was typed is no seal.
    #[error(transparent)]
    NoSeal(#[from] CodeError),
    /// The folder cannot be read.
    #[error(transparent)]
    NotRead(#[from] LedgerError),
}

impl Verified {
    /// Whether everything is, and was before it was opened here, as it was kept. A store that had to be made anew does not count: it is
    /// derived from the journal.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.report.is_right() && !self.entries_put_right
    }

    /// The report for people: what was checked, what is proven, what is not, and what differs, the first difference first.
    #[must_use]
    pub fn to_text(&self) -> String {
        let report = &self.report;
        let mut text = match (report.differences.first(), self.entries_put_right) {
            (Some(first), _) => {
                format!("NOT as it was kept. The first difference: {}\n", first.what)
            }
            (None, true) => String::from(
                "Entries were damaged and have been put right; everything is as it was kept now.\n",
            ),
            (None, false) => String::from("Everything checked is as it was kept.\n"),
        };
        let store = report.store.map_or_else(
            || "not compared".to_owned(),
            |entries| count(entries, "entry", "entries"),
        );
        // Writing to a String does not fail, here and below.
        let _ = writeln!(
            text,
            "\nChecked\n  {} in the journal of device {}\n  {} and {}\n  the store beside the journal: {store}\n  the last entry's hash: {}",
            count(report.entries, "entry", "entries"),
            report.device,
            count(report.originals, "document", "documents"),
            count(report.texts, "text read from them", "texts read from them"),
            report.head,
        );
        list(&mut text, "Put right", &self.put_right);
        list(&mut text, "Proven", &report.proven);
        list(&mut text, "Not proven", &report.not_proven);
        let remarks: Vec<_> = report
            .remarks
            .iter()
            .chain(&self.not_opened)
            .cloned()
            .collect();
        list(&mut text, "Worth knowing", &remarks);
        let rest: Vec<_> = report
            .differences
            .iter()
            .map(|difference| difference.what.clone())
            .collect();
        list(&mut text, "Differences", &rest);
        text
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}

fn list(text: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{heading}");
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}
