//! Flowing styled words into rows of a width: for what people say, which is short. Documents have their own index.

use ratatui::{
    style::Style,
    text::{Line, Span},
};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Flows pieces into rows of at most `width` columns, broken at spaces; a word wider than a row is broken where it must be. Line feeds
/// in the words begin a new row. A width of 0 gives no rows.
#[must_use]
pub fn flow(pieces: &[(Style, &str)], width: usize) -> Vec<Line<'static>> {
    flowed(pieces, width, Flow::paragraph)
}

/// The same with each paragraph put in by `put`.
fn flowed(
    pieces: &[(Style, &str)],
    width: usize,
    put: fn(&mut Flow, Style, &str),
) -> Vec<Line<'static>> {
    if width == 0 {
        return Vec::new();
    }
    let mut flow = Flow {
        width,
        rows: Vec::new(),
        row: Vec::new(),
        column: 0,
    };
    for (style, words) in pieces {
        for (at, paragraph) in words.split('\n').enumerate() {
            if at > 0 {
                flow.end_row();
            }
            put(&mut flow, *style, paragraph);
        }
    }
    flow.end_row();
    flow.rows
}

struct Flow {
    width: usize,
    rows: Vec<Line<'static>>,
    row: Vec<Span<'static>>,
    column: usize,
}

impl Flow {
    /// A list may hold thousands of paragraphs: where words are plain letters, only those that meet the row's end are looked at closely.
    fn paragraph(&mut self, style: Style, words: &str) {
        if !words.chars().all(is_plain) {
            for word in words.split_word_bounds() {
                self.word(style, word);
            }
            return;
        }
        let mut left = words;
        while !left.is_empty() {
            let (fits, columns) = self.fitting(left);
            let Some((row, after)) = left.split_at_checked(fits) else {
                return;
            };
            if !row.is_empty() {
                self.push(style, row, columns);
            }
            let (run, after) = first_run(after);
            for word in run.split_word_bounds() {
                self.word(style, word);
            }
            left = after;
        }
    }

    /// How many bytes of plain words go into the row as they are, up to a space or a word's end, and how many columns they take.
    fn fitting(&self, words: &str) -> (usize, usize) {
        let (mut bytes, mut columns) = (0, 0);
        let mut left = words;
        while !left.is_empty() {
            let (run, after) = first_run(left);
            let of_run = run.chars().count();
            let at_break = self.column + columns == 0 && !self.rows.is_empty();
            if self.column + columns + of_run > self.width || at_break && run.starts_with(' ') {
                break;
            }
            bytes += run.len();
            columns += of_run;
            left = after;
        }
        (bytes, columns)
    }

    fn word(&mut self, style: Style, word: &str) {
        let columns = word.width();
        if self.column + columns <= self.width {
            // A space that would begin a row after a break is left out; one that begins the first row is indentation.
            if self.column == 0 && !self.rows.is_empty() && word.trim().is_empty() {
                return;
            }
            self.push(style, word, columns);
        } else if word.trim().is_empty() {
            self.end_row();
        } else if columns <= self.width {
            // Punctuation stays with the word before it where that word can come along.
            let carried = self.carry(word);
            self.end_row();
            for (style, word) in carried {
                let columns = word.width();
                self.push(style, &word, columns);
            }
            self.push(style, word, columns);
        } else {
            for letter in word.graphemes(true) {
                let columns = letter.width();
                if self.column + columns > self.width && self.column > 0 {
                    self.end_row();
                }
                self.push(style, letter, columns);
            }
        }
    }

    /// The word at the end of the row, taken off it, when `next` is punctuation that may not begin a row.
    fn carry(&mut self, next: &str) -> Vec<(Style, String)> {
        let closes = next
            .chars()
            .all(|letter| ".,;:!?)]}”’'\"…".contains(letter));
        let Some(last) = self.row.last().filter(|_| closes) else {
            return Vec::new();
        };
        let Some((before, word)) = last
            .content
            .rsplit_once(' ')
            .filter(|(_, word)| word.width() + next.width() <= self.width)
        else {
            return Vec::new();
        };
        let (style, before, word) = (last.style, before.to_owned(), word.to_owned());
        self.row.pop();
        self.row.push(Span::styled(before, style));
        vec![(style, word)]
    }

    fn push(&mut self, style: Style, word: &str, columns: usize) {
        self.column += columns;
        match self.row.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push_str(word),
            _ => self.row.push(Span::styled(word.to_owned(), style)),
        }
    }

    fn end_row(&mut self) {
        self.rows.push(Line::from(std::mem::take(&mut self.row)));
        self.column = 0;
    }
}

/// Whether pieces of plain words stand in one row of a width; words that are not plain are not said to.
#[must_use]
pub fn fits<'a>(pieces: impl Iterator<Item = &'a str>, width: usize) -> bool {
    let mut left = width;
    for words in pieces {
        let columns = words.chars().try_fold(0, |columns, letter| {
            (columns < left && is_plain(letter)).then_some(columns + 1)
        });
        match columns {
            Some(columns) => left -= columns,
            None => return false,
        }
    }
    true
}

/// The spaces, or the words without one, that plain words begin with; and what stands behind them.
fn first_run(words: &str) -> (&str, &str) {
    let spaces = words.starts_with(' ');
    let end = words
        .bytes()
        .position(|byte| (byte == b' ') != spaces)
        .unwrap_or(words.len());
    words.split_at_checked(end).unwrap_or((words, ""))
}

/// Letters and signs that take one column each and join nothing beside them: what nearly everything here is written in.
fn is_plain(letter: char) -> bool {
    matches!(letter,
        ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}'
        | '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' | '→' | '↳' | '○' | '●')
}

/// How many rows plain words take at a width.
#[must_use]
pub fn rows(words: &str, width: usize) -> usize {
    flow(&[(Style::default(), words)], width).len()
}

/// Words cut to a width, with `…` where something was cut.
#[must_use]
pub fn cut(words: &str, width: usize) -> String {
    if words.width() <= width {
        return words.to_owned();
    }
    let mut kept = String::new();
    let mut columns = 0;
    for letter in words.graphemes(true) {
        if columns + letter.width() + 1 > width {
            break;
        }
        columns += letter.width();
        kept.push_str(letter);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(words: &str, width: usize) -> Vec<String> {
        flow(&[(Style::default(), words)], width)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    proptest! {
        /// Plain words take a short way; it leads to the same rows.
        #[test]
        fn plain_words_flow_as_all_others_do(
            pieces in proptest::collection::vec(("[ -~\n]{0,60}|[ a-z.’“”–—…·•→↳○●éÀƏ¡½\n]{0,60}", 0_u8..3), 0..5),
            width in 0_usize..30,
        ) {
            let style = |colour: u8| Style::new().fg(ratatui::style::Color::Indexed(colour));
            let pieces: Vec<_> = pieces
                .iter()
                .map(|(words, colour)| (style(*colour), words.as_str()))
                .collect();
            prop_assert_eq!(flow(&pieces, width), slowly(&pieces, width));
        }
    }

    #[test]
    fn each_plain_letter_takes_one_column_and_stands_for_itself() {
        for letter in (' '..'\u{3000}').filter(|letter| is_plain(*letter)) {
            let beside = format!("{letter}{letter}");
            assert_eq!(
                (letter.to_string().width(), beside.width()),
                (1, 2),
                "{letter}"
            );
            assert_eq!(beside.graphemes(true).count(), 2, "{letter}");
        }
    }

    fn slowly(pieces: &[(Style, &str)], width: usize) -> Vec<Line<'static>> {
        flowed(pieces, width, |flow, style, paragraph| {
            for word in paragraph.split_word_bounds() {
                flow.word(style, word);
            }
        })
    }

    #[test]
    fn words_are_broken_at_spaces() {
        assert_eq!(
            plain("who followed this up?", 12),
            ["who followed", "this up?"]
        );
        assert_eq!(plain("one\ntwo", 12), ["one", "two"]);
        assert_eq!(plain("", 12), [""]);
        assert!(plain("anything", 0).is_empty());
    }

    #[test]
    fn a_word_wider_than_the_row_is_broken_and_nothing_is_lost() {
        assert_eq!(plain("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(plain("漢字漢字", 5), ["漢字", "漢字"]);
    }

    #[test]
    fn a_full_stop_never_begins_a_row() {
        assert_eq!(plain("see the plan.", 12), ["see the", "plan."]);
    }

    #[test]
    fn cutting_says_that_it_cut() {
        assert_eq!(cut("core group", 20), "core group");
        assert_eq!(cut("core group minutes", 8), "core gr…");
        assert_eq!(cut("core", 0), "");
    }

    proptest::proptest! {
        #[test]
        fn no_row_is_wider_than_the_width_and_no_word_is_lost(words in "[a-z éà漢,.]{0,80}", width in 2usize..40) {
            let rows = flow(&[(Style::default(), words.as_str())], width);
            for row in &rows {
                proptest::prop_assert!(row.width() <= width);
            }
            let joined: String = rows.iter().map(ToString::to_string).collect();
            let kept = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(kept(&joined), kept(&words));
        }
    }
}
