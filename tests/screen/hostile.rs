//! A hundred hostile strings, wherever words can stand, on every screen and at three widths: what the terminal is sent, as the terminal
//! reads it, is drawing and nothing else, and no cell holds more than eight code points.
//!
//! Every screen means: from each page and each tab, every action of the table, and every layer it opens, typed into and kept. A new action
//! is tried without being added here; a new layer or message does not compile until it is.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    io,
    rc::Rc,
    sync::{Arc, Mutex},
};

use alongside::{
    casework::{CaseNo, DocumentNo, Entry, Event, Readable, SealCode, SealNo, Sha256, Version},
    desk::{
        messages::{Folder, Message, NotSigned, Shut, WantedPage},
        pages::seals::{Shown, said},
        picture::{Form, View},
        text::OpenText,
    },
    reading,
    screen::{
        Input,
        action::{Action, Where},
        layers::{Layer, own_words::OwnWords, seal::SealLarge},
        looking::Looking,
        prefs::Prefs,
        view::view,
    },
};
use ratatui::{Terminal, TerminalOptions, Viewport, backend::CrosstermBackend, layout::Rect};

use crate::{
    everything::everything,
    hostile_words::{Sent, hostile},
    screen::Two,
    screen_desk::{Desk, RO},
};

/// The most code points a cell may be drawn with.
const MOST: usize = 8;

const SIZES: [(u16, u16); 3] = [(38, 12), (80, 24), (130, 30)];

/// The word that stands wherever words can stand, to be replaced.
const PLACE: &str = "Callum";

/// Keys of a stored entry whose words are somebody's, beside those that have the word in them.
const WORDS: [&str; 7] = [
    "authority",
    "designation",
    "initials",
    "reference",
    "title",
    "name",
    "document_kind",
];

/// The longest words outside of documents, in bytes: names are no longer, and more of one field is never on the screen.
const LONGEST: usize = 1_024;

/// Hostile strings, one after the other, beginning with another one each time.
struct Words {
    strings: Vec<String>,
    next: usize,
}

impl Words {
    /// All of them, as much as a path or a name can be.
    fn next(&mut self) -> String {
        let words = self.whole();
        match words.char_indices().find(|(at, _)| *at > LONGEST) {
            Some((end, _)) => words[..end].to_owned(),
            None => words,
        }
    }

    /// All of them, however long: as a document may have them.
    fn whole(&mut self) -> String {
        self.next += 1;
        let count = self.strings.len();
        (0..count)
            .map(|at| self.strings[(self.next + at) % count].as_str())
            .collect::<Vec<_>>()
            .join("|")
    }

    fn put_into(&mut self, value: &mut serde_json::Value, key: &str) {
        match value {
            serde_json::Value::String(words) if words.contains(PLACE) => {
                *words = words.replace(PLACE, &self.next());
            }
            serde_json::Value::String(words) if WORDS.contains(&key) => {
                *words = format!("{words}{}", self.next());
            }
            serde_json::Value::Array(values) => {
                for value in values {
                    self.put_into(value, key);
                }
            }
            serde_json::Value::Object(fields) => {
                for (key, value) in fields {
                    self.put_into(value, key);
                }
            }
            _ => {}
        }
    }
}

/// An inspection in which everything anybody ever wrote is hostile, past every rule that would have cleaned it, and the text of every
/// document is what the readers make of such a file.
fn desk(words: &mut Words) -> Desk {
    let mut entries = everything().entries;
    // The sitting goes on.
    entries.pop();
    let mut texts = BTreeMap::new();
    let entries: Vec<Entry> = entries
        .iter()
        .map(|entry| {
            let mut value = serde_json::to_value(entry).unwrap();
            words.put_into(&mut value, "");
            serde_json::from_value(value).unwrap()
        })
        .collect();
    for entry in &entries {
        let (Event::DocumentTakenIn {
            reading: Readable::Text(text),
            ..
        }
        | Event::DocumentAltered {
            reading: Readable::Text(text),
            ..
        }) = &entry.event
        else {
            continue;
        };
        let file = format!(
            "# A visit {}\n\nBefore Callum was not seen after.\n\n| Service {} | Need |\n|---|---|\n| c | {} |\n| d | {} |\n\n{}\n",
            words.next(),
            words.next(),
            words.next(),
            words.next(),
            words.whole()
        );
        // What holds a NUL is data and no words: it has no text, and the screen says so.
        let read = reading::read("visit.md", file.replace('\0', "\u{1}").as_bytes());
        texts.insert(
            text.sha256,
            Arc::new(OpenText::new(read.text.unwrap()).unwrap()),
        );
    }
    assert!(!texts.is_empty());
    Desk::of(entries, texts)
}

/// Where the terminal's bytes go.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What was looked at.
#[derive(Default)]
struct Looks {
    drawn: usize,
    letters: usize,
    layers: BTreeSet<&'static str>,
}

const LAYERS: [&str; 15] = [
    "form",
    "list",
    "answer",
    "find",
    "reading",
    "folder",
    "pen",
    "intake",
    "unsure",
    "closing",
    "own words",
    "seal",
    "doubt",
    "password",
    "taking",
];

fn name(layer: &Layer) -> &'static str {
    let at = match layer {
        Layer::Form(_) => 0,
        Layer::List(_) => 1,
        Layer::Answer(_) => 2,
        Layer::Find(_) => 3,
        Layer::Reading(_) => 4,
        Layer::Folder(_) => 5,
        Layer::Pen(_) => 6,
        Layer::Intake(_) | Layer::Comparing(_) | Layer::Beside(_) => 7,
        Layer::Unsure(..) => 8,
        Layer::Closing(_) => 9,
        Layer::OwnWords(_) => 10,
        Layer::Seal(_) => 11,
        Layer::Doubt(..) => 12,
        Layer::Password(_) => 13,
        Layer::Taking(_) => 14,
    };
    LAYERS[at]
}

impl Looks {
    /// Draws through the terminal's own backend at a size and reads what it was sent.
    fn at(&mut self, two: &mut Two, size: (u16, u16), what: &str) {
        two.gives(Input::Resize(size.0, size.1));
        self.layers.extend(two.state.layers.iter().map(name));
        let wire = Wire::default();
        let mut terminal = Terminal::with_options(
            CrosstermBackend::new(wire.clone()),
            TerminalOptions {
                viewport: Viewport::Fixed(Rect::new(0, 0, size.0, size.1)),
            },
        )
        .unwrap();
        let frame = terminal.draw(|frame| view(&two.state, frame)).unwrap();
        for cell in &frame.buffer.content {
            let points = cell.symbol().chars().count();
            assert!(
                points <= MOST,
                "{what} at {size:?}: {points} code points in a cell"
            );
        }
        let sent = Sent::read(&wire.0.borrow());
        assert_eq!(sent.wrong, Vec::<String>::new(), "{what} at {size:?}");
        self.drawn += 1;
        self.letters += sent.letters;
    }

    fn take(&mut self, other: Self) {
        self.drawn += other.drawn;
        self.letters += other.letters;
        self.layers.extend(other.layers);
    }

    fn everywhere(&mut self, two: &mut Two, what: &str) {
        for size in SIZES {
            self.at(two, size, what);
        }
    }
}

/// The places actions are done from: the keys that lead there from the list of cases, and the page.
const PLACES: [(Where, &str); 7] = [
    (Where::Start, ""),
    (Where::Cases, ""),
    (Where::Sitting, "Enter"),
    (Where::Sitting, "Enter Space"),
    (Where::Sitting, "Enter 1"),
    (Where::Sitting, "Enter 2"),
    (Where::Sitting, "Enter 3"),
];

fn begin(desk: &Desk, page: Where, keys: &str, recent: &str) -> Two {
    let mut two = Two::with(desk.clone(), Prefs::default(), "", false, (130, 30));
    two.blind = true;
    two.state.start.recent = vec![recent.into()];
    if page != Where::Start {
        two = two.opening();
        two.keys(keys);
    }
    assert_eq!(two.state.page, page, "{keys}");
    two
}

/// Does every action of the table that stands on a page, from this place, and all it leads to.
fn every_action(desk: &Desk, words: &mut Words, looks: &mut Looks, (page, keys): (Where, &str)) {
    // What an action leads to is the same from every tab.
    let deep = !matches!(keys, "Enter 1" | "Enter 2");
    let fresh = |words: &mut Words| begin(desk, page, keys, &words.next());
    let mut two = fresh(words);
    looks.everywhere(&mut two, keys);
    for action in Action::ALL {
        let row = two.state.table.row(*action).unwrap();
        if row.place != page && row.place != Where::Anywhere {
            continue;
        }
        let what = format!("{} from {page:?} {keys}", action.id());
        two.by_key(*action);
        looks.everywhere(&mut two, &what);
        // Into whatever it opened: words, then as if they were kept, then what that leads to.
        two.pastes(&words.next());
        two.keys("Tab").pastes(&words.next());
        if deep {
            looks.at(&mut two, SIZES[1], &what);
        }
        two.keys("Enter");
        if deep {
            looks.at(&mut two, SIZES[2], &what);
        }
        two.keys("Enter");
        looks.at(&mut two, SIZES[0], &what);
        for _ in 0..4 {
            if two.state.layers.is_empty() && two.state.door.is_none() {
                break;
            }
            two.keys("Esc");
        }
        if two.state.page != page || !two.state.layers.is_empty() || two.left {
            two = fresh(words);
        }
    }
}

/// A hostile table, taken in as services.
fn whole_table(desk: &Desk, words: &mut Words, looks: &mut Looks) {
    let mut two = begin(desk, Where::Sitting, "Enter", &words.next());
    let taking = |two: &Two| matches!(two.state.layers.last(), Some(Layer::Taking(_)));
    for _ in 0..40 {
        two.keys("Down s");
        if matches!(two.state.layers.last(), Some(Layer::List(_))) {
            two.keys("Down Enter");
        }
        if taking(&two) {
            looks.everywhere(&mut two, "a whole table");
            two.keys("Tab Right");
            looks.at(&mut two, SIZES[1], "a whole table, changed");
            two.keys("Enter");
            looks.everywhere(&mut two, "a whole table, taken in");
            return;
        }
        for _ in 0..4 {
            if two.state.layers.is_empty() {
                break;
            }
            two.keys("Esc");
        }
    }
}

/// Everything the desk can say, in hostile words.
#[expect(clippy::too_many_lines, reason = "one list")]
fn messages(words: &mut Words) -> Vec<(&'static str, Message)> {
    let mut say = || words.next();
    vec![
        ("note", Message::Note(say())),
        (
            "refused",
            Message::Refused {
                token: 1,
                why: say(),
            },
        ),
        (
            "not opened",
            Message::NotOpened {
                folder: None,
                shut: Shut::Other,
                why: say(),
            },
        ),
        (
            "the door",
            Message::NotOpened {
                folder: Some(say().into()),
                shut: Shut::WrongPassphrase,
                why: say(),
            },
        ),
        (
            "a text",
            Message::Text {
                case: alongside::casework::CaseNo(1),
                document: DocumentNo(1),
                sha256: alongside::casework::Sha256([0; 32]),
                text: Err(say()),
            },
        ),
        (
            "a page",
            Message::Page {
                wanted: Box::new(WantedPage {
                    case: alongside::casework::CaseNo(1),
                    document: DocumentNo(1),
                    version: Sha256([0; 32]),
                    name: say(),
                    view: View {
                        page: 1,
                        width: 1,
                        height: 1,
                        point_width: 1,
                        point_height: 1,
                        zoom: 100,
                        middle: (0, 0),
                    },
                    form: Form::Points,
                }),
                drawn: Err(say()),
            },
        ),
        (
            "doubted",
            Message::IntakeDoubted {
                folder: say().into(),
                lines: vec![say(), say()],
            },
        ),
        (
            "not taken in",
            Message::IntakeDone {
                summary: Err(say()),
                entries: Vec::new(),
            },
        ),
        (
            "not written",
            Message::Exported {
                outcome: Err(say()),
                entries: Vec::new(),
            },
        ),
        (
            "written",
            Message::Exported {
                outcome: Ok(vec![say().into(), say().into()]),
                entries: Vec::new(),
            },
        ),
        (
            "unsure",
            Message::ExportUnsure {
                export: alongside::desk::messages::Export {
                    case: alongside::casework::CaseNo(1),
                    formats: vec![say()],
                    folder: say().into(),
                    with_names: false,
                    sure: false,
                },
                words: vec![(say(), say()), (say(), say())],
            },
        ),
        (
            "checked",
            Message::Verified {
                sound: false,
                lines: vec![say(), say(), say()],
            },
        ),
        (
            "intake",
            Message::IntakeGoesOn(alongside::desk::intake::Progress {
                files_done: 1,
                files: 2,
                name: say(),
                ..alongside::desk::intake::Progress::default()
            }),
        ),
        (
            "signed",
            Message::Signed {
                who: RO,
                outcome: Err(NotSigned {
                    why: say(),
                    words: true,
                }),
                entries: Vec::new(),
            },
        ),
        (
            "sealed",
            Message::Sealed {
                case: CaseNo(1),
                outcome: Err(say()),
                entries: Vec::new(),
            },
        ),
        ("compared", Message::Compared(Err(say()))),
        (
            "curtain",
            Message::CurtainDown {
                not_kept: Some((say(), Vec::new())),
            },
        ),
    ]
}

/// Whether a message has words of its own and so has to be tried here. One that nobody thought of does not compile.
fn has_words(message: &Message) -> bool {
    match message {
        // Answers to requests of a screen, tried by the actions that make them.
        Message::Kept { .. }
        | Message::Wrapped { .. }
        | Message::Laid { .. }
        | Message::Journey { .. }
        | Message::Opened(_)
        | Message::Closed => false,
        Message::Refused { .. }
        | Message::Text { .. }
        | Message::Page { .. }
        | Message::Folder { .. }
        | Message::NotOpened { .. }
        | Message::Front(_)
        | Message::CurtainDown { .. }
        | Message::IntakeDoubted { .. }
        | Message::IntakeGoesOn(_)
        | Message::CompareGoesOn(_)
        | Message::Compared(_)
        | Message::IntakeDone { .. }
        | Message::Exported { .. }
        | Message::ExportUnsure { .. }
        | Message::Signed { .. }
        | Message::Sealed { .. }
        | Message::Verified { .. }
        | Message::Note(_) => true,
    }
}

/// The open document is looked at, and its page is being drawn: what was asked for.
fn looks_at_a_page(two: &mut Two) -> WantedPage {
    two.slow = true;
    let case = two.case_no();
    let open = two.state.sitting().unwrap().document.unwrap();
    let document = two.case().documents[&open].clone();
    let version = Version {
        readings: vec![Readable::Picture {
            pages: 2,
            what: String::new(),
        }],
        ..document.latest().unwrap().clone()
    };
    let looking = Looking::at(&document, &version).unwrap();
    two.state.sitting_mut().unwrap().looking = Some(looking.clone());
    two.keys("PageDown");
    let looking = two.state.sitting().unwrap().looking.clone().unwrap();
    WantedPage {
        case,
        document: open,
        version: looking.version,
        name: looking.name,
        view: looking.drawing.unwrap(),
        form: Form::Points,
    }
}

fn every_message(desk: &Desk, words: &mut Words, looks: &mut Looks) {
    for (what, mut message) in messages(words) {
        assert!(has_words(&message), "{what}");
        let (page, keys) = match what {
            "not opened" | "the door" => PLACES[0],
            "not taken in" | "doubted" | "intake" | "checked" => PLACES[1],
            _ => PLACES[2],
        };
        let mut two = begin(desk, page, keys, "recent");
        if what == "intake" {
            two.slow = true;
            two.keys("F5");
            while two.waiting() > 0 {
                two.released();
            }
            two.keys("Enter");
        }
        if let Message::Page { wanted, .. } = &mut message {
            **wanted = looks_at_a_page(&mut two);
        }
        if what == "curtain" {
            two.slow = true;
            two.keys("Ctrl-K");
        }
        let mut message = message;
        if let Message::Text {
            document, sha256, ..
        } = &mut message
        {
            // Of the text in front: what is said of another is not shown.
            let present = two
                .state
                .case()
                .and_then(|case| case.documents[document].text());
            *sha256 = present.unwrap().sha256;
        }
        two.told(message);
        looks.everywhere(&mut two, what);
    }
    let mut two = begin(desk, Where::Cases, "", "recent");
    let line = alongside::screen::layers::PasswordLine {
        count: 9,
        names: vec![words.next(), words.next()],
        ..alongside::screen::layers::PasswordLine::default()
    };
    two.state.layers.push(Layer::Password(line));
    looks.everywhere(&mut two, "password");
    let mut two = begin(desk, PLACES[0].0, PLACES[0].1, "recent");
    two.told(crate::front::front(desk, None, None));
    assert!(two.state.front.is_some());
    looks.everywhere(&mut two, "the first frame");
    for (keys, inside) in [("F5", true), ("F5", false)] {
        let mut two = begin(desk, Where::Cases, "", "recent");
        two.slow = true;
        two.keys(keys).state.layers.iter_mut().for_each(|layer| {
            if let Layer::Folder(chooser) = layer {
                chooser.folder = words.next().into();
                chooser.inside = Some(if inside {
                    Ok(Folder {
                        folders: (0..9).map(|_| words.next()).collect(),
                        files: 3,
                        is_inspection: false,
                    })
                } else {
                    Err(words.next())
                });
            }
        });
        looks.everywhere(&mut two, "folders");
    }
}

/// The last walk over findings nobody would write, then the layers of signing and of the seal, whose words come from outside as well.
fn the_close(desk: &Desk, words: &mut Words, looks: &mut Looks) {
    let mut two = begin(desk, Where::Sitting, "Enter", "recent");
    two.keys("F12");
    looks.everywhere(&mut two, "close the sitting?");
    two.keys("Up Enter");
    for step in 0..200 {
        if two
            .state
            .layers
            .iter()
            .all(|layer| name(layer) != "closing")
        {
            break;
        }
        looks.at(&mut two, SIZES[step % SIZES.len()], "the last walk");
        two.keys("Enter");
        if two.state.layers.len() > 1 {
            looks.everywhere(&mut two, "who signs, and how");
            break;
        }
    }
    let mut two = begin(desk, Where::Sitting, "Enter", "recent");
    let mut own = OwnWords::of(RO, true);
    own.notice = Some(words.next());
    own.wrong = true;
    own.words.insert(&words.next());
    two.state.layers.push(Layer::OwnWords(own));
    looks.everywhere(&mut two, "own words");
    two.state.layers.pop();
    let seal = Shown {
        no: SealNo(1),
        inspection: words.next(),
        over: words.next(),
        at: words.next(),
        said: said(SealCode([0x50; 17])),
    };
    two.state
        .layers
        .push(Layer::Seal(SealLarge::of(seal, true)));
    looks.everywhere(&mut two, "the seal");
}

/// The strings in groups: short ones together, each large one alone.
fn groups() -> Vec<Vec<String>> {
    let (short, long): (Vec<String>, Vec<String>) =
        hostile().into_iter().partition(|words| words.len() < 1_000);
    short
        .chunks(34)
        .map(<[String]>::to_vec)
        .chain(long.into_iter().map(|words| vec![words]))
        .collect()
}

fn try_group(strings: Vec<String>) -> Looks {
    let mut words = Words { strings, next: 0 };
    let mut looks = Looks::default();
    let desk = desk(&mut words);
    for place in PLACES {
        every_action(&desk, &mut words, &mut looks, place);
    }
    whole_table(&desk, &mut words, &mut looks);
    every_message(&desk, &mut words, &mut looks);
    the_close(&desk, &mut words, &mut looks);
    looks
}

#[test]
fn a_hundred_hostile_strings_on_every_screen_send_nothing_but_drawing() {
    let groups = Mutex::new(groups());
    let looks = Mutex::new(Looks::default());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(group) = groups.lock().unwrap().pop() else {
                        return;
                    };
                    let of_group = try_group(group);
                    looks.lock().unwrap().take(of_group);
                }
            });
        }
    });
    let Looks {
        drawn,
        letters,
        layers,
    } = looks.into_inner().unwrap();
    assert_eq!(layers, BTreeSet::from(LAYERS));
    assert!(
        drawn > 6_000 && letters > 1_000_000,
        "{drawn} screens, {letters} letters"
    );
}

#[test]
fn the_reader_of_what_is_sent_finds_every_hostile_string() {
    // Letters a terminal may be sent as they are, and the sequences that drawing needs.
    let calm = [
        "\u{1b}[?25l",
        "\u{1b}[31;1mred",
        "\u{1b}[8mhidden",
        "\u{1b}[1;1Hhome",
        "=cmd|",
        "漢字",
        "\u{5d0}",
        "www",
        "宽",
        "e\u{301}",
        "z\u{301}",
        "a\u{301}",
    ];
    for words in hostile() {
        let found = !Sent::read(format!("{words} end").as_bytes())
            .wrong
            .is_empty();
        let is_calm = calm.iter().any(|start| words.starts_with(start));
        let start: String = words.chars().take(20).collect();
        assert_eq!(found, !is_calm, "{start:?}");
    }
    let drawn = Sent::read(b"\x1b[1;1H\x1b[38;2;1;2;3mwords\x1b[?25h");
    assert_eq!(
        (drawn.wrong.len(), drawn.letters, drawn.sequences),
        (0, 5, 3)
    );
}
