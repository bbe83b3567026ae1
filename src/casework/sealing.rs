//! Values of signing, sealing, arriving and erasing: public keys, signatures, seal codes, and what follows from the entries that hold them.
//!
//! All of it is public or random: no secret key and no passphrase ever comes into this room. How a signature or a code is computed and
//! checked is not known here; they are bytes of a fixed length, stored and shown as lower-case hexadecimal digits.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ArrivalNo, CaseNo, ParticipantNo, SealNo, Seq, Sha256, SittingNo},
    time::{self, Moment},
};

macro_rules! bytes {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// Reads exactly as many hexadecimal digits as it has; `None` for anything else.
            #[must_use]
            pub fn parse(hex: &str) -> Option<Self> {
                let digits = hex.as_bytes();
                if digits.len() != $length * 2 || !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                let mut bytes = [0; $length];
                for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
                    *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
                }
                Some(Self(bytes))
            }

            /// The first eight digits: enough to tell two apart on a page, never enough to prove anything.
            #[must_use]
            pub fn short(&self) -> String {
                self.to_string().chars().take(8).collect()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text)
                    .ok_or_else(|| serde::de::Error::custom("not as many hexadecimal digits as it has"))
            }
        }
    };
}

bytes!(
    /// A participant's Ed25519 public key: what their signatures are checked with.
    PublicKey,
    32
);
bytes!(
    /// An Ed25519 signature (RFC 8032).
    Signature64,
    64
);
bytes!(
    /// Random bytes, so that nobody can guess short words from their hash.
    Salt,
    32
);
bytes!(
    /// The code of a seal: 132 bits, the last four of the 136 zero. People see it as words or as decimal digits.
    SealCode,
    17
);

/// The words a participant signs with, as far as anybody may know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnWords {
    /// What their signatures are checked with.
    pub public_key: PublicKey,
    /// The key that signs, wrapped under their words: opaque here.
    pub wrapped: String,
    /// The key they had before, where the words were forgotten.
    pub replaces: Option<PublicKey>,
    /// When it was kept.
    pub at: Moment,
}

/// What a participant did about signing at the close of a sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Signed with their own words.
    Signed(Signed),
    /// Did not sign.
    Not {
        /// Why.
        reason: String,
        /// They sign the printed sheet by hand instead.
        on_paper: bool,
        /// When it was kept.
        at: Moment,
    },
}

impl Signing {
    /// The signature, where there is one.
    #[must_use]
    pub fn signed(&self) -> Option<&Signed> {
        match self {
            Self::Signed(signed) => Some(signed),
            Self::Not { .. } => None,
        }
    }
}

/// A participant's signature under every finding of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// What it is checked with.
    pub public_key: PublicKey,
    /// Of the exact text signed.
    pub text: Sha256,
    /// What the text's hash is salted with in what is signed.
    pub salt: Salt,
    /// The signature.
    pub signature: Signature64,
    /// When it was kept.
    pub at: Moment,
    /// The entry.
    pub seq: Seq,
}

/// A seal with everything that is needed to check it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Counted over the whole inspection.
    pub no: SealNo,
    /// The case and the sitting sealed; none for an arrival.
    pub sitting: Option<(CaseNo, SittingNo)>,
    /// The exact bytes the code is computed from.
    pub statement: String,
    /// What the findings' commitments are salted with.
    pub salt: Salt,
    /// What both people wrote on paper.
    pub code: SealCode,
    /// When it was kept.
    pub at: Moment,
    /// The entry.
    pub seq: Seq,
}

/// A seal by its number and code alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealNamed {
    /// Counted over the whole inspection.
    pub number: SealNo,
    /// What both people wrote on paper.
    pub code: SealCode,
}

/// One delivery of case folders, hashed before anyone read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Within the inspection.
    pub no: ArrivalNo,
    /// Over all the files.
    pub root: Sha256,
    /// How many files.
    pub files: u64,
    /// How many of them say that they were changed in the 14 days before: a hint, file times can be set by anyone.
    pub changed_lately: u64,
    /// The list of the files, as it is kept sealed.
    pub list: Sha256,
    /// When it was kept.
    pub at: Moment,
}

/// What is left of a case that was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The reference it had.
    pub reference: String,
    /// Why.
    pub reason: String,
    /// Who held the pen; none outside a sitting.
    pub by: Option<ParticipantNo>,
    /// When it was kept.
    pub at: Moment,
    /// The seals of its sittings.
    pub seals: Vec<SealNamed>,
}

/// What was done to a passphrase that opens the inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassphraseChange {
    /// One more opens it.
    Added,
    /// Another in place of one.
    Changed,
    /// One does not open it any more; older copies it still opens.
    Removed,
}

impl PassphraseChange {
    /// The word on screen and in the history.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// How a document taken in stands to the lists made when the case folders arrived. Neutral: a changed file has many ordinary reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The very same bytes as in an arrival.
    AsAtArrival {
        /// Which.
        arrival: ArrivalNo,
        /// There it had another name.
        #[serde(default)]
        other_name: bool,
    },
    /// Other bytes under the same name than in an arrival.
    ChangedSince {
        /// Which.
        arrival: ArrivalNo,
    },
    /// In no arrival.
    DeliveredLater {
        /// The day it was taken in.
        on: Date,
    },
}

impl Standing {
    /// As lists say it, the arrival named by its number.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::AsAtArrival {
                arrival,
                other_name: false,
            } => format!("as at arrival {arrival}"),
            Self::AsAtArrival { arrival, .. } => {
                format!("as at arrival {arrival}, under another name")
            }
            Self::ChangedSince { arrival } => format!("changed since arrival {arrival}"),
            Self::DeliveredLater { on } => format!("delivered later ({})", time::day(on)),
        }
    }
}

/// What a document says of its own changes: a hint, never a proof, and never a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// Changes marked in it that nobody has accepted or refused.
    TrackedChanges {
        /// How many.
        count: u32,
    },
    /// Last modified after the inspection was announced.
    ModifiedAfterAnnouncement {
        /// The day it says.
        date: Date,
        /// Whether by the person who wrote it; none where it does not say.
        same_person: Option<bool>,
    },
}

impl Hint {
    /// As lists and notes say it.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::TrackedChanges { count: 1 } => "1 tracked change in it".to_owned(),
            Self::TrackedChanges { count } => format!("{count} tracked changes in it"),
            Self::ModifiedAfterAnnouncement { date, same_person } => {
                let by = match same_person {
                    Some(true) => ", by the person who wrote it",
                    Some(false) => ", by another person than wrote it",
                    None => "",
                };
                format!("says it was modified on {}{by}", time::day(date))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_back_from_their_digits_and_nothing_else_does() {
        let code = SealCode([0xa0; 17]);
        assert_eq!(code.to_string(), "a0".repeat(17));
        assert_eq!(SealCode::parse(&code.to_string()), Some(code));
        assert_eq!(SealCode::parse(&"A0".repeat(17)), Some(code));
        for wrong in [
            "",
            "a0",
            &"a0".repeat(18),
            &"+1".repeat(17),
            &"é".repeat(17),
        ] {
            assert_eq!(SealCode::parse(wrong), None, "{wrong}");
        }
        assert_eq!(PublicKey([0xab; 32]).short(), "abababab");
        let json = serde_json::to_string(&Signature64([1; 64])).unwrap();
        assert_eq!(json, format!("\"{}\"", "01".repeat(64)));
        assert_eq!(
            serde_json::from_str::<Signature64>(&json).unwrap(),
            Signature64([1; 64])
        );
        assert!(serde_json::from_str::<Salt>(&json).is_err());
    }

    #[test]
    fn a_document_s_standing_and_hints_are_said_in_neutral_words() {
        let arrival = ArrivalNo(2);
        let same = |other_name| Standing::AsAtArrival {
            arrival,
            other_name,
        };
        assert_eq!(same(false).shown(), "as at arrival 2");
        assert_eq!(same(true).shown(), "as at arrival 2, under another name");
        assert_eq!(
            Standing::ChangedSince { arrival }.shown(),
            "changed since arrival 2"
        );
        let on = Date::constant(2012, 6, 14);
        assert_eq!(
            Standing::DeliveredLater { on }.shown(),
            "delivered later (14 Jun 2012)"
        );
        assert_eq!(
            serde_json::to_string(&same(false)).unwrap(),
            r#"{"as_at_arrival":{"arrival":2,"other_name":false}}"#
        );
        assert_eq!(
            Hint::ModifiedAfterAnnouncement {
                date: Date::constant(2012, 6, 14),
                same_person: Some(false)
            }
            .shown(),
            "says it was modified on 14 Jun 2012, by another person than wrote it"
        );
        assert_eq!(
            Hint::TrackedChanges { count: 3 }.shown(),
            "3 tracked changes in it"
        );
    }
}
