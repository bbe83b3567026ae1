//! The agreed notes as files. Owns what the files are called and that none is ever half-written or written over; what stands in them is
//! `notes`'s.
//!
//! Names of a case are replaced unless they are wanted; words that may be names are given back instead of written, until somebody has said
//! that they are none.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{clock, frameworks, pages::seals, record::Keep, shown};
use crate::{
    casework::{CaseNo, Event, Inspection, Refusal},
    ledger::LedgerError,
    notes::{self, Identifiers, Notes},
    platform,
};

/// A form of the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For people.
    Markdown,
    /// The full machine form.
    Json,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Markdown, Self::Json];

    /// As it is typed, and what its files end in.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
        }
    }
}

/// How notes are to be written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// In these forms, each once.
    pub formats: Vec<Format>,
    /// Into this folder; made where it is not there.
    pub folder: PathBuf,
    /// Whether names stay.
    pub with_names: bool,
    /// Whether somebody has looked at the words that may be names.
    pub sure: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exported {
    /// These files were written.
    Written(Vec<PathBuf>),
    /// Nothing was written: these words may be names.
    Unsure(Vec<Unsure>),
}

/// A word that may be a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure {
    /// As it stands in the notes.
    pub word: String,
    /// One place where it stands.
    pub context: String,
}

/// Why there are no files.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The record refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The notes cannot be made.
    #[error(transparent)]
    Notes(#[from] notes::NotesError),
    /// The framework of the inspection is not one carried inside.
    #[error(transparent)]
    Framework(#[from] frameworks::UnknownFramework),
    /// The notes cannot be put into JSON.
    #[error(
        "The notes could not be written as JSON: {0}. Export them as Markdown, and tell whoever looks after this program."
    )]
    Json(String),
    /// A file or folder cannot be written.
    #[error(
        "{path} could not be written: {why}. Nothing was exported; choose another folder with --out, or make room."
    )]
    NotWritten {
        /// Which.
        path: String,
        /// The system's reason.
        why: io::Error,
    },
    /// The record could not keep that it was exported.
    #[error("That the notes were exported could not be kept, so nothing was exported. {0}")]
    NotKept(#[from] LedgerError),
}

/// The cases that have had a sitting, by number.
#[must_use]
pub fn cases_with_a_sitting(inspection: &Inspection) -> Vec<CaseNo> {
    let sat = inspection
        .cases
        .iter()
        .filter(|(_, case)| !case.sittings.is_empty());
    sat.map(|(no, _)| *no).collect()
}

/// The notes of a case as they would be written, and the words in them that may be names.
///
/// # Errors
/// When the notes cannot be made.
pub fn compose(
    record: &dyn Keep,
    case: CaseNo,
    with_names: bool,
) -> Result<(Notes, Vec<Unsure>), ExportError> {
    let inspection = record.inspection();
    let listed = &inspection.case(case)?.identifiers;
    let framework = frameworks::by_id(&inspection.framework)?;
    let options = notes::Options {
        now: clock::now(),
        with_names,
    };
    let mut notes = Notes::of(inspection, case, framework, &options)?;
    notes.say_seals(&|code| {
        let said = seals::said(code);
        (
            said.words.into_iter().map(str::to_owned).collect(),
            said.digits,
        )
    });
    notes.tell_journey(&super::journey::of(record, case)?, &|journey, clock| {
        let found = super::pages::clocks::done(journey, clock);
        found.trim_start_matches("○ ").to_owned()
    });
    let told = super::package::package(inspection, inspection.case(case)?);
    notes.tell_package(inspection, &told.gaps, &told.perspectives);
    if with_names {
        return Ok((notes, Vec::new()));
    }
    let (notes, unsure) = notes.without_names(&Identifiers::new(listed));
    let unsure = unsure
        .into_iter()
        .map(|(word, context)| Unsure { word, context })
        .collect();
    Ok((notes, unsure))
}

/// Writes the notes of a case, and keeps in the record that it was done: first the files under passing names, then the entry, then their
/// own names.
///
/// # Errors
/// [`ExportError`]; no file is left behind then.
pub fn export(
    record: &mut dyn Keep,
    case: CaseNo,
    wanted: &Wanted,
) -> Result<Exported, ExportError> {
    if record.inspection().read_only {
        return Err(Refusal::ReadOnly.into());
    }
    let (notes, unsure) = compose(&*record, case, wanted.with_names)?;
    if !unsure.is_empty() && !wanted.sure {
        return Ok(Exported::Unsure(unsure));
    }
    let reference = record.inspection().case(case)?.reference.clone();
    let mut formats = wanted.formats.clone();
    formats.sort_unstable();
    formats.dedup();
    platform::make_private_folder(&wanted.folder)
        .map_err(|why| not_written(&wanted.folder, why))?;
    let mut files = Vec::new();
    for format in &formats {
        let words = match format {
            Format::Markdown => notes::to_markdown(&notes),
            Format::Json => {
                notes::to_json(&notes).map_err(|error| ExportError::Json(error.to_string()))?
            }
        };
        files.push(Passing::write(&wanted.folder, *format, words.as_bytes())?);
    }
    let claimed = Claimed::names(&wanted.folder, &reference, &formats)?;
    record.append(
        Some(case),
        vec![Event::NotesExported {
            formats: formats
                .iter()
                .map(|format| format.id().to_owned())
                .collect(),
            with_names: wanted.with_names,
        }],
    )?;
    for (file, name) in files.iter().zip(&claimed.0) {
        fs::rename(&file.0, name).map_err(|why| not_written(name, why))?;
    }
    platform::sync_folder(&wanted.folder).map_err(|why| not_written(&wanted.folder, why))?;
    Ok(Exported::Written(claimed.keep()))
}

fn not_written(path: &Path, why: io::Error) -> ExportError {
    ExportError::NotWritten {
        path: shown::path(path),
        why,
    }
}

/// A file under a passing name, gone when it is dropped before it got its own.
struct Passing(PathBuf);

impl Passing {
    fn write(folder: &Path, format: Format, words: &[u8]) -> Result<Self, ExportError> {
        let id = super::new::random_id()?;
        let passing = Self(folder.join(format!(".alongside-{id}.{}", format.id())));
        let failed = |why| not_written(&passing.0, why);
        let mut file = private(&passing.0).map_err(failed)?;
        file.write_all(words)
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        Ok(passing)
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        // Not there any more where it got its own name.
        let _ = fs::remove_file(&self.0);
    }
}

/// A new file for its owner only; refused where there is one already.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    platform::owner_only(&mut options);
    options.open(path)
}

/// Names that were free and are taken now; given free again, with whatever stands under them, when dropped before they are to stay.
struct Claimed(Vec<PathBuf>);

impl Claimed {
    /// `N-017 agreed notes.md` and so on, with ` (2)` behind where one of them is there already.
    fn names(folder: &Path, reference: &str, formats: &[Format]) -> Result<Self, ExportError> {
        for number in 1_u32.. {
            let mut claimed = Self(Vec::new());
            let mut free = true;
            for format in formats {
                let path = folder.join(file_name(reference, number, *format));
                match private(&path) {
                    Ok(_) => claimed.0.push(path),
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        free = false;
                        break;
                    }
                    Err(why) => return Err(not_written(&path, why)),
                }
            }
            if free {
                return Ok(claimed);
            }
        }
        Ok(Self(Vec::new()))
    }

    fn keep(mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Claimed {
    fn drop(&mut self) {
        for path in &self.0 {
            // What stays is a file somebody asked for: untidy, and no harm.
            let _ = fs::remove_file(path);
        }
    }
}

/// The name of the notes of a case. Signs that some system does not allow in names become `_`.
fn file_name(reference: &str, number: u32, format: Format) -> String {
    let reference: String = reference
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let again = if number == 1 {
        String::new()
    } else {
        format!(" ({number})")
    };
    format!("{reference} agreed notes{again}.{}", format.id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_case_and_fit_every_system() {
        assert_eq!(
            file_name("N-017", 1, Format::Markdown),
            "N-017 agreed notes.md"
        );
        assert_eq!(
            file_name("a/b:c", 3, Format::Json),
            "a_b_c agreed notes (3).json"
        );
    }

    #[test]
    fn an_older_export_is_never_written_over_and_both_forms_get_the_same_number() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("N-017 agreed notes.json"), "older").unwrap();
        let claimed = Claimed::names(folder.path(), "N-017", &Format::ALL).unwrap();
        assert_eq!(
            claimed.0,
            ["N-017 agreed notes (2).md", "N-017 agreed notes (2).json"]
                .map(|name| folder.path().join(name))
        );
        drop(claimed);
        let left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["N-017 agreed notes.json"]);
    }
}
