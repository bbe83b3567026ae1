//! Mails: who wrote to whom and when, what they wrote, and what hangs on it.
//!
//! | file | owns |
//! |---|---|
//! | `eml` | internet mail, as most programs save it |
//! | `mbox` | a row of mails in one file: each is a part |
//! | `msg` | mails as Outlook saves them |
//! | `rich` | the rich text in them, where they have no other words |
//!
//! Here stands what all three are put into. An attachment is a part: it is read by itself, in a process of its own. Nothing a mail points at
//! elsewhere is fetched.

mod eml;
mod mbox;
mod msg;
mod rich;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub(super) use self::{eml::read as read_eml, mbox::read as read_mbox, msg::read as read_msg};
use super::{
    builder::Builder,
    html,
    parts::{self, size},
    plain,
    read::Found,
};

/// How many addresses of one line are shown; a mail to a whole council names thousands.
const ADDRESSES_CAP: usize = 100;

/// The longest line of a head, in characters.
const HEAD_LENGTH: usize = 4_000;

/// A mail, whoever made it.
#[derive(Debug, Default)]
struct Letter {
    subject: String,
    /// What stands above it, in order: `From`, and who it was.
    head: Vec<(&'static str, String)>,
    /// The day it says it was sent.
    sent: Option<Date>,
    /// Its words: pages and plain ones in their order.
    body: Vec<Words>,
    /// What hangs on it: name and bytes, or why they are not here.
    attachments: Vec<(String, Result<Vec<u8>, String>)>,
}

#[derive(Debug)]
enum Words {
    Page(String),
    Plain(String),
}

impl Letter {
    fn say(&mut self, what: &'static str, words: &str) {
        if !words.trim().is_empty() {
            let words = words.chars().take(HEAD_LENGTH).collect();
            self.head.push((what, words));
        }
    }

    /// Head, words, and the list of what hangs on it.
    fn put(self, builder: &mut Builder, found: &mut Found<'_>) {
        found.inside.sent = self.sent;
        builder.heading(1, &self.subject);
        let head: Vec<_> = self
            .head
            .iter()
            .map(|(what, words)| format!("{what}: {}", words.replace(['\r', '\n'], " ")))
            .collect();
        builder.paragraph(head.join("\n"));
        for words in &self.body {
            match words {
                Words::Page(page) => html::read(page.as_bytes(), builder),
                Words::Plain(words) => plain::read(words.as_bytes(), builder),
            }
        }
        let mut lines = Vec::new();
        for (name, bytes) in self.attachments {
            let Some(part) = found.parts.put(&name, bytes) else {
                continue;
            };
            lines.push(match &part.bytes {
                Ok(bytes) => {
                    let bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                    format!("{} ({})", part.name, size(bytes))
                }
                Err(why) => format!("{}: {why}", part.name),
            });
        }
        if !lines.is_empty() {
            builder.heading(2, "Attachments");
            for line in &lines {
                builder.item(0, "•", line);
            }
        }
        if found.parts.is_full() {
            builder.remark(format!(
                "More than {} documents hang on it; the rest is not taken out.",
                parts::COUNT_CAP
            ));
        }
    }
}

/// The name of an attachment that has none, from what kind of thing it says it is.
fn unnamed(kind: &str) -> String {
    let ending = match kind {
        "application/pdf" => "pdf",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/rtf" | "text/rtf" => "rtf",
        "application/zip" => "zip",
        "message/rfc822" => "eml",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/calendar" => "ics",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        other if other.starts_with("text/") => "txt",
        _ => "",
    };
    if ending.is_empty() {
        "attachment".to_owned()
    } else {
        format!("attachment.{ending}")
    }
}

/// The name of a mail inside something: its subject, which may hold what a name may not.
fn mail_name(subject: &str) -> String {
    let subject = subject.replace(['/', '\\', ':'], "-");
    let subject = parts::safe_name(&subject);
    let subject: String = subject.chars().take(80).collect();
    match subject.trim() {
        "unnamed" | "" => "message.eml".to_owned(),
        subject => format!("{subject}.eml"),
    }
}
