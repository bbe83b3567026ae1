//! Whether what was signed and sealed is what the record said then: each signed text and each finding of a seal is made again from the
//! entries before it, and compared. Owns which entries that are and the words for a difference; how a text is made is the notes'.

use crate::{
    casework::{
        CaseNo, Entry, Event, Inspection, ParticipantNo, PublicKey, Salt, Sha256, Signature64,
        SittingNo,
    },
    desk::{
        close::{seal::sealed_findings, to_seal},
        frameworks,
    },
    ledger::{Difference, Ledger, LedgerError, sha256},
    notes,
    proof::{
        chain::signed_by,
        statement::{Statement, signed_message},
    },
};

/// While somebody types their words or a seal is made, others may still be kept: so many entries before it are tried.
const BACK: usize = 50;

/// What was made again, and what of it is not as it was kept.
#[derive(Debug, Default)]
pub struct MadeAgain {
    /// Signed texts, each made again and the signature checked.
    pub signatures: u64,
    /// Seals of sittings, every finding made again.
    pub seals: u64,
    /// What differs.
    pub differences: Vec<Difference>,
    /// Why some could not be made again.
    pub left_out: Option<String>,
}

/// A signature as its entry has it.
struct Signature {
    sitting: SittingNo,
    who: ParticipantNo,
    key: PublicKey,
    text: Sha256,
    salt: Salt,
    bytes: Signature64,
}

/// Makes everything again that was signed or sealed in a sitting.
///
/// # Errors
/// When the entries cannot be read.
pub fn make_again(ledger: &mut Ledger) -> Result<MadeAgain, LedgerError> {
    let entries = ledger.entries()?;
    let mut made = MadeAgain::default();
    let mut inspection = Inspection::default();
    for (at, entry) in entries.iter().enumerate() {
        let before = entries.get(..at).unwrap_or_default();
        let wrong = match (&entry.event, entry.case) {
            (
                Event::FindingsSigned {
                    sitting,
                    who,
                    public_key,
                    text,
                    salt,
                    signature,
                },
                Some(case),
            ) => {
                let signed = Signature {
                    sitting: *sitting,
                    who: *who,
                    key: *public_key,
                    text: *text,
                    salt: *salt,
                    bytes: *signature,
                };
                made.signatures += 1;
                signature_wrong(ledger, &inspection, before, case, &signed)
            }
            (
                Event::SealMade {
                    sitting: Some(_),
                    statement,
                    salt,
                    ..
                },
                Some(case),
            ) => {
                made.seals += 1;
                seal_wrong(&inspection, before, case, statement, *salt, entry)
            }
            _ => None,
        };
        if let Some(what) = wrong {
            made.differences.push(difference(ledger, entry, what));
        }
        inspection.apply(entry);
    }
    if inspection.read_only || frameworks::by_id(&inspection.framework).is_err() {
        // What this program does not understand may have a part in what was signed: nothing is said of it either way.
        made = MadeAgain {
            left_out: (made.signatures + made.seals > 0).then(|| {
                "That what was signed is what the record said then: some of it was written by a newer alongside.".to_owned()
            }),
            ..MadeAgain::default()
        };
    }
    Ok(made)
}

fn difference(ledger: &Ledger, entry: &Entry, what: String) -> Difference {
    Difference {
        device: ledger.device_of(entry.seq),
        entry: Some(entry.seq),
        case: entry.case,
        document: None,
        what,
    }
}

/// What is wrong with a signature, as a sentence.
fn signature_wrong(
    ledger: &Ledger,
    inspection: &Inspection,
    before: &[Entry],
    case: CaseNo,
    signed: &Signature,
) -> Option<String> {
    let who = inspection.person(signed.who);
    let reference = reference(inspection, case);
    let named = format!(
        "What {who} signed at the close of sitting {} of {reference}",
        signed.sitting
    );
    // The case's random name is gone only with its key, and then its entries are not among these.
    let id = ledger.case_id(Some(case))?;
    let message = signed_message(
        ledger.vault(),
        id,
        signed.sitting,
        signed.who,
        &signed.salt.0,
        &signed.text,
    );
    if !signed_by(&signed.key.0, &message, &signed.bytes.0) {
        return Some(format!("{named}: the signature is not right."));
    }
    if inspection.own_words(signed.who).map(|own| own.public_key) != Some(signed.key) {
        return Some(format!("{named}: it was not signed with their own words."));
    }
    let text = |inspection: &Inspection| {
        let framework = frameworks::by_id(&inspection.framework).ok()?;
        let text = notes::signed_text(inspection, case, signed.sitting, framework).ok()?;
        Some(sha256(text.text.as_bytes()) == signed.text)
    };
    (!some_time(inspection, before, case, text))
        .then(|| format!("{named} is not what the record says it was then."))
}

/// What is wrong with the findings of a seal, as a sentence.
fn seal_wrong(
    inspection: &Inspection,
    before: &[Entry],
    case: CaseNo,
    statement: &str,
    salt: Salt,
    entry: &Entry,
) -> Option<String> {
    let Ok(statement) = Statement::parse(statement.as_bytes()) else {
        return Some(format!(
            "Entry {} holds no seal that can be read.",
            entry.seq
        ));
    };
    let same = |inspection: &Inspection| {
        let what = to_seal(inspection, case, salt, entry.at).ok()?;
        Some(sealed_findings(&what.findings, salt) == statement.findings)
    };
    (!some_time(inspection, before, case, same)).then(|| {
        format!(
            "The findings of seal {} ({}) are not what the record says they were then.",
            statement.number,
            reference(inspection, case)
        )
    })
}

/// Whether it was so of the record as it stood then, or a few entries before.
fn some_time(
    inspection: &Inspection,
    before: &[Entry],
    case: CaseNo,
    so: impl Fn(&Inspection) -> Option<bool>,
) -> bool {
    if so(inspection) == Some(true) {
        return true;
    }
    let of_it: Vec<&Entry> = before
        .iter()
        .filter(|entry| entry.case.is_none_or(|of| of == case))
        .collect();
    (of_it.len().saturating_sub(BACK)..of_it.len())
        .rev()
        .filter_map(|until| of_it.get(..until))
        .any(|until| so(&Inspection::from_entries(until.iter().copied())) == Some(true))
}

fn reference(inspection: &Inspection, case: CaseNo) -> String {
    inspection
        .cases
        .get(&case)
        .map_or_else(|| format!("case {case}"), |case| case.reference.clone())
}
