//! A seal shown large, with time to copy it: it stays until both say so, or the same key is pressed twice.

use ratatui::crossterm::event::KeyCode;

use super::super::keys::Key;
use crate::desk::pages::seals::Shown;

/// A seal in front of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealLarge {
    /// What it says.
    pub seal: Shown,
    /// The sitting was closed with it just now.
    pub new: bool,
    /// Whether the pointer stands on "we have written it down".
    pub on_button: bool,
    /// The key pressed last.
    pub pressed: Option<Key>,
}

impl SealLarge {
    /// A seal to be copied.
    #[must_use]
    pub fn of(seal: Shown, new: bool) -> Self {
        Self {
            seal,
            new,
            on_button: false,
            pressed: None,
        }
    }

    /// Takes a key; whether the seal goes.
    pub fn key(&mut self, key: Key) -> bool {
        if self.on_button && key.code == KeyCode::Enter {
            return true;
        }
        if matches!(key.code, KeyCode::Down | KeyCode::Up | KeyCode::Tab) {
            // Going to and fro is no haste to leave.
            self.on_button = !self.on_button;
            self.pressed = None;
            return false;
        }
        let twice = self.pressed == Some(key);
        self.pressed = Some(key);
        twice
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{casework::SealNo, desk::pages::seals::Said};

    #[test]
    fn it_stays_until_a_key_is_pressed_twice_or_enter_on_the_button() {
        let seal = Shown {
            no: SealNo(1),
            inspection: "Northbridge".to_owned(),
            over: "sitting 1 on N-017".to_owned(),
            at: String::new(),
            said: Said::default(),
        };
        let press = |large: &mut SealLarge, name: &str| large.key(Key::parse(name).unwrap());
        let mut large = SealLarge::of(seal.clone(), true);
        assert!(!press(&mut large, "Enter"));
        assert!(!press(&mut large, "Esc"), "another key is no second one");
        assert!(press(&mut large, "Esc"));
        let mut large = SealLarge::of(seal, true);
        assert!(!press(&mut large, "Down") && large.on_button);
        assert!(!press(&mut large, "Down") && !large.on_button);
        assert!(!press(&mut large, "Tab"));
        assert!(press(&mut large, "Enter"));
    }
}
