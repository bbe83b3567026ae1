//! `alongside`, `alongside DIR`, `alongside open DIR`: the screen.

use std::{
    io::IsTerminal as _,
    path::{Path, PathBuf},
};

use super::{
    exit::{Exit, Failure},
    intake::workers,
    unlock::Given,
};
use crate::{
    desk::{is_inspection, shown},
    screen::{self, ways::Way},
};

pub fn run(folder: Option<&Path>, given: &Given, pictures: Option<Way>) -> Result<Exit, Failure> {
    if let Some(folder) = folder
        && !is_inspection(folder)
    {
        return Err(Failure::new(
            Exit::Cannot,
            format!(
                "There is no inspection in {}. alongside new sets one up there; alongside without a folder shows what else can be done.",
                shown::path(folder)
            ),
        ));
    }
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::new(
            Exit::WrongUse,
            "The screen needs a terminal. In a script use alongside show, which prints the same as plain text.",
        ));
    }
    let absolute =
        folder.map(|folder| std::path::absolute(folder).unwrap_or_else(|_| PathBuf::from(folder)));
    screen::run(absolute, given.known()?, workers(), pictures).map_err(|why| {
        Failure::new(
            Exit::Cannot,
            format!("The terminal cannot be used as a screen: {why}."),
        )
    })?;
    Ok(Exit::Done)
}
