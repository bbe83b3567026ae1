//! Files deleted, swapped, put in each other's place, and mixed with an older copy of the folder: never silently an older state while a newer
//! seal or a mirror is there.

use super::{
    acts::{self, passphrase},
    look::names,
    *,
};
use crate::ledger::{Effort, Unlock};

/// An inspection with a mirror, an older copy of it, and what it holds now.
struct Made {
    place: Place,
    older: PathBuf,
    mirror: PathBuf,
    entries: Vec<Entry>,
}

fn unlock() -> Unlock {
    Unlock::With(passphrase(1))
}

fn options_with(effort: Effort) -> Options {
    Options {
        effort,
        ..options()
    }
    .with_unlock(unlock())
}

fn made() -> Made {
    let place = Place::new();
    let beside = |name: &str| place.root().with_file_name(name);
    let (older, mirror) = (beside("older"), beside("mirror"));
    let mut ledger = Ledger::create(&place.root(), &options_with(Effort::Trial)).unwrap();
    ledger.mirror_to(&mirror).unwrap();
    acts::take_in(&mut ledger, 0).unwrap();
    acts::seal(&mut ledger, 1).unwrap();
    ledger.close();
    copy_folder(&place.root(), &older);
    let (mut ledger, _) = Ledger::open(&place.root(), &options_with(Effort::Trial)).unwrap();
    acts::take_in(&mut ledger, 1).unwrap();
    acts::act(&mut ledger, acts::Work::Agree, 3, 0, &mut |_| {}).unwrap();
    acts::seal(&mut ledger, 2).unwrap();
    acts::act(&mut ledger, acts::Work::Write, 4, 0, &mut |_| {}).unwrap();
    let entries = ledger.entries().unwrap();
    ledger.close();
    Made {
        place,
        older,
        mirror,
        entries,
    }
}

/// What may be put back, taken away or swapped: each file, and the store as a whole. From the folder on.
fn parts(root: &Path) -> Vec<PathBuf> {
    let mut parts = Vec::new();
    for name in names(root) {
        let path = root.join(&name);
        if path.is_file() || name == "store.sled" {
            parts.push(PathBuf::from(&name));
            continue;
        }
        for inside in names(&path) {
            let relative = Path::new(&name).join(&inside);
            if root.join(&relative).is_file() {
                parts.push(relative);
            } else {
                let files = names(&root.join(&relative));
                parts.extend(files.into_iter().map(|file| relative.join(file)));
            }
        }
    }
    // Which of them is there says nothing of what was kept.
    parts.retain(|part| part != Path::new("lock"));
    parts.sort();
    parts
}

fn take_away(path: &Path) {
    if path.is_dir() {
        std::fs::remove_dir_all(path).unwrap();
    } else if path.exists() {
        std::fs::remove_file(path).unwrap();
    }
}

fn put(from: &Path, to: &Path) {
    take_away(to);
    if from.is_dir() {
        copy_folder(from, to);
    } else if from.exists() {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
    }
}

/// How many came out how.
#[derive(Debug, Default)]
struct Tally {
    tried: u32,
    whole: u32,
    read_only: u32,
    refused: u32,
    verify_said: u32,
}

impl Made {
    /// A copy, with or without a mirror of its own.
    fn copy(&self, with_mirror: bool) -> Place {
        let place = Place::new();
        copy_folder(&self.place.root(), &place.root());
        let mirror = place.root().with_file_name("mirror");
        let file = place.root().join("mirror.json");
        if with_mirror {
            copy_folder(&self.mirror, &mirror);
            let old = std::fs::read_to_string(&file).unwrap();
            let new = old.replace(self.mirror.to_str().unwrap(), mirror.to_str().unwrap());
            std::fs::write(file, new).unwrap();
        } else {
            std::fs::remove_file(file).unwrap();
        }
        place
    }

    /// Opens it, and fails where it is an older state without a word.
    fn look(&self, place: &Place, with_mirror: bool, tally: &mut Tally, about: &str) {
        tally.tried += 1;
        let opened = Ledger::open(&place.root(), &options_with(Effort::Trial));
        let (mut ledger, opened) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                assert!(error.to_string().len() > 20);
                tally.refused += 1;
                return;
            }
        };
        let checked = ledger.check_store();
        let report = ledger.verify(&mut |_, _| {}).unwrap();
        let entries = ledger.entries();
        let there = entries.is_ok_and(|entries| entries.starts_with(&self.entries));
        if ledger.read_only().is_some() {
            tally.read_only += 1;
        } else if there && report.is_right() {
            tally.whole += 1;
        } else {
            tally.verify_said += 1;
            assert!(!report.is_right(), "{about}: {:?}", opened.notes);
            // Where the newest keys are gone, the entries of the newest case are there and cannot be read: the check says so.
            let said = matches!(checked, Err(LedgerError::KeysDamaged { .. }));
            assert!(there || said, "{about}: {:?}", opened.notes);
        }
        if with_mirror {
            assert!(
                there && ledger.read_only().is_none(),
                "{about}: {:?}",
                opened.notes
            );
            assert!(report.is_right(), "{about}: {:?}", report.differences);
        }
    }

    fn pairs(&self, with_mirror: bool, change: impl Fn(&Path, &Path, &Path)) -> Tally {
        let parts = parts(&self.place.root());
        let mut tally = Tally::default();
        for (index, one) in parts.iter().enumerate() {
            for other in &parts[index..] {
                // Without it nobody knows of a mirror.
                if with_mirror
                    && [one, other]
                        .iter()
                        .any(|part| **part == Path::new("mirror.json"))
                {
                    continue;
                }
                let place = self.copy(with_mirror);
                change(&place.root(), one, other);
                let about = format!("{} and {}", one.display(), other.display());
                self.look(&place, with_mirror, &mut tally, &about);
            }
        }
        tally
    }
}

#[test]
fn no_two_files_of_an_older_copy_bring_an_older_state_back_silently() {
    let made = made();
    for with_mirror in [false, true] {
        let tally = made.pairs(with_mirror, |root, one, other| {
            for part in [one, other] {
                if part != Path::new("mirror.json") {
                    put(&made.older.join(part), &root.join(part));
                }
            }
        });
        println!("older, mirror {with_mirror}: {tally:?}");
        assert!(tally.tried >= 150, "{tally:?}");
        assert!(with_mirror || tally.read_only > 0, "{tally:?}");
    }
}

#[test]
fn no_two_files_can_be_taken_away_silently() {
    let made = made();
    {
        let tally = made.pairs(false, |root, one, other| {
            take_away(&root.join(one));
            take_away(&root.join(other));
        });
        println!("taken away: {tally:?}");
        assert!(
            tally.tried >= 150 && tally.whole > 20 && tally.refused > 10,
            "{tally:?}"
        );
    }
}

#[test]
fn no_two_files_can_be_swapped_or_doubled_silently() {
    let made = made();
    for swap in [true, false] {
        let tally = made.pairs(false, |root, one, other| {
            let aside = root.with_file_name("aside");
            put(&root.join(one), &aside);
            if swap {
                put(&root.join(other), &root.join(one));
            }
            put(&aside, &root.join(other));
        });
        println!("swapped {swap}: {tally:?}");
        assert!(tally.tried >= 150 && tally.verify_said > 20, "{tally:?}");
    }
}

#[test]
fn the_whole_older_folder_is_named_by_a_newer_seal_and_made_whole_by_the_mirror() {
    let made = made();
    let seal = Path::new("seals/0002.json");
    for (with_mirror, with_seal) in [(false, true), (true, true), (true, false)] {
        let place = made.copy(with_mirror);
        let mirror = std::fs::read(place.root().join("mirror.json")).ok();
        let newer = std::fs::read(place.root().join(seal)).unwrap();
        take_away(&place.root());
        copy_folder(&made.older, &place.root());
        take_away(&place.root().join("mirror.json"));
        if let Some(mirror) = mirror {
            std::fs::write(place.root().join("mirror.json"), mirror).unwrap();
        }
        if with_seal {
            std::fs::write(place.root().join(seal), newer).unwrap();
        }
        let mut tally = Tally::default();
        made.look(&place, with_mirror, &mut tally, "all of it");
        assert_eq!(
            (tally.read_only, tally.whole),
            (u32::from(!with_mirror), u32::from(with_mirror))
        );
        if !with_mirror {
            let (ledger, _) = Ledger::open(&place.root(), &options_with(Effort::Trial)).unwrap();
            assert_eq!(
                ledger.read_only().unwrap(),
                "Entries are missing: seal 2 was made over 8 entries, and only 3 are here. Put back a newer copy of the whole folder, from a backup or the mirror."
            );
        }
    }
}
