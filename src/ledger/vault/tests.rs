//! The vault's promises on a real folder.
use std::sync::Arc;

use super::*;
use crate::{
    casework::CaseNo,
    ledger::{Passphrase, Unlock, disk::RealDisk},
};

#[test]
fn main_path() {
    let folder = tempfile::tempdir().unwrap();
    for unlock in [
        Unlock::Beside,
        Unlock::With(Passphrase::new("correct horse battery")),
    ] {
        let keyring =
            Keyring::create(Arc::new(RealDisk), folder.path(), &unlock, Effort::Floor).unwrap();
        let id = keyring.ensure(Some(CaseNo(3))).unwrap();
        let place = Place {
            tree: "entries",
            key: b"k",
            seq: 4,
            version: 1,
        };
        let sealed = keyring.seal(id, &place, b"words").unwrap();
        let (again, notes) = Keyring::open(Arc::new(RealDisk), folder.path(), &unlock).unwrap();
        assert_eq!(notes, []);
        assert_eq!(again.whose(id), Whose::Case(CaseNo(3)));
        assert_eq!(
            &**again
                .open_sealed(id, &place, &sealed.nonce, &sealed.bytes)
                .unwrap(),
            b"words"
        );
        assert_eq!(again.device().unwrap().id(), keyring.device().unwrap().id());
    }
}
