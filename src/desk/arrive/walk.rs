//! Which files an arrival is about: every ordinary file of every case folder, found without following a link and without opening a file.
//!
//! Owns the name a file is listed under: its path below the folder that the case folders stand in, so that it means the same wherever they are
//! copied to. Knows nothing of what the files hold.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::ArriveError;
use crate::{
    desk::{
        intake::{
            LeftOut,
            found::{self, Found},
        },
        shown,
    },
    platform,
};

/// A file that is to be hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToHash {
    /// Below the folder that the case folder stands in: `N-017/visits/one.docx`, in the system's own bytes, `/` between the parts.
    pub path: Vec<u8>,
    /// The same, safe to print.
    pub name: String,
    /// Where it stands on this machine.
    pub place: PathBuf,
    /// How many bytes it seems to have.
    pub bytes: u64,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The files, in the order of their paths.
    pub files: Vec<ToHash>,
    /// What was left out, and why.
    pub left_out: Vec<LeftOut>,
    /// How many case folders there are.
    pub cases: usize,
}

impl Listed {
    /// How many bytes all files seem to have.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files
            .iter()
            .fold(0, |sum, file| sum.saturating_add(file.bytes))
    }
}

/// Looks at the folders named by hand, which may be links; nothing below them is followed. `inspection` is the folder of the inspection
/// itself, which is never listed.
///
/// # Errors
/// [`ArriveError::NotThere`] or [`ArriveError::NotAFolder`]; what is wrong deeper down is in the answer.
pub fn look(folders: &[PathBuf], inspection: &Path) -> Result<Listed, ArriveError> {
    let mut walk = Walk {
        own: fs::canonicalize(inspection).ok(),
        seen: BTreeSet::new(),
        cases: BTreeSet::new(),
        listed: Listed::default(),
    };
    for folder in folders {
        walk.named(folder)?;
    }
    let mut listed = walk.listed;
    listed.cases = walk.cases.len();
    listed
        .files
        .sort_by(|a, b| (&a.path, &a.place).cmp(&(&b.path, &b.place)));
    listed.left_out.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(listed)
}

struct Walk {
    own: Option<PathBuf>,
    /// Folders looked into already: one named twice, or named beside the folder it stands in, is listed once.
    seen: BTreeSet<PathBuf>,
    cases: BTreeSet<PathBuf>,
    listed: Listed,
}

/// A folder that waits to be looked into.
#[derive(Clone)]
struct Waiting {
    place: PathBuf,
    /// With the `/` at its end, except at the very top.
    path: Vec<u8>,
    name: String,
}

impl Waiting {
    fn below(&self, entry: &Found) -> Self {
        let mut inside = Self {
            place: entry.path.clone(),
            path: self.path.clone(),
            name: format!("{}{}", self.name, entry.name),
        };
        inside.path.extend(platform::name_bytes(
            entry.path.file_name().unwrap_or_default(),
        ));
        inside
    }

    fn opened(mut self) -> Self {
        self.path.push(b'/');
        self.name.push('/');
        self
    }
}

impl Walk {
    fn named(&mut self, folder: &Path) -> Result<(), ArriveError> {
        let not_there = |why: io::Error| ArriveError::NotThere {
            path: shown::path(folder),
            why: found::plain_reason(&why),
        };
        let place = fs::canonicalize(folder).map_err(not_there)?;
        if !place.is_dir() {
            return Err(ArriveError::NotAFolder(shown::path(folder)));
        }
        let mut left_out = Vec::new();
        let entries = found::list(&place, "", &mut left_out).map_err(not_there)?;
        let bare = Waiting {
            path: Vec::new(),
            name: String::new(),
            place,
        };
        let mut own = bare.clone();
        if let Some(last) = bare.place.file_name() {
            own.path = platform::name_bytes(last);
            own.name = shown::name(last);
            own = own.opened();
        }
        if !found::holds_cases(&entries) {
            self.cases.insert(own.place.clone());
            self.below(own);
        } else if self.seen.insert(bare.place.clone()) {
            self.listed.left_out.append(&mut left_out);
            for entry in entries {
                // What stands beside the case folders is listed under the folder they stand in.
                let above = if entry.kind.is_dir() { &bare } else { &own };
                if let Some(folder) = self.put(above, &entry) {
                    if found::may_be_a_case(&entry) {
                        self.cases.insert(folder.place.clone());
                    }
                    self.below(folder);
                }
            }
        }
        Ok(())
    }

    /// Lists an entry of a folder, or says why not; gives it back where it is a folder to look into.
    fn put(&mut self, above: &Waiting, entry: &Found) -> Option<Waiting> {
        let inside = above.below(entry);
        if let Some(left_out) = found::no_document(entry, inside.name.clone()) {
            self.listed.left_out.push(left_out);
        } else if !entry.kind.is_dir() {
            self.listed.files.push(ToHash {
                path: inside.path,
                name: inside.name,
                place: inside.place,
                bytes: entry.kind.len(),
            });
        } else if self.own.as_deref() == Some(&inside.place) {
            self.listed.left_out.push(found::own_folder(inside.name));
        } else {
            return Some(inside.opened());
        }
        None
    }

    /// Without recursion: a folder may be nested as deep as the disk allows.
    fn below(&mut self, top: Waiting) {
        let mut waiting = vec![top];
        while let Some(folder) = waiting.pop() {
            if !self.seen.insert(folder.place.clone()) {
                continue;
            }
            let entries = found::list(&folder.place, &folder.name, &mut self.listed.left_out);
            let entries = match entries {
                Ok(entries) => entries,
                Err(why) => {
                    self.listed.left_out.push(LeftOut {
                        why: format!(
                            "this folder cannot be looked into: {}",
                            found::plain_reason(&why)
                        ),
                        name: folder.name,
                        trouble: true,
                    });
                    continue;
                }
            };
            for entry in entries {
                waiting.extend(self.put(&folder, &entry));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(place: &Path, name: &str) {
        let path = place.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    }

    fn names(listed: &Listed) -> Vec<&str> {
        listed.files.iter().map(|file| file.name.as_str()).collect()
    }

    #[test]
    fn a_file_is_listed_under_one_path_however_its_folder_is_named() {
        let place = tempfile::tempdir().unwrap();
        let cases = place.path().join("cases");
        for name in ["N-017/visits/one.md", "N-017/plan.md", "N-024/case.toml"] {
            file(&cases, name);
        }
        let nowhere = place.path().join("inspection");
        let all = look(std::slice::from_ref(&cases), &nowhere).unwrap();
        assert_eq!(
            names(&all),
            ["N-017/plan.md", "N-017/visits/one.md", "N-024/case.toml"]
        );
        assert_eq!(all.files[1].path, b"N-017/visits/one.md");
        assert_eq!((all.cases, all.bytes()), (2, 13 + 19 + 15));
        let one = look(&[cases.join("N-017")], &nowhere).unwrap();
        assert_eq!(names(&one), ["N-017/plan.md", "N-017/visits/one.md"]);
        assert_eq!(one.cases, 1);
        let twice = [
            cases.join("N-017"),
            cases.clone(),
            cases.join("N-024/../N-017"),
        ];
        assert_eq!(look(&twice, &nowhere).unwrap(), all);
    }

    #[test]
    fn what_stands_beside_case_folders_is_listed_under_the_folder_they_stand_in() {
        let place = tempfile::tempdir().unwrap();
        file(place.path(), "cases/N-017/case.toml");
        file(place.path(), "cases/index.csv");
        let listed = look(&[place.path().join("cases")], &place.path().join("x")).unwrap();
        assert_eq!(names(&listed), ["N-017/case.toml", "cases/index.csv"]);
        assert_eq!(listed.cases, 1);
    }

    #[test]
    fn what_is_no_folder_is_refused_and_the_inspection_itself_is_not_listed() {
        let place = tempfile::tempdir().unwrap();
        file(place.path(), "cases/N-017/a.md");
        file(place.path(), "cases/inspection/journal/x.log");
        let own = place.path().join("cases/inspection");
        let listed = look(&[place.path().join("cases")], &own).unwrap();
        assert_eq!(names(&listed), ["N-017/a.md"]);
        assert_eq!(listed.cases, 1);
        assert_eq!(
            listed.left_out[0].why,
            "this is the folder of the inspection itself"
        );
        let file = place.path().join("cases/N-017/a.md");
        assert_eq!(
            look(std::slice::from_ref(&file), &own)
                .unwrap_err()
                .to_string(),
            format!(
                "{} is no folder. An arrival is about whole case folders: name the case folder, or the folder they stand in.",
                shown::path(&file)
            )
        );
        assert!(matches!(
            look(&[place.path().join("none")], &own).unwrap_err(),
            ArriveError::NotThere { .. }
        ));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_named_and_never_followed_or_opened() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        file(place.path(), "cases/N-017/a.md");
        file(place.path(), "elsewhere/secret.md");
        let case = place.path().join("cases/N-017");
        symlink(place.path().join("elsewhere"), case.join("folder")).unwrap();
        symlink(case.join("a.md"), case.join("link.md")).unwrap();
        symlink(&case, case.join("loop")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            case.join("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        let listed = look(&[place.path().join("cases")], &place.path().join("x")).unwrap();
        assert_eq!(names(&listed), ["N-017/a.md"]);
        let left_out: Vec<_> = listed
            .left_out
            .iter()
            .map(|one| {
                (
                    one.name.as_str(),
                    one.why.split_once(',').unwrap_or((&one.why, "")).0,
                )
            })
            .collect();
        assert_eq!(
            left_out,
            [
                ("N-017/folder", "is a link to somewhere else"),
                ("N-017/link.md", "is a link to somewhere else"),
                ("N-017/loop", "is a link to somewhere else"),
                ("N-017/pipe", "is no ordinary file (a pipe"),
            ]
        );
    }
}
