//! Anchors: from marked words to a [`Passage`] and from a passage back to the words.
//!
//! An anchor fails closed: it shows its own words or says that they are not found, never words from another place. It knows one text
//! at a time; which texts a document has is not its business.

use std::ops::Range;

use memchr::memmem;

use super::OpenText;
use crate::casework::{
    anchor::{CONTEXT_CHARS, Passage},
    ids::{DocumentNo, Sha256},
};

/// Where the words of a passage stand in a text, as byte ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// The very text and the very place.
    Exact(Range<usize>),
    /// Another place, or another text: the quote with all its context stands there and nowhere else.
    Moved(Range<usize>),
    /// Not in this text, or at more than one place.
    NotFound,
}

impl Located {
    /// The words' byte range, where they were found.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        match self {
            Self::Exact(range) | Self::Moved(range) => Some(range.clone()),
            Self::NotFound => None,
        }
    }
}

/// The anchor for a byte range of a text. `None` where the range holds no words: it is empty, outside the text, or cuts a character.
#[must_use]
pub fn passage(
    open: &OpenText,
    document: DocumentNo,
    version: Sha256,
    text: Sha256,
    range: Range<usize>,
) -> Option<Passage> {
    let words = &open.text().words;
    let quote = words.get(range.clone())?;
    if quote.trim().is_empty() {
        return None;
    }
    let before = words.get(..range.start)?;
    let after = words.get(range.end..)?;
    let prefix_at = before
        .char_indices()
        .rev()
        .take(CONTEXT_CHARS)
        .last()
        .map_or(before.len(), |(at, _)| at);
    Some(Passage {
        document,
        version,
        text,
        quote: quote.to_owned(),
        prefix: before.get(prefix_at..)?.to_owned(),
        suffix: after.chars().take(CONTEXT_CHARS).collect(),
        start: open.char_of(range.start) as u64,
        end: open.char_of(range.end) as u64,
        paragraph: open.paragraph_number(range.start),
        page: open.page_at(range.start),
    })
}

/// Finds the words of a passage in the text whose hash is `text`.
#[must_use]
pub fn locate(open: &OpenText, text: Sha256, passage: &Passage) -> Located {
    if passage.quote.is_empty() {
        return Located::NotFound;
    }
    let there = (passage.text == text)
        .then(|| stated(open, passage))
        .flatten();
    if let Some(range) = there {
        return Located::Exact(range);
    }
    let Passage {
        quote,
        prefix,
        suffix,
        ..
    } = passage;
    match only(
        &open.text().words,
        &[prefix, quote, suffix].map(String::as_str).concat(),
    ) {
        Some(at) => {
            let start = at + prefix.len();
            Located::Moved(start..start + quote.len())
        }
        None => Located::NotFound,
    }
}

/// The place the passage states, if its quote stands there.
fn stated(open: &OpenText, passage: &Passage) -> Option<Range<usize>> {
    let byte = |char: u64| open.byte_of(usize::try_from(char).ok()?);
    let range = byte(passage.start)?..byte(passage.end)?;
    (open.text().words.get(range.clone())? == passage.quote).then_some(range)
}

/// Where `needle` stands, if it stands at one place only; two places may overlap.
fn only(words: &str, needle: &str) -> Option<usize> {
    let finder = memmem::Finder::new(needle);
    let first = finder.find(words.as_bytes())?;
    let again = words.as_bytes().get(first + 1..)?;
    finder.find(again).is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{
        sample::{any_text, plain, sample},
        text::Text,
    };
    use proptest::prelude::*;

    const OLD: Sha256 = Sha256([1; 32]);
    const NEW: Sha256 = Sha256([2; 32]);

    fn open(text: Text) -> OpenText {
        OpenText::new(text).unwrap()
    }

    fn point(open: &OpenText, words: &str) -> Passage {
        let at = open.text().words.find(words).unwrap();
        passage(open, DocumentNo(4), OLD, OLD, at..at + words.len()).unwrap()
    }

    #[test]
    fn a_passage_holds_the_words_their_context_and_their_place() {
        let open = open(sample());
        let passage = point(&open, "Family support");
        assert_eq!(passage.quote, "Family support");
        assert_eq!(
            passage.prefix,
            "o sessions.\n\nPlan\nNeed\tService\tWho\nSafe at home\t"
        );
        assert_eq!(passage.prefix.chars().count(), CONTEXT_CHARS);
        assert_eq!(
            passage.suffix,
            "\tFSW\nThe worker rings before the next meeting.\nT"
        );
        assert_eq!(passage.suffix.chars().count(), CONTEXT_CHARS);
        let start = open.text().words[..open.text().words.find("Family").unwrap()]
            .chars()
            .count();
        assert_eq!(
            (passage.start, passage.end),
            (start as u64, start as u64 + 14)
        );
        assert_eq!(passage.place(), "page 2 ¶5");
        assert_eq!(point(&open, "Core").prefix, "");
    }

    #[test]
    fn words_are_needed_to_point_at() {
        let open = open(sample());
        let e = open.text().words.find('é').unwrap();
        for range in [3..3, e..e + 1, 5..9_999, 18..19] {
            assert_eq!(passage(&open, DocumentNo(1), OLD, OLD, range), None);
        }
    }

    #[test]
    fn another_text_shows_the_words_only_where_they_stand_once() {
        let passage = point(&open(sample()), "did not attend");
        let mut text = sample();
        text.blocks[0].kind = crate::reading::BlockKind::Paragraph;
        assert_eq!(locate(&open(text), NEW, &passage), Located::Moved(33..47));
        let other = plain("Father did not attend the last session.");
        assert_eq!(locate(&open(other), NEW, &passage), Located::NotFound);
        let whole = sample().words;
        assert_eq!(
            locate(&open(plain(&format!("{whole} {whole}"))), NEW, &passage),
            Located::NotFound
        );
    }

    #[test]
    fn two_places_that_overlap_are_two_places() {
        let passage = point(&open(plain("aba")), "aba");
        assert_eq!(
            locate(&open(plain("cabac")), NEW, &passage),
            Located::Moved(1..4)
        );
        assert_eq!(
            locate(&open(plain("ababa")), NEW, &passage),
            Located::NotFound
        );
    }

    #[test]
    fn a_wrong_position_never_shows_other_words() {
        let open = open(sample());
        let mut passage = point(&open, "did not attend");
        passage.start += 4;
        passage.end += 4;
        let at = open.text().words.find("did not attend").unwrap();
        assert_eq!(locate(&open, OLD, &passage), Located::Moved(at..at + 14));
        passage.start = u64::MAX;
        assert_eq!(locate(&open, OLD, &passage), Located::Moved(at..at + 14));
        passage.quote = "did never attend".to_owned();
        assert_eq!(locate(&open, OLD, &passage), Located::NotFound);
        passage.quote.clear();
        assert_eq!(locate(&open, OLD, &passage), Located::NotFound);
    }

    proptest! {
        #[test]
        fn an_anchor_made_on_a_text_is_found_in_it(text in any_text(), from in any::<prop::sample::Index>(), len in 1_usize..200) {
            let open = open(text);
            let words = &open.text().words;
            prop_assume!(!words.is_empty());
            let start = words.floor_char_boundary(from.index(words.len()));
            let end = words.ceil_char_boundary((start + len).min(words.len()));
            let Some(passage) = passage(&open, DocumentNo(1), OLD, OLD, start..end) else {
                prop_assert!(words[start..end].trim().is_empty());
                return Ok(());
            };
            prop_assert_eq!(locate(&open, OLD, &passage), Located::Exact(start..end));
            let elsewhere = locate(&open, NEW, &passage);
            prop_assert!(elsewhere == Located::Moved(start..end) || elsewhere == Located::NotFound);
        }

        #[test]
        fn after_an_edit_elsewhere_it_is_found_moved_or_not_at_all(
            before in "[a-cé \n]{0,300}", quote in "[a-cé]{1,9}", after in "[a-cé \n]{0,300}",
            cut in any::<prop::sample::Index>(), put in "[a-cé ]{0,20}", take in 0_usize..20
        ) {
            let old = open(plain(&format!("{before}{quote}{after}")));
            let range = before.len()..before.len() + quote.len();
            let passage = passage(&old, DocumentNo(1), OLD, OLD, range.clone()).unwrap();
            // The edit is in the words before the quote.
            let at = before.floor_char_boundary(cut.index(before.len() + 1));
            let end = before.ceil_char_boundary((at + take).min(before.len()));
            let edited = format!("{}{put}{}", &before[..at], &before[end..]);
            let new = open(plain(&format!("{edited}{quote}{after}")));
            let found = locate(&new, NEW, &passage);
            if let Some(found) = found.range() {
                prop_assert_eq!(&new.text().words[found.clone()], quote.as_str());
                prop_assert!(new.text().words[..found.start].ends_with(&passage.prefix));
                prop_assert!(new.text().words[found.end..].starts_with(&passage.suffix));
            }
            let untouched = before[end..].chars().count() >= CONTEXT_CHARS;
            let whole = [passage.prefix.as_str(), &quote, &passage.suffix].concat();
            let once = (0..new.text().words.len())
                .filter(|&at| new.text().words.as_bytes()[at..].starts_with(whole.as_bytes()))
                .count() == 1;
            if untouched && once {
                prop_assert_eq!(found, Located::Moved(edited.len()..edited.len() + quote.len()));
            }
        }
    }
}
