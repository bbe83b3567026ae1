//! From a key to the finished frame at 200 columns and 60 rows: reading a document of 3,000 pages beside ratatui's own `Paragraph` over the
//! same words in the same run, finding words in a case file of 1.2 million, and going to one of 6,000 headings by name:
//! `cargo bench --bench screen`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/answers.rs"]
mod answers;
#[path = "support/made.rs"]
mod made;
#[path = "support/texts.rs"]
mod texts;

use std::{io::Sink, sync::Arc, time::Instant};

use alongside::{
    casework::{
        CaseNo, DocumentNo, Event, Inspection, ParticipantNo, Seq, ServiceDetails, ServiceState,
        Sha256, SittingNo, event::NewEntry,
    },
    desk::{
        frameworks,
        messages::{Message, Opened},
    },
    reading::{OpenText, Text},
    screen::{
        Input,
        action::Table,
        keys::Key,
        layers::Layer,
        prefs::Prefs,
        state::{Effect, Place, Shelved, State, Then},
        update::{hear, update},
        verbs,
        view::view,
    },
};
use answers::answer;
use made::{Dice, titles};
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    backend::CrosstermBackend,
    layout::Rect,
    widgets::{Paragraph, Wrap},
};

const WIDTH: u16 = 200;
const HEIGHT: u16 = 60;
const PAGES: u32 = 3_000;
const DOCUMENTS: u32 = 300;
/// Measured keys at each place.
const RUNS: usize = 400;
/// Our own work from a key to the finished frame, in milliseconds.
const FRAME: f64 = 2.0;
/// One find in a case file.
const FIND: f64 = 16.0;
/// One key of a fuzzy name.
const GO_TO: f64 = 5.0;

/// The screen on a terminal that takes every byte and shows none.
struct Desk {
    state: State,
    terminal: Terminal<CrosstermBackend<Sink>>,
}

impl Desk {
    /// One case with these documents, sat on by two people, the first document open.
    fn new(texts: Vec<Text>) -> Self {
        let mut dice = Dice(17);
        let count = u32::try_from(texts.len()).unwrap();
        let mut entries = made::set_up();
        entries.extend(made::case(&mut dice, 1, count));
        entries.push(sitting());
        let entries: Vec<_> = (0..)
            .zip(entries)
            .map(|(seq, entry)| entry.at_seq(Seq(seq)))
            .collect();
        let inspection = Inspection::from_entries(&entries);
        let table = Arc::new(Table::built_in().unwrap());
        let prefs = Prefs::default();
        let state = State::new(table, prefs, false, made::NOW, (WIDTH, HEIGHT));
        let mut desk = Self {
            state,
            terminal: terminal(),
        };
        let framework = frameworks::by_id(&inspection.framework).unwrap().clone();
        let opened = Message::Opened(Box::new(Opened {
            folder: "northbridge".into(),
            inspection,
            framework,
            notes: Vec::new(),
            read_only: None,
            resume: None,
        }));
        let effects = hear(&mut desk.state, opened);
        desk.answer(effects);
        let effects = verbs::cases::enter(&mut desk.state, CaseNo(1));
        desk.answer(effects);
        for (document, text) in (1..).zip(texts) {
            let sha256 = desk.present(DocumentNo(document));
            let effects = hear(
                &mut desk.state,
                Message::Text {
                    case: CaseNo(1),
                    document: DocumentNo(document),
                    sha256,
                    text: Ok(Arc::new(OpenText::new(text).unwrap())),
                },
            );
            desk.answer(effects);
        }
        desk.draw();
        assert!(desk.state.sitting().unwrap().wrapped().is_some());
        desk
    }

    /// The present text of a document.
    fn present(&self, document: DocumentNo) -> Sha256 {
        let case = self.state.case().unwrap();
        case.documents[&document].text().unwrap().sha256
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        answer(&mut self.state, effects);
    }

    fn key(&mut self, key: Key) {
        let effects = update(&mut self.state, Input::Key(key));
        self.answer(effects);
    }

    fn keys(&mut self, names: &str) {
        for name in names.split(' ') {
            self.key(Key::parse(name).unwrap());
        }
    }

    fn draw(&mut self) {
        let state = &self.state;
        self.terminal.draw(|frame| view(state, frame)).unwrap();
    }

    /// Stands at a share of the open document.
    fn stand_at(&mut self, share: f64) {
        let ui = self.state.sitting_mut().unwrap();
        let wrapped = Arc::clone(ui.wrapped().unwrap());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place in a document, not a sum"
        )]
        let row = (wrapped.rows().saturating_sub(80) as f64 * share) as usize;
        let place = Place {
            byte: wrapped.start_of(row),
            above: 10,
        };
        ui.places.insert(ui.document.unwrap(), place);
        self.draw();
    }
}

fn terminal() -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, WIDTH, HEIGHT));
    Terminal::with_options(
        CrosstermBackend::new(std::io::sink()),
        TerminalOptions { viewport },
    )
    .unwrap()
}

/// The two sit down over a case.
fn sitting() -> NewEntry {
    let opened = Event::SittingOpened {
        sitting: SittingNo(1),
        present: vec![ParticipantNo(1), ParticipantNo(2)],
        pen: ParticipantNo(1),
    };
    made::entry(Some(CaseNo(1)), opened)
}

/// Runs work for each of some numbers and prints what it took, beside what is promised (milliseconds; none for a peer).
fn measure(what: &str, runs: usize, promised: Option<f64>, mut work: impl FnMut(usize)) {
    let mut times = Vec::new();
    for run in 0..runs {
        let begun = Instant::now();
        work(run);
        times.push(begun.elapsed());
    }
    made::print(what, times, promised);
}

fn main() {
    let mut dice = Dice(2012);
    reading(texts::document(&mut dice, PAGES, 0));
    let mut case_file: Vec<_> = (0..DOCUMENTS)
        .map(|_| texts::document(&mut dice, 10, 1))
        .collect();
    // Words that stand once, at the very end of the whole case file.
    texts::paragraph(
        case_file.last_mut().unwrap(),
        "The café in Łódź Road was closed.",
    );
    let mut desk = Desk::new(case_file);
    finding(&mut desk);
    going_to(&mut desk);
    package(&mut desk);
}

/// Services of a package.
const SERVICES: usize = 60;

/// A package of sixty services: opened, walked through, seen as a picture.
fn package(desk: &mut Desk) {
    for no in 0..SERVICES {
        let details = ServiceDetails {
            need: format!("Need {} of the child", no % 12),
            service: format!("Service {no} for the family"),
            provider: format!("Agency {}", no % 9),
            start: format!("{} March 20{:02}", no % 28 + 1, no % 12 + 1),
            planned: "weekly, two hours".to_owned(),
            early_help: no % 6 == 0,
            state: ServiceState::ALL[no % ServiceState::ALL.len()],
            ..ServiceDetails::default()
        };
        let room = desk.state.room().unwrap();
        let event = room.add_service(details, Vec::new()).unwrap();
        let effects = desk.state.keep(vec![event], None, Then::Nothing);
        desk.answer(effects);
    }
    assert_eq!(desk.state.case().unwrap().services.len(), SERVICES);
    titles(&format!(
        "a package of {SERVICES} services, {WIDTH}x{HEIGHT}"
    ));
    measure("the package comes up", 50, Some(GO_TO), |_| {
        desk.keys("1");
        desk.keys("2");
        desk.draw();
    });
    measure("a cell down or up", RUNS, Some(FRAME), |run| {
        desk.keys(["Down", "Up"][run / 8 % 2]);
        desk.draw();
    });
    desk.keys("2");
    measure(
        "a bar of the picture down or up",
        RUNS,
        Some(FRAME),
        |run| {
            desk.keys(["Down", "Up"][run / 8 % 2]);
            desk.draw();
        },
    );
    measure("the picture closer or further", 50, Some(FRAME), |run| {
        desk.keys(["+", "-"][run % 2]);
        desk.draw();
    });
    let package = &desk.state.sitting().unwrap().package;
    assert!(package.chart.is_some() && package.kept.times() <= 2);
}

const PLACES: [(&str, f64); 3] = [("first", 0.0), ("middle", 0.5), ("last", 1.0)];

fn reading(text: Text) {
    let words = text.words.clone();
    let mut desk = Desk::new(vec![text]);
    titles(&format!(
        "one document, {PAGES} pages, {} words, {WIDTH}x{HEIGHT}",
        words.split_whitespace().count()
    ));
    for (place, share) in PLACES {
        for (what, keys) in [
            ("a line down or up", ["Down", "Up"]),
            ("a page down or up", ["PageDown", "PageUp"]),
        ] {
            desk.stand_at(share);
            let keys = keys.map(|name| Key::parse(name).unwrap());
            let what = format!("{what}, {place} page");
            measure(&what, RUNS, Some(FRAME), |run| {
                // Eight one way, eight back: the text moves, and the place stays.
                desk.key(keys[run / 8 % 2]);
                desk.draw();
            });
        }
        desk.stand_at(share);
        desk.keys("r");
        desk.draw();
        let letters: Vec<Key> = "She said that it helps "
            .chars()
            .map(|letter| match letter {
                ' ' => Key::parse("Space").unwrap(),
                letter => Key::parse(&letter.to_string()).unwrap(),
            })
            .collect();
        let what = format!("a letter of a remark, {place} page");
        measure(&what, RUNS, Some(FRAME), |run| {
            desk.key(letters[run % letters.len()]);
            desk.draw();
        });
        desk.keys("Esc");
    }
    peer(&words);
}

/// The same words through ratatui's own paragraph, at the same places as far as its 65,535 rows go.
fn peer(words: &str) {
    let mut terminal = terminal();
    let options = Wrap { trim: false };
    for (place, row) in [
        ("first page", 0),
        ("row 30,000", 30_000),
        ("row 65,535, its last", u16::MAX),
    ] {
        let paragraphs = [0, 1].map(|step| {
            Paragraph::new(words)
                .wrap(options)
                .scroll((row.saturating_sub(step), 0))
        });
        let what = format!("  ratatui Paragraph, a line, {place}");
        measure(&what, 5, None, |run| {
            let paragraph = &paragraphs[run % 2];
            terminal
                .draw(|frame| frame.render_widget(paragraph, frame.area()))
                .unwrap();
        });
    }
}

/// Types words letter by letter, measuring every key with its frame; the keys that `again` names clear them again.
fn typed(desk: &mut Desk, what: &str, words: &str, promised: f64) {
    let mut times = Vec::new();
    for _ in 0..5 {
        for letter in words.chars() {
            let name = if letter == ' ' {
                "Space".to_owned()
            } else {
                letter.to_string()
            };
            let key = Key::parse(&name).unwrap();
            let begun = Instant::now();
            desk.key(key);
            desk.draw();
            times.push(begun.elapsed());
        }
        for _ in words.chars() {
            desk.keys("Backspace");
        }
    }
    made::print(
        &format!("{what} {words:?}, each key"),
        times,
        Some(promised),
    );
}

fn finding(desk: &mut Desk) {
    let ui = desk.state.sitting().unwrap();
    let words: u64 = (1..=DOCUMENTS)
        .filter_map(|no| match ui.shelf.get(&DocumentNo(no)) {
            Some(Shelved::Here(text)) => {
                u64::try_from(text.text().words.split_whitespace().count()).ok()
            }
            _ => None,
        })
        .sum();
    titles(&format!(
        "find in a whole case file, {DOCUMENTS} documents, {words} words"
    ));
    desk.keys("/ Tab");
    for needle in ["support was offered", "zoe", "zebra crossing", "cafe"] {
        typed(desk, "find", needle, FIND);
    }
    // That the whole case file is looked through: these words stand once, at its very end.
    desk.keys("c a f e");
    let Some(Layer::Find(finder)) = desk.state.layers.last() else {
        panic!("words are being looked for");
    };
    let documents: Vec<_> = finder.hits.iter().map(|hit| hit.document).collect();
    assert_eq!(
        (documents, finder.not_searched),
        (vec![DocumentNo(DOCUMENTS)], 0)
    );
    desk.keys("Esc");
}

fn going_to(desk: &mut Desk) {
    desk.keys("o");
    let Some(Layer::List(list)) = desk.state.layers.last() else {
        panic!("the list of documents is open");
    };
    titles(&format!(
        "go to a document or heading by name, {} names",
        list.rows.len()
    ));
    desk.keys("Esc");
    measure("the list comes up", 50, Some(GO_TO), |_| {
        desk.keys("o");
        desk.draw();
        desk.keys("Esc");
    });
    desk.keys("o");
    for name in ["core group march", "visit", "plan schl", "xylophone"] {
        typed(desk, "go to", name, GO_TO);
    }
    desk.keys("Esc");
}
