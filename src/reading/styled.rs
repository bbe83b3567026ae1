//! Words on their way from a reader into a text, with what marks parts of them: bold, deleted, a comment's place.
//!
//! Owns that marks stay on their words while words are put together and cleaned. It knows nothing of blocks and formats.

use std::{borrow::Cow, ops::Range};

use super::{
    clean::{self, Met},
    text::MarkKind,
};

/// Words with marks on them, not cleaned yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Styled {
    words: String,
    marks: Vec<(Range<usize>, MarkKind)>,
}

impl Styled {
    /// Words without marks.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            marks: Vec::new(),
        }
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The marks, each with the bytes it is on.
    #[must_use]
    pub fn marks(&self) -> &[(Range<usize>, MarkKind)] {
        &self.marks
    }

    /// Whether there is nothing to see.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Puts further words behind, each of `kinds` on them.
    pub fn push(&mut self, words: &str, kinds: &[MarkKind]) {
        if words.is_empty() {
            return;
        }
        let start = self.words.len();
        self.words.push_str(words);
        for &kind in kinds {
            self.mark(start..self.words.len(), kind);
        }
    }

    /// Puts other words behind, their marks with them.
    pub fn append(&mut self, other: &Self) {
        let by = self.words.len();
        self.words.push_str(&other.words);
        for (range, kind) in &other.marks {
            self.mark(range.start + by..range.end + by, *kind);
        }
    }

    /// Marks some of the words. What begins where the same mark ends goes on with it.
    pub fn mark(&mut self, range: Range<usize>, kind: MarkKind) {
        // Only the last few can end here: marks are made as words come.
        let open = self
            .marks
            .iter_mut()
            .rev()
            .take(8)
            .find(|(own, known)| *known == kind && own.end == range.start);
        match open {
            Some((own, _)) => own.end = range.end,
            None => self.marks.push((range, kind)),
        }
    }

    /// The words without marks of this kind.
    #[must_use]
    pub fn without(mut self, kind: MarkKind) -> Self {
        self.marks.retain(|(_, known)| *known != kind);
        self
    }

    /// Marks all of the words.
    #[must_use]
    pub fn all(mut self, kind: MarkKind) -> Self {
        let whole = 0..self.words.len();
        self.marks.retain(|(_, known)| *known != kind);
        if !whole.is_empty() {
            self.marks.insert(0, (whole, kind));
        }
        self
    }

    /// Takes the last character away.
    pub fn pop(&mut self) {
        self.words.pop();
        self.cut_marks();
    }

    /// Takes the spaces at the end away and gives them.
    pub fn split_gap(&mut self) -> String {
        let kept = self.words.trim_end().len();
        let gap = self.words.split_off(kept);
        self.cut_marks();
        gap
    }

    /// Brings marks that reach beyond the words back.
    fn cut_marks(&mut self) {
        let end = self.words.len();
        for (range, _) in &mut self.marks {
            range.end = range.end.min(end);
        }
        self.marks.retain(|(range, _)| range.start < range.end);
    }

    /// Line by line, as line feeds part them.
    pub fn lines(&self) -> impl Iterator<Item = Self> + '_ {
        let mut at = 0;
        self.words.split('\n').map(move |line| {
            let (from, to) = (at, at + line.len());
            at = to + 1;
            let marks = self.marks.iter().filter_map(|(range, kind)| {
                let (start, end) = (range.start.max(from), range.end.min(to));
                (start < end).then(|| (start - from..end - from, *kind))
            });
            Self {
                words: line.to_owned(),
                marks: marks.collect(),
            }
        })
    }

    /// As running words: cleaned, the marks moved along, in order, none on nothing and none beginning or ending in a space.
    pub(super) fn running(&self, met: &mut Met) -> Self {
        if self.marks.is_empty() {
            return Self::plain(clean::running(&self.words, met));
        }
        let edges = self
            .marks
            .iter()
            .flat_map(|(range, _)| [range.start, range.end]);
        let mut before: Vec<usize> = edges.collect();
        before.sort_unstable();
        before.dedup();
        let mut after = before.clone();
        let words = clean::running_with(&self.words, &mut after, met);
        let place = |edge: usize| {
            let at = before.binary_search(&edge).ok();
            at.and_then(|at| after.get(at)).copied().unwrap_or(0)
        };
        let mut marks: Vec<(Range<usize>, MarkKind)> = self
            .marks
            .iter()
            .map(|(range, kind)| (bare(&words, place(range.start)..place(range.end)), *kind))
            .filter(|(range, _)| range.start < range.end)
            .collect();
        marks.sort_by_key(|(range, kind)| (range.start, std::cmp::Reverse(range.end), *kind));
        let mut out: Vec<(Range<usize>, MarkKind)> = Vec::with_capacity(marks.len());
        for (range, kind) in marks {
            let open = out.iter_mut().rev().take(8).find(|(own, known)| {
                *known == kind
                    && (range.start <= own.end || words.get(own.end..range.start) == Some(" "))
            });
            match open {
                Some((own, _)) => own.end = own.end.max(range.end),
                None => out.push((range, kind)),
            }
        }
        Self { words, marks: out }
    }
}

impl From<&str> for Styled {
    fn from(words: &str) -> Self {
        Self::plain(words)
    }
}

impl From<String> for Styled {
    fn from(words: String) -> Self {
        Self::plain(words)
    }
}

impl From<&String> for Styled {
    fn from(words: &String) -> Self {
        Self::plain(words.as_str())
    }
}

impl From<&&str> for Styled {
    fn from(words: &&str) -> Self {
        Self::plain(*words)
    }
}

impl From<&Cow<'_, str>> for Styled {
    fn from(words: &Cow<'_, str>) -> Self {
        Self::plain(words.as_ref())
    }
}

impl From<Cow<'_, str>> for Styled {
    fn from(words: Cow<'_, str>) -> Self {
        Self::plain(words.into_owned())
    }
}

impl From<&Styled> for Styled {
    fn from(words: &Styled) -> Self {
        words.clone()
    }
}

/// A range without the spaces at its ends.
fn bare(words: &str, range: Range<usize>) -> Range<usize> {
    let own = words.get(range.clone()).unwrap_or("");
    let start = range.start + (own.len() - own.trim_start().len());
    start..(start + own.trim().len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const B: MarkKind = MarkKind::Bold;
    const I: MarkKind = MarkKind::Italic;

    fn marked(styled: &Styled) -> Vec<(&str, MarkKind)> {
        styled
            .marks()
            .iter()
            .map(|(range, kind)| (&styled.words()[range.clone()], *kind))
            .collect()
    }

    #[test]
    fn marks_stay_on_their_words_through_cleaning() {
        let mut styled = Styled::plain("  Seen ");
        styled.push(" alone\n\tat", &[B]);
        styled.push("  home\u{200b} ", &[B, I]);
        styled.push("\u{f0b7}é", &[I]);
        let clean = styled.running(&mut Met::default());
        assert_eq!(clean.words(), "Seen alone at home␣ •é");
        assert_eq!(marked(&clean), [("alone at home␣", B), ("home␣ •é", I)]);
    }

    #[test]
    fn a_mark_on_a_cut_pile_of_signs_stays_on_its_letter() {
        let mut styled = Styled::plain("x ");
        styled.push(&format!("a{}", "\u{301}".repeat(40)), &[B]);
        styled.push(" y", &[]);
        let clean = styled.running(&mut Met::default());
        assert!(clean.words().ends_with("␦ y"));
        assert!(marked(&clean)[0].0.starts_with('a') && marked(&clean)[0].0.ends_with('␦'));
    }

    #[test]
    fn lines_keep_their_part_of_a_mark() {
        let mut styled = Styled::plain("a");
        styled.push("b\nc", &[B]);
        let lines: Vec<Styled> = styled.lines().collect();
        assert_eq!(marked(&lines[0]), [("b", B)]);
        assert_eq!(marked(&lines[1]), [("c", B)]);
    }

    proptest! {
        #[test]
        fn the_marked_letters_are_the_same_before_and_after(
            parts in proptest::collection::vec(("[a-zé \u{a0}\n]{0,6}", any::<bool>()), 0..20)
        ) {
            let mut styled = Styled::default();
            for (words, bold) in &parts {
                styled.push(words, if *bold { &[B] } else { &[] });
            }
            let clean = styled.running(&mut Met::default());
            let letters = |words: &str| words.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let before: String = parts.iter().filter(|part| part.1).map(|part| letters(&part.0)).collect();
            let after: String = marked(&clean).iter().map(|part| letters(part.0)).collect();
            prop_assert_eq!(before, after);
        }
    }
}
