//! The package of support: need -> service -> delivered -> difference, early help first, "not offered" as visible as anything.

use super::{Item, Line, Page, Role, anchor_line};
use crate::casework::{
    About, Case, FindingState, Inspection, Service, ServiceState, discussion::RemarkKind, walk,
};

/// The services in the order they are walked through: early help first, then as they were added.
#[must_use]
pub fn order(case: &Case) -> Vec<&Service> {
    let mut services: Vec<_> = case.services.values().collect();
    services.sort_by_key(|service| (!service.details.early_help, service.no));
    services
}

/// The whole package.
#[must_use]
pub fn page(inspection: &Inspection, case: &Case) -> Page {
    let mut page = Page::new(
        "No service is listed yet. Mark a row of the plan's table in the file and press s, or press s to write one.",
    );
    let services = order(case);
    let (early, other): (Vec<_>, Vec<_>) = services
        .into_iter()
        .partition(|service| service.details.early_help);
    for (title, group) in [("Early help", early), ("Services", other)] {
        if group.is_empty() {
            continue;
        }
        page.heading(format!("{title} ({})", group.len()));
        for service in group {
            page.push(Item::Service(service.no), lines(inspection, case, service));
        }
    }
    page
}

fn lines(inspection: &Inspection, case: &Case, service: &Service) -> Vec<Line> {
    let details = &service.details;
    let (role, glyph) = match details.state {
        ServiceState::NotOffered => (Role::Gap, "∅"),
        ServiceState::Declined => (Role::Waiting, "○"),
        ServiceState::Offered | ServiceState::Accepted => (Role::Quiet, "○"),
        ServiceState::Started => (Role::Agreed, "●"),
        ServiceState::Ended => (Role::Aside, "■"),
    };
    let mut lines = vec![
        Line::new(
            0,
            Role::Heading,
            format!("{}. {}", service.no, details.service),
        )
        .and(role, format!("  {glyph} {}", details.state.word())),
    ];
    for (label, words) in details
        .fields()
        .into_iter()
        .filter(|(label, _)| *label != "Service")
    {
        if !words.is_empty() {
            lines.push(Line::new(2, Role::Quiet, format!("{label}: ")).and(Role::Words, words));
        }
    }
    let missing: Vec<_> = [
        ("what was delivered", &details.delivered),
        ("what difference it made", &details.difference),
    ]
    .into_iter()
    .filter(|(_, words)| words.is_empty() && details.state != ServiceState::NotOffered)
    .map(|(label, _)| label)
    .collect();
    if !missing.is_empty() {
        lines.push(Line::new(
            2,
            Role::Gap,
            format!("not said yet: {}", missing.join(", ")),
        ));
    }
    lines.extend(
        service
            .anchors
            .iter()
            .map(|anchor| anchor_line(case, anchor, 2)),
    );
    lines.extend(talk(inspection, case, service));
    lines
}

fn talk(inspection: &Inspection, case: &Case, service: &Service) -> Vec<Line> {
    let about = Some(About::Service(service.no));
    let mut lines = Vec::new();
    for remark in case.remarks.values().filter(|remark| remark.about == about) {
        let kind: RemarkKind = remark.kind;
        lines.push(
            Line::new(2, Role::Person, inspection.initials(remark.by).to_owned())
                .and(
                    Role::Quiet,
                    format!(" {} {}: ", remark.at.clock(), kind.word()),
                )
                .and(Role::Words, super::one_line(&remark.words)),
        );
    }
    for finding in case
        .findings
        .values()
        .filter(|finding| finding.about == about)
    {
        let state: FindingState = inspection.finding_state(case, finding);
        let (role, glyph) = super::findings::role_of(&state);
        lines.push(
            Line::new(2, Role::Heading, format!("◆ Finding {} ", finding.no))
                .and(role, format!("{glyph} {} ", state.word()))
                .and(Role::Words, super::one_line(finding.words())),
        );
    }
    if !walk::discussed(case, service.no) {
        lines.push(Line::new(2, Role::Waiting, "○ not discussed yet"));
    }
    lines
}
