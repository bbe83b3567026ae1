//! How good a passphrase is, in words, before it is chosen. Only its length is ever refused: what people can remember is theirs to judge.
//! The estimate is zxcvbn's, at the pace of somebody who has stolen the folder and owns many machines.

use zxcvbn::zxcvbn;

use crate::ledger::{LedgerError, Passphrase};

/// Letters a passphrase has at the least.
pub const LEAST: usize = 8;
/// Letters of it that are looked at: what comes after can only make it better.
const LOOKED_AT: usize = 100;
/// Guesses in a second, each of which costs half a second of one machine.
const GUESSES: u64 = 10_000;

/// What is said of a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strength {
    /// It has fewer than 8 letters, and is refused.
    TooShort(String),
    /// It may be used; the sentence says what is wrong with it.
    Weak(String),
    /// It would be guessed in some years.
    Fair(String),
    /// Nobody would guess it.
    Good(String),
}

impl Strength {
    /// The sentence for the person who chooses.
    #[must_use]
    pub fn sentence(&self) -> &str {
        match self {
            Self::TooShort(words) | Self::Weak(words) | Self::Fair(words) | Self::Good(words) => {
                words
            }
        }
    }

    /// Whether it may be used.
    #[must_use]
    pub fn may_be_used(&self) -> bool {
        !matches!(self, Self::TooShort(_))
    }
}

/// How long somebody who has the folder would need to guess these words.
#[must_use]
pub fn strength(words: &str) -> Strength {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    const MONTH: u64 = 30 * DAY;
    const YEAR: u64 = 365 * DAY;
    let words = Passphrase::new(words);
    let words = words.expose();
    if words.chars().count() < LEAST {
        return Strength::TooShort(too_short());
    }
    let end = words.char_indices().nth(LOOKED_AT).map(|(at, _)| at);
    let looked_at = end.and_then(|end| words.get(..end)).unwrap_or(words);
    let seconds = zxcvbn(looked_at, &[]).guesses() / GUESSES;
    let within = match seconds {
        0..MINUTE => "seconds",
        MINUTE..HOUR => "minutes",
        HOUR..DAY => "hours",
        DAY..MONTH => "days",
        MONTH..YEAR => "months",
        _ => "years",
    };
    let advice = "four words that do not belong together are better";
    if seconds < YEAR {
        Strength::Weak(format!("weak: it could be guessed in {within}; {advice}"))
    } else if seconds < 100 * YEAR {
        Strength::Fair(format!("fair: it could be guessed in some years; {advice}"))
    } else {
        Strength::Good("good: nobody will guess it".to_owned())
    }
}

/// The refusal that stands in the way of every new passphrase.
pub(crate) fn refuse_too_short(words: &Passphrase) -> Result<(), LedgerError> {
    if words.expose().chars().count() < LEAST {
        return Err(LedgerError::KeysRefused { what: too_short() });
    }
    Ok(())
}

fn too_short() -> String {
    format!("A passphrase needs at least {LEAST} letters.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_length_is_refused_and_the_rest_is_said_plainly() {
        assert!(!strength("dr0wssa").may_be_used());
        assert_eq!(
            strength("short").sentence(),
            "A passphrase needs at least 8 letters."
        );
        // White space at both ends does not count.
        assert!(!strength("  1234567  ").may_be_used());
        let weak = strength("password1");
        assert!(weak.may_be_used());
        assert!(
            weak.sentence()
                .starts_with("weak: it could be guessed in seconds;"),
            "{weak:?}"
        );
        assert!(matches!(
            strength("correct horse battery staple"),
            Strength::Good(_)
        ));
        // Letters count, not bytes.
        assert!(!strength("\u{e9}\u{e9}\u{e9}\u{e9}").may_be_used());
    }

    #[test]
    fn a_very_long_one_is_looked_at_only_so_far() {
        let long = "\u{e9}x7".repeat(100_000);
        assert!(matches!(
            strength(&long),
            Strength::Good(_) | Strength::Weak(_) | Strength::Fair(_)
        ));
        assert!(strength(&long).may_be_used());
    }
}
