//! What the terminal can show, and who else may keep a copy of what it showed. Owns what the surroundings say about it; asks the terminal nothing.

use super::{Check, State};

/// The smallest screen that everything fits on.
const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// What is known of a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Columns and rows; `None` where there is no terminal.
    pub size: Option<(u16, u16)>,
    /// Whether it is certain to show UTF-8.
    pub utf8: bool,
    /// What it calls itself.
    pub name: Option<String>,
    /// How many colours it says it has: `no`, `8`, `256`, `all`.
    pub colours: &'static str,
    /// Programs between this one and the window, which keep what was shown.
    pub between: Vec<&'static str>,
}

impl Terminal {
    /// Puts together what the surroundings say: `value` gives a variable of the environment.
    #[must_use]
    pub fn seen(
        size: Option<(u16, u16)>,
        utf8: bool,
        value: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        let value = |name: &str| value(name).filter(|words| !words.is_empty());
        let name = value("TERM");
        let colours = colours(
            value("NO_COLOR").is_some(),
            value("COLORTERM").as_deref(),
            name.as_deref(),
        );
        let screen = value("STY").is_some();
        let between = [
            (value("TMUX").is_some(), "tmux"),
            (screen, "screen"),
            (value("ZELLIJ").is_some(), "zellij"),
            (
                value("SSH_CONNECTION").is_some(),
                "a connection over the network (ssh)",
            ),
        ];
        Self {
            size,
            utf8,
            name,
            colours,
            between: between
                .into_iter()
                .filter_map(|(there, name)| there.then_some(name))
                .collect(),
        }
    }

    pub(super) fn checks(&self) -> Vec<Check> {
        let mut checks = vec![self.shows()];
        if !self.between.is_empty() {
            let between = Check::new(
                "copies of the screen",
                State::Note,
                format!(
                    "Between alongside and the window there is {}, which may keep a copy of what was shown.",
                    self.between.join(" and ")
                ),
            );
            checks.push(between.with(
                "better sit at a plain terminal of this computer; else end that program after the sitting, so that its copy goes too.",
            ));
        }
        checks
    }

    fn shows(&self) -> Check {
        let what = "terminal";
        let Some((columns, rows)) = self.size else {
            return Check::new(
                what,
                State::NotSeen,
                "This was not started in a terminal, so there is none to look at.",
            )
            .with("start alongside doctor in the very window the screen will be used in.");
        };
        let name = self.name.as_deref().unwrap_or("no name");
        let letters = if self.utf8 {
            "UTF-8"
        } else {
            "not certain to show UTF-8, so plain signs are drawn"
        };
        let says = format!(
            "{columns} columns and {rows} rows, {letters}, {} colours ({name}).",
            self.colours
        );
        let mut to_do = Vec::new();
        if columns < COLUMNS || rows < ROWS {
            to_do.push(format!(
                "make the window at least {COLUMNS} columns wide and {ROWS} rows high"
            ));
        }
        if self.name.as_deref() == Some("dumb") {
            to_do.push(
                "use another terminal: this one says that it cannot place words on the screen"
                    .to_owned(),
            );
        }
        if !to_do.is_empty() {
            return Check::new(what, State::ToDo, says).with(format!("{}.", to_do.join("; ")));
        }
        if self.utf8 {
            Check::new(what, State::Fine, says)
        } else {
            Check::new(what, State::Note, says)
                .with("nothing, or start it with a UTF-8 locale: LANG=en_GB.UTF-8.")
        }
    }
}

fn colours(none: bool, colorterm: Option<&str>, term: Option<&str>) -> &'static str {
    match (colorterm, term) {
        _ if none => "no",
        (Some("truecolor" | "24bit"), _) => "all",
        (_, Some(term)) if term.contains("256") => "256",
        (_, Some("dumb")) => "no",
        (_, Some(_)) => "8",
        (_, None) if cfg!(windows) => "all",
        (_, None) => "no",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(size: (u16, u16), utf8: bool, variables: &[(&str, &str)]) -> Terminal {
        let value = |name: &str| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        Terminal::seen(Some(size), utf8, &value)
    }

    #[test]
    fn a_usual_terminal_is_fine() {
        let usual = [("TERM", "xterm-256color"), ("TMUX", "")];
        assert_eq!(
            seen((120, 40), true, &usual).checks(),
            [Check::new(
                "terminal",
                State::Fine,
                "120 columns and 40 rows, UTF-8, 256 colours (xterm-256color)."
            )]
        );
    }

    #[test]
    fn a_small_or_dumb_one_is_to_be_changed() {
        let small = seen((79, 24), true, &[("TERM", "xterm")]).shows();
        assert_eq!(small.state, State::ToDo);
        assert_eq!(
            small.to_do.as_deref(),
            Some("make the window at least 80 columns wide and 24 rows high.")
        );
        assert_eq!(
            seen((80, 24), true, &[("TERM", "xterm")]).shows().state,
            State::Fine
        );
        assert_eq!(
            seen((80, 24), true, &[("TERM", "dumb")]).shows().state,
            State::ToDo
        );
        assert_eq!(
            seen((80, 24), false, &[("TERM", "xterm")]).shows().state,
            State::Note
        );
    }

    #[test]
    fn what_keeps_a_copy_of_the_screen_is_named() {
        let within = [
            ("TERM", "screen"),
            ("TMUX", "/tmp/x"),
            ("SSH_CONNECTION", "1 2 3 4"),
        ];
        let checks = seen((80, 24), true, &within).checks();
        assert_eq!(checks.len(), 2);
        assert!(
            checks[1]
                .says
                .contains("tmux and a connection over the network (ssh)")
        );
        assert_eq!(checks[1].state, State::Note);
    }

    #[test]
    fn colours_follow_what_the_terminal_says() {
        assert_eq!(colours(true, Some("truecolor"), Some("xterm")), "no");
        assert_eq!(colours(false, Some("truecolor"), Some("xterm")), "all");
        assert_eq!(colours(false, None, Some("vt220")), "8");
        assert_eq!(colours(false, None, Some("dumb")), "no");
    }
}
