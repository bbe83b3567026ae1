//! The open record of an inspection: [`Ledger`]. Puts the parts together: lock, journal, store, documents, drafts and reserve. The order of
//! things at an append is here: journal, confirmed; only then kept; then the store, whose trouble is never the entry's.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{
    disk::{Disk, RealDisk},
    documents::Documents,
    drafts::Drafts,
    error::{LedgerError, Note},
    folder::{Folder, Lock, Reserve, device_bytes, device_name},
    frame::{self, Frame, Head},
    journal::{Journal, Kept},
    shelf::{self, Shelf},
    start::{self, Look, Settled},
    store::Stored,
    unlock::Unlock,
    verify::{self, Report},
};
use crate::{
    casework::{CaseNo, Entry, Moment, Seq, event::NewEntry},
    platform,
};

/// What opening depends on besides the folder.
#[derive(Clone, Debug)]
pub struct Options {
    /// Now, for whoever is refused because the inspection is open here.
    pub now: Moment,
    /// Bytes of the reserve that is given free when the disk is full; 0 for none.
    pub reserve: u64,
    /// What it is opened or made with.
    pub unlock: Unlock,
    pub(crate) disk: Arc<dyn Disk>,
}

impl Options {
    /// A reserve of 8 MiB.
    #[must_use]
    pub fn new(now: Moment) -> Self {
        Self {
            now,
            reserve: 8 * 1024 * 1024,
            unlock: Unlock::Beside,
            disk: Arc::new(RealDisk),
        }
    }

    /// With a reserve of so many bytes; 0 for none.
    #[must_use]
    pub fn with_reserve(self, reserve: u64) -> Self {
        Self { reserve, ..self }
    }

    /// Opened or made with this.
    #[must_use]
    pub fn with_unlock(self, unlock: Unlock) -> Self {
        Self { unlock, ..self }
    }
}

/// What was found at opening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// What was found and put right: a line each for the people at the screen.
    pub notes: Vec<Note>,
    /// Why nothing may be added, as a sentence, where that is so.
    pub read_only: Option<String>,
}

/// What [`Ledger::check_store`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreCheck {
    /// Entries in the journal, every one read and its hash and place checked.
    pub entries: u64,
    /// Entries the store had before anything was put right.
    pub keys: u64,
    /// What was found and put right.
    pub notes: Vec<Note>,
    /// Why nothing may be added from now on, as a sentence, where that is so.
    pub read_only: Option<String>,
}

/// Frames that are in the journal and not yet in the store, and how far the journal goes with them.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Unshelved(Option<(Vec<Stored>, Head)>);

/// The open record of one inspection. One at a time in all processes.
#[derive(Debug)]
pub struct Ledger {
    // The lock stands last: what stands above it is closed before it is given back.
    shelf: Shelf,
    journal: Journal,
    documents: Documents,
    drafts: Drafts,
    reserve: Reserve,
    folder: Folder,
    notes: Vec<Note>,
    damaged: Option<Seq>,
    _lock: Lock,
}

impl Ledger {
    /// Makes an inspection folder and opens it. The first entry is the caller's to append.
    ///
    /// # Errors
    /// When the folder is not empty, or cannot be made.
    pub fn create(root: &Path, options: &Options) -> Result<Self, LedgerError> {
        platform::keep_files_private();
        let folder = Folder::new(root);
        folder.make(&*options.disk)?;
        let lock = folder.lock(options.now)?;
        let mut device = [0; super::journal::DEVICE_BYTES];
        getrandom::fill(&mut device).map_err(|error| LedgerError::Trouble {
            doing: "Choosing a name for this device".to_owned(),
            why: error.to_string(),
        })?;
        let journals = folder.journal();
        let journal =
            Journal::create(Arc::clone(&options.disk), &journals, &device_name(device))
                .map_err(|error| LedgerError::at("Making the journal in", &journals, &error))?;
        folder.mark(&*options.disk)?;
        let shelf = Shelf::open(folder.store(), device);
        let mut ledger = Self::put_together(folder, options, lock, journal, shelf);
        ledger.make_reserve();
        Ok(ledger)
    }

    /// Opens an inspection folder: takes the lock, and brings journal and store into agreement as far as a quick look shows that they are
    /// not. Look at the rest with [`Self::check_store`] when there is time.
    ///
    /// # Errors
    /// When there is no inspection, another format, another program that has it open, or a disk that does not let it be read or put right.
    pub fn open(root: &Path, options: &Options) -> Result<(Self, Opened), LedgerError> {
        platform::keep_files_private();
        let folder = Folder::new(root);
        folder.check(&*options.disk)?;
        let lock = folder.lock(options.now)?;
        let Some(device) = folder.device()? else {
            return Err(LedgerError::NotAsMade {
                what: "The journal of this inspection is missing.".to_owned(),
            });
        };
        let journals = folder.journal();
        let (journal, ends_whole) = Journal::open(Arc::clone(&options.disk), &journals, &device)
            .map_err(|error| LedgerError::at("Opening the journal in", &journals, &error))?;
        journal.tidy();
        let shelf = Shelf::open(folder.store(), device_bytes(&device).unwrap_or_default());
        let mut ledger = Self::put_together(folder, options, lock, journal, shelf);
        ledger.drafts.tidy();
        let settled = ledger.settle(Look::Quick { ends_whole })?;
        ledger.notes.extend(settled.notes);
        ledger.make_reserve();
        let opened = Opened {
            notes: ledger.take_notes(),
            read_only: ledger.read_only(),
        };
        Ok((ledger, opened))
    }

    fn put_together(
        folder: Folder,
        options: &Options,
        lock: Lock,
        journal: Journal,
        shelf: Shelf,
    ) -> Self {
        let disk = || Arc::clone(&options.disk);
        Self {
            shelf,
            journal,
            documents: Documents::new(disk(), folder.documents()),
            drafts: Drafts::new(disk(), folder.drafts()),
            reserve: Reserve::new(disk(), folder.root(), options.reserve),
            folder,
            notes: Vec::new(),
            damaged: None,
            _lock: lock,
        }
    }

    /// Keeps entries, all or none, under one fdatasync: when they come back they are on the disk. Each gets its number.
    ///
    /// # Errors
    /// When they are not kept: the disk is full (the same call works once there is room) or does not confirm, the inspection is read-only,
    /// or one is too long.
    pub fn append(&mut self, batch: Vec<NewEntry>) -> Result<Vec<Entry>, LedgerError> {
        let (entries, unshelved) = self.make_durable(batch)?;
        self.shelve(&unshelved);
        Ok(entries)
    }

    /// The first half of [`Self::append`]: the entries are on the disk, and not yet in the store. Whoever waits for them can be told, as
    /// the journal alone decides what is kept; the other half is [`Self::shelve`].
    ///
    /// # Errors
    /// As for [`Self::append`].
    pub(crate) fn make_durable(
        &mut self,
        batch: Vec<NewEntry>,
    ) -> Result<(Vec<Entry>, Unshelved), LedgerError> {
        if let Some(why) = self.read_only() {
            return Err(LedgerError::ReadOnly { why });
        }
        if batch.is_empty() {
            return Ok((Vec::new(), Unshelved::default()));
        }
        let (entries, frames, head) = framed(batch, self.journal.head())?;
        let bytes: Vec<u8> = frames
            .iter()
            .flat_map(|frame| &frame.bytes)
            .copied()
            .collect();
        let mut kept = self.journal.append(&bytes, head);
        if matches!(kept, Err(LedgerError::DiskFull)) && self.reserve.free() {
            self.notes.push(Note::NoReserve);
            kept = self.journal.append(&bytes, head);
        }
        if let Err(LedgerError::Damaged { .. }) = kept {
            // The journal was to be written anew, and a part of it can no longer be read: what the store has of it goes first.
            let settled = self.settle(Look::Thorough)?;
            self.notes.extend(settled.notes);
            if let Some(why) = self.read_only() {
                return Err(LedgerError::ReadOnly { why });
            }
            kept = self.journal.append(&bytes, head);
        }
        if kept? == Kept::Anew {
            self.notes.push(Note::JournalWrittenAnew);
        }
        Ok((entries, Unshelved(Some((frames, head)))))
    }

    /// Puts kept frames into the store. Its trouble is only a note: they are in the journal.
    pub(crate) fn shelve(&mut self, unshelved: &Unshelved) {
        let Some((frames, head)) = &unshelved.0 else {
            return;
        };
        self.put_on_shelf(frames, *head);
        self.reserve.make();
    }

    fn put_on_shelf(&mut self, frames: &[Stored], head: Head) {
        if !self.shelf.is_open() || self.shelf.put(frames, head) {
            return;
        }
        let note = self
            .journal
            .scan()
            .and_then(|scan| self.shelf.rebuild(&self.journal, &scan));
        self.notes.push(note.unwrap_or(Note::StoreClosed));
    }

    /// Every entry, in order: from the store, else from the journal.
    ///
    /// # Errors
    /// When neither has all of them, or one cannot be understood.
    pub fn entries(&mut self) -> Result<Vec<Entry>, LedgerError> {
        if self.damaged.is_none()
            && let Some(frames) = self.shelf.all()
        {
            if let Some(chain) = chained(&frames, self.journal.head(), self.journal.device()) {
                return understood(&chain);
            }
            self.put_right()?;
            if let Some(frames) = self.shelf.all()
                && let Some(chain) = chained(&frames, self.journal.head(), self.journal.device())
            {
                return understood(&chain);
            }
        }
        understood(&parsed(&self.everything()?))
    }

    /// The entries of one case (`None`: of the inspection itself), in order: from the store, else from the journal.
    ///
    /// The store's word is taken for how many there are until [`Self::check_store`] has counted.
    ///
    /// # Errors
    /// As for [`Self::entries`].
    pub fn entries_of(&mut self, case: Option<CaseNo>) -> Result<Vec<Entry>, LedgerError> {
        if self.damaged.is_none()
            && let Some(frames) = self.shelf.of_case(case)
        {
            let parsed = parsed(&frames);
            if parsed.len() == frames.len() && parsed.iter().all(|frame| frame.case == case) {
                return understood(&parsed);
            }
            self.put_right()?;
        }
        let mut entries = understood(&parsed(&self.everything()?))?;
        entries.retain(|entry| entry.case == case);
        Ok(entries)
    }

    fn put_right(&mut self) -> Result<(), LedgerError> {
        let settled = self.settle(Look::Thorough)?;
        self.notes.extend(settled.notes);
        Ok(())
    }

    /// Every frame the journal has, and what the store has besides.
    fn everything(&mut self) -> Result<Vec<Vec<u8>>, LedgerError> {
        let scan = self.journal.scan()?;
        let mut all = BTreeMap::new();
        if !scan.is_whole() {
            for bytes in self.shelf.all().unwrap_or_default() {
                if let Some(frame) = Frame::parse(&bytes) {
                    all.insert(frame.seq, bytes);
                }
            }
        }
        for stored in shelf::read(&self.journal, &scan.frames)? {
            all.insert(stored.seq, stored.bytes);
        }
        let missing = (0..self.journal.head().count).find(|seq| !all.contains_key(seq));
        match missing {
            Some(entry) if self.damaged.is_none() => {
                Err(LedgerError::Damaged { entry: Seq(entry) })
            }
            _ => Ok(all.into_values().collect()),
        }
    }

    /// Reads every frame of the journal and every key of the store, and puts right what differs. For behind the first frame: it takes
    /// about as long as reading the journal.
    ///
    /// # Errors
    /// When the disk does not let it be read or put right.
    pub fn check_store(&mut self) -> Result<StoreCheck, LedgerError> {
        let settled = self.settle(Look::Thorough)?;
        Ok(StoreCheck {
            entries: self.journal.head().count,
            keys: settled.keys,
            notes: settled.notes,
            read_only: self.read_only(),
        })
    }

    fn settle(&mut self, look: Look) -> Result<Settled, LedgerError> {
        let mut settled = start::settle(&mut self.journal, &mut self.shelf, look);
        if matches!(settled, Err(LedgerError::DiskFull)) && self.reserve.free() {
            settled = start::settle(&mut self.journal, &mut self.shelf, look);
        }
        let settled = settled?;
        self.damaged = settled.damaged;
        Ok(settled)
    }

    /// Removes what interrupted intakes left in the documents folder. Not while a [`super::Batch`] is under way.
    pub fn tidy(&self) {
        self.documents.tidy();
    }

    /// Reads everything there is and says what is proven and what is not. Changes nothing. `progress` hears how many of how many documents
    /// and texts are done.
    ///
    /// # Errors
    /// When the folder cannot be read at all.
    pub fn verify(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<Report, LedgerError> {
        let scan = self.journal.scan()?;
        let store = self.shelf.compare(&self.journal, &scan)?;
        let store = self.shelf.is_open().then_some(store);
        verify::journal_and_documents(&self.journal, &scan, &self.documents, store, progress)
    }

    /// What was found and put right since the last call.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// Why nothing may be added, as a sentence; `None` where entries may be appended.
    pub fn read_only(&self) -> Option<String> {
        self.damaged
            .map(|entry| LedgerError::Damaged { entry }.to_string())
    }

    /// How far the record goes.
    pub fn head(&self) -> Head {
        self.journal.head()
    }

    /// The name of this device, 16 hexadecimal digits.
    pub fn device(&self) -> &str {
        self.journal.device()
    }

    /// The inspection folder.
    pub fn folder(&self) -> &Path {
        self.folder.root()
    }

    /// Originals and texts.
    pub fn documents(&self) -> Documents {
        self.documents.clone()
    }

    /// Keeps the resume record in the place of the one before; durable when it returns.
    ///
    /// # Errors
    /// When the disk is full or does not confirm; the record before stands then.
    pub fn save_resume(&self, bytes: &[u8]) -> Result<(), LedgerError> {
        self.drafts.save_resume(bytes)
    }

    /// The resume record, where there is one.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn resume(&self) -> Result<Option<Vec<u8>>, LedgerError> {
        self.drafts.resume()
    }

    /// Removes the resume record.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn clear_resume(&self) -> Result<(), LedgerError> {
        self.drafts.clear_resume()
    }

    /// Writes out what sled still holds in memory and closes everything. Dropping does the same, less tidily: nothing kept depends on it.
    pub fn close(mut self) {
        self.shelf.flush();
        self.reserve.make();
    }

    fn make_reserve(&mut self) {
        if !self.reserve.make() {
            self.notes.push(Note::NoReserve);
        }
    }

    #[cfg(test)]
    pub(crate) fn store_fails_next(&mut self) {
        self.shelf.fail_next();
    }
}

/// The entries at their places, their frames, and the head after them.
fn framed(
    batch: Vec<NewEntry>,
    mut head: Head,
) -> Result<(Vec<Entry>, Vec<Stored>, Head), LedgerError> {
    let first = head.count;
    let mut entries = Vec::with_capacity(batch.len());
    let mut frames = Vec::with_capacity(batch.len());
    for new in batch {
        let entry = new.at_seq(Seq(head.count));
        let body = entry.to_bytes().map_err(|error| LedgerError::Trouble {
            doing: "Writing the entry down".to_owned(),
            why: error.to_string(),
        })?;
        let (bytes, hash) = frame::encode(head.count, first, head.hash, entry.case, &body).ok_or(
            LedgerError::TooLong {
                bytes: body.len(),
                most: frame::MOST,
            },
        )?;
        frames.push(Stored {
            seq: head.count,
            case: entry.case,
            bytes,
        });
        entries.push(entry);
        head = Head {
            count: head.count + 1,
            hash,
        };
    }
    Ok((entries, frames, head))
}

/// The frames, if they are whole, each in its place, up to the head.
fn chained<'a>(frames: &'a [Vec<u8>], head: Head, device: &str) -> Option<Vec<Frame<'a>>> {
    let mut reached = frame::no_entries(device);
    let mut chain = Vec::with_capacity(frames.len());
    for bytes in frames {
        let frame = Frame::parse(bytes)
            .filter(|frame| frame.seq == reached.count && frame.previous == reached.hash)?;
        reached = frame.head();
        chain.push(frame);
    }
    (reached == head).then_some(chain)
}

/// Those that are whole.
fn parsed(frames: &[Vec<u8>]) -> Vec<Frame<'_>> {
    frames
        .iter()
        .filter_map(|bytes| Frame::parse(bytes))
        .collect()
}

/// From so many entries on several threads make sense of them.
const MANY: usize = 2_048;

fn understood(frames: &[Frame<'_>]) -> Result<Vec<Entry>, LedgerError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if frames.len() < MANY || threads < 2 {
        return frames.iter().map(entry_of).collect();
    }
    std::thread::scope(|scope| {
        let shares: Vec<_> = frames
            .chunks(frames.len().div_ceil(threads))
            .map(|share| {
                let work = move || share.iter().map(entry_of).collect::<Result<Vec<_>, _>>();
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
                Err(_) => share.iter().map(entry_of).collect::<Result<_, _>>()?,
            };
            entries.extend(part);
        }
        Ok(entries)
    })
}

fn entry_of(frame: &Frame<'_>) -> Result<Entry, LedgerError> {
    Entry::from_bytes(frame.body)
        .ok()
        .filter(|entry| entry.seq == Seq(frame.seq))
        .ok_or(LedgerError::NotAnEntry {
            entry: Seq(frame.seq),
        })
}
