//! The timescales and the calendar at hand: those carried inside the program, and a council's own.
//!
//! A council's own files stand in the folder `timescales` of the program's configuration folder, or are named with `--timescales FILE`. A
//! file that cannot be used is said and left out; the others still count.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::{settings, shown};
use crate::casework::clock::{Calendar, Rulebook, Timescales};

const CALENDAR: &str = include_str!("../../assets/calendars/england-and-wales.toml");

const FILES: [&str; 8] = [
    include_str!("../../assets/timescales/working-together-2006.toml"),
    include_str!("../../assets/timescales/working-together-2010.toml"),
    include_str!("../../assets/timescales/working-together-2013.toml"),
    include_str!("../../assets/timescales/working-together-2015.toml"),
    include_str!("../../assets/timescales/working-together-2018.toml"),
    include_str!("../../assets/timescales/working-together-2023.toml"),
    include_str!("../../assets/timescales/care-planning-2010.toml"),
    include_str!("../../assets/timescales/local.toml"),
];

/// The most bytes read of a file of timescales: a hundred times what one needs.
const LARGEST: u64 = 1024 * 1024;

/// A file of timescales that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TimescalesError {
    /// It cannot be read.
    #[error(
        "The timescales in \"{file}\" cannot be read ({why}). Check the name, and that you may open it."
    )]
    Unreadable {
        /// Its name.
        file: String,
        /// What the system says.
        why: String,
    },
    /// It is no file of timescales.
    #[error(
        "The timescales in \"{file}\" cannot be used: {why}. Put the file right; README.md shows the form."
    )]
    Wrong {
        /// Its name.
        file: String,
        /// What is wrong.
        why: String,
    },
}

/// The bank holidays every clock counts with.
#[must_use]
pub fn calendar() -> &'static Calendar {
    static ONE: OnceLock<Calendar> = OnceLock::new();
    // A test rules out that it does not parse; a calendar of no years would say of every count that it was not made.
    ONE.get_or_init(|| Calendar::parse(CALENDAR).unwrap_or_default())
}

/// The timescales carried inside.
#[must_use]
pub fn built_in() -> Rulebook {
    let mut book = Rulebook::default();
    for edition in FILES.iter().filter_map(|file| Timescales::parse(file).ok()) {
        book.add(edition);
    }
    book
}

/// The file named for this run of the program.
static NAMED: OnceLock<PathBuf> = OnceLock::new();

/// Names a council's own file for this run of the program, once it can be used.
///
/// # Errors
/// [`TimescalesError`], where it cannot.
pub fn name(file: PathBuf) -> Result<(), TimescalesError> {
    read(&file)?;
    // Arguments are read once: there is no second name to lose.
    let _ = NAMED.set(file);
    Ok(())
}

/// The timescales carried inside with a council's own: those of the configuration folder in the order of their names, then the file named
/// for this run. What could not be used is told beside them.
#[must_use]
pub fn at_hand() -> (Rulebook, Vec<TimescalesError>) {
    with_own(own_files().into_iter().chain(NAMED.get().cloned()))
}

fn with_own(files: impl IntoIterator<Item = PathBuf>) -> (Rulebook, Vec<TimescalesError>) {
    let mut book = built_in();
    let mut wrong = Vec::new();
    for file in files {
        match read(&file) {
            Ok(edition) => book.add(edition),
            Err(why) => wrong.push(why),
        }
    }
    (book, wrong)
}

fn own_files() -> Vec<PathBuf> {
    let Some(folder) = settings::folder().map(|folder| folder.join("timescales")) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

/// Reads one file of timescales.
///
/// # Errors
/// [`TimescalesError`], naming the file.
pub fn read(file: &Path) -> Result<Timescales, TimescalesError> {
    let name = shown::path(file);
    let unreadable = |why: String| TimescalesError::Unreadable {
        file: name.clone(),
        why,
    };
    let about = fs::metadata(file).map_err(|why| unreadable(why.to_string()))?;
    if !about.is_file() || about.len() > LARGEST {
        return Err(unreadable("it is no file of words".to_owned()));
    }
    let text = fs::read_to_string(file).map_err(|why| unreadable(why.to_string()))?;
    let mut edition = Timescales::parse(&text).map_err(|why| TimescalesError::Wrong {
        file: name.clone(),
        why: shown::line(&why),
    })?;
    // Whatever it says of itself: what a person put there is theirs, not the law's.
    edition.local = true;
    Ok(edition)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_edition_carried_inside_can_be_used_and_they_leave_no_gap() {
        for file in FILES {
            Timescales::parse(file).unwrap();
        }
        let book = built_in();
        assert_eq!(book.editions.len(), FILES.len());
        assert!(Calendar::parse(CALENDAR).is_ok());
        let mut guidance: Vec<_> = book
            .editions
            .iter()
            .filter(|edition| edition.id.starts_with("working-together"))
            .collect();
        guidance.sort_by_key(|edition| edition.from);
        for pair in guidance.windows(2) {
            assert_eq!(
                pair[0].until.and_then(|until| until.tomorrow().ok()),
                pair[1].from,
                "{} and {}",
                pair[0].id,
                pair[1].id
            );
        }
        let of = |day| {
            guidance
                .iter()
                .find(|edition| edition.in_force(day))
                .map(|edition| edition.id.as_str())
        };
        assert_eq!(of(date(2012, 3, 14)), Some("working-together-2010"));
        assert_eq!(of(date(2026, 11, 27)), Some("working-together-2023"));
        assert_eq!(of(date(2006, 4, 5)), None);
    }

    #[test]
    fn a_councils_own_file_is_local_whatever_it_says_and_a_wrong_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ours.toml");
        fs::write(
            &file,
            "id = \"ours\"\nversion = 1\ntitle = \"Ours\"\nsource = \"s\"\n[conventions]\ninitial-conference = \"less-one\"\n",
        )
        .unwrap();
        assert!(read(&file).unwrap().local);
        let (book, wrong) = with_own([file.clone()]);
        assert!(wrong.is_empty());
        let rule = book
            .editions
            .iter()
            .flat_map(|edition| &edition.rule)
            .find(|rule| rule.id == "initial-conference")
            .unwrap();
        assert_eq!(
            book.convention(rule),
            crate::casework::clock::Convention::LessOne
        );
        fs::write(&file, "id = 3").unwrap();
        let (_, wrong) = with_own([file.clone()]);
        assert!(wrong[0].to_string().contains("ours.toml"), "{}", wrong[0]);
        let (_, wrong) = with_own([folder.path().join("none.toml")]);
        assert!(wrong[0].to_string().contains("cannot be read"));
    }
}
