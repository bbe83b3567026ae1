//! The words of one paragraph: runs joined, changes, struck-out and hidden words marked, signs of symbol fonts made letters.

use super::{
    styles::{self, Styles},
    tally::Tally,
    xml::{Element, Node},
};
use crate::reading::{styled::Styled, symbols, text::MarkKind, writing::Manner};

/// Part of a paragraph's words: one, unless several tabs stand between two parts.
#[derive(Debug, Default)]
pub struct Segment {
    /// The words.
    pub words: Styled,
    /// Letters in them.
    pub letters: usize,
    /// Of these, bold ones.
    pub bold: usize,
    /// The smallest size of a letter, in half points.
    pub size: Option<u32>,
}

#[derive(Clone, Copy, Default)]
struct Look {
    manner: Manner,
    bold: bool,
    italic: bool,
    size: u32,
    /// Whether letters are drawn by a font of signs: an `R` there is a ticked box.
    signs: bool,
}

/// Gathers the words of one paragraph.
pub struct Inline<'a, 't> {
    styles: &'a Styles,
    tally: &'t mut Tally,
    segments: Vec<Segment>,
    open: Manner,
    tabs: usize,
    /// Text boxes met; their content comes after the paragraph.
    boxes: Vec<&'a Element>,
    /// For each field that is open whether its instruction is being read, which nobody sees on paper.
    fields: Vec<bool>,
    /// Words of instructions: shown after all where no result follows.
    instruction: String,
}

impl<'a, 't> Inline<'a, 't> {
    /// The words of `paragraph`, a `w:p` of this style, and the text boxes in it.
    pub fn read(
        paragraph: &'a Element,
        style: Option<&str>,
        styles: &'a Styles,
        tally: &'t mut Tally,
    ) -> (Vec<Segment>, Vec<&'a Element>) {
        let mut inline = Self {
            styles,
            tally,
            segments: vec![Segment::default()],
            open: Manner::Plain,
            tabs: 0,
            boxes: Vec::new(),
            fields: Vec::new(),
            instruction: String::new(),
        };
        let look = Look {
            manner: Manner::Plain,
            bold: styles.bold(style).unwrap_or(false),
            italic: styles.italic(style).unwrap_or(false),
            size: styles.size(style),
            signs: false,
        };
        inline.inside(paragraph, look);
        inline.fields.clear();
        let left = std::mem::take(&mut inline.instruction);
        inline.push(&left, look);
        inline.turn(Manner::Plain);
        (inline.segments, inline.boxes)
    }

    fn inside(&mut self, element: &'a Element, look: Look) {
        for child in element.elements() {
            self.element(child, look);
        }
    }

    fn element(&mut self, element: &'a Element, look: Look) {
        match element.name {
            "r" => {
                let look = self.look(element.child("rPr"), look);
                self.inside(element, look);
            }
            "t" | "delText" => {
                for node in element.nodes() {
                    match node {
                        Node::Words(words) if look.signs => self.push(&drawn(words), look),
                        Node::Words(words) => self.push(words, look),
                        Node::Element(_) => {}
                    }
                }
            }
            "tab" => self.tabs += 1,
            "br" | "cr" => self.push("\n", look),
            "noBreakHyphen" => self.push("-", look),
            "sym" => {
                let sign = element
                    .attribute("char")
                    .and_then(|code| u32::from_str_radix(code, 16).ok());
                self.push(symbols::sign(sign.unwrap_or(0)).unwrap_or("\u{fffd}"), look);
            }
            "fldChar" => self.field(element, look),
            "footnoteReference" => self.note("footnote", element, look),
            "endnoteReference" => self.note("endnote", element, look),
            "commentReference" => self.note("comment", element, look),
            "commentRangeStart" | "commentRangeEnd" => self.tally.comment_range(element),
            "del" | "moveFrom" => {
                self.tally.deleted += usize::from(element.holds("r"));
                let manner = Manner::Deleted(self.tally.change(element));
                self.inside(element, Look { manner, ..look });
            }
            "ins" | "moveTo" => {
                self.tally.inserted += usize::from(element.holds("r"));
                let day = self.tally.change(element);
                let manner = match look.manner {
                    Manner::Plain if !self.tally.all_inserted => Manner::Inserted(day),
                    manner => manner,
                };
                self.inside(element, Look { manner, ..look });
            }
            "AlternateContent" => {
                if let Some(chosen) = element
                    .child("Choice")
                    .or_else(|| element.child("Fallback"))
                {
                    self.inside(chosen, look);
                }
            }
            "drawing" | "pict" | "object" => self.drawing(element),
            "pPr" | "rPr" | "instrText" | "softHyphen" => {}
            _ => self.inside(element, look),
        }
    }

    fn look(&self, properties: Option<&Element>, around: Look) -> Look {
        let Some(properties) = properties else {
            return around;
        };
        let is = |name| properties.switch(name).unwrap_or(false);
        let manner = match around.manner {
            manner @ Manner::Deleted(_) => manner,
            _ if is("vanish") => Manner::Hidden,
            _ if is("strike") || is("dstrike") => Manner::StruckOut,
            manner => manner,
        };
        let style = properties.val("rStyle");
        let by_style = style.and_then(|id| self.styles.run_bold(id));
        let by_style_italic = style.and_then(|id| self.styles.run_italic(id));
        Look {
            manner,
            bold: properties.switch("b").or(by_style).unwrap_or(around.bold),
            italic: properties
                .switch("i")
                .or(by_style_italic)
                .unwrap_or(around.italic),
            size: styles::half_points(Some(properties)).unwrap_or(around.size),
            signs: properties
                .child("rFonts")
                .map_or(around.signs, is_font_of_signs),
        }
    }

    fn note(&mut self, kind: &'static str, element: &Element, look: Look) {
        let sign = self
            .tally
            .sign(kind, element.attribute("id").unwrap_or_default());
        self.push(&format!(" {sign}"), look);
    }

    /// Where a field begins, turns from its instruction to its result, and ends.
    fn field(&mut self, element: &Element, look: Look) {
        match element.attribute("fldCharType") {
            Some("begin") => {
                self.form(element, look);
                self.fields.push(true);
            }
            Some("separate") => {
                if let Some(open) = self.fields.last_mut() {
                    *open = false;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => self.form(element, look),
        }
        if !self.fields.contains(&true) {
            self.instruction.clear();
        }
    }

    /// Boxes to tick and lists to choose from, as the form shows them.
    fn form(&mut self, element: &Element, look: Look) {
        let Some(data) = element.elements().next() else {
            return;
        };
        if let Some(tick) = data.child("checkBox") {
            let is_on = tick.switch("checked").or(tick.switch("default"));
            self.push(if is_on == Some(true) { "☒" } else { "☐" }, look);
        } else if let Some(list) = data.child("ddList") {
            let chosen = list
                .val("result")
                .and_then(|at| at.parse().ok())
                .unwrap_or(0);
            let entry = list
                .elements()
                .filter(|entry| entry.name == "listEntry")
                .nth(chosen);
            self.push(
                entry
                    .and_then(|entry| entry.attribute("val"))
                    .unwrap_or_default(),
                look,
            );
        }
    }

    fn drawing(&mut self, element: &'a Element) {
        let before = self.boxes.len();
        find_boxes(element, &mut self.boxes);
        if self.boxes.len() == before {
            match element.name {
                "object" => self.tally.objects += 1,
                _ => self.tally.pictures += 1,
            }
        }
    }

    fn push(&mut self, words: &str, look: Look) {
        if words.is_empty() {
            return;
        }
        if self.fields.contains(&true) {
            self.instruction.push_str(words);
            return;
        }
        let is_blank = words.trim().is_empty() && words != "\n";
        // Spaces between tabs belong to the gap.
        if is_blank && self.tabs > 0 {
            return;
        }
        let is_begun = self
            .segments
            .last()
            .is_some_and(|segment| !segment.words.is_blank());
        if self.tabs > 1 && is_begun {
            self.turn(Manner::Plain);
            self.segments.push(Segment::default());
        } else if self.tabs > 0 {
            self.raw(" ", &[]);
        }
        self.tabs = 0;
        let mut rest = words;
        if !is_blank && self.open != look.manner {
            // The space before stands outside the sign.
            self.turn(Manner::Plain);
            rest = words.trim_start_matches(' ');
            self.raw(words.strip_suffix(rest).unwrap_or_default(), &[]);
            self.turn(look.manner);
        }
        let kinds = self.kinds(look);
        self.raw(rest, &kinds);
        if let Some(segment) = self.segments.last_mut() {
            let letters = words.chars().filter(|c| !c.is_whitespace()).count();
            segment.letters += letters;
            segment.bold += if look.bold { letters } else { 0 };
            if letters > 0 {
                segment.size = Some(segment.size.map_or(look.size, |size| size.min(look.size)));
            }
        }
    }

    /// What marks words of this look, here.
    fn kinds(&self, look: Look) -> Vec<MarkKind> {
        let mut kinds: Vec<MarkKind> = self.open.mark().into_iter().collect();
        if look.bold {
            kinds.push(MarkKind::Bold);
        }
        if look.italic {
            kinds.push(MarkKind::Italic);
        }
        let comments = self.tally.open.iter();
        kinds.extend(comments.map(|&(_, number)| MarkKind::Comment { number }));
        kinds
    }

    /// Closes the mark that is open and opens the one for what follows.
    fn turn(&mut self, manner: Manner) {
        if self.open == manner {
            return;
        }
        if let Some(kind) = self.open.mark()
            && let Some(segment) = self.segments.last_mut()
        {
            let gap = segment.words.split_gap();
            segment.words.push("]", &[kind]);
            segment.words.push(&gap, &[]);
        }
        self.open = manner;
        self.tally.hidden += usize::from(manner == Manner::Hidden);
        if let Some(kind) = manner.mark() {
            self.raw(&manner.sign(), &[kind]);
        }
    }

    fn raw(&mut self, words: &str, kinds: &[MarkKind]) {
        if let Some(segment) = self.segments.last_mut() {
            segment.words.push(words, kinds);
        }
    }
}

fn is_font_of_signs(fonts: &Element) -> bool {
    fonts
        .attribute("ascii")
        .or_else(|| fonts.attribute("hAnsi"))
        .is_some_and(|font| font.starts_with("Wingdings"))
}

/// What a font of signs draws for these letters.
fn drawn(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match symbols::sign(u32::from(c)).filter(|_| !c.is_whitespace() && u32::from(c) < 0x100) {
            Some(sign) => out.push_str(sign),
            None => out.push(c),
        }
    }
    out
}

fn find_boxes<'a>(element: &'a Element, found: &mut Vec<&'a Element>) {
    match element.name {
        "txbxContent" => found.push(element),
        "AlternateContent" => {
            if let Some(chosen) = element
                .child("Choice")
                .or_else(|| element.child("Fallback"))
            {
                find_boxes(chosen, found);
            }
        }
        _ => {
            for child in element.elements() {
                find_boxes(child, found);
            }
        }
    }
}
