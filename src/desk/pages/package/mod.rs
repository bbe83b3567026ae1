//! The package of support as a walk: early help first, then each service in its cells, need -> aim -> who -> state -> planned against
//! delivered -> both views -> difference -> review; "not offered" as visible as anything. Beneath each what it does not show, as questions,
//! and what the plans said of it one after the other. `chart` is the same as a picture.

mod cells;
mod chart;

pub use cells::Cell;
pub use chart::{Chart, Window};

use super::{Item, Line, Page, Role, anchor_line};
use crate::{
    casework::{
        About, Case, FindingState, Inspection, Service, ServiceNo, ServiceState,
        discussion::RemarkKind,
        package::{Gap, StepKind},
        walk,
    },
    desk::package::Package,
};

/// What the two people can stand on in the package, apart from a service itself.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PackageItem {
    /// A cell of a service.
    Cell(ServiceNo, Cell),
    /// What the package does not show of a service, or of the whole, by its place among all of these.
    Gap(Option<ServiceNo>, u32),
    /// The same, set aside.
    Aside(Option<ServiceNo>, u32),
    /// What a plan said of a service, by its place in the service's history.
    Step(ServiceNo, u32),
    /// Where in the file a service stands, and what was said about it.
    Said(ServiceNo),
}

impl PackageItem {
    /// The service it belongs to.
    #[must_use]
    pub fn service(self) -> Option<ServiceNo> {
        match self {
            Self::Cell(no, _) | Self::Step(no, _) | Self::Said(no) => Some(no),
            Self::Gap(no, _) | Self::Aside(no, _) => no,
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

/// The services in their cells, without what is told of them: for whoever tells that in a part of its own.
#[must_use]
pub fn page(inspection: &Inspection, case: &Case) -> Page {
    page_of(inspection, case, &Package::default())
}

/// The whole package, with what was told of it.
#[must_use]
pub fn page_of(inspection: &Inspection, case: &Case, told: &Package) -> Page {
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
            walked(&mut page, inspection, case, service, told);
        }
    }
    let whole = told
        .gaps
        .iter()
        .filter(|gap| gap.key.service.is_none())
        .count();
    if whole > 0 {
        page.heading(format!("The package as a whole ({whole})"));
        questions(&mut page, told, None, 0);
    }
    page
}

/// What the package does not show of one service, or of the whole: each as a question, what was set aside in one quiet line.
fn questions(page: &mut Page, told: &Package, service: Option<ServiceNo>, indent: u16) {
    let of = |aside: bool| {
        (0..)
            .zip(&told.gaps)
            .filter(move |(_, gap)| gap.key.service == service && gap.dismissed.is_some() == aside)
    };
    for (at, gap) in of(false) {
        let line = Line::new(indent, Role::Gap, "? ").and(Role::Words, gap.question.as_str());
        page.cell(
            Item::Package(PackageItem::Gap(service, at)),
            vec![line],
            false,
        );
    }
    for (at, gap) in of(true) {
        page.cell(
            Item::Package(PackageItem::Aside(service, at)),
            vec![aside_line(gap, indent)],
            false,
        );
    }
}

/// A question that was set aside, with the reason.
fn aside_line(gap: &Gap, indent: u16) -> Line {
    let what = match (&gap.key.service, gap.key.need.as_str()) {
        (None, need) if !need.is_empty() => format!("{} ({need})", gap.key.gap.word()),
        _ => gap.key.gap.word().to_owned(),
    };
    let reason = gap
        .dismissed
        .as_ref()
        .map_or("", |dismissed| dismissed.reason.as_str());
    Line::new(
        indent,
        Role::Quiet,
        format!("set aside: {what} ({})", super::one_line(reason)),
    )
}

/// The most steps of a history that are shown: the first, then the last of the others.
const STEPS: usize = 4;

/// What the plans said of a service, where more than one spoke of it.
fn history(page: &mut Page, case: &Case, service: &Service, told: &Package) {
    let steps = told
        .histories
        .get(&service.no)
        .map_or(&[][..], Vec::as_slice);
    if steps.len() < 2 {
        return;
    }
    let left_out = steps.len().saturating_sub(STEPS);
    for (at, step) in (0..).zip(steps) {
        let place = usize::try_from(at).unwrap_or(usize::MAX);
        if (1..=left_out).contains(&place) {
            continue;
        }
        let role = match step.what {
            StepKind::Dropped => Role::Gap,
            StepKind::Changed(_) => Role::Words,
            StepKind::First | StepKind::Again => Role::Quiet,
        };
        let mut line = Line::new(2, role, step.shown(case, service));
        if at == 0 {
            line = line.label("In the plans");
            if left_out > 0 {
                line = line.and(Role::Quiet, format!(" … {left_out} more between"));
            }
        } else {
            line = line.label(" ");
        }
        let item = PackageItem::Step(service.no, at);
        page.cell(Item::Package(item), vec![line], false);
    }
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
fn walked(
    page: &mut Page,
    inspection: &Inspection,
    case: &Case,
    service: &Service,
    told: &Package,
) {
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
    history(page, case, service, told);
    questions(page, told, Some(service.no), 2);
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
