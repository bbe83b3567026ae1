//! The clocks of a case: each rule with every time it was set going, the day that comes to, and what the file has. Facts only.

use super::{Item, JourneyItem, Line, Page, Role};
use crate::casework::{
    clock::{Clock, DateIs, Standing, weekday},
    journey::{Happening, Journey},
    time::day,
};

/// Every clock, rule by rule in the order they were first set going.
#[must_use]
pub fn page(journey: &Journey) -> Page {
    let mut page = Page::new(
        "No record in this file sets a timescale going: none is a referral, a strategy discussion, a conference, a core group, a visit or a review with a day.",
    );
    for (rule, clocks) in by_rule(journey) {
        let local = if rule.local { " · local rule" } else { "" };
        page.heading(format!(
            "{} · {}{local} ({})",
            rule.title,
            rule.limit.shown(),
            clocks.len()
        ));
        for (at, clock) in clocks {
            page.push(Item::Journey(JourneyItem::Clock(at)), short(journey, clock));
        }
    }
    page
}

/// Every clock with its sum line by line, the earliest first.
#[must_use]
pub fn sums(journey: &Journey) -> Page {
    let mut page = page(journey);
    page.items.clear();
    for clock in &journey.clocks {
        let mut lines = whole(journey, clock);
        lines.push(Line::default());
        page.push(None, lines);
    }
    page
}

/// Clocks with their places in the journey, gathered by title and limit: an edition with another limit is another heading.
fn by_rule(journey: &Journey) -> Vec<(&Clock, Vec<(u32, &Clock)>)> {
    let mut rules: Vec<(&Clock, Vec<(u32, &Clock)>)> = Vec::new();
    for (clock, at) in journey.clocks.iter().zip(0..) {
        let same = rules.iter_mut().find(|(first, _)| {
            (&first.title, first.limit, first.local) == (&clock.title, clock.limit, clock.local)
        });
        match same {
            Some((_, clocks)) => clocks.push((at, clock)),
            None => rules.push((clock, vec![(at, clock)])),
        }
    }
    rules
}

/// A clock in two or three lines.
fn short(journey: &Journey, clock: &Clock) -> Vec<Line> {
    let mut lines = vec![
        Line::new(0, Role::Heading, format!("from {}", day(clock.from))).and(
            Role::Words,
            format!("  {}", what(journey.at(clock.trigger))),
        ),
    ];
    match &clock.counted {
        Ok(counted) => {
            lines.push(
                Line::new(2, Role::Quiet, "comes to ")
                    .and(Role::Words, day(counted.due))
                    .and(Role::Quiet, "  ·  ")
                    .and(done_role(clock), done(journey, clock)),
            );
        }
        Err(why) => {
            lines.push(Line::new(2, Role::Absence, why.to_string()));
            lines.push(Line::new(2, done_role(clock), done(journey, clock)));
        }
    }
    lines
}

fn done_role(clock: &Clock) -> Role {
    match (&clock.done, clock.standing) {
        (None, _) => Role::Gap,
        (Some(_), Some(Standing::After(_))) => Role::Waiting,
        (Some(_), _) => Role::Words,
    }
}

/// What the file has after the day it was set going, and how that stands to the due day.
#[must_use]
pub fn done(journey: &Journey, clock: &Clock) -> String {
    let Some(done) = &clock.done else {
        return match clock.again {
            Some(again) => format!(
                "○ no such record in the file before it was set going again on {}",
                day(again)
            ),
            None => "○ no such record in the file after that day".to_owned(),
        };
    };
    let unit = if clock.limit.is_working_days() {
        "working day"
    } else {
        "day"
    };
    let days = |count: u32| {
        if count == 1 {
            format!("1 {unit}")
        } else {
            format!("{count} {unit}s")
        }
    };
    let standing = match clock.standing {
        Some(Standing::On) => ", on that day".to_owned(),
        Some(Standing::Before(count)) => format!(", {} before", days(count)),
        Some(Standing::After(count)) => format!(", {} after", days(count)),
        None => String::new(),
    };
    let by = match done.which {
        DateIs::Happened => "",
        DateIs::Recorded => "recorded ",
        DateIs::Finalised => "finalised ",
    };
    format!(
        "on file: {by}{}{standing}: {}",
        day(done.date),
        what(journey.at(done.record))
    )
}

/// A record as a clock names it: its title or the first words of its line, in one line.
#[must_use]
pub fn what(happening: Option<&Happening>) -> String {
    /// Characters of a line shown.
    const SHOWN: usize = 70;
    let Some(happening) = happening else {
        return "a record".to_owned();
    };
    let words = super::one_line(&happening.what);
    if words.chars().count() <= SHOWN {
        return words;
    }
    let cut: String = words.chars().take(SHOWN).collect();
    format!("{}…", cut.trim_end())
}

/// All of a clock, the sum line by line: what Enter shows, and what the notes print.
#[must_use]
pub fn whole(journey: &Journey, clock: &Clock) -> Vec<Line> {
    let quiet = |label: &str, words: String| {
        Line::new(0, Role::Quiet, format!("{label}: ")).and(Role::Words, words)
    };
    let mut lines = vec![
        Line::new(0, Role::Heading, clock.title.clone()),
        quiet("How long", clock.limit.shown()),
        quiet(
            if clock.local { "Local rule" } else { "Rule" },
            format!("{} (version {} of the data)", clock.edition, clock.version),
        ),
        quiet("Where it stands", clock.source.clone()),
    ];
    if !clock.note.is_empty() {
        lines.push(quiet("To be known", clock.note.clone()));
    }
    lines.push(quiet(
        "Set going",
        format!(
            "{} ({}): {}",
            weekday(clock.from),
            clock.which.word(),
            what(journey.at(clock.trigger))
        ),
    ));
    if clock.limit.counts_days() {
        lines.push(quiet(
            "How days are counted",
            clock.convention.shown().to_owned(),
        ));
    }
    lines.push(quiet("Calendar", journey.calendar.clone()));
    lines.push(Line::default());
    lines.push(Line::new(0, Role::Heading, "The sum"));
    match &clock.counted {
        Ok(counted) => {
            lines.extend(
                counted
                    .sum
                    .iter()
                    .map(|line| Line::new(2, Role::Words, line.shown())),
            );
            lines.push(
                Line::new(2, Role::Quiet, "comes to ").and(Role::Heading, weekday(counted.due)),
            );
        }
        Err(why) => lines.push(Line::new(2, Role::Absence, why.to_string())),
    }
    lines.push(Line::default());
    lines.push(Line::new(0, done_role(clock), done(journey, clock)));
    lines
}
