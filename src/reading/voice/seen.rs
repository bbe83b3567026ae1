//! Whether words say that the child was seen, seen alone, or not seen.

use super::words::{Class, Rules, SeenRules, Sentence, Who, one_of, sentences};
use crate::casework::voice::HowSeen;

/// How far before the word its subject and its helping words are looked for.
const BEFORE: usize = 8;
/// How far behind the word it is looked for "alone" and company.
const BEHIND: usize = 9;

/// What a label asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Who was seen.
    Seen,
    /// Whether alone.
    Alone,
    /// Who was not seen.
    Not,
}

/// The label that words are, with what is written behind it: "Seen alone: yes". Empty where it stands in another cell or line.
#[must_use]
pub fn label<'a>(words: &'a str, rules: &SeenRules) -> Option<(Label, &'a str)> {
    let end = words.find([':', '?']).unwrap_or(words.len());
    let before = words.get(..end)?.trim();
    if before.len() > 60 {
        return None;
    }
    let small = before.to_lowercase().replace('’', "'");
    let small = small
        .trim_end_matches(['*', ' '])
        .trim_start_matches(['*', ' ', '-', '•']);
    let kind = [
        (&rules.labels_alone, Label::Alone),
        (&rules.labels_not, Label::Not),
        (&rules.labels, Label::Seen),
    ]
    .into_iter()
    .find(|(labels, _)| one_of(labels, small))?
    .1;
    let behind = words.get(end..).unwrap_or_default();
    Some((kind, behind.trim_start_matches([':', '?', '*', ' ', '\t'])))
}

/// What stands behind a label says. `of_the_child`: the label itself is the child's, so that a bare "yes" is enough.
#[must_use]
pub fn value(
    kind: Label,
    words: &str,
    who: &Who,
    rules: &Rules,
    of_the_child: bool,
) -> Option<HowSeen> {
    let all = sentences(words, who);
    let first = all.first()?;
    if first.word(0) == "n/a" || first.word(0) == "not" && first.word(1) == "applicable" {
        return None;
    }
    let seen = &rules.seen;
    let alone = (0..first.tokens.len()).find(|at| first.phrase_at(*at, &seen.alone).is_some());
    let denied = |until: usize| {
        (0..until)
            .any(|at| one_of(&seen.denied, first.word(at)) || one_of(&seen.no, first.word(at)))
    };
    if of_the_child && one_of(&seen.yes, first.word(0)) {
        return Some(match (kind, alone) {
            (Label::Not, _) => HowSeen::Not,
            (_, Some(at)) if denied(at) => HowSeen::InCompany,
            (Label::Alone, _) | (_, Some(_)) => HowSeen::Alone,
            (Label::Seen, None) => HowSeen::Seen,
        });
    }
    if of_the_child && one_of(&seen.no, first.word(0)) {
        return match kind {
            Label::Alone => Some(HowSeen::NotAlone),
            Label::Seen if alone == Some(1) => Some(HowSeen::NotAlone),
            Label::Seen => Some(HowSeen::Not),
            Label::Not => None,
        };
    }
    if of_the_child && alone == Some(0) && kind != Label::Not {
        return Some(HowSeen::Alone);
    }
    // A list of names: what stands in brackets behind the child's is said of the child.
    let child = (0..first.tokens.len()).find(|at| first.class(*at) == Class::Child);
    if let Some(child) =
        child.filter(|_| !(0..first.tokens.len()).any(|at| first.word(at) == "seen"))
    {
        let mut depth = 0_usize;
        let mut end = child;
        while end < first.tokens.len() {
            match first.word(end) {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                "," if depth == 0 => break,
                _ => {}
            }
            end += 1;
        }
        let alone = (child..end).find(|at| first.phrase_at(*at, &seen.alone).is_some());
        let said_no = |until: usize| (child..until).any(|at| one_of(&seen.denied, first.word(at)));
        return Some(match (kind, alone) {
            (Label::Not, _) => HowSeen::Not,
            (_, Some(at)) if said_no(at) => HowSeen::InCompany,
            (_, Some(_)) | (Label::Alone, None) => HowSeen::Alone,
            (Label::Seen, None) => HowSeen::Seen,
        });
    }
    all.iter()
        .filter_map(|sentence| judge(sentence, rules, &|_| Some(Class::Child)))
        .max_by_key(|how| strength(*how))
}

/// Of two things said in one place the one that says more.
#[must_use]
pub fn strength(how: HowSeen) -> u8 {
    match how {
        HowSeen::Alone => 4,
        HowSeen::InCompany => 3,
        HowSeen::Seen => 2,
        HowSeen::NotAlone => 1,
        HowSeen::Not => 0,
    }
}

/// What a sentence says. `referent`: whom a pronoun at this word means, or whom the sentence is about where it names nobody.
#[must_use]
pub fn judge(
    sentence: &Sentence,
    rules: &Rules,
    referent: &dyn Fn(usize) -> Option<Class>,
) -> Option<HowSeen> {
    let seen = &rules.seen;
    let not_here =
        (0..sentence.tokens.len()).any(|at| sentence.phrase_at(at, &seen.not_here).is_some());
    if not_here {
        return None;
    }
    (0..sentence.tokens.len())
        .filter(|at| sentence.tokens.get(*at).is_some_and(|token| !token.quoted))
        .filter_map(|at| {
            let look = Look {
                sentence,
                rules: seen,
                referent,
                at,
            };
            match sentence.word(at) {
                "seen" => look.seen(),
                "saw" => look.saw(),
                "see" | "seeing" => look.see(),
                "spoke" | "spoken" | "talked" | "speak" | "met" | "time" | "chatted"
                | "interviewed" => look.spoke(),
                _ => None,
            }
        })
        .max_by_key(|how| strength(*how))
}

struct Look<'a> {
    sentence: &'a Sentence,
    rules: &'a SeenRules,
    referent: &'a dyn Fn(usize) -> Option<Class>,
    at: usize,
}

/// What stands before the word.
#[derive(Default)]
struct Before {
    /// The nearest word that names a person.
    person: Option<usize>,
    denied: bool,
    planned: bool,
    planned_unless_denied: bool,
    /// has, have, had
    perfect: bool,
    been: bool,
    /// How many words stand between the person (or the sentence's beginning) and the word that are no helping words.
    others: usize,
}

impl Look<'_> {
    fn before(&self) -> Before {
        let mut before = Before::default();
        for at in (self.at.saturating_sub(BEFORE)..self.at).rev() {
            let word = self.sentence.word(at);
            if self.sentence.class(at).is_person() {
                before.person = Some(at);
                break;
            }
            if matches!(word, "(" | ")" | ":") {
                break;
            }
            let denies = one_of(&self.rules.denied, word);
            before.denied |= denies;
            before.planned |= one_of(&self.rules.planned, word);
            before.planned_unless_denied |= one_of(&self.rules.planned_unless_denied, word);
            before.perfect |= matches!(word, "has" | "have" | "had" | "having");
            before.been |= word == "been";
            let helps = denies
                || matches!(
                    word,
                    "was"
                        | "were"
                        | "been"
                        | "be"
                        | "has"
                        | "have"
                        | "had"
                        | "also"
                        | "both"
                        | "all"
                        | "each"
                        | "then"
                        | "again"
                        | "only"
                        | "last"
                        | "to"
                        | "able"
                        | "could"
                        | "briefly"
                        | "later"
                        | "being"
                        | "did"
                        | "not"
                        | ","
                        | "now"
                        | "first"
                        | "regularly"
                        | "always"
                        | "were'nt"
                );
            before.others += usize::from(!helps);
        }
        // What opens the clause: "if Maisie …", "whether the child …", "asks that he …".
        if let Some(person) = before.person {
            before.planned |=
                (person.saturating_sub(3)..person).any(|at| match self.sentence.word(at) {
                    "if" | "whether" | "unless" | "until" | "ensure" | "arrange" => true,
                    "that" => !self.said_that(at),
                    _ => false,
                });
        }
        before
    }

    /// "The worker said that Ellie was seen" tells of it; "asked that" does not.
    fn said_that(&self, that: usize) -> bool {
        that.checked_sub(1).is_some_and(|at| {
            !matches!(
                self.sentence.word(at),
                "asks"
                    | "asked"
                    | "ensure"
                    | "agreed"
                    | "important"
                    | "plan"
                    | "requires"
                    | "required"
                    | "requested"
            )
        })
    }

    /// Whether the words that name a person, up to this one, name the child: "Ellie and her mother".
    fn group_is_child(&self, last: usize) -> bool {
        let mut at = last;
        loop {
            match self.sentence.class(at) {
                Class::Child => return true,
                Class::Pronoun if at == last => return (self.referent)(at) == Some(Class::Child),
                _ => {}
            }
            let Some(before) = at.checked_sub(1) else {
                return false;
            };
            let goes_on = self.sentence.class(before).is_person()
                || matches!(
                    self.sentence.word(before),
                    "and" | "," | "the" | "his" | "her" | "their" | "with" | "or"
                );
            if !goes_on {
                return false;
            }
            at = before;
        }
    }

    /// Whether the child is named in the next few words.
    fn child_behind(&self, within: usize) -> Option<usize> {
        for at in self.at + 1..=self.at + within {
            match self.sentence.class(at) {
                Class::Child => return Some(at),
                // "saw her mother and Ellie": go on over "and".
                Class::Other | Class::Name
                    if !matches!(self.sentence.word(at + 1), "and" | ",") =>
                {
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// How it was, by what stands behind.
    fn how(&self, from: usize) -> HowSeen {
        let end = (from + BEHIND).min(self.sentence.tokens.len());
        for at in from + 1..end {
            if self.sentence.phrase_at(at, &self.rules.alone).is_some() {
                let denied =
                    (from + 1..at).any(|at| one_of(&self.rules.denied, self.sentence.word(at)));
                // "alone, in the kitchen with her mother" is alone all the same: the first thing said counts.
                return if denied {
                    HowSeen::InCompany
                } else {
                    HowSeen::Alone
                };
            }
            if let Some(count) = self.sentence.phrase_at(at, &self.rules.company) {
                let somebody = (at + count..at + count + 3)
                    .any(|at| matches!(self.sentence.class(at), Class::Other | Class::Name));
                if somebody && !self.child_in(at + count, 3) {
                    return HowSeen::InCompany;
                }
            }
        }
        HowSeen::Seen
    }

    fn child_in(&self, from: usize, count: usize) -> bool {
        (from..from + count).any(|at| self.sentence.class(at) == Class::Child)
    }

    fn by_a_doctor(&self) -> bool {
        let by = (self.at + 1..self.at + 3).find(|at| self.sentence.word(*at) == "by");
        by.is_some_and(|by| {
            (by + 1..by + 5).any(|at| one_of(&self.rules.patients_of, self.sentence.word(at)))
        })
    }

    fn seen(&self) -> Option<HowSeen> {
        let before = self.before();
        if before.perfect && !before.been {
            // "has seen Ellie": the child must be the one who is seen.
            let child = self.child_behind(4)?;
            let by_child = before
                .person
                .is_some_and(|person| self.sentence.class(person) == Class::Child);
            if by_child || before.planned {
                return None;
            }
            return Some(self.denied_or(before.denied, child));
        }
        let is_child = match before.person {
            Some(person) => before.others == 0 && self.group_is_child(person),
            None => {
                // "Seen alone": nobody is named, and nothing else stands before.
                let opens = before.others == 0 && self.at <= 3;
                opens
                    && self.phrase_soon(&self.rules.alone)
                    && (self.referent)(self.at).is_none_or(|class| class == Class::Child)
            }
        };
        if !is_child
            || before.planned
            || before.planned_unless_denied && !before.denied
            || self.by_a_doctor()
        {
            return None;
        }
        Some(self.denied_or(before.denied, self.at))
    }

    fn phrase_soon(&self, phrases: &[String]) -> bool {
        (self.at + 1..self.at + 5).any(|at| self.sentence.phrase_at(at, phrases).is_some())
    }

    fn denied_or(&self, denied: bool, from: usize) -> HowSeen {
        match (denied, self.how(from)) {
            (true, HowSeen::Alone) => HowSeen::NotAlone,
            (true, _) => HowSeen::Not,
            (false, how) => how,
        }
    }

    /// Whether the one who does it is one who sees, or is not named.
    fn by_a_seer(&self, before: &Before) -> bool {
        let named = (self.at.saturating_sub(6)..self.at).rev().find(|at| {
            self.sentence.class(*at).is_person()
                || one_of(&self.rules.seers, self.sentence.word(*at))
        });
        match named {
            Some(at) => {
                one_of(&self.rules.seers, self.sentence.word(at))
                    || self.sentence.class(at) == Class::Pronoun
                        && (self.referent)(at) != Some(Class::Child)
                        && before.others == 0
            }
            None => self.at <= 4,
        }
    }

    fn saw(&self) -> Option<HowSeen> {
        let before = self.before();
        let child = self.child_behind(4)?;
        (self.by_a_seer(&before) && !before.planned).then(|| self.how(child))
    }

    /// "I did not see Ellie", "was unable to see the child".
    fn see(&self) -> Option<HowSeen> {
        let before = self.before();
        let child = self.child_behind(4)?;
        (before.denied && self.by_a_seer(&before) && !before.planned)
            .then(|| self.denied_or(true, child))
    }

    /// "I spoke to Ellie alone", "spent time alone with Ellie", "Ellie was spoken to on her own".
    fn spoke(&self) -> Option<HowSeen> {
        let before = self.before();
        let passive =
            self.sentence.word(self.at) == "spoken" || self.sentence.word(self.at) == "interviewed";
        let of_child = passive
            && before
                .person
                .is_some_and(|person| self.group_is_child(person))
            && before.others == 0;
        let child = self.child_behind(5);
        if !(of_child || child.is_some() && self.by_a_seer(&before)) {
            return None;
        }
        if before.planned || before.planned_unless_denied && !before.denied {
            return None;
        }
        let from = if of_child { self.at } else { self.at + 1 };
        let alone_before_child = self.phrase_soon(&self.rules.alone);
        let alone = alone_before_child || self.how(child.unwrap_or(from)) == HowSeen::Alone;
        if !alone {
            return None;
        }
        Some(if before.denied {
            HowSeen::NotAlone
        } else {
            HowSeen::Alone
        })
    }
}
