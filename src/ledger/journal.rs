//! The journal of one device: the authority. Owns the file: its header, appending under one fdatasync, cutting back what did not get through,
//! writing it anew when the disk no longer confirms. Knows frames; knows nothing of sled, documents, keys or what an entry says.
//!
//! The header stands once more, byte for byte, in a file of its own beside the journal: what names the device must outlive a damaged sector.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    disk::{Disk, DiskFile, How, UNFINISHED, is_full, put_whole, read_full, read_whole, write_all},
    error::{LedgerError, why},
    frame::Head,
    scan::{self, Begin, Scan},
};
use crate::{
    casework::Seq,
    proof::chain::{DeviceId, JournalHeader},
};

/// The open journal.
#[derive(Debug)]
pub(crate) struct Journal {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    header: JournalHeader,
    header_bytes: Vec<u8>,
    begin: Begin,
    /// `None` once the disk did not confirm a write, and for a journal that is only read: that handle is never used again.
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

/// A journal as it was found.
pub(crate) struct Found {
    pub journal: Journal,
    /// Whether the file ends in a whole frame, or has none; where it does not, [`Journal::adopt`] has to say how far it goes.
    pub ends_whole: bool,
    /// Whether the header at its beginning was not as written; the other copy of it was.
    pub header_damaged: bool,
}

/// The name of a device, as its files are called: 16 hexadecimal digits.
pub(crate) fn device_name(device: DeviceId) -> String {
    format!("{:016x}", u64::from_be_bytes(device.0))
}

/// The file of a device's journal.
pub(crate) fn journal_file(folder: &Path, device: DeviceId) -> PathBuf {
    folder.join(format!("{}.log", device_name(device)))
}

/// The file of the other copy of its header.
pub(crate) fn header_file(folder: &Path, device: DeviceId) -> PathBuf {
    folder.join(format!("{}.head", device_name(device)))
}

impl Journal {
    /// Makes a journal without entries. `header_bytes` is the header as its device signed it.
    pub(crate) fn create(
        disk: Arc<dyn Disk>,
        folder: &Path,
        header: JournalHeader,
        header_bytes: Vec<u8>,
    ) -> io::Result<Self> {
        let device = header.device();
        put_whole(&*disk, &header_file(folder, device), &header_bytes)?;
        let path = journal_file(folder, device);
        put_whole(&*disk, &path, &header_bytes)?;
        let file = disk.open(&path, How::Write)?;
        let Some((_, hash)) = JournalHeader::parse(&header_bytes) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let begin = Begin {
            position: header_bytes.len() as u64,
            head: Head {
                count: header.first,
                hash,
            },
        };
        Ok(Self {
            end: begin.position,
            head: begin.head,
            disk,
            path,
            header,
            header_bytes,
            begin,
            file: Some(file),
        })
    }

    /// Opens the journal of `device` and reads its header and its last frame; `None` where neither copy of the header is as it was written.
    pub(crate) fn open(
        disk: Arc<dyn Disk>,
        folder: &Path,
        device: DeviceId,
        how: How,
    ) -> io::Result<Option<Found>> {
        let path = journal_file(folder, device);
        let mut file = disk.open(&path, how)?;
        let of_device = |bytes: &[u8]| {
            JournalHeader::parse(bytes).filter(|(header, _)| header.device() == device)
        };
        let at_its_beginning = read_header(&mut *file)?;
        let mut found = at_its_beginning
            .as_deref()
            .and_then(of_device)
            .zip(at_its_beginning.clone());
        let header_damaged = found.is_none();
        if header_damaged {
            let copy = read_whole(&*disk, &header_file(folder, device)).unwrap_or_default();
            found = of_device(&copy).zip(Some(copy));
        }
        let Some(((header, hash), header_bytes)) = found else {
            return Ok(None);
        };
        let begin = Begin {
            position: header_bytes.len() as u64,
            head: Head {
                count: header.first,
                hash,
            },
        };
        let end = file.length()?;
        let last = scan::last(&mut *file, begin)?
            .filter(|last| scan::is_signed(&mut *file, last, &header.public));
        if how == How::Write {
            // A killed program may leave a whole entry that the disk never confirmed: nobody is to see it before it does.
            file.sync()?;
        }
        let journal = Self {
            disk,
            path,
            header,
            header_bytes,
            begin,
            file: (how == How::Write).then_some(file),
            end,
            head: last.map_or(begin.head, |last| last.head()),
        };
        Ok(Some(Found {
            ends_whole: last.is_some() || end == begin.position,
            journal,
            header_damaged,
        }))
    }

    /// Writes the header again where one of its two copies is not as it was signed.
    pub(crate) fn mend_header(&mut self) -> io::Result<()> {
        let mut file = self.disk.open(&self.path, How::Write)?;
        write_all(&mut *file, 0, &self.header_bytes)?;
        file.sync()?;
        self.end = self.end.max(self.begin.position);
        self.copy_header()
    }

    /// Writes the other copy of the header again where it is not as it was signed; says whether it had to be.
    pub(crate) fn copy_header_if_damaged(&self) -> io::Result<bool> {
        let copy = header_file(self.folder(), self.device());
        if read_whole(&*self.disk, &copy).is_ok_and(|bytes| bytes == self.header_bytes) {
            return Ok(false);
        }
        self.copy_header().map(|()| true)
    }

    fn copy_header(&self) -> io::Result<()> {
        let copy = header_file(self.folder(), self.device());
        put_whole(&*self.disk, &copy, &self.header_bytes)
    }

    pub(crate) fn head(&self) -> Head {
        self.head
    }

    pub(crate) fn begin(&self) -> Begin {
        self.begin
    }

    pub(crate) fn device(&self) -> DeviceId {
        self.header.device()
    }

    pub(crate) fn header(&self) -> &JournalHeader {
        &self.header
    }

    pub(crate) fn header_bytes(&self) -> &[u8] {
        &self.header_bytes
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Everything before this position is confirmed.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// Reads all of it that is confirmed: after a refusal there may be more, which does not count. What was put after its last entry by somebody
    /// who does not have its key is no entry.
    pub(crate) fn scan(&self) -> Result<Scan, LedgerError> {
        let mut file = self.reader()?;
        let mut scan =
            scan::scan(&mut *file, self.begin, self.end).map_err(|error| self.trouble(&error))?;
        scan.leave_unsigned_end(&mut *file, &self.header.public);
        Ok(scan)
    }

    /// The bytes of frames found by [`Self::scan`].
    pub(crate) fn reader(&self) -> Result<Box<dyn DiskFile>, LedgerError> {
        self.disk
            .open(&self.path, How::Read)
            .map_err(|error| self.trouble(&error))
    }

    /// Whether a whole frame begins here, whoever signed it.
    pub(crate) fn frame_begins_at(&self, position: u64) -> bool {
        self.reader()
            .is_ok_and(|mut file| scan::begins_at(&mut *file, position))
    }

    /// Takes what a scan found, up to its last whole frame, as how far the journal goes.
    pub(crate) fn adopt(&mut self, scan: &Scan) {
        if let Some(last) = scan.frames.last() {
            self.end = last.end();
            self.head = last.head();
        } else {
            self.end = self.begin.position;
            self.head = self.begin.head;
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
                from: self.begin.position,
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

    /// Puts a new file, made of the header, pieces of this one and new frames, in the place of this one. Durable when it returns.
    pub(crate) fn replace(&mut self, pieces: &[Piece<'_>]) -> io::Result<()> {
        let unfinished = self.path.with_extension(UNFINISHED);
        self.file = None;
        let write = || -> io::Result<u64> {
            let mut old = self.disk.open(&self.path, How::Read)?;
            let mut new = self.disk.open(&unfinished, How::Fresh)?;
            write_all(&mut *new, 0, &self.header_bytes)?;
            let mut end = self.begin.position;
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
            .map(|number| format!("{}.{word}-{number}", device_name(self.device())))
            .map(|name| (self.folder().join(&name), name))
            .find_map(|(path, name)| (!self.disk.exists(&path)).then_some((name, path)))
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

/// The bytes a header takes at the beginning of a file; `None` where none begins there.
fn read_header(file: &mut dyn DiskFile) -> io::Result<Option<Vec<u8>>> {
    let mut claim = [0; JournalHeader::CLAIM];
    if read_full(file, 0, &mut claim)? < claim.len() {
        return Ok(None);
    }
    let Some(length) = JournalHeader::claimed_length(&claim) else {
        return Ok(None);
    };
    let mut bytes = vec![0; length];
    let read = read_full(file, 0, &mut bytes)?;
    Ok((read == length).then_some(bytes))
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
