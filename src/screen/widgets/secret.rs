//! Words typed that are never shown. Owns that they stand in one place in memory, are wiped when they go, and show as dots only; whether
//! they are right is for others.

use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation as _;
use zeroize::{Zeroize as _, Zeroizing};

use super::super::keys::Key;
use crate::desk::Passphrase;

/// The most that can be typed, in bytes. Room for all of it is taken at once: a line that grew would leave copies of itself behind.
const LONGEST: usize = 1024;

/// A line of words nobody may see.
pub struct Secret(Zeroizing<String>);

impl Default for Secret {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(LONGEST)))
    }
}

impl Clone for Secret {
    fn clone(&self) -> Self {
        let mut other = Self::default();
        other.0.push_str(&self.0);
        other
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// The words as a passphrase.
    #[must_use]
    pub fn passphrase(&self) -> Passphrase {
        Passphrase::new(&self.0)
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the same was typed in both.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.0.trim() == other.0.trim()
    }

    /// What somebody who sees the words would say of them. They must not be kept.
    pub fn judged<T>(&self, judge: impl FnOnce(&str) -> T) -> T {
        judge(&self.0)
    }

    /// How many letters were typed.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.0.graphemes(true).count()
    }

    /// Wipes what was typed.
    pub fn clear(&mut self) {
        self.0.zeroize();
        self.0.reserve(LONGEST);
    }

    /// Puts words in at the end; control characters are left out, and what is more than can be typed.
    pub fn insert(&mut self, words: &str) {
        for letter in words.chars().filter(|letter| !letter.is_control()) {
            if self.0.len() + letter.len_utf8() > LONGEST {
                return;
            }
            self.0.push(letter);
        }
    }

    /// Takes a key; whether the words changed. Keys it does not know are left to others (`None`).
    pub fn key(&mut self, key: Key) -> Option<bool> {
        if let Some(letter) = key.typed() {
            self.insert(letter.encode_utf8(&mut [0; 4]));
            return Some(true);
        }
        match key.code {
            KeyCode::Backspace => {
                let start = self.0.grapheme_indices(true).next_back();
                let at = start.map_or(0, |(at, _)| at);
                self.0.truncate(at);
                Some(true)
            }
            KeyCode::Char('u') if key.held == KeyModifiers::CONTROL => {
                self.clear();
                Some(true)
            }
            // Nobody can correct what they do not see: the cursor stays at the end.
            KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End | KeyCode::Delete => {
                Some(false)
            }
            _ => None,
        }
    }

    /// A dot a letter, at most so many columns of them.
    #[must_use]
    pub fn dots(&self, columns: usize) -> String {
        "•".repeat(self.letters().min(columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_shows_as_dots_and_nowhere_else() {
        let mut secret = Secret::default();
        secret.insert("gre\u{301}en\tdoor\n");
        assert_eq!(
            (secret.letters(), secret.dots(20).as_str()),
            (9, "•••••••••")
        );
        assert_eq!(secret.dots(4), "••••");
        assert_eq!(format!("{secret:?}"), "Secret");
        for _ in 0..7 {
            secret.key(Key::parse("Backspace").unwrap());
        }
        assert_eq!(secret.judged(str::to_owned), "gr");
        assert_eq!(secret.key(Key::parse("Left").unwrap()), Some(false));
        assert_eq!(secret.key(Key::parse("Enter").unwrap()), None);
        secret.key(Key::parse("Ctrl-U").unwrap());
        assert!(secret.is_empty() && secret.passphrase().is_empty());
    }

    #[test]
    fn it_never_grows_beyond_the_room_it_took_at_first() {
        let mut secret = Secret::default();
        let room = secret.0.capacity();
        secret.insert(&"é".repeat(2_000));
        assert_eq!((secret.0.len(), secret.0.capacity()), (1024, room));
        assert_eq!(secret.clone().0.capacity(), room);
        secret.clear();
        assert_eq!(secret.0.capacity(), room);
    }

    #[test]
    fn two_that_were_typed_alike_are_the_same() {
        let mut one = Secret::default();
        one.insert("green door");
        let mut other = one.clone();
        assert!(one.is(&other));
        other.insert(" ");
        assert!(one.is(&other), "white space at the ends does not count");
        other.insert("s");
        assert!(!one.is(&other));
    }
}
