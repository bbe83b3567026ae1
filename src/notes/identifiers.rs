//! Finding listed names and other identifiers in a text, and putting what they stand for in their place.
//!
//! Where it is in doubt it hides rather than shows. It knows nothing of the notes: text in, text out.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation as _;

use super::unsure;

/// Letters a name needs before any capitalisation of it is taken for it: below that, "jo" and "al" are too often something else.
const ANY_CAPITALS_FROM: usize = 4;

/// The names and other identifiers of one case, ready to be hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identifiers {
    /// The longest first.
    listed: Vec<Listed>,
    /// `[child]`, `[mother]` …: left alone where they stand already.
    put: BTreeSet<String>,
    /// Places in `listed` by the lower-case first letter.
    by_first: BTreeMap<char, Vec<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    /// The words without the white space and hyphens between them, accents and apostrophes folded.
    parts: Vec<Vec<char>>,
    letters: usize,
    /// Whether the words are, in small letters, something ordinary: `will`, `rose`.
    ordinary: bool,
    stands_for: String,
}

/// One letter of a text, folded, with the bytes it came from.
#[derive(Clone, Copy)]
struct Letter {
    folded: char,
    start: usize,
    end: usize,
}

impl Identifiers {
    /// From listed words to what stands for them ("child", "mother", "school"). An entry without a letter or a figure is left out.
    #[must_use]
    pub fn new(listed: &BTreeMap<String, String>) -> Self {
        let mut all: Vec<Listed> = listed
            .iter()
            .filter_map(|(words, stands_for)| Listed::new(words, stands_for))
            .collect();
        all.sort_by(|a, b| {
            b.letters
                .cmp(&a.letters)
                .then_with(|| a.parts.cmp(&b.parts))
        });
        let mut identifiers = Self {
            listed: all,
            ..Self::default()
        };
        for (at, listed) in identifiers.listed.iter().enumerate() {
            if let Some(first) = listed.parts.first().and_then(|part| part.first()) {
                let places = identifiers.by_first.entry(small(*first)).or_default();
                places.push(at);
            }
        }
        // "Callum's school" as what something stands for would bring the name back in.
        let clean: Vec<String> = identifiers
            .listed
            .iter()
            .map(|listed| identifiers.replace(&listed.stands_for, |stands_for| stands_for.into()))
            .collect();
        for (listed, clean) in identifiers.listed.iter_mut().zip(clean) {
            listed.stands_for = clean;
        }
        identifiers.put = identifiers
            .listed
            .iter()
            .map(|listed| format!("[{}]", listed.stands_for))
            .collect();
        identifiers
    }

    /// The text with `[child]`, `[mother]` … in place of every listed name: whole words, the longest first, with or without accents,
    /// across line breaks and hyphens inside a name, in capitals, and from four letters in any capitalisation.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        if self.listed.is_empty() {
            return text.to_owned();
        }
        self.replace(text, |stands_for| format!("[{stands_for}]"))
    }

    /// Words of a text that may be names or other identifiers: capitalised and neither ordinary nor of the field, telephone and NHS
    /// numbers, e-mail addresses, postcodes, dates of birth, reference numbers.
    #[must_use]
    pub fn unsure(&self, text: &str) -> BTreeSet<String> {
        unsure::unsure(text)
    }

    fn replace(&self, text: &str, put: impl Fn(&str) -> String) -> String {
        let letters = letters(text);
        let mut out = String::with_capacity(text.len());
        let (mut at, mut copied) = (0, 0);
        while let Some(letter) = letters.get(at) {
            if letter.folded == '['
                && let Some(length) = self.put_at(text, letter.start)
            {
                let end = letter.start + length;
                at += letters
                    .iter()
                    .skip(at)
                    .take_while(|letter| letter.start < end)
                    .count()
                    .max(1);
                continue;
            }
            match self.found_at(&letters, at) {
                Some((listed, after)) if after > at => {
                    out.push_str(text.get(copied..letter.start).unwrap_or_default());
                    out.push_str(&put(&listed.stands_for));
                    copied = letters
                        .get(after - 1)
                        .map_or(text.len(), |letter| letter.end);
                    at = after;
                }
                _ => at += 1,
            }
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        out
    }

    /// The length in bytes of something put in place of a name, where one stands at byte `start`.
    fn put_at(&self, text: &str, start: usize) -> Option<usize> {
        let rest = text.get(start..)?;
        self.put
            .iter()
            .filter(|put| rest.starts_with(put.as_str()))
            .map(String::len)
            .max()
    }

    fn found_at(&self, letters: &[Letter], at: usize) -> Option<(&Listed, usize)> {
        let first = small(letters.get(at)?.folded);
        self.by_first
            .get(&first)?
            .iter()
            .filter_map(|place| self.listed.get(*place))
            .find_map(|listed| Some((listed, listed.ends_at(letters, at)?)))
    }
}

impl Listed {
    fn new(words: &str, stands_for: &str) -> Option<Self> {
        let folded: Vec<char> = letters(words).iter().map(|letter| letter.folded).collect();
        let parts: Vec<Vec<char>> = folded
            .split(|letter| separates(*letter))
            .filter(|part| !part.is_empty())
            .map(<[char]>::to_vec)
            .collect();
        let letters = parts
            .iter()
            .flatten()
            .filter(|letter| letter.is_alphanumeric())
            .count();
        if letters == 0 {
            return None;
        }
        let plain: String = stands_for
            .chars()
            .map(|letter| {
                if letter.is_whitespace() || letter.is_control() {
                    ' '
                } else {
                    letter
                }
            })
            .filter(|letter| !matches!(letter, '[' | ']'))
            .collect();
        let plain = plain.trim();
        let ordinary = match parts.as_slice() {
            [one] => unsure::is_ordinary(&one.iter().collect::<String>()),
            _ => false,
        };
        Some(Self {
            parts,
            letters,
            ordinary,
            stands_for: if plain.is_empty() { "name" } else { plain }.to_owned(),
        })
    }

    /// The place after this name, where it stands at `at` as whole words.
    fn ends_at(&self, letters: &[Letter], at: usize) -> Option<usize> {
        let before = at
            .checked_sub(1)
            .and_then(|before| letters.get(before))
            .map(|letter| letter.folded);
        if runs_on(before, letters.get(at)?.folded) {
            return None;
        }
        let (mut exact, mut lower, mut upper) = (true, false, false);
        let mut next = at;
        for (nth, part) in self.parts.iter().enumerate() {
            if nth > 0 {
                let between = letters
                    .get(next..)?
                    .iter()
                    .take_while(|letter| separates(letter.folded))
                    .count();
                if between == 0 {
                    return None;
                }
                next += between;
            }
            for wanted in part {
                let found = letters.get(next)?.folded;
                if found != *wanted {
                    exact = false;
                    if !found.to_lowercase().eq(wanted.to_lowercase()) {
                        return None;
                    }
                }
                lower |= found.is_lowercase();
                upper |= found.is_uppercase();
                next += 1;
            }
        }
        let as_listed = exact || !lower;
        let any_capitals = self.letters >= ANY_CAPITALS_FROM && (upper || !self.ordinary);
        ((as_listed || any_capitals) && self.stops_at(letters, next)).then_some(next)
    }

    /// Whether the word ends before `next`. "Callums" is how "Callum's" is often typed: it ends before its s.
    fn stops_at(&self, letters: &[Letter], next: usize) -> bool {
        let letter = |at: usize| letters.get(at).map(|letter| letter.folded);
        let Some(last) = next.checked_sub(1).and_then(letter) else {
            return false;
        };
        let possessive = self.letters >= ANY_CAPITALS_FROM
            && matches!(letter(next), Some('s' | 'S'))
            && !runs_on(letter(next + 1), 's');
        possessive || !runs_on(letter(next), last)
    }
}

/// Whether two neighbouring letters belong to one word: letters with letters, figures with figures.
fn runs_on(neighbour: Option<char>, letter: char) -> bool {
    neighbour.is_some_and(|neighbour| {
        (letter.is_alphabetic() && neighbour.is_alphabetic())
            || (letter.is_numeric() && neighbour.is_numeric())
    })
}

/// What may stand between the words of one name.
fn separates(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{ad}'
        )
}

fn small(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// A text letter by letter: without accents, every apostrophe the same.
fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    for (start, grapheme) in text.grapheme_indices(true) {
        let end = start + grapheme.len();
        for letter in grapheme.nfd().filter(|letter| !is_combining_mark(*letter)) {
            let folded = match letter {
                '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
                letter => letter,
            };
            letters.push(Letter { folded, start, end });
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identifiers(list: &[(&str, &str)]) -> Identifiers {
        Identifiers::new(
            &list
                .iter()
                .map(|(words, stands_for)| ((*words).to_owned(), (*stands_for).to_owned()))
                .collect(),
        )
    }

    fn family() -> Identifiers {
        identifiers(&[
            ("Callum", "child"),
            ("Callum Ashworth", "child"),
            ("Ashworth", "family name"),
            ("Zoë", "mother"),
            ("Jo", "aunt"),
            ("O'Brien", "neighbour"),
            ("St Bede's Primary School", "school"),
            ("07700 900123", "telephone number"),
        ])
    }

    #[test]
    fn the_longest_listed_words_come_first() {
        assert_eq!(
            family().hide("Callum Ashworth, then Callum, then Mr Ashworth."),
            "[child], then [child], then Mr [family name]."
        );
    }

    #[test]
    fn whole_words_only() {
        assert_eq!(
            family().hide("Ashworthy McCallum Callumby Johanna"),
            "Ashworthy McCallum Callumby Johanna"
        );
        assert_eq!(
            family().hide("(Callum)_Callum_ Callum2 x@Callum.org"),
            "([child])_[child]_ [child]2 x@[child].org"
        );
    }

    #[test]
    fn possessives_keep_their_ending() {
        assert_eq!(
            family().hide("Callum's, Callum’s, CALLUM'S and Callums bed; Jo's"),
            "[child]'s, [child]’s, [child]'S and [child]s bed; [aunt]'s"
        );
    }

    #[test]
    fn hyphenated_compounds_are_opened() {
        assert_eq!(
            family().hide("Callum-James Smith-Ashworth, Callum‑Ashworth"),
            "[child]-James Smith-[family name], [child]"
        );
    }

    #[test]
    fn a_full_name_is_found_across_spaces_and_line_breaks() {
        assert_eq!(
            family().hide("Callum  \n  Ashworth at St\u{a0}Bede’s\r\nprimary school."),
            "[child] at [school]."
        );
    }

    #[test]
    fn capitals_as_listed_all_or_from_four_letters_any() {
        assert_eq!(
            family().hide("callum CALLUM cAllum Jo JO jo"),
            "[child] [child] [child] [aunt] [aunt] jo"
        );
    }

    #[test]
    fn accents_are_found_composed_decomposed_and_left_out() {
        assert_eq!(
            family().hide("Zoë ZOË Zoe\u{308} Zoe Zoés zoë"),
            "[mother] [mother] [mother] [mother] Zoés zoë"
        );
        assert_eq!(identifiers(&[("Rene", "x")]).hide("René’s"), "[x]’s");
    }

    #[test]
    fn apostrophes_of_any_kind_are_one() {
        assert_eq!(
            family().hide("O’Brien and o'brien"),
            "[neighbour] and [neighbour]"
        );
    }

    #[test]
    fn a_name_that_is_an_ordinary_word_leaves_the_word_alone() {
        let will = identifiers(&[("Will", "child"), ("Rose", "mother")]);
        assert_eq!(
            will.hide("Will will visit when Rose, who rose early. WILL"),
            "[child] will visit when [mother], who rose early. [child]"
        );
    }

    #[test]
    fn numbers_are_not_found_inside_longer_numbers() {
        assert_eq!(
            family().hide("07700  900123, 107700 900123, 07700 9001234"),
            "[telephone number], 107700 900123, 07700 9001234"
        );
    }

    #[test]
    fn hiding_twice_is_hiding_once_whatever_names_stand_for() {
        let odd = identifiers(&[
            ("Callum", "child"),
            ("Oak House", "Callum's [school]\n"),
            ("...", "nothing"),
        ]);
        let once = odd.hide("Callum at Oak House; […]");
        assert_eq!(once, "[child] at [child's school]; […]");
        assert_eq!(odd.hide(&once), once);
    }

    #[test]
    fn a_name_in_what_stands_for_another_is_unsure() {
        let mum = identifiers(&[("Dana", "Mum of Kian")]);
        let unsure = mum.unsure(&mum.hide("We met Dana and Petra."));
        assert_eq!(unsure.into_iter().collect::<Vec<_>>(), ["Kian", "Petra"]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_listed_name_is_left_and_hiding_twice_changes_nothing(
            pieces in proptest::collection::vec(
                (
                    proptest::sample::select(vec![
                        "Callum", "CALLUM ashworth", "Ashworth", "[child]", "[", "O’Brien", "visit", "Zoë", "é", "\u{301}", "",
                    ]),
                    proptest::sample::select(vec![" ", "\n", "-", "'s ", "’S, ", "_", ". ", "[", "]", "2012", "\u{a0}"]),
                ),
                0..30,
            ),
            other in proptest::prelude::any::<String>(),
        ) {
            let text: String = pieces.iter().flat_map(|(word, after)| [*word, *after]).chain([other.as_str()]).collect();
            let hidden = family().hide(&text);
            for name in ["Callum", "CALLUM", "ashworth", "Ashworth", "O’Brien"] {
                let alone = |part: &str| part.split(|c: char| !c.is_alphabetic() && c != '’').any(|word| word == name);
                proptest::prop_assert!(!alone(&hidden), "{name} in {hidden}");
            }
            proptest::prop_assert_eq!(family().hide(&hidden), hidden);
        }
    }

    #[test]
    fn a_million_marks_on_one_letter_are_one_letter() {
        let text = format!("Callum{} spoke", "\u{301}".repeat(1_000_000));
        assert_eq!(family().hide(&text), "[child] spoke");
    }
}
