//! The seals of an inspection: what each was made over, and its code as two people write it on paper.

use super::{Line, Page, Role};
use crate::{
    casework::{CaseNo, Inspection, Moment, Seal, SealCode, SealNo, Side, closing, time},
    proof::code::Code,
};

/// A code as people say and write it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Twelve words. None of a code that no seal can have.
    pub words: Vec<&'static str>,
    /// Forty digits, in eight groups.
    pub digits: String,
}

/// How a code is said.
#[must_use]
pub fn said(code: SealCode) -> Said {
    Code::from_bytes(code.0).map_or_else(Said::default, |code| Said {
        words: code.words().to_vec(),
        digits: code.digits(),
    })
}

/// A seal as it is shown large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub no: SealNo,
    /// The inspection: authority and days.
    pub inspection: String,
    /// What it was made over: `sitting 1 on N-017`.
    pub over: String,
    /// When: `13 Jun 2012 14:02 +01:00`.
    pub at: String,
    /// How it is said.
    pub said: Said,
}

/// A seal, to be shown large; none where there is none of this number.
#[must_use]
pub fn shown(inspection: &Inspection, no: SealNo) -> Option<Shown> {
    let seal = inspection.seals.get(&no)?;
    Some(Shown {
        no,
        inspection: named(inspection),
        over: over(inspection, seal),
        at: seal.at.full(),
        said: said(seal.code),
    })
}

/// An inspection by its authority and its days.
pub(super) fn named(inspection: &Inspection) -> String {
    let training = if inspection.training {
        " · TRAINING"
    } else {
        ""
    };
    let days = match (inspection.first_day, inspection.last_day) {
        (Some(first), Some(last)) => {
            format!(" · {} to {}", time::day(first), time::day(last))
        }
        (Some(day), None) | (None, Some(day)) => format!(" · {}", time::day(day)),
        (None, None) => String::new(),
    };
    format!("{}{days}{training}", inspection.authority)
}

/// What a seal was made over: `sitting 1 on N-017`.
pub(crate) fn over(inspection: &Inspection, seal: &Seal) -> String {
    match seal.sitting {
        Some((case, sitting)) => {
            let reference = inspection
                .cases
                .get(&case)
                .map_or("a case", |case| case.reference.as_str());
            format!("sitting {sitting} on {reference}")
        }
        None => {
            let arrival = inspection
                .arrivals
                .values()
                .rfind(|arrival| arrival.at <= seal.at);
            arrival.map_or_else(
                || "an arrival".to_owned(),
                |arrival| format!("arrival {}, {} files", arrival.no, arrival.files),
            )
        }
    }
}

/// Every seal, the newest first, and before them the sittings that were closed and have none.
#[must_use]
pub fn page(inspection: &Inspection) -> Page {
    let mut page = Page::new(
        "There is no seal yet. One is made when case folders arrive, and one at the close of each sitting.",
    );
    for case in unsealed(inspection) {
        if let Some(case) = inspection.cases.get(&case) {
            let words = format!(
                "{}: its last sitting is closed and not sealed",
                case.reference
            );
            page.push(None, vec![Line::new(0, Role::Waiting, words)]);
        }
    }
    let mut blocks: Vec<(SealNo, Vec<Line>)> = inspection
        .seals
        .values()
        .map(|seal| {
            let what = over(inspection, seal);
            (seal.no, block(seal.no, &what, Some(seal.at), seal.code))
        })
        .collect();
    for erased in inspection.erased.values() {
        let what = format!("a sitting on {}, erased since", erased.reference);
        blocks.extend(
            erased
                .seals
                .iter()
                .map(|seal| (seal.number, block(seal.number, &what, None, seal.code))),
        );
    }
    blocks.sort_by_key(|(no, _)| std::cmp::Reverse(*no));
    for (_, lines) in blocks {
        page.push(None, lines);
    }
    page
}

/// Cases whose last sitting is closed and not sealed.
#[must_use]
pub fn unsealed(inspection: &Inspection) -> Vec<CaseNo> {
    let cases = inspection.cases.iter();
    cases
        .filter(|(_, case)| closing::unsealed(case).is_some())
        .map(|(no, _)| *no)
        .collect()
}

fn block(no: SealNo, over: &str, at: Option<Moment>, code: SealCode) -> Vec<Line> {
    let said = said(code);
    let mut head =
        Line::new(0, Role::Heading, format!("Seal {no}")).and(Role::Quiet, format!(" · {over}"));
    if let Some(at) = at {
        head = head.and(Role::Quiet, format!(" · {}", at.full()));
    }
    let mut lines = vec![head];
    for words in said.words.chunks(6) {
        lines.push(Line::new(2, Role::Words, words.join(" ")));
    }
    lines.push(Line::new(2, Role::Quiet, said.digits));
    lines.push(Line::default());
    lines
}

/// The sheet to print for the last sitting of a case: the seal's words, who was there, and lines for signatures by hand. Plain text of at
/// most 78 columns, so that any printer takes it. None where nobody has sat.
#[must_use]
pub fn sheet(inspection: &Inspection, no: CaseNo) -> Option<String> {
    let case = inspection.cases.get(&no)?;
    let sitting = case.sitting()?;
    let seal = sitting.seal.and_then(|seal| inspection.seals.get(&seal));
    let mut lines = vec![
        "THE SEAL OF A SITTING".to_owned(),
        String::new(),
        format!("Inspection   {}", named(inspection)),
        format!("Case         {}", case.reference),
        format!(
            "Sitting      {}, opened {}",
            sitting.no,
            sitting.opened.full()
        ),
    ];
    if let Some(closed) = sitting.closed {
        lines.push(format!("Closed       {}", closed.full()));
    }
    let findings = case.findings.len();
    lines.push(format!(
        "Findings     {findings} sealed as they stood, agreed or not"
    ));
    lines.push(String::new());
    match seal {
        Some(seal) => {
            let said = said(seal.code);
            lines.push(format!("Seal {}, made {}", seal.no, seal.at.full()));
            lines.push(String::new());
            lines.extend(columns(&said).map(|row| format!("    {row}")));
            lines.push(String::new());
            lines.push(format!("    {}", said.digits));
        }
        None => {
            lines
                .push("NOT SEALED: there are no words to write beside a signature yet.".to_owned());
        }
    }
    lines.push(String::new());
    lines
        .push("A signature below says: the words above are those I saw at the close of".to_owned());
    lines.push("this sitting, and the findings were before me as they stood then.".to_owned());
    for who in closing::signers(sitting) {
        let side = inspection
            .people
            .get(&who)
            .map_or("", |person| Side::word(person.side));
        let how = match sitting.signing.get(&who) {
            Some(crate::casework::Signing::Signed(signed)) => {
                format!("signed with own words, {}", signed.at.full())
            }
            Some(crate::casework::Signing::Not { on_paper: true, .. }) => {
                "signs here by hand".to_owned()
            }
            Some(crate::casework::Signing::Not { reason, .. }) => {
                format!("not signed: {}", super::one_line(reason))
            }
            None => "not signed: no reason was given".to_owned(),
        };
        lines.push(String::new());
        lines.push(format!("{} ({side})", inspection.person(who)));
        lines.push(how);
        lines.push(String::new());
        lines.push(format!(
            "Signature {}  Date {}",
            "_".repeat(40),
            "_".repeat(16)
        ));
    }
    lines.push(String::new());
    Some(lines.join("\n"))
}

/// The words of a code in four rows of three, each with its number, read across.
pub fn columns(said: &Said) -> impl Iterator<Item = String> {
    let numbered: Vec<String> = said
        .words
        .iter()
        .enumerate()
        .map(|(at, word)| format!("{:>2}  {word:<12}", at + 1))
        .collect();
    let rows: Vec<String> = numbered
        .chunks(3)
        .map(|row| row.join("  ").trim_end().to_owned())
        .collect();
    rows.into_iter()
}
