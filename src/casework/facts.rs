//! What intake read about a document beside its words: where each date stands and how sure that is, whether the child is heard in it,
//! and what it repeats. Small facts, kept with the entry that took the document in; the words themselves stay in the text.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{ids::DocumentNo, voice::Voice};

/// What was read about one version of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentFacts {
    /// Where each of its dates was read.
    pub dates: DateFacts,
    /// The child in it.
    pub voice: Voice,
    /// What it is compared with other documents by.
    pub fingerprint: Fingerprint,
    /// Which documents of the case it shares words with. Said by what came later; the fold says it of both.
    pub repeats: Vec<Repeat>,
}

/// Where each of a document's dates was read; `None` where nothing was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateFacts {
    /// Of the day it happened.
    pub happened: Option<DateFact>,
    /// Of the day it was written down.
    pub recorded: Option<DateFact>,
    /// Of the day it was approved or closed.
    pub finalised: Option<DateFact>,
}

impl DateFacts {
    /// Each with what it is called, in the order they come about.
    #[must_use]
    pub fn each(&self) -> [(&'static str, Option<&DateFact>); 3] {
        [
            ("happened", self.happened.as_ref()),
            ("recorded", self.recorded.as_ref()),
            ("finalised", self.finalised.as_ref()),
        ]
    }
}

/// Where a date was read and how sure it is. The date itself stands in [`DocumentDates`](super::DocumentDates), where it is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateFact {
    /// "Date of visit", "document properties", "file name", "first line", "mail header".
    pub read_in: String,
    /// How sure.
    pub sure: Sure,
    /// As it is written there: `14.3.12`.
    pub words: String,
    /// Why it gives no day, where it does not.
    pub doubt: Option<Doubt>,
}

impl DateFact {
    /// As a list shows it: `“14.3.12”, Date of visit, said plainly`.
    #[must_use]
    pub fn shown(&self) -> String {
        let doubt = self
            .doubt
            .map_or_else(String::new, |doubt| format!(", {}", doubt.words()));
        format!(
            "“{}”, {}, {}{doubt}",
            self.words,
            self.read_in,
            self.sure.word()
        )
    }

    /// The month, where only a month is written: year and month.
    #[must_use]
    pub fn month(&self) -> Option<(i16, i8)> {
        match self.doubt {
            Some(Doubt::MonthOnly { year, month }) => Some((year, month)),
            _ => None,
        }
    }
}

/// How sure a date is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// The document says it in so many words: a label with a date.
    #[default]
    Said,
    /// It follows from where the date stands: in the title, alone on a line, in the file's name.
    Inferred,
    /// Nothing better was there: what a program wrote into the file.
    Guessed,
}

impl Sure {
    /// The word on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Said => "said plainly",
            Self::Inferred => "inferred",
            Self::Guessed => "guessed",
        }
    }
}

/// Why what is written gives no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// There is no such day: 30 February, the year 20112.
    CannotBe,
    /// A month without a day.
    MonthOnly {
        /// Four figures.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// What a program wrote into the file, beside a document that says its own date: shown, not counted with.
    Aside,
}

impl Doubt {
    /// As shown behind the date.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::CannotBe => "no such day, kept as read",
            Self::MonthOnly { .. } => "a month without a day",
            Self::Aside => "not counted with",
        }
    }
}

/// Words that stand in another document of the case too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// The other document.
    pub document: DocumentNo,
    /// How much of this document stands in the other, in per cent.
    pub share: u8,
    /// How much of the other stands in this one, in per cent.
    pub back: u8,
}

/// What a text is compared with others by: the smallest of the hashes of its runs of words. Small, and no word can be read from it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// How many different runs of words the text has.
    pub runs: u32,
    /// The smallest hashes, ascending; all of them where the text is short.
    pub hashes: Arc<[u32]>,
}

impl Fingerprint {
    /// Whether every hash of the text is in it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        usize::try_from(self.runs).is_ok_and(|runs| runs <= self.hashes.len())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({} of {})", self.hashes.len(), self.runs)
    }
}

/// Six figures to the base of 64 hold 32 bits.
const FIGURES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut written = String::with_capacity(12 + self.hashes.len() * 6);
        written.push_str(&self.runs.to_string());
        written.push(':');
        for hash in self.hashes.iter() {
            for place in (0..6).rev() {
                let figure = usize::try_from((hash >> (6 * place)) & 63).unwrap_or(0);
                written.push(char::from(FIGURES.get(figure).copied().unwrap_or(b'A')));
            }
        }
        serializer.serialize_str(&written)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        // A fingerprint that makes no sense compares with nothing; the entry around it is worth more than an error.
        Ok(read(&written).unwrap_or_default())
    }
}

fn read(written: &str) -> Option<Fingerprint> {
    let (runs, figures) = written.split_once(':')?;
    if !figures.len().is_multiple_of(6) {
        return None;
    }
    let figure = |byte: &u8| -> Option<u64> {
        let at = FIGURES.iter().position(|figure| figure == byte)?;
        u64::try_from(at).ok()
    };
    let hashes: Option<Vec<u32>> = figures
        .as_bytes()
        .chunks(6)
        .map(|six| {
            let value = six
                .iter()
                .try_fold(0_u64, |value, byte| Some(value << 6 | figure(byte)?))?;
            u32::try_from(value).ok()
        })
        .collect();
    Some(Fingerprint {
        runs: runs.parse().ok()?,
        hashes: hashes?.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_reads_back_and_nonsense_is_an_empty_one() {
        let print = Fingerprint {
            runs: 900,
            hashes: vec![0, 1, 77, 0x00ff_00ff, u32::MAX].into(),
        };
        let written = serde_json::to_string(&print).unwrap();
        assert_eq!(written.len(), 2 + 4 + 5 * 6);
        assert_eq!(
            serde_json::from_str::<Fingerprint>(&written).unwrap(),
            print
        );
        assert!(!print.is_whole());
        for wrong in [
            "\"\"",
            "\"7\"",
            "\"7:AAA\"",
            "\"x:\"",
            "\"7:é€é€é€\"",
            "\"7:______\"",
        ] {
            assert_eq!(
                serde_json::from_str::<Fingerprint>(wrong).unwrap(),
                Fingerprint::default(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn facts_of_an_older_entry_are_empty_ones() {
        assert_eq!(
            serde_json::from_str::<DocumentFacts>("{}").unwrap(),
            DocumentFacts::default()
        );
    }

    #[test]
    fn a_date_is_shown_with_where_it_stands_and_how_sure_it_is() {
        let fact = DateFact {
            read_in: "Date of visit".to_owned(),
            sure: Sure::Said,
            words: "30 February 2012".to_owned(),
            doubt: Some(Doubt::CannotBe),
        };
        assert_eq!(
            fact.shown(),
            "“30 February 2012”, Date of visit, said plainly, no such day, kept as read"
        );
        assert_eq!(fact.month(), None);
    }
}
