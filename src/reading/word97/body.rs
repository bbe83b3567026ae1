//! The text of an old Word document, letter by letter, into paragraphs and tables.

use std::collections::HashMap;

use super::{
    super::{
        docx::body::Piece as What,
        standing::Standing,
        story::Story,
        styled::Styled,
        writing::{Ink, Look, Manner, Tally, drawn},
    },
    bytes::Bytes,
    form,
    lists::Lists,
    looks::Looks,
    pieces::{Piece, letters},
    sprm::{Letters, Paragraph},
    styles::Styles,
};

/// A note or a comment: which letters of the text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Whether it is a comment.
    pub is_comment: bool,
    /// Its first letter.
    pub from: usize,
    /// The letter after its last.
    pub end: usize,
    /// Its number, once the text has pointed at it.
    pub number: Option<usize>,
}

/// A field that is open: a page number, a link, a box to tick.
#[derive(Debug, Default)]
struct Field {
    is_instruction: bool,
    instruction: String,
    data: Option<usize>,
}

/// Walks the parts of one document's text.
pub struct Walker<'a> {
    /// The main stream, and the one of data.
    pub streams: (Bytes<'a>, Bytes<'a>),
    /// The pieces of the text.
    pub pieces: &'a [Piece],
    /// How letters look.
    pub letters: Looks<Letters>,
    /// How paragraphs look.
    pub paragraphs: Looks<Paragraph>,
    /// Styles.
    pub styles: Styles,
    /// Lists.
    pub lists: Lists,
    /// The names of fonts.
    pub fonts: Vec<String>,
    /// Notes and comments, and which letter points at which.
    pub notes: Vec<Note>,
    /// Which letter points at which note.
    pub pointers: HashMap<usize, usize>,
    /// How many notes, how many comments were pointed at.
    pub numbers: (usize, usize),
    /// What is to be said when all is read.
    pub tally: Tally,
    /// How many letters have which size.
    pub sizes: HashMap<u32, usize>,
}

impl Walker<'_> {
    /// What stands in a stretch of the text.
    pub fn story(&mut self, from: usize, end: usize) -> Vec<Standing> {
        let mut telling = Telling::default();
        let (stream, pieces) = (self.streams.0, self.pieces);
        let mut last: Option<(Option<usize>, Option<usize>)> = None;
        let mut look = Look::default();
        let mut own = Letters::default();
        let mut before = '\r';
        for (number, at, letter) in letters(stream, pieces, from, end) {
            let key = (self.letters.find(at), self.paragraphs.find(at));
            if last != Some(key) {
                last = Some(key);
                self.flush(&mut telling, look);
                own = self.letters.at(at).copied().unwrap_or_default();
                look = self.look(&own, at);
            }
            match letter {
                '\r' | '\u{7}' | '\u{c}' | '\u{e}' => {
                    self.flush(&mut telling, look);
                    self.end(letter, before, at, &mut telling);
                }
                _ => self.letter(letter, number, &own, look, &mut telling),
            }
            before = letter;
        }
        self.flush(&mut telling, look);
        telling.fields.clear();
        self.end_paragraph(&Paragraph::default(), 0, &mut telling);
        telling.story.end();
        telling.story.pieces
    }

    fn look(&mut self, own: &Letters, at: usize) -> Look {
        let style = self
            .paragraphs
            .at(at)
            .map_or(0, |paragraph| paragraph.style);
        let is =
            |switch: Option<super::sprm::Switch>| switch.is_some_and(|switch| switch.over(false));
        let manner = if own.deleted {
            Manner::Deleted(own.changed.0)
        } else if is(own.hidden) {
            Manner::Hidden
        } else if is(own.struck) {
            Manner::StruckOut
        } else if own.inserted {
            Manner::Inserted(own.changed.1)
        } else {
            Manner::Plain
        };
        let (bold, italic) = (self.styles.bold(style), self.styles.italic(style));
        Look {
            manner,
            bold: own.bold.map_or(bold, |switch| switch.over(bold)),
            italic: own.italic.map_or(italic, |switch| switch.over(italic)),
            size: own.size.unwrap_or_else(|| self.styles.size(style)),
        }
    }

    /// Letters gathered so far go into the paragraph.
    fn flush(&mut self, telling: &mut Telling, look: Look) {
        if telling.words.is_empty() {
            return;
        }
        let words = std::mem::take(&mut telling.words);
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        *self.sizes.entry(look.size).or_default() += letters;
        telling.story.writing.push(&words, look, &mut self.tally);
    }

    fn letter(
        &mut self,
        letter: char,
        number: usize,
        own: &Letters,
        look: Look,
        telling: &mut Telling,
    ) {
        match letter {
            '\u{13}' => telling.fields.push(Field {
                is_instruction: true,
                ..Field::default()
            }),
            '\u{14}' => {
                if let Some(field) = telling.fields.last_mut() {
                    field.is_instruction = false;
                }
            }
            '\u{15}' => {
                if let Some(field) = telling.fields.pop() {
                    let shown = form::shown(&field.instruction, field.data, self.streams.1);
                    telling.words.push_str(&shown);
                }
            }
            _ if telling.fields.iter().any(|field| field.is_instruction) => {
                if let Some(field) = telling.fields.last_mut() {
                    field.data = own.data.or(field.data);
                    if field.instruction.len() < 256 {
                        field.instruction.push(letter);
                    }
                }
            }
            '\u{b}' => telling.words.push('\n'),
            '\t' => {
                self.flush(telling, look);
                telling.story.writing.tab();
            }
            '\u{1e}' => telling.words.push('-'),
            '\u{1}' if own.special => self.tally.pictures += 1,
            '\u{2}' | '\u{5}' if own.special => self.point(number, telling),
            '(' if own.sign.is_some() => {
                let code = u32::from(own.sign.unwrap_or(0));
                let font = own.font.and_then(|font| self.fonts.get(usize::from(font)));
                let sign = char::from_u32(code & 0xff)
                    .and_then(|sign| drawn(font.map_or("Wingdings", String::as_str), sign));
                match sign {
                    Some(sign) => telling.words.push_str(sign),
                    None => telling.words.extend(char::from_u32(code)),
                }
            }
            letter if letter < ' ' => {}
            letter => telling.words.push(letter),
        }
    }

    /// The text points at a note here.
    fn point(&mut self, number: usize, telling: &mut Telling) {
        let Some(note) = self
            .pointers
            .get(&number)
            .and_then(|&index| self.notes.get_mut(index))
        else {
            return;
        };
        let (count, word) = if note.is_comment {
            (&mut self.numbers.1, "comment")
        } else {
            (&mut self.numbers.0, "note")
        };
        *count += 1;
        note.number = Some(*count);
        let sign = format!(" [{word} {count}]");
        telling.words.push_str(&sign);
    }

    /// A paragraph, a cell or a row ends.
    fn end(&mut self, letter: char, before: char, at: usize, telling: &mut Telling) {
        let paragraph = self.paragraphs.at(at).cloned();
        let is_known = paragraph.is_some();
        let paragraph = paragraph.unwrap_or_default();
        let depth = paragraph.tables();
        let plan = || paragraph.row.clone().unwrap_or_default();
        match letter {
            '\u{7}' => {
                // Where nothing is said of paragraphs, a row ends where its last cell is followed by another sign of an end.
                let ends_row = paragraph.ends_row || (!is_known && before == '\u{7}');
                if ends_row {
                    telling.story.end_row(depth.max(1), plan());
                } else {
                    self.end_paragraph(&paragraph, depth.max(1), telling);
                    telling.story.end_cell(depth.max(1));
                }
            }
            _ if paragraph.inner.1 => telling.story.end_row(depth.max(2), plan()),
            _ if paragraph.inner.0 => {
                self.end_paragraph(&paragraph, depth.max(2), telling);
                telling.story.end_cell(depth.max(2));
            }
            _ => self.end_paragraph(&paragraph, depth, telling),
        }
    }

    fn end_paragraph(&mut self, paragraph: &Paragraph, depth: usize, telling: &mut Telling) {
        let (words, ink) = telling.story.writing.take(&mut self.tally);
        if words.is_blank() {
            if depth == 0 {
                telling.story.end();
            }
            return;
        }
        let standing = self.standing(paragraph, words, ink);
        telling.story.put(standing, depth);
    }

    /// What a paragraph is.
    fn standing(&mut self, paragraph: &Paragraph, words: Styled, ink: Ink) -> Standing {
        let (by_style, level_by_style) = self.styles.list(paragraph.style);
        let list = paragraph
            .list
            .or(by_style)
            .filter(|list| (1..0x07ff).contains(list));
        let level = paragraph.level.or(level_by_style).unwrap_or(0).min(8);
        let marker = list.and_then(|list| self.lists.next(list, level));
        let heading = paragraph
            .outline
            .filter(|level| *level < 9)
            .map(|level| level + 1)
            .or_else(|| self.styles.heading(paragraph.style));
        let piece = if let Some(level) = heading {
            let mut whole = Styled::default();
            if let Some(marker) = marker.filter(|marker| marker != "•") {
                whole.push(&format!("{marker} "), &[]);
            }
            whole.append(&words);
            What::Heading(level, whole)
        } else if let Some(marker) = marker {
            What::Item(level, marker, words)
        } else if self.styles.is_quote(paragraph.style) {
            What::Quote(words)
        } else {
            return Standing::open(words, ink);
        };
        Standing::certain(piece).with(ink)
    }
}

/// A stretch of the text being told.
#[derive(Debug, Default)]
struct Telling {
    story: Story,
    words: String,
    fields: Vec<Field>,
}
