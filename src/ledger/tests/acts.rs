//! Six kinds of work on a record, act by act, the same each time: what is killed in the middle, and what is looked for afterwards. What an act
//! says follows from its number, so that whoever looks knows of every entry whether somebody wrote it.

use std::fmt;

use super::*;
use crate::{
    casework::{
        Answer, DocumentDates, DocumentNo, FindingNo, Readable, Relation, SealNo, Seq, Sha256,
        SittingNo, TextRef, Wording,
        package::Ties,
        sealing::{PublicKey, Salt, SealCode, Signature64},
    },
    ledger::{Documents, Effort, Passphrase, Unlock, sha256},
    proof::{
        code::Code,
        statement::{Kind, Previous, Statement},
    },
};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Entries, one to four at a time.
    Write,
    /// Two documents with their texts, then the entries that name them.
    Intake,
    /// A finding put, and answered by both.
    Agree,
    /// A text signed, the sitting closed, the seal kept and entered.
    Seal,
    /// A case with a document, and the case before it erased.
    Erase,
    /// An entry, and other words to open the inspection with.
    Passphrase,
}

impl Work {
    pub const ALL: [Self; 6] = [
        Self::Write,
        Self::Intake,
        Self::Agree,
        Self::Seal,
        Self::Erase,
        Self::Passphrase,
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|work| format!("{work:?}") == name)
    }

    /// `opens`: which passphrase opens it now.
    pub fn unlock(self, opens: u32) -> Unlock {
        match self {
            Self::Passphrase => Unlock::With(passphrase(opens)),
            _ => Unlock::Beside,
        }
    }
}

/// Something that was said to be done for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Every entry up to this number is kept.
    Kept(u64),
    Sealed(u32),
    Erased(u32),
    /// From now on this passphrase opens it and the one before does not.
    Opens(u32),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept(seq) => write!(f, "kept {seq}"),
            Self::Sealed(number) => write!(f, "sealed {number}"),
            Self::Erased(case) => write!(f, "erased {case}"),
            Self::Opens(number) => write!(f, "opens {number}"),
        }
    }
}

impl Told {
    pub fn heard(line: &str) -> Option<Self> {
        let (word, number) = line.split_once(' ')?;
        let number: u32 = number.parse().ok()?;
        Some(match word {
            "kept" => Self::Kept(u64::from(number)),
            "sealed" => Self::Sealed(number),
            "erased" => Self::Erased(number),
            "opens" => Self::Opens(number),
            _ => return None,
        })
    }
}

pub fn passphrase(number: u32) -> Passphrase {
    Passphrase::new(&format!("correct horse battery {number}"))
}

/// A row of numbers that look random and are the same each time.
pub fn mixed(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// From a few letters to 20,000.
fn words(act: u32, part: u32) -> String {
    let chance = mixed(u64::from(act) * 16 + u64::from(part));
    let most = if chance.is_multiple_of(16) {
        20_000
    } else {
        400
    };
    let length = usize::try_from(mixed(chance) % most).unwrap();
    format!("{act}.{part} ").repeat(length / 4 + 1)
}

fn entry(case: u32, event: Event) -> NewEntry {
    NewEntry {
        at: NOW,
        case: (case > 0).then_some(CaseNo(case)),
        by: Some(ParticipantNo(1)),
        event,
    }
}

fn said(case: u32, act: u32, part: u32) -> NewEntry {
    let event = Event::RemarkMade {
        remark: RemarkNo(act * 4 + part),
        remark_kind: RemarkKind::Observation,
        words: words(act, part),
        anchors: Vec::new(),
        reply_to: None,
        about: None,
    };
    entry(case, event)
}

fn document(act: u32, part: u32) -> NewEntry {
    let (original, text) = (words(act, 2 * part), words(act, 2 * part + 1));
    let event = Event::DocumentTakenIn {
        document: DocumentNo(act * 2 + part),
        title: words(act, 9),
        document_kind: "Visit".into(),
        dates: DocumentDates::default(),
        name: format!("{act}/{part}.md"),
        sha256: sha256(original.as_bytes()),
        bytes: original.len() as u64,
        reading: Readable::Text(TextRef {
            sha256: sha256(text.as_bytes()),
            reader: "markdown 1".into(),
            chars: 1,
            words: 1,
            pages: 0,
            remarks: Vec::new(),
        }),
        standing: None,
        hints: Vec::new(),
        facts: std::sync::Arc::default(),
        part_of: None,
    };
    entry(1 + act % 2, event)
}

fn finding(act: u32) -> NewEntry {
    let event = Event::FindingPut {
        finding: FindingNo(act),
        wording: Wording {
            area: "planning".into(),
            polarity: "strength".into(),
            words: words(act, 0),
            relation: Relation::NotOnFile,
        },
        ties: Ties::default(),
        about: None,
    };
    entry(1, event)
}

fn position(act: u32, who: u32, wording: Seq) -> NewEntry {
    let event = Event::PositionTaken {
        finding: FindingNo(act),
        wording,
        answer: Answer::Disagree {
            because: words(act, who),
            own_wording: String::new(),
        },
    };
    NewEntry {
        by: Some(ParticipantNo(who)),
        ..entry(1, event)
    }
}

fn signed(act: u32) -> NewEntry {
    let event = Event::FindingsSigned {
        sitting: SittingNo(act + 1),
        who: ParticipantNo(1),
        public_key: PublicKey([1; 32]),
        text: sha256(words(act, 0).as_bytes()),
        salt: Salt([2; 32]),
        signature: Signature64([3; 64]),
    };
    entry(1, event)
}

fn closed(act: u32) -> NewEntry {
    entry(
        1,
        Event::SittingClosed {
            sitting: SittingNo(act + 1),
        },
    )
}

/// The code that stands for number `number` here: nothing below the seals asks whether it is the statement's.
fn code(number: u32) -> [u8; 17] {
    let mut code = [0; 17];
    code[..4].copy_from_slice(&number.to_be_bytes());
    code
}

fn sealed(number: u32, statement: String) -> NewEntry {
    let event = Event::SealMade {
        number: SealNo(number),
        sitting: Some(SittingNo(number)),
        statement,
        salt: Salt([2; 32]),
        code: SealCode(code(number)),
    };
    entry(1, event)
}

fn receipt(case: u32) -> NewEntry {
    let event = Event::CaseErased {
        case: CaseNo(case),
        reference: format!("N-{case}"),
        reason: "asked for".into(),
        seals: Vec::new(),
    };
    entry(0, event)
}

const FIRST_TO_ERASE: u32 = 100;

/// The statement of a seal over all there is now.
pub fn statement(ledger: &Ledger, number: u32) -> String {
    let statement = Statement {
        alongside_seal: 1,
        number,
        kind: Kind::Sitting,
        vault: ledger.vault(),
        case: ledger.case_id(Some(CaseNo(1))),
        sitting: Some(SittingNo(number)),
        at: NOW,
        arrival: Vec::new(),
        chains: ledger.chain_heads(),
        findings: Vec::new(),
        participants: Vec::new(),
        previous: (number > 1).then(|| Previous {
            number: number - 1,
            code: Code::from_bytes(code(number - 1)).unwrap(),
        }),
    };
    statement.write().unwrap()
}

/// Keeps a seal over all there is now, in its file and as an entry.
pub fn seal(ledger: &mut Ledger, number: u32) -> Result<(), LedgerError> {
    let statement = statement(ledger, number);
    ledger.keep_seal(number, statement.as_bytes())?;
    ledger.append(vec![sealed(number, statement)])?;
    Ok(())
}

/// Takes in two documents and appends the entries that name them.
pub fn take_in(ledger: &mut Ledger, act: u32) -> Result<Vec<Entry>, LedgerError> {
    let mut batch = ledger.documents().batch();
    let case = CaseNo(1 + act % 2);
    for part in 0..2 {
        batch.put_original(case, words(act, 2 * part).as_bytes())?;
        batch.put_text(case, words(act, 2 * part + 1).as_bytes())?;
    }
    batch.commit()?;
    ledger.append(vec![document(act, 0), document(act, 1)])
}

/// Does act number `act` and tells what is done for good. `opens`: which passphrase opens it before.
pub fn act(
    ledger: &mut Ledger,
    work: Work,
    act: u32,
    opens: u32,
    tell: &mut dyn FnMut(Told),
) -> Result<(), LedgerError> {
    let kept = |entries: &[Entry]| Told::Kept(entries.last().unwrap().seq.0);
    match work {
        Work::Write => {
            let batch = (0..=act % 4).map(|part| said(1 + act % 3, act, part));
            tell(kept(&ledger.append(batch.collect())?));
        }
        Work::Intake => tell(kept(&take_in(ledger, act)?)),
        Work::Agree => {
            let put = ledger.append(vec![finding(act)])?;
            tell(kept(&put));
            for who in 1..=2 {
                tell(kept(&ledger.append(vec![position(act, who, put[0].seq)])?));
            }
        }
        Work::Seal => {
            let text = words(act, 0);
            ledger.append(vec![said(1, act, 0)])?;
            ledger.documents().put_text(CaseNo(1), text.as_bytes())?;
            tell(kept(&ledger.append(vec![signed(act), closed(act)])?));
            let number = u32::try_from(
                ledger
                    .entries()?
                    .iter()
                    .filter(|entry| is_seal(entry))
                    .count(),
            )
            .unwrap();
            seal(ledger, number + 1)?;
            tell(Told::Sealed(number + 1));
        }
        Work::Erase => {
            let case = FIRST_TO_ERASE + act;
            let original = words(act, 0);
            let documents = ledger.documents();
            documents.put_original(CaseNo(case), original.as_bytes())?;
            tell(kept(
                &ledger.append(vec![said(case, act, 0), said(1, act, 1)])?,
            ));
            if act > 0 {
                tell(kept(&ledger.erase(CaseNo(case - 1), receipt(case - 1))?));
                tell(Told::Erased(case - 1));
            }
        }
        Work::Passphrase => {
            tell(kept(&ledger.append(vec![said(1, act, 0)])?));
            let (old, new) = (passphrase(opens), passphrase(opens + 1));
            ledger.change_passphrase(&old, &new, NOW, Effort::Trial)?;
            tell(Told::Opens(opens + 1));
        }
    }
    Ok(())
}

fn is_seal(entry: &Entry) -> bool {
    matches!(entry.event, Event::SealMade { .. })
}

/// The number of the act that wrote an entry.
fn act_of(entry: &Entry) -> u32 {
    match &entry.event {
        Event::RemarkMade { remark, .. } => remark.0 / 4,
        Event::DocumentTakenIn { document, .. } => document.0 / 2,
        Event::FindingPut { finding, .. } | Event::PositionTaken { finding, .. } => finding.0,
        Event::FindingsSigned { sitting, .. } | Event::SittingClosed { sitting } => sitting.0 - 1,
        Event::CaseErased { case, .. } => case.0 - FIRST_TO_ERASE + 1,
        Event::SealMade { .. } => 0,
        other => panic!("nobody wrote {other:?}"),
    }
}

/// The number of the act to go on with.
pub fn next_act(entries: &[Entry]) -> u32 {
    entries.iter().map(act_of).max().map_or(0, |act| act + 1)
}

/// Whether somebody wrote precisely this entry, and every document it names is there and as it was taken in.
pub fn was_written(entry: &Entry, documents: &Documents) -> bool {
    let act = act_of(entry);
    let written = match &entry.event {
        Event::RemarkMade { remark, .. } => said(entry.case.unwrap().0, act, remark.0 % 4),
        Event::DocumentTakenIn { document: no, .. } => {
            let part = no.0 % 2;
            for (number, get) in [
                (2 * part, Documents::original as fn(&_, _, _) -> _),
                (2 * part + 1, Documents::text),
            ] {
                let plain = words(act, number);
                let read: Result<Vec<u8>, LedgerError> =
                    get(documents, entry.case.unwrap(), sha256(plain.as_bytes()));
                assert_eq!(read.unwrap(), plain.as_bytes(), "document {act}.{part}");
            }
            document(act, part)
        }
        Event::FindingPut { .. } => finding(act),
        Event::PositionTaken { wording, .. } => position(act, entry.by.unwrap().0, *wording),
        Event::FindingsSigned { text, .. } => {
            let read = documents.text(CaseNo(1), *text).unwrap();
            assert_eq!(read, words(act, 0).as_bytes());
            signed(act)
        }
        Event::SittingClosed { .. } => closed(act),
        Event::SealMade {
            number, statement, ..
        } => sealed(number.0, statement.clone()),
        Event::CaseErased { case, .. } => receipt(case.0),
        _ => return false,
    };
    *entry == written.at_seq(entry.seq)
}

/// The SHA-256 of the one document a case to be erased holds.
pub fn document_of(case: u32) -> Sha256 {
    sha256(words(case - FIRST_TO_ERASE, 0).as_bytes())
}
