//! Fuzzy search in names: documents, headings, cases, actions. Never in the text of documents: a loose query matches all of that.
//!
//! Names are folded once (lower case, no accents) and carry a mask of their letters, so that most are ruled out before the matcher
//! sees them. A query is split at spaces and every part must match, in any order.

use fuzzy_matcher::{FuzzyMatcher as _, skim::SkimMatcherV2};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The longest query that is looked at, in characters.
const LONGEST_QUERY: usize = 64;
/// The longest name that is looked at, in bytes after folding: a name, not a text.
const LONGEST_NAME: usize = 256;

/// Names made ready to be searched.
pub struct Names {
    folded: Vec<(String, u64)>,
    matcher: SkimMatcherV2,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Names")
            .field("count", &self.folded.len())
            .finish_non_exhaustive()
    }
}

impl Names {
    /// Makes names ready.
    pub fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let folded = names
            .into_iter()
            .map(|name| {
                let mut folded = fold(name.as_ref());
                folded.truncate(folded.floor_char_boundary(LONGEST_NAME));
                let mask = mask(&folded);
                (folded, mask)
            })
            .collect();
        Self {
            folded,
            matcher: SkimMatcherV2::default().respect_case(),
        }
    }

    /// The indexes of the names that match, best first; every name in its own order for an empty query. Of names that match equally
    /// well the earlier comes first.
    #[must_use]
    pub fn matching(&self, query: &str) -> Vec<usize> {
        let query: String = fold(query).chars().take(LONGEST_QUERY).collect();
        let parts: Vec<(&str, u64)> = query
            .split_whitespace()
            .map(|part| (part, mask(part)))
            .collect();
        if parts.is_empty() {
            return (0..self.folded.len()).collect();
        }
        let wanted = parts.iter().fold(0, |all, (_, mask)| all | mask);
        let mut hits: Vec<(i64, usize)> = self
            .folded
            .iter()
            .enumerate()
            .filter(|(_, (_, mask))| mask & wanted == wanted)
            .filter_map(|(at, (name, _))| {
                // The very words in their order come before the same words strewn over a name.
                let phrase = if name.contains(query.trim()) {
                    5_000
                } else {
                    0
                };
                Some((self.score(name, &parts)?.saturating_add(phrase), at))
            })
            .collect();
        hits.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        hits.into_iter().map(|(_, at)| at).collect()
    }

    fn score(&self, name: &str, parts: &[(&str, u64)]) -> Option<i64> {
        parts.iter().try_fold(0_i64, |sum, (part, _)| {
            let score = self.matcher.fuzzy_match(name, part)?;
            // Whole words as typed come before letters strewn over a name.
            let whole = if name.contains(part) { 1_000 } else { 0 };
            Some(sum.saturating_add(score).saturating_add(whole))
        })
    }
}

fn fold(name: &str) -> String {
    // Nearly every name is plain, and thousands of them are folded when a list comes up: signs have neither accents nor small letters.
    let is_sign =
        |letter| matches!(letter, '\u{a1}'..='\u{bf}' | '\u{2010}'..='\u{2027}' | '→' | '↳');
    if name
        .chars()
        .all(|letter| letter.is_ascii() || is_sign(letter))
    {
        return name.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            let parts = std::iter::once(letter).nfd();
            let parts = parts.filter(|part| !is_combining_mark(*part));
            folded.extend(parts.flat_map(char::to_lowercase));
        }
    }
    folded
}

/// One bit a letter or figure; everything else shares the last one.
fn mask(name: &str) -> u64 {
    name.bytes().fold(0, |mask, byte| {
        mask | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            b' ' => 0,
            _ => 1 << 63,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(names: &[&'a str], query: &str) -> Vec<&'a str> {
        Names::new(names.iter().copied())
            .matching(query)
            .into_iter()
            .map(|at| names[at])
            .collect()
    }

    const NAMES: [&str; 4] = [
        "Core group minutes",
        "Child protection plan",
        "Séance de groupe",
        "Statutory visit 6 March",
    ];

    #[test]
    fn the_short_way_of_folding_leads_to_the_same() {
        for sign in ('\u{a1}'..='\u{bf}')
            .chain('\u{2010}'..='\u{2027}')
            .chain(['→', '↳'])
        {
            assert_eq!(std::iter::once(sign).nfd().collect::<Vec<_>>(), [sign]);
            assert!(!is_combining_mark(sign) && sign.to_lowercase().eq([sign]));
        }
        assert_eq!(fold("Ärger · ÉTÉ → Ǆ"), fold("ÄRGER · été → ǆ"));
        assert_eq!(fold("Core · GROUP"), "core · group");
        assert_eq!(mask("b 9·"), 1 << 1 | 1 << 35 | 1 << 63);
    }

    #[test]
    fn words_may_come_in_any_order_and_without_accents() {
        assert_eq!(found(&NAMES, "minutes core"), ["Core group minutes"]);
        assert_eq!(found(&NAMES, "seance"), ["Séance de groupe"]);
        assert_eq!(found(&NAMES, "SÉANCE"), ["Séance de groupe"]);
        assert_eq!(found(&NAMES, "visit 6"), ["Statutory visit 6 March"]);
        assert!(found(&NAMES, "zebra").is_empty());
        assert_eq!(found(&NAMES, " "), NAMES);
    }

    #[test]
    fn words_in_their_order_come_before_the_same_words_strewn() {
        let names = [
            "   Outline plan · Initial child protection conference: minutes",
            "8. Child protection plan · 19 Jan 2012 (recorded 23 Jan 2012, 4 days later)",
        ];
        assert_eq!(found(&names, "child protection plan"), [names[1], names[0]]);
    }

    #[test]
    fn folding_knows_letters_with_marks_apart_and_together() {
        assert_eq!(
            fold("ÉCOLE e\u{301}te\u{301} · Łódź 한 Zoë"),
            fold("ecole ete · łodz 한 zoe")
        );
        assert_eq!(fold("CORE Group"), "core group");
    }

    #[test]
    fn a_whole_word_comes_before_strewn_letters() {
        assert_eq!(
            found(&["c o r e strewn", "the core group"], "core").first(),
            Some(&"the core group")
        );
    }

    #[test]
    fn an_endless_query_or_name_does_no_harm() {
        let long = "é".repeat(100_000);
        assert!(found(&[long.as_str()], &"x".repeat(100_000)).is_empty());
    }
}
