//! Letters into words and lines: letters on one baseline, words cut where a gap is wider than a letter's own spacing.

use super::glyphs::{Letter, Look};
use crate::reading::{styled::Styled, text::MarkKind};

/// A gap wider than this share of the size parts two words.
const WORD_GAP: f64 = 0.15;

/// A gap wider than this share of the size parts two chunks of a line: columns, cells, a marker and its item.
const CHUNK_GAP: f64 = 1.0;

/// A word in its place.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its letters.
    pub words: Box<str>,
    /// Where it begins.
    pub x0: f64,
    /// Where it ends.
    pub x1: f64,
    /// Its baseline.
    pub y: f64,
    /// The size of its first letter.
    pub size: f64,
    /// How all its letters look.
    pub look: Look,
}

impl Word {
    /// How many letters it has.
    pub fn letters(&self) -> usize {
        self.words.chars().count()
    }
}

/// Words on one baseline, or a part of it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The words, from left to right. Never empty in a line made here.
    pub words: Vec<Word>,
}

impl Line {
    /// Where it begins.
    pub fn x0(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.x0)
    }

    /// Where it ends.
    pub fn x1(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.x1)
    }

    /// Its baseline.
    pub fn y(&self) -> f64 {
        self.words
            .iter()
            .max_by(|a, b| a.size.total_cmp(&b.size))
            .map_or(0.0, |word| word.y)
    }

    /// The size of most of its letters.
    pub fn size(&self) -> f64 {
        let longest = self.words.iter().max_by_key(|word| word.letters());
        longest.map_or(0.0, |word| word.size)
    }

    /// Whether every word with letters in it is bold.
    pub fn is_bold(&self) -> bool {
        let mut words = self
            .words
            .iter()
            .filter(|word| word.words.chars().any(char::is_alphanumeric))
            .peekable();
        words.peek().is_some() && words.all(|word| word.look.bold)
    }

    /// Its words with single spaces.
    pub fn text(&self) -> String {
        join(&self.words)
    }

    /// Its words with single spaces, bold and italic ones marked.
    pub fn styled(&self) -> Styled {
        let mut out = Styled::default();
        let mut before = Look::default();
        for word in &self.words {
            let (bold, italic) = (word.look.bold, word.look.italic);
            if !out.words().is_empty() {
                out.push(" ", kinds(bold && before.bold, italic && before.italic));
            }
            out.push(&word.words, kinds(bold, italic));
            before = word.look;
        }
        out
    }

    /// The parts of the line between gaps wider than [`CHUNK_GAP`].
    pub fn chunks(&self) -> Vec<Line> {
        let mut chunks: Vec<Line> = Vec::new();
        for word in &self.words {
            match chunks.last_mut() {
                Some(chunk) if word.x0 - chunk.x1() <= CHUNK_GAP * word.size.max(1.0) => {
                    chunk.words.push(word.clone());
                }
                _ => chunks.push(Line {
                    words: vec![word.clone()],
                }),
            }
        }
        chunks
    }
}

fn kinds(bold: bool, italic: bool) -> &'static [MarkKind] {
    match (bold, italic) {
        (false, false) => &[],
        (true, false) => &[MarkKind::Bold],
        (false, true) => &[MarkKind::Italic],
        (true, true) => &[MarkKind::Bold, MarkKind::Italic],
    }
}

/// Words with single spaces between them.
pub fn join(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.words);
    }
    out
}

/// The lines these letters stand in, from the top.
pub fn lines(mut letters: Vec<Letter>) -> Vec<Line> {
    letters.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        // Near the letter before, and not far from where the row began: else rows drift into each other.
        let fits = rows.last().is_some_and(|row| {
            let near = |own: Option<&Letter>, share: f64| {
                own.is_some_and(|own| letter.y - own.y <= share * own.size.min(letter.size))
            };
            near(row.last(), 0.22) && near(row.first(), 0.35)
        });
        match rows.last_mut() {
            Some(row) if fits => row.push(letter),
            _ => rows.push(vec![letter]),
        }
    }
    let mut lines: Vec<Line> = rows
        .into_iter()
        .map(|row| Line { words: words(row) })
        .filter(|line| !line.words.is_empty())
        .collect();
    raise(&mut lines);
    lines
}

/// Puts raised and lowered letters (`1st`, a note's number) into the line they belong to.
fn raise(lines: &mut Vec<Line>) {
    let mut index = 0;
    while index < lines.len() {
        let home = [index + 1, index.wrapping_sub(1)]
            .into_iter()
            .find(|&near| match (lines.get(index), lines.get(near)) {
                (Some(small), Some(line)) => belongs(small, line),
                _ => false,
            });
        match home {
            Some(near) => {
                let small = lines.remove(index);
                let near = if near > index { near - 1 } else { near };
                if let Some(line) = lines.get_mut(near) {
                    line.words.extend(small.words);
                    line.words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
                    line.words = glue(std::mem::take(&mut line.words));
                }
            }
            None => index += 1,
        }
    }
}

fn belongs(small: &Line, line: &Line) -> bool {
    let size = line.size();
    let offset = line.y() - small.y();
    small.size() <= 0.8 * size
        && (-0.35 * size..=0.6 * size).contains(&offset)
        && small.words.iter().all(|own| {
            line.words.iter().any(|word| {
                (own.x0 - word.x1).abs() < 0.6 * size || (word.x0 - own.x1).abs() < 0.6 * size
            })
        })
}

/// Joins words that touch.
fn glue(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for word in words {
        match out.last_mut() {
            Some(last) if word.x0 - last.x1 <= WORD_GAP * last.size.max(word.size) * 0.7 => {
                last.words = format!("{}{}", last.words, word.words).into_boxed_str();
                last.x1 = last.x1.max(word.x1);
                last.size = last.size.max(word.size);
            }
            _ => out.push(word),
        }
    }
    out
}

/// The words of one row of letters.
fn words(mut row: Vec<Letter>) -> Vec<Word> {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let apart = spacing(&row);
    let mut out: Vec<Word> = Vec::new();
    let mut open: Vec<Letter> = Vec::new();
    let mut space: Option<Letter> = None;
    for letter in row {
        if letter.c == ' ' {
            space = Some(letter);
            continue;
        }
        if let Some(last) = open.last() {
            let size = last.size.max(letter.size);
            // Bold made by drawing twice.
            let is_twice = open
                .iter()
                .rev()
                .take(3)
                .any(|own| own.c == letter.c && (own.x0 - letter.x0).abs() < 0.1 * size);
            if is_twice {
                continue;
            }
            let gap = letter.x0 - last.x1;
            // A space painted below letters does not part them.
            let is_spaced = space.is_some_and(|space| {
                space.x0 > last.x0 + 0.05 * size && space.x0 < letter.x0 && gap > 0.03 * size
            });
            if gap > WORD_GAP * size + apart || is_spaced || gap < -1.5 * size {
                out.extend(word(&open));
                open.clear();
            }
        }
        space = None;
        open.push(letter);
    }
    out.extend(word(&open));
    out
}

/// The usual thickness of these letters' strokes; 0 where it is not told of each.
fn weight(letters: &[Letter]) -> u16 {
    let mut sum = 0_usize;
    for letter in letters {
        if letter.look.weight == 0 {
            return 0;
        }
        sum += usize::from(letter.look.weight);
    }
    u16::try_from(sum / letters.len().max(1)).unwrap_or(0)
}

/// How far the letters of a row stand apart by themselves, in points: more than nothing where they are set wide, `P L A N`, and the page
/// says itself where the spaces are.
fn spacing(row: &[Letter]) -> f64 {
    let says = row.iter().filter(|letter| letter.c == ' ').count();
    if says == 0 || row.len() < 8 {
        return 0.0;
    }
    let mut gaps: Vec<f64> = row
        .windows(2)
        .filter_map(|pair| {
            let (one, two) = (pair.first()?, pair.last()?);
            (one.c != ' ' && two.c != ' ').then_some(two.x0 - one.x1)
        })
        .collect();
    gaps.sort_by(f64::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let size = row.first().map_or(0.0, |letter| letter.size);
    if usual > 0.05 * size {
        usual.min(0.4 * size)
    } else {
        0.0
    }
}

fn word(letters: &[Letter]) -> Option<Word> {
    let (first, last) = (letters.first()?, letters.last()?);
    Some(Word {
        words: letters.iter().map(|letter| letter.c).collect(),
        x0: first.x0,
        x1: last.x1,
        y: first.y,
        size: first.size,
        look: Look {
            bold: letters.iter().all(|letter| letter.look.bold),
            italic: letters.iter().all(|letter| letter.look.italic),
            weight: weight(letters),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters half a size wide, the spaces between words one third of it.
    pub fn set(words: &str, x: f64, y: f64, size: f64) -> Vec<Letter> {
        let mut at = x;
        let mut out = Vec::new();
        for c in words.chars() {
            let wide = if c == ' ' { 0.3 } else { 0.5 } * size;
            if c != ' ' {
                out.push(Letter {
                    c,
                    x0: at,
                    x1: at + wide,
                    y,
                    size,
                    look: Look::default(),
                });
            }
            at += wide;
        }
        out
    }

    fn read(letters: Vec<Letter>) -> Vec<String> {
        lines(letters).iter().map(Line::text).collect()
    }

    #[test]
    fn words_are_cut_at_gaps_and_lines_at_baselines_whatever_the_order() {
        let mut letters = set("at home", 10.0, 114.0, 12.0);
        letters.extend(set("Seen alone", 10.0, 100.0, 12.0));
        letters.reverse();
        assert_eq!(read(letters), ["Seen alone", "at home"]);
    }

    #[test]
    fn rows_a_little_below_each_other_do_not_drift_into_one() {
        let steps = [0.0, 2.0, 4.0, 6.0, 8.0, 10.0];
        let letters = steps
            .iter()
            .flat_map(|step| set("ab", 10.0 + 20.0 * step, 100.0 + step, 12.0))
            .collect();
        assert_eq!(read(letters).len(), 2);
    }

    #[test]
    fn letters_drawn_twice_count_once_and_doubled_letters_twice() {
        let mut letters = set("all", 10.0, 100.0, 12.0);
        letters.extend(set("all", 10.4, 100.0, 12.0));
        assert_eq!(read(letters), ["all"]);
    }

    #[test]
    fn raised_letters_stay_in_their_line() {
        let mut letters = set("14", 10.0, 100.0, 12.0);
        letters.extend(set("th", 22.0, 96.0, 7.0));
        letters.extend(set("March", 33.0, 100.0, 12.0));
        letters.extend(set("next", 10.0, 114.0, 12.0));
        assert_eq!(read(letters), ["14th March", "next"]);
    }
}
