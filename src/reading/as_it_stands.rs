//! A text as its document stands now, for whoever looks for facts: without what was taken out, without the signs around what was put in,
//! without heads and feet of pages.
//!
//! Only to be read and thrown away: places in it are not those of the text that is kept.

use std::borrow::Cow;

use super::text::{Block, BlockKind, MarkKind, Text};

impl Text {
    /// The text as its document stands now; itself where nothing was changed.
    #[must_use]
    pub fn standing(&self) -> Cow<'_, Self> {
        let plain = self.marks.iter().all(|mark| {
            matches!(
                mark.kind,
                MarkKind::Bold | MarkKind::Italic | MarkKind::Comment { .. }
            )
        });
        if plain {
            return Cow::Borrowed(self);
        }
        let mut out = Self {
            v: self.v,
            remarks: self.remarks.clone(),
            ..Self::default()
        };
        for block in self.blocks.iter().filter(|block| !self.is_running(block)) {
            match &block.kind {
                BlockKind::Page(_) => {
                    let at = out.words.len();
                    out.push(block.kind.clone(), at);
                }
                BlockKind::Row {
                    table,
                    header,
                    cells,
                } => {
                    let cells: Vec<Cow<'_, str>> = cells
                        .iter()
                        .map(|&(start, end)| self.as_it_stands(start..end))
                        .collect();
                    out.row(*table, *header, &cells);
                }
                kind => {
                    let words = self.as_it_stands(block.range());
                    if !words.trim().is_empty() {
                        let start = out.begin();
                        out.words.push_str(&words);
                        out.push(kind.clone(), start);
                    }
                }
            }
        }
        Cow::Owned(out)
    }

    fn begin(&mut self) -> usize {
        if !self.words.is_empty() {
            self.words.push('\n');
        }
        self.words.len()
    }

    fn push(&mut self, kind: BlockKind, start: usize) {
        let end = self.words.len();
        self.blocks.push(Block { kind, start, end });
    }

    fn row(&mut self, table: u32, header: bool, words: &[Cow<'_, str>]) {
        if words.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let start = self.begin();
        let mut cells = Vec::with_capacity(words.len());
        for (column, cell) in words.iter().enumerate() {
            if column > 0 {
                self.words.push('\t');
            }
            let from = self.words.len();
            self.words.push_str(cell);
            cells.push((from, self.words.len()));
        }
        let kind = BlockKind::Row {
            table,
            header,
            cells,
        };
        self.push(kind, start);
    }
}

#[cfg(test)]
mod tests {
    use crate::reading::{Builder, MarkKind, Styled, outline::outline};

    #[test]
    fn what_was_taken_out_is_not_there_and_what_was_put_in_has_no_sign() {
        let (deleted, inserted) = (
            MarkKind::Deleted { on: None },
            MarkKind::Inserted { on: None },
        );
        let mut builder = Builder::new();
        builder.page(1);
        builder.running("Printed 3 May 2019");
        let mut title = Styled::default();
        title.push("[inserted: Home visit]", &[inserted]);
        builder.heading(1, title);
        let mut line = Styled::plain("Date of visit: ");
        line.push("[deleted 1 Jan 2020: 3 May 2012]", &[deleted]);
        line.push(" 4 May 2012", &[]);
        builder.paragraph(line.clone());
        builder.paragraph(Styled::plain("[deleted: all of it]").all(deleted));
        builder.styled_table(None, vec![vec![Styled::plain("When"), line]]);
        let text = builder.finish().unwrap();
        let standing = text.standing();
        assert_eq!(
            outline(&standing),
            [
                "page 1",
                "h1 Home visit",
                "p Date of visit: 4 May 2012",
                "tr0 When | Date of visit: 4 May 2012"
            ]
        );
        assert_eq!(standing.check(), Ok(()));
    }

    #[test]
    fn facts_are_those_of_the_document_as_it_stands() {
        let change = |name: &str, inner: &str| {
            format!("<w:{name} w:date='2020-01-01T00:00:00Z'>{inner}</w:{name}>")
        };
        let run = |tag: &str, words: &str| {
            format!("<w:r><w:{tag} xml:space='preserve'>{words}</w:{tag}></w:r>")
        };
        let body = format!(
            "<w:p>{}{}{}</w:p><w:p>{}</w:p>",
            run("t", "Date of visit: "),
            change("del", &run("delText", "3 May 2012")),
            change("ins", &run("t", "4 May 2012")),
            run(
                "t",
                "Seen alone at home, and again at school in the afternoon, with her teacher."
            )
        );
        let document = crate::reading::test_files::document(&body);
        let bytes = crate::reading::test_files::docx(&[("word/document.xml", &document)]);
        let reading = crate::reading::read("visit.docx", &bytes);
        assert_eq!(reading.dates.happened, Some(jiff::civil::date(2012, 5, 4)));
        assert!(
            reading
                .text
                .unwrap()
                .words
                .contains("[deleted 1 Jan 2020: 3 May 2012]")
        );
    }
}
