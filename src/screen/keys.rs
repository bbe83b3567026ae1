//! Keys as people write them: `F2`, `Ctrl-P`, `Shift-Tab`, `?`. The only place that knows how crossterm spells them.

use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// One key with what was held down. Shift counts only where it does not already show in the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Ctrl, Alt, and Shift for keys that are no characters.
    pub held: KeyModifiers,
}

const NAMED: [(&str, KeyCode); 15] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Space", KeyCode::Char(' ')),
];

impl Key {
    /// A key with nothing held down.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            held: KeyModifiers::NONE,
        }
    }

    /// Reads a key as people write it; `None` for anything else.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut held = KeyModifiers::NONE;
        let mut rest = name;
        loop {
            let (modifier, after) = if let Some(after) = rest.strip_prefix("Ctrl-") {
                (KeyModifiers::CONTROL, after)
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                (KeyModifiers::ALT, after)
            } else if let Some(after) = rest.strip_prefix("Shift-") {
                (KeyModifiers::SHIFT, after)
            } else {
                break;
            };
            held |= modifier;
            rest = after;
        }
        let mut letters = rest.chars();
        let code = if let Some((_, code)) = NAMED.iter().find(|(name, _)| *name == rest) {
            *code
        } else if let (Some(letter), None) = (letters.next(), letters.next()) {
            KeyCode::Char(if held.contains(KeyModifiers::CONTROL) {
                letter.to_ascii_lowercase()
            } else {
                letter
            })
        } else {
            let number = rest
                .strip_prefix('F')?
                .parse()
                .ok()
                .filter(|number| (1..=12).contains(number))?;
            KeyCode::F(number)
        };
        Some(Self { code, held })
    }

    /// The key of a terminal event; `None` for a release, which is ignored everywhere.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let mut held =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::BackTab => {
                held |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(letter) => {
                held.remove(KeyModifiers::SHIFT);
                KeyCode::Char(if held.contains(KeyModifiers::CONTROL) {
                    letter.to_ascii_lowercase()
                } else {
                    letter
                })
            }
            code => code,
        };
        // Ctrl with H, I, M and J is how many terminals send Backspace, Tab and Enter; crossterm has told most of them apart already.
        Some(Self { code, held })
    }

    /// The character this key types, where it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if self.held.is_empty() => Some(letter),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [
            (KeyModifiers::CONTROL, "Ctrl-"),
            (KeyModifiers::ALT, "Alt-"),
            (KeyModifiers::SHIFT, "Shift-"),
        ] {
            if self.held.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(letter) if self.held.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", letter.to_ascii_uppercase())
            }
            KeyCode::Char(letter) => write!(f, "{letter}"),
            // Arrows as arrows: nobody who never used a terminal looks for a key called "Up".
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            code => {
                let name = NAMED
                    .iter()
                    .find(|(_, named)| *named == code)
                    .map_or("?", |(name, _)| name);
                f.write_str(name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_people_write_them() {
        for (name, shown) in [
            ("r", "r"),
            ("R", "R"),
            ("F2", "F2"),
            ("Ctrl-P", "Ctrl-P"),
            ("Shift-Tab", "Shift-Tab"),
            ("Space", "Space"),
            ("PageDown", "PageDown"),
            ("Down", "↓"),
            ("?", "?"),
        ] {
            assert_eq!(Key::parse(name).unwrap().to_string(), shown);
        }
        for nonsense in ["", "F0", "F13", "Ctrl-", "Hyper-x", "Return", "ab"] {
            assert_eq!(Key::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn what_a_terminal_sends_is_the_same_key() {
        let event = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::of(event), Key::parse("Shift-Tab"));
        let event = KeyEvent::new(KeyCode::Char('?'), KeyModifiers::SHIFT);
        assert_eq!(Key::of(event), Key::parse("?"));
        let event = KeyEvent::new(
            KeyCode::Char('P'),
            KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        );
        assert_eq!(Key::of(event), Key::parse("Ctrl-P"));
        let released = KeyEvent {
            kind: KeyEventKind::Release,
            ..event
        };
        assert_eq!(Key::of(released), None);
    }
}
