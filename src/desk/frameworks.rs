//! The frameworks of inspection carried inside the program: data files, read once.
//!
//! Owns which frameworks there are. What stands in one is for [`casework::framework`](crate::casework::framework) to know.

use std::sync::OnceLock;

use crate::casework::Framework;

/// The framework an inspection is set up with where nobody names one.
pub const DEFAULT: &str = "england-2012";

const FILES: [&str; 2] = [
    include_str!("../../assets/frameworks/england-2012.toml"),
    include_str!("../../assets/frameworks/england-ilacs-2026.toml"),
];

/// An id that none of the frameworks has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("There is no framework called \"{asked}\". Choose one of: {known}.")]
pub struct UnknownFramework {
    asked: String,
    known: String,
}

/// Every framework, in the order they came into force.
#[must_use]
pub fn all() -> &'static [Framework] {
    static ALL: OnceLock<Vec<Framework>> = OnceLock::new();
    ALL.get_or_init(|| {
        FILES
            .iter()
            .filter_map(|file| Framework::parse(file).ok())
            .collect()
    })
}

/// The framework with this id.
///
/// # Errors
/// [`UnknownFramework`], with the list of those there are.
pub fn by_id(id: &str) -> Result<&'static Framework, UnknownFramework> {
    all()
        .iter()
        .find(|framework| framework.id == id)
        .ok_or_else(|| UnknownFramework {
            asked: super::shown::line(id),
            known: all()
                .iter()
                .map(|framework| framework.id.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_framework_carried_inside_can_be_used() {
        for file in FILES {
            Framework::parse(file).unwrap();
        }
        assert_eq!(all().len(), FILES.len());
        assert_eq!(by_id(DEFAULT).unwrap().areas.len(), 4);
    }

    #[test]
    fn an_unknown_framework_is_answered_with_those_there_are() {
        assert_eq!(
            by_id("england-1066").unwrap_err().to_string(),
            "There is no framework called \"england-1066\". Choose one of: england-2012, england-ilacs-2026."
        );
    }
}
