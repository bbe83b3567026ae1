//! Mails as Outlook saves them: a compound file whose streams are properties, each named by its number.
//!
//! Owns which properties are read, how letters of older ones are decoded, and how deep a mail in a mail goes. The container is `cfb`'s; every
//! stream is bounded by the size of the file, and no stream is read twice.

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;
use jiff::{Timestamp, civil::DateTime, tz::Offset};

use super::{Letter, Words, mail_name, rich, unnamed};
use crate::reading::{builder::Builder, not_readable::NotReadable, parts, read::Found};

/// The most attachments and recipients looked at.
const THINGS_CAP: usize = parts::COUNT_CAP;

/// The longest stream of words, in bytes.
const WORDS_CAP: u64 = 64 << 20;

/// How deep a mail inside a mail inside a mail is made into one file.
const INNER_CAP: usize = 8;

// The numbers of the properties, as [MS-OXPROPS] gives them.
const SUBJECT: u16 = 0x0037;
const SUBMITTED: u16 = 0x0039;
const DISPLAY_CC: u16 = 0x0e03;
const DISPLAY_TO: u16 = 0x0e04;
const DELIVERED: u16 = 0x0e06;
const SENDER_NAME: u16 = 0x0c1a;
const SENDER_ADDRESS: u16 = 0x0c1f;
const SENDER_SMTP: u16 = 0x5d01;
const BODY: u16 = 0x1000;
const RICH: u16 = 0x1009;
const PAGE: u16 = 0x1013;
const CODEPAGE: u16 = 0x3fde;
const STRING_CODEPAGE: u16 = 0x3ffd;
const DATA: u16 = 0x3701;
const SHORT_NAME: u16 = 0x3704;
const LONG_NAME: u16 = 0x3707;
const SHOWN_NAME: u16 = 0x3001;
const MIME: u16 = 0x370e;

const WIDE: u16 = 0x001f;
const NARROW: u16 = 0x001e;
const BINARY: u16 = 0x0102;
const OBJECT: u16 = 0x000d;

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Reads a mail of Outlook.
///
/// # Errors
/// When its container cannot be opened or holds no mail.
pub fn read(bytes: &[u8], builder: &mut Builder, found: &mut Found<'_>) -> Result<(), NotReadable> {
    let damaged = NotReadable::Damaged("mail of Outlook (.msg)");
    let Ok(mut file) = CompoundFile::open(Cursor::new(bytes)) else {
        return Err(damaged);
    };
    if !file.is_stream("/__properties_version1.0") {
        return Err(damaged);
    }
    let mut converted = 0;
    letter(&mut file, "/", 32, &mut converted, 0).put(builder, found);
    if converted > 0 {
        builder.remark(
            "A mail inside this one is kept as an e-mail file (.eml) made from it; this one is kept as it came.",
        );
    }
    Ok(())
}

/// The mail in a folder of the container. Its fixed properties begin after `head` bytes.
fn letter(
    file: &mut File<'_>,
    folder: &str,
    head: usize,
    converted: &mut usize,
    depth: usize,
) -> Letter {
    let fixed = stream(file, &format!("{folder}__properties_version1.0"), 1 << 20);
    let fixed = fixed.unwrap_or_default();
    let number = |id| fixed_value(&fixed, head, id);
    let encoding = [CODEPAGE, STRING_CODEPAGE]
        .into_iter()
        .filter_map(number)
        .find_map(|page| encoding_of(page & 0xffff_ffff))
        .unwrap_or(encoding_rs::WINDOWS_1252);
    let mut letter = Letter::default();
    let mut words = |id| words(file, folder, id, encoding);
    letter.subject = words(SUBJECT).unwrap_or_default();
    let name = words(SENDER_NAME).unwrap_or_default();
    let address = words(SENDER_SMTP).or_else(|| words(SENDER_ADDRESS));
    // An address inside an organisation is a long path of its directory, which tells nobody anything.
    let address = address.filter(|address| address.contains('@') && *address != name);
    let from = match address {
        Some(address) if name.is_empty() => address,
        Some(address) => format!("{name} <{address}>"),
        None => name,
    };
    letter.say("From", &from);
    letter.say("To", &words(DISPLAY_TO).unwrap_or_default());
    letter.say("Cc", &words(DISPLAY_CC).unwrap_or_default());
    let page = words(PAGE);
    let plain = words(BODY);
    if let Some(sent) = [SUBMITTED, DELIVERED]
        .into_iter()
        .filter_map(number)
        .find_map(moment)
    {
        letter.say("Date", &sent.strftime("%-d %B %Y %H:%M (UTC)").to_string());
        letter.sent = Some(sent.date());
    }
    let subject = letter.subject.clone();
    letter.say("Subject", &subject);
    let page = page.or_else(|| {
        let bytes = stream(
            file,
            &format!("{folder}{}", name_of(PAGE, BINARY)),
            WORDS_CAP,
        )?;
        let (page, _) = encoding.decode_with_bom_removal(&bytes);
        Some(page.into_owned())
    });
    // Where there is neither, Outlook's own rich text is all there is.
    let has_words =
        |words: &Option<String>| words.as_ref().is_some_and(|words| !words.trim().is_empty());
    let plain = if has_words(&page) || has_words(&plain) {
        plain
    } else {
        let packed = stream(
            file,
            &format!("{folder}{}", name_of(RICH, BINARY)),
            WORDS_CAP,
        );
        packed.and_then(|packed| rich::words(&packed)).or(plain)
    };
    letter.body.extend(match (page, plain) {
        (Some(page), _) if !page.trim().is_empty() => Some(Words::Page(page)),
        (_, Some(plain)) => Some(Words::Plain(plain)),
        _ => None,
    });
    for attached in folders(file, folder, "__attach_version1.0_") {
        let one = attachment(file, &attached, encoding, converted, depth);
        letter.attachments.push(one);
    }
    letter
}

/// An attachment: its name and its bytes.
fn attachment(
    file: &mut File<'_>,
    folder: &str,
    encoding: &'static encoding_rs::Encoding,
    converted: &mut usize,
    depth: usize,
) -> (String, Result<Vec<u8>, String>) {
    let inner = format!("{folder}{}/", name_of(DATA, OBJECT));
    if file.is_stream(format!("{inner}__properties_version1.0")) {
        if depth >= INNER_CAP {
            return (
                "message.eml".to_owned(),
                Err("is not taken out: it stands in a mail in a mail, too deep.".to_owned()),
            );
        }
        *converted += 1;
        let letter = letter(file, &inner, 24, converted, depth + 1);
        let name = mail_name(&letter.subject);
        return (name, Ok(as_internet_mail(&letter).into_bytes()));
    }
    let mut words = |id| words(file, folder, id, encoding);
    let kind = words(MIME).unwrap_or_default().to_lowercase();
    let name = words(LONG_NAME)
        .or_else(|| words(SHORT_NAME))
        .or_else(|| words(SHOWN_NAME))
        .unwrap_or_else(|| unnamed(&kind));
    let bytes = stream(
        file,
        &format!("{folder}{}", name_of(DATA, BINARY)),
        parts::BYTES_CAP,
    );
    let bytes = bytes.ok_or_else(|| {
        "is only a link to a file elsewhere, or an object of another program, and was not taken out. Ask for it by itself.".to_owned()
    });
    (name, bytes)
}

/// The stream of a property.
fn name_of(id: u16, kind: u16) -> String {
    format!("__substg1.0_{id:04X}{kind:04X}")
}

/// The bytes of a stream, where there is one no longer than `cap`.
fn stream(file: &mut File<'_>, path: &str, cap: u64) -> Option<Vec<u8>> {
    let opened = file.open_stream(path).ok()?;
    if opened.len() > cap {
        return None;
    }
    let mut bytes = Vec::new();
    opened.take(cap).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The words of a property, without what stands for nothing at their end.
fn words(
    file: &mut File<'_>,
    folder: &str,
    id: u16,
    encoding: &'static encoding_rs::Encoding,
) -> Option<String> {
    let wide = stream(file, &format!("{folder}{}", name_of(id, WIDE)), WORDS_CAP);
    let words = match wide {
        Some(bytes) => encoding_rs::UTF_16LE
            .decode_without_bom_handling(&bytes)
            .0
            .into_owned(),
        None => {
            let bytes = stream(file, &format!("{folder}{}", name_of(id, NARROW)), WORDS_CAP)?;
            encoding.decode_without_bom_handling(&bytes).0.into_owned()
        }
    };
    let words = words.trim_end_matches('\0');
    (!words.is_empty()).then(|| words.to_owned())
}

/// The folders of a folder whose names begin so, in order of their names.
fn folders(file: &File<'_>, folder: &str, begins: &str) -> Vec<String> {
    let Ok(entries) = file.read_storage(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .filter(|entry| entry.is_storage() && entry.name().starts_with(begins))
        .take(THINGS_CAP)
        .map(|entry| format!("{folder}{}/", entry.name()))
        .collect();
    names.sort();
    names
}

/// The eight bytes of a property of fixed size: its kind and number, some flags, its value.
fn fixed_value(fixed: &[u8], head: usize, id: u16) -> Option<u64> {
    fixed.get(head..)?.chunks_exact(16).find_map(|property| {
        let number = property
            .get(2..4)?
            .try_into()
            .map(u16::from_le_bytes)
            .ok()?;
        let value = property
            .get(8..16)?
            .try_into()
            .map(u64::from_le_bytes)
            .ok()?;
        (number == id).then_some(value)
    })
}

/// A moment counted in tenths of microseconds since 1601.
fn moment(ticks: u64) -> Option<DateTime> {
    const SECONDS_TO_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(ticks / 10_000_000).ok()?;
    let moment = Timestamp::from_second(seconds.checked_sub(SECONDS_TO_1970)?).ok()?;
    // Nothing was sent before there were mails: the property is empty.
    (moment.as_second() > 0).then(|| Offset::UTC.to_datetime(moment))
}

/// The encoding behind the number of a code page.
fn encoding_of(page: u64) -> Option<&'static encoding_rs::Encoding> {
    let label = match page {
        65001 => "utf-8".to_owned(),
        20127 => "us-ascii".to_owned(),
        28591..=28605 => format!("iso-8859-{}", page - 28590),
        874 | 1250..=1258 => format!("windows-{page}"),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20866 => "koi8-r".to_owned(),
        _ => return None,
    };
    encoding_rs::Encoding::for_label(label.as_bytes())
}

/// A mail as an internet mail. The same mail always gives the same bytes.
fn as_internet_mail(letter: &Letter) -> String {
    // Writing to a String does not fail.
    use std::fmt::Write as _;

    const PARTED_BY: &str = "=_alongside_part";
    let mut mail = String::new();
    for (what, words) in &letter.head {
        let words: String = words.chars().filter(|c| !c.is_control()).collect();
        let written = match (*what, letter.sent) {
            ("Date", Some(day)) => day.strftime("%a, %d %b %Y 12:00:00 +0000").to_string(),
            _ => words,
        };
        let _ = write!(mail, "{what}: {written}\r\n");
    }
    mail.push_str("MIME-Version: 1.0\r\n");
    let _ = write!(
        mail,
        "Content-Type: multipart/mixed; boundary=\"{PARTED_BY}\"\r\n\r\n"
    );
    for words in &letter.body {
        let (kind, words) = match words {
            Words::Page(page) => ("html", page),
            Words::Plain(words) => ("plain", words),
        };
        let _ = write!(
            mail,
            "--{PARTED_BY}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        );
        base64(words.as_bytes(), &mut mail);
    }
    for (name, bytes) in &letter.attachments {
        let Ok(bytes) = bytes else { continue };
        let name: String = name
            .chars()
            .filter(|c| !c.is_control() && !matches!(c, '"' | '\\'))
            .collect();
        let _ = write!(
            mail,
            "--{PARTED_BY}\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        );
        base64(bytes, &mut mail);
    }
    let _ = write!(mail, "--{PARTED_BY}--\r\n");
    mail
}

/// Bytes as letters, in lines of 76.
fn base64(bytes: &[u8], out: &mut String) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for line in bytes.chunks(57) {
        for three in line.chunks(3) {
            let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
            let all = byte(0) << 16 | byte(1) << 8 | byte(2);
            for at in 0..4 {
                let index = usize::try_from(all >> (18 - 6 * at) & 63).unwrap_or(0);
                let letter = LETTERS.get(index).copied().unwrap_or(b'=');
                let there = at <= three.len();
                out.push(char::from(if there { letter } else { b'=' }));
            }
        }
        out.push_str("\r\n");
    }
}
