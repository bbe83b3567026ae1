//! Clocks: a timescale applied to dated records, with the sum shown.
//!
//! A clock states facts: the rule and where it stands, what set it going, how days were counted, by which calendar, what day that comes
//! to, and the first fitting record after. It never says that anything was broken and makes no score: what a late day means is for the
//! two people to say. Rules and calendars are data; this file and those below know no document, no store and no screen.
//!
//! | file | owns |
//! |---|---|
//! | `calendar` | which days are working days, in the years a calendar covers |
//! | `count` | the conventions of counting, and the sum line by line |
//! | `rules` | timescales as data: editions with the days they were in force, and local ones |
//! | `run` | rules applied to dated records |

pub mod calendar;
pub mod count;
pub mod rules;
pub mod run;

pub use calendar::{Calendar, DayKind};
pub use count::{Convention, Counted, Limit, NotCounted, SumLine, count, weekday};
pub use rules::{DateIs, Match, Rule, Rulebook, Timescales};
pub use run::{Clock, Dated, Done, Standing, Stretch, run};
