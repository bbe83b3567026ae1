//! Paragraphs that stand elsewhere now: word for word, or a little altered on the way.
//!
//! Looks only at what did not stay where it was. Of two paragraphs that changed places one stays and one has moved: the one with fewer
//! words.

use std::collections::HashMap;

use super::side::Side;

/// Fewer words than these are not said to have moved: short lines are like each other by chance.
const FEWEST: usize = 4;

/// Fewer words than these are not looked for in an altered form.
const FEWEST_ALTERED: usize = 8;

/// Rows of three words both must have, in hundredths of the larger one's.
const ALIKE: usize = 50;

/// A row of words that stands in more paragraphs than these says nothing.
const COMMON: usize = 20;

/// Beyond this many words nothing is looked for in an altered form.
const MOST: usize = 400_000;

/// The paragraphs that moved: old and new, each by its number among the paragraphs of its side.
pub fn find(old: &Side<'_>, new: &Side<'_>) -> Vec<(usize, usize)> {
    let mut pairs = word_for_word(old, new);
    if old.tokens.len().max(new.tokens.len()) <= MOST {
        let taken_old = pairs.iter().map(|pair| pair.0).collect();
        let taken_new = pairs.iter().map(|pair| pair.1).collect();
        pairs.extend(altered(old, new, &taken_old, &taken_new));
    }
    let stays = in_place(old, new, &pairs);
    pairs
        .into_iter()
        .zip(stays)
        .filter(|(_, stays)| !stays)
        .map(|(pair, _)| pair)
        .collect()
}

fn word_for_word(old: &Side<'_>, new: &Side<'_>) -> Vec<(usize, usize)> {
    let mut by_words: HashMap<&[u32], (Vec<usize>, Vec<usize>)> = HashMap::new();
    for at in old.left().filter(|at| old.ids(*at).len() >= FEWEST) {
        by_words.entry(old.ids(at)).or_default().0.push(at);
    }
    for at in new.left().filter(|at| new.ids(*at).len() >= FEWEST) {
        if let Some((_, news)) = by_words.get_mut(new.ids(at)) {
            news.push(at);
        }
    }
    let mut pairs = Vec::new();
    for (olds, mut news) in by_words.into_values() {
        // First those of one stretch, then the others, each in order.
        let mut others = Vec::new();
        for at in olds {
            match news.iter().position(|to| new.gap(*to) == old.gap(at)) {
                Some(found) => pairs.push((at, news.remove(found))),
                None => others.push(at),
            }
        }
        pairs.extend(others.into_iter().zip(news));
    }
    pairs.sort_unstable();
    pairs
}

fn altered(
    old: &Side<'_>,
    new: &Side<'_>,
    taken_old: &std::collections::BTreeSet<usize>,
    taken_new: &std::collections::BTreeSet<usize>,
) -> Vec<(usize, usize)> {
    let long = |side: &Side<'_>, at: usize| side.ids(at).len() >= FEWEST_ALTERED;
    let mut index: HashMap<[u32; 3], Vec<usize>> = HashMap::new();
    for at in new
        .left()
        .filter(|at| long(new, *at) && !taken_new.contains(at))
    {
        for row in rows(new.ids(at)) {
            let found = index.entry(row).or_default();
            if found.len() <= COMMON && found.last() != Some(&at) {
                found.push(at);
            }
        }
    }
    // The best of each old one, then of each new one: a pair is where both choose each other.
    let mut best_of_new: HashMap<usize, (usize, usize)> = HashMap::new();
    let mut chosen = Vec::new();
    for at in old
        .left()
        .filter(|at| long(old, *at) && !taken_old.contains(at))
    {
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for row in rows(old.ids(at)) {
            for to in index
                .get(&row)
                .filter(|found| found.len() <= COMMON)
                .into_iter()
                .flatten()
            {
                *votes.entry(*to).or_default() += 1;
            }
        }
        let share = |to: usize, votes: usize| {
            let larger = old.ids(at).len().max(new.ids(to).len()).saturating_sub(2);
            votes * 100 / larger.max(1)
        };
        let here = old.gap(at);
        let best = votes
            .into_iter()
            .map(|(to, votes)| {
                let share = share(to, votes);
                // Where it stood counts for something: forms repeat themselves.
                let weight = if new.gap(to) == here {
                    share * 5 / 4
                } else {
                    share
                };
                (weight, share, std::cmp::Reverse(to))
            })
            .filter(|(_, share, _)| *share >= ALIKE)
            .max();
        if let Some((weight, _, std::cmp::Reverse(to))) = best {
            chosen.push((at, to, weight));
            let known = best_of_new.entry(to).or_insert((at, weight));
            if weight > known.1 {
                *known = (at, weight);
            }
        }
    }
    chosen
        .into_iter()
        .filter(|(at, to, _)| best_of_new.get(to).is_some_and(|best| best.0 == *at))
        .map(|(at, to, _)| (at, to))
        .collect()
}

fn rows(ids: &[u32]) -> impl Iterator<Item = [u32; 3]> {
    ids.windows(3).filter_map(|row| row.try_into().ok())
}

/// Which pairs stay where they are: in the same stretch, and in the heaviest row of pairs that keep their order.
fn in_place(old: &Side<'_>, new: &Side<'_>, pairs: &[(usize, usize)]) -> Vec<bool> {
    let mut stays = vec![false; pairs.len()];
    let mut order: Vec<usize> = (0..pairs.len())
        .filter(|at| {
            pairs
                .get(*at)
                .is_some_and(|(o, n)| old.gap(*o) == new.gap(*n))
        })
        .collect();
    order.sort_unstable_by_key(|at| pairs.get(*at).copied());
    // The heaviest chain that ends at or before a new paragraph, kept in a tree over the new paragraphs (Fenwick).
    let size = pairs.iter().map(|pair| pair.1 + 1).max().unwrap_or(0);
    let mut tree: Vec<(usize, Option<usize>)> = vec![(0, None); size + 1];
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for at in order {
        let Some(&(o, n)) = pairs.get(at) else {
            continue;
        };
        let mut best = (0, None);
        let mut look = n;
        while look > 0 {
            if let Some(found) = tree.get(look).filter(|found| found.0 > best.0) {
                best = *found;
            }
            look &= look - 1;
        }
        if let Some(link) = before.get_mut(at) {
            *link = best.1;
        }
        let weight = best.0 + old.ids(o).len().max(1);
        let mut put = n + 1;
        while let Some(place) = tree.get_mut(put) {
            if weight > place.0 {
                *place = (weight, Some(at));
            }
            put += put & put.wrapping_neg();
        }
    }
    let mut at = tree
        .iter()
        .max_by_key(|place| place.0)
        .and_then(|place| place.1);
    while let Some(here) = at {
        if let Some(stay) = stays.get_mut(here) {
            *stay = true;
        }
        at = before.get(here).copied().flatten();
    }
    stays
}
