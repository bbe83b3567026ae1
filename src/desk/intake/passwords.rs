//! Passwords of documents: tried in turn, asked for where somebody is there to be asked, and forgotten.
//!
//! Owns the order: without one, with each that is known, with what is typed. A password is wiped when this is dropped, goes to the child that
//! reads and nowhere else, and is never kept. Whoever asks (a terminal, a form) stands elsewhere.

use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use crate::reading::Reading;

/// How often somebody may mistype the password of one document.
const TRIES: usize = 3;

/// The most passwords tried on one document: each costs a reading.
const KNOWN_CAP: usize = 40;

/// A password, wiped when dropped and never printed.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// As typed: spaces count.
    #[must_use]
    pub fn new(typed: Zeroizing<String>) -> Self {
        Self(typed)
    }
}

impl std::ops::Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Reads bytes under a name, with a password where one is given.
pub type ReadWith<'a> = &'a (dyn Fn(&str, &[u8], Option<&str>) -> Reading + Sync);

/// Asks for the password of a document; `true` after one that did not open it. `None` leaves the document shut.
pub type Ask<'a> = &'a (dyn Fn(&str, bool) -> Option<Secret> + Sync);

/// Reads documents, opening those that need a password where that can be done.
pub struct Passwords<'a> {
    read: ReadWith<'a>,
    ask: Option<Ask<'a>>,
    known: Mutex<Vec<Secret>>,
    /// Held while somebody is asked: one question at a time.
    asking: Mutex<()>,
}

impl std::fmt::Debug for Passwords<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never a password.
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

impl<'a> Passwords<'a> {
    /// Reading with `read`, with these passwords known; `ask` where somebody can be asked.
    #[must_use]
    pub fn new(read: ReadWith<'a>, known: Vec<Secret>, ask: Option<Ask<'a>>) -> Self {
        Self {
            read,
            ask,
            known: Mutex::new(known),
            asking: Mutex::new(()),
        }
    }

    /// Reads a document.
    #[must_use]
    pub fn read(&self, name: &str, bytes: &[u8]) -> Reading {
        let mut reading = (self.read)(name, bytes, None);
        if !reading.locked {
            return reading;
        }
        let tried = self.try_known(name, bytes, 0, &mut reading);
        if !reading.locked {
            return reading;
        }
        let Some(ask) = self.ask else { return reading };
        let _one_at_a_time = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        // What somebody typed for another document meanwhile may open this one too.
        self.try_known(name, bytes, tried, &mut reading);
        for again in 0..TRIES {
            if !reading.locked {
                break;
            }
            let Some(password) = ask(name, again > 0) else {
                break;
            };
            reading = (self.read)(name, bytes, Some(&password));
            if !reading.locked {
                self.known
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(password);
            }
        }
        reading
    }

    /// Tries the passwords known from the one numbered `from` on; says how many are known.
    fn try_known(&self, name: &str, bytes: &[u8], from: usize, reading: &mut Reading) -> usize {
        let known = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.clone()
        };
        for password in known.iter().take(KNOWN_CAP).skip(from) {
            if !reading.locked {
                break;
            }
            let tried = (self.read)(name, bytes, Some(password));
            if !tried.locked {
                *reading = tried;
            }
        }
        known.len()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A document that opens with its own words.
    fn read(_: &str, bytes: &[u8], password: Option<&str>) -> Reading {
        let opens = password.map(str::as_bytes) == Some(bytes) || bytes.is_empty();
        Reading {
            locked: !opens,
            ..Reading::none("a.pdf", "pdf 1", "Shut.".to_owned())
        }
    }

    fn secrets(words: &[&str]) -> Vec<Secret> {
        words
            .iter()
            .map(|words| Secret::new(Zeroizing::new((*words).to_owned())))
            .collect()
    }

    #[test]
    fn known_ones_are_tried_in_turn_and_an_open_document_costs_one_reading() {
        let readings = AtomicUsize::new(0);
        let counted = |name: &str, bytes: &[u8], password: Option<&str>| {
            readings.fetch_add(1, Ordering::Relaxed);
            read(name, bytes, password)
        };
        let passwords = Passwords::new(&counted, secrets(&["one", "two", "three"]), None);
        assert!(!passwords.read("a.pdf", b"two").locked);
        assert_eq!(readings.swap(0, Ordering::Relaxed), 3);
        assert!(!passwords.read("a.pdf", b"").locked);
        assert_eq!(readings.swap(0, Ordering::Relaxed), 1);
        assert!(passwords.read("a.pdf", b"four").locked);
        assert_eq!(readings.load(Ordering::Relaxed), 4);
    }

    #[test]
    fn what_is_typed_is_asked_for_thrice_at_most_and_opens_the_next_document_too() {
        let asked = Mutex::new(Vec::new());
        let answers = Mutex::new(vec!["wrong", "lantern"]);
        let ask = |name: &str, again: bool| {
            asked.lock().unwrap().push((name.to_owned(), again));
            let mut answers = answers.lock().unwrap();
            (!answers.is_empty()).then(|| Secret::new(Zeroizing::new(answers.remove(0).to_owned())))
        };
        let passwords = Passwords::new(&read, Vec::new(), Some(&ask));
        assert!(!passwords.read("a.pdf", b"lantern").locked);
        assert!(!passwords.read("b.pdf", b"lantern").locked);
        assert!(passwords.read("c.pdf", b"other").locked);
        let asked = asked.lock().unwrap().clone();
        assert_eq!(
            asked,
            [
                ("a.pdf".to_owned(), false),
                ("a.pdf".to_owned(), true),
                ("c.pdf".to_owned(), false)
            ]
        );
        assert!(!format!("{passwords:?}").contains("lantern"));
    }
}
