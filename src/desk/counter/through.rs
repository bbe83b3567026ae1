//! Keeping through the ledger's thread, for verbs that run on a thread of their own while a screen is open.

use std::sync::mpsc::channel;

use super::OpenLedger;
use crate::{
    casework::{CaseNo, Entry, Event, Inspection, Sha256, event::NewEntry},
    desk::{
        clock,
        close::OnLedger,
        record::{Keep, Kept},
    },
    ledger::{Ledger, LedgerError},
};

/// The open ledger with a fold of its own; remembers what it kept, for the screen to apply.
pub struct Through<'a> {
    open: &'a OpenLedger,
    inspection: Inspection,
    /// What was kept, in order.
    pub entries: Vec<Entry>,
}

/// Asks the ledger's thread for something and waits for the answer.
///
/// # Errors
/// As the ledger; [`LedgerError::Closed`] where its thread is gone.
pub fn wait<T: Send + 'static>(
    open: &OpenLedger,
    run: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
) -> Result<T, LedgerError> {
    let (answer, answered) = channel();
    open.thread.ask(run, move |result| {
        let _ = answer.send(result);
    });
    answered.recv().unwrap_or(Err(LedgerError::Closed))
}

impl<'a> Through<'a> {
    /// With a fold of everything kept so far.
    ///
    /// # Errors
    /// When the entries cannot be read.
    pub fn new(open: &'a OpenLedger) -> Result<Self, LedgerError> {
        let entries = wait(open, Ledger::entries)?;
        Ok(Self {
            open,
            inspection: Inspection::from_entries(&entries),
            entries: Vec::new(),
        })
    }
}

impl Keep for Through<'_> {
    fn inspection(&self) -> &Inspection {
        &self.inspection
    }

    fn append(&mut self, case: Option<CaseNo>, events: Vec<Event>) -> Result<(), LedgerError> {
        let at = clock::now();
        let entries: Vec<NewEntry> = events
            .into_iter()
            .map(|event| NewEntry {
                at,
                case,
                by: None,
                event,
            })
            .collect();
        for entry in wait(self.open, move |ledger| ledger.append(entries))? {
            self.inspection.apply(&entry);
            self.entries.push(entry);
        }
        Ok(())
    }

    fn keep_documents(&mut self, case: CaseNo, documents: &[Kept]) -> Result<(), LedgerError> {
        if documents.is_empty() {
            return Ok(());
        }
        // Documents are files of their own: they need not wait for the ledger's turn.
        let mut batch = self.open.documents.batch();
        for document in documents {
            batch.put_original(case, &document.original)?;
            if !document.text.is_empty() {
                batch.put_text(case, &document.text)?;
            }
        }
        batch.commit().map(|_| ())
    }

    fn keep_one_text(&mut self, case: CaseNo, text: &[u8]) -> Result<(), LedgerError> {
        let mut batch = self.open.documents.batch();
        batch.put_text(case, text)?;
        batch.commit().map(|_| ())
    }

    fn original(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.open.documents.original(case, sha256)
    }

    fn list(&self, list: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.open.documents.list(list)
    }
    fn text(&self, case: CaseNo, text: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.open.documents.text(case, text)
    }
}

impl OnLedger for Through<'_> {
    fn on_ledger<T: Send + 'static>(
        &mut self,
        run: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        wait(self.open, run)
    }
}
