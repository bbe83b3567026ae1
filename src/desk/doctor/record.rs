//! The record itself: who has it open, and journal against store against documents. Owns how it is looked at, and the sentences; the checking is the ledger's.

use std::path::Path;

use super::{Check, State, folder};
use crate::{
    desk::verify::{self, Verified},
    ledger::{LedgerError, Unlock},
};

/// What looking at the record came to.
#[derive(Debug)]
pub struct Examined {
    /// Asked before the record was opened, so that the answer is not this very program.
    pub(super) open_elsewhere: Check,
    verified: Result<Verified, LedgerError>,
}

/// Looks at the record, opened with `unlock`. `progress` hears how many of how many documents and texts are done.
pub fn examine(inspection: &Path, unlock: Unlock, progress: &mut dyn FnMut(u64, u64)) -> Examined {
    Examined {
        open_elsewhere: folder::open_elsewhere(inspection),
        verified: verify::verify(inspection, unlock, progress),
    }
}

impl Examined {
    pub(super) fn checks(&self) -> Vec<Check> {
        let what = "the record";
        let verified = match &self.verified {
            Ok(verified) => verified,
            Err(error @ LedgerError::PassphraseWanted) => {
                return vec![Check::new(
                    what,
                    State::NotSeen,
                    format!("It was not looked at. {error}"),
                )];
            }
            Err(error) => {
                return vec![Check::new(what, State::ToDo, error.to_string())];
            }
        };
        let report = &verified.report;
        let kept = format!(
            "{} entries, {} documents and {} texts",
            report.entries, report.originals, report.texts
        );
        let first = report.differences.first();
        let mut checks = Vec::new();
        checks.push(match first {
            Some(first) => Check::new(what, State::ToDo, format!("Not as it was kept. {}", first.what))
                .with("run alongside verify, which names every difference; put back a backup of the whole folder, or ask for help before going on."),
            None if verified.entries_put_right => Check::new(
                what,
                State::ToDo,
                format!("Entries were damaged and have been put right: {kept} are as they were kept now."),
            )
            .with("make a backup at once, and have the disk looked at."),
            None => Check::new(what, State::Fine, format!("Whole: {kept}, as they were kept.")),
        });
        checks.push(match (report.store, &verified.not_opened) {
            (Some(_), _) if first.is_none() => Check::new(
                "the store",
                State::Fine,
                "It holds precisely what the journal holds.",
            ),
            (Some(_), _) => Check::new(
                "the store",
                State::Note,
                "It was compared with the journal; what differs is said above.",
            ),
            (None, Some(why)) => Check::new(
                "the store",
                State::NotSeen,
                format!("It was not compared with the journal. {why}"),
            ),
            (None, None) => Check::new(
                "the store",
                State::Note,
                "It cannot be used just now; everything is read from the journal and nothing is lost.",
            ),
        });
        for sentence in &verified.put_right {
            checks.push(Check::new("put right", State::Note, sentence.clone()));
        }
        checks
    }
}
