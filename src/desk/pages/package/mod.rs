//! The package of support as a walk: early help first, then each service in its cells, need -> aim -> who -> state -> planned against
//! delivered -> both views -> difference -> review; "not offered" as visible as anything.

mod cells;

pub use cells::Cell;

use super::{Item, Line, Page, Role, anchor_line};
use crate::casework::{
    About, Case, FindingState, Inspection, Service, ServiceNo, ServiceState,
    discussion::RemarkKind, walk,
};

/// What the two people can stand on in the package, apart from a service itself.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PackageItem {
    /// A cell of a service.
    Cell(ServiceNo, Cell),
    /// Where in the file a service stands, and what was said about it.
    Said(ServiceNo),
}

impl PackageItem {
    /// The service it belongs to.
    #[must_use]
    pub fn service(self) -> Option<ServiceNo> {
        match self {
            Self::Cell(no, _) | Self::Said(no) => Some(no),
        }
    }
}

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
            walked(&mut page, inspection, case, service);
        }
    }
    page
}

/// The sign and role of a state.
#[must_use]
pub fn sign(state: ServiceState) -> (Role, &'static str) {
    match state {
        ServiceState::NotOffered => (Role::Gap, "∅"),
        ServiceState::Declined => (Role::Waiting, "○"),
        ServiceState::Offered | ServiceState::Accepted => (Role::Quiet, "○"),
        ServiceState::Started => (Role::Agreed, "●"),
        ServiceState::Ended => (Role::Aside, "■"),
    }
}

/// One service in its cells.
fn walked(page: &mut Page, inspection: &Inspection, case: &Case, service: &Service) {
    let details = &service.details;
    let (role, glyph) = sign(details.state);
    page.push(
        Item::Service(service.no),
        vec![Line::new(0, role, format!("{glyph} ")).and(
            Role::Heading,
            format!("{}. {}", service.no, details.service),
        )],
    );
    for cell in Cell::WALK {
        let words = cell.of(details);
        let line = match cell {
            Cell::State => Line::new(2, role, format!("{glyph} {words}")),
            _ if words.is_empty() => Line::new(2, Role::Quiet, cell.empty()),
            _ => Line::new(2, Role::Words, words),
        };
        let item = Item::Package(PackageItem::Cell(service.no, cell));
        page.cell(item, vec![line.label(cell.label())], cell.beside());
    }
    let said = said(inspection, case, service);
    if !said.is_empty() {
        page.cell(Item::Package(PackageItem::Said(service.no)), said, false);
    }
}

/// The words in the file that name it, and what was said about it.
fn said(inspection: &Inspection, case: &Case, service: &Service) -> Vec<Line> {
    let mut lines: Vec<Line> = service
        .anchors
        .iter()
        .map(|anchor| {
            let mut line = anchor_line(case, anchor, 2);
            // The words themselves stand in the file beside it.
            if let Some((_, words)) = line.pieces.first_mut() {
                *words = shortened(words);
            }
            line
        })
        .collect();
    let about = Some(About::Service(service.no));
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

/// The longest quote shown beneath a service, in characters.
const QUOTE: usize = 64;

/// The beginning of a quote, its closing mark kept.
fn shortened(words: &str) -> String {
    if words.chars().count() <= QUOTE {
        return words.to_owned();
    }
    let start: String = words.chars().take(QUOTE - 2).collect();
    let end = if words.ends_with('”') {
        "…”"
    } else {
        "…"
    };
    format!("{}{end}", start.trim_end())
}
