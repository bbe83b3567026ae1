//! Cleaning: what a document's characters become before anyone sees or stores them.
//!
//! This file owns the marks that stand for characters which would act on a terminal or deceive the eye, and the bound on how many code
//! points may pile up on one letter. It knows nothing of blocks and formats. Nothing is normalised: words stay as they were typed.
//!
//! | in the document | mark |
//! |---|---|
//! | control characters U+0000–1F, except line ends and tabs | their own pictures, `␀` … `␟` |
//! | delete, U+007F | `␡` |
//! | control characters U+0080–9F, tag characters, private selectors, other invisible controls | `␦` |
//! | line and paragraph separators U+2028, U+2029 | `␤` |
//! | right-to-left marks, embeddings, overrides, isolates | `⇠` |
//! | left-to-right and first-strong ones | `⇢` |
//! | their ends (U+202C, U+2069) | `⇡` |
//! | zero-width spaces, joiners, fillers and byte-order marks | `␣` |
//! | soft hyphen | `‧` |
//! | signs of symbol fonts in the private use area, U+F020–F0FF | the letter they draw, where known: `☐`, `☒`, `•` |
//! | what piles up on a letter beyond [`GRAPHEME_CAP`] code points | `␦`, once a letter |

use unicode_segmentation::UnicodeSegmentation;

use super::symbols;

/// How many code points one grapheme keeps.
pub const GRAPHEME_CAP: usize = 8;

/// The mark for what is left out or has no picture of its own. One column wide.
pub const LEFT_OUT: char = '␦';

/// What cleaning met in the text so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Characters now shown as marks.
    pub marked: u64,
    /// Graphemes cut to [`GRAPHEME_CAP`] code points.
    pub cut: u64,
}

/// The mark standing for `c`, where it needs one. Line feeds, carriage returns and tabs have none here: they are structure.
#[must_use]
pub fn mark(c: char) -> Option<char> {
    let code = u32::from(c);
    Some(match code {
        0x09 | 0x0a | 0x0d => return None,
        0x00..=0x1f => char::from_u32(0x2400 + code)?,
        0x7f => '␡',
        0x80..=0x9f | 0x2061..=0x2064 | 0x206a..=0x206f | 0xfff9..=0xfffb | 0xe0000..=0xe0fff => {
            LEFT_OUT
        }
        0x2028 | 0x2029 => '␤',
        0x200f | 0x202b | 0x202e | 0x2067 | 0x061c => '⇠',
        0x200e | 0x202a | 0x202d | 0x2066 | 0x2068 => '⇢',
        0x202c | 0x2069 => '⇡',
        0x200b..=0x200d
        | 0x2060
        | 0xfeff
        | 0x034f
        | 0x115f
        | 0x1160
        | 0x17b4
        | 0x17b5
        | 0x180e
        | 0x3164
        | 0xffa0 => '␣',
        0x00ad => '‧',
        _ => return None,
    })
}

/// Whether a reader may take this character for a space between words.
fn is_space(c: char) -> bool {
    c.is_whitespace() && mark(c).is_none()
}

/// Running words: marks in place, every run of spaces, tabs and line ends one space, none at either end.
pub fn running(words: &str, met: &mut Met) -> String {
    running_with(words, &mut [], met)
}

/// As [`running`]; places in `words`, given in order, become the places of the same characters in what comes out.
pub fn running_with(words: &str, places: &mut [usize], met: &mut Met) -> String {
    let mut out = String::with_capacity(words.len());
    let mut gap = false;
    let mut moved = 0;
    for (at, c) in words.char_indices() {
        if is_space(c) {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        while let Some(place) = places.get_mut(moved).filter(|place| **place <= at) {
            *place = out.len();
            moved += 1;
        }
        push(&mut out, c, met);
    }
    for place in places.iter_mut().skip(moved) {
        *place = out.len();
    }
    cap(out, places, met)
}

/// Words whose line ends and spaces count: marks in place, line ends as line feeds, tabs as spaces to the next column of eight, no blank
/// lines around, no spaces at line ends.
pub fn verbatim(words: &str, met: &mut Met) -> String {
    let words = line_ends(words);
    let mut lines: Vec<String> = Vec::new();
    for line in words.split('\n') {
        let mut out = String::with_capacity(line.len());
        let mut column = 0_usize;
        for c in line.chars() {
            let width = if c == '\t' { 8 - column % 8 } else { 1 };
            column += width;
            if is_space(c) {
                out.extend(std::iter::repeat_n(' ', width));
            } else {
                push(&mut out, c, met);
            }
        }
        out.truncate(out.trim_end().len());
        lines.push(out);
    }
    let first = lines.iter().position(|line| !line.is_empty());
    let last = lines.iter().rposition(|line| !line.is_empty());
    let kept = first
        .zip(last)
        .and_then(|(first, last)| lines.get(first..=last))
        .unwrap_or_default();
    cap(kept.join("\n"), &mut [], met)
}

/// Carriage returns, alone or before a line feed, as line feeds.
#[must_use]
pub fn line_ends(words: &str) -> String {
    if words.contains('\r') {
        words.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        words.to_owned()
    }
}

fn push(out: &mut String, c: char, met: &mut Met) {
    match mark(c) {
        Some(shown) => {
            met.marked += 1;
            out.push(shown);
        }
        None => match symbols::private(c) {
            Some(sign) => out.push_str(sign),
            None => out.push(c),
        },
    }
}

/// Cuts every grapheme to [`GRAPHEME_CAP`] code points; `places`, in order, move along.
fn cap(words: String, places: &mut [usize], met: &mut Met) -> String {
    // A line feed never joins a grapheme, so the pieces between ASCII characters are all that can be long.
    if words.is_ascii() || !piles(&words) {
        return words;
    }
    let mut out = String::with_capacity(words.len());
    let (mut from, mut moved) = (0, 0);
    for grapheme in words.graphemes(true) {
        while let Some(place) = places.get_mut(moved).filter(|place| **place <= from) {
            *place = out.len();
            moved += 1;
        }
        from += grapheme.len();
        match grapheme.char_indices().nth(GRAPHEME_CAP) {
            Some((end, _)) => {
                out.push_str(grapheme.get(..end).unwrap_or_default());
                out.push(LEFT_OUT);
                met.cut += 1;
            }
            None => out.push_str(grapheme),
        }
    }
    for place in places.iter_mut().skip(moved) {
        *place = out.len();
    }
    out
}

/// Whether any run of characters above ASCII is long enough to hold a grapheme that needs cutting. Saves segmenting ordinary text.
fn piles(words: &str) -> bool {
    let mut run = 0;
    words.chars().any(|c| {
        run = if c.is_ascii() { 0 } else { run + 1 };
        run >= GRAPHEME_CAP
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(words: &str) -> (String, Met) {
        let mut met = Met::default();
        (running(words, &mut met), met)
    }

    #[test]
    fn escape_sequences_and_overrides_become_visible_marks() {
        let (words, met) = run("a\u{1b}]52;c\u{7}b\u{202e}drow\u{202c}\u{200b}c\u{9b}\u{e0041}");
        assert_eq!(words, "a␛]52;c␇b⇠drow⇡␣c␦␦");
        assert_eq!(met.marked, 7);
    }

    #[test]
    fn spaces_of_every_kind_run_together_in_running_words() {
        assert_eq!(
            run(" seen \t alone\r\n at\u{a0}\u{2003}home ").0,
            "seen alone at home"
        );
    }

    #[test]
    fn verbatim_keeps_columns_and_lines() {
        let mut met = Met::default();
        assert_eq!(
            verbatim("\n\na\tb  \r\n  c\rd\n\n", &mut met),
            "a       b\n  c\nd"
        );
    }

    #[test]
    fn accents_are_neither_joined_nor_parted() {
        assert_eq!(run("e\u{301}t\u{e9}").0, "e\u{301}t\u{e9}");
    }

    #[test]
    fn a_megabyte_of_marks_on_one_letter_is_cut_and_counted() {
        let tall = format!("a{}b", "\u{301}".repeat(1_000_000));
        let (words, met) = run(&tall);
        assert_eq!(words, format!("a{}␦b", "\u{301}".repeat(GRAPHEME_CAP - 1)));
        assert_eq!(met.cut, 1);
    }

    #[test]
    fn every_mark_is_one_column_wide_and_stays_as_it_is() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            if let Some(shown) = mark(c) {
                assert_eq!(mark(shown), None, "{:x}", u32::from(c));
                assert_eq!(
                    unicode_width::UnicodeWidthChar::width(shown),
                    Some(1),
                    "{shown}"
                );
            }
        }
    }
}
