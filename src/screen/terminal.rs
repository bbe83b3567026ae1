//! What the terminal can show, as far as a program can know before it draws: its size, and whether it is certain to show UTF-8.

use std::io::IsTerminal as _;

use super::{
    view::page::Colours,
    ways::{CELL, Known},
};

/// Columns and rows; `None` where there is no terminal.
#[must_use]
pub fn size() -> Option<(u16, u16)> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    ratatui::crossterm::terminal::size().ok()
}

/// Whether the terminal certainly shows UTF-8: its locale says so. Windows terminals do since they are written to as text.
#[must_use]
pub fn utf8_is_certain() -> bool {
    if cfg!(windows) {
        return true;
    }
    let first = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    // No locale at all is how services and containers start; their terminals are today's.
    first.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// What is known of how the terminal shows pictures.
#[must_use]
pub fn pictures() -> Known {
    let known = Known::of(&|name| std::env::var(name).ok());
    Known {
        cell: cell(),
        ..known
    }
}

/// Points across and down of a cell; those of an ordinary one where the terminal does not say.
#[must_use]
pub fn cell() -> (u16, u16) {
    // Windows Terminal takes every cell for one of these, whatever its letters are.
    if std::env::var_os("WT_SESSION").is_some() {
        return CELL;
    }
    ratatui::crossterm::terminal::window_size().map_or(CELL, |window| {
        Known::cell_of((window.width, window.height), (window.columns, window.rows))
    })
}

/// What the terminal shows of colours, as far as it says so. One that does not say gets those every one of them has had for decades.
#[must_use]
pub fn colours() -> Colours {
    let says = |name: &str, words: &[&str]| {
        std::env::var(name).is_ok_and(|value| {
            let value = value.to_lowercase();
            words.iter().any(|word| value.contains(word))
        })
    };
    let all = says("COLORTERM", &["truecolor", "24bit"])
        || says(
            "TERM",
            &["kitty", "ghostty", "direct", "alacritty", "foot", "wezterm"],
        )
        || says("TERM_PROGRAM", &["iterm", "wezterm", "vscode", "ghostty"])
        || std::env::var_os("WT_SESSION").is_some();
    if all { Colours::All } else { Colours::Palette }
}
