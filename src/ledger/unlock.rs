//! What opens an inspection: the words somebody types, or, for a demonstration, the key that lies beside it. Owns that the words never show
//! in a log or a debug print and are wiped from memory when they are dropped; knows nothing of ciphers.

use secrecy::{ExposeSecret as _, SecretString};

/// Words only their owner knows. Compared and derived from as their UTF-8 bytes in normalisation form NFKC, so that the same keys on another
/// keyboard or system give the same words. Wiped when dropped; never shown by `Debug`.
#[derive(Clone, Debug)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// The words as typed; white space at both ends does not count.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        use unicode_normalization::UnicodeNormalization as _;
        let normal: String = typed.trim().nfkc().collect();
        Self(SecretString::from(normal))
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.expose_secret().is_empty()
    }

    /// Whether these are the same words. Looks at all of them wherever they differ.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let (one, two) = (self.expose().as_bytes(), other.expose().as_bytes());
        let differs = one
            .iter()
            .zip(two)
            .fold(0, |differs, (one, two)| differs | (one ^ two));
        one.len() == two.len() && differs == 0
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What an inspection is opened, or made, with.
#[derive(Clone, Debug, Default)]
pub enum Unlock {
    /// Nothing: enough for a demonstration, whose key lies beside it. An inspection made so is a demonstration for ever.
    #[default]
    Beside,
    /// A passphrase.
    With(Passphrase),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_however_they_are_typed_and_never_show() {
        let one = Passphrase::new(" cafe\u{301} green \n");
        assert_eq!(one.expose(), "caf\u{e9} green");
        assert!(!format!("{one:?}").contains("green"));
        assert!(Passphrase::new("  ").is_empty());
        assert!(one.is(&Passphrase::new("caf\u{e9} green")));
        assert!(!one.is(&Passphrase::new("caf\u{e9} greet")));
        assert!(!one.is(&Passphrase::new("caf\u{e9}")));
    }
}
