//! The open document shown as it looks: which page, how close, what part of it is marked, and what hangs on it.
//!
//! Owns where the two are on a page. What a page is drawn from, and by whom, is the desk's business; with which signs, the view's.

use std::sync::Arc;

use crate::{
    casework::{
        DocumentNo, Part, Region, Sha256,
        anchor::WHOLE as REGION_WHOLE,
        document::{Document, Version},
    },
    desk::{
        pages::Item,
        picture::{Drawn, Form, View, WHOLE, Window},
    },
};

/// How close one can go, in parts of a hundred of a page that fits.
pub const ZOOMS: [u16; 12] = [
    100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3200, 4800,
];

/// Rows the page and its line take off the file's side, and columns its signs do.
pub const LINE: u16 = 1;

/// Columns before the page: the sign of what hangs there, and one free.
pub const SIGNS: u16 = 2;

/// A part of the page being marked, in parts of [`WHOLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where it is.
    pub frame: Window,
    /// Whether the arrows change its size; else they move it.
    pub sizing: bool,
    /// Whether it is the whole page.
    pub whole: bool,
}

/// Something that hangs on the page in sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hanging {
    /// The part of the page; the whole page where there is none.
    pub part: Option<Part>,
    /// What hangs there.
    pub item: Item,
}

/// The open document shown as it looks.
#[derive(Clone, Debug)]
pub struct Looking {
    /// The document.
    pub document: DocumentNo,
    /// The bytes its pages are drawn from.
    pub version: Sha256,
    /// Whether they are an earlier version.
    pub earlier: bool,
    /// What its file is called.
    pub name: String,
    /// How many pages it has.
    pub pages: u32,
    /// The page in sight, from 1.
    pub page: u32,
    /// How close: an index into [`ZOOMS`].
    pub zoom: usize,
    /// The middle of what is in sight, in parts of [`WHOLE`].
    pub middle: (u32, u32),
    /// What was drawn last, and what was asked for then.
    pub drawn: Option<(View, Arc<Drawn>)>,
    /// The same packed, as it was asked for; empty where it could not be.
    pub packed: (Form, Arc<[u8]>),
    /// What is being drawn.
    pub drawing: Option<View>,
    /// What could not be drawn, and why.
    pub failed: Option<(View, String)>,
    /// A part of the page being marked.
    pub marked: Option<Marked>,
    /// What hangs on the page.
    pub hanging: Vec<Hanging>,
    /// The region gone to last, shown stronger than the others.
    pub shown: Option<Region>,
}

impl Looking {
    /// At the first page of a version of a document; `None` where it has no pages to look at.
    #[must_use]
    pub fn at(document: &Document, version: &Version) -> Option<Self> {
        let pages = version.pictures();
        (pages > 0).then(|| Self {
            document: document.no,
            version: version.sha256,
            earlier: document
                .latest()
                .is_some_and(|latest| latest.sha256 != version.sha256),
            name: document.names.first().cloned().unwrap_or_default(),
            pages,
            page: 1,
            zoom: 0,
            middle: (WHOLE / 2, WHOLE / 2),
            drawn: None,
            packed: (Form::Points, Arc::default()),
            drawing: None,
            failed: None,
            marked: None,
            hanging: Vec::new(),
            shown: None,
        })
    }

    /// Goes to a page, from its top where one is close; whether there is one.
    pub fn turn_to(&mut self, page: u32, from_top: bool) -> bool {
        if page == 0 || page > self.pages || page == self.page {
            return false;
        }
        self.page = page;
        self.marked = None;
        self.shown = None;
        // Of a page that fits the middle is in sight, of another its beginning, or its end.
        self.middle.1 = match (self.zoom, from_top) {
            (0, _) => WHOLE / 2,
            (_, true) => 0,
            (_, false) => WHOLE,
        };
        true
    }

    /// What is in sight, as far as it was drawn; the whole page else.
    #[must_use]
    pub fn window(&self) -> Window {
        self.in_sight().map_or(
            Window {
                left: 0,
                top: 0,
                right: WHOLE,
                bottom: WHOLE,
            },
            |drawn| drawn.window,
        )
    }

    /// The picture of the page in sight, where it is drawn: perhaps from a little further, never of another page.
    #[must_use]
    pub fn in_sight(&self) -> Option<&Arc<Drawn>> {
        self.drawn
            .as_ref()
            .filter(|(view, _)| view.page == self.page)
            .map(|(_, drawn)| drawn)
    }

    /// Why the page in sight is not drawn, where it could not be.
    #[must_use]
    pub fn why_not(&self, view: &View) -> Option<&str> {
        self.failed
            .as_ref()
            .filter(|(failed, _)| failed == view)
            .map(|(_, why)| why.as_str())
    }

    /// The middle brought to where the picture really is: at the edge of a page nothing moves further.
    pub fn settle_middle(&mut self) {
        if self.zoom == 0 {
            return;
        }
        let window = self.window();
        let inside = |at: u32, from: u32, to: u32| {
            let half = (to - from) / 2;
            at.clamp(half, WHOLE - half)
        };
        self.middle = (
            inside(self.middle.0, window.left, window.right),
            inside(self.middle.1, window.top, window.bottom),
        );
    }

    /// Brings a part of the page into sight.
    pub fn show(&mut self, frame: Window) {
        if self.zoom == 0 {
            return;
        }
        let window = self.window();
        let shift = |middle: u32, (from, to): (u32, u32), (first, last): (u32, u32)| {
            if first < from {
                middle.saturating_sub(from - first)
            } else if last > to {
                (middle + (last - to)).min(WHOLE)
            } else {
                middle
            }
        };
        self.middle = (
            shift(
                self.middle.0,
                (window.left, window.right),
                (frame.left, frame.right),
            ),
            shift(
                self.middle.1,
                (window.top, window.bottom),
                (frame.top, frame.bottom),
            ),
        );
        self.settle_middle();
    }

    /// The marked part as the record keeps it.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        let marked = self.marked?;
        Some(Region {
            document: self.document,
            version: self.version,
            page: self.page,
            part: (!marked.whole).then(|| part_of(marked.frame)),
        })
    }
}

/// A frame as the record keeps it.
#[must_use]
pub fn part_of(frame: Window) -> Part {
    let down = |at: u32| {
        let share = u64::from(at) * u64::from(REGION_WHOLE) / u64::from(WHOLE);
        u16::try_from(share).unwrap_or(REGION_WHOLE)
    };
    let up = |at: u32| {
        let share = (u64::from(at) * u64::from(REGION_WHOLE)).div_ceil(u64::from(WHOLE));
        u16::try_from(share).unwrap_or(REGION_WHOLE)
    };
    Part {
        left: down(frame.left),
        top: down(frame.top),
        right: up(frame.right),
        bottom: up(frame.bottom),
    }
    .within()
}

/// A part the record keeps, as a frame.
#[must_use]
pub fn frame_of(part: Part) -> Window {
    let part = part.within();
    let wide = |at: u16| u32::from(at) * (WHOLE / u32::from(REGION_WHOLE));
    Window {
        left: wide(part.left),
        top: wide(part.top),
        right: wide(part.right),
        bottom: wide(part.bottom),
    }
}
