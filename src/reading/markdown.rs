//! Reading Markdown: `CommonMark` with tables, footnotes, task lists and strikethrough.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{builder::Builder, decode::decode};

/// Reads Markdown.
pub fn read(bytes: &[u8], builder: &mut Builder) {
    let words = decode(bytes, builder);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut walker = Walker::new(builder);
    for event in Parser::new_ext(&words, options) {
        walker.event(event);
    }
    walker.finish();
}

/// What the words gathered so far will become.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verbatim {
    No,
    Code,
    Metadata,
}

struct List {
    next: Option<u64>,
}

struct Walker<'a> {
    builder: &'a mut Builder,
    words: String,
    heading: u8,
    quotes: usize,
    lists: Vec<List>,
    /// Marker of the item that has no words yet, else empty: the item goes on.
    marker: Option<String>,
    verbatim: Verbatim,
    header: Option<Vec<String>>,
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    in_table: bool,
    pictures: usize,
}

impl<'a> Walker<'a> {
    fn new(builder: &'a mut Builder) -> Self {
        Self {
            builder,
            words: String::new(),
            heading: 0,
            quotes: 0,
            lists: Vec::new(),
            marker: None,
            verbatim: Verbatim::No,
            header: None,
            rows: Vec::new(),
            row: Vec::new(),
            in_table: false,
            pictures: 0,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words)
            | Event::Code(words)
            | Event::InlineMath(words)
            | Event::DisplayMath(words)
            | Event::Html(words) => self.words.push_str(&words),
            Event::InlineHtml(words) => self.inline_html(&words),
            Event::FootnoteReference(label) => {
                self.words.push('[');
                self.words.push_str(&label);
                self.words.push(']');
            }
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.words.push('\n'),
            Event::Rule => self.flush(),
            Event::TaskListMarker(done) => {
                self.marker = Some(if done { "☒" } else { "☐" }.to_owned());
            }
        }
    }

    fn inline_html(&mut self, tag: &str) {
        let name = tag.trim_matches(['<', '>', '/', ' ']);
        if name.eq_ignore_ascii_case("br") {
            self.words.push('\n');
        } else {
            self.words.push_str(tag);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = rank(level);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.verbatim = Verbatim::Code;
                // The language of a fence is not part of the words.
                let (CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) = kind;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.verbatim = Verbatim::Code;
            }
            Tag::MetadataBlock(_) => self.verbatim = Verbatim::Metadata,
            Tag::List(next) => {
                self.flush();
                self.lists.push(List { next });
            }
            Tag::Item => {
                self.flush();
                self.marker = Some(self.next_marker());
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.lists.push(List { next: None });
                self.marker = Some(format!("[{label}]"));
            }
            Tag::Table(_) => {
                self.flush();
                self.in_table = true;
                self.header = None;
            }
            Tag::Strikethrough => self.words.push_str("[struck out: "),
            Tag::Image { .. } => {
                self.pictures += 1;
                self.words.push_str("[picture: ");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_) => {
                if !self.in_table {
                    self.flush();
                }
                self.verbatim = Verbatim::No;
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = 0;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.flush();
                self.marker = None;
            }
            TagEnd::List(_) | TagEnd::FootnoteDefinition => {
                self.flush();
                self.lists.pop();
                self.marker = (!self.lists.is_empty()).then(String::new);
            }
            TagEnd::TableCell => self.row.push(std::mem::take(&mut self.words)),
            TagEnd::TableHead => self.header = Some(std::mem::take(&mut self.row)),
            TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.row)),
            TagEnd::Table => {
                self.in_table = false;
                self.builder
                    .table(self.header.take(), std::mem::take(&mut self.rows));
            }
            TagEnd::Strikethrough | TagEnd::Image => self.words.push(']'),
            _ => {}
        }
    }

    fn next_marker(&mut self) -> String {
        match self.lists.last_mut().and_then(|list| list.next.as_mut()) {
            Some(next) => {
                let marker = format!("{next}.");
                *next = next.saturating_add(1);
                marker
            }
            None => "•".to_owned(),
        }
    }

    /// Puts the words gathered so far into the text as what they are.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return;
        }
        match self.verbatim {
            Verbatim::Code => return self.builder.verbatim(&words),
            Verbatim::Metadata => return self.builder.paragraph(&words),
            Verbatim::No => {}
        }
        if self.heading > 0 {
            self.builder.heading(self.heading, &words);
        } else if let (Some(marker), false) = (self.marker.as_mut(), self.lists.is_empty()) {
            let marker = std::mem::take(marker);
            let depth = u8::try_from(self.lists.len() - 1).unwrap_or(u8::MAX);
            self.builder.item(depth, &marker, &words);
        } else if self.quotes > 0 {
            self.builder.quote(&words);
        } else {
            self.builder.paragraph(&words);
        }
    }

    fn finish(mut self) {
        self.flush();
        match self.pictures {
            0 => {}
            1 => self.builder.remark("One picture is not shown."),
            count => self
                .builder
                .remark(format!("{count} pictures are not shown.")),
        }
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::outline::outline;

    fn blocks(words: &str) -> Vec<String> {
        let mut builder = Builder::new();
        read(words.as_bytes(), &mut builder);
        outline(&builder.finish().unwrap())
    }

    #[test]
    fn headings_paragraphs_and_wrapped_lines() {
        assert_eq!(
            blocks(
                "# Home visit\n\nDate of visit: 6 March 2012  \nSeen: *alone*\n\nMother was\nat home.\n\nPlan\n----\n"
            ),
            [
                "h1 Home visit",
                "p Date of visit: 6 March 2012",
                "p Seen: alone",
                "p Mother was at home.",
                "h2 Plan"
            ]
        );
    }

    #[test]
    fn lists_keep_numbers_depth_and_ticks() {
        assert_eq!(
            blocks("3. one\n4. two\n   - inner\n\n     more\n\n- [x] seen\n- [ ] weighed\n"),
            [
                "li0 3. one",
                "li0 4. two",
                "li1 • inner",
                "li1  more",
                "li0 ☒ seen",
                "li0 ☐ weighed"
            ]
        );
    }

    #[test]
    fn a_plans_table_is_a_table() {
        assert_eq!(
            blocks("| Need | Service |\n|---|---|\n| Safe at home | Family support<br>weekly |\n"),
            [
                "th0 Need | Service",
                "tr0 Safe at home | Family support weekly"
            ]
        );
    }

    #[test]
    fn struck_out_words_quotes_code_and_footnotes_are_shown_as_such() {
        assert_eq!(
            blocks(
                "~~weekly~~ monthly[^a]\n\n> I like\n> my bed\n\n```\na  b\n```\n\n[^a]: As agreed.\n"
            ),
            [
                "p [struck out: weekly] monthly[a]",
                "q I like my bed",
                "v a  b",
                "li0 [a] As agreed."
            ]
        );
    }

    #[test]
    fn metadata_at_the_top_is_lines_not_a_heading() {
        assert_eq!(
            blocks("---\nDate: 6 March 2012\nWorker: SW\n---\n\n# Visit\n"),
            ["p Date: 6 March 2012", "p Worker: SW", "h1 Visit"]
        );
    }
}
