//! What stands in a document, before it is put into the text: headings made by hand can only be told when all of it is known; notes and
//! the heads and feet of pages come last. Shared by the readers of rich text, old Word documents and `OpenDocument`.

use std::collections::{BTreeSet, HashMap};

use super::{
    builder::Builder,
    docx::body::{Piece, put},
    styled::Styled,
    writing::Ink,
};

/// Something that stands in a document, with the look of its letters where that may make it a heading.
#[derive(Debug)]
pub struct Standing {
    /// What it is.
    pub piece: Piece,
    /// How its letters look.
    pub ink: Ink,
    /// Whether its look could make it a heading.
    is_open: bool,
}

impl Standing {
    /// A paragraph that is nothing more, so far.
    pub fn open(words: Styled, ink: Ink) -> Self {
        Self {
            piece: Piece::Paragraph(words),
            ink,
            is_open: true,
        }
    }

    /// Something that is what it is.
    pub fn certain(piece: Piece) -> Self {
        Self {
            piece,
            ink: Ink::default(),
            is_open: false,
        }
    }

    /// The same, with the look of its letters.
    #[must_use]
    pub fn with(mut self, ink: Ink) -> Self {
        self.ink = ink;
        self
    }
}

/// The size most letters have, in half points.
pub fn body_size(sizes: &HashMap<u32, usize>) -> u32 {
    sizes
        .iter()
        .max_by_key(|(size, letters)| (**letters, **size))
        .map_or(24, |(size, _)| *size)
}

/// Puts what stands in the body into the text.
pub fn put_story(story: Vec<Standing>, body: u32, builder: &mut Builder) {
    let has_headings = story
        .iter()
        .any(|standing| matches!(standing.piece, Piece::Heading(..)));
    let mut level = 1;
    for standing in story {
        let by_look = match &standing.piece {
            Piece::Paragraph(words) if standing.is_open => {
                standing.ink.heading(words.words(), body)
            }
            Piece::Heading(own, _) => {
                level = *own;
                None
            }
            _ => None,
        };
        match (standing.piece, by_look) {
            (Piece::Paragraph(words), Some(by_look)) => {
                let level = if has_headings {
                    (level + 1).clamp(2, 6)
                } else {
                    by_look
                };
                put(Piece::Heading(level, words), builder);
            }
            (piece, _) => put(piece, builder),
        }
        if builder.is_full() {
            return;
        }
    }
}

/// Notes and comments, in the order the words point at them.
#[derive(Debug, Default)]
pub struct Notes {
    all: Vec<(bool, usize, Vec<Standing>)>,
}

impl Notes {
    /// A note, or a comment, of this number.
    pub fn add(&mut self, is_comment: bool, number: usize, story: Vec<Standing>) {
        self.all.push((is_comment, number, story));
    }

    /// Puts them into the text, each kind under its heading.
    pub fn put(self, builder: &mut Builder) {
        let (comments, notes): (Vec<_>, Vec<_>) = self.all.into_iter().partition(|note| note.0);
        for (title, word, notes) in [
            ("[Notes]", "note", notes),
            ("[Comments]", "comment", comments),
        ] {
            let mut notes: Vec<_> = notes
                .into_iter()
                .filter(|(_, _, story)| !story.is_empty())
                .collect();
            notes.sort_by_key(|(_, number, _)| *number);
            if !notes.is_empty() {
                builder.heading(2, title);
            }
            for (_, number, story) in notes {
                put_note(format!("[{word} {number}]"), story, builder);
            }
        }
    }
}

fn put_note(mut sign: String, story: Vec<Standing>, builder: &mut Builder) {
    for standing in story {
        match standing.piece {
            Piece::Heading(_, words)
            | Piece::Paragraph(words)
            | Piece::Quote(words)
            | Piece::Item(_, _, words) => builder.item(0, &std::mem::take(&mut sign), words),
            table @ Piece::Table(_) => put(table, builder),
        }
    }
}

/// What stands at the top and foot of pages, each line once.
pub fn put_margins(margins: Vec<Standing>, builder: &mut Builder) {
    let mut seen = BTreeSet::new();
    for standing in margins {
        let mut inner = Builder::new();
        put(standing.piece, &mut inner);
        let Ok(text) = inner.finish() else { continue };
        for line in text.words.split('\n') {
            let line = line.replace('\t', " ");
            let is_number = line.chars().all(|c| !c.is_alphabetic());
            if is_number || !seen.insert(line.clone()) {
                continue;
            }
            if seen.len() == 1 {
                builder.heading(2, "[Top and foot of the pages]");
            }
            builder.running(line);
        }
    }
}
