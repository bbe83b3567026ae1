//! What kind of document a document is: told by its title, its file's name, its folders, its first lines. The rules are data,
//! `assets/kinds.toml`; this file owns how they are looked at.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    facts,
    text::{BlockKind, Text},
};

/// How many blocks from the top are looked at for what tells a kind.
const LINES_WITHIN: usize = 40;

/// What is said of a document that nothing tells.
pub const OTHER: &str = "other";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    name: String,
    #[serde(default)]
    title: Vec<String>,
    #[serde(default)]
    folder: Vec<String>,
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the tests, and by people")
    )]
    examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Earlier {
    name: String,
    now: String,
}

/// The labels before a date, in small letters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    pub happened: Vec<String>,
    pub happened_else: Vec<String>,
    pub recorded: Vec<String>,
    pub finalised: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    kind: Vec<Kind>,
    earlier: Vec<Earlier>,
    pub dates: Labels,
}

/// The rules carried in the program; none where they do not parse, which a test rules out.
static RULES: LazyLock<Option<Rules>> =
    LazyLock::new(|| toml::from_str(include_str!("../../assets/kinds.toml")).ok());

pub(super) fn rules() -> Option<&'static Rules> {
    RULES.as_ref()
}

/// Every kind, each once, in the order of the rules, what is none of them last.
#[must_use]
pub fn all() -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for kind in rules().map_or(&[][..], |rules| rules.kind.as_slice()) {
        if !names.contains(&kind.name.as_str()) {
            names.push(&kind.name);
        }
    }
    names.push(OTHER);
    names
}

/// The kind of today that a stored kind means: what an earlier version wrote is understood. A kind nobody knows stays as it is.
#[must_use]
pub fn known(stored: &str) -> &str {
    let small = stored.to_lowercase();
    let earlier = rules().into_iter().flat_map(|rules| &rules.earlier);
    let now = earlier
        .filter(|earlier| earlier.name == small)
        .map(|earlier| earlier.now.as_str());
    now.chain(
        all()
            .into_iter()
            .filter(|name| name.to_lowercase() == small),
    )
    .next()
    .unwrap_or(stored)
}

/// The kind of a document; `other` where nothing tells. `name`: the path below the case folder.
#[must_use]
pub fn kind(title: Option<&str>, name: &str, text: Option<&Text>) -> String {
    let by_title = |words: &str| by(words, |kind| [&kind.title[..], &[]]);
    let mut parts = name.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    title
        .and_then(by_title)
        .or_else(|| by_title(&facts::from_name(file)))
        .or_else(|| parts.find_map(|folder| by(folder, |kind| [&kind.title[..], &kind.folder[..]])))
        .or_else(|| text.and_then(by_lines))
        .unwrap_or(OTHER)
        .to_owned()
}

fn by(
    words: &str,
    phrases: impl Fn(&'static Kind) -> [&'static [String]; 2],
) -> Option<&'static str> {
    let words = words.to_lowercase().replace('’', "'").replace('_', " ");
    let stands = |phrase: &String| find_phrase(&words, phrase).is_some();
    let fits = |kind: &&'static Kind| {
        phrases(kind).into_iter().flatten().any(stands) && !kind.not.iter().any(stands)
    };
    rules()?
        .kind
        .iter()
        .find(fits)
        .map(|kind| kind.name.as_str())
}

/// By the first lines and cells; a table of dated events is a chronology whatever it is called.
fn by_lines(text: &Text) -> Option<&'static str> {
    let kinds = &rules()?.kind;
    let blocks = text
        .blocks
        .iter()
        .filter(|block| block.counts())
        .take(LINES_WITHIN);
    for block in blocks {
        let starts = match &block.kind {
            BlockKind::Row { cells, .. } => cells.clone(),
            _ => vec![(block.start, block.end)],
        };
        for (start, end) in starts {
            let words: String = text.slice(start..end).chars().take(60).collect();
            let words = words.trim_start().to_lowercase();
            let begins = |phrase: &String| {
                words
                    .strip_prefix(phrase.as_str())
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            };
            if let Some(kind) = kinds.iter().find(|kind| kind.lines.iter().any(begins)) {
                return Some(&kind.name);
            }
        }
    }
    None
}

/// The end of `phrase` in `words`, where it stands there as whole words.
pub(super) fn find_phrase(words: &str, phrase: &str) -> Option<usize> {
    words.match_indices(phrase).find_map(|(start, found)| {
        let end = start + found.len();
        let before = words.get(..start)?.chars().next_back();
        let after = words.get(end..)?.chars().next();
        let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        (is_edge(before) && is_edge(after)).then_some(end)
    })
}

#[cfg(test)]
mod tests;
