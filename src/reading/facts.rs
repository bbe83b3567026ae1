//! What a document says of itself, all together: its title, its kind, its dates with where each was read, the child in it.
//!
//! The rules of the field (kinds, labels, words of being seen and heard) are data: `assets/kinds.toml`, `assets/voice.toml`.

use super::{
    inside::Inside,
    kinds, labels, likeness,
    text::{BlockKind, Text},
    voice::{self, Who},
};
use crate::casework::{facts::DocumentFacts, time::DocumentDates};

/// How many blocks from the top are looked at for a title.
const TITLE_WITHIN: usize = 20;

/// The longest title kept, in characters.
const TITLE_LENGTH: usize = 120;

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its first heading, else what its file is called.
    pub title: Option<String>,
    /// What kind of document it is.
    pub kind: String,
    /// Its dates.
    pub dates: DocumentDates,
    /// What else was read about it.
    pub facts: DocumentFacts,
}

/// Everything that is told of a document by its text (where there is one; and whether a heading in it is the document's), its path below
/// the case folder, and what programs wrote into it.
#[must_use]
pub fn told(text: Option<(&Text, bool)>, name: &str, inside: &Inside) -> Told {
    let has_title = text.is_some_and(|(_, has_title)| has_title);
    let text = text.map(|(text, _)| text);
    let standing = text.map(Text::standing);
    let now = standing.as_deref();
    let title = title(now.filter(|_| has_title), name);
    let kind = kinds::kind(title.as_deref(), name, now);
    let (dates, places) = labels::dates(now, name, &kind, inside);
    // Names are not known here: whoever knows the case's looks once more.
    let voice = text.map(|text| voice::voice(text, &kind, dates.sort_key(), &Who::default()));
    let facts = DocumentFacts {
        dates: places,
        voice: voice.unwrap_or_default(),
        fingerprint: text.map(likeness::fingerprint).unwrap_or_default(),
        repeats: Vec::new(),
    };
    Told {
        title,
        kind,
        dates,
        facts,
    }
}

/// The title: the first heading near the top, else the file's name without number and extension.
#[must_use]
pub fn title(text: Option<&Text>, name: &str) -> Option<String> {
    let heading = text.and_then(first_heading);
    let title = heading.unwrap_or_else(|| from_name(name));
    let title: String = title.chars().take(TITLE_LENGTH).collect();
    (!title.is_empty()).then_some(title)
}

fn first_heading(text: &Text) -> Option<String> {
    text.blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Page(_)))
        .take(TITLE_WITHIN)
        .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
        .find_map(|block| {
            let words = text.words.get(block.start..block.end)?;
            let is_ours = words.starts_with('[');
            (!is_ours && words.chars().any(char::is_alphabetic)).then(|| words.to_owned())
        })
}

/// `03_home-visit.md` as `Home visit`.
pub(super) fn from_name(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 => stem,
        _ => file,
    };
    let mut words = stem.replace('_', " ");
    if !words.contains(' ') {
        words = words.replace('-', " ");
    }
    let bare = words
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | ')'));
    let bare = if bare.is_empty() { words.trim() } else { bare };
    let mut met = super::clean::Met::default();
    let bare = super::clean::running(bare, &mut met);
    let mut letters = bare.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Builder;

    #[test]
    fn a_title_is_the_first_heading_else_the_name() {
        let mut builder = Builder::new();
        builder.paragraph("Northbridge");
        builder.heading(1, "Core group minutes");
        let text = builder.finish().unwrap();
        let of = |text: Option<&Text>, name| title(text, name).unwrap();
        assert_eq!(of(Some(&text), "a.md"), "Core group minutes");
        assert_eq!(
            of(None, "case/03_home-visit.final.docx"),
            "Home-visit.final"
        );
        assert_eq!(of(None, "03-home-visit.md"), "Home visit");
        assert_eq!(
            of(None, "2012-03-06 letter to school.txt"),
            "Letter to school"
        );
        assert_eq!(of(None, "12.md"), "12");
        assert_eq!(title(None, ""), None);
    }

    #[test]
    fn a_document_without_a_text_is_told_by_its_path() {
        let told = told(
            None,
            "Visits/2012-03-06 unannounced.pdf",
            &Inside::default(),
        );
        assert_eq!(told.title.as_deref(), Some("Unannounced"));
        assert_eq!(told.kind, "visit");
        assert_eq!(told.dates.happened, Some(jiff::civil::date(2012, 3, 6)));
    }
}
