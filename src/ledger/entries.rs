//! Entries out of frames: opening what is sealed, in the order of the numbers. Owns the check that a chain of frames is unbroken; knows no file.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    error::LedgerError,
    frame::{self, Frame, Head},
    record::Ledger,
    scan::Begin,
    shelf,
    store::Stored,
    vault::{Keyring, Place, Whose},
};
use crate::{
    casework::{CaseNo, Entry, Seq},
    proof::chain::DeviceId,
};

impl Ledger {
    /// Every entry, in order: from the store, else from the journal. Those of an erased case are not among them.
    ///
    /// # Errors
    /// When neither has all of them, or one cannot be understood.
    pub fn entries(&mut self) -> Result<Vec<Entry>, LedgerError> {
        for attempt in 0..2 {
            if self.damaged.is_some() {
                break;
            }
            let Some(frames) = self.shelf.all() else {
                break;
            };
            let begins = self.chains.begins();
            if let Some(chain) = chained(&frames, &begins, self.chains.head()) {
                return understood(&self.keys, &chain);
            }
            if attempt == 0 {
                self.put_right()?;
            }
        }
        let frames = self.everything()?;
        understood(&self.keys, &parsed(&frames))
    }

    /// The entries of one case (`None`: of the inspection itself), in order: from the store, else from the journal. None of an erased case.
    ///
    /// The store's word is taken for how many there are until [`Self::check_store`] has counted.
    ///
    /// # Errors
    /// As for [`Self::entries`].
    pub fn entries_of(&mut self, case: Option<CaseNo>) -> Result<Vec<Entry>, LedgerError> {
        let Some(id) = self.keys.id_of(case) else {
            return Ok(Vec::new());
        };
        if self.damaged.is_none()
            && let Some(frames) = self.shelf.of_case(id)
        {
            let parsed = parsed(&frames);
            if parsed.len() == frames.len() && parsed.iter().all(|(_, frame)| frame.case == id) {
                return understood(&self.keys, &parsed);
            }
            self.put_right()?;
        }
        let frames = self.everything()?;
        let mut of_case: Vec<Written<'_>> = parsed(&frames);
        of_case.retain(|(_, frame)| frame.case == id);
        understood(&self.keys, &of_case)
    }

    /// Every frame the journals have, and what the store has besides.
    fn everything(&mut self) -> Result<Vec<Stored>, LedgerError> {
        let mut all = BTreeMap::new();
        let scans = self.scanned()?;
        if scans.iter().any(|scan| !scan.is_whole()) {
            for stored in self.shelf.all().unwrap_or_default() {
                all.insert((stored.seq, stored.device), stored);
            }
        }
        for (journal, scan) in self.chains.all().iter().zip(&scans) {
            for stored in shelf::read(journal, &scan.frames)? {
                all.insert((stored.seq, stored.device), stored);
            }
        }
        let mut expected = 0;
        for (seq, _) in all.keys() {
            if *seq > expected && self.damaged.is_none() {
                return Err(LedgerError::Damaged {
                    entry: Seq(expected),
                });
            }
            expected = seq.saturating_add(1).max(expected);
        }
        if expected < self.chains.head().count && self.damaged.is_none() {
            return Err(LedgerError::Damaged {
                entry: Seq(expected),
            });
        }
        Ok(all.into_values().collect())
    }
}

/// A frame and the device that wrote it.
pub(crate) type Written<'a> = (DeviceId, Frame<'a>);

/// The frames, if they are whole, each in its place, from the beginning of each device to the head.
pub(crate) fn chained<'a>(
    frames: &'a [Stored],
    begins: &[(DeviceId, Begin)],
    head: Head,
) -> Option<Vec<Written<'a>>> {
    let mut begins = begins.iter().peekable();
    let (mut device, mut reached) = begins.next().map(|(device, begin)| (*device, begin.head))?;
    let mut chain = Vec::with_capacity(frames.len());
    for stored in frames {
        while let Some((next, begin)) =
            begins.next_if(|(_, begin)| begin.head.count == reached.count)
        {
            (device, reached) = (*next, begin.head);
        }
        let frame = Frame::parse(&stored.bytes).filter(|frame| {
            frame.seq == reached.count && frame.previous == reached.hash && stored.device == device
        })?;
        reached = frame.head();
        chain.push((device, frame));
    }
    while let Some((_, begin)) = begins.next_if(|(_, begin)| begin.head.count == reached.count) {
        reached = begin.head;
    }
    (reached == head && begins.peek().is_none()).then_some(chain)
}

/// Those that are whole.
pub(crate) fn parsed(frames: &[Stored]) -> Vec<Written<'_>> {
    frames
        .iter()
        .filter_map(|stored| Some((stored.device, Frame::parse(&stored.bytes)?)))
        .collect()
}

/// From so many entries on several threads make sense of them.
const MANY: usize = 2_048;

/// The entries; those of a case that was erased are left out: nothing can open them any more.
pub(crate) fn understood(
    keys: &Arc<Keyring>,
    frames: &[Written<'_>],
) -> Result<Vec<Entry>, LedgerError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let one_by_one = |share: &[Written<'_>]| {
        share
            .iter()
            .filter_map(|written| entry_of(keys, written).transpose())
            .collect::<Result<Vec<_>, _>>()
    };
    if frames.len() < MANY || threads < 2 {
        return one_by_one(frames);
    }
    std::thread::scope(|scope| {
        let shares: Vec<_> = frames
            .chunks(frames.len().div_ceil(threads))
            .map(|share| {
                let work = move || one_by_one(share);
                let thread = std::thread::Builder::new().spawn_scoped(scope, work);
                (share, thread)
            })
            .collect();
        let mut entries = Vec::with_capacity(frames.len());
        for (share, thread) in shares {
            let part = match thread {
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
                // The system gives no further thread: this one does it.
                Err(_) => one_by_one(share)?,
            };
            entries.extend(part);
        }
        Ok(entries)
    })
}

/// The entry a frame holds; `None` where its case was erased.
pub(crate) fn entry_of(
    keys: &Keyring,
    (device, frame): &Written<'_>,
) -> Result<Option<Entry>, LedgerError> {
    let not_an_entry = LedgerError::NotAnEntry {
        entry: Seq(frame.seq),
    };
    let case = match keys.whose(frame.case) {
        Whose::Erased => return Ok(None),
        Whose::Inspection => None,
        Whose::Case(case) => Some(case),
        Whose::Unknown => {
            return Err(LedgerError::KeysDamaged {
                what: format!("Entry {} belongs to a case they do not know.", frame.seq),
            });
        }
    };
    let opened = keys.open_sealed(
        frame.case,
        &place(&device.0, frame.seq),
        &frame.nonce,
        frame.sealed,
    );
    opened
        .and_then(|bytes| Entry::from_bytes(&bytes).ok())
        .filter(|entry| entry.seq == Seq(frame.seq) && entry.case == case)
        .map(Some)
        .ok_or(not_an_entry)
}

/// Where an entry's words live, as their seal is bound to it.
pub(crate) fn place(device: &[u8; 8], seq: u64) -> Place<'_> {
    Place {
        tree: "entries",
        key: device,
        seq,
        version: frame::VERSION,
    }
}
