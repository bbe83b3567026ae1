//! Names from outside, made safe to print: a file name may hold a line feed, an escape sequence or bytes that are no text at all.
//!
//! Owns what such a name looks like in the record, on a terminal and in a file. Text of documents is cleaned by `reading`, not here.

use std::{ffi::OsStr, fmt::Write as _, path::Path};

use unicode_normalization::UnicodeNormalization;

/// Whether a character would move the cursor, hide, or turn the words around it.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One line of words in which every unseen character stands as an escape: `a\nb` for a line feed, `\u{1b}` for an escape character.
#[must_use]
pub fn line(words: &str) -> String {
    if !words.contains(unseen) {
        return words.to_owned();
    }
    words.chars().fold(String::new(), |mut line, c| {
        if unseen(c) {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
        line
    })
}

/// As [`line()`], but line feeds stay: for messages of several lines.
#[must_use]
pub fn lines(words: &str) -> String {
    words.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// JSON in which every unseen character stands as JSON's own escape; line feeds, which only stand between its parts, stay.
#[must_use]
pub fn json(words: &str) -> String {
    if !words.contains(|c| c != '\n' && unseen(c)) {
        return words.to_owned();
    }
    words.chars().fold(String::new(), |mut json, c| {
        if c != '\n' && unseen(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String does not fail.
                let _ = write!(json, "\\u{unit:04x}");
            }
        } else {
            json.push(c);
        }
        json
    })
}

/// The name of a file or folder as text: in composed form, so that a name means the same on every system, with bytes that are no
/// text as `\xE9`.
#[must_use]
pub fn name(raw: &OsStr) -> String {
    bytes(raw.as_encoded_bytes())
}

/// As [`name()`], from the bytes of a name or path.
#[must_use]
pub fn bytes(raw: &[u8]) -> String {
    let mut name = String::new();
    for chunk in raw.utf8_chunks() {
        name.push_str(&line(&chunk.valid().nfc().collect::<String>()));
        for byte in chunk.invalid() {
            // Writing to a String does not fail.
            let _ = write!(name, "\\x{byte:02X}");
        }
    }
    name
}

/// A path as it is printed.
#[must_use]
pub fn path(path: &Path) -> String {
    name(path.as_os_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_not_be_seen_is_written_out() {
        assert_eq!(
            line("visit\n2.md\u{1b}[2J\u{202e}fdp"),
            "visit\\n2.md\\u{1b}[2J\\u{202e}fdp"
        );
        assert_eq!(line("Zoë's visit, (2).md"), "Zoë's visit, (2).md");
        assert_eq!(lines("a\nb\r"), "a\nb\\r");
    }

    #[test]
    fn json_stays_json() {
        let words = "a\u{ad}b\u{202e}c\u{e0041}";
        let cleaned = json(&serde_json::to_string_pretty(&[words]).unwrap());
        assert_eq!(cleaned, "[\n  \"a\\u00adb\\u202ec\\udb40\\udc41\"\n]");
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&cleaned).unwrap(),
            [words]
        );
    }

    #[test]
    fn a_decomposed_name_and_a_composed_one_are_the_same_name() {
        assert_eq!(name(OsStr::new("Zoe\u{308}")), "Zo\u{eb}");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_shown_by_their_number() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(name(OsStr::from_bytes(b"caf\xe9.md")), "caf\\xE9.md");
    }
}
