//! What was met in a whole document beside its words, and is to be said: changes, comments, notes, pictures.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::xml::Element;
use crate::{
    casework::time::day as shown,
    reading::{builder::Builder, inside},
};

/// How many comments may be open over the same words; further ones are only pointed at.
const OPEN_CAP: usize = 8;

/// A document more of whose letters were inserted than this share, in percent, is signed as a whole and not word by word.
const NEARLY_ALL: usize = 90;

/// What was met in a whole document and is to be said.
#[derive(Debug, Default)]
pub struct Tally {
    /// Pictures and drawings not shown.
    pub pictures: usize,
    /// Embedded objects not shown.
    pub objects: usize,
    /// Passages deleted under tracked changes.
    pub deleted: usize,
    /// Passages inserted under tracked changes.
    pub inserted: usize,
    /// Hidden passages.
    pub hidden: usize,
    /// Numbers of notes and comments in the order they are pointed at: kind and id.
    pub notes: Vec<(&'static str, String)>,
    /// Comments whose words are being read: their id and number.
    pub open: Vec<(String, u32)>,
    /// Nearly everything was inserted: signs around all of it would say nothing.
    pub all_inserted: bool,
    /// Whoever changed something: compared, counted and forgotten.
    writers: BTreeSet<String>,
    days: BTreeSet<Date>,
}

impl Tally {
    /// A tally for a document with this body.
    pub fn new(document: &Element) -> Self {
        let (inserted, all) = letters(document, false);
        Self {
            all_inserted: inserted > 0 && inserted * 100 > all * NEARLY_ALL,
            ..Self::default()
        }
    }

    /// Insertions, deletions and moves under tracked changes.
    pub fn tracked_changes(&self) -> u32 {
        u32::try_from(self.deleted + self.inserted).unwrap_or(u32::MAX)
    }

    /// Takes note of a change and gives its day.
    pub fn change(&mut self, element: &Element) -> Option<Date> {
        if let Some(writer) = element.attribute("author") {
            self.writers.insert(writer.trim().to_lowercase());
        }
        let day = element.attribute("date").and_then(inside::day);
        self.days.extend(day);
        day
    }

    /// How a note is pointed at: `[note 2]`, `[comment 1]`.
    pub fn sign(&mut self, kind: &'static str, id: &str) -> String {
        let word = if kind == "comment" { kind } else { "note" };
        format!("[{word} {}]", self.number(kind, id))
    }

    /// The number of a note or comment, in the order they are pointed at.
    pub fn number(&mut self, kind: &'static str, id: &str) -> u32 {
        let is_comment = kind == "comment";
        let same = |known: &&(&'static str, String)| (known.0 == "comment") == is_comment;
        let place = self
            .notes
            .iter()
            .filter(same)
            .position(|known| known.0 == kind && known.1 == id);
        let place = place.unwrap_or_else(|| {
            self.notes.push((kind, id.to_owned()));
            self.notes.iter().filter(same).count() - 1
        });
        u32::try_from(place + 1).unwrap_or(u32::MAX)
    }

    /// The words of a comment begin or end here.
    pub fn comment_range(&mut self, element: &Element) {
        let id = element.attribute("id").unwrap_or_default();
        if element.name == "commentRangeEnd" {
            self.open.retain(|open| open.0 != id);
        } else if self.open.len() < OPEN_CAP {
            let number = self.number("comment", id);
            self.open.push((id.to_owned(), number));
        }
    }

    /// Says it all in remarks.
    pub fn say(&self, builder: &mut Builder) {
        said(
            builder,
            self.pictures,
            "One picture is not shown.",
            "pictures are not shown.",
        );
        said(
            builder,
            self.objects,
            "One embedded object is not shown.",
            "embedded objects are not shown.",
        );
        said(
            builder,
            self.deleted,
            "Tracked changes: one passage was deleted; it stands as [deleted: …].",
            "passages were deleted under tracked changes; they stand as [deleted: …].",
        );
        if self.all_inserted {
            builder.remark("Nearly the whole document was written under tracked changes: what was inserted has no sign around it.");
        } else {
            said(
                builder,
                self.inserted,
                "Tracked changes: one passage was inserted later; it stands as [inserted: …].",
                "passages were inserted later under tracked changes; they stand as [inserted: …].",
            );
        }
        said(
            builder,
            self.hidden,
            "One passage is hidden in the document; it stands as [hidden: …].",
            "passages are hidden in the document; they stand as [hidden: …].",
        );
        if self.deleted + self.inserted > 0 {
            self.say_when(builder);
        }
    }

    fn say_when(&self, builder: &mut Builder) {
        let by = match self.writers.len() {
            0 => return,
            1 => "by one person".to_owned(),
            count => format!("by {count} different people"),
        };
        let when = match (self.days.first(), self.days.last()) {
            (Some(first), Some(last)) if first == last => format!(", on {}", shown(*first)),
            (Some(first), Some(last)) => {
                format!(", from {} to {}", shown(*first), shown(*last))
            }
            _ => String::new(),
        };
        builder.remark(format!(
            "The tracked changes were made {by}{when}, as the document says."
        ));
    }
}

fn said(builder: &mut Builder, count: usize, one: &str, many: &str) {
    match count {
        0 => {}
        1 => builder.remark(one),
        count => builder.remark(format!("{count} {many}")),
    }
}

/// Letters under insertions, and all that are not deleted.
fn letters(element: &Element, inserted: bool) -> (usize, usize) {
    let mut sum = (0, 0);
    for child in element.elements() {
        let (own, all) = match child.name {
            "del" | "moveFrom" => continue,
            "t" => {
                let count = child.letters();
                (if inserted { count } else { 0 }, count)
            }
            name => letters(child, inserted || matches!(name, "ins" | "moveTo")),
        };
        sum = (sum.0 + own, sum.1 + all);
    }
    sum
}
