//! Something to read: the history, a summary, a report. The arrows scroll, Esc or Enter leaves.

use ratatui::crossterm::event::KeyCode;

use super::super::keys::Key;
use crate::desk::pages::{Line, Page, PageItem};

/// Something to read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub page: Page,
    /// The first row in sight, before wrapping at the present width is known.
    pub top: usize,
    /// The bottom line: what the keys do here.
    pub keys: String,
}

impl Reading {
    /// A page to read.
    #[must_use]
    pub fn new(title: impl Into<String>, page: Page) -> Self {
        Self {
            title: title.into(),
            page,
            top: 0,
            keys: "↑↓ read  Esc leave".to_owned(),
        }
    }

    /// Plain lines to read.
    #[must_use]
    pub fn of_lines(title: impl Into<String>, lines: impl IntoIterator<Item = Line>) -> Self {
        let items = lines
            .into_iter()
            .map(|line| PageItem {
                item: None,
                lines: vec![line],
                close: false,
                beside: false,
            })
            .collect();
        Self::new(title, Page { items, empty: "" })
    }

    /// Takes a scrolling key; whether it was one. `rows` in all, `height` in sight.
    pub fn scroll(&mut self, key: Key, rows: usize, height: usize) -> bool {
        let last = rows.saturating_sub(height);
        let page = height.saturating_sub(1).max(1);
        self.top = match key.code {
            KeyCode::Down | KeyCode::Char('j') => self.top + 1,
            KeyCode::Up | KeyCode::Char('k') => self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top + page,
            KeyCode::PageUp => self.top.saturating_sub(page),
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => return false,
        }
        .min(last);
        true
    }
}
