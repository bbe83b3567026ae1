//! Panics that are expected: sled panics over a damaged store, and nothing of that may reach the screen. Knows nothing of sled but what
//! its threads are called.
//!
//! A panic hook belongs to the whole process, so this one is put in once and then asks which thread panics; taking hooks out and putting
//! them back would lose one that somebody else puts in meanwhile.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::{Once, mpsc::channel},
    time::Duration,
};

thread_local! {
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Puts in front of the present panic hook one that says nothing of panics the ledger expects. Done once however often it is called; opening
/// a ledger does it. A program with a hook of its own calls this first and asks [`panic_is_expected`] in its own.
pub fn hush_expected_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !panic_is_expected() {
                before(panic);
            }
        }));
    });
}

/// For a panic hook: whether the panic on this thread is one that the ledger expects, catches and has an answer for.
pub fn panic_is_expected() -> bool {
    EXPECTED.with(Cell::get)
        || std::thread::current()
            .name()
            .is_some_and(|name| name.starts_with("sled"))
}

/// What `run` answers; `None` when it panicked, of which nobody hears.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    if std::thread::panicking() {
        // A second panic on this thread would end the program.
        return None;
    }
    hush_expected_panics();
    let before = EXPECTED.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(run)).ok();
    EXPECTED.set(before);
    answer
}

/// How long something of sled's may take. Where one of its own calls fails at the wrong moment it waits for ever for a sign that was given
/// before it began to wait; nothing it does takes a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came of something that was given its time.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Came<T> {
    /// It ended.
    Answer(T),
    /// It panicked, of which nobody hears.
    Panic,
    /// It is not done; nobody waits for it any more.
    Late,
}

/// Runs something on a thread of its own and waits for it, but not for ever.
pub(crate) fn in_time<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> Came<T> {
    within(PATIENCE, run)
}

fn within<T: Send + 'static>(
    patience: Duration,
    run: impl FnOnce() -> T + Send + 'static,
) -> Came<T> {
    let (send, answer) = channel();
    let started = std::thread::Builder::new()
        .name("sled waited for".to_owned())
        .spawn(move || {
            // Whoever waits may have given up.
            let _ = send.send(caught(run));
        });
    if started.is_err() {
        return Came::Panic;
    }
    match answer.recv_timeout(patience) {
        Ok(Some(answer)) => Came::Answer(answer),
        Ok(None) => Came::Panic,
        Err(_) => Came::Late,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_come_is_not_waited_for() {
        let minute = Duration::from_mins(1);
        assert_eq!(within(minute, || 4), Came::Answer(4));
        assert_eq!(within(minute, || panic!("expected")), Came::Panic::<()>);
        let (keep, never) = channel::<()>();
        let moment = Duration::from_millis(20);
        assert_eq!(within(moment, move || never.recv()), Came::Late);
        drop(keep);
    }

    #[test]
    fn a_panic_is_expected_only_while_and_where_it_is_caught() {
        assert!(!panic_is_expected());
        assert_eq!(caught(|| panic!("expected")), None::<()>);
        assert_eq!(caught(panic_is_expected), Some(true));
        assert_eq!(
            caught(|| std::thread::spawn(panic_is_expected).join().unwrap()),
            Some(false)
        );
        assert!(!panic_is_expected());
    }
}
