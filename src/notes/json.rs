//! The notes for machines: JSON in a stable order, documented field by field in `assets/notes-schema.md`.

use serde::{Deserialize, Serialize};

use super::model::Notes;

/// The name of the form, counted up with every change that a reader would have to know of.
pub const SCHEMA: &str = "alongside-notes/0";

/// Why notes could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or not notes.
    #[error("These are not notes in the form {SCHEMA}: {0}.")]
    NotNotes(#[from] serde_json::Error),
    /// Another form.
    #[error(
        "These notes are in the form \"{0}\", and this alongside reads {SCHEMA}: use the one that wrote them."
    )]
    OtherForm(String),
}

#[derive(Serialize)]
struct Written<'a> {
    schema: &'a str,
    #[serde(flatten)]
    notes: &'a Notes,
}

#[derive(Deserialize)]
struct Form {
    schema: String,
}

/// The notes as indented JSON with a line break at the end. The same notes give the same bytes.
///
/// # Errors
/// Only if serialising fails, which the types of the notes do not allow.
pub fn to_json(notes: &Notes) -> Result<String, JsonError> {
    let schema = SCHEMA;
    let mut text = serde_json::to_string_pretty(&Written { schema, notes })?;
    text.push('\n');
    Ok(text)
}

/// Reads notes back. Fields this program does not know are left aside.
///
/// # Errors
/// When the text is no JSON, is in another form, or lacks a field.
pub fn from_json(text: &str) -> Result<Notes, JsonError> {
    let form: Form = serde_json::from_str(text)?;
    if form.schema != SCHEMA {
        return Err(JsonError::OtherForm(form.schema));
    }
    Ok(serde_json::from_str(text)?)
}
