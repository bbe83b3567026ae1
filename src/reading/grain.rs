//! The grain of a text: sentences and words, for marking by keyboard.
//!
//! A sentence never leaves its block; in a table it never leaves its cell. Whether a full stop ends a sentence is decided by what stands
//! right beside it, as British case records write, so that a step takes as long as the sentence is, not as the text.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::text::{BlockKind, Text};

/// Bytes looked at on each side of a place for the word there: in a line without any space, words are judged by this much of it.
const NEAR: usize = 16 * 1024;

/// A full stop after these never ends a sentence: more of it always follows.
const GO_ON: [&str; 24] = [
    "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "fr", "sgt", "insp", "supt", "cllr", "hon",
    "messrs", "e.g", "eg", "i.e", "ie", "approx", "cf", "viz", "vs", "incl", "esp",
];

/// A full stop after these, or after initials, ends a sentence only where the next word is one that sentences begin with.
const MAY_END: [&str; 14] = [
    "a.m", "p.m", "st", "ref", "tel", "ext", "dept", "ltd", "jr", "jnr", "snr", "ave", "rd",
    "d.o.b",
];

/// A full stop after these ends a sentence unless a number follows: `No. 14`, `para. 3`.
const BEFORE_NUMBER: [&str; 15] = [
    "no", "nos", "para", "paras", "p", "pp", "s", "ss", "sec", "art", "fig", "vol", "ch", "c", "ca",
];

/// Words that sentences of a case record begin with, and names do not.
const BEGINNERS: [&str; 36] = [
    "the", "a", "an", "he", "she", "it", "they", "we", "i", "you", "this", "that", "these",
    "there", "then", "his", "her", "their", "my", "our", "in", "on", "at", "when", "while",
    "after", "before", "if", "but", "and", "no", "mother", "father", "mum", "dad", "both",
];

/// The sentence at a byte, without the spaces around it. Between two sentences: the one before. Empty where there are no words at all.
#[must_use]
pub fn sentence_at(text: &Text, byte: usize) -> Range<usize> {
    span_at(text, byte).map_or(0..0, |span| sentence_in(text, &span, byte))
}

/// Where the next sentence begins; `None` in the last.
#[must_use]
pub fn next_sentence(text: &Text, byte: usize) -> Option<usize> {
    let span = span_at(text, byte)?;
    if byte < span.start {
        return Some(span.start);
    }
    let next = skip_space(text, sentence_in(text, &span, byte).end..span.end);
    next.or_else(|| Some(span_after(text, span.end)?.start))
}

/// Where the sentence begins that a step back leads to: this one's beginning from within it, else the one before. `None` at the first.
#[must_use]
pub fn previous_sentence(text: &Text, byte: usize) -> Option<usize> {
    let span = span_at(text, byte)?;
    let this = sentence_in(text, &span, byte);
    if this.start < byte {
        return Some(this.start);
    }
    if span.start < this.start {
        return Some(sentence_in(text, &span, this.start - 1).start);
    }
    let before = span_before(text, span.start)?;
    Some(sentence_in(text, &before, before.end).start)
}

/// The word at a byte; between words the next one of its block or cell, after the last one that one. A block or cell without a letter or
/// digit counts as one word. Empty where there are no words at all.
#[must_use]
pub fn word_at(text: &Text, byte: usize) -> Range<usize> {
    let Some(span) = span_at(text, byte) else {
        return 0..0;
    };
    let (mut words, _) = words_near(text, &span, byte);
    words
        .find(|word| byte < word.end)
        .or_else(|| last_word_before(text, &span, byte.saturating_add(1)))
        .unwrap_or(span)
}

/// Where the next word begins; `None` in the last.
#[must_use]
pub fn next_word(text: &Text, byte: usize) -> Option<usize> {
    let mut span = span_at(text, byte)?;
    let mut from = byte;
    loop {
        let (mut words, end) = words_near(text, &span, from);
        if let Some(word) = words.find(|word| word.start > byte) {
            return Some(word.start);
        }
        if end < span.end {
            from = end;
        } else {
            span = span_after(text, span.end)?;
            from = span.start;
        }
    }
}

/// Where the word begins that a step back leads to: this one's beginning from within it, else the one before. `None` at the first.
#[must_use]
pub fn previous_word(text: &Text, byte: usize) -> Option<usize> {
    let mut span = span_at(text, byte)?;
    loop {
        if let Some(word) = last_word_before(text, &span, byte) {
            return Some(word.start);
        }
        span = span_before(text, span.start)?;
    }
}

/// The row of a table at a byte, all its cells; `None` outside tables.
#[must_use]
pub fn row_at(text: &Text, byte: usize) -> Option<Range<usize>> {
    let block = text.blocks.get(text.block_at(byte))?;
    matches!(block.kind, BlockKind::Row { .. }).then(|| block.range())
}

/// What no sentence leaves: a block, or a cell, that has words; without the spaces around them.
fn spans(text: &Text, block: usize) -> impl DoubleEndedIterator<Item = Range<usize>> {
    let (whole, cells) = match text.blocks.get(block) {
        Some(block) => match &block.kind {
            BlockKind::Row { cells, .. } => (None, cells.as_slice()),
            _ => (Some((block.start, block.end)), [].as_slice()),
        },
        None => (None, [].as_slice()),
    };
    let all = cells.iter().copied().chain(whole);
    all.filter_map(|(start, end)| {
        let words = text.words.get(start..end)?;
        let start = end - words.trim_start().len();
        let end = start + words.trim().len();
        (start < end).then_some(start..end)
    })
}

/// The last span that begins at or before a byte, else the first of the text.
fn span_at(text: &Text, byte: usize) -> Option<Range<usize>> {
    span_before(text, byte.saturating_add(1)).or_else(|| span_after(text, 0))
}

fn span_before(text: &Text, byte: usize) -> Option<Range<usize>> {
    (0..=text.block_at(byte))
        .rev()
        .find_map(|block| spans(text, block).rfind(|span| span.start < byte))
}

fn span_after(text: &Text, byte: usize) -> Option<Range<usize>> {
    (text.block_at(byte)..text.blocks.len())
        .find_map(|block| spans(text, block).find(|span| span.start >= byte))
}

fn skip_space(text: &Text, range: Range<usize>) -> Option<usize> {
    let words = text.words.get(range.clone())?;
    let rest = words.trim_start();
    (!rest.is_empty()).then_some(range.end - rest.len())
}

fn sentence_in(text: &Text, span: &Range<usize>, byte: usize) -> Range<usize> {
    let words = text.slice(span.clone());
    // Behind the last character is still its sentence.
    let at = byte
        .saturating_sub(span.start)
        .min(words.len().saturating_sub(1));
    let at = words.floor_char_boundary(at);
    let begins_after = |end: usize| {
        let rest = words.get(end..).unwrap_or_default();
        words.len() - rest.trim_start().len()
    };
    let before = words.get(..at).unwrap_or_default();
    let start = before
        .rmatch_indices(is_ender)
        .filter_map(|(ender, _)| end_at(words, ender))
        .map(begins_after)
        // The spaces after a sentence still belong to it.
        .find(|&begin| begin <= at)
        .unwrap_or(0);
    let rest = words.get(start..).unwrap_or_default();
    let end = rest
        .match_indices(is_ender)
        .find_map(|(ender, _)| end_at(words, start + ender))
        .unwrap_or(words.len());
    let sentence = words.get(start..end).unwrap_or_default();
    span.start + start..span.start + start + sentence.trim_end().len()
}

fn is_ender(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…' | '。' | '？' | '！' | '\n')
}

/// Where the sentence ends that the character at `ender` may end: behind it and the quotes and brackets it closes.
fn end_at(words: &str, ender: usize) -> Option<usize> {
    let rest = words.get(ender..)?;
    let c = rest.chars().next()?;
    if c == '\n' {
        return Some(ender);
    }
    let behind = rest.get(c.len_utf8()..)?;
    let open =
        behind.trim_start_matches([')', ']', '}', '"', '\'', '’', '”', '»', '」', '』', '）']);
    let end = words.len() - open.len();
    if matches!(c, '。' | '？' | '！') {
        return Some(end);
    }
    let next = open.trim_start();
    if next.is_empty() {
        return Some(end);
    }
    // Of several in a row the last decides; without a space behind it, it stands within something: 14.3.12, 3.30.
    if behind.starts_with(is_ender) && !behind.starts_with('\n') || next.len() == open.len() {
        return None;
    }
    let next = next.trim_start_matches(['(', '[', '"', '\'', '‘', '“', '«']);
    let lower = next.starts_with(char::is_lowercase);
    let before = words.get(..ender)?;
    let goes_on = match c {
        '.' if !before.ends_with(['.', '…']) => lower || stop_goes_on(before, next),
        '?' | '!' => lower && open.len() < behind.len(),
        _ => lower,
    };
    (!goes_on).then_some(end)
}

/// Whether a full stop between `before` and `next` belongs to an abbreviation, an initial or the number of a list.
fn stop_goes_on(before: &str, next: &str) -> bool {
    let start = before
        .char_indices()
        .rev()
        .take(12)
        .take_while(|&(_, c)| c.is_alphanumeric() || c == '.')
        .last()
        .map_or(before.len(), |(at, _)| at);
    let (line, word) = before.split_at_checked(start).unwrap_or_default();
    let begins_line = line.trim_end_matches([' ', '(']).is_empty() || line.ends_with('\n');
    let one_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    if begins_line && (one_letter || (word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())))
    {
        return !word.is_empty();
    }
    let initials = word
        .split('.')
        .all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    let word = word.to_lowercase();
    let among = |list: &[&str]| list.contains(&word.as_str());
    if among(&GO_ON) {
        return true;
    }
    if among(&BEFORE_NUMBER) && next.starts_with(char::is_numeric) {
        return true;
    }
    (initials || among(&MAY_END)) && !begins_sentence(next)
}

fn begins_sentence(next: &str) -> bool {
    let word: String = next
        .chars()
        .take(12)
        .take_while(|c| c.is_alphanumeric())
        .collect();
    BEGINNERS.contains(&word.to_lowercase().as_str())
}

/// The words (what holds a letter or digit) that begin in a range, from the first of it on.
fn words_in(text: &Text, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let bounds = text.slice(range.clone()).split_word_bound_indices();
    let words = bounds.filter(|(_, word)| word.contains(char::is_alphanumeric));
    words.map(move |(at, word)| range.start + at..range.start + at + word.len())
}

/// The words from the one at a byte on, as far as [`NEAR`] looks; and how far that is.
fn words_near<'t>(
    text: &'t Text,
    span: &Range<usize>,
    byte: usize,
) -> (impl Iterator<Item = Range<usize>> + use<'t>, usize) {
    let byte = byte.clamp(span.start, span.end);
    let floor = text
        .words
        .floor_char_boundary(byte.saturating_sub(NEAR))
        .max(span.start);
    let before = text
        .words
        .get(floor..text.words.floor_char_boundary(byte))
        .unwrap_or_default();
    let from = floor + after_space(before);
    let to = text
        .words
        .ceil_char_boundary(byte.saturating_add(NEAR))
        .min(span.end);
    (words_in(text, from..to), to)
}

/// The last word of a span that begins before a byte.
fn last_word_before(text: &Text, span: &Range<usize>, byte: usize) -> Option<Range<usize>> {
    let mut to = text.words.floor_char_boundary(byte.min(span.end));
    while span.start < to {
        let floor = text
            .words
            .floor_char_boundary(to.saturating_sub(NEAR))
            .max(span.start);
        let before = text.words.get(floor..to).unwrap_or_default();
        let from = floor + after_space(before.trim_end());
        let end = text
            .words
            .ceil_char_boundary(to.saturating_add(NEAR))
            .min(span.end);
        let here = words_in(text, from..end).take_while(|word| word.start < byte);
        if let Some(word) = here.last() {
            return Some(word);
        }
        to = from;
    }
    None
}

/// Where the run without spaces begins that ends the words.
fn after_space(words: &str) -> usize {
    let last = words.trim_end_matches(|c: char| !c.is_whitespace());
    last.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::sample::{any_text, plain, row, sample, text_of};
    use proptest::prelude::*;

    fn sentences(text: &Text) -> Vec<&str> {
        let mut all = vec![text.slice(sentence_at(text, 0))];
        let mut at = 0;
        while let Some(next) = next_sentence(text, at) {
            assert!(next > at);
            all.push(text.slice(sentence_at(text, next)));
            at = next;
        }
        all
    }

    #[test]
    fn sentences_end_where_a_reader_says_they_do() {
        let text = plain(
            "Mother was out. She rang later! Did she say why? “No.” The worker (FSW) left.) Then… nothing was heard. It ended",
        );
        assert_eq!(
            sentences(&text),
            [
                "Mother was out.",
                "She rang later!",
                "Did she say why?",
                "“No.”",
                "The worker (FSW) left.)",
                "Then… nothing was heard.",
                "It ended"
            ]
        );
    }

    #[test]
    fn the_abbreviations_of_british_records_end_no_sentence() {
        for whole in [
            "Mr. Hall and Mrs. Hall saw Dr. Shah at St. Mary's.",
            "Support was offered, e.g. Sure Start, i.e. Tuesday groups.",
            "The visit took approx. 40 minutes.",
            "See No. 14 and para. 3.2 on p. 7 under s. 47 of the Act.",
            "J. K. Hall and A.B. Hall were told.",
            "Seen at 3.30 p.m. Mrs. Hall was there.",
            "Seen at 3.30 p.m. on Monday.",
            "The meeting of 14.3.12 was moved to 21.3.12 at 9.15.",
            "(approx. Three weeks)",
            "3. The plan is reviewed.",
            "a. The plan is reviewed.",
            "“Why did you go?” she asked.",
            "He wrote... and left.",
        ] {
            let text = plain(whole);
            assert_eq!(sentences(&text), [whole]);
            assert_eq!(sentence_at(&text, whole.len() / 2), 0..whole.len());
        }
    }

    #[test]
    fn an_abbreviation_at_the_end_of_a_sentence_lets_it_end() {
        for (words, first) in [
            ("Seen at 3.30 p.m. The house was warm.", "Seen at 3.30 p.m."),
            ("Was she in? No. Nobody answered.", "Was she in?"),
            (
                "They live at 12 High St. The house is warm.",
                "They live at 12 High St.",
            ),
            (
                "This is about Child J. She is seven.",
                "This is about Child J.",
            ),
            ("It began in 2012. Help came late.", "It began in 2012."),
            ("The answer was no. Nobody came.", "The answer was no."),
        ] {
            assert_eq!(sentences(&plain(words))[0], first);
        }
    }

    #[test]
    fn a_sentence_never_leaves_its_block_or_cell() {
        let text = sample();
        assert_eq!(
            sentences(&text),
            [
                "Core group minutes",
                "Zoé's mother did not attend the last two sessions.",
                "Plan",
                "Need",
                "Service",
                "Who",
                "Safe at home",
                "Family support",
                "FSW",
                "The worker rings before the next meeting.",
                "The school is told."
            ]
        );
        let at = text.words.find("Family").unwrap();
        assert_eq!(
            text.slice(row_at(&text, at).unwrap()),
            "Safe at home\tFamily support\tFSW"
        );
        assert_eq!(row_at(&text, 0), None);
    }

    #[test]
    fn steps_back_come_by_the_same_sentences_and_words() {
        let text = sample();
        let mut forth = vec![0];
        while let Some(next) = next_sentence(&text, forth[forth.len() - 1]) {
            forth.push(next);
        }
        let mut back = vec![forth[forth.len() - 1]];
        while let Some(before) = previous_sentence(&text, back[back.len() - 1]) {
            back.push(before);
        }
        back.reverse();
        assert_eq!(forth, back);
        let middle = text.words.find("attend").unwrap();
        assert_eq!(
            previous_sentence(&text, middle),
            Some(text.words.find("Zoé").unwrap())
        );
    }

    #[test]
    fn words_are_what_holds_a_letter_or_digit() {
        let text = text_of(vec![
            row(0, false, "Zoé’s – aunt\t14.3.12\t \t3-year-old"),
            (BlockKind::Page(2), String::new()),
            (BlockKind::Paragraph, "“Yes,” she said.".to_owned()),
        ]);
        let mut at = 0;
        let mut all = vec![text.slice(word_at(&text, 0))];
        while let Some(next) = next_word(&text, at) {
            all.push(text.slice(word_at(&text, next)));
            at = next;
        }
        assert_eq!(
            all,
            [
                "Zoé’s", "aunt", "14.3.12", "3", "year", "old", "Yes", "she", "said"
            ]
        );
        assert_eq!(
            previous_word(&text, text.words.find("Yes").unwrap()),
            text.words.find("old")
        );
        assert_eq!(previous_word(&text, 2), Some(0));
        assert_eq!(previous_word(&text, 0), None);
        assert_eq!(
            text.slice(word_at(&text, text.words.find("– aunt").unwrap())),
            "aunt"
        );
        assert_eq!(text.slice(word_at(&text, text.words.len())), "said");
        assert_eq!(word_at(&plain("***"), 1), 0..3);
    }

    #[test]
    fn a_line_without_spaces_is_stepped_through_in_bounded_parts() {
        let text = plain(&"x".repeat(1_000_000));
        assert!(word_at(&text, 500_000).len() <= 2 * NEAR);
        assert!(word_at(&text, 500_000).contains(&500_000));
        assert!(next_word(&text, 500_000).is_some_and(|next| next > 500_000));
    }

    #[test]
    fn a_text_without_words_has_no_sentence() {
        let empty = Text::default();
        assert_eq!((sentence_at(&empty, 3), word_at(&empty, 3)), (0..0, 0..0));
        assert_eq!(
            (next_sentence(&empty, 0), previous_sentence(&empty, 9)),
            (None, None)
        );
        assert_eq!(
            (next_word(&empty, 0), previous_word(&empty, 9)),
            (None, None)
        );
    }

    proptest! {
        #[test]
        fn every_step_lands_in_order_on_whole_characters(text in any_text(), byte in 0_usize..2_000) {
            let sentence = sentence_at(&text, byte);
            prop_assert!(text.words.get(sentence.clone()).is_some_and(|words| words.trim() == words));
            prop_assert_eq!(sentence_at(&text, sentence.start), sentence.clone());
            let word = word_at(&text, byte);
            prop_assert!(text.words.get(word).is_some());
            for (next, previous) in [
                (next_sentence(&text, byte), previous_sentence(&text, byte)),
                (next_word(&text, byte), previous_word(&text, byte)),
            ] {
                prop_assert!(next.is_none_or(|next| next > byte && text.words.is_char_boundary(next)));
                prop_assert!(previous.is_none_or(|at| at < byte && text.words.is_char_boundary(at)));
            }
            // Sentence by sentence, nothing that is not a space is passed over.
            let mut read = String::new();
            let mut at = Some(sentence_at(&text, 0).start);
            while let Some(start) = at {
                read.push_str(text.slice(sentence_at(&text, start)));
                at = next_sentence(&text, start);
            }
            let squeezed = |words: &str| words.split_whitespace().collect::<String>();
            prop_assert_eq!(squeezed(&read), squeezed(&text.words));
        }
    }
}
