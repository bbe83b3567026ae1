//! Arriving: every file of every case folder is hashed within minutes, before anybody reads it, so that what changes later is seen.
//!
//! | file | owns |
//! |---|---|
//! | `walk` | which files there are, and under which path each is listed |
//! | `hash` | their bytes, hashed several at a time |

pub mod hash;
pub mod walk;

/// Why an arrival could not be sealed. Nothing is kept then.
#[derive(Debug, thiserror::Error)]
pub enum ArriveError {
    /// A folder that is not there or may not be looked into.
    #[error("{path} cannot be looked into: {why}. Check the path and run this again.")]
    NotThere {
        /// As printed.
        path: String,
        /// In plain words.
        why: String,
    },
    /// A single file.
    #[error(
        "{0} is no folder. An arrival is about whole case folders: name the case folder, or the folder they stand in."
    )]
    NotAFolder(String),
}
