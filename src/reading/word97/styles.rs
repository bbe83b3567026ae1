//! The styles of an old Word document: which are headings, what their letters and lists are.

use super::{
    bytes::Bytes,
    sprm::{Letters, Paragraph},
};

/// The most styles looked at.
const STYLES: usize = 4_096;

/// How many styles may stand on each other.
const CHAIN: usize = 12;

/// The number of styles no style stands on.
const NONE: usize = 0x0fff;

/// A style of paragraphs.
#[derive(Clone, Debug, Default)]
pub struct Style {
    kind: u16,
    base: usize,
    /// What it says of paragraphs.
    pub paragraph: Paragraph,
    /// What it says of letters.
    pub letters: Letters,
}

/// All styles by number.
#[derive(Debug, Default)]
pub struct Styles {
    all: Vec<Style>,
}

impl Styles {
    /// What the table of styles says.
    pub fn new(table: Bytes<'_>) -> Self {
        let mut all = Vec::new();
        let Some(head) = table.two(0).map(usize::from) else {
            return Self::default();
        };
        let count = table.two(2).map_or(0, usize::from).min(STYLES);
        let base_length = table.two(4).map_or(10, usize::from);
        let mut at = 2 + head;
        for _ in 0..count {
            let Some(length) = table.two(at).map(usize::from) else {
                break;
            };
            let own = table.part(at + 2, length).unwrap_or(Bytes(&[]));
            all.push(style(own, base_length));
            at += 2 + length;
        }
        Self { all }
    }

    /// A style and those it stands on, the nearest first.
    fn chain(&self, number: usize) -> impl Iterator<Item = &Style> {
        let mut next = Some(number);
        (0..CHAIN).map_while(move |_| {
            let style = self.all.get(next?)?;
            next = (style.base != NONE).then_some(style.base);
            Some(style)
        })
    }

    /// Whether letters of a paragraph in this style are bold, before they say otherwise.
    pub fn bold(&self, number: usize) -> bool {
        self.chain(number)
            .find_map(|style| style.letters.bold)
            .is_some_and(|switch| switch.over(false))
    }

    /// Whether they are in italics.
    pub fn italic(&self, number: usize) -> bool {
        self.chain(number)
            .find_map(|style| style.letters.italic)
            .is_some_and(|switch| switch.over(false))
    }

    /// Their size.
    pub fn size(&self, number: usize) -> u32 {
        self.chain(number)
            .find_map(|style| style.letters.size)
            .unwrap_or(20)
    }

    /// The level of a heading, from 1.
    pub fn heading(&self, number: usize) -> Option<u8> {
        self.chain(number).find_map(|style| match style.kind {
            kind @ 1..=9 => u8::try_from(kind).ok(),
            62 => Some(1),
            _ => style
                .paragraph
                .outline
                .filter(|level| *level < 9)
                .map(|level| level + 1),
        })
    }

    /// Whether its words are quoted.
    pub fn is_quote(&self, number: usize) -> bool {
        self.all
            .get(number)
            .is_some_and(|style| matches!(style.kind, 180 | 181))
    }

    /// The list a paragraph in this style belongs to, and its level there.
    pub fn list(&self, number: usize) -> (Option<u16>, Option<u8>) {
        let list = self.chain(number).find_map(|style| style.paragraph.list);
        let level = self.chain(number).find_map(|style| style.paragraph.level);
        (list, level)
    }
}

fn style(own: Bytes<'_>, base_length: usize) -> Style {
    let (Some(first), Some(second), Some(third)) = (own.two(0), own.two(2), own.two(4)) else {
        return Style {
            base: NONE,
            kind: 0x0fff,
            ..Style::default()
        };
    };
    let mut style = Style {
        kind: first & 0x0fff,
        base: usize::from(second >> 4),
        ..Style::default()
    };
    let is_paragraph = second & 0x000f == 1;
    // Its name, with a letter of nothing at its end; then the properties of paragraphs, then those of letters.
    let name = own.two(base_length).map_or(0, usize::from);
    let mut at = base_length + 2 + 2 * name + 2;
    if is_paragraph && third & 0x000f >= 1 {
        let length = own.two(at).map_or(0, usize::from);
        if let Some(properties) = own.part(at + 2, length) {
            style.paragraph.add(properties.from(2));
        }
        at += 2 + length + length % 2;
    }
    if is_paragraph && third & 0x000f >= 2 {
        let length = own.two(at).map_or(0, usize::from);
        if let Some(properties) = own.part(at + 2, length) {
            style.letters.add(properties);
        }
    }
    style
}
