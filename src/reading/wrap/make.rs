//! Making the index: block after block, each by its nature.

use std::ops::Range;

use super::{
    Column, Layout, RowEntry, Seg, Shape, What, Wrapped, flow::Flow, margins, small, table,
};
use crate::reading::{
    cells,
    text::{Block, BlockKind, Text},
};

/// Columns of a title before its value on a card, at most; a longer one stands on a row of its own.
const LONGEST_LABEL: usize = 24;

/// Columns the value is moved in where its title stands on a row of its own.
const CARD_INDENT: usize = 2;

/// Wraps a whole text.
pub(super) fn wrap(text: &Text, width: u16, sideways: bool) -> Wrapped {
    let mut maker = Maker {
        text,
        width,
        sideways,
        out: Out::default(),
        last: None,
    };
    let mut at = 0;
    while let Some(block) = text.blocks.get(at) {
        if u32::try_from(block.end).is_err() {
            break;
        }
        if matches!(block.kind, BlockKind::Row { .. }) {
            let blocks = table::run(text, at);
            at = blocks.end;
            maker.table(blocks);
        } else {
            maker.block(at, block);
            at += 1;
        }
    }
    maker.out.finish(width)
}

struct Maker<'a> {
    text: &'a Text,
    width: u16,
    /// Whether a table too wide is moved sideways, not shown as cards.
    sideways: bool,
    out: Out,
    /// The block that has the last rows so far.
    last: Option<&'a Block>,
}

impl<'a> Maker<'a> {
    fn block(&mut self, index: usize, block: &'a Block) {
        self.begin(index, block, false);
        if matches!(block.kind, BlockKind::Page(_)) {
            self.out.row(Shape::Page, block.start, &[], 0);
        } else if block.start < block.end {
            let (_, left) = margins(&block.kind, self.width);
            let room = usize::from(self.width.saturating_sub(left));
            let out = &mut self.out;
            let mut flow = Flow::new(&self.text.words, room, |line: &[Seg]| {
                out.row(Shape::Words, block.start, line, left);
            });
            if matches!(block.kind, BlockKind::Verbatim) {
                flow.verbatim(block.range());
            } else {
                flow.words(block.range());
            }
        }
        self.end(block);
    }

    fn table(&mut self, blocks: Range<usize>) {
        let width = usize::from(self.width);
        let wide = || {
            let rows = blocks.clone();
            (self.sideways).then(|| table::wide(self.text, rows, width))?
        };
        let columns = table::columns(self.text, blocks.clone(), width).or_else(wide);
        let mut titles: Option<&'a Block> = None;
        for index in blocks.clone() {
            let Some(block) = self.text.blocks.get(index) else {
                break;
            };
            let BlockKind::Row { header, cells, .. } = &block.kind else {
                self.block(index, block);
                continue;
            };
            self.begin(index, block, columns.is_none());
            match &columns {
                Some(columns) => {
                    self.out.columns(&self.text.words, block, cells, columns);
                    // A line under the titles; and under a row of several lines, so that the eye knows where the next begins.
                    let tall = self.out.rows.len() > self.out.rows_before + 1;
                    let last = index + 1 >= blocks.end;
                    if (*header && !self.is_title_row(index + 1)) || (!header && tall && !last) {
                        self.out.row(Shape::Rule, block.end, &[], 0);
                    }
                }
                None if *header => {
                    self.out
                        .flow(&self.text.words, block.range(), width, 0, block.start);
                    titles = Some(block);
                }
                None => self.card(cells, titles),
            }
            self.end(block);
        }
        if let Some(columns) = columns {
            self.out.tables.push(Layout { blocks, columns });
        }
    }

    fn is_title_row(&self, index: usize) -> bool {
        let block = self.text.blocks.get(index);
        block.is_some_and(|block| matches!(block.kind, BlockKind::Row { header: true, .. }))
    }

    /// A row of a table as a card: a line or more for each cell that says something, its title before it.
    fn card(&mut self, cells: &[(usize, usize)], titles: Option<&Block>) {
        let width = usize::from(self.width);
        let titles: &[(usize, usize)] = match titles.map(|block| &block.kind) {
            Some(BlockKind::Row { cells, .. }) => cells,
            _ => &[],
        };
        for (number, &(start, end)) in cells.iter().enumerate() {
            let title = titles.get(number).map_or(0..0, |&(start, end)| start..end);
            let words = &self.text.words;
            let (len, cols) = cells::fit(words, title.clone(), width.saturating_sub(1));
            let label = Seg {
                start: small(title.start),
                end: small(title.start + len),
                col: 0,
                what: What::Label,
            };
            if start == end {
                continue;
            }
            if cols == 0 {
                self.out.flow(words, start..end, width, 0, start);
            } else if cols > LONGEST_LABEL.min(width / 2) {
                self.out.row(Shape::Words, start, &[label], 0);
                self.out
                    .flow(words, start..end, width, CARD_INDENT.min(width / 4), start);
            } else {
                self.out.label = Some(label);
                self.out.flow(words, start..end, width, cols + 2, start);
                self.out.label = None;
            }
        }
    }

    fn begin(&mut self, index: usize, block: &Block, card: bool) {
        self.out.block = index;
        self.out.block_start = block.start;
        self.out.first = true;
        self.out.rows_before = self.out.rows.len();
        self.out.blank = self.last.is_some_and(|last| parted(last, block, card));
    }

    fn end(&mut self, block: &'a Block) {
        if self.out.rows.len() > self.out.rows_before {
            self.last = Some(block);
        }
    }
}

/// Whether a blank row parts two blocks.
fn parted(last: &Block, next: &Block, card: bool) -> bool {
    match (&last.kind, &next.kind) {
        (BlockKind::Page(_) | BlockKind::Heading(_), _)
        | (_, BlockKind::Page(_) | BlockKind::Line)
        | (BlockKind::Item { .. }, BlockKind::Item { .. })
        | (BlockKind::Verbatim, BlockKind::Verbatim) => false,
        (BlockKind::Row { table, .. }, BlockKind::Row { table: next, .. }) => card || table != next,
        _ => true,
    }
}

/// The rows made so far.
#[derive(Default)]
struct Out {
    rows: Vec<RowEntry>,
    segs: Vec<Seg>,
    tables: Vec<Layout>,
    /// The block whose rows are being made.
    block: usize,
    block_start: usize,
    /// No row of words of it yet.
    first: bool,
    /// A blank row is wanted before its first row.
    blank: bool,
    rows_before: usize,
    /// To stand before the next row's words.
    label: Option<Seg>,
    /// Lines of a table row's cells while they are put side by side.
    lines: Vec<(u32, Seg)>,
}

impl Out {
    /// Adds a row whose segments are moved `left` columns in.
    fn row(&mut self, shape: Shape, fallback: usize, segs: &[Seg], left: u16) {
        if std::mem::take(&mut self.blank) {
            self.entry(Shape::Blank, self.block_start);
        }
        let text = segs.iter().find(|seg| seg.what != What::Label);
        let start = text.map_or_else(
            // An empty line begins after the line feed that follows what is shown so far: starts never go back.
            || fallback.max(self.segs.last().map_or(0, |seg| seg.end as usize + 1)),
            |seg| seg.start as usize,
        );
        self.entry(shape, start);
        self.segs.extend(self.label.take());
        self.segs.extend(segs.iter().map(|seg| Seg {
            col: seg.col.saturating_add(left),
            ..*seg
        }));
    }

    fn entry(&mut self, shape: Shape, start: usize) {
        let first = shape == Shape::Words && std::mem::take(&mut self.first);
        self.rows.push(RowEntry {
            segs: small(self.segs.len()),
            block: small(self.block),
            start: small(start),
            shape,
            first,
        });
    }

    /// Rows of running words, `left` columns in.
    fn flow(&mut self, words: &str, range: Range<usize>, width: usize, left: usize, start: usize) {
        let mut flow = Flow::new(words, width.saturating_sub(left), |line: &[Seg]| {
            self.row(Shape::Words, start, line, super::small_col(left));
        });
        flow.words(range);
    }

    /// The rows of one table row: its cells side by side, each wrapped in its column. At least one, so that the table keeps its shape.
    fn columns(
        &mut self,
        words: &str,
        block: &Block,
        cells: &[(usize, usize)],
        columns: &[Column],
    ) {
        let mut lines = std::mem::take(&mut self.lines);
        for (&(start, end), column) in cells.iter().zip(columns) {
            let mut number = 0;
            let mut flow = Flow::new(words, usize::from(column.width), |line: &[Seg]| {
                let moved = line.iter().map(|seg| Seg {
                    col: seg.col.saturating_add(column.col),
                    ..*seg
                });
                lines.extend(moved.map(|seg| (number, seg)));
                number += 1;
            });
            flow.words(start..end);
        }
        // Stable: within a line the cells stay in their order.
        lines.sort_by_key(|&(number, _)| number);
        if lines.is_empty() {
            self.row(Shape::Words, block.start, &[], 0);
        }
        let mut segs = Vec::new();
        for line in lines.chunk_by(|(one, _), (other, _)| one == other) {
            segs.clear();
            segs.extend(line.iter().map(|&(_, seg)| seg));
            self.row(Shape::Words, block.start, &segs, 0);
        }
        lines.clear();
        self.lines = lines;
    }

    fn finish(mut self, width: u16) -> Wrapped {
        self.rows.shrink_to_fit();
        self.segs.shrink_to_fit();
        Wrapped {
            width,
            rows: self.rows,
            segs: self.segs,
            tables: self.tables,
        }
    }
}
