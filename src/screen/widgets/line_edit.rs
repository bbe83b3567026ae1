//! One line to type in: filters, searches, names of folders.

use unicode_segmentation::UnicodeSegmentation as _;

use super::super::keys::Key;
use ratatui::crossterm::event::KeyCode;

/// A line of text with a cursor at its end or inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEdit {
    words: String,
    /// Graphemes before the cursor.
    at: usize,
    /// Whether the words were offered and not yet touched: the first letter typed takes their place.
    offered: bool,
}

/// The longest line that can be typed or pasted, in graphemes: a search, not a document.
const LONGEST: usize = 256;

impl LineEdit {
    /// A line with these words, the cursor behind them.
    #[must_use]
    pub fn new(words: &str) -> Self {
        let mut line = Self::default();
        line.insert(words);
        line
    }

    /// A line that offers these words: what is typed or pasted first takes their place, any other key keeps them.
    #[must_use]
    pub fn offering(words: &str) -> Self {
        Self {
            offered: true,
            ..Self::new(words)
        }
    }

    /// What was typed.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Graphemes before the cursor, for drawing it.
    #[must_use]
    pub fn before(&self) -> String {
        self.words.graphemes(true).take(self.at).collect()
    }

    /// Puts words in at the cursor; line feeds and tabs become spaces, other control characters are left out.
    pub fn insert(&mut self, words: &str) {
        if std::mem::take(&mut self.offered) {
            *self = Self::default();
        }
        let words: String = words
            .chars()
            .map(|letter| {
                if matches!(letter, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    letter
                }
            })
            .filter(|letter| !letter.is_control())
            .collect();
        let mut letters: Vec<&str> = self.words.graphemes(true).collect();
        let room = LONGEST.saturating_sub(letters.len());
        let new: Vec<&str> = words.graphemes(true).take(room).collect();
        let at = self.at.min(letters.len());
        let count = new.len();
        letters.splice(at..at, new);
        self.words = letters.concat();
        self.at = at + count;
    }

    /// Takes a key; whether the words changed. Keys it does not know are left to others (`None`).
    pub fn key(&mut self, key: Key) -> Option<bool> {
        if let Some(letter) = key.typed() {
            self.insert(letter.encode_utf8(&mut [0; 4]));
            return Some(true);
        }
        let count = self.words.graphemes(true).count();
        let taken = self.edit(key, count);
        if taken.is_some() {
            self.offered = false;
        }
        taken
    }

    fn edit(&mut self, key: Key, count: usize) -> Option<bool> {
        match key.code {
            KeyCode::Backspace if self.at > 0 => {
                self.remove(self.at - 1);
                self.at -= 1;
                Some(true)
            }
            KeyCode::Backspace => Some(false),
            KeyCode::Delete if self.at < count => {
                self.remove(self.at);
                Some(true)
            }
            KeyCode::Left => {
                self.at = self.at.saturating_sub(1);
                Some(false)
            }
            KeyCode::Right => {
                self.at = (self.at + 1).min(count);
                Some(false)
            }
            KeyCode::Home => {
                self.at = 0;
                Some(false)
            }
            KeyCode::End => {
                self.at = count;
                Some(false)
            }
            _ => None,
        }
    }

    fn remove(&mut self, at: usize) {
        self.words = self
            .words
            .graphemes(true)
            .enumerate()
            .filter(|(n, _)| *n != at)
            .map(|(_, letter)| letter)
            .collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(line: &mut LineEdit, keys: &str) {
        for name in keys.split(' ') {
            line.key(Key::parse(name).unwrap());
        }
    }

    #[test]
    fn letters_go_in_where_the_cursor_is() {
        let mut line = LineEdit::new("core");
        press(&mut line, "Home Right x Backspace Delete");
        assert_eq!((line.words(), line.before().as_str()), ("cre", "c"));
        press(&mut line, "End s");
        assert_eq!(line.words(), "cres");
    }

    #[test]
    fn words_offered_give_way_to_what_is_typed_and_stay_for_any_other_key() {
        let mut line = LineEdit::offering("core group");
        press(&mut line, "v i");
        assert_eq!(line.words(), "vi");
        let mut line = LineEdit::offering("core group");
        press(&mut line, "Backspace s");
        assert_eq!(line.words(), "core grous");
        let mut line = LineEdit::offering("core group");
        line.insert("visit");
        assert_eq!(line.words(), "visit");
    }

    #[test]
    fn a_paste_is_one_line_and_bounded() {
        let mut line = LineEdit::default();
        line.insert("two\nlines\u{1b}[31m");
        assert_eq!(line.words(), "two lines[31m");
        line.insert(&"x".repeat(10_000));
        assert_eq!(line.words().len(), 256);
    }
}
