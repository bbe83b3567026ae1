//! Whether two listings mean the same service. Words are compared without capitals, marks and plurals; who gives it and what it is for count
//! beside its name. Where it is in doubt it says "likely": the two people decide, nothing is put together unseen.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Listing, NO_SERVICE, Service, ServiceDetails};
use crate::casework::{ids::ServiceNo, inspection::Case};

/// How alike two listings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alike {
    /// Two services.
    No,
    /// Perhaps the same: to be asked.
    Likely,
    /// The same name, and nothing in who gives it or what it is for speaks against it.
    Exact,
}

/// Words that do not tell one service from another.
const SMALL: &[&str] = &[
    "a", "an", "and", "at", "by", "for", "from", "in", "its", "of", "on", "or", "the", "to",
    "with", "via", "per",
];

/// Words that say in what form a service comes, not what it is.
const FORM: &[&str] = &[
    "worker",
    "session",
    "service",
    "programme",
    "program",
    "scheme",
    "appointment",
    "weekly",
    "fortnightly",
    "monthly",
    "daily",
    "week",
    "month",
    "day",
    "hour",
    "term",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The least share of the words of the shorter name that must stand in the other, in parts of a hundred.
const NAMES_SHARE: usize = 75;
/// The same where the need is the same.
const NAMES_SHARE_WITH_NEED: usize = 50;
/// The least share of the words of the shorter need.
const NEEDS_SHARE: usize = 60;

/// The words of a text that count, in their order: small letters, no marks, no plural, no number.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace(['’', '\''], "")
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL.contains(word))
        .filter(|word| !word.chars().any(|letter| letter.is_ascii_digit()))
        .map(singular)
        .collect()
}

/// A word without its plural: `needs` and `need`, `families` and `family`.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Every word of a text, small words and numbers too.
fn every_word(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace(['’', '\''], "")
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(singular)
        .collect()
}

/// Whether two texts say the same, capitals, marks and plurals aside. Numbers count.
#[must_use]
pub(super) fn same_words(one: &str, other: &str) -> bool {
    one == other || every_word(one) == every_word(other)
}

/// The words of a name that tell what the service is; all of them where only its form is said.
fn telling(words: &[String]) -> Words {
    let telling: Words = words
        .iter()
        .filter(|word| !FORM.contains(&word.as_str()))
        .cloned()
        .collect();
    if telling.is_empty() {
        words.iter().cloned().collect()
    } else {
        telling
    }
}

/// The words of a field, each once.
type Words = BTreeSet<String>;

/// How much of the shorter of the two stands in the other, in parts of a hundred; 0 where one of them says nothing.
fn share(one: &Words, other: &Words) -> usize {
    let shorter = one.len().min(other.len());
    (one.intersection(other).count() * 100)
        .checked_div(shorter)
        .unwrap_or(0)
}

/// Whether two fields agree: `None` where one of them says nothing.
fn agree(one: &Words, other: &Words) -> Option<bool> {
    (!one.is_empty() && !other.is_empty()).then(|| share(one, other) >= NEEDS_SHARE)
}

/// What a listing is recognised by: made once a listing, compared with many.
struct Told {
    name: Vec<String>,
    telling: Words,
    need: Words,
    provider: Words,
    nothing_named: bool,
}

impl Told {
    fn of(details: &ServiceDetails) -> Self {
        Self {
            name: every_word(&details.service),
            telling: telling(&words(&details.service)),
            need: words(&details.need).into_iter().collect(),
            provider: words(&details.provider).into_iter().collect(),
            nothing_named: details.service == NO_SERVICE,
        }
    }

    fn alike(&self, other: &Self) -> Alike {
        if self.telling.is_empty() || other.telling.is_empty() {
            return Alike::No;
        }
        let need = agree(&self.need, &other.need);
        // A need that nothing was named for is the same by its need alone.
        if self.nothing_named || other.nothing_named {
            return if self.nothing_named == other.nothing_named && need == Some(true) {
                Alike::Exact
            } else {
                Alike::No
            };
        }
        let provider = agree(&self.provider, &other.provider);
        if self.name == other.name {
            return match (provider, need) {
                (Some(false), Some(true)) | (Some(true) | None, Some(false)) => Alike::Likely,
                (Some(false), _) => Alike::No,
                _ => Alike::Exact,
            };
        }
        let wanted = if need == Some(true) {
            NAMES_SHARE_WITH_NEED
        } else {
            NAMES_SHARE
        };
        let common = self.telling.intersection(&other.telling).count();
        // One word that both have ("support") says little where each has more.
        let one_word = common == 1 && self.telling != other.telling;
        let near = common > 0
            && share(&self.telling, &other.telling) >= wanted
            && (!one_word || need == Some(true));
        if near && provider != Some(false) {
            Alike::Likely
        } else {
            Alike::No
        }
    }
}

/// Whether two needs are the same in other words: never where one of them says nothing.
#[must_use]
pub fn needs_alike(one: &str, other: &str) -> bool {
    let set = |text: &str| words(text).into_iter().collect();
    agree(&set(one), &set(other)) == Some(true)
}

/// The needs of a package, each compared with each once: what asks for every pair of listings asks here.
pub(super) struct Needs<'a> {
    /// Every listing with its need and its day.
    pub(super) listed: Vec<Listed<'a>>,
    services: BTreeMap<ServiceNo, usize>,
    alike: Vec<bool>,
    count: usize,
}

/// A listing with the place of its need among the needs, and the day of its document.
pub(super) struct Listed<'a> {
    /// Of which service.
    pub(super) service: ServiceNo,
    /// The listing.
    pub(super) listing: &'a Listing,
    /// Its need.
    pub(super) need: usize,
    /// The day of the document that lists it.
    pub(super) day: Option<Date>,
}

impl<'a> Needs<'a> {
    pub(super) fn of(case: &'a Case) -> Self {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut needs: Vec<Words> = Vec::new();
        let mut place = |need: &'a str| {
            *places.entry(need).or_insert_with(|| {
                needs.push(words(need).into_iter().collect());
                needs.len() - 1
            })
        };
        let services = case
            .services
            .values()
            .map(|service| (service.no, place(&service.details.need)))
            .collect();
        let mut listed = Vec::new();
        for service in case.services.values() {
            listed.extend(service.listings.iter().map(|listing| Listed {
                service: service.no,
                listing,
                need: place(&listing.details.need),
                day: listing.day(&case.documents),
            }));
        }
        let near = |one: &Words, other: &Words| agree(one, other) == Some(true);
        let alike = needs
            .iter()
            .flat_map(|one| needs.iter().map(move |other| near(one, other)))
            .collect();
        let count = needs.len();
        Self {
            listed,
            services,
            alike,
            count,
        }
    }

    /// The place of a service's need as it stands now.
    pub(super) fn of_service(&self, no: ServiceNo) -> usize {
        self.services.get(&no).copied().unwrap_or(usize::MAX)
    }

    /// Whether two needs, by their places, are the same in other words.
    pub(super) fn alike(&self, one: usize, other: usize) -> bool {
        one < self.count
            && other < self.count
            && self
                .alike
                .get(one * self.count + other)
                .is_some_and(|alike| *alike)
    }
}

/// How alike two listings are.
#[must_use]
pub fn alike(one: &ServiceDetails, other: &ServiceDetails) -> Alike {
    Told::of(one).alike(&Told::of(other))
}

/// What a service of the package is recognised by: as it is called now, and as it was called in other listings.
fn told(service: &Service) -> Vec<Told> {
    let now = &service.details;
    let otherwise = |listed: &&ServiceDetails| {
        listed.service != now.service || listed.provider != now.provider || listed.need != now.need
    };
    let listed = service.listings.iter().map(|listing| &listing.details);
    let mut told: Vec<Told> = vec![Told::of(now)];
    told.extend(listed.filter(otherwise).map(Told::of));
    told
}

/// The service of a case that a listing most likely means, and how sure that is; none where nothing in the package is like it.
#[must_use]
pub fn recognise(case: &Case, details: &ServiceDetails) -> Option<(ServiceNo, Alike)> {
    recognise_all(case, &[details]).into_iter().next().flatten()
}

/// The same for all rows of one table, in their order: a service is proposed for one row only, the surest first.
#[must_use]
pub fn recognise_all(case: &Case, rows: &[&ServiceDetails]) -> Vec<Option<(ServiceNo, Alike)>> {
    let services: Vec<(ServiceNo, Vec<Told>)> = case
        .services
        .values()
        .map(|service| (service.no, told(service)))
        .collect();
    let mut pairs: Vec<(Alike, usize, ServiceNo)> = Vec::new();
    for (at, details) in rows.iter().enumerate() {
        let row = Told::of(details);
        for (no, told) in &services {
            let how = told.iter().map(|known| known.alike(&row)).max();
            if let Some(how) = how.filter(|how| *how > Alike::No) {
                pairs.push((how, at, *no));
            }
        }
    }
    pairs.sort_by_key(|(how, at, no)| (std::cmp::Reverse(*how), *at, *no));
    let mut found = vec![None; rows.len()];
    let mut used = BTreeSet::new();
    for (how, at, no) in pairs {
        if let Some(place) = found.get_mut(at).filter(|place| place.is_none())
            && used.insert(no)
        {
            *place = Some((no, how));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(service: &str, provider: &str, need: &str) -> ServiceDetails {
        ServiceDetails {
            service: service.to_owned(),
            provider: provider.to_owned(),
            need: need.to_owned(),
            ..ServiceDetails::default()
        }
    }

    #[test]
    fn the_same_service_is_known_in_another_plans_words() {
        for (one, other, expected) in [
            (
                ("Family support", "", ""),
                ("family  SUPPORT.", "", ""),
                Alike::Exact,
            ),
            (
                ("Parenting courses", "", "Safe at home"),
                ("Parenting course", "Family centre", "Safe at home"),
                Alike::Exact,
            ),
            (
                ("Family Support Worker", "", ""),
                ("Family support", "", ""),
                Alike::Likely,
            ),
            (
                (
                    "“Home and Routines” sessions, Millrace Family Centre, 12 Tuesdays, 10.00 to 11.30",
                    "",
                    "Everyday care",
                ),
                (
                    "Home and Routines sessions, 6 Tuesdays",
                    "",
                    "Everyday care: food, washing",
                ),
                Alike::Likely,
            ),
            // The same words for another need, or by somebody else, are asked about or are two.
            (
                ("Direct work", "", "Ellie's own time"),
                ("Direct work", "", "Mother's drinking"),
                Alike::Likely,
            ),
            (
                ("Counselling", "GP practice", ""),
                ("Counselling", "School", ""),
                Alike::No,
            ),
            (
                ("Counselling", "GP practice", "Mother is well"),
                ("Counselling", "Health centre", "Mother is well"),
                Alike::Likely,
            ),
            (
                ("Family support", "", ""),
                ("Housing support", "", ""),
                Alike::No,
            ),
            (
                ("Breakfast club", "", "Getting to school"),
                ("Dentist", "", "Health of both children"),
                Alike::No,
            ),
            (
                ("", "", "Safe at home"),
                ("", "", "Safe at home"),
                Alike::No,
            ),
        ] {
            let (one, other) = (
                details(one.0, one.1, one.2),
                details(other.0, other.1, other.2),
            );
            assert_eq!(alike(&one, &other), expected, "{one:?} {other:?}");
            assert_eq!(
                alike(&other, &one),
                expected,
                "the other way: {one:?} {other:?}"
            );
        }
    }

    #[test]
    fn needs_are_the_same_in_other_words_and_never_where_one_says_nothing() {
        assert!(needs_alike("Safe at home", "To be safe at home"));
        assert!(needs_alike(
            "Everyday care: food, washing, warm bed",
            "Everyday care"
        ));
        assert!(!needs_alike("Safe at home", "Money"));
        assert!(!needs_alike("", ""));
    }

    #[test]
    fn plurals_and_marks_do_not_tell_words_apart_and_numbers_do() {
        assert!(same_words("5 hours a week", "5 hour a week."));
        assert!(!same_words("5 hours a week", "3 hours a week"));
        assert_eq!(singular("families"), "family");
        assert_eq!(singular("bus"), "bus");
        assert_eq!(singular("class"), "class");
    }
}
