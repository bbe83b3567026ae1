//! The record itself: who has it open, and journal against store against documents against mirror. Owns how it is looked at, and the sentences; the checking is the ledger's.

use std::path::Path;

use super::{Check, State, folder};
use crate::{
    desk::{
        shown,
        verify::{self, Verified},
    },
    ledger::{LedgerError, MirrorSeen, Unlock, look_at_mirror},
};

/// What looking at the record came to.
#[derive(Debug)]
pub struct Examined {
    /// Asked before the record was opened, so that the answer is not this very program.
    pub(super) open_elsewhere: Check,
    verified: Result<Verified, LedgerError>,
    mirror: Option<MirrorSeen>,
}

/// Looks at the record, opened with `unlock`. `progress` hears how many of how many documents and texts are done.
pub fn examine(inspection: &Path, unlock: Unlock, progress: &mut dyn FnMut(u64, u64)) -> Examined {
    let open_elsewhere = folder::open_elsewhere(inspection);
    let verified = verify::verify(inspection, unlock, progress);
    Examined {
        open_elsewhere,
        verified,
        // After opening, which brings the mirror up to date where it can.
        mirror: look_at_mirror(inspection),
    }
}

impl Examined {
    pub(super) fn checks(&self) -> Vec<Check> {
        let mut checks = self.record();
        checks.extend(mirror(self.mirror.as_ref()));
        checks
    }

    fn record(&self) -> Vec<Check> {
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

fn mirror(seen: Option<&MirrorSeen>) -> Vec<Check> {
    let what = "the mirror";
    let Some(seen) = seen else {
        return vec![
            Check::new(
                what,
                State::Note,
                "There is none: everything is on this one disk.",
            )
            .with("choose one on another disk, with alongside backup --mirror, or make backups."),
        ];
    };
    let folder = shown::path(&seen.folder);
    if !seen.there {
        return vec![
            Check::new(what, State::ToDo, format!("It cannot be reached in {folder}."))
                .with("connect its disk; it is brought up to date by itself the next time the inspection is opened."),
        ];
    }
    let first = seen.differing.first();
    let mut checks = vec![match first {
        Some(first) => Check::new(
            what,
            State::ToDo,
            format!(
                "It does not hold everything that is here: {} of the files differ or are missing in {folder}, the first {}.",
                seen.differing.len(),
                shown::path(first)
            ),
        )
        .with("open the inspection once, which brings it up to date; if that does not help, see whether its disk is full or damaged."),
        None => Check::new(
            what,
            State::Fine,
            format!("It holds everything that is here: {folder}."),
        ),
    }];
    if seen.same_disk == Some(true) {
        checks.push(
            Check::new(
                what,
                State::Note,
                "It is on the same disk as the inspection: what takes the one may take the other.",
            )
            .with("choose a folder on another disk."),
        );
    }
    let readers = folder::permissions("who may read the mirror", &seen.folder);
    if readers.state == State::ToDo {
        checks.push(readers);
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_that_is_away_or_behind_is_to_be_seen_to_and_none_is_only_said() {
        assert_eq!(mirror(None)[0].state, State::Note);
        let seen = |there, differing: &[&str]| MirrorSeen {
            folder: "/nowhere/at/all".into(),
            there,
            same_disk: Some(false),
            differing: differing.iter().map(Into::into).collect(),
        };
        assert_eq!(mirror(Some(&seen(false, &[])))[0].state, State::ToDo);
        let behind = mirror(Some(&seen(true, &["journal/x.log", "keys.json"])));
        assert_eq!(behind[0].state, State::ToDo);
        assert!(
            behind[0].says.contains("2 of the files"),
            "{}",
            behind[0].says
        );
        let same = MirrorSeen {
            same_disk: Some(true),
            ..seen(true, &[])
        };
        let states: Vec<_> = mirror(Some(&same))
            .iter()
            .map(|check| check.state)
            .collect();
        assert_eq!(states[..2], [State::Fine, State::Note]);
    }
}
