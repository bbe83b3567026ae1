//! One key, mouse act or mark of a paste at the beginning of some bytes.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::Begins;

const ESCAPE: u8 = 0x1b;

/// One key behind so many bytes.
fn key(length: usize, code: KeyCode) -> Begins {
    Begins::With(length, Some(Event::Key(code.into())))
}

/// What these bytes begin with.
pub(super) fn begins(bytes: &[u8]) -> Begins {
    match bytes {
        [] | [ESCAPE] => Begins::Unfinished,
        [ESCAPE, b'[', rest @ ..] => control(rest),
        [ESCAPE, b'O', rest @ ..] => match rest {
            [] => Begins::Unfinished,
            [letter, ..] => Begins::With(3, letter_key(*letter, KeyModifiers::NONE)),
        },
        // Alt with Ctrl and a letter means nothing here: it is Esc and then the other, pressed quickly. Alt-Enter is Alt-Enter.
        // So is Esc twice, of which the second may begin something.
        [ESCAPE, 0..=0x08 | 0x0b | 0x0c | 0x0e..=ESCAPE, ..] => key(1, KeyCode::Esc),
        [ESCAPE, rest @ ..] => match plain(rest) {
            Begins::With(length, Some(Event::Key(mut key))) => {
                key.modifiers |= KeyModifiers::ALT;
                Begins::With(length + 1, Some(Event::Key(key)))
            }
            Begins::With(length, event) => Begins::With(length + 1, event),
            other => other,
        },
        bytes => plain(bytes),
    }
}

/// A key that is no sequence: a control character or a letter.
fn plain(bytes: &[u8]) -> Begins {
    let Some(first) = bytes.first().copied() else {
        return Begins::Unfinished;
    };
    let control = |letter: u8| {
        let key = KeyEvent::new(KeyCode::Char(char::from(letter)), KeyModifiers::CONTROL);
        Begins::With(1, Some(Event::Key(key)))
    };
    match first {
        b'\r' => key(1, KeyCode::Enter),
        b'\t' => key(1, KeyCode::Tab),
        0x7f => key(1, KeyCode::Backspace),
        0 => control(b' '),
        0x01..=0x1a => control(first - 1 + b'a'),
        0x1c..=0x1f => control(first - 0x1c + b'4'),
        0x20..=0x7e => Begins::With(1, Some(typed(char::from(first)))),
        _ => letter(bytes, first),
    }
}

fn typed(letter: char) -> Event {
    let held = if letter.is_uppercase() {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    Event::Key(KeyEvent::new(KeyCode::Char(letter), held))
}

/// A letter of several bytes; bytes that are none are left out.
fn letter(bytes: &[u8], first: u8) -> Begins {
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Begins::With(1, None),
    };
    let here = bytes.get(..length).unwrap_or(bytes);
    match std::str::from_utf8(here) {
        Ok(words) => Begins::With(length, words.chars().next().map(typed)),
        Err(why) if why.error_len().is_none() => Begins::Unfinished,
        Err(_) => Begins::With(1, None),
    }
}

/// What follows `ESC [`: parameters, then the letter that ends it.
fn control(rest: &[u8]) -> Begins {
    const BEFORE: usize = 2;
    match rest {
        [] => return Begins::Unfinished,
        // The Linux console's first function keys.
        [b'[', ..] => {
            return match rest.get(1) {
                None => Begins::Unfinished,
                Some(letter @ b'A'..=b'E') => key(BEFORE + 2, KeyCode::F(letter - b'A' + 1)),
                Some(_) => Begins::With(BEFORE + 2, None),
            };
        }
        [b'M', ..] => {
            return match rest.get(1..4) {
                Some(&[buttons, column, row]) => Begins::With(
                    BEFORE + 4,
                    mouse(
                        u16::from(buttons.wrapping_sub(32)),
                        u16::from(column).saturating_sub(32),
                        u16::from(row).saturating_sub(32),
                        false,
                    ),
                ),
                _ => Begins::Unfinished,
            };
        }
        _ => {}
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return Begins::Unfinished;
    };
    let (Some(parameters), Some(last)) = (rest.get(..end), rest.get(end).copied()) else {
        return Begins::Unfinished;
    };
    if !(0x40..=0x7e).contains(&last) {
        // Broken off: what broke it off is looked at by itself.
        return Begins::With(BEFORE + end, None);
    }
    let length = BEFORE + end + 1;
    match (parameters, last) {
        (b"200", b'~') => Begins::Paste(length),
        ([b'<', numbers @ ..], b'M' | b'm') => {
            let event = match numbers_of(numbers).as_slice() {
                [buttons, column, row] => mouse(*buttons, *column, *row, last == b'm'),
                _ => None,
            };
            Begins::With(length, event)
        }
        (numbers, last) => Begins::With(length, numbered(&numbers_of(numbers), last)),
    }
}

/// The numbers between semicolons; what stands behind a colon (whether a key went down or up) is left out, and so is a whole key that
/// went up.
fn numbers_of(parameters: &[u8]) -> Vec<u16> {
    parameters
        .split(|byte| *byte == b';')
        .map(|number| {
            let mut parts = number.split(|byte| *byte == b':');
            let first = parts.next().unwrap_or_default();
            let is_up = parts.next() == Some(b"3");
            let number = std::str::from_utf8(first)
                .ok()
                .and_then(|first| first.parse().ok());
            if is_up { WENT_UP } else { number.unwrap_or(0) }
        })
        .collect()
}

/// Stands for a key that went up: it does nothing.
const WENT_UP: u16 = u16::MAX;

fn held(numbers: &[u16]) -> Option<KeyModifiers> {
    let mask = match numbers.get(1).copied() {
        None | Some(0) => 0,
        Some(WENT_UP) => return None,
        Some(mask) => mask - 1,
    };
    let mut held = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        if mask & bit != 0 {
            held |= modifier;
        }
    }
    Some(held)
}

fn numbered(numbers: &[u16], last: u8) -> Option<Event> {
    let held = held(numbers)?;
    let first = numbers.first().copied().unwrap_or(0);
    let code = match last {
        b'~' => match first {
            1 | 7 => KeyCode::Home,
            2 => KeyCode::Insert,
            3 => KeyCode::Delete,
            4 | 8 => KeyCode::End,
            5 => KeyCode::PageUp,
            6 => KeyCode::PageDown,
            11..=15 => function(first - 10)?,
            17..=21 => function(first - 11)?,
            23..=24 => function(first - 12)?,
            _ => return None,
        },
        b'u' => match first {
            9 => KeyCode::Tab,
            13 => KeyCode::Enter,
            27 => KeyCode::Esc,
            127 => KeyCode::Backspace,
            code => KeyCode::Char(
                char::from_u32(u32::from(code)).filter(|letter| !letter.is_control())?,
            ),
        },
        // The mouse as rxvt tells of it.
        b'M' => {
            return match numbers {
                [buttons, column, row] => mouse(buttons.saturating_sub(32), *column, *row, false),
                _ => None,
            };
        }
        // Where the cursor is: an answer to a question somebody else asked.
        b'R' if first != 1 => return None,
        last => return letter_key(last, held),
    };
    Some(Event::Key(KeyEvent::new(code, held)))
}

fn function(number: u16) -> Option<KeyCode> {
    u8::try_from(number).ok().map(KeyCode::F)
}

/// A key named by the letter its sequence ends with.
fn letter_key(letter: u8, held: KeyModifiers) -> Option<Event> {
    let code = match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        b'M' => KeyCode::Enter,
        b'Z' => {
            let back = KeyEvent::new(KeyCode::BackTab, held | KeyModifiers::SHIFT);
            return Some(Event::Key(back));
        }
        _ => return None,
    };
    Some(Event::Key(KeyEvent::new(code, held)))
}

/// The mouse: which button or wheel, moved or not, at a column and row counted from 1.
fn mouse(buttons: u16, column: u16, row: u16, up: bool) -> Option<Event> {
    let kind = match (buttons & 0b1100_0011, buttons & 0b10_0000 != 0) {
        (0, false) if up => MouseEventKind::Up(MouseButton::Left),
        (0, false) => MouseEventKind::Down(MouseButton::Left),
        (0, true) => MouseEventKind::Drag(MouseButton::Left),
        // Without saying which: only the left one matters here.
        (3, false) => MouseEventKind::Up(MouseButton::Left),
        (64, _) => MouseEventKind::ScrollUp,
        (65, _) => MouseEventKind::ScrollDown,
        _ => return None,
    };
    Some(Event::Mouse(MouseEvent {
        kind,
        column: column.saturating_sub(1),
        row: row.saturating_sub(1),
        modifiers: KeyModifiers::NONE,
    }))
}
