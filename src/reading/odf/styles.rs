//! The styles of an `OpenDocument` file, as far as the text hangs on them: what is a heading or a quotation, what is bold or struck out,
//! which sheets are hidden.

use std::collections::HashMap;

use super::{super::xml::Element, lists::Plan};

/// How many styles may stand on each other.
const CHAIN: usize = 16;

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    shown: Option<String>,
    outline: Option<u8>,
    bold: Option<bool>,
    italic: Option<bool>,
    struck: Option<bool>,
    hidden: Option<bool>,
    size: Option<u32>,
}

/// All styles by family and name.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<(String, String), Style>,
    lists: HashMap<String, Plan>,
}

impl Styles {
    /// Takes in the styles that stand in a part.
    pub fn add(&mut self, element: &Element) {
        for child in element.elements() {
            match child.name {
                "style" => self.add_style(child),
                "list-style" => {
                    if let Some(name) = child.attribute("name") {
                        self.lists.insert(name.to_owned(), Plan::new(child));
                    }
                }
                // Styles stand beside the body, never in it.
                "body" => {}
                _ => self.add(child),
            }
        }
    }

    fn add_style(&mut self, element: &Element) {
        let (Some(name), Some(family)) = (element.attribute("name"), element.attribute("family"))
        else {
            return;
        };
        let own = |name: &str| element.attribute(name).map(str::to_owned);
        let mut style = Style {
            parent: own("parent-style-name"),
            shown: own("name"),
            outline: element
                .attribute("default-outline-level")
                .and_then(|level| level.parse().ok()),
            ..Style::default()
        };
        if let Some(look) = element.child("text-properties") {
            style.bold = look.attribute("font-weight").map(is_heavy);
            style.italic = look
                .attribute("font-style")
                .map(|style| matches!(style, "italic" | "oblique"));
            style.struck = look
                .attribute("text-line-through-style")
                .map(|style| style != "none");
            style.hidden = look.attribute("display").map(|display| display == "none");
            style.size = look
                .attribute("font-size")
                .and_then(|size| size.strip_suffix("pt"))
                .and_then(|size| size.split('.').next()?.parse::<u32>().ok())
                .map(|size| size.saturating_mul(2));
        }
        if let Some(table) = element.child("table-properties") {
            style.hidden = table.attribute("display").map(|display| display == "false");
        }
        self.styles
            .insert((family.to_owned(), name.to_owned()), style);
    }

    /// Asks a style, then those it stands on.
    fn ask<T>(
        &self,
        family: &str,
        name: Option<&str>,
        of: impl Fn(&Style) -> Option<T>,
    ) -> Option<T> {
        let mut name = name?.to_owned();
        for _ in 0..CHAIN {
            let style = self.styles.get(&(family.to_owned(), name))?;
            if let Some(found) = of(style) {
                return Some(found);
            }
            name = style.parent.clone()?;
        }
        None
    }

    /// Whether letters are bold.
    pub fn bold(&self, family: &str, name: Option<&str>) -> Option<bool> {
        self.ask(family, name, |style| style.bold)
    }

    /// Whether letters are in italics.
    pub fn italic(&self, family: &str, name: Option<&str>) -> Option<bool> {
        self.ask(family, name, |style| style.italic)
    }

    /// Whether letters are struck out.
    pub fn struck(&self, family: &str, name: Option<&str>) -> Option<bool> {
        self.ask(family, name, |style| style.struck)
    }

    /// Whether letters, or a sheet, are hidden.
    pub fn hidden(&self, family: &str, name: Option<&str>) -> Option<bool> {
        self.ask(family, name, |style| style.hidden)
    }

    /// The size of letters, in half points.
    pub fn size(&self, family: &str, name: Option<&str>) -> Option<u32> {
        self.ask(family, name, |style| style.size)
    }

    /// How a list counts.
    pub fn plan(&self, name: &str) -> Option<&Plan> {
        self.lists.get(name)
    }

    /// The level of a heading that a paragraph of this style is, though it is not called one.
    pub fn heading(&self, name: Option<&str>) -> Option<u8> {
        self.ask("paragraph", name, |style| {
            let shown = style.shown.as_deref().unwrap_or_default();
            let by_name = shown
                .strip_prefix("Heading_20_")
                .and_then(|level| level.parse::<u8>().ok());
            by_name
                .or_else(|| (shown == "Title").then_some(1))
                .or(style.outline)
        })
        .filter(|level| (1..=10).contains(level))
    }

    /// Whether words of this style are quoted.
    pub fn is_quote(&self, name: Option<&str>) -> bool {
        self.ask("paragraph", name, |style| {
            let shown = style.shown.as_deref().unwrap_or_default();
            matches!(shown, "Quotations" | "Quote").then_some(())
        })
        .is_some()
    }
}

fn is_heavy(weight: &str) -> bool {
    weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
}
