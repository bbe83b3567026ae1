//! How the files that are there stand to the arrivals before, and which say that they were changed lately. Pure.

use std::collections::BTreeSet;

use super::LATELY_DAYS;
use crate::{
    casework::{ArrivalNo, Moment, Standing},
    desk::{intake::Arrivals, shown},
    proof::arrival::ArrivalList,
};

/// What the comparison came to. Every list in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// By position in the list: as in an arrival before, under the same path.
    pub as_before: BTreeSet<usize>,
    /// By position in the list: says that it was changed in the days before.
    pub lately: BTreeSet<usize>,
    /// Under the same path with other bytes than in an arrival before: its position and that arrival.
    pub changed_since: Vec<(usize, ArrivalNo)>,
    /// The same bytes as in an arrival before, under another path.
    pub other_name: Vec<(usize, ArrivalNo)>,
    /// Paths that an arrival before has below one of the case folders, and that are not there now, safe to print.
    pub gone: Vec<String>,
    /// Whether there was an arrival before.
    pub again: bool,
}

impl Compared {
    /// How many say that they were changed lately.
    pub fn changed_lately(&self) -> u64 {
        u64::try_from(self.lately.len()).unwrap_or(u64::MAX)
    }
}

pub(super) fn compare(list: &ArrivalList, before: &Arrivals, now: Moment) -> Compared {
    let mut compared = Compared {
        again: !before.is_empty(),
        ..Compared::default()
    };
    let since = now
        .utc_ms
        .saturating_sub(LATELY_DAYS * 24 * 60 * 60 * 1_000);
    let mut case_folders = BTreeSet::new();
    for (at, file) in list.files().iter().enumerate() {
        // One from the future too: its time was not set by its being written.
        if file.time_ms >= since {
            compared.lately.insert(at);
        }
        case_folders.insert(case_folder(&file.path));
        match before.listed(&file.path, file.sha256) {
            Some(Standing::AsAtArrival {
                other_name: false, ..
            }) => {
                compared.as_before.insert(at);
            }
            Some(Standing::AsAtArrival { arrival, .. }) => compared.other_name.push((at, arrival)),
            Some(Standing::ChangedSince { arrival }) => compared.changed_since.push((at, arrival)),
            Some(Standing::DeliveredLater { .. }) | None => {}
        }
    }
    compared.gone = before
        .paths()
        .filter(|path| case_folders.contains(case_folder(path)) && list.at(path).is_none())
        .map(shown::bytes)
        .collect();
    compared
}

/// The first part of a listed path.
pub(super) fn case_folder(path: &[u8]) -> &[u8] {
    path.split(|byte| *byte == b'/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{casework::Sha256, proof::arrival::ArrivedFile};

    fn file(path: &str, byte: u8, time_ms: i64) -> ArrivedFile {
        ArrivedFile {
            salt: [0; 32],
            path: path.as_bytes().to_vec(),
            length: 1,
            time_ms,
            sha256: Sha256([byte; 32]),
        }
    }

    #[test]
    fn what_is_as_before_changed_renamed_gone_and_new_is_told_apart() {
        let mut before = Arrivals::default();
        let sha = |byte| Sha256([byte; 32]);
        let first: [(&[u8], Sha256); 4] = [
            (b"N-017/a", sha(1)),
            (b"N-017/b", sha(2)),
            (b"N-017/old name", sha(3)),
            (b"N-024/not offered this time", sha(9)),
        ];
        before.add(ArrivalNo(1), first);
        let list = ArrivalList::of(vec![
            file("N-017/a", 1, 0),
            file("N-017/b", 7, 0),
            file("N-017/c new name", 3, 0),
            file("N-017/d", 8, 0),
        ])
        .unwrap();
        let now = Moment::on(jiff::civil::date(2012, 3, 14));
        let compared = compare(&list, &before, now);
        assert_eq!(compared.as_before, BTreeSet::from([0]));
        assert_eq!(compared.changed_since, [(1, ArrivalNo(1))]);
        assert_eq!(compared.other_name, [(2, ArrivalNo(1))]);
        assert_eq!(compared.gone, ["N-017/old name"]);
        assert!(compared.again);
        let first = compare(&list, &Arrivals::default(), now);
        assert_eq!(
            first,
            Compared::default(),
            "with nothing before, nothing differs"
        );
    }

    #[test]
    fn lately_is_the_fourteen_days_before_and_what_claims_to_be_later() {
        let now = Moment::on(jiff::civil::date(2012, 3, 15));
        let days = |days: i64| now.utc_ms - days * 86_400_000;
        let list = ArrivalList::of(vec![
            file("N/a", 1, days(14)),
            file("N/b", 1, days(14) - 1),
            file("N/c", 1, days(-400)),
            file("N/d", 1, i64::MIN),
        ])
        .unwrap();
        let compared = compare(&list, &Arrivals::default(), now);
        assert_eq!(compared.lately, BTreeSet::from([0, 2]));
        assert_eq!(compared.changed_lately(), 2);
    }
}
