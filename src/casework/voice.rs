//! The child in the file: whether the child's own words are there, whether the child was seen, and alone. Facts with their places, as the
//! documents say them; never a score, and never a word about what ought to have been. What somebody else says that a child said is told apart
//! from the child's own words everywhere: mixing them up would put words into a child's mouth.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    document::Document,
    ids::DocumentNo,
    inspection::Case,
    time::{self, DocumentDates},
};

/// The child in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Voice {
    /// The first places where the child's words, wishes or feelings stand: own words before what is reported.
    pub own_words: Vec<Heard>,
    /// How many such places there are in all.
    pub own_words_in_all: u32,
    /// What it says of the child being seen, the latest by its own dates first kept.
    pub seen: Vec<Seen>,
    /// How many times it says so in all.
    pub seen_in_all: u32,
    /// Who of the family is told in it to have said or wished something. A document read before that was looked for names nobody.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub family: BTreeSet<Kin>,
}

/// Who of the child's family is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// The mother.
    Mother,
    /// The father.
    Father,
    /// Whoever else looks after the child: grandparents, foster carers.
    Carer,
    /// "The parents", "the family": nobody says who.
    Family,
}

/// A place where the child is heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// How.
    pub how: HowHeard,
    /// Where.
    pub place: Place,
}

/// The child in something that happened: words, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// How.
    pub how: HowHeard,
    /// The words.
    pub words: String,
}

/// How a child is heard in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowHeard {
    /// The child's own words: between quotation marks, or behind "in her words:".
    Quoted,
    /// What the child said, told by somebody else.
    Told,
    /// Under a heading for it: "Wishes and feelings". Whose words they are is not said.
    UnderHeading,
}

impl HowHeard {
    /// The words on screen, before what was heard.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Quoted => "the child's own words",
            Self::Told => "what the child is reported to have said or wished",
            Self::UnderHeading => "under a heading for the child's views, not marked as own words",
        }
    }

    /// The same in few words, for a list.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Quoted => "child's words",
            Self::Told => "child reported to say or wish",
            Self::UnderHeading => "child's views recorded",
        }
    }

    /// Whether they are the child's own words.
    #[must_use]
    pub fn is_own_words(self) -> bool {
        matches!(self, Self::Quoted)
    }
}

/// What a document says of the child being seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What it says.
    pub how: HowSeen,
    /// The day, where the words or the row they stand in say one.
    #[serde(default)]
    pub on: Option<Date>,
    /// Whether the document's own day counts where the words say none: the record of a visit tells of that visit.
    #[serde(default)]
    pub own_day: bool,
    /// Where it says so.
    pub place: Place,
}

impl Seen {
    /// The day it speaks of, in a document with these dates.
    #[must_use]
    pub fn day(&self, dates: &DocumentDates) -> Option<Date> {
        self.on.or(dates.happened.filter(|_| self.own_day))
    }
}

/// Whether the child was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowSeen {
    /// Seen alone.
    Alone,
    /// Seen; whether alone is not said.
    Seen,
    /// Seen with somebody else there.
    InCompany,
    /// It is said that the child was not seen alone; whether it was seen at all is not said.
    NotAlone,
    /// It is said that the child was not seen.
    Not,
}

impl HowSeen {
    /// The words on screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Alone => "seen alone",
            Self::Seen => "seen",
            Self::InCompany => "seen, not alone",
            Self::NotAlone => "not seen alone",
            Self::Not => "not seen",
        }
    }

    /// Whether it says that the child was seen. Words that deny it never do.
    #[must_use]
    pub fn is_seen(self) -> bool {
        matches!(self, Self::Alone | Self::Seen | Self::InCompany)
    }
}

/// A place in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The number people call the paragraph by, from 1.
    pub paragraph: u32,
    /// Where it begins, in Unicode scalar values of the text.
    pub at: u64,
    /// The words, shortened where they are long.
    pub words: String,
}

impl Voice {
    /// Whether the document says anything of the child's words or of the child being seen.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.own_words.is_empty() && self.seen.is_empty()
    }

    /// As a list shows it: `child's words ¶4 · seen alone ¶3`; empty where the document says nothing. What is only reported is called so.
    #[must_use]
    pub fn shown(&self) -> String {
        let heard = self
            .own_words
            .first()
            .map(|heard| format!("{} ¶{}", heard.how.short(), heard.place.paragraph));
        let seen = self
            .seen
            .first()
            .map(|seen| format!("{} ¶{}", seen.how.words(), seen.place.paragraph));
        heard
            .into_iter()
            .chain(seen)
            .collect::<Vec<_>>()
            .join(" · ")
    }
}

/// The last time the child was seen, according to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSeen<'a> {
    /// The day.
    pub on: Date,
    /// What is said.
    pub seen: &'a Seen,
    /// The document that says so.
    pub document: DocumentNo,
    /// Its title.
    pub title: &'a str,
}

impl LastSeen<'_> {
    fn place(&self) -> String {
        format!("{} ¶{}", self.title, self.seen.place.paragraph)
    }
}

/// When the child was last seen, and last seen alone, as far as the file gives a day for it.
#[must_use]
pub fn last_seen(case: &Case) -> (Option<LastSeen<'_>>, Option<LastSeen<'_>>) {
    let mut last: Option<LastSeen<'_>> = None;
    let mut alone: Option<LastSeen<'_>> = None;
    for document in case.documents.values() {
        for seen in document.voice().iter().flat_map(|voice| &voice.seen) {
            let Some(on) = seen.day(&document.dates).filter(|_| seen.how.is_seen()) else {
                continue;
            };
            let found = LastSeen {
                on,
                seen,
                document: document.no,
                title: &document.title,
            };
            // Of one day, the document that says "alone" says more.
            let says_more = |before: &LastSeen<'_>| {
                on > before.on
                    || on == before.on
                        && seen.how == HowSeen::Alone
                        && before.seen.how != HowSeen::Alone
            };
            if seen.how == HowSeen::Alone && alone.as_ref().is_none_or(says_more) {
                alone = Some(found.clone());
            }
            if last.as_ref().is_none_or(says_more) {
                last = Some(found);
            }
        }
    }
    (last, alone)
}

/// When the child was last seen according to the file, as the case's header says it.
#[must_use]
pub fn last_seen_words(case: &Case) -> String {
    let any = || {
        let mut voices = case.documents.values().filter_map(Document::voice);
        voices.any(|voice| voice.seen.iter().any(|seen| seen.how.is_seen()))
    };
    match last_seen(case) {
        (Some(last), _) if last.seen.how == HowSeen::Alone => {
            format!("last seen {}, alone ({})", time::day(last.on), last.place())
        }
        (Some(last), Some(alone)) => format!(
            "last seen {} ({}); alone {} ({})",
            time::day(last.on),
            last.place(),
            time::day(alone.on),
            alone.place()
        ),
        (Some(last), None) => format!(
            "last seen {} ({}); the file does not say that it was alone",
            time::day(last.on),
            last.place()
        ),
        (None, _) if any() => "seen, on a day the file does not say".to_owned(),
        (None, _) => "the file does not say when the child was seen".to_owned(),
    }
}
