//! Words broken at the end of a line: joined without the hyphen only where the document itself writes the whole word elsewhere.

use std::collections::HashSet;

use super::lines::Line;
use crate::reading::styled::Styled;

/// The words a document writes within its lines.
#[derive(Debug, Default)]
pub struct Hyphens {
    whole: HashSet<String>,
}

impl Hyphens {
    /// Learns the words of these lines, the last of each aside: it may be half a word.
    pub fn learn<'a>(&mut self, lines: impl Iterator<Item = &'a Line>) {
        for line in lines {
            let inner = line.words.len().saturating_sub(1);
            for word in line.words.iter().take(inner) {
                self.whole.insert(bare(&word.words));
            }
        }
    }

    /// Puts `next` behind `words`, as the words of one line go on in the next.
    pub fn append(&self, words: &mut Styled, next: &Styled) {
        match self.joined(words.words(), next.words()) {
            Joined::Apart if !words.words().is_empty() => words.push(" ", &[]),
            Joined::Apart | Joined::Hyphen => {}
            Joined::OneWord => words.pop(),
        }
        words.append(next);
    }

    fn joined(&self, words: &str, next: &str) -> Joined {
        let soft = words.ends_with('\u{ad}');
        let is_broken = soft
            || words.ends_with(['-', '\u{2010}'])
                && next.chars().next().is_some_and(char::is_alphabetic)
                && words.chars().rev().nth(1).is_some_and(char::is_alphabetic);
        if !is_broken {
            return Joined::Apart;
        }
        let start = words.rsplit(' ').next().unwrap_or_default();
        let head = start.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
        let tail = next.split(' ').next().unwrap_or_default();
        let one_word = soft
            || self.whole.contains(&bare(&format!("{head}{tail}")))
                && !self.whole.contains(&bare(&format!("{head}-{tail}")));
        if one_word {
            Joined::OneWord
        } else {
            Joined::Hyphen
        }
    }
}

/// How the words of one line go on in the next.
enum Joined {
    /// After a space.
    Apart,
    /// At once: the hyphen belongs to the word.
    Hyphen,
    /// Without the hyphen.
    OneWord,
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Hyphens, Styled};

    #[test]
    fn only_a_word_the_document_knows_loses_its_hyphen() {
        let mut hyphens = Hyphens::default();
        hyphens.whole.insert("assessment".into());
        let join = |one: &str, two: &str| {
            let mut words = Styled::plain(one);
            hyphens.append(&mut words, &Styled::plain(two));
            words.words().to_owned()
        };
        assert_eq!(join("the assess-", "ment was"), "the assessment was");
        assert_eq!(join("a multi-", "agency plan"), "a multi-agency plan");
        assert_eq!(join("co\u{ad}", "operate"), "cooperate");
        assert_eq!(join("at 10 -", "she"), "at 10 - she");
        assert_eq!(join("seen", "alone"), "seen alone");
    }
}
