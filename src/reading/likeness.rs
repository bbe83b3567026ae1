//! How much of one text stands in another, told from small fingerprints: the smallest hashes of a text's runs of words (a bottom-k sketch).
//!
//! A run is five words, normalised: small letters, no signs; so case, punctuation, line ends and layout do not count. Up to 256 different runs
//! are kept whole and compared exactly; longer texts are sampled, and a share is then an estimate to a few per cent. Runs that stand in many
//! documents of the case are a form's own words and count for nobody. Comparing asks for no text, and no word can be read from a fingerprint.

use std::collections::HashMap;

use crate::casework::facts::Fingerprint;

use super::text::Text;

/// How many words are one run.
const RUN: usize = 5;

/// How many hashes are kept.
pub const KEPT: usize = 256;

/// The least share worth saying, in per cent, and the fewest runs it must rest on.
pub const LEAST_SHARE: u8 = 30;
const FEWEST_RUNS: usize = 12;

/// The fingerprint of a text.
#[must_use]
pub fn fingerprint(text: &Text) -> Fingerprint {
    let mut hashes = Vec::new();
    let mut last = [0_u64; RUN];
    let mut count = 0_usize;
    for word in text.words.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        last.rotate_left(1);
        if let Some(place) = last.last_mut() {
            *place = of_word(word);
        }
        count += 1;
        if count >= RUN {
            hashes.push(of_run(&last));
        }
        // Bounded: of a long text only the smallest stay in memory.
        if hashes.len() >= 1 << 16 {
            shrink(&mut hashes);
        }
    }
    // The runs of a text that is sampled are counted roughly: what is left out of memory is no longer told apart.
    let seen = count.saturating_sub(RUN - 1);
    hashes.sort_unstable();
    hashes.dedup();
    let runs = if hashes.len() < 1 << 15 && seen < 1 << 16 {
        hashes.len()
    } else {
        seen
    };
    hashes.truncate(KEPT);
    Fingerprint {
        runs: u32::try_from(runs).unwrap_or(u32::MAX),
        hashes: hashes.into(),
    }
}

fn shrink(hashes: &mut Vec<u32>) {
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(1 << 15);
}

/// FNV-1a over the small letters of a word.
fn of_word(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut buffer = [0; 4];
    for letter in word.chars().flat_map(char::to_lowercase) {
        for byte in letter.encode_utf8(&mut buffer).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// The words of a run in their order, mixed well (the finish of `splitmix64`), so that the smallest are a fair sample.
fn of_run(words: &[u64; RUN]) -> u32 {
    let mut hash = 0_u64;
    for word in words {
        hash = hash.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word;
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let mixed = hash ^ (hash >> 31);
    u32::try_from(mixed >> 32).unwrap_or(u32::MAX)
}

/// How far up a fingerprint tells everything: the largest hash it would have kept.
fn reach(print: &Fingerprint) -> u32 {
    if print.is_whole() {
        u32::MAX
    } else {
        print.hashes.last().copied().unwrap_or(u32::MAX)
    }
}

/// What the documents of a case have in common: in how many of them each run stands.
#[derive(Clone, Debug, Default)]
pub struct Prints {
    held: HashMap<u32, usize>,
    reaches: Vec<u32>,
}

/// A run that stands in at least this many documents, and in at least one of so many of those that would tell, is a form's own.
const FORM_DOCUMENTS: usize = 4;
const FORM_ONE_OF: usize = 6;

impl Prints {
    /// Of these documents, each given once.
    #[must_use]
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Fingerprint>) -> Self {
        let mut prints = Self::default();
        for print in all {
            if !print.hashes.is_empty() {
                prints.reaches.push(reach(print));
            }
            for hash in print.hashes.iter() {
                *prints.held.entry(*hash).or_default() += 1;
            }
        }
        prints.reaches.sort_unstable();
        prints
    }

    /// Whether a run is a form's own words.
    fn is_form(&self, hash: u32) -> bool {
        let held = self.held.get(&hash).copied().unwrap_or(0);
        let told = self.reaches.len() - self.reaches.partition_point(|reach| *reach < hash);
        held >= FORM_DOCUMENTS && held * FORM_ONE_OF >= told
    }

    /// A text's own runs: those of its fingerprint that are no form's.
    #[must_use]
    pub fn own(&self, print: &Fingerprint) -> Own {
        Own {
            reach: reach(print),
            hashes: print
                .hashes
                .iter()
                .copied()
                .filter(|hash| !self.is_form(*hash))
                .collect(),
        }
    }
}

/// What is a text's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    reach: u32,
    hashes: Vec<u32>,
}

/// How much of one text stands in the other, and the other way round, in per cent; `None` where it is too little to say.
///
/// The same whichever of the two comes first, but for the order of the answer.
#[must_use]
pub fn shares(one: &Own, other: &Own) -> Option<(u8, u8)> {
    let reach = one.reach.min(other.reach);
    let within = |own: &Own| own.hashes.partition_point(|hash| *hash <= reach);
    let (of_one, of_other) = (within(one), within(other));
    let both = one
        .hashes
        .iter()
        .take(of_one)
        .filter(|hash| other.hashes.binary_search(hash).is_ok())
        .count();
    if both < FEWEST_RUNS {
        return None;
    }
    let share = |of: usize| u8::try_from(both * 100 / of.max(1)).unwrap_or(100);
    let (share, back) = (share(of_one), share(of_other));
    (share.max(back) >= LEAST_SHARE).then_some((share, back))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Builder;

    fn text(words: &str) -> Text {
        let mut builder = Builder::new();
        for paragraph in words.split('\n') {
            builder.paragraph(paragraph);
        }
        builder.finish().unwrap_or_default()
    }

    fn print(words: &str) -> Fingerprint {
        fingerprint(&text(words))
    }

    /// Words nobody wrote twice, from a small generator.
    fn story(seed: u64, words: usize) -> String {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut story = String::new();
        for _ in 0..words {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let letters = b"abcdefghijklmnopqrst";
            for shift in [5, 17, 29, 41] {
                let letter = usize::try_from(state >> shift).unwrap() % letters.len();
                story.push(char::from(letters[letter]));
            }
            story.push(' ');
        }
        story
    }

    fn say(one: &str, other: &str) -> Option<(u8, u8)> {
        let (one, other) = (print(one), print(other));
        let prints = Prints::of([&one, &other]);
        let (one, other) = (prints.own(&one), prints.own(&other));
        let said = shares(&one, &other);
        assert_eq!(said.map(|(a, b)| (b, a)), shares(&other, &one), "symmetric");
        said
    }

    #[test]
    fn the_same_words_are_the_same_whatever_their_dress() {
        let words = story(1, 120);
        assert_eq!(say(&words, &words), Some((100, 100)));
        let dressed = words.to_uppercase().replace(' ', ",\n");
        assert_eq!(say(&words, &dressed), Some((100, 100)));
        assert_eq!(say(&words, &story(2, 120)), None);
        assert_eq!(say("", ""), None);
        assert_eq!(
            say("one two three", "one two three"),
            None,
            "too little to say"
        );
    }

    #[test]
    fn a_share_is_exact_for_short_texts_and_near_for_long_ones() {
        // 150 words of 200 are the other's.
        let common = story(3, 150);
        let (share, back) = say(&format!("{common} {}", story(4, 50)), &common).unwrap();
        assert_eq!((share, back), (74, 100));
        for (own, shared) in [(3_000, 7_000), (7_000, 3_000), (20_000, 20_000)] {
            let common = story(5, shared);
            let one = format!("{common} {}", story(6, own));
            let other = format!("{} {common}", story(7, own));
            let (share, back) = say(&one, &other).unwrap();
            let truth = i32::try_from(100 * shared / (own + shared)).unwrap();
            for said in [share, back] {
                let off = (i32::from(said) - truth).abs();
                assert!(off <= 10, "{said} for {truth}");
            }
        }
    }

    #[test]
    fn a_form_s_own_words_count_for_nobody() {
        let form = story(8, 100);
        let prints: Vec<_> = (10..20)
            .map(|seed| print(&format!("{form} {}", story(seed, 60))))
            .collect();
        let all = Prints::of(&prints);
        let own: Vec<_> = prints.iter().map(|print| all.own(print)).collect();
        for (one, other) in own.iter().zip(own.iter().skip(1)) {
            assert_eq!(shares(one, other), None);
        }
        // Of two of them alone nobody can know what is a form.
        let two = Prints::of(&prints[..2]);
        assert!(shares(&two.own(&prints[0]), &two.own(&prints[1])).is_some());
        // What one of them copied from another is still said.
        let copied = format!("{form} {} {}", story(10, 60), story(99, 10));
        let copied = print(&copied);
        let all = Prints::of(prints.iter().chain([&copied]));
        let (share, back) = shares(&all.own(&copied), &all.own(&prints[0])).unwrap();
        assert!(share > 75 && back > 90, "{share} {back}");
    }

    #[test]
    fn three_hundred_documents_of_a_case_are_small_and_soon_compared() {
        let prints: Vec<_> = (0..300)
            .map(|seed| print(&story(100 + seed, 500)))
            .collect();
        assert!(prints.iter().all(|print| print.hashes.len() <= KEPT));
        assert!(serde_json::to_string(&prints[0]).unwrap().len() < 1_600);
        let all = Prints::of(&prints);
        let own = all.own(&prints[7]);
        let said = prints
            .iter()
            .filter(|print| shares(&own, &all.own(print)).is_some());
        assert_eq!(said.count(), 1, "itself");
    }
}
