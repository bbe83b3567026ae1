//! What a check of a bundle found. Owns the answer, where it differs, and the sentences; refuses to compute anything.

use serde::Serialize;

use super::check::End;
use crate::{
    casework::{Moment, Sha256},
    proof::{
        chain::DeviceId,
        code::Code,
        hex,
        statement::{Kind, Statement},
    },
};

/// Whether everything fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// All of it fits together and with what was asked.
    Same,
    /// Something does not.
    Differs,
}

/// Where something differs: as much of it as can be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// In the journal of this device.
    #[serde(serialize_with = "hex::optional::serialize")]
    pub device: Option<DeviceId>,
    /// In the journal that stands in this place of the bundle, counted from 1, where its device cannot be told.
    pub journal: Option<usize>,
    /// At the entry with this number.
    pub entry: Option<u64>,
    /// At the seal with this number, counted by its place in the bundle from 1.
    pub seal: Option<usize>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// A sentence.
    pub what: String,
}

/// A device's journal, as far as it is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceChecked {
    /// The device.
    #[serde(serialize_with = "hex::serialize")]
    pub device: DeviceId,
    /// The number of its first entry.
    pub first: u64,
    /// How many of its entries are right, from the first.
    pub entries: u64,
    /// The hash of the last of them; of the journal's header where there is none.
    pub head: Sha256,
}

/// A seal whose statement is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SealChecked {
    /// Its number.
    pub number: u32,
    /// On what occasion.
    pub kind: Kind,
    /// When.
    pub at: Moment,
    /// How many signed.
    pub signed: usize,
    /// How many did not.
    pub not_signed: usize,
    /// Its 12 words.
    pub words: String,
    /// Its 40 digits.
    pub digits: String,
}

impl SealChecked {
    pub(super) fn of(statement: &Statement, code: &Code) -> Self {
        let people = &statement.participants;
        let signed = people.iter().filter(|one| one.signature.is_some()).count();
        Self {
            number: statement.number,
            kind: statement.kind,
            at: statement.at,
            signed,
            not_signed: people.len() - signed,
            words: code.words().join(" "),
            digits: code.digits(),
        }
    }

    /// Its number, occasion and time in words.
    #[must_use]
    pub fn name(&self) -> String {
        let occasion = match self.kind {
            Kind::Arrival => "an arrival",
            Kind::Sitting => "a sitting",
        };
        format!(
            "seal {} (of {occasion}, {} {})",
            self.number,
            self.at.date().strftime("%-d %B %Y"),
            self.at.clock()
        )
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleReport {
    /// Whether everything fits.
    pub answer: Answer,
    /// The inspection's 16 bytes, as hexadecimal digits.
    pub vault: String,
    /// Every journal whose header is right.
    pub devices: Vec<DeviceChecked>,
    /// Every seal whose statement is right.
    pub seals: Vec<SealChecked>,
    /// The number of the seal that was asked for, where it is one of these.
    pub asked_for: Option<u32>,
    /// What is proven, a sentence each.
    pub proven: Vec<String>,
    /// What is not, a sentence each.
    pub not_proven: Vec<String>,
    /// What differs, the first difference first.
    pub differences: Vec<Difference>,
}

impl BundleReport {
    /// How many entries are right.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.devices.iter().map(|device| device.entries).sum()
    }
}

impl BundleReport {
    pub(super) fn differs(&mut self, place: Place, what: &str) {
        self.answer = Answer::Differs;
        self.differences.push(Difference {
            place,
            what: place.named(what),
        });
    }
}

impl Place {
    /// The sentence with what it is about in front.
    fn named(&self, what: &str) -> String {
        let device = self.device.map(|device| hex::encode(&device.0));
        let about = match (self.seal, &device, self.entry, self.journal) {
            (Some(seal), ..) => format!("seal {seal}: "),
            (None, Some(device), Some(entry), _) => format!("entry {entry} of device {device}: "),
            (None, Some(device), None, _) => format!("device {device}: "),
            (None, None, _, Some(journal)) => format!("journal {journal} of this bundle: "),
            _ => String::new(),
        };
        let mut sentence = about + what;
        // What it is about is a noun in small letters; the sentence begins here.
        if let Some(first) = sentence.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        sentence
    }
}

/// Adds what follows from a check: what is proven, and what is not.
pub(super) fn say(report: &mut BundleReport, ends: &[End]) {
    if report.answer == Answer::Same {
        proven(report);
    }
    not_proven(report, ends);
}

fn proven(report: &mut BundleReport) {
    let mut lines = vec![format!(
        "{} of {}: each was signed by its device, and none is missing, changed or moved between the first and the last.",
        counted(report.entries(), "entry", "entries"),
        counted(report.devices.len(), "device", "devices"),
    )];
    for seal in &report.seals {
        let mut parts = vec![format!(
            "{}: every entry it counts is here",
            capital(&seal.name())
        )];
        if seal.signed > 0 {
            parts.push(counted(
                seal.signed,
                "participant signed it",
                "participants signed it",
            ));
        }
        if seal.not_signed > 0 {
            parts.push(format!("{} did not sign on the screen", seal.not_signed));
        }
        lines.push(parts.join("; ") + ".");
    }
    let on_paper = report
        .seals
        .iter()
        .find(|seal| Some(seal.number) == report.asked_for);
    if let Some(seal) = on_paper {
        lines.push(format!(
            "The words on paper are those of {}. Nothing that it counts was changed, left out or put in since they were written down.",
            seal.name()
        ));
    }
    report.proven = lines;
}

fn not_proven(report: &mut BundleReport, ends: &[End]) {
    let mut lines = Vec::new();
    match (report.asked_for, report.seals.last()) {
        (_, None) => lines.push(
            "That no entry, and no device, is missing at the end: no seal counts them.".to_owned(),
        ),
        (None, Some(_)) => lines.push(
            "That these are the seals that were written on paper: compare the words, or give them with --seal.".to_owned(),
        ),
        (Some(asked), Some(last)) if asked < last.number => lines.push(format!(
            "What came after seal {asked}, by the words of seal {asked}: give the words of a later seal for that."
        )),
        (Some(asked), Some(_)) => lines.push(format!(
            "That no seal was made after seal {asked}: a later one is known by its own words."
        )),
    }
    let sealed = !report.seals.is_empty();
    lines.extend(
        ends.iter()
            .filter(|_| sealed)
            .filter_map(after_the_last_seal),
    );
    lines.push("What any entry says: a bundle holds no words, only hashes of them in their sealed form. The signed text and a finding's wording can be checked by whoever is given them with their salts.".to_owned());
    lines.push("That the times are right: they are what the computer's clock gave.".to_owned());
    lines.push(
        "Who used the computer, and who chose the words that a participant signed with.".to_owned(),
    );
    lines.push(
        "What any file was before it was hashed on arrival: proof begins at delivery.".to_owned(),
    );
    report.not_proven = lines;
}

fn after_the_last_seal(end: &End) -> Option<String> {
    let from = end.sealed.unwrap_or(end.first);
    let device = hex::encode(&end.device.0);
    let which = match end.count.checked_sub(from)? {
        0 => return None,
        1 => format!("Entry {from}"),
        _ => format!("Entries {from} to {}", end.count - 1),
    };
    Some(format!(
        "{which} of device {device} came after the last seal: further ones could be missing behind."
    ))
}

fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn counted(count: impl TryInto<u64>, one: &str, many: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}
