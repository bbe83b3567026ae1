//! What must hold of a record after anything was done to the program that wrote it: it opens, everything it was said to have kept is there,
//! nothing else is, what was erased stays erased, and only the passphrases that may open it do.

use std::{collections::BTreeSet, path::Path};

use super::{
    acts::{self, Told, Work},
    *,
};
use crate::{
    ledger::{Note, verify_folder},
    proof::hex,
};

/// What was found.
pub struct Looked {
    pub entries: u64,
    pub opens: u32,
    pub notes: Vec<Note>,
}

/// Looks at what was left. `opens`: which passphrase opened it before any of this was told.
pub fn look(
    root: &Path,
    work: Work,
    opens: u32,
    told: &[Told],
    options: &Options,
    about: &str,
) -> Looked {
    let (mut ledger, opened, opens) = open(root, work, opens, told, options, about);
    assert_eq!(opened.read_only, None, "{about}");
    let head = ledger.head().count;
    let entries = ledger.entries().unwrap();
    let documents = ledger.documents();
    for entry in &entries {
        assert!(
            acts::was_written(entry, &documents),
            "{about}: {:?}",
            entry.seq
        );
    }
    for one in told {
        match one {
            Told::Kept(seq) => assert!(*seq < head, "{about}: {one} of {head}"),
            Told::Sealed(number) => assert!(
                entries.iter().any(|entry| is_seal(entry, *number)),
                "{about}: {one}"
            ),
            Told::Erased(case) => assert!(
                entries.iter().any(|entry| is_receipt(entry, *case)),
                "{about}: {one}"
            ),
            Told::Opens(_) => {}
        }
    }
    erased_for_good(&mut ledger, &entries, about);
    let check = ledger.check_store().unwrap();
    assert_eq!(check.entries, head, "{about}");
    let notes = [opened.notes, ledger.take_notes(), check.notes].concat();
    let again = ledger.check_store().unwrap();
    assert_eq!((again.keys, again.notes), (head, vec![]), "{about}");
    let report = ledger.verify(&mut |_, _| {}).unwrap();
    assert!(report.is_right(), "{about}: {:?}", report.differences);
    let left_over = unfinished(root);
    assert_eq!(left_over, Vec::<PathBuf>::new(), "{about}");
    ledger.close();
    let report = verify_folder(root).unwrap();
    assert!(report.is_right(), "{about}: {:?}", report.differences);
    Looked {
        entries: head,
        opens,
        notes,
    }
}

/// Opens it, with the passphrase that may have been changed last, else the one that was told last.
fn open(
    root: &Path,
    work: Work,
    opens: u32,
    told: &[Told],
    options: &Options,
    about: &str,
) -> (Ledger, Opened, u32) {
    let with = |opens: u32| {
        let options = options.clone().with_unlock(work.unlock(opens));
        Ledger::open(root, &options)
    };
    if work != Work::Passphrase {
        let (ledger, opened) = with(0).unwrap_or_else(|error| panic!("{about}: {error}"));
        return (ledger, opened, 0);
    }
    let last = told.iter().rev().find_map(|told| match told {
        Told::Opens(number) => Some(*number),
        _ => None,
    });
    let last = last.unwrap_or(opens);
    if let Some(before) = last.checked_sub(1) {
        assert!(
            matches!(with(before), Err(LedgerError::WrongPassphrase)),
            "{about}: passphrase {before} opens it"
        );
    }
    match with(last + 1) {
        Ok((ledger, opened)) => (ledger, opened, last + 1),
        Err(LedgerError::WrongPassphrase) => {
            let (ledger, opened) = with(last).unwrap_or_else(|error| panic!("{about}: {error}"));
            (ledger, opened, last)
        }
        Err(error) => panic!("{about}: {error}"),
    }
}

fn is_seal(entry: &Entry, number: u32) -> bool {
    matches!(entry.event, Event::SealMade { number: no, .. } if no.0 == number)
}

fn is_receipt(entry: &Entry, case: u32) -> bool {
    matches!(entry.event, Event::CaseErased { case: no, .. } if no.0 == case)
}

/// Every case with a receipt is gone with everything it had; every entry of the others is there.
fn erased_for_good(ledger: &mut Ledger, entries: &[Entry], about: &str) {
    let head = ledger.head().count;
    let there: BTreeSet<u64> = entries.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(there.len(), entries.len(), "{about}");
    let erased: Vec<u32> = entries
        .iter()
        .filter_map(|entry| match entry.event {
            Event::CaseErased { case, .. } => Some(case.0),
            _ => None,
        })
        .collect();
    for case in &erased {
        let no = CaseNo(*case);
        assert_eq!(ledger.entries_of(Some(no)).unwrap(), [], "{about}");
        assert_eq!(ledger.case_id(Some(no)), None, "{about}");
        let read = ledger.documents().original(no, acts::document_of(*case));
        assert!(read.is_err(), "{about}");
        assert!(
            matches!(
                ledger.append(vec![remark(*case, 1, 1)]),
                Err(LedgerError::CaseErased { .. })
            ),
            "{about}"
        );
    }
    // Each erased case had one entry of its own.
    assert_eq!(
        there.len() + erased.len(),
        usize::try_from(head).unwrap(),
        "{about}"
    );
    let folders: BTreeSet<String> = names(&ledger.folder().join("documents"))
        .into_iter()
        .filter(|name| !names(&ledger.folder().join("documents").join(name)).is_empty())
        .collect();
    let known: BTreeSet<String> = entries
        .iter()
        .map(|entry| entry.case)
        .chain([None])
        .filter_map(|case| Some(hex::encode(&ledger.case_id(case)?.0)))
        .collect();
    // A case of which only a document was kept yet, before its first entry, may stand there too.
    let strange = folders.difference(&known).count();
    assert!(
        strange <= 1,
        "{about}: documents of {strange} cases that are gone"
    );
}

pub fn names(folder: &Path) -> Vec<String> {
    let Ok(inside) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    inside
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// Files that never became whole; those of documents are removed at the next intake.
pub fn unfinished(root: &Path) -> Vec<PathBuf> {
    ["", "journal", "seals", "drafts"]
        .iter()
        .flat_map(|folder| {
            let folder = root.join(folder);
            names(&folder)
                .into_iter()
                .map(move |name| folder.join(name))
        })
        .filter(|path| path.extension().is_some_and(|end| end == "part"))
        .collect()
}
