//! Bringing journals, store and mirror into agreement: at every start, and thoroughly behind the first frame. Decides what is cut (only what
//! was never confirmed), what is brought back (when the chain proves it right) and when an inspection may only be read.

use std::collections::BTreeMap;

use super::{
    chains::{Chains, Wrong},
    error::{LedgerError, Note},
    frame::{Frame, Head},
    journal::{Journal, Piece},
    mirror::Mirror,
    scan::{Hole, Place, Scan},
    shelf::{Scanned, Shelf},
    store::Stored,
};
use crate::{
    casework::{Seq, Sha256},
    proof::chain::{self, JournalHeader},
};

/// How much is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// The journals' last frames and the store's own claim; all the rest only where these differ.
    Quick,
    /// Every byte of the journals and every key of the store.
    Thorough,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    /// Keys of the store, where they were counted.
    pub keys: u64,
    /// What keeps anything from being added from now on.
    pub damaged: Option<Damage>,
    pub notes: Vec<Note>,
}

/// Why an inspection is only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// The first entry that is damaged everywhere.
    Entry(Seq),
    /// The first entry that two devices have.
    Twice(Seq),
    /// A seal counts more entries than there are.
    FewerThanSealed { seal: u32, counts: u64, there: u64 },
}

/// Where a frame may be found besides the journal.
pub(crate) struct Copies<'a> {
    pub shelf: &'a mut Shelf,
    pub mirror: Option<&'a Mirror>,
}

impl Copies<'_> {
    /// The frame of this number that follows `hash`, signed by the device.
    fn frame(&mut self, whose: &JournalHeader, seq: u64, hash: Sha256) -> Option<Vec<u8>> {
        let device = whose.device();
        let fits = |bytes: &Vec<u8>| {
            Frame::parse(bytes).is_some_and(|frame| {
                frame.seq == seq
                    && frame.previous == hash
                    && chain::signed_by(&whose.public, &frame.link, frame.signature)
            })
        };
        self.shelf.frame(device, seq).filter(fits).or_else(|| {
            self.mirror
                .and_then(|mirror| mirror.frame(device, seq))
                .filter(fits)
        })
    }

    /// The frames there are after `head`, as far as they follow each other and up to `most`.
    fn following(&mut self, whose: &JournalHeader, mut head: Head, most: u64) -> Vec<Stored> {
        let mut frames = Vec::new();
        while head.count < most
            && let Some(bytes) = self.frame(whose, head.count, head.hash)
            && let Some(frame) = Frame::parse(&bytes)
        {
            head = frame.head();
            frames.push(Stored {
                device: whose.device(),
                seq: frame.seq,
                case: frame.case,
                bytes,
            });
        }
        frames
    }
}

/// Brings them into agreement.
///
/// # Errors
/// When the disk does not let what has to be done be done. Nothing is lost then, and the same call works later.
pub(crate) fn settle(
    chains: &mut Chains,
    copies: &mut Copies<'_>,
    look: Look,
) -> Result<Settled, LedgerError> {
    let mut settled = Settled::default();
    match chains.wrong {
        Some(Wrong::Twice(entry)) => settled.damaged = Some(Damage::Twice(entry)),
        Some(Wrong::Missing(entry)) => settled.damaged = Some(Damage::Entry(entry)),
        None => {}
    }
    let claim = copies.shelf.head();
    if look == Look::Quick && as_left(chains, copies, claim) {
        return Ok(settled);
    }
    let mut scans = Vec::new();
    for index in 0..chains.all().len() {
        let expected = chains.expected(index);
        let Some(journal) = chains.all_mut().get_mut(index) else {
            break;
        };
        let (scan, damage) = settle_one(journal, copies, expected, &mut settled.notes)?;
        settled.damaged = settled.damaged.or(damage);
        scans.push(scan);
    }
    if let Some(mirror) = copies.mirror.filter(|mirror| mirror.is_there())
        && settled.damaged.is_none()
    {
        for journal in chains.all() {
            let fork = mirror.follow(journal).map(Damage::Twice);
            settled.damaged = settled.damaged.or(fork);
        }
    }
    if settled.damaged.is_none() {
        let scanned: Vec<Scanned<'_>> = chains.all().iter().zip(&scans).collect();
        agree(&scanned, copies.shelf, claim, look, &mut settled)?;
    }
    Ok(settled)
}

/// Whether everything is as a program that ended properly leaves it, as far as a quick look shows.
fn as_left(chains: &Chains, copies: &Copies<'_>, claim: Option<Head>) -> bool {
    let in_line = chains.all().iter().enumerate().all(|(index, journal)| {
        chains
            .expected(index)
            .is_none_or(|expected| expected == journal.head())
    });
    let mirrored = copies
        .mirror
        .is_none_or(|mirror| !chains.all().iter().any(|journal| mirror.is_longer(journal)));
    chains.ends_whole
        && chains.wrong.is_none()
        && in_line
        && mirrored
        && claim == Some(chains.head())
}

/// Brings one journal in order. `expected`: how far it has to go according to the device after it.
fn settle_one(
    journal: &mut Journal,
    copies: &mut Copies<'_>,
    expected: Option<Head>,
    notes: &mut Vec<Note>,
) -> Result<(Scan, Option<Damage>), LedgerError> {
    let mut scan = journal.scan()?;
    let before = scan.clone();
    if let Some(entry) = close_holes(journal, copies, &mut scan, notes)? {
        journal.adopt(&scan);
        return Ok((scan, Some(Damage::Entry(entry))));
    }
    end_whole(journal, copies, &scan, expected, notes)?;
    if scan != before || scan.head() != journal.head() {
        scan = journal.scan()?;
    }
    let damage = expected.and_then(|expected| {
        let reached = journal.head();
        if reached.count > expected.count {
            Some(Damage::Twice(Seq(expected.count)))
        } else {
            (reached != expected).then_some(Damage::Entry(Seq(reached.count)))
        }
    });
    Ok((scan, damage))
}

/// Fills every hole from a copy, or finds that it was never confirmed. Answers the first entry that is nowhere.
fn close_holes(
    journal: &mut Journal,
    copies: &mut Copies<'_>,
    scan: &mut Scan,
    notes: &mut Vec<Note>,
) -> Result<Option<Seq>, LedgerError> {
    while !scan.holes.is_empty() {
        match fill(scan, copies, journal.header()) {
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
fn fill(
    scan: &Scan,
    copies: &mut Copies<'_>,
    whose: &JournalHeader,
) -> Result<BTreeMap<u64, Vec<u8>>, u64> {
    let mut found = BTreeMap::new();
    for hole in scan.holes.iter().filter(|hole| hole.first < hole.next) {
        let before = scan
            .frames
            .iter()
            .rev()
            .find(|place| place.seq < hole.first);
        let after = scan.frames.iter().find(|place| place.seq >= hole.next);
        let mut hash = before.map_or(scan.begin.head.hash, |place| place.hash);
        let mut bytes = Vec::new();
        for seq in hole.first..hole.next {
            let stored = copies.frame(whose, seq, hash).ok_or(seq)?;
            hash = Frame::parse(&stored).ok_or(seq)?.hash;
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

/// Sets aside what stands after the last whole frame, and brings back the frames that only a copy has after it.
fn end_whole(
    journal: &mut Journal,
    copies: &mut Copies<'_>,
    scan: &Scan,
    expected: Option<Head>,
    notes: &mut Vec<Note>,
) -> Result<(), LedgerError> {
    let trouble = |error: &std::io::Error| {
        LedgerError::at("Setting aside the end of", "the journal".as_ref(), error)
    };
    let head = scan.head();
    let most = expected.map_or(u64::MAX, |expected| expected.count);
    let more = copies.following(journal.header(), head, most);
    let first = Seq(head.count);
    let count = more.len() as u64;
    // Not adopted before it is copied: what fails here for want of room is tried again.
    let frames_there = scan.tail.is_some_and(|tail| journal.frame_begins_at(tail));
    let aside = scan
        .tail
        .map(|tail| journal.copy_aside(tail, scan.length, "torn"))
        .transpose()
        .map_err(|error| trouble(&error))?;
    journal.adopt(scan);
    if let (Some(tail), Some(file)) = (scan.tail, aside) {
        journal.cut().map_err(|error| trouble(&error))?;
        notes.push(if more.is_empty() && frames_there {
            Note::StrangeSetAside { file }
        } else if more.is_empty() {
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

/// Makes the store hold what the journals hold.
fn agree(
    scanned: &[Scanned<'_>],
    shelf: &mut Shelf,
    claim: Option<Head>,
    look: Look,
    settled: &mut Settled,
) -> Result<(), LedgerError> {
    if claim.is_none() {
        let known: Vec<_> = scanned
            .iter()
            .map(|(journal, _)| journal.device())
            .collect();
        settled.damaged = shelf
            .first_of_others(&known)
            .map(|seq| Damage::Entry(Seq(seq)));
        if settled.damaged.is_some() {
            return Ok(());
        }
    }
    let claimed = claim.map_or(0, |claim| claim.count);
    let follows = match claim {
        Some(claim) => hash_before(scanned, claim.count) == Some(claim.hash),
        None => shelf.is_empty(),
    };
    let mut agrees = follows && shelf.catch_up(scanned, claimed)?;
    let entries: usize = scanned.iter().map(|(_, scan)| scan.frames.len()).sum();
    if agrees && claim.is_none() && entries > 0 {
        settled.notes.push(Note::StoreRebuilt {
            entries: entries as u64,
        });
    }
    if agrees && look == Look::Thorough {
        (settled.keys, agrees) = shelf.compare(scanned)?;
    }
    if !agrees {
        settled.notes.push(shelf.rebuild(scanned)?);
        if look == Look::Thorough {
            settled.keys = shelf.compare(scanned)?.0;
        }
    }
    Ok(())
}

fn hash_before(scanned: &[Scanned<'_>], count: u64) -> Option<Sha256> {
    let last = count.checked_sub(1)?;
    scanned.iter().find_map(|(_, scan)| {
        let index = scan.frames.binary_search_by_key(&last, |place| place.seq);
        let place: &Place = scan.frames.get(index.ok()?)?;
        Some(place.hash)
    })
}
