//! The parts of a package (a zip of XML parts), unpacked one at a time and never beyond their bounds. The sizes a
//! package declares are not believed.

use std::io::{Cursor, Read};

use zip::{ZipArchive, result::ZipError};

use super::{
    not_readable::NotReadable,
    xml::{self, Dialect, Element},
};

/// The most one part may hold, in bytes.
const PART_CAP: u64 = 64 << 20;

/// The most all parts read may hold together, in bytes.
const TOTAL_CAP: u64 = 128 << 20;

/// How many parts a package may list.
const PARTS_CAP: usize = 20_000;

/// A package, opened.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    dialect: &'static Dialect,
    read: u64,
}

/// A part pointed at from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The last word of its type: `header`, `comments`.
    pub kind: String,
    /// Its name in the package.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Opens the package these bytes hold.
    ///
    /// # Errors
    /// When they hold none, or only the beginning of one, or too many parts.
    pub fn open(bytes: &'a [u8], dialect: &'static Dialect) -> Result<Self, NotReadable> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotReadable::CutShort(dialect.what))?;
        if archive.len() > PARTS_CAP {
            return Err(NotReadable::UnpacksTooLarge);
        }
        Ok(Self {
            archive,
            dialect,
            read: 0,
        })
    }

    /// The names of all parts.
    pub fn names(&self) -> Vec<String> {
        self.archive
            .file_names()
            .filter_map(Result::ok)
            .map(std::borrow::Cow::into_owned)
            .collect()
    }

    /// A part as a tree; `None` where there is none of this name.
    ///
    /// # Errors
    /// When it is encrypted, larger than its bounds, damaged or no XML.
    pub fn part(&mut self, name: &str) -> Result<Option<Element>, NotReadable> {
        let dialect = self.dialect;
        self.words(name)?
            .map(|words| xml::parse(&words, dialect))
            .transpose()
    }

    /// A part as the words it is written in.
    ///
    /// # Errors
    /// As [`Package::part`], except that it may be no XML.
    pub fn words(&mut self, name: &str) -> Result<Option<String>, NotReadable> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(NotReadable::Password);
            }
            Err(_) => return Err(NotReadable::Damaged(self.dialect.what)),
        };
        let cap = PART_CAP.min(TOTAL_CAP.saturating_sub(self.read));
        let mut bytes = Vec::new();
        let whole = file.take(cap + 1).read_to_end(&mut bytes);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.read = self.read.saturating_add(length);
        if length > cap {
            return Err(NotReadable::UnpacksTooLarge);
        }
        whole.map_err(|_| NotReadable::Damaged(self.dialect.what))?;
        Ok(Some(characters(bytes)))
    }

    /// The parts `name` points at.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn relations(&mut self, name: &str) -> Result<Vec<Relation>, NotReadable> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let part = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let mut found = Vec::new();
        if let Some(root) = self.part(&part)? {
            for relation in root.elements().flat_map(Element::elements) {
                let (Some(kind), Some(target)) =
                    (relation.attribute("Type"), relation.attribute("Target"))
                else {
                    continue;
                };
                let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
                found.push(Relation {
                    kind,
                    target: resolve(folder, target),
                });
            }
        }
        Ok(found)
    }
}

/// A target, said from the package's root or from the folder of the part that points at it, as a part's name.
fn resolve(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn characters(bytes: Vec<u8>) -> String {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
            .0
            .into_owned(),
        None => String::from_utf8(bytes)
            .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_resolve_within_the_package() {
        assert_eq!(resolve("word", "header1.xml"), "word/header1.xml");
        assert_eq!(resolve("word", "/word/header1.xml"), "word/header1.xml");
        assert_eq!(resolve("word", "../../../etc/passwd"), "etc/passwd");
    }
}
