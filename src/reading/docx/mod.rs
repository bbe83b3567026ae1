//! Reading Word documents (`.docx`): a package of XML parts, read by our own walker within fixed bounds.
//!
//! What a reader of the paper would see is kept, and what the word processor hides is shown as such: tracked changes as
//! `[deleted 14 Mar 2012: …]` and `[inserted 14 Mar 2012: …]`, struck-out words as `[struck out: …]`, hidden ones as `[hidden: …]`; notes,
//! comments and page headers follow at the end under headings in square brackets. The signs are words, so that a quotation says it too;
//! marks go with them for whoever draws them. Who wrote or changed something is compared and forgotten. Pictures are counted, not shown.

pub(super) mod body;
mod core;
mod inline;
mod numbering;
mod styles;
pub(super) mod table;
mod tally;

use std::collections::BTreeSet;

use self::{
    body::{Piece, Walker, put},
    numbering::Numbering,
    styles::Styles,
    tally::Tally,
};
use super::{
    builder::Builder,
    inside::Inside,
    not_readable::NotReadable,
    package::{Package, Relation},
    styled::Styled,
    text::MarkKind,
    xml::{self, Element, WORD},
};

/// Reads a Word document; what it says of itself beside its words goes to `inside`, also where its words cannot be read.
///
/// # Errors
/// When the package is cut short, damaged, encrypted, or unpacks beyond its bounds.
pub fn read(bytes: &[u8], builder: &mut Builder, inside: &mut Inside) -> Result<(), NotReadable> {
    let mut package = Package::open(bytes, &WORD)?;
    *inside = core::read(&mut package);
    let main = package
        .relations("")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "word/document.xml".to_owned(), |found| found.target);
    let document = package
        .part(&main)?
        .ok_or(NotReadable::Damaged("Word document"))?;
    let relations = package.relations(&main)?;
    let styles = one(&mut package, &relations, "styles")?
        .map(|root| Styles::new(&root))
        .unwrap_or_default();
    let numbering = one(&mut package, &relations, "numbering")?
        .map(|root| Numbering::new(&root))
        .unwrap_or_default();
    let has_headings = has_styled_heading(&document, &styles);
    let mut walker = Walker::new(&styles, numbering, Tally::new(&document), has_headings);
    walker.inside(&document, &mut |piece| put(piece, builder));
    inside.tracked_changes = walker.tally.tracked_changes();
    if builder.is_full() {
        return Ok(());
    }
    put_notes(&mut package, &relations, &mut walker, builder)?;
    put_margins(&mut package, &relations, &mut walker, builder)?;
    inside.tracked_changes = walker.tally.tracked_changes();
    let is_comment = |note: &&(&str, String)| note.0 == "comment";
    let comments = walker.tally.notes.iter().filter(is_comment).count();
    inside.comments = u32::try_from(comments).unwrap_or(u32::MAX);
    walker.tally.say(builder);
    Ok(())
}

/// Whether these bytes are a package with the parts of a Word document; the name of another kind of package otherwise.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, NotReadable> {
    let names = Package::open(bytes, &WORD)?.names();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    Ok(if has("word/") {
        Kind::Word
    } else if has("xl/workbook.bin") {
        Kind::BinaryWorkbook
    } else if has("xl/") {
        Kind::Workbook
    } else if has("ppt/") {
        Kind::Slides
    } else if has("content.xml") && has("mimetype") {
        Kind::OpenDocument
    } else {
        Kind::Other
    })
}

/// What a zip package holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Word document.
    Word,
    /// A spreadsheet.
    Workbook,
    /// A spreadsheet of binary parts.
    BinaryWorkbook,
    /// A presentation.
    Slides,
    /// An `OpenDocument` file.
    OpenDocument,
    /// Files of some kind.
    Other,
}

fn one(
    package: &mut Package<'_>,
    relations: &[Relation],
    kind: &str,
) -> Result<Option<Element>, NotReadable> {
    match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => package.part(&relation.target),
        None => Ok(None),
    }
}

fn has_styled_heading(element: &Element, styles: &Styles) -> bool {
    element.elements().any(|child| {
        if child.name == "p" {
            let style = child
                .child("pPr")
                .and_then(|properties| properties.val("pStyle"));
            style.is_some() && styles.heading(style).is_some()
        } else {
            has_styled_heading(child, styles)
        }
    })
}

/// Footnotes, endnotes and comments, in the order the words point at them.
fn put_notes(
    package: &mut Package<'_>,
    relations: &[Relation],
    walker: &mut Walker<'_>,
    builder: &mut Builder,
) -> Result<(), NotReadable> {
    let mut notes = Vec::new();
    for (part, kind) in [
        ("footnotes", "footnote"),
        ("endnotes", "endnote"),
        ("comments", "comment"),
    ] {
        if let Some(root) = one(package, relations, part)? {
            notes.push((kind, root));
        }
    }
    // Comments nothing points at are not lost.
    for (_, root) in notes.iter().filter(|note| note.0 == "comment") {
        for comment in root.elements().flat_map(Element::elements) {
            if comment.name == "comment" {
                let id = comment.attribute("id").unwrap_or_default();
                walker.tally.number("comment", id);
            }
        }
    }
    let writers = Writers::of(&notes);
    let asked = walker.tally.notes.clone();
    walker.tally.open.clear();
    for (title, is_comment) in [("[Notes]", false), ("[Comments]", true)] {
        let mut titled = false;
        for (kind, id) in asked
            .iter()
            .filter(|note| (note.0 == "comment") == is_comment)
        {
            let Some(note) = find_note(&notes, kind, id) else {
                continue;
            };
            if !titled {
                builder.heading(2, title);
                titled = true;
            }
            put_note(kind, id, note, &writers, walker, builder);
        }
    }
    Ok(())
}

/// Whoever wrote comments, told apart by numbers: names are not shown.
struct Writers(Vec<String>);

impl Writers {
    fn of(notes: &[(&str, Element)]) -> Self {
        let mut known = Vec::new();
        let roots = notes.iter().filter(|note| note.0 == "comment");
        for comment in roots
            .flat_map(|note| note.1.elements())
            .flat_map(Element::elements)
        {
            let writer = Self::plain(comment);
            if comment.name == "comment" && !writer.is_empty() && !known.contains(&writer) {
                known.push(writer);
            }
        }
        Self(known)
    }

    fn plain(comment: &Element) -> String {
        comment
            .attribute("author")
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    }

    /// `writer 2`, where more than one wrote.
    fn shown(&self, comment: &Element) -> Option<String> {
        let writer = Self::plain(comment);
        let at = self.0.iter().position(|known| *known == writer)?;
        (self.0.len() > 1).then(|| format!("writer {}", at + 1))
    }
}

fn find_note<'a>(notes: &'a [(&str, Element)], kind: &str, id: &str) -> Option<&'a Element> {
    let (_, root) = notes.iter().find(|note| note.0 == kind)?;
    root.elements()
        .flat_map(Element::elements)
        .find(|note| note.name == kind && note.attribute("id") == Some(id))
}

fn put_note(
    kind: &'static str,
    id: &str,
    note: &Element,
    writers: &Writers,
    walker: &mut Walker<'_>,
    builder: &mut Builder,
) {
    let number = walker.tally.number(kind, id);
    let mut marker = walker.tally.sign(kind, id);
    let when = note
        .attribute("date")
        .and_then(super::inside::day)
        .map(crate::casework::time::day);
    let said: Vec<String> = writers.shown(note).into_iter().chain(when).collect();
    let mut before = if said.is_empty() {
        String::new()
    } else {
        format!("{}: ", said.join(", "))
    };
    for piece in walker.pieces(note) {
        match piece {
            Piece::Heading(_, words)
            | Piece::Paragraph(words)
            | Piece::Quote(words)
            | Piece::Item(_, _, words) => {
                let mut whole = Styled::plain(std::mem::take(&mut before));
                whole.append(&words);
                if kind == "comment" {
                    whole = whole.all(MarkKind::Comment { number });
                }
                builder.item(0, &std::mem::take(&mut marker), whole);
            }
            table @ Piece::Table(_) => put(table, builder),
        }
    }
}

/// What stands at the top and foot of pages, once.
fn put_margins(
    package: &mut Package<'_>,
    relations: &[Relation],
    walker: &mut Walker<'_>,
    builder: &mut Builder,
) -> Result<(), NotReadable> {
    let mut inner = Builder::new();
    let mut seen = BTreeSet::new();
    for relation in relations {
        if !matches!(relation.kind.as_str(), "header" | "footer")
            || !seen.insert(relation.target.clone())
        {
            continue;
        }
        if let Some(root) = package.part(&relation.target)? {
            walker.inside(&root, &mut |piece| put(piece, &mut inner));
        }
    }
    let Ok(text) = inner.finish() else {
        return Ok(());
    };
    let mut lines: Vec<&str> = Vec::new();
    for line in text.words.split('\n') {
        // The number of a page says nothing here: only the paper has pages.
        let is_number = line.len() <= 3 && line.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number && !lines.contains(&line) {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        builder.heading(2, "[Top and foot of the pages]");
        for line in lines {
            builder.running(line);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
