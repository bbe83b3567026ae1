//! Whose perspective is heard, and how often: in this sitting, in the file, in the findings. Counts with what was counted; never a score, and
//! never a word about what ought to have been.
//!
//! In the sitting remarks count: a child's view for the child, a family's view for whom its words name, any other for whoever holds the pen;
//! what the inspectors say is nobody's perspective of the child. In the file documents count: those with the child's own words, and the others
//! by their kind, by whom a letter's title names where the kind does not tell; mother, father and carers in every document that tells what they
//! said or wished. In the findings each finding counts once for everybody whose remark or document it stands on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    anchor::Anchor,
    clock::rules::has_phrase,
    discussion::{Remark, RemarkKind},
    document::Document,
    ids::DocumentNo,
    inspection::{Case, Inspection},
    people::Side,
    voice::Kin,
};

/// What perspectives are told by, as data (`assets/perspectives.toml`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// In the order they are shown. The first is the child.
    pub perspective: Vec<Rule>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// As it is shown.
    pub name: String,
    /// Shown with nothing heard, too.
    #[serde(default)]
    pub always: bool,
    /// Words that name it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Kinds of documents in which it is heard.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Whom of the family it is, as reading finds them in documents.
    #[serde(default)]
    pub kin: Option<Kin>,
}

impl Rules {
    /// Reads the rules from TOML.
    ///
    /// # Errors
    /// What is wrong with the text, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    /// The perspective that some words name: the longest name found counts, of two the one that stands first in the rules.
    fn named(&self, words: &str) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for (at, rule) in self.perspective.iter().enumerate() {
            let longest = rule
                .words
                .iter()
                .filter(|phrase| has_phrase(words, phrase))
                .map(String::len)
                .max();
            if let Some(length) = longest
                && best.is_none_or(|(before, _)| length > before)
            {
                best = Some((length, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn of_kind(&self, kind: &str) -> Option<usize> {
        self.perspective
            .iter()
            .position(|rule| rule.kinds.iter().any(|known| known == kind))
    }
}

/// How often somebody is heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Perspective {
    /// Who: "Child", "Health", or a designation that no rule knows.
    pub who: String,
    /// Remarks in the last sitting.
    pub sitting: u32,
    /// Documents of the file.
    pub file: u32,
    /// Findings that are not withdrawn.
    pub findings: u32,
}

impl Perspective {
    /// Whether nothing at all is heard.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.sitting == 0 && self.file == 0 && self.findings == 0
    }

    /// The three counts with what each counts.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, u32); 3] {
        [
            ("in this sitting", self.sitting),
            ("in the file", self.file),
            ("in the findings", self.findings),
        ]
    }
}

/// Plain signs for a count: one each up to `most`, then a `+`.
#[must_use]
pub fn signs(count: u32, most: usize) -> String {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let more = if count > most { "+" } else { "" };
    format!("{}{more}", "#".repeat(count.min(most)))
}

/// Family members whose view was heard and not said whose.
const FAMILY: &str = "Family, not said who";

/// A perspective on the way: one of the rules, or somebody no rule knows, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Rule(usize),
    Family,
    Other(String),
}

/// Everybody whose perspective is heard, or who is always shown.
#[must_use]
pub fn perspectives(inspection: &Inspection, case: &Case, rules: &Rules) -> Vec<Perspective> {
    let telling = Telling {
        inspection,
        case,
        rules,
    };
    let mut counts: BTreeMap<Who, Perspective> = BTreeMap::new();
    for (at, _) in rules
        .perspective
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.always)
    {
        counts.entry(Who::Rule(at)).or_default();
    }
    // Whoever is involved with the child, as the authority lists them, and is heard nowhere is worth seeing.
    for person in &case.about.people {
        let named = [&person.designation, &person.agency];
        let who = named
            .iter()
            .find_map(|words| rules.named(&words.to_lowercase()))
            .map_or_else(
                || {
                    let agency = Some(&person.agency).filter(|agency| !agency.is_empty());
                    Who::Other(agency.unwrap_or(&person.designation).clone())
                },
                Who::Rule,
            );
        counts.entry(who).or_default();
    }
    let sitting = case.sitting().map(|sitting| sitting.no);
    for remark in case
        .remarks
        .values()
        .filter(|one| Some(one.sitting) == sitting)
    {
        if let Some(who) = telling.of_remark(remark) {
            counts.entry(who).or_default().sitting += 1;
        }
    }
    let documents: BTreeMap<DocumentNo, BTreeSet<Who>> = case
        .documents
        .values()
        .map(|document| (document.no, telling.of_document(document)))
        .collect();
    for document in case.documents.values() {
        let mut whose = telling.told_in(document);
        whose.extend(documents.get(&document.no).into_iter().flatten().cloned());
        for who in whose {
            counts.entry(who).or_default().file += 1;
        }
    }
    for finding in case.findings.values().filter(|one| one.withdrawn.is_none()) {
        let heard = finding
            .heard
            .iter()
            .filter_map(|no| telling.of_remark(case.remarks.get(no)?));
        let on_file = finding
            .anchors
            .iter()
            .flat_map(|anchor| telling.of_anchor(anchor, &documents));
        let whose: BTreeSet<Who> = heard.chain(on_file).collect();
        for who in whose {
            counts.entry(who).or_default().findings += 1;
        }
    }
    counts
        .into_iter()
        .map(|(who, counts)| Perspective {
            who: telling.name(&who),
            ..counts
        })
        .collect()
}

struct Telling<'a> {
    inspection: &'a Inspection,
    case: &'a Case,
    rules: &'a Rules,
}

impl Telling<'_> {
    fn name(&self, who: &Who) -> String {
        match who {
            Who::Rule(at) => self
                .rules
                .perspective
                .get(*at)
                .map_or_else(String::new, |rule| rule.name.clone()),
            Who::Family => FAMILY.to_owned(),
            Who::Other(name) => name.clone(),
        }
    }

    fn of_remark(&self, remark: &Remark) -> Option<Who> {
        match remark.kind {
            RemarkKind::ChildsView => Some(Who::Rule(0)),
            RemarkKind::FamilysView => Some(self.of_family(&remark.words)),
            _ => {
                let person = self.inspection.people.get(&remark.by)?;
                if person.side == Side::Inspection {
                    return None;
                }
                let words = person.designation.to_lowercase();
                let known = self.rules.named(&words).map(Who::Rule);
                Some(known.unwrap_or_else(|| Who::Other(person.designation.clone())))
            }
        }
    }

    /// Whose view it is that its first words name, by what they are to the child or by a name the case lists.
    fn of_family(&self, words: &str) -> Who {
        let small = words.to_lowercase();
        let first = small
            .split(['.', '!', '?', '\n'])
            .next()
            .unwrap_or_default();
        let listed = || {
            let names = self.case.identifiers.iter();
            names
                .filter(|(name, _)| has_phrase(first, &name.to_lowercase()))
                .find_map(|(_, stands_for)| self.rules.named(&stands_for.to_lowercase()))
        };
        // "The child's mother" is the mother: of two names the child's is the lesser.
        let grown = |at: &usize| *at != 0;
        let by_words = self
            .rules
            .perspective
            .iter()
            .position(|rule| rule.words.iter().any(|phrase| has_phrase(first, phrase)))
            .filter(grown)
            .or_else(|| self.rules.named(first).filter(grown));
        by_words
            .or_else(|| listed().filter(grown))
            .map_or(Who::Family, Who::Rule)
    }

    /// Who is told in a document to have said or wished something: the family, beside whose record it is.
    fn told_in(&self, document: &Document) -> BTreeSet<Who> {
        let mut whose = BTreeSet::new();
        for kin in document.voice().iter().flat_map(|voice| &voice.family) {
            let rule = self
                .rules
                .perspective
                .iter()
                .position(|rule| rule.kin == Some(*kin));
            whose.insert(rule.map_or(Who::Family, Who::Rule));
        }
        whose
    }

    fn of_document(&self, document: &Document) -> BTreeSet<Who> {
        let mut whose = BTreeSet::new();
        if document
            .voice()
            .is_some_and(|voice| voice.own_words.iter().any(|heard| heard.how.is_own_words()))
        {
            whose.insert(Who::Rule(0));
        }
        // What is called direct work and holds no word of the child is the worker's.
        let by_kind = self.rules.of_kind(&document.kind).filter(|at| *at != 0);
        match by_kind {
            Some(at) => {
                whose.insert(Who::Rule(at));
            }
            None => {
                let title = document.title.to_lowercase();
                let from = title.split(" to ").next().unwrap_or_default();
                if let Some(at) = self.rules.named(from).filter(|at| *at != 0) {
                    whose.insert(Who::Rule(at));
                }
            }
        }
        whose
    }

    fn of_anchor(
        &self,
        anchor: &Anchor,
        documents: &BTreeMap<DocumentNo, BTreeSet<Who>>,
    ) -> Vec<Who> {
        let (Anchor::Passage(_) | Anchor::Region(_), Some(no)) = (anchor, anchor.document()) else {
            // What is not there is nobody's.
            return Vec::new();
        };
        let child = |who: &&Who| **who != Who::Rule(0);
        let mut whose: Vec<Who> = documents
            .get(&no)
            .into_iter()
            .flatten()
            .filter(child)
            .cloned()
            .collect();
        // The child is heard where the very words are the child's.
        let own_words = anchor.passage().is_some_and(|passage| {
            let voice = self.case.documents.get(&no).and_then(Document::voice);
            voice.is_some_and(|voice| {
                voice
                    .own_words
                    .iter()
                    .filter(|heard| heard.how.is_own_words())
                    .any(|heard| (passage.start..passage.end).contains(&heard.place.at))
            })
        });
        if own_words {
            whose.push(Who::Rule(0));
        }
        whose
    }
}
