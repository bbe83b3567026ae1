//! Refer-backs: immediate concerns about a child, handed back to the authority, until they are closed.

use super::{Item, Line, Page, Role};
use crate::casework::{Case, Inspection, ReferBack};

/// Those of one case, open ones first.
#[must_use]
pub fn page(inspection: &Inspection, case: &Case) -> Page {
    let mut page = Page::new("No concern has been referred back.");
    let (open, closed): (Vec<_>, Vec<_>) = case
        .refer_backs
        .values()
        .partition(|raised| raised.closed.is_none());
    for raised in open.into_iter().chain(closed) {
        page.push(Item::ReferBack(raised.no), lines(inspection, raised));
    }
    page
}

fn lines(inspection: &Inspection, raised: &ReferBack) -> Vec<Line> {
    let (role, state) = match &raised.closed {
        None => (Role::Waiting, "○ open"),
        Some(_) => (Role::Agreed, "✓ closed"),
    };
    let by = raised.by.map_or_else(
        || "outside a sitting".to_owned(),
        |by| inspection.person(by),
    );
    let mut lines = vec![
        Line::new(0, Role::Heading, format!("! Refer-back {}", raised.no))
            .and(role, format!("  {state}"))
            .right(raised.at.clock()),
        Line::new(2, Role::Words, raised.concern.clone()),
        Line::new(
            2,
            Role::Quiet,
            format!(
                "raised by {by}; told to {}, {}",
                raised.told_to, raised.told_when
            ),
        ),
    ];
    for (at, reply) in &raised.replies {
        lines.push(
            Line::new(2, Role::Quiet, format!("reply {}: ", at.clock()))
                .and(Role::Words, reply.clone()),
        );
    }
    if let Some((at, how)) = &raised.closed {
        lines.push(
            Line::new(2, Role::Quiet, format!("closed {}: ", at.clock()))
                .and(Role::Words, how.clone()),
        );
    }
    lines
}
