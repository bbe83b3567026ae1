//! Tables drawn with rules: the grid the rules make, its merged cells, and the words in each.

use super::{
    glyphs::Rule,
    lines::{Line, Word},
};

/// How far apart two rules may be and still meet, in points.
const NEAR: f64 = 3.0;

/// The narrowest column and the lowest row, in points.
const CELL: f64 = 7.0;

/// The most columns and rows of a grid.
const COLUMNS_CAP: usize = 40;
const ROWS_CAP: usize = 300;

/// A table found on a page.
#[derive(Debug)]
pub struct Grid {
    /// Upper edge.
    pub y0: f64,
    /// Lower edge.
    pub y1: f64,
    /// Its rows from the top: for each the cells that begin there.
    pub rows: Vec<Vec<Cell>>,
    /// How many columns.
    pub columns: usize,
}

/// A cell.
#[derive(Debug)]
pub struct Cell {
    /// Its first column.
    pub column: usize,
    /// Columns it stands across.
    pub span: usize,
    /// The lines in it.
    pub lines: Vec<Line>,
}

/// Takes the words that stand in ruled tables out of `lines` and gives them as tables.
pub fn take_grids(rules: &[Rule], lines: &mut Vec<Line>) -> Vec<Grid> {
    let mut grids = Vec::new();
    for group in groups(&merged(rules)) {
        let Some(frame) = Frame::new(&group) else {
            continue;
        };
        if let Some(grid) = frame.fill(lines) {
            let inside = |word: &Word| frame.holds(word);
            for line in lines.iter_mut() {
                line.words.retain(|word| !inside(word));
            }
            lines.retain(|line| !line.words.is_empty());
            grids.push(grid);
        }
    }
    grids
}

/// Rules that go on from each other, as one.
fn merged(rules: &[Rule]) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    rules.sort_by(|a, b| {
        a.across
            .cmp(&b.across)
            .then(a.at.total_cmp(&b.at))
            .then(a.from.total_cmp(&b.from))
    });
    let mut out: Vec<Rule> = Vec::new();
    for rule in rules {
        let near = out.iter_mut().rev().take(64).find(|own| {
            own.across == rule.across
                && (own.at - rule.at).abs() <= 1.5
                && rule.from <= own.to + NEAR
                && own.from <= rule.to + NEAR
        });
        match near {
            Some(own) => {
                own.from = own.from.min(rule.from);
                own.to = own.to.max(rule.to);
            }
            None => out.push(rule),
        }
    }
    out.retain(|rule| rule.to - rule.from >= CELL);
    out
}

fn meet(one: &Rule, two: &Rule) -> bool {
    one.across != two.across
        && (one.from - NEAR..=one.to + NEAR).contains(&two.at)
        && (two.from - NEAR..=two.to + NEAR).contains(&one.at)
}

/// Rules that hang together.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    if rules.len() > 2000 {
        return Vec::new();
    }
    let mut left: Vec<Rule> = rules.to_vec();
    let mut out = Vec::new();
    while let Some(seed) = left.pop() {
        let mut group = vec![seed];
        let mut next = 0;
        while let Some(rule) = group.get(next).copied() {
            next += 1;
            let (near, far): (Vec<Rule>, Vec<Rule>) =
                left.into_iter().partition(|own| meet(&rule, own));
            group.extend(near);
            left = far;
        }
        out.push(group);
    }
    out.sort_by(|a, b| top(a).total_cmp(&top(b)));
    out
}

fn top(group: &[Rule]) -> f64 {
    group
        .iter()
        .map(|rule| if rule.across { rule.at } else { rule.from })
        .fold(f64::INFINITY, f64::min)
}

/// The edges of a grid.
struct Frame<'a> {
    rules: &'a [Rule],
    xs: Vec<f64>,
    ys: Vec<f64>,
}

impl<'a> Frame<'a> {
    fn new(rules: &'a [Rule]) -> Option<Self> {
        let mut xs = Vec::new();
        let mut ys = Vec::new();
        let mut down = 0;
        for rule in rules {
            if rule.across {
                ys.push(rule.at);
            } else {
                down += 1;
                xs.push(rule.at);
            }
        }
        // Tables often have no rule at their sides: the ends of the rules across stand for them.
        for rule in rules {
            let (ends, others) = if rule.across {
                (&mut xs, down)
            } else {
                (&mut ys, 1)
            };
            if others > 0 {
                ends.extend([rule.from, rule.to]);
            }
        }
        let (xs, ys) = (edges(xs), edges(ys));
        let is_grid = xs.len() >= 2
            && ys.len() >= 2
            && xs.len() + ys.len() >= 5
            && xs.len() <= COLUMNS_CAP
            && ys.len() <= ROWS_CAP;
        is_grid.then_some(Self { rules, xs, ys })
    }

    /// Whether a rule parts what lies left and right of the edge at `x`, between `y0` and `y1`.
    fn parts(&self, across: bool, at: f64, from: f64, to: f64) -> bool {
        self.rules
            .iter()
            .filter(|rule| rule.across == across && (rule.at - at).abs() <= NEAR)
            .map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0))
            .sum::<f64>()
            >= 0.6 * (to - from)
    }

    fn column(&self, x: f64) -> Option<usize> {
        self.xs.windows(2).position(|edge| {
            edge.first().is_some_and(|&a| a <= x) && edge.last().is_some_and(|&b| x < b)
        })
    }

    fn row(&self, y: f64) -> Option<usize> {
        self.ys.windows(2).position(|edge| {
            edge.first().is_some_and(|&a| a <= y) && edge.last().is_some_and(|&b| y < b)
        })
    }

    fn holds(&self, word: &Word) -> bool {
        self.place(word).is_some()
    }

    fn place(&self, word: &Word) -> Option<(usize, usize)> {
        let x = f64::midpoint(word.x0, word.x1);
        let y = word.y - 0.3 * word.size;
        Some((self.row(y)?, self.column(x)?))
    }

    /// For each small cell the one it is merged into: the first of its group, row by row.
    fn owners(&self) -> Vec<usize> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut owner: Vec<usize> = (0..columns * rows).collect();
        let edge = |edges: &[f64], at: usize| edges.get(at).copied().unwrap_or(0.0);
        for row in 0..rows {
            for column in 0..columns {
                let own = row * columns + column;
                let (x0, x1) = (edge(&self.xs, column), edge(&self.xs, column + 1));
                let (y0, y1) = (edge(&self.ys, row), edge(&self.ys, row + 1));
                if column + 1 < columns && !self.parts(false, x1, y0, y1) {
                    unite(&mut owner, own, own + 1);
                }
                if row + 1 < rows && !self.parts(true, y1, x0, x1) {
                    unite(&mut owner, own, own + columns);
                }
            }
        }
        (0..owner.len()).map(|cell| find(&owner, cell)).collect()
    }

    /// The table with the words that stand in it; `None` where the rules make a box or a drawing.
    fn fill(&self, lines: &[Line]) -> Option<Grid> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let owners = self.owners();
        let mut held: Vec<Vec<Line>> = vec![Vec::new(); columns * rows];
        for line in lines {
            let mut last: Option<usize> = None;
            for word in &line.words {
                let Some((row, column)) = self.place(word) else {
                    last = None;
                    continue;
                };
                let owner = *owners.get(row * columns + column)?;
                let cell = held.get_mut(owner)?;
                match cell.last_mut() {
                    Some(open) if last == Some(owner) => open.words.push(word.clone()),
                    _ => cell.push(Line {
                        words: vec![word.clone()],
                    }),
                }
                last = Some(owner);
            }
        }
        let mut out = Vec::new();
        let (mut cells, mut filled) = (0, 0);
        for row in 0..rows {
            let mut begun = Vec::new();
            for column in 0..columns {
                let own = row * columns + column;
                if owners.get(own) != Some(&own) {
                    continue;
                }
                let across = (column..columns)
                    .take_while(|&at| owners.get(row * columns + at) == Some(&own))
                    .count();
                let lines = held.get_mut(own).map(std::mem::take).unwrap_or_default();
                cells += 1;
                filled += usize::from(!lines.is_empty());
                begun.push(Cell {
                    column,
                    span: across.max(1),
                    lines,
                });
            }
            if !begun.is_empty() {
                out.push(begun);
            }
        }
        let is_table = cells >= 2 && filled >= 2 && (cells < 60 || filled * 5 >= cells);
        is_table.then(|| Grid {
            y0: self.ys.first().copied().unwrap_or(0.0),
            y1: self.ys.last().copied().unwrap_or(0.0),
            rows: out,
            columns,
        })
    }
}

fn find(owner: &[usize], cell: usize) -> usize {
    let mut at = cell;
    while let Some(&up) = owner.get(at).filter(|&&up| up != at) {
        at = up;
    }
    at
}

fn unite(owner: &mut [usize], one: usize, two: usize) {
    let (one, two) = (find(owner, one), find(owner, two));
    if let Some(up) = owner.get_mut(one.max(two)) {
        *up = one.min(two);
    }
}

/// Positions, those nearer than a cell taken as one.
fn edges(mut all: Vec<f64>) -> Vec<f64> {
    all.sort_by(f64::total_cmp);
    let mut out: Vec<f64> = Vec::new();
    for at in all {
        if out.last().is_none_or(|last| at - last >= CELL) {
            out.push(at);
        }
    }
    out
}
