//! Dates as British records write them: `14th March 2012`, `14/03/2012 10:30`, `14.3.12`, `Wed 14 Mar 12`, `2012-03-14`, `13 to 17
//! November 2023`, `March 2012`. Day before month. What is written like a date and is none (30 February, year 20112) is said to be so;
//! nothing is made out of it. A month alone stays a month.

use std::ops::Range;

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A day.
    Day(Date),
    /// From a day to a day.
    Span(Date, Date),
    /// A month of a year, 1 to 12: no day.
    Month(i16, i8),
    /// Written like a date, and no such day is there.
    CannotBe,
}

impl Found {
    /// The day, of a span its first.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Span(day, _) => Some(day),
            Self::Month(..) | Self::CannotBe => None,
        }
    }
}

/// A date with the bytes it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Byte range in the words looked at.
    pub range: Range<usize>,
    /// What it says.
    pub found: Found,
}

/// The years a document speaks of: a year of two figures is one of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    latest: i16,
}

/// Without a year of four figures around it, 30 to 99 are of the last century and 00 to 29 of this one.
const NO_YEARS: Years = Years { latest: 2009 };

/// How far beyond the years a document speaks of a year of two figures may lie: plans look ahead until a child is grown.
const AHEAD: i16 = 20;

impl Default for Years {
    fn default() -> Self {
        NO_YEARS
    }
}

impl Years {
    /// The years written with four figures in `words`.
    #[must_use]
    pub fn of(words: &str) -> Self {
        let latest = words
            .split(|c: char| !c.is_ascii_digit())
            .filter(|run| run.len() == 4)
            .filter_map(|run| run.parse().ok())
            .filter(|year| (1930..=2099).contains(year))
            .max();
        latest.map_or(NO_YEARS, |latest| Self { latest })
    }

    fn of_two_figures(self, year: i16) -> i16 {
        if 2000 + year <= self.latest.saturating_add(AHEAD) {
            2000 + year
        } else {
            1900 + year
        }
    }
}

/// The day `words` begin with, a day of the week before it aside; `None` where they begin with none, or with one that cannot be.
#[must_use]
pub fn first(words: &str) -> Option<Date> {
    match at_start(words, Years::of(words))?.found {
        Found::Day(day) => Some(day),
        _ => None,
    }
}

/// The date `words` begin with, white space aside.
#[must_use]
pub fn at_start(words: &str, years: Years) -> Option<Written> {
    // No date is longer; a cell may hold a book.
    let end = words
        .char_indices()
        .nth(90)
        .map_or(words.len(), |(byte, _)| byte);
    let words = words.get(..end)?;
    let reader = Reader::new(words, years);
    let from = usize::from(matches!(reader.kind(0), Some(Kind::Space)));
    reader.date(from)
}

/// Every date in `words`, in order.
#[must_use]
pub fn all(words: &str, years: Years) -> Vec<Written> {
    let reader = Reader::new(words, years);
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.parts.len() {
        match reader.date(at) {
            Some(written) => {
                at = reader
                    .parts
                    .partition_point(|part| part.range.start < written.range.end);
                found.push(written);
            }
            None => at += 1,
        }
    }
    found
}

/// Days written without a year, in order: month and day of "8 March", "the 5th and 19th of April" (of these the last).
#[must_use]
pub fn days_without_year(words: &str) -> Vec<(i8, i8)> {
    let reader = Reader::new(words, NO_YEARS);
    let glued = |at: usize| {
        at.checked_sub(1)
            .and_then(|before| reader.kind(before))
            .is_some_and(|kind| kind == Kind::Letters)
    };
    (0..reader.parts.len())
        .filter(|at| !glued(*at) && reader.date(*at).is_none())
        .filter_map(|at| {
            let (day, next) = reader.day(at)?;
            let (month, _) = reader.month_word(reader.after_of(next))?;
            Date::new(2012, month, day).ok().map(|_| (month, day))
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Figures,
    Letters,
    Space,
    Other,
}

struct Part {
    kind: Kind,
    range: Range<usize>,
}

/// Words cut into runs of figures, runs of letters and what stands between.
struct Reader<'a> {
    words: &'a str,
    parts: Vec<Part>,
    years: Years,
}

/// A piece of a date and the part after it.
type Piece<T> = Option<(T, usize)>;

impl<'a> Reader<'a> {
    fn new(words: &'a str, years: Years) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for (start, letter) in words.char_indices() {
            let kind = match letter {
                '0'..='9' => Kind::Figures,
                letter if letter.is_alphabetic() => Kind::Letters,
                letter if letter.is_whitespace() => Kind::Space,
                _ => Kind::Other,
            };
            let end = start + letter.len_utf8();
            match parts.last_mut() {
                Some(last) if last.kind == kind && kind != Kind::Other => last.range.end = end,
                _ => parts.push(Part {
                    kind,
                    range: start..end,
                }),
            }
        }
        Self {
            words,
            parts,
            years,
        }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.parts.get(at).map(|part| part.kind)
    }

    fn text(&self, at: usize) -> &'a str {
        self.parts
            .get(at)
            .and_then(|part| self.words.get(part.range.clone()))
            .unwrap_or_default()
    }

    /// The date that begins with this part.
    fn date(&self, at: usize) -> Option<Written> {
        let glued = at
            .checked_sub(1)
            .and_then(|before| self.kind(before))
            .is_some_and(|kind| matches!(kind, Kind::Figures | Kind::Letters));
        if glued {
            return None;
        }
        let from = self.weekday(at).unwrap_or(at);
        let (found, end) = self
            .span(from)
            .or_else(|| self.whole(from))
            .or_else(|| self.month_alone(at))?;
        let start = self.parts.get(at)?.range.start;
        let last = self.parts.get(end.checked_sub(1)?)?.range.end;
        Some(Written {
            range: start..last,
            found,
        })
    }

    /// The part after a day of the week.
    fn weekday(&self, at: usize) -> Option<usize> {
        let word = self.text(at).to_lowercase();
        let is_one = word.len() >= 3
            && (WEEKDAYS.iter().any(|day| day.starts_with(&word))
                || ["tues", "weds", "thur", "thurs"].contains(&word.as_str()));
        (is_one && self.kind(at) == Some(Kind::Letters)).then(|| {
            let mut next = at + 1;
            while matches!(self.kind(next), Some(Kind::Space))
                || matches!(self.text(next), "," | "." | "(")
            {
                next += 1;
            }
            if self.text(next).eq_ignore_ascii_case("the") {
                next = self.after_space(next + 1);
            }
            next
        })
    }

    fn after_space(&self, at: usize) -> usize {
        at + usize::from(self.kind(at) == Some(Kind::Space))
    }

    /// `13 to 17 November 2023`, `30 October – 3 November 2023`, `14/03/2012 - 16/03/2012`.
    fn span(&self, at: usize) -> Piece<Found> {
        if let Some((from, next)) = self.whole(at) {
            // "6 March and 8 March" are two days; and where the second is the earlier one, they are two dates.
            let next = self.to(next, false)?;
            let (to, end) = self.whole(self.weekday(next).unwrap_or(next))?;
            let span = between(from.day(), to.day());
            return (span != Found::CannotBe).then_some((span, end));
        }
        let (day, next) = self.day(at)?;
        let (month, next) = match self.month_word(self.after_of(next)) {
            Some((month, next)) => (Some(month), next),
            None => (None, next),
        };
        let next = self.to(next, true)?;
        let (to, end) = self.by_words(self.weekday(next).unwrap_or(next))?;
        let Found::Day(to) = to else {
            return Some((Found::CannotBe, end));
        };
        let from = Date::new(to.year(), month.unwrap_or(to.month()), day).ok();
        Some((between(from, Some(to)), end))
    }

    /// The part after `to`, `until`, a dash; where `and` says as much, after that too.
    fn to(&self, at: usize, and: bool) -> Option<usize> {
        let at = self.after_space(at);
        let word = self.text(at);
        let is_one = ["-", "–", "—"].contains(&word)
            || ["to", "until"]
                .iter()
                .any(|to| word.eq_ignore_ascii_case(to))
            || and && (word == "&" || word.eq_ignore_ascii_case("and"));
        is_one.then(|| self.after_space(at + 1))
    }

    /// One whole date.
    fn whole(&self, at: usize) -> Piece<Found> {
        self.by_words(at)
            .or_else(|| self.month_first(at))
            .or_else(|| self.year_first(at))
            .or_else(|| self.by_figures(at))
    }

    /// `14th of March, 2012`.
    fn by_words(&self, at: usize) -> Piece<Found> {
        let (day, next) = self.day(at)?;
        let next = self.after_of(next);
        let next = match self.text(next) {
            "-" | "/" | "." | "–" => next + 1,
            _ => next,
        };
        let (month, next) = self.month_word(next)?;
        let next = match self.text(next) {
            "-" | "/" | "," | "–" => self.after_space(next + 1),
            _ => self.after_space(next),
        };
        let (year, end) = self.year(next, true)?;
        Some((made(year, month, day), end))
    }

    fn after_of(&self, at: usize) -> usize {
        let next = self.after_space(at);
        if self.text(next).eq_ignore_ascii_case("of") {
            return self.after_space(next + 1);
        }
        next
    }

    /// `March 14th, 2012`.
    fn month_first(&self, at: usize) -> Piece<Found> {
        let (month, next) = self.month_word(at)?;
        let (day, next) = self.day(self.after_space(next))?;
        let next = match self.text(next) {
            "," => self.after_space(next + 1),
            _ => self.after_space(next),
        };
        let (year, end) = self.year(next, true)?;
        Some((made(year, month, day), end))
    }

    /// `2012-03-14`, perhaps with `T10:30` behind it.
    fn year_first(&self, at: usize) -> Piece<Found> {
        let year = self.figures(at).filter(|run| run.len() == 4)?;
        let between = self.text(at + 1);
        if !["-", "/", "."].contains(&between) || self.text(at + 3) != between {
            return None;
        }
        let month = self.figures(at + 2).filter(|run| run.len() <= 2)?;
        let day = self.figures(at + 4).filter(|run| run.len() <= 2)?;
        let year = year.parse().ok().filter(|year| PLAUSIBLE.contains(year));
        Some((made(year, month.parse().ok()?, day.parse().ok()?), at + 5))
    }

    /// `14/03/2012`, `14.3.12`, `14-03-2012`, `14 / 03 / 2012`; with spaces alone only where every figure is written.
    fn by_figures(&self, at: usize) -> Piece<Found> {
        let day = self.figures(at).filter(|run| run.len() <= 2)?;
        let (one, next) = self.between(at + 1)?;
        let month = self.figures(next).filter(|run| run.len() <= 2)?;
        let (other, next) = self.between(next + 1)?;
        if one != other {
            return None;
        }
        let (year, end) = self.year(next, false)?;
        let written_out = day.len() == 2 && month.len() == 2 && self.text(next).len() == 4;
        if one == " " && !written_out {
            return None;
        }
        Some((made(year, month.parse().ok()?, day.parse().ok()?), end))
    }

    /// What parts two figures of a date, and the part after it.
    fn between(&self, at: usize) -> Piece<&'a str> {
        let next = self.after_space(at);
        match self.text(next) {
            sign @ ("/" | "." | "-") => Some((sign, self.after_space(next + 1))),
            _ if next > at => Some((" ", next)),
            _ => None,
        }
    }

    /// `March 2012`, where no day stands before it.
    fn month_alone(&self, at: usize) -> Piece<Found> {
        let a_day_before = at
            .checked_sub(2)
            .is_some_and(|before| self.kind(before) == Some(Kind::Figures));
        if a_day_before {
            return None;
        }
        let (month, next) = self.month_word(at)?;
        let next = match self.text(next) {
            "," => self.after_space(next + 1),
            _ => self.after_space(next),
        };
        let year = self.figures(next).filter(|run| run.len() == 4)?;
        let year = year.parse().ok().filter(|year| PLAUSIBLE.contains(year))?;
        Some((Found::Month(year, month), next + 1))
    }

    fn figures(&self, at: usize) -> Option<&'a str> {
        (self.kind(at) == Some(Kind::Figures)).then(|| self.text(at))
    }

    /// A day of the month, `st`, `nd`, `rd` or `th` behind it or not.
    fn day(&self, at: usize) -> Piece<i8> {
        let day = self.figures(at).filter(|run| run.len() <= 2)?;
        let ordinal = self.kind(at + 1) == Some(Kind::Letters)
            && ["st", "nd", "rd", "th"]
                .iter()
                .any(|ending| self.text(at + 1).eq_ignore_ascii_case(ending));
        Some((day.parse().ok()?, at + 1 + usize::from(ordinal)))
    }

    /// A month by its name, a full stop behind it or not.
    fn month_word(&self, at: usize) -> Piece<i8> {
        let word = self.text(at).to_lowercase();
        let number = MONTHS.iter().position(|month| {
            word.len() >= 3 && (month.starts_with(&word) || word == "sept" && *month == "september")
        })?;
        let stop = self.text(at + 1) == ".";
        Some((i8::try_from(number + 1).ok()?, at + 1 + usize::from(stop)))
    }

    /// A year; `None` inside where there is no such year. After a month's name a run of three or five figures is a mistyped year.
    fn year(&self, at: usize, after_a_word: bool) -> Piece<Option<i16>> {
        let apostrophe = matches!(self.text(at), "'" | "’" | "‘");
        let at = at + usize::from(apostrophe);
        let run = self.figures(at)?;
        let year = match run.len() {
            2 => Some(self.years.of_two_figures(run.parse().ok()?)),
            4 => run.parse().ok().filter(|year| PLAUSIBLE.contains(year)),
            5 => None,
            3 if after_a_word => None,
            _ => return None,
        };
        // A time after the day and month is no year: "14 March 10:30".
        if run.len() == 2 && self.text(at + 1) == ":" {
            return None;
        }
        Some((year, at + 1))
    }
}

/// Nobody in a child's file lives before, and no plan looks beyond.
const PLAUSIBLE: Range<i16> = 1900..2200;

fn made(year: Option<i16>, month: i8, day: i8) -> Found {
    year.and_then(|year| Date::new(year, month, day).ok())
        .map_or(Found::CannotBe, Found::Day)
}

fn between(from: Option<Date>, to: Option<Date>) -> Found {
    match (from, to) {
        (Some(from), Some(to)) if from < to => Found::Span(from, to),
        (Some(from), Some(to)) if from == to => Found::Day(from),
        _ => Found::CannotBe,
    }
}

#[cfg(test)]
mod tests;
