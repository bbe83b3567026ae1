//! What the journey is told by, as data (`assets/journey.toml`): which records are contacts, which begin a status, whose a record is.

use serde::Deserialize;

use crate::casework::clock::{Match, rules::has_phrase};

/// What the journey is told by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// From how many days a stretch without contact is listed.
    pub silence_days: u32,
    /// After how many days a record is called late.
    pub late_days: u32,
    /// Words that say that the thing did not take place.
    pub not_happened: Vec<String>,
    /// What is a contact or a visit.
    pub contact: Vec<Match>,
    /// The statuses of a child.
    pub status: Vec<StatusRule>,
    /// Whose record a kind of document is.
    pub agency: Vec<AgencyRule>,
}

/// A status and what begins it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusRule {
    /// What rules call it; empty for none.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its sign in the picture.
    pub sign: char,
    /// Begins only where the child has no status.
    #[serde(default)]
    pub only_from_none: bool,
    /// Records that begin it.
    pub begins: Vec<Match>,
}

/// Whose record a kind of document is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyRule {
    /// As it is called.
    pub name: String,
    /// Kinds.
    pub kinds: Vec<String>,
}

impl Outline {
    /// Reads an outline from TOML.
    ///
    /// # Errors
    /// What is wrong with the text, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    /// Whether a title (in small letters) says that the thing did not take place.
    #[must_use]
    pub fn did_not_happen(&self, words: &str) -> bool {
        self.not_happened
            .iter()
            .any(|phrase| has_phrase(words, phrase))
    }

    /// Whether a record is a contact with the child or family, or a visit.
    #[must_use]
    pub fn is_contact(&self, kind: &str, words: &str) -> bool {
        self.contact.iter().any(|one| one.fits(kind, words))
    }

    /// Whose record a kind of document is; empty where the outline does not say.
    #[must_use]
    pub fn agency_of(&self, kind: &str) -> &str {
        self.agency
            .iter()
            .find(|rule| rule.kinds.iter().any(|known| known == kind))
            .map_or("", |rule| &rule.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outline_carried_inside_can_be_used() {
        let outline = Outline::parse(include_str!("../../../assets/journey.toml")).unwrap();
        assert!(outline.is_contact("visit", "statutory visit"));
        assert!(outline.is_contact("event", "miss amos rang the duty desk"));
        assert!(!outline.is_contact("supervision", "supervision record"));
        assert!(outline.did_not_happen("core group cancelled on the day"));
        assert!(!outline.did_not_happen("core group"));
        assert_eq!(outline.agency_of("police"), "Police");
        assert_eq!(outline.agency_of("correspondence"), "");
    }
}
