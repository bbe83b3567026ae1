//! What stands above the package of support: which of its two forms is shown, and for the picture the signs and the time.

use ratatui::layout::Rect;

use super::{
    super::{
        action::Action,
        package::View,
        state::{SittingUi, State, Tab},
        widgets::flow::cut,
    },
    Canvas,
};
use crate::desk::pages::{Role, package::Chart};

pub(super) fn draw(state: &State, ui: &SittingUi, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() || ui.tab != Tab::Package {
        return;
    }
    let chart = ui
        .package
        .chart
        .as_ref()
        .filter(|_| ui.package.view == View::Picture);
    let mut rows = (area.y..area.bottom()).peekable();
    let quiet = state.theme.role(Role::Quiet);
    let axis = u16::from(chart.is_some());
    if area.height > axis {
        let y = rows.next().unwrap_or(area.y);
        forms(
            state,
            ui,
            chart,
            Rect {
                y,
                height: 1,
                ..area
            },
            canvas,
        );
    }
    let Some(chart) = chart else { return };
    if area.height > 2
        && let Some(y) = rows.next()
    {
        let legend = cut(
            Chart::legend(usize::from(area.width)),
            usize::from(area.width),
        );
        canvas.put(area, area.x, y, &legend, quiet);
    }
    if let Some(y) = rows.next() {
        canvas.put(area, area.x, y, &chart.axis(), quiet);
    }
}

/// The two forms, the one shown between brackets; for the picture which time it shows.
fn forms(
    state: &State,
    ui: &SittingUi,
    chart: Option<&Chart>,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let mut x = area.x;
    for view in View::ALL {
        let (words, role) = if view == ui.package.view {
            (format!("[{}]", view.title()), Role::Heading)
        } else {
            (format!(" {} ", view.title()), Role::Quiet)
        };
        x = canvas.put(area, x, area.y, &words, state.theme.role(role));
    }
    let words = match chart {
        Some(chart) => format!("  {}, {}", chart.shown(), chart.scale()),
        None => format!("  {}: the other", state.table.key(Action::Package)),
    };
    let room = usize::from(area.right().saturating_sub(x));
    let words = cut(&words, room);
    canvas.put(area, x, area.y, &words, state.theme.role(Role::Quiet));
}
