//! The body of a part, paragraph by paragraph: what is a heading, an item, a table, and what only looks like a paragraph.

use super::{
    inline::{Inline, Segment},
    numbering::Numbering,
    styles::Styles,
    table::{Cell, Row, Table, put_table},
    tally::Tally,
    xml::Element,
};
use crate::reading::{builder::Builder, styled::Styled, text::MarkKind};

/// The longest paragraph taken for a heading because of how it looks, in characters.
const HEADING_LENGTH: usize = 80;

/// The most columns a cell may say it stands across, or a row leave free.
const SPAN_CAP: usize = 64;

/// Something that stands in a body or a cell.
#[derive(Debug)]
pub enum Piece {
    /// A heading of this level.
    Heading(u8, Styled),
    /// Running words.
    Paragraph(Styled),
    /// An item of a list: depth, marker, words.
    Item(u8, String, Styled),
    /// Quoted words.
    Quote(Styled),
    /// A table.
    Table(Table),
}

/// Puts a piece into the text.
pub fn put(piece: Piece, builder: &mut Builder) {
    match piece {
        // A heading stands out as it is.
        Piece::Heading(level, words) => builder.heading(level, words.without(MarkKind::Bold)),
        Piece::Paragraph(words) => builder.paragraph(words),
        Piece::Item(depth, marker, words) => builder.item(depth, &marker, words),
        Piece::Quote(words) => builder.quote(words),
        Piece::Table(table) => put_table(table, builder),
    }
}

/// Walks the parts of one document, counting its lists and notes as it goes.
pub struct Walker<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    /// What is to be said when all is read.
    pub tally: Tally,
    /// Whether headings are marked by styles; where they are, looks do not count for as much.
    has_headings: bool,
    level: u8,
    in_table: usize,
}

impl<'a> Walker<'a> {
    /// A walker that has seen nothing yet. `has_headings`: whether the document marks its headings by styles.
    pub fn new(styles: &'a Styles, numbering: Numbering, tally: Tally, has_headings: bool) -> Self {
        Self {
            styles,
            numbering,
            tally,
            has_headings,
            level: 0,
            in_table: 0,
        }
    }

    /// What stands in a body, a cell, a note or a text box.
    pub fn pieces(&mut self, element: &Element) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.inside(element, &mut |piece| pieces.push(piece));
        pieces
    }

    /// Hands everything inside to `each`, in order.
    pub fn inside(&mut self, element: &Element, each: &mut dyn FnMut(Piece)) {
        for child in element.elements() {
            match child.name {
                "p" => self.paragraph(child, each),
                "tbl" => {
                    self.in_table += 1;
                    let table = self.table(child);
                    self.in_table -= 1;
                    each(Piece::Table(table));
                }
                "pPr" | "tcPr" | "trPr" | "rPr" => {}
                "commentRangeStart" | "commentRangeEnd" => self.tally.comment_range(child),
                "AlternateContent" => {
                    if let Some(chosen) = child.child("Choice").or_else(|| child.child("Fallback"))
                    {
                        self.inside(chosen, each);
                    }
                }
                _ => self.inside(child, each),
            }
        }
    }

    fn paragraph(&mut self, element: &Element, each: &mut dyn FnMut(Piece)) {
        let properties = element.child("pPr");
        let style = properties.and_then(|properties| properties.val("pStyle"));
        let styles = self.styles;
        let (segments, boxes) = Inline::read(element, style, styles, &mut self.tally);
        let number = self.number(properties, style);
        let is_empty = segments.iter().all(|segment| segment.words.is_blank());
        if !is_empty {
            let heading = properties
                .and_then(|properties| properties.val("outlineLvl"))
                .and_then(|level| level.parse::<u8>().ok())
                .filter(|level| *level < 9)
                .map(|level| level + 1)
                .or_else(|| styles.heading(style));
            let marker =
                number.and_then(|(id, level)| Some((level, self.numbering.next(&id, level)?)));
            self.put_paragraph(segments, heading, marker, style, each);
        }
        for inner in boxes {
            self.inside(inner, each);
        }
    }

    fn put_paragraph(
        &mut self,
        segments: Vec<Segment>,
        heading: Option<u8>,
        marker: Option<(u8, String)>,
        style: Option<&str>,
        each: &mut dyn FnMut(Piece),
    ) {
        let whole = |segments: Vec<Segment>| {
            let mut words = Styled::default();
            for segment in &segments {
                words.push(if words.is_blank() { "" } else { " " }, &[]);
                words.append(&segment.words);
            }
            words
        };
        if let Some(level) = heading {
            let mut words = Styled::default();
            if let Some((_, marker)) = marker {
                words.push(&format!("{marker} "), &[]);
            }
            words.append(&whole(segments));
            self.level = level;
            each(Piece::Heading(level, words));
        } else if let Some((depth, marker)) = marker {
            each(Piece::Item(depth, marker, whole(segments)));
        } else if self.styles.is_quote(style) {
            each(Piece::Quote(whole(segments)));
        } else {
            for segment in segments {
                match self.looks_like_heading(&segment) {
                    Some(level) => each(Piece::Heading(level, segment.words)),
                    None => each(Piece::Paragraph(segment.words)),
                }
            }
        }
    }

    /// The level of a heading made by hand: short, alone, and bold or large throughout.
    fn looks_like_heading(&self, segment: &Segment) -> Option<u8> {
        let words = segment.words.words().trim();
        let is_short = words.chars().count() <= HEADING_LENGTH && !words.contains('\n');
        let is_phrase = !words.ends_with(['.', ',', ';', '?', '!'])
            && words.chars().any(char::is_alphabetic)
            && !words.starts_with('[');
        if self.in_table > 0 || !is_short || !is_phrase || segment.letters == 0 {
            return None;
        }
        let body = f64::from(self.styles.size(None).max(1));
        let ratio = f64::from(segment.size.unwrap_or(0)) / body;
        if segment.bold < segment.letters && ratio < 1.25 {
            return None;
        }
        let by_size = if ratio >= 1.4 {
            1
        } else if ratio >= 1.1 {
            2
        } else {
            3
        };
        Some(if self.has_headings {
            (self.level + 1).clamp(2, 6)
        } else {
            by_size
        })
    }

    fn number(&self, properties: Option<&Element>, style: Option<&str>) -> Option<(String, u8)> {
        let by_style = self.styles.number(style);
        let own = properties.and_then(|properties| properties.child("numPr"));
        let Some(own) = own else {
            return by_style.map(|(id, level)| (id.to_owned(), level));
        };
        let level = own.val("ilvl").and_then(|level| level.parse().ok());
        match own.val("numId") {
            Some("0") => None,
            Some(id) => Some((id.to_owned(), level.unwrap_or(0))),
            None => by_style.map(|(id, by_style)| (id.to_owned(), level.unwrap_or(by_style))),
        }
    }

    fn table(&mut self, element: &Element) -> Table {
        let mut table = Table::default();
        self.rows(element, &mut table);
        table
    }

    fn rows(&mut self, element: &Element, table: &mut Table) {
        for child in element.elements() {
            match child.name {
                "tr" => {
                    let properties = child.child("trPr");
                    let count = |name| {
                        let value = properties.and_then(|properties| properties.val(name));
                        value
                            .and_then(|count| count.parse().ok())
                            .unwrap_or(0_usize)
                    };
                    let mut row = Row {
                        header: properties
                            .and_then(|properties| properties.switch("tblHeader"))
                            .unwrap_or(false),
                        before: count("gridBefore").min(SPAN_CAP),
                        cells: Vec::new(),
                    };
                    self.cells(child, &mut row);
                    table.rows.push(row);
                }
                // Rows may stand in content controls and under tracked changes.
                "" | "sdt" | "ins" | "del" => self.rows(child, table),
                _ => {}
            }
        }
    }

    fn cells(&mut self, element: &Element, row: &mut Row) {
        for child in element.elements() {
            match child.name {
                "tc" => {
                    let cell = self.cell(child);
                    row.cells.push(cell);
                }
                "" | "sdt" | "ins" | "del" => self.cells(child, row),
                _ => {}
            }
        }
    }

    fn cell(&mut self, element: &Element) -> Cell {
        let properties = element.child("tcPr");
        let span = properties
            .and_then(|properties| properties.val("gridSpan"))
            .and_then(|span| span.parse().ok())
            .unwrap_or(1_usize);
        let merge = properties.and_then(|properties| properties.child("vMerge"));
        let shade = properties
            .and_then(|properties| properties.child("shd"))
            .and_then(|shade| shade.attribute("fill"))
            .unwrap_or("auto");
        let pieces = self.pieces(element);
        Cell {
            span: span.clamp(1, SPAN_CAP),
            goes_on: merge.is_some_and(|merge| merge.attribute("val") != Some("restart")),
            stands_out: !matches!(shade, "auto" | "FFFFFF" | "ffffff")
                || is_bold(element, self.styles),
            pieces,
        }
    }
}

/// Whether all letters in a cell are bold.
fn is_bold(element: &Element, styles: &Styles) -> bool {
    let mut tally = Tally::default();
    let mut letters = 0;
    for paragraph in element.elements().filter(|child| child.name == "p") {
        let style = paragraph
            .child("pPr")
            .and_then(|properties| properties.val("pStyle"));
        let (segments, _) = Inline::read(paragraph, style, styles, &mut tally);
        for segment in segments {
            if segment.bold < segment.letters {
                return false;
            }
            letters += segment.letters;
        }
    }
    letters > 0
}
