//! The numbers of lists in old Word documents: the plans of lists, which lists use them, and how far each has been counted.

use std::collections::HashMap;

use super::{
    super::{marker, odf::numeral, symbols},
    bytes::Bytes,
};

/// Levels a list may have.
const LEVELS: usize = 9;

/// The most lists looked at.
const LISTS: usize = 20_000;

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: u8,
    words: String,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub struct Lists {
    plans: HashMap<u32, Vec<Level>>,
    /// The plan each list uses, from list 1.
    uses: Vec<u32>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
}

impl Lists {
    /// What the tables of lists say: `plans` from where they begin, `uses` likewise.
    pub fn new(plans: Bytes<'_>, uses: Bytes<'_>) -> Self {
        let mut lists = Self::default();
        lists.learn_plans(plans);
        let count = uses.place(0).unwrap_or(0).min(LISTS);
        lists.uses = (0..count)
            .map_while(|index| uses.four(4 + 16 * index))
            .collect();
        lists
    }

    fn learn_plans(&mut self, bytes: Bytes<'_>) {
        let count = bytes.two(0).map_or(0, usize::from).min(LISTS);
        let mut at = 2 + 28 * count;
        for index in 0..count {
            let head = 2 + 28 * index;
            let (Some(id), Some(flags)) = (bytes.four(head), bytes.one(head + 26)) else {
                return;
            };
            let levels = if flags & 1 == 1 { 1 } else { LEVELS };
            let mut plan = Vec::new();
            for _ in 0..levels {
                let Some((level, length)) = level(bytes.from(at)) else {
                    return;
                };
                plan.push(level);
                at += length;
            }
            self.plans.insert(id, plan);
        }
    }

    /// The marker of the next item of a list, by the list's number from 1 and the item's level from 0.
    pub fn next(&mut self, list: u16, level: u8) -> Option<String> {
        let id = *self.uses.get(usize::from(list).checked_sub(1)?)?;
        let plan = self.plans.get(&id)?;
        let at = usize::from(level).min(plan.len().checked_sub(1)?);
        let own = plan.get(at)?;
        let counts = self.counts.entry(id).or_default();
        // A level passed over begins at its start.
        for (count, level) in counts.iter_mut().zip(plan).take(at) {
            count.get_or_insert(level.start);
        }
        if let Some(count) = counts.get_mut(at) {
            *count = Some(count.map_or(own.start, |count| count.saturating_add(1)));
        }
        for deeper in counts.iter_mut().skip(at + 1) {
            *deeper = None;
        }
        if own.format == 23 {
            return Some("•".to_owned());
        }
        let mut marker = String::new();
        for letter in own.words.chars() {
            let place = usize::try_from(u32::from(letter)).unwrap_or(usize::MAX);
            match (place < LEVELS).then(|| counts.get(place)).flatten() {
                Some(count) => {
                    let format = plan.get(place).map_or(0, |level| level.format);
                    marker.push_str(&number(count.unwrap_or(1), format));
                }
                None => marker.push(letter),
            }
        }
        let marker = marker.trim().to_owned();
        (!marker.is_empty()).then_some(marker)
    }
}

fn number(number: u32, format: u8) -> String {
    match format {
        1 => numeral(number, "I"),
        2 => numeral(number, "i"),
        3 => numeral(number, "A"),
        4 => numeral(number, "a"),
        22 => format!("{number:02}"),
        255 => String::new(),
        _ => number.to_string(),
    }
}

/// A level, and how many bytes it takes.
fn level(bytes: Bytes<'_>) -> Option<(Level, usize)> {
    let letters = usize::from(bytes.one(24)?);
    let paragraphs = usize::from(bytes.one(25)?);
    let at = 28 + letters + paragraphs;
    let count = usize::from(bytes.two(at)?);
    let words = bytes.letters(at + 2, count)?;
    let is_bullet = |c: char| marker::is_bullet(&c.to_string()) || symbols::private(c).is_some();
    let format = match bytes.one(4)? {
        // A level of one sign that is a bullet, whatever it calls itself.
        0 if words.chars().count() == 1 && words.chars().all(is_bullet) => 23,
        format => format,
    };
    let level = Level {
        start: bytes.four(0)?,
        format,
        words,
    };
    Some((level, at + 2 + 2 * count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(start: u32, format: u8, words: &str) -> Vec<u8> {
        let mut out = start.to_le_bytes().to_vec();
        out.push(format);
        out.extend([0; 23]);
        let units: Vec<u16> = words.encode_utf16().collect();
        out.extend(u16::try_from(units.len()).unwrap().to_le_bytes());
        out.extend(units.into_iter().flat_map(u16::to_le_bytes));
        out
    }

    #[test]
    fn levels_count_and_begin_again() {
        let mut plans = vec![1, 0];
        let mut head = 77_u32.to_le_bytes().to_vec();
        head.resize(28, 0);
        plans.extend(head);
        plans.extend(level(1, 0, "\u{0}."));
        plans.extend(level(1, 4, "\u{0}.\u{1})"));
        plans.extend(level(1, 23, "\u{f0b7}"));
        for _ in 3..9 {
            plans.extend(level(1, 0, ""));
        }
        let mut uses = 1_u32.to_le_bytes().to_vec();
        uses.extend(77_u32.to_le_bytes());
        uses.extend([0; 12]);
        let mut lists = Lists::new(Bytes(&plans), Bytes(&uses));
        let mut next = |level| lists.next(1, level).unwrap_or_default();
        assert_eq!(
            [
                next(0),
                next(1),
                next(1),
                next(0),
                next(1),
                next(2),
                next(5)
            ],
            ["1.", "1.a)", "1.b)", "2.", "2.a)", "•", ""]
        );
        assert_eq!(lists.next(2, 0), None);
        assert_eq!(lists.next(0, 0), None);
        for cut in 0..plans.len() {
            Lists::new(Bytes(&plans[..cut]), Bytes(&uses)).next(1, 0);
        }
    }
}
