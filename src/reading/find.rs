//! Finding exact words whatever their case, accents and line ends: both the text and what is looked for are folded the same way, then
//! compared byte for byte.
//!
//! It knows no structure: a phrase that goes on in the next line, cell or paragraph is found. It guesses nothing: what is found is there.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Characters of a hit that an excerpt shows, at most.
const LONGEST_HIT: usize = 256;

/// A text folded for finding, with the way back to the bytes it was made from.
///
/// Folding: lower case; accents left out (and ł, ø, đ, ħ, ı read as plain letters); curly quotes and primes straight; every dash a
/// hyphen; soft hyphens left out; any run of spaces, tabs, line feeds and no-break spaces one space. Covers the first 4 GiB of a text.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    bytes: Vec<u8>,
    /// Where a stretch begins whose bytes lie as far apart here as in the original. The first begins at 0.
    stretches: Vec<Stretch>,
    /// Length of what was folded.
    len: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    folded: u32,
    original: u32,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let most = usize::try_from(u32::MAX).unwrap_or(usize::MAX);
        let text = text
            .get(..text.floor_char_boundary(most))
            .unwrap_or_default();
        let mut made = Self {
            bytes: Vec::with_capacity(text.len()),
            stretches: vec![Stretch {
                folded: 0,
                original: 0,
            }],
            len: text.len(),
        };
        let mut at = 0;
        let mut in_space = false;
        while let Some(&byte) = text.as_bytes().get(at) {
            let (to, len) = if byte.is_ascii() {
                (Some(fold_ascii(byte)), 1)
            } else {
                let c = text.get(at..).and_then(|rest| rest.chars().next());
                let c = c.unwrap_or_default();
                (fold(c), c.len_utf8())
            };
            let before = made.bytes.len();
            match to {
                Some(' ') if in_space => {}
                Some(' ') => made.bytes.push(b' '),
                Some(c) if c.is_ascii() => made.bytes.push(c as u8),
                Some(c) => {
                    let mut bytes = [0; 4];
                    made.bytes
                        .extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
                }
                None => {}
            }
            // A mark left out between two spaces does not part them.
            in_space = to == Some(' ') || (in_space && to.is_none());
            at += len;
            if made.bytes.len() - before != len {
                made.stretch(at);
            }
        }
        made.bytes.shrink_to_fit();
        made.stretches.shrink_to_fit();
        made
    }

    /// From here on the original goes on at `original`.
    fn stretch(&mut self, original: usize) {
        let new = Stretch {
            folded: u32::try_from(self.bytes.len()).unwrap_or(u32::MAX),
            original: u32::try_from(original).unwrap_or(u32::MAX),
        };
        match self.stretches.last_mut() {
            Some(last) if last.folded == new.folded => *last = new,
            _ => self.stretches.push(new),
        }
    }

    /// Where in the original `needle` stands: byte ranges in order, none overlapping, at most `limit`. A range takes in the accents of its
    /// last letter. A needle that is empty or only spaces stands nowhere.
    #[must_use]
    pub fn find_all(&self, needle: &str, limit: usize) -> Vec<Range<usize>> {
        let needle = Self::new(needle).bytes;
        if needle.iter().all(|&byte| byte == b' ') {
            return Vec::new();
        }
        let mut way = Way {
            stretches: &self.stretches,
            len: self.len,
        };
        memmem::find_iter(&self.bytes, &needle)
            .take(limit)
            .map(|start| way.back(start)..way.back(start + needle.len()))
            .collect()
    }

    /// Whether `needle` stands anywhere.
    #[must_use]
    pub fn contains(&self, needle: &str) -> bool {
        !self.find_all(needle, 1).is_empty()
    }
}

/// The way back from folded positions, asked in rising order.
struct Way<'a> {
    stretches: &'a [Stretch],
    len: usize,
}

impl Way<'_> {
    fn back(&mut self, folded: usize) -> usize {
        let known = |stretch: &Stretch| stretch.folded as usize <= folded;
        // Hits often lie close together: the next stretch is tried before the search is halved.
        let passed = match self.stretches.get(1) {
            Some(next) if known(next) => self.stretches.partition_point(known),
            _ => 1,
        };
        self.stretches = self.stretches.get(passed - 1..).unwrap_or_default();
        self.stretches.first().map_or(0, |stretch| {
            let past = folded - stretch.folded as usize;
            (stretch.original as usize + past).min(self.len)
        })
    }
}

fn fold_ascii(byte: u8) -> char {
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => ' ',
        b'`' => '\'',
        _ => byte.to_ascii_lowercase().into(),
    }
}

/// One character folded: one character, or none. Never more, so that every character here has one place in the original.
fn fold(c: char) -> Option<char> {
    match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '´' => return Some('\''),
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => return Some('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => return Some('-'),
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => return None,
        _ if c.is_whitespace() => return Some(' '),
        _ if is_combining_mark(c) => return None,
        _ => {}
    }
    // Only İ has a lower case of two characters, the second a mark.
    let lower = c.to_lowercase().next().unwrap_or(c);
    let (mut base, mut others) = (None, false);
    decompose_canonical(lower, |part| {
        if base.is_none() {
            base = Some(part);
        } else {
            others |= !is_combining_mark(part);
        }
    });
    Some(match base {
        Some(base) if !others => match base {
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ħ' => 'h',
            'ı' => 'i',
            base => base,
        },
        _ => lower,
    })
}

/// A hit with what stands around it, for one line of a list: up to `chars` Unicode scalar values before and after, cut at a space where
/// there is one, every run of spaces and line ends one space. Empty for a range outside the text.
#[must_use]
pub fn excerpt(text: &str, range: Range<usize>, chars: usize) -> (String, String, String) {
    let (Some(before), Some(hit), Some(after)) = (
        text.get(..range.start),
        text.get(range.clone()),
        text.get(range.end..),
    ) else {
        return Default::default();
    };
    let from = before
        .char_indices()
        .rev()
        .take(chars)
        .last()
        .map_or(before.len(), |(at, _)| at);
    let mut left = before.get(from..).unwrap_or_default();
    if from > 0 {
        left = left
            .split_once(char::is_whitespace)
            .map_or(left, |(_, whole)| whole);
    }
    let to = after
        .char_indices()
        .nth(chars)
        .map_or(after.len(), |(at, _)| at);
    let mut right = after.get(..to).unwrap_or_default();
    if to < after.len() {
        right = right
            .rsplit_once(char::is_whitespace)
            .map_or(right, |(whole, _)| whole);
    }
    let hit = hit
        .char_indices()
        .nth(LONGEST_HIT)
        .and_then(|(at, _)| hit.get(..at))
        .unwrap_or(hit);
    (one_line(left), one_line(hit), one_line(right))
}

fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    let mut in_space = false;
    for c in words.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !in_space {
            line.push(' ');
        }
        in_space = c.is_whitespace();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'t>(text: &'t str, needle: &str) -> Vec<&'t str> {
        let hits = Folded::new(text).find_all(needle, usize::MAX);
        hits.into_iter().map(|hit| &text[hit]).collect()
    }

    #[test]
    fn case_accents_quotes_and_dashes_do_not_matter() {
        assert_eq!(
            found("Zoé, ZOE and zoe\u{301}", "zoë"),
            ["Zoé", "ZOE", "zoe\u{301}"]
        );
        assert_eq!(
            found("the child’s “own” words", "child's \"own\""),
            ["child’s “own”"]
        );
        assert_eq!(found("aged 3–4 years", "3-4"), ["3–4"]);
        assert_eq!(found("Łukasz, Ångström, İpek", "lukasz"), ["Łukasz"]);
        assert_eq!(found("Łukasz, Ångström, İpek", "angstrom"), ["Ångström"]);
        assert_eq!(found("Łukasz, Ångström, İpek", "ipek"), ["İpek"]);
        assert_eq!(found("Ⱥb and ⱥB", "ⱥb"), ["Ⱥb", "ⱥB"]);
        assert_eq!(found("sup\u{ad}port", "support"), ["sup\u{ad}port"]);
    }

    #[test]
    fn a_phrase_is_found_over_line_ends_cells_and_no_break_spaces() {
        assert_eq!(found("did not\nattend", "not attend"), ["not\nattend"]);
        assert_eq!(found("a  \n\t b", "a b"), ["a  \n\t b"]);
        assert_eq!(found("10\u{a0}March", "10 march"), ["10\u{a0}March"]);
        assert_eq!(found("not attend", "not \n  attend"), ["not attend"]);
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        assert!(found("some words", "").is_empty());
        assert!(found("some words", " \t").is_empty());
        assert!(found("some words", "\u{301}").is_empty());
        assert!(found("", "words").is_empty());
        assert!(found("some words", "sone").is_empty());
    }

    #[test]
    fn hits_do_not_overlap_and_stop_at_the_limit() {
        assert_eq!(found("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(Folded::new("é é é").find_all("e", 2), [0..2, 3..5]);
        assert!(Folded::new("é é é").contains("E"));
    }

    #[test]
    fn plain_words_need_one_stretch_only() {
        let text = "Mother did not attend.\nThe worker rang on the 16th.\tYes\n".repeat(50);
        assert_eq!(Folded::new(&text).stretches.len(), 1);
    }

    #[test]
    fn an_excerpt_is_one_line_cut_at_words() {
        let text =
            "The family support worker\nrang mother   on the 16th of March and wrote it down.";
        let hit = text.find("mother").unwrap();
        assert_eq!(
            excerpt(text, hit..hit + 6, 14),
            (
                "worker rang ".to_owned(),
                "mother".to_owned(),
                " on the".to_owned()
            )
        );
        assert_eq!(
            excerpt(text, 0..3, 4),
            (String::new(), "The".to_owned(), String::new())
        );
        assert_eq!(excerpt("été", 1..2, 9), Default::default());
        let long = "x".repeat(5_000);
        assert_eq!(excerpt(&long, 10..4_990, 3).1.len(), LONGEST_HIT);
    }

    proptest! {
        #[test]
        fn any_stretch_of_a_text_is_found_where_it_stands(
            text in "[a-zA-Z éÉ’\u{301}\u{a0}\n日Ⱥİ–]{1,80}", from in 0_usize..80, len in 1_usize..20
        ) {
            let bounds: Vec<_> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = from.min(bounds.len() - 2);
            let (start, end) = (bounds[from], bounds[(from + len).min(bounds.len() - 1)]);
            let needle = &text[start..end];
            let hits = Folded::new(&text).find_all(needle, usize::MAX);
            let folded = Folded::new(needle).bytes;
            prop_assert!(hits.iter().all(|hit| text.is_char_boundary(hit.start) && text.is_char_boundary(hit.end)));
            prop_assert!(hits.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for hit in &hits {
                prop_assert_eq!(&Folded::new(&text[hit.clone()]).bytes, &folded);
            }
            prop_assert_eq!(hits.is_empty(), folded.iter().all(|&byte| byte == b' '));
        }
    }
}
