//! A calendar of bank holidays: which days are working days, in the years it covers.
//!
//! Calendars are data (TOML in `assets/calendars`). A day outside its years is not guessed: it is [`DayKind::NotCovered`], and whoever
//! counts has to say so.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// The bank holidays of one country, for the years it says.
///
/// The default covers no year: every day is [`DayKind::NotCovered`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Short and stable: `england-and-wales`.
    pub id: String,
    /// Counted up with every change of the data.
    pub version: u32,
    /// As people call it.
    pub title: String,
    /// Where the days come from.
    pub source: String,
    /// The first year all of whose holidays are listed.
    pub first_year: i16,
    /// The last such year.
    pub last_year: i16,
    days: BTreeMap<Date, String>,
}

/// What a day is to somebody who counts working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// It counts.
    Working,
    /// Saturday or Sunday.
    Weekend,
    /// A bank holiday, with its name.
    Holiday(&'a str),
    /// Outside the years of the calendar: not known.
    NotCovered,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    version: u32,
    title: String,
    source: String,
    first_year: i16,
    last_year: i16,
    days: Vec<RawDay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDay {
    date: Date,
    name: String,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            id: String::new(),
            version: 0,
            title: String::new(),
            source: String::new(),
            first_year: 1,
            last_year: 0,
            days: BTreeMap::new(),
        }
    }
}

impl Calendar {
    /// Reads a calendar from TOML.
    ///
    /// # Errors
    /// What is wrong with the text, as a sentence: TOML that does not parse, years in the wrong order, a day outside them or listed twice.
    pub fn parse(text: &str) -> Result<Self, String> {
        let raw: Raw = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        if raw.last_year < raw.first_year {
            return Err(format!(
                "the calendar ends in {} before it begins in {}",
                raw.last_year, raw.first_year
            ));
        }
        let mut days = BTreeMap::new();
        for day in raw.days {
            if !(raw.first_year..=raw.last_year).contains(&day.date.year()) {
                return Err(format!(
                    "{} is outside the years of the calendar ({} to {})",
                    day.date, raw.first_year, raw.last_year
                ));
            }
            if days.insert(day.date, day.name).is_some() {
                return Err(format!("{} stands twice in the calendar", day.date));
            }
        }
        Ok(Self {
            id: raw.id,
            version: raw.version,
            title: raw.title,
            source: raw.source,
            first_year: raw.first_year,
            last_year: raw.last_year,
            days,
        })
    }

    /// What a day is.
    #[must_use]
    pub fn day(&self, date: Date) -> DayKind<'_> {
        if !(self.first_year..=self.last_year).contains(&date.year()) {
            return DayKind::NotCovered;
        }
        if matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            return DayKind::Weekend;
        }
        self.days
            .get(&date)
            .map_or(DayKind::Working, |name| DayKind::Holiday(name))
    }

    /// Working days from `first` to `last`, both counted; `None` where a day of them is outside the calendar, or they stand in the wrong
    /// order.
    #[must_use]
    pub fn working_days(&self, first: Date, last: Date) -> Option<u32> {
        if last < first
            || self.day(first) == DayKind::NotCovered
            || self.day(last) == DayKind::NotCovered
        {
            return None;
        }
        let count = first
            .series(jiff::Span::new().days(1))
            .take_while(|date| *date <= last)
            .filter(|date| self.day(*date) == DayKind::Working)
            .count();
        u32::try_from(count).ok()
    }

    /// As a clock names it: `bank holidays of England and Wales, 1995 to 2027`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}, {} to {}", self.title, self.first_year, self.last_year)
    }

    /// Every holiday, the earliest first.
    pub fn holidays(&self) -> impl Iterator<Item = (Date, &str)> {
        self.days.iter().map(|(date, name)| (*date, name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::collections::BTreeSet;

    fn calendar() -> Calendar {
        Calendar::parse(include_str!(
            "../../../assets/calendars/england-and-wales.toml"
        ))
        .unwrap()
    }

    /// The Sunday of Easter by the Gregorian rule (Meeus, Astronomical Algorithms, chapter 8).
    #[expect(clippy::many_single_char_names, reason = "the rule as it is printed")]
    fn easter(year: i16) -> Date {
        let y = i32::from(year);
        let (a, b, c) = (y % 19, y / 100, y % 100);
        let (d, e) = (b / 4, b % 4);
        let g = (b - (b + 8) / 25 + 1) / 3;
        let h = (19 * a + b - d - g + 15) % 30;
        let (i, k) = (c / 4, c % 4);
        let l = (32 + 2 * e + 2 * i - h - k) % 7;
        let m = (a + 11 * h + 22 * l) / 451;
        let n = h + l - 7 * m + 114;
        Date::new(
            year,
            i8::try_from(n / 31).unwrap(),
            i8::try_from(n % 31 + 1).unwrap(),
        )
        .unwrap()
    }

    fn on(date: Date, days: i64) -> Date {
        date.checked_add(jiff::Span::new().days(days)).unwrap()
    }

    fn first_monday(year: i16, month: i8) -> Date {
        let first = Date::new(year, month, 1).unwrap();
        on(
            first,
            i64::from((8 - first.weekday().to_monday_one_offset()) % 7),
        )
    }

    fn last_monday(year: i16, month: i8) -> Date {
        let last = Date::new(year, month, 1).unwrap().last_of_month();
        on(last, -i64::from(last.weekday().to_monday_one_offset() - 1))
    }

    /// The days that fall on a weekend are kept on the next weekdays that are free.
    fn kept(days: &[Date]) -> BTreeSet<Date> {
        let weekend = |date: &Date| date.weekday().to_monday_one_offset() > 5;
        let mut kept: BTreeSet<Date> = days.iter().copied().filter(|day| !weekend(day)).collect();
        for day in days.iter().filter(|day| weekend(day)) {
            let mut other = *day;
            while weekend(&other) || kept.contains(&other) {
                other = on(other, 1);
            }
            kept.insert(other);
        }
        kept
    }

    #[test]
    fn every_year_has_the_holidays_its_rules_give_and_those_proclaimed() {
        let calendar = calendar();
        assert_eq!((calendar.first_year, calendar.last_year), (1995, 2027));
        let moved = |year, usual: Date, to: &[(i16, Date)]| {
            to.iter()
                .find(|(of, _)| *of == year)
                .map_or(usual, |(_, date)| *date)
        };
        for year in 1995..=2027 {
            let mut expected = kept(&[Date::new(year, 1, 1).unwrap()]);
            expected.extend(kept(&[
                Date::new(year, 12, 25).unwrap(),
                Date::new(year, 12, 26).unwrap(),
            ]));
            expected.extend([on(easter(year), -2), on(easter(year), 1)]);
            expected.insert(moved(
                year,
                first_monday(year, 5),
                &[(1995, date(1995, 5, 8)), (2020, date(2020, 5, 8))],
            ));
            expected.insert(moved(
                year,
                last_monday(year, 5),
                &[
                    (2002, date(2002, 6, 4)),
                    (2012, date(2012, 6, 4)),
                    (2022, date(2022, 6, 2)),
                ],
            ));
            expected.insert(last_monday(year, 8));
            for added in [
                date(1999, 12, 31),
                date(2002, 6, 3),
                date(2011, 4, 29),
                date(2012, 6, 5),
                date(2022, 6, 3),
                date(2022, 9, 19),
                date(2023, 5, 8),
            ] {
                if added.year() == year {
                    expected.insert(added);
                }
            }
            let listed: BTreeSet<Date> = calendar
                .holidays()
                .map(|(date, _)| date)
                .filter(|date| date.year() == year)
                .collect();
            assert_eq!(listed, expected, "{year}");
        }
    }

    #[test]
    fn easter_is_where_it_was() {
        for day in [
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2011, 4, 24),
            date(2012, 4, 8),
            date(2019, 4, 21),
            date(2024, 3, 31),
        ] {
            assert_eq!(easter(day.year()), day);
        }
    }

    #[test]
    fn a_day_outside_the_years_is_not_guessed() {
        let calendar = calendar();
        assert_eq!(calendar.day(date(1994, 12, 30)), DayKind::NotCovered);
        assert_eq!(calendar.day(date(2028, 1, 3)), DayKind::NotCovered);
        assert_eq!(calendar.day(date(2012, 6, 9)), DayKind::Weekend);
        assert_eq!(
            calendar.day(date(2012, 6, 5)),
            DayKind::Holiday("Diamond Jubilee")
        );
        assert_eq!(calendar.day(date(2012, 6, 6)), DayKind::Working);
        let week = |from, to| calendar.working_days(from, to);
        assert_eq!(week(date(2012, 6, 4), date(2012, 6, 10)), Some(3));
        assert_eq!(week(date(2027, 12, 31), date(2028, 1, 3)), None);
        assert_eq!(week(date(2012, 6, 10), date(2012, 6, 4)), None);
    }

    #[test]
    fn a_calendar_that_cannot_be_used_says_why() {
        let with = |days: &str| {
            Calendar::parse(&format!(
                "id = \"t\"\nversion = 1\ntitle = \"T\"\nsource = \"s\"\nfirst_year = 2012\nlast_year = 2012\ndays = [{days}]"
            ))
        };
        let day = "{ date = \"2012-06-05\", name = \"J\" }";
        assert!(with(day).is_ok());
        assert_eq!(
            with(&format!("{day}, {day}")).unwrap_err(),
            "2012-06-05 stands twice in the calendar"
        );
        assert_eq!(
            with("{ date = \"2013-06-05\", name = \"J\" }").unwrap_err(),
            "2013-06-05 is outside the years of the calendar (2012 to 2012)"
        );
        assert!(with("{ date = \"2012-02-30\", name = \"J\" }").is_err());
    }
}
