//! The few things the ledger asks of a disk, behind a trait, so that tests can put one in its place that is full, that breaks, or that
//! does not confirm what was written. Knows bytes and paths; knows nothing of entries or documents.
//!
//! sled does its own file work and is not behind this: nothing it says is believed without the journal.

use std::{
    fmt::Debug,
    fs::{File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use crate::platform;

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// To read one that exists.
    Read,
    /// To read and write one that exists.
    Write,
    /// To write one from nothing: made where it is absent, emptied where it is not.
    Fresh,
}

/// Folders and the names in them.
pub(crate) trait Disk: Send + Sync + Debug {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>>;
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes the content of many closed files of one file system durable.
    fn sync_many(&self, folder: &Path, files: &[PathBuf]) -> io::Result<()>;
    /// The names in a folder, in no order; names that are no Unicode are left out: none of ours is.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    fn exists(&self, path: &Path) -> bool;
    /// A link is never followed, so nothing of an inspection may be one.
    fn is_link(&self, path: &Path) -> bool;
    /// Locks a file, made where it is absent, for as long as what comes back lives, and writes into it who has it.
    fn lock(&self, path: &Path, words: &[u8]) -> Result<Box<dyn Held>, LockTrouble>;
    /// `None` where the system does not say.
    fn free_bytes(&self, folder: &Path) -> Option<u64>;
}

/// A lock, given back when it is dropped; the system gives it back when the process ends, however it ends.
pub(crate) trait Held: Send + Debug {}

impl Held for File {}

/// Why there is no lock.
#[derive(Debug)]
pub(crate) enum LockTrouble {
    /// Somebody has it, who wrote this into it, where it can be read.
    Taken(String),
    Trouble(io::Error),
}

impl From<io::Error> for LockTrouble {
    fn from(error: io::Error) -> Self {
        Self::Trouble(error)
    }
}

/// An open file. Positions are bytes from its start.
pub(crate) trait DiskFile: Send + Debug {
    fn length(&mut self) -> io::Result<u64>;
    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize>;
    fn write_at(&mut self, position: u64, bytes: &[u8]) -> io::Result<usize>;
    fn set_length(&mut self, length: u64) -> io::Result<()>;
    /// `fdatasync`, or what the system has for it. After an error the handle must not be used again: the system may have dropped what it
    /// could not write and answer the next call with success.
    fn sync(&mut self) -> io::Result<()>;
}

/// How often a lock is asked for again before it counts as taken: a process that is just being started has what its parent had open, a lock
/// given back meanwhile too, until it runs.
const PATIENCE: u32 = 30;

/// The disk there is.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn open(&self, path: &Path, how: How) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true);
        match how {
            How::Read => {}
            How::Write => {
                options.write(true);
            }
            How::Fresh => {
                options.write(true).create(true).truncate(true);
                platform::owner_only(&mut options);
            }
        }
        Ok(Box::new(options.open(path)?))
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        platform::make_private_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        platform::sync_folder(folder)
    }

    fn sync_many(&self, folder: &Path, files: &[PathBuf]) -> io::Result<()> {
        /// Up to here one call a file is quicker than waiting for everything other programs have written.
        const FEW: usize = 32;
        if files.len() > FEW
            && let Some(done) = platform::sync_file_system(folder)
        {
            return done;
        }
        // Windows flushes only through a handle that may write.
        files
            .iter()
            .try_for_each(|file| OpenOptions::new().write(true).open(file)?.sync_data())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let names = std::fs::read_dir(folder)?.flatten();
        Ok(names
            .filter_map(|file| file.file_name().into_string().ok())
            .collect())
    }

    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn is_link(&self, path: &Path) -> bool {
        path.is_symlink()
    }

    fn lock(&self, path: &Path, words: &[u8]) -> Result<Box<dyn Held>, LockTrouble> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        platform::owner_only(&mut options);
        let mut file = options.open(path)?;
        let mut locked = file.try_lock();
        for _ in 0..PATIENCE {
            if !matches!(locked, Err(TryLockError::WouldBlock)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
            locked = file.try_lock();
        }
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut there = String::new();
                // On Windows nobody else may read a locked file; then the refusal says less.
                let _ = file.read_to_string(&mut there);
                return Err(LockTrouble::Taken(there));
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        // Only who is refused reads this: where the disk is full, the lock holds without it.
        let _ = file.set_len(0).and_then(|()| file.write_all(words));
        Ok(Box::new(file))
    }

    fn free_bytes(&self, folder: &Path) -> Option<u64> {
        platform::free_bytes(folder)
    }
}

impl DiskFile for File {
    fn length(&mut self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&mut self, position: u64, into: &mut [u8]) -> io::Result<usize> {
        self.seek(SeekFrom::Start(position))?;
        self.read(into)
    }

    fn write_at(&mut self, position: u64, bytes: &[u8]) -> io::Result<usize> {
        self.seek(SeekFrom::Start(position))?;
        self.write(bytes)
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// Writes all of `bytes`, however many calls that takes.
pub(crate) fn write_all(file: &mut dyn DiskFile, mut at: u64, bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match file.write_at(at, rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => {
                at += written as u64;
                rest = rest.get(written..).unwrap_or_default();
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Fills `into` from `position` on as far as the file goes; says how far that was.
pub(crate) fn read_full(
    file: &mut dyn DiskFile,
    position: u64,
    into: &mut [u8],
) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = into.get_mut(filled..)
        && !rest.is_empty()
    {
        match file.read_at(position + filled as u64, rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// All bytes of a file.
pub(crate) fn read_whole(disk: &dyn Disk, path: &Path) -> io::Result<Vec<u8>> {
    let mut file = disk.open(path, How::Read)?;
    let length = usize::try_from(file.length()?).map_err(|_| ErrorKind::FileTooLarge)?;
    let mut bytes = vec![0; length];
    let read = read_full(&mut *file, 0, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}

/// A name beside `target` that no other unfinished file of this process has.
pub(crate) fn unfinished_name(target: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    target.with_added_extension(format!("{number}.{UNFINISHED}"))
}

/// What the name of a file ends in until it is whole.
pub(crate) const UNFINISHED: &str = "part";

/// Writes a file so that, whatever happens, either the old content stands there or the new, whole and durable.
pub(crate) fn put_whole(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = unfinished_name(target);
    let put = || {
        let mut file = disk.open(&unfinished, How::Fresh)?;
        write_all(&mut *file, 0, bytes)?;
        file.sync()?;
        drop(file);
        disk.rename(&unfinished, target)?;
        disk.sync_folder(target.parent().unwrap_or(Path::new(".")))
    };
    put().inspect_err(|_| {
        // The error that matters is the one on its way; a left-over is tidied away at the next check.
        let _ = disk.remove(&unfinished);
    })
}

/// Whether an error says that there is no room, for this account or at all.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}
