//! The body of an `OpenDocument` text, paragraph by paragraph.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    super::{
        builder::Builder,
        docx::{
            body::Piece,
            table::{Cell, Row, Table},
        },
        inside,
        standing::{Notes, Standing},
        styled::Styled,
        writing::{Ink, Look, Manner, Tally, Writing},
        xml::{Element, Node},
    },
    lists::LEVELS,
    styles::Styles,
    words_of,
};

/// The most columns a table has, and a cell may say it stands across.
const COLUMNS: usize = 64;

/// How often a row that says it is repeated is.
const REPEATS: usize = 64;

/// How many spaces one sign stands for.
const SPACES: usize = 64;

/// A change under tracked changes.
struct Change {
    deleted: Option<String>,
    on: Option<Date>,
}

/// Where in a list a paragraph stands.
#[derive(Clone, Debug, Default)]
struct Place {
    style: String,
    level: usize,
}

/// Walks the parts of one document, counting its lists and notes as it goes.
pub struct Walker<'a> {
    styles: &'a Styles,
    /// What is to be said when all is read.
    pub tally: Tally,
    /// How many letters have which size.
    pub sizes: HashMap<u32, usize>,
    changes: HashMap<&'a str, Change>,
    /// Insertions that are open here.
    inserted: Vec<(&'a str, Option<Date>)>,
    counts: HashMap<String, [u32; LEVELS]>,
    marker: Option<(u8, String)>,
    notes: Notes,
    /// How many notes, how many comments.
    numbers: (usize, usize),
    /// Text boxes of the paragraph being read.
    boxes: Vec<&'a Element>,
}

impl<'a> Walker<'a> {
    /// A walker that has seen nothing yet.
    pub fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            tally: Tally::default(),
            sizes: HashMap::new(),
            changes: HashMap::new(),
            inserted: Vec::new(),
            counts: HashMap::new(),
            marker: None,
            notes: Notes::default(),
            numbers: (0, 0),
            boxes: Vec::new(),
        }
    }

    /// How many comments stand in it.
    pub fn comments(&self) -> u32 {
        u32::try_from(self.numbers.1).unwrap_or(u32::MAX)
    }

    /// Puts notes and comments into the text.
    pub fn put_notes(&mut self, builder: &mut Builder) {
        std::mem::take(&mut self.notes).put(builder);
    }

    /// What stands in a body, a cell, a note or a text box.
    pub fn story(&mut self, element: &'a Element) -> Vec<Standing> {
        let mut found = Vec::new();
        self.inside(element, None, &mut found);
        found
    }

    fn inside(&mut self, element: &'a Element, place: Option<&Place>, found: &mut Vec<Standing>) {
        for child in element.elements() {
            match child.name {
                "p" | "h" => self.paragraph(child, place, found),
                "list" => self.list(child, place, found),
                "table" => {
                    let table = self.table(child);
                    found.push(Standing::certain(Piece::Table(table)));
                }
                "tracked-changes" => self.learn_changes(child),
                "change-start" | "change-end" | "change" => {
                    let mut writing = Writing::default();
                    self.change(child, Look::default(), &mut writing);
                    if !writing.is_blank() {
                        let (words, ink) = writing.take(&mut self.tally);
                        found.push(Standing::open(words, ink));
                    }
                }
                "frame" => {
                    self.frame(child);
                    self.put_boxes(found);
                }
                _ => self.inside(child, place, found),
            }
        }
    }

    fn learn_changes(&mut self, element: &'a Element) {
        for region in element.elements() {
            let Some(id) = region.attribute("id") else {
                continue;
            };
            let Some(what) = region
                .elements()
                .find(|child| matches!(child.name, "insertion" | "deletion"))
            else {
                continue;
            };
            let deleted = (what.name == "deletion").then(|| all_words(what));
            self.changes.insert(
                id,
                Change {
                    deleted,
                    on: date_of(what),
                },
            );
        }
    }

    fn change(&mut self, element: &'a Element, look: Look, writing: &mut Writing) {
        let Some(id) = element.attribute("change-id") else {
            return;
        };
        if element.name == "change-end" {
            self.inserted.retain(|open| open.0 != id);
            return;
        }
        let Some(change) = self.changes.get(id) else {
            return;
        };
        match &change.deleted {
            Some(words) => {
                let manner = Manner::Deleted(change.on);
                writing.push(words, Look { manner, ..look }, &mut self.tally);
            }
            None if element.name == "change-start" => self.inserted.push((id, change.on)),
            None => {}
        }
    }

    fn paragraph(
        &mut self,
        element: &'a Element,
        place: Option<&Place>,
        found: &mut Vec<Standing>,
    ) {
        let style = element.attribute("style-name");
        let boxes = std::mem::take(&mut self.boxes);
        let mut writing = Writing::default();
        let look = self.look("paragraph", style, Look::default());
        self.inline(element, look, &mut writing);
        let (words, ink) = writing.take(&mut self.tally);
        if !words.is_blank() {
            let standing = self.standing(element, style, place, words, ink);
            found.push(standing);
        }
        self.put_boxes(found);
        self.boxes = boxes;
    }

    fn standing(
        &mut self,
        element: &Element,
        style: Option<&str>,
        place: Option<&Place>,
        words: Styled,
        ink: Ink,
    ) -> Standing {
        let marker = self.marker.take();
        let level = element
            .attribute("outline-level")
            .and_then(|level| level.parse::<u8>().ok());
        let heading = if element.name == "h" {
            level.or(Some(1))
        } else {
            self.styles.heading(style)
        };
        if let Some(level) = heading {
            let mut whole = Styled::default();
            if let Some((_, marker)) = marker.filter(|(_, marker)| marker != "•") {
                whole.push(&format!("{marker} "), &[]);
            }
            whole.append(&words);
            Standing::certain(Piece::Heading(level.max(1), whole)).with(ink)
        } else if let Some(place) = place {
            let depth = u8::try_from(place.level).unwrap_or(u8::MAX);
            let marker = marker.map(|(_, marker)| marker).unwrap_or_default();
            Standing::certain(Piece::Item(depth, marker, words)).with(ink)
        } else if self.styles.is_quote(style) {
            Standing::certain(Piece::Quote(words)).with(ink)
        } else {
            Standing::open(words, ink)
        }
    }

    fn put_boxes(&mut self, found: &mut Vec<Standing>) {
        for inner in std::mem::take(&mut self.boxes) {
            self.inside(inner, None, found);
        }
    }

    /// The look of letters in this style.
    fn look(&self, family: &str, style: Option<&str>, around: Look) -> Look {
        let styles = self.styles;
        let is = |found: Option<bool>| found == Some(true);
        let manner = if is(styles.hidden(family, style)) {
            Manner::Hidden
        } else if is(styles.struck(family, style)) {
            Manner::StruckOut
        } else {
            around.manner
        };
        Look {
            manner,
            bold: styles.bold(family, style).unwrap_or(around.bold),
            italic: styles.italic(family, style).unwrap_or(around.italic),
            size: styles.size(family, style).unwrap_or(if around.size == 0 {
                24
            } else {
                around.size
            }),
        }
    }

    fn inline(&mut self, element: &'a Element, look: Look, writing: &mut Writing) {
        for node in element.nodes() {
            let child = match node {
                Node::Words(words) => {
                    self.push(words, look, writing);
                    continue;
                }
                Node::Element(child) => child,
            };
            match child.name {
                "span" => {
                    let look = self.look("text", child.attribute("style-name"), look);
                    self.inline(child, look, writing);
                }
                "s" => {
                    let count = child
                        .attribute("c")
                        .and_then(|count| count.parse().ok())
                        .unwrap_or(1_usize);
                    self.push(&" ".repeat(count.min(SPACES)), look, writing);
                }
                "tab" => writing.tab(),
                "line-break" => self.push("\n", look, writing),
                "note" => self.note(child, look, writing),
                "annotation" => self.comment(child, look, writing),
                "change-start" | "change-end" | "change" => self.change(child, look, writing),
                "frame" => self.frame(child),
                "tracked-changes" => self.learn_changes(child),
                _ => self.inline(child, look, writing),
            }
        }
    }

    fn push(&mut self, words: &str, look: Look, writing: &mut Writing) {
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        *self.sizes.entry(look.size).or_default() += letters;
        let manner = match (look.manner, self.inserted.last()) {
            (Manner::Plain, Some((_, on))) => Manner::Inserted(*on),
            (manner, _) => manner,
        };
        // The XML is laid out over lines; a line break of the document's own is a sign.
        if words.contains(['\n', '\r']) && words != "\n" {
            let words = words.replace(['\n', '\r'], " ");
            writing.push(&words, Look { manner, ..look }, &mut self.tally);
        } else {
            writing.push(words, Look { manner, ..look }, &mut self.tally);
        }
    }

    fn note(&mut self, element: &'a Element, look: Look, writing: &mut Writing) {
        self.numbers.0 += 1;
        let number = self.numbers.0;
        self.push(&format!(" [note {number}]"), look, writing);
        if let Some(body) = element.child("note-body") {
            let story = self.apart(body);
            self.notes.add(false, number, story);
        }
    }

    fn comment(&mut self, element: &'a Element, look: Look, writing: &mut Writing) {
        self.numbers.1 += 1;
        let number = self.numbers.1;
        self.push(&format!(" [comment {number}]"), look, writing);
        let story = self.apart(element);
        self.notes.add(true, number, story);
    }

    /// What stands in a note: the marker and the boxes of the paragraph it hangs on stay that paragraph's.
    fn apart(&mut self, element: &'a Element) -> Vec<Standing> {
        let marker = self.marker.take();
        let boxes = std::mem::take(&mut self.boxes);
        let story = self.story(element);
        self.marker = marker;
        self.boxes = boxes;
        story
    }

    fn frame(&mut self, element: &'a Element) {
        let text_box = element.child("text-box");
        match text_box {
            Some(inner) => self.boxes.push(inner),
            // An object comes with a picture of itself.
            None if element.child("object").is_some() => self.tally.objects += 1,
            None if element.child("image").is_some() => self.tally.pictures += 1,
            None => {
                if let Some(table) = element.child("table") {
                    self.boxes.push(table);
                }
            }
        }
    }

    fn list(&mut self, element: &'a Element, around: Option<&Place>, found: &mut Vec<Standing>) {
        let own = element.attribute("style-name").map(str::to_owned);
        let is_new = own.is_some() && around.is_none();
        let place = Place {
            style: own
                .or_else(|| around.map(|around| around.style.clone()))
                .unwrap_or_default(),
            level: around.map_or(0, |around| (around.level + 1).min(LEVELS - 1)),
        };
        let goes_on = element.attribute("continue-numbering") == Some("true");
        if is_new && !goes_on {
            self.counts.remove(&place.style);
        }
        for item in element.elements() {
            match item.name {
                "list-item" => {
                    let marker = self.next(&place, item.attribute("start-value"));
                    let depth = u8::try_from(place.level).unwrap_or(0);
                    let has_own = item
                        .elements()
                        .find(|child| matches!(child.name, "p" | "h" | "list"))
                        .is_some_and(|child| child.name != "list");
                    self.marker = has_own.then_some((depth, marker));
                    self.inside(item, Some(&place), found);
                    self.marker = None;
                }
                "list-header" => self.inside(item, None, found),
                _ => {}
            }
        }
    }

    /// The marker of the next item.
    fn next(&mut self, place: &Place, start: Option<&str>) -> String {
        let Some(plan) = self.styles.plan(&place.style) else {
            return "•".to_owned();
        };
        let counts = self.counts.entry(place.style.clone()).or_default();
        let begin = plan.start(place.level).max(1);
        if let Some(count) = counts.get_mut(place.level) {
            *count = start
                .and_then(|start| start.parse().ok())
                .unwrap_or(if *count == 0 {
                    begin
                } else {
                    count.saturating_add(1)
                });
        }
        for deeper in counts.iter_mut().skip(place.level + 1) {
            *deeper = 0;
        }
        plan.marker(place.level, counts)
    }

    fn table(&mut self, element: &'a Element) -> Table {
        let mut table = Table::default();
        self.rows(element, false, &mut table);
        table
    }

    fn rows(&mut self, element: &'a Element, header: bool, table: &mut Table) {
        for child in element.elements() {
            match child.name {
                "table-row" => {
                    let times = count(child, "number-rows-repeated").clamp(1, REPEATS);
                    for _ in 0..times {
                        let row = self.row(child, header);
                        let is_empty = row.cells.iter().all(|cell| cell.pieces.is_empty());
                        // A row without words is none, however many cells it claims.
                        if is_empty {
                            break;
                        }
                        table.rows.push(row);
                    }
                }
                "table-header-rows" => self.rows(child, true, table),
                _ => self.rows(child, header, table),
            }
        }
    }

    fn row(&mut self, element: &'a Element, header: bool) -> Row {
        let mut row = Row {
            header,
            before: 0,
            cells: Vec::new(),
        };
        let mut covered = 0_usize;
        let mut width = 0_usize;
        for child in element.elements() {
            let is_covered = child.name == "covered-table-cell";
            if !is_covered && child.name != "table-cell" {
                continue;
            }
            let times = count(child, "number-columns-repeated").clamp(1, COLUMNS);
            for _ in 0..times {
                if is_covered && covered > 0 {
                    covered -= 1;
                    continue;
                }
                if width >= COLUMNS {
                    break;
                }
                let span = count(child, "number-columns-spanned").clamp(1, COLUMNS - width);
                covered = if is_covered { 0 } else { span - 1 };
                width += span;
                let story = self.story(child);
                let ink = story.iter().fold(Ink::default(), |sum, standing| Ink {
                    letters: sum.letters + standing.ink.letters,
                    bold: sum.bold + standing.ink.bold,
                    size: 0,
                });
                row.cells.push(Cell {
                    span,
                    goes_on: is_covered,
                    stands_out: ink.is_bold(),
                    pieces: story.into_iter().map(|standing| standing.piece).collect(),
                });
            }
        }
        row
    }
}

/// A number an attribute says; 1 where it says none.
pub fn count(element: &Element, name: &str) -> usize {
    element
        .attribute(name)
        .and_then(|count| count.parse().ok())
        .unwrap_or(1)
}

/// All words anywhere inside, a space between two paragraphs; not who changed them, nor when.
fn all_words(element: &Element) -> String {
    let mut out = String::new();
    gather(element, &mut out);
    out.trim().to_owned()
}

fn gather(element: &Element, out: &mut String) {
    for node in element.nodes() {
        match node {
            Node::Words(words) => out.push_str(words),
            Node::Element(child) => match child.name {
                "creator" | "date" => {}
                "s" | "tab" | "line-break" => out.push(' '),
                "p" | "h" => {
                    out.push(' ');
                    gather(child, out);
                }
                _ => gather(child, out),
            },
        }
    }
}

/// When a change was made.
fn date_of(element: &Element) -> Option<Date> {
    element.elements().find_map(|child| match child.name {
        "date" => inside::day(&words_of(child)),
        "p" | "h" => None,
        _ => date_of(child),
    })
}
