//! A passphrase kept in a file, for scripts: its first line; or the passwords of documents, one a line. Owns that a file other people may read is not accepted.

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
/// Bytes of the file that are looked at for a passphrase.
const LOOKED_AT: u64 = 2_048;
/// Bytes of the file that are looked at for passwords.
const PASSWORDS: u64 = 64 << 10;

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
    let bytes = bytes(path, LOOKED_AT)?;
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

/// Every line of a file that nobody else may read: passwords of documents, spaces and all. Empty lines are none.
///
/// # Errors
/// [`SecretFileError`].
pub fn every_line(path: &Path) -> Result<Vec<Zeroizing<String>>, SecretFileError> {
    let name = || shown::path(path);
    let bytes = bytes(path, PASSWORDS)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut lines = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match std::str::from_utf8(line) {
            Ok(line) if line.len() > LONGEST => {
                return Err(SecretFileError::TooLong { file: name() });
            }
            Ok("") => {}
            Ok(line) => lines.push(Zeroizing::new(line.to_owned())),
            Err(_) => return Err(SecretFileError::NoWords { file: name() }),
        }
    }
    if lines.is_empty() {
        return Err(SecretFileError::NoWords { file: name() });
    }
    Ok(lines)
}

/// The first bytes of a file that nobody else may read.
fn bytes(path: &Path, looked_at: u64) -> Result<Zeroizing<Vec<u8>>, SecretFileError> {
    let name = || shown::path(path);
    let trouble = |why| SecretFileError::Unreadable { file: name(), why };
    let file = File::open(path).map_err(trouble)?;
    let metadata = file.metadata().map_err(trouble)?;
    if platform::permissions(&metadata).is_some_and(|bits| bits & 0o077 != 0) {
        return Err(SecretFileError::NotAlone { file: name() });
    }
    // With room for all of it, so that no part is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(looked_at).unwrap_or(0) + 1,
    ));
    file.take(looked_at)
        .read_to_end(&mut bytes)
        .map_err(trouble)?;
    Ok(bytes)
}
