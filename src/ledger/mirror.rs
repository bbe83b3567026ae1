//! The mirror: a second folder, on another disk if possible, that gets every frame, document, seal and key file too. Owns keeping it in step and
//! bringing back what the first folder has lost. Trouble with it is never an entry's: it may be unplugged at any time, and that is said.
//!
//! It has the layout of an inspection without what is derived or belongs to one machine: no store, no drafts, no device key, no lock. So it
//! can be opened as a copy by `alongside restore`.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use serde::{Deserialize, Serialize};

use super::{
    chains,
    disk::{Disk, How, put_whole, read_full, read_whole, write_all},
    error::{LedgerError, Note},
    folder::Folder,
    frame::Frame,
    journal::{Journal, device_name, header_file, journal_file},
    scan::{self, Scan},
    shelf,
    vault::{Keyring, says_vault},
};
use crate::{
    casework::Seq,
    proof::chain::{DeviceId, VaultId},
};

/// Names a mirror may hold directly, in the order they are copied.
pub(crate) const FILES: [&str; 3] = ["keys.json", "training.key", "format.json"];

#[derive(Debug)]
pub(crate) struct Mirror {
    disk: Arc<dyn Disk>,
    folder: Folder,
    /// Of which inspection it has to be, once that is known.
    vault: OnceLock<VaultId>,
    /// Something could not be written there since it was last asked.
    behind: AtomicBool,
    scans: Mutex<HashMap<DeviceId, Option<(Journal, Scan)>>>,
}

/// What stands in `mirror.json`.
#[derive(Serialize, Deserialize)]
struct Chosen {
    folder: PathBuf,
}

impl Mirror {
    /// The mirror chosen for an inspection; `None` where none was, or nobody can say any more where it is, which is noted.
    pub(crate) fn of(
        disk: &Arc<dyn Disk>,
        inspection: &Folder,
        notes: &mut Vec<Note>,
    ) -> Option<Arc<Self>> {
        let bytes = read_whole(&**disk, &inspection.mirror()).ok()?;
        let Ok(chosen) = serde_json::from_slice::<Chosen>(&bytes) else {
            notes.push(Note::MirrorForgotten);
            return None;
        };
        Some(Arc::new(Self::at(disk, &chosen.folder)))
    }

    /// From now on a folder with another inspection's keys in it is not taken for the mirror.
    pub(crate) fn belongs_to(&self, vault: VaultId) {
        // Said once, when the keys were opened.
        let _ = self.vault.set(vault);
    }

    /// The mirror in this folder.
    pub(crate) fn at(disk: &Arc<dyn Disk>, folder: &Path) -> Self {
        Self {
            disk: Arc::clone(disk),
            folder: Folder::new(folder),
            vault: OnceLock::new(),
            behind: AtomicBool::new(false),
            scans: Mutex::new(HashMap::new()),
        }
    }

    /// Remembers that this is the mirror of an inspection.
    pub(crate) fn choose(&self, inspection: &Folder) -> Result<(), LedgerError> {
        let chosen = Chosen {
            folder: self.folder.root().to_owned(),
        };
        let bytes = serde_json::to_vec(&chosen).map_err(|error| LedgerError::Trouble {
            doing: "Writing down where the mirror is".to_owned(),
            why: error.to_string(),
        })?;
        put_whole(&*self.disk, &inspection.mirror(), &bytes)
            .map_err(|error| LedgerError::at("Writing", &inspection.mirror(), &error))
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.root()
    }

    /// Whether it can be reached now: plugged in, a mirror, and no other inspection's.
    pub(crate) fn is_there(&self) -> bool {
        self.disk.exists(&self.folder.root().join("format.json"))
            && !self.vault.get().is_some_and(|vault| {
                let keys = self.get(Path::new("keys.json"));
                keys.and_then(|keys| says_vault(&keys))
                    .is_some_and(|other| other != *vault)
            })
    }

    /// Removes what a kill left there of files that never became whole.
    pub(crate) fn tidy(&self) {
        if self.is_there() {
            self.folder.tidy(&*self.disk);
        }
    }

    /// Whether something could not be written there since this was last asked.
    pub(crate) fn fell_behind(&self) -> bool {
        self.behind.swap(false, Ordering::Relaxed)
    }

    fn attempt(&self, write: impl FnOnce() -> std::io::Result<()>) {
        if write().is_err() {
            self.behind.store(true, Ordering::Relaxed);
        }
    }

    /// As [`Self::put`], where it can be reached: an unplugged disk leaves a folder on another one, which gets nothing.
    pub(crate) fn keep(&self, relative: &Path, bytes: &[u8]) {
        if self.is_there() {
            self.put(relative, bytes);
        } else {
            self.behind.store(true, Ordering::Relaxed);
        }
    }

    /// Writes a file there, `relative` to the inspection folder, in the place of one of that name.
    pub(crate) fn put(&self, relative: &Path, bytes: &[u8]) {
        self.attempt(|| {
            let target = self.folder.root().join(relative);
            if let Some(above) = target.parent() {
                make_durable_folder(&*self.disk, above)?;
            }
            put_whole(&*self.disk, &target, bytes)
        });
    }

    /// The bytes of a file there.
    pub(crate) fn get(&self, relative: &Path) -> Option<Vec<u8>> {
        read_whole(&*self.disk, &self.folder.root().join(relative)).ok()
    }

    /// Removes a file there.
    pub(crate) fn remove(&self, relative: &Path) {
        let target = self.folder.root().join(relative);
        if self.disk.exists(&target) {
            self.attempt(|| self.disk.remove(&target));
        }
    }

    /// Writes the keys there, unless it has one that is not here.
    pub(crate) fn keep_keys(&self, keys: &Keyring) {
        let name = Path::new("keys.json");
        if self.is_there() && self.get(name).is_none_or(|there| keys.covers(there)) {
            self.put(name, &keys.keys_json());
            self.remove(Path::new("keys.json.before"));
        } else {
            self.behind.store(true, Ordering::Relaxed);
        }
    }

    /// The names of a folder there.
    pub(crate) fn list(&self, relative: &Path) -> Vec<String> {
        self.disk
            .list(&self.folder.root().join(relative))
            .unwrap_or_default()
    }

    /// Makes its copy of a journal the same as the journal as far as that is confirmed. A copy that holds something else is set aside first;
    /// but where the device signed other entries there than here nothing is touched, and the first of them is the answer.
    pub(crate) fn follow(&self, journal: &Journal) -> Option<Seq> {
        self.forget(journal.device());
        let mut fork = None;
        self.attempt(|| self.try_to_follow(journal, &mut fork));
        fork
    }

    /// The first entry that the device signed there and that is another here.
    fn fork(&self, journal: &Journal) -> Option<Seq> {
        let folder = self.folder.journal();
        let device = journal.device();
        let found = Journal::open(Arc::clone(&self.disk), &folder, device, How::Read);
        let copy = found.ok()??.journal;
        let (here, there) = (journal.scan().ok()?, copy.scan().ok()?);
        let mut file = copy.reader().ok()?;
        there
            .frames
            .iter()
            .find(|place| {
                let same = here.frames.binary_search_by_key(&place.seq, |one| one.seq);
                let same = same.ok().and_then(|index| here.frames.get(index));
                same.is_none_or(|same| same.hash != place.hash)
                    && scan::is_signed(&mut *file, place, &journal.header().public)
            })
            .map(|place| Seq(place.seq))
    }

    fn try_to_follow(&self, journal: &Journal, fork: &mut Option<Seq>) -> std::io::Result<()> {
        let folder = self.folder.journal();
        make_durable_folder(&*self.disk, &folder)?;
        let target = journal_file(&folder, journal.device());
        let head = header_file(&folder, journal.device());
        if read_whole(&*self.disk, &head).ok().as_deref() != Some(journal.header_bytes()) {
            put_whole(&*self.disk, &head, journal.header_bytes())?;
        }
        let mut original = self.disk.open(journal.path(), How::Read)?;
        let mut done = 0;
        if self.disk.exists(&target) {
            let mut copy = self.disk.open(&target, How::Read)?;
            let length = copy.length()?;
            if length <= journal.end() && same(&mut *copy, &mut *original, length)? {
                done = length;
            } else {
                *fork = self.fork(journal);
                if fork.is_some() {
                    return Err(std::io::ErrorKind::InvalidData.into());
                }
                let name = format!("{}.log.other", device_name(journal.device()));
                let aside = (1_u32..10_000)
                    .map(|number| folder.join(format!("{name}-{number}")))
                    .find(|path| !self.disk.exists(path));
                drop(copy);
                self.disk.rename(&target, &aside.unwrap_or_default())?;
            }
        }
        let how = if done == 0 { How::Fresh } else { How::Write };
        let mut copy = self.disk.open(&target, how)?;
        let mut piece = vec![0; 256 * 1024];
        while done < journal.end() {
            let want = usize::try_from(journal.end() - done)
                .map_or(piece.len(), |left| left.min(piece.len()));
            let piece = piece.get_mut(..want).unwrap_or_default();
            if read_full(&mut *original, done, piece)? != want {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            write_all(&mut *copy, done, piece)?;
            done += want as u64;
        }
        copy.sync()?;
        self.disk.sync_folder(&folder)
    }

    /// Writes frames that were just confirmed in the journal, at the same place; where the copy is behind, all of what it lacks.
    pub(crate) fn append(&self, journal: &Journal, position: u64, frames: &[u8]) {
        let target = journal_file(&self.folder.journal(), journal.device());
        let written = (|| {
            let mut copy = self.disk.open(&target, How::Write)?;
            if copy.length()? != position {
                return Err(std::io::ErrorKind::InvalidData.into());
            }
            write_all(&mut *copy, position, frames)?;
            copy.sync()
        })();
        self.forget(journal.device());
        if written.is_err() && self.is_there() {
            // Two histories are found, and said, at the next check.
            let _ = self.follow(journal);
        } else {
            self.attempt(|| written);
        }
    }

    fn forget(&self, device: DeviceId) {
        self.scans
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&device);
    }

    /// Whether its copy of a journal goes on after the journal's end.
    pub(crate) fn is_longer(&self, journal: &Journal) -> bool {
        let target = journal_file(&self.folder.journal(), journal.device());
        self.disk
            .open(&target, How::Read)
            .and_then(|mut file| file.length())
            .is_ok_and(|length| length > journal.end())
    }

    /// The bytes of a frame, where the mirror has it whole. Whether it is the right one, its hash says.
    pub(crate) fn frame(&self, device: DeviceId, seq: u64) -> Option<Vec<u8>> {
        let mut scans = self.scans.lock().unwrap_or_else(PoisonError::into_inner);
        let scanned = scans.entry(device).or_insert_with(|| {
            let folder = self.folder.journal();
            let found = Journal::open(Arc::clone(&self.disk), &folder, device, How::Read);
            let journal = found.ok()??.journal;
            let mut file = self.disk.open(journal.path(), How::Read).ok()?;
            let scan = scan::scan(&mut *file, journal.begin(), u64::MAX).ok()?;
            Some((journal, scan))
        });
        let (journal, scan) = scanned.as_ref()?;
        let index = scan.frames.binary_search_by_key(&seq, |place| place.seq);
        let place = scan.frames.get(index.ok()?)?;
        let bytes = shelf::read(journal, std::slice::from_ref(place))
            .ok()?
            .pop()?
            .bytes;
        Frame::parse(&bytes).is_some().then_some(bytes)
    }

    /// The devices that have a journal there.
    pub(crate) fn devices(&self) -> Vec<DeviceId> {
        chains::devices(&*self.disk, &self.folder.journal()).unwrap_or_default()
    }

    /// Copies the beginning of its journal of a device into `folder`; says whether it has one.
    pub(crate) fn bring_header(&self, folder: &Path, device: DeviceId) -> bool {
        let bytes = read_whole(&*self.disk, &header_file(&self.folder.journal(), device));
        bytes
            .is_ok_and(|bytes| put_whole(&*self.disk, &header_file(folder, device), &bytes).is_ok())
    }

    /// Copies its journal of a device into `folder`; says whether it has one.
    pub(crate) fn bring_journal(&self, folder: &Path, device: DeviceId) -> bool {
        [journal_file, header_file].into_iter().all(|name| {
            let bytes = read_whole(&*self.disk, &name(&self.folder.journal(), device));
            bytes.is_ok_and(|bytes| put_whole(&*self.disk, &name(folder, device), &bytes).is_ok())
        })
    }
}

/// Makes a folder, and those above it, so that it is there after a power cut.
pub(crate) fn make_durable_folder(disk: &dyn Disk, folder: &Path) -> std::io::Result<()> {
    if disk.exists(folder) {
        return Ok(());
    }
    let above = match folder.parent() {
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
        None => return disk.make_folder(folder),
    };
    make_durable_folder(disk, above)?;
    disk.make_folder(folder)?;
    match disk.sync_folder(above) {
        // A folder this account may write to and not read: its name there is as durable as the system makes it.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        done => done,
    }
}

/// Whether two files begin with the same `length` bytes.
fn same(
    one: &mut dyn super::disk::DiskFile,
    other: &mut dyn super::disk::DiskFile,
    length: u64,
) -> std::io::Result<bool> {
    let (mut a, mut b) = (vec![0; 256 * 1024], vec![0; 256 * 1024]);
    let mut at = 0;
    while at < length {
        let want = usize::try_from(length - at).map_or(a.len(), |left| left.min(a.len()));
        let (a, b) = (a.get_mut(..want), b.get_mut(..want));
        let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
        if read_full(one, at, a)? != want || read_full(other, at, b)? != want || a != b {
            return Ok(false);
        }
        at += want as u64;
    }
    Ok(true)
}
