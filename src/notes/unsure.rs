//! Words that may be names or other identifiers although nobody listed them.
//!
//! Owns what is taken as sure: `assets/plain-words.txt`. Everything capitalised that is not sure is unsure, and so are numbers and
//! codes that may lead to somebody. It asks too often rather than too seldom; the answer is one yes for the whole list.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use unicode_segmentation::UnicodeSegmentation as _;

/// What the file says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sure {
    /// Days, months, the vocabulary of the field: capitalised anywhere.
    Anywhere,
    /// Ordinary words: capitalised at the start of a sentence.
    AtStart,
    /// Months that are names too: beside a number, or after "in", "since" …
    BesideNumber,
    /// Names that are ordinary words too: never sure, and left alone in small letters.
    Never,
}

static PLAIN: LazyLock<BTreeMap<&'static str, Sure>> = LazyLock::new(|| {
    let mut words = BTreeMap::new();
    let mut section = Sure::AtStart;
    for line in include_str!("../../assets/plain-words.txt").lines() {
        match line.trim() {
            "[anywhere]" => section = Sure::Anywhere,
            "[at the start of a sentence]" => section = Sure::AtStart,
            "[beside a number]" => section = Sure::BesideNumber,
            "[never]" => section = Sure::Never,
            line if line.starts_with('#') => {}
            line => words.extend(line.split_whitespace().map(|word| (word, section))),
        }
    }
    words
});

/// Before a surname: whatever follows is one, ordinary word or not.
const TITLES: [&str; 10] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "st",
];

/// Before a month.
const BEFORE_MONTHS: [&str; 10] = [
    "in", "since", "until", "till", "during", "early", "mid", "late", "of", "last",
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Whether `word` is, in small letters, something ordinary rather than a name.
pub(super) fn is_ordinary(word: &str) -> bool {
    PLAIN.contains_key(word.to_lowercase().as_str())
}

/// The words of a text with their places, without the possessive.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices().map(|(at, word)| {
        let bare = ["'s", "’s", "'S", "’S"]
            .iter()
            .find_map(|ending| word.strip_suffix(ending))
            .unwrap_or(word);
        (at, bare)
    })
}

/// Everything in a text that may be a name or another identifier.
pub(super) fn unsure(text: &str) -> BTreeSet<String> {
    let words: Vec<(usize, &str)> = words_of(text).collect();
    let mut unsure = BTreeSet::new();
    for (nth, (_, word)) in words.iter().enumerate() {
        if may_be_a_name(text, &words, nth) || is_code(word) {
            unsure.insert((*word).to_owned());
        }
    }
    unsure.extend(long_numbers(text));
    unsure.extend(addresses(text));
    unsure.extend(postcodes(&words));
    unsure.extend(dates_of_birth(text, &words));
    unsure
}

fn may_be_a_name(text: &str, words: &[(usize, &str)], nth: usize) -> bool {
    let Some((at, word)) = words.get(nth).copied() else {
        return false;
    };
    let first = word.chars().next().unwrap_or(' ');
    // A script without capitals gives no sign: every word of it may be a name.
    let capital = first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase());
    if !capital {
        return false;
    }
    let before = nth.checked_sub(1).and_then(|nth| words.get(nth)).copied();
    if before.is_some_and(|(_, before)| TITLES.contains(&before.to_lowercase().as_str())) {
        return true;
    }
    let small = word.to_lowercase();
    let known = PLAIN.get(small.as_str()).copied().or_else(|| {
        let one = small.strip_suffix('s').unwrap_or(&small);
        PLAIN.get(one).copied().filter(|sure| *sure != Sure::Never)
    });
    match known {
        Some(Sure::Anywhere) => false,
        Some(Sure::AtStart) => {
            let after = words.get(nth + 1).copied();
            !starts_a_sentence(text, before, at) && !in_capitals(word, before, after)
        }
        Some(Sure::BesideNumber) => {
            let after = words.get(nth + 1).copied();
            let number = |(_, word): (usize, &str)| word.starts_with(|c: char| c.is_ascii_digit());
            let leads = |(_, word): (usize, &str)| {
                let word = word.to_lowercase();
                BEFORE_MONTHS.contains(&word.as_str())
            };
            !(before.is_some_and(number) || after.is_some_and(number) || before.is_some_and(leads))
        }
        Some(Sure::Never) | None => true,
    }
}

/// Whether the word at byte `at` is the first of a sentence, a line, a cell, a heading, a quotation or what stands in brackets.
fn starts_a_sentence(text: &str, before: Option<(usize, &str)>, at: usize) -> bool {
    let Some((start, word)) = before else {
        return true;
    };
    let between = text.get(start + word.len()..at).unwrap_or_default();
    between.contains([
        '.', '!', '?', ':', ';', '\n', '\t', '|', '(', '[', '"', '“', '‘', '”', '•', '–', '—', '…',
        '/',
    ])
}

/// Whether an ordinary word stands in a line of capitals, such as `POLICE NOTICE: CHILDREN COMING TO NOTICE`: there its own say nothing.
fn in_capitals(word: &str, before: Option<(usize, &str)>, after: Option<(usize, &str)>) -> bool {
    let capitals = |word: &str| {
        word.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
            && !word.chars().any(char::is_lowercase)
    };
    let beside = [before, after].into_iter().flatten();
    capitals(word) && beside.into_iter().any(|(_, word)| capitals(word))
}

/// Letters with five figures or more: a reference number of some agency.
fn is_code(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() >= 5 && word.chars().any(char::is_alphabetic)
}

/// Telephone and NHS numbers: ten to fifteen figures with nothing but spaces, hyphens, points and brackets between them.
fn long_numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize, usize)> = None;
    let ends = text.char_indices().chain([(text.len(), '\n')]);
    for (at, letter) in ends {
        match (run, letter) {
            (None, letter) if letter.is_ascii_digit() || letter == '+' => {
                run = Some((at, at + 1, usize::from(letter.is_ascii_digit())));
            }
            (Some((start, _, figures)), letter) if letter.is_ascii_digit() => {
                run = Some((start, at + 1, figures + 1));
            }
            (None, _) | (Some(_), ' ' | '\u{a0}' | '-' | '.' | '(' | ')') => {}
            (Some((start, end, figures)), _) => {
                if (10..=15).contains(&figures) {
                    found.extend(text.get(start..end).map(str::to_owned));
                }
                run = None;
            }
        }
    }
    found
}

/// E-mail addresses: anything around an `@`.
fn addresses(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '|')
    })
    .filter(|word| {
        word.split_once('@').is_some_and(|(name, host)| {
            name.ends_with(|letter: char| letter.is_alphanumeric() || letter == ']')
                && host.starts_with(|letter: char| letter.is_alphanumeric() || letter == '[')
        })
    })
    .map(|word| word.trim_end_matches(['.', ':', '!', '?']).to_owned())
}

/// Postcodes in one word or two: `LS1 4AP`, `ls14ap`.
fn postcodes<'a>(words: &'a [(usize, &'a str)]) -> impl Iterator<Item = String> + 'a {
    let apart = words.iter().zip(words.iter().skip(1));
    let apart = apart
        .filter(|((_, outward), (_, inward))| is_outward(outward) && is_inward(inward))
        .map(|((_, outward), (_, inward))| format!("{outward} {inward}"));
    let together = words.iter().filter_map(|(_, word)| {
        let cut = word.len().checked_sub(3)?;
        let (outward, inward) = (word.get(..cut)?, word.get(cut..)?);
        (is_outward(outward) && is_inward(inward)).then(|| (*word).to_owned())
    });
    apart.chain(together)
}

fn is_outward(word: &str) -> bool {
    let shape: String = word
        .chars()
        .map(|letter| match letter {
            letter if letter.is_ascii_alphabetic() => 'A',
            letter if letter.is_ascii_digit() => '9',
            _ => '?',
        })
        .collect();
    matches!(
        shape.as_str(),
        "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A"
    )
}

fn is_inward(word: &str) -> bool {
    let letters = word.as_bytes();
    letters.len() == 3
        && letters.first().is_some_and(u8::is_ascii_digit)
        && letters.iter().skip(1).all(u8::is_ascii_alphabetic)
}

/// What looks like a date after "born", "DOB", "D.O.B." or "date of birth".
fn dates_of_birth(text: &str, words: &[(usize, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    for (nth, (_, word)) in words.iter().enumerate() {
        let word = word.to_lowercase();
        let says = matches!(
            word.as_str(),
            "born" | "dob" | "d.o.b" | "birth" | "birthday"
        );
        if !says {
            continue;
        }
        let rest = words.get(nth + 1..).unwrap_or_default();
        let small = |word: &str| {
            matches!(
                word.to_lowercase().as_str(),
                "on" | "in" | "is" | "was" | "the" | "of" | "a"
            )
        };
        let skipped = rest.iter().take_while(|(_, word)| small(word)).count();
        let date: Vec<&(usize, &str)> = rest
            .iter()
            .skip(skipped)
            .take_while(|(_, word)| is_part_of_a_date(word))
            .take(4)
            .collect();
        let (Some((start, _)), Some((end, last))) = (date.first(), date.last()) else {
            continue;
        };
        if date
            .iter()
            .any(|(_, word)| word.starts_with(|c: char| c.is_ascii_digit()))
        {
            found.extend(text.get(*start..end + last.len()).map(str::to_owned));
        }
    }
    found
}

fn is_part_of_a_date(word: &str) -> bool {
    let word = word.to_lowercase();
    let figures = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ordinal = word.strip_prefix(figures).unwrap_or_default();
    let number = !figures.is_empty()
        && figures
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '.')
        && matches!(ordinal, "" | "st" | "nd" | "rd" | "th");
    number || word == "of" || MONTHS.iter().any(|month| word.starts_with(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        unsure(text).into_iter().collect()
    }

    #[test]
    fn capitalised_words_inside_a_sentence_are_unsure() {
        assert_eq!(
            found("The social worker met Petra and Kian's father at Oakfield House."),
            ["Kian", "Oakfield", "Petra"]
        );
    }

    #[test]
    fn ordinary_words_at_the_start_are_sure_and_names_there_are_not() {
        assert_eq!(
            found("Mother did not attend. Petra did. She was ill."),
            ["Petra"]
        );
        assert_eq!(found("they said Clearly she was"), ["Clearly"]);
        assert_eq!(found("social worker\tEvery day"), Vec::<String>::new());
    }

    #[test]
    fn a_line_of_capitals_says_nothing_of_its_ordinary_words_and_names_there_are_asked_about() {
        assert_eq!(
            found("POLICE NOTICE: CHILDREN COMING TO NOTICE, PETRA AND ANOTHER"),
            ["PETRA"]
        );
        assert_eq!(found("she went To school"), ["To"]);
    }

    #[test]
    fn the_vocabulary_of_the_field_is_sure_anywhere() {
        assert!(
            found(
                "At the Core Group on Tuesday 6 March the Child Protection Plan and CAMHS were discussed; \
                 the Health Visitor, GP and Police came to the Initial Child Protection Conference."
            )
            .is_empty()
        );
    }

    #[test]
    fn months_that_are_names_are_sure_beside_a_number_only() {
        assert!(found("Seen on 3 April 2012, in May and on June 4").is_empty());
        assert_eq!(found("He lives with April and with May"), ["April", "May"]);
    }

    #[test]
    fn names_that_are_ordinary_words_are_unsure_even_at_the_start() {
        assert_eq!(found("Will said so. Rose agreed."), ["Rose", "Will"]);
    }

    #[test]
    fn whatever_follows_a_title_is_unsure() {
        assert_eq!(
            found("seen by Mr. Young and Dr Church"),
            ["Church", "Young"]
        );
    }

    #[test]
    fn words_of_a_script_without_capitals_are_unsure() {
        assert_eq!(found("he said اسمي to us"), ["اسمي"]);
    }

    #[test]
    fn numbers_and_codes_that_lead_to_somebody_are_unsure() {
        assert_eq!(
            found("ring 07700 900123 or +44 (0)161 496 0000."),
            ["+44 (0)161 496 0000", "07700 900123"]
        );
        assert_eq!(found("number 943 476 5919"), ["943 476 5919"]);
        assert_eq!(
            found("write to p.smith@example.org."),
            ["p.smith@example.org"]
        );
        assert_eq!(found("lives at ls1 4ap, then M11AA"), ["M11AA", "ls1 4ap"]);
        assert_eq!(found("crime reference cr123456"), ["cr123456"]);
        assert!(found("from 14.03.2012 to 16.03.12, 2012-03-14, 12 of 48 weeks").is_empty());
    }

    #[test]
    fn dates_of_birth_are_unsure_and_other_dates_are_not() {
        assert_eq!(
            found("he was born on 3rd of March 2008 and seen on 4 March 2012"),
            ["3rd of March 2008"]
        );
        assert_eq!(found("DOB: 03/03/2008"), ["03/03/2008"]);
        assert_eq!(found("his date of birth is 3.3.08"), ["3.3.08"]);
        assert_eq!(found("he was born in Leeds"), ["Leeds"]);
    }

    #[test]
    fn every_word_of_the_list_is_there_once_and_in_small_letters() {
        let text = include_str!("../../assets/plain-words.txt");
        let mut seen = BTreeSet::new();
        for line in text.lines().filter(|line| !line.starts_with(['#', '['])) {
            for word in line.split_whitespace() {
                assert_eq!(word, word.to_lowercase());
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
        assert!(seen.len() > 600);
    }
}
