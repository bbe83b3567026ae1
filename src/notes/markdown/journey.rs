//! The child's journey in the notes for people: the chronology by year, the silences, the clocks with their sums.

use super::{
    super::{
        escape::inline,
        model::{ClockNotes, HappeningNotes, JourneyNotes},
    },
    Page,
};
use crate::casework::time::day;

pub(super) fn journey(page: &mut Page, journey: &JourneyNotes) {
    page.heading(2, "The child's journey, as the file tells it");
    if journey.chronology.is_empty() {
        page.line("None.");
    }
    let mut year = None;
    for one in &journey.chronology {
        let date = one.happened.or(one.recorded);
        let here = date.map(jiff::civil::Date::year);
        if here != year || (year.is_none() && page.text.ends_with("tells it\n\n")) {
            year = here;
            let title = here.map_or_else(|| "Without a day".to_owned(), |year| year.to_string());
            page.heading(3, &title);
        }
        happening(page, one);
    }
    page.heading(
        3,
        &format!(
            "Without a contact or visit for {} days or more",
            journey.silence_days
        ),
    );
    if journey.silences.is_empty() {
        page.line("None.");
    }
    for silence in &journey.silences {
        let end = if silence.to_first_day {
            " (the first day of the inspection)"
        } else {
            ""
        };
        page.bullet(
            0,
            &format!(
                "{} days: {} to {}{end}",
                silence.days,
                day(silence.from),
                day(silence.until)
            ),
        );
    }
    page.heading(2, "Clocks: timescales applied to dated records");
    page.line(&format!(
        "Facts only, each with its rule and its sum. Calendar: {}.",
        inline(&journey.calendar)
    ));
    page.line("");
    if journey.clocks.is_empty() {
        page.line("None.");
    }
    for one in &journey.clocks {
        clock(page, one);
    }
}

fn happening(page: &mut Page, one: &HappeningNotes) {
    let when = one
        .happened
        .or(one.recorded)
        .map_or_else(|| inline(&one.as_read), day);
    let aside = [&one.record_kind, &one.agency]
        .into_iter()
        .filter(|words| !words.is_empty())
        .map(|words| inline(words))
        .collect::<Vec<_>>()
        .join(", ");
    let label = match (when.is_empty(), aside.is_empty()) {
        (true, _) => aside,
        (false, true) => when,
        (false, false) => format!("{when} ({aside})"),
    };
    if one.what.trim().is_empty() {
        page.bullet(0, &label);
    } else {
        page.said(0, &label, &one.what);
    }
    page.said(1, "Why it matters", &one.significance);
    page.said(1, "The child's words", &one.childs_words);
    let reported =
        "What the child is reported to have said or wished (not marked as the child's own words)";
    page.said(1, reported, &one.child_reported);
    if let (Some(days), Some(recorded)) = (one.days_late, one.recorded) {
        page.bullet(1, &format!("Recorded {}, {days} days later", day(recorded)));
    }
    if let Some(document) = one.once_more {
        page.bullet(
            1,
            &format!("The same as document {document}, told once more"),
        );
    }
    if one.since_known {
        page.bullet(1, "Written when the inspection was known");
    }
    for repeat in &one.repeats {
        let document = repeat.stands_in.map_or_else(
            || "another document".to_owned(),
            |no| format!("document {no}"),
        );
        page.bullet(
            1,
            &format!("{} % of its words stand in {document} too", repeat.share),
        );
    }
    if let Some(document) = one.stands_in {
        let paragraph = one
            .paragraph
            .map_or_else(String::new, |paragraph| format!(" ¶{paragraph}"));
        page.bullet(1, &format!("On file: document {document}{paragraph}"));
    }
}

fn clock(page: &mut Page, clock: &ClockNotes) {
    let local = if clock.local { ", local rule" } else { "" };
    page.bullet(
        0,
        &format!(
            "**{}** ({}{local}), from {}: {}",
            inline(&clock.timescale),
            clock.limit,
            day(clock.from),
            inline(&clock.set_going_by)
        ),
    );
    page.bullet(1, &inline(&clock.on_the_file));
    page.bullet(
        1,
        &format!(
            "Rule: {}; {}",
            inline(&clock.edition),
            inline(&clock.source)
        ),
    );
    page.bullet(1, &format!("Counting: {}", clock.convention));
    page.said(1, "To be known", &clock.note);
    page.bullet(1, &format!("Sum: {}", inline(&clock.sum.join("; "))));
}
