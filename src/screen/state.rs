//! Everything the screen knows. Changed only by `update`; drawn only by `view`. Holds no file, no thread and no clock.

mod shelf;

pub use super::effect::Effect;
pub use shelf::{Older, Place, Shelved};

use std::{
    collections::{BTreeMap, VecDeque},
    path::PathBuf,
    sync::Arc,
};

use super::{
    action::{Table, Where},
    door::Door,
    form::Draft,
    journey::JourneyUi,
    layers::Layer,
    looking::Looking,
    package::PackageUi,
    prefs::Prefs,
    theme::Theme,
    update::Quiet,
    view::page::Colours,
    ways::Known,
    widgets::{
        line_edit::LineEdit,
        page::{Laid, RowAt},
    },
};
use crate::{
    casework::{
        Anchor, Case, CaseNo, DocumentNo, Framework, Inspection, Moment, Passage, Room, Sha256,
        event::{Event, NewEntry},
        rules::Refusal,
        walk::Step,
    },
    desk::{
        compare::Compared,
        messages::Request,
        pages::{Item, Page, cases::InspectionPage},
        text::{OpenText, Wrapped},
    },
};

/// Everything the screen knows.
#[derive(Debug)]
pub struct State {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What the clock says, as far as the screen was told.
    pub now: Moment,
    /// The table of actions with the person's own keys.
    pub table: Arc<Table>,
    /// What the person prefers.
    pub prefs: Prefs,
    /// The colours in force.
    pub theme: Theme,
    /// Whether colours are left out.
    pub no_colour: bool,
    /// What the terminal shows of colours.
    pub colours: Colours,
    /// What is known of how it shows pictures.
    pub pictures: Known,
    /// Which page is in front.
    pub page: Where,
    /// The start screen.
    pub start: Start,
    /// The inspection that is open.
    pub open: Option<Open>,
    /// What lies over the page, the uppermost last.
    pub layers: Vec<Layer>,
    /// The last thing said to the two, until the next key.
    pub said: Option<Said>,
    /// Acts on their way to the disk.
    pub keeping: VecDeque<Keeping>,
    /// Keys pressed while an act was on its way: they wait for it, in order.
    pub deferred: VecDeque<super::Input>,
    /// The number the next act on its way gets.
    pub next_token: u64,
    /// A page with nothing but a place for the passphrase, in front of everything.
    pub door: Option<Door>,
    /// What is shown of an inspection while its record is being read. Only looked at: keys wait.
    pub front: Option<Box<State>>,
    /// How long nobody has touched a key.
    pub quiet: Quiet,
    /// What the desk is busy with.
    pub under_way: UnderWay,
    /// Whether an inspection is being opened or set up.
    pub opening: bool,
    /// Half-typed words put aside with Esc.
    pub aside: Vec<Draft>,
    /// Whether the resume record is behind.
    pub resume_stale: bool,
}

/// What the desk is busy with, and will say when it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnderWay {
    /// Case files being taken in from this folder.
    pub intake: Option<PathBuf>,
    /// Notes being written out.
    pub export: bool,
    /// The record being checked.
    pub verify: bool,
    /// A signature or a seal being made.
    pub closing: bool,
    /// A folder being compared.
    pub compare: bool,
    /// Documents being opened with a password.
    pub unlocking: bool,
}

impl UnderWay {
    /// Whether anything is.
    #[must_use]
    pub fn any(&self) -> bool {
        self.intake.is_some()
            || self.export
            || self.verify
            || self.closing
            || self.compare
            || self.unlocking
    }
}

/// Something said to the two at the bottom of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub words: String,
    /// Whether it says that something could not be done.
    pub refusal: bool,
}

/// An act on its way to the disk.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// Told back with the answer.
    pub token: u64,
    /// The form it was written in, to go back to if it is refused.
    pub form: Option<Draft>,
    /// What to do once it is kept.
    pub then: Then,
}

/// What follows when an act is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Then {
    /// Nothing but the word "kept".
    #[default]
    Nothing,
    /// Say this.
    Say(String),
    /// Stand on this item, on the side of the discussion.
    Select(Item),
    /// Show whose pen it is now.
    ShowPen,
    /// Open this case's sitting page.
    Enter(CaseNo),
    /// Go to the list of cases.
    ToCases,
    /// Show the list of people somebody was named from again.
    RoomAgain,
}

/// The start screen.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Inspections opened lately, the newest first.
    pub recent: Vec<PathBuf>,
    /// The row under the pointer.
    pub at: usize,
    /// Where new inspections are offered to go.
    pub home: PathBuf,
}

/// An open inspection.
#[derive(Debug)]
pub struct Open {
    /// Its folder.
    pub folder: PathBuf,
    /// The fold of its record.
    pub inspection: Inspection,
    /// Its framework.
    pub framework: Framework,
    /// The list of cases.
    pub cases: CasesUi,
    /// The sitting in front, or the one looked at last.
    pub sitting: Option<SittingUi>,
    /// Why nothing can be added, where that is so.
    pub read_only: Option<String>,
    /// What was compared last.
    pub compared: Option<Arc<Compared>>,
}

/// The list of cases.
#[derive(Clone, Debug, Default)]
pub struct CasesUi {
    /// What is typed to narrow it.
    pub filter: LineEdit,
    /// The page, made anew after each kept entry.
    pub page: InspectionPage,
    /// The rows in sight after filtering, as indexes into the page's rows.
    pub shown: Vec<usize>,
    /// The row under the pointer, as an index into `shown`.
    pub at: usize,
    /// Entries the page was made from.
    pub made_from: u64,
}

/// Which side has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Focus {
    /// The case file.
    #[default]
    File,
    /// The discussion.
    Talk,
}

/// What is shown on the right.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// What was said.
    #[default]
    Discussion,
    /// The package of support.
    Package,
    /// Findings and actions.
    Findings,
    /// The child's journey.
    Journey,
}

/// Which end of a mark the word keys move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkEnd {
    /// The last word.
    #[default]
    Last,
    /// The first word.
    First,
}

/// Words being marked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Which end moves.
    pub moving: MarkEnd,
    /// Where the mouse went down, while it is down.
    pub dragged_from: Option<usize>,
}

/// A place where words were found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Hit {
    /// In which document.
    pub document: DocumentNo,
    /// Its bytes there.
    pub range: std::ops::Range<usize>,
}

/// Words that were looked for, and where they are.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Found {
    /// As typed.
    pub query: String,
    /// Every place, in reading order.
    pub hits: Vec<Hit>,
    /// The one gone to last.
    pub at: usize,
}

/// The sitting's screen.
#[derive(Debug)]
pub struct SittingUi {
    /// The case.
    pub case: CaseNo,
    /// Its documents in reading order.
    pub order: Vec<DocumentNo>,
    /// The document open on the left.
    pub document: Option<DocumentNo>,
    /// Texts, as they come.
    pub shelf: BTreeMap<DocumentNo, Shelved>,
    /// The open document wrapped, with the document it belongs to.
    pub wrapped: Option<(DocumentNo, Arc<Wrapped>)>,
    /// A wrapping asked for and not yet here: document and width.
    pub wrapping: Option<(DocumentNo, u16)>,
    /// Where the reader is in each document.
    pub places: BTreeMap<DocumentNo, Place>,
    /// The column that follows the first one in tables wider than the pane, where they were moved, and the byte that was read then.
    pub sideways: BTreeMap<DocumentNo, (usize, usize)>,
    /// Words being marked.
    pub mark: Option<Mark>,
    /// Words looked for.
    pub found: Option<Found>,
    /// The side with the focus.
    pub focus: Focus,
    /// What is shown on the right.
    pub tab: Tab,
    /// The item stood on, a tab.
    pub selected: BTreeMap<Tab, Item>,
    /// The first row in sight on the right.
    pub talk_top: usize,
    /// Whether one side has the whole screen.
    pub zoom: bool,
    /// The step of the walk gone to last.
    pub walked: Option<Step>,
    /// The right side's page.
    pub talk: Page,
    /// Its rows: the item's index in the page, and which of its rows.
    pub talk_rows: Vec<RowAt>,
    /// What is kept from one laying to the next.
    pub laid: Laid,
    /// What the rows were made from: entries, tab, columns, theme.
    pub talk_made_from: Option<(u64, Tab, u16, String)>,
    /// Where things hang on the open document: byte range, and what.
    pub hangings: Vec<(std::ops::Range<usize>, Item)>,
    /// The child's journey.
    pub journey: JourneyUi,
    /// What the hangings were made from: entries and document, and whether its text was there.
    pub hangings_made_from: Option<(u64, DocumentNo, bool)>,
    /// Words to go to as soon as the text they stand in is here.
    pub wanted: Option<Anchor>,
    /// The package of support.
    pub package: PackageUi,
    /// Words gone to last and not found in the present text.
    pub not_found: Option<Passage>,
    /// An older text in place of the present one of a document.
    pub older: Option<Older>,
    /// The open document shown as it looks, while it is.
    pub looking: Option<Looking>,
}

impl SittingUi {
    /// The screen of a case, nothing opened yet.
    #[must_use]
    pub fn new(case: CaseNo, order: Vec<DocumentNo>) -> Self {
        Self {
            case,
            document: order.first().copied(),
            order,
            shelf: BTreeMap::new(),
            wrapped: None,
            wrapping: None,
            places: BTreeMap::new(),
            sideways: BTreeMap::new(),
            mark: None,
            found: None,
            focus: Focus::File,
            tab: Tab::Discussion,
            selected: BTreeMap::new(),
            talk_top: 0,
            zoom: false,
            walked: None,
            talk: Page::default(),
            talk_rows: Vec::new(),
            laid: Laid::default(),
            talk_made_from: None,
            hangings: Vec::new(),
            journey: JourneyUi::default(),
            hangings_made_from: None,
            wanted: None,
            package: PackageUi::default(),
            not_found: None,
            older: None,
            looking: None,
        }
    }

    /// The older text in front, where one is.
    #[must_use]
    pub fn older(&self) -> Option<&Older> {
        self.older
            .as_ref()
            .filter(|older| Some(older.document) == self.document)
    }

    /// Which version and text of the open document are in front.
    #[must_use]
    pub fn shown(&self, case: &Case) -> Option<(Sha256, Sha256)> {
        if let Some(older) = self.older() {
            return Some((older.version, older.text));
        }
        let document = case.documents.get(&self.document?)?;
        Some((document.latest()?.sha256, document.text()?.sha256))
    }

    /// The text in front of the open document, as far as it has come.
    #[must_use]
    pub fn shelved(&self) -> Option<&Shelved> {
        match self.older() {
            Some(older) => Some(&older.shelved),
            None => self.shelf.get(&self.document?),
        }
    }

    /// The open document's text, where it is here.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<OpenText>> {
        match self.shelved() {
            Some(Shelved::Here(text)) => Some(text),
            _ => None,
        }
    }

    /// The open document wrapped, where that is done.
    #[must_use]
    pub fn wrapped(&self) -> Option<&Arc<Wrapped>> {
        self.wrapped
            .as_ref()
            .filter(|(document, _)| Some(*document) == self.document)
            .map(|(_, wrapped)| wrapped)
    }

    /// Where the reader is in the open document.
    #[must_use]
    pub fn place(&self) -> Place {
        self.document
            .and_then(|document| self.places.get(&document))
            .copied()
            .unwrap_or_default()
    }

    /// The item stood on at the right.
    #[must_use]
    pub fn item(&self) -> Option<Item> {
        self.selected.get(&self.tab).copied()
    }
}

impl State {
    /// The screen before anything is open.
    #[must_use]
    pub fn new(
        table: Arc<Table>,
        prefs: Prefs,
        no_colour: bool,
        now: Moment,
        size: (u16, u16),
    ) -> Self {
        let theme = Theme::load(prefs.theme, no_colour);
        Self {
            size,
            now,
            table,
            prefs,
            theme,
            no_colour,
            colours: Colours::default(),
            pictures: Known::default(),
            page: Where::Start,
            start: Start::default(),
            open: None,
            layers: Vec::new(),
            said: None,
            keeping: VecDeque::new(),
            deferred: VecDeque::new(),
            next_token: 1,
            door: None,
            front: None,
            quiet: Quiet::default(),
            under_way: UnderWay::default(),
            opening: false,
            aside: Vec::new(),
            resume_stale: false,
        }
    }

    /// The sitting's screen, while it is in front.
    #[must_use]
    pub fn sitting(&self) -> Option<&SittingUi> {
        self.open
            .as_ref()
            .and_then(|open| open.sitting.as_ref())
            .filter(|_| self.page == Where::Sitting)
    }

    /// The same, to change.
    pub fn sitting_mut(&mut self) -> Option<&mut SittingUi> {
        let in_front = self.page == Where::Sitting;
        self.open
            .as_mut()
            .and_then(|open| open.sitting.as_mut())
            .filter(|_| in_front)
    }

    /// The case in front: the sitting's, or the one under the pointer in the list.
    #[must_use]
    pub fn case_no(&self) -> Option<CaseNo> {
        let open = self.open.as_ref()?;
        match self.page {
            Where::Sitting => open.sitting.as_ref().map(|ui| ui.case),
            Where::Cases => {
                let row = open.cases.shown.get(open.cases.at)?;
                open.cases.page.rows.get(*row).map(|row| row.no)
            }
            Where::Start | Where::Anywhere => None,
        }
    }

    /// The case in front.
    #[must_use]
    pub fn case(&self) -> Option<&Case> {
        self.open.as_ref()?.inspection.cases.get(&self.case_no()?)
    }

    /// The case in front with its running sitting.
    ///
    /// # Errors
    /// The rule that stands against it.
    pub fn room(&self) -> Result<Room<'_>, Refusal> {
        let (Some(open), Some(no)) = (self.open.as_ref(), self.case_no()) else {
            return Err(Refusal::NoSitting);
        };
        if open.read_only.is_some() {
            return Err(Refusal::ReadOnly);
        }
        open.inspection.room(no)
    }

    /// Says something to the two.
    pub fn say(&mut self, words: impl Into<String>) {
        self.said = Some(Said {
            words: words.into(),
            refusal: false,
        });
    }

    /// Says why something cannot be done.
    pub fn refuse(&mut self, why: &impl ToString) {
        self.said = Some(Said {
            words: why.to_string(),
            refusal: true,
        });
    }

    /// Sends acts of the case in front on their way to the disk.
    pub fn keep(&mut self, events: Vec<Event>, form: Option<Draft>, then: Then) -> Vec<Effect> {
        let by = self
            .case()
            .and_then(Case::running_sitting)
            .map(|sitting| sitting.pen);
        let case = self.case_no();
        let at = self.now;
        let entries = events
            .into_iter()
            .map(|event| NewEntry {
                at,
                // People are of the inspection, whichever case they were named in.
                case: case.filter(|_| !matches!(event, Event::PersonNamed { .. })),
                by,
                event,
            })
            .collect();
        self.keep_entries(entries, form, then)
    }

    /// Sends entries on their way to the disk.
    pub fn keep_entries(
        &mut self,
        entries: Vec<NewEntry>,
        form: Option<Draft>,
        then: Then,
    ) -> Vec<Effect> {
        let token = self.next_token;
        self.next_token += 1;
        self.keeping.push_back(Keeping { token, form, then });
        vec![Effect::Ask(Request::Keep { token, entries })]
    }
}
