//! What a document's own records say about how it came to be as it is, beside its words: hints, never proof, and never a name.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a word processor wrote into a document beside its words. Anybody can write anything there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// How many insertions, deletions and moves stand in it under tracked changes.
    pub tracked_changes: u32,
    /// The day it says it was changed last: as it is written there, which in a Word document is the day in UTC.
    pub modified: Option<Date>,
    /// Whether it says that one person wrote it and changed it last; `None` where it does not name both.
    pub same_person: Option<bool>,
    /// The day it says it was made: as it is written there.
    #[serde(default)]
    pub created: Option<Date>,
    /// The day it says it was printed last.
    #[serde(default)]
    pub printed: Option<Date>,
    /// How often it says it was saved.
    #[serde(default)]
    pub revisions: Option<u32>,
    /// How many comments stand in it.
    #[serde(default)]
    pub comments: u32,
    /// The day a mail says it was sent.
    #[serde(default)]
    pub sent: Option<Date>,
}

/// The day at the front of `2012-03-14T09:30:00Z`.
pub(super) fn day(words: &str) -> Option<Date> {
    words.trim().get(..10)?.parse().ok()
}

/// Whether two names are the same, however they are spaced and capitalised; `None` where one of them is empty.
pub(super) fn same_name(one: &str, other: &str) -> Option<bool> {
    let plain = |name: &str| {
        name.split_whitespace()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    let (one, other) = (plain(one), plain(other));
    (!one.is_empty() && !other.is_empty()).then(|| one == other)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_only_where_one_stands() {
        assert_eq!(day("2012-03-14T09:30:00Z"), Some(date(2012, 3, 14)));
        assert_eq!(day(" 2012-03-14\n"), Some(date(2012, 3, 14)));
        for wrong in [
            "",
            "2012-03",
            "2012-13-14T09:30:00Z",
            "14/03/2012 09",
            "2012-03-é4",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_is_the_same_in_other_letters_and_unknown_where_there_is_none() {
        assert_eq!(same_name("Ann  Example", "ann example "), Some(true));
        assert_eq!(same_name("Ann Example", "A. Example"), Some(false));
        assert_eq!(same_name("", "Ann Example"), None);
    }
}
