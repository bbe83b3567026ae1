//! One of the two texts while they are compared: its paragraphs, and the words of those that did not stay as they were.

use std::{collections::HashMap, ops::Range};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tokens::{Token, Words};
use crate::reading::text::Text;

/// One text.
#[derive(Debug)]
pub struct Side<'a> {
    /// The text.
    pub text: &'a Text,
    /// The blocks with words in them.
    pub paragraphs: Vec<usize>,
    /// By paragraph: the stretch of changes it is in; none for one that stayed as it was.
    gaps: Vec<Option<usize>>,
    /// By paragraph: its words in `tokens`; empty for one that stayed as it was.
    spans: Vec<Range<usize>>,
    /// The words of all paragraphs that did not stay.
    pub tokens: Vec<Token>,
    ids: Vec<u32>,
}

/// What became of paragraphs: as they were, or a stretch of others. Numbers of paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// As many paragraphs with the very same words.
    Same(Range<usize>, Range<usize>),
    /// Others.
    Other(Range<usize>, Range<usize>),
}

impl<'a> Side<'a> {
    fn new(text: &'a Text) -> Self {
        let paragraphs: Vec<usize> = text
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.counts())
            .map(|(at, _)| at)
            .collect();
        Self {
            text,
            gaps: vec![None; paragraphs.len()],
            spans: vec![0..0; paragraphs.len()],
            paragraphs,
            tokens: Vec::new(),
            ids: Vec::new(),
        }
    }

    /// The paragraphs that did not stay as they were.
    pub fn left(&self) -> impl Iterator<Item = usize> {
        self.gaps
            .iter()
            .enumerate()
            .filter(|(_, gap)| gap.is_some())
            .map(|(at, _)| at)
    }

    /// The stretch of changes a paragraph is in.
    pub fn gap(&self, paragraph: usize) -> Option<usize> {
        self.gaps.get(paragraph).copied().flatten()
    }

    /// The words of a paragraph that did not stay, as positions in `tokens`.
    pub fn span(&self, paragraph: usize) -> Range<usize> {
        self.spans.get(paragraph).cloned().unwrap_or_default()
    }

    /// The numbers of these words.
    pub fn ids(&self, paragraph: usize) -> &[u32] {
        self.ids.get(self.span(paragraph)).unwrap_or_default()
    }

    /// The number of one word.
    pub fn id(&self, token: usize) -> u32 {
        self.ids.get(token).copied().unwrap_or_default()
    }

    /// One word as it is written.
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens
            .get(token)
            .map_or("", |token| self.text.slice(token.range()))
    }

    /// The paragraph a word stands in.
    pub fn paragraph_of(&self, token: usize) -> usize {
        let block = self.tokens.get(token).map_or(0, |token| token.block);
        self.paragraphs.partition_point(|other| *other < block)
    }

    /// The bytes from the first of these words to the last. Of none: where they would stand, behind the word before; at the start of its
    /// block where there is no word before it there.
    pub fn bytes(&self, tokens: &Range<usize>, block: Option<usize>) -> Range<usize> {
        let first = self.tokens.get(tokens.start);
        let last = tokens.end.checked_sub(1).and_then(|at| self.tokens.get(at));
        if !tokens.is_empty()
            && let (Some(first), Some(last)) = (first, last)
        {
            return first.start..last.end;
        }
        let here = match (last, first, block) {
            (Some(before), _, Some(block)) if before.block >= block => before.end,
            (_, Some(after), _) => after.start,
            (Some(before), None, _) => before.end,
            (None, None, block) => block
                .and_then(|block| self.text.blocks.get(block))
                .map_or(0, |block| block.start),
        };
        here..here
    }

    fn block(&self, paragraph: usize) -> usize {
        self.paragraphs
            .get(paragraph)
            .copied()
            .unwrap_or(usize::MAX)
    }

    fn words_of(&self, paragraph: usize) -> &'a str {
        self.text
            .blocks
            .get(self.block(paragraph))
            .map_or("", |block| self.text.slice(block.range()))
    }

    /// Takes the words of a stretch of paragraphs.
    fn take(&mut self, paragraphs: Range<usize>, gap: usize, words: &mut Words<'a>) {
        for paragraph in paragraphs {
            let from = self.tokens.len();
            words.of_block(self.text, self.block(paragraph), &mut self.tokens);
            if let (Some(span), Some(of)) =
                (self.spans.get_mut(paragraph), self.gaps.get_mut(paragraph))
            {
                *span = from..self.tokens.len();
                *of = Some(gap);
            }
        }
    }

    fn number(&mut self) {
        self.ids = self.tokens.iter().map(|token| token.id).collect();
    }
}

/// Sets the paragraphs of two texts beside each other.
pub fn beside<'a>(old: &'a Text, new: &'a Text) -> (Side<'a>, Side<'a>, Vec<Stretch>) {
    let (mut old, mut new) = (Side::new(old), Side::new(new));
    let mut numbers = HashMap::new();
    let mut numbered = |side: &Side<'a>| -> Vec<u32> {
        (0..side.paragraphs.len())
            .map(|at| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(side.words_of(at)).or_insert(next)
            })
            .collect()
    };
    let (olds, news) = (numbered(&old), numbered(&new));
    let mut stretches: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &olds, &news) {
        let (o, n) = (op.old_range(), op.new_range());
        match (op, stretches.last_mut()) {
            (DiffOp::Equal { .. }, _) => stretches.push(Stretch::Same(o, n)),
            // What is taken out and what is put in at one place belong together.
            (_, Some(Stretch::Other(olds, news))) => {
                olds.end = o.end.max(olds.end);
                news.end = n.end.max(news.end);
            }
            _ => stretches.push(Stretch::Other(o, n)),
        }
    }
    let mut words = Words::default();
    for (gap, stretch) in stretches.iter().enumerate() {
        if let Stretch::Other(o, n) = stretch {
            old.take(o.clone(), gap, &mut words);
            new.take(n.clone(), gap, &mut words);
        }
    }
    drop(words);
    old.number();
    new.number();
    (old, new, stretches)
}
