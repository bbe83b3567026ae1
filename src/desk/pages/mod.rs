//! One plain model a screen: what there is to see, in what order and in which role, with nothing about how it is drawn.
//!
//! The terminal draws these and `alongside show` prints them, so that both always say the same. A page is a list of items; an item is
//! what the two people can stand on (a remark, a finding, a service …) with its lines.

pub mod cases;
pub mod clocks;
pub mod closing;
pub mod discussion;
pub mod document;
pub mod findings;
pub mod history;
pub mod journey;
pub mod package;
pub mod refer_backs;
pub mod seals;

pub use package::PackageItem;

use std::fmt::Write as _;

use crate::casework::{
    ActionNo, Anchor, Case, CaseNo, FindingNo, ReferBackNo, RemarkNo, ServiceNo, Spot,
    document::Document, earlier::changed_since,
};

/// What the two people can stand on in a page.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A case of the inspection.
    Case(CaseNo),
    /// A remark.
    Remark(RemarkNo),
    /// A finding.
    Finding(FindingNo),
    /// A service of the package.
    Service(ServiceNo),
    /// An action.
    Action(ActionNo),
    /// A refer-back.
    ReferBack(ReferBackNo),
    /// Something of the child's journey.
    Journey(JourneyItem),
    /// Something of the package of support, apart from a service itself.
    Package(PackageItem),
}

impl Item {
    /// The service it is, or is a part of.
    #[must_use]
    pub fn service(self) -> Option<ServiceNo> {
        match self {
            Self::Service(no) => Some(no),
            Self::Package(item) => item.service(),
            _ => None,
        }
    }
}

/// What the two people can stand on in the journey. The same record may stand in several lists of one page.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum JourneyItem {
    /// Something that happened.
    Happening(Spot),
    /// A silence, by its place among the journey's.
    Silence(u32),
    /// A record among those written late.
    Late(Spot),
    /// A record among those written since the inspection began.
    Since(Spot),
    /// A record among those whose words stand elsewhere too.
    Copied(Spot),
    /// A record among those whose day cannot be.
    Undated(Spot),
    /// A clock, by its place among the journey's.
    Clock(u32),
}

impl JourneyItem {
    /// The record it is; none for a silence or a clock.
    #[must_use]
    pub fn spot(self) -> Option<Spot> {
        match self {
            Self::Happening(spot)
            | Self::Late(spot)
            | Self::Since(spot)
            | Self::Copied(spot)
            | Self::Undated(spot) => Some(spot),
            Self::Silence(_) | Self::Clock(_) => None,
        }
    }
}

/// What a piece of a line is, so that a theme can colour it and a reader without colour still has its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Words people wrote.
    Words,
    /// Who said it.
    Person,
    /// Words of a document.
    Quote,
    /// Something not there.
    Absence,
    /// Times, places, numbers: beside the matter.
    Quiet,
    /// A heading inside the page.
    Heading,
    /// Agreed.
    Agreed,
    /// Not agreed.
    NotAgreed,
    /// Waits for somebody.
    Waiting,
    /// Parked, withdrawn, undone.
    Aside,
    /// Never offered, a gap.
    Gap,
}

/// One line of an item before it is wrapped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Line {
    /// Columns it is set in.
    pub indent: u16,
    /// What stands before it in a column of its own; empty where it has none.
    pub label: &'static str,
    /// Its pieces, in order.
    pub pieces: Vec<(Role, String)>,
    /// A short piece set at the right edge of the first row, where there is room.
    pub right: Option<String>,
}

impl Line {
    /// A line of one piece.
    #[must_use]
    pub fn new(indent: u16, role: Role, words: impl Into<String>) -> Self {
        Self {
            indent,
            label: "",
            pieces: vec![(role, words.into())],
            right: None,
        }
    }

    /// With a label before it.
    #[must_use]
    pub fn label(mut self, label: &'static str) -> Self {
        self.label = label;
        self
    }

    /// With one more piece.
    #[must_use]
    pub fn and(mut self, role: Role, words: impl Into<String>) -> Self {
        self.pieces.push((role, words.into()));
        self
    }

    /// With a piece at the right edge.
    #[must_use]
    pub fn right(mut self, words: impl Into<String>) -> Self {
        self.right = Some(words.into());
        self
    }
}

/// One item of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageItem {
    /// What it is; `None` for headings and the like.
    pub item: Option<Item>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Whether no free row parts it from the one before.
    pub close: bool,
    /// Whether it stands beside the one before it, where there is room.
    pub beside: bool,
}

/// A page: what there is, or a sentence that says there is nothing yet and what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its items, in order.
    pub items: Vec<PageItem>,
    /// What is said when there are none.
    pub empty: &'static str,
}

impl Page {
    /// An empty page with what it says while it is empty.
    #[must_use]
    pub fn new(empty: &'static str) -> Self {
        Self {
            items: Vec::new(),
            empty,
        }
    }

    /// Adds an item.
    pub fn push(&mut self, item: impl Into<Option<Item>>, lines: Vec<Line>) {
        self.items.push(PageItem {
            item: item.into(),
            lines,
            close: false,
            beside: false,
        });
    }

    /// Adds an item with no free row before it; `beside` the one before, where there is room.
    pub fn cell(&mut self, item: impl Into<Option<Item>>, lines: Vec<Line>, beside: bool) {
        self.items.push(PageItem {
            item: item.into(),
            lines,
            close: true,
            beside,
        });
    }

    /// Adds a heading with a blank line before it, except at the top.
    pub fn heading(&mut self, words: impl Into<String>) {
        let heading = Line::new(0, Role::Heading, words);
        let lines = if self.items.is_empty() {
            vec![heading]
        } else {
            vec![Line::default(), heading]
        };
        self.push(None, lines);
    }

    /// What can be stood on, in order.
    pub fn stops(&self) -> impl DoubleEndedIterator<Item = Item> {
        self.items.iter().filter_map(|item| item.item)
    }

    /// The page as plain text, for `alongside show` and for screen readers.
    #[must_use]
    pub fn to_text(&self) -> String {
        if self.items.is_empty() {
            return format!("{}\n", self.empty);
        }
        let mut text = String::new();
        for line in self.items.iter().flat_map(|item| &item.lines) {
            let words: String = line
                .pieces
                .iter()
                .map(|(_, words)| words.as_str())
                .collect();
            let right = line
                .right
                .as_deref()
                .map_or_else(String::new, |right| format!("  [{right}]"));
            let label = match line.label {
                "" | " " => String::new(),
                label => format!("{label}: "),
            };
            let row = format!(
                "{:indent$}{label}{words}{right}",
                "",
                indent = usize::from(line.indent)
            );
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", row.trim_end());
        }
        text
    }
}

/// An anchor as one line: the words (or what is not there) and where.
#[must_use]
pub fn anchor_line(case: &Case, anchor: &Anchor, indent: u16) -> Line {
    match anchor {
        Anchor::Passage(passage) => {
            let document = case.documents.get(&passage.document);
            let title = document.map_or("document", |document| document.title.as_str());
            let mut place = format!("{title} {}", passage.place());
            if document
                .and_then(Document::latest)
                .is_some_and(|latest| latest.sha256 != passage.version)
            {
                place.push_str(if changed_since(case, passage).is_some() {
                    " (earlier text: these words changed since)"
                } else {
                    " (earlier text)"
                });
            }
            Line::new(
                indent,
                Role::Quote,
                format!("“{}”", one_line(&passage.quote)),
            )
            .and(Role::Quiet, format!("  {place}"))
        }
        Anchor::Region(region) => {
            let document = case.documents.get(&region.document);
            let title = document.map_or("document", |document| document.title.as_str());
            let earlier = document
                .and_then(Document::latest)
                .is_some_and(|latest| latest.sha256 != region.version);
            let earlier = if earlier { " (earlier version)" } else { "" };
            Line::new(indent, Role::Quote, format!("shown: {}", region.place()))
                .and(Role::Quiet, format!("  {title}{earlier}"))
        }
        Anchor::Absence(absence) => {
            let looked_in = match absence.looked_in.as_str() {
                "" => String::new(),
                looked_in => format!(" — looked in: {looked_in}"),
            };
            Line::new(
                indent,
                Role::Absence,
                format!("not found: {}", absence.looked_for),
            )
            .and(Role::Quiet, looked_in)
        }
    }
}

/// Words of a document on one line: a line feed is a space, a tab between two cells a bar.
#[must_use]
pub fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    let mut put = |word: &str| {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    };
    for (at, cell) in words.split('\t').enumerate() {
        if at > 0 {
            put("|");
        }
        cell.split_whitespace().for_each(&mut put);
    }
    line
}
