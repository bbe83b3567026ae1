//! The seals of an inspection as a list for scripts. What each says on a screen or on paper is [`super::pages::seals`]'s.

use serde::Serialize;

use super::pages::seals::{over, said};
use crate::casework::{Inspection, SealCode};

/// A seal as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SealListed {
    /// Counted over the inspection.
    pub number: u32,
    /// When, in RFC 3339; none for a seal of an erased case, whose own entries no longer tell.
    pub at: Option<String>,
    /// `sitting 1 on N-017`.
    pub over: String,
    /// Its 12 words, as they stand on paper.
    pub words: Vec<&'static str>,
    /// Its 40 digits, in groups of five.
    pub digits: String,
}

/// Every seal, the first first. A seal of an erased case is listed with what is left of it.
#[must_use]
pub fn list(inspection: &Inspection) -> Vec<SealListed> {
    let listed = |number, at, over, code: SealCode| {
        let said = said(code);
        SealListed {
            number,
            at,
            over,
            words: said.words,
            digits: said.digits,
        }
    };
    let standing = inspection.seals.values().map(|seal| {
        let at = Some(seal.at.rfc3339());
        listed(seal.no.0, at, over(inspection, seal), seal.code)
    });
    let erased = inspection.erased.values().flat_map(|erased| {
        erased.seals.iter().map(|seal| {
            let over = format!("a sitting on {}, erased since", erased.reference);
            listed(seal.number.0, None, over, seal.code)
        })
    });
    let mut seals: Vec<_> = standing.chain(erased).collect();
    seals.sort_by_key(|seal| seal.number);
    seals
}
