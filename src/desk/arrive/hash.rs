//! The bytes of files, hashed where they stand: opened once, read once in pieces, never through a link, with several files at a time.
//!
//! Owns that only bytes and file times are looked at, never what a file means, and that what changes under the reader's hands does not count.

use std::{
    fs::{File, Metadata},
    io::{self, Read},
    sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use sha2::{Digest, Sha256 as Hasher};

use super::walk::ToHash;
use crate::{
    casework::Sha256,
    desk::intake::{LeftOut, found::plain_reason},
    platform,
    proof::arrival::ArrivedFile,
};

/// How much of a file is in memory at once, for each thread.
const PIECE: usize = 1 << 20;

/// What hashing needs from outside.
pub struct Tools<'a> {
    /// Told after every piece and every file.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Set by whoever wants it to stop: it does so between two pieces.
    pub stop: &'a AtomicBool,
    /// How many files are read side by side.
    pub workers: usize,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub files_done: usize,
    /// Files in all.
    pub files: usize,
    /// Bytes read.
    pub bytes_done: u64,
    /// Bytes in all, as they seemed to be.
    pub bytes: u64,
}

/// What came of hashing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The files hashed, in the order they were given. A time of change of 0: the system does not say.
    pub hashed: Vec<ArrivedFile>,
    /// Those that could not be, with the reason.
    pub left_out: Vec<LeftOut>,
}

/// Hashes all files; `None` where it was stopped.
///
/// # Errors
/// When the system gives no random bytes.
pub fn all(files: &[ToHash], tools: &Tools<'_>) -> Result<Option<Done>, getrandom::Error> {
    let mut salts = vec![[0; 32]; files.len()];
    for salt in &mut salts {
        getrandom::fill(salt)?;
    }
    let counter = Counter {
        whole: Progress {
            files: files.len(),
            bytes: files.iter().map(|file| file.bytes).sum(),
            ..Progress::default()
        },
        files_done: AtomicUsize::new(0),
        bytes_done: AtomicU64::new(0),
        tools,
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        let mut piece = vec![0; PIECE];
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(file), Some(salt)) = (files.get(at), salts.get(at)) else {
                return done;
            };
            match one(file, *salt, &mut piece, &counter) {
                Ok(Some(hashed)) => done.push((at, Ok(hashed))),
                Ok(None) => return done,
                Err(why) => done.push((at, Err(why))),
            }
            counter.one_done();
        }
    };
    let mut answers: Vec<_> = files.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let workers = tools.workers.clamp(1, files.len().max(1));
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mine = work();
        let theirs = others.into_iter().filter_map(|other| other.join().ok());
        for (at, answer) in mine.into_iter().chain(theirs.flatten()) {
            if let Some(place) = answers.get_mut(at) {
                *place = Some(answer);
            }
        }
    });
    if tools.stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let mut done = Done::default();
    for (file, answer) in files.iter().zip(answers) {
        let answer = answer
            .unwrap_or_else(|| Err("reading it failed inside this program; run it again".into()));
        match answer {
            Ok(one) => done.hashed.push(one),
            Err(why) => done.left_out.push(LeftOut {
                name: file.name.clone(),
                why,
                trouble: true,
            }),
        }
    }
    Ok(Some(done))
}

/// Counts what is done, from several threads.
struct Counter<'a> {
    whole: Progress,
    files_done: AtomicUsize,
    bytes_done: AtomicU64,
    tools: &'a Tools<'a>,
}

impl Counter<'_> {
    fn read(&self, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.bytes_done.fetch_add(bytes, Ordering::Relaxed);
        self.tell();
    }

    fn one_done(&self) {
        self.files_done.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        (self.tools.progress)(Progress {
            files_done: self.files_done.load(Ordering::Relaxed),
            bytes_done: self.bytes_done.load(Ordering::Relaxed),
            ..self.whole
        });
    }
}

/// One file; `None` where it was stopped.
fn one(
    file: &ToHash,
    salt: [u8; 32],
    piece: &mut [u8],
    counter: &Counter<'_>,
) -> Result<Option<ArrivedFile>, String> {
    let trouble = |error: io::Error| format!("cannot be read: {}", plain_reason(&error));
    let mut open = platform::open_ordinary(&file.place).map_err(trouble)?;
    let before = open.metadata().map_err(trouble)?;
    if !before.is_file() {
        return Err("is no ordinary file any more and was not read".to_owned());
    }
    let mut hasher = Hasher::new();
    let mut length = 0_u64;
    loop {
        if counter.tools.stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let read = match open.read(piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(trouble(error)),
        };
        hasher.update(piece.get(..read).unwrap_or_default());
        length = length.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        counter.read(read);
        // One that grows faster than it is read would never end.
        if length > before.len() {
            break;
        }
    }
    if changed(&open, &before, length).map_err(trouble)? {
        return Err(
            "was changed by somebody while it was being read, so it does not count; run this again once nobody is working on it"
                .to_owned(),
        );
    }
    Ok(Some(ArrivedFile {
        path: file.path.clone(),
        length,
        time_ms: before.modified().map_or(0, milliseconds),
        sha256: Sha256(hasher.finalize().into()),
        salt,
    }))
}

/// Whether an open file, of which `read` bytes were read, is not any more what it was.
pub(in crate::desk) fn changed(file: &File, before: &Metadata, read: u64) -> io::Result<bool> {
    let after = file.metadata()?;
    let times_differ = match (before.modified(), after.modified()) {
        (Ok(before), Ok(after)) => before != after,
        _ => false,
    };
    Ok(times_differ || after.len() != before.len() || read != before.len())
}

/// Since 1970 in UTC, negative before.
fn milliseconds(time: SystemTime) -> i64 {
    let whole = |length: std::time::Duration| i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => whole(after),
        Err(before) => -whole(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write as _, path::Path, time::Duration};

    use super::*;

    fn to_hash(place: &Path, name: &str, bytes: &[u8]) -> ToHash {
        let path = place.join(name);
        fs::write(&path, bytes).unwrap();
        ToHash {
            path: name.as_bytes().to_vec(),
            name: name.to_owned(),
            place: path,
            bytes: bytes.len() as u64,
        }
    }

    fn hash(
        files: &[ToHash],
        stop: &AtomicBool,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Option<Done> {
        let tools = Tools {
            progress,
            stop,
            workers: 2,
        };
        all(files, &tools).unwrap()
    }

    #[test]
    fn every_file_is_hashed_whole_with_a_salt_of_its_own() {
        let place = tempfile::tempdir().unwrap();
        let long = vec![b'x'; 2 * PIECE + 3];
        let files = [
            to_hash(place.path(), "empty", b""),
            to_hash(place.path(), "long", &long),
            to_hash(place.path(), "short", b"abc"),
        ];
        let long_ago = UNIX_EPOCH - Duration::from_millis(1_500);
        File::options()
            .write(true)
            .open(place.path().join("short"))
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        let last = std::sync::Mutex::new(Progress::default());
        let note = |progress: Progress| {
            let mut last = last.lock().unwrap();
            last.bytes_done = last.bytes_done.max(progress.bytes_done);
            last.files_done = last.files_done.max(progress.files_done);
            last.files = progress.files;
            last.bytes = progress.bytes;
        };
        let Done { hashed, left_out } = hash(&files, &AtomicBool::new(false), &note).unwrap();
        assert_eq!(left_out, []);
        let told: Vec<_> = hashed
            .iter()
            .map(|one| (one.path.as_slice(), one.length, one.sha256))
            .collect();
        let sha256 = |bytes: &[u8]| Sha256(Hasher::digest(bytes).into());
        assert_eq!(
            told,
            [
                (b"empty".as_slice(), 0, sha256(b"")),
                (b"long", long.len() as u64, sha256(&long)),
                (b"short", 3, sha256(b"abc")),
            ]
        );
        assert_eq!(hashed[2].time_ms, -1_500);
        assert_ne!(hashed[0].salt, hashed[1].salt);
        let whole = long.len() as u64 + 3;
        assert_eq!(
            last.into_inner().unwrap(),
            Progress {
                files_done: 3,
                files: 3,
                bytes_done: whole,
                bytes: whole
            }
        );
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_does_not_count_and_the_others_do() {
        let place = tempfile::tempdir().unwrap();
        let files = [
            to_hash(place.path(), "a", &vec![b'x'; 3 * PIECE]),
            to_hash(place.path(), "b", b"b"),
        ];
        let grow = |progress: Progress| {
            if progress.bytes_done > 1 && progress.files_done < 2 {
                let mut file = File::options().append(true).open(&files[0].place).unwrap();
                file.write_all(b"y").unwrap();
            }
        };
        let Done { hashed, left_out } = hash(&files, &AtomicBool::new(false), &grow).unwrap();
        assert_eq!(hashed.len(), 1);
        assert_eq!(hashed[0].path, b"b");
        assert_eq!(left_out[0].name, "a");
        assert!(left_out[0].why.starts_with("was changed by somebody"));
    }

    #[test]
    fn what_is_gone_or_became_a_link_or_a_folder_since_it_was_listed_is_said() {
        let place = tempfile::tempdir().unwrap();
        let files = ["gone", "folder", "link", "kept"]
            .map(|name| to_hash(place.path(), name, name.as_bytes()));
        for file in &files[..3] {
            fs::remove_file(&file.place).unwrap();
        }
        fs::create_dir(&files[1].place).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&files[3].place, &files[2].place).unwrap();
        let Done { hashed, left_out } = hash(&files, &AtomicBool::new(false), &|_| {}).unwrap();
        assert_eq!(hashed.len(), 1);
        let names: Vec<_> = left_out.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["gone", "folder", "link"]);
        assert_eq!(left_out[0].why, "cannot be read: it is not there any more");
        assert!(left_out.iter().all(|one| one.trouble));
    }

    #[test]
    fn stopped_in_the_middle_of_a_file_it_keeps_nothing() {
        let place = tempfile::tempdir().unwrap();
        let files = [to_hash(place.path(), "a", &vec![b'x'; 8 * PIECE])];
        let stop = AtomicBool::new(false);
        let most = AtomicU64::new(0);
        let note = |progress: Progress| {
            most.fetch_max(progress.bytes_done, Ordering::Relaxed);
            stop.store(true, Ordering::Relaxed);
        };
        assert!(hash(&files, &stop, &note).is_none());
        assert_eq!(most.into_inner(), PIECE as u64, "one piece was read");
    }
}
