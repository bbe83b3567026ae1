//! Colours and signs by what they mean. No other file names a colour.
//!
//! Themes are data (`assets/themes`). Whatever a theme does, every state also has a word or a sign: under `NO_COLOR` crossterm drops
//! reverse and bold too, so nothing may hang on a style alone.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::{Deserialize, Serialize};

use crate::desk::pages::Role;

/// Which theme a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeName {
    /// The terminal's own colours.
    #[default]
    Terminal,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl ThemeName {
    /// The one after this, coming round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Terminal => Self::Dark,
            Self::Dark => Self::Light,
            Self::Light => Self::Terminal,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Terminal => include_str!("../../assets/themes/terminal.toml"),
            Self::Dark => include_str!("../../assets/themes/dark.toml"),
            Self::Light => include_str!("../../assets/themes/light.toml"),
        }
    }
}

/// What a part of the screen is, besides the roles of a page's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything not said otherwise.
    Base,
    /// The frame of a side.
    Border,
    /// The frame of the side with the focus.
    BorderFocused,
    /// The top and bottom lines.
    Bar,
    /// Something both must see.
    Warning,
    /// What the pointer stands on.
    Selected,
    /// The line being read.
    Line,
    /// Marked words.
    Marked,
    /// Words found.
    Match,
    /// The match the pointer is at.
    MatchHere,
    /// Words something hangs on.
    Anchored,
    /// A key's name.
    Key,
    /// A field to write in.
    Field,
    /// Who holds the pen.
    Pen,
    /// Words of a document put in later.
    Inserted,
    /// Words of a document taken out or struck out.
    Deleted,
    /// Words of a document that a comment is about.
    Comment,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawStyle {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
    strike: bool,
}

/// A theme, ready to draw with.
#[derive(Clone, Debug)]
pub struct Theme {
    /// What it is called.
    pub title: String,
    styles: BTreeMap<String, Style>,
}

impl Theme {
    /// The theme of this name; `plain` leaves every colour out, as `NO_COLOR` asks.
    #[must_use]
    pub fn load(name: ThemeName, plain: bool) -> Self {
        let mut raw: BTreeMap<String, toml::Value> =
            toml::from_str(name.text()).unwrap_or_default();
        let title = raw
            .remove("title")
            .and_then(|title| title.as_str().map(str::to_owned))
            .unwrap_or_default();
        let styles = raw
            .into_iter()
            .filter_map(|(role, value)| {
                Some((role, style(&value.try_into::<RawStyle>().ok()?, plain)))
            })
            .collect();
        Self { title, styles }
    }

    fn get(&self, name: &str) -> Style {
        self.styles.get(name).copied().unwrap_or_default()
    }

    /// The style of a page's words.
    #[must_use]
    pub fn role(&self, role: Role) -> Style {
        self.get(match role {
            Role::Words => "words",
            Role::Person => "person",
            Role::Quote => "quote",
            Role::Absence => "absence",
            Role::Quiet => "quiet",
            Role::Heading => "heading",
            Role::Agreed => "agreed",
            Role::NotAgreed => "not_agreed",
            Role::Waiting => "waiting",
            Role::Aside => "aside",
            Role::Gap => "gap",
        })
    }

    /// The style of a part of the screen.
    #[must_use]
    pub fn part(&self, part: Part) -> Style {
        self.get(match part {
            Part::Base => "base",
            Part::Border => "border",
            Part::BorderFocused => "border_focused",
            Part::Bar => "bar",
            Part::Warning => "warning",
            Part::Selected => "selected",
            Part::Line => "line",
            Part::Marked => "marked",
            Part::Match => "match",
            Part::MatchHere => "match_here",
            Part::Anchored => "anchored",
            Part::Key => "key",
            Part::Field => "field",
            Part::Pen => "pen",
            Part::Inserted => "inserted",
            Part::Deleted => "deleted",
            Part::Comment => "comment",
        })
    }
}

fn style(raw: &RawStyle, plain: bool) -> Style {
    let mut style = Style::new();
    if !plain {
        style.fg = raw
            .fg
            .as_deref()
            .and_then(|name| name.parse::<Color>().ok());
        style.bg = raw
            .bg
            .as_deref()
            .and_then(|name| name.parse::<Color>().ok());
    }
    for (on, modifier) in [
        (raw.bold, Modifier::BOLD),
        (raw.dim, Modifier::DIM),
        (raw.italic, Modifier::ITALIC),
        (raw.underline, Modifier::UNDERLINED),
        (raw.reverse, Modifier::REVERSED),
        (raw.strike, Modifier::CROSSED_OUT),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

/// The signs the program draws, in two alphabets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Glyphs {
    /// `✓ ◆ ▸ ❝`.
    #[default]
    Full,
    /// `v # > "`: every sign as a plain letter.
    Ascii,
}

/// Each sign of the program with its plain form. One column each, so that nothing moves.
const PLAIN: [(char, char); 55] = [
    ('✓', 'v'),
    ('✗', 'x'),
    ('◆', '#'),
    ('●', '*'),
    ('○', 'o'),
    ('■', '='),
    ('∅', '0'),
    ('‖', '|'),
    ('▸', '>'),
    ('▾', 'v'),
    ('→', '>'),
    ('←', '<'),
    ('↑', '^'),
    ('↓', 'v'),
    ('↳', '\\'),
    ('…', '.'),
    ('·', '-'),
    ('–', '-'),
    ('—', '-'),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('¶', 'P'),
    ('•', '*'),
    ('▰', '#'),
    ('▱', '-'),
    ('│', '|'),
    ('‹', '<'),
    ('›', '>'),
    ('─', '-'),
    ('┌', '+'),
    ('┐', '+'),
    ('└', '+'),
    ('┘', '+'),
    ('├', '+'),
    ('┤', '+'),
    ('½', '+'),
    ('▐', '#'),
    ('▏', '|'),
    ('«', '['),
    ('»', ']'),
    ('≠', '*'),
    ('↕', 'M'),
    ('▼', 'V'),
    ('◇', 'n'),
    ('┄', '.'),
    ('▁', '.'),
    ('▂', '.'),
    ('▃', ':'),
    ('▄', ':'),
    ('▅', '+'),
    ('▆', '+'),
    ('▇', '#'),
    ('█', '#'),
];

impl Glyphs {
    /// A drawn symbol in this alphabet: what the program draws has a plain form, what a document says and has none becomes `?`.
    #[must_use]
    pub fn plain(symbol: &str) -> Option<char> {
        let first = symbol.chars().next()?;
        if symbol.is_ascii() {
            return None;
        }
        Some(
            PLAIN
                .iter()
                .find(|(sign, _)| *sign == first)
                .map_or_else(|| base_letter(first), |(_, plain)| *plain),
        )
    }
}

/// The letter under an accent, so that names stay readable without UTF-8.
fn base_letter(letter: char) -> char {
    use unicode_normalization::UnicodeNormalization as _;
    std::iter::once(letter)
        .nfd()
        .next()
        .filter(char::is_ascii)
        .unwrap_or(match letter {
            '£' => 'L',
            _ => '?',
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_styles_every_role_and_part() {
        for name in [ThemeName::Terminal, ThemeName::Dark, ThemeName::Light] {
            let theme = Theme::load(name, false);
            assert!(!theme.title.is_empty());
            assert_eq!(theme.styles.len(), 28, "{}", theme.title);
            assert_ne!(
                theme.part(Part::Selected),
                Style::default(),
                "{}",
                theme.title
            );
            assert_ne!(theme.role(Role::Gap), Style::default(), "{}", theme.title);
        }
    }

    #[test]
    fn without_colour_no_colour_is_left() {
        let theme = Theme::load(ThemeName::Dark, true);
        assert!(
            theme
                .styles
                .values()
                .all(|style| style.fg.is_none() && style.bg.is_none())
        );
    }

    #[test]
    fn every_sign_has_a_plain_form_of_one_column() {
        assert_eq!(Glyphs::plain("✓"), Some('v'));
        assert_eq!(Glyphs::plain("é"), Some('e'));
        assert_eq!(Glyphs::plain("a"), None);
        assert_eq!(Glyphs::plain("漢"), Some('?'));
    }
}
