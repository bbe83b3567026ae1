//! The fields of a service by name: what each is called, what a service has in it. In which order they are walked through and what an empty one
//! says is the screen's; what column of a table is which is read elsewhere.

use serde::{Deserialize, Serialize};

use super::ServiceDetails;

/// One field of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the fields are those of ServiceDetails, and are told there"
)]
pub enum ServiceField {
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

impl ServiceField {
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

    /// Those that are words, in the same order.
    pub fn written() -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|field| !matches!(field, Self::State | Self::EarlyHelp))
    }

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

    /// As it is typed on the command line, and as the form of a service names its field.
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

    /// What a service has in it: for the state its word, for early help "yes" or nothing.
    #[must_use]
    pub fn of(self, details: &ServiceDetails) -> &str {
        match self {
            Self::Need => &details.need,
            Self::Aim => &details.aim,
            Self::Service => &details.service,
            Self::Provider => &details.provider,
            Self::Owner => &details.owner,
            Self::State => details.state.word(),
            Self::Start => &details.start,
            Self::End => &details.end,
            Self::Planned => &details.planned,
            Self::Delivered => &details.delivered,
            Self::ChildsView => &details.childs_view,
            Self::FamilysView => &details.familys_view,
            Self::Difference => &details.difference,
            Self::Review => &details.review,
            Self::EarlyHelp if details.early_help => "yes",
            Self::EarlyHelp => "",
        }
    }

    /// Where its words stand; none for the state and for early help, which are no words.
    pub fn place(self, details: &mut ServiceDetails) -> Option<&mut String> {
        Some(match self {
            Self::Need => &mut details.need,
            Self::Aim => &mut details.aim,
            Self::Service => &mut details.service,
            Self::Provider => &mut details.provider,
            Self::Owner => &mut details.owner,
            Self::Start => &mut details.start,
            Self::End => &mut details.end,
            Self::Planned => &mut details.planned,
            Self::Delivered => &mut details.delivered,
            Self::ChildsView => &mut details.childs_view,
            Self::FamilysView => &mut details.familys_view,
            Self::Difference => &mut details.difference,
            Self::Review => &mut details.review,
            Self::State | Self::EarlyHelp => return None,
        })
    }
}
