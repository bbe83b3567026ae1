//! How many columns of a terminal words take: the one measure that wrapping, pointing with the mouse and drawing share.
//!
//! It knows nothing of rows. A piece is what is drawn together: a grapheme, or a part of one that no honest word needs whole.

use std::ops::Range;

use unicode_segmentation::{Graphemes, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// Unicode scalar values drawn together at most. A family of four with skin tones has 11; a letter with a megabyte of accents must not
/// reach the terminal at every frame.
const MOST_SCALARS: usize = 16;

/// Columns of one piece at most, so that no piece is wider than the narrowest pane.
const MOST_COLS: usize = 8;

/// What is drawn together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its bytes.
    pub len: usize,
    /// Its columns. 0: nothing is drawn (control and zero-width characters, accents beyond what a cell shows).
    pub cols: usize,
    /// It begins within a grapheme: drawn together with what stands before it, both would be one piece again.
    pub apart: bool,
}

/// The pieces of `words`, in order; their lengths add up to the whole.
pub(super) fn pieces(words: &str) -> Pieces<'_> {
    Pieces {
        graphemes: words.graphemes(true),
        rest: "",
    }
}

/// See [`pieces`].
pub(super) struct Pieces<'a> {
    graphemes: Graphemes<'a>,
    /// What is left of a grapheme too large for one piece.
    rest: &'a str,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let apart = !self.rest.is_empty();
        let words = if apart {
            self.rest
        } else {
            self.graphemes.next()?
        };
        let len = shown(words);
        self.rest = words.get(len..).unwrap_or("");
        Some(Piece {
            len,
            cols: grapheme_cols(words.get(..len).unwrap_or("")),
            apart,
        })
    }
}

/// The bytes of the longest beginning that is not too much for one piece. At least one character.
fn shown(grapheme: &str) -> usize {
    let cut = |scalars| {
        grapheme
            .char_indices()
            .nth(scalars)
            .map_or(grapheme.len(), |(at, _)| at)
    };
    let mut scalars = MOST_SCALARS;
    let mut len = if grapheme.len() <= scalars {
        grapheme.len()
    } else {
        cut(scalars)
    };
    while scalars > 1 && grapheme_cols(grapheme.get(..len).unwrap_or("")) > MOST_COLS {
        scalars /= 2;
        len = cut(scalars);
    }
    len
}

fn grapheme_cols(grapheme: &str) -> usize {
    if let [byte] = grapheme.as_bytes() {
        return usize::from(!byte.is_ascii_control());
    }
    if grapheme.contains(char::is_control) {
        return 0;
    }
    // Terminals and drawing libraries disagree on the half-width sound marks of katakana. They are counted at their widest: a gap is seen,
    // words beyond the edge would not be.
    let sound_marks = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        .count();
    grapheme.width() + sound_marks
}

/// Whether every byte is a printable character of one column.
pub(super) fn is_plain(words: &str) -> bool {
    words.bytes().all(is_plain_byte)
}

/// Whether a byte is a printable character of one column.
pub(super) fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// Columns of `words` on one row.
pub(super) fn cols(words: &str) -> usize {
    if is_plain(words) {
        words.len()
    } else {
        pieces(words).map(|piece| piece.cols).sum()
    }
}

/// As much of a range of `words` as fits into `room` columns of one row and can be drawn as it is: how many bytes, and how many columns.
pub(super) fn fit(words: &str, range: Range<usize>, room: usize) -> (usize, usize) {
    let (mut len, mut used) = (0, 0);
    for piece in pieces(words.get(range).unwrap_or("")) {
        if piece.cols == 0 || piece.apart || used + piece.cols > room {
            break;
        }
        len += piece.len;
        used += piece.cols;
    }
    (len, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_the_columns_a_terminal_gives_them() {
        for (words, wanted) in [
            ("", 0),
            ("plan", 4),
            ("Zoé’s", 5),
            ("Zoe\u{301}", 3),
            ("日本", 4),
            ("👨‍👩‍👧‍👦", 2),
            ("🇬🇧", 2),
            ("ｶﾞ", 3),
            ("\u{301}", 0),
            ("a\u{1b}b", 2),
        ] {
            assert_eq!(cols(words), wanted, "{words:?}");
        }
    }

    #[test]
    fn a_megabyte_of_accents_is_one_cell_and_pieces_that_show_nothing() {
        let words = format!("a{}b", "\u{301}".repeat(500_000));
        let all: Vec<_> = pieces(&words).collect();
        assert_eq!(
            all[0],
            Piece {
                len: 31,
                cols: 1,
                apart: false
            }
        );
        assert!(
            all[1..all.len() - 1]
                .iter()
                .all(|piece| piece.cols == 0 && piece.apart)
        );
        assert_eq!(
            all.iter().map(|piece| piece.len).sum::<usize>(),
            words.len()
        );
        assert_eq!(cols(&words), 2);
    }

    #[test]
    fn no_piece_is_wider_than_the_narrowest_pane() {
        let words = "\u{1100}".repeat(40);
        let all: Vec<_> = pieces(&words).collect();
        assert!(all.iter().all(|piece| piece.cols <= MOST_COLS));
        assert_eq!(
            all.iter().map(|piece| piece.len).sum::<usize>(),
            words.len()
        );
    }

    #[test]
    fn what_fits_ends_before_the_first_piece_that_does_not() {
        assert_eq!(fit("Need and aim", 0..12, 8), (8, 8));
        assert_eq!(fit("日本語", 0..9, 5), (6, 4));
        assert_eq!(fit("two\nlines", 0..9, 9), (3, 3));
        assert_eq!(fit("x", 5..9, 9), (0, 0));
    }
}
