//! What a screen asks of the desk and what it is told: everything slow goes through here, so that no key ever waits for a disk.

use std::{path::PathBuf, sync::Arc};

use super::{
    LedgerError, Passphrase, Unlock,
    close::Sealed,
    compare::{Compared, Laid, Pair},
    front::Front,
    intake::{Progress, Summary, passwords::Secret},
    journey,
    picture::{Form, Pictured, View},
    text::{OpenText, Wrapped},
};
use crate::casework::{
    CaseNo, DocumentNo, Entry, Framework, Inspection, Journey, ParticipantNo, Sha256,
    event::NewEntry, people::Side,
};

/// What a screen asks.
#[derive(Debug)]
pub enum Request {
    /// Keep these entries, durably.
    Keep {
        /// Told back with the answer.
        token: u64,
        /// In this order, all or none.
        entries: Vec<NewEntry>,
    },
    /// Fetch texts, in this order; each is answered by itself.
    Texts {
        /// Of this case.
        case: CaseNo,
        /// Document and the hash of its text.
        wanted: Vec<(DocumentNo, Sha256)>,
    },
    /// Tell a child's journey.
    Journey {
        /// Of this case.
        case: CaseNo,
        /// Told back with the answer: how many entries it depends on.
        made_of: usize,
        /// What it is told from.
        source: Box<journey::Source>,
    },
    /// Wrap a long text.
    Wrap {
        /// Which document it is of.
        document: DocumentNo,
        /// The text.
        text: Arc<OpenText>,
        /// In columns.
        width: u16,
    },
    /// Draw a page of a document.
    Page(WantedPage),
    /// Keep where the two are and what is half typed.
    SaveResume(Vec<u8>),
    /// List a folder.
    Folder(PathBuf),
    /// Open an inspection.
    Open {
        /// Its folder.
        folder: PathBuf,
        /// What it is opened with.
        unlock: Unlock,
    },
    /// Set an inspection up and open it.
    New {
        /// What it is made of.
        new: NewInspection,
        /// What it is made with, and opened with from now on.
        unlock: Unlock,
    },
    /// Make a demonstration and open it.
    Demo,
    /// Close the open inspection.
    Close,
    /// The curtain comes down: keep where the two are and what is half typed (the last to be kept), then close, and let go of every key
    /// and text.
    Curtain(Option<Vec<u8>>),
    /// Take case files in.
    Intake {
        /// From this folder.
        folder: PathBuf,
        /// That several folders in it become one case is meant.
        sure: bool,
    },
    /// Open what needs a password with this one, in every case.
    OpenLocked(Secret),
    /// Compare a folder with what was sealed, or, without one, the versions of altered documents with each other.
    Compare {
        /// Case folders presented again.
        folder: Option<PathBuf>,
        /// Of this case alone.
        case: Option<CaseNo>,
    },
    /// Wrap both texts of a pair.
    Lay {
        /// Which.
        pair: Arc<Pair>,
        /// In columns.
        width: u16,
    },
    /// Stop taking in or comparing, after the file at hand.
    StopIntake,
    /// Write notes out.
    Export(Export),
    /// Check the whole record.
    Verify,
    /// Sign the findings at the close of a sitting.
    Sign {
        /// Of this case.
        case: CaseNo,
        /// Who signs.
        who: ParticipantNo,
        /// With these words.
        words: Passphrase,
        /// The words are new: the first ones, or others in place of forgotten ones.
        new: bool,
    },
    /// Close the sitting of this case, where it is still open, and seal it.
    Seal(CaseNo),
}

/// A page of a document that is to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPage {
    /// Of this case.
    pub case: CaseNo,
    /// Which document.
    pub document: DocumentNo,
    /// Which bytes of it.
    pub version: Sha256,
    /// What its file is called.
    pub name: String,
    /// How it is to be drawn.
    pub view: View,
    /// What it is to be packed as, for terminals that show real pictures.
    pub form: Form,
}

/// What a new inspection is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInspection {
    /// Its folder: must not exist, or be empty.
    pub folder: PathBuf,
    /// The council inspected.
    pub authority: String,
    /// The framework's id.
    pub framework: String,
    /// First and last day on site, as typed; empty where they are not known.
    pub days: (String, String),
    /// The day the authority was told of it, as typed; empty where it is not known.
    pub announced: String,
    /// Designations named at once.
    pub people: Vec<(String, Side)>,
}

/// What is to be written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Whose notes.
    pub case: CaseNo,
    /// `md`, `json`.
    pub formats: Vec<String>,
    /// Into this folder.
    pub folder: PathBuf,
    /// Whether names stay.
    pub with_names: bool,
    /// Whether the words that may be names were looked at and found harmless.
    pub sure: bool,
}

/// What a screen is told.
#[derive(Debug)]
pub enum Message {
    /// Entries are kept.
    Kept {
        /// As asked.
        token: u64,
        /// With their places.
        entries: Vec<Entry>,
    },
    /// Entries were refused; nothing of them was kept.
    Refused {
        /// As asked.
        token: u64,
        /// A sentence.
        why: String,
    },
    /// A text is here, or why it is not.
    Text {
        /// Of this case.
        case: CaseNo,
        /// Which document.
        document: DocumentNo,
        /// Which of its texts.
        sha256: Sha256,
        /// The text, or a sentence.
        text: Result<Arc<OpenText>, String>,
    },
    /// A child's journey is told.
    Journey {
        /// Of this case.
        case: CaseNo,
        /// As asked.
        made_of: usize,
        /// The journey.
        journey: Arc<Journey>,
    },
    /// A text is wrapped.
    Wrapped {
        /// Which document.
        document: DocumentNo,
        /// The text that was wrapped.
        of: Arc<OpenText>,
        /// For its width.
        wrapped: Arc<Wrapped>,
    },
    /// A page is drawn, or why not.
    Page {
        /// As asked.
        wanted: Box<WantedPage>,
        /// Its points, or a sentence.
        drawn: Result<Pictured, String>,
    },
    /// A folder's folders, by name, and how many files stand in it.
    Folder {
        /// Which.
        folder: PathBuf,
        /// Its folders, or why it cannot be listed.
        inside: Result<Folder, String>,
    },
    /// What the first frame shows of an inspection that is being opened; that it is open, or is not, is told after.
    Front(Box<Glimpsed>),
    /// An inspection is open.
    Opened(Box<Opened>),
    /// It cannot be opened or set up.
    NotOpened {
        /// Which, where one was asked for by its folder.
        folder: Option<PathBuf>,
        /// What would be needed.
        shut: Shut,
        /// A sentence.
        why: String,
    },
    /// It is closed.
    Closed,
    /// The curtain is down. Where the words that were to be put by could not be, they come back with the reason.
    CurtainDown {
        /// A sentence, and what was to be kept.
        not_kept: Option<(String, Vec<u8>)>,
    },
    /// Several folders would become one case: whether that is meant.
    IntakeDoubted {
        /// What was to be taken in.
        folder: PathBuf,
        /// What would come of it.
        lines: Vec<String>,
    },
    /// Taking in goes on.
    IntakeGoesOn(Progress),
    /// Taking in is done: what became of every file, and the entries it kept.
    IntakeDone {
        /// Or why it could not begin.
        summary: Result<Summary, String>,
        /// In order.
        entries: Vec<Entry>,
    },
    /// Comparing goes on.
    CompareGoesOn(Progress),
    /// What was compared, or why nothing was.
    Compared(Result<Arc<Compared>, String>),
    /// Both texts of a pair are wrapped.
    Laid {
        /// Which.
        pair: Arc<Pair>,
        /// For its width.
        laid: Arc<Laid>,
    },
    /// Notes are written, or why not.
    Exported {
        /// The files.
        outcome: Result<Vec<PathBuf>, String>,
        /// The entries it kept.
        entries: Vec<Entry>,
    },
    /// Some words may be names: each with a little of what stands around it.
    ExportUnsure {
        /// What was asked for, to be asked again with `sure`.
        export: Export,
        /// Word and context.
        words: Vec<(String, String)>,
    },
    /// The record was checked: whether all is well, and what to say about it.
    Verified {
        /// Whether anything is wrong.
        sound: bool,
        /// Lines for people.
        lines: Vec<String>,
    },
    /// Somebody signed, or why not.
    Signed {
        /// Who.
        who: ParticipantNo,
        /// Whether it came about.
        outcome: Result<(), NotSigned>,
        /// The entries it kept.
        entries: Vec<Entry>,
    },
    /// A sitting was closed and sealed, or what of it did not come about.
    Sealed {
        /// Of this case.
        case: CaseNo,
        /// The seal, or a sentence.
        outcome: Result<Sealed, String>,
        /// The entries it kept.
        entries: Vec<Entry>,
    },
    /// Something was found or done on the way that the two should know.
    Note(String),
}

/// What it would need to open an inspection that did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Its passphrase: none was given.
    PassphraseWanted,
    /// Another passphrase than the one given.
    WrongPassphrase,
    /// Something no passphrase changes.
    Other,
}

impl Shut {
    /// What would be needed, from what the ledger said.
    #[must_use]
    pub fn of(error: &LedgerError) -> Self {
        match error {
            LedgerError::PassphraseWanted => Self::PassphraseWanted,
            LedgerError::WrongPassphrase => Self::WrongPassphrase,
            _ => Self::Other,
        }
    }
}

/// Why somebody's signature did not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSigned {
    /// A sentence.
    pub why: String,
    /// Whether other words may help: they were mistyped, or forgotten.
    pub words: bool,
}

/// A folder's content, as far as choosing one needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Names of the folders in it, sorted.
    pub folders: Vec<String>,
    /// How many files stand in it.
    pub files: usize,
    /// Whether it is an inspection.
    pub is_inspection: bool,
}

/// An inspection that is being opened, as far as the first frame needs it.
#[derive(Debug)]
pub struct Glimpsed {
    /// Its folder.
    pub folder: PathBuf,
    /// What was read of it.
    pub front: Front,
    /// Its framework.
    pub framework: Framework,
    /// Why nothing can be added, where that is so.
    pub read_only: Option<String>,
    /// Where the two were.
    pub resume: Option<Vec<u8>>,
}

/// An inspection just opened.
#[derive(Debug)]
pub struct Opened {
    /// Its folder.
    pub folder: PathBuf,
    /// The fold of its record.
    pub inspection: Inspection,
    /// Its framework.
    pub framework: Framework,
    /// What was found and done on opening.
    pub notes: Vec<String>,
    /// Why nothing can be added, where that is so.
    pub read_only: Option<String>,
    /// Where the two were.
    pub resume: Option<Vec<u8>>,
}
