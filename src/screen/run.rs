//! The loop: everything that waits is taken, then the screen is drawn once, and only when something changed.
//!
//! Keys come from a thread of their own, the desk's messages from its threads, both into one queue; this thread waits on the queue and
//! on nothing else, so that it never polls and never touches a disk.

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel},
    },
    time::{Duration, Instant},
};

use ratatui::crossterm::event::{self, Event, MouseButton, MouseEventKind};

use super::{
    action::{OtherKeys, Table},
    input::Bytes,
    keys::Key,
    prefs::Prefs,
    resume,
    session::{Session, wipe},
    state::{Effect, State},
    terminal,
    theme::Glyphs,
    update::{Input, MouseAct, hear, update},
    ways::Way,
};
use crate::{
    desk::{
        Unlock,
        clock::{self, ClockWatch},
        counter::Counter,
        messages::{Message, Request},
        reader_process::ReaderProcess,
        settings,
    },
    platform::{self, TerminalBytes},
};

/// The least time between two writings of the resume record.
const RESUME_EVERY: Duration = Duration::from_millis(500);

/// How often the clock is looked at and the terminal is checked to be there still.
const TICK: Duration = Duration::from_secs(1);

/// The most that is taken before the screen is drawn again: a paste without brackets is thousands of keys.
const MOST_AT_ONCE: usize = 4_096;

/// What comes in.
enum Incoming {
    Terminal(Event),
    /// The terminal has another size.
    Resized,
    Desk(Message),
    /// The system asks the program to stand still: somebody wants the terminal for something else.
    StandStill,
    /// The system asks the program to end, or the terminal is gone.
    End,
}

/// Opens the screen on an inspection with what was given for it, or on the start screen, and stays until the two leave. `pictures`: how pages
/// are to be drawn, where the command line says it.
///
/// # Errors
/// Where there is no terminal to draw on.
pub fn run(
    folder: Option<PathBuf>,
    unlock: Unlock,
    workers: usize,
    pictures: Option<Way>,
) -> io::Result<()> {
    platform::dump_no_core();
    let reader = ReaderProcess::own()?;
    let (send, incoming) = channel();
    let tell = {
        let send = send.clone();
        // The queue is gone only when the loop has ended: nobody is left to be told.
        Arc::new(move |message| drop(send.send(Incoming::Desk(message))))
    };
    let counter = Counter::new(reader, workers, tell);
    let (mut state, notes) = begin();
    state.pictures.asked = pictures;
    if let Some(folder) = folder {
        for effect in super::verbs::start::open_with(&mut state, folder, unlock) {
            ask_only(&counter, effect);
        }
    }
    for note in notes {
        state.refuse(&note);
    }
    let mut session = Session::begin()?;
    watch(&send)?;
    let ended = go_on(&mut state, &mut session, &counter, &incoming);
    if let Some(bytes) = resume::record(&state) {
        counter.ask(Request::SaveResume(bytes));
    }
    // Everything asked for is kept before the terminal is given back.
    counter.close();
    if matches!(ended, Ok(Ended::FromOutside)) {
        wipe();
    }
    drop(session);
    ended.map(|_| ())
}

fn ask_only(counter: &Counter, effect: Effect) {
    if let Effect::Ask(request) = effect {
        counter.ask(request);
    }
}

/// The state to begin with, and what was wrong with the person's own files.
fn begin() -> (State, Vec<String>) {
    let mut notes = Vec::new();
    let prefs =
        settings::read("screen.toml").map_or_else(Prefs::default, |text| Prefs::parse(&text));
    let other = settings::read("keys.toml").map(|text| toml::from_str::<OtherKeys>(&text));
    let table = match other {
        None => Table::built_in(),
        Some(Ok(other)) => Table::with(&other),
        Some(Err(why)) => Err(why.message().to_owned()),
    };
    let table = table.or_else(|why| {
        let first = why.lines().next().unwrap_or_default().to_owned();
        notes.push(format!("Your keys.toml is not used: {first}."));
        Table::built_in()
    });
    let table = table.unwrap_or(Table { rows: Vec::new() });
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut state = State::new(Arc::new(table), prefs, no_colour, clock::now(), (80, 24));
    state.colours = terminal::colours();
    state.pictures = terminal::pictures();
    if state.prefs.glyphs.is_none() && !terminal::utf8_is_certain() {
        state.prefs.glyphs = Some(Glyphs::Ascii);
    }
    state.start.recent = state
        .prefs
        .recent
        .iter()
        .filter(|folder| folder.is_dir())
        .cloned()
        .collect();
    state.start.home = settings::home();
    (state, notes)
}

/// Starts what watches the terminal and the system.
fn watch(send: &Sender<Incoming>) -> io::Result<()> {
    let keys = send.clone();
    std::thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || {
            // An error means that nobody listens any more: the loop has ended.
            drop(read_terminal(&keys));
        })?;
    let size = send.clone();
    platform::when_resized(move || drop(size.send(Incoming::Resized)))?;
    let end = send.clone();
    platform::when_asked_to_end(move || drop(end.send(Incoming::End)))?;
    let still = send.clone();
    platform::when_asked_to_stand_still(move || drop(still.send(Incoming::StandStill)))?;
    let end = send.clone();
    std::thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(move || {
            loop {
                std::thread::sleep(TICK);
                if platform::terminal_is_gone() && end.send(Incoming::End).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}

/// Reads the terminal until it is gone. It is read here and not by the library where it can be: that one waits for the end of a paste
/// for ever, and reads a terminal that is gone again and again.
fn read_terminal(keys: &Sender<Incoming>) -> Result<(), SendError<Incoming>> {
    let mut buffer = [0; 4096];
    let mut bytes = Bytes::default();
    loop {
        let events = match platform::terminal_bytes(&mut buffer, bytes.patience()) {
            TerminalBytes::Here(count) => bytes.take(buffer.get(..count).unwrap_or_default()),
            TerminalBytes::Quiet => bytes.nothing_came(),
            TerminalBytes::Gone => break,
            TerminalBytes::NotSo => match event::read() {
                Ok(event) => vec![event],
                Err(_) => break,
            },
        };
        for event in events {
            keys.send(Incoming::Terminal(event))?;
        }
    }
    // No more keys will come.
    keys.send(Incoming::End)
}

enum Ended {
    ByThePeople,
    FromOutside,
}

fn go_on(
    state: &mut State,
    session: &mut Session,
    counter: &Counter,
    incoming: &Receiver<Incoming>,
) -> io::Result<Ended> {
    let mut clock_watch = ClockWatch::new();
    let mut resume_written = Instant::now();
    let mut ticked = Instant::now();
    let mut draw = true;
    loop {
        if draw {
            fit(state, counter)?;
            session.draw(state)?;
        }
        let mut wait = TICK.saturating_sub(ticked.elapsed());
        if state.resume_stale {
            wait = wait.min(RESUME_EVERY.saturating_sub(resume_written.elapsed()));
        }
        let mut effects = Vec::new();
        match incoming.recv_timeout(wait) {
            Ok(first) => {
                let rest = incoming.try_iter().take(MOST_AT_ONCE);
                for one in std::iter::once(first).chain(rest) {
                    match one {
                        Incoming::End => return Ok(Ended::FromOutside),
                        // The size is looked at before every drawing.
                        Incoming::Resized => {}
                        Incoming::StandStill => stand_still(state, session, counter)?,
                        Incoming::Desk(message) => effects.extend(hear(state, message)),
                        Incoming::Terminal(event) => {
                            if let Some(input) = input(event) {
                                effects.extend(update(state, input));
                            }
                        }
                    }
                    if perform(&mut effects, state, session, counter)? {
                        return Ok(Ended::ByThePeople);
                    }
                }
                draw = true;
            }
            Err(RecvTimeoutError::Timeout) => draw = fit(state, counter)?,
            Err(RecvTimeoutError::Disconnected) => return Ok(Ended::FromOutside),
        }
        // However much comes in, the clock goes on: the curtain hangs on it.
        if ticked.elapsed() >= TICK {
            ticked = Instant::now();
            draw |= tick(state, &mut clock_watch, &mut effects);
            if perform(&mut effects, state, session, counter)? {
                return Ok(Ended::ByThePeople);
            }
        }
        if state.resume_stale && resume_written.elapsed() >= RESUME_EVERY {
            if let Some(bytes) = resume::record(state) {
                counter.ask(Request::SaveResume(bytes));
            }
            state.resume_stale = false;
            resume_written = Instant::now();
        }
    }
}

/// Keeps what is half typed, gives the terminal back with nothing left on it, stands still, and goes on where it was.
fn stand_still(state: &State, session: &mut Session, counter: &Counter) -> io::Result<()> {
    if let Some(bytes) = resume::record(state) {
        counter.ask(Request::SaveResume(bytes));
    }
    counter.settle();
    session.lend(platform::stand_still)
}

/// Does what is to be done outside the screen, one by one, in order, so that what is kept first is asked for first; whether the two leave.
fn perform(
    effects: &mut Vec<Effect>,
    state: &State,
    session: &mut Session,
    counter: &Counter,
) -> io::Result<bool> {
    for effect in effects.drain(..) {
        match effect {
            Effect::Ask(request) => counter.ask(request),
            Effect::SavePrefs => save_prefs(state),
            Effect::Redraw => session.redraw()?,
            Effect::Wipe => session.wipe()?,
            Effect::Quit => return Ok(true),
        }
    }
    Ok(false)
}

/// Takes the size of the terminal as it is now, whatever was told of it; whether it is another.
fn fit(state: &mut State, counter: &Counter) -> io::Result<bool> {
    let (width, height) = ratatui::crossterm::terminal::size()?;
    let cell = terminal::cell();
    let other = state.size != (width, height) || state.pictures.cell != cell;
    state.pictures.cell = cell;
    if other {
        for effect in update(state, Input::Resize(width, height)) {
            ask_only(counter, effect);
        }
    }
    Ok(other)
}

/// Looks at the clock; whether the screen shows something else now: another minute, a second less until the curtain, or the curtain.
fn tick(state: &mut State, watch: &mut ClockWatch, effects: &mut Vec<Effect>) -> bool {
    let seen = |state: &State| {
        (
            state.now.clock(),
            state.quiet.seconds_left(),
            state.door.is_some(),
        )
    };
    let before = seen(state);
    effects.extend(update(state, Input::Now(clock::now())));
    if let Some(by) = watch.look()
        && state
            .open
            .as_ref()
            .is_some_and(|open| open.read_only.is_none())
    {
        let moved = crate::desk::counter::clock_moved(by);
        effects.extend(state.keep_entries(vec![moved], None, super::state::Then::Nothing));
        let way = if by < 0 { "back" } else { "on" };
        state.refuse(&format!(
            "The computer's clock went {way} by {} s: this is recorded, not corrected.",
            by.unsigned_abs()
        ));
        return true;
    }
    seen(state) != before
}

fn save_prefs(state: &State) {
    let text = state.prefs.to_text();
    // A preference that is not kept is no reason to stop anybody; it is chosen again next time.
    let _ = std::thread::Builder::new()
        .name("preferences".to_owned())
        .spawn(move || drop(settings::write("screen.toml", &text)));
}

/// A terminal event as an input; `None` for what means nothing here.
fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => Key::of(key).map(Input::Key),
        Event::Paste(words) => Some(Input::Paste(words)),
        Event::Resize(width, height) => Some(Input::Resize(width, height)),
        Event::Mouse(mouse) => {
            let act = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseAct::Down,
                MouseEventKind::Drag(MouseButton::Left) => MouseAct::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseAct::Up,
                MouseEventKind::ScrollDown => MouseAct::WheelDown,
                MouseEventKind::ScrollUp => MouseAct::WheelUp,
                _ => return None,
            };
            Some(Input::Mouse(act, mouse.column, mouse.row))
        }
        Event::FocusGained | Event::FocusLost => None,
    }
}
