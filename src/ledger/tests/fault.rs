//! A disk that breaks on demand: at a chosen call, or when its room is used up. It counts and notes the calls, and remembers which handles
//! did not confirm, so that a test can show that none of them is used again.

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use crate::ledger::disk::{Disk, DiskFile, Held, How, LockTrouble, RealDisk};

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    NoSpace,
    Broken,
    /// Half of it is written; what comes after finds no room.
    ShortWrite,
    /// This account may not.
    Denied,
    /// The disk is mounted so that nothing can be written.
    ReadOnly,
    /// A signal came in between: whoever asks again is answered. Only a write or a read may say so.
    Interrupted,
    /// From this call on there is no room for anything, until [`FaultDisk::mend`].
    FullFromHere,
    /// From this call on no call comes through any more: the process was killed before it.
    Dead,
    /// The same, in the middle of a write: half of it is there.
    DeadHalfWay,
}

#[derive(Debug, Default)]
struct State {
    calls: u64,
    syncs: u64,
    fail_at: Option<(u64, Fault)>,
    /// Only calls whose name this is count.
    only: Option<&'static str>,
    room: Option<u64>,
    handles: u64,
    dead: Vec<u64>,
    used_after_death: bool,
    all_broken: bool,
    refused: Option<Fault>,
    /// A folder, and the files in it as they stood before each call.
    watched: Option<(PathBuf, Vec<Files>)>,
    dead_for_good: bool,
    full: bool,
    /// How often a chosen call was reached.
    struck: u64,
    struck_a_write: bool,
}

/// The files of one folder by name, with what is in them.
pub type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Debug, Default)]
pub struct FaultDisk(Arc<Mutex<State>>);

impl FaultDisk {
    /// Breaks at call `call` (from 0) of those that change something, or only of those named `only`.
    pub fn failing_at(call: u64, fault: Fault, only: Option<&'static str>) -> Self {
        let disk = Self::default();
        disk.fail_at(call, fault, only);
        disk
    }

    pub fn fail_at(&self, call: u64, fault: Fault, only: Option<&'static str>) {
        let mut state = self.0.lock().unwrap();
        state.calls = 0;
        state.fail_at = Some((call, fault));
        state.only = only;
    }

    /// There is room again, and no fault is chosen any more.
    pub fn mend(&self) {
        let mut state = self.0.lock().unwrap();
        state.fail_at = None;
        state.full = false;
        state.room = None;
    }

    /// How often the chosen call was reached: a test whose fault never came has shown nothing.
    pub fn struck(&self) -> u64 {
        self.0.lock().unwrap().struck
    }

    /// Whether the call that was struck last was a write.
    pub fn struck_a_write(&self) -> bool {
        self.0.lock().unwrap().struck_a_write
    }

    /// From now on only so many bytes may be written; `None`: as many as one likes.
    pub fn room(&self, bytes: Option<u64>) {
        self.0.lock().unwrap().room = bytes;
    }

    /// From now on everything that would change something is refused in this way, opening a file to write too; or nothing is.
    pub fn refuse(&self, fault: Option<Fault>) {
        self.0.lock().unwrap().refused = fault;
    }

    /// From now on every sync fails, or none.
    pub fn all_syncs_fail(&self, fail: bool) {
        self.0.lock().unwrap().all_broken = fail;
    }

    /// From now on keeps the files of a folder as they stand before each call that changes something: what a kill there would leave.
    pub fn watch(&self, folder: &Path) {
        self.0.lock().unwrap().watched = Some((folder.to_owned(), Vec::new()));
    }

    /// What a kill before each call since [`Self::watch`] would have left.
    pub fn seen(&self) -> Vec<Files> {
        self.0.lock().unwrap().watched.take().unwrap().1
    }

    /// Calls that change something, so far.
    pub fn calls(&self) -> u64 {
        self.0.lock().unwrap().calls
    }

    /// Files made durable, so far.
    pub fn syncs(&self) -> u64 {
        self.0.lock().unwrap().syncs
    }

    /// Whether a handle that did not confirm was written to or synced once more.
    pub fn used_after_death(&self) -> bool {
        self.0.lock().unwrap().used_after_death
    }

    fn call(&self, name: &'static str) -> Result<(), Fault> {
        let mut state = self.0.lock().unwrap();
        if state.dead_for_good {
            return Err(Fault::Dead);
        }
        if state.only.is_some_and(|only| only != name) {
            return Ok(());
        }
        if let Some((folder, seen)) = &mut state.watched {
            let files = std::fs::read_dir(folder).unwrap().map(|file| {
                let file = file.unwrap();
                let name = file.file_name().into_string().unwrap();
                (name, std::fs::read(file.path()).unwrap())
            });
            seen.push(files.collect());
        }
        let now = state.calls;
        state.calls += 1;
        let chosen = state.fail_at.filter(|(at, _)| *at == now);
        if let Some((_, fault)) = chosen {
            state.struck += 1;
            state.struck_a_write = name == "write";
            state.dead_for_good |= matches!(fault, Fault::Dead | Fault::DeadHalfWay);
            state.full |= fault == Fault::FullFromHere;
        }
        let takes_room = ["open", "make_folder", "write"].contains(&name);
        if state.full {
            return if takes_room {
                Err(Fault::NoSpace)
            } else {
                Ok(())
            };
        }
        match chosen {
            Some((_, Fault::Interrupted)) if name != "write" => Ok(()),
            Some((_, fault)) => Err(fault),
            None => Ok(()),
        }
    }

    /// A call that only looks: nothing comes of it either once the process is dead.
    fn looks(&self) -> io::Result<()> {
        let dead = self.0.lock().unwrap().dead_for_good;
        if dead {
            return Err(error(Fault::Dead));
        }
        Ok(())
    }

    fn refused(&self) -> io::Result<()> {
        match self.0.lock().unwrap().refused {
            Some(fault) => Err(error(fault)),
            None => Ok(()),
        }
    }

    fn changes(&self, name: &'static str) -> io::Result<()> {
        self.refused()?;
        self.call(name).map_err(error)
    }
}

fn error(fault: Fault) -> io::Error {
    match fault {
        Fault::NoSpace | Fault::ShortWrite | Fault::FullFromHere => ErrorKind::StorageFull.into(),
        Fault::Broken => io::Error::other("input/output error"),
        Fault::Denied => ErrorKind::PermissionDenied.into(),
        Fault::ReadOnly => ErrorKind::ReadOnlyFilesystem.into(),
        Fault::Interrupted => ErrorKind::Interrupted.into(),
        Fault::Dead | Fault::DeadHalfWay => io::Error::other("the process was killed"),
    }
}

#[derive(Debug)]
struct FaultFile {
    disk: FaultDisk,
    number: u64,
    file: Box<dyn DiskFile>,
}

impl Disk for FaultDisk {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        self.looks()?;
        if how == How::Fresh {
            self.changes("open")?;
        } else if how == How::Write {
            self.refused()?;
        }
        let file = RealDisk.open(path, how)?;
        let mut state = self.0.lock().unwrap();
        state.handles += 1;
        Ok(Box::new(FaultFile {
            disk: self.clone(),
            number: state.handles,
            file,
        }))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.changes("make_folder")?;
        RealDisk.make_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.changes("rename")?;
        RealDisk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.changes("remove")?;
        let gained = std::fs::metadata(path)?.len();
        RealDisk.remove(path)?;
        if let Some(room) = &mut self.0.lock().unwrap().room {
            *room += gained;
        }
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        self.changes("sync_folder")
    }

    fn sync_many(&self, _: &Path, files: &[PathBuf]) -> io::Result<()> {
        self.changes("sync_many")?;
        self.0.lock().unwrap().syncs += files.len() as u64;
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.looks()?;
        RealDisk.list(folder)
    }

    fn exists(&self, path: &Path) -> bool {
        RealDisk.exists(path)
    }

    fn is_link(&self, path: &Path) -> bool {
        RealDisk.is_link(path)
    }

    fn lock(&self, path: &Path, words: &[u8]) -> Result<Box<dyn Held>, LockTrouble> {
        self.refused()?;
        RealDisk.lock(path, words)
    }

    fn free_bytes(&self, folder: &Path) -> Option<u64> {
        let room = self.0.lock().unwrap().room;
        room.or_else(|| RealDisk.free_bytes(folder))
    }
}

impl FaultFile {
    fn use_handle(&self) {
        let mut state = self.disk.0.lock().unwrap();
        if state.dead.contains(&self.number) {
            state.used_after_death = true;
        }
    }
}

impl DiskFile for FaultFile {
    fn length(&mut self) -> io::Result<u64> {
        self.disk.looks()?;
        self.file.length()
    }

    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize> {
        self.disk.looks()?;
        self.file.read_at(position, into)
    }

    fn write_at(&mut self, position: u64, bytes: &[u8]) -> io::Result<usize> {
        self.use_handle();
        match self.disk.call("write") {
            Err(Fault::ShortWrite) => {
                self.disk.room(Some(0));
                return self.file.write_at(position, &bytes[..bytes.len() / 2]);
            }
            Err(Fault::DeadHalfWay) => {
                self.file.write_at(position, &bytes[..bytes.len() / 2])?;
                return Err(error(Fault::Dead));
            }
            Err(fault) => return Err(error(fault)),
            Ok(()) => {}
        }
        let end = self.file.length()?;
        let grows = (position + bytes.len() as u64).saturating_sub(end);
        let may = {
            let mut state = self.disk.0.lock().unwrap();
            match &mut state.room {
                Some(room) => {
                    let lacking = grows.saturating_sub(*room);
                    *room = room.saturating_sub(grows);
                    bytes.len() - usize::try_from(lacking).unwrap().min(bytes.len())
                }
                None => bytes.len(),
            }
        };
        if may == 0 && !bytes.is_empty() {
            return Err(ErrorKind::StorageFull.into());
        }
        self.file.write_at(position, &bytes[..may])
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.use_handle();
        self.disk.changes("set_length")?;
        let freed = self.file.length()?.saturating_sub(length);
        self.file.set_length(length)?;
        if let Some(room) = &mut self.disk.0.lock().unwrap().room {
            *room += freed;
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.use_handle();
        let called = self.disk.changes("sync");
        let mut state = self.disk.0.lock().unwrap();
        if called.is_err() || state.all_broken {
            state.dead.push(self.number);
            return called.and(Err(io::Error::other("input/output error")));
        }
        state.syncs += 1;
        Ok(())
    }
}
