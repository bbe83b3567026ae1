//! The agreed notes out: what two people take away from a sitting, as one pure model and one renderer a format.
//!
//! Knows `casework` only. It writes no file, asks no clock and knows no screen: an inspection comes in, [`Notes`] and text leave.
//!
//! | file | owns |
//! |---|---|
//! | `model` | what the notes contain, field by field |
//! | `compose` | from a folded inspection to the model |
//! | `signed` | the exact text that is signed at the close of a sitting |
//! | `words` | every place in the model where words of people and documents stand, and putting designations in place of names there |
//! | `identifiers` | finding listed names in a text and putting what they stand for in their place |
//! | `unsure` | words that may be names or other identifiers and are not listed |
//! | `markdown` | the notes for people |
//! | `escape` | words of people and documents shown as text in Markdown |
//! | `json` | the notes for machines; its form is documented in `assets/notes-schema.md` |

mod compose;
mod escape;
pub mod identifiers;
pub mod json;
pub mod markdown;
pub mod model;
mod signed;
mod unsure;
mod words;

pub use compose::{NotesError, Options};
pub use identifiers::Identifiers;
pub use json::{from_json, to_json};
pub use markdown::to_markdown;
pub use model::Notes;
pub use signed::{SignedFinding, SignedText, SignedTextError, signed_text};
