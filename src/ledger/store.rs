//! The sled store everything is read from. The only place that names sled.
//!
//! Nothing stands here that the journal does not hold, so nothing here is ever repaired: when sled is damaged, differs or panics it is
//! set aside and filled again. Four trees, numbers big-endian:
//!
//! | tree | key | value |
//! |---|---|---|
//! | `frames` | case (16 random bytes), device (8), seq (8), part (2) | 4 KiB of the frame's bytes at most |
//! | `order` | device (8), seq (8) | case (16), parts (2) |
//! | `meta` | `head` | device that writes now (8), count (8), hash of the last frame (32) |
//! | `glances` | case (16) | what is kept of it for the list of cases, sealed (`glances`) |
//!
//! Frames stand here as they stand in the journal, their words sealed: what sled overwrites or deletes stays readable in its file.
//!
//! Parts of 4 KiB: sled writes large leaves to files it never syncs, and a leaf holds up to 16 of them. `head` is written last, so that it
//! never claims more than is there.

use std::{collections::BTreeMap, path::Path, time::Duration};

use super::{
    frame::Head,
    hush::{self, Came},
};
use crate::{
    casework::Sha256,
    proof::chain::{CaseId, DeviceId},
};

const PART: usize = 4096;
const CACHE: u64 = 32 * 1024 * 1024;
/// sled gives its lock back a moment after it is dropped.
const PATIENCE: u32 = 200;

/// Why sled is no use now. What it said is not kept: the remedy is the same for all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Its own lock is still held.
    Busy,
    /// Damaged, full, or not understood.
    Broken,
    /// It waits for something that does not come. Its lock stays held until the program ends.
    Stuck,
}

impl From<sled::Error> for Trouble {
    fn from(error: sled::Error) -> Self {
        // The kind of this error is `Other`; only its words tell it apart.
        if error.to_string().contains("could not acquire lock") {
            Self::Busy
        } else {
            Self::Broken
        }
    }
}

/// A frame as it is handed to the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub device: DeviceId,
    pub seq: u64,
    pub case: CaseId,
    pub bytes: Vec<u8>,
}

/// How many keys there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// In `order`.
    pub entries: u64,
    /// In `frames`.
    pub parts: u64,
    /// Parts that `order` says there are.
    pub parts_said: u64,
}

/// An open sled store.
#[derive(Debug)]
pub(crate) struct Store {
    db: sled::Db,
    frames: sled::Tree,
    order: sled::Tree,
    meta: sled::Tree,
    glances: sled::Tree,
    device: DeviceId,
    /// Tests let the next write fail as sled does on a full disk.
    #[cfg(test)]
    pub(crate) fails_next: bool,
}

impl Store {
    /// Opens the store at `folder`, made where it is absent.
    pub(crate) fn open(folder: &Path, device: DeviceId) -> Result<Self, Trouble> {
        remove_half_snapshots(folder);
        let mut waited = 0;
        loop {
            match quiet(|| Self::open_once(folder, device)) {
                Err(Trouble::Busy) if waited < PATIENCE => {
                    waited += 1;
                    std::thread::sleep(Duration::from_millis(10));
                }
                done => return done,
            }
        }
    }

    fn open_once(folder: &Path, device: DeviceId) -> Result<Self, Trouble> {
        // `flush_every_ms` stays as sled has it: it is its only real fsync.
        let db = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE)
            .open()?;
        Ok(Self {
            frames: db.open_tree("frames")?,
            order: db.open_tree("order")?,
            meta: db.open_tree("meta")?,
            glances: db.open_tree("glances")?,
            db,
            device,
            #[cfg(test)]
            fails_next: false,
        })
    }

    /// From now on this device writes.
    pub(crate) fn for_device(&mut self, device: DeviceId) {
        self.device = device;
    }

    /// How far it goes; `None` while it is empty, or where it was written for another device.
    pub(crate) fn head(&self) -> Result<Option<Head>, Trouble> {
        quiet(|| {
            let Some(value) = self.meta.get("head")? else {
                return Ok(None);
            };
            Ok((|| {
                let (device, rest) = value.split_first_chunk::<8>()?;
                let (count, hash) = rest.split_first_chunk::<8>()?;
                (*device == self.device.0).then_some(Head {
                    count: u64::from_be_bytes(*count),
                    hash: Sha256(hash.try_into().ok()?),
                })
            })())
        })
    }

    /// Puts frames in and flushes; `head` is how far the store goes then.
    ///
    /// After [`Trouble::Stuck`] the store must be forgotten, not dropped: sled would wait again.
    pub(crate) fn put(&mut self, frames: &[Stored], head: Head) -> Result<(), Trouble> {
        #[cfg(test)]
        if std::mem::take(&mut self.fails_next) {
            return Err(Trouble::Broken);
        }
        quiet(|| {
            let mut parts = sled::Batch::default();
            let mut order = sled::Batch::default();
            for frame in frames {
                let mut count = 0_u16;
                for part in frame.bytes.chunks(PART) {
                    parts.insert(
                        part_key(frame.case, frame.device, frame.seq, count).as_slice(),
                        part,
                    );
                    count = count.checked_add(1).ok_or(Trouble::Broken)?;
                }
                let value = [frame.case.0.as_slice(), &count.to_be_bytes()].concat();
                order.insert(order_key(frame.device, frame.seq).as_slice(), value);
            }
            self.frames.apply_batch(parts)?;
            self.order.apply_batch(order)?;
            let value = [
                self.device.0.as_slice(),
                &head.count.to_be_bytes(),
                &head.hash.0,
            ]
            .concat();
            self.meta.insert("head", value)?;
            Ok(())
        })?;
        self.flush()
    }

    /// The bytes of frame `seq` of a device; `None` where it is not here or not complete.
    pub(crate) fn frame(&self, device: DeviceId, seq: u64) -> Result<Option<Vec<u8>>, Trouble> {
        quiet(|| {
            let Some(value) = self.order.get(order_key(device, seq))? else {
                return Ok(None);
            };
            let Some((case, count)) = case_and_parts(&value) else {
                return Err(Trouble::Broken);
            };
            let mut bytes = Vec::new();
            for part in 0..count {
                match self.frames.get(part_key(case, device, seq, part))? {
                    Some(part) => bytes.extend_from_slice(&part),
                    None => return Ok(None),
                }
            }
            Ok(Some(bytes))
        })
    }

    /// Every frame, in the order of their numbers.
    pub(crate) fn all(&self) -> Result<Vec<Stored>, Trouble> {
        quiet(|| collect(self.frames.iter()))
    }

    /// Every frame of one case, or of the inspection itself, in the order of their numbers.
    pub(crate) fn of_case(&self, case: CaseId) -> Result<Vec<Stored>, Trouble> {
        quiet(|| collect(self.frames.scan_prefix(case.0)))
    }

    /// The device and number of every entry.
    pub(crate) fn order(&self) -> Result<Vec<(DeviceId, u64)>, Trouble> {
        quiet(|| {
            let mut entries = Vec::new();
            for key in self.order.iter().keys() {
                let key = key?;
                let (device, seq) = key.split_first_chunk::<8>().ok_or(Trouble::Broken)?;
                let seq = seq.try_into().map_err(|_| Trouble::Broken)?;
                entries.push((DeviceId(*device), u64::from_be_bytes(seq)));
            }
            Ok(entries)
        })
    }

    /// The cases of the entries a device wrote from this number on.
    pub(crate) fn cases_from(&self, device: DeviceId, seq: u64) -> Result<Vec<CaseId>, Trouble> {
        quiet(|| {
            let from = order_key(device, seq)..=order_key(device, u64::MAX);
            let mut cases = Vec::new();
            for value in self.order.range(from).values() {
                let (case, _) = case_and_parts(&value?).ok_or(Trouble::Broken)?;
                cases.push(case);
            }
            Ok(cases)
        })
    }

    /// Puts what is kept of the cases in place of what was kept before.
    pub(crate) fn put_glances(&mut self, values: &[(CaseId, Vec<u8>)]) -> Result<(), Trouble> {
        quiet(|| {
            let mut batch = sled::Batch::default();
            for key in self.glances.iter().keys() {
                batch.remove(key?);
            }
            for (case, value) in values {
                batch.insert(case.0.as_slice(), value.as_slice());
            }
            self.glances.apply_batch(batch)?;
            Ok(())
        })
    }

    /// What is kept of the cases.
    pub(crate) fn glances(&self) -> Result<BTreeMap<CaseId, Vec<u8>>, Trouble> {
        quiet(|| {
            let mut values = BTreeMap::new();
            for pair in &self.glances {
                let (case, value) = pair?;
                let case = case.as_ref().try_into().map_err(|_| Trouble::Broken)?;
                values.insert(CaseId(case), value.to_vec());
            }
            Ok(values)
        })
    }

    /// Counts every key: reads all of both trees.
    pub(crate) fn keys(&self) -> Result<Keys, Trouble> {
        quiet(|| {
            let mut keys = Keys {
                entries: 0,
                parts: self.frames.len() as u64,
                parts_said: 0,
            };
            for value in self.order.iter().values() {
                let (_, parts) = case_and_parts(&value?).ok_or(Trouble::Broken)?;
                keys.entries += 1;
                keys.parts_said += u64::from(parts);
            }
            Ok(keys)
        })
    }

    /// Writes out what sled still holds in memory.
    pub(crate) fn flush(&self) -> Result<(), Trouble> {
        let db = self.db.clone();
        let flushed = hush::in_time(move || {
            let flushed = db.flush();
            // Before the answer: whoever drops the store then is the last to hold it.
            drop(db);
            flushed
        });
        match flushed {
            Came::Answer(flushed) => Ok(flushed.map(|_| ())?),
            Came::Panic => Err(Trouble::Broken),
            Came::Late => Err(Trouble::Stuck),
        }
    }
}

fn order_key(device: DeviceId, seq: u64) -> Vec<u8> {
    [device.0, seq.to_be_bytes()].concat()
}

fn part_key(case: CaseId, device: DeviceId, seq: u64, part: u16) -> Vec<u8> {
    [
        case.0.as_slice(),
        &device.0,
        &seq.to_be_bytes(),
        &part.to_be_bytes(),
    ]
    .concat()
}

fn case_and_parts(value: &[u8]) -> Option<(CaseId, u16)> {
    let (case, parts) = value.split_first_chunk::<16>()?;
    Some((CaseId(*case), u16::from_be_bytes(parts.try_into().ok()?)))
}

/// Puts the parts of each frame together again; they come in the order of their keys. Two devices may both have a frame of one number.
fn collect(
    parts: impl Iterator<Item = sled::Result<(sled::IVec, sled::IVec)>>,
) -> Result<Vec<Stored>, Trouble> {
    let mut frames: Vec<Stored> = Vec::new();
    for part in parts {
        let (key, value) = part?;
        let (case, device, seq) = (|| {
            let (case, rest) = key.split_first_chunk::<16>()?;
            let (device, rest) = rest.split_first_chunk::<8>()?;
            let (seq, _) = rest.split_first_chunk::<8>()?;
            Some((CaseId(*case), DeviceId(*device), u64::from_be_bytes(*seq)))
        })()
        .ok_or(Trouble::Broken)?;
        match frames.last_mut() {
            Some(last) if (last.case, last.device, last.seq) == (case, device, seq) => {
                last.bytes.extend_from_slice(&value);
            }
            _ => frames.push(Stored {
                device,
                seq,
                case,
                bytes: value.to_vec(),
            }),
        }
    }
    frames.sort_by_key(|frame| (frame.seq, frame.device));
    Ok(frames)
}

/// A kill while sled writes a snapshot leaves one that makes it refuse to open for ever; without it everything is there.
fn remove_half_snapshots(folder: &Path) {
    let Ok(names) = std::fs::read_dir(folder) else {
        return;
    };
    for file in names.flatten() {
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            // Should it stay, sled does not open, and is rebuilt.
            let _ = std::fs::remove_file(file.path());
        }
    }
}

/// Runs something of sled's. A damaged store makes it panic: that is an answer here.
fn quiet<T>(run: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    hush::caught(run).unwrap_or(Err(Trouble::Broken))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceId = DeviceId(*b"deadbeef");

    fn stored(seq: u64, case: u8, length: usize) -> Stored {
        Stored {
            device: DEVICE,
            seq,
            case: CaseId([case; 16]),
            bytes: vec![u8::try_from(seq).unwrap(); length],
        }
    }

    #[test]
    fn frames_of_any_length_come_back_by_number_by_case_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("s"), DEVICE).unwrap();
        let frames = [
            stored(0, 0, 10),
            stored(1, 2, PART),
            stored(2, 1, PART + 1),
            stored(3, 2, 5 * PART),
        ];
        let head = Head {
            count: 4,
            hash: Sha256([9; 32]),
        };
        assert_eq!(store.head(), Ok(None));
        store.put(&frames, head).unwrap();
        assert_eq!(store.head(), Ok(Some(head)));
        assert_eq!(store.frame(DEVICE, 3).unwrap().unwrap(), frames[3].bytes);
        assert_eq!(store.frame(DEVICE, 4), Ok(None));
        assert_eq!(store.frame(DeviceId([1; 8]), 3), Ok(None));
        assert_eq!(store.all().unwrap(), frames);
        assert_eq!(
            store.of_case(CaseId([2; 16])).unwrap(),
            [frames[1].clone(), frames[3].clone()]
        );
        assert_eq!(store.of_case(CaseId([0; 16])).unwrap(), [frames[0].clone()]);
        assert_eq!(
            store.keys(),
            Ok(Keys {
                entries: 4,
                parts: 9,
                parts_said: 9
            })
        );
        drop(store);
        let store = Store::open(&folder.path().join("s"), DeviceId(*b"01234567")).unwrap();
        assert_eq!(store.head(), Ok(None), "another device's head is not ours");
    }

    #[test]
    fn a_panic_inside_is_an_answer() {
        let answer = quiet::<()>(|| panic!("what sled says of itself"));
        assert_eq!(answer, Err(Trouble::Broken));
        assert_eq!(quiet(|| Ok(1)), Ok(1));
    }

    #[test]
    fn half_a_snapshot_does_not_keep_it_from_opening() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        let head = Head {
            count: 1,
            hash: Sha256([1; 32]),
        };
        let mut store = Store::open(&path, DEVICE).unwrap();
        store.put(&[stored(0, 1, 100)], head).unwrap();
        drop(store);
        std::fs::write(path.join("snap.FFFFFFFFFFFFFFFF.generating"), b"half").unwrap();
        let store = Store::open(&path, DEVICE).unwrap();
        assert_eq!(store.head(), Ok(Some(head)));
    }
}
