//! Who has an inspection open, looked at from outside: nothing is opened, made or written. The lock itself is the folder's business.

use std::{
    fs::{OpenOptions, TryLockError},
    io::Read as _,
    path::Path,
};

use serde::Deserialize;

use super::error::why;
use crate::{casework::Moment, platform};

/// Who wrote their name into the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Holder {
    /// The number of the process.
    pub process: u32,
    /// Since when.
    pub since: Moment,
}

/// Who has an inspection open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holding {
    /// Nobody; and who had it last, where that can be read.
    Nobody(Option<Holder>),
    /// Some program does; which one, where that can be read.
    Somebody(Option<Holder>),
    /// It cannot be found out: a reason.
    Unknown(String),
}

/// The most that is read of a lock.
const LOCK_CAP: u64 = 4_096;

/// Who has the inspection in this folder open.
#[must_use]
pub fn who_has_it_open(root: &Path) -> Holding {
    let path = root.join("lock");
    if path.is_symlink() {
        return Holding::Unknown("the lock is a link to another place".to_owned());
    }
    let mut options = OpenOptions::new();
    platform::owner_only(options.read(true));
    let file = match options.open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Holding::Nobody(None),
        Err(error) => return Holding::Unknown(why(&error)),
    };
    let mut words = String::new();
    // On Windows nobody else may read a locked file.
    let holder = (&file)
        .take(LOCK_CAP)
        .read_to_string(&mut words)
        .ok()
        .and_then(|_| serde_json::from_str(&words).ok());
    // Shared: two that only look do not stand in each other's way.
    match file.try_lock_shared() {
        Ok(()) => Holding::Nobody(holder),
        Err(TryLockError::WouldBlock) => Holding::Somebody(holder),
        Err(TryLockError::Error(error)) => Holding::Unknown(why(&error)),
    }
}
