//! The findings: exact wordings, the two strands of evidence under them, who answered what, and the actions that follow.

use super::{Item, Line, Page, Role, anchor_line};
use crate::casework::{
    Answer, Case, Finding, FindingState, Framework, Inspection, Relation, earlier,
    finding::WordingPut,
};

/// How much of a finding is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// As it stands among what was said.
    Short,
    /// With evidence, reasons and earlier wordings.
    Full,
}

/// Every finding with its actions: those that wait first, then agreed, not agreed, parked and withdrawn.
#[must_use]
pub fn page(inspection: &Inspection, case: &Case, framework: &Framework) -> Page {
    let mut page = Page::new(
        "No finding has been put yet. Stand on a remark, or mark words in the file, and press f.",
    );
    for (title, wanted) in GROUPS {
        let group: Vec<_> = case
            .findings
            .values()
            .filter(|finding| wanted(&inspection.finding_state(case, finding)))
            .collect();
        if group.is_empty() {
            continue;
        }
        page.heading(format!("{title} ({})", group.len()));
        for finding in group {
            page.push(
                Item::Finding(finding.no),
                card(inspection, case, framework, finding, Detail::Full),
            );
            for action in case
                .actions
                .values()
                .filter(|action| action.finding == finding.no)
            {
                page.push(Item::Action(action.no), action_lines(framework, action));
            }
        }
    }
    page
}

type Group = (&'static str, fn(&FindingState) -> bool);

const GROUPS: [Group; 6] = [
    ("To be answered", |state| {
        matches!(state, FindingState::Waiting(_))
    }),
    ("One side absent", |state| {
        matches!(state, FindingState::SideAbsent(_))
    }),
    ("Agreed", |state| matches!(state, FindingState::Agreed)),
    ("Not agreed: both voices kept", |state| {
        matches!(state, FindingState::NotAgreed)
    }),
    ("Parked", |state| matches!(state, FindingState::Parked)),
    ("Withdrawn", |state| {
        matches!(state, FindingState::Withdrawn)
    }),
];

/// One finding.
#[must_use]
pub fn card(
    inspection: &Inspection,
    case: &Case,
    framework: &Framework,
    finding: &Finding,
    detail: Detail,
) -> Vec<Line> {
    let Some(put) = finding.wording() else {
        return Vec::new();
    };
    let polarity = framework.polarity(&put.wording.polarity);
    let mut lines = vec![
        Line::new(0, Role::Heading, format!("◆ Finding {}", finding.no))
            .and(Role::Quiet, format!(" · {polarity}"))
            .right(put.at.clock()),
    ];
    if detail == Detail::Full {
        lines.push(Line::new(2, Role::Quiet, framework.area(&put.wording.area)));
    }
    lines.push(Line::new(2, Role::Words, put.wording.words.clone()));
    match detail {
        Detail::Short => lines.push(Line::new(2, Role::Quiet, strands(finding, put))),
        Detail::Full => lines.extend(evidence(inspection, case, finding, put)),
    }
    lines.push(state_line(inspection, case, finding, put));
    lines.extend(earlier_line(case, finding));
    if detail == Detail::Full {
        lines.extend(voices(inspection, finding, put));
    }
    lines
}

/// On file, heard, and how they relate, in a few words.
fn strands(finding: &Finding, put: &WordingPut) -> String {
    let mut parts = Vec::new();
    let on_file: Vec<_> = finding
        .anchors
        .iter()
        .map(|anchor| {
            anchor
                .passage()
                .map_or_else(|| "an absence".to_owned(), crate::casework::Passage::place)
        })
        .collect();
    parts.push(match on_file.len() {
        0 => "nothing on file".to_owned(),
        1..=3 => format!("on file {}", on_file.join(", ")),
        count => format!("on file: {count} places"),
    });
    parts.push(match finding.heard.len() {
        0 => "nothing heard".to_owned(),
        1 => "heard once".to_owned(),
        count => format!("heard {count} times"),
    });
    if put.wording.relation != Relation::NotSaid {
        parts.push(put.wording.relation.word().to_owned());
    }
    parts.join(" · ")
}

fn evidence(
    inspection: &Inspection,
    case: &Case,
    finding: &Finding,
    put: &WordingPut,
) -> Vec<Line> {
    let mut lines = vec![Line::new(
        2,
        Role::Quiet,
        if finding.anchors.is_empty() {
            "on file: nothing"
        } else {
            "on file:"
        },
    )];
    lines.extend(
        finding
            .anchors
            .iter()
            .map(|anchor| anchor_line(case, anchor, 4)),
    );
    lines.push(Line::new(
        2,
        Role::Quiet,
        if finding.heard.is_empty() {
            "heard: nothing"
        } else {
            "heard:"
        },
    ));
    for remark in finding.heard.iter().filter_map(|no| case.remarks.get(no)) {
        lines.push(
            Line::new(4, Role::Person, inspection.initials(remark.by).to_owned())
                .and(
                    Role::Quiet,
                    format!(" {} {}: ", remark.at.clock(), remark.kind.word()),
                )
                .and(Role::Words, super::one_line(&remark.words)),
        );
    }
    if put.wording.relation != Relation::NotSaid {
        lines.push(Line::new(
            2,
            Role::Quiet,
            format!("heard beside on file: {}", put.wording.relation.word()),
        ));
    }
    lines
}

/// The state, with everyone in the room and their answer.
fn state_line(inspection: &Inspection, case: &Case, finding: &Finding, put: &WordingPut) -> Line {
    let state = inspection.finding_state(case, finding);
    let (role, glyph) = role_of(&state);
    let mut line = Line::new(2, role, format!("{glyph} {}", state.word()));
    if matches!(state, FindingState::Withdrawn | FindingState::Parked) {
        return line;
    }
    let mut shown = put.positions.keys().copied().collect::<Vec<_>>();
    if let FindingState::Waiting(waiting) = &state {
        shown.extend(waiting.iter().filter(|no| !put.positions.contains_key(no)));
    }
    for no in shown {
        let initials = inspection.initials(no);
        let (role, words) = match put.positions.get(&no).map(|position| &position.answer) {
            Some(Answer::Agree) => (Role::Agreed, format!("   {initials} agreed ✓")),
            Some(Answer::Disagree { .. }) => {
                (Role::NotAgreed, format!("   {initials} does not agree ✗"))
            }
            Some(Answer::NotYet) => (Role::Waiting, format!("   {initials} not yet …")),
            None => (Role::Waiting, format!("   {initials} to answer …")),
        };
        line = line.and(role, words);
    }
    line
}

/// That the words it quotes changed since, where they did.
fn earlier_line(case: &Case, finding: &Finding) -> Option<Line> {
    let earlier = earlier::earlier(case, finding)?;
    let title = case
        .documents
        .get(&earlier.document())
        .map_or("the document", |document| document.title.as_str());
    Some(
        Line::new(2, Role::NotAgreed, format!("! {}", earlier.word())).and(
            Role::Quiet,
            format!(": the words it quotes changed when {title} was presented again"),
        ),
    )
}

/// How a state is coloured, and its sign.
#[must_use]
pub fn role_of(state: &FindingState) -> (Role, &'static str) {
    match state {
        FindingState::Agreed => (Role::Agreed, "✓"),
        FindingState::NotAgreed => (Role::NotAgreed, "✗"),
        FindingState::Waiting(_) | FindingState::SideAbsent(_) => (Role::Waiting, "○"),
        FindingState::Parked => (Role::Aside, "‖"),
        FindingState::Withdrawn => (Role::Aside, "–"),
    }
}

/// Reasons, other wordings, what it waits for, and the wordings before.
fn voices(inspection: &Inspection, finding: &Finding, put: &WordingPut) -> Vec<Line> {
    let mut lines = Vec::new();
    for (no, position) in &put.positions {
        if let Answer::Disagree {
            because,
            own_wording,
        } = &position.answer
        {
            let who = inspection.initials(*no);
            lines.push(
                Line::new(4, Role::NotAgreed, format!("{who}, because: "))
                    .and(Role::Words, because.clone()),
            );
            if !own_wording.is_empty() {
                lines.push(
                    Line::new(4, Role::NotAgreed, format!("{who} would say: "))
                        .and(Role::Words, own_wording.clone()),
                );
            }
        }
    }
    if let Some(parked) = &finding.parked {
        lines.push(
            Line::new(4, Role::Aside, format!("to find out ({}): ", parked.owner))
                .and(Role::Words, parked.question.clone()),
        );
    }
    if let Some(withdrawn) = &finding.withdrawn {
        lines.push(
            Line::new(4, Role::Aside, "withdrawn because: ")
                .and(Role::Words, withdrawn.reason.clone()),
        );
    }
    for earlier in finding.wordings.iter().rev().skip(1) {
        lines.push(
            Line::new(
                4,
                Role::Aside,
                format!(
                    "earlier, {} {}: ",
                    inspection.initials(earlier.by),
                    earlier.at.clock()
                ),
            )
            .and(Role::Aside, earlier.wording.words.clone()),
        );
    }
    lines
}

fn action_lines(framework: &Framework, action: &crate::casework::Action) -> Vec<Line> {
    let details = &action.details;
    let mut lines = vec![
        Line::new(4, Role::Heading, format!("→ Action {}", action.no))
            .and(Role::Quiet, format!(" · {}", details.owner))
            .and(
                Role::Quiet,
                if details.due.is_empty() {
                    String::new()
                } else {
                    format!(" · by {}", details.due)
                },
            )
            .and(
                Role::Quiet,
                if details.band.is_empty() {
                    String::new()
                } else {
                    format!(" · {}", framework.band(&details.band))
                },
            ),
        Line::new(6, Role::Words, details.what.clone()),
    ];
    for (label, words) in [
        ("why: ", &details.why),
        ("we shall know by: ", &details.measure),
    ] {
        if !words.is_empty() {
            lines.push(Line::new(6, Role::Quiet, label).and(Role::Words, words.clone()));
        }
    }
    if let Some(reason) = &action.dropped {
        lines.push(Line::new(6, Role::Aside, format!("– dropped: {reason}")));
    }
    lines
}
