//! The last walk before a sitting is closed: each finding once more in full, what rests on one strand as a question, and who signs.

use super::{
    Line, Page, Role,
    findings::{Detail, card},
};
use crate::casework::{
    Case, Framework, Inspection, ParticipantNo, Perspective, Sha256, Sitting,
    closing::{self, Stands, Step},
    perspectives::signs,
};

/// The findings to be looked over, and the questions about those that rest on one strand or none.
#[must_use]
pub fn walk(case: &Case, sitting: &Sitting) -> Vec<Step> {
    // Whatever is signed, what is looked over is the same.
    closing::steps(case, sitting, Sha256([0; 32]))
        .into_iter()
        .filter(|step| matches!(step, Step::LookOver(_) | Step::OneStrand(..)))
        .collect()
}

/// One step of the walk.
#[must_use]
pub fn step(inspection: &Inspection, case: &Case, framework: &Framework, step: Step) -> Page {
    let mut page = Page::new("This finding is no longer there.");
    let (no, question) = match step {
        Step::LookOver(no) => (no, None),
        Step::OneStrand(no, lacks) => (no, Some(lacks.question())),
        Step::Sign(..) | Step::Seal(_) => return page,
    };
    let Some(finding) = case.findings.get(&no) else {
        return page;
    };
    if let Some(question) = question {
        page.push(
            None,
            vec![Line::new(0, Role::Waiting, question), Line::default()],
        );
    }
    page.push(
        super::Item::Finding(no),
        card(inspection, case, framework, finding, Detail::Full),
    );
    page
}

/// The longest bar of a perspective.
const BAR: usize = 8;

/// Whose perspective is heard, and how often: a small bar a count, who is heard nowhere last. Counts only.
#[must_use]
pub fn heard(perspectives: &[Perspective], columns: usize) -> Vec<Line> {
    let name = perspectives
        .iter()
        .map(|one| one.who.chars().count())
        .max()
        .unwrap_or(0)
        .min(columns / 3);
    let wide = columns >= name + 3 * (BAR + 14);
    let shown = |one: &Perspective| {
        let counts: Vec<String> = one
            .counts()
            .iter()
            .zip(["sitting", "file", "findings"])
            .map(|((_, count), short)| {
                if wide {
                    let bar = signs(*count, BAR);
                    format!("{short} {count:>2} {bar:<9}")
                } else {
                    format!("{short} {count:>2}")
                }
            })
            .collect();
        let who: String = one.who.chars().take(name).collect();
        Line::new(0, Role::Person, format!("{who:<name$}  "))
            .and(Role::Quiet, counts.join("  ").trim_end())
    };
    let (silent, said): (Vec<_>, Vec<_>) = perspectives.iter().partition(|one| one.is_silent());
    let mut lines: Vec<Line> = said.into_iter().map(shown).collect();
    if !silent.is_empty() {
        let names: Vec<_> = silent.iter().map(|one| one.who.as_str()).collect();
        lines.push(Line::new(
            0,
            Role::Quiet,
            format!("Heard nowhere: {}", names.join(", ")),
        ));
    }
    lines
}

/// One participant on the list of those who sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Who.
    pub who: ParticipantNo,
    /// `RO Lead inspector`.
    pub shown: String,
    /// Where they stand with it.
    pub stands: Stands,
    /// Beside it: the reason why not, or when they signed and with which key.
    pub beside: String,
}

/// Everyone who is asked to sign `text`.
#[must_use]
pub fn signers(inspection: &Inspection, sitting: &Sitting, text: Sha256) -> Vec<Signer> {
    use crate::casework::Signing;

    closing::signers(sitting)
        .into_iter()
        .map(|who| Signer {
            who,
            shown: inspection.person(who),
            stands: closing::stands(sitting, who, text),
            beside: match sitting.signing.get(&who) {
                Some(Signing::Signed(signed)) => {
                    format!("{}, key {}…", signed.at.clock(), signed.public_key.short())
                }
                Some(Signing::Not {
                    reason,
                    on_paper: false,
                    ..
                }) => reason.clone(),
                Some(Signing::Not { .. }) | None => String::new(),
            },
        })
        .collect()
}
