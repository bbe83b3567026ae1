//! Internet mail, read with a parser that never gives up on one: what it cannot make sense of is text.

use jiff::civil::Date;
use mail_parser::{
    Address, DateTime, Encoding, Message, MessageParser, MessagePart, MimeHeaders as _, PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

use super::{ADDRESSES_CAP, Letter, Words, mail_name, unnamed};
use crate::reading::{builder::Builder, not_readable::NotReadable, read::Found};

/// Reads a mail.
///
/// # Errors
/// When it is none.
pub fn read(bytes: &[u8], builder: &mut Builder, found: &mut Found<'_>) -> Result<(), NotReadable> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or(NotReadable::Damaged("mail"))?;
    letter(&message, bytes).put(builder, found);
    Ok(())
}

/// What a mail is called and says above itself, without its words: for a list of many.
pub(super) fn head(bytes: &[u8]) -> Letter {
    let mut letter = Letter::default();
    if let Some(message) = MessageParser::default().parse_headers(bytes) {
        put_head(&message, &mut letter);
    }
    letter
}

fn letter(message: &Message<'_>, raw: &[u8]) -> Letter {
    let mut letter = Letter::default();
    put_head(message, &mut letter);
    let part = |id: &u32| message.parts.get(usize::try_from(*id).ok()?);
    for part in message.html_body.iter().filter_map(part) {
        match &part.body {
            PartType::Html(page) => letter.body.push(Words::Page(page.to_string())),
            PartType::Text(words) => letter.body.push(Words::Plain(words.to_string())),
            _ => {}
        }
    }
    for part in message.attachments.iter().filter_map(part) {
        let kind = part.content_type().map_or_else(String::new, |kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase()
        });
        let name = match (part.attachment_name(), &part.body) {
            (Some(name), PartType::Message(_)) if !name.to_lowercase().ends_with(".eml") => {
                format!("{name}.eml")
            }
            (Some(name), _) => name.to_owned(),
            (None, PartType::Message(inner)) => mail_name(inner.subject().unwrap_or_default()),
            (None, _) => unnamed(&kind),
        };
        letter.attachments.push((name, Ok(own_bytes(part, raw))));
    }
    letter
}

fn put_head(message: &Message<'_>, letter: &mut Letter) {
    message
        .subject()
        .unwrap_or_default()
        .clone_into(&mut letter.subject);
    for (what, who) in [
        ("From", message.from()),
        ("To", message.to()),
        ("Cc", message.cc()),
    ] {
        letter.say(what, &who.map(addresses).unwrap_or_default());
    }
    if let Some(date) = message.date() {
        letter.say("Date", &written(date));
        letter.sent = day(date);
    }
    letter.say("Subject", message.subject().unwrap_or_default());
}

/// The bytes of an attachment as they were attached: letters in their own encoding.
fn own_bytes(part: &MessagePart<'_>, raw: &[u8]) -> Vec<u8> {
    let body = || raw.get(place(part.offset_body)..place(part.offset_end));
    match &part.body {
        PartType::Message(message) => match message.raw_message() {
            [] => body().unwrap_or_default().to_vec(),
            raw => raw.to_vec(),
        },
        PartType::Text(words) | PartType::Html(words) => {
            let own = match part.encoding {
                Encoding::None => body().map(<[u8]>::to_vec),
                Encoding::Base64 => body().and_then(base64_decode),
                Encoding::QuotedPrintable => body().and_then(quoted_printable_decode),
            };
            own.unwrap_or_else(|| words.as_bytes().to_vec())
        }
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
        PartType::Multipart(_) => Vec::new(),
    }
}

fn place(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

fn addresses(address: &Address<'_>) -> String {
    let mut shown: Vec<String> = address
        .iter()
        .take(ADDRESSES_CAP + 1)
        .map(|one| match (one.name(), one.address()) {
            (Some(name), Some(address)) if name != address => format!("{name} <{address}>"),
            (Some(name), _) => name.to_owned(),
            (None, Some(address)) => address.to_owned(),
            (None, None) => String::new(),
        })
        .filter(|one| !one.is_empty())
        .collect();
    if shown.len() > ADDRESSES_CAP {
        shown.truncate(ADDRESSES_CAP);
        shown.push("and more".to_owned());
    }
    shown.join(", ")
}

fn day(date: &DateTime) -> Option<Date> {
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}

/// As a person reads it, with the zone it was written in.
fn written(date: &DateTime) -> String {
    let shown = day(date).map_or_else(
        || format!("{}-{:02}-{:02}", date.year, date.month, date.day),
        |day| day.strftime("%-d %B %Y").to_string(),
    );
    let sign = if date.tz_before_gmt { '-' } else { '+' };
    format!(
        "{shown} {:02}:{:02} ({sign}{:02}{:02})",
        date.hour, date.minute, date.tz_hour, date.tz_minute
    )
}
