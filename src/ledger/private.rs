//! That nobody but its owner may look into the folder of an inspection: put right where it is not so, and refused where that cannot be done.
//! Where the system has no such permissions there is nothing to look at.

use std::{fs, path::Path};

use super::error::{LedgerError, Note, why};
use crate::platform;

/// The permissions that are nobody's but the owner's.
const OTHERS: u32 = 0o077;

/// Closes the folder to others, and everything that stands directly in it; what stands deeper cannot be reached then.
///
/// # Errors
/// [`LedgerError::NotPrivate`]; nothing was opened then.
pub(crate) fn keep_private(root: &Path) -> Result<Option<Note>, LedgerError> {
    let inside = fs::read_dir(root).into_iter().flatten().flatten();
    let mut open_to_others = false;
    for path in std::iter::once(root.to_owned()).chain(inside.map(|entry| entry.path())) {
        let open = fs::symlink_metadata(&path).is_ok_and(|found| {
            !found.is_symlink()
                && platform::permissions(&found).is_some_and(|bits| bits & OTHERS != 0)
        });
        if open {
            platform::make_private(&path).map_err(|error| LedgerError::NotPrivate {
                folder: root.display().to_string(),
                why: why(&error),
            })?;
            open_to_others |= path == root;
        }
    }
    Ok(open_to_others.then_some(Note::ClosedToOthers))
}
