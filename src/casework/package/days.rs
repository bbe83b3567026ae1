//! What the words of a service say of its days. The words are read by whoever may read dates and come in here; what is no day is kept as it is
//! said, and never guessed.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::casework::ids::ServiceNo;

/// What some words say of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// As it is said; empty where nothing is.
    pub words: String,
    /// The day, of a stretch or a month its first; none where the words give none.
    pub day: Option<Date>,
    /// The last day, where the words give a stretch.
    pub until: Option<Date>,
    /// Whether only a month is said: the day is its first, for the picture, and nothing is counted from it.
    pub about: bool,
}

impl Said {
    /// The day, where one is said to the day.
    #[must_use]
    pub fn sure_day(&self) -> Option<Date> {
        self.day.filter(|_| !self.about)
    }
}

/// What the words of one service say of its days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceDays {
    /// When it began or is to begin.
    pub start: Said,
    /// When it ended or is to end.
    pub end: Said,
    /// When it was or is to be reviewed.
    pub review: Said,
}

/// The same for every service of a case.
pub type Days = BTreeMap<ServiceNo, ServiceDays>;
