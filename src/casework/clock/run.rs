//! Rules applied to dated records: every clock that was set going, what ended it, and the sum.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    Calendar, Convention, Counted, Limit, NotCounted, count,
    rules::{DateIs, Match, Rule, Rulebook, Timescales},
};

/// A record as far as clocks need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dated {
    /// What kind of record.
    pub kind: String,
    /// Its title in small letters: what `with` and `without` of a rule are looked for in.
    pub words: String,
    /// The day it happened.
    pub happened: Option<Date>,
    /// The day it was written down.
    pub recorded: Option<Date>,
    /// The day it was approved or closed.
    pub finalised: Option<Date>,
}

impl Dated {
    fn date(&self, which: DateIs) -> Option<Date> {
        match which {
            DateIs::Happened => self.happened,
            DateIs::Recorded => self.recorded,
            DateIs::Finalised => self.finalised,
        }
    }

    /// The date by which it fits one of `matches`.
    fn fits(&self, matches: &[Match]) -> Option<(Date, DateIs, bool)> {
        matches
            .iter()
            .filter(|one| one.fits(&self.kind, &self.words))
            .find_map(|one| {
                let (date, which) = one
                    .date
                    .iter()
                    .find_map(|which| Some((self.date(*which)?, *which)))?;
                Some((date, which, one.itself))
            })
    }
}

/// A stretch of time in which the child had a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The id of the status.
    pub status: String,
    /// Its first day.
    pub from: Date,
    /// The first day it no longer held; none where the records do not show its end.
    pub until: Option<Date>,
}

impl Stretch {
    /// Whether it held on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// What ended a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which record, by its place in the list.
    pub record: usize,
    /// On which day.
    pub date: Date,
    /// Which of its dates that is.
    pub which: DateIs,
}

/// One rule set going by one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The rule's id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// What is to be known when reading it.
    pub note: String,
    /// The edition used, with the days it was in force.
    pub edition: String,
    /// The edition's version.
    pub version: u32,
    /// Where the rule stands.
    pub source: String,
    /// Whether it is a council's own rule and not the law's.
    pub local: bool,
    /// How long it may take.
    pub limit: Limit,
    /// How the first day counts.
    pub convention: Convention,
    /// The record that set it going, by its place in the list.
    pub trigger: usize,
    /// The day that counts.
    pub from: Date,
    /// Which of the record's dates that is.
    pub which: DateIs,
    /// The day it comes to, with the sum; or why that was not counted.
    pub counted: Result<Counted, NotCounted>,
    /// The first fitting record after.
    pub done: Option<Done>,
    /// How its day stands to the due day; none where either is not known.
    pub standing: Option<Standing>,
    /// Where nothing fits: the day the same rule was set going again, before which it was looked for.
    pub again: Option<Date>,
}

/// How a done day stands to the due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// On that very day.
    On,
    /// So many days (working days, where those were counted) before it.
    Before(u32),
    /// So many after it.
    After(u32),
}

impl Clock {
    /// The due day, where it was counted.
    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.counted.as_ref().ok().map(|counted| counted.due)
    }
}

/// Every clock that `records` set going, the earliest first. `stretches` are the child's statuses, for rules that hold only in one.
#[must_use]
pub fn run(
    records: &[Dated],
    stretches: &[Stretch],
    book: &Rulebook,
    calendar: &Calendar,
) -> Vec<Clock> {
    let mut clocks = Vec::new();
    for edition in &book.editions {
        for rule in &edition.rule {
            clocks.extend(of_rule(records, stretches, book, calendar, edition, rule));
        }
    }
    clocks.sort_by(|a, b| (a.from, &a.rule).cmp(&(b.from, &b.rule)));
    clocks
}

fn of_rule(
    records: &[Dated],
    stretches: &[Stretch],
    book: &Rulebook,
    calendar: &Calendar,
    edition: &Timescales,
    rule: &Rule,
) -> Vec<Clock> {
    let mut ends: Vec<(Date, usize, DateIs, bool)> = records
        .iter()
        .enumerate()
        .filter_map(|(at, record)| {
            let (date, which, itself) = record.fits(&rule.done)?;
            Some((date, at, which, itself))
        })
        .collect();
    ends.sort_by_key(|(date, at, ..)| (*date, *at));
    let mut starts: Vec<(Date, usize, DateIs)> = records
        .iter()
        .enumerate()
        .filter_map(|(at, record)| {
            let (date, which, _) = record.fits(&rule.trigger)?;
            Some((date, at, which))
        })
        .collect();
    starts.sort_by_key(|(date, at, _)| (*date, *at));
    // Two records of one day (the minutes and a line of the chronology) set one clock going; the first of the list stands for both.
    starts.dedup_by_key(|(date, ..)| *date);
    let starting: BTreeSet<Date> = starts.iter().map(|(date, ..)| *date).collect();
    let holds = |day: Date| {
        rule.during.as_ref().is_none_or(|status| {
            stretches
                .iter()
                .any(|stretch| stretch.status == *status && stretch.holds(day))
        })
    };
    let convention = book.convention(rule);
    starts
        .iter()
        .filter(|(from, ..)| edition.in_force(*from) && holds(*from))
        .map(|&(from, trigger, which)| {
            let again = starting
                .range((std::ops::Bound::Excluded(from), std::ops::Bound::Unbounded))
                .next()
                .copied();
            let fitting = |&&(date, at, _, itself): &&(Date, usize, DateIs, bool)| {
                let own = at == trigger;
                // What the very record of the trigger says of the same day is the trigger, not its end.
                let repeats = date == from
                    && records.get(at).is_some_and(|record| {
                        record
                            .fits(&rule.trigger)
                            .is_some_and(|(day, ..)| day == from)
                    });
                if own { itself } else { !repeats }
            };
            let first = ends.partition_point(|(date, ..)| *date < from);
            let done = ends
                .get(first..)
                .unwrap_or_default()
                .iter()
                .filter(fitting)
                .find(|(date, ..)| again.is_none_or(|again| *date <= again))
                .map(|&(date, record, which, _)| Done {
                    record,
                    date,
                    which,
                });
            let counted = count(from, rule.limit(), convention, calendar);
            let standing = counted.as_ref().ok().zip(done.as_ref()).and_then(
                |(counted, done): (&Counted, &Done)| {
                    standing(counted.due, done.date, rule.limit(), calendar)
                },
            );
            Clock {
                rule: rule.id.clone(),
                title: rule.title.clone(),
                note: rule.note.clone(),
                edition: edition.shown(),
                version: edition.version,
                source: edition.source.clone(),
                local: edition.local,
                limit: rule.limit(),
                convention,
                trigger,
                from,
                which,
                counted,
                standing,
                again: again.filter(|_| done.is_none()),
                done,
            }
        })
        .collect()
}

/// How a done day stands to the due day: in working days where those are counted.
fn standing(due: Date, done: Date, limit: Limit, calendar: &Calendar) -> Option<Standing> {
    if due == done {
        return Some(Standing::On);
    }
    let (first, last) = (due.min(done), due.max(done));
    let days = if matches!(limit, Limit::WorkingDays(_)) {
        calendar.working_days(first.tomorrow().ok()?, last)?
    } else {
        u32::try_from(last.since(first).ok()?.get_days()).ok()?
    };
    Some(if done < due {
        Standing::Before(days)
    } else {
        Standing::After(days)
    })
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

    fn book() -> Rulebook {
        let mut book = Rulebook::default();
        for (id, from, until, days) in [
            ("old", "2000-01-01", "2009-12-31", 7),
            ("new", "2010-01-01", "2030-12-31", 10),
        ] {
            let text = format!(
                r#"
                id = "{id}"
                version = 2
                title = "{id} edition"
                source = "s"
                from = "{from}"
                until = "{until}"
                [[rule]]
                id = "assessment"
                title = "Assessment"
                limit = {{ working_days = {days} }}
                trigger = [{{ kinds = ["referral"] }}]
                done = [{{ kinds = ["assessment"], date = ["finalised", "recorded"] }}, {{ kinds = ["referral"], date = ["finalised"], itself = true }}]
                [[rule]]
                id = "visit"
                title = "Visit"
                during = "plan"
                limit = {{ days = 14 }}
                trigger = [{{ kinds = ["visit"] }}]
                done = [{{ kinds = ["visit"] }}]
                "#
            );
            book.add(Timescales::parse(&text).unwrap());
        }
        book
    }

    fn record(kind: &str, happened: Date) -> Dated {
        Dated {
            kind: kind.to_owned(),
            words: kind.to_owned(),
            happened: Some(happened),
            ..Dated::default()
        }
    }

    fn clocks(records: &[Dated], stretches: &[Stretch]) -> Vec<Clock> {
        run(records, stretches, &book(), &calendar())
    }

    #[test]
    fn the_edition_in_force_on_the_day_of_the_trigger_is_used_and_named() {
        let mut assessment = record("assessment", date(2009, 12, 20));
        assessment.finalised = Some(date(2010, 1, 14));
        let found = clocks(
            &[
                record("referral", date(2009, 12, 31)),
                assessment,
                record("referral", date(2011, 3, 1)),
            ],
            &[],
        );
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].edition,
            "old edition, in force 1 Jan 2000 to 31 Dec 2009"
        );
        assert_eq!(found[0].limit, Limit::WorkingDays(7));
        // 1 January 2010 was a holiday: 4 to 8 January and 11, 12.
        assert_eq!(found[0].due(), Some(date(2010, 1, 12)));
        let done = found[0].done.as_ref().unwrap();
        assert_eq!((done.record, done.date), (1, date(2010, 1, 14)));
        assert_eq!(done.which, DateIs::Finalised);
        assert_eq!(found[0].standing, Some(Standing::After(2)));
        assert_eq!(found[1].limit, Limit::WorkingDays(10));
        assert_eq!((found[1].done.as_ref(), found[1].again), (None, None));
    }

    #[test]
    fn nothing_after_the_same_rule_was_set_going_again_ends_the_first() {
        let found = clocks(
            &[
                record("referral", date(2011, 3, 1)),
                record("referral", date(2011, 6, 1)),
                Dated {
                    finalised: Some(date(2011, 6, 8)),
                    ..record("assessment", date(2011, 6, 1))
                },
            ],
            &[],
        );
        assert_eq!(found[0].done, None);
        assert_eq!(found[0].again, Some(date(2011, 6, 1)));
        assert_eq!(found[1].done.as_ref().unwrap().date, date(2011, 6, 8));
        assert_eq!(found[1].standing, Some(Standing::Before(5)));
    }

    #[test]
    fn a_record_may_end_its_own_clock_only_where_the_rule_says_so() {
        let referral = Dated {
            finalised: Some(date(2011, 3, 2)),
            ..record("referral", date(2011, 3, 1))
        };
        let found = clocks(&[referral], &[]);
        assert_eq!(found[0].done.as_ref().unwrap().date, date(2011, 3, 2));
        let visit = clocks(
            &[record("visit", date(2011, 3, 1))],
            &[Stretch {
                status: "plan".to_owned(),
                from: date(2011, 1, 1),
                until: None,
            }],
        );
        assert_eq!(visit[0].done, None);
    }

    #[test]
    fn a_rule_of_a_status_holds_while_the_child_has_it_and_each_visit_sets_it_going() {
        let visits: Vec<_> = [(2, 1), (2, 8), (2, 8), (3, 1), (5, 1)]
            .into_iter()
            .map(|(month, day)| record("visit", date(2011, month, day)))
            .collect();
        let plan = Stretch {
            status: "plan".to_owned(),
            from: date(2011, 2, 1),
            until: Some(date(2011, 5, 1)),
        };
        let found = clocks(&visits, &[plan]);
        let days: Vec<_> = found
            .iter()
            .map(|clock| (clock.from, clock.done.as_ref().map(|done| done.date)))
            .collect();
        assert_eq!(
            days,
            [
                (date(2011, 2, 1), Some(date(2011, 2, 8))),
                (date(2011, 2, 8), Some(date(2011, 3, 1))),
                (date(2011, 3, 1), Some(date(2011, 5, 1))),
            ]
        );
        assert_eq!(
            found[1].standing,
            Some(Standing::After(7)),
            "14 days from 8 February is 22 February"
        );
    }
}
