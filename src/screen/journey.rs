//! What the screen knows of the child's journey: the journey as it was told last, which list of it is shown, and the picture above it.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use super::state::{Effect, SittingUi, Tab};
use crate::{
    casework::{
        Inspection, Journey,
        journey::{Happening, Strip},
        time,
    },
    desk::{
        journey::{self as desk, Source},
        messages::Request,
        pages::{self, Item, JourneyItem, Page, journey::Only},
    },
};

/// Columns before the cells of the picture: what each row shows.
pub const LABELS: u16 = 8;

/// Which list of the journey is shown.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Everything, by year and month.
    #[default]
    Chronology,
    /// Silences, and what was written late or twice.
    Gaps,
    /// Timescales.
    Clocks,
}

impl View {
    /// All of them, in the order one key goes through them.
    pub const ALL: [Self; 3] = [Self::Chronology, Self::Gaps, Self::Clocks];

    /// What it is called above the list.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Chronology => "chronology",
            Self::Gaps => "silences, late",
            Self::Clocks => "clocks",
        }
    }

    /// The one after.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Chronology => Self::Gaps,
            Self::Gaps => Self::Clocks,
            Self::Clocks => Self::Chronology,
        }
    }
}

/// The journey on the screen.
#[derive(Clone, Debug, Default)]
pub struct JourneyUi {
    /// As it was told last; none before that.
    pub told: Option<Arc<Journey>>,
    /// What the journey told last was asked for: entries it depends on.
    pub asked: Option<usize>,
    /// Entries of the inspection when those it depends on were counted last, and how many they were.
    counted: Option<(u64, usize)>,
    /// Which list is shown.
    pub view: View,
    /// What of it is shown.
    pub only: Only,
    /// Where each list was left.
    pub stood: BTreeMap<View, Item>,
    /// The picture.
    pub strip: Option<Strip>,
    /// What the picture was made from: entries and columns.
    strip_made_from: Option<(u64, u16)>,
    /// How often a page was made: once a change, not once a frame.
    pub pages_made: u64,
}

impl JourneyUi {
    /// Takes a journey that was told.
    pub fn hear(&mut self, told: Arc<Journey>) {
        self.told = Some(told);
        self.strip_made_from = None;
    }

    /// The page of the list shown.
    #[must_use]
    pub fn page(&mut self, inspection: &Inspection, case: crate::casework::CaseNo) -> Page {
        self.pages_made += 1;
        let (Some(told), Some(case)) = (&self.told, inspection.cases.get(&case)) else {
            return Page::new("Reading the case file for the child's journey …");
        };
        match self.view {
            View::Chronology => pages::journey::page(case, told, &self.only),
            View::Gaps => pages::journey::gaps(case, told),
            View::Clocks => pages::clocks::page(told),
        }
    }

    /// Where a list begins: the chronology at its latest day, the others at their top.
    #[must_use]
    pub fn nearest(&self, page: &Page) -> Option<Item> {
        let stops = || page.stops();
        if self.view != View::Chronology {
            return stops().next();
        }
        let told = self.told.as_ref()?;
        let latest = told
            .with_day()
            .iter()
            .rev()
            .find(|one| self.only.shows(one))
            .map(|one| Item::Journey(JourneyItem::Happening(one.spot)));
        latest.or_else(|| stops().next_back())
    }

    /// The record of an item of the journey, and for a silence or a clock the one it begins with.
    #[must_use]
    pub fn record(&self, item: JourneyItem) -> Option<&Happening> {
        let told = self.told.as_ref()?;
        let at = match item {
            JourneyItem::Silence(at) => told.silences.get(usize::try_from(at).ok()?)?.after,
            JourneyItem::Clock(at) => {
                let clock = told.clocks.get(usize::try_from(at).ok()?)?;
                clock.trigger
            }
            other => told.place(other.spot()?)?,
        };
        told.at(at)
    }
}

/// Asks for the journey where it is shown and not told as the record stands.
pub fn ask(ui: &mut SittingUi, inspection: &Inspection) -> Vec<Effect> {
    let Some(case) = inspection
        .cases
        .get(&ui.case)
        .filter(|_| ui.tab == Tab::Journey)
    else {
        return Vec::new();
    };
    let counted = match ui.journey.counted {
        Some((entries, count)) if entries == inspection.entries => count,
        _ => {
            let count = desk::made_of(case);
            ui.journey.counted = Some((inspection.entries, count));
            count
        }
    };
    if ui.journey.asked == Some(counted) {
        return Vec::new();
    }
    ui.journey.asked = Some(counted);
    vec![Effect::Ask(Request::Journey {
        case: ui.case,
        made_of: counted,
        source: Box::new(Source::of(case, inspection)),
    })]
}

/// Makes the picture for so many columns, where it is out of date.
pub fn picture(ui: &mut SittingUi, inspection: &Inspection, columns: u16) {
    let Some(case) = inspection
        .cases
        .get(&ui.case)
        .filter(|_| ui.tab == Tab::Journey)
    else {
        return;
    };
    let made_from = Some((inspection.entries, columns));
    if ui.journey.strip_made_from == made_from {
        return;
    }
    ui.journey.strip_made_from = made_from;
    ui.journey.strip = ui.journey.told.as_ref().and_then(|told| {
        let cells = usize::from(columns.saturating_sub(LABELS));
        Strip::of(told, cells, &|no| case.opened(no))
    });
}

/// The day the pointer stands on.
#[must_use]
pub fn day_stood_on(ui: &SittingUi) -> Option<jiff::civil::Date> {
    let Some(Item::Journey(item)) = ui.item() else {
        return None;
    };
    ui.journey.record(item)?.day()
}

/// What the picture's last rows say: the day stood on with the scale, and what each status is called.
#[must_use]
pub fn legend(ui: &SittingUi, strip: &Strip) -> [String; 2] {
    let mut scale =
        day_stood_on(ui).map_or_else(String::new, |day| format!("▼ {}  ", time::day(day)));
    scale.push_str(&strip.scale.shown());
    let mut words = String::new();
    if let Some(told) = &ui.journey.told {
        let mut seen = Vec::new();
        for status in &told.statuses {
            if !seen.contains(&status.sign) {
                seen.push(status.sign);
                // Writing to a string cannot fail.
                let gap = if words.is_empty() { "" } else { "  " };
                let _ = write!(
                    words,
                    "{gap}{} {}",
                    status.sign,
                    status.title.to_lowercase()
                );
            }
        }
    }
    [scale, words]
}
