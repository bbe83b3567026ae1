//! Words somebody signs with, being typed: twice where they are new, once where they are known. Shown as dots, kept nowhere, wiped when
//! the layer goes.

use ratatui::crossterm::event::KeyCode;

use super::super::{keys::Key, widgets::secret::Secret};
use crate::{
    casework::ParticipantNo,
    desk::{Passphrase, strength::strength},
};

/// Words being typed.
#[derive(Clone, Debug)]
pub struct OwnWords {
    /// Whose.
    pub who: ParticipantNo,
    /// They are new: the first ones, or others in place of forgotten ones.
    pub new: bool,
    /// As typed.
    pub words: Secret,
    /// As typed a second time, where they are new.
    pub again: Secret,
    /// Whether the second line has the cursor.
    pub second: bool,
    /// What was wrong, or what is said of new words.
    pub notice: Option<String>,
    /// Whether it says that something was wrong.
    pub wrong: bool,
    /// The signature is being made.
    pub signing: bool,
}

/// What became of a key.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Taken.
    Stay,
    /// Sign with these.
    Sign(Passphrase),
    /// Left without signing.
    Leave,
    /// Not for it.
    No,
}

impl OwnWords {
    /// Nothing typed yet.
    #[must_use]
    pub fn of(who: ParticipantNo, new: bool) -> Self {
        Self {
            who,
            new,
            words: Secret::default(),
            again: Secret::default(),
            second: false,
            notice: None,
            wrong: false,
            signing: false,
        }
    }

    /// What is said when the words did not do: everything is typed again.
    pub fn refused(&mut self, why: String) {
        self.words.clear();
        self.again.clear();
        self.second = false;
        self.signing = false;
        self.say(why);
    }

    fn say(&mut self, wrong: String) {
        self.notice = Some(wrong);
        self.wrong = true;
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Outcome {
        if self.signing {
            return Outcome::Stay;
        }
        match key.code {
            KeyCode::Esc => return Outcome::Leave,
            KeyCode::Enter if key.held.is_empty() => return self.enter(),
            KeyCode::Tab | KeyCode::Up | KeyCode::Down if self.new => self.second = !self.second,
            _ => {
                let line = self.line();
                if line.key(key).is_none() {
                    return Outcome::No;
                }
                self.judge();
            }
        }
        Outcome::Stay
    }

    /// Takes pasted words.
    pub fn paste(&mut self, words: &str) {
        if !self.signing {
            self.line().insert(words);
            self.judge();
        }
    }

    fn line(&mut self) -> &mut Secret {
        if self.second {
            &mut self.again
        } else {
            &mut self.words
        }
    }

    /// What is said of new words while they are typed.
    fn judge(&mut self) {
        self.wrong = false;
        self.notice = if self.new && !self.second && !self.words.is_empty() {
            Some(self.words.judged(strength).sentence)
        } else {
            None
        };
    }

    fn enter(&mut self) -> Outcome {
        if self.words.is_empty() {
            self.second = false;
            self.say("Nothing is typed yet. Esc leaves without signing.".to_owned());
            return Outcome::Stay;
        }
        if self.new {
            let judged = self.words.judged(strength);
            if !judged.enough {
                self.second = false;
                self.say(judged.sentence);
                return Outcome::Stay;
            }
            if !self.second {
                self.second = true;
                self.notice = None;
                self.wrong = false;
                return Outcome::Stay;
            }
            if !self.words.is(&self.again) {
                self.refused("The two were not the same: type the words twice again.".to_owned());
                return Outcome::Stay;
            }
        }
        self.signing = true;
        self.notice = None;
        Outcome::Sign(self.words.passphrase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(own: &mut OwnWords, words: &str) {
        for letter in words.chars() {
            own.key(Key::plain(KeyCode::Char(letter)));
        }
    }

    fn press(own: &mut OwnWords, name: &str) -> Outcome {
        own.key(Key::parse(name).unwrap())
    }

    #[test]
    fn new_words_are_typed_twice_alike_and_long_enough() {
        let mut own = OwnWords::of(ParticipantNo(1), true);
        assert!(matches!(press(&mut own, "Enter"), Outcome::Stay));
        assert!(own.notice.as_ref().unwrap().contains("Nothing is typed"));
        typed(&mut own, "short");
        press(&mut own, "Enter");
        assert!(!own.second, "too short words do not go on");
        typed(&mut own, " green door");
        press(&mut own, "Enter");
        assert!(own.second);
        typed(&mut own, "short green doors");
        assert!(matches!(press(&mut own, "Enter"), Outcome::Stay));
        assert!(own.notice.as_ref().unwrap().contains("not the same"));
        assert!(own.words.is_empty() && own.again.is_empty() && !own.second);
        typed(&mut own, "short green door");
        press(&mut own, "Enter");
        typed(&mut own, "short green door");
        assert!(matches!(press(&mut own, "Enter"), Outcome::Sign(_)));
        // While it is being signed no key does anything: it may have been pressed twice.
        assert!(matches!(press(&mut own, "Enter"), Outcome::Stay));
        assert!(matches!(press(&mut own, "Esc"), Outcome::Stay));
    }

    #[test]
    fn known_words_are_typed_once_and_wrong_ones_may_be_typed_again() {
        let mut own = OwnWords::of(ParticipantNo(1), false);
        typed(&mut own, "short");
        assert!(matches!(press(&mut own, "Enter"), Outcome::Sign(_)));
        own.refused("These are not the words.".to_owned());
        assert!(own.words.is_empty() && !own.signing);
        typed(&mut own, "x");
        assert_eq!(own.notice, None, "what was wrong goes with the next letter");
        assert!(matches!(press(&mut own, "Esc"), Outcome::Leave));
        assert!(!format!("{own:?}").contains('x'));
    }
}
