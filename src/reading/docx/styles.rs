//! Styles: what a paragraph is by its style's name and what it inherits, and how its letters look.

use std::collections::HashMap;

use super::xml::Element;

/// How far `basedOn` is followed.
const CHAIN: usize = 24;

/// The size of letters where nobody says, in half points.
const SIZE: u32 = 20;

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    num_id: Option<String>,
    level: Option<u8>,
    bold: Option<bool>,
    italic: Option<bool>,
    size: Option<u32>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
    size: Option<u32>,
}

impl Styles {
    /// The styles a `styles.xml` defines.
    pub fn new(root: &Element) -> Self {
        let mut all = Self::default();
        for element in root.elements().flat_map(Element::elements) {
            match element.name {
                "docDefaults" => {
                    all.size = element
                        .child("rPrDefault")
                        .and_then(|inner| inner.child("rPr"))
                        .and_then(|properties| half_points(Some(properties)));
                }
                "style" => all.add(element),
                _ => {}
            }
        }
        all
    }

    fn add(&mut self, element: &Element) {
        let Some(id) = element.attribute("styleId") else {
            return;
        };
        let paragraph = element.child("pPr");
        let run = element.child("rPr");
        let number = paragraph.and_then(|paragraph| paragraph.child("numPr"));
        let is_default = matches!(element.attribute("default"), Some("1" | "true"))
            && element.attribute("type") == Some("paragraph");
        if is_default {
            self.default = Some(id.to_owned());
        }
        let style = Style {
            name: element.val("name").unwrap_or(id).to_lowercase(),
            based_on: element.val("basedOn").map(str::to_owned),
            outline: paragraph
                .and_then(|paragraph| paragraph.val("outlineLvl"))
                .and_then(|level| level.parse().ok()),
            num_id: number
                .and_then(|number| number.val("numId"))
                .map(str::to_owned),
            level: number
                .and_then(|number| number.val("ilvl"))
                .and_then(|level| level.parse().ok()),
            bold: run.and_then(|run| run.switch("b")),
            italic: run.and_then(|run| run.switch("i")),
            size: half_points(run),
        };
        self.by_id.insert(id.to_owned(), style);
    }

    fn chain<'a>(&'a self, id: Option<&str>) -> impl Iterator<Item = &'a Style> + use<'a> {
        let first = id
            .and_then(|id| self.by_id.get(id))
            .or_else(|| self.by_id.get(self.default.as_deref()?));
        std::iter::successors(first, |style| self.by_id.get(style.based_on.as_deref()?)).take(CHAIN)
    }

    /// The level of the heading a paragraph of this style is.
    pub fn heading(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|style| {
            let by_name = match style.name.as_str() {
                "title" => Some(1),
                "subtitle" => Some(2),
                name => name
                    .strip_prefix("heading ")
                    .and_then(|level| level.trim().parse().ok()),
            };
            by_name.or(style
                .outline
                .filter(|level| *level < 9)
                .map(|level| level + 1))
        })
    }

    /// Whether a paragraph of this style is a quotation.
    pub fn is_quote(&self, id: Option<&str>) -> bool {
        self.chain(id)
            .any(|style| matches!(style.name.as_str(), "quote" | "intense quote"))
    }

    /// The list a paragraph of this style belongs to, and its level there.
    pub fn number<'a>(&'a self, id: Option<&str>) -> Option<(&'a str, u8)> {
        let num_id = self
            .chain(id)
            .find_map(|style| style.num_id.as_deref())
            .filter(|id| *id != "0")?;
        let level = self.chain(id).find_map(|style| style.level).unwrap_or(0);
        Some((num_id, level))
    }

    /// Whether letters of this style are bold, where it or what it is based on says so.
    pub fn bold(&self, id: Option<&str>) -> Option<bool> {
        self.chain(id).find_map(|style| style.bold)
    }

    /// Whether letters of this style are in italics, where it or what it is based on says so.
    pub fn italic(&self, id: Option<&str>) -> Option<bool> {
        self.chain(id).find_map(|style| style.italic)
    }

    /// The size of letters of this style, in half points.
    pub fn size(&self, id: Option<&str>) -> u32 {
        self.chain(id)
            .find_map(|style| style.size)
            .or(self.size)
            .unwrap_or(SIZE)
    }

    /// Whether a run style of this id puts letters in italics.
    pub fn run_italic(&self, id: &str) -> Option<bool> {
        self.by_id
            .contains_key(id)
            .then(|| self.italic(Some(id)))
            .flatten()
    }

    /// Whether a run style of this id makes letters bold.
    pub fn run_bold(&self, id: &str) -> Option<bool> {
        self.by_id
            .contains_key(id)
            .then(|| self.bold(Some(id)))
            .flatten()
    }
}

/// The size said in run properties, in half points.
pub fn half_points(properties: Option<&Element>) -> Option<u32> {
    properties?.val("sz")?.parse().ok()
}
