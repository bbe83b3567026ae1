//! Reading rich text (`.rtf`): groups and control words, read by our own reader within fixed bounds.
//!
//! What a reader of the paper would see is kept, and what the word processor hides or took out stands as such. Letters come in the code
//! page of their font; notes, comments and page headers follow at the end. Pictures are counted, not shown.

mod lexer;
pub(super) mod state;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;

use encoding_rs::Encoding;

use self::{
    lexer::{Lexer, Token},
    state::{Sink, State, Tables},
};
use super::{
    builder::{Builder, SIZE_CAP},
    docx::body::Piece,
    inside::{self, Inside},
    marker,
    not_readable::NotReadable,
    standing::{Notes, Standing, body_size, put_margins, put_story},
    story::{CellPlan, RowPlan, Story},
    styled::Styled,
    writing::{self, Ink, Tally},
};

/// How deep groups may nest.
const DEPTH: usize = 2_000;

/// How many notes, comments and page headers are told apart.
const STORIES: usize = 20_000;

/// The body's number among the stories.
const BODY: usize = 0;

/// Reads rich text; what it says of itself beside its words goes to `inside`.
///
/// # Errors
/// When its groups nest deeper than any writer nests them.
pub fn read(bytes: &[u8], builder: &mut Builder, inside: &mut Inside) -> Result<(), NotReadable> {
    let mut reader = Reader::new();
    for token in Lexer::new(bytes) {
        reader.token(token)?;
        if reader.size > SIZE_CAP {
            return Err(NotReadable::TooLong(SIZE_CAP >> 20));
        }
    }
    let is_whole = reader.groups.is_empty();
    reader.finish(builder, inside);
    if !is_whole {
        builder
            .remark("The file ends before its document does: something at its end may be missing.");
    }
    Ok(())
}

/// What a story beside the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Note(usize),
    Comment(usize),
    Margin,
    /// A text box: it follows the paragraph it hangs on.
    Box,
}

struct Reader {
    groups: Vec<State>,
    /// Whether `\*` came: what follows may be skipped by whoever does not know it.
    starred: bool,
    /// Signs still to be left out after a letter in Unicode.
    skip: usize,
    /// Bytes of letters not made letters yet.
    bytes: Vec<u8>,
    /// The first half of a letter beyond the first 65,536.
    half: Option<u16>,
    encoding: &'static Encoding,
    usual_font: i32,
    tables: Tables,
    stories: Vec<Story>,
    beside: Vec<Option<Beside>>,
    notes: usize,
    comments: usize,
    plans: HashMap<usize, RowPlan>,
    plan_cell: CellPlan,
    marker: String,
    form: Form,
    tally: Tally,
    sizes: HashMap<u32, usize>,
    inside: Inside,
    author: String,
    changer: String,
    size: usize,
}

/// A box of a form.
#[derive(Debug, Default)]
struct Form {
    kind: i32,
    result: Option<i32>,
    usual: Option<i32>,
    choices: Vec<String>,
}

impl Reader {
    fn new() -> Self {
        Self {
            groups: Vec::new(),
            starred: false,
            skip: 0,
            bytes: Vec::new(),
            half: None,
            encoding: encoding_rs::WINDOWS_1252,
            usual_font: 0,
            tables: Tables::default(),
            stories: vec![Story::default()],
            beside: vec![None],
            notes: 0,
            comments: 0,
            plans: HashMap::new(),
            plan_cell: CellPlan::default(),
            marker: String::new(),
            form: Form::default(),
            tally: Tally::default(),
            sizes: HashMap::new(),
            inside: Inside::default(),
            author: String::new(),
            changer: String::new(),
            size: 0,
        }
    }

    fn state(&self) -> State {
        self.groups.last().copied().unwrap_or_else(State::first)
    }

    fn token(&mut self, token: Token<'_>) -> Result<(), NotReadable> {
        match token {
            Token::Open => {
                self.flush();
                self.skip = 0;
                self.starred = false;
                if self.groups.len() >= DEPTH {
                    return Err(NotReadable::TooDeep);
                }
                let state = self.groups.last().copied().unwrap_or_else(State::first);
                self.groups.push(state);
            }
            Token::Close => {
                self.flush();
                self.skip = 0;
                self.starred = false;
                self.close();
            }
            Token::Bytes(bytes) => {
                let left = bytes.len().min(self.skip);
                self.skip -= left;
                self.bytes.extend(bytes.get(left..).unwrap_or_default());
            }
            Token::Hex(byte) => {
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    self.bytes.push(byte);
                }
            }
            Token::Symbol(sign) => self.symbol(sign),
            Token::Word("bin", _) => {}
            Token::Word(name, number) => self.word(name, number),
        }
        Ok(())
    }

    fn symbol(&mut self, sign: u8) {
        if self.skip > 0 && sign != b'*' {
            self.skip -= 1;
            return;
        }
        if !matches!(sign, b'\\' | b'{' | b'}') {
            self.flush();
        }
        match sign {
            b'*' => self.starred = true,
            b'~' => self.put("\u{a0}"),
            b'_' => self.put("-"),
            b'\\' | b'{' | b'}' => self.bytes.push(sign),
            b'\n' | b'\r' => self.end_paragraph(),
            b'\t' => self.tab(),
            _ => {}
        }
    }

    /// Bytes gathered so far become letters of the font's code page.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let state = self.state();
        if state.sink == Sink::Nothing {
            return;
        }
        let font = self.tables.fonts.get(&state.font);
        if font.is_some_and(|font| font.signs) && state.sink != Sink::FontName {
            let name = font.map(|font| font.name.clone()).unwrap_or_default();
            for byte in bytes {
                self.put_sign(&name, byte);
            }
            return;
        }
        let encoding = font.and_then(|font| font.encoding).unwrap_or(self.encoding);
        let words = encoding.decode_without_bom_handling(&bytes).0.into_owned();
        self.put(&words);
    }

    /// What a font of signs draws for this byte.
    fn put_sign(&mut self, font: &str, byte: u8) {
        match writing::drawn(font, char::from(byte)) {
            Some(sign) => self.put(sign),
            None => {
                let letter = [byte];
                let words = encoding_rs::WINDOWS_1252
                    .decode_without_bom_handling(&letter)
                    .0
                    .into_owned();
                self.put(&words);
            }
        }
    }

    /// A letter by its number in Unicode, perhaps the half of one.
    fn unicode(&mut self, number: i32) {
        self.flush();
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0);
        let first = self.half.take();
        let units: Vec<u16> = first.into_iter().chain([unit]).collect();
        if first.is_none() && (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
        } else {
            let words = String::from_utf16_lossy(&units);
            let state = self.state();
            let font = self.tables.fonts.get(&state.font);
            let is_sign = (0xf000..0xf100).contains(&unit) || font.is_some_and(|font| font.signs);
            let sign = is_sign
                .then(|| char::from_u32(u32::from(unit & 0xff)))
                .flatten()
                .and_then(|letter| writing::drawn(font.map_or("", |font| &font.name), letter));
            match sign {
                Some(sign) => self.put(sign),
                None => self.put(&words),
            }
        }
        self.skip = self.state().instead;
    }

    fn put(&mut self, words: &str) {
        self.flush_half();
        let state = self.state();
        self.size = self.size.saturating_add(words.len());
        match state.sink {
            Sink::Nothing | Sink::Form => {}
            Sink::Story => {
                let look = state.look();
                let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
                *self.sizes.entry(look.size).or_default() += letters;
                if let Some(story) = self.stories.get_mut(state.story) {
                    story.writing.push(words, look, &mut self.tally);
                }
            }
            Sink::Marker => self.marker.push_str(words),
            Sink::FontName => {
                if let Some(font) = self.tables.fonts.get_mut(&state.font) {
                    font.name.push_str(words.trim_end_matches(';'));
                }
            }
            Sink::StyleName => {
                let style = self.tables.styles.entry(state.paragraph.style).or_default();
                style
                    .name
                    .push_str(&words.trim_end_matches(';').to_lowercase());
            }
            Sink::Author => self.author.push_str(words),
            Sink::Changer => self.changer.push_str(words),
            Sink::Choice => {
                if let Some(last) = self.form.choices.last_mut() {
                    last.push_str(words);
                }
            }
        }
    }

    /// Half a letter without the other half is none.
    fn flush_half(&mut self) {
        if self.half.take().is_some() {
            self.put("\u{fffd}");
        }
    }

    fn tab(&mut self) {
        self.flush();
        let state = self.state();
        match state.sink {
            Sink::Story => {
                if let Some(story) = self.stories.get_mut(state.story) {
                    story.writing.tab();
                }
            }
            Sink::Marker => self.marker.push(' '),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        let state = self.state();
        if state.sink == Sink::Story {
            self.finish_paragraph(&state, state.paragraph.tables());
        }
    }

    /// Puts the paragraph written so far into its story, so many tables deep.
    fn finish_paragraph(&mut self, state: &State, depth: usize) {
        let marker = std::mem::take(&mut self.marker);
        let Some(story) = self.stories.get_mut(state.story) else {
            return;
        };
        let (words, ink) = story.writing.take(&mut self.tally);
        if words.is_blank() {
            // An empty paragraph outside a table ends it all the same.
            if depth == 0 && state.story == BODY {
                story.end();
            }
        } else {
            let standing = self.standing(state, &marker, words, ink);
            if let Some(story) = self.stories.get_mut(state.story) {
                story.put(standing, depth);
            }
        }
        if let Some(story) = self.stories.get_mut(state.story) {
            for standing in std::mem::take(&mut story.boxes) {
                story.put(standing, depth);
            }
        }
    }

    /// What a paragraph is.
    fn standing(&mut self, state: &State, marker: &str, words: Styled, ink: Ink) -> Standing {
        self.size = self.size.saturating_add(64);
        let style = self.tables.styles.get(&state.paragraph.style);
        let direct = state
            .paragraph
            .outline
            .filter(|level| (0..9).contains(level))
            .and_then(|level| u8::try_from(level + 1).ok());
        let heading = direct.or_else(|| style.and_then(state::Style::heading));
        let sign = marker.trim();
        let piece = if let Some(level) = heading {
            let mut whole = Styled::default();
            if !sign.is_empty() && !marker::is_bullet(sign) {
                whole.push(&format!("{sign} "), &[]);
            }
            whole.append(&words);
            Piece::Heading(level, whole)
        } else if !sign.is_empty() {
            let shown = if marker::is_bullet(sign) { "•" } else { sign };
            let depth = u8::try_from(state.paragraph.level.clamp(0, 8)).unwrap_or(0);
            Piece::Item(depth, shown.to_owned(), words)
        } else if style.is_some_and(state::Style::is_quote) {
            Piece::Quote(words)
        } else {
            return Standing::open(words, ink);
        };
        Standing::certain(piece).with(ink)
    }

    /// A story beside the body begins; where the body points at it, `sign` stands there.
    fn begin_beside(&mut self, what: fn(usize) -> Beside, is_comment: bool) {
        if self.state().sink != Sink::Story || self.stories.len() >= STORIES {
            self.sink(Sink::Nothing);
            return;
        }
        let count = if is_comment {
            &mut self.comments
        } else {
            &mut self.notes
        };
        *count += 1;
        let number = *count;
        let word = if is_comment { "comment" } else { "note" };
        self.put(&format!(" [{word} {number}]"));
        self.begin_story(what(number));
    }

    fn begin_story(&mut self, beside: Beside) {
        if self.stories.len() >= STORIES {
            self.sink(Sink::Nothing);
            return;
        }
        self.stories.push(Story::default());
        self.beside.push(Some(beside));
        let story = self.stories.len() - 1;
        if let Some(group) = self.groups.last_mut() {
            group.sink = Sink::Story;
            group.story = story;
            group.paragraph = state::Paragraph::default();
            group.plain();
        }
    }

    fn sink(&mut self, sink: Sink) {
        if let Some(group) = self.groups.last_mut() {
            group.sink = sink;
        }
    }

    /// A group ends, and with it what it was the place of.
    fn close(&mut self) {
        let Some(ended) = self.groups.pop() else {
            return;
        };
        let around = self.state();
        if ended.story != around.story {
            self.finish_paragraph(&ended, 0);
            let mut boxes = Vec::new();
            if let Some(story) = self.stories.get_mut(ended.story) {
                story.end();
                if self.beside.get(ended.story) == Some(&Some(Beside::Box)) {
                    boxes = std::mem::take(&mut story.pieces);
                }
            }
            if let Some(story) = self.stories.get_mut(around.story) {
                story.boxes.extend(boxes);
            }
        }
        if matches!(ended.sink, Sink::Form) && around.sink != Sink::Form {
            self.end_form(&around);
        }
    }

    /// What a box of a form shows.
    fn end_form(&mut self, around: &State) {
        let form = std::mem::take(&mut self.form);
        let chosen = form.result.filter(|result| *result != 25).or(form.usual);
        let shown = match form.kind {
            1 if chosen == Some(1) => "☒".to_owned(),
            1 => "☐".to_owned(),
            2 => {
                let at = usize::try_from(chosen.unwrap_or(0)).unwrap_or(0);
                form.choices.into_iter().nth(at).unwrap_or_default()
            }
            _ => return,
        };
        if let Some(story) = self.stories.get_mut(around.story) {
            story.writing.push(&shown, around.look(), &mut self.tally);
        }
    }

    fn finish(mut self, builder: &mut Builder, inside: &mut Inside) {
        self.flush();
        let state = self.state();
        let depth = state.paragraph.tables();
        self.finish_paragraph(&state, depth);
        let mut stories = std::mem::take(&mut self.stories)
            .into_iter()
            .map(|mut story| {
                story.end();
                story.pieces
            });
        if let Some(story) = stories.next() {
            put_story(story, body_size(&self.sizes), builder);
        }
        let mut notes = Notes::default();
        let mut margins = Vec::new();
        for (story, beside) in stories.zip(self.beside.iter().skip(1)) {
            match beside {
                Some(Beside::Note(number)) => notes.add(false, *number, story),
                Some(Beside::Comment(number)) => notes.add(true, *number, story),
                _ => margins.extend(story),
            }
        }
        notes.put(builder);
        put_margins(margins, builder);
        self.tally.say(builder);
        *inside = Inside {
            tracked_changes: self.tally.tracked_changes(),
            same_person: inside::same_name(&self.author, &self.changer),
            comments: u32::try_from(self.comments).unwrap_or(u32::MAX),
            ..self.inside
        };
    }
}
