//! XML parts as small trees, within bounds: depth, number of elements, no entities beyond the five and numeric ones.
//!
//! Only names a reader asks for are kept; every other element is nameless but keeps its children. No schema, no namespaces.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::not_readable::NotReadable;

/// How deep elements may nest.
pub const DEPTH_CAP: usize = 256;

/// How many elements and words a part may hold.
const NODE_CAP: usize = 4_000_000;

/// What a reader asks of the parts of its packages.
#[derive(Debug)]
pub struct Dialect {
    /// What people call such a document, in sentences about a damaged one.
    pub what: &'static str,
    /// The names kept, of elements and attributes, in byte order.
    pub names: &'static [&'static str],
    /// The elements whose words count; spaces between others are layout of the XML.
    pub words: &'static [&'static str],
}

/// Word documents.
pub static WORD: Dialect = Dialect {
    what: "Word document",
    names: NAMES,
    words: &["t", "delText"],
};

/// The names kept of a Word document, in byte order.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "AlternateContent", "Choice", "Fallback", "Id", "Relationship", "Target", "Type", "abstractNum",
    "abstractNumId", "ascii", "author", "b", "basedOn", "body", "br", "char", "checkBox", "checked",
    "comment", "commentRangeEnd", "commentRangeStart", "commentReference", "cr", "date", "ddList",
    "default", "del", "delText", "docDefaults", "drawing", "dstrike", "endnote", "endnoteReference",
    "fill", "fldChar", "fldCharType", "footnote", "footnoteReference", "gridBefore", "gridSpan",
    "hAnsi", "hyperlink", "i", "id", "ilvl", "ins", "instrText", "isLgl", "listEntry", "lvl",
    "lvlOverride", "lvlText", "moveFrom", "moveTo", "name", "noBreakHyphen", "num", "numFmt",
    "numId", "numPr", "numStyleLink", "object", "outlineLvl", "p", "pPr", "pStyle", "pict", "r",
    "rFonts", "rPr", "rPrDefault", "rStyle", "result", "sdt", "shd", "softHyphen", "start",
    "startOverride", "strike", "style", "styleId", "styleLink", "sym", "sz", "t", "tab", "tbl",
    "tblHeader", "tc", "tcPr", "tr", "trPr", "txbxContent", "type", "vMerge", "val", "vanish",
    "webHidden",
];

/// An element of a part.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name without prefix; empty when nobody asks for it.
    pub name: &'static str,
    attributes: Vec<(&'static str, Box<str>)>,
    children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Words.
    Words(Box<str>),
}

impl Element {
    /// Everything inside, in order.
    pub fn nodes(&self) -> &[Node] {
        &self.children
    }

    /// The elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Words(_) => None,
        })
    }

    /// The first element of this name directly inside.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| &**value)
    }

    /// The `val` of the first element of this name directly inside.
    pub fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// A yes-or-no property: absent `None`, present without a value yes.
    pub fn switch(&self, name: &str) -> Option<bool> {
        let value = self.child(name)?.attribute("val").unwrap_or("1");
        Some(!matches!(value, "0" | "false" | "off" | "none"))
    }

    /// How many letters stand directly inside.
    pub fn letters(&self) -> usize {
        let words = self.children.iter().filter_map(|node| match node {
            Node::Words(words) => Some(words),
            Node::Element(_) => None,
        });
        words
            .flat_map(|words| words.chars())
            .filter(|c| !c.is_whitespace())
            .count()
    }

    /// Whether an element of this name stands anywhere inside.
    pub fn holds(&self, name: &str) -> bool {
        self.elements()
            .any(|element| element.name == name || element.holds(name))
    }
}

impl Dialect {
    fn known(&self, name: &str) -> &'static str {
        self.names
            .binary_search(&name)
            .ok()
            .and_then(|at| self.names.get(at))
            .copied()
            .unwrap_or("")
    }
}

/// The root of a part.
///
/// # Errors
/// Beyond the bounds, or where it is no XML.
pub fn parse(part: &str, dialect: &Dialect) -> Result<Element, NotReadable> {
    let mut reader = Reader::from_str(part);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut nodes = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|_| NotReadable::Damaged(dialect.what))?;
        nodes += 1;
        if nodes > NODE_CAP {
            return Err(NotReadable::UnpacksTooLarge);
        }
        match event {
            Event::Start(tag) => {
                if open.len() > DEPTH_CAP {
                    return Err(NotReadable::TooDeep);
                }
                open.push(element(&tag, dialect));
            }
            Event::Empty(tag) => add(&mut open, Node::Element(element(&tag, dialect))),
            Event::End(_) => close(&mut open),
            Event::Text(text) => words(&mut open, &text.xml10_content(), dialect),
            Event::CData(data) => words(&mut open, &data.xml10_content(), dialect),
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => five(&reference.xml10_content()).to_owned(),
                };
                words(&mut open, &resolved, dialect);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    Ok(open.pop().unwrap_or_default())
}

fn five(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "\u{fffd}",
    }
}

fn element(tag: &BytesStart<'_>, dialect: &Dialect) -> Element {
    let attributes = tag
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .filter_map(|attribute| {
            let name = dialect.known(attribute.key.local_name().as_ref());
            let value = quick_xml::escape::unescape(&attribute.value).map_or_else(
                |_| attribute.value.to_string(),
                std::borrow::Cow::into_owned,
            );
            (!name.is_empty()).then(|| (name, value.into_boxed_str()))
        })
        .collect();
    Element {
        name: dialect.known(tag.local_name().as_ref()),
        attributes,
        children: Vec::new(),
    }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
    {
        add(open, Node::Element(done));
    }
}

/// Words count only where a writer puts them.
fn words(open: &mut [Element], words: &str, dialect: &Dialect) {
    if let Some(parent) = open.last_mut()
        && dialect.words.contains(&parent.name)
    {
        parent.children.push(Node::Words(words.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_entities_and_properties() {
        let root = parse(
            "<?xml version='1.0'?><w:p xmlns:w='x'><w:pPr><w:b w:val='0'/></w:pPr> <w:r><w:t>Tom &amp; Ann&#8217;s &x;</w:t></w:r></w:p>",
            &WORD,
        )
        .unwrap();
        let p = root.child("p").unwrap();
        assert_eq!(p.child("pPr").unwrap().switch("b"), Some(false));
        let t = p.child("r").unwrap().child("t").unwrap();
        let words: String = t
            .nodes()
            .iter()
            .map(|node| match node {
                Node::Words(words) => &**words,
                Node::Element(_) => "?",
            })
            .collect();
        assert_eq!(words, "Tom & Ann’s \u{fffd}");
    }

    #[test]
    fn every_name_is_found() {
        assert!(NAMES.is_sorted());
        assert_eq!((WORD.known("tbl"), WORD.known("other")), ("tbl", ""));
    }

    #[test]
    fn nesting_without_end_is_refused() {
        let deep = "<a>".repeat(DEPTH_CAP + 1);
        assert_eq!(parse(&deep, &WORD).unwrap_err(), NotReadable::TooDeep);
        assert!(parse(&"<a>".repeat(DEPTH_CAP), &WORD).is_ok());
    }

    #[test]
    fn entities_of_a_document_type_are_not_expanded() {
        let bomb = "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><t>&b;</t>";
        let root = parse(bomb, &WORD).unwrap();
        assert!(
            matches!(root.child("t").unwrap().nodes(), [Node::Words(words)] if &**words == "\u{fffd}")
        );
    }
}
