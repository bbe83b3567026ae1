//! The open record of an inspection: [`Ledger`]. Puts the parts together: lock, keys, journals, store, mirror, documents, drafts and reserve.
//! The order of things at an append is here: sealed and signed; journal, confirmed; only then kept; then the mirror and the store, whose
//! trouble is never the entry's.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use super::{
    chains::Chains,
    disk::{Disk, Held},
    documents::Documents,
    drafts::Drafts,
    entries,
    error::{LedgerError, Note},
    folder::{Folder, Reserve},
    frame::{self, Head},
    journal::{Journal, Kept, device_name},
    mirror::Mirror,
    options::{Opened, Options, StoreCheck},
    private,
    shelf::Shelf,
    start::{self, Copies, Damage, Look, Settled},
    store::Stored,
    unlock::Unlock,
    vault::{DeviceKey, Keyring, Mirrored},
    verify::{self, Report},
};
use crate::{
    casework::{CaseNo, Entry, Event, Moment, Seq, event::NewEntry},
    platform,
};

/// Frames that are in the journal and not yet in the store, and how far the journal goes with them.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Unshelved(Option<(Vec<Stored>, Head)>);

/// The open record of one inspection. One at a time in all processes.
#[derive(Debug)]
pub struct Ledger {
    // The lock stands last: what stands above it is closed before it is given back.
    pub(super) shelf: Shelf,
    pub(super) chains: Chains,
    pub(super) keys: Arc<Keyring>,
    pub(super) mirror: Option<Arc<Mirror>>,
    pub(super) documents: Documents,
    drafts: Drafts,
    reserve: Reserve,
    pub(super) folder: Folder,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) now: Moment,
    pub(super) notes: Vec<Note>,
    pub(super) damaged: Option<Damage>,
    _lock: Box<dyn Held>,
}

impl Ledger {
    /// Makes an inspection folder and opens it. The first entry is the caller's to append.
    ///
    /// # Errors
    /// When the folder is not empty, or cannot be made.
    pub fn create(root: &Path, options: &Options) -> Result<Self, LedgerError> {
        platform::keep_files_private();
        let folder = Folder::new(root);
        let disk = &options.disk;
        folder.make(&**disk)?;
        let lock = folder.lock(&**disk, options.now)?;
        let keys = Keyring::create(Arc::clone(disk), root, &options.unlock, options.effort)?;
        let key = keys.device().map_or_else(DeviceKey::random, Ok)?;
        let chains = Chains::create(disk, &folder.journal(), keys.vault(), key)?;
        folder.mark(&**disk)?;
        let mut ledger = Self::put_together(folder, options, lock, keys, None, chains);
        ledger.make_reserve();
        Ok(ledger)
    }

    /// Opens an inspection folder: takes the lock, opens the keys, and brings journal, store and mirror into agreement as far as a quick look
    /// shows that they are not. Look at the rest with [`Self::check_store`] when there is time.
    ///
    /// A copy without a signing key of its own, as one put back from a backup is, goes on under a new device.
    ///
    /// # Errors
    /// When there is no inspection, another format, another program that has it open, no passphrase or a wrong one, or a disk that does not
    /// let it be read or put right.
    pub fn open(root: &Path, options: &Options) -> Result<(Self, Opened), LedgerError> {
        platform::keep_files_private();
        let folder = Folder::new(root);
        let disk = &options.disk;
        folder.refuse_others(&**disk)?;
        let closed = private::keep_private(root)?;
        // Nothing is written before the lock is ours.
        let lock = folder.lock(&**disk, options.now)?;
        let mut notes = folder.check(&**disk)?;
        notes.extend(closed);
        let mirror = Mirror::of(disk, &folder, &mut notes);
        let (keys, found) = open_keys(disk, root, &options.unlock, mirror.as_deref())?;
        notes.extend(found);
        folder.tidy(&**disk);
        if let Some(mirror) = &mirror {
            mirror.belongs_to(keys.vault());
            mirror.tidy();
        }
        let chains = Chains::load(
            disk,
            &folder.journal(),
            keys.vault(),
            keys.device(),
            mirror.as_deref(),
            &mut notes,
        )?;
        let mut ledger = Self::put_together(folder, options, lock, keys, mirror, chains);
        ledger.notes = notes;
        ledger.drafts.tidy();
        if ledger.drafts.set_damaged_aside() {
            ledger.notes.push(Note::ResumeDamaged);
        }
        let settled = ledger.settle(Look::Quick)?;
        ledger.notes.extend(settled.notes);
        ledger.erase_again()?;
        if ledger.damaged.is_none() {
            ledger.damaged = ledger.fewer_than_sealed()?;
        }
        if ledger.damaged.is_none() {
            ledger.begin_device()?;
        }
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
        lock: Box<dyn Held>,
        keys: Keyring,
        mirror: Option<Arc<Mirror>>,
        chains: Chains,
    ) -> Self {
        let disk = || Arc::clone(&options.disk);
        let keys = Arc::new(keys);
        let shelf = if options.store {
            Shelf::open(folder.store(), chains.device())
        } else {
            Shelf::closed()
        };
        let root = folder.root().to_owned();
        Self {
            shelf,
            documents: Documents::new(disk(), Arc::clone(&keys), mirror.clone(), root),
            drafts: Drafts::new(disk(), Arc::clone(&keys), folder.drafts()),
            reserve: Reserve::new(disk(), folder.root(), options.reserve),
            chains,
            keys,
            mirror,
            folder,
            disk: disk(),
            now: options.now,
            notes: Vec::new(),
            damaged: None,
            _lock: lock,
        }
    }

    /// Where this copy has no device of its own, a new one goes on from here, under a key that never leaves this copy; that is its first entry,
    /// which a kill may have kept from being written.
    fn begin_device(&mut self) -> Result<(), LedgerError> {
        if self.chains.has_own() {
            return if self.chains.begins_a_copy() {
                self.say_device_started()
            } else {
                Ok(())
            };
        }
        let key = DeviceKey::random()?;
        let journals = self.folder.journal();
        self.chains
            .begin(&self.disk, &journals, self.keys.vault(), key.clone())?;
        self.keys.keep_device(&key)?;
        self.shelf.for_device(self.chains.device());
        if let (Some(mirror), Some(own)) = (&self.mirror, self.chains.own_mut())
            && mirror.is_there()
        {
            // It has none of a device that has only begun.
            let _ = mirror.follow(own);
        }
        self.notes.push(Note::NewDevice);
        self.say_device_started()
    }

    fn say_device_started(&mut self) -> Result<(), LedgerError> {
        self.append(vec![NewEntry {
            at: self.now,
            case: None,
            by: None,
            event: Event::DeviceStarted { restored: true },
        }])?;
        Ok(())
    }

    /// What an older copy of the keys, put back, would open again is erased again; and what was being erased when the power failed.
    fn erase_again(&mut self) -> Result<(), LedgerError> {
        let erased: Vec<CaseNo> = self
            .entries_of(None)?
            .iter()
            .filter_map(|entry| match entry.event {
                Event::CaseErased { case, .. } => Some(case),
                _ => None,
            })
            .collect();
        for case in erased {
            if !self.keys.is_erased(case) {
                self.drop_case(case)?;
                self.notes.push(Note::ErasedAgain { case });
            } else if let Some(id) = self.keys.erased_id_of(case) {
                // The key went and the files did not: older copies of the key would still open them.
                self.documents.remove_case(id);
            }
        }
        Ok(())
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
        let cases: BTreeSet<_> = batch.iter().map(|entry| entry.case).collect();
        let mut ensured = self.ensure_keys(&cases);
        if matches!(ensured, Err(LedgerError::DiskFull)) && self.reserve.free() {
            self.notes.push(Note::NoReserve);
            ensured = self.ensure_keys(&cases);
        }
        ensured?;
        let (entries, frames, head) = self.framed(batch)?;
        let bytes: Vec<u8> = frames
            .iter()
            .flat_map(|frame| &frame.bytes)
            .copied()
            .collect();
        let mut kept = self.journal_append(&bytes, head);
        if matches!(kept, Err(LedgerError::DiskFull)) && self.reserve.free() {
            self.notes.push(Note::NoReserve);
            kept = self.journal_append(&bytes, head);
        }
        if let Err(LedgerError::Damaged { .. }) = kept {
            // The journal was to be written anew, and a part of it can no longer be read: what other copies have of it goes first.
            self.put_right()?;
            if let Some(why) = self.read_only() {
                return Err(LedgerError::ReadOnly { why });
            }
            kept = self.journal_append(&bytes, head);
        }
        if kept? == Kept::Anew {
            self.notes.push(Note::JournalWrittenAnew);
        }
        Ok((entries, Unshelved(Some((frames, head)))))
    }

    /// Makes the key of each case that has none yet, durably: never is an entry kept that nothing opens.
    fn ensure_keys(&self, cases: &BTreeSet<Option<CaseNo>>) -> Result<(), LedgerError> {
        let mut made = false;
        for case in cases {
            made |= self.keys.id_of(*case).is_none();
            self.keys.ensure(*case)?;
        }
        if made {
            self.mirror_keys();
        }
        Ok(())
    }

    fn journal_append(&mut self, bytes: &[u8], head: Head) -> Result<Kept, LedgerError> {
        let Some(journal) = self.chains.own_mut() else {
            return Err(LedgerError::Closed);
        };
        journal.append(bytes, head)
    }

    /// The entries at their places, their frames, and the head after them.
    fn framed(
        &mut self,
        batch: Vec<NewEntry>,
    ) -> Result<(Vec<Entry>, Vec<Stored>, Head), LedgerError> {
        let mut head = self.chains.head();
        let first = head.count;
        let Some(key) = self.chains.key() else {
            return Err(LedgerError::ReadOnly {
                why: "This copy has no signing key.".to_owned(),
            });
        };
        let device = key.id();
        let mut entries = Vec::with_capacity(batch.len());
        let mut frames = Vec::with_capacity(batch.len());
        for new in batch {
            let entry = new.at_seq(Seq(head.count));
            let body = entry.to_bytes().map_err(|error| LedgerError::Trouble {
                doing: "Writing the entry down".to_owned(),
                why: error.to_string(),
            })?;
            if body.len() > frame::MOST {
                return Err(LedgerError::TooLong {
                    bytes: body.len(),
                    most: frame::MOST,
                });
            }
            let case = self.keys.ensure(entry.case)?;
            let place = entries::place(&device.0, head.count);
            let sealed = self.keys.seal(case, &place, &body)?;
            let encoded = frame::encode(key, head.count, first, head.hash, case, &sealed);
            let (bytes, hash) = encoded.ok_or(LedgerError::TooLong {
                bytes: body.len(),
                most: frame::MOST,
            })?;
            frames.push(Stored {
                device,
                seq: head.count,
                case,
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

    /// Puts kept frames into the mirror and the store. Their trouble is only a note: the entries are in the journal.
    pub(crate) fn shelve(&mut self, unshelved: &Unshelved) {
        let Some((frames, head)) = &unshelved.0 else {
            return;
        };
        self.put_in_mirror(frames);
        self.put_on_shelf(frames, *head);
        self.reserve.make();
    }

    fn put_in_mirror(&mut self, frames: &[Stored]) {
        let (Some(mirror), Some(journal)) = (&self.mirror, self.chains.all().last()) else {
            return;
        };
        let bytes: Vec<u8> = frames
            .iter()
            .flat_map(|frame| &frame.bytes)
            .copied()
            .collect();
        mirror.append(
            journal,
            journal.end().saturating_sub(bytes.len() as u64),
            &bytes,
        );
        if mirror.fell_behind() && !self.notes.contains(&Note::MirrorBehind) {
            self.notes.push(Note::MirrorBehind);
        }
    }

    fn put_on_shelf(&mut self, frames: &[Stored], head: Head) {
        if !self.shelf.is_open() || self.shelf.put(frames, head) {
            return;
        }
        let note = self.scanned().and_then(|scans| {
            let scanned: Vec<_> = self.chains.all().iter().zip(&scans).collect();
            self.shelf.rebuild(&scanned)
        });
        self.notes.push(note.unwrap_or(Note::StoreClosed));
    }

    pub(super) fn scanned(&self) -> Result<Vec<super::scan::Scan>, LedgerError> {
        self.chains.all().iter().map(Journal::scan).collect()
    }

    pub(super) fn put_right(&mut self) -> Result<(), LedgerError> {
        let settled = self.settle(Look::Thorough)?;
        self.notes.extend(settled.notes);
        Ok(())
    }

    /// Reads every frame of the journal and every key of the store, and puts right what differs. For behind the first frame: it takes
    /// about as long as reading the journal.
    ///
    /// # Errors
    /// When the disk does not let it be read or put right.
    pub fn check_store(&mut self) -> Result<StoreCheck, LedgerError> {
        let settled = self.settle(Look::Thorough)?;
        let mut notes = settled.notes;
        if self.damaged.is_none() {
            notes.extend(self.mend_seals()?);
        }
        self.copy_to_mirror();
        if self
            .mirror
            .as_ref()
            .is_some_and(|mirror| mirror.fell_behind() || !mirror.is_there())
        {
            notes.push(Note::MirrorBehind);
        }
        Ok(StoreCheck {
            entries: self.chains.head().count,
            keys: settled.keys,
            notes,
            read_only: self.read_only(),
        })
    }

    pub(super) fn settle(&mut self, look: Look) -> Result<Settled, LedgerError> {
        let mut attempt = || {
            let mut copies = Copies {
                shelf: &mut self.shelf,
                mirror: self.mirror.as_deref(),
            };
            start::settle(&mut self.chains, &mut copies, look)
        };
        let mut settled = attempt();
        if matches!(settled, Err(LedgerError::DiskFull)) && self.reserve.free() {
            settled = attempt();
        }
        let settled = settled?;
        self.damaged = settled.damaged.or(self.damaged);
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
        let scans = self.scanned()?;
        let scanned: Vec<_> = self.chains.all().iter().zip(&scans).collect();
        let store = self.shelf.compare(&scanned)?;
        let store = self.shelf.is_open().then_some(store);
        verify::everything(
            &verify::Checked {
                chains: &self.chains,
                scans: &scans,
                missing: &[],
                keys: Some(&self.keys),
                documents: Some(&self.documents),
                folder: &self.folder,
                disk: &*self.disk,
                store,
            },
            progress,
        )
    }

    /// What was found and put right since the last call.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// Why nothing may be added, as a sentence; `None` where entries may be appended.
    pub fn read_only(&self) -> Option<String> {
        self.damaged.map(|damage| {
            match damage {
                Damage::Entry(entry) => LedgerError::Damaged { entry },
                Damage::Twice(entry) => LedgerError::Twice { entry },
                Damage::FewerThanSealed {
                    seal,
                    counts,
                    there,
                } => LedgerError::FewerThanSealed {
                    seal,
                    counts,
                    there,
                },
            }
            .to_string()
        })
    }

    /// How far the record goes.
    pub fn head(&self) -> Head {
        self.chains.head()
    }

    /// The name of this device, 16 hexadecimal digits.
    pub fn device(&self) -> String {
        device_name(self.chains.device())
    }

    /// The name of the device that wrote an entry.
    pub fn device_of(&self, entry: Seq) -> String {
        let begins = self.chains.begins();
        let wrote = begins
            .iter()
            .rev()
            .find(|(_, begin)| begin.head.count <= entry.0);
        wrote.map_or_else(|| self.device(), |(device, _)| device_name(*device))
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

/// Opens the keys, with what the mirror has of them.
fn open_keys(
    disk: &Arc<dyn Disk>,
    root: &Path,
    unlock: &Unlock,
    mirror: Option<&Mirror>,
) -> Result<(Keyring, Vec<Note>), LedgerError> {
    let get = |name| mirror.and_then(|mirror| mirror.get(Path::new(name)));
    let mirrored = Mirrored {
        keys: get("keys.json"),
        training: get("training.key"),
    };
    Keyring::open(Arc::clone(disk), root, unlock, mirrored)
}
