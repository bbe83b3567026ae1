//! The case folders as they are now against what was sealed on arrival. Owns the account of it; keeps nothing.

use std::{fmt::Write as _, path::PathBuf};

use serde::Serialize;

use super::{ArriveError, Tools, compare, hash, known, one_file_a_path, walk};
use crate::{
    desk::{clock, intake::LeftOut, record::Record, shown},
    proof::arrival::ArrivalList,
};

/// How the files stand to the arrivals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Again {
    /// Files with the same bytes under the same path.
    pub same: usize,
    /// Files with the same bytes under another path.
    pub other_name: Vec<String>,
    /// Files with other bytes.
    pub changed: Vec<String>,
    /// Files that are not there any more.
    pub gone: Vec<String>,
    /// Files that no arrival has: delivered later.
    pub new: Vec<String>,
    /// What could not be hashed, and why.
    pub left_out: Vec<LeftOut>,
    /// Whether there was an arrival to compare with at all.
    pub arrived: bool,
}

impl Again {
    /// The account for people: how many are as they were, and every one that is not, by name.
    #[must_use]
    pub fn to_text(&self) -> String {
        if !self.arrived {
            return "No arrival was sealed in this inspection, so there is nothing to compare the case folders with. What was taken in is checked above.".to_owned();
        }
        let mut text = match (self.is_same(), self.same) {
            (true, 1) => "The file that was sealed on arrival is there as it was.".to_owned(),
            (true, same) => {
                format!("All {same} files that were sealed on arrival are there as they were.")
            }
            (false, same) => format!(
                "NOT as on arrival: {} changed, {} not there any more; {same} as they were.",
                self.changed.len(),
                self.gone.len()
            ),
        };
        let left_out: Vec<_> = self
            .left_out
            .iter()
            .map(|one| format!("{}: {}", one.name, one.why))
            .collect();
        for (heading, names) in [
            ("Changed since arrival", &self.changed),
            ("Not there any more", &self.gone),
            ("The same bytes under another name", &self.other_name),
            ("Delivered later: on no arrival list", &self.new),
            ("Not read", &left_out),
        ] {
            if !names.is_empty() {
                // Writing to a String does not fail.
                let _ = write!(text, "\n{heading}\n  {}", names.join("\n  "));
            }
        }
        text
    }

    /// Whether every file that was sealed is there as it was.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.arrived && self.changed.is_empty() && self.gone.is_empty()
    }
}

/// Hashes every file of these case folders and says how each stands to the arrivals. `None` where it was stopped.
///
/// # Errors
/// As [`super::arrive`], but for what concerns keeping.
pub fn again(
    record: &mut Record,
    folders: &[PathBuf],
    tools: &Tools<'_>,
) -> Result<Option<Again>, ArriveError> {
    let inspection = record.ledger().folder().to_owned();
    let mut listed = walk::look(folders, &inspection)?;
    one_file_a_path(&listed)?;
    let Some(mut done) = hash::all(&listed.files, tools).map_err(ArriveError::NoRandom)? else {
        return Ok(None);
    };
    listed.left_out.append(&mut done.left_out);
    let before = known(record)?;
    let list = ArrivalList::of(done.hashed).map_err(ArriveError::TooMuch)?;
    let compared = compare::compare(&list, &before, clock::now());
    let named = |at: usize| {
        list.files()
            .get(at)
            .map(|file| shown::bytes(&file.path))
            .unwrap_or_default()
    };
    let changed: Vec<_> = compared.changed_since.iter().map(|(at, _)| *at).collect();
    let renamed: Vec<_> = compared.other_name.iter().map(|(at, _)| *at).collect();
    let new = (0..list.files().len()).filter(|at| {
        !compared.as_before.contains(at) && !changed.contains(at) && !renamed.contains(at)
    });
    Ok(Some(Again {
        same: compared.as_before.len(),
        new: new.map(named).collect(),
        changed: changed.into_iter().map(named).collect(),
        other_name: renamed.into_iter().map(named).collect(),
        gone: compared.gone,
        left_out: listed.left_out,
        arrived: compared.again,
    }))
}
