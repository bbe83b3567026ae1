//! Bundles as files. Checking one from somewhere else opens no inspection and wants no passphrase: this owns reading the file and the words of the
//! answer; the check itself is `proof`'s.

mod written;

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use serde::Serialize;
use thiserror::Error;

pub use written::{WriteError, write};

use super::shown;
use crate::proof::{
    bundle::{Answer, Asked, Bundle, BundleError, BundleReport, LARGEST, SealChecked, check},
    chain::VaultId,
    code::{Code, CodeError},
    hex,
};

/// Why a bundle was not checked.
#[derive(Debug, Error)]
pub enum CheckError {
    /// What was typed as a seal is none.
    #[error("{0}")]
    Seal(#[from] CodeError),
    /// The file cannot be read.
    #[error("{} cannot be read: {error}.", shown::name(.path.as_os_str()))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file is no bundle.
    #[error("{}: {error}", shown::name(.path.as_os_str()))]
    NotABundle {
        /// The file.
        path: PathBuf,
        /// Why not.
        error: BundleError,
    },
}

/// What was found in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct BundleChecked(BundleReport);

/// Checks a bundle: that it fits together, that the 12 words or 40 digits of `seal` are those of one of its seals, and that it is of this
/// inspection, where either is given. `progress` hears how many of how many entries are done.
///
/// # Errors
/// When `seal` is no seal, or the file cannot be read or is no bundle. A bundle that differs is no error.
pub fn check_file(
    path: &Path,
    seal: Option<&str>,
    vault: Option<VaultId>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<BundleChecked, CheckError> {
    let code = seal.map(Code::parse).transpose()?;
    let bytes = read(path).map_err(|error| CheckError::Unreadable {
        path: path.to_owned(),
        error,
    })?;
    let bundle = Bundle::parse(&bytes).map_err(|error| CheckError::NotABundle {
        path: path.to_owned(),
        error,
    })?;
    drop(bytes);
    Ok(BundleChecked(check(
        &bundle,
        &Asked { code, vault },
        progress,
    )))
}

/// Checks what an inspection itself holds against the 12 words or 40 digits of a seal.
///
/// # Errors
/// When `seal` is no seal: which word is wrong.
pub fn check_held(bundle: &Bundle, seal: &str) -> Result<BundleChecked, CodeError> {
    let code = Some(Code::parse(seal)?);
    let asked = Asked { code, vault: None };
    Ok(BundleChecked(check(bundle, &asked, &mut |_, _| {})))
}

/// One byte more than a bundle has at most, so that a longer file is known without being read.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl BundleChecked {
    /// The number of the seal that was asked for, where it is one of these.
    #[must_use]
    pub fn asked_for(&self) -> Option<u32> {
        self.0.asked_for
    }

    /// What differs, a sentence each, the first difference first.
    pub fn differences(&self) -> impl Iterator<Item = &str> {
        self.0.differences.iter().map(|one| one.what.as_str())
    }

    /// Whether everything fits together and with what was asked.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.0.answer == Answer::Same
    }

    /// The report for people: the answer, what was checked, what is proven, what is not, and what differs.
    #[must_use]
    pub fn to_text(&self) -> String {
        let report = &self.0;
        let answer = match (report.differences.first(), report.asked_for) {
            (Some(first), _) => format!("DIFFERS. The first difference: {}", first.what),
            (None, Some(seal)) => {
                format!(
                    "Same. The words are those of seal {seal}, and everything in this bundle fits together."
                )
            }
            (None, None) => "Same. Everything in this bundle fits together.".to_owned(),
        };
        let devices = report.devices.iter().map(|device| {
            let entries = match device.entries {
                0 => "no entry".to_owned(),
                1 => format!("entry {}", device.first),
                more => format!("entries {} to {}", device.first, device.first + (more - 1)),
            };
            format!(
                "device {}: {entries}, up to {}",
                hex::encode(&device.device.0),
                device.head
            )
        });
        let seals = report.seals.iter().flat_map(seal_lines);
        let differences = report
            .differences
            .iter()
            .map(|difference| difference.what.clone());
        let lists = [
            ("Checked", devices.chain(seals).collect()),
            ("Proven", report.proven.clone()),
            ("Not proven", report.not_proven.clone()),
            ("Differences", differences.collect::<Vec<_>>()),
        ];
        let mut lines = vec![answer];
        for (heading, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            lines.push(String::new());
            lines.push(heading.to_owned());
            lines.extend(list.into_iter().map(|line| format!("  {line}")));
        }
        lines.join("\n")
    }
}

fn seal_lines(seal: &SealChecked) -> [String; 3] {
    [
        seal.name(),
        format!("  {}", seal.words),
        format!("  {}", seal.digits),
    ]
}
