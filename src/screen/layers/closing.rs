//! The last walk of a sitting: each finding in full, one after the other, what rests on one strand as a question, then who signs, then the
//! seal. Leaving it at any place leaves the sitting as it is.

use ratatui::crossterm::event::KeyCode;

use super::super::keys::Key;
use crate::casework::{CaseNo, FindingNo, Perspective, Sha256, closing::Step};

/// Where the two are in a close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The case.
    pub case: CaseNo,
    /// Findings to look over, and questions about some of them.
    pub steps: Vec<Step>,
    /// The step in front; as many as there are steps: the list of those who sign.
    pub at: usize,
    /// The first row in sight of the step in front.
    pub top: usize,
    /// The row under the pointer among those who sign; the row after them makes the seal.
    pub row: usize,
    /// Of what is signed as it stands now.
    pub text: Sha256,
    /// Entries of the inspection all this was made from.
    pub made_from: u64,
    /// The seal is being made.
    pub sealing: bool,
    /// Who is heard, and how often: told when the rest is made.
    pub heard: Vec<Perspective>,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pointer moved, or nothing happens here.
    Stay,
    /// This finding is to be answered now.
    Answer(FindingNo),
    /// The person on this row is to sign, or say why not.
    Signer(usize),
    /// The sitting is to be closed and sealed.
    Seal,
    /// Left; the sitting goes on.
    Leave,
    /// Not for it.
    No,
}

impl Closing {
    /// The step in front; none where the list of those who sign is.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        self.steps.get(self.at).copied()
    }

    /// Takes a key. `signers` on the list; `rows` of the step in front in all, `height` of them in sight.
    pub fn key(&mut self, key: Key, signers: usize, rows: usize, height: usize) -> Outcome {
        if self.sealing {
            // A key pressed meanwhile was not meant for what comes after.
            return Outcome::Stay;
        }
        match (key.code, self.step()) {
            (KeyCode::Esc, _) => return Outcome::Leave,
            (KeyCode::Left | KeyCode::Backspace, _) => {
                self.at = self.at.saturating_sub(1);
                self.top = 0;
            }
            (KeyCode::Enter | KeyCode::Right, Some(_)) => {
                self.at += 1;
                self.top = 0;
            }
            (KeyCode::Char('a'), Some(Step::LookOver(no) | Step::OneStrand(no, _)))
                if key.held.is_empty() =>
            {
                return Outcome::Answer(no);
            }
            (KeyCode::Enter, None) if self.row < signers => return Outcome::Signer(self.row),
            (KeyCode::Enter, None) => return Outcome::Seal,
            (KeyCode::Down | KeyCode::Tab, None) if key.held.is_empty() => {
                self.row = if self.row >= signers { 0 } else { self.row + 1 };
            }
            (KeyCode::Up | KeyCode::Tab, None) => {
                self.row = if self.row == 0 { signers } else { self.row - 1 };
            }
            (code, Some(_)) => return self.scroll(code, rows, height),
            _ => return Outcome::No,
        }
        Outcome::Stay
    }

    fn scroll(&mut self, code: KeyCode, rows: usize, height: usize) -> Outcome {
        let last = rows.saturating_sub(height);
        let page = height.saturating_sub(1).max(1);
        self.top = match code {
            KeyCode::Down => self.top + 1,
            KeyCode::Up => self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top + page,
            KeyCode::PageUp => self.top.saturating_sub(page),
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => return Outcome::No,
        }
        .min(last);
        Outcome::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(findings: u32) -> Closing {
        Closing {
            case: CaseNo(1),
            steps: (1..=findings)
                .map(|no| Step::LookOver(FindingNo(no)))
                .collect(),
            at: 0,
            top: 0,
            row: 0,
            text: Sha256([0; 32]),
            made_from: 0,
            sealing: false,
            heard: Vec::new(),
        }
    }

    fn press(closing: &mut Closing, keys: &str) -> Outcome {
        let mut outcome = Outcome::No;
        for name in keys.split(' ') {
            outcome = closing.key(Key::parse(name).unwrap(), 2, 10, 4);
        }
        outcome
    }

    #[test]
    fn enter_goes_on_left_goes_back_and_a_answers_what_is_in_front() {
        let mut two = closing(2);
        assert_eq!(press(&mut two, "Left a"), Outcome::Answer(FindingNo(1)));
        assert_eq!(press(&mut two, "Enter a"), Outcome::Answer(FindingNo(2)));
        press(&mut two, "Right");
        assert_eq!(two.step(), None);
        assert_eq!(
            press(&mut two, "a"),
            Outcome::No,
            "nobody signs by a letter"
        );
        press(&mut two, "Backspace Left");
        assert_eq!(two.step(), Some(Step::LookOver(FindingNo(1))));
        assert_eq!(press(&mut two, "Esc"), Outcome::Leave);
    }

    #[test]
    fn a_long_finding_is_scrolled_to_its_end_and_no_further() {
        let mut one = closing(1);
        press(&mut one, "Down Down");
        assert_eq!(one.top, 2);
        press(&mut one, "PageDown PageDown PageDown");
        assert_eq!(one.top, 6);
        press(&mut one, "Home Up");
        assert_eq!(one.top, 0);
        press(&mut one, "End Enter Left");
        assert_eq!(one.top, 0, "each step begins at its first row");
    }

    #[test]
    fn after_the_signers_comes_the_seal_and_the_pointer_comes_round() {
        let mut none = closing(0);
        assert_eq!(press(&mut none, "Enter"), Outcome::Signer(0));
        assert_eq!(press(&mut none, "Down Enter"), Outcome::Signer(1));
        assert_eq!(press(&mut none, "Down Enter"), Outcome::Seal);
        assert_eq!(press(&mut none, "Down Enter"), Outcome::Signer(0));
        assert_eq!(press(&mut none, "Up Enter"), Outcome::Seal);
        none.sealing = true;
        assert_eq!(press(&mut none, "Enter Esc"), Outcome::Stay);
    }
}
