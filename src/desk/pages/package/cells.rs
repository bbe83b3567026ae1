//! The cells of a service: what each is called, what an empty one says, how one is read and written. Which order they are walked in too:
//! need, aim, who, where it stands, planned beside delivered, both views side by side, the difference, the review.

use crate::casework::{ServiceDetails, ServiceState};

/// One cell of a service.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// What it is called: its heading.
    Service,
    /// The need it answers.
    Need,
    /// What it is to bring about.
    Aim,
    /// The agency.
    Provider,
    /// The person responsible.
    Owner,
    /// Where it stands.
    State,
    /// When it began or is to begin.
    Start,
    /// When it ended or is to end.
    End,
    /// How often, as planned.
    Planned,
    /// What was delivered.
    Delivered,
    /// What the child says of it.
    ChildsView,
    /// What the family says of it.
    FamilysView,
    /// What is different in the child's day.
    Difference,
    /// When it is reviewed.
    Review,
}

impl Cell {
    /// Those below the heading, in the order of the walk.
    pub const WALK: [Self; 13] = [
        Self::Need,
        Self::Aim,
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
    ];

    /// Its id, as the form of a service names its field.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Need => "need",
            Self::Aim => "aim",
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
        }
    }

    /// What stands before it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::Need => "Need",
            Self::Aim => "Aim",
            Self::Provider => "Provider",
            Self::Owner => "Owner",
            Self::State => "State",
            Self::Start => "Start",
            Self::End => "End",
            Self::Planned => "Planned",
            Self::Delivered => "Delivered",
            Self::ChildsView => "Child's view",
            Self::FamilysView => "Family's view",
            Self::Difference => "Difference",
            Self::Review => "Review",
        }
    }

    /// What it is for, said while it is written.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Service => "What it is, for instance: Family support.",
            Self::Need => "What it answers.",
            Self::Aim => "What it is to bring about.",
            Self::Provider => "The agency.",
            Self::Owner => "The person responsible, by designation.",
            Self::State => "← → change it. \"Not offered\" is as much worth saying as any.",
            Self::Start => "When it began or is to begin.",
            Self::End => "When it ended or is to end.",
            Self::Planned => "How often, as planned.",
            Self::Delivered => "What was delivered.",
            Self::ChildsView => "What the child says of it.",
            Self::FamilysView => "What the family says of it.",
            Self::Difference => "What is different in the child's day.",
            Self::Review => "When it is reviewed, and how we shall know.",
        }
    }

    /// What stands in it while nothing was written.
    #[must_use]
    pub fn empty(self) -> &'static str {
        match self {
            Self::Service
            | Self::Need
            | Self::Aim
            | Self::Provider
            | Self::State
            | Self::Review => "not named yet",
            Self::Owner => "nobody named yet",
            Self::Start | Self::End => "no day yet",
            Self::Planned | Self::Delivered | Self::Difference => "not said yet",
            Self::ChildsView | Self::FamilysView => "not heard yet",
        }
    }

    /// Whether it stands beside the one before it, where there is room.
    #[must_use]
    pub fn beside(self) -> bool {
        matches!(
            self,
            Self::Owner | Self::End | Self::Delivered | Self::FamilysView
        )
    }

    /// What a service has in it.
    #[must_use]
    pub fn of(self, details: &ServiceDetails) -> &str {
        match self {
            Self::Service => &details.service,
            Self::Need => &details.need,
            Self::Aim => &details.aim,
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
        }
    }

    /// Writes it; a state is named by its word, and one that is no state changes nothing.
    pub fn put(self, details: &mut ServiceDetails, words: String) {
        let place = match self {
            Self::State => {
                if let Some(state) = ServiceState::ALL
                    .into_iter()
                    .find(|state| state.word() == words)
                {
                    details.state = state;
                }
                return;
            }
            Self::Service => &mut details.service,
            Self::Need => &mut details.need,
            Self::Aim => &mut details.aim,
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
        };
        *place = words;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_a_cell_is_read_there_and_nowhere_else() {
        for cell in Cell::WALK.into_iter().chain([Cell::Service]) {
            let mut details = ServiceDetails::default();
            let words = match cell {
                Cell::State => ServiceState::NotOffered.word(),
                _ => "weekly",
            };
            cell.put(&mut details, words.to_owned());
            assert_eq!(cell.of(&details), words);
            let filled = Cell::WALK
                .into_iter()
                .chain([Cell::Service])
                .filter(|other| *other != Cell::State && !other.of(&details).is_empty())
                .count();
            assert_eq!(filled, usize::from(cell != Cell::State), "{cell:?}");
        }
        let mut details = ServiceDetails::default();
        Cell::State.put(&mut details, "nonsense".to_owned());
        assert_eq!(details, ServiceDetails::default());
    }

    #[test]
    fn the_walk_goes_through_every_cell_once_and_pairs_stand_in_it_together() {
        for cell in Cell::WALK {
            assert_eq!(Cell::WALK.iter().filter(|other| **other == cell).count(), 1);
            assert!(!cell.label().is_empty() && !cell.empty().is_empty());
        }
        let at = |cell| Cell::WALK.iter().position(|other| *other == cell).unwrap();
        assert_eq!(at(Cell::Planned) + 1, at(Cell::Delivered));
        assert_eq!(at(Cell::ChildsView) + 1, at(Cell::FamilysView));
    }
}
