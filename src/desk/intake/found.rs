//! What stands in a folder, before anything in it is opened: names, kinds, and why an entry is no document.
//!
//! Owns that no link is followed and that one folder of case folders is told from one case folder in the same way everywhere. Opens no file.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::{offer::CASE_FILE, summary::LeftOut};
use crate::desk::shown;

/// Files that the computer keeps for itself, not for a case.
pub(in crate::desk) fn kept_by_the_computer(name: &str) -> bool {
    matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || name.starts_with("._")
        || name.starts_with("~$")
        || name.starts_with(".~lock.")
}

/// Folders that computers keep for themselves at the top of a stick, a disk or a packed folder.
const FOLDERS_OF_THE_COMPUTER: [&str; 11] = [
    "$recycle.bin",
    "recycler",
    "system volume information",
    "lost+found",
    "__macosx",
    ".spotlight-v100",
    ".trashes",
    ".fseventsd",
    ".temporaryitems",
    ".documentrevisions-v100",
    ".appledouble",
];

/// Whether a folder of this name is one of them.
pub(in crate::desk) fn folder_of_the_computer(name: &str) -> bool {
    let name = name.to_lowercase();
    FOLDERS_OF_THE_COMPUTER.contains(&name.as_str()) || name.starts_with(".trash-")
}

/// One entry of a folder.
pub(in crate::desk) struct Found {
    /// Safe to print.
    pub name: String,
    pub path: PathBuf,
    pub kind: fs::Metadata,
}

/// Whether a folder with these entries holds several cases, one a sub-folder: no file of a case stands in it, or a sub-folder says in a
/// `case.toml` that it is a case of its own.
pub(in crate::desk) fn holds_cases(found: &[Found]) -> bool {
    let loose = |entry: &Found| entry.kind.is_file() && !kept_by_the_computer(&entry.name);
    // Case folders that say what they are stay cases of their own, whatever lies beside them.
    let own_cases = !found.iter().any(|entry| entry.name == CASE_FILE)
        && found
            .iter()
            .any(|entry| may_be_a_case(entry) && entry.path.join(CASE_FILE).is_file());
    let folders = found.iter().any(may_be_a_case);
    folders && (own_cases || !found.iter().any(loose))
}

/// Whether a sub-folder is taken for a case: not one of the computer's own, and a hidden one only where it says itself that it is one.
pub(in crate::desk) fn may_be_a_case(entry: &Found) -> bool {
    entry.kind.is_dir()
        && !folder_of_the_computer(&entry.name)
        && (!entry.name.starts_with('.') || entry.path.join(CASE_FILE).is_file())
}

/// Why an entry is neither a document nor a folder to look into, where it is neither.
pub(in crate::desk) fn no_document(entry: &Found, name: String) -> Option<LeftOut> {
    let folder = entry.kind.is_dir();
    let the_computers = if folder {
        folder_of_the_computer(&entry.name)
    } else {
        kept_by_the_computer(&entry.name)
    };
    let (why, trouble) = if entry.kind.is_symlink() {
        (
            "is a link to somewhere else, and links are not followed; copy the document itself into the case folder",
            true,
        )
    } else if !folder && !entry.kind.is_file() {
        (
            "is no ordinary file (a pipe, a socket or a device) and was not opened",
            true,
        )
    } else if the_computers {
        (
            "belongs to the computer it was copied from, not to the case file",
            false,
        )
    } else {
        return None;
    };
    Some(LeftOut {
        name,
        why: why.to_owned(),
        trouble,
    })
}

/// The entries of a folder by name; what cannot even be looked at goes to `left_out`.
pub(in crate::desk) fn list(
    folder: &Path,
    above: &str,
    left_out: &mut Vec<LeftOut>,
) -> io::Result<Vec<Found>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = shown::name(&entry.file_name());
        match fs::symlink_metadata(entry.path()) {
            Ok(kind) => {
                found.insert(
                    entry.file_name(),
                    Found {
                        name,
                        path: entry.path(),
                        kind,
                    },
                );
            }
            Err(why) => left_out.push(LeftOut {
                name: format!("{above}{name}"),
                why: format!("cannot be looked at: {}", plain_reason(&why)),
                trouble: true,
            }),
        }
    }
    Ok(found.into_values().collect())
}

/// An error of the system in plain words, without its number.
pub(in crate::desk) fn plain_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "this account may not read it".to_owned(),
        io::ErrorKind::NotFound => "it is not there any more".to_owned(),
        io::ErrorKind::TimedOut => "the disk or network did not answer in time".to_owned(),
        _ => {
            let words = shown::line(&error.to_string());
            words
                .split(" (os error")
                .next()
                .unwrap_or_default()
                .to_lowercase()
        }
    }
}

/// The inspection's own folder, met on the way.
pub(in crate::desk) fn own_folder(name: String) -> LeftOut {
    LeftOut {
        name,
        why: "this is the folder of the inspection itself".to_owned(),
        trouble: false,
    }
}
