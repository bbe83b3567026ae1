//! The files of the seals: the exact bytes of each statement, for whoever checks without the passphrase. Owns their names, and the look whether
//! the record goes as far as the last of them says; what a statement says is [`crate::proof`]'s.

use std::path::{Path, PathBuf};

use super::{
    chains::Chains,
    disk::{Disk, put_whole, read_whole},
    error::LedgerError,
    folder::Folder,
    journal::device_name,
    scan::Scan,
    start::Damage,
};
use crate::{casework::Seq, proof::statement::Statement};

/// Keeps a statement as `seals/<number>.json`.
pub(crate) fn keep(
    disk: &dyn Disk,
    folder: &Folder,
    number: u32,
    statement: &[u8],
) -> Result<PathBuf, LedgerError> {
    let path = folder.seals().join(format!("{number:04}.json"));
    put_whole(disk, &path, statement)
        .map_err(|error| LedgerError::at("Keeping the seal in", &path, &error))?;
    Ok(path)
}

/// The statements there are, by number, each as its exact bytes.
pub(crate) fn all(disk: &dyn Disk, folder: &Folder) -> Vec<(u32, Vec<u8>)> {
    let names = disk.list(&folder.seals()).unwrap_or_default();
    let mut seals: Vec<_> = names
        .iter()
        .filter_map(|name| {
            let number = name.strip_suffix(".json")?.parse().ok()?;
            Some((number, read_whole(disk, &folder.seals().join(name)).ok()?))
        })
        .collect();
    seals.sort();
    seals
}

/// Their files, from the inspection's folder on.
pub(crate) fn relative_files(disk: &dyn Disk, folder: &Folder) -> Vec<PathBuf> {
    let mut names = disk.list(&folder.seals()).unwrap_or_default();
    names.retain(|name| name.strip_suffix(".json").is_some());
    names.sort();
    names
        .iter()
        .map(|name| Path::new("seals").join(name))
        .collect()
}

/// A seal that counts more entries than there are: the end of the record is missing, or an older copy of it was put back.
pub(crate) fn fewer_than_sealed(
    disk: &dyn Disk,
    folder: &Folder,
    chains: &Chains,
) -> Option<Damage> {
    let there = chains.head().count;
    all(disk, folder).iter().find_map(|(number, bytes)| {
        // A damaged file is the verifier's to name.
        let statement = Statement::parse(bytes).ok()?;
        let counts = statement.chains.iter().map(|chain| chain.count).max()?;
        (counts > there).then_some(Damage::FewerThanSealed {
            seal: *number,
            counts,
            there,
        })
    })
}

/// Whether the record goes through every point a seal was made over. `Err`: the first entry that differs, and what to say.
pub(crate) fn check(
    statement: &[u8],
    chains: &Chains,
    scans: &[Scan],
) -> Result<(), (Option<Seq>, String)> {
    let statement = Statement::parse(statement)
        .map_err(|error| (None, format!("its statement cannot be believed: {error}.")))?;
    for chain in &statement.chains {
        let journals = chains.all().iter().zip(scans);
        let found = journals
            .filter(|(journal, _)| {
                journal.device() == chain.device && journal.header().vault == statement.vault
            })
            .map(|(_, scan)| scan)
            .next();
        let Some(scan) = found else {
            let what = format!(
                "the journal of device {} is missing.",
                device_name(chain.device)
            );
            return Err((None, what));
        };
        if chain.count > scan.count() {
            let what = format!(
                "it counts {} entries, and only {} are here: entries {} to {} are missing.",
                chain.count,
                scan.count(),
                scan.count(),
                chain.count - 1
            );
            return Err((Some(Seq(scan.count())), what));
        }
        let last = chain.count.checked_sub(1);
        let reached = last
            .and_then(|last| {
                let index = scan.frames.binary_search_by_key(&last, |place| place.seq);
                Some(scan.frames.get(index.ok()?)?.hash)
            })
            .or((chain.count == scan.begin.head.count).then_some(scan.begin.head.hash));
        if reached != Some(chain.hash) {
            let what = format!(
                "the first {} entries are not those it was made over.",
                chain.count
            );
            return Err((last.map(Seq), what));
        }
    }
    Ok(())
}
