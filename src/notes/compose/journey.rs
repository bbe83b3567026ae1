//! The journey as it was told, as the notes hold it. What happened and what a clock found is said by whoever told it.

use super::super::model::{
    ClockNotes, HappeningNotes, JourneyNotes, Notes, RepeatNotes, SilenceNotes,
};
use crate::casework::{
    clock::{Clock, SumLine, weekday},
    journey::{Happening, Journey},
};

/// Characters of a line named as what set a clock going.
const NAMED: usize = 120;

impl Notes {
    /// Puts the child's journey into the notes. `found` says what the file has after a clock's trigger. Names are not replaced yet.
    pub fn tell_journey(&mut self, journey: &Journey, found: &dyn Fn(&Journey, &Clock) -> String) {
        self.journey = Some(JourneyNotes {
            chronology: journey.happenings.iter().map(happening).collect(),
            silences: journey
                .silences
                .iter()
                .map(|silence| SilenceNotes {
                    days: silence.days,
                    from: silence.from,
                    until: silence.until,
                    to_first_day: silence.before.is_none(),
                })
                .collect(),
            silence_days: journey.silence_days,
            late_days: journey.late_days,
            clocks: journey
                .clocks
                .iter()
                .map(|one| clock(journey, one, found))
                .collect(),
            calendar: journey.calendar.clone(),
        });
    }
}

/// The child's own words in it, or what is only reported.
fn heard(one: &Happening, own_words: bool) -> String {
    one.voice
        .as_ref()
        .filter(|heard| heard.how.is_own_words() == own_words)
        .map_or_else(String::new, |heard| heard.words.clone())
}

fn happening(one: &Happening) -> HappeningNotes {
    let passage = one.anchor.as_ref().and_then(|anchor| anchor.passage());
    HappeningNotes {
        happened: one.dates.happened,
        recorded: one.dates.recorded.or(one.dates.finalised),
        as_read: one.as_read.clone(),
        what: one.what.clone(),
        record_kind: one.kind.clone(),
        agency: one.agency.clone(),
        significance: one.significance.clone(),
        childs_words: heard(one, true),
        child_reported: heard(one, false),
        stands_in: one
            .spot
            .document()
            .or_else(|| passage.map(|passage| passage.document)),
        paragraph: passage.map(|passage| passage.paragraph),
        days_late: one.late,
        since_known: one.after_announced,
        once_more: one.once_more,
        repeats: one
            .repeats
            .iter()
            .map(|(document, share)| RepeatNotes {
                stands_in: Some(*document),
                share: *share,
            })
            .collect(),
    }
}

fn clock(
    journey: &Journey,
    clock: &Clock,
    found: &dyn Fn(&Journey, &Clock) -> String,
) -> ClockNotes {
    let sum = match &clock.counted {
        Ok(counted) => counted
            .sum
            .iter()
            .map(SumLine::shown)
            .chain([format!("comes to {}", weekday(counted.due))])
            .collect(),
        Err(why) => vec![why.to_string()],
    };
    ClockNotes {
        timescale: clock.title.clone(),
        edition: clock.edition.clone(),
        source: clock.source.clone(),
        local: clock.local,
        limit: clock.limit.shown(),
        convention: clock.convention.shown().to_owned(),
        note: clock.note.clone(),
        from: clock.from,
        set_going_by: journey
            .at(clock.trigger)
            .map_or_else(String::new, |one| one.what.chars().take(NAMED).collect()),
        due_day: clock.due(),
        sum,
        done_day: clock.done.as_ref().map(|done| done.date),
        on_the_file: found(journey, clock),
    }
}
