//! An inspection folder open for one command: the ledger and the inspection folded from it, kept in step.
//!
//! Owns the order "kept first, then applied". For the screen, which must not wait for a disk, a thread does the same elsewhere.

use std::path::Path;

use super::{clock, close::OnLedger, front};
use crate::{
    casework::{CaseNo, Event, Inspection, Sha256, event::NewEntry},
    ledger::{Ledger, LedgerError, Options, Unlock},
};

/// The bytes of one version of a document and the text read from it, as they are kept.
#[derive(Debug)]
pub struct Kept {
    /// As they came.
    pub original: Vec<u8>,
    /// The serialised text; empty where there is none.
    pub text: Vec<u8>,
}

/// Where the verbs keep things: a [`Record`], or whatever else holds the ledger while a screen is open.
pub trait Keep {
    /// The inspection as it stands, with everything kept so far.
    fn inspection(&self) -> &Inspection;

    /// Keeps events under one sync, then applies them. No event is no work.
    ///
    /// # Errors
    /// When they are not kept: then none of them is applied.
    fn append(&mut self, case: Option<CaseNo>, events: Vec<Event>) -> Result<(), LedgerError>;

    /// Keeps the bytes and texts of documents, all of them durable when it returns. The entries that name them are appended after.
    ///
    /// # Errors
    /// When they are not kept.
    fn keep_documents(&mut self, case: CaseNo, documents: &[Kept]) -> Result<(), LedgerError>;

    /// A list kept with an arrival.
    ///
    /// # Errors
    /// When it is missing, was changed, or cannot be read.
    fn list(&self, list: Sha256) -> Result<Vec<u8>, LedgerError>;

    /// Keeps one more text of a document, durable when it returns.
    ///
    /// # Errors
    /// When it is not kept.
    fn keep_one_text(&mut self, case: CaseNo, text: &[u8]) -> Result<(), LedgerError>;

    /// The sealed bytes of a version of a document.
    ///
    /// # Errors
    /// As [`Self::list`].
    fn original(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError>;

    /// A text kept with a document.
    ///
    /// # Errors
    /// As [`Self::list`].
    fn text(&self, case: CaseNo, text: Sha256) -> Result<Vec<u8>, LedgerError>;
}

/// An inspection folder, open and locked.
#[derive(Debug)]
pub struct Record {
    ledger: Ledger,
    inspection: Inspection,
    notes: Vec<String>,
    kept_any: bool,
}

impl Record {
    /// Makes a new inspection folder with its first entries, opening from now on with `unlock`.
    ///
    /// # Errors
    /// When the folder is not empty, or cannot be made or written to.
    pub fn create(folder: &Path, first: Vec<Event>, unlock: Unlock) -> Result<Self, LedgerError> {
        let options = Options::new(clock::now()).with_unlock(unlock);
        let ledger = Ledger::create(folder, &options)?;
        let mut record = Self {
            ledger,
            inspection: Inspection::default(),
            notes: Vec::new(),
            kept_any: false,
        };
        record.append(None, first)?;
        Ok(record)
    }

    /// Opens a demonstration, whose key lies beside it, and folds its entries.
    ///
    /// # Errors
    /// When there is none, another program has it open, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, LedgerError> {
        Self::open_with(folder, Unlock::Beside)
    }

    /// Opens an inspection folder with what opens it, and folds its entries.
    ///
    /// # Errors
    /// As [`Self::open`]; when a passphrase is wanted, or another one.
    pub fn open_with(folder: &Path, unlock: Unlock) -> Result<Self, LedgerError> {
        let options = Options::new(clock::now()).with_unlock(unlock);
        let (mut ledger, opened) = Ledger::open(folder, &options)?;
        let entries = ledger.entries()?;
        let mut inspection = Inspection::from_entries(&entries);
        inspection.read_only |= opened.read_only.is_some();
        let mut notes: Vec<_> = opened.notes.iter().map(ToString::to_string).collect();
        notes.extend(opened.read_only);
        Ok(Self {
            ledger,
            inspection,
            notes,
            kept_any: false,
        })
    }

    /// The ledger itself.
    pub fn ledger(&mut self) -> &mut Ledger {
        &mut self.ledger
    }

    /// What was found and put right on opening and since: a line each for people.
    pub fn take_notes(&mut self) -> Vec<String> {
        let mut notes = std::mem::take(&mut self.notes);
        notes.extend(self.ledger.take_notes().iter().map(ToString::to_string));
        notes
    }

    /// Erases a case, its receipt being kept first.
    ///
    /// # Errors
    /// As [`Ledger::erase`].
    pub fn erase(&mut self, case: CaseNo, receipt: NewEntry) -> Result<(), LedgerError> {
        for entry in self.ledger.erase(case, receipt)? {
            self.inspection.apply(&entry);
        }
        Ok(())
    }

    /// Closes the folder, so that it can be opened by another program. What was kept is kept at a glance too, for a screen's first frame.
    pub fn close(mut self) {
        let head = self.ledger.head();
        // A verb may keep entries past this fold, and what was erased is not in it: then the screen makes it anew.
        if self.kept_any && self.inspection.entries == head.count {
            self.ledger
                .keep_glances(head, &front::to_keep(&self.inspection));
        }
        self.ledger.close();
    }
}

impl OnLedger for Record {
    fn on_ledger<T: Send + 'static>(
        &mut self,
        run: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        run(&mut self.ledger)
    }
}

impl Keep for Record {
    fn inspection(&self) -> &Inspection {
        &self.inspection
    }

    fn append(&mut self, case: Option<CaseNo>, events: Vec<Event>) -> Result<(), LedgerError> {
        let at = clock::now();
        let entries = events
            .into_iter()
            .map(|event| NewEntry {
                at,
                case,
                by: None,
                event,
            })
            .collect();
        for entry in self.ledger.append(entries)? {
            self.inspection.apply(&entry);
            self.kept_any = true;
        }
        Ok(())
    }

    fn keep_documents(&mut self, case: CaseNo, documents: &[Kept]) -> Result<(), LedgerError> {
        if documents.is_empty() {
            return Ok(());
        }
        let mut batch = self.ledger.documents().batch();
        for document in documents {
            batch.put_original(case, &document.original)?;
            if !document.text.is_empty() {
                batch.put_text(case, &document.text)?;
            }
        }
        batch.commit().map(|_| ())
    }

    fn keep_one_text(&mut self, case: CaseNo, text: &[u8]) -> Result<(), LedgerError> {
        let mut batch = self.ledger.documents().batch();
        batch.put_text(case, text)?;
        batch.commit().map(|_| ())
    }

    fn original(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.ledger.documents().original(case, sha256)
    }

    fn list(&self, list: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.ledger.documents().list(list)
    }
    fn text(&self, case: CaseNo, text: Sha256) -> Result<Vec<u8>, LedgerError> {
        self.ledger.documents().text(case, text)
    }
}
