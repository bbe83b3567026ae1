//! Reading web pages, as case systems export them: from the stream of tags, without a tree, so that nesting costs nothing.
//!
//! Scripts, styles and comments are no words of the document and are left out; what a page would fetch from elsewhere is never fetched.
//! Remarks say both.

mod table;

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};

use self::table::{Table, fill_carried, put_table};
use super::{builder::Builder, decode::decode_as, inside, styled::Styled, text::MarkKind};
use crate::casework::time::day;

/// The most columns or rows one cell may say it stands across.
const SPAN_CAP: usize = 64;

/// How deep lists are told apart.
const DEPTH_CAP: usize = 200;

/// Reads a web page.
pub fn read(bytes: &[u8], builder: &mut Builder) {
    let words = decode_as(bytes, declared(bytes), builder);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(words));
    let page = Page {
        state: RefCell::new(State::new(std::mem::take(builder))),
    };
    let tokenizer = Tokenizer::new(page, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    *builder = tokenizer.sink.state.into_inner().finish();
}

/// The encoding a page declares near its top.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..2048).unwrap_or(bytes);
    let at = memchr::memmem::find(head, b"charset=")
        .map(|at| at + 8)
        .or_else(|| memchr::memmem::find(head, b"encoding=").map(|at| at + 9))?;
    let label: Vec<u8> = head
        .get(at..)?
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    encoding_rs::Encoding::for_label(&label)
}

struct Page {
    state: RefCell<State>,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => return state.start(&tag),
                TagKind::EndTag => state.end(&tag.name),
            },
            Token::CharacterTokens(words) => state.words(&words),
            Token::NullCharacterToken => state.words("\0"),
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

struct State {
    builder: Builder,
    words: Styled,
    /// Tags that mark the words within them, as they were opened.
    marks: Vec<(String, MarkKind)>,
    heading: u8,
    lists: Vec<Option<u64>>,
    marker: Option<String>,
    quotes: usize,
    pre: usize,
    tables: Vec<Table>,
    skipped: Option<&'static str>,
    left_out: bool,
    pictures: usize,
    /// What the page would fetch from elsewhere.
    elsewhere: usize,
}

impl State {
    fn new(builder: Builder) -> Self {
        Self {
            builder,
            words: Styled::default(),
            marks: Vec::new(),
            heading: 0,
            lists: Vec::new(),
            marker: None,
            quotes: 0,
            pre: 0,
            tables: Vec::new(),
            skipped: None,
            left_out: false,
            pictures: 0,
            elsewhere: 0,
        }
    }

    fn words(&mut self, words: &str) {
        if self.skipped.is_some() || self.builder.is_full() {
            return;
        }
        if self.is_in_cell()
            && !words.trim().is_empty()
            && let Some(marker) = self.marker.take()
        {
            self.words.push(&marker, &[]);
            self.words.push(" ", &[]);
        }
        if self.pre > 0 {
            self.marked(words);
        } else {
            // Line ends in the source are only spaces; a line feed in the buffer is a break of the page's own.
            self.marked(&words.replace(['\n', '\r'], " "));
        }
    }

    /// Puts words behind, with what the tags around them say.
    fn marked(&mut self, words: &str) {
        let mut kinds: Vec<MarkKind> = Vec::new();
        for (_, kind) in &self.marks {
            if !kinds.contains(kind) {
                kinds.push(*kind);
            }
        }
        self.words.push(words, &kinds);
    }

    /// A tag that marks what stands in it; where the mark matters as evidence, with a sign in the words.
    fn open_mark(&mut self, tag: &Tag) {
        let on = attribute(tag, "datetime").and_then(inside::day);
        let when = on.map(|on| format!(" {}", day(on))).unwrap_or_default();
        let (kind, sign) = match &*tag.name {
            "b" | "strong" => (MarkKind::Bold, String::new()),
            "i" | "em" => (MarkKind::Italic, String::new()),
            "ins" => (MarkKind::Inserted { on }, format!("[inserted{when}: ")),
            "del" => (MarkKind::Deleted { on }, format!("[deleted{when}: ")),
            _ => (MarkKind::Struck, "[struck out: ".to_owned()),
        };
        if self.marks.len() < DEPTH_CAP {
            self.marks.push((tag.name.to_string(), kind));
            self.marked(&sign);
        }
    }

    fn close_mark(&mut self, name: &str) {
        let Some(at) = self.marks.iter().rposition(|open| open.0 == name) else {
            return;
        };
        if !matches!(name, "b" | "strong" | "i" | "em") {
            self.marked("]");
        }
        self.marks.remove(at);
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        self.elsewhere += usize::from(fetches(tag));
        match name {
            "script" | "style" => {
                self.left_out = true;
                self.skipped = Some(if name == "script" { "script" } else { "style" });
                return TokenSinkResult::RawData(if name == "script" {
                    RawKind::ScriptData
                } else {
                    RawKind::Rawtext
                });
            }
            "title" => {
                self.skipped = Some("title");
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "iframe" => {
                self.skipped = Some("iframe");
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
            "br" => self.words.push("\n", &[]),
            "img" => self.picture(tag),
            "input" => self.input(tag),
            name if is_mark(name) => self.open_mark(tag),
            "table" => self.start_table(),
            "tr" => self.start_row(),
            "td" | "th" => self.start_cell(tag),
            _ => self.start_block(name),
        }
        TokenSinkResult::Continue
    }

    /// Whether words belong to a cell of a table.
    fn is_in_cell(&self) -> bool {
        self.tables
            .last()
            .is_some_and(|table| table.in_cell && !table.is_layout)
    }

    fn start_block(&mut self, name: &str) {
        if !is_block(name) {
            return;
        }
        self.flush();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.heading = name.bytes().last().map_or(1, |digit| digit - b'0');
            }
            "ul" | "ol" | "menu" if self.lists.len() < DEPTH_CAP => {
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => {
                let marker = match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let marker = format!("{next}.");
                        *next = next.saturating_add(1);
                        marker
                    }
                    _ => "•".to_owned(),
                };
                self.marker = Some(marker);
            }
            "blockquote" => self.quotes += 1,
            "pre" => self.pre += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(skipped) = self.skipped {
            if name == skipped {
                self.skipped = None;
            }
            return;
        }
        match name {
            name if is_mark(name) => self.close_mark(name),
            "table" => self.end_table(),
            "tr" => self.end_row(),
            "td" | "th" => self.end_cell(),
            _ if is_block(name) => {
                self.flush();
                match name {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = 0,
                    "ul" | "ol" | "menu" => {
                        self.lists.pop();
                        self.marker = (!self.lists.is_empty()).then(String::new);
                    }
                    "li" => self.marker = None,
                    "blockquote" => self.quotes = self.quotes.saturating_sub(1),
                    "pre" => self.pre = self.pre.saturating_sub(1),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn picture(&mut self, tag: &Tag) {
        self.pictures += 1;
        if let Some(words) = attribute(tag, "alt").filter(|words| !words.trim().is_empty()) {
            let words = words.to_owned();
            self.words(&format!("[picture: {words}]"));
        }
    }

    /// What a form shows in its boxes.
    fn input(&mut self, tag: &Tag) {
        let shown = match attribute(tag, "type").unwrap_or("text") {
            "checkbox" | "radio" if attribute(tag, "checked").is_some() => "☒ ",
            "checkbox" | "radio" => "☐ ",
            "text" | "date" | "email" | "number" | "tel" => attribute(tag, "value").unwrap_or(""),
            _ => "",
        };
        self.words(shown);
    }

    fn start_table(&mut self) {
        self.flush();
        if let Some(outer) = self.tables.last_mut().filter(|outer| !outer.is_layout) {
            outer.is_layout = true;
            put_table(outer, &mut self.builder);
            for cell in std::mem::take(&mut outer.row) {
                self.builder.paragraph(cell);
            }
        }
        self.tables.push(Table::default());
    }

    fn end_table(&mut self) {
        self.end_row();
        self.flush();
        if let Some(mut table) = self.tables.pop() {
            put_table(&mut table, &mut self.builder);
        }
    }

    fn start_row(&mut self) {
        self.end_row();
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        if table.row.is_empty() {
            return;
        }
        fill_carried(table);
        let row = std::mem::take(&mut table.row);
        let titles = std::mem::take(&mut table.titles);
        if table.header.is_none() && table.rows.is_empty() && titles > 1 && titles == row.len() {
            table.header = Some(row);
        } else {
            table.rows.push(row);
        }
    }

    fn start_cell(&mut self, tag: &Tag) {
        self.end_cell();
        self.flush();
        let span = |name| {
            attribute(tag, name)
                .and_then(|span| span.trim().parse().ok())
                .unwrap_or(1_usize)
                .clamp(1, SPAN_CAP)
        };
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        table.in_cell = true;
        fill_carried(table);
        table.span = span("colspan");
        if table.carried.len() < table.row.len() + table.span {
            table.carried.resize(table.row.len() + table.span, 0);
        }
        for column in table
            .carried
            .iter_mut()
            .skip(table.row.len())
            .take(table.span)
        {
            *column = span("rowspan") - 1;
        }
        table.titles += if &*tag.name == "th" { table.span } else { 0 };
    }

    fn end_cell(&mut self) {
        if !self.tables.last().is_some_and(|table| table.in_cell) {
            return;
        }
        if self.tables.last().is_some_and(|table| table.is_layout) {
            self.flush();
        }
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        table.in_cell = false;
        if !table.is_layout {
            table.row.push(std::mem::take(&mut self.words));
            let empty = table.span.saturating_sub(1);
            table
                .row
                .extend(std::iter::repeat_n(Styled::default(), empty));
        }
    }

    /// Puts the words gathered so far into the text as what they are. In a cell they only end a line.
    fn flush(&mut self) {
        if self.is_in_cell() {
            self.words.push("\n", &[]);
            return;
        }
        let words = std::mem::take(&mut self.words);
        if words.is_blank() {
            return;
        }
        if self.pre > 0 {
            self.builder.verbatim(words.words());
        } else if self.heading > 0 {
            let words = words.without(MarkKind::Bold);
            self.builder.heading(self.heading, words);
        } else if let Some(marker) = self.marker.as_mut() {
            let marker = std::mem::take(marker);
            let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
            self.builder.item(depth, &marker, words);
        } else if self.quotes > 0 {
            self.builder.quote(words);
        } else {
            self.builder.paragraph(words);
        }
    }

    fn finish(mut self) -> Builder {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.flush();
        if self.left_out {
            self.builder
                .remark("Scripts and styles of the web page are left out.");
        }
        match self.elsewhere {
            0 => {}
            1 => self.builder.remark("One part that the web page fetches from elsewhere (a picture, a frame, a film) is not fetched and not shown."),
            count => self.builder.remark(format!(
                "{count} parts that the web page fetches from elsewhere (pictures, frames, films) are not fetched and not shown."
            )),
        }
        match self.pictures {
            0 => {}
            1 => self.builder.remark("One picture is not shown."),
            count => self
                .builder
                .remark(format!("{count} pictures are not shown.")),
        }
        self.builder
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| &*attribute.value)
}

fn is_mark(name: &str) -> bool {
    matches!(
        name,
        "b" | "strong" | "i" | "em" | "ins" | "del" | "s" | "strike"
    )
}

/// Whether a browser would fetch something from elsewhere for this.
fn fetches(tag: &Tag) -> bool {
    let place = match &*tag.name {
        "img" | "iframe" | "frame" | "embed" | "audio" | "video" | "source" | "script"
        | "input" => attribute(tag, "src"),
        "object" => attribute(tag, "data"),
        "link" => attribute(tag, "href"),
        _ => None,
    };
    place.is_some_and(|place| {
        let place = place.trim_start().to_ascii_lowercase();
        ["http:", "https:", "//", "ftp:"]
            .iter()
            .any(|start| place.starts_with(start))
    })
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "tbody"
            | "tfoot"
            | "thead"
            | "ul"
    )
}

#[cfg(test)]
mod tests;
