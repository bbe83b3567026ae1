//! Answering a finding: its full wording, the name of the person answering, three choices and nothing chosen beforehand.

use ratatui::crossterm::event::KeyCode;

use super::super::keys::Key;
use crate::casework::FindingNo;

/// A finding being answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    /// Which.
    pub finding: FindingNo,
    /// The choice under the pointer; `None` until an arrow was pressed.
    pub choice: Option<Choice>,
}

/// What can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// These words are right.
    Agree,
    /// They are not, because …
    Disagree,
    /// Not yet.
    NotYet,
}

impl Choice {
    /// In the order they stand.
    pub const ALL: [Self; 3] = [Self::Agree, Self::Disagree, Self::NotYet];

    /// As it stands on the screen.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "do not agree, because …",
            Self::NotYet => "not yet",
        }
    }
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pointer moved, or nothing was chosen yet.
    Stay,
    /// Nothing is chosen yet: Enter means nothing.
    NothingChosen,
    /// This is the answer.
    Answer(Choice),
    /// Left without an answer.
    Leave,
    /// Not for it.
    No,
}

impl Answering {
    /// Takes a key. No single key records a position: a choice, then Enter.
    pub fn key(&mut self, key: Key) -> Outcome {
        let at = self
            .choice
            .and_then(|choice| Choice::ALL.iter().position(|other| *other == choice));
        match key.code {
            KeyCode::Esc => return Outcome::Leave,
            KeyCode::Enter => return self.choice.map_or(Outcome::NothingChosen, Outcome::Answer),
            KeyCode::Down | KeyCode::Tab => {
                self.choice = Choice::ALL.get(at.map_or(0, |at| (at + 1) % 3)).copied();
            }
            KeyCode::Up => self.choice = Choice::ALL.get(at.map_or(2, |at| (at + 2) % 3)).copied(),
            _ => return Outcome::No,
        }
        Outcome::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_chosen_beforehand_and_one_key_never_answers() {
        let mut answering = Answering {
            finding: FindingNo(1),
            choice: None,
        };
        let mut press = |name: &str| answering.key(Key::parse(name).unwrap());
        assert_eq!(press("Enter"), Outcome::NothingChosen);
        assert_eq!(press("a"), Outcome::No);
        assert_eq!(press("Down"), Outcome::Stay);
        assert_eq!(press("Enter"), Outcome::Answer(Choice::Agree));
        press("Up");
        assert_eq!(press("Enter"), Outcome::Answer(Choice::NotYet));
        assert_eq!(press("Esc"), Outcome::Leave);
    }
}
