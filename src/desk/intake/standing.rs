//! How a document stands to what was there on arriving, and what it says of its own changes.
//!
//! Owns the rule by which a file is found in the lists made on arriving: by the last parts of its path, since those are what a list holds, and
//! else by its bytes. The words are neutral: a file that differs has many ordinary reasons. Nothing here names a person.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use jiff::civil::Date;

use crate::{
    casework::{ArrivalNo, Hint, Sha256, Standing},
    platform,
    reading::Inside,
};

/// Everything that was there at the arrivals so far.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    by_path: BTreeMap<Vec<u8>, Vec<(ArrivalNo, Sha256)>>,
    by_hash: BTreeMap<Sha256, ArrivalNo>,
    latest: Option<ArrivalNo>,
}

impl Arrivals {
    /// One more arrival, its files by path and bytes. Later ones are added later.
    pub fn add<'a>(
        &mut self,
        arrival: ArrivalNo,
        files: impl IntoIterator<Item = (&'a [u8], Sha256)>,
    ) {
        self.latest = self.latest.max(Some(arrival));
        for (path, sha256) in files {
            let known = self.by_path.entry(path.to_owned()).or_default();
            known.push((arrival, sha256));
            self.by_hash.entry(sha256).or_insert(arrival);
        }
    }

    /// Whether there was none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.latest.is_none()
    }

    /// Every path that an arrival lists.
    pub fn paths(&self) -> impl Iterator<Item = &[u8]> {
        self.by_path.keys().map(Vec::as_slice)
    }

    /// What the arrivals say of a file with this path and these bytes; `None` where they hold neither.
    ///
    /// Of the arrivals that list the path, the latest one with other bytes counts, else the earliest: a file that was changed and then
    /// listed once more has still been changed.
    #[must_use]
    pub fn listed(&self, path: &[u8], sha256: Sha256) -> Option<Standing> {
        let Some(known) = self.by_path.get(path) else {
            return self
                .by_hash
                .get(&sha256)
                .map(|arrival| Standing::AsAtArrival {
                    arrival: *arrival,
                    other_name: true,
                });
        };
        // Two folders offered at once may hold one path twice: either will do.
        let same = |arrival: ArrivalNo| known.contains(&(arrival, sha256));
        let changed = known.iter().rev().find(|(arrival, _)| !same(*arrival));
        Some(match (changed, known.first()) {
            (Some((arrival, _)), _) => Standing::ChangedSince { arrival: *arrival },
            (None, Some((arrival, _))) => Standing::AsAtArrival {
                arrival: *arrival,
                other_name: false,
            },
            (None, None) => return None,
        })
    }

    /// How a document taken in on `today` stands to the arrivals; `None` where there was none. `place`: where its file stands on this machine,
    /// where it is a file, without links in it.
    #[must_use]
    pub fn standing(&self, place: Option<&Path>, sha256: Sha256, today: Date) -> Option<Standing> {
        self.latest?;
        let listed = place.map_or_else(Vec::new, last_parts);
        let path = listed
            .iter()
            .find(|path| self.by_path.contains_key(*path))
            .map_or(&[][..], Vec::as_slice);
        self.listed(path, sha256)
            .or(Some(Standing::DeliveredLater { on: today }))
    }
}

/// Under what a file may stand in a list: its last parts, two at least, the longest row of them first.
fn last_parts(place: &Path) -> Vec<Vec<u8>> {
    let parts: Vec<_> = place
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(platform::name_bytes(name)),
            _ => None,
        })
        .collect();
    (0..parts.len().saturating_sub(1))
        .filter_map(|from| Some(parts.get(from..)?.join(&b'/')))
        .collect()
}

/// Where a file stands, without links on the way to it; the file itself is not looked at.
#[must_use]
pub fn place(file: &Path) -> Option<PathBuf> {
    let above = match file.parent()? {
        above if above.as_os_str().is_empty() => Path::new("."),
        above => above,
    };
    Some(std::fs::canonicalize(above).ok()?.join(file.file_name()?))
}

/// What a document says of its own changes that is worth saying. `announced`: the inspection's first day; a change on that very day counts,
/// since its hour is not known.
#[must_use]
pub fn hints(inside: &Inside, announced: Option<Date>) -> Vec<Hint> {
    let tracked = (inside.tracked_changes > 0).then_some(Hint::TrackedChanges {
        count: inside.tracked_changes,
    });
    let modified = inside
        .modified
        .zip(announced)
        .filter(|(modified, announced)| modified >= announced)
        .map(|(date, _)| Hint::ModifiedAfterAnnouncement {
            date,
            same_person: inside.same_person,
        });
    tracked.into_iter().chain(modified).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const A: Sha256 = Sha256([1; 32]);
    const B: Sha256 = Sha256([2; 32]);
    const C: Sha256 = Sha256([3; 32]);
    const ONE: ArrivalNo = ArrivalNo(1);
    const TWO: ArrivalNo = ArrivalNo(2);

    fn arrivals(lists: &[(ArrivalNo, &[(&str, Sha256)])]) -> Arrivals {
        let mut arrivals = Arrivals::default();
        for (no, files) in lists {
            let files = files
                .iter()
                .map(|(path, sha256)| (path.as_bytes(), *sha256));
            arrivals.add(*no, files);
        }
        arrivals
    }

    fn as_at(arrival: ArrivalNo) -> Standing {
        Standing::AsAtArrival {
            arrival,
            other_name: false,
        }
    }

    #[test]
    fn a_file_is_as_at_arrival_changed_renamed_or_delivered_later() {
        let today = date(2012, 3, 14);
        let arrivals = arrivals(&[(ONE, &[("N-017/visits/one.md", A), ("N-017/plan.md", B)])]);
        let standing =
            |place: &str, sha256| arrivals.standing(Some(Path::new(place)), sha256, today);
        assert_eq!(
            standing("/media/cases/N-017/visits/one.md", A),
            Some(as_at(ONE))
        );
        assert_eq!(
            standing("/elsewhere/N-017/plan.md", A),
            Some(Standing::ChangedSince { arrival: ONE })
        );
        assert_eq!(
            standing("/media/cases/N-017/visits/copy.md", A),
            Some(Standing::AsAtArrival {
                arrival: ONE,
                other_name: true
            })
        );
        assert_eq!(
            standing("/media/cases/N-017/new.md", C),
            Some(Standing::DeliveredLater { on: today })
        );
        assert_eq!(
            standing("/media/cases/N-024/plan.md", C),
            Some(Standing::DeliveredLater { on: today }),
            "the same name of another child is another file"
        );
        assert_eq!(
            Arrivals::default().standing(Some(Path::new("/N-017/plan.md")), B, today),
            None
        );
    }

    #[test]
    fn of_several_arrivals_a_change_counts_and_else_the_first() {
        let unchanged = arrivals(&[(ONE, &[("N/a", A)]), (TWO, &[("N/a", A)])]);
        assert_eq!(unchanged.listed(b"N/a", A), Some(as_at(ONE)));
        let changed = arrivals(&[(ONE, &[("N/a", A)]), (TWO, &[("N/a", B)])]);
        assert_eq!(
            changed.listed(b"N/a", B),
            Some(Standing::ChangedSince { arrival: ONE })
        );
        assert_eq!(
            changed.listed(b"N/a", A),
            Some(Standing::ChangedSince { arrival: TWO })
        );
        let second = arrivals(&[(ONE, &[("N/a", A)]), (TWO, &[("M/b", B)])]);
        assert_eq!(second.listed(b"M/b", B), Some(as_at(TWO)));
        assert_eq!(second.listed(b"N/c", C), None);
        let twice = arrivals(&[(ONE, &[("N/a", A), ("N/a", B)])]);
        assert_eq!(twice.listed(b"N/a", A), Some(as_at(ONE)));
        assert_eq!(twice.listed(b"N/a", B), Some(as_at(ONE)));
    }

    #[test]
    fn hints_are_said_only_from_the_first_day_on() {
        let inside = Inside {
            tracked_changes: 2,
            modified: Some(date(2012, 3, 14)),
            same_person: Some(false),
            ..Inside::default()
        };
        let tracked = Hint::TrackedChanges { count: 2 };
        let modified = Hint::ModifiedAfterAnnouncement {
            date: date(2012, 3, 14),
            same_person: Some(false),
        };
        assert_eq!(hints(&inside, Some(date(2012, 3, 14))), [tracked, modified]);
        assert_eq!(hints(&inside, Some(date(2012, 3, 15))), [tracked]);
        assert_eq!(hints(&inside, None), [tracked]);
        assert_eq!(hints(&Inside::default(), Some(date(2012, 3, 1))), []);
    }

    #[test]
    fn a_file_named_by_a_short_path_is_found_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let real = std::fs::canonicalize(folder.path()).unwrap();
        let file = folder.path().join("N-017/../plan.md");
        std::fs::create_dir(folder.path().join("N-017")).unwrap();
        assert_eq!(place(&file), Some(real.join("plan.md")));
        assert_eq!(
            place(Path::new("plan.md")),
            Some(std::env::current_dir().unwrap().join("plan.md"))
        );
    }
}
