//! A row of mails in one file, each a part: they are told apart by the lines that begin with `From ` after an empty one.

use super::{eml, mail_name};
use crate::reading::{builder::Builder, not_readable::NotReadable, parts, read::Found};

/// Reads a mailbox.
///
/// # Errors
/// When no mail stands in it.
pub fn read(bytes: &[u8], builder: &mut Builder, found: &mut Found<'_>) -> Result<(), NotReadable> {
    let mails = mails(bytes);
    if mails.is_empty() {
        return Err(NotReadable::Damaged("mailbox"));
    }
    builder.paragraph(&match mails.len() {
        1 => "This is a mailbox with one mail in it:".to_owned(),
        count => format!("This is a mailbox with {count} mails in it:"),
    });
    for (number, mail) in (1..).zip(&mails) {
        if found.parts.is_full() {
            builder.remark(format!(
                "Only the first {} mails are taken out. Ask for the mailbox in parts.",
                parts::COUNT_CAP
            ));
            break;
        }
        let head = eml::head(mail);
        let name = format!("{number:04} {}", mail_name(&head.subject));
        let about: Vec<_> = head
            .head
            .iter()
            .filter(|(what, _)| matches!(*what, "From" | "Date"))
            .map(|(_, words)| words.as_str())
            .collect();
        if let Some(part) = found.parts.put(&name, Ok(mail.to_vec())) {
            builder.item(0, "•", format!("{} · {}", part.name, about.join(" · ")));
        }
    }
    Ok(())
}

/// The mails, without the line that parts each from the one before.
fn mails(bytes: &[u8]) -> Vec<&[u8]> {
    let mut begins = Vec::new();
    let mut after_empty = true;
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if after_empty && parts_mails(line) {
            begins.push((at, at + line.len()));
        }
        after_empty = matches!(line, b"\n" | b"\r\n");
        at += line.len();
    }
    let ends = begins.iter().skip(1).map(|(before, _)| *before);
    begins
        .iter()
        .zip(ends.chain([bytes.len()]))
        .filter_map(|((_, begin), end)| bytes.get(*begin..end))
        .map(without_last_gap)
        .filter(|mail| !mail.is_empty())
        .collect()
}

/// Whether a line is the one that parts two mails: `From`, an address, and a day with its time and year. A sentence may begin with the word too.
fn parts_mails(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let digits = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_digit);
    let is_time = |word: &[u8]| {
        let mut parts = word.split(|byte| *byte == b':');
        word.contains(&b':') && parts.all(digits)
    };
    let words = || rest.split(u8::is_ascii_whitespace);
    words().any(is_time) && words().any(|word| word.len() == 4 && digits(word))
}

/// Without the empty line that belongs to the row, not to the mail.
fn without_last_gap(mail: &[u8]) -> &[u8] {
    for (gap, keep) in [(&b"\r\n\r\n"[..], 2), (b"\n\n", 1)] {
        if let Some(rest) = mail.strip_suffix(gap) {
            return mail.get(..rest.len() + keep).unwrap_or(mail);
        }
    }
    mail
}
