//! What is printed, and where: results to standard output, everything else to standard error. Both are cleaned on the way.

use std::io::{self, BufRead, IsTerminal, Write};

use super::exit::{Exit, Failure};
use crate::desk::shown;

/// Prints a result of one or more lines.
///
/// # Errors
/// When standard output cannot be written; quietly when its reader has gone.
pub fn result(words: &str) -> Result<(), Failure> {
    print(&shown::lines(words))
}

fn print(clean: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{clean}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure::of_output(&error))
}

/// Prints a result as JSON.
///
/// # Errors
/// As [`result`].
pub fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let words = serde_json::to_string_pretty(value).map_err(|error| {
        Failure::new(
            Exit::Cannot,
            format!("The result could not be written as JSON: {error}."),
        )
    })?;
    print(&shown::json(&words))
}

/// Says something beside the result. Where nobody reads standard error there is nobody to tell.
pub fn aside(words: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", shown::lines(words));
}

/// Asks for a line on the terminal; `None` where standard input or standard error is none, or the input has ended.
pub fn ask(question: &str) -> Option<String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    let mut err = io::stderr().lock();
    write!(err, "{} ", shown::lines(question))
        .and_then(|()| err.flush())
        .ok()?;
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer).ok()?;
    (read > 0).then(|| answer.trim().to_owned())
}
