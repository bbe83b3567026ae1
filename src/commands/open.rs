//! `alongside`, `alongside DIR`, `alongside open DIR`: the screen.

use std::path::Path;

use super::exit::{Exit, Failure};

pub fn run(_folder: Option<&Path>) -> Result<Exit, Failure> {
    Err(Failure::new(
        Exit::Cannot,
        "The screen is not part of this build. Use the other commands: alongside --help.",
    ))
}
