//! A framework of inspection: the areas a judgement is made in and the words it is made with.
//!
//! Frameworks are data (TOML in `assets/frameworks`): judgement sets changed six times in fourteen years, so nothing here or
//! elsewhere in the program knows a grade or an area by name.

use serde::{Deserialize, Serialize};

/// One framework, at one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Short and stable: `england-2012`.
    pub id: String,
    /// Counted up with every change of the data.
    pub version: u32,
    /// As people call it.
    pub title: String,
    /// Where the words come from.
    pub source: String,
    /// Judgement areas, in the order of the published framework.
    pub areas: Vec<Term>,
    /// What a finding can be: strength, area for improvement …
    pub polarities: Vec<Polarity>,
    /// When an improvement is due: immediately, within three months …
    pub bands: Vec<Term>,
}

/// One word of the framework: an id for the record and a title for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Stable within the framework.
    pub id: String,
    /// As published.
    pub title: String,
}

/// What a finding says of the practice seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polarity {
    /// Stable within the framework.
    pub id: String,
    /// As published.
    pub title: String,
    /// Whether an action is expected to follow.
    pub wants_action: bool,
}

impl Framework {
    /// Reads a framework from TOML.
    ///
    /// # Errors
    /// What is wrong with the text, as a sentence: TOML that does not parse, a missing or unknown field, no area, no polarity, or an
    /// id used twice.
    pub fn parse(text: &str) -> Result<Self, String> {
        let framework: Self = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let ids = |list: &[Term]| list.iter().map(|term| term.id.clone()).collect::<Vec<_>>();
        let polarities: Vec<_> = framework
            .polarities
            .iter()
            .map(|polarity| polarity.id.clone())
            .collect();
        for (what, list, needed) in [
            ("areas", ids(&framework.areas), true),
            ("polarities", polarities, true),
            ("bands", ids(&framework.bands), false),
        ] {
            if needed && list.is_empty() {
                return Err(format!("a framework needs at least one of its {what}"));
            }
            let mut seen = std::collections::BTreeSet::new();
            if let Some(twice) = list.iter().find(|id| !seen.insert(id.as_str())) {
                return Err(format!("the id \"{twice}\" stands twice among the {what}"));
            }
        }
        Ok(framework)
    }

    /// The title of an area; the id itself where a stored finding names an area this framework does not have.
    #[must_use]
    pub fn area<'a>(&'a self, id: &'a str) -> &'a str {
        self.areas
            .iter()
            .find(|term| term.id == id)
            .map_or(id, |term| &term.title)
    }

    /// The title of a polarity, likewise.
    #[must_use]
    pub fn polarity<'a>(&'a self, id: &'a str) -> &'a str {
        self.polarities
            .iter()
            .find(|term| term.id == id)
            .map_or(id, |term| &term.title)
    }

    /// The title of an improvement band, likewise.
    #[must_use]
    pub fn band<'a>(&'a self, id: &'a str) -> &'a str {
        self.bands
            .iter()
            .find(|term| term.id == id)
            .map_or(id, |term| &term.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        id = "t"
        version = 1
        title = "Test"
        source = "none"
        areas = [{ id = "a", title = "Area A" }]
        polarities = [{ id = "s", title = "Strength", wants_action = false }]
        bands = []
    "#;

    #[test]
    fn titles_are_found_and_unknown_ids_are_shown_as_they_are() {
        let framework = Framework::parse(SMALL).unwrap();
        assert_eq!(framework.area("a"), "Area A");
        assert_eq!(framework.area("zz"), "zz");
        assert_eq!(framework.polarity("s"), "Strength");
    }

    #[test]
    fn a_framework_that_cannot_be_used_says_why() {
        assert!(Framework::parse("id = 3").is_err());
        let twice = SMALL.replace(
            r#"[{ id = "a", title = "Area A" }]"#,
            r#"[{ id = "a", title = "A" }, { id = "a", title = "B" }]"#,
        );
        assert_eq!(
            Framework::parse(&twice).unwrap_err(),
            "the id \"a\" stands twice among the areas"
        );
        let none = SMALL.replace(r#"[{ id = "a", title = "Area A" }]"#, "[]");
        assert_eq!(
            Framework::parse(&none).unwrap_err(),
            "a framework needs at least one of its areas"
        );
    }
}
