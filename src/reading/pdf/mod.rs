//! Reading PDF: every letter with its place, put back into lines, columns, tables and paragraphs by our own rules.
//!
//! | file | owns |
//! |---|---|
//! | `glyphs` | what a page draws: letters and rules with their places |
//! | `annotations` | what was filled into forms, comments stuck on pages |
//! | `weight` | bold letters, where the font does not say so |
//! | `lines` | letters into words and lines |
//! | `running` | heads and feet of pages, by repetition |
//! | `grid` | tables drawn with rules |
//! | `columns` | the order of columns |
//! | `aligned` | tables set with space alone |
//! | `flow` | lines into headings, paragraphs and items |
//! | `hyphens` | words broken at line ends |
//!
//! The geometry is a judgement, the words are not: whatever the rules make of a page, each of its words is in the text once, except
//! running heads and feet, which stand once, and again where they change, marked for what they are.

mod aligned;
mod annotations;
mod columns;
mod flow;
mod glyphs;
mod grid;
mod hyphens;
mod lines;
mod running;
mod weight;

use std::collections::{BTreeSet, HashMap};

use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, object::DateTime};
use jiff::civil::Date;

use self::{
    annotations::Comment,
    flow::{Ended, Type},
    grid::{Cell, Grid},
    lines::Line,
    running::PageLines,
    weight::Weights,
};
use super::{builder::Builder, inside::Inside, not_readable::NotReadable, styled::Styled};

/// The most pages read.
const PAGE_CAP: usize = 20_000;

/// The most letters read from all pages together.
const LETTER_CAP: usize = 40_000_000;

/// How far from its end the mark that ends a PDF may stand, in bytes.
const END_WITHIN: usize = 4096;

/// Reads a PDF; what it says of itself beside its words goes to `inside`, also where its words cannot be read.
///
/// # Errors
/// When it is cut short or damaged beyond reading, needs a password, has too many pages, or holds pictures and no text.
pub fn read(
    bytes: &[u8],
    password: Option<&str>,
    builder: &mut Builder,
    inside: &mut Inside,
) -> Result<(), NotReadable> {
    let has_end = {
        let tail = bytes
            .get(bytes.len().saturating_sub(END_WITHIN)..)
            .unwrap_or(bytes);
        memchr::memmem::find(tail, b"%%EOF").is_some()
    };
    let password = password.unwrap_or_default();
    let pdf = Pdf::new_with_password(bytes.to_vec(), password).map_err(|why| match why {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::MissingIDEntry,
        ) => NotReadable::Password,
        LoadPdfError::Decryption(_) => NotReadable::Damaged("PDF"),
        LoadPdfError::Invalid if has_end => NotReadable::Damaged("PDF"),
        LoadPdfError::Invalid => NotReadable::CutShort("PDF"),
    })?;
    let said = pdf.metadata();
    inside.modified = said.modification_date.as_ref().and_then(day);
    inside.created = said.creation_date.as_ref().and_then(day);
    let count = pdf.pages().len();
    if count > PAGE_CAP {
        return Err(NotReadable::TooManyPages(count));
    }
    if !has_end {
        builder.remark("The end of the file is missing: pages may be missing too.");
    }
    let mut pages = Pages::default();
    let cache = InterpreterCache::new();
    let mut weights = Weights::default();
    for (number, page) in (1_u32..).zip(pdf.pages().iter()) {
        let mut drawn = glyphs::draw(page, &cache, &mut weights);
        let comments = annotations::look(page, number, &mut drawn);
        pages.comments.extend(comments);
        pages.add(drawn);
        if pages.letters > LETTER_CAP {
            return Err(NotReadable::TooLong(LETTER_CAP / 1_000_000));
        }
    }
    inside.comments = u32::try_from(pages.comments.len()).unwrap_or(u32::MAX);
    if pages.letters == 0 {
        return Err(match pages.pictures {
            0 if count == 0 => NotReadable::Damaged("PDF"),
            0 => NotReadable::OnlySeen(count),
            _ => NotReadable::Scan(count),
        });
    }
    pages.put(builder);
    Ok(())
}

/// A day a PDF says of itself, as it is written there.
fn day(at: &DateTime) -> Option<Date> {
    // What stands for a month or day that is not there, or is none, is the first: then the day is not known.
    if (at.month, at.day, at.hour, at.minute, at.second) == (1, 1, 0, 0, 0) {
        return None;
    }
    let number = |part: u8| i8::try_from(part).ok();
    Date::new(
        i16::try_from(at.year).ok()?,
        number(at.month)?,
        number(at.day)?,
    )
    .ok()
}

/// What all pages draw.
#[derive(Default)]
struct Pages {
    lines: Vec<PageLines>,
    grids: Vec<Vec<Grid>>,
    turned: Vec<Vec<Line>>,
    letters: usize,
    pictures: usize,
    unknown: usize,
    /// Numbers of pages that show pictures and no words.
    bare: BTreeSet<u32>,
    overfull: bool,
    comments: Vec<Comment>,
}

impl Pages {
    fn add(&mut self, mut drawn: glyphs::Drawn) {
        let turned: usize = drawn.turned.iter().map(|turned| turned.1.len()).sum();
        let letters = drawn.upright.len() + turned;
        self.letters += letters;
        self.pictures += drawn.pictures;
        self.unknown += drawn.unknown;
        self.overfull |= drawn.overfull;
        if letters == 0 && drawn.pictures > 0 {
            let number = u32::try_from(self.lines.len() + 1).unwrap_or(u32::MAX);
            self.bare.insert(number);
        }
        // A page whose words all run one way is read that way.
        let main = drawn
            .turned
            .iter()
            .position(|(_, letters)| drawn.upright.len() * 4 < letters.len());
        let mut rules = drawn.rules;
        let mut upright = drawn.upright;
        if let Some(main) = main {
            let (_, letters) = drawn.turned.swap_remove(main);
            drawn
                .turned
                .push((0, std::mem::replace(&mut upright, letters)));
            rules.clear();
        }
        let mut lines = lines::lines(upright);
        // Tables first: a row of titles that comes back on every page is no head of the page.
        let mut grids = grid::take_grids(&rules, &mut lines);
        grids.sort_by(|a, b| a.y0.total_cmp(&b.y0));
        self.grids.push(grids);
        self.lines.push(PageLines {
            height: drawn.height,
            lines,
        });
        self.turned.push(
            drawn
                .turned
                .into_iter()
                .flat_map(|(_, letters)| lines::lines(letters))
                .collect(),
        );
    }

    fn put(mut self, builder: &mut Builder) {
        let cells = self.grids.iter_mut().flatten();
        let cells = cells.flat_map(|grid| grid.rows.iter_mut().flatten());
        let lines = self.lines.iter_mut().flat_map(|page| &mut page.lines);
        let lines = lines.chain(cells.flat_map(|cell| &mut cell.lines));
        weight::tell(lines.flat_map(|line| &mut line.words));
        let running = running::take_running(&mut self.lines);
        let mut running = running.into_iter();
        let kind = self.kind();
        let mut ended = Ended::default();
        let pages = self.lines.into_iter().zip(self.grids).zip(self.turned);
        for (number, ((page, grids), turned)) in (1_u32..).zip(pages) {
            builder.page(number);
            let margins = running.next().unwrap_or_default();
            for line in margins.top {
                builder.running(line.text());
            }
            if self.bare.contains(&number) {
                builder.running(format!("[page {number} is a scan: no words]"));
            }
            put_page(page.lines, grids, &kind, &mut ended, builder);
            for line in turned {
                builder.paragraph(line.text());
            }
            for line in margins.foot {
                builder.running(line.text());
            }
            if builder.is_full() {
                return;
            }
        }
        annotations::put(&self.comments, builder);
        let numbers: Vec<String> = self.bare.iter().map(ToString::to_string).collect();
        match numbers.as_slice() {
            [] => {}
            [page] => builder.remark(format!("Page {page} is a scan: no words.")),
            pages => builder.remark(format!("Pages {} are scans: no words.", pages.join(", "))),
        }
        match self.pictures - self.bare.len().min(self.pictures) {
            0 => {}
            1 => builder.remark("One picture is not shown."),
            count => builder.remark(format!("{count} pictures are not shown.")),
        }
        if self.unknown > 0 {
            builder.remark(format!(
                "The document does not say which letters {} of its signs are; each is shown as �.",
                self.unknown
            ));
        }
        if self.overfull {
            builder.remark("A page holds more signs than are read; its last ones are missing.");
        }
    }

    /// Learns the document's type: the size of its body, the sizes of its headings, whether bold means something.
    fn kind(&self) -> Type {
        let mut sizes: HashMap<i32, usize> = HashMap::new();
        let (mut bold, mut all) = (0, 0);
        let mut hyphens = hyphens::Hyphens::default();
        for (page, grids) in self.lines.iter().zip(&self.grids) {
            let cells = grids.iter().flat_map(|grid| grid.rows.iter().flatten());
            let lines = || {
                page.lines
                    .iter()
                    .chain(cells.clone().flat_map(|cell| &cell.lines))
            };
            hyphens.learn(lines());
            for word in lines().flat_map(|line| &line.words) {
                let letters = word.letters();
                *sizes.entry(half_points(word.size)).or_default() += letters;
                bold += if word.look.bold { letters } else { 0 };
                all += letters;
            }
        }
        let body = sizes
            .iter()
            .max_by_key(|(size, count)| (**count, -**size))
            .map_or(0, |(size, _)| *size);
        let body = f64::from(body) / 2.0;
        let mut headings: Vec<i32> = sizes
            .iter()
            .filter(|(size, count)| {
                flow::is_large(f64::from(**size) / 2.0, body) && **count * 4 < all && **count >= 3
            })
            .map(|(size, _)| *size)
            .collect();
        headings.sort_unstable_by(|a, b| b.cmp(a));
        Type {
            body,
            sizes: headings
                .into_iter()
                .map(|size| f64::from(size) / 2.0)
                .collect(),
            bold_counts: bold * 5 < all * 2,
            hyphens,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "letters are measured in points"
)]
fn half_points(size: f64) -> i32 {
    (size.min(10_000.0) * 2.0).round() as i32
}

/// One page: its ruled tables in their places, everything else column by column.
fn put_page(
    mut lines: Vec<Line>,
    grids: Vec<Grid>,
    kind: &Type,
    ended: &mut Ended,
    builder: &mut Builder,
) {
    for grid in grids {
        let (above, below): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| line.y() < grid.y1 - 2.0);
        put_lines(above, kind, ended, builder);
        put_grid(grid, kind, builder);
        *ended = Ended::Whole;
        lines = below;
    }
    put_lines(lines, kind, ended, builder);
}

fn put_lines(lines: Vec<Line>, kind: &Type, ended: &mut Ended, builder: &mut Builder) {
    for region in columns::regions(lines) {
        flow::put(&region, kind, ended, builder);
    }
}

fn put_grid(grid: Grid, kind: &Type, builder: &mut Builder) {
    let is_bold = |row: &[Cell]| {
        let filled: Vec<&Cell> = row.iter().filter(|cell| !cell.lines.is_empty()).collect();
        filled.len() > 1
            && filled.len() == row.len()
            && filled
                .iter()
                .all(|cell| cell.lines.iter().all(Line::is_bold))
    };
    let titled = grid.rows.first().is_some_and(|row| is_bold(row))
        && grid.rows.get(1).is_some_and(|row| !is_bold(row));
    let mut header: Option<Vec<Styled>> = None;
    let mut rows: Vec<Vec<Styled>> = Vec::new();
    for (index, row) in grid.rows.into_iter().enumerate() {
        let is_across = matches!(row.as_slice(), [cell] if cell.span >= grid.columns);
        let is_long = row.iter().any(|cell| cell.lines.len() > 2);
        if is_across && (is_long || grid.columns == 1) {
            builder.styled_table(header.take(), std::mem::take(&mut rows));
            for cell in row {
                put_lines(cell.lines, kind, &mut Ended::default(), builder);
            }
            continue;
        }
        let mut cells = vec![Styled::default(); if is_across { 1 } else { grid.columns }];
        for cell in row {
            if let Some(words) = cells.get_mut(cell.column) {
                for line in &cell.lines {
                    kind.hyphens.append(words, &kind.styled(line));
                }
            }
        }
        if index == 0 && titled {
            header = Some(cells);
        } else {
            rows.push(cells);
        }
    }
    builder.styled_table(header, rows);
}

#[cfg(test)]
mod tests;
