//! Bringing journal and store into agreement: at every start, and thoroughly behind the first frame. Decides what is cut (only what was
//! never confirmed), what is brought back (from the store, when the chain proves it right) and when an inspection may only be read.

use std::collections::BTreeMap;

use super::{
    error::{LedgerError, Note},
    frame::{self, Frame, Head},
    journal::{Journal, Piece},
    scan::{Hole, Place, Scan},
    shelf::Shelf,
};
use crate::casework::{Seq, Sha256};

/// How much is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// The journal's last frame and the store's own claim; all the rest only where these two differ.
    Quick {
        /// Whether the journal ends in a whole frame.
        ends_whole: bool,
    },
    /// Every byte of the journal and every key of the store.
    Thorough,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// Keys of the store, where they were counted.
    pub keys: u64,
    /// The first entry that is damaged everywhere: from now on the inspection is only read.
    pub damaged: Option<Seq>,
    pub notes: Vec<Note>,
}

/// Brings the two into agreement.
///
/// # Errors
/// When the disk does not let what has to be done be done. Nothing is lost then, and the same call works later.
pub(crate) fn settle(
    journal: &mut Journal,
    shelf: &mut Shelf,
    look: Look,
) -> Result<Settled, LedgerError> {
    let mut settled = Settled::default();
    let claim = shelf.head();
    if look == (Look::Quick { ends_whole: true }) && claim == Some(journal.head()) {
        return Ok(settled);
    }
    let mut scan = journal.scan()?;
    let before = scan.clone();
    if let Some(entry) = close_holes(journal, shelf, &mut scan, &mut settled.notes)? {
        journal.adopt(&scan);
        settled.damaged = Some(entry);
        return Ok(settled);
    }
    end_whole(journal, shelf, &scan, &mut settled.notes)?;
    if scan != before || scan.count() != journal.head().count {
        scan = journal.scan()?;
    }
    agree(journal, shelf, &scan, claim, look, &mut settled)?;
    Ok(settled)
}

/// Fills every hole from the store, or finds that it was never confirmed. Answers the first entry that is nowhere.
fn close_holes(
    journal: &mut Journal,
    shelf: &mut Shelf,
    scan: &mut Scan,
    notes: &mut Vec<Note>,
) -> Result<Option<Seq>, LedgerError> {
    while !scan.holes.is_empty() {
        match fill(scan, shelf, frame::genesis(journal.device())) {
            Ok(found) => {
                mend(journal, scan, &found, notes)?;
                *scan = journal.scan()?;
                return Ok(scan.holes.first().map(|hole| Seq(hole.first)));
            }
            Err(entry) => {
                let Some(hole) = scan.unconfirmed_from() else {
                    return Ok(Some(Seq(entry)));
                };
                scan.frames.retain(|place| place.seq < hole.first);
                scan.holes.retain(|other| other.first < hole.first);
                scan.tail = Some(hole.position);
            }
        }
    }
    Ok(None)
}

/// For each hole, by the number of its first frame, the frames that belong there. `Err`: the first frame that is nowhere.
fn fill(scan: &Scan, shelf: &mut Shelf, genesis: Sha256) -> Result<BTreeMap<u64, Vec<u8>>, u64> {
    let mut found = BTreeMap::new();
    for hole in scan.holes.iter().filter(|hole| hole.first < hole.next) {
        let before = scan
            .frames
            .iter()
            .rev()
            .find(|place| place.seq < hole.first);
        let after = scan.frames.iter().find(|place| place.seq >= hole.next);
        let mut hash = before.map_or(genesis, |place| place.hash);
        let mut bytes = Vec::new();
        for seq in hole.first..hole.next {
            let stored = shelf.frame(seq).ok_or(seq)?;
            let frame = Frame::parse(&stored)
                .filter(|frame| frame.seq == seq && frame.previous == hash)
                .ok_or(seq)?;
            hash = frame.hash;
            bytes.extend_from_slice(&stored);
        }
        if after.is_some_and(|place| place.previous != hash) {
            return Err(hole.first);
        }
        found.insert(hole.first, bytes);
    }
    Ok(found)
}

/// Writes the journal anew with what was found, the damaged one being copied aside first.
fn mend(
    journal: &mut Journal,
    scan: &Scan,
    found: &BTreeMap<u64, Vec<u8>>,
    notes: &mut Vec<Note>,
) -> Result<(), LedgerError> {
    let trouble =
        |error: &std::io::Error| LedgerError::at("Mending the journal", "journal".as_ref(), error);
    let file = journal
        .copy_aside(0, scan.length, "damaged")
        .map_err(|error| trouble(&error))?;
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut rest = found.iter().peekable();
    for place in &scan.frames {
        while let Some((_, bytes)) = rest.next_if(|(first, _)| **first < place.seq) {
            pieces.push(Piece::New(bytes));
        }
        match pieces.last_mut() {
            Some(Piece::Old { to, .. }) if *to == place.position => *to = place.end(),
            _ => pieces.push(Piece::Old {
                from: place.position,
                to: place.end(),
            }),
        }
    }
    pieces.extend(rest.map(|(_, bytes)| Piece::New(bytes)));
    journal.replace(&pieces).map_err(|error| trouble(&error))?;
    let missing = |hole: &&Hole| hole.first < hole.next;
    notes.push(match scan.holes.iter().find(missing) {
        Some(first) => Note::EntriesMended {
            first: Seq(first.first),
            count: scan.holes.iter().map(|hole| hole.next - hole.first).sum(),
            file,
        },
        None => Note::StrangeSetAside { file },
    });
    Ok(())
}

/// Sets aside what stands after the last whole frame, and brings back the frames that only the store has after it.
fn end_whole(
    journal: &mut Journal,
    shelf: &mut Shelf,
    scan: &Scan,
    notes: &mut Vec<Note>,
) -> Result<(), LedgerError> {
    let trouble = |error: &std::io::Error| {
        LedgerError::at("Setting aside the end of", "the journal".as_ref(), error)
    };
    let head = scan
        .frames
        .last()
        .map_or_else(|| frame::no_entries(journal.device()), Place::head);
    let more = shelf.following(head);
    let first = Seq(head.count);
    let count = more.len() as u64;
    // Not adopted before it is copied: what fails here for want of room is tried again.
    let aside = scan
        .tail
        .map(|tail| journal.copy_aside(tail, scan.length, "torn"))
        .transpose()
        .map_err(|error| trouble(&error))?;
    journal.adopt(scan);
    if let (Some(tail), Some(file)) = (scan.tail, aside) {
        journal.cut().map_err(|error| trouble(&error))?;
        notes.push(if more.is_empty() {
            Note::UnfinishedSetAside {
                bytes: scan.length - tail,
                file,
            }
        } else {
            Note::EntriesMended { first, count, file }
        });
    } else if !more.is_empty() {
        notes.push(Note::EntriesBroughtBack { first, count });
    }
    if let Some(last) = more.last()
        && let Some(frame) = Frame::parse(&last.bytes)
    {
        let bytes: Vec<u8> = more
            .iter()
            .flat_map(|frame| &frame.bytes)
            .copied()
            .collect();
        journal.append(&bytes, frame.head())?;
    }
    Ok(())
}

/// Makes the store hold what the journal holds.
fn agree(
    journal: &Journal,
    shelf: &mut Shelf,
    scan: &Scan,
    claim: Option<Head>,
    look: Look,
    settled: &mut Settled,
) -> Result<(), LedgerError> {
    let claimed = claim.map_or(0, |claim| claim.count);
    let follows = match claim {
        Some(claim) => hash_before(scan, claim.count) == Some(claim.hash),
        None => shelf.is_empty(),
    };
    let mut agrees = follows && shelf.catch_up(journal, scan, claimed)?;
    if agrees && claim.is_none() && !scan.frames.is_empty() {
        settled.notes.push(Note::StoreRebuilt {
            entries: scan.count(),
        });
    }
    if agrees && look == Look::Thorough {
        (settled.keys, agrees) = shelf.compare(journal, scan)?;
    }
    if !agrees {
        settled.notes.push(shelf.rebuild(journal, scan)?);
        if look == Look::Thorough {
            settled.keys = shelf.compare(journal, scan)?.0;
        }
    }
    Ok(())
}

fn hash_before(scan: &Scan, count: u64) -> Option<Sha256> {
    let last = usize::try_from(count.checked_sub(1)?).ok()?;
    let place: &Place = scan.frames.get(last)?;
    (place.head().count == count).then_some(place.hash)
}
