//! When things happened. A [`Moment`] is an instant as the machine gave it; the dates of a case are civil dates, apart from instants.

use jiff::{Timestamp, civil::Date, tz::Offset};
use serde::{Deserialize, Serialize};

/// An instant (milliseconds since 1970-01-01 UTC) with the offset from UTC in force where it was taken (seconds).
///
/// Order in the record is by chain alone; a moment is shown, never sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub utc_ms: i64,
    /// Seconds east of Greenwich at that instant.
    pub offset_s: i32,
}

impl Moment {
    /// Midnight UTC at the start of `date`: for tests and for documents that give a date only.
    #[must_use]
    pub fn on(date: Date) -> Self {
        let days = i64::from(
            date.since(Date::constant(1970, 1, 1))
                .map_or(0, |span| span.get_days()),
        );
        Self {
            utc_ms: days.saturating_mul(86_400_000),
            offset_s: 0,
        }
    }

    /// This moment, later by `ms` milliseconds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self {
            utc_ms: self.utc_ms.saturating_add(ms),
            ..self
        }
    }

    fn local(self) -> Option<jiff::civil::DateTime> {
        let stamp = Timestamp::from_millisecond(self.utc_ms).ok()?;
        let offset = Offset::from_seconds(self.offset_s).ok()?;
        Some(offset.to_datetime(stamp))
    }

    /// The civil date where it was taken; 1970-01-01 for a moment outside years -9999 to 9999.
    #[must_use]
    pub fn date(self) -> Date {
        self.local()
            .map_or(Date::constant(1970, 1, 1), jiff::civil::DateTime::date)
    }

    /// Hours and minutes where it was taken: `14:02`.
    #[must_use]
    pub fn clock(self) -> String {
        self.local().map_or_else(
            || "??:??".to_owned(),
            |local| local.strftime("%H:%M").to_string(),
        )
    }

    /// Date, time and offset, as the record prints it: `14 Mar 2012 14:02 +00:00`.
    #[must_use]
    pub fn full(self) -> String {
        let offset = Offset::from_seconds(self.offset_s).unwrap_or(Offset::UTC);
        let minutes = offset.seconds().unsigned_abs() / 60;
        let sign = if self.offset_s < 0 { '-' } else { '+' };
        format!(
            "{} {} {sign}{:02}:{:02}",
            day(self.date()),
            self.clock(),
            minutes / 60,
            minutes % 60
        )
    }

    /// RFC 3339 in UTC, to the millisecond: the machine form.
    #[must_use]
    pub fn rfc3339(self) -> String {
        Timestamp::from_millisecond(self.utc_ms)
            .map_or_else(|_| self.utc_ms.to_string(), |stamp| format!("{stamp:.3}"))
    }

    /// Whole minutes from `earlier` to here; 0 when the clock went back.
    #[must_use]
    pub fn minutes_since(self, earlier: Self) -> u64 {
        u64::try_from(self.utc_ms.saturating_sub(earlier.utc_ms) / 60_000).unwrap_or(0)
    }
}

/// A civil date as the screens and notes write it: `14 Mar 2012`.
#[must_use]
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// A month without a day: `March 2012`.
#[must_use]
pub fn month(year: i16, month: i8) -> String {
    Date::new(year, month, 1).map_or_else(
        |_| format!("{month}/{year}"),
        |date| date.strftime("%B %Y").to_string(),
    )
}

/// Minutes as people say them: `8 min`, `1 h 12 min`.
#[must_use]
pub fn duration(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// What a document says of its own dates. Each is `None` where the document does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentDates {
    /// The day the thing the document tells of happened (visit, meeting, contact).
    pub happened: Option<Date>,
    /// The day it was written down.
    pub recorded: Option<Date>,
    /// The day it was approved or closed.
    pub finalised: Option<Date>,
}

impl DocumentDates {
    /// Days between happened and recorded; `None` unless both are known and in that order.
    #[must_use]
    pub fn days_to_record(&self) -> Option<u32> {
        let days = self.recorded?.since(self.happened?).ok()?.get_days();
        u32::try_from(days).ok()
    }

    /// The date a list is ordered by: happened, else recorded, else finalised.
    #[must_use]
    pub fn sort_key(&self) -> Option<Date> {
        self.happened.or(self.recorded).or(self.finalised)
    }

    /// As shown beside a title: `14 Mar 2012 (recorded 16 Mar 2012)`; empty when nothing is known.
    #[must_use]
    pub fn shown(&self) -> String {
        // Only what says when it was written says how late it was written; what is approved later is said as that.
        let (later, word) = match (self.recorded, self.finalised) {
            (None, Some(finalised)) => (Some(finalised), "finalised"),
            (recorded, _) => (recorded, "recorded"),
        };
        match (self.happened, later) {
            (Some(happened), Some(finalised)) if word == "finalised" && finalised != happened => {
                format!("{} (finalised {})", day(happened), day(finalised))
            }
            (Some(happened), Some(recorded)) if recorded != happened => {
                match self.days_to_record() {
                    Some(1) => format!("{} (recorded the next day)", day(happened)),
                    Some(days) => format!(
                        "{} (recorded {}, {days} days later)",
                        day(happened),
                        day(recorded)
                    ),
                    None => format!("{} (recorded {})", day(happened), day(recorded)),
                }
            }
            (Some(happened), _) => day(happened),
            (None, Some(later)) => format!("{word} {}", day(later)),
            (None, None) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_moment_is_shown_where_it_was_taken() {
        let noon = Moment {
            utc_ms: Moment::on(date(2012, 6, 13)).utc_ms + 13 * 3_600_000,
            offset_s: 3600,
        };
        assert_eq!(noon.clock(), "14:00");
        assert_eq!(noon.date(), date(2012, 6, 13));
        assert_eq!(noon.full(), "13 Jun 2012 14:00 +01:00");
        assert_eq!(noon.rfc3339(), "2012-06-13T13:00:00.000Z");
    }

    #[test]
    fn a_clock_that_goes_back_gives_no_minutes() {
        let later = Moment::on(date(2012, 6, 13));
        assert_eq!(later.minutes_since(later.plus_ms(60_000)), 0);
        assert_eq!(later.plus_ms(61 * 60_000).minutes_since(later), 61);
        assert_eq!(duration(72), "1 h 12 min");
    }

    #[test]
    fn moments_beyond_the_calendar_do_not_panic() {
        for utc_ms in [i64::MIN, i64::MAX] {
            let odd = Moment {
                utc_ms,
                offset_s: i32::MAX,
            };
            let _ = (odd.clock(), odd.full(), odd.date(), odd.rfc3339());
        }
    }

    #[test]
    fn days_to_record_need_both_dates_in_order() {
        let dates = DocumentDates {
            happened: Some(date(2012, 3, 6)),
            recorded: Some(date(2012, 4, 20)),
            finalised: None,
        };
        assert_eq!(dates.days_to_record(), Some(45));
        assert_eq!(
            dates.shown(),
            "6 Mar 2012 (recorded 20 Apr 2012, 45 days later)"
        );
        let back = DocumentDates {
            happened: dates.recorded,
            recorded: dates.happened,
            finalised: None,
        };
        assert_eq!(back.days_to_record(), None);
        let approved = DocumentDates {
            recorded: None,
            finalised: dates.recorded,
            ..dates
        };
        assert_eq!(approved.shown(), "6 Mar 2012 (finalised 20 Apr 2012)");
        assert_eq!(approved.days_to_record(), None);
    }
}
