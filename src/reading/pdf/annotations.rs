//! What lies on a page beside what it draws: what was filled into a form and is drawn only by the program that shows it, and comments stuck
//! on the page.
//!
//! Who wrote a comment is compared and forgotten.

use hayro_interpret::{TransformExt, kurbo::Point};
use hayro_syntax::{
    object::{Array, Dict, Name, Rect, String as PdfString},
    page::Page,
};
use jiff::civil::Date;

use super::glyphs::{Drawn, Letter, Look};
use crate::{
    casework::time::day,
    reading::{builder::Builder, styled::Styled, text::MarkKind},
};

/// The most that is looked at on one page.
const COUNT_CAP: usize = 5_000;

/// How often a letter and a field of one page are compared.
const LOOKS_CAP: usize = 100_000_000;

/// The longest value or comment, in bytes.
const LONGEST: usize = 64 << 10;

/// Flags of an annotation that nobody sees, and of a field that is a button to press.
const HIDDEN: u32 = 2 | 32;
const BUTTON: u32 = 1 << 16;

/// A comment stuck on a page.
#[derive(Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its page.
    pub page: u32,
    /// What it says.
    pub words: String,
    /// When it was written, as it says.
    pub on: Option<Date>,
    /// Whoever wrote it.
    writer: String,
}

/// Looks through what lies on a page: values nobody drew are put among its letters, comments are given.
pub fn look(page: &Page<'_>, number: u32, drawn: &mut Drawn) -> Vec<Comment> {
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots") else {
        return Vec::new();
    };
    let to_page = page.initial_transform(true).to_kurbo();
    let mut comments = Vec::new();
    let mut looks = LOOKS_CAP;
    for annotation in all.iter::<Dict<'_>>().take(COUNT_CAP) {
        if annotation.get::<u32>(b"F").unwrap_or(0) & HIDDEN != 0 {
            continue;
        }
        let kind = annotation.get::<Name<'_>>(b"Subtype");
        match kind.as_ref().map(Name::as_str) {
            Some("Widget") => {
                if let (Some(words), Some(rect)) =
                    (value(&annotation), annotation.get::<Rect>(b"Rect"))
                {
                    let one = to_page * Point::new(rect.x0, rect.y0);
                    let two = to_page * Point::new(rect.x1, rect.y1);
                    if let Some(left) = looks.checked_sub(drawn.upright.len()) {
                        looks = left;
                        fill(&words, one, two, drawn);
                    }
                }
            }
            None | Some("Link" | "Popup") => {}
            Some(_) => comments.extend(comment(&annotation, number)),
        }
    }
    comments
}

fn comment(annotation: &Dict<'_>, page: u32) -> Option<Comment> {
    let words = said(annotation, b"Contents").filter(|words| !words.trim().is_empty())?;
    let on = said(annotation, b"M").or_else(|| said(annotation, b"CreationDate"));
    Some(Comment {
        page,
        words,
        on: on.and_then(|on| date(&on)),
        writer: said(annotation, b"T")
            .unwrap_or_default()
            .trim()
            .to_lowercase(),
    })
}

/// The day in `D:20120314233000+01'00'`.
fn date(words: &str) -> Option<Date> {
    let digits = words.trim().strip_prefix("D:")?;
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let small = |number: i16| i8::try_from(number).ok();
    Date::new(part(0, 4)?, small(part(4, 6)?)?, small(part(6, 8)?)?).ok()
}

/// What was filled into a field: its words, or a box with its tick.
fn value(field: &Dict<'_>) -> Option<String> {
    let parent = field.get::<Dict<'_>>(b"Parent");
    let of = |dict: &Dict<'_>, key: &[u8]| {
        dict.get::<Name<'_>>(key)
            .map(|name| name.as_str().to_owned())
    };
    let kind = of(field, b"FT").or_else(|| of(parent.as_ref()?, b"FT"))?;
    match kind.as_str() {
        "Tx" | "Ch" => said(field, b"V").or_else(|| said(parent.as_ref()?, b"V")),
        "Btn" => {
            let flags = field.get::<u32>(b"Ff");
            let flags = flags.or_else(|| parent.as_ref()?.get::<u32>(b"Ff"));
            let state = of(field, b"AS")?;
            let sign = if state == "Off" { "☐" } else { "☒" };
            (flags.unwrap_or(0) & BUTTON == 0).then(|| sign.to_owned())
        }
        _ => None,
    }
}

/// A string of a PDF: UTF-16 or UTF-8 where its first bytes say so.
fn said(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    let string = dict.get::<PdfString<'_>>(key)?;
    let bytes = string.as_bytes();
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    let encoding = encoding_rs::Encoding::for_bom(bytes);
    let encoding = encoding.map_or(encoding_rs::WINDOWS_1252, |(encoding, _)| encoding);
    Some(encoding.decode(bytes).0.into_owned())
}

/// Puts the words of a field where they would be drawn, unless something is drawn there.
fn fill(words: &str, one: Point, two: Point, drawn: &mut Drawn) {
    let (x0, x1) = (one.x.min(two.x), one.x.max(two.x));
    let (y0, y1) = (one.y.min(two.y), one.y.max(two.y));
    if words.trim().is_empty() || !(x1 - x0).is_finite() || !(y1 - y0).is_finite() {
        return;
    }
    let is_drawn = drawn.upright.iter().any(|letter| {
        letter.c != ' '
            && (x0..=x1).contains(&f64::midpoint(letter.x0, letter.x1))
            && (y0..=y1 + 1.0).contains(&letter.y)
    });
    if is_drawn {
        return;
    }
    let lines: Vec<&str> = words
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .collect();
    let longest = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(1);
    let (rows, letters) = (count(lines.len()), count(longest));
    let size = ((y1 - y0) / rows * 0.7).clamp(4.0, 11.0);
    // Never beyond the field's end: there another may begin.
    let step = (size * 0.5).min((x1 - x0) / letters);
    let first = if lines.len() > 1 {
        y0 + size
    } else {
        y1 - ((y1 - y0 - size) / 2.0).max(0.0) - 0.2 * size
    };
    for (row, line) in lines.iter().enumerate() {
        for (at, c) in line.chars().enumerate() {
            if drawn.upright.len() >= super::LETTER_CAP {
                return;
            }
            let x = x0 + step * count(at);
            drawn.upright.push(Letter {
                c: if c.is_whitespace() { ' ' } else { c },
                x0: x,
                x1: x + step,
                y: first + 1.15 * size * count(row),
                size,
                look: Look::default(),
            });
        }
    }
}

fn count(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Lists the comments of a document at its end.
pub fn put(comments: &[Comment], builder: &mut Builder) {
    if comments.is_empty() {
        return;
    }
    let mut writers: Vec<&str> = Vec::new();
    for comment in comments {
        if !comment.writer.is_empty() && !writers.contains(&comment.writer.as_str()) {
            writers.push(&comment.writer);
        }
    }
    builder.heading(2, "[Comments]");
    for (number, comment) in (1_u32..).zip(comments) {
        let writer = writers.iter().position(|writer| *writer == comment.writer);
        let writer = writer.filter(|_| writers.len() > 1);
        let mut before = vec![format!("page {}", comment.page)];
        before.extend(writer.map(|at| format!("writer {}", at + 1)));
        before.extend(comment.on.map(day));
        let words = comment.words.replace(['\r', '\n'], " ");
        let words = Styled::plain(format!("{}: {words}", before.join(", ")));
        builder.item(
            0,
            &format!("[comment {number}]"),
            words.all(MarkKind::Comment { number }),
        );
    }
}
