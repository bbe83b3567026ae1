//! The journals of one inspection: that of the device that writes now, and before it those of the devices that wrote before, each copy put
//! back from a backup being one more. Owns which stands where; knows nothing of sled, documents or what entries say.
//!
//! Entries are numbered through: a device goes on where those before it ended, and its header says how far that was. Two journals that have
//! an entry of the same number were both written to after the copy was made: both are kept and shown, and the inspection is only read.

use std::{fmt, path::Path, sync::Arc};

use super::{
    disk::{Disk, How, put_whole, read_whole},
    error::{LedgerError, Note},
    frame::Head,
    journal::{Journal, device_name, header_file, journal_file},
    mirror::Mirror,
    scan::Begin,
    vault::DeviceKey,
};
use crate::{
    casework::Seq,
    proof::chain::{DeviceId, JournalHeader, Reached, VaultId},
};

/// The journals, oldest first.
pub(crate) struct Chains {
    journals: Vec<Journal>,
    /// Signs for the last of them; `None` where this copy has no device of its own yet.
    own: Option<DeviceKey>,
    /// Each one's quick look: whether it ends in a whole frame.
    pub ends_whole: bool,
    /// What keeps anything from being added, whatever else is found.
    pub wrong: Option<Wrong>,
}

impl fmt::Debug for Chains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chains")
            .field("journals", &self.journals)
            .finish_non_exhaustive()
    }
}

/// Why journals do not follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The first entry that two devices have.
    Twice(Seq),
    /// The first entry of a journal that is not there.
    Missing(Seq),
}

impl Chains {
    /// With a new device alone, for a new inspection.
    pub(crate) fn create(
        disk: &Arc<dyn Disk>,
        folder: &Path,
        vault: VaultId,
        key: DeviceKey,
    ) -> Result<Self, LedgerError> {
        let mut chains = Self {
            journals: Vec::new(),
            own: None,
            ends_whole: true,
            wrong: None,
        };
        chains.begin(disk, folder, vault, key)?;
        Ok(chains)
    }

    /// Reads the headers and ends of every journal in the folder. One that the mirror has and that is missing here comes from there, and one of
    /// which only the header is left begins with it again.
    pub(crate) fn load(
        disk: &Arc<dyn Disk>,
        folder: &Path,
        vault: VaultId,
        own: Option<DeviceKey>,
        mirror: Option<&Mirror>,
        notes: &mut Vec<Note>,
    ) -> Result<Self, LedgerError> {
        let mut chains = Self {
            journals: Vec::new(),
            own: None,
            ends_whole: true,
            wrong: None,
        };
        let mirror = mirror.filter(|mirror| mirror.is_there());
        let mut found = devices(&**disk, folder)?;
        let mirrored = mirror.map_or_else(Vec::new, Mirror::devices);
        found.extend(mirrored);
        found.sort_unstable();
        found.dedup();
        for device in found {
            if !disk.exists(&journal_file(folder, device)) {
                if mirror.is_some_and(|mirror| mirror.bring_journal(folder, device)) {
                    notes.push(Note::FromMirror {
                        what: format!("The journal of device {}", device_name(device)),
                    });
                } else {
                    begin_again(disk, folder, device)?;
                }
            }
            chains.open_one(disk, folder, vault, device, mirror, notes)?;
        }
        if chains.journals.is_empty() {
            return Err(LedgerError::NotAsMade {
                what: "The journal of this inspection is missing.".to_owned(),
            });
        }
        chains.in_order();
        if let Some(key) = &own
            && !chains.journals.iter().any(|one| one.device() == key.id())
        {
            // Its journal was made before its key was kept.
            chains.wrong = Some(Wrong::Missing(Seq(chains.head().count)));
        }
        let last = chains.journals.last().map(Journal::device);
        chains.own = own.filter(|key| Some(key.id()) == last);
        Ok(chains)
    }

    /// Journals that are only looked at, in order.
    pub(crate) fn only_read(journals: Vec<Journal>) -> Self {
        let mut chains = Self {
            journals,
            own: None,
            ends_whole: true,
            wrong: None,
        };
        chains.in_order();
        chains
    }

    fn open_one(
        &mut self,
        disk: &Arc<dyn Disk>,
        folder: &Path,
        vault: VaultId,
        device: DeviceId,
        mirror: Option<&Mirror>,
        notes: &mut Vec<Note>,
    ) -> Result<(), LedgerError> {
        let trouble =
            |error: &std::io::Error| LedgerError::at("Opening the journal in", folder, error);
        let open = || {
            Journal::open(Arc::clone(disk), folder, device, How::Write)
                .map_err(|error| trouble(&error))
        };
        let mut found = open()?;
        if found.is_none() && mirror.is_some_and(|mirror| mirror.bring_header(folder, device)) {
            found = open()?;
        }
        let Some(mut found) = found else {
            return Err(LedgerError::NotAsMade {
                what: "The beginning of a journal and its copy are both damaged.".to_owned(),
            });
        };
        if found.journal.header().vault != vault {
            return Err(LedgerError::NotAsMade {
                what: "A journal in this folder belongs to another inspection.".to_owned(),
            });
        }
        let mended = if found.header_damaged {
            found.journal.mend_header().map(|()| true)
        } else {
            found.journal.copy_header_if_damaged()
        };
        if mended.map_err(|error| trouble(&error))? {
            notes.push(Note::HeaderMended);
        }
        found.journal.tidy();
        self.ends_whole &= found.ends_whole;
        self.journals.push(found.journal);
        Ok(())
    }

    fn in_order(&mut self) {
        self.journals
            .sort_by_key(|journal| (journal.header().first, journal.header().before.len()));
        if let Some(first) = self.journals.first()
            && first.header().first > 0
        {
            self.wrong = Some(Wrong::Missing(Seq(0)));
        }
        for (index, journal) in self.journals.iter().enumerate() {
            let before = self.journals.get(..index).unwrap_or_default();
            let named = &journal.header().before;
            let mut reached = 0;
            for one in named {
                if !before.iter().any(|there| there.device() == one.device) {
                    self.wrong = self.wrong.or(Some(Wrong::Missing(Seq(reached))));
                }
                reached = one.count;
            }
            // Who did not know of the other went on from the same entry as the other.
            let unknown = before
                .iter()
                .find(|there| !named.iter().any(|one| one.device == there.device()));
            if let Some(other) = unknown {
                self.wrong = self.wrong.or(Some(Wrong::Twice(Seq(other.header().first))));
            }
        }
    }

    /// Begins the journal of a new device after all there are.
    pub(crate) fn begin(
        &mut self,
        disk: &Arc<dyn Disk>,
        folder: &Path,
        vault: VaultId,
        key: DeviceKey,
    ) -> Result<(), LedgerError> {
        let header = JournalHeader {
            vault,
            public: key.public(),
            first: self.journals.last().map_or(0, |last| last.head().count),
            before: self
                .journals
                .iter()
                .map(|journal| Reached {
                    device: journal.device(),
                    count: journal.head().count,
                    hash: journal.head().hash,
                })
                .collect(),
        };
        let bytes = header.encode(|signed| key.sign(signed));
        let journal = Journal::create(Arc::clone(disk), folder, header, bytes)
            .map_err(|error| LedgerError::at("Making the journal in", folder, &error))?;
        self.journals.push(journal);
        self.own = Some(key);
        Ok(())
    }

    /// Whether the device that writes goes on with a copy and has no entry yet.
    pub(crate) fn begins_a_copy(&self) -> bool {
        self.journals.last().is_some_and(|own| {
            !own.header().before.is_empty() && own.head().count == own.header().first
        })
    }

    /// Whether this copy has a device of its own.
    pub(crate) fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// The key of the device that writes.
    pub(crate) fn key(&self) -> Option<&DeviceKey> {
        self.own.as_ref()
    }

    pub(crate) fn all(&self) -> &[Journal] {
        &self.journals
    }

    pub(crate) fn all_mut(&mut self) -> &mut [Journal] {
        &mut self.journals
    }

    /// The journal that is written to: the last.
    pub(crate) fn own_mut(&mut self) -> Option<&mut Journal> {
        self.journals.last_mut()
    }

    /// How far the record goes.
    pub(crate) fn head(&self) -> Head {
        self.journals.last().map_or(
            Head {
                count: 0,
                hash: crate::casework::Sha256([0; 32]),
            },
            Journal::head,
        )
    }

    /// How far the journal at `index` has to go according to the one after it; `None` for the last.
    pub(crate) fn expected(&self, index: usize) -> Option<Head> {
        let device = self.journals.get(index)?.device();
        let next = self.journals.get(index + 1)?;
        let named = next.header().before.iter();
        named
            .filter(|before| before.device == device)
            .map(|before| Head {
                count: before.count,
                hash: before.hash,
            })
            .next()
    }

    /// The name of the device that writes now, or wrote last.
    pub(crate) fn device(&self) -> DeviceId {
        self.journals
            .last()
            .map_or(DeviceId([0; 8]), Journal::device)
    }

    /// Where each device's entries begin, and whose they are, in order.
    pub(crate) fn begins(&self) -> Vec<(DeviceId, Begin)> {
        self.journals
            .iter()
            .map(|journal| (journal.device(), journal.begin()))
            .collect()
    }
}

/// Makes a journal of which only the copy of the header is left, without entries: where there are copies of them, they are put back.
fn begin_again(disk: &Arc<dyn Disk>, folder: &Path, device: DeviceId) -> Result<(), LedgerError> {
    let bytes = read_whole(&**disk, &header_file(folder, device)).unwrap_or_default();
    if JournalHeader::parse(&bytes).is_none_or(|(header, _)| header.device() != device) {
        return Err(LedgerError::NotAsMade {
            what: "A journal is missing, and the copy of its beginning is damaged.".to_owned(),
        });
    }
    put_whole(&**disk, &journal_file(folder, device), &bytes)
        .map_err(|error| LedgerError::at("Making the journal in", folder, &error))
}

/// The devices that have a journal in this folder, or the copy of a journal's header, in the order of their names.
pub(crate) fn devices(disk: &dyn Disk, folder: &Path) -> Result<Vec<DeviceId>, LedgerError> {
    let names = disk
        .list(folder)
        .map_err(|error| LedgerError::at("Reading the folder", folder, &error))?;
    let mut devices = Vec::new();
    let stems = |end: &'static str| names.iter().filter_map(move |name| name.strip_suffix(end));
    for name in stems(".log").chain(stems(".head")) {
        let wrong = match device_of(name) {
            None => "A journal in this inspection folder has been renamed.",
            Some(_) if disk.is_link(&folder.join(format!("{name}.log"))) => {
                "A journal in this inspection folder is a link to another place."
            }
            Some(device) => {
                devices.push(device);
                continue;
            }
        };
        return Err(LedgerError::NotAsMade { what: wrong.into() });
    }
    devices.sort_unstable();
    devices.dedup();
    Ok(devices)
}

/// The device of this name; `None` where it is none.
fn device_of(name: &str) -> Option<DeviceId> {
    let digits = name.as_bytes();
    if digits.len() != 16 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let device = DeviceId(u64::from_str_radix(name, 16).ok()?.to_be_bytes());
    (device_name(device) == name).then_some(device)
}
