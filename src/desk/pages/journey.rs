//! The child's journey as it is read: year by year and month by month; and beside it its silences and what was written late or twice.

use std::collections::BTreeMap;

use super::{Item, JourneyItem, Line, Page, Role, one_line};
use crate::casework::{
    Case,
    document::Document,
    journey::{Happening, Journey, Silence, Spot},
    time::day,
};

/// What of the journey is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Only {
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this agency.
    pub agency: Option<String>,
}

impl Only {
    /// Whether a happening is shown.
    #[must_use]
    pub fn shows(&self, happening: &Happening) -> bool {
        let same = |only: &Option<String>, words: &str| {
            only.as_ref().is_none_or(|only| only.as_str() == words)
        };
        same(&self.kind, &happening.kind) && same(&self.agency, &happening.agency)
    }

    /// As a heading says it; empty where everything is shown.
    #[must_use]
    pub fn shown(&self) -> String {
        let kind = self.kind.iter().map(String::as_str);
        let agency = self.agency.iter().map(String::as_str);
        kind.chain(agency).collect::<Vec<_>>().join(" · ")
    }
}

/// Kinds of the journey with how many there are of each, the commonest first.
#[must_use]
pub fn kinds(journey: &Journey) -> Vec<(String, usize)> {
    counted(journey.happenings.iter().map(|one| one.kind.as_str()))
}

/// Agencies, likewise.
#[must_use]
pub fn agencies(journey: &Journey) -> Vec<(String, usize)> {
    counted(journey.happenings.iter().map(|one| one.agency.as_str()))
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for words in words.filter(|words| !words.is_empty()) {
        *counts.entry(words).or_default() += 1;
    }
    let mut counts: Vec<_> = counts
        .into_iter()
        .map(|(words, count)| (words.to_owned(), count))
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The chronology.
#[must_use]
pub fn page(case: &Case, journey: &Journey, only: &Only) -> Page {
    let mut page = Page::new(
        "Nothing in this file has a day yet. Documents and lines of chronologies with a date stand here; marked words can be put here too.",
    );
    if only.kind.is_some() || only.agency.is_some() {
        page.push(
            None,
            vec![Line::new(
                0,
                Role::Waiting,
                format!("only {}", only.shown()),
            )],
        );
    }
    let mut month = None;
    for happening in journey.with_day().iter().filter(|one| only.shows(one)) {
        let Some(date) = happening.day() else {
            continue;
        };
        if month != Some((date.year(), date.month())) {
            month = Some((date.year(), date.month()));
            page.heading(date.strftime("%Y · %B").to_string());
        }
        page.push(
            Item::Journey(JourneyItem::Happening(happening.spot)),
            lines(case, happening),
        );
    }
    let without: Vec<_> = journey
        .without_day()
        .iter()
        .filter(|one| only.shows(one))
        .collect();
    if !without.is_empty() {
        page.heading(format!("Without a day ({})", without.len()));
        for happening in without {
            page.push(
                Item::Journey(JourneyItem::Happening(happening.spot)),
                lines(case, happening),
            );
        }
    }
    page
}

/// A happening: its day, kind and agency; what; and what there is to know about the record.
#[must_use]
pub fn lines(case: &Case, happening: &Happening) -> Vec<Line> {
    let mut first = match happening.day() {
        Some(date) => Line::new(0, Role::Heading, day(date)),
        None if happening.as_read.is_empty() => Line::new(0, Role::Gap, "no day"),
        None => Line::new(
            0,
            Role::Gap,
            format!("“{}” (as read: no such day)", one_line(&happening.as_read)),
        ),
    };
    let aside = [happening.kind.as_str(), happening.agency.as_str()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    first = first.and(Role::Quiet, format!("  {aside}"));
    first = first.right(from(case, happening));
    if happening.once_more.is_some() {
        let document = happening
            .spot
            .document()
            .and_then(|no| case.documents.get(&no));
        let title = document.map_or("the file", |document| document.title.as_str());
        let when = happening.day().map(day).unwrap_or_default();
        first = Line::new(
            2,
            Role::Quiet,
            format!("↳ {when}  told once more in {title}"),
        );
    }
    let mut lines = vec![first, Line::new(2, Role::Words, one_line(&happening.what))];
    if !happening.significance.is_empty() {
        lines.push(Line::new(
            2,
            Role::Quiet,
            format!("→ {}", one_line(&happening.significance)),
        ));
    }
    if let Some(voice) = &happening.voice {
        // Told by its words too, not by colour alone; own words between marks, what is reported without.
        let said = one_line(&voice.words);
        let said = if voice.how.is_own_words() {
            format!("“{said}”")
        } else {
            said
        };
        let role = if voice.how.is_own_words() {
            Role::Quote
        } else {
            Role::Words
        };
        lines.push(Line::new(2, Role::Person, format!("{}: ", voice.how.words())).and(role, said));
    }
    lines.extend(
        flags(case, happening)
            .into_iter()
            .map(|words| Line::new(2, Role::Waiting, words)),
    );
    lines
}

/// Where it stands, in a word or two.
fn from(case: &Case, happening: &Happening) -> String {
    match happening.spot {
        Spot::Document(no) if !case.opened(no) => "unread".to_owned(),
        Spot::Document(_) => "document".to_owned(),
        Spot::Row(..) => "chronology".to_owned(),
        Spot::Made(_) => "put here".to_owned(),
    }
}

/// What there is to know about when and how it was written: one sentence each.
#[must_use]
pub fn flags(case: &Case, happening: &Happening) -> Vec<String> {
    let mut flags = Vec::new();
    if let (Some(days), Some(recorded)) = (happening.late, happening.dates.recorded) {
        flags.push(format!("! recorded {}, {days} days later", day(recorded)));
    }
    if happening.after_announced {
        let written = happening.dates.recorded.or(happening.dates.finalised);
        flags.push(format!(
            "! written {}, when the inspection was known",
            written.map(day).unwrap_or_default()
        ));
    }
    for (document, share) in &happening.repeats {
        let title = case
            .documents
            .get(document)
            .map_or_else(|| "another document".to_owned(), Document::shown);
        flags.push(format!("= {share} % of its words stand in {title} too"));
    }
    flags
}

/// How a record is stood on in one of several lists.
type Picked = fn(Spot) -> JourneyItem;

/// Silences, and what was written late, after the inspection began, or in other words already on file.
#[must_use]
pub fn gaps(case: &Case, journey: &Journey) -> Page {
    let mut page =
        Page::new("No silence, and nothing recorded late: as far as the dates of this file tell.");
    if !journey.silences.is_empty() {
        page.heading(format!(
            "Without a contact or visit for {} days or more ({})",
            journey.silence_days,
            journey.silences.len()
        ));
        for (silence, at) in journey.silences.iter().zip(0..) {
            page.push(
                Item::Journey(JourneyItem::Silence(at)),
                silence_lines(journey, silence),
            );
        }
    }
    let since: Vec<usize> = places(journey, |one| one.after_announced);
    let copied: Vec<usize> = places(journey, |one| !one.repeats.is_empty());
    let undated: Vec<usize> = places(journey, |one| {
        one.day().is_none() && !one.as_read.is_empty()
    });
    let groups: [(String, &[usize], Picked); 4] = [
        (
            format!("Recorded more than {} days later", journey.late_days),
            &journey.late,
            JourneyItem::Late,
        ),
        (
            journey.known_from.map_or_else(
                || "Written when the inspection was known".to_owned(),
                |from| {
                    format!(
                        "Written when the inspection was known, from {} on",
                        day(from)
                    )
                },
            ),
            &since,
            JourneyItem::Since,
        ),
        (
            "Words that stand in another record too".to_owned(),
            &copied,
            JourneyItem::Copied,
        ),
        (
            "Days that cannot be, as read".to_owned(),
            &undated,
            JourneyItem::Undated,
        ),
    ];
    for (title, places, item) in groups {
        if places.is_empty() {
            continue;
        }
        page.heading(format!("{title} ({})", places.len()));
        for happening in places.iter().filter_map(|at| journey.at(*at)) {
            page.push(Item::Journey(item(happening.spot)), lines(case, happening));
        }
    }
    page
}

fn places(journey: &Journey, which: impl Fn(&Happening) -> bool) -> Vec<usize> {
    journey
        .happenings
        .iter()
        .enumerate()
        .filter(|(_, one)| which(one))
        .map(|(at, _)| at)
        .collect()
}

fn silence_lines(journey: &Journey, silence: &Silence) -> Vec<Line> {
    let named = |at: usize| super::clocks::what(journey.at(at));
    let after = match silence.before {
        Some(at) => format!("{}  {}", day(silence.until), named(at)),
        None => format!("{}  the first day of the inspection", day(silence.until)),
    };
    vec![
        Line::new(0, Role::Gap, format!("{} days", silence.days)),
        Line::new(2, Role::Quiet, "from ").and(
            Role::Words,
            format!("{}  {}", day(silence.from), named(silence.after)),
        ),
        Line::new(2, Role::Quiet, "to   ").and(Role::Words, after),
    ]
}

/// What a silence, late record or clock is called when it is made a remark, an absence or a finding: a question in plain words, and what
/// an absence would have looked for.
#[must_use]
pub fn as_said(case: &Case, journey: &Journey, item: JourneyItem) -> Option<(String, String)> {
    let of = |spot: Spot| journey.place(spot).and_then(|at| journey.at(at));
    Some(match item {
        JourneyItem::Silence(at) => {
            let silence = journey.silences.get(usize::try_from(at).ok()?)?;
            let stretch = format!("{} and {}", day(silence.from), day(silence.until));
            (
                format!(
                    "The file shows no contact or visit for {} days, between {stretch}. What happened in that time?",
                    silence.days
                ),
                format!("a contact or visit between {stretch}"),
            )
        }
        JourneyItem::Clock(at) => {
            let clock = journey.clocks.get(usize::try_from(at).ok()?)?;
            let due = clock.due().map_or_else(
                || "a day that was not counted".to_owned(),
                |due| format!("{} ({})", day(due), clock.limit.shown()),
            );
            let found = super::clocks::done(journey, clock);
            (
                format!(
                    "{}: from {} that comes to {due}; {}. What is known about it?",
                    clock.title,
                    day(clock.from),
                    found.trim_start_matches("○ ")
                ),
                format!("{}, after {}", clock.title, day(clock.from)),
            )
        }
        JourneyItem::Happening(spot)
        | JourneyItem::Late(spot)
        | JourneyItem::Since(spot)
        | JourneyItem::Copied(spot)
        | JourneyItem::Undated(spot) => {
            let happening = of(spot)?;
            let flags = flags(case, happening);
            let named = super::clocks::what(Some(happening));
            let when = happening
                .day()
                .map_or_else(String::new, |date| format!(", {}", day(date)));
            if flags.is_empty() {
                return Some((String::new(), format!("a record of: {named}{when}")));
            }
            let flags = flags
                .iter()
                .map(|flag| flag.trim_start_matches(['!', '=', ' ']))
                .collect::<Vec<_>>()
                .join("; ");
            (
                format!("{named}{when}: {flags}. How did that come about?"),
                format!("a record written at the time of: {named}{when}"),
            )
        }
    })
}
