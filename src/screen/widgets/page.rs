//! A page of items as rows: flowed into a width, with labels, right edges, and items that stand beside each other.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
};

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use super::flow::{cut, fits, flow};
use crate::{
    desk::pages::{self, Page, PageItem, Role},
    screen::theme::Theme,
};

/// Columns of the right side from which two cells stand beside each other.
const TWO_BESIDE: usize = 60;

/// Columns of what stands before a line.
const LABEL: usize = 14;

/// Fewer bytes of words than these are counted as quickly as they are looked up.
const WORTH_KEEPING: usize = 400;

/// Items kept before those not asked for any more are forgotten.
const MOST_KEPT: usize = 2_000;

/// A row of a page: the index of the item it belongs to, and which of the item's rows it is; none for the blank row behind it.
pub type RowAt = (usize, Option<usize>);

/// How many rows long items take, kept: a page is laid anew with every entry, and most of what stands on it has stood there before.
#[derive(Debug, Default)]
pub struct Laid {
    /// Two of them, so that no two items are ever taken for each other.
    hashers: [RandomState; 2],
    recent: HashMap<[u64; 2], usize>,
    before: HashMap<[u64; 2], usize>,
}

impl Laid {
    /// The rows of a page, none of them made: a list of thousands is laid in the time its words are counted. A blank row parts two items.
    /// An item that stands beside the one before it has no rows of its own where the page is wide enough: it is in those of the other,
    /// from the middle on.
    pub fn rows(&mut self, page: &Page, width: usize, theme: &Theme) -> Vec<RowAt> {
        laid(page, width, |item, width| self.count(item, width, theme))
    }

    fn count(&mut self, item: &PageItem, width: usize, theme: &Theme) -> usize {
        let pieces = item.lines.iter().flat_map(|line| &line.pieces);
        if pieces.map(|(_, words)| words.len()).sum::<usize>() < WORTH_KEEPING {
            return count(item, width, theme);
        }
        let of = (&item.lines, width, &theme.title);
        let key = self.hashers.each_ref().map(|hasher| hasher.hash_one(of));
        if let Some(count) = self.recent.get(&key) {
            return *count;
        }
        let count = self
            .before
            .remove(&key)
            .unwrap_or_else(|| count(item, width, theme));
        if self.recent.len() >= MOST_KEPT {
            self.before = std::mem::take(&mut self.recent);
        }
        self.recent.insert(key, count);
        count
    }
}

/// As [`Laid::rows`], nothing kept: for a page that is looked at and left.
#[must_use]
pub fn rows(page: &Page, width: usize, theme: &Theme) -> Vec<RowAt> {
    laid(page, width, |item, width| count(item, width, theme))
}

fn laid(page: &Page, width: usize, mut count: impl FnMut(&PageItem, usize) -> usize) -> Vec<RowAt> {
    let mut rows = Vec::new();
    for group in groups(page, width) {
        if group.parted {
            rows.push((group.at.saturating_sub(1), None));
        }
        let count = group.each(page, width, &mut count);
        let count = count.into_iter().flatten().max().unwrap_or(0);
        rows.extend((0..count).map(|row| (group.at, Some(row))));
    }
    rows
}

/// Rows of a page, made: those in sight.
#[must_use]
pub fn made(page: &Page, rows: &[RowAt], width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut of: Option<(usize, Vec<Line<'static>>)> = None;
    // Rows come in the order of their items.
    let mut groups = groups(page, width);
    let mut row = |(at, number): &RowAt| {
        let number = (*number)?;
        if of.as_ref().is_none_or(|(known, _)| known != at) {
            let group = groups.find(|group| group.at == *at)?;
            of = Some((*at, group.made(page, width, theme)));
        }
        of.as_mut()?.1.get_mut(number).map(std::mem::take)
    };
    rows.iter().map(|at| row(at).unwrap_or_default()).collect()
}

/// An item, or two beside each other.
struct Group {
    at: usize,
    beside: bool,
    /// A blank row parts it from the one before.
    parted: bool,
}

fn groups(page: &Page, width: usize) -> impl Iterator<Item = Group> {
    let wide = middle(width).is_some();
    let mut next = 0;
    std::iter::from_fn(move || {
        let at = next;
        let item = page.items.get(at)?;
        let beside = wide && page.items.get(at + 1).is_some_and(|next| next.beside);
        next += 1 + usize::from(beside);
        Some(Group {
            at,
            beside,
            parted: at > 0 && item.item.is_some() && !item.close,
        })
    })
}

impl Group {
    /// Something of the item and of the one beside it, each with the columns it has.
    fn each<T>(
        &self,
        page: &Page,
        width: usize,
        mut of: impl FnMut(&PageItem, usize) -> T,
    ) -> [Option<T>; 2] {
        let item = page.items.get(self.at);
        match middle(width).filter(|_| self.beside) {
            Some(middle) => [
                item.map(|item| of(item, middle.saturating_sub(1))),
                page.items
                    .get(self.at + 1)
                    .map(|item| of(item, width - middle)),
            ],
            None => [item.map(|item| of(item, width)), None],
        }
    }

    fn made(&self, page: &Page, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let [left, right] = self.each(page, width, |item, width| item_rows(item, width, theme));
        let mut left = left.unwrap_or_default();
        let (Some(right), Some(middle)) = (right, middle(width)) else {
            return left;
        };
        if left.len() < right.len() {
            left.resize_with(right.len(), Line::default);
        }
        for (row, right) in left.iter_mut().zip(right) {
            let gap = middle.saturating_sub(row.width());
            row.spans.push(" ".repeat(gap).into());
            row.spans.extend(right.spans);
        }
        left
    }
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

/// How an item's line is set: the columns it is moved in by, and those of its label.
fn set_in(line: &pages::Line, width: usize) -> (usize, usize) {
    let label = match line.label {
        "" => 0,
        _ => label_width(width),
    };
    (usize::from(line.indent).min(width / 3), label)
}

fn styled<'a>(line: &'a pages::Line, theme: &Theme) -> Vec<(Style, &'a str)> {
    line.pieces
        .iter()
        .map(|(role, words)| (theme.role(*role), words.as_str()))
        .collect()
}

/// How many rows one item takes.
fn count(item: &PageItem, width: usize, theme: &Theme) -> usize {
    let rows = |line: &pages::Line| {
        let (indent, label) = set_in(line, width);
        let width = width.saturating_sub(indent + label);
        if width > 0 && fits(line.pieces.iter().map(|(_, words)| words.as_str()), width) {
            return 1;
        }
        flow(&styled(line, theme), width).len()
    };
    item.lines.iter().map(rows).sum()
}

/// The rows of one item.
fn item_rows(item: &PageItem, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut rows = Vec::new();
    for line in &item.lines {
        let (indent, label) = set_in(line, width);
        let before = indent + label;
        let right = line.right.as_deref().unwrap_or_default();
        for (number, mut row) in flow(&styled(line, theme), width.saturating_sub(before))
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
    use crate::{casework::RemarkNo, screen::theme::ThemeName};

    fn page(items: u32) -> Page {
        let item = |at: u32| PageItem {
            item: (!at.is_multiple_of(4)).then_some(pages::Item::Remark(RemarkNo(at))),
            lines: vec![
                pages::Line::new(0, Role::Person, format!("{at}: Janet Kay")).right("today"),
                pages::Line::new(
                    2,
                    Role::Words,
                    "Who followed this up? ".repeat(at as usize % 60),
                ),
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
    fn rows_that_are_laid_are_those_that_are_made() {
        let mut laid = Laid::default();
        let themes = [ThemeName::Dark, ThemeName::Light].map(|name| Theme::load(name, false));
        for _ in 0..2 {
            for width in [0, 1, 9, 30, 70, 71] {
                for theme in &themes {
                    let page = page(90);
                    let at = laid.rows(&page, width, theme);
                    assert_eq!(at, rows(&page, width, theme));
                    let mut all = Vec::new();
                    for group in groups(&page, width) {
                        all.extend(group.parted.then(Line::default));
                        all.extend(group.made(&page, width, theme));
                    }
                    for from in [0, 1, at.len() / 2] {
                        let some = at.get(from..).unwrap_or_default();
                        let made = made(&page, some, width, theme);
                        assert_eq!(made, all[from.min(all.len())..], "{width} from {from}");
                    }
                }
            }
        }
        assert!(!laid.recent.is_empty());
    }

    #[test]
    fn what_is_not_asked_for_any_more_is_forgotten() {
        let mut laid = Laid::default();
        let theme = Theme::load(ThemeName::Dark, false);
        let mut rotated = 0;
        for width in 10..200 {
            let before = laid.recent.len();
            laid.rows(&page(60), width, &theme);
            rotated += usize::from(laid.recent.len() < before);
            assert!(laid.recent.len() <= MOST_KEPT && laid.before.len() <= MOST_KEPT);
        }
        assert!(rotated > 1, "{rotated}");
    }
}
