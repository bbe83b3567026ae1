//! What a terminal of the xterm family sends, as keys, pastes and the mouse: read byte by byte, so that nothing a terminal leaves
//! unfinished holds up what comes after it.
//!
//! Owns how long an unfinished thing is waited for. A paste whose end does not come is given on as it is after a second without a byte:
//! its words are not lost, and the next key is a key again. Knows no file descriptor and no clock: it is told when nothing came. Where
//! terminals are not read as bytes (Windows) it is not used.

mod sequence;

use std::time::Duration;

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// How long the rest of a sequence is waited for before an escape character counts as the key of that name.
const REST: Duration = Duration::from_millis(30);

/// How long the end of a paste is waited for after its last byte.
const PASTE_END: Duration = Duration::from_secs(1);

/// What ends a paste.
const END: &[u8] = b"\x1b[201~";

/// The longest sequence waited for to its end: none that is known comes near it.
const LONGEST: usize = 64;

/// Bytes of a terminal on their way to being events.
#[derive(Debug, Default)]
pub struct Bytes {
    /// The beginning of something that is not whole yet.
    begun: Vec<u8>,
    /// A paste that has begun and not ended.
    paste: Option<Vec<u8>>,
}

/// What the beginning of some bytes is.
enum Begins {
    /// So many bytes, and what they mean, where they mean anything.
    With(usize, Option<Event>),
    /// A paste, behind so many bytes.
    Paste(usize),
    /// Something whose rest has not come.
    Unfinished,
}

impl Bytes {
    /// How long to wait for more before telling [`Bytes::nothing_came`]; `None` while nothing is unfinished.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() {
            Some(PASTE_END)
        } else if self.begun.is_empty() {
            None
        } else {
            Some(REST)
        }
    }

    /// Takes bytes as they come.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        self.begun.extend_from_slice(bytes);
        loop {
            if let Some(paste) = &mut self.paste {
                paste.append(&mut self.begun);
                let Some(at) = paste.windows(END.len()).position(|part| part == END) else {
                    return events;
                };
                self.begun = paste.split_off(at).split_off(END.len());
                events.extend(self.end_paste());
            }
            match sequence::begins(&self.begun) {
                Begins::With(length, event) => {
                    self.drop_first(length);
                    events.extend(event);
                }
                Begins::Paste(length) => {
                    self.drop_first(length);
                    self.paste = Some(Vec::new());
                }
                Begins::Unfinished if self.begun.len() > LONGEST => self.begun.clear(),
                Begins::Unfinished => return events,
            }
        }
    }

    /// Nothing came for as long as [`Bytes::patience`] said: what is unfinished is taken as it is.
    pub fn nothing_came(&mut self) -> Vec<Event> {
        if self.paste.is_some() {
            return self.end_paste().into_iter().collect();
        }
        let escape = self.begun.first() == Some(&0x1b);
        let more = self.begun.len() > 1;
        self.begun.clear();
        match (escape, more) {
            (true, false) => vec![Event::Key(KeyCode::Esc.into())],
            // Alt and the letter that begins sequences, from somebody who pressed just that.
            (true, true) => vec![Event::Key(KeyEvent::new(
                KeyCode::Char('['),
                KeyModifiers::ALT,
            ))],
            _ => Vec::new(),
        }
    }

    fn drop_first(&mut self, length: usize) {
        self.begun.drain(..length.min(self.begun.len()));
    }

    fn end_paste(&mut self) -> Option<Event> {
        let words = self.paste.take()?;
        Some(Event::Paste(String::from_utf8_lossy(&words).into_owned()))
    }
}

#[cfg(test)]
mod tests;
