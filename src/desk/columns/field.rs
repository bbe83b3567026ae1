//! What of a service a column can be, and putting the words of a cell there.

use serde::Deserialize;

use crate::casework::{ServiceDetails, ServiceState};

/// What of a service a column can be taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the fields are those of ServiceDetails, and are told there"
)]
pub enum Field {
    Need,
    Aim,
    Service,
    Provider,
    Owner,
    State,
    Start,
    End,
    Planned,
    Delivered,
    ChildsView,
    FamilysView,
    Difference,
    Review,
    EarlyHelp,
}

impl Field {
    /// Every field, in the order of the package.
    pub const ALL: [Self; 15] = [
        Self::Need,
        Self::Aim,
        Self::Service,
        Self::Provider,
        Self::Owner,
        Self::State,
        Self::Start,
        Self::End,
        Self::Planned,
        Self::Delivered,
        Self::ChildsView,
        Self::FamilysView,
        Self::Difference,
        Self::Review,
        Self::EarlyHelp,
    ];

    /// As the screen labels it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Need => "Need",
            Self::Aim => "Aim",
            Self::Service => "Service",
            Self::Provider => "Provider",
            Self::Owner => "Owner",
            Self::State => "State",
            Self::Start => "Start",
            Self::End => "End",
            Self::Planned => "Planned",
            Self::Delivered => "Delivered",
            Self::ChildsView => "Child's view",
            Self::FamilysView => "Family's view",
            Self::Difference => "Difference made",
            Self::Review => "Review",
            Self::EarlyHelp => "Early help",
        }
    }

    /// As it is typed on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Aim => "aim",
            Self::Service => "service",
            Self::Provider => "provider",
            Self::Owner => "owner",
            Self::State => "state",
            Self::Start => "start",
            Self::End => "end",
            Self::Planned => "planned",
            Self::Delivered => "delivered",
            Self::ChildsView => "childs_view",
            Self::FamilysView => "familys_view",
            Self::Difference => "difference",
            Self::Review => "review",
            Self::EarlyHelp => "early_help",
        }
    }

    /// The field of this id or label.
    #[must_use]
    pub fn named(words: &str) -> Option<Self> {
        let words = words.trim();
        Self::ALL.into_iter().find(|field| {
            words.eq_ignore_ascii_case(field.id()) || words.eq_ignore_ascii_case(field.word())
        })
    }
}

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
    let place = match field {
        Field::Need => &mut details.need,
        Field::Aim => &mut details.aim,
        Field::Service => &mut details.service,
        Field::Provider => &mut details.provider,
        Field::Owner => &mut details.owner,
        Field::Start => &mut details.start,
        Field::End => &mut details.end,
        Field::Planned => &mut details.planned,
        Field::Delivered => &mut details.delivered,
        Field::ChildsView => &mut details.childs_view,
        Field::FamilysView => &mut details.familys_view,
        Field::Difference => &mut details.difference,
        Field::Review => &mut details.review,
        Field::State => {
            match state(&words) {
                Some(state) => details.state = state,
                None => add(&mut details.delivered, words),
            }
            return;
        }
        Field::EarlyHelp => {
            details.early_help =
                ["yes", "y", "true", "1", "x", "early help", "✓"].contains(&plain(&words).as_str());
            return;
        }
    };
    add(place, words);
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
