//! Bytes of a fixed length as hexadecimal digits in a JSON file: lower case when written, exactly that length when read.

use crate::ledger::LedgerError;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// `N` bytes that are not secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> Hex<N> {
    /// Bytes just sealed, whose length is known.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, LedgerError> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| LedgerError::TooLong {
                bytes: bytes.len(),
                most: N,
            })
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&write(&self.0))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let mut bytes = [0; N];
        read(text.as_bytes(), &mut bytes)
            .then_some(Self(bytes))
            .ok_or_else(|| D::Error::custom(format!("not {} hexadecimal digits", 2 * N)))
    }
}

/// Two digits a byte, lower case.
pub(crate) fn write(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // Room for all of it at once: digits of a key are never left behind by a string that had to grow.
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.extend(
                DIGITS
                    .get(usize::from(half))
                    .map(|digit| char::from(*digit)),
            );
        }
    }
    text
}

/// Fills `into` with what the digits say; `false` where they are not exactly so many, or not digits.
pub(crate) fn read(digits: &[u8], into: &mut [u8]) -> bool {
    let value = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|v| u8::try_from(v).ok())
    };
    digits.len() == 2 * into.len()
        && into
            .iter_mut()
            .zip(digits.chunks_exact(2))
            .all(|(to, pair)| match *pair {
                [high, low] => value(high).zip(value(low)).is_some_and(|(high, low)| {
                    *to = high << 4 | low;
                    true
                }),
                _ => false,
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_read_back_and_nothing_else_does() {
        assert_eq!(write(&[0, 0x0f, 0xa0, 0xff]), "000fa0ff");
        let mut bytes = [0; 4];
        assert!(read(b"000fA0fF", &mut bytes));
        assert_eq!(bytes, [0, 0x0f, 0xa0, 0xff]);
        for wrong in [
            "",
            "000fa0f",
            "000fa0fff",
            "000fa0fg",
            "+00fa0ff",
            "\u{e9}0fa0ff",
        ] {
            assert!(!read(wrong.as_bytes(), &mut bytes), "{wrong}");
        }
        assert!(serde_json::from_str::<Hex<2>>("\"00ff\"").is_ok_and(|hex| hex.0 == [0, 255]));
        assert!(serde_json::from_str::<Hex<2>>("\"00ff00\"").is_err());
        assert!(serde_json::from_str::<Hex<2>>("255").is_err());
        assert!(Hex::<2>::of(&[1, 2, 3]).is_err());
    }
}
