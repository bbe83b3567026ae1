//! The mirror of an inspection, looked at from outside: where it is, whether it can be reached, and what it lacks. Changes nothing; needs no key.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    disk::{Disk, RealDisk, read_whole},
    folder::Folder,
    mirror::Mirror,
    sealing::everything_kept,
};
use crate::platform;

/// How a mirror stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorSeen {
    /// Where it is.
    pub folder: PathBuf,
    /// Whether it can be reached now.
    pub there: bool,
    /// Whether it stands on the same disk as the inspection; `None` where the system does not say.
    pub same_disk: Option<bool>,
    /// Files of the inspection that it lacks or holds otherwise: journals, keys and seals are compared byte for byte, documents by their
    /// length. From the inspection's folder on, in order.
    pub differing: Vec<PathBuf>,
}

/// The mirror of the inspection in this folder; `None` where none was chosen.
#[must_use]
pub fn look_at_mirror(root: &Path) -> Option<MirrorSeen> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let mirror = Mirror::of(&disk, &Folder::new(root), &mut Vec::new())?;
    let there = mirror.is_there();
    let differing = if there {
        let mut kept = everything_kept(&*disk, root);
        kept.retain(|relative| {
            !is_same(&*disk, &root.join(relative), &mirror.root().join(relative))
        });
        kept
    } else {
        Vec::new()
    };
    Some(MirrorSeen {
        there,
        same_disk: platform::same_disk(root, mirror.root()),
        folder: mirror.root().to_owned(),
        differing,
    })
}

fn is_same(disk: &dyn Disk, here: &Path, there: &Path) -> bool {
    let length = |path: &Path| std::fs::metadata(path).map(|found| found.len()).ok();
    let known = length(here);
    if known.is_none() || known != length(there) {
        return false;
    }
    // A document is checked against its name whenever it is opened, here and there.
    let is_document = here
        .ancestors()
        .any(|above| above.file_name().is_some_and(|name| name == "documents"));
    is_document
        || read_whole(disk, here)
            .ok()
            .zip(read_whole(disk, there).ok())
            .is_some_and(|(here, there)| here == there)
}
