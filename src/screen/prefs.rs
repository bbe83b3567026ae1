//! What a person prefers about the screen. Holds nothing of any case.

use serde::{Deserialize, Serialize};

use super::{
    theme::{Glyphs, ThemeName},
    ways::Way,
};

/// Preferences, stored in the platform's configuration folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// The colours.
    pub theme: ThemeName,
    /// The signs; `None` until somebody chose, then the terminal's locale decides.
    pub glyphs: Option<Glyphs>,
    /// How pages are drawn.
    pub pictures: Way,
    /// How much of the width the file gets, in parts of a hundred.
    pub split: u16,
    /// Minutes without a key after which the curtain comes down.
    pub quiet_minutes: u16,
    /// Folders of inspections opened lately, the newest first.
    pub recent: Vec<std::path::PathBuf>,
}

/// The narrowest and widest the file may be, in parts of a hundred.
pub const SPLIT: std::ops::RangeInclusive<u16> = 25..=75;

/// The fewest and most minutes of quiet.
pub const QUIET_MINUTES: std::ops::RangeInclusive<u16> = 1..=60;

/// How many inspections are remembered.
const RECENT: usize = 8;

impl Default for Prefs {
    fn default() -> Self {
        Self {
            theme: ThemeName::default(),
            glyphs: None,
            pictures: Way::default(),
            split: 58,
            quiet_minutes: 15,
            recent: Vec::new(),
        }
    }
}

impl Prefs {
    /// Preferences as stored; those that come with the program where they cannot be read, with split and minutes inside their bounds.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut prefs: Self = toml::from_str(text).unwrap_or_default();
        prefs.split = prefs.split.clamp(*SPLIT.start(), *SPLIT.end());
        prefs.quiet_minutes = prefs
            .quiet_minutes
            .clamp(*QUIET_MINUTES.start(), *QUIET_MINUTES.end());
        prefs.recent.truncate(RECENT);
        prefs
    }

    /// As stored.
    #[must_use]
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Remembers an inspection as the newest.
    pub fn remember(&mut self, folder: std::path::PathBuf) {
        self.recent.retain(|other| *other != folder);
        self.recent.insert(0, folder);
        self.recent.truncate(RECENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_read_back_and_nonsense_is_as_if_there_were_none() {
        let mut prefs = Prefs {
            split: 40,
            glyphs: Some(Glyphs::Ascii),
            ..Prefs::default()
        };
        prefs.remember("a".into());
        prefs.remember("b".into());
        prefs.remember("a".into());
        assert_eq!(prefs.recent, [std::path::PathBuf::from("a"), "b".into()]);
        assert_eq!(Prefs::parse(&prefs.to_text()), prefs);
        assert_eq!(Prefs::parse("split = \"wide\""), Prefs::default());
        assert_eq!(Prefs::parse("split = 9000").split, 75);
        assert_eq!(Prefs::parse("quiet_minutes = 0").quiet_minutes, 1);
        assert_eq!(Prefs::parse("quiet_minutes = 600").quiet_minutes, 60);
    }
}
