//! Breaking words into lines of a width: the work of wrapping. It knows nothing of blocks and keeps nothing: each line is handed on as
//! it is full.

use std::ops::Range;

use super::{Seg, What, small, small_col};
use crate::reading::cells::{Piece, is_plain_byte, pieces};

/// Columns for a tab between words.
const TAB_GAP: usize = 3;

/// Columns from one tab stop to the next in verbatim words.
const TAB_STOP: usize = 4;

/// Empty lines of verbatim words shown in a row; a document of line feeds alone must not become a row each.
const MOST_EMPTY: usize = 2;

/// Breaks words into lines and hands each to `emit`, its segments counted from column 0.
pub(super) struct Flow<'a, F> {
    words: &'a str,
    width: usize,
    line: Vec<Seg>,
    used: usize,
    emit: F,
}

/// What stands before a word on its line.
#[derive(Clone, Copy, Default)]
struct Gap {
    cols: usize,
    /// It is made of spaces only, which may be drawn with the words on both sides.
    drawn: bool,
}

impl<'a, F: FnMut(&[Seg])> Flow<'a, F> {
    pub(super) fn new(words: &'a str, width: usize, emit: F) -> Self {
        Self {
            words,
            width: width.max(1),
            line: Vec::new(),
            used: 0,
            emit,
        }
    }

    /// Lines broken between words; spaces at a break belong to no line.
    pub(super) fn words(&mut self, range: Range<usize>) {
        let words = self.words;
        let mut at = range.start;
        let mut gap = Gap {
            cols: 0,
            drawn: true,
        };
        while let Some(rest) = words.as_bytes().get(at..range.end) {
            match rest.first() {
                None => break,
                Some(b' ') => gap.cols += 1,
                Some(b'\t') => {
                    gap.cols += TAB_GAP;
                    gap.drawn = false;
                }
                Some(b'\n') => self.end_line_if_any(),
                Some(_) => {
                    let (len, plain) = token(rest);
                    if plain {
                        self.unit(at..at + len, len, true, gap);
                    } else {
                        self.rich_token(at..at + len, gap);
                    }
                    at += len;
                    gap = Gap {
                        cols: 0,
                        drawn: true,
                    };
                    continue;
                }
            }
            at += 1;
        }
        self.end_line_if_any();
    }

    /// Lines as they are, broken only at the width; spaces count.
    pub(super) fn verbatim(&mut self, range: Range<usize>) {
        let words = self.words;
        let mut empty = 0;
        let mut at = range.start;
        for line in words.get(range).unwrap_or("").split('\n') {
            empty = if line.is_empty() { empty + 1 } else { 0 };
            if empty <= MOST_EMPTY {
                self.verbatim_line(at..at + line.len());
                self.end_line();
            }
            at += line.len() + 1;
        }
    }

    fn verbatim_line(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut drawn = true;
        for run in self.words.get(range).unwrap_or("").split('\t') {
            if !drawn {
                self.used = (self.used / TAB_STOP + 1) * TAB_STOP;
                if self.used >= self.width {
                    self.end_line();
                }
            }
            let gap = Gap { cols: 0, drawn };
            self.broken_anywhere(at..at + run.len(), gap);
            at += run.len() + 1;
            drawn = false;
        }
    }

    /// A word that may hold anything: parted where wide characters (which are written without spaces) or rare spaces allow a break.
    fn rich_token(&mut self, range: Range<usize>, mut gap: Gap) {
        let words = self.words;
        let mut unit = range.start..range.start;
        let (mut cols, mut simple, mut before) = (0, true, None);
        for piece in pieces(words.get(range).unwrap_or("")) {
            let first = words.get(unit.end..).and_then(|rest| rest.chars().next());
            let here = first.map(|first| Edge::of(first, piece));
            if let (Some(before), Some(here)) = (before, here)
                && Edge::may_break(before, here)
            {
                self.unit(unit.clone(), cols, simple, gap);
                unit.start = unit.end;
                (cols, simple) = (0, true);
                gap = Gap {
                    cols: 0,
                    drawn: true,
                };
            }
            unit.end += piece.len;
            cols += piece.cols;
            simple &= piece.cols > 0 && !piece.apart;
            before = here.or(before);
        }
        self.unit(unit, cols, simple, gap);
    }

    /// Places what is not to be broken; breaks it only where it is wider than a whole line. `simple`: it is drawn as one segment.
    fn unit(&mut self, range: Range<usize>, cols: usize, simple: bool, mut gap: Gap) {
        if self.used == 0 {
            gap.cols = 0;
        }
        if self.used + gap.cols + cols > self.width && self.used > 0 {
            self.end_line();
            gap.cols = 0;
        }
        if simple && cols <= self.width {
            self.put(range, cols, gap);
        } else {
            self.broken_anywhere(range, gap);
        }
    }

    fn broken_anywhere(&mut self, range: Range<usize>, mut gap: Gap) {
        let words = self.words.get(range.clone()).unwrap_or("");
        let mut at = range.start;
        if words.bytes().all(is_plain_byte) {
            while at < range.end {
                if self.used + gap.cols >= self.width {
                    self.end_line();
                    gap.cols = 0;
                }
                let len = (self.width - self.used - gap.cols).min(range.end - at);
                self.put(at..at + len, len, gap);
                at += len;
                gap = Gap {
                    cols: 0,
                    drawn: true,
                };
            }
            return;
        }
        for piece in pieces(words) {
            if self.used + gap.cols + piece.cols > self.width && self.used > 0 {
                self.end_line();
                gap.cols = 0;
            }
            gap.drawn &= !piece.apart;
            self.put(at..at + piece.len, piece.cols, gap);
            at += piece.len;
            gap = Gap {
                cols: 0,
                drawn: true,
            };
        }
    }

    /// Puts bytes at the end of the line, into its last segment where they can be drawn together.
    fn put(&mut self, range: Range<usize>, cols: usize, gap: Gap) {
        let what = if cols == 0 { What::Unseen } else { What::Words };
        let (start, end) = (small(range.start), small(range.end));
        let col = self.used + gap.cols;
        self.used = col + cols;
        if let Some(last) = self.line.last_mut() {
            let touches = last.what == what
                && (gap.drawn || what == What::Unseen)
                && last.end.saturating_add(small(gap.cols)) == start;
            if touches {
                last.end = end;
                return;
            }
        }
        self.line.push(Seg {
            start,
            end,
            col: small_col(col),
            what,
        });
    }

    fn end_line_if_any(&mut self) {
        if !self.line.is_empty() {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        (self.emit)(&self.line);
        self.line.clear();
        self.used = 0;
    }
}

/// The bytes up to the next space, tab or line feed, and whether each is one column.
fn token(rest: &[u8]) -> (usize, bool) {
    let mut plain = true;
    for (len, &byte) in rest.iter().enumerate() {
        if matches!(byte, b' ' | b'\t' | b'\n') {
            return (len, plain);
        }
        plain &= is_plain_byte(byte);
    }
    (rest.len(), plain)
}

/// How a piece behaves at the edge of a line.
#[derive(Clone, Copy)]
struct Edge {
    /// Lines may break beside it: ideographs, kana, pictures, spaces that are not the ordinary one. A letter stays among letters.
    free: bool,
    /// May not end a line.
    opens: bool,
    /// May not begin a line.
    closes: bool,
}

impl Edge {
    fn of(first: char, piece: Piece) -> Self {
        // These three spaces forbid a break.
        let bound = matches!(first, '\u{A0}' | '\u{2007}' | '\u{202F}');
        Self {
            free: piece.cols > 1 || (first.is_whitespace() && !bound),
            opens: "（「『【〈《([{‘“".contains(first),
            closes: piece.cols == 0
                || piece.apart
                || "。、，．！？：；）」』】〉》)]},.;:!?’”\"'".contains(first),
        }
    }

    fn may_break(before: Self, here: Self) -> bool {
        (before.free || here.free) && !before.opens && !here.closes
    }
}
