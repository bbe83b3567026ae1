//! Reading `OpenDocument` files: texts (`.odt`) and sheets (`.ods`), packages of XML parts read by our own walker within fixed bounds.
//!
//! As in Word documents, what the word processor hides or took out stands as such, and notes, comments and page heads follow at the end.

mod body;
mod lists;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;

use self::{body::Walker, styles::Styles};
use super::{
    builder::Builder,
    inside::{self, Inside},
    not_readable::NotReadable,
    package::Package,
    standing::{body_size, put_margins, put_story},
    xml::{Dialect, Element, Node},
};
pub(super) use lists::numeral;

/// `OpenDocument` files.
static OPEN: Dialect = Dialect {
    what: "OpenDocument file",
    names: NAMES,
    words: WORDS,
};

/// The names kept, in byte order.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "a", "annotation", "author-initials", "author-name", "body", "bookmark-ref", "boolean-value", "bullet-char", "c", "change",
    "change-end", "change-id", "change-start", "changed-region", "chapter", "conditional-text", "continue-numbering",
    "covered-table-cell", "creation-date", "creator", "date", "date-value", "default-outline-level", "deletion", "description",
    "display", "display-levels", "drop-down", "editing-cycles", "expression", "family", "file-name", "font-size", "font-style",
    "font-weight", "footer", "footer-first", "footer-left", "frame", "h", "header", "header-first", "header-left", "id", "image",
    "initial-creator", "insertion", "level", "line-break", "list", "list-header", "list-item", "list-level-style-bullet",
    "list-level-style-image", "list-level-style-number", "list-style", "list-style-name", "master-page", "meta", "name", "note",
    "note-body", "note-ref", "num-format", "num-prefix", "num-suffix", "number-columns-repeated", "number-columns-spanned",
    "number-rows-repeated", "number-rows-spanned", "object", "outline-level", "p", "page-count", "page-number",
    "parent-style-name", "placeholder", "print-date", "reference-ref", "ruby-base", "s", "section", "sequence", "span",
    "spreadsheet", "start-value", "style", "style-name", "subject", "tab", "table", "table-cell", "table-header-rows",
    "table-properties", "table-row", "text", "text-box", "text-input", "text-line-through-style", "text-properties", "time",
    "time-value", "title", "tracked-changes", "user-field-get", "value", "value-type", "variable-get", "variable-set",
    "visibility",
];

/// The elements whose words count.
const WORDS: &[&str] = &[
    "p",
    "h",
    "span",
    "a",
    "author-initials",
    "author-name",
    "bookmark-ref",
    "chapter",
    "conditional-text",
    "creation-date",
    "creator",
    "date",
    "description",
    "drop-down",
    "editing-cycles",
    "expression",
    "file-name",
    "initial-creator",
    "meta",
    "note-ref",
    "page-count",
    "page-number",
    "placeholder",
    "print-date",
    "reference-ref",
    "ruby-base",
    "sequence",
    "subject",
    "text-input",
    "time",
    "title",
    "user-field-get",
    "variable-get",
    "variable-set",
];

/// What a package in this format holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// Sheets.
    Sheets,
    /// Slides, a drawing, something else.
    Other,
}

/// What a package says that it holds.
///
/// # Errors
/// When it is no package.
pub fn kind(bytes: &[u8]) -> Result<Kind, NotReadable> {
    let kind = Package::open(bytes, &OPEN)?.words("mimetype")?;
    let kind = kind.as_deref().unwrap_or_default().trim();
    Ok(if kind.contains("opendocument.text") {
        Kind::Text
    } else if kind.contains("opendocument.spreadsheet") {
        Kind::Sheets
    } else {
        Kind::Other
    })
}

/// Reads a text; what it says of itself beside its words goes to `inside`.
///
/// # Errors
/// When the package is cut short, damaged, encrypted, or unpacks beyond its bounds.
pub fn read_text(
    bytes: &[u8],
    builder: &mut Builder,
    inside: &mut Inside,
) -> Result<(), NotReadable> {
    let mut package = open(bytes)?;
    *inside = says(&mut package)?;
    let content = content(&mut package)?;
    let more = package.part("styles.xml")?;
    let mut styles = Styles::default();
    if let Some(more) = &more {
        styles.add(more);
    }
    styles.add(&content);
    let mut walker = Walker::new(&styles);
    if let Some(text) = find(&content, "text") {
        let story = walker.story(text);
        put_story(story, body_size(&walker.sizes), builder);
    }
    walker.put_notes(builder);
    let mut margins = Vec::new();
    if let Some(more) = &more {
        gather_margins(more, &mut walker, &mut margins);
    }
    put_margins(margins, builder);
    walker.tally.say(builder);
    inside.tracked_changes = walker.tally.tracked_changes();
    inside.comments = walker.comments();
    Ok(())
}

/// Reads sheets; what they say of themselves beside their words goes to `inside`.
///
/// # Errors
/// As [`read_text`].
pub fn read_sheets(
    bytes: &[u8],
    builder: &mut Builder,
    inside: &mut Inside,
) -> Result<(), NotReadable> {
    let mut package = open(bytes)?;
    *inside = says(&mut package)?;
    let content = content(&mut package)?;
    let mut styles = Styles::default();
    styles.add(&content);
    let comments = find(&content, "spreadsheet")
        .map(|sheets| sheet::put(sheets, &styles, builder))
        .transpose()?;
    inside.comments = u32::try_from(comments.unwrap_or(0)).unwrap_or(u32::MAX);
    Ok(())
}

fn open(bytes: &[u8]) -> Result<Package<'_>, NotReadable> {
    let mut package = Package::open(bytes, &OPEN)?;
    let listed = package.words("META-INF/manifest.xml")?;
    if listed.is_some_and(|listed| listed.contains("encryption-data")) {
        return Err(NotReadable::Password);
    }
    Ok(package)
}

fn content(package: &mut Package<'_>) -> Result<Element, NotReadable> {
    package
        .part("content.xml")?
        .ok_or(NotReadable::Damaged(OPEN.what))
}

/// The first element of this name, near the top.
fn find<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    element
        .elements()
        .flat_map(Element::elements)
        .filter(|child| child.name == "body")
        .find_map(|body| body.child(name))
}

fn gather_margins<'a>(
    element: &'a Element,
    walker: &mut Walker<'a>,
    found: &mut Vec<super::standing::Standing>,
) {
    for child in element.elements() {
        if matches!(
            child.name,
            "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first"
        ) {
            found.extend(walker.story(child));
        } else {
            gather_margins(child, walker, found);
        }
    }
}

/// All words directly inside an element.
fn words_of(element: &Element) -> String {
    element
        .nodes()
        .iter()
        .filter_map(|node| match node {
            Node::Words(words) => Some(&**words),
            Node::Element(_) => None,
        })
        .collect()
}

/// What the package says of itself. The names are compared and forgotten.
fn says(package: &mut Package<'_>) -> Result<Inside, NotReadable> {
    let mut inside = Inside::default();
    let Some(root) = package.part("meta.xml")? else {
        return Ok(inside);
    };
    let (mut author, mut changer) = (String::new(), String::new());
    let within = root.elements().flat_map(Element::elements);
    for element in within.flat_map(Element::elements) {
        let words = words_of(element);
        match element.name {
            "initial-creator" => author = words,
            "creator" => changer = words,
            "creation-date" => inside.created = inside::day(&words),
            "date" => inside.modified = inside::day(&words),
            "print-date" => inside.printed = inside::day(&words),
            "editing-cycles" => inside.revisions = words.trim().parse().ok(),
            _ => {}
        }
    }
    inside.same_person = inside::same_name(&author, &changer);
    Ok(inside)
}
