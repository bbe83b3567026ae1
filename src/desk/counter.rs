//! The counter a screen asks at: requests in, messages out, nothing slow on the thread that asks.
//!
//! Entries and half-typed words go straight to the ledger's thread, in order. Everything else that waits for a disk or takes time
//! (opening, taking in, texts, writing out, checking) runs on a thread of its own and answers by message.

mod closing;
mod comparing;
mod folders;
mod jobs;
mod telling;
#[cfg(test)]
mod tests;
mod through;

pub use jobs::clock_moved;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{
    messages::{Message, Request},
    reader_process::ReaderProcess,
};
use crate::ledger::{Documents, LedgerThread};

/// Where messages go. Called on many threads; must not wait.
pub type Tell = Arc<dyn Fn(Message) + Send + Sync>;

/// The counter. Dropping it closes what is open, after everything asked for is kept.
pub struct Counter {
    desk: Arc<Desk>,
}

/// What every job of the counter can reach.
struct Desk {
    tell: Tell,
    reader: ReaderProcess,
    workers: usize,
    open: Mutex<Option<Arc<OpenLedger>>>,
    /// Held while one is closed, so that whoever closes waits until it is, whoever began.
    closing: Mutex<()>,
    /// Set while an intake is to stop.
    stop: AtomicBool,
}

/// The ledger of the open inspection.
struct OpenLedger {
    folder: PathBuf,
    thread: LedgerThread,
    documents: Documents,
    /// Lines of chronologies read so far.
    lines: Mutex<super::journey::Lines>,
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Counter").finish_non_exhaustive()
    }
}

impl Counter {
    /// A counter that reads documents with `reader`, as many at once as `workers`, and answers through `tell`.
    #[must_use]
    pub fn new(reader: ReaderProcess, workers: usize, tell: Tell) -> Self {
        let desk = Desk {
            tell,
            reader,
            workers,
            open: Mutex::new(None),
            closing: Mutex::new(()),
            stop: AtomicBool::new(false),
        };
        Self {
            desk: Arc::new(desk),
        }
    }

    /// Asks for something; the answer comes as a message.
    pub fn ask(&self, request: Request) {
        let desk = &self.desk;
        match request {
            Request::Keep { token, entries } => jobs::keep(desk, token, entries),
            Request::SaveResume(bytes) => jobs::save_resume(desk, bytes),
            Request::StopIntake => desk.stop.store(true, Ordering::Relaxed),
            Request::Texts { case, wanted } => {
                // The ledger is taken now: what is open when the thread comes to run may be another.
                let Some(open) = desk.open() else { return };
                self.beside("texts", move |desk| {
                    jobs::texts(desk, &open, case, &wanted);
                });
            }
            Request::Wrap {
                document,
                text,
                width,
            } => {
                let Some(open) = desk.open() else { return };
                self.beside("wrap", move |desk| {
                    jobs::wrap(desk, &open, document, text, width);
                });
            }
            Request::Compare { folder, case } => {
                let Some(open) = desk.open() else { return };
                self.beside("compare", move |desk| {
                    comparing::compare(desk, &open, folder.as_deref(), case);
                });
            }
            Request::Lay { pair, width } => {
                let Some(open) = desk.open() else { return };
                self.beside("lay", move |desk| comparing::lay(desk, &open, pair, width));
            }
            Request::Journey {
                case,
                made_of,
                source,
            } => {
                let Some(open) = desk.open() else { return };
                self.beside("journey", move |desk| {
                    telling::tell(desk, &open, case, made_of, &source);
                });
            }
            Request::Page(wanted) => {
                let Some(open) = desk.open() else { return };
                self.beside("page", move |desk| jobs::page(desk, &open, wanted));
            }
            Request::Folder(folder) => self.beside("folder", move |desk| {
                let inside = folders::list(&folder);
                desk.say(Message::Folder { folder, inside });
            }),
            Request::Open { folder, unlock } => {
                self.beside("open", move |desk| jobs::open(desk, &folder, unlock));
            }
            Request::New { new, unlock } => {
                self.beside("new", move |desk| jobs::set_up(desk, &new, unlock));
            }
            Request::Demo => self.beside("demo", jobs::demo),
            Request::Close => self.beside("close", |desk| {
                desk.close();
                desk.say(Message::Closed);
            }),
            Request::Curtain(resume) => jobs::curtain(desk, resume, self),
            Request::Intake { folder, sure } => {
                desk.stop.store(false, Ordering::Relaxed);
                self.beside("intake", move |desk| jobs::intake(desk, folder, sure));
            }
            Request::OpenLocked(password) => {
                desk.stop.store(false, Ordering::Relaxed);
                self.beside("open locked", move |desk| jobs::open_locked(desk, password));
            }
            Request::Export(export) => {
                self.beside("export", move |desk| jobs::export(desk, &export));
            }
            Request::Verify => self.beside("verify", jobs::verify),
            Request::Sign {
                case,
                who,
                words,
                new,
            } => {
                let Some(open) = desk.open() else { return };
                self.beside("sign", move |desk| {
                    closing::sign(desk, &open, case, who, &words, new);
                });
            }
            Request::Seal(case) => {
                let Some(open) = desk.open() else { return };
                self.beside("seal", move |desk| closing::seal(desk, &open, case));
            }
        }
    }

    /// Waits until everything asked for is kept; nothing is closed.
    pub fn settle(&self) {
        let Some(open) = self.desk.open() else { return };
        let (settled, wait) = std::sync::mpsc::channel();
        open.thread.flush(move |_| {
            let _ = settled.send(());
        });
        // An error means that the ledger's thread is gone: there is nothing left to wait for.
        let _ = wait.recv();
    }

    /// Closes what is open once everything asked for is kept, and waits for it.
    pub fn close(&self) {
        self.desk.stop.store(true, Ordering::Relaxed);
        self.desk.close();
    }

    fn beside(&self, name: &str, job: impl FnOnce(&Arc<Desk>) + Send + 'static) {
        let desk = Arc::clone(&self.desk);
        let started = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || job(&desk));
        if let Err(why) = started {
            self.desk.say(Message::Note(format!(
                "The computer could not begin this ({why}). Close other programs and try again."
            )));
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.close();
    }
}

impl Desk {
    fn say(&self, message: Message) {
        (self.tell)(message);
    }

    /// Says what was read of `of`, as long as that is what is open; whether it is. Told under the lock, so that nothing of a closed
    /// inspection is told after another is opened: two inspections may have a case of the same number.
    fn say_of(&self, of: &Arc<OpenLedger>, message: Message) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let same = open.as_ref().is_some_and(|open| Arc::ptr_eq(open, of));
        if same {
            (self.tell)(message);
        }
        same
    }

    fn open(&self) -> Option<Arc<OpenLedger>> {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn put(&self, open: OpenLedger) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(open));
    }

    /// Takes the ledger out and waits until everything asked of it is done and it is closed.
    fn close(&self) {
        let _closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
        let open = self
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(open) = open {
            let (closed, wait) = std::sync::mpsc::channel();
            open.thread.close(move || {
                let _ = closed.send(());
            });
            // An error here means that the ledger's thread is gone: there is nothing left to wait for.
            let _ = wait.recv();
        }
    }
}
