//! The control words of rich text, one by one.

use super::{
    super::story::{CellPlan, RowPlan},
    Beside, Form, Reader,
    state::{self, Day, Paragraph, Sink},
};

/// Groups that hold nothing of the text.
const SKIPPED: &[&str] = &[
    "atnauthor",
    "atnid",
    "bkmkend",
    "bkmkstart",
    "blipuid",
    "bxe",
    "category",
    "colorschememapping",
    "colortbl",
    "comment",
    "company",
    "datafield",
    "datastore",
    "doccomm",
    "docvar",
    "falt",
    "filetbl",
    "fldinst",
    "generator",
    "hlinkbase",
    "keycode",
    "keywords",
    "latentstyles",
    "listoverridetable",
    "listpicture",
    "listtable",
    "manager",
    "nonesttables",
    "nonshppict",
    "objalias",
    "objclass",
    "objdata",
    "objname",
    "panose",
    "passwordhash",
    "private",
    "revtbl",
    "rsidtbl",
    "rxe",
    "shpinst",
    "shprslt",
    "sn",
    "sp",
    "subject",
    "sv",
    "tc",
    "tcn",
    "template",
    "themedata",
    "title",
    "txe",
    "upr",
    "wgrffmtfilter",
    "xe",
    "xmlnstbl",
];

impl Reader {
    /// A control word, with its number where it has one.
    pub(super) fn word(&mut self, name: &str, number: Option<i32>) {
        if name == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        self.flush();
        self.skip = 0;
        let starred = std::mem::take(&mut self.starred);
        let sink = self.state().sink;
        let is_known = self.place(name, number)
            || self.letters(name)
            || self.table_word(name, number)
            || self.paragraph_word(name, number)
            || self.look_word(name, number)
            || self.document_word(name, number, sink);
        if starred && !is_known {
            self.sink(Sink::Nothing);
        }
    }

    /// Words that say where what follows in the group belongs.
    fn place(&mut self, name: &str, number: Option<i32>) -> bool {
        match name {
            "fonttbl" => self.sink(Sink::FontName),
            "stylesheet" => self.sink(Sink::StyleName),
            // Old lists say their marker once more, for programs that do not count.
            "info" | "pn" | "pntxtb" | "pntxta" | "pnseclvl" | "ffname" | "ffdeftext"
            | "ffformat" | "ffhelptext" | "ffstattext" | "ffentrymcr" | "ffexitmcr" => {
                self.sink(Sink::Nothing);
            }
            "author" => self.sink(Sink::Author),
            "operator" => self.sink(Sink::Changer),
            "listtext" | "pntext" => {
                self.marker.clear();
                self.sink(Sink::Marker);
            }
            "footnote" => self.begin_beside(Beside::Note, false),
            "annotation" => self.begin_beside(Beside::Comment, true),
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
            | "footerf" => self.begin_story(Beside::Margin),
            "pict" => {
                if self.state().sink != Sink::Nothing {
                    self.tally.pictures += 1;
                }
                self.sink(Sink::Nothing);
            }
            "shppict" | "nesttableprops" | "fldrslt" | "field" | "shp" | "shpgrp" | "do" => {}
            "object" => {
                self.tally.objects += 1;
                self.sink(Sink::Nothing);
            }
            // Inside what is skipped: what an object shows, what a shape holds, the same words in Unicode.
            "result" | "ud" => self.sink(Sink::Story),
            "shptxt" => self.begin_story(Beside::Box),
            "dptxbxtext" if self.state().sink == Sink::Story => self.begin_story(Beside::Box),
            "formfield" => {
                self.form = Form::default();
                self.sink(Sink::Form);
            }
            "ffl" => {
                self.form.choices.push(String::new());
                self.sink(Sink::Choice);
            }
            "fftype" => self.form.kind = number.unwrap_or(0),
            "ffres" => self.form.result = number,
            "ffdefres" => self.form.usual = number,
            _ if SKIPPED.binary_search(&name).is_ok() => self.sink(Sink::Nothing),
            _ => return false,
        }
        true
    }

    /// Words that stand for letters.
    fn letters(&mut self, name: &str) -> bool {
        let letters = match name {
            "par" | "sect" | "page" | "column" | "softpage" => {
                if name != "softpage" {
                    self.end_paragraph();
                }
                return true;
            }
            "line" | "lbr" => "\n",
            "tab" => {
                self.tab();
                return true;
            }
            "emdash" => "—",
            "endash" => "–",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            "emspace" | "enspace" | "qmspace" => " ",
            _ => return false,
        };
        self.put(letters);
        true
    }

    fn table_word(&mut self, name: &str, number: Option<i32>) -> bool {
        let state = self.state();
        let depth = state.paragraph.tables().max(1);
        match name {
            "cell" | "nestcell" => {
                let depth = if name == "cell" { 1 } else { depth.max(2) };
                self.finish_paragraph(&state, depth);
                if let Some(story) = self.stories.get_mut(state.story) {
                    story.end_cell(depth);
                }
            }
            "row" | "nestrow" => {
                let depth = if name == "row" { 1 } else { depth.max(2) };
                let plan = self.plans.get(&depth.min(2)).cloned().unwrap_or_default();
                if let Some(story) = self.stories.get_mut(state.story) {
                    story.end_row(depth, plan);
                }
            }
            "trowd" => {
                self.plan_cell = CellPlan::default();
                self.plans.insert(self.plan_key(), RowPlan::default());
            }
            "trleft" => self.plan(|plan| plan.left = number.unwrap_or(0)),
            "trhdr" => self.plan(|plan| plan.header = true),
            "clmrg" => self.plan_cell.joined = true,
            "clvmrg" => self.plan_cell.goes_on = true,
            "cellx" => {
                let cell = CellPlan {
                    right: number.unwrap_or(0),
                    ..std::mem::take(&mut self.plan_cell)
                };
                self.plan(|plan| {
                    if plan.cells.len() < 256 {
                        plan.cells.push(cell);
                    }
                });
            }
            _ => return false,
        }
        true
    }

    /// Whether the row being planned stands in a table in a table.
    fn plan_key(&self) -> usize {
        self.state().paragraph.tables().clamp(1, 2)
    }

    fn plan(&mut self, change: impl FnOnce(&mut RowPlan)) {
        let key = self.plan_key();
        change(self.plans.entry(key).or_default());
    }

    fn paragraph_word(&mut self, name: &str, number: Option<i32>) -> bool {
        let Some(group) = self.groups.last_mut() else {
            return false;
        };
        let paragraph = &mut group.paragraph;
        match name {
            "pard" => *paragraph = Paragraph::default(),
            "intbl" => paragraph.in_table = true,
            "itap" => paragraph.depth = number,
            "outlinelevel" if group.sink == Sink::StyleName => {
                let style = self.tables.styles.entry(paragraph.style).or_default();
                style.outline = number;
            }
            "outlinelevel" => paragraph.outline = number,
            "ilvl" => paragraph.level = number.unwrap_or(0),
            // Of a style for letters or for tables only the name is nobody's.
            "cs" | "ds" | "ts" if group.sink == Sink::StyleName => group.sink = Sink::Nothing,
            "cs" | "ds" | "ts" => {}
            "s" => {
                paragraph.style = number.unwrap_or(0);
                if group.sink == Sink::StyleName {
                    self.tables
                        .styles
                        .insert(paragraph.style, state::Style::default());
                }
            }
            _ => return false,
        }
        true
    }

    fn look_word(&mut self, name: &str, number: Option<i32>) -> bool {
        let Some(group) = self.groups.last_mut() else {
            return false;
        };
        let is_on = number != Some(0);
        match name {
            "plain" => {
                group.plain();
                group.font = self.usual_font;
            }
            "b" => group.look.bold = is_on,
            "i" => group.look.italic = is_on,
            "fs" => {
                group.look.size = number
                    .and_then(|size| u32::try_from(size).ok())
                    .unwrap_or(24);
            }
            "strike" | "striked" => group.struck = is_on,
            "v" => group.hidden = is_on,
            "deleted" => group.deleted = is_on,
            "revised" => group.inserted = is_on,
            "revdttmdel" => group.changed.0 = number.and_then(state::packed_day),
            "revdttm" => group.changed.1 = number.and_then(state::packed_day),
            "f" => {
                group.font = number.unwrap_or(0);
                if group.sink == Sink::FontName {
                    self.tables.fonts.insert(group.font, state::Font::default());
                }
            }
            "fcharset" => {
                let font = self.tables.fonts.entry(group.font).or_default();
                font.encoding = number.and_then(state::by_charset);
                font.signs = number == Some(2);
            }
            "cpg" => {
                let font = self.tables.fonts.entry(group.font).or_default();
                font.encoding = number.and_then(state::by_code_page);
            }
            "uc" => {
                group.instead = number
                    .and_then(|count| usize::try_from(count).ok())
                    .unwrap_or(1);
            }
            _ => return false,
        }
        true
    }

    fn document_word(&mut self, name: &str, number: Option<i32>, sink: Sink) -> bool {
        match name {
            "rtf" | "ansi" => {}
            "ansicpg" => {
                self.encoding = number
                    .and_then(state::by_code_page)
                    .unwrap_or(encoding_rs::WINDOWS_1252);
            }
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "deff" => {
                self.usual_font = number.unwrap_or(0);
                if let Some(group) = self.groups.last_mut() {
                    group.font = self.usual_font;
                }
            }
            "version" if sink == Sink::Nothing => {
                self.inside.revisions = number.and_then(|count| u32::try_from(count).ok());
            }
            "creatim" => self.day(Day::Made),
            "revtim" => self.day(Day::Changed),
            "printim" => self.day(Day::Printed),
            "yr" | "mo" | "dy" => {
                let number = number.unwrap_or(0);
                if let Some(group) = self.groups.last_mut() {
                    match name {
                        "yr" => group.written.0 = number,
                        "mo" => group.written.1 = number,
                        _ => group.written.2 = number,
                    }
                }
                self.written_day();
            }
            _ => return false,
        }
        true
    }

    fn day(&mut self, day: Day) {
        if let Some(group) = self.groups.last_mut() {
            group.day = Some(day);
            group.sink = Sink::Nothing;
        }
    }

    fn written_day(&mut self) {
        let state = self.state();
        let (year, month, day) = state.written;
        let part = |part: i32| i8::try_from(part).ok();
        let date = i16::try_from(year)
            .ok()
            .zip(part(month).zip(part(day)))
            .and_then(|(year, (month, day))| jiff::civil::Date::new(year, month, day).ok());
        match state.day {
            Some(Day::Made) => self.inside.created = date,
            Some(Day::Changed) => self.inside.modified = date,
            Some(Day::Printed) => self.inside.printed = date,
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SKIPPED;

    #[test]
    fn the_words_are_in_order() {
        assert!(SKIPPED.is_sorted());
    }
}
