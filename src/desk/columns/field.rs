//! Which field of a service a column is, how sure that is, and putting the words of a cell there.

use crate::casework::{ServiceDetails, ServiceState};

pub use crate::casework::package::ServiceField as Field;

/// How sure it is what a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sureness {
    /// No rule knows its title, or another column has its field: it is not used unless somebody says what it is.
    NotKnown,
    /// Its title holds a word of the field.
    Likely,
    /// Its title is the field's, or somebody said so.
    Sure,
}

impl Sureness {
    /// The word on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotKnown => "not known",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// A title in small letters, its marks as spaces.
pub(super) fn plain(title: &str) -> String {
    let small: String = title
        .to_lowercase()
        .replace('’', "'")
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || letter == '\'' {
                letter
            } else {
                ' '
            }
        })
        .collect();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Puts the words of a cell where they go. Words of a state that no state has stand under what was delivered, so that they are not lost.
pub(super) fn put(details: &mut ServiceDetails, field: Field, words: String) {
    if let Some(place) = field.place(details) {
        add(place, words);
    } else if field == Field::EarlyHelp {
        details.early_help =
            ["yes", "y", "true", "1", "x", "early help", "✓"].contains(&plain(&words).as_str());
    } else {
        match state(&words) {
            Some(state) => details.state = state,
            None => add(&mut details.delivered, words),
        }
    }
}

fn add(place: &mut String, words: String) {
    if place.is_empty() {
        *place = words;
    } else if !words.is_empty() {
        place.push_str("; ");
        place.push_str(&words);
    }
}

/// The state that some words say; none where they say another.
fn state(words: &str) -> Option<ServiceState> {
    let words = plain(words);
    if let Some(state) = ServiceState::ALL
        .into_iter()
        .find(|state| state.word() == words)
    {
        return Some(state);
    }
    Some(match words.as_str() {
        "" | "referred" | "referral made" | "waiting" | "waiting list" => ServiceState::Offered,
        "agreed" => ServiceState::Accepted,
        "refused" => ServiceState::Declined,
        "ongoing" | "in place" | "running" | "on track" | "active" | "open" => {
            ServiceState::Started
        }
        "completed" | "complete" | "finished" | "closed" | "stopped" => ServiceState::Ended,
        "not available" | "none" => ServiceState::NotOffered,
        _ => return None,
    })
}
