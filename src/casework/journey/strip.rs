//! The whole life as a row of cells: how much happened in each week or month, what status the child had, and what was read.
//!
//! One cell is a week where the life fits, else a month, else so many months as make it fit. Counts only; what a cell looks like is the
//! screen's business.

use jiff::{Span, civil::Date};

use super::Journey;
use crate::casework::ids::DocumentNo;

/// How much of the documents of a cell was opened by anyone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Read {
    /// It has none.
    #[default]
    Nothing,
    /// None of them.
    None,
    /// Some.
    Some,
    /// All.
    All,
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its first day.
    pub from: Date,
    /// What happened in it, counted.
    pub count: u32,
    /// Whether a contact or visit is among it.
    pub contact: bool,
    /// The sign of the status the child had last in it.
    pub status: Option<char>,
    /// What of it was opened.
    pub read: Read,
}

/// How much time a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// A week, from Monday.
    Week,
    /// So many months.
    Months(u32),
}

impl Scale {
    /// `a sign is a week`.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Week => "a sign is a week".to_owned(),
            Self::Months(1) => "a sign is a month".to_owned(),
            Self::Months(count) => format!("a sign is {count} months"),
        }
    }
}

/// The whole life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// The earliest first.
    pub cells: Vec<Cell>,
    /// How much time a cell is.
    pub scale: Scale,
    /// The largest count of a cell.
    pub most: u32,
}

impl Strip {
    /// The strip of a journey in at most `width` cells; none where nothing has a day, or there is no room.
    #[must_use]
    pub fn of(
        journey: &Journey,
        width: usize,
        opened: &dyn Fn(DocumentNo) -> bool,
    ) -> Option<Self> {
        let dated = journey.with_day();
        let (first, last) = (dated.first()?.day()?, dated.last()?.day()?);
        if width == 0 {
            return None;
        }
        let scale = scale(first, last, width);
        let mut cells: Vec<Cell> = Vec::new();
        let mut from = start(first, scale);
        for _ in 0..=place(first, last, scale) {
            cells.push(Cell {
                from,
                count: 0,
                contact: false,
                status: None,
                read: Read::Nothing,
            });
            from = next(from, scale).unwrap_or(Date::MAX);
        }
        for happening in dated {
            let Some(cell) = happening
                .day()
                .and_then(|day| cells.get_mut(place(first, day, scale)))
            else {
                continue;
            };
            // A line that tells of a document once more is no second event.
            cell.count += u32::from(happening.once_more.is_none());
            cell.contact |= happening.contact;
            if let Some(document) = happening.spot.document() {
                cell.read = match (cell.read, opened(document)) {
                    (Read::Nothing | Read::All, true) => Read::All,
                    (Read::Nothing | Read::None, false) => Read::None,
                    _ => Read::Some,
                };
            }
        }
        let ends: Vec<Option<Date>> = cells.iter().map(|cell| next(cell.from, scale)).collect();
        for (cell, end) in cells.iter_mut().zip(ends) {
            cell.status = journey
                .statuses
                .iter()
                .rev()
                .find(|status| {
                    let stretch = &status.stretch;
                    end.is_none_or(|end| stretch.from < end)
                        && stretch.until.is_none_or(|until| until > cell.from)
                })
                .map(|status| status.sign);
        }
        Some(Self {
            most: cells.iter().map(|cell| cell.count).max().unwrap_or(0),
            cells,
            scale,
        })
    }

    /// The cell of a day; none outside.
    #[must_use]
    pub fn cell_of(&self, day: Date) -> Option<usize> {
        let first = self.cells.first()?.from;
        if day < first {
            return None;
        }
        let at = place(first, day, self.scale);
        (at < self.cells.len()).then_some(at)
    }

    /// How high a count stands, from 0 (nothing) to `steps`; anything at all is at least 1.
    #[must_use]
    pub fn level(&self, count: u32, steps: u32) -> u32 {
        if count == 0 || self.most == 0 {
            return 0;
        }
        (count.saturating_mul(steps).div_ceil(self.most)).clamp(1, steps)
    }

    /// The cells in which a year begins, with the year; the first cell with its own.
    #[must_use]
    pub fn years(&self) -> Vec<(usize, i16)> {
        let mut years = Vec::new();
        let mut before = None;
        for (at, cell) in self.cells.iter().enumerate() {
            // A week belongs to the year of its Thursday, as in calendars.
            let year = match self.scale {
                Scale::Week => cell
                    .from
                    .checked_add(Span::new().days(3))
                    .unwrap_or(cell.from)
                    .year(),
                Scale::Months(_) => cell.from.year(),
            };
            if before != Some(year) {
                years.push((at, year));
                before = Some(year);
            }
        }
        years
    }
}

fn scale(first: Date, last: Date, width: usize) -> Scale {
    if place(first, last, Scale::Week) < width {
        return Scale::Week;
    }
    let months = place(first, last, Scale::Months(1)) + 1;
    let each = months.div_ceil(width).max(1);
    Scale::Months(u32::try_from(each).unwrap_or(u32::MAX))
}

/// The first day of the cell a day is in, for the first cell of a strip.
fn start(day: Date, scale: Scale) -> Date {
    match scale {
        Scale::Week => {
            let after_monday = i64::from(day.weekday().to_monday_zero_offset());
            day.checked_sub(Span::new().days(after_monday))
                .unwrap_or(day)
        }
        Scale::Months(_) => day.first_of_month(),
    }
}

fn next(from: Date, scale: Scale) -> Option<Date> {
    let span = match scale {
        Scale::Week => Span::new().weeks(1),
        Scale::Months(count) => Span::new().try_months(i64::from(count)).ok()?,
    };
    from.checked_add(span).ok()
}

/// The cell a day stands in, counted from that of `first`.
fn place(first: Date, day: Date, scale: Scale) -> usize {
    let cells = match scale {
        Scale::Week => {
            let days = day
                .since(start(first, scale))
                .map_or(0, |span| span.get_days());
            i64::from(days) / 7
        }
        Scale::Months(count) => {
            let month = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
            (month(day) - month(first)) / i64::from(count.max(1))
        }
    };
    usize::try_from(cells).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::{
        clock::Stretch,
        journey::{Happening, Spot, Status},
        time::DocumentDates,
    };
    use jiff::civil::date;

    fn journey(days: &[Date]) -> Journey {
        let happenings: Vec<Happening> = days
            .iter()
            .zip(1..)
            .map(|(day, no)| Happening {
                spot: Spot::Document(DocumentNo(no)),
                dates: DocumentDates {
                    happened: Some(*day),
                    ..DocumentDates::default()
                },
                as_read: String::new(),
                what: String::new(),
                kind: String::new(),
                agency: String::new(),
                significance: String::new(),
                source: String::new(),
                voice: None,
                anchor: None,
                late: None,
                after_announced: false,
                once_more: None,
                repeats: Vec::new(),
                contact: no == 1,
            })
            .collect();
        Journey {
            dated: happenings.len(),
            happenings,
            statuses: vec![Status {
                title: "Plan".to_owned(),
                sign: 'P',
                stretch: Stretch {
                    status: "plan".to_owned(),
                    from: date(2012, 1, 20),
                    until: Some(date(2012, 2, 20)),
                },
                began: 0,
            }],
            ..Journey::default()
        }
    }

    #[test]
    fn a_short_life_is_told_in_weeks_and_a_long_one_in_months_that_fit() {
        let short = journey(&[date(2012, 1, 4), date(2012, 1, 9), date(2012, 3, 1)]);
        let strip = Strip::of(&short, 20, &|no| no == DocumentNo(1)).unwrap();
        assert_eq!((strip.scale, strip.cells.len()), (Scale::Week, 9));
        assert_eq!(strip.cells[0].from, date(2012, 1, 2));
        let counts: Vec<_> = strip.cells.iter().map(|cell| cell.count).collect();
        assert_eq!(counts, [1, 1, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(strip.cells[0].read, Read::All);
        assert_eq!(strip.cells[1].read, Read::None);
        assert_eq!(strip.cells[2].read, Read::Nothing);
        assert!(strip.cells[0].contact && !strip.cells[1].contact);
        let signs: String = strip
            .cells
            .iter()
            .map(|cell| cell.status.unwrap_or('.'))
            .collect();
        // 20 January is in the third week, 20 February the Monday after the seventh.
        assert_eq!(signs, "..PPPPP..");

        let long = journey(&[date(2000, 5, 30), date(2012, 6, 1)]);
        let strip = Strip::of(&long, 48, &|_| false).unwrap();
        assert_eq!(strip.scale, Scale::Months(4));
        assert!(strip.cells.len() <= 48);
        assert_eq!(strip.cells.iter().map(|cell| cell.count).sum::<u32>(), 2);
        assert_eq!(strip.cells.last().unwrap().count, 1);
        let wide = Strip::of(&long, 200, &|_| false).unwrap();
        assert_eq!((wide.scale, wide.cells.len()), (Scale::Months(1), 146));
        assert_eq!(wide.years()[0], (0, 2000));
        assert_eq!(wide.years()[1], (8, 2001));
        assert_eq!(wide.cell_of(date(2000, 6, 1)), Some(1));
        assert_eq!(wide.cell_of(date(2000, 4, 30)), None);
        assert_eq!(wide.cell_of(date(2012, 7, 1)), None);
    }

    #[test]
    fn every_cell_with_anything_in_it_is_seen() {
        let many = journey(&[date(2012, 1, 4); 60]);
        let strip = Strip::of(&many, 10, &|_| true).unwrap();
        assert_eq!(strip.level(1, 8), 1);
        assert_eq!(strip.level(60, 8), 8);
        assert_eq!(strip.level(0, 8), 0);
    }

    #[test]
    fn nothing_dated_or_no_room_is_no_strip() {
        assert_eq!(Strip::of(&Journey::default(), 40, &|_| false), None);
        assert_eq!(
            Strip::of(&journey(&[date(2012, 1, 1)]), 0, &|_| false),
            None
        );
        let odd = journey(&[Date::MIN, Date::MAX]);
        let strip = Strip::of(&odd, 40, &|_| false).unwrap();
        assert!(strip.cells.len() <= 40);
    }
}
