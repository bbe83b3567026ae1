//! What is offered for intake: cases, and the files of each, found without following a link and without opening a file.
//!
//! Owns which case a path belongs to and what is left out before reading, each with a sentence. Knows nothing of what the files hold.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    case_file::{self, CaseFile},
    found::{holds_cases, list, may_be_a_case, no_document, own_folder, plain_reason},
    summary::LeftOut,
};
use crate::desk::shown;

/// The file of a case folder that tells about the case itself.
pub const CASE_FILE: &str = "case.toml";

/// One case as it is offered.
#[derive(Debug, Default)]
pub struct OfferedCase {
    /// Pseudonymous.
    pub reference: String,
    /// What `case.toml` says, where there is one that can be used.
    pub about: Option<CaseFile>,
    /// Whether the whole case folder was offered, so that what is not in it is missing.
    pub whole: bool,
    /// Its files, in the order of their names.
    pub files: Vec<OfferedFile>,
    /// What was left out, by name below the case folder.
    pub left_out: Vec<LeftOut>,
    /// Folders that could not be looked into: nothing below them can be called missing. The empty name is the case folder itself.
    pub unseen: Vec<String>,
    /// What the people should know about the case itself: "case.toml cannot be used: …".
    pub remarks: Vec<String>,
}

/// One file as it is offered.
#[derive(Debug)]
pub struct OfferedFile {
    /// Path below the case folder, `/` between the parts, made safe to print.
    pub name: String,
    /// Where its bytes come from.
    pub source: Source,
    /// How many bytes it seems to have.
    pub bytes: u64,
}

/// Makes the bytes of a document that is on no disk.
pub type Maker = Arc<dyn Fn() -> Vec<u8> + Send + Sync>;

/// Where the bytes of a file come from.
#[derive(Clone)]
pub enum Source {
    /// From the disk.
    Path(PathBuf),
    /// Carried inside the program.
    Inside(&'static [u8]),
    /// Made when they are wanted.
    Made(Maker),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Path(path) => write!(f, "Path({})", shown::path(path)),
            Self::Inside(bytes) => write!(f, "Inside({} bytes)", bytes.len()),
            Self::Made(_) => write!(f, "Made"),
        }
    }
}

/// Everything that is offered at once.
#[derive(Debug, Default)]
pub struct Offer {
    /// The cases, in the order they were found.
    pub cases: Vec<OfferedCase>,
    /// What belongs to no case.
    pub left_out: Vec<LeftOut>,
}

/// Why nothing at all can be taken in.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// A path that is not there or may not be looked at.
    #[error("{path} cannot be taken in: {why}. Check the path and offer it again.")]
    NotThere {
        /// As printed.
        path: String,
        /// The system's reason.
        why: io::Error,
    },
    /// Single files without a case.
    #[error(
        "{0} is a single file, and which child it is about is not said. Add --case with the reference of the case, or offer the case folder."
    )]
    WhichCase(String),
    /// Several folders for one case.
    #[error(
        "--case names one case, and more than one folder is offered. Offer one folder at a time, or leave --case out: each folder is a case of its own."
    )]
    OneFolderACase,
    /// A reference that is no reference.
    #[error(
        "\"{0}\" cannot be the reference of a case: use up to {REFERENCE_CHARS} letters, figures and signs on one line."
    )]
    Reference(String),
}

/// The longest reference, in characters.
pub const REFERENCE_CHARS: usize = 60;

/// A reference as it is kept: without space around it, visible, not empty and not longer than [`REFERENCE_CHARS`].
///
/// # Errors
/// [`OfferError::Reference`].
pub fn reference(words: &str) -> Result<String, OfferError> {
    let reference = shown::line(words.trim());
    if reference.is_empty() || reference.chars().count() > REFERENCE_CHARS {
        return Err(OfferError::Reference(reference));
    }
    Ok(reference)
}

/// Looks at the paths and says which cases and files they are. `inspection` is the folder of the inspection itself, which is never taken in.
///
/// # Errors
/// [`OfferError`] where nothing can be begun: a path that is not there, a file without a case. What is wrong deeper down is in the offer.
pub fn look(paths: &[PathBuf], case: Option<&str>, inspection: &Path) -> Result<Offer, OfferError> {
    let case = case.map(reference).transpose()?;
    let own = fs::canonicalize(inspection).ok();
    let mut folders = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        // A path named by hand may be a link: the person pointed at what is behind it.
        let kind = fs::metadata(path).map_err(|why| OfferError::NotThere {
            path: shown::path(path),
            why,
        })?;
        if kind.is_dir() {
            folders.push(path);
        } else {
            files.push((path, kind.len()));
        }
    }
    let walk = Walk { own };
    let mut offer = Offer::default();
    match case {
        Some(_) if folders.len() > 1 || (!folders.is_empty() && !files.is_empty()) => {
            return Err(OfferError::OneFolderACase);
        }
        Some(reference) => {
            let mut offered = match folders.first() {
                Some(folder) => walk.case(folder, Some(reference)),
                None => OfferedCase {
                    reference,
                    ..OfferedCase::default()
                },
            };
            for (path, bytes) in files {
                offered.files.push(OfferedFile {
                    name: last_name(path),
                    source: Source::Path(resolved(path)),
                    bytes,
                });
            }
            offer.cases.push(offered);
        }
        None => {
            if let Some((path, _)) = files.first() {
                return Err(OfferError::WhichCase(shown::path(path)));
            }
            for folder in folders {
                walk.folder(folder, &mut offer)?;
            }
        }
    }
    one_case_a_reference(&mut offer);
    for case in &mut offer.cases {
        one_file_a_name(case);
    }
    Ok(offer)
}

/// A file named by hand: what a link points at, since reading follows none.
fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The last part of a path; of `.` and `..` the folder they stand for.
fn last_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(
            || resolved(path).file_name().map(shown::name),
            |raw| Some(shown::name(raw)),
        )
        .unwrap_or_else(|| shown::path(path))
}

/// Two folders that say they are the same case would call each other's documents missing: the first one counts.
fn one_case_a_reference(offer: &mut Offer) {
    let mut seen = BTreeSet::new();
    let (first, again): (Vec<_>, Vec<_>) = std::mem::take(&mut offer.cases)
        .into_iter()
        .partition(|case| seen.insert(case.reference.to_lowercase()));
    offer.cases = first;
    for case in again {
        offer.left_out.push(LeftOut {
            name: case.reference.clone(),
            why: format!(
                "another folder offered at the same time is also for case {}; only the first was taken in",
                case.reference
            ),
            trouble: true,
        });
    }
}

fn one_file_a_name(case: &mut OfferedCase) {
    case.files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut seen = BTreeSet::new();
    let (first, again): (Vec<_>, Vec<_>) = std::mem::take(&mut case.files)
        .into_iter()
        .partition(|file| seen.insert(file.name.clone()));
    case.files = first;
    case.left_out.extend(again.into_iter().map(|file| LeftOut {
        name: file.name,
        why: "another file offered for this case has the same name; give it another name and offer it again".to_owned(),
        trouble: true,
    }));
}

struct Walk {
    own: Option<PathBuf>,
}

impl Walk {
    /// A folder named by hand: one case where files stand in it, else one case a sub-folder. Sub-folders with a `case.toml` are always
    /// cases of their own.
    fn folder(&self, folder: &Path, offer: &mut Offer) -> Result<(), OfferError> {
        let mut left_out = Vec::new();
        let found = list(folder, "", &mut left_out).map_err(|why| OfferError::NotThere {
            path: shown::path(folder),
            why,
        })?;
        if !holds_cases(&found) {
            offer.cases.push(self.case(folder, None));
            return Ok(());
        }
        offer.left_out.append(&mut left_out);
        for entry in found {
            if self.is_own(&entry.path) {
                offer.left_out.push(own_folder(entry.name));
            } else if may_be_a_case(&entry) {
                offer.cases.push(self.case(&entry.path, None));
            } else if let Some(left_out) = no_document(&entry, entry.name.clone()) {
                offer.left_out.push(left_out);
            } else if entry.kind.is_dir() {
                offer.left_out.push(LeftOut {
                    name: entry.name,
                    why: "is a hidden folder, and nothing says that it is a case; offer it by itself if it is one".to_owned(),
                    trouble: true,
                });
            } else {
                offer.left_out.push(LeftOut {
                    name: entry.name,
                    why: "stands beside the case folders, and which child it is about is not said; offer it by itself with --case".to_owned(),
                    trouble: true,
                });
            }
        }
        Ok(())
    }

    /// All of one case folder. `named` is the reference given by hand; else `case.toml`'s, else the folder's name.
    fn case(&self, folder: &Path, named: Option<String>) -> OfferedCase {
        let mut case = OfferedCase {
            whole: true,
            ..OfferedCase::default()
        };
        let own_name = last_name(folder);
        match case_file::read(&folder.join(CASE_FILE)) {
            Ok(about) => case.about = about,
            Err(sentence) => case.remarks.push(sentence),
        }
        let told = case
            .about
            .as_ref()
            .and_then(|about| about.reference.clone());
        case.reference = named
            .or(told)
            .unwrap_or_else(|| own_name.chars().take(REFERENCE_CHARS).collect());
        self.below(folder, &mut case);
        case
    }

    /// Walks a case folder, deepest last, without recursion: a folder may be nested as deep as the disk allows.
    fn below(&self, folder: &Path, case: &mut OfferedCase) {
        let mut waiting = vec![(folder.to_owned(), String::new())];
        while let Some((folder, above)) = waiting.pop() {
            let found = match list(&folder, &above, &mut case.left_out) {
                Ok(found) => found,
                Err(why) => {
                    case.left_out.push(LeftOut {
                        name: if above.is_empty() {
                            format!("{}/", case.reference)
                        } else {
                            above.clone()
                        },
                        why: format!("this folder cannot be looked into: {}", plain_reason(&why)),
                        trouble: true,
                    });
                    case.unseen.push(above);
                    continue;
                }
            };
            for entry in found {
                let name = format!("{above}{}", entry.name);
                if name == CASE_FILE {
                    continue;
                }
                if let Some(left_out) = no_document(&entry, name.clone()) {
                    case.left_out.push(left_out);
                } else if entry.kind.is_dir() {
                    if self.is_own(&entry.path) {
                        case.left_out.push(own_folder(name));
                    } else {
                        waiting.push((entry.path, format!("{name}/")));
                    }
                } else {
                    case.files.push(OfferedFile {
                        name,
                        source: Source::Path(entry.path),
                        bytes: entry.kind.len(),
                    });
                }
            }
        }
    }

    fn is_own(&self, path: &Path) -> bool {
        self.own.is_some() && fs::canonicalize(path).ok() == self.own
    }
}
