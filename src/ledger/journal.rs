//! The journal of one device: the authority. Owns the file: appending under one fdatasync, cutting back what did not get through, writing
//! it anew when the disk no longer confirms. Knows frames; knows nothing of sled, documents or what an entry says.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    disk::{Disk, DiskFile, How, UNFINISHED, is_full, read_full, write_all},
    error::{LedgerError, why},
    frame::{self, Head},
    scan::{self, Scan},
};
use crate::casework::Seq;

/// Bytes in the name of a device; twice as many hexadecimal digits.
pub(crate) const DEVICE_BYTES: usize = 8;

/// The open journal.
#[derive(Debug)]
pub(crate) struct Journal {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    device: String,
    /// `None` once the disk did not confirm a write: that handle is never used again.
    file: Option<Box<dyn DiskFile>>,
    /// Everything before this position is confirmed.
    end: u64,
    head: Head,
}

/// What a successful append had to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Plainly,
    /// Into a new file, the old one being dead.
    Anew,
}

impl Journal {
    /// Makes an empty journal.
    pub(crate) fn create(disk: Arc<dyn Disk>, folder: &Path, device: &str) -> io::Result<Self> {
        let path = folder.join(format!("{device}.log"));
        let mut file = disk.open(&path, How::Fresh)?;
        file.sync()?;
        disk.sync_folder(folder)?;
        Ok(Self {
            head: frame::no_entries(device),
            disk,
            path,
            device: device.to_owned(),
            file: Some(file),
            end: 0,
        })
    }

    /// Opens the journal of `device` and reads its last frame. The second answer says whether the file ends in a whole frame (or is
    /// empty); where it does not, [`Self::adopt`] has to say how far it goes.
    pub(crate) fn open(
        disk: Arc<dyn Disk>,
        folder: &Path,
        device: &str,
    ) -> io::Result<(Self, bool)> {
        let path = folder.join(format!("{device}.log"));
        let mut file = disk.open(&path, How::Write)?;
        let end = file.length()?;
        let last = scan::last(&mut *file)?;
        let head = last.map_or_else(|| frame::no_entries(device), |last| last.head());
        let journal = Self {
            disk,
            path,
            device: device.to_owned(),
            file: Some(file),
            end,
            head,
        };
        Ok((journal, last.is_some() || end == 0))
    }

    pub(crate) fn head(&self) -> Head {
        self.head
    }

    pub(crate) fn device(&self) -> &str {
        &self.device
    }

    /// The journal of `device` to be read only, as long as its file is.
    pub(crate) fn look(disk: Arc<dyn Disk>, folder: &Path, device: &str) -> io::Result<Self> {
        let path = folder.join(format!("{device}.log"));
        let end = disk.open(&path, How::Read)?.length()?;
        Ok(Self {
            head: frame::no_entries(device),
            disk,
            path,
            device: device.to_owned(),
            file: None,
            end,
        })
    }

    /// Reads all of it that is confirmed: after a refusal there may be more, which does not count.
    pub(crate) fn scan(&self) -> Result<Scan, LedgerError> {
        let mut file = self.reader()?;
        scan::scan(&mut *file, frame::genesis(&self.device), self.end)
            .map_err(|error| self.trouble(&error))
    }

    /// The bytes of frames found by [`Self::scan`].
    pub(crate) fn reader(&self) -> Result<Box<dyn DiskFile>, LedgerError> {
        self.disk
            .open(&self.path, How::Read)
            .map_err(|error| self.trouble(&error))
    }

    /// Takes what a scan found, up to its last whole frame, as how far the journal goes.
    pub(crate) fn adopt(&mut self, scan: &Scan) {
        if let Some(last) = scan.frames.last() {
            self.end = last.end();
            self.head = last.head();
        } else {
            self.end = 0;
            self.head = frame::no_entries(&self.device);
        }
    }

    /// Writes whole frames that follow each other and the head, and has the disk confirm them: one fdatasync. With an error nothing of them
    /// is kept, and what was written of them is cut off again as far as the disk lets it.
    pub(crate) fn append(&mut self, frames: &[u8], head: Head) -> Result<Kept, LedgerError> {
        let Some(mut file) = self.file.take() else {
            self.write_anew(frames, head)?;
            return Ok(Kept::Anew);
        };
        if let Err(error) = write_all(&mut *file, self.end, frames) {
            // A handle that failed for want of room is good again once there is room; any other failure is the end of it.
            if file.set_length(self.end).is_ok() && is_full(&error) {
                self.file = Some(file);
            }
            return Err(not_kept(&error));
        }
        if file.sync().is_err() {
            drop(file);
            self.cut_back();
            self.write_anew(frames, head)?;
            return Ok(Kept::Anew);
        }
        self.file = Some(file);
        self.end += frames.len() as u64;
        self.head = head;
        Ok(Kept::Plainly)
    }

    /// Copies the confirmed frames and `frames` to a new file, has it confirmed, and puts it in the place of this one.
    fn write_anew(&mut self, frames: &[u8], head: Head) -> Result<(), LedgerError> {
        let scan = self.scan()?;
        if !scan.is_whole() || scan.count() != self.head.count {
            let entry = scan.holes.first().map_or(scan.count(), |hole| hole.first);
            return Err(LedgerError::Damaged { entry: Seq(entry) });
        }
        let confirmed = self.end;
        let pieces = [
            Piece::Old {
                from: 0,
                to: confirmed,
            },
            Piece::New(frames),
        ];
        if let Err(error) = self.replace(&pieces) {
            // The new file may stand there already; what it has more than the old one is not kept.
            self.end = confirmed;
            self.cut_back();
            return Err(not_kept(&error));
        }
        self.head = head;
        Ok(())
    }

    /// Puts a new file, made of pieces of this one and of new frames, in the place of this one. Durable when it returns.
    pub(crate) fn replace(&mut self, pieces: &[Piece<'_>]) -> io::Result<()> {
        let unfinished = self.path.with_extension(UNFINISHED);
        self.file = None;
        let write = || -> io::Result<u64> {
            let mut old = self.disk.open(&self.path, How::Read)?;
            let mut new = self.disk.open(&unfinished, How::Fresh)?;
            let mut end = 0;
            for piece in pieces {
                match piece {
                    Piece::Old { from, to } => copy(&mut *old, *from, *to, &mut *new, end)?,
                    Piece::New(bytes) => write_all(&mut *new, end, bytes)?,
                }
                end += piece.length();
            }
            new.sync()?;
            Ok(end)
        };
        let end = write().inspect_err(|_| {
            // What could not be finished only takes room.
            let _ = self.disk.remove(&unfinished);
        })?;
        self.disk.rename(&unfinished, &self.path)?;
        self.end = end;
        self.disk.sync_folder(self.folder())?;
        self.file = Some(self.disk.open(&self.path, How::Write)?);
        Ok(())
    }

    /// Copies bytes `from..to` of the file, or all of it, to a file beside it and has that confirmed; says its name.
    pub(crate) fn copy_aside(&self, from: u64, to: u64, word: &str) -> io::Result<String> {
        let mut old = self.disk.open(&self.path, How::Read)?;
        let (name, path) = (1_u32..)
            .map(|number| format!("{}.{word}-{number}", self.device))
            .map(|name| (self.folder().join(&name), name))
            .find_map(|(path, name)| (!path.exists()).then_some((name, path)))
            .unwrap_or_default();
        let mut copied = || {
            let mut aside = self.disk.open(&path, How::Fresh)?;
            copy(&mut *old, from, to, &mut *aside, 0)?;
            aside.sync()?;
            self.disk.sync_folder(self.folder())
        };
        copied().inspect_err(|_| {
            let _ = self.disk.remove(&path);
        })?;
        Ok(name)
    }

    /// Cuts off everything after the last whole frame adopted.
    pub(crate) fn cut(&mut self) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.disk.open(&self.path, How::Write)?,
        };
        file.set_length(self.end)?;
        file.sync()?;
        self.file = Some(file);
        Ok(())
    }

    /// After a refusal: what was refused should not turn up at the next start. Only an attempt; the handle is not used for writing again.
    fn cut_back(&self) {
        if let Ok(mut file) = self.disk.open(&self.path, How::Write) {
            let _ = file.set_length(self.end);
        }
    }

    /// Removes what an interrupted [`Self::replace`] left.
    pub(crate) fn tidy(&self) {
        let _ = self.disk.remove(&self.path.with_extension(UNFINISHED));
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    fn trouble(&self, error: &io::Error) -> LedgerError {
        LedgerError::at("Reading the journal", &self.path, error)
    }
}

fn not_kept(error: &io::Error) -> LedgerError {
    if is_full(error) {
        LedgerError::DiskFull
    } else {
        LedgerError::NotConfirmed { why: why(error) }
    }
}

/// What a new journal is made of.
pub(crate) enum Piece<'a> {
    /// Bytes of the old one.
    Old { from: u64, to: u64 },
    /// Whole frames.
    New(&'a [u8]),
}

impl Piece<'_> {
    fn length(&self) -> u64 {
        match self {
            Self::Old { from, to } => to.saturating_sub(*from),
            Self::New(bytes) => bytes.len() as u64,
        }
    }
}

fn copy(
    old: &mut dyn DiskFile,
    mut from: u64,
    to: u64,
    new: &mut dyn DiskFile,
    mut at: u64,
) -> io::Result<()> {
    let mut buffer = vec![0; 256 * 1024];
    while from < to {
        let want = usize::try_from(to - from).map_or(buffer.len(), |left| left.min(buffer.len()));
        let piece = buffer.get_mut(..want).unwrap_or_default();
        if read_full(old, from, piece)? != want {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        write_all(new, at, piece)?;
        from += want as u64;
        at += want as u64;
    }
    Ok(())
}
