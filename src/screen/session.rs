//! The terminal while the screen is open: everything that is turned on is turned off again, and precisely that, on return, error, panic and
//! signal. On leaving nothing of a child is left on the screen or above it.

use std::{
    io::{self, Stdout, Write as _},
    sync::atomic::{AtomicBool, Ordering},
};

use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    crossterm::{
        cursor::Show,
        event::{
            DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
        },
        execute,
        terminal::{
            Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
            enable_raw_mode,
        },
    },
};

use super::{
    pictures::{self, Pictures},
    state::State,
    view::paint,
};
use crate::desk::panic_is_expected;

/// Whether the terminal is ours now: what the panic hook looks at.
static OURS: AtomicBool = AtomicBool::new(false);

/// The terminal, while it is ours. Dropping it gives it back.
pub struct Session {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    pictures: Pictures,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl Session {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// Where there is no terminal, or it will not do this. It is given back as it was.
    pub fn begin() -> io::Result<Self> {
        put_hook();
        Ok(Self {
            terminal: take_over()?,
            pictures: Pictures::default(),
        })
    }

    /// Draws the screen: the cells that changed, then the picture, where it is another.
    ///
    /// # Errors
    /// As the terminal gives them.
    pub fn draw(&mut self, state: &State) -> io::Result<()> {
        let mut shown = self.cells(state)?;
        if self.pictures.clear_first(shown.as_ref()) {
            self.redraw()?;
            shown = self.cells(state)?;
        }
        self.pictures.show(shown, self.terminal.backend_mut())
    }

    fn cells(&mut self, state: &State) -> io::Result<Option<pictures::Shown>> {
        // Of another size everything is cleared before it is drawn.
        let before = self.terminal.get_frame().area();
        let mut shown = None;
        let frame = self.terminal.draw(|frame| shown = paint(state, frame))?;
        if frame.area != before {
            self.pictures.cleared();
        }
        Ok(shown)
    }

    /// Clears the screen, so that the next drawing draws all of it.
    ///
    /// # Errors
    /// As the terminal gives them.
    pub fn redraw(&mut self) -> io::Result<()> {
        // Not `clear`: that asks the terminal where the cursor is, and the thread that reads keys would have the answer.
        let area = self.terminal.get_frame().area();
        self.pictures.cleared();
        self.terminal.resize(area)
    }
}

/// Takes the terminal over; where that fails it is given back as it was.
fn take_over() -> io::Result<Terminal<CrosstermBackend<Stdout>>> {
    enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableMouseCapture,
        EnableBracketedPaste
    )
    .and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())))
    .inspect_err(|_| give_back())
}

impl Session {
    /// Gives the terminal back, wiped, while `wait` runs, and takes it over again after; everything is to be drawn anew.
    ///
    /// # Errors
    /// Where the terminal cannot be taken over again.
    pub fn lend(&mut self, wait: impl FnOnce()) -> io::Result<()> {
        wipe();
        give_back();
        wait();
        self.terminal = take_over()?;
        self.pictures = Pictures::default();
        Ok(())
    }

    /// Clears the terminal and what was scrolled out of it, and forgets every cell that was drawn.
    ///
    /// # Errors
    /// As the terminal gives them.
    pub fn wipe(&mut self) -> io::Result<()> {
        wipe();
        self.pictures = Pictures::default();
        self.terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

/// Undoes what [`Session::begin`] did, once. Errors have nowhere to go: the terminal may be the thing that is gone.
fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = pictures::take_all_away(&mut out);
    // Cleared before leaving: some terminals keep the alternate screen in reach.
    let _ = execute!(
        out,
        Clear(ClearType::All),
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// Clears the terminal and its scrollback: what is done when the program is ended from outside.
pub fn wipe() {
    let mut out = io::stdout();
    let _ = pictures::take_all_away(&mut out);
    let _ = execute!(out, Clear(ClearType::All), Clear(ClearType::Purge));
}

/// A panic gives the terminal back and says where, never what: its words could be a child's.
fn put_hook() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            if panic_is_expected() {
                return;
            }
            give_back();
            let place = panic.location().map_or_else(String::new, |place| format!(" ({}:{})", place.file(), place.line()));
            let _ = writeln!(
                io::stderr(),
                "alongside has stopped because of a mistake of its own{place}. Everything kept is safe, half-typed words too: start it again to go on."
            );
        }));
    });
}
