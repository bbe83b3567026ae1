//! The record beside a plain model of it: a list of entries, the cases erased, documents, passphrases, a backup. Whatever is done to both, and
//! however a program or its disk ends, they say the same. Over a disk in memory, where no passphrase is asked for and sled is not touched; a
//! few runs with passphrases; and some on a real disk with sled.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use proptest::{prelude::*, test_runner::TestCaseError};

use super::{
    memory::{Crash, MemoryDisk},
    model_acts::{self, Act, Plain, Step, receipt, step, taken_in},
    *,
};
use crate::{
    casework::Seq,
    ledger::{Effort, Note, Passphrase, SlotId, Unlock, disk::Disk, sha256},
};

/// Where the inspection is kept.
enum Ground {
    Memory(MemoryDisk),
    Real(tempfile::TempDir),
}

impl Ground {
    fn path(&self) -> PathBuf {
        match self {
            Self::Memory(_) => std::path::absolute("/ground").unwrap(),
            Self::Real(folder) => folder.path().to_owned(),
        }
    }
}

/// The record, and the model beside it.
struct Both {
    ground: Ground,
    root: PathBuf,
    ledger: Option<Ledger>,
    plain: Plain,
    backup: Option<(PathBuf, Plain)>,
    mirror: Option<PathBuf>,
    with_words: bool,
    made: u32,
}

type Checked = Result<(), TestCaseError>;

impl Both {
    fn new(real: bool, with_words: bool) -> Self {
        let ground = if real {
            Ground::Real(tempfile::tempdir().unwrap())
        } else {
            Ground::Memory(MemoryDisk::with_folder(
                &std::path::absolute("/ground").unwrap(),
            ))
        };
        let mut both = Self {
            root: ground.path().join("inspection"),
            ground,
            ledger: None,
            plain: Plain::default(),
            backup: None,
            mirror: None,
            with_words,
            made: 0,
        };
        let first = "the words it was made with".to_owned();
        let unlock = if with_words {
            Unlock::With(Passphrase::new(&first))
        } else {
            Unlock::Beside
        };
        let ledger = Ledger::create(&both.root, &both.options(unlock)).unwrap();
        let slots = ledger.passphrases();
        both.plain.words = slots.iter().map(|slot| (slot.id, first.clone())).collect();
        assert_eq!(both.plain.words.len(), usize::from(with_words));
        both.ledger = Some(ledger);
        both
    }

    fn options(&self, unlock: Unlock) -> Options {
        let disk: Arc<dyn Disk> = match &self.ground {
            Ground::Memory(disk) => Arc::new(disk.clone()),
            Ground::Real(_) => Arc::new(crate::ledger::disk::RealDisk),
        };
        Options {
            reserve: 0,
            store: matches!(self.ground, Ground::Real(_)),
            effort: Effort::Floor,
            disk,
            ..Options::new(NOW).with_unlock(unlock)
        }
    }

    /// What opens it: one of its passphrases, another each time.
    fn unlock(&self) -> Unlock {
        let words = self.plain.words.values();
        let at = self.made as usize % words.len().max(1);
        words
            .clone()
            .nth(at)
            .map_or(Unlock::Beside, |words| Unlock::With(Passphrase::new(words)))
    }

    fn ledger(&mut self) -> &mut Ledger {
        self.ledger.as_mut().unwrap()
    }

    fn number(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    fn new_path(&mut self, name: &str) -> PathBuf {
        let number = self.number();
        self.ground.path().join(format!("{name}-{number}"))
    }

    fn take(&mut self, step: Step) -> Checked {
        match step {
            Step::Do(act) => {
                let expected = self.refused(&act);
                let done = self.act(act);
                prop_assert_eq!(
                    done.is_err(),
                    expected,
                    "{:?}",
                    done.err().map(|e| e.to_string())
                );
            }
            Step::CutDuring(act, calls, crash) => self.cut_during(act, calls, crash)?,
            Step::Reopen => {
                self.ledger.take().unwrap().close();
                self.open(&[])?;
            }
            Step::Crash(crash) => {
                self.ledger = None;
                if let Ground::Memory(disk) = &self.ground {
                    disk.crash(crash);
                }
                // Everything was confirmed, so nothing had to be put right.
                self.open(&[])?;
            }
            Step::BackUp => {
                let path = match &self.backup {
                    Some((path, _)) => path.clone(),
                    None => self.new_path("backup"),
                };
                let backed_up = self.ledger().back_up(&path);
                prop_assert!(backed_up.is_ok(), "{}", backed_up.unwrap_err());
                self.backup = Some((path, self.plain.copied()));
            }
            Step::Restore => {
                if let Some((path, plain)) = self.backup.clone() {
                    self.restore(&path, plain)?;
                }
            }
            Step::Mirror => {
                let path = match &self.mirror {
                    Some(path) => path.clone(),
                    None => self.new_path("mirror"),
                };
                let mirrored = self.ledger().mirror_to(&path);
                prop_assert!(mirrored.is_ok(), "{}", mirrored.unwrap_err());
                self.mirror = Some(path);
            }
            Step::RestoreMirror => {
                if let Some(path) = self.mirror.clone() {
                    let check = self.ledger().check_store().unwrap();
                    self.nothing_but(check.notes, &[])?;
                    let plain = self.plain.copied();
                    self.restore(&path, plain)?;
                }
            }
            Step::Verify => self.verify()?,
        }
        prop_assert_eq!(self.ledger().head().count, self.plain.entries.len() as u64);
        Ok(())
    }

    /// Whether an act has to be refused.
    fn refused(&self, act: &Act) -> bool {
        let erased = |case: &u32| self.plain.erased.contains(&CaseNo(*case));
        match act {
            Act::Append {
                case, kind: 1.., ..
            }
            | Act::Document { case, .. } => erased(case),
            Act::AddWords | Act::ChangeWords(_) => !self.with_words,
            Act::RemoveWords(_) => self.plain.words.len() < 2,
            Act::Append { .. } | Act::Draft(_) | Act::NoDraft | Act::Erase(_) => false,
        }
    }

    /// Does it to the record, and to the model where the record says that it was done.
    fn act(&mut self, act: Act) -> Result<(), LedgerError> {
        match act {
            Act::Append { case, count, kind } => {
                let batch = (0..count).map(|_| self.entry(case, kind)).collect();
                self.append(batch)
            }
            Act::Document {
                case,
                length,
                together,
            } => self.document(CaseNo(case), length, together),
            Act::Draft(number) => {
                let words = format!("half a sentence, {number}").into_bytes();
                self.ledger().save_resume(&words)?;
                self.plain.draft = Some(words);
                Ok(())
            }
            Act::NoDraft => {
                self.ledger().clear_resume()?;
                self.plain.draft = None;
                Ok(())
            }
            Act::Erase(case) => {
                let receipt = receipt(CaseNo(case));
                let kept = self.ledger().erase(CaseNo(case), receipt)?;
                self.plain.entries.extend(kept);
                self.plain.erase(CaseNo(case));
                Ok(())
            }
            Act::AddWords => {
                let words = self.new_words();
                let passphrase = Passphrase::new(&words);
                let slot =
                    self.ledger()
                        .add_passphrase(&passphrase, "another", NOW, Effort::Floor)?;
                self.plain.words.insert(slot, words);
                Ok(())
            }
            Act::ChangeWords(which) => {
                let words = self.new_words();
                let (slot, old) = self.slot(which);
                let (old, new) = (Passphrase::new(&old), Passphrase::new(&words));
                self.ledger()
                    .change_passphrase(&old, &new, NOW, Effort::Floor)?;
                self.plain.words.remove(&slot);
                let there = self.ledger().passphrases();
                let slots: Vec<_> = there.iter().map(|slot| slot.id).collect();
                let fresh: Vec<_> = slots
                    .into_iter()
                    .filter(|slot| !self.plain.words.contains_key(slot))
                    .collect();
                assert_eq!(fresh.len(), 1);
                self.plain.words.insert(fresh[0], words);
                Ok(())
            }
            Act::RemoveWords(which) => {
                let (slot, _) = self.slot(which);
                self.ledger().remove_passphrase(slot)?;
                self.plain.words.remove(&slot);
                Ok(())
            }
        }
    }

    fn new_words(&mut self) -> String {
        let number = self.number();
        format!("words nobody guesses, {number}")
    }

    fn slot(&self, which: usize) -> (SlotId, String) {
        let words = &self.plain.words;
        let nth = words.iter().nth(which % words.len().max(1));
        nth.map_or((SlotId(1), String::new()), |(slot, words)| {
            (*slot, words.clone())
        })
    }

    fn entry(&mut self, case: u32, kind: u8) -> NewEntry {
        let number = self.number();
        model_acts::entry(case, kind, number)
    }

    fn append(&mut self, batch: Vec<NewEntry>) -> Result<(), LedgerError> {
        let expected = self.at_their_places(&batch);
        let kept = self.ledger().append(batch)?;
        assert_eq!(kept, expected);
        self.plain.entries.extend(kept);
        Ok(())
    }

    fn at_their_places(&self, batch: &[NewEntry]) -> Vec<Entry> {
        let first = self.plain.entries.len() as u64;
        let places = (first..).zip(batch);
        places
            .map(|(seq, entry)| entry.clone().at_seq(Seq(seq)))
            .collect()
    }

    /// The bytes and the text of a document first, and then the entry that names them.
    fn document(&mut self, case: CaseNo, length: usize, together: bool) -> Result<(), LedgerError> {
        let number = self.number();
        let mut bytes = format!("document {number} ").into_bytes();
        bytes.resize(bytes.len() + length, b'd');
        let text = format!("its text {number}").into_bytes();
        let documents = self.ledger().documents();
        if together {
            let mut batch = documents.batch();
            batch.put_original(case, &bytes)?;
            batch.put_text(case, &text)?;
            assert_eq!(batch.commit()?, 2);
        } else {
            assert_eq!(documents.put_original(case, &bytes)?, sha256(&bytes));
            documents.put_text(case, &text)?;
        }
        let taken_in = taken_in(case, number, &bytes, &text);
        for bytes in [bytes, text] {
            self.plain.documents.insert((case, sha256(&bytes)), bytes);
        }
        self.append(vec![taken_in])
    }

    /// The power fails somewhere in an act: what was said to be done is there, what was not is there whole or not at all.
    fn cut_during(&mut self, act: Act, calls: u64, crash: Crash) -> Checked {
        let Ground::Memory(disk) = &self.ground else {
            return Ok(());
        };
        let disk = disk.clone();
        let (before, made) = (self.plain.clone(), self.made);
        disk.cut_power_after(calls);
        let done = self.act(act);
        self.ledger = None;
        disk.crash(crash);
        if done.is_ok() {
            self.open_after_power_cut()?;
            return self.verify();
        }
        // What was to be, had it been done.
        let after = std::mem::replace(&mut self.plain, before);
        self.made = made;
        let wanted: Vec<Entry> = match &act {
            Act::Append { case, count, kind } => {
                let batch: Vec<_> = (0..*count).map(|_| self.entry(*case, *kind)).collect();
                self.at_their_places(&batch)
            }
            Act::Erase(case) => self.at_their_places(&[receipt(CaseNo(*case))]),
            Act::Document { case, length, .. } => {
                let number = self.number();
                let mut bytes = format!("document {number} ").into_bytes();
                bytes.resize(bytes.len() + length, b'd');
                let text = format!("its text {number}").into_bytes();
                self.at_their_places(&[taken_in(CaseNo(*case), number, &bytes, &text)])
            }
            Act::AddWords | Act::ChangeWords(_) => {
                self.number();
                Vec::new()
            }
            _ => Vec::new(),
        };
        self.open_after_power_cut()?;
        let count = usize::try_from(self.ledger().head().count).unwrap();
        let more = count.checked_sub(self.plain.entries.len());
        prop_assert!(
            more.is_some_and(|more| more <= wanted.len()),
            "{count} entries"
        );
        let more = more.unwrap();
        self.plain.entries.extend(wanted.into_iter().take(more));
        match act {
            Act::Erase(case) if more == 1 => self.plain.erase(CaseNo(case)),
            // Its bytes were durable before its entry was begun.
            Act::Document { .. } if more == 1 => self.plain.documents = after.documents,
            Act::Draft(number) => {
                let new = format!("half a sentence, {number}").into_bytes();
                let there = self.ledger().resume().unwrap();
                prop_assert!(there == self.plain.draft || there == Some(new));
                // Whichever it is, they type on.
                prop_assert!(self.act(Act::Draft(number)).is_ok());
            }
            Act::NoDraft => {
                let there = self.ledger().resume().unwrap();
                prop_assert!(there == self.plain.draft || there.is_none());
                prop_assert!(self.act(Act::NoDraft).is_ok());
            }
            Act::AddWords | Act::ChangeWords(_) | Act::RemoveWords(_) => self.slots_there(&act)?,
            _ => {}
        }
        self.compare()?;
        self.verify()
    }

    /// After a change of passphrases that the power cut short: every slot there is opens with the words it should.
    fn slots_there(&mut self, act: &Act) -> Checked {
        let there: BTreeSet<_> = self
            .ledger()
            .passphrases()
            .iter()
            .map(|one| one.id)
            .collect();
        let was: BTreeSet<_> = self.plain.words.keys().copied().collect();
        let fresh: Vec<_> = there.difference(&was).copied().collect();
        let gone = was.difference(&there).count();
        let words = format!("words nobody guesses, {}", self.made);
        match act {
            Act::RemoveWords(_) => prop_assert!(fresh.is_empty() && gone <= 1),
            Act::ChangeWords(_) => prop_assert!(fresh.len() <= 1 && gone <= fresh.len()),
            _ => prop_assert!(fresh.len() <= 1 && gone == 0),
        }
        self.plain.words.retain(|slot, _| there.contains(slot));
        for slot in fresh {
            self.plain.words.insert(slot, words.clone());
        }
        Ok(())
    }

    fn open_after_power_cut(&mut self) -> Checked {
        let unlocks = if self.with_words {
            // A change may have taken any one of them away, or added the newest.
            let mut all: Vec<_> = self.plain.words.values().cloned().collect();
            all.push(format!("words nobody guesses, {}", self.made));
            all.iter()
                .map(|words| Unlock::With(Passphrase::new(words)))
                .collect()
        } else {
            vec![Unlock::Beside]
        };
        let mut refused = None;
        for unlock in unlocks {
            match Ledger::open(&self.root, &self.options(unlock)) {
                Ok((ledger, opened)) => {
                    prop_assert_eq!(opened.read_only, None);
                    self.ledger = Some(ledger);
                    return Ok(());
                }
                Err(error) => refused = Some(error),
            }
        }
        Err(TestCaseError::fail(format!("does not open: {refused:?}")))
    }

    fn open(&mut self, notes: &[Note]) -> Checked {
        let opened = Ledger::open(&self.root, &self.options(self.unlock()));
        prop_assert!(opened.is_ok(), "{}", opened.unwrap_err());
        let (ledger, opened) = opened.unwrap();
        prop_assert_eq!(opened.read_only, None);
        self.ledger = Some(ledger);
        self.nothing_but(opened.notes, notes)?;
        self.compare()
    }

    /// These notes, but for the one that there is no store where none is wanted.
    fn nothing_but(&self, mut notes: Vec<Note>, expected: &[Note]) -> Checked {
        if let Ground::Memory(_) = self.ground {
            notes.retain(|note| *note != Note::StoreClosed);
        }
        prop_assert_eq!(&notes[..], expected);
        Ok(())
    }

    fn restore(&mut self, from: &Path, plain: Plain) -> Checked {
        self.ledger.take().unwrap().close();
        self.root = self.new_path("restored");
        self.plain = plain;
        self.mirror = None;
        let restored = Ledger::restore(from, &self.root, &self.options(self.unlock()));
        prop_assert!(restored.is_ok(), "{}", restored.unwrap_err());
        let (ledger, opened) = restored.unwrap();
        self.ledger = Some(ledger);
        prop_assert_eq!(opened.read_only, None);
        prop_assert!(opened.notes.contains(&Note::NewDevice));
        let began = NewEntry {
            at: NOW,
            case: None,
            by: None,
            event: Event::DeviceStarted { restored: true },
        };
        let began = self.at_their_places(&[began]);
        self.plain.entries.extend(began);
        self.compare()?;
        self.verify()
    }

    /// The record and the model say the same.
    fn compare(&mut self) -> Checked {
        let expected = self.plain.readable();
        prop_assert_eq!(self.ledger().head().count, self.plain.entries.len() as u64);
        let entries = self.ledger().entries();
        prop_assert!(entries.is_ok(), "{}", entries.unwrap_err());
        prop_assert_eq!(entries.unwrap(), expected);
        let draft = self.ledger().resume().unwrap();
        prop_assert_eq!(&draft, &self.plain.draft);
        Ok(())
    }

    /// As [`Self::compare`], case by case, with every document; and the whole is verified, every signature of it.
    fn verify(&mut self) -> Checked {
        let report = self.ledger().verify(&mut |_, _| {}).unwrap();
        prop_assert!(report.is_right(), "{:?}", report.differences);
        prop_assert_eq!(report.entries, self.ledger().head().count);
        let documents = self.ledger().documents();
        for ((case, hash), bytes) in &self.plain.documents {
            let there = documents
                .original(*case, *hash)
                .or_else(|_| documents.text(*case, *hash));
            prop_assert!(
                there.as_ref().is_ok_and(|there| there == bytes),
                "{} of case {case}: {:?}",
                String::from_utf8_lossy(bytes)
                    .chars()
                    .take(20)
                    .collect::<String>(),
                there.err().map(|error| error.to_string())
            );
        }
        for case in self.plain.erased.clone() {
            let refused = documents.put_text(case, b"again");
            let erased = matches!(refused, Err(LedgerError::CaseErased { .. }));
            prop_assert!(erased);
        }
        Ok(())
    }
}

/// Runs so many sequences of so many steps.
fn run(cases: u32, steps: usize, real: bool, words: bool) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::default()
    };
    let sequences = prop::collection::vec(step(words), steps);
    proptest!(config, |(sequence in sequences)| {
        let mut both = Both::new(real, words);
        for (number, step) in sequence.into_iter().enumerate() {
            both.take(step)?;
            // Every opening compares everything; in between, every tenth step does.
            if number % 10 == 0 {
                both.compare()?;
            }
        }
        both.ledger.take().unwrap().close();
        both.open(&[])?;
        both.verify()?;
    });
}

#[test]
fn whatever_is_done_and_however_it_ends_the_record_is_what_the_model_is() {
    run(500, 50, false, false);
}

#[test]
fn so_it_is_with_passphrases() {
    run(2, 50, false, true);
}

#[test]
fn so_it_is_on_a_real_disk_with_sled() {
    run(50, 50, true, false);
}

#[test]
#[ignore = "long: 10,000 runs, or as many as ALONGSIDE_MODEL says"]
fn so_it_is_ten_thousand_times_with_a_hundred_steps() {
    let runs = std::env::var("ALONGSIDE_MODEL").map_or(10_000, |runs| runs.parse().unwrap());
    run(runs, 100, false, false);
}
