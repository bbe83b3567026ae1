//! Words as they are compared: whole words between spaces, numbered so that equal words have equal numbers.
//!
//! Two words are the same when a reader sees the same: however an accent is written down, and wherever the line was broken (a soft hyphen
//! is nothing).

use std::{borrow::Cow, collections::HashMap, ops::Range};

use unicode_normalization::{UnicodeNormalization as _, is_nfc_quick};

use crate::reading::text::Text;

/// One word where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Equal words have equal numbers.
    pub id: u32,
    /// First byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The block it stands in.
    pub block: usize,
}

impl Token {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Gives words their numbers.
#[derive(Debug, Default)]
pub struct Words<'a> {
    ids: HashMap<Cow<'a, str>, u32>,
}

impl<'a> Words<'a> {
    /// The words of one block, behind those in `tokens`.
    pub fn of_block(&mut self, text: &'a Text, block: usize, tokens: &mut Vec<Token>) {
        let Some(range) = text.blocks.get(block).map(super::super::Block::range) else {
            return;
        };
        let words = text.slice(range.clone());
        let base = range.start;
        let mut from = None;
        for (at, letter) in words.char_indices() {
            match (letter.is_whitespace(), from) {
                (false, None) => from = Some(at),
                (true, Some(start)) => {
                    self.push(text, base + start..base + at, block, tokens);
                    from = None;
                }
                _ => {}
            }
        }
        if let Some(start) = from {
            self.push(text, base + start..range.end, block, tokens);
        }
    }

    fn push(&mut self, text: &'a Text, range: Range<usize>, block: usize, tokens: &mut Vec<Token>) {
        let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let key = key(text.slice(range.clone()));
        let id = *self.ids.entry(key).or_insert(next);
        tokens.push(Token {
            id,
            start: range.start,
            end: range.end,
            block,
        });
    }
}

/// A word as it is compared.
pub fn key(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if word.contains('\u{ad}')
        || is_nfc_quick(word.chars()) != unicode_normalization::IsNormalized::Yes
    {
        return Cow::Owned(
            word.chars()
                .filter(|letter| *letter != '\u{ad}')
                .nfc()
                .collect(),
        );
    }
    Cow::Borrowed(word)
}

/// A word that was broken at the end of a line, as it may be written where it was not.
#[derive(Debug)]
pub struct LineEnd {
    kept: String,
    dropped: String,
}

impl LineEnd {
    /// Of two words that follow each other: none where the first does not end in a hyphen between letters.
    pub fn of(first: &str, second: &str) -> Option<Self> {
        let head = first.strip_suffix(['-', '\u{2010}'])?;
        let letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
        if !letter(head.chars().next_back()) || !letter(second.chars().next()) {
            return None;
        }
        Some(Self {
            kept: key(&format!("{first}{second}")).into_owned(),
            dropped: key(&format!("{head}{second}")).into_owned(),
        })
    }

    /// Whether a word is this one, unbroken.
    pub fn is(&self, word: &str) -> bool {
        let word = key(word);
        word == self.kept || word == self.dropped
    }
}
