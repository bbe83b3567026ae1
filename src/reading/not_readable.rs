//! Why a document gives no text: each reason a sentence the two people at the screen can act on.

use thiserror::Error;

/// Why a document gives no text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotReadable {
    /// Nothing in the file.
    #[error("The file is empty: it holds nothing at all. Ask the authority for the document.")]
    EmptyFile,
    /// A document without words.
    #[error("The document is empty: it holds no words.")]
    NoWords,
    /// Encrypted.
    #[error("The document needs a password: ask the authority for an open copy.")]
    Password,
    /// A PDF of pictures.
    #[error("The document is a scan: its {pages} hold pictures and no text. They can be looked at; ask the authority for a copy with text.", pages = pages(*.0))]
    Scan(usize),
    /// A PDF that draws everything, letters too.
    #[error("The document holds no words that can be read: {pages} can be looked at.", pages = its_pages(*.0))]
    OnlySeen(usize),
    /// The end of the file is missing.
    #[error(
        "The file is cut short: its end is missing. Ask the authority for the whole {0} again."
    )]
    CutShort(&'static str),
    /// Not understood as what it says it is.
    #[error("The file is damaged: it cannot be opened as {article} {0}. Ask the authority for it again.", article = if .0.starts_with('O') { "an" } else { "a" })]
    Damaged(&'static str),
    /// A download went wrong before the file came here.
    #[error(
        "This is a web page saved with the name of a {0}, not a document: the real document is missing. Ask the authority for it."
    )]
    WebPage(&'static str),
    /// Named as one thing, holding another.
    #[error(
        "The file has the name of a {named} and does not hold one: ask the authority for the real document."
    )]
    Misnamed {
        /// What the name says.
        named: &'static str,
    },
    /// A format of later work.
    #[error(
        "{0} cannot be read yet: ask for a copy as PDF or Word document (.docx), or open it in the program it was made with."
    )]
    NotYet(&'static str),
    /// No format known here.
    #[error("The file is not a document this program knows: it holds data, not words.")]
    NotADocument,
    /// A zip bomb, or a document nobody could go through.
    #[error("The document is far larger inside than its file: it was not unpacked any further.")]
    UnpacksTooLarge,
    /// A picture beyond any scanner's.
    #[error(
        "The picture is larger than this program shows: {width} by {height} points. Ask for a smaller copy."
    )]
    PictureTooLarge {
        /// Points across.
        width: u32,
        /// Points down.
        height: u32,
    },
    /// A kind of picture the decoders do not know.
    #[error(
        "This is a picture of a rare kind, and it cannot be shown: ask for a copy as PDF, JPEG or PNG."
    )]
    RarePicture,
    /// Asked to draw what has words only.
    #[error("This document has no pages that can be shown as a picture.")]
    NoPages,
    /// More words than can be shown.
    #[error(
        "The document is longer than this program reads: it holds more than {0} million letters. Ask for it in parts."
    )]
    TooLong(usize),
    /// More pages than can be shown.
    #[error(
        "The document has {0} pages, more than this program reads at once. Ask for it in parts."
    )]
    TooManyPages(usize),
    /// Nested beyond what any writer makes.
    #[error(
        "The document is built in a way no ordinary program builds one: its parts are nested too deep to read."
    )]
    TooDeep,
}

impl NotReadable {
    /// How many pages there are to look at all the same.
    #[must_use]
    pub fn pages_to_look_at(&self) -> u32 {
        match self {
            Self::Scan(pages) | Self::OnlySeen(pages) => u32::try_from(*pages).unwrap_or(u32::MAX),
            _ => 0,
        }
    }
}

fn its_pages(count: usize) -> String {
    if count == 1 {
        "its page".to_owned()
    } else {
        format!("its {count} pages")
    }
}

fn pages(count: usize) -> String {
    if count == 1 {
        "one page".to_owned()
    } else {
        format!("{count} pages")
    }
}
