//! Documents of a case file, as far as the discussion needs them: what they are called, when, and which exact bytes and text.
//! The words themselves stay in the documents folder; this room only names them by their hashes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ids::{DocumentNo, Seq, Sha256},
    sealing::{Hint, Standing},
    time::DocumentDates,
};

/// One item of a case file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Given at first intake.
    pub no: DocumentNo,
    /// As its first heading says, else as its file is named.
    pub title: String,
    /// Visit, core group minutes, assessment … as its title says; "Document" when it does not.
    pub kind: String,
    /// What it says of its own dates.
    pub dates: DocumentDates,
    /// The names it came under, first one first: a path below the case folder, `/` between the parts.
    pub names: Vec<String>,
    /// Its bytes as taken in, the oldest first. Never empty.
    pub versions: Vec<Version>,
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

    /// As every list shows it: title, dates, and nothing a reader has to decode.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.dates.shown() {
            dates if dates.is_empty() => self.title.clone(),
            dates => format!("{} · {dates}", self.title),
        }
    }
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
                Readable::No { .. } => None,
            })
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

    /// Why there is nothing to read, where there is not.
    #[must_use]
    pub fn not_readable(&self) -> Option<&str> {
        match (self.text(), self.readings.last()) {
            (None, Some(Readable::No { why })) => Some(why),
            _ => None,
        }
    }
}

/// What came of reading one version of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readable {
    /// A text, kept under its own hash.
    Text(TextRef),
    /// No text, and the reason as a sentence.
    No {
        /// A sentence for the two people at the screen.
        why: String,
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

/// The documents of a case, by number.
pub type Documents = BTreeMap<DocumentNo, Document>;

/// The documents in the order a reader goes through them: by date where they have one, those without at the end, each group by number.
#[must_use]
pub fn reading_order(documents: &Documents) -> Vec<DocumentNo> {
    let mut order: Vec<_> = documents.values().collect();
    order.sort_by_key(|document| {
        let date = document.dates.sort_key();
        (date.is_none(), date, document.no)
    });
    order.into_iter().map(|document| document.no).collect()
}
