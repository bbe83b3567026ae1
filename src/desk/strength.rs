//! How hard a new passphrase is to guess, in one sentence.

use crate::ledger;

/// The fewest letters a passphrase may have.
const FEWEST: usize = 8;

/// What is said of a new passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// Whether it may be used.
    pub enough: bool,
    /// For the person choosing it.
    pub sentence: String,
}

/// Judges a new passphrase.
#[must_use]
pub fn strength(words: &str) -> Strength {
    let letters = words.trim().chars().count();
    let enough = letters >= FEWEST;
    let sentence = if enough {
        let said = ledger::strength(words);
        format!("This one is {}.", said.sentence())
    } else {
        format!("At least {FEWEST} letters, please; {letters} so far. Four words are good.")
    };
    Strength { enough, sentence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_letters_are_too_few_and_eight_will_do() {
        assert!(!strength("sevenle ").enough);
        assert!(strength("sevenle ").sentence.contains("7 so far"));
        assert!(strength("eightlet").enough);
    }
}
