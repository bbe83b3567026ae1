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

/// Somebody involved with the child, as the authority lists them: by designation, never by name. Not a participant of any sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Involved {
    /// "Health visitor".
    pub designation: String,
    /// The agency, where that is said.
    pub agency: String,
    /// What they are to the child or do in the case, in the authority's words.
    pub role: String,
}

impl Involved {
    /// As a list shows them: `Health visitor, Northbridge NHS (core group member)`.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut shown = self.designation.clone();
        if !self.agency.is_empty() {
            shown.push_str(", ");
            shown.push_str(&self.agency);
        }
        if !self.role.is_empty() {
            shown.push_str(" (");
            shown.push_str(&self.role);
            shown.push(')');
        }
        shown
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
