//! A made inspection of any size, to rehearse and to measure with: the same seed gives the same inspection, byte for byte.
//!
//! Owns how many cases and documents there are, what kind each is and when it happened. The sentences are `words`'s. Everything in it
//! is invented. Documents are made one at a time when intake asks for them, so that a large inspection needs no more memory than a small
//! one.

mod papers;
mod words;

use std::sync::Arc;

use jiff::{
    Span,
    civil::{Date, date},
};

use super::intake::{
    Offer, OfferedCase, OfferedFile, Source,
    case_file::{CaseFile, Name},
};
use papers::Paper;
use words::{Chance, Family};

/// Words on a page.
pub const WORDS_A_PAGE: usize = 400;

/// How large the inspection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Children.
    pub cases: usize,
    /// Documents a child.
    pub documents: usize,
    /// Pages a document, more or less: short ones and long ones come to it together.
    pub pages: usize,
    /// The same number gives the same inspection.
    pub seed: u64,
}

/// What is offered for intake.
#[must_use]
pub fn offer(size: Size) -> Offer {
    Offer {
        cases: (0..size.cases).map(|at| case(size, at)).collect(),
        ..Offer::default()
    }
}

fn case(size: Size, at: usize) -> OfferedCase {
    let mut chance = Chance::new(size.seed, &[number(at)]);
    let family = Arc::new(Family::new(&mut chance));
    let reference = format!("R-{:03}", at + 1);
    let statuses = [
        "Child Protection plan",
        "Child in need plan",
        "Looked after child",
        "Open assessment",
    ];
    let categories = ["Neglect", "Emotional abuse", "Neglect", ""];
    let place = chance.below(statuses.len());
    let pick = |list: [&str; 4]| list.get(place).copied().unwrap_or_default().to_owned();
    let about = CaseFile {
        reference: None,
        age: i16::try_from(chance.below(17)).ok(),
        status: pick(statuses),
        category: if place == 0 {
            pick(categories)
        } else {
            String::new()
        },
        in_sample: at < 50,
        names: family
            .names()
            .into_iter()
            .map(|(words, stands_for)| Name {
                words,
                stands_for: stands_for.to_owned(),
            })
            .collect(),
        people: Vec::new(),
        services: Vec::new(),
    };
    let files = (0..size.documents)
        .map(|document| file(size, at, document, &family))
        .collect();
    OfferedCase {
        reference,
        about: Some(about),
        whole: true,
        files,
        ..OfferedCase::default()
    }
}

fn file(size: Size, case: usize, at: usize, family: &Arc<Family>) -> OfferedFile {
    let paper = Paper::nth(at, size.documents);
    let family = Arc::clone(family);
    let happened = day(at, size.documents);
    OfferedFile {
        name: format!("{:03} {}.{}", at + 1, paper.title(), paper.extension()),
        bytes: u64::try_from(size.pages * WORDS_A_PAGE * 6).unwrap_or(0),
        source: Source::Made(Arc::new(move || {
            let mut chance = Chance::new(size.seed, &[number(case), number(at) + 1]);
            // From half to one and a half times as long as asked for.
            let pages = size.pages.max(1);
            let words = pages * WORDS_A_PAGE / 2 + chance.below(pages * WORDS_A_PAGE + 1);
            paper
                .write(&family, happened, words, &mut chance)
                .into_bytes()
        })),
    }
}

fn number(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}

/// The day of a document: spread over the four years before the inspection, moved off weekends.
fn day(at: usize, of: usize) -> Date {
    let first = date(2008, 6, 2);
    let days = 1_460 * at / of.max(1);
    let day = first
        .checked_add(Span::new().days(i64::try_from(days).unwrap_or(0)))
        .unwrap_or(first);
    let over = i64::from(day.weekday().to_monday_one_offset() - 5).max(0);
    day.checked_sub(Span::new().days(over)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const SMALL: Size = Size {
        cases: 2,
        documents: 24,
        pages: 2,
        seed: 2012,
    };

    fn made(size: Size) -> Vec<(String, String)> {
        offer(size)
            .cases
            .into_iter()
            .flat_map(|case| case.files)
            .map(|file| match file.source {
                Source::Made(make) => (file.name, String::from_utf8(make()).unwrap()),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_inspection_and_another_seed_another() {
        assert_eq!(made(SMALL), made(SMALL));
        assert_ne!(made(SMALL), made(Size { seed: 1, ..SMALL }));
        let all = made(SMALL);
        let different: std::collections::BTreeSet<_> = all.iter().map(|(_, text)| text).collect();
        assert_eq!(different.len(), 48, "no two documents are the same");
    }

    #[test]
    fn documents_are_about_as_long_as_asked_for() {
        let words: usize = made(SMALL)
            .iter()
            .map(|(_, text)| text.split_whitespace().count())
            .sum();
        let wanted = 48 * 2 * WORDS_A_PAGE;
        assert!(
            (wanted * 8 / 10..wanted * 12 / 10).contains(&words),
            "{words} words, {wanted} wanted"
        );
    }

    #[test]
    fn words_are_spread_as_in_real_writing_few_of_them_often_and_many_seldom() {
        let mut counts = BTreeMap::<String, usize>::new();
        let all = made(Size {
            documents: 60,
            pages: 10,
            ..SMALL
        });
        for (_, text) in &all {
            for word in text.split(|c: char| !c.is_alphanumeric()) {
                *counts.entry(word.to_lowercase()).or_default() += 1;
            }
        }
        counts.remove("");
        let mut ranked: Vec<_> = counts.values().copied().collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        let total: usize = ranked.iter().sum();
        let share = |first: usize| ranked.iter().take(first).sum::<usize>() * 100 / total;
        assert!((15..45).contains(&share(10)), "{}", share(10));
        assert!(ranked.len() > 2_000, "{} different words", ranked.len());
        let once = ranked.iter().filter(|count| **count <= 2).count();
        assert!(once * 100 / ranked.len() > 25, "{once} of {}", ranked.len());
    }

    #[test]
    fn days_go_forward_and_are_working_days() {
        let days: Vec<_> = (0..300).map(|at| day(at, 300)).collect();
        assert!(days.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(
            days.iter()
                .all(|day| day.weekday().to_monday_one_offset() < 6)
        );
        assert_eq!(days.first(), Some(&date(2008, 6, 2)));
        assert_eq!(day(0, 0), date(2008, 6, 2));
    }
}
