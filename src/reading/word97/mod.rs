//! Reading old Word documents (`.doc`, Word 97 to 2003; the words alone of Word 6 and 95): a compound file of streams, read by our own
//! reader within fixed bounds.
//!
//! The text is one long row of letters, kept in pieces; how letters and paragraphs look is kept by place. What is read from the file is
//! never trusted: every place is looked up, never counted on. As in other formats, what was taken out or hidden stands as such.

mod body;
mod bytes;
mod fib;
mod form;
mod lists;
mod looks;
mod pieces;
mod sprm;
mod styles;
mod summary;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use self::{
    body::{Note, Walker},
    bytes::Bytes,
    fib::{Fib, Lengths, Table},
    lists::Lists,
    pieces::Piece,
    styles::Styles,
};
use super::{
    builder::{Builder, SIZE_CAP},
    inside::Inside,
    not_readable::NotReadable,
    standing::{Notes, body_size, put_margins, put_story},
    writing::Tally,
};

/// What people call such a document.
const WHAT: &str = "Word document";

/// The longest stream, in bytes.
const STREAM_CAP: u64 = 256 << 20;

/// The most fonts looked at.
const FONTS: usize = 2_000;

/// How many letters a note is pointed at by: their data's widths in the tables that say where.
const NOTE_REF: usize = 2;
const COMMENT_REF: usize = 30;

/// Reads an old Word document; what it says of itself beside its words goes to `inside`.
///
/// # Errors
/// When it is cut short, damaged, under a password, or longer than a text may be.
pub fn read(bytes: &[u8], builder: &mut Builder, inside: &mut Inside) -> Result<(), NotReadable> {
    let mut file =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| NotReadable::CutShort(WHAT))?;
    let mut stream = |name: &str| -> Option<Vec<u8>> {
        let stream = file.open_stream(name).ok()?;
        let mut bytes = Vec::new();
        // What can be read of a stream that is cut short is read.
        stream.take(STREAM_CAP).read_to_end(&mut bytes).ok();
        Some(bytes)
    };
    if let Some(summary) = stream("/\u{5}SummaryInformation") {
        *inside = summary::says(Bytes(&summary));
    }
    let main = stream("/WordDocument").ok_or(NotReadable::Damaged(WHAT))?;
    let fib = Fib::new(Bytes(&main))?;
    let tables = stream(if fib.second_table {
        "/1Table"
    } else {
        "/0Table"
    })
    .unwrap_or_default();
    let data = stream("/Data").unwrap_or_default();
    let streams = [&main, &tables, &data].map(|stream| Bytes(stream));
    let lengths = fib.lengths();
    let pieces = pieces_of(&fib, streams, lengths)?;
    let mut walker = walker(&fib, streams, lengths, &pieces);
    put(&mut walker, lengths, builder);
    inside.tracked_changes = walker.tally.tracked_changes();
    let comments = walker.notes.iter().filter(|note| note.is_comment).count();
    inside.comments = u32::try_from(comments).unwrap_or(u32::MAX);
    builder.remark(if fib.is_older {
        "This is a document from before Word 97: only its words are read. LibreOffice, where it is installed, turns it into a PDF that shows its layout."
    } else {
        "This is an old Word document (.doc): its words, tables and notes are read, its layout is not. LibreOffice, where it is installed, turns it into a PDF that shows it."
    });
    Ok(())
}

/// The pieces of the text.
fn pieces_of(
    fib: &Fib<'_>,
    [main, tables, _]: [Bytes<'_>; 3],
    lengths: Lengths,
) -> Result<Vec<Piece>, NotReadable> {
    let found = if fib.is_older {
        if fib.is_complex {
            return Err(NotReadable::NotYet(
                "A Word document from before 1997, saved in pieces,",
            ));
        }
        vec![Piece {
            first: 0,
            end: lengths.body.min(main.len()),
            at: fib.text_start(),
            is_narrow: true,
        }]
    } else {
        pieces::pieces(fib.table(Table::Pieces, tables))
    };
    let end = found.last().map_or(0, |piece| piece.end);
    if found.is_empty() || end == 0 {
        return Err(NotReadable::Damaged(WHAT));
    }
    let held: usize = found
        .iter()
        .map(|piece| {
            let width = if piece.is_narrow { 1 } else { 2 };
            (piece.end - piece.first).min(main.len().saturating_sub(piece.at) / width)
        })
        .fold(0, usize::saturating_add);
    if held > SIZE_CAP {
        return Err(NotReadable::TooLong(SIZE_CAP >> 20));
    }
    Ok(found)
}

fn walker<'a>(
    fib: &Fib<'a>,
    [main, tables, data]: [Bytes<'a>; 3],
    lengths: Lengths,
    pieces: &'a [Piece],
) -> Walker<'a> {
    let table = |table: Table| {
        if fib.is_older {
            Bytes(&[])
        } else {
            fib.table(table, tables)
        }
    };
    let onwards = |table: Table| {
        let start = fib.start(table).filter(|_| !fib.is_older);
        start.map_or(Bytes(&[]), |at| tables.from(at))
    };
    let mut notes = Vec::new();
    let mut pointers = HashMap::new();
    let before_comments = lengths
        .body
        .saturating_add(lengths.notes)
        .saturating_add(lengths.margins)
        .saturating_add(lengths.macros);
    let before_ends = before_comments.saturating_add(lengths.comments);
    for (refs, texts, width, is_comment, base) in [
        (Table::NoteRefs, Table::Notes, NOTE_REF, false, lengths.body),
        (
            Table::EndRefs,
            Table::EndNotes,
            NOTE_REF,
            false,
            before_ends,
        ),
        (
            Table::CommentRefs,
            Table::Comments,
            COMMENT_REF,
            true,
            before_comments,
        ),
    ] {
        let (places, _) = table(refs).places(width);
        let (starts, _) = table(texts).places(0);
        let count = places.len().saturating_sub(1);
        for (place, pair) in places.iter().take(count).zip(starts.windows(2)) {
            let [from, end] = pair else { continue };
            pointers.entry(*place).or_insert(notes.len());
            notes.push(Note {
                is_comment,
                from: base.saturating_add(*from),
                end: base.saturating_add(*end),
                number: None,
            });
        }
    }
    Walker {
        streams: (main, data),
        pieces,
        letters: looks::letters(main, table(Table::Letters)),
        paragraphs: looks::paragraphs(main, table(Table::Paragraphs)),
        styles: Styles::new(table(Table::Styles)),
        lists: Lists::new(onwards(Table::Lists), table(Table::ListUses)),
        fonts: fonts(table(Table::Fonts)),
        notes,
        pointers,
        numbers: (0, 0),
        tally: Tally::default(),
        sizes: HashMap::new(),
    }
}

/// The names of fonts.
fn fonts(table: Bytes<'_>) -> Vec<String> {
    let count = table.two(0).map_or(0, usize::from).min(FONTS);
    let mut at = 4;
    let mut names = Vec::new();
    for _ in 0..count {
        let Some(length) = table.one(at).map(usize::from) else {
            break;
        };
        // Its name stands behind 39 bytes that describe it.
        let letters = length.saturating_sub(39) / 2;
        let name = table.letters(at + 40, letters).unwrap_or_default();
        names.push(name.split('\0').next().unwrap_or_default().to_owned());
        at += 1 + length;
    }
    names
}

/// The body, then what stands beside it.
fn put(walker: &mut Walker<'_>, lengths: Lengths, builder: &mut Builder) {
    let end = walker.pieces.last().map_or(0, |piece| piece.end);
    let part = |from: usize, length: usize| from.min(end)..from.saturating_add(length).min(end);
    let body = part(0, lengths.body);
    let mut story = walker.story(body.start, body.end);
    let before_boxes = lengths
        .body
        .saturating_add(lengths.notes)
        .saturating_add(lengths.margins)
        .saturating_add(lengths.macros)
        .saturating_add(lengths.comments)
        .saturating_add(lengths.end_notes);
    let boxes = part(before_boxes, lengths.boxes);
    story.extend(walker.story(boxes.start, boxes.end));
    put_story(story, body_size(&walker.sizes), builder);
    if builder.is_full() {
        return;
    }
    put_notes(walker, end, builder);
    let margins = part(lengths.body.saturating_add(lengths.notes), lengths.margins);
    let margins = walker.story(margins.start, margins.end);
    put_margins(margins, builder);
    walker.tally.say(builder);
}

/// Notes the text points at, then any others: nothing written is left out.
fn put_notes(walker: &mut Walker<'_>, end: usize, builder: &mut Builder) {
    let mut notes = Notes::default();
    for note in walker.notes.clone() {
        let number = note.number.unwrap_or_else(|| {
            let count = if note.is_comment {
                &mut walker.numbers.1
            } else {
                &mut walker.numbers.0
            };
            *count += 1;
            *count
        });
        let story = walker.story(note.from.min(end), note.end.min(end));
        notes.add(note.is_comment, number, story);
    }
    notes.put(builder);
}
