//! Two people at the screen, without a terminal: `keys("Tab r")`, `types("…")`, then `sees("…")`.
//!
//! [`Two`] owns the screen's state and performs its effects on a [`Desk`] in memory, at once or when a test says so.

use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, atomic::AtomicU32},
};

use alongside::{
    casework::ParticipantNo,
    desk::{
        Unlock,
        intake::Progress,
        messages::{Message, Request, Shut},
        text::Wrapped,
    },
    screen::{
        Input,
        action::{Action, OtherKeys, Table, Where},
        keys::Key,
        layers::{Layer, Pick},
        prefs::Prefs,
        resume,
        state::{Effect, State},
        update::{MouseAct, hear, update},
        view::view,
    },
};
use ratatui::{
    Terminal,
    backend::{Backend as _, TestBackend},
    buffer::Buffer,
    layout::Position,
};
use unicode_width::UnicodeWidthStr as _;

#[path = "screen_seen.rs"]
mod seen;

use crate::screen_desk::{Desk, JK, NORTHBRIDGE, RO};

/// What the desk does with entries it is to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Keeping {
    AtOnce,
    WhenReleased,
    Refused(String),
}

/// Two people at one screen.
pub struct Two {
    pub state: State,
    pub desk: Desk,
    /// The program was left.
    pub left: bool,
    /// Preferences as they were stored last.
    pub prefs: Option<String>,
    /// How often the whole screen was to be drawn anew.
    pub redrawn: u32,
    /// How often the terminal was wiped.
    pub wiped: u32,
    /// What an inspection that is asked for next does not open for; once none is left it opens.
    pub shut: VecDeque<Shut>,
    /// For each inspection that was asked for, whether with a passphrase.
    pub opened_with: Vec<bool>,
    /// Whether an intake that is stopped had come to its end already.
    pub stops_whole: bool,
    /// Folders case files were taken in from, and how often that was to be stopped.
    pub taken_in: Vec<String>,
    pub stopped: AtomicU32,
    /// Cells the last frame changed.
    pub cells_changed: usize,
    /// Whether texts and wrappings are answered; otherwise they wait in `waiting`.
    pub slow: bool,
    /// Whether nothing is drawn: for tests that draw themselves.
    pub blind: bool,
    /// Whether any key but arrows, Enter, Esc, Tab and letters that are typed into something is a mistake of the test.
    pub simple: bool,
    keeping: Keeping,
    waiting: VecDeque<Request>,
    terminal: Terminal<TestBackend>,
    buffer: Buffer,
    cursor: Position,
}

impl Two {
    /// The start screen, with nothing opened before.
    pub fn at_the_start() -> Self {
        Self::with(Desk::demo(), Prefs::default(), "", false, (160, 45))
    }

    /// Any beginning: preferences, other keys as `keys.toml` says them, colours left out or not, the size of the terminal.
    pub fn with(
        desk: Desk,
        prefs: Prefs,
        other_keys: &str,
        no_colour: bool,
        size: (u16, u16),
    ) -> Self {
        let other: OtherKeys = toml::from_str(other_keys).unwrap();
        let table = Arc::new(Table::with(&other).unwrap());
        let mut state = State::new(table, prefs, no_colour, desk.now, size);
        state.start.home = "/fictional".into();
        let mut two = Self {
            state,
            desk,
            left: false,
            prefs: None,
            redrawn: 0,
            wiped: 0,
            shut: VecDeque::new(),
            opened_with: Vec::new(),
            stops_whole: true,
            taken_in: Vec::new(),
            stopped: AtomicU32::new(0),
            cells_changed: 0,
            slow: false,
            blind: false,
            simple: false,
            keeping: Keeping::AtOnce,
            waiting: VecDeque::new(),
            terminal: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            buffer: Buffer::default(),
            cursor: Position::default(),
        };
        two.draw();
        two
    }

    /// The list of cases of the demonstration; nobody has sat yet.
    pub fn at_the_cases() -> Self {
        Self::at_the_start().opening()
    }

    /// With the desk's inspection opened.
    pub fn opening(mut self) -> Self {
        self.told(self.desk.opened(None));
        self
    }

    /// A sitting on N-017, the inspector and the social worker in the room, the pen with the inspector, the first document open.
    pub fn at_the_demo_case() -> Self {
        Self::at_the_demo_case_sized(160, 45)
    }

    /// The same on a terminal of another size.
    pub fn at_the_demo_case_sized(width: u16, height: u16) -> Self {
        Self::sitting_on(Desk::demo(), "N-017", &[RO, JK], (width, height))
    }

    /// A sitting on any case of a desk.
    pub fn sitting_on(
        mut desk: Desk,
        reference: &str,
        present: &[ParticipantNo],
        size: (u16, u16),
    ) -> Self {
        desk.sit(reference, present);
        let mut two = Self::with(desk, Prefs::default(), "", false, size).opening();
        two.goes_to(reference);
        two
    }

    /// Opens a case from the list by its reference.
    #[track_caller]
    pub fn goes_to(&mut self, reference: &str) -> &mut Self {
        self.types(reference);
        self.keys("Enter")
    }

    /// The same people at the same place, in a document of N-017 by its title, its first line under the pointer.
    pub fn reading(mut self, title: &str) -> Self {
        self.opens(title);
        self
    }

    /// Opens a document by name.
    #[track_caller]
    pub fn opens(&mut self, title: &str) -> &mut Self {
        self.keys("o");
        self.types(title);
        // Headings of other documents may say the same.
        for _ in 0..20 {
            let Some(Layer::List(list)) = self.state.layers.last() else {
                break;
            };
            if list
                .row()
                .is_some_and(|row| matches!(row.pick, Pick::Document(_, 0)))
            {
                return self.keys("Enter");
            }
            self.keys("Down");
        }
        panic!("no document is called \"{title}\":\n{}", self.screen())
    }

    /// Goes to words of the open document, found by `/`.
    #[track_caller]
    pub fn finds(&mut self, words: &str) -> &mut Self {
        self.keys("/ End");
        for _ in 0..300 {
            if self.query().is_empty() {
                break;
            }
            self.keys("Backspace");
        }
        self.types(words);
        self.keys("Enter")
    }

    fn query(&self) -> String {
        match self.state.layers.last() {
            Some(Layer::Find(finder)) => finder.query.words().to_owned(),
            _ => String::new(),
        }
    }

    /// Presses keys, named as people write them, with spaces between them.
    #[track_caller]
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            let key = Key::parse(name).unwrap_or_else(|| panic!("{name} is no key"));
            self.input(Input::Key(key));
        }
        self
    }

    /// Presses one key many times.
    #[track_caller]
    pub fn times(&mut self, count: usize, name: &str) -> &mut Self {
        for _ in 0..count {
            self.keys(name);
        }
        self
    }

    /// Types words, letter by letter; drawn once, as when somebody types fast.
    #[track_caller]
    pub fn types(&mut self, words: &str) -> &mut Self {
        for letter in words.chars() {
            self.take(Input::Key(Key::plain(
                ratatui::crossterm::event::KeyCode::Char(letter),
            )));
        }
        self.draw();
        self
    }

    /// Pastes words, as one event.
    pub fn pastes(&mut self, words: &str) -> &mut Self {
        self.input(Input::Paste(words.to_owned()));
        self
    }

    /// The terminal gets another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.input(Input::Resize(width, height));
        self
    }

    /// The mouse does something on a cell.
    pub fn mouse(&mut self, act: MouseAct, x: u16, y: u16) -> &mut Self {
        self.input(Input::Mouse(act, x, y));
        self
    }

    /// A click on the first letter of words on the screen.
    #[track_caller]
    pub fn clicks(&mut self, words: &str) -> &mut Self {
        let at = self.place_of(words);
        self.mouse(MouseAct::Down, at.x, at.y);
        self.mouse(MouseAct::Up, at.x, at.y)
    }

    /// The mouse is dragged from the first letter of some words to the last of others.
    #[track_caller]
    pub fn drags(&mut self, from: &str, to: &str) -> &mut Self {
        let (start, end) = (self.place_of(from), self.place_of(to));
        let last = end.x + u16::try_from(to.width()).unwrap() - 1;
        self.mouse(MouseAct::Down, start.x, start.y);
        self.mouse(MouseAct::Drag, last, end.y);
        self.mouse(MouseAct::Up, last, end.y)
    }

    /// Minutes go by; somebody lets go of the mouse in each of them, so that they are not quiet.
    pub fn minutes_pass(&mut self, minutes: i64) -> &mut Self {
        for _ in 0..minutes {
            self.jumps(60);
            self.mouse(MouseAct::Up, 0, 0);
        }
        self
    }

    /// The clock jumps by so many seconds, on or back.
    pub fn jumps(&mut self, seconds: i64) -> &mut Self {
        self.desk.now = self.desk.now.plus_ms(seconds * 1_000);
        self.input(Input::Now(self.desk.now));
        self
    }

    /// Seconds go by, one tick each.
    pub fn seconds_pass(&mut self, seconds: u32) -> &mut Self {
        for _ in 0..seconds {
            self.desk.now = self.desk.now.plus_ms(1_000);
            self.take(Input::Now(self.desk.now));
        }
        self.draw();
        self
    }

    #[track_caller]
    fn input(&mut self, input: Input) {
        self.take(input);
        self.draw();
    }

    #[track_caller]
    fn take(&mut self, input: Input) {
        if let (true, Input::Key(key)) = (self.simple, &input) {
            assert!(self.is_simple(*key), "{key} is no simple key here");
        }
        let effects = update(&mut self.state, input);
        self.perform(effects);
    }

    fn is_simple(&self, key: Key) -> bool {
        use ratatui::crossterm::event::KeyCode;
        let typing = match self.state.layers.last() {
            Some(Layer::Form(_) | Layer::Find(_) | Layer::OwnWords(_) | Layer::Password(_)) => true,
            Some(Layer::List(list)) => list.query.is_some(),
            Some(_) => false,
            None => self.state.page == Where::Cases,
        };
        match key.code {
            KeyCode::Up
            | KeyCode::Down
            | KeyCode::Left
            | KeyCode::Right
            | KeyCode::Enter
            | KeyCode::Esc
            | KeyCode::Tab => key.held.is_empty(),
            KeyCode::Char(_) | KeyCode::Backspace => typing && key.held.is_empty(),
            _ => false,
        }
    }

    /// Does an action through the menu: Esc, its title, Enter.
    #[track_caller]
    pub fn by_menu(&mut self, action: Action) -> &mut Self {
        let title = self.state.table.row(action).unwrap().title.clone();
        if self.marked().is_empty() {
            self.keys("Esc");
            if action == Action::Menu {
                return self;
            }
            self.types(&title);
        } else {
            // Esc leaves marking: what can be done with marked words is asked with Enter.
            self.keys("Enter");
        }
        for _ in 0..Action::ALL.len() {
            match self.state.layers.last() {
                Some(Layer::List(list))
                    if list.row().is_some_and(|row| row.pick == Pick::Do(action)) =>
                {
                    return self.keys("Enter");
                }
                Some(Layer::List(_)) => {}
                _ => break,
            }
            self.keys("Down");
        }
        panic!("\"{title}\" is not in the menu:\n{}", self.screen())
    }

    /// Does an action by the key that is shown for it.
    #[track_caller]
    pub fn by_key(&mut self, action: Action) -> &mut Self {
        let key = self.state.table.row(action).unwrap().keys[0];
        self.input(Input::Key(key));
        self
    }

    /// Anything that comes in.
    pub fn gives(&mut self, input: Input) -> &mut Self {
        self.input(input);
        self
    }

    /// Presses a key.
    pub fn press(&mut self, key: Key) -> &mut Self {
        self.input(Input::Key(key));
        self
    }

    /// The desk says something.
    pub fn told(&mut self, message: Message) -> &mut Self {
        let effects = hear(&mut self.state, message);
        self.perform(effects);
        self.draw();
        self
    }

    /// From now on entries are kept when `released`, one at a time.
    pub fn keeps_slowly(&mut self) -> &mut Self {
        self.keeping = Keeping::WhenReleased;
        self
    }

    /// From now on every entry is refused with this sentence.
    pub fn refuses(&mut self, why: &str) -> &mut Self {
        self.keeping = Keeping::Refused(why.to_owned());
        self
    }

    /// From now on every entry is kept at once.
    pub fn keeps(&mut self) -> &mut Self {
        self.keeping = Keeping::AtOnce;
        self
    }

    /// Answers the request that waits longest.
    pub fn released(&mut self) -> &mut Self {
        let request = self.waiting.pop_front().expect("nothing waits");
        self.answer(request);
        self.draw();
        self
    }

    /// How many requests wait for an answer.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(request) => {
                    let later = match request {
                        Request::Keep { .. } => self.keeping == Keeping::WhenReleased,
                        Request::Texts { .. }
                        | Request::Journey { .. }
                        | Request::Wrap { .. }
                        | Request::Page(_)
                        | Request::Folder(_)
                        | Request::Sign { .. }
                        | Request::Seal(_) => self.slow,
                        _ => false,
                    };
                    if later {
                        self.waiting.push_back(request);
                    } else {
                        self.answer(request);
                    }
                }
                Effect::SavePrefs => self.prefs = Some(self.state.prefs.to_text()),
                Effect::Redraw => self.redrawn += 1,
                Effect::Wipe => self.wiped += 1,
                Effect::Quit => self.left = true,
            }
        }
    }

    #[allow(clippy::too_many_lines, reason = "one arm a request")]
    fn answer(&mut self, request: Request) {
        let messages = match request {
            Request::Keep { token, entries } => vec![match &self.keeping {
                Keeping::Refused(why) => Message::Refused {
                    token,
                    why: why.clone(),
                },
                _ => Message::Kept {
                    token,
                    entries: self.desk.keep(entries),
                },
            }],
            Request::Texts { case, wanted } => wanted
                .into_iter()
                .map(|(document, sha256)| self.desk.text(case, document, sha256))
                .collect(),
            Request::Journey {
                case,
                made_of,
                source,
            } => vec![self.desk.journey(case, made_of, &source)],
            Request::Wrap {
                document,
                text,
                width,
            } => vec![Message::Wrapped {
                document,
                wrapped: Arc::new(Wrapped::sideways(text.text(), width)),
                of: text,
            }],
            Request::Page(wanted) => vec![self.desk.page(wanted)],
            Request::SaveResume(_) => Vec::new(),
            Request::Folder(folder) => vec![Desk::folder(&folder)],
            Request::Open { folder, unlock } => {
                self.opened_with.push(matches!(unlock, Unlock::With(_)));
                vec![match self.shut.pop_front() {
                    Some(shut) => Message::NotOpened {
                        folder: Some(folder),
                        shut,
                        why: format!("{shut:?}."),
                    },
                    None => self.desk.open(&folder),
                }]
            }
            Request::New { new, unlock } => {
                self.opened_with.push(matches!(unlock, Unlock::With(_)));
                vec![match self.shut.pop_front() {
                    Some(shut) => Message::NotOpened {
                        folder: Some(new.folder),
                        shut,
                        why: "The folder is not empty.".to_owned(),
                    },
                    None => self.desk.new_inspection(&new),
                }]
            }
            Request::Curtain(record) => {
                let full = self.desk.full.take();
                let not_kept = full.zip(record.clone());
                if not_kept.is_none() {
                    self.desk.put_by = record;
                }
                vec![Message::CurtainDown { not_kept }]
            }
            Request::Demo => vec![self.desk.open(Path::new(NORTHBRIDGE))],
            Request::Close => vec![Message::Closed],
            Request::Intake { folder, .. } => {
                self.taken_in.push(folder.display().to_string());
                let progress = Progress {
                    files_done: 1,
                    files: 2,
                    name: "01 visit.md".to_owned(),
                    ..Progress::default()
                };
                self.told(Message::IntakeGoesOn(progress));
                if self.slow {
                    Vec::new()
                } else {
                    vec![self.desk.intake()]
                }
            }
            Request::OpenLocked(password) => vec![self.desk.open_locked(&password)],
            Request::StopIntake => {
                self.stopped
                    .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let mut done = self.desk.intake();
                if let Message::IntakeDone {
                    summary: Ok(summary),
                    ..
                } = &mut done
                {
                    summary.stopped = !self.stops_whole;
                }
                vec![done]
            }
            Request::Export(export) => vec![self.desk.export(&export)],
            asked @ (Request::Compare { .. } | Request::Lay { .. }) => self.desk.compares(asked),
            closing @ (Request::Sign { .. } | Request::Seal(_)) => self.desk.closes(closing),
            Request::Verify => vec![Message::Verified {
                sound: true,
                lines: vec!["Every entry is as it was kept.".to_owned()],
            }],
        };
        for message in messages {
            let effects = hear(&mut self.state, message);
            self.perform(effects);
        }
    }

    fn draw(&mut self) {
        if self.blind {
            return;
        }
        let state = &self.state;
        let frame = self.terminal.draw(|frame| view(state, frame)).unwrap();
        self.cells_changed = if self.buffer.area == frame.buffer.area {
            self.buffer.diff(frame.buffer).len()
        } else {
            frame.buffer.content.len()
        };
        self.buffer = frame.buffer.clone();
        self.cursor = self.terminal.backend_mut().get_cursor_position().unwrap();
    }

    /// What would be stored to come back to.
    pub fn record(&self) -> Vec<u8> {
        resume::record(&self.state).unwrap()
    }

    /// The program is started anew on what was kept, and on the stored record of where the two were.
    pub fn comes_back(self) -> Self {
        let record = self.record();
        let size = self.state.size;
        let mut back = Self::with(self.desk, self.state.prefs.clone(), "", false, size);
        let opened = back.desk.opened(Some(record));
        back.told(opened);
        back
    }
}
