//! What a file is: by its content first, by its name where the content leaves it open.

use super::{docx, not_readable::NotReadable, odf, picture};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// Plain text.
    Plain,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// A PDF.
    Pdf,
    /// Comma-separated values.
    Csv,
    /// An old Word document.
    Doc,
    /// Rich text.
    Rtf,
    /// An `OpenDocument` text.
    Odt,
    /// `OpenDocument` sheets.
    Ods,
    /// A workbook.
    Xlsx,
    /// A workbook of binary parts.
    Xlsb,
    /// A workbook of Excel 97 to 2003.
    Xls,
    /// A mail.
    Mail,
    /// A row of mails in one file.
    Mailbox,
    /// A mail of Outlook.
    Outlook,
    /// A packed folder.
    Zip,
    /// A picture: nothing to read, something to look at.
    Picture,
}

impl Format {
    /// The reader's name and version, kept with every text it makes. The version goes up when the same bytes give another text.
    #[must_use]
    pub const fn reader(self) -> &'static str {
        match self {
            Self::Markdown => "markdown 1",
            Self::Plain => "plain 1",
            Self::Html => "html 2",
            Self::Docx => "docx 2",
            Self::Pdf => "pdf 2",
            Self::Csv => "csv 2",
            Self::Doc => "doc 1",
            Self::Rtf => "rtf 1",
            Self::Odt => "odt 1",
            Self::Ods => "ods 1",
            Self::Xlsx => "xlsx 1",
            Self::Xlsb => "xlsb 1",
            Self::Xls => "xls 1",
            Self::Mail => "mail 1",
            Self::Mailbox => "mbox 1",
            Self::Outlook => "msg 2",
            Self::Zip => "zip 1",
            Self::Picture => "picture 1",
        }
    }
}

/// Whether a text by this reader would be read by a newer one today; never so of a reader this program does not know.
#[must_use]
pub fn is_outdated(reader: &str) -> bool {
    let parts = |reader: &str| -> Option<(String, u32)> {
        let (name, version) = reader.rsplit_once(' ')?;
        Some((name.to_owned(), version.parse().ok()?))
    };
    let Some((name, version)) = parts(reader) else {
        return false;
    };
    Format::ALL
        .into_iter()
        .filter_map(|format| parts(format.reader()))
        .any(|(known, newest)| known == name && newest > version)
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 18] = [
        Self::Markdown,
        Self::Plain,
        Self::Html,
        Self::Docx,
        Self::Pdf,
        Self::Csv,
        Self::Doc,
        Self::Rtf,
        Self::Odt,
        Self::Ods,
        Self::Xlsx,
        Self::Xlsb,
        Self::Xls,
        Self::Mail,
        Self::Mailbox,
        Self::Outlook,
        Self::Zip,
        Self::Picture,
    ];

    /// Whether a heading near the top says what the document is: the first heading of a workbook is the name of its first sheet.
    #[must_use]
    pub const fn has_title(self) -> bool {
        !matches!(
            self,
            Self::Csv | Self::Ods | Self::Xlsx | Self::Xlsb | Self::Xls
        )
    }
}

/// How far into a file a PDF may begin, in bytes.
const PDF_WITHIN: usize = 1024;

/// What these bytes, under this name, are to be read as.
///
/// # Errors
/// When they are nothing that can be read, with the reason.
pub fn recognise(name: &str, bytes: &[u8]) -> Result<Format, NotReadable> {
    let extension = extension(name);
    if bytes.is_empty() {
        return Err(NotReadable::EmptyFile);
    }
    let head = bytes.get(..PDF_WITHIN).unwrap_or(bytes);
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes, &extension);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Format::Rtf);
    }
    if is_outlook(bytes, &extension) {
        return Ok(Format::Outlook);
    }
    if bytes.starts_with(COMPOUND) {
        return compound(bytes, &extension);
    }
    if picture::file::kind(bytes).is_some() && (is_data(bytes) || is_picture_name(&extension)) {
        return Ok(Format::Picture);
    }
    if let Some(why) = other_binary(bytes) {
        return Err(why);
    }
    let is_page = is_web_page(head);
    let named = match extension.as_str() {
        "pdf" => Some("PDF"),
        "docx" | "docm" => Some("Word document"),
        "xlsx" | "xlsm" | "xlsb" | "xls" => Some("spreadsheet"),
        "jpg" | "jpeg" | "png" | "gif" | "tif" | "tiff" | "bmp" | "webp" | "heic" => {
            Some("picture")
        }
        _ => None,
    };
    let is_export = extension == "xls" && !is_data(bytes);
    match (is_page, named) {
        // Case systems write tables as pages or as text and name them `.xls`, as Excel opens these too.
        (true, Some(_)) if is_export && memchr::memmem::find(bytes, b"<t").is_some() => {
            return Ok(Format::Html);
        }
        (false, Some(_)) if is_export && is_columns(bytes) => return Ok(Format::Csv),
        (true, Some(named)) => return Err(NotReadable::WebPage(named)),
        (true, None) if !matches!(extension.as_str(), "md" | "markdown") => {
            return Ok(Format::Html);
        }
        (false, Some(named)) => return Err(NotReadable::Misnamed { named }),
        _ => {}
    }
    if let Some(mail) = mail(head, &extension) {
        return Ok(mail);
    }
    if is_data(bytes) {
        return Err(NotReadable::NotADocument);
    }
    Ok(match extension.as_str() {
        "md" | "markdown" | "mkd" => Format::Markdown,
        "htm" | "html" | "xhtml" => Format::Html,
        "csv" | "tsv" => Format::Csv,
        _ => Format::Plain,
    })
}

fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

/// Whether these bytes, under a name with this ending, are a mail or a row of them.
fn mail(head: &[u8], extension: &str) -> Option<Format> {
    match extension {
        "eml" | "emlx" | "mht" | "mhtml" => return Some(Format::Mail),
        "mbox" | "mbx" => return Some(Format::Mailbox),
        "" => {}
        // What a person calls a text is a text, also where a mail was pasted into it.
        _ => return None,
    }
    let head = String::from_utf8_lossy(head);
    let (begins, head) = match head.split_once('\n') {
        Some((first, rest)) if first.starts_with("From ") => (true, rest),
        _ => (false, &*head),
    };
    let lines = head.lines().take_while(|line| !line.trim().is_empty());
    let says = |name: &str| {
        lines.clone().any(|line| {
            line.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        })
    };
    let is_mail = says("from:") && (says("mime-version:") || says("message-id:") || begins);
    is_mail.then_some(if begins {
        Format::Mailbox
    } else {
        Format::Mail
    })
}

/// Whether these bytes are a mail of Outlook: a compound file with a mail's properties and no document.
fn is_outlook(bytes: &[u8], extension: &str) -> bool {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return false;
    }
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    extension == "msg" || (holds("__properties_version1.0") && holds("__nameid_version1.0"))
}

fn zipped(bytes: &[u8], extension: &str) -> Result<Format, NotReadable> {
    let types = memchr::memmem::find(bytes, b"[Content_Types].xml").is_some();
    if extension == "zip" && !types {
        return Ok(Format::Zip);
    }
    let kind = docx::kind(bytes).map_err(|why| match (why, extension) {
        (NotReadable::CutShort(_), "xlsx" | "xlsm" | "xlsb" | "ods") => {
            NotReadable::CutShort("spreadsheet")
        }
        (why, _) => why,
    });
    match kind? {
        docx::Kind::Word => Ok(Format::Docx),
        docx::Kind::Workbook => Ok(Format::Xlsx),
        docx::Kind::BinaryWorkbook => Ok(Format::Xlsb),
        docx::Kind::Slides => Err(NotReadable::NotYet("A presentation")),
        docx::Kind::OpenDocument => match odf::kind(bytes)? {
            odf::Kind::Text => Ok(Format::Odt),
            odf::Kind::Sheets => Ok(Format::Ods),
            odf::Kind::Other => Err(NotReadable::NotYet(
                "An OpenDocument presentation or drawing",
            )),
        },
        docx::Kind::Other => Ok(Format::Zip),
    }
}

/// Formats known by their first bytes and not read.
fn other_binary(bytes: &[u8]) -> Option<NotReadable> {
    let starts = |signs: &[&[u8]]| signs.iter().any(|sign| bytes.starts_with(sign));
    let is_heic = bytes
        .get(4..12)
        .is_some_and(|sign| sign.starts_with(b"ftyp"));
    Some(NotReadable::NotYet(if is_heic {
        "A photograph as some telephones store it (.heic)"
    } else if starts(&[b"ID3", b"OggS", b"RIFF"]) && is_data(bytes) {
        "A sound or film file"
    } else {
        return None;
    }))
}

fn is_picture_name(extension: &str) -> bool {
    matches!(
        extension,
        "png" | "jpg" | "jpeg" | "gif" | "tif" | "tiff" | "bmp" | "webp"
    )
}

/// What compound files begin with.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The container of old Office files, of Outlook messages, and of new Office files under a password.
fn compound(bytes: &[u8], extension: &str) -> Result<Format, NotReadable> {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let holds = |name: &str| memchr::memmem::find(bytes, &wide(name)).is_some();
    Err(if holds("EncryptedPackage") {
        NotReadable::Password
    } else if holds("WordDocument") || matches!(extension, "doc" | "dot") {
        return Ok(Format::Doc);
    } else if holds("Workbook") || extension == "xls" {
        return Ok(Format::Xls);
    } else {
        NotReadable::NotYet("An old Office file")
    })
}

/// Whether a file begins as web pages do.
fn is_web_page(head: &[u8]) -> bool {
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let letters: Vec<u8> = head
        .iter()
        .copied()
        .filter(|&byte| !(wide && byte == 0))
        .collect();
    let words = String::from_utf8_lossy(&letters).to_lowercase();
    let mut words = words
        .trim_start_matches(['\u{feff}', '\u{fffd}'])
        .trim_start();
    while let Some(rest) = words
        .strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
        .or_else(|| {
            words
                .strip_prefix("<?xml")
                .and_then(|rest| rest.split_once("?>"))
        })
        .map(|(_, rest)| rest)
    {
        words = rest.trim_start();
    }
    words.starts_with("<!doctype html") || words.starts_with("<html")
}

/// Whether the first lines of a file hold columns parted by tabs.
fn is_columns(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n').take(3);
    let has_tab = |line: &[u8]| memchr::memchr(b'\t', line).is_some();
    lines.next().is_some_and(has_tab) && lines.next().is_some_and(has_tab)
}

/// Data rather than words: zero bytes or many control characters, and not UTF-16.
fn is_data(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    if encoding_rs::Encoding::for_bom(head).is_some() || super::decode::wide(head).is_some() {
        return false;
    }
    let odd = head
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    memchr::memchr(0, head).is_some() || odd * 10 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::test_files;

    #[test]
    fn content_counts_before_the_name() {
        let docx = test_files::docx(&[("word/document.xml", &test_files::document(""))]);
        assert_eq!(recognise("letter.pdf", &docx), Ok(Format::Docx));
        assert_eq!(recognise("letter.txt", b"\n%PDF-1.4 ..."), Ok(Format::Pdf));
        assert_eq!(
            recognise("letter", b"<!-- x --> <HTML><p>"),
            Ok(Format::Html)
        );
        assert_eq!(recognise("notes.MD", b"# Visit"), Ok(Format::Markdown));
        assert_eq!(recognise("chronology.csv", b"a,b"), Ok(Format::Csv));
        assert_eq!(recognise("note", b"Mother rang."), Ok(Format::Plain));
        assert_eq!(recognise("a.doc", b"{\\rtf1 x}"), Ok(Format::Rtf));
    }

    #[test]
    fn a_reader_is_outdated_by_a_newer_version_of_itself_alone() {
        assert!(is_outdated("docx 1"));
        assert!(!is_outdated("docx 9999"));
        for other in ["docx", "papyrus 1", "", "none", "docx one"] {
            assert!(!is_outdated(other), "{other}");
        }
        for format in Format::ALL {
            assert!(!is_outdated(format.reader()), "{format:?}");
        }
    }

    #[test]
    fn what_is_not_a_document_is_said_plainly() {
        let why = |name, bytes: &[u8]| recognise(name, bytes).unwrap_err();
        assert_eq!(
            why("a.pdf", b"<!DOCTYPE html><p>404"),
            NotReadable::WebPage("PDF")
        );
        assert_eq!(
            why("a.pdf", b"hello"),
            NotReadable::Misnamed { named: "PDF" }
        );
        assert_eq!(why("a.txt", b""), NotReadable::EmptyFile);
        assert_eq!(
            why("a.bin", b"\0\x01\x02\x03 abc"),
            NotReadable::NotADocument
        );
        assert_eq!(
            why("a.docx", b"PK\x03\x04 and no more"),
            NotReadable::CutShort("Word document")
        );
        assert_eq!(
            why("a.ogg", b"OggS\0\x02 x").to_string(),
            "A sound or film file cannot be read yet: ask for a copy as PDF or Word document (.docx), or open it in the program it was made with."
        );
        let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(why("a.docx", &locked), NotReadable::Password);
    }
}
