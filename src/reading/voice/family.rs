//! Who of the child's family is heard in a text: mother, father, carers, or the family without saying who.
//!
//! Heard is whoever the text tells to have said or wished something, and whose views stand under a heading for them. Only that it is so, not
//! where: the counts of whose perspective is in the file rest on it. It errs towards silence, as all of the child's voice does.

use std::collections::BTreeSet;

use super::words::{FamilyRules, HeardRules, Sentence, Token, Who, one_of};
use crate::casework::voice::Kin;

impl FamilyRules {
    fn lists(&self) -> [(Kin, &[String]); 4] {
        [
            (Kin::Mother, &self.mother),
            (Kin::Father, &self.father),
            (Kin::Carer, &self.carer),
            (Kin::Family, &self.family),
        ]
    }

    /// Whom some words stand for: "mother's partner" is not the mother.
    #[must_use]
    pub fn kin(&self, stands_for: &str) -> Option<Kin> {
        let small = stands_for.trim().to_lowercase();
        self.lists()
            .into_iter()
            .find(|(_, names)| one_of(names, &small))
            .map(|(kin, _)| kin)
    }
}

/// Adds everybody of the family who says or wishes something in a sentence.
pub fn heard(
    sentence: &Sentence,
    family: &FamilyRules,
    rules: &HeardRules,
    who: &Who,
    into: &mut BTreeSet<Kin>,
) {
    // Names are looked for only where something is said or wished: a file may be built of hundreds of thousands of short lines.
    let says =
        |token: &Token| one_of(&rules.said, &token.word) || one_of(&rules.wished, &token.word);
    if !sentence.tokens.iter().skip(1).any(says) {
        return;
    }
    for at in 0..sentence.tokens.len() {
        let Some((kin, length)) = named(sentence, at, family, who) else {
            continue;
        };
        if !is_spoken_to(sentence, at) && speaks(sentence, at + length, rules) {
            into.insert(kin);
        }
    }
}

/// Whether one of the family is named at a word, and by how many words.
fn named(sentence: &Sentence, at: usize, family: &FamilyRules, who: &Who) -> Option<(Kin, usize)> {
    if sentence.tokens.get(at)?.quoted {
        return None;
    }
    let listed = who.family.iter().filter_map(|(name, kin)| {
        Some((*kin, sentence.phrase_at(at, std::slice::from_ref(name))?))
    });
    let by_role = family
        .lists()
        .into_iter()
        .filter_map(|(kin, names)| Some((kin, sentence.phrase_at(at, names)?)));
    // The longest: "Mrs Thackray senior" before "Mrs Thackray".
    listed.chain(by_role).max_by_key(|(_, length)| *length)
}

/// "told her mother", "asked what mother wanted", "a friend of mother": it is not she who says it.
fn is_spoken_to(sentence: &Sentence, at: usize) -> bool {
    let mut before = at;
    while let Some(word) = before.checked_sub(1).map(|before| sentence.word(before)) {
        let belongs = matches!(
            word,
            "her" | "his" | "their" | "the" | "my" | "your" | "maternal" | "paternal" | "foster"
        ) || word.ends_with("'s");
        if !belongs {
            return matches!(
                word,
                "told"
                    | "tells"
                    | "asked"
                    | "asks"
                    | "to"
                    | "with"
                    | "by"
                    | "for"
                    | "of"
                    | "about"
                    | "from"
                    | "saw"
                    | "than"
                    | "how"
                    | "what"
                    | "if"
                    | "whether"
                    | "who"
                    | "which"
                    | "why"
            );
        }
        before -= 1;
    }
    false
}

/// Whether whoever was named before a word does something with words there, helping words aside.
fn speaks(sentence: &Sentence, from: usize, rules: &HeardRules) -> bool {
    for at in from..from + 4 {
        let word = sentence.word(at);
        if one_of(&rules.said, word) || one_of(&rules.wished, word) {
            let quoted = sentence.tokens.get(at).is_none_or(|token| token.quoted);
            let nothing = matches!(
                sentence.word(at + 1),
                "nothing" | "little" | "goodbye" | "hello"
            );
            // "Mother was told", "is described as"; "is worried" is hers.
            let passive = (from..at).any(|helping| {
                matches!(
                    sentence.word(helping),
                    "is" | "was" | "were" | "are" | "been" | "being"
                )
            }) && word != "worried";
            return !quoted && !nothing && !passive;
        }
        if !one_of(&rules.between, word) && word != "are" && word != "have" {
            return false;
        }
    }
    false
}

/// Whose views stand under a heading or behind a label: "Mother's views", "Views of the parents".
#[must_use]
pub fn heading(words: &str, family: &FamilyRules, rules: &HeardRules) -> Option<Kin> {
    if words.len() > 80 {
        return None;
    }
    let small = words.to_lowercase().replace('’', "'");
    let spoken: Vec<&str> = small
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let of = |word: &str| {
        let base = word.strip_suffix("'s").or_else(|| word.strip_suffix('\''));
        family.kin(base.unwrap_or(word))
    };
    // "Mother's views", "What mother said".
    let before = spoken.windows(2).find_map(|two| match two {
        [name, word] if one_of(&rules.heading_words, word) => of(name),
        _ => None,
    });
    // "Views of the mother".
    let behind = || {
        let at = spoken
            .windows(2)
            .position(|two| matches!(two, [word, "of"] if one_of(&rules.heading_words, word)))?;
        let rest = spoken.get(at + 2..)?;
        let name = rest
            .iter()
            .find(|word| !matches!(**word, "the" | "child's"))?;
        of(name)
    };
    before.or_else(behind)
}

#[cfg(test)]
mod tests {
    use super::super::{super::Builder, voice};
    use super::*;

    fn who() -> Who {
        Who::of([
            ("Ellie Thackray", "child"),
            ("Donna Thackray", "mother"),
            ("Ms Thackray", "mother"),
            ("Gavin Stallard", "father"),
            ("Maureen Thackray", "grandmother"),
            ("Thackray", "family name"),
        ])
    }

    fn of(lines: &[&str]) -> Vec<Kin> {
        let mut builder = Builder::new();
        for line in lines {
            match line.strip_prefix("# ") {
                Some(heading) => builder.heading(2, heading),
                None => builder.paragraph(line),
            }
        }
        let voice = voice(&builder.finish().unwrap(), "assessment", None, &who());
        voice.family.into_iter().collect()
    }

    #[test]
    fn whoever_says_or_wishes_something_is_heard() {
        for (sentence, kin) in [
            ("Mother said that she could do with some help.", Kin::Mother),
            ("Ms Thackray also told me about the rent.", Kin::Mother),
            ("Donna has often asked for a place.", Kin::Mother),
            ("Ellie's mother wants the visits to go on.", Kin::Mother),
            (
                "She said that mother was worried about school.",
                Kin::Mother,
            ),
            ("Mr Stallard rang. Father says he will come.", Kin::Father),
            ("The foster carer reported that he sleeps.", Kin::Carer),
            (
                "Maureen would like more help, she said. Grandmother feels tired.",
                Kin::Carer,
            ),
            (
                "The parents were there. Parents said they agree.",
                Kin::Family,
            ),
        ] {
            let heard = of(&[sentence]);
            assert!(heard.contains(&kin), "{sentence}: {heard:?}");
        }
    }

    #[test]
    fn whoever_is_only_spoken_of_or_spoken_to_is_not() {
        for sentence in [
            "I told her mother that the plan had changed.",
            "Mother was told about the conference.",
            "Mother was present. The worker said she would ring.",
            "The health visitor asked mother about weight.",
            "Ellie asked what mother wanted.",
            "Mother said nothing.",
            "Mother's partner said he would go.",
            "Father is described as absent.",
            "The teacher said “mother said so”.",
        ] {
            assert_eq!(of(&[sentence]), [], "{sentence}");
        }
    }

    #[test]
    fn whose_views_stand_under_a_heading_is_heard_there_unless_nothing_does() {
        assert_eq!(
            of(&["# Mother's views", "The plan is too much."]),
            [Kin::Mother]
        );
        assert_eq!(of(&["# Views of the father", "Not obtained."]), []);
        assert_eq!(
            of(&["Parents' views: would like it to end."]),
            [Kin::Family]
        );
        assert_eq!(of(&["# Mother's health", "The plan is too much."]), []);
    }
}
