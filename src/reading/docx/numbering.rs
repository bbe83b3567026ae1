//! Numbers of lists: counting as the word processor does, so that `3.2` on screen is the `3.2` people speak of.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use super::xml::Element;
use crate::reading::marker;

/// Levels a list may have.
const LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
    legal: bool,
}

#[derive(Debug, Default)]
struct List {
    plan: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub struct Numbering {
    plans: HashMap<String, HashMap<usize, Level>>,
    links: HashMap<String, String>,
    linked: HashMap<String, String>,
    lists: HashMap<String, List>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

impl Numbering {
    /// The lists a `numbering.xml` defines.
    pub fn new(root: &Element) -> Self {
        let mut all = Self::default();
        for element in root.elements().flat_map(Element::elements) {
            match element.name {
                "abstractNum" => all.add_plan(element),
                "num" => all.add_list(element),
                _ => {}
            }
        }
        all
    }

    fn add_plan(&mut self, element: &Element) {
        let Some(id) = element.attribute("abstractNumId") else {
            return;
        };
        if let Some(style) = element.val("numStyleLink") {
            self.links.insert(id.to_owned(), style.to_owned());
        }
        if let Some(style) = element.val("styleLink") {
            self.linked.insert(style.to_owned(), id.to_owned());
        }
        self.plans.insert(id.to_owned(), levels(element));
    }

    fn add_list(&mut self, element: &Element) {
        let (Some(id), Some(plan)) = (element.attribute("numId"), element.val("abstractNumId"))
        else {
            return;
        };
        let mut list = List {
            plan: plan.to_owned(),
            ..List::default()
        };
        for change in element
            .elements()
            .filter(|inner| inner.name == "lvlOverride")
        {
            let Some(level) = change
                .attribute("ilvl")
                .and_then(|level| level.parse().ok())
            else {
                continue;
            };
            if let Some(start) = change
                .val("startOverride")
                .and_then(|start| start.parse().ok())
            {
                list.starts.insert(level, start);
            }
            list.levels.extend(levels(change));
        }
        self.lists.insert(id.to_owned(), list);
    }

    /// The marker of the next item of this list at this level; `None` where the list has none there.
    pub fn next(&mut self, num_id: &str, level: u8) -> Option<String> {
        let at = usize::from(level).min(LEVELS - 1);
        let list = self.lists.get(num_id)?;
        let plan = self
            .links
            .get(&list.plan)
            .and_then(|style| self.linked.get(style))
            .unwrap_or(&list.plan);
        let levels = self.plans.get(plan)?;
        let of = |at: usize| list.levels.get(&at).or_else(|| levels.get(&at));
        let own = of(at)?;
        let counts = self.counts.entry(plan.clone()).or_default();
        let restart = list
            .starts
            .get(&at)
            .filter(|_| self.begun.insert((num_id.to_owned(), at)));
        for (index, count) in counts.iter_mut().enumerate() {
            let start = of(index).map_or(1, |level| level.start);
            match index.cmp(&at) {
                Ordering::Less => {
                    count.get_or_insert(start);
                }
                Ordering::Equal => {
                    let next = count.map_or(start, |count| count.saturating_add(1));
                    *count = Some(restart.copied().unwrap_or(next));
                }
                Ordering::Greater => *count = None,
            }
        }
        let counts = *counts;
        Some(match own.format.as_str() {
            "bullet" => bullet(&own.text),
            "none" => String::new(),
            _ => fill(&own.text, own.legal, |at| {
                let count = counts.get(at).copied().flatten().unwrap_or(1);
                let format = of(at).map_or("decimal", |level| level.format.as_str());
                (count, format)
            }),
        })
    }
}

fn levels(element: &Element) -> HashMap<usize, Level> {
    element
        .elements()
        .filter(|inner| inner.name == "lvl")
        .filter_map(|level| {
            let at = level.attribute("ilvl")?.parse().ok()?;
            let start = level
                .val("start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1);
            Some((
                at,
                Level {
                    start,
                    format: level.val("numFmt").unwrap_or("decimal").to_owned(),
                    text: level.val("lvlText").unwrap_or_default().to_owned(),
                    legal: level.switch("isLgl").unwrap_or(false),
                },
            ))
        })
        .collect()
}

/// Bullets of symbol fonts are letters of the private use area; the usual ones have a sign of their own.
fn bullet(text: &str) -> String {
    match text {
        "o" => "◦",
        "§" | "\u{f0a7}" => "▪",
        "ü" | "\u{f0fc}" => "✓",
        "q" | "\u{f071}" | "\u{f0a8}" => "☐",
        "Ø" | "\u{f0d8}" => "➢",
        "-" | "–" | "—" => "–",
        text if text.chars().count() == 1 && !marker::is_bullet(text) => "•",
        text if text.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) => "•",
        "" => "•",
        text => text,
    }
    .to_owned()
}

/// `%1.%2` with the counts put in.
fn fill<'a>(text: &str, legal: bool, count: impl Fn(usize) -> (u32, &'a str)) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match rest.next().and_then(|digit| digit.to_digit(10)) {
            Some(level @ 1..=9) => {
                let (count, format) = count(usize::try_from(level - 1).unwrap_or(0));
                out.push_str(&number(count, if legal { "decimal" } else { format }));
            }
            _ => out.push('%'),
        }
    }
    out
}

fn number(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count).to_lowercase(),
        "upperLetter" => letters(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// A to Z, then AA, BB and so on.
fn letters(count: u32) -> String {
    if !(1..=780).contains(&count) {
        return count.to_string();
    }
    let letter = char::from_u32(u32::from('A') + (count - 1) % 26).unwrap_or('?');
    std::iter::repeat_n(letter, usize::try_from((count - 1) / 26 + 1).unwrap_or(1)).collect()
}

fn roman(count: u32) -> String {
    if !(1..=3999).contains(&count) {
        return count.to_string();
    }
    let mut rest = count;
    let mut out = String::new();
    for (value, sign) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::docx::xml;

    fn numbering() -> Numbering {
        let part = "<numbering><abstractNum abstractNumId='0'>\
            <lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.'/></lvl>\
            <lvl ilvl='1'><start val='1'/><numFmt val='lowerLetter'/><lvlText val='%1.%2)'/></lvl>\
            <lvl ilvl='2'><numFmt val='bullet'/><lvlText val='&#xf0b7;'/></lvl></abstractNum>\
            <num numId='1'><abstractNumId val='0'/></num>\
            <num numId='2'><abstractNumId val='0'/><lvlOverride ilvl='0'><startOverride val='7'/></lvlOverride></num></numbering>";
        Numbering::new(&xml::parse(part, &xml::WORD).unwrap())
    }

    #[test]
    fn levels_count_restart_and_go_on_as_in_the_word_processor() {
        let mut lists = numbering();
        let mut next = |id, level| lists.next(id, level).unwrap();
        assert_eq!(next("1", 0), "1.");
        assert_eq!(next("1", 1), "1.a)");
        assert_eq!(next("1", 1), "1.b)");
        assert_eq!(next("1", 0), "2.");
        assert_eq!(next("1", 1), "2.a)");
        assert_eq!(next("1", 2), "•");
        assert_eq!(next("2", 0), "7.");
        assert_eq!(next("2", 0), "8.");
        assert_eq!(lists.next("9", 0), None);
    }

    #[test]
    fn numbers_beyond_every_alphabet_stay_numbers() {
        assert_eq!((letters(27), roman(1999)), ("AA".into(), "MCMXCIX".into()));
        assert_eq!(
            (letters(0), roman(u32::MAX)),
            ("0".into(), u32::MAX.to_string())
        );
    }
}
