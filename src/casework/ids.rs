//! The numbers things are called by. Each is counted from 1 within the thing that holds it and is never used twice.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The number after `last`; the first where there is none yet.
            #[must_use]
            pub fn after(last: Option<Self>) -> Self {
                Self(last.map_or(1, |last| last.0.saturating_add(1)))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number!(
    /// A case within its inspection, in the order the cases were set up.
    CaseNo
);
number!(
    /// A document within its case, given at first intake.
    DocumentNo
);
number!(
    /// A person within the inspection.
    ParticipantNo
);
number!(
    /// A sitting within its case.
    SittingNo
);
number!(
    /// A remark within its case.
    RemarkNo
);
number!(
    /// A finding within its case.
    FindingNo
);
number!(
    /// A service within its case's package of support.
    ServiceNo
);
number!(
    /// An action within its case.
    ActionNo
);
number!(
    /// A refer-back within its case.
    ReferBackNo
);
number!(
    /// An event of the child's journey within its case, made from words of the file.
    JourneyEventNo
);

number!(
    /// An arrival within the inspection: one delivery of case folders, hashed.
    ArrivalNo
);
number!(
    /// A seal within the inspection, those of arrivals and those of sittings counted together.
    SealNo
);

/// The place of an entry in the ledger of one device, counted from 0.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A SHA-256 (FIPS 180-4) of exact bytes. Stored and shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// Reads 64 hexadecimal digits; `None` for anything else.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).ok()?;
            if !pair.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The first eight digits: enough to tell two versions apart on a screen, never enough to prove anything.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

impl Serialize for Sha256 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not 64 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_at_one_and_go_up() {
        assert_eq!(RemarkNo::after(None), RemarkNo(1));
        assert_eq!(RemarkNo::after(Some(RemarkNo(4))), RemarkNo(5));
        assert_eq!(
            RemarkNo::after(Some(RemarkNo(u32::MAX))),
            RemarkNo(u32::MAX)
        );
    }

    #[test]
    fn a_hash_reads_back_and_nothing_else_does() {
        let hash = Sha256([0xab; 32]);
        assert_eq!(Sha256::parse(&hash.to_string()), Some(hash));
        assert_eq!(Sha256::parse("ab"), None);
        assert_eq!(Sha256::parse(&"+1".repeat(32)), None);
        assert_eq!(Sha256::parse(&"é".repeat(32)), None);
        assert_eq!(hash.short(), "abababab");
    }
}
