//! The bundle of an inspection: everything of its journals but the words, and every seal's statement. Owns taking it out of the folder; what is in
//! it and how it is checked is [`crate::proof::bundle`]'s.

use std::{path::Path, sync::Arc};

use super::{
    chains::{self, Chains},
    disk::{Disk, How, RealDisk},
    error::LedgerError,
    folder::Folder,
    frame::{Frame, sha256},
    journal::Journal,
    record::Ledger,
    scan::Scan,
    seals, shelf,
};
use crate::{
    casework::Seq,
    proof::{
        bundle::{Bundle, BundledEntry, BundledJournal},
        chain::{AROUND_BEFORE, DeviceId, VaultId},
    },
};

impl Ledger {
    /// What an outsider needs to check a seal of this inspection without its passphrase.
    ///
    /// # Errors
    /// When an entry is damaged or the journals cannot be read: a bundle with a hole would only say that it has one.
    pub fn bundle(&self) -> Result<Bundle, LedgerError> {
        let statements = seals::all(&*self.disk, &self.folder);
        of(
            self.keys.vault(),
            &self.chains,
            &self.scanned()?,
            &statements,
        )
    }
}

/// The bundle of a folder as it stands, whoever has it open, without its passphrase.
///
/// # Errors
/// As [`Ledger::bundle`], and when there is no inspection.
pub fn bundle_of_folder(root: &Path) -> Result<Bundle, LedgerError> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let folder = Folder::new(root);
    folder.check_only(&*disk)?;
    let (chains, missing) = looked_at(&disk, &folder)?;
    if !missing.is_empty() {
        return Err(LedgerError::NotAsMade {
            what: "A journal of this inspection is missing.".to_owned(),
        });
    }
    let scans = chains
        .all()
        .iter()
        .map(Journal::scan)
        .collect::<Result<Vec<_>, _>>()?;
    let Some(vault) = chains.all().first().map(|journal| journal.header().vault) else {
        return Err(LedgerError::NotAsMade {
            what: "The journal of this inspection is missing.".to_owned(),
        });
    };
    of(vault, &chains, &scans, &seals::all(&*disk, &folder))
}

/// The journals of a folder, only looked at, and the devices of which only the copy of a header is left.
pub(crate) fn looked_at(
    disk: &Arc<dyn Disk>,
    folder: &Folder,
) -> Result<(Chains, Vec<DeviceId>), LedgerError> {
    let journals = folder.journal();
    let trouble =
        |error: &std::io::Error| LedgerError::at("Opening the journal in", &journals, error);
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for device in chains::devices(&**disk, &journals)? {
        match Journal::open(Arc::clone(disk), &journals, device, How::Read) {
            Ok(journal) => found.extend(journal.map(|found| found.journal)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => missing.push(device),
            Err(error) => return Err(trouble(&error)),
        }
    }
    Ok((Chains::only_read(found), missing))
}

fn of(
    vault: VaultId,
    chains: &Chains,
    scans: &[Scan],
    statements: &[(u32, Vec<u8>)],
) -> Result<Bundle, LedgerError> {
    let mut journals = Vec::new();
    for (journal, scan) in chains.all().iter().zip(scans) {
        if let Some(hole) = scan.holes.first() {
            return Err(LedgerError::Damaged {
                entry: Seq(hole.first),
            });
        }
        let mut entries = Vec::with_capacity(scan.frames.len());
        for places in scan.frames.chunks(1000) {
            for stored in shelf::read(journal, places)? {
                let parts = (|| {
                    let around = stored.bytes.first_chunk::<AROUND_BEFORE>()?;
                    let frame = Frame::parse(&stored.bytes)?;
                    Some(BundledEntry::new(
                        around,
                        &sha256(frame.sealed),
                        frame.signature,
                    ))
                })();
                entries.push(parts.ok_or(LedgerError::Damaged {
                    entry: Seq(stored.seq),
                })?);
            }
        }
        journals.push(BundledJournal {
            header: journal.header_bytes().to_vec(),
            entries,
        });
    }
    let statements = statements
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    Ok(Bundle::new(vault, journals, statements))
}
