//! Stored values put in each other's place: forty of them, every pair, within a journal, within a case, across cases and across kinds. None is
//! taken for the other, and every swap shows.

use std::{collections::BTreeMap, sync::Arc};

use super::{memory::MemoryDisk, *};
use crate::{
    casework::Sha256,
    ledger::{Note, disk::Disk},
};

/// Files by their path in the inspection folder; a journal's frames apart.
#[derive(Clone)]
struct Stored {
    files: BTreeMap<PathBuf, Vec<u8>>,
    journal: PathBuf,
    header: Vec<u8>,
    frames: Vec<Vec<u8>>,
}

/// One stored value.
#[derive(Clone, Debug)]
enum Value {
    Frame(usize),
    File(PathBuf),
}

impl Stored {
    fn of(disk: &MemoryDisk, root: &Path) -> Self {
        let mut files = disk.files(root);
        files.retain(|path, _| path != Path::new("lock"));
        let is_journal = |path: &&PathBuf| path.extension().is_some_and(|end| end == "log");
        let journal = files.keys().find(is_journal).unwrap().clone();
        let bytes = files.remove(&journal).unwrap();
        let starts = frame_starts(&bytes);
        let frames = starts
            .windows(2)
            .map(|pair| bytes[pair[0]..pair[1]].to_vec());
        Self {
            frames: frames.collect(),
            header: bytes[..starts[0]].to_vec(),
            files,
            journal,
        }
    }

    fn values(&self) -> Vec<Value> {
        let named = |path: &&PathBuf| {
            let fixed = ["format.json"].map(PathBuf::from);
            !fixed.contains(path) && path.extension().is_none_or(|end| end != "head")
        };
        let files = self.files.keys().filter(named).cloned().map(Value::File);
        (0..self.frames.len())
            .map(Value::Frame)
            .chain(files)
            .collect()
    }

    fn bytes(&mut self, value: &Value) -> &mut Vec<u8> {
        match value {
            Value::Frame(number) => &mut self.frames[*number],
            Value::File(path) => self.files.get_mut(path).unwrap(),
        }
    }

    /// A disk with them on it.
    fn disk(&self, root: &Path) -> MemoryDisk {
        let mut files = self.files.clone();
        files.insert(
            self.journal.clone(),
            [self.header.clone(), self.frames.concat()].concat(),
        );
        let disk = MemoryDisk::with_folder(root);
        for (path, bytes) in files {
            let path = root.join(path);
            disk.make_folder(path.parent().unwrap()).unwrap();
            crate::ledger::disk::put_whole(&disk, &path, &bytes).unwrap();
        }
        for folder in ["drafts", "seals"] {
            disk.make_folder(&root.join(folder)).unwrap();
        }
        disk
    }
}

fn options_on(disk: &MemoryDisk) -> Options {
    Options {
        reserve: 0,
        store: false,
        disk: Arc::new(disk.clone()),
        ..Options::new(NOW)
    }
}

#[test]
fn of_forty_stored_values_none_is_taken_for_another() {
    let ground = std::path::absolute("/ground").unwrap();
    let root = ground.join("inspection");
    let disk = MemoryDisk::with_folder(&ground);
    let mut ledger = Ledger::create(&root, &options_on(&disk)).unwrap();
    for number in 0..20 {
        ledger
            .append(vec![remark(1 + number % 2, number, 20)])
            .unwrap();
    }
    let documents = ledger.documents();
    let mut kept: Vec<(CaseNo, Sha256, Vec<u8>)> = Vec::new();
    for number in 0..15_u32 {
        let case = CaseNo(1 + number % 2);
        // The same length and, in both cases, the same bytes.
        let bytes = format!("document {:02}", number / 2).into_bytes();
        let hash = documents.put_original(case, &bytes).unwrap();
        kept.push((case, hash, bytes));
    }
    ledger.save_resume(b"half a word").unwrap();
    let entries = ledger.entries().unwrap();
    ledger.close();

    let stored = Stored::of(&disk, &root);
    let values = stored.values();
    // Frames; documents; keys.json and the one before, training.key, device.key; the half-typed words.
    assert_eq!(values.len(), 20 + 15 + 4 + 1);
    let mut swapped = 0;
    for (number, one) in values.iter().enumerate() {
        for other in &values[number + 1..] {
            let mut changed = stored.clone();
            let (a, b) = (changed.bytes(one).clone(), changed.bytes(other).clone());
            if a == b {
                continue;
            }
            *changed.bytes(one) = b;
            *changed.bytes(other) = a;
            swapped += 1;
            let seen = seen(&changed.disk(&root), &root, &entries, &kept);
            assert!(seen, "{one:?} and {other:?}");
        }
    }
    // All but the two copies of the keys, which are the same.
    assert_eq!(swapped, 40 * 39 / 2 - 1);
}

/// Whether something is found wrong. Whatever is answered has to be what was stored.
fn seen(
    disk: &MemoryDisk,
    root: &Path,
    entries: &[Entry],
    kept: &[(CaseNo, Sha256, Vec<u8>)],
) -> bool {
    let Ok((mut ledger, opened)) = Ledger::open(root, &options_on(disk)) else {
        return true;
    };
    let mut seen = opened.read_only.is_some();
    seen |= opened.notes.iter().any(|note| *note != Note::StoreClosed);
    match ledger.entries() {
        Ok(there) => {
            let newer = |entry: &&Entry| !matches!(entry.event, Event::DeviceStarted { .. });
            for entry in there.iter().filter(newer) {
                assert!(entries.contains(entry));
            }
        }
        Err(_) => seen = true,
    }
    let documents = ledger.documents();
    for (case, hash, bytes) in kept {
        match documents.original(*case, *hash) {
            Ok(there) => assert_eq!(there, *bytes),
            Err(_) => seen = true,
        }
    }
    match ledger.resume().unwrap() {
        Some(words) => assert_eq!(words, b"half a word"),
        None => seen = true,
    }
    seen
}
