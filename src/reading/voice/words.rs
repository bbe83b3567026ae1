//! Words of a paragraph as they are needed to know who is spoken of: cut into sentences, each word with what kind of person it names.
//!
//! Nothing here understands English. It knows names, a list of words for children and for others, and what stands between quotation marks.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use serde::Deserialize;

use crate::casework::voice::Kin;

/// Rules for being seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenRules {
    pub seers: Vec<String>,
    pub alone: Vec<String>,
    pub company: Vec<String>,
    pub planned: Vec<String>,
    pub planned_unless_denied: Vec<String>,
    pub denied: Vec<String>,
    pub not_here: Vec<String>,
    pub patients_of: Vec<String>,
    pub labels: Vec<String>,
    pub labels_alone: Vec<String>,
    pub labels_not: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub own_day: Vec<String>,
}

/// Rules for being heard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeardRules {
    pub said: Vec<String>,
    pub wished: Vec<String>,
    pub quoting: Vec<String>,
    pub in_words: Vec<String>,
    pub in_childs_words: Vec<String>,
    pub between: Vec<String>,
    pub headings: Vec<String>,
    pub heading_words: Vec<String>,
    pub silent: Vec<String>,
}

/// Rules for who of the family is heard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyRules {
    pub mother: Vec<String>,
    pub father: Vec<String>,
    pub carer: Vec<String>,
    pub family: Vec<String>,
}

/// All of `assets/voice.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    child: Vec<String>,
    not_a_child: Vec<String>,
    pronouns: Vec<String>,
    others: Vec<String>,
    pub seen: SeenRules,
    pub heard: HeardRules,
    pub family: FamilyRules,
}

/// The rules carried in the program; none where they do not parse, which a test rules out.
static RULES: LazyLock<Option<Rules>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../assets/voice.toml")).ok());

/// The rules.
pub fn rules() -> Option<&'static Rules> {
    RULES.as_ref()
}

/// Whether a word is one of a list.
pub fn one_of(list: &[String], word: &str) -> bool {
    list.iter().any(|other| other == word)
}

/// Who is who, by first name in small letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The child of the case.
    pub child: BTreeSet<String>,
    /// Everybody else who is named.
    pub others: BTreeSet<String>,
    /// Names of the child's family, and who each is: "ms thackray", "donna thackray", "donna".
    pub family: Vec<(String, Kin)>,
}

impl Who {
    /// Out of a case's names and what stands for each.
    #[must_use]
    pub fn of<'a>(identifiers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut who = Self::default();
        for (words, stands_for) in identifiers {
            let Some(first) = words.split_whitespace().next() else {
                continue;
            };
            if let Some(kin) = rules().and_then(|rules| rules.family.kin(stands_for)) {
                let small = words.trim().to_lowercase();
                let titled = ["mr", "mrs", "ms", "miss", "dr"].iter().any(|title| {
                    small
                        .strip_prefix(title)
                        .is_some_and(|rest| rest.starts_with(' '))
                });
                if !titled && let Some((first, _)) = small.split_once(' ') {
                    who.family.push((first.to_owned(), kin));
                }
                who.family.push((small, kin));
            }
            let is_a_name = first
                .chars()
                .all(|letter| letter.is_alphabetic() || letter == '-')
                && first.chars().next().is_some_and(char::is_uppercase)
                && first.chars().count() > 1;
            let stands_for = stands_for.to_lowercase();
            let is_of_no_person = [
                "address",
                "date",
                "number",
                "reference",
                "telephone",
                "family name",
                "school",
                "place",
            ]
            .iter()
            .any(|thing| stands_for.contains(thing));
            let title = ["mr", "mrs", "ms", "miss", "dr"].contains(&first.to_lowercase().as_str());
            if !is_a_name || is_of_no_person || title {
                continue;
            }
            if ["child", "baby", "young person", "subject child"].contains(&stands_for.trim()) {
                who.child.insert(first.to_lowercase());
            } else {
                who.others.insert(first.to_lowercase());
            }
        }
        // A name that two people bear is the child's.
        who.others.retain(|name| !who.child.contains(name));
        who
    }
}

/// Whom a word names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The child.
    Child,
    /// Somebody else.
    Other,
    /// Somebody by a name nobody listed.
    Name,
    /// He, she, they.
    Pronoun,
    /// Nobody.
    Plain,
}

impl Class {
    /// Whether it names a person at all.
    #[must_use]
    pub fn is_person(self) -> bool {
        self != Self::Plain
    }
}

/// One word or sign.
#[derive(Clone, Debug)]
pub struct Token {
    /// In small letters, with straight apostrophes.
    pub word: String,
    /// Whom it names.
    pub class: Class,
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it stands between quotation marks.
    pub quoted: bool,
    capital: bool,
}

/// One sentence.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its words and signs.
    pub tokens: Vec<Token>,
    /// Where it stands.
    pub range: Range<usize>,
}

impl Sentence {
    /// The word at a place; empty beyond the ends.
    #[must_use]
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.word.as_str())
    }

    /// Whom the word at a place names.
    #[must_use]
    pub fn class(&self, at: usize) -> Class {
        self.tokens
            .get(at)
            .map_or(Class::Plain, |token| token.class)
    }

    /// Whether a phrase of the list begins at a word: how many words it has.
    #[must_use]
    pub fn phrase_at(&self, at: usize, phrases: &[String]) -> Option<usize> {
        phrases.iter().find_map(|phrase| {
            let mut count = 0;
            for word in phrase.split(' ') {
                if self.word(at + count) != word {
                    return None;
                }
                count += 1;
            }
            Some(count)
        })
    }
}

/// The quoted stretches of a paragraph, without their marks.
#[must_use]
pub fn quotes(words: &str) -> Vec<Range<usize>> {
    let straight = words.matches('"').count().is_multiple_of(2);
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, letter) in words.char_indices() {
        match (letter, open) {
            ('“', None) => open = Some((at + letter.len_utf8(), '”')),
            ('"', None) if straight => open = Some((at + 1, '"')),
            (close, Some((from, wanted))) if close == wanted => {
                if at - from <= 1_500 {
                    found.push(from..at);
                }
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Cuts a paragraph into sentences.
#[must_use]
pub fn sentences(words: &str, who: &Who) -> Vec<Sentence> {
    let marked = quotes(words);
    let quoted = |at: usize| {
        let next = marked.partition_point(|quote| quote.end <= at);
        marked.get(next).is_some_and(|quote| quote.start <= at)
    };
    let mut done: Vec<Sentence> = Vec::new();
    let mut now = Sentence::default();
    let mut letters = words.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_alphanumeric() {
            let mut end = start + letter.len_utf8();
            while let Some(&(at, next)) = letters.peek() {
                let mut after = words
                    .get(at + next.len_utf8()..)
                    .unwrap_or_default()
                    .chars();
                let joins = matches!(next, '\'' | '’' | '-' | '/' | ':' | '.')
                    && after.next().is_some_and(|after| {
                        after.is_alphanumeric()
                            && (!matches!(next, ':' | '.') || after.is_ascii_digit())
                    });
                if !(next.is_alphanumeric() || joins) {
                    break;
                }
                end = at + next.len_utf8();
                letters.next();
            }
            let said = words.get(start..end).unwrap_or_default();
            now.tokens.push(Token {
                word: said.to_lowercase().replace('’', "'"),
                class: Class::Plain,
                range: start..end,
                quoted: quoted(start),
                capital: letter.is_uppercase(),
            });
            continue;
        }
        let closes = matches!(letter, '"' | '”');
        let ends = match letter {
            ';' | '\n' => !quoted(start),
            '.' | '!' | '?' => !quoted(start) && !is_short_form(&now),
            // "It's you." The next sentence begins behind the mark.
            _ if closes => {
                let before = words.get(..start).unwrap_or_default();
                let mut after = words
                    .get(start + letter.len_utf8()..)
                    .unwrap_or_default()
                    .chars();
                before.ends_with(['.', '!', '?'])
                    && after.next().is_none_or(char::is_whitespace)
                    && after.next().is_none_or(|next| !next.is_lowercase())
                    && !quoted(start)
            }
            _ => false,
        };
        if ends {
            finish(&mut now, &mut done, who, start + letter.len_utf8());
        } else if matches!(letter, ',' | '(' | ')' | ':' | '☒' | '☐' | '✓' | '✔') {
            now.tokens.push(Token {
                word: letter.to_string(),
                class: Class::Plain,
                range: start..start + letter.len_utf8(),
                quoted: quoted(start),
                capital: false,
            });
        }
    }
    finish(&mut now, &mut done, who, words.len());
    done
}

/// "Ms." ends no sentence, and neither does an initial.
fn is_short_form(now: &Sentence) -> bool {
    now.tokens.last().is_some_and(|token| {
        ["ms", "mr", "mrs", "dr", "st", "approx", "e.g", "i.e", "no"].contains(&token.word.as_str())
            && (token.word != "no" || now.tokens.len() > 1)
            || token.word.chars().count() == 1 && token.capital && token.word != "i"
    })
}

fn finish(now: &mut Sentence, done: &mut Vec<Sentence>, who: &Who, end: usize) {
    let mut sentence = std::mem::take(now);
    if let Some(first) = sentence.tokens.first() {
        sentence.range = first.range.start..end;
        classify(&mut sentence, who);
        done.push(sentence);
    }
}

fn classify(sentence: &mut Sentence, who: &Who) {
    let Some(rules) = rules() else { return };
    let mut classes = Vec::with_capacity(sentence.tokens.len());
    for (at, token) in sentence.tokens.iter().enumerate() {
        let word = token.word.as_str();
        let next = sentence.word(at + 1);
        let before = at.checked_sub(1).map_or("", |before| sentence.word(before));
        let person = ["person", "people", "man", "woman"].contains(&word) && before == "young";
        let class = if one_of(&rules.pronouns, word) {
            Class::Pronoun
        } else if token.capital && who.child.contains(word) || person {
            Class::Child
        } else if one_of(&rules.child, word) {
            let no_child = matches!(word, "child" | "children")
                && one_of(&rules.not_a_child, next)
                && !(next == "and"
                    && sentence.tokens.len() > 3
                    && sentence.word(at + 2) != "family");
            // "all" and "both" are the child only where somebody is said to be seen: "both seen alone".
            let counts_all = matches!(word, "both" | "all") && next != "seen";
            if no_child || counts_all {
                Class::Plain
            } else {
                Class::Child
            }
        } else if one_of(&rules.others, word) || token.capital && who.others.contains(word) {
            Class::Other
        } else if token.capital && !in_a_place(sentence, at, &classes) && is_a_name(sentence, at) {
            Class::Name
        } else {
            Class::Plain
        };
        // "the child's mother": who is spoken of comes behind.
        classes.push(if word.ends_with("'s") || word.ends_with("s'") {
            Class::Plain
        } else {
            class
        });
    }
    for at in 1..classes.len() {
        // "Ms Thackray", "Toby Wexcombe": what follows is the same person.
        let same = sentence.tokens.get(at).is_some_and(|token| token.capital)
            && matches!(classes.get(at), Some(Class::Name | Class::Plain))
            && sentence.word(at - 1) != ",";
        if let Some(before) = classes
            .get(at - 1)
            .copied()
            .filter(|class| same && matches!(class, Class::Child | Class::Other | Class::Name))
            && sentence
                .tokens
                .get(at - 1)
                .is_some_and(|token| token.capital)
            && let Some(class) = classes.get_mut(at)
        {
            *class = before;
        }
    }
    for (token, class) in sentence.tokens.iter_mut().zip(classes) {
        token.class = class;
    }
}

/// "at 16 Damson Row", "in Northbridge": a place is nobody.
fn in_a_place(sentence: &Sentence, at: usize, classes: &[Class]) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let word = sentence.word(before);
    let goes_on = before > 0
        && sentence
            .tokens
            .get(before)
            .is_some_and(|token| token.capital)
        && classes.get(before) == Some(&Class::Plain)
        && in_a_place(sentence, before, classes);
    matches!(word, "at" | "in" | "near")
        || word.bytes().all(|byte| byte.is_ascii_digit())
        || goes_on
}

/// A capital inside a sentence is a name, a month or a day aside; at its beginning only where somebody does something there.
fn is_a_name(sentence: &Sentence, at: usize) -> bool {
    const NO_NAMES: [&str; 34] = [
        "i",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "section",
        "the",
        "it",
        "this",
        "that",
        "there",
        "what",
        "who",
        "nobody",
        "everyone",
        "school",
        "yes",
        "no",
        "we",
    ];
    const DOING: [&str; 12] = [
        "said", "says", "was", "is", "has", "had", "told", "asked", "came", "and", "thinks",
        "feels",
    ];
    let word = sentence.word(at);
    if NO_NAMES.contains(&word) || word.chars().any(|letter| letter.is_ascii_digit()) {
        return false;
    }
    at > 0 || DOING.contains(&sentence.word(at + 1))
}
