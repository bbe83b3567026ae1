//! What was there on arrival, as a tree of hashes. Owns the leaf made of a file, the root over all of them (RFC 6962's tree), and the list
//! that is kept sealed so that a file can be compared later. Knows paths as bytes, lengths, times and hashes; refuses to open a file.
//!
//! A leaf is the hash `alongside/arrival/leaf/v1` over a salt (32), the length of the path (4), the path, the file's length (8), its time of
//! change (8, milliseconds since 1970, signed) and the SHA-256 of its bytes (32); numbers are big-endian. The salt keeps the root from telling
//! anybody which files there were. Leaves stand in the order of their paths' bytes. The root of one leaf is the SHA-256 of a zero byte and the
//! leaf; of more, of a one byte, the root of as many as the largest power of two that is less than all of them, and the root of the rest; of
//! none, the SHA-256 of nothing.
//!
//! The list is lines of compact JSON: first `{"alongside_arrival":1,"files":2}`, then one a file,
//! `{"salt":"…","path":"N-017/plan.docx","length":1,"time_ms":1,"sha256":"…"}`; a path that is no UTF-8 is `{"hex":"…"}`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256 as Hasher};
use thiserror::Error;

use super::{chain::hash, hex};
use crate::casework::Sha256;

/// Files an arrival has at most.
pub const MOST_FILES: usize = 5_000_000;
/// Bytes a path has at most.
pub const LONGEST_PATH: usize = 65_535;
const VERSION: u32 = 1;

/// A file as it was on arrival.
#[derive(Clone, PartialEq, Eq)]
pub struct ArrivedFile {
    /// 32 random bytes, for this file alone.
    pub salt: [u8; 32],
    /// The path from the folder that holds the case folders, its parts separated by `/` on every system.
    pub path: Vec<u8>,
    /// Bytes in it.
    pub length: u64,
    /// When it says it was changed last: milliseconds since 1970-01-01 UTC.
    pub time_ms: i64,
    /// The SHA-256 of its bytes.
    pub sha256: Sha256,
}

impl ArrivedFile {
    /// Its leaf in the tree.
    #[must_use]
    pub fn leaf(&self) -> Sha256 {
        let path_length = u32::try_from(self.path.len()).unwrap_or(u32::MAX);
        hash(
            "alongside/arrival/leaf/v1",
            &[
                &self.salt,
                &path_length.to_be_bytes(),
                &self.path,
                &self.length.to_be_bytes(),
                &self.time_ms.to_be_bytes(),
                &self.sha256.0,
            ],
        )
    }
}

/// Every file of one arrival, in the order of their paths' bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct ArrivalList(Vec<ArrivedFile>);

/// Why there is no list of an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ArrivalError {
    /// Two files with one path.
    #[error("Two files of the arrival have the same path. Take in each case folder once.")]
    Twice,
    /// More files, or a longer path, than a list holds.
    #[error(
        "An arrival holds at most {MOST_FILES} files, each with a path of at most {LONGEST_PATH} bytes."
    )]
    TooMuch,
    /// A line that is not as a list is written.
    #[error(
        "Line {0} of the list of files on arrival is not as alongside writes it: the list was damaged, or a newer alongside wrote it."
    )]
    Line(usize),
}

impl ArrivalList {
    /// The list of these files, whatever their order.
    ///
    /// # Errors
    /// When two have one path, or there are more than a list holds.
    pub fn of(mut files: Vec<ArrivedFile>) -> Result<Self, ArrivalError> {
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        if files.len() > MOST_FILES || files.iter().any(|file| file.path.len() > LONGEST_PATH) {
            return Err(ArrivalError::TooMuch);
        }
        if files.is_sorted_by(|one, next| one.path < next.path) {
            Ok(Self(files))
        } else {
            Err(ArrivalError::Twice)
        }
    }

    /// The files, in the order of their paths' bytes.
    #[must_use]
    pub fn files(&self) -> &[ArrivedFile] {
        &self.0
    }

    /// The file with this path.
    #[must_use]
    pub fn at(&self, path: &[u8]) -> Option<&ArrivedFile> {
        let place = self
            .0
            .binary_search_by(|file| file.path.as_slice().cmp(path));
        self.0.get(place.ok()?)
    }

    /// The root over all of them: what an arrival seal is made over.
    #[must_use]
    pub fn root(&self) -> Sha256 {
        root(self.0.iter().map(ArrivedFile::leaf))
    }

    /// The list as bytes. They name every file and must be kept sealed.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let first = First {
            alongside_arrival: VERSION,
            files: self.0.len(),
        };
        let mut bytes = line(&first);
        for file in &self.0 {
            bytes.extend(line(&Line::from(file)));
        }
        bytes
    }

    /// Reads a list that [`Self::write`] wrote; anything else is refused.
    ///
    /// # Errors
    /// Names the first line that is not as it was written.
    pub fn parse(bytes: &[u8]) -> Result<Self, ArrivalError> {
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
        let first: First = lines
            .next()
            .and_then(read)
            .filter(|first: &First| first.alongside_arrival == VERSION)
            .ok_or(ArrivalError::Line(1))?;
        if first.files > MOST_FILES {
            return Err(ArrivalError::TooMuch);
        }
        let mut files: Vec<ArrivedFile> = Vec::new();
        for (line, number) in lines.zip(2..) {
            let file = read::<Line>(line)
                .and_then(Line::file)
                .filter(|file| files.last().is_none_or(|last| last.path < file.path))
                .ok_or(ArrivalError::Line(number))?;
            files.push(file);
        }
        if files.len() == first.files {
            Self::of(files)
        } else {
            Err(ArrivalError::Line(files.len().min(first.files) + 2))
        }
    }
}

/// The root of RFC 6962's tree over these leaves, in this order.
#[must_use]
pub fn root(leaves: impl IntoIterator<Item = Sha256>) -> Sha256 {
    // Whole subtrees from left to right, each with its height: never two of one height, so there are few.
    let mut whole: Vec<(u32, Sha256)> = Vec::new();
    for leaf in leaves {
        let mut tree = (0, leaf_hash(&leaf));
        while let Some((_, left)) = whole.pop_if(|(height, _)| *height == tree.0) {
            tree = (tree.0 + 1, node_hash(&left, &tree.1));
        }
        whole.push(tree);
    }
    whole
        .into_iter()
        .rev()
        .map(|(_, tree)| tree)
        .reduce(|right, left| node_hash(&left, &right))
        .unwrap_or_else(|| Sha256(Hasher::digest([]).into()))
}

fn leaf_hash(leaf: &Sha256) -> Sha256 {
    Sha256(
        Hasher::new()
            .chain_update([0])
            .chain_update(leaf.0)
            .finalize()
            .into(),
    )
}

fn node_hash(left: &Sha256, right: &Sha256) -> Sha256 {
    let hasher = Hasher::new().chain_update([1]).chain_update(left.0);
    Sha256(hasher.chain_update(right.0).finalize().into())
}

#[derive(Serialize, Deserialize)]
struct First {
    alongside_arrival: u32,
    files: usize,
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(with = "hex")]
    salt: [u8; 32],
    path: Path,
    length: u64,
    time_ms: i64,
    sha256: Sha256,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Path {
    Text(String),
    Bytes { hex: String },
}

impl From<&ArrivedFile> for Line {
    fn from(file: &ArrivedFile) -> Self {
        let path = String::from_utf8(file.path.clone()).map_or_else(
            |error| Path::Bytes {
                hex: hex::encode(error.as_bytes()),
            },
            Path::Text,
        );
        Self {
            salt: file.salt,
            path,
            length: file.length,
            time_ms: file.time_ms,
            sha256: file.sha256,
        }
    }
}

impl Line {
    fn file(self) -> Option<ArrivedFile> {
        let path = match self.path {
            Path::Text(text) => text.into_bytes(),
            Path::Bytes { hex } => {
                hex::decode_any(&hex).filter(|path| std::str::from_utf8(path).is_err())?
            }
        };
        Some(ArrivedFile {
            salt: self.salt,
            path,
            length: self.length,
            time_ms: self.time_ms,
            sha256: self.sha256,
        })
    }
}

fn line(value: &impl Serialize) -> Vec<u8> {
    // Numbers and strings alone: nothing here that JSON cannot hold.
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// One line, only as it would be written again.
fn read<T: Serialize + for<'de> Deserialize<'de>>(bytes: &[u8]) -> Option<T> {
    let value = serde_json::from_slice(bytes).ok()?;
    (line(&value) == bytes).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sha(byte: u8) -> Sha256 {
        Sha256([byte; 32])
    }

    fn file(path: &[u8]) -> ArrivedFile {
        ArrivedFile {
            salt: [1; 32],
            path: path.to_vec(),
            length: 5,
            time_ms: -2,
            sha256: sha(9),
        }
    }

    fn digest(parts: &[&[u8]]) -> Sha256 {
        Sha256(Hasher::digest(parts.concat()).into())
    }

    /// RFC 6962, section 2.1, as it is written there.
    fn by_the_book(leaves: &[Sha256]) -> Sha256 {
        match leaves {
            [] => digest(&[]),
            [one] => digest(&[&[0], &one.0]),
            more => {
                let mut left = 1;
                while left * 2 < more.len() {
                    left *= 2;
                }
                let (first, rest) = more.split_at(left);
                digest(&[&[1], &by_the_book(first).0, &by_the_book(rest).0])
            }
        }
    }

    #[test]
    fn the_root_is_the_one_of_rfc_6962_for_any_number_of_leaves() {
        assert_eq!(
            root([]).to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        let leaves: Vec<Sha256> = (0..70).map(sha).collect();
        for count in 0..leaves.len() {
            assert_eq!(
                root(leaves[..count].iter().copied()),
                by_the_book(&leaves[..count]),
                "{count}"
            );
        }
    }

    #[test]
    fn a_leaf_is_made_of_everything_known_of_a_file() {
        let one = file(b"N-017/a");
        let mut bytes = b"alongside/arrival/leaf/v1\0".to_vec();
        bytes.extend([1; 32]);
        bytes.extend([0, 0, 0, 7]);
        bytes.extend(b"N-017/a");
        bytes.extend([0, 0, 0, 0, 0, 0, 0, 5]);
        bytes.extend([255, 255, 255, 255, 255, 255, 255, 254]);
        bytes.extend([9; 32]);
        assert_eq!(one.leaf(), digest(&[&bytes]));
    }

    #[test]
    fn the_order_in_which_files_were_found_does_not_matter() {
        let (a, b, c) = (file(b"N-003/z"), file(b"N-017/a"), file(b"N-017/b"));
        let list = ArrivalList::of(vec![c.clone(), a.clone(), b.clone()]).unwrap();
        assert_eq!(list.root(), by_the_book(&[a.leaf(), b.leaf(), c.leaf()]));
        assert!(list.at(b"N-017/a") == Some(&b) && list.at(b"N-017/c").is_none());
        let twice = ArrivalList::of(vec![a.clone(), c, a]);
        assert!(matches!(twice, Err(ArrivalError::Twice)));
        let long = ArrivalList::of(vec![file(&[b'x'; LONGEST_PATH + 1])]);
        assert!(matches!(long, Err(ArrivalError::TooMuch)));
    }

    #[test]
    fn the_list_reads_back_with_names_that_are_no_text() {
        let files = vec![file(b"a \"b\"\n"), file("é".as_bytes()), file(b"\xff\xfe")];
        for files in [Vec::new(), files] {
            let list = ArrivalList::of(files).unwrap();
            let bytes = list.write();
            let back = ArrivalList::parse(&bytes).unwrap();
            assert!(back == list && back.root() == list.root());
        }
        let list = ArrivalList::of(vec![file(b"a")]).unwrap().write();
        let expected = format!(
            "{{\"alongside_arrival\":1,\"files\":1}}\n{{\"salt\":\"{}\",\"path\":\"a\",\"length\":5,\"time_ms\":-2,\"sha256\":\"{}\"}}\n",
            "01".repeat(32),
            "09".repeat(32)
        );
        assert_eq!(String::from_utf8(list).unwrap(), expected);
    }

    #[test]
    fn a_list_that_is_not_as_it_was_written_is_refused_by_line() {
        let list = ArrivalList::of(vec![file(b"a"), file(b"b")])
            .unwrap()
            .write();
        let text = String::from_utf8(list.clone()).unwrap();
        let refused = |text: &str| ArrivalList::parse(text.as_bytes()).err();
        assert_eq!(
            refused(&text.replace("\"files\":2", "\"files\":3")),
            Some(ArrivalError::Line(4))
        );
        assert_eq!(
            refused(&text.replace("\"files\":2", "\"files\":1")),
            Some(ArrivalError::Line(3))
        );
        assert_eq!(
            refused(&text.replace("arrival\":1", "arrival\":2")),
            Some(ArrivalError::Line(1))
        );
        assert_eq!(
            refused(&text.replace("\"path\":\"b\"", "\"path\":\"a\"")),
            Some(ArrivalError::Line(3))
        );
        assert_eq!(
            refused(&text.replace("\"path\":\"b\"", "\"path\":{\"hex\":\"62\"}")),
            Some(ArrivalError::Line(3))
        );
        let absurd = "{\"alongside_arrival\":1,\"files\":18446744073709551615}\n";
        assert_eq!(refused(absurd), Some(ArrivalError::TooMuch));
        for cut in 0..list.len() {
            assert!(ArrivalList::parse(&list[..cut]).is_err(), "{cut}");
        }
    }
}
