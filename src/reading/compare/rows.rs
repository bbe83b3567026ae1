//! Rows out of two sides: which paragraphs stand beside which, and which words in them are not the same.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Change, ChangeKind, Row, RowKind,
    align::{Aligner, ToNew},
    side::{Side, Stretch},
    tokens::LineEnd,
};
use crate::reading::text::BlockKind;

/// Paragraphs with fewer of their words in common, in hundredths of the shorter one's, are not the same paragraph.
const SAME_PARAGRAPH: usize = 40;

/// And at least so many words, or half of the longer one's.
const SAME_WORDS: usize = 3;

/// Lines up to this many words stand beside each other where one took the place of the other, even with no word in common.
const SHORT: usize = 12;

/// Paragraphs of both sides that belong together, by number.
type Together = (Range<usize>, Range<usize>);

/// The first block of a row on both sides.
type FirstBlocks = (Option<usize>, Option<usize>);

/// Makes the rows.
pub struct Maker<'a, 's> {
    old: &'s Side<'a>,
    new: &'s Side<'a>,
    aligner: Aligner,
    to_new: ToNew,
    to_old: ToNew,
    away: BTreeMap<usize, usize>,
    here: BTreeMap<usize, usize>,
    together: Vec<Vec<Together>>,
    rows: Vec<Row>,
    changes: Vec<Change>,
    /// Where the paragraph that moved stands in `rows`, by old paragraph.
    away_row: BTreeMap<usize, usize>,
    here_row: BTreeMap<usize, usize>,
    old_done: usize,
    new_done: usize,
}

/// The rows, the changes in them in the order of the rows, and whether something was not compared word by word.
pub type Made = (Vec<Row>, Vec<Change>, bool);

impl<'a, 's> Maker<'a, 's> {
    pub fn new(old: &'s Side<'a>, new: &'s Side<'a>, moved: &[(usize, usize)]) -> Self {
        Self {
            aligner: Aligner::default(),
            to_new: vec![None; old.tokens.len()],
            to_old: vec![None; new.tokens.len()],
            away: moved.iter().copied().collect(),
            here: moved.iter().map(|(o, n)| (*n, *o)).collect(),
            together: Vec::new(),
            rows: Vec::new(),
            changes: Vec::new(),
            away_row: BTreeMap::new(),
            here_row: BTreeMap::new(),
            old_done: 0,
            new_done: 0,
            old,
            new,
        }
    }

    pub fn make(mut self, stretches: &[Stretch]) -> Made {
        for stretch in stretches {
            let together = match stretch {
                Stretch::Same(..) => Vec::new(),
                Stretch::Other(o, n) => self.align(o, n),
            };
            self.together.push(together);
        }
        self.keep_inner_ones();
        for (o, n) in self.away.clone() {
            self.align_words(&[o], &[n]);
        }
        for (at, stretch) in stretches.iter().enumerate() {
            match stretch {
                Stretch::Same(o, n) => {
                    for (o, n) in o.clone().zip(n.clone()) {
                        self.row(RowKind::Same, o..o + 1, n..n + 1);
                    }
                }
                Stretch::Other(o, n) => {
                    let together = self
                        .together
                        .get_mut(at)
                        .map(std::mem::take)
                        .unwrap_or_default();
                    self.stretch(o.clone(), n.clone(), &together);
                }
            }
        }
        self.finish();
        (self.rows, self.changes, self.aligner.coarse)
    }

    /// Aligns the words of a stretch, what moved left out, and says which paragraphs belong together.
    fn align(&mut self, o: &Range<usize>, n: &Range<usize>) -> Vec<Together> {
        let olds: Vec<usize> = o.clone().filter(|at| !self.away.contains_key(at)).collect();
        let news: Vec<usize> = n.clone().filter(|at| !self.here.contains_key(at)).collect();
        self.align_words(&olds, &news);
        let mut links: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for at in &olds {
            for token in self.old.span(*at) {
                if let Some(to) = self.to_new.get(token).copied().flatten() {
                    *links.entry((*at, self.new.paragraph_of(to))).or_default() += 1;
                }
            }
        }
        links.retain(|(o, n), words| self.belong(*o, *n, *words));
        let mut together: Vec<Together> = Vec::new();
        for (o, n) in links.into_keys() {
            match together.last_mut() {
                Some((olds, news)) if o < olds.end || n < news.end => {
                    olds.end = olds.end.max(o + 1);
                    news.end = news.end.max(n + 1);
                }
                _ => together.push((o..o + 1, n..n + 1)),
            }
        }
        // Words are the same only within paragraphs that belong together: now that these are known, they are compared for themselves.
        for at in olds {
            for token in self.old.span(at) {
                self.part(token);
            }
        }
        for (o, n) in &together {
            let olds: Vec<usize> = o.clone().collect();
            let news: Vec<usize> = n.clone().collect();
            self.align_words(&olds, &news);
        }
        together
    }

    /// Whether so many words in common make two paragraphs the same one, altered.
    fn belong(&self, o: usize, n: usize, words: usize) -> bool {
        let (a, b) = (self.old.span(o).len(), self.new.span(n).len());
        words * 100 >= a.min(b) * SAME_PARAGRAPH && (words >= SAME_WORDS || words * 2 >= a.max(b))
    }

    fn align_words(&mut self, olds: &[usize], news: &[usize]) {
        let tokens = |side: &Side<'_>, of: &[usize]| -> Vec<usize> {
            of.iter().flat_map(|at| side.span(*at)).collect()
        };
        let (olds, news) = (tokens(self.old, olds), tokens(self.new, news));
        let ids = |side: &Side<'_>, of: &[usize]| -> Vec<u32> {
            of.iter().map(|token| side.id(*token)).collect()
        };
        let aligned = self
            .aligner
            .align(&ids(self.old, &olds), &ids(self.new, &news));
        for (at, to) in aligned.into_iter().enumerate() {
            let new = to.and_then(|to| news.get(to).copied());
            if let (Some(old), Some(new)) = (olds.get(at).copied(), new) {
                self.tie(old, new);
            }
        }
    }

    fn tie(&mut self, old: usize, new: usize) {
        if let (Some(to), Some(from)) = (self.to_new.get_mut(old), self.to_old.get_mut(new)) {
            *to = Some(new);
            *from = Some(old);
        }
    }

    fn part(&mut self, old: usize) {
        if let Some(new) = self.to_new.get_mut(old).and_then(Option::take)
            && let Some(from) = self.to_old.get_mut(new)
        {
            *from = None;
        }
    }

    /// What moved into or out of the middle of a paragraph that was parted or joined is no row of its own: it is not said to have moved.
    fn keep_inner_ones(&mut self) {
        let inner = |all: &[Vec<Together>], at: usize, of: fn(&Together) -> &Range<usize>| {
            all.iter()
                .flatten()
                .any(|together| of(together).contains(&at))
        };
        let stay: Vec<(usize, usize)> = self
            .away
            .iter()
            .map(|(o, n)| (*o, *n))
            .filter(|(o, n)| {
                inner(&self.together, *o, |together| &together.0)
                    || inner(&self.together, *n, |together| &together.1)
            })
            .collect();
        for (o, n) in stay {
            self.away.remove(&o);
            self.here.remove(&n);
        }
    }

    fn stretch(&mut self, o: Range<usize>, n: Range<usize>, together: &[Together]) {
        let (mut at, mut to) = (o.start, n.start);
        for (olds, news) in together {
            self.apart(at..olds.start, to..news.start);
            self.joined(olds.clone(), news.clone());
            (at, to) = (olds.end, news.end);
        }
        self.apart(at..o.end, to..n.end);
    }

    /// Paragraphs with no partner in their place.
    fn apart(&mut self, o: Range<usize>, n: Range<usize>) {
        let gone: Vec<usize> = o.clone().filter(|at| !self.away.contains_key(at)).collect();
        let come: Vec<usize> = n.clone().filter(|at| !self.here.contains_key(at)).collect();
        if o.len() == gone.len() && n.len() == come.len() && self.alike(&gone, &come) {
            for (o, n) in o.zip(n) {
                self.joined(o..o + 1, n..n + 1);
            }
            return;
        }
        for at in o {
            let moved = self.away.get(&at).copied();
            let to = n.start.min(self.new.paragraphs.len());
            let row = self.row(
                if moved.is_some() {
                    RowKind::MovedAway { to: 0 }
                } else {
                    RowKind::Removed
                },
                at..at + 1,
                to..to,
            );
            if moved.is_some() {
                self.away_row.insert(at, row);
            } else {
                self.whole(row, ChangeKind::Removed, Some(at), None);
            }
        }
        for at in n {
            let moved = self.here.get(&at).copied();
            let kind = if moved.is_some() {
                RowKind::MovedHere { from: 0 }
            } else {
                RowKind::Added
            };
            let row = self.row(kind, 0..0, at..at + 1);
            if let Some(from) = moved {
                self.here_row.insert(from, row);
                self.whole(row, ChangeKind::Moved, Some(from), Some(at));
                self.words(row, from..from + 1, at..at + 1);
            } else {
                self.whole(row, ChangeKind::Added, None, Some(at));
            }
        }
    }

    /// As many short lines of the same kind on both sides: one took the place of the other.
    fn alike(&self, gone: &[usize], come: &[usize]) -> bool {
        let kind = |side: &Side<'_>, at: usize| {
            let block = side.paragraphs.get(at).copied()?;
            let block = side.text.blocks.get(block)?;
            Some(std::mem::discriminant(&block.kind))
        };
        !gone.is_empty()
            && gone.len() == come.len()
            && gone.iter().zip(come).all(|(o, n)| {
                self.old.span(*o).len() <= SHORT
                    && self.new.span(*n).len() <= SHORT
                    && kind(self.old, *o) == kind(self.new, *n)
            })
    }

    /// Paragraphs that belong together: one row, with the words that are not the same.
    fn joined(&mut self, o: Range<usize>, n: Range<usize>) {
        self.part_other_cells(&o, &n);
        let row = self.row(RowKind::Changed, o.clone(), n.clone());
        let before = self.changes.len();
        self.words(row, o, n);
        if self.changes.len() == before
            && let Some(row) = self.rows.get_mut(row)
        {
            row.kind = RowKind::Same;
        }
    }

    /// A word that stands in another column of the same row of a table is another word there.
    fn part_other_cells(&mut self, o: &Range<usize>, n: &Range<usize>) {
        if o.len() != 1 || n.len() != 1 {
            return;
        }
        let (Some(old), Some(new)) = (cells(self.old, o.start), cells(self.new, n.start)) else {
            return;
        };
        if old.len() != new.len() {
            return;
        }
        let cell_of =
            |cells: &[(usize, usize)], start: usize| cells.partition_point(|cell| cell.0 <= start);
        for token in self.old.span(o.start) {
            let Some(to) = self.to_new.get(token).copied().flatten() else {
                continue;
            };
            let (Some(a), Some(b)) = (self.old.tokens.get(token), self.new.tokens.get(to)) else {
                continue;
            };
            if cell_of(old, a.start) != cell_of(new, b.start) {
                self.part(token);
            }
        }
    }

    /// The changes between the words of some paragraphs.
    fn words(&mut self, row: usize, o: Range<usize>, n: Range<usize>) {
        let span = |side: &Side<'_>, of: &Range<usize>| {
            let first = side.span(of.start).start;
            let last = of.end.checked_sub(1).map_or(first, |at| side.span(at).end);
            first..last
        };
        let (old, new) = (span(self.old, &o), span(self.new, &n));
        let first = |side: &Side<'_>, token: usize| side.tokens.get(token).map(|token| token.block);
        let blocks = (first(self.old, old.start), first(self.new, new.start));
        let (mut i, mut j) = (old.start, new.start);
        while i < old.end || j < new.end {
            let (from, to) = (i, j);
            while i < old.end && !self.tied(i, &new) {
                i += 1;
            }
            let partner = (i < old.end)
                .then(|| self.to_new.get(i).copied().flatten())
                .flatten()
                .unwrap_or(new.end);
            j = partner;
            self.hunk(row, blocks, from..i, to..j);
            while i < old.end && j < new.end && self.to_new.get(i).copied().flatten() == Some(j) {
                i += 1;
                j += 1;
            }
        }
    }

    fn tied(&self, old: usize, new: &Range<usize>) -> bool {
        self.to_new
            .get(old)
            .copied()
            .flatten()
            .is_some_and(|to| new.contains(&to))
    }

    /// Words that were replaced by others, broken lines set aside.
    fn hunk(
        &mut self,
        row: usize,
        blocks: FirstBlocks,
        mut old: Range<usize>,
        mut new: Range<usize>,
    ) {
        while let Some((broken, after)) = self.line_end(&old, &new) {
            let before = (old.start..broken.0.start, new.start..broken.1.start);
            self.change(row, blocks, before.0, before.1);
            (old, new) = after;
        }
        self.change(row, blocks, old, new);
    }

    /// The first word of a stretch that was only broken elsewhere: where it stands, and what is left behind it.
    fn line_end(&self, old: &Range<usize>, new: &Range<usize>) -> Option<(Together, Together)> {
        let broken = |side: &Side<'_>, at: usize| LineEnd::of(side.word(at), side.word(at + 1));
        let find = |broken: &LineEnd, side: &Side<'_>, within: &Range<usize>| {
            within.clone().find(|at| broken.is(side.word(*at)))
        };
        let inner = |range: &Range<usize>| range.start..range.end.saturating_sub(1);
        for at in inner(old) {
            if let Some(to) = broken(self.old, at).and_then(|word| find(&word, self.new, new)) {
                return Some(((at..at + 2, to..to + 1), (at + 2..old.end, to + 1..new.end)));
            }
        }
        for to in inner(new) {
            if let Some(at) = broken(self.new, to).and_then(|word| find(&word, self.old, old)) {
                return Some(((at..at + 1, to..to + 2), (at + 1..old.end, to + 2..new.end)));
            }
        }
        None
    }

    fn change(&mut self, row: usize, blocks: FirstBlocks, old: Range<usize>, new: Range<usize>) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        let words = old.len().max(new.len());
        let change = Change {
            row,
            kind: ChangeKind::Words,
            old: self.old.bytes(&old, blocks.0),
            new: self.new.bytes(&new, blocks.1),
            words,
        };
        self.changes.push(change);
    }

    /// A paragraph as a whole.
    fn whole(&mut self, row: usize, kind: ChangeKind, o: Option<usize>, n: Option<usize>) {
        let words = match kind {
            ChangeKind::Moved => 0,
            _ => {
                o.map_or(0, |at| self.old.span(at).len())
                    + n.map_or(0, |at| self.new.span(at).len())
            }
        };
        let bytes = |side: &Side<'_>, at: Option<usize>, done: usize| {
            let none = side
                .text
                .blocks
                .get(done)
                .map_or(side.text.words.len(), |block| block.start);
            match at {
                Some(at) => side.bytes(&side.span(at), None),
                None => none..none,
            }
        };
        let change = Change {
            row,
            kind,
            old: bytes(self.old, o, self.old_done),
            new: bytes(self.new, n, self.new_done),
            words,
        };
        self.changes.push(change);
    }

    /// One more row of these paragraphs; what parts them from those before (page marks) goes with them.
    fn row(&mut self, kind: RowKind, o: Range<usize>, n: Range<usize>) -> usize {
        let old = blocks(self.old, &o, &mut self.old_done);
        let new = blocks(self.new, &n, &mut self.new_done);
        self.rows.push(Row { kind, old, new });
        self.rows.len() - 1
    }

    /// Ties the two rows of what moved to each other, and gives what stands behind the last paragraph to the last row.
    fn finish(&mut self) {
        for (from, away) in std::mem::take(&mut self.away_row) {
            let Some(here) = self.here_row.get(&from).copied() else {
                continue;
            };
            if let Some(row) = self.rows.get_mut(away) {
                row.kind = RowKind::MovedAway { to: here };
            }
            if let Some(row) = self.rows.get_mut(here) {
                row.kind = RowKind::MovedHere { from: away };
            }
        }
        let (olds, news) = (self.old.text.blocks.len(), self.new.text.blocks.len());
        if self.rows.is_empty() && olds + news > 0 {
            self.rows.push(Row {
                kind: RowKind::Same,
                old: 0..olds,
                new: 0..news,
            });
            return;
        }
        for (end, of) in [
            (
                olds,
                (|row| &mut row.old) as fn(&mut Row) -> &mut Range<usize>,
            ),
            (news, |row| &mut row.new),
        ] {
            let last = self.rows.iter_mut().rposition(|row| {
                let range = of(row);
                range.start < range.end
            });
            let last = last.unwrap_or(self.rows.len().saturating_sub(1));
            for (at, row) in self.rows.iter_mut().enumerate().skip(last) {
                let range = of(row);
                if at > last {
                    range.start = end;
                }
                range.end = end;
            }
        }
    }
}

fn blocks(side: &Side<'_>, paragraphs: &Range<usize>, done: &mut usize) -> Range<usize> {
    let end = paragraphs
        .end
        .checked_sub(1)
        .filter(|_| !paragraphs.is_empty())
        .and_then(|last| side.paragraphs.get(last))
        .map_or(*done, |block| block + 1);
    let blocks = *done..end.max(*done);
    *done = blocks.end;
    blocks
}

fn cells<'s>(side: &'s Side<'_>, paragraph: usize) -> Option<&'s [(usize, usize)]> {
    let block = side.paragraphs.get(paragraph).copied()?;
    match &side.text.blocks.get(block)?.kind {
        BlockKind::Row { cells, .. } => Some(cells),
        _ => None,
    }
}
