//! What is in a folder, as far as choosing one needs it.

use std::path::Path;

use super::super::{intake::found::folder_of_the_computer, messages::Folder};
use crate::ledger::is_inspection;

/// The most folders listed: nobody looks through more with the arrows.
const MOST: usize = 5_000;

/// The folders in a folder, by name, hidden ones and those of the computer itself left out; and how many files stand in it.
pub fn list(folder: &Path) -> Result<Folder, String> {
    let entries = std::fs::read_dir(folder)
        .map_err(|why| format!("This folder cannot be looked into: {why}."))?;
    let mut inside = Folder {
        is_inspection: is_inspection(folder),
        ..Folder::default()
    };
    for entry in entries.flatten().take(MOST) {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && folder_of_the_computer(name) => {}
            Ok(kind) if kind.is_dir() => inside.folders.push(name.to_owned()),
            Ok(_) => inside.files += 1,
            Err(_) => {}
        }
    }
    inside.folders.sort_by_key(|name| name.to_lowercase());
    Ok(inside)
}
