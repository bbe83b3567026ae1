//! The exact text that is signed at the close of a sitting, and of each finding the part that a seal commits to.
//!
//! Plain, for people: every finding in full, with both voices and what it rests on, as the two had it before them. The same record gives
//! the same bytes whenever it is written, so that a signature can be checked against it years later; nothing in it depends on the moment,
//! on who signed already, or on what happens after the close. Whatever people or documents say stands behind `| `, so that no words of
//! theirs can pass for the page's own.

use std::fmt::Write as _;

use super::{
    compose::Source,
    model::{
        AbsenceNotes, AnswerNotes, FindingNotes, Heard, Person, Quote, RegionNotes, Said, State,
    },
};
use crate::{
    casework::{
        About, CaseNo, FindingNo, Framework, Inspection, Refusal, Relation, SittingNo,
        time::{Moment, day},
    },
    notes::NotesError,
};

/// The first line: the form of everything below it. Another form gets another number, and this one is kept for what was signed with it.
const FORM: &str = "Findings as signed, form 1";

/// What is signed, and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedText {
    /// All of it: what every participant signs.
    pub text: String,
    /// Each finding by itself, in the order of their numbers.
    pub findings: Vec<SignedFinding>,
}

/// One finding of what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedFinding {
    /// Which.
    pub no: FindingNo,
    /// Where it stands.
    pub state: State,
    /// Its own part of the text, byte for byte.
    pub text: String,
}

/// Why there is nothing to sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignedTextError {
    /// No such case, or no such sitting in it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Titles of one framework for findings made with another would be wrong.
    #[error(transparent)]
    Notes(#[from] NotesError),
}

/// What is signed at the close of a sitting, as the record stands.
///
/// # Errors
/// When there is no such case or sitting, or `framework` is not the inspection's.
pub fn signed_text(
    inspection: &Inspection,
    no: CaseNo,
    sitting: SittingNo,
    framework: &Framework,
) -> Result<SignedText, SignedTextError> {
    let source = Source::new(inspection, no, framework)?;
    let case = inspection.case(no)?;
    let sitting = case
        .sittings
        .iter()
        .find(|known| known.no == sitting)
        .ok_or_else(|| Refusal::Gone(format!("Sitting {sitting}")))?;
    let mut text = Text::default();
    text.line(0, FORM);
    text.said(0, "Inspection of", &inspection.authority);
    text.line(0, &format!("Inspection number: {}", inspection.id));
    if inspection.training {
        text.line(0, "TRAINING: a demonstration or rehearsal.");
    }
    text.line(
        0,
        &format!(
            "Framework: {}, version {}",
            inspection.framework, inspection.framework_version
        ),
    );
    for (words, date) in [
        ("First day on site", inspection.first_day),
        ("Last day on site", inspection.last_day),
    ] {
        if let Some(date) = date {
            text.line(0, &format!("{words}: {}", day(date)));
        }
    }
    text.said(0, "Case", &case.reference);
    text.line(
        0,
        &format!("Sitting {}, opened {}", sitting.no, at(sitting.opened)),
    );
    for who in &sitting.ever_present {
        let person = source.person(*who);
        let side = person.side.map_or("unknown side", |side| side.word());
        text.said(0, &format!("In the room ({side})"), &shown(&person));
    }
    let findings: Vec<SignedFinding> = case
        .findings
        .values()
        .filter_map(|finding| {
            let about = Some(About::Finding(finding.no));
            let beside = case
                .remarks
                .values()
                .filter(|remark| remark.about == about && !finding.heard.contains(&remark.no))
                .map(|remark| source.heard(remark));
            let beside: Vec<Heard> = beside.collect();
            source
                .finding(finding)
                .map(|finding| one_finding(&finding, &beside))
        })
        .collect();
    text.line(0, &format!("Findings: {}", findings.len()));
    let mut text = text.0;
    for finding in &findings {
        text.push('\n');
        text.push_str(&finding.text);
    }
    Ok(SignedText { text, findings })
}

/// A moment to the second and with its offset: what the record holds, whatever the screen rounds.
fn at(moment: Moment) -> String {
    format!("{} ({})", moment.full(), moment.rfc3339())
}

fn shown(person: &Person) -> String {
    format!("{} {}", person.initials, person.designation)
}

/// The text as it grows. Lines of the page's own are set in by two columns a depth; words of people and documents begin with `| `.
#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, depth: usize, words: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{}{words}", "  ".repeat(depth));
    }

    /// Words of somebody's, line by line, below what they are. Nothing where there are none.
    fn said(&mut self, depth: usize, label: &str, words: &str) {
        if words.is_empty() {
            return;
        }
        self.line(depth, &format!("{label}:"));
        for line in words.split('\n') {
            self.line(depth + 1, &format!("| {line}"));
        }
    }
}

fn one_finding(finding: &FindingNotes, beside: &[Heard]) -> SignedFinding {
    let mut text = Text::default();
    let wording = &finding.wording;
    text.line(0, &format!("Finding {}", finding.no));
    text.said(1, "Kind", &wording.polarity.title);
    text.said(1, "Area", &wording.area.title);
    text.said(1, "Wording", &wording.words);
    text.said(
        1,
        &format!("Put {} by", at(wording.at.0)),
        &shown(&wording.by),
    );
    text.line(1, &format!("Stands: {}", finding.state.word()));
    match finding.on_file.len() + finding.regions.len() + finding.absences.len() {
        0 => text.line(1, "On file: nothing"),
        count => text.line(1, &format!("On file: {count}")),
    }
    finding.on_file.iter().for_each(|one| quote(&mut text, one));
    finding
        .regions
        .iter()
        .for_each(|one| region(&mut text, one));
    finding
        .absences
        .iter()
        .for_each(|one| absence(&mut text, one));
    match finding.heard.len() {
        0 => text.line(1, "Heard in the room: nothing"),
        count => text.line(1, &format!("Heard in the room: {count}")),
    }
    finding.heard.iter().for_each(|one| heard(&mut text, one));
    if wording.relation != Relation::NotSaid {
        text.line(
            1,
            &format!("Heard beside on file: {}", wording.relation.word()),
        );
    }
    if !beside.is_empty() {
        text.line(1, &format!("Said about it besides: {}", beside.len()));
        for one in beside {
            heard(&mut text, one);
        }
    }
    match wording.answers.len() {
        0 => text.line(1, "Answers: none"),
        count => text.line(1, &format!("Answers: {count}")),
    }
    wording
        .answers
        .iter()
        .for_each(|one| answer(&mut text, one));
    for person in &finding.waiting_for {
        text.said(2, "Has not answered", &shown(person));
    }
    if let Some(parked) = &finding.parked {
        text.said(1, "Parked with the question", &parked.question);
        text.said(1, "Who finds out", &parked.owner);
    }
    if let Some(withdrawn) = &finding.withdrawn {
        text.said(1, "Withdrawn because", &withdrawn.reason);
    }
    SignedFinding {
        no: finding.no,
        state: finding.state,
        text: text.0,
    }
}

fn quote(text: &mut Text, quote: &Quote) {
    text.said(2, "Words", &quote.words);
    text.said(3, "In", &quote.document.title);
    let page = match quote.page {
        0 => String::new(),
        page => format!("page {page}, "),
    };
    text.line(
        3,
        &format!(
            "Document {}, {page}paragraph {}, letters {} to {}",
            quote.document.no, quote.paragraph, quote.start, quote.end
        ),
    );
    text.line(
        3,
        &format!("SHA-256 of the document: {}", quote.version_sha256),
    );
    text.line(3, &format!("SHA-256 of its text: {}", quote.text_sha256));
}

fn region(text: &mut Text, region: &RegionNotes) {
    text.line(2, &format!("As it looks: {}", region.place));
    text.said(3, "In", &region.document.title);
    let part = region.part.map_or_else(String::new, |part| {
        format!(
            ", from {} to {} across and {} to {} down, in thousandths",
            part.left, part.right, part.top, part.bottom
        )
    });
    text.line(
        3,
        &format!(
            "Document {}, page {}{part}",
            region.document.no, region.page
        ),
    );
    text.line(
        3,
        &format!("SHA-256 of the document: {}", region.version_sha256),
    );
}

fn absence(text: &mut Text, absence: &AbsenceNotes) {
    text.said(2, "Looked for and not found", &absence.looked_for);
    text.said(3, "Looked in", &absence.looked_in);
    if let Some(document) = &absence.document {
        text.said(3, &format!("In document {}", document.no), &document.title);
    }
}

fn heard(text: &mut Text, heard: &Heard) {
    text.line(
        2,
        &format!(
            "Remark {}, {}, {}",
            heard.no,
            heard.kind.word(),
            at(heard.at.0)
        ),
    );
    text.said(3, "By", &shown(&heard.by));
    text.said(3, "Words", &heard.words);
}

fn answer(text: &mut Text, answer: &AnswerNotes) {
    let words = match answer.answer {
        Said::Agreed => "agreed",
        Said::NotAgreed => "not agreed",
        Said::NotYet => "not yet",
    };
    text.line(2, &format!("{words}, {}", at(answer.at.0)));
    text.said(3, "By", &shown(&answer.by));
    text.said(3, "Because", &answer.because);
    text.said(3, "Would say", &answer.own_wording);
}
