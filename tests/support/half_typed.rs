//! The half-typed words of an inspection that another program has open: they are sealed, so a copy of the folder is opened.

use std::{fs, path::Path};

use alongside::{
    casework::Moment,
    ledger::{Ledger, Options},
};

/// What the resume record says now; nothing where there is none, or where it is just being replaced.
pub fn half_typed(folder: &Path) -> String {
    let copy = tempfile::tempdir().unwrap();
    let there = |name: &str| fs::copy(folder.join(name), copy.path().join(name));
    for inside in ["journal", "drafts", "documents", "seals"] {
        fs::create_dir(copy.path().join(inside)).unwrap();
    }
    for name in ["format.json", "keys.json", "training.key", "device.key"] {
        there(name).unwrap();
    }
    for file in fs::read_dir(folder.join("journal")).unwrap() {
        let name = file.unwrap().file_name();
        there(&format!("journal/{}", name.to_str().unwrap())).unwrap();
    }
    if there("drafts/resume").is_err() {
        return String::new();
    }
    let now = Moment {
        utc_ms: 0,
        offset_s: 0,
    };
    let options = Options::new(now).with_reserve(0);
    let Ok((ledger, _)) = Ledger::open(copy.path(), &options) else {
        return String::new();
    };
    let kept = ledger.resume().unwrap().unwrap_or_default();
    String::from_utf8_lossy(&kept).into_owned()
}
