//! Counting: from a trigger and a limit to the day it is due, by a convention that is said, with the sum line by line.
//!
//! Guidance gives a number of days and seldom says whether the first one counts; councils count in three ways, and they differ around
//! holidays. So the convention is always an argument, never a habit of the program.

use jiff::{Span, civil::Date};
use serde::Deserialize;

use super::calendar::{Calendar, DayKind};
use crate::casework::time;

/// How the first day counts, where working or calendar days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Convention {
    /// The first day after the trigger is day 1.
    NextDay,
    /// The trigger's own day is day 1; where it is no working day, the next working day is.
    DayOne,
    /// One day fewer than the limit is added to the trigger.
    LessOne,
}

impl Convention {
    /// As a clock says it.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::NextDay => "the day after is day 1",
            Self::DayOne => "the day itself is day 1 (or the next working day)",
            Self::LessOne => "one day less is added to the day itself",
        }
    }
}

/// How long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Days that are neither weekend nor bank holiday.
    WorkingDays(u16),
    /// All days.
    Days(u16),
    /// Weeks: the same day of the week.
    Weeks(u16),
    /// Months: the same day of the month, or its last day where it has none such.
    Months(u16),
}

impl Limit {
    /// `15 working days`, `3 months`.
    #[must_use]
    pub fn shown(self) -> String {
        let (count, one) = match self {
            Self::WorkingDays(count) => (count, "working day"),
            Self::Days(count) => (count, "day"),
            Self::Weeks(count) => (count, "week"),
            Self::Months(count) => (count, "month"),
        };
        if count == 1 {
            format!("1 {one}")
        } else {
            format!("{count} {one}s")
        }
    }

    /// Whether working days are counted.
    #[must_use]
    pub fn is_working_days(self) -> bool {
        matches!(self, Self::WorkingDays(_))
    }

    /// Whether the convention makes a difference: months and weeks go from a day to the same day.
    #[must_use]
    pub fn counts_days(self) -> bool {
        matches!(self, Self::WorkingDays(_) | Self::Days(_))
    }
}

/// One line of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SumLine {
    /// The trigger, and what it counts as.
    Trigger(Date),
    /// Days counted without a break: the number of the first and last, and their dates.
    Counted {
        /// Number of the first.
        from_no: u16,
        /// Number of the last.
        to_no: u16,
        /// The first.
        from: Date,
        /// The last.
        to: Date,
    },
    /// A weekend left out.
    Weekend(Date, Date),
    /// A bank holiday left out, with its name.
    Holiday(Date, String),
    /// Whole weeks or months gone on, and where that comes out.
    Added(Limit, Date),
    /// The month has no such day: its last day.
    MonthEnd(Date),
}

impl SumLine {
    /// As the screen and the notes print it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Trigger(date) => format!("from {}", weekday(*date)),
            Self::Counted {
                from_no,
                to_no,
                from,
                ..
            } if from_no == to_no => format!("day {from_no}: {}", weekday(*from)),
            Self::Counted {
                from_no,
                to_no,
                from,
                to,
            } => format!(
                "days {from_no} to {to_no}: {} to {}",
                weekday(*from),
                weekday(*to)
            ),
            Self::Weekend(from, to) if from == to => {
                format!("not counted: {} (weekend)", weekday(*from))
            }
            Self::Weekend(from, to) => {
                format!(
                    "not counted: {} and {} (weekend)",
                    weekday(*from),
                    weekday(*to)
                )
            }
            Self::Holiday(date, name) => format!("not counted: {} ({name})", weekday(*date)),
            Self::Added(limit, date) => format!("{} on: {}", limit.shown(), weekday(*date)),
            Self::MonthEnd(date) => {
                format!("that month has no such day: its last, {}", weekday(*date))
            }
        }
    }
}

/// `Thu 2 Jun 2022`.
#[must_use]
pub fn weekday(date: Date) -> String {
    format!("{} {}", date.strftime("%a"), time::day(date))
}

/// A day counted to, with the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The day it is due: the last day that is still in time.
    pub due: Date,
    /// Line by line.
    pub sum: Vec<SumLine>,
}

/// Why a count was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCounted {
    /// A day of it is outside the calendar.
    #[error(
        "not counted: {day} is outside the calendar of bank holidays, which covers {first} to {last}"
    )]
    OutsideCalendar {
        /// The first such day.
        day: String,
        /// The calendar's first year.
        first: i16,
        /// Its last year.
        last: i16,
    },
    /// The count leaves every calendar.
    #[error("not counted: the day it would come to is no date")]
    NoDate,
}

/// Counts `limit` from `trigger`.
///
/// # Errors
/// Where a day of the count is outside the calendar: it is then not made at all.
pub fn count(
    trigger: Date,
    limit: Limit,
    convention: Convention,
    calendar: &Calendar,
) -> Result<Counted, NotCounted> {
    match limit {
        Limit::WorkingDays(days) => working_days(trigger, days, convention, calendar),
        Limit::Days(days) => {
            let add = match convention {
                Convention::NextDay => days,
                Convention::DayOne | Convention::LessOne => days.saturating_sub(1),
            };
            let due = after(trigger, Span::new().days(i64::from(add)))?;
            let mut sum = vec![SumLine::Trigger(trigger)];
            let from = match convention {
                Convention::DayOne => Some(trigger),
                Convention::NextDay | Convention::LessOne => trigger.tomorrow().ok(),
            };
            let to_no = match convention {
                Convention::NextDay | Convention::DayOne => days,
                Convention::LessOne => add,
            };
            if let Some(from) = from.filter(|from| *from <= due) {
                sum.push(SumLine::Counted {
                    from_no: 1,
                    to_no,
                    from,
                    to: due,
                });
            }
            Ok(Counted { due, sum })
        }
        Limit::Weeks(weeks) => {
            let due = after(trigger, Span::new().weeks(i64::from(weeks)))?;
            Ok(Counted {
                due,
                sum: vec![SumLine::Trigger(trigger), SumLine::Added(limit, due)],
            })
        }
        Limit::Months(months) => {
            // jiff ends at the month's last day where it has none such.
            let due = after(trigger, Span::new().months(i64::from(months)))?;
            let line = if due.day() == trigger.day() {
                SumLine::Added(limit, due)
            } else {
                SumLine::MonthEnd(due)
            };
            Ok(Counted {
                due,
                sum: vec![SumLine::Trigger(trigger), line],
            })
        }
    }
}

fn after(date: Date, span: Span) -> Result<Date, NotCounted> {
    date.checked_add(span).map_err(|_| NotCounted::NoDate)
}

fn working_days(
    trigger: Date,
    days: u16,
    convention: Convention,
    calendar: &Calendar,
) -> Result<Counted, NotCounted> {
    let wanted = match convention {
        Convention::NextDay | Convention::DayOne => days,
        Convention::LessOne => days.saturating_sub(1),
    };
    let mut sum = Sum::from(trigger);
    let mut day = trigger;
    let mut number = 0;
    let mut due = trigger;
    if convention != Convention::DayOne && wanted > 0 {
        day = day.tomorrow().map_err(|_| NotCounted::NoDate)?;
    }
    while number < wanted {
        match calendar.day(day) {
            DayKind::NotCovered => {
                return Err(NotCounted::OutsideCalendar {
                    day: time::day(day),
                    first: calendar.first_year,
                    last: calendar.last_year,
                });
            }
            DayKind::Working => {
                number += 1;
                due = day;
                sum.counted(number, day);
            }
            DayKind::Weekend => sum.weekend(day),
            DayKind::Holiday(name) => sum.lines.push(SumLine::Holiday(day, name.to_owned())),
        }
        if number < wanted {
            day = day.tomorrow().map_err(|_| NotCounted::NoDate)?;
        }
    }
    Ok(Counted {
        due,
        sum: sum.lines,
    })
}

/// The lines of a sum, days without a break put together.
struct Sum {
    lines: Vec<SumLine>,
}

impl Sum {
    fn from(trigger: Date) -> Self {
        Self {
            lines: vec![SumLine::Trigger(trigger)],
        }
    }

    fn counted(&mut self, number: u16, day: Date) {
        if let Some(SumLine::Counted { to_no, to, .. }) = self.lines.last_mut() {
            *to_no = number;
            *to = day;
            return;
        }
        self.lines.push(SumLine::Counted {
            from_no: number,
            to_no: number,
            from: day,
            to: day,
        });
    }

    fn weekend(&mut self, day: Date) {
        if let Some(SumLine::Weekend(_, to)) = self.lines.last_mut() {
            *to = day;
            return;
        }
        self.lines.push(SumLine::Weekend(day, day));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn calendar() -> Calendar {
        Calendar::parse(include_str!(
            "../../../assets/calendars/england-and-wales.toml"
        ))
        .unwrap()
    }

    fn due(trigger: Date, limit: Limit, convention: Convention) -> Date {
        count(trigger, limit, convention, &calendar()).unwrap().due
    }

    /// 15 working days over the Jubilee holidays of 2 and 3 June 2022, as councils count them.
    #[test]
    fn fifteen_working_days_over_the_jubilee() {
        use Convention::{DayOne, LessOne, NextDay};
        let fifteen = Limit::WorkingDays(15);
        for (trigger, convention, expected) in [
            (date(2022, 5, 31), NextDay, date(2022, 6, 23)),
            (date(2022, 5, 31), DayOne, date(2022, 6, 22)),
            (date(2022, 5, 31), LessOne, date(2022, 6, 22)),
            // A trigger that is itself a holiday.
            (date(2022, 6, 2), NextDay, date(2022, 6, 24)),
            (date(2022, 6, 2), DayOne, date(2022, 6, 24)),
            (date(2022, 6, 2), LessOne, date(2022, 6, 23)),
        ] {
            assert_eq!(
                due(trigger, fifteen, convention),
                expected,
                "{trigger} {convention:?}"
            );
        }
    }

    #[test]
    fn the_sum_names_every_day_left_out() {
        let counted = count(
            date(2022, 5, 31),
            Limit::WorkingDays(5),
            Convention::NextDay,
            &calendar(),
        )
        .unwrap();
        let lines: Vec<_> = counted.sum.iter().map(SumLine::shown).collect();
        assert_eq!(
            lines,
            [
                "from Tue 31 May 2022",
                "day 1: Wed 1 Jun 2022",
                "not counted: Thu 2 Jun 2022 (Spring bank holiday)",
                "not counted: Fri 3 Jun 2022 (Platinum Jubilee)",
                "not counted: Sat 4 Jun 2022 and Sun 5 Jun 2022 (weekend)",
                "days 2 to 5: Mon 6 Jun 2022 to Thu 9 Jun 2022",
            ]
        );
        assert_eq!(counted.due, date(2022, 6, 9));
    }

    #[test]
    fn one_working_day_by_each_convention() {
        let friday = date(2012, 6, 1);
        let one = Limit::WorkingDays(1);
        // Monday 4 and Tuesday 5 June 2012 were holidays.
        assert_eq!(due(friday, one, Convention::NextDay), date(2012, 6, 6));
        assert_eq!(due(friday, one, Convention::DayOne), friday);
        assert_eq!(due(friday, one, Convention::LessOne), friday);
        assert_eq!(
            due(date(2012, 6, 2), one, Convention::DayOne),
            date(2012, 6, 6)
        );
    }

    #[test]
    fn months_end_with_the_month_and_weeks_keep_their_day() {
        let months = |from, months| due(from, Limit::Months(months), Convention::NextDay);
        assert_eq!(months(date(2011, 11, 29), 3), date(2012, 2, 29));
        assert_eq!(months(date(2010, 11, 30), 3), date(2011, 2, 28));
        assert_eq!(months(date(2011, 8, 31), 6), date(2012, 2, 29));
        assert_eq!(months(date(2012, 2, 29), 6), date(2012, 8, 29));
        assert_eq!(
            due(date(2012, 1, 9), Limit::Weeks(6), Convention::DayOne),
            date(2012, 2, 20)
        );
        let sum = count(
            date(2010, 11, 30),
            Limit::Months(3),
            Convention::NextDay,
            &calendar(),
        )
        .unwrap()
        .sum;
        assert_eq!(
            sum.last().map(SumLine::shown).as_deref(),
            Some("that month has no such day: its last, Mon 28 Feb 2011")
        );
    }

    #[test]
    fn calendar_days_count_weekends_too_and_need_no_calendar() {
        let ten = Limit::Days(10);
        assert_eq!(
            due(date(1901, 5, 1), ten, Convention::NextDay),
            date(1901, 5, 11)
        );
        assert_eq!(
            due(date(1901, 5, 1), ten, Convention::DayOne),
            date(1901, 5, 10)
        );
    }

    #[test]
    fn a_count_that_leaves_the_calendar_is_not_made() {
        let refused = count(
            date(2027, 12, 20),
            Limit::WorkingDays(15),
            Convention::NextDay,
            &calendar(),
        )
        .unwrap_err();
        assert_eq!(
            refused.to_string(),
            "not counted: 1 Jan 2028 is outside the calendar of bank holidays, which covers 1995 to 2027"
        );
        let never = count(
            Date::MAX,
            Limit::Months(3),
            Convention::NextDay,
            &calendar(),
        );
        assert_eq!(never, Err(NotCounted::NoDate));
    }

    #[test]
    fn counting_by_days_agrees_with_counting_between_them() {
        let calendar = calendar();
        let mut trigger = date(2001, 1, 1);
        while trigger < date(2026, 1, 1) {
            let counted = due(trigger, Limit::WorkingDays(15), Convention::NextDay);
            let between = calendar.working_days(trigger.tomorrow().unwrap(), counted);
            assert_eq!(between, Some(15), "{trigger}");
            trigger = trigger.checked_add(jiff::Span::new().days(13)).unwrap();
        }
    }
}
