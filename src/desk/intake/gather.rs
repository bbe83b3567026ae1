//! The bytes of one offered file and what reading them gives, ready to be kept.
//!
//! Owns how a file is opened and read: once, only where it is an ordinary file, never through a link, never beyond the cap. Decides
//! nothing about what the bytes mean for the case.

use std::{
    collections::BTreeSet,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    thread,
};

use jiff::civil::Date;
use sha2::Digest;

use super::{
    Counter, Tools,
    found::plain_reason,
    offer::{OfferedFile, Source},
    standing,
};
use crate::{
    casework::{
        DocumentDates, DocumentFacts, Hint, Sha256,
        document::{Readable, TextRef},
    },
    desk::arrive::hash::changed,
    platform,
    reading::{
        BlockKind, Part, Reading, Text,
        voice::{self, Who},
    },
};

/// The largest file that is taken in, in bytes.
pub const FILE_CAP: u64 = 512 << 20;

/// How deep documents are taken out of documents: a report in a packed folder in a mail in a packed folder, and one more.
const DEPTH_CAP: usize = 4;

/// The most documents taken out of one file, at every depth together, and the most bytes.
const PARTS_CAP: usize = 2_000;
const PARTS_BYTES_CAP: u64 = 512 << 20;

/// Once so many bytes wait to be kept, no further file is begun before they are.
const HELD_CAP: u64 = 192 << 20;

/// What is known before reading begins.
pub(in crate::desk) struct Known {
    /// Every version the case holds: it is not read again.
    pub hashes: BTreeSet<Sha256>,
    /// The inspection's first day.
    pub announced: Option<Date>,
    /// Who is who in this case, as far as its list of names says.
    pub who: Who,
}

/// A file that was read, ready to be kept.
pub(in crate::desk) struct Gathered {
    pub sha256: Sha256,
    pub bytes: Vec<u8>,
    /// Where its file stands on this machine, without links in it.
    pub place: Option<PathBuf>,
    /// `None` where the very bytes are known to the case already.
    pub read: Option<Prepared>,
    /// The documents inside it, where it was read: the name of each below the case folder, and what it gave.
    pub parts: Vec<(String, Result<Gathered, String>)>,
}

/// What came of reading the bytes.
pub(in crate::desk) struct Prepared {
    pub title: Option<String>,
    pub kind: String,
    pub dates: DocumentDates,
    pub readable: Readable,
    /// What it says of its own changes.
    pub hints: Vec<Hint>,
    /// What else was read about it.
    pub facts: DocumentFacts,
    /// The text as it is kept; empty where there is none.
    pub text: Vec<u8>,
}

/// What came of some files: an answer for each that was begun, in their order. `None` where a worker broke off.
pub(in crate::desk) type Answers = Vec<Option<Result<Gathered, String>>>;

/// Reads some files side by side: as many of them as are begun before it is stopped or enough waits to be kept.
pub(in crate::desk) fn all(
    files: &[OfferedFile],
    known: &Known,
    tools: &Tools<'_>,
    counter: &Counter,
    case: &str,
) -> Answers {
    let next = AtomicUsize::new(0);
    let held = AtomicU64::new(0);
    let work = || {
        let mut done = Vec::new();
        while !tools.stop.load(Ordering::Relaxed) && held.load(Ordering::Relaxed) < HELD_CAP {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(at) else { break };
            let answer = one(file, known, tools, counter);
            held.fetch_add(answer.as_ref().map_or(0, bytes_held), Ordering::Relaxed);
            done.push((at, answer));
            counter.one_done(file, case, tools);
        }
        done
    };
    let mut answers: Vec<_> = files.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let workers = tools.workers.clamp(1, files.len().max(1));
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mine = work();
        // A worker that panicked leaves its file unanswered; the file is then said not to have been taken in.
        let theirs = others.into_iter().filter_map(|other| other.join().ok());
        for (at, answer) in mine.into_iter().chain(theirs.flatten()) {
            if let Some(place) = answers.get_mut(at) {
                *place = Some(answer);
            }
        }
    });
    answers.truncate(next.into_inner());
    answers
}

/// The bytes of a file and of everything inside it.
fn bytes_held(gathered: &Gathered) -> u64 {
    let own = u64::try_from(gathered.bytes.len()).unwrap_or(u64::MAX);
    gathered
        .parts
        .iter()
        .filter_map(|(_, part)| part.as_ref().ok())
        .fold(own, |sum, part| sum.saturating_add(bytes_held(part)))
}

fn one(
    file: &OfferedFile,
    known: &Known,
    tools: &Tools<'_>,
    counter: &Counter,
) -> Result<Gathered, String> {
    let (bytes, place) = match &file.source {
        Source::Path(path) => (from_disk(path, FILE_CAP)?, standing::place(path)),
        Source::Inside(bytes) => (bytes.to_vec(), None),
        Source::Made(make) => (make(), None),
    };
    let mut within = Within {
        known,
        tools,
        counter,
        files_left: PARTS_CAP,
        bytes_left: PARTS_BYTES_CAP,
    };
    Ok(Gathered {
        place,
        ..within.gathered(&file.name, bytes, 0)
    })
}

/// Reading one file with everything inside it, within what that may come to.
struct Within<'a> {
    known: &'a Known,
    tools: &'a Tools<'a>,
    counter: &'a Counter,
    files_left: usize,
    bytes_left: u64,
}

impl Within<'_> {
    /// Reads one document; then those inside it, each by itself.
    fn gathered(&mut self, name: &str, bytes: Vec<u8>, depth: usize) -> Gathered {
        let sha256 = hash(&bytes);
        let mut parts = Vec::new();
        let read = if self.known.hashes.contains(&sha256) {
            None
        } else {
            let mut reading = (self.tools.read)(name, &bytes);
            let inside = std::mem::take(&mut reading.parts);
            parts = self.parts(name, inside, depth, &mut reading);
            Some(prepare(reading, self.known))
        };
        Gathered {
            sha256,
            bytes,
            place: None,
            read,
            parts,
        }
    }

    fn parts(
        &mut self,
        whole: &str,
        inside: Vec<Part>,
        depth: usize,
        reading: &mut Reading,
    ) -> Vec<(String, Result<Gathered, String>)> {
        if inside.is_empty() {
            return Vec::new();
        }
        if depth >= DEPTH_CAP {
            if let Ok(text) = &mut reading.text {
                text.remarks.push(
                    "The documents inside are not taken out: this is packed too deep inside others. Ask for it by itself.".to_owned(),
                );
            }
            return Vec::new();
        }
        let bytes = |part: &Part| part.bytes.as_ref().map_or(0, Vec::len) as u64;
        self.counter
            .more(inside.len(), inside.iter().map(bytes).sum());
        let mut parts = Vec::with_capacity(inside.len());
        for part in inside {
            let length = bytes(&part);
            let name = format!("{whole}/{}", part.name);
            let answer = match part.bytes {
                Err(why) => Err(why),
                Ok(_) if self.files_left == 0 || length > self.bytes_left => Err(
                    "is not taken in: what is packed inside this file comes to more than is taken out of one. Ask for the documents one by one.".to_owned(),
                ),
                Ok(bytes) => {
                    self.files_left -= 1;
                    self.bytes_left -= length;
                    Ok(self.gathered(&name, bytes, depth + 1))
                }
            };
            self.counter.part_done(length);
            parts.push((name, answer));
        }
        parts
    }
}

/// The SHA-256 of bytes.
pub(in crate::desk) fn hash(bytes: &[u8]) -> Sha256 {
    Sha256(sha2::Sha256::digest(bytes).into())
}

/// Reads a file from the disk: opened once, checked through the open handle, read once.
///
/// # Errors
/// A sentence: why it is not taken in.
fn from_disk(path: &Path, cap: u64) -> Result<Vec<u8>, String> {
    let trouble = |error: io::Error| format!("cannot be read: {}", plain_reason(&error));
    let file = platform::open_ordinary(path).map_err(trouble)?;
    let before = file.metadata().map_err(trouble)?;
    if !before.is_file() {
        return Err("is no ordinary file any more and was not read".to_owned());
    }
    if before.len() > cap {
        return Err(format!(
            "is larger than {} MB, the most that is taken in; ask the authority for it in parts",
            cap >> 20
        ));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0));
    (&file)
        .take(cap + 1)
        .read_to_end(&mut bytes)
        .map_err(trouble)?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if changed(&file, &before, read).map_err(trouble)? {
        return Err(
            "was changed by somebody while it was being read, so it was not taken in; offer it again once nobody is working on it"
                .to_owned(),
        );
    }
    Ok(bytes)
}

fn prepare(mut reading: Reading, known: &Known) -> Prepared {
    // The child that read the document knows no name of anybody.
    if let Ok(text) = &reading.text
        && !known.who.child.is_empty()
    {
        let around = reading.dates.sort_key();
        reading.facts.voice = voice::voice(text, &reading.kind, around, &known.who);
    }
    let (readable, text) = match reading.text {
        Ok(text) => match serde_json::to_vec(&text) {
            Ok(kept) => (
                Readable::Text(reference(&text, &kept, reading.reader)),
                kept,
            ),
            Err(error) => (
                Readable::No {
                    why: format!("Its text could not be written down ({error})."),
                    locked: false,
                },
                Vec::new(),
            ),
        },
        Err(what) if reading.pictures > 0 => (
            Readable::Picture {
                pages: reading.pictures,
                what,
            },
            Vec::new(),
        ),
        Err(why) => (
            Readable::No {
                why,
                locked: reading.locked,
            },
            Vec::new(),
        ),
    };
    Prepared {
        title: reading.title,
        kind: reading.kind,
        dates: reading.dates,
        hints: standing::hints(&reading.inside, known.announced),
        facts: reading.facts,
        readable,
        text,
    }
}

fn reference(text: &Text, kept: &[u8], reader: String) -> TextRef {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let pages = text
        .blocks
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::Page(number) => Some(number),
            _ => None,
        })
        .max()
        .unwrap_or(0);
    TextRef {
        sha256: hash(kept),
        reader,
        chars: count(text.words.chars().count()),
        words: count(text.words.split_whitespace().count()),
        pages,
        remarks: text.remarks.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn a_file_over_the_cap_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.txt");
        std::fs::write(&path, vec![b'a'; (2 << 20) + 1]).unwrap();
        assert_eq!(
            from_disk(&path, 2 << 20).unwrap_err(),
            "is larger than 2 MB, the most that is taken in; ask the authority for it in parts"
        );
        assert_eq!(from_disk(&path, 3 << 20).unwrap().len(), (2 << 20) + 1);
    }

    #[test]
    fn a_file_that_grew_while_it_was_read_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("visit.md");
        std::fs::write(&path, "as it was").unwrap();
        let file = File::open(&path).unwrap();
        let before = file.metadata().unwrap();
        assert!(!changed(&file, &before, 9).unwrap());
        assert!(changed(&file, &before, 5).unwrap());
        std::fs::write(&path, "as it was and more").unwrap();
        assert!(changed(&file, &before, 9).unwrap());
    }
}
