//! A disk in memory whose power can be cut. It keeps apart what stands there now and what is durable: the bytes of a file are durable once it
//! was synced, a name once its folder was. A power cut loses what is not, all of it or any part of it, sector by sector and name by name, as a
//! real disk may.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard},
};

use crate::ledger::disk::{Disk, DiskFile, Held, How, LockTrouble};

/// What a disk loses as a whole or not at all.
const SECTOR: usize = 512;

/// How a program ends that does not end properly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// Killed: the system has everything it was told.
    Killed,
    /// The power fails, and everything that was not confirmed is gone.
    PowerAll,
    /// The power fails, and of what was not confirmed any part is gone; which, the seed decides.
    PowerSome(u64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(u64),
}

#[derive(Clone, Debug, Default)]
struct Content {
    now: Vec<u8>,
    durable: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    names: BTreeMap<PathBuf, Node>,
    durable: BTreeMap<PathBuf, Node>,
    files: BTreeMap<u64, Content>,
    next: u64,
    locked: BTreeSet<PathBuf>,
    /// Calls that change something until the power fails.
    left: Option<u64>,
    off: bool,
}

/// The disk; a copy is the same disk.
#[derive(Clone, Debug)]
pub struct MemoryDisk(Arc<Mutex<State>>);

impl MemoryDisk {
    /// With one durable folder in it.
    pub fn with_folder(folder: &Path) -> Self {
        let mut state = State::default();
        for above in folder.ancestors() {
            state.names.insert(above.to_owned(), Node::Folder);
        }
        state.durable.clone_from(&state.names);
        Self(Arc::new(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The power fails at the call that changes something after `calls` more of them.
    pub fn cut_power_after(&self, calls: u64) {
        self.state().left = Some(calls);
    }

    /// Whether it has failed.
    pub fn is_off(&self) -> bool {
        self.state().off
    }

    /// What is there after a crash. Whoever had a file open has to be gone.
    pub fn crash(&self, crash: Crash) {
        let mut state = self.state();
        state.off = false;
        state.left = None;
        assert!(state.locked.is_empty(), "somebody still has it open");
        let mut dice = match crash {
            Crash::Killed => return,
            Crash::PowerAll => Dice(None),
            Crash::PowerSome(seed) => Dice(Some(seed)),
        };
        let State {
            names,
            durable,
            files,
            ..
        } = &mut *state;
        let changed: BTreeSet<_> = names.keys().chain(durable.keys()).cloned().collect();
        let mut left: BTreeMap<PathBuf, Node> = BTreeMap::new();
        for path in changed {
            let (now, before) = (names.get(&path), durable.get(&path));
            let node = if now != before && dice.reached_the_disk() {
                now
            } else {
                before
            };
            let above = path.parent().is_none_or(|above| left.contains_key(above));
            if let Some(node) = node.filter(|_| above) {
                left.insert(path, *node);
            }
        }
        for content in files.values_mut() {
            content.lose(&mut dice);
        }
        files.retain(|id, _| left.values().any(|node| *node == Node::File(*id)));
        names.clone_from(&left);
        *durable = left;
    }

    /// The files below a folder, by their path from it, and their bytes.
    pub fn files(&self, folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let below = state.names.iter().filter_map(|(path, node)| {
            let Node::File(id) = node else { return None };
            let relative = path.strip_prefix(folder).ok()?;
            Some((relative.to_owned(), state.files[id].now.clone()))
        });
        below.collect()
    }
}

/// Numbers from a seed; without one every throw loses.
struct Dice(Option<u64>);

impl Dice {
    fn reached_the_disk(&mut self) -> bool {
        self.0.as_mut().is_some_and(|seed| {
            *seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (*seed >> 33) % 2 == 0
        })
    }
}

impl Content {
    fn lose(&mut self, dice: &mut Dice) {
        if self.now != self.durable {
            let longer = dice.reached_the_disk();
            let length = if longer { &self.now } else { &self.durable }.len();
            let mut left = Vec::with_capacity(length);
            for start in (0..length).step_by(SECTOR) {
                let end = length.min(start + SECTOR);
                let from = if dice.reached_the_disk() {
                    &self.now
                } else {
                    &self.durable
                };
                left.extend_from_slice(from.get(start..end.min(from.len())).unwrap_or_default());
                // What was never written reads as zeros.
                left.resize(end, 0);
            }
            self.durable = left;
        }
        self.now.clone_from(&self.durable);
    }
}

fn not_found() -> io::Error {
    ErrorKind::NotFound.into()
}

fn no_power() -> io::Error {
    io::Error::other("no power")
}

impl State {
    /// A call that changes something; `Err` where the power is off, or fails now.
    fn change(&mut self) -> io::Result<()> {
        match &mut self.left {
            Some(0) => self.off = true,
            Some(left) => *left -= 1,
            None => {}
        }
        if self.off { Err(no_power()) } else { Ok(()) }
    }

    fn on(&self) -> io::Result<()> {
        if self.off { Err(no_power()) } else { Ok(()) }
    }

    fn folder(&self, folder: &Path) -> io::Result<()> {
        match self.names.get(folder) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File(_)) => Err(ErrorKind::NotADirectory.into()),
            None => Err(not_found()),
        }
    }

    fn folder_of(&self, path: &Path) -> io::Result<()> {
        self.folder(path.parent().unwrap_or(Path::new("")))
    }

    fn sync(&mut self, id: u64) {
        let content = self.files.get_mut(&id).unwrap();
        content.durable.clone_from(&content.now);
    }

    fn file(&self, path: &Path) -> io::Result<u64> {
        match self.names.get(path) {
            Some(Node::File(id)) => Ok(*id),
            Some(Node::Folder) => Err(ErrorKind::IsADirectory.into()),
            None => Err(not_found()),
        }
    }

    fn made(&mut self, path: &Path) -> u64 {
        self.file(path).unwrap_or_else(|_| {
            self.next += 1;
            self.names.insert(path.to_owned(), Node::File(self.next));
            self.files.insert(self.next, Content::default());
            self.next
        })
    }
}

impl Disk for MemoryDisk {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.state();
        state.on()?;
        let id = if how == How::Fresh {
            state.change()?;
            state.folder_of(path)?;
            let id = state.made(path);
            state.files.get_mut(&id).unwrap().now.clear();
            id
        } else {
            state.file(path)?
        };
        Ok(Box::new(MemoryFile {
            disk: self.clone(),
            id,
            may_write: how != How::Read,
        }))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.change()?;
        for above in folder.ancestors() {
            match state.names.get(above) {
                Some(Node::Folder) => break,
                Some(Node::File(_)) => return Err(ErrorKind::AlreadyExists.into()),
                None => state.names.insert(above.to_owned(), Node::Folder),
            };
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.change()?;
        state.folder_of(to)?;
        let id = state.file(from)?;
        state.names.remove(from);
        state.names.insert(to.to_owned(), Node::File(id));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.change()?;
        state.file(path)?;
        state.names.remove(path);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.change()?;
        state.folder(folder)?;
        let inside = |names: &BTreeMap<PathBuf, Node>| -> Vec<PathBuf> {
            let paths = names.keys().filter(|path| path.parent() == Some(folder));
            paths.cloned().collect()
        };
        for path in inside(&state.durable) {
            state.durable.remove(&path);
        }
        for path in inside(&state.names) {
            let node = state.names[&path];
            state.durable.insert(path, node);
        }
        Ok(())
    }

    fn sync_many(&self, _: &Path, files: &[PathBuf]) -> io::Result<()> {
        let mut state = self.state();
        for file in files {
            state.change()?;
            let id = state.file(file)?;
            state.sync(id);
        }
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let state = self.state();
        state.on()?;
        state.folder(folder)?;
        let inside = state
            .names
            .keys()
            .filter(|path| path.parent() == Some(folder))
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
        Ok(inside.collect())
    }

    fn exists(&self, path: &Path) -> bool {
        let state = self.state();
        !state.off && state.names.contains_key(path)
    }

    fn is_link(&self, _: &Path) -> bool {
        false
    }

    fn lock(&self, path: &Path, words: &[u8]) -> Result<Box<dyn Held>, LockTrouble> {
        let mut state = self.state();
        state.on()?;
        state.folder_of(path)?;
        let id = state.made(path);
        if !state.locked.insert(path.to_owned()) {
            let there = String::from_utf8_lossy(&state.files[&id].now).into_owned();
            return Err(LockTrouble::Taken(there));
        }
        state.files.get_mut(&id).unwrap().now = words.to_vec();
        Ok(Box::new(MemoryLock {
            disk: self.clone(),
            path: path.to_owned(),
        }))
    }

    fn free_bytes(&self, _: &Path) -> Option<u64> {
        None
    }
}

#[derive(Debug)]
struct MemoryLock {
    disk: MemoryDisk,
    path: PathBuf,
}

impl Held for MemoryLock {}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        self.disk.state().locked.remove(&self.path);
    }
}

#[derive(Debug)]
struct MemoryFile {
    disk: MemoryDisk,
    id: u64,
    may_write: bool,
}

impl MemoryFile {
    /// Changes the bytes. When the power fails now, half of a write has gone out.
    fn change<T>(&mut self, change: impl FnOnce(&mut Vec<u8>, bool) -> T) -> io::Result<T> {
        if !self.may_write {
            return Err(ErrorKind::PermissionDenied.into());
        }
        let mut state = self.disk.state();
        let was_off = state.off;
        let changed = state.change();
        if was_off {
            return Err(no_power());
        }
        let content = state.files.get_mut(&self.id).unwrap();
        let answer = change(&mut content.now, changed.is_err());
        changed.map(|()| answer)
    }
}

impl DiskFile for MemoryFile {
    fn length(&mut self) -> io::Result<u64> {
        let state = self.disk.state();
        state.on()?;
        Ok(state.files[&self.id].now.len() as u64)
    }

    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize> {
        let state = self.disk.state();
        state.on()?;
        let bytes = &state.files[&self.id].now;
        let start = usize::try_from(position).unwrap().min(bytes.len());
        let count = into.len().min(bytes.len() - start);
        into[..count].copy_from_slice(&bytes[start..start + count]);
        Ok(count)
    }

    fn write_at(&mut self, position: u64, bytes: &[u8]) -> io::Result<usize> {
        let start = usize::try_from(position).unwrap();
        self.change(|now, failing| {
            let bytes = if failing {
                &bytes[..bytes.len() / 2]
            } else {
                bytes
            };
            let end = start + bytes.len();
            now.resize(now.len().max(end), 0);
            now[start..end].copy_from_slice(bytes);
            bytes.len()
        })
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).unwrap();
        self.change(|now, failing| {
            if !failing {
                now.resize(length, 0);
            }
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        state.change()?;
        state.sync(self.id);
        Ok(())
    }
}

#[test]
fn a_power_cut_loses_what_was_not_confirmed_and_nothing_else() {
    let folder = Path::new("/here");
    let disk = MemoryDisk::with_folder(folder);
    let (kept, lost) = (folder.join("kept"), folder.join("lost"));
    let mut file = disk.open(&kept, How::Fresh).unwrap();
    file.write_at(0, b"durable").unwrap();
    file.sync().unwrap();
    disk.sync_folder(folder).unwrap();
    file.write_at(7, b" or not").unwrap();
    let mut other = disk.open(&lost, How::Fresh).unwrap();
    other.write_at(0, b"synced, and its name is not").unwrap();
    other.sync().unwrap();
    disk.crash(Crash::Killed);
    assert_eq!(disk.files(folder)[Path::new("kept")], b"durable or not");
    assert!(disk.exists(&lost));
    disk.crash(Crash::PowerAll);
    let left = disk.files(folder);
    assert_eq!(left.len(), 1);
    assert_eq!(left[Path::new("kept")], b"durable");

    disk.cut_power_after(1);
    let mut file = disk.open(&kept, How::Write).unwrap();
    file.write_at(7, b", once more").unwrap();
    assert!(file.sync().is_err() && disk.is_off());
    assert!(disk.open(&kept, How::Read).is_err() && !disk.exists(&kept));
    let ends: BTreeSet<_> = (0..64)
        .map(|seed| {
            let cut = MemoryDisk::with_folder(folder);
            let mut file = cut.open(&kept, How::Fresh).unwrap();
            cut.sync_folder(folder).unwrap();
            file.write_at(0, &[1; 2 * SECTOR]).unwrap();
            cut.crash(Crash::PowerSome(seed));
            cut.files(folder)[Path::new("kept")].clone()
        })
        .collect();
    // Nothing; and both sectors long, either of them written or not.
    assert_eq!(ends.len(), 5);
}
