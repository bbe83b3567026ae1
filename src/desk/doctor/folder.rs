//! The folder an inspection stands in: who may read it, how much room there is, who has it open. Opens and changes nothing.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{Check, State};
use crate::{
    desk::shown,
    ledger::{Holder, Holding, who_has_it_open},
    platform,
};

/// Below this many bytes free there is something to do: an evening's words need far less, a large delivery more.
const LITTLE_ROOM: u64 = 100 << 20;
/// Below this many bytes a large delivery may not fit.
const SOME_ROOM: u64 = 2 << 30;
/// How many names are told.
const NAMED: usize = 3;

/// What was found wrong in a folder.
#[derive(Debug, Default)]
struct Found {
    files: usize,
    folders: usize,
    open_to_others: Vec<String>,
    foreign: Vec<String>,
    links: Vec<String>,
    unseen: Vec<String>,
    /// Whether the system has such permissions at all.
    known: bool,
}

/// Whether only this account may read what stands in a folder.
pub(super) fn permissions(what: &'static str, root: &Path) -> Check {
    let found = walk(root);
    let all = |names: &[String], what: &str| match names {
        [] => None,
        names => Some(format!("{} {what}: {}.", names.len(), shortened(names))),
    };
    let wrong: Vec<_> = [
        all(
            &found.open_to_others,
            "may be read or changed by other accounts of this computer",
        ),
        all(&found.foreign, "belong to another account"),
        all(
            &found.links,
            "are links to another place, which alongside never follows",
        ),
        all(&found.unseen, "cannot be looked at"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !wrong.is_empty() {
        let mut to_do = Vec::new();
        if !found.open_to_others.is_empty() {
            to_do.push(format!(
                "close alongside, then type chmod -R go-rwx {}",
                quoted(root)
            ));
        }
        if !(found.foreign.is_empty() && found.unseen.is_empty()) {
            to_do.push(
                "have whoever looks after the computer give the whole folder to this account"
                    .to_owned(),
            );
        }
        if !found.links.is_empty() {
            to_do.push("put back what stood where the links are, from a backup".to_owned());
        }
        return Check::new(what, State::ToDo, wrong.join(" "))
            .with(format!("{}.", to_do.join("; ")));
    }
    if !found.known {
        return Check::new(
            what,
            State::NotSeen,
            "This system does not say it in a way alongside can read.",
        )
        .with("keep the inspection below your own user folder, where others have no access.");
    }
    Check::new(
        what,
        State::Fine,
        format!(
            "Only this account: {} folders and {} files looked at.",
            found.folders, found.files
        ),
    )
}

fn shortened(names: &[String]) -> String {
    let first = names.iter().take(NAMED).cloned().collect::<Vec<_>>();
    let first = first.join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// A path as it can be typed to a shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", shown::path(path).replace('\'', "'\\''"))
}

fn walk(root: &Path) -> Found {
    let mut found = Found::default();
    // The folder itself may be named through a link: the person pointed at what is behind it.
    let mut waiting: Vec<PathBuf> =
        vec![fs::canonicalize(root).unwrap_or_else(|_| root.to_owned())];
    let top = waiting.first().cloned().unwrap_or_default();
    while let Some(path) = waiting.pop() {
        let name = match path.strip_prefix(&top) {
            Ok(below) if !below.as_os_str().is_empty() => shown::path(below),
            _ => "the folder itself".to_owned(),
        };
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            // Removed while it was looked at.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(_) => {
                found.unseen.push(name);
                continue;
            }
        };
        if metadata.is_symlink() {
            found.links.push(name);
            continue;
        }
        if let Some(bits) = platform::permissions(&metadata) {
            found.known = true;
            if bits & 0o077 != 0 {
                found.open_to_others.push(name.clone());
            }
        }
        if !platform::is_ours(&metadata) {
            found.foreign.push(name.clone());
        }
        if !metadata.is_dir() {
            found.files += 1;
            continue;
        }
        found.folders += 1;
        match fs::read_dir(&path) {
            Ok(entries) => waiting.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => found.unseen.push(name),
        }
    }
    for names in [
        &mut found.open_to_others,
        &mut found.foreign,
        &mut found.links,
        &mut found.unseen,
    ] {
        names.sort();
    }
    found
}

/// How much room there is on the disk.
pub(super) fn room(root: &Path) -> Check {
    says_room(platform::free_bytes(root))
}

fn says_room(free: Option<u64>) -> Check {
    let what = "free space";
    let Some(free) = free else {
        return Check::new(
            what,
            State::NotSeen,
            "This system does not say it in a way alongside can read.",
        )
        .with("see that the disk has some gigabytes free before a delivery is taken in.");
    };
    let says = format!("{} free on the disk.", amount(free));
    if free < LITTLE_ROOM {
        Check::new(what, State::ToDo, format!("Only {says}")).with(
            "delete or move other files before going on: without room new words cannot be kept.",
        )
    } else if free < SOME_ROOM {
        Check::new(what, State::Note, says)
            .with("make more room before a large delivery is taken in.")
    } else {
        Check::new(what, State::Fine, says)
    }
}

/// Bytes as people say them.
fn amount(bytes: u64) -> String {
    match bytes {
        0..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{} GB", bytes / 1_000_000_000),
    }
}

/// Whether another program has it open.
pub(super) fn open_elsewhere(root: &Path) -> Check {
    says_holding(who_has_it_open(root), &platform::process_is_alive)
}

fn says_holding(holding: Holding, alive: &dyn Fn(u32) -> Option<bool>) -> Check {
    let what = "open elsewhere";
    let named =
        |holder: &Holder| format!("process {}, since {}", holder.process, holder.since.full());
    match holding {
        Holding::Nobody(_) => Check::new(what, State::Fine, "No program has it open."),
        Holding::Somebody(Some(holder)) if alive(holder.process) == Some(false) => Check::new(
            what,
            State::ToDo,
            format!(
                "A program has it open ({}), and no such process runs on this computer: another computer that shares the folder has it open.",
                named(&holder)
            ),
        )
        .with("close it there. An inspection belongs on the disk of one computer, not on a shared drive."),
        Holding::Somebody(holder) => Check::new(
            what,
            State::Note,
            format!(
                "A program has it open ({}).",
                holder.as_ref().map_or_else(|| "which one cannot be read".to_owned(), named)
            ),
        )
        .with("nothing, if that is the screen you are sitting at; else close it there first."),
        Holding::Unknown(why) => Check::new(
            what,
            State::NotSeen,
            format!("It cannot be found out: {why}."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::Moment;

    #[test]
    fn little_room_is_to_be_seen_to() {
        assert_eq!(says_room(Some(99 << 20)).state, State::ToDo);
        assert_eq!(
            says_room(Some(99 << 20)).says,
            "Only 103 MB free on the disk."
        );
        assert_eq!(says_room(Some(1 << 30)).state, State::Note);
        let ample = says_room(Some(40_000_000_000));
        assert_eq!(
            (ample.state, ample.says.as_str()),
            (State::Fine, "40 GB free on the disk.")
        );
        assert_eq!(says_room(None).state, State::NotSeen);
    }

    #[test]
    fn who_has_it_open_is_said_and_a_process_that_is_not_here_means_another_computer() {
        let holder = Holder {
            process: 4711,
            since: Moment::on(jiff::civil::date(2012, 3, 14)),
        };
        let alive = |_| Some(true);
        let gone = |_| Some(false);
        let says = |holding, alive: &dyn Fn(u32) -> Option<bool>| says_holding(holding, alive).says;
        assert_eq!(
            says(Holding::Nobody(Some(holder)), &gone),
            "No program has it open.",
            "a lock that was left behind holds nobody off"
        );
        assert_eq!(
            says(Holding::Somebody(Some(holder)), &alive),
            "A program has it open (process 4711, since 14 Mar 2012 00:00 +00:00)."
        );
        assert!(says(Holding::Somebody(Some(holder)), &gone).contains("another computer"));
        assert_eq!(
            says(Holding::Somebody(None), &gone),
            "A program has it open (which one cannot be read)."
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_others_may_read_and_links_are_named() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("it's here");
        fs::create_dir_all(root.join("journal")).unwrap();
        fs::write(root.join("journal/x.log"), "x").unwrap();
        for (name, mode) in [("", 0o700), ("journal", 0o700), ("journal/x.log", 0o600)] {
            set(&root.join(name), mode);
        }
        assert_eq!(
            permissions("it", &root),
            Check::new(
                "it",
                State::Fine,
                "Only this account: 2 folders and 1 files looked at."
            )
        );
        set(&root, 0o755);
        set(&root.join("journal/x.log"), 0o640);
        symlink("/", root.join("drafts")).unwrap();
        let check = permissions("it", &root);
        assert_eq!(check.state, State::ToDo);
        assert_eq!(
            check.says,
            "2 may be read or changed by other accounts of this computer: journal/x.log, the folder itself. \
             1 are links to another place, which alongside never follows: drafts."
        );
        assert!(check.to_do.unwrap().starts_with(&format!(
            "close alongside, then type chmod -R go-rwx '{}/it'\\''s here'; put back",
            place.path().display()
        )));
    }
}
