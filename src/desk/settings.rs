//! Files of the person, not of any case: preferences and other keys, in the platform's configuration folder.

use std::{fs, io, path::PathBuf};

use etcetera::{BaseStrategy as _, choose_base_strategy};

use crate::platform;

/// The program's configuration folder; `None` where the platform names none.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    choose_base_strategy()
        .ok()
        .map(|base| base.config_dir().join("alongside"))
}

/// The person's own folder, to begin looking for folders in.
#[must_use]
pub fn home() -> PathBuf {
    choose_base_strategy().map_or_else(|_| PathBuf::from("."), |base| base.home_dir().to_path_buf())
}

/// A settings file; `None` where there is none.
#[must_use]
pub fn read(name: &str) -> Option<String> {
    fs::read_to_string(folder()?.join(name)).ok()
}

/// Writes a settings file whole: it is there as it was or as it is to be, never half.
///
/// # Errors
/// As the system gives them; nothing where the platform names no configuration folder.
pub fn write(name: &str, text: &str) -> io::Result<()> {
    let Some(folder) = folder() else {
        return Ok(());
    };
    platform::make_private_folder(&folder)?;
    let unfinished = folder.join(format!("{name}.new"));
    fs::write(&unfinished, text)?;
    fs::rename(unfinished, folder.join(name))
}
