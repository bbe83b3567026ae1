//! The cells of a service: what each is called, what an empty one says, how one is read and written. Which order they are walked in too:
//! need, aim, who, where it stands, planned beside delivered, both views side by side, the difference, the review.

use crate::casework::{ServiceDetails, ServiceState};

/// A cell of a service: one of its fields.
pub use crate::casework::package::ServiceField as Cell;

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

    /// What stands before it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Difference => "Difference",
            other => other.word(),
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
            Self::EarlyHelp => "Whether it is early help.",
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
            Self::Planned | Self::Delivered | Self::Difference | Self::EarlyHelp => "not said yet",
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

    /// Writes it; a state is named by its word, and one that is no state changes nothing.
    pub fn put(self, details: &mut ServiceDetails, words: String) {
        if let Some(place) = self.place(details) {
            *place = words;
        } else if self == Self::State
            && let Some(state) = ServiceState::ALL
                .into_iter()
                .find(|state| state.word() == words)
        {
            details.state = state;
        }
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
