//! The seals of an inspection: listing them, and finding the one whose words stand on somebody's paper. Owns which seal a code belongs to; what a
//! seal says is `proof`'s, and whether the record still agrees with it is the ledger's to check.

use serde::Serialize;

use super::record::{Keep as _, Record};
use crate::{
    casework::{CaseNo, Inspection, SittingNo},
    proof::{
        code::{Code, CodeError},
        statement::Statement,
    },
};

/// A seal as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SealShown {
    /// Counted over the inspection.
    pub number: u32,
    /// `14 Mar 2012 16:40`.
    pub made: String,
    /// `N-017, sitting 2`, or `arrival`.
    pub over: String,
    /// Its 12 words, as they stand on paper.
    pub words: Vec<&'static str>,
    /// Its 40 digits, in groups of five.
    pub digits: String,
}

/// Every seal, the first first. A seal of an erased case is listed with what is left of it.
#[must_use]
pub fn list(record: &Record) -> Vec<SealShown> {
    let inspection = record.inspection();
    let standing = inspection.seals.values().filter_map(|seal| {
        let code = Code::from_bytes(seal.code.0)?;
        Some(SealShown {
            number: seal.no.0,
            made: seal.at.full(),
            over: over(inspection, seal.sitting),
            words: code.words().to_vec(),
            digits: code.digits(),
        })
    });
    let erased = inspection.erased.values().flat_map(|erased| {
        erased.seals.iter().filter_map(|seal| {
            let code = Code::from_bytes(seal.code.0)?;
            Some(SealShown {
                number: seal.number.0,
                made: String::new(),
                over: format!("{}, erased", erased.reference),
                words: code.words().to_vec(),
                digits: code.digits(),
            })
        })
    });
    let mut seals: Vec<_> = standing.chain(erased).collect();
    seals.sort_by_key(|seal| seal.number);
    seals
}

fn over(inspection: &Inspection, sitting: Option<(CaseNo, SittingNo)>) -> String {
    let Some((case, sitting)) = sitting else {
        return "arrival".to_owned();
    };
    let reference = inspection
        .cases
        .get(&case)
        .map_or_else(|| format!("case {case}"), |case| case.reference.clone());
    format!("{reference}, sitting {sitting}")
}

/// Which of these statements a code on paper belongs to: its number and itself. `None`: none of them.
///
/// # Errors
/// When what was typed is no code: which word is wrong, and the nearest that is right.
pub fn belongs_to(
    typed: &str,
    statements: &[(u32, Vec<u8>)],
) -> Result<Option<(u32, Statement)>, CodeError> {
    let wanted = Code::parse(typed)?;
    Ok(statements.iter().rev().find_map(|(number, bytes)| {
        let statement = Statement::parse(bytes).ok()?;
        (Code::of(bytes, statement.vault) == wanted).then_some((*number, statement))
    }))
}
