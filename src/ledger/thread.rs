//! The one thread that owns the [`Ledger`] and takes requests in order, so that the terminal thread never touches a disk. Entries that wait
//! together share one fdatasync. Knows nothing of what is asked: answers go to whoever asked, on this thread; let them only pass the answer on.

use std::{
    collections::VecDeque,
    sync::mpsc::{Receiver, Sender, channel},
    thread::JoinHandle,
};

use super::{
    error::{LedgerError, Note},
    options::StoreCheck,
    record::Ledger,
};
use crate::casework::{CaseNo, Entry, Sha256, event::NewEntry};

/// Appends that may share one fdatasync.
const MOST_TOGETHER: usize = 64;

/// Entries that were not kept, with the reason: they go back to the editor with their words.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub error: LedgerError,
    /// What was to be kept, as it came.
    pub batch: Vec<NewEntry>,
}

/// One of the documents to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// Bytes as taken in.
    Original(CaseNo, Vec<u8>),
    /// A text read from them.
    Text(CaseNo, Vec<u8>),
}

type OnLedger = Box<dyn FnOnce(Result<&mut Ledger, LedgerError>) + Send>;
type OnAppended = Box<dyn FnOnce(Result<Vec<Entry>, Refused>) + Send>;

struct Append {
    batch: Vec<NewEntry>,
    reply: OnAppended,
}

enum Request {
    Append(Append),
    Do(OnLedger),
    Close(Box<dyn FnOnce() + Send>),
}

/// The handle to the thread. Dropping it waits until everything asked for is done.
#[derive(Debug)]
pub struct LedgerThread {
    requests: Sender<Request>,
    thread: Option<JoinHandle<()>>,
}

impl LedgerThread {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no further thread.
    pub fn start(ledger: Ledger) -> Result<Self, LedgerError> {
        let (requests, waiting) = channel();
        let thread = std::thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || serve(ledger, &waiting))
            .map_err(|error| LedgerError::Trouble {
                doing: "Starting to keep the record".to_owned(),
                why: error.to_string(),
            })?;
        Ok(Self {
            requests,
            thread: Some(thread),
        })
    }

    /// Keeps entries: the answer comes when they are on the disk, or with them when they are not kept.
    pub fn append(
        &self,
        batch: Vec<NewEntry>,
        reply: impl FnOnce(Result<Vec<Entry>, Refused>) + Send + 'static,
    ) {
        self.send(Request::Append(Append {
            batch,
            reply: Box::new(reply),
        }));
    }

    /// Runs something on the ledger, in its turn. After closing, `reply` hears [`LedgerError::Closed`].
    pub fn ask<T: 'static>(
        &self,
        run: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
        reply: impl FnOnce(Result<T, LedgerError>) + Send + 'static,
    ) {
        self.send(Request::Do(Box::new(move |ledger| {
            reply(ledger.and_then(run));
        })));
    }

    /// Keeps documents and texts, all made durable together; answers their hashes in the same order.
    pub fn put_documents(
        &self,
        documents: Vec<Put>,
        reply: impl FnOnce(Result<Vec<Sha256>, LedgerError>) + Send + 'static,
    ) {
        let put = move |ledger: &mut Ledger| {
            let mut batch = ledger.documents().batch();
            let hashes = documents
                .iter()
                .map(|document| match document {
                    Put::Original(case, bytes) => batch.put_original(*case, bytes),
                    Put::Text(case, bytes) => batch.put_text(*case, bytes),
                })
                .collect::<Result<_, _>>()?;
            batch.commit()?;
            Ok(hashes)
        };
        self.ask(put, reply);
    }

    /// Reads a text.
    pub fn read_text(
        &self,
        case: CaseNo,
        sha256: Sha256,
        reply: impl FnOnce(Result<Vec<u8>, LedgerError>) + Send + 'static,
    ) {
        self.ask(move |ledger| ledger.documents().text(case, sha256), reply);
    }

    /// Keeps the resume record.
    pub fn save_resume(
        &self,
        bytes: Vec<u8>,
        reply: impl FnOnce(Result<(), LedgerError>) + Send + 'static,
    ) {
        self.ask(move |ledger| ledger.save_resume(&bytes), reply);
    }

    /// Reads everything and puts right what differs; see [`Ledger::check_store`].
    pub fn check_store(
        &self,
        reply: impl FnOnce(Result<StoreCheck, LedgerError>) + Send + 'static,
    ) {
        self.ask(Ledger::check_store, reply);
    }

    /// What was found and put right since the last call.
    pub fn take_notes(&self, reply: impl FnOnce(Result<Vec<Note>, LedgerError>) + Send + 'static) {
        self.ask(|ledger| Ok(ledger.take_notes()), reply);
    }

    /// Answers when everything asked for before is done.
    pub fn flush(&self, reply: impl FnOnce(Result<(), LedgerError>) + Send + 'static) {
        self.ask(|_| Ok(()), reply);
    }

    /// Does everything asked for before, closes the record and answers; what is asked for after hears [`LedgerError::Closed`].
    pub fn close(&self, reply: impl FnOnce() + Send + 'static) {
        self.send(Request::Close(Box::new(reply)));
    }

    fn send(&self, request: Request) {
        if let Err(unsent) = self.requests.send(request) {
            refuse(unsent.0);
        }
    }
}

impl Drop for LedgerThread {
    fn drop(&mut self) {
        self.close(|| {});
        if let Some(thread) = self.thread.take() {
            // It ends in an error only where an answer panicked, and that was shown where it happened.
            let _ = thread.join();
        }
    }
}

fn serve(mut ledger: Ledger, requests: &Receiver<Request>) {
    let mut waiting = VecDeque::new();
    while let Some(request) = waiting.pop_front().or_else(|| requests.recv().ok()) {
        match request {
            Request::Append(first) => {
                waiting.extend(requests.try_iter());
                let mut together = vec![first];
                while together.len() < MOST_TOGETHER
                    && matches!(waiting.front(), Some(Request::Append(_)))
                    && let Some(Request::Append(next)) = waiting.pop_front()
                {
                    together.push(next);
                }
                keep(&mut ledger, together);
            }
            Request::Do(run) => run(Ok(&mut ledger)),
            Request::Close(reply) => {
                ledger.close();
                reply();
                waiting
                    .into_iter()
                    .chain(requests.try_iter())
                    .for_each(refuse);
                return;
            }
        }
    }
    ledger.close();
}

/// Keeps several batches under one fdatasync. Where that fails, each for itself: one that is too long does not take others with it.
/// Whoever waits is answered as soon as the journal has them; the store, which nobody waits for, comes after.
fn keep(ledger: &mut Ledger, together: Vec<Append>) {
    if together.len() > 1 {
        let all = together.iter().flat_map(|one| one.batch.clone()).collect();
        if let Ok((entries, unshelved)) = ledger.make_durable(all) {
            let mut entries = entries.into_iter();
            for one in together {
                let own = entries.by_ref().take(one.batch.len()).collect();
                (one.reply)(Ok(own));
            }
            ledger.shelve(&unshelved);
            return;
        }
    }
    for Append { batch, reply } in together {
        match ledger.make_durable(batch.clone()) {
            Ok((entries, unshelved)) => {
                reply(Ok(entries));
                ledger.shelve(&unshelved);
            }
            Err(error) => reply(Err(Refused { error, batch })),
        }
    }
}

fn refuse(request: Request) {
    match request {
        Request::Append(Append { batch, reply }) => reply(Err(Refused {
            error: LedgerError::Closed,
            batch,
        })),
        Request::Do(run) => run(Err(LedgerError::Closed)),
        Request::Close(reply) => reply(),
    }
}
