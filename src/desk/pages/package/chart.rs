//! The package as a picture: each service a bar in time, by agency, early help first; where its need was first recorded, what there was not
//! in between. Signs only, each said in the legend; what has no day is said in words.

use jiff::{Span, civil::Date};

use super::{Item, Line, Page, Role, sign};
use crate::casework::{
    ServiceState,
    package::{Bar, BarEnd},
    time,
};

/// The need was first recorded.
const NEED: char = '◇';
/// Nothing yet.
const NOTHING: char = '┄';
/// Offered.
const OFFERED: char = '○';
/// Offered, not begun.
const WAITING: char = '─';
/// Given.
const GIVEN: char = '█';
/// It goes on.
const ON: char = '›';
/// It ended, on a day that is not said.
const UNKNOWN: char = '?';
/// Not offered.
const NEVER: char = '∅';

/// Columns for the name of a service, at most.
const NAMES: usize = 30;

/// A stretch of time in cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The first day of the first cell.
    pub from: Date,
    /// Days a cell has.
    pub each: i32,
    /// Cells.
    pub cells: usize,
    /// Columns before them.
    pub names: usize,
    /// The last day there is anything of.
    until: Date,
}

/// How much of the time is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Window {
    /// How often it was gone closer to: each time half as many days.
    pub closer: u32,
    /// Days from the first one that has anything to the first shown.
    pub moved: i32,
}

impl Chart {
    /// The time of these services in `width` columns, up to `until` where that is later than anything known of them; none where no day is
    /// known, or there is no room. The window is brought back to where there is something.
    #[must_use]
    pub fn of(
        bars: &[Bar],
        until: Option<Date>,
        width: usize,
        window: &mut Window,
    ) -> Option<Self> {
        let first = bars.iter().filter_map(Bar::first).min()?;
        let last = bars.iter().filter_map(Bar::last).chain(until).max()?;
        let names = NAMES.min(width * 2 / 5);
        let cells = width.checked_sub(names + 1).filter(|cells| *cells >= 4)?;
        let days = first.until(last).ok()?.get_days().max(0) + 1;
        let count = i32::try_from(cells).ok()?;
        let whole = (days + count - 1) / count;
        let whole = whole.max(1);
        // What was stored may be anything.
        window.closer = window.closer.min(31);
        while window.closer > 0 && whole >> (window.closer - 1) <= 1 {
            window.closer -= 1;
        }
        let each = (whole >> window.closer.min(30)).max(1);
        let furthest = (days - each.saturating_mul(count)).max(0);
        window.moved = window.moved.clamp(0, furthest);
        Some(Self {
            from: first.checked_add(Span::new().days(window.moved)).ok()?,
            each,
            cells,
            names,
            until: last,
        })
    }

    /// How many days a step to the side is.
    #[must_use]
    pub fn step(&self) -> i32 {
        let cells = i32::try_from(self.cells / 4).unwrap_or(1).max(1);
        self.each.saturating_mul(cells)
    }

    /// `a sign is 3 weeks`.
    #[must_use]
    pub fn scale(&self) -> String {
        match self.each {
            1 => "a sign is a day".to_owned(),
            7 => "a sign is a week".to_owned(),
            days => format!("a sign is {days} days"),
        }
    }

    /// The first and last day shown.
    #[must_use]
    pub fn shown(&self) -> String {
        let last = self.day(self.cells).map(|day| day.min(self.until));
        let last = last.map_or_else(String::new, time::day);
        format!("{} to {last}", time::day(self.from))
    }

    /// What each sign means, in few words where there is little room.
    #[must_use]
    pub fn legend(columns: usize) -> &'static str {
        if columns >= 112 {
            "◇ need first recorded  ┄ nothing yet  ○ offered  ─ not begun  █ given  › goes on  ? end not said  ∅ not offered"
        } else if columns >= 73 {
            "◇ need ┄ nothing ○ offered ─ not begun █ given › goes on ? no end ∅ never"
        } else {
            "◇ need ┄ nothing ○ offered ─ to begin █ given ∅ never"
        }
    }

    /// The row above the bars: years, and months where there is room for them.
    #[must_use]
    pub fn axis(&self) -> String {
        let mut row = vec![' '; self.cells];
        let mut free = 0;
        let months = self.each <= 7;
        let mut day = self.from.first_of_month();
        while let Some(cell) = self.cell_from(day) {
            if cell >= i64::try_from(self.cells).unwrap_or(i64::MAX) {
                break;
            }
            let words = if day.month() == 1 {
                day.year().to_string()
            } else if months {
                day.strftime("%b").to_string()
            } else {
                String::new()
            };
            let at = usize::try_from(cell).unwrap_or(0);
            // The first month shown is named with its year, wherever in it the picture begins.
            let words = if cell <= 0 && day <= self.from && row.iter().all(|sign| *sign == ' ') {
                day.strftime("%b %Y").to_string()
            } else {
                words
            };
            let long = words.chars().count();
            if long > 0 && at >= free && at + long <= self.cells {
                for (place, letter) in row.iter_mut().skip(at).zip(words.chars()) {
                    *place = letter;
                }
                free = at + long + 1;
            }
            match day.checked_add(Span::new().months(1)) {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        let before = " ".repeat(self.names + 1);
        let row: String = row.into_iter().collect();
        format!("{before}{}", row.trim_end())
    }

    fn day(&self, cell: usize) -> Option<Date> {
        let cell = i32::try_from(cell).ok()?;
        let days = self.each.checked_mul(cell)?;
        self.from.checked_add(Span::new().days(days)).ok()
    }

    /// The cell of a day, counted from the first shown: less than 0 before it.
    fn cell_from(&self, day: Date) -> Option<i64> {
        let days = self.from.until(day).ok()?.get_days();
        Some(i64::from(days.div_euclid(self.each)))
    }

    /// The picture: agencies as headings, a service a row.
    #[must_use]
    pub fn page(&self, bars: &[Bar]) -> Page {
        let mut page = Page::new("");
        for early in [true, false] {
            for agency in agencies(bars, early) {
                let title = match (early, agency) {
                    (true, "") => "Early help".to_owned(),
                    (true, agency) => format!("Early help · {agency}"),
                    (false, "") => "No agency named".to_owned(),
                    (false, agency) => agency.to_owned(),
                };
                page.cell(None, vec![Line::new(0, Role::Heading, title)], false);
                let of = |bar: &&Bar| bar.early_help == early && bar.agency.trim() == agency;
                for bar in bars.iter().filter(of) {
                    page.cell(Item::Service(bar.service), vec![self.row(bar)], false);
                }
            }
        }
        page
    }

    fn row(&self, bar: &Bar) -> Line {
        let (role, glyph) = sign(bar.state);
        let name = format!("{glyph} {}. {}", bar.service, bar.name);
        let name = padded(&name, self.names);
        let line = Line::new(0, Role::Words, format!("{name} "));
        if bar.first().is_none() {
            let words = match bar.start_said.trim() {
                "" => "no day is known".to_owned(),
                said => format!("no day: {said}"),
            };
            let words: String = words.chars().take(self.cells).collect();
            return line.and(Role::Quiet, words);
        }
        let mut line = line;
        let mut run = String::new();
        let mut before = None;
        for sign in self.signs(bar) {
            let role = match sign {
                NOTHING | NEVER => Role::Gap,
                GIVEN | ON => match bar.state {
                    ServiceState::Ended => Role::Aside,
                    _ => role,
                },
                NEED => Role::Heading,
                _ => Role::Waiting,
            };
            if before != Some(role) && !run.is_empty() {
                line = line.and(before.unwrap_or(role), std::mem::take(&mut run));
            }
            before = Some(role);
            run.push(sign);
        }
        line.and(before.unwrap_or(Role::Words), run)
    }

    /// The signs of one service, a cell each.
    fn signs(&self, bar: &Bar) -> Vec<char> {
        let mut signs = vec![' '; self.cells];
        let cell = |day: Option<Date>| day.and_then(|day| self.cell_from(day));
        let (need, offered, start) = (cell(bar.need_first), cell(bar.offered), cell(bar.start));
        let now = cell(Some(self.until)).unwrap_or(0);
        let mut fill = |from: i64, to: i64, sign: char| {
            let count = i64::try_from(self.cells).unwrap_or(i64::MAX);
            for at in from.max(0)..=to.min(count - 1) {
                if let Some(place) = usize::try_from(at).ok().and_then(|at| signs.get_mut(at)) {
                    *place = sign;
                }
            }
        };
        let there = offered.into_iter().chain(start).min();
        // From the need to what was offered for it: nothing; to the end where nothing was.
        if let Some(need) = need {
            fill(need, there.unwrap_or(now), NOTHING);
        }
        if let Some(offered) = offered {
            let until = match (start, bar.end) {
                (Some(start), _) => start,
                (None, BarEnd::Day(day)) => cell(Some(day)).unwrap_or(offered),
                (None, BarEnd::Open) if bar.state != ServiceState::Started => now,
                (None, _) => offered,
            };
            fill(offered, until, WAITING);
        }
        // Begun on a day nobody said: given from when it was offered, as far as is known.
        let begun = start.or(offered.filter(|_| bar.state == ServiceState::Started));
        if let Some(begun) = begun {
            match bar.end {
                BarEnd::Day(day) => fill(begun, cell(Some(day)).unwrap_or(begun), GIVEN),
                BarEnd::Open => {
                    fill(begun, now, GIVEN);
                    fill(now.max(begun), now.max(begun), ON);
                }
                BarEnd::Unknown => {
                    fill(begun, begun, GIVEN);
                    fill(begun + 1, begun + 1, UNKNOWN);
                }
                BarEnd::Never => {}
            }
        } else if bar.end == BarEnd::Unknown
            && let Some(there) = there
        {
            fill(there + 1, there + 1, UNKNOWN);
        }
        if let Some(offered) = offered.filter(|offered| begun.is_none_or(|begun| begun > *offered))
        {
            fill(offered, offered, OFFERED);
        }
        if let Some(need) = need.filter(|need| there.is_none_or(|there| there > *need)) {
            fill(need, need, NEED);
        }
        if bar.state == ServiceState::NotOffered {
            let last = now.max(need.unwrap_or(now));
            fill(last, last, NEVER);
        }
        signs
    }
}

/// The agencies of one group, in the order in which their services stand.
fn agencies(bars: &[Bar], early: bool) -> Vec<&str> {
    let mut agencies: Vec<&str> = Vec::new();
    for bar in bars.iter().filter(|bar| bar.early_help == early) {
        if !agencies.contains(&bar.agency.trim()) {
            agencies.push(bar.agency.trim());
        }
    }
    agencies
}

/// Words in exactly so many columns.
fn padded(words: &str, columns: usize) -> String {
    use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

    let mut kept = String::new();
    let mut used = 0;
    let long = words.width() > columns;
    for letter in words.chars() {
        let width = letter.width().unwrap_or(0);
        if used + width + usize::from(long) > columns {
            break;
        }
        used += width;
        kept.push(letter);
    }
    if long && used < columns {
        kept.push('…');
        used += 1;
    }
    kept.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::ServiceNo;
    use jiff::civil::date;

    fn bar(no: u32, agency: &str, state: ServiceState) -> Bar {
        Bar {
            service: ServiceNo(no),
            name: format!("Service of {agency}"),
            agency: agency.to_owned(),
            early_help: false,
            state,
            need_first: None,
            offered: None,
            start: None,
            end: BarEnd::Open,
            about: false,
            start_said: String::new(),
        }
    }

    fn rows(bars: &[Bar], width: usize, window: &mut Window) -> (Chart, Vec<String>) {
        let chart = Chart::of(bars, None, width, window).unwrap();
        let text = chart.page(bars).to_text();
        let rows = text.lines().map(str::to_owned).collect();
        (chart, rows)
    }

    fn ended() -> Bar {
        Bar {
            need_first: Some(date(2011, 1, 1)),
            offered: Some(date(2011, 3, 2)),
            start: Some(date(2011, 4, 1)),
            end: BarEnd::Day(date(2011, 6, 30)),
            ..bar(1, "Family Centre", ServiceState::Ended)
        }
    }

    #[test]
    fn a_bar_shows_the_need_nothing_the_offer_the_wait_and_what_was_given() {
        let bars = [ended()];
        let (chart, rows) = rows(&bars, 70, &mut Window::default());
        assert_eq!((chart.names, chart.cells), (28, 41));
        // 181 days in 41 cells: five days a cell.
        assert_eq!(chart.each, 5);
        assert_eq!(rows[0], "Family Centre");
        let cells: String = rows[1].chars().skip(29).collect();
        assert_eq!(cells, "◇┄┄┄┄┄┄┄┄┄┄┄○─────███████████████████");
        assert_eq!(chart.shown(), "1 Jan 2011 to 30 Jun 2011");
    }

    #[test]
    fn what_was_not_offered_runs_on_and_what_has_no_day_is_said_in_words() {
        let bars = [
            ended(),
            Bar {
                need_first: Some(date(2011, 5, 1)),
                end: BarEnd::Never,
                ..bar(2, "Health", ServiceState::NotOffered)
            },
            Bar {
                start_said: "weekly, from Easter".to_owned(),
                ..bar(3, "Health", ServiceState::Started)
            },
        ];
        let (_, rows) = rows(&bars, 70, &mut Window::default());
        let of = |no: &str| rows.iter().find(|row| row.contains(no)).unwrap();
        assert!(
            of("2. Service").trim_end().ends_with("◇┄┄┄┄┄┄┄┄┄┄┄∅"),
            "{}",
            of("2. ")
        );
        assert!(of("3. Service").ends_with("no day: weekly, from Easter"));
        assert_eq!(rows.iter().filter(|row| *row == "Health").count(), 1);
    }

    #[test]
    fn early_help_stands_first_and_what_goes_on_or_ended_some_day_says_so() {
        let bars = [
            Bar {
                early_help: true,
                ..ended()
            },
            Bar {
                start: Some(date(2011, 2, 1)),
                ..bar(2, "School", ServiceState::Started)
            },
            Bar {
                start: Some(date(2011, 2, 1)),
                end: BarEnd::Unknown,
                ..bar(3, "School", ServiceState::Ended)
            },
        ];
        let (_, rows) = rows(&bars, 70, &mut Window::default());
        assert_eq!(rows[0], "Early help · Family Centre");
        assert!(rows[3].ends_with("█›"), "{}", rows[3]);
        assert!(rows[4].ends_with("█?"), "{}", rows[4]);
    }

    #[test]
    fn going_closer_shows_less_time_and_never_leaves_what_there_is() {
        let bars = [ended()];
        let mut window = Window {
            closer: 1,
            moved: 100_000,
        };
        let chart = Chart::of(&bars, None, 70, &mut window).unwrap();
        assert_eq!(chart.each, 2);
        assert_eq!(window.moved, 181 - 2 * 41);
        assert!(
            chart.shown().ends_with("to 30 Jun 2011"),
            "{}",
            chart.shown()
        );
        // No closer than a day a sign.
        window.closer = 30;
        let chart = Chart::of(&bars, None, 70, &mut window).unwrap();
        assert_eq!((chart.each, window.closer), (1, 2));
        window.moved = -5;
        let chart = Chart::of(&bars, None, 70, &mut window).unwrap();
        assert_eq!(chart.from, date(2011, 1, 1));
    }

    #[test]
    fn the_axis_names_years_and_months_where_there_is_room() {
        let bars = [Bar {
            need_first: Some(date(2001, 5, 20)),
            ..ended()
        }];
        let chart = Chart::of(&bars, None, 120, &mut Window::default()).unwrap();
        let axis = chart.axis();
        assert!(axis.contains("May 2001"), "{axis}");
        assert!(axis.contains("2005"), "{axis}");
        for row in chart.page(&bars).to_text().lines().skip(1) {
            assert!(row.chars().count() <= 120, "{row}");
        }
        let mut near = Window {
            closer: 4,
            moved: 0,
        };
        let chart = Chart::of(&bars, None, 120, &mut near).unwrap();
        assert!(chart.axis().contains("Aug"), "{}", chart.axis());
    }

    #[test]
    fn without_a_day_or_without_room_there_is_no_picture() {
        let window = &mut Window::default();
        assert_eq!(
            Chart::of(&[bar(1, "", ServiceState::Offered)], None, 70, window),
            None
        );
        assert_eq!(Chart::of(&[ended()], None, 5, window), None);
        assert_eq!(Chart::of(&[], None, 70, window), None);
    }
}
