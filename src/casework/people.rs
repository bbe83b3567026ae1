//! Who sits at the screen: by designation, never by name.

use serde::{Deserialize, Serialize};

use super::ids::ParticipantNo;

/// Which side of the table a participant sits on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The inspectorate.
    Inspection,
    /// The council whose work is inspected.
    Authority,
    /// Anyone who listens: their position does not make a finding agreed.
    Observer,
}

impl Side {
    /// Every side, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Inspection, Self::Authority, Self::Observer];

    /// The word on screen and in the notes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Authority => "authority",
            Self::Observer => "observer",
        }
    }
}

/// A person in the inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Given when they were first named.
    pub no: ParticipantNo,
    /// What they are: "Lead inspector", "Social worker".
    pub designation: String,
    /// Two or three letters, shown beside everything they say.
    pub initials: String,
    /// Their side of the table.
    pub side: Side,
}

impl Participant {
    /// Initials and designation, as shown wherever a person is named: `RO Lead inspector`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{} {}", self.initials, self.designation)
    }
}
