//! Packed folders (zip): a list of what is in them as the text, and each member as a part.
//!
//! Owns what is taken out of one: within count, size and ratio, each member once, never where two share their bytes. Names are made safe by
//! `parts`. What a member says of its own size is not believed.

use std::io::{Cursor, Read};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::{
    builder::Builder,
    not_readable::NotReadable,
    parts::{self, size},
    read::Found,
};

/// The most members a packed folder may list.
const MEMBERS_CAP: usize = 20_000;

/// How many times larger than packed a member may be, once it is larger than [`RATIO_FROM`]: words seldom pack better than 20 times.
const RATIO_CAP: u64 = 200;

/// The size from which the ratio counts, in bytes.
const RATIO_FROM: u64 = 16 << 20;

/// What a packed folder is called in a sentence.
const WHAT: &str = "packed folder (.zip)";

/// Why a member is not there.
enum Missing {
    Locked,
    Why(String),
}

/// Reads a packed folder.
///
/// # Errors
/// When it cannot be opened, is built to stop readers, or everything in it needs a password.
pub(super) fn read(
    bytes: &[u8],
    builder: &mut Builder,
    found: &mut Found<'_>,
) -> Result<(), NotReadable> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotReadable::CutShort(WHAT))?;
    if archive.len() > MEMBERS_CAP {
        return Err(NotReadable::UnpacksTooLarge);
    }
    // Members that share their bytes are how a small file unpacks to a huge one; no ordinary program makes any.
    if archive.has_overlapping_entries().unwrap_or(true) {
        return Err(NotReadable::UnpacksTooLarge);
    }
    let mut lines = Vec::new();
    let (mut taken, mut locked, mut computer) = (0_usize, 0_usize, 0_usize);
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let named = name(&archive, index);
        if named.ends_with('/') || named.ends_with('\\') {
            continue;
        }
        if is_the_computers(&named) {
            computer += 1;
            continue;
        }
        let outcome = if unpacked > parts::BYTES_CAP {
            Err(Missing::Why(parts::too_large()))
        } else {
            member(&mut archive, index, found, &mut unpacked)
        };
        let length = outcome.as_ref().map_or(0, Vec::len);
        let bytes = match outcome {
            Ok(bytes) => {
                taken += 1;
                Ok(bytes)
            }
            Err(Missing::Locked) => {
                locked += 1;
                Err("needs a password and was not taken out. Give the password, or ask the authority for an open copy.".to_owned())
            }
            Err(Missing::Why(why)) => Err(why),
        };
        let Some(part) = found.parts.put(&named, bytes) else {
            continue;
        };
        lines.push(match &part.bytes {
            Ok(_) => format!(
                "{} ({})",
                part.name,
                size(u64::try_from(length).unwrap_or(u64::MAX))
            ),
            Err(why) => format!("{}: {why}", part.name),
        });
    }
    found.locked = locked > 0;
    if locked > 0 && taken == 0 {
        return Err(NotReadable::Password);
    }
    builder.paragraph(&match lines.len() {
        0 => "This is a packed folder (zip) with nothing in it.".to_owned(),
        1 => "This is a packed folder (zip) with one document in it:".to_owned(),
        count => format!("This is a packed folder (zip) with {count} documents in it:"),
    });
    for line in &lines {
        builder.item(0, "•", line);
    }
    if computer > 0 {
        builder.remark(format!(
            "{computer} files in it belong to the computer it was packed on and are left out."
        ));
    }
    Ok(())
}

/// The name of a member as its maker wrote it.
fn name(archive: &ZipArchive<Cursor<&[u8]>>, index: usize) -> String {
    archive
        .name_for_index(index)
        .and_then(Result::ok)
        .map(std::borrow::Cow::into_owned)
        .unwrap_or_default()
}

/// Whether a member is one of those a computer packs for itself.
fn is_the_computers(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.starts_with("__MACOSX/")
        || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
        || last.starts_with("~$")
}

fn member(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    found: &Found<'_>,
    unpacked: &mut u64,
) -> Result<Vec<u8>, Missing> {
    let opened = match found.password {
        Some(password) => archive.by_index_decrypt(index, password.as_bytes()),
        None => archive.by_index(index),
    };
    let file = opened.map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Missing::Locked
        }
        ZipError::UnsupportedArchive(_) => Missing::Why(
            "is packed in a way this program does not unpack. Ask for it by itself.".to_owned(),
        ),
        _ => Missing::Why("is damaged and was not taken out. Ask for it again.".to_owned()),
    })?;
    if file.is_symlink() {
        return Err(Missing::Why(
            "is a link to somewhere else, and links are not followed.".to_owned(),
        ));
    }
    unpack(file, found.parts.room(), unpacked)
}

/// The bytes of a member, as far as its ratio and the room that is left allow.
fn unpack<R: Read>(
    file: ZipFile<'_, R>,
    room: u64,
    unpacked: &mut u64,
) -> Result<Vec<u8>, Missing> {
    let encrypted = file.encrypted();
    let by_ratio = file
        .compressed_size()
        .saturating_mul(RATIO_CAP)
        .max(RATIO_FROM);
    let cap = by_ratio.min(room);
    let likely = file.size().min(cap).min(64 << 20);
    let mut bytes = Vec::with_capacity(usize::try_from(likely).unwrap_or(0));
    let whole = file.take(cap + 1).read_to_end(&mut bytes);
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    *unpacked = unpacked.saturating_add(length);
    if length > room {
        return Err(Missing::Why(parts::too_large()));
    }
    if length > cap {
        return Err(Missing::Why(
            "is far larger inside than packed and was not taken out. Ask for it by itself."
                .to_owned(),
        ));
    }
    match whole {
        Ok(_) => Ok(bytes),
        // A wrong password is found out only at the end.
        Err(_) if encrypted => Err(Missing::Locked),
        Err(_) => Err(Missing::Why(
            "is damaged and was not taken out. Ask for it again.".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{AesMode, ZipWriter, unstable::write::FileOptionsExt as _, write::SimpleFileOptions};

    use crate::reading::{Reading, read, read_with};

    fn packed(members: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn names(reading: &Reading) -> Vec<(&str, bool)> {
        reading
            .parts
            .iter()
            .map(|part| (part.name.as_str(), part.bytes.is_ok()))
            .collect()
    }

    #[test]
    fn each_member_is_a_part_under_a_name_that_leads_nowhere() {
        let zip = packed(
            &[
                ("letters/school.txt", b"Dear all."),
                ("../../escape.md", b"# Escape"),
                ("__MACOSX/letters/._school.txt", b"x"),
                ("empty/", b""),
            ],
            SimpleFileOptions::default(),
        );
        let reading = read("case.zip", &zip);
        assert_eq!(reading.reader, "zip 1");
        assert_eq!(reading.title.as_deref(), Some("Case"));
        assert_eq!(
            names(&reading),
            [("letters/school.txt", true), ("escape.md", true)]
        );
        assert_eq!(reading.parts[0].bytes.as_deref().unwrap(), b"Dear all.");
        let words = reading.text.unwrap().words;
        assert_eq!(
            words,
            "This is a packed folder (zip) with 2 documents in it:\nletters/school.txt (9 bytes)\nescape.md (8 bytes)"
        );
    }

    #[test]
    fn a_member_far_larger_than_packed_stays_inside_and_the_others_come_out() {
        let bomb = vec![b' '; 40 << 20];
        let zip = packed(
            &[("bomb.txt", &bomb), ("visit.md", b"# Visit")],
            SimpleFileOptions::default(),
        );
        let reading = read("case.zip", &zip);
        assert_eq!(names(&reading), [("bomb.txt", false), ("visit.md", true)]);
        let why = reading.parts[0].bytes.clone().unwrap_err();
        assert!(why.starts_with("is far larger inside than packed"), "{why}");
        assert!(reading.text.unwrap().words.contains("bomb.txt: is far"));
    }

    #[test]
    fn what_needs_a_password_says_so_and_opens_with_it_by_either_cipher() {
        let plain = SimpleFileOptions::default();
        let old = plain.with_deprecated_encryption(b"lantern").unwrap();
        let aes = plain.with_aes_encryption(AesMode::Aes256, "lantern");
        let short = plain.with_aes_encryption(AesMode::Aes128, "lantern");
        for options in [old, aes, short] {
            let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
            zip.start_file("plan.md", options).unwrap();
            zip.write_all(b"# Plan\n\nWeekly.").unwrap();
            let zip = zip.finish().unwrap().into_inner();
            let locked = read("case.zip", &zip);
            assert!(locked.locked);
            assert!(locked.text.unwrap_err().contains("needs a password"));
            assert!(read_with("case.zip", &zip, Some("wrong")).locked);
            let open = read_with("case.zip", &zip, Some("lantern"));
            assert!(!open.locked);
            assert_eq!(names(&open), [("plan.md", true)]);
            assert_eq!(
                open.parts[0].bytes.as_deref().unwrap(),
                b"# Plan\n\nWeekly."
            );
        }
    }

    #[test]
    fn an_empty_and_a_damaged_one_are_sentences() {
        let empty = packed(&[], SimpleFileOptions::default());
        assert!(
            read("a.zip", &empty)
                .text
                .unwrap()
                .words
                .contains("nothing in it")
        );
        let zip = packed(
            &[("a.md", b"# A word or two")],
            SimpleFileOptions::default(),
        );
        let cut = read("a.zip", &zip[..zip.len() - 30]);
        assert!(cut.text.unwrap_err().contains("cut short"));
    }
}
