//! What the screen knows of the package of support: as it was told last, whether it is walked through or seen as a picture, and how much
//! time the picture shows.

use std::sync::Arc;

use super::state::{SittingUi, Tab};
use crate::{
    casework::{Anchor, Inspection, ServiceNo},
    desk::{
        package::{Kept, Package},
        pages::{
            Page,
            package::{self, Chart, Window},
        },
    },
};

/// How the package is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Service by service, in cells.
    #[default]
    Walk,
    /// Bars in time.
    Picture,
}

impl View {
    /// Both, in the order one key goes through them.
    pub const ALL: [Self; 2] = [Self::Walk, Self::Picture];

    /// What it is called above the list.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Walk => "walk",
            Self::Picture => "picture",
        }
    }

    /// The other.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Walk => Self::Picture,
            Self::Picture => Self::Walk,
        }
    }
}

/// The package on the screen.
#[derive(Clone, Debug, Default)]
pub struct PackageUi {
    /// As it was told last: once a change, never once a frame.
    pub kept: Kept,
    /// How it is shown.
    pub view: View,
    /// How much time the picture shows.
    pub window: Window,
    /// The picture's time, where there is one.
    pub chart: Option<Chart>,
    /// The passage of a service the file was moved to last.
    pub passage: Option<(ServiceNo, Anchor)>,
    /// How often a page was made: once a change, not once a frame.
    pub pages_made: u64,
}

impl PackageUi {
    /// The package as it was told last.
    #[must_use]
    pub fn told(&self) -> &Package {
        self.kept.told()
    }
}

/// Tells the package anew where it is shown and something changed.
pub fn refresh(ui: &mut SittingUi, inspection: &Inspection) -> Option<Arc<Package>> {
    (ui.tab == Tab::Package).then(|| ui.package.kept.refresh(inspection, ui.case))
}

/// The page of the package in so many columns.
#[must_use]
pub fn page(ui: &mut SittingUi, inspection: &Inspection, columns: usize) -> Page {
    let (Some(told), Some(case)) = (refresh(ui, inspection), inspection.cases.get(&ui.case)) else {
        return Page::default();
    };
    ui.package.pages_made += 1;
    if ui.package.view == View::Walk {
        return package::page_of(inspection, case, &told);
    }
    // What goes on goes on to the last day the file speaks of.
    let until = case
        .documents
        .values()
        .filter_map(|document| document.dates.sort_key())
        .max();
    ui.package.chart = Chart::of(&told.bars, until, columns, &mut ui.package.window);
    match &ui.package.chart {
        Some(chart) => chart.page(&told.bars),
        None => Page::new(
            "There is no picture yet: no service has a day. The walk (the same key again) shows what is said of each.",
        ),
    }
}
