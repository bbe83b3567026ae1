//! The ways a page can be drawn, which of them this terminal has, and how many points it gets in each.
//!
//! Real pictures are sent beside the cells (`pictures`); which of the three kinds a terminal knows is taken from its environment, never
//! asked of it: an answer would come among the keys, or not at all.

use std::fmt;

use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};

use crate::desk::picture::Form;

/// How pages are drawn on the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The best this terminal is known to show.
    #[default]
    Auto,
    /// A real picture, by the protocol of kitty.
    Kitty,
    /// A real picture, by that of iTerm2.
    Iterm2,
    /// A real picture, in sixels.
    Sixel,
    /// Two points a cell, one above the other: every terminal with colours.
    Blocks,
    /// Four points a cell, of two colours: finer, where the letters of the terminal have quarter blocks.
    Quarters,
    /// Letters and signs by how dark a place is: every terminal.
    Letters,
}

impl Way {
    /// Every way, as they are offered.
    pub const ALL: [Self; 7] = [
        Self::Auto,
        Self::Kitty,
        Self::Iterm2,
        Self::Sixel,
        Self::Blocks,
        Self::Quarters,
        Self::Letters,
    ];

    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Auto => "Whatever is best here",
            Self::Kitty => "Real picture: kitty, Ghostty",
            Self::Iterm2 => "Real picture: iTerm2, WezTerm",
            Self::Sixel => "Real picture: Windows Terminal and others with Sixel",
            Self::Blocks => "Blocks",
            Self::Quarters => "Quarter blocks",
            Self::Letters => "Letters and signs",
        }
    }

    /// A sentence about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Auto => {
                "A real picture where the terminal is known to show one, blocks elsewhere."
            }
            Self::Kitty | Self::Iterm2 | Self::Sixel => {
                "Every point, so that a scanned letter can be read. Where the page stays empty, choose blocks."
            }
            Self::Blocks => "Half a cell a point. Right on every terminal that shows colours.",
            Self::Quarters => {
                "A quarter of a cell a point: finer. Choose blocks again where it looks torn."
            }
            Self::Letters => "Darker places as denser signs. Needs neither colours nor blocks.",
        }
    }

    /// Whether the terminal gets the picture itself.
    #[must_use]
    pub fn is_real(self) -> bool {
        matches!(self, Self::Kitty | Self::Iterm2 | Self::Sixel)
    }

    /// Points a cell is across and down, where it is cells that are drawn in.
    #[must_use]
    pub fn points(self) -> (u16, u16) {
        match self {
            Self::Quarters => (2, 2),
            Self::Letters => (1, 1),
            Self::Auto | Self::Kitty | Self::Iterm2 | Self::Sixel | Self::Blocks => (1, 2),
        }
    }

    /// What a page is packed as.
    #[must_use]
    pub fn form(self) -> Form {
        match self {
            Self::Kitty => Form::Png,
            Self::Iterm2 => Form::Inline,
            Self::Sixel => Form::Sixel,
            Self::Auto | Self::Blocks | Self::Quarters | Self::Letters => Form::Points,
        }
    }
}

/// A way by the word of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoWay;

impl fmt::Display for NoWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is one of auto, kitty, iterm2, sixel, blocks, quarters, letters")
    }
}

impl std::error::Error for NoWay {}

impl std::str::FromStr for Way {
    type Err = NoWay;

    fn from_str(word: &str) -> Result<Self, NoWay> {
        Ok(match word {
            "auto" => Self::Auto,
            "kitty" => Self::Kitty,
            "iterm2" => Self::Iterm2,
            "sixel" => Self::Sixel,
            "blocks" => Self::Blocks,
            "quarters" => Self::Quarters,
            "letters" => Self::Letters,
            _ => return Err(NoWay),
        })
    }
}

/// What is known of the terminal, and what was asked for on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The kind of real picture it shows, where it is known to show one.
    pub real: Option<Way>,
    /// Whether something stands between (tmux, screen) that lets no picture through.
    pub between: bool,
    /// Points across and down of a cell.
    pub cell: (u16, u16),
    /// The way asked for on the command line, until another is chosen.
    pub asked: Option<Way>,
}

/// A cell where the terminal does not say how large its own are.
pub const CELL: (u16, u16) = (10, 20);

impl Default for Known {
    fn default() -> Self {
        Self {
            real: None,
            between: false,
            cell: CELL,
            asked: None,
        }
    }
}

impl Known {
    /// What the environment says of the terminal.
    #[must_use]
    pub fn of(environment: &dyn Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| environment(name).is_some_and(|value| !value.is_empty());
        let term = environment("TERM").unwrap_or_default().to_lowercase();
        let is = |names: &[&str]| names.iter().any(|name| term.contains(name));
        if set("TMUX") || set("STY") || term.starts_with("screen") || term.starts_with("tmux") {
            return Self {
                between: true,
                ..Self::default()
            };
        }
        // The terminal's own name first: the others are handed on to whatever is started inside it, another terminal too.
        let real = if is(&["kitty", "ghostty"]) {
            Some(Way::Kitty)
        } else if is(&["wezterm"]) {
            Some(Way::Iterm2)
        } else if is(&["foot", "mlterm", "contour"]) {
            Some(Way::Sixel)
        } else if !term.is_empty() && !is(&["xterm", "256color", "truecolor"]) {
            None
        } else {
            by_program(&environment("TERM_PROGRAM").unwrap_or_default(), &set)
        };
        Self {
            real,
            ..Self::default()
        }
    }

    /// Points of a cell, from what the terminal says of its whole window; what is no size of a letter counts as not said.
    #[must_use]
    pub fn cell_of(points: (u16, u16), cells: (u16, u16)) -> (u16, u16) {
        let cell = (
            points.0.checked_div(cells.0).unwrap_or(0),
            points.1.checked_div(cells.1).unwrap_or(0),
        );
        if (3..=80).contains(&cell.0) && (5..=160).contains(&cell.1) {
            cell
        } else {
            CELL
        }
    }
}

fn by_program(program: &str, set: &dyn Fn(&str) -> bool) -> Option<Way> {
    match program.to_lowercase().as_str() {
        "ghostty" => Some(Way::Kitty),
        "iterm.app" | "wezterm" | "mintty" => Some(Way::Iterm2),
        // Windows Terminal names itself by its session only.
        "" if set("KITTY_WINDOW_ID") => Some(Way::Kitty),
        "" if set("WT_SESSION") => Some(Way::Sixel),
        _ => None,
    }
}

/// The most points of a page that is sent to a terminal: more is slow to send and no clearer.
const MOST: u32 = 3_000_000;

/// How a page is measured in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Points across and down a cell gets.
    pub cell: (u16, u16),
    /// The shape of a point: its width to its height.
    pub shape: (u16, u16),
    /// Points across and down there is room for.
    pub room: (u16, u16),
}

impl Measure {
    /// In an area of cells.
    #[must_use]
    pub fn of(way: Way, cell: (u16, u16), area: Rect) -> Self {
        let fixed = |cell: (u16, u16), shape| Self {
            cell,
            shape,
            room: (
                area.width.saturating_mul(cell.0),
                area.height.saturating_mul(cell.1),
            ),
        };
        match way {
            Way::Auto | Way::Blocks => fixed(way.points(), (1, 1)),
            Way::Quarters | Way::Letters => fixed(way.points(), (1, 2)),
            Way::Kitty | Way::Iterm2 => {
                // The terminal stretches the picture over its cells: where there are too many points every second one does.
                let points = |by: u16| {
                    let cell = ((cell.0 / by).max(1), (cell.1 / by).max(1));
                    let many = u32::from(area.width) * u32::from(cell.0) * u32::from(area.height);
                    (cell, many.saturating_mul(u32::from(cell.1)))
                };
                let by = (1..100).find(|by| points(*by).1 <= MOST).unwrap_or(100);
                let (fewer, _) = points(by);
                fixed(fewer, (cell.0 * fewer.1, cell.1 * fewer.0))
            }
            Way::Sixel => {
                // Points as they are: where there are too many of them the picture is smaller. It comes in rows of six points.
                let whole = fixed(cell, (1, 1));
                let mut room = whole.room;
                while u32::from(room.0) * u32::from(room.1) > MOST {
                    room = (room.0 / 8 * 7, room.1 / 8 * 7);
                }
                Self {
                    room: (room.0, room.1 / 6 * 6),
                    ..whole
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(environment: &[(&str, &str)]) -> Known {
        Known::of(&|name| {
            environment
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_terminal_is_known_by_its_environment() {
        for (environment, real) in [
            (&[("TERM", "xterm-kitty")][..], Some(Way::Kitty)),
            (&[("TERM", "xterm-ghostty")], Some(Way::Kitty)),
            (
                &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "ghostty")],
                Some(Way::Kitty),
            ),
            (
                &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")],
                Some(Way::Iterm2),
            ),
            (
                &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")],
                Some(Way::Iterm2),
            ),
            (&[("WT_SESSION", "0b3c")], Some(Way::Sixel)),
            (
                &[("TERM", "xterm-256color"), ("WT_SESSION", "0b3c")],
                Some(Way::Sixel),
            ),
            (&[("TERM", "foot")], Some(Way::Sixel)),
            (
                &[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "1")],
                Some(Way::Kitty),
            ),
            // Another terminal, started from one of those.
            (&[("TERM", "alacritty"), ("KITTY_WINDOW_ID", "1")], None),
            (
                &[
                    ("TERM", "xterm-256color"),
                    ("TERM_PROGRAM", "vscode"),
                    ("WT_SESSION", "0b3c"),
                ],
                None,
            ),
            (
                &[
                    ("TERM", "xterm-256color"),
                    ("TERM_PROGRAM", "Apple_Terminal"),
                ],
                None,
            ),
            (&[("TERM", "xterm-256color")], None),
            (&[("TERM", "linux")], None),
            (&[], None),
        ] {
            let known = known(environment);
            assert_eq!(
                (known.real, known.between),
                (real, false),
                "{environment:?}"
            );
        }
    }

    #[test]
    fn between_the_program_and_the_terminal_nothing_gets_through() {
        for environment in [
            &[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux-0/default,1,0")][..],
            &[("TERM", "screen-256color"), ("KITTY_WINDOW_ID", "1")],
            &[("TERM", "tmux-256color")],
            &[("TERM", "xterm-256color"), ("STY", "1.pts")],
        ] {
            let known = known(environment);
            assert_eq!((known.real, known.between), (None, true), "{environment:?}");
        }
    }

    #[test]
    fn a_cell_is_measured_or_taken_to_be_ordinary() {
        assert_eq!(Known::cell_of((1600, 900), (200, 50)), (8, 18));
        for (points, cells) in [
            ((0, 0), (80, 24)),
            ((80, 24), (80, 24)),
            ((65_535, 65_535), (80, 24)),
            ((800, 600), (0, 0)),
        ] {
            assert_eq!(Known::cell_of(points, cells), CELL, "{points:?} {cells:?}");
        }
    }

    #[test]
    fn a_picture_never_has_more_points_than_are_worth_sending() {
        for cell in [(1, 1), (8, 17), (10, 20), (33, 71), (80, 160)] {
            for area in [
                Rect::new(0, 0, 1, 1),
                Rect::new(0, 0, 90, 30),
                Rect::new(0, 0, 400, 120),
            ] {
                for way in [Way::Kitty, Way::Iterm2, Way::Sixel] {
                    let measure = Measure::of(way, cell, area);
                    let (width, height) = measure.room;
                    let points = u32::from(width) * u32::from(height);
                    assert!(points <= MOST, "{way:?} {cell:?} {area}: {points}");
                    assert!(width.div_ceil(measure.cell.0) <= area.width);
                    assert!(height.div_ceil(measure.cell.1) <= area.height);
                    // As many as there are, where they are not too many.
                    let all = u32::from(area.width) * u32::from(cell.0);
                    let all = all * u32::from(area.height) * u32::from(cell.1);
                    if all <= MOST {
                        assert!(points + 6 * u32::from(width) > all, "{way:?} {cell:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_words_of_the_command_line_are_those_of_the_settings() {
        for way in Way::ALL {
            let text = toml::Value::try_from(way).unwrap();
            assert_eq!(text.as_str().unwrap().parse::<Way>(), Ok(way));
        }
        assert_eq!("photographs".parse::<Way>(), Err(NoWay));
    }
}
