//! Mails made here, as programs make them.

use std::io::{Cursor, Write as _};

use jiff::civil::date;

use crate::reading::{Reading, read};

const MAIL: &str = "From: Ann Example <ann@northbridge.example>\r\nTo: \"Social worker\" <sw@northbridge.example>, team@northbridge.example\r\n\
Cc: =?utf-8?Q?Zo=C3=AB?= <zoe@school.example>\r\nDate: Wed, 14 Mar 2012 09:30:00 +0000\r\nSubject: Missed sessions\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=\"inner\"\r\n\r\n\
--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlain words.\r\n--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
<html><body><p>Mother <b>did not</b> attend.</p><script>x()</script></body></html>\r\n--inner--\r\n\
--outer\r\nContent-Type: text/plain; charset=windows-1252; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"../note.txt\"\r\n\
Content-Transfer-Encoding: quoted-printable\r\n\r\nZo=EB rang.\r\n--outer\r\nContent-Type: application/octet-stream\r\n\
Content-Disposition: attachment; filename=\"plan.md\"\r\nContent-Transfer-Encoding: base64\r\n\r\nIyBQbGFuCg==\r\n\
--outer\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@school.example\r\nSubject: The first one\r\nMIME-Version: 1.0\r\n\r\nEarlier words.\r\n--outer--\r\n";

fn parts(reading: &Reading) -> Vec<(&str, &[u8])> {
    reading
        .parts
        .iter()
        .map(|part| {
            let bytes = part.bytes.as_deref().unwrap_or_default();
            (part.name.as_str(), bytes)
        })
        .collect()
}

#[test]
fn a_mail_gives_its_head_its_page_and_its_attachments_as_they_were_attached() {
    let reading = read("03 mail.eml", MAIL.as_bytes());
    assert_eq!(reading.reader, "mail 1");
    assert_eq!(reading.title.as_deref(), Some("Missed sessions"));
    assert_eq!(reading.dates.happened, Some(date(2012, 3, 14)));
    assert_eq!(reading.inside.sent, Some(date(2012, 3, 14)));
    let inner = b"From: b@school.example\r\nSubject: The first one\r\nMIME-Version: 1.0\r\n\r\nEarlier words.";
    let parts = parts(&reading);
    assert_eq!(parts[0], ("note.txt", &b"Zo\xeb rang."[..]));
    assert_eq!(parts[1], ("plan.md", &b"# Plan\n"[..]));
    assert_eq!(parts[2].0, "The first one.eml");
    assert!(parts[2].1.starts_with(inner), "{:?}", parts[2].1);
    assert_eq!(parts.len(), 3);
    let words = &reading.text.as_ref().unwrap().words;
    for line in [
        "Missed sessions\nFrom: Ann Example <ann@northbridge.example>\nTo: Social worker <sw@northbridge.example>, team@northbridge.example",
        "Cc: Zoë <zoe@school.example>\nDate: 14 March 2012 09:30 (+0000)",
        "Mother did not attend.",
        "Attachments\nnote.txt (9 bytes)\nplan.md (7 bytes)",
    ] {
        assert!(words.contains(line), "{line}\n{words}");
    }
    assert!(!words.contains("Plain words"), "{words}");
    assert!(!words.contains("x()"), "{words}");
}

#[test]
fn a_plain_mail_and_one_without_a_subject_are_read() {
    let reading = read(
        "a.eml",
        b"From: a@b.example\n\nOnly words.\n\nAnd more of them.\n",
    );
    let words = reading.text.unwrap().words;
    assert_eq!(words, "From: a@b.example\nOnly words.\nAnd more of them.");
    let saved =
        b"Received: from x\nMessage-ID: <1@b>\nFrom: a@b.example\nSubject: No ending\n\nWords.\n";
    assert_eq!(read("a mail", saved).reader, "mail 1");
    assert_eq!(read("a mail.txt", saved).reader, "plain 1");
}

#[test]
fn parts_within_parts_within_parts_end() {
    let mut bomb = String::from("From: a@b.example\r\nMIME-Version: 1.0\r\n");
    for depth in 0..2_000 {
        let boundary =
            format!("Content-Type: multipart/mixed; boundary=\"b{depth}\"\r\n\r\n--b{depth}\r\n");
        bomb.push_str(&boundary);
    }
    bomb.push_str("Content-Type: text/plain\r\n\r\nDeep.\r\n");
    let reading = read("a.eml", bomb.as_bytes());
    assert!(reading.text.is_ok() || !reading.text.unwrap_err().is_empty());
    let mut messages = String::new();
    for _ in 0..500 {
        messages.push_str("From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n");
    }
    messages.push_str("From: a@b.example\r\n\r\nDeep.");
    let reading = read("a.eml", messages.as_bytes());
    assert!(reading.parts.len() <= 1, "{}", reading.parts.len());
}

#[test]
fn each_mail_of_a_mailbox_is_a_part_in_its_order() {
    let mailbox = b"From a@b Wed Mar 14 09:30:00 2012\nFrom: a@b.example\nSubject: First/one\nDate: Wed, 14 Mar 2012 09:30:00 +0000\n\n\
        From here on it is quiet.\n\nFrom c@d Thu Mar 15 10:00:00 2012\nFrom: c@d.example\nSubject: Second\n\nWords.\n\n";
    let reading = read("letters.mbox", mailbox);
    let parts = parts(&reading);
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[0].0, "0001 First-one.eml");
    assert!(parts[0].1.ends_with(b"From here on it is quiet.\n"));
    assert_eq!(
        parts[1],
        (
            "0002 Second.eml",
            &b"From: c@d.example\nSubject: Second\n\nWords.\n"[..]
        )
    );
    assert!(
        reading
            .text
            .unwrap()
            .words
            .contains("0001 First-one.eml · a@b.example · 14 March 2012 09:30 (+0000)")
    );
}

/// Properties of fixed size behind a head of so many bytes: the number of each, and its value.
fn fixed(head: usize, values: &[(u16, u64)]) -> Vec<u8> {
    let mut bytes = vec![0; head];
    for (id, value) in values {
        bytes.extend(0x0040_u16.to_le_bytes());
        bytes.extend(id.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(value.to_le_bytes());
    }
    bytes
}

fn wide(words: &str) -> Vec<u8> {
    words.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn outlook(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        if let Some((folder, _)) = path.rsplit_once('/')
            && !folder.is_empty()
        {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn a_mail_of_outlook_gives_head_words_and_attachments_and_the_mail_inside_it() {
    // 14 March 2012, 09:30, in tenths of microseconds since 1601.
    let sent = (11_644_473_600 + 1_331_717_400) * 10_000_000;
    let inner = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
    let inner_fixed = format!("{inner}/__properties_version1.0");
    let inner_subject = format!("{inner}/__substg1.0_0037001F");
    let inner_body = format!("{inner}/__substg1.0_1000001E");
    let mail = outlook(&[
        ("/__properties_version1.0", fixed(32, &[(0x39, sent)])),
        ("/__nameid_version1.0/__substg1.0_00020102", Vec::new()),
        ("/__substg1.0_0037001F", wide("Missed sessions")),
        ("/__substg1.0_0C1A001F", wide("Ann Example")),
        ("/__substg1.0_5D01001F", wide("ann@northbridge.example")),
        ("/__substg1.0_0E04001F", wide("Social worker")),
        ("/__substg1.0_1000001F", wide("Mother did not attend.\r\n")),
        (
            "/__attach_version1.0_#00000000/__substg1.0_3707001F",
            wide("plan.md"),
        ),
        (
            "/__attach_version1.0_#00000000/__substg1.0_37010102",
            b"# Plan\n".to_vec(),
        ),
        (&inner_fixed, fixed(24, &[])),
        (&inner_subject, wide("The first one")),
        (&inner_body, b"Zo\xeb rang.".to_vec()),
    ]);
    let reading = read("mail.msg", &mail);
    assert_eq!(reading.reader, "msg 2");
    assert_eq!(reading.dates.happened, Some(date(2012, 3, 14)));
    let words = &reading.text.as_ref().unwrap().words;
    for line in [
        "From: Ann Example <ann@northbridge.example>\nTo: Social worker\nDate: 14 March 2012 09:30 (UTC)",
        "Mother did not attend.",
        "plan.md (7 bytes)",
    ] {
        assert!(words.contains(line), "{line}\n{words}");
    }
    let parts = parts(&reading);
    assert_eq!(parts[0], ("plan.md", &b"# Plan\n"[..]));
    assert_eq!(parts[1].0, "The first one.eml");
    // What is made of it is a mail again, and the same each time.
    let inside = read(parts[1].0, parts[1].1);
    assert_eq!(inside.title.as_deref(), Some("The first one"));
    assert!(inside.text.unwrap().words.contains("Zoë rang."));
    assert_eq!(read("mail.msg", &mail), reading);
}

#[test]
fn a_mail_whose_only_words_are_rich_text_has_them() {
    let rich = b"{\\rtf1\\ansi\\ansicpg1252 Ellie was seen alone.\\par Zo\\'eb rang.}";
    let mut packed = (u32::try_from(rich.len()).unwrap() + 12)
        .to_le_bytes()
        .to_vec();
    packed.extend(u32::try_from(rich.len()).unwrap().to_le_bytes());
    packed.extend(b"MELA\0\0\0\0");
    packed.extend(rich);
    let streams = [
        ("/__properties_version1.0", fixed(32, &[])),
        ("/__substg1.0_0037001F", wide("Visit")),
        ("/__substg1.0_10090102", packed),
    ];
    let words = read("mail.msg", &outlook(&streams)).text.unwrap().words;
    assert!(words.contains("Ellie was seen alone."), "{words}");
    assert!(words.contains("Zoë rang."), "{words}");
    // Where there are plain words they are the mail's.
    let mut both = streams.to_vec();
    both.push(("/__substg1.0_1000001F", wide("Plain.")));
    let words = read("mail.msg", &outlook(&both)).text.unwrap().words;
    assert!(
        words.contains("Plain.") && !words.contains("Ellie"),
        "{words}"
    );
}

#[test]
fn damaged_mails_of_outlook_are_sentences() {
    let mail = outlook(&[("/__properties_version1.0", fixed(32, &[]))]);
    for cut in [8, 100, 512, mail.len() / 2, mail.len() - 1] {
        let reading = read("mail.msg", &mail[..cut]);
        if let Err(why) = reading.text {
            assert!(why.ends_with('.'), "{why}");
        }
    }
    assert!(
        read("mail.msg", &outlook(&[("/x", Vec::new())]))
            .text
            .unwrap_err()
            .contains("damaged")
    );
}
