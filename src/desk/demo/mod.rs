//! The fictional inspection that `demo` opens, and larger ones made by the rehearsal.
//!
//! Owns where a demonstration is kept, whether one can be gone on with, and who sits in it. Its case files go in through the same intake as
//! anybody's.

mod files;

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::civil::date;
use serde::Serialize;

use super::{
    Unlock, frameworks,
    intake::{
        self, BrokenOff, Offer, OfferedCase, OfferedFile, Source, Summary, Tools,
        case_file::CaseFile,
    },
    new::{self, NewError, SetUp},
    record::{Keep, Record},
    rehearsal::{self, Size},
};
use crate::{
    casework::{Event, Participant, ParticipantNo, Side},
    ledger::LedgerError,
    platform,
};

/// What the name of every demonstration folder begins with.
const NAME: &str = "alongside-demo-";

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The inspection could not be set up.
    #[error(transparent)]
    New(#[from] NewError),
    /// The record could not be opened or kept.
    #[error(transparent)]
    Record(#[from] LedgerError),
    /// The case files did not go in.
    #[error(transparent)]
    Intake(#[from] Box<BrokenOff>),
    /// The folder holds an inspection of real work, or something else.
    #[error(
        "{0} holds an inspection that is no demonstration. Choose another folder with --folder."
    )]
    NoDemo(String),
}

/// Who is in the demonstration: a lead inspector, the two of the authority they meet, and somebody who listens.
fn people() -> Vec<Event> {
    let people = [
        ("RO", "Lead inspector", Side::Inspection),
        ("JK", "Social worker", Side::Authority),
        ("TM", "Team manager", Side::Authority),
        ("OB", "Observer", Side::Observer),
    ];
    let mut last = None;
    people
        .into_iter()
        .map(|(initials, designation, side)| {
            let no = ParticipantNo::after(last);
            last = Some(no);
            Event::PersonNamed {
                person: Participant {
                    no,
                    designation: designation.to_owned(),
                    initials: initials.to_owned(),
                    side,
                },
            }
        })
        .collect()
}

/// Sets a training inspection up in an empty folder: Northbridge, 11 to 22 June 2012, with its people.
fn set_up(folder: &Path) -> Result<Record, DemoError> {
    let mut record = new::set_up(
        folder,
        &SetUp {
            authority: "Northbridge".to_owned(),
            framework: frameworks::DEFAULT.to_owned(),
            announced: None,
            first_day: Some(date(2012, 6, 11)),
            last_day: Some(date(2012, 6, 22)),
            training: true,
        },
        Unlock::Beside,
    )?;
    record.append(None, people())?;
    Ok(record)
}

/// The case files carried inside, as they are offered for intake.
fn offer() -> Offer {
    let cases = files::CASES.iter().map(|case| {
        let (about, remarks) = match CaseFile::parse(case.about) {
            Ok(about) => (Some(about), Vec::new()),
            Err(sentence) => (None, vec![sentence]),
        };
        let files = case.files.iter().map(|(name, bytes)| OfferedFile {
            name: (*name).to_owned(),
            source: Source::Inside(bytes),
            bytes: u64::try_from(bytes.len()).unwrap_or(0),
        });
        OfferedCase {
            reference: case.reference.to_owned(),
            about,
            whole: true,
            files: files.collect(),
            remarks,
            ..OfferedCase::default()
        }
    });
    Offer {
        cases: cases.collect(),
        ..Offer::default()
    }
}

/// Makes the demonstration in a folder that is empty or not there yet.
///
/// # Errors
/// [`DemoError`].
pub fn make(folder: &Path, tools: &Tools<'_>) -> Result<Summary, DemoError> {
    let mut record = set_up(folder)?;
    let summary = intake::take_in(&mut record, offer(), tools)?;
    record.close();
    Ok(summary)
}

/// Looks whether a demonstration can be gone on with here, and completes one whose making was interrupted.
///
/// # Errors
/// When there is no inspection, no demonstration, or it is open elsewhere.
pub fn go_on(folder: &Path, tools: &Tools<'_>) -> Result<(), DemoError> {
    let mut record = match Record::open(folder) {
        Err(LedgerError::PassphraseWanted) => {
            return Err(DemoError::NoDemo(super::shown::path(folder)));
        }
        opened => opened?,
    };
    if !record.inspection().training {
        return Err(DemoError::NoDemo(super::shown::path(folder)));
    }
    let complete = files::CASES.iter().all(|inside| {
        let known = record.inspection().case_by_reference(inside.reference);
        known.is_some_and(|(_, case)| case.documents.len() >= inside.files.len())
    });
    if !complete {
        if record.inspection().people.is_empty() {
            record.append(None, people())?;
        }
        intake::take_in(&mut record, offer(), tools)?;
    }
    record.close();
    Ok(())
}

/// A new folder of this account alone, in the temporary folder, under a recognisable name.
///
/// # Errors
/// When it cannot be made.
pub fn fresh_folder() -> Result<PathBuf, LedgerError> {
    let id = new::random_id()?;
    let name: String = id.chars().take(8).collect();
    let folder = std::env::temp_dir().join(format!("{NAME}{name}"));
    platform::keep_files_private();
    // Refused where it is there already: what somebody else put there is not gone into.
    fs::create_dir(&folder).map_err(|error| LedgerError::Trouble {
        doing: format!("Making {}", super::shown::path(&folder)),
        why: error.to_string(),
    })?;
    Ok(folder)
}

/// The demonstration of this account that was used last, where there is one.
#[must_use]
pub fn newest_folder() -> Option<PathBuf> {
    newest_in(&std::env::temp_dir())
}

fn newest_in(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(NAME))
        .filter_map(|entry| {
            // Not through a link, and nobody else's: the temporary folder is everybody's.
            let kind = fs::symlink_metadata(entry.path()).ok()?;
            let ours = kind.is_dir() && platform::is_ours(&kind);
            ours.then(|| entry.path())
        })
        .filter_map(|folder| Some((last_used(&folder)?, folder)))
        .max()
        .map(|(_, folder)| folder)
}

/// When anything was last kept in it; `None` where it is no inspection.
fn last_used(folder: &Path) -> Option<SystemTime> {
    fs::read_dir(folder.join("journal"))
        .ok()?
        .flatten()
        .filter_map(|journal| journal.metadata().ok()?.modified().ok())
        .max()
}

/// What a rehearsal came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rehearsed {
    /// Children.
    pub cases: usize,
    /// Documents of all of them.
    pub documents: usize,
    /// Bytes of all documents.
    pub bytes: u64,
    /// Words of all documents.
    pub words: u64,
    /// Pages of 400 words.
    pub pages: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// Makes a larger fictional inspection.
///
/// # Errors
/// [`DemoError`].
pub fn rehearse(folder: &Path, size: Size, tools: &Tools<'_>) -> Result<Rehearsed, DemoError> {
    let mut record = set_up(folder)?;
    let summary = intake::take_in(&mut record, rehearsal::offer(size), tools)?;
    let versions: Vec<_> = record
        .inspection()
        .cases
        .values()
        .flat_map(|case| case.documents.values())
        .filter_map(|document| document.latest())
        .map(|version| (version.bytes, version.text().map_or(0, |text| text.words)))
        .collect();
    let words = versions.iter().map(|(_, words)| words).sum();
    let rehearsed = Rehearsed {
        cases: record.inspection().cases.len(),
        documents: versions.len(),
        bytes: versions.iter().map(|(bytes, _)| bytes).sum(),
        words,
        pages: words / u64::try_from(rehearsal::WORDS_A_PAGE).unwrap_or(1),
        stopped: summary.stopped,
    };
    record.close();
    Ok(rehearsed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_holds_every_file_of_the_folder() {
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        let mut there = BTreeSet::new();
        for case in fs::read_dir(assets).unwrap().flatten() {
            for file in fs::read_dir(case.path()).unwrap().flatten() {
                let name = file.file_name().into_string().unwrap();
                if name != intake::offer::CASE_FILE {
                    there.insert((case.file_name().into_string().unwrap(), name));
                }
            }
        }
        let listed: BTreeSet<_> = files::CASES
            .iter()
            .flat_map(|case| {
                let named = |(name, _): &(&str, _)| (case.reference.to_owned(), (*name).to_owned());
                case.files.iter().map(named)
            })
            .collect();
        assert_eq!(listed, there);
    }

    #[test]
    fn every_case_says_what_it_is_and_lists_its_names() {
        for case in files::CASES {
            let about = CaseFile::parse(case.about).unwrap();
            assert_eq!(about.reference.as_deref(), Some(case.reference));
            assert!(about.names.len() >= 3, "{}", case.reference);
            assert!((8..=16).contains(&case.files.len()), "{}", case.reference);
        }
    }

    #[test]
    fn the_demonstration_used_last_is_found_and_links_are_not() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(newest_in(folder.path()), None);
        for (name, age) in [("old", 100), ("new", 10)] {
            let journal = folder.path().join(format!("{NAME}{name}/journal"));
            fs::create_dir_all(&journal).unwrap();
            let file = fs::File::create(journal.join("a.log")).unwrap();
            let then = SystemTime::now() - std::time::Duration::from_secs(age);
            file.set_modified(then).unwrap();
        }
        fs::create_dir_all(folder.path().join(format!("{NAME}empty"))).unwrap();
        let newest = folder.path().join(format!("{NAME}new"));
        assert_eq!(newest_in(folder.path()), Some(newest.clone()));
        #[cfg(unix)]
        {
            let elsewhere = tempfile::tempdir().unwrap();
            fs::rename(&newest, elsewhere.path().join("x")).unwrap();
            std::os::unix::fs::symlink(elsewhere.path().join("x"), &newest).unwrap();
            let old = folder.path().join(format!("{NAME}old"));
            assert_eq!(newest_in(folder.path()), Some(old));
        }
    }
}
