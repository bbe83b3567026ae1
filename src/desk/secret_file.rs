//! A passphrase kept in a file, for scripts: its first line. Owns that a file other people may read is not accepted.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use zeroize::Zeroizing;

use super::shown;
use crate::platform;

/// Bytes a passphrase has at the most.
const LONGEST: usize = 1_024;
/// Bytes of the file that are looked at.
const LOOKED_AT: u64 = 2_048;

/// Why a file gives no passphrase.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// It cannot be read.
    #[error("The passphrase could not be read from {file}: {why}.")]
    Unreadable {
        /// Which.
        file: String,
        /// As the system put it.
        why: io::Error,
    },
    /// Others have a right to it.
    #[error(
        "Other people on this computer may read {file}, which holds a passphrase. Make it yours alone first: chmod 600 {file}"
    )]
    NotAlone {
        /// Which.
        file: String,
    },
    /// No words on its first line.
    #[error("The first line of {file} is no passphrase: it is empty, or no plain text.")]
    NoWords {
        /// Which.
        file: String,
    },
    /// Too many.
    #[error("The first line of {file} is too long to be a passphrase.")]
    TooLong {
        /// Which.
        file: String,
    },
}

/// The first line of a file that nobody else may read, without the end of the line. Wiped when dropped.
///
/// # Errors
/// [`SecretFileError`].
pub fn first_line(path: &Path) -> Result<Zeroizing<String>, SecretFileError> {
    let name = || shown::path(path);
    let trouble = |why| SecretFileError::Unreadable { file: name(), why };
    let file = File::open(path).map_err(trouble)?;
    let metadata = file.metadata().map_err(trouble)?;
    if platform::permissions(&metadata).is_some_and(|bits| bits & 0o077 != 0) {
        return Err(SecretFileError::NotAlone { file: name() });
    }
    // With room for all of it, so that no part is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(4_096));
    file.take(LOOKED_AT)
        .read_to_end(&mut bytes)
        .map_err(trouble)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match std::str::from_utf8(line) {
        Ok(line) if line.len() > LONGEST => Err(SecretFileError::TooLong { file: name() }),
        Ok(line) if !line.trim().is_empty() => Ok(Zeroizing::new(line.to_owned())),
        _ => Err(SecretFileError::NoWords { file: name() }),
    }
}
