//! Timescales as data: editions of guidance with the days they were in force, regulations, and local rules that a council may replace.
//!
//! A file (`assets/timescales/*.toml`, or a council's own) is one edition. Which edition counts is chosen by the day of the trigger.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::{Convention, Limit};

/// One edition: a published guidance, a regulation, or local rules.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timescales {
    /// Short and stable: `working-together-2010`.
    pub id: String,
    /// Counted up with every change of the data.
    pub version: u32,
    /// As people call it.
    pub title: String,
    /// Where it stands.
    pub source: String,
    /// The first day it was in force; none where it has none.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day; none while it still is.
    #[serde(default)]
    pub until: Option<Date>,
    /// A council's own way, not the law's.
    #[serde(default)]
    pub local: bool,
    /// The rules.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// Other ways of counting for rules of any edition, by the rule's id: for a council that counts otherwise.
    #[serde(default)]
    pub conventions: BTreeMap<String, Convention>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The same in every edition: `initial-conference`.
    pub id: String,
    /// As people call it.
    pub title: String,
    /// How long it may take.
    pub limit: RawLimit,
    /// How the first day counts.
    #[serde(default = "next_day")]
    pub convention: Convention,
    /// What sets it going: any of these.
    pub trigger: Vec<Match>,
    /// What ends it: any of these.
    pub done: Vec<Match>,
    /// Only while the child has this status (the id of a band).
    #[serde(default)]
    pub during: Option<String>,
    /// What is to be known when reading it.
    #[serde(default)]
    pub note: String,
}

fn next_day() -> Convention {
    Convention::NextDay
}

/// A limit as written: exactly one of the four.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawLimit {
    working_days: Option<u16>,
    days: Option<u16>,
    weeks: Option<u16>,
    months: Option<u16>,
}

impl RawLimit {
    fn limit(self) -> Option<Limit> {
        match (self.working_days, self.days, self.weeks, self.months) {
            (Some(count), None, None, None) => Some(Limit::WorkingDays(count)),
            (None, Some(count), None, None) => Some(Limit::Days(count)),
            (None, None, Some(count), None) => Some(Limit::Weeks(count)),
            (None, None, None, Some(count)) => Some(Limit::Months(count)),
            _ => None,
        }
    }
}

/// Which of a record's dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateIs {
    /// The day it happened.
    Happened,
    /// The day it was written down.
    Recorded,
    /// The day it was approved or closed.
    Finalised,
}

impl DateIs {
    /// As a clock says it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Recorded => "recorded",
            Self::Finalised => "finalised",
        }
    }
}

/// A record that fits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// Of one of these kinds; any where none is named.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// With one of these words in its title, whole and in small letters; any where none is named.
    #[serde(default)]
    pub with: Vec<String>,
    /// With none of these.
    #[serde(default)]
    pub without: Vec<String>,
    /// The first of these dates that is known counts.
    #[serde(default = "happened_first")]
    pub date: Vec<DateIs>,
    /// The record that set the clock going may end it too, by this date of its own.
    #[serde(default)]
    pub itself: bool,
}

fn happened_first() -> Vec<DateIs> {
    vec![DateIs::Happened, DateIs::Recorded]
}

impl Match {
    /// Whether a record of this kind, with these words (in small letters), fits.
    #[must_use]
    pub fn fits(&self, kind: &str, words: &str) -> bool {
        let any = |phrases: &[String]| phrases.iter().any(|phrase| has_phrase(words, phrase));
        (self.kinds.is_empty() || self.kinds.iter().any(|known| known == kind))
            && (self.with.is_empty() || any(&self.with))
            && !any(&self.without)
    }
}

/// Whether a phrase stands in words as whole words.
#[must_use]
pub fn has_phrase(words: &str, phrase: &str) -> bool {
    words.match_indices(phrase).any(|(start, found)| {
        let before = words.get(..start).and_then(|w| w.chars().next_back());
        let after = words
            .get(start + found.len()..)
            .and_then(|w| w.chars().next());
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        edge(before) && edge(after)
    })
}

impl Rule {
    /// How long it may take. A rule read by [`Timescales::parse`] always has one.
    #[must_use]
    pub fn limit(&self) -> Limit {
        self.limit.limit().unwrap_or(Limit::Days(0))
    }
}

impl Timescales {
    /// Reads one edition from TOML.
    ///
    /// # Errors
    /// What is wrong with the text, as a sentence: TOML that does not parse, a field missing or misspelt, a limit that is not exactly one
    /// number, a rule without trigger or end, an id used twice, days in the wrong order.
    pub fn parse(text: &str) -> Result<Self, String> {
        let timescales: Self = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        if let (Some(from), Some(until)) = (timescales.from, timescales.until)
            && until < from
        {
            return Err(format!("it ends on {until}, before it begins on {from}"));
        }
        let mut seen = std::collections::BTreeSet::new();
        for rule in &timescales.rule {
            let id = &rule.id;
            if !seen.insert(id) {
                return Err(format!("the rule \"{id}\" stands twice"));
            }
            if rule.limit.limit().is_none() {
                return Err(format!(
                    "the rule \"{id}\" needs one limit: working_days, days, weeks or months"
                ));
            }
            if rule.trigger.is_empty() || rule.done.is_empty() {
                return Err(format!(
                    "the rule \"{id}\" needs what sets it going (trigger) and what ends it (done)"
                ));
            }
        }
        Ok(timescales)
    }

    /// Whether it was in force on a day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// As a clock names it: `Working Together to Safeguard Children (2010), in force 17 Mar 2010 to 14 Apr 2013`.
    #[must_use]
    pub fn shown(&self) -> String {
        let day = crate::casework::time::day;
        match (self.from, self.until) {
            (Some(from), Some(until)) => {
                format!("{}, in force {} to {}", self.title, day(from), day(until))
            }
            (Some(from), None) => format!("{}, in force since {}", self.title, day(from)),
            (None, Some(until)) => format!("{}, in force until {}", self.title, day(until)),
            (None, None) => self.title.clone(),
        }
    }
}

/// Every edition at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulebook {
    /// In the order they are looked through.
    pub editions: Vec<Timescales>,
}

impl Rulebook {
    /// One more edition. A local one takes the place of local rules with the same id that were there before.
    pub fn add(&mut self, edition: Timescales) {
        if edition.local {
            for known in self.editions.iter_mut().filter(|known| known.local) {
                known
                    .rule
                    .retain(|rule| !edition.rule.iter().any(|new| new.id == rule.id));
            }
        }
        self.editions.push(edition);
    }

    /// How a rule counts its first day: as the last edition that says so for it has it, else as the rule itself has it.
    #[must_use]
    pub fn convention(&self, rule: &Rule) -> Convention {
        self.editions
            .iter()
            .rev()
            .find_map(|edition| edition.conventions.get(&rule.id))
            .copied()
            .unwrap_or(rule.convention)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const SMALL: &str = r#"
        id = "t"
        version = 1
        title = "Test"
        source = "none"
        from = "2010-01-01"
        until = "2012-12-31"
        [[rule]]
        id = "a"
        title = "A"
        limit = { working_days = 3 }
        trigger = [{ kinds = ["referral"], without = ["re-referral"] }]
        done = [{ kinds = ["visit"], with = ["home visit"] }]
    "#;

    #[test]
    fn an_edition_says_when_it_was_in_force_and_how_it_counts() {
        let edition = Timescales::parse(SMALL).unwrap();
        assert!(edition.in_force(date(2010, 1, 1)) && edition.in_force(date(2012, 12, 31)));
        assert!(!edition.in_force(date(2009, 12, 31)) && !edition.in_force(date(2013, 1, 1)));
        let rule = &edition.rule[0];
        assert_eq!(rule.limit().shown(), "3 working days");
        assert_eq!(rule.convention, Convention::NextDay);
        assert!(rule.trigger[0].fits("referral", "referral from school"));
        assert!(!rule.trigger[0].fits("referral", "re-referral from school"));
        assert!(!rule.trigger[0].fits("visit", "referral"));
        assert!(rule.done[0].fits("visit", "a home visit, unannounced"));
        assert!(!rule.done[0].fits("visit", "home visits"));
        assert_eq!(edition.shown(), "Test, in force 1 Jan 2010 to 31 Dec 2012");
    }

    #[test]
    fn a_council_may_replace_local_rules_and_count_otherwise() {
        let mut book = Rulebook::default();
        book.add(Timescales::parse(SMALL).unwrap());
        let local = SMALL.replace("version = 1", "version = 1\nlocal = true");
        book.add(Timescales::parse(&local).unwrap());
        let own =
            local.replace("working_days = 3", "weeks = 2") + "\n[conventions]\na = \"less-one\"\n";
        book.add(Timescales::parse(&own).unwrap());
        let left: Vec<_> = book
            .editions
            .iter()
            .flat_map(|edition| &edition.rule)
            .map(|rule| rule.limit().shown())
            .collect();
        assert_eq!(left, ["3 working days", "2 weeks"]);
        let rule = book.editions[0].rule[0].clone();
        assert_eq!(book.convention(&rule), Convention::LessOne);
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let wrong = |from: &str, to: &str| Timescales::parse(&SMALL.replace(from, to)).unwrap_err();
        assert_eq!(
            wrong("working_days = 3", "working_days = 3, weeks = 1"),
            "the rule \"a\" needs one limit: working_days, days, weeks or months"
        );
        assert_eq!(
            wrong("2012-12-31", "2009-12-31"),
            "it ends on 2009-12-31, before it begins on 2010-01-01"
        );
        assert!(wrong("trigger", "triger").contains("triger"));
        let twice = format!(
            "{SMALL}{}",
            SMALL.split_once("[[rule]]").map_or("", |(_, rule)| rule)
        )
        .replacen("done", "done", 1);
        assert!(Timescales::parse(&twice).is_err());
    }
}
