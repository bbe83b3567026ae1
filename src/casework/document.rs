//! Documents of a case file, as far as the discussion needs them: what they are called, when, and which exact bytes and text.
//! The words themselves stay in the documents folder; this room only names them by their hashes.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    facts::{DateFact, DocumentFacts, Repeat},
    ids::{DocumentNo, ParticipantNo, Seq, Sha256},
    sealing::{Hint, Standing},
    time::{self, DocumentDates},
    voice::Voice,
};

/// One item of a case file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Given at first intake.
    pub no: DocumentNo,
    /// As its first heading says, else as its file is named; as somebody in the room set it, where they did.
    pub title: String,
    /// Visit, core group minutes, assessment … as its title says; "other" when nothing tells.
    pub kind: String,
    /// Its dates.
    pub dates: DocumentDates,
    /// The same as intake read them, whatever was set since.
    #[serde(default)]
    pub as_read: AsRead,
    /// Who set which of them.
    #[serde(default)]
    pub described: Described,
    /// Which other documents of the case share words with it.
    #[serde(default)]
    pub repeats: Vec<Repeat>,
    /// The names it came under, first one first: a path below the case folder, `/` between the parts.
    pub names: Vec<String>,
    /// Its bytes as taken in, the oldest first. Never empty.
    pub versions: Vec<Version>,
    /// The document it came inside of: the mail of an attachment, the packed folder of its member.
    #[serde(default)]
    pub part_of: Option<DocumentNo>,
}

impl Document {
    /// The version taken in last.
    #[must_use]
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The version with these bytes.
    #[must_use]
    pub fn version(&self, sha256: Sha256) -> Option<&Version> {
        self.versions
            .iter()
            .find(|version| version.sha256 == sha256)
    }

    /// The text read last from the version taken in last, where it could be read.
    #[must_use]
    pub fn text(&self) -> Option<&TextRef> {
        self.latest().and_then(Version::text)
    }

    /// What intake read about the version taken in last.
    #[must_use]
    pub fn facts(&self) -> Option<&DocumentFacts> {
        self.latest().map(|version| version.facts.as_ref())
    }

    /// What it is called in a sentence: `“Home visit” of 6 Mar 2012`.
    #[must_use]
    pub fn called(&self) -> String {
        let day = self.dates.happened.map(time::day);
        let day = day.map_or_else(String::new, |day| format!(" of {day}"));
        format!("“{}”{day}", self.title)
    }

    /// What of it stands in other documents of the case too, as a sentence; `None` where nothing worth saying does.
    #[must_use]
    pub fn repeats_shown(&self, documents: &Documents) -> Option<String> {
        also_in(&self.repeats, |no| documents.get(&no).map(Self::called))
    }

    /// The child in it.
    #[must_use]
    pub fn voice(&self) -> Option<&Voice> {
        self.facts().map(|facts| &facts.voice)
    }

    /// As every list shows it: title, dates, and nothing a reader has to decode.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.dates_shown() {
            dates if dates.is_empty() => self.title.clone(),
            dates => format!("{} · {dates}", self.title),
        }
    }

    /// Its dates as shown beside the title; what is written and is no day is shown as it is written.
    #[must_use]
    pub fn dates_shown(&self) -> String {
        let shown = self.dates.shown();
        let found = self.facts().and_then(|facts| facts.dates.happened.as_ref());
        match found.filter(|_| self.dates.happened.is_none() && self.described.dates.is_none()) {
            None => shown,
            Some(fact) => {
                let written = match fact.month() {
                    Some((year, month)) => time::month(year, month),
                    None => format!("“{}” (no such day)", fact.words),
                };
                if shown.is_empty() {
                    written
                } else {
                    format!("{written} ({shown})")
                }
            }
        }
    }

    /// Where one of its dates was read, or who set it; `None` where nothing is known of it. `which`: as in
    /// [`DateFacts::each`](super::facts::DateFacts::each).
    #[must_use]
    pub fn date_source(&self, which: usize, person: impl Fn(ParticipantNo) -> String) -> String {
        let each = |dates: &DocumentDates| [dates.happened, dates.recorded, dates.finalised];
        let of = |dates: &DocumentDates| each(dates).get(which).copied().flatten();
        let as_read = self
            .facts()
            .and_then(|facts| facts.dates.each().get(which).and_then(|(_, fact)| *fact));
        match self.described.dates {
            Some(by) if of(&self.dates) != of(&self.as_read.dates) => {
                let before = as_read.map_or_else(String::new, |fact| {
                    format!("; read at intake: {}", fact.shown())
                });
                format!("set by {}{before}", person(by))
            }
            _ => as_read.map(DateFact::shown).unwrap_or_default(),
        }
    }

    /// The place of the document among the others by time: year, month and day, the month alone where only that is known.
    #[must_use]
    pub fn time_key(&self) -> Option<(i16, i8, i8)> {
        let day = self.dates.sort_key();
        let month = || {
            let facts = self.facts().filter(|_| self.described.dates.is_none())?;
            facts.dates.happened.as_ref()?.month()
        };
        day.map(|day| (day.year(), day.month(), day.day()))
            .or_else(|| month().map(|(year, month)| (year, month, 0)))
    }
}

/// What intake read of a document that people may set otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AsRead {
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// Its dates.
    pub dates: DocumentDates,
}

/// Who set what of a document last; `None` where it stands as intake read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Described {
    /// Its title.
    pub title: Option<ParticipantNo>,
    /// Its kind.
    pub kind: Option<ParticipantNo>,
    /// Its dates.
    pub dates: Option<ParticipantNo>,
}

/// The exact bytes of a document as they were taken in once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Of the original bytes.
    pub sha256: Sha256,
    /// How many bytes.
    pub bytes: u64,
    /// The entry that took it in.
    pub taken_in: Seq,
    /// What came of reading it, the oldest reading first. Never empty.
    pub readings: Vec<Readable>,
    /// How it stands to the arrival lists.
    #[serde(default)]
    pub standing: Option<Standing>,
    /// What it says of its own changes.
    #[serde(default)]
    pub hints: Vec<Hint>,
    /// What was read about it.
    #[serde(default)]
    pub facts: Arc<DocumentFacts>,
    /// How its words differ from those of the version before; none for the first, and where that was not looked at.
    #[serde(default)]
    pub change: Option<TextChange>,
}

/// How the words of a version differ from those of the version before it, as intake found when it took it in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// Words changed, added or removed. A word put in the place of another counts once.
    pub words: u64,
    /// In how many places.
    pub places: u64,
    /// Paragraphs that stand elsewhere now.
    #[serde(default)]
    pub moved: u64,
    /// Words quoted before (in remarks, findings and services) that do not stand in this version as they were quoted.
    #[serde(default)]
    pub quotes_gone: Vec<QuotePlace>,
}

/// Which quoted words: the text they were quoted from, and where they stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QuotePlace {
    /// The text.
    pub text: Sha256,
    /// Where the quote starts, in Unicode scalar values.
    pub start: u64,
    /// Where it ends (exclusive).
    pub end: u64,
}

impl TextChange {
    /// Whether every word is the same, and in its place.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.places == 0 && self.moved == 0
    }

    /// As it is said after the word "altered": `14 words in 3 places`.
    #[must_use]
    pub fn shown(&self) -> String {
        let counted = |count: u64, one: &str, many: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {many}"),
        };
        let words = match self.places {
            0 => String::new(),
            places => format!(
                "{} in {}",
                counted(self.words, "word", "words"),
                counted(places, "place", "places")
            ),
        };
        let moved = match self.moved {
            0 => String::new(),
            moved => counted(moved, "paragraph moved", "paragraphs moved"),
        };
        match (words.is_empty(), moved.is_empty()) {
            (true, true) => "the same words".to_owned(),
            (false, true) => words,
            (true, false) => moved,
            (false, false) => format!("{words}, {moved}"),
        }
    }
}

impl Version {
    /// The newest text of this version.
    #[must_use]
    pub fn text(&self) -> Option<&TextRef> {
        self.readings
            .iter()
            .rev()
            .find_map(|reading| match reading {
                Readable::Text(text) => Some(text),
                Readable::Picture { .. } | Readable::No { .. } => None,
            })
    }

    /// How many pages can be shown as pictures; 0 where none can.
    #[must_use]
    pub fn pictures(&self) -> u32 {
        let drawn = self
            .readings
            .iter()
            .rev()
            .find_map(|reading| match reading {
                Readable::Picture { pages, .. } => Some(*pages),
                // Every page of a PDF can be drawn, whatever is read on it.
                Readable::Text(text) if text.reader.starts_with(DRAWN_READER) => Some(text.pages),
                Readable::Text(_) | Readable::No { .. } => None,
            });
        drawn.unwrap_or(0)
    }

    /// What is said of a document that has pages to look at and no words, where it is one.
    #[must_use]
    pub fn only_pictures(&self) -> Option<&str> {
        match (self.text(), self.readings.last()) {
            (None, Some(Readable::Picture { what, .. })) => Some(what),
            _ => None,
        }
    }

    /// How it stands to the arrivals and what it says of its own changes, as lists say it; empty where nothing is known.
    #[must_use]
    pub fn changes(&self) -> String {
        let standing = self.standing.map(Standing::shown);
        let hints = self.hints.iter().map(|hint| hint.shown());
        standing
            .into_iter()
            .chain(hints)
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// How much its words differ from those of the version before: `14 words in 3 places`; none where that is not known.
    #[must_use]
    pub fn changed(&self) -> Option<String> {
        self.text()?;
        self.change.as_ref().map(TextChange::shown)
    }

    /// Why there is nothing to read, where there is not.
    #[must_use]
    pub fn not_readable(&self) -> Option<&str> {
        match (self.text(), self.readings.last()) {
            (None, Some(Readable::No { why, .. })) => Some(why),
            _ => None,
        }
    }

    /// Whether only a password stands between it and its words.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        let last = self.readings.last();
        self.text().is_none() && matches!(last, Some(Readable::No { locked: true, .. }))
    }
}

/// How the names of the readers begin whose pages can be drawn as well as read.
const DRAWN_READER: &str = "pdf ";

/// What came of reading one version of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readable {
    /// A text, kept under its own hash.
    Text(TextRef),
    /// No words, but pages to look at: a photograph, a scan.
    Picture {
        /// How many: 1 for a picture that has no pages.
        pages: u32,
        /// A sentence that says what it is.
        what: String,
    },
    /// No text, and the reason as a sentence.
    No {
        /// A sentence for the two people at the screen.
        why: String,
        /// Whether a password would open it.
        #[serde(default)]
        locked: bool,
    },
}

/// A text as it was read from a version: evidence of its own, never replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRef {
    /// Of the stored text (its structure included).
    pub sha256: Sha256,
    /// Which reader made it, with its version: `docx 1`.
    pub reader: String,
    /// Unicode scalar values in the text.
    pub chars: u64,
    /// Words, for a sense of length.
    pub words: u64,
    /// Pages where the format has pages, else 0.
    pub pages: u32,
    /// What the two people should know about the reading: "2 images are not shown".
    #[serde(default)]
    pub remarks: Vec<String>,
}

/// Which of them say most of their words elsewhere: `about 74 % of its words stand in “Home visit” of 6 Mar 2012 too`. Of several the
/// largest is named and the others are counted.
#[must_use]
pub fn also_in(
    repeats: &[Repeat],
    called: impl Fn(DocumentNo) -> Option<String>,
) -> Option<String> {
    let most = repeats
        .iter()
        .max_by_key(|repeat| (repeat.share.max(repeat.back), repeat.share))?;
    let other = called(most.document)?;
    let more = match repeats.len() {
        0 | 1 => String::new(),
        2 => ", and words of it in 1 more".to_owned(),
        count => format!(", and words of it in {} more", count - 1),
    };
    Some(if most.share >= most.back {
        format!(
            "about {} % of its words stand in {other} too{more}",
            most.share
        )
    } else {
        format!(
            "about {} % of the words of {other} stand in it{more}",
            most.back
        )
    })
}

/// The documents of a case, by number.
pub type Documents = BTreeMap<DocumentNo, Document>;

/// The documents in the order a reader goes through them: by date where they have one, those without at the end, each group by number.
/// What came inside another document stands beneath it, in the order it stood there.
#[must_use]
pub fn reading_order(documents: &Documents) -> Vec<DocumentNo> {
    let mut beneath: BTreeMap<Option<DocumentNo>, Vec<&Document>> = BTreeMap::new();
    for document in documents.values() {
        // Only what came earlier can be the whole of something: no stored entry makes a circle.
        let whole = document
            .part_of
            .filter(|whole| *whole < document.no && documents.contains_key(whole));
        beneath.entry(whole).or_default().push(document);
    }
    let mut waiting = beneath.remove(&None).unwrap_or_default();
    waiting.sort_by_key(|document| {
        let date = document.time_key();
        (date.is_none(), date, document.no)
    });
    waiting.reverse();
    let mut order = Vec::with_capacity(documents.len());
    while let Some(document) = waiting.pop() {
        order.push(document.no);
        let parts = beneath.remove(&Some(document.no)).unwrap_or_default();
        waiting.extend(parts.into_iter().rev());
    }
    order
}

/// How deep a document stands inside others: 0 for one of its own, 1 for the attachment of a mail.
#[must_use]
pub fn depth(documents: &Documents, no: DocumentNo) -> usize {
    let above = |no: &DocumentNo| {
        let document = documents.get(no)?;
        document
            .part_of
            .filter(|whole| whole < no && documents.contains_key(whole))
    };
    std::iter::successors(above(&no), above).count()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;

    fn document(no: u32, part_of: Option<u32>, happened: Option<Date>) -> Document {
        Document {
            no: DocumentNo(no),
            title: String::new(),
            kind: String::new(),
            dates: DocumentDates {
                happened,
                ..DocumentDates::default()
            },
            as_read: AsRead::default(),
            described: Described::default(),
            repeats: Vec::new(),
            names: Vec::new(),
            versions: Vec::new(),
            part_of: part_of.map(DocumentNo),
        }
    }

    #[test]
    fn a_part_stands_beneath_its_whole_whatever_its_date() {
        let documents: Documents = [
            document(1, None, Some(date(2012, 3, 14))),
            document(2, Some(1), None),
            document(3, Some(2), Some(date(2011, 1, 1))),
            document(4, Some(1), Some(date(2010, 1, 1))),
            document(5, None, Some(date(2012, 3, 1))),
            document(6, None, None),
        ]
        .into_iter()
        .map(|document| (document.no, document))
        .collect();
        let order: Vec<_> = reading_order(&documents).iter().map(|no| no.0).collect();
        assert_eq!(order, [5, 1, 2, 3, 4, 6]);
        let depths: Vec<_> = documents.keys().map(|no| depth(&documents, *no)).collect();
        assert_eq!(depths, [0, 1, 2, 1, 0, 0]);
    }

    #[test]
    fn wholes_that_are_not_there_and_circles_lose_nothing() {
        let documents: Documents = [
            document(1, Some(2), None),
            document(2, Some(1), None),
            document(3, Some(3), None),
            document(4, Some(9), None),
        ]
        .into_iter()
        .map(|document| (document.no, document))
        .collect();
        let order: Vec<_> = reading_order(&documents).iter().map(|no| no.0).collect();
        assert_eq!(order, [1, 2, 3, 4]);
        assert_eq!(depth(&documents, DocumentNo(3)), 0);
    }
}
