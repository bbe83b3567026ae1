//! Documents inside a document: the attachments of a mail, the members of a packed folder.
//!
//! Owns what they are called (never a path out of their whole, never two alike), how many there may be and how large they may grow
//! together. What is in them is for another reading, in a process of its own.

use std::collections::BTreeSet;

use super::clean::{self, Met};

/// The most parts taken out of one document.
pub const COUNT_CAP: usize = 2_000;

/// The most bytes all parts of one document may have together.
pub const BYTES_CAP: u64 = 256 << 20;

/// The longest name of one part, in characters.
const NAME_LENGTH: usize = 200;

/// One document inside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is called inside its whole: `/` between folders, safe to print, no two alike.
    pub name: String,
    /// Its bytes, or a sentence why they were not taken out.
    pub bytes: Result<Vec<u8>, String>,
}

/// The parts of one document as they are found.
#[derive(Debug, Default)]
pub struct Parts {
    list: Vec<Part>,
    names: BTreeSet<String>,
    bytes: u64,
    left_out: usize,
}

impl Parts {
    /// How many bytes may still come.
    #[must_use]
    pub fn room(&self) -> u64 {
        BYTES_CAP.saturating_sub(self.bytes)
    }

    /// Whether no further part is taken out.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.list.len() >= COUNT_CAP
    }

    /// One more part, with the name it has in the list; `None` where there are too many.
    pub fn put(&mut self, name: &str, bytes: Result<Vec<u8>, String>) -> Option<&Part> {
        if self.is_full() {
            self.left_out += 1;
            return None;
        }
        let length = bytes.as_ref().map_or(0, Vec::len);
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let bytes = if length > self.room() {
            Err(too_large())
        } else {
            self.bytes = self.bytes.saturating_add(length);
            bytes
        };
        let name = self.free_name(&safe_name(name));
        self.names.insert(name.to_lowercase());
        self.list.push(Part { name, bytes });
        self.list.last()
    }

    /// The parts, and how many more there were than are taken out.
    #[must_use]
    pub fn finish(self) -> (Vec<Part>, usize) {
        (self.list, self.left_out)
    }

    /// The name, with a number where another part has it already.
    fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| self.names.contains(&name.to_lowercase());
        if !taken(name) {
            return name.to_owned();
        }
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && !ending.contains('/') => {
                (stem, format!(".{ending}"))
            }
            _ => (name, String::new()),
        };
        (2..=self.names.len() + 2)
            .map(|number| format!("{stem} ({number}){ending}"))
            .find(|name| !taken(name))
            .unwrap_or_default()
    }
}

/// Why a part was not taken out because of its size.
#[must_use]
pub fn too_large() -> String {
    format!(
        "is not taken out: what is packed here unpacks to more than {} MB. Ask for the documents one by one.",
        BYTES_CAP >> 20
    )
}

/// A name that leads nowhere: the parts of a path without `.`, `..`, a drive or an empty part.
#[must_use]
pub fn safe_name(raw: &str) -> String {
    let mut met = Met::default();
    let parts: Vec<String> = raw
        .split(['/', '\\'])
        .map(|part| {
            // What it is called is printed on one line.
            let part = clean::running(part, &mut met);
            part.chars().take(NAME_LENGTH).collect::<String>()
        })
        .filter(|part| !matches!(part.as_str(), "" | "." | "..") && !is_drive(part))
        .collect();
    let last = parts.len().saturating_sub(8);
    let name = parts.get(last..).unwrap_or_default().join("/");
    if name.is_empty() {
        "unnamed".to_owned()
    } else {
        name
    }
}

/// A sentence of the child's, safe to print.
#[must_use]
pub fn sentence(raw: &str) -> String {
    let mut met = Met::default();
    clean::running(raw, &mut met).chars().take(400).collect()
}

fn is_drive(part: &str) -> bool {
    let mut letters = part.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.as_str() == ":"
}

/// How large something is, for people: `12 KB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{} MB", bytes.div_ceil(1 << 20)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_out_of_its_whole() {
        for (raw, safe) in [
            ("plan.docx", "plan.docx"),
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\case\\..\\plan.doc", "case/plan.doc"),
            ("..", "unnamed"),
            ("", "unnamed"),
            ("a\nb\u{202e}.txt", "a b⇠.txt"),
            ("letters//school.txt", "letters/school.txt"),
        ] {
            assert_eq!(safe_name(raw), safe, "{raw:?}");
        }
        assert!(safe_name(&"a/".repeat(500)).len() < 20);
        assert_eq!(safe_name(&"é".repeat(900)).chars().count(), NAME_LENGTH);
    }

    #[test]
    fn no_two_parts_have_one_name() {
        let mut parts = Parts::default();
        for name in ["plan.docx", "Plan.docx", "plan.docx", "a/.b", "a/.b", "x"] {
            parts.put(name, Ok(Vec::new()));
        }
        let names: Vec<_> = parts.finish().0.into_iter().map(|part| part.name).collect();
        assert_eq!(
            names,
            [
                "plan.docx",
                "Plan (2).docx",
                "plan (3).docx",
                "a/.b",
                "a/ (2).b",
                "x"
            ]
        );
    }

    #[test]
    fn too_many_are_counted_and_not_taken_out() {
        let mut parts = Parts::default();
        for _ in 0..COUNT_CAP + 3 {
            parts.put("a", Ok(vec![1]));
        }
        let (list, left_out) = parts.finish();
        assert_eq!((list.len(), left_out), (COUNT_CAP, 3));
    }
}
