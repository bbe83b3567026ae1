//! A page of items as rows: flowed into a width, with labels, right edges, and items that stand beside each other.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use super::flow::{cut, flow};
use crate::{
    desk::pages::{Page, PageItem, Role},
    screen::theme::Theme,
};

/// Columns of the right side from which two cells stand beside each other.
const TWO_BESIDE: usize = 60;

/// Columns of what stands before a line.
const LABEL: usize = 14;

/// Fewer bytes of words than these are flowed as quickly as they are looked up.
const WORTH_KEEPING: usize = 400;

/// Items kept before those not asked for any more are forgotten.
const MOST_KEPT: usize = 2_000;

/// The rows of long items, kept: a page is made anew with every entry, and most of what stands on it has stood there before.
#[derive(Debug, Default)]
pub struct Flowed {
    /// Two of them, so that no two items are ever taken for each other.
    hashers: [RandomState; 2],
    recent: HashMap<[u64; 2], Vec<Line<'static>>>,
    before: HashMap<[u64; 2], Vec<Line<'static>>>,
}

impl Flowed {
    /// As [`rows`], from what is kept where it is the same.
    pub fn rows(
        &mut self,
        page: &Page,
        width: usize,
        theme: &Theme,
    ) -> Vec<(usize, Line<'static>)> {
        laid(page, width, |item, width| self.of(item, width, theme))
    }

    fn of(&mut self, item: &PageItem, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let pieces = item.lines.iter().flat_map(|line| &line.pieces);
        if pieces.map(|(_, words)| words.len()).sum::<usize>() < WORTH_KEEPING {
            return item_rows(item, width, theme);
        }
        let of = (&item.lines, width, &theme.title);
        let key = self.hashers.each_ref().map(|hasher| hasher.hash_one(of));
        if let Some(rows) = self.recent.get(&key) {
            return rows.clone();
        }
        let rows = self
            .before
            .remove(&key)
            .unwrap_or_else(|| item_rows(item, width, theme));
        if self.recent.len() >= MOST_KEPT {
            self.before = std::mem::take(&mut self.recent);
        }
        self.recent.insert(key, rows.clone());
        rows
    }
}

/// A page flowed into rows, with the index of the item each belongs to; a blank row parts two items. An item that stands beside the one
/// before it has no rows of its own where the page is wide enough: it is in those of the other, from the middle on.
#[must_use]
pub fn rows(page: &Page, width: usize, theme: &Theme) -> Vec<(usize, Line<'static>)> {
    laid(page, width, |item, width| item_rows(item, width, theme))
}

/// The same with the rows of each item, at a width, by `of`.
fn laid(
    page: &Page,
    width: usize,
    mut of: impl FnMut(&PageItem, usize) -> Vec<Line<'static>>,
) -> Vec<(usize, Line<'static>)> {
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(item) = page.items.get(at) {
        if at > 0 && item.item.is_some() && !item.close {
            rows.push((at.saturating_sub(1), Line::default()));
        }
        let beside = page
            .items
            .get(at + 1)
            .filter(|next| next.beside && middle(width).is_some());
        match (beside, middle(width)) {
            (Some(beside), Some(middle)) => {
                let left = of(item, middle.saturating_sub(1));
                let right = of(beside, width - middle);
                for number in 0..left.len().max(right.len()) {
                    let mut row = left.get(number).cloned().unwrap_or_default();
                    if let Some(right) = right.get(number) {
                        let gap = middle.saturating_sub(row.width());
                        row.spans.push(" ".repeat(gap).into());
                        row.spans.extend(right.spans.iter().cloned());
                    }
                    rows.push((at, row));
                }
                at += 2;
            }
            _ => {
                let own = of(item, width);
                rows.extend(own.into_iter().map(|row| (at, row)));
                at += 1;
            }
        }
    }
    rows
}

/// The column from which items stand beside others; none where a page is too narrow for two.
#[must_use]
pub fn middle(width: usize) -> Option<usize> {
    (width >= TWO_BESIDE).then_some(width / 2)
}

/// Columns for what stands before a line, indentation left out.
#[must_use]
pub fn label_width(width: usize) -> usize {
    LABEL.min(width / 2)
}

/// The rows of one item.
fn item_rows(item: &PageItem, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut rows = Vec::new();
    for line in &item.lines {
        let indent = usize::from(line.indent).min(width / 3);
        let label = match line.label {
            "" => 0,
            _ => label_width(width),
        };
        let before = indent + label;
        let right = line.right.as_deref().unwrap_or_default();
        let pieces: Vec<(Style, &str)> = line
            .pieces
            .iter()
            .map(|(role, words)| (theme.role(*role), words.as_str()))
            .collect();
        for (number, mut row) in flow(&pieces, width.saturating_sub(before))
            .into_iter()
            .enumerate()
        {
            if number == 0 && label > 0 {
                let words = cut(line.label, label.saturating_sub(1));
                let words = format!("{words:label$}");
                let style = theme.role(Role::Quiet);
                row.spans.insert(0, Span::styled(words, style));
                row.spans.insert(0, " ".repeat(indent).into());
            } else if before > 0 {
                row.spans.insert(0, " ".repeat(before).into());
            }
            let gap = match (number, right) {
                (1.., _) | (_, "") => 0,
                _ => width.saturating_sub(row.width() + right.chars().count()),
            };
            if gap > 0 {
                row.spans.push(" ".repeat(gap).into());
                row.spans
                    .push(Span::styled(right.to_owned(), theme.role(Role::Quiet)));
            }
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{desk::pages, screen::theme::ThemeName};

    fn page(items: usize) -> Page {
        let item = |at: usize| PageItem {
            item: None,
            lines: vec![
                pages::Line::new(0, Role::Person, format!("{at}: Janet Kay")).right("today"),
                pages::Line::new(2, Role::Words, "Who followed this up? ".repeat(at % 60)),
            ],
            close: at.is_multiple_of(3),
            beside: at % 2 == 1,
        };
        Page {
            items: (0..items).map(item).collect(),
            empty: "",
        }
    }

    #[test]
    fn what_is_kept_is_what_would_be_made() {
        let mut flowed = Flowed::default();
        let themes = [ThemeName::Dark, ThemeName::Light].map(|name| Theme::load(name, false));
        for _ in 0..2 {
            for width in [30, 70, 31] {
                for theme in &themes {
                    let page = page(90);
                    assert_eq!(flowed.rows(&page, width, theme), rows(&page, width, theme));
                }
            }
        }
        assert!(!flowed.recent.is_empty());
    }

    #[test]
    fn what_is_not_asked_for_any_more_is_forgotten() {
        let mut flowed = Flowed::default();
        let theme = Theme::load(ThemeName::Dark, false);
        let mut rotated = 0;
        for width in 10..200 {
            let before = flowed.recent.len();
            flowed.rows(&page(60), width, &theme);
            rotated += usize::from(flowed.recent.len() < before);
            assert!(flowed.recent.len() <= MOST_KEPT && flowed.before.len() <= MOST_KEPT);
        }
        assert!(rotated > 1, "{rotated}");
    }
}
