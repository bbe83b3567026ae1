//! Sentences by chance. Owns the word list, how often each word is drawn, and the invented names. Knows no kind of document.

use std::{collections::BTreeMap, sync::OnceLock};

const LIST: &str = include_str!("../../../assets/rehearsal/words.txt");

/// Chance that is the same every time: `SplitMix64` (Steele, Lea, Flood 2014).
pub(super) struct Chance(u64);

impl Chance {
    /// From a seed and the numbers of what is being made.
    pub fn new(seed: u64, of: &[u64]) -> Self {
        let mut chance = Self(seed);
        for number in of {
            let mixed = chance.next() ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chance = Self(mixed);
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 where the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or(0)
    }

    /// True once in `times` on average.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A place below `length`, the early ones far more often than the late ones: the probability falls about as one over the rank.
    pub fn early(&mut self, length: usize) -> usize {
        // A random number of halvings picks the scale, and the place on that scale is even: log-uniform, which is Zipf's law.
        let bits = length.max(1).ilog2() + 1;
        let scale = u32::try_from(self.below(usize::try_from(bits).unwrap_or(1))).unwrap_or(0);
        let low = 1_usize << scale;
        (low - 1 + self.below(low)).min(length.saturating_sub(1))
    }
}

/// The lists of `assets/rehearsal/words.txt` by name.
fn lists() -> &'static BTreeMap<&'static str, Vec<&'static str>> {
    static LISTS: OnceLock<BTreeMap<&str, Vec<&str>>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let mut lists = BTreeMap::<_, Vec<_>>::new();
        let mut name = "";
        for line in LIST.lines().map(str::trim) {
            if let Some(heading) = line.strip_prefix('[') {
                name = heading.trim_end_matches(']');
            } else if !line.is_empty() && !line.starts_with('#') {
                lists.entry(name).or_default().push(line);
            }
        }
        lists
    })
}

/// One of a list, early ones more often.
pub(super) fn one(list: &str, chance: &mut Chance) -> &'static str {
    lists()
        .get(list)
        .and_then(|words| words.get(chance.early(words.len())))
        .copied()
        .unwrap_or_default()
}

/// One of a list, each as often as the others.
pub(super) fn any(list: &str, chance: &mut Chance) -> &'static str {
    lists()
        .get(list)
        .and_then(|words| words.get(chance.below(words.len())))
        .copied()
        .unwrap_or_default()
}

/// An invented name of two or three syllables: the rare words of the file.
fn name(chance: &mut Chance) -> String {
    const BEGIN: [&str; 24] = [
        "Al", "Ber", "Cal", "Dor", "El", "Fen", "Gar", "Hol", "Ing", "Jas", "Kel", "Lan", "Mar",
        "Nor", "Os", "Pel", "Quil", "Ras", "Sel", "Tam", "Ul", "Ver", "Wen", "Yar",
    ];
    const MIDDLE: [&str; 16] = [
        "ba", "den", "er", "fo", "gen", "hi", "la", "men", "na", "or", "per", "ra", "sa", "ti",
        "ver", "wi",
    ];
    const END: [&str; 20] = [
        "bury", "by", "cott", "dale", "don", "er", "field", "ford", "gate", "ham", "ley", "low",
        "mer", "ridge", "sey", "shaw", "ton", "well", "wick", "worth",
    ];
    let mut pick =
        |list: &[&'static str]| list.get(chance.below(list.len())).copied().unwrap_or("");
    let mut name = pick(&BEGIN).to_owned();
    if pick(&["", "middle", "middle"]) == "middle" {
        name.push_str(pick(&MIDDLE));
    }
    name.push_str(pick(&END));
    name
}

/// The people of one case file.
pub(super) struct Family {
    surname: String,
    child: String,
    mother: String,
    father: String,
    street: String,
}

impl Family {
    pub fn new(chance: &mut Chance) -> Self {
        const CHILDREN: [&str; 12] = [
            "Callum", "Ellie", "Jordan", "Aisha", "Liam", "Sophie", "Tyler", "Megan", "Kai",
            "Leah", "Reece", "Zara",
        ];
        const MOTHERS: [&str; 8] = [
            "Donna", "Karen", "Shelley", "Tracey", "Natalie", "Farah", "Gemma", "Joanne",
        ];
        const FATHERS: [&str; 8] = [
            "Gavin", "Darren", "Lee", "Wayne", "Imran", "Craig", "Stuart", "Neil",
        ];
        let mut pick =
            |list: &[&'static str]| list.get(chance.below(list.len())).copied().unwrap_or("");
        let (child, mother, father) = (pick(&CHILDREN), pick(&MOTHERS), pick(&FATHERS));
        Self {
            surname: name(chance),
            child: child.to_owned(),
            mother: mother.to_owned(),
            father: father.to_owned(),
            street: format!(
                "{} {} {}",
                1 + chance.below(99),
                name(chance),
                any("street", chance)
            ),
        }
    }

    /// Names and identifiers, with what stands for each.
    pub fn names(&self) -> Vec<(String, &'static str)> {
        vec![
            (format!("{} {}", self.child, self.surname), "child"),
            (format!("{} {}", self.mother, self.surname), "mother"),
            (format!("{} {}", self.father, self.surname), "father"),
            (self.street.clone(), "address"),
            (self.surname.clone(), "family name"),
            (self.child.clone(), "child"),
            (self.mother.clone(), "mother"),
            (self.father.clone(), "father"),
        ]
    }

    /// Who a sentence is about.
    fn subject<'a>(&'a self, chance: &mut Chance) -> &'a str {
        match chance.below(10) {
            0 | 1 => &self.child,
            2 => &self.mother,
            3 if chance.once_in(2) => &self.father,
            _ => one("subject", chance),
        }
    }

    /// One sentence; its length in words comes with it.
    pub fn sentence(&self, chance: &mut Chance) -> String {
        let sentence = match chance.below(12) {
            0 => return any("plain", chance).to_owned(),
            1 => {
                let saying = any("said", chance);
                format!("\"{}\", {} said.", capital(saying), self.child)
            }
            2 => format!(
                "{} of {} {} was {}.",
                capital(&name(chance)),
                name(chance),
                any("street", chance),
                any("how", chance)
            ),
            3 => format!(
                "on {} {} {}, reference {}-{:05}.",
                DAYS.get(chance.below(DAYS.len())).copied().unwrap_or(""),
                self.subject(chance),
                self.clause(chance),
                self.initials(),
                chance.below(100_000)
            ),
            4..=7 => format!("{} {}.", self.subject(chance), self.clause(chance)),
            _ => format!(
                "{} {} {} {} {} {}.",
                self.subject(chance),
                self.clause(chance),
                one("link", chance),
                self.subject(chance),
                one("happened", chance),
                one("thing", chance)
            ),
        };
        capital(&sentence)
    }

    fn clause(&self, chance: &mut Chance) -> String {
        format!(
            "{} {} {} {} {}",
            one("did", chance),
            self.subject(chance),
            one("happened", chance),
            one("thing", chance),
            one("how", chance)
        )
    }

    fn initials(&self) -> String {
        [&self.child, &self.surname]
            .iter()
            .filter_map(|name| name.chars().next())
            .collect()
    }

    /// Sentences of at least `words` words.
    pub fn paragraph(&self, words: usize, chance: &mut Chance) -> String {
        let mut paragraph = String::new();
        let mut written = 0;
        while written < words {
            let sentence = self.sentence(chance);
            written += sentence.split(' ').count();
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(&sentence);
        }
        paragraph
    }
}

const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/// With its first letter large.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_is_drawn_from_is_there() {
        for list in [
            "subject", "did", "happened", "thing", "how", "link", "plain", "said", "service",
            "need", "often", "street",
        ] {
            assert!(
                lists().get(list).is_some_and(|words| words.len() >= 10),
                "{list}"
            );
        }
    }

    #[test]
    fn early_places_are_drawn_far_more_often_and_late_ones_still_are() {
        let mut chance = Chance::new(1, &[]);
        let mut drawn = vec![0; 60];
        for _ in 0..60_000 {
            drawn[chance.early(60)] += 1;
        }
        assert!(drawn[0] > drawn[10] * 4, "{drawn:?}");
        assert!(drawn.iter().all(|count| *count > 0), "{drawn:?}");
        assert_eq!(chance.early(0), 0);
        assert_eq!(chance.below(0), 0);
    }

    #[test]
    fn a_sentence_begins_large_and_ends() {
        let mut chance = Chance::new(7, &[3]);
        let family = Family::new(&mut chance);
        for _ in 0..500 {
            let sentence = family.sentence(&mut chance);
            assert!(sentence.ends_with('.'), "{sentence}");
            assert!(
                !sentence.starts_with(char::is_lowercase) && !sentence.contains("  "),
                "{sentence}"
            );
        }
    }
}
