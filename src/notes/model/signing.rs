//! What the notes say about signatures and seals.

use serde::{Deserialize, Serialize};

use super::{Person, When};
use crate::casework::{SealNo, Sha256};

/// What one person did about signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningNotes {
    /// Who.
    pub by: Person,
    /// The signature, where there is one.
    pub signed: Option<SignedNotes>,
    /// Why there is none, where there is none.
    pub not_signed: Option<NotSignedNotes>,
}

/// A signature under every finding of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedNotes {
    /// When.
    pub at: When,
    /// The first eight digits of the key it is checked with.
    pub key: String,
    /// SHA-256 of the exact text signed.
    pub text_sha256: Sha256,
}

/// Why somebody did not sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotSignedNotes {
    /// When they said so; `None` where they said nothing.
    pub at: Option<When>,
    /// Why.
    pub reason: String,
    /// They sign the printed sheet by hand instead.
    pub on_paper: bool,
}

/// The seal of a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealNotes {
    /// Within the inspection.
    pub no: SealNo,
    /// When it was made.
    pub at: When,
    /// Its code, 34 hexadecimal digits.
    pub code: String,
    /// The code in words, as both people wrote it on paper.
    pub words: Vec<String>,
    /// The code in decimal digits.
    pub digits: String,
}
