//! From the bytes of a file to everything the program keeps about its text. Pure: the same bytes under the same name read the same.

use serde::{Deserialize, Serialize};

use super::{
    archive,
    builder::{Builder, SIZE_CAP},
    csv_table, docx,
    facts::{self, Told},
    format::{Format, recognise},
    html,
    inside::Inside,
    mail, markdown,
    not_readable::NotReadable,
    odf,
    parts::{Part, Parts},
    pdf, picture, plain, rtf, sheets,
    text::{Block, BlockKind, Text},
    word97,
};
use crate::casework::{facts::DocumentFacts, time::DocumentDates};

/// What came of reading a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Which reader read it, with its version: `docx 1`; `none` where none could.
    pub reader: String,
    /// Its first heading, else what its file is called.
    pub title: Option<String>,
    /// What kind of document it is, as its title says; `other` when nothing tells.
    pub kind: String,
    /// What it says of its own dates.
    pub dates: DocumentDates,
    /// What it says of how it came to be, beside its words.
    pub inside: Inside,
    /// What else was read about it: where its dates stand, the child in it, what it is compared by.
    #[serde(default)]
    pub facts: DocumentFacts,
    /// Its text, or a sentence why there is none.
    pub text: Result<Text, String>,
    /// Whether a password, or another one, would open more of it.
    #[serde(default)]
    pub locked: bool,
    /// The documents inside it. Their bytes do not travel as JSON.
    #[serde(skip)]
    pub parts: Vec<Part>,
    /// How many of its pages can be shown as pictures: those of a PDF, those of a TIFF, 1 for another picture; else 0.
    #[serde(default)]
    pub pictures: u32,
}

impl Reading {
    fn of(reader: &str, told: Told, inside: Inside, text: Result<Text, String>) -> Self {
        Self {
            reader: reader.to_owned(),
            title: told.title,
            kind: told.kind,
            dates: told.dates,
            inside,
            facts: told.facts,
            text,
            locked: false,
            parts: Vec::new(),
            pictures: 0,
        }
    }

    /// A document that gave no text.
    #[must_use]
    pub fn none(name: &str, reader: &str, why: String) -> Self {
        let told = facts::told(None, name, &Inside::default());
        Self::of(reader, told, Inside::default(), Err(why))
    }
}

/// Reads a document. Never fails: what cannot be read comes with the reason. Hostile input may take long or exhaust the stack, which is
/// why the program does this in a process of its own (`worker.rs`).
#[must_use]
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    read_with(name, bytes, None)
}

/// As [`read`], with the password it may need.
#[must_use]
pub fn read_with(name: &str, bytes: &[u8], password: Option<&str>) -> Reading {
    let format = match recognise(name, bytes) {
        Ok(format) => format,
        Err(why) => {
            return Reading {
                locked: why == NotReadable::Password,
                ..Reading::none(name, "none", why.to_string())
            };
        }
    };
    if format == Format::Picture {
        return look(name, bytes);
    }
    let mut found = Found {
        password,
        ..Found::default()
    };
    let read = read_as(format, bytes, &mut found);
    let Found {
        inside,
        parts,
        locked,
        ..
    } = found;
    let (parts, _) = parts.finish();
    match read {
        Ok(text) => {
            let told = facts::told(Some((&text, format.has_title())), name, &inside);
            Reading {
                pictures: if format == Format::Pdf {
                    pages(&text)
                } else {
                    0
                },
                locked,
                parts,
                ..Reading::of(format.reader(), told, inside, Ok(text))
            }
        }
        Err(why) => {
            let told = facts::told(None, name, &inside);
            Reading {
                locked: locked || why == NotReadable::Password,
                parts,
                pictures: why.pages_to_look_at(),
                ..Reading::of(format.reader(), told, inside, Err(why.to_string()))
            }
        }
    }
}

/// A picture is not read: it is looked at whether it is sound, and shown.
fn look(name: &str, bytes: &[u8]) -> Reading {
    let reader = Format::Picture.reader();
    match picture::file::look(bytes) {
        Ok(picture) => Reading {
            pictures: picture.pages,
            ..Reading::none(name, reader, picture.sentence())
        },
        Err(why) => Reading::none(name, reader, why.to_string()),
    }
}

/// The number of the last page.
fn pages(text: &Text) -> u32 {
    let number = |block: &Block| match block.kind {
        BlockKind::Page(number) => Some(number),
        _ => None,
    };
    text.blocks.iter().rev().find_map(number).unwrap_or(0)
}

/// What a reader finds beside the words, and the password it may use.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    /// A password somebody gave for the document.
    pub password: Option<&'a str>,
    /// What it says of how it came to be.
    pub inside: Inside,
    /// The documents inside it.
    pub parts: Parts,
    /// Whether some of it stays shut without a password, or with this one.
    pub locked: bool,
}

fn read_as(format: Format, bytes: &[u8], found: &mut Found<'_>) -> Result<Text, NotReadable> {
    // Words alone, and more of them than a text may hold: said before they are unpacked several times over.
    let is_words = matches!(format, Format::Markdown | Format::Plain | Format::Csv);
    if is_words && bytes.len() > 2 * SIZE_CAP {
        return Err(NotReadable::TooLong(SIZE_CAP >> 20));
    }
    let mut builder = Builder::new();
    match format {
        Format::Markdown => markdown::read(bytes, &mut builder),
        Format::Plain => plain::read(bytes, &mut builder),
        Format::Html => html::read(bytes, &mut builder),
        Format::Csv => csv_table::read(bytes, &mut builder),
        Format::Docx => docx::read(bytes, &mut builder, &mut found.inside)?,
        Format::Pdf => pdf::read(bytes, found.password, &mut builder, &mut found.inside)?,
        Format::Mail => mail::read_eml(bytes, &mut builder, found)?,
        Format::Mailbox => mail::read_mbox(bytes, &mut builder, found)?,
        Format::Outlook => mail::read_msg(bytes, &mut builder, found)?,
        Format::Zip => archive::read(bytes, &mut builder, found)?,
        Format::Rtf => rtf::read(bytes, &mut builder, &mut found.inside)?,
        Format::Doc => word97::read(bytes, &mut builder, &mut found.inside)?,
        Format::Odt => odf::read_text(bytes, &mut builder, &mut found.inside)?,
        Format::Ods => odf::read_sheets(bytes, &mut builder, &mut found.inside)?,
        Format::Xlsx => sheets::read(sheets::Kind::Xlsx, bytes, &mut builder, &mut found.inside)?,
        Format::Xlsb => sheets::read(sheets::Kind::Xlsb, bytes, &mut builder, &mut found.inside)?,
        Format::Xls => sheets::read(sheets::Kind::Xls, bytes, &mut builder, &mut found.inside)?,
        // Looked at before it comes here.
        Format::Picture => return Err(NotReadable::NoWords),
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_note_gives_title_kind_dates_and_text() {
        let note = b"# Home visit\n\nDate of visit: 6 March 2012\nRecorded: 20 April 2012\n\nSeen alone.\n";
        let reading = read("cases/N-017/03 visit.md", note);
        assert_eq!(reading.reader, "markdown 1");
        assert_eq!(reading.title.as_deref(), Some("Home visit"));
        assert_eq!(reading.kind, "visit");
        assert_eq!(reading.dates.happened, Some(date(2012, 3, 6)));
        assert_eq!(reading.dates.days_to_record(), Some(45));
        let json = serde_json::to_string(&reading).unwrap();
        assert_eq!(serde_json::from_str::<Reading>(&json).unwrap(), reading);
    }

    #[test]
    fn what_cannot_be_read_still_has_a_title_and_a_sentence() {
        let reading = read("07 police report.pdf", b"<html><title>404</title>");
        assert_eq!(reading.reader, "none");
        assert_eq!(reading.title.as_deref(), Some("Police report"));
        assert_eq!(reading.kind, "police");
        assert!(
            reading
                .text
                .unwrap_err()
                .starts_with("This is a web page saved with the name of a PDF")
        );
    }
}
