//! Whether all of a bundle fits together. Owns the order of the checks and what each difference is called; one difference at most is named of
//! each journal and of each seal, the first. `assets/verify_bundle.py` makes the same checks in the same order.
//!
//! 1. The inspection is the one that was asked for.
//! 2. Of each journal: the header's signature; the inspection; one journal a device; journals in the order of their first entries; numbers that
//!    go on where the devices before ended. Then of each entry: its layout, its number, the hash of the entry before, the device's signature.
//! 3. Of each journal: every device before it is there and reached the entry that its header names.
//! 4. Of each seal: the statement itself with its signatures; its number; the inspection; the code of the seal before; every arrival of the
//!    seal before; every device with every entry that it counts.
//! 5. The code that was asked for is that of one of the seals.

use std::collections::BTreeMap;

use super::{
    Bundle, BundledEntry, BundledJournal,
    report::{Answer, BundleReport, DeviceChecked, Place, SealChecked},
};
use crate::{
    casework::Sha256,
    proof::{
        chain::{Around, DeviceId, JournalHeader, Reached, VaultId, entry_hash, link, signed_by},
        code::Code,
        hex,
        statement::{Arrived, Chain, Statement},
    },
};

/// What a bundle is compared with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The code on paper.
    pub code: Option<Code>,
    /// The inspection it should be of.
    pub vault: Option<VaultId>,
}

/// A journal as far as it was checked.
struct Checked {
    header: JournalHeader,
    device: DeviceId,
    /// The header's own hash, then that of each entry that is right.
    hashes: Vec<Sha256>,
    /// Whether something in it differs: what lies behind is not known.
    broken: bool,
}

impl Checked {
    /// The number the entry after the last right one would have.
    fn count(&self) -> u64 {
        let entries = u64::try_from(self.hashes.len().saturating_sub(1)).unwrap_or(u64::MAX);
        self.header.first.saturating_add(entries)
    }

    fn at(&self, count: u64) -> Option<&Sha256> {
        let place = usize::try_from(count.checked_sub(self.header.first)?).ok()?;
        self.hashes.get(place)
    }

    fn place(&self) -> Place {
        Place {
            device: Some(self.device),
            ..Place::default()
        }
    }
}

/// Checks a bundle. `progress` hears how many of how many entries are done.
pub fn check(bundle: &Bundle, asked: &Asked, progress: &mut dyn FnMut(u64, u64)) -> BundleReport {
    let mut report = BundleReport {
        answer: Answer::Same,
        vault: hex::encode(&bundle.vault.0),
        devices: Vec::new(),
        seals: Vec::new(),
        asked_for: None,
        proven: Vec::new(),
        not_proven: Vec::new(),
        differences: Vec::new(),
    };
    if asked.vault.is_some_and(|vault| vault != bundle.vault) {
        report.differs(
            Place::default(),
            "this bundle is another inspection's; nothing else of it was looked at.",
        );
        return report;
    }
    let mut journals = Journals {
        vault: bundle.vault,
        checked: Vec::new(),
        done: 0,
        of: bundle.entries(),
    };
    for (place, journal) in (1..).zip(&bundle.journals) {
        journals.take(place, journal, &mut report, progress);
    }
    journals.before(&mut report);
    let seals = seals(bundle, &journals.checked, &mut report);
    asked_for(asked, &seals, &mut report);
    report.devices = journals.checked.iter().map(of_device).collect();
    super::report::say(&mut report, &ends(&journals.checked, &seals));
    report.not_proven.extend(other_keys(&seals));
    report
}

fn of_device(journal: &Checked) -> DeviceChecked {
    DeviceChecked {
        device: journal.device,
        first: journal.header.first,
        entries: journal.count() - journal.header.first,
        head: journal.hashes.last().copied().unwrap_or(Sha256([0; 32])),
    }
}

struct Journals {
    vault: VaultId,
    checked: Vec<Checked>,
    done: u64,
    of: u64,
}

impl Journals {
    fn take(
        &mut self,
        place: usize,
        journal: &BundledJournal,
        report: &mut BundleReport,
        progress: &mut dyn FnMut(u64, u64),
    ) {
        let parsed = JournalHeader::parse(&journal.header);
        let whole = JournalHeader::claimed_length(&journal.header) == Some(journal.header.len());
        let Some((header, own)) = parsed.filter(|_| whole) else {
            let at = Place {
                journal: Some(place),
                ..Place::default()
            };
            report.differs(at, "its header is not what a device signed.");
            return;
        };
        let mut checked = Checked {
            device: header.device(),
            header,
            hashes: vec![own],
            broken: true,
        };
        match self.wrong_in_header(&checked) {
            Some(wrong) => report.differs(checked.place(), wrong),
            None => match self.entries(&mut checked, &journal.entries, progress) {
                Ok(()) => checked.broken = false,
                Err(what) => {
                    let at = Place {
                        entry: Some(checked.count()),
                        ..checked.place()
                    };
                    report.differs(at, what);
                }
            },
        }
        self.checked.push(checked);
    }

    fn wrong_in_header(&self, journal: &Checked) -> Option<&'static str> {
        let header = &journal.header;
        let ended = header.before.iter().map(|before| before.count).max();
        let order = |other: &Checked| (other.header.first, other.device);
        if header.vault != self.vault {
            Some("its journal is another inspection's.")
        } else if self
            .checked
            .iter()
            .any(|other| other.device == journal.device)
        {
            Some("its journal is here twice.")
        } else if self
            .checked
            .last()
            .is_some_and(|last| order(last) > order(journal))
        {
            Some("its journal does not stand in its place.")
        } else if header.first != ended.unwrap_or(0) {
            Some("its journal does not go on where the ones before it ended.")
        } else {
            None
        }
    }

    /// Adds the hash of each entry that is right, up to the first that is not.
    fn entries(
        &mut self,
        journal: &mut Checked,
        entries: &[BundledEntry],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), &'static str> {
        const NOT_ONE: &str = "these are not the bytes that stand around an entry.";
        for entry in entries {
            let (bytes, sealed_words, signature) = entry.parts().ok_or(NOT_ONE)?;
            let around = Around::parse(&bytes).ok_or(NOT_ONE)?;
            if around.seq != journal.count() {
                return Err(
                    "another entry stands in its place: entries are missing or were moved.",
                );
            }
            if journal.hashes.last() != Some(&around.previous) {
                return Err("it does not follow the entry before it.");
            }
            let link = link(&bytes, &sealed_words);
            if !signed_by(&journal.header.public, &link, &signature) {
                return Err("it is not what the device signed.");
            }
            journal.hashes.push(entry_hash(&link, &signature));
            self.done += 1;
            progress(self.done, self.of);
        }
        Ok(())
    }

    /// Every device that a header names before its own reached what the header says.
    fn before(&self, report: &mut BundleReport) {
        for journal in self.checked.iter().filter(|journal| !journal.broken) {
            let wrong = journal.header.before.iter().find_map(|before| {
                reached(&self.checked, before)
                    .err()
                    .map(|(entry, what)| (before.device, entry, what))
            });
            if let Some((device, entry, what)) = wrong {
                let at = Place {
                    entry,
                    ..journal.place()
                };
                let device = hex::encode(&device.0);
                report.differs(
                    at,
                    &format!("when it began it knew device {device}, but {what}"),
                );
            }
        }
    }
}

/// Whether a journal reached what is claimed of it. What is missing behind a difference already named is not named again.
fn reached(journals: &[Checked], claim: &Reached) -> Result<(), (Option<u64>, String)> {
    let Some(journal) = journals
        .iter()
        .find(|journal| journal.device == claim.device)
    else {
        return Err((None, "the journal of that device is not here.".to_owned()));
    };
    match journal.at(claim.count) {
        Some(hash) if *hash == claim.hash => Ok(()),
        Some(_) => Err((
            claim.count.checked_sub(1),
            "the entry it ended with is another one.".to_owned(),
        )),
        None if claim.count < journal.header.first => Err((
            None,
            "that device began later than it is said to have ended.".to_owned(),
        )),
        None if journal.broken => Ok(()),
        None => {
            let (first, last) = (journal.count(), claim.count - 1);
            let missing = if first == last {
                format!("entry {first} of it is missing.")
            } else {
                format!("entries {first} to {last} of it are missing.")
            };
            Err((Some(first), missing))
        }
    }
}

/// A seal with its code; its statement where that is right.
pub(super) struct Seal {
    pub(super) code: Code,
    pub(super) statement: Option<Statement>,
}

fn seals(bundle: &Bundle, journals: &[Checked], report: &mut BundleReport) -> Vec<Seal> {
    let mut seals: Vec<Seal> = Vec::new();
    for (place, text) in (1..).zip(&bundle.statements) {
        let code = Code::of(text.as_bytes(), bundle.vault);
        let at = Place {
            seal: Some(place),
            ..Place::default()
        };
        let statement = match Statement::parse(text.as_bytes()) {
            Ok(statement) => match wrong_in_statement(&statement, bundle, &seals, journals) {
                None => {
                    report.seals.push(SealChecked::of(&statement, &code));
                    Some(statement)
                }
                Some((entry, device, what)) => {
                    report.differs(
                        Place {
                            device,
                            entry,
                            ..at
                        },
                        &what,
                    );
                    None
                }
            },
            Err(error) => {
                report.differs(at, &format!("{error}."));
                None
            }
        };
        seals.push(Seal { code, statement });
    }
    seals
}

type Wrong = (Option<u64>, Option<DeviceId>, String);

fn wrong_in_statement(
    statement: &Statement,
    bundle: &Bundle,
    before: &[Seal],
    journals: &[Checked],
) -> Option<Wrong> {
    let here = |what: &str| Some((None, None, what.to_owned()));
    if usize::try_from(statement.number) != Ok(before.len() + 1) {
        return here("another seal stands in its place: seals are missing or were moved.");
    }
    if statement.vault != bundle.vault {
        return here("it is another inspection's.");
    }
    let last = before.last();
    if statement.previous.map(|previous| previous.code) != last.map(|last| last.code) {
        return here("the seal before it is not the one it names.");
    }
    let arrivals: &[Arrived] = last
        .and_then(|last| last.statement.as_ref())
        .map_or(&[], |last| &last.arrival);
    if !statement.arrival.starts_with(arrivals) {
        return here("it does not name the arrivals that the seal before it names.");
    }
    statement
        .chains
        .iter()
        .find_map(|chain| wrong_in_chain(chain, journals))
}

fn wrong_in_chain(chain: &Chain, journals: &[Checked]) -> Option<Wrong> {
    let name = hex::encode(&chain.device.0);
    let own = journals
        .iter()
        .find(|journal| journal.device == chain.device);
    if own.is_some_and(|own| own.header.public != chain.public || own.header.first != chain.first) {
        let what =
            format!("device {name} has another key, or began at another entry, than it says.");
        return Some((None, Some(chain.device), what));
    }
    let (entry, what) = reached(journals, &chain.reached()).err()?;
    let what = format!(
        "it counts {} entries up to device {name}, but {what}",
        chain.count
    );
    Some((entry, Some(chain.device), what))
}

fn asked_for(asked: &Asked, seals: &[Seal], report: &mut BundleReport) {
    let Some(code) = asked.code else {
        return;
    };
    let found = (1_u32..).zip(seals).find(|(_, seal)| seal.code == code);
    match found {
        Some((number, _)) => report.asked_for = Some(number),
        None => {
            let here = match seals.len() {
                0 => "there is no seal in this bundle".to_owned(),
                1 => "the only seal in this bundle, seal 1, has other words".to_owned(),
                last => format!("seals 1 to {last} are in this bundle, and all have other words"),
            };
            let what = format!(
                "{here}. Either the words were not written down from one of them, or what was sealed has been changed."
            );
            report.differs(Place::default(), &what);
        }
    }
}

/// Whoever signed a seal with another key than the one before: a seal alone does not say why.
fn other_keys(seals: &[Seal]) -> Vec<String> {
    let mut known = BTreeMap::new();
    let mut lines = Vec::new();
    for statement in seals.iter().filter_map(|seal| seal.statement.as_ref()) {
        for person in &statement.participants {
            let Some(signed) = person.signature else {
                continue;
            };
            let before = known.insert(person.no, signed.key);
            if before.is_some_and(|before| before != signed.key) {
                lines.push(format!(
                    "That participant {} was the same person: they signed seal {} with another key than before. The record says when they chose new words.",
                    person.no, statement.number
                ));
            }
        }
    }
    lines
}

/// Of a device: its name, the number after its last entry, and that after the last entry a seal counts.
pub(super) struct End {
    pub(super) device: DeviceId,
    pub(super) first: u64,
    pub(super) count: u64,
    pub(super) sealed: Option<u64>,
}

fn ends(journals: &[Checked], seals: &[Seal]) -> Vec<End> {
    let last = seals.iter().rev().find_map(|seal| seal.statement.as_ref());
    let sealed = |device| {
        let chains = last.map_or(&[][..], |last| &last.chains);
        let own = chains.iter().find(|chain| chain.device == device);
        own.map(|own| own.count)
    };
    let end = |journal: &Checked| End {
        device: journal.device,
        first: journal.header.first,
        count: journal.count(),
        sealed: sealed(journal.device),
    };
    journals.iter().map(end).collect()
}
