//! Fixed runs of bytes as hexadecimal digits in small letters, and their place in JSON. Owns that one spelling: capitals are refused, so that
//! no two texts stand for the same bytes. Knows nothing of what the bytes mean.

use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

use super::chain::{CaseId, DeviceId, VaultId};

/// Bytes as hexadecimal digits, two each.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |value: u8| DIGITS.get(usize::from(value & 15)).copied();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
        .flatten()
        .collect()
}

/// Exactly `N` bytes from twice as many digits; `None` for anything else, capitals too.
#[must_use]
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N.checked_mul(2)? {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = value_of_pair(pair)?;
    }
    Some(bytes)
}

/// As many bytes as there are pairs of digits; `None` for anything else, capitals too.
#[must_use]
pub fn decode_any(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| (pair.len() == 2).then(|| value_of_pair(pair))?)
        .collect()
}

fn value_of_pair(pair: &[u8]) -> Option<u8> {
    pair.iter()
        .try_fold(0_u8, |value, digit| Some(value << 4 | value_of(*digit)?))
}

fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// A value that is a fixed number of bytes and nothing else.
pub trait Fixed<const N: usize>: Sized {
    /// The bytes.
    fn bytes(&self) -> &[u8; N];
    /// The value of these bytes; `None` where there is none.
    fn of(bytes: [u8; N]) -> Option<Self>;
}

macro_rules! fixed {
    ($($name:ident $count:literal),*) => {$(
        impl Fixed<$count> for $name {
            fn bytes(&self) -> &[u8; $count] {
                &self.0
            }

            fn of(bytes: [u8; $count]) -> Option<Self> {
                Some(Self(bytes))
            }
        }
    )*};
}

fixed!(VaultId 16, CaseId 16, DeviceId 8);

impl<const N: usize> Fixed<N> for [u8; N] {
    fn bytes(&self) -> &[u8; N] {
        self
    }

    fn of(bytes: [u8; N]) -> Option<Self> {
        Some(bytes)
    }
}

/// For `#[serde(with = "hex")]`.
///
/// # Errors
/// What the serializer's own errors are.
pub fn serialize<T: Fixed<N>, S: Serializer, const N: usize>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&encode(value.bytes()))
}

/// For `#[serde(with = "hex")]`.
///
/// # Errors
/// When it is not the right number of digits.
pub fn deserialize<'de, T: Fixed<N>, D: Deserializer<'de>, const N: usize>(
    deserializer: D,
) -> Result<T, D::Error> {
    let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
    decode(&text).and_then(T::of).ok_or_else(|| {
        D::Error::custom(format!("not {} hexadecimal digits in small letters", 2 * N))
    })
}

/// The same where the value may be absent: `null`, but never left out.
pub mod optional {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    use super::Fixed;

    /// For `#[serde(with = "hex::optional")]`.
    ///
    /// # Errors
    /// What the serializer's own errors are.
    pub fn serialize<T: Fixed<N>, S: Serializer, const N: usize>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    /// For `#[serde(with = "hex::optional")]`.
    ///
    /// # Errors
    /// When it is neither `null` nor the right number of digits.
    pub fn deserialize<'de, T: Fixed<N>, D: Deserializer<'de>, const N: usize>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        let Some(text) = Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)? else {
            return Ok(None);
        };
        super::decode(&text)
            .and_then(T::of)
            .map(Some)
            .ok_or_else(|| {
                D::Error::custom(format!("neither null nor {} hexadecimal digits", 2 * N))
            })
    }
}

/// The same for a run of any length.
pub mod run {
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    /// For `#[serde(with = "hex::run")]`.
    ///
    /// # Errors
    /// What the serializer's own errors are.
    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::encode(bytes))
    }

    /// For `#[serde(with = "hex::run")]`.
    ///
    /// # Errors
    /// When it is not pairs of digits.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        super::decode_any(&text)
            .ok_or_else(|| D::Error::custom("not pairs of hexadecimal digits in small letters"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_one_spelling() {
        assert_eq!(encode(&[0, 9, 0xaf, 0xff]), "0009afff");
        assert_eq!(decode::<4>("0009afff"), Some([0, 9, 0xaf, 0xff]));
        for wrong in [
            "0009AFFF",
            "0009aff",
            "0009afff0",
            "0009affg",
            "+009afff",
            "0009afé",
        ] {
            assert_eq!(decode::<4>(wrong), None, "{wrong}");
        }
        assert_eq!(decode_any("00ff"), Some(vec![0, 0xff]));
        assert_eq!(decode_any(""), Some(Vec::new()));
        for wrong in ["0", "00f", "FF", "é"] {
            assert_eq!(decode_any(wrong), None, "{wrong}");
        }
    }
}
