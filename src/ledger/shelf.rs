//! The store with the rule that it may fail at any time: then it is set aside and filled again from the journal, and while even that fails
//! everything is read from the journal. Knows the journal and the store; decides nothing about the journal.

use std::{collections::BTreeMap, path::PathBuf};

use super::{
    disk::read_full,
    error::{LedgerError, Note},
    frame::{Frame, Head},
    hush::{self, Came},
    journal::Journal,
    scan::{Place, Scan},
    store::{Store, Stored, Trouble},
};
use crate::proof::chain::{CaseId, DeviceId};

/// Stores set aside that are kept.
const BAD_KEPT: usize = 2;
/// Frames handed to the store at once while it is filled.
const AT_ONCE: usize = 1000;

/// A journal and what stands in it; of several, the oldest first.
pub(crate) type Scanned<'a> = (&'a Journal, &'a Scan);

/// The store, or its empty place.
#[derive(Debug)]
pub(crate) struct Shelf {
    path: PathBuf,
    device: DeviceId,
    store: Option<Store>,
    /// Another handle of this very process still has it, or sled waits in it for ever: then it must not be moved.
    busy: bool,
}

impl Shelf {
    /// Opens the store where there is one, and makes one where there is none.
    pub(crate) fn open(path: PathBuf, device: DeviceId) -> Self {
        let mut shelf = Self {
            path,
            device,
            store: None,
            busy: false,
        };
        shelf.open_store();
        shelf
    }

    /// From now on another device writes: the store's claim of how far it goes is that device's.
    pub(crate) fn for_device(&mut self, device: DeviceId) {
        self.device = device;
        if let Some(store) = &mut self.store {
            store.for_device(device);
        }
    }

    fn open_store(&mut self) {
        match Store::open(&self.path, self.device) {
            Ok(store) => self.store = Some(store),
            Err(trouble) => self.busy = trouble == Trouble::Busy,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.store.is_some()
    }

    /// The lowest number of an entry here of a device that is none of these: its journal is gone.
    pub(crate) fn first_of_others(&mut self, known: &[DeviceId]) -> Option<u64> {
        let all = self.run(|store| store.order())?;
        let others = all
            .into_iter()
            .filter(|(device, _)| !known.contains(device));
        others.map(|(_, seq)| seq).min()
    }

    /// Open, and without a single key, as one just made is.
    pub(crate) fn is_empty(&mut self) -> bool {
        self.run(|store| store.keys())
            .is_some_and(|keys| keys.entries == 0 && keys.parts == 0)
    }

    /// Runs something on the store. After any trouble it is closed: what sled answers then is worth nothing.
    fn run<T>(&mut self, run: impl FnOnce(&mut Store) -> Result<T, Trouble>) -> Option<T> {
        let answer = run(self.store.as_mut()?);
        match answer {
            Ok(answer) => Some(answer),
            Err(Trouble::Stuck) => {
                // Dropped, it would wait once more. Its lock is held as long as the program runs: until then the journal is read.
                std::mem::forget(self.store.take());
                self.busy = true;
                None
            }
            Err(Trouble::Busy | Trouble::Broken) => {
                self.let_go();
                None
            }
        }
    }

    pub(crate) fn head(&mut self) -> Option<Head> {
        self.run(|store| store.head()).flatten()
    }

    /// Says whether they are there now.
    pub(crate) fn put(&mut self, frames: &[Stored], head: Head) -> bool {
        self.run(|store| store.put(frames, head)).is_some()
    }

    /// Bytes of a frame, where the store has it. Whether it is the right one, its hash says.
    pub(crate) fn frame(&mut self, device: DeviceId, seq: u64) -> Option<Vec<u8>> {
        self.run(|store| store.frame(device, seq)).flatten()
    }

    pub(crate) fn all(&mut self) -> Option<Vec<Stored>> {
        self.run(|store| store.all())
    }

    pub(crate) fn of_case(&mut self, case: CaseId) -> Option<Vec<Stored>> {
        self.run(|store| store.of_case(case))
    }

    /// The cases of the entries a device wrote from this number on.
    pub(crate) fn cases_from(&mut self, device: DeviceId, seq: u64) -> Option<Vec<CaseId>> {
        self.run(|store| store.cases_from(device, seq))
    }

    /// Keeps something of each case. Trouble closes the store, and it is filled again: nothing depends on this.
    pub(crate) fn put_glances(&mut self, values: &[(CaseId, Vec<u8>)]) {
        self.run(|store| store.put_glances(values));
    }

    pub(crate) fn glances(&mut self) -> Option<BTreeMap<CaseId, Vec<u8>>> {
        self.run(|store| store.glances())
    }

    pub(crate) fn flush(&mut self) {
        // Trouble closes the store, and the next start fills it again.
        self.run(|store| store.flush());
    }

    /// How many keys the store has, and whether they are precisely the journals' frames, byte for byte.
    pub(crate) fn compare(&mut self, scanned: &[Scanned<'_>]) -> Result<(u64, bool), LedgerError> {
        let Some(keys) = self.run(|store| store.keys()) else {
            return Ok((0, false));
        };
        let count: usize = scanned.iter().map(|(_, scan)| scan.frames.len()).sum();
        let mut same = keys.entries == count as u64 && keys.parts == keys.parts_said;
        for (journal, scan) in scanned {
            let mut frames = scan.frames.iter();
            while same && let Some(place) = frames.next() {
                let bytes = read(journal, std::slice::from_ref(place))?;
                same = self.frame(journal.device(), place.seq).as_ref()
                    == bytes.first().map(|frame| &frame.bytes);
            }
        }
        Ok((keys.entries, same))
    }

    /// Puts in the frames from `from` on.
    pub(crate) fn catch_up(
        &mut self,
        scanned: &[Scanned<'_>],
        from: u64,
    ) -> Result<bool, LedgerError> {
        for (journal, scan) in scanned {
            let first = scan.frames.partition_point(|place| place.seq < from);
            for places in scan.frames.get(first..).unwrap_or_default().chunks(AT_ONCE) {
                let frames = read(journal, places)?;
                let Some(head) = places.last().map(Place::head) else {
                    break;
                };
                if !self.put(&frames, head) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Sets the store aside and fills a new one from the journal.
    pub(crate) fn rebuild(&mut self, scanned: &[Scanned<'_>]) -> Result<Note, LedgerError> {
        self.let_go();
        if self.busy || !self.set_aside() {
            return Ok(Note::StoreClosed);
        }
        self.open_store();
        if self.store.is_some() && self.catch_up(scanned, 0)? {
            return Ok(Note::StoreRebuilt {
                entries: scanned
                    .iter()
                    .map(|(_, scan)| scan.frames.len() as u64)
                    .sum(),
            });
        }
        self.let_go();
        Ok(Note::StoreClosed)
    }

    /// Closes the store. sled writes out what it still has as it goes, and panics where the disk does not let it.
    fn let_go(&mut self) {
        let Some(store) = self.store.take() else {
            return;
        };
        if std::thread::panicking() {
            // A second panic on this thread would end the program: what sled still has in memory is in the journal.
            std::mem::forget(store);
        } else {
            // What it said is of no use: the next start finds what is missing and fills it again.
            if hush::in_time(move || drop(store)) == Came::Late {
                self.busy = true;
            }
        }
    }

    /// Renames the store to the next free `….bad-<n>`; says whether its place is empty now.
    fn set_aside(&self) -> bool {
        if !self.path.exists() {
            return true;
        }
        let mut numbers = self.bad_numbers();
        numbers.sort_unstable();
        let next = numbers.last().map_or(1, |last| last.saturating_add(1));
        // Until sled's last thread has let go, Windows does not rename what is open.
        let moved = (0..100).any(|attempt| {
            if attempt > 0 {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            std::fs::rename(&self.path, self.bad(next)).is_ok()
        });
        if moved {
            numbers.push(next);
            let old = numbers.len().saturating_sub(BAD_KEPT);
            for number in numbers.iter().take(old) {
                // What cannot be removed only takes room.
                let _ = std::fs::remove_dir_all(self.bad(*number));
            }
        }
        moved
    }

    fn bad(&self, number: u32) -> PathBuf {
        self.path.with_added_extension(format!("bad-{number}"))
    }

    fn bad_numbers(&self) -> Vec<u32> {
        let Some(inside) = self
            .path
            .parent()
            .and_then(|folder| std::fs::read_dir(folder).ok())
        else {
            return Vec::new();
        };
        inside
            .flatten()
            .filter_map(|file| {
                let name = file.file_name().into_string().ok()?;
                name.strip_prefix("store.sled.bad-")?.parse().ok()
            })
            .collect()
    }

    /// No store, and none to be made: everything is read from the journal.
    pub(crate) fn closed() -> Self {
        Self {
            path: PathBuf::new(),
            device: DeviceId([0; 8]),
            store: None,
            busy: true,
        }
    }

    #[cfg(test)]
    pub(crate) fn fail_next(&mut self) {
        if let Some(store) = &mut self.store {
            store.fails_next = true;
        }
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// Reads frames found by a scan.
pub(crate) fn read(journal: &Journal, places: &[Place]) -> Result<Vec<Stored>, LedgerError> {
    let mut file = journal.reader()?;
    places
        .iter()
        .map(|place| {
            let damaged = LedgerError::Damaged {
                entry: crate::casework::Seq(place.seq),
            };
            let mut bytes = vec![0; place.length];
            match read_full(&mut *file, place.position, &mut bytes) {
                Ok(read) if read == place.length => {}
                _ => return Err(damaged),
            }
            let Some(frame) = Frame::parse(&bytes) else {
                return Err(damaged);
            };
            Ok(Stored {
                device: journal.device(),
                seq: frame.seq,
                case: frame.case,
                bytes,
            })
        })
        .collect()
}
