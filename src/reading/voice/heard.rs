//! Whether words are the child's: between quotation marks or behind "in her words:", told by somebody else, or under a heading for them.
//!
//! An indirect sentence is never the child's words: it is what the child is reported to have said. Words between marks are the child's only
//! where nobody else stands nearer to them.

use std::ops::Range;

use super::words::{Class, HeardRules, Sentence, Who, one_of};

/// What is found in a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The child's words between quotation marks, or behind "in her words:".
    pub quoted: Vec<Range<usize>>,
    /// Sentences that tell what the child said or wishes.
    pub told: Vec<Range<usize>>,
}

/// The fewest words between quotation marks that are more than a name for something.
const FEWEST_WORDS: usize = 3;

/// Whether a heading or label is one under which the child is heard.
#[must_use]
pub fn heading(words: &str, rules: &HeardRules, who: &Who) -> bool {
    let small = words.to_lowercase().replace('’', "'");
    if small.len() > 120 {
        return false;
    }
    let spoken: Vec<&str> = small
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let joined = format!(" {} ", spoken.join(" "));
    if rules
        .headings
        .iter()
        .any(|heading| joined.contains(&format!(" {heading} ")))
    {
        return true;
    }
    spoken.windows(2).any(|two| match two {
        [name, word] => {
            let base = name.strip_suffix("'s").unwrap_or(name);
            let is_child = who.child.contains(base) || base == "child";
            is_child && one_of(&rules.heading_words, word)
        }
        _ => false,
    })
}

/// Whether a heading is about the child and nobody else: its name alone.
#[must_use]
pub fn heading_names(words: &str, who: &Who) -> Option<Class> {
    let small = words.to_lowercase();
    let mut named = None;
    for word in small.split(|c: char| !c.is_alphanumeric() && c != '-') {
        if who.child.contains(word) || word == "child" {
            return Some(Class::Child);
        }
        if who.others.contains(word)
            || [
                "mother",
                "mum",
                "father",
                "dad",
                "parents",
                "carer",
                "carers",
                "grandmother",
                "school",
                "ms",
                "mr",
                "mrs",
                "miss",
                "dr",
            ]
            .contains(&word)
        {
            named = Some(Class::Other);
        }
    }
    named
}

/// Whether what stands under such a heading says that nobody knows.
#[must_use]
pub fn is_silent(words: &str, rules: &HeardRules) -> bool {
    let small = words.trim().to_lowercase().replace('’', "'");
    small.is_empty()
        || rules.silent.iter().any(|phrase| {
            small.strip_prefix(phrase.as_str()).is_some_and(|rest| {
                !rest.starts_with(char::is_alphanumeric)
                    && (rest.len() < 80 || phrase.contains(' '))
            })
        })
}

/// What a paragraph holds of the child's words.
///
/// `quotes`: its quoted stretches. `referent`: whom a pronoun at a word of a sentence means. `under`: under a heading where the child is
/// heard, so that a quotation nobody else is said to have said is the child's.
#[must_use]
pub fn find(
    words: &str,
    sentences: &[Sentence],
    quotes: &[Range<usize>],
    rules: &HeardRules,
    referent: &dyn Fn(usize, usize) -> Option<Class>,
    under: bool,
) -> Found {
    let mut found = Found::default();
    for quote in quotes {
        let said = words.get(quote.clone()).unwrap_or_default();
        let count = said.split_whitespace().count();
        let Some(at) = sentences
            .iter()
            .position(|sentence| sentence.range.contains(&quote.start))
        else {
            continue;
        };
        let Some(sentence) = sentences.get(at) else {
            continue;
        };
        let speaker = speaker(sentence, quote.start, rules, &|token| referent(at, token));
        let beside = sentence
            .tokens
            .iter()
            .filter(|token| !token.quoted && token.word.chars().any(char::is_alphanumeric))
            .count();
        let is_childs = match speaker {
            Some(class) => class == Class::Child,
            None => {
                // Nobody is said to say it: only where hardly anything stands beside it, or it could be of a plan, a book, a letter.
                let about = referent(at, 0);
                beside < FEWEST_WORDS && (about == Some(Class::Child) || under && about.is_none())
            }
        };
        if is_childs && count >= FEWEST_WORDS && !is_a_name(said) {
            found.quoted.push(quote.clone());
        }
    }
    let behind = behind_a_colon(words, sentences, rules, referent);
    // Marks behind the colon were found already.
    if let Some(own) =
        behind.filter(|own| !found.quoted.iter().any(|quote| own.contains(&quote.start)))
    {
        found.quoted.push(own);
    }
    for (at, sentence) in sentences.iter().enumerate() {
        let has_quote = found
            .quoted
            .iter()
            .any(|quote| sentence.range.start < quote.end && quote.start < sentence.range.end);
        let asks = words
            .get(sentence.range.clone())
            .is_some_and(|all| all.trim_end().ends_with('?'));
        if !has_quote && !asks && tells(sentence, rules, &|token| referent(at, token)) {
            found.told.push(sentence.range.clone());
        }
    }
    found
}

/// Whether words between marks are the name of something: "Home and Routines".
fn is_a_name(said: &str) -> bool {
    let mut long = said
        .split_whitespace()
        .filter(|word| word.chars().count() > 3);
    long.clone().nth(1).is_some()
        && long.all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// What stands behind "in her words:", to the end of the paragraph.
fn behind_a_colon(
    words: &str,
    sentences: &[Sentence],
    rules: &HeardRules,
    referent: &dyn Fn(usize, usize) -> Option<Class>,
) -> Option<Range<usize>> {
    for (at, sentence) in sentences.iter().enumerate() {
        for token in 0..sentence.tokens.len() {
            let named = sentence.phrase_at(token, &rules.in_childs_words);
            let count = named.or_else(|| sentence.phrase_at(token, &rules.in_words));
            let Some(count) = count.filter(|count| sentence.word(token + count) == ":") else {
                continue;
            };
            let is_childs = named.is_some() || referent(at, token) == Some(Class::Child);
            let start = sentence.tokens.get(token + count)?.range.end;
            let behind = words.get(start..)?;
            let from = start + (behind.len() - behind.trim_start().len());
            let end = start + behind.trim_end().len();
            if is_childs && from < end && !is_silent(behind, rules) {
                return Some(from..end);
            }
        }
    }
    None
}

/// Who speaks the quotation that begins at `quote`: whoever does something with words before it, the nearest first; else the first behind it.
fn speaker(
    sentence: &Sentence,
    quote: usize,
    rules: &HeardRules,
    referent: &dyn Fn(usize) -> Option<Class>,
) -> Option<Class> {
    let (mut before, mut behind) = (None, None);
    for (at, token) in sentence.tokens.iter().enumerate() {
        if token.quoted || !one_of(&rules.quoting, &token.word) {
            continue;
        }
        let class = subject(sentence, at, rules, referent)
            // "…", said Ellie.
            .or_else(|| {
                Some(sentence.class(at + 1))
                    .filter(|class| class.is_person() && token.word == "said")
            });
        if token.range.start < quote {
            before = class.or(before);
        } else if behind.is_none() {
            behind = class;
        }
    }
    before.or(behind)
}

/// Whether a sentence tells what the child said or wishes.
fn tells(
    sentence: &Sentence,
    rules: &HeardRules,
    referent: &dyn Fn(usize) -> Option<Class>,
) -> bool {
    sentence.tokens.iter().enumerate().any(|(at, token)| {
        let does = one_of(&rules.said, &token.word) || one_of(&rules.wished, &token.word);
        // "said nothing", "said no more": nothing is heard.
        let nothing = matches!(
            sentence.word(at + 1),
            "nothing" | "little" | "goodbye" | "hello"
        );
        !token.quoted
            && does
            && !nothing
            && subject(sentence, at, rules, referent) == Some(Class::Child)
    })
}

/// Who does what a word says: the person just before it, helping words aside.
fn subject(
    sentence: &Sentence,
    at: usize,
    rules: &HeardRules,
    referent: &dyn Fn(usize) -> Option<Class>,
) -> Option<Class> {
    for before in (at.saturating_sub(4)..at).rev() {
        let word = sentence.word(before);
        let class = sentence.class(before);
        if sentence
            .tokens
            .get(before)
            .is_some_and(|token| token.quoted)
        {
            return None;
        }
        // "can say how he feels", "asked what Ellie wants": nobody is heard.
        let asked = before.checked_sub(1).is_some_and(|asked| {
            matches!(
                sentence.word(asked),
                "how" | "what" | "if" | "whether" | "who" | "where" | "when" | "which" | "why"
            )
        });
        if asked && class.is_person() {
            return None;
        }
        if class == Class::Pronoun {
            // "Ellie rang Mum and she said": it could be either of them.
            let several = (0..before).any(|at| sentence.class(at) == Class::Child)
                && (0..before).any(|at| matches!(sentence.class(at), Class::Other | Class::Name));
            if several {
                return Some(Class::Name);
            }
            return Some(referent(before).unwrap_or(Class::Name));
        }
        if class.is_person() {
            // "asked Ellie said"? The child must not be whom somebody else speaks to.
            let spoken_to = before.checked_sub(1).is_some_and(|verb| {
                matches!(
                    sentence.word(verb),
                    "told" | "asked" | "to" | "with" | "by" | "for" | "of" | "about"
                )
            });
            return (!spoken_to).then_some(class);
        }
        // "Ellie was told", "is described as": it is not the child who says it. "Ellie is worried" is the child's.
        let passive = matches!(word, "is" | "was" | "were" | "been" | "being")
            && sentence.word(at) != "worried";
        if passive || !one_of(&rules.between, word) {
            return None;
        }
    }
    None
}
