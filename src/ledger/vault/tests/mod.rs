//! The vault's promises, on a real folder behind a disk that breaks on demand.

mod damage;
mod hostile;
mod kill;
mod places;
mod ways;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use tempfile::TempDir;

use super::*;
use crate::{
    casework::{CaseNo, Moment},
    ledger::{LedgerError, Note, Passphrase, Unlock, tests::fault::FaultDisk},
    proof::chain::CaseId,
};

const NOW: Moment = Moment {
    utc_ms: 1_331_733_720_000,
    offset_s: 0,
};

fn words(words: &str) -> Passphrase {
    Passphrase::new(words)
}

fn with(passphrase: &str) -> Unlock {
    Unlock::With(words(passphrase))
}

/// A folder that holds keys and nothing else.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A demonstration with cases 1 to `cases`, closed.
    fn of_cases(cases: u32) -> Self {
        let folder = Self::new();
        let keyring = folder.create(&Unlock::Beside);
        for case in 1..=cases {
            keyring.ensure(Some(CaseNo(case))).unwrap();
        }
        folder
    }

    fn create(&self, unlock: &Unlock) -> Keyring {
        self.create_on(&FaultDisk::default(), unlock).unwrap()
    }

    fn create_on(&self, disk: &FaultDisk, unlock: &Unlock) -> Result<Keyring, LedgerError> {
        Keyring::create(Arc::new(disk.clone()), self.0.path(), unlock, Effort::Floor)
    }

    fn open(&self, unlock: &Unlock) -> (Keyring, Vec<Note>) {
        self.try_open(unlock).unwrap()
    }

    fn try_open(&self, unlock: &Unlock) -> Result<(Keyring, Vec<Note>), LedgerError> {
        self.open_on(&FaultDisk::default(), unlock)
    }

    fn open_on(
        &self,
        disk: &FaultDisk,
        unlock: &Unlock,
    ) -> Result<(Keyring, Vec<Note>), LedgerError> {
        Keyring::open(
            Arc::new(disk.clone()),
            self.0.path(),
            unlock,
            Mirrored::default(),
        )
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    /// Every file, by name.
    fn all(&self) -> BTreeMap<String, Vec<u8>> {
        std::fs::read_dir(self.0.path())
            .unwrap()
            .map(|file| {
                let file = file.unwrap();
                let name = file.file_name().into_string().unwrap();
                (name, std::fs::read(file.path()).unwrap())
            })
            .collect()
    }

    fn put_all(&self, files: &BTreeMap<String, Vec<u8>>) {
        for file in std::fs::read_dir(self.0.path()).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
        for (name, bytes) in files {
            self.write(name, bytes);
        }
    }
}

/// What the keys know: each case among the first ten with its id, and whose each is.
fn known(keyring: &Keyring) -> Vec<(Option<CaseNo>, Option<CaseId>)> {
    std::iter::once(None)
        .chain((1..=10).map(|case| Some(CaseNo(case))))
        .map(|case| (case, keyring.id_of(case)))
        .collect()
}

const PLACE: Place<'static> = Place {
    tree: "entries",
    key: b"k",
    seq: 4,
    version: 1,
};

/// Gives the folder another signing key.
fn new_device(keyring: &Keyring) -> Result<DeviceKey, LedgerError> {
    let key = DeviceKey::random()?;
    keyring.keep_device(&key)?;
    Ok(key)
}

#[test]
fn what_one_run_sealed_the_next_opens_and_nothing_of_it_shows() {
    for unlock in [Unlock::Beside, with("correct horse battery")] {
        let folder = Folder::new();
        let keyring = folder.create(&unlock);
        assert_eq!(keyring.training(), matches!(unlock, Unlock::Beside));
        let whole = keyring.id_of(None).unwrap();
        assert_eq!(keyring.id_of(Some(CaseNo(3))), None);
        let id = keyring.ensure(Some(CaseNo(3))).unwrap();
        assert_eq!(keyring.ensure(Some(CaseNo(3))).unwrap(), id);
        let sealed = keyring.seal(id, &PLACE, b"mother did not attend").unwrap();
        assert_eq!(sealed.bytes.len(), 21 + 16);
        let name = keyring.name_for(id, "text", &crate::casework::Sha256([1; 32]));
        let (again, notes) = folder.open(&unlock);
        assert_eq!(notes, []);
        assert_eq!(again.vault(), keyring.vault());
        assert_eq!(again.training(), keyring.training());
        assert_eq!(known(&again), known(&keyring));
        assert_eq!(again.whose(id), Whose::Case(CaseNo(3)));
        assert_eq!(again.whose(whole), Whose::Inspection);
        assert_eq!(again.whose(CaseId([0; 16])), Whose::Unknown);
        let opened = again.open_sealed(id, &PLACE, &sealed.nonce, &sealed.bytes);
        assert_eq!(&**opened.unwrap(), b"mother did not attend");
        assert_eq!(
            again.name_for(id, "text", &crate::casework::Sha256([1; 32])),
            name
        );
        assert_eq!(again.device().unwrap().id(), keyring.device().unwrap().id());
        assert_eq!(again.keys_json(), folder.read("keys.json"));
        assert_eq!(format!("{again:?}"), "Keyring");
        for (file, bytes) in folder.all() {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("horse"), "{file}");
            assert!(file != "training.key" || again.training());
        }
    }
}

#[test]
fn both_copies_of_the_keys_are_the_same_between_changes() {
    let folder = Folder::of_cases(2);
    assert_eq!(folder.read("keys.json"), folder.read("keys.json.before"));
    let (keyring, _) = folder.open(&Unlock::Beside);
    keyring.erase(CaseNo(1)).unwrap();
    assert_eq!(folder.read("keys.json"), folder.read("keys.json.before"));
}

#[test]
fn a_wrong_passphrase_is_told_from_none_and_from_damage() {
    let folder = Folder::new();
    folder.create(&with("correct horse battery"));
    let before = folder.all();
    assert!(matches!(
        folder.try_open(&Unlock::Beside),
        Err(LedgerError::PassphraseWanted)
    ));
    assert!(matches!(
        folder.try_open(&with("correct horse batteries")),
        Err(LedgerError::WrongPassphrase)
    ));
    folder.open(&with(" correct horse battery\n"));
    assert_eq!(folder.all(), before);
    for name in ["keys.json", "keys.json.before"] {
        let mut bytes = folder.read(name);
        let at = String::from_utf8(bytes.clone())
            .unwrap()
            .find("\"salt\":\"")
            .unwrap()
            + 8;
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        folder.write(name, &bytes);
    }
    assert!(matches!(
        folder.try_open(&with("correct horse battery")),
        Err(LedgerError::KeysDamaged { .. })
    ));
    assert!(matches!(
        Folder::new().try_open(&Unlock::Beside),
        Err(LedgerError::KeysDamaged { .. })
    ));
}

#[test]
fn many_threads_that_want_a_key_for_one_case_get_the_same() {
    let folder = Folder::of_cases(0);
    let (keyring, _) = folder.open(&Unlock::Beside);
    let ids: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| keyring.ensure(Some(CaseNo(7))).unwrap()))
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(known(&folder.open(&Unlock::Beside).0), known(&keyring));
}

#[test]
fn a_copy_without_its_signing_key_gets_a_new_one() {
    let folder = Folder::of_cases(1);
    let first = folder.open(&Unlock::Beside).0.device().unwrap().id();
    folder.remove("device.key");
    let (keyring, notes) = folder.open(&Unlock::Beside);
    assert_eq!(notes, []);
    assert!(keyring.device().is_none());
    let second = new_device(&keyring).unwrap().id();
    assert_ne!(second, first);
    assert_eq!(keyring.device().unwrap().id(), second);
    assert_eq!(
        folder.open(&Unlock::Beside).0.device().unwrap().id(),
        second
    );
    folder.write("device.key", b"{}");
    let (keyring, notes) = folder.open(&Unlock::Beside);
    assert_eq!(notes, [Note::DeviceKeyDamaged]);
    assert!(keyring.device().is_none());
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::of_cases(1);
    new_device(&folder.open(&Unlock::Beside).0).unwrap();
    for name in folder.all().keys() {
        let mode = folder.path(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
